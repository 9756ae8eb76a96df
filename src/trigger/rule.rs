//! Rules, and which of them a book has.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::condition::Condition;
use super::document::{self, Entry};
use super::reason::Reason;
use crate::domain::text::{clean, fold};
use crate::domain::{Level, Result};
use crate::health::facts::SegmentId;

/// When an alert is raised, and when it is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub name: Box<str>,
    /// What it is for, in words.
    pub about: Option<Box<str>>,
    /// How pressing what it finds is.
    pub severity: Level,
    /// It fires while this holds, unless its alert is there already.
    pub when: Condition,
    /// What it fired for is over once this holds: it rules `when` out.
    pub until: Condition,
    /// What the alert says.
    pub reason: Reason,
    /// The playbook that it proposes.
    pub play: Option<Box<str>>,
    /// Names of the segments that it is for; none: all.
    pub segments: Vec<Box<str>>,
    /// The same as rows of the book; None: all.
    pub(super) only: Option<Vec<SegmentId>>,
    /// Whether it stands in the book's own document.
    pub is_own: bool,
}

impl Rule {
    /// Whether it is for accounts of a segment.
    pub fn is_for(&self, segment: Option<SegmentId>) -> bool {
        let Some(only) = &self.only else { return true };
        segment.is_some_and(|segment| only.contains(&segment))
    }

    /// Whether it asks for usage, when it fires.
    pub fn asks_for_usage(&self) -> bool {
        const OF_USAGE: [&str; 3] = ["no_login_days", "usage_fall", "capacity_used"];
        let mut tests = self.when.any.iter().flatten();
        tests.any(|test| OF_USAGE.contains(&test.word.word().name))
    }

    /// A number that differs whenever the rule finds or says something else: the same on every run and platform.
    pub fn print(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        let Rule { name, severity, when, until, reason, play, only, .. } = self;
        // Writing to a hash cannot fail.
        let _ = write!(hash, "{name} {severity} {when:?} {until:?} {reason:?} {play:?} {only:?}");
        hash.0
    }
}

/// The rules of a book.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// Every change of the book asks for it.
    fingerprint: OnceLock<u64>,
}

impl Rules {
    /// The built-in document: triggers and playbooks.
    pub const DEFAULT: &str = include_str!("../../assets/playbooks.toml");

    /// The built-in rules alone.
    ///
    /// # Errors
    /// None in a sound build.
    pub fn builtin() -> Result<Rules> {
        Rules::resolve("the book's own rules", None, &[])
    }

    /// The built-in rules, with those of the book's own document in the place of the ones of the same name. Errors call
    /// that document by the name of its source.
    ///
    /// # Errors
    /// What is wrong in the document, by line, rule and key.
    pub fn resolve(source: &str, own: Option<&str>, segments: &[(SegmentId, &str)]) -> Result<Rules> {
        static BUILT_IN: OnceLock<Result<Vec<Entry>>> = OnceLock::new();
        let built_in = BUILT_IN.get_or_init(|| document::read(Rules::DEFAULT));
        let mut entries = built_in.clone().map_err(|error| error.at("the built-in rules"))?;
        let own = own.map(document::read).transpose().map_err(|error| error.at(clean(source)))?;
        for entry in own.unwrap_or_default() {
            let entry = entry.of_book();
            match entries.iter_mut().find(|known| fold(&known.name) == fold(&entry.name)) {
                // Under the name by which its alerts are known.
                Some(known) => *known = entry.renamed(known.name.clone()),
                None => entries.push(entry),
            }
        }
        let mut rules: Vec<Rule> = entries.into_iter().filter_map(|Entry { rule, .. }| rule).collect();
        for rule in &mut rules {
            let named = |name: &str| rule.segments.iter().any(|wanted| fold(wanted) == fold(name));
            let own = segments.iter().filter(|(_, name)| named(name)).map(|(id, _)| *id).collect();
            rule.only = if rule.segments.is_empty() { None } else { Some(own) };
        }
        Ok(Rules::of(rules))
    }

    /// These rules and no others.
    pub fn of(rules: Vec<Rule>) -> Rules {
        Rules { rules, fingerprint: OnceLock::new() }
    }

    /// The rule of a name alone; None: there is none.
    pub fn only(&self, name: &str) -> Option<Rules> {
        self.named(name).map(|rule| Rules::of(vec![rule.clone()]))
    }

    /// Every rule that is on.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    /// The rule of a name.
    pub fn named(&self, name: &str) -> Option<&Rule> {
        let key = fold(name);
        self.rules.iter().find(|rule| fold(&rule.name) == key)
    }

    /// The rule at a place.
    pub fn get(&self, place: usize) -> Option<&Rule> {
        self.rules.get(place)
    }

    /// A number that differs whenever the rules find or say something else.
    pub fn fingerprint(&self) -> u64 {
        *self.fingerprint.get_or_init(|| {
            let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
            for rule in &self.rules {
                let _ = write!(hash, "{:x} ", rule.print());
            }
            hash.0
        })
    }
}

/// FNV-1a, 64 bits.
struct Fnv(u64);

impl std::fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}
