//! A template opened part by part: its keys, its forms.

use super::{App, Effect, Overlay};
use crate::domain::Result;
use crate::tui::action::Action;
use crate::tui::overlays::parts::Parts;
use crate::tui::overlays::templates::Templates;
use crate::tui::shelf::{Sheet, Shelf};

impl App {
    /// The template that is opened part by part, when it is in front.
    fn parts(&self) -> Option<&Parts> {
        match self.overlays.last() {
            Some(Overlay::Parts(parts)) => Some(parts),
            _ => None,
        }
    }

    /// The list of templates, wherever it lies.
    fn shelf(&self) -> Option<&Templates> {
        self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Templates(templates) => Some(templates.as_ref()),
            _ => None,
        })
    }

    /// Whether an action of an opened template can be run now, and why not; None: it is none of those.
    pub(super) fn disabled_in_parts(&self, action: Action) -> Option<Option<&'static str>> {
        if action == Action::OpenTemplate {
            let chosen = self.shelf().and_then(Templates::chosen);
            return Some(match chosen.map(Sheet::opened) {
                None => Some("no template is selected"),
                Some(None) => Some("a questionnaire is written as a whole, in the editor: E"),
                Some(Some(_)) => None,
            });
        }
        let parts = self.parts()?;
        match action {
            Action::Edit if parts.selected().is_none() => Some(Some("nothing is selected")),
            Action::Delete | Action::ShiftLater | Action::ShiftEarlier if parts.part().is_none() => {
                Some(Some("this is the template itself; select a step of it"))
            }
            Action::Edit
            | Action::Add
            | Action::Delete
            | Action::ShiftLater
            | Action::ShiftEarlier
            | Action::Editor => Some(None),
            _ => None,
        }
    }

    /// Runs an action of an opened template; None: it is none of those, or no template is in front.
    pub(super) fn run_in_parts(&mut self, action: Action) -> Option<Vec<Effect>> {
        if action == Action::OpenTemplate {
            let opened = self.shelf()?.chosen()?.opened()?;
            self.overlays.push(Overlay::Parts(Box::new(Parts::new(opened))));
            return Some(Vec::new());
        }
        let today = self.day();
        let parts = self.parts()?;
        match action {
            Action::Edit | Action::Add => {
                let form = parts.form(action == Action::Add, today)?;
                self.overlays.push(Overlay::Form(Box::new(form)));
            }
            Action::Delete => {
                let confirm = parts.remove()?;
                self.overlays.push(Overlay::Confirm(Box::new(confirm)));
            }
            Action::ShiftLater | Action::ShiftEarlier => {
                let change = parts.shift(if action == Action::ShiftLater { 1 } else { -1 })?;
                return Some(self.send(change));
            }
            Action::Editor => {
                // What is wrong with the whole is told in the list.
                self.overlays.pop();
                return Some(self.write());
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Takes in the templates: the list, the one that is opened, the form of a part of it.
    pub(super) fn shelved(&mut self, read: &Result<Shelf>) {
        let today = self.day();
        for overlay in &mut self.overlays {
            if let Overlay::Templates(templates) = overlay {
                templates.read(read.clone());
            }
        }
        if read.is_err() {
            return;
        }
        let Some(at) = self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Parts(_))) else {
            return;
        };
        let (below, above) = self.overlays.split_at_mut(at);
        let shelf = below.iter().rev().find_map(|overlay| match overlay {
            Overlay::Templates(templates) => Some(templates),
            _ => None,
        });
        let Some((Overlay::Parts(parts), above)) = above.split_first_mut() else { return };
        parts.read(shelf.and_then(|shelf| shelf.found(parts.template())));
        for overlay in above {
            if let Overlay::Form(form) = overlay
                && let Some(known) = form.part().and_then(|place| parts.known(place, today))
            {
                form.reread(parts.template().clone(), known);
            }
        }
    }
}
