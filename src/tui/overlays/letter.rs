//! A message before it is sent, as it was drafted: whom it goes to, what it says, what is not known.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::panel;
use crate::domain::text;
use crate::tui::letters::Drafted;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;

/// The widest panel: mails are read in lines of that length.
const WIDEST: u16 = 92;

/// The preview.
#[derive(Clone, Debug)]
pub struct Preview {
    pub drafted: Drafted,
    /// Whether the short form for a chat is shown instead of the mail.
    pub chat: bool,
    /// The first line that is shown.
    pub top: usize,
}

impl Preview {
    /// Of a message that was drafted, as a mail.
    pub fn new(drafted: Drafted) -> Preview {
        Preview { drafted, chat: false, top: 0 }
    }

    /// The text that is shown, as it is copied.
    pub fn text(&self) -> String {
        if self.chat { self.drafted.letter.chat.clone() } else { self.drafted.letter.as_mail() }
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let letter = &self.drafted.letter;
        let (dim, plain) = (theme.style(Role::Dim), theme.style(Role::Text));
        let mut doc = Doc::default();
        let to = letter.to.as_deref().unwrap_or("nobody: the account has no contact");
        let address = letter.address.as_deref().map_or(String::new(), |address| format!(" <{address}>"));
        doc.wrapped(&format!("To: {to}{address}"), 0, width, dim);
        if !self.chat {
            doc.wrapped(&format!("Subject: {}", letter.subject), 0, width, theme.style(Role::Heading));
        }
        if !letter.missing.is_empty() {
            let missing = format!("Not known: {}", letter.missing.join(", "));
            doc.wrapped(&missing, 0, width, theme.style(Role::Worse));
        }
        doc.gap();
        let content = if self.chat { &letter.chat } else { &letter.mail };
        for line in content.lines() {
            if line.trim().is_empty() {
                doc.gap();
            } else {
                doc.wrapped(line, 0, width, plain);
            }
        }
        doc
    }

    fn size(&self, area: Rect, theme: &Theme) -> (u16, u16) {
        let width = WIDEST.min(area.width);
        let lines = self.doc(usize::from(width.saturating_sub(4)), theme).last_top(0);
        let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
        (width, height.min(area.height))
    }

    /// How far it can scroll.
    pub fn last_top(&self, area: Rect, theme: &Theme) -> usize {
        let (width, height) = self.size(area, theme);
        self.doc(usize::from(width.saturating_sub(4)), theme).last_top(height.saturating_sub(2))
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let kind = if self.chat { "Chat" } else { "Mail" };
        let name = text::fit(&self.drafted.letter.name, 40).into_owned();
        let title = format!("{kind} draft · {name} · nothing is sent");
        let inner = panel(buffer, area, self.size(area, theme), &title, theme);
        self.doc(usize::from(inner.width), theme).draw(buffer, inner, self.top);
    }
}
