//! What the dashboard does to onboardings and their templates: the acts of [`crate::edit::onboarding`] as commands.

use crate::domain::{Day, Result};
use crate::edit::onboarding::{
    AddStep, ChangeStep, DeleteTemplate, Finish, Outcome, Resume, SaveTemplate, Start,
};
use crate::edit::plan;
use crate::edit::questionnaire::{ResetQuestionnaire, SaveQuestionnaire};
use crate::edit::template::EditTemplate;
use crate::engine::Command;
use crate::store::Reads;

/// One act.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// An onboarding begins.
    Start(Box<Start>),
    /// Something becomes of a step.
    Step(ChangeStep),
    /// A step is added.
    AddStep(AddStep),
    /// The first outcome of an account is confirmed.
    Outcome(Outcome),
    /// An onboarding ends.
    Finish(Finish),
    /// One that has ended runs again.
    Resume(Resume),
    /// A template is written into the book.
    SaveTemplate(SaveTemplate),
    /// A part of a template of onboardings or plans changes.
    EditTemplate(EditTemplate),
    /// A template goes out of the book.
    DeleteTemplate(DeleteTemplate),
    /// A template of plans is written into the book.
    SavePlanTemplate(plan::SaveTemplate),
    /// A template of plans goes out of the book.
    DeletePlanTemplate(plan::DeleteTemplate),
    /// A questionnaire is written into the book.
    SaveQuestionnaire(SaveQuestionnaire),
    /// A questionnaire goes out of the book.
    ResetQuestionnaire(ResetQuestionnaire),
}

impl Work {
    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// What it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        Ok(match self {
            Work::Start(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop)),
            Work::Step(act) => {
                let with = act.moves(on, today)?.len().saturating_sub(1);
                let more = match with {
                    0 => String::new(),
                    1 => ", with 1 step that depends on it".to_owned(),
                    many => format!(", with {many} steps that depend on it"),
                };
                Command::write(format!("{}{more}", act.label(on)?), move |tx| act.apply(tx, today).map(drop))
            }
            Work::AddStep(act) => Command::write(act.label(on)?, move |tx| act.apply(tx).map(drop)),
            Work::Outcome(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Work::Finish(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Work::Resume(act) => Command::write(act.label(on)?, move |tx| act.apply(tx)),
            Work::SaveTemplate(act) => Command::write(act.label(), move |tx| act.apply(tx)),
            Work::EditTemplate(act) => Command::write(act.label()?, move |tx| act.apply(tx)),
            Work::DeleteTemplate(act) => Command::write(act.label(), move |tx| act.apply(tx)),
            Work::SavePlanTemplate(act) => Command::write(act.label(), move |tx| act.apply(tx)),
            Work::DeletePlanTemplate(act) => Command::write(act.label(), move |tx| act.apply(tx)),
            Work::SaveQuestionnaire(act) => Command::write(act.label(), move |tx| act.apply(tx)),
            Work::ResetQuestionnaire(act) => Command::write(act.label(), move |tx| act.apply(tx)),
        })
    }
}
