//! The screen of renewals: what ends when, what is expected of it and why.

mod header;
pub mod revenue;
mod table;
mod timeline;
mod whatif;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::book::Board;
use crate::domain::text;
use crate::engine::Standing;
use crate::renewal::{Flag, Length};
use crate::tui::lanes::{Lanes, View};
use crate::tui::paint::{put, put_all, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::frame::{self, Frame};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// What the screen is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub lanes: &'a Lanes,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// No contract ends: what to do. The commands are indented.
const EMPTY: &[&str] = &[
    "No renewal is due in the next three years.",
    "",
    "Every contract with an end has one, by itself.",
    "Add a contract: on the board with 2, select an account, press a.",
    "",
    "Or leave with q and bring them in:",
    "  mainstay import contracts contracts.csv",
];

/// The parts of the screen.
struct Parts {
    frame: Frame,
    /// What is due in the months, above the lanes.
    sums: Rect,
}

impl Parts {
    fn of(area: Rect, lanes: &Lanes) -> Parts {
        let frame = Frame::of(area);
        let rows = match (lanes.what_if(), lanes.view()) {
            (Some(what_if), _) => whatif::lines_of(area, what_if),
            (None, View::Timeline) => timeline::sums_of(area, lanes),
            (None, View::Table) => 0,
        };
        let (sums, list) = split_top(frame.list, rows);
        Parts { frame: Frame { list, ..frame }, sums }
    }
}

/// Draws the screen. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (lanes, theme) = (scene.lanes, scene.theme);
    let Parts { frame: areas, sums } = Parts::of(area, lanes);
    header::title(buffer, areas.title, scene);
    header::totals(buffer, areas.totals, scene);
    header::status(buffer, areas.status, scene);
    tell(buffer, areas.list, theme, lanes.problem(), None);
    if lanes.is_empty() {
        empty(buffer, Rect { y: sums.y, height: areas.list.bottom() - sums.y, ..areas.list }, scene);
        return;
    }
    let sums = match lanes.what_if() {
        Some(what_if) => {
            whatif::draw(buffer, sums, what_if, scene);
            Rect { height: 0, ..sums }
        }
        None => sums,
    };
    match lanes.view() {
        View::Timeline => timeline::draw(buffer, (sums, areas.list), scene, letters),
        View::Table => table::draw(buffer, areas.list, scene, letters),
    }
    if let Some(standing) = lanes.selected().filter(|_| areas.reason.height > 0) {
        reason(buffer, areas.reason, standing, scene);
    }
}

/// What is said of the selected renewal, by the CSM and by the rules, and what is to be done.
fn reason(buffer: &mut Buffer, line: Rect, standing: &Standing, scene: &Scene) {
    let theme = scene.theme;
    let (renewal, day) = (&standing.renewal, scene.board.lookups().day);
    let dim = theme.style(Role::Dim);
    let (_, word, role) = words::call(renewal.call);
    if let Some((suppose, _)) = scene.lanes.then(renewal) {
        let told = format!(" what if: {} · ", suppose.words(renewal));
        put_all(
            buffer,
            line,
            &[(&told, theme.style(Role::Note)), (word, theme.style(role)), (" by now", dim)],
        );
        return;
    }
    let why = renewal.record.as_ref().and_then(|record| record.reason.as_deref());
    let why = why.map_or(String::new(), |why| format!(": {}", text::clean(why)));
    let away = words::away(renewal.due_on, day);
    let length = renewal.contract.as_ref().and_then(|own| Length::of(own.term.start, renewal.due_on));
    let ends = if renewal.due_on < day { "ended" } else { "end" };
    let mut rest =
        length.map_or_else(|| format!(" · {away}"), |own| format!(" · {} {ends} {away}", own.words()));
    if let Some(rules) = standing.rules_call {
        let factors = standing.risk.iter().flat_map(|risk| &risk.factors);
        let factors: Vec<&str> = factors.map(|factor| factor.words.as_str()).collect();
        let because = if factors.is_empty() { String::new() } else { format!(": {}", factors.join("; ")) };
        rest.push_str(&format!(" · rules say {rules}{because}"));
    }
    let flags: Vec<&str> = standing.flags.iter().copied().map(Flag::words).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" · {}", flags.join(", ")) };
    let worse = theme.style(Role::Worse);
    put_all(
        buffer,
        line,
        &[(" ", Style::new()), (word, theme.style(role)), (&why, dim), (&flags, worse), (&rest, dim)],
    );
}

/// Why nothing is shown, and what to do.
fn empty(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (lanes, theme) = (scene.lanes, scene.theme);
    if lanes.read().is_none() {
        if lanes.is_waiting() {
            put(buffer, (area.x + 1, area.y), area.width, "Reading the renewals…", theme.style(Role::Note));
        }
        return;
    }
    let asked = text::clean(lanes.asked().text());
    let filtered =
        [format!("No renewal passes the filter {asked}"), "Esc clears it, / changes it.".to_owned()];
    let lines: Vec<&str> =
        if asked.is_empty() { EMPTY.to_vec() } else { filtered.iter().map(String::as_str).collect() };
    let indent = if area.width >= 60 { 4 } else { 1 };
    let first = area.y.saturating_add(u16::from(area.height > 8));
    for (number, (y, line)) in (first..area.bottom()).zip(lines).enumerate() {
        let role = match line.strip_prefix("  ") {
            Some(_) => Role::Key,
            None if number == 0 => Role::Heading,
            None => Role::Text,
        };
        put(buffer, (area.x + indent, y), area.width.saturating_sub(indent), line, theme.style(role));
    }
}

/// The cell of the cursor while the filter is typed.
pub fn cursor(area: Rect, scene: &Scene) -> Option<(u16, u16)> {
    let typing = scene.lanes.what_if().and_then(|own| own.typing());
    match typing {
        Some(input) => header::amount_cursor(Frame::of(area).status, input),
        None => frame::cursor(Frame::of(area).status, scene.typing),
    }
}

/// How many lines a page is.
pub fn page(area: Rect, lanes: &Lanes) -> usize {
    Parts::of(area, lanes).frame.page()
}

/// Scrolls so that the selected renewal is on screen.
pub fn reveal(area: Rect, lanes: &mut Lanes) {
    lanes.reveal(page(area, lanes));
}

/// The renewal at a cell of the screen, by its number in the list.
pub fn hit(area: Rect, lanes: &Lanes, cell: (u16, u16)) -> Option<usize> {
    Parts::of(area, lanes).frame.hit(lanes.headed(), lanes.top(), cell)
}
