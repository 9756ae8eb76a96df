//! What of the day is shown: the lines that pass the filter, each with those of its matters that do.

use super::kept::{Entry, Item};
use super::terms::{Ready, Test};
use crate::book::{Board, Search};
use crate::today::rank::of_account;
use crate::today::{Turn, Whose, order};
use crate::tui::narrowed::Narrowed;

/// What is counted of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Customers: lines that are of an account.
    pub customers: usize,
    /// What is to be done in all of the lines.
    pub matters: usize,
    /// What was due before the day.
    pub late: usize,
    /// What is new.
    pub new: usize,
    /// Customers that turned worse.
    pub worse: usize,
    /// Customers that turned better.
    pub better: usize,
}

/// A line that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line<'a> {
    /// Whose it is.
    pub whose: Whose,
    /// By what is shown of it.
    pub rank: f64,
    /// Of the part of a matter, what the next one counts.
    pub further: f64,
    /// What is shown of it, the most pressing first.
    pub items: &'a [Item],
    /// How the band turned since the last look.
    pub turn: Option<Turn>,
    /// Where the row of the account is on the board.
    pub row: Option<u32>,
}

/// A line by the place of its entry.
#[derive(Clone, Copy, Debug)]
struct Place {
    entry: usize,
    rank: f64,
    /// Where its items stand among those of [`Shown::cut`]; None: it is shown with all of them.
    cut: Option<(usize, usize)>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Shown {
    places: Vec<Place>,
    /// The items of lines that are shown in part, one after the other.
    cut: Vec<Item>,
    search: Search,
    /// By the place of a row on the board, whether the account passes.
    passing: Vec<bool>,
}

impl Shown {
    /// To be called when rows of the board are others.
    pub fn forget(&mut self) {
        self.search.forget();
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// A line by its place in their order.
    pub fn get<'a>(&'a self, place: usize, entries: &'a [Entry]) -> Option<Line<'a>> {
        let place = self.places.get(place)?;
        let entry = entries.get(place.entry)?;
        let items = match place.cut {
            None => entry.items.as_slice(),
            Some((from, to)) => self.cut.get(from..to)?,
        };
        let Entry { whose, further, turn, row, .. } = *entry;
        Some(Line { whose, rank: place.rank, further, items, turn, row })
    }

    /// Finds what passes, of `member` alone where one is given.
    pub fn fill(&mut self, entries: &[Entry], asked: &Narrowed<Test>, member: Option<i64>, board: &Board) {
        let filter = asked.asked().filter();
        let is_any = filter.is_empty();
        if !is_any {
            self.passing.clear();
            self.passing.resize(board.rows().len(), false);
            for hit in self.search.run(filter, board.rows(), board.names(), board.lookups()) {
                if let Some(own) = at(*hit).and_then(|place| self.passing.get_mut(place)) {
                    *own = true;
                }
            }
        }
        let ready = Ready::of(asked.terms(), board.lookups());
        let is_whole = ready.is_empty() && member.is_none();
        let passes = |item: &Item, entry: &Entry| {
            member.is_none_or(|member| item.owner == Some(member)) && ready.holds(item, entry)
        };
        self.places.clear();
        self.cut.clear();
        for (place, entry) in entries.iter().enumerate() {
            let row = entry.row.and_then(at);
            if !is_any && !row.is_some_and(|row| self.passing.get(row).is_some_and(|passes| *passes)) {
                continue;
            }
            if is_whole || entry.items.iter().all(|item| passes(item, entry)) {
                self.places.push(Place { entry: place, rank: entry.rank, cut: None });
                continue;
            }
            let from = self.cut.len();
            self.cut.extend(entry.items.iter().filter(|item| passes(item, entry)));
            let left = self.cut.get(from..).unwrap_or_default();
            if !left.is_empty() {
                let rank = of_account(left.iter().map(|item| item.rank), entry.further);
                self.places.push(Place { entry: place, rank, cut: Some((from, self.cut.len())) });
            }
        }
        // Whole lines stand in their order already.
        if !self.cut.is_empty() {
            let key = |place: &Place| {
                let entry = entries.get(place.entry);
                entry.map(|entry| order(place.rank, entry.name(board), entry.whose))
            };
            self.places.sort_by_cached_key(key);
        }
    }
}

/// The place of a row as an index.
fn at(place: u32) -> Option<usize> {
    usize::try_from(place).ok()
}

impl Counts {
    /// Counts a line.
    pub fn add(&mut self, line: &Line) {
        self.customers += usize::from(line.whose.account().is_some());
        self.matters += line.items.len();
        for item in line.items {
            self.late += usize::from(item.is_late);
            self.new += usize::from(item.is_new);
        }
        match line.turn {
            Some(Turn::Worse) => self.worse += 1,
            Some(Turn::Better) => self.better += 1,
            None => {}
        }
    }
}
