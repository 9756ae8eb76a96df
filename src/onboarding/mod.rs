//! Onboarding, pure: from signature to first outcome, and on.

pub mod results;
