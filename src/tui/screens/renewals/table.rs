//! The renewals as a table: a line each. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Scene, header};
use crate::domain::text;
use crate::engine::Standing;
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::theme::{Role, glyph, role_of};
use crate::tui::widgets::columns::{Column, GUTTER, column, fit};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Band,
    Health,
    Account,
    Due,
    Days,
    Arr,
    Expected,
    Call,
    Rules,
    Risk,
    Stage,
    QuoteBy,
    NoticeBy,
    Plan,
    Csm,
    Segment,
    Todo,
}

/// The columns from left to right.
const COLUMNS: &[Column<Field>] = &[
    column(Field::Band, "", 1, Align::Left, 0, 0),
    column(Field::Health, "Hlth", 5, Align::Right, 6, 0),
    column(Field::Account, "Account", 14, Align::Left, 0, 14),
    column(Field::Due, "Ends", 10, Align::Left, 3, 0),
    column(Field::Days, "Days", 5, Align::Right, 1, 0),
    column(Field::Arr, "ARR", 8, Align::Right, 2, 0),
    column(Field::Expected, "Then", 8, Align::Right, 6, 0),
    column(Field::Call, "Forecast", 13, Align::Left, 1, 0),
    column(Field::Rules, "Rules say", 11, Align::Left, 4, 0),
    column(Field::Risk, "Risk", 6, Align::Left, 7, 0),
    column(Field::Stage, "Stage", 12, Align::Left, 5, 0),
    column(Field::QuoteBy, "Quote by", 10, Align::Left, 8, 0),
    column(Field::NoticeBy, "Notice by", 10, Align::Left, 8, 0),
    column(Field::Plan, "Plan", 4, Align::Left, 9, 0),
    column(Field::Csm, "CSM", 12, Align::Left, 8, 4),
    column(Field::Segment, "Segment", 11, Align::Left, 10, 4),
    column(Field::Todo, "To look at", 20, Align::Left, 9, 40),
];

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (lanes, theme) = (scene.lanes, scene.theme);
    let columns = fit(COLUMNS, area);
    for (column, x, width) in &columns {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    for (line, area) in lanes.headed().on_screen(lanes.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => heading(buffer, area, number, scene),
            Line::Item(place) => {
                if let Some(standing) = lanes.get(place) {
                    one(buffer, area, &columns, (standing, place == lanes.cursor()), scene, letters);
                }
            }
        }
    }
}

/// The heading of a group with its sums.
pub fn heading(buffer: &mut Buffer, area: Rect, number: usize, scene: &Scene) {
    let Some(span) = scene.lanes.spans().get(number) else { return };
    let room = area.width.saturating_sub(GUTTER);
    let style = scene.theme.style(Role::Heading);
    let x = put(buffer, (area.x + GUTTER, area.y), room, &span.heading, style).saturating_add(1);
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    header::of_group(buffer, rest, &span.counts, scene.lanes, scene.theme);
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column<Field>, u16, u16)],
    (standing, selected): (&Standing, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    let then = scene.lanes.then(&standing.renewal);
    if then.is_some() {
        put(buffer, (area.x, area.y), 1, "•", styled(Role::Marked));
    }
    for (column, x, width) in columns {
        let at = (*x, area.y);
        if column.field == Field::Account {
            let name = scene.board.get(standing.renewal.account).map_or("", |row| &row.name);
            let looks = (styled(Role::Text), theme.style(Role::Matched));
            letters.put(buffer, at, *width, name, scene.lanes.asked().filter(), looks);
        } else if let (Field::Call, Some((suppose, then))) = (column.field, &then) {
            let (sign, _, role) = words::call(then.call);
            let told = format!("{sign} {}", suppose.words(&standing.renewal));
            put_aligned(buffer, at, *width, &told, column.align, styled(role));
        } else {
            let (content, role) = content(column.field, standing, scene);
            put_aligned(buffer, at, *width, &content, column.align, styled(role));
        }
    }
}

/// What a field says about a renewal.
fn content<'a>(field: Field, standing: &'a Standing, scene: &'a Scene) -> (Cow<'a, str>, Role) {
    let (renewal, lookups) = (&standing.renewal, scene.board.lookups());
    let day = lookups.day;
    let none = || (Cow::from("–"), Role::Dim);
    let text = if renewal.is_open() { Role::Text } else { Role::Dim };
    let money =
        |money: Option<crate::domain::Money>| money.map_or_else(none, |own| (own.short().into(), text));
    let named = |name: Option<&'a str>| name.map_or_else(none, |name| (text::clean(name), Role::Dim));
    // What is still to come, or was to be done before today and is not.
    let until = |done: bool, on: crate::domain::Day| match (done, on < day) {
        (true, _) => ("✓".into(), Role::Dim),
        (false, true) => (on.to_string().into(), Role::Worse),
        (false, false) => (on.to_string().into(), text),
    };
    match field {
        Field::Band => (glyph(standing.band).into(), role_of(standing.band)),
        Field::Health => (words::health(standing.health).into(), role_of(standing.band)),
        Field::Due => (renewal.due_on.to_string().into(), text),
        Field::Days => {
            let role = if renewal.is_overdue(day) { Role::Worse } else { text };
            (renewal.days_left(day).to_string().into(), role)
        }
        Field::Arr => money(renewal.due),
        Field::Expected => money(renewal.expected),
        Field::Call => {
            let (sign, word, role) = words::call(renewal.call);
            (format!("{sign} {word}").into(), role)
        }
        Field::Rules => standing.rules_call.map_or_else(none, |call| {
            let (sign, word, role) = words::call(Some(call));
            (format!("{sign} {word}").into(), if renewal.call == Some(call) { Role::Dim } else { role })
        }),
        Field::Risk => standing
            .risk
            .as_ref()
            .map_or_else(none, |risk| (risk.level.name().into(), words::level(risk.level))),
        Field::Stage => (renewal.stage.name().into(), text),
        Field::QuoteBy => until(!renewal.is_open() || renewal.stage.is_quoted(), renewal.dates.quote_by),
        Field::NoticeBy => until(!renewal.is_open(), renewal.dates.notice_by),
        Field::Plan if standing.planned => ("✓".into(), Role::Dim),
        Field::Plan => none(),
        Field::Csm => named(lookups.member(standing.csm)),
        Field::Segment => named(lookups.segment(standing.segment)),
        Field::Todo => {
            let flags: Vec<&str> = standing.flags.iter().map(|flag| flag.words()).collect();
            (flags.join(", ").into(), Role::Worse)
        }
        // This one is drawn by itself.
        Field::Account => ("".into(), Role::Text),
    }
}
