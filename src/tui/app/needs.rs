//! What has to be read for what is on screen, and what of it again after accounts changed.

use std::collections::BTreeSet;

use super::{App, Effect, Overlay, Screen};
use crate::engine::TodayAsk;
use crate::health::facts::AccountId;
use crate::store::touched::Touched;
use crate::tui::look::Look;
use crate::tui::source::Request;
use crate::tui::tale::Ask;

/// So many changed accounts are read one by one; of more everything is read at once.
const FEW: usize = 16;

impl App {
    /// What has to be read anew after accounts changed (None: any may have): those with new rows, and `about` whom the
    /// change is, since not every record touches a score.
    pub(super) fn refreshed(&mut self, ids: Option<&[AccountId]>, about: Option<&Touched>) -> Vec<Effect> {
        let mut effects = vec![Effect::Changed(self.day())];
        let changed = |id: AccountId| ids.is_none_or(|ids| ids.contains(&id));
        let meant = |id: AccountId| about.is_none_or(|about| about.apart || about.accounts.contains(&id));
        if let Screen::Account(account) = &self.screen
            && (changed(account.id) || meant(account.id))
        {
            effects.push(Effect::Read(Request::Account(account.id, self.day() - 28)));
        }
        // While the contacts of one training are in front, nobody sees what is told of the whole book.
        let of_one = self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Invited(_)));
        if !(of_one && ids.is_some_and(<[AccountId]>::is_empty)) {
            effects.extend(self.needed_after(ids, about).into_iter().map(Effect::Read));
        }
        for overlay in &self.overlays {
            match overlay {
                Overlay::Trainings(_) if of_one => {}
                Overlay::Why(why) if changed(why.id) => {
                    effects.push(Effect::Read(Request::Why(why.id, self.day() - why.since)));
                }
                Overlay::WhyRenewal(why) if changed(why.account) => {
                    effects.push(Effect::Read(Request::Tale(Ask::Renewals(why.account))));
                }
                Overlay::WhyExpansion(why) if changed(why.account) => {
                    effects.push(Effect::Read(Request::Tale(Ask::Expansion(why.account))));
                }
                Overlay::Form(form) => effects.push(Effect::Read(form.request())),
                Overlay::Assess(form) => effects.push(Effect::Read(form.request())),
                Overlay::Trainings(list) => effects.push(Effect::Read(list.request())),
                Overlay::Invited(list) => effects.push(Effect::Read(list.request())),
                Overlay::Log(line) => effects.push(Effect::Read(Request::People(line.account()))),
                Overlay::Tasks(_) => effects.push(Effect::Read(Request::Tasks)),
                Overlay::Plays(_) => effects.push(Effect::Read(Request::Look(Look::Plays))),
                Overlay::Rules(_) => {
                    effects.extend([Look::Rules, Look::Plays].map(|look| Effect::Read(Request::Look(look))));
                }
                Overlay::Start(start) => effects.push(Effect::Read(Request::Startable(start.account()))),
                Overlay::Templates(_) => effects.push(Effect::Read(Request::Templates)),
                _ => {}
            }
        }
        effects
    }

    /// What the screen shows beside the board and the account itself.
    pub(super) fn needed(&self) -> Option<Request> {
        match &self.screen {
            Screen::Board => None,
            Screen::Today => Some(self.today.request()),
            Screen::Onboarding if self.results.shown => Some(self.results.request(self.day())),
            Screen::Onboarding => Some(self.runs.request()),
            Screen::Plans => Some(self.plans.request()),
            Screen::Renewals => Some(self.lanes.request()),
            Screen::Revenue => self.revenue_request(),
            Screen::Expansion => Some(self.prospects.request()),
            Screen::Account(account) => account.request(),
        }
    }

    /// What the screen shows beside the board is read again after accounts changed (None: any may have): of a few
    /// accounts their own onboardings alone. Where no account did, their training may have: no score depends on it.
    pub(super) fn needed_after(&self, ids: Option<&[AccountId]>, about: Option<&Touched>) -> Vec<Request> {
        let what_if = self.lanes.what_if().filter(|_| matches!(self.screen, Screen::Renewals));
        let basis = what_if.map(|_| Request::Look(Look::Basis));
        let mut needed = match (&self.screen, ids, about) {
            (Screen::Today, Some(ids), Some(about)) => self.today_after(ids, about),
            _ => self.needed_on_screen(ids),
        };
        needed.extend(basis);
        needed
    }

    /// What the list of the day needs after a change: of a few accounts their own matters alone.
    fn today_after(&self, ids: &[AccountId], about: &Touched) -> Vec<Request> {
        let all: BTreeSet<AccountId> = ids.iter().chain(&about.accounts).copied().collect();
        if all.len() > FEW || !self.today.is_known() {
            return self.needed().into_iter().collect();
        }
        let own = all.into_iter().map(|id| TodayAsk::Matters(Some(id)));
        let asks = own.chain(about.apart.then_some(TodayAsk::Apart));
        asks.map(|ask| Request::Look(Look::Today(ask))).collect()
    }

    fn needed_on_screen(&self, ids: Option<&[AccountId]>) -> Vec<Request> {
        match (ids, self.needed()) {
            // Of another account: nothing of this one is old.
            (Some(few), Some(Request::Tale(Ask::Plays(id)))) if !few.is_empty() && !few.contains(&id) => {
                Vec::new()
            }
            (Some(few), Some(Request::Runs)) if (1..=FEW).contains(&few.len()) && self.runs.is_known() => {
                few.iter().map(|id| Request::RunsOf(*id)).collect()
            }
            (Some(few), Some(Request::Covers(None)))
                if (1..=FEW).contains(&few.len()) && self.plans.is_known() =>
            {
                few.iter().map(|id| Request::Covers(Some(*id))).collect()
            }
            // What is on its way may be older than this change.
            (Some(few), Some(Request::Look(Look::Renewals)))
                if (1..=FEW).contains(&few.len())
                    && self.lanes.read().is_some()
                    && !self.lanes.is_waiting() =>
            {
                few.iter().map(|id| Request::Look(Look::RenewalsOf(*id))).collect()
            }
            (Some(few), Some(Request::Look(Look::Expansion)))
                if few.len() <= FEW && self.prospects.read().is_some() =>
            {
                self.expansion_after(few)
            }
            (Some([]), Some(Request::Runs)) if self.runs.is_known() => vec![Request::Taking],
            (_, needed) => needed.into_iter().collect(),
        }
    }
}
