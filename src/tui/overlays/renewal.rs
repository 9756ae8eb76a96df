//! Why a renewal stands as it does: what the CSM and the rules say of it, what is risky, how much of it is counted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::domain::{Day, Error, Result, text};
use crate::engine::{Dossier, Standing};
use crate::health::facts::AccountId;
use crate::renewal::RenewalId;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::dossier;

/// The explanation of one renewal.
#[derive(Clone, Debug)]
pub struct WhyRenewal {
    pub account: AccountId,
    /// Its contract, else its row.
    of: (Option<i64>, Option<RenewalId>),
    name: String,
    today: Day,
    /// How much of it is counted.
    counts: String,
    dossier: Option<Dossier>,
    problem: Option<Error>,
    /// The first line shown.
    pub top: usize,
}

fn key(standing: &Standing) -> (Option<i64>, Option<RenewalId>) {
    let renewal = &standing.renewal;
    let contract = renewal.contract.as_ref().map(|own| own.id);
    // A row may be written while it is looked at.
    (contract, renewal.record.as_ref().map(|own| own.id).filter(|_| contract.is_none()))
}

impl WhyRenewal {
    /// The overlay before the renewal is read; `percent` of it is counted by the policy.
    pub fn new(standing: &Standing, name: &str, percent: i64, today: Day) -> WhyRenewal {
        let renewal = &standing.renewal;
        let counts = renewal.expected.map_or_else(
            || "Counted nowhere: no amount is known.".to_owned(),
            |amount| format!("Weighted it counts {percent} % of {amount}, by the policy."),
        );
        WhyRenewal {
            account: renewal.account,
            of: key(standing),
            name: text::clean(name).into_owned(),
            today,
            counts,
            dossier: None,
            problem: None,
            top: 0,
        }
    }

    /// Takes in the renewals of the account.
    pub fn read(&mut self, read: Result<Vec<Dossier>>) {
        match read {
            Ok(all) => {
                self.dossier = all.into_iter().find(|own| key(&own.standing) == self.of);
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.to_string(), 1, width, theme.style(Role::Error));
        }
        if let Some(dossier) = &self.dossier {
            doc.append(dossier::doc(dossier, self.today, width, theme));
            doc.gap();
            doc.wrapped(&self.counts, 1, width, theme.style(Role::Dim));
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
        let title = format!("Why: the renewal of {}", self.name);
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        self.doc(usize::from(inner.width), theme).draw(buffer, inner, self.top);
    }
}
