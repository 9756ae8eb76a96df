//! Candidates, or opportunities, as a table: a line each. Only the lines on screen are looked at.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Scene, of_group};
use crate::book::Row;
use crate::domain::{Day, text};
use crate::engine::Prospect;
use crate::expansion::Deal;
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::prospects::{Line as Item, View};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{Column, GUTTER, column, fit};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::prospect::verdict;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Sign,
    Ready,
    Account,
    Arr,
    Seats,
    Reason,
    Offer,
    Open,
    Csm,
    Stage,
    Title,
    Amount,
    Expected,
    Return,
    Kind,
}

/// The columns of candidates from left to right.
const CANDIDATES: &[Column<Field>] = &[
    column(Field::Sign, "", 1, Align::Left, 0, 0),
    column(Field::Ready, "Ready", 5, Align::Right, 1, 0),
    column(Field::Account, "Account", 16, Align::Left, 0, 8),
    column(Field::Arr, "ARR", 8, Align::Right, 3, 0),
    column(Field::Seats, "Seats", 5, Align::Right, 5, 0),
    column(Field::Reason, "Why, or why not", 34, Align::Left, 0, 60),
    column(Field::Offer, "Offer", 12, Align::Left, 4, 0),
    column(Field::Open, "Open", 4, Align::Right, 6, 0),
    column(Field::Csm, "CSM", 12, Align::Left, 7, 4),
];

/// Those of opportunities.
const DEALS: &[Column<Field>] = &[
    column(Field::Stage, "Stage", 15, Align::Left, 2, 0),
    column(Field::Account, "Account", 14, Align::Left, 0, 12),
    column(Field::Title, "Opportunity", 16, Align::Left, 0, 20),
    column(Field::Amount, "Amount", 8, Align::Right, 1, 0),
    column(Field::Expected, "Expected", 11, Align::Left, 3, 0),
    column(Field::Return, "Return", 6, Align::Right, 5, 0),
    column(Field::Kind, "Kind", 12, Align::Left, 4, 0),
    column(Field::Csm, "CSM", 12, Align::Left, 6, 4),
];

/// Draws titles and lines.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene, letters: &mut Letters) {
    let (prospects, theme) = (scene.prospects, scene.theme);
    let columns = fit(if prospects.view() == View::Candidates { CANDIDATES } else { DEALS }, area);
    for (column, x, width) in &columns {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    for (line, area) in prospects.headed().on_screen(prospects.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => {
                let Some(span) = prospects.spans().get(number) else { continue };
                let room = area.width.saturating_sub(GUTTER);
                let style = theme.style(Role::Heading);
                let x = put(buffer, (area.x + GUTTER, area.y), room, &span.heading, style).saturating_add(2);
                let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
                of_group(buffer, rest, &span.counts, scene);
            }
            Line::Item(place) => {
                if let Some(item) = prospects.get(place) {
                    one(buffer, area, &columns, (item, place == prospects.cursor()), scene, letters);
                }
            }
        }
    }
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[(&Column<Field>, u16, u16)],
    (item, selected): (Item<'_>, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let theme = scene.theme;
    let styled = paint::line(buffer, area, selected, theme);
    let account = match item {
        Item::Prospect(own) => own.account,
        Item::Deal(deal) => deal.account,
    };
    let row = scene.board.get(account);
    for (column, x, width) in columns {
        let at = (*x, area.y);
        if column.field == Field::Account {
            let looks = (styled(Role::Text), theme.style(Role::Matched));
            let name = row.map_or("", |row| &row.name);
            letters.put(buffer, at, *width, name, scene.prospects.asked().filter(), looks);
        } else {
            let (content, role) = match item {
                Item::Prospect(own) => of_prospect(column.field, own, row, scene),
                Item::Deal(deal) => of_deal(column.field, deal, row, scene),
            };
            put_aligned(buffer, at, *width, &content, column.align, styled(role));
        }
    }
}

fn none<'a>() -> (Cow<'a, str>, Role) {
    ("–".into(), Role::Dim)
}

fn csm<'a>(row: Option<&Row>, scene: &'a Scene) -> (Cow<'a, str>, Role) {
    let name = row.and_then(|row| scene.board.lookups().member(row.csm));
    name.map_or_else(none, |name| (text::clean(name), Role::Dim))
}

/// What a field says about a candidate.
fn of_prospect<'a>(
    field: Field,
    own: &'a Prospect,
    row: Option<&'a Row>,
    scene: &'a Scene,
) -> (Cow<'a, str>, Role) {
    let (sign, _, role) = verdict(own);
    let suppressed = own.finding.is_suppressed();
    match field {
        Field::Sign => (sign.into(), role),
        Field::Ready => match own.readiness.score {
            Some(_) => (words::health(own.readiness.score).into(), Role::Text),
            None => none(),
        },
        Field::Arr => row.and_then(|row| row.arr).map_or_else(none, |arr| (arr.short().into(), Role::Text)),
        Field::Seats => match own.licence {
            // Seats are far below 2^53.
            Some(licence) => (words::percent(licence.users / licence.seats as f64).into(), Role::Dim),
            None => none(),
        },
        Field::Reason if suppressed => (own.finding.why_not().into(), Role::Worse),
        Field::Reason => (own.finding.why().into(), Role::Text),
        Field::Offer => own
            .finding
            .reasons
            .first()
            .map_or_else(none, |reason| (reason.rule().suggests().name().into(), Role::Dim)),
        Field::Open => match scene.prospects.open_deals(own.account) {
            0 => none(),
            open => (open.to_string().into(), Role::Note),
        },
        Field::Csm => csm(row, scene),
        _ => none(),
    }
}

/// What a field says about an opportunity.
fn of_deal<'a>(field: Field, deal: &'a Deal, row: Option<&'a Row>, scene: &'a Scene) -> (Cow<'a, str>, Role) {
    let day: Day = scene.board.lookups().day;
    let plain = if deal.is_open() { Role::Text } else { Role::Dim };
    match field {
        Field::Stage => {
            let (sign, role) = words::deal(deal.stage);
            (format!("{sign} {}", deal.stage).into(), role)
        }
        Field::Title => (text::clean(&deal.title), plain),
        Field::Amount => deal.money().map_or_else(none, |money| (money.short().into(), plain)),
        Field::Expected => match deal.closed_on.or(deal.close_on) {
            Some(on) => (on.to_string().into(), if deal.is_late(day) { Role::Worse } else { Role::Dim }),
            None => none(),
        },
        Field::Return => match deal.returns().and_then(|returned| returned.ratio) {
            Some(ratio) => (words::percent(ratio).into(), Role::Note),
            None => none(),
        },
        Field::Kind => deal.kind.map_or_else(none, |kind| (kind.name().into(), Role::Dim)),
        Field::Csm => csm(row, scene),
        _ => none(),
    }
}
