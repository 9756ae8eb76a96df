//! Revenue: the way of MRR through a period, retention, losses by reason, groups, cohorts, months.

mod accounts;
mod bars;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::header;
use crate::book::Board;
use crate::domain::{Currency, Money};
use crate::engine::Revenue;
use crate::revenue::{Figures, Grr};
use crate::tui::paint::{put, put_all, split_bottom, split_top};
use crate::tui::revenue::{GROUPINGS, Page, explain};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::listing::tell;

/// What the tab of the page says.
pub const NAME: &str = "Revenue";

/// What the page is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub page: &'a Page,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// No contract had MRR: what to do. The commands are indented.
const EMPTY: &[&str] = &[
    "No contract had MRR in this period.",
    "",
    "Every figure here is made of contracts: their amounts and their days.",
    "Another period: left and right. Add a contract: on the board with 2, press a.",
    "",
    "Or leave with q and bring them in:",
    "  mainstay import contracts contracts.csv",
];

/// The parts of the page.
struct Parts {
    title: Rect,
    totals: Rect,
    status: Rect,
    list: Rect,
    /// Why the selected figure is what it is.
    why: Rect,
}

impl Parts {
    fn of(area: Rect, page: &Page) -> Parts {
        let (title, rest) = split_top(area, 1);
        let (totals, rest) = split_top(rest, u16::from(area.height >= 6));
        let (status, rest) = split_top(rest, u16::from(area.height >= 4));
        let lines = explanation(page, area.width).len();
        let lines = u16::try_from(lines).unwrap_or(u16::MAX).min(rest.height / 2);
        let (list, why) = split_bottom(rest, lines);
        Parts { title, totals, status, list, why }
    }
}

/// Amounts of the page in its currency.
#[derive(Clone, Copy)]
struct Amounts(Currency);

impl Amounts {
    fn short(self, minor: i64) -> String {
        Money { minor, currency: self.0 }.short()
    }

    fn full(self, minor: i64) -> String {
        Money { minor, currency: self.0 }.to_string()
    }

    /// What something changes by, with its sign.
    fn signed(self, minor: i64, full: bool) -> String {
        let told = if full { self.full(minor) } else { self.short(minor) };
        if minor > 0 { format!("+{told}") } else { told }
    }
}

/// A ratio with a decimal: 0.8532 is `85.3%`.
fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "n/a".to_owned(), |ratio| format!("{:.1}%", ratio * 100.0))
}

/// Draws the page.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (page, theme) = (scene.page, scene.theme);
    let parts = Parts::of(area, page);
    header::tabs(buffer, parts.title, NAME, (scene.board, scene.past), theme);
    status(buffer, parts.status, scene);
    tell(buffer, parts.list, theme, page.problem(), None);
    let Some(read) = page.read() else { return };
    let total = &read.measured.revenue.total;
    totals(buffer, parts.totals, read, theme);
    if let Some(listed) = page.listed() {
        accounts::draw(buffer, parts.list, listed, scene);
    } else if *total == Figures::default() {
        empty(buffer, parts.list, theme);
    } else {
        rows::draw(buffer, parts.list, (page, read), theme);
    }
    why(buffer, parts.why, page, theme);
}

/// `MRR $158.3k → $171.2k  +$12.9k  NRR 103.1%  GRR 97.0% endpoint form  logos 95.8%`, as far as there is room.
fn totals(buffer: &mut Buffer, line: Rect, read: &Revenue, theme: &Theme) {
    if line.height == 0 {
        return;
    }
    let revenue = &read.measured.revenue;
    let (total, amounts) = (&revenue.total, Amounts(revenue.currency));
    let net = total.movements.net();
    let role = if net < 0 { Role::Worse } else { Role::Better };
    let pieces = [
        (format!("MRR {} → {}", amounts.short(total.start_mrr), amounts.short(total.end_mrr)), Role::Heading),
        (amounts.signed(net, false), role),
        (format!("NRR {}", percent(total.nrr())), Role::Text),
        (format!("GRR {} {} form", percent(total.grr(Grr::Endpoint)), Grr::Endpoint.name()), Role::Text),
        (format!("logos {}", percent(total.logo_retention())), Role::Text),
        (format!("{} left out", header::thousands(revenue.accounts_excluded)), Role::Worse),
    ];
    let shown = if revenue.accounts_excluded > 0 { &pieces[..] } else { &pieces[..5] };
    header::put_pieces(buffer, line, shown, theme);
}

/// The period, whose accounts, whether newer figures are on the way.
fn status(buffer: &mut Buffer, line: Rect, scene: &Scene) {
    if line.height == 0 {
        return;
    }
    let (page, theme) = (scene.page, scene.theme);
    let (dim, text) = (theme.style(Role::Dim), theme.style(Role::Text));
    let today = scene.board.lookups().day;
    let days = page.window().period(today).ok();
    let days = days.map_or(String::new(), |own| format!(" {} to {}", own.from() + 1, own.to()));
    let by = GROUPINGS.iter().find(|own| own.0 == page.grouping() && own.0.is_some());
    let by = by.map_or(String::new(), |own| format!(" · by {}", own.1));
    let only = page.only(scene.board).map(crate::domain::text::clean);
    let only = only.map_or(String::new(), |name| format!(" · {name} alone"));
    let working = if page.is_waiting(today) { " · computing…" } else { "" };
    let pieces = [
        (" ‹ ", theme.style(Role::Key)),
        (page.window().name(), text),
        (" ›", theme.style(Role::Key)),
        (days.as_str(), dim),
        (by.as_str(), dim),
        (only.as_str(), text),
        (working, theme.style(Role::Note)),
    ];
    put_all(buffer, line, &pieces);
}

/// The lines that explain the selected figure; none where nobody asked.
fn explanation(page: &Page, width: u16) -> Vec<String> {
    let spot = page.lines().key().filter(|_| page.explained && page.listed().is_none());
    let told = page.read().zip(spot).map(|(read, spot)| explain(*spot, read));
    let room = usize::from(width.saturating_sub(2));
    let mut lines: Vec<String> = told.into_iter().flatten().flat_map(|line| wrap(&line, room)).collect();
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn why(buffer: &mut Buffer, area: Rect, page: &Page, theme: &Theme) {
    let lines = explanation(page, area.width);
    for (number, (line, y)) in lines.iter().zip(area.top()..area.bottom()).enumerate() {
        if number == 0 {
            put(
                buffer,
                (area.x, y),
                area.width,
                &"─".repeat(usize::from(area.width)),
                theme.style(Role::Dim),
            );
        } else {
            put(buffer, (area.x + 1, y), area.width.saturating_sub(1), line, theme.style(Role::Text));
        }
    }
}

fn empty(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let indent = if area.width >= 60 { 4 } else { 1 };
    let first = area.y.saturating_add(u16::from(area.height > 8));
    let lines = EMPTY.iter().flat_map(|line| match line.strip_prefix("  ") {
        Some(command) => vec![(command.to_owned(), Role::Key)],
        None if line.is_empty() => vec![(String::new(), Role::Text)],
        None => {
            let room = usize::from(area.width.saturating_sub(indent));
            wrap(line, room).into_iter().map(|line| (line, Role::Text)).collect()
        }
    });
    for (number, (y, (line, role))) in (first..area.bottom()).zip(lines).enumerate() {
        let role = if number == 0 { Role::Heading } else { role };
        put(buffer, (area.x + indent, y), area.width.saturating_sub(indent), &line, theme.style(role));
    }
}

/// How many lines a page of the list is.
pub fn page(area: Rect, page: &Page) -> usize {
    usize::from(list(area, page).height)
}

/// The cells of the list's lines.
fn list(area: Rect, page: &Page) -> Rect {
    let list = Parts::of(area, page).list;
    if page.listed().is_some() { split_top(list, accounts::TITLES).1 } else { list }
}

/// Scrolls so that the selected line is on screen.
pub fn reveal(area: Rect, page: &mut Page) {
    let height = list(area, page).height;
    page.reveal(height);
}

/// Selects the line at a cell of the screen; true: it was selected already.
pub fn click(area: Rect, page: &mut Page, cell: (u16, u16)) -> bool {
    let list = list(area, page);
    page.click(list, cell)
}
