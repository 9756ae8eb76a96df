//! Reads the goals of an account with their updates.

use std::collections::HashMap;

use rusqlite::Row;

use super::detail::{all, date, money};
use super::{Reads, held};
use crate::book::goals::{Goal, Update};
use crate::domain::{Day, GoalStatus, Micro, Result};
use crate::health::facts::AccountId;

const GOALS: &str =
    "SELECT id, title, kind, metric, baseline_micro, target_micro, direction, started_on, due_on, our_role
  FROM goal WHERE account_id = ?1 AND coalesce(started_on, ?2) <= ?2 ORDER BY due_on IS NULL, due_on, id";
const UPDATES: &str =
    "SELECT u.goal_id, u.id, u.updated_on, u.status, u.current_micro, u.note, u.value_minor, u.currency
  FROM goal g JOIN goal_update u ON u.goal_id = g.id
  WHERE g.account_id = ?1 AND coalesce(u.updated_on, g.started_on, ?2) <= ?2
  ORDER BY coalesce(u.updated_on, g.started_on, -1000000), u.id";

/// The goals of an account that had begun on a day, with what was said up to it: the open ones first, by due date.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Goal>> {
    let book = held::rates(on)?.book;
    let key = (account, day.0);
    let mut updates: HashMap<i64, Vec<Update>> = HashMap::new();
    let rows = all(on, UPDATES, key, |row| {
        let update = Update {
            id: row.get(1)?,
            on: date(row, 2)?,
            status: row.get::<_, Option<i64>>(3)?.and_then(GoalStatus::from_code),
            current: micro(row, 4)?,
            note: row.get(5)?,
            value: money(row, 6, book)?,
        };
        Ok((row.get(0)?, update))
    })?;
    for (goal, update) in rows {
        updates.entry(goal).or_default().push(update);
    }
    let mut goals = all(on, GOALS, key, |row| {
        let id = row.get(0)?;
        let direction: Option<Box<str>> = row.get(6)?;
        Ok(Goal {
            id,
            title: row.get(1)?,
            kind: row.get(2)?,
            metric: row.get(3)?,
            baseline: micro(row, 4)?,
            target: micro(row, 5)?,
            down: direction.map(|direction| &*direction == "down"),
            started_on: date(row, 7)?,
            due: date(row, 8)?,
            our_role: row.get(9)?,
            updates: updates.remove(&id).unwrap_or_default(),
        })
    })?;
    goals.sort_by_cached_key(|goal| goal.standing(day).is_closed());
    Ok(goals)
}

fn micro(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Micro>> {
    Ok(row.get::<_, Option<i64>>(place)?.map(Micro))
}
