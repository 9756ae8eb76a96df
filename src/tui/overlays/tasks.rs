//! The open tasks of everyone: a heading a person, what is late and due first below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::book::Board;
use crate::domain::Day;
use crate::tui::paint::put;
use crate::tui::source::Record;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing};
use crate::tui::words;

/// The list of tasks.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tasks: Vec<Record>,
    listing: Listing,
    /// Whether the book was read.
    known: bool,
}

/// When a task is due, in words, and how it looks: late ones stand out.
pub fn due(task: &Record, today: Day) -> (String, Role) {
    if let Some(until) = task.day("snoozed_until").filter(|until| *until > today) {
        return (format!("snoozed until {until}"), Role::Dim);
    }
    match task.day("due_on") {
        None => ("no date".to_owned(), Role::Dim),
        Some(day) if day < today => (format!("due {}", words::away(day, today)), Role::Worse),
        Some(day) => (format!("due {}", words::away(day, today)), Role::Text),
    }
}

impl Tasks {
    /// Takes in the tasks; by owner, nobody's last.
    pub fn read(&mut self, mut tasks: Vec<Record>, board: &Board) {
        let today = board.lookups().day;
        tasks.sort_by_key(|task| (task.field("owner").is_empty(), task.field("owner").to_lowercase()));
        let item = |task: &Record| {
            let owner = task.field("owner");
            let (due, role) = due(task, today);
            let account = task.account.and_then(|id| board.get(id)).map(|row| row.name.to_string());
            Item {
                key: (task.entity.name, task.id),
                group: if owner.is_empty() { "Nobody's".to_owned() } else { owner.to_owned() },
                first: due,
                rest: [Some(task.title.clone()), account]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
                role,
            }
        };
        self.listing.replace(tasks.iter().map(item).collect());
        self.tasks = tasks;
        self.known = true;
    }

    /// The selected task.
    pub fn selected(&self) -> Option<&Record> {
        let (_, id) = self.listing.key()?;
        self.tasks.iter().find(|task| task.id == id)
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.listing.step(by);
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.listing.click(inside(area), x, y) == Some(true)
    }

    /// Brings the selected task into view.
    pub fn settle(&mut self, area: Rect) {
        self.listing.reveal(inside(area).height);
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = format!("Tasks · {} open", words::thousands(self.tasks.len()));
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        if self.listing.is_empty() && self.known {
            let told = "Nothing is to be done. Add a task with a, or log a call that ends in one.";
            put(buffer, (inner.x, inner.y), inner.width, told, theme.style(Role::Dim));
        }
        self.listing.draw(buffer, inner, theme);
    }
}
