//! Renewals, pure: every contract that ends has one.
//!
//! A renewal is derived from its contract. The book holds a row of it only once somebody works on it (a stage, a
//! forecast, an amount of its own) or a CRM brought one: so an import of contracts makes no rows, a contract whose end
//! is corrected takes its untouched renewal along, and nothing is to be kept in step. [`pair::of_account`] puts
//! contracts and rows together; [`risk`], [`checklist`] and [`forecast`] judge what it gives.

mod change;
pub mod checklist;
pub mod forecast;
pub mod lanes;
mod pair;
mod rates;
pub mod risk;
mod simulate;
mod standing;
mod term;
mod whatif;

pub use change::{Change, changes};
pub use forecast::{Bucket, By, Coverage, Part, SUREST_FIRST, Sums};
pub use pair::{Contract, Earlier, Record, Renewal, RenewalId, continued, of_account, uplifted};
pub use rates::{Chance, ENOUGH, OwnRates, last_calls};
pub use risk::{Factor, Known, Risk};
pub use simulate::{Bet, DRAWS, Spread, spread};
pub use standing::{Flag, urgency};
pub use term::{Dates, Length, next_end};
pub use whatif::{Outcome, terms_then};
