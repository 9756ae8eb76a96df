//! Which steps of an onboarding must be done before others. A step may need one that stands further down in the file,
//! so this is set when all of them are in.

use super::records::Job;
use super::report::Report;
use super::value;
use super::write::mark;
use crate::domain::Result;
use crate::domain::text::{clean, fold};
use crate::store::load::steps::{self, Sibling};
use crate::store::load::uses::Outcome;

/// What a step is said to need.
pub struct Needs {
    /// Its row.
    pub step: i64,
    /// Titles, numbers or identities of steps of the same onboarding.
    pub wanted: Vec<String>,
    /// First line of its record.
    pub line: u64,
    /// Its record.
    pub record: usize,
}

/// Sets what the steps of a file need. What is no other step of the onboarding is left out, with a warning.
///
/// # Errors
/// The book cannot be read or written.
pub fn set(
    job: &Job<'_, '_>,
    needs: Vec<Needs>,
    outcomes: &mut Vec<Outcome>,
    report: &mut Report,
) -> Result<()> {
    let header =
        job.kind.column("needs").map(|place| job.mapping.header(job.kind, place)).unwrap_or_default();
    let mut siblings: (Option<i64>, Vec<Sibling>) = (None, Vec::new());
    for Needs { step, wanted, line, record } in needs {
        let there = steps::needs(job.tx, step)?;
        if wanted.is_empty() && there.is_empty() {
            continue;
        }
        let onboarding = steps::onboarding_of(job.tx, step)?;
        if siblings.0 != Some(onboarding) {
            siblings = (Some(onboarding), steps::of(job.tx, onboarding)?);
        }
        let mut ids = Vec::new();
        for said in &wanted {
            match find(&siblings.1, said).filter(|id| *id != step) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => {
                    let said = clean(said);
                    let message = format!("\"{said}\" is no one other step of the onboarding; left out");
                    report.warn(line, &header, "steps to be done before that are not known", message);
                }
            }
        }
        if ids != there {
            steps::set_needs(job.tx, step, &ids)?;
            mark(outcomes, record, Outcome::Updated);
        }
    }
    Ok(())
}

/// The step that a word means: by identity, by its number in the onboarding, or by its title if one alone has it.
fn find(siblings: &[Sibling], said: &str) -> Option<i64> {
    let exact = said.strip_prefix(value::NAME);
    if let Some(uid) = said.strip_prefix("uid:")
        && let Some(step) = siblings.iter().find(|step| step.uid == uid)
    {
        return Some(step.id);
    }
    let titled = |same: &dyn Fn(&str) -> bool| {
        let mut found = siblings.iter().filter(|step| same(&step.title));
        found.next().filter(|_| found.next().is_none()).map(|step| step.id)
    };
    if let Some(title) = exact {
        return titled(&|other| other == title);
    }
    let number = said.trim_start_matches('#').parse::<usize>().ok();
    let numbered = || siblings.get(number?.checked_sub(1)?).map(|step| step.id);
    let wanted = fold(said);
    titled(&|other| fold(other) == wanted).or_else(numbered)
}
