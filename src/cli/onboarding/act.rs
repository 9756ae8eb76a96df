//! `onboarding finish`, `resume` and `outcome`.

use super::super::context::Context;
use super::super::edit::{Done, Editor, day_or_today};
use super::super::out::Out;
use crate::domain::text::{clean, fit};
use crate::domain::{Day, Error, Kind, Result, Stage};
use crate::edit::day::Side;
use crate::edit::onboarding as edit;
use crate::onboarding::Onboarding;
use crate::store::edit::account_name;
use crate::store::onboarding as book;

/// The end of an onboarding.
#[derive(Debug, clap::Args)]
pub struct Finish {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Its last day; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// The stage that the account comes to, such as adoption; without it, the stage stays
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Of several that run, the one of this template
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    /// Although required steps are open
    #[arg(long)]
    pub anyway: bool,
}

/// The first outcome of an account.
#[derive(Debug, clap::Args)]
pub struct Outcome {
    /// The account's id, external id, domain or name
    pub account: String,
    /// When it was reached; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// What shows it, such as "44% fewer breakdowns in March"
    #[arg(long, value_name = "TEXT")]
    pub evidence: String,
    /// Who confirmed it
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

/// `onboarding finish ACCOUNT`
pub fn finish(args: &Finish, context: &Context, out: &mut Out) -> Result<()> {
    let stage = args.stage.as_deref().map(Stage::parse).transpose()?;
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let today = context.day();
    let running: Vec<Onboarding> = book::of_account(editor.writer.book(), account)?
        .into_iter()
        .filter(|onboarding| onboarding.is_running(today))
        .filter(|onboarding| is_of(onboarding, args.template.as_deref()))
        .collect();
    let name = account_name(editor.writer.book(), account)?.unwrap_or_default();
    let meant = match running.as_slice() {
        [only] => only,
        [] => {
            return Err(Error::not_found(format!("no such onboarding of {} runs", fit(&name, 60)))
                .hint("see: mainstay onboarding show ACCOUNT"));
        }
        several => {
            let names: Vec<_> =
                several.iter().map(|other| clean(other.template.as_deref().unwrap_or("none"))).collect();
            return Err(Error::new(
                Kind::Ambiguous,
                format!("{} onboardings of {} run", several.len(), fit(&name, 60)),
            )
            .hint(format!("say which with --template: {}", names.join(", "))));
        }
    };
    let act = edit::Finish { onboarding: meant.id, on, stage, anyway: args.anyway };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    let mut changed = vec![format!("after {} days", on - meant.started_on)];
    if stage.is_none() {
        changed.push("the stage stays; to move it: mainstay set ACCOUNT stage=adoption".to_owned());
    }
    editor.tell(&Done { label, id: Some(meant.id), changed, nothing: false }, out)
}

fn is_of(onboarding: &Onboarding, template: Option<&str>) -> bool {
    let of = |asked: &str| {
        let name = onboarding.template.as_deref().unwrap_or_default();
        crate::domain::text::fold(name).contains(&crate::domain::text::fold(asked))
    };
    template.is_none_or(of)
}

/// `onboarding resume ACCOUNT`
pub fn resume(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(asked)?;
    let all = book::of_account(editor.writer.book(), account)?;
    let Some(last) = all.iter().find(|onboarding| onboarding.ended_on.is_some()) else {
        let name = account_name(editor.writer.book(), account)?.unwrap_or_default();
        return Err(Error::not_found(format!("no onboarding of {} has ended", fit(&name, 60)))
            .hint("see: mainstay onboarding show ACCOUNT"));
    };
    let act = edit::Resume { onboarding: last.id };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx))?;
    editor.tell(&Done { label, id: Some(last.id), changed: Vec::new(), nothing: false }, out)
}

/// `onboarding outcome ACCOUNT`
pub fn outcome(args: &Outcome, context: &Context, out: &mut Out) -> Result<()> {
    let on: Day = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let act = edit::Outcome { account, on, evidence: args.evidence.clone(), by: args.by.clone() };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, context.day()))?;
    let changed = vec![format!("on {on}"), args.evidence.trim().to_owned()];
    editor.tell(&Done { label, id: Some(account), changed, nothing: false }, out)
}
