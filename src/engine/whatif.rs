//! What retention would be if renewals came out so: the contracts of every account as they are forecast, and of a few
//! as somebody supposes.

use std::collections::HashMap;

use super::judge::Judge;
use super::renewals::renewals_of;
use super::view::View;
use crate::domain::money::Rates;
use crate::domain::{Day, Period, Quarter, Result, Term};
use crate::health::facts::AccountId;
use crate::renewal::{Outcome, Renewal, terms_then};
use crate::revenue::{Account, Collector, Figures};
use crate::store::{renewal as book, renewal_change};

/// Months of the period that begins today.
const YEAR: i32 = 12;

/// Revenue over some periods if every open renewal comes out as it is forecast ([`Renewal::likely`]).
#[derive(Clone, Debug)]
pub struct Basis {
    pub spans: Vec<Span>,
    rates: Rates,
    /// The contracts of the accounts with renewals that are open.
    terms: HashMap<AccountId, Vec<Term>>,
}

/// One of the periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// `2026-Q4`, `12 months`.
    pub name: String,
    pub period: Period,
    pub likely: Figures,
}

/// The periods that are looked at on a day: its quarter, the next one, the next twelve months.
fn periods(day: Day) -> Result<Vec<(String, Period)>> {
    let of = |quarter: Quarter| -> Result<(String, Period)> {
        Ok((quarter.to_string(), Period::new(quarter.first_day() - 1, quarter.last_day())?))
    };
    let ahead = day.months_later(YEAR).unwrap_or(Day::MAX);
    let this = day.quarter();
    Ok(vec![of(this)?, of(this + 1)?, (format!("{YEAR} months"), Period::new(day, ahead)?)])
}

/// The last day of all periods.
fn last_day(periods: impl Iterator<Item = Period>) -> Day {
    periods.map(Period::to).max().unwrap_or(Day::MIN)
}

impl Basis {
    fn until(&self) -> Day {
        last_day(self.spans.iter().map(|span| span.period))
    }

    /// The figures of each period after some renewals of accounts came out as supposed, and all others as forecast.
    /// `supposed` has of each of these accounts its renewals, and how each comes out: None is as it is now.
    pub fn supposed<'a>(
        &self,
        supposed: impl IntoIterator<Item = (AccountId, Vec<(&'a Renewal, Option<Outcome>)>)>,
    ) -> Vec<Figures> {
        let mut all: Vec<Figures> = self.spans.iter().map(|span| span.likely).collect();
        for (account, renewals) in supposed {
            let Some(terms) = self.terms.get(&account) else { continue };
            let likely = renewals.iter().filter_map(|(renewal, _)| Some((*renewal, renewal.likely()?)));
            let were = terms_then(terms, self.until(), likely);
            let now = renewals
                .iter()
                .filter_map(|(renewal, outcome)| Some((*renewal, outcome.or_else(|| renewal.likely())?)));
            let now = terms_then(terms, self.until(), now);
            for (figures, span) in all.iter_mut().zip(&self.spans) {
                let of = |terms: &[Term]| figures_of(terms, span.period, &self.rates);
                *figures = figures.with(&of(&now), &of(&were));
            }
        }
        all
    }
}

/// The figures of one account.
fn figures_of(terms: &[Term], period: Period, rates: &Rates) -> Figures {
    let mut collector = Collector::new(period, rates);
    collector.account(&Account { group: None, terms, losses: &[] });
    collector.finish().total
}

impl View {
    /// Revenue of the day's quarter, of the next one and of the next twelve months, as the renewals are forecast.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn basis(&self, judge: &Judge) -> Result<Basis> {
        let day = self.day();
        self.reader().at_once(|on| {
            let segments = book::segments(on)?;
            let changes = renewal_change::as_of(on, day)?;
            let periods = periods(day)?;
            let mut collectors: Vec<Collector<'_>> =
                periods.iter().map(|(_, period)| Collector::new(*period, &judge.rates)).collect();
            let until = last_day(periods.iter().map(|period| period.1));
            let mut open = HashMap::new();
            book::each(on, |account, parts| {
                let parts = parts.before(&changes);
                let segment = segments.get(&account).copied().flatten();
                let renewals = renewals_of(judge, account, segment, &parts);
                let terms: Vec<Term> = parts.contracts.iter().map(|contract| contract.term).collect();
                let likely = renewals.iter().filter_map(|renewal| Some((renewal, renewal.likely()?)));
                let then = terms_then(&terms, until, likely);
                for collector in &mut collectors {
                    collector.account(&Account { group: None, terms: &then, losses: &[] });
                }
                if renewals.iter().any(Renewal::is_open) {
                    open.insert(account, terms);
                }
            })?;
            let figures = collectors.into_iter().map(|collector| collector.finish().total);
            let spans = periods.into_iter().zip(figures);
            Ok(Basis {
                spans: spans.map(|((name, period), likely)| Span { name, period, likely }).collect(),
                rates: judge.rates.clone(),
                terms: open,
            })
        })
    }
}
