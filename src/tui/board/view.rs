//! The accounts that pass the filter, in order, under their headings.

use std::ops::Range;

use crate::book::{Board, Filter, Group, Order, Row, Search, Totals, sort};
use crate::domain::{Stage, text};

/// Accounts that stand under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Their places in the view.
    pub range: Range<usize>,
    /// The heading, cleaned.
    pub heading: String,
    /// What they add up to.
    pub totals: Totals,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of a span, by its number.
    Heading(usize),
    /// An account, by its place in the view.
    Account(usize),
}

/// The order of the list. Places are those of the board's rows; indices count along the view.
#[derive(Debug, Default)]
pub struct View {
    /// All rows in order; made anew when rows, order or groups change, not when a letter is typed.
    sorted: Vec<u32>,
    sorted_as: Option<(Group, Order)>,
    search: Search,
    shown: Vec<u32>,
    spans: Vec<Span>,
    totals: Totals,
}

impl View {
    /// How many accounts are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The row of an index.
    pub fn place(&self, index: usize) -> Option<u32> {
        self.shown.get(index).copied()
    }

    /// The index of a row.
    pub fn index_of(&self, place: u32) -> Option<usize> {
        self.shown.iter().position(|own| *own == place)
    }

    /// Counts and amounts of what is shown.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many lines a table of it has.
    pub fn lines(&self) -> usize {
        self.shown.len() + self.spans.len()
    }

    /// The line of an index: the headings above count too.
    pub fn line_of(&self, index: usize) -> usize {
        index + self.spans.partition_point(|span| span.range.start <= index)
    }

    /// What stands on a line.
    pub fn line(&self, line: usize) -> Option<Line> {
        // Heading n stands above its span's first account and below n headings.
        let number = self.spans.partition_point(|span| span.range.start < line);
        let mut above = number.min(self.spans.len());
        while above > 0 && self.heading_line(above - 1)? > line {
            above -= 1;
        }
        if above > 0 && self.heading_line(above - 1)? == line {
            return Some(Line::Heading(above - 1));
        }
        if above == 0 && self.heading_line(0) == Some(line) {
            return Some(Line::Heading(0));
        }
        let index = line - above;
        (index < self.shown.len()).then_some(Line::Account(index))
    }

    fn heading_line(&self, number: usize) -> Option<usize> {
        self.spans.get(number).map(|span| span.range.start + number)
    }

    /// To be called when the order is another.
    pub fn forget_order(&mut self) {
        self.sorted_as = None;
    }

    /// To be called when rows are others.
    pub fn forget_rows(&mut self) {
        self.sorted_as = None;
        self.search.forget();
    }

    /// Makes the view anew. Churned accounts are left out unless the filter asks for them.
    pub fn refresh(&mut self, board: &Board, filter: &Filter, group: Group, order: Order) {
        let rows = board.rows();
        if self.sorted_as != Some((group, order)) {
            self.sorted.clear();
            self.sorted.extend((0_u32..).zip(rows).map(|(place, _)| place));
            sort::sort(&mut self.sorted, rows, board.names(), board.lookups(), group, order);
            self.sorted_as = Some((group, order));
        }
        let churned = filter.asks_for_churned();
        let shows = |place: u32| board.at(place).is_some_and(|row| churned || row.stage != Stage::Churned);
        self.shown.clear();
        if filter.is_empty() {
            self.shown.extend(self.sorted.iter().copied().filter(|place| shows(*place)));
            self.totals = *board.totals();
        } else {
            let mut hit = vec![false; rows.len()];
            let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
            for found in self.search.run(filter, rows, board.names(), board.lookups()) {
                if let Some(hit) = hit.get_mut(place(*found)) {
                    *hit = true;
                }
            }
            let hits = self.sorted.iter().copied().filter(|own| hit.get(place(*own)) == Some(&true));
            self.shown.extend(hits.filter(|place| shows(*place)));
            self.totals = Totals::of(self.shown.iter().filter_map(|place| board.at(*place)));
        }
        self.cut(board, group);
    }

    /// Finds the groups.
    fn cut(&mut self, board: &Board, group: Group) {
        self.spans.clear();
        if group == Group::None {
            return;
        }
        let mut before: Option<&Row> = None;
        for (index, place) in self.shown.iter().enumerate() {
            let Some(row) = board.at(*place) else { continue };
            if !before.is_some_and(|before| group.same(before, row)) {
                self.spans.push(Span {
                    range: index..index,
                    heading: text::clean(group.heading(row, board.lookups())).into_owned(),
                    totals: Totals::default(),
                });
            }
            if let Some(span) = self.spans.last_mut() {
                span.range.end = index + 1;
                span.totals.add(row);
            }
            before = Some(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A view of six accounts under headings over 1, 3 and 2 of them.
    fn grouped() -> View {
        let span = |range| Span { range, heading: String::new(), totals: Totals::default() };
        View { shown: (0..6).collect(), spans: vec![span(0..1), span(1..4), span(4..6)], ..View::default() }
    }

    #[test]
    fn headings_stand_above_their_accounts() {
        let view = grouped();
        let lines: Vec<Line> = (0..view.lines()).filter_map(|line| view.line(line)).collect();
        use Line::{Account, Heading};
        let expected = [
            Heading(0),
            Account(0),
            Heading(1),
            Account(1),
            Account(2),
            Account(3),
            Heading(2),
            Account(4),
            Account(5),
        ];
        assert_eq!(lines, expected);
        assert_eq!(view.line(9), None);
        for index in 0..6 {
            assert_eq!(view.line(view.line_of(index)), Some(Account(index)));
        }
    }
}
