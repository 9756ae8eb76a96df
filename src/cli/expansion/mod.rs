//! `expansion`: who is ready to buy more, what stands against it, the pipeline; `opportunity`: what is done to one.

mod act;
mod json;
mod list;
mod show;

use clap::Subcommand;

use super::context::Context;
use super::out::Out;
use crate::domain::{Day, Result};

/// Candidates, those that something stands against, and the pipeline.
#[derive(Debug, clap::Args)]
pub struct Expansion {
    /// Only of accounts in which these terms and words hold; of an opportunity a word may be of its title. See below
    pub filter: Vec<String>,
    /// The opportunities alone, a row each, closed ones too
    #[arg(long)]
    pub pipeline: bool,
    /// Count proposals and expansions after this day; without it, of the last year
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::args::day)]
    pub from: Option<Day>,
}

/// What is done to an opportunity. It is called by its id, or by a part of its title that no other one has.
#[derive(Debug, Subcommand)]
pub enum Opportunity {
    /// Show an account: readiness with its arithmetic, what it does not have yet, its opportunities
    Show {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Open one; what is not said is as the reasons found suggest
    Add(act::Add),
    /// Say how far it has come: identified, proposal, presented, business case
    Stage(act::Stage),
    /// Note who at the customer approved it
    Approve(act::Approve),
    /// Close it as won, which writes the contract
    Won(act::Won),
    /// Close it as lost, with the reason
    Lost(act::Lost),
}

/// `expansion`
pub fn list(args: &Expansion, context: &Context, out: &mut Out) -> Result<()> {
    list::run(args, context, out)
}

/// `opportunity ...`
pub fn run(command: &Opportunity, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Opportunity::Show { account } => show::run(account, context, out),
        Opportunity::Add(args) => act::add(args, context.for_writing()?, out),
        Opportunity::Stage(args) => act::stage(args, context.for_writing()?, out),
        Opportunity::Approve(args) => act::approve(args, context.for_writing()?, out),
        Opportunity::Won(args) => act::won(args, context.for_writing()?, out),
        Opportunity::Lost(args) => act::lost(args, context.for_writing()?, out),
    }
}
