//! The board in memory: every row by id, and the figures of its header, kept up to date change by change.

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

/// Every account of the book as lists show it.
#[derive(Clone, Debug)]
pub struct Board {
    rows: Vec<Row>,
    names: NameIndex,
    /// The band of each row, close together: what is asked of all rows at each letter of a filter.
    bands: Vec<Option<Band>>,
    lookups: Lookups,
    totals: Totals,
    reach: Reach,
}

impl Board {
    /// The first board: the rows that fill the screen, and the totals of the whole book.
    pub fn first(mut rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Board {
        rows.sort_unstable_by_key(|row| row.id);
        Board {
            names: NameIndex::new(&rows),
            bands: bands(&rows),
            rows,
            lookups,
            totals,
            reach: Reach::First,
        }
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
        Board { reach: Reach::Nothing, ..Board::whole(Vec::new(), lookups, Totals::default()) }
    }

    /// The board with every row, and their totals.
    pub fn whole(mut rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Board {
        // Readers deliver in ascending order, for which this is one pass.
        rows.sort_by_key(|row| row.id);
        Board { names: NameIndex::new(&rows), bands: bands(&rows), rows, lookups, totals, reach: Reach::All }
    }

    /// Takes in changed, new and removed rows. While only the first are here, new rows wait for the whole.
    pub fn change(&mut self, rows: Vec<Row>, removed: &[AccountId], lookups: Lookups) -> Touched {
        self.lookups = lookups;
        if self.reach == Reach::Nothing {
            self.reach = Reach::All;
        }
        let (mut places, mut fresh) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            match self.rows.binary_search_by_key(&row.id, |known| known.id) {
                Ok(place) => {
                    if let Some(known) = self.rows.get_mut(place) {
                        self.totals.remove(Counted::of(known));
                        self.totals.add(&row);
                        if known.name != row.name {
                            self.names.set(place, &row.name);
                        }
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
        let before = self.rows.len();
        if !removed.is_empty() {
            let totals = &mut self.totals;
            self.rows.retain(|row| {
                let gone = removed.contains(&row.id);
                if gone {
                    totals.remove(Counted::of(row));
                }
                !gone
            });
        }
        if fresh.is_empty() && self.rows.len() == before {
            return Touched::InPlace(places);
        }
        for row in &fresh {
            self.totals.add(row);
        }
        self.rows.append(&mut fresh);
        self.rows.sort_by_key(|row| row.id);
        self.names = NameIndex::new(&self.rows);
        self.bands = bands(&self.rows);
        Touched::Moved
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
        self.rows.binary_search_by_key(&id, |row| row.id).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The row of an account.
    pub fn get(&self, id: AccountId) -> Option<&Row> {
        self.at(self.place(id)?)
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
