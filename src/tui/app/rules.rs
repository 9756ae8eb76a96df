//! Rules and playbooks: shown, written in the editor, tried, saved.

use super::{App, Effect, Overlay};
use crate::domain::Result;
use crate::engine::Event;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::look::Look;
use crate::tui::overlays::rules::Rules;
use crate::tui::source::Request;

impl App {
    /// The rules, where they are in front.
    fn rules(&self) -> Option<&Rules> {
        match self.overlays.last() {
            Some(Overlay::Rules(rules)) => Some(rules),
            _ => None,
        }
    }

    /// The same, wherever they lie.
    fn rules_mut(&mut self) -> Option<&mut Rules> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Rules(rules) => Some(rules.as_mut()),
            _ => None,
        })
    }

    /// Whether an action of this module can be run now, and why not; None: it is none of those.
    pub(super) fn disabled_in_rules(&self, action: Action) -> Option<Option<&'static str>> {
        let rules = self.rules()?;
        Some(match action {
            Action::Reset => rules.cannot_reset(),
            Action::SwitchOff => rules.cannot_switch(),
            Action::Editor | Action::Read => None,
            _ => return None,
        })
    }

    /// Runs an action of this module; None: it is none of those, or the rules are not in front.
    pub(super) fn run_in_rules(&mut self, action: Action) -> Option<Vec<Effect>> {
        if action == Action::Rules {
            self.overlays.push(Overlay::Rules(Box::default()));
            return Some([Look::Rules, Look::Plays].map(|look| Effect::Read(Request::Look(look))).to_vec());
        }
        let number = self.sent + 1;
        let Some(Overlay::Rules(rules)) = self.overlays.last_mut() else { return None };
        let written = match action {
            Action::Read => {
                rules.turn();
                return Some(Vec::new());
            }
            Action::Editor => return Some(rules.text().map(Effect::Editor).into_iter().collect()),
            Action::Confirm => {
                let save = rules.save(number);
                return Some(save.map_or_else(Vec::new, |set| self.send(Change::Deed(Deed::SetRules(set)))));
            }
            Action::Back | Action::Quit => {
                let stop = rules.is_trying().then_some(Effect::StopTrying);
                return rules.back().then(|| stop.into_iter().collect());
            }
            Action::Reset => rules.reset(),
            Action::SwitchOff => rules.switch(),
            _ => return None,
        };
        Some(match written {
            Ok(()) => self.try_rules(),
            Err(error) => {
                rules.fail(error);
                Vec::new()
            }
        })
    }

    /// Has what was written tried.
    fn try_rules(&mut self) -> Vec<Effect> {
        let number = self.sent + 1;
        let Some(rules) = self.rules_mut() else { return Vec::new() };
        rules.trying(number);
        let own = rules.document();
        self.sent = number;
        vec![Effect::Try(number, own)]
    }

    /// Takes in what the user wrote in their own editor; None: the rules are not in front.
    pub(super) fn rules_written(&mut self, text: &str) -> Option<Vec<Effect>> {
        let Some(Overlay::Rules(rules)) = self.overlays.last_mut() else { return None };
        if rules.written(text) {
            return Some(self.try_rules());
        }
        self.say("Nothing was changed");
        Some(Vec::new())
    }

    /// Takes in what was read of the rules, or tried.
    pub(super) fn rules_heard(&mut self, event: Event) -> Vec<Effect> {
        if let Some(rules) = self.rules_mut() {
            match event {
                Event::Rules(read) => rules.read(*read),
                Event::Trying(number, done) => rules.tried_so_far(number, done),
                Event::Tried(number, tried) => rules.tried(number, *tried),
                _ => {}
            }
        }
        Vec::new()
    }

    /// Takes in how well playbooks work.
    pub(super) fn rules_work(&mut self, read: &Result<crate::engine::Plays>) {
        if let (Some(rules), Ok(read)) = (self.rules_mut(), read) {
            rules.figures(read.figures.clone());
        }
    }

    /// Takes in that a change is done, or why not.
    pub(super) fn rules_saved(&mut self, number: u64, refused: Option<&crate::domain::Error>) {
        if let Some(rules) = self.rules_mut() {
            rules.saved(number, refused);
        }
    }
}
