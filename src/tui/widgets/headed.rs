//! Which line of a list with headings shows what. Only the headings are looked at, never the whole list.

use ratatui::layout::Rect;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading, by its number.
    Heading(usize),
    /// An item, by its place in the list.
    Item(usize),
}

/// How many items there are, and before which of them headings stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headed {
    items: usize,
    /// Ascending; a heading before the first item is among them.
    starts: Vec<usize>,
}

impl Headed {
    /// So many items; a heading stands before each of these.
    pub fn new(items: usize, starts: Vec<usize>) -> Headed {
        Headed { items, starts }
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.items + self.starts.len()
    }

    /// The line of an item: the headings above count too.
    pub fn line_of(&self, item: usize) -> usize {
        item + self.starts.partition_point(|start| *start <= item)
    }

    /// What stands on a line.
    pub fn line(&self, line: usize) -> Option<Line> {
        // Headings up to this line: the n-th of them stands on the line after the items and headings before it.
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.starts.get(middle).is_some_and(|start| start + middle <= line) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if let Some(last) = low.checked_sub(1)
            && self.starts.get(last).is_some_and(|start| start + last == line)
        {
            return Some(Line::Heading(last));
        }
        let item = line - low;
        (item < self.items).then_some(Line::Item(item))
    }

    /// What stands on the lines from `top` on that fit into an area, each with its own cells.
    pub fn on_screen(&self, top: usize, area: Rect) -> impl Iterator<Item = (Line, Rect)> {
        let lines = (top..self.lines()).zip(area.top()..area.bottom());
        lines.filter_map(move |(line, y)| Some((self.line(line)?, Rect { y, height: 1, ..area })))
    }

    /// The first line of a window of `height` lines that has the item in it, as little away from `top` as possible;
    /// the first item of a group shows its heading too.
    pub fn reveal(&self, top: usize, item: usize, height: usize) -> usize {
        let line = self.line_of(item);
        let first = self.starts.binary_search(&item).is_ok();
        let upper = line - usize::from(first && line > 0 && height > 1);
        let end = self.lines().saturating_sub(height);
        top.min(upper).max((line + 1).saturating_sub(height)).min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six items under headings over 1, 3 and 2 of them.
    fn grouped() -> Headed {
        Headed::new(6, vec![0, 1, 4])
    }

    #[test]
    fn headings_stand_above_their_items() {
        let list = grouped();
        let lines: Vec<Line> = (0..list.lines()).filter_map(|line| list.line(line)).collect();
        use Line::{Heading, Item};
        let expected =
            [Heading(0), Item(0), Heading(1), Item(1), Item(2), Item(3), Heading(2), Item(4), Item(5)];
        assert_eq!(lines, expected);
        assert_eq!(list.line(9), None);
        for item in 0..6 {
            assert_eq!(list.line(list.line_of(item)), Some(Line::Item(item)));
        }
    }

    #[test]
    fn a_window_moves_no_further_than_it_must_and_shows_the_heading_of_a_first_item() {
        let list = grouped();
        // Lines: 0 heading, 1 item 0, 2 heading, 3-5 items 1-3, 6 heading, 7-8 items 4-5.
        assert_eq!(list.reveal(0, 1, 4), 0, "line 3 is in 0..4");
        assert_eq!(list.reveal(0, 3, 4), 2, "line 5 is the last of 2..6");
        assert_eq!(list.reveal(5, 1, 4), 2, "line 3 with its heading on line 2");
        assert_eq!(list.reveal(9, 5, 20), 0, "all fit");
    }
}
