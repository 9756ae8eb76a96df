//! The screen of today: who wants something, the most pressing first; what the selected customer wants; what is new since
//! one last looked.

mod detail;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::book::Board;
use crate::domain::{Day, text};
use crate::today::{Kind, Matter, Whose};
use crate::tui::paint::{put, put_all, put_right, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::today::{Counts, GroupToday, Today};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::frame::{self, Frame};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// What the screen is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub today: &'a Today,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

impl Scene<'_> {
    /// What a line is called: the customer, or what it is instead of one.
    fn name(&self, whose: Whose) -> &str {
        match whose {
            Whose::Account(id) => self.board.get(id).map_or("", |row| &row.name),
            Whose::Nobody => "(no account)",
            Whose::Many(_) => "(many accounts)",
        }
    }
}

/// The parts of the screen: those of every list, and below the list what the selected customer wants.
struct Areas {
    frame: Frame,
    detail: Rect,
}

impl Areas {
    fn of(area: Rect) -> Areas {
        let mut frame = Frame::of(area);
        // A heading and some lines: on a low screen the line at its foot tells the first of them.
        let lines = match area.height {
            0..18 => 0,
            18..28 => 5,
            _ => 8,
        };
        if lines == 0 {
            return Areas { detail: Rect { height: 0, ..frame.reason }, frame };
        }
        let height = frame.list.height + frame.reason.height;
        let (list, detail) = split_bottom(Rect { height, ..frame.list }, lines);
        (frame.list, frame.reason) = (list, Rect { height: 0, ..frame.reason });
        Areas { frame, detail }
    }
}

/// Draws the screen. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let Areas { frame: areas, detail } = Areas::of(area);
    let (today, theme) = (scene.today, scene.theme);
    title(buffer, areas.title, scene);
    if areas.totals.height > 0 && today.is_known() {
        let x = areas.totals.x + 1;
        let line = Rect { x, width: areas.totals.width.saturating_sub(1), ..areas.totals };
        counts(buffer, line, scene);
    }
    status(buffer, areas.status, scene);
    tell(buffer, areas.list, theme, today.problem(), (!today.is_known()).then_some("Reading the day…"));
    if today.is_empty() {
        empty(buffer, areas.list, scene);
        return;
    }
    table::draw(buffer, areas.list, scene, letters);
    detail::draw(buffer, detail, scene);
    if areas.reason.height > 0 {
        detail::line(buffer, areas.reason, scene);
    }
}

fn title(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let dim = scene.theme.style(Role::Dim);
    let whose = match scene.today.person().filter(|_| scene.today.is_mine()) {
        Some(person) => format!(" · Today · {}", text::clean(&person.name)),
        None => " · Today".to_owned(),
    };
    let left = put_all(buffer, area, &[(" Mainstay", scene.theme.style(Role::Title)), (&whose, dim)]);
    let day = scene.board.lookups().day;
    put_right(buffer, area, left, &format!("{}{day}", if scene.past { "as of " } else { "" }), dim);
}

/// Pieces one after the other with air between, those left out for which there is no room.
fn pieces(buffer: &mut Buffer, line: Rect, pieces: &[(String, Role)], theme: &Theme) -> u16 {
    let mut x = line.x;
    for (piece, role) in pieces {
        let width = u16::try_from(text::width(piece)).unwrap_or(u16::MAX);
        if x.saturating_add(width) > line.right() {
            continue;
        }
        x = put(buffer, (x, line.y), width, piece, theme.style(*role)).saturating_add(2);
    }
    x
}

/// `12 customers  31 matters  ! 5 late   since 2026-06-28:  + 4 new  ↓ 2 worse  ↑ 1 better  ✓ 5 closed`.
fn counts(buffer: &mut Buffer, line: Rect, scene: &Scene) {
    let today = scene.today;
    let mut told = of_counts(today.counts());
    if let Some(seen) = today.seen() {
        let counts = today.counts();
        let when = words::away(seen.mark.day, scene.board.lookups().day);
        let news = [
            ("+", counts.new, "new", Role::Note),
            ("↓", counts.worse, "worse", Role::Worse),
            ("↑", counts.better, "better", Role::Better),
            ("✓", seen.closed.len(), "closed", Role::Dim),
        ];
        let any: Vec<_> = news.into_iter().filter(|(_, count, ..)| *count > 0).collect();
        let none = if any.is_empty() { ", nothing new" } else { ":" };
        let gap = if told.is_empty() { "" } else { "· " };
        told.push((format!("{gap}since you looked {when}{none}"), Role::Dim));
        told.extend(
            any.into_iter().map(|(sign, count, word, role)| {
                (format!("{sign} {} {word}", words::thousands(count)), role)
            }),
        );
    }
    pieces(buffer, line, &told, scene.theme);
}

/// `12 customers  31 matters  ! 5 late`.
fn of_counts(counts: &Counts) -> Vec<(String, Role)> {
    let mut told = Vec::new();
    if counts.customers > 0 {
        told.push((words::count(counts.customers, "customer"), Role::Heading));
    }
    if counts.matters > counts.customers {
        told.push((words::count(counts.matters, "matter"), Role::Dim));
    }
    if counts.late > 0 {
        told.push((format!("! {} late", words::thousands(counts.late)), Role::Worse));
    }
    told
}

/// The filter, the order, the groups, the marks.
fn status(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let today = scene.today;
    let mut order = "risk x ARR x urgency".to_owned();
    if today.group() != GroupToday::None {
        order.push_str(&format!(", grouped by {}", today.group().name()));
    }
    if today.is_mine() {
        order.push_str(", yours alone");
    }
    if !today.marks().is_empty() {
        order.push_str(&format!(" · {} marked", today.marks().len()));
    }
    let counts = (today.len(), today.all());
    frame::status(buffer, area, (today.asked(), scene.typing), counts, &order, scene.theme);
}

/// An empty book: what to do. The commands are indented.
const EMPTY: &[&str] = &[
    "Here stands every morning what needs you, the most pressing first.",
    "",
    "The book has no accounts yet. Leave with q and bring them in:",
    "  mainstay import accounts accounts.csv",
    "  mainstay import contracts contracts.csv",
    "Or add an account by hand with a.",
    "Or look around in the sample book:",
    "  mainstay demo",
];

/// Why nothing is shown, and what to do.
fn empty(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (today, theme) = (scene.today, scene.theme);
    if !today.is_known() || today.problem().is_some() {
        return;
    }
    let asked = text::clean(today.asked().text());
    let lines: Vec<String> = if !asked.is_empty() {
        vec![
            format!("Nothing that is to be done passes the filter {asked}"),
            "Esc clears it, / changes it.".to_owned(),
        ]
    } else if scene.board.totals().accounts() == 0 && today.all() == 0 {
        EMPTY.iter().map(|line| (*line).to_owned()).collect()
    } else {
        done(scene)
    };
    let indent = if area.width >= 60 { 4 } else { 1 };
    let mut doc = Doc::default();
    for (number, line) in lines.iter().enumerate() {
        match line.strip_prefix("  ") {
            _ if line.is_empty() => doc.gap(),
            Some(command) => {
                doc.wrapped(command, indent + 2, usize::from(area.width), theme.style(Role::Key))
            }
            None => {
                let role = if number == 0 { Role::Heading } else { Role::Text };
                doc.wrapped(line, indent, usize::from(area.width), theme.style(role));
            }
        }
    }
    doc.draw(buffer, split_top(area, u16::from(area.height > 8)).1, 0);
}

/// That all is done, and what comes next.
fn done(scene: &Scene) -> Vec<String> {
    let (today, day) = (scene.today, scene.board.lookups().day);
    let mut lines = vec![if today.is_mine() && today.all() > 0 {
        "All of yours is done. t shows what the others have to do.".to_owned()
    } else {
        "All done for today.".to_owned()
    }];
    if let Some(next) = today.coming() {
        let of = next.account.map_or(String::new(), |id| format!(" · {}", scene.name(Whose::Account(id))));
        lines.push(String::new());
        lines.push(format!("Next, {} ({}): {}{of}", words::away(next.on, day), next.on, next.title));
    }
    lines.push(String::new());
    lines.push("2 shows the board, u brings back what was done last.".to_owned());
    lines
}

/// The cell of the cursor while the filter is typed.
pub fn cursor(area: Rect, scene: &Scene) -> Option<(u16, u16)> {
    frame::cursor(Areas::of(area).frame.status, scene.typing)
}

/// How many lines a page is.
pub fn page(area: Rect) -> usize {
    Areas::of(area).frame.page()
}

/// Scrolls so that the selected line is on screen.
pub fn reveal(area: Rect, today: &mut Today) {
    today.reveal(page(area));
}

/// The line at a cell of the screen, by its number.
pub fn hit(area: Rect, today: &Today, cell: (u16, u16)) -> Option<usize> {
    Areas::of(area).frame.hit(today.headed(), today.top(), cell)
}

/// How late a matter is, in few cells: `12 d late`, `today`; of an alert since when it is open: `since 2 d`.
fn away(matter: &Matter, day: Day) -> (String, Role) {
    let late = matter.days_late(day);
    match matter.kind {
        _ if late == 0 => ("today".to_owned(), Role::Text),
        Kind::Alert { .. } | Kind::Flood { .. } => (format!("since {late} d"), Role::Text),
        _ if late < 0 => (format!("in {} d", late.unsigned_abs()), Role::Dim),
        _ => (format!("{late} d late"), Role::Worse),
    }
}

/// The style of text that matters less.
fn dim(theme: &Theme) -> Style {
    theme.style(Role::Dim)
}
