//! The passphrase is asked for in a terminal, once, and never shown.
#![cfg(unix)]

use mainstay::store::head::{Form, form};

use crate::shell::Shell;
use crate::window::Window;
use crate::{BOOK, PASSPHRASE, encrypted};

fn open(shell: &Shell, arguments: &[&str]) -> Window {
    let book = shell.book();
    Window::open(&[&["--book", book.to_str().unwrap()], arguments].concat())
}

#[test]
fn the_dashboard_asks_once_and_before_it_enters_its_screen() {
    let shell = encrypted();
    let mut window = open(&shell, &[]);
    window.wait_for("Passphrase: ");
    assert!(!window.in_dashboard());
    window.send(&format!("{PASSPHRASE}\r"));
    window.wait_for("Acme");
    assert!(window.in_dashboard());
    // Reading and writing have connections of their own.
    window.send("\r");
    window.wait_for("Measure");
    window.send("l");
    window.wait_for("Log · Acme");
    window.send("call good news\r");
    window.wait_for("Logged a call with Acme");
    window.send("u");
    window.wait_for("Took back");
    window.send("qq");
    assert_eq!(window.ends_restored(), 0);
    assert!(!window.text().contains(PASSPHRASE));
}

#[test]
fn encrypting_asks_twice_and_a_slip_changes_nothing() {
    let shell = Shell::with(BOOK);
    let mut window = open(&shell, &["encrypt"]);
    window.wait_for("New passphrase: ");
    window.send(&format!("{PASSPHRASE}\r"));
    window.wait_for("The same again: ");
    window.send("correct house\r");
    window.wait_for("the two passphrases differ");
    assert_eq!(window.ends_restored(), 1);
    assert_eq!(form(&shell.book()).unwrap(), Form::Plain);

    let mut window = open(&shell, &["encrypt"]);
    window.wait_for("New passphrase: ");
    window.send(&format!("{PASSPHRASE}\r"));
    window.wait_for("The same again: ");
    window.send(&format!("{PASSPHRASE}\r"));
    window.wait_for("The book is encrypted");
    assert_eq!(window.ends_restored(), 0);
    assert!(!window.text().contains("correct"), "{}", window.text());

    let mut window = open(&shell, &["accounts"]);
    window.wait_for("Passphrase: ");
    window.send("wrong\r");
    window.wait_for("the passphrase does not open the book");
    assert_eq!(window.ends_restored(), 1);
    let mut window = open(&shell, &["accounts"]);
    window.wait_for("Passphrase: ");
    window.send("\u{3}");
    window.wait_for("stopped; nothing was changed");
    assert_eq!(window.ends_restored(), 1);
}
