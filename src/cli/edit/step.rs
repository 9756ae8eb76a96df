//! `step ACCOUNT STEP done|skip|reopen`: a step of the account's latest onboarding.

use clap::ValueEnum;

use super::super::context::Context;
use super::super::out::Out;
use super::{Editor, Side, day_or_today, on_day};
use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::edit::entity::{ONBOARDING, STEP};
use crate::edit::{self, Patch, Value, Values};
use crate::store::edit::account_name;

/// A step of an onboarding.
#[derive(Debug, clap::Args)]
pub struct Step {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The step's id, or a part of its title that no other step has
    pub step: String,
    /// What becomes of it
    pub to: To,
    /// When it was done; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// Who did it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// It is done
    Done,
    /// It does not apply
    Skip,
    /// It is open again
    Reopen,
}

/// `step ACCOUNT STEP done|skip|reopen`
pub fn run(args: &Step, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    // The latest comes first.
    let onboardings = edit::list(editor.writer.book(), &ONBOARDING, Some(account))?;
    let Some((onboarding, _)) = onboardings.first() else {
        let name = account_name(editor.writer.book(), account)?.unwrap_or_default();
        return Err(Error::not_found(format!("{} has no onboarding", fit(&name, 60)))
            .hint("import one with: mainstay import onboardings FILE"));
    };
    let steps = edit::list(editor.writer.book(), &STEP, Some(*onboarding))?;
    let id = editor.pick(&STEP, &steps, &args.step)?;
    let (done_on, done_by, skipped) = match args.to {
        To::Done => {
            let day = day_or_today(args.on.as_deref(), Side::Behind, context)?;
            (on_day(day), args.by.clone().map_or(Value::Null, Value::Text), 0)
        }
        To::Skip => (Value::Null, Value::Null, 1),
        To::Reopen => (Value::Null, Value::Null, 0),
    };
    let set: Values = vec![
        (STEP.field("done_on")?, done_on),
        (STEP.field("done_by")?, done_by),
        (STEP.field("not_applicable")?, Value::Int(skipped)),
    ];
    let done = editor.apply(&Patch::row(&STEP, id, set))?;
    editor.tell(&done, out)
}
