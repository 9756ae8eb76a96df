//! Over random sequences of commands: undo all is the start, redo all is the end, the journal is the tables, and
//! cached scores are fresh ones after every step. `JOURNAL_CASES` runs more of them.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::commands::{command, run};
use crate::replay;
use crate::support::Desk;

#[test]
fn random_commands_go_back_to_the_start_and_forth_to_the_end() {
    let cases = std::env::var("JOURNAL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(command(), 1..25), |commands| {
            let mut desk = Desk::empty();
            let start = desk.snapshot();
            for command in &commands {
                run(&mut desk, command);
                desk.assert_fresh();
            }
            replay::assert_journal_is_tables(&desk);
            desk.redo_all();
            let end = desk.snapshot();
            let steps = desk.undo_all();
            assert_eq!(desk.snapshot(), start);
            desk.assert_fresh();
            assert_eq!(desk.redo_all(), steps);
            assert_eq!(desk.snapshot(), end);
            desk.assert_fresh();
            replay::assert_journal_is_tables(&desk);
            Ok(())
        })
        .unwrap();
}
