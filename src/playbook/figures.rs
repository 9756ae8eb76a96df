//! Which plays work: how many were started and finished, what came of them, health around them, who was saved.

use super::library::Library;
use super::play::Play;
use crate::domain::shelf::same;
use crate::domain::{Day, Median, PlayOutcome, Share};
use crate::health::{Rescue, Tenths};

/// Days after the start on which health is looked at again.
pub const LATER_DAYS: [i32; 2] = [30, 90];

/// A play with what became of its account.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub play: Play,
    /// Displayed health on the day it began.
    pub at_start: Option<Tenths>,
    /// The same on the days after it, [`LATER_DAYS`]; None: not yet, or no health.
    pub later: [Option<Tenths>; 2],
    /// What became of the account in the period; None: it never stood badly.
    pub rescue: Option<Rescue>,
}

/// The mean of so many values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    sum: i64,
    /// Of how many.
    pub n: u32,
}

impl Mean {
    fn count(&mut self, value: Tenths) {
        self.sum += i64::from(value);
        self.n += 1;
    }

    /// The mean of health in points; None of nothing.
    pub fn points(self) -> Option<f64> {
        let tenths = (self.n > 0).then(|| self.sum as f64 / f64::from(self.n))?;
        Some(tenths / 10.0)
    }
}

/// What the plays of a playbook came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Name of the playbook, as the plays have it.
    pub playbook: Box<str>,
    /// Its title, where it can still be chosen.
    pub title: Box<str>,
    /// Those that began in the period.
    pub started: usize,
    /// Those of them that have ended.
    pub finished: usize,
    /// Those of the ended ones that worked; cancelled ones are in neither number.
    pub worked: Share,
    /// Given up before it could be seen.
    pub cancelled: usize,
    /// Days from start to end, of the ended ones that were not cancelled.
    pub days: Option<Median>,
    /// Health on the day of the start.
    pub at_start: Mean,
    /// Its change up to [`LATER_DAYS`], of those that have health on both days.
    pub change: [Mean; 2],
    /// Accounts that were saved, of those that stood badly in the period and of which it is known.
    pub saved: Share,
}

impl Figures {
    fn new(playbook: &str, library: &Library) -> Figures {
        Figures {
            playbook: playbook.into(),
            title: library.named(playbook).map_or(playbook, |own| &own.title).into(),
            started: 0,
            finished: 0,
            worked: Share::default(),
            cancelled: 0,
            days: None,
            at_start: Mean::default(),
            change: [Mean::default(); 2],
            saved: Share::default(),
        }
    }
}

/// The figures by playbook: those that were started most often first.
pub fn figures(cases: &[Case], library: &Library, today: Day) -> Vec<Figures> {
    let mut all: Vec<(Figures, Vec<i32>, Vec<i64>)> = Vec::new();
    for case in cases {
        let play = &case.play;
        let place = all.iter().position(|(own, ..)| same(&own.playbook, &play.playbook));
        let place = place.unwrap_or_else(|| {
            all.push((Figures::new(&play.playbook, library), Vec::new(), Vec::new()));
            all.len() - 1
        });
        let Some((own, days, accounts)) = all.get_mut(place) else { continue };
        own.started += 1;
        if let (Some(ended), false) = (play.ended_on, play.is_running(today)) {
            own.finished += 1;
            match play.outcome {
                Some(PlayOutcome::Cancelled) => own.cancelled += 1,
                outcome => {
                    own.worked.count(outcome == Some(PlayOutcome::Worked));
                    days.push(ended - play.started_on);
                }
            }
        }
        if let Some(start) = case.at_start {
            own.at_start.count(start);
            for (mean, later) in own.change.iter_mut().zip(case.later) {
                later.into_iter().for_each(|later| mean.count(later - start));
            }
        }
        // An account is saved once, however many plays of one kind it took.
        if let (Some(Rescue::Saved | Rescue::Lost), false) = (case.rescue, accounts.contains(&play.account)) {
            accounts.push(play.account);
            own.saved.count(case.rescue == Some(Rescue::Saved));
        }
    }
    let mut figures: Vec<Figures> =
        all.into_iter().map(|(own, mut days, _)| Figures { days: Median::of(&mut days), ..own }).collect();
    figures.sort_by(|one, other| other.started.cmp(&one.started).then_with(|| one.title.cmp(&other.title)));
    figures
}
