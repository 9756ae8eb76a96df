//! A line of bars: health over 26 weeks, always on the scale from 0 to 100.

use crate::book::row::{Tenths, WEEKS};

const BARS: &[&str] = &["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The bar of a value; a dot where there is none.
fn bar(value: Tenths) -> &'static str {
    if value < 0 {
        return "·";
    }
    // 1000 tenths over eight bars: 125 each, the top value in the last.
    let step = usize::try_from(value / 125).unwrap_or(0);
    BARS.get(step).or(BARS.last()).copied().unwrap_or("")
}

/// The weeks in as many cells: all 26, or the last of each pair, of each three, ...; the newest is always shown.
pub fn sparkline(weeks: &[Tenths; WEEKS], cells: usize) -> String {
    let step = WEEKS.div_ceil(cells.max(1));
    let mut bars: Vec<&str> = weeks.iter().rev().step_by(step).map(|value| bar(*value)).collect();
    bars.reverse();
    bars.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_one_scale_and_gaps_show() {
        assert_eq!([-1, 0, 124, 125, 500, 999, 1000].map(bar).concat(), "·▁▁▂▅██");
    }

    #[test]
    fn fewer_cells_keep_the_newest_week() {
        let mut weeks = [0; WEEKS];
        weeks[WEEKS - 1] = 1000;
        weeks[0] = 500;
        assert_eq!(sparkline(&weeks, 26), format!("▅{}█", "▁".repeat(24)));
        assert_eq!(sparkline(&weeks, 13), format!("{}█", "▁".repeat(12)));
        assert_eq!(sparkline(&weeks, 0), "█");
    }
}
