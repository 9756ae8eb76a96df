//! Keys, mouse and paste as the terminal reports them: plain data, for those who do not touch the terminal.

pub use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
