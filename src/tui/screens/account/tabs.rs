//! The pages of an account, and the line that names them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::text;
use crate::tui::paint::put;
use crate::tui::theme::{Role, Theme};

/// The pages of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tab {
    /// How healthy it is and what is known.
    Overview,
    /// How it is being onboarded.
    Onboarding,
    /// Its plan for the quarter.
    Plan,
    /// The plays that run, and what is done where it is red.
    Plays,
    /// What the customer wants, and how far it is.
    Outcomes,
    /// Who is who, and who is missing.
    People,
    /// Everything that happened.
    Timeline,
    /// How much it is used.
    Usage,
    /// What comes of its contracts.
    Renewal,
    /// What more they could buy.
    Expansion,
    /// Every record, to edit.
    Records,
    /// What was changed, to take it back.
    History,
}

const ALL: &[(Tab, &str)] = &[
    (Tab::Overview, "Overview"),
    (Tab::Onboarding, "Onboarding"),
    (Tab::Plan, "Plan"),
    (Tab::Plays, "Plays"),
    (Tab::Outcomes, "Outcomes"),
    (Tab::People, "People"),
    (Tab::Timeline, "Timeline"),
    (Tab::Usage, "Usage"),
    (Tab::Renewal, "Renewal"),
    (Tab::Expansion, "Expansion"),
    (Tab::Records, "Records"),
    (Tab::History, "History"),
];

impl Tab {
    fn place(self) -> usize {
        ALL.iter().position(|tab| tab.0 == self).unwrap_or(0)
    }

    /// The next tab or the previous one, round and round.
    pub fn step(self, forward: bool) -> Tab {
        let (at, count) = (self.place(), ALL.len());
        let to = if forward { at + 1 } else { at + count - 1 };
        ALL.get(to % count).map_or(self, |tab| tab.0)
    }
}

/// Cells of the names of all pages.
pub fn width() -> u16 {
    let cells: usize = ALL.iter().map(|(_, name)| name.len() + 2).sum();
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// Names the pages, the shown one marked. Where there is no room for all of them those around the shown one, and
/// arrows where there are more.
pub fn draw(buffer: &mut Buffer, area: Rect, shown: Tab, theme: &Theme) {
    let names: Vec<String> = ALL.iter().map(|(_, name)| format!(" {name} ")).collect();
    let widths: Vec<usize> = names.iter().map(|name| text::width(name)).collect();
    let (first, last) = window(&widths, shown.place(), usize::from(area.width));
    let dim = theme.style(Role::Dim);
    let mut x = area.x;
    let mut write = |content: &str, style| {
        x = put(buffer, (x, area.y), area.right().saturating_sub(x), content, style);
    };
    if first > 0 {
        write("‹", dim);
    }
    for (place, name) in names.iter().enumerate().take(last).skip(first) {
        write(name, if place == shown.place() { theme.style(Role::Selected) } else { dim });
    }
    if last < names.len() {
        write("›", dim);
    }
}

/// The first of the tabs that are named, and the one behind the last: with the shown one among them, and as many as
/// there is room for.
fn window(widths: &[usize], shown: usize, room: usize) -> (usize, usize) {
    let fits = |first: usize, last: usize| {
        let arrows = usize::from(first > 0) + usize::from(last < widths.len());
        widths.iter().take(last).skip(first).sum::<usize>() + arrows <= room
    };
    let (mut first, mut last) = (shown, shown + 1);
    loop {
        let before = (first, last);
        if first > 0 && fits(first - 1, last) {
            first -= 1;
        }
        if last < widths.len() && fits(first, last + 1) {
            last += 1;
        }
        if before == (first, last) {
            return before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shown_tab_is_always_named_with_its_neighbours() {
        let widths = [4, 4, 4, 4];
        assert_eq!(window(&widths, 0, 16), (0, 4), "all fit, without arrows");
        assert_eq!(window(&widths, 0, 15), (0, 3), "three and an arrow");
        assert_eq!(window(&widths, 3, 15), (1, 4));
        assert_eq!(window(&widths, 1, 10), (0, 2), "two and an arrow");
        assert_eq!(window(&widths, 2, 6), (2, 3), "one between two arrows");
        assert_eq!(window(&widths, 2, 0), (2, 3), "cut where it is drawn");
    }
}
