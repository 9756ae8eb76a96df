//! Sentiment: nps, csat, pulse.

use super::case::{Case, NpsAnswer};
use super::measure::Raw;
use crate::domain::Day;

/// Everyone's latest answer in the window, ascending by day.
pub(super) fn nps_answers<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a NpsAnswer> + use<'a> {
    let day = case.day;
    let lately = case.within(&case.digest.nps, case.policy.sentiment.nps_days, |answer| answer.day);
    lately.iter().filter(move |answer| answer.until.is_none_or(|until| day < until))
}

pub(super) fn nps(case: &Case) -> Raw {
    let (mut sum, mut count, mut newest) = (0.0, 0.0, None);
    for answer in nps_answers(case) {
        sum += answer.score;
        count += 1.0;
        newest = Some(answer.day);
    }
    match newest {
        Some(on) => Raw::Dated(sum / count, on),
        None => Raw::Missing("nobody answered in the window"),
    }
}

/// Answers in the window: how many are good, and how many there are.
pub(super) fn csat_answers(case: &Case) -> (u32, u32) {
    let rules = &case.policy.sentiment;
    let answers = case.within(&case.digest.csat, rules.csat_days, |answer| answer.0);
    answers
        .iter()
        .fold((0, 0), |(good, all), (_, of_five)| (good + u32::from(*of_five >= rules.good_from), all + 1))
}

pub(super) fn csat(case: &Case) -> Raw {
    match csat_answers(case) {
        (_, 0) => Raw::Missing("nobody answered in the window"),
        (good, all) => Raw::Value(f64::from(good) / f64::from(all)),
    }
}

/// The latest pulse.
pub(super) fn latest_pulse(case: &Case) -> Option<(Day, i64)> {
    case.so_far(&case.digest.pulses, |pulse| pulse.0).last().copied()
}

pub(super) fn pulse(case: &Case) -> Raw {
    match latest_pulse(case) {
        // 1 to 5.
        Some((on, pulse)) => Raw::Dated(pulse as f64, on),
        None => Raw::Missing("no pulse was given"),
    }
}
