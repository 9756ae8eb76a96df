//! The one filter of every list: terms such as `band:red`, `arr>50k`, `!tag:pilot`, and words of the name.

mod highlight;
mod parse;
mod search;

pub use highlight::Highlighter;
pub use parse::{is_key, split, terms, tokens, unknown, values};
pub use search::Search;

use crate::domain::{Band, Day, Stage};

use super::names::{self, Name};
use super::{Lookups, Row};

/// A filter: an account is shown when every term holds and every word is in its name.
///
/// A term is about a Row's own values: ids of people and segments are looked up when it is read,
/// so read it again when the [`Lookups`] change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    terms: Vec<Term>,
    words: Vec<Word>,
}

/// One term, as `!band:red`.
#[derive(Clone, Debug, PartialEq)]
struct Term {
    negated: bool,
    test: Test,
}

/// A word of the name: its letters must stand there in their order.
#[derive(Clone, Debug, PartialEq)]
struct Word {
    text: Box<str>,
    letters: u64,
}

/// What a term asks of a row.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Band(Vec<Band>),
    Csm(Ids),
    Segment(Ids),
    Stage(Vec<Stage>),
    /// Lower case.
    Tag(Vec<Box<str>>),
    /// Top driver, or the cap that binds.
    Driver(Vec<Box<str>>),
    /// Minor units of the book's currency.
    Arr(Compare, i64),
    /// Days to the renewal.
    Renewal(Compare, i32),
    /// As displayed: 71.3.
    Health(Compare, f64),
    /// Points against 28 days ago, as displayed.
    Trend(Compare, f64),
    /// 0 to 1.
    Coverage(Compare, f64),
    /// Folded text that the name holds as it stands.
    Text(Box<str>),
}

/// Row ids that are asked for; `none`: rows without one are, too.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ids {
    ids: Vec<i64>,
    none: bool,
}

impl Ids {
    fn has(&self, id: Option<i64>) -> bool {
        id.map_or(self.none, |id| self.ids.contains(&id))
    }
}

/// How a figure is compared with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
}

impl Compare {
    /// Whether the figure passes. One that is not known passes none.
    fn holds<T: PartialOrd>(self, value: Option<T>, limit: T) -> bool {
        value.is_some_and(|value| match self {
            Compare::Less => value < limit,
            Compare::AtMost => value <= limit,
            Compare::More => value > limit,
            Compare::AtLeast => value >= limit,
            Compare::Equal => value == limit,
        })
    }
}

impl Filter {
    /// Whether it lets every account pass.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.words.is_empty()
    }

    /// Whether it asks for churned accounts by name (`stage:churned`), which boards leave out otherwise.
    pub fn asks_for_churned(&self) -> bool {
        self.terms.iter().any(|term| {
            !term.negated && matches!(&term.test, Test::Stage(stages) if stages.contains(&Stage::Churned))
        })
    }

    /// Whether an account passes. For many accounts use a [`Search`].
    pub fn matches(&self, row: &Row, lookups: &Lookups) -> bool {
        let folded = names::fold(&row.name);
        self.passes(row, Name { text: &folded, letters: names::letters(&folded) }, lookups.day)
    }

    /// The same of something of an account that has a text of its own, as a title: each word may stand in the name or
    /// in that text. In the text it must stand as it is: its letters alone are in nearly every long one.
    pub fn matches_titled(&self, row: &Row, lookups: &Lookups, title: &str) -> bool {
        let (name, title) = (names::fold(&row.name), names::fold(title));
        let named = |test: &Test| matches!(test, Test::Text(text) if title.contains(text.as_ref()));
        let holds = |test: &Test| test.holds(row, &name, lookups.day) || named(test);
        self.terms.iter().all(|term| holds(&term.test) != term.negated)
            && self
                .words
                .iter()
                .all(|word| names::in_order(&name, &word.text) || title.contains(word.text.as_ref()))
    }

    /// The same with the name folded before.
    fn passes(&self, row: &Row, name: Name<'_>, day: Day) -> bool {
        self.words.iter().all(|word| word.letters & name.letters == word.letters)
            && self.terms.iter().all(|term| term.test.holds(row, name.text, day) != term.negated)
            && self.words.iter().all(|word| names::in_order(name.text, &word.text))
    }

    /// Whether it can only let fewer accounts pass than `before`: the same terms and perhaps more,
    /// and each word grown at its end.
    fn narrows(&self, before: &Filter) -> bool {
        before.terms.iter().all(|term| self.terms.contains(term))
            && before
                .words
                .iter()
                .all(|word| self.words.iter().any(|grown| grown.text.starts_with(word.text.as_ref())))
    }
}

impl Test {
    fn holds(&self, row: &Row, name: &str, day: Day) -> bool {
        match self {
            Test::Band(bands) => bands.contains(&row.band),
            Test::Csm(ids) => ids.has(row.csm),
            Test::Segment(ids) => ids.has(row.segment),
            Test::Stage(stages) => stages.contains(&row.stage),
            Test::Tag(tags) => row
                .tags
                .as_deref()
                .is_some_and(|own| own.split(';').any(|tag| tags.iter().any(|asked| **asked == *tag.trim()))),
            Test::Driver(names) => [row.top_driver, row.cap]
                .into_iter()
                .flatten()
                .any(|name| names.iter().any(|asked| name.contains(asked.as_ref()))),
            Test::Arr(compare, limit) => compare.holds(row.arr_book, *limit),
            Test::Renewal(compare, limit) => compare.holds(row.renewal_on.map(|on| on - day), *limit),
            Test::Health(compare, limit) => compare.holds(row.health.map(points), *limit),
            Test::Trend(compare, limit) => compare.holds(row.trend_28d.map(points), *limit),
            Test::Coverage(compare, limit) => compare.holds(Some(row.coverage), *limit),
            Test::Text(text) => name.contains(text.as_ref()),
        }
    }
}

/// Tenths as points: 713 is 71.3, the very number that `71.3` reads as.
fn points(tenths: i16) -> f64 {
    f64::from(tenths) / 10.0
}

#[cfg(test)]
mod tests;
