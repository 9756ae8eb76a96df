//! `alerts snooze`, `dismiss` and `wake`.

use super::super::context::Context;
use super::super::edit::{Done, Editor, Side};
use super::super::out::Out;
use super::{Command, Which};
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};
use crate::edit::alert::{Dismiss, Snooze, Wake};
use crate::edit::day::parse;
use crate::store::alert::{self, Alert, AlertId};

/// `alerts snooze|dismiss|wake`
pub fn run(command: &Command, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let mut editor = Editor::open(context)?;
    let (ids, label) = match command {
        Command::Snooze { which, until } => {
            let alerts = meant(&editor, which, context)?;
            let act = Snooze { alerts, until: parse(until, today, Side::Ahead)? };
            let label = act.label(editor.writer.book())?;
            editor.write(&label, |tx| act.apply(tx, today))?;
            (act.alerts, label)
        }
        Command::Dismiss { which, reason } => {
            let act = Dismiss { alerts: meant(&editor, which, context)?, reason: reason.join(" ") };
            let label = act.label(editor.writer.book())?;
            editor.write(&label, |tx| act.apply(tx))?;
            (act.alerts, label)
        }
        Command::Wake { which } => {
            let act = Wake { alerts: meant(&editor, which, context)? };
            let label = act.label(editor.writer.book())?;
            editor.write(&label, |tx| act.apply(tx))?;
            (act.alerts, label)
        }
    };
    let one = if let [id] = ids.as_slice() { Some(*id) } else { None };
    editor.tell(&Done { label, id: one, changed: Vec::new(), nothing: false }, out)
}

/// The open alert of an account by a rule, and with it those that fired at once.
fn meant(editor: &Editor<'_>, which: &Which, context: &Context) -> Result<Vec<AlertId>> {
    let (book, day) = (editor.writer.book(), context.day());
    let account = editor.account(&which.account)?;
    let open: Vec<Alert> =
        alert::of_account(book, account, day)?.into_iter().filter(|alert| alert.is_open(day)).collect();
    let key = fold(&which.rule);
    let named = |whole: bool| {
        let fits = move |alert: &&Alert, key: &str| {
            let name = fold(&alert.rule);
            if whole { name == key } else { !key.is_empty() && name.contains(key) }
        };
        open.iter().filter(|alert| fits(alert, &key)).collect::<Vec<_>>()
    };
    let found = Some(named(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| named(false));
    let rules = |alerts: &mut dyn Iterator<Item = &Alert>| {
        alerts.map(|alert| clean(&alert.rule).into_owned()).collect::<Vec<_>>().join(", ")
    };
    let one = match found.as_slice() {
        [one] => *one,
        [] => {
            let asked = clean(&which.rule);
            let error = Error::not_found(format!("the account has no open alert \"{asked}\""));
            return Err(match open.len() {
                0 => error.hint("it has none that is open; list all with: mainstay alerts --all"),
                _ => error.hint(format!("it has: {}", rules(&mut open.iter()))),
            });
        }
        several => {
            let asked = clean(&which.rule);
            return Err(Error::new(
                crate::domain::Kind::Ambiguous,
                format!("\"{asked}\" fits several alerts of the account"),
            )
            .hint(format!("say which: {}", rules(&mut several.iter().copied()))));
        }
    };
    if !which.group {
        return Ok(vec![one.id]);
    }
    if one.group.is_none() {
        return Err(Error::invalid(format!("the alert {} fired by itself", clean(&one.rule)))
            .hint("leave --group out"));
    }
    let all = alert::open(book, day)?;
    let same = all.into_iter().filter(|alert| {
        alert.rule == one.rule && alert.opened_on == one.opened_on && alert.group == one.group
    });
    Ok(same.map(|alert| alert.id).collect())
}
