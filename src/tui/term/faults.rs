//! Panics of other threads, told to the loop: it ends, and the terminal is given back on the one way out.

use std::panic::PanicHookInfo;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use tokio::sync::mpsc::UnboundedSender;

use super::signals::Signal;

/// Who hears of panics, and the thread that listens.
static LISTENER: Mutex<Option<(ThreadId, UnboundedSender<Signal>)>> = Mutex::new(None);

/// Has this thread hear of the panics of all others, until nobody receives what is told.
pub fn hear_faults(told: UnboundedSender<Signal>) {
    if let Ok(mut listener) = LISTENER.lock() {
        *listener = Some((thread::current().id(), told));
    }
}

/// Hands a panic on. False: it is the listener's own, or nobody listens, and has to be told right here.
pub(super) fn hand_on(panic: &PanicHookInfo<'_>) -> bool {
    let current = thread::current();
    let Ok(listener) = LISTENER.lock() else { return false };
    listener.as_ref().filter(|(listening, _)| *listening != current.id()).is_some_and(|(_, told)| {
        let thread = current.name().unwrap_or("without a name");
        told.send(Signal::Fault(format!("thread {thread}, {panic}"))).is_ok()
    })
}
