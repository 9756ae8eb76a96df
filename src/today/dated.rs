//! Matters that no row of the book says: they follow from the dates of renewals, check-ins and account plans. Each is
//! listed from its day on until what it wants is done.

use super::matter::{Kind, Matter, Wants};
use crate::domain::{Day, RenewalStage};
use crate::health::facts::AccountId;
use crate::health::policy::RenewalRules;
use crate::plan::{CheckIn, Standing, State};
use crate::renewal::Renewal;

/// What a renewal wants on a day: the most pressing thing alone; None: nothing. What it wants next has a later first day.
///
/// - over and not decided: from the day its contract is over;
/// - the quote late: from the day after it should have been out;
/// - notice: from the day after the last day for it, until commit or at risk is said;
/// - the forecast: from `decide_days` before the end, until commit or at risk is said;
/// - begin: from `window_days` before the end, until it has a stage or a forecast.
pub fn of_renewal(renewal: &Renewal, day: Day, rules: &RenewalRules) -> Option<Matter> {
    // Where the next contract is there already, nothing but its own decision is wanting.
    if !renewal.is_open() || (renewal.continued.is_some() && !renewal.is_overdue(day)) {
        return None;
    }
    let dates = &renewal.dates;
    let end = renewal.due_on;
    let begun = renewal.stage != RenewalStage::NotStarted || renewal.call.is_some();
    let noticed = renewal.stage == RenewalStage::ChurnNotice;
    let (wants, on, since, said) = if renewal.is_overdue(day) {
        (Wants::Decision, end, end, format!("the contract is over since {end}: won or lost?"))
    } else if renewal.is_quote_late(day) {
        let by = dates.quote_by;
        (Wants::Quote, by, by + 1, format!("the quote was to be out on {by}, renewal on {end}"))
    } else if !noticed && dates.notice_by < day && renewal.is_undecided(end, rules) {
        let by = dates.notice_by;
        let said = format!("the last day for notice was {by}: is the renewal of {end} commit or at risk?");
        (Wants::Notice, by, by + 1, said)
    } else if !noticed && renewal.is_undecided(day, rules) {
        let from = end - rules.decide_days;
        (Wants::Forecast, from, from, format!("commit or at risk? renewal on {end}"))
    } else if !begun {
        let from = end - rules.window_days;
        (Wants::Begin, from, from, format!("prepare the renewal of {end}"))
    } else {
        return None;
    };
    let contract = renewal.contract.as_ref().map(|own| own.id);
    let record = renewal.record.as_ref().map(|own| own.id);
    Some(Matter::new(
        Kind::Renewal { contract, record, due_on: end, wants },
        renewal.account,
        on,
        since,
        said,
    ))
}

/// A check-in, from the day it is due until somebody talked to them; None: it is planned, which is a task.
pub fn of_check_in(account: AccountId, check_in: &CheckIn, day: Day) -> Option<Matter> {
    let due = check_in.due_on.filter(|_| check_in.planned.is_none())?;
    let cadence = check_in.cadence_days;
    let said = match check_in.last {
        Some(last) if due <= day => format!("no talk for {} days, planned is every {cadence}", day - last),
        Some(_) => "check-in".to_owned(),
        None => format!("never talked to, planned is every {cadence} days"),
    };
    Some(Matter::new(Kind::CheckIn, account, due, due, said))
}

/// An account plan: to be reviewed from the day of the review; to be written from the first day of a quarter without
/// one, where there was one before; one on which nobody works since it is stale. That an account never had a plan is a
/// matter of every day and of none: the screen of plans counts those.
pub fn of_plan(account: AccountId, standing: &Standing, day: Day) -> Option<Matter> {
    let plan = standing.plan.as_ref()?;
    let from = match standing.state {
        State::Review => day - standing.days,
        State::Due => day.quarter().first_day(),
        State::Stale if plan.quarter < day.quarter() => (plan.quarter + 2).first_day(),
        State::Stale => day - (standing.days - crate::plan::STALE_DAYS - 1),
        State::None | State::Draft | State::Agreed | State::Reviewed => return None,
    };
    let kind = Kind::Plan { id: Some(plan.id), state: standing.state };
    let said = match standing.state {
        State::Due => format!("write the account plan for {}", day.quarter()),
        State::Stale => format!("the account plan is stale: {}", standing.reason),
        _ => format!("review the account plan {}: {}", plan.quarter, standing.reason),
    };
    Some(Matter::new(kind, account, from, from, said))
}
