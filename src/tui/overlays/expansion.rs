//! Why an account is a candidate for an expansion or not: the reasons, what stands against it, readiness by its
//! arithmetic, what it does not have yet.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::domain::{Error, Result, text};
use crate::engine::{AccountExpansion, Expansion};
use crate::health::facts::AccountId;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::prospect;

/// The explanation of one account.
#[derive(Clone, Debug)]
pub struct WhyExpansion {
    pub account: AccountId,
    name: String,
    known: Option<AccountExpansion>,
    problem: Option<Error>,
    /// The first line shown.
    pub top: usize,
}

impl WhyExpansion {
    /// The overlay before the account is read.
    pub fn new(account: AccountId, name: &str) -> WhyExpansion {
        let name = text::clean(name).into_owned();
        WhyExpansion { account, name, known: None, problem: None, top: 0 }
    }

    /// Takes in what was read.
    pub fn read(&mut self, read: Result<AccountExpansion>) {
        match read {
            Ok(known) => (self.known, self.problem) = (Some(known), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Says how well what the account does not have suits it.
    pub fn compare(&mut self, whole: Option<&Expansion>) {
        if let (Some(known), Some(whole)) = (&mut self.known, whole) {
            whole.suit(known);
        }
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.to_string(), 1, width, theme.style(Role::Error));
        }
        if let Some(known) = &self.known {
            doc.append(prospect::doc(&known.prospect, &known.gaps, width, theme));
            doc.gap();
            let told = "Readiness ranks and decides nothing: an account is suggested when a reason holds and nothing \
                stands against it. The numbers are the policy's, [expansion].";
            doc.wrapped(told, 1, width, theme.style(Role::Dim));
        }
        doc
    }

    /// How far it can scroll in an area.
    pub fn last_top(&self, area: Rect, theme: &Theme) -> usize {
        let inner = inside(area);
        self.doc(usize::from(inner.width), theme).last_top(inner.height)
    }

    /// Draws it over an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = format!("Why: the expansion of {}", self.name);
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        self.doc(usize::from(inner.width), theme).draw(buffer, inner, self.top);
    }
}
