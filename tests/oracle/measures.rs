//! The fourteen measures of the default policy: raw values, curves, freshness, and when each applies.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Account, Book, Day, plain};
use crate::reading::{Person, Priority, satisfied, within};

/// One fact of a measure in the output. `Open`: the documents do not say what is shown, so nothing is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown<T> {
    Is(T),
    Null,
    Open,
}
use Shown::{Is, Null, Open};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    NotApplicable,
    Missing,
    Present { value: Shown<f64>, value_on: Shown<Day>, freshness: f64, score: f64 },
}
use State::{Missing, NotApplicable};

/// A measure of the policy: `of` works out its state for an account of the book on a day.
pub struct Measure {
    pub group: &'static str,
    pub name: &'static str,
    pub weight: f64,
    pub of: fn(&Book, &Account, Day) -> State,
}

/// In the policy's order.
pub const MEASURES: [Measure; 14] = [
    Measure { group: "usage", name: "licence_utilisation", weight: 15.0, of: licence_utilisation },
    Measure { group: "usage", name: "feature_adoption", weight: 12.0, of: feature_adoption },
    Measure { group: "usage", name: "usage_trend", weight: 8.0, of: usage_trend },
    Measure { group: "outcomes", name: "goals", weight: 10.0, of: goals },
    Measure { group: "outcomes", name: "first_outcome", weight: 6.0, of: first_outcome },
    Measure { group: "outcomes", name: "onboarding", weight: 4.0, of: onboarding },
    Measure { group: "engagement", name: "touch", weight: 8.0, of: touch },
    Measure { group: "engagement", name: "sponsor", weight: 7.0, of: sponsor },
    Measure { group: "engagement", name: "live_contacts", weight: 5.0, of: live_contacts },
    Measure { group: "support", name: "severe_age", weight: 9.0, of: severe_age },
    Measure { group: "support", name: "backlog", weight: 6.0, of: backlog },
    Measure { group: "sentiment", name: "nps", weight: 4.0, of: nps },
    Measure { group: "sentiment", name: "csat", weight: 3.0, of: csat },
    Measure { group: "sentiment", name: "pulse", weight: 3.0, of: pulse },
];

/// Piecewise linear through the points, constant outside of the first and the last.
pub fn curve(points: &[(f64, f64)], x: f64) -> f64 {
    let (first, last) = (points[0], points[points.len() - 1]);
    if x <= first.0 {
        return first.1;
    }
    if x >= last.0 {
        return last.1;
    }
    let right = points.iter().position(|point| x < point.0).unwrap();
    let ((x0, y0), (x1, y1)) = (points[right - 1], points[right]);
    y0 + (y1 - y0) * (x - x0) / (x1 - x0)
}

/// Full until `fresh` days, then linear down to zero at twice as many.
pub fn freshness(age: i64, fresh: i64) -> f64 {
    if age <= fresh { 1.0 } else { ((2 * fresh - age) as f64 / fresh as f64).max(0.0) }
}

/// A value that does not age.
fn present(value: f64, score: f64) -> State {
    State::Present { value: Is(value), value_on: Open, freshness: 1.0, score }
}

/// A value of a day that loses weight as it ages.
fn dated(value: f64, value_on: Day, day: Day, fresh: i64, score: f64) -> State {
    let freshness = freshness(day - value_on, fresh);
    if freshness == 0.0 {
        return Missing;
    }
    State::Present { value: Is(value), value_on: Is(value_on), freshness, score }
}

fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

const OF_HALF_AND_MOST: [(f64, f64); 3] = [(0.0, 0.0), (0.5, 50.0), (0.8, 100.0)];
const OF_SHARE: [(f64, f64); 2] = [(0.0, 0.0), (1.0, 100.0)];

// ---- usage

fn licence_utilisation(book: &Book, account: &Account, day: Day) -> State {
    let users = book.accounts.iter().any(|a| !a.series("active_users", day).is_empty());
    let seats =
        book.accounts.iter().flat_map(|a| &a.contracts).any(|c| c.start <= day && c.seats.unwrap_or(0) > 0);
    if !users || !seats {
        return NotApplicable;
    }
    let seats: i64 = account.active_contracts(day).filter_map(|contract| contract.seats).sum();
    let series = account.series("active_users", day);
    let Some((on, users)) = series.last_key_value().filter(|(on, _)| within(**on, day, 56)) else {
        return Missing;
    };
    if seats == 0 {
        return Missing;
    }
    let share = *users as f64 / seats as f64;
    dated(share, *on, day, 28, curve(&OF_HALF_AND_MOST, share))
}

fn feature_adoption(book: &Book, account: &Account, day: Day) -> State {
    if !book.accounts.iter().flat_map(|a| &a.features).any(|row| row.day <= day) {
        return NotApplicable;
    }
    let entitled = account.entitled(book, day);
    let Some(last) = account.features.iter().map(|row| row.day).filter(|on| *on <= day).max() else {
        return Missing;
    };
    if entitled.is_empty() {
        return Missing;
    }
    let uses = |feature: &str| -> i64 {
        let of_feature = account.features.iter().filter(|row| row.feature == feature);
        of_feature.filter(|row| within(row.day, day, 28)).map(|row| row.uses).sum()
    };
    let used = entitled.iter().filter(|feature| uses(feature) >= 1).count();
    let share = used as f64 / entitled.len() as f64;
    dated(share, last, day, 28, curve(&OF_HALF_AND_MOST, share))
}

fn usage_trend(book: &Book, account: &Account, day: Day) -> State {
    let metric = ["active_users", "logins"]
        .into_iter()
        .find(|metric| book.accounts.iter().any(|a| !a.series(metric, day).is_empty()));
    let events = book.accounts.iter().any(|a| !a.feature_events(day).is_empty());
    let series = match metric {
        Some(metric) => account.series(metric, day),
        None if events => account.feature_events(day),
        None => return NotApplicable,
    };
    let level = |end: Day| -> Option<f64> {
        let window: Vec<f64> =
            series.iter().filter(|(on, _)| within(**on, end, 28)).map(|(_, value)| *value as f64).collect();
        let mean = mean(&window)?;
        // A day without feature uses is a day of no events; a day without a value of a metric is not known.
        Some(if metric.is_some() { mean } else { window.iter().sum::<f64>() / 28.0 })
    };
    match (level(day), level(day - 28)) {
        (Some(now), Some(before)) if before > 0.0 => {
            let change = now / before - 1.0;
            present(change, curve(&[(-0.5, 0.0), (-0.2, 40.0), (0.0, 75.0), (0.2, 100.0)], change))
        }
        _ => Missing,
    }
}

// ---- outcomes

fn goals(book: &Book, account: &Account, day: Day) -> State {
    if !book.accounts.iter().flat_map(|a| &a.goals).any(|goal| goal.started_on <= day) {
        return NotApplicable;
    }
    let worth = |(status, on): (String, Day)| match status.as_str() {
        "achieved" => within(on, day, 365).then_some(1.0),
        "missed" => within(on, day, 365).then_some(0.0),
        "ontrack" => Some(1.0),
        "atrisk" => Some(0.5),
        "offtrack" => Some(0.0),
        other => panic!("no such status of a goal: {other}"),
    };
    let worths: Vec<f64> = account.goal_statuses(day).into_iter().filter_map(worth).collect();
    mean(&worths).map_or(Missing, |value| present(value, curve(&OF_SHARE, value)))
}

/// The target days are 30 in every segment.
pub const TARGET_DAYS: i64 = 30;

fn first_outcome(book: &Book, account: &Account, day: Day) -> State {
    if !book.accounts.iter().any(|a| a.first_outcome_reached(day)) {
        return NotApplicable;
    }
    let Some(live) = account.days_live(day) else { return NotApplicable };
    let value = if account.first_outcome_reached(day) {
        1.0
    } else {
        curve(&[(0.5, 1.0), (1.0, 0.5), (2.0, 0.0)], live as f64 / TARGET_DAYS as f64)
    };
    present(value, curve(&OF_SHARE, value))
}

fn onboarding(book: &Book, account: &Account, day: Day) -> State {
    if !book.accounts.iter().flat_map(|a| &a.onboardings).any(|onboarding| onboarding.started_on <= day) {
        return NotApplicable;
    }
    let shown = account.onboardings.iter().filter(|onboarding| onboarding.shows(day));
    let Some(onboarding) = shown.max_by_key(|onboarding| onboarding.started_on) else { return NotApplicable };
    let due: Vec<_> = onboarding
        .steps
        .iter()
        .filter(|step| step.required.unwrap_or(true) && !step.not_applicable && step.due_on <= day)
        .collect();
    if due.is_empty() {
        return Missing;
    }
    let done = due.iter().filter(|step| step.done_on.is_some_and(|done| done <= day)).count();
    let share = done as f64 / due.len() as f64;
    present(share, curve(&[(0.0, 0.0), (0.5, 40.0), (0.8, 75.0), (1.0, 100.0)], share))
}

// ---- engagement

fn book_has_touchpoint(book: &Book, day: Day) -> bool {
    book.accounts.iter().flat_map(|a| &a.touchpoints).any(|touch| touch.day <= day && !touch.is_bare_note())
}

fn touch(book: &Book, account: &Account, day: Day) -> State {
    if !book_has_touchpoint(book, day) {
        return NotApplicable;
    }
    let touches = account.touchpoints.iter().filter(|touch| touch.day <= day && !touch.is_bare_note());
    if let Some(last) = touches.map(|touch| touch.day).max() {
        let value = (day - last) as f64 / account.cadence() as f64;
        let score = curve(&[(1.0, 100.0), (1.5, 60.0), (3.0, 0.0)], value);
        return State::Present { value: Is(value), value_on: Is(last), freshness: 1.0, score };
    }
    match account.known_since() {
        Some(since) if day - since >= account.cadence() => {
            State::Present { value: Null, value_on: Null, freshness: 1.0, score: 0.0 }
        }
        _ => Missing,
    }
}

fn sponsor(book: &Book, account: &Account, day: Day) -> State {
    let sponsors = book.accounts.iter().flat_map(|a| &a.contacts).any(|contact| contact.is_sponsor());
    if !sponsors || !book_has_touchpoint(book, day) {
        return NotApplicable;
    }
    if account.contacts.is_empty() {
        return Missing;
    }
    let sponsors: Vec<_> = account.contacts.iter().filter(|c| c.is_sponsor() && c.active(day)).collect();
    if sponsors.is_empty() {
        return State::Present { value: Open, value_on: Open, freshness: 1.0, score: 0.0 };
    }
    let last = account
        .touchpoints
        .iter()
        .filter(|touch| touch.day <= day && sponsors.iter().any(|sponsor| touch.attended_by(sponsor)))
        .map(|touch| touch.day)
        .max();
    let days = last.map_or(180, |last| day - last) as f64;
    present(days, curve(&[(90.0, 100.0), (180.0, 0.0)], days))
}

fn live_contacts(book: &Book, account: &Account, day: Day) -> State {
    let contacts = book.accounts.iter().any(|a| !a.contacts.is_empty());
    if !contacts || !book_has_touchpoint(book, day) {
        return NotApplicable;
    }
    if account.contacts.is_empty() {
        return Missing;
    }
    let recent: Vec<_> = account.touchpoints.iter().filter(|touch| within(touch.day, day, 90)).collect();
    let active = account.contacts.iter().filter(|contact| contact.active(day));
    let live = active.filter(|contact| recent.iter().any(|touch| touch.attended_by(contact))).count() as f64;
    present(live, curve(&[(0.0, 0.0), (1.0, 40.0), (2.0, 70.0), (3.0, 100.0)], live))
}

// ---- support

fn book_has_ticket(book: &Book, day: Day) -> bool {
    book.accounts.iter().flat_map(|a| &a.tickets).any(|ticket| ticket.opened_on <= day)
}

fn severe_age(book: &Book, account: &Account, day: Day) -> State {
    if !book_has_ticket(book, day) {
        return NotApplicable;
    }
    let age = account
        .tickets
        .iter()
        .filter(|ticket| ticket.unresolved(day))
        .map(|ticket| match ticket.priority() {
            Priority::P1 => (day - ticket.opened_on) as f64,
            Priority::P2 => (day - ticket.opened_on) as f64 / 2.0,
            Priority::Other => 0.0,
        })
        .fold(0.0, f64::max);
    present(age, curve(&[(0.0, 100.0), (2.0, 50.0), (7.0, 0.0)], age))
}

fn backlog(book: &Book, account: &Account, day: Day) -> State {
    if !book_has_ticket(book, day) {
        return NotApplicable;
    }
    let old = account.tickets.iter().filter(|t| t.unresolved(day) && day - t.opened_on > 14).count();
    let opened = account.tickets.iter().filter(|t| within(t.opened_on, day, 90)).count();
    let share = old as f64 / opened.max(1) as f64;
    present(share, curve(&[(0.0, 100.0), (0.25, 60.0), (0.6, 0.0)], share))
}

// ---- sentiment

fn nps(book: &Book, account: &Account, day: Day) -> State {
    let is_nps = |kind: &str| plain(kind) == "nps";
    if !book.accounts.iter().flat_map(|a| &a.surveys).any(|s| is_nps(&s.kind) && s.day <= day) {
        return NotApplicable;
    }
    let mut of_nobody: Vec<(Day, i64)> = Vec::new();
    let mut of_person: BTreeMap<Person, (Day, i64)> = BTreeMap::new();
    for survey in account.surveys.iter().filter(|s| is_nps(&s.kind) && within(s.day, day, 365)) {
        let answer = (survey.day, survey.score);
        match account.person(survey) {
            None => of_nobody.push(answer),
            Some(person) => {
                let kept = of_person.entry(person).or_insert(answer);
                if answer.0 >= kept.0 {
                    *kept = answer;
                }
            }
        }
    }
    let answers: Vec<(Day, i64)> = of_nobody.into_iter().chain(of_person.into_values()).collect();
    let scores: Vec<f64> = answers.iter().map(|(_, score)| *score as f64).collect();
    let (Some(value), Some(newest)) = (mean(&scores), answers.iter().map(|(on, _)| *on).max()) else {
        return Missing;
    };
    dated(value, newest, day, 180, curve(&[(0.0, 0.0), (6.0, 30.0), (8.0, 70.0), (10.0, 100.0)], value))
}

/// Every csat answer of the account, with its day: of surveys and of tickets.
fn csat_answers(account: &Account) -> Vec<(Day, bool)> {
    let surveys = account
        .surveys
        .iter()
        .filter(|survey| plain(&survey.kind) == "csat")
        .map(|survey| (survey.day, satisfied(survey.score, survey.scale)));
    let tickets = account.tickets.iter().filter_map(|ticket| {
        ticket.satisfaction.map(|score| (ticket.answered_on(), satisfied(score, ticket.satisfaction_scale)))
    });
    surveys.chain(tickets).collect()
}

fn csat(book: &Book, account: &Account, day: Day) -> State {
    if !book.accounts.iter().flat_map(csat_answers).any(|(on, _)| on <= day) {
        return NotApplicable;
    }
    let recent: Vec<f64> = csat_answers(account)
        .into_iter()
        .filter(|(on, _)| within(*on, day, 90))
        .map(|(_, satisfied)| if satisfied { 1.0 } else { 0.0 })
        .collect();
    mean(&recent)
        .map_or(Missing, |share| present(share, curve(&[(0.0, 0.0), (0.6, 40.0), (0.9, 100.0)], share)))
}

fn pulse(book: &Book, account: &Account, day: Day) -> State {
    let pulses = |account: &Account| -> BTreeSet<(Day, i64)> {
        let touches = account.touchpoints.iter().filter(|touch| touch.day <= day);
        touches.filter_map(|touch| touch.pulse.map(|pulse| (touch.day, pulse))).collect()
    };
    if book.accounts.iter().all(|a| pulses(a).is_empty()) {
        return NotApplicable;
    }
    pulses(account).last().map_or(Missing, |(on, pulse)| {
        let value = *pulse as f64;
        let points = [(1.0, 0.0), (2.0, 25.0), (3.0, 50.0), (4.0, 80.0), (5.0, 100.0)];
        dated(value, *on, day, 90, curve(&points, value))
    })
}
