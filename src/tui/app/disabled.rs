//! What cannot be run now, and why.

use super::place::Home;
use super::{App, Overlay};
use crate::tui::action::Action;

impl App {
    /// Why an action cannot be run now.
    pub(super) fn disabled(&self, action: Action) -> Option<&'static str> {
        use Action::{
            CopyId, CopyName, CopyRow, Delete, Edit, Editor, Mark, MarkRange, Merge, Open, Reassign, SetMany,
            Snooze, Suspend, TaskDone, UndoThis, Unmark, Why,
        };
        if self.past && action.writes() {
            return Some("a past day can only be looked at");
        }
        if let Some(verdict) = self
            .disabled_in_parts(action)
            .or_else(|| self.disabled_in_rules(action))
            .or_else(|| self.disabled_in_playing(action))
        {
            return verdict;
        }
        if let Some(why) = self
            .disabled_in_onboarding(action)
            .or_else(|| self.disabled_in_planning(action))
            .or_else(|| self.disabled_in_lanes(action))
            .or_else(|| self.disabled_in_revenue(action))
            .or_else(|| self.disabled_in_today(action))
            .or_else(|| self.disabled_in_expansion(action))
            .or_else(|| self.disabled_in_story(action))
        {
            return Some(why);
        }
        let nothing = self.selected().is_none();
        match action {
            Open | Why if self.is_at(Home::Revenue) => None,
            Open | Why | Mark | Unmark if self.is_at(Home::Today) => None,
            Edit | Delete if nothing && self.record().is_none() => Some("no account is selected"),
            Reassign if self.step_of().is_some() => None,
            TaskDone | Snooze | Reassign if self.task().is_none() => Some("no task is selected"),
            Action::Attended | Action::Absent if self.invitee().is_none() => Some("nobody is selected"),
            SetMany if nothing && self.list.marks().is_empty() => Some("no account is selected"),
            UndoThis if self.older_change().is_none() => Some("no change is selected"),
            Merge if self.list.marks().len() != 2 => Some("mark two accounts first"),
            Editor if matches!(self.overlays.last(), Some(Overlay::Templates(_))) => None,
            Editor if self.long_text().is_none() => Some("this field has one line"),
            Open | Why | Mark | MarkRange | Action::Assess if nothing => Some("no account is selected"),
            CopyName | CopyId | CopyRow if nothing && self.list.marks().is_empty() => {
                Some("no account is selected")
            }
            Unmark if self.list.marks().is_empty() && !self.list.in_range() => Some("nothing is marked"),
            Action::NextAccount | Action::PreviousAccount if self.in_list() < 2 => {
                Some("the list has no other account")
            }
            Action::LastPlace if self.last.is_none() => Some("there was no other place yet"),
            Suspend if cfg!(not(unix)) => Some("this system cannot"),
            _ => None,
        }
    }
}
