//! The customers as a table: a line each. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Scene, away, of_counts, pieces};
use crate::domain::text;
use crate::today::{Kind, Turn, rank::figure};
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::theme::{Role, glyph, role_of};
use crate::tui::today::Line as Of;
use crate::tui::widgets::columns::{Column, GUTTER, column, fit};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Position,
    News,
    Band,
    Account,
    What,
    Reason,
    More,
    Due,
    Arr,
    Renewal,
    Csm,
    Rank,
}

/// The columns from left to right.
const COLUMNS: &[Column<Field>] = &[
    column(Field::Position, "#", 4, Align::Right, 6, 0),
    column(Field::News, "", 1, Align::Left, 4, 0),
    column(Field::Band, "", 1, Align::Left, 0, 0),
    column(Field::Account, "Account", 14, Align::Left, 0, 8),
    column(Field::What, "What", 8, Align::Left, 5, 0),
    column(Field::Reason, "Why", 36, Align::Left, 1, 60),
    column(Field::More, "", 3, Align::Right, 2, 0),
    column(Field::Due, "Due", 10, Align::Right, 2, 0),
    column(Field::Arr, "ARR", 8, Align::Right, 3, 0),
    column(Field::Renewal, "Renewal", 10, Align::Left, 9, 0),
    column(Field::Csm, "CSM", 12, Align::Left, 7, 4),
    column(Field::Rank, "Rank", 6, Align::Right, 8, 0),
];

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (today, theme) = (scene.today, scene.theme);
    let columns = fit(COLUMNS, area);
    for (column, x, width) in &columns {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    for (line, area) in today.headed().on_screen(today.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => {
                let Some(span) = today.spans().get(number) else { continue };
                let room = area.width.saturating_sub(GUTTER);
                let style = theme.style(Role::Heading);
                let x = put(buffer, (area.x + GUTTER, area.y), room, &span.heading, style).saturating_add(2);
                let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
                pieces(buffer, rest, &of_counts(&span.counts), theme);
            }
            Line::Item(place) => {
                if let Some(line) = today.get(place) {
                    one(buffer, area, &columns, (&line, place), scene, letters);
                }
            }
        }
    }
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column<Field>, u16, u16)],
    (line, place): (&Of, usize),
    scene: &Scene,
    letters: &mut Letters,
) {
    let (today, theme) = (scene.today, scene.theme);
    let styled = paint::line(buffer, area, place == today.cursor(), theme);
    if today.marks().contains(&line.whose) {
        put(buffer, (area.x, area.y), 1, "•", styled(Role::Marked));
    }
    for (column, x, width) in columns {
        let at = (*x, area.y);
        if column.field == Field::Account {
            let looks = (styled(Role::Text), theme.style(Role::Matched));
            letters.put(buffer, at, *width, scene.name(line.whose), today.asked().filter(), looks);
        } else {
            let (content, role) = content(column.field, line, place, scene);
            put_aligned(buffer, at, *width, &content, column.align, styled(role));
        }
    }
}

/// What a field says about a line.
fn content<'a>(field: Field, line: &Of, place: usize, scene: &'a Scene) -> (Cow<'a, str>, Role) {
    let (today, lookups) = (scene.today, scene.board.lookups());
    let none = || (Cow::from("–"), Role::Dim);
    let row = line.whose.account().and_then(|id| scene.board.get(id));
    // The matter that is meant, where the line is selected.
    let at = if place == today.cursor() { today.place() } else { 0 };
    let matter = line.items.get(at).and_then(|item| today.matter(line, item));
    match field {
        Field::Position => (today.position(place).to_string().into(), Role::Dim),
        Field::News => {
            let is_new = line.items.iter().any(|item| item.is_new);
            match line.turn {
                Some(Turn::Worse) => ("↓".into(), Role::Worse),
                _ if is_new => ("+".into(), Role::Note),
                Some(Turn::Better) => ("↑".into(), Role::Better),
                None => ("".into(), Role::Dim),
            }
        }
        Field::Band => row.map_or_else(none, |row| (glyph(row.band).into(), role_of(row.band))),
        Field::What => matter.map_or_else(none, |matter| {
            let role = if matches!(matter.kind, Kind::Alert { .. } | Kind::Flood { .. }) {
                Role::Note
            } else {
                Role::Dim
            };
            (matter.kind.name().into(), role)
        }),
        Field::Reason => matter.map_or_else(none, |matter| (text::clean(&matter.reason), Role::Text)),
        Field::More => match line.items.len().saturating_sub(1) {
            0 => ("".into(), Role::Dim),
            more => (format!("+{more}").into(), Role::Dim),
        },
        Field::Due => matter.map_or_else(none, |matter| {
            let (said, role) = away(matter, lookups.day);
            (said.into(), role)
        }),
        Field::Arr => row.and_then(|row| row.arr).map_or_else(none, |arr| (arr.short().into(), Role::Text)),
        Field::Renewal => {
            row.and_then(|row| row.renewal_on).map_or_else(none, |on| (on.to_string().into(), Role::Dim))
        }
        Field::Csm => {
            let owner = matter.and_then(|matter| matter.owner).or(row.and_then(|row| row.csm));
            lookups.member(owner).map_or_else(none, |name| (text::clean(name), Role::Dim))
        }
        Field::Rank => (figure(line.rank).into(), Role::Dim),
        // This one is drawn by itself.
        Field::Account => (words::health(None).into(), Role::Text),
    }
}
