//! The program in a terminal: it opens, answers, and leaves the terminal as it found it, however it ends.
#![cfg(unix)]

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use mainstay::domain::Day;
use mainstay::engine::Clock;
use mainstay::store::{Book, Location};
use mainstay::tui::term::Terminal;
use portable_pty::CommandBuilder;
use rusqlite::Connection;
use rustix::process::Signal;

use crate::window::Window;

#[test]
fn the_demo_filters_opens_explains_and_quits() {
    let mut window = Window::open(&["demo"]);
    window.wait_for("enter open");
    window.wait_until("every account", |window| !window.text().contains("reading the rest"));
    assert!(window.in_dashboard());
    window.send("t");
    window.wait_for("Lost most by");
    window.send("/band:red");
    window.wait_for("/ band:red");
    window.send("\r");
    window.wait_until("the kept filter", |window| window.text().contains("enter open"));
    window.send("\r");
    window.wait_for("Measure");
    window.send("w");
    window.wait_for("What makes it green");
    window.send("qqq");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn the_demo_begins_with_what_needs_one_today_and_the_board_is_a_key_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = demo();
    command.env("MAINSTAY_CONFIG", folder.path().join("none.toml"));
    let mut window = Window::run(command);
    window.wait_for("d done");
    window.wait_for("risk x ARR x urgency");
    window.send("2");
    window.wait_for("· Board");
    window.send("1");
    window.wait_for("d done");
    window.send("q");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn a_new_book_says_what_to_do_and_shows_what_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("new.mainstay");
    let book = book.to_str().unwrap();
    let mut window = Window::open(&["--book", book]);
    window.wait_for("mainstay import accounts accounts.csv");
    let csv = folder.path().join("accounts.csv");
    std::fs::write(&csv, "id,name\nA1,Alpha Works\n").unwrap();
    let mut import = std::process::Command::new(env!("CARGO_BIN_EXE_mainstay"));
    assert!(import.args(["--book", book, "import", "accounts"]).arg(csv).output().unwrap().status.success());
    window.wait_for("Alpha Works");
    window.send("q");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn the_next_start_shows_the_book_as_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.mainstay");
    let path = book.to_str().unwrap().to_owned();
    drop(Book::open(&Location::at(&book)).unwrap());
    let write = |sql: &str| Connection::open(&book).unwrap().execute(sql, []).unwrap();
    write("INSERT INTO account (name) VALUES ('Alpha Works')");
    let see = |name: &str| {
        let mut window = Window::open(&["--book", &path]);
        window.wait_for(name);
        window.send("q");
        assert_eq!(window.ends_restored(), 0);
    };
    see("Alpha Works");
    assert!(book.with_extension("mainstay.glance").exists(), "kept for the next start");
    see("Alpha Works");
    write("UPDATE account SET name = 'Omega Works'");
    see("Omega Works");
    see("Omega Works");
}

#[test]
fn at_rest_not_a_byte_is_written() {
    let mut window = Window::open(&["demo"]);
    window.wait_for("enter open");
    window.wait_until("every account", |window| !window.text().contains("reading the rest"));
    // Whatever was under way has come to its end when nothing is written for a second.
    let mut before = 0;
    while window.written() != before {
        before = window.written();
        thread::sleep(Duration::from_secs(1));
    }
    thread::sleep(Duration::from_secs(2));
    assert_eq!(window.written(), before);
    window.send("q");
    window.ends_restored();
}

#[test]
fn a_signal_to_end_restores_the_terminal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut window = Window::open(&["demo"]);
        window.wait_for("enter open");
        window.signal(signal);
        window.ends_restored();
    }
}

/// The demo, started by a shell that has jobs.
fn demo_in_a_shell() -> Window {
    let mut shell = CommandBuilder::new("/bin/sh");
    shell.arg("-i");
    shell.env("PS1", "ready> ");
    let mut window = Window::run(shell);
    window.wait_for("ready> ");
    window.send(&format!("set -m; '{}' demo\r", env!("CARGO_BIN_EXE_mainstay")));
    window.wait_for("enter open");
    window
}

#[test]
fn ctrl_z_leaves_to_the_shell_and_fg_comes_back() {
    let mut window = demo_in_a_shell();
    window.send("\u{1a}");
    // Only then are keys the shell's.
    window.wait_for("Stopped");
    assert!(!window.in_dashboard());
    window.send("echo shell is $((40 + 2))\r");
    window.wait_for("shell is 42");
    window.send("fg\r");
    window.wait_for("enter open");
    assert!(window.in_dashboard());
    window.send("q");
    window.wait_until("the shell", |window| !window.in_dashboard());
    window.send("exit\r");
    window.ends_restored();
}

#[test]
fn a_form_is_as_it_was_when_the_program_comes_back_from_the_shell() {
    let mut window = demo_in_a_shell();
    window.send("e");
    window.wait_for("Nothing changed yet");
    window.send(" quietly");
    window.wait_for("1 change not saved yet");
    window.send("\u{1a}");
    window.wait_for("Stopped");
    window.send("fg\r");
    window.wait_for("1 change not saved yet");
    window.send("!");
    window.wait_for("quietly!");
    window.send("\r");
    window.wait_for("Changed name of");
    window.send("q");
    window.wait_until("the shell", |window| !window.in_dashboard());
    window.send("exit\r");
    window.ends_restored();
}

#[test]
fn the_mouse_selects_opens_and_goes_to_a_field() {
    let mut window = Window::run(demo());
    window.wait_until("every account", |window| {
        window.text().contains("enter open") && !window.text().contains("reading the rest")
    });
    let at = |window: &Window, words: &str| {
        let text = window.text();
        let found = text.lines().enumerate().find_map(|(row, line)| {
            line.find(words).map(|column| (line[..column].chars().count() + 1, row + 1))
        });
        found.unwrap_or_else(|| panic!("no {words}:\n{text}"))
    };
    // As a terminal tells of a press and a release: button, column, row, from one on.
    let click = |window: &mut Window, (column, row): (usize, usize)| {
        window.send(&format!("\u{1b}[<0;{column};{row}M\u{1b}[<0;{column};{row}m"));
    };
    window.send("t");
    window.wait_for("Lost most by");
    let second = at(&window, "Sunward");
    click(&mut window, second);
    click(&mut window, second);
    window.wait_for("Measure");
    assert!(window.text().starts_with(" Sunward"), "{}", window.text());
    window.send("e");
    window.wait_for("Industry");
    let field = at(&window, "Industry");
    click(&mut window, (field.0 + 22, field.1));
    window.send("\u{15}Fish");
    window.wait_for("* Industry");
    window.send("\u{1b}");
    window.wait_for("Throw 1 change away?");
    window.send("yqq");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn two_dashboards_and_an_import_at_once_lose_nothing_and_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.mainstay");
    let path = book.to_str().unwrap();
    let import = |name: &str, rows: std::ops::Range<u32>| {
        let rows: String = rows.map(|row| format!("{name}{row:04},{name} {row:04}\n")).collect();
        let file = folder.path().join(name);
        std::fs::write(&file, format!("id,name\n{rows}")).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mainstay"));
        command.args(["--book", path, "import", "accounts"]).arg(file);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    assert!(import("first", 0..3).wait().unwrap().success());
    let mut windows = [Window::open(&["--book", path]), Window::open(&["--book", path])];
    for window in &mut windows {
        window.wait_for("first 0002");
        window.send("t");
        window.wait_for("Lost most by");
    }
    let importing = import("second", 0..2_000);
    // Meanwhile both change something, a few times.
    for round in 0..4 {
        for (window, place) in windows.iter_mut().zip(["g", "gj"]) {
            window.send(place);
            window.send("e");
            window.wait_for("Nothing changed yet");
            window.send(&format!(" x{round}"));
            window.wait_for("1 change not saved yet");
            window.send("\r");
            window.wait_until("the form to close", |window| !window.text().contains("enter save"));
        }
    }
    let imported = importing.wait_with_output().unwrap();
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let conn = Connection::open(&book).unwrap();
    let number = |sql: &str| -> i64 { conn.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(number("SELECT count(*) FROM account"), 2_003);
    // Every change of both is in a name, which holds each once.
    let held = "SELECT sum((length(name) - length(replace(name, ' x', ''))) / 2) FROM account";
    assert_eq!(number(held), 8);
    for window in &mut windows {
        window.wait_for("2,003 no data");
        assert!(!window.text().contains("locked"), "{}", window.text());
        window.send("q");
        assert_eq!(window.ends_restored(), 0);
    }
}

/// The dashboard with the long text of a new touchpoint in focus.
fn at_long_text(command: CommandBuilder) -> Window {
    let mut window = Window::run(command);
    window.wait_until("every account", |window| {
        window.text().contains("enter open") && !window.text().contains("reading the rest")
    });
    window.send("a");
    window.wait_for("records go to");
    window.send("touch\r");
    window.wait_for("What was said");
    window.send("\t\t\t");
    window.wait_for("enter begins a new line");
    window
}

fn demo() -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mainstay"));
    command.arg("demo");
    for name in ["VISUAL", "EDITOR"] {
        command.env_remove(name);
    }
    command
}

#[test]
fn long_text_is_written_in_the_editor_of_the_user_who_gets_all_keys() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("editor");
    std::fs::write(&editor, "#!/bin/sh\necho editor at work\nread line\necho \"$line\" >> \"$1\"\n").unwrap();
    std::fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let mut command = demo();
    command.env("EDITOR", &editor);
    let mut window = at_long_text(command);
    // Pasted keys are text, and a click goes to another field.
    window.send("\u{1b}[200~q:\u{1b}[201~");
    window.wait_for("q:");
    window.send("\u{f}");
    window.wait_for("editor at work");
    assert!(!window.in_dashboard());
    window.send("quiet words\r");
    window.wait_for("q:quiet words");
    assert!(window.in_dashboard());
    // The keys are the dashboard's again.
    window.send("!");
    window.wait_for("quiet words!");
    window.send("\u{1b}");
    window.wait_for("Throw 1 change away?");
    window.send("yq");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn without_an_editor_a_sentence_says_how_to_set_one() {
    let mut window = at_long_text(demo());
    window.send("\u{f}");
    window.wait_for("no editor is set");
    window.send("\u{1b}");
    window.wait_for("enter open");
    window.send("q");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn a_panic_is_told_on_the_restored_screen() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "pty::panics_in_a_terminal", "--nocapture"]);
    let mut window = Window::run(command);
    assert_ne!(window.ends_restored(), 0);
    window.wait_for("a fault of the test");
}

#[test]
#[ignore = "run by the test above, in a terminal of its own"]
fn panics_in_a_terminal() {
    let _terminal = Terminal::enter(true).unwrap();
    panic!("a fault of the test");
}

#[test]
fn a_panic_of_another_thread_ends_the_dashboard_and_is_told_on_the_restored_screen() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "pty::the_engine_panics_in_a_terminal", "--nocapture"]);
    let mut window = Window::run(command);
    assert_ne!(window.ends_restored(), 0);
    window.wait_for("a fault of the program ended the dashboard");
    window.wait_for("a fault of the test");
}

#[test]
#[ignore = "run by the test above, in a terminal of its own"]
fn the_engine_panics_in_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::By(|| match thread::current().name() {
        Some("engine") => panic!("a fault of the test"),
        _ => Day(20_000),
    });
    let ended = mainstay::tui::run::run(&Location::at(folder.path().join("book")), clock, None, None);
    panic!("{}", ended.unwrap_err());
}

#[test]
fn another_program_writing_the_book_changes_the_board_and_not_the_selection() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.mainstay");
    let book = book.to_str().unwrap();
    let accounts = |name: &str, csv: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, csv).unwrap();
        path
    };
    let import = |file: PathBuf| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mainstay"));
        let output = command.args(["--book", book, "import", "accounts"]).arg(file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    import(accounts("first.csv", "id,name\nA1,Alpha Works\nB2,Beta Works\n"));
    let mut window = Window::open(&["--book", book]);
    window.wait_for("Beta Works");
    window.send("tG");
    window.wait_for("Lost most by");
    import(accounts("second.csv", "id,name\nA1,Aleph Works\nC3,Gamma Works\n"));
    window.wait_for("Aleph Works");
    window.wait_for("Gamma Works");
    // Plain SQL of a database tool, each on the board within a second; the best of some, since other tests run beside.
    let tool = Connection::open(book).unwrap();
    let seen = ["Zeta Works", "Eta Works", "Theta Works"].map(|name| {
        tool.execute("UPDATE account SET name = ?1 WHERE external_id = 'A1'", [name]).unwrap();
        let start = Instant::now();
        window.wait_for(name);
        start.elapsed()
    });
    assert!(seen.iter().min() < Some(&Duration::from_secs(1)), "{seen:?}");
    // Enter opens what was selected before the change.
    window.send("\r");
    window.wait_for("Measure");
    assert!(window.text().starts_with(" Beta Works"), "{}", window.text());
    window.send("qq");
    assert_eq!(window.ends_restored(), 0);
}

#[test]
fn doctor_asks_before_each_repair_and_without_a_yes_the_book_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.mainstay");
    drop(Book::open(&Location::at(&path)).unwrap());
    let damage = "INSERT INTO account (name) VALUES ('Acme'); DROP INDEX task_owner";
    Connection::open(&path).unwrap().execute_batch(damage).unwrap();
    let before = std::fs::read(&path).unwrap();
    let backups = folder.path().join("book.mainstay.backups");
    let arguments = ["--book", path.to_str().unwrap(), "doctor", "--mend"];

    let mut window = Window::open(&arguments);
    window.wait_for("error: the index task_owner is missing");
    window.wait_for("Shall I make the triggers and indexes anew, and remove views? [y/N]");
    window.send("n\r");
    window.wait_for("note: there is no backup yet");
    window.wait_for("Shall I make a backup now? [y/N]");
    // Enter alone is a no.
    window.send("\r");
    window.wait_for("the book is not as it must be");
    assert_eq!(window.ends_restored(), 1);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(!backups.exists());

    let mut window = Window::open(&arguments);
    window.wait_for("remove views? [y/N]");
    window.send("y\r");
    window.wait_for("Shall I make a backup now? [y/N]");
    window.send("n\r");
    window.wait_for("The book is sound");
    assert_eq!(window.ends_restored(), 0);
    let made = "SELECT count(*) FROM sqlite_schema WHERE name = 'task_owner'";
    let made: i64 = Connection::open(&path).unwrap().query_row(made, [], |row| row.get(0)).unwrap();
    assert_eq!(made, 1);
    assert!(!backups.exists());
}
