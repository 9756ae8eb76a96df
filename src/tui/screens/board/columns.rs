//! The board as columns: one a band, the worst account on top, two lines an account.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{BANDS, Scene, table};
use crate::book::{Board, Row};
use crate::domain::{Band, Money, text};
use crate::tui::board::{List, Span};
use crate::tui::paint::{self, Align, put, put_aligned};
use crate::tui::theme::{Role, glyph, role_of, word};
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::sparkline::sparkline;
use crate::tui::words;

/// Lines of an account.
const CARD: u16 = 2;
/// Narrower than this a column is not readable.
const LEAST: u16 = 24;
/// Cells between columns.
const GAP: u16 = 2;
/// Cells for the mark.
const GUTTER: u16 = 1;
/// Cells for a yearly amount and for the days to a renewal; what is longer takes more.
const AMOUNT: usize = 7;
const DAYS: usize = 5;
/// A column as wide as this shows 26 weeks, one bar for two.
const WITH_WEEKS: u16 = 38;

/// How many accounts a column of a height shows.
pub fn cards(height: u16) -> u16 {
    height.saturating_sub(1) / CARD
}

/// The bands that have a column.
fn bands(list: &List) -> Vec<Band> {
    let has_grey = list.view().totals().band(Band::Grey).accounts > 0;
    BANDS.into_iter().filter(|band| *band != Band::Grey || has_grey).collect()
}

/// The columns on screen: the band, where it is, how wide. A narrow screen shows those around the selected account.
fn fit(area: Rect, list: &List, board: &Board) -> Vec<(Band, Rect)> {
    let bands = bands(list);
    let room = usize::from((area.width + GAP) / (LEAST + GAP)).clamp(1, bands.len());
    let own = list.column(board).and_then(|own| bands.iter().position(|band| *band == own)).unwrap_or(0);
    let first = (own + 1).saturating_sub(room);
    let columns = u16::try_from(room).unwrap_or(1);
    let width = (area.width + GAP) / columns - GAP.min(area.width);
    let shown = bands.into_iter().skip(first).take(room);
    let lefts = (area.x..).step_by(usize::from(width + GAP).max(1));
    shown.zip(lefts).map(|(band, x)| (band, Rect { x, width, ..area })).collect()
}

/// What the keys to the left and right lead to that a narrow screen has no room for: `→ ○ no data 3`.
pub fn beside(area: Rect, list: &List, board: &Board) -> Option<String> {
    let (bands, shown) = (bands(list), fit(area, list, board));
    let told = |(arrow, band): (&str, &Band)| {
        let accounts = list.view().totals().band(*band).accounts;
        format!("{arrow} {} {} {accounts}", glyph(*band), word(*band))
    };
    let place =
        |column: Option<&(Band, Rect)>| bands.iter().position(|band| Some(*band) == column.map(|c| c.0));
    let left = bands.get(..place(shown.first())?)?.iter().map(|band| ("←", band));
    let right = bands.get(place(shown.last())? + 1..)?.iter().map(|band| ("→", band));
    let all: Vec<String> = left.chain(right).map(told).collect();
    (!all.is_empty()).then(|| all.join("  "))
}

/// The accounts of a band.
fn span<'a>(list: &'a List, board: &Board, band: Band) -> Option<&'a Span> {
    let is_band = |span: &&Span| {
        list.view()
            .place(span.range.start)
            .and_then(|place| board.at(place))
            .is_some_and(|row| row.band == band)
    };
    list.view().spans().iter().find(is_band)
}

/// The account at a cell, by its place in the view.
pub fn at(area: Rect, list: &List, board: &Board, x: u16, down: usize) -> Option<usize> {
    let columns = fit(area, list, board);
    let (band, _) = columns.iter().find(|(_, column)| (column.left()..column.right()).contains(&x))?;
    let span = span(list, board, *band)?;
    let card = down.checked_sub(1)? / usize::from(CARD);
    let index = span.range.start + list.column_top(*band) + card;
    span.range.contains(&index).then_some(index)
}

/// Draws the columns.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    for (band, column) in fit(area, scene.list, scene.board) {
        heading(buffer, column, band, scene);
        let Some(span) = span(scene.list, scene.board, band) else {
            put(
                buffer,
                (column.x + GUTTER, column.y + 1),
                column.width,
                "none",
                scene.theme.style(Role::Dim),
            );
            continue;
        };
        let cards = usize::from(cards(column.height));
        let tops = (column.y.saturating_add(1)..).step_by(usize::from(CARD));
        let shown = span.range.clone().skip(scene.list.column_top(band)).take(cards);
        let below = span.range.end - shown.clone().next_back().map_or(span.range.start, |last| last + 1);
        for (index, y) in shown.zip(tops) {
            if let Some(row) = scene.list.view().place(index).and_then(|place| scene.board.at(place)) {
                let selected = index == scene.list.cursor();
                card(buffer, Rect { y, height: CARD, ..column }, (row, selected), scene, letters);
            }
        }
        // A line that is too low for an account says how many are left.
        let last = column.bottom().saturating_sub(1);
        if below > 0 && column.height.saturating_sub(1) % CARD > 0 && last > column.y {
            let told = format!("{below} more below");
            put(
                buffer,
                (column.x + GUTTER, last),
                column.width.saturating_sub(GUTTER),
                &told,
                scene.theme.style(Role::Dim),
            );
        }
    }
}

/// `■ red  5 · $1.2M`, and which part of a long column is on screen.
fn heading(buffer: &mut Buffer, area: Rect, band: Band, scene: &Scene) {
    let total = scene.list.view().totals().band(band);
    let amount = Money { minor: total.arr, currency: scene.board.lookups().currency }.short();
    let style = scene.theme.style(role_of(band)).add_modifier(Modifier::BOLD);
    let title = format!("{} {}", glyph(band), word(band));
    let x = put(buffer, (area.x + GUTTER, area.y), area.width.saturating_sub(GUTTER), &title, style);
    let sum = format!("{} · {amount}", words::thousands(usize::try_from(total.accounts).unwrap_or(0)));
    let room = area.right().saturating_sub(x).saturating_sub(1);
    if text::width(&sum) <= usize::from(room) {
        put_aligned(buffer, (x + 1, area.y), room, &sum, Align::Right, scene.theme.style(Role::Dim));
    }
}

/// Name and score; below them what costs the most points, and what is at stake.
fn card(
    buffer: &mut Buffer,
    area: Rect,
    (row, selected): (&Row, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    if scene.list.marks().contains(&row.id) {
        put(buffer, (area.x, area.y), GUTTER, "✓", styled(Role::Marked));
    }
    let inner = Rect { x: area.x + GUTTER, width: area.width.saturating_sub(GUTTER), height: 1, ..area };
    let (arrow, direction) = row.trend_28d.map_or((" ", Role::Text), words::arrow);
    let mut pieces: Vec<(String, Style)> = Vec::new();
    if area.width >= WITH_WEEKS {
        pieces.push((format!(" {}", sparkline(&row.weeks, 13)), styled(Role::Dim)));
    }
    let (own, own_role) = table::own(row);
    if !own.is_empty() {
        pieces.push((format!(" {own}"), styled(own_role)));
    }
    pieces.push((format!(" {arrow}"), styled(direction)));
    let score = format!(" {:>5}", words::health(row.health));
    pieces.push((score, styled(role_of(row.band)).add_modifier(Modifier::BOLD)));
    let right = right_aligned(buffer, inner, &pieces);
    let lit = theme.style(Role::Matched);
    let filter = scene.list.asked().filter();
    letters.put(
        buffer,
        (inner.x, inner.y),
        right.saturating_sub(inner.x),
        &row.name,
        filter,
        (styled(Role::Text), lit),
    );
    below(buffer, Rect { y: inner.y + 1, ..inner }, row, scene, selected);
}

/// The second line: the driver at the left, shortened where it must be; at the right the days to the renewal and the
/// yearly amount, which have their places in every card, and before them as many facts as the driver leaves room for.
fn below(buffer: &mut Buffer, area: Rect, row: &Row, scene: &Scene, selected: bool) {
    let styled = |role| scene.theme.in_line(selected, role);
    let lookups = scene.board.lookups();
    let (driver, role) = table::driver(row);
    // The measure is said quietly, a cap is not.
    let role = if row.cap.is_some() { role } else { Role::Dim };
    let (renewal, urgency) = table::renewal(row, lookups);
    let quiet = |role| if role == Role::Text { Role::Dim } else { role };
    let mut pieces = vec![
        (format!(" {:>AMOUNT$}", table::arr(row).0), styled(Role::Dim)),
        (format!(" {renewal:>DAYS$}"), styled(quiet(urgency))),
    ];
    let taken: usize = pieces.iter().map(|piece| text::width(&piece.0)).sum();
    let mut room = usize::from(area.width).saturating_sub(taken + text::width(&driver));
    let facts = [
        lookups.member(row.csm).map(|name| text::fit(name, 12)),
        lookups.segment(row.segment).map(|name| text::fit(name, 10)),
    ];
    for fact in facts.into_iter().flatten() {
        let width = text::width(&fact) + 2;
        if width > room {
            break;
        }
        room -= width;
        pieces.insert(0, (format!("  {fact}"), styled(Role::Dim)));
    }
    let right = right_aligned(buffer, area, &pieces);
    put(buffer, (area.x, area.y), right.saturating_sub(area.x), &driver, styled(role));
}

/// Writes pieces so that they end at the right edge; returns the column before them.
fn right_aligned(buffer: &mut Buffer, area: Rect, pieces: &[(String, Style)]) -> u16 {
    let width: usize = pieces.iter().map(|piece| text::width(&piece.0)).sum();
    let left = area.right().saturating_sub(u16::try_from(width).unwrap_or(u16::MAX)).max(area.x);
    let mut x = left;
    for (content, style) in pieces {
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), content, *style);
    }
    left
}
