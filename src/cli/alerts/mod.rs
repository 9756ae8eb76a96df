//! `alerts`: what the rules found; put off, dismissed, listed again.

mod act;
mod list;

use clap::{Subcommand, ValueEnum};

use super::context::Context;
use super::out::Out;
use crate::domain::{Band, Level, Result};

pub use list::run as list;

/// Alerts.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Alerts {
    #[command(subcommand)]
    command: Option<Command>,
    /// Terms and words that must all hold of the account; see below
    filter: Vec<String>,
    /// Only of this rule
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Also those that are put off or dismissed
    #[arg(long)]
    all: bool,
    /// Exit with 3 where one of these is listed: of an account in this band or worse, or as pressing as this or more
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

/// What a scheduler wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Of a red account
    Red,
    /// Of a yellow or red account
    Yellow,
    /// Of high severity
    High,
    /// Of medium or high severity
    Medium,
    /// Of any severity
    Low,
    /// Any
    Any,
}

impl FailOn {
    /// Whether an alert of this severity, of an account in this band, is one.
    fn is(self, severity: Level, band: Option<Band>) -> bool {
        match self {
            FailOn::Red => band == Some(Band::Red),
            FailOn::Yellow => matches!(band, Some(Band::Red | Band::Yellow)),
            FailOn::High => severity >= Level::High,
            FailOn::Medium => severity >= Level::Medium,
            FailOn::Low | FailOn::Any => true,
        }
    }
}

/// Whose alert is meant.
#[derive(Debug, clap::Args)]
struct Which {
    /// The account's id, external id, domain or name
    account: String,
    /// The name of the rule, or a part of it
    rule: String,
    /// With it, all alerts that fired at once with this one
    #[arg(long)]
    group: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Put an alert off until a day
    Snooze {
        #[command(flatten)]
        which: Which,
        /// Until when, such as +1w, mon, 2026-03-01
        #[arg(allow_hyphen_values = true)]
        until: String,
    },
    /// Say that there is nothing to do about an alert; it stays silent until what it is about is over
    Dismiss {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(required = true)]
        reason: Vec<String>,
    },
    /// List an alert again that was put off or dismissed
    Wake {
        #[command(flatten)]
        which: Which,
    },
}

/// `alerts ...`
pub fn run(args: &Alerts, context: &Context, out: &mut Out) -> Result<()> {
    match &args.command {
        None => list(args, context, out),
        Some(command) => act::run(command, context.for_writing()?, out),
    }
}
