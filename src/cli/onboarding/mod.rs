//! `onboarding`: those that run, one of an account, its start and its end, templates, holidays.

mod act;
mod holiday;
mod list;
mod show;
mod start;
mod template;

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};

use super::context::Context;
use super::out::Out;
use crate::domain::Result;

/// Onboardings.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Onboarding {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Only of this CSM
    #[arg(long, value_name = "NAME")]
    pub csm: Option<String>,
    /// Only of this segment
    #[arg(long, value_name = "NAME")]
    pub segment: Option<String>,
    /// Only those that stand so
    #[arg(long, value_name = "STATE")]
    pub state: Option<list::Only>,
    /// Only those whose account takes its training so
    #[arg(long, value_name = "CONSUMPTION")]
    pub training: Option<list::Takes>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the onboarding of an account with its steps
    Show {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Start one from a template
    Start(start::Start),
    /// Finish the one that runs
    Finish(act::Finish),
    /// Take up one again that was finished
    Resume {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Confirm the first outcome of an account
    Outcome(act::Outcome),
    /// List the templates
    Templates,
    /// Show, write or delete a template
    #[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
    Template {
        #[command(subcommand)]
        command: Option<Template>,
        /// Show this one
        name: Option<String>,
    },
    /// List the holidays on which no step falls, add or remove one
    Holiday {
        #[command(subcommand)]
        command: Option<Holiday>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Template {
    /// Print a template as TOML
    Show {
        /// Its name, or a part of it
        name: String,
    },
    /// Check a template file
    Check {
        /// The file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Write a template file into the book; one of the same name gives way
    Set {
        /// The file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Delete a template of the book; a built-in one of its name comes back
    Delete {
        /// Its name, or a part of it
        name: String,
        /// Although onboardings that run came from it; they keep their steps
        #[arg(long)]
        anyway: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Holiday {
    /// Add a holiday
    Add {
        /// The day
        day: String,
        /// What it is called
        name: Vec<String>,
    },
    /// Remove a holiday
    Remove {
        /// The day
        day: String,
    },
}

/// `onboarding ...`
pub fn run(args: &Onboarding, context: &Context, out: &mut Out) -> Result<()> {
    match &args.command {
        None => list::run(args, context, out),
        Some(Command::Show { account }) => show::run(account, context, out),
        Some(Command::Start(args)) => start::run(args, context, out),
        Some(Command::Finish(args)) => act::finish(args, context.for_writing()?, out),
        Some(Command::Resume { account }) => act::resume(account, context.for_writing()?, out),
        Some(Command::Outcome(args)) => act::outcome(args, context.for_writing()?, out),
        Some(Command::Templates) => template::list(context, out),
        Some(Command::Template { command, name }) => {
            template::run(command.as_ref(), name.as_deref(), context, out)
        }
        Some(Command::Holiday { command }) => holiday::run(command.as_ref(), context, out),
    }
}
