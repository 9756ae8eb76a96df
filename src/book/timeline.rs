//! Everything that happened at an account, newest first, and what a search leaves of it. Text is as stored: clean it
//! before it reaches a terminal.

use std::cell::OnceCell;

use crate::domain::text::{clean, fold};
use crate::domain::{Band, Day, Error, Result};
use crate::health::Turn;

/// What happened, as a search names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    Note,
    Call,
    Meeting,
    Email,
    Review,
    Training,
    Ticket,
    Survey,
    Signal,
    Goal,
    Onboarding,
    Step,
    Plan,
    Contract,
    Band,
    Alert,
    Play,
    Save,
}

impl What {
    /// Every kind, in the order of a list to choose from.
    pub const ALL: &'static [What] = &[
        What::Call,
        What::Meeting,
        What::Email,
        What::Review,
        What::Training,
        What::Note,
        What::Ticket,
        What::Survey,
        What::Signal,
        What::Goal,
        What::Onboarding,
        What::Step,
        What::Plan,
        What::Contract,
        What::Band,
        What::Alert,
        What::Play,
        What::Save,
    ];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            What::Note => "note",
            What::Call => "call",
            What::Meeting => "meeting",
            What::Email => "email",
            What::Review => "review",
            What::Training => "training",
            What::Ticket => "ticket",
            What::Survey => "survey",
            What::Signal => "signal",
            What::Goal => "goal",
            What::Onboarding => "onboarding",
            What::Step => "step",
            What::Plan => "plan",
            What::Contract => "contract",
            What::Band => "band",
            What::Alert => "alert",
            What::Play => "play",
            What::Save => "save plan",
        }
    }

    /// Reads the word, or its beginning where that is one alone.
    ///
    /// # Errors
    /// No such kind; the hint lists them.
    pub fn parse(word: &str) -> Result<What> {
        let key = fold(word);
        let begins: Vec<What> = What::ALL
            .iter()
            .copied()
            .filter(|what| !key.is_empty() && what.name().starts_with(&key))
            .collect();
        match begins.as_slice() {
            [one] => Ok(*one),
            several => several.iter().copied().find(|what| what.name() == key).ok_or_else(|| {
                let all: Vec<&str> = What::ALL.iter().map(|what| what.name()).collect();
                Error::invalid(format!("\"{}\" is no kind of entry", clean(word)))
                    .hint(format!("use one of {}", all.join(", ")))
            }),
        }
    }
}

/// The record that an entry tells of: its table, as the book calls it, and its row.
pub type Of = (&'static str, i64);

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub day: Day,
    pub what: What,
    /// None: it is no record, as a change of band.
    pub of: Option<Of>,
    /// What stands in the list.
    pub title: Box<str>,
    /// What was written, in Markdown; may be empty.
    pub text: Box<str>,
    /// Who was there or who said it, `, ` between; may be empty.
    pub who: Box<str>,
    /// Addresses, blanks between; may be empty.
    pub links: Box<str>,
    /// Where it is a change of band: the one that it changed to.
    pub band: Option<Band>,
}

impl Entry {
    /// A change of band.
    pub fn of_turn(turn: Turn) -> Entry {
        let health =
            turn.health.map_or(String::new(), |tenths| format!(" · health {}", f64::from(tenths) / 10.0));
        Entry {
            day: turn.day,
            what: What::Band,
            of: None,
            title: format!("{} → {}{health}", turn.from, turn.to).into(),
            text: "".into(),
            who: "".into(),
            links: "".into(),
            band: Some(turn.to),
        }
    }

    /// Addresses that belong to it: those attached, then those in the text.
    pub fn addresses(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for word in self.links.split_whitespace().chain(in_text(&self.text)) {
            if is_address(word) && !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }
}

/// Whether it is an address that a browser or a mail program opens, and nothing else does.
pub fn is_address(word: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|start| word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
        && word.len() <= 2_000
        && word.chars().all(|c| c.is_ascii_graphic() || c.is_alphanumeric())
}

/// Words of a text without the signs around them: `[deck](https://x.example/a)` has an address in it.
fn in_text(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"'))
        .map(|word| word.trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

/// What is searched for: every kind named, somebody of a name, days, and words that all are in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    kinds: Vec<What>,
    people: Vec<String>,
    words: Vec<String>,
}

impl Search {
    /// Reads `kind:call,meeting with:ann renewal 2025-11`.
    ///
    /// # Errors
    /// A kind that is none.
    pub fn parse(typed: &str) -> Result<Search> {
        let mut search = Search::default();
        for word in typed.split_whitespace() {
            match word.split_once(':') {
                Some(("kind", kinds)) => {
                    for kind in kinds.split(',').filter(|kind| !kind.is_empty()) {
                        search.kinds.push(What::parse(kind)?);
                    }
                }
                Some(("with", who)) => search.people.push(fold(&who.replace(['_', '.'], " "))),
                _ => search.words.push(fold(word)),
            }
        }
        search.people.retain(|who| !who.is_empty());
        search.words.retain(|word| !word.is_empty());
        Ok(search)
    }

    /// Whether everything is found.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.people.is_empty() && self.words.is_empty()
    }
}

/// What happened at an account up to a day.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// The day from which on it tells; None: from the beginning.
    pub from: Option<Day>,
    /// Each entry as words are looked up in it: who, and everything. Made with the first search.
    folded: OnceCell<Vec<(String, String)>>,
}

impl Timeline {
    /// Puts what happened into order: the newest first, of a day in the order of the kinds.
    pub fn new(mut entries: Vec<Entry>) -> Timeline {
        entries.sort_by(|a, b| {
            b.day.cmp(&a.day).then_with(|| a.what.cmp(&b.what)).then_with(|| b.of.cmp(&a.of))
        });
        Timeline { entries, from: None, folded: OnceCell::new() }
    }

    /// The same, which tells only what happened from a day on.
    pub fn since(self, from: Option<Day>) -> Timeline {
        Timeline { from, ..self }
    }

    fn folded(&self) -> &[(String, String)] {
        self.folded.get_or_init(|| {
            let words = |entry: &Entry| {
                let Entry { day, title, text, who, .. } = entry;
                let all = fold(&format!("{day} {} {title} {text} {who}", entry.what.name()));
                (fold(who), all)
            };
            self.entries.iter().map(words).collect()
        })
    }

    /// The places of the entries that fit, in order.
    pub fn find(&self, search: &Search) -> Vec<usize> {
        if search.is_empty() {
            return (0..self.entries.len()).collect();
        }
        let of_kind = |entry: &Entry| search.kinds.is_empty() || search.kinds.contains(&entry.what);
        let has = |(who, all): &(String, String)| {
            search.people.iter().all(|name| who.contains(name))
                && search.words.iter().all(|word| all.contains(word))
        };
        let folded = self.folded();
        let fits = |(place, entry): &(usize, &Entry)| of_kind(entry) && folded.get(*place).is_some_and(has);
        self.entries.iter().enumerate().filter(fits).map(|(place, _)| place).collect()
    }

    /// How many entries there are of each kind that there is.
    pub fn kinds(&self) -> Vec<(What, usize)> {
        let count = |what| self.entries.iter().filter(|entry| entry.what == what).count();
        What::ALL.iter().map(|what| (*what, count(*what))).filter(|counted| counted.1 > 0).collect()
    }

    /// Who was there or said something, those of most entries first.
    pub fn people(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for who in self.entries.iter().flat_map(|entry| entry.who.split(", ")).filter(|who| !who.is_empty()) {
            let place = *places.entry(who).or_insert_with(|| {
                counts.push((who.to_owned(), 0));
                counts.len() - 1
            });
            if let Some(count) = counts.get_mut(place) {
                count.1 += 1;
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(day: i32, what: What, title: &str, text: &str, who: &str) -> Entry {
        Entry {
            day: Day(day),
            what,
            of: Some(("touchpoint", i64::from(day))),
            title: title.into(),
            text: text.into(),
            who: who.into(),
            links: "".into(),
            band: None,
        }
    }

    fn found(timeline: &Timeline, typed: &str) -> Vec<i32> {
        let places = timeline.find(&Search::parse(typed).unwrap());
        places.into_iter().map(|place| timeline.entries[place].day.0).collect()
    }

    #[test]
    fn entries_are_found_by_kind_person_day_and_words() {
        // Day 20000 is 2024-10-04, 19700 2023-12-09.
        let timeline = Timeline::new(vec![
            entry(19_700, What::Call, "Renewal terms", "wants **three years**", "Ines Duarte, Tom Okafor"),
            entry(20_000, What::Ticket, "P1 export fails", "", ""),
            entry(19_990, What::Meeting, "Review", "renewal ok", "Ines Duarte"),
        ]);
        assert_eq!(found(&timeline, ""), [20_000, 19_990, 19_700]);
        assert_eq!(found(&timeline, "renewal"), [19_990, 19_700]);
        assert_eq!(found(&timeline, "kind:call,ticket"), [20_000, 19_700]);
        assert_eq!(found(&timeline, "with:okafor"), [19_700]);
        assert_eq!(found(&timeline, "kind:meet with:ines_duarte"), [19_990]);
        assert_eq!(found(&timeline, "2023-12 THREE"), [19_700]);
        assert!(Search::parse("kind:pla").is_err(), "a plan or a play");
        assert_eq!(What::parse("save_plan").unwrap(), What::Save, "as the list to choose from writes it");
        assert_eq!(found(&timeline, "kind:"), [20_000, 19_990, 19_700], "still being typed");
        let error = Search::parse("kind:cow").unwrap_err();
        assert!(error.to_string().contains("\"cow\" is no kind of entry; use one of call"), "{error}");
    }

    #[test]
    fn kinds_and_people_are_counted() {
        let timeline = Timeline::new(vec![
            entry(1, What::Call, "", "", "Ann, Bob"),
            entry(2, What::Call, "", "", "Bob"),
            entry(3, What::Note, "", "", ""),
        ]);
        assert_eq!(timeline.kinds(), [(What::Call, 2), (What::Note, 1)]);
        assert_eq!(timeline.people(), [("Bob".to_owned(), 2), ("Ann".to_owned(), 1)]);
    }

    #[test]
    fn addresses_are_those_attached_and_those_in_the_text() {
        let mut told =
            entry(1, What::Call, "", "see [deck](https://x.example/deck), and https://y.example.", "");
        told.links = "https://rec.example/1 file:///etc/passwd https://x.example/deck".into();
        assert_eq!(
            told.addresses(),
            ["https://rec.example/1", "https://x.example/deck", "https://y.example"]
        );
        told.text = "javascript:alert(1) http://a.example/\u{1b}[2J".into();
        told.links = "".into();
        assert_eq!(told.addresses(), ["http://a.example/"; 0]);
    }
}
