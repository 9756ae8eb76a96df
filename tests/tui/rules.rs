//! Rules and playbooks over a real engine: looked at, written, tried on the last days, saved; keys in, rows and screen
//! out.

use std::cell::Cell;

use mainstay::engine::Event;
use mainstay::tui::Effect;

use crate::bench::Bench;

/// On Friday 2024-10-04 (day 20000) the last 90 days begin on 2024-07-07 (19911). A competitor is at Acme since 30 days
/// ago and at Borealis since before these days. Of the rule that nobody has any more an alert was left.
const BOOK: &str = "
    INSERT INTO signal (account_id, kind, seen_on) VALUES (1, 'competitor evaluation', 19970), (2, 'competitor evaluation', 19905);
    INSERT INTO alert (account_id, rule, severity, reason, opened_on, closed_on) VALUES
      (1, 'low nps', 'medium', 'NPS answer 4', 19910, 19950), (1, 'low nps', 'medium', 'NPS answer 5', 19911, 19950),
      (2, 'low nps', 'medium', 'NPS answer 6', 19990, 19999);
    INSERT INTO play (account_id, playbook, owner_id, started_on, ended_on, outcome) VALUES
      (1, 'competitor', 1, 19980, 19990, 'worked'), (2, 'competitor', 1, 19980, 19990, 'did not work');";

/// The rules in front, and how well the playbooks work.
fn rules(width: u16, height: u16) -> Bench {
    let mut bench = Bench::with(BOOK, (width, height)).press("B");
    // They come on threads of their own, in any order.
    let seen = Cell::new((false, false));
    bench.wait(|event| {
        let (rules, plays) = seen.get();
        seen.set((rules || matches!(event, Event::Rules(_)), plays || matches!(event, Event::Plays(..))));
        seen.get() == (true, true)
    });
    bench
}

/// The rule of competitors in front: the eleventh.
fn competitor(width: u16, height: u16) -> Bench {
    let mut bench = rules(width, height).press("j j j j j j j j j j");
    bench.shows("They look at a competitor");
    bench
}

/// What the editor is given.
fn handed(bench: &Bench) -> String {
    match bench.effects.last() {
        Some(Effect::Editor(text)) => text.clone(),
        other => panic!("{other:?}"),
    }
}

/// Waits until what was written was tried.
fn tried(mut bench: Bench) -> Bench {
    bench.wait(|event| matches!(event, Event::Tried(..)));
    bench
}

const OWN: &str = "SELECT coalesce(max(value), '') FROM setting WHERE name = 'playbooks'";

#[test]
fn each_rule_tells_when_it_fires_and_how_often_it_did() {
    let mut bench = competitor(120, 36);
    bench.shows("competitor         high 2");
    bench.shows("built-in · high · fired 2 times in 90 days · 2 open");
    bench.shows("competitor yes").shows("competitor no").shows("Proposes the play");
    // Of three answers two are on days 19911 to 20000, and none is open.
    let mut bench = rules(120, 36).press("j j j j j j j j");
    bench.shows("built-in · medium · fired 2 times in 90 days · 0 open");
}

#[test]
fn each_playbook_tells_its_steps_its_end_and_how_well_it_works() {
    let mut bench = rules(120, 36).press("G k k k k k k k");
    bench.shows("competitor         2 · 50 % ok").shows("its alerts: competitor");
    bench.shows("2 started, 2 finished, worked 50 %, 10 days");
    bench.shows("Steps").shows("day 1").shows("lead");
    let mut bench = bench.press("enter");
    let text = bench.text();
    assert!(!text.contains("low nps"), "the page has the whole area:\n{text}");
    bench.press("esc").shows("low nps");
}

#[test]
fn a_rule_is_written_tried_saved_and_taken_back() {
    let mut bench = competitor(120, 36).press("e");
    let text = handed(&bench);
    assert!(
        text.starts_with("# Rules and playbooks of this book.") && text.contains("name = \"competitor\""),
        "{text}"
    );
    // Nothing else is copied out of the built-in document.
    assert_eq!(text.matches("[[trigger]]").count(), 1, "{text}");
    bench.write(&text);
    bench.shows("Nothing was changed");
    // From the high band of severity to low, and a rule of the book's own: it fires at nobody.
    let text = text.replace("severity = \"high\"", "severity = \"low\"");
    let own = format!(
        "{text}\n[[trigger]]\nname = \"silence\"\nseverity = \"low\"\nwhen = {{ no_login_days = {{ at_least = \"3 d\" }} }}\n\
         until = {{ no_login_days = {{ below = \"3 d\" }} }}\nreason = \"Silent\"\n"
    );
    bench.write(&own);
    let mut bench = tried(bench);
    bench.shows("Save these rules? y saves, esc does not").shows("From 2024-07-07 to 2024-10-04");
    // Acme's is seen on a day of these 90; Borealis's held on the first day already. Severity changes nothing of that.
    let line = bench.text().lines().find(|line| line.contains("competitor ")).unwrap().to_owned();
    let figures: Vec<&str> = line.split_whitespace().skip(2).take(4).collect();
    assert_eq!(figures, ["1", "1", "2", "2"], "{line}");
    bench.shows("2024-09-04 Acme: They look at a competitor");
    assert_eq!(bench.value(OWN), "", "nothing is saved before it is asked");
    let mut bench = bench.press("y").done().changed();
    assert_eq!(bench.value(OWN), own);
    bench.wait(|event| matches!(event, Event::Rules(_)));
    bench.shows("competitor*").shows("changed · low · fired 2 times");
    assert_eq!(
        bench.value("SELECT count(*) FROM alert WHERE rule = 'competitor' AND severity = 'low'"),
        "0",
        "history stays"
    );
    let bench = bench.press("u").done();
    assert_eq!(bench.value(OWN), "");
}

#[test]
fn what_is_wrong_is_told_at_its_place_and_what_was_written_is_kept() {
    let mut bench = competitor(120, 36).press("e");
    let text = handed(&bench);
    for (wrong, says) in [
        (text.replace("competitor = true", "competitior = true"), "when.competitior is no word"),
        (text.replace("{ competitor = true }", "{ no_login_days = 30 }"), "no_login_days is counted in days"),
        (text.replace("competitor = false", "competitor = true"), "until can hold while the rule"),
        (text.replace("play = \"competitor\"", "play = \"dance\""), "which is no playbook"),
        (text.replace("[[trigger]]", "[[trigger]"), "line 5"),
    ] {
        assert_ne!(wrong, text);
        bench.write(&wrong);
        bench = tried(bench);
        bench.shows(says).shows("What you wrote is kept: e goes on with it.");
        bench = bench.press("e");
        assert_eq!(handed(&bench), wrong);
    }
    assert_eq!(bench.value(OWN), "");
    // It is not thrown away unasked.
    let mut bench = bench.press("esc");
    bench.shows("Esc again throws away what you wrote");
    let text = bench.press("esc").text();
    assert!(!text.contains("Rules and playbooks"), "{text}");
}

#[test]
fn a_rule_is_switched_off_and_on_again() {
    let mut bench = tried(competitor(120, 36).press("x"));
    let line = bench.text().lines().find(|line| line.contains("competitor ")).unwrap().to_owned();
    let figures: Vec<&str> = line.split_whitespace().skip(2).take(4).collect();
    assert_eq!(figures, ["1", "–", "2", "–"], "{line}");
    let bench = bench.press("esc");
    assert_eq!(bench.value(OWN), "");
    let mut bench = tried(bench.press("x")).press("y").done().changed();
    bench.wait(|event| matches!(event, Event::Rules(_)));
    bench.shows("Switched off. It raises no alert.");
    assert_eq!(
        bench.value("SELECT count(*) FROM alert WHERE rule = 'competitor' AND closed_on IS NULL"),
        "0"
    );
    // On again: the entry goes, and with it the last of the book's own document.
    let mut bench = tried(bench.press("x"));
    bench.shows("The book has no document of its own then");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM setting WHERE name = 'playbooks'"), "0");
    assert_eq!(
        bench.value("SELECT count(*) FROM alert WHERE rule = 'competitor' AND closed_on IS NULL"),
        "2"
    );
}

#[test]
fn a_playbook_is_changed_and_goes_back_to_the_built_in_one() {
    let mut bench = rules(120, 36).press("G k k k k k k k e");
    let text = handed(&bench);
    bench.write(&text.replace("title = \"Competitor\"", "title = \"Rival\""));
    let mut bench = tried(bench);
    bench
        .shows("No rule would find anything else than it does now.")
        .shows("Playbooks that change: competitor");
    let mut bench = bench.press("y").done();
    bench.wait(|event| matches!(event, Event::Rules(_)));
    bench.shows("Rival").shows("competitor*");
    let mut bench = tried(bench.press("d")).press("y").done();
    bench.wait(|event| matches!(event, Event::Rules(_)));
    let text = bench.text();
    assert!(!text.contains("Rival"), "{text}");
    bench.press("d").shows("it is the built-in one");
}

/// The keys that lead to each screen from the rules.
const SCREENS: &[(&str, &str)] =
    &[("list", "j j j j j j j j j j"), ("playbook", "G k k k k k k k"), ("whole", "G k k k k k k k enter")];

#[test]
fn rules_look_as_they_should() {
    for (width, height) in [(80, 24), (120, 36), (40, 12)] {
        for (name, keys) in SCREENS {
            let mut bench = rules(width, height).press(keys);
            insta::assert_snapshot!(format!("rules_{name}_{width}x{height}"), bench.styled());
        }
        let mut bench = tried(competitor(width.max(80), height.max(24)).press("x"));
        bench.resize(width, height);
        insta::assert_snapshot!(format!("rules_tried_{width}x{height}"), bench.styled());
    }
}

#[test]
fn rules_draw_at_every_size() {
    let mut benches: Vec<Bench> = SCREENS.iter().map(|screen| rules(120, 36).press(screen.1)).collect();
    benches.push(tried(competitor(120, 36).press("x")));
    for bench in &mut benches {
        for width in 0..=40 {
            for height in 0..=40 {
                bench.resize(width, height);
                bench.text();
            }
        }
    }
}
