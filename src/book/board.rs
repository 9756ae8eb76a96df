//! The board in memory: every row by id, and the figures of its header, kept up to date change by change.

use super::row::{Lookups, Row};
use crate::domain::{Band, Stage};
use crate::health::facts::AccountId;

/// Accounts of one band and what they pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BandTotal {
    /// How many accounts.
    pub accounts: u32,
    /// Their yearly amounts in minor units of the book's currency; accounts without a rate count nothing.
    pub arr: i64,
}

/// Counts and yearly amounts per band. Churned accounts are in none of the bands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// By the code of the band.
    pub bands: [BandTotal; 4],
    /// Accounts of stage churned.
    pub churned: u32,
    /// Accounts, not churned, whose amount cannot be converted into the book's currency.
    pub no_rate: u32,
}

impl Totals {
    /// The totals of some rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Totals {
        let mut totals = Totals::default();
        for row in rows {
            totals.add(row);
        }
        totals
    }

    /// Counts a row in.
    pub fn add(&mut self, row: &Row) {
        if row.stage == Stage::Churned {
            self.churned = self.churned.saturating_add(1);
            return;
        }
        self.no_rate = self.no_rate.saturating_add(u32::from(row.arr_book.is_none()));
        if let Some(total) = self.bands.get_mut(place(row.band)) {
            total.accounts = total.accounts.saturating_add(1);
            total.arr = total.arr.saturating_add(row.arr_book.unwrap_or(0));
        }
    }

    /// Takes back a row that was counted in as it is here.
    pub fn remove(&mut self, row: &Row) {
        if row.stage == Stage::Churned {
            self.churned = self.churned.saturating_sub(1);
            return;
        }
        self.no_rate = self.no_rate.saturating_sub(u32::from(row.arr_book.is_none()));
        if let Some(total) = self.bands.get_mut(place(row.band)) {
            total.accounts = total.accounts.saturating_sub(1);
            total.arr = total.arr.saturating_sub(row.arr_book.unwrap_or(0));
        }
    }

    /// The total of one band.
    pub fn band(&self, band: Band) -> BandTotal {
        self.bands.get(place(band)).copied().unwrap_or_default()
    }

    /// Accounts and amount of all bands together.
    pub fn all(&self) -> BandTotal {
        self.bands.iter().fold(BandTotal::default(), |sum, band| BandTotal {
            accounts: sum.accounts.saturating_add(band.accounts),
            arr: sum.arr.saturating_add(band.arr),
        })
    }
}

fn place(band: Band) -> usize {
    usize::from(band as u8)
}

/// What a change did to the places of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// The rows at these places have new contents; every row is where it was.
    InPlace(Vec<u32>),
    /// Rows came or went: places known before mean nothing now.
    Moved,
}

/// Every account of the book as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    rows: Vec<Row>,
    lookups: Lookups,
    totals: Totals,
    complete: bool,
}

impl Board {
    /// The first board: the rows that fill the screen, and the totals of the whole book.
    pub fn first(mut rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Board {
        rows.sort_unstable_by_key(|row| row.id);
        Board { rows, lookups, totals, complete: false }
    }

    /// The board with every row.
    pub fn whole(mut rows: Vec<Row>, lookups: Lookups) -> Board {
        // Readers deliver in ascending order, for which this is one pass.
        rows.sort_by_key(|row| row.id);
        let totals = Totals::of(&rows);
        Board { rows, lookups, totals, complete: true }
    }

    /// Takes in changed, new and removed rows. Until the board is complete, new rows wait for the whole of it.
    pub fn change(&mut self, rows: Vec<Row>, removed: &[AccountId], lookups: Lookups) -> Touched {
        self.lookups = lookups;
        let (mut places, mut fresh) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            match self.rows.binary_search_by_key(&row.id, |known| known.id) {
                Ok(place) => {
                    if let Some(known) = self.rows.get_mut(place) {
                        self.totals.remove(known);
                        self.totals.add(&row);
                        *known = row;
                        places.push(u32::try_from(place).unwrap_or(u32::MAX));
                    }
                }
                Err(_) if self.complete => fresh.push(row),
                Err(_) => {}
            }
        }
        let before = self.rows.len();
        if !removed.is_empty() {
            let totals = &mut self.totals;
            self.rows.retain(|row| {
                let gone = removed.contains(&row.id);
                if gone {
                    totals.remove(row);
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

    /// Where the row of an account is.
    pub fn place(&self, id: AccountId) -> Option<u32> {
        self.rows.binary_search_by_key(&id, |row| row.id).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The row of an account.
    pub fn get(&self, id: AccountId) -> Option<&Row> {
        self.at(self.place(id)?)
    }

    /// Names, currency, day, breadth.
    pub fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    /// Counts and amounts per band of the whole book.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Whether every account is here; the totals are those of all even before.
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::row::WEEKS;
    use crate::domain::{Currency, Day};

    fn lookups() -> Lookups {
        Lookups {
            segments: Vec::new(),
            team: Vec::new(),
            currency: Currency::USD,
            day: Day(20_000),
            breadth: 1.0,
            usage_on: None,
        }
    }

    fn row(id: AccountId, band: Band, arr: i64) -> Row {
        Row {
            id,
            external_id: None,
            name: format!("account {id}").into(),
            segment: None,
            csm: None,
            stage: Stage::Adoption,
            tags: None,
            arr: None,
            arr_book: Some(arr),
            health: Some(500),
            band,
            override_band: None,
            coverage: 1.0,
            trend_7d: None,
            trend_28d: None,
            trend_90d: None,
            renewal_on: None,
            top_driver: None,
            cap: None,
            weeks: [-1; WEEKS],
        }
    }

    #[test]
    fn totals_follow_every_change_and_leave_out_churned_accounts() {
        let mut board =
            Board::whole(vec![row(2, Band::Green, 30), row(1, Band::Red, 10), row(3, Band::Red, 5)], lookups());
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
}
