//! Plans over a real engine on a book of its own: keys in, rows and screen out.

use std::time::{Duration, Instant};

use mainstay::tui::source::Request;

use crate::bench::Bench;
use crate::keys;

/// On Friday 2024-10-04 (day 20000), the fourth day of Q4: Acme has a plan of Q3, with four items open, one of them late
/// since 2024-09-24 (19990); Borealis a draft of Q4; Cobalt none.
const PLANNED: &str = "
    INSERT INTO plan (id, account_id, quarter, written_on, status, agreed_on, agreed_with, next_review_on, goals, communication) VALUES
      (1, 1, '2024-Q3', 19910, 'agreed', 19915, 'Ines Duarte', 19980, 'Fewer stops in hall A', 'Call every two weeks'),
      (2, 2, '2024-Q4', 19995, 'draft', NULL, NULL, 20070, NULL, NULL);
    INSERT INTO plan_item (id, plan_id, section, position, title, detail, target, owner, customer_owner, due_on, done_on, probability, impact) VALUES
      (1, 1, 'milestone', 1, 'Baseline agreed', NULL, NULL, 'Ada Boyd', 'Ines Duarte', 19930, 19931, NULL, NULL),
      (2, 1, 'milestone', 2, 'Stops below 24 hours', 'By the line stops', NULL, 'Ada Boyd', 'Ines Duarte', 19990, NULL, NULL, NULL),
      (3, 1, 'adoption', 1, 'Sensor alerts', 'Second training', '20', NULL, NULL, 20040, NULL, NULL, NULL),
      (4, 1, 'expansion', 1, 'Seats for the second hall', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (5, 1, 'risk', 1, 'Night shift keeps its own lists', 'Shift lead as champion', NULL, 'Ada Boyd', NULL, 20030, NULL, 'high', 'medium');
    INSERT INTO feature (id, name) VALUES (1, 'Sensor alerts');
    INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (1, 1, 19960, 90), (1, 1, 19980, 5), (1, 1, 19999, 7);
    INSERT INTO goal (id, account_id, title, baseline_micro, target_micro, started_on, due_on) VALUES (1, 1, 'Fewer stops', 31000000, 18000000, 19900, 20100);
    INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, 19950, 0), (1, 19990, 2);
    INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 19928, 1), (2, 19990, 2);
    INSERT INTO service_engagement (account_id, title, kind, status, start_on, end_on, amount_minor) VALUES
      (1, 'Interface to the line', 'custom development', 'running', 19970, 20050, 1800000);
    INSERT INTO advocacy_ask (account_id, contact_id, kind, asked_on, status) VALUES (1, 1, 'reference', 19800, 'done');";

/// The small book with plans in it, at the screen of plans.
fn planned(width: u16, height: u16) -> Bench {
    Bench::with(PLANNED, (width, height)).press("4")
}

/// The plan of Acme: second in the list, after the account that never had one.
fn plan(width: u16, height: u16) -> Bench {
    planned(width, height).press("j enter")
}

#[test]
fn accounts_stand_worst_first_and_say_why() {
    let mut bench = planned(120, 36);
    // One of three has a plan for the quarter: 33 %. Acme was touched on 19928, 72 days ago, with a cadence of 60.
    bench
        .shows("1 of 3 covered (33 %)")
        .shows("■ 1 no plan  ! 1 goal off track  ! 1 check-in late  ▲ 1 to write");
    bench.shows("there never was a plan").shows("2024-10-04 · 2024-Q4");
    let text = bench.text();
    assert!(text.find("Cobalt") < text.find("Acme") && text.find("Acme") < text.find("Borealis"), "{text}");
    let mut bench = bench.press("j");
    bench.shows("to write: 2024-Q4 is to be written, the last plan was for 2024-Q3");
    bench.shows("4, 1 late").shows("1 off").shows("12 d late");
    let mut bench = bench.press("G");
    bench.shows("draft: written on 2024-09-29, not agreed with the customer yet").shows("in 50 d");
}

#[test]
fn the_list_is_filtered_grouped_and_opened_at_the_plan() {
    for (filter, first, of) in [
        ("plan:no", "Cobalt", 1),
        ("plan:to-write,draft", "Acme", 2),
        ("goals:off", "Acme", 1),
        ("!checkin:late", "Cobalt", 2),
        ("csm:ada", "Acme", 2),
    ] {
        let mut bench = planned(120, 36).press(&format!("/ \"{filter}\" enter"));
        bench.shows(&format!("{of} of 3")).shows(first);
    }
    planned(120, 36).press("/ \"plan:good\" enter").shows("is none of them");
    let mut bench = planned(120, 36).press("b end up enter");
    bench
        .shows("grouped by CSM")
        .shows("Ada Boyd  1 of 2 covered (50 %)")
        .shows("no CSM  0 of 1 covered (0 %)");
    let mut bench = bench.press("b end enter");
    bench.shows("enterprise  1 of 2 covered (50 %)");
    let mut bench = bench.press("b end up up enter").press("/ \"acme\" enter enter");
    bench.shows("2024-Q3  agreed 2024-07-11 with Ines Duarte").shows("▲ to write");
    let mut bench = bench.press("esc");
    bench.shows("1 of 3");
}

#[test]
fn the_page_tells_the_plan_part_by_part_with_usage_read_from_the_book() {
    let mut bench = plan(120, 44);
    bench.shows("Goals and why").shows("Fewer stops in hall A");
    // Of three milestones and more: one of two is done. Due 20 and 80 days after writing.
    bench
        .shows("Success plan  1 of 2 done · within 30 days")
        .shows("✓ Baseline agreed")
        .shows("within 90 days");
    // 5 + 7 uses within 28 days; the 90 are older.
    bench.shows("now 12 uses in 28 d · target 20 · due 2024-11-13, in 40 days");
    bench.shows("high: probability high, impact medium").shows("Shift lead as champion");
    bench
        .shows("31 → 18")
        .shows("Services, paid once  $18,000.00 in all")
        .shows("off track, says the CSM · 31 → 18")
        .shows("asked 1 of 2 times within a year");
    bench.shows("Every 60 days").shows("12 days late");
    let mut bench = bench.press("D");
    bench.shows("Until today").shows("From today on").shows("2024-09-24  milestone").shows("contract ends");
    let mut bench = bench.press("D left");
    bench.shows("There is no earlier plan");
}

/// From the board to a plan for the quarter that is agreed, with what is still open carried over: the keys are counted.
#[test]
fn a_plan_is_written_from_the_last_one_in_under_forty_keys() {
    let written = "4 j enter n enter";
    // The goals go on: the text gets another word.
    let goals = "enter end \" by half\" ctrl-s";
    // What was late is done now: below the four lines of the plan and the goal.
    let done = "j j j j j x";
    let agreed = "F tab \"Ines\" enter";
    let count: usize = [written, goals, done, agreed].iter().map(|keys| keys::parse(keys).len()).sum();
    assert!(count < 40, "{count} keys");
    let mut bench = Bench::with(PLANNED, (80, 24)).press("4 j enter n");
    bench.shows("2024-Q4 from 2024-Q3, 4 open items carried over").shows("from the template standard");
    let mut bench = Bench::with(PLANNED, (80, 24)).press(written).done().changed();
    bench.shows("2024-Q4  draft").shows("New plan 2024-Q4 for Acme, from the one before it");
    let mut bench = bench.press(goals).done().changed().press(done).done().changed();
    bench.shows("Done: \"Stops below 24 hours\" of Acme");
    let mut bench = bench.press(agreed).done().changed();
    bench.shows("2024-Q4  agreed 2024-10-04 with Ines");
    let row = "SELECT quarter || ' ' || status || ' ' || agreed_on || ' ' || agreed_with || ' ' || goals || ' ' || communication
               FROM plan WHERE id = 3";
    assert_eq!(
        bench.value(row),
        "2024-Q4 agreed 20000 Ines Fewer stops in hall A by half Call every two weeks"
    );
    let items = "SELECT group_concat(title || ' ' || carried_from || ' ' || coalesce(done_on, 'open'), '; ' ORDER BY id)
                 FROM plan_item WHERE plan_id = 3";
    assert_eq!(
        bench.value(items),
        "Stops below 24 hours 2024-Q3 20000; Sensor alerts 2024-Q3 open; Seats for the second hall 2024-Q3 open; \
         Night shift keeps its own lists 2024-Q3 open"
    );
    // The old plan is as it was; two weeks before the end of the quarter the new one is reviewed: 2024-12-17.
    assert_eq!(bench.value("SELECT count(*) FROM plan_item WHERE plan_id = 1 AND done_on IS NULL"), "4");
    assert_eq!(
        bench.value("SELECT date(next_review_on * 86400, 'unixepoch') FROM plan WHERE id = 3"),
        "2024-12-17"
    );
    bench.shows("carried over from 2024-Q3");
    let mut bench = bench.press("left");
    bench.shows("2024-Q3  agreed");
}

#[test]
fn a_template_names_the_people_who_have_the_roles() {
    let mut bench = planned(80, 24).press("enter");
    bench.shows("No plan yet: n writes one").shows("no goal yet");
    let bench = planned(80, 24).press("j n \"standard\" enter").done();
    // The CSM of Acme is Ada Boyd, its executive sponsor Ines Duarte; nobody is its champion. Due 30 days after today.
    let first = "SELECT owner || ' and ' || customer_owner || ' ' || due_on FROM plan_item WHERE plan_id = 3 AND section = 'milestone'
                 ORDER BY position LIMIT 1";
    assert_eq!(bench.value(first), "Ada Boyd and Ines Duarte 20030");
    let second =
        "SELECT customer_owner FROM plan_item WHERE plan_id = 3 AND section = 'milestone' AND position = 2";
    assert_eq!(bench.value(second), "champion");
}

#[test]
fn items_are_added_edited_ticked_off_and_deleted_in_place() {
    // The risk is the last item but what stands beside the plan: its line is found by its place.
    let to_risk = "j j j j j j j j j";
    let mut bench = plan(80, 24).press(to_risk);
    bench.shows("Night shift keeps its own lists").shows("probability high");
    let mut bench = bench.press("a");
    bench.shows("> ").shows("Risk");
    let bench = bench
        .press("enter \"Budget freeze\" tab \"high\" tab \"high\" tab \"Show the cost of a stop\" ctrl-s");
    let mut bench = bench.done().changed();
    bench.shows("New risk \"Budget freeze\" for Acme");
    let row = "SELECT plan_id || ' ' || section || ' ' || position || ' ' || probability || ' ' || detail FROM plan_item WHERE id = 6";
    assert_eq!(bench.value(row), "1 risk 2 high Show the cost of a stop");
    // The heaviest stands first: high by high is 9, high by medium 6. The new one is selected.
    bench.shows("high: probability high, impact high");
    let bench = bench.press("j enter tab \"low\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT probability FROM plan_item WHERE id = 5"), "low");
    let bench = bench.press("x").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM plan_item WHERE id = 5"), "20000");
    let bench = bench.press("x").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM plan_item WHERE id = 5"), "null");
    let mut bench = bench.press("d");
    bench.shows("Delete the risk Night shift keeps its own lists?");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT count(*) FROM plan_item WHERE id = 5"), "0");
}

#[test]
fn a_plan_is_agreed_and_reviewed_and_says_what_is_wrong() {
    let mut bench = planned(80, 24).press("G enter F");
    bench.shows("Agreed on").shows("Agreed with");
    let mut bench = bench.press("enter").done();
    bench.shows("a plan is agreed with somebody");
    let mut bench = bench.press("tab \"Tom\" enter").done().changed();
    bench.shows("2024-Q4  agreed 2024-10-04 with Tom");
    let mut bench = bench.press("F");
    bench.shows("Reviewed on").shows("Next review on");
    let mut bench = bench.press("tab \"2024-10-04\" enter").done();
    bench.shows("is not after this one");
    let mut bench = bench.press("ctrl-u \"2024-12-01\" enter").done().changed();
    bench.shows("2024-Q4  reviewed 2024-10-04 · agreed 2024-10-04 with Tom").shows("2024-12-01, in 58 days");
}

#[test]
fn one_key_plans_the_next_check_in_and_never_two() {
    // Acme is overdue since 2024-09-22: today at the earliest. Borealis was touched ten days ago: 60 days later.
    let bench = planned(80, 24).press("j C").done();
    assert_eq!(
        bench.value("SELECT title || ' ' || source || ' ' || owner_id || ' ' || due_on FROM task WHERE account_id = 1 AND source = 'check-in'"),
        "Check-in check-in 1 20000"
    );
    let mut bench = bench.changed().press("C").done();
    bench.shows("a check-in with Acme is planned already for 2024-10-04");
    let mut bench = bench.press("G C").done();
    assert_eq!(bench.value("SELECT due_on FROM task WHERE account_id = 2 AND source = 'check-in'"), "20050");
    bench.shows("Check-in with Borealis planned for 2024-11-23");
    let mut bench = bench.changed();
    bench.shows("✓ in 50 d");
    // From the board and from any page of the account, too.
    let mut bench = Bench::with("", (80, 24)).press("j C").done();
    bench.shows("Check-in with Borealis planned for");
}

#[test]
fn nobody_is_asked_for_favours_more_often_than_the_policy_allows() {
    // Once within a year already; the policy allows two.
    let bench = plan(120, 44).press("G").press("a");
    let bench = bench.press("\"ask\" enter \"ref\" enter ctrl-s").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM advocacy_ask WHERE asked_on = 20000"), "1");
    let mut bench = bench.press("a \"ask\" enter \"rev\" enter ctrl-s").done();
    // The first of the two was on 19800, 2024-03-18.
    bench.shows("Acme was asked 2 times within a year, and the policy allows 2").shows("2025-03-18 on");
    assert_eq!(bench.value("SELECT count(*) FROM advocacy_ask"), "2");
    let bench =
        Bench::with(&format!("{PLANNED} UPDATE account SET advocacy = 'never' WHERE id = 1;"), (120, 44));
    let mut bench = bench.press("4 j enter G a \"ask\" enter \"ref\" enter ctrl-s").done();
    bench.shows("Acme does not want to be asked");
}

#[test]
fn every_act_is_taken_back_whole() {
    let risk = "j j j j j j j j j";
    for keys in [
        "n enter".to_owned(),
        "n \"growth\" enter".to_owned(),
        "F enter".to_owned(),
        "j j j j j j x".to_owned(),
        "C".to_owned(),
        "enter ctrl-u \"Other goals\" ctrl-s".to_owned(),
        format!("{risk} a enter \"Freeze\" ctrl-s"),
        format!("{risk} enter ctrl-u \"Freeze\" ctrl-s"),
        format!("{risk} d y"),
        "G a \"ask\" enter \"ref\" enter ctrl-s".to_owned(),
        "a \"service\" enter \"Workshop\" ctrl-s".to_owned(),
        "a \"goal\" enter \"Less paper\" ctrl-s".to_owned(),
    ] {
        let bench = plan(80, 24);
        let before = bench.tables();
        let bench = bench.press(&keys).done();
        assert_ne!(bench.tables(), before, "{keys} changed nothing");
        let bench = bench.changed().press("u").done();
        assert_eq!(bench.tables(), before, "{keys}");
    }
}

#[test]
fn templates_of_plans_are_looked_at_and_changed_in_the_editor() {
    let mut bench = plan(120, 44).press("t \"\" ");
    bench.shows("plan: standard").shows("plan: renewal");
    // Five templates of onboardings stand before them.
    let mut bench = bench.press("j j j j j");
    bench.shows("Milestone").shows("Goals and success criteria confirmed with the sponsor");
    let bench = bench.press("e");
    let mut bench = bench;
    bench.write("name = \"standard\"\nabout = \"Ours\"\n[[item]]\nsection = \"wish\"\ntitle = \"x\"\n");
    bench.shows("\"wish\" is not a part of a plan").shows("What you wrote is kept");
    let mut bench = bench.press("e");
    bench.write("name = \"standard\"\nabout = \"Ours\"\n[[item]]\nsection = \"milestone\"\ntitle = \"Only this\"\nday = 10\n");
    let mut bench = bench.done().changed();
    bench.shows("Only this");
    assert_eq!(bench.value("SELECT kind || ' ' || name FROM template"), "plan standard");
    let bench = bench.press("d y").done();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
}

const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (40, 12)];

/// Each with the keys that lead to it from the screen of plans.
const SCREENS: &[(&str, &str)] = &[
    ("list", ""),
    ("list_grouped", "b end up enter"),
    ("page", "j enter j j j j j"),
    ("page_by_day", "j enter D"),
    ("page_none", "enter"),
    ("new_plan", "j n"),
    ("add", "j enter j j j j j j a"),
    ("risk", "j enter j j j j j j j j j enter"),
    ("agree", "G enter F"),
];

#[test]
fn plans_look_as_they_should() {
    for (width, height) in SIZES {
        for (name, keys) in SCREENS {
            let mut bench = planned(*width, *height).press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.styled());
        }
    }
}

#[test]
fn every_screen_of_plans_draws_at_every_size() {
    for keys in SCREENS.iter().map(|screen| screen.1).chain(["/ \"zzz\"", "j enter G"]) {
        let mut bench = planned(40, 40).press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                bench.resize(width, height);
                bench.draw();
            }
        }
    }
}

/// Ten thousand accounts, most of them with plans, goals and touchpoints.
const MANY: &str = "
    WITH RECURSIVE n (id) AS (SELECT 1000 UNION ALL SELECT id + 1 FROM n WHERE id < 10999)
      INSERT INTO account (id, name, csm_id, segment_id, stage) SELECT id, 'Account ' || id, 1 + id % 2, 101 + id % 2, 2 FROM n;
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor) SELECT id, 19500, 20200, id * 100 FROM account WHERE id >= 1000;
    INSERT INTO plan (account_id, quarter, written_on, next_review_on) SELECT id, '2024-Q3', 19910, 19980 FROM account WHERE id >= 1000 AND id % 5 > 0;
    INSERT INTO plan (account_id, quarter, written_on, next_review_on) SELECT id, '2024-Q4', 19995, 20070 FROM account WHERE id >= 1000 AND id % 3 > 0;
    INSERT INTO plan_item (plan_id, section, title, due_on) SELECT p.id, 'milestone', 'Item ' || k.id, 19900 + k.id * 40 FROM plan p, (SELECT 1 AS id UNION SELECT 2 UNION SELECT 3) k;
    INSERT INTO goal (id, account_id, title) SELECT id, id, 'Goal' FROM account WHERE id >= 1000;
    INSERT INTO goal_update (goal_id, updated_on, status) SELECT id, 19990, id % 3 FROM goal;
    INSERT INTO touchpoint (account_id, touched_on, kind) SELECT id, 19900 + id % 100, id % 5 FROM account WHERE id >= 1000;";

#[test]
fn the_list_of_ten_thousand_accounts_is_read_without_a_query_per_row() {
    let bench = Bench::with(MANY, (80, 24));
    let begun = Instant::now();
    let mut bench = bench.press("4");
    let took = begun.elapsed();
    bench.shows("of 10,003 covered");
    // Without optimisation, on a machine that is busy with other tests; a query per row takes several times as long.
    assert!(took < Duration::from_secs(4), "{took:?}");
    let begun = Instant::now();
    for _ in 0..50 {
        bench = bench.press("j");
        bench.draw();
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "fifty lines down: {:?}", begun.elapsed());
    // One changed account is read alone.
    let effects = bench.app.event(mainstay::engine::Event::Changed {
        rows: Vec::new(),
        removed: vec![1_000],
        touched: Some(Default::default()),
        lookups: mainstay::book::Board::unread(crate::bench::TODAY).lookups().clone(),
    });
    let reads = |effect: &mainstay::tui::Effect| {
        matches!(effect, mainstay::tui::Effect::Read(Request::Covers(Some(1_000))))
    };
    assert!(effects.iter().any(reads), "{effects:?}");
}
