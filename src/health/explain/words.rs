//! Values, notes and actions of the measures in words.

use super::caps::{close_tickets, open_tickets};
use crate::domain::text::clean;
use crate::domain::{GoalStatus, Priority};
use crate::health::case::{Case, FEATURE_EVENTS, Key};
use crate::health::measure::{Measure, Raw, State};
use crate::health::score::{Reading, raw};
use crate::health::{engagement, outcomes, sentiment, usage};

/// A share as `70 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", number((share * 100.0).round()))
}

/// A number with at most two decimals, without needless zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// `1 day`, `12 days`.
pub(super) fn days(count: i32) -> String {
    plural(i64::from(count), "day")
}

fn plural(count: i64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The raw value of a present measure in words; empty for the others.
pub(super) fn value(case: &Case, measure: Measure, reading: &Reading) -> String {
    if reading.state != State::Present {
        return String::new();
    }
    let policy = case.policy;
    let text = match measure {
        Measure::LicenceUtilisation => usage::licence(case).ok().map(|licence| {
            let seats = plural(licence.seats, "seat");
            // Seats are far below 2^53.
            format!(
                "{} of {seats} ({})",
                number(licence.users),
                percent(licence.users / licence.seats as f64)
            )
        }),
        Measure::FeatureAdoption => usage::adoption(case).ok().map(|found| {
            let share = percent(f64::from(found.used) / f64::from(found.entitled));
            let features = plural(found.entitled.into(), "core feature");
            format!("{} of {features} used in {} ({share})", found.used, days(policy.usage.adoption_days))
        }),
        Measure::UsageTrend => usage::trend(case).ok().map(|trend| {
            let change = ((trend.now / trend.before - 1.0) * 100.0).round();
            let sign = if change > 0.0 { "+" } else { "" };
            let (now, before) = (number(trend.now), number(trend.before));
            let window = days(policy.usage.trend_days);
            format!(
                "{} {now} against {before} in the {window} before ({sign}{} %)",
                key_name(case),
                number(change)
            )
        }),
        Measure::Goals => Some(goals(case)),
        Measure::FirstOutcome => outcomes::way(case).map(|way| match way.reached {
            Some(reached) => format!("reached on {reached}"),
            None => format!("day {} of {} since go-live on {}", way.days, policy.target_days, way.go_live),
        }),
        Measure::Onboarding => outcomes::current_onboarding(case).map(|onboarding| {
            let (done, due) = outcomes::due_steps(onboarding, case.day);
            format!("{done} of {} due done", plural(due.into(), "required step"))
        }),
        Measure::Touch => engagement::last_touch(case).map(|last| {
            format!("{} since {last}, cadence {}", days(case.age(last)), days(policy.cadence_days))
        }),
        Measure::Sponsor => engagement::sponsor_met(case).map(|met| match met {
            Some(met) => format!("met {} ago, on {met}", days(case.age(met))),
            None => format!("never met, counts as {}", days(policy.engagement.never_days)),
        }),
        Measure::LiveContacts => Some(format!(
            "{} met in {}",
            plural(engagement::live(case).into(), "contact"),
            days(policy.engagement.live_days)
        )),
        Measure::SevereAge => Some(severe(case)),
        Measure::Backlog => {
            let (old, opened) = (case.tickets.old, case.tickets.opened);
            let rules = &policy.support;
            let limit = days(rules.old_days);
            Some(format!("{old} open for more than {limit}, {opened} opened in {}", days(rules.window_days)))
        }
        Measure::Nps => {
            let answers =
                plural(i64::try_from(sentiment::nps_answers(case).count()).unwrap_or(i64::MAX), "answer");
            reading.value.map(|mean| format!("{} of 10, mean of {answers}", number(mean)))
        }
        Measure::Csat => {
            let (good, all) = sentiment::csat_answers(case);
            let share = percent(f64::from(good) / f64::from(all));
            Some(format!("{good} of {} good ({share})", plural(all.into(), "answer")))
        }
        Measure::Pulse => {
            sentiment::latest_pulse(case).map(|(on, pulse)| format!("{pulse} of 5, given on {on}"))
        }
    };
    text.unwrap_or_default()
}

/// Name of the key metric, safe on a terminal.
fn key_name(case: &Case) -> String {
    match case.book.key {
        Some(Key::Metric(_, name)) => clean(name).into_owned(),
        Some(Key::FeatureEvents) => FEATURE_EVENTS.to_string(),
        None => String::new(),
    }
}

/// `1 achieved, 2 on track`.
fn goals(case: &Case) -> String {
    let statuses: Vec<GoalStatus> = outcomes::counted_goals(case).collect();
    let counts = GoalStatus::ALL.iter().filter_map(|status| {
        let count = statuses.iter().filter(|of| *of == status).count();
        (count > 0).then(|| format!("{count} {status}"))
    });
    counts.collect::<Vec<_>>().join(", ")
}

fn severe(case: &Case) -> String {
    let age = |opened| case.age(opened);
    match (case.tickets.oldest_p1.map(age), case.tickets.oldest_p2.map(age)) {
        (None, None) => "no P1 or P2 is open".to_string(),
        (Some(p1), None) => format!("oldest P1 open for {}", days(p1)),
        (None, Some(p2)) => format!("oldest P2 open for {}, {}", days(p2), p2_part(case)),
        (Some(p1), Some(p2)) => {
            format!("oldest P1 open for {}, oldest P2 for {}, {}", days(p1), days(p2), p2_part(case))
        }
    }
}

fn p2_part(case: &Case) -> String {
    format!("of which {} counts", percent(case.policy.support.p2_share))
}

/// Why a measure is missing, does not apply, is at its worst, or counts less than it could.
pub(super) fn note(case: &Case, measure: Measure, reading: &Reading) -> String {
    if !case.book.judges(measure) {
        return format!("the book does not hold {} yet", measure.needs());
    }
    match raw(case, measure) {
        Raw::NotApplicable(why) | Raw::Missing(why) | Raw::Worst(why) => why.to_string(),
        _ if reading.weight <= 0.0 => "the policy gives it no weight".to_string(),
        Raw::Dated(_, on) if reading.state == State::Missing => {
            format!("the last value is of {on}, {} old, and no longer counts", days(case.age(on)))
        }
        Raw::Dated(_, on) if reading.freshness < 1.0 => {
            format!(
                "of {on}, {} old: {} of the weight is left",
                days(case.age(on)),
                percent(reading.freshness)
            )
        }
        Raw::Dated(value, _) if measure == Measure::LicenceUtilisation && value > 1.0 => {
            "over licence: more users than seats".to_string()
        }
        Raw::Value(_) if reading.state == State::Missing => "the value is not a number".to_string(),
        Raw::Value(_) | Raw::Dated(..) => String::new(),
    }
}

/// What brings a measure to its best.
pub(super) fn action(case: &Case, measure: Measure) -> String {
    match measure {
        Measure::Goals if outcomes::counted_goals(case).next().is_none() => {
            "Agree a goal and keep it on track".to_string()
        }
        Measure::Goals => "Bring every goal on track".to_string(),
        Measure::FirstOutcome => "Reach the first outcome".to_string(),
        Measure::Onboarding => {
            let steps = outcomes::current_onboarding(case).map(|found| outcomes::due_steps(found, case.day));
            match steps.map_or(0, |(done, due)| due - done) {
                0 => "Do the next required step of the onboarding".to_string(),
                1 => "Do the required step of the onboarding that is due".to_string(),
                open => format!("Do the {open} required steps of the onboarding that are due"),
            }
        }
        Measure::Touch => "Log a call, meeting, e-mail, review or training".to_string(),
        Measure::Sponsor => match engagement::sponsor_met(case) {
            None => "Find an executive sponsor and log a touch with them".to_string(),
            Some(None) => "Log a touch with the executive sponsor, who was never met".to_string(),
            Some(Some(met)) => format!("Log a touch with the executive sponsor, last met on {met}"),
        },
        Measure::LiveContacts => {
            let wanted = number(case.policy.measure(measure).curve.last_value());
            let window = days(case.policy.engagement.live_days);
            format!("Meet {wanted} contacts within {window}, {} so far", engagement::live(case))
        }
        Measure::SevereAge => {
            let severe = open_tickets(case, |priority, _| matches!(priority, Priority::P1 | Priority::P2));
            let what = match (case.tickets.oldest_p1, case.tickets.oldest_p2) {
                (Some(_), None) => "P1",
                (None, Some(_)) => "P2",
                _ => "P1 and P2",
            };
            close_tickets(&severe, what)
        }
        Measure::Backlog => {
            let limit = case.policy.support.old_days;
            let old = open_tickets(case, |_, opened| case.age(opened) > limit);
            close_tickets(&old, "old")
        }
        Measure::LicenceUtilisation
        | Measure::FeatureAdoption
        | Measure::UsageTrend
        | Measure::Nps
        | Measure::Csat
        | Measure::Pulse => "Only the customer can change this".to_string(),
    }
}
