//! The screen of expansion: who is ready to buy more, what stands against it, and the pipeline.

mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::book::Board;
use crate::domain::{Money, Share, text};
use crate::expansion::StageSum;
use crate::tui::paint::{put, put_all, put_right};
use crate::tui::prospects::{Counts, GroupProspects, Line, Prospects, View};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::frame::{self, Frame};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// What the screen is drawn from.
pub struct Scene<'a> {
    pub board: &'a Board,
    pub prospects: &'a Prospects,
    /// The filter while it is typed.
    pub typing: Option<&'a TextInput>,
    pub theme: &'a Theme,
    /// Whether the day is a past one that was asked for.
    pub past: bool,
}

/// Draws the screen. `letters` remembers between frames what lighting up letters needs.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let areas = Frame::of(area);
    let (prospects, theme) = (scene.prospects, scene.theme);
    title(buffer, areas.title, scene);
    if areas.totals.height > 0 {
        totals(buffer, areas.totals, scene);
    }
    let order = match prospects.view() {
        View::Candidates => "most ready first, then by ARR",
        View::Pipeline => "by the day they are expected",
    };
    let order = match prospects.group() {
        GroupProspects::None => order.to_owned(),
        group => format!("{order}, by {}", group.name()),
    };
    let counts = (prospects.len(), prospects.all());
    frame::status(buffer, areas.status, (prospects.asked(), scene.typing), counts, &order, theme);
    frame::hint(buffer, areas.status, scene.typing, prospects.view().terms(), theme);
    tell(buffer, areas.list, theme, prospects.problem(), None);
    if prospects.is_empty() {
        empty(buffer, areas.list, scene);
        return;
    }
    table::draw(buffer, areas.list, scene, letters);
    if areas.reason.height > 0 {
        reason(buffer, areas.reason, scene);
    }
}

/// The name of the screen, its views and the day.
fn title(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (prospects, theme) = (scene.prospects, scene.theme);
    let dim = theme.style(Role::Dim);
    let mut left = put_all(buffer, area, &[(" Mainstay", theme.style(Role::Title)), (" · Expansion  ", dim)]);
    for view in View::ALL {
        let style = if *view == prospects.view() { theme.style(Role::Selected) } else { dim };
        let name = format!(" {} ", view.name());
        left = put(buffer, (left, area.y), area.right().saturating_sub(left), &name, style);
    }
    let day = scene.board.lookups().day;
    let told = format!("{}{day}", if scene.past { "as of " } else { "" });
    put_right(buffer, area, left, &told, dim);
}

/// `✓ 7 candidates  ! 3 not now  open 9 $128.4k, weighted $43.8k  proposals won 3 of 12 (25 %) …`, as far as there is
/// room.
fn totals(buffer: &mut Buffer, line: Rect, scene: &Scene) {
    let Some(read) = scene.prospects.read() else { return };
    let counts = scene.prospects.counts();
    let share = |share: Share| {
        let percent = share.ratio().map_or(String::new(), |ratio| format!(" ({})", words::percent(ratio)));
        format!("{} of {}{percent}", share.part, share.of)
    };
    let open = counts.pipeline.open();
    let expanded = Share { part: read.figures.expanded, of: read.figures.logos.of };
    let pieces = [
        (format!("✓ {}", words::count(counts.candidates, "candidate")), Role::Better),
        (format!("! {} not now", words::thousands(counts.suppressed)), Role::Worse),
        (format!("{} open {}", words::thousands(open.count), worth(&open, read.rates.book)), Role::Heading),
        (format!("proposals won {}", share(read.success)), Role::Text),
        (format!("customers that expanded {}", share(expanded)), Role::Text),
    ];
    // Of nothing there is nothing to say.
    let told = [true, counts.suppressed > 0, true, read.success.of > 0, expanded.of > 0];
    let pieces: Vec<_> = pieces.into_iter().zip(told).filter(|own| own.1).map(|own| own.0).collect();
    put_pieces(buffer, line, &pieces, scene.theme);
}

/// `$128.4k, weighted $43.8k, 1 without an amount`
fn worth(sum: &StageSum, currency: crate::domain::Currency) -> String {
    let money = |minor| Money { minor, currency }.short();
    let unknown = match sum.unknown {
        0 => String::new(),
        unknown => format!(", {unknown} without an amount"),
    };
    format!("{}, weighted {}{unknown}", money(sum.amount), money(sum.weighted))
}

/// Writes what fits; a shorter piece may still fit behind one that does not.
fn put_pieces(buffer: &mut Buffer, line: Rect, pieces: &[(String, Role)], theme: &Theme) {
    let mut x = line.x + 1;
    for (piece, role) in pieces {
        let width = u16::try_from(text::width(piece)).unwrap_or(u16::MAX);
        if x.saturating_add(width) <= line.right() {
            x = put(buffer, (x, line.y), width, piece, theme.style(*role)).saturating_add(2);
        }
    }
}

/// What is counted of a group.
fn of_group(buffer: &mut Buffer, line: Rect, counts: &Counts, scene: &Scene) {
    let Some(read) = scene.prospects.read() else { return };
    let pieces = match scene.prospects.view() {
        View::Candidates => {
            let both = counts.candidates > 0 && counts.suppressed > 0;
            let not_now = if both { " not now" } else { "" };
            [(counts.candidates, "", Role::Better), (counts.suppressed, not_now, Role::Worse)]
                .into_iter()
                .filter(|(count, ..)| *count > 0)
                .map(|(count, word, role)| (format!("{}{word}", words::thousands(count)), role))
                .collect()
        }
        View::Pipeline => {
            let mut sum = StageSum::default();
            counts.pipeline.stages().for_each(|(_, own)| sum.join(own));
            // What is closed is not expected any more.
            let told = if counts.pipeline.open().count > 0 {
                worth(&sum, read.rates.book)
            } else {
                Money { minor: sum.amount, currency: read.rates.book }.short()
            };
            vec![(format!("{}  {told}", words::thousands(sum.count)), Role::Text)]
        }
    };
    put_pieces(
        buffer,
        Rect { x: line.x.saturating_sub(1), width: line.width.saturating_add(1), ..line },
        &pieces,
        scene.theme,
    );
}

/// Why the selected line stands where it does.
fn reason(buffer: &mut Buffer, line: Rect, scene: &Scene) {
    let dim = scene.theme.style(Role::Dim);
    let style = |role| scene.theme.style(role);
    match scene.prospects.selected() {
        Some(Line::Prospect(own)) if own.finding.is_suppressed() => {
            let said = format!(": {}", own.finding.why_not());
            put_all(buffer, line, &[(" not now", style(Role::Worse)), (&said, dim)]);
        }
        Some(Line::Prospect(own)) => {
            let said = format!(": {}", own.finding.why());
            put_all(buffer, line, &[(" because", style(Role::Better)), (&said, dim)]);
        }
        Some(Line::Deal(deal)) => {
            let proposal = &deal.proposal;
            let said = proposal.problem.as_deref().or(proposal.solution.as_deref()).unwrap_or_default();
            let returned = deal.returns().and_then(|returned| returned.ratio);
            let returned =
                returned.map_or(String::new(), |ratio| format!(" · return {}", words::percent(ratio)));
            let told = format!(" {}{returned}", text::clean(said));
            put_all(buffer, line, &[(&told, dim)]);
        }
        None => {}
    }
}

/// Why nothing is shown, and what to do.
fn empty(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let prospects = scene.prospects;
    if prospects.problem().is_some() {
        return;
    }
    let lines: [&str; 4] = match (prospects.read(), prospects.all(), prospects.view()) {
        (None, ..) => ["Reading who is ready to buy more…", "", "", ""],
        (_, 1.., _) => ["Nothing passes the filter", "Esc clears it", "", ""],
        (_, 0, View::Candidates) => [
            "Nobody has a reason to buy more yet",
            "80 % of the capacity with an advanced feature in use; seats over 90 %;",
            "a signal of growth or of a new department; a goal that was achieved.",
            "Not while health is not green, a P1 is open or something is overdue.",
        ],
        (_, 0, View::Pipeline) => [
            "No opportunity is open yet",
            "a on a candidate opens one; mainstay import opportunities brings others.",
            "Each goes from identified to proposal, presented, approved and won.",
            "",
        ],
    };
    let theme = scene.theme;
    let indent = if area.width >= 60 { 4 } else { 1 };
    let first = area.y.saturating_add(u16::from(area.height > 8));
    let roles = [Role::Heading, Role::Text, Role::Text, Role::Text];
    for (role, (y, line)) in roles.into_iter().zip((first..area.bottom()).zip(lines)) {
        put(buffer, (area.x + indent, y), area.width.saturating_sub(indent), line, theme.style(role));
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

/// Scrolls so that the selected line is on screen.
pub fn reveal(area: Rect, prospects: &mut Prospects) {
    prospects.reveal(page(area));
}

/// The line at a cell of the screen, by its number in the list.
pub fn hit(area: Rect, prospects: &Prospects, cell: (u16, u16)) -> Option<usize> {
    Frame::of(area).hit(prospects.headed(), prospects.top(), cell)
}
