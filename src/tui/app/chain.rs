//! In which places a key is looked up.

use super::{App, Overlay, Screen, story};
use crate::tui::keymap::Context;
use crate::tui::screens::account::{Checklist, Tab};

impl App {
    /// The places in which a key is looked up, the front one first.
    pub(super) fn chain(&self) -> Vec<Context> {
        let front = match (self.overlays.last(), &self.screen) {
            (Some(Overlay::Why(_) | Overlay::WhyRenewal(_) | Overlay::WhyExpansion(_)), _) => Context::Why,
            (Some(Overlay::Day(_)), _) => Context::Why,
            (Some(Overlay::Help(_)), _) => Context::Help,
            (Some(Overlay::Picker(_)), _) => Context::Picker,
            (Some(Overlay::Form(form)), _) if form.asks() => return vec![Context::Confirm, Context::Global],
            (Some(Overlay::Form(_)), _) => return vec![Context::Form, Context::Global],
            (Some(Overlay::Assess(form)), _) if form.asks() => {
                return vec![Context::Confirm, Context::Global];
            }
            (Some(Overlay::Assess(_)), _) => return vec![Context::Form, Context::Global],
            (Some(Overlay::Log(line)), _) if line.asks() => return vec![Context::Confirm, Context::Global],
            (Some(Overlay::Log(_)), _) => return vec![Context::Log, Context::Global],
            (Some(Overlay::Confirm(_)), _) => Context::Confirm,
            (Some(Overlay::Choose(_)), _) => Context::Choose,
            (Some(Overlay::Tasks(_)), _) => Context::Tasks,
            (Some(Overlay::Start(start)), _) if start.asks() => {
                return vec![Context::Confirm, Context::Global];
            }
            (Some(Overlay::Start(_)), _) => Context::Start,
            (Some(Overlay::Templates(_)), _) => Context::Templates,
            (Some(Overlay::Parts(_)), _) => Context::Parts,
            (Some(Overlay::Trainings(_)), _) => Context::Trainings,
            (Some(Overlay::Invited(_)), _) => Context::Invited,
            (Some(Overlay::Plays(_)), _) => Context::RunningPlays,
            (Some(Overlay::Rules(rules)), _) if rules.asks() => Context::Confirm,
            (Some(Overlay::Rules(_)), _) => Context::Rules,
            (Some(Overlay::Letter(_)), _) => Context::Letter,
            (None, _) if self.typing.is_some() => Context::Filter,
            (None, Screen::Today) => Context::Today,
            (None, Screen::Board) => Context::Board,
            (None, Screen::Onboarding) => Context::Onboarding,
            (None, Screen::Plans) => Context::Plans,
            (None, Screen::Renewals) => match self.lanes.what_if() {
                Some(own) if own.typing().is_some() => return vec![Context::Form, Context::Global],
                Some(_) => return vec![Context::WhatIf, Context::Renewals, Context::Moves, Context::Global],
                None => Context::Renewals,
            },
            (None, Screen::Revenue) => Context::Revenue,
            (None, Screen::Expansion) => Context::Expansion,
            (None, Screen::Account(account)) if account.is_typing() => Context::Filter,
            (None, Screen::Account(account)) => match account.tab {
                Tab::Overview => Context::Account,
                Tab::Onboarding if account.checklist().and_then(Checklist::onboarding).is_none() => {
                    Context::Account
                }
                Tab::Onboarding => {
                    return vec![Context::Checklist, Context::Account, Context::Moves, Context::Global];
                }
                Tab::Plan => return vec![Context::Plan, Context::Account, Context::Moves, Context::Global],
                Tab::History => {
                    return vec![Context::History, Context::Account, Context::Moves, Context::Global];
                }
                Tab::Records => {
                    return vec![Context::Records, Context::Account, Context::Moves, Context::Global];
                }
                tab => return vec![story::context(tab), Context::Account, Context::Moves, Context::Global],
            },
        };
        vec![front, Context::Moves, Context::Global]
    }
}
