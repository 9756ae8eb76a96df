//! What the selected customer wants: all of it below the list, or the matter that is meant in one line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scene, away, dim};
use crate::domain::{Band, text};
use crate::today::Matter;
use crate::today::rank::figure;
use crate::tui::paint::{self, put, put_all, put_right, split_top};
use crate::tui::theme::{Role, glyph, role_of, word};
use crate::tui::words;

/// Cells of the kind of a matter.
const KIND: u16 = 9;
/// Cells of when it is due.
const DUE: u16 = 11;

/// Draws all of it, scrolled so that the matter that is meant is among what is shown.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let today = scene.today;
    let Some(line) = today.selected().filter(|_| area.height > 0) else { return };
    let (top, list) = split_top(area, 1);
    heading(buffer, top, scene);
    let height = usize::from(list.height);
    let first = (today.place() + 1).saturating_sub(height);
    let shown = line.items.iter().enumerate().skip(first);
    for ((place, item), y) in shown.zip(list.top()..list.bottom()) {
        let Some(matter) = today.matter(&line, item) else { continue };
        let area = Rect { y, height: 1, ..list };
        one(buffer, area, matter, (place == today.place(), item.rank), scene);
    }
}

/// The name of the customer, how it stands, and how many matters there are.
fn heading(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (today, theme) = (scene.today, scene.theme);
    let Some(line) = today.selected() else { return };
    let row = line.whose.account().and_then(|id| scene.board.get(id));
    let name = text::clean(scene.name(line.whose));
    let mut x = put_all(buffer, area, &[(" ", Style::new()), (&name, theme.style(Role::Heading))]);
    if let Some(row) = row {
        let band = format!("  {} {}", glyph(row.band), word(row.band));
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), &band, theme.style(role_of(row.band)));
        let arr = row.arr.map_or(String::new(), |arr| format!(" · {arr}"));
        let renewal = row
            .renewal_on
            .map_or(String::new(), |on| format!(" · renewal {}", words::away(on, scene.board.lookups().day)));
        let health = row.health.filter(|_| row.band != Band::Grey);
        let health = health.map_or(String::new(), |health| format!(" {}", words::tenths(health)));
        let told = format!("{health}{arr}{renewal}");
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), &told, dim(theme));
    }
    let count = line.items.len();
    let of = if count > 1 { format!("{} of {count} · ", today.place() + 1) } else { String::new() };
    put_right(buffer, area, x, &format!("{of}rank {}", figure(line.rank)), dim(theme));
}

fn one(buffer: &mut Buffer, area: Rect, matter: &Matter, (meant, rank): (bool, f64), scene: &Scene) {
    let (lookups, theme) = (scene.board.lookups(), scene.theme);
    let styled = paint::line(buffer, Rect { width: 0, ..area }, false, theme);
    let sign = if meant { "›" } else { " " };
    put(buffer, (area.x + 1, area.y), 1, sign, styled(Role::Key));
    let mut x = area.x + 3;
    put(buffer, (x, area.y), KIND, matter.kind.name(), styled(Role::Dim));
    x = x.saturating_add(KIND);
    let (due, role) = away(matter, lookups.day);
    put(buffer, (x, area.y), DUE, &due, styled(role));
    x = x.saturating_add(DUE);
    let rank = figure(rank);
    let after = u16::try_from(rank.len() + 3).unwrap_or(u16::MAX);
    let room = area.right().saturating_sub(x).saturating_sub(after);
    let fresh = if scene.today.is_new(matter) { "+ " } else { "" };
    let said = format!("{fresh}{}{}", text::clean(&matter.reason), whose(matter, scene));
    let role = if meant { Role::Heading } else { Role::Text };
    let x = put(buffer, (x, area.y), room, &said, styled(role));
    put_right(buffer, area, x, &rank, styled(Role::Dim));
}

/// Whose a matter is, where it is not the CSM's.
fn whose(matter: &Matter, scene: &Scene) -> String {
    let csm = matter.account.and_then(|id| scene.board.get(id)).and_then(|row| row.csm);
    let other = matter.owner.filter(|owner| Some(*owner) != csm);
    let play = matter.play.as_deref().map_or(String::new(), |play| format!(" · play {}", text::clean(play)));
    let name = scene.board.lookups().member(other).map(text::clean);
    format!("{}{play}", name.map_or(String::new(), |name| format!(" · {name}")))
}

/// The matter that is meant, in one line.
pub fn line(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let (today, theme) = (scene.today, scene.theme);
    let (Some(line), Some(matter)) = (today.selected(), today.meant()) else { return };
    let count = line.items.len();
    let of = if count > 1 { format!("{} of {count}: ", today.place() + 1) } else { String::new() };
    let said = format!("{of}{}{}", text::clean(&matter.reason), whose(matter, scene));
    let kind = format!(" {} ", matter.kind.name());
    put_all(buffer, area, &[(&kind, theme.style(Role::Note)), (&said, dim(theme))]);
}
