//! The screen of renewals: along time, closer and wider, to what may be lost.

use super::App;
use super::place::Home;
use crate::tui::action::Action;

impl App {
    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_lanes(&self, action: Action) -> Option<&'static str> {
        let acts = [Action::NextAtRisk, Action::Closer, Action::Wider];
        (acts.contains(&action) && !self.is_at(Home::Renewals)).then_some("the renewals are not shown: 5")
    }

    /// Runs an action of this module.
    pub(super) fn run_in_lanes(&mut self, action: Action) {
        match action {
            Action::NextAtRisk if !self.lanes.next_at_risk() => self.say("No renewal of the list is at risk"),
            Action::Closer | Action::Wider => {
                let closer = action == Action::Closer;
                if !self.lanes.zoom_by(closer) {
                    self.say(if closer { "A quarter is the least" } else { "3 years is the most" });
                }
            }
            _ => {}
        }
        self.settle();
    }

    /// To the renewals of the next month with any, or of the one before.
    pub(super) fn along(&mut self, forward: bool) {
        if !self.lanes.along(forward) {
            self.say(if forward { "Nothing is due later" } else { "Nothing is due before" });
        }
        self.settle();
    }
}
