//! What a filter asks of plans: `plan:stale`, `goals:off`, `checkin:late`. Everything else in it is about the accounts.

use crate::domain::{Day, Result};
use crate::plan::State;
use crate::store::plan::Cover;
use crate::tui::terms::{own, words};

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 3] = [("plan", "stale"), ("goals", "off"), ("checkin", "late")];

/// What a term asks of an account.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Plan(Vec<State>),
    Goals(Vec<Goals>),
    CheckIn(Vec<CheckIn>),
}

/// How one of its goals stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goals {
    Off,
    Risk,
    On,
    None,
}

/// How its next check-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIn {
    Late,
    Planned,
    Unplanned,
}

const GOALS: [Goals; 4] = [Goals::Off, Goals::Risk, Goals::On, Goals::None];
const CHECK_INS: [CheckIn; 3] = [CheckIn::Late, CheckIn::Planned, CheckIn::Unplanned];

/// The test of a term; None: it is about accounts.
///
/// # Errors
/// A value that is none: what is allowed.
pub fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let Some((key, values)) = own(key, operator, value, &KEYS)? else { return Ok(None) };
    Ok(Some(match key.as_str() {
        "plan" => Test::Plan(words(&values, &State::ALL, State::name)?),
        "goals" => Test::Goals(words(&values, &GOALS, |goals| match goals {
            Goals::Off => "off track",
            Goals::Risk => "at risk",
            Goals::On => "on track",
            Goals::None => "none",
        })?),
        _ => Test::CheckIn(words(&values, &CHECK_INS, |check_in| match check_in {
            CheckIn::Late => "late",
            CheckIn::Planned => "planned",
            CheckIn::Unplanned => "unplanned",
        })?),
    }))
}

impl Test {
    /// Whether an account passes.
    pub fn holds(&self, cover: &Cover, day: Day) -> bool {
        match self {
            Test::Plan(states) => states.contains(&cover.standing.state),
            Test::Goals(goals) => goals.iter().any(|goals| match goals {
                Goals::Off => cover.goals.off_track > 0,
                Goals::Risk => cover.goals.at_risk > 0,
                Goals::On => cover.goals.on_track > 0,
                Goals::None => cover.goals.open() == 0,
            }),
            Test::CheckIn(ins) => ins.iter().any(|check_in| match check_in {
                CheckIn::Late => cover.check_in.days_late(day) > 0,
                CheckIn::Planned => cover.check_in.planned.is_some(),
                CheckIn::Unplanned => cover.check_in.planned.is_none(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terms::Terms;

    #[test]
    fn terms_of_plans_are_taken_out_and_the_rest_is_left() {
        let (terms, rest) = Terms::parse("acme plan:no,stale csm:ann !checkin:planned", false, test).unwrap();
        assert_eq!(rest, "acme csm:ann");
        let expected = [
            (false, Test::Plan(vec![State::None, State::Stale])),
            (true, Test::CheckIn(vec![CheckIn::Planned])),
        ];
        assert_eq!(terms.0, expected);
        let wrong = Terms::parse("goals:bad", false, test).unwrap_err().to_string();
        assert!(wrong.contains("off-track, at-risk, on-track, none"), "{wrong}");
    }
}
