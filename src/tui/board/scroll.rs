//! Moving through the list, and which part of it is on screen.

use super::{Layout, List};
use crate::book::Board;
use crate::domain::Band;

/// A step through the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// So many accounts down, or up where negative.
    By(isize),
    /// To the first account.
    First,
    /// To the last account.
    Last,
    /// To the column at the left.
    Left,
    /// To the column at the right.
    Right,
}

impl List {
    /// Moves the selection. In columns it stays within the column, but for steps to the left and right.
    pub fn step(&mut self, step: Step, board: &Board) {
        if self.layout == Layout::Table
            && let Step::Left | Step::Right = step
        {
            return self.step_cell(step == Step::Right);
        }
        self.settle(board);
        let column = self.column_range();
        let last = column.end.saturating_sub(1);
        let to = match step {
            Step::By(by) => self.cursor.saturating_add_signed(by).clamp(column.start, last.max(column.start)),
            Step::First => column.start,
            Step::Last => last,
            Step::Left | Step::Right => self.beside(step == Step::Right).unwrap_or(self.cursor),
        };
        self.select(to, board);
    }

    /// Moves the selection along the whole list, also from column to column.
    pub fn step_anywhere(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.select(self.cursor.saturating_add_signed(by), board);
    }

    /// The indices among which up and down move.
    fn column_range(&self) -> std::ops::Range<usize> {
        let own = self.view.spans().iter().find(|span| span.range.contains(&self.cursor));
        match (self.layout, own) {
            (Layout::Columns, Some(span)) => span.range.clone(),
            _ => 0..self.view.len(),
        }
    }

    /// The account at the same height in the column beside this one.
    fn beside(&self, right: bool) -> Option<usize> {
        if self.layout == Layout::Table {
            return None;
        }
        let spans = self.view.spans();
        let own = spans.iter().position(|span| span.range.contains(&self.cursor))?;
        let next = spans.get(if right { own + 1 } else { own.checked_sub(1)? })?;
        let depth = self.cursor - spans.get(own)?.range.start;
        Some((next.range.start + depth).min(next.range.end.saturating_sub(1)))
    }

    /// Scrolls the table so that the selected account is among the `height` lines shown.
    pub fn reveal_table(&mut self, height: usize) {
        self.table_top = self.view.headed().reveal(self.table_top, self.cursor, height);
    }

    /// Scrolls the column of the selected account, which shows `cards` accounts.
    pub fn reveal_column(&mut self, band: Band, cards: usize) {
        let Some(span) = self.view.spans().iter().find(|span| span.range.contains(&self.cursor)) else {
            return;
        };
        let (depth, len) = (self.cursor - span.range.start, span.range.len());
        if let Some(top) = self.column_tops.get_mut(usize::from(band as u8)) {
            *top = (*top).min(depth).max((depth + 1).saturating_sub(cards)).min(len.saturating_sub(cards));
        }
    }

    /// The first line of the table that is shown.
    pub fn table_top(&self) -> usize {
        self.table_top
    }

    /// The first account of a column that is shown.
    pub fn column_top(&self, band: Band) -> usize {
        self.column_tops.get(usize::from(band as u8)).copied().unwrap_or(0)
    }
}
