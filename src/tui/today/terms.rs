//! What a filter asks of what is to be done: `kind:alert,task`, `owner:ann`, `due:late`, `since:new`. Everything else in
//! it is about the accounts.

use std::collections::HashSet;

use super::kept::{Entry, Item};
use crate::book::Lookups;
use crate::domain::Result;
use crate::domain::text::fold;
use crate::today::{Kind, Turn};
use crate::tui::terms::{Terms, own, words};

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 4] = [("kind", "alert"), ("owner", "NAME"), ("due", "late"), ("since", "new")];

/// What a term asks of a matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Names of kinds.
    Kind(Vec<&'static str>),
    /// Parts of the name of whose it is, folded.
    Owner(Vec<String>),
    Due(Vec<Due>),
    Since(Vec<Since>),
}

/// When it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Late,
    Today,
}

/// What became of it or of its account since the last look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    New,
    Worse,
    Better,
}

/// The test of a term; None: it is about accounts.
///
/// # Errors
/// A value that is none: what is allowed.
pub fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let Some((key, values)) = own(key, operator, value, &KEYS)? else { return Ok(None) };
    Ok(Some(match key.as_str() {
        "kind" => Test::Kind(words(&values, &Kind::NAMES, |name| name)?),
        "owner" => Test::Owner(values.into_iter().map(fold).collect()),
        "due" => Test::Due(words(&values, &[Due::Late, Due::Today], |due| match due {
            Due::Late => "late",
            Due::Today => "today",
        })?),
        _ => Test::Since(words(&values, &[Since::New, Since::Worse, Since::Better], |since| match since {
            Since::New => "new",
            Since::Worse => "worse",
            Since::Better => "better",
        })?),
    }))
}

/// Terms made ready to be asked of many: names of people are looked up once.
pub struct Ready<'a> {
    terms: Vec<(bool, Asks<'a>)>,
}

enum Asks<'a> {
    Plain(&'a Test),
    /// Ids of team members; None: nobody's.
    Owner(HashSet<Option<i64>>),
}

impl<'a> Ready<'a> {
    /// Those of a filter.
    pub fn of(terms: &'a Terms<Test>, lookups: &Lookups) -> Ready<'a> {
        let ready = |(negated, test): &'a (bool, Test)| {
            let asks = match test {
                Test::Owner(names) => Asks::Owner(owners(names, lookups)),
                plain => Asks::Plain(plain),
            };
            (*negated, asks)
        };
        Ready { terms: terms.0.iter().map(ready).collect() }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether all hold of a matter in its line.
    pub fn holds(&self, item: &Item, entry: &Entry) -> bool {
        self.terms.iter().all(|(negated, asks)| asks.holds(item, entry) != *negated)
    }
}

impl Asks<'_> {
    fn holds(&self, item: &Item, entry: &Entry) -> bool {
        match self {
            Asks::Owner(ids) => ids.contains(&item.owner),
            Asks::Plain(Test::Kind(kinds)) => kinds.contains(&item.kind),
            Asks::Plain(Test::Due(dues)) => dues.iter().any(|due| match due {
                Due::Late => item.is_late,
                Due::Today => item.is_due,
            }),
            Asks::Plain(Test::Since(all)) => all.iter().any(|since| match since {
                Since::New => item.is_new,
                Since::Worse => entry.turn == Some(Turn::Worse),
                Since::Better => entry.turn == Some(Turn::Better),
            }),
            // It was made ready.
            Asks::Plain(Test::Owner(_)) => false,
        }
    }
}

/// The people whose names have one of these parts; of `none`, who is nobody.
fn owners(asked: &[String], lookups: &Lookups) -> HashSet<Option<i64>> {
    let is_meant = |name: &str| asked.iter().any(|part| fold(name).contains(part.as_str()));
    let known = lookups.team.iter().filter(|(_, name)| is_meant(name)).map(|(id, _)| Some(*id));
    known.chain(asked.iter().any(|part| part == "none").then_some(None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_the_day_are_taken_out_and_the_rest_is_left() {
        let (terms, rest) =
            Terms::parse("acme kind:task,check due:late csm:ann !since:new", false, test).unwrap();
        assert_eq!(rest, "acme csm:ann");
        let expected = [
            (false, Test::Kind(vec!["task", "check-in"])),
            (false, Test::Due(vec![Due::Late])),
            (true, Test::Since(vec![Since::New])),
        ];
        assert_eq!(terms.0, expected);
        let wrong = Terms::parse("kind:cow", false, test).unwrap_err().to_string();
        assert!(wrong.contains("alert, task, step, renewal, check-in, plan"), "{wrong}");
    }
}
