//! `rules`: when alerts are raised. Shown, checked, tried on the last days, set.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueHint};
use serde::Serialize;

use super::args::Format;
use super::cancel::Cancel;
use super::context::Context;
use super::edit::{Done, Editor};
use super::json::iso;
use super::out::{Out, note};
use super::policy::text_of;
use super::table::{Column, Table};
use super::words::count;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, Result};
use crate::engine::{self, KnownRule, RULES_SETTING, SetRules, Tally, View};
use crate::store::alert::Fired;
use crate::store::held;
use crate::trigger::outline::entries;
use crate::trigger::{DAYS, Rule, Rules, WORDS};

/// Rules that raise alerts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the rules and playbooks of the book as TOML; as JSON, a list of the rules with how often each fired
    Show,
    /// List the words that conditions may use
    Words,
    /// Check a document of rules
    Check {
        /// The file: entries of the same name take the place of the built-in ones
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Say what rules would have found over the last 90 days, day by day, and change nothing
    DryRun {
        /// The file; without it, the rules of the book
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// So many days, today included
        #[arg(long, value_name = "N", default_value_t = DAYS, value_parser = clap::value_parser!(i32).range(1..=730))]
        days: i32,
        /// Only this rule
        #[arg(long, value_name = "NAME")]
        rule: Option<String>,
    },
    /// Make a document the book's own
    Set {
        /// The file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Take the book's own document away
    Reset,
}

/// `rules ...`
pub fn run(command: &Command, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Command::Show => show(context, out),
        Command::Words => words(context, out),
        Command::Check { file } => {
            let rules = checked(file, context)?.0;
            let own = rules.iter().filter(|rule| rule.is_own).count();
            out.text(&format!("The rules are sound: {} of the file.\n", count(own, "rule", "rules")))
        }
        Command::DryRun { file, days, rule } => {
            dry_run(file.as_deref(), *days, rule.as_deref(), context, out)
        }
        Command::Set { file } => set(Some(file), context.for_writing()?, out),
        Command::Reset => set(None, context.for_writing()?, out),
    }
}

/// The book's own document, where it has one.
fn own_text(view: &View) -> Result<Option<String>> {
    held::setting(view.reader(), RULES_SETTING)
}

fn view_of(context: &Context) -> Result<Option<View>> {
    if context.location.exists() { context.view().map(Some) } else { Ok(None) }
}

/// The rules that a file gives, and its text. Segments and playbooks that it names must be there.
fn checked(file: &Path, context: &Context) -> Result<(Rules, String)> {
    let text = text_of(file, "document of rules")?;
    let source = file.display().to_string();
    let rules = match view_of(context)? {
        Some(view) => engine::checked(view.reader(), &source, Some(&text))?.0,
        None => {
            let rules = Rules::resolve(&source, Some(&text), &[])?;
            engine::sound(&source, &rules, Some(&text), None)?;
            rules
        }
    };
    Ok((rules, text))
}

/// A rule as scripts read it.
#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    about: Option<&'a str>,
    severity: &'static str,
    when: String,
    until: String,
    play: Option<&'a str>,
    segments: &'a [Box<str>],
    own: bool,
    /// How often it fired in the last 90 days, today included.
    fired_90d: i64,
    /// Alerts of it that are open.
    open: i64,
}

impl<'a> Told<'a> {
    fn new(rule: &'a Rule, fired: Fired) -> Told<'a> {
        Told {
            name: &rule.name,
            about: rule.about.as_deref(),
            severity: rule.severity.name(),
            when: rule.when.words(),
            until: rule.until.words(),
            play: rule.play.as_deref(),
            segments: &rule.segments,
            own: rule.is_own,
            fired_90d: fired.times,
            open: fired.open,
        }
    }
}

fn show(context: &Context, out: &mut Out) -> Result<()> {
    let view = view_of(context)?;
    let own = view.as_ref().map(own_text).transpose()?.flatten();
    if context.format == Format::Json {
        let Some(view) = &view else {
            let rules = Rules::builtin()?;
            return out.json(&rules.iter().map(|rule| Told::new(rule, Fired::default())).collect::<Vec<_>>());
        };
        let known = view.rulebook()?;
        if let Some(trouble) = known.trouble {
            return Err(trouble);
        }
        let told = |own: &KnownRule| own.rule.clone().map(|rule| (rule, own.fired));
        let rules: Vec<_> = known.rules.iter().filter_map(told).collect();
        return out.json(&rules.iter().map(|(rule, fired)| Told::new(rule, *fired)).collect::<Vec<_>>());
    }
    let Some(own) = own else { return out.text(Rules::DEFAULT) };
    let of_book = entries(&own);
    let mut text = format!("# The book's own.\n\n{}\n\n# Built in.\n\n", own.trim());
    for entry in entries(Rules::DEFAULT) {
        if !of_book.iter().any(|own| own.sort == entry.sort && fold(&own.name) == fold(&entry.name)) {
            text.push_str(entry.text.trim());
            text.push_str("\n\n");
        }
    }
    out.text(text.trim_end())?;
    out.text("\n")
}

/// A word as scripts read it.
#[derive(Serialize)]
struct ToldWord {
    word: &'static str,
    written: &'static str,
    about: &'static str,
}

fn words(context: &Context, out: &mut Out) -> Result<()> {
    let told = WORDS.iter().map(|word| ToldWord {
        word: word.name,
        written: word.unit.written(),
        about: word.about,
    });
    if context.format == Format::Json {
        return out.json(&told.collect::<Vec<_>>());
    }
    let mut table = Table::new([Column::Word("word"), Column::Text("about"), Column::Text("written")]);
    for word in told {
        table.push(vec![word.word.to_owned(), word.about.to_owned(), word.written.to_owned()]);
    }
    table.write(context.format, out)
}

/// What a rule would have found, as scripts read it.
#[derive(Serialize)]
struct Tried<'a> {
    rule: &'a str,
    fired: u64,
    held_before: u64,
    accounts: u64,
    open: u64,
    examples: Vec<Example<'a>>,
}

#[derive(Serialize)]
struct Example<'a> {
    account_id: i64,
    account: &'a str,
    opened_on: String,
    closed_on: Option<String>,
    reason: &'a str,
}

impl<'a> Tried<'a> {
    fn new(tally: &'a Tally) -> Tried<'a> {
        let examples = tally.examples.iter().map(|(account, firing)| Example {
            account_id: firing.account,
            account,
            opened_on: iso(firing.opened_on),
            closed_on: firing.closed_on.map(iso),
            reason: &firing.reason,
        });
        Tried {
            rule: &tally.rule,
            fired: tally.fired,
            held_before: tally.held_before,
            accounts: tally.accounts,
            open: tally.open,
            examples: examples.collect(),
        }
    }
}

const TRIED: [Column; 6] = [
    Column::Text("rule"),
    Column::Number("fired"),
    Column::Number("held_before"),
    Column::Number("accounts"),
    Column::Number("open"),
    Column::Text("latest"),
];

fn dry_run(
    file: Option<&Path>,
    days: i32,
    only: Option<&str>,
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let view = context.view()?;
    let rules = match file {
        Some(file) => checked(file, context)?.0,
        None => engine::rules(view.reader())?,
    };
    let rules = match only {
        None => rules,
        Some(name) => rules.only(name).ok_or_else(|| {
            Error::new(Kind::Usage, format!("there is no rule \"{}\"", clean(name)))
                .hint("`mainstay rules show` prints all of them")
        })?,
    };
    let judge = view.judge()?;
    let from = context.day() - (days - 1);
    let (cancel, is_seen) = (Cancel::listen()?, context.format == Format::Table && out.is_terminal());
    let progress = |done: u64| {
        if cancel.is_asked() {
            return Err(Error::new(Kind::Cancelled, "stopped; nothing was changed"));
        }
        if is_seen && done.is_multiple_of(1_000) {
            note(&format!("\r{done} accounts"));
        }
        Ok(())
    };
    let tallies = engine::rehearse(view.reader(), &judge, &rules, from, progress)?;
    if is_seen {
        note("\r                    \r");
    }
    if context.format == Format::Json {
        return out.json(&tallies.iter().map(Tried::new).collect::<Vec<_>>());
    }
    let mut table = Table::new(TRIED);
    for tally in &tallies {
        let latest = tally
            .examples
            .first()
            .map(|(account, firing)| format!("{account}, {}: {}", firing.opened_on, firing.reason));
        table.push(vec![
            tally.rule.to_string(),
            tally.fired.to_string(),
            tally.held_before.to_string(),
            tally.accounts.to_string(),
            tally.open.to_string(),
            latest.unwrap_or_default(),
        ]);
    }
    table.write(context.format, out)?;
    if context.format == Format::Table {
        out.text(&format!(
            "From {from} to {}. fired: on these days; held_before: on the first of them already; nothing was changed.\n",
            context.day()
        ))?;
    }
    Ok(())
}

fn set(file: Option<&Path>, context: &Context, out: &mut Out) -> Result<()> {
    let text = file.map(|file| checked(file, context)).transpose()?.map(|(_, text)| text);
    let mut editor = Editor::open(context)?;
    let before = held::setting(editor.writer.book(), RULES_SETTING)?;
    let nothing = before == text;
    let act = SetRules { own: text.map(Into::into) };
    let label = act.label();
    if !nothing {
        editor.write(&label, |tx| act.apply(tx))?;
    }
    let open = crate::store::alert::open(editor.writer.book(), context.day())?.len();
    let changed = vec![format!("{} now", count(open, "alert is open", "alerts are open"))];
    editor.tell(&Done { label, id: None, changed, nothing }, out)
}
