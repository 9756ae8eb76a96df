//! Plays, save plans and messages over a real engine: keys in, rows and screen out.

use mainstay::engine::Event;
use mainstay::tui::Effect;

use crate::bench::Bench;

/// On Friday 2024-10-04 (day 20000): Acme is red by a competitor since 2024-09-04 (19970) and was called on 2024-09-10.
/// So there is an alert, which proposes a play; another play runs, one is over.
const PLAYED: &str = "
    INSERT INTO signal (account_id, kind, seen_on, text) VALUES (1, 'competitor evaluation', 19970, 'they compare');
    INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 19976, 1);
    INSERT INTO play (id, account_id, playbook, alert_id, owner_id, started_on, ended_on, outcome, note) VALUES
      (1, 1, 'no login', NULL, 1, 19990, NULL, NULL, NULL),
      (2, 1, 'usage drop', NULL, 1, 19800, 19830, 'worked', 'trained the night shift');
    INSERT INTO task (id, account_id, title, owner_id, due_on, done_on, source, play_id) VALUES
      (11, 1, 'Call, and write to a second contact', 1, 19990, 19991, 'play', 1),
      (12, 1, 'Message to the sponsor', 1, 19993, NULL, 'play', 1),
      (13, 1, 'Offer a workshop to start again', 1, 20003, NULL, 'play', 1);
    UPDATE contact SET email = 'ines@acme.example' WHERE id = 1;";

/// The small book with plays in it.
fn played(width: u16, height: u16) -> Bench {
    Bench::with(PLAYED, (width, height))
}

/// The page of Acme's plays.
fn page(width: u16, height: u16) -> Bench {
    let mut bench = played(width, height).press("/ \"acme\" enter enter tab tab tab");
    bench.shows("1 play");
    bench
}

/// The plays of everyone, once they were read on their own thread.
fn everyone(bench: Bench) -> Bench {
    let mut bench = bench.press("P");
    bench.wait(|event| matches!(event, Event::Plays(..)));
    bench
}

fn snapshot(name: &str, bench: impl Fn(u16, u16) -> Bench) {
    for (width, height) in [(80, 24), (120, 36), (40, 12)] {
        insta::assert_snapshot!(format!("plays_{name}_{width}x{height}"), bench(width, height).styled());
    }
}

#[test]
fn the_pages_look_like_this() {
    snapshot("account", page);
    snapshot("overview", |width, height| played(width, height).press("/ \"acme\" enter enter"));
    snapshot("save_plan", |width, height| page(width, height).press("Z enter").done().changed().press("g"));
    snapshot("start", |width, height| page(width, height).press("p"));
    snapshot("finish", |width, height| page(width, height).press("j F"));
    snapshot("message", |width, height| page(width, height).press("j j j D"));
    snapshot("chat", |width, height| page(width, height).press("j j j D t"));
    snapshot("of_everyone", |width, height| everyone(played(width, height)));
    snapshot("figures", |width, height| everyone(played(width, height)).press("tab"));
}

#[test]
fn a_play_is_started_from_the_alert_that_proposes_it() {
    let mut bench = played(120, 36).press("/ \"acme\" enter p");
    // What the alerts propose stands first; "no login" runs already.
    bench.shows("Competitor ← ");
    let mut bench = bench.press("enter");
    bench.shows("start the play").shows("2024-10-04");
    let mut bench = bench.press("enter").done().changed();
    bench.shows("Started the play \"Competitor\" for Acme");
    assert_eq!(
        bench.value("SELECT alert_id || ' ' || owner_id || ' ' || started_on FROM play WHERE id = 3"),
        "1 1 20000"
    );
    assert_eq!(bench.value("SELECT count(*) FROM task WHERE play_id = 3"), "6");
    let mut bench = bench.press("enter tab tab tab");
    bench.shows("2 plays").shows("Competitor  0 of 6");
    // It is not offered again.
    let text = bench.press("p").text();
    assert!(!text.contains("Competitor ·") && !text.contains("Competitor ←"), "{text}");
}

#[test]
fn steps_are_ticked_off_put_off_given_away_added_and_skipped() {
    let bench = page(120, 36).press("j j j");
    let mut bench = bench.press("x").done().changed();
    bench.shows("No login for 30 days  2 of 3");
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 12"), "20000");
    let bench = bench.press("x").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 12"), "null");
    let bench = bench.press("z \"+7d\" enter").done().changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM task WHERE id = 12"), "20007");
    let bench = bench.press("a \"Ask the board\" tab tab \"+2d\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT play_id || ' ' || owner_id || ' ' || due_on || ' ' || source FROM task WHERE title = 'Ask the board'"),
        "1 1 20002 play"
    );
    let mut bench = bench.press("d");
    bench.shows("Skip the step");
    let mut bench = bench.press("y").done().changed();
    bench.shows("1 of 3");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM task WHERE play_id = 1"), "4");
}

#[test]
fn a_play_ends_with_what_came_of_it_and_runs_again() {
    let mut bench = page(120, 36).press("j j F");
    bench.shows("What came of \"No login for 30 days\"?").shows("Worked; 2 open steps go");
    let bench =
        bench.press("\"did not work; 2 open steps stay\" enter \"nobody answers\" ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT outcome || ': ' || note FROM play WHERE id = 1"),
        "did not work: nobody answers"
    );
    assert_eq!(bench.value("SELECT count(*) FROM task WHERE play_id = 1 AND done_on IS NULL"), "2");
    let mut bench = bench;
    bench.shows("Past plays").shows("did not work after 10 days: nobody answers");
    // Why is not left out.
    let bench = bench.press("u").done().changed();
    let mut bench = bench.press("g j j F \"cancelled; 2 open steps go\" enter ctrl-s").done();
    bench.shows("it is not said why it was cancelled");
    assert_eq!(bench.value("SELECT outcome FROM play WHERE id = 1"), "null");
}

#[test]
fn a_play_says_when_its_exit_criterion_holds_and_offers_to_finish() {
    let bench = page(120, 36);
    bench.outside(
        "INSERT INTO alert (account_id, rule, severity, reason, opened_on, closed_on)
         VALUES (1, 'no login', 'high', 'no use for 30 days', 19990, 19999)",
    );
    let mut bench = bench.changed();
    bench.shows("they log in again: so it is. F finishes it");
    let mut bench = everyone(bench);
    bench.shows("To finish").shows("the exit criterion holds: finish it");
}

/// From the red account to the day it is saved: what was typed, what the book has.
#[test]
fn a_save_goes_from_its_start_to_its_end_and_back() {
    let mut bench = played(120, 36).press("/ \"acme\" enter enter");
    bench.shows("since 2024-09-04 and no intervention: Z begins one");
    let before = bench.tables();
    let bench = bench.press("Z enter").done().changed();
    let began = bench.tables();
    assert_eq!(
        bench.value("SELECT group_concat(kind || ' ' || entered_on) FROM intervention_entry"),
        "detected 19970"
    );
    let mut bench = bench.press("tab tab tab g");
    bench.shows("✓ detected").shows("? reached out  2024-09-10: the first call since then; x confirms");
    // The facts speak for it: one key confirms it.
    let bench = bench.press("j x").done().changed();
    assert_eq!(
        bench.value("SELECT entered_on || ' ' || note FROM intervention_entry WHERE kind = 'reached out'"),
        "19976 the first call since then"
    );
    // Nothing speaks for the diagnosis: a form asks.
    let bench = bench.press("j x tab tab \"they miss the night shift\" ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT entered_on || ' ' || owner_id || ' ' || note FROM intervention_entry WHERE kind = 'diagnosed'"),
        "20000 1 they miss the night shift"
    );
    // The save plan: what both will call saved.
    let bench =
        bench.press("j j j enter \"60 people a week\" tab \"75\" tab \"+28d\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT exit_criteria || ' ' || target_health || ' ' || target_on FROM intervention"),
        "60 people a week 75 20028"
    );
    // A step of the play that is done speaks for the proposal.
    bench.outside("UPDATE task SET done_on = 20000 WHERE title LIKE 'Write the save plan%'");
    let mut bench = bench.changed();
    bench.shows("? proposed     2024-10-04: \"Write the save plan");
    // The review of the week.
    let mut bench = bench.press("Z \"review\" enter");
    bench.shows("review");
    let bench = bench.press("tab tab \"two teams are back\" ctrl-s").done().changed();
    let mut bench = bench;
    bench.shows("due 2024-10-11, in 7 days").shows("two teams are back");
    // Closed as saved, with its play.
    let bench = bench.press("Z \"as saved\" enter tab \"the sponsor is back\" ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT outcome || ' ' || reason || ' ' || closed_on FROM intervention"),
        "saved the sponsor is back 20000"
    );
    assert_eq!(bench.value("SELECT outcome FROM play WHERE playbook = 'save plan'"), "worked");
    let mut bench = bench;
    bench.shows("saved: the sponsor is back");
    // One undo a step, back to the beginning. The step that another program wrote is the sixth.
    let mut bench = bench;
    for _ in 0..6 {
        bench = bench.press("u").done();
    }
    let bench = bench.press("u").done();
    let after = bench.tables();
    let of = |tables: &std::collections::BTreeMap<String, _>, name: &str| format!("{:?}", tables.get(name));
    for table in ["intervention", "intervention_entry", "play"] {
        assert!(of(&after, table) == of(&before, table) || of(&after, table) == of(&began, table), "{table}");
    }
}

#[test]
fn a_message_goes_to_the_clipboard_the_mail_program_or_a_file_and_is_logged() {
    let bench = page(120, 36).press("j j j D");
    let mut bench = bench;
    bench.shows("To: Ines Duarte <ines@acme.example>").shows("nothing is sent");
    let mut bench = bench.press("c");
    assert!(
        matches!(bench.effects.last(), Some(Effect::Copy(text)) if text.starts_with("To: Ines Duarte <ines@acme.example>\nSubject: Acme"))
    );
    bench = bench.press("o");
    assert!(
        matches!(bench.effects.last(), Some(Effect::Link(link)) if link.starts_with("mailto:ines@acme.example?subject=Acme%3A%20"))
    );
    bench = bench.press("t c");
    assert!(matches!(bench.effects.last(), Some(Effect::Copy(text)) if text.starts_with("Hi Ines,")));
    bench = bench.press("t s");
    let Some(Effect::Keep(drafted)) = bench.effects.pop() else { panic!("no file") };
    let file = drafted.keep().unwrap();
    let again = drafted.keep().unwrap();
    assert_ne!(file, again, "nothing is overwritten");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("To: Ines Duarte"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else can read it");
    }
    // The log line is prepared; nothing is written before Enter.
    let mut bench = bench.press("l");
    bench.shows("email @Ines Acme: half an hour on what you get out of it");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint"), "1");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT kind FROM touchpoint ORDER BY id DESC LIMIT 1"), "3");
}

#[test]
fn plays_of_everyone_lead_to_their_accounts() {
    let mut bench = everyone(played(120, 36));
    bench
        .shows("Plays · 1 running")
        .shows("No login for 30 days 1 of 3 · 7 days ago: Message to the sponsor · Ada Boyd");
    let mut bench = bench.press("tab");
    // One ended of the two that began in the year: after 30 days, as worked.
    bench.shows("Which plays work").shows("Usage drop").shows("100 %");
    let mut bench = bench.press("tab enter");
    bench.shows("1 play").shows("No login for 30 days  1 of 3");
}
