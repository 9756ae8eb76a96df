//! The renewals as lanes along the months. Only the lanes on screen are laid out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scene, table};
use crate::domain::{Day, Forecast, Month, text};
use crate::engine::Standing;
use crate::renewal::lanes::{Lane, Scale};
use crate::renewal::{Renewal, SUREST_FIRST, Sums};
use crate::tui::lanes::{Lanes, Suppose, Unit};
use crate::tui::paint::{self, Align, put, put_aligned, split_top};
use crate::tui::theme::{Role, Theme, glyph, role_of};
use crate::tui::widgets::columns::{Column, column, fit};
use crate::tui::widgets::headed::Line;
use crate::tui::widgets::highlight::Letters;
use crate::tui::widgets::plot;
use crate::tui::words;

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Band,
    Health,
    Account,
    Due,
    Arr,
    Csm,
    Lane,
}

/// The columns by the width of the screen: from so many cells on.
const COLUMNS: [(u16, &[Column<Field>]); 3] = [
    (
        110,
        &[
            column(Field::Band, "", 1, Align::Left, 0, 0),
            column(Field::Health, "Hlth", 5, Align::Right, 2, 0),
            column(Field::Account, "Account", 14, Align::Left, 0, 14),
            column(Field::Csm, "CSM", 12, Align::Left, 4, 4),
            column(Field::Due, "Ends", 10, Align::Left, 3, 0),
            column(Field::Arr, "ARR", 8, Align::Right, 1, 0),
            column(Field::Lane, "", 72, Align::Left, 0, u16::MAX),
        ],
    ),
    (
        60,
        &[
            column(Field::Band, "", 1, Align::Left, 0, 0),
            column(Field::Account, "Account", 12, Align::Left, 0, 6),
            column(Field::Arr, "ARR", 8, Align::Right, 1, 0),
            column(Field::Lane, "", 30, Align::Left, 0, u16::MAX),
        ],
    ),
    (
        0,
        &[
            column(Field::Band, "", 1, Align::Left, 0, 0),
            column(Field::Account, "Account", 10, Align::Left, 0, 2),
            column(Field::Lane, "", 8, Align::Left, 0, u16::MAX),
        ],
    ),
];

/// The least cells of a part of time in which its sum is written.
const LEAST: u16 = 6;

/// A column with its place and width.
type Placed = (&'static Column<Field>, u16, u16);

fn columns(area: Rect) -> Vec<Placed> {
    let fitting = COLUMNS.iter().find(|set| area.width >= set.0);
    fitting.map_or_else(Vec::new, |set| fit(set.1, area))
}

/// How many lines of sums stand above the lanes on a screen: a high one has a line a forecast.
pub fn sums_of(area: Rect, lanes: &Lanes) -> u16 {
    match area.height {
        ..14 => 0,
        14..30 => 1,
        _ => 1 + u16::try_from(known(lanes).count()).unwrap_or(0),
    }
}

/// The forecasts that any renewal has.
fn known(lanes: &Lanes) -> impl Iterator<Item = Option<Forecast>> {
    SUREST_FIRST.into_iter().filter(|call| lanes.total().call(*call).count > 0)
}

/// Draws the sums of the parts of time, the months and the lanes.
pub fn draw(buffer: &mut Buffer, (sums, area): (Rect, Rect), scene: &Scene, letters: &mut Letters) {
    let (lanes, theme) = (scene.lanes, scene.theme);
    let columns = columns(area);
    let Some((x, width)) = columns.last().map(|(_, x, width)| (*x, *width)) else { return };
    let Some(scale) = lanes.scale(width) else { return };
    self::sums(buffer, sums, (x, &scale), scene);
    for (column, x, width) in columns.iter().filter(|(column, ..)| column.field != Field::Lane) {
        put_aligned(buffer, (*x, area.y), *width, column.title, column.align, theme.style(Role::Heading));
    }
    months(buffer, (x, area.y), &scale, lanes, theme);
    for (line, area) in lanes.headed().on_screen(lanes.top(), split_top(area, 1).1) {
        match line {
            Line::Heading(number) => table::heading(buffer, area, number, scene),
            Line::Item(place) => {
                if let Some(standing) = lanes.get(place) {
                    one(
                        buffer,
                        area,
                        (&columns, &scale),
                        (standing, place == lanes.cursor()),
                        scene,
                        letters,
                    );
                }
            }
        }
    }
}

/// The names of the months, as far as each has room; a year where one begins. That of the selected renewal stands out.
fn months(buffer: &mut Buffer, (x, y): (u16, u16), scale: &Scale, lanes: &Lanes, theme: &Theme) {
    let all = scale.months();
    let selected = lanes.selected().map(|standing| standing.renewal.due_on.month());
    let ends = all.iter().skip(1).map(|next| next.0).chain([scale.cells]);
    for ((cell, month), end) in all.iter().zip(ends) {
        let room = end.saturating_sub(*cell);
        let name = match room {
            4 if month.number == 1 => format!("'{:02}", month.year % 100),
            // Where months are narrow the quarters are named alone.
            ..=3 if month.number == 1 => month.year.to_string(),
            2..=3 if month.number % 3 == 1 => format!("Q{}", month.number / 3 + 1),
            ..=3 => continue,
            5..=8 if month.number == 1 => month.year.to_string(),
            9.. if month.number == 1 || *cell == 0 => format!("{} {}", word(*month), month.year),
            _ => word(*month).to_owned(),
        };
        let style = theme.style(if selected == Some(*month) { Role::Selected } else { Role::Heading });
        put(buffer, (x + cell, y), scale.cells - cell, &name, style);
    }
}

const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn word(month: Month) -> &'static str {
    usize::try_from(month.number)
        .ok()
        .and_then(|number| NAMES.get(number.checked_sub(1)?))
        .copied()
        .unwrap_or("")
}

/// What is due in each part of time, in whole and by forecast.
fn sums(buffer: &mut Buffer, area: Rect, (x, scale): (u16, &Scale), scene: &Scene) {
    let (lanes, theme) = (scene.lanes, scene.theme);
    let Some(read) = lanes.read() else { return };
    let per_major = read.rates.book.per_major() as f64;
    let unit = unit(scale);
    // The first cell of each part that begins in what is seen, or before it.
    let mut parts: Vec<(u16, &Sums)> = Vec::new();
    let mut last = None;
    for (cell, month) in scale.months() {
        let bucket = unit.at(month);
        if last != Some(bucket) {
            last = Some(bucket);
            parts.extend(lanes.due(unit, bucket).map(|sums| (cell, sums)));
        }
    }
    let lines = std::iter::once(None).chain(known(lanes).map(Some));
    for (line, y) in lines.zip(area.top()..area.bottom()) {
        let (label, role) = match line {
            None => ("due".to_owned(), Role::Heading),
            Some(call) => {
                let (sign, word, role) = words::call(call);
                (format!("{sign} {word}"), role)
            }
        };
        put(buffer, (area.x + 1, y), x.saturating_sub(area.x + 2), &label, theme.style(role));
        for (cell, sums) in &parts {
            let part = line.map_or(sums.total, |call| sums.call(call));
            if part.count > 0 {
                let told = plot::short(part.due as f64 / per_major);
                put(buffer, (x + cell, y), scale.cells - cell, &told, theme.style(role));
            }
        }
    }
}

/// The shortest part of time whose sum has room.
fn unit(scale: &Scale) -> Unit {
    let months = u16::try_from(scale.months().len()).unwrap_or(u16::MAX).max(1);
    let room = |unit: &Unit| {
        let own = u16::try_from(unit.months()).unwrap_or(u16::MAX);
        scale.cells.saturating_mul(own) / months >= LEAST
    };
    Unit::ALL.into_iter().find(room).unwrap_or(Unit::Year)
}

fn one(
    buffer: &mut Buffer,
    area: Rect,
    (columns, scale): (&[Placed], &Scale),
    (standing, selected): (&Standing, bool),
    scene: &Scene,
    letters: &mut Letters,
) {
    let (theme, lookups, renewal) = (scene.theme, scene.board.lookups(), &standing.renewal);
    let styled = paint::line(buffer, area, selected, theme);
    let plain = if renewal.is_open() { Role::Text } else { Role::Dim };
    let then = scene.lanes.then(renewal);
    if then.is_some() {
        put(buffer, (area.x, area.y), 1, "•", styled(Role::Marked));
    }
    for (column, x, width) in columns {
        let at = (*x, area.y);
        let mut tell = |content: &str, role| {
            put_aligned(buffer, at, *width, content, column.align, styled(role));
        };
        match column.field {
            Field::Band => tell(glyph(standing.band), role_of(standing.band)),
            Field::Health => tell(&words::health(standing.health), role_of(standing.band)),
            Field::Due => tell(&renewal.due_on.to_string(), plain),
            Field::Arr => {
                tell(&renewal.due.or(renewal.expected).map_or("–".to_owned(), |money| money.short()), plain)
            }
            Field::Csm => tell(lookups.member(standing.csm).unwrap_or("–"), Role::Dim),
            Field::Account => {
                let name = scene.board.get(renewal.account).map_or("", |row| &row.name);
                let looks = (styled(plain), theme.style(Role::Matched));
                letters.put(buffer, at, *width, name, scene.lanes.asked().filter(), looks);
            }
            Field::Lane => lane(buffer, at, scale, (renewal, then.as_ref()), lookups.day, &styled),
        }
    }
}

/// The term, today, the marks and the end with its forecast.
fn lane(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    scale: &Scale,
    (renewal, then): (&Renewal, Option<&(Suppose, Renewal)>),
    day: Day,
    styled: &impl Fn(Role) -> Style,
) {
    let own = Lane::of(renewal, scale);
    let (sign, word, role) = words::call(then.map_or(renewal, |then| &then.1).call);
    let mut sign_at = |cell: u16, sign: &str, role| {
        put(buffer, (x + cell, y), 1, sign, styled(role));
    };
    let (from, to) = own.term.unwrap_or((0, 0));
    for cell in from..to {
        sign_at(cell, "─", if renewal.is_open() { role } else { Role::Dim });
    }
    for (cell, sign, role) in [
        (scale.cell(day), "│", Role::Key),
        (own.quote_by, "q", if renewal.is_quote_late(day) { Role::Worse } else { Role::Note }),
        (own.notice_by, "n", if renewal.dates.notice_by < day { Role::Worse } else { Role::Note }),
        (own.due, sign, role),
        (own.beyond.then(|| scale.cells.saturating_sub(1)), "›", Role::Dim),
        (own.before.then_some(0), "‹", role),
    ] {
        cell.into_iter().for_each(|cell| sign_at(cell, sign, role));
    }
    // The word behind the end, where there is room.
    let told = match then {
        Some((suppose, _)) => suppose.words(renewal),
        None if renewal.is_overdue(day) => format!("{word}, overdue"),
        None => word.to_owned(),
    };
    let Some(end) = own.due.or(own.before.then_some(0)) else { return };
    let width = u16::try_from(text::width(&told)).unwrap_or(u16::MAX);
    let first = [own.quote_by, own.notice_by].into_iter().flatten().fold(end, u16::min);
    if end.saturating_add(2).saturating_add(width) <= scale.cells {
        put(buffer, (x + end + 2, y), width, &told, styled(role));
    } else if let Some(before) = first.checked_sub(width + 3).filter(|before| scale.cell(day) < Some(*before))
    {
        // Behind it there is no room: before all marks, over the term.
        put(buffer, (x + before, y), width + 2, &format!(" {told} "), styled(role));
    }
}
