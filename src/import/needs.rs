//! Which steps of an onboarding must be done before others. A step may need one that stands further down in the file,
//! so this is set when all of them are in.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use super::records::Job;
use super::report::Report;
use super::value;
use super::write::mark;
use crate::domain::Result;
use crate::domain::text::{clean, fit, fold};
use crate::onboarding::{circle, in_a_circle};
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

/// What the file says of the steps of one onboarding.
struct Said {
    siblings: Vec<Sibling>,
    /// What each step needs: as the file says, else as the book has it.
    needs: HashMap<i64, Vec<i64>>,
    /// What the book has.
    there: HashMap<i64, Vec<i64>>,
    /// The rows of the file: step, line, record.
    rows: Vec<(i64, u64, usize)>,
}

/// Sets what the steps of a file need. What is no other step of the onboarding is left out, with a warning; so is what
/// would close a circle.
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
    // A row further down may close a circle with one further up, or open one that the book has.
    let mut onboardings: BTreeMap<i64, Said> = BTreeMap::new();
    for Needs { step, wanted, line, record } in needs {
        let said = match onboardings.entry(steps::onboarding_of(job.tx, step)?) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => {
                let (siblings, there) =
                    (steps::of(job.tx, *slot.key())?, steps::all_needs(job.tx, *slot.key())?);
                slot.insert(Said { siblings, needs: there.clone(), there, rows: Vec::new() })
            }
        };
        let mut ids = Vec::new();
        for name in &wanted {
            match find(&said.siblings, name).filter(|id| *id != step) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => {
                    let name = clean(name);
                    let message = format!("\"{name}\" is no one other step of the onboarding; left out");
                    report.warn(line, &header, "steps to be done before that are not known", message);
                }
            }
        }
        said.needs.insert(step, ids);
        said.rows.push((step, line, record));
    }
    for mut said in onboardings.into_values() {
        said.open_circles(&header, report);
        for (step, _, record) in &said.rows {
            let [needs, there] =
                [&said.needs, &said.there].map(|all| all.get(step).map_or(&[][..], Vec::as_slice));
            if needs != there {
                steps::set_needs(job.tx, *step, needs)?;
                mark(outcomes, *record, Outcome::Updated);
            }
        }
    }
    Ok(())
}

impl Said {
    /// Takes out of the file what closes a circle: the need that stands furthest down.
    fn open_circles(&mut self, header: &str, report: &mut Report) {
        loop {
            let place = |id: &i64| self.siblings.iter().position(|step| step.id == *id);
            let needs_of = |step: &Sibling| {
                let needs = self.needs.get(&step.id).into_iter().flatten();
                needs.filter_map(place).collect::<Vec<_>>()
            };
            let needs: Vec<Vec<usize>> = self.siblings.iter().map(needs_of).collect();
            let Some(places) = circle(&needs) else { return };
            let steps: Vec<&Sibling> = places.iter().filter_map(|place| self.siblings.get(*place)).collect();
            let said = |step: i64| self.rows.iter().rev().find(|row| row.0 == step).map(|row| row.1);
            let pairs = steps.iter().zip(steps.iter().skip(1));
            let last = pairs.filter_map(|(step, need)| Some((said(step.id)?, step.id, need.id))).max();
            // One that another program has written is not the file's.
            let Some((line, step, need)) = last else { return };
            let titles: Vec<String> =
                steps.iter().map(|step| format!("\"{}\"", fit(&step.title, 60))).collect();
            let message = format!("{}; left out", in_a_circle(&titles).what);
            report.warn(line, header, "steps that need each other in a circle", message);
            if let Some(needs) = self.needs.get_mut(&step) {
                needs.retain(|other| *other != need);
            }
        }
    }
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
