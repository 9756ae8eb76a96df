//! Moving a step with everything that depends on it.

use super::calendar::Calendar;
use super::checklist::{Onboarding, Settled};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};

/// The longest way that a step is moved at once, in days.
const MOST_DAYS: i32 = 1_000;

/// A step that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Row id of the step.
    pub step: i64,
    /// Its due day as it is.
    pub from: Day,
    /// Its due day as it becomes.
    pub to: Day,
}

/// A step as moving sees it.
pub(super) struct Node<'a> {
    pub title: &'a str,
    pub due_on: Day,
    /// Places of the steps that come first.
    pub needs: Vec<usize>,
    /// It is done: it stays, and what depends on it does not wait for it any more.
    pub is_done: bool,
}

impl Onboarding {
    /// The moves by which a step comes so many days later (earlier, when negative), with everything that depends on
    /// it. Days are those of the calendar. Dependants keep their distance, but none comes before what it needs; done
    /// steps stay where they are, and so does what depends on the step through them alone.
    ///
    /// # Errors
    /// There is no such step, or it is done; it would come before a step that it needs (which is named); the way is
    /// longer than the book can hold.
    pub fn shift(&self, step: i64, days: i32, calendar: &Calendar, today: Day) -> Result<Vec<Move>> {
        let place = self.steps.iter().position(|other| other.id == step);
        let place = place.ok_or_else(|| Error::not_found("the step is not in the onboarding any more"))?;
        let place_of = |id: &i64| self.steps.iter().position(|step| step.id == *id);
        let nodes: Vec<Node<'_>> = self
            .steps
            .iter()
            .map(|step| Node {
                title: &step.title,
                due_on: step.due_on,
                needs: step.needs.iter().filter_map(place_of).collect(),
                is_done: matches!(step.settled(today), Settled::Done(_)),
            })
            .collect();
        let moved = shift(&nodes, place, days, calendar)?;
        let moves = self.steps.iter().zip(moved).filter(|(step, to)| step.due_on != *to);
        Ok(moves.map(|(step, to)| Move { step: step.id, from: step.due_on, to }).collect())
    }
}

/// The due days as they become, one for every node.
pub(super) fn shift(nodes: &[Node<'_>], place: usize, days: i32, calendar: &Calendar) -> Result<Vec<Day>> {
    let Some(first) = nodes.get(place) else { return Ok(nodes.iter().map(|node| node.due_on).collect()) };
    let called = || fit(first.title, 60);
    if first.is_done {
        return Err(Error::invalid(format!("\"{}\" is done, so it cannot be moved", called()))
            .hint("open it again first"));
    }
    if !(-MOST_DAYS..=MOST_DAYS).contains(&days) {
        return Err(Error::invalid(format!("{days} days are too far to move \"{}\"", called()))
            .hint(format!("move it by at most {MOST_DAYS} days at once")));
    }
    let target = calendar.moved(first.due_on, days);
    let waits_for = first.needs.iter().filter_map(|need| nodes.get(*need)).filter(|need| !need.is_done);
    if let Some(need) =
        waits_for.filter(|need| target < need.due_on && days < 0).max_by_key(|need| need.due_on)
    {
        return Err(Error::invalid(format!(
            "\"{}\" cannot come before \"{}\", which it needs and which is due on {}",
            called(),
            fit(need.title, 60),
            need.due_on
        ))
        .hint(format!("move \"{}\" first, or this one less far", fit(need.title, 60))));
    }
    let moving = dependants(nodes, place);
    let mut due: Vec<Day> = nodes
        .iter()
        .zip(&moving)
        .map(|(node, moves)| if *moves { calendar.moved(node.due_on, days) } else { node.due_on })
        .collect();
    hold_order(nodes, &moving, place, calendar, &mut due);
    match due.iter().find(|day| !(Day::MIN..=Day::MAX).contains(*day)) {
        Some(day) => Err(Error::invalid(format!("a step would be due on {day}, which no book can hold"))
            .hint("move it less far")),
        None => Ok(due),
    }
}

/// Which nodes are the one at a place or depend on it, not counting ways through done ones.
fn dependants(nodes: &[Node<'_>], place: usize) -> Vec<bool> {
    let mut moving: Vec<bool> = (0..nodes.len()).map(|other| other == place).collect();
    let is_moving = |moving: &[bool], place: &usize| moving.get(*place).copied().unwrap_or(false);
    // Each round finds those one need further away; a circle that another program has written ends it too.
    loop {
        let found: Vec<usize> = nodes
            .iter()
            .enumerate()
            .filter(|(place, node)| !is_moving(&moving, place) && !node.is_done)
            .filter(|(_, node)| node.needs.iter().any(|need| is_moving(&moving, need)))
            .map(|(place, _)| place)
            .collect();
        if found.is_empty() {
            return moving;
        }
        for place in found {
            if let Some(slot) = moving.get_mut(place) {
                *slot = true;
            }
        }
    }
}

/// Raises dependants that would come before what they need, where they did not so far.
fn hold_order(nodes: &[Node<'_>], moving: &[bool], first: usize, calendar: &Calendar, due: &mut [Day]) {
    for _ in 0..nodes.len() {
        let mut raised = false;
        for (place, node) in nodes.iter().enumerate() {
            if place == first || !moving.get(place).copied().unwrap_or(false) {
                continue;
            }
            let needs = node.needs.iter().filter_map(|need| Some((nodes.get(*need)?, *due.get(*need)?)));
            let in_order = needs.filter(|(need, _)| !need.is_done && need.due_on <= node.due_on);
            let least = in_order.map(|(_, day)| day).max();
            if let (Some(slot), Some(least)) = (due.get_mut(place), least)
                && *slot < least
            {
                *slot = calendar.on_or_after(least);
                raised = true;
            }
        }
        if !raised {
            return;
        }
    }
}
