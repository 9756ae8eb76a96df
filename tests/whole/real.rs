//! Real data out and in again.

use std::ops::ControlFlow;

use mainstay::import::{Request, kind::Kind};
use rusqlite::Connection;

use crate::same::{brought, contents, empty_book, exported, listed, tables};
use crate::shared::{RAVENSTACK, shared};

fn goes_round(source: &str) {
    let Some(source) = shared(source) else { return };
    let folder = tempfile::tempdir().unwrap();
    let [book, copy] = ["book", "copy"].map(|name| folder.path().join(name));
    let mut writer = empty_book(&book);
    for (kind, file) in RAVENSTACK {
        let request =
            Request::new(Kind::named(kind).unwrap(), file, std::fs::read(source.join(file)).unwrap());
        writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    writer.refresh().unwrap();
    drop(writer);
    brought(&exported(&book, &folder.path().join("files"), "csv"), &copy);
    let (one, other) = (Connection::open(&book).unwrap(), Connection::open(&copy).unwrap());
    for table in tables(&one) {
        assert!(contents(&one, &table) == contents(&other, &table), "{table} differs");
    }
    assert_eq!(listed(&book, "2024-12-31"), listed(&copy, "2024-12-31"));
}

#[test]
fn ravenstack_goes_round() {
    goes_round("ravenstack/iso");
}

#[test]
fn ravenstack_with_day_first_dates_goes_round() {
    goes_round("ravenstack/ddmmyyyy");
}
