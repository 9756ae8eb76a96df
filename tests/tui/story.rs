//! Outcomes, people, timeline and usage of an account, over a real engine: keys in, rows and screen out.

use mainstay::book::people::People;
use mainstay::book::timeline::Timeline;
use mainstay::domain::Error;
use mainstay::tui::Effect;
use mainstay::tui::tale::{Ask, Told};
use ratatui::style::Modifier;

use crate::bench::Bench;

/// Acme on Friday 2024-10-04 (day 20000). The first goal goes from 100 down to 50 in 100 days that are half over; its
/// last value is of a quarter of the way. The champion left ten days ago; the sponsor was last met on 2023-10-10.
const STORY: &str = "
    INSERT INTO goal (id, account_id, title, kind, metric, baseline_micro, target_micro, started_on, due_on, our_role) VALUES
      (1, 1, 'Fewer stops', 'performance', 'stops', 100000000, 50000000, 19950, 20050, 'Monthly look at the figures'),
      (2, 1, 'Lower cost', 'cost', 'cost per unit', 10000000, 8000000, 19800, 19990, NULL);
    INSERT INTO goal_update (goal_id, updated_on, status, current_micro, note, value_minor) VALUES
      (1, 19950, 0, 100000000, NULL, NULL), (1, 19975, 1, 90000000, 'Data is late', NULL),
      (2, 19985, 3, 7500000, 'Their controller says so', 12000000);
    INSERT INTO contact (id, account_id, name, email, title, role, influence, sentiment, reports_to, left_on) VALUES
      (3, 1, 'Priya Nair', 'priya@acme.example', 'Head of Maintenance', 4, 'high', 'advocate', 'Ines Duarte', 19990),
      (4, 1, 'Bo Lind', NULL, 'Shift lead', 7, NULL, 'neutral', 'Priya Nair', NULL),
      (5, 1, 'Cy Moss', NULL, NULL, 0, NULL, 'critic', 'priya@acme.example', NULL);
    INSERT INTO touchpoint (id, account_id, touched_on, kind, text, pulse, by_id, links) VALUES
      (1, 1, 19995, 1, '# Quote' || char(10) || 'Wants **three years**, see [the deck](https://x.example/deck).' || char(10) || char(10) || '- budget by March' || char(10) || '- no ' || char(27) || '[31mred', 4, 1, 'https://rec.example/1'),
      (2, 1, 19640, 1, 'Renewal of last year: signed for a year', NULL, 1, NULL),
      (3, 1, 19700, 0, 'Nobody was met', NULL, NULL, NULL);
    INSERT INTO touchpoint_attendee (touchpoint_id, contact_id, name) VALUES (1, 2, NULL), (1, NULL, 'A guest'), (2, 1, NULL), (2, 3, NULL);
    INSERT INTO ticket (account_id, external_id, opened_on, resolved_on, priority, subject) VALUES
      (1, 'T-7', 19900, 19905, 1, 'Export fails'), (1, 'T-9', 19996, NULL, 3, 'Slow list');
    INSERT INTO survey (account_id, contact_id, kind, score_micro, comment, answered_on) VALUES (1, 1, 0, 9000000, 'Good', 19950);
    INSERT INTO signal (account_id, seen_on, kind, text) VALUES (1, 19992, 'growth plan', 'A second plant');
    INSERT INTO plan (id, account_id, quarter, written_on) VALUES (1, 1, '2024-Q4', 19980);
    INSERT INTO plan_item (plan_id, section, title, customer_owner) VALUES (1, 'milestone', 'Second plant', 'Priya Nair');
    INSERT INTO task (id, account_id, title) VALUES (3, 1, 'Call Priya Nair back');
    INSERT INTO training_session (id, account_id, title, held_on) VALUES (1, 1, 'Admins', 20010);
    INSERT INTO training_invitation (training_session_id, contact_id) VALUES (1, 3);
    INSERT INTO metric (id, name) VALUES (1, 'active_users'), (2, 'capacity_used');
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 363)
      INSERT INTO usage (account_id, metric_id, used_on, value)
      SELECT 1, 1, 20000 - i, CASE WHEN i < 28 THEN 30 ELSE 40 END FROM n;
    INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (1, 2, 19900, 0.7), (1, 2, 19990, 0.9);
    INSERT INTO feature (id, name, core, advanced) VALUES (1, 'Reports', 1, 0), (2, 'Open API', 0, 1), (3, 'Alerts', 1, 0);
    INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (1, 1, 19990, 12), (1, 3, 19900, 2);";

/// What a book answers in which nothing happened.
pub fn untold(ask: Ask) -> Told {
    match ask {
        Ask::Goals(_) => Told::Goals(Ok(Vec::new())),
        Ask::People(_) => Told::People(Ok(People::default())),
        Ask::Timeline(..) => Told::Timeline(Ok(Timeline::default())),
        Ask::Plays(_) => Told::Plays(Err(Error::not_found("there is no account"))),
        Ask::ToPlay(_, to) => Told::ToPlay(to, Err(Error::not_found("there is no account"))),
        Ask::Letter(..) => Told::Letter(Err(Error::not_found("there is no account"))),
        Ask::Paper(_) => Told::Paper(Err(Error::not_found("there is no account"))),
        Ask::Renewals(_) => Told::Renewals(Ok(Vec::new())),
        Ask::Expansion(_) => Told::Expansion(Box::new(Err(Error::not_found("there is no account")))),
        Ask::Winnable(_, deal) => Told::Winnable(deal, Ok(Vec::new())),
        Ask::Usage(..) => Told::Usage(Err(Error::not_found("there is no account"))),
    }
}

/// Acme at a page, then these keys, on a screen of a size.
fn acme(page: &str, keys: &str, (width, height): (u16, u16)) -> Bench {
    let mut bench = at(page, Bench::with(STORY, (160, 40)).press("enter"));
    bench.resize(width, height);
    bench.press(keys)
}

/// Turns to a page of the account, wherever it is among them.
fn at(page: &str, mut bench: Bench) -> Bench {
    for _ in 0..16 {
        let buffer = bench.draw();
        let cells = (0..buffer.area.width).map(|x| &buffer[(x, 0)]);
        let marked = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        let shown: String = marked.map(|cell| cell.symbol()).collect();
        if shown.trim() == page {
            return bench;
        }
        bench = bench.press("tab");
    }
    panic!("there is no page {page}:\n{}", bench.text());
}

#[test]
fn a_goal_is_updated_in_a_few_keys_and_judged_by_its_value() {
    let mut bench = acme("Outcomes", "", (120, 36));
    // 19975 is a quarter of the way; 90 is a fifth of it: 5 % behind, within a tenth.
    bench
        .shows("By the values  ● on track")
        .shows("20 % of the way on 2024-09-09, where the line is at 25 %");
    bench
        .shows("The CSM says   ▲ at risk")
        .shows("the values say otherwise")
        .shows("value delivered $120.0k");
    // Three keys and a number: 70 is 60 % of the way on the day of which half is over.
    let mut bench = bench.press("n \"70\" enter").done().changed();
    assert_eq!(
        bench.value(
            "SELECT updated_on || ' ' || current_micro || ' ' || status FROM goal_update WHERE id = 4"
        ),
        "20000 70000000 0"
    );
    bench
        .shows("60 % of the way on 2024-10-04, where the line is at 50 %")
        .shows("The CSM says   ● on track");
    // A second word of the same day takes the place of the first.
    let mut bench = bench.press("n \"80\" tab \"off\" enter enter").done().changed();
    assert_eq!(
        bench.value("SELECT count(*) || ' ' || max(current_micro) FROM goal_update WHERE updated_on = 20000"),
        "1 80000000"
    );
    assert_eq!(bench.value("SELECT status FROM goal_update WHERE id = 4"), "2");
    bench.shows("■ off track");
    let bench = bench.press("u").done().changed().press("u").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM goal_update"), "3");
}

#[test]
fn a_goal_that_is_reached_offers_a_reference_and_an_expansion() {
    let mut bench = acme("Outcomes", "", (120, 36)).press("o");
    bench.shows("the goal is not reached yet");
    let mut bench = bench.press("n \"49.5\" tab tab tab \"30k\" enter").done().changed();
    bench.shows("✓ achieved").shows("Reached: o asks for a reference").shows("value delivered $150.0k");
    let mut bench = bench.press("o");
    bench.shows("Ask for a reference: a task in a week").shows("(the health is not green)");
    let bench = bench.press("enter").done();
    assert_eq!(
        bench.value(
            "SELECT title || ' ' || owner_id || ' ' || due_on FROM task WHERE source = 'goal reached'"
        ),
        "Ask for a reference: \"Fewer stops\" is reached 1 20007"
    );
    // Asked again it is refused: the task is open.
    let mut bench = bench.changed().press("o enter").done();
    bench.shows("is open already");
    let mut bench = bench.press("o down enter");
    bench.shows("After \"Fewer stops\"");
    let bench = bench.press("ctrl-s").done();
    assert_eq!(bench.value("SELECT title FROM opportunity"), "After \"Fewer stops\"");
}

#[test]
fn what_is_missing_among_the_people_is_said_and_the_tree_shows_who_reports_to_whom() {
    let mut bench = acme("People", "", (120, 36));
    bench.shows("! the champion Priya Nair left on 2024-09-24 and has no successor");
    bench.shows("! the sponsor Ines Duarte was not met for 360 days (cadence 90)");
    bench.shows("! single-threaded: only 1 of them was met in 90 days");
    let mut bench = bench.press("t");
    bench.shows("■ Ines Duarte").shows("× └─ Priya Nair").shows("◌    ├─ Bo Lind").shows("◌    └─ Cy Moss");
}

#[test]
fn a_leaver_is_replaced_in_one_change_and_one_undo() {
    let bench = acme("People", "", (120, 36));
    let before = bench.tables();
    let mut bench = bench.press("end R \"bo\"");
    bench.shows("Who takes over from Priya Nair?").shows("Bo Lind (end-user lead)");
    let mut bench = bench.press("enter").done();
    bench.shows(
        "Bo Lind takes over from Priya Nair at Acme: champion, 2 reports, 1 task, 1 plan item, 1 invitation",
    );
    let mut bench = bench.changed();
    // Role, influence and place go over; Cy reports to Bo now; what Priya attended stays hers.
    assert_eq!(
        bench.value("SELECT group_concat(name || ':' || role || ':' || coalesce(influence, '') || ':' || coalesce(reports_to, ''), ' ' ORDER BY id) FROM contact WHERE id > 3 AND account_id = 1"),
        "Bo Lind:4:high:Ines Duarte Cy Moss:0::Bo Lind"
    );
    assert_eq!(bench.value("SELECT title FROM task WHERE id = 3"), "Call Bo Lind back");
    assert_eq!(bench.value("SELECT customer_owner FROM plan_item"), "Bo Lind");
    assert_eq!(bench.value("SELECT contact_id FROM training_invitation"), "4");
    assert_eq!(bench.value("SELECT left_on || ' ' || role FROM contact WHERE id = 3"), "19990 4");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint_attendee WHERE contact_id = 3"), "1");
    assert!(!bench.text().contains("has no successor"), "{}", bench.text());
    let bench = bench.press("u").done();
    assert_eq!(bench.tables(), before);
}

#[test]
fn somebody_new_takes_over_from_somebody_who_is_still_there() {
    let bench =
        acme("People", "", (120, 36)).press("R enter \"Uma Reyes\" tab \"uma@acme.example\" ctrl-s").done();
    assert_eq!(
        bench.value("SELECT name || ' ' || role FROM contact WHERE id = 6"),
        "Uma Reyes 1",
        "a second sponsor is one too many only if the first stays"
    );
    assert_eq!(bench.value("SELECT left_on FROM contact WHERE id = 1"), "20000");
    assert_eq!(bench.value("SELECT reports_to FROM contact WHERE id = 3"), "Uma Reyes");
}

#[test]
fn a_call_of_last_year_is_found_and_read() {
    let mut bench = acme("Timeline", "", (120, 36));
    bench.shows("contract begins").shows("growth plan").shows("NPS 9 of 10");
    let mut bench = bench.press("/ \"kind:call 2023 renewal\" enter");
    bench.shows("1 of ").shows("Renewal of last year: signed for a year");
    let mut bench = bench.press("enter");
    bench.shows("2023-10-10 call").shows("Ines Duarte, Priya Nair");
    // Esc closes the entry, then the search.
    let mut bench = bench.press("esc esc");
    bench.shows("2024-10").shows("Slow list");
}

#[test]
fn a_story_of_years_is_whole_wherever_one_looks() {
    // A note a day for a thousand days: about four hundred are read when the page is turned to.
    let years = format!(
        "{STORY} WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
           INSERT INTO touchpoint (account_id, touched_on, kind, text)
           SELECT 1, 20000 - i, 0, CASE i WHEN 1000 THEN 'First contact' ELSE 'Note ' || i END FROM n;"
    );
    let page = || at("Timeline", Bench::with(&years, (160, 40)).press("enter"));
    page().shows("Note 1");
    // The last entry, what is searched for, and what is counted are those of all years.
    page().press("G").shows("First contact");
    page().press("/ \"first contact\" enter").shows("1 of ").shows("First contact");
    // The thousand, and the one of the story.
    page().press("f").shows("note  1001");
    page().press("f \"survey\" enter").shows("kind:survey").shows("1 of ");
    // Page by page no line is left out where the rest is read.
    let mut bench = page();
    for _ in 0..32 {
        bench = bench.press("pgdn");
    }
    bench.shows("First contact");
}

#[test]
fn entries_are_narrowed_by_kind_and_person_and_links_are_opened() {
    let mut bench = acme("Timeline", "", (120, 36)).press("f \"call\" enter");
    bench.shows("/ kind:call").shows("2 of ");
    let mut bench = bench.press("p \"tom\" enter");
    bench.shows("kind:call with:Tom_Okafor").shows("1 of ");
    // Markdown is rendered, what a terminal would obey is only text.
    bench.shows("Wants three years, see the deck (https://x.example/deck).").shows("• no ␛[31mred");
    let mut bench = bench.press("o");
    bench.shows("https://rec.example/1").shows("https://x.example/deck");
    let bench = bench.press("down enter");
    assert_eq!(bench.effects.last(), Some(&Effect::Link("https://x.example/deck".to_owned())));
    let mut bench = bench.press("f \"every\" enter p \"every\" enter / \"kind:cow\"");
    bench.shows("\"cow\" is no kind of entry");
}

#[test]
fn an_entry_is_edited_and_deleted_and_never_the_account() {
    let mut bench = acme("Timeline", "", (120, 36)).press("/ \"kind:survey\" enter d");
    bench.shows("Delete survey survey 2024-08-15?");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT (SELECT count(*) FROM survey) || (SELECT count(*) FROM account)"), "03");
    // A change of band is told by other records.
    let mut bench = bench.changed().press("esc / \"kind:band\" enter d");
    assert!(!bench.text().contains("Sure?"), "{}", bench.text());
    let mut bench = bench.press("esc / \"quote\" enter e");
    bench.shows("What was said").shows("Links");
}

#[test]
fn usage_is_shown_beside_seats_over_a_range_and_copied() {
    let mut bench = acme("Usage", "", (120, 36));
    // 30 of 60 seats; 30 against 40 in the 28 days before is a quarter less.
    bench.shows("30 of 60 seats in use (50 %)").shows("30 unused").shows("↘ -25 % in 28 days");
    bench.shows("Usage over a year").shows("┄ 80 % and all of the plan");
    bench.shows("Alerts").shows("100 days ago").shows("Open API").shows("never used").shows("12 uses");
    let mut bench = bench.press("-");
    bench.shows("Usage over 26 weeks");
    let mut bench = bench.press("- -");
    bench.shows("There is no shorter range");
    let mut bench = bench.press("+ + + + +");
    bench.shows("This is everything");
    let bench = bench.press("- - - - y s");
    let Some(Effect::Copy(table)) = bench.effects.last() else { panic!("{:?}", bench.effects) };
    assert!(table.starts_with("date\tactive_users\tcapacity_used\tseats\n"), "{table}");
    assert!(table.ends_with("2024-10-04\t30\t\t60\n"), "{table}");
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence() {
    let mut bench = acme("Outcomes", "", (80, 24)).press("n ctrl-s").done();
    bench.shows("the update says nothing about the goal");
    let mut bench = bench.press("esc a \"Same\" tab tab tab \"5\" tab \"5\" ctrl-s").done();
    bench.shows("Target: 5 is the baseline already");
    let bench = bench.press("esc y");
    assert_eq!(bench.value("SELECT count(*) FROM goal"), "2");
    // Bo reports to Priya, who reports to Ines.
    let mut bench = bench;
    bench.resize(160, 24);
    let mut bench = at("People", bench);
    bench.resize(80, 24);
    let mut bench = bench.press("enter tab tab tab tab tab tab \"Bo Lind\" ctrl-s").done();
    bench.shows("Ines Duarte would stand above themselves, through Bo Lind,").shows("Priya Nair; choose");
    let bench = bench.press("esc y");
    assert_eq!(bench.value("SELECT reports_to FROM contact WHERE id = 1"), "null");
    // What another program wrote is shown all the same.
    bench.outside("UPDATE contact SET reports_to = 'Bo Lind' WHERE id = 1");
    let mut bench = bench.changed().press("t");
    bench.shows("↻ Ines Duarte").shows("Bo Lind");
}

/// Every act on these pages: page, and the keys that do it.
const ACTS: &[(&str, &str)] = &[
    ("Outcomes", "n \"60\" tab tab tab \"1k\" enter"),
    ("Outcomes", "a \"Faster start\" ctrl-s"),
    ("Outcomes", "e ctrl-u \"Hardly any stop\" ctrl-s"),
    ("Outcomes", "d y"),
    ("Outcomes", "j o enter"),
    ("Outcomes", "j o down enter ctrl-s"),
    ("People", "a \"Noor Haddad\" ctrl-s"),
    ("People", "e ctrl-u \"Ines D.\" ctrl-s"),
    ("People", "d y"),
    ("People", "end R \"cy\" enter"),
    ("People", "R enter \"Uma Reyes\" ctrl-s"),
    ("Timeline", "/ \"quote\" enter d y"),
    ("Timeline", "/ \"quote\" enter e tab tab tab tab ctrl-u \"3\" ctrl-s"),
];

#[test]
fn every_act_is_taken_back_by_one_undo_table_by_table() {
    for (page, keys) in ACTS {
        let bench = acme(page, "", (120, 36));
        let before = bench.tables();
        let bench = bench.press(keys).done();
        assert_ne!(bench.tables(), before, "{page}: {keys} did nothing");
        let after = bench.tables();
        let bench = bench.changed().press("u").done();
        assert_eq!(bench.tables(), before, "{page}: {keys}");
        let bench = bench.changed().press("ctrl-r").done();
        assert_eq!(bench.tables(), after, "{page}: {keys}, done again");
    }
}

/// Name, page, and the keys that follow.
const PAGES: &[(&str, &str, &str)] = &[
    ("outcomes", "Outcomes", ""),
    ("people", "People", ""),
    ("people_tree", "People", "t"),
    ("timeline", "Timeline", ""),
    ("timeline_read", "Timeline", "/ \"quote\" enter enter"),
    ("usage", "Usage", ""),
];

#[test]
fn the_pages_look_as_they_should() {
    for (name, page, keys) in PAGES {
        let mut bench = acme(page, keys, (80, 24));
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            bench.resize(width, height);
            insta::assert_snapshot!(format!("story_{name}_{width}x{height}"), bench.styled());
        }
    }
}

#[test]
fn every_page_draws_at_every_size() {
    for (_, page, keys) in PAGES {
        let mut bench = acme(page, keys, (40, 40));
        for (width, height) in (0..=40).flat_map(|width| (0..=40).map(move |height| (width, height))) {
            bench.resize(width, height);
            if width % 8 == 0 && height % 8 == 0 {
                bench = bench.press("j pgdn k pgup");
            }
            bench.draw();
        }
    }
}

#[test]
fn an_account_of_which_nothing_is_known_says_what_to_do() {
    for (page, told) in [
        ("Outcomes", "No goal yet: a adds what the customer wants"),
        ("People", "nobody is known here"),
        ("Timeline", "Nothing happened yet: l logs a touchpoint"),
        ("Usage", "No usage is recorded"),
    ] {
        let mut bench = at(page, Bench::at(160, 24).press("G enter"));
        bench.shows("Cobalt").shows(told);
    }
}
