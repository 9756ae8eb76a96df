//! Counts and ARR per band.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::domain::{Band, Stage};

/// How many accounts a band has, and what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandTotal {
    /// Accounts of the band.
    pub accounts: u32,
    /// Their ARR in minor units of the book's currency.
    pub arr: i64,
}

/// How one account counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// None: churned.
    pub band: Option<Band>,
    /// ARR in the book's currency; None: no rate.
    pub arr: Option<i64>,
}

impl Counted {
    /// How a row counts.
    pub fn of(row: &Row) -> Counted {
        Counted { band: (row.stage != Stage::Churned).then_some(row.band), arr: row.arr_book }
    }
}

/// Counts and ARR per band, kept by adding and taking away rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// By band code: red, yellow, green, grey.
    pub bands: [BandTotal; 4],
    /// Churned accounts, which no band counts.
    pub churned: u32,
    /// Accounts in a band whose ARR cannot be counted for want of a rate.
    pub no_rate: u32,
}

impl Totals {
    /// The totals of rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Totals {
        let mut totals = Totals::default();
        for row in rows {
            totals.add(row);
        }
        totals
    }

    /// Counts a row in.
    pub fn add(&mut self, row: &Row) {
        self.count(Counted::of(row), 1);
    }

    /// Counts a row of a list in, which has its band and its amount there though it may be churned.
    pub fn add_listed(&mut self, row: &Row) {
        self.count(Counted { band: Some(row.band), arr: row.arr_book }, 1);
    }

    /// Takes an account out as it was counted in.
    pub fn remove(&mut self, counted: Counted) {
        self.count(counted, -1);
    }

    fn count(&mut self, counted: Counted, by: i32) {
        let Some(band) = counted.band else {
            self.churned = self.churned.saturating_add_signed(by);
            return;
        };
        let total = self.band_mut(band);
        total.accounts = total.accounts.saturating_add_signed(by);
        match counted.arr {
            Some(arr) => total.arr = total.arr.saturating_add(arr.saturating_mul(by.into())),
            None => self.no_rate = self.no_rate.saturating_add_signed(by),
        }
    }

    /// Accounts in all bands.
    pub fn accounts(&self) -> u32 {
        self.bands.iter().map(|total| total.accounts).sum()
    }

    /// All bands together.
    pub fn all(&self) -> BandTotal {
        self.bands.iter().fold(BandTotal::default(), |sum, band| BandTotal {
            accounts: sum.accounts.saturating_add(band.accounts),
            arr: sum.arr.saturating_add(band.arr),
        })
    }

    /// The total of a band.
    pub fn band(&self, band: Band) -> BandTotal {
        let [red, yellow, green, grey] = self.bands;
        match band {
            Band::Red => red,
            Band::Yellow => yellow,
            Band::Green => green,
            Band::Grey => grey,
        }
    }

    fn band_mut(&mut self, band: Band) -> &mut BandTotal {
        let [red, yellow, green, grey] = &mut self.bands;
        match band {
            Band::Red => red,
            Band::Yellow => yellow,
            Band::Green => green,
            Band::Grey => grey,
        }
    }
}
