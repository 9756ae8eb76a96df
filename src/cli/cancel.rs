//! Ctrl-C as a flag that long work looks at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::domain::{Error, Kind, Result};

/// Set by Ctrl-C.
#[derive(Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Begins to listen. A second Ctrl-C ends the process at once, which a transaction survives.
    ///
    /// # Errors
    /// The system refuses a thread or the signal.
    pub fn listen() -> Result<Cancel> {
        let cancel = Cancel::default();
        let refused = |error: std::io::Error| {
            Error::new(Kind::Storage, format!("the system refused to listen for Ctrl-C ({error})"))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(refused)?;
        let flag = cancel.clone();
        thread::Builder::new()
            .name("ctrl-c".into())
            .spawn(move || {
                runtime.block_on(async {
                    while tokio::signal::ctrl_c().await.is_ok() {
                        if flag.0.swap(true, Ordering::Relaxed) {
                            std::process::exit(1);
                        }
                    }
                });
            })
            .map_err(refused)?;
        Ok(cancel)
    }

    /// Whether it was pressed.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
