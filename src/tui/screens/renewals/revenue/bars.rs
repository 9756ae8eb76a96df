//! Bars that read without colour: what was there is full, what came in is dense, what went out is light.

use crate::revenue::{Stage, Step};
use crate::tui::theme::Role;

/// Room left below the lowest sum where the bars do not begin at 0, as a part of what is between lowest and highest.
const BELOW: i64 = 4;

/// Of so many times what moved, the bars of movements would be hard to see.
const SMALL: i64 = 2;

/// The sums that the bars of a way stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    pub from: i64,
    to: i64,
}

impl Scale {
    /// From 0, unless the movements would be too small to see: then from a little below the lowest sum.
    pub fn of(steps: &[Step]) -> Scale {
        let highest = steps.iter().map(|step| step.bar.1).max().unwrap_or(0);
        let reached = |step: &Step| match step.stage {
            Stage::Start | Stage::End => step.amount,
            Stage::Moved(_) => step.bar.0,
        };
        let lowest = steps.iter().map(reached).min().unwrap_or(0);
        let moved = highest - lowest;
        let from = if moved > 0 && lowest / SMALL > moved { lowest - moved / BELOW } else { 0 };
        Scale { from, to: highest.max(from + 1) }
    }

    /// The cells of a bar on a line of so many: those before it, and its own. What is not 0 has one at least.
    pub fn cells(&self, (low, high): (i64, i64), cells: usize) -> (usize, usize) {
        let at = |sum: i64| {
            let part = i128::from((sum - self.from).max(0)) * i128::try_from(cells).unwrap_or(0);
            let all = i128::from(self.to - self.from);
            usize::try_from((part * 2 + all) / (all * 2)).unwrap_or(cells).min(cells)
        };
        let (first, end) = (at(low), at(high));
        if low == high || end > first {
            return (first, end - first);
        }
        (first.min(cells.saturating_sub(1)), 1.min(cells))
    }
}

/// How the bar of a step looks.
pub fn looks(step: &Step) -> (&'static str, Role) {
    match step.stage {
        Stage::Start | Stage::End => ("█", Role::Text),
        Stage::Moved(_) if step.amount < 0 => ("░", Role::Worse),
        Stage::Moved(_) => ("▓", Role::Better),
    }
}

const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Of binary fractions: a value in the middle stands in the middle.
const NOISE: f64 = 1e-9;

/// Values as bars between their lowest and highest; a dot where there is none.
pub fn between(values: &[Option<f64>]) -> String {
    let known = || values.iter().filter_map(|value| *value);
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let bar = |value: &Option<f64>| {
        let Some(value) = value else { return "·" };
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        let place = (1..8_u8).filter(|place| f64::from(*place) / 8.0 <= share + NOISE).count();
        EIGHTHS.get(place).copied().unwrap_or("")
    };
    values.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revenue::{Figures, Kind, Movements, waterfall};

    fn steps(start: i64, movements: Movements) -> Vec<Step> {
        let end_mrr = start + movements.net();
        waterfall(&Figures { start_mrr: start, end_mrr, movements, ..Figures::default() })
    }

    #[test]
    fn bars_begin_where_the_one_before_led() {
        // 100 + 60 new - 20 churn: 0 to 160 on 16 cells.
        let steps = steps(100, Movements { new: 60, churn: -20, ..Movements::default() });
        let scale = Scale::of(&steps);
        assert_eq!(scale.from, 0, "what moved is seen");
        let of = |stage| {
            let step = steps.iter().find(|step| step.stage == stage).unwrap();
            scale.cells(step.bar, 16)
        };
        assert_eq!(of(Stage::Start), (0, 10));
        assert_eq!(of(Stage::Moved(Kind::New)), (10, 6));
        assert_eq!(of(Stage::Moved(Kind::Churn)), (14, 2));
        assert_eq!(of(Stage::Moved(Kind::Expansion)).1, 0);
        assert_eq!(of(Stage::End), (0, 14));
    }

    #[test]
    fn small_movements_of_a_large_sum_are_seen() {
        // Between 1000 and 1040 moved 40: a quarter of that is left below.
        let steps = steps(1_000, Movements { new: 40, contraction: -20, ..Movements::default() });
        let scale = Scale::of(&steps);
        assert_eq!((scale.from, scale.to), (990, 1_040));
        assert_eq!(scale.cells((1_000, 1_040), 50), (10, 40));
        // A cent of it has a cell all the same, also at the far end.
        assert_eq!(scale.cells((1_039, 1_040), 5), (4, 1));
        assert_eq!(Scale::of(&[]).cells((0, 0), 10), (0, 0));
    }

    #[test]
    fn values_stand_between_their_lowest_and_highest() {
        assert_eq!(between(&[Some(0.9), None, Some(1.1), Some(1.0)]), "▁·█▅");
        assert_eq!(between(&[Some(1.0), Some(1.0)]), "▅▅");
        assert_eq!(between(&[]), "");
    }
}
