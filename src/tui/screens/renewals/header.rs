//! What stands above the renewals: the views, what is due and how it is prepared, the filter.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Scene, revenue};
use crate::book::Board;
use crate::domain::{Money, Share, text};
use crate::renewal::{SUREST_FIRST, Sums};
use crate::tui::lanes::{GroupLanes, Lanes, View, WhatIf};
use crate::tui::paint::{put, put_all, put_right};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::frame;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// The name of the screen, its views and the day.
pub fn title(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    tabs(buffer, area, scene.lanes.view().name(), (scene.board, scene.past), scene.theme);
}

/// The same of a view by its name; `past`: the day is a past one that was asked for.
pub fn tabs(buffer: &mut Buffer, area: Rect, shown: &str, (board, past): (&Board, bool), theme: &Theme) {
    let dim = theme.style(Role::Dim);
    let mut left = put_all(buffer, area, &[(" Mainstay", theme.style(Role::Title)), (" · Renewals  ", dim)]);
    let names: Vec<String> = View::ALL
        .iter()
        .map(|view| view.name())
        .chain([revenue::NAME])
        .map(|name| format!(" {name} "))
        .collect();
    // Where there is no room for all, the one that is shown is told.
    let fit = names.iter().map(String::len).sum::<usize>() <= usize::from(area.right().saturating_sub(left));
    for name in &names {
        let is_shown = name.trim() == shown;
        if fit || is_shown {
            let style = if is_shown { theme.style(Role::Selected) } else { dim };
            left = put(buffer, (left, area.y), area.right().saturating_sub(left), name, style);
        }
    }
    let day = board.lookups().day;
    let told = format!("{}{day} · {}", if past { "as of " } else { "" }, day.quarter());
    put_right(buffer, area, left, &told, dim);
}

/// `34 due $4.2M  ! 3 overdue $120.0k  120 days: 14, plan 9, forecast 12, quote 5`, as far as there is room.
pub fn totals(buffer: &mut Buffer, line: Rect, scene: &Scene) {
    let lanes = scene.lanes;
    let Some(read) = lanes.read().filter(|_| line.height > 0) else { return };
    let total = lanes.total();
    let money = |minor| Money { minor, currency: read.rates.book }.short();
    let mut pieces = vec![(
        format!("{} due {}", thousands(total.total.count + total.unknown), money(total.total.due)),
        Role::Heading,
    )];
    if total.overdue.count > 0 {
        let told = format!("! {} overdue {}", thousands(total.overdue.count), money(total.overdue.due));
        pieces.push((told, Role::Worse));
    }
    let coverage = lanes.coverage();
    let days = read.rules(None).window_days;
    let of = |share: Share| format!("{}/{}", thousands(share.part), thousands(share.of));
    if coverage.plan.of > 0 {
        pieces.push((format!("{days} days:"), Role::Dim));
        for (word, share) in [
            ("plan", coverage.plan),
            ("forecast", coverage.call),
            ("quote", coverage.quote),
            ("all three", coverage.all),
        ] {
            let role = if share.part < share.of { Role::Text } else { Role::Better };
            pieces.push((format!("{word} {}", of(share)), role));
        }
    }
    if total.unknown > 0 {
        pieces.push((format!("{} without an amount", thousands(total.unknown)), Role::Dim));
    }
    put_pieces(buffer, line, &pieces, scene.theme);
}

/// Sums of a group by forecast: `12 due $1.2M  ● $800.0k  ▲ $300.0k`, as far as there is room.
pub fn of_group(buffer: &mut Buffer, line: Rect, sums: &Sums, lanes: &Lanes, theme: &Theme) {
    let Some(read) = lanes.read() else { return };
    let money = |minor| Money { minor, currency: read.rates.book }.short();
    let mut pieces = vec![(
        format!("{} due {}", thousands(sums.total.count + sums.unknown), money(sums.total.due)),
        Role::Text,
    )];
    for call in SUREST_FIRST {
        let part = sums.call(call);
        if part.count > 0 {
            let (sign, word, role) = words::call(call);
            let word = if line.width >= 80 { format!(" {word}") } else { String::new() };
            pieces.push((format!("{sign}{word} {}", money(part.due)), role));
        }
    }
    if line.width >= 80 {
        pieces.push((format!("weighted {}", money(sums.weighted)), Role::Dim));
    }
    put_pieces(buffer, line, &pieces, theme);
}

/// Writes what fits; a shorter piece may still fit behind one that does not.
pub(super) fn put_pieces(buffer: &mut Buffer, line: Rect, pieces: &[(String, Role)], theme: &Theme) {
    let mut x = line.x + 1;
    for (piece, role) in pieces {
        let width = u16::try_from(text::width(piece)).unwrap_or(u16::MAX);
        if x.saturating_add(width) > line.right() {
            continue;
        }
        x = put(buffer, (x, line.y), width, piece, theme.style(*role)).saturating_add(2);
    }
}

/// The filter, the order, the groups, and what the letters in the lanes mean.
pub fn status(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let lanes = scene.lanes;
    if let Some(what_if) = lanes.what_if().filter(|_| scene.typing.is_none() && area.height > 0) {
        return what_if_status(buffer, area, what_if, scene);
    }
    let mut order = match lanes.group() {
        GroupLanes::None => "by day".to_owned(),
        group => format!("by {}", group.name()),
    };
    if lanes.view() == View::Timeline {
        order = format!("{} {order} · │ today · q quote by · n notice by", lanes.zoom().name());
    }
    if lanes.is_waiting() && lanes.read().is_some() {
        order.push_str(" · reading…");
    }
    let counts = (lanes.len(), lanes.all());
    frame::status(buffer, area, (lanes.asked(), scene.typing), counts, &order, scene.theme);
}

/// Before what a renewal may cost is typed.
const ASKED: &str = " New price, such as +5% or 48k: ";

/// How many renewals are marked; or what one may cost, while it is typed.
fn what_if_status(buffer: &mut Buffer, line: Rect, what_if: &WhatIf, scene: &Scene) {
    let theme = scene.theme;
    let (dim, key) = (theme.style(Role::Dim), theme.style(Role::Key));
    if let Some(input) = what_if.typing() {
        put_all(buffer, line, &[(ASKED, key), (input.text(), theme.style(Role::Text))]);
        return;
    }
    let marked = match what_if.count() {
        0 => "nothing is supposed yet, all as forecast".to_owned(),
        count => format!("{} marked, the others as forecast", words::count(count, "renewal")),
    };
    let saved = if what_if.is_unsaved() { " · not in the book" } else { "" };
    let filter = scene.lanes.asked().text();
    let filter = if filter.is_empty() { String::new() } else { format!(" · / {}", text::clean(filter)) };
    put_all(
        buffer,
        line,
        &[(" What if: ", key), (&marked, theme.style(Role::Text)), (saved, dim), (&filter, dim)],
    );
}

/// The cell of the cursor while it is typed what a renewal may cost.
pub fn amount_cursor(line: Rect, input: &TextInput) -> Option<(u16, u16)> {
    let cells = u16::try_from(ASKED.len() + input.cursor_cells()).unwrap_or(u16::MAX);
    Some((line.x.saturating_add(cells), line.y)).filter(|cursor| cursor.0 < line.right() && line.height > 0)
}

pub(super) fn thousands(count: u64) -> String {
    words::thousands(usize::try_from(count).unwrap_or(usize::MAX))
}
