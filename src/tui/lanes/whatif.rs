//! What if: marks on renewals, how each is supposed to come out, and what retention and the sums come to then. Nothing
//! of it is in the book.

use std::collections::BTreeMap;

use super::{Lanes, id};
use crate::domain::{Day, Error, Forecast, Micro, Money, Result};
use crate::edit::renewal::{Foresee, Foreseen, Target, percent};
use crate::edit::{self, entity};
use crate::engine::{Basis, Renewals, Standing};
use crate::health::facts::AccountId;
use crate::renewal::{Outcome, Renewal, Sums, uplifted};
use crate::revenue::{Figures, Grr};
use crate::tui::look::Look;
use crate::tui::source::Request;
use crate::tui::widgets::textinput::TextInput;

/// How a renewal is supposed to come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppose {
    Lost,
    /// Won, at so many millionths of a percent more than what ends.
    Percent(i64),
    /// Won, at this yearly amount, in minor units of what ends.
    Amount(i64),
}

impl Suppose {
    fn outcome(self, renewal: &Renewal) -> Option<Outcome> {
        let due = renewal.due?;
        Some(match self {
            Suppose::Lost => Outcome::Lost,
            Suppose::Percent(micro) => Outcome::Won(uplifted(due, micro.into())),
            Suppose::Amount(minor) => Outcome::Won(Money { minor, ..due }),
        })
    }

    /// `lost`, `won, same price`, `won +5 %`, `won $54.0k`.
    pub fn words(self, renewal: &Renewal) -> String {
        match (self, renewal.due) {
            (Suppose::Lost, _) => "lost".to_owned(),
            (Suppose::Percent(0), _) => "won, same price".to_owned(),
            (Suppose::Percent(micro), _) => {
                format!("won {}{}%", if micro > 0 { "+" } else { "" }, Micro(micro))
            }
            (Suppose::Amount(minor), Some(due)) => format!("won {}", Money { minor, ..due }.short()),
            (Suppose::Amount(_), None) => "won".to_owned(),
        }
    }
}

/// A period with its figures: as forecast, and as supposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// `2026-Q4`.
    pub name: String,
    /// ARR that ends in it, in minor units of the book's currency.
    pub due: i64,
    /// What of it renews in the likely scenario.
    pub likely: (i64, i64),
    pub figures: (Figures, Figures),
}

impl Compared {
    /// Net revenue retention, as forecast and as supposed.
    pub fn nrr(&self) -> (Option<f64>, Option<f64>) {
        (self.figures.0.nrr(), self.figures.1.nrr())
    }

    /// Gross revenue retention, by its endpoint form.
    pub fn grr(&self) -> (Option<f64>, Option<f64>) {
        let of = |figures: &Figures| figures.grr(Grr::Endpoint);
        (of(&self.figures.0), of(&self.figures.1))
    }
}

/// Marks on renewals and what comes of them.
#[derive(Debug, Default)]
pub struct WhatIf {
    shown: bool,
    /// By what a renewal stays the same.
    marks: BTreeMap<i64, Suppose>,
    /// Whether the marks are forecasts of the book by now.
    saved: bool,
    basis: Option<Basis>,
    problem: Option<Error>,
    /// What is due in each period, as it is forecast.
    real: Vec<Sums>,
    compared: Vec<Compared>,
    /// What it may cost, while it is typed.
    typing: Option<TextInput>,
}

impl WhatIf {
    /// How many renewals are marked.
    pub fn count(&self) -> usize {
        self.marks.len()
    }

    /// The periods, once the book was read.
    pub fn compared(&self) -> &[Compared] {
        &self.compared
    }

    /// Why they cannot be told.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// Whether there are marks that are not in the book.
    pub fn is_unsaved(&self) -> bool {
        !self.marks.is_empty() && !self.saved
    }

    /// What it may cost, while it is typed.
    pub fn typing(&self) -> Option<&TextInput> {
        self.typing.as_ref()
    }

    fn forget(&mut self, known: impl Fn(i64) -> bool) {
        self.marks.retain(|id, _| known(*id));
    }
}

impl Lanes {
    /// The what-if, while it is shown.
    pub fn what_if(&self) -> Option<&WhatIf> {
        Some(&self.what_if).filter(|own| own.shown)
    }

    /// Shows it, with the marks of the last time; what has to be read for it.
    pub fn begin_what_if(&mut self) -> Request {
        self.what_if.shown = true;
        Request::Look(Look::Basis)
    }

    /// Hides it; the marks stay.
    pub fn leave_what_if(&mut self) {
        (self.what_if.shown, self.what_if.typing) = (false, None);
    }

    /// Takes in what retention comes to as the renewals are forecast.
    pub(super) fn take_basis(&mut self, read: Result<Basis>) {
        match read {
            Ok(basis) => (self.what_if.basis, self.what_if.problem) = (Some(basis), None),
            Err(problem) => self.what_if.problem = Some(problem),
        }
        self.begin_anew();
    }

    /// After the book changed: marks of what is closed or gone go, and what is forecast is added up again.
    pub(super) fn begin_anew(&mut self) {
        let (Some(read), Some(basis), true) = (&self.read, &self.what_if.basis, self.what_if.shown) else {
            return;
        };
        let open: std::collections::HashSet<i64> = read
            .standings
            .iter()
            .filter(|standing| standing.renewal.is_settled().is_none())
            .map(|standing| id(&standing.renewal))
            .collect();
        let real = basis.spans.iter().map(|span| {
            let due = read.standings.iter().filter(|own| span.period.contains(own.renewal.due_on));
            sums(due.map(|own| (own, None)), read)
        });
        self.what_if.real = real.collect();
        self.what_if.forget(|id| open.contains(&id));
        self.compare();
    }

    /// Whether something can be supposed of the selected renewal; else why not.
    pub fn not_supposable(&self) -> Option<&'static str> {
        match self.selected() {
            None => Some("no renewal is selected"),
            Some(own) if own.renewal.due.is_none() => Some("it is not known what ends"),
            Some(own) => own.renewal.is_settled(),
        }
    }

    /// What is supposed of a renewal.
    pub fn supposed(&self, renewal: &Renewal) -> Option<Suppose> {
        self.what_if()?.marks.get(&id(renewal)).copied()
    }

    /// The renewal as it would be closed, where something is supposed of it.
    pub fn then(&self, renewal: &Renewal) -> Option<(Suppose, Renewal)> {
        let suppose = self.supposed(renewal)?;
        Some((suppose, renewal.supposed(suppose.outcome(renewal)?)))
    }

    /// Supposes something of the selected renewal; None: nothing any more.
    pub fn suppose(&mut self, what: Option<Suppose>) {
        let Some(id) = self.selected().map(|own| id(&own.renewal)) else { return };
        match what {
            Some(what) => self.what_if.marks.insert(id, what),
            None => self.what_if.marks.remove(&id),
        };
        self.what_if.saved = false;
        self.compare();
    }

    /// Supposes that the selected renewal is won at so many percent more than is supposed by now, or less.
    pub fn suppose_more(&mut self, percent: i64) {
        const LEAST: i64 = -99;
        let now = match self.selected().and_then(|own| self.supposed(&own.renewal)) {
            Some(Suppose::Percent(micro)) => micro,
            _ => 0,
        };
        let more = now.saturating_add(percent * 1_000_000).max(LEAST * 1_000_000);
        self.suppose(Some(Suppose::Percent(more)));
    }

    /// Takes every mark away.
    pub fn suppose_nothing(&mut self) {
        self.what_if.marks.clear();
        self.compare();
    }

    /// Begins to type what the selected renewal may cost.
    pub fn begin_amount(&mut self) {
        self.what_if.typing = Some(TextInput::new(""));
    }

    /// Where it is typed, while it is.
    pub fn amount_input(&mut self) -> Option<&mut TextInput> {
        self.what_if.typing.as_mut().filter(|_| self.what_if.shown)
    }

    /// Ends typing without taking it in; false: nothing was typed.
    pub fn end_amount(&mut self) -> bool {
        self.what_if.typing.take().is_some()
    }

    /// Takes in what was typed: a percentage, or a yearly amount.
    ///
    /// # Errors
    /// It is neither.
    pub fn take_amount(&mut self, today: Day) -> Result<()> {
        let Some(typed) = self.what_if.typing.as_ref().map(|input| input.text().trim().to_owned()) else {
            return Ok(());
        };
        let due = self.selected().and_then(|own| own.renewal.due);
        if let Some(due) = due.filter(|_| !typed.is_empty()) {
            let suppose = if typed.ends_with('%') {
                Suppose::Percent(percent(&typed)?)
            } else {
                let context = edit::Context::new(today, due.currency);
                let value = edit::parse(entity::RENEWAL.field("amount")?, &typed, &context)?;
                Suppose::Amount(value.int().unwrap_or(due.minor))
            };
            let free = match suppose {
                Suppose::Percent(micro) => micro <= -100_000_000,
                Suppose::Amount(minor) => minor == 0,
                Suppose::Lost => false,
            };
            if free {
                return Err(Error::invalid("a renewal for nothing is none").hint("suppose it lost, with L"));
            }
            self.suppose(Some(suppose));
        }
        self.what_if.typing = None;
        Ok(())
    }

    /// The marked renewals, by the day they are due, with what is supposed of each.
    pub fn marked(&self) -> Vec<(&Standing, Suppose)> {
        let all = self.read.iter().flat_map(|read| &read.standings);
        let mark = |own: &'_ Standing| self.what_if.marks.get(&id(&own.renewal)).copied();
        all.filter_map(|own| Some((own, mark(own)?))).collect()
    }

    /// The marks as forecasts of the book: commit at the amount, or lost.
    pub fn foresee(&self, reason: String) -> Foresee {
        let one = |(own, suppose): (&Standing, Suppose)| {
            let (call, amount) = match suppose.outcome(&own.renewal)? {
                Outcome::Lost => (Forecast::Lost, None),
                Outcome::Won(money) => (Forecast::Commit, Some(money.minor)),
            };
            Some(Foreseen { of: Target::of(&own.renewal), call, amount })
        };
        Foresee { all: self.marked().into_iter().filter_map(one).collect(), reason }
    }

    /// Takes in that the marks were saved.
    pub fn marks_saved(&mut self) {
        self.what_if.saved = true;
    }

    /// Works out what comes of the marks. Only the accounts that have any are looked at.
    fn compare(&mut self) {
        let (Some(read), Some(basis)) = (&self.read, &self.what_if.basis) else { return };
        let all = self.marked();
        let mut marked: BTreeMap<AccountId, Vec<(&Renewal, Option<Outcome>)>> = BTreeMap::new();
        for (own, _) in &all {
            marked.entry(own.renewal.account).or_default();
        }
        for own in &read.standings {
            if let Some(renewals) = marked.get_mut(&own.renewal.account) {
                let mark = self.what_if.marks.get(&id(&own.renewal));
                renewals.push((&own.renewal, mark.and_then(|mark| mark.outcome(&own.renewal))));
            }
        }
        let figures = basis.supposed(marked);
        let compared = basis.spans.iter().zip(figures).zip(&self.what_if.real).map(|((span, now), real)| {
            let in_span = |own: &&(&Standing, Suppose)| span.period.contains(own.0.renewal.due_on);
            let own = || all.iter().filter(in_span);
            let were = sums(own().map(|own| (own.0, None)), read);
            let then = sums(own().map(|own| (own.0, own.1.outcome(&own.0.renewal))), read);
            Compared {
                name: span.name.clone(),
                due: real.total.due,
                likely: (real.likely, real.likely - were.likely + then.likely),
                figures: (span.likely, now),
            }
        });
        self.what_if.compared = compared.collect();
    }
}

/// Sums over renewals, each as it is or closed in some way.
fn sums<'a>(all: impl Iterator<Item = (&'a Standing, Option<Outcome>)>, read: &Renewals) -> Sums {
    let mut sums = Sums::default();
    for (own, outcome) in all {
        let rules = read.rules(own.segment);
        match outcome {
            Some(outcome) => sums.add(&own.renewal.supposed(outcome), &read.rates, rules, read.day),
            None => sums.add(&own.renewal, &read.rates, rules, read.day),
        }
    }
    sums
}
