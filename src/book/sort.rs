//! The one order of every list, and the groups that it can be cut into.

use std::ops::{BitAnd, BitOr, Shl};
use std::sync::OnceLock;

use crate::domain::{Band, Day, Stage};
use crate::health::{Cap, Measure, Tenths, tenths};

use super::{Lookups, NameIndex, Row, names};

/// What a list is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortKey {
    /// Red, yellow, green, grey; within a band by health.
    Health,
    Name,
    /// In the book's currency.
    Arr,
    Renewal,
    /// Over 28 days.
    Trend,
    Coverage,
    Csm,
    Segment,
    Stage,
    /// The cap that binds, else the top driver.
    Driver,
}

/// A sort key and its direction. Accounts that have no such value come last in both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    pub key: SortKey,
    pub descending: bool,
}

/// What a list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Group {
    #[default]
    None,
    Band,
    Segment,
    Csm,
    Stage,
}

impl SortKey {
    /// Every key, in the order of the picker.
    pub const ALL: &'static [SortKey] = &[
        SortKey::Health,
        SortKey::Name,
        SortKey::Arr,
        SortKey::Renewal,
        SortKey::Trend,
        SortKey::Coverage,
        SortKey::Csm,
        SortKey::Segment,
        SortKey::Stage,
        SortKey::Driver,
    ];

    /// The key in words.
    pub fn name(self) -> &'static str {
        match self {
            SortKey::Health => "health",
            SortKey::Name => "name",
            SortKey::Arr => "ARR",
            SortKey::Renewal => "renewal",
            SortKey::Trend => "trend",
            SortKey::Coverage => "coverage",
            SortKey::Csm => "CSM",
            SortKey::Segment => "segment",
            SortKey::Stage => "stage",
            SortKey::Driver => "driver",
        }
    }

    /// The direction that is asked for first: what needs attention on top.
    pub fn natural(self) -> Order {
        Order { key: self, descending: self == SortKey::Arr }
    }
}

impl Default for Order {
    fn default() -> Order {
        SortKey::Health.natural()
    }
}

impl Order {
    /// The same key, the other way round.
    pub fn reversed(self) -> Order {
        Order { descending: !self.descending, ..self }
    }
}

impl Group {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [Group] = &[Group::None, Group::Band, Group::Segment, Group::Csm, Group::Stage];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            Group::None => "no groups",
            Group::Band => "band",
            Group::Segment => "segment",
            Group::Csm => "CSM",
            Group::Stage => "stage",
        }
    }

    /// The heading above a row, as stored: clean it before it reaches a terminal. Two rows are in one group when
    /// [`Group::same`] says so.
    pub fn heading<'a>(self, row: &Row, lookups: &'a Lookups) -> &'a str {
        match self {
            Group::None => "",
            Group::Band if row.band == Band::Grey => "no data",
            Group::Band => row.band.name(),
            Group::Segment => lookups.segment(row.segment).unwrap_or("no segment"),
            Group::Csm => lookups.member(row.csm).unwrap_or("no CSM"),
            Group::Stage => row.stage.name(),
        }
    }

    /// Whether two rows are in one group.
    pub fn same(self, one: &Row, other: &Row) -> bool {
        match self {
            Group::None => true,
            Group::Band => one.band == other.band,
            Group::Segment => one.segment == other.segment,
            Group::Csm => one.csm == other.csm,
            Group::Stage => one.stage == other.stage,
        }
    }
}

/// What an account is sorted and grouped by, close together: of a large book the rows themselves do not fit into the
/// processor's caches, and reading them all is most of the work of a sort.
#[derive(Clone, Copy, Debug)]
pub struct Facets {
    csm: Option<i64>,
    segment: Option<i64>,
    arr: Option<i64>,
    renewal: Option<Day>,
    /// Of 100 %.
    coverage: Tenths,
    health: Option<Tenths>,
    trend: Option<Tenths>,
    band: Band,
    stage: Stage,
    driver: Option<u8>,
}

impl Facets {
    /// Those of a row.
    pub fn of(row: &Row) -> Facets {
        Facets {
            csm: row.csm,
            segment: row.segment,
            arr: row.arr_book,
            renewal: row.renewal_on,
            coverage: tenths(row.coverage * 100.0),
            health: row.health,
            trend: row.trend_28d,
            band: row.band,
            stage: row.stage,
            driver: row.cap.or(row.top_driver).and_then(driver),
        }
    }

    /// Those of all rows, row by row.
    pub fn all(rows: &[Row]) -> Vec<Facets> {
        rows.iter().map(Facets::of).collect()
    }

    /// Red, yellow, green, grey, and within a band by health; those without one last.
    fn health_rank(&self) -> u16 {
        let band = match self.band {
            Band::Red => 0,
            Band::Yellow => 1,
            Band::Green => 2,
            Band::Grey => 3,
        };
        (band << 10) | self.health.map_or(NO_HEALTH, |health| health.clamp(0, 1000).unsigned_abs())
    }
}

/// Puts positions of rows into order: by group, key, health and at last position, so that no two are equal.
/// `facets` and `names` are of the same rows, ascending by id. Positions beyond the rows are dropped.
///
/// All that rows are compared by is packed into one number a row, mostly of 64 bits.
pub fn sort(
    positions: &mut Vec<u32>,
    facets: &[Facets],
    names: &NameIndex,
    lookups: &Lookups,
    group: Group,
    order: Order,
) {
    // Mostly they come in this order already.
    if !positions.is_sorted() {
        positions.sort_unstable();
    }
    let ranks = Ranks::new(lookups, group, order.key);
    let mut keys: Vec<Key> = Vec::with_capacity(positions.len());
    // The facets of a large book are read once: what is made of them is a fraction.
    positions.retain(|position| {
        let Some(facets) = usize::try_from(*position).ok().and_then(|place| facets.get(place)) else {
            return false;
        };
        keys.push(Key {
            group: ranks.group(group, facets),
            health: facets.health_rank(),
            primary: ranks.primary(order.key, facets, names, *position),
        });
        true
    });

    let shape = Shape::of(&keys, order.descending);
    *positions = if shape.width() < u64::BITS {
        in_order::<u64>(&keys, shape, positions)
    } else {
        in_order::<u128>(&keys, shape, positions)
    };
}

/// The positions in the order of their keys, each packed into one number.
fn in_order<N>(keys: &[Key], shape: Shape, positions: &[u32]) -> Vec<u32>
where
    N: Copy
        + Ord
        + From<u64>
        + Shl<u32, Output = N>
        + BitOr<Output = N>
        + BitAnd<Output = N>
        + TryInto<usize>,
{
    let packed = (0_u64..).zip(keys).map(|(place, key)| {
        N::from(u64::from(key.group)) << shape.group_from
            | N::from(shape.primary(key.primary)) << shape.primary_from
            | N::from(u64::from(key.health)) << shape.health_from
            | N::from(place)
    });
    let mut packed: Vec<N> = packed.collect();
    packed.sort_unstable();
    let mask = N::from((1 << shape.health_from) - 1);
    let place = |key: N| (key & mask).try_into().ok().and_then(|place: usize| positions.get(place)).copied();
    packed.into_iter().filter_map(place).collect()
}

/// Where the parts of a packed key begin, from the lowest bit: place, health, what is sorted by, group.
#[derive(Clone, Copy)]
struct Shape {
    health_from: u32,
    primary_from: u32,
    group_from: u32,
    group_bits: u32,
    /// The highest value that is sorted by; one more stands for none.
    highest: u64,
    descending: bool,
}

impl Shape {
    fn of(keys: &[Key], descending: bool) -> Shape {
        let highest = keys.iter().filter_map(|key| key.primary).max().unwrap_or(0);
        let last_group = keys.iter().map(|key| key.group).max().unwrap_or(0);
        // As many accounts as fit into memory have places of fewer bits than half a number.
        let health_from = bits(u64::try_from(keys.len()).unwrap_or(u64::MAX));
        let primary_from = health_from + HEALTH_BITS;
        let group_from = primary_from + bits(highest.saturating_add(1));
        Shape {
            health_from,
            primary_from,
            group_from,
            group_bits: bits(u64::from(last_group)),
            highest,
            descending,
        }
    }

    fn width(self) -> u32 {
        self.group_from + self.group_bits
    }

    fn primary(self, value: Option<u64>) -> u64 {
        match value {
            Some(value) if self.descending => self.highest - value,
            Some(value) => value,
            None => self.highest.saturating_add(1),
        }
    }
}

/// What one account is compared by.
struct Key {
    group: u32,
    health: u16,
    /// None: it has no such value.
    primary: Option<u64>,
}

/// Bits of the part of a key that is [`Facets::health_rank`].
const HEALTH_BITS: u32 = 12;

/// Stands behind every health, which is at most 1,000 tenths.
const NO_HEALTH: u16 = (1 << 10) - 1;

/// How many bits a number needs.
fn bits(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}

/// A signed 16-bit number as an unsigned one in the same order.
fn lifted(value: i16) -> u64 {
    u64::from(value.cast_unsigned() ^ 0x8000)
}

/// Places of names, so that accounts are compared by number.
#[derive(Default)]
struct Ranks {
    segments: Places,
    team: Places,
}

/// (id, place of its name among all), ascending by id.
type Places = Vec<(i64, u32)>;

impl Ranks {
    fn new(lookups: &Lookups, group: Group, key: SortKey) -> Ranks {
        let mut ranks = Ranks::default();
        if group == Group::Segment || key == SortKey::Segment {
            ranks.segments = places(&lookups.segments);
        }
        if group == Group::Csm || key == SortKey::Csm {
            ranks.team = places(&lookups.team);
        }
        ranks
    }

    /// The place of an account's group; those without one are the last.
    fn group(&self, group: Group, facets: &Facets) -> u32 {
        let last = |places: &Places| u32::try_from(places.len()).unwrap_or(u32::MAX);
        match group {
            Group::None => 0,
            Group::Band => u32::from(facets.health_rank() >> 10),
            Group::Segment => rank(&self.segments, facets.segment).unwrap_or_else(|| last(&self.segments)),
            Group::Csm => rank(&self.team, facets.csm).unwrap_or_else(|| last(&self.team)),
            Group::Stage => stage_rank(facets.stage),
        }
    }

    /// The key as a number in the same order. None: the account has no such value.
    fn primary(&self, key: SortKey, facets: &Facets, names: &NameIndex, position: u32) -> Option<u64> {
        match key {
            SortKey::Health => (facets.band != Band::Grey).then(|| u64::from(facets.health_rank())),
            SortKey::Name => Some(u64::from(names.rank(position))),
            SortKey::Arr => facets.arr.map(|arr| u64::try_from(arr).unwrap_or(0)),
            SortKey::Renewal => {
                facets.renewal.and_then(|on| u64::try_from(i64::from(on.0) - i64::from(Day::MIN.0)).ok())
            }
            SortKey::Trend => facets.trend.map(lifted),
            SortKey::Coverage => Some(lifted(facets.coverage)),
            SortKey::Csm => rank(&self.team, facets.csm).map(u64::from),
            SortKey::Segment => rank(&self.segments, facets.segment).map(u64::from),
            SortKey::Stage => Some(u64::from(stage_rank(facets.stage))),
            SortKey::Driver => facets.driver.map(u64::from),
        }
    }
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

fn stage_rank(stage: Stage) -> u32 {
    u32::try_from(stage.code()).unwrap_or(u32::MAX)
}

fn rank(places: &Places, id: Option<i64>) -> Option<u32> {
    let place = places.binary_search_by_key(&id?, |known| known.0).ok()?;
    places.get(place).map(|known| known.1)
}

/// The place of each id when the names are put in order.
fn places(known: &[(i64, Box<str>)]) -> Places {
    let mut sorted: Vec<(String, i64)> = known.iter().map(|(id, name)| (names::fold(name), *id)).collect();
    sorted.sort_unstable();
    let mut places: Places = sorted.into_iter().map(|(_, id)| id).zip(0..).collect();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::fixture::{lookups, row};
    use crate::domain::Day;

    /// The ids of the rows in the order.
    fn ids(rows: &[Row], group: Group, order: Order) -> Vec<i64> {
        let mut positions: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
        sort(&mut positions, &Facets::all(rows), &NameIndex::new(rows), &lookups(), group, order);
        positions.iter().map(|place| rows[*place as usize].id).collect()
    }

    fn both_ways(rows: &[Row], key: SortKey) -> (Vec<i64>, Vec<i64>) {
        let ascending = Order { key, descending: false };
        (ids(rows, Group::None, ascending), ids(rows, Group::None, ascending.reversed()))
    }

    fn scored(id: i64, band: Band, health: Option<i16>) -> Row {
        Row { band, health, ..row(id, "Same") }
    }

    #[test]
    fn the_worst_account_is_on_top_and_grey_is_always_last() {
        let rows = [
            scored(1, Band::Green, Some(800)),
            scored(2, Band::Grey, Some(100)),
            scored(3, Band::Red, Some(499)),
            scored(4, Band::Red, None),
            scored(5, Band::Yellow, Some(500)),
            scored(6, Band::Red, Some(0)),
            scored(7, Band::Grey, None),
        ];
        let (worst, best) = both_ways(&rows, SortKey::Health);
        assert_eq!(worst, [6, 3, 4, 5, 1, 2, 7]);
        assert_eq!(best, [1, 5, 4, 3, 6, 2, 7]);
    }

    #[test]
    fn names_ignore_case_and_diacritics_beyond_the_first_letters() {
        let rows = [
            row(1, "zeta"),
            row(2, "Corporation B"),
            row(3, "corporation a"),
            row(4, "Éclair"),
            row(5, "Corporation B"),
        ];
        let (ascending, descending) = both_ways(&rows, SortKey::Name);
        assert_eq!(ascending, [3, 2, 5, 4, 1]);
        assert_eq!(descending, [1, 4, 2, 5, 3]);
    }

    #[test]
    fn what_is_not_known_comes_last_in_both_directions() {
        let with = |id, arr_book, renewal: Option<i32>, trend_28d| Row {
            arr_book,
            renewal_on: renewal.map(Day),
            trend_28d,
            ..row(id, "Same")
        };
        let rows = [
            with(1, None, None, None),
            with(2, Some(5), Some(20_001), Some(-5)),
            with(3, Some(0), Some(-7), Some(12)),
            with(4, Some(9), Some(20_400), Some(0)),
        ];
        assert_eq!(both_ways(&rows, SortKey::Arr), (vec![3, 2, 4, 1], vec![4, 2, 3, 1]));
        assert_eq!(both_ways(&rows, SortKey::Renewal), (vec![3, 2, 4, 1], vec![4, 2, 3, 1]));
        assert_eq!(both_ways(&rows, SortKey::Trend), (vec![2, 4, 3, 1], vec![3, 4, 2, 1]));
    }

    #[test]
    fn people_sort_by_name_and_drivers_by_what_is_shown() {
        let with = |id, csm, cap, top_driver| Row { csm, cap, top_driver, ..row(id, "Same") };
        // 1: Ann Lee, 2: Joanna Dunn.
        let rows = [
            with(1, None, None, None),
            with(2, Some(2), None, Some("touch")),
            with(3, Some(1), Some("silent"), Some("backlog")),
            with(4, Some(1), None, Some("nps")),
        ];
        assert_eq!(both_ways(&rows, SortKey::Csm), (vec![3, 4, 2, 1], vec![2, 3, 4, 1]));
        // nps, silent, touch.
        assert_eq!(both_ways(&rows, SortKey::Driver), (vec![4, 3, 2, 1], vec![2, 3, 4, 1]));
    }

    #[test]
    fn groups_stay_together_whatever_the_direction_within() {
        let with = |id, csm, health| Row { csm, ..scored(id, Band::Yellow, Some(health)) };
        let rows = [
            with(1, None, 500),
            with(2, Some(2), 600),
            with(3, Some(1), 510),
            with(4, Some(2), 520),
            with(5, Some(1), 700),
        ];
        assert_eq!(ids(&rows, Group::Csm, SortKey::Health.natural()), [3, 5, 4, 2, 1]);
        assert_eq!(ids(&rows, Group::Csm, SortKey::Health.natural().reversed()), [5, 3, 2, 4, 1]);
        assert_eq!(Group::Csm.heading(&rows[1], &lookups()), "Joanna Dunn");
        assert_eq!(Group::Csm.heading(&rows[0], &lookups()), "no CSM");
        assert!(Group::Csm.same(&rows[1], &rows[3]) && !Group::Csm.same(&rows[0], &rows[1]));
    }

    #[test]
    fn amounts_too_large_for_a_narrow_key_still_come_in_order() {
        // 100,000,000,000,000 minor units are the most that a contract may have: 47 bits, and 2^60 with many of them.
        let with = |id, csm, arr| Row { csm, arr_book: Some(arr), ..row(id, "Same") };
        let rows = [
            with(1, Some(2), 1 << 60),
            with(2, Some(1), (1 << 60) + 1),
            with(3, Some(1), 5),
            with(4, None, 1),
            with(5, Some(1), 1 << 60),
        ];
        let by_arr = Order { key: SortKey::Arr, descending: false };
        assert_eq!(ids(&rows, Group::None, by_arr), [4, 3, 1, 5, 2]);
        assert_eq!(ids(&rows, Group::Csm, by_arr), [3, 5, 2, 1, 4]);
        assert_eq!(ids(&rows, Group::Csm, by_arr.reversed()), [2, 5, 3, 1, 4]);
    }

    #[test]
    fn a_sort_of_some_rows_keeps_to_them() {
        let rows = [row(1, "c"), row(2, "b"), row(3, "a")];
        let mut positions = vec![0, 2, 9];
        let order = SortKey::Name.natural();
        sort(&mut positions, &Facets::all(&rows), &NameIndex::new(&rows), &lookups(), Group::None, order);
        assert_eq!(positions, [2, 0]);
    }
}
