//! Killed at any moment, a book has lost nothing that was acknowledged, and nothing in it is half done.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer, keep};
use mainstay::store::load::Value;
use mainstay::store::load::rows;
use mainstay::store::{Book, Location};
use rusqlite::Connection;

const BOOK: &str = "MAINSTAY_TEST_KILLED_BOOK";
const CLOCK: Clock = Clock::Fixed(Day(20_634));

/// Not a test: the program that is killed. Each change makes an account and its task; what is committed is said.
#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn victim() {
    let Some(book) = std::env::var_os(BOOK) else { return };
    let mut writer = Writer::open(&Location::at(PathBuf::from(book)), CLOCK).unwrap();
    let mut out = std::io::stderr();
    for number in 1.. {
        let text = |text: String| Value::Text(text);
        let (account, written) = writer
            .write(&format!("change {number}"), |tx| {
                let account = rows::insert(tx, "account", &[("name", &text(format!("a{number}")))])?;
                rows::insert(
                    tx,
                    "task",
                    &[("account_id", &Value::Int(account)), ("title", &text("x".repeat(1500)))],
                )?;
                rows::update(tx, "account", account, &[("country", &text("done".into()))])?;
                Ok(account)
            })
            .unwrap();
        if written.stale {
            writer.refresh().unwrap();
        }
        writeln!(out, "acknowledged {account}").unwrap();
    }
}

/// Kills a writer again and again on the same book.
fn kill(times: u64) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("book.mainstay"));
    drop(Book::open(&location).unwrap());
    let (mut acknowledged, mut seed) = (Vec::new(), 88_172_645_463_325_252_u64);
    for round in 0..times {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::victim", "--ignored", "--nocapture", "--test-threads", "1"])
            .env(BOOK, location.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let (tell, told) = mpsc::channel::<i64>();
        let listen = thread::spawn(move || {
            let lines = said.lines().map_while(Result::ok);
            lines
                .filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok())
                .for_each(|id| tell.send(id).unwrap());
        });
        // Xorshift: another moment every time, the same ones every run.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        // Every other one is killed after a start, however long that takes on a busy machine; the rest also within it.
        if round % 2 == 0 {
            acknowledged.push(told.recv_timeout(Duration::from_secs(60)).unwrap());
        }
        thread::sleep(Duration::from_millis(20 + seed % 180));
        // SIGKILL on Unix, TerminateProcess on Windows.
        child.kill().unwrap();
        child.wait().unwrap();
        listen.join().unwrap();
        acknowledged.extend(told);

        let conn = Connection::open(location.path()).unwrap();
        let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let half = count(
            "SELECT count(*) FROM account WHERE country IS NOT 'done'
               OR (SELECT count(*) FROM task WHERE account_id = account.id) <> 1",
        );
        assert_eq!(half, 0, "round {round}: half done");
        let there: std::collections::HashSet<i64> = conn
            .prepare("SELECT id FROM account")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let lost: Vec<_> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?}");
        drop(conn);
        let found = keep::examine(&location, CLOCK).unwrap();
        assert!(found.is_ok(), "round {round}: {:?}", found.findings);
    }
    assert!(acknowledged.len() as u64 >= times.div_ceil(2), "only {} changes were made", acknowledged.len());
}

#[test]
fn killed_ten_times_nothing_is_lost_or_half_done() {
    kill(10);
}

#[test]
#[ignore = "takes minutes"]
fn killed_two_hundred_times_nothing_is_lost_or_half_done() {
    kill(200);
}
