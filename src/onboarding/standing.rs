//! How an onboarding stands on a day, and why.

use super::checklist::{Mark, Onboarding, Settled, Step};
use crate::domain::Day;

/// Without a step done for so many days, an onboarding with overdue steps is stuck.
pub const STUCK_DAYS: i32 = 7;

/// How an onboarding stands, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A required step is overdue, and none was done for [`STUCK_DAYS`].
    Stuck,
    /// A required step is overdue by a day or more.
    Behind,
    /// Nothing required is overdue.
    OnTrack,
    /// Every required step is done, or the onboarding was finished.
    Done,
}

impl State {
    /// Every state, the worst first.
    pub const ALL: [State; 4] = [State::Stuck, State::Behind, State::OnTrack, State::Done];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            State::Stuck => "stuck",
            State::Behind => "behind",
            State::OnTrack => "on track",
            State::Done => "done",
        }
    }
}

/// How far an onboarding has come on a day: all that its [`State`] depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Required steps that apply.
    pub required: u32,
    /// Those of them that are done.
    pub done: u32,
    /// Days by which the most overdue required step is late; 0: none is.
    pub days_late: i32,
    /// When the last step was done or left out; None: none was.
    pub progress_on: Option<Day>,
    /// Days since then, or since the start.
    pub idle: i32,
    ended: bool,
}

impl Pace {
    /// From the start, the end and the steps, of which only what happened up to the day counts.
    pub fn of(started_on: Day, ended_on: Option<Day>, steps: impl Iterator<Item = Mark>, day: Day) -> Pace {
        let ended = ended_on.is_some_and(|ended| ended <= day);
        let (mut required, mut done, mut days_late, mut progress_on) = (0, 0, 0, None::<Day>);
        for step in steps {
            let settled = step.settled(day);
            progress_on = progress_on.max(match settled {
                Settled::Done(on) => Some(on),
                Settled::Out => step.settled_on,
                Settled::Open => None,
            });
            if step.required && settled != Settled::Out {
                required += 1;
                done += u32::from(settled != Settled::Open);
                days_late = days_late.max(step.days_late(day));
            }
        }
        let idle = day - progress_on.unwrap_or(started_on).max(started_on);
        Pace { required, done, days_late, progress_on, idle, ended }
    }

    /// The state, by rule.
    pub fn state(&self) -> State {
        let is_all = self.required > 0 && self.done == self.required;
        match self.days_late {
            _ if self.ended || is_all => State::Done,
            0 => State::OnTrack,
            _ if self.idle >= STUCK_DAYS => State::Stuck,
            _ => State::Behind,
        }
    }
}

/// A step to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Row id of the step.
    pub id: i64,
    /// Its title.
    pub title: Box<str>,
    /// By when.
    pub due_on: Day,
}

/// How an onboarding stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// By rule.
    pub state: State,
    /// Why, in words without a full stop.
    pub reason: String,
    /// Days since the start; negative before it. Of a finished one, at its end.
    pub day: i32,
    /// Planned days.
    pub days: i32,
    /// Required steps that apply and are done.
    pub done: u32,
    /// Required steps that apply.
    pub required: u32,
    /// Required steps that are overdue.
    pub late: u32,
    /// Days by which the most overdue required step is late; 0: none is.
    pub days_late: i32,
    /// The first required step (else any) that is to be done.
    pub next: Option<Next>,
    /// The first milestone that is to be reached.
    pub milestone: Option<Next>,
    /// Quick wins that were shown.
    pub quick_wins: u32,
    /// When the last step was done or left out; None: none was.
    pub progress_on: Option<Day>,
}

impl Standing {
    /// Share of the required steps that is done, 0 to 1; of none it is 0.
    pub fn share(&self) -> f64 {
        if self.required == 0 { 0.0 } else { f64::from(self.done) / f64::from(self.required) }
    }

    /// `day 16 of 30`, `starts in 3 days`, `day 45, planned 30`.
    pub fn day_words(&self) -> String {
        let (day, days) = (self.day, self.days);
        match day {
            -1 => "starts tomorrow".to_owned(),
            before if before < 0 => format!("starts in {} days", before.unsigned_abs()),
            _ if day <= days => format!("day {day} of {days}"),
            _ => format!("day {day}, planned {days}"),
        }
    }

    /// What sorts the worst first: state, then days late, then what is due next.
    pub fn rank(&self) -> (State, i32, Option<Day>) {
        (self.state, -self.days_late, self.next.as_ref().map(|next| next.due_on))
    }
}

impl Onboarding {
    /// How it stands on a day: only what happened on or before it counts.
    pub fn standing(&self, day: Day) -> Standing {
        let applies = |step: &&Step| step.required && step.settled(day) != Settled::Out;
        let required: Vec<&Step> = self.steps.iter().filter(applies).collect();
        let late: Vec<&Step> = required.iter().copied().filter(|step| step.days_late(day) > 0).collect();
        // The first of the most overdue ones is the one that is named.
        let worst = late.iter().copied().rev().max_by_key(|step| step.days_late(day));
        let open = || self.steps.iter().filter(|step| step.is_open(day));
        let first = |of: Option<&Step>| {
            of.map(|step| Next { id: step.id, title: step.title.clone(), due_on: step.due_on })
        };
        let pace = Pace::of(self.started_on, self.ended_on, self.steps.iter().map(Step::mark), day);
        let Pace { done, idle: since_progress, progress_on, .. } = pace;
        let state = pace.state();
        let ended = self.ended_on.filter(|ended| *ended <= day);
        let next = first(open().find(|step| step.required).or_else(|| open().next()));
        let milestone = first(open().find(|step| step.milestone));
        let lateness = || {
            let named = worst.map(|step| format!("{} is {} late", step.title, days(step.days_late(day))));
            let others = match late.len().saturating_sub(1) {
                0 => String::new(),
                1 => ", 1 more step too".to_owned(),
                more => format!(", {more} more steps too"),
            };
            format!("{}{others}", named.unwrap_or_default())
        };
        let reason = match (state, ended, &next) {
            (State::Done, Some(ended), _) => match count(required.len()) - done {
                0 => format!("finished on {ended}"),
                open => format!("finished on {ended} with {open} of {} required steps open", required.len()),
            },
            (State::Done, None, _) => "every required step is done, so it can be finished".to_owned(),
            (State::Stuck, ..) => format!("nothing done for {}; {}", days(since_progress), lateness()),
            (State::Behind, ..) => lateness(),
            (State::OnTrack, _, Some(next)) => format!("next: {}, due {}", next.title, next.due_on),
            (State::OnTrack, _, None) => "nothing is to be done".to_owned(),
        };
        let quick_win = |step: &&Step| step.quick_win && matches!(step.settled(day), Settled::Done(_));
        Standing {
            state,
            reason,
            day: ended.unwrap_or(day) - self.started_on,
            days: self.length(),
            done,
            required: count(required.len()),
            late: count(late.len()),
            days_late: worst.map_or(0, |step| step.days_late(day)),
            next,
            milestone,
            quick_wins: count(self.steps.iter().filter(quick_win).count()),
            progress_on,
        }
    }
}

/// `1 day`, `13 days`.
fn days(days: i32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
