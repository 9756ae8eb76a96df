//! The one order of every list, and the groups that it can be cut into.

use std::collections::HashMap;

use crate::domain::{Band, Stage};

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

/// Puts positions of rows into order: by group, key, health and at last id, so that no two are equal.
/// `names` has the names of the same rows. Positions beyond the rows are dropped.
///
/// All that rows are compared by is packed into one number a row, so that sorting touches no row.
pub fn sort(
    positions: &mut Vec<u32>,
    rows: &[Row],
    names: &NameIndex,
    lookups: &Lookups,
    group: Group,
    order: Order,
) {
    let ranks = Ranks::new(rows, lookups, group, order.key);
    let row = |position: u32| usize::try_from(position).ok().and_then(|place| rows.get(place));
    let in_order = |keys: &mut Vec<u128>, positions: &[u32]| {
        let mut last = i64::MIN;
        keys.clear();
        keys.extend((0_u32..).zip(positions).map_while(|(place, position)| {
            let row = row(*position).filter(|row| row.id >= last)?;
            last = row.id;
            let primary = match ranks.primary(order.key, row, names, *position) {
                Some(value) if order.descending => u64::MAX - 1 - value,
                Some(value) => value,
                None => u64::MAX,
            };
            let group = u128::from(ranks.group(group, row)) << GROUP_FROM;
            let health = u128::from(health_rank(row)) << HEALTH_FROM;
            Some(group | u128::from(primary) << PRIMARY_FROM | health | u128::from(place))
        }));
        keys.len() == positions.len()
    };
    let mut keys: Vec<u128> = Vec::with_capacity(positions.len());
    // Mostly the positions come in the order of ids already; one look at each row is what this costs.
    if !in_order(&mut keys, positions) {
        positions.retain(|position| row(*position).is_some());
        positions.sort_unstable_by_key(|position| row(*position).map(|row| row.id));
        in_order(&mut keys, positions);
    }
    keys.sort_unstable();
    let by_id = std::mem::take(positions);
    let mask = (1 << HEALTH_FROM) - 1;
    let place = |key: &u128| usize::try_from(key & mask).ok();
    positions.extend(keys.iter().filter_map(|key| by_id.get(place(key)?)));
}

/// Where the parts of a key begin, from the lowest bit: place by id (27 bits), health (18), what is sorted by (64),
/// group (19).
const HEALTH_FROM: u32 = 27;
const PRIMARY_FROM: u32 = HEALTH_FROM + 18;
const GROUP_FROM: u32 = PRIMARY_FROM + 64;

/// The group of those that have none: the last one.
const NO_GROUP: u32 = (1 << (128 - GROUP_FROM)) - 1;

/// Red, yellow, green, grey, and within a band by health; those without one last.
fn health_rank(row: &Row) -> u32 {
    let band: u32 = match row.band {
        Band::Red => 0,
        Band::Yellow => 1,
        Band::Green => 2,
        Band::Grey => 3,
    };
    (band << 16) | row.health.map_or(0xFFFF, lifted)
}

/// A signed 16-bit number as an unsigned one in the same order.
fn lifted(value: i16) -> u32 {
    u32::from(value.cast_unsigned() ^ 0x8000)
}

/// Places of names, so that rows are compared by number.
#[derive(Default)]
struct Ranks {
    segments: HashMap<i64, u32>,
    team: HashMap<i64, u32>,
    drivers: Vec<&'static str>,
}

impl Ranks {
    fn new(rows: &[Row], lookups: &Lookups, group: Group, key: SortKey) -> Ranks {
        let mut ranks = Ranks::default();
        if group == Group::Segment || key == SortKey::Segment {
            ranks.segments = places(&lookups.segments);
        }
        if group == Group::Csm || key == SortKey::Csm {
            ranks.team = places(&lookups.team);
        }
        if key == SortKey::Driver {
            for row in rows {
                if let Some(name) = driver(row)
                    && let Err(place) = ranks.drivers.binary_search(&name)
                {
                    ranks.drivers.insert(place, name);
                }
            }
        }
        ranks
    }

    fn group(&self, group: Group, row: &Row) -> u32 {
        match group {
            Group::None => 0,
            Group::Band => health_rank(row) >> 16,
            Group::Segment => rank(&self.segments, row.segment).unwrap_or(NO_GROUP),
            Group::Csm => rank(&self.team, row.csm).unwrap_or(NO_GROUP),
            Group::Stage => stage_rank(row.stage),
        }
    }

    /// The key as a number in the same order. None: the account has no such value.
    fn primary(&self, key: SortKey, row: &Row, names: &NameIndex, position: u32) -> Option<u64> {
        match key {
            SortKey::Health => (row.band != Band::Grey).then(|| u64::from(health_rank(row))),
            SortKey::Name => Some(u64::from(names.rank(position))),
            SortKey::Arr => row.arr_book.map(|arr| u64::try_from(arr).unwrap_or(0)),
            SortKey::Renewal => row.renewal_on.and_then(|on| u64::try_from(i64::from(on.0) + (1 << 32)).ok()),
            SortKey::Trend => row.trend_28d.map(|trend| u64::from(lifted(trend))),
            // Floats that are not negative order as their bits do.
            SortKey::Coverage => Some(row.coverage.max(0.0).to_bits()),
            SortKey::Csm => rank(&self.team, row.csm).map(u64::from),
            SortKey::Segment => rank(&self.segments, row.segment).map(u64::from),
            SortKey::Stage => Some(u64::from(stage_rank(row.stage))),
            SortKey::Driver => driver(row)
                .and_then(|name| u64::try_from(self.drivers.partition_point(|own| *own < name)).ok()),
        }
    }
}

/// What the driver column shows.
fn driver(row: &Row) -> Option<&'static str> {
    row.cap.or(row.top_driver)
}

fn stage_rank(stage: Stage) -> u32 {
    u32::try_from(stage.code()).unwrap_or(NO_GROUP)
}

fn rank(places: &HashMap<i64, u32>, id: Option<i64>) -> Option<u32> {
    places.get(&id?).copied()
}

/// The place of each id when the names are put in order.
fn places(known: &[(i64, Box<str>)]) -> HashMap<i64, u32> {
    let mut sorted: Vec<(String, i64)> = known.iter().map(|(id, name)| (names::fold(name), *id)).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, id)| id).zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::fixture::{lookups, row};
    use crate::domain::Day;

    /// The ids of the rows in the order.
    fn ids(rows: &[Row], group: Group, order: Order) -> Vec<i64> {
        let mut positions: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
        sort(&mut positions, rows, &NameIndex::new(rows), &lookups(), group, order);
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
    fn a_sort_of_some_rows_keeps_to_them() {
        let rows = [row(1, "c"), row(2, "b"), row(3, "a")];
        let mut positions = vec![0, 2, 9];
        let order = SortKey::Name.natural();
        sort(&mut positions, &rows, &NameIndex::new(&rows), &lookups(), Group::None, order);
        assert_eq!(positions, [2, 0]);
    }
}
