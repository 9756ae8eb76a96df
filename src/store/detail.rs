//! Reads what an account's overview shows. A handful of keyed statements; usage by the end of its index.

use rusqlite::{OptionalExtension, Params, Row};

use super::{Reads, alert, assessment, facts, goals, held, onboarding as held_onboarding, training};
use crate::book::detail::{
    Contract, Detail, Onboarding, Person, Plan, Renewal, Signal, Ticket, Touchpoint, Usage, Warning,
};
use crate::domain::{ContactRole, Currency, Day, Money, Priority, Quarter, Result, Stage, TouchpointKind};
use crate::health::PolicySet;
use crate::health::facts::AccountId;

/// Touchpoints that an overview shows.
const LATEST: i64 = 12;

const ACCOUNT: &str =
    "SELECT a.external_id, a.name, a.domain, s.name, t.name, a.stage, a.signed_on, a.go_live_on,
    a.first_outcome_on, a.industry, a.country, a.employees, p.name, a.tags
  FROM account a LEFT JOIN segment s ON s.id = a.segment_id LEFT JOIN team_member t ON t.id = a.csm_id
    LEFT JOIN account p ON p.id = a.parent_id
  WHERE a.id = ?1";
const CONTRACTS: &str =
    "SELECT id, external_id, start_on, end_on, yearly_minor, currency, seats, plan, auto_renew,
    notice_days, CASE WHEN notice_given_on <= ?2 THEN notice_given_on END
  FROM contract WHERE account_id = ?1 ORDER BY start_on, id";
/// Most people were met lately: only for the others everything that they attended is looked up.
const PEOPLE: &str = "WITH recent AS MATERIALIZED (
    SELECT id, touched_on FROM touchpoint WHERE account_id = ?1 AND touched_on <= ?2
    ORDER BY touched_on DESC LIMIT 200),
  met AS MATERIALIZED (
    SELECT w.contact_id, max(r.touched_on) AS last
    FROM recent r JOIN touchpoint_attendee w ON w.touchpoint_id = r.id GROUP BY w.contact_id)
  SELECT c.id, c.name, c.email, c.title, c.role, c.influence, c.sentiment,
    CASE WHEN c.left_on <= ?2 THEN c.left_on END AS gone,
    coalesce((SELECT last FROM met WHERE met.contact_id = c.id),
      (SELECT max(t.touched_on) FROM touchpoint_attendee w JOIN touchpoint t ON t.id = w.touchpoint_id
       WHERE w.contact_id = c.id AND t.touched_on <= ?2)), c.reports_to
  FROM contact c WHERE c.account_id = ?1
  ORDER BY gone IS NOT NULL, c.role NOT IN (1, 4), c.role = 0, c.role, c.id";
const TICKETS: &str = "SELECT external_id, opened_on, priority, subject, coalesce(escalated, 0) FROM ticket
  WHERE account_id = ?1 AND opened_on <= ?2 AND (resolved_on IS NULL OR resolved_on > ?2)
  ORDER BY priority, opened_on, id";
const TOUCHPOINTS: &str = "SELECT t.touched_on, t.kind, t.text,
    (SELECT group_concat(coalesce(c.name, w.name), ', ' ORDER BY w.id)
     FROM touchpoint_attendee w LEFT JOIN contact c ON c.id = w.contact_id WHERE w.touchpoint_id = t.id),
    t.pulse, m.name
  FROM touchpoint t LEFT JOIN team_member m ON m.id = t.by_id
  WHERE t.account_id = ?1 AND t.touched_on <= ?2 ORDER BY t.touched_on DESC, t.id DESC LIMIT ?3";
const SIGNALS: &str = "SELECT seen_on, kind, text FROM signal
  WHERE account_id = ?1 AND seen_on <= ?2 AND (closed_on IS NULL OR closed_on > ?2) ORDER BY seen_on DESC, id DESC";
const USAGE: &str = "SELECT m.name, last, (SELECT sum(value) FROM usage u
      WHERE u.account_id = ?1 AND u.metric_id = of.id AND u.used_on = last)
  FROM (SELECT id, (SELECT max(used_on) FROM usage
          WHERE account_id = ?1 AND metric_id = metric.id AND used_on <= ?2) AS last FROM metric) of
    JOIN metric m ON m.id = of.id
  WHERE last IS NOT NULL ORDER BY m.name";
const PLAN: &str = "SELECT written_on, status, goals,
    (SELECT count(*) FROM plan_item i WHERE i.plan_id = p.id),
    (SELECT count(*) FROM plan_item i WHERE i.plan_id = p.id AND i.done_on <= ?2)
  FROM plan p WHERE account_id = ?1 AND written_on <= ?2 AND quarter = ?3";
const RENEWALS: &str =
    "SELECT due_on, stage, forecast, reason, amount_minor, currency, quote_by_on, notice_on
  FROM renewal WHERE account_id = ?1 ORDER BY due_on, id";

/// What is known about an account on a day.
///
/// # Errors
/// No such account, or the book cannot be read.
pub fn read(on: &impl Reads, policies: &PolicySet, id: AccountId, day: Day) -> Result<Detail> {
    let key = (id, day.0);
    let book = held::rates(on)?.book;
    let account =
        on.conn().prepare_cached(ACCOUNT)?.query_row([id], |row| account(row, id, day)).optional()?;
    let mut detail = account.ok_or_else(facts::gone)?;
    detail.contracts = all(on, CONTRACTS, key, |row| contract(row, book))?;
    detail.people = people(on, id, day)?;
    detail.open_tickets = all(on, TICKETS, key, ticket)?;
    detail.touchpoints = all(on, TOUCHPOINTS, (id, day.0, LATEST), touchpoint)?;
    detail.signals = all(on, SIGNALS, key, |row| {
        Ok(Signal { day: Day(row.get(0)?), kind: text(row, 1)?, text: row.get(2)? })
    })?;
    detail.goals = goals::of_account(on, id, day)?;
    detail.usage = all(on, USAGE, key, |row| {
        Ok(Usage { metric: text(row, 0)?, day: Day(row.get(1)?), value: row.get(2)? })
    })?;
    detail.onboarding = onboarding(on, id, day)?;
    detail.plan = plan(on, id, day)?;
    detail.renewals = all(on, RENEWALS, [id], |row| renewal(row, book))?;
    let listed = alert::of_account(on, id, day)?.into_iter().filter(|alert| alert.is_listed(day));
    let warning = |alert: alert::Alert| Warning {
        severity: alert.severity,
        rule: alert.rule,
        reason: alert.reason,
        opened_on: alert.opened_on,
        play: alert.play,
    };
    detail.alerts = listed.map(warning).collect();
    detail.assessments = assessment::standings(on, id, day)?;
    detail.training = training::consumption(on, policies, day, training::Of::Account(id))?.remove(&id);
    Ok(detail)
}

/// The contacts of an account on a day: those who are there first, sponsors and champions on top.
///
/// # Errors
/// The book cannot be read.
pub fn people(on: &impl Reads, id: AccountId, day: Day) -> Result<Vec<Person>> {
    all(on, PEOPLE, (id, day.0), person)
}

pub(in crate::store) fn all<T>(
    on: &impl Reads,
    sql: &str,
    key: impl Params,
    each: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = on.conn().prepare_cached(sql)?;
    let rows = statement.query_map(key, each)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn account(row: &Row<'_>, id: AccountId, day: Day) -> rusqlite::Result<Detail> {
    Ok(Detail {
        id,
        day,
        external_id: row.get(0)?,
        name: text(row, 1)?,
        domain: row.get(2)?,
        segment: row.get(3)?,
        csm: row.get(4)?,
        stage: Stage::from_code(row.get(5)?).unwrap_or(Stage::Adoption),
        signed_on: date(row, 6)?,
        go_live_on: date(row, 7)?,
        first_outcome_on: date(row, 8)?,
        industry: row.get(9)?,
        country: row.get(10)?,
        employees: row.get(11)?,
        parent: row.get(12)?,
        tags: row.get(13)?,
        contracts: Vec::new(),
        people: Vec::new(),
        open_tickets: Vec::new(),
        touchpoints: Vec::new(),
        signals: Vec::new(),
        goals: Vec::new(),
        usage: Vec::new(),
        onboarding: None,
        plan: None,
        renewals: Vec::new(),
        assessments: Vec::new(),
        training: None,
        alerts: Vec::new(),
    })
}

fn contract(row: &Row<'_>, book: Currency) -> rusqlite::Result<Contract> {
    Ok(Contract {
        id: row.get(0)?,
        external_id: row.get(1)?,
        start: Day(row.get(2)?),
        end: date(row, 3)?,
        yearly: money(row, 4, book)?.unwrap_or(Money { minor: 0, currency: book }),
        seats: row.get(6)?,
        plan: row.get(7)?,
        auto_renew: row.get(8)?,
        notice_days: row.get(9)?,
        notice_given_on: date(row, 10)?,
    })
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        name: text(row, 1)?,
        email: row.get(2)?,
        title: row.get(3)?,
        role: ContactRole::from_code(row.get(4)?).unwrap_or(ContactRole::Unknown),
        influence: row.get(5)?,
        sentiment: row.get(6)?,
        left_on: date(row, 7)?,
        last_touch: date(row, 8)?,
        reports_to: row.get(9)?,
    })
}

fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        external_id: row.get(0)?,
        opened_on: Day(row.get(1)?),
        priority: Priority::from_code(row.get(2)?).unwrap_or(Priority::P3),
        subject: row.get(3)?,
        escalated: row.get(4)?,
    })
}

fn touchpoint(row: &Row<'_>) -> rusqlite::Result<Touchpoint> {
    Ok(Touchpoint {
        day: Day(row.get(0)?),
        kind: TouchpointKind::from_code(row.get(1)?).unwrap_or(TouchpointKind::Note),
        text: row.get(2)?,
        attendees: row.get(3)?,
        pulse: row.get(4)?,
        by: row.get(5)?,
    })
}

fn onboarding(on: &impl Reads, id: AccountId, day: Day) -> Result<Option<Onboarding>> {
    // Those that began later are not known yet; of the others the latest counts.
    let found = held_onboarding::of_account(on, id)?.into_iter().find(|found| found.started_on <= day);
    Ok(found.map(|found| {
        let standing = found.standing(day);
        Onboarding {
            template: found.template,
            started_on: found.started_on,
            ended_on: found.ended_on.filter(|ended| *ended <= day),
            steps: standing.required,
            done: standing.done,
            late: standing.late,
            next: standing.next.map(|next| (next.title, next.due_on)),
        }
    }))
}

fn plan(on: &impl Reads, id: AccountId, day: Day) -> Result<Option<Plan>> {
    let quarter: Quarter = day.quarter();
    let mut statement = on.conn().prepare_cached(PLAN)?;
    Ok(statement
        .query_row((id, day.0, quarter.to_string()), |row| {
            Ok(Plan {
                quarter,
                written_on: Day(row.get(0)?),
                status: text(row, 1)?,
                goals: row.get(2)?,
                items: row.get(3)?,
                items_done: row.get(4)?,
            })
        })
        .optional()?)
}

fn renewal(row: &Row<'_>, book: Currency) -> rusqlite::Result<Renewal> {
    Ok(Renewal {
        due_on: Day(row.get(0)?),
        stage: text(row, 1)?,
        forecast: row.get(2)?,
        reason: row.get(3)?,
        amount: money(row, 4, book)?,
        quote_by: date(row, 6)?,
        notice: date(row, 7)?,
    })
}

fn text(row: &Row<'_>, place: usize) -> rusqlite::Result<Box<str>> {
    row.get(place)
}

pub(in crate::store) fn date(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(place)?.map(Day))
}

/// Minor units, with the currency in the column after them; without one it is the book's.
pub(in crate::store) fn money(
    row: &Row<'_>,
    place: usize,
    book: Currency,
) -> rusqlite::Result<Option<Money>> {
    let Some(minor) = row.get::<_, Option<i64>>(place)? else { return Ok(None) };
    let code: Option<String> = row.get(place + 1)?;
    let currency = code.and_then(|code| Currency::parse(&code).ok()).unwrap_or(book);
    Ok(Some(Money { minor, currency }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::GoalStatus;
    use crate::store::{Book, Location};

    fn book(sql: &str) -> (tempfile::TempDir, Book) {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        book.conn.execute_batch(sql).unwrap();
        (folder, book)
    }

    /// Day 20000 is 2024-10-04, in 2024-Q4.
    const FACTS: &str = "
        INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Borealis');
        INSERT INTO contact (id, account_id, name, role, left_on)
          VALUES (1, 1, 'Old Sponsor', 1, 19990), (2, 1, 'Ada', 0, NULL), (3, 1, 'Bob', 4, 20001);
        INSERT INTO ticket (account_id, opened_on, resolved_on, priority)
          VALUES (1, 19990, 20000, 1), (1, 19995, 20001, 3), (1, 19999, NULL, 1), (1, 20001, NULL, 1), (2, 1, NULL, 1);
        INSERT INTO touchpoint (id, account_id, touched_on, kind) VALUES (1, 1, 19980, 1), (2, 1, 20001, 1);
        INSERT INTO touchpoint_attendee (touchpoint_id, contact_id, name) VALUES (1, 2, NULL), (1, NULL, 'Guest'), (2, 2, NULL);
        INSERT INTO goal (id, account_id, title, started_on, target_micro) VALUES (1, 1, 'Faster', 19900, 2500000);
        INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, NULL, 0), (1, 19950, 1), (1, 20001, 3);
        INSERT INTO signal (account_id, seen_on, kind, closed_on) VALUES (1, 19990, 'competitor', 20000), (1, 19991, 'budget cut', NULL);
        INSERT INTO metric (id, name) VALUES (1, 'logins'), (2, 'events');
        INSERT INTO usage (account_id, metric_id, used_on, contract_id, value)
          VALUES (1, 1, 19990, 0, 5), (1, 1, 19999, 1, 2), (1, 1, 19999, 2, 3), (1, 1, 20001, 0, 9);
        INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, 19970), (2, 1, 19980);
        INSERT INTO step (onboarding_id, title, required, due_on, done_on)
          VALUES (2, 'Kick-off', 1, 19981, 19981), (2, 'Data', 1, 19990, 20001), (2, 'Training', 1, 20010, NULL),
                 (2, 'Nice to have', 0, 19981, NULL);
        INSERT INTO plan (account_id, quarter, written_on) VALUES (1, '2024-Q3', 19900), (1, '2024-Q4', 19999);";

    fn seen(book: &Book, id: AccountId, day: i32) -> Result<Detail> {
        read(book, &PolicySet::builtin().unwrap(), id, Day(day))
    }

    #[test]
    fn an_account_is_read_as_it_stood_on_the_day() {
        let (_folder, book) = book(FACTS);
        let seen = seen(&book, 1, 20_000).unwrap();
        let names: Vec<_> = seen.people.iter().map(|person| (&*person.name, person.left_on)).collect();
        assert_eq!(names, [("Bob", None), ("Ada", None), ("Old Sponsor", Some(Day(19_990)))]);
        assert_eq!(seen.people[1].last_touch, Some(Day(19_980)));
        let opened: Vec<_> = seen.open_tickets.iter().map(|ticket| ticket.opened_on.0).collect();
        assert_eq!(opened, [19_999, 19_995], "resolved on the day is resolved");
        assert_eq!(seen.touchpoints.len(), 1);
        assert_eq!(seen.touchpoints[0].attendees.as_deref(), Some("Ada, Guest"));
        let goal = &seen.goals[0];
        assert_eq!(goal.standing(Day(20_000)).said, Some((GoalStatus::AtRisk, Some(Day(19_950)))));
        assert_eq!(goal.target.map(|target| target.to_string()).as_deref(), Some("2.5"));
        assert_eq!(seen.signals.iter().map(|signal| &*signal.kind).collect::<Vec<_>>(), ["budget cut"]);
        assert_eq!(seen.usage, [Usage { metric: "logins".into(), day: Day(19_999), value: 5.0 }]);
        let onboarding = seen.onboarding.unwrap();
        assert_eq!((onboarding.steps, onboarding.done, onboarding.late), (3, 1, 1));
        assert_eq!(onboarding.next, Some(("Data".into(), Day(19_990))));
        assert_eq!(seen.plan.unwrap().quarter.to_string(), "2024-Q4");
    }

    #[test]
    fn before_anything_happened_nothing_is_shown() {
        let (_folder, book) = book(FACTS);
        let shown = seen(&book, 1, 19_000).unwrap();
        assert!(shown.goals.is_empty() && shown.touchpoints.is_empty() && shown.usage.is_empty());
        assert!(shown.onboarding.is_none() && shown.plan.is_none());
        assert!(
            seen(&book, 9, 19_000)
                .unwrap_err()
                .to_string()
                .contains("the account is not in the book any more")
        );
    }
}
