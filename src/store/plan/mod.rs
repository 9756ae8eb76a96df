//! Reads account plans with their items, and what stands around them.

mod cover;

use rusqlite::{OptionalExtension, Row};

use super::Reads;
use super::template::{self, Kind};
use crate::domain::{
    ContactRole, Currency, Day, Error, Level, Money, PlanSection, PlanStatus, Quarter, Result,
};
use crate::health::facts::AccountId;
use crate::plan::adoption::{Reading, WINDOW_DAYS, What};
use crate::plan::{Item, Plan, Templates};

pub use cover::{Cover, covers};

/// Columns of a plan, from 0 on.
const PLAN: &str =
    "p.id, p.account_id, p.quarter, p.written_on, p.status, p.agreed_on, p.agreed_with, p.reviewed_on,
    p.next_review_on, p.goals, p.communication, p.renewal_strategy";
/// Columns of an item, from 12 on.
const ITEM: &str =
    "i.id, i.section, i.position, i.title, i.detail, i.current, i.target, i.owner, i.customer_owner,
    i.due_on, i.done_on, i.probability, i.impact, i.carried_from";

/// The plans of an account, the latest quarter first, with everything.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId) -> Result<Vec<Plan>> {
    with_items(on, "p.account_id = ?1", account)
}

/// A plan with everything.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn one(on: &impl Reads, id: i64) -> Result<Plan> {
    let found = with_items(on, "p.id = ?1", id)?.into_iter().next();
    found.ok_or_else(|| Error::not_found("the plan is not in the book any more"))
}

/// The plan that an item belongs to, with everything.
///
/// # Errors
/// There is no such item (any more), or the book cannot be read.
pub fn of_item(on: &impl Reads, item: i64) -> Result<Plan> {
    let mut statement = on.conn().prepare_cached("SELECT plan_id FROM plan_item WHERE id = ?1")?;
    match statement.query_row([item], |row| row.get(0)).optional()? {
        Some(plan) => one(on, plan),
        None => Err(Error::not_found("the item is not in the plan any more")),
    }
}

fn with_items(on: &impl Reads, which: &str, id: i64) -> Result<Vec<Plan>> {
    let sql = format!(
        "SELECT {PLAN}, {ITEM} FROM plan p LEFT JOIN plan_item i ON i.plan_id = p.id
         WHERE {which} ORDER BY p.quarter DESC, p.id, i.position, i.id"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query([id])?;
    let mut plans: Vec<Plan> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if plans.last().is_none_or(|plan| plan.id != id) {
            plans.push(plan(row)?);
        }
        let item = item(row)?;
        if let Some(plan) = plans.last_mut() {
            plan.items.extend(item);
        }
    }
    for plan in &mut plans {
        // They come by place; parts stand one after the other.
        plan.items.sort_by_key(|item| item.section);
    }
    Ok(plans)
}

fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(place)?.map(Day))
}

fn plan(row: &Row<'_>) -> Result<Plan> {
    Ok(Plan {
        id: row.get(0)?,
        account: row.get(1)?,
        quarter: Quarter::parse(&row.get::<_, String>(2)?)?,
        written_on: Day(row.get(3)?),
        status: PlanStatus::parse(&row.get::<_, String>(4)?)?,
        agreed_on: day(row, 5)?,
        agreed_with: row.get(6)?,
        reviewed_on: day(row, 7)?,
        next_review_on: day(row, 8)?,
        goals: row.get(9)?,
        communication: row.get(10)?,
        renewal_strategy: row.get(11)?,
        items: Vec::new(),
    })
}

/// The item of a row; None: the plan has none.
fn item(row: &Row<'_>) -> Result<Option<Item>> {
    let Some(id) = row.get(12)? else { return Ok(None) };
    let level = |place: usize| -> Result<Option<Level>> {
        row.get::<_, Option<String>>(place)?.map(|word| Level::parse(&word)).transpose()
    };
    Ok(Some(Item {
        id,
        section: PlanSection::parse(&row.get::<_, String>(13)?)?,
        position: row.get(14)?,
        title: row.get(15)?,
        detail: row.get(16)?,
        current: row.get(17)?,
        target: row.get(18)?,
        owner: row.get(19)?,
        customer_owner: row.get(20)?,
        due_on: day(row, 21)?,
        done_on: day(row, 22)?,
        probability: level(23)?,
        impact: level(24)?,
        carried_from: row.get::<_, Option<String>>(25)?.map(|text| Quarter::parse(&text)).transpose()?,
    }))
}

/// Every template that can be chosen.
///
/// # Errors
/// The book cannot be read.
pub fn templates(on: &impl Reads) -> Result<Templates> {
    Templates::new(template::list(on, Kind::Plan)?)
}

/// What the book knows of the use of features and of metrics by an account up to a day.
///
/// # Errors
/// The book cannot be read.
pub fn readings(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    let mut take = |sql: &str, what: What| -> Result<()> {
        let mut statement = on.conn().prepare_cached(sql)?;
        let rows = statement.query_map((account, day.0, (day - WINDOW_DAYS).0), |row| {
            Ok(Reading { name: row.get(0)?, what, value: row.get(1)?, on: Day(row.get(2)?) })
        })?;
        for reading in rows {
            readings.push(reading?);
        }
        Ok(())
    };
    take(
        "SELECT f.name, total(CASE WHEN u.used_on > ?3 THEN u.uses END), max(u.used_on)
         FROM feature_use u JOIN feature f ON f.id = u.feature_id
         WHERE u.account_id = ?1 AND u.used_on <= ?2 GROUP BY f.id ORDER BY f.name",
        What::Feature,
    )?;
    // Of a metric the last day that says something, over all contracts. ?3 is not asked for, but is given.
    take(
        "SELECT m.name, total(u.value), u.used_on
         FROM metric m JOIN usage u ON u.account_id = ?1 AND u.metric_id = m.id
           AND u.used_on = (SELECT max(used_on) FROM usage
                            WHERE account_id = ?1 AND metric_id = m.id AND used_on <= ?2)
         WHERE ?3 IS NOT NULL GROUP BY m.id ORDER BY m.name",
        What::Metric,
    )?;
    Ok(readings)
}

/// When an account was asked to be an advocate, and how it stands to that.
///
/// # Errors
/// The book cannot be read.
pub fn asked(on: &impl Reads, account: AccountId) -> Result<(Vec<Day>, Option<String>)> {
    let mut statement = on
        .conn()
        .prepare_cached("SELECT asked_on FROM advocacy_ask WHERE account_id = ?1 ORDER BY asked_on")?;
    let days = statement.query_map([account], |row| Ok(Day(row.get(0)?)))?;
    let days = days.collect::<rusqlite::Result<_>>()?;
    let mut statement = on.conn().prepare_cached("SELECT advocacy FROM account WHERE id = ?1")?;
    let status = statement.query_row([account], |row| row.get(0)).optional()?.flatten();
    Ok((days, status))
}

/// What an account pays once for services that were agreed, a sum a currency. Never part of recurring revenue.
///
/// # Errors
/// The book cannot be read.
pub fn services_total(on: &impl Reads, account: AccountId) -> Result<Vec<Money>> {
    let book = super::held::rates(on)?.book;
    let mut statement = on.conn().prepare_cached(
        "SELECT currency, sum(amount_minor) FROM service_engagement
         WHERE account_id = ?1 AND amount_minor > 0 AND status NOT IN ('proposed', 'cancelled')
         GROUP BY currency ORDER BY currency",
    )?;
    let rows = statement.query_map([account], |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?)))?;
    let mut sums: Vec<Money> = Vec::new();
    for row in rows {
        let (code, minor): (Option<String>, i64) = row?;
        let currency = code.and_then(|code| Currency::parse(&code).ok()).unwrap_or(book);
        match sums.iter_mut().find(|sum| sum.currency == currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(minor),
            None => sums.push(Money { minor, currency }),
        }
    }
    Ok(sums)
}

/// Who is meant by the owners of a template: the CSM of an account, and its contacts by role, the first of each.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// Name of the CSM.
    pub csm: Option<Box<str>>,
    /// Role and name of those who are there.
    pub contacts: Vec<(ContactRole, Box<str>)>,
}

/// Who is who at an account on a day.
///
/// # Errors
/// The book cannot be read.
pub fn who(on: &impl Reads, account: AccountId, day: Day) -> Result<Who> {
    let mut statement = on.conn().prepare_cached(
        "SELECT m.name FROM account a JOIN team_member m ON m.id = a.csm_id WHERE a.id = ?1",
    )?;
    let csm = statement.query_row([account], |row| row.get(0)).optional()?;
    let mut statement = on.conn().prepare_cached(
        "SELECT role, name FROM contact WHERE account_id = ?1 AND (left_on IS NULL OR left_on > ?2) ORDER BY id",
    )?;
    let rows = statement.query_map((account, day.0), |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    let rows: Vec<(i64, Box<str>)> = rows.collect::<rusqlite::Result<_>>()?;
    let contacts =
        rows.into_iter().filter_map(|(code, name)| Some((ContactRole::from_code(code)?, name))).collect();
    Ok(Who { csm, contacts })
}

/// The end of each contract of an account that is active on a day, with what the contract is called.
///
/// # Errors
/// The book cannot be read.
pub fn contract_ends(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<(Day, Box<str>)>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT end_on, coalesce(external_id, plan, 'contract') FROM contract
         WHERE account_id = ?1 AND start_on <= ?2 AND end_on > ?2 ORDER BY end_on, id",
    )?;
    let rows = statement.query_map((account, day.0), |row| Ok((Day(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
