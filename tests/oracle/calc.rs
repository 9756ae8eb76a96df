//! The score of an account on a day: coverage, health, caps, band, points.

use crate::book::{Account, Book, Day, quarter};
use crate::measures::{MEASURES, State, TARGET_DAYS};
use crate::reading::Priority;

#[derive(Clone, Debug)]
pub struct Scored {
    /// One for each of [`MEASURES`], in its order.
    pub states: Vec<State>,
    pub coverage: f64,
    /// Null when no measure is present.
    pub uncapped: Option<f64>,
    pub health: Option<f64>,
    /// Names of the caps that hold with their limits, the lowest first.
    pub caps: Vec<(&'static str, f64)>,
    pub band: &'static str,
}

/// The caps with their limits, and when each holds.
type Holds = fn(&Book, &Account, Day) -> bool;
const CAPS: [(&str, f64, Holds); 7] = [
    ("churn_notice", 0.0, |_, account, day| account.has_open_signal(&["churnnotice"], day)),
    ("p1_open", 49.0, |_, account, day| {
        let p1 = account.tickets.iter().filter(|ticket| ticket.priority() == Priority::P1);
        p1.filter(|ticket| ticket.unresolved(day)).any(|ticket| day - ticket.opened_on > 2)
    }),
    ("silent", 49.0, silent),
    ("competitor", 49.0, |_, account, day| {
        account.has_open_signal(&["competitor", "competitorevaluation"], day)
    }),
    ("sponsor_left", 60.0, sponsor_left),
    ("first_outcome_overdue", 74.0, first_outcome_overdue),
    ("renewal_unplanned", 74.0, renewal_unplanned),
];

fn silent(book: &Book, account: &Account, day: Day) -> bool {
    match (account.last_use(day), book.last_usage_record(day)) {
        (Some(last_use), Some(judged_on)) => judged_on - last_use >= 30,
        _ => false,
    }
}

fn sponsor_left(_: &Book, account: &Account, day: Day) -> bool {
    let gone = |of_role: fn(&crate::book::Contact) -> bool| {
        let mut of_this_role = account.contacts.iter().filter(|contact| of_role(contact)).peekable();
        of_this_role.peek().is_some() && of_this_role.all(|contact| !contact.active(day))
    };
    gone(|contact| contact.is_sponsor()) || gone(|contact| contact.is_champion())
}

fn first_outcome_overdue(book: &Book, account: &Account, day: Day) -> bool {
    let measure = MEASURES.iter().find(|measure| measure.name == "first_outcome").unwrap();
    let applies = (measure.of)(book, account, day) != State::NotApplicable;
    let overdue = account.days_live(day).is_some_and(|days| days > TARGET_DAYS);
    applies && overdue && !account.first_outcome_reached(day)
}

fn renewal_unplanned(_: &Book, account: &Account, day: Day) -> bool {
    let planned =
        |end: Day| account.plans.iter().any(|plan| plan.written_on <= day && plan.quarter == quarter(end));
    let ends = account.active_contracts(day).filter_map(|contract| contract.end);
    ends.filter(|end| (1..=60).contains(&(end - day))).any(|end| !planned(end))
}

pub fn score(book: &Book, account: &Account, day: Day) -> Scored {
    let states = MEASURES.iter().map(|measure| (measure.of)(book, account, day)).collect();
    let caps = CAPS
        .iter()
        .filter(|(_, _, holds)| holds(book, account, day))
        .map(|(name, at_most, _)| (*name, *at_most))
        .collect();
    from_parts(states, caps)
}

/// The arithmetic on states and caps, also for what would be if some of them changed.
pub fn from_parts(states: Vec<State>, caps: Vec<(&'static str, f64)>) -> Scored {
    let mut applying = 0.0;
    let mut total = 0.0;
    let mut sum = 0.0;
    for (measure, state) in MEASURES.iter().zip(&states) {
        match state {
            State::NotApplicable => {}
            State::Missing => applying += measure.weight,
            State::Present { freshness, score, .. } => {
                applying += measure.weight;
                total += measure.weight * freshness;
                sum += measure.weight * freshness * score;
            }
        }
    }
    let coverage = if applying > 0.0 { total / applying } else { 0.0 };
    let uncapped = (total > 0.0).then_some(sum / total);
    let lowest = caps.first().map_or(100.0, |(_, at_most)| *at_most);
    let health = uncapped.map(|uncapped| uncapped.min(lowest));
    let band = band(health, coverage, lowest);
    Scored { states, coverage, uncapped, health, caps, band }
}

fn band(health: Option<f64>, coverage: f64, lowest_cap: f64) -> &'static str {
    if billionths(coverage) < 500_000_000 {
        return if lowest_cap <= 49.0 { "red" } else { "grey" };
    }
    match health.map_or(0, tenths) {
        ..500 => "red",
        500..750 => "yellow",
        _ => "green",
    }
}

fn billionths(value: f64) -> i64 {
    (value * 1e9).round() as i64
}

/// The displayed value in tenths: rounded to 9 decimals, then to one, half away from zero.
pub fn tenths(value: f64) -> i64 {
    let billionths = billionths(value);
    billionths.signum() * ((billionths.abs() + 50_000_000) / 100_000_000)
}

impl Scored {
    /// Sum of the weights of the present measures, after freshness.
    pub fn total_weight(&self) -> f64 {
        self.weights().sum()
    }

    fn weights(&self) -> impl Iterator<Item = f64> {
        MEASURES.iter().zip(&self.states).map(|(measure, state)| match state {
            State::Present { freshness, .. } => measure.weight * freshness,
            _ => 0.0,
        })
    }

    /// Points and points lost of each measure, in the policy's order; `None` when it is not present.
    pub fn points(&self) -> Vec<Option<(f64, f64)>> {
        let total = self.total_weight();
        self.weights()
            .zip(&self.states)
            .map(|(weight, state)| match state {
                State::Present { score, .. } => {
                    Some((weight * score / total, weight * (100.0 - score) / total))
                }
                _ => None,
            })
            .collect()
    }

    /// The present measure that loses most points; of equals the first of the policy.
    pub fn top_driver(&self) -> Option<&'static str> {
        let mut top: Option<(&'static str, f64)> = None;
        for (measure, points) in MEASURES.iter().zip(self.points()) {
            let Some((_, lost)) = points else { continue };
            if top.is_none_or(|(_, most)| lost > most + 1e-9) {
                top = Some((measure.name, lost));
            }
        }
        top.map(|(name, _)| name)
    }

    /// Whether the cap at this limit binds; `None` when the difference is too small to tell.
    pub fn binds(&self, at_most: f64) -> Option<bool> {
        let lowest = self.caps.first().map_or(100.0, |(_, at_most)| *at_most);
        let Some(uncapped) = self.uncapped else { return Some(false) };
        if at_most > lowest {
            return Some(false);
        }
        ((lowest - uncapped).abs() > 1e-9).then_some(lowest < uncapped)
    }
}

/// The difference of two displayed values, in tenths.
pub fn difference(from: Option<f64>, to: Option<f64>) -> Option<i64> {
    Some(tenths(to?) - tenths(from?))
}
