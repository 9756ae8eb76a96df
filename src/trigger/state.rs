//! From how alerts stood when the day began, and what the rules say now, to what is to be done.

use super::case::Case;
use super::condition::Answer;
use super::rule::{Rule, Rules};
use crate::domain::Day;

/// An alert as the book holds it: one that is open, or that was closed on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Row id.
    pub id: i64,
    /// The name of its rule.
    pub rule: Box<str>,
    pub opened_on: Day,
    /// None: it is open.
    pub closed_on: Option<Day>,
    /// Of one that was opened on the day; it is told anew while the day lasts.
    pub reason: Option<Box<str>>,
}

/// What is to be done about an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The rule at this place of the rules fires.
    Opens { rule: usize, reason: String },
    /// What was closed today holds again; told anew where it was opened today, too.
    Again { id: i64, reason: Option<String> },
    /// It fired today, and its figures are others now.
    Retold { id: i64, reason: String },
    /// It is over.
    Closes { id: i64, on: Day },
    /// It fired today, and now that it looks otherwise it is as if it never had.
    Drops { id: i64 },
}

/// What is to be done about the alerts of an account. `case` is None for one that nobody looks after any more: a churned
/// account has no alerts.
///
/// How an alert stands follows from how it stood when the day began and from the facts as they are now, whatever
/// happened in between: what was opened on the day was not yet there, what was closed on it still was. It then closes
/// once its exit condition holds, or once neither its condition holds nor the exit has anything left to compare with. It
/// opens once its condition holds. Since the exit of a rule rules its condition out ([`Rules`]), it never does both.
pub fn look(rules: &Rules, case: Option<&Case<'_>>, day: Day, standing: &[Standing]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known = |name: &str| rules.iter().any(|rule| &*rule.name == name);
    for (place, rule) in rules.iter().enumerate() {
        let mut own = standing.iter().filter(|alert| alert.rule == rule.name).peekable();
        let case = case.filter(|case| rule.is_for(case.sight.facts().segment));
        if own.peek().is_none() {
            // Nearly every rule of nearly every account.
            if let Some(case) = case.filter(|case| fires(rule, case)) {
                findings.push(Finding::Opens { rule: place, reason: rule.reason.tell(case) });
            }
            continue;
        }
        of_rule((place, rule), case, day, own, &mut findings);
    }
    // Of rules that are no more.
    let orphans = standing.iter().filter(|alert| alert.closed_on.is_none() && !known(&alert.rule));
    findings.extend(orphans.map(|alert| ends(alert, day)));
    findings
}

fn fires(rule: &Rule, case: &Case<'_>) -> bool {
    rule.when.ask(case) == Answer::Yes
}

/// Whether what was open when the day began still is.
fn stays(rule: &Rule, case: &Case<'_>) -> bool {
    match rule.until.ask(case) {
        Answer::Yes => false,
        Answer::No => true,
        Answer::NoBaseline => fires(rule, case),
    }
}

/// An alert that is open and is not to be.
fn ends(alert: &Standing, day: Day) -> Finding {
    if alert.opened_on == day {
        Finding::Drops { id: alert.id }
    } else {
        // A clock that was put back.
        Finding::Closes { id: alert.id, on: day.max(alert.opened_on) }
    }
}

fn of_rule<'s>(
    (place, rule): (usize, &Rule),
    case: Option<&Case<'_>>,
    day: Day,
    own: impl Iterator<Item = &'s Standing>,
    findings: &mut Vec<Finding>,
) {
    let (today, before): (Vec<&Standing>, Vec<&Standing>) = own.partition(|alert| alert.opened_on == day);
    // Of an alert that is open there is one; of those closed on the day the last one is it.
    let open_first = |alert: &&&Standing| (alert.closed_on.is_none(), alert.id);
    let (before, today) = (before.iter().max_by_key(open_first), today.iter().max_by_key(open_first));
    let is_open = |alert: &Standing| alert.closed_on.is_none();
    let case = case.filter(|case| match before {
        Some(_) => stays(rule, case),
        None => fires(rule, case),
    });
    match (case, before, today) {
        (Some(_), Some(before), today) => {
            if !is_open(before) {
                // First what may stand in its place: of a rule one alert is open.
                findings.extend(today.filter(|alert| is_open(alert)).map(|alert| ends(alert, day)));
                findings.push(Finding::Again { id: before.id, reason: None });
            }
        }
        (Some(case), None, Some(today)) => {
            let reason = rule.reason.tell(case);
            if !is_open(today) {
                findings.push(Finding::Again { id: today.id, reason: Some(reason) });
            } else if today.reason.as_deref() != Some(reason.as_str()) {
                findings.push(Finding::Retold { id: today.id, reason });
            }
        }
        (Some(case), None, None) => {
            findings.push(Finding::Opens { rule: place, reason: rule.reason.tell(case) });
        }
        (None, before, today) => {
            let open = before.into_iter().chain(today).filter(|alert| is_open(alert));
            findings.extend(open.map(|alert| ends(alert, day)));
        }
    }
}
