//! An independent calculation of health, held against the program from end to end: books made from seeds go in as native
//! CSV files, `accounts` and `why` come out as JSON, and every figure has to agree, for the day of the import and for
//! past days. The calculation follows the written rules of health and shares no code with the program's scorer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

mod book;
mod calc;
mod cases;
mod compare;
mod explain;
mod files;
mod generate;
mod measures;
mod money;
mod program;
mod reading;
mod rng;

use std::ops::Range;
use std::thread;

use compare::Comparison;
use program::Program;

/// Makes the book of a seed, and compares every account on every day; `why` of each `every`-th account.
fn compare(seed: u64, every: usize) -> Comparison {
    let made = generate::make(seed);
    let program = Program::with(&made.book, made.days[0]);
    let mut comparison = Comparison::new(seed);
    for (turn, day) in made.days.into_iter().enumerate() {
        comparison.accounts(&program.json(Some(day), &["accounts"]), &made.book, day);
        let since = day - [7, 28, 91][turn];
        for account in made.book.accounts.iter().skip(turn % every).step_by(every) {
            let why = program.json(Some(day), &["why", &account.external_id, "--since", &book::iso(since)]);
            comparison.why(&why, &made.book, account, since, day);
        }
    }
    comparison
}

/// Compares the books of the seeds, a few of them at a time.
fn agree(seeds: Range<u64>, every: usize) {
    let seeds: Vec<u64> = seeds.collect();
    let mut comparisons: Vec<Comparison> = Vec::new();
    for some in seeds.chunks(3) {
        thread::scope(|scope| {
            let running: Vec<_> =
                some.iter().map(|seed| scope.spawn(move || compare(*seed, every))).collect();
            comparisons.extend(running.into_iter().map(|one| one.join().unwrap()));
        });
    }
    let fields: usize = comparisons.iter().map(|comparison| comparison.fields).sum();
    let differences: Vec<String> =
        comparisons.into_iter().flat_map(|comparison| comparison.differences).collect();
    let shown = differences.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} of {fields} fields differ:\n{shown}", differences.len());
}

#[test]
fn the_program_agrees_with_an_independent_calculation() {
    agree(0..6, 4);
}

#[test]
#[ignore = "minutes: more books, and every account explained"]
fn the_program_agrees_on_many_more_books() {
    agree(0..60, 1);
}
