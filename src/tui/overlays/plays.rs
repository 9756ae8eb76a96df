//! The plays of everyone that run, the latest first, and which plays work.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{inside, panel};
use crate::domain::{Error, Result};
use crate::engine::{Plays as Read, Running};
use crate::health::facts::AccountId;
use crate::playbook::{Figures, Mean};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// Cells of a figure.
const FIGURE: usize = 9;
/// From this width on the figures stand in a table beside the names.
const WIDE: usize = 100;

/// The list and the figures.
#[derive(Clone, Debug, Default)]
pub struct Plays {
    known: Option<Read>,
    problem: Option<Error>,
    listing: Listing,
    /// Whether the figures are shown instead of the list.
    pub figures: bool,
    /// The first line of the figures that is shown.
    pub top: usize,
}

impl Plays {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Read>) {
        match read {
            Ok(read) => {
                let mut items: Vec<Item> = read.running.iter().map(|own| item(own, &read)).collect();
                items.sort_by_key(|item| item.role != Role::Better);
                self.listing.replace(items);
                (self.known, self.problem) = (Some(read), None);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The play that is selected.
    pub fn selected(&self) -> Option<&Running> {
        let (_, id) = self.listing.key().filter(|_| !self.figures)?;
        self.known.as_ref()?.running.iter().find(|own| own.play.id == id)
    }

    /// Its account.
    pub fn account(&self) -> Option<AccountId> {
        self.selected().map(|own| own.play.account)
    }

    /// Moves the selection, or scrolls the figures.
    pub fn step(&mut self, by: isize) {
        if self.figures {
            self.top = self.top.saturating_add_signed(by);
        } else {
            self.listing.step(by);
        }
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        !self.figures && self.listing.click(inside(area), x, y) == Some(true)
    }

    /// Brings the selected line into view.
    pub fn settle(&mut self, area: Rect, theme: &Theme) {
        let inner = inside(area);
        self.listing.reveal(inner.height);
        self.top = self.top.min(self.doc(usize::from(inner.width), theme).last_top(inner.height));
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let count = self.known.as_ref().map_or(0, |known| known.running.len());
        let title = match (&self.known, self.figures) {
            (Some(known), true) => {
                format!("Which plays work · begun from {} to {}", known.period.from() + 1, known.period.to())
            }
            _ => format!("Plays · {} running", words::thousands(count)),
        };
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        if self.figures {
            self.doc(usize::from(inner.width), theme).draw(buffer, inner, self.top);
            return;
        }
        let empty = (self.known.is_some() && self.listing.is_empty())
            .then_some("No play runs. On an account p starts one; tab shows which plays worked");
        tell(buffer, inner, theme, self.problem.as_ref(), empty);
        self.listing.draw(buffer, inner, theme);
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        let dim = theme.style(Role::Dim);
        let Some(known) = &self.known else { return doc };
        if known.figures.is_empty() {
            doc.wrapped("No play began in this time.", 0, width, dim);
            return doc;
        }
        if width < WIDE {
            for own in &known.figures {
                doc.text(own.title.to_string(), theme.style(Role::Heading));
                doc.wrapped(&sentence(own), 2, width, theme.style(Role::Text));
            }
            return doc;
        }
        let name = width.saturating_sub(FIGURE * 8);
        let heads = ["started", "finished", "worked", "days", "health", "30 d", "90 d", "saved"];
        let mut head = vec![cell("play", name, Align::Left, dim)];
        head.extend(heads.map(|head| cell(head, FIGURE, Align::Right, dim)));
        doc.line(head);
        for own in &known.figures {
            let plain = theme.style(Role::Text);
            let mut line: Vec<Span<'static>> = vec![cell(&own.title, name, Align::Left, plain)];
            line.extend(figures(own).map(|told| cell(&told, FIGURE, Align::Right, plain)));
            doc.line(line);
        }
        doc.gap();
        let told = "worked: of those that ended and were not cancelled · days: the median · health: on the day of the \
            start, and its change 30 and 90 days later · saved: accounts of those that were red or gave notice, by the \
            rule of the metrics";
        doc.wrapped(told, 0, width, dim);
        doc
    }
}

/// The figures of a playbook as they stand in a line.
fn figures(own: &Figures) -> [String; 8] {
    let dash = || "–".to_owned();
    let [month, quarter] = own.change.map(|mean| change(mean).unwrap_or_else(dash));
    [
        own.started.to_string(),
        own.finished.to_string(),
        own.worked.ratio().map_or_else(dash, words::percent),
        own.days.map_or_else(dash, |days| words::points(days.value).trim_end_matches(".0").to_owned()),
        own.at_start.points().map_or_else(dash, words::points),
        month,
        quarter,
        if own.saved.of == 0 { dash() } else { format!("{} of {}", own.saved.part, own.saved.of) },
    ]
}

fn change(mean: Mean) -> Option<String> {
    mean.points().map(words::signed_points)
}

/// The same in a sentence.
pub fn sentence(own: &Figures) -> String {
    let [started, finished, worked, days, health, month, quarter, saved] = figures(own);
    format!(
        "{started} started, {finished} finished, worked {worked}, {days} days, health {health}, after 30 d {month}, \
         after 90 d {quarter}, saved {saved}"
    )
}

/// A line of the list: what is next, and of whom.
fn item(own: &Running, read: &Read) -> Item {
    let progress = own.play.progress(read.day);
    let next = match progress.next {
        _ if own.holds => "the exit criterion holds: finish it".to_owned(),
        Some(task) => {
            let due = task.due_on.map_or(String::new(), |due| format!("{}: ", words::away(due, read.day)));
            format!("{due}{}", task.title)
        }
        None => "every step is done: finish it".to_owned(),
    };
    let owner = own.owner.as_deref().unwrap_or("nobody");
    Item {
        key: ("play", own.play.id),
        group: if own.holds { "To finish" } else { "Running" }.to_owned(),
        first: own.account.to_string(),
        rest: format!("{} {} of {} · {next} · {owner}", own.title, progress.done, progress.of),
        role: match (own.holds, progress.late > 0) {
            (true, _) => Role::Better,
            (false, true) => Role::Worse,
            (false, false) => Role::Text,
        },
    }
}
