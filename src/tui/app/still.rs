//! The picture of the screen of today that a start begins with, until the day is read.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{App, Effect, Home, Screen};
use crate::tui::action::Action;
use crate::tui::keymap::Resolved;
use crate::tui::still::Still;
use crate::tui::term::event::{Event, KeyEvent};

/// A picture, and what was pressed while it was shown.
#[derive(Debug)]
pub(super) struct Waiting {
    still: Still,
    ahead: Vec<Event>,
}

impl App {
    /// Shows a picture until the day is read. What is pressed meanwhile waits for it.
    pub fn show(&mut self, still: Still) {
        self.waiting = Some(Box::new(Waiting { still, ahead: Vec::new() }));
    }

    /// The picture, where it stands for the screen.
    pub(super) fn still(&self) -> Option<&Still> {
        let unread = !self.today.is_known() && self.today.problem().is_none();
        let is_shown = unread && self.is_at(Home::Today);
        let still = self.waiting.as_ref().filter(|_| is_shown).map(|waiting| &waiting.still);
        still.filter(|still| still.size() == self.size)
    }

    /// Keeps an input for later, while the picture is shown; given back where it is for now.
    pub(super) fn wait(&mut self, event: Event) -> Option<Event> {
        let waits = self.still().is_some()
            && match event {
                Event::Key(key) => !self.leads_away(key),
                Event::Mouse(_) | Event::Paste(_) => true,
                _ => false,
            };
        match self.waiting.as_mut().filter(|_| waits) {
            Some(waiting) => {
                waiting.ahead.push(event);
                None
            }
            None => Some(event),
        }
    }

    /// Whether a key leads away from the picture at once. What was pressed before it comes first, but for the key that
    /// always ends.
    fn leads_away(&self, key: KeyEvent) -> bool {
        let first = self.waiting.as_ref().is_none_or(|waiting| waiting.ahead.is_empty());
        match self.config.keymap.resolve(&self.chain(), &[], key) {
            Resolved::Action(Action::QuitNow) => true,
            Resolved::Action(
                Action::Board
                | Action::Onboarding
                | Action::Plans
                | Action::Renewals
                | Action::Revenue
                | Action::Expansion
                | Action::Quit,
            ) => first,
            _ => false,
        }
    }

    /// Once the picture has had its time, what waited is taken in.
    pub(super) fn catch_up(&mut self) -> Vec<Effect> {
        if self.still().is_some() {
            return Vec::new();
        }
        let waited = self.waiting.take().map_or(Vec::new(), |waiting| waiting.ahead);
        waited.into_iter().flat_map(|event| self.input(event)).collect()
    }

    /// The picture for the next start, with the last row of the journal that it knows of. None: the dashboard does not
    /// begin with the list of the day, or what is known of that is not all that there is.
    pub fn into_still(mut self, me: Option<&str>) -> Option<(i64, String)> {
        let is_empty = self.size.width == 0 || self.size.height == 0;
        if self.first_home() != Home::Today || self.past || is_empty {
            return None;
        }
        let seq = self.today.complete_at()?;
        self.today.begin_anew(&self.board);
        self.overlays.clear();
        (self.typing, self.toast, self.working) = (None, None, None);
        (self.screen, self.home) = (Screen::Today, Home::Today);
        self.settle();
        let mut drawn = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.size)));
        self.draw(&mut drawn);
        Some((seq, Still::of(&drawn, &self.config, me).to_text()?))
    }
}
