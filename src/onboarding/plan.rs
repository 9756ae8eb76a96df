//! From a template and a start to dated steps, to be looked at and adjusted before anything is written.

use super::calendar::Calendar;
use super::checklist::Onboarding;
use super::shift::{Node, shift};
use super::template::{Template, TemplateStep, Templates};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};

/// A start so many days away from today, either way, is taken for a slip of the pen.
pub const FAR_DAYS: i32 = 366;

/// An onboarding to be: what would be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name of the template.
    pub template: Box<str>,
    /// Day 0.
    pub start: Day,
    /// The planned days until the first outcome.
    pub days: i32,
    /// On which days its steps may fall.
    pub calendar: Calendar,
    /// In the order of the template, which is that of their days.
    pub steps: Vec<Planned>,
}

/// A step to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What the template says of it; its `needs` are places in [`Plan::steps`].
    pub step: TemplateStep,
    /// By when.
    pub due_on: Day,
    /// The day that the template's offset alone gives, where that is another one.
    pub instead_of: Option<Day>,
    /// Left out before it began: it is not written.
    pub left_out: bool,
}

/// Dates the steps of a template.
///
/// A step that falls on a day without work moves to the next one with. What should have come before the start is due
/// today at the earliest, but by the start at the latest: nobody is late on the day on which an onboarding begins.
///
/// # Errors
/// The start is more than [`FAR_DAYS`] away from today, or a step would lie on a day that no book can hold.
pub fn plan(template: &Template, start: Day, calendar: Calendar, today: Day) -> Result<Plan> {
    let away = start - today;
    if away.abs() > FAR_DAYS {
        let side = if away < 0 { "ago" } else { "ahead" };
        return Err(Error::invalid(format!(
            "{start} is {} days {side}, too far for a start",
            away.unsigned_abs()
        ))
        .hint(format!("start within {FAR_DAYS} days of today, {today}; check the year")));
    }
    let earliest = today.min(start);
    let mut steps = Vec::with_capacity(template.steps.len());
    for step in &template.steps {
        let offset_day = start + step.day;
        let bare = if step.day < 0 { offset_day.max(earliest) } else { offset_day };
        let due_on = calendar.on_or_after(bare);
        if !(Day::MIN..=Day::MAX).contains(&due_on) {
            return Err(Error::invalid(format!(
                "\"{}\" would be due on {due_on}, which no book can hold",
                fit(&step.title, 60)
            ))
            .hint("choose another start"));
        }
        let instead_of = (due_on != offset_day).then_some(offset_day);
        steps.push(Planned { step: step.clone(), due_on, instead_of, left_out: false });
    }
    Ok(Plan { template: template.name.clone(), start, days: template.days, calendar, steps })
}

impl Plan {
    /// Moves a step by so many days of the calendar, with everything that depends on it.
    ///
    /// # Errors
    /// It would come before a step that it needs, which is named.
    pub fn shift(&mut self, place: usize, days: i32) -> Result<()> {
        let nodes: Vec<Node<'_>> = self
            .steps
            .iter()
            .map(|planned| Node {
                title: &planned.step.title,
                due_on: planned.due_on,
                needs: planned.step.needs.clone(),
                // What is left out holds nobody up.
                is_done: planned.left_out,
            })
            .collect();
        let due = shift(&nodes, place, days, &self.calendar)?;
        for (planned, due) in self.steps.iter_mut().zip(due) {
            planned.due_on = due;
        }
        Ok(())
    }

    /// Leaves a step out, or takes it in again.
    pub fn leave_out(&mut self, place: usize, left_out: bool) {
        if let Some(planned) = self.steps.get_mut(place) {
            planned.left_out = left_out;
        }
    }

    /// The steps that would be written.
    pub fn kept(&self) -> impl Iterator<Item = &Planned> {
        self.steps.iter().filter(|planned| !planned.left_out)
    }
}

/// Whether an onboarding may start beside those that run already: never two from one template, and beside a first
/// onboarding only those whose template says `beside = true` (of an expansion, after a change of administrators).
///
/// # Errors
/// It may not: which one runs.
pub fn beside(template: &Template, running: &[Onboarding], known: &Templates) -> Result<()> {
    let same = |other: &&Onboarding| other.template.as_deref().is_some_and(|name| template.is_called(name));
    let is_first = |other: &&Onboarding| {
        let name = other.template.as_deref().unwrap_or_default();
        !known.named(name).is_some_and(|template| template.beside)
    };
    let refused = |other: &Onboarding, why: &str| {
        let name = other.template.as_deref().unwrap_or("an onboarding without a template");
        Error::invalid(format!("{} runs since {}, {why}", fit(name, 60), other.started_on))
    };
    if let Some(other) = running.iter().find(same) {
        return Err(
            refused(other, "and an account has one of a template at a time").hint("finish that one first")
        );
    }
    match running.iter().find(is_first) {
        Some(other) if !template.beside => {
            Err(refused(other, &format!("and {} is not meant to run beside it", fit(&template.name, 60))).hint(
                "finish that one first, or choose a template for an account that is in use already, such as expansion",
            ))
        }
        _ => Ok(()),
    }
}
