//! Names made ready for searching and sorting: lower case, without diacritics, all in one arena.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::Row;
use crate::domain::letters::plain;

/// The names of a list of rows, position by position, folded once.
///
/// Whoever keeps the rows patches the index at the same position in the same step.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    arena: String,
    entries: Vec<Entry>,
    /// Bytes of the arena that no entry uses any more.
    dead: usize,
    /// Positions in the order of their names; made when it is first asked for, and then kept.
    sorted: OnceLock<Vec<u32>>,
    /// Of each name, its place among all in order; made of that after every change.
    ranks: OnceLock<Vec<u32>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    start: usize,
    len: usize,
    letters: u64,
}

/// Below this an arena is not worth tidying.
const TIDY_BYTES: usize = 64 * 1024;

impl NameIndex {
    /// The names of the rows.
    pub fn new(rows: &[Row]) -> NameIndex {
        let mut index = NameIndex::default();
        index.arena.reserve(rows.iter().map(|row| row.name.len()).sum());
        index.entries.reserve(rows.len());
        for row in rows {
            index.push(&row.name);
        }
        index
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a name behind the last one.
    pub fn push(&mut self, name: &str) {
        self.insert(self.entries.len(), name);
    }

    /// Adds a name at a position, at most behind the last; those from there on move up by one.
    pub fn insert(&mut self, position: usize, name: &str) {
        let position = position.min(self.entries.len());
        let entry = self.store(name);
        self.entries.insert(position, entry);
        self.sort_anew(position, |own, changed| (own >= changed).then_some(own + 1).or(Some(own)), true);
    }

    /// Replaces the name at a position; a position beyond the last is left alone.
    pub fn set(&mut self, position: usize, name: &str) {
        if position >= self.entries.len() || self.get(position) == fold(name) {
            return;
        }
        let entry = self.store(name);
        if let Some(place) = self.entries.get_mut(position) {
            self.dead += place.len;
            *place = entry;
        }
        self.tidy();
        self.sort_anew(position, |own, changed| (own != changed).then_some(own), true);
    }

    /// Removes the name at a position; those behind it move down by one.
    pub fn remove(&mut self, position: usize) {
        if position < self.entries.len() {
            self.dead += self.entries.remove(position).len;
            self.tidy();
            let moved = |own: u32, gone: u32| match own.cmp(&gone) {
                Ordering::Less => Some(own),
                Ordering::Equal => None,
                Ordering::Greater => Some(own - 1),
            };
            self.sort_anew(position, moved, false);
        }
    }

    /// Keeps the order, if it was made, after a change at a position: `moved` says where the others are now, and the
    /// name that `stands` there goes to its place. Much less than sorting all of them.
    fn sort_anew(&mut self, position: usize, moved: impl Fn(u32, u32) -> Option<u32>, stands: bool) {
        self.ranks.take();
        let (Some(mut sorted), Ok(changed)) = (self.sorted.take(), u32::try_from(position)) else { return };
        sorted.retain_mut(|own| match moved(*own, changed) {
            Some(now) => {
                *own = now;
                true
            }
            None => false,
        });
        if stands {
            let name = self.get(position);
            let at = sorted.partition_point(|own| (self.of(*own), *own) < (name, changed));
            sorted.insert(at, changed);
        }
        self.sorted = OnceLock::from(sorted);
    }

    /// The place of a name among all in order; equal names share it. The first call sorts them.
    pub fn rank(&self, position: u32) -> u32 {
        let ranks = self.ranks.get_or_init(|| self.ranked());
        usize::try_from(position).ok().and_then(|place| ranks.get(place)).copied().unwrap_or(u32::MAX)
    }

    fn ranked(&self) -> Vec<u32> {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Vec<(u64, &str, u32)> = (0..)
                .zip(self.iter())
                .map(|(place, name)| (first_letters(name.text), name.text, place))
                .collect();
            sorted.sort_unstable();
            sorted.into_iter().map(|(_, _, place)| place).collect()
        });
        let mut ranks = vec![0; sorted.len()];
        let mut rank = 0;
        let mut last = "";
        for place in sorted {
            let name = self.of(*place);
            rank += u32::from(name != last);
            last = name;
            if let Some(own) = usize::try_from(*place).ok().and_then(|place| ranks.get_mut(place)) {
                *own = rank;
            }
        }
        ranks
    }

    fn of(&self, position: u32) -> &str {
        usize::try_from(position).map_or("", |position| self.get(position))
    }

    /// The folded name at a position; empty beyond the last.
    pub fn get(&self, position: usize) -> &str {
        self.entries.get(position).map_or("", |entry| self.text(entry))
    }

    /// The folded names and the letters in each, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Name<'_>> {
        self.entries.iter().map(|entry| self.name(entry))
    }

    /// The folded name at a position and its letters.
    pub(super) fn at(&self, position: usize) -> Option<Name<'_>> {
        self.entries.get(position).map(|entry| self.name(entry))
    }

    fn name(&self, entry: &Entry) -> Name<'_> {
        Name { text: self.text(entry), letters: entry.letters }
    }

    fn text(&self, entry: &Entry) -> &str {
        self.arena.get(entry.start..entry.start + entry.len).unwrap_or_default()
    }

    fn store(&mut self, name: &str) -> Entry {
        let start = self.arena.len();
        fold_into(&mut self.arena, name);
        let folded = self.arena.get(start..).unwrap_or_default();
        Entry { start, len: folded.len(), letters: letters(folded) }
    }

    fn tidy(&mut self) {
        if self.arena.len() < TIDY_BYTES || self.dead * 2 < self.arena.len() {
            return;
        }
        let mut arena = String::with_capacity(self.arena.len() - self.dead);
        for entry in &mut self.entries {
            let start = arena.len();
            arena.push_str(self.arena.get(entry.start..entry.start + entry.len).unwrap_or_default());
            entry.start = start;
        }
        self.arena = arena;
        self.dead = 0;
    }
}

/// A folded name and the set of its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    pub text: &'a str,
    pub letters: u64,
}

/// The form that words and names are compared in: letter by letter [as plain as can be](plain).
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

fn fold_into(out: &mut String, text: &str) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        out.extend(text.chars().flat_map(plain));
    }
}

/// The first eight bytes of a text as a number that orders as they do.
fn first_letters(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}

/// The set of letters of a folded text, a bit a letter or digit and one for all else:
/// a name that lacks one of a word's letters need not be read.
pub(super) fn letters(folded: &str) -> u64 {
    folded.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (byte - b'0' + 26),
            _ => 1 << 36,
        }
    })
}

/// Whether the letters of a word stand in a name in their order, with anything between them.
///
/// Both are folded. This is the whole question that a fuzzy matcher answers with yes or no; only to say *how well*
/// or *where* needs one.
pub fn in_order(name: &str, word: &str) -> bool {
    if word.is_ascii() {
        let mut rest = name.bytes();
        word.bytes().all(|letter| rest.any(|other| other == letter))
    } else {
        let mut rest = name.chars();
        word.chars().all(|letter| rest.any(|other| other == letter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
    use nucleo_matcher::{Config, Matcher, Utf32Str};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn in_order_says_what_the_fuzzy_matcher_says(name in "[a-cA-Cé ü東0-2]{0,12}", word in "[a-cA-Cé東0-2]{1,4}") {
            let atom = Atom::new(&word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
            let letters: Vec<char> = name.chars().collect();
            // The matcher keeps diacritics that were typed; a board forgives them.
            let plain = word.is_ascii();
            let matched = atom.score(Utf32Str::Unicode(&letters), &mut Matcher::new(Config::DEFAULT)).is_some();
            if plain {
                prop_assert_eq!(in_order(&fold(&name), &fold(&word)), matched);
            } else {
                prop_assert!(!matched || in_order(&fold(&name), &fold(&word)));
            }
        }

        #[test]
        fn no_match_is_lost_by_looking_at_letters_first(name in ".{0,12}", word in ".{1,4}") {
            let (name, word) = (fold(&name), fold(&word));
            if in_order(&name, &word) {
                prop_assert_eq!(letters(&name) & letters(&word), letters(&word));
            }
        }
    }

    proptest! {
        #[test]
        fn the_order_is_kept_through_every_change(
            names in prop::collection::vec("[a-c]{0,3}", 1..8),
            changes in prop::collection::vec((0..3_u8, 0..9_usize, "[a-c]{0,3}"), 1..12),
        ) {
            let mut names = names;
            let mut index = NameIndex::default();
            names.iter().for_each(|name| index.push(name));
            index.rank(0);
            for (what, at, name) in changes {
                match what {
                    0 if at <= names.len() => {
                        names.insert(at, name.clone());
                        index.insert(at, &name);
                    }
                    1 if at < names.len() => {
                        names[at].clone_from(&name);
                        index.set(at, &name);
                    }
                    2 if at < names.len() => {
                        names.remove(at);
                        index.remove(at);
                    }
                    _ => {}
                }
                // A name's rank is the number of distinct names up to it, but for an empty one, which is 0.
                for (place, name) in (0..).zip(&names) {
                    let upto: std::collections::BTreeSet<_> =
                        names.iter().filter(|other| !other.is_empty() && *other <= name).collect();
                    prop_assert_eq!(index.rank(place), u32::try_from(upto.len()).unwrap());
                }
            }
        }
    }

    #[test]
    fn diacritics_and_case_are_forgiven() {
        assert_eq!(fold("Zürich ÉNERGIE"), "zurich energie");
        assert_eq!(fold("Cafe\u{301}"), "cafe");
        assert_eq!(fold("東京"), "東京");
    }

    #[test]
    fn names_stand_where_their_plain_first_letter_does() {
        let mut index = NameIndex::default();
        for name in ["Zebra", "Łódź Tekstylia", "Lyon Textile", "Čapek", "Dahl", "Žabka", "Đuro"] {
            index.push(name);
        }
        // Čapek, Dahl, Đuro, Łódź, Lyon, Žabka, Zebra.
        let ranks: Vec<u32> = (0..7).map(|place| index.rank(place)).collect();
        assert_eq!(ranks, [7, 4, 5, 1, 2, 6, 3]);
    }

    #[test]
    fn a_patched_index_holds_the_new_names_only() {
        let mut index = NameIndex::default();
        for name in ["Acme", "Borealis", "Cobalt"] {
            index.push(name);
        }
        index.set(1, "Boreal Ltd");
        index.remove(0);
        assert_eq!((index.get(0), index.get(1), index.get(2)), ("boreal ltd", "cobalt", ""));
        let long = "x".repeat(1_000);
        for _ in 0..1_000 {
            index.set(0, &long);
        }
        assert!(index.arena.len() < 2 * TIDY_BYTES, "{}", index.arena.len());
        assert_eq!(index.get(1), "cobalt");
    }
}
