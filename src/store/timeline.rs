//! Reads everything that happened at an account: one keyed statement a kind of record.

use rusqlite::Row;

use super::detail::{all, money};
use super::{Reads, held};
use crate::book::timeline::{Entry, What};
use crate::domain::{Currency, Day, GoalStatus, Micro, Priority, Result, SurveyKind, TouchpointKind};
use crate::health::facts::AccountId;

/// So many letters of a text are kept in the list: more than anybody searches, and no more memory than that.
const LETTERS: i64 = 20_000;

/// Each statement gives the day, a code for what happened, the id of the record, and what is told of it.
type Read = fn(&Row<'_>, Currency) -> rusqlite::Result<Entry>;

/// A table, what is read of it and how it is said.
const SOURCES: &[(&str, Read)] = &[
    (
        "SELECT t.touched_on, t.kind, t.id, t.pulse, substr(t.text, 1, ?3),
           (SELECT group_concat(coalesce(c.name, w.name), ', ' ORDER BY w.id)
            FROM touchpoint_attendee w LEFT JOIN contact c ON c.id = w.contact_id WHERE w.touchpoint_id = t.id),
           t.links, m.name
         FROM touchpoint t LEFT JOIN team_member m ON m.id = t.by_id WHERE t.account_id = ?1 AND t.touched_on <= ?2",
        touchpoint,
    ),
    (
        "SELECT opened_on, 0, id, priority, substr(subject, 1, ?3), external_id, escalated FROM ticket
         WHERE account_id = ?1 AND opened_on <= ?2
         UNION ALL SELECT resolved_on, 1, id, priority, substr(subject, 1, ?3), external_id, opened_on FROM ticket
         WHERE account_id = ?1 AND resolved_on <= ?2",
        ticket,
    ),
    (
        "SELECT s.answered_on, s.kind, s.id, s.score_micro, s.scale_micro, substr(s.comment, 1, ?3),
           coalesce(c.name, s.respondent)
         FROM survey s LEFT JOIN contact c ON c.id = s.contact_id WHERE s.account_id = ?1 AND s.answered_on <= ?2",
        survey,
    ),
    (
        "SELECT seen_on, 0, id, kind, substr(text, 1, ?3) FROM signal WHERE account_id = ?1 AND seen_on <= ?2
         UNION ALL SELECT closed_on, 1, id, kind, NULL FROM signal WHERE account_id = ?1 AND closed_on <= ?2",
        signal,
    ),
    (
        "SELECT coalesce(u.updated_on, g.started_on), u.status, u.id, g.title, u.current_micro, g.metric,
           substr(u.note, 1, ?3), u.value_minor, u.currency
         FROM goal g JOIN goal_update u ON u.goal_id = g.id
         WHERE g.account_id = ?1 AND coalesce(u.updated_on, g.started_on) <= ?2",
        goal,
    ),
    (
        "SELECT s.done_on, 0, s.id, s.title, substr(s.note, 1, ?3), s.done_by
         FROM onboarding o JOIN step s ON s.onboarding_id = o.id
         WHERE o.account_id = ?1 AND s.done_on <= ?2 AND s.not_applicable = 0",
        step,
    ),
    (
        "SELECT started_on, 0, id, template, NULL FROM onboarding WHERE account_id = ?1 AND started_on <= ?2
         UNION ALL SELECT ended_on, 1, id, template, NULL FROM onboarding WHERE account_id = ?1 AND ended_on <= ?2
         UNION ALL SELECT go_live_on, 2, NULL, NULL, NULL FROM account WHERE id = ?1 AND go_live_on <= ?2
         UNION ALL SELECT first_outcome_on, 3, NULL, first_outcome_by, substr(first_outcome_evidence, 1, ?3)
         FROM account WHERE id = ?1 AND first_outcome_on <= ?2",
        onboarding,
    ),
    (
        "SELECT written_on, 0, id, quarter, substr(goals, 1, ?3), NULL FROM plan
         WHERE account_id = ?1 AND written_on <= ?2
         UNION ALL SELECT agreed_on, 1, id, quarter, NULL, agreed_with FROM plan
         WHERE account_id = ?1 AND agreed_on <= ?2
         UNION ALL SELECT reviewed_on, 2, id, quarter, NULL, NULL FROM plan
         WHERE account_id = ?1 AND reviewed_on <= ?2",
        plan,
    ),
    (
        "SELECT start_on, 0, id, external_id, substr(plan, 1, ?3), yearly_minor, currency, seats FROM contract
         WHERE account_id = ?1 AND start_on <= ?2
         UNION ALL SELECT end_on, 1, id, external_id, plan, yearly_minor, currency, seats FROM contract
         WHERE account_id = ?1 AND end_on <= ?2
         UNION ALL SELECT notice_given_on, 2, id, external_id, plan, yearly_minor, currency, seats FROM contract
         WHERE account_id = ?1 AND notice_given_on <= ?2",
        contract,
    ),
    (
        "SELECT closed_on, 0, id, stage, churn_reason, competitor, substr(reason, 1, ?3), amount_minor, currency FROM renewal
         WHERE account_id = ?1 AND closed_on <= ?2",
        renewal,
    ),
    (
        "SELECT held_on, 0, id, title, substr(note, 1, ?3),
           (SELECT group_concat(c.name, ', ' ORDER BY i.id) FROM training_invitation i JOIN contact c ON c.id = i.contact_id
            WHERE i.training_session_id = training_session.id AND i.attended = 1)
         FROM training_session WHERE account_id = ?1 AND held_on <= ?2",
        training,
    ),
    (
        "SELECT opened_on, 0, NULL, rule, substr(reason, 1, ?3) FROM alert WHERE account_id = ?1 AND opened_on <= ?2
         UNION ALL SELECT closed_on, 1, NULL, rule, substr(dismissed_reason, 1, ?3) FROM alert
         WHERE account_id = ?1 AND closed_on <= ?2",
        alert,
    ),
    (
        "SELECT p.started_on, 0, p.id, p.playbook, NULL, NULL, m.name, NULL
         FROM play p LEFT JOIN team_member m ON m.id = p.owner_id WHERE p.account_id = ?1 AND p.started_on <= ?2
         UNION ALL SELECT ended_on, 1, id, playbook, substr(note, 1, ?3), outcome, NULL, started_on FROM play
         WHERE account_id = ?1 AND ended_on <= ?2",
        play,
    ),
    (
        "SELECT i.started_on, 0, i.id, substr(i.exit_criteria, 1, ?3), NULL, m.name
         FROM intervention i LEFT JOIN team_member m ON m.id = i.owner_id WHERE i.account_id = ?1 AND i.started_on <= ?2
         UNION ALL SELECT closed_on, 1, id, substr(reason, 1, ?3), outcome, NULL FROM intervention
         WHERE account_id = ?1 AND closed_on <= ?2",
        intervention,
    ),
    (
        "SELECT e.entered_on, 0, e.id, e.kind, substr(e.note, 1, ?3), m.name
         FROM intervention i JOIN intervention_entry e ON e.intervention_id = i.id
         LEFT JOIN team_member m ON m.id = e.owner_id WHERE i.account_id = ?1 AND e.entered_on <= ?2",
        taken,
    ),
];

/// What happened at an account up to a day, in no order; changes of band are no records and not among it.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Entry>> {
    let book = held::rates(on)?.book;
    let mut entries = Vec::new();
    for (sql, read) in SOURCES {
        entries.append(&mut all(on, sql, (account, day.0, LETTERS), |row| read(row, book))?);
    }
    Ok(entries)
}

/// The end of it: everything from a day on, which is given beside, about so many entries of each kind of record. None:
/// this is all there is.
///
/// # Errors
/// The book cannot be read.
pub fn newest(
    on: &impl Reads,
    account: AccountId,
    day: Day,
    most: usize,
) -> Result<(Vec<Entry>, Option<Day>)> {
    let book = held::rates(on)?.book;
    let (mut entries, mut from) = (Vec::new(), None);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    for (sql, read) in SOURCES {
        let sql = format!("{sql} ORDER BY 1 DESC LIMIT ?4");
        let mut found = all(on, &sql, (account, day.0, LETTERS, limit), |row| read(row, book))?;
        // Of the last day that was read there may be more.
        if found.len() == most {
            from = from.max(found.last().map(|entry| entry.day + 1));
        }
        entries.append(&mut found);
    }
    if from.is_some_and(|from| from > day) {
        // More on one day than is read at once.
        return Ok((of_account(on, account, day)?, None));
    }
    entries.retain(|entry| from.is_none_or(|from| entry.day >= from));
    Ok((entries, from))
}

/// The text of a touchpoint, whole.
///
/// # Errors
/// The book cannot be read.
pub fn text(on: &impl Reads, touchpoint: i64) -> Result<Option<String>> {
    let texts = all(on, "SELECT text FROM touchpoint WHERE id = ?1", [touchpoint], |row| row.get(0))?;
    Ok(texts.into_iter().next().flatten())
}

type Text = Option<Box<str>>;

/// An entry of the record in the third column, on the day in the first.
fn entry(row: &Row<'_>, table: &'static str, what: What, title: String) -> rusqlite::Result<Entry> {
    let of: Option<i64> = row.get(2)?;
    Ok(Entry {
        day: Day(row.get(0)?),
        what,
        of: of.map(|id| (table, id)),
        title: title.into(),
        text: "".into(),
        who: "".into(),
        links: "".into(),
        band: None,
    })
}

fn told(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn some(row: &Row<'_>, place: usize) -> rusqlite::Result<Box<str>> {
    Ok(row.get::<_, Text>(place)?.unwrap_or_default())
}

fn touchpoint(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let what = match TouchpointKind::from_code(row.get(1)?).unwrap_or(TouchpointKind::Note) {
        TouchpointKind::Note => What::Note,
        TouchpointKind::Call => What::Call,
        TouchpointKind::Meeting => What::Meeting,
        TouchpointKind::Email => What::Email,
        TouchpointKind::Review => What::Review,
        TouchpointKind::Training => What::Training,
    };
    let pulse: Option<i64> = row.get(3)?;
    let by: Option<String> = row.get(7)?;
    let title = told([pulse.map(|pulse| format!("pulse {pulse}")), by.map(|by| format!("by {by}"))]);
    let entry = entry(row, "touchpoint", what, title)?;
    Ok(Entry { text: some(row, 4)?, who: some(row, 5)?, links: some(row, 6)?, ..entry })
}

fn ticket(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let priority = Priority::from_code(row.get(3)?).unwrap_or(Priority::P3);
    let number: Text = row.get(5)?;
    let known: Option<i32> = row.get(6)?;
    let resolved = row.get::<_, i64>(1)? == 1;
    let state = match (resolved, known) {
        (true, Some(opened)) => {
            format!("resolved after {} d", row.get::<_, i32>(0)?.saturating_sub(opened))
        }
        (true, None) => "resolved".to_owned(),
        (false, Some(escalated)) if escalated != 0 => "opened, escalated".to_owned(),
        (false, _) => "opened".to_owned(),
    };
    let title = told([
        Some(format!("{priority} {state}")),
        row.get::<_, Option<String>>(4)?,
        number.map(String::from),
    ]);
    entry(row, "ticket", What::Ticket, title)
}

fn survey(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let kind = SurveyKind::from_code(row.get(1)?).unwrap_or(SurveyKind::Csat);
    let score = Micro(row.get(3)?);
    let usual = if kind == SurveyKind::Nps { 10_000_000 } else { 5_000_000 };
    let scale = Micro(row.get::<_, Option<i64>>(4)?.unwrap_or(usual));
    let entry =
        entry(row, "survey", What::Survey, format!("{} {score} of {scale}", kind.name().to_uppercase()))?;
    Ok(Entry { text: some(row, 5)?, who: some(row, 6)?, ..entry })
}

fn signal(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let kind: String = row.get(3)?;
    let closed = row.get::<_, i64>(1)? == 1;
    let title = if closed { format!("over: {kind}") } else { kind };
    Ok(Entry { text: some(row, 4)?, ..entry(row, "signal", What::Signal, title)? })
}

fn goal(row: &Row<'_>, book: Currency) -> rusqlite::Result<Entry> {
    let status = row.get::<_, Option<i64>>(1)?.and_then(GoalStatus::from_code);
    let current = row.get::<_, Option<i64>>(4)?.map(Micro);
    let metric: Text = row.get(5)?;
    let value = money(row, 7, book)?;
    let title = told([
        row.get(3)?,
        status.map(|status| status.name().to_owned()),
        current.map(|value| match &metric {
            Some(metric) => format!("{value} {metric}"),
            None => value.to_string(),
        }),
        value.map(|value| format!("worth {}", value.short())),
    ]);
    Ok(Entry { text: some(row, 6)?, ..entry(row, "goal_update", What::Goal, title)? })
}

fn step(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let title: String = row.get(3)?;
    let by: Option<String> = row.get(5)?;
    let title = told([Some(title), by.map(|by| format!("by {by}"))]);
    Ok(Entry { text: some(row, 4)?, ..entry(row, "step", What::Step, title)? })
}

fn onboarding(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let named: Option<String> = row.get(3)?;
    let title = match (row.get::<_, i64>(1)?, &named) {
        (0, Some(template)) => format!("onboarding begun: {template}"),
        (0, None) => "onboarding begun".to_owned(),
        (1, _) => "onboarding finished".to_owned(),
        (2, _) => "live".to_owned(),
        (_, Some(by)) => format!("first outcome, confirmed by {by}"),
        (_, None) => "first outcome".to_owned(),
    };
    Ok(Entry { text: some(row, 4)?, ..entry(row, "onboarding", What::Onboarding, title)? })
}

fn plan(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let quarter: String = row.get(3)?;
    let with: Text = row.get(5)?;
    let title = match (row.get::<_, i64>(1)?, &with) {
        (0, _) => format!("plan of {quarter} written"),
        (1, Some(with)) => format!("plan of {quarter} agreed with {with}"),
        (1, None) => format!("plan of {quarter} agreed"),
        _ => format!("plan of {quarter} reviewed"),
    };
    let entry = entry(row, "plan", What::Plan, title)?;
    Ok(Entry { text: some(row, 4)?, who: with.unwrap_or_default(), ..entry })
}

fn contract(row: &Row<'_>, book: Currency) -> rusqlite::Result<Entry> {
    let happened = match row.get::<_, i64>(1)? {
        0 => "contract begins",
        1 => "contract ends",
        _ => "notice given",
    };
    let seats: Option<i64> = row.get(7)?;
    let title = told([
        Some(happened.to_owned()),
        money(row, 5, book)?.map(|yearly| format!("{} a year", yearly.short())),
        seats.map(|seats| format!("{seats} seats")),
        row.get(4)?,
        row.get(3)?,
    ]);
    entry(row, "contract", What::Contract, title)
}

fn renewal(row: &Row<'_>, book: Currency) -> rusqlite::Result<Entry> {
    let stage: String = row.get(3)?;
    let title = told([
        Some(format!("renewal {stage}")),
        money(row, 7, book)?.map(|amount| amount.short()),
        row.get(4)?,
        row.get::<_, Option<String>>(5)?.map(|competitor| format!("to {competitor}")),
    ]);
    Ok(Entry { text: some(row, 6)?, ..entry(row, "renewal", What::Contract, title)? })
}

fn training(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let entry = entry(row, "training_session", What::Training, row.get(3)?)?;
    Ok(Entry { text: some(row, 4)?, who: some(row, 5)?, ..entry })
}

/// No record of its own: it follows from the others.
fn alert(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let (rule, said): (String, Text) = (row.get(3)?, row.get(4)?);
    let title = match (row.get::<_, i64>(1)?, said) {
        (0, Some(reason)) => format!("{rule}: {reason}"),
        (0, None) => rule,
        (_, Some(dismissed)) => format!("{rule} is over; it was dismissed: {dismissed}"),
        (_, None) => format!("{rule} is over"),
    };
    entry(row, "alert", What::Alert, title)
}

fn by(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<String>> {
    Ok(row.get::<_, Option<String>>(place)?.map(|name| format!("by {name}")))
}

/// A play began, or what came of it.
fn play(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let playbook: String = row.get(3)?;
    let title = if row.get::<_, i64>(1)? == 0 {
        told([Some(format!("{playbook} begun")), by(row, 6)?])
    } else {
        let outcome: Option<String> = row.get(5)?;
        let days = row.get::<_, i32>(0)?.saturating_sub(row.get(7)?);
        format!("{playbook}: {} after {days} d", outcome.as_deref().unwrap_or("ended"))
    };
    Ok(Entry { text: some(row, 4)?, ..entry(row, "play", What::Play, title)? })
}

/// An intervention began, or how it ended.
fn intervention(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let title = if row.get::<_, i64>(1)? == 0 {
        told([Some("begun".to_owned()), by(row, 5)?])
    } else {
        row.get::<_, Option<String>>(4)?.unwrap_or_else(|| "closed".to_owned())
    };
    Ok(Entry { text: some(row, 3)?, ..entry(row, "intervention", What::Save, title)? })
}

/// A step of an intervention was taken, or a review written.
fn taken(row: &Row<'_>, _: Currency) -> rusqlite::Result<Entry> {
    let title = told([Some(row.get(3)?), by(row, 5)?]);
    Ok(Entry { text: some(row, 4)?, ..entry(row, "intervention_entry", What::Save, title)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Book, Location};

    #[test]
    fn the_end_of_a_story_is_all_of_it_from_a_day_on() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        let story = "INSERT INTO account (id, name) VALUES (1, 'Acme');
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
              INSERT INTO touchpoint (account_id, touched_on, kind, text) SELECT 1, 20000 - i / 3, i % 5, 'T' || i FROM n;
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
              INSERT INTO ticket (account_id, opened_on, resolved_on, priority, subject)
              SELECT 1, 19900 + i * 4, 19903 + i * 4, 2, 'P' || i FROM n;";
        book.conn.execute_batch(story).unwrap();
        let day = Day(20_000);
        let sorted = |mut entries: Vec<Entry>| {
            entries.sort_by_key(|entry| (entry.day, entry.of, entry.title.clone()));
            entries
        };
        let all = sorted(of_account(&book, 1, day).unwrap());
        // Three touchpoints a day: ten of them end within the fourth day.
        let (end, from) = newest(&book, 1, day, 10).unwrap();
        assert_eq!(from, Some(Day(19_998)));
        let meant: Vec<Entry> = all.iter().filter(|entry| entry.day >= Day(19_998)).cloned().collect();
        assert_eq!((sorted(end), meant.len()), (meant, 9));
        for most in [4, 7, 25, 60, 99, 100] {
            let (end, from) = newest(&book, 1, day, most).unwrap();
            let from = from.unwrap();
            let meant: Vec<Entry> = all.iter().filter(|entry| entry.day >= from).cloned().collect();
            assert_eq!(sorted(end), meant, "{most} since {from}");
        }
        // More than there is, or fewer than one day has: everything.
        for most in [2, 3, 101] {
            let (end, from) = newest(&book, 1, day, most).unwrap();
            assert_eq!((sorted(end), from), (all.clone(), None), "{most}");
        }
    }
}
