//! Over random sequences of commands: undo all is the start, redo all is the end, the journal is the tables, and
//! cached scores are fresh ones after every step. `JOURNAL_CASES` runs more of them.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use mainstay::store::history::{Change, Entry, Filter, MOST, history};

use crate::commands::{command, run};
use crate::replay;
use crate::support::Desk;

/// What is told of an account is what the whole history tells of it, for accounts that are there and that are gone.
fn assert_histories_of_accounts_are_parts_of_the_whole(desk: &Desk) {
    let view = desk.view();
    let told = |filter: &Filter| history(view.reader(), filter, usize::MAX, None).unwrap();
    let whole = told(&Filter::default());
    let accounts: std::collections::BTreeSet<i64> =
        whole.iter().flat_map(|entry| &entry.changes).filter_map(|change| change.account).collect();
    // What a transaction tells is cut off: then there is nothing to compare with.
    let whole: Vec<&Entry> = whole.iter().filter(|entry| !entry.more).collect();
    for account in accounts {
        let own = |entry: &Entry| -> Vec<Change> {
            entry.changes.iter().filter(|change| change.account == Some(account)).cloned().collect()
        };
        let expected: Vec<(i64, Vec<Change>)> =
            whole.iter().map(|entry| (entry.txn, own(entry))).filter(|entry| !entry.1.is_empty()).collect();
        let found: Vec<(i64, Vec<Change>)> = told(&Filter { account: Some(account), ..Filter::default() })
            .into_iter()
            .filter(|entry| entry.changes.len() < MOST && whole.iter().any(|whole| whole.txn == entry.txn))
            .map(|entry| (entry.txn, entry.changes))
            .collect();
        assert_eq!(found, expected, "account {account}");
    }
}

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
                desk.assert_alerts_are_the_facts();
            }
            replay::assert_journal_is_tables(&desk);
            assert_histories_of_accounts_are_parts_of_the_whole(&desk);
            desk.redo_all();
            let end = desk.snapshot();
            let steps = desk.undo_all();
            assert_eq!(desk.snapshot(), start);
            desk.assert_fresh();
            assert_histories_of_accounts_are_parts_of_the_whole(&desk);
            assert_eq!(desk.redo_all(), steps);
            assert_eq!(desk.snapshot(), end);
            desk.assert_fresh();
            replay::assert_journal_is_tables(&desk);
            Ok(())
        })
        .unwrap();
}
