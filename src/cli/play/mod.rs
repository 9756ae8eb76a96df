//! `play` and `intervention`: plays that run and which of them work, what is done about accounts at risk.

mod act;
mod intervention;
mod list;

use clap::Subcommand;

use super::context::Context;
use super::out::Out;
use crate::domain::{PlayOutcome, Result};

pub use intervention::{Intervention, run as intervention};

/// Plays.
#[derive(Debug, Subcommand)]
pub enum Play {
    /// List the plays that run, the latest step first; --figures says which plays work
    List(list::List),
    /// List the playbooks, or show the steps of one
    Books {
        /// Its name, or a part of it
        name: Option<String>,
    },
    /// Start a play: its steps become tasks with days and owners
    Start(act::Start),
    /// Finish a play: what came of it, and why
    Finish(act::Finish),
    /// Let a play that has ended run again
    Resume {
        /// Its id
        play: i64,
    },
    /// Draft a message with what is known of an account; nothing is sent. Without a name the messages are listed
    Message(act::Message),
}

/// Reads an outcome that was typed.
fn outcome(text: &str) -> std::result::Result<PlayOutcome, String> {
    PlayOutcome::parse(text).map_err(|error| error.to_string())
}

/// `play ...`
pub fn run(command: &Play, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Play::List(args) => list::run(args, context, out),
        Play::Books { name } => list::books(name.as_deref(), context, out),
        Play::Start(args) => act::start(args, context.for_writing()?, out),
        Play::Finish(args) => act::finish(args, context.for_writing()?, out),
        Play::Resume { play } => act::resume(*play, context.for_writing()?, out),
        Play::Message(args) => act::message(args, context, out),
    }
}
