//! `intervention`: what is done about an account at risk, in five steps and weekly reviews.

use clap::Subcommand;
use serde::Serialize;

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor, Side, day_or_today};
use super::super::json::iso;
use super::super::out::Out;
use crate::domain::text::clean;
use crate::domain::{Error, InterventionOutcome, InterventionStep, Result};
use crate::edit::entity::INTERVENTION;
use crate::edit::{Patch, intervention as edit};
use crate::engine::PlaysOf;
use crate::playbook::Intervention as Known;
use crate::store::{Reads, intervention as book};

/// What is done about an account at risk.
#[derive(Debug, Subcommand)]
pub enum Intervention {
    /// Show the five steps, the save plan and the reviews
    Show {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Begin: the day on which it became red is noted, and the play "save plan" starts
    Start {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Note a step: "reached out", diagnosed, proposed, executed; without a day the one that the facts propose, else today
    Step {
        /// The account's id, external id, domain or name
        account: String,
        /// Which one; without it, the next
        #[arg(value_parser = step)]
        step: Option<InterventionStep>,
        /// What was found, said, agreed
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// When
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
    /// Say what both sides will call saved
    Criteria {
        /// The account's id, external id, domain or name
        account: String,
        /// In words
        text: Option<String>,
        /// The health aimed at
        #[arg(long, value_name = "0-100")]
        health: Option<String>,
        /// By when
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        by: Option<String>,
    },
    /// Write the review of the week
    Review {
        /// The account's id, external id, domain or name
        account: String,
        /// What is better, what is not, what comes next
        note: String,
        /// When; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
    /// Close it as saved or lost; its play ends with it
    Close {
        /// The account's id, external id, domain or name
        account: String,
        /// saved or lost
        #[arg(value_parser = outcome)]
        outcome: InterventionOutcome,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// When; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
}

fn step(text: &str) -> std::result::Result<InterventionStep, String> {
    InterventionStep::parse(text).map_err(|error| error.to_string())
}

fn outcome(text: &str) -> std::result::Result<InterventionOutcome, String> {
    InterventionOutcome::parse(text).map_err(|error| error.to_string())
}

/// The intervention of an account that is open.
fn open(on: &impl Reads, account: i64, asked: &str, context: &Context) -> Result<Known> {
    let day = context.day();
    let found = book::of_account(on, account, day)?.into_iter().find(|own| own.is_open(day));
    found.ok_or_else(|| {
        Error::not_found(format!("no intervention is open for \"{}\"", clean(asked)))
            .hint("begin one with: mainstay intervention start ACCOUNT")
    })
}

/// What is known of an account and its plays.
fn known(account: i64, context: &Context) -> Result<PlaysOf> {
    let view = context.view()?;
    view.plays_of(&view.judge()?, account)
}

/// `intervention ...`
pub fn run(command: &Intervention, context: &Context, out: &mut Out) -> Result<()> {
    if let Intervention::Show { account } = command {
        let id = resolve(context.view()?.reader(), account)?;
        return show(&known(id, context)?, context, out);
    }
    let context = context.for_writing()?;
    let today = context.day();
    let mut editor = Editor::open(context)?;
    match command {
        Intervention::Show { .. } => Ok(()),
        Intervention::Start { account } => {
            let account = editor.account(account)?;
            let detected_on = known(account, context)?.red_since;
            let act = edit::Start { account, detected_on, alert: None, owner: None };
            let label = act.label(editor.writer.book())?;
            let id = editor.write(&label, |tx| act.apply(tx, today))?;
            let since = detected_on.map(|on| format!("red since {on}"));
            editor.tell(
                &Done { label, id: Some(id), changed: since.into_iter().collect(), nothing: false },
                out,
            )
        }
        Intervention::Step { account: asked, step, note, on } => {
            let account = editor.account(asked)?;
            let own = open(editor.writer.book(), account, asked, context)?;
            let all = || Error::invalid("all five steps are taken").hint("say which one to change");
            let kind = match step {
                Some(kind) => *kind,
                None => own.next_step().ok_or_else(all)?,
            };
            let proposals = known(account, context)?.proposals;
            let found = proposals.iter().find(|found| found.kind == kind);
            let on = match (on, found) {
                (None, Some(found)) => found.on,
                (on, _) => day_or_today(on.as_deref(), Side::Behind, context)?,
            };
            let because = found.map(|found| found.because.clone());
            let note = note.clone().or(because).unwrap_or_default();
            take(&mut editor, edit::Take { intervention: own.id, kind, on, owner: None, note }, out)
        }
        Intervention::Review { account: asked, note, on } => {
            let account = editor.account(asked)?;
            let own = open(editor.writer.book(), account, asked, context)?;
            let on = day_or_today(on.as_deref(), Side::Behind, context)?;
            let (kind, note) = (InterventionStep::Review, note.clone());
            take(&mut editor, edit::Take { intervention: own.id, kind, on, owner: None, note }, out)
        }
        Intervention::Criteria { account: asked, text, health, by } => {
            let account = editor.account(asked)?;
            let own = open(editor.writer.book(), account, asked, context)?;
            let given = [("exit_criteria", text), ("target_health", health), ("target_on", by)];
            let entries: Vec<(&str, &str)> =
                given.iter().filter_map(|(name, text)| Some((*name, text.as_deref()?))).collect();
            let values = editor.typed(&INTERVENTION, Some(account), &Vec::new(), &entries)?;
            let done = editor.apply(&Patch::row(&INTERVENTION, own.id, values))?;
            editor.tell(&done, out)
        }
        Intervention::Close { account: asked, outcome, why, on } => {
            let account = editor.account(asked)?;
            let own = open(editor.writer.book(), account, asked, context)?;
            let on = day_or_today(on.as_deref(), Side::Behind, context)?;
            let act = edit::Close { intervention: own.id, on, outcome: *outcome, reason: why.clone() };
            let label = act.label(editor.writer.book())?;
            editor.write(&label, |tx| act.apply(tx, today))?;
            editor.tell(
                &Done { label, id: Some(own.id), changed: vec![format!("on {on}")], nothing: false },
                out,
            )
        }
    }
}

fn take(editor: &mut Editor<'_>, act: edit::Take, out: &mut Out) -> Result<()> {
    let today = editor.context.day();
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    let mut changed = vec![format!("on {}", act.on)];
    changed.extend(Some(act.note.clone()).filter(|note| !note.trim().is_empty()));
    editor.tell(&Done { label, id: Some(act.intervention), changed, nothing: false }, out)
}

/// An entry as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    step: &'static str,
    on: Option<String>,
    by: Option<&'a str>,
    note: Option<&'a str>,
    proposed_on: Option<String>,
    proposed_because: Option<&'a str>,
}

/// An intervention as scripts read it.
#[derive(Serialize)]
struct Shown<'a> {
    account_id: i64,
    red_since: Option<String>,
    id: Option<i64>,
    started_on: Option<String>,
    exit_criteria: Option<&'a str>,
    target_health: Option<i64>,
    target_on: Option<String>,
    review_due: Option<String>,
    steps: Vec<Line<'a>>,
    reviews: Vec<Line<'a>>,
}

fn show(of: &PlaysOf, context: &Context, out: &mut Out) -> Result<()> {
    let own = of.open();
    let line = |kind: InterventionStep| {
        let entry = own.and_then(|own| own.step(kind));
        let found = of.proposals.iter().find(|found| found.kind == kind);
        Line {
            step: kind.name(),
            on: entry.map(|entry| iso(entry.on)),
            by: entry.and_then(|entry| of.member(entry.owner)),
            note: entry.and_then(|entry| entry.note.as_deref()),
            proposed_on: found.map(|found| iso(found.on)),
            proposed_because: found.map(|found| found.because.as_str()),
        }
    };
    let reviews = own.into_iter().flat_map(Known::reviews).map(|entry| Line {
        step: entry.kind.name(),
        on: Some(iso(entry.on)),
        by: of.member(entry.owner),
        note: entry.note.as_deref(),
        proposed_on: None,
        proposed_because: None,
    });
    let shown = Shown {
        account_id: of.account,
        red_since: of.red_since.map(iso),
        id: own.map(|own| own.id),
        started_on: own.map(|own| iso(own.started_on)),
        exit_criteria: own.and_then(|own| own.exit_criteria.as_deref()),
        target_health: own.and_then(|own| own.target_health),
        target_on: own.and_then(|own| own.target_on).map(iso),
        review_due: own.map(|own| iso(own.review_due())),
        steps: InterventionStep::STEPS.into_iter().map(line).collect(),
        reviews: reviews.collect(),
    };
    if context.format == Format::Json {
        return out.json(&shown);
    }
    let mut text = match (own, of.red_since) {
        (Some(own), _) => format!("Intervention since {}\n", own.started_on),
        (None, Some(on)) => format!("None is open; the account is red since {on}.\n"),
        (None, None) => "None is open, and the account is not red.\n".to_owned(),
    };
    for line in shown.steps.iter().chain(&shown.reviews) {
        let told = match (&line.on, &line.proposed_on) {
            (Some(on), _) => {
                [Some(on.as_str()), line.by, line.note].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }
            (None, Some(on)) => format!("proposed {on}: {}", line.proposed_because.unwrap_or_default()),
            (None, None) => "not yet".to_owned(),
        };
        text.push_str(&format!("  {:<12}  {}\n", line.step, clean(&told)));
    }
    if let Some(own) = own {
        let criteria = own.exit_criteria.as_deref().unwrap_or("not said yet");
        let health = own.target_health.map_or(String::new(), |health| format!(" · health {health}"));
        let by = own.target_on.map_or(String::new(), |on| format!(" · by {on}"));
        text.push_str(&format!("  {:<12}  {}{health}{by}\n", "saved when", clean(criteria)));
        text.push_str(&format!("  {:<12}  {}\n", "next review", own.review_due()));
    }
    out.text(&text)
}
