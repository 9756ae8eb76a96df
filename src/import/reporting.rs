//! People who stand above themselves: a file may say so, row by row soundly. It is kept as it was said, and told.

use std::collections::BTreeMap;

use super::records::Job;
use super::report::Report;
use crate::domain::Result;
use crate::domain::reporting::{Named, above, circle};
use crate::domain::text::fit;
use crate::store::edit::reporting;

/// Warns of the contacts of a file who report to somebody below them; `rows`: account, contact, line.
///
/// # Errors
/// The book cannot be read.
pub fn warn(job: &Job<'_, '_>, rows: &[(i64, i64, u64)], report: &mut Report) -> Result<()> {
    let Some(place) = job.kind.column("reports_to") else { return Ok(()) };
    let header = job.mapping.header(job.kind, place);
    let mut accounts: BTreeMap<i64, Vec<(i64, u64)>> = BTreeMap::new();
    for (account, contact, line) in rows {
        accounts.entry(*account).or_default().push((*contact, *line));
    }
    for (account, rows) in accounts {
        let people = reporting(job.tx, account)?;
        let named: Vec<Named<'_>> = people
            .iter()
            .map(|person| Named {
                name: &person.name,
                email: person.email.as_deref(),
                reports_to: person.reports_to.as_deref(),
            })
            .collect();
        let above = above(&named);
        for (contact, line) in rows {
            let own = people.iter().position(|person| person.id == contact);
            let Some(way) = own.and_then(|own| circle(&above, own)) else { continue };
            let names: Vec<_> =
                way.iter().filter_map(|place| named.get(*place)).map(|person| fit(person.name, 60)).collect();
            let message = match names.as_slice() {
                [own] => format!("{own} reports to themselves"),
                [own, through @ ..] => {
                    format!("{own} stands above themselves, through {}", through.join(", "))
                }
                [] => continue,
            };
            report.warn(line, &header, "people who stand above themselves", message);
        }
    }
    Ok(())
}
