//! Killed at any moment while its form changes, a whole book is at the place.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use mainstay::store::head::{Form, form};
use rusqlite::Connection;

use crate::shell::Shell;
use crate::{PASSPHRASE, keys, path, rows};

#[test]
fn killed_while_it_is_encrypted_or_decrypted_a_book_is_whole() {
    let shell = Shell::with("");
    keys(&shell);
    // Some megabytes, so that there is something to be in the middle of.
    Connection::open(shell.book())
        .unwrap()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO account (id, name) SELECT i, printf('%d %.*c', i, 900, 'x') FROM n",
        )
        .unwrap();
    let expected = rows(&shell.book(), None);
    let key = path(&shell, "right");
    let command = |form: Form| {
        let word = if form == Form::Plain { "encrypt" } else { "decrypt" };
        let mut command = shell.command(&[word, "--passphrase-file", &key]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    // How long it takes when nobody kills it.
    let started = Instant::now();
    assert!(command(Form::Plain).status().unwrap().success());
    let whole = started.elapsed() + Duration::from_millis(20);
    let mut forms = [0, 0];
    for round in 0..12_u32 {
        let before = form(&shell.book()).unwrap();
        let mut child = command(before).spawn().unwrap();
        thread::sleep(whole * (round + 1) / 12);
        // It may have ended by itself.
        let _ended = child.kill();
        child.wait().unwrap();
        let now = form(&shell.book()).unwrap();
        let passphrase = (now == Form::Sealed).then_some(PASSPHRASE);
        assert_eq!(rows(&shell.book(), passphrase), expected, "round {round}: {before:?} to {now:?}");
        forms[usize::from(now != before)] += 1;
    }
    assert!(forms[0] > 0, "none was killed in time");
}
