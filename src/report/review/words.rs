//! Figures of a review in words.

use crate::book::goals::Goal;
use crate::book::timeline::What;
use crate::book::usage::{Metric, Usage};
use crate::domain::{Micro, Money, Share};
use crate::plan::adoption::figure;
use crate::report::chart::Unit;
use crate::report::words::{count, percent};
use crate::revenue::Nps;

/// `$150,000.00 + €2,000.00`; None: nothing.
pub fn sums(money: &[Money]) -> Option<String> {
    let told: Vec<String> = money.iter().map(Money::to_string).collect();
    (!told.is_empty()).then(|| told.join(" + "))
}

/// `12 calls`.
pub fn touches(what: What, number: usize) -> String {
    match what {
        What::Review => count(number, "business review", "business reviews"),
        What::Training => count(number, "training", "trainings"),
        What::Email => count(number, "e-mail", "e-mails"),
        What::Meeting => count(number, "meeting", "meetings"),
        _ => count(number, "call", "calls"),
    }
}

/// `40 (n 12)`, marked where the answers are few, with what it was before; None: nobody answered.
pub fn nps(now: Nps, before: Nps) -> Option<String> {
    let score = now.score()?;
    let few = if now.is_few() { ", few answers" } else { "" };
    let was = before.score().map_or(String::new(), |was| format!(", {was:.0} the quarter before"));
    Some(format!("{score:.0} (n {}{few}){was}", now.n()))
}

/// `90.0% (9 of 10)`, with what it was before; None: nobody answered.
pub fn csat(now: Share, before: Share) -> Option<String> {
    let ratio = now.ratio()?;
    let was =
        before.ratio().map_or(String::new(), |was| format!(", {} the quarter before", percent(Some(was))));
    Some(format!("{} ({} of {}){was}", percent(Some(ratio)), now.part, now.of))
}

/// `30 of 60 seats in use on 2026-06-30 (50.0%), 30 unused`; else why it is not known.
pub fn licences(usage: &Usage) -> String {
    match &usage.licences {
        Ok(own) => {
            // Seats are far below 2^53.
            let share = percent(Some(own.users / own.seats as f64));
            let unused = usage.unused_seats().filter(|unused| *unused > 0.0);
            let unused = unused.map_or(String::new(), |unused| format!(", {} unused", figure(unused)));
            format!("{} of {} seats in use on {} ({share}){unused}", figure(own.users), own.seats, own.on)
        }
        Err(why) => (*why).to_owned(),
    }
}

/// How a metric is written: the capacity as a share.
pub fn unit(metric: &Metric) -> Unit {
    if metric.is_capacity() { Unit::Share } else { Unit::Number }
}

/// A value of a metric.
pub fn value(metric: &Metric, value: f64) -> String {
    unit(metric).words(value)
}

/// `+12.5%`.
pub fn change(metric: &Metric) -> Option<String> {
    let change = metric.change()?;
    let sign = if change > 0.0 { "+" } else { "" };
    Some(format!("{sign}{}", percent(Some(change))))
}

/// The name of a metric as people read it.
pub fn metric(metric: &Metric) -> String {
    metric.name.replace('_', " ")
}

/// The last value of a goal.
pub fn current(goal: &Goal) -> Option<Micro> {
    goal.values().next_back().map(|(_, value)| value)
}

/// A number, or nothing.
pub fn number(value: Option<Micro>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
