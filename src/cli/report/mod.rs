//! `report`: documents to hand on, as Markdown or HTML, or JSON and CSV for programs.

mod account;
mod json;
mod onboarding;
mod renewals;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Subcommand, ValueHint};

use super::args::Window;
use super::context::Context;
use super::out::Out;
use super::plan::quarter;
use crate::domain::text::clean;
use crate::domain::{Error, Kind, Quarter, Result};
use crate::onboarding::results::By;
use crate::store::access::write_private;

/// The reports.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// How onboarding went in a period: first outcomes, days to them, where time is lost
    Onboarding {
        #[command(flatten)]
        window: Window,
        /// Break down by this alone; without it, by each
        #[arg(long, value_parser = PossibleValuesParser::new(By::ALL.map(By::name)).map(by))]
        by: Option<By>,
        #[command(flatten)]
        to: To,
    },
    /// What is due, what is expected of it, what changed and why; a file that ends in .html has the timeline
    Renewals {
        /// Those that are due within so many days, and overdue ones
        #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(i32).range(0..=36_500))]
        within: i32,
        #[command(flatten)]
        to: To,
    },
    /// The business review of an account: goals, value, use, support, what people answered, what comes next
    Qbr {
        #[command(flatten)]
        about: About,
        #[command(flatten)]
        to: To,
    },
    /// The plan of an account, to agree on with the customer
    Plan {
        #[command(flatten)]
        about: About,
        #[command(flatten)]
        to: To,
    },
}

/// Which account and quarter a document is about, and whose text it has.
#[derive(Debug, clap::Args)]
pub struct About {
    /// The account's id, external id, domain or name
    account: String,
    /// The quarter, such as 2026-Q3; without it, the one that runs (of a review: in its first month the one before)
    #[arg(long, value_name = "QUARTER", value_parser = quarter)]
    quarter: Option<Quarter>,
    /// With a page that is not for the customer: health, renewal, risks, expansion
    #[arg(long)]
    internal: bool,
    /// Take the text from this file, which somebody completed, instead of writing it anew; --output names the HTML file
    #[arg(long, value_name = "FILE.md", value_hint = ValueHint::FilePath, requires = "output")]
    from: Option<PathBuf>,
}

/// Where a report goes.
#[derive(Debug, clap::Args)]
pub struct To {
    /// Write it to this file, which is replaced; without it, to standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

fn by(name: String) -> By {
    By::ALL.into_iter().find(|by| by.name() == name).unwrap_or(By::Template)
}

pub fn run(report: &Report, context: &Context, out: &mut Out) -> Result<()> {
    match report {
        Report::Onboarding { window, by, to } => {
            let period = window.period(context.day())?;
            let results = context.view()?.onboarding_results(period)?;
            to.deliver(&onboarding::text(&results, *by, context)?, out)
        }
        Report::Renewals { within, to } => to.deliver(&renewals::text(*within, to.is_html(), context)?, out),
        Report::Qbr { about, to } => account::review(about, to, context, out),
        Report::Plan { about, to } => account::plan(about, to, context, out),
    }
}

impl To {
    /// Whether the name of the file says HTML.
    fn is_html(&self) -> bool {
        let end = self.output.as_deref().and_then(Path::extension).and_then(|end| end.to_str());
        end.is_some_and(|end| ["html", "htm"].iter().any(|html| end.eq_ignore_ascii_case(html)))
    }

    fn deliver(&self, text: &str, out: &mut Out) -> Result<()> {
        let Some(file) = &self.output else { return out.text(text) };
        write_private(file, text.as_bytes()).map_err(|error| refused(file, &error))?;
        out.text(&format!("Wrote {}\n", clean(&file.display().to_string())))
    }
}

fn refused(file: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::Storage, format!("the report cannot be written ({error})"))
        .at(file.display())
        .hint("name a file in a folder that you may write to, on a disk with space")
}
