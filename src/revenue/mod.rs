//! Recurring revenue, pure: every figure is derived from contracts, for any period.
//!
//! The MRR of an account on a day is the sum of the yearly amounts of the contracts active on it, by the book's rates
//! of that day, divided by 12 and rounded half away from zero, once. All figures are made of these whole numbers of
//! minor units, so that they add up exactly. [`Collector`] takes accounts in one at a time and gives [`Metrics`].
//!
//! An account is left out of every figure, and counted, when a contract of it is in a currency for which the book has
//! no rate, or has none yet on a day on which it is compared.

mod cohort;
mod collect;
mod figures;
mod mrr;
mod others;
mod reason;
#[cfg(test)]
mod tests;
mod waterfall;

pub use cohort::{Cohort, Kept};
pub use collect::{Account, Collector, GroupId, Lost, Metrics, Month};
pub use figures::{Figures, Grr, Kind, Movements, OfAccount};
pub use mrr::monthly;
pub use others::{Adoption, Grouped, Nps, Others, Saves, Utilisation};
pub use reason::{Loss, Reason};
pub use waterfall::{Stage, Step, waterfall};
