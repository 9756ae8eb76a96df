//! Lines of a list in an order, under headings, one of them selected: what the lists of onboardings and of plans share.
//! It knows places in a list of somebody else's, and their ids; the selection is kept by id, the line on screen too.

use std::ops::Range;

use super::widgets::headed::Headed;

/// A line to be: the heading above it, its place in the list that it is of, its id.
pub type Entry = (String, usize, i64);

/// A line in its group: the number of the heading, from 1 on, its place and its id.
pub type Laid = (usize, usize, i64);

/// Lines under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Span<C> {
    /// Their numbers.
    pub range: Range<usize>,
    /// The heading, cleaned.
    pub heading: String,
    /// What is counted of them.
    pub counts: C,
}

/// The lines with the selection and the scroll.
#[derive(Debug, Default)]
pub struct Arranged<C> {
    lines: Vec<(usize, i64)>,
    spans: Vec<Span<C>>,
    counts: C,
    headed: Headed,
    selected: Option<i64>,
    cursor: usize,
    top: usize,
}

impl<C: Default> Arranged<C> {
    /// Puts other lines there, cut into groups or not, by the names of these; within a group they keep their order.
    /// `count` counts one, by its place. The selection stays with its line, and the line where it is on screen.
    pub fn arrange(&mut self, mut entries: Vec<Entry>, grouped: bool, count: impl FnMut(&mut C, usize)) {
        entries.sort_by_cached_key(|(heading, _, _)| heading.to_lowercase());
        let mut headings: Vec<String> = Vec::new();
        let lines = entries.into_iter().map(|(heading, place, id)| {
            if headings.last() != Some(&heading) {
                headings.push(heading);
            }
            (headings.len(), place, id)
        });
        let lines: Vec<_> = lines.collect();
        self.lay(lines, grouped.then_some(headings), count);
    }

    /// The same of lines that stand in the order of their groups already; None: no groups.
    pub fn lay(
        &mut self,
        lines: Vec<Laid>,
        headings: Option<Vec<String>>,
        mut count: impl FnMut(&mut C, usize),
    ) {
        let offset = self.headed.line_of(self.cursor).saturating_sub(self.top);
        self.counts = C::default();
        self.spans.clear();
        self.lines.clear();
        let (mut headings, mut last) = (headings.map(Vec::into_iter), 0);
        for (group, place, id) in lines {
            let end = self.lines.len() + 1;
            if group != last {
                last = group;
                let heading = headings.as_mut().and_then(Iterator::next);
                self.spans.extend(heading.map(|heading| Span {
                    range: end - 1..end,
                    heading,
                    counts: C::default(),
                }));
            }
            if let Some(span) = self.spans.last_mut() {
                span.range.end = end;
                count(&mut span.counts, place);
            }
            count(&mut self.counts, place);
            self.lines.push((place, id));
        }
        self.headed = Headed::new(self.lines.len(), self.spans.iter().map(|span| span.range.start).collect());
        let kept = self.selected.and_then(|id| self.lines.iter().position(|line| line.1 == id));
        self.select(kept.unwrap_or(self.cursor));
        if self.top > 0 {
            self.top = self.headed.line_of(self.cursor).saturating_sub(offset);
        }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The place of a line in the list that it is of.
    pub fn place(&self, line: usize) -> Option<usize> {
        self.lines.get(line).map(|line| line.0)
    }

    /// On which lines of the screen headings and lines stand.
    pub fn headed(&self) -> &Headed {
        &self.headed
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<C>] {
        &self.spans
    }

    /// What is counted of all.
    pub fn counts(&self) -> &C {
        &self.counts
    }

    /// The number of the selected line.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first line on screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Selects a line.
    pub fn select(&mut self, line: usize) {
        self.cursor = line.min(self.lines.len().saturating_sub(1));
        self.selected = self.lines.get(self.cursor).map(|line| line.1);
    }

    /// Selects the first line whose place is meant, if any is.
    pub fn select_place(&mut self, is_meant: impl Fn(usize) -> bool) {
        if let Some(line) = self.lines.iter().position(|line| is_meant(line.0)) {
            self.select(line);
        }
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.select(self.cursor.saturating_add_signed(by));
    }

    /// Forgets the selection: the first line of the next list is selected.
    pub fn restart(&mut self) {
        (self.selected, self.cursor, self.top) = (None, 0, 0);
    }

    /// Leaves the selection to whatever stands on its line in the next list.
    pub fn stay(&mut self) {
        self.selected = None;
    }

    /// Scrolls so that the selected line is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.top = self.headed.reveal(self.top, self.cursor, height);
    }
}
