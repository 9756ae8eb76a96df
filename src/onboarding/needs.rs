//! Which steps a step may need: steps of its own onboarding, none of them due after it, and never in a circle.

use std::borrow::Cow;

use super::checklist::{Onboarding, Step};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};

/// A step as it would stand.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Row id; None: it is new.
    pub id: Option<i64>,
    /// What is to be done.
    pub title: &'a str,
    /// By when.
    pub due_on: Day,
    /// Whether it is to be done still: what is settled waits for nothing.
    pub is_open: bool,
    /// Row ids of the steps that come first.
    pub needs: &'a [i64],
}

fn called(title: &str) -> Cow<'_, str> {
    fit(title, 60)
}

/// Whether a step is to be done still, on any day.
fn is_open(step: &Step) -> bool {
    step.done_on.is_none() && !step.not_applicable
}

impl Onboarding {
    /// Whether a step may stand so among the others.
    ///
    /// # Errors
    /// It needs itself, a step of another onboarding, or one that needs it in turn (the circle is named); or it would
    /// be due before a step that it needs.
    pub fn may_stand(&self, wanted: &Wanted<'_>) -> Result<()> {
        for need in wanted.needs {
            if wanted.id == Some(*need) {
                return Err(Error::invalid(format!("\"{}\" cannot need itself", called(wanted.title)))
                    .hint("choose another step, or none"));
            }
            if self.step(*need).is_none() {
                return Err(Error::invalid(format!(
                    "\"{}\" can need only steps of its own onboarding",
                    called(wanted.title)
                ))
                .hint("choose among its steps"));
            }
        }
        self.no_circle(wanted)?;
        if wanted.is_open { self.in_order(wanted) } else { Ok(()) }
    }

    fn no_circle(&self, wanted: &Wanted<'_>) -> Result<()> {
        let Some(id) = wanted.id else { return Ok(()) };
        let place_of = |id: &i64| self.steps.iter().position(|step| step.id == *id);
        let needs_of = |step: &Step| {
            let needs = if step.id == id { wanted.needs } else { &step.needs };
            needs.iter().filter_map(place_of).collect()
        };
        let needs: Vec<Vec<usize>> = self.steps.iter().map(needs_of).collect();
        // One that another program has written is none of this step's.
        let own = circle(&needs).filter(|places| place_of(&id).is_some_and(|own| places.contains(&own)));
        let Some(places) = own else { return Ok(()) };
        let titles = places.iter().filter_map(|place| self.steps.get(*place));
        let titles: Vec<String> = titles.map(|step| format!("\"{}\"", called(&step.title))).collect();
        Err(in_a_circle(&titles))
    }

    fn in_order(&self, wanted: &Wanted<'_>) -> Result<()> {
        let needed = wanted.needs.iter().filter_map(|id| self.step(*id)).filter(|need| is_open(need));
        if let Some(need) = needed.filter(|need| wanted.due_on < need.due_on).max_by_key(|need| need.due_on) {
            return Err(Error::invalid(format!(
                "the step would be due on {}, before \"{}\", which it needs and which is due on {}",
                wanted.due_on,
                called(&need.title),
                need.due_on
            ))
            .hint("choose a later day, or let it need something else"));
        }
        Ok(())
    }
}

/// The sentence about steps that need each other, the first one again at the end.
pub fn in_a_circle(steps: &[String]) -> Error {
    Error::invalid(format!("the steps {} need each other in a circle", steps.join(" -> ")))
        .hint("take one of these out of the needs of another")
}

/// Steps that need each other in a circle, by their places, the first one again at the end. `needs` has the places of
/// the steps that each one needs.
pub fn circle(needs: &[Vec<usize>]) -> Option<Vec<usize>> {
    // What needs nothing that is left is no part of a circle.
    let mut left: Vec<usize> = (0..needs.len()).collect();
    loop {
        let before = left.len();
        let rest = left.clone();
        left.retain(|place| needs.get(*place).is_some_and(|own| own.iter().any(|need| rest.contains(need))));
        if left.len() == before {
            break;
        }
    }
    // From any of the rest, needs lead on until one comes again.
    let mut path = vec![*left.first()?];
    loop {
        let own = needs.get(*path.last()?)?;
        let next = *own.iter().find(|need| left.contains(need))?;
        let again = path.iter().position(|place| *place == next);
        path.push(next);
        if let Some(from) = again {
            return path.get(from..).map(<[usize]>::to_vec);
        }
    }
}
