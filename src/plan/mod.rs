//! Account plans, one a quarter, and the check-ins between them: pure rules, no I/O and no clock.
//!
//! A [`Plan`] has texts and [`Item`]s of four parts. It is written from a [`Template`] or from the plan before it
//! ([`Draft`]); [`Standing`] says how an account stands by its plans. [`covers_renewal`] whether
//! they cover a renewal; [`cadence`] when an account is to be touched next; [`advocacy`] how often it may be asked for a favour.

pub mod adoption;
pub mod advocacy;
pub mod cadence;
mod coverage;
mod dates;
mod draft;
mod renewal;
mod sheet;
mod standing;
pub mod template;

pub use cadence::CheckIn;
pub use coverage::{Coverage, Goals};
pub use dates::Dated;
pub use draft::Draft;
pub use renewal::covers_renewal;
pub use sheet::{Horizon, Item, Plan, Risk};
pub use standing::{Head, STALE_DAYS, Standing, State};
pub use template::{Template, Templates};
