//! `checkins`: which accounts are to be touched next, and the next one planned.

use std::cmp::Reverse;

use clap::Subcommand;
use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor};
use super::super::json::iso;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::list::{CheckIn, is_meant};
use crate::domain::Result;
use crate::domain::text::fold;
use crate::edit::day::{Side, parse};
use crate::edit::plan::PlanCheckIn;
use crate::store::plan::covers;

/// Check-ins by the cadence of the segment.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CheckIns {
    #[command(subcommand)]
    command: Option<Command>,
    /// Only accounts of this CSM
    #[arg(long, value_name = "NAME")]
    csm: Option<String>,
    /// Only accounts of this segment
    #[arg(long, value_name = "NAME")]
    segment: Option<String>,
    /// Only those that are overdue
    #[arg(long)]
    late: bool,
    /// Only those that nobody has planned yet
    #[arg(long)]
    unplanned: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plan the next check-in with an account, as a task of its CSM
    Plan {
        /// The account's id, external id, domain or name
        account: String,
        /// When; without it, when it is due, today at the earliest
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
}

/// An account as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    account_id: i64,
    account: &'a str,
    #[serde(flatten)]
    check_in: CheckIn,
    csm: Option<&'a str>,
    segment: Option<&'a str>,
}

/// `checkins`
pub fn run(args: &CheckIns, context: &Context, out: &mut Out) -> Result<()> {
    if let Some(Command::Plan { account, on }) = &args.command {
        return plan(account, on.as_deref(), context.for_writing()?, out);
    }
    let view = context.view()?;
    let day = context.day();
    let mut found = covers(view.reader(), day, None)?;
    found.retain(|cover| {
        is_meant(args.csm.as_deref(), &cover.csm)
            && is_meant(args.segment.as_deref(), &cover.segment)
            && (!args.late || cover.check_in.days_late(day) > 0)
            && (!args.unplanned || cover.check_in.planned.is_none())
    });
    // The latest first; those without a date last.
    found.sort_by_cached_key(|cover| {
        let due = cover.check_in.due_on;
        (due.is_none(), due, Reverse(cover.check_in.cadence_days), fold(&cover.name), cover.account)
    });
    let name = |of: &Option<(i64, Box<str>)>| of.as_ref().map(|(_, name)| name.to_string());
    if context.format == Format::Json {
        let lines: Vec<Line<'_>> = found
            .iter()
            .map(|cover| Line {
                account_id: cover.account,
                account: &cover.name,
                check_in: CheckIn::new(&cover.check_in, day),
                csm: cover.csm.as_ref().map(|csm| csm.1.as_ref()),
                segment: cover.segment.as_ref().map(|segment| segment.1.as_ref()),
            })
            .collect();
        return out.json(&lines);
    }
    if found.is_empty() && context.format == Format::Table {
        return out.text("No check-in is so.\n");
    }
    let mut table = Table::new(COLUMNS).spare(&["account_id", "segment", "last"]);
    for cover in &found {
        let check_in = &cover.check_in;
        table.push(vec![
            cover.account.to_string(),
            cover.name.to_string(),
            check_in.words(day),
            check_in.due_on.map(iso).unwrap_or_default(),
            check_in.last.map(iso).unwrap_or_default(),
            check_in.cadence_days.to_string(),
            name(&cover.csm).unwrap_or_default(),
            name(&cover.segment).unwrap_or_default(),
        ]);
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 8] = [
    Column::Number("account_id"),
    Column::Text("account"),
    Column::Text("check_in"),
    Column::Word("due_on"),
    Column::Word("last"),
    Column::Number("cadence_days"),
    Column::Text("csm"),
    Column::Text("segment"),
];

/// `checkins plan ACCOUNT`
fn plan(asked: &str, on: Option<&str>, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let mut editor = Editor::open(context)?;
    let account = editor.account(asked)?;
    let on = match on {
        Some(text) => parse(text, today, Side::Ahead)?,
        None => {
            let cover = covers(editor.writer.book(), today, Some(account))?.pop();
            cover.map_or(today, |cover| cover.check_in.proposed(today))
        }
    };
    let act = PlanCheckIn { account, on };
    let label = act.label(editor.writer.book())?;
    let id = editor.write(&label, |tx| act.apply(tx, today))?;
    let changed = vec!["a task of the account's CSM; log the touchpoint and tick it off".to_owned()];
    editor.tell(&Done { label, id: Some(id), changed, nothing: false }, out)
}
