//! Drafts into the book: each finds its row, and only what differs is written.

use std::collections::{HashMap, HashSet};

use super::directory::Directory;
use super::kind::{Identity, Parts};
use super::needs;
use super::progress::Watch;
use super::records::{Draft, Job, Part};
use super::report::Report;
use super::reporting;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};
use crate::store::load::Value;
use crate::store::load::rows::{self, Attendee, Cell};
use crate::store::load::uses::Outcome;
use crate::store::{Tx, alert};

type Cells = Vec<(&'static str, Value)>;

/// How many rows of a kind were met already, by what tells them apart.
type Met = HashMap<(Vec<Value>, Vec<Attendee>), u32>;

/// Writes all drafts, and counts what became of the records.
///
/// # Errors
/// Cancelled, or the book cannot be read or written.
pub fn all(
    job: &Job<'_, '_>,
    drafts: Vec<Draft>,
    directory: &mut Directory<'_>,
    report: &mut Report,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let mut writer = Writer { job, met: Met::new(), taken: HashSet::new(), positions: HashMap::new() };
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut parents = Vec::new();
    let (mut needs, mut reports) = (Vec::new(), Vec::new());
    for mut draft in drafts {
        watch.step()?;
        let (id, outcome) = writer.own(&draft).map_err(|error| at(error, draft.line))?;
        // A record that a later one replaced has changed nothing by itself.
        let counts = if job.records.parts.is_some() { draft.records.first() } else { draft.records.last() };
        for record in &draft.records {
            mark(&mut outcomes, *record, if Some(record) == counts { outcome } else { Outcome::Unchanged });
        }
        if let Some(parts) = &job.records.parts {
            for part in draft.parts.drain(..) {
                let outcome = writer.part(parts, id, &part).map_err(|error| at(error, draft.line))?;
                mark(&mut outcomes, part.record, outcome);
            }
        }
        if let (Some(parent), Some(record)) = (draft.parent.take(), draft.records.last()) {
            parents.push((id, parent, draft.line, *record));
        }
        let cell = |name: &str| draft.own.iter().find(|cell| cell.0 == name).map(|cell| &cell.1);
        if let (Some(Value::Int(account)), Some(Value::Text(_))) = (cell("account_id"), cell("reports_to")) {
            reports.push((*account, id, draft.line));
        }
        if let (Some(wanted), Some(record)) = (draft.needs.take(), draft.records.last()) {
            needs.push(needs::Needs { step: id, wanted, line: draft.line, record: *record });
        }
    }
    reporting::warn(job, &reports, report)?;
    set_parents(job, parents, directory, &mut outcomes, report)?;
    needs::set(job, needs, &mut outcomes, report)?;
    outcomes.into_iter().for_each(|outcome| report.count(outcome));
    Ok(())
}

fn at(error: Error, line: u64) -> Error {
    error.at(format!("line {line}"))
}

/// The strongest of what became of a record.
pub(super) fn mark(outcomes: &mut Vec<Outcome>, record: usize, outcome: Outcome) {
    if outcomes.len() <= record {
        outcomes.resize(record + 1, Outcome::Unchanged);
    }
    if let Some(slot) = outcomes.get_mut(record) {
        *slot = (*slot).max(outcome);
    }
}

struct Writer<'j, 'a, 't> {
    job: &'j Job<'a, 't>,
    met: Met,
    /// Rows of the book that a row of the file has found.
    taken: HashSet<i64>,
    /// Next position of a new step or item, by what it belongs to.
    positions: HashMap<i64, i64>,
}

impl Writer<'_, '_, '_> {
    /// Writes the row of a draft. Gives its id and what became of it.
    fn own(&mut self, draft: &Draft) -> Result<(i64, Outcome)> {
        let (tx, table) = (self.job.tx, self.job.records.table);
        let (id, mut outcome) = match self.locate(draft)? {
            Some((id, there)) => (id, update(tx, table, id, &draft.own, &there)?),
            None => {
                let mut cells: Vec<Cell<'_>> = borrowed(&draft.own);
                let position = self.position(&draft.own);
                if let Some(position) = &position {
                    cells.push(("position", position));
                }
                // The day that a step was planned for first, where the file does not tell.
                let planned = draft.own.iter().find(|cell| table == "step" && cell.0 == "due_on");
                if let Some((_, due)) = planned.filter(|_| !cells.iter().any(|cell| cell.0 == "planned_on")) {
                    cells.push(("planned_on", due));
                }
                (insert(tx, table, cells)?, Outcome::Created)
            }
        };
        if let Some(wanted) = &draft.attendees
            && rows::attendees(tx, id)? != *wanted
        {
            rows::set_attendees(tx, id, wanted)?;
            outcome = outcome.max(Outcome::Updated);
        }
        Ok((id, outcome))
    }

    /// Steps without a position of their own stand in the order of the file.
    fn position(&mut self, own: &Cells) -> Option<Value> {
        let of = own.iter().find(|cell| cell.0 == "onboarding_id")?;
        let Value::Int(of) = of.1 else { return None };
        if own.iter().any(|cell| cell.0 == "position") {
            return None;
        }
        Some(self.next_position(of))
    }

    fn next_position(&mut self, of: i64) -> Value {
        let next = self.positions.entry(of).or_default();
        *next += 1;
        Value::Int(*next)
    }

    /// The row that a draft means, with what stands in its columns.
    fn locate(&mut self, draft: &Draft) -> Result<Option<(i64, Vec<Value>)>> {
        let (tx, table) = (self.job.tx, self.job.records.table);
        let columns: Vec<&'static str> = draft.own.iter().map(|cell| cell.0).collect();
        let value = |column: &str| draft.own.iter().find(|cell| cell.0 == column).map(|cell| &cell.1);
        let external_id = value("external_id").filter(|id| **id != Value::Null).map(|id| ("external_id", id));
        let uid = value("uid").map(|uid| ("uid", uid));
        let own_id = external_id.or(uid);
        if let Some(id) = own_id
            && let Some(found) = rows::find(tx, table, &[id], &columns, 0)?
        {
            return Ok(Some(found));
        }
        let by = |keys: &[&'static str]| -> Vec<(&'static str, &Value)> {
            keys.iter().filter_map(|key| value(key).map(|value| (*key, value))).collect()
        };
        match self.job.records.identity {
            Identity::ExternalId => Ok(None),
            Identity::Unique(keys) | Identity::ExternalIdOrUnique(keys) => {
                rows::find(tx, table, &by(keys), &columns, 0)
            }
            Identity::OneOpen(keys, closed) if value(closed).is_none_or(|day| *day == Value::Null) => {
                let mut wanted = by(keys);
                wanted.push((closed, &Value::Null));
                let found = rows::find(tx, table, &wanted, &columns, 0)?;
                // What the program raised itself meanwhile gives way to the very alert of the file, by which others
                // call it.
                match &found {
                    Some((id, _)) if uid.is_some() && alert::give_way(tx, *id)? => Ok(None),
                    _ => Ok(found),
                }
            }
            // Another one that looks alike.
            _ if uid.is_some() => Ok(None),
            Identity::ExternalIdOrCells if own_id.is_some() => Ok(None),
            Identity::ExternalIdOrCells => self.by_cells(draft),
            Identity::ExternalIdOrKey(keys) => {
                let mut wanted = by(keys);
                if external_id.is_some() {
                    wanted.push(("external_id", &Value::Null));
                }
                rows::find(tx, table, &wanted, &columns, 0)
            }
            Identity::OneOpen(keys, closed) => self.nth(&[keys, &[closed]].concat(), draft, &columns),
            Identity::NthOf(keys) => self.nth(keys, draft, &columns),
        }
    }

    /// The n-th row that these columns fit, for the n-th such draft.
    fn nth(
        &mut self,
        keys: &[&'static str],
        draft: &Draft,
        columns: &[&'static str],
    ) -> Result<Option<(i64, Vec<Value>)>> {
        let cells = draft.own.iter().filter(|cell| keys.contains(&cell.0));
        let wanted: Vec<Cell<'_>> = cells.map(|(column, value)| (*column, value)).collect();
        let key = wanted.iter().map(|cell| cell.1.clone()).collect();
        let met = self.met.entry((key, Vec::new())).or_default();
        let found = rows::find(self.job.tx, self.job.records.table, &wanted, columns, *met)?;
        *met += 1;
        Ok(found)
    }

    /// The n-th row without an external id that is equal in all cells of the file, for the n-th such draft.
    fn by_cells(&mut self, draft: &Draft) -> Result<Option<(i64, Vec<Value>)>> {
        let (tx, table) = (self.job.tx, self.job.records.table);
        let mut wanted = borrowed(&draft.own);
        if !wanted.iter().any(|cell| cell.0 == "external_id") {
            wanted.push(("external_id", &Value::Null));
        }
        let columns: Vec<&'static str> = draft.own.iter().map(|cell| cell.0).collect();
        let key = draft.own.iter().map(|cell| cell.1.clone()).collect();
        let met = self.met.entry((key, draft.attendees.clone().unwrap_or_default())).or_default();
        loop {
            let found = rows::find(tx, table, &wanted, &columns, *met)?;
            *met += 1;
            let Some((id, values)) = found else { return self.before_contact(draft, wanted, &columns) };
            if self.taken.contains(&id) {
                continue;
            }
            if let Some(attendees) = &draft.attendees
                && known(rows::attendees(tx, id)?, &draft.called) != *attendees
            {
                continue;
            }
            self.taken.insert(id);
            return Ok(Some((id, values)));
        }
    }

    /// The row that names who answered as the draft does, from before that was a contact of the account.
    fn before_contact(
        &mut self,
        draft: &Draft,
        mut wanted: Vec<Cell<'_>>,
        columns: &[&'static str],
    ) -> Result<Option<(i64, Vec<Value>)>> {
        let Some(name) = columns.iter().position(|column| *column == "respondent") else { return Ok(None) };
        let Some(contact) = wanted.iter_mut().find(|cell| cell.0 == "contact_id") else { return Ok(None) };
        if *contact.1 == Value::Null {
            return Ok(None);
        }
        contact.1 = &Value::Null;
        wanted.retain(|cell| cell.0 != "respondent");
        for nth in 0.. {
            let found = rows::find(self.job.tx, self.job.records.table, &wanted, columns, nth)?;
            let Some((id, values)) = found else { break };
            let Some(Value::Text(name)) = values.get(name) else { continue };
            if draft.called.iter().any(|called| called.0 == fold(name)) && self.taken.insert(id) {
                return Ok(Some((id, values)));
            }
        }
        Ok(None)
    }

    /// Writes a part of the row `parent`.
    fn part(&mut self, parts: &Parts, parent: i64, part: &Part) -> Result<Outcome> {
        let tx = self.job.tx;
        let parent_id = Value::Int(parent);
        let value = |column: &str| part.cells.iter().find(|cell| cell.0 == column).map(|cell| &cell.1);
        let mut wanted: Vec<Cell<'_>> = vec![(parts.parent, &parent_id)];
        let columns: Vec<&'static str> = part.cells.iter().map(|cell| cell.0).collect();
        let found = if let Some(uid) = value("uid") {
            wanted.push(("uid", uid));
            rows::find(tx, parts.table, &wanted, &columns, 0)?
        } else {
            wanted.extend(parts.key.iter().map(|key| (*key, value(key).unwrap_or(&Value::Null))));
            let key = wanted.iter().map(|cell| cell.1.clone()).collect();
            let met = self.met.entry((key, Vec::new())).or_default();
            *met += 1;
            rows::find(tx, parts.table, &wanted, &columns, *met - 1)?
        };
        match found {
            Some((id, there)) => update(tx, parts.table, id, &part.cells, &there),
            None => {
                let position = if parts.table == "plan_item" && !columns.contains(&"position") {
                    Some(self.next_position(parent))
                } else {
                    None
                };
                let mut cells = borrowed(&part.cells);
                cells.push((parts.parent, &parent_id));
                if let Some(position) = &position {
                    cells.push(("position", position));
                }
                insert(tx, parts.table, cells)?;
                Ok(Outcome::Created)
            }
        }
    }
}

/// Who attended, with the contacts that were none when the row was imported.
fn known(attendees: Vec<Attendee>, called: &[(String, i64)]) -> Vec<Attendee> {
    let mut known = Vec::with_capacity(attendees.len());
    for attendee in attendees {
        let contact = match &attendee {
            Attendee::Name(name) => called.iter().find(|called| called.0 == fold(name)),
            Attendee::Contact(_) => None,
        };
        let Some((_, contact)) = contact else {
            known.push(attendee);
            continue;
        };
        let contact = Attendee::Contact(*contact);
        // Twice the same person, under two names.
        if !known.contains(&contact) {
            known.push(contact);
        }
    }
    known
}

fn borrowed(cells: &Cells) -> Vec<Cell<'_>> {
    cells.iter().map(|(column, value)| (*column, value)).collect()
}

/// Inserts a row. The identity that the file gives is left where another row has it: the new one gets its own.
fn insert(tx: &Tx<'_>, table: &'static str, mut cells: Vec<Cell<'_>>) -> Result<i64> {
    let uid = cells.iter().position(|cell| cell.0 == "uid");
    if let Some((place, uid)) = uid.and_then(|place| Some((place, *cells.get(place)?)))
        && rows::find(tx, table, &[uid], &[], 0)?.is_some()
    {
        cells.remove(place);
    }
    rows::insert(tx, table, &cells)
}

/// Writes the cells that differ from what is there.
fn update(tx: &Tx<'_>, table: &'static str, id: i64, cells: &Cells, there: &[Value]) -> Result<Outcome> {
    // A row that was found without its external id keeps it; the identity of a row never changes.
    let kept = |cell: &(&str, Value)| cell.0 == "uid" || (cell.0 == "external_id" && cell.1 == Value::Null);
    let differ = cells.iter().zip(there).filter(|(cell, there)| cell.1 != **there && !kept(cell));
    let changes: Vec<Cell<'_>> = differ.map(|(cell, _)| (cell.0, &cell.1)).collect();
    if changes.is_empty() {
        return Ok(Outcome::Unchanged);
    }
    rows::update(tx, table, id, &changes)?;
    Ok(Outcome::Updated)
}

/// Sets the accounts above accounts, now that all rows of the file are in.
fn set_parents(
    job: &Job<'_, '_>,
    parents: Vec<(i64, Option<String>, u64, usize)>,
    directory: &mut Directory<'_>,
    outcomes: &mut Vec<Outcome>,
    report: &mut Report,
) -> Result<()> {
    if parents.is_empty() {
        return Ok(());
    }
    directory.forget_accounts();
    let header =
        job.kind.column("parent").map(|place| job.mapping.header(job.kind, place)).unwrap_or_default();
    for (id, parent, line, record) in parents {
        let mut wanted = Value::Null;
        if let Some(text) = parent {
            let accounts = directory.accounts()?;
            let found = accounts.find(&text).ok().flatten().and_then(|place| accounts.list.get(place));
            match found.map(|account| account.id).filter(|parent| *parent != id) {
                Some(parent) => wanted = Value::Int(parent),
                None => {
                    let message =
                        format!("\"{}\" is no one other account of the book; left out", clean(&text));
                    report.warn(line, &header, "accounts above that are not known", message);
                }
            }
        }
        let found = rows::find(job.tx, job.records.table, &[("id", &Value::Int(id))], &["parent_id"], 0)?;
        let there = found.map(|(_, there)| there).unwrap_or_default();
        let outcome = update(job.tx, job.records.table, id, &vec![("parent_id", wanted)], &there)?;
        mark(outcomes, record, outcome);
    }
    Ok(())
}
