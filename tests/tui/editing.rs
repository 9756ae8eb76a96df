//! Editing over a real engine on a book of its own: keys in, rows and screen out.

use mainstay::domain::Error;
use mainstay::engine::Event;
use mainstay::store::load::{Value, rows};
use rusqlite::Connection;

use crate::bench::Bench;

#[test]
fn an_account_is_renamed_and_its_form_closes_when_it_is_in_the_book() {
    let mut bench = Bench::open().press("e ctrl-u \"Acme Group\"");
    bench.shows("* Name").shows("1 change not saved yet");
    let mut bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Group");
    bench.shows("Changed name of Acme");
    let mut bench = bench.changed();
    bench.shows("Acme Group");
    assert_eq!(
        bench.value("SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1"),
        "Changed name of Acme"
    );
}

#[test]
fn a_field_says_in_words_what_is_wrong_and_nothing_is_saved() {
    let mut bench = Bench::open().press("e ctrl-u enter");
    bench.shows("Name: cannot be left empty");
    let mut bench = bench.press("\"Acme\" tab tab tab tab tab tab \"soon\" ctrl-s");
    bench.shows("\"soon\"");
    assert_eq!(bench.value("SELECT count(*) FROM txn WHERE actor <> 'external' AND derived = 0"), "0");
    // Typed again as a day that people say: a week from Friday the 4th.
    let mut bench = bench.press("ctrl-u \"+1w\"");
    bench.shows("Fri 11 Oct 2024, in 7 days");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT signed_on FROM account WHERE id = 1"), "20007");
}

#[test]
fn esc_never_throws_typed_text_away_without_asking() {
    let mut bench = Bench::open().press("e \" Inc\" esc");
    bench.shows("Throw 1 change away?").shows("y yes");
    // The default keeps it.
    let mut bench = bench.press("esc");
    bench.shows("Acme Inc");
    let mut bench = bench.press("esc x enter esc");
    bench.shows("Acme Inc");
    let mut bench = bench.press("esc y");
    assert!(!bench.text().contains("Inc"), "{}", bench.text());
    // Without a change nothing is asked.
    let mut bench = bench.press("e esc");
    bench.shows("e edit");
}

#[test]
fn trouble_in_the_background_is_not_taken_for_the_answer_to_a_form() {
    let mut bench = Bench::open().press("e \" Inc\" enter");
    // The backup fails, and something else is refused, before the form has its answer.
    for event in [
        Event::Trouble(Error::invalid("the backup of the day could not be written")),
        Event::Refused { number: 77, error: Error::invalid("that was another change") },
    ] {
        let told = match &event {
            Event::Trouble(error) | Event::Refused { error, .. } => error.what.clone(),
            other => panic!("{other:?}"),
        };
        let effects = bench.app.event(event);
        assert!(effects.is_empty(), "{effects:?}");
        bench.shows("Saving…").shows(&told);
    }
    let mut bench = bench.done();
    assert!(!bench.text().contains("Acme Inc"), "the form has closed:\n{}", bench.text());
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Inc");
}

#[test]
fn a_form_that_is_refused_keeps_what_was_typed_beside_what_the_book_has_now() {
    let bench = Bench::open().press("e \" Inc\"");
    bench.outside("UPDATE account SET name = 'Acme AG' WHERE id = 1");
    // The dashboard has not heard of it yet.
    let mut bench = bench.press("enter").done();
    bench.shows("Name was changed meanwhile").shows("Acme Inc").shows("* Name");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme AG");
}

#[test]
fn a_field_that_changed_underneath_shows_both_values_and_the_book_is_not_overwritten_in_secret() {
    let bench = Bench::open().press("e \" Inc\"");
    bench.outside("UPDATE account SET name = 'Acme AG', industry = 'Steel' WHERE id = 1");
    let mut bench = bench.changed();
    bench.shows("Acme Inc").shows("Changed meanwhile from \"Acme\" to \"Acme AG\"").shows("Steel");
    let bench = bench.press("ctrl-t tab esc");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme AG");
}

#[test]
fn the_cell_of_a_table_is_edited_in_place() {
    // Name, ARR, renewal, CSM, segment, stage.
    let mut bench = Bench::open().press("right right right right e");
    bench.shows("Account · Acme").shows("Ada Boyd");
    let mut bench = bench.press("\"jon\" enter");
    bench.shows("Jonas Weiß");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT csm_id FROM account WHERE id = 1"), "2");
    let bench = bench.changed().press("left left e ctrl-u \"60k\" enter").done();
    assert_eq!(bench.value("SELECT yearly_minor FROM contract WHERE id = 1"), "6000000");
    // The end of the contract a day later, and two earlier.
    let bench = bench.changed().press("right +").done().changed();
    assert_eq!(bench.value("SELECT end_on FROM contract WHERE id = 1"), "20101");
    let bench = bench.press("- -").done().done();
    assert_eq!(bench.value("SELECT end_on FROM contract WHERE id = 1"), "20099");
}

#[test]
fn all_marked_accounts_change_at_once_in_one_step() {
    let mut bench = Bench::open().press("space space c");
    bench.shows("Change of 2 accounts");
    let bench = bench.press("\"csm\" enter \"jonas\" enter enter").done();
    assert_eq!(
        bench.value("SELECT group_concat(coalesce(csm_id, 0), ' ' ORDER BY id) FROM account"),
        "2 2 0"
    );
    assert_eq!(
        bench.value("SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1"),
        "Changed CSM of 2 accounts"
    );
}

#[test]
fn a_date_or_an_amount_of_all_marked_accounts_is_stepped_at_once_and_taken_back_at_once() {
    let ends = "SELECT group_concat(end_on, ' ' ORDER BY id) FROM contract";
    let amounts = "SELECT group_concat(yearly_minor, ' ' ORDER BY id) FROM contract";
    // Acme and Borealis have a contract each, Cobalt none; the third cell is the end.
    let mut bench = Bench::open().press("space space space right right right");
    bench.shows("3 marked").shows("+ later").shows("- earlier");
    let mut bench = bench.press("+").done().changed();
    assert_eq!(bench.value(ends), "20101 20201");
    bench.shows("Changed end of 2 contracts; 1 account left out");
    // The second figure of 48,000 and of 12,000, one less.
    let mut bench = bench.press("left -").done().changed();
    assert_eq!(bench.value(amounts), "4700000 1100000");
    bench.shows("Changed arr of 2 contracts");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value(amounts), "4800000 1200000");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value(ends), "20100 20200");
    // The marks are taken away: the selected one alone, which has no contract.
    let mut bench = bench.press("V +");
    bench.shows("No contract is active");
    let mut bench = bench.press("space +");
    bench.shows("the marked account does not have exactly one active contract");
    // Two that are active at once: nobody said which.
    bench.outside(
        "INSERT INTO contract (account_id, start_on, end_on, yearly_minor) VALUES (1, 19800, 20300, 100)",
    );
    let bench = bench.changed().press("V g space space right +").done().changed();
    assert_eq!(bench.value(ends), "20100 20201 20300");
}

#[test]
fn none_takes_the_csm_or_the_segment_away_from_all_marked_accounts() {
    let mut bench = Bench::open().press("space space c \"csm\" enter");
    bench.shows("none to empty it");
    let mut bench = bench.press("space");
    bench.shows("Ada Boyd").shows("none");
    let mut bench = bench.press("\"none\" enter");
    bench.shows("* CSM").shows("1 change not saved yet");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM account WHERE csm_id IS NOT NULL"), "0");
    assert_eq!(
        bench.value("SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1"),
        "Changed CSM of 2 accounts"
    );
    // A stage is never empty, and nothing typed changes nothing.
    let bench = bench.press("c \"stage\" enter");
    let mut bench = bench.press("space");
    assert!(!bench.text().contains("none"), "{}", bench.text());
    let bench = bench.press("esc esc u").done();
    assert_eq!(bench.value("SELECT group_concat(csm_id) FROM account WHERE csm_id IS NOT NULL"), "1,1");
}

#[test]
fn a_log_is_by_who_the_user_is_else_by_the_csm_and_the_preview_says_so() {
    let mut bench = Bench::open().press("l \"call went well\"");
    bench.shows("Ada Boyd, the CSM; --me says who you are");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT by_id FROM touchpoint ORDER BY id DESC LIMIT 1"), "1");
    // Cobalt has nobody.
    let mut bench = bench.changed().press("j j l \"a note\"");
    assert!(!bench.text().contains("the CSM"), "{}", bench.text());
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT by_id FROM touchpoint ORDER BY id DESC LIMIT 1"), "null");
    let mut bench = bench.of("jonas").press("g l \"call again\"");
    bench.shows("Jonas Weiß").shows("by ");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT by_id FROM touchpoint ORDER BY id DESC LIMIT 1"), "2");
    let mut bench = bench.of("Zaphod").press("l \"call\"");
    bench.shows("no member of the team is called \"Zaphod\"");
}

#[test]
fn a_record_is_added_edited_and_deleted_after_a_question() {
    let mut bench = Bench::open()
        .press("enter a \"contact\" enter \"Noor Haddad\" tab tab tab \"champ\" enter enter")
        .done();
    assert_eq!(
        bench.value("SELECT account_id || ' ' || role FROM contact WHERE name = 'Noor Haddad'"),
        "1 4"
    );
    bench.shows("New contact \"Noor Haddad\" for Acme");
    let mut bench = bench.changed().press("shift-tab shift-tab j j");
    bench.shows("Noor Haddad");
    let mut bench = bench.press("d");
    bench.shows("Delete contact");
    // Another key than the one that asked.
    let bench = bench.press("d d enter");
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "3");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "2");
}

#[test]
fn an_account_is_deleted_with_everything() {
    let mut bench = Bench::open().press("d");
    bench.shows("Delete Acme?");
    let bench = bench.press("esc");
    assert_eq!(bench.value("SELECT count(*) FROM account"), "3");
    let mut bench = bench.press("enter d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM account"), "2");
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "1");
    bench.shows("Board");
}

#[test]
fn tasks_of_everyone_are_done_put_off_and_given_away() {
    let mut bench = Bench::open().press("? \"open tasks\" enter");
    bench.shows("Tasks · 2 open").shows("Ada Boyd").shows("due in 3 days").shows("due 10 days ago");
    // Ada's first: a day later, then to Jonas.
    let bench = bench.press("+").done().changed();
    assert_eq!(bench.value("SELECT due_on FROM task WHERE id = 1"), "20004");
    let bench = bench.press("o \"jonas\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT owner_id FROM task WHERE id = 1"), "2");
    let bench = bench.press("z \"mon\" enter").done().changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM task WHERE id = 1"), "20003");
    let mut bench = bench.press("d").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 1"), "20000");
    bench.shows("Tasks · 1 open");
}

#[test]
fn pasted_text_goes_into_the_field_and_never_runs_as_keys() {
    let mut bench = Bench::open().press("e ctrl-u");
    let effects = bench.app.input(mainstay::tui::term::event::Event::Paste("q\ny\u{1b}[31m".to_owned()));
    bench.follow(effects);
    bench.shows("q y[31m");
}

#[test]
fn every_change_is_taken_back_and_done_again() {
    let mut bench = Bench::open().press("e ctrl-u \"Acme Group\" enter").done().changed().press("u").done();
    bench.shows("Took back: Changed name of Acme");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme");
    let mut bench = bench.changed().press("ctrl-r").done();
    bench.shows("Done again");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Group");
    // A deleted account comes back with everything.
    let bench = bench.changed().press("d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "1");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "2");
}

#[test]
fn a_touchpoint_is_logged_in_one_line_with_what_follows() {
    let mut bench = Bench::open().press("l");
    bench.shows("Log · Acme").shows("quotation marks may be left out");
    let mut bench = bench.press("\"call @ines @Zoe +champion wants SSO pulse 4 > fri send quote\"");
    bench
        .shows("Call on Fri 4 Oct 2024, today")
        .shows("Ines Duarte (executive sponsor)")
        .shows("Zoe (champion), who becomes a new contact")
        .shows("4 of 5")
        .shows("send quote");
    // Esc keeps the line unless told otherwise.
    let mut bench = bench.press("esc");
    bench.shows("Throw this line away?");
    let bench = bench.press("esc enter").done();
    assert_eq!(bench.value("SELECT account_id || ' ' || kind || ' ' || pulse FROM touchpoint"), "1 1 4");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint_attendee"), "2");
    assert_eq!(bench.value("SELECT title FROM task WHERE id = 3"), "send quote");
    assert_eq!(bench.value("SELECT name FROM contact WHERE id = 3"), "Zoe");
    // One step takes all of it back.
    let mut bench = bench.changed().press("u").done();
    bench.shows("Took back: Logged a call with Acme");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint"), "0");
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "2");
}

#[test]
fn another_account_can_be_logged_for() {
    let bench = Bench::open().press("l \"note hello\" tab \"bor\" enter enter").done();
    assert_eq!(bench.value("SELECT account_id || text FROM touchpoint"), "2hello");
}

#[test]
fn two_marked_accounts_become_one_and_two_again() {
    let mut bench = Bench::open().press("D");
    bench.shows("mark two accounts first");
    let mut bench = bench.press("space space k D");
    bench.shows("Merge Acme into Borealis?");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT group_concat(name) FROM account"), "Borealis,Cobalt");
    assert_eq!(bench.value("SELECT count(*) FROM contract WHERE account_id = 2"), "2");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT group_concat(name) FROM account"), "Acme,Borealis,Cobalt");
    assert_eq!(bench.value("SELECT count(*) FROM contract WHERE account_id = 2"), "1");
}

#[test]
fn after_a_merge_the_account_that_stays_is_selected() {
    // Marking moves on to Cobalt; the first one marked stays.
    let bench = Bench::open().press("space space D y").done().changed();
    assert_eq!(bench.value("SELECT group_concat(name) FROM account"), "Acme,Cobalt");
    let mut bench = bench.press("e");
    bench.shows("Account · Acme");
}

#[test]
fn the_history_says_who_changed_what_and_takes_an_older_change_back() {
    let bench = Bench::open().press("e ctrl-u \"Acme Group\" enter").done().changed();
    let bench = bench.press("e tab tab tab tab tab \"ren\" enter enter").done().changed();
    let mut bench = bench.press("enter shift-tab");
    bench.shows("Changed stage of Acme Group: adoption → renewal").shows("Acme → Acme Group");
    let mut bench = bench.press("j enter");
    bench.shows("Take back \"Changed name of Acme\"?");
    let mut bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT name || stage FROM account WHERE id = 1"), "Acme4");
    bench.shows("(taken back)");
}

#[test]
fn a_change_is_found_in_the_history_by_person_field_value_and_day() {
    let bench = Bench::open().press("e ctrl-u \"Acme Group\" enter").done().changed();
    let bench = bench.press("e tab tab tab tab tab \"ren\" enter enter").done().changed();
    bench.outside("UPDATE account SET industry = 'Steel' WHERE id = 1");
    let mut bench = bench.changed().press("enter shift-tab");
    bench.shows("adoption → renewal").shows("nothing → Steel").shows("/ filter");
    let has = |bench: &mut Bench, wanted: [bool; 3]| {
        let text = bench.text();
        let found =
            ["Acme → Acme Group", "adoption → renewal", "nothing → Steel"].map(|told| text.contains(told));
        assert_eq!(found, wanted, "{text}");
    };
    let mut bench = bench.press("/");
    bench.shows("a day, who, a field, a value or a record");
    // A field; keys are letters meanwhile.
    let mut bench = bench.press("\"stage\"");
    has(&mut bench, [false, true, false]);
    // Who; then a value of another one.
    let mut bench = bench.press("ctrl-u \"another prog\"");
    has(&mut bench, [false, false, true]);
    let mut bench = bench.press("\" ren\"");
    has(&mut bench, [false; 3]);
    bench.shows("No change has all of these words");
    // A day, which all are of: that of the machine's clock.
    let day = bench.value("SELECT substr(at, 1, 10) FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1");
    let mut bench = bench.press(&format!("ctrl-u \"{day}\""));
    has(&mut bench, [true; 3]);
    let mut bench = bench.press("ctrl-u \"1999-01\"");
    has(&mut bench, [false; 3]);
    // Kept, what is found can be taken back; Esc brings everything back, and only then leaves.
    let mut bench = bench.press("ctrl-u \"acme group name\" enter enter");
    bench.shows("Take back \"Changed name of Acme\"?").shows("by ");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT name || stage FROM account WHERE id = 1"), "Acme4");
    let mut bench = bench.press("esc");
    has(&mut bench, [true; 3]);
    let mut bench = bench.press("esc");
    bench.shows("enter open");
}

#[test]
fn the_whole_history_of_an_account_is_looked_through_and_not_the_newest_changes_alone() {
    let mut bench = Bench::over((80, 24), |writer, book| {
        book.execute_batch("INSERT INTO account (id, name) VALUES (1, 'Acme')").unwrap();
        let mut set = |label: &str, column, value| {
            writer.write(label, |tx| rows::update(tx, "account", 1, &[(column, &value)])).unwrap();
        };
        set("The first of all", "industry", Value::Text("Steel".into()));
        (1..=250).for_each(|number| set("Counted", "employees", Value::Int(number)));
    });
    bench = bench.press("enter shift-tab");
    assert!(!bench.text().contains("Steel"), "{}", bench.text());
    // 251 changes and the account that another program made.
    let mut bench = bench.press("/ \"steel\"");
    bench.shows("The first of all").shows("nothing → Steel").shows("1 of 252");
    let mut bench = bench.press("ctrl-u \"counted\"");
    bench.shows("250 of 252, 200 listed");
    let mut bench = bench.press("ctrl-u \"steel\" enter enter");
    bench.shows("Take back \"The first of all\"?");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT coalesce(industry, 'none') || employees FROM account"), "none250");
}

#[test]
fn a_book_that_is_removed_or_held_underneath_is_told_of_and_the_form_keeps_what_was_typed() {
    let bench = Bench::open().press("e \" Inc\"");
    let holder = Connection::open(bench.location.path()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    // The engine waits a while before it says so.
    let mut bench = bench.press("enter").done();
    bench
        .shows("another program is writing to the book and does not let go")
        .shows("try again")
        .shows("Acme Inc");
    assert!(!bench.text().contains("locked"));
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    let away = bench.location.path().with_extension("away");
    std::fs::rename(bench.location.path(), &away).unwrap();
    let mut bench = bench.press("enter").done();
    bench.shows("the book was moved or removed while it was").shows("Acme Inc");
    std::fs::rename(&away, bench.location.path()).unwrap();
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Inc");
}

#[test]
fn a_goal_gets_an_update_and_a_segment_is_edited() {
    let bench = Bench::open().press("enter a \"goal\" enter \"Close in two days\" enter").done().changed();
    let mut bench = bench.press("shift-tab shift-tab G a");
    bench.shows("Goal update of Close in two days");
    let bench = bench.press("enter tab \"at risk\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT goal_id || ' ' || status FROM goal_update"), "1 1");
    let mut bench = bench;
    bench.shows("Goal updates  1");
    let bench = bench.press("2 E \"enterp\" enter \" plus\" enter").done();
    assert_eq!(bench.value("SELECT name FROM segment WHERE id = 101"), "enterprise plus");
}

#[test]
fn the_account_above_is_found_among_all_by_some_letters() {
    let bench = Bench::open();
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)";
    bench.outside(&format!(
        "{numbers} INSERT INTO account (name) SELECT 'Branch ' || i FROM n; INSERT INTO account (name) VALUES ('Borealis')"
    ));
    let part_of = ["tab"; 14].join(" ");
    let mut bench = bench.changed().press(&format!("e {part_of} \"bra 39\""));
    bench.shows("Branch 39 ").shows("Branch 390");
    let mut bench = bench.press("down enter");
    bench.shows("* Part of").shows("Branch 390");
    // Space shows all, with the present one selected: Enter keeps it.
    let bench = bench.press("space enter enter").done();
    assert_eq!(
        bench.value("SELECT p.name FROM account a JOIN account p ON p.id = a.parent_id WHERE a.id = 1"),
        "Branch 390"
    );
    // Two of one name bear their ids, and what another change does to the form leaves the choice alone.
    let mut bench = bench.changed().press(&format!("e {part_of} \"bore\" down"));
    bench.shows("Borealis ").shows("Borealis #404");
    let bench = bench.press("enter");
    bench.outside("UPDATE account SET industry = 'Steel', parent_id = NULL WHERE id = 1");
    let mut bench = bench.changed();
    bench.shows("Steel").shows("Borealis #404");
    let bench = bench.press("ctrl-s").done();
    assert_eq!(bench.value("SELECT parent_id FROM account WHERE id = 1"), "404");
}

#[test]
fn a_touchpoint_is_logged_for_another_account_that_some_letters_name() {
    let mut bench = Bench::open().press("l \"call went well\" tab");
    bench.shows("Log for which account?").shows("Cobalt");
    let mut bench = bench.press("\"cob\" enter");
    bench.shows("Log · Cobalt");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT account_id FROM touchpoint"), "3");
}

/// The keys that lead to each screen from the table.
const SCREENS: &[(&str, &str)] = &[
    ("form", "e \" Inc\" tab tab tab tab \"jo\""),
    ("form_wrong", "e ctrl-u tab tab tab tab tab tab \"next week\""),
    ("form_asks", "e \" Inc\" esc"),
    (
        "form_touchpoint",
        "a \"touch\" enter tab tab \"in\" enter tab \"They want SSO before they renew, and a date for it.\" enter \"Next: security review\"",
    ),
    ("cell", "right right right right e"),
    ("add", "a"),
    ("change_marked", "space space c"),
    ("records", "enter shift-tab shift-tab j"),
    ("delete", "enter shift-tab shift-tab j d"),
    ("tasks", "? \"open tasks\" enter"),
    ("log_empty", "l"),
    ("log", "l \"call @ines @Zoe +champion wants SSO pulse 4 > fri send quote\""),
    ("log_unclear", "l \"call pulse 9\""),
    ("merge", "space space D"),
];

#[test]
fn editing_looks_as_it_should() {
    for (width, height) in [(80, 24), (120, 40)] {
        for (name, keys) in SCREENS {
            let mut bench = Bench::at(width, height).press(keys);
            insta::assert_snapshot!(format!("edit_{name}_{width}x{height}"), bench.text());
        }
        // The times of changes are those of the clock, so they are left out.
        let mut bench = Bench::at(width, height).press("e ctrl-u \"Acme Group\" enter").done().changed();
        bench = bench.press("enter shift-tab");
        let text = bench.text();
        let shown = text.lines().filter(|line| line.contains('→') || line.contains('─')).count();
        assert!(shown >= 3, "{text}");
    }
}

#[test]
fn every_editor_draws_at_every_size() {
    for keys in SCREENS.iter().map(|screen| screen.1).chain(["enter shift-tab"]) {
        let mut bench = Bench::at(40, 40).press(keys);
        for width in 0..=40 {
            // Every other size, like a chessboard: a form has many lines to lay out.
            for height in (width % 2..=40).step_by(2) {
                bench.size = (width, height);
                bench.app.resize(bench.size.into());
                if width % 8 == 0 && height % 8 == 0 {
                    bench = bench.press("down pgdn up tab");
                }
                bench.text();
            }
        }
    }
}
