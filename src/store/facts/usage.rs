//! The usage of accounts: all of it, or the part by which they are judged.

use rusqlite::{CachedStatement, Connection, Result, Row, Rows};

use super::AccountId;
use crate::domain::Day;
use crate::health::UsageReach;
use crate::health::facts::Series;
use crate::store::owned::listed;
use crate::store::series;

const ALL: &str = "SELECT account_id, metric_id, series(used_on, value), NULL
    FROM usage WHERE account_id BETWEEN ?1 AND ?2 GROUP BY account_id, metric_id";
/// Of each account and metric the values from a day on, and the last use before it: both are found by the key, so that
/// neither years that do not count nor metrics that nothing judges are read.
const JUDGED: &str = "WITH judged (id) AS MATERIALIZED (SELECT value FROM json_each(?3))
    SELECT a.id, j.id,
      (SELECT series(used_on, value) FROM usage
       WHERE account_id = a.id AND metric_id = j.id AND used_on >= ?4),
      (SELECT series(used_on, used) FROM
        (SELECT used_on, sum(value) AS used FROM usage
         WHERE account_id = a.id AND metric_id = j.id AND used_on < ?4
         GROUP BY used_on HAVING sum(value) > 0 ORDER BY used_on DESC LIMIT 1))
    FROM account a CROSS JOIN judged j WHERE a.id BETWEEN ?1 AND ?2 ORDER BY a.id";

/// The statement that reads all usage, or what is judged of it.
pub(super) fn prepare<'c>(conn: &'c Connection, reach: Option<&UsageReach>) -> Result<CachedStatement<'c>> {
    conn.prepare_cached(if reach.is_some() { JUDGED } else { ALL })
}

/// The usage of a range of accounts: rows for [`series_of`], in the order of the accounts.
pub(super) fn query<'s>(
    statement: &'s mut CachedStatement<'_>,
    (first, last): (AccountId, AccountId),
    reach: Option<&UsageReach>,
) -> Result<Rows<'s>> {
    let Some(reach) = reach else { return statement.query((first, last)) };
    statement.query((first, last, listed(reach.metrics()), reach.from().0))
}

/// The values of an account and a metric.
pub(super) fn series_of(row: &Row<'_>, usage: &mut Vec<Series>) -> Result<()> {
    let values = row.get_ref(2)?.as_blob()?;
    let earlier = row.get_ref(3)?.as_blob_or_null()?.unwrap_or_default();
    let mut points: Vec<(Day, f64)> = Vec::with_capacity(series::len(earlier) + series::len(values));
    // Rows come by day and contract: an account's value of a day is the sum over its contracts.
    for (day, value) in series::points(earlier).chain(series::points(values)) {
        match points.last_mut() {
            Some(last) if last.0 == day => last.1 += value,
            _ => points.push((day, value)),
        }
    }
    if !points.is_empty() {
        usage.push(Series { metric: row.get(1)?, points });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::Day;
    use crate::health::facts::AccountFacts;
    use crate::health::policy::SegmentPolicy;
    use crate::health::{PolicySet, Scorer, UsageReach};
    use crate::store::facts::one;
    use crate::store::{Book, Location, held};

    /// Users and logins of accounts that use it all the time, began late, fell silent long ago, took back what they
    /// counted, have two contracts, never used it, or have nothing at all; and a metric that nothing judges.
    const STORY: &str = "
        INSERT INTO metric (id, name) VALUES (3, 'active_users'), (1, 'logins'), (2, 'pages'), (4, 'storage_used');
        INSERT INTO segment (id, name) VALUES (1, 'Slow');
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8)
          INSERT INTO account (id, name, signed_on, stage, segment_id)
          SELECT i, 'Account ' || i, 18000, 2, CASE i % 2 WHEN 0 THEN 1 END FROM n;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8)
          INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor, seats)
          SELECT i, i, 18000, NULL, 100000, 40 FROM n;
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 260),
          m (id) AS (VALUES (1), (2), (3), (4)), a (id) AS (VALUES (1), (2), (3), (4), (5), (6), (7))
          INSERT INTO usage (account_id, metric_id, used_on, value)
          SELECT a.id, m.id, 18180 + i * 7, CASE WHEN a.id = 7 THEN 0 ELSE (i * 11 + a.id * m.id) % 50 END
          FROM n CROSS JOIN m CROSS JOIN a
          WHERE (a.id <> 3 OR i > 250) AND (a.id <> 4 OR i < 40) AND (a.id <> 5 OR i < 150);
        INSERT INTO usage (account_id, metric_id, used_on, contract_id, value)
          SELECT account_id, metric_id, used_on, 5, -value FROM usage WHERE account_id = 5 AND used_on > 18500
          UNION ALL SELECT account_id, metric_id, used_on, 6, value / 2 FROM usage WHERE account_id = 6;";

    #[test]
    fn the_usage_that_is_judged_judges_every_day_from_then_on_as_all_of_it_does() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        book.conn.execute_batch(STORY).unwrap();
        let slow = SegmentPolicy {
            id: 1,
            name: "Slow",
            cadence_days: None,
            target_days: None,
            toml: Some("[usage.usage_trend]\nwindow_days = 45"),
        };
        let held = held::facts(&book).unwrap();
        let (usual, wide) = (PolicySet::builtin().unwrap(), PolicySet::resolve(None, &[slow]).unwrap());
        for (policies, window) in [(usual, 56), (wide, 90)] {
            for since in [18_300, 18_900, 19_501, 19_999, 20_100].map(Day) {
                let reach = UsageReach::new(&held, &policies, since);
                assert_eq!((reach.from(), reach.metrics()), (since - window, &[1, 3][..]));
                for id in 1..=8 {
                    let whole = one(&book, id, None).unwrap().unwrap().facts;
                    let some = one(&book, id, Some(&reach)).unwrap().unwrap().facts;
                    // Each day with its past, so that all days from `since` on are looked at.
                    for day in (since.0 + 175..since.0 + 220).step_by(3).map(Day) {
                        let scorer = Scorer::new(&held, &policies, day);
                        let seen = |facts: &AccountFacts| {
                            scorer.seen(facts, |sight, _| (sight.silence(), sight.usage_means()))
                        };
                        assert_eq!(seen(&some), seen(&whole), "account {id} on {day}, read since {since}");
                    }
                    let earlier =
                        |metric| some.series(metric).iter().filter(|point| point.0 < reach.from()).count();
                    assert!(some.series(2).is_empty() && some.series(4).is_empty());
                    assert!(earlier(1) <= 1 && earlier(3) <= 1, "only the last use");
                }
            }
        }
    }
}
