//! Plays of everyone and which of them work, in a book of ten thousand accounts.

use std::time::{Duration, Instant};

use mainstay::domain::Period;
use mainstay::engine::{Clock, View, Writer};
use rusqlite::Connection;

use super::{TODAY, book_in, folder_in_memory};

/// Every third account has a play that runs with five steps, every second one that ended within the year.
const PLAYS: &str = "
    INSERT INTO play (account_id, playbook, started_on) SELECT id, 'usage drop', 19970 FROM account WHERE id % 3 = 0;
    INSERT INTO play (account_id, playbook, started_on, ended_on, outcome)
      SELECT id, 'no login', 19700 + id % 200, 19730 + id % 200, CASE id % 4 WHEN 0 THEN 'worked' ELSE 'did not work' END
      FROM account WHERE id % 2 = 0;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)
      INSERT INTO task (account_id, title, due_on, source, play_id)
      SELECT p.account_id, 'Step ' || n.i, p.started_on + n.i * 7, 'play', p.id FROM play p, n WHERE p.ended_on IS NULL;";

#[test]
#[ignore = "slow: plays of ten thousand accounts"]
fn plays_of_ten_thousand_accounts_take_no_longer_than_their_scores() {
    let (_dir, location) = book_in(folder_in_memory(), 10_000);
    Connection::open(location.path()).unwrap().execute_batch(PLAYS).unwrap();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let view = View::open(&location, TODAY).unwrap();
    let judge = view.judge().unwrap();
    let start = Instant::now();
    judge.rows(view.reader(), i64::MIN..=i64::MAX, |_| Ok(())).unwrap();
    let scored = start.elapsed();
    let start = Instant::now();
    let plays = view.plays(Period::new(TODAY - 365, TODAY).unwrap()).unwrap();
    let read = start.elapsed();
    let start = Instant::now();
    view.plays_of(&judge, 3).unwrap();
    let one = start.elapsed();
    println!(
        "{} plays run, {} playbooks: {read:?}; all scored in {scored:?}; one account in {one:?}",
        plays.running.len(),
        plays.figures.len()
    );
    assert_eq!((plays.running.len(), plays.figures.len()), (3_333, 2));
    // Three scores a play and a year of weeks against 27 scores an account on two threads.
    assert!(read < scored * 3, "{read:?} against {scored:?}");
    assert!(one < Duration::from_millis(50), "{one:?}");
}
