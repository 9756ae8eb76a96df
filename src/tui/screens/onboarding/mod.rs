//! The onboarding screen: every onboarding that runs, the worst on top, and why.

mod results;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub use results::ResultsPage;

use crate::book::Board;
use crate::domain::text;
use crate::tui::paint::{put, put_all, put_right, split_top};
use crate::tui::runs::{Counts, GroupRuns, Runs};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::frame::{self, Frame};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// What the screen is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub runs: &'a Runs,
    pub results: &'a ResultsPage,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// No onboarding runs: what to do. The commands are indented.
const EMPTY: &[&str] = &[
    "No onboarding is running.",
    "",
    "Start one: go to the board with 2, select an account, press o.",
    "",
    "Or leave with q and bring in those that run elsewhere:",
    "  mainstay import onboardings onboardings.csv",
    "  mainstay import steps steps.csv",
];

/// Draws the screen. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let areas = Frame::of(area);
    let (runs, theme) = (scene.runs, scene.theme);
    title(buffer, areas.title, scene);
    if scene.results.shown {
        let page = split_top(area, 1).1;
        scene.results.doc(usize::from(area.width), theme).draw(buffer, page, scene.results.top);
        return;
    }
    if areas.totals.height > 0 {
        let left = counts(buffer, areas.totals, runs.counts(), theme);
        let running = format!("{} running", words::thousands(runs.len()));
        let mut left = left;
        if runs.low() > 0 {
            let told = format!("! {} low on training", words::thousands(runs.low()));
            let room =
                usize::from(areas.totals.right().saturating_sub(left)).saturating_sub(running.len() + 2);
            let room = u16::try_from(room).unwrap_or(0);
            left = put(buffer, (left, areas.totals.y), room, &told, theme.style(Role::Worse));
        }
        put_right(buffer, areas.totals, left, &running, theme.style(Role::Heading));
    }
    status(buffer, areas.status, scene);
    tell(buffer, areas.list, theme, runs.problem(), None);
    if runs.is_empty() {
        empty(buffer, areas.list, scene);
        return;
    }
    table::draw(buffer, areas.list, scene, letters);
    if let Some(run) = runs.get(runs.cursor()).filter(|_| areas.reason.height > 0) {
        let (_, word, role) = words::standing(run.standing.state);
        let training = run.training.as_ref().filter(|training| training.is_low());
        let training = training.map_or(String::new(), |low| format!(" · training low: {}", low.words()));
        let said = format!(": {}{training} · {}", run.standing.reason, run.standing.day_words());
        put_all(
            buffer,
            areas.reason,
            &[(" ", Style::new()), (word, theme.style(role)), (&said, theme.style(Role::Dim))],
        );
    }
}

fn title(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let dim = scene.theme.style(Role::Dim);
    let mut left =
        put_all(buffer, area, &[(" Mainstay", scene.theme.style(Role::Title)), (" · Onboarding  ", dim)]);
    for (name, shown) in [(" Running ", !scene.results.shown), (" Results ", scene.results.shown)] {
        if usize::from(area.right().saturating_sub(left)) < name.len() {
            break;
        }
        let style = if shown { scene.theme.style(Role::Selected) } else { dim };
        left = put(buffer, (left, area.y), area.right().saturating_sub(left), name, style);
    }
    let day = scene.board.lookups().day;
    put_right(buffer, area, left, &format!("{}{day}", if scene.past { "as of " } else { "" }), dim);
}

/// `■ 2 stuck  ▲ 1 behind`: states that nobody is in are left out. Returns the column after them.
fn counts(buffer: &mut Buffer, line: Rect, counts: &Counts, theme: &Theme) -> u16 {
    let mut x = put(buffer, (line.x, line.y), line.width, " ", Style::new());
    for (state, count) in counts.each().filter(|(_, count)| *count > 0) {
        let (sign, word, role) = words::standing(state);
        let piece = format!("{sign} {} {word}  ", words::thousands(count));
        x = put(buffer, (x, line.y), line.right().saturating_sub(x), &piece, theme.style(role));
    }
    x
}

/// The filter, the order, the groups.
fn status(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let runs = scene.runs;
    let order = match runs.group() {
        GroupRuns::None => "worst first".to_owned(),
        group => format!("worst first, grouped by {}", group.name()),
    };
    let counts = (runs.len(), runs.all());
    frame::status(buffer, area, (runs.asked(), scene.typing), counts, &order, scene.theme);
}

/// Why nothing is shown, and what to do.
fn empty(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (runs, theme) = (scene.runs, scene.theme);
    if !runs.is_known() {
        return;
    }
    let asked = text::clean(runs.asked().text());
    let filtered = [
        format!("No running onboarding passes the filter {asked}"),
        "Esc clears it, / changes it.".to_owned(),
    ];
    let lines: Vec<&str> =
        if asked.is_empty() { EMPTY.to_vec() } else { filtered.iter().map(String::as_str).collect() };
    let indent = if area.width >= 60 { 4 } else { 1 };
    for (number, (y, line)) in
        (area.y.saturating_add(u16::from(area.height > 8))..area.bottom()).zip(lines).enumerate()
    {
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
    frame::cursor(Frame::of(area).status, scene.typing)
}

/// How far the results can scroll in an area.
pub fn last_top(area: Rect, results: &ResultsPage, theme: &Theme) -> usize {
    results.doc(usize::from(area.width), theme).last_top(split_top(area, 1).1.height)
}

/// How many lines a page is.
pub fn page(area: Rect) -> usize {
    Frame::of(area).page()
}

/// Scrolls so that the selected onboarding is on screen.
pub fn reveal(area: Rect, runs: &mut Runs) {
    runs.reveal(page(area));
}

/// The onboarding at a cell of the screen, by its place in the list.
pub fn hit(area: Rect, runs: &Runs, cell: (u16, u16)) -> Option<usize> {
    Frame::of(area).hit(runs.headed(), runs.top(), cell)
}
