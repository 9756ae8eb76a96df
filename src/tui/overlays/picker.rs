//! A short list to choose from: what to sort by, what to group by.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::panel;
use crate::book::{Group, Order, SortKey};
use crate::store::contracts::Grouping;
use crate::tui::lanes::GroupLanes;
use crate::tui::paint::put;
use crate::tui::plans::GroupPlans;
use crate::tui::prospects::GroupProspects;
use crate::tui::revenue::GROUPINGS;
use crate::tui::runs::GroupRuns;
use crate::tui::theme::{Role, Theme};
use crate::tui::today::GroupToday;

/// What a line of the list does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Sorts by a key.
    Sort(SortKey),
    /// Groups the table.
    Group(Group),
    /// Groups the list of the day.
    GroupToday(GroupToday),
    /// Groups the onboardings.
    GroupRuns(GroupRuns),
    /// Groups the accounts by their plans.
    GroupPlans(GroupPlans),
    /// Groups the renewals.
    GroupRenewals(GroupLanes),
    /// Groups candidates and opportunities.
    GroupProspects(GroupProspects),
    /// Groups the accounts of which revenue is told.
    GroupRevenue(Option<Grouping>),
}

/// A list with one line selected.
#[derive(Clone, Debug)]
pub struct Picker {
    title: &'static str,
    /// Each with what it does beside it.
    lines: Vec<(String, Choice)>,
    /// The line that is in force.
    current: usize,
    selected: usize,
}

impl Picker {
    /// What to sort by.
    pub fn sort(order: Order, words: fn(Order) -> String) -> Picker {
        let line = |key: &SortKey| {
            let shown = if *key == order.key { order } else { key.natural() };
            (words(shown), Choice::Sort(*key))
        };
        let lines = SortKey::ALL.iter().map(line).collect();
        let current = SortKey::ALL.iter().position(|key| *key == order.key).unwrap_or(0);
        Picker { title: "Sort by · again turns it around", lines, current, selected: current }
    }

    /// What to group by.
    pub fn group(group: Group) -> Picker {
        let lines = Group::ALL.iter().map(|group| (group.name().to_owned(), Choice::Group(*group))).collect();
        let current = Group::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group the table by", lines, current, selected: current }
    }

    /// What to group the list of the day by.
    pub fn group_today(group: GroupToday) -> Picker {
        let line = |group: &GroupToday| (group.name().to_owned(), Choice::GroupToday(*group));
        let lines = GroupToday::ALL.iter().map(line).collect();
        let current = GroupToday::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group the day by", lines, current, selected: current }
    }

    /// What to group the onboardings by.
    pub fn group_runs(group: GroupRuns) -> Picker {
        let line = |group: &GroupRuns| (group.name().to_owned(), Choice::GroupRuns(*group));
        let lines = GroupRuns::ALL.iter().map(line).collect();
        let current = GroupRuns::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group the onboardings by", lines, current, selected: current }
    }

    /// What to group the accounts by their plans by.
    pub fn group_plans(group: GroupPlans) -> Picker {
        let line = |group: &GroupPlans| (group.name().to_owned(), Choice::GroupPlans(*group));
        let lines = GroupPlans::ALL.iter().map(line).collect();
        let current = GroupPlans::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group the plans by", lines, current, selected: current }
    }

    /// What to group the renewals by.
    pub fn group_renewals(group: GroupLanes) -> Picker {
        let line = |group: &GroupLanes| (group.name().to_owned(), Choice::GroupRenewals(*group));
        let lines = GroupLanes::ALL.iter().map(line).collect();
        let current = GroupLanes::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group the renewals by", lines, current, selected: current }
    }

    /// What to group candidates and opportunities by.
    pub fn group_prospects(group: GroupProspects) -> Picker {
        let line = |group: &GroupProspects| (group.name().to_owned(), Choice::GroupProspects(*group));
        let lines = GroupProspects::ALL.iter().map(line).collect();
        let current = GroupProspects::ALL.iter().position(|own| *own == group).unwrap_or(0);
        Picker { title: "Group expansion by", lines, current, selected: current }
    }

    /// What to tell revenue by.
    pub fn group_revenue(group: Option<Grouping>) -> Picker {
        let lines = GROUPINGS
            .iter()
            .map(|(group, name)| ((*name).to_owned(), Choice::GroupRevenue(*group)))
            .collect();
        let current = GROUPINGS.iter().position(|own| own.0 == group).unwrap_or(0);
        Picker { title: "Tell revenue by", lines, current, selected: current }
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.lines.len().saturating_sub(1));
    }

    /// What the selected line does.
    pub fn choice(&self) -> Option<Choice> {
        self.lines.get(self.selected).map(|line| line.1)
    }

    /// Selects the line at a cell of the screen; false: there is none.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let inner = super::inside(super::centred(area, self.width(), self.height()));
        let line = usize::from(y.saturating_sub(inner.y));
        let hit = inner.contains((x, y).into()) && line < self.lines.len();
        if hit {
            self.selected = line;
        }
        hit
    }

    fn width(&self) -> u16 {
        let text = self.lines.iter().map(|line| line.0.len()).max().unwrap_or(0).max(self.title.len());
        u16::try_from(text + 8).unwrap_or(u16::MAX)
    }

    fn height(&self) -> u16 {
        u16::try_from(self.lines.len() + 2).unwrap_or(u16::MAX)
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let inner = panel(buffer, area, (self.width(), self.height()), self.title, theme);
        let first = (self.selected + 1).saturating_sub(usize::from(inner.height));
        let lines = self.lines.iter().enumerate().skip(first);
        for ((number, (line, _)), y) in lines.zip(inner.top()..inner.bottom()) {
            let style = theme.style(if number == self.selected { Role::Selected } else { Role::Text });
            buffer.set_style(Rect { y, height: 1, ..inner }, style);
            let sign = if number == self.current { "✓ " } else { "  " };
            put(buffer, (inner.x, y), inner.width, &format!("{sign}{line}"), style);
        }
    }
}
