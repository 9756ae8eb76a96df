//! What still counts of an account's touchpoints before a day, so that the years before need not be read.

use rusqlite::Row;

use crate::domain::{Day, Result};
use crate::health::facts::AccountId;
use crate::store::Reads;

/// Of the touchpoints before a day the last that is no bare note, the last with a pulse, and of each contact the last
/// that they attended. Most people were met shortly before: only for the others everything that they attended is
/// looked up.
///
/// Touches, pulses and meetings count until there is a later one, so whatever came earlier changes no day from then on.
const STILL_COUNTING: &str = "WITH recent AS MATERIALIZED (
    SELECT id, touched_on FROM touchpoint WHERE account_id = ?1 AND touched_on < ?2
    ORDER BY touched_on DESC LIMIT 100),
  met AS MATERIALIZED (
    SELECT w.contact_id, r.id, max(r.touched_on)
    FROM recent r JOIN touchpoint_attendee w ON w.touchpoint_id = r.id GROUP BY w.contact_id),
  counting (id) AS MATERIALIZED (
    SELECT coalesce((SELECT id FROM met WHERE met.contact_id = c.id),
        (SELECT t.id FROM touchpoint_attendee w CROSS JOIN touchpoint t ON t.id = w.touchpoint_id
         WHERE w.contact_id = c.id AND t.account_id = ?1 AND t.touched_on < ?2 ORDER BY t.touched_on DESC LIMIT 1))
      FROM contact c WHERE c.account_id = ?1
    UNION SELECT (SELECT id FROM touchpoint t WHERE account_id = ?1 AND touched_on < ?2
      AND (kind <> 0 OR EXISTS (SELECT 1 FROM touchpoint_attendee w WHERE w.touchpoint_id = t.id))
      ORDER BY touched_on DESC LIMIT 1)
    UNION SELECT (SELECT id FROM touchpoint WHERE account_id = ?1 AND touched_on < ?2 AND pulse IS NOT NULL
      ORDER BY touched_on DESC, id DESC LIMIT 1))
  SELECT t.account_id, t.id, t.touched_on, t.kind, t.pulse, a.id, a.contact_id
  FROM counting CROSS JOIN touchpoint t ON t.id = counting.id
    LEFT JOIN touchpoint_attendee a ON a.touchpoint_id = t.id
  ORDER BY t.id";

/// Hands out the touchpoints of an account before a day by which days from it on are judged: a row an attendee, or one
/// row without; those of one touchpoint come one after the other.
///
/// # Errors
/// The book cannot be read, or `take` failed.
pub(super) fn still_counting(
    on: &impl Reads,
    account: AccountId,
    since: Day,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<()> {
    let mut statement = on.conn().prepare_cached(STILL_COUNTING)?;
    let mut rows = statement.query((account, since.0))?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::Day;
    use crate::health::facts::AccountFacts;
    use crate::health::{self, PolicySet};
    use crate::store::facts::{one, one_since};
    use crate::store::{Book, Location, held};

    /// An account whose people were met often, long ago, once, by somebody else's touchpoint, never; with bare notes,
    /// and notes and pulses of one day.
    const STORY: &str = "
        INSERT INTO account (id, name, signed_on, stage) VALUES (1, 'Acme', 17000, 2), (2, 'Borealis', 17000, 2);
        INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Often', 0), (2, 1, 'Long ago', 1), (3, 1, 'Once', 4),
          (4, 1, 'Elsewhere', 1), (5, 1, 'Never', 1), (6, 2, 'Theirs', 1);
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
          INSERT INTO touchpoint (id, account_id, touched_on, kind, pulse)
          SELECT 1000 - i, 1, 18000 + i * 5, CASE i % 7 WHEN 0 THEN 1 ELSE 0 END, CASE i % 41 WHEN 0 THEN 1 + i % 5 END FROM n;
        INSERT INTO touchpoint (id, account_id, touched_on, kind, pulse)
          VALUES (1, 1, 18200, 0, 2), (2, 1, 18200, 0, 5), (3, 2, 19999, 1, NULL), (4, 2, 18300, 1, 1);
        INSERT INTO touchpoint_attendee (touchpoint_id, contact_id)
          SELECT id, CASE WHEN id > 900 THEN 2 ELSE 1 END FROM touchpoint WHERE account_id = 1 AND id % 11 = 0;
        INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (700, 3), (700, 1), (3, 4), (4, 6);
        INSERT INTO touchpoint_attendee (touchpoint_id, name) VALUES (651, 'A guest');";

    #[test]
    fn what_still_counts_judges_every_day_from_then_on_as_everything_does() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        book.conn.execute_batch(STORY).unwrap();
        let policies = PolicySet::builtin().unwrap();
        let held = held::facts(&book).unwrap();
        let whole = one(&book, 1, None).unwrap().unwrap().facts;
        let score = |facts: &AccountFacts, day| health::score(facts, &held, policies.of(None), day);
        for since in [17_990, 18_001, 18_199, 18_200, 18_201, 18_700, 19_250, 19_630, 19_996, 20_100] {
            let some = one_since(&book, 1, Day(since)).unwrap().unwrap().facts;
            for day in (since..since + 120).chain([since + 400, since + 1_000]).map(Day) {
                assert_eq!(score(&some, day), score(&whole, day), "{day}, read since {}", Day(since));
            }
            let later = whole.touchpoints.iter().filter(|touch| touch.day.0 >= since).count();
            // A touch, a pulse, and one for each of the three who were met at this account.
            assert!(
                (later..=later + 5).contains(&some.touchpoints.len()),
                "{} {later}",
                some.touchpoints.len()
            );
        }
        assert_eq!(one_since(&book, 9, Day(0)).unwrap(), None);
    }
}
