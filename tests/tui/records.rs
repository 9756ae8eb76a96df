//! The pages Records and History of an account over a real engine: keys in, rows and screen out.

use crate::bench::Bench;

/// Touchpoints of Acme: so many, the last on day 20000.
fn touched(count: u32) -> String {
    format!(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})
         INSERT INTO touchpoint (account_id, touched_on, kind, text)
           SELECT 1, 20000 - {count} + n, 1, 'Talk ' || n FROM n;"
    )
}

/// Acme's records, in a book with more of them.
fn records(count: u32, size: (u16, u16)) -> Bench {
    Bench::with(&touched(count), size).press("enter shift-tab shift-tab")
}

#[test]
fn of_very_many_records_the_newest_are_listed_and_one_line_lists_more() {
    let mut bench = records(1_500, (80, 24));
    // A contract, two contacts, a task; then the touchpoints.
    bench.shows("Touchpoints  1,500");
    // Of 1,500 the newest 200 and then the newest 1,200 are listed.
    let mut bench = bench.press("end");
    let screen = bench.text();
    assert!(screen.contains("… 1,300 more"), "{screen}");
    assert!(screen.contains("Talk 1301"), "{screen}");
    assert!(!screen.contains("Talk 1300"), "{screen}");
    let mut bench = bench.press("end enter");
    bench.shows("Talk 1300");
    let mut bench = bench.press("end");
    bench.shows("… 300 more");
    let mut bench = bench.press("enter end");
    bench.shows("Talk 1");
    assert!(!bench.text().contains("more of them"));
}

#[test]
fn the_line_for_more_records_is_no_record() {
    let mut bench = records(300, (80, 24)).press("end d");
    bench.shows("Delete: no record is selected");
    assert_eq!(bench.value("SELECT count(*) FROM account"), "3");
    // Neither does it take anything else for one: z and x have no task here.
    let bench = bench.press("x z");
    assert_eq!(bench.value("SELECT count(*) FROM task WHERE done_on IS NULL AND snoozed_until IS NULL"), "2");
}

#[test]
fn records_and_history_look_as_they_should() {
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let mut bench = records(203, (width, height)).press("j");
        insta::assert_snapshot!(format!("records_{width}x{height}"), bench.styled());
        let mut bench = bench.press("end");
        insta::assert_snapshot!(format!("records_end_{width}x{height}"), bench.styled());
        let bench = Bench::at(width, height).press("e ctrl-u \"Acme Group\" enter").done().changed();
        // When and by whom is not the same twice.
        bench.outside("UPDATE txn SET at = '2024-10-04T09:30:00Z', actor = iif(derived, actor, 'ada') WHERE actor != 'external'");
        bench.outside("UPDATE txn SET at = '2024-10-03T17:05:00Z' WHERE actor = 'external'");
        let mut bench = bench.press("enter shift-tab");
        insta::assert_snapshot!(format!("history_{width}x{height}"), bench.styled());
        let mut bench = bench.press("/ \"nothing like it\"");
        insta::assert_snapshot!(format!("history_none_{width}x{height}"), bench.styled());
    }
}
