//! The onboardings as a table: a line each. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scene, counts};
use crate::book::Row;
use crate::domain::text;
use crate::onboarding::Next;
use crate::training::Taking;
use crate::tui::arranged::Span;
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::runs::{Counts, Run};
use crate::tui::theme::Role;
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::columns::{Column, GUTTER, column, fit};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Sign,
    State,
    Account,
    Day,
    Progress,
    Late,
    Training,
    Next,
    Reason,
    Csm,
    Template,
}

/// The columns from left to right.
const COLUMNS: &[Column<Field>] = &[
    column(Field::Sign, "", 1, Align::Left, 0, 0),
    column(Field::State, "State", 8, Align::Left, 3, 0),
    column(Field::Account, "Account", 14, Align::Left, 0, 8),
    column(Field::Day, "Day", 7, Align::Right, 1, 0),
    column(Field::Progress, "Done", 12, Align::Left, 2, 0),
    column(Field::Late, "Late", 4, Align::Right, 1, 0),
    column(Field::Training, "Train", 5, Align::Left, 5, 0),
    column(Field::Next, "Next milestone", 20, Align::Left, 4, 20),
    column(Field::Csm, "CSM", 12, Align::Left, 6, 4),
    column(Field::Reason, "Why", 24, Align::Left, 7, 40),
    column(Field::Template, "Template", 14, Align::Left, 8, 10),
];

/// Cells of the bar of a progress; the percentage is beside it.
const BAR: usize = 7;

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (runs, theme) = (scene.runs, scene.theme);
    let columns = fit(COLUMNS, area);
    for (column, x, width) in &columns {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    for (line, area) in runs.headed().on_screen(runs.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => {
                if let Some(span) = runs.spans().get(number) {
                    heading(buffer, area, span, scene);
                }
            }
            Line::Item(place) => {
                if let Some(run) = runs.get(place) {
                    one(buffer, area, &columns, (run, place == runs.cursor()), scene, letters);
                }
            }
        }
    }
}

/// `Ada Boyd  ■ 1 stuck  ● 3 on track`.
fn heading(buffer: &mut Buffer, area: Rect, span: &Span<Counts>, scene: &Scene) {
    let style = scene.theme.style(Role::Heading);
    let x =
        put(buffer, (area.x + GUTTER, area.y), area.width.saturating_sub(GUTTER), &span.heading, style) + 1;
    counts(buffer, Rect { x, width: area.right().saturating_sub(x), ..area }, &span.counts, scene.theme);
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column<Field>, u16, u16)],
    (run, selected): (&Run, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    let row = scene.board.get(run.account);
    for (column, x, width) in columns {
        let at = (*x, area.y);
        match column.field {
            Field::Account => {
                let name = row.map_or("", |row| row.name.as_ref());
                let looks = (styled(Role::Text), theme.style(Role::Matched));
                letters.put(buffer, at, *width, name, scene.runs.asked().filter(), looks);
            }
            Field::Progress => progress(buffer, at, *width, run, [styled(Role::Text), styled(Role::Dim)]),
            field => {
                let (content, role) = content(field, run, row, scene);
                put_aligned(buffer, at, *width, &content, column.align, styled(role));
            }
        }
    }
}

/// A bar and the share in percent.
fn progress(buffer: &mut Buffer, (x, y): (u16, u16), width: u16, run: &Run, [strong, weak]: [Style; 2]) {
    let share = run.standing.share();
    let (filled, rest) = bar(share, BAR);
    let end = x + width;
    let mut at = put(buffer, (x, y), width, &filled, strong);
    at = put(buffer, (at, y), end.saturating_sub(at), &rest, weak);
    put_aligned(
        buffer,
        (at, y),
        end.saturating_sub(at),
        &format!("{:.0}%", share * 100.0),
        Align::Right,
        strong,
    );
}

/// What a field says about an onboarding.
fn content<'a>(field: Field, run: &'a Run, row: Option<&Row>, scene: &'a Scene) -> (Cow<'a, str>, Role) {
    let standing = &run.standing;
    let (sign, word, role) = words::standing(standing.state);
    match field {
        Field::Sign => (sign.into(), role),
        Field::State => (word.into(), role),
        Field::Day => (day(run), Role::Text),
        Field::Late if standing.late == 0 => ("–".into(), Role::Dim),
        Field::Late => (standing.late.to_string().into(), Role::Worse),
        Field::Training => match run.taking() {
            Taking::Low => ("! low".into(), Role::Worse),
            Taking::Well => ("ok".into(), Role::Dim),
            Taking::Unknown => ("–".into(), Role::Dim),
        },
        Field::Next => match &standing.milestone {
            None => ("–".into(), Role::Dim),
            Some(next) => {
                let late = next.due_on < scene.board.lookups().day;
                (milestone(next).into(), if late { Role::Worse } else { Role::Text })
            }
        },
        Field::Reason => (standing.reason.as_str().into(), Role::Dim),
        Field::Csm => {
            let name = row.and_then(|row| scene.board.lookups().member(row.csm));
            (name.map_or("–".into(), text::clean), Role::Dim)
        }
        Field::Template => (run.template.as_deref().map_or("–".into(), text::clean), Role::Dim),
        // These are drawn by themselves.
        Field::Account | Field::Progress => ("".into(), Role::Text),
    }
}

/// `14 Oct Kickoff`.
fn milestone(next: &Next) -> String {
    format!("{} {}", next.due_on.date().format("%e %b"), next.title)
}

/// `16/30`, or how long until it starts.
fn day(run: &Run) -> Cow<'static, str> {
    let standing = &run.standing;
    if standing.day < 0 {
        format!("in {} d", standing.day.unsigned_abs()).into()
    } else {
        format!("{}/{}", standing.day, standing.days).into()
    }
}
