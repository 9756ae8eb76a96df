//! The program in a terminal: it opens, answers, and leaves the terminal as it found it, however it ends.
#![cfg(unix)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use mainstay::tui::term::Terminal;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with a program in it.
struct Window {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// The screen, and how many bytes were written to it.
    screen: Arc<Mutex<(vt100::Parser, usize)>>,
    modes_before: String,
    /// The program's home, gone with the window.
    _home: TempDir,
}

impl Window {
    /// The program with arguments.
    fn open(arguments: &[&str]) -> Window {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mainstay"));
        command.args(arguments);
        Window::run(command)
    }

    fn run(mut command: CommandBuilder) -> Window {
        let home = tempfile::tempdir().unwrap();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.env("MAINSTAY_CONFIG", home.path().join("none.toml"));
        for name in ["MAINSTAY_BOOK", "MAINSTAY_TODAY", "NO_COLOR", "TMUX", "STY", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        let pty = native_pty_system()
            .openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let modes_before = modes(&*pty.master);
        let child = pty.slave.spawn_command(command).unwrap();
        let mut output = pty.master.try_clone_reader().unwrap();
        let keyboard = pty.master.take_writer().unwrap();
        let screen = Arc::new(Mutex::new((vt100::Parser::new(size(24), size(80), 0), 0)));
        let shown = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                let mut shown = shown.lock().unwrap();
                shown.0.process(&bytes[..read]);
                shown.1 += read;
            }
        });
        Window { master: pty.master, keyboard, child, screen, modes_before, _home: home }
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    fn written(&self) -> usize {
        self.screen.lock().unwrap().1
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&Window) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}; the screen is\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for(&self, text: &str) {
        self.wait_until(text, |window| window.text().contains(text));
    }

    fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end and holds that the terminal is as it was before.
    fn ends_restored(&mut self) -> u32 {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "the program does not end; the screen is\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        };
        self.wait_until("the screen that was there before", |window| !window.in_dashboard());
        self.is_restored();
        status.exit_code()
    }

    fn is_restored(&self) {
        let shown = self.screen.lock().unwrap();
        let screen = shown.0.screen();
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(modes(&*self.master), self.modes_before, "the line's modes differ");
    }

    fn in_dashboard(&self) -> bool {
        self.screen.lock().unwrap().0.screen().alternate_screen()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // It has ended already, but where a test failed.
        let _ended = self.child.kill();
    }
}

fn size(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

/// The modes of the terminal's line, in words to compare.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

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
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut window = Window::open(&["demo"]);
        window.wait_for("enter open");
        window.signal(signal);
        window.ends_restored();
    }
}

#[test]
fn ctrl_z_leaves_to_the_shell_and_fg_comes_back() {
    let mut shell = CommandBuilder::new("/bin/sh");
    shell.arg("-i");
    shell.env("PS1", "ready> ");
    let mut window = Window::run(shell);
    window.wait_for("ready> ");
    window.send(&format!("set -m; '{}' demo\r", env!("CARGO_BIN_EXE_mainstay")));
    window.wait_for("enter open");
    window.send("\u{1a}");
    window.wait_until("the shell", |window| !window.in_dashboard());
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
    // Enter opens what was selected before the change.
    window.send("\r");
    window.wait_for("Measure");
    assert!(window.text().starts_with(" Beta Works"), "{}", window.text());
    window.send("qq");
    assert_eq!(window.ends_restored(), 0);
}
