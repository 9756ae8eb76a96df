//! Reads what the results of onboarding are made of: every account with onboardings in one pass, and the answers.

use rusqlite::Row;

use super::Reads;
use crate::domain::share::is_satisfied;
use crate::domain::{Day, Period, Result};
use crate::health::facts::{AccountId, SegmentId};
use crate::onboarding::results::{Answer, Case, Run, Step};

/// A row a step, or one without; those of an account and of an onboarding come one after the other. What is the same in
/// all rows of an account is read from its first.
const ACCOUNTS: &str = "SELECT o.account_id, o.id, s.title, s.required, s.not_applicable,
    coalesce(s.planned_on, s.due_on), s.done_on, o.template, o.started_on, o.ended_on,
    a.segment_id, g.name, m.name, a.signed_on, a.go_live_on, a.first_outcome_on,
    CASE WHEN a.go_live_on IS NULL AND a.signed_on IS NULL
      THEN (SELECT min(c.start_on) FROM contract c WHERE c.account_id = a.id) END
  FROM onboarding o JOIN account a ON a.id = o.account_id
    LEFT JOIN segment g ON g.id = a.segment_id LEFT JOIN team_member m ON m.id = a.csm_id
    LEFT JOIN step s ON s.onboarding_id = o.id
  WHERE o.started_on <= ?1
  ORDER BY o.account_id, o.started_on, o.id";

const ANSWERS: &str = "SELECT v.score_micro, coalesce(v.scale_micro, 5000000), g.name, m.name,
    (SELECT o.template FROM onboarding o WHERE o.account_id = v.account_id AND o.started_on <= v.answered_on
     ORDER BY o.started_on DESC, o.id DESC LIMIT 1)
  FROM survey v JOIN account a ON a.id = v.account_id
    LEFT JOIN segment g ON g.id = a.segment_id LEFT JOIN team_member m ON m.id = a.csm_id
  WHERE v.kind = 3 AND v.answered_on > ?1 AND v.answered_on <= ?2";

/// Every account that has begun an onboarding by the period's end, each as a whole. `target_days` says in how many days
/// accounts of a segment are to reach their first outcome.
///
/// # Errors
/// The book cannot be read.
pub fn accounts(
    on: &impl Reads,
    period: Period,
    target_days: impl Fn(Option<SegmentId>) -> i32,
    mut take: impl FnMut(&Case),
) -> Result<()> {
    let mut statement = on.conn().prepare_cached(ACCOUNTS)?;
    let mut rows = statement.query([period.to().0])?;
    let mut present: Option<(AccountId, Case)> = None;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let (account, onboarding): (AccountId, i64) = (row.get(0)?, row.get(1)?);
        if present.as_ref().is_none_or(|present| present.0 != account)
            && let Some((_, done)) = present.replace((account, case(row, &target_days)?))
        {
            take(&done);
        }
        let Some((_, case)) = &mut present else { continue };
        if last.replace(onboarding) != Some(onboarding) {
            case.runs.push(run(row)?);
        }
        if let (Some(run), Some(title)) = (case.runs.last_mut(), word(row, 2)?) {
            run.steps.push(step(row, title)?);
        }
    }
    if let Some((_, done)) = present {
        take(&done);
    }
    Ok(())
}

/// Every answer to an onboarding survey in the period.
///
/// # Errors
/// The book cannot be read.
pub fn answers(on: &impl Reads, period: Period, mut take: impl FnMut(&Answer)) -> Result<()> {
    let mut statement = on.conn().prepare_cached(ANSWERS)?;
    let mut rows = statement.query([period.from().0, period.to().0])?;
    while let Some(row) = rows.next()? {
        take(&Answer {
            satisfied: is_satisfied(row.get(0)?, row.get(1)?),
            segment: word(row, 2)?,
            csm: word(row, 3)?,
            template: word(row, 4)?,
        });
    }
    Ok(())
}

fn case(row: &Row<'_>, target_days: impl Fn(Option<SegmentId>) -> i32) -> rusqlite::Result<Case> {
    let (signed_on, go_live_on) = (day(row, 13)?, day(row, 14)?);
    Ok(Case {
        segment: word(row, 11)?,
        csm: word(row, 12)?,
        signed_on,
        go_live_on,
        first_outcome_on: day(row, 15)?,
        awaited_from: go_live_on.or(signed_on).or(day(row, 16)?),
        target_days: target_days(row.get(10)?),
        runs: Vec::new(),
    })
}

fn run(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        template: word(row, 7)?,
        started_on: Day(row.get(8)?),
        ended_on: day(row, 9)?,
        steps: Vec::new(),
    })
}

fn step(row: &Row<'_>, title: Box<str>) -> rusqlite::Result<Step> {
    Ok(Step {
        title,
        required: row.get(3)?,
        not_applicable: row.get(4)?,
        planned_on: Day(row.get(5)?),
        done_on: day(row, 6)?,
    })
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(column)?.map(Day))
}

fn word(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Box<str>>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(Box::from))
}
