//! The board as a table: a line an account. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Scene;
use crate::book::{Lookups, Row, SortKey};
use crate::domain::{Money, text};
use crate::tui::board::{Cell, List, Span};
use crate::tui::paint::{self, Align, clear, put, put_aligned, split_top};
use crate::tui::theme::{Role, glyph, role_of, word};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::sparkline::sparkline;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Sign,
    Word,
    Own,
    Health,
    Trend,
    Weeks,
    Name,
    Arr,
    Renewal,
    Driver,
    Csm,
    Segment,
    Stage,
}

/// A column: at a narrow screen the highest ranks are left out.
struct Column {
    field: Field,
    title: &'static str,
    width: u16,
    align: Align,
    rank: u8,
    sort: Option<SortKey>,
}

const fn column(
    field: Field,
    title: &'static str,
    width: u16,
    align: Align,
    rank: u8,
    sort: Option<SortKey>,
) -> Column {
    Column { field, title, width, align, rank, sort }
}

/// The columns from left to right. The name takes what the others leave.
const COLUMNS: &[Column] = &[
    column(Field::Sign, "", 1, Align::Left, 0, Some(SortKey::Health)),
    column(Field::Word, "Band", 7, Align::Left, 6, Some(SortKey::Health)),
    column(Field::Own, "", 2, Align::Left, 3, None),
    column(Field::Health, "Score", 5, Align::Right, 0, Some(SortKey::Health)),
    column(Field::Trend, "28 days", 7, Align::Right, 2, Some(SortKey::Trend)),
    column(Field::Weeks, "26 weeks", 13, Align::Left, 7, None),
    column(Field::Name, "Account", 12, Align::Left, 0, Some(SortKey::Name)),
    column(Field::Arr, "ARR", 7, Align::Right, 1, Some(SortKey::Arr)),
    column(Field::Renewal, "Renews", 6, Align::Right, 4, Some(SortKey::Renewal)),
    column(Field::Driver, "Lost most by", 17, Align::Left, 5, Some(SortKey::Driver)),
    column(Field::Csm, "CSM", 12, Align::Left, 8, Some(SortKey::Csm)),
    column(Field::Segment, "Segment", 10, Align::Left, 9, Some(SortKey::Segment)),
    column(Field::Stage, "Stage", 11, Align::Left, 10, Some(SortKey::Stage)),
];

/// Cells for the mark at the left edge.
const GUTTER: u16 = 1;
/// Cells that a name gets beyond the least before anything else grows, and after that.
const NAME_FAIR: u16 = 10;
const NAME_MORE: u16 = 18;
/// Cells for a bar a week instead of one for two.
const WEEKS_MORE: u16 = 13;

impl Column {
    /// Whether its title says that the table is sorted by it.
    fn is_sorted(&self, list: &List) -> bool {
        self.sort == Some(list.order().key) && !self.title.is_empty()
    }
}

impl Field {
    /// What is edited in the column.
    fn cell(self) -> Option<Cell> {
        match self {
            Field::Name => Some(Cell::Name),
            Field::Arr => Some(Cell::Arr),
            Field::Renewal => Some(Cell::Renewal),
            Field::Csm => Some(Cell::Csm),
            Field::Segment => Some(Cell::Segment),
            Field::Stage => Some(Cell::Stage),
            _ => None,
        }
    }
}

/// Columns that fit, with their place and width; that of the chosen cell is among them.
fn fit(area: Rect, list: &List) -> Vec<(&'static Column, u16, u16)> {
    let cell = list.cell();
    let mut ranked: Vec<&Column> = COLUMNS.iter().collect();
    let is_chosen = |column: &Column| cell.is_some() && column.field.cell() == cell;
    ranked.sort_by_key(|column| if is_chosen(column) { 0 } else { column.rank });
    let (mut used, mut shown) = (GUTTER, Vec::new());
    for column in ranked {
        if column.rank == 0 || is_chosen(column) || used + column.width < area.width {
            used += column.width + 1;
            shown.push(column.field);
        }
    }
    // The last column needs no gap behind it. A fair width for names comes first, then all 26 weeks, then long names.
    let spare = (area.width + 1).saturating_sub(used);
    let fair = spare.min(NAME_FAIR);
    let weeks = if shown.contains(&Field::Weeks) && spare - fair >= WEEKS_MORE { WEEKS_MORE } else { 0 };
    let name = fair + (spare - fair - weeks).min(NAME_MORE);
    // Behind a title at the right the direction would stand in the air before the next column: that column takes a cell
    // more, of the name's.
    let sorted = COLUMNS.iter().find(|column| shown.contains(&column.field) && column.is_sorted(list));
    let turned = sorted.filter(|column| column.align == Align::Right).map(|column| column.field);
    let mut x = area.x + GUTTER;
    let mut placed = Vec::with_capacity(shown.len());
    for column in COLUMNS.iter().filter(|column| shown.contains(&column.field)) {
        let width = match column.field {
            Field::Name => column.width + name - u16::from(turned.is_some()),
            Field::Weeks => column.width + weeks,
            _ => column.width,
        };
        placed.push((column, x, width));
        x += width + u16::from(turned == Some(column.field)) + 1;
    }
    placed
}

/// Lines for accounts and headings in a table of a height.
pub fn rows(height: u16) -> u16 {
    height.saturating_sub(1)
}

/// What a click on a title sorts by.
pub fn sorts(area: Rect, list: &List, x: u16) -> Option<SortKey> {
    let columns = fit(area, list);
    columns
        .iter()
        .find(|(_, left, width)| (*left..=left + width).contains(&x))
        .and_then(|(column, ..)| column.sort)
}

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let columns = fit(area, scene.list);
    titles(buffer, area, &columns, scene);
    let (list, view) = (scene.list, scene.list.view());
    for (line, area) in view.headed().on_screen(list.table_top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => {
                if let Some(span) = view.spans().get(number) {
                    heading(buffer, area, span, scene);
                }
            }
            Line::Item(index) => {
                if let Some(row) = view.place(index).and_then(|place| scene.board.at(place)) {
                    account(buffer, area, &columns, (row, index == list.cursor()), scene, letters);
                }
            }
        }
    }
}

/// The titles; the one that the table is sorted by is underlined and has the direction behind it.
fn titles(buffer: &mut Buffer, area: Rect, columns: &[(&Column, u16, u16)], scene: &Scene) {
    let order = scene.list.order();
    let mut arrow = Some(if order.descending { "↓" } else { "↑" });
    for (column, x, width) in columns {
        let mut style = scene.theme.style(Role::Heading);
        let sorted = column.is_sorted(scene.list);
        if sorted {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, style);
        if let Some(arrow) = arrow.take_if(|_| sorted) {
            let end = match column.align {
                Align::Left => u16::try_from(column.title.len()).unwrap_or(u16::MAX),
                Align::Right => *width,
            };
            put(buffer, (x.saturating_add(end), area.y), 1, arrow, scene.theme.style(Role::Heading));
        }
    }
}

/// The heading of a group with what it adds up to.
fn heading(buffer: &mut Buffer, area: Rect, span: &Span, scene: &Scene) {
    let all = span.totals.all();
    let amount = Money { minor: all.arr, currency: scene.board.lookups().currency }.short();
    let accounts = words::count(span.range.len(), "account");
    let style = scene.theme.style(Role::Heading);
    let mut x =
        put(buffer, (area.x + GUTTER, area.y), area.width.saturating_sub(GUTTER), &span.heading, style);
    let rest = format!("  {accounts} · {amount} ");
    x = put(buffer, (x, area.y), area.right().saturating_sub(x), &rest, scene.theme.style(Role::Dim));
    for band in super::BANDS {
        let count = span.totals.band(band).accounts;
        if count > 0 {
            let piece = format!(" {} {count}", glyph(band));
            x = put(
                buffer,
                (x, area.y),
                area.right().saturating_sub(x),
                &piece,
                scene.theme.style(role_of(band)),
            );
        }
    }
}

/// One account.
fn account(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column, u16, u16)],
    (row, selected): (&Row, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    if scene.list.marks().contains(&row.id) {
        put(buffer, (area.x, area.y), GUTTER, "✓", styled(Role::Marked));
    }
    let lookups = scene.board.lookups();
    for (column, x, width) in columns {
        let at = (*x, area.y);
        let chosen = selected && scene.list.cell().is_some() && column.field.cell() == scene.list.cell();
        // The chosen cell is a hole in the selected line.
        let styled = |role| {
            if chosen {
                theme.style(role).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            } else {
                styled(role)
            }
        };
        if chosen {
            clear(buffer, Rect { x: *x, width: *width, ..area });
        }
        if column.field == Field::Name {
            let lit = theme.style(Role::Matched);
            letters.put(
                buffer,
                at,
                *width,
                &row.name,
                scene.list.asked().filter(),
                (styled(Role::Text), lit),
            );
            continue;
        }
        let (content, role) = content(column.field, row, lookups, *width);
        let mut style = styled(role);
        if column.field == Field::Health {
            style = style.add_modifier(Modifier::BOLD);
        }
        put_aligned(buffer, at, *width, &content, column.align, style);
    }
}

/// What a field says about an account.
fn content<'a>(field: Field, row: &'a Row, lookups: &'a Lookups, width: u16) -> (Cow<'a, str>, Role) {
    match field {
        Field::Sign => (glyph(row.band).into(), role_of(row.band)),
        Field::Word => (word(row.band).into(), role_of(row.band)),
        Field::Own => own(row),
        Field::Health => (words::health(row.health).into(), role_of(row.band)),
        Field::Trend => trend(row),
        Field::Weeks => (sparkline(&row.weeks, usize::from(width)).into(), Role::Text),
        Field::Name => (text::clean(&row.name), Role::Text),
        Field::Arr => arr(row),
        Field::Renewal => renewal(row, lookups),
        Field::Driver => driver(row),
        Field::Csm => known(lookups.member(row.csm)),
        Field::Segment => known(lookups.segment(row.segment)),
        Field::Stage => (row.stage.name().into(), Role::Dim),
    }
}

/// The CSM's own band: a star and its sign.
pub fn own(row: &Row) -> (Cow<'static, str>, Role) {
    match row.override_band {
        Some(band) => (format!("*{}", glyph(band)).into(), role_of(band)),
        None => ("".into(), Role::Text),
    }
}

/// Arrow and points over 28 days.
pub fn trend(row: &Row) -> (Cow<'static, str>, Role) {
    let Some(trend) = row.trend_28d else { return ("".into(), Role::Text) };
    let (arrow, role) = words::arrow(trend);
    (format!("{arrow}{:>6}", words::signed(trend)).into(), role)
}

/// The yearly amount.
pub fn arr(row: &Row) -> (Cow<'static, str>, Role) {
    match row.arr {
        None => ("no rate".into(), Role::Dim),
        Some(Money { minor: 0, .. }) => ("–".into(), Role::Dim),
        Some(money) => (money.short().into(), Role::Text),
    }
}

/// Days that a renewal is urgent.
const SOON: i32 = 30;

/// Days to the renewal.
pub fn renewal(row: &Row, lookups: &Lookups) -> (Cow<'static, str>, Role) {
    match row.renewal_on.map(|on| on - lookups.day) {
        None => ("–".into(), Role::Dim),
        Some(days) if days <= SOON => (format!("{days} d").into(), Role::Heading),
        Some(days) => (format!("{days} d").into(), Role::Text),
    }
}

/// The cap that binds, with an exclamation mark, else the measure with the most points lost.
pub fn driver(row: &Row) -> (Cow<'static, str>, Role) {
    match (row.cap, row.top_driver) {
        (Some(cap), _) => (format!("! {}", words::label(cap)).into(), Role::Worse),
        (None, Some(measure)) => (words::label(measure).into(), Role::Text),
        (None, None) => ("".into(), Role::Text),
    }
}

fn known(name: Option<&str>) -> (Cow<'_, str>, Role) {
    (name.map_or("–".into(), text::clean), Role::Dim)
}
