//! `play start`, `finish`, `resume` and `message`.

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor, Side, day_or_today};
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::count;
use super::outcome;
use crate::domain::text::clean;
use crate::domain::{Error, Kind, PlayOutcome, Result};
use crate::edit::play::{self as edit, PLAY};
use crate::store::play as book;

/// A play to be started.
#[derive(Debug, clap::Args)]
pub struct Start {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The playbook, or a part of its name
    pub playbook: String,
    /// The alert that it answers, by its id
    #[arg(long, value_name = "ID")]
    pub alert: Option<i64>,
    /// Who runs it; without it, the account's CSM
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// The day from which its steps count; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
}

/// A play that ends.
#[derive(Debug, clap::Args)]
pub struct Finish {
    /// Its id, or the account whose only play it is
    pub play: String,
    /// worked, "did not work" or cancelled
    #[arg(value_parser = outcome)]
    pub outcome: PlayOutcome,
    /// Why; needed unless it worked
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// When; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// Its open steps stay as tasks; else they go
    #[arg(long)]
    pub keep_tasks: bool,
}

/// A message.
#[derive(Debug, clap::Args)]
pub struct Message {
    /// The account's id, external id, domain or name
    pub account: Option<String>,
    /// The message, or a part of its name
    #[arg(requires = "account")]
    pub name: Option<String>,
    /// The short form for a chat
    #[arg(long, conflicts_with = "mailto")]
    pub chat: bool,
    /// A link that opens the mail program with it
    #[arg(long)]
    pub mailto: bool,
}

/// `play start ACCOUNT PLAYBOOK`
pub fn start(args: &Start, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Ahead, context)?;
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let owner = match &args.owner {
        Some(name) => {
            let typed = editor.typed(&PLAY, Some(account), &Vec::new(), &[("owner", name)])?;
            typed.first().and_then(|(_, value)| value.int())
        }
        None => None,
    };
    let playbook = args.playbook.as_str().into();
    let act = edit::Start { account, playbook, alert: args.alert, owner, on };
    let label = act.label(editor.writer.book())?;
    let id = editor.write(&label, |tx| act.apply(tx, today))?;
    let play = book::one(editor.writer.book(), id)?;
    let tasks = play.tasks.iter().map(|task| {
        format!("{}  {}", task.due_on.map_or_else(String::new, |due| due.to_string()), task.title)
    });
    editor.tell(&Done { label, id: Some(id), changed: tasks.collect(), nothing: false }, out)
}

/// `play finish PLAY OUTCOME`
pub fn finish(args: &Finish, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut editor = Editor::open(context)?;
    let play = meant(&editor, &args.play, context)?;
    let open = book::one(editor.writer.book(), play)?.tasks.iter().filter(|task| task.is_open(today)).count();
    let note = args.why.clone().unwrap_or_default();
    let act = edit::Finish { play, on, outcome: args.outcome, note, keep_tasks: args.keep_tasks };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    let mut changed = vec![format!("on {on}")];
    if open > 0 {
        let verb = if args.keep_tasks { "stay as tasks" } else { "taken away" };
        changed.push(format!("{} {verb}", count(open, "open step", "open steps")));
    }
    editor.tell(&Done { label, id: Some(play), changed, nothing: false }, out)
}

/// `play resume PLAY`
pub fn resume(play: i64, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let act = edit::Resume { play };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx))?;
    editor.tell(&Done { label, id: Some(play), changed: Vec::new(), nothing: false }, out)
}

/// The play that is meant: by its id, else the only one that runs for an account.
fn meant(editor: &Editor<'_>, asked: &str, context: &Context) -> Result<i64> {
    if let Ok(id) = asked.parse::<i64>() {
        return Ok(id);
    }
    let on = editor.writer.book();
    let account = resolve(on, asked)?;
    let mut plays = book::of_account(on, account, context.day())?;
    plays.retain(|play| play.is_running(context.day()));
    match plays.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Error::not_found(format!("no play runs for \"{}\"", clean(asked)))
            .hint("mainstay play list lists those that run")),
        several => {
            let lines: Vec<String> =
                several.iter().map(|play| format!("{}  {}", play.id, clean(&play.playbook))).collect();
            Err(Error::new(Kind::Ambiguous, format!("several plays run for \"{}\"", clean(asked)))
                .hint(format!("say which by its id\n{}", lines.join("\n"))))
        }
    }
}

/// `play message [ACCOUNT NAME]`
pub fn message(args: &Message, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let (Some(account), Some(name)) = (&args.account, &args.name) else {
        let messages = book::messages(view.reader())?;
        if context.format == Format::Json {
            let names: Vec<&str> = messages.all.iter().map(|known| &*known.name).collect();
            return out.json(&names);
        }
        let mut table = Table::new([Column::Word("message"), Column::Word("origin"), Column::Text("about")]);
        for known in messages.all {
            let about = match &known.template {
                Ok(message) => message.about.to_string(),
                Err(error) => error.to_string(),
            };
            table.push(vec![known.name.to_string(), known.origin.name().to_owned(), about]);
        }
        return table.write(context.format, out);
    };
    let account = resolve(view.reader(), account)?;
    let letter = view.letter(&view.judge()?, account, name)?;
    if context.format == Format::Json {
        return out.json(&serde_json::json!({
            "message": letter.name,
            "to": letter.to,
            "address": letter.address,
            "subject": letter.subject,
            "mail": letter.mail,
            "chat": letter.chat,
            "mailto": letter.mailto(),
            "missing": letter.missing,
        }));
    }
    if !letter.missing.is_empty() {
        super::super::out::warn(
            &Error::invalid(format!("not known: {}", letter.missing.join(", ")))
                .hint("it stands marked in the draft"),
        );
    }
    let text = match (args.chat, args.mailto) {
        (true, _) => format!("{}\n", letter.chat),
        (_, true) => format!("{}\n", letter.mailto()),
        _ => letter.as_mail(),
    };
    out.text(&text)
}
