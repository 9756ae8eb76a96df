//! `backup`, `restore` and the backup of the day.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mainstay::domain::Day;
use mainstay::engine::{Clock, Desk, Event};
use mainstay::store::{Book, Location, backup};
use rusqlite::Connection;

use crate::shell::{Shell, keys};

const ACME: &str = "INSERT INTO account (id, name) VALUES (1, 'Acme')";

fn names(book: &Path) -> Vec<String> {
    let conn = Connection::open(book).unwrap();
    let mut statement = conn.prepare("SELECT name FROM account ORDER BY id").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn sql(book: &Path, sql: &str) {
    Connection::open(book).unwrap().execute_batch(sql).unwrap();
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The books that were kept aside.
fn kept(shell: &Shell) -> Vec<PathBuf> {
    let names = files(shell.folder.path()).into_iter();
    names
        .filter(|name| name.contains(".before-restore-"))
        .map(|name| shell.folder.path().join(name))
        .collect()
}

#[test]
fn a_copy_is_one_sound_file_of_the_owner_alone_also_while_somebody_writes() {
    let shell = Shell::with(ACME);
    let writer = Connection::open(shell.book()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO account (name) VALUES ('not committed')").unwrap();
    let target = shell.folder.path().join("copy");
    let said = shell.json(&["backup", target.to_str().unwrap()]);
    assert_eq!(keys(&said), ["bytes", "file"]);
    assert_eq!(said["bytes"].as_u64().unwrap(), fs::metadata(&target).unwrap().len());
    assert_eq!(files(shell.folder.path()).iter().filter(|name| name.starts_with("copy")).count(), 1);
    assert_eq!(names(&target), ["Acme"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_file_that_is_there_is_only_replaced_when_told() {
    let shell = Shell::with(ACME);
    let target = shell.file("notes.txt", "precious");
    let complaint = shell.complaint(1, &["backup", &target]);
    assert!(complaint.contains("is there already") && complaint.contains("--overwrite"), "{complaint}");
    assert_eq!(fs::read(&target).unwrap(), b"precious");
    assert_eq!(shell.run(&["backup", &target, "--overwrite"]).code, 0);
    assert_eq!(names(Path::new(&target)), ["Acme"]);
}

#[test]
fn a_backup_comes_back_and_the_present_book_is_kept_aside() {
    let shell = Shell::with(ACME);
    let backup = shell.folder.path().join("copy").to_str().unwrap().to_owned();
    assert_eq!(shell.run(&["backup", &backup]).code, 0);
    sql(&shell.book(), "UPDATE account SET name = 'Later'");
    let said = shell.json(&["restore", &backup]);
    assert_eq!(keys(&said), ["book", "from", "kept"]);
    let kept = kept(&shell);
    assert_eq!(kept.len(), 1);
    assert_eq!(said["kept"], kept[0].to_str().unwrap());
    assert_eq!(names(&shell.book()), ["Acme"]);
    assert_eq!(names(&kept[0]), ["Later"]);
    // And the other way round.
    assert_eq!(shell.run(&["restore", kept[0].to_str().unwrap()]).code, 0);
    assert_eq!(names(&shell.book()), ["Later"]);
    assert_eq!(shell.run(&["doctor"]).code, 0);
}

#[test]
fn nothing_of_the_former_book_leaks_into_the_new_one() {
    let shell = Shell::with(ACME);
    let backup = shell.folder.path().join("copy").to_str().unwrap().to_owned();
    assert_eq!(shell.run(&["backup", &backup]).code, 0);
    // A program that was killed: its changes are in the WAL alone.
    let conn = Connection::open(shell.book()).unwrap();
    conn.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE account SET name = 'In the log'").unwrap();
    let wal = shell.folder.path().join("test.mainstay-wal");
    let (book, log) = (fs::read(shell.book()).unwrap(), fs::read(&wal).unwrap());
    assert!(!log.is_empty());
    drop(conn);
    fs::write(shell.book(), book).unwrap();
    fs::write(&wal, log).unwrap();
    assert_eq!(shell.run(&["restore", &backup]).code, 0);
    assert!(!wal.exists());
    assert_eq!(names(&shell.book()), ["Acme"]);
    assert_eq!(names(&kept(&shell)[0]), ["In the log"]);
}

#[test]
fn a_backup_comes_back_where_there_is_no_book_and_where_it_is_broken() {
    let shell = Shell::with(ACME);
    let backup = shell.folder.path().join("copy").to_str().unwrap().to_owned();
    assert_eq!(shell.run(&["backup", &backup]).code, 0);
    fs::remove_file(shell.book()).unwrap();
    assert_eq!(shell.run(&["restore", &backup]).code, 0);
    assert_eq!(names(&shell.book()), ["Acme"]);
    assert_eq!(kept(&shell), <[PathBuf; 0]>::default());
    let torn = [b"SQLite format 3\0".as_slice(), &[7; 9000]].concat();
    fs::write(shell.book(), &torn).unwrap();
    assert_eq!(shell.run(&["restore", &backup]).code, 0);
    assert_eq!(names(&shell.book()), ["Acme"]);
    assert_eq!(fs::read(&kept(&shell)[0]).unwrap(), torn);
}

#[test]
fn what_is_no_sound_book_is_refused_before_anything_is_touched() {
    let shell = Shell::with(ACME);
    let path = |name: &str| shell.folder.path().join(name).to_str().unwrap().to_owned();
    shell.file("text", "id,name\n1,Acme\n");
    shell.file("empty", "");
    sql(Path::new(&path("foreign")), "CREATE TABLE t (x)");
    for (name, change) in [
        ("newer", "PRAGMA user_version = 99"),
        ("triggered", "CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM account; END"),
        ("viewed", "CREATE VIEW v AS SELECT 1"),
        ("bare", "DROP TABLE task"),
    ] {
        assert_eq!(shell.run(&["backup", &path(name)]).code, 0);
        sql(Path::new(&path(name)), change);
    }
    // A page in the middle of a sound copy is lost.
    assert_eq!(shell.run(&["backup", &path("torn")]).code, 0);
    let mut bytes = fs::read(path("torn")).unwrap();
    bytes[8192..16384].fill(0x5A);
    fs::write(path("torn"), bytes).unwrap();
    let before = fs::read(shell.book()).unwrap();
    for (name, says) in [
        ("missing", "there is no such file"),
        ("text", "is not a Mainstay book"),
        ("empty", "is empty"),
        ("foreign", "database of another program"),
        ("newer", "newer Mainstay"),
        ("triggered", "triggers that this program did not make"),
        ("viewed", "views that this program did not make"),
        ("bare", "the table task is missing"),
        ("torn", "damaged"),
        ("test.mainstay", "is the book itself"),
    ] {
        let complaint = shell.complaint(1, &["restore", &path(name)]);
        assert!(complaint.contains(says), "{name}: {complaint}");
        assert!(complaint.contains("hint:"), "{name}: {complaint}");
        assert_eq!(fs::read(shell.book()).unwrap(), before, "{name}");
        assert_eq!(kept(&shell), <[PathBuf; 0]>::default(), "{name}");
        assert!(!files(shell.folder.path()).iter().any(|name| name.contains(".unready-")), "{name}");
    }
}

#[test]
fn a_book_that_is_open_elsewhere_is_not_replaced() {
    let shell = Shell::with(ACME);
    let backup = shell.folder.path().join("copy").to_str().unwrap().to_owned();
    assert_eq!(shell.run(&["backup", &backup]).code, 0);
    let book = Book::open(&Location::at(shell.book())).unwrap();
    let complaint = shell.complaint(1, &["restore", &backup]);
    assert!(complaint.contains("is open in another program") && complaint.contains("close"), "{complaint}");
    assert_eq!(kept(&shell), <[PathBuf; 0]>::default());
    drop(book);
    assert_eq!(shell.run(&["restore", &backup]).code, 0);
}

#[test]
fn the_backup_of_the_day_is_made_once_and_old_ones_go() {
    let shell = Shell::with("");
    let location = Location::at(shell.book());
    let day = |text: &str| Day::parse(text).unwrap();
    assert_eq!(backup::daily(&location, day("2026-06-01")).unwrap(), None, "there is nothing to lose yet");
    sql(&shell.book(), ACME);
    let made = backup::daily(&location, day("2026-06-01")).unwrap().unwrap();
    assert_eq!(names(&made), ["Acme"]);
    assert_eq!(backup::daily(&location, day("2026-06-01")).unwrap(), None);
    let folder = backup::folder_of(&location);
    fs::write(folder.join("my own.txt"), "kept").unwrap();
    // Left by a program that was stopped.
    let left = folder.join("2026-06-01.mainstay.unready-Ab12Cd");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("copy"), "half").unwrap();
    fs::write(left.join("lock"), "").unwrap();
    for date in 2..=30 {
        backup::daily(&location, day(&format!("2026-06-{date:02}"))).unwrap().unwrap();
    }
    // Seven days back to the 24th; 2026-06-07, -14 and -21 are Sundays.
    let expected = ["07", "14", "21", "24", "25", "26", "27", "28", "29", "30"]
        .map(|date| format!("2026-06-{date}.mainstay"))
        .into_iter()
        .chain(["my own.txt".into()]);
    assert_eq!(files(&folder), expected.collect::<Vec<_>>());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(
            fs::metadata(made.with_file_name("2026-06-30.mainstay")).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn a_command_that_writes_makes_the_backup_first_and_does_without_it() {
    let shell = Shell::with(ACME);
    let file = shell.file("accounts.csv", "external_id,name\nA-2,Beta\n");
    let said = shell.run(&["import", "accounts", &file]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let days = backup::days(&Location::at(shell.book())).unwrap();
    assert_eq!(days.len(), 1);
    assert_eq!(names(&backup::of_day(&Location::at(shell.book()), days[0])), ["Acme"]);
    // A file stands where the folder should be.
    let folder = backup::folder_of(&Location::at(shell.book()));
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    let file = shell.file("accounts.csv", "external_id,name\nA-3,Gamma\n");
    let said = shell.run(&["import", "accounts", &file]);
    assert_eq!(said.code, 0);
    assert!(said.err.starts_with("warning: today's backup was not made"), "{}", said.err);
    assert_eq!(names(&shell.book()), ["Acme", "Beta", "Gamma"]);
}

#[test]
fn the_dashboard_makes_the_backup_of_the_day_and_warns_of_others_who_read() {
    let shell = Shell::with(ACME);
    let location = Location::at(shell.book());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(shell.book(), fs::Permissions::from_mode(0o640)).unwrap();
    }
    let (desk, mut heard) = Desk::open(&location, Clock::Fixed(Day(20_634)), None).unwrap();
    let started = Instant::now();
    let mut warned = !cfg!(unix);
    while backup::days(&location).unwrap().is_empty() || !warned {
        assert!(started.elapsed() < Duration::from_secs(10), "backup and warning did not come");
        match heard.try_recv() {
            Ok(Event::Trouble(error)) => {
                assert!(error.what.contains("other users of this machine can read the book"), "{error}");
                warned = true;
            }
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    drop(desk);
    let days = backup::days(&location).unwrap();
    assert_eq!(names(&backup::of_day(&location, days[0])), ["Acme"]);
}

#[test]
fn an_older_book_is_copied_before_it_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("book"));
    // A book of schema 1, as its first version made it.
    let first = include_str!("../../assets/schema/0001_book.sql");
    let first = first.replace("{uid}", "hex(randomblob(16))").replace("{day}", "BETWEEN -25567 AND 84005");
    sql(
        location.path(),
        &format!("PRAGMA application_id = {}; {first}; PRAGMA user_version = 1; {ACME}", 0x4D4E_5354),
    );
    drop(Book::open(&location).unwrap());
    let copy = backup::folder_of(&location).join("schema-1.mainstay");
    assert_eq!(names(&copy), ["Acme"]);
    let version: i64 =
        Connection::open(&copy).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 1);
    assert_eq!(names(location.path()), ["Acme"]);
}
