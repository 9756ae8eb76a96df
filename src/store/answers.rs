//! Reads the figures of a period that stand beside revenue: answers, tickets, opportunities, licences in use.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::Reads;
use crate::domain::share::is_satisfied;
use crate::domain::{Day, Micro, Period, Result, Share, SurveyKind, text};
use crate::health::Licence;
use crate::health::facts::{AccountId, ContractFacts, Respondent};
use crate::revenue::{GroupId, Grouped, Nps, Others};

/// Of all accounts, or of one: what stands in braces says which.
const NPS: &str = "SELECT account_id, id, contact_id, respondent, score_micro FROM survey
  WHERE kind = 0 AND answered_on > ?1 AND answered_on <= ?2 AND {of} ORDER BY answered_on, id";
const CSAT: &str = "SELECT account_id, score_micro, coalesce(scale_micro, 5000000) FROM survey
    WHERE kind = 1 AND answered_on > ?1 AND answered_on <= ?2 AND {of}
  UNION ALL SELECT account_id, satisfaction_micro, coalesce(satisfaction_scale_micro, 5000000) FROM ticket
    WHERE satisfaction_micro IS NOT NULL AND {of}
      AND coalesce(resolved_on, opened_on) > ?1 AND coalesce(resolved_on, opened_on) <= ?2";
const SAID: &str =
    "SELECT s.answered_on, s.kind, s.score_micro, s.scale_micro, s.comment, coalesce(c.name, s.respondent)
  FROM survey s LEFT JOIN contact c ON c.id = s.contact_id
  WHERE s.account_id = ?3 AND s.answered_on > ?1 AND s.answered_on <= ?2 AND trim(s.comment) <> ''
  ORDER BY s.answered_on DESC, s.id DESC";
/// An opportunity that stands beyond being identified came to a proposal; one that was lost, unless all that is known of
/// it is that it was identified before.
const PROPOSALS: &str = "SELECT account_id, stage = 'won' FROM opportunity o
  WHERE stage <> 'identified' AND opened_on > ?1 AND opened_on <= ?2 AND (stage <> 'lost'
    OR NOT EXISTS (SELECT 1 FROM opportunity_change c WHERE c.opportunity_id = o.id)
    OR EXISTS (SELECT 1 FROM opportunity_change c WHERE c.opportunity_id = o.id AND c.stage <> 'identified'))";

const SEATS: &str = "SELECT account_id, id, start_on, end_on, seats FROM contract WHERE seats > 0";
/// The latest users up to a day of each account that ever had seats: two seeks an account.
const USERS: &str = "SELECT account_id, latest, (SELECT sum(value) FROM usage
      WHERE account_id = of.account_id AND metric_id = ?1 AND used_on = latest)
  FROM (SELECT account_id, (SELECT max(used_on) FROM usage u
          WHERE u.account_id = c.account_id AND u.metric_id = ?1 AND u.used_on <= ?2) AS latest
        FROM contract c WHERE seats > 0 GROUP BY account_id) of WHERE latest IS NOT NULL";

/// Who answered: one whom nobody knows is a person of their own.
#[derive(PartialEq, Eq, Hash)]
enum Person {
    Known(i64, Respondent),
    Nobody(i64),
}

/// An answer that counts.
#[derive(Clone, Copy)]
enum Answer {
    /// From 0 to 10, in millionths: the latest of a person.
    Nps(i64),
    /// Whether somebody was satisfied.
    Csat(bool),
}

impl Answer {
    fn count(self, nps: &mut Nps, csat: &mut Share) {
        match self {
            Answer::Nps(score) => nps.count(score),
            Answer::Csat(satisfied) => csat.count(satisfied),
        }
    }
}

/// Hands out the answers of a period that count, of all accounts or of one.
fn each_answer(
    on: &impl Reads,
    period: Period,
    account: Option<AccountId>,
    mut take: impl FnMut(AccountId, Answer),
) -> Result<()> {
    let key = (period.from().0, period.to().0, account);
    let of = if account.is_some() { "account_id = ?3" } else { "?3 IS NULL" };
    let mut latest = HashMap::new();
    let mut statement = on.conn().prepare_cached(&NPS.replace("{of}", of))?;
    let mut rows = statement.query(key)?;
    while let Some(row) = rows.next()? {
        latest.insert(person(row)?, (row.get(0)?, row.get(4)?));
    }
    for (account, score) in latest.into_values() {
        take(account, Answer::Nps(score));
    }
    let mut statement = on.conn().prepare_cached(&CSAT.replace("{of}", of))?;
    let mut rows = statement.query(key)?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, Answer::Csat(is_satisfied(row.get(1)?, row.get(2)?)));
    }
    Ok(())
}

/// What people of an account answered in a period: NPS, and the share of satisfied answers.
///
/// # Errors
/// The book cannot be read.
pub fn sentiment(on: &impl Reads, period: Period, account: AccountId) -> Result<(Nps, Share)> {
    let (mut nps, mut csat) = (Nps::default(), Share::default());
    each_answer(on, period, Some(account), |_, answer| answer.count(&mut nps, &mut csat))?;
    Ok((nps, csat))
}

/// An answer in somebody's own words. Text is as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub on: Day,
    pub kind: SurveyKind,
    pub score: Micro,
    /// The highest possible answer.
    pub scale: Micro,
    pub comment: Box<str>,
    pub who: Option<Box<str>>,
}

impl Said {
    /// Whether it is praise: 9 or 10 of an NPS, else a satisfied answer.
    pub fn is_good(&self) -> bool {
        match self.kind {
            SurveyKind::Nps => {
                let mut nps = Nps::default();
                nps.count(self.score.0);
                nps.promoters > 0
            }
            _ => is_satisfied(self.score.0, self.scale.0),
        }
    }
}

/// What people of an account said in surveys of a period, in their own words, the latest first.
///
/// # Errors
/// The book cannot be read.
pub fn said(on: &impl Reads, period: Period, account: AccountId) -> Result<Vec<Said>> {
    let key = (period.from().0, period.to().0, account);
    super::detail::all(on, SAID, key, |row| {
        let kind = SurveyKind::from_code(row.get(1)?).unwrap_or(SurveyKind::Csat);
        let usual = if kind == SurveyKind::Nps { 10_000_000 } else { 5_000_000 };
        Ok(Said {
            on: Day(row.get(0)?),
            kind,
            score: Micro(row.get(2)?),
            scale: Micro(row.get::<_, Option<i64>>(3)?.unwrap_or(usual)),
            comment: row.get(4)?,
            who: row.get(5)?,
        })
    })
}

/// Every proposal that was made by opportunities opened in a period: of which account, and whether it was won.
///
/// # Errors
/// The book cannot be read.
pub fn proposals(on: &impl Reads, period: Period, mut take: impl FnMut(AccountId, bool)) -> Result<()> {
    let mut statement = on.conn().prepare_cached(PROPOSALS)?;
    let mut rows = statement.query([period.from().0, period.to().0])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, row.get(1)?);
    }
    Ok(())
}

/// Takes in the figures of a period. `users` names the metric of active users, `lately` says in how many days the
/// latest of it still counts, `group` what an account is grouped by.
///
/// # Errors
/// The book cannot be read.
pub fn others(
    on: &impl Reads,
    period: Period,
    (users, lately): (&str, i32),
    group: impl Fn(AccountId) -> Option<Option<GroupId>>,
    into: &mut Grouped,
) -> Result<()> {
    let conn = on.conn();
    each_answer(on, period, None, |account, answer| {
        into.count(group(account), |others| answer.count(&mut others.nps, &mut others.csat));
    })?;
    proposals(on, period, |account, won| {
        into.count(group(account), |others| others.proposals.count(won));
    })?;
    let metric =
        conn.prepare_cached("SELECT id FROM metric WHERE name = ?1")?.query_row([users], |row| row.get(0));
    if let Some(metric) = metric.optional()? {
        let users = users_by(on, metric, period.to())?;
        for of_account in contracts_with_seats(on)?.chunk_by(|one, other| one.0 == other.0) {
            let Some((account, _)) = of_account.first() else { continue };
            let contracts: Vec<ContractFacts> = of_account.iter().map(|row| row.1.clone()).collect();
            let latest = users.get(account).copied();
            if let Ok(licence) = Licence::of(&contracts, latest, period.to(), lately) {
                let count =
                    |others: &mut Others| others.utilisation.count(Some(licence.users), licence.seats);
                into.count(group(*account), count);
            }
        }
    }
    Ok(())
}

/// The contracts that have seats, by account.
fn contracts_with_seats(on: &impl Reads) -> Result<Vec<(AccountId, ContractFacts)>> {
    let mut statement = on.conn().prepare_cached(SEATS)?;
    let rows = statement.query_map([], |row| {
        let end = row.get::<_, Option<i32>>(3)?.map(Day);
        let (id, start, seats) = (row.get(1)?, Day(row.get(2)?), row.get(4)?);
        Ok((row.get(0)?, ContractFacts { id, start, end, seats, plan: None }))
    })?;
    let mut contracts: Vec<(AccountId, ContractFacts)> = rows.collect::<rusqlite::Result<_>>()?;
    contracts.sort_by_key(|contract| contract.0);
    Ok(contracts)
}

/// The latest users of each account up to a day.
fn users_by(on: &impl Reads, metric: i64, day: Day) -> Result<HashMap<AccountId, (Day, f64)>> {
    let mut statement = on.conn().prepare_cached(USERS)?;
    let rows =
        statement.query_map((metric, day.0), |row| Ok((row.get(0)?, (Day(row.get(1)?), row.get(2)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let account = row.get(0)?;
    let named = row.get_ref(3)?.as_str_or_null()?.map(|name| Respondent::Name(text::fold(name).into()));
    let known = row.get::<_, Option<i64>>(2)?.map(Respondent::Contact).or(named);
    Ok(match known {
        Some(respondent) => Person::Known(account, respondent),
        None => Person::Nobody(row.get(1)?),
    })
}
