//! Expansion, pure: who is ready to buy more and why, what stands against it, what they do not have yet, what a
//! proposal returns, and the pipeline.
//!
//! [`Account::finding`] is the one rule of candidates: screens, commands and the trigger ask it. [`Readiness`] says how
//! ready in points, and ranks; it decides nothing. [`Peers`] tells which features that an account does not have suit
//! customers like it. Numbers are the policy's, section `[expansion]`.

mod account;
mod deal;
mod draft;
mod finding;
mod readiness;
mod roi;
mod whitespace;

#[cfg(test)]
mod tests;

pub use account::Account;
pub use deal::{Deal, DealChange, DealId, Pipeline, Proposal, StageSum};
pub use draft::Draft;
pub use finding::{Block, Finding, Late, Limit, Reason, Rule};
pub use readiness::{Line, Readiness};
pub use roi::{Return, RoiInputs};
pub use whitespace::{Fit, Gap, Peers, Share, Vote};
