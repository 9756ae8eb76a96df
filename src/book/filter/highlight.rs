//! Where in a name the words of a filter are.

use nucleo_matcher::{Config, Matcher, Utf32Str, chars};

use super::Filter;

/// Says which letters of a name to light up. Holds the matcher's buffers, so keep one.
pub struct Highlighter {
    matcher: Matcher,
    name: Vec<char>,
    word: Vec<char>,
    places: Vec<u32>,
}

impl Default for Highlighter {
    fn default() -> Highlighter {
        Highlighter {
            matcher: Matcher::new(Config::DEFAULT),
            name: Vec::new(),
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
        self.name.extend(name.chars().map(|c| chars::to_lower_case(chars::normalize(c))));
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
        self.places.sort_unstable();
        self.places.dedup();
        &self.places
    }
}
