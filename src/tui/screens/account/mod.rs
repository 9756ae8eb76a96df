//! The screen of one account.

mod facts;
mod overview;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::book::{Board, Detail, Row};
use crate::domain::{Error, Result};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::tui::paint::{Align, put, put_aligned, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;

/// What the screen of an account holds.
#[derive(Clone, Debug)]
pub struct Account {
    /// Which one.
    pub id: AccountId,
    /// Read when the screen opens and whenever the account changes.
    pub known: Option<(Detail, Why)>,
    /// Why it could not be read.
    pub problem: Option<Error>,
    /// The first line shown.
    pub top: usize,
}

impl Account {
    /// The screen before its account is read.
    pub fn new(id: AccountId) -> Account {
        Account { id, known: None, problem: None, top: 0 }
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<(Detail, Why)>) {
        match read {
            Ok(known) => (self.known, self.problem) = (Some(known), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The page for a width.
    fn doc(&self, row: Option<&Row>, width: u16, theme: &Theme) -> Doc {
        let width = usize::from(width);
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.what, 1, width, theme.style(Role::Error));
            doc.wrapped(problem.hint.as_deref().unwrap_or(""), 1, width, theme.style(Role::Text));
            doc.gap();
        }
        if let Some((detail, why)) = &self.known {
            doc.append(overview::doc(detail, why, row, width, theme));
        }
        doc
    }

    /// How far it can scroll in an area.
    pub fn last_top(&self, area: Rect, board: &Board, theme: &Theme) -> usize {
        let (_, body) = split_top(area, 1);
        self.doc(board.get(self.id), area.width, theme).last_top(body.height)
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, board: &Board, theme: &Theme) {
        let (title, body) = split_top(area, 1);
        let row = board.get(self.id);
        let stored =
            self.known.as_ref().map(|(detail, _)| detail.name.as_ref()).or(row.map(|row| row.name.as_ref()));
        let mut left = put(buffer, (title.x, title.y), title.width, " ", theme.style(Role::Text));
        let name = stored.unwrap_or("Account");
        left =
            put(buffer, (left, title.y), title.right().saturating_sub(left), name, theme.style(Role::Title));
        let room = title.right().saturating_sub(left).saturating_sub(2);
        let day = board.lookups().day.to_string();
        if usize::from(room) >= day.len() {
            put_aligned(buffer, (left + 1, title.y), room, &day, Align::Right, theme.style(Role::Dim));
        }
        self.doc(row, area.width, theme).draw(buffer, body, self.top);
    }
}
