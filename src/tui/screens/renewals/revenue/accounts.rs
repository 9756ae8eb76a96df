//! The accounts behind a figure: a step of the way from start to end, a reason for losses.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Amounts, Scene};
use crate::domain::text;
use crate::engine::Mover;
use crate::revenue::Stage;
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::revenue::{Behind, Listed};
use crate::tui::theme::{Role, glyph, role_of};
use crate::tui::widgets::columns::{Column, column, fit};
use crate::tui::words;

/// Lines above the accounts: what they are, the titles.
pub const TITLES: u16 = 2;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Band,
    Account,
    Moved,
    Start,
    End,
    Csm,
    Segment,
}

const COLUMNS: &[Column<Field>] = &[
    column(Field::Band, "", 1, Align::Left, 1, 0),
    column(Field::Account, "Account", 12, Align::Left, 0, 28),
    column(Field::Moved, "Moved by", 9, Align::Right, 0, 7),
    column(Field::Start, "MRR, start", 10, Align::Right, 2, 6),
    column(Field::End, "MRR, end", 10, Align::Right, 2, 6),
    column(Field::Csm, "CSM", 14, Align::Left, 3, 6),
    column(Field::Segment, "Segment", 14, Align::Left, 4, 6),
];

/// Draws what they are, and a line each.
pub fn draw(buffer: &mut Buffer, area: Rect, listed: &Listed, scene: &Scene) {
    let theme = scene.theme;
    let (titles, lines) = split_top(area, TITLES);
    let heading = theme.style(Role::Heading);
    let name = match &listed.behind {
        Behind::Step(Stage::Start) => "With MRR at the start".to_owned(),
        Behind::Step(Stage::Moved(kind)) => words::capital(kind.name()),
        Behind::Step(Stage::End) => "With MRR at the end".to_owned(),
        Behind::Reason(Some(reason)) => format!("Lost, {}", text::clean(reason)),
        Behind::Reason(None) => "Lost, no reason given".to_owned(),
    };
    let told = format!("{name}: {}", words::count(listed.accounts.len(), "account"));
    put(buffer, (titles.x + 1, titles.y), titles.width.saturating_sub(1), &told, heading);
    let columns = fit(COLUMNS, area);
    if titles.height == TITLES {
        for (column, x, width) in &columns {
            put_aligned(buffer, (*x, titles.y + 1), *width, column.title, column.align, heading);
        }
    }
    let currency = scene.board.lookups().currency;
    let amounts = Amounts(scene.page.read().map_or(currency, |read| read.measured.revenue.currency));
    listed.lines.draw(buffer, lines, &[], theme, |buffer, area, place, selected| {
        let Some(own) = listed.accounts.get(place) else { return };
        let styled = paint::line(buffer, area, selected, theme);
        let (row, lookups) = (scene.board.get(own.account), scene.board.lookups());
        for (column, x, width) in &columns {
            let (content, role) = match column.field {
                Field::Band => {
                    let band = row.map(|row| row.band);
                    (band.map_or("", glyph).to_owned(), band.map_or(Role::Text, role_of))
                }
                Field::Account => (row.map_or("", |row| &row.name).to_owned(), Role::Text),
                Field::Moved => moved(&listed.behind, own, amounts, *width),
                Field::Start => (amount(amounts, own.start_mrr, *width), Role::Dim),
                Field::End => (amount(amounts, own.end_mrr, *width), Role::Dim),
                Field::Csm => (name_of(row.and_then(|row| lookups.member(row.csm))), Role::Dim),
                Field::Segment => (name_of(row.and_then(|row| lookups.segment(row.segment))), Role::Dim),
            };
            put_aligned(buffer, (*x, area.y), *width, &content, column.align, styled(role));
        }
    });
}

/// In full where there is room.
fn amount(amounts: Amounts, minor: i64, width: u16) -> String {
    let full = amounts.full(minor);
    if text::width(&full) <= usize::from(width) { full } else { amounts.short(minor) }
}

fn moved(behind: &Behind, own: &Mover, amounts: Amounts, width: u16) -> (String, Role) {
    if matches!(behind, Behind::Step(Stage::Start | Stage::End)) {
        let net = own.end_mrr - own.start_mrr;
        return (sign(amounts, net, width), Role::Text);
    }
    let minor = behind.amount(own);
    (sign(amounts, minor, width), if minor < 0 { Role::Worse } else { Role::Better })
}

fn sign(amounts: Amounts, minor: i64, width: u16) -> String {
    let full = amounts.signed(minor, true);
    if text::width(&full) <= usize::from(width) { full } else { amounts.signed(minor, false) }
}

fn name_of(name: Option<&str>) -> String {
    name.unwrap_or("–").to_owned()
}
