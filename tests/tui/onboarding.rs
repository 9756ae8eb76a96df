//! Onboarding over a real engine on a book of its own: keys in, rows and screen out.

use std::time::{Duration, Instant};

use mainstay::tui::source::Request;

use crate::bench::Bench;

/// On Friday 2024-10-04 (day 20000): Acme's onboarding began 16 days ago, one step is late; Borealis has no progress
/// for long; Cobalt has none yet.
const RUNNING: &str = "
    INSERT INTO onboarding (id, account_id, template, started_on, days) VALUES (1, 1, 'core', 19984, 30), (2, 2, 'core', 19960, 30);
    INSERT INTO step (id, onboarding_id, position, phase, title, due_on, planned_on, milestone, owner_role, done_on, done_by) VALUES
      (1, 1, 0, 'Day 1', 'Kickoff', 19986, 19986, 1, 'csm', 19995, 'Ada Boyd'),
      (2, 1, 1, 'Week 1', 'Setup', 19998, 19998, 0, 'technical success engineer', NULL, NULL),
      (3, 1, 2, 'Week 1', 'Admin training', 20003, 20003, 0, 'training specialist', NULL, NULL),
      (4, 1, 3, 'Weeks 2-4', 'First outcome', 20010, 20010, 1, 'customer', NULL, NULL),
      (5, 2, 0, 'Day 1', 'Kickoff', 19962, 19962, 1, 'csm', NULL, NULL);
    UPDATE step SET help = 'Ask for the sandbox first.' WHERE id = 2;
    INSERT INTO step_dependency (step_id, needs_id) VALUES (2, 1), (3, 2), (4, 3);";

/// The small book with onboardings in it, at the onboarding screen.
fn running(width: u16, height: u16) -> Bench {
    Bench::with(RUNNING, (width, height)).press("3")
}

fn dues(bench: &Bench) -> String {
    bench.value("SELECT group_concat(due_on, ' ' ORDER BY id) FROM step WHERE onboarding_id = 1")
}

#[test]
fn the_onboardings_stand_worst_first_and_say_why() {
    let mut bench = running(120, 36);
    // Borealis: its only step was due on 19962, 38 days ago. Acme: setup was due two days ago.
    bench.shows("■ 1 stuck  ▲ 1 behind").shows("2 running");
    let text = bench.text();
    assert!(text.find("Borealis") < text.find("Acme"), "{text}");
    bench.shows("Kickoff is 38 days late").shows("day 40, planned 30");
    let mut bench = bench.press("j");
    bench.shows("Setup is 2 days late").shows("16/30").shows("25%").shows("14 Oct First outcome");
}

#[test]
fn the_list_is_filtered_grouped_and_opened_at_the_account() {
    let mut bench = running(120, 36).press("/ \"acm\" enter");
    bench.shows("1 of 2").shows("1 running");
    let mut bench = bench.press("esc b down down enter");
    bench.shows("Ada Boyd").shows("grouped by CSM");
    // Both began in weeks of their own; 19984 is a Wednesday, its Monday 2024-09-16.
    for (down, heading) in
        [("end up", "week of 2024-09-16"), ("end up up", "enterprise"), ("home down", "core  ■ 1 stuck")]
    {
        bench = bench.press(&format!("b {down} enter"));
        bench.shows(heading);
    }
    bench = bench.press("b home down down enter");
    let mut bench = bench.press("j enter");
    bench.shows("Acme").shows("▲ behind").shows("Week 1  0 of 2");
    // Back, and there again.
    let mut bench = bench.press("esc");
    bench.shows("grouped by CSM");
    let mut bench = bench.press("-");
    bench.shows("Week 1  0 of 2");
    // The neighbour in the list of onboardings, at the same page.
    let mut bench = bench.press("K");
    bench.shows("Borealis").shows("■ stuck");
    let mut bench = bench.press("2");
    bench.shows("Board");
}

#[test]
fn a_step_is_done_opened_again_and_left_out() {
    // The next step that is to be done is selected.
    let mut bench = running(80, 24).press("j enter x").done();
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 2"), "20000");
    bench.shows("Done: \"Setup\" of Acme");
    let mut bench = bench.changed();
    bench.shows("● on track").shows("2 of 4 required");
    let mut bench = bench.press("x").done().changed();
    bench.shows("opened again on 2024-10-04 by ");
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 2"), "null");
    let mut bench = bench.press("X").done().changed();
    bench.shows("does not apply").shows("1 of 3 required");
    let bench = bench.press("u").done().changed().press("u").done().changed().press("u").done();
    assert_eq!(bench.value("SELECT coalesce(done_on, 0) || not_applicable FROM step WHERE id = 2"), "00");
}

#[test]
fn a_step_before_its_turn_is_asked_about() {
    let mut bench = running(80, 24).press("j enter j x");
    bench.shows("Tick off Admin training before its turn?").shows("waits for Setup");
    let bench = bench.press("esc");
    assert_eq!(bench.value("SELECT count(*) FROM step WHERE done_on = 20000"), "0");
    let bench = bench.press("x y").done();
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 3"), "20000");
}

#[test]
fn a_step_moves_with_everything_that_depends_on_it_and_comes_back() {
    let mut bench = running(120, 36).press("j enter");
    bench.shows("> moves 2 steps with it").shows("Ask for the sandbox first");
    let mut bench = bench.press(">").done();
    bench.shows("1 day later, with 2 steps that depend on it");
    assert_eq!(dues(&bench), "19986 19999 20004 20011");
    let bench = bench.changed().press("> <").done().done().changed().press("u u u").done().done().done();
    assert_eq!(dues(&bench), "19986 19998 20003 20010");
    // No step comes before the one that it needs: setup cannot go before... it needs a done one only; training can.
    let mut bench = bench.changed().press("j < < < < < <").done().done().done().done().done().done();
    bench.shows("cannot come before \"Setup\"");
}

#[test]
fn a_step_is_noted_given_away_added_and_removed() {
    let mut bench = running(80, 24).press("j enter n \"waits for their IT\" ctrl-s").done().changed();
    assert_eq!(bench.value("SELECT note FROM step WHERE id = 2"), "waits for their IT");
    bench.shows("note: waits for their IT");
    let mut bench = bench.press("o \"jonas\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT owner_id FROM step WHERE id = 2"), "2");
    bench.shows("Jonas Weiß");
    let mut bench = bench.press("a");
    bench.shows("After Setup").shows("After none in particular");
    let bench = bench.press("enter \"Security review\" tab ctrl-u \"+1w\" enter").done().changed();
    assert_eq!(
        bench
            .value("SELECT onboarding_id || ' ' || due_on || ' ' || planned_on || ' ' || phase || ' ' || (SELECT group_concat(needs_id) FROM step_dependency WHERE step_id = step.id) FROM step WHERE title LIKE 'Sec%'"),
        "1 20007 20007 Week 1 2"
    );
    let mut bench = bench.press("d");
    bench.shows("Remove the step Setup?");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT count(*) FROM step WHERE id = 2"), "0");
    // What waited for it waits for what it waited for: the kickoff.
    assert_eq!(
        bench.value(
            "SELECT group_concat(step_id || '>' || needs_id, ' ' ORDER BY step_id) FROM step_dependency"
        ),
        "3>1 4>3 6>1"
    );
    let bench = bench.changed().press("*").done();
    assert_eq!(bench.value("SELECT count(*) FROM step WHERE quick_win = 1"), "1");
}

/// What needs what: `step>needed`, by step.
const NEEDS: &str =
    "SELECT group_concat(step_id || '>' || needs_id, ' ' ORDER BY step_id, needs_id) FROM step_dependency";

#[test]
fn what_a_step_needs_is_edited_in_its_form_and_never_in_a_circle() {
    // Setup, which needs the kickoff and is needed by the training.
    let mut bench = running(120, 36).press("j enter e tab tab tab tab tab tab");
    bench.shows("Kickoff").shows("steps that come first");
    let mut bench = bench.press("\"; adm\" enter");
    bench.shows("Kickoff; Admin training");
    let mut bench = bench.press("ctrl-s").done();
    bench.shows("the steps \"Setup\" -> \"Admin training\" -> \"Setup\" need each other in a circle");
    // Nor what comes later, nor what is no step of this onboarding, though Borealis has one of the name.
    let mut bench = bench.press("ctrl-u \"First outcome\" esc");
    bench.shows("Kickoff");
    let mut bench = bench.press("ctrl-u \"lunch\" ctrl-s");
    bench.shows("no other step of the onboarding is called \"lunch\"");
    assert_eq!(bench.value(NEEDS), "2>1 3>2 4>3");
    let bench = bench.press("ctrl-u ctrl-s").done().changed();
    assert_eq!(bench.value(NEEDS), "3>2 4>3");
    // The first outcome needs the setup as well, and the training no more.
    let bench = bench.press("j j e tab tab tab tab tab tab \"; set\" enter ctrl-s").done().changed();
    assert_eq!(bench.value(NEEDS), "3>2 4>2 4>3");
    let bench = bench.press("u u").done().done();
    assert_eq!(bench.value(NEEDS), "2>1 3>2 4>3");
}

#[test]
fn a_new_step_may_need_several_but_none_that_is_due_after_it() {
    // After the setup, and after the training that is due on the 7th: 20003.
    let bench = running(120, 36).press("j enter a enter \"Security review\" tab tab tab \"; adm\" enter");
    let mut bench = bench.press("ctrl-s").done();
    bench.shows("before \"Admin training\", which it needs and").shows("which is due on 2024-10-07");
    let bench = bench.press("shift-tab shift-tab ctrl-u \"+1w\" ctrl-s").done().changed();
    assert_eq!(bench.value(NEEDS), "2>1 3>2 4>3 6>2 6>3");
    assert_eq!(bench.value("SELECT due_on || ' ' || planned_on FROM step WHERE id = 6"), "20007 20007");
    let bench = bench.press("u").done();
    assert_eq!(bench.value(NEEDS), "2>1 3>2 4>3");
    assert_eq!(bench.value("SELECT count(*) FROM step"), "5");
}

#[test]
fn the_first_outcome_is_confirmed_with_its_evidence() {
    let mut bench = running(80, 24).press("j enter f");
    bench.shows("What shows it").shows("Confirmed by").shows("Still to be given: who confirmed it");
    // A day alone is no confirmation.
    let mut bench = bench.press("\"today\" ctrl-s");
    bench.shows("it is not said what shows the first outcome");
    assert_eq!(bench.value("SELECT first_outcome_on FROM account WHERE id = 1"), "null");
    let bench = bench.press("esc y f");
    let mut bench =
        bench.press("\"today\" tab \"Orders ship in a day\" tab \"Ines Duarte\" ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT first_outcome_on || ' ' || first_outcome_by FROM account WHERE id = 1"),
        "20000 Ines Duarte"
    );
    bench.shows("2024-10-04, today, by Ines Duarte: Orders ship in a day");
}

#[test]
fn the_handoff_shows_in_red_what_is_missing_until_it_is_given() {
    let mut bench = running(80, 24).press("j enter");
    bench.shows("missing: why they bought");
    let mut bench = bench.press("H");
    bench.shows("Still to be given: why they bought").shows("Still to be given: success criteria");
    let mut bench = bench.press("\"Orders got lost\"");
    assert!(!bench.text().contains("Still to be given: why they bought"), "{}", bench.text());
    let mut bench = bench.press("ctrl-s").done().changed();
    assert_eq!(bench.value("SELECT account_id || why_bought FROM handoff"), "1Orders got lost");
    bench.shows("missing: what was promised");
    // The same handoff opens again.
    let mut bench = bench.press("H");
    bench.shows("Orders got lost");
}

#[test]
fn the_kickoff_waits_for_the_handoff_and_says_what_it_lacks() {
    let bench = running(80, 24);
    bench.outside("UPDATE step SET needs_handoff = 1 WHERE id = 5");
    // Borealis has no contact at all and nothing was handed over.
    let mut bench = bench.changed().press("enter x");
    bench.shows("Tick off Kickoff before its turn?").shows("does not say why they bought");
    let bench = bench.press("esc");
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 5"), "null");
    let bench = bench.press("x y").done();
    assert_eq!(bench.value("SELECT done_on FROM step WHERE id = 5"), "20000");
}

#[test]
fn finishing_asks_about_the_stage_and_can_be_taken_back() {
    let bench = running(80, 24);
    bench.outside("UPDATE account SET stage = 1 WHERE id = 1");
    let mut bench = bench.changed().press("j enter F");
    bench.shows("Finish with 3 required steps open").shows("the stage becomes adoption");
    let mut bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT ended_on FROM onboarding WHERE id = 1"), "20000");
    assert_eq!(bench.value("SELECT stage FROM account WHERE id = 1"), "2");
    bench.shows("✓ done");
    // Taken up again by the same key, and all of it taken back by undo.
    let bench = bench.press("F").done().changed();
    assert_eq!(bench.value("SELECT ended_on FROM onboarding WHERE id = 1"), "null");
    let bench = bench.press("u u").done().done();
    assert_eq!(bench.value("SELECT coalesce(ended_on, 'none') || (SELECT stage FROM account WHERE id = 1) FROM onboarding WHERE id = 1"), "none1");
}

#[test]
fn an_onboarding_is_started_with_dates_that_were_looked_at() {
    // Cobalt, from the board: the first template, a week from today.
    let mut bench = Bench::with("", (120, 36)).press("G o tab ctrl-u \"+1w\"");
    bench.shows("Start onboarding · Cobalt").shows("Fri 11 Oct 2024, in 7 days").shows("Working days");
    let steps = {
        let text = bench.text();
        let line = text.lines().find(|line| line.contains("steps, first outcome by")).unwrap().to_owned();
        line.split_whitespace().nth(1).unwrap().parse::<i64>().unwrap()
    };
    // The first step a day later, the last one left out.
    let mut bench = bench.press("tab tab >");
    bench.shows("moved");
    let mut bench = bench.press("end x");
    bench.shows("left out:");
    // Esc keeps what was adjusted unless told otherwise.
    let mut bench = bench.press("esc");
    bench.shows("Throw the adjusted dates away?");
    let mut bench = bench.press("esc enter").done().changed();
    assert_eq!(
        bench.value("SELECT account_id || ' ' || started_on || ' ' || working_days FROM onboarding"),
        "3 20007 1"
    );
    assert_eq!(bench.value("SELECT count(*) FROM step"), (steps - 1).to_string());
    // Working days: 1970-01-01 was a Thursday, so day % 7 is 2 on Saturdays and 3 on Sundays.
    assert_eq!(bench.value("SELECT count(*) FROM step WHERE due_on % 7 IN (2, 3)"), "0");
    bench.shows("Cobalt").shows("Onboarding").shows("starts in 7 days");
    // One step takes all of it back, and the page says how to begin.
    let mut bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT (SELECT count(*) FROM onboarding) + (SELECT count(*) FROM step)"), "0");
    bench.shows("No onboarding yet.");
    let mut bench = bench.press("3");
    bench.shows("No onboarding is running.");
}

#[test]
fn a_start_that_cannot_be_is_explained_and_writes_nothing() {
    let mut bench = running(80, 24).press("2 G o tab ctrl-u \"1 jan 2031\" enter");
    bench.shows("too far for a start");
    let mut bench = bench.press("ctrl-u \"soon\" enter");
    bench.shows("is not a date");
    assert_eq!(bench.value("SELECT count(*) FROM onboarding"), "2");
    // Nothing leaves it in passing.
    let mut bench = bench.press("tab 2");
    bench.shows("Start onboarding");
}

#[test]
fn a_template_is_written_in_the_editor_checked_and_reset() {
    use mainstay::tui::Effect;
    let mut bench = running(120, 36).press("t");
    bench.shows("Templates of onboardings, plans, assessments").shows("built-in");
    let mut bench = bench.press("e");
    let Some(Effect::Editor(text)) = bench.effects.pop() else { panic!("no editor: {:?}", bench.effects) };
    // An owner that nobody is: told with its place, and what was written is kept.
    let wrong = text.replacen("owner = \"", "owner = \"wizard ", 1);
    bench.write(&wrong);
    bench.shows("wizard").shows("What you wrote is kept");
    let mut bench = bench.press("e");
    assert_eq!(bench.effects.pop(), Some(Effect::Editor(wrong)));
    let better = text.replacen("about = \"", "about = \"Ours: ", 1);
    bench.write(&better);
    let mut bench = bench.done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM template WHERE kind = 'onboarding'"), "1");
    bench.shows("Ours: ").shows("changed");
    let mut bench = bench.press("d");
    bench.shows("Go back to the built-in template");
    let mut bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
    bench.shows("built-in");
    let mut bench = bench.press("d");
    bench.shows("it is the built-in one");
}

#[test]
fn deleting_a_template_in_use_says_who_uses_it() {
    let own = "INSERT INTO template (kind, name, toml) VALUES ('onboarding', 'ours', 'days = ');
               UPDATE onboarding SET template = 'ours' WHERE account_id = 1;";
    let mut bench = Bench::with(&format!("{RUNNING}{own}"), (120, 36)).press("3 t");
    bench.shows("ours*");
    // The last of those of onboardings: five built-in ones stand before it.
    let mut bench = bench.press("g down down down down down d");
    bench.shows("Delete the template ours?").shows("\"ours\" is the template of running onboardings: Acme.");
    bench.shows("Running onboardings keep their steps.");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
    assert_eq!(bench.value("SELECT template FROM onboarding WHERE id = 1"), "ours");
    let bench = bench.changed().press("u").done();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "1");
}

#[test]
fn an_unknown_key_of_the_filter_is_told_with_those_that_onboardings_have() {
    let mut bench = running(120, 36).press("/ \"stat:stuck\" enter");
    bench.shows("\"stat\" is nothing to filter by").shows("state:stuck");
}

#[test]
fn a_questionnaire_is_changed_in_the_editor_and_reset_by_the_same_keys() {
    use mainstay::tui::Effect;
    let mut bench = running(120, 36).press("t G");
    bench.shows("assessment: onboarding risk").shows("questions").shows("built-in");
    let mut bench = bench.press("e");
    let Some(Effect::Editor(text)) = bench.effects.pop() else { panic!("no editor: {:?}", bench.effects) };
    bench.write(&text.replacen("score = 0", "score = 1000", 1));
    bench.shows("score is 1000").shows("What you wrote is kept");
    bench.write(&text.replacen("about = \"", "about = \"Ours: ", 1));
    let mut bench = bench.done().changed();
    assert_eq!(bench.value("SELECT name FROM template WHERE kind = 'assessment'"), "onboarding risk");
    bench.shows("Ours: ").shows("changed").shows("onboarding risk*");
    let mut bench = bench.press("d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
    bench.shows("built-in");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "1");
}

/// A webinar 10 days ago to which both contacts of Acme were invited; neither came.
const MISSED: &str = "
    INSERT INTO training_session (id, title, kind, held_on) VALUES (1, 'Basics', 'webinar', 19990);
    INSERT INTO training_invitation (training_session_id, contact_id, invited_on, attended) VALUES (1, 1, 19985, 0), (1, 2, 19985, 0);";

#[test]
fn who_takes_too_little_training_stands_out_and_is_found_by_filter_and_group() {
    let mut bench = Bench::with(&format!("{RUNNING}{MISSED}"), (120, 36)).press("3");
    // Acme: 0 of 2 came, and day 17 without a session; Borealis: day 41 without one. Both are past day 14.
    bench.shows("! 2 low on training").shows("! low");
    let bench = bench.press("j");
    // One of them comes after all: 1 of 2 is half, and a session was attended since the start on 19984.
    bench.outside("UPDATE training_invitation SET attended = 1 WHERE contact_id = 1");
    let mut bench = bench.changed();
    bench.shows("! 1 low on training");
    let mut bench = bench.press("/ \"training:low\" enter");
    bench
        .shows("1 of 2")
        .shows("Borealis")
        .shows("training low: day 41 of onboarding and no attended session");
    let mut bench = bench.press("/ ctrl-u \"training:well\" enter");
    bench.shows("Acme").shows("1 of 2");
    let mut bench = bench.press("/ ctrl-u \"state:stuck template:core\" enter");
    bench.shows("Borealis").shows("1 of 2");
    let mut bench = bench.press("/ ctrl-u \"!state:stuck borea\" enter");
    bench.shows("No running onboarding passes the filter");
    let mut bench = bench.press("/ ctrl-u \"state:late\" enter");
    bench.shows("\"late\" is none of them");
    let mut bench = bench.press("esc esc b end enter");
    bench.shows("grouped by training").shows("low consumption of training").shows("takes its training");
}

#[test]
fn the_selection_stays_with_its_onboarding_when_the_order_changes() {
    let bench = running(80, 24).press("j");
    assert_eq!(bench.app.selected(), Some(1));
    // Borealis is done, and no longer the worst.
    bench.outside("UPDATE step SET done_on = 19990 WHERE id = 5");
    let bench = bench.changed();
    assert_eq!(bench.app.selected(), Some(1));
}

/// So many accounts with an onboarding each: 24 steps, some of them late.
fn many(accounts: i64) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < {accounts} + 9)
           INSERT INTO account (id, name, csm_id, segment_id, stage) SELECT i, 'Account ' || i, 1 + i % 2, 101, 1 FROM n;
         INSERT INTO onboarding (id, account_id, template, started_on, days)
           SELECT id, id, 'core', 19960 + id % 40, 30 FROM account WHERE id >= 10;
         WITH RECURSIVE s (s) AS (SELECT 0 UNION ALL SELECT s + 1 FROM s WHERE s < 23)
           INSERT INTO step (onboarding_id, position, phase, title, due_on, milestone, done_on)
           SELECT o.id, s, 'Week ' || (s / 6), 'Step ' || s, o.started_on + s * 2, s % 6 = 5,
             CASE WHEN s < o.id % 24 THEN o.started_on + s END
           FROM onboarding o CROSS JOIN s;"
    )
}

/// How long a key and the frame after it take: the shortest of many, since other work only adds to it.
fn frame(bench: &mut Bench) -> Duration {
    (0..60)
        .map(|_| {
            let key = crate::keys::parse("j").remove(0);
            let begun = Instant::now();
            bench.app.input(key);
            bench.draw();
            begun.elapsed()
        })
        .min()
        .unwrap()
}

#[test]
fn a_thousand_onboardings_scroll_as_fast_as_a_screenful() {
    // Both fill the screen of 36 lines. Built without optimising, so the limits are wide, but work that grows with the list would be 25 times as much.
    let mut few = Bench::with(&many(40), (120, 36)).press("3");
    let begun = Instant::now();
    let mut all = Bench::with(&many(1_000), (120, 36));
    println!("a book with 1,000 onboardings: {:?}", begun.elapsed());
    let begun = Instant::now();
    all = all.press("3");
    all.draw();
    let opened = begun.elapsed();
    all.shows("1,000 running");
    let (few, many) = (frame(&mut few), frame(&mut all));
    println!("opening the screen {opened:?}; a frame with 40: {few:?}, with 1,000: {many:?}");
    assert!(many < few * 4 + Duration::from_millis(5), "{few:?} with 40, {many:?} with 1,000");
    assert!(opened < Duration::from_secs(2), "{opened:?}");
    // A change of one account reads the onboardings of that one alone.
    let read = |all: &mut Bench, request| {
        let begun = Instant::now();
        all.follow(vec![mainstay::tui::Effect::Read(request)]);
        begun.elapsed()
    };
    let every = read(&mut all, Request::Runs);
    let one = (10..30).map(|id| read(&mut all, Request::RunsOf(id))).min().unwrap();
    println!("reading 1,000 onboardings {every:?}, those of one account {one:?}");
    assert!(one * 5 < every, "{one:?} of {every:?}");
    all.shows("1,000 running");
    all.press("G").shows("worst first");
}

/// The keys that lead to each screen from the running onboardings.
const SCREENS: &[(&str, &str)] = &[
    ("list", ""),
    ("list_grouped", "b down enter"),
    ("results", "tab"),
    ("checklist", "j enter"),
    ("handoff", "j enter H"),
    ("finish", "j enter F"),
    ("start", "2 G o tab ctrl-u \"+1w\" tab tab j"),
    ("start_refused", "j o left left left"),
    ("templates", "t j"),
    ("questionnaire", "t G"),
    ("add_step", "j enter a"),
    ("first_outcome", "j enter f"),
    ("none_yet", "2 G enter tab"),
];

const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (40, 12)];

#[test]
fn onboarding_looks_as_it_should() {
    for (width, height) in SIZES {
        for (name, keys) in SCREENS {
            let mut bench = running(*width, *height).press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.styled());
        }
        let mut bench = Bench::with("", (*width, *height)).press("3");
        insta::assert_snapshot!(format!("empty_{width}x{height}"), bench.styled());
    }
}

#[test]
fn every_screen_of_onboarding_draws_at_every_size() {
    for keys in
        SCREENS.iter().map(|screen| screen.1).chain(["? \"zzz\"", "/ \"zzz\"", "tab right right right G"])
    {
        let mut bench = running(40, 40).press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                bench.resize(width, height);
                if width % 8 == 0 && height % 8 == 0 {
                    bench = bench.press("down pgdn up");
                }
                bench.text();
            }
        }
    }
}
