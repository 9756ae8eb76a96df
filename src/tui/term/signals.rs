//! What the loop is told from outside: to end, that it goes on after a stop, that another thread panicked.

use std::io;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::domain::{Error, Kind, Result};

/// Something that the loop is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// The program is to end.
    End,
    /// It was stopped from outside and goes on.
    Continued,
    /// Another thread panicked: which one, where and why.
    Fault(String),
}

/// What is told, in order.
pub type Signals = UnboundedReceiver<Signal>;

/// Begins to listen to the system; must be called within a runtime. The sender is for what others tell.
///
/// # Errors
/// The system refuses.
pub fn listen() -> Result<(Signals, UnboundedSender<Signal>)> {
    let (told, signals) = unbounded_channel();
    for (listening, signal) in sources().map_err(refused)? {
        let told = told.clone();
        tokio::spawn(async move {
            let mut listening = listening;
            while listening.recv().await.is_some() {
                // The dashboard has ended when nobody listens any more.
                if told.send(signal.clone()).is_err() {
                    break;
                }
            }
        });
    }
    Ok((signals, told))
}

fn refused(error: io::Error) -> Error {
    Error::new(Kind::Storage, format!("the system's signals cannot be heard ({error})")).hint("try again")
}

#[cfg(unix)]
fn sources() -> io::Result<Vec<(tokio::signal::unix::Signal, Signal)>> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use tokio::signal::unix::{SignalKind, signal};
    let ends = [SIGTERM, SIGHUP, SIGINT, SIGQUIT].map(|number| (number, Signal::End));
    let wanted = ends.into_iter().chain([(SIGCONT, Signal::Continued)]);
    wanted.map(|(number, meaning)| Ok((signal(SignalKind::from_raw(number))?, meaning))).collect()
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
