//! How accounts stand by their plans, their goals and their cadence: a few statements, however many accounts.

use std::collections::HashMap;

use rusqlite::{Row, Statement, params};

use crate::domain::{Day, GoalStatus, Micro, PlanStatus, Quarter, Result, Stage};
use crate::health::PolicySet;
use crate::health::facts::{AccountId, SegmentId};
use crate::health::goal::{self, Path};
use crate::plan::cadence::{CheckIn, SOURCE};
use crate::plan::{Goals, Head, Standing};
use crate::store::Reads;
use crate::store::policy::policies;

/// An account in the list of plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// Row id.
    pub account: AccountId,
    /// As stored: clean it before it reaches a terminal.
    pub name: Box<str>,
    /// Row id and name of the CSM.
    pub csm: Option<(i64, Box<str>)>,
    /// Row id and name of the segment.
    pub segment: Option<(i64, Box<str>)>,
    /// How it stands by its plans.
    pub standing: Standing,
    /// Its open goals.
    pub goals: Goals,
    /// When it is to be touched next.
    pub check_in: CheckIn,
}

/// Every account that is not churned (of one account: that one alone), by id.
///
/// # Errors
/// The book cannot be read, or its policy has an error.
pub fn covers(on: &impl Reads, day: Day, only: Option<AccountId>) -> Result<Vec<Cover>> {
    let scope = |column: &str| match only {
        Some(_) => format!("{column} = ?2"),
        None => "?2 IS NULL".to_owned(),
    };
    let policies = policies(on)?;
    let mut plans = heads(on, day, only, &scope("p.account_id"))?;
    let mut goals = goals(on, day, only, &scope("g.account_id"))?;
    let planned = planned(on, only, &scope("t.account_id"))?;
    // The last touchpoint is looked up by its index, from the latest back: bare notes are the exception.
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT a.id, a.name, m.id, m.name, s.id, s.name, a.signed_on,
           (SELECT min(c.start_on) FROM contract c WHERE c.account_id = a.id AND c.start_on <= ?1), a.go_live_on,
           (SELECT t.touched_on FROM touchpoint t WHERE t.account_id = a.id AND t.touched_on <= ?1
              AND (t.kind <> 0 OR EXISTS (SELECT 1 FROM touchpoint_attendee w WHERE w.touchpoint_id = t.id))
            ORDER BY t.touched_on DESC LIMIT 1)
         FROM account a LEFT JOIN team_member m ON m.id = a.csm_id LEFT JOIN segment s ON s.id = a.segment_id
         WHERE a.stage <> ?3 AND {} ORDER BY a.id",
        scope("a.id")
    ))?;
    let mut rows = statement.query(params![day.0, only, Stage::Churned.code()])?;
    let mut covers = Vec::new();
    while let Some(row) = rows.next()? {
        let account: AccountId = row.get(0)?;
        let named = |place: usize| -> rusqlite::Result<Option<(i64, Box<str>)>> {
            let id: Option<i64> = row.get(place)?;
            Ok(id.zip(row.get(place + 1)?))
        };
        let days = |place: usize| -> rusqlite::Result<Option<Day>> {
            Ok(row.get::<_, Option<i32>>(place)?.map(Day))
        };
        let segment: Option<(SegmentId, Box<str>)> = named(4)?;
        let cadence = cadence(&policies, segment.as_ref().map(|segment| segment.0));
        let since = days(6)?.or(days(7)?).or(days(8)?);
        covers.push(Cover {
            account,
            name: row.get(1)?,
            csm: named(2)?,
            segment,
            standing: Standing::of(&plans.remove(&account).unwrap_or_default(), day),
            goals: goals.remove(&account).unwrap_or_default(),
            check_in: CheckIn::new(cadence, days(9)?, since, planned.get(&account).copied()),
        });
    }
    Ok(covers)
}

fn cadence(policies: &PolicySet, segment: Option<SegmentId>) -> i32 {
    policies.of(segment).cadence_days
}

/// The plans of accounts without their texts.
fn heads(
    on: &impl Reads,
    day: Day,
    only: Option<AccountId>,
    scope: &str,
) -> Result<HashMap<AccountId, Vec<Head>>> {
    // Items of a plan stand together in their index: no sorting, no grouping.
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT p.account_id, p.id, p.quarter, p.written_on, p.status, p.agreed_on, p.reviewed_on, p.next_review_on,
           (SELECT count(*) FROM plan_item i WHERE i.plan_id = p.id AND (i.done_on IS NULL OR i.done_on > ?1)),
           (SELECT count(*) FROM plan_item i WHERE i.plan_id = p.id AND (i.done_on IS NULL OR i.done_on > ?1)
              AND i.due_on < ?1)
         FROM plan p WHERE {scope}"
    ))?;
    let mut rows = statement.query(params![day.0, only])?;
    let mut found: HashMap<AccountId, Vec<Head>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let days = |place: usize| -> rusqlite::Result<Option<Day>> {
            Ok(row.get::<_, Option<i32>>(place)?.map(Day))
        };
        found.entry(row.get(0)?).or_default().push(Head {
            id: row.get(1)?,
            quarter: Quarter::parse(row.get_ref(2)?.as_str().unwrap_or_default())?,
            written_on: Day(row.get(3)?),
            status: PlanStatus::parse(row.get_ref(4)?.as_str().unwrap_or_default())?,
            agreed_on: days(5)?,
            reviewed_on: days(6)?,
            next_review_on: days(7)?,
            open: row.get(8)?,
            late: row.get(9)?,
        });
    }
    Ok(found)
}

/// The open goals of accounts by how they stand: the goals in the order of their rows, each with what was said of it.
fn goals(
    on: &impl Reads,
    day: Day,
    only: Option<AccountId>,
    scope: &str,
) -> Result<HashMap<AccountId, Goals>> {
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT g.account_id, g.id, g.baseline_micro, g.target_micro, g.direction, g.started_on, g.due_on,
           u.status, u.current_micro, coalesce(u.updated_on, g.started_on) AS said_on
         FROM goal g LEFT JOIN goal_update u ON u.goal_id = g.id AND coalesce(u.updated_on, g.started_on, ?1) <= ?1
         WHERE coalesce(g.started_on, ?1) <= ?1 AND {scope} ORDER BY g.id, said_on, u.id"
    ))?;
    let mut rows = statement.query(params![day.0, only])?;
    let mut found: HashMap<AccountId, Goals> = HashMap::new();
    let mut count = |goal: Option<Seen>| {
        let Some(goal) = goal else { return };
        let standing = goal.standing(day);
        if let Some(status) = standing.status().filter(|_| !standing.is_closed()) {
            found.entry(goal.account).or_default().count(status);
        }
    };
    let mut goal: Option<Seen> = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(1)?;
        if goal.as_ref().is_none_or(|goal| goal.id != id) {
            count(goal.replace(Seen::of(row)?));
        }
        if let Some(goal) = &mut goal {
            goal.hear(row)?;
        }
    }
    count(goal);
    Ok(found)
}

/// A goal while what was said of it is read, the earliest first.
struct Seen {
    account: AccountId,
    id: i64,
    path: Path,
    latest: Option<(Day, f64)>,
    said: Option<(GoalStatus, Option<Day>)>,
}

impl Seen {
    fn of(row: &Row<'_>) -> rusqlite::Result<Seen> {
        let value = |place| -> rusqlite::Result<Option<f64>> {
            Ok(row.get::<_, Option<i64>>(place)?.map(|micro| Micro(micro).value()))
        };
        let day = |place| -> rusqlite::Result<Option<Day>> { Ok(row.get::<_, Option<i32>>(place)?.map(Day)) };
        let direction: Option<Box<str>> = row.get(4)?;
        let path = Path {
            baseline: value(2)?,
            target: value(3)?,
            down: direction.map(|direction| &*direction == "down"),
            from: day(5)?,
            due: day(6)?,
        };
        Ok(Seen { account: row.get(0)?, id: row.get(1)?, path, latest: None, said: None })
    }

    fn hear(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let on = row.get::<_, Option<i32>>(9)?.map(Day);
        if let Some(status) = row.get::<_, Option<i64>>(7)?.and_then(GoalStatus::from_code) {
            self.said = Some((status, on));
        }
        if let (Some(micro), Some(on)) = (row.get::<_, Option<i64>>(8)?, on) {
            self.latest = Some((on, Micro(micro).value()));
        }
        Ok(())
    }

    fn standing(&self, day: Day) -> goal::Standing {
        goal::Standing { by_values: self.path.judge(self.latest, day), said: self.said }
    }
}

/// The check-ins that are planned: open tasks of that source, the earliest of each account.
fn planned(
    on: &impl Reads,
    only: Option<AccountId>,
    scope: &str,
) -> Result<HashMap<AccountId, (i64, Option<Day>)>> {
    let mut statement: Statement<'_> = on.conn().prepare(&format!(
        "SELECT t.account_id, t.id, t.due_on FROM task t
         WHERE t.done_on IS NULL AND t.source = ?1 AND t.account_id IS NOT NULL AND {scope}
         ORDER BY t.due_on IS NULL, t.due_on, t.id"
    ))?;
    let mut rows = statement.query(params![SOURCE, only])?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_insert((row.get(1)?, row.get::<_, Option<i32>>(2)?.map(Day)));
    }
    Ok(found)
}
