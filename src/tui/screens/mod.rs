//! The screens. None knows another: moving from one to the other is an action.

pub mod account;
pub mod board;
pub mod expansion;
pub mod onboarding;
pub mod plans;
pub mod renewals;
pub mod today;
