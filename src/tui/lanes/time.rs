//! How much time is seen, from when on, and what is due in its parts.

use super::Lanes;
use crate::domain::{Day, Month};
use crate::renewal::lanes::{Scale, Zoom};
use crate::renewal::{Bucket, By, Renewal, Sums};

/// The parts of time by which what is due is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Unit; 3] = [Unit::Month, Unit::Quarter, Unit::Year];

    /// Months of one.
    pub fn months(self) -> i32 {
        match self {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
        }
    }

    /// The bucket of a renewal: a year is known by its January.
    pub(super) fn bucket(self, renewal: &Renewal, day: Day) -> Bucket {
        let by = if self == Unit::Quarter { By::Quarter } else { By::Month };
        self.of(Bucket::of(renewal, by, None, day))
    }

    /// The bucket in which a month lies.
    pub fn at(self, month: Month) -> Bucket {
        let first = month.last_day();
        self.of(if self == Unit::Quarter { Bucket::Quarter(first.quarter()) } else { Bucket::Month(month) })
    }

    fn of(self, bucket: Bucket) -> Bucket {
        match (self, bucket) {
            (Unit::Year, Bucket::Month(month)) => Bucket::Month(Month { number: 1, ..month }),
            (_, bucket) => bucket,
        }
    }
}

impl Lanes {
    /// How much time is seen.
    pub fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// Shows less time or more; false: there is no less, or no more.
    pub fn zoom_by(&mut self, closer: bool) -> bool {
        let zoom = self.zoom.step(closer);
        let other = zoom != self.zoom;
        self.zoom = zoom;
        // Where there is room for them the present months are seen.
        self.ahead = 0;
        other
    }

    /// The months that are seen, on a line of cells.
    pub fn scale(&self, cells: u16) -> Option<Scale> {
        let first = self.read.as_ref()?.day.month() + self.ahead;
        Some(Scale::new(first, self.zoom, cells))
    }

    /// What is due in a part of time, of those that are shown.
    pub fn due(&self, unit: Unit, bucket: Bucket) -> Option<&Sums> {
        self.sums.get(&(unit, bucket))
    }

    /// Selects the nearest renewal of the next month, or of the one before, in which any is due; false: there is none.
    /// What is overdue comes before every month.
    pub fn along(&mut self, forward: bool) -> bool {
        let Some((read, selected)) = self.read.as_ref().zip(self.selected()) else { return false };
        let (day, unit) = (read.day, Unit::Month);
        let bucket = |line| self.get(line).map(|standing| unit.bucket(&standing.renewal, day));
        let now = (unit, unit.bucket(&selected.renewal, day));
        let mut of_months = self.sums.range((unit, Bucket::Overdue)..(Unit::Quarter, Bucket::Overdue));
        let to = if forward {
            of_months.find(|(key, _)| **key > now)
        } else {
            of_months.rfind(|(key, _)| **key < now)
        };
        let Some(&(_, to)) = to.map(|found| found.0) else { return false };
        let cursor = self.list.cursor();
        let meant = (0..self.list.len()).filter(|line| bucket(*line) == Some(to));
        let line = meant.min_by_key(|line| line.abs_diff(cursor));
        line.into_iter().for_each(|line| self.list.select(line));
        true
    }

    /// Moves what is seen of the time so that the day on which the selected renewal is due is in it.
    pub(super) fn reveal_time(&mut self) {
        let Some((read, selected)) = self.read.as_ref().zip(self.selected()) else { return };
        let (from, due) = (read.day.month(), selected.renewal.due_on.month());
        let number = |month: Month| month.year.saturating_mul(12) + i32::try_from(month.number).unwrap_or(0);
        // Before the present month nothing is seen: what was due then is marked at the edge.
        let ahead = (number(due) - number(from)).max(0);
        self.ahead = self.ahead.min(ahead).max(ahead - self.zoom.months() + 1);
    }
}
