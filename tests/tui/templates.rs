//! Templates changed by form: keys in, the text in the book and the screen out.

use crate::bench::Bench;

/// The templates over the running onboardings.
fn templates(width: u16, height: u16) -> Bench {
    Bench::at(width, height).press("3 t")
}

const TEXT: &str = "SELECT toml FROM template";

#[test]
fn a_step_is_changed_by_form_and_undone_as_one_change() {
    let mut bench = templates(120, 36).press("enter");
    bench.shows("Template · core 30 days").shows("30 days · steps until day 365");
    bench.shows("Handoff from sales accepted").shows("needs Handoff from sales accepted");
    // The first step, then its title and its day; the rest of the text stays as it was.
    let mut bench = bench.press("j enter");
    bench.shows("Step · Handoff from sales accepted").shows("csm");
    let mut bench = bench.press("ctrl-u \"Handoff read\" tab tab ctrl-u \"-6\" enter").done().changed();
    bench.shows("Onboarding template \"core 30 days\": changed \"Handoff from sales accepted\"");
    bench.shows("D-6  Handoff read");
    let built_in = include_str!("../../assets/onboarding/core.toml");
    let wanted = built_in
        .replacen("Handoff from sales accepted", "Handoff read", 1)
        .replacen("day = -5", "day = -6", 1);
    assert_eq!(bench.value(TEXT), wanted);
    let mut bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
    bench.shows("D-5  Handoff from sales accepted");
}

#[test]
fn what_would_not_be_sound_is_told_at_the_field_and_nothing_is_written() {
    // The goals need the handoff of day -5; a day before that cannot be.
    let mut bench = templates(120, 36).press("enter j j enter").press("tab tab ctrl-u \"-6\" enter").done();
    bench.shows("core 30 days: step \"goals\": needs names \"handoff\"").shows("on day -5, after day -6");
    // The handoff cannot need the goals, which need it: the sentence stands at its needs.
    let mut bench = bench.press("esc y k enter").press("tab tab tab tab tab \"goals\" enter enter").done();
    bench.shows("the steps handoff -> goals -> handoff need each");
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
    // What is typed then is sound, and is saved.
    let bench = bench.press("ctrl-u enter");
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
}

#[test]
fn steps_are_added_moved_and_removed() {
    let mut bench = templates(120, 36).press("enter j a");
    bench.shows("New step · core 30 days").shows("Before the start");
    let mut bench = bench.press("\"Sandbox ordered\" enter").done().changed();
    bench.shows("D-5  Sandbox ordered");
    assert_eq!(bench.value("SELECT toml LIKE '%key = \"sandbox-ordered\"%' FROM template"), "1",);
    // Three days later, which pushes the goals that need it from day -3; the stakeholders of day -2 may stay.
    let mut bench =
        bench.press("g j >").done().changed().press(">").done().changed().press(">").done().changed();
    bench.shows("D-2  Handoff from sales accepted").shows("D-2  Goals and").shows("D-2  Stakeholders");
    bench.shows("moved \"Handoff from sales accepted\" 1 day later");
    let mut bench = bench.press("d");
    bench.shows("Remove the step Handoff from sales accepted?");
    let mut bench = bench.press("y").done().changed();
    let text = bench.text();
    assert!(!text.contains("D-2  Handoff"), "{text}");
    let mut bench = bench;
    for _ in 0..5 {
        bench = bench.press("u").done().changed();
    }
    assert_eq!(bench.value("SELECT count(*) FROM template"), "0");
}

#[test]
fn the_head_of_a_template_is_edited_and_another_name_makes_another() {
    let bench = templates(120, 36).press("enter enter").press("ctrl-u \"ours\" enter").done().changed();
    assert_eq!(bench.value("SELECT name FROM template"), "ours");
    let mut bench = bench.press("esc");
    bench.shows("core 30 days").shows("ours*");
}

#[test]
fn a_template_of_plans_is_edited_by_the_same_form() {
    // Five templates of onboardings stand before those of plans.
    let mut bench = templates(120, 36).press("j j j j j enter");
    bench.shows("Template · standard").shows("Milestone").shows("Risk");
    let mut bench = bench.press("j enter");
    bench.shows("Item · ").shows("Customer's owner");
    // A milestone has no probability: the sentence stands at the field.
    let mut bench = bench.press("shift-tab shift-tab \"high\" enter enter").done();
    bench.shows("probability belongs to risks alone");
    let bench = bench.press("ctrl-u tab tab tab ctrl-u \"Goals confirmed\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT kind || ' ' || (toml LIKE '%\"Goals confirmed\"%') FROM template"),
        "plan 1"
    );
}

#[test]
fn a_questionnaire_has_no_form_and_says_so() {
    let mut bench = templates(120, 36).press("G enter");
    bench.shows("a questionnaire is written as a whole");
}

#[test]
fn a_form_of_a_template_follows_what_another_one_writes() {
    let bench = templates(120, 36).press("enter j enter").press("ctrl-u \"Mine\"");
    let theirs = include_str!("../../assets/onboarding/core.toml").replacen("day = -5", "day = -7", 1);
    bench.outside(&format!(
        "INSERT INTO template (kind, name, toml) VALUES ('onboarding', 'core 30 days', '{}')",
        theirs.replace('\'', "''")
    ));
    let mut bench = bench.changed();
    bench.shows("Changed meanwhile, it was \"-5\"");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value(TEXT), theirs.replacen("Handoff from sales accepted", "Mine", 1));
}

/// The keys that lead to each screen from the templates.
const SCREENS: &[(&str, &str)] = &[
    ("parts", "enter j"),
    ("step", "enter j j enter"),
    ("new_step", "enter j a"),
    ("removed", "enter j d"),
    ("plan_parts", "j j j j j enter j"),
    ("item", "j j j j j enter j enter"),
];

#[test]
fn an_opened_template_looks_as_it_should() {
    for (width, height) in [(80, 24), (120, 36)] {
        for (name, keys) in SCREENS {
            let mut bench = templates(width, height).press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.styled());
        }
        let mut bench = templates(width, height).press("enter j j enter tab tab ctrl-u \"-6\" enter").done();
        insta::assert_snapshot!(format!("refused_{width}x{height}"), bench.styled());
    }
}

#[test]
fn an_opened_template_draws_at_every_size() {
    for keys in SCREENS.iter().map(|screen| screen.1) {
        let mut bench = templates(40, 40).press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                bench.resize(width, height);
                bench.text();
            }
        }
    }
}
