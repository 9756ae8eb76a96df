//! What every screen looks like, text and styles, at three sizes; and that none breaks at any size.

#[cfg(test)]
#[path = "../support/dashboard.rs"]
mod dashboard;
#[cfg(test)]
#[path = "../support/keys.rs"]
mod keys;
#[cfg(test)]
mod screens;
