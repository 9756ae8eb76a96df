//! `plans`, `plan`, `checkins`, `services` and `advocacy`: account plans and what stands beside them.

mod act;
mod checkins;
mod item;
mod list;
mod record;
mod show;
mod template;

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};

use super::context::Context;
use super::out::Out;
use crate::domain::{Error, Quarter, Result};
use crate::plan::{Head, Plan, Standing};
use crate::store::{Reads, plan as book};

pub use checkins::{CheckIns, run as checkins};
pub use list::{Plans, run as plans};
pub use record::{Advocacy, Services, advocacy, services};
pub use show::as_json;

/// The plan of an account.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the plan of an account: that of this quarter, else the next, else the last
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Write a plan: from the one before it, from a template, or empty
    Write(act::Write),
    /// The customer agrees to it
    Agree(act::Agree),
    /// It was looked at again
    Review(act::Review),
    /// Change its own fields: goals, communication, renewal_strategy, next_review_on and so on
    Set(item::Set),
    /// Add an item to a part of it: milestone, adoption, expansion, risk
    Add(item::Add),
    /// Change an item
    Change(item::Change),
    /// An item is done
    Done(item::Done),
    /// An item is to be done again
    Reopen(item::Named),
    /// Take an item out of the plan
    Remove(item::Named),
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
}

/// What is done with a template of plans.
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
    },
}

/// Which plan.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The quarter, such as 2026-Q3; without it, this one, else the next, else the last
    #[arg(long, value_name = "QUARTER", value_parser = quarter)]
    pub quarter: Option<Quarter>,
}

/// Reads a quarter that was typed.
pub(super) fn quarter(text: &str) -> std::result::Result<Quarter, String> {
    Quarter::parse(text).map_err(|error| error.to_string())
}

impl Which {
    /// The plan that is meant.
    ///
    /// # Errors
    /// No such account, or it has no such plan; or the book cannot be read.
    pub(super) fn find(&self, on: &impl Reads, context: &Context) -> Result<Plan> {
        let account = super::account::resolve(on, &self.account)?;
        let day = context.day();
        let mut plans = book::of_account(on, account)?;
        plans.retain(|plan| plan.written_on <= day);
        let heads: Vec<Head> = plans.iter().map(|plan| Head::of(plan, day)).collect();
        let meant = match self.quarter {
            Some(quarter) => plans.iter().position(|plan| plan.quarter == quarter),
            None => {
                let counts = Standing::of(&heads, day).plan.map(|head| head.id);
                plans.iter().position(|plan| Some(plan.id) == counts)
            }
        };
        let of = self.quarter.map_or(String::new(), |quarter| format!(" for {quarter}"));
        meant.map(|place| plans.swap_remove(place)).ok_or_else(|| {
            Error::not_found(format!(
                "there is no plan{of} of \"{}\"",
                crate::domain::text::clean(&self.account)
            ))
            .hint("write one with: mainstay plan write ACCOUNT --template standard")
        })
    }
}

/// `plan ...`
pub fn run(command: &Command, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Command::Show { which } => show::run(which, context, out),
        Command::Write(args) => act::write(args, context, out),
        Command::Agree(args) => act::agree(args, context.for_writing()?, out),
        Command::Review(args) => act::review(args, context.for_writing()?, out),
        Command::Set(args) => item::set(args, context.for_writing()?, out),
        Command::Add(args) => item::add(args, context.for_writing()?, out),
        Command::Change(args) => item::change(args, context.for_writing()?, out),
        Command::Done(args) => item::done(args, context.for_writing()?, out),
        Command::Reopen(args) => item::reopen(args, context.for_writing()?, out),
        Command::Remove(args) => item::remove(args, context.for_writing()?, out),
        Command::Templates => template::list(context, out),
        Command::Template { command, name } => template::run(command.as_ref(), name.as_deref(), context, out),
    }
}
