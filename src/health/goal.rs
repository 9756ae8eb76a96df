//! Whether a goal is on track by its values: the straight line from the baseline on its first day to the target on the
//! day it is due.
//!
//! What the customer success manager says about a goal is a fact of its own, and the one that the health counts; it
//! stands beside what the values say ([`Standing`]). An update that says nothing itself says what its value does.

use crate::domain::{Day, Error, GoalStatus, Result};

/// So far behind the line, as a part of the whole way, a goal is still on track.
const ON_TRACK: f64 = 0.10;
/// So far behind it is at risk; further it is off track.
const AT_RISK: f64 = 0.25;

/// The way of a goal. A value that is not known is None.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Path {
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value that is wanted.
    pub target: Option<f64>,
    /// Whether less is better; None: as from baseline to target.
    pub down: Option<bool>,
    /// The first day.
    pub from: Option<Day>,
    /// The day by which the target is to be reached.
    pub due: Option<Day>,
}

/// What the values say.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// None: they do not say it; `reason` says why.
    pub status: Option<GoalStatus>,
    /// How much of the way is done, as a part of it; may be below 0 or above 1.
    pub done: Option<f64>,
    /// How much of it should be done on the day of the value.
    pub wanted: Option<f64>,
    /// In words: `a third of the way, where 40 % were to be done`.
    pub reason: String,
}

/// How a goal stands: what its values say, and beside it what the customer success manager says.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// By the rule.
    pub by_values: Verdict,
    /// By the manager, and since when, where that is known; None: nothing was said yet.
    pub said: Option<(GoalStatus, Option<Day>)>,
}

impl Standing {
    /// How it stands in one word: as the manager said, where they closed it; else as the values say; else, where the
    /// values say nothing, as the manager says.
    pub fn status(&self) -> Option<GoalStatus> {
        let said = self.said.map(|said| said.0);
        said.filter(|said| is_end(*said)).or(self.by_values.status).or(said)
    }

    /// Whether nothing more is expected of it: it is reached, or the manager closed it. One that was due and is not
    /// reached stays open until they do.
    pub fn is_closed(&self) -> bool {
        self.said.is_some_and(|said| is_end(said.0)) || self.status() == Some(GoalStatus::Achieved)
    }

    /// What the manager says, where that is another thing.
    pub fn other(&self) -> Option<GoalStatus> {
        let said = self.said.map(|said| said.0);
        let differs = |said: &GoalStatus| self.by_values.status.is_some_and(|values| values != *said);
        said.filter(differs)
    }

    /// In a few words: `off track by the values, at risk says the CSM`.
    pub fn words(&self) -> String {
        let values = self.by_values.status.map(GoalStatus::name);
        match (values, self.said.map(|said| said.0.name())) {
            (None, None) => "not judged".to_owned(),
            (Some(values), None) => values.to_owned(),
            (None, Some(said)) => format!("{said}, says the CSM"),
            (Some(values), Some(said)) if values == said => values.to_owned(),
            (Some(values), Some(said)) => format!("{values} by the values, {said} says the CSM"),
        }
    }
}

/// Whether a status ends a goal.
fn is_end(status: GoalStatus) -> bool {
    matches!(status, GoalStatus::Achieved | GoalStatus::Missed)
}

impl Verdict {
    fn silent(reason: &str) -> Verdict {
        Verdict { status: None, done: None, wanted: None, reason: reason.to_owned() }
    }
}

impl Path {
    /// Whether less is better.
    pub fn is_down(&self) -> Option<bool> {
        self.down.or_else(|| {
            let (baseline, target) = self.baseline.zip(self.target)?;
            (baseline != target).then_some(target < baseline)
        })
    }

    /// What a goal may not be.
    ///
    /// # Errors
    /// The target is the baseline, or lies in the other direction.
    pub fn check(&self) -> Result<()> {
        let Some((baseline, target)) = self.baseline.zip(self.target) else { return Ok(()) };
        if baseline == target {
            return Err(Error::invalid(format!("Target: {target} is the baseline already"))
                .hint("give the value that the customer wants to come to"));
        }
        match self.down {
            Some(down) if down != (target < baseline) => {
                let (way, lies) = if down { ("down", "above") } else { ("up", "below") };
                Err(Error::invalid(format!(
                    "Direction: the goal goes {way}, but its target, {target}, is {lies} its baseline, {baseline}"
                ))
                .hint("correct one of the three, or leave the direction empty"))
            }
            _ => Ok(()),
        }
    }

    /// What the value of the latest update says on a day.
    pub fn judge(&self, latest: Option<(Day, f64)>, today: Day) -> Verdict {
        let Some(target) = self.target else { return Verdict::silent("no target is given") };
        let overdue = self.due.filter(|due| *due < today);
        let Some((on, value)) = latest else {
            return match overdue {
                Some(due) => Verdict {
                    status: Some(GoalStatus::Missed),
                    ..Verdict::silent(&format!("was due on {due}, and no value was ever given"))
                },
                None => Verdict::silent("no value is given yet"),
            };
        };
        let Some(down) = self.is_down() else {
            return Verdict::silent("neither a baseline nor a direction is given");
        };
        let way = self.baseline.map(|baseline| target - baseline).filter(|way| *way != 0.0);
        let done = self.baseline.zip(way).map(|(baseline, way)| (value - baseline) / way);
        let wanted = self.wanted(on);
        let told = |status, reason: String| Verdict { status, done, wanted, reason };
        if if down { value <= target } else { value >= target } {
            return told(Some(GoalStatus::Achieved), format!("reached: {value} by {on}"));
        }
        if let Some(due) = overdue {
            return told(Some(GoalStatus::Missed), format!("was due on {due}, and stands at {value}"));
        }
        let (Some(done), Some(wanted)) = (done, wanted) else {
            let lacks = if done.is_none() { "baseline" } else { "first day or due date" };
            return told(None, format!("no {lacks} is given, so there is no line to compare with"));
        };
        // As exact as a display is, so that a tenth behind is a tenth.
        let behind = ((wanted - done) * 1e9).round() / 1e9;
        let status = match behind {
            behind if behind <= ON_TRACK => GoalStatus::OnTrack,
            behind if behind <= AT_RISK => GoalStatus::AtRisk,
            _ => GoalStatus::OffTrack,
        };
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        told(
            Some(status),
            format!("{} of the way on {on}, where the line is at {}", percent(done), percent(wanted)),
        )
    }

    /// How much of the way should be done on a day, 0 to 1.
    pub fn wanted(&self, on: Day) -> Option<f64> {
        let (from, due) = self.from.zip(self.due)?;
        let whole = f64::from(due - from);
        Some(if whole <= 0.0 { 1.0 } else { (f64::from(on - from) / whole).clamp(0.0, 1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From 100 down to 50 within 100 days from day 1000 on: half a unit a day.
    const DOWN: Path = Path {
        baseline: Some(100.0),
        target: Some(50.0),
        down: None,
        from: Some(Day(1000)),
        due: Some(Day(1100)),
    };

    fn status(path: Path, on: i32, value: f64) -> Option<GoalStatus> {
        path.judge(Some((Day(on), value)), Day(on)).status
    }

    #[test]
    fn a_goal_is_judged_by_its_distance_from_the_line() {
        // On day 1040 the line is at 80: 40 % of the way. A tenth of the way is 5, a quarter 12.5.
        for (value, expected) in [
            (70.0, GoalStatus::OnTrack),
            (80.0, GoalStatus::OnTrack),
            (85.0, GoalStatus::OnTrack),
            (85.1, GoalStatus::AtRisk),
            (92.5, GoalStatus::AtRisk),
            (92.6, GoalStatus::OffTrack),
            (110.0, GoalStatus::OffTrack),
            (50.0, GoalStatus::Achieved),
            (49.0, GoalStatus::Achieved),
        ] {
            assert_eq!(status(DOWN, 1040, value), Some(expected), "{value}");
        }
        let verdict = DOWN.judge(Some((Day(1040), 90.0)), Day(1060));
        assert_eq!((verdict.done, verdict.wanted), (Some(0.2), Some(0.4)), "judged on the day of the value");
        assert_eq!(verdict.reason, "20 % of the way on 1972-11-06, where the line is at 40 %");
    }

    #[test]
    fn after_the_due_day_a_goal_is_reached_or_missed() {
        let missed = DOWN.judge(Some((Day(1090), 60.0)), Day(1101));
        assert_eq!(missed.status, Some(GoalStatus::Missed));
        assert_eq!(DOWN.judge(Some((Day(1090), 60.0)), Day(1100)).status, Some(GoalStatus::OnTrack));
        assert_eq!(DOWN.judge(Some((Day(1200), 50.0)), Day(1300)).status, Some(GoalStatus::Achieved));
        assert_eq!(DOWN.judge(None, Day(1101)).status, Some(GoalStatus::Missed));
    }

    #[test]
    fn the_values_count_and_what_the_manager_says_stands_beside_them() {
        use GoalStatus::{Achieved, AtRisk, Missed, OffTrack, OnTrack};
        let standing = |values, said: Option<GoalStatus>| Standing {
            by_values: Verdict { status: values, ..Verdict::silent("") },
            said: said.map(|said| (said, None)),
        };
        // What the values say, what the manager says; how it stands, whether it is closed, how it is told.
        for (values, said, status, closed, words) in [
            (
                Some(OffTrack),
                Some(OnTrack),
                Some(OffTrack),
                false,
                "off track by the values, on track says the CSM",
            ),
            (Some(AtRisk), Some(AtRisk), Some(AtRisk), false, "at risk"),
            (Some(OnTrack), None, Some(OnTrack), false, "on track"),
            (None, Some(AtRisk), Some(AtRisk), false, "at risk, says the CSM"),
            (None, None, None, false, "not judged"),
            (Some(Missed), Some(OnTrack), Some(Missed), false, "missed by the values, on track says the CSM"),
            (Some(Achieved), None, Some(Achieved), true, "achieved"),
            (
                Some(OffTrack),
                Some(Achieved),
                Some(Achieved),
                true,
                "off track by the values, achieved says the CSM",
            ),
            (Some(OnTrack), Some(Missed), Some(Missed), true, "on track by the values, missed says the CSM"),
        ] {
            let standing = standing(values, said);
            assert_eq!((standing.status(), standing.is_closed()), (status, closed), "{values:?}, {said:?}");
            assert_eq!(standing.words(), words);
            assert_eq!(standing.other().is_some(), words.contains("by the values"), "{words}");
        }
    }

    #[test]
    fn what_cannot_be_said_says_why() {
        let told = |path: Path| path.judge(Some((Day(1040), 60.0)), Day(1040));
        assert_eq!(told(Path { target: None, ..DOWN }).reason, "no target is given");
        assert_eq!(
            told(Path { baseline: None, ..DOWN }).reason,
            "neither a baseline nor a direction is given"
        );
        let open = told(Path { baseline: None, down: Some(true), ..DOWN });
        assert_eq!((open.status, open.done), (None, None));
        assert_eq!(told(Path { due: None, ..DOWN }).status, None);
        assert_eq!(DOWN.judge(None, Day(1040)).reason, "no value is given yet");
        // Imported: no way at all, so only the direction could tell.
        assert_eq!(told(Path { baseline: Some(50.0), ..DOWN }).status, None);
        // A limit to stay below, from nowhere in particular.
        assert_eq!(
            status(Path { baseline: None, down: Some(true), ..DOWN }, 1040, 40.0),
            Some(GoalStatus::Achieved)
        );
    }

    #[test]
    fn a_goal_without_a_way_or_with_two_is_refused() {
        let same = Path { target: Some(100.0), ..DOWN }.check().unwrap_err();
        assert_eq!(same.what, "Target: 100 is the baseline already");
        let other = Path { down: Some(false), ..DOWN }.check().unwrap_err();
        assert_eq!(other.what, "Direction: the goal goes up, but its target, 50, is below its baseline, 100");
        assert!(DOWN.check().is_ok() && Path { down: Some(true), ..DOWN }.check().is_ok());
        assert!(Path { baseline: None, ..DOWN }.check().is_ok());
    }
}
