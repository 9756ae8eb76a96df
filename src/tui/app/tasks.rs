//! The open tasks of everyone: ticked off, put off, given to somebody else.

use super::{App, Effect, Overlay};
use crate::edit::{Patch, Value, entity};
use crate::tui::change::Change;
use crate::tui::form::{About, Form};
use crate::tui::source::Request;

impl App {
    /// The open tasks over whatever is shown.
    pub(super) fn tasks(&mut self) -> Vec<Effect> {
        self.overlays.push(Overlay::Tasks(Box::default()));
        vec![Effect::Read(Request::Tasks)]
    }

    /// The selected task is done, or is to be done again.
    pub(super) fn task_done(&mut self) -> Vec<Effect> {
        let Some(task) = self.task() else { return Vec::new() };
        let is_open = task.field("done_on").is_empty();
        let value = if is_open { Value::Int(self.day().0.into()) } else { Value::Null };
        let patch =
            entity::TASK.field("done_on").map(|field| Patch::row(task.entity, task.id, vec![(field, value)]));
        match patch {
            Ok(patch) => self.send(Change::Save(vec![patch])),
            Err(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }

    /// One field of the selected task.
    pub(super) fn task_field(&mut self, field: &'static str) -> Vec<Effect> {
        let Some(task) = self.task() else { return Vec::new() };
        let about = About::row(task.entity, task.id, task.account).only([field]);
        let name = task.title.clone();
        self.open_form(Form::new(about, &name))
    }
}
