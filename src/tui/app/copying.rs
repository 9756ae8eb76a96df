//! Accounts copied to the clipboard.

use super::{App, Effect};
use crate::book::Row;
use crate::domain::text;
use crate::tui::words;

impl App {
    /// Copies something of every account that is meant, a line each.
    pub(super) fn copy(&mut self, what: &str, content: impl Fn(&Row) -> String) -> Vec<Effect> {
        let ids = self.meant();
        let lines: Vec<String> = ids.iter().filter_map(|id| self.board.get(*id)).map(content).collect();
        self.say(match lines.as_slice() {
            [one] => format!("Copied {}", text::fit(one, 60)),
            many => format!("Copied {}", words::count(many.len(), what)),
        });
        vec![Effect::Copy(lines.join("\n"))]
    }

    /// A row as it is pasted into a mail or a sheet: tabs between.
    pub(super) fn as_text(row: &Row) -> String {
        let score = format!("{} {}", words::health(row.health), crate::tui::theme::word(row.band));
        let arr = row.arr.map_or(String::new(), |arr| arr.to_string());
        let renewal = row.renewal_on.map_or(String::new(), |on| on.to_string());
        let driver = row.cap.or(row.top_driver).map_or(String::new(), words::label);
        [text::clean(&row.name).into_owned(), score, arr, renewal, driver].join("\t")
    }
}
