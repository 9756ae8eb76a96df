//! The lines above the accounts: the day and the data's age, counts and amounts, filter and order.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{BANDS, Scene};
use crate::book::{Group, Order, SortKey, Totals};
use crate::domain::{Money, text};
use crate::tui::board::Layout;
use crate::tui::paint::{put, put_all, put_right};
use crate::tui::theme::{Role, glyph, role_of, word};
use crate::tui::widgets::frame;
use crate::tui::words;

/// The screen's name, and how old the data is: what does not fit is left out from the end.
pub fn title(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    if area.height == 0 {
        return;
    }
    let dim = scene.theme.style(Role::Dim);
    let left = put_all(buffer, area, &[(" Mainstay", scene.theme.style(Role::Title)), (" · Board", dim)]);
    let lookups = scene.board.lookups();
    let mut facts = vec![format!("{}{}", if scene.past { "as of " } else { "" }, lookups.day)];
    facts.push(match lookups.usage_on {
        None => "no usage data".to_owned(),
        Some(on) if on == lookups.day => "usage up to today".to_owned(),
        Some(on) => {
            let age = lookups.day - on;
            format!("usage to {on}, {} old", words::count(usize::try_from(age).unwrap_or(0), "day"))
        }
    });
    facts.push(format!("{} of the policy has data", words::percent(lookups.breadth)));
    let room = usize::from(area.right().saturating_sub(left)).saturating_sub(3);
    while facts.len() > 1 && text::width(&facts.join(" · ")) > room {
        facts.pop();
    }
    put_right(buffer, area, left, &facts.join(" · "), dim);
}

/// Counts and amounts per band, in the longest form that fits.
pub fn totals(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    if area.height == 0 {
        return;
    }
    let totals = scene.list.view().totals();
    let shown = BANDS
        .into_iter()
        .filter(|band| totals.band(*band).accounts > 0 || *band != crate::domain::Band::Grey);
    let amount = |minor| Money { minor, currency: scene.board.lookups().currency }.short();
    let form = |words: bool, amounts: bool| -> Vec<(String, Style)> {
        let piece = |band| {
            let total = totals.band(band);
            let count = words::thousands(usize::try_from(total.accounts).unwrap_or(0));
            let mut piece = format!("{} {count}", glyph(band));
            if words {
                piece = format!("{piece} {}", word(band));
            }
            if amounts {
                piece = format!("{piece} {}", amount(total.arr));
            }
            (piece, scene.theme.style(role_of(band)))
        };
        shown.clone().map(piece).collect()
    };
    let all = totals.all();
    let sum = words::count(usize::try_from(all.accounts).unwrap_or(0), "account");
    let sum = format!("{sum} {}", amount(all.arr));
    let width = |pieces: &[(String, Style)], gap: usize| {
        pieces.iter().map(|piece| text::width(&piece.0) + gap).sum::<usize>() + 1
    };
    let (full, narrow, least) = (form(true, true), form(false, true), form(false, false));
    let room = usize::from(area.width);
    let (pieces, gap) = if width(&full, 3) + text::width(&sum) <= room {
        (full, "   ")
    } else if width(&full, 2) <= room {
        (full, "  ")
    } else if width(&narrow, 2) <= room {
        (narrow, "  ")
    } else {
        (least, " ")
    };
    let mut x = put(buffer, (area.x, area.y), area.width, " ", Style::new());
    for (piece, style) in &pieces {
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), piece, *style);
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), gap, Style::new());
    }
    put_right(buffer, area, x, &sum, scene.theme.style(Role::Heading));
}

/// The filter being typed or in force, the order, the marks; `beside`: which columns are out of sight.
pub fn status(buffer: &mut Buffer, area: Rect, scene: &Scene, beside: Option<String>) {
    if area.height == 0 {
        return;
    }
    let (list, theme) = (scene.list, scene.theme);
    let (dim, key) = (theme.style(Role::Dim), theme.style(Role::Key));
    let many = |accounts: u32| words::thousands(usize::try_from(accounts).unwrap_or(0));
    let (shown, all) = (list.view().totals().all(), scene.board.totals());
    let with_churned = list.asked().filter().asks_for_churned();
    let all = all.accounts() + if with_churned { all.churned } else { 0 };
    let of = format!("{} of {}", many(shown.accounts), many(all));
    if let Some(typing) = scene.typing {
        let left = put_all(buffer, area, &[(" / ", key), (typing.text(), theme.style(Role::Text))]);
        let hint = "band: csm: segment: stage: tag: arr> renewal< health<  ! turns one around";
        if !frame::misunderstood(buffer, area, left, list.asked(), theme) {
            let told = if typing.text().is_empty() { hint } else { &of };
            put_right(buffer, area, left, told, dim);
        }
        return;
    }
    let mut pieces: Vec<(String, Style)> = vec![(" ".to_owned(), dim)];
    if !list.asked().text().is_empty() {
        pieces.push((format!("/ {}", list.asked().text()), key));
        pieces.push((format!("  {of}  "), theme.style(Role::Text)));
    }
    if !list.marks().is_empty() {
        pieces.push((format!("{} marked  ", list.marks().len()), theme.style(Role::Marked)));
    }
    if list.in_range() {
        pieces.push(("marking a range: v ends it  ".to_owned(), theme.style(Role::Marked)));
    }
    if scene.board.is_complete() && scene.board.rows().is_empty() {
        return;
    }
    let mut order = format!("by {}", order_words(list.order()));
    if list.layout() == Layout::Table && list.group() != Group::None {
        order = format!("{order}, grouped by {}", list.group().name());
    }
    if !scene.board.is_complete() {
        order = format!("{order}, reading the rest");
    }
    pieces.push((order, dim));
    let pieces: Vec<(&str, Style)> =
        pieces.iter().map(|(content, style)| (content.as_str(), *style)).collect();
    let left = put_all(buffer, area, &pieces);
    let mut told: Vec<String> = beside.into_iter().collect();
    told.extend(left_out(scene.board.totals(), with_churned));
    let room = usize::from(area.right().saturating_sub(left)).saturating_sub(2);
    while told.len() > 1 && text::width(&told.join(" · ")) > room {
        told.pop();
    }
    put_right(buffer, area, left, &told.join(" · "), dim);
}

/// What the totals do not count, in words.
fn left_out(totals: &Totals, with_churned: bool) -> impl Iterator<Item = String> {
    let no_rate = (totals.no_rate > 0).then(|| format!("{} without an exchange rate", totals.no_rate));
    let churned = totals.churned > 0 && !with_churned;
    no_rate.into_iter().chain(churned.then(|| format!("{} churned left out", totals.churned)))
}

/// The order in words.
pub fn order_words(order: Order) -> String {
    let (up, down) = match order.key {
        SortKey::Health => ("worst first", "best first"),
        SortKey::Name | SortKey::Csm | SortKey::Segment | SortKey::Driver => ("a to z", "z to a"),
        SortKey::Arr => ("smallest first", "largest first"),
        SortKey::Renewal => ("soonest first", "latest first"),
        SortKey::Trend => ("falling first", "rising first"),
        SortKey::Coverage => ("lowest first", "highest first"),
        SortKey::Stage => ("first stage first", "last stage first"),
    };
    format!("{}, {}", order.key.name(), if order.descending { down } else { up })
}
