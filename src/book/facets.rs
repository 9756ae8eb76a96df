//! What accounts are sorted and grouped by, close together.

use std::sync::OnceLock;

use crate::domain::{Band, Day, Stage};
use crate::health::{Cap, Measure, Tenths, tenths};

use super::Row;

/// Bits of the part of a key that is [`health_rank`].
pub(super) const HEALTH_BITS: u32 = 12;

/// Where the band begins in a [`health_rank`].
pub(super) const BAND_FROM: u32 = 10;

/// What of it is the place within the band.
pub(super) const WITHIN_BAND: u16 = (1 << BAND_FROM) - 1;

/// The place of the grey band, the last.
pub(super) const GREY: u16 = 3;

/// Stands behind every health, which is at most 1,000 tenths.
pub(super) const NO_HEALTH: u16 = (1 << 10) - 1;

/// What accounts are sorted and grouped by, a column each: a sort of a large book reads only what it asks for, and that
/// fits into the processor's nearer caches, which the rows themselves do not.
#[derive(Clone, Debug)]
pub struct Facets {
    pub(super) csm: Column<Option<i64>>,
    pub(super) segment: Column<Option<i64>>,
    pub(super) arr: Column<Option<i64>>,
    pub(super) renewal: Column<Option<Day>>,
    /// Of 100 %.
    pub(super) coverage: Column<Tenths>,
    pub(super) trend: Column<Option<Tenths>>,
    /// See [`health_rank`].
    pub(super) health: Column<u16>,
    pub(super) stage: Column<Stage>,
    pub(super) driver: Column<Option<u8>>,
}

/// One value of each row, place by place.
#[derive(Clone, Debug)]
pub(super) struct Column<T> {
    of: fn(&Row) -> T,
    values: Vec<T>,
}

impl<T: Copy> Column<T> {
    fn new(count: usize, of: fn(&Row) -> T) -> Column<T> {
        Column { of, values: Vec::with_capacity(count) }
    }

    fn push(&mut self, row: &Row) {
        self.values.push((self.of)(row));
    }

    pub(super) fn at(&self, place: usize) -> Option<T> {
        self.values.get(place).copied()
    }

    fn set(&mut self, place: usize, row: &Row) {
        if let Some(known) = self.values.get_mut(place) {
            *known = (self.of)(row);
        }
    }

    fn insert(&mut self, place: usize, row: &Row) {
        self.values.insert(place, (self.of)(row));
    }

    fn remove(&mut self, place: usize) {
        self.values.remove(place);
    }
}

/// Calls the same method of every column.
macro_rules! every_column {
    ($facets:ident.$method:ident($($argument:expr),*)) => {
        $facets.csm.$method($($argument),*);
        $facets.segment.$method($($argument),*);
        $facets.arr.$method($($argument),*);
        $facets.renewal.$method($($argument),*);
        $facets.coverage.$method($($argument),*);
        $facets.trend.$method($($argument),*);
        $facets.health.$method($($argument),*);
        $facets.stage.$method($($argument),*);
        $facets.driver.$method($($argument),*);
    };
}

impl Facets {
    /// Those of all rows, row by row.
    pub fn all(rows: &[Row]) -> Facets {
        let count = rows.len();
        let mut facets = Facets {
            csm: Column::new(count, |row| row.csm),
            segment: Column::new(count, |row| row.segment),
            arr: Column::new(count, |row| row.arr_book),
            renewal: Column::new(count, |row| row.renewal_on),
            coverage: Column::new(count, |row| tenths(row.coverage * 100.0)),
            trend: Column::new(count, |row| row.trend_28d),
            health: Column::new(count, health_rank),
            stage: Column::new(count, |row| row.stage),
            driver: Column::new(count, |row| row.cap.or(row.top_driver).and_then(driver)),
        };
        // All columns of a row at once: the rows of a large book are read once.
        for row in rows {
            every_column!(facets.push(row));
        }
        facets
    }

    /// Takes in the new contents of the row at a place.
    pub fn set(&mut self, place: usize, row: &Row) {
        every_column!(self.set(place, row));
    }

    /// Takes in a new row; those from this place on move up.
    pub fn insert(&mut self, place: usize, row: &Row) {
        every_column!(self.insert(place, row));
    }

    /// Leaves out the row at a place, which is there.
    pub fn remove(&mut self, place: usize) {
        every_column!(self.remove(place));
    }
}

/// Red, yellow, green, grey, and within a band by health; those without one last.
fn health_rank(row: &Row) -> u16 {
    let band = match row.band {
        Band::Red => 0,
        Band::Yellow => 1,
        Band::Green => 2,
        Band::Grey => GREY,
    };
    (band << BAND_FROM) | row.health.map_or(NO_HEALTH, |health| health.clamp(0, 1000).unsigned_abs())
}

/// The place of a driver's or a cap's name, which is what the driver column shows, among all in order.
fn driver(name: &str) -> Option<u8> {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let caps = Cap::ALL.iter().map(|cap| cap.name());
        let mut names: Vec<_> = Measure::ALL.iter().map(|measure| measure.name()).chain(caps).collect();
        names.sort_unstable();
        names
    });
    names.binary_search(&name).ok().and_then(|place| u8::try_from(place).ok())
}
