//! What the system tells the program: to end, or that it goes on after a stop.

use std::io;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::domain::{Error, Kind, Result};

/// Something that the system told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// The program is to end.
    End,
    /// It was stopped from outside and goes on.
    Continued,
}

/// What the system tells, in order.
pub type Signals = UnboundedReceiver<Signal>;

/// Begins to listen; must be called within a runtime.
///
/// # Errors
/// The system refuses.
pub fn listen() -> Result<Signals> {
    let (told, signals) = unbounded_channel();
    for (listening, signal) in sources().map_err(refused)? {
        let told = told.clone();
        tokio::spawn(async move {
            let mut listening = listening;
            while listening.recv().await.is_some() {
                // The dashboard has ended when nobody listens any more.
                if told.send(signal).is_err() {
                    break;
                }
            }
        });
    }
    Ok(signals)
}

fn refused(error: io::Error) -> Error {
    Error::new(Kind::Storage, format!("the system's signals cannot be heard ({error})")).hint("try again")
}

#[cfg(unix)]
fn sources() -> io::Result<Vec<(tokio::signal::unix::Signal, Signal)>> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    use tokio::signal::unix::{SignalKind, signal};
    let wanted =
        [(SIGTERM, Signal::End), (SIGHUP, Signal::End), (SIGINT, Signal::End), (SIGCONT, Signal::Continued)];
    wanted.into_iter().map(|(number, meaning)| Ok((signal(SignalKind::from_raw(number))?, meaning))).collect()
}

#[cfg(windows)]
fn sources() -> io::Result<Vec<(Closing, Signal)>> {
    use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
    Ok(vec![
        (Closing::Close(ctrl_close()?), Signal::End),
        (Closing::Shutdown(ctrl_shutdown()?), Signal::End),
        (Closing::Break(ctrl_break()?), Signal::End),
    ])
}

/// The ways in which a console closes.
#[cfg(windows)]
enum Closing {
    Close(tokio::signal::windows::CtrlClose),
    Shutdown(tokio::signal::windows::CtrlShutdown),
    Break(tokio::signal::windows::CtrlBreak),
}

#[cfg(windows)]
impl Closing {
    async fn recv(&mut self) -> Option<()> {
        match self {
            Closing::Close(signal) => signal.recv().await,
            Closing::Shutdown(signal) => signal.recv().await,
            Closing::Break(signal) => signal.recv().await,
        }
    }
}
