//! How much of something is there, as a bar.

/// The filled and the empty part of a bar of `cells` for a share of 0 to 1. A cell is filled when the share reaches its
/// middle, so that the bar is full for the whole alone, or nearly so.
pub fn bar(share: f64, cells: usize) -> (String, String) {
    let scale = u32::try_from(cells * 2).map_or(1.0, f64::from);
    let reached = |cell: &usize| u32::try_from(cell * 2 + 1).map_or(f64::MAX, f64::from) / scale <= share;
    let filled = (0..cells).filter(reached).count();
    ("█".repeat(filled), "┄".repeat(cells - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_filled_from_its_middle_on() {
        let cells = |share| bar(share, 4).0.chars().count();
        // Middles of four cells: 1/8, 3/8, 5/8, 7/8.
        assert_eq!([0.0, 0.12, 0.125, 0.5, 0.87, 0.88, 1.0, 7.0].map(cells), [0, 0, 1, 2, 3, 4, 4, 4]);
        assert_eq!(bar(0.5, 0), (String::new(), String::new()));
    }
}
