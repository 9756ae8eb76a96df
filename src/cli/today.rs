//! `today`: who needs somebody today, the most pressing first, with the factors of the rank and the reasons.

use std::collections::HashSet;

use serde::Serialize;

use super::accounts::matching;
use super::args::Format;
use super::context::Context;
use super::json::{Amount, iso};
use super::out::Out;
use super::table::{Column, Table};
use super::words::band;
use crate::book::{NameIndex, Row};
use crate::domain::Result;
use crate::domain::text::fold;
use crate::engine::{Board, Morning, judged_today, scale_today};
use crate::health::facts::AccountId;
use crate::health::shown;
use crate::today::rank::{explain, figure, product};
use crate::today::{Customer, Factors, Kind, Matter, Scale, Whose, lines};

/// What needs somebody today.
#[derive(Debug, clap::Args)]
pub struct Today {
    /// Terms and words about the accounts that must all hold; see below
    filter: Vec<String>,
    /// Only what is of this team member: their tasks and steps, and what their accounts want
    #[arg(long, value_name = "NAME")]
    csm: Option<String>,
    /// At most so many customers
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// A customer as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    position: usize,
    /// Null: tasks of no account, or a matter of many.
    account_id: Option<AccountId>,
    account: Option<&'a str>,
    band: Option<&'static str>,
    health: Option<f64>,
    arr: Option<Amount>,
    csm: Option<&'a str>,
    rank: f64,
    matters: Vec<Reason<'a>>,
}

/// What it wants, and why it comes where it does.
#[derive(Serialize)]
struct Reason<'a> {
    kind: &'static str,
    /// Row id of the alert, task or step.
    id: Option<i64>,
    reason: &'a str,
    due_on: String,
    days_late: i32,
    owner: Option<&'a str>,
    /// Of an alert.
    rule: Option<&'a str>,
    severity: Option<&'static str>,
    play: Option<&'a str>,
    rank: f64,
    risk: f64,
    urgency: f64,
    factors: Parts,
    /// The factors in words.
    explained: Vec<String>,
}

#[derive(Serialize)]
struct Parts {
    health: f64,
    weight: f64,
    arr: f64,
    due: f64,
    renewal: f64,
}

/// What is told.
struct Scene<'a> {
    board: &'a Board,
    morning: &'a Morning,
    scale: Scale,
}

impl Scene<'_> {
    fn row(&self, id: AccountId) -> Option<&Row> {
        let rows = &self.board.rows;
        rows.binary_search_by_key(&id, |row| row.id).ok().and_then(|place| rows.get(place))
    }

    fn member(&self, id: Option<i64>) -> Option<&str> {
        self.board.lookups.member(id)
    }

    /// Whose a matter is: its owner, else the CSM of the account.
    fn owner(&self, matter: &Matter) -> Option<&str> {
        self.member(matter.owner.or(matter.account.and_then(|id| self.row(id)?.csm)))
    }

    fn reason<'m>(&'m self, matter: &'m Matter) -> Option<Reason<'m>> {
        let (own, rules) = judged_today(matter, &self.morning.policies, |id| self.row(id))?;
        let day = self.morning.day;
        let factors = Factors::of(matter, &own, &self.scale, day, rules);
        let (id, rule, severity) = match &matter.kind {
            Kind::Alert { id, rule, severity } => (Some(*id), Some(&**rule), Some(severity.name())),
            Kind::Flood { rule, severity, .. } => (None, Some(&**rule), Some(severity.name())),
            Kind::Task { id } | Kind::Step { id } => (Some(*id), None, None),
            Kind::Renewal { .. } | Kind::CheckIn | Kind::Plan { .. } => (None, None, None),
        };
        let parts = explain(matter, &own, &self.scale, day, rules);
        let mut explained: Vec<String> =
            parts.iter().map(|part| format!("{} {}: {}", part.of, figure(part.factor), part.said)).collect();
        explained.push(product(&factors));
        Some(Reason {
            kind: matter.kind.name(),
            id,
            reason: &matter.reason,
            due_on: iso(matter.on),
            days_late: matter.days_late(day),
            owner: self.owner(matter),
            rule,
            severity,
            play: matter.play.as_deref(),
            rank: factors.rank(),
            risk: factors.risk(),
            urgency: factors.urgency(),
            factors: Parts {
                health: factors.health,
                weight: factors.weight,
                arr: factors.arr,
                due: factors.due,
                renewal: factors.renewal,
            },
            explained,
        })
    }

    fn line<'m>(&'m self, position: usize, customer: &Customer) -> Line<'m> {
        let row = customer.whose.account().and_then(|id| self.row(id));
        let matters = customer.matters.iter().filter_map(|ranked| self.morning.matters.get(ranked.place));
        Line {
            position,
            account_id: row.map(|row| row.id),
            account: row.map(|row| row.name.as_ref()),
            band: row.map(|row| row.band.name()),
            health: row.and_then(|row| row.health).map(shown),
            arr: row.and_then(|row| row.arr).map(Amount::from),
            csm: row.and_then(|row| self.member(row.csm)),
            rank: customer.rank,
            matters: matters.filter_map(|matter| self.reason(matter)).collect(),
        }
    }
}

/// `today`
pub fn run(args: &Today, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let mut board = view.board()?;
    board.rows.sort_by_key(|row| row.id);
    let morning = view.morning(None, None)?;
    let scale = scale_today(&board.totals, board.lookups.currency);
    let wanted: Option<HashSet<AccountId>> = if args.filter.is_empty() {
        None
    } else {
        let places = matching(&args.filter, &board)?;
        let rows = places.iter().filter_map(|place| board.rows.get(usize::try_from(*place).ok()?));
        Some(rows.map(|row| row.id).collect())
    };
    let scene = Scene { board: &board, morning: &morning, scale };
    let is_meant = |matter: &Matter| {
        let is_wanted =
            wanted.as_ref().is_none_or(|ids| matter.account.is_some_and(|account| ids.contains(&account)));
        let of = |name: &String| scene.owner(matter).is_some_and(|own| fold(own).contains(&fold(name)));
        is_wanted && args.csm.as_ref().is_none_or(of)
    };
    let meant = morning.matters.iter().enumerate().filter(|(_, matter)| is_meant(matter));
    let judged = |matter: &Matter| judged_today(matter, &morning.policies, |id| scene.row(id));
    let names = NameIndex::new(&board.rows);
    let place = |whose: Whose| board.rows.binary_search_by_key(&whose.account()?, |row| row.id).ok();
    let name =
        |whose: Whose| place(whose).and_then(|at| u32::try_from(at).ok()).map_or(0, |at| names.rank(at));
    let mut found = lines(meant, &scale, morning.day, judged, name);
    found.truncate(args.limit.unwrap_or(usize::MAX));
    if context.format == Format::Json {
        let lines = found.iter().zip(1..).map(|(customer, position)| scene.line(position, customer));
        return out.json(&lines.collect::<Vec<_>>());
    }
    if found.is_empty() && context.format == Format::Table {
        return out.text(&nothing(args, &scene));
    }
    let mut table = Table::new(COLUMNS).spare(SPARE);
    for (customer, position) in found.iter().zip(1..) {
        cells(&scene, position, customer, context.format == Format::Csv, &mut table);
    }
    table.write(context.format, out)
}

/// That nothing is to be done, and what comes next.
fn nothing(args: &Today, scene: &Scene) -> String {
    if !args.filter.is_empty() || args.csm.is_some() {
        return "Nothing is to be done there today.\n".to_owned();
    }
    let next = scene.morning.coming.as_ref().map_or(String::new(), |next| {
        let of =
            next.account.and_then(|id| scene.row(id)).map_or(String::new(), |row| format!(" · {}", row.name));
        format!(" Next, on {}: {}{of}", next.on, next.title)
    });
    format!("All done for today.{next}\n")
}

const COLUMNS: [Column; 15] = [
    Column::Number("position"),
    Column::Number("account_id"),
    Column::Text("account"),
    Column::Word("band"),
    Column::Word("what"),
    Column::Text("reason"),
    Column::Word("due_on"),
    Column::Number("days_late"),
    Column::Number("arr"),
    Column::Text("owner"),
    Column::Number("risk"),
    Column::Number("arr_factor"),
    Column::Number("urgency"),
    Column::Number("rank"),
    Column::Number("of_all"),
];

/// What a narrow terminal does without.
const SPARE: &[&str] =
    &["account_id", "due_on", "owner", "risk", "arr_factor", "urgency", "arr", "of_all", "what"];

/// A row a matter: in a table the customer stands in the first of them alone, with the rank of all.
fn cells(scene: &Scene<'_>, position: usize, customer: &Customer, plain: bool, table: &mut Table) {
    let row = customer.whose.account().and_then(|id| scene.row(id));
    let matters = customer.matters.iter().filter_map(|ranked| scene.morning.matters.get(ranked.place));
    for (place, reason) in matters.filter_map(|matter| scene.reason(matter)).enumerate() {
        let first = |text: String| if place == 0 || plain { text } else { String::new() };
        let of_row = |text: fn(&Row) -> String| first(row.map_or(String::new(), text));
        let number = |value: f64| if plain { value.to_string() } else { figure(value) };
        table.push(vec![
            first(position.to_string()),
            of_row(|row| row.id.to_string()),
            of_row(|row| row.name.to_string()),
            of_row(if plain { |row| row.band.name().to_owned() } else { |row| band(row.band) }),
            reason.kind.to_owned(),
            reason.reason.to_owned(),
            reason.due_on.clone(),
            reason.days_late.to_string(),
            of_row(if plain {
                |row| row.arr.map(|arr| arr.decimal()).unwrap_or_default()
            } else {
                |row| row.arr.map(|arr| arr.short()).unwrap_or_default()
            }),
            reason.owner.unwrap_or_default().to_owned(),
            number(reason.risk),
            number(reason.factors.arr),
            number(reason.urgency),
            number(reason.rank),
            first(number(customer.rank)),
        ]);
    }
}
