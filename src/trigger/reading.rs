//! How each word is read from what is known of an account on a day, and how a reason tells it.

use super::case::Case;
use super::word::{Unit, band as band_of, code};
use crate::domain::{Band, Day, GoalStatus, RenewalStage};
use crate::expansion::{self, Late};
use crate::health::facts::SignalClass;
use crate::health::{Measure, Tenths, shown};
use crate::onboarding::{Mark, Pace, State};
use crate::plan::{self, CheckIn, STALE_DAYS};
use crate::renewal::{Flag, Renewal};

/// Days in which an answer of a survey is news.
const NEWS_DAYS: i32 = 30;
/// Days in which an answer speaks for a customer.
const YEAR: i32 = 365;

fn yes(is: bool) -> Option<f64> {
    Some(if is { 1.0 } else { 0.0 })
}

fn lowest(answers: impl Iterator<Item = (Day, f64)>) -> Option<(Day, f64)> {
    answers.min_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

fn days(days: i32) -> String {
    Unit::Days.told(f64::from(days))
}

// Health ------------------------------------------------------------------------------------------------------------

/// Health and band so many weeks ago, where there was enough data to judge.
fn judged(case: &Case<'_>, weeks: usize) -> Option<(Tenths, Band)> {
    let (health, band) = case.past.weeks_ago(weeks)?;
    Some((health?, band)).filter(|(_, band)| *band != Band::Grey)
}

pub(super) fn health(case: &Case<'_>) -> Option<f64> {
    case.past.weeks_ago(0)?.0.map(shown)
}

pub(super) fn band(case: &Case<'_>) -> Option<f64> {
    Some(code(case.past.weeks_ago(0)?.1))
}

pub(super) fn health_fall(case: &Case<'_>) -> Option<f64> {
    let (now, then) = (judged(case, 0)?.0, judged(case, 1)?.0);
    (then > 0).then(|| f64::from(then - now) * 100.0 / f64::from(then))
}

pub(super) fn health_fall_points(case: &Case<'_>) -> Option<f64> {
    Some(shown(judged(case, 1)?.0 - judged(case, 0)?.0))
}

pub(super) fn health_fall_28d(case: &Case<'_>) -> Option<f64> {
    Some(shown(judged(case, 4)?.0 - judged(case, 0)?.0))
}

pub(super) fn tell_health_fall(case: &Case<'_>) -> Option<String> {
    let (now, then) = (judged(case, 0)?.0, judged(case, 1)?.0);
    let share = health_fall(case).map_or(String::new(), |share| format!("{share:.0} %, "));
    Some(format!("{share}from {:.1} to {:.1}", shown(then), shown(now)))
}

pub(super) fn band_fall(case: &Case<'_>) -> Option<f64> {
    Some(code(judged(case, 1)?.1) - code(judged(case, 0)?.1))
}

pub(super) fn tell_band_fall(case: &Case<'_>) -> Option<String> {
    Some(format!("from {} to {}", judged(case, 1)?.1, judged(case, 0)?.1))
}

pub(super) fn green_days(case: &Case<'_>) -> Option<f64> {
    let is_green = |weeks: &usize| case.past.weeks_ago(*weeks).is_some_and(|past| past.1 == Band::Green);
    case.past.weeks_ago(0)?;
    let weeks = (0..).take_while(is_green).fold(0_u32, |count, _| count + 1);
    Some(f64::from(weeks.saturating_sub(1) * 7))
}

// Usage -------------------------------------------------------------------------------------------------------------

pub(super) fn no_login_days(case: &Case<'_>) -> Option<f64> {
    case.sight.silence().map(|(days, _)| f64::from(days))
}

pub(super) fn tell_no_login(case: &Case<'_>) -> Option<String> {
    let (silent, last) = case.sight.silence()?;
    Some(format!("{}, since {last}", days(silent)))
}

pub(super) fn usage_fall(case: &Case<'_>) -> Option<f64> {
    case.sight.usage_means().map(|(now, before)| (before - now) * 100.0 / before)
}

pub(super) fn tell_usage_fall(case: &Case<'_>) -> Option<String> {
    let (now, before) = case.sight.usage_means()?;
    Some(format!("{:.0} %, from {before:.0} to {now:.0}", usage_fall(case)?))
}

/// The account as the rules of expansion look at it.
fn prospect<T>(case: &Case<'_>, ask: impl FnOnce(&expansion::Account<'_>) -> T) -> T {
    let (sight, score) = (case.sight, case.past.score());
    let late = Late::of(case.renewals(), case.day());
    ask(&expansion::Account {
        facts: sight.facts(),
        book: sight.book(),
        policy: sight.policy(),
        score: &score,
        late: &late,
        day: case.day(),
    })
}

pub(super) fn capacity_used(case: &Case<'_>) -> Option<f64> {
    prospect(case, |account| {
        let capacity = account.capacity().map(|(_, share)| share * 100.0);
        // Seats are far below 2^53.
        let seats = account.licence().ok().map(|licence| licence.users * 100.0 / licence.seats as f64);
        [capacity, seats].into_iter().flatten().filter(|share| *share >= 0.0).reduce(f64::max)
    })
}

pub(super) fn advanced_features(case: &Case<'_>) -> Option<f64> {
    let used = prospect(case, |account| account.advanced().map(|used| used.len()))?;
    u32::try_from(used).ok().map(f64::from)
}

pub(super) fn expansion(case: &Case<'_>) -> Option<f64> {
    yes(prospect(case, |account| account.is_customer() && account.due().is_some()))
}

pub(super) fn tell_expansion(case: &Case<'_>) -> Option<String> {
    let due = prospect(case, |account| account.due())?;
    Some(due.reasons.iter().map(expansion::Reason::words).collect::<Vec<_>>().join("; "))
}

// People, tickets, surveys, signals ---------------------------------------------------------------------------------

pub(super) fn sponsor_left(case: &Case<'_>) -> Option<f64> {
    yes(case.sight.lost_role().is_some() || case.sight.open_signal(SignalClass::SponsorLeft).is_some())
}

pub(super) fn tell_sponsor_left(case: &Case<'_>) -> Option<String> {
    let signal = || {
        let signal = case.sight.open_signal(SignalClass::SponsorLeft)?;
        Some(format!("a signal since {}", signal.day))
    };
    case.sight.lost_role().map(|(role, on)| format!("{role} since {on}")).or_else(signal)
}

pub(super) fn p1_tickets(case: &Case<'_>) -> Option<f64> {
    Some(f64::from(case.sight.p1().0))
}

pub(super) fn tell_p1(case: &Case<'_>) -> Option<String> {
    let (count, oldest) = case.sight.p1();
    Some(oldest.map_or_else(|| count.to_string(), |on| format!("{count}, the oldest since {on}")))
}

pub(super) fn p2_age(case: &Case<'_>) -> Option<f64> {
    Some(case.sight.oldest_p2().map_or(0.0, |opened| f64::from(case.day() - opened)))
}

pub(super) fn tell_p2(case: &Case<'_>) -> Option<String> {
    let opened = case.sight.oldest_p2()?;
    Some(format!("{}, since {opened}", days(case.day() - opened)))
}

pub(super) fn nps_lowest(case: &Case<'_>) -> Option<f64> {
    lowest(case.sight.nps_answers(NEWS_DAYS)).map(|answer| answer.1)
}

pub(super) fn tell_nps_lowest(case: &Case<'_>) -> Option<String> {
    lowest(case.sight.nps_answers(NEWS_DAYS)).map(told_answer)
}

pub(super) fn nps_best(case: &Case<'_>) -> Option<f64> {
    case.sight.nps_answers(YEAR).map(|answer| answer.1).reduce(f64::max)
}

pub(super) fn csat_lowest(case: &Case<'_>) -> Option<f64> {
    lowest(case.sight.csat_answers(NEWS_DAYS).iter().copied()).map(|answer| answer.1.clamp(0.0, 5.0))
}

pub(super) fn tell_csat_lowest(case: &Case<'_>) -> Option<String> {
    lowest(case.sight.csat_answers(NEWS_DAYS).iter().copied()).map(told_answer)
}

fn told_answer((on, answer): (Day, f64)) -> String {
    format!("{} on {on}", Unit::Points.told(answer))
}

pub(super) fn competitor(case: &Case<'_>) -> Option<f64> {
    yes(case.sight.open_signal(SignalClass::Competitor).is_some())
}

pub(super) fn tell_competitor(case: &Case<'_>) -> Option<String> {
    case.sight.open_signal(SignalClass::Competitor).map(|signal| format!("since {}", signal.day))
}

/// An open renewal of which the customer gave notice.
fn noticed<'c>(case: &'c Case<'_>) -> Option<&'c Renewal> {
    case.open_renewals().find(|renewal| renewal.stage == RenewalStage::ChurnNotice)
}

pub(super) fn churn_notice(case: &Case<'_>) -> Option<f64> {
    yes(case.sight.open_signal(SignalClass::ChurnNotice).is_some() || noticed(case).is_some())
}

pub(super) fn tell_churn_notice(case: &Case<'_>) -> Option<String> {
    let signal = case.sight.open_signal(SignalClass::ChurnNotice);
    let ends = || noticed(case).map(|renewal| format!("of the contract that ends on {}", renewal.due_on));
    signal.map(|signal| format!("since {}", signal.day)).or_else(ends)
}

// Outcomes, work with the customer ----------------------------------------------------------------------------------

fn goals(case: &Case<'_>, status: GoalStatus) -> Option<f64> {
    Some(case.sight.goals().filter(|own| *own == status).fold(0.0, |count, _| count + 1.0))
}

pub(super) fn goals_off_track(case: &Case<'_>) -> Option<f64> {
    goals(case, GoalStatus::OffTrack)
}

pub(super) fn goals_achieved(case: &Case<'_>) -> Option<f64> {
    goals(case, GoalStatus::Achieved)
}

pub(super) fn first_outcome(case: &Case<'_>) -> Option<f64> {
    yes(case.sight.first_outcome().is_some())
}

/// The running onboarding that is latest, as it stands; None: none is running.
fn onboarding(case: &Case<'_>) -> Option<Pace> {
    let day = case.day();
    let running = case.sight.facts().onboardings.iter().filter(|onboarding| onboarding.started_on <= day);
    let pace = running.map(|onboarding| {
        let steps = onboarding.steps.iter().map(|step| Mark {
            required: step.required,
            not_applicable: step.not_applicable,
            due_on: step.due_on,
            done_on: step.done_on,
            settled_on: step.settled_on,
        });
        Pace::of(onboarding.started_on, onboarding.ended_on, steps, day)
    });
    pace.filter(|pace| pace.state() != State::Done).max_by_key(|pace| (pace.days_late, pace.idle))
}

pub(super) fn onboarding_late(case: &Case<'_>) -> Option<f64> {
    onboarding(case).map(|pace| f64::from(pace.days_late))
}

pub(super) fn onboarding_idle(case: &Case<'_>) -> Option<f64> {
    onboarding(case).map(|pace| f64::from(pace.idle))
}

/// When the account is to be touched; None: the book holds no touchpoint yet.
fn check_in(case: &Case<'_>) -> Option<CheckIn> {
    let cadence = case.sight.policy().cadence_days;
    let is_judged = case.sight.is_judged(Measure::Touch) && case.sight.is_customer();
    is_judged.then(|| CheckIn::new(cadence, case.sight.last_touch(), case.sight.since(), None))
}

pub(super) fn touch_late(case: &Case<'_>) -> Option<f64> {
    check_in(case).map(|check_in| f64::from(check_in.days_late(case.day())))
}

pub(super) fn tell_touch_late(case: &Case<'_>) -> Option<String> {
    let CheckIn { cadence_days, last, .. } = check_in(case)?;
    let cadence = days(cadence_days);
    Some(last.map_or_else(
        || format!("never in {cadence}"),
        |last| format!("last on {last}, the cadence is {cadence}"),
    ))
}

/// How it stands by its plans, where that is a gap: why.
fn plan_gap(case: &Case<'_>) -> Option<String> {
    let day = case.day();
    let standing = plan::Standing::of(case.beside.plans, day);
    let is_gap = match standing.state {
        plan::State::Stale => true,
        plan::State::None => case.sight.since().is_some_and(|since| day - since > STALE_DAYS),
        _ => false,
    };
    is_gap.then_some(standing.reason)
}

pub(super) fn plan_missing(case: &Case<'_>) -> Option<f64> {
    if !case.sight.is_customer() {
        return None;
    }
    yes(plan_gap(case).is_some())
}

pub(super) fn tell_plan_missing(case: &Case<'_>) -> Option<String> {
    plan_gap(case)
}

// Renewals ----------------------------------------------------------------------------------------------------------

/// The open renewal that ends next, after the day.
fn next_renewal<'c>(case: &'c Case<'_>) -> Option<&'c Renewal> {
    let day = case.day();
    case.open_renewals().filter(|renewal| renewal.due_on > day).min_by_key(|renewal| renewal.due_on)
}

pub(super) fn renewal_days(case: &Case<'_>) -> Option<f64> {
    next_renewal(case).map(|renewal| f64::from(renewal.days_left(case.day())))
}

pub(super) fn tell_renewal_days(case: &Case<'_>) -> Option<String> {
    let renewal = next_renewal(case)?;
    Some(format!("{}, on {}", days(renewal.days_left(case.day())), renewal.due_on))
}

/// The first open renewal of which a flag holds; of contracts that are over it is no matter any more when the quote
/// was to be out.
fn flagged<'c>(case: &'c Case<'_>, flag: Flag) -> Option<&'c Renewal> {
    let (day, rules) = (case.day(), &case.sight.policy().renewal);
    let holds = |renewal: &&Renewal| {
        let flags = renewal.flags(true, day, rules);
        // Who gave notice already has no last day for it any more.
        let noticed = flag == Flag::NoticePassed && renewal.stage == RenewalStage::ChurnNotice;
        flags.contains(&flag) && !noticed && (flag == Flag::Overdue || !flags.contains(&Flag::Overdue))
    };
    case.open_renewals().filter(holds).min_by_key(|renewal| renewal.due_on)
}

/// Whether the book knows of anything that is to be renewed.
fn renews(case: &Case<'_>) -> Option<()> {
    (!case.renewals().is_empty()).then_some(())
}

pub(super) fn quote_late(case: &Case<'_>) -> Option<f64> {
    renews(case)?;
    yes(flagged(case, Flag::QuoteLate).is_some())
}

pub(super) fn tell_quote_late(case: &Case<'_>) -> Option<String> {
    let renewal = flagged(case, Flag::QuoteLate)?;
    Some(format!("by {}, the contract ends on {}", renewal.dates.quote_by, renewal.due_on))
}

pub(super) fn notice_passed(case: &Case<'_>) -> Option<f64> {
    renews(case)?;
    yes(flagged(case, Flag::NoticePassed).is_some())
}

pub(super) fn tell_notice_passed(case: &Case<'_>) -> Option<String> {
    let renewal = flagged(case, Flag::NoticePassed)?;
    Some(format!("on {}, the contract ends on {}", renewal.dates.notice_by, renewal.due_on))
}

pub(super) fn contract_overdue(case: &Case<'_>) -> Option<f64> {
    renews(case)?;
    yes(flagged(case, Flag::Overdue).is_some())
}

pub(super) fn tell_overdue(case: &Case<'_>) -> Option<String> {
    let renewal = flagged(case, Flag::Overdue)?;
    Some(format!("since {}, {}", renewal.due_on, days(case.day() - renewal.due_on)))
}

/// What a word stands for, as a reason tells it where the word says nothing of its own.
pub(super) fn plain(unit: Unit, value: Option<f64>) -> String {
    match value {
        Some(value) if unit == Unit::Band => band_of(value).map_or(String::new(), |band| band.to_string()),
        Some(value) => unit.told(value),
        None => "unknown".to_owned(),
    }
}
