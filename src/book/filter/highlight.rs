//! Where in a name the words of a filter are.

use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Filter;
use crate::domain::letters::plain;

/// Says which letters of a name to light up. Holds the matcher's buffers, so keep one.
pub struct Highlighter {
    matcher: Matcher,
    /// The name in plain letters, and of each of them from which letter of the name it comes.
    name: Vec<char>,
    from: Vec<u32>,
    word: Vec<char>,
    places: Vec<u32>,
}

impl Default for Highlighter {
    fn default() -> Highlighter {
        Highlighter {
            matcher: Matcher::new(Config::DEFAULT),
            name: Vec::new(),
            from: Vec::new(),
            word: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl Highlighter {
    /// Positions (in characters) of the name's letters that the filter's words are made of: ascending, distinct.
    pub fn places(&mut self, filter: &Filter, name: &str) -> &[u32] {
        self.places.clear();
        if filter.words.is_empty() {
            return &self.places;
        }
        self.name.clear();
        self.from.clear();
        for (place, letter) in (0..).zip(name.chars()) {
            self.name.extend(plain(letter));
            self.from.resize(self.name.len(), place);
        }
        for word in &filter.words {
            self.word.clear();
            self.word.extend(word.text.chars());
            // A word that is not there adds no place.
            let _score = self.matcher.fuzzy_indices(
                Utf32Str::Unicode(&self.name),
                Utf32Str::Unicode(&self.word),
                &mut self.places,
            );
        }
        for place in &mut self.places {
            let from = usize::try_from(*place).ok().and_then(|place| self.from.get(place));
            *place = from.copied().unwrap_or(*place);
        }
        self.places.sort_unstable();
        self.places.dedup();
        &self.places
    }
}
