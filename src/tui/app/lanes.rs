//! The screen of renewals: along time, closer and wider, to what may be lost; what if.

use super::place::Home;
use super::{App, Effect, Overlay};
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::lanes::Suppose;
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::renewal::WhyRenewal;
use crate::tui::source::Request;
use crate::tui::tale::Ask;
use crate::tui::words;

/// So many marks are listed in the question before they are saved.
const LISTED: usize = 8;

impl App {
    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_lanes(&self, action: Action) -> Option<&'static str> {
        use Action::{
            Closer, NextAtRisk, NoticeGiven, QuoteOut, SaveWhatIf, SetForecast, SetStage, SupposeABitLess,
            SupposeABitMore, SupposeAmount, SupposeAnew, SupposeLess, SupposeLost, SupposeMore,
            SupposeNothing, SupposeWon, WhatIf, Wider,
        };
        let what_if = self.lanes.what_if();
        match action {
            Action::Earlier | Action::Later
                if matches!(self.overlays.last(), Some(Overlay::WhyRenewal(_))) =>
            {
                Some("a renewal is not compared with another day")
            }
            Closer | Wider | NextAtRisk | WhatIf if !self.is_at(Home::Renewals) => {
                Some("the renewals are not shown: 5")
            }
            SupposeLost | SupposeWon | SupposeMore | SupposeLess | SupposeABitMore | SupposeABitLess
            | SupposeAmount | SupposeNothing | SupposeAnew | SaveWhatIf
                if what_if.is_none() || !self.is_at(Home::Renewals) =>
            {
                Some("this is for a what-if: S on the renewals")
            }
            SupposeLost | SupposeWon | SupposeMore | SupposeLess | SupposeABitMore | SupposeABitLess
            | SupposeAmount => self.lanes.not_supposable(),
            SupposeNothing | SupposeAnew | SaveWhatIf if what_if.is_some_and(|own| own.count() == 0) => {
                Some("no renewal is marked")
            }
            SetForecast | SetStage | QuoteOut | NoticeGiven
                if what_if.is_some() && self.is_at(Home::Renewals) =>
            {
                Some("that would be real: leave the what-if first, with Esc")
            }
            _ => None,
        }
    }

    /// Runs an action of this module.
    pub(super) fn run_in_lanes(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NextAtRisk if !self.lanes.next_at_risk() => self.say("No renewal of the list is at risk"),
            Action::Closer | Action::Wider => {
                let closer = action == Action::Closer;
                if !self.lanes.zoom_by(closer) {
                    self.say(if closer { "A quarter is the least" } else { "3 years is the most" });
                }
            }
            Action::WhatIf if self.lanes.what_if().is_none() => {
                return vec![Effect::Read(self.lanes.begin_what_if())];
            }
            Action::WhatIf => {
                self.leave_what_if();
            }
            Action::SupposeLost => self.lanes.suppose(Some(Suppose::Lost)),
            Action::SupposeWon => self.lanes.suppose(Some(Suppose::Percent(0))),
            Action::SupposeMore => self.lanes.suppose_more(5),
            Action::SupposeLess => self.lanes.suppose_more(-5),
            Action::SupposeABitMore => self.lanes.suppose_more(1),
            Action::SupposeABitLess => self.lanes.suppose_more(-1),
            Action::SupposeAmount => self.lanes.begin_amount(),
            Action::SupposeNothing => self.lanes.suppose(None),
            Action::SupposeAnew => self.lanes.suppose_nothing(),
            Action::SaveWhatIf => self.save_what_if(),
            _ => {}
        }
        self.settle();
        Vec::new()
    }

    /// Opens why the selected renewal stands as it does.
    pub(super) fn explain_renewal(&mut self) -> Vec<Effect> {
        let (Some(standing), Some(read)) = (self.lanes.selected(), self.lanes.read()) else {
            return Vec::new();
        };
        let account = standing.renewal.account;
        let percent = read.rules(standing.segment).weight(standing.renewal.call);
        let name = self.board.get(account).map_or("", |row| &row.name);
        let why = WhyRenewal::new(standing, name, percent, self.day());
        self.overlays.push(Overlay::WhyRenewal(Box::new(why)));
        vec![Effect::Read(Request::Tale(Ask::Renewals(account)))]
    }

    /// To the renewals of the next month with any, or of the one before.
    pub(super) fn along(&mut self, forward: bool) {
        if !self.lanes.along(forward) {
            self.say(if forward { "Nothing is due later" } else { "Nothing is due before" });
        }
        self.settle();
    }

    /// Takes in what a renewal may cost, as it was typed.
    pub(super) fn take_amount(&mut self) {
        if let Err(error) = self.lanes.take_amount(self.day()) {
            self.fail(&error);
        }
    }

    /// Ends typing what a renewal may cost; false: nothing was typed.
    pub(super) fn end_amount(&mut self) -> bool {
        self.is_at(Home::Renewals) && self.lanes.end_amount()
    }

    /// Leaves the what-if, and says that the book knows nothing of it; false: it is not shown.
    pub(super) fn leave_what_if(&mut self) -> bool {
        let Some(own) = self.lanes.what_if().filter(|_| self.is_at(Home::Renewals)) else { return false };
        if own.is_unsaved() {
            let marks = words::count(own.count(), "mark");
            self.say(format!("Nothing was saved; S shows the {marks} again"));
        }
        self.lanes.leave_what_if();
        true
    }

    /// Asks before the marks become forecasts of the book.
    fn save_what_if(&mut self) {
        let marked = self.lanes.marked();
        let name = |id| self.board.get(id).map_or("", |row| &row.name);
        let mut told: Vec<String> = marked
            .iter()
            .take(LISTED)
            .map(|(own, suppose)| {
                let renewal = &own.renewal;
                let call = if *suppose == Suppose::Lost { "lost" } else { "commit" };
                let name = text::fit(name(renewal.account), 30);
                match suppose {
                    Suppose::Lost => format!("{name}: {call}"),
                    _ => format!("{name}: {call}, {}", suppose.words(renewal)),
                }
            })
            .collect();
        if marked.len() > LISTED {
            told.push(format!("and {} more", marked.len() - LISTED));
        }
        let count = words::count(marked.len(), "renewal");
        let foresee = self.lanes.foresee(format!("What-if of {}", self.day()));
        let confirm = Confirm::new(
            format!("Write these as the forecasts of {count}?"),
            format!("{}. No contract changes; one undo takes all of it back.", told.join("; ")),
            Change::Deed(Deed::Foresee(foresee)),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
    }
}
