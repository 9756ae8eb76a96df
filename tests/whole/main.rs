//! What is exported and imported into an empty book is the same book, to the last value: every table of the schema,
//! every column, whatever stands in it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod fill;
mod real;
mod same;
#[path = "../import/shared.rs"]
mod shared;

use proptest::prelude::*;
use rusqlite::Connection;

use fill::{Choices, fill};
use same::{Folder, brought, columns, contents, empty_book, exported, tables};

/// A book made of choices, and what became of it on the way through files.
fn goes_round(choices: Vec<u32>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let [book, copy] = ["book", "copy"].map(|name| folder.path().join(name));
    empty_book(&book);
    fill(&book, Choices::new(choices));
    let first = exported(&book, &folder.path().join("first"), "csv");
    brought(&first, &copy);
    let (one, other) = (Connection::open(&book).unwrap(), Connection::open(&copy).unwrap());
    for table in tables(&one) {
        let (ours, theirs) = (contents(&one, &table), contents(&other, &table));
        for (our, their) in ours.iter().zip(&theirs) {
            prop_assert_eq!(our, their, "{}", table);
        }
        prop_assert_eq!(ours.len(), theirs.len(), "{}", table);
    }
    for format in ["csv", "json"] {
        let [ours, theirs] = [(&book, "ours"), (&copy, "theirs")]
            .map(|(book, name)| exported(book, &folder.path().join(format).join(name), format));
        prop_assert!(differing(&ours, &theirs).is_none(), "{:?}", differing(&ours, &theirs));
    }
    // A second time changes nothing.
    let journal = |conn: &Connection| -> i64 {
        conn.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap()
    };
    let before = journal(&one);
    brought(&first, &book);
    prop_assert_eq!(journal(&one), before);
    Ok(())
}

/// The first file of two exports that is not the same in both, with its first line that differs.
fn differing(ours: &Folder, theirs: &Folder) -> Option<(String, String, String)> {
    let names: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let text = |folder: &Folder, name: &str| {
        String::from_utf8_lossy(folder.get(name).map(Vec::as_slice).unwrap_or_default()).into_owned()
    };
    names.into_iter().find_map(|name| {
        let (one, other) = (text(ours, name), text(theirs, name));
        let lines = one.lines().map(Some).chain(std::iter::repeat(None));
        let others = other.lines().map(Some).chain(std::iter::repeat(None));
        let (our, their) = lines.zip(others).take(100_000).find(|(one, other)| one != other)?;
        Some((name.clone(), our.unwrap_or("<end>").to_owned(), their.unwrap_or("<end>").to_owned()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_book_goes_round(choices in prop::collection::vec(any::<u32>(), 400..3_000)) {
        goes_round(choices)?;
    }
}

/// A number whose bits all depend on those of another, so that neighbours have nothing in common.
fn mixed(number: u32) -> u32 {
    let number = (number ^ (number >> 16)).wrapping_mul(0x85eb_ca6b);
    let number = (number ^ (number >> 13)).wrapping_mul(0xc2b2_ae35);
    number ^ (number >> 16)
}

/// So that a new table or column cannot be forgotten: it must be filled here, and then come through.
#[test]
fn a_book_with_something_in_every_column_goes_round() {
    let choices: Vec<u32> = (0..60_000).map(mixed).collect();
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    empty_book(&book);
    fill(&book, Choices::new(choices.clone()));
    let conn = Connection::open(&book).unwrap();
    for table in tables(&conn) {
        for column in columns(&conn, &table) {
            let sql = format!("SELECT count(DISTINCT {column}) FROM {table}");
            let values: i64 = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert!(values > 1, "{table}.{column} holds {values} different values: nothing to compare");
        }
    }
    drop(conn);
    goes_round(choices).unwrap();
}
