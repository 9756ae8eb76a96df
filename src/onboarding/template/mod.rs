//! Templates of onboardings: steps with their days, as TOML that is checked.

mod read;
mod shelf;

use crate::domain::{OwnerRole, Result};

pub use crate::domain::shelf::same;
pub use shelf::{Known, Origin, Templates};

/// A template that was checked: its steps are in the order of their days, and none needs a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// By this name it is chosen, and onboardings remember it.
    pub name: Box<str>,
    /// For whom it is, in a sentence.
    pub about: Box<str>,
    /// The planned days until the first outcome.
    pub days: i32,
    /// The last day on which a step may lie: checkpoints go on after the first outcome.
    pub until: i32,
    /// Whether it may run beside a first onboarding.
    pub beside: bool,
    /// What is to be done.
    pub steps: Vec<TemplateStep>,
}

/// A step of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateStep {
    /// By this other steps name it.
    pub key: Box<str>,
    /// What is to be done.
    pub title: Box<str>,
    /// The part that it belongs to.
    pub phase: Box<str>,
    /// Days from the start; negative before it.
    pub day: i32,
    /// Whose work it is.
    pub owner: OwnerRole,
    /// Whether the onboarding cannot be finished without it.
    pub required: bool,
    /// Worth naming as the next thing to reach.
    pub milestone: bool,
    /// Shows the customer a first use.
    pub quick_win: bool,
    /// A training.
    pub training: bool,
    /// Not to be done before the handoff says everything, as the kickoff.
    pub needs_handoff: bool,
    /// Places of the steps that come first.
    pub needs: Vec<usize>,
    /// What to do and how.
    pub help: Option<Box<str>>,
}

impl Template {
    /// Reads a template; `source` is what errors call the text (a file, a name).
    ///
    /// # Errors
    /// Not TOML, or not a sound template: the place, the step, the key and what is wrong there.
    pub fn parse(source: &str, text: &str) -> Result<Template> {
        read::template(text).map_err(|error| error.at(crate::domain::text::clean(source)))
    }

    /// Whether it is the one of a name: see [`same`].
    pub fn is_called(&self, name: &str) -> bool {
        same(&self.name, name)
    }

    /// What moves when a step comes so many days later (earlier, when negative): places and days. What depends on it
    /// stays on its day, a checkpoint on day 60 on day 60, unless it would come before what it needs: then it is pushed.
    ///
    /// # Errors
    /// It would come before a step that it needs, which is named.
    pub fn shift(&self, place: usize, days: i32) -> Result<Vec<(usize, i32)>> {
        let Some(step) = self.steps.get(place) else { return Ok(Vec::new()) };
        let day = step.day.saturating_add(days);
        let needs = step.needs.iter().filter_map(|need| self.steps.get(*need));
        if let Some(need) = needs.filter(|need| need.day > day).max_by_key(|need| need.day) {
            return Err(read::out_of_order(step, day, need));
        }
        let mut moved = vec![(place, day)];
        // None needs a later one, but on one day they stand as they come: each round pushes those one need further away.
        loop {
            let day_of = |place: usize, step: &TemplateStep| {
                moved.iter().find(|moved| moved.0 == place).map_or(step.day, |moved| moved.1)
            };
            let pushed = self.steps.iter().enumerate().find_map(|(place, step)| {
                let needs = step.needs.iter().filter_map(|need| Some(day_of(*need, self.steps.get(*need)?)));
                let least = needs.max()?;
                (day_of(place, step) < least).then_some((place, least))
            });
            match pushed {
                Some((place, day)) => {
                    moved.retain(|moved| moved.0 != place);
                    moved.push((place, day));
                }
                None => return Ok(moved),
            }
        }
    }
}
