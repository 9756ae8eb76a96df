//! Playbooks, and the list of those that can be chosen.

use std::sync::OnceLock;

use super::read;
use crate::domain::shelf::same;
use crate::domain::text::{clean, fold};
use crate::domain::{Band, Error, InterventionStep, Kind, OwnerRole, Result};

pub use crate::domain::shelf::Origin;

/// The playbooks that the program brings.
const BUILT_IN: &str = include_str!("../../assets/playbooks.toml");

/// A playbook that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Playbook {
    /// By this name it is started, and triggers name it.
    pub name: Box<str>,
    /// What it is called on screen.
    pub title: Box<str>,
    /// When it is for, in a sentence.
    pub about: Box<str>,
    /// By what it is over.
    pub exit: Exit,
    /// Whether its steps fall on working days alone.
    pub working_days: bool,
    /// What is to be done, in the order of the text.
    pub steps: Vec<Step>,
    /// Where it comes from.
    pub origin: Origin,
}

/// By what a play has done its work.
#[derive(Clone, Debug, PartialEq)]
pub struct Exit {
    /// In words.
    pub words: Box<str>,
    /// Names of triggers whose alerts have closed then.
    pub closes: Vec<Box<str>>,
    /// The band that the account has then, or a better one.
    pub band: Option<Band>,
}

/// A step of a playbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is to be done.
    pub title: Box<str>,
    /// When.
    pub at: At,
    /// Whose work it is.
    pub owner: OwnerRole,
    /// What to do and how.
    pub help: Option<Box<str>>,
    /// Name of the message that is drafted for it.
    pub message: Option<Box<str>>,
    /// The step of an intervention that is taken when it is done.
    pub marks: Option<InterventionStep>,
}

/// From what the day of a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Days from the start of the play.
    Start(i32),
    /// Days from the renewal date; negative before it.
    Renewal(i32),
}

impl std::fmt::Display for At {
    /// `day 3`, `T-14`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            At::Start(day) => write!(f, "day {day}"),
            At::Renewal(0) => f.write_str("T"),
            At::Renewal(days) => write!(f, "T{days:+}"),
        }
    }
}

impl Playbook {
    /// Whether it is the one of a name, however it is written.
    pub fn is_called(&self, name: &str) -> bool {
        same(&self.name, name)
    }

    /// The step of a title; None: there is none, as of a task that was added by hand.
    pub fn step(&self, title: &str) -> Option<&Step> {
        self.steps.iter().find(|step| *step.title == *title)
    }

    /// Whether a step is dated from the renewal.
    pub fn needs_renewal(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.at, At::Renewal(_)))
    }
}

/// The playbooks that can be chosen: the built-in ones in their order, then those that the book has beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Library {
    /// Every one that is not switched off.
    pub all: Vec<Playbook>,
}

impl Library {
    /// The built-in playbooks with those of a book's own document, which stand instead of a built-in one of the same
    /// name or switch it off.
    ///
    /// # Errors
    /// The document of the book is not sound: the playbook, the step, the key and what is wrong there.
    pub fn new(own: Option<&str>) -> Result<Library> {
        static PARSED: OnceLock<Result<Vec<Playbook>>> = OnceLock::new();
        let parse = || {
            let entries = read::document(BUILT_IN, Origin::BuiltIn)?.into_iter();
            Ok(entries.filter_map(|entry| entry.playbook).collect())
        };
        let mut all = PARSED.get_or_init(parse).clone()?;
        for entry in own.map_or_else(|| Ok(Vec::new()), |own| read::document(own, Origin::Book))? {
            let place = all.iter().position(|known| known.is_called(&entry.name));
            match (place, entry.playbook) {
                (Some(place), None) => {
                    all.remove(place);
                }
                (Some(place), Some(playbook)) => {
                    if let Some(known) = all.get_mut(place) {
                        *known = Playbook { origin: Origin::Changed, ..playbook };
                    }
                }
                (None, Some(playbook)) => all.push(playbook),
                (None, None) => {
                    return Err(Error::invalid(format!(
                        "playbook \"{}\": off switches off a playbook that is not there",
                        clean(&entry.name)
                    ))
                    .hint(format!("use one of {}", names(all.iter()))));
                }
            }
        }
        Ok(Library { all })
    }

    /// The built-in document, to begin an own one from.
    pub fn built_in() -> &'static str {
        BUILT_IN
    }

    /// The playbook of a name; None: there is none, or it was switched off since.
    pub fn named(&self, name: &str) -> Option<&Playbook> {
        self.all.iter().find(|playbook| playbook.is_called(name))
    }

    /// The playbook that is meant by a name or a part of one.
    ///
    /// # Errors
    /// None is, or several are: the hint lists them.
    pub fn find(&self, asked: &str) -> Result<&Playbook> {
        if let Some(exact) = self.named(asked) {
            return Ok(exact);
        }
        let key = fold(asked);
        let fits = |playbook: &&Playbook| {
            !key.is_empty() && (fold(&playbook.name).contains(&key) || fold(&playbook.title).contains(&key))
        };
        let mut found = self.all.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only),
            (Some(_), Some(_)) => {
                let several = self.all.iter().filter(fits);
                Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits several playbooks", clean(asked)))
                    .hint(format!("say which: {}", names(several))))
            }
            _ => Err(Error::not_found(format!("no playbook is called \"{}\"", clean(asked)))
                .hint(format!("use one of {}", names(self.all.iter())))),
        }
    }
}

fn names<'a>(playbooks: impl Iterator<Item = &'a Playbook>) -> String {
    playbooks.map(|playbook| clean(&playbook.name)).collect::<Vec<_>>().join(", ")
}
