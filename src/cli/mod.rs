//! The command line: every fact of the dashboard, for scripts, schedules and tests. One small file a command.
//!
//! Results go to standard output, everything else to standard error. Exit 0: done; 1: failed, with what happened and
//! what to do; 2: wrong usage; 3: what `--fail-on` asks to hear of is there. A reader that closes the pipe early is no error.

mod account;
mod accounts;
mod alerts;
mod args;
mod assessments;
mod calendar;
mod cancel;
mod context;
mod dashboard;
mod definitions;
mod edit;
mod encrypt;
mod expansion;
mod export;
mod history;
mod import;
mod imports;
mod json;
mod keep;
mod metrics;
mod onboarding;
mod out;
mod page;
mod passphrase;
mod plan;
mod play;
mod policy;
mod rejects;
mod renewals;
mod report;
mod rules;
mod show;
mod story;
mod table;
mod template;
mod today;
mod trainings;
mod undo;
mod why;

use std::process::ExitCode;

use clap::Parser;

use crate::domain::{Kind, Result};
use crate::engine;
use crate::report::{html, words};
use crate::store::of_book;
use args::{Args, Command, Imports, Plain};
use context::Context;
use out::Out;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version come this way too. That nobody reads them is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = Out::stdout();
    match run(args, &mut out).and_then(|()| out.finish()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.kind == Kind::Alarm {
                out::warn(&error)
            } else {
                out::complain(&error)
            }
            ExitCode::from(match error.kind {
                Kind::Usage => 2,
                Kind::Alarm => 3,
                _ => 1,
            })
        }
    }
}

/// The options alone come first: the dashboard takes no more, and what describes every command costs its start a
/// tenth. Whatever they do not understand is for the whole definition, errors and help too.
fn parse() -> clap::error::Result<Args> {
    match Plain::try_parse() {
        Ok(Plain { globals }) => Ok(Args { globals, command: None }),
        Err(_) => Args::try_parse(),
    }
}

fn run(args: Args, out: &mut Out) -> Result<()> {
    let Args { command, globals } = args;
    match command {
        // These need no book.
        Some(Command::Completions { shell }) => definitions::completions(shell, out),
        Some(Command::Man) => definitions::man(out),
        command => {
            // The dashboard warns by itself, and doctor finds it.
            let warns = !matches!(command, None | Some(Command::Demo | Command::Doctor { .. }));
            let mut context = Context::new(globals)?;
            match &command {
                // A book of its own, and one that is about to get its key.
                Some(Command::Demo | Command::Encrypt) => {}
                Some(Command::Restore { file }) => context.unlock(Some(file))?,
                _ => context.unlock(None)?,
            }
            // That of demo has a place of its own.
            let own = !matches!(command, Some(Command::Demo));
            on_book(command, &context, out)
                .map_err(|error| if own { of_book(error, context.location.path()) } else { error })?;
            // Last, when it is certain that it is a book.
            if warns && let Some(warning) = engine::keep::warning(&context.location) {
                out.finish()?;
                out::warn(&warning);
            }
            Ok(())
        }
    }
}

fn on_book(command: Option<Command>, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        None => dashboard::open(context),
        Some(Command::Demo) => dashboard::demo(context),
        Some(Command::Import(args)) => import::run(args, context.for_writing()?, out),
        Some(Command::Imports { command: None }) => imports::list(context, out),
        Some(Command::Imports { command: Some(Imports::Undo { run }) }) => {
            undo::import(run, context.for_writing()?, out)
        }
        Some(Command::Undo { txn }) => undo::undo(txn, context.for_writing()?, out),
        Some(Command::Redo) => undo::redo(context.for_writing()?, out),
        Some(Command::History(args)) => history::run(args, context, out),
        Some(Command::Accounts { filter }) => accounts::run(&filter, context, out),
        Some(Command::Today(args)) => today::run(&args, context, out),
        Some(Command::Alerts(args)) => alerts::run(&args, context, out),
        Some(Command::Rules { command }) => rules::run(&command, context, out),
        Some(Command::Show { account }) => show::run(&account, context, out),
        Some(Command::Why { account, since }) => why::run(&account, since, context, out),
        Some(Command::Set(args)) => edit::set(&args, context.for_writing()?, out),
        Some(Command::Log(args)) => edit::log(&args, context.for_writing()?, out),
        Some(Command::Task { command }) => edit::task(&command, context, out),
        Some(Command::Signal { command }) => edit::signal(&command, context, out),
        Some(Command::Onboarding(args)) => onboarding::run(&args, context, out),
        Some(Command::Renewals(args)) => renewals::list(&args, context, out),
        Some(Command::Renewal { command }) => renewals::run(&command, context, out),
        Some(Command::Plans(args)) => plan::plans(&args, context, out),
        Some(Command::Plan { command }) => plan::run(&command, context, out),
        Some(Command::Play { command }) => play::run(&command, context, out),
        Some(Command::Intervention { command }) => play::intervention(&command, context, out),
        Some(Command::Checkins(args)) => plan::checkins(&args, context, out),
        Some(Command::Services(args)) => plan::services(&args, context, out),
        Some(Command::Advocacy(args)) => plan::advocacy(&args, context, out),
        Some(Command::Handoff(args)) => edit::handoff(&args, context, out),
        Some(Command::Expansion(args)) => expansion::list(&args, context, out),
        Some(Command::Opportunity { command }) => expansion::run(&command, context, out),
        Some(Command::Step(args)) => edit::step(&args, context.for_writing()?, out),
        Some(Command::Assess(args)) => edit::assess(&args, context, out),
        Some(Command::Assessments { command }) => assessments::run(command, context, out),
        Some(Command::Training { command }) => edit::training(&command, context, out),
        Some(Command::Goal { command }) => story::goal(&command, context, out),
        Some(Command::People { command }) => story::people(&command, context, out),
        Some(Command::Timeline(args)) => story::timeline(&args, context, out),
        Some(Command::Usage(args)) => story::usage(&args, context, out),
        Some(Command::Merge(args)) => edit::merge(&args, context.for_writing()?, out),
        Some(Command::Delete(args)) => edit::delete(&args, context.for_writing()?, out),
        Some(Command::Metrics(args)) => metrics::run(&args, context, out),
        Some(Command::Report { command }) => report::run(&command, context, out),
        Some(Command::Export(args)) => export::run(&args, context, out),
        Some(Command::Policy { command }) => policy::run(command, context, out),
        Some(Command::Backup { file, overwrite }) => keep::backup(&file, overwrite, context, out),
        Some(Command::Restore { file }) => keep::restore(&file, context.for_writing()?, out),
        Some(Command::Encrypt) => encrypt::encrypt(context.for_writing()?, out),
        Some(Command::Decrypt) => encrypt::decrypt(context.for_writing()?, out),
        Some(Command::Doctor { mend, yes }) => keep::doctor(mend, yes, context, out),
        Some(Command::Completions { .. } | Command::Man) => Ok(()),
    }
}
