//! The templates that can be looked at and written in the dashboard: those of onboardings and of plans, and the
//! questionnaires of assessments.

use crate::assessment::{self, Library};
use crate::domain::{Error, Result};
use crate::edit::onboarding::{DeleteTemplate, SaveTemplate};
use crate::edit::plan;
use crate::edit::questionnaire::{ResetQuestionnaire, SaveQuestionnaire};
use crate::edit::template::Opened;
use crate::onboarding::template::Origin;
use crate::onboarding::{self, Templates};
use crate::plan::{Template as PlanTemplate, Templates as PlanTemplates};
use crate::store::template;

use super::work::Work;

/// A template with its text.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name, as stored.
    pub name: Box<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Its text.
    pub toml: Box<str>,
    /// What the text says, or what is wrong with it.
    pub says: Result<Says>,
    /// Who uses it, in a sentence, where the book would be without it when it goes.
    pub used: Option<String>,
    kind: Kind,
}

/// What a template says.
#[derive(Clone, Debug)]
pub enum Says {
    Onboarding(onboarding::Template),
    Plan(PlanTemplate),
    Assessment(assessment::Template),
}

/// What it is a template of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Onboarding,
    Plan,
    Assessment,
}

/// Every template, those of onboardings first.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The templates.
    pub sheets: Vec<Sheet>,
    /// Why a questionnaire of the book cannot be shown: another program wrote it.
    pub trouble: Option<Error>,
}

impl Shelf {
    /// From what the book has; `used_by` says who uses an onboarding template.
    ///
    /// # Errors
    /// That of `used_by`.
    pub fn new(
        templates: Templates,
        plans: PlanTemplates,
        (library, troubles): (Library, Vec<Error>),
        used_by: impl Fn(&str) -> Result<Option<String>>,
    ) -> Result<Shelf> {
        let built_in = Library::built_in()?;
        let mut sheets = Vec::with_capacity(templates.all.len());
        for known in templates.all {
            sheets.push(Sheet {
                used: if known.origin == Origin::Book { used_by(&known.name)? } else { None },
                name: known.name,
                origin: known.origin,
                toml: known.toml.into(),
                says: known.template.map(Says::Onboarding),
                kind: Kind::Onboarding,
            });
        }
        sheets.extend(plans.all.into_iter().map(|known| Sheet {
            name: known.name,
            origin: known.origin,
            toml: known.toml.into(),
            says: known.template.map(Says::Plan),
            used: None,
            kind: Kind::Plan,
        }));
        let of_assessments = library.all().filter_map(|template| {
            let (toml, own) = library.toml(template)?;
            let origin = match built_in.get(&template.name) {
                _ if !own => Origin::BuiltIn,
                Some(_) => Origin::Changed,
                None => Origin::Book,
            };
            Some(Sheet {
                name: template.name.as_str().into(),
                origin,
                toml: toml.into(),
                says: Ok(Says::Assessment(template.clone())),
                used: None,
                kind: Kind::Assessment,
            })
        });
        sheets.extend(of_assessments);
        Ok(Shelf { sheets, trouble: troubles.into_iter().next() })
    }
}

impl Sheet {
    /// In a list: which kind, where it is no onboarding.
    pub fn title(&self) -> String {
        let of = match self.kind {
            Kind::Onboarding => "",
            Kind::Plan => "plan: ",
            Kind::Assessment => "assessment: ",
        };
        let sign = if self.origin == Origin::BuiltIn { "" } else { "*" };
        format!("{of}{}{sign}", self.name)
    }

    /// The template as something that is changed part by part; None: it is written as a whole.
    pub fn opened(&self) -> Option<Opened> {
        let kind = match self.kind {
            Kind::Onboarding => template::Kind::Onboarding,
            Kind::Plan => template::Kind::Plan,
            Kind::Assessment => return None,
        };
        Some(Opened { kind, name: self.name.clone(), toml: self.toml.clone() })
    }

    /// Whether it is the same template, perhaps with another text.
    pub fn is(&self, other: &Sheet) -> bool {
        self.kind == other.kind && self.name == other.name
    }

    /// The act that writes another text in its place.
    ///
    /// # Errors
    /// The text is not sound: the place and what is wrong there.
    pub fn save(&self, toml: String) -> Result<Work> {
        Ok(match self.kind {
            Kind::Onboarding => Work::SaveTemplate(SaveTemplate::new(&self.name, toml)?),
            Kind::Plan => Work::SavePlanTemplate(plan::SaveTemplate::new(&self.name, toml)?),
            Kind::Assessment => Work::SaveQuestionnaire(SaveQuestionnaire::new(&self.name, toml)?),
        })
    }

    /// The act that takes the book's own text away.
    pub fn reset(&self) -> Work {
        match self.kind {
            Kind::Onboarding => {
                Work::DeleteTemplate(DeleteTemplate { name: self.name.clone(), anyway: true })
            }
            Kind::Plan => Work::DeletePlanTemplate(plan::DeleteTemplate { name: self.name.clone() }),
            Kind::Assessment => Work::ResetQuestionnaire(ResetQuestionnaire { name: self.name.to_string() }),
        }
    }

    /// What stays as it is when it goes or changes.
    pub fn kept(&self) -> &'static str {
        match self.kind {
            Kind::Onboarding => "Running onboardings keep their steps.",
            Kind::Plan => "Plans that came from it stay as they are.",
            Kind::Assessment => "Answers that were given keep their scores.",
        }
    }
}
