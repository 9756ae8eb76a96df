//! Without the passphrase: a sentence each, and the book is as it was.

use std::fs;

use crate::shell::Shell;
use crate::{PASSPHRASE, done, encrypted, keys, path};

#[test]
fn what_does_not_open_the_book_is_a_sentence() {
    let shell = encrypted();
    let before = fs::read(shell.book()).unwrap();
    let at = |name: &str| path(&shell, name);
    shell.file("empty", "\n");
    shell.file("binary", [0xFF, 0xFE, b'\n']);
    let cases: &[(&[&str], &str)] = &[
        (&["accounts"], "there is no terminal to ask for it"),
        (&["doctor"], "there is no terminal to ask for it"),
        (&["accounts", "--passphrase-file", &at("wrong")], "the passphrase does not open the book"),
        (&["undo", "--passphrase-file", &at("wrong")], "the passphrase does not open the book"),
        (&["doctor", "--passphrase-file", &at("wrong")], "the passphrase does not open the book"),
        (&["decrypt", "--passphrase-file", &at("wrong")], "the passphrase does not open the book"),
        (&["accounts", "--passphrase-file", &at("none")], "the passphrase cannot be read from"),
        (&["accounts", "--passphrase-file", &at("empty")], "the passphrase is empty"),
        (&["accounts", "--passphrase-file", &at("binary")], "it is no text"),
        (&["encrypt", "--passphrase-file", &at("right")], "the book is encrypted already"),
    ];
    for (arguments, says) in cases {
        let said = shell.complaint(1, arguments);
        assert!(said.contains(says) && said.contains("hint:"), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 2, "{said}");
        assert_eq!(fs::read(shell.book()).unwrap(), before, "{arguments:?}");
    }
    assert!(done(&shell, &["accounts"]).contains("Acme"));
}

#[test]
fn a_passphrase_for_a_book_that_has_none_is_not_taken_for_granted() {
    let shell = Shell::with("INSERT INTO account (id, name) VALUES (1, 'Acme')");
    keys(&shell);
    let said = shell.complaint(1, &["accounts", "--passphrase-file", &path(&shell, "right")]);
    assert!(said.contains("the book is not encrypted") && said.contains("mainstay encrypt"), "{said}");
    assert!(shell.complaint(1, &["decrypt"]).contains("the book is not encrypted"));
    fs::remove_file(shell.book()).unwrap();
    assert!(shell.complaint(1, &["encrypt"]).contains("there is no book"));
    assert!(!shell.book().exists());
}

#[cfg(unix)]
#[test]
fn the_passphrase_can_come_from_a_descriptor() {
    let shell = encrypted();
    let program = env!("CARGO_BIN_EXE_mainstay");
    let run = |script: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", script, program]).arg(shell.book()).arg(path(&shell, "right"));
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, said) = run("exec \"$0\" --book \"$1\" --passphrase-fd 3 accounts 3< \"$2\"");
    assert!(code == Some(0) && said.contains("Acme"), "{said}");
    // A pipe, as a program that keeps passwords has one.
    let (code, said) = run("cat \"$2\" | \"$0\" --book \"$1\" --passphrase-fd 0 accounts");
    assert!(code == Some(0) && said.contains("Acme"), "{said}");
    let (code, said) = run("exec \"$0\" --book \"$1\" --passphrase-fd 9 accounts");
    assert!(code == Some(2) && said.contains("cannot be read from descriptor 9"), "{said}");
}

#[test]
fn the_passphrase_is_taken_as_it_is() {
    for passphrase in ["x'0011'", " spaces at both ends ", "ünïcödé 🔑", "quote \" and ' and ; --"] {
        let shell = Shell::with("INSERT INTO account (id, name) VALUES (1, 'Acme')");
        // Lines end as the system has it.
        shell.file("right", format!("{passphrase}\r\n"));
        done(&shell, &["encrypt"]);
        assert!(done(&shell, &["accounts"]).contains("Acme"), "{passphrase}");
        assert_ne!(passphrase, PASSPHRASE);
    }
}
