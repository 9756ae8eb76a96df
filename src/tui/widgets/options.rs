//! Names to choose one from by typing some of its letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::book::names;
use crate::domain::text;

/// Names, those that fit what is typed, and which of them is selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    names: Vec<String>,
    /// Places of the names that fit, the best first.
    shown: Vec<usize>,
    selected: usize,
    /// What stands before what is typed, where that can be chosen itself, and the line that says so.
    own: Option<(&'static str, String)>,
}

impl Options {
    /// The same, with what is typed itself as the last line, behind the others: its place is one more than the last.
    pub fn or_typed(self, before: &'static str) -> Options {
        Options { own: Some((before, String::new())), ..self }
    }

    /// All names, in their order.
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Options {
        let names: Vec<String> =
            names.into_iter().map(|name| text::clean(name.as_ref()).into_owned()).collect();
        Options { shown: (0..names.len()).collect(), names, ..Options::default() }
    }

    /// Keeps the names in which the letters stand in this order, the best first. Nothing typed: all of them.
    pub fn search(&mut self, typed: &str) {
        let pattern = Pattern::parse(&names::fold(typed.trim()), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (place, name) in self.names.iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::new(&names::fold(name), &mut letters), &mut matcher)
            {
                scored.push((score, place));
            }
        }
        scored.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
        self.shown = scored.into_iter().map(|(_, place)| place).collect();
        if let Some((before, line)) = self.own.as_mut().filter(|_| !typed.trim().is_empty()) {
            *line = format!("{before}{}", text::clean(typed.trim()));
            self.shown.push(self.names.len());
        }
        self.selected = 0;
    }

    /// Selects a name by its place among all.
    pub fn select(&mut self, place: usize) {
        self.selected = self.shown.iter().position(|own| *own == place).unwrap_or(0);
    }

    /// Selects a line of those that are shown; false: there is none.
    pub fn select_line(&mut self, line: usize) -> bool {
        let there = line < self.shown.len();
        if there {
            self.selected = line;
        }
        there
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// The place of the selected name among all.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.selected).copied()
    }

    /// How many names fit.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The first line of a window of `height` lines that has the selected one in it.
    pub fn top(&self, height: usize) -> usize {
        (self.selected + 1).saturating_sub(height)
    }

    /// The names that fit, each with whether it is selected.
    pub fn lines(&self) -> impl Iterator<Item = (&str, bool)> {
        let own = self.own.as_ref().map(|(_, line)| line);
        let name = move |(line, place): (usize, &usize)| {
            Some((self.names.get(*place).or(own)?.as_str(), line == self.selected))
        };
        self.shown.iter().enumerate().filter_map(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_find_names_and_the_best_comes_first() {
        let mut options = Options::new(["Halcyon Biotech", "Northwind Traders", "Nordic\u{1b} Tea"]);
        assert_eq!(options.len(), 3);
        options.search("tea");
        assert_eq!(options.lines().next(), Some(("Nordic␛ Tea", true)));
        options.search("nwt");
        assert_eq!(options.selected(), Some(1));
        options.search("zzz");
        assert_eq!((options.selected(), options.is_empty()), (None, true));
        let mut cities = Options::new(["Łódź", "London"]);
        for typed in ["lodz", "łódź", "ŁÓDŹ"] {
            cities.search(typed);
            assert_eq!((cities.selected(), cities.len()), (Some(0), 1), "{typed}");
        }
        options = options.or_typed("else: ");
        options.search(" tea");
        assert_eq!(options.lines().last(), Some(("else: tea", false)));
        options.step(9);
        assert_eq!(options.selected(), Some(3));
        options.search("");
        assert_eq!(options.len(), 3);
        options.select(2);
        options.step(5);
        assert_eq!(options.selected(), Some(2));
    }
}
