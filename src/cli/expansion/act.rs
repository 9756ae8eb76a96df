//! `opportunity add`, `stage`, `approve`, `won` and `lost`.

use super::super::context::Context;
use super::super::edit::{Done, Editor, day_or_today};
use super::super::out::Out;
use crate::domain::text::{clean, fold};
use crate::domain::{ChurnReason, Error, Kind, OpportunityStage, Result};
use crate::edit::day::{Side, parse};
use crate::edit::entity::{CONTRACT, OPPORTUNITY};
use crate::edit::opportunity::{self as acts, IntoContract};
use crate::edit::{self, Patch, Value, Values};
use crate::expansion::Draft;
use crate::store::edit::{Names, names};

/// A new opportunity.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The account's id, external id, domain or name
    account: String,
    /// What it is called, and fields of it: "Sixty seats" amount=30k seats=60 close_on=2026-11-30
    entries: Vec<String>,
}

/// How far it has come.
#[derive(Debug, clap::Args)]
pub struct Stage {
    /// Its id, or a part of its title
    opportunity: String,
    /// identified, proposal, presented or business case
    stage: String,
}

/// Who approved it.
#[derive(Debug, clap::Args)]
pub struct Approve {
    /// Its id, or a part of its title
    opportunity: String,
    /// A contact of the account: a part of the name
    #[arg(long, value_name = "CONTACT")]
    by: String,
    /// The day; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

/// An opportunity that was signed.
#[derive(Debug, clap::Args)]
pub struct Won {
    /// Its id, or a part of its title
    opportunity: String,
    /// What it adds a year, such as 12000 or 12k; without it, as it stands there
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,
    /// Seats that it adds
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    seats: Option<i64>,
    /// The first day of what was won; without it, the day it was signed
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day on which its contract is over; without it, with the account's largest contract
    #[arg(long, value_name = "DATE", conflicts_with_all = ["change", "there"])]
    until: Option<String>,
    /// Change this contract instead of adding one: its number or plan
    #[arg(long, value_name = "CONTRACT", conflicts_with = "there")]
    change: Option<String>,
    /// Billing has brought the contract already: its number or plan
    #[arg(long, value_name = "CONTRACT")]
    there: Option<String>,
    /// The tier from then on
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// The day it was signed; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// What they said
    outcome: Vec<String>,
}

/// An opportunity of which nothing comes.
#[derive(Debug, clap::Args)]
pub struct Lost {
    /// Its id, or a part of its title
    opportunity: String,
    /// Why: product fit, onboarding failure, value gap, relationship, support, price, competitor, closure, other
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// The day it was decided; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// What they said
    outcome: Vec<String>,
}

pub fn add(args: &Add, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let view = context.view()?;
    let prospect = view.expansion_of(&view.judge()?, account)?.prospect;
    let (title, fields) = entries(&args.entries)?;
    let mut values = editor.typed(&OPPORTUNITY, Some(account), &Vec::new(), &fields)?;
    let draft = Draft::of(&prospect.finding, prospect.licence);
    let text = |text: &str| Value::Text(text.to_owned());
    let mut begins = vec![("opened_on", Value::Int(context.day().0.into()))];
    if title.is_empty() && !fields.iter().any(|(name, _)| *name == "title") {
        let draft = draft.ok_or_else(|| {
            Error::new(Kind::Usage, "no reason is found that would suggest what to offer")
                .hint("say what it is called: mainstay opportunity add ACCOUNT \"Sixty seats\" amount=30k")
        })?;
        begins.extend([("title", text(draft.title)), ("kind", text(draft.kind.name()))]);
        begins.push(("problem", text(&draft.problem)));
        begins.extend(draft.seats.map(|seats| ("seats", Value::Int(seats))));
    } else if !title.is_empty() {
        begins.push(("title", text(&title)));
    }
    for (name, value) in begins {
        if !values.iter().any(|(field, _)| field.name == name) {
            values.push((OPPORTUNITY.field(name)?, value));
        }
    }
    let done = editor.apply(&Patch::new(&OPPORTUNITY, Some(account), values))?;
    editor.tell(&done, out)
}

/// Words are the title, `field=value` are fields.
fn entries(all: &[String]) -> Result<(String, Vec<(&str, &str)>)> {
    let (mut title, mut fields) = (Vec::new(), Vec::new());
    for entry in all {
        match entry.split_once('=') {
            Some((name, value)) if OPPORTUNITY.field(name).is_ok() => {
                fields.push((OPPORTUNITY.field(name)?.name, value));
            }
            _ => title.push(entry.as_str()),
        }
    }
    Ok((title.join(" "), fields))
}

pub fn stage(args: &Stage, context: &Context, out: &mut Out) -> Result<()> {
    let stage = word(OpportunityStage::parse(&args.stage))?;
    let mut editor = Editor::open(context)?;
    let id = open(&editor, &args.opportunity)?;
    let act = acts::SetStage { id, stage };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx))?;
    tell(&editor, label, id, Vec::new(), out)
}

pub fn approve(args: &Approve, context: &Context, out: &mut Out) -> Result<()> {
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut editor = Editor::open(context)?;
    let id = open(&editor, &args.opportunity)?;
    let account = edit::account_of(editor.writer.book(), &OPPORTUNITY, id)?.unwrap_or_default();
    let people = names(editor.writer.book(), Names::Contacts(account))?;
    let by = named(&people, &args.by, "contact")?;
    let act = acts::Approve { id, by, on };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, context.day()))?;
    tell(&editor, label, id, Vec::new(), out)
}

pub fn won(args: &Won, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let day =
        |typed: &Option<String>| typed.as_deref().map(|typed| parse(typed, today, Side::Ahead)).transpose();
    let (from, until) = (day(&args.from)?.unwrap_or(on), day(&args.until)?);
    let mut editor = Editor::open(context)?;
    let id = open(&editor, &args.opportunity)?;
    let account = edit::account_of(editor.writer.book(), &OPPORTUNITY, id)?.unwrap_or_default();
    let contracts = edit::list(editor.writer.book(), &CONTRACT, Some(account))?;
    let contract = |asked: &Option<String>| {
        asked.as_deref().map(|asked| editor.pick(&CONTRACT, &contracts, asked)).transpose()
    };
    let into = match (contract(&args.change)?, contract(&args.there)?) {
        (Some(contract), _) => IntoContract::Change(contract),
        (None, Some(contract)) => IntoContract::There(contract),
        (None, None) => IntoContract::Own { until },
    };
    let amount = match &args.amount {
        None => None,
        Some(typed) => {
            let present = edit::read(editor.writer.book(), &OPPORTUNITY, id)?;
            let typed = editor.typed(&OPPORTUNITY, Some(account), &present, &[("amount", typed)])?;
            typed.first().and_then(|(_, value)| value.int())
        }
    };
    let (plan, outcome) = (args.plan.clone(), said(&args.outcome));
    let act = acts::Won { id, on, from, into, amount, seats: args.seats, plan, outcome };
    let label = act.label(editor.writer.book())?;
    let contract = editor.write(&label, |tx| act.apply(tx, today))?;
    let values = edit::read(editor.writer.book(), &CONTRACT, contract)?;
    let known = edit::Context::load(editor.writer.book(), [], Some(account), today)?.in_currency_of(&values);
    let shown = |name: &str| {
        let found = values.iter().find(|(field, _)| field.name == name);
        found.map(|(field, value)| edit::show(field, value, &known)).unwrap_or_default()
    };
    let line =
        format!("contract {contract}: {} to {}, {} a year", shown("start"), shown("end"), shown("arr"));
    tell(&editor, label, id, vec![line], out)
}

pub fn lost(args: &Lost, context: &Context, out: &mut Out) -> Result<()> {
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let reason = word(ChurnReason::parse(&args.reason))?;
    let mut editor = Editor::open(context)?;
    let id = open(&editor, &args.opportunity)?;
    let act = acts::Lost { id, on, reason, outcome: said(&args.outcome) };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, context.day()))?;
    tell(&editor, label, id, Vec::new(), out)
}

fn said(words: &[String]) -> Option<String> {
    Some(words.join(" ")).filter(|said| !said.trim().is_empty())
}

/// A word that is no such word is wrong usage.
fn word<T>(read: Result<T>) -> Result<T> {
    read.map_err(|error| Error { kind: Kind::Usage, ..error })
}

/// The opportunity that is meant: one that is open, else one that is closed, which the act then says.
fn open(editor: &Editor<'_>, asked: &str) -> Result<i64> {
    let all = edit::list(editor.writer.book(), &OPPORTUNITY, None)?;
    let is_open = |values: &Values| {
        let stage = values.iter().find(|(field, _)| field.name == "stage");
        let stage = stage.and_then(|(_, value)| OpportunityStage::parse(value.text()?).ok());
        stage.is_some_and(|stage| !stage.is_closed())
    };
    let open: Vec<_> = all.iter().filter(|(_, values)| is_open(values)).cloned().collect();
    editor.pick(&OPPORTUNITY, &open, asked).or_else(|error| {
        if error.kind == Kind::NotFound { editor.pick(&OPPORTUNITY, &all, asked) } else { Err(error) }
    })
}

/// The one of a part of its name.
fn named(all: &[(i64, String)], asked: &str, what: &str) -> Result<i64> {
    let key = fold(asked);
    let found: Vec<_> = all.iter().filter(|(_, name)| !key.is_empty() && fold(name).contains(&key)).collect();
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(Error::not_found(format!("no {what} of the account is called \"{}\"", clean(asked)))
            .hint("see mainstay people list ACCOUNT")),
        several => {
            let lines: Vec<_> = several.iter().map(|(_, name)| clean(name)).collect();
            Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits {} of them", clean(asked), several.len()))
                .hint(lines.join("\n")))
        }
    }
}

fn tell(editor: &Editor<'_>, label: String, id: i64, changed: Vec<String>, out: &mut Out) -> Result<()> {
    editor.tell(&Done { label, id: Some(id), changed, nothing: false }, out)
}
