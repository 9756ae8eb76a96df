//! The terminal's modes: entered once, left on every way out.

use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::force_color_output;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;

use super::{clipboard, editor, faults};
use crate::domain::{Error, Result, text};
use crate::tui::run::Host;

/// Whether the modes are ours: says what a panic or an early return has to take back.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Bytes of a frame that are written at once; a page of a large screen has fewer.
const FRAME_BYTES: usize = 1 << 16;

/// The user's terminal, in the modes of the dashboard for as long as this lives.
pub struct Terminal {
    mouse: bool,
}

impl Terminal {
    /// Enters the dashboard's modes. From here on every way out restores the terminal, a panic too.
    ///
    /// # Errors
    /// The terminal refuses.
    pub fn enter(mouse: bool) -> Result<Terminal> {
        // Under NO_COLOR crossterm leaves out bold and reverse as well, and with them the selection.
        // The theme without colours is what NO_COLOR asks for.
        force_color_output(true);
        restore_on_panic();
        let terminal = Terminal { mouse };
        terminal.modes_on().map_err(refused)?;
        Ok(terminal)
    }

    /// The place to draw to.
    pub fn backend() -> CrosstermBackend<BufWriter<Stdout>> {
        CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()))
    }

    fn modes_on(&self) -> io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let mut out = io::stdout();
        queue!(out, EnterAlternateScreen)?;
        if self.mouse {
            queue!(out, EnableMouseCapture)?;
        }
        // A console without bracketed paste works without: pasted text comes as keys there.
        if let Err(error) = queue!(out, EnableBracketedPaste)
            && error.kind() != io::ErrorKind::Unsupported
        {
            return Err(error);
        }
        out.flush()
    }
}

fn refused(error: io::Error) -> Error {
    Error::from(error)
        .at("the terminal")
        .hint("try another terminal, or use a command such as mainstay accounts")
}

/// Leaves the modes, if they are ours; the second time does nothing.
fn modes_off() -> io::Result<()> {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let mut out = io::stdout();
    let left = execute!(out, DisableMouseCapture, Show);
    // The rest is tried whatever became of the first part: a terminal half restored is worse than an error lost.
    let paste = execute!(out, DisableBracketedPaste);
    let screen = execute!(out, LeaveAlternateScreen);
    let raw = disable_raw_mode();
    let paste = paste.or_else(|error| match error.kind() {
        io::ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    });
    left.and(paste).and(screen).and(raw)
}

/// A panic is told on the screen that the user had before: by the loop, or here where there is none.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // The loop may be drawing: it gives the terminal back itself when it ends.
            if faults::hand_on(info) {
                return;
            }
            // The panic itself is the error to tell; a terminal that is gone cannot be restored.
            let _gone = modes_off();
            before(info);
        }));
    });
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nobody is left to tell, and what fails here is a terminal that is gone.
        let _gone = modes_off();
    }
}

impl Host for Terminal {
    fn mouse(&mut self, on: bool) -> Result<()> {
        self.mouse = on;
        let mut out = io::stdout();
        if on { execute!(out, EnableMouseCapture) } else { execute!(out, DisableMouseCapture) }
            .map_err(refused)
    }

    fn copy(&mut self, text: &str) -> Result<()> {
        let sequence = clipboard::sequence(text)
            .map_err(|_| Error::invalid("the text could not be written for the clipboard"))?;
        let mut out = io::stdout();
        out.write_all(sequence.as_bytes()).and_then(|()| out.flush()).map_err(refused)
    }

    fn open(&mut self, address: &str) -> Result<()> {
        open::that_detached(address).map_err(|error| {
            Error::invalid(format!("no program opened {} ({error})", text::fit(address, 60)))
                .hint("copy it from the entry instead")
        })
    }

    fn suspend(&mut self) -> Result<()> {
        modes_off().map_err(refused)?;
        stop_job()?;
        self.resume()
    }

    fn write(&mut self, text: &str) -> Result<String> {
        let chosen = editor::chosen()?;
        modes_off().map_err(refused)?;
        let written = editor::write(chosen, text);
        self.resume()?;
        written
    }

    fn edit(&mut self, file: &Path, line: usize) -> Result<()> {
        let chosen = editor::chosen()?;
        modes_off().map_err(refused)?;
        let edited = editor::edit(chosen, file, line);
        self.resume()?;
        edited
    }

    fn resume(&mut self) -> Result<()> {
        self.modes_on().map_err(refused)
    }
}

/// Stops this program and those that started it in the same job, as the terminal itself does on Ctrl-Z.
/// Returns when the shell lets it go on.
#[cfg(unix)]
fn stop_job() -> Result<()> {
    use rustix::process::{Signal, kill_current_process_group};
    kill_current_process_group(Signal::TSTP).map_err(|error| refused(error.into()))
}

#[cfg(not(unix))]
fn stop_job() -> Result<()> {
    Err(Error::new(crate::domain::Kind::Usage, "this system has no job control").hint("open another window"))
}
