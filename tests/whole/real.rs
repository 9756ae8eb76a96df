//! Real data out and in again.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use mainstay::import::{Request, kind::Kind};
use rusqlite::Connection;

use crate::same::{brought, contents, empty_book, exported, listed, tables};

const RAVENSTACK: [(&str, &str); 5] = [
    ("accounts", "ravenstack_accounts.csv"),
    ("contracts", "ravenstack_subscriptions.csv"),
    ("features", "ravenstack_feature_usage.csv"),
    ("tickets", "ravenstack_support_tickets.csv"),
    ("signals", "ravenstack_churn_events.csv"),
];

/// A folder of the shared data; None, said aloud, where it is absent.
fn shared(folder: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|above| above.join("shared/data").join(folder)).find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no folder ../shared/data/{folder}");
    }
    found
}

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
