//! Engagement: touch, sponsor, live contacts.

use super::case::Case;
use super::facts::ContactFacts;
use super::measure::Raw;
use super::people::is_live;
use crate::domain::{ContactRole, Day};

/// The last touchpoint that is not a bare note.
pub(super) fn last_touch(case: &Case) -> Option<Day> {
    case.so_far(&case.digest.touches, |day| *day).last().copied()
}

/// Since when it is a customer: signature, else the first contract's start, else go-live. A contract that starts
/// after the day is not known yet.
pub(super) fn since(case: &Case) -> Option<Day> {
    let facts = case.facts;
    let first_start =
        facts.contracts.first().map(|contract| contract.start).filter(|start| *start <= case.day);
    facts.signed_on.or(first_start).or(facts.go_live_on)
}

pub(super) fn touch(case: &Case) -> Raw {
    let cadence = case.policy.cadence_days;
    match (last_touch(case), since(case)) {
        (Some(last), _) => Raw::Dated(f64::from(case.age(last)) / f64::from(cadence), last),
        (None, None) => Raw::Missing("never touched, and nothing says since when it is a customer"),
        (None, Some(since)) if case.age(since) < cadence => {
            Raw::Missing("never touched, but a customer for less than the cadence")
        }
        (None, Some(_)) => Raw::Worst("never touched"),
    }
}

/// Contacts who are still there on the day.
pub(super) fn active<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a ContactFacts> + use<'a> {
    let day = case.day;
    case.facts.contacts.iter().filter(move |contact| contact.active_on(day))
}

/// The active executive sponsors: None without one, else when one was last met.
pub(super) fn sponsor_met(case: &Case) -> Option<Option<Day>> {
    active(case)
        .filter(|contact| contact.role == ContactRole::ExecutiveSponsor)
        .map(|contact| case.digest.last_met(contact.id, case.day))
        .max()
}

pub(super) fn sponsor(case: &Case) -> Raw {
    match sponsor_met(case) {
        _ if case.facts.contacts.is_empty() => Raw::Missing("the account has no contacts"),
        None => Raw::Worst("no executive sponsor is active"),
        Some(None) => Raw::Value(f64::from(case.policy.engagement.never_days)),
        Some(Some(met)) => Raw::Dated(f64::from(case.age(met)), met),
    }
}

/// How many active contacts were met in the window.
pub(super) fn live(case: &Case) -> u32 {
    let days = case.policy.engagement.live_days;
    let met = |contact: &ContactFacts| is_live(case.digest.last_met(contact.id, case.day), case.day, days);
    active(case).fold(0, |count, contact| count + u32::from(met(contact)))
}

pub(super) fn live_contacts(case: &Case) -> Raw {
    if case.facts.contacts.is_empty() {
        return Raw::Missing("the account has no contacts");
    }
    Raw::Value(f64::from(live(case)))
}
