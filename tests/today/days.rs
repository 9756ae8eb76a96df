//! Each kind of matter is listed on its day and not the day before.

use mainstay::domain::Day;
use mainstay::engine::View;
use mainstay::store::Location;
use mainstay::today::{Kind, Matter};
use rusqlite::Connection;

use crate::shell::Shell;

/// 2026-06-30, a Tuesday, the last day of the second quarter.
const TODAY: Day = Day(20_634);

/// By the built-in policy: the window of renewals is 120 days, the forecast is decided at 90, the quote is out at 60,
/// notice is given at 30; without a segment they are talked to every 60 days.
const FACTS: &str = "
    INSERT INTO account (id, name, stage, signed_on) VALUES (1, 'Task', 2, NULL), (2, 'Snoozed', 2, NULL), (3, 'Step', 1, NULL),
      (4, 'Begin', 2, NULL), (5, 'Forecast', 2, NULL), (6, 'Quote', 2, NULL), (7, 'Decision', 2, NULL), (8, 'Notice', 2, NULL),
      (9, 'Check-in', 2, 20000), (10, 'Review', 2, NULL), (11, 'Due', 2, NULL), (12, 'Stale', 2, NULL), (13, 'Alert', 2, NULL),
      (14, 'Alert, off', 2, NULL), (15, 'Told', 2, 20000), (16, 'Played', 2, NULL), (17, 'Churned', 5, NULL);
    INSERT INTO task (id, account_id, title, due_on, snoozed_until, done_on) VALUES (1, 1, 'Call', 20634, NULL, NULL),
      (2, 2, 'Call', 20600, 20634, NULL), (3, 1, 'Called', 20600, NULL, 20601), (4, 1, 'Some day', NULL, NULL, NULL);
    INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 3, 20600);
    INSERT INTO step (id, onboarding_id, position, title, due_on, done_on, not_applicable) VALUES (1, 1, 1, 'Kickoff', 20634, NULL, 0),
      (2, 1, 2, 'Waits for the kickoff', 20620, NULL, 0), (3, 1, 3, 'Done', 20610, 20611, 0), (4, 1, 4, 'Left out', 20610, NULL, 1);
    INSERT INTO step_dependency (step_id, needs_id) VALUES (2, 1);
    INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor, notice_days) VALUES
      (4, 4, 20389, 20754, 100, NULL), (5, 5, 20359, 20724, 100, NULL), (6, 6, 20329, 20694, 100, NULL),
      (7, 7, 20269, 20634, 100, NULL), (8, 8, 20368, 20733, 100, 100);
    INSERT INTO renewal (account_id, contract_id, due_on, stage, forecast) VALUES (5, 5, 20724, 'preparing', NULL),
      (6, 6, 20694, 'preparing', 'commit'), (7, 7, 20634, 'quoted', 'commit'), (8, 8, 20733, 'quoted', NULL);
    INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (9, 20574, 1), (15, 20500, 1);
    INSERT INTO plan (id, account_id, quarter, written_on, status, agreed_on, next_review_on) VALUES
      (1, 10, '2026-Q2', 20600, 'agreed', 20600, 20634), (2, 11, '2026-Q2', 20600, 'agreed', 20600, NULL),
      (3, 12, '2026-Q2', 20541, 'agreed', 20541, NULL);
    INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, snoozed_until, dismissed_reason) VALUES
      (1, 13, 'usage drop', 'high', 'users fell by 34%', 20634, NULL, NULL), (2, 14, 'no login', 'high', 'no login', 20600, 20634, NULL),
      (3, 15, 'out of touch', 'low', 'no talk', 20560, NULL, 'known'), (4, 16, 'usage drop', 'high', 'users fell', 20600, NULL, NULL);
    INSERT INTO play (account_id, playbook, alert_id, started_on) VALUES (16, 'usage drop', 4, 20634);";

fn book() -> Shell {
    Shell::with(FACTS)
}

fn matters(shell: &Shell, day: Day) -> Vec<Matter> {
    View::open(&Location::at(shell.book()), day).unwrap().morning(None, None).unwrap().matters
}

/// What an account wants on a day, of one kind or of all.
fn wants(matters: &[Matter], account: i64, kind: &str) -> Vec<String> {
    let own = matters.iter().filter(|own| own.account == Some(account));
    own.filter(|own| kind.is_empty() || own.kind.name() == kind).map(|own| own.reason.to_string()).collect()
}

#[test]
fn every_kind_is_listed_on_its_day_and_not_the_day_before() {
    let shell = book();
    for (account, kind, day, said) in [
        (1, "task", TODAY, "Call"),
        (2, "task", TODAY, "Call"),
        (3, "step", TODAY, "Kickoff"),
        (4, "renewal", TODAY, "prepare the renewal of 2026-10-28"),
        (5, "renewal", TODAY, "commit or at risk? renewal on 2026-09-28"),
        // To be out on 2026-06-30: late the day after.
        (6, "renewal", TODAY + 1, "the quote was to be out on 2026-06-30, renewal on 2026-08-29"),
        (7, "renewal", TODAY, "the contract is over since 2026-06-30: won or lost?"),
        (
            8,
            "renewal",
            TODAY,
            "the last day for notice was 2026-06-29: is the renewal of 2026-10-07 commit or at risk?",
        ),
        (9, "check-in", TODAY, "no talk for 60 days, planned is every 60"),
        (10, "plan", TODAY, "review the account plan 2026-Q2: the review is due today"),
        (11, "plan", TODAY + 1, "write the account plan for 2026-Q3"),
        (12, "plan", TODAY, "the account plan is stale: nobody worked on it for 93 days"),
        (13, "alert", TODAY, "users fell by 34%"),
        (14, "alert", TODAY, "no login"),
    ] {
        assert_eq!(wants(&matters(&shell, day), account, kind), [said], "{account} on {day}");
        assert!(wants(&matters(&shell, day - 1), account, kind).is_empty(), "{account} on {}", day - 1);
    }
}

/// Tasks and alerts are in the table above: what is put off is there again on the day that was said.
#[test]
fn what_is_put_off_is_hidden_until_its_day_and_keeps_its_dates() {
    let shell = book();
    Connection::open(shell.book())
        .unwrap()
        .execute_batch(
            "UPDATE step SET snoozed_until = 20640 WHERE id = 1; UPDATE renewal SET snoozed_until = 20640 WHERE account_id = 5;
             UPDATE plan SET snoozed_until = 20640 WHERE id = 3;",
        )
        .unwrap();
    let until = Day(20_640);
    for (account, kind, on) in [(3, "step", TODAY), (5, "renewal", TODAY), (12, "plan", TODAY + 1)] {
        assert!(wants(&matters(&shell, until - 1), account, kind).is_empty(), "{account} the day before");
        let there = matters(&shell, until);
        let own: Vec<&Matter> =
            there.iter().filter(|own| own.account == Some(account) && own.kind.name() == kind).collect();
        assert_eq!(own.iter().map(|own| (own.on, own.since)).collect::<Vec<_>>(), [(on, until)], "{account}");
    }
}

#[test]
fn what_is_done_out_of_its_turn_told_by_an_alert_or_played_is_not_listed() {
    let today = matters(&book(), TODAY);
    assert_eq!(wants(&today, 3, "").len(), 1, "the second step waits for the kickoff");
    // The alert "out of touch" was dismissed: the check-in does not come back under another name.
    assert!(wants(&today, 15, "").is_empty());
    assert!(wants(&today, 16, "").is_empty(), "a play that runs answers the alert");
    let before = matters(&book(), TODAY - 1);
    assert_eq!(wants(&before, 16, ""), ["users fell"]);
}

#[test]
fn what_is_read_of_one_account_is_what_is_read_of_it_among_all() {
    let shell = book();
    let view = View::open(&Location::at(shell.book()), TODAY).unwrap();
    let all = view.morning(None, None).unwrap().matters;
    let key = |matter: &Matter| (matter.key(), matter.clone());
    for account in 1..=17 {
        let mut of_all: Vec<_> = all.iter().filter(|own| own.account == Some(account)).map(key).collect();
        let mut alone: Vec<_> = view.morning(Some(account), None).unwrap().matters.iter().map(key).collect();
        of_all.sort_by_key(|own| own.0);
        alone.sort_by_key(|own| own.0);
        assert_eq!(of_all, alone, "{account}");
    }
}

#[test]
fn what_fired_for_much_of_the_book_at_once_is_one_matter() {
    let shell = Shell::with(
        "INSERT INTO account (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'C');
         INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, flood) VALUES
           (1, 1, 'no login', 'high', 'x', 20634, 'the last import of usage is 9 days old'),
           (2, 2, 'no login', 'high', 'x', 20634, 'the last import of usage is 9 days old'),
           (3, 3, 'usage drop', 'high', 'fell', 20634, NULL);",
    );
    let today = matters(&shell, TODAY);
    let floods: Vec<&Matter> = today.iter().filter(|own| matches!(own.kind, Kind::Flood { .. })).collect();
    assert_eq!(today.len(), 2);
    assert_eq!(&*floods[0].reason, "no login at 2 accounts at once: the last import of usage is 9 days old");
    assert!(
        matches!(&floods[0].kind, Kind::Flood { alerts, accounts, .. } if *alerts == [1, 2] && *accounts == [1, 2])
    );
}

#[test]
fn after_a_day_with_nothing_to_do_it_is_known_what_comes_next() {
    let shell = Shell::with(
        "INSERT INTO account (id, name) VALUES (1, 'A');
         INSERT INTO task (account_id, title, due_on) VALUES (1, 'Later', 20650), (1, 'Send the quote', 20636);",
    );
    let morning = View::open(&Location::at(shell.book()), TODAY).unwrap().morning(None, None).unwrap();
    assert!(morning.matters.is_empty());
    let next = morning.coming.unwrap();
    assert_eq!((next.on, next.account, &*next.title), (TODAY + 2, Some(1), "Send the quote"));
}
