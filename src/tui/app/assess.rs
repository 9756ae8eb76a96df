//! Assessing: which questionnaire, then its answers.

use super::{App, Effect, Overlay};
use crate::domain::Result;
use crate::health::facts::AccountId;
use crate::tui::overlays::assess::Assessing;
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::source::{Assessments, Request, Which};
use crate::tui::words;

impl App {
    /// Asks by what to assess the selected account.
    pub(super) fn assess(&mut self) -> Vec<Effect> {
        let id = self.selected();
        id.map(|id| Effect::Read(Request::Assessments(id, None))).into_iter().collect()
    }

    /// Takes in how an account stands: to choose from, to answer, or to be shown beside what is being answered.
    pub(super) fn assessments(&mut self, id: AccountId, which: Option<Which>, read: Result<Assessments>) {
        let read = match read {
            Ok(read) => read,
            Err(error) => return self.fail(&error),
        };
        let open = self.overlays.iter_mut().find_map(|overlay| match overlay {
            Overlay::Assess(form) if Some(form.request()) == Some(Request::Assessments(id, which)) => {
                Some(form)
            }
            _ => None,
        });
        match (open, which) {
            (Some(form), _) => form.read(read),
            (None, None) => self.choose_assessment(id, &read),
            (None, Some(which)) => {
                let csm = self.board.get(id).and_then(|row| row.csm);
                match Assessing::new(id, &self.name(id), which, read, csm) {
                    Some(form) => self.overlays.push(Overlay::Assess(Box::new(form))),
                    None => self.say("The template of this assessment is not in the book any more"),
                }
            }
        }
    }

    fn choose_assessment(&mut self, id: AccountId, read: &Assessments) {
        let line = |(place, standing): (usize, &crate::assessment::Standing)| {
            let told = format!("{} · {}", words::capital(&standing.template.name), standing.words());
            (told, Chosen::Assess(id, Which::Template(place)))
        };
        let lines = read.standings.iter().enumerate().map(line).collect();
        self.overlays
            .push(Overlay::Choose(Box::new(Choose::new(format!("Assess {}", self.name(id)), lines))));
    }
}
