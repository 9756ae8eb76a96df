//! Reads facts: of one account, or of many in one pass.
//!
//! One code for both: a cursor per table, all in the order of `account_id`, merged. So the whole book is read without
//! a query per account, and one account with the very same statements over a range of one.

mod before;
mod usage;

use std::ops::{ControlFlow, RangeInclusive};

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{Connection, Row, Rows};

use super::renewal::{self, CONTRACTS, Parts, RECORDS};
use super::{Reads, series};
use crate::domain::{
    Band, ContactRole, Day, Error, GoalStatus, PlanStatus, Priority, Quarter, RenewalStage, Result, Stage,
    SurveyKind, Term, TouchpointKind, text,
};
use crate::health::UsageReach;
use crate::health::facts::{
    AccountFacts, AccountId, ContactFacts, ContractFacts, FeatureUse, GoalFacts, OnboardingFacts,
    OverrideFacts, PlanFacts, RenewalFacts, Respondent, SignalClass, SignalFacts, StepFacts, SurveyFacts,
    TicketFacts, TouchpointFacts,
};
use crate::plan::Head;

/// An account as the book holds it: what is scored, and what its row shows beside the score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountRecord {
    pub facts: AccountFacts,
    pub external_id: Option<Box<str>>,
    pub name: Box<str>,
    pub csm: Option<i64>,
    pub tags: Option<Box<str>>,
    /// What its contracts are worth, in no order.
    pub amounts: Vec<Term>,
    /// What its renewals are made of.
    pub renewal: Parts,
    /// Its plans, without the counts of their items.
    pub plans: Vec<Head>,
}

const ACCOUNT: &str = "SELECT id, external_id, name, segment_id, csm_id, stage, tags, signed_on, go_live_on,
    first_outcome_on FROM account WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const CONTACT: &str = "SELECT account_id, id, role, left_on
    FROM contact WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id";
const FEATURE_USE: &str = "SELECT account_id, feature_id, series(used_on, uses)
    FROM feature_use WHERE account_id BETWEEN ?1 AND ?2 GROUP BY account_id, feature_id";
const TICKET: &str = "SELECT account_id, opened_on, resolved_on, priority, satisfaction_micro,
    satisfaction_scale_micro FROM ticket WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id";
const SURVEY: &str =
    "SELECT account_id, id, answered_on, kind, contact_id, respondent, score_micro, scale_micro
    FROM survey WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id";
/// Of the first account those from a day on: the index finds the two together.
const TOUCHPOINT: &str = "SELECT t.account_id, t.id, t.touched_on, t.kind, t.pulse, a.id, a.contact_id
    FROM touchpoint t LEFT JOIN touchpoint_attendee a ON a.touchpoint_id = t.id
    WHERE (t.account_id, t.touched_on) >= (?1, ?3) AND t.account_id <= ?2
    ORDER BY t.account_id, t.touched_on, t.kind, t.pulse, t.id";
const SIGNAL: &str = "SELECT account_id, seen_on, closed_on, kind
    FROM signal WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id";
const GOAL: &str =
    "SELECT g.account_id, g.id, g.started_on, u.id, coalesce(u.updated_on, g.started_on), u.status
    FROM goal g LEFT JOIN goal_update u ON u.goal_id = g.id
    WHERE g.account_id BETWEEN ?1 AND ?2 ORDER BY g.account_id, g.id";
const ONBOARDING: &str = "SELECT o.account_id, o.id, o.started_on, o.ended_on, s.id, s.required,
    s.not_applicable, s.due_on, s.done_on, s.settled_on
    FROM onboarding o LEFT JOIN step s ON s.onboarding_id = o.id
    WHERE o.account_id BETWEEN ?1 AND ?2 ORDER BY o.account_id, o.id";
const PLAN: &str =
    "SELECT account_id, id, quarter, written_on, status, agreed_on, reviewed_on, next_review_on
    FROM plan WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id";
const OVERRIDE: &str = "SELECT account_id, band, reason, set_on, expires_on
    FROM health_override WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id, id";

/// One account, with all of its usage or the part that is judged; None: there is none.
///
/// # Errors
/// The book cannot be read.
pub fn one(on: &impl Reads, id: AccountId, reach: Option<&UsageReach>) -> Result<Option<AccountRecord>> {
    one_from(on, id, reach, Day::MIN)
}

/// One account as far as days from `since` on are judged by it: of the touchpoints before that only those which
/// [`before::still_counting`] finds. None: there is none.
///
/// # Errors
/// The book cannot be read.
pub fn one_since(on: &impl Reads, id: AccountId, since: Day) -> Result<Option<AccountRecord>> {
    let Some(mut record) = one_from(on, id, None, since)? else { return Ok(None) };
    before::still_counting(on, id, since, |row| touchpoint(row, &mut record.facts.touchpoints))?;
    record.facts.finish();
    Ok(Some(record))
}

/// One account with its touchpoints from a day on.
fn one_from(
    on: &impl Reads,
    id: AccountId,
    reach: Option<&UsageReach>,
    since: Day,
) -> Result<Option<AccountRecord>> {
    let mut found = None;
    each_from(on, id..=id, reach, since, |record| {
        found = Some(record);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// Every account of a range of ids, in order, until `take` breaks off: with all of its usage, or the part that is judged.
///
/// # Errors
/// The book cannot be read, or `take` failed.
pub fn each(
    on: &impl Reads,
    ids: RangeInclusive<AccountId>,
    reach: Option<&UsageReach>,
    take: impl FnMut(AccountRecord) -> Result<ControlFlow<()>>,
) -> Result<()> {
    each_from(on, ids, reach, Day::MIN, take)
}

/// The same, of the first account only the touchpoints from a day on.
fn each_from(
    on: &impl Reads,
    ids: RangeInclusive<AccountId>,
    reach: Option<&UsageReach>,
    since: Day,
    mut take: impl FnMut(AccountRecord) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let conn = on.conn();
    let (first, last) = (*ids.start(), *ids.end());
    let ids = [first, last];
    // The statements live here, the cursors borrow them.
    let prepare = |sql: &str| conn.prepare_cached(sql);
    let of = |sql: &str| format!("{sql} WHERE account_id BETWEEN ?1 AND ?2 ORDER BY account_id");
    let (mut s0, mut s1, mut s2, mut s3) =
        (prepare(ACCOUNT)?, prepare(&of(CONTRACTS))?, prepare(CONTACT)?, usage::prepare(conn, reach)?);
    let (mut s4, mut s5, mut s6, mut s7) =
        (prepare(FEATURE_USE)?, prepare(TICKET)?, prepare(SURVEY)?, prepare(TOUCHPOINT)?);
    let (mut s8, mut s9, mut s10) = (prepare(SIGNAL)?, prepare(GOAL)?, prepare(ONBOARDING)?);
    let (mut s11, mut s12, mut s13) = (prepare(PLAN)?, prepare(&of(RECORDS))?, prepare(OVERRIDE)?);
    let mut accounts = s0.query(ids)?;
    let mut contracts = Cursor::new(s1.query(ids)?)?;
    let mut contacts = Cursor::new(s2.query(ids)?)?;
    let mut usages = Cursor::new(usage::query(&mut s3, (first, last), reach)?)?;
    let mut features = Cursor::new(s4.query(ids)?)?;
    let mut tickets = Cursor::new(s5.query(ids)?)?;
    let mut surveys = Cursor::new(s6.query(ids)?)?;
    let mut touchpoints = Cursor::new(s7.query((first, last, since.0))?)?;
    let mut signals = Cursor::new(s8.query(ids)?)?;
    let mut goals = Cursor::new(s9.query(ids)?)?;
    let mut onboardings = Cursor::new(s10.query(ids)?)?;
    let mut plans = Cursor::new(s11.query(ids)?)?;
    let mut renewals = Cursor::new(s12.query(ids)?)?;
    let mut overrides = Cursor::new(s13.query(ids)?)?;

    while let Some(row) = accounts.next()? {
        let mut record = account(row)?;
        let id = record.facts.id;
        let AccountRecord { facts, amounts, renewal, plans: heads, .. } = &mut record;
        contracts.each(id, |row| contract(row, &mut facts.contracts, amounts, renewal))?;
        contacts.each(id, |row| contact(row, &mut facts.contacts))?;
        usages.each(id, |row| usage::series_of(row, &mut facts.usage))?;
        features.each(id, |row| feature_uses(row, &mut facts.features))?;
        tickets.each(id, |row| ticket(row, &mut facts.tickets))?;
        surveys.each(id, |row| survey(row, &mut facts.surveys))?;
        touchpoints.each(id, |row| touchpoint(row, &mut facts.touchpoints))?;
        signals.each(id, |row| signal(row, &mut facts.signals))?;
        let mut last = None;
        goals.each(id, |row| goal(row, &mut last, &mut facts.goals))?;
        onboardings.each(id, |row| onboarding(row, &mut facts.onboardings))?;
        plans.each(id, |row| plan(row, &mut facts.plans, heads))?;
        renewals.each(id, |row| record_of(row, &mut facts.renewals, renewal))?;
        overrides.each(id, |row| health_override(row, &mut facts.overrides))?;
        facts.finish();
        if take(record)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Rows in the order of their first column, an account's id.
struct Cursor<'s> {
    rows: Rows<'s>,
    /// Account of the present row; None after the last.
    here: Option<AccountId>,
}

impl<'s> Cursor<'s> {
    fn new(rows: Rows<'s>) -> Result<Cursor<'s>> {
        let mut cursor = Cursor { rows, here: None };
        cursor.step()?;
        Ok(cursor)
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        self.here = match self.rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        };
        Ok(())
    }

    /// Hands out the rows of an account, and passes over rows of accounts before it (orphans).
    fn each(
        &mut self,
        account: AccountId,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        while let Some(here) = self.here {
            if here > account {
                break;
            }
            if here == account
                && let Some(row) = self.rows.get()
            {
                take(row)?;
            }
            self.step()?;
        }
        Ok(())
    }
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Day> {
    Ok(Day(row.get(column)?))
}

fn maybe_day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(column)?.map(Day))
}

fn word(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Box<str>>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(Box::from))
}

/// Millionths as a number.
fn micro(value: i64) -> f64 {
    value as f64 / 1e6
}

fn account(row: &Row<'_>) -> rusqlite::Result<AccountRecord> {
    Ok(AccountRecord {
        facts: AccountFacts {
            id: row.get(0)?,
            segment: row.get(3)?,
            stage: Stage::from_code(row.get(5)?),
            signed_on: maybe_day(row, 7)?,
            go_live_on: maybe_day(row, 8)?,
            first_outcome_on: maybe_day(row, 9)?,
            ..AccountFacts::default()
        },
        external_id: word(row, 1)?,
        name: word(row, 2)?.unwrap_or_default(),
        csm: row.get(4)?,
        tags: word(row, 6)?,
        ..AccountRecord::default()
    })
}

fn contract(
    row: &Row<'_>,
    contracts: &mut Vec<ContractFacts>,
    amounts: &mut Vec<Term>,
    parts: &mut Parts,
) -> rusqlite::Result<()> {
    let contract = renewal::contract(row)?;
    let Term { start, end, .. } = contract.term;
    amounts.push(contract.term);
    let plan = contract.plan.clone();
    contracts.push(ContractFacts { id: contract.id, start, end, seats: contract.seats, plan });
    parts.contracts.push(contract);
    Ok(())
}

fn contact(row: &Row<'_>, contacts: &mut Vec<ContactFacts>) -> rusqlite::Result<()> {
    let role = ContactRole::from_code(row.get(2)?).unwrap_or(ContactRole::Unknown);
    contacts.push(ContactFacts { id: row.get(1)?, role, left_on: maybe_day(row, 3)? });
    Ok(())
}

fn feature_uses(row: &Row<'_>, features: &mut Vec<FeatureUse>) -> rusqlite::Result<()> {
    let feature = row.get(1)?;
    let uses = series::points(row.get_ref(2)?.as_blob()?);
    features.extend(uses.map(|(day, uses)| FeatureUse { day, feature, uses }));
    Ok(())
}

fn ticket(row: &Row<'_>, tickets: &mut Vec<TicketFacts>) -> rusqlite::Result<()> {
    let answer: Option<i64> = row.get(4)?;
    let scale: Option<i64> = row.get(5)?;
    tickets.push(TicketFacts {
        opened_on: day(row, 1)?,
        resolved_on: maybe_day(row, 2)?,
        priority: Priority::from_code(row.get(3)?).unwrap_or(Priority::P3),
        satisfaction: answer.map(|answer| (micro(answer), scale.map_or(5.0, micro))),
    });
    Ok(())
}

fn survey(row: &Row<'_>, surveys: &mut Vec<SurveyFacts>) -> rusqlite::Result<()> {
    let Some(kind) = SurveyKind::from_code(row.get(3)?) else { return Ok(()) };
    let usual = if kind == SurveyKind::Nps { 10.0 } else { 5.0 };
    let contact: Option<i64> = row.get(4)?;
    let name = row.get_ref(5)?.as_str_or_null()?;
    surveys.push(SurveyFacts {
        row: row.get(1)?,
        day: day(row, 2)?,
        kind,
        respondent: contact
            .map(Respondent::Contact)
            .or_else(|| name.map(|name| Respondent::Name(text::fold(name).into()))),
        score: micro(row.get(6)?),
        scale: row.get::<_, Option<i64>>(7)?.map_or(usual, micro),
    });
    Ok(())
}

/// A row per attendee, or one row without; those of one touchpoint come one after the other.
fn touchpoint(row: &Row<'_>, touchpoints: &mut Vec<TouchpointFacts>) -> rusqlite::Result<()> {
    let id: i64 = row.get(1)?;
    let attended = row.get::<_, Option<i64>>(5)?.is_some();
    let contact: Option<i64> = row.get(6)?;
    if let Some(last) = touchpoints.last_mut()
        && last.row == id
    {
        last.attendees.extend(contact);
        return Ok(());
    }
    touchpoints.push(TouchpointFacts {
        row: id,
        day: day(row, 2)?,
        kind: TouchpointKind::from_code(row.get(3)?).unwrap_or(TouchpointKind::Note),
        pulse: row.get(4)?,
        attended,
        attendees: contact.into_iter().collect(),
    });
    Ok(())
}

fn signal(row: &Row<'_>, signals: &mut Vec<SignalFacts>) -> rusqlite::Result<()> {
    let kind = text::fold(row.get_ref(3)?.as_str()?);
    let class = match kind.as_str() {
        "churn notice" => SignalClass::ChurnNotice,
        "competitor evaluation" | "competitor" => SignalClass::Competitor,
        "sponsor left" => SignalClass::SponsorLeft,
        _ => SignalClass::Other,
    };
    let (on, closed_on) = (day(row, 1)?, maybe_day(row, 2)?);
    signals.push(SignalFacts { day: on, closed_on, class, kind: kind.into() });
    Ok(())
}

/// A row per update, or one row without; `last` is the goal of the row before.
fn goal(row: &Row<'_>, last: &mut Option<i64>, goals: &mut Vec<GoalFacts>) -> rusqlite::Result<()> {
    let id: i64 = row.get(1)?;
    if *last != Some(id) {
        *last = Some(id);
        goals.push(GoalFacts { started_on: maybe_day(row, 2)?, updates: Vec::new() });
    }
    let status = row.get::<_, Option<i64>>(5)?.and_then(GoalStatus::from_code);
    if let (Some(goal), Some(update), Some(status)) =
        (goals.last_mut(), row.get::<_, Option<i64>>(3)?, status)
    {
        // A status without any date has always held.
        goal.updates.push((update, maybe_day(row, 4)?.unwrap_or(Day::MIN), status));
    }
    Ok(())
}

fn onboarding(row: &Row<'_>, onboardings: &mut Vec<OnboardingFacts>) -> rusqlite::Result<()> {
    let id: i64 = row.get(1)?;
    if onboardings.last().is_none_or(|last| last.row != id) {
        onboardings.push(OnboardingFacts {
            row: id,
            started_on: day(row, 2)?,
            ended_on: maybe_day(row, 3)?,
            steps: Vec::new(),
        });
    }
    if let (Some(onboarding), Some(_)) = (onboardings.last_mut(), row.get::<_, Option<i64>>(4)?) {
        onboarding.steps.push(StepFacts {
            required: row.get(5)?,
            not_applicable: row.get(6)?,
            due_on: day(row, 7)?,
            done_on: maybe_day(row, 8)?,
            settled_on: maybe_day(row, 9)?,
        });
    }
    Ok(())
}

fn plan(row: &Row<'_>, plans: &mut Vec<PlanFacts>, heads: &mut Vec<Head>) -> rusqlite::Result<()> {
    // The schema holds both.
    let status = PlanStatus::parse(row.get_ref(4)?.as_str()?);
    if let (Ok(quarter), Ok(status)) = (Quarter::parse(row.get_ref(2)?.as_str()?), status) {
        let written_on = day(row, 3)?;
        plans.push(PlanFacts { quarter, written_on });
        heads.push(Head {
            id: row.get(1)?,
            quarter,
            written_on,
            status,
            agreed_on: maybe_day(row, 5)?,
            reviewed_on: maybe_day(row, 6)?,
            next_review_on: maybe_day(row, 7)?,
            open: 0,
            late: 0,
        });
    }
    Ok(())
}

/// The row of a renewal; one that was won is a fact of the score.
fn record_of(row: &Row<'_>, won: &mut Vec<RenewalFacts>, parts: &mut Parts) -> rusqlite::Result<()> {
    let record = renewal::record(row)?;
    if let (RenewalStage::Won, Some(contract), Some(won_on)) =
        (record.stage, record.contract, record.closed_on)
    {
        won.push(RenewalFacts { contract, won_on });
    }
    parts.records.push(record);
    Ok(())
}

fn health_override(row: &Row<'_>, overrides: &mut Vec<OverrideFacts>) -> rusqlite::Result<()> {
    if let Some(band) = Band::from_code(row.get(1)?) {
        overrides.push(OverrideFacts {
            band,
            reason: word(row, 2)?.unwrap_or_default(),
            set_on: day(row, 3)?,
            expires_on: day(row, 4)?,
        });
    }
    Ok(())
}

/// What is said of an account that is not there: it was there when somebody chose it.
pub(crate) fn gone() -> Error {
    Error::not_found("the account is not in the book any more").hint("look at the board again")
}

/// Ids of the accounts marked as touched; `None`: every account.
///
/// # Errors
/// The book cannot be read.
pub fn dirty(on: &impl Reads) -> Result<Option<Vec<AccountId>>> {
    let mut statement = on.conn().prepare_cached("SELECT account_id FROM dirty ORDER BY account_id")?;
    let ids: Vec<AccountId> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(if ids.first() == Some(&0) { None } else { Some(ids) })
}

/// How many accounts the book holds.
///
/// # Errors
/// The book cannot be read.
pub fn accounts(on: &impl Reads) -> Result<i64> {
    let conn: &Connection = on.conn();
    Ok(conn.prepare_cached("SELECT count(*) FROM account")?.query_row([], |row| row.get(0))?)
}
