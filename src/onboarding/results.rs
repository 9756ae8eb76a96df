//! Results of a period: does onboarding work at all?
//!
//! What a figure counts:
//! - *started*, *completed*: onboardings that began, or ended, in the period.
//! - *first outcome*: accounts that began an onboarding in the period with the first outcome still ahead of them (one
//!   that was reached before is no merit of a later onboarding). An account counts once, with the first onboarding
//!   that it began in the period. Reached, and overdue, is judged on the period's last day, so that the figures of a
//!   past period stay what they were. Those not reached are in no median.
//! - *required steps*: of the onboardings that began in the period, done of those in scope; not-applicable steps are in
//!   neither.
//! - *CSAT*: answers of the kind onboarding in the period.
//! - *delays*: of steps done in the period, the day they were done less the day first planned.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Day, Median, Month, Period, Share};

/// Days from the start by which a cohort's first outcomes are counted.
pub const MARKS: [i32; 3] = [30, 60, 90];

/// An account with its onboardings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    pub segment: Option<Box<str>>,
    pub csm: Option<Box<str>>,
    pub signed_on: Option<Day>,
    pub go_live_on: Option<Day>,
    pub first_outcome_on: Option<Day>,
    /// The days to the first outcome count from here on: go-live, else the signature, else the first contract's start.
    pub awaited_from: Option<Day>,
    /// Days in which the first outcome is to be reached.
    pub target_days: i32,
    /// Ascending by start.
    pub runs: Vec<Run>,
}

/// An onboarding.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub template: Option<Box<str>>,
    pub started_on: Day,
    pub ended_on: Option<Day>,
    pub steps: Vec<Step>,
}

/// A step of an onboarding.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub title: Box<str>,
    pub required: bool,
    pub not_applicable: bool,
    /// The day that was planned first.
    pub planned_on: Day,
    pub done_on: Option<Day>,
}

/// An answer to an onboarding survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Of the last onboarding that its account had begun by then.
    pub template: Option<Box<str>>,
    pub segment: Option<Box<str>>,
    pub csm: Option<Box<str>>,
    pub satisfied: bool,
}

/// How results are broken down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Template,
    Segment,
    Csm,
}

impl By {
    /// Every way, in the order in which results are shown.
    pub const ALL: [By; 3] = [By::Template, By::Segment, By::Csm];

    /// `template`, `segment`, `csm`: as people write it.
    pub fn name(self) -> &'static str {
        match self {
            By::Template => "template",
            By::Segment => "segment",
            By::Csm => "csm",
        }
    }
}

/// The results of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    pub period: Period,
    pub total: Figures,
    /// In the order of [`By::ALL`].
    groups: [Vec<Group>; 3],
    /// Where time is lost: the longest median delay first.
    pub delays: Vec<Delay>,
    /// A line for each month in which an onboarding began, ascending.
    pub cohorts: Vec<Cohort>,
}

impl Results {
    /// The groups of one breakdown by name; those without a name last.
    pub fn by(&self, by: By) -> &[Group] {
        let [template, segment, csm] = &self.groups;
        match by {
            By::Template => template,
            By::Segment => segment,
            By::Csm => csm,
        }
    }
}

/// The figures of all onboardings or of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    pub started: u64,
    pub completed: u64,
    /// First outcomes reached, of those that lay ahead.
    pub reached: Share,
    /// First outcomes not reached though their target days are over.
    pub overdue: u64,
    /// Days from the signature to the first outcome.
    pub from_signature: Option<Median>,
    /// Days from go-live to the first outcome.
    pub from_go_live: Option<Median>,
    /// Required steps done, of those in scope.
    pub required: Share,
    /// Satisfied answers.
    pub csat: Share,
}

/// A group of onboardings.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// None: without a template, without a segment, without a CSM.
    pub name: Option<Box<str>>,
    pub figures: Figures,
}

/// How late the steps of one title are.
#[derive(Clone, Debug, PartialEq)]
pub struct Delay {
    pub title: Box<str>,
    /// Days late of those done in the period (early is negative); None: none was done.
    pub days: Option<Median>,
    /// Running onboardings in which it is still open after the day first planned.
    pub open_late: u64,
}

/// The onboardings that began in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    pub month: Month,
    pub started: u64,
    /// Those of them that have ended by the period's last day.
    pub completed: u64,
    /// First outcomes reached by day 30, 60 and 90 ([`MARKS`]) of the onboarding, of those that are so old.
    pub reached: [Share; 3],
}

/// The days on which a step was late, and how often it still is.
type Lateness = (Vec<i32>, u64);

/// Takes in accounts and answers one at a time, in any order, and gives the results.
pub struct Collector {
    period: Period,
    total: Tally,
    groups: [BTreeMap<Option<Box<str>>, Tally>; 3],
    delays: HashMap<Box<str>, Lateness>,
    cohorts: BTreeMap<Month, Cohort>,
}

/// Figures in the making.
#[derive(Default)]
struct Tally {
    figures: Figures,
    from_signature: Vec<i32>,
    from_go_live: Vec<i32>,
}

impl Collector {
    /// Nothing was taken in yet.
    pub fn new(period: Period) -> Collector {
        Collector {
            period,
            total: Tally::default(),
            groups: Default::default(),
            delays: HashMap::new(),
            cohorts: BTreeMap::new(),
        }
    }

    /// Takes in an account.
    pub fn account(&mut self, case: &Case) {
        // An account's first outcome counts once.
        let mut leading = true;
        for run in &case.runs {
            self.steps(run);
            let (began, ended) = (self.period.contains(run.started_on), self.ended(run));
            if !began && !ended.is_some_and(|on| self.period.contains(on)) {
                continue;
            }
            let outcome = (began && leading).then(|| self.outcome(case, run)).flatten();
            leading &= !began;
            if began {
                self.cohort(run, ended, outcome.as_ref());
            }
            let required = if began { self.required(run) } else { Share::default() };
            let names = [&run.template, &case.segment, &case.csm];
            self.tally(names, |tally| {
                tally.figures.started += u64::from(began);
                tally.figures.completed += u64::from(ended.is_some());
                tally.figures.required.part += required.part;
                tally.figures.required.of += required.of;
                if let Some(outcome) = &outcome {
                    tally.outcome(case, outcome);
                }
            });
        }
    }

    /// Takes in an answer of the period.
    pub fn answer(&mut self, answer: &Answer) {
        let names = [&answer.template, &answer.segment, &answer.csm];
        self.tally(names, |tally| tally.figures.csat.count(answer.satisfied));
    }

    /// The results of what was taken in.
    pub fn finish(self) -> Results {
        let groups = self.groups.map(|group| {
            let mut groups: Vec<Group> =
                group.into_iter().map(|(name, tally)| Group { name, figures: tally.finish() }).collect();
            // Without a name comes first in the map.
            if groups.first().is_some_and(|first| first.name.is_none()) {
                groups.rotate_left(1);
            }
            groups
        });
        let delay = |(title, (mut days, open_late)): (Box<str>, Lateness)| Delay {
            title,
            days: Median::of(&mut days),
            open_late,
        };
        let mut delays: Vec<Delay> = self.delays.into_iter().map(delay).collect();
        delays.sort_by(|a, b| {
            let late = |delay: &Delay| delay.days.map_or(f64::NEG_INFINITY, |median| median.value);
            let (most, least) = (late(b), late(a));
            most.total_cmp(&least).then(b.open_late.cmp(&a.open_late)).then_with(|| a.title.cmp(&b.title))
        });
        Results {
            period: self.period,
            total: self.total.finish(),
            groups,
            delays,
            cohorts: self.cohorts.into_values().collect(),
        }
    }

    fn tally(&mut self, names: [&Option<Box<str>>; 3], mut add: impl FnMut(&mut Tally)) {
        add(&mut self.total);
        for (group, name) in self.groups.iter_mut().zip(names) {
            match group.get_mut(name) {
                Some(tally) => add(tally),
                None => add(group.entry(name.clone()).or_default()),
            }
        }
    }

    /// The end of an onboarding that had ended by the period's last day.
    fn ended(&self, run: &Run) -> Option<Day> {
        run.ended_on.filter(|on| *on <= self.period.to())
    }

    fn required(&self, run: &Run) -> Share {
        let mut share = Share::default();
        for step in run.steps.iter().filter(|step| step.required && !step.not_applicable) {
            share.count(step.done_on.is_some_and(|on| on <= self.period.to()));
        }
        share
    }

    /// The first outcome of an account that began this onboarding; None: it was reached before.
    fn outcome(&self, case: &Case, run: &Run) -> Option<Outcome> {
        let to = self.period.to();
        let reached = case.first_outcome_on.filter(|on| *on <= to);
        if reached.is_some_and(|on| on < run.started_on) {
            return None;
        }
        let late = |from: Day| to - from > case.target_days;
        Some(Outcome { reached, overdue: reached.is_none() && case.awaited_from.is_some_and(late) })
    }

    fn cohort(&mut self, run: &Run, ended: Option<Day>, outcome: Option<&Outcome>) {
        let month = run.started_on.month();
        let none = Cohort { month, started: 0, completed: 0, reached: Default::default() };
        let cohort = self.cohorts.entry(month).or_insert(none);
        cohort.started += 1;
        cohort.completed += u64::from(ended.is_some());
        let Some(outcome) = outcome else { return };
        for (share, mark) in cohort.reached.iter_mut().zip(MARKS) {
            // A younger one can only have reached it so far, not missed it: it would tilt the share.
            if self.period.to() - run.started_on >= mark {
                share.count(outcome.reached.is_some_and(|on| on - run.started_on <= mark));
            }
        }
    }

    fn steps(&mut self, run: &Run) {
        let running = self.ended(run).is_none() && run.started_on <= self.period.to();
        for step in run.steps.iter().filter(|step| !step.not_applicable) {
            let done = step.done_on.filter(|on| *on <= self.period.to());
            let counts = match done {
                Some(on) => self.period.contains(on),
                None => running && step.planned_on < self.period.to(),
            };
            if !counts {
                continue;
            }
            let (days, open_late) = match self.delays.get_mut(&step.title) {
                Some(lateness) => lateness,
                None => self.delays.entry(step.title.clone()).or_default(),
            };
            match done {
                Some(on) => days.push(on - step.planned_on),
                None => *open_late += 1,
            }
        }
    }
}

/// How the first outcome of an account stands.
struct Outcome {
    reached: Option<Day>,
    overdue: bool,
}

impl Tally {
    fn outcome(&mut self, case: &Case, outcome: &Outcome) {
        self.figures.reached.count(outcome.reached.is_some());
        self.figures.overdue += u64::from(outcome.overdue);
        if let Some(on) = outcome.reached {
            self.from_signature.extend(case.signed_on.map(|signed| on - signed));
            self.from_go_live.extend(case.go_live_on.map(|live| on - live));
        }
    }

    fn finish(mut self) -> Figures {
        self.figures.from_signature = Median::of(&mut self.from_signature);
        self.figures.from_go_live = Median::of(&mut self.from_go_live);
        self.figures
    }
}
