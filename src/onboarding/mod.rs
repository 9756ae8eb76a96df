//! Onboarding, from signature to first outcome and on: pure rules, no I/O and no clock.
//!
//! A [`Template`] lists steps with their days; [`plan`] dates them from a start. What runs in the book is an
//! [`Onboarding`] with its own copy of the steps: [`Onboarding::standing`] says how it stands and why,
//! [`Onboarding::shift`] moves a step with everything that depends on it. [`handoff`] is what sales hands over.
//!
//! Days count from the start: day 0 is the day of the start, day 1 the one after, day -3 lies before it.

mod calendar;
mod checklist;
pub mod handoff;
mod needs;
mod plan;
pub mod results;
mod shift;
mod standing;
pub mod template;

pub use calendar::Calendar;
pub use checklist::{Mark, Obstacles, Onboarding, Settled, Step};
pub use handoff::Handoff;
pub use needs::{Wanted, circle, in_a_circle};
pub use plan::{FAR_DAYS, Plan, Planned, beside, plan};
pub use shift::Move;
pub use standing::{Next, Pace, STUCK_DAYS, Standing, State};
pub use template::{Template, Templates};
