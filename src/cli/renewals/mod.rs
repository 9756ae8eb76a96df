//! `renewals`: which contracts end and what is expected of them; `renewal`: what is done to one.

mod act;
mod json;
mod list;
mod show;
pub mod sums;
mod which;

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
pub use json::Told;
pub use list::call;

use super::context::Context;
use super::out::Out;
use crate::domain::Result;
use crate::renewal::By;

/// Which renewals to list.
#[derive(Debug, clap::Args)]
pub struct Renewals {
    /// Only of accounts in which these terms and words hold; see below
    pub filter: Vec<String>,
    /// Those that are due within so many days, and overdue ones
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(i32).range(0..=36_500))]
    pub within: i32,
    /// Sum them up instead: what is due by forecast, weighted, by scenario
    #[arg(long, value_parser = PossibleValuesParser::new(BY.map(|by| by.0)).map(by))]
    pub by: Option<By>,
    /// Only those of this forecast; none for those without one
    #[arg(long, value_name = "FORECAST", conflicts_with = "by")]
    pub forecast: Option<String>,
    /// Only those that are so risky by the rules, or riskier: low, medium, high
    #[arg(long, value_name = "LEVEL", conflicts_with = "by")]
    pub risk: Option<String>,
}

const BY: [(&str, By); 4] =
    [("month", By::Month), ("quarter", By::Quarter), ("csm", By::Csm), ("segment", By::Segment)];

fn by(name: String) -> By {
    BY.into_iter().find(|by| by.0 == name).map_or(By::Month, |by| by.1)
}

fn by_name(by: By) -> &'static str {
    BY.into_iter().find(|known| known.1 == by).map_or("group", |known| known.0)
}

/// What is done to a renewal.
#[derive(Debug, Subcommand)]
pub enum Renewal {
    /// Show the renewals of an account: countdown, checklist, risk, terms, past ones
    Show {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Say what you expect, and why
    Forecast(act::Forecast),
    /// Say how far it has come
    Stage(act::Stage),
    /// Note that the quote is out
    Quote(act::Quote),
    /// Note that the customer gave notice
    Notice(act::Notice),
    /// Close it as won, which writes the next contract: at the same price without options
    Won(act::Won),
    /// Close it as lost, with the reason
    Lost(act::Lost),
}

/// `renewals`
pub fn list(args: &Renewals, context: &Context, out: &mut Out) -> Result<()> {
    match args.by {
        None => list::run(args, context, out),
        Some(by) => sums::run(args, by, context, out),
    }
}

/// `renewal ...`
pub fn run(command: &Renewal, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Renewal::Show { account } => show::run(account, context, out),
        Renewal::Forecast(args) => act::forecast(args, context.for_writing()?, out),
        Renewal::Stage(args) => act::stage(args, context.for_writing()?, out),
        Renewal::Quote(args) => act::quote(args, context.for_writing()?, out),
        Renewal::Notice(args) => act::notice(args, context.for_writing()?, out),
        Renewal::Won(args) => act::won(args, context.for_writing()?, out),
        Renewal::Lost(args) => act::lost(args, context.for_writing()?, out),
    }
}
