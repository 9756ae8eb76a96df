//! The schema of a book against that of a new one.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Finding, Mend};
use crate::domain::Result;
use crate::store::migrate;

/// Objects of a schema: (kind, name) and how they were made. What SQLite makes by itself is left out.
type Objects = BTreeMap<(String, String), String>;

fn objects(conn: &Connection) -> Result<Objects> {
    let mut statement = conn
        .prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let objects =
        statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get::<_, String>(2)?)))?;
    Ok(objects.collect::<rusqlite::Result<_>>()?)
}

fn is_virtual(sql: &str) -> bool {
    sql.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("CREATE VIRTUAL"))
}

/// The schema that this program makes.
fn own() -> Result<Objects> {
    let mut conn = Connection::open_in_memory()?;
    migrate::to_current(&mut conn)?;
    objects(&conn)
}

/// Where a book differs from a new one.
pub(super) fn findings(conn: &Connection) -> Result<Vec<Finding>> {
    let (own, found) = (own()?, objects(conn)?);
    let (mut tables, mut findings) = (Vec::new(), Vec::new());
    for ((kind, name), sql) in &own {
        let said = match found.get(&(kind.clone(), name.clone())) {
            None => format!("the {kind} {name} is missing"),
            Some(other) if other != sql => format!("the {kind} {name} is not as this program makes it"),
            Some(_) => continue,
        };
        if kind == "table" {
            // Rows cannot be made up.
            tables.push(Finding::error(said, None));
        } else {
            findings.push(Finding::error(said, Some(Mend::Schema)));
        }
    }
    for ((kind, name), sql) in found.iter().filter(|(object, _)| !own.contains_key(*object)) {
        let said = format!("the {kind} {name} is not of this program");
        findings.push(match kind.as_str() {
            "table" if is_virtual(sql) => Finding::error(said, Some(Mend::Schema)),
            // Nothing looks at it.
            "table" | "index" => Finding::note(said, None),
            _ => Finding::error(said, Some(Mend::Schema)),
        });
    }
    if !tables.is_empty() {
        // Triggers and indexes are made of the tables, and only of those that are this program's.
        findings.iter_mut().for_each(|finding| finding.mend = None);
    }
    tables.append(&mut findings);
    Ok(tables)
}

/// Removes views and virtual tables, and makes indexes anew. Triggers are made anew by their own module.
pub(super) fn mend(conn: &Connection) -> Result<()> {
    let (own, found) = (own()?, objects(conn)?);
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    for ((kind, name), sql) in &found {
        let differs = own.get(&(kind.clone(), name.clone())).is_some_and(|made| made != sql);
        match kind.as_str() {
            "view" => conn.execute_batch(&format!("DROP VIEW {}", quoted(name)))?,
            "table" if is_virtual(sql) => conn.execute_batch(&format!("DROP TABLE {}", quoted(name)))?,
            "index" if differs => conn.execute_batch(&format!("DROP INDEX {}", quoted(name)))?,
            _ => {}
        }
    }
    for ((_, name), sql) in own.iter().filter(|((kind, _), _)| kind == "index") {
        if found.get(&("index".to_owned(), name.clone())) != Some(sql) {
            conn.execute_batch(sql)?;
        }
    }
    Ok(())
}
