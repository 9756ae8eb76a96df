//! The rules and playbooks of a book as they are looked at and changed: what they say, how often each fired, what a
//! changed document would have found before it is saved.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc::UnboundedSender;

use super::aside::{Answers, last_alone};
use super::command::Command;
use super::desk::{Event, Number};
use super::judge::Judge;
use super::rehearse::{Tally, rehearse};
use super::view::View;
use super::watch::{RULES_SETTING, rules_from};
use crate::domain::shelf::{Origin, same};
use crate::domain::text::{clean, fold};
use crate::domain::{Day, Error, Kind, Result};
use crate::playbook::{Library, Playbook};
use crate::store::alert::{Fired, fired};
use crate::store::{Reads, held, segment};
use crate::trigger::{DAYS, Rule, Rules};

/// What history calls a change of them.
const SET: &str = "Rules of alerts and playbooks";

/// So many accounts are tried between two looks at whether it is to stop.
const EVERY: u64 = 100;

/// A rule as it stands in a book.
#[derive(Clone, Debug)]
pub struct KnownRule {
    pub name: Box<str>,
    pub origin: Origin,
    /// None: it is switched off.
    pub rule: Option<Rule>,
    /// How often it fired in the last days, see [`Rulebook::from`].
    pub fired: Fired,
}

/// A playbook as it stands in a book.
#[derive(Clone, Debug)]
pub struct KnownPlaybook {
    pub name: Box<str>,
    pub origin: Origin,
    /// None: it is switched off.
    pub playbook: Option<Playbook>,
}

/// The rules and playbooks of a book.
#[derive(Clone, Debug)]
pub struct Rulebook {
    pub day: Day,
    /// The first day on which firings count.
    pub from: Day,
    /// The book's own document; None: it has none.
    pub own: Option<Box<str>>,
    /// What is wrong with that document: another program wrote it. Until then the built-in ones are told.
    pub trouble: Option<Error>,
    /// In the order of the documents, those that are switched off at their place.
    pub rules: Vec<KnownRule>,
    pub playbooks: Vec<KnownPlaybook>,
}

/// How the rulebook is read on a thread of its own.
pub(super) const READING: Answers<(), Rulebook> = Answers {
    still: last_alone,
    read: |view, ()| view.rulebook(),
    tell: |(), read| Event::Rules(Box::new(read)),
};

impl View {
    /// The rules and playbooks, and how often each rule fired in the last [`DAYS`].
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn rulebook(&self) -> Result<Rulebook> {
        let (on, day) = (self.reader(), self.day());
        let from = day - (DAYS - 1);
        let own = held::setting(on, RULES_SETTING)?;
        let of = |own: Option<&str>| Ok((rules_from(on, "the rules of the book", own)?, Library::new(own)?));
        let ((rules, library), trouble) = match of(own.as_deref()) {
            Ok(sound) => (sound, None),
            Err(trouble) => (of(None)?, Some(trouble)),
        };
        let mut fired = fired(on, from, day)?;
        let (built_in, brought) = (Rules::builtin()?, Library::new(None)?);
        let mut all: Vec<KnownRule> = Vec::new();
        let mut tell = |name: &str, rule: Option<&Rule>| {
            let origin = match (rule, built_in.named(name)) {
                (Some(rule), Some(_)) if !rule.is_own => Origin::BuiltIn,
                (_, Some(_)) => Origin::Changed,
                (_, None) => Origin::Book,
            };
            let fired = fired.remove(name).unwrap_or_default();
            all.push(KnownRule { name: name.into(), origin, rule: rule.cloned(), fired });
        };
        built_in.iter().for_each(|known| tell(&known.name, rules.named(&known.name)));
        let added = rules.iter().filter(|rule| built_in.named(&rule.name).is_none());
        added.for_each(|rule| tell(&rule.name, Some(rule)));
        let mut playbooks: Vec<KnownPlaybook> = Vec::new();
        for known in &brought.all {
            let playbook = library.named(&known.name).cloned();
            let origin = playbook.as_ref().map_or(Origin::Changed, |own| own.origin);
            playbooks.push(KnownPlaybook { name: known.name.clone(), origin, playbook });
        }
        for own in library.all.iter().filter(|own| brought.named(&own.name).is_none()) {
            let playbook = Some(own.clone());
            playbooks.push(KnownPlaybook { name: own.name.clone(), origin: own.origin, playbook });
        }
        Ok(Rulebook { day, from, own: own.map(Into::into), trouble, rules: all, playbooks })
    }
}

/// The rules and playbooks that a book would have with another document of its own, which errors call by the name of its
/// source. Segments and playbooks that it names must be there.
///
/// # Errors
/// What is wrong in it, by line, entry and key; or the book cannot be read.
pub fn checked(on: &impl Reads, source: &str, own: Option<&str>) -> Result<(Rules, Library)> {
    let rules = rules_from(on, source, own)?;
    let segments = segment::all(on)?;
    let segments: Vec<&str> = segments.iter().map(|known| known.name.as_str()).collect();
    let library = sound(source, &rules, own, Some(&segments))?;
    Ok((rules, library))
}

/// Checks what the rules of a document name: segments, where those of a book are known, and playbooks.
///
/// # Errors
/// One is named that there is not; or a playbook is not sound.
pub fn sound(source: &str, rules: &Rules, own: Option<&str>, segments: Option<&[&str]>) -> Result<Library> {
    let source = clean(source);
    let library = Library::new(own).map_err(|error| error.at(&source))?;
    let wanting = |rule: &Rule, key: &str, named: &str, what: &str| {
        let told = format!("trigger \"{}\": {key} names \"{}\", {what}", clean(&rule.name), clean(named));
        Error::invalid(told).at(&source)
    };
    for rule in rules.iter().filter(|rule| rule.is_own) {
        let is_known = |name: &str, known: &[&str]| known.iter().any(|own| fold(own) == fold(name));
        if let Some(known) = segments
            && let Some(name) = rule.segments.iter().find(|name| !is_known(name, known))
        {
            let known: Vec<_> = known.iter().map(|name| clean(name)).collect();
            return Err(wanting(rule, "segments", name, "which is no segment of the book")
                .hint(format!("use {}", known.join(", "))));
        }
        if let Some(play) = rule.play.as_deref().filter(|play| library.named(play).is_none()) {
            let known: Vec<_> = library.all.iter().map(|playbook| clean(&playbook.name)).collect();
            return Err(wanting(rule, "play", play, "which is no playbook")
                .hint(format!("use one of {}", known.join(", "))));
        }
    }
    Ok(library)
}

/// The book's own document is another one from now on; None: it has none.
#[derive(Clone, Debug, PartialEq)]
pub struct SetRules {
    pub own: Option<Box<str>>,
}

impl SetRules {
    /// What history calls it.
    pub fn label(&self) -> String {
        match self.own {
            Some(_) => SET.to_owned(),
            None => format!("{SET}: the built-in ones"),
        }
    }

    /// Writes it. That it is sound is asked before, see [`checked`].
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn apply(&self, tx: &crate::store::Tx<'_>) -> Result<()> {
        match &self.own {
            Some(text) => held::set_setting(tx, RULES_SETTING, text),
            None => held::clear_setting(tx, RULES_SETTING),
        }
    }

    /// The same as a command.
    pub fn command(self) -> Command {
        Command::write(self.label(), move |tx| self.apply(tx))
    }
}

/// A document that is to be tried.
#[derive(Debug)]
pub(super) struct Trial {
    pub number: Number,
    pub own: Option<Box<str>>,
    /// Set once nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
    /// Hears how far it is.
    pub events: UnboundedSender<Event>,
}

/// A rule of which a document says something else than the book does now.
#[derive(Clone, Debug, PartialEq)]
pub struct TriedRule {
    pub name: Box<str>,
    /// What it finds as it is now; None: it is not there, or switched off.
    pub now: Option<Tally>,
    /// What it would find; None: it would be gone, or switched off.
    pub then: Option<Tally>,
}

/// What a document would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The document.
    pub own: Option<Box<str>>,
    /// Its rules that find or say something else, from [`Tried::from`] to the day.
    pub rules: Vec<TriedRule>,
    /// Its playbooks that are others, or gone.
    pub playbooks: Vec<Box<str>>,
    pub from: Day,
    pub day: Day,
}

/// How documents are tried on a thread of their own.
pub(super) const TRYING: Answers<Trial, Tried> = Answers {
    still: last_alone,
    read: |view, trial| view.try_rules(trial),
    tell: |trial, read| Event::Tried(trial.number, Box::new(read)),
};

impl View {
    fn try_rules(&self, trial: &Trial) -> Result<Tried> {
        let stopped = || Error::new(Kind::Cancelled, "stopped; nothing was changed");
        let progress = |done: u64| {
            if !done.is_multiple_of(EVERY) {
                return Ok(());
            }
            if trial.stop.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            // Nobody listens any more when the dashboard has closed.
            trial.events.send(Event::Trying(trial.number, done)).map_err(|_| stopped())
        };
        let on = self.reader();
        let own = held::setting(on, RULES_SETTING)?;
        let before = checked(on, "the rules of the book", own.as_deref());
        // What stands there now may be broken: then what was built in counts.
        let before = before.or_else(|_| checked(on, "the built-in rules", None))?;
        let after = checked(on, "your document", trial.own.as_deref())?;
        let from = self.day() - (DAYS - 1);
        let rules = compare(on, &self.judge()?, (&before.0, &after.0), from, progress)?;
        let playbooks = others(&before.1, &after.1);
        Ok(Tried { own: trial.own.clone(), rules, playbooks, from, day: self.day() })
    }
}

/// What the rules find that differ, as they are and as they would be: all in one pass over the book.
///
/// # Errors
/// The book cannot be read, or `progress` failed: it was stopped.
fn compare(
    on: &impl Reads,
    judge: &Judge,
    (now, then): (&Rules, &Rules),
    from: Day,
    progress: impl FnMut(u64) -> Result<()>,
) -> Result<Vec<TriedRule>> {
    let differs =
        |rule: &&Rule, other: &Rules| other.named(&rule.name).is_none_or(|own| own.print() != rule.print());
    let (gone, come): (Vec<&Rule>, Vec<&Rule>) = (
        now.iter().filter(|rule| differs(rule, then)).collect(),
        then.iter().filter(|rule| differs(rule, now)).collect(),
    );
    if gone.is_empty() && come.is_empty() {
        return Ok(Vec::new());
    }
    // What stands of a rule is known by its name: both of one name are tried side by side under names of their own, which
    // no document can give (it has no such letter).
    let apart = |rule: &&Rule| {
        let mut apart = (*rule).clone();
        apart.name = format!("\0{}", rule.name).into();
        apart
    };
    let all = come.iter().map(|rule| (*rule).clone()).chain(gone.iter().map(apart)).collect();
    let mut tallies: HashMap<Box<str>, Tally> = rehearse(on, judge, &Rules::of(all), from, progress)?
        .into_iter()
        .map(|tally| (tally.rule.clone(), tally))
        .collect();
    let mut names: Vec<&str> = come.iter().map(|rule| &*rule.name).collect();
    let only_gone = gone.iter().map(|rule| &*rule.name).filter(|name| then.named(name).is_none());
    names.extend(only_gone);
    let mut tried = |name: &str| TriedRule {
        name: name.into(),
        now: tallies.remove(format!("\0{name}").as_str()),
        then: tallies.remove(name),
    };
    Ok(names.into_iter().map(&mut tried).collect())
}

/// The playbooks that are others, or in one library alone.
fn others(now: &Library, then: &Library) -> Vec<Box<str>> {
    let alike = |one: &Playbook, other: &Playbook| {
        Playbook { origin: one.origin, name: one.name.clone(), ..other.clone() } == *one
    };
    let differs = |own: &&Playbook| now.named(&own.name).is_none_or(|known| !alike(known, own));
    let changed = then.all.iter().filter(differs).map(|own| own.name.clone());
    let gone = now.all.iter().filter(|own| !then.all.iter().any(|other| same(&other.name, &own.name)));
    changed.chain(gone.map(|own| own.name.clone())).collect()
}
