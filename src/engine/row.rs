//! From an account's record and its score to its row on the board.

use crate::book::Row;
use crate::domain::money::Rates;
use crate::domain::{Currency, Day, Money, Stage, Term};
use crate::health::{Cap, Measure, Policy, Scored};
use crate::store::facts::AccountRecord;

/// The row of an account on a day.
pub fn row(record: &AccountRecord, scored: &Scored, policy: &Policy, rates: &Rates, day: Day) -> Row {
    let active = || record.amounts.iter().filter(|amount| amount.active_on(day));
    let score = &scored.score;
    Row {
        id: record.facts.id,
        segment: record.facts.segment,
        csm: record.csm,
        stage: record.facts.stage.unwrap_or(Stage::Adoption),
        arr: arr(active(), rates, day),
        arr_book: arr_book(active(), rates, day),
        health: score.health,
        band: score.band,
        override_band: record.facts.override_on(day).map(|set| set.band),
        coverage: score.coverage,
        trend_7d: scored.trend_7d,
        trend_28d: scored.trend_28d,
        trend_90d: scored.trend_90d,
        renewal_on: active().filter_map(|amount| amount.end).min(),
        top_driver: score.top_driver().map(Measure::name),
        cap: score.binding_cap(policy).map(Cap::name),
        weeks: scored.weeks,
        external_id: record.external_id.clone(),
        name: record.name.clone(),
        tags: record.tags.clone(),
    }
}

/// Yearly amounts in their own currency where they share one, else in the book's; None: a rate is wanting.
fn arr<'a>(amounts: impl Iterator<Item = &'a Term> + Clone, rates: &Rates, day: Day) -> Option<Money> {
    let mut currencies = amounts.clone().map(|amount| amount.currency.unwrap_or(rates.book));
    let first: Currency = currencies.next().unwrap_or(rates.book);
    if currencies.all(|currency| currency == first) {
        return Some(Money { minor: amounts.map(|amount| amount.yearly_minor).sum(), currency: first });
    }
    arr_book(amounts, rates, day).map(|minor| Money { minor, currency: rates.book })
}

/// Yearly amounts in the book's currency; None: a rate is wanting.
fn arr_book<'a>(mut amounts: impl Iterator<Item = &'a Term>, rates: &Rates, day: Day) -> Option<i64> {
    amounts.try_fold(0_i64, |sum, amount| sum.checked_add(amount.yearly(rates, day)?))
}
