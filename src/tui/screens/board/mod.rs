//! The board: who needs attention. Header, status line, and the accounts as columns or as a table.

pub mod columns;
mod empty;
pub mod header;
pub mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::book::{Board, SortKey};
use crate::domain::Band;
use crate::tui::board::{Layout, List};
use crate::tui::paint::split_top;
use crate::tui::theme::Theme;
use crate::tui::widgets::frame;
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::textinput::TextInput;

/// What the board is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub list: &'a List,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// The parts of the board on screen.
#[derive(Clone, Copy, Debug)]
pub struct Areas {
    title: Rect,
    totals: Rect,
    status: Rect,
    /// Where the accounts are.
    pub list: Rect,
}

/// What a click on the board means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// An account, by its place in the view.
    Account(usize),
    /// The title of a column that sorts.
    Sort(SortKey),
}

impl Areas {
    /// Divides the screen.
    pub fn of(area: Rect) -> Areas {
        let (title, rest) = split_top(area, 1);
        let (totals, rest) = split_top(rest, u16::from(area.height >= 6));
        let (status, list) = split_top(rest, u16::from(area.height >= 4));
        Areas { title, totals, status, list }
    }
}

/// Draws the board. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let areas = Areas::of(area);
    header::title(buffer, areas.title, scene);
    header::totals(buffer, areas.totals, scene);
    let in_columns = scene.list.layout() == Layout::Columns && !scene.list.view().is_empty();
    let beside = in_columns.then(|| columns::beside(areas.list, scene.list, scene.board)).flatten();
    header::status(buffer, areas.status, scene, beside);
    if scene.list.view().is_empty() {
        empty::draw(buffer, areas.list, scene);
        return;
    }
    match scene.list.layout() {
        Layout::Table => table::draw(buffer, areas.list, scene, letters),
        Layout::Columns => columns::draw(buffer, areas.list, scene, letters),
    }
}

/// The cell of the cursor while the filter is typed.
pub fn cursor(area: Rect, scene: &Scene) -> Option<(u16, u16)> {
    frame::cursor(Areas::of(area).status, scene.typing)
}

/// How many accounts a page is.
pub fn page(area: Rect, list: &List) -> usize {
    let height = Areas::of(area).list.height;
    usize::from(match list.layout() {
        Layout::Table => table::rows(height),
        Layout::Columns => columns::cards(height),
    })
}

/// Scrolls so that the selected account is on screen.
pub fn reveal(area: Rect, list: &mut List, board: &Board) {
    let height = Areas::of(area).list.height;
    match list.layout() {
        Layout::Table => list.reveal_table(usize::from(table::rows(height))),
        Layout::Columns => {
            if let Some(band) = list.column(board) {
                list.reveal_column(band, usize::from(columns::cards(height)));
            }
        }
    }
}

/// What stands at a cell of the screen.
pub fn hit(area: Rect, list: &List, board: &Board, (x, y): (u16, u16)) -> Option<Hit> {
    let body = Areas::of(area).list;
    if !body.contains((x, y).into()) || list.view().is_empty() {
        return None;
    }
    let down = usize::from(y - body.y);
    match list.layout() {
        Layout::Table if down == 0 => table::sorts(body, list, x).map(Hit::Sort),
        Layout::Table => match list.view().headed().line(list.table_top() + down - 1)? {
            Line::Item(index) => Some(Hit::Account(index)),
            Line::Heading(_) => None,
        },
        Layout::Columns => columns::at(body, list, board, x, down).map(Hit::Account),
    }
}

/// The bands in the order of the columns.
const BANDS: [Band; 4] = [Band::Red, Band::Yellow, Band::Green, Band::Grey];
