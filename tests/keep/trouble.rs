//! Full disks, folders that cannot be written, files that go away, several writers: a sentence each, nothing lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use mainstay::domain::{Day, Kind};
use mainstay::engine::{Clock, Writer};
#[cfg(target_os = "linux")]
use mainstay::store::Reader;
#[cfg(target_os = "linux")]
use mainstay::store::head::{Form, form};
use mainstay::store::load::Value;
use mainstay::store::load::rows;
use mainstay::store::{Location, Tx};
use rusqlite::Connection;

use crate::shell::{Said, Shell};

const CLOCK: Clock = Clock::Fixed(Day(20_634));
const ACME: &str = "INSERT INTO account (id, name) VALUES (1, 'Acme')";

fn accounts(count: usize) -> String {
    let lines = (0..count).map(|number| format!("X-{number},{}{number}\n", "long name ".repeat(20)));
    std::iter::once("external_id,name\n".to_owned()).chain(lines).collect()
}

fn number(shell: &Shell, sql: &str) -> i64 {
    Connection::open(shell.book()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn add(tx: &Tx<'_>, name: &str) -> mainstay::domain::Result<i64> {
    rows::insert(tx, "account", &[("name", &Value::Text(name.into()))])
}

/// A limit on the size of files: the disk is full from there on.
#[cfg(unix)]
#[test]
fn a_full_disk_is_a_sentence_and_the_book_is_as_it_was() {
    let shell = Shell::with(ACME);
    let file = shell.file("accounts.csv", accounts(20_000));
    // In blocks of 512 or 1024 bytes: 1 or 2 MB. The signal that goes with it is ignored, as it is for a full disk.
    let limited = "trap '' XFSZ; ulimit -f 2000; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_mainstay"), "--today", "2026-06-30", "--book"])
        .arg(shell.book())
        .args(["import", "accounts", &file])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("nothing of this change was saved") && said.contains("hint:"), "{said}");
    assert_eq!(number(&shell, "SELECT count(*) FROM account"), 1);
    assert_eq!(shell.run(&["doctor"]).code, 0);
    assert_eq!(shell.run(&["import", "accounts", &file]).code, 0, "with space it works");
    assert_eq!(number(&shell, "SELECT count(*) FROM account"), 20_001);
}

/// The program as somebody whom the modes of files hold back, as they do not hold back the superuser.
#[cfg(unix)]
fn held_back(shell: &Shell, files: &[&Path]) -> impl Fn(&[&str]) -> Said + use<> {
    use std::os::unix::fs::chown;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let mut program = PathBuf::from(env!("CARGO_BIN_EXE_mainstay"));
    let probe = files[0].join("probe");
    let superuser = fs::write(&probe, "").is_ok();
    if superuser {
        fs::remove_file(probe).unwrap();
        // Where nobody else may look for the program.
        program = shell.folder.path().join("program");
        fs::copy(env!("CARGO_BIN_EXE_mainstay"), &program).unwrap();
        for file in files.iter().chain(&[shell.folder.path()]) {
            chown(file, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    let folder = shell.folder.path().to_owned();
    move |arguments| {
        let mut command = Command::new(&program);
        command.args(["--today", "2026-06-30"]).args(arguments).stdin(Stdio::null()).current_dir(&folder);
        if superuser {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let shell = Shell::with(ACME);
    let closed = shell.folder.path().join("closed");
    let path = |name: &str| closed.join(name).to_str().unwrap().to_owned();
    fs::create_dir(&closed).unwrap();
    fs::copy(shell.book(), path("book")).unwrap();
    let before = fs::read(path("book")).unwrap();
    let open = shell.book();
    let open = open.to_str().unwrap();
    let file = shell.file("accounts.csv", accounts(3));
    let close = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    close(0o500);
    let run = held_back(&shell, &[&closed, Path::new(&path("book")), &shell.book(), Path::new(&file)]);
    assert_eq!(run(&["--book", open, "accounts"]).code, 0);
    let cases: &[(&[&str], &str)] = &[
        (&["--book", &path("book"), "accounts"], "the book cannot be opened or written"),
        (&["--book", &path("book"), "import", "accounts", &file], "the book cannot be opened or written"),
        (&["--book", &path("book"), "undo"], "the book cannot be opened or written"),
        (&["--book", &path("book"), "doctor"], "the book cannot be opened or written"),
        (&["--book", &path("book"), "restore", open], "the copy cannot be written"),
        (&["--book", &path("new"), "import", "accounts", &file], "the book cannot be made"),
        (&["--book", &path("new"), "accounts"], "there is no book"),
        (&["--book", open, "backup", &path("copy")], "the copy cannot be written"),
    ];
    for (arguments, says) in cases {
        let said = run(arguments);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(says) && said.err.contains("hint:"), "{arguments:?}: {}", said.err);
        assert_eq!(said.err.matches("error:").count(), 1, "{}", said.err);
    }
    assert_eq!(fs::read(path("book")).unwrap(), before);
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 1);
    // So that the folder can be removed.
    close(0o700);
}

#[test]
fn a_folder_that_is_not_there_is_a_sentence() {
    let shell = Shell::with(ACME);
    let complaint =
        shell.complaint(1, &["backup", shell.folder.path().join("no/such/copy").to_str().unwrap()]);
    assert!(complaint.contains("the copy cannot be written") && complaint.contains("hint:"), "{complaint}");
}

/// Elsewhere an open file cannot be removed.
#[cfg(unix)]
#[test]
fn a_book_that_was_removed_underneath_is_not_written_to_in_vain() {
    let shell = Shell::with(ACME);
    let mut writer = Writer::open(&Location::at(shell.book()), CLOCK).unwrap();
    writer.write("one", |tx| add(tx, "Beta")).unwrap();
    let aside = shell.folder.path().join("moved");
    fs::rename(shell.book(), &aside).unwrap();
    let error = writer.write("two", |tx| add(tx, "Gamma")).unwrap_err();
    assert!(error.what.contains("was moved or removed while it was open"), "{error}");
    assert!(error.hint.is_some());
    // Another one in its place is not the book either.
    fs::copy(&aside, shell.book()).unwrap();
    assert_eq!(writer.write("three", |tx| add(tx, "Gamma")).unwrap_err().kind, Kind::Storage);
    fs::remove_file(shell.book()).unwrap();
    fs::rename(&aside, shell.book()).unwrap();
    writer.write("four", |tx| add(tx, "Delta")).unwrap();
    assert_eq!(number(&shell, "SELECT count(*) FROM account"), 3);
}

/// A process loses its locks on a file when it closes any handle of it. Older programs with SQLite in them then take
/// themselves for the last one, and remove the log from under this one.
#[cfg(target_os = "linux")]
#[test]
fn looking_at_an_open_book_loses_none_of_its_locks() {
    use std::os::unix::fs::MetadataExt;
    let shell = Shell::with(ACME);
    let location = Location::at(shell.book());
    let inode = fs::metadata(shell.book()).unwrap().ino();
    let locked = || {
        let (pid, file) = (format!(" {} ", std::process::id()), format!(":{inode} "));
        let locks = fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(|line| line.contains(&pid) && line.contains(&file))
    };
    let mut writer = Writer::open(&location, CLOCK).unwrap();
    writer.write("one", |tx| add(tx, "Beta")).unwrap();
    assert!(locked());
    drop(Reader::open(&location).unwrap());
    assert_eq!(form(location.path()).unwrap(), Form::Plain);
    assert!(locked());
    drop(writer);
    assert!(!locked());
}

#[test]
fn several_writers_at_once_wait_for_each_other_and_lose_nothing() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", accounts(500));
    let book = shell.book();
    let writers: Vec<_> = (0..2)
        .map(|writer| {
            let location = Location::at(book.clone());
            thread::spawn(move || {
                let mut open = Writer::open(&location, CLOCK).unwrap();
                for number in 0..40 {
                    open.write("load", |tx| add(tx, &format!("{writer}-{number}"))).unwrap();
                }
            })
        })
        .collect();
    let said = shell.run(&["import", "accounts", &file]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(number(&shell, "SELECT count(*) FROM account"), 580);
    assert_eq!(shell.run(&["doctor"]).code, 0);
}

#[test]
fn a_writer_that_never_lets_go_is_named_and_not_called_locked() {
    let shell = Shell::with(ACME);
    let holder = Connection::open(shell.book()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let file = shell.file("accounts.csv", accounts(1));
    let complaint = shell.complaint(1, &["import", "accounts", &file]);
    assert!(complaint.contains("another program is writing to the book"), "{complaint}");
    assert!(!complaint.contains("locked"), "{complaint}");
}
