//! An account with a long story opens at once, in a book of ten thousand accounts.

use super::*;

/// Ten accounts with 5,000 entries in their timelines and five years of daily usage in three metrics.
const LONG_STORIES: &str = "
    UPDATE account SET name = 'Long story ' || id WHERE id <= 10;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39999)
      INSERT INTO touchpoint (id, account_id, touched_on, kind, text, pulse)
      SELECT 1000000 + i, i % 10 + 1, 18200 + i % 1800, i % 5, '**Call** about renewal ' || i || ': wants three years. '
        || hex(zeroblob(120)), i % 5 + 1 FROM n;
    INSERT INTO touchpoint_attendee (touchpoint_id, contact_id)
      SELECT id, (account_id - 1) * 3 + 1 + id % 3 FROM touchpoint WHERE id >= 1000000;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3999)
      INSERT INTO ticket (account_id, opened_on, resolved_on, priority, subject)
      SELECT i % 10 + 1, 18300 + i % 1600, 18310 + i % 1600, 1 + i % 4, 'Ticket ' || i FROM n;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
      INSERT INTO survey (account_id, kind, score_micro, comment, answered_on)
      SELECT i % 10 + 1, 0, (i % 11) * 1000000, 'Fine', 18300 + i % 1600 FROM n;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1825), m (m) AS (VALUES (1), (2), (3)),
      a (a) AS (SELECT id FROM account WHERE id <= 10)
      INSERT OR IGNORE INTO usage (account_id, metric_id, used_on, value)
      SELECT a, m, 20000 - i, 50 + (i * 7 + m) % 40 FROM a CROSS JOIN m CROSS JOIN n;";

/// The place of the history among the pages behind the first.
const HISTORY: usize = 10;

#[test]
#[ignore = "slow: ten thousand accounts, some with a long story"]
fn an_account_with_a_long_story_opens_at_once() {
    let (_dir, location) = book_in(folder_in_memory(), 10_000);
    let conn = Connection::open(location.path()).unwrap();
    conn.execute_batch(&format!("PRAGMA synchronous = off; BEGIN; {LONG_STORIES} COMMIT")).unwrap();
    drop(conn);
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    keep::daily(&location).unwrap();
    let mut dashboard = Dashboard::open(&location);
    use KeyCode::{Char, Down, Enter, Esc, Home, Tab};
    dashboard.press(&[Char('t'), Char('/')]);
    "long story".chars().for_each(|letter| dashboard.press(&[Char(letter)]));
    dashboard.press(&[Enter]);
    let mut opened = Vec::new();
    let (mut pages, mut moves, mut letters): (Vec<Vec<Duration>>, _, _) =
        (vec![Vec::new(); 16], Vec::new(), Vec::new());
    for round in 0..100 {
        let start = Instant::now();
        dashboard.press(&[Enter]);
        opened.push(start.elapsed());
        for times in &mut pages {
            let start = Instant::now();
            dashboard.press(&[Tab]);
            times.push(start.elapsed());
            let start = Instant::now();
            dashboard.press(&[Down]);
            moves.push(start.elapsed());
            let screen = dashboard.terminal.backend().to_string();
            if round < 10 && screen.contains("kind  p person") {
                dashboard.press(&[Char('/')]);
                for letter in "renewal 77".chars() {
                    let start = Instant::now();
                    dashboard.press(&[Char(letter)]);
                    letters.push(start.elapsed());
                }
                dashboard.press(&[Esc]);
            }
        }
        dashboard.press(&[Esc, if round % 10 == 9 { Home } else { Down }]);
    }
    parts_of_opening(&location);
    for (place, times) in pages.iter().enumerate() {
        println!("page {}: p50 {:?}, p99 {:?}", place + 1, percentile(times, 500), percentile(times, 990));
    }
    // The history looks for thousands of records in the journal of the whole book.
    let history = pages.remove(HISTORY);
    let worst = pages.iter().max_by_key(|times| percentile(times, 990)).unwrap();
    for (name, times, limit) in [
        ("an account opened", &opened, 20),
        ("its slowest page turned to, but the history", worst, 25),
        ("its history", &history, 80),
        ("a line down on a page", &moves, 5),
        ("a letter of a search in the timeline", &letters, 50),
    ] {
        let (median, tail) = (percentile(times, 500), percentile(times, 990));
        println!("{name}, {} times: p50 {median:?}, p99 {tail:?}", times.len());
        assert!(tail < Duration::from_millis(limit), "{name}: {tail:?}");
    }
}
