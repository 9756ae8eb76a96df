//! The names by which rows of a file speak of rows of the book.

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
    /// `uid:` and its identity.
    pub uid: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its name.
    pub name: String,
}

/// A table of names that are made on first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
        "SELECT id, external_id, email, name, 'uid:' || uid
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

/// A table whose rows other rows name by their id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Linked {
    /// Onboardings.
    Onboarding,
    /// Training sessions.
    Training,
    /// Alerts.
    Alert,
    /// Plays.
    Play,
    /// Renewals.
    Renewal,
    /// Opportunities.
    Opportunity,
}

/// By what the rows of a table are named.
struct Table {
    name: &'static str,
    /// One of its rows in words.
    one: &'static str,
    /// Whether they have ids of other systems.
    external_id: bool,
    /// Whether they have titles.
    title: bool,
}

impl Linked {
    fn table(self) -> Table {
        let (name, one, external_id, title) = match self {
            Linked::Onboarding => ("onboarding", "onboarding", true, false),
            Linked::Training => ("training_session", "training", true, true),
            Linked::Alert => ("alert", "alert", false, false),
            Linked::Play => ("play", "play", false, false),
            Linked::Renewal => ("renewal", "renewal", true, false),
            Linked::Opportunity => ("opportunity", "opportunity", true, true),
        };
        Table { name, one, external_id, title }
    }

    /// One of its rows in words.
    pub fn one(self) -> &'static str {
        self.table().one
    }
}

/// The rows of an external id, of `uid:` and an identity, else of a title: their ids and accounts (None: of no one
/// account). Only of a title there may be several.
///
/// # Errors
/// The book cannot be read.
pub fn linked(tx: &Tx<'_>, to: Linked, text: &str) -> Result<Vec<(i64, Option<i64>)>> {
    let table = to.table();
    let by_id = table.external_id.then_some((text, "external_id = ?"));
    let by_uid = text.strip_prefix("uid:").map(|uid| (uid, "uid = ?"));
    let by_title = table.title.then_some((text, "title = ? COLLATE NOCASE"));
    for (value, test) in [by_id, by_uid, by_title].into_iter().flatten() {
        let sql = format!("SELECT id, account_id FROM {} WHERE {test} ORDER BY id LIMIT 2", table.name);
        let mut statement = tx.conn().prepare_cached(&sql)?;
        let rows = statement.query_map([value], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
