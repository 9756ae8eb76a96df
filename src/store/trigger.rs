//! The triggers of the book, generated from its tables: they write the journal, mark the accounts that a change
//! touches, and hold the cascades, whichever program writes. So they use built-in functions alone.
//!
//! Made anew after every migration; the table of tables below is the only thing to keep in step with the schema.

use rusqlite::Connection;

use super::Tx;
use crate::domain::Result;

/// Which accounts must be scored again when a row changes.
#[derive(Clone, Copy)]
enum Touches {
    /// The row is the account.
    Itself,
    /// The account in the row's `account_id`.
    Owner,
    /// The account of the parent row: (table, column that holds its id).
    Through(&'static str, &'static str),
    /// Every account.
    All,
    /// None: nothing that is scored or shown in a row depends on it.
    Nothing,
}

/// The journaled tables.
const TABLES: [(&str, Touches); 40] = [
    ("segment", Touches::All),
    ("team_member", Touches::Nothing),
    ("account", Touches::Itself),
    ("contract", Touches::Owner),
    ("contact", Touches::Owner),
    ("feature", Touches::All),
    ("ticket", Touches::Owner),
    ("survey", Touches::Owner),
    ("touchpoint", Touches::Owner),
    ("touchpoint_attendee", Touches::Through("touchpoint", "touchpoint_id")),
    ("signal", Touches::Owner),
    ("goal", Touches::Owner),
    ("goal_update", Touches::Through("goal", "goal_id")),
    ("onboarding", Touches::Owner),
    ("step", Touches::Through("onboarding", "onboarding_id")),
    ("step_dependency", Touches::Nothing),
    ("assessment", Touches::Nothing),
    ("assessment_answer", Touches::Nothing),
    ("plan", Touches::Owner),
    ("plan_item", Touches::Nothing),
    ("renewal", Touches::Owner),
    ("renewal_change", Touches::Nothing),
    ("opportunity", Touches::Owner),
    ("opportunity_change", Touches::Nothing),
    ("task", Touches::Nothing),
    ("alert", Touches::Nothing),
    ("play", Touches::Nothing),
    ("health_override", Touches::Owner),
    ("setting", Touches::All),
    ("exchange_rate", Touches::All),
    ("metric", Touches::Nothing),
    ("template", Touches::Nothing),
    ("holiday", Touches::Nothing),
    ("handoff", Touches::Nothing),
    ("training_session", Touches::Nothing),
    ("training_invitation", Touches::Nothing),
    ("service_engagement", Touches::Nothing),
    ("advocacy_ask", Touches::Nothing),
    ("intervention", Touches::Nothing),
    ("intervention_entry", Touches::Nothing),
];

/// The usage tables: (table, column of its subject, its kind in `usage_day`). Their new rows are not journaled one
/// by one (an import run remembers them); what is changed or deleted is, since it would be lost.
pub(in crate::store) const USAGE: [(&str, &str, i64); 2] =
    [("usage", "metric_id", 0), ("feature_use", "feature_id", 1)];

/// How every generated trigger ends, and nothing inside of one.
const END: &str = " END;\n";

/// Names of the journaled tables.
pub fn journaled() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.0)
}

/// Drops every trigger and makes the generated ones.
pub(in crate::store) fn create_all(conn: &Connection) -> rusqlite::Result<()> {
    let mut sql = String::new();
    for (name, _) in there(conn)? {
        sql.push_str(&format!("DROP TRIGGER \"{}\";\n", name.replace('"', "\"\"")));
    }
    sql.push_str(&generated(conn)?);
    conn.execute_batch(&sql)
}

/// Whether the triggers of a book of the current schema are those that [`create_all`] makes, to the letter.
pub(in crate::store) fn are_own(conn: &Connection) -> rusqlite::Result<bool> {
    let made = generated(conn)?;
    let mut expected: Vec<&str> =
        made.split(END).map(str::trim_start).filter(|sql| !sql.is_empty()).collect();
    // As the schema keeps them: without the semicolon.
    let end = END.trim_end_matches(";\n");
    let found = there(conn)?;
    let mut found: Vec<&str> =
        found.iter().map(|(_, sql)| sql.strip_suffix(end).unwrap_or(sql.as_str())).collect();
    expected.sort_unstable();
    found.sort_unstable();
    Ok(expected == found)
}

/// Name and text of the triggers of a book.
fn there(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let triggers = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    triggers.collect()
}

/// The triggers of the tables that a book has.
fn generated(conn: &Connection) -> rusqlite::Result<String> {
    let mut sql = String::new();
    for (table, touches) in TABLES {
        let columns = columns(conn, table)?;
        sql.push_str(&row_triggers(table, touches, &columns));
        sql.push_str(&cascade(conn, table)?);
    }
    for (table, subject, kind) in USAGE {
        sql.push_str(&usage_triggers(table, subject, kind, &columns(conn, table)?));
    }
    Ok(sql)
}

/// Takes the usage tables' triggers away for a mass write, which then marks touched accounts and counts days itself.
///
/// # Errors
/// The book cannot be written.
pub fn drop_usage(tx: &Tx<'_>) -> Result<()> {
    Ok(drop_usage_of(tx.conn())?)
}

/// The same, with the error as SQLite has it.
pub(in crate::store) fn drop_usage_of(conn: &Connection) -> rusqlite::Result<()> {
    for (table, _, _) in USAGE {
        for suffix in ["ai", "au", "ad"] {
            conn.execute_batch(&format!("DROP TRIGGER IF EXISTS {table}_{suffix}"))?;
        }
    }
    Ok(())
}

/// Brings the usage tables' triggers back, in the same transaction.
///
/// # Errors
/// The book cannot be written.
pub fn create_usage(tx: &Tx<'_>) -> Result<()> {
    Ok(create_usage_of(tx.conn())?)
}

/// The same, with the error as SQLite has it.
pub(in crate::store) fn create_usage_of(conn: &Connection) -> rusqlite::Result<()> {
    for (table, subject, kind) in USAGE {
        let columns = columns(conn, table)?;
        conn.execute_batch(&usage_triggers(table, subject, kind, &columns))?;
    }
    Ok(())
}

fn columns(conn: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

/// Marks accounts as touched. Upsert, since an outer `OR ...` clause overrides an inner `OR IGNORE`.
fn mark(touches: Touches, row: &str) -> String {
    match touches {
        Touches::Itself => format!("INSERT INTO dirty VALUES ({row}.id) ON CONFLICT DO NOTHING;"),
        Touches::Owner => format!("INSERT INTO dirty VALUES ({row}.account_id) ON CONFLICT DO NOTHING;"),
        Touches::Through(parent, column) => format!(
            "INSERT INTO dirty SELECT account_id FROM {parent} WHERE id = {row}.{column} ON CONFLICT DO NOTHING;"
        ),
        Touches::All => "INSERT INTO dirty VALUES (0) ON CONFLICT DO NOTHING;".into(),
        Touches::Nothing => String::new(),
    }
}

/// A JSON object of all columns of a row that hold something (a merge patch leaves nulls out).
fn object(columns: &[String], row: &str) -> String {
    let members: Vec<String> = columns.iter().map(|column| format!("'{column}',{row}.{column}")).collect();
    format!("json_patch('{{}}',json_object({}))", members.join(","))
}

/// The changed columns of an update as a subquery of (k, o, n): name, old and new value.
///
/// One row of values a column: of the ways to write it this is the shortest to parse, which every opening of a book
/// pays for.
fn changes(columns: &[String]) -> String {
    let mut columns = columns.iter().filter(|column| *column != "id" && *column != "uid");
    // It gives the rows their names.
    let first = columns
        .next()
        .map(|column| format!("SELECT '{column}' k,OLD.{column} o,NEW.{column} n"))
        .unwrap_or_default();
    let others: Vec<String> =
        columns.map(|column| format!("('{column}',OLD.{column},NEW.{column})")).collect();
    let union = if others.is_empty() { "" } else { " UNION ALL VALUES" };
    format!("({first}{union}{}) WHERE o IS NOT n", others.join(","))
}

fn row_triggers(table: &str, touches: Touches, columns: &[String]) -> String {
    let changes = changes(columns);
    let gone = object(columns, "OLD");
    let mark_new = mark(touches, "NEW");
    let mark_old = mark(touches, "OLD");
    // An account that is deleted need not be scored again.
    let mark_gone = if matches!(touches, Touches::Itself) { "" } else { &mark_old };
    // Old and new owner are the same but for rows that move.
    let mark_moved = if matches!(touches, Touches::Owner | Touches::Through(..)) { &mark_old } else { "" };
    let moved: &str = if columns.iter().any(|column| column == "uid") {
        "NEW.id IS NOT OLD.id OR NEW.uid IS NOT OLD.uid"
    } else {
        "NEW.id IS NOT OLD.id"
    };
    format!(
        "CREATE TRIGGER {table}_ai AFTER INSERT ON {table} BEGIN
           INSERT INTO journal (tbl, rid, op) VALUES ('{table}', NEW.id, 'I'); {mark_new} END;
         CREATE TRIGGER {table}_au AFTER UPDATE ON {table} BEGIN
           SELECT RAISE(ABORT, 'the id of a row never changes') WHERE {moved};
           INSERT INTO journal (tbl, rid, op, old, new)
             SELECT '{table}', OLD.id, 'U', json_group_object(k, o), json_group_object(k, n) FROM {changes}
             GROUP BY OLD.id; {mark_moved} {mark_new} END;
         CREATE TRIGGER {table}_ad AFTER DELETE ON {table} BEGIN
           INSERT INTO journal (tbl, rid, op, old) VALUES ('{table}', OLD.id, 'D', {gone}); {mark_gone} END;\n"
    )
}

/// Cascades as triggers, so that they hold for programs that leave foreign keys off, and in journal order.
fn cascade(conn: &Connection, table: &str) -> rusqlite::Result<String> {
    let mut statement = conn.prepare(
        "SELECT child.name, fk.\"from\", fk.on_delete
         FROM sqlite_schema AS child JOIN pragma_foreign_key_list(child.name) AS fk
         WHERE child.type = 'table' AND fk.\"table\" = ?1 ORDER BY child.rowid, fk.id",
    )?;
    let references = statement.query_map([table], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let mut body = String::new();
    for reference in references {
        let (child, column, action) = reference?;
        match action.as_str() {
            "CASCADE" => body.push_str(&format!("DELETE FROM {child} WHERE {column} = OLD.id; ")),
            "SET NULL" => {
                body.push_str(&format!("UPDATE {child} SET {column} = NULL WHERE {column} = OLD.id; "));
            }
            _ => {}
        }
    }
    match table {
        // Usage names its contract without a foreign key, since 0 stands for none.
        "contract" => {
            for (usage, _, _) in USAGE {
                body.push_str(&format!(
                    "DELETE FROM {usage} WHERE account_id = OLD.account_id AND contract_id = OLD.id; "
                ));
            }
        }
        "account" => body.push_str(
            "DELETE FROM score WHERE account_id = OLD.id; DELETE FROM dirty WHERE account_id = OLD.id; \
             UPDATE scored SET totals = ''; ",
        ),
        _ => {}
    }
    let mut sql = String::new();
    if !body.is_empty() {
        sql.push_str(&format!("CREATE TRIGGER {table}_bd BEFORE DELETE ON {table} BEGIN {body} END;\n"));
    }
    if table == "contract" {
        let moves: String = USAGE
            .iter()
            .map(|(usage, _, _)| {
                format!(
                    "UPDATE {usage} SET account_id = NEW.account_id \
                     WHERE account_id = OLD.account_id AND contract_id = OLD.id; "
                )
            })
            .collect();
        sql.push_str(&format!(
            "CREATE TRIGGER contract_move AFTER UPDATE OF account_id ON contract \
             WHEN OLD.account_id <> NEW.account_id BEGIN {moves} END;\n"
        ));
    }
    Ok(sql)
}

fn usage_triggers(table: &str, subject: &str, kind: i64, columns: &[String]) -> String {
    let old = object(columns, "OLD");
    let new = object(columns, "NEW");
    let more = format!(
        "INSERT INTO usage_day VALUES ({kind}, NEW.{subject}, NEW.used_on, 1)
           ON CONFLICT DO UPDATE SET row_count = row_count + 1;"
    );
    let fewer = format!(
        "UPDATE usage_day SET row_count = row_count - 1
           WHERE kind = {kind} AND subject_id = OLD.{subject} AND used_on = OLD.used_on;
         DELETE FROM usage_day WHERE kind = {kind} AND subject_id = OLD.{subject} AND used_on = OLD.used_on
           AND row_count <= 0;"
    );
    let mark_new = mark(Touches::Owner, "NEW");
    let mark_old = mark(Touches::Owner, "OLD");
    format!(
        "CREATE TRIGGER {table}_ai AFTER INSERT ON {table} BEGIN {mark_new} {more} END;
         CREATE TRIGGER {table}_au AFTER UPDATE ON {table} BEGIN
           INSERT INTO journal (tbl, rid, op, old, new) VALUES ('{table}', OLD.account_id, 'U', {old}, {new});
           {mark_old} {mark_new} {fewer} {more} END;
         CREATE TRIGGER {table}_ad AFTER DELETE ON {table} BEGIN
           INSERT INTO journal (tbl, rid, op, old) VALUES ('{table}', OLD.account_id, 'D', {old});
           {mark_old} {fewer} END;\n"
    )
}
