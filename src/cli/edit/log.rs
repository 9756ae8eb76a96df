//! `log ACCOUNT TEXT`: a touchpoint.

use super::super::context::Context;
use super::super::out::Out;
use super::super::words::count;
use super::{Done, Editor, Side, day_or_today};
use crate::domain::text::clean;
use crate::domain::{Result, TouchpointKind};
use crate::edit;
use crate::edit::entity::CONTACT;
use crate::edit::log::{self, Who};

/// A touchpoint.
#[derive(Debug, clap::Args)]
pub struct Log {
    /// The account's id, external id, domain or name
    pub account: String,
    /// What was said
    #[arg(required = true)]
    pub text: Vec<String>,
    /// How it took place: note, call, meeting, email, review, training
    #[arg(long, value_name = "KIND", default_value = "note")]
    pub kind: String,
    /// A contact who was there, by name or id; can be given several times
    #[arg(long, value_name = "CONTACT")]
    pub with: Vec<String>,
    /// Your judgement of the account, 1 to 5
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=5))]
    pub pulse: Option<i64>,
    /// Whose touchpoint it is: a team member; without it --me, else the account's CSM
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The day, such as 2026-03-01, yesterday, fri; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
}

/// `log ACCOUNT TEXT`
pub fn run(args: &Log, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let mut said = log::Log::new(TouchpointKind::parse(&args.kind)?);
    said.text = args.text.join(" ").trim().to_owned();
    said.pulse = args.pulse;
    said.on = Some(day_or_today(args.on.as_deref(), Side::Behind, context)?);
    let contacts = edit::list(editor.writer.book(), &CONTACT, Some(account))?;
    for name in &args.with {
        let who = Who::Contact(editor.pick(&CONTACT, &contacts, name)?);
        if !said.with.contains(&who) {
            said.with.push(who);
        }
    }
    let by = log::by(editor.writer.book(), account, args.by.as_deref().or(context.me.as_deref()))?;
    said.by = by.as_ref().map(|by| by.id);
    let label = said.label(editor.writer.book(), account)?;
    let logged = editor.write(&label, |tx| said.apply(tx, account, context.day()))?;
    let mut changed: Vec<String> = said.on.iter().map(|day| format!("on {day}")).collect();
    if !said.with.is_empty() {
        changed.push(format!("with {}", count(said.with.len(), "contact", "contacts")));
    }
    changed.extend(said.pulse.map(|pulse| format!("pulse {pulse}")));
    changed.extend(by.map(|by| format!("by {}", clean(&by.name))));
    editor.tell(&Done { label, id: logged.touchpoint, changed, nothing: false }, out)
}
