//! The page of revenue: its period, whose accounts, what is behind a figure.

use super::place::Home;
use super::{App, Effect, Screen};
use crate::tui::action::Action;
use crate::tui::lanes::View;
use crate::tui::look::Look;
use crate::tui::screens::account::Tab;
use crate::tui::source::Request;

impl App {
    /// What the page has to have read; None: it has no period.
    pub(super) fn revenue_request(&self) -> Option<Request> {
        self.revenue.ask(self.day()).ok().map(|ask| Request::Look(Look::Revenue(ask)))
    }

    fn read_revenue(&self) -> Vec<Effect> {
        self.revenue_request().map(Effect::Read).into_iter().collect()
    }

    /// Why an action cannot be run on the page of revenue.
    pub(super) fn disabled_in_revenue(&self, action: Action) -> Option<&'static str> {
        let parts = [Action::Filter, Action::Sort, Action::Reverse, Action::Layout];
        (self.is_at(Home::Revenue) && parts.contains(&action))
            .then_some("revenue is told in whole; group it by CSM or segment")
    }

    /// Another period.
    pub(super) fn revenue_period(&mut self, forward: bool) -> Vec<Effect> {
        if !self.revenue.turn(forward) {
            self.say(if forward { "24 months is the longest" } else { "This quarter is the shortest" });
            return Vec::new();
        }
        self.settle();
        self.read_revenue()
    }

    /// What is behind the selected line: the accounts of a movement, one of them, a group alone.
    pub(super) fn open_in_revenue(&mut self) -> Vec<Effect> {
        if let Some(id) = self.revenue.account() {
            return self.open(id, Tab::Renewal);
        }
        if self.revenue.listed().is_some() {
            return Vec::new();
        }
        let entered = self.revenue.enter();
        self.settle();
        match entered {
            Some(true) => self.read_revenue(),
            Some(false) => Vec::new(),
            None => {
                self.say(
                    "Enter lists the accounts of a movement or a reason, and shows a CSM or a segment alone",
                );
                Vec::new()
            }
        }
    }

    /// One step back within the page.
    pub(super) fn back_in_revenue(&mut self) -> Vec<Effect> {
        let back = self.revenue.back();
        self.settle();
        if back == Some(true) { self.read_revenue() } else { Vec::new() }
    }

    /// The next view of the renewals or the one before: time, table, revenue, round and round.
    pub(super) fn turn_renewals(&mut self, forward: bool) -> Vec<Effect> {
        let shown = View::ALL.iter().position(|view| *view == self.lanes.view());
        let at = if matches!(self.screen, Screen::Revenue) { View::ALL.len() } else { shown.unwrap_or(0) };
        let count = View::ALL.len() + 1;
        let next = (at + if forward { 1 } else { count - 1 }) % count;
        let Some(view) = View::ALL.get(next).copied() else { return self.go(Home::Revenue) };
        self.lanes.show(view);
        if matches!(self.screen, Screen::Revenue) {
            return self.go(Home::Renewals);
        }
        self.needed().map(Effect::Read).into_iter().collect()
    }
}
