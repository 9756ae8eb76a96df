//! What the tables hold: references, the history against the rows, what is counted from other rows.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Finding, Mend};
use crate::domain::Result;
use crate::store::trigger::{self, USAGE};

/// Rows that refer to what is not there, a table.
pub(super) fn broken_references(conn: &Connection) -> Result<BTreeMap<String, usize>> {
    let mut broken = BTreeMap::new();
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *broken.entry(row.get(0)?).or_default() += 1;
    }
    Ok(broken)
}

/// Rows a table.
pub(super) fn rows(conn: &Connection) -> Result<BTreeMap<String, i64>> {
    let tables =
        trigger::journaled().chain(USAGE.map(|usage| usage.0)).chain(["journal", "txn", "import_run"]);
    tables
        .map(|table| Ok((table.to_owned(), number(conn, &format!("SELECT count(*) FROM {table}"))?)))
        .collect()
}

fn number(conn: &Connection, sql: &str) -> Result<i64> {
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// What is wrong with the rows of a book.
pub(super) fn findings(conn: &Connection) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for table in trigger::journaled().chain(["journal", "txn", "import_run"]) {
        if let Err(error) = read_through(conn, table) {
            findings.push(Finding::error(format!("the table {table} cannot be read: {}", error.what), None));
        }
    }
    if !findings.is_empty() {
        return Ok(findings);
    }
    history(conn, &mut findings)?;
    let wrong = number(conn, &format!("SELECT count(*) FROM ({})", wrong_days()))?;
    if wrong > 0 {
        findings.push(Finding::error(
            format!("the counts of usage are wrong for {wrong} days"),
            Some(Mend::UsageDays),
        ));
    }
    for (table, _, _) in USAGE {
        let lost = number(conn, &format!("SELECT count(*) FROM {table} WHERE {}", without_contract(table)))?;
        if lost > 0 {
            findings.push(Finding::error(
                format!("{lost} rows of {table} are of a contract that is no longer there"),
                Some(Mend::Orphans),
            ));
        }
    }
    Ok(findings)
}

/// Reads every value of a table: each must be there and of a length that the program takes.
fn read_through(conn: &Connection, table: &str) -> Result<()> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// The history against itself and against the rows. It is never rewritten: what is wrong in it stays.
fn history(conn: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let lost = number(conn, "SELECT coalesce(max(seq), 0) - count(*) FROM journal")?;
    if lost != 0 {
        findings.push(Finding::error(format!("{lost} rows of the history are missing"), None));
    }
    // Ranges follow one another: an empty one ends before it begins.
    let apart = number(
        conn,
        "SELECT count(*) FROM (SELECT first_seq, lag(last_seq, 1, 0) OVER (ORDER BY id) AS before FROM txn)
         WHERE first_seq <> before + 1",
    )?;
    if apart > 0 {
        findings.push(Finding::error(
            format!("{apart} changes in the history do not follow the one before them"),
            None,
        ));
    }
    let mut gone = Vec::new();
    for table in trigger::journaled() {
        // With max() the other columns are those of the row that has it.
        let wrong = number(
            conn,
            &format!(
                "SELECT count(*) FROM (SELECT rid, op, max(seq) FROM journal WHERE tbl = '{table}' GROUP BY rid) AS last
                   LEFT JOIN {table} AS there ON there.id = last.rid
                 WHERE (last.op = 'D') = (there.id IS NOT NULL)"
            ),
        )?;
        let unknown = number(
            conn,
            &format!(
                "SELECT count(*) FROM {table} AS there WHERE NOT EXISTS
                   (SELECT 1 FROM journal WHERE tbl = '{table}' AND rid = there.id)"
            ),
        )?;
        if wrong + unknown > 0 {
            gone.push(format!("{} of {table}", wrong + unknown));
        }
    }
    if !gone.is_empty() {
        findings.push(Finding::error(
            format!("the history contradicts which rows there are: {}", gone.join(", ")),
            None,
        ));
    }
    let external = number(
        conn,
        "SELECT count(*) FROM journal WHERE seq > (SELECT coalesce(max(last_seq), 0) FROM txn)",
    )?;
    if external > 0 {
        findings.push(Finding::note(
            format!(
                "{external} changes by another program are not in the history yet; the next start adds them"
            ),
            None,
        ));
    }
    Ok(())
}

/// Days as they are counted from the rows.
fn days() -> String {
    USAGE
        .map(|(table, subject, kind)| {
            format!("SELECT {kind}, {subject}, used_on, count(*) FROM {table} GROUP BY {subject}, used_on")
        })
        .join(" UNION ALL ")
}

/// The days that are counted otherwise than they should be.
fn wrong_days() -> String {
    let (kept, counted) = ("SELECT kind, subject_id, used_on, row_count FROM usage_day", days());
    format!(
        "SELECT DISTINCT kind, subject_id, used_on FROM (
           SELECT * FROM ({kept} EXCEPT SELECT * FROM ({counted})) UNION ALL
           SELECT * FROM (SELECT * FROM ({counted}) EXCEPT {kept}))"
    )
}

/// Usage names its contract without a foreign key, since 0 stands for none.
fn without_contract(table: &str) -> String {
    format!(
        "contract_id <> 0 AND NOT EXISTS (SELECT 1 FROM contract AS owner WHERE owner.id = {table}.contract_id
           AND owner.account_id = {table}.account_id)"
    )
}

/// Counts the days with usage anew.
pub(super) fn count_usage_days(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch(&format!("DELETE FROM usage_day; INSERT INTO usage_day {}", days()))?)
}

/// Removes rows whose owner is gone, and references to what is gone: what the triggers would have done. As journaled as
/// any other change.
pub(super) fn remove_orphans(conn: &Connection) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT child.name, fk.\"from\", fk.\"table\", fk.on_delete
         FROM sqlite_schema AS child JOIN pragma_foreign_key_list(child.name) AS fk WHERE child.type = 'table'",
    )?;
    let references = statement
        .query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // Only names of this program ever become SQL. Parents come before what belongs to them, so one pass does; rows that
    // are deleted take theirs along by trigger.
    for table in trigger::journaled().chain(USAGE.map(|usage| usage.0)) {
        for (_, column, parent, action) in references.iter().filter(|reference| reference.0 == table) {
            let Some(parent) = trigger::journaled().find(|known| known == parent) else { continue };
            let orphans = format!(
                "{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} AS owner WHERE owner.id = {table}.{column})"
            );
            conn.execute_batch(&if action == "SET NULL" {
                format!("UPDATE {table} SET {column} = NULL WHERE {orphans}")
            } else {
                format!("DELETE FROM {table} WHERE {orphans}")
            })?;
        }
    }
    for (table, _, _) in USAGE {
        conn.execute_batch(&format!("DELETE FROM {table} WHERE {}", without_contract(table)))?;
    }
    Ok(())
}
