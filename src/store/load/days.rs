//! The days of which an import made rows, as LEB128 numbers: the first day counted from 1900-01-01, then the gaps.

use crate::domain::Day;

/// Packs days in ascending order.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    last: Option<Day>,
}

impl Packer {
    /// Adds a day, not earlier than the one before.
    pub fn push(&mut self, day: Day) {
        let gap = day - self.last.unwrap_or(Day::MIN);
        let mut rest = u32::try_from(gap).unwrap_or(0);
        loop {
            let [low, ..] = (rest & 0x7F).to_le_bytes();
            rest >>= 7;
            if rest == 0 {
                self.bytes.push(low);
                break;
            }
            self.bytes.push(low | 0x80);
        }
        self.last = Some(day);
    }

    /// Whether there is no day in it.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The packed days; the packer is empty again.
    pub fn take(&mut self) -> Vec<u8> {
        self.last = None;
        std::mem::take(&mut self.bytes)
    }
}

/// The days in packed bytes.
pub fn unpack(bytes: &[u8]) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = Day::MIN;
    let (mut value, mut shift) = (0_u32, 0_u32);
    for byte in bytes {
        value |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 0x80 == 0 {
            day = day + i32::try_from(value).unwrap_or(0);
            days.push(day);
            (value, shift) = (0, 0);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_pack_into_a_byte_for_a_week_and_read_back() {
        let days: Vec<Day> =
            (0..53).map(|week| Day(19_000 + 7 * week)).chain([Day(30_000), Day::MAX]).collect();
        let mut packer = Packer::default();
        days.iter().for_each(|day| packer.push(*day));
        let bytes = packer.take();
        // The first day takes 3 bytes (44567), 52 gaps of 7 a byte each, 10636 two, 54005 three.
        assert_eq!(bytes.len(), 3 + 52 + 2 + 3);
        assert_eq!(unpack(&bytes), days);
        assert!(packer.is_empty());
    }
}
