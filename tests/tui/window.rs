//! A terminal with the program in it.
#![cfg(unix)]
#![allow(dead_code)] // each of the tests that share it needs another part

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with a program in it.
pub struct Window {
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
    pub fn open(arguments: &[&str]) -> Window {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mainstay"));
        command.args(arguments);
        Window::run(command)
    }

    pub fn run(mut command: CommandBuilder) -> Window {
        let home = tempfile::tempdir().unwrap();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        // Most of what is tried begins at the board.
        let config = home.path().join("dashboard.toml");
        std::fs::write(&config, "start = \"board\"\n").unwrap();
        if command.get_env("MAINSTAY_CONFIG").is_none_or(|named| named.is_empty()) {
            command.env("MAINSTAY_CONFIG", config);
        }
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

    pub fn text(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    pub fn written(&self) -> usize {
        self.screen.lock().unwrap().1
    }

    pub fn wait_until(&self, what: &str, holds: impl Fn(&Window) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}; the screen is\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |window| window.text().contains(text));
    }

    pub fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end and holds that the terminal is as it was before.
    pub fn ends_restored(&mut self) -> u32 {
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

    pub fn is_restored(&self) {
        let shown = self.screen.lock().unwrap();
        let screen = shown.0.screen();
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(modes(&*self.master), self.modes_before, "the line's modes differ");
    }

    pub fn in_dashboard(&self) -> bool {
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
