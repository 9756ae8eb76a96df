//! Which steps of an onboarding must be done before a step, as a field of it.

use crate::domain::{Day, Result};
use crate::edit::patch::Target;
use crate::edit::records::unique;
use crate::edit::{Field, Value};
use crate::onboarding::{Onboarding, Wanted};
use crate::store::load::steps;
use crate::store::{Reads, Tx, onboarding as book};

/// The field.
const NEEDS: &str = "needs";

/// The onboarding that a step belongs to, or will.
fn around(on: &impl Reads, target: Target) -> Result<Option<Onboarding>> {
    match target {
        Target::Row(step) => book::of_step(on, step).map(Some),
        Target::New { parent } => parent.map(|onboarding| book::one(on, onboarding)).transpose(),
    }
}

/// The steps that a step can need: ids and titles, in the order of the checklist.
///
/// # Errors
/// The step is not there any more, or the book cannot be read.
pub fn needable(on: &impl Reads, target: Target) -> Result<Vec<(i64, String)>> {
    let steps = around(on, target)?.map(|onboarding| onboarding.steps).unwrap_or_default();
    let others = steps.into_iter().filter(|step| target != Target::Row(step.id));
    Ok(unique(others.map(|step| (step.id, step.title.into())).collect()))
}

/// Whether what is about to be written of a step concerns its place among the others: whether it may stand so.
///
/// # Errors
/// It may not: see [`Onboarding::may_stand`]; or the book cannot be read.
pub(in crate::edit) fn may_stand(
    tx: &Tx<'_>,
    target: Target,
    record: &[(&'static Field, Value)],
    changed: &[(&'static Field, Value)],
) -> Result<()> {
    if !changed.iter().any(|(field, _)| [NEEDS, "due_on"].contains(&field.name)) {
        return Ok(());
    }
    let value = |name: &str| record.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
    let due_on = value("due_on").and_then(Value::int).and_then(|day| i32::try_from(day).ok());
    let (Some(onboarding), Some(due_on)) = (around(tx, target)?, due_on) else { return Ok(()) };
    onboarding.may_stand(&Wanted {
        id: if let Target::Row(id) = target { Some(id) } else { None },
        title: value("title").and_then(Value::text).unwrap_or_default(),
        due_on: Day(due_on),
        is_open: value("done_on").is_none_or(Value::is_null)
            && value("not_applicable").and_then(Value::int) != Some(1),
        needs: &ids(record).unwrap_or_default(),
    })
}

/// The steps that are said to be needed, where that is among the values.
fn ids(values: &[(&'static Field, Value)]) -> Option<Vec<i64>> {
    let said = values.iter().find(|(field, _)| field.name == NEEDS).map(|(_, value)| value)?;
    Some(match said {
        Value::List(needs) => needs.iter().filter_map(Value::int).collect(),
        _ => Vec::new(),
    })
}

/// The steps that a step needs, as its field holds them.
pub(in crate::edit) fn held(on: &impl Reads, step: i64) -> Result<Vec<Value>> {
    Ok(steps::needs(on, step)?.into_iter().map(Value::Int).collect())
}

/// Writes what a step needs, where that is among the values.
pub(in crate::edit) fn write(tx: &Tx<'_>, step: i64, values: &[(&'static Field, Value)]) -> Result<()> {
    match ids(values) {
        Some(needs) => steps::set_needs(tx, step, &needs),
        None => Ok(()),
    }
}
