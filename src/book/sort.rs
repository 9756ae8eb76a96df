//! The one order of every list, and the groups that it can be cut into.

use std::collections::HashMap;

use crate::domain::{Band, Day, Stage};

use super::facets::{BAND_FROM, Facets, GREY};
use super::packed::NONE;
pub use super::packed::Sorted;
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
    /// What the rows at these positions are sorted by; [`NONE`] for those that have no such value.
    fn primaries(&self, positions: &[u32], names: &NameIndex, lookups: &Lookups, key: SortKey) -> Vec<u64> {
        // A match a column, not a match a row.
        fn each(positions: &[u32], of: impl Fn(usize) -> Option<u64>) -> Vec<u64> {
            positions.iter().map(|position| of(place(*position)).unwrap_or(NONE)).collect()
        }
        match key {
            SortKey::Health => each(positions, |at| {
                self.health.at(at).filter(|health| health >> BAND_FROM != GREY).map(u64::from)
            }),
            SortKey::Name => positions.iter().map(|position| names.rank(*position).into()).collect(),
            SortKey::Arr => each(positions, |at| Some(u64::try_from(self.arr.at(at)??).unwrap_or(0))),
            SortKey::Renewal => each(positions, |at| {
                u64::try_from(i64::from(self.renewal.at(at)??.0) - i64::from(Day::MIN.0)).ok()
            }),
            SortKey::Trend => each(positions, |at| self.trend.at(at)?.map(lifted)),
            SortKey::Coverage => each(positions, |at| self.coverage.at(at).map(lifted)),
            SortKey::Csm => {
                let places = places(self.csm.all(), &lookups.team);
                each(positions, |at| self.csm.look_up(at, &places).map(u64::from))
            }
            SortKey::Segment => {
                let places = places(self.segment.all(), &lookups.segments);
                each(positions, |at| self.segment.look_up(at, &places).map(u64::from))
            }
            SortKey::Stage => each(positions, |at| self.stage.at(at).map(stage_rank).map(u64::from)),
            SortKey::Driver => each(positions, |at| self.driver.at(at)?.map(u64::from)),
        }
    }

    /// The groups of the rows at these positions, in the order of their headings; those without one are the last.
    /// Nothing without groups.
    fn groups(&self, positions: &[u32], lookups: &Lookups, group: Group) -> Vec<u32> {
        let each = |of: &dyn Fn(usize) -> Option<u32>, none: u32| {
            positions.iter().map(|position| of(place(*position)).unwrap_or(none)).collect()
        };
        match group {
            Group::None => Vec::new(),
            Group::Band => each(&|at| self.health.at(at).map(|health| (health >> BAND_FROM).into()), 0),
            Group::Segment => {
                let places = places(self.segment.all(), &lookups.segments);
                each(&|at| self.segment.look_up(at, &places), count(&lookups.segments))
            }
            Group::Csm => {
                let places = places(self.csm.all(), &lookups.team);
                each(&|at| self.csm.look_up(at, &places), count(&lookups.team))
            }
            Group::Stage => each(&|at| self.stage.at(at).map(stage_rank), 0),
        }
    }
}

/// All rows in order: by group, key, health and at last position, so that no two are equal. `facets` and `names` are of
/// the same rows, ascending by id.
pub fn sort_all(facets: &Facets, names: &NameIndex, lookups: &Lookups, group: Group, order: Order) -> Sorted {
    sorted(facets.by_health(), facets, names, lookups, group, order)
}

/// Puts positions of some rows into that order. Those beyond the rows are dropped.
pub fn sort(
    positions: &mut Vec<u32>,
    facets: &Facets,
    names: &NameIndex,
    lookups: &Lookups,
    group: Group,
    order: Order,
) {
    facets.put_by_health(positions);
    sorted(positions, facets, names, lookups, group, order).write(positions);
}

/// Positions that stand in the order of health.
fn sorted(
    positions: &[u32],
    facets: &Facets,
    names: &NameIndex,
    lookups: &Lookups,
    group: Group,
    order: Order,
) -> Sorted {
    let groups = facets.groups(positions, lookups, group);
    let values = facets.primaries(positions, names, lookups, order.key);
    Sorted::new(positions, &groups, &values, order)
}

/// The index of a position.
fn place(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// A signed 16-bit number as an unsigned one in the same order.
fn lifted(value: i16) -> u64 {
    u64::from(value.cast_unsigned() ^ 0x8000)
}

/// How many names there are: behind all their places.
fn count(named: &[(i64, Box<str>)]) -> u32 {
    u32::try_from(named.len()).unwrap_or(u32::MAX)
}

fn stage_rank(stage: Stage) -> u32 {
    u32::try_from(stage.code()).unwrap_or(u32::MAX)
}

/// The place of the name of each of these ids when the names are put in order; None: it has no name.
fn places(ids: &[i64], named: &[(i64, Box<str>)]) -> Vec<Option<u32>> {
    let mut sorted: Vec<(String, i64)> = named.iter().map(|(id, name)| (names::fold(name), *id)).collect();
    sorted.sort_unstable();
    let places: HashMap<i64, u32> = sorted.into_iter().map(|(_, id)| id).zip(0..).collect();
    ids.iter().map(|id| places.get(id).copied()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        /// What the dashboard does when the order is reversed.
        #[test]
        fn turned_around_is_as_sorted_anew_the_other_way_round(
            rows in prop::collection::vec(any_row(), 0..40), wide in any::<bool>()
        ) {
            let rows: Vec<Row> = (1..).zip(rows).map(|(id, of)| Row {
                id,
                arr_book: of.arr_book.map(|arr| if wide { arr + (1 << 60) } else { arr }),
                ..of
            }).collect();
            let (facets, names) = (Facets::all(&rows), NameIndex::new(&rows));
            let all: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
            for (key, group) in SortKey::ALL.iter().flat_map(|key| Group::ALL.iter().map(|group| (*key, *group))) {
                let sorted = |order| {
                    let mut positions = all.clone();
                    sort(&mut positions, &facets, &names, &lookups(), group, order);
                    (sort_all(&facets, &names, &lookups(), group, order), positions)
                };
                let order = Order { key, descending: false };
                let ((keys, up), (_, down)) = (sorted(order), sorted(order.reversed()));
                let mut turned = Vec::new();
                keys.write(&mut turned);
                prop_assert_eq!(&turned, &up, "all and some, {:?} in groups by {:?}", key, group);
                keys.turned().write(&mut turned);
                prop_assert_eq!(&turned, &down, "{:?} in groups by {:?}", key, group);
                keys.turned().turned().write(&mut turned);
                prop_assert_eq!(&turned, &up, "twice, {:?} in groups by {:?}", key, group);
            }
        }
    }

    /// Rows with few different values, and some without.
    fn any_row() -> impl Strategy<Value = Row> {
        let band = prop::sample::select(vec![Band::Red, Band::Yellow, Band::Green, Band::Grey]);
        let some = |most: i16| prop::option::of(0..most);
        (band, some(5), some(3), some(4), some(3), some(3), "[abÉ]{1,2}").prop_map(
            |(band, health, csm, arr, renewal, trend, name)| Row {
                band,
                health,
                csm: csm.map(i64::from),
                segment: trend.map(i64::from),
                arr_book: arr.map(i64::from),
                renewal_on: renewal.map(|days| Day(20_000 + i32::from(days))),
                trend_28d: trend.map(|trend| trend - 1),
                top_driver: renewal.map(|driver| if driver == 0 { "nps" } else { "touch" }),
                ..row(0, &name)
            },
        )
    }
}
