//! The list of the day over a real engine on a book of its own: keys in, rows and screen out.

use std::time::{Duration, Instant};

use mainstay::engine::Writer;
use mainstay::tui::Effect;
use rusqlite::Connection;

use crate::bench::Bench;
use crate::keys;

/// On Friday 2024-10-04 (day 20000): Acme has a task, an alert and a renewal to prepare (its contract ends in 100 days),
/// Borealis a task that is late, a plan to review and nobody who talked to them; Cobalt is being onboarded. One task is
/// nobody's, and Dover has left.
const DAY: &str = "
    INSERT INTO account (id, name, csm_id, stage) VALUES (4, 'Dover', 2, 5);
    UPDATE account SET csm_id = 2 WHERE id = 3;
    UPDATE task SET due_on = 20000 WHERE id = 1;
    INSERT INTO task (id, account_id, title, owner_id, due_on) VALUES (3, NULL, 'File the expenses', 1, 20000),
      (4, 4, 'Gone', 2, 19990);
    INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 19990, 1), (3, 19990, 1);
    INSERT INTO signal (account_id, seen_on, kind) VALUES (1, 19998, 'competitor');
    INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 3, 19980);
    INSERT INTO step (id, onboarding_id, position, title, due_on) VALUES (1, 1, 1, 'Kickoff held', 19995), (2, 1, 2, 'Data imported', 20010);
    INSERT INTO plan (id, account_id, quarter, written_on, status, agreed_on, next_review_on) VALUES
      (1, 2, '2024-Q4', 19970, 'agreed', 19972, 19999);";

/// All rules but one are switched off, so that what is listed is what the book is filled with.
fn quiet() -> String {
    let rules = mainstay::trigger::Rules::DEFAULT.lines().take_while(|line| *line != "[[playbook]]");
    let named = rules.filter(|line| line.starts_with("name = ") && *line != "name = \"competitor\"");
    let text: String = named.map(|name| format!("[[trigger]]\n{name}\noff = true\n")).collect();
    format!("INSERT INTO setting (name, value) VALUES ('playbooks', '{}');", text.replace('\'', "''"))
}

fn day(width: u16, height: u16) -> Bench {
    Bench::with(&format!("{DAY}{}", quiet()), (width, height)).press("1")
}

/// What stands in a column of a table of the book, row by row.
fn rows(bench: &Bench, sql: &str) -> String {
    bench.value(&format!("SELECT group_concat(x, ' ') FROM ({sql})"))
}

#[test]
fn a_customer_is_one_line_with_all_that_it_wants_behind_it() {
    let mut bench = day(120, 36);
    bench.shows("3 customers").shows("8 matters").shows("! 5 late");
    bench.shows("They look at a competitor").shows("+2").shows("since 2024-10-02").shows("rank");
    let text = bench.text();
    let acme = text.find("Acme").unwrap();
    assert!(acme < text.find("Borealis").unwrap() && !text.contains("Dover"), "{text}");
    // Behind the first matter the others: the renewal in 100 days, and the task.
    bench.shows("prepare the renewal of 2025-01-12").shows("Send the quote");
    let mut bench = bench.press("tab");
    bench.shows("2 of 3");
    let mut bench = bench.press("tab tab tab");
    bench.shows("3 of 3");
    bench.press("shift-tab").shows("2 of 3");
}

#[test]
fn it_looks_as_it_should() {
    for (name, keys) in [
        ("list", "j"),
        ("why", "w"),
        ("since", "s"),
        ("put_off", "z"),
        ("by_csm", "b down enter"),
        ("filtered", "/ \"kind:task,step due:late\" enter"),
    ] {
        for (width, height) in [(80, 24), (120, 36), (40, 12)] {
            let mut bench = day(width, height).press(keys);
            insta::assert_snapshot!(format!("today_{name}_{width}x{height}"), bench.styled());
        }
    }
}

#[test]
fn it_draws_at_every_size() {
    let mut bench = day(40, 40);
    for keys in ["", "w", "esc s", "esc z", "esc b"] {
        bench = bench.press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                bench.resize(width, height);
                bench.draw();
            }
        }
        bench.resize(40, 40);
    }
}

#[test]
fn d_ticks_off_tasks_and_steps_and_dismisses_alerts_and_undo_brings_each_back() {
    // The alert of Acme, on top.
    let mut bench = day(120, 36).press("d");
    bench.shows("Dismiss the alert: why?").shows("Handled");
    let mut bench = bench.press("enter").done().changed();
    assert_eq!(rows(&bench, "SELECT dismissed_reason AS x FROM alert"), "handled");
    assert_eq!(
        bench.value("SELECT closed_on FROM alert"),
        "null",
        "it stays open, so that it does not fire again"
    );
    assert!(!bench.text().contains("look at a competitor"));
    let mut bench = bench.press("u").done().changed();
    bench.shows("look at a competitor");
    assert_eq!(bench.value("SELECT dismissed_reason FROM alert"), "null");
    // The task of Borealis.
    let mut bench = bench.press("/ \"kind:task boreal\" enter d").done().changed();
    bench.shows("Nothing that is to be done passes the filter");
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 2"), "20000");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 2"), "null");
    // The step of Cobalt.
    let bench = bench.press("/ ctrl-u \"kind:step\" enter d").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 1"), "20000");
    let mut bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 1"), "null");
    bench.shows("Kickoff held");
}

#[test]
fn d_on_what_wants_more_than_a_tick_opens_the_act() {
    // A check-in is done by logging it.
    let mut bench = day(120, 36).press("/ \"kind:check-in\" enter d");
    bench.shows("Borealis").shows("Log");
    let mut bench = bench.press("\"call renewal is fine\" enter").done().changed();
    bench.shows("Nothing that is to be done passes");
    assert_eq!(
        bench.value("SELECT count(*) FROM touchpoint WHERE account_id = 2 AND touched_on = 20000"),
        "1"
    );
    // A review: its form, with the day.
    let mut bench = day(120, 36).press("/ \"kind:plan\" enter d");
    bench.shows("2024-10-04").shows("Reviewed");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT status || reviewed_on FROM plan"), "reviewed20000");
    // A renewal that nobody prepares: what is expected of it.
    let mut bench = day(120, 36).press("/ \"kind:renewal acme\" enter d");
    bench.shows("What do you expect?");
    let mut bench = bench.press("tab \"the sponsor is new\" ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT count(*) FROM renewal WHERE contract_id = 1 AND forecast IS NOT NULL"),
        "1"
    );
    bench.shows("Nothing that is to be done passes");
}

#[test]
fn z_puts_off_what_can_be_until_a_day() {
    let mut bench = day(120, 36).press("z");
    bench.shows("1 day: until Sat 2024-10-05").shows("1 week: until Fri 2024-10-11").shows("Until a day");
    let mut bench = bench.press("down enter").done().changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM alert"), "20007");
    assert!(!bench.text().contains("look at a competitor"));
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM alert"), "null");
    // A task, until a day that is typed.
    let bench = bench
        .press("/ \"kind:task acme\" enter z down down down down enter ctrl-u \"2024-10-20\" enter")
        .done()
        .changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM task WHERE id = 1"), "20016");
    // A check-in is planned, a review is moved.
    let bench = bench.press("/ ctrl-u \"kind:check-in\" enter z enter").done().changed();
    assert_eq!(bench.value("SELECT title || due_on FROM task WHERE source = 'check-in'"), "Check-in20001");
    let bench = bench.press("/ ctrl-u \"kind:plan\" enter z enter").done().changed();
    assert_eq!(bench.value("SELECT next_review_on FROM plan"), "20001");
    // A step and a renewal are hidden until the day, and their own dates stay; the renewal has no row before that.
    let mut bench = bench.press("/ ctrl-u \"kind:step\" enter z enter").done().changed();
    bench
        .shows("Put off until 2024-10-05: step Kickoff held of Cobalt")
        .shows("Nothing that is to be done passes");
    assert_eq!(bench.value("SELECT snoozed_until || ' ' || due_on FROM step WHERE id = 1"), "20001 19995");
    let mut bench = bench.press("u").done().changed();
    bench.shows("Kickoff held");
    let mut bench = bench.press("/ ctrl-u \"kind:renewal\" enter z enter").done().changed();
    bench
        .shows("Put off until 2024-10-05: the renewal of Acme on 2025-01-12")
        .shows("Nothing that is to be done passes");
    let row = "SELECT snoozed_until || stage || due_on FROM renewal WHERE contract_id = 1";
    assert_eq!(bench.value(row), "20001not started20100");
    let mut bench = bench.press("u").done().changed();
    bench.shows("prepare the renewal of 2025-01-12");
    assert_eq!(bench.value("SELECT count(*) FROM renewal"), "0");
}

#[test]
fn p_starts_the_play_that_the_alert_proposes_and_that_answers_it() {
    let mut bench = day(120, 36).press("p");
    bench.shows("← They look at a competitor");
    let mut bench = bench.press("enter enter").done().changed();
    assert_eq!(bench.value("SELECT playbook || alert_id FROM play"), "competitor1");
    let text = bench.text();
    assert!(!text.contains("look at a competitor"), "{text}");
    bench.shows("Acme");
    let mut bench = bench.press("u").done().changed();
    bench.shows("look at a competitor");
}

#[test]
fn marked_customers_are_handled_as_one_change() {
    let mut bench = day(120, 36).press("/ \"kind:task\" enter space space space");
    bench.shows("3 marked");
    let mut bench = bench.press("d").done().changed();
    assert_eq!(rows(&bench, "SELECT id AS x FROM task WHERE done_on = 20000 ORDER BY id"), "1 2 3");
    bench.shows("Done: 3 tasks");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT count(done_on) FROM task"), "0");
    // What wants an act of its own stays.
    let mut bench = day(120, 36).press("/ \"kind:plan\" enter space d");
    bench.shows("Each of the marked wants an act of its own");
}

#[test]
fn enter_opens_the_page_that_the_matter_is_about() {
    for (filter, shown) in [
        ("kind:renewal acme", "Risk by the rules"),
        ("kind:step", "Kickoff held"),
        ("kind:plan", "Success plan"),
    ] {
        let mut bench = day(120, 36).press(&format!("/ \"{filter}\" enter enter"));
        bench.shows(shown);
        // Esc leads back to the list, with its filter.
        bench.press("esc").shows(filter);
    }
}

#[test]
fn it_is_told_by_csm_and_mine_alone() {
    let mut bench = day(120, 36).press("b down enter");
    bench.shows("grouped by CSM").shows("Ada Boyd  2 customers").shows("Jonas Weiß  1 customer");
    day(120, 36).press("t").shows("nobody said who you are");
    let mut bench = Bench::with(&format!("{DAY}{}", quiet()), (120, 36)).of("jonas").press("1 t");
    // His account, and his task at Ada's.
    bench.shows("Today · Jonas Weiß").shows("2 customers").shows("Cobalt").shows("Call back");
    let text = bench.text();
    assert!(!text.contains("Acme"), "{text}");
    let mut bench = bench.press("d").done().changed().press("d").done().changed();
    bench.shows("All of yours is done. t shows what the others have to do.");
    bench.press("t").shows("Acme");
}

#[test]
fn what_came_turned_and_was_closed_since_the_last_look_is_told() {
    let mut bench = day(120, 36).press("s");
    bench.shows("Nobody of your name has looked before");
    let bench = bench.press("esc 2").done();
    assert_eq!(bench.value("SELECT day FROM looked"), "20000");
    assert_eq!(bench.value("SELECT count(*) FROM txn WHERE label = ''"), "0");
    bench.outside(
        "INSERT INTO task (id, account_id, title, due_on) VALUES (9, 1, 'Came since', 20000);
         UPDATE task SET done_on = 20000 WHERE id = 2",
    );
    let mut bench = bench.changed().press("1");
    bench.shows("· since you looked today:  + 1 new  ✓ 1 closed");
    let mut bench = bench.press("s");
    bench
        .shows("+ New (1)")
        .shows("Acme · task: Came since")
        .shows("✓ Closed (1)")
        .shows("Borealis · task: Call back");
    let mut bench = bench.press("esc / \"since:new\" enter");
    bench.shows("Came since").shows("1 of ");
    // Leaving the program is a look too, from an account of the list as well.
    let bench = bench.press("enter ctrl-c").done();
    assert!(matches!(bench.effects.last(), Some(Effect::Quit)));
    assert_ne!(bench.value("SELECT seq FROM looked"), "0");
    bench.press("2 1").shows("since you looked today, nothing new");
}

#[test]
fn a_band_that_turned_since_the_last_look_stands_on_the_line() {
    // A P1 is open since three days, which caps the score; at the look four days ago it was not there.
    let fill = |_: &mut Writer, book: &Connection| {
        book.execute_batch(
            "INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd');
             INSERT INTO account (id, name, csm_id, signed_on) VALUES (1, 'Acme', 1, 19000);
             INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, 19992, 1, 5);
             INSERT INTO ticket (account_id, opened_on, priority) VALUES (1, 19997, 1);
             INSERT INTO task (account_id, title, due_on) VALUES (1, 'Call', 19990);
             INSERT INTO looked (person, day, seq) VALUES ('Ada Boyd', 19996, 1000000);",
        )
        .unwrap();
        book.execute_batch(&quiet()).unwrap();
    };
    let mut bench = Bench::over((120, 36), fill).of("ada").press("1");
    bench.shows("since you looked 4 days ago:  ↓ 1 worse");
    let text = bench.text();
    assert!(text.lines().any(|line| line.contains("↓ ■ Acme")), "{text}");
    bench.press("s").shows("↓ Worse (1)").shows("Acme · ● → ■");
}

/// The rules are on: what they find is listed, and the same matter never twice.
#[test]
fn what_the_rules_find_is_listed_once() {
    let mut bench = Bench::with("", (120, 36)).press("1 / \"acme\" enter");
    // Acme's contract ends in 100 days: the alert says so, and the date alone is not listed beside it.
    bench.shows("Renewal in 100 days, on 2025-01-12");
    let text = bench.text();
    assert!(!text.contains("prepare the renewal"), "{text}");
}

#[test]
fn an_empty_day_says_so_and_what_comes_next_and_an_empty_book_teaches() {
    let idle = |_: &mut Writer, book: &Connection| {
        book.execute_batch(
            "INSERT INTO account (id, name) VALUES (1, 'Acme');
             INSERT INTO task (account_id, title, due_on) VALUES (1, 'Send the quote', 20003);",
        )
        .unwrap();
        book.execute_batch(&quiet()).unwrap();
    };
    for (width, height) in [(80, 24), (40, 12)] {
        let mut bench = Bench::over((width, height), idle).press("1");
        bench.shows("All done for today.").shows("Next, in 3 days (2024-10-07): Send");
        insta::assert_snapshot!(format!("today_done_{width}x{height}"), bench.styled());
        let mut bench = Bench::over((width, height), |_: &mut Writer, _: &Connection| {}).press("1");
        bench.shows("The book has no accounts yet");
        insta::assert_snapshot!(format!("today_empty_{width}x{height}"), bench.styled());
    }
}

#[test]
fn a_change_that_is_refused_brings_the_matter_back() {
    let bench = day(120, 36).press("/ \"kind:task boreal\" enter");
    bench.outside("DELETE FROM task WHERE id = 2");
    bench.press("d").shows("is not in the book any more");
}

#[test]
fn another_program_changes_the_list_and_the_selection_stays() {
    let mut bench = day(120, 36).press("j");
    bench.shows("› task");
    let before = bench.app.selected();
    bench.outside(
        "INSERT INTO task (id, account_id, title, due_on) VALUES (9, 3, 'Very late', 19900), (10, 1, 'Also late', 19900)",
    );
    let mut bench = bench.changed();
    bench.shows("10 matters");
    assert_eq!(bench.app.selected(), before);
}

/// Twenty customers, each with a matter: eleven tasks, four steps, three alerts, two check-ins.
fn morning() -> Bench {
    let fill = |_: &mut Writer, book: &Connection| {
        let mut sql = format!("{}INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd');", quiet());
        for id in 1..=20 {
            sql.push_str(&format!(
                "INSERT INTO account (id, name, csm_id) VALUES ({id}, 'Account {id:02}', 1);"
            ));
            sql.push_str(&match id {
                1..=11 => format!(
                    "INSERT INTO task (account_id, title, due_on) VALUES ({id}, 'Task {id}', {});",
                    20_000 - id
                ),
                12..=15 => format!(
                    "INSERT INTO onboarding (id, account_id, started_on) VALUES ({id}, {id}, 19980);
                     INSERT INTO step (onboarding_id, title, due_on) VALUES ({id}, 'Step {id}', 19999);"
                ),
                16..=18 => format!(
                    "INSERT INTO signal (account_id, seen_on, kind) VALUES ({id}, 19999, 'competitor');"
                ),
                _ => format!("UPDATE account SET signed_on = 19000 WHERE id = {id};"),
            });
        }
        book.execute_batch(&sql).unwrap();
    };
    Bench::over((120, 36), fill)
}

/// A CSM's morning: everything is handled from the top, without one key to move.
#[test]
fn twenty_matters_are_handled_in_under_sixty_keys() {
    let mut bench = morning().press("1");
    bench.shows("20 customers");
    let mut keys = keys::parse("1").len();
    for _ in 0..20 {
        let text = bench.text();
        let first = text.lines().find(|line| line.trim_start().starts_with("1 ")).unwrap().to_owned();
        let press = match () {
            () if first.contains("task") || first.contains("step") => "d",
            () if first.contains("alert") => "d enter",
            // Planned for tomorrow.
            () => "z enter",
        };
        keys += keys::parse(press).len();
        bench = bench.press(press).done().changed();
    }
    bench.shows("All done for today.");
    // 15 ticks, 3 dismissals and 2 check-ins of two keys each, and the key to the list.
    assert_eq!(keys, 1 + 15 + 2 * 5);
    assert!(keys < 60);
    let count = |sql: &str| bench.value(&format!("SELECT count(*) FROM {sql}"));
    assert_eq!(count("task WHERE done_on = 20000"), "11");
    assert_eq!(count("step WHERE done_on = 20000"), "4");
    assert_eq!(count("alert WHERE dismissed_reason = 'handled'"), "3");
    assert_eq!(count("task WHERE source = 'check-in' AND due_on = 20001"), "2");
}

/// Who types faster than the book is written handles one matter after the other, none twice.
#[test]
fn keys_that_come_before_the_book_is_written_go_to_the_next_matter() {
    let mut bench = morning().press("1 / \"kind:task\" enter d d d d");
    bench.shows("7 of ");
    let done = |bench: &Bench| bench.value("SELECT count(*) FROM task WHERE done_on = 20000");
    let end = Instant::now() + Duration::from_secs(30);
    while done(&bench) != "4" && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(done(&bench), "4");
}

/// What stands in the list and below it.
fn listed(bench: &mut Bench) -> Vec<String> {
    let text = bench.text();
    // Without the last line, and without what is new: who comes back has looked.
    text.lines().skip(2).take(33).map(|line| line.replace(" + ", "   ").trim_end().to_owned()).collect()
}

/// Every change reads the customers alone that it is about, whatever it was: the list is the one that is read anew.
#[test]
fn the_list_after_a_change_is_the_list_that_is_read_anew() {
    let again = |mut bench: Bench, what: &str| {
        let own = listed(&mut bench);
        // Read again as a whole: coming from another screen.
        let mut bench = bench.press("2").done().press("1");
        let anew = listed(&mut bench);
        assert_eq!(own, anew, "after {what}:\n{}\n\n{}", own.join("\n"), anew.join("\n"));
        bench
    };
    let mut bench = day(120, 36);
    for (what, keys) in [
        ("a step that is done, on which another waits", "/ \"kind:step\" enter d"),
        ("a task of nobody that is done", "/ ctrl-u \"file\" enter esc G d"),
        ("an alert that is dismissed", "g d enter"),
    ] {
        bench = bench.press(keys).done().changed().press("esc");
        bench = again(bench, what);
        bench = bench.press("u").done().changed();
        bench = again(bench, &format!("{what}, taken back"));
    }
    for (what, sql) in [
        ("a task that moves to another account", "UPDATE task SET account_id = 3 WHERE id = 2"),
        ("a task that becomes nobody's", "UPDATE task SET account_id = NULL WHERE id = 1"),
        ("a task that is deleted", "DELETE FROM task WHERE id = 3"),
        ("a name", "UPDATE account SET name = 'Zeta' WHERE id = 1"),
        ("an account that is deleted", "DELETE FROM account WHERE id = 2"),
        (
            "a new account",
            "INSERT INTO account (id, name) VALUES (9, 'Aachen');
          INSERT INTO task (account_id, title, due_on) VALUES (9, 'First', 19990)",
        ),
        ("the team", "UPDATE team_member SET name = 'Zoe' WHERE id = 1"),
    ] {
        bench.outside(sql);
        bench = again(bench.changed(), what);
    }
}

/// The matter of many is one line, and no customer more; what becomes of one of them changes it.
#[test]
fn a_matter_of_many_accounts_is_counted_as_none() {
    let flood = "INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, flood) VALUES
          (11, 1, 'of the test', 'high', 'x', 19999, 'usage stopped'), (12, 2, 'of the test', 'high', 'x', 19999, 'usage stopped'),
          (13, 3, 'of the test', 'high', 'x', 19999, 'usage stopped');";
    let bench = Bench::with(&format!("{DAY}{}", quiet()), (120, 36)).press("1");
    bench.outside(flood);
    let mut bench = bench.changed();
    bench.shows("3 customers  9 matters").shows("of the test at 3 accounts at once");
    bench.outside("DELETE FROM alert WHERE id = 11");
    let mut bench = bench.changed();
    bench.shows("3 customers  9 matters").shows("of the test at 2 accounts at once");
    let mut bench = bench.press("/ \"kind:alert\" enter");
    bench.shows("1 customer  2 matters");
    let bench = bench.press("/ ctrl-u enter");
    bench.outside("DELETE FROM alert WHERE id IN (12, 13)");
    let mut bench = bench.changed();
    bench.shows("3 customers  8 matters");
    assert!(!bench.text().contains("accounts at once"));
}

#[test]
fn an_alert_is_dismissed_in_other_words_too() {
    let mut bench = day(120, 36).press("d \"we won against them\"");
    bench.shows("In these words: we won against them");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT dismissed_reason FROM alert"), "we won against them");
}
