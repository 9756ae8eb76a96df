//! `plans`: every account and how it stands by its plans, the worst first; or how many do, by CSM, segment or state.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::json::{Fraction, iso};
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::percent;
use crate::domain::text::fold;
use crate::domain::{Day, Result};
use crate::plan::{Coverage, State};
use crate::store::plan::{Cover, covers};

/// Account plans.
#[derive(Debug, clap::Args)]
pub struct Plans {
    /// Only accounts of this CSM
    #[arg(long, value_name = "NAME")]
    csm: Option<String>,
    /// Only accounts of this segment
    #[arg(long, value_name = "NAME")]
    segment: Option<String>,
    /// Only accounts that stand so; can be given several times
    #[arg(long, value_name = "STATE")]
    state: Vec<Only>,
    /// Only accounts with a goal off track
    #[arg(long)]
    off_track: bool,
    /// Count instead of listing: how many are covered, by this
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
}

/// How an account stands by its plans, to choose by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// It never had one
    NoPlan,
    /// The last is of a quarter before the last one, or nobody worked on it for a quarter
    Stale,
    /// The last is of the last quarter
    ToWrite,
    /// The day of the review has come
    ReviewDue,
    /// Not agreed with the customer yet
    Draft,
    /// Agreed
    Agreed,
    /// Reviewed
    Reviewed,
}

impl Only {
    fn state(self) -> State {
        match self {
            Only::NoPlan => State::None,
            Only::Stale => State::Stale,
            Only::ToWrite => State::Due,
            Only::ReviewDue => State::Review,
            Only::Draft => State::Draft,
            Only::Agreed => State::Agreed,
            Only::Reviewed => State::Reviewed,
        }
    }
}

/// What coverage is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// The CSM of the account
    Csm,
    /// Its segment
    Segment,
    /// How it stands
    State,
}

/// An account as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    account_id: i64,
    account: &'a str,
    state: &'static str,
    reason: &'a str,
    covered: bool,
    plan: Option<PlanLine>,
    goals: Goals,
    check_in: CheckIn,
    csm: Option<&'a str>,
    segment: Option<&'a str>,
}

#[derive(Serialize)]
struct PlanLine {
    id: i64,
    quarter: String,
    status: &'static str,
    written_on: String,
    agreed_on: Option<String>,
    reviewed_on: Option<String>,
    next_review_on: Option<String>,
    open: u32,
    late: u32,
}

#[derive(Serialize)]
struct Goals {
    on_track: u32,
    at_risk: u32,
    off_track: u32,
}

/// When an account is to be touched next, as scripts read it.
#[derive(Serialize)]
pub(super) struct CheckIn {
    cadence_days: i32,
    last: Option<String>,
    due_on: Option<String>,
    days_late: i32,
    task: Option<i64>,
    planned_for: Option<String>,
}

impl CheckIn {
    pub(super) fn new(check_in: &crate::plan::CheckIn, day: Day) -> CheckIn {
        CheckIn {
            cadence_days: check_in.cadence_days,
            last: check_in.last.map(iso),
            due_on: check_in.due_on.map(iso),
            days_late: check_in.days_late(day),
            task: check_in.planned.map(|planned| planned.0),
            planned_for: check_in.planned.and_then(|planned| planned.1).map(iso),
        }
    }
}

fn name(of: &Option<(i64, Box<str>)>) -> Option<&str> {
    of.as_ref().map(|(_, name)| name.as_ref())
}

/// Whether what is asked for is a part of a name.
pub(super) fn is_meant(asked: Option<&str>, of: &Option<(i64, Box<str>)>) -> bool {
    asked.is_none_or(|asked| name(of).is_some_and(|name| fold(name).contains(&fold(asked))))
}

/// `plans`
pub fn run(args: &Plans, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let day = context.day();
    let mut found = covers(view.reader(), day, None)?;
    found.retain(|cover| {
        is_meant(args.csm.as_deref(), &cover.csm)
            && is_meant(args.segment.as_deref(), &cover.segment)
            && (args.state.is_empty() || args.state.iter().any(|only| only.state() == cover.standing.state))
            && (!args.off_track || cover.goals.off_track > 0)
    });
    found.sort_by_cached_key(|cover| (cover.standing.state, fold(&cover.name), cover.account));
    match args.by {
        Some(by) => count(&found, by, day, context, out),
        None => list(&found, day, context, out),
    }
}

fn list(found: &[Cover], day: Day, context: &Context, out: &mut Out) -> Result<()> {
    if context.format == Format::Json {
        let lines: Vec<Line<'_>> = found.iter().map(|cover| line(cover, day)).collect();
        return out.json(&lines);
    }
    if found.is_empty() && context.format == Format::Table {
        return out.text("No account is so.\n");
    }
    let mut table = Table::new(COLUMNS).spare(&["account_id", "next_review_on", "segment", "csm", "goals"]);
    for cover in found {
        let plan = cover.standing.plan.as_ref();
        let goals = cover.goals;
        table.push(vec![
            cover.account.to_string(),
            cover.standing.state.name().to_owned(),
            cover.name.to_string(),
            plan.map_or(String::new(), |plan| plan.quarter.to_string()),
            cover.standing.reason.clone(),
            plan.map_or(String::new(), |plan| format!("{} open, {} late", plan.open, plan.late)),
            format!("{} on, {} at risk, {} off", goals.on_track, goals.at_risk, goals.off_track),
            plan.and_then(|plan| plan.next_review_on).map(iso).unwrap_or_default(),
            cover.check_in.due_on.map(iso).unwrap_or_default(),
            name(&cover.csm).unwrap_or_default().to_owned(),
            name(&cover.segment).unwrap_or_default().to_owned(),
        ]);
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 11] = [
    Column::Number("account_id"),
    Column::Word("state"),
    Column::Text("account"),
    Column::Word("quarter"),
    Column::Text("reason"),
    Column::Word("items"),
    Column::Word("goals"),
    Column::Word("next_review_on"),
    Column::Word("check_in_due"),
    Column::Text("csm"),
    Column::Text("segment"),
];

fn line(cover: &Cover, day: Day) -> Line<'_> {
    let standing = &cover.standing;
    Line {
        account_id: cover.account,
        account: &cover.name,
        state: standing.state.name(),
        reason: &standing.reason,
        covered: standing.is_covered(day),
        plan: standing.plan.as_ref().map(|plan| PlanLine {
            id: plan.id,
            quarter: plan.quarter.to_string(),
            status: plan.status_on(day).name(),
            written_on: iso(plan.written_on),
            agreed_on: plan.agreed_on.map(iso),
            reviewed_on: plan.reviewed_on.map(iso),
            next_review_on: plan.next_review_on.map(iso),
            open: plan.open,
            late: plan.late,
        }),
        goals: Goals {
            on_track: cover.goals.on_track,
            at_risk: cover.goals.at_risk,
            off_track: cover.goals.off_track,
        },
        check_in: CheckIn::new(&cover.check_in, day),
        csm: name(&cover.csm),
        segment: name(&cover.segment),
    }
}

/// The coverage of a group, as scripts read it.
#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    covered: Fraction,
    states: BTreeMap<&'static str, usize>,
    goals_off_track: u32,
    check_ins_late: usize,
}

fn count(found: &[Cover], by: By, day: Day, context: &Context, out: &mut Out) -> Result<()> {
    let mut groups: BTreeMap<(u8, &str), Coverage> = BTreeMap::new();
    for cover in found {
        // States in their order; those of nobody last.
        let group = match by {
            By::State => {
                let place = State::ALL.iter().position(|state| *state == cover.standing.state);
                (place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0), cover.standing.state.name())
            }
            By::Csm => name(&cover.csm).map_or((1, "no CSM"), |name| (0, name)),
            By::Segment => name(&cover.segment).map_or((1, "no segment"), |name| (0, name)),
        };
        let is_late = cover.check_in.days_late(day) > 0;
        groups.entry(group).or_default().add(&cover.standing, cover.goals, is_late, day);
    }
    if context.format == Format::Json {
        let lines: Vec<Group<'_>> = groups
            .iter()
            .map(|((_, group), coverage)| Group {
                group,
                covered: coverage.share.into(),
                states: coverage.each().map(|(state, count)| (state.name(), count)).collect(),
                goals_off_track: coverage.goals.off_track,
                check_ins_late: coverage.late,
            })
            .collect();
        return out.json(&lines);
    }
    let mut columns = vec![
        Column::Text("group"),
        Column::Number("accounts"),
        Column::Number("covered"),
        Column::Number("coverage"),
    ];
    columns.extend(State::ALL.map(|state| Column::Number(state.name())));
    columns.extend([Column::Number("goals off track"), Column::Number("check-ins late")]);
    let mut table = Table::new(columns).spare(&["reviewed", "agreed", "draft"]);
    for ((_, group), coverage) in &groups {
        let share = coverage.share;
        let mut row =
            vec![(*group).to_owned(), share.of.to_string(), share.part.to_string(), percent(share.ratio())];
        row.extend(coverage.each().map(|(_, count)| count.to_string()));
        row.extend([coverage.goals.off_track.to_string(), coverage.late.to_string()]);
        table.push(row);
    }
    table.write(context.format, out)
}
