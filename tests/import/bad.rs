//! What is no table of the kind is refused with one sentence, and the book is as it was.

use std::ops::ControlFlow;

use mainstay::domain::Kind as ErrorKind;
use mainstay::import::kind::ALL;
use mainstay::import::{self, Request};
use mainstay::store::Tx;
use proptest::prelude::*;

use crate::shelf::{Shelf, request};

#[test]
fn bad_files_are_refused_with_a_sentence_that_names_the_file_and_the_way_out() {
    let mut shelf = Shelf::new();
    let long = format!("external_id,name\n1,{}\n", "x".repeat(10_000_000));
    let bad = [
        ("", "empty"),
        ("external_id,name\n", "nothing below"),
        ("1,Acme\n2,Beta\n", "no line of column names"),
        ("id,phone\n1,2\n", "no column for name"),
        ("\u{1F}\u{8B}", "no line of column names"),
        (&long, "characters long"),
    ];
    for (text, word) in bad {
        let error = shelf.run(&request("accounts", text)).unwrap_err();
        assert!(error.what.starts_with("file.csv: ") && error.what.contains(word), "{error}");
        assert!(error.hint.is_some(), "{error}");
    }
    assert_eq!(shelf.one("SELECT count(*) FROM import_run"), "0");
}

#[test]
fn a_nul_refuses_its_record_alone() {
    let mut shelf = Shelf::new();
    let report = shelf.import("accounts", "external_id,name\n1,Ac\0me\n2,Beta\n");
    assert_eq!((report.created, report.rejected), (1, 1));
    assert!(report.rejects[0].message.contains("NUL"));
}

#[test]
fn hostile_names_are_kept_as_they_are() {
    let mut shelf = Shelf::new();
    let name = "=cmd|' /C calc'!A0 \u{202E}\u{1B}[31m";
    shelf.import("accounts", &format!("external_id,name\n1,\"{name}\"\n"));
    assert_eq!(shelf.one("SELECT name FROM account"), name);
}

#[test]
fn cancelling_leaves_nothing() {
    let mut shelf = Shelf::new();
    let rows: String = (0..20_000).map(|n| format!("{n},Name {n}\n")).collect();
    let wanted = request("accounts", &format!("external_id,name\n{rows}"));
    for stop_after in [1, 3, 7] {
        let mut told = 0;
        let mut progress = |_| {
            told += 1;
            if told > stop_after { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let outcome = shelf.book.transact(|tx: &Tx<'_>| import::run(tx, &wanted, &mut progress));
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::Cancelled);
        assert_eq!(shelf.one("SELECT count(*) FROM account"), "0");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..ALL.len()) {
        thread_local!(static SHELF: std::cell::RefCell<Shelf> = std::cell::RefCell::new(Shelf::new()));
        let mut request = Request::new(&ALL[kind], "file.csv", bytes);
        request.create_accounts = true;
        SHELF.with_borrow_mut(|shelf| drop(shelf.run(&request)));
    }

    #[test]
    fn no_cells_make_it_panic(cells in proptest::collection::vec("[-0-9a-zA-Z,;.:/ €$%\"=E+\u{0}é]{0,12}", 0..60), kind in 0..ALL.len()) {
        thread_local!(static SHELF: std::cell::RefCell<Shelf> = std::cell::RefCell::new(Shelf::new()));
        let columns: Vec<&str> = ALL[kind].columns.iter().map(|column| column.name).collect();
        let rows: Vec<String> = cells.chunks(columns.len()).map(|row| row.join(",")).collect();
        let text = format!("{}\n{}\n", columns.join(","), rows.join("\n"));
        let mut request = Request::new(&ALL[kind], "file.csv", text.into_bytes());
        request.create_accounts = true;
        SHELF.with_borrow_mut(|shelf| drop(shelf.run(&request)));
    }
}
