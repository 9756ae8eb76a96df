//! The board in memory: every row by id, and the figures of its header, kept up to date change by change.

use std::collections::HashSet;

use super::facets::Facets;
use super::names::NameIndex;
use super::row::{Lookups, Row};
use super::totals::{Counted, Totals};
use crate::domain::{Band, Currency, Day};
use crate::health::facts::AccountId;

/// What a change did to the places of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// The rows at these places have new contents; every row is where it was.
    InPlace(Vec<u32>),
    /// Rows came or went: places known before mean nothing now.
    Moved,
}

/// How much of the book is on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Nothing was scored yet: whatever comes is all there is.
    Nothing,
    /// The first screen; the rest comes at once with [`Board::whole`].
    First,
    /// Every account.
    All,
}

/// Of more rows that come or go at once the board is put together anew.
const FEW: usize = 16;

/// Every account of the book as lists show it.
#[derive(Clone, Debug)]
pub struct Board {
    rows: Vec<Row>,
    names: NameIndex,
    /// Place by place: what is asked of all rows at each sort.
    facets: Facets,
    /// The band under which each is listed; None: it is churned. Asked of all rows, in any order, at each letter of a
    /// filter, so it must fit into the processor's nearest cache.
    bands: Vec<Option<Band>>,
    lookups: Lookups,
    totals: Totals,
    reach: Reach,
}

impl Board {
    /// The first board: the rows that fill the screen, and the totals of the whole book.
    pub fn first(rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Board {
        Board::of(rows, lookups, totals, Reach::First)
    }

    /// The board of a book of which nothing was read yet.
    pub fn unread(day: Day) -> Board {
        let lookups = Lookups {
            segments: Vec::new(),
            team: Vec::new(),
            currency: Currency::USD,
            day,
            breadth: 0.0,
            usage_on: None,
        };
        Board::of(Vec::new(), lookups, Totals::default(), Reach::Nothing)
    }

    /// The board with every row, and their totals, ready to be sorted by any key: of a large book that takes a while,
    /// and whoever draws is not to wait for it.
    pub fn whole(rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Board {
        let board = Board::of(rows, lookups, totals, Reach::All);
        board.names.rank(0);
        board
    }

    fn of(mut rows: Vec<Row>, lookups: Lookups, totals: Totals, reach: Reach) -> Board {
        // Readers of all rows deliver in ascending order, for which this is one pass.
        rows.sort_by_key(|row| row.id);
        Board {
            names: NameIndex::new(&rows),
            facets: Facets::all(&rows),
            bands: bands(&rows),
            rows,
            lookups,
            totals,
            reach,
        }
    }

    /// Takes in changed, new and removed rows. While only the first are here, new rows wait for the whole.
    pub fn change(&mut self, rows: Vec<Row>, removed: &[AccountId], lookups: Lookups) -> Touched {
        self.lookups = lookups;
        if self.reach == Reach::Nothing {
            self.reach = Reach::All;
        }
        let (mut places, mut fresh) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            match self.search(row.id) {
                Ok(place) => {
                    if let Some(known) = self.rows.get_mut(place) {
                        self.totals.remove(Counted::of(known));
                        self.totals.add(&row);
                        if known.name != row.name {
                            self.names.set(place, &row.name);
                        }
                        self.facets.set(place, &row);
                        if let Some(band) = self.bands.get_mut(place) {
                            *band = Counted::of(&row).band;
                        }
                        *known = row;
                        places.push(u32::try_from(place).unwrap_or(u32::MAX));
                    }
                }
                Err(_) if self.reach == Reach::All => fresh.push(row),
                Err(_) => {}
            }
        }
        let gone: HashSet<AccountId> =
            removed.iter().copied().filter(|id| self.search(*id).is_ok()).collect();
        if fresh.is_empty() && gone.is_empty() {
            return Touched::InPlace(places);
        }
        // The totals of a first board are those of more rows than it has.
        if fresh.len() + gone.len() <= FEW || self.reach != Reach::All {
            gone.into_iter().for_each(|id| self.take_out(id));
            fresh.into_iter().for_each(|row| self.put_in(row));
        } else {
            self.rows.retain(|row| !gone.contains(&row.id));
            self.rows.append(&mut fresh);
            self.rows.sort_by_key(|row| row.id);
            self.names = NameIndex::new(&self.rows);
            self.facets = Facets::all(&self.rows);
            self.bands = bands(&self.rows);
            self.totals = Totals::of(&self.rows);
        }
        Touched::Moved
    }

    fn take_out(&mut self, id: AccountId) {
        if let Ok(place) = self.search(id) {
            let row = self.rows.remove(place);
            self.totals.remove(Counted::of(&row));
            self.names.remove(place);
            self.facets.remove(place);
            self.bands.remove(place);
        }
    }

    fn put_in(&mut self, row: Row) {
        if let Err(place) = self.search(row.id) {
            self.totals.add(&row);
            self.names.insert(place, &row.name);
            self.facets.insert(place, &row);
            self.bands.insert(place, Counted::of(&row).band);
            self.rows.insert(place, row);
        }
    }

    fn search(&self, id: AccountId) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&id, |row| row.id)
    }

    /// Every row, ascending by id.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row at a place.
    pub fn at(&self, place: u32) -> Option<&Row> {
        self.rows.get(usize::try_from(place).ok()?)
    }

    /// The band of the row at a place; None: it is churned, or there is no such row.
    pub fn band(&self, place: u32) -> Option<Band> {
        self.bands.get(usize::try_from(place).ok()?).copied().flatten()
    }

    /// Where the row of an account is.
    pub fn place(&self, id: AccountId) -> Option<u32> {
        self.search(id).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The row of an account.
    pub fn get(&self, id: AccountId) -> Option<&Row> {
        self.at(self.place(id)?)
    }

    /// What the rows are sorted by, place by place.
    pub fn facets(&self) -> &Facets {
        &self.facets
    }

    /// The names of the rows, place by place, made ready for searching.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// Names of people and segments, currency, day, breadth.
    pub fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    /// Counts and amounts per band of the whole book.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Whether every account is here; the totals are those of all even before.
    pub fn is_complete(&self) -> bool {
        self.reach == Reach::All
    }
}

/// The bands of rows, those of churned ones left out.
fn bands(rows: &[Row]) -> Vec<Option<Band>> {
    rows.iter().map(|row| Counted::of(row).band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::BandTotal;
    use crate::book::fixture::{self, lookups};
    use crate::domain::Stage;

    fn row(id: AccountId, band: Band, arr: i64) -> Row {
        Row { band, arr_book: Some(arr), ..fixture::row(id, "Acme") }
    }

    #[test]
    fn totals_follow_every_change_and_leave_out_churned_accounts() {
        let rows = vec![row(2, Band::Green, 30), row(1, Band::Red, 10), row(3, Band::Red, 5)];
        let totals = Totals::of(&rows);
        let mut board = Board::whole(rows, lookups(), totals);
        assert_eq!(board.totals().band(Band::Red), BandTotal { accounts: 2, arr: 15 });
        let churned = Row { stage: Stage::Churned, ..row(3, Band::Red, 5) };
        let touched = board.change(vec![row(1, Band::Yellow, 11), churned], &[], lookups());
        assert_eq!(touched, Touched::InPlace(vec![0, 2]));
        assert_eq!(board.totals(), &Totals::of(board.rows()));
        assert_eq!(board.totals().churned, 1);
        assert_eq!(board.totals().all(), BandTotal { accounts: 2, arr: 41 });
        let touched = board.change(vec![row(9, Band::Grey, 1)], &[2], lookups());
        assert_eq!(touched, Touched::Moved);
        assert_eq!(board.totals(), &Totals::of(board.rows()));
        assert_eq!(board.rows().iter().map(|row| row.id).collect::<Vec<_>>(), [1, 3, 9]);
        assert_eq!(board.place(9), Some(2));
        assert_eq!(board.get(2), None);
    }

    #[test]
    fn many_changes_at_once_leave_what_they_leave_one_by_one() {
        let board = || {
            Board::whole((0..60).map(|id| row(id * 2, Band::Red, 1)).collect(), lookups(), Totals::default())
        };
        let all = board();
        let totals = Totals::of(all.rows());
        let [mut at_once, mut one_by_one] = [(); 2].map(|()| Board { totals, ..board() });
        let fresh: Vec<Row> = (0..30).map(|id| row(id * 4 + 1, Band::Green, 3)).collect();
        let removed: Vec<AccountId> = (0..30).map(|id| id * 4).collect();
        at_once.change(fresh.clone(), &removed, lookups());
        for (row, id) in fresh.into_iter().zip(removed) {
            one_by_one.change(vec![row], &[id], lookups());
        }
        assert_eq!(at_once.rows(), one_by_one.rows());
        assert_eq!(at_once.totals(), one_by_one.totals());
        assert_eq!(at_once.totals().all(), BandTotal { accounts: 60, arr: 30 * 3 + 30 });
    }

    #[test]
    fn a_partial_board_keeps_the_totals_of_the_whole_book() {
        let totals = Totals { churned: 7, ..Totals::default() };
        let mut board = Board::first(vec![row(1, Band::Red, 10)], lookups(), totals);
        board.change(vec![row(5, Band::Red, 1)], &[], lookups());
        assert_eq!(board.rows().len(), 1);
        assert_eq!(board.totals(), &totals);
        assert!(!board.is_complete());
    }

    #[test]
    fn the_first_rows_of_a_new_book_are_all_there_are() {
        let mut board = Board::unread(Day(20_000));
        assert!(!board.is_complete());
        assert_eq!(board.change(vec![row(5, Band::Red, 1)], &[], lookups()), Touched::Moved);
        assert!(board.is_complete());
        assert_eq!(board.totals().all(), BandTotal { accounts: 1, arr: 1 });
        // A book without accounts is read, too.
        let mut empty = Board::unread(Day(20_000));
        empty.change(Vec::new(), &[], lookups());
        assert!(empty.is_complete());
    }
}
