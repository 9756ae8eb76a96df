//! The one order of every list, and the groups that it can be cut into.

use std::ops::{BitAnd, BitOr, Shl, Shr};

use crate::domain::{Band, Day, Stage};

use super::facets::{BAND_FROM, Facets, GREY, HEALTH_BITS, WITHIN_BAND};
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

impl Facets {
    /// What a row is compared by; None: there is no such row.
    fn key(
        &self,
        position: u32,
        names: &NameIndex,
        ranks: &Ranks,
        group: Group,
        key: SortKey,
    ) -> Option<Key> {
        let place = usize::try_from(position).ok()?;
        let health = self.health.at(place)?;
        let segment = || rank(&ranks.segments, self.segment.at(place)?);
        let csm = || rank(&ranks.team, self.csm.at(place)?);
        let stage = || self.stage.at(place).map_or(0, stage_rank);
        // Those without a group are the last.
        let group = match group {
            Group::None => 0,
            Group::Band => u32::from(health >> BAND_FROM),
            Group::Segment => segment().unwrap_or_else(|| last(&ranks.segments)),
            Group::Csm => csm().unwrap_or_else(|| last(&ranks.team)),
            Group::Stage => stage(),
        };
        let primary = match key {
            SortKey::Health => (health >> BAND_FROM != GREY).then(|| u64::from(health)),
            SortKey::Name => Some(u64::from(names.rank(position))),
            SortKey::Arr => self.arr.at(place)?.map(|arr| u64::try_from(arr).unwrap_or(0)),
            SortKey::Renewal => {
                let days = self.renewal.at(place)?.map(|on| i64::from(on.0) - i64::from(Day::MIN.0));
                days.and_then(|days| u64::try_from(days).ok())
            }
            SortKey::Trend => self.trend.at(place)?.map(lifted),
            SortKey::Coverage => self.coverage.at(place).map(lifted),
            SortKey::Csm => csm().map(u64::from),
            SortKey::Segment => segment().map(u64::from),
            SortKey::Stage => Some(u64::from(stage())),
            SortKey::Driver => self.driver.at(place)?.map(u64::from),
        };
        Some(Key { group, health, primary })
    }
}

/// Puts positions of rows into order: by group, key, health and at last position, so that no two are equal.
/// `facets` and `names` are of the same rows, ascending by id. Positions beyond the rows are dropped.
///
/// All that rows are compared by is packed into one number a row, mostly of 64 bits, and these are sorted by their
/// digits: that takes as many steps as a key has bytes, however many rows there are.
pub fn sort(
    positions: &mut Vec<u32>,
    facets: &Facets,
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
    positions.retain(|position| {
        let known = keys.len();
        keys.extend(facets.key(*position, names, &ranks, group, order.key));
        keys.len() > known
    });
    let shape = Shape::of(&keys, order);
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
        + radsort::Key
        + From<u64>
        + Shl<u32, Output = N>
        + Shr<u32, Output = N>
        + BitOr<Output = N>
        + BitAnd<Output = N>
        + TryInto<usize>,
{
    let packed = (0_u64..).zip(keys).map(|(place, key)| {
        N::from(u64::from(key.group)) << shape.group_from
            | N::from(shape.primary(key)) << shape.primary_from
            | N::from(shape.health(key)) << shape.health_from
            | N::from(place)
    });
    let mut packed: Vec<N> = packed.collect();
    // They stand in the order of their places, and equals stay as they stand.
    radsort::sort_by_key(&mut packed, |key| *key >> shape.health_from);
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
    /// The key is health itself, which need not stand in the number twice: a third less digits.
    by_health: bool,
    descending: bool,
}

impl Shape {
    fn of(keys: &[Key], order: Order) -> Shape {
        let highest = keys.iter().filter_map(|key| key.primary).max().unwrap_or(0);
        let last_group = keys.iter().map(|key| key.group).max().unwrap_or(0);
        // As many accounts as fit into memory have places of fewer bits than half a number.
        let health_from = bits(u64::try_from(keys.len()).unwrap_or(u64::MAX));
        let by_health = order.key == SortKey::Health;
        let primary_from = health_from + if by_health { 0 } else { HEALTH_BITS };
        let none = highest.saturating_add(1);
        let last = if by_health { none.saturating_add(u64::from(WITHIN_BAND)) } else { none };
        let group_from = primary_from + bits(last);
        Shape {
            health_from,
            primary_from,
            group_from,
            group_bits: bits(u64::from(last_group)),
            highest,
            by_health,
            descending: order.descending,
        }
    }

    fn width(self) -> u32 {
        self.group_from + self.group_bits
    }

    fn primary(self, key: &Key) -> u64 {
        match key.primary {
            Some(value) if self.descending => self.highest - value,
            Some(value) => value,
            None if self.by_health => {
                self.highest.saturating_add(1).saturating_add((key.health & WITHIN_BAND).into())
            }
            None => self.highest.saturating_add(1),
        }
    }

    fn health(self, key: &Key) -> u64 {
        if self.by_health { 0 } else { u64::from(key.health) }
    }
}

/// What one account is compared by.
struct Key {
    group: u32,
    health: u16,
    /// None: it has no such value.
    primary: Option<u64>,
}

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
}

/// Behind all places.
fn last(places: &Places) -> u32 {
    u32::try_from(places.len()).unwrap_or(u32::MAX)
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
            scored(8, Band::Grey, Some(50)),
        ];
        let (worst, best) = both_ways(&rows, SortKey::Health);
        assert_eq!(worst, [6, 3, 4, 5, 1, 8, 2, 7]);
        assert_eq!(best, [1, 5, 4, 3, 6, 8, 2, 7]);
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
