//! The shape that scripts read.

use serde::Serialize;

use crate::cli::json::Fraction;
use crate::domain::{Median, Share};
use crate::onboarding::results::{By, Cohort, Delay, Figures, Group, MARKS, Results};

#[derive(Serialize)]
pub struct Told<'a> {
    from: String,
    to: String,
    total: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_template: Option<Vec<Named<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_segment: Option<Vec<Named<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_csm: Option<Vec<Named<'a>>>,
    delays: Vec<Late<'a>>,
    cohorts: Vec<Line>,
}

#[derive(Serialize)]
struct Shown {
    started: u64,
    completed: u64,
    first_outcome: Reached,
    days_from_signature: Option<Middle>,
    days_from_go_live: Option<Middle>,
    required_steps: Fraction,
    csat: Fraction,
}

#[derive(Serialize)]
struct Reached {
    reached: u64,
    of: u64,
    overdue: u64,
    ratio: Option<f64>,
}

#[derive(Serialize)]
struct Middle {
    median: f64,
    n: usize,
}

#[derive(Serialize)]
struct Named<'a> {
    name: Option<&'a str>,
    #[serde(flatten)]
    figures: Shown,
}

#[derive(Serialize)]
struct Late<'a> {
    step: &'a str,
    days_late: Option<Middle>,
    open_late: u64,
}

#[derive(Serialize)]
struct Line {
    month: String,
    started: u64,
    completed: u64,
    reached_by: Vec<Mark>,
}

#[derive(Serialize)]
struct Mark {
    day: i32,
    #[serde(flatten)]
    share: Fraction,
}

impl<'a> Told<'a> {
    pub fn new(results: &'a Results, shown: &[By]) -> Told<'a> {
        let named = |by| {
            let group =
                |group: &'a Group| Named { name: group.name.as_deref(), figures: (&group.figures).into() };
            shown.contains(&by).then(|| results.by(by).iter().map(group).collect())
        };
        let late = |delay: &'a Delay| Late {
            step: &delay.title,
            days_late: delay.days.map(Middle::from),
            open_late: delay.open_late,
        };
        Told {
            from: results.period.from().to_string(),
            to: results.period.to().to_string(),
            total: (&results.total).into(),
            by_template: named(By::Template),
            by_segment: named(By::Segment),
            by_csm: named(By::Csm),
            delays: results.delays.iter().map(late).collect(),
            cohorts: results.cohorts.iter().map(Line::from).collect(),
        }
    }
}

impl From<&Figures> for Shown {
    fn from(figures: &Figures) -> Shown {
        let Share { part: reached, of } = figures.reached;
        Shown {
            started: figures.started,
            completed: figures.completed,
            first_outcome: Reached { reached, of, overdue: figures.overdue, ratio: figures.reached.ratio() },
            days_from_signature: figures.from_signature.map(Middle::from),
            days_from_go_live: figures.from_go_live.map(Middle::from),
            required_steps: figures.required.into(),
            csat: figures.csat.into(),
        }
    }
}

impl From<&Cohort> for Line {
    fn from(cohort: &Cohort) -> Line {
        let marks = MARKS.into_iter().zip(cohort.reached);
        Line {
            month: cohort.month.to_string(),
            started: cohort.started,
            completed: cohort.completed,
            reached_by: marks.map(|(day, share)| Mark { day, share: share.into() }).collect(),
        }
    }
}

impl From<Median> for Middle {
    fn from(median: Median) -> Middle {
        Middle { median: median.value, n: median.n }
    }
}
