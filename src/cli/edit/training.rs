//! `training list|show|add|invite|attend|low`.

use clap::Subcommand;

use super::super::context::Context;
use super::super::out::Out;
use super::super::{accounts, trainings};
use super::{Done, Editor, Side, day_or_today, on_day, one};
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, Result};
use crate::edit::entity::{CONTACT, TRAINING};
use crate::edit::training::{Attendance, Guests, invite, invite_label};
use crate::edit::{self, Patch};
use crate::health::facts::ContactId;
use crate::store::training::{self as book, Invitee, Session};

/// Training sessions and webinars.
#[derive(Debug, Subcommand)]
pub enum Training {
    /// List sessions, the latest first
    List {
        /// Those of one account, and those to which its contacts are invited
        account: Option<String>,
        /// Only those held on this day or later; without it, those of a year
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        since: Option<String>,
    },
    /// Show who is invited to a session and who came
    Show {
        /// Its id, or a part of its title that no other session has
        session: String,
    },
    /// Add a session of an account, or a webinar for many
    Add {
        /// What is taught
        #[arg(required = true)]
        title: Vec<String>,
        /// The account that it is for; without it, it is a webinar for many
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        /// When, such as 2026-03-01, +2w, fri; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
        /// Who gives it
        #[arg(long, value_name = "NAME")]
        trainer: Option<String>,
    },
    /// Invite contacts: by name, everyone of an account, or everyone of the accounts that a filter finds
    Invite {
        /// Its id, or a part of its title that no other session has
        session: String,
        /// Contacts of the account; without any, all of them
        contacts: Vec<String>,
        /// The account; without it, that of the session
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        /// Terms as of `accounts`, such as stage:onboarding; can be given several times
        #[arg(long, value_name = "TERM", conflicts_with_all = ["account", "contacts"])]
        filter: Vec<String>,
    },
    /// Note who came
    Attend {
        /// Its id, or a part of its title that no other session has
        session: String,
        /// Invited contacts, by name, e-mail or id; without any, all of whom it is not yet known
        contacts: Vec<String>,
        /// They did not come
        #[arg(long, conflicts_with = "unknown")]
        absent: bool,
        /// It is not known whether they came
        #[arg(long)]
        unknown: bool,
    },
    /// List the accounts that take too little training, the worst first, and why
    Low {
        /// Terms as of `accounts`, such as segment:tech-touch
        filter: Vec<String>,
        /// Also the accounts that take enough
        #[arg(long)]
        all: bool,
    },
}

/// `training ...`
pub fn run(command: &Training, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Training::List { account, since } => {
            let since = match since {
                Some(typed) => edit::day::parse(typed, context.day(), Side::Behind)?,
                None => context.day() - 365,
            };
            trainings::list(account.as_deref(), since, context, out)
        }
        Training::Show { session } => {
            let view = context.view()?;
            let found =
                pick(&book::sessions(view.reader(), None, crate::domain::Day::MIN)?, session)?.clone();
            trainings::show(&found, &book::invitees(view.reader(), found.id)?, context, out)
        }
        Training::Low { filter, all } => trainings::low(filter, *all, context, out),
        Training::Add { title, account, on, trainer } => {
            add(&title.join(" "), account.as_deref(), on.as_deref(), trainer.as_deref(), context, out)
        }
        Training::Invite { session, contacts, account, filter } => {
            let guests = Asked { contacts, account: account.as_deref(), filter };
            invited(session, &guests, context.for_writing()?, out)
        }
        Training::Attend { session, contacts, absent, unknown } => {
            let attended = if *unknown { None } else { Some(!absent) };
            attend(session, contacts, attended, context.for_writing()?, out)
        }
    }
}

/// The session that an id or a part of a title means.
fn pick<'a>(sessions: &'a [Session], asked: &str) -> Result<&'a Session> {
    let id = asked.strip_prefix("id:").unwrap_or(asked).parse::<i64>().ok();
    let exact = sessions.iter().find(|own| Some(own.id) == id || own.external_id.as_deref() == Some(asked));
    if let Some(session) = exact {
        return Ok(session);
    }
    let key = fold(asked);
    let whole = sessions.iter().filter(|own| fold(&own.title) == key).collect::<Vec<_>>();
    let found = if whole.is_empty() && !key.is_empty() {
        sessions.iter().filter(|own| fold(&own.title).contains(&key)).collect()
    } else {
        whole
    };
    let named = |sessions: &[&Session]| {
        let line = |own: &&Session| format!("id:{}  {} {}", own.id, own.on, clean(&own.title));
        sessions.iter().take(10).map(line).collect::<Vec<_>>().join("\n")
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let error = Error::not_found(format!("no training is called \"{}\"", clean(asked)));
            let all: Vec<&Session> = sessions.iter().collect();
            Err(if all.is_empty() { error } else { error.hint(format!("there are\n{}", named(&all))) })
        }
        several => Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits several trainings", clean(asked)))
            .hint(format!("use one of\n{}", named(several)))),
    }
}

fn add(
    title: &str,
    account: Option<&str>,
    on: Option<&str>,
    trainer: Option<&str>,
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let mut editor = Editor::open(context.for_writing()?)?;
    let account = account.map(|asked| editor.account(asked)).transpose()?;
    let kind = if account.is_some() { "training" } else { "webinar" };
    let mut entries = vec![("title", title), ("kind", kind)];
    entries.extend(trainer.map(|trainer| ("trainer", trainer)));
    let mut values = editor.typed(&TRAINING, account, &Vec::new(), &entries)?;
    let day = day_or_today(on, Side::Ahead, context)?;
    values.extend(one(&TRAINING, "date", on_day(day))?);
    let done = editor.apply(&Patch::new(&TRAINING, account, values))?;
    editor.tell(&done, out)
}

/// Who was named to be invited.
struct Asked<'a> {
    contacts: &'a [String],
    account: Option<&'a str>,
    filter: &'a [String],
}

fn invited(session: &str, asked: &Asked<'_>, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let sessions = book::sessions(editor.writer.book(), None, crate::domain::Day::MIN)?;
    let session = pick(&sessions, session)?;
    let guests = guests(&editor, session, asked, context)?;
    let day = context.day();
    let label = invite_label(editor.writer.book(), session.id, &guests)?;
    let invited = editor.write(&label, |tx| invite(tx, session.id, &guests, day))?;
    let changed = vec![format!("{invited} invited on {day}")];
    editor.tell(&Done { label, id: Some(session.id), changed, nothing: false }, out)
}

fn guests(editor: &Editor<'_>, session: &Session, asked: &Asked<'_>, context: &Context) -> Result<Guests> {
    if !asked.filter.is_empty() {
        let board = context.view()?.board()?;
        let places = accounts::matching(asked.filter, &board)?;
        let row = |place: &u32| board.rows.get(usize::try_from(*place).ok()?);
        return Ok(Guests::Accounts(places.iter().filter_map(row).map(|row| row.id).collect()));
    }
    let account = match (asked.account, session.account) {
        (Some(asked), _) => editor.account(asked)?,
        (None, Some(own)) => own,
        (None, None) => {
            return Err(Error::new(Kind::Usage, "a webinar is for many accounts")
                .hint("say whose contacts: --account Acme, or --filter stage:onboarding"));
        }
    };
    if asked.contacts.is_empty() {
        return Ok(Guests::Accounts(vec![account]));
    }
    let known = edit::list(editor.writer.book(), &CONTACT, Some(account))?;
    let mut ids: Vec<ContactId> = Vec::new();
    for name in asked.contacts {
        ids.push(editor.pick(&CONTACT, &known, name)?);
    }
    Ok(Guests::Contacts(ids))
}

fn attend(
    session: &str,
    contacts: &[String],
    attended: Option<bool>,
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let sessions = book::sessions(editor.writer.book(), None, crate::domain::Day::MIN)?;
    let session = pick(&sessions, session)?.id;
    let invitees = book::invitees(editor.writer.book(), session)?;
    let who = match contacts {
        [] => None,
        named => Some(named.iter().map(|name| invitee(&invitees, name)).collect::<Result<_>>()?),
    };
    let attendance = Attendance { session, who, attended };
    let label = attendance.label(editor.writer.book())?;
    let day = context.day();
    let changed = editor.write(&label, |tx| attendance.apply(tx, day))?;
    let told = vec![format!("{changed} noted")];
    editor.tell(&Done { label, id: Some(session), changed: told, nothing: changed == 0 }, out)
}

/// The invitation of a contact that was named.
fn invitee(invitees: &[Invitee], asked: &str) -> Result<i64> {
    let key = fold(asked);
    let id = asked.strip_prefix("id:").and_then(|id| id.parse::<i64>().ok());
    let exact = |own: &&Invitee| {
        Some(own.contact) == id
            || own.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(asked))
            || fold(&own.name) == key
    };
    let mut found: Vec<&Invitee> = invitees.iter().filter(exact).collect();
    if found.is_empty() && !key.is_empty() {
        found = invitees.iter().filter(|own| fold(&own.name).contains(&key)).collect();
    }
    let named = |invitees: &[&Invitee]| {
        let line = |own: &&Invitee| {
            format!("id:{}  {} of {}", own.contact, clean(&own.name), clean(&own.account_name))
        };
        invitees.iter().take(10).map(line).collect::<Vec<_>>().join("\n")
    };
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => {
            let error = Error::not_found(format!("nobody called \"{}\" is invited", clean(asked)));
            Err(error.hint("invite them first with: mainstay training invite"))
        }
        several => {
            Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits several who are invited", clean(asked)))
                .hint(format!("use one of\n{}", named(several))))
        }
    }
}
