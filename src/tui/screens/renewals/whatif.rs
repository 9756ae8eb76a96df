//! What retention and the sums come to as the renewals are supposed to come out, beside what is forecast.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Scene;
use crate::domain::Money;
use crate::tui::lanes::WhatIf;
use crate::tui::paint::{Align, put, put_aligned, put_all, put_right};
use crate::tui::theme::Role;
use crate::tui::widgets::listing::tell;

/// Where the columns end, from the left edge.
const NAME: u16 = 11;
const DUE: u16 = 20;
const LIKELY: u16 = 40;
const NRR: u16 = 58;
const GRR: u16 = 77;

/// How many lines it takes on a screen: the last period alone on a low one.
pub fn lines_of(area: Rect, what_if: &WhatIf) -> u16 {
    let all = u16::try_from(what_if.compared().len()).unwrap_or(u16::MAX).max(1);
    if area.height < 16 { 1 } else { all + 1 }
}

/// Draws a line a period.
pub fn draw(buffer: &mut Buffer, area: Rect, what_if: &WhatIf, scene: &Scene) {
    let theme = scene.theme;
    if area.height == 0 {
        return;
    }
    tell(buffer, area, theme, what_if.problem(), None);
    let Some(read) = scene.lanes.read().filter(|_| what_if.problem().is_none()) else { return };
    let money = |minor| Money { minor, currency: read.rates.book }.short();
    let (dim, heading) = (theme.style(Role::Dim), theme.style(Role::Heading));
    let mut lines = what_if.compared().iter().rev().take(usize::from(area.height.saturating_sub(1).max(1)));
    let first = area.y;
    if area.height > 1 {
        for (end, title) in [(DUE, "due"), (LIKELY, "likely"), (NRR, "NRR"), (GRR, "GRR (endpoint)")] {
            right(buffer, area, (end, first), title, heading);
        }
        let legend = "as forecast → as supposed";
        put_right(buffer, Rect { height: 1, ..area }, area.x + GRR, legend, dim);
    }
    let mut shown: Vec<_> = lines.by_ref().collect();
    shown.reverse();
    let from = first + u16::from(area.height > 1);
    for (own, y) in shown.into_iter().zip(from..area.bottom()) {
        put(buffer, (area.x + 1, y), NAME, &own.name, theme.style(Role::Text));
        let role = |was: Option<f64>, now: Option<f64>| match was.partial_cmp(&now) {
            Some(std::cmp::Ordering::Less) => Role::Better,
            Some(std::cmp::Ordering::Greater) => Role::Worse,
            _ => Role::Dim,
        };
        let ratios =
            |(was, now): (Option<f64>, Option<f64>)| (changed(percent(was), percent(now)), role(was, now));
        let (nrr, grr) = (ratios(own.nrr()), ratios(own.grr()));
        if area.width < GRR {
            // What matters most, as far as there is room.
            let pieces =
                [(" NRR ", dim), (&nrr.0, theme.style(nrr.1)), ("  GRR ", dim), (&grr.0, theme.style(grr.1))];
            put_all(
                buffer,
                Rect { x: area.x + NAME, width: area.width.saturating_sub(NAME), y, height: 1 },
                &pieces,
            );
            continue;
        }
        let (was, now) = own.likely;
        let likely = changed(money(was), money(now));
        let likely_role = match now.cmp(&was) {
            std::cmp::Ordering::Greater => Role::Better,
            std::cmp::Ordering::Less => Role::Worse,
            std::cmp::Ordering::Equal => Role::Dim,
        };
        right(buffer, area, (DUE, y), &money(own.due), theme.style(Role::Text));
        right(buffer, area, (LIKELY, y), &likely, theme.style(likely_role));
        right(buffer, area, (NRR, y), &nrr.0, theme.style(nrr.1));
        right(buffer, area, (GRR, y), &grr.0, theme.style(grr.1));
    }
}

fn right(buffer: &mut Buffer, area: Rect, (end, y): (u16, u16), content: &str, style: ratatui::style::Style) {
    if end <= area.width {
        put_aligned(buffer, (area.x, y), end, content, Align::Right, style);
    }
}

/// Both where they read differently.
fn changed(was: String, now: String) -> String {
    if was == now { now } else { format!("{was} → {now}") }
}

/// `98.2%`; nothing to keep is `n/a`.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "n/a".to_owned(), |share| format!("{:.1}%", share * 100.0))
}
