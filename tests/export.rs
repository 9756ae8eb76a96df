//! What is exported and imported into an empty book is the same book.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test from end to end

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Output};

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer};
use mainstay::import::{Request, kind::Kind};
use mainstay::sample;
use mainstay::store::Location;
use mainstay::store::native::KINDS;
use rusqlite::Connection;
use rusqlite::types::Value;

/// 2026-06-30 is day 20634.
const TODAY: &str = "2026-06-30";

/// What no file of the sample has: rows without ids of another system, names that several share, cells that a
/// spreadsheet would run, what only forms write, odd text.
const ODDITIES: &str = r#"
    INSERT INTO setting (name, value) VALUES ('currency', 'EUR'), ('policy', '[usage.licence_utilisation]
weight = 7');
    INSERT INTO exchange_rate (currency, from_on, rate_micro) VALUES ('USD', 20000, 900001);
    INSERT INTO team_member (name, email, role, active) VALUES ('Lea Lead', 'lea@x.example', 'lead', 0);
    INSERT INTO segment (name, cadence_days, target_days) VALUES ('=weird, "segment"', 9, 30);
    INSERT INTO account (id, name, tags, stage) VALUES (9001, 'Twin', 'a;b', 3), (9002, 'Twin', NULL, 5),
      (9003, '=cmd|'' /C calc''!A0', NULL, 2), (9004, '''tis fine', NULL, 2), (9005, '''=x', NULL, 2),
      (9006, '@home', NULL, 2), (9007, 'naïve 東京 🚀', NULL, 2);
    UPDATE account SET parent_id = 9002 WHERE id = 9001;
    UPDATE account SET segment_id = (SELECT max(id) FROM segment), csm_id = (SELECT max(id) FROM team_member),
      country = '-', industry = '+1 555' WHERE id = 9007;
    INSERT INTO contract (id, account_id, start_on, yearly_minor, currency) VALUES (9001, 9001, 20000, 123456, NULL);
    INSERT INTO contact (id, account_id, name, email) VALUES (9001, 9001, 'Ann', NULL), (9002, 9001, 'Ann', NULL),
      (9003, 9002, 'Ann', 'a@x.example');
    INSERT INTO survey (account_id, contact_id, kind, score_micro, answered_on) VALUES (9001, 9002, 0, 9000000, 20600);
    INSERT INTO survey (account_id, respondent, kind, score_micro, scale_micro, answered_on)
      VALUES (9001, 'A stranger', 1, 6500000, 7000000, 20600);
    INSERT INTO touchpoint (id, account_id, touched_on, kind, text, by_id)
      VALUES (90001, 9001, 20600, 1, '-', 1), (90002, 9001, 20600, 1, '- list
- of things, "quoted"', NULL), (90003, 9001, 20600, 1, '-', 1);
    INSERT INTO touchpoint_attendee (touchpoint_id, contact_id, name)
      VALUES (90001, 9002, NULL), (90001, NULL, 'A stranger'), (90002, 9001, NULL);
    INSERT INTO goal (id, account_id, title, our_role) VALUES (90001, 9001, 'Same', 'We train'), (90002, 9001, 'Same', NULL);
    INSERT INTO goal_update (goal_id, updated_on, status, note) VALUES (90001, 20600, 1, 'first'), (90002, 20610, 3, NULL);
    INSERT INTO plan (id, account_id, quarter, written_on) VALUES (90001, 9001, '2026-Q3', 20600);
    INSERT INTO plan_item (plan_id, section, position, title) VALUES (90001, 'risk', 2, 'Same'), (90001, 'risk', 1, 'Same');
    INSERT INTO onboarding (id, account_id, started_on) VALUES (90001, 9001, 20600);
    INSERT INTO step (onboarding_id, position, title, due_on, note) VALUES (90001, 5, 'Kickoff', 20601, 'x'), (90001, 4, 'Kickoff', 20602, NULL);
    INSERT INTO renewal (account_id, contract_id, due_on, amount_minor) VALUES (9001, 9001, 21000, 99);
    INSERT INTO task (account_id, title, snoozed_until) VALUES (NULL, 'Mine alone', 20640), (9002, '=1+1', NULL), (9002, '=1+1', NULL);
    INSERT INTO health_override (account_id, band, reason, set_on, expires_on, by_id)
      VALUES (9001, 2, 'We know', 20600, 20700, 1), (9001, 1, 'No longer', 20600, 20650, NULL);
    INSERT INTO metric (id, name) VALUES (9001, '+odd metric');
    INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (9001, 9001, 20600, 0, 0.1),
      (9001, 9001, 20600, 9001, 123456789.125), (9002, 9001, 20600, 0, -3);
"#;

fn mainstay(book: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    command.env_remove("MAINSTAY_TODAY").env("MAINSTAY_BOOK", book);
    command.args(["--today", TODAY]).args(arguments).output().unwrap()
}

fn writer(book: &Path) -> Writer {
    Writer::open(&Location::at(book), Clock::Fixed(Day::parse(TODAY).unwrap())).unwrap()
}

fn import(writer: &mut Writer, kind: &str, bytes: Vec<u8>) {
    let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
    let report = writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
}

/// The sample with everything that it does not have.
fn make(book: &Path) {
    let mut writer = writer(book);
    for (kind, csv) in sample::FILES {
        import(&mut writer, kind, sample::dated(csv, Day::parse(TODAY).unwrap()).unwrap().into_bytes());
    }
    Connection::open(book).unwrap().execute_batch(ODDITIES).unwrap();
    writer.refresh().unwrap();
}

/// Brings every file of an export into a book, in the order in which it was written.
fn bring(folder: &Path, book: &Path) {
    let mut writer = writer(book);
    for kind in KINDS {
        if let Ok(bytes) = std::fs::read(folder.join(format!("{}.csv", kind.name))) {
            import(&mut writer, kind.name, bytes);
        }
    }
}

/// Tables that an account's records are in.
const TABLES: [&str; 24] = [
    "segment",
    "team_member",
    "account",
    "contract",
    "contact",
    "metric",
    "usage",
    "feature",
    "feature_use",
    "ticket",
    "survey",
    "touchpoint",
    "touchpoint_attendee",
    "signal",
    "goal",
    "goal_update",
    "onboarding",
    "step",
    "plan",
    "plan_item",
    "renewal",
    "opportunity",
    "task",
    "health_override",
];

fn columns(conn: &Connection, table: &str) -> Vec<String> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// What rows of a table are called by others, whatever their number: the id elsewhere, the name, else the identity.
fn keys(conn: &Connection, table: &str) -> HashMap<i64, String> {
    let columns = columns(conn, table);
    let key = match () {
        () if columns.iter().any(|column| column == "external_id") => "coalesce(external_id, uid)",
        () if columns.iter().any(|column| column == "name") => "name",
        () => "uid",
    };
    let mut statement = conn.prepare(&format!("SELECT id, {key} FROM {table}")).unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// The rows of a table with what they refer to by its key, sorted.
fn contents(conn: &Connection, table: &str) -> Vec<String> {
    let columns = columns(conn, table);
    let mut references: HashMap<String, HashMap<i64, String>> = HashMap::new();
    let mut foreign = conn.prepare("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)").unwrap();
    let pairs =
        foreign.query_map([table], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    for (column, to) in pairs.map(Result::unwrap) {
        references.insert(column, keys(conn, &to));
    }
    if table == "usage" || table == "feature_use" {
        references.insert("contract_id".into(), keys(conn, "contract"));
    }
    let by_uid = columns.iter().any(|column| column == "external_id");
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let rows = statement.query_map([], |row| {
        let mut cells = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let value: Value = row.get(place)?;
            let elsewhere = by_uid && !matches!(row.get::<_, Value>("external_id")?, Value::Null);
            cells.push(match (column.as_str(), &value) {
                ("id", _) => continue,
                ("uid", _) if !by_uid || elsewhere => continue,
                (_, Value::Integer(id)) if references.contains_key(column) => {
                    references[column].get(id).cloned().unwrap_or_else(|| format!("#{id}"))
                }
                _ => format!("{column}={value:?}"),
            });
        }
        Ok(cells.join(" "))
    });
    let mut rows: Vec<String> = rows.unwrap().map(Result::unwrap).collect();
    rows.sort();
    rows
}

#[test]
fn everything_exported_into_an_empty_book_is_the_same_book_and_into_its_own_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let [book, copy] = ["book", "copy"].map(|name| folder.path().join(name));
    make(&book);
    let files = folder.path().join("export");
    let output = mainstay(&book, &["export", "all", "--output", files.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    bring(&files, &copy);
    let (one, other) = (Connection::open(&book).unwrap(), Connection::open(&copy).unwrap());
    for table in TABLES.iter().chain(&["setting", "exchange_rate"]) {
        let (ours, theirs) = (contents(&one, table), contents(&other, table));
        for (our, their) in ours.iter().zip(&theirs) {
            assert_eq!(our, their, "{table}");
        }
        assert_eq!(ours.len(), theirs.len(), "{table}");
        assert!(!ours.is_empty(), "{table}: nothing to compare");
    }
    // What a CSM sees is the same, too.
    let shown = |book: &Path| {
        let accounts = mainstay(book, &["accounts", "--format", "json"]);
        let mut rows: Vec<serde_json::Value> = serde_json::from_slice(&accounts.stdout).unwrap();
        rows.iter_mut().for_each(|row| drop(row.as_object_mut().unwrap().remove("id")));
        rows.sort_by_key(ToString::to_string);
        rows
    };
    assert_eq!(shown(&book), shown(&copy));

    let journal = |conn: &Connection| {
        conn.query_row("SELECT count(*) FROM journal", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let before = journal(&one);
    bring(&files, &book);
    assert_eq!(journal(&one), before);
}

#[test]
fn a_merge_of_two_full_accounts_is_taken_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    make(&book);
    let conn = Connection::open(&book).unwrap();
    let all = || TABLES.map(|table| contents(&conn, table));
    let before = all();
    let mut writer = writer(&book);
    // The first two accounts of the sample that have no plan of the same quarter.
    let pair = conn.query_row(
        "SELECT k.id, g.id FROM account k JOIN account g ON g.id > k.id WHERE NOT EXISTS (
           SELECT 1 FROM plan p JOIN plan q USING (quarter) WHERE p.account_id = k.id AND q.account_id = g.id)
           AND EXISTS (SELECT 1 FROM usage WHERE account_id = k.id) AND EXISTS (SELECT 1 FROM usage WHERE account_id = g.id)
         ORDER BY k.id, g.id LIMIT 1",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    );
    let (keep, gone) = pair.unwrap();
    writer.write("Merged", |tx| mainstay::edit::merge(tx, keep, gone)).unwrap();
    assert_ne!(all(), before);
    writer.undo().unwrap();
    assert!(all() == before, "the book is not as it was");
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    import(&mut writer(&book), "accounts", b"external_id,name\nA-1,=Acme\n".to_vec());
    let files = folder.path().join("a/b");
    mainstay(&book, &["export", "all", "--output", files.to_str().unwrap()]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&files), mode(&files.join("accounts.csv"))), (0o700, 0o600));
    assert!(!files.join("tickets.csv").exists());
    assert!(std::fs::read_to_string(files.join("accounts.csv")).unwrap().contains("\nA-1,'=Acme,"));
}

#[test]
fn one_kind_goes_to_standard_output_as_csv_or_json() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    import(&mut writer(&book), "accounts", b"external_id,name,employees\nA-1,Acme,5\nA-2,Beta,\n".to_vec());
    let out = |arguments: &[&str]| String::from_utf8(mainstay(&book, arguments).stdout).unwrap();
    let csv = out(&["export", "accounts"]);
    assert!(csv.starts_with("external_id,name,domain,") && csv.contains("\nA-1,Acme,"), "{csv}");
    let json: serde_json::Value =
        serde_json::from_str(&out(&["export", "accounts", "--format", "json"])).unwrap();
    assert_eq!((&json[0]["employees"], &json[1]["name"]), (&5.into(), &"Beta".into()));
    assert_eq!(out(&["export", "tickets", "--format", "json"]), "[\n]\n");
    for wrong in
        [["export", "all"].as_slice(), &["export", "accounts", "--format", "md"], &["export", "cows"]]
    {
        let output = mainstay(&book, wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty());
    }
}
