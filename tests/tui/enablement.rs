//! Assessing and training over a real engine: keys in, rows and screen out.

use mainstay::engine::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::bench::Bench;

const ANSWERS: &str =
    "SELECT group_concat(question || '=' || answer, ' ' ORDER BY id) FROM assessment_answer";

/// The small book with an assessment of 30 days ago, and trainings: of Acme, and a webinar.
fn bench(width: u16, height: u16) -> Bench {
    let mut bench = Bench::at(width, height);
    bench.outside(
        "INSERT INTO assessment (id, account_id, template, assessed_on, by_id) VALUES (1, 1, 'onboarding risk', 19970, 2);
         INSERT INTO assessment_answer (assessment_id, question, answer, score) VALUES
           (1, 'sponsor', 'distant', 70), (1, 'governance', 'loose', 50), (1, 'rollout', 'on_plan', 0);
         INSERT INTO contact (id, account_id, name) VALUES (3, 2, 'Bo Berg');
         INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 2, 19970);
         INSERT INTO training_session (id, account_id, title, kind, held_on, trainer_id) VALUES
           (1, 1, 'Admin training', 'training', 19990, 1), (2, NULL, 'Getting started', 'webinar', 19995, NULL),
           (3, NULL, 'Reporting', 'webinar', 20005, NULL);
         INSERT INTO training_invitation (id, training_session_id, contact_id, invited_on, attended) VALUES
           (1, 1, 1, 19980, NULL), (2, 1, 2, 19980, NULL), (3, 2, 3, 19985, 0);",
    );
    // What is written may be told before it is scored: the assessment is what the policy has data of.
    bench.wait(|event| matches!(event, Event::Changed { lookups, .. } if lookups.breadth > 0.0));
    bench
}

#[test]
fn an_account_is_assessed_with_a_number_a_question() {
    let mut bench = bench(80, 24).press("enter A");
    // (3 x 70 + 2 x 50 + 2 x 0) / 7 = 44.3.
    bench.shows("Onboarding risk · medium, 44 of 100, 30 days ago");
    let mut bench = bench.press("down enter");
    bench.shows("last: named, never met, 30 days ago").shows("0 of 8 answered · before: 44");
    // Named and met once; active; = takes the last answer of governance.
    let mut bench = bench.press("2 1 =");
    // (3 x 30 + 2 x 0 + 2 x 50) / 7 = 27.1.
    bench.shows("low, 27 of 100 · 3 of 8 answered");
    let mut bench = bench.press("enter").done().changed();
    bench.shows("Assessed onboarding risk of Acme: low, 27 of 100");
    assert_eq!(
        bench.value("SELECT assessed_on || ' ' || by_id FROM assessment WHERE id = 2"),
        "20000 1",
        "by the account's own CSM"
    );
    let new = format!("{ANSWERS} WHERE assessment_id = 2");
    assert_eq!(bench.value(&new), "sponsor=named sponsor_contact=active governance=loose");
    // The overview is up to date, and one undo takes all of it back.
    let mut bench = bench.press("G");
    bench.shows("low, 27 of 100, today");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT count(*) FROM assessment"), "1");
    let bench = bench.press("ctrl-r").done();
    assert_eq!(bench.value(&new), "sponsor=named sponsor_contact=active governance=loose");
}

#[test]
fn arrows_turn_answers_and_backspace_takes_them_back() {
    let mut bench = bench(80, 24).press("A down enter right right");
    bench.shows("medium, 30 of 100").shows("1 of 8 answered");
    let mut bench = bench.press("backspace");
    bench.shows("0 of 8 answered");
    // Letters are no answers, and do nothing to the screen below.
    let mut bench = bench.press("m q u");
    bench.shows("Onboarding risk · Acme").shows("0 of 8 answered");
}

#[test]
fn answering_again_on_a_day_corrects_it_and_esc_asks_before_answers_are_lost() {
    let bench = bench(80, 24).press("A down enter 1 enter").done().changed();
    let mut bench = bench.press("A down enter");
    bench.shows("named, met, pushes for it").shows("1 of 8 answered");
    let mut bench = bench.press("backspace");
    bench.shows("0 of 8 answered");
    let mut bench = bench.press("enter");
    bench.shows("no question is answered");
    let mut bench = bench.press("3 esc");
    bench.shows("Throw 1 change away?");
    let bench = bench.press("esc enter").done();
    assert_eq!(bench.value("SELECT count(*) FROM assessment"), "2");
    assert_eq!(bench.value(&format!("{ANSWERS} WHERE assessment_id = 2")), "sponsor=distant");
}

#[test]
fn an_old_assessment_is_corrected_from_the_records_and_its_date_is_checked() {
    // Contracts, contacts, task, then the assessment; the onboarding is Borealis'.
    let mut bench = bench(80, 40).press("enter shift-tab shift-tab down down down down");
    bench.shows("onboarding risk");
    let mut bench = bench.press("enter");
    bench.shows("Onboarding risk · Acme").shows("named, never met").shows("2024-09-04");
    let mut bench = bench.press("1 end up ctrl-u \"tomorrow\" enter");
    bench.shows("Date: 2024-10-05 is still to come");
    let bench = bench.press("ctrl-t ctrl-u \"2024-09-05\" enter").done();
    assert_eq!(bench.value("SELECT assessed_on FROM assessment"), "19971");
    assert_eq!(bench.value(ANSWERS), "sponsor=engaged governance=loose rollout=on_plan");
}

#[test]
fn who_came_is_noted_with_a_key_each() {
    let mut bench = bench(80, 24).press("enter i");
    bench
        .shows("Training · Acme")
        .shows("2024-09-24 Admin training")
        .shows("2 invited, not yet known who came");
    let mut bench = bench.press("enter");
    bench.shows("Ines Duarte").shows("· not yet known");
    let bench = bench.press("x").done().changed();
    let mut bench = bench.press("n").done().changed();
    bench.shows("✓ came").shows("✗ did not come").shows("1 of 2 came");
    let came = "SELECT group_concat(attended, ' ' ORDER BY id) FROM training_invitation WHERE training_session_id = 1";
    assert_eq!(bench.value(came), "1 0");
    // The same key again: it is not known after all.
    let bench = bench.press("n").done().changed();
    assert_eq!(bench.value(came), "1");
    let bench = bench.press("X").done().changed();
    assert_eq!(bench.value(came), "1 1");
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value(came), "1");
    let bench = bench.press("d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM training_invitation WHERE training_session_id = 1"), "1");
    // The list behind tells it as soon as it is in front again.
    let mut bench = bench.press("esc");
    bench.shows("2024-09-24 Admin training").shows("1 of 1 came");
}

#[test]
fn contacts_of_many_accounts_are_invited_to_a_webinar() {
    let mut bench = bench(80, 24).press("space space i");
    // Borealis is on day 31, and of one invited none came.
    bench.shows("Too little training  1").shows("day 31 of onboarding and no attended session");
    let mut bench = bench.press("down enter");
    bench.shows("Reporting").shows("Nobody is invited yet");
    let mut bench = bench.press("i");
    bench.shows("All contacts of the 2 accounts marked");
    let mut bench = bench.press("\"marked\" enter").done().changed();
    bench.shows("Bo Berg").shows("Ines Duarte").shows("Tom Okafor");
    assert_eq!(bench.value("SELECT count(*) FROM training_invitation WHERE training_session_id = 3"), "3");
    // It is still to come, so nobody has come.
    let mut bench = bench.press("x").done();
    bench.shows("which is still to come");
}

#[test]
fn a_session_is_added_edited_and_deleted() {
    let bench = bench(80, 24).press("enter i a \"User training\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT title || ' ' || account_id || ' ' || held_on FROM training_session WHERE id = 4"),
        "User training 1 20000"
    );
    let mut bench = bench.press("home");
    bench.shows("User training").shows("nobody invited");
    let mut bench = bench.press("enter i");
    bench.shows("All 2 contacts of Acme");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM training_invitation WHERE training_session_id = 4"), "2");
    let bench = bench.press("esc d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM training_session"), "3");
    assert_eq!(bench.value("SELECT count(*) FROM training_invitation"), "3");
}

/// The keys that lead to each view from the table.
const VIEWS: &[(&str, &str)] = &[
    ("assess_choose", "A"),
    ("assess_form", "A down enter 2 1 ="),
    ("assess_note", "A down enter 2 end up up \"Call with Ines\""),
    ("assess_asks", "A down enter 2 esc"),
    ("trainings", "i"),
    ("trainings_of_account", "enter i"),
    ("training_invited", "enter i enter"),
    ("training_invite", "i down down enter i"),
];

#[test]
fn assessing_and_training_look_as_they_should() {
    for (name, keys) in VIEWS {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            let mut bench = bench(width, height).press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.text());
        }
    }
}

#[test]
fn assessing_and_training_draw_at_every_size() {
    for (_, keys) in VIEWS {
        let mut bench = bench(40, 40).press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                bench.app.resize((width, height).into());
                bench.app.settle();
                bench.app.draw(&mut Buffer::empty(Rect::new(0, 0, width, height)));
            }
        }
    }
}
