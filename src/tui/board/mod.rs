//! What the board shows of the book: filter, order, groups; the selection and marks, kept by account; the scroll.

mod scroll;
mod view;

use std::collections::BTreeSet;

pub use scroll::Step;
use view::Grouping;
pub use view::{Span, View};

use crate::book::{Board, Group, Order, SortKey, Touched};
use crate::domain::Band;
use crate::health::facts::AccountId;
use crate::tui::asked::Asked;

/// The two ways to look at the accounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// A line an account.
    Table,
    /// A column a band, worst first.
    Columns,
}

/// A cell of the table that can be edited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    Name,
    Arr,
    Renewal,
    Csm,
    Segment,
    Stage,
}

impl Cell {
    /// From left to right.
    pub const ALL: &'static [Cell] =
        &[Cell::Name, Cell::Arr, Cell::Renewal, Cell::Csm, Cell::Segment, Cell::Stage];

    /// The field of the account that it is, or of the contract.
    pub fn field(self) -> &'static str {
        match self {
            Cell::Name => "name",
            Cell::Arr => "arr",
            Cell::Renewal => "end",
            Cell::Csm => "csm",
            Cell::Segment => "segment",
            Cell::Stage => "stage",
        }
    }

    /// The field of the account's contract that it comes from; None: it is the account's own.
    pub fn contract_field(self) -> Option<&'static str> {
        matches!(self, Cell::Arr | Cell::Renewal).then(|| self.field())
    }
}

/// Where a column of the columns layout begins to show, by the code of the band.
type Tops = [usize; 4];

/// The list of accounts.
#[derive(Debug)]
pub struct List {
    layout: Layout,
    order: Order,
    group: Group,
    asked: Asked,
    view: View,
    /// The view must be made anew before it is used.
    stale: bool,
    selected: Option<AccountId>,
    /// The place of the selected account in the view.
    cursor: usize,
    /// The cell of the table that `edit` is about; None: the whole account.
    cell: Option<Cell>,
    marks: BTreeSet<AccountId>,
    /// Where a range of marks began.
    anchor: Option<AccountId>,
    table_top: usize,
    column_tops: Tops,
}

impl Default for List {
    fn default() -> List {
        List {
            layout: Layout::Columns,
            order: Order::default(),
            group: Group::None,
            asked: Asked::default(),
            view: View::default(),
            stale: true,
            selected: None,
            cursor: 0,
            cell: None,
            marks: BTreeSet::new(),
            anchor: None,
            table_top: 0,
            column_tops: [0; 4],
        }
    }
}

impl List {
    /// The layout.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The order within groups.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The grouping of the table.
    pub fn group(&self) -> Group {
        self.group
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What is shown, as of the last [`List::settle`].
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The account under the cursor.
    pub fn selected(&self) -> Option<AccountId> {
        self.selected
    }

    /// The place of the selected account in the view.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The cell of the table that was chosen.
    pub fn cell(&self) -> Option<Cell> {
        self.cell
    }

    /// Chooses the cell at the right or left; left of the first one is the whole account.
    pub fn step_cell(&mut self, right: bool) {
        let at = self.cell.and_then(|cell| Cell::ALL.iter().position(|own| *own == cell));
        self.cell = match (at, right) {
            (None, true) => Cell::ALL.first().copied(),
            (None, false) | (Some(0), false) => None,
            (Some(place), true) => Cell::ALL.get(place + 1).copied().or(self.cell),
            (Some(place), false) => Cell::ALL.get(place - 1).copied(),
        };
    }

    /// The marked accounts.
    pub fn marks(&self) -> &BTreeSet<AccountId> {
        &self.marks
    }

    /// Whether a range of marks has begun.
    pub fn in_range(&self) -> bool {
        self.anchor.is_some()
    }

    /// Switches between table and columns.
    pub fn toggle_layout(&mut self) {
        self.layout = match self.layout {
            Layout::Table => Layout::Columns,
            Layout::Columns => Layout::Table,
        };
        self.stale = true;
    }

    /// Sorts by a key; the key that is in force already turns the order around.
    pub fn sort_by(&mut self, key: SortKey) {
        self.order = if self.order.key == key { self.order.reversed() } else { key.natural() };
        self.stale = true;
    }

    /// Turns the order around.
    pub fn reverse(&mut self) {
        self.sort_by(self.order.key);
    }

    /// Groups the table; columns are groups already, so the table is shown.
    pub fn group_by(&mut self, group: Group) {
        self.group = group;
        self.layout = Layout::Table;
        self.stale = true;
    }

    /// The grouping that the layout asks for.
    fn grouping(&self) -> Grouping {
        match self.layout {
            Layout::Table => Grouping::Headings(self.group),
            Layout::Columns => Grouping::Columns,
        }
    }

    /// Filters by a text that may still be in the making. What cannot be understood leaves the filter as it was.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.asked.set(text, live, board.lookups());
    }

    /// Takes in that rows changed; `renamed`: the names of people or segments did, too.
    pub fn touched(&mut self, touched: &Touched, renamed: bool, board: &Board) {
        match touched {
            Touched::InPlace(places) if !renamed => self.view.replace(places, board),
            _ => self.view.forget_rows(),
        }
        if *touched == Touched::Moved {
            self.marks.retain(|id| board.place(*id).is_some());
            self.anchor = self.anchor.filter(|id| board.place(*id).is_some());
        }
        self.asked.reread(board.lookups());
        self.stale = true;
    }

    /// Brings the view up to date. The selection stays with its account, and the account where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !self.stale {
            return;
        }
        self.stale = false;
        let offset = self.view.headed().line_of(self.cursor).saturating_sub(self.table_top);
        self.view.refresh(board, self.asked.filter(), self.grouping(), self.order);
        self.cursor = self
            .selected
            .and_then(|id| self.view.index_of(board.place(id)?))
            .unwrap_or(self.cursor.min(self.view.len().saturating_sub(1)));
        if self.table_top > 0 {
            self.table_top = self.view.headed().line_of(self.cursor).saturating_sub(offset);
        }
        self.select(self.cursor, board);
    }

    /// Selects a place of the view.
    pub fn select(&mut self, index: usize, board: &Board) {
        self.cursor = index.min(self.view.len().saturating_sub(1));
        self.selected = self.view.place(self.cursor).and_then(|place| board.at(place)).map(|row| row.id);
    }

    /// Forgets the selection: the first account of the next view is selected.
    pub fn restart(&mut self) {
        self.selected = None;
        self.cursor = 0;
        self.table_top = 0;
        self.column_tops = [0; 4];
    }

    /// Selects an account, if the view has it.
    pub fn select_account(&mut self, id: AccountId, board: &Board) {
        self.settle(board);
        if let Some(index) = board.place(id).and_then(|place| self.view.index_of(place)) {
            self.select(index, board);
        }
    }

    /// Marks or unmarks the selected account.
    pub fn toggle_mark(&mut self) {
        if let Some(id) = self.selected
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    /// Begins a range, or marks all from its beginning to the selected account. How many are marked by it.
    pub fn range(&mut self, board: &Board) -> Option<usize> {
        let Some(anchor) = self.anchor.take() else {
            self.anchor = self.selected;
            return None;
        };
        let from = board.place(anchor).and_then(|place| self.view.index_of(place)).unwrap_or(self.cursor);
        let (from, to) = (from.min(self.cursor), from.max(self.cursor));
        let ids = (from..=to).filter_map(|index| Some(board.at(self.view.place(index)?)?.id));
        self.marks.extend(ids);
        Some(to - from + 1)
    }

    /// Takes all marks and the beginning of a range away; false: there were none.
    pub fn unmark(&mut self) -> bool {
        let any = !self.marks.is_empty() || self.anchor.is_some();
        self.marks.clear();
        self.anchor = None;
        any
    }

    /// The accounts that an action is about: the marked ones in the order of the view, else the selected one.
    pub fn chosen(&self, board: &Board) -> Vec<AccountId> {
        if self.marks.is_empty() {
            return self.selected.into_iter().collect();
        }
        let shown: Vec<AccountId> = (0..self.view.len())
            .filter_map(|index| Some(board.at(self.view.place(index)?)?.id))
            .filter(|id| self.marks.contains(id))
            .collect();
        let seen: BTreeSet<AccountId> = shown.iter().copied().collect();
        shown.into_iter().chain(self.marks.difference(&seen).copied()).collect()
    }

    /// How many marked accounts the filter leaves out.
    pub fn marked_out_of_sight(&self, board: &Board) -> usize {
        let shown = (0..self.view.len()).filter_map(|index| board.at(self.view.place(index)?));
        self.marks.len() - shown.filter(|row| self.marks.contains(&row.id)).count()
    }

    /// The band whose column the cursor is in.
    pub fn column(&self, board: &Board) -> Option<Band> {
        board.at(self.view.place(self.cursor)?).map(|row| row.band)
    }
}
