//! Documents about the account: chosen, written, completed in the editor, shown in the browser.

use super::{App, Effect, Overlay};
use crate::domain::{Result, text};
use crate::report::review::to_review;
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::papers::{Draft, Go, Handed, Order, Papers, What};
use crate::tui::source::Request;
use crate::tui::tale::Ask;
use crate::tui::words;

impl App {
    /// Asks which document is to be written.
    pub(super) fn choose_paper(&mut self) {
        let Some(account) = self.selected() else { return };
        let line = |words: String, what: What, internal: bool| {
            let end = if internal { ", with our own page" } else { "" };
            (format!("{words}{end}"), Chosen::Paper(Order { account, what, internal }))
        };
        let meant = to_review(self.day());
        let this = self.day().quarter();
        let mut lines = Vec::new();
        for quarter in if meant == this { vec![this, this + -1] } else { vec![meant, this] } {
            let words = format!("Business review of {quarter}");
            lines.extend([false, true].map(|internal| line(words.clone(), What::Review(quarter), internal)));
        }
        lines.extend([false, true].map(|internal| line("Account plan".to_owned(), What::Plan, internal)));
        let title = format!("A document about {}", text::fit(&self.name(account), 30));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
    }

    /// Has a document made.
    pub(super) fn order(&mut self, order: Order) -> Vec<Effect> {
        vec![Effect::Read(Request::Tale(Ask::Paper(order)))]
    }

    /// Takes in a document that was made: it is to be written.
    pub(super) fn drafted(&mut self, read: Result<Draft>) -> Vec<Effect> {
        match read {
            Ok(draft) => vec![Effect::Document(Box::new(Papers::Write(draft)))],
            Err(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }

    /// Takes in what came of a document: says where it lies, and lists what is left to fill.
    pub fn handed(&mut self, Handed { written, problem }: Handed) {
        self.dirty = true;
        let blanks = written.blanks();
        let first = blanks.first().map_or(1, |blank| blank.line);
        let mut lines = vec![("Show it in the browser".to_owned(), Chosen::Written(Go::Show))];
        lines.extend(blanks.iter().map(|blank| {
            (format!("Line {}: {}", blank.line, blank.words), Chosen::Written(Go::Edit(blank.line)))
        }));
        lines.push(("Go on in the editor".to_owned(), Chosen::Written(Go::Edit(first))));
        lines.push(("Make the HTML of the text as it is now".to_owned(), Chosen::Written(Go::Again)));
        let left = match blanks.len() {
            0 => "Nothing left to fill".to_owned(),
            many => format!("{} left to fill", words::count(many, "blank")),
        };
        let title = format!("{left}: {}", text::fit(&written.paper.title, 60));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        let markdown = written.markdown.display().to_string();
        match problem {
            Some(error) => self.fail(&error.at(format!("Wrote {}", text::clean(&markdown)))),
            None => self.say(format!(
                "Wrote {} and, to hand on, {}",
                text::clean(&markdown),
                written.html.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
            )),
        }
        self.written = Some(Box::new(written));
    }

    /// Goes on with the document that was written last.
    pub(super) fn go_on(&mut self, go: Go) -> Vec<Effect> {
        let Some(written) = self.written.as_deref().cloned() else { return Vec::new() };
        match go {
            Go::Show => {
                self.say("Opened in the browser");
                vec![Effect::Link(written.html.display().to_string())]
            }
            Go::Edit(line) => vec![Effect::Document(Box::new(Papers::Edit(written, line)))],
            Go::Again => vec![Effect::Document(Box::new(Papers::Again(written)))],
        }
    }
}
