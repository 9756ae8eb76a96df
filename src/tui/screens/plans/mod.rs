//! The screen of plans: every account and how it stands by its plan, the worst on top, and why.

mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::book::Board;
use crate::domain::text;
use crate::plan::{Coverage, State};
use crate::tui::paint::{put, put_all, put_right};
use crate::tui::plans::{GroupPlans, Plans};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::frame::{self, Frame};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// What the screen is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub plans: &'a Plans,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// Draws the screen. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let areas = Frame::of(area);
    let (plans, theme) = (scene.plans, scene.theme);
    let dim = theme.style(Role::Dim);
    let left = put_all(buffer, areas.title, &[(" Mainstay", theme.style(Role::Title)), (" · Plans", dim)]);
    let day = scene.board.lookups().day;
    let told = format!("{}{day} · {}", if scene.past { "as of " } else { "" }, day.quarter());
    put_right(buffer, areas.title, left, &told, dim);
    if areas.totals.height > 0 && plans.is_known() {
        let x = areas.totals.x + 1;
        let line = Rect { x, width: areas.totals.width.saturating_sub(1), ..areas.totals };
        coverage(buffer, line, plans.counts(), theme);
    }
    status(buffer, areas.status, scene);
    tell(buffer, areas.list, theme, plans.problem(), None);
    if plans.is_empty() {
        empty(buffer, areas.list, scene);
        return;
    }
    table::draw(buffer, areas.list, scene, letters);
    if let Some(cover) = plans.get(plans.cursor()).filter(|_| areas.reason.height > 0) {
        let (_, word, role) = words::plan(cover.standing.state);
        let said = format!(": {} · check-in {}", cover.standing.reason, cover.check_in.words(day));
        put_all(buffer, areas.reason, &[(" ", Style::new()), (word, theme.style(role)), (&said, dim)]);
    }
}

/// `12 of 20 covered (60 %)  ■ 3 no plan  ■ 2 stale  ! 1 goal off track …`, as far as there is room.
fn coverage(buffer: &mut Buffer, line: Rect, counts: &Coverage, theme: &Theme) {
    let share = counts.share;
    let percent = share.ratio().map_or(String::new(), |ratio| format!(" ({})", words::percent(ratio)));
    let mut pieces = vec![(
        format!("{} of {} covered{percent}", thousands(share.part), thousands(share.of)),
        Role::Heading,
    )];
    let off = usize::try_from(counts.goals.off_track).unwrap_or(usize::MAX);
    let warning = |count: usize, one: &str, word: &str| {
        (count > 0).then(|| (format!("! {} {word}", words::count(count, one)), Role::Worse))
    };
    let mut warnings =
        [warning(off, "goal", "off track"), warning(counts.late, "check-in", "late")].into_iter().flatten();
    for (state, count) in counts.each().filter(|(_, count)| *count > 0) {
        // What is off track goes before what is merely to be written.
        if state > State::Stale {
            pieces.extend(warnings.by_ref());
        }
        let (sign, word, role) = words::plan(state);
        pieces.push((format!("{sign} {} {word}", words::thousands(count)), role));
    }
    pieces.extend(warnings);
    let mut x = line.x;
    for (piece, role) in pieces {
        let width = u16::try_from(text::width(&piece)).unwrap_or(u16::MAX);
        // A shorter one may still fit.
        if x.saturating_add(width) > line.right() {
            continue;
        }
        x = put(buffer, (x, line.y), width, &piece, theme.style(role)).saturating_add(2);
    }
}

fn thousands(count: u64) -> String {
    words::thousands(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The filter, the order, the groups.
fn status(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let plans = scene.plans;
    let order = match plans.group() {
        GroupPlans::None => "worst first, then by ARR".to_owned(),
        group => format!("worst first, then by ARR, grouped by {}", group.name()),
    };
    let counts = (plans.len(), plans.all());
    frame::status(buffer, area, (plans.asked(), scene.typing), counts, &order, scene.theme);
}

/// Why nothing is shown, and what to do.
fn empty(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (plans, theme) = (scene.plans, scene.theme);
    if !plans.is_known() {
        return;
    }
    let asked = text::clean(plans.asked().text());
    let lines = if asked.is_empty() {
        ["There is no account to plan for.".to_owned(), "Go to the board with 2: a adds one.".to_owned()]
    } else {
        [format!("No account passes the filter {asked}"), "Esc clears it, / changes it.".to_owned()]
    };
    let indent = if area.width >= 60 { 4 } else { 1 };
    let first = area.y.saturating_add(u16::from(area.height > 8));
    for (role, (y, line)) in [Role::Heading, Role::Text].into_iter().zip((first..area.bottom()).zip(lines)) {
        put(buffer, (area.x + indent, y), area.width.saturating_sub(indent), &line, theme.style(role));
    }
}

/// The cell of the cursor while the filter is typed.
pub fn cursor(area: Rect, scene: &Scene) -> Option<(u16, u16)> {
    frame::cursor(Frame::of(area).status, scene.typing)
}

/// How many lines a page is.
pub fn page(area: Rect) -> usize {
    Frame::of(area).page()
}

/// Scrolls so that the selected account is on screen.
pub fn reveal(area: Rect, plans: &mut Plans) {
    plans.reveal(page(area));
}

/// The account at a cell of the screen, by its number in the list.
pub fn hit(area: Rect, plans: &Plans, cell: (u16, u16)) -> Option<usize> {
    Frame::of(area).hit(plans.headed(), plans.top(), cell)
}
