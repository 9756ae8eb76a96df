//! A question before something is lost. Another key than the one that asked says yes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::panel;
use crate::tui::change::Change;
use crate::tui::paint::put;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;

/// The widest panel.
const WIDEST: u16 = 64;

/// What is asked, and what yes does.
#[derive(Clone, Debug)]
pub struct Confirm {
    question: String,
    /// What comes of it.
    told: String,
    change: Change,
}

impl Confirm {
    /// A question; `told` says what comes of yes.
    pub fn new(question: impl Into<String>, told: impl Into<String>, change: Change) -> Confirm {
        Confirm { question: question.into(), told: told.into(), change }
    }

    /// What yes does.
    pub fn what(&self) -> &Change {
        &self.change
    }

    /// What yes does, to be done.
    pub fn change(self) -> Change {
        self.change
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let width = usize::from(WIDEST.min(area.width).saturating_sub(4));
        let question = wrap(&self.question, width);
        let told = wrap(&self.told, width);
        let height = u16::try_from(question.len() + told.len() + 2).unwrap_or(u16::MAX);
        let inner = panel(buffer, area, (WIDEST, height), "Sure?", theme);
        let lines = question.iter().map(|line| (line, Role::Heading));
        let lines = lines.chain(told.iter().map(|line| (line, Role::Text)));
        for ((line, role), y) in lines.zip(inner.top()..inner.bottom()) {
            put(buffer, (inner.x, y), inner.width, line, theme.style(role));
        }
    }
}
