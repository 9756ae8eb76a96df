//! Templates of onboardings: steps with their days, as TOML that is checked.

mod read;
mod shelf;

use crate::domain::OwnerRole;

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
    pub fn parse(source: &str, text: &str) -> crate::domain::Result<Template> {
        read::template(text).map_err(|error| error.at(crate::domain::text::clean(source)))
    }

    /// Whether it is the one of a name: see [`same`].
    pub fn is_called(&self, name: &str) -> bool {
        same(&self.name, name)
    }
}
