//! The accounts by their plans as a table: a line each. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Scene, coverage};
use crate::book::Row;
use crate::domain::{Day, text};
use crate::store::plan::Cover;
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::theme::Role;
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
    Arr,
    Quarter,
    Open,
    Goals,
    Review,
    CheckIn,
    Csm,
    Segment,
    Reason,
}

/// The columns from left to right.
const COLUMNS: &[Column<Field>] = &[
    column(Field::Sign, "", 1, Align::Left, 0, 0),
    column(Field::State, "Plan", 10, Align::Left, 1, 0),
    column(Field::Account, "Account", 14, Align::Left, 0, 14),
    column(Field::Arr, "ARR", 8, Align::Right, 4, 0),
    column(Field::Quarter, "Quarter", 7, Align::Left, 3, 0),
    column(Field::Open, "Open", 9, Align::Left, 5, 0),
    column(Field::Goals, "Goals", 9, Align::Left, 2, 0),
    column(Field::Review, "Review", 10, Align::Left, 6, 0),
    column(Field::CheckIn, "Check-in", 10, Align::Left, 2, 2),
    column(Field::Csm, "CSM", 12, Align::Left, 7, 4),
    column(Field::Segment, "Segment", 11, Align::Left, 9, 4),
    column(Field::Reason, "Why", 24, Align::Left, 8, 40),
];

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (plans, theme) = (scene.plans, scene.theme);
    let columns = fit(COLUMNS, area);
    for (column, x, width) in &columns {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    for (line, area) in plans.headed().on_screen(plans.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => {
                let Some(span) = plans.spans().get(number) else { continue };
                let room = area.width.saturating_sub(GUTTER);
                let x =
                    put(buffer, (area.x + GUTTER, area.y), room, &span.heading, theme.style(Role::Heading));
                let x = x.saturating_add(2);
                let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
                coverage(buffer, rest, &span.counts, theme);
            }
            Line::Item(place) => {
                if let Some(cover) = plans.get(place) {
                    one(buffer, area, &columns, (cover, place == plans.cursor()), scene, letters);
                }
            }
        }
    }
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column<Field>, u16, u16)],
    (cover, selected): (&Cover, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    let row = scene.board.get(cover.account);
    for (column, x, width) in columns {
        let at = (*x, area.y);
        if column.field == Field::Account {
            let looks = (styled(Role::Text), theme.style(Role::Matched));
            letters.put(buffer, at, *width, &cover.name, scene.plans.asked().filter(), looks);
        } else {
            let (content, role) = content(column.field, cover, row, scene.board.lookups().day);
            put_aligned(buffer, at, *width, &content, column.align, styled(role));
        }
    }
}

/// What a field says about an account.
fn content<'a>(field: Field, cover: &'a Cover, row: Option<&Row>, day: Day) -> (Cow<'a, str>, Role) {
    let none = || (Cow::from("–"), Role::Dim);
    let named = |of: &'a Option<(i64, Box<str>)>| match of {
        Some((_, name)) => (text::clean(name), Role::Dim),
        None => none(),
    };
    let standing = &cover.standing;
    let plan = standing.plan.as_ref();
    let (sign, word, role) = words::plan(standing.state);
    match field {
        Field::Sign => (sign.into(), role),
        Field::State => (word.into(), role),
        Field::Arr => row.and_then(|row| row.arr).map_or_else(none, |arr| (arr.short().into(), Role::Text)),
        Field::Quarter => plan.map_or_else(none, |plan| (plan.quarter.to_string().into(), Role::Text)),
        Field::Open => match plan {
            Some(plan) if plan.late > 0 => (format!("{}, {} late", plan.open, plan.late).into(), Role::Worse),
            Some(plan) if plan.open > 0 => (plan.open.to_string().into(), Role::Text),
            _ => none(),
        },
        Field::Goals => {
            let goals = cover.goals;
            if goals.off_track > 0 {
                (format!("{} off", goals.off_track).into(), Role::Worse)
            } else if goals.at_risk > 0 {
                (format!("{} at risk", goals.at_risk).into(), Role::Yellow)
            } else if goals.on_track > 0 {
                (format!("{} on", goals.on_track).into(), Role::Dim)
            } else {
                none()
            }
        }
        Field::Review => match plan.and_then(|plan| plan.next_review_on) {
            Some(on) => (on.to_string().into(), if on <= day { Role::Worse } else { Role::Dim }),
            None => none(),
        },
        Field::CheckIn => check_in(cover, day),
        Field::Csm => named(&cover.csm),
        Field::Segment => named(&cover.segment),
        Field::Reason => (standing.reason.as_str().into(), Role::Dim),
        // This one is drawn by itself.
        Field::Account => ("".into(), Role::Text),
    }
}

/// `12 d late`, `in 5 d`; one that is planned says when: `✓ in 2 d`.
fn check_in<'a>(cover: &Cover, day: Day) -> (Cow<'a, str>, Role) {
    let away = |on: Day| match on - day {
        0 => "today".to_owned(),
        ahead if ahead > 0 => format!("in {ahead} d"),
        late => format!("{} d late", late.unsigned_abs()),
    };
    match (cover.check_in.planned, cover.check_in.due_on) {
        (Some((_, Some(on))), _) => {
            (format!("✓ {}", away(on)).into(), if on < day { Role::Worse } else { Role::Note })
        }
        (Some((_, None)), _) => ("✓ planned".into(), Role::Note),
        (None, Some(due)) => (away(due).into(), if due < day { Role::Worse } else { Role::Dim }),
        (None, None) => ("–".into(), Role::Dim),
    }
}
