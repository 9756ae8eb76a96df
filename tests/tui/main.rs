//! The dashboard: what its screens look like, what keys do, the loop, and the program in a terminal.

#[cfg(test)]
mod alerts;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod cleanup;
#[cfg(test)]
mod dashboard;
#[cfg(test)]
mod editing;
#[cfg(test)]
mod editors;
#[cfg(test)]
mod enablement;
#[cfg(test)]
mod expansion;
#[cfg(test)]
mod fake;
#[cfg(test)]
mod flows;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod listed;
#[cfg(test)]
mod looping;
#[cfg(test)]
mod onboarding;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod planning;
#[cfg(test)]
mod plays;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod records;
#[cfg(test)]
mod renewal;
#[cfg(test)]
mod renewals;
#[cfg(test)]
mod revenue;
#[cfg(test)]
mod rules;
mod screens;
#[cfg(test)]
mod shot;
#[cfg(test)]
mod start;
#[cfg(test)]
mod story;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod today;
#[cfg(test)]
mod window;
