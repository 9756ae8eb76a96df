//! What a filter asks of what is to be done: `kind:alert,task`, `owner:ann`, `due:late`, `since:new`. Everything else in
//! it is about the accounts.

use super::Today;
use crate::book::{Lookups, Row};
use crate::domain::Result;
use crate::domain::text::fold;
use crate::today::{Kind, Matter, Turn};
use crate::tui::terms::{own, words};

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

impl Test {
    /// Whether a matter passes; its account stands on `row`.
    pub fn holds(&self, matter: &Matter, row: Option<&Row>, lookups: &Lookups, today: &Today) -> bool {
        let day = lookups.day;
        match self {
            Test::Kind(kinds) => kinds.contains(&matter.kind.name()),
            Test::Owner(names) => {
                let owner = matter.owner.or(row.and_then(|row| row.csm));
                let name = lookups.member(owner).map(fold).unwrap_or_default();
                names.iter().any(|asked| if asked == "none" { name.is_empty() } else { name.contains(asked) })
            }
            Test::Due(dues) => dues.iter().any(|due| match due {
                Due::Late => matter.is_late(day),
                Due::Today => {
                    matter.on == day && !matches!(matter.kind, Kind::Alert { .. } | Kind::Flood { .. })
                }
            }),
            Test::Since(all) => {
                let turned = row.and_then(|row| today.turned(row.id, row.band, day));
                all.iter().any(|since| match since {
                    Since::New => today.is_new(matter),
                    Since::Worse => turned == Some(Turn::Worse),
                    Since::Better => turned == Some(Turn::Better),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terms::Terms;

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
