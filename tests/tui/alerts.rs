//! Alerts on the account's page: above the score, and in its story.

use crate::bench::Bench;

const FACTS: &str = "INSERT INTO signal (account_id, seen_on, kind) VALUES (1, 19998, 'competitor'), (1, 19999, 'sponsor left');
    INSERT INTO ticket (account_id, opened_on, priority) VALUES (1, 19990, 2);
    INSERT INTO survey (account_id, kind, score_micro, answered_on) VALUES (1, 0, 3000000, 19995);
    INSERT INTO goal (id, account_id, title, started_on) VALUES (1, 1, 'Fewer stops', 19900);
    INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, 19950, 2);";

#[test]
fn open_alerts_stand_above_the_score() {
    for (width, height) in [(80, 24), (120, 36), (40, 12)] {
        let mut bench = Bench::with(FACTS, (width, height)).press("/ \"acme\" enter enter");
        insta::assert_snapshot!(format!("overview_alerts_{width}x{height}"), bench.styled());
    }
}

#[test]
fn the_story_of_an_account_tells_what_fired_and_what_is_over() {
    let over =
        "INSERT INTO alert (account_id, rule, severity, reason, opened_on, closed_on, dismissed_reason)
                VALUES (1, 'usage drop', 'high', 'Use fell by 40 %', 19800, 19840, 'holidays');";
    let mut bench = Bench::with(&format!("{FACTS}{over}"), (120, 36))
        .press("/ \"acme\" enter enter tab tab tab tab tab tab");
    bench.shows("sponsor left: Sponsor or champion").shows("usage drop is over; it was");
}
