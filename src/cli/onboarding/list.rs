//! `onboarding`: every one that runs, the worst first.

use clap::ValueEnum;
use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::json::iso;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::Onboarding as Args;
use crate::domain::text::fold;
use crate::domain::{Day, Result};
use crate::onboarding::{Next, Standing, State};
use crate::store::onboarding::{self as book, Listed};
use crate::store::training;
use crate::training::{Consumption, Taking};

/// How an onboarding stands, to choose by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Overdue, and nothing done for a week
    Stuck,
    /// A required step is overdue
    Behind,
    /// Nothing required is overdue
    OnTrack,
    /// Every required step is done
    Done,
}

impl Only {
    fn state(self) -> State {
        match self {
            Only::Stuck => State::Stuck,
            Only::Behind => State::Behind,
            Only::OnTrack => State::OnTrack,
            Only::Done => State::Done,
        }
    }
}

/// How the account takes its training, to choose by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Takes {
    /// Too little
    Low,
    /// Enough
    Well,
    /// Nothing can be said yet
    Unknown,
}

impl Takes {
    fn taking(self) -> Taking {
        match self {
            Takes::Low => Taking::Low,
            Takes::Well => Taking::Well,
            Takes::Unknown => Taking::Unknown,
        }
    }
}

/// How an onboarding stands, as scripts read it.
#[derive(Serialize)]
pub(super) struct Head {
    id: i64,
    account_id: i64,
    account: String,
    template: Option<String>,
    pub state: &'static str,
    pub reason: String,
    pub started_on: String,
    pub ended_on: Option<String>,
    day: i32,
    days: i32,
    pub done: u32,
    pub required: u32,
    late: u32,
    days_late: i32,
    next: Option<Coming>,
    milestone: Option<Coming>,
    quick_wins: u32,
    csm: Option<String>,
    segment: Option<String>,
    first_outcome_on: Option<String>,
    /// How the account takes its training: low, well, unknown.
    training: &'static str,
}

#[derive(Serialize)]
struct Coming {
    step: i64,
    title: String,
    due_on: String,
}

impl From<&Next> for Coming {
    fn from(next: &Next) -> Coming {
        Coming { step: next.id, title: next.title.to_string(), due_on: iso(next.due_on) }
    }
}

impl Head {
    pub fn new(listed: &Listed, standing: &Standing, training: Taking) -> Head {
        let named = |of: &Option<(i64, Box<str>)>| of.as_ref().map(|(_, name)| name.to_string());
        let onboarding = &listed.onboarding;
        Head {
            id: onboarding.id,
            account_id: onboarding.account,
            account: listed.account.to_string(),
            template: onboarding.template.as_deref().map(str::to_owned),
            state: standing.state.name(),
            reason: standing.reason.clone(),
            started_on: iso(onboarding.started_on),
            ended_on: onboarding.ended_on.map(iso),
            day: standing.day,
            days: standing.days,
            done: standing.done,
            required: standing.required,
            late: standing.late,
            days_late: standing.days_late,
            next: standing.next.as_ref().map(Coming::from),
            milestone: standing.milestone.as_ref().map(Coming::from),
            quick_wins: standing.quick_wins,
            csm: named(&listed.csm),
            segment: named(&listed.segment),
            first_outcome_on: listed.first_outcome_on.map(iso),
            training: training.name(),
        }
    }
}

/// `onboarding`
pub fn run(args: &Args, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let day = context.day();
    let taken = view.training(training::Of::Onboarding)?;
    let taking =
        |listed: &Listed| taken.get(&listed.onboarding.account).map_or(Taking::Unknown, Consumption::taking);
    let mut found: Vec<(Listed, Standing)> = Vec::new();
    book::each_running(view.reader(), day, |mut listed| {
        // Of a past day, what began later was not known.
        let known = context.as_of.is_none() || listed.onboarding.started_on <= day;
        if known && is_meant(args, &listed) {
            let standing = listed.onboarding.standing(day);
            let is_so = args.state.is_none_or(|only| only.state() == standing.state);
            if is_so && args.training.is_none_or(|only| only.taking() == taking(&listed)) {
                listed.onboarding.steps = Vec::new();
                found.push((listed, standing));
            }
        }
        Ok(())
    })?;
    found.sort_by(|(one, a), (other, b)| {
        a.rank().cmp(&b.rank()).then_with(|| one.account.cmp(&other.account))
    });
    if context.format == Format::Json {
        let head = |(listed, standing): &(Listed, Standing)| Head::new(listed, standing, taking(listed));
        return out.json(&found.iter().map(head).collect::<Vec<_>>());
    }
    if found.is_empty() && context.format == Format::Table {
        return out
            .text("No onboarding runs. Start one with: mainstay onboarding start ACCOUNT --template core\n");
    }
    let mut table = Table::new(COLUMNS).spare(SPARE);
    for (listed, standing) in &found {
        table.push(cells(listed, standing, taking(listed)));
    }
    table.write(context.format, out)
}

fn is_meant(args: &Args, listed: &Listed) -> bool {
    let is = |asked: &Option<String>, of: &Option<(i64, Box<str>)>| {
        asked
            .as_deref()
            .is_none_or(|asked| of.as_ref().is_some_and(|(_, name)| fold(name).contains(&fold(asked))))
    };
    is(&args.csm, &listed.csm) && is(&args.segment, &listed.segment)
}

const COLUMNS: [Column; 11] = [
    Column::Number("account_id"),
    Column::Word("state"),
    Column::Text("account"),
    Column::Word("day"),
    Column::Word("done"),
    Column::Text("reason"),
    Column::Text("milestone"),
    Column::Text("csm"),
    Column::Text("template"),
    Column::Word("started_on"),
    Column::Word("training"),
];

/// What a narrow terminal does without.
const SPARE: &[&str] = &["account_id", "started_on", "template", "csm", "milestone"];

fn cells(listed: &Listed, standing: &Standing, training: Taking) -> Vec<String> {
    let on = |next: &Next, day: Day| format!("{} ({day})", next.title);
    vec![
        listed.onboarding.account.to_string(),
        state(standing.state),
        listed.account.to_string(),
        standing.day_words(),
        format!("{} of {}", standing.done, standing.required),
        standing.reason.clone(),
        standing.milestone.as_ref().map(|next| on(next, next.due_on)).unwrap_or_default(),
        listed.csm.as_ref().map(|(_, name)| name.to_string()).unwrap_or_default(),
        listed.onboarding.template.as_deref().unwrap_or_default().to_owned(),
        iso(listed.onboarding.started_on),
        training.name().to_owned(),
    ]
}

/// A state as glyph and word.
pub(super) fn state(state: State) -> String {
    let glyph = match state {
        State::Stuck => '■',
        State::Behind => '▲',
        State::OnTrack => '●',
        State::Done => '✓',
    };
    format!("{glyph} {}", state.name())
}
