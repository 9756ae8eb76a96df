//! What can be typed: the one definition behind parsing, help, completions and the manual page.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use super::alerts::Alerts;
use super::assessments::Assessments;
use super::edit;
use super::expansion::{Expansion, Opportunity};
use super::export::Export;
use super::metrics::Metrics;
use super::onboarding::Onboarding;
use super::plan;
use super::play;
use super::renewals::{Renewal, Renewals};
use super::report::Report;
use super::rules;
use super::story;
use super::today::Today;
use crate::domain::{Day, Period};
use crate::store::native;

/// A keyboard-driven terminal workbench for customer success: one binary, one SQLite file, offline.
///
/// Without a command the dashboard opens.
#[derive(Debug, Parser)]
#[command(name = "mainstay", version, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be typed without a command.
#[derive(Debug, Parser)]
#[command(disable_help_flag = true)]
pub struct Plain {
    #[command(flatten)]
    pub globals: Globals,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
pub struct Globals {
    /// The book to use; without it, the one in the platform's data folder
    #[arg(long, global = true, value_name = "FILE", env = "MAINSTAY_BOOK", hide_env_values = true,
          value_hint = ValueHint::FilePath)]
    pub book: Option<PathBuf>,
    /// Take this day for today
    #[arg(long, global = true, value_name = "YYYY-MM-DD", env = "MAINSTAY_TODAY", hide_env_values = true,
          value_parser = day)]
    pub today: Option<Day>,
    /// Show a past day, computed from the facts known then; nothing can be changed
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Day>,
    /// Who you are on the team: what you log is by you; without it, by the CSM of the account
    #[arg(long, global = true, value_name = "NAME", env = "MAINSTAY_ME", hide_env_values = true)]
    pub me: Option<String>,
    /// How results are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// Read the passphrase of an encrypted book from this open file descriptor (Unix)
    #[arg(long, global = true, value_name = "N", conflicts_with = "passphrase_file")]
    pub passphrase_fd: Option<u32>,
    /// Read the passphrase of an encrypted book from the first line of a file; - reads standard input
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people
    Table,
    /// The contract for scripts
    Json,
    /// For spreadsheets
    Csv,
    /// Markdown
    Md,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the dashboard on a private copy of the sample book
    Demo,
    /// Import a CSV or spreadsheet file; importing it again changes nothing
    Import(Import),
    /// List past imports, or take one back
    Imports {
        #[command(subcommand)]
        command: Option<Imports>,
    },
    /// List accounts, the worst first
    #[command(after_help = FILTERS)]
    Accounts {
        /// Terms and words that must all hold; see below
        filter: Vec<String>,
    },
    /// List what needs somebody today, the most pressing customer first
    #[command(after_help = FILTERS)]
    Today(Today),
    /// List the alerts that are open, the most pressing first; put one off or dismiss it
    #[command(after_help = FILTERS)]
    Alerts(Alerts),
    /// When alerts are raised: show, check and try rules, make them the book's own
    Rules {
        #[command(subcommand)]
        command: rules::Command,
    },
    /// Show everything about one account
    Show {
        /// Its id, external id, domain or name
        account: String,
    },
    /// Explain a score: its arithmetic, what moved it, what would make it green
    Why {
        /// The account's id, external id, domain or name
        account: String,
        /// Explain what moved the score since this day; without it, since 28 days ago
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        since: Option<Day>,
    },
    /// Change fields of an account
    Set(edit::Set),
    /// Log a touchpoint
    Log(edit::Log),
    /// Add, finish, put off and list tasks
    Task {
        #[command(subcommand)]
        command: edit::Task,
    },
    /// Note, close and list signals
    Signal {
        #[command(subcommand)]
        command: edit::Signal,
    },
    /// List the onboardings that run, the worst first; start, show and finish one; its templates
    Onboarding(Onboarding),
    /// List the renewals that are due, by day; --by sums them up as a forecast
    #[command(after_help = FILTERS)]
    Renewals(Renewals),
    /// Show the renewals of an account; forecast, quote, notice, won, lost
    Renewal {
        #[command(subcommand)]
        command: Renewal,
    },
    /// List who is ready to buy more and why, what stands against it, and the pipeline
    #[command(after_help = FILTERS)]
    Expansion(Expansion),
    /// Show an account's expansion; open an opportunity, move it on, approve, won, lost
    Opportunity {
        #[command(subcommand)]
        command: Opportunity,
    },
    /// Change a step of an account's onboarding
    Step(edit::Step),
    /// List accounts by their plans, the worst first: who has none, what is stale, which review is due
    Plans(plan::Plans),
    /// The plan of an account for a quarter: show, write, agree, review it, work on its items
    Plan {
        #[command(subcommand)]
        command: plan::Command,
    },
    /// Plays: those that run, which of them work; start and finish one, draft its messages
    Play {
        #[command(subcommand)]
        command: play::Play,
    },
    /// What is done about an account at risk: five steps, weekly reviews, saved or lost
    Intervention {
        #[command(subcommand)]
        command: play::Intervention,
    },
    /// List when accounts are to be touched next, the latest first; plan the next time
    Checkins(plan::CheckIns),
    /// List professional services, paid once; add and change them
    Services(plan::Services),
    /// List what customers were asked for as advocates; ask, and note the answer
    Advocacy(plan::Advocacy),
    /// Show or change what sales handed over
    Handoff(edit::Handoff),
    /// Assess an account by a short questionnaire, or show how it stands
    Assess(edit::Assess),
    /// The questionnaires that assess asks
    Assessments {
        #[command(subcommand)]
        command: Option<Assessments>,
    },
    /// Training sessions and webinars: who is invited, who came, who takes too little
    Training {
        #[command(subcommand)]
        command: edit::Training,
    },
    /// The goals of an account: list them, say how one stands
    Goal {
        #[command(subcommand)]
        command: story::Goal,
    },
    /// The people at an account: who is who, who is missing, who takes over
    People {
        #[command(subcommand)]
        command: story::People,
    },
    /// Show what happened at an account, newest first
    Timeline(story::Timeline),
    /// Show what an account uses: licences, trends, features; or the series
    Usage(story::Usage),
    /// Make one account of two, with the records of both
    Merge(edit::Merge),
    /// Delete an account with everything that belongs to it
    Delete(edit::Delete),
    /// Measure a period: MRR movements, NRR, GRR, logo retention, churn reasons, cohorts, NPS, CSAT
    Metrics(Metrics),
    /// Write a report, as Markdown unless --format says otherwise
    Report {
        #[command(subcommand)]
        command: Report,
    },
    /// Write data as files; importing them into an empty book gives the same book
    Export(Export),
    /// The health policy
    Policy {
        #[command(subcommand)]
        command: Policy,
    },
    /// Take back the last change, or one older change that nothing depends on
    Undo {
        /// The number of an older change, as history lists it
        #[arg(value_name = "CHANGE")]
        txn: Option<i64>,
    },
    /// Do again what the last undo took back
    Redo,
    /// List changes, newest first: who, when, what from and to
    History(History),
    /// Copy the book to a file, also while it is in use
    Backup {
        /// The copy
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Replace the file if it is there
        #[arg(long)]
        overwrite: bool,
    },
    /// Bring a backup back; the present book is kept aside
    Restore {
        /// The backup; those that are made by themselves are beside the book, in a folder that ends in .backups
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Encrypt the book with a passphrase, which every command and the dashboard then asks for
    Encrypt,
    /// Take the encryption of the book away
    Decrypt,
    /// Check the book: the file, its schema, its history, its scores, who can read it
    Doctor {
        /// Mend what can be mended, asking before each repair
        #[arg(long)]
        mend: bool,
        /// Do not ask
        #[arg(long, requires = "mend")]
        yes: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell to complete in
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What to import and how.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// What the rows are
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(native::KINDS.iter().map(|kind| kind.name)))]
    pub kind: String,
    /// The file, CSV or XLSX; - reads standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The program that the file comes from, where its columns do not tell
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Take a field from a column; can be given several times
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write rejected rows to this file, each with the reason
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rejects: Option<PathBuf>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// How dates such as 03/04/2026 read
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<Dates>,
    /// Usage with a column for each metric
    #[arg(long)]
    pub wide: bool,
    /// Create accounts that rows name and the book does not have
    #[arg(long)]
    pub create_accounts: bool,
}

#[derive(Debug, Subcommand)]
pub enum Imports {
    /// Take an import back; rows edited since are kept and listed
    Undo {
        /// The number of the run, as imports lists it
        run: i64,
    },
}

/// Which changes to list.
#[derive(Debug, clap::Args)]
pub struct History {
    /// Only of this account: its id, external id, domain or name; id:7 for one that is deleted
    pub account: Option<String>,
    /// Only of this field, such as stage or csm
    #[arg(long, value_name = "FIELD")]
    pub field: Option<String>,
    /// Only by this person; external for other programs
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Only on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub since: Option<Day>,
    /// Only on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub until: Option<Day>,
    /// At most this many changes
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// Which comes first in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// The day: 3 April is 03/04
    Dmy,
    /// The month: 3 April is 04/03
    Mdy,
}

#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Print the policy that scores are made by, as TOML
    Show,
    /// Check a policy file
    Check {
        /// The file, a partial policy
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

const FILTERS: &str = "\
Filter terms:
  band:red,yellow  csm:NAME  segment:high-touch  stage:onboarding  tag:NAME  driver:touch
  arr>50k  arr<=1.2m  renewal<90d  health<60  trend<-5  coverage<50
Other words are found in the name, letters in their order. ! in front of a term turns it around.
Quote < > and ! for your shell.";

/// What figures are of: the days after --from up to --to.
#[derive(Debug, clap::Args)]
pub struct Window {
    /// Compare from this day; without it, from a year before the end
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// The last day; without it, today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<Day>,
}

impl Window {
    /// The period that is meant.
    ///
    /// # Errors
    /// It has no day in it.
    pub fn period(&self, today: Day) -> crate::domain::Result<Period> {
        Period::meant(self.from, self.to, today)
    }
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|error| error.to_string())
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err("write it as field=Column, such as arr=\"Annual Revenue\"".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn options_can_follow_the_command() {
        let args = Args::try_parse_from([
            "mainstay",
            "accounts",
            "band:red",
            "!tag:x",
            "--format",
            "json",
            "--as-of",
            "2026-03-01",
        ])
        .unwrap();
        assert_eq!(args.globals.format, Format::Json);
        assert_eq!(args.globals.as_of, Day::from_ymd(2026, 3, 1));
        assert!(
            matches!(args.command, Some(Command::Accounts { filter }) if filter == ["band:red", "!tag:x"])
        );
    }
}
