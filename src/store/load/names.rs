//! The names by which rows of a file speak of rows of the book.

use rusqlite::OptionalExtension;

use crate::domain::{Day, Result};
use crate::store::Tx;

/// An account with everything it is known by.
#[derive(Clone, Debug)]
pub struct AccountName {
    /// Row id.
    pub id: i64,
    /// Its id in the source system.
    pub external_id: Option<String>,
    /// Without one: `uid:` and its identity.
    pub uid: Option<String>,
    /// Its name.
    pub name: String,
    /// Its internet domain.
    pub domain: Option<String>,
    /// The day it signed.
    pub signed_on: Option<Day>,
}

/// A contract with what dates its usage.
#[derive(Clone, Debug)]
pub struct ContractName {
    /// Row id.
    pub id: i64,
    /// Its id in the source system.
    pub external_id: Option<String>,
    /// Without one: `uid:` and its identity.
    pub uid: Option<String>,
    /// Its account.
    pub account_id: i64,
    /// First day.
    pub start: Day,
    /// The day on which it is over.
    pub end: Option<Day>,
}

/// A contact with everything it is known by.
#[derive(Clone, Debug)]
pub struct ContactName {
    /// Row id.
    pub id: i64,
    /// Its id in the source system.
    pub external_id: Option<String>,
    /// Without one: `uid:` and its identity.
    pub uid: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its name.
    pub name: String,
}

/// A table of names that are made on first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Segments.
    Segment,
    /// Team members; also known by e-mail.
    Member,
    /// Metrics of usage.
    Metric,
    /// Features.
    Feature,
}

/// Every account, by id.
///
/// # Errors
/// The book cannot be read.
pub fn accounts(tx: &Tx<'_>) -> Result<Vec<AccountName>> {
    let mut statement =
        tx.conn().prepare("SELECT id, external_id, name, domain, signed_on, CASE WHEN external_id IS NULL THEN 'uid:' || uid END FROM account ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        Ok(AccountName {
            id: row.get(0)?,
            external_id: row.get(1)?,
            name: row.get(2)?,
            domain: row.get(3)?,
            signed_on: row.get::<_, Option<i32>>(4)?.map(Day),
            uid: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every contract, by account and id.
///
/// # Errors
/// The book cannot be read.
pub fn contracts(tx: &Tx<'_>) -> Result<Vec<ContractName>> {
    let mut statement = tx.conn().prepare(
        "SELECT id, external_id, account_id, start_on, end_on, CASE WHEN external_id IS NULL THEN 'uid:' || uid END
         FROM contract ORDER BY account_id, id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(ContractName {
            id: row.get(0)?,
            external_id: row.get(1)?,
            account_id: row.get(2)?,
            start: Day(row.get(3)?),
            end: row.get::<_, Option<i32>>(4)?.map(Day),
            uid: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The contacts of an account, by id.
///
/// # Errors
/// The book cannot be read.
pub fn contacts(tx: &Tx<'_>, account: i64) -> Result<Vec<ContactName>> {
    let mut statement = tx.conn().prepare_cached(
        "SELECT id, external_id, email, name, CASE WHEN external_id IS NULL THEN 'uid:' || uid END
         FROM contact WHERE account_id = ? ORDER BY id",
    )?;
    let rows = statement.query_map([account], |row| {
        Ok(ContactName {
            id: row.get(0)?,
            external_id: row.get(1)?,
            email: row.get(2)?,
            name: row.get(3)?,
            uid: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The onboarding of an external id: its row and its account.
///
/// # Errors
/// The book cannot be read.
pub fn onboarding(tx: &Tx<'_>, external_id: &str) -> Result<Option<(i64, i64)>> {
    let mut statement =
        tx.conn().prepare_cached("SELECT id, account_id FROM onboarding
         WHERE external_id = ?1 OR (external_id IS NULL AND uid = substr(?1, 5) AND substr(?1, 1, 4) = 'uid:')")?;
    Ok(statement.query_row([external_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The training sessions of an external id, else of a title: their rows and accounts (None: a webinar of many).
///
/// # Errors
/// The book cannot be read.
pub fn trainings(tx: &Tx<'_>, called: &str) -> Result<Vec<(i64, Option<i64>)>> {
    const BY_ID: &str = "SELECT id, account_id FROM training_session WHERE external_id = ?1
        OR (external_id IS NULL AND uid = substr(?1, 5) AND substr(?1, 1, 4) = 'uid:')";
    const BY_TITLE: &str =
        "SELECT id, account_id FROM training_session WHERE title = ?1 COLLATE NOCASE ORDER BY id LIMIT 2";
    for sql in [BY_ID, BY_TITLE] {
        let mut statement = tx.conn().prepare_cached(sql)?;
        let rows = statement.query_map([called], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// Every row of a table of names: (id, name, e-mail of a team member), by id.
///
/// # Errors
/// The book cannot be read.
pub fn all(tx: &Tx<'_>, of: Named) -> Result<Vec<(i64, String, Option<String>)>> {
    let sql = match of {
        Named::Segment => "SELECT id, name, NULL FROM segment ORDER BY id",
        Named::Member => "SELECT id, name, email FROM team_member ORDER BY id",
        Named::Metric => "SELECT id, name, NULL FROM metric ORDER BY id",
        Named::Feature => "SELECT id, name, NULL FROM feature ORDER BY id",
    };
    let mut statement = tx.conn().prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Makes a row of a table of names. A feature that is only seen in use is not in the catalog.
///
/// # Errors
/// The book cannot be written.
pub fn create(tx: &Tx<'_>, of: Named, name: &str) -> Result<i64> {
    let sql = match of {
        Named::Segment => "INSERT INTO segment (name) VALUES (?)",
        Named::Member => "INSERT INTO team_member (name) VALUES (?)",
        Named::Metric => "INSERT INTO metric (name) VALUES (?)",
        Named::Feature => "INSERT INTO feature (name, in_catalog) VALUES (?, 0)",
    };
    tx.conn().prepare_cached(sql)?.execute([name])?;
    Ok(tx.conn().last_insert_rowid())
}

/// Makes an account of which only an id is known: the id is its name, too.
///
/// # Errors
/// The book cannot be written.
pub fn create_account(tx: &Tx<'_>, external_id: &str) -> Result<i64> {
    tx.conn()
        .prepare_cached("INSERT INTO account (external_id, name) VALUES (?1, ?1)")?
        .execute([external_id])?;
    Ok(tx.conn().last_insert_rowid())
}

/// Accounts of which the source says one thing about churn and its churn events another: (account, its external id or
/// name, whether it is reported as churned). Nothing where the book has either of the two not at all.
///
/// # Errors
/// The book cannot be read.
pub fn churn_contradictions(tx: &Tx<'_>) -> Result<Vec<(i64, String, bool)>> {
    let mut statement = tx.conn().prepare(
        "SELECT id, coalesce(external_id, name), reported_churned FROM account AS a
         WHERE reported_churned IS NOT NULL
           AND EXISTS (SELECT 1 FROM signal WHERE kind = 'churned')
           AND reported_churned <> EXISTS (SELECT 1 FROM signal AS s WHERE s.account_id = a.id AND s.kind = 'churned')
         ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
