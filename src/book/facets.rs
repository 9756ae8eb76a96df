//! What accounts are sorted and grouped by, close together.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::domain::{Band, Day, Stage};
use crate::health::{Cap, Measure, Tenths, tenths};

use super::Row;

/// Where the band begins in a [`health_rank`].
pub(super) const BAND_FROM: u32 = 10;

/// The place of the grey band, the last.
pub(super) const GREY: u16 = 3;

/// Stands behind every health, which is at most 1,000 tenths.
const NO_HEALTH: u16 = (1 << 10) - 1;

/// What accounts are sorted and grouped by, a column each: a sort of a large book reads only what it asks for, and that
/// fits into the processor's nearer caches, which the rows themselves do not.
#[derive(Clone, Debug)]
pub struct Facets {
    pub(super) csm: Ids,
    pub(super) segment: Ids,
    pub(super) arr: Column<Option<i64>>,
    pub(super) renewal: Column<Option<Day>>,
    /// Of 100 %.
    pub(super) coverage: Column<Tenths>,
    pub(super) trend: Column<Option<Tenths>>,
    /// See [`health_rank`].
    pub(super) health: Column<u16>,
    pub(super) stage: Column<Stage>,
    pub(super) driver: Column<Option<u8>>,
    /// All positions in the order of health, then ascending; made when it is first asked for, and kept until a row has
    /// another health, comes or goes.
    by_health: OnceLock<Vec<u32>>,
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

/// An id of each row, or none: the place in a list of the few different ones. What is known of an id is looked up once,
/// not for every row that has it.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    of: fn(&Row) -> Option<i64>,
    /// Of each row; none for no id.
    values: Vec<Option<u32>>,
    ids: Vec<i64>,
    known: HashMap<i64, u32>,
}

impl Ids {
    fn new(count: usize, of: fn(&Row) -> Option<i64>) -> Ids {
        Ids { of, values: Vec::with_capacity(count), ids: Vec::new(), known: HashMap::new() }
    }

    /// The different ones. Some may have no row any more.
    pub(super) fn all(&self) -> &[i64] {
        &self.ids
    }

    /// What is known of the id of a row, of a list with an entry for each of [`Ids::all`].
    pub(super) fn look_up(&self, place: usize, known: &[Option<u32>]) -> Option<u32> {
        let id = usize::try_from((*self.values.get(place)?)?).ok()?;
        known.get(id).copied().flatten()
    }

    fn value(&mut self, row: &Row) -> Option<u32> {
        let id = (self.of)(row)?;
        if let Some(known) = self.known.get(&id) {
            return Some(*known);
        }
        let next = u32::try_from(self.ids.len()).ok()?;
        self.ids.push(id);
        self.known.insert(id, next);
        Some(next)
    }

    fn push(&mut self, row: &Row) {
        let value = self.value(row);
        self.values.push(value);
    }

    fn set(&mut self, place: usize, row: &Row) {
        let value = self.value(row);
        if let Some(known) = self.values.get_mut(place) {
            *known = value;
        }
    }

    fn insert(&mut self, place: usize, row: &Row) {
        let value = self.value(row);
        self.values.insert(place, value);
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
            csm: Ids::new(count, |row| row.csm),
            segment: Ids::new(count, |row| row.segment),
            arr: Column::new(count, |row| row.arr_book),
            renewal: Column::new(count, |row| row.renewal_on),
            coverage: Column::new(count, |row| tenths(row.coverage * 100.0)),
            trend: Column::new(count, |row| row.trend_28d),
            health: Column::new(count, health_rank),
            stage: Column::new(count, |row| row.stage),
            driver: Column::new(count, |row| row.cap.or(row.top_driver).and_then(driver)),
            by_health: OnceLock::new(),
        };
        // All columns of a row at once: the rows of a large book are read once.
        for row in rows {
            every_column!(facets.push(row));
        }
        facets
    }

    /// Takes in the new contents of the row at a place.
    pub fn set(&mut self, place: usize, row: &Row) {
        if self.health.at(place) != Some(health_rank(row)) {
            self.by_health.take();
        }
        every_column!(self.set(place, row));
    }

    /// Takes in a new row; those from this place on move up.
    pub fn insert(&mut self, place: usize, row: &Row) {
        self.by_health.take();
        every_column!(self.insert(place, row));
    }

    /// Leaves out the row at a place, which is there.
    pub fn remove(&mut self, place: usize) {
        self.by_health.take();
        every_column!(self.remove(place));
    }

    /// All positions in the order of health, then ascending.
    pub(super) fn by_health(&self) -> &[u32] {
        self.by_health.get_or_init(|| {
            let mut all: Vec<u32> = (0..).zip(&self.health.values).map(|(position, _)| position).collect();
            radsort::sort_by_key(&mut all, |position| self.health_of(*position).unwrap_or(u16::MAX));
            all
        })
    }

    /// Puts some positions into that order. Those beyond the rows are dropped.
    pub(super) fn put_by_health(&self, positions: &mut Vec<u32>) {
        positions.retain(|position| self.health_of(*position).is_some());
        positions.sort_unstable_by_key(|position| (self.health_of(*position), *position));
    }

    fn health_of(&self, position: u32) -> Option<u16> {
        self.health.at(usize::try_from(position).ok()?)
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
