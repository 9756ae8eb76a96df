//! Two accounts into one: every row of the one becomes a row of the other.

use rusqlite::params;

use super::{Reads, Tx};
use crate::domain::Result;

/// Tables whose rows belong to an account by `account_id` and can simply move.
const MOVED: [&str; 21] = [
    "contract",
    "contact",
    "ticket",
    "survey",
    "touchpoint",
    "signal",
    "goal",
    "onboarding",
    "assessment",
    "plan",
    "renewal",
    "opportunity",
    "task",
    "play",
    "health_override",
    "alert",
    "handoff",
    "training_session",
    "service_engagement",
    "advocacy_ask",
    "intervention",
];

/// Usage: (table, column of its subject).
const USAGE: [(&str, &str); 2] = [("usage", "metric_id"), ("feature_use", "feature_id")];

/// Quarters for which both accounts have a plan.
///
/// # Errors
/// The book cannot be read.
pub fn common_quarters(on: &impl Reads, keep: i64, gone: i64) -> Result<Vec<String>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT quarter FROM plan WHERE account_id = ?1
         INTERSECT SELECT quarter FROM plan WHERE account_id = ?2 ORDER BY quarter",
    )?;
    let quarters = statement.query_map([keep, gone], |row| row.get(0))?;
    Ok(quarters.collect::<rusqlite::Result<_>>()?)
}

/// Moves every row of `gone` to `keep`. Of a day's usage that both have, that of `keep` stays; of an alert that is open
/// for both, too. Gives how many rows moved, usage aside, and how many values of usage were left behind.
///
/// # Errors
/// The book cannot be written.
pub fn move_rows(tx: &Tx<'_>, keep: i64, gone: i64) -> Result<(usize, i64)> {
    let conn = tx.conn();
    conn.execute(
        "DELETE FROM alert WHERE account_id = ?2 AND closed_on IS NULL
           AND rule IN (SELECT rule FROM alert WHERE account_id = ?1 AND closed_on IS NULL)",
        [keep, gone],
    )?;
    let mut moved = 0;
    for table in MOVED {
        let sql = format!("UPDATE {table} SET account_id = ?1 WHERE account_id = ?2");
        let rows = conn.prepare_cached(&sql)?.execute([keep, gone])?;
        // Alerts follow from the others.
        moved += if table == "alert" { 0 } else { rows };
    }
    let mut left = 0;
    for (table, subject) in USAGE {
        // That of contracts has moved with them.
        let sql = format!(
            "UPDATE {table} SET account_id = ?1 WHERE account_id = ?2 AND NOT EXISTS (
               SELECT 1 FROM {table} AS kept WHERE kept.account_id = ?1 AND kept.{subject} = {table}.{subject}
                 AND kept.used_on = {table}.used_on AND kept.contract_id = {table}.contract_id)"
        );
        conn.prepare_cached(&sql)?.execute([keep, gone])?;
        let rest = format!("SELECT count(*) FROM {table} WHERE account_id = ?1");
        left += conn.prepare_cached(&rest)?.query_row([gone], |row| row.get::<_, i64>(0))?;
    }
    // Accounts below the one are below the other.
    conn.prepare_cached("UPDATE account SET parent_id = ?1 WHERE parent_id = ?2 AND id <> ?1")?
        .execute(params![keep, gone])?;
    Ok((moved, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Book, Location};

    #[test]
    fn every_table_of_accounts_is_moved_or_known_to_be_derived() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        let mut statement = book
            .conn
            .prepare(
                "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND c.name = 'account_id'",
            )
            .unwrap();
        let tables = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let others = ["usage", "feature_use", "import_overwrote", "import_made", "dirty", "score"];
        for table in tables.map(Result::unwrap) {
            let known = MOVED.contains(&table.as_str()) || others.contains(&table.as_str());
            assert!(known, "{table} is not moved");
        }
    }
}
