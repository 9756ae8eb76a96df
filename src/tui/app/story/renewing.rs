//! The renewal page of the account that is shown.

use super::super::{App, Effect, Overlay, Screen};
use crate::domain::{ChurnReason, RenewalStage};
use crate::edit::renewal::Target;
use crate::edit::{Value, entity};
use crate::engine::Standing;
use crate::renewal::next_end;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::form::{About, Does, Form};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::renew::{Renew, Renewing};
use crate::tui::screens::account::Tab;
use crate::tui::words;

impl App {
    /// The renewal that is selected on the page or in the list in front.
    fn renewal(&self) -> Option<&Standing> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Renewals) => self.lanes.selected(),
            (None, Screen::Today) => self.today.renewal(),
            (None, Screen::Account(account)) if account.tab == Tab::Renewal => account.renewal.selected(),
            _ => None,
        }
    }

    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_renewal(&self, action: Action) -> Option<&'static str> {
        let acts = [
            Action::SetForecast,
            Action::SetStage,
            Action::QuoteOut,
            Action::NoticeGiven,
            Action::RenewalWon,
            Action::RenewalLost,
        ];
        match self.renewal() {
            _ if !acts.contains(&action) => None,
            None => Some("no renewal is selected"),
            Some(standing) if !standing.renewal.is_open() => Some("it is closed; undo or history opens it"),
            Some(standing) if action == Action::RenewalWon && standing.renewal.contract.is_none() => {
                Some("it names no contract that could go on")
            }
            Some(_) => None,
        }
    }

    /// Runs an action of this module; None: it is none.
    pub(super) fn run_in_renewal(&mut self, action: Action) -> Option<Vec<Effect>> {
        Some(match action {
            Action::SetForecast => {
                self.renewal_form(&entity::RENEWAL, &["forecast", "reason"], Renewing::Forecast)
            }
            Action::SetStage => self.choose_stage(),
            Action::QuoteOut => self.renewal_form(&entity::RENEWAL, &["amount"], Renewing::Quote),
            Action::NoticeGiven => self.renewal_form(&entity::SIGNAL, &["date", "text"], Renewing::Notice),
            Action::RenewalWon => self.win(),
            Action::RenewalLost => self.choose_loss(),
            _ => return None,
        })
    }

    /// A form with some fields, which begin with what is known, and the act that it is for.
    fn renewal_form(
        &mut self,
        entity: &'static crate::edit::Entity,
        fields: &[&'static str],
        what: Renewing,
    ) -> Vec<Effect> {
        let (Some(standing), Some(account)) = (self.renewal(), self.selected()) else { return Vec::new() };
        let (renewal, of) = (&standing.renewal, Target::of(&standing.renewal));
        let mut begins = Vec::new();
        match what {
            Renewing::Forecast => {
                let call = renewal.call.or(standing.rules_call);
                begins.extend(call.map(|call| ("forecast", Value::Text(call.name().to_owned()))));
            }
            Renewing::Quote => {
                begins.extend(renewal.expected.map(|money| ("amount", Value::Int(money.minor))));
                begins.extend(renewal.expected.map(|money| ("currency", text(money.currency.code()))));
            }
            Renewing::Notice => begins.push(("date", Value::Int(self.day().0.into()))),
            Renewing::Won => {
                let contract = renewal.contract.as_ref();
                let end = contract.and_then(|own| next_end(own.term.start, renewal.due_on, renewal.due_on));
                begins.push(("start", Value::Int(renewal.due_on.0.into())));
                begins.extend(end.map(|end| ("end", Value::Int(end.0.into()))));
                let yearly = renewal.expected.or(renewal.due);
                begins.extend(yearly.map(|money| ("arr", Value::Int(money.minor))));
                begins.extend(yearly.map(|money| ("currency", text(money.currency.code()))));
                begins.extend(contract.and_then(|own| own.seats).map(|seats| ("seats", Value::Int(seats))));
            }
            Renewing::Stage(_) | Renewing::Lost(_) => {}
        }
        let name = self.name(account);
        let about = About::new(entity, Some(account)).only(fields.iter().copied());
        let form = begins
            .into_iter()
            .fold(Form::new(about, &name), |form, (field, value)| form.beginning(field, value));
        self.open_form(form.doing(Does::Renew(what, of)))
    }

    fn choose_stage(&mut self) -> Vec<Effect> {
        let stages = [
            RenewalStage::NotStarted,
            RenewalStage::Preparing,
            RenewalStage::Quoted,
            RenewalStage::Negotiating,
            RenewalStage::Verbal,
        ];
        let lines = stages.map(|stage| (words::capital(stage.name()), Chosen::Renew(Renewing::Stage(stage))));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("How far has it come?", lines.into()))));
        Vec::new()
    }

    fn choose_loss(&mut self) -> Vec<Effect> {
        let line =
            |reason: &ChurnReason| (words::capital(reason.name()), Chosen::Renew(Renewing::Lost(*reason)));
        let lines = ChurnReason::ALL.iter().map(line).collect();
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Lost: why?", lines))));
        Vec::new()
    }

    /// What was chosen of those lists: to a competitor it is asked which.
    pub(in crate::tui::app) fn renew(&mut self, what: Renewing) -> Vec<Effect> {
        if what == Renewing::Lost(ChurnReason::Competitor) {
            return self.renewal_form(&entity::RENEWAL, &["competitor"], what);
        }
        let Some(of) = self.renewal().map(|standing| Target::of(&standing.renewal)) else {
            return Vec::new();
        };
        self.send(Change::Deed(Deed::Renew(Renew { what, of, set: Vec::new() })))
    }

    /// The form with the terms of the next contract; where billing has brought that one, a question.
    fn win(&mut self) -> Vec<Effect> {
        let Some(standing) = self.renewal() else { return Vec::new() };
        if standing.renewal.continued.is_none() {
            let fields = ["start", "end", "arr", "seats"];
            return self.renewal_form(&entity::CONTRACT, &fields, Renewing::Won);
        }
        let of = Target::of(&standing.renewal);
        let won = Renew { what: Renewing::Won, of, set: Vec::new() };
        let confirm = Confirm::new(
            "Close it as won?",
            "The next contract is in the book already and is taken as it is.",
            Change::Deed(Deed::Renew(won)),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Vec::new()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
