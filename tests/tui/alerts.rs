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
    let bench = Bench::with(FACTS, (120, 36));
    bench.outside("UPDATE signal SET closed_on = 20000 WHERE kind = 'competitor'");
    let mut bench = bench.changed().press("/ \"acme\" enter enter");
    assert!(!bench.text().contains("!! competitor"), "{}", bench.text());
    bench.shows("!! sponsor left");
    assert_eq!(
        bench.value("SELECT count(*) FROM alert WHERE rule = 'competitor'"),
        "0",
        "as if it had never been"
    );
    let mut bench = bench.press("tab tab tab tab tab tab");
    bench.shows("alert sponsor left: Sponsor or champion left: a signal since 2024-10-03");
}
