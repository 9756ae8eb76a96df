//! Rows in order, by one number each.
//!
//! Rows come in the order of their health, which is kept. What they are sorted by is packed with their position into one
//! number a row, mostly of 64 bits, and these are sorted by their digits: that takes as many steps as there are bytes to
//! compare, mostly one or two, however many rows there are, and leaves those that are equal in the order of health. The
//! other way round needs no sort at all: only the runs of equal rows change places.

use std::ops::{BitAnd, BitOr, BitXor, Shl, Shr};

use super::sort::Order;

/// Stands for no value to sort by.
pub(super) const NONE: u64 = u64::MAX;

/// Rows in order, which can be turned around.
#[derive(Debug)]
pub struct Sorted {
    shape: Shape,
    keys: Keys,
}

/// The packed keys in order.
#[derive(Debug)]
enum Keys {
    Narrow(Vec<u64>),
    /// The highest amounts in large books, with groups.
    Wide(Vec<u128>),
}

impl Sorted {
    /// Sorts by group and value; what is equal stays as it stands. `groups` (if any) and `values` have one for each of
    /// the positions.
    pub(super) fn new(positions: &[u32], groups: &[u32], values: &[u64], order: Order) -> Sorted {
        let shape = Shape::of(positions, groups, values, order);
        let keys = if shape.width() < u64::BITS {
            Keys::Narrow(in_order(shape, positions, groups, values))
        } else {
            Keys::Wide(in_order(shape, positions, groups, values))
        };
        Sorted { shape, keys }
    }

    /// The same, the other way round. What has no value stays the last.
    #[must_use]
    pub fn turned(&self) -> Sorted {
        let keys = match &self.keys {
            Keys::Narrow(keys) => Keys::Narrow(turned(self.shape, keys)),
            Keys::Wide(keys) => Keys::Wide(turned(self.shape, keys)),
        };
        Sorted { shape: self.shape, keys }
    }

    /// Puts the positions in their order into a list, in place of what it has.
    pub fn write(&self, positions: &mut Vec<u32>) {
        positions.clear();
        let shape = self.shape;
        match &self.keys {
            Keys::Narrow(keys) => positions.extend(keys.iter().filter_map(|key| shape.position(*key))),
            Keys::Wide(keys) => positions.extend(keys.iter().filter_map(|key| shape.position(*key))),
        }
    }
}

/// A number that keys are packed into.
trait Number:
    Copy
    + From<u64>
    + TryInto<u64>
    + Ord
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + BitAnd<Output = Self>
{
}

impl Number for u64 {}
impl Number for u128 {}

/// The packed keys in their order.
fn in_order<N: Number>(shape: Shape, positions: &[u32], groups: &[u32], values: &[u64]) -> Vec<N> {
    let parts = positions.iter().zip(values);
    let mut keys: Vec<N> = parts
        .map(|(position, value)| {
            N::from(shape.value(*value)) << shape.value_from | N::from(u64::from(*position))
        })
        .collect();
    for (key, group) in keys.iter_mut().zip(groups) {
        *key = *key | N::from(u64::from(*group)) << shape.group_from;
    }
    // All but the position, in the least bytes that it fits into.
    let digits = |key: &N| *key >> shape.value_from;
    let short = |key: &N| digits(key).try_into().unwrap_or(u64::MAX);
    match shape.width() - shape.value_from {
        0..=8 => radsort::sort_by_key(&mut keys, |key| u8::try_from(short(key)).unwrap_or(u8::MAX)),
        9..=16 => radsort::sort_by_key(&mut keys, |key| u16::try_from(short(key)).unwrap_or(u16::MAX)),
        17..=32 => radsort::sort_by_key(&mut keys, |key| u32::try_from(short(key)).unwrap_or(u32::MAX)),
        33..=64 => radsort::sort_by_key(&mut keys, short),
        _ => keys.sort_by_key(digits),
    }
    keys
}

/// The other way round: in each group the runs of one value from the last to the first, and then what has none.
fn turned<N: Number>(shape: Shape, keys: &[N]) -> Vec<N> {
    let mut turned = Vec::with_capacity(keys.len());
    let in_group = |one: &N, other: &N| *one >> shape.group_from == *other >> shape.group_from;
    let value = |key: &N| shape.value_of(*key);
    for group in keys.chunk_by(in_group) {
        let (with, without) = group.split_at(group.partition_point(|key| value(key) <= shape.highest));
        for run in with.chunk_by(|one, other| value(one) == value(other)).rev() {
            turned.extend(run.iter().map(|key| {
                let value = value(key);
                *key ^ N::from(value ^ (shape.highest - value)) << shape.value_from
            }));
        }
        turned.extend_from_slice(without);
    }
    turned
}

/// Where the parts of a packed key begin, from the lowest bit: position, what is sorted by, group.
#[derive(Clone, Copy, Debug)]
struct Shape {
    value_from: u32,
    value_bits: u32,
    group_from: u32,
    group_bits: u32,
    /// The highest value that is sorted by; more stands for none.
    highest: u64,
    descending: bool,
}

impl Shape {
    fn of(positions: &[u32], groups: &[u32], values: &[u64], order: Order) -> Shape {
        let highest = values.iter().copied().filter(|value| *value != NONE).max().unwrap_or(0);
        let last_group = groups.iter().copied().max().unwrap_or(0);
        let last_position = positions.iter().copied().max().unwrap_or(0);
        let value_from = bits(last_position.into());
        let value_bits = bits(highest.saturating_add(1));
        let group_from = value_from + value_bits;
        let group_bits = bits(u64::from(last_group));
        Shape { value_from, value_bits, group_from, group_bits, highest, descending: order.descending }
    }

    fn width(self) -> u32 {
        self.group_from + self.group_bits
    }

    /// What stands in a key for a value.
    fn value(self, value: u64) -> u64 {
        match value {
            NONE => self.highest.saturating_add(1),
            value if self.descending => self.highest - value,
            value => value,
        }
    }

    /// What stands in a key for its value.
    fn value_of<N: Number>(self, key: N) -> u64 {
        let mask = N::from(u64::MAX >> (u64::BITS - self.value_bits));
        ((key >> self.value_from) & mask).try_into().unwrap_or(NONE)
    }

    fn position<N: Number>(self, key: N) -> Option<u32> {
        let position: u64 = (key & N::from((1 << self.value_from) - 1)).try_into().ok()?;
        u32::try_from(position).ok()
    }
}

/// How many bits a number needs.
fn bits(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}
