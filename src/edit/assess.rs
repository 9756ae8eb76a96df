//! An assessment into the book: one an account, template and day; answering again that day corrects it.

use crate::assessment::{Answer, Taken, Template};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;
use crate::store::edit::account_name;
use crate::store::{Reads, Tx, assessment as book};

/// What was answered, and what was taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Assess {
    /// By which template.
    pub template: Template,
    /// An assessment that is corrected; None: that of the day, else a new one.
    pub id: Option<i64>,
    /// The day; None: that of the assessment that is corrected, else today.
    pub on: Option<Day>,
    /// Who assessed, by the id of a team member; None: as it is.
    pub by: Option<i64>,
    /// What was remarked; None: as it is, empty: nothing.
    pub note: Option<String>,
    /// The answers that are given.
    pub answers: Vec<Answer>,
    /// Questions whose answers are taken back.
    pub cleared: Vec<String>,
}

impl Assess {
    /// Nothing answered yet.
    pub fn new(template: Template) -> Assess {
        Assess {
            template,
            id: None,
            on: None,
            by: None,
            note: None,
            answers: Vec::new(),
            cleared: Vec::new(),
        }
    }

    /// What will stand in the book.
    ///
    /// # Errors
    /// A day that is to come, no answer at all, an assessment that is gone; or the book cannot be read.
    pub fn outcome(&self, on: &impl Reads, account: AccountId, today: Day) -> Result<Taken> {
        let day = self.on.unwrap_or(today);
        if day > today {
            return Err(Error::invalid(format!("{day} is still to come"))
                .hint("an assessment is of today or of a day before"));
        }
        let id = match self.id {
            None => book::on_day(on, account, &self.template.name, day)?,
            known => known,
        };
        let mut taken = match id {
            Some(id) => {
                let known = book::taken(on, account, Day::MAX)?.into_iter().find(|own| own.id == Some(id));
                let gone = || Error::not_found("the assessment is not in the book any more");
                known.ok_or_else(gone)?
            }
            None => Taken {
                id: None,
                template: self.template.name.clone(),
                on: day,
                by: None,
                note: None,
                answers: Vec::new(),
            },
        };
        taken.on = self.on.unwrap_or(taken.on);
        taken.by = self.by.or(taken.by);
        if let Some(note) = &self.note {
            taken.note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
        }
        let given = |question: &str| self.answers.iter().any(|answer| answer.question == question);
        taken.answers.retain(|own| !given(&own.question) && !self.cleared.contains(&own.question));
        taken.answers.extend(self.answers.iter().cloned());
        if taken.answers.is_empty() {
            return Err(Error::invalid("no question is answered").hint("answer at least one"));
        }
        Ok(taken)
    }

    /// What the journal says of it: `Assessed onboarding risk of Acme: high, 64 of 100`.
    ///
    /// # Errors
    /// As [`Assess::outcome`].
    pub fn label(&self, on: &impl Reads, account: AccountId, today: Day) -> Result<String> {
        let outcome = self.template.outcome(&self.outcome(on, account, today)?.answers);
        let name = account_name(on, account)?.unwrap_or_default();
        let told = match (outcome.level, outcome.total) {
            (Some(level), Some(total)) => format!(": {level}, {total} of 100"),
            _ => String::new(),
        };
        Ok(format!("Assessed {} of {}{told}", self.template.name, fit(&name, 60)))
    }

    /// Writes it. Gives the assessment as it stands in the book now.
    ///
    /// # Errors
    /// As [`Assess::outcome`], or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, account: AccountId, today: Day) -> Result<Taken> {
        let taken = self.outcome(tx, account, today)?;
        let id = book::write(tx, account, &taken)?;
        Ok(Taken { id: Some(id), ..taken })
    }
}
