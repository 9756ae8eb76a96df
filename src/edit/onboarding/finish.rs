//! Finishing an onboarding, taking it up again, and the first outcome.

use super::{called, cells, named, on_day};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result, Stage};
use crate::edit::entity::ACCOUNT;
use crate::edit::read;
use crate::onboarding::handoff::Missing;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, onboarding as book};

/// The end of an onboarding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    /// Row id of the onboarding.
    pub onboarding: i64,
    /// Its last day.
    pub on: Day,
    /// The stage that the account comes to, where the CSM agreed; [`Stage::Adoption`] is what is proposed.
    pub stage: Option<Stage>,
    /// Whether it ends although required steps are open.
    pub anyway: bool,
}

impl Finish {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The onboarding is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let stage = self.stage.map(|stage| format!(", stage {stage}")).unwrap_or_default();
        Ok(format!("Finished {}{stage}", called(on, &book::one(on, self.onboarding)?)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// Required steps are open (the first is named) and `anyway` was not said; it has ended already; the day is still
    /// to come or before the start; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let onboarding = book::one(tx, self.onboarding)?;
        let what = called(tx, &onboarding)?;
        if let Some(ended) = onboarding.ended_on {
            return Err(Error::invalid(format!("{what} has ended on {ended} already"))
                .hint("take it up again first to change its end"));
        }
        if self.on > today || self.on < onboarding.started_on {
            let why = if self.on > today {
                "which is still to come".to_owned()
            } else {
                format!("before its start on {}", onboarding.started_on)
            };
            return Err(Error::invalid(format!("{what} cannot end on {}, {why}", self.on))
                .hint("choose a day from its start to today"));
        }
        let mut open = onboarding.steps.iter().filter(|step| step.required && step.is_open(today));
        if let (Some(first), false) = (open.next(), self.anyway) {
            let others = match open.count() {
                0 => "1 required step is open,".to_owned(),
                more => format!("{} required steps are open, first of all", more + 1),
            };
            return Err(Error::invalid(format!(
                "{what} is not done: {others} \"{}\"",
                fit(&first.title, 60)
            ))
            .hint("do them, set them to not applicable, or finish it all the same with --anyway"));
        }
        rows::update(tx, "onboarding", self.onboarding, &cells(&[("ended_on", on_day(self.on))]))?;
        match self.stage {
            Some(stage) => rows::update(
                tx,
                "account",
                onboarding.account,
                &cells(&[("stage", Value::Int(stage.code()))]),
            ),
            None => Ok(()),
        }
    }
}

/// An ended onboarding that runs again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Row id of the onboarding.
    pub onboarding: i64,
}

impl Resume {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The onboarding is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Took up {} again", called(on, &book::one(on, self.onboarding)?)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// It runs already, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let onboarding = book::one(tx, self.onboarding)?;
        if onboarding.ended_on.is_none() {
            return Err(Error::invalid(format!("{} runs already", called(tx, &onboarding)?)));
        }
        rows::update(tx, "onboarding", self.onboarding, &cells(&[("ended_on", Value::Null)]))
    }
}

/// The first outcome of an account: that the customer has for the first time what they wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Row id of the account.
    pub account: i64,
    /// The day it was reached.
    pub on: Day,
    /// What shows it.
    pub evidence: String,
    /// Who confirmed it.
    pub by: String,
}

const ON: &str = "first_outcome_on";
const EVIDENCE: &str = "first_outcome_evidence";
const BY: &str = "first_outcome_by";

impl Outcome {
    /// What a confirmation says, each with the field of the account that holds it.
    pub const NEEDED: [Missing; 3] = [
        Missing { field: ON, what: "on which day it was reached" },
        Missing { field: EVIDENCE, what: "what shows the first outcome" },
        Missing { field: BY, what: "who confirmed it" },
    ];

    /// The sentence about one that lacks something.
    pub fn lacks(missing: &Missing) -> Error {
        Error::invalid(format!("it is not said {}", missing.what))
            .hint("a first outcome needs a date, its evidence and who confirmed it")
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("First outcome of {} confirmed by {}", named(on, self.account)?, fit(self.by.trim(), 60)))
    }

    /// Writes it, over an earlier confirmation if there is one.
    ///
    /// # Errors
    /// The day is still to come; evidence or who confirmed it is missing; the account is not there any more; or the
    /// book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        read(tx, &ACCOUNT, self.account)?;
        if self.on > today {
            return Err(Error::invalid(format!("a first outcome on {} is still to come", self.on))
                .hint("give the day it was reached, today at the latest"));
        }
        let given = |field: &str| match field {
            EVIDENCE => !self.evidence.trim().is_empty(),
            BY => !self.by.trim().is_empty(),
            _ => true,
        };
        if let Some(missing) = Outcome::NEEDED.iter().find(|needed| !given(needed.field)) {
            return Err(Outcome::lacks(missing));
        }
        let row = [
            (ON, on_day(self.on)),
            (EVIDENCE, super::given(Some(&self.evidence))),
            (BY, super::given(Some(&self.by))),
        ];
        rows::update(tx, "account", self.account, &cells(&row))
    }
}
