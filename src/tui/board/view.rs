//! The accounts that pass the filter, in order, under their headings.

use std::ops::Range;

use crate::book::sort::{self, Sorted};
use crate::book::{Board, Filter, Group, Order, Row, Search, Totals};
use crate::domain::text;
use crate::tui::widgets::headed::Headed;

/// Of more changed rows than this the order is made anew.
const FEW: usize = 16;

/// How the accounts are put together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grouping {
    /// A column a band.
    Columns,
    /// Under headings, if any.
    Headings(Group),
}

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

/// The order of the list. Places are those of the board's rows; indices count along the view.
#[derive(Debug, Default)]
pub struct View {
    /// All rows in order; made anew when rows, order or groups change, not when a letter is typed.
    sorted: Vec<u32>,
    sorted_as: Option<(Group, Order)>,
    /// By what numbers they were sorted, as long as no row was put into its place since.
    keys: Option<Sorted>,
    search: Search,
    shown: Vec<u32>,
    spans: Vec<Span>,
    headed: Headed,
    totals: Totals,
    /// Churned accounts that pass the filter and are left out.
    churned: usize,
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

    /// Counts and amounts of what is shown, churned accounts among it.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// How many churned accounts pass the filter and are left out, since it does not ask for them.
    pub fn churned_left_out(&self) -> usize {
        self.churned
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// On which lines of a table the headings and the accounts stand.
    pub fn headed(&self) -> &Headed {
        &self.headed
    }

    /// To be called when rows came or went.
    pub fn forget_rows(&mut self) {
        self.sorted_as = None;
        self.search.forget();
    }

    /// To be called when the rows at some places are others. Each goes to its new place in the order; of many, or
    /// when the names behind the ids changed too, the order is made anew.
    pub fn replace(&mut self, places: &[u32], board: &Board) {
        self.search.forget();
        let Some((group, order)) = self.sorted_as.filter(|_| places.len() <= FEW) else {
            self.sorted_as = None;
            return;
        };
        self.keys = None;
        self.sorted.retain(|own| !places.contains(own));
        for place in places {
            let before = |other: &u32| {
                let mut pair = vec![*other, *place];
                sort::sort(&mut pair, board.facets(), board.names(), board.lookups(), group, order);
                pair.first() == Some(other)
            };
            let at = self.sorted.partition_point(before);
            self.sorted.insert(at, *place);
        }
    }

    /// Makes the view anew. Churned accounts are left out unless the filter asks for them.
    pub fn refresh(&mut self, board: &Board, filter: &Filter, grouping: Grouping, order: Order) {
        let rows = board.rows();
        let group = match grouping {
            Grouping::Columns => Group::None,
            Grouping::Headings(group) => group,
        };
        self.order(board, group, order);
        let churned = filter.asks_for_churned();
        let shows = |place: u32| churned || board.band(place).is_some();
        self.shown.clear();
        if filter.is_empty() {
            self.shown.extend(self.sorted.iter().copied().filter(|place| shows(*place)));
            self.totals = *board.totals();
            self.churned = self.sorted.len() - self.shown.len();
        } else {
            let mut hit = vec![false; rows.len()];
            let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
            for found in self.search.run(filter, rows, board.names(), board.lookups()) {
                if let Some(hit) = hit.get_mut(place(*found)) {
                    *hit = true;
                }
            }
            let hits = self.sorted.iter().copied().filter(|own| hit.get(place(*own)) == Some(&true));
            self.churned = 0;
            self.shown.extend(hits.filter(|place| {
                self.churned += usize::from(!shows(*place));
                shows(*place)
            }));
            self.totals = Totals::default();
            self.shown
                .iter()
                .filter_map(|place| board.at(*place))
                .for_each(|row| self.totals.add_listed(row));
        }
        self.spans.clear();
        match grouping {
            Grouping::Columns => self.part(board),
            Grouping::Headings(Group::None) => {}
            Grouping::Headings(group) => self.cut(board, group),
        }
        let starts = self.spans.iter().map(|span| span.range.start).collect();
        self.headed = Headed::new(self.shown.len(), starts);
    }

    /// Puts all rows into order, unless they are.
    fn order(&mut self, board: &Board, group: Group, order: Order) {
        if self.sorted_as == Some((group, order)) {
            return;
        }
        let turned = self.keys.as_ref().filter(|_| self.sorted_as == Some((group, order.reversed())));
        let anew = || sort::sort_all(board.facets(), board.names(), board.lookups(), group, order);
        let keys = turned.map_or_else(anew, Sorted::turned);
        keys.write(&mut self.sorted);
        self.keys = Some(keys);
        self.sorted_as = Some((group, order));
    }

    /// Puts the accounts of each band together, in the order that they have. Columns say what they add up to
    /// themselves; only where they begin is kept.
    fn part(&mut self, board: &Board) {
        let band = |place: u32| board.band(place).or_else(|| board.at(place).map(|row| row.band));
        let mut parts: [Vec<u32>; 4] = Default::default();
        for place in self.shown.drain(..) {
            if let Some(part) = band(place).and_then(|band| parts.get_mut(usize::from(band as u8))) {
                part.push(place);
            }
        }
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let start = self.shown.len();
            self.shown.extend(part);
            let range = start..self.shown.len();
            self.spans.push(Span { range, heading: String::new(), totals: Totals::default() });
        }
    }

    /// Finds the groups of the table.
    fn cut(&mut self, board: &Board, group: Group) {
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
                span.totals.add_listed(row);
            }
            before = Some(row);
        }
    }
}
