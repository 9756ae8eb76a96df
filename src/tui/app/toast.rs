//! What is said at the foot of the screen.

use super::App;
use crate::domain::Error;

/// A word at the foot of the screen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Toast {
    pub(super) text: String,
    /// It stays until a key is pressed.
    pub(super) is_error: bool,
}

impl App {
    /// Says at the foot of the screen what went wrong and what to do; a key takes it away.
    pub fn fail(&mut self, error: &Error) {
        self.toast = Some(Toast { text: error.to_string(), is_error: true });
        self.dirty = true;
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false });
    }

    /// What is said at the foot of the screen and goes away by itself.
    pub fn passing(&self) -> Option<&str> {
        self.toast.as_ref().filter(|toast| !toast.is_error).map(|toast| toast.text.as_str())
    }

    /// Takes that away.
    pub fn pass(&mut self) {
        if self.passing().is_some() {
            self.toast = None;
            self.dirty = true;
        }
    }
}
