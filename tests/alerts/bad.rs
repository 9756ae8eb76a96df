//! Rules that are wrong are named at the place, with what to do.

use mainstay::trigger::Rules;

/// A rule on lines 2 to 6, with other lines in the place of its own.
fn rule(lines: &[&str]) -> String {
    let mut text = String::from("# mine\n[[trigger]]\nname = \"quiet\"\nseverity = \"low\"\n");
    let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned()).unwrap_or_default();
    for own in [
        "when = { no_login_days = { at_least = \"30 d\" } }",
        "until = { no_login_days = { below = \"30 d\" } }",
        "reason = \"quiet for {no_login_days}\"",
    ] {
        let line = lines.iter().find(|line| key(line) == key(own)).unwrap_or(&own);
        text.push_str(&format!("{line}\n"));
    }
    for line in lines.iter().filter(|line| !["when", "until", "reason"].contains(&key(line).as_str())) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

fn complaint(text: &str) -> (String, String) {
    let error = Rules::resolve("mine.toml", Some(text), &[]).unwrap_err();
    (error.what, error.hint.unwrap_or_default())
}

/// What is complained of a rule with these lines, and a part of the hint.
fn assert_says(lines: &[&str], what: &str, hint: &str) {
    let (said, told) = complaint(&rule(lines));
    assert_eq!(said, format!("mine.toml: {what}"), "{lines:?}");
    assert!(told.contains(hint), "{lines:?}: {told}");
}

#[test]
fn the_rule_itself_is_sound() {
    let rules = Rules::resolve("mine.toml", Some(&rule(&[])), &[]).unwrap();
    let own = rules.named("Quiet").unwrap();
    assert!(own.is_own);
    assert_eq!(own.when.words(), "no login days at least 30 days");
    assert_eq!(own.until.words(), "no login days below 30 days");
}

#[test]
fn an_unknown_word_is_named_with_the_words_that_exist_the_nearest_first() {
    assert_says(
        &["when = { no_login_day = { at_least = \"30 d\" } }"],
        "line 5: trigger \"quiet\": when.no_login_day is no word that a condition knows",
        "use one of no_login_days, ",
    );
    assert_says(
        &["reason = \"quiet for {nologin}\""],
        "line 7: trigger \"quiet\": reason names {nologin}, which is no word that a condition knows",
        "use one of no_login_days, ",
    );
}

#[test]
fn a_wrong_unit_or_comparison_is_named() {
    for value in ["\"30 %\"", "30", "\"30\"", "true", "\"many d\""] {
        assert_says(
            &[&format!("when = {{ no_login_days = {{ at_least = {value} }} }}")],
            &format!(
                "line 5: trigger \"quiet\": when.no_login_days.at_least is {value}, where no_login_days is counted \
                 in days, such as \"30 d\""
            ),
            "write the number with its unit",
        );
    }
    assert_says(
        &["when = { no_login_days = { more_than = \"30 d\" } }"],
        "line 5: trigger \"quiet\": when.no_login_days.more_than is no comparison of days, such as \"30 d\"",
        "use at_least, above, at_most, below, is",
    );
    assert_says(
        &["when = { band = { at_least = \"red\" } }"],
        "line 5: trigger \"quiet\": when.band.at_least is no comparison of a band: red, yellow, green or grey",
        "use is, is_not",
    );
    assert_says(
        &["when = { band = \"purple\" }"],
        "line 5: trigger \"quiet\": when.band is wrong: \"purple\" is not a band",
        "use one of red, yellow, green, grey",
    );
    assert_says(
        &["when = { competitor = 1 }"],
        "line 5: trigger \"quiet\": when.competitor is 1, where true or false is wanted",
        "",
    );
}

#[test]
fn a_value_that_never_is_is_named() {
    assert_says(
        &["when = { health = { at_most = 130 } }"],
        "line 5: trigger \"quiet\": when.health.at_most is 130, which health never is",
        "it is 0 to 100",
    );
    assert_says(
        &["when = { no_login_days = { at_least = \"30 d\", below = \"20 d\" } }"],
        "line 5: trigger \"quiet\": when.no_login_days asks for a value that it can never be: it is 0 days to 36500 days",
        "off = true",
    );
    assert_says(
        &[
            "when = { no_login_days = { at_least = \"30 d\" }, any = [{ no_login_days = { below = \"9 d\" } }] }",
        ],
        "line 5: trigger \"quiet\": when.any asks for a no_login_days that contradicts itself",
        "no account is ever so",
    );
}

#[test]
fn a_rule_that_can_never_close_is_named() {
    let (what, hint) =
        complaint(&rule(&[]).replace("until = { no_login_days = { below = \"30 d\" } }\n", ""));
    assert_eq!(
        what,
        "mine.toml: line 3: trigger \"quiet\": until is missing, so that what it finds would never be over"
    );
    assert!(hint.starts_with("say when the alert closes by itself"), "{hint}");
    assert_says(
        &["until = { no_login_days = { below = \"0 d\" } }"],
        "line 6: trigger \"quiet\": until.no_login_days asks for a value that it can never be: it is 0 days to 36500 days",
        "correct the comparison",
    );
    assert_says(
        &["until = { no_login_days = { at_most = \"-3 d\" } }"],
        "line 6: trigger \"quiet\": until.no_login_days.at_most is \"-3 d\", which no_login_days never is",
        "it is 0 days to 36500 days",
    );
    assert_says(&["until = { }"], "line 6: trigger \"quiet\": until asks for nothing", "write a table");
}

#[test]
fn a_rule_that_would_close_on_the_day_it_fires_is_named() {
    for until in [
        "until = { no_login_days = { at_most = \"40 d\" } }",
        "until = { p1_tickets = 0 }",
        "until = { any = [{ no_login_days = { below = \"9 d\" } }, { band = \"green\" }] }",
    ] {
        assert_says(
            &[until],
            "line 6: trigger \"quiet\": until can hold while the rule fires, so that the alert would close on that very day",
            "when is: no login days at least 30 days",
        );
    }
}

#[test]
fn other_mistakes_are_named() {
    assert_says(
        &["sevrity = \"low\""],
        "line 8: trigger \"quiet\": sevrity is no key that rules know",
        "did you mean severity?",
    );
    assert_says(
        &["segments = []"],
        "line 8: trigger \"quiet\": segments is [], where a list of names of segments is wanted",
        "",
    );
    assert_says(
        &["reason = \"quiet for {no_login_days\""],
        "line 7: trigger \"quiet\": reason has a brace without its other one",
        "{health}",
    );
    let twice = format!("{}{}", rule(&[]), rule(&[]));
    assert_eq!(
        complaint(&twice).0,
        "mine.toml: line 10: trigger \"quiet\": name is that of another rule too"
    );
    for (text, what) in [
        ("[[rule]]\nname = \"x\"\n", "line 1: rule is no key that rules know"),
        ("trigger = 3\n", "line 1: trigger is no list of rules"),
        ("[[trigger]]\nname = \"x\"\n", "line 2: trigger \"x\": severity is missing"),
        ("[[trigger]]\noff = true\n", "line 2: trigger 1: name is missing"),
        (
            "[[trigger]]\nname = \"x\"\nseverity = \"dire\"\n",
            "line 3: trigger \"x\": severity \"dire\" is not a level",
        ),
    ] {
        assert_eq!(complaint(text).0, format!("mine.toml: {what}"));
    }
    let broken = complaint("[[trigger]]\nname = \"x\nseverity = 3\n").0;
    assert!(broken.starts_with("mine.toml: line 2: "), "{broken}");
    // Hostile text never reaches a terminal as it is.
    let hostile = complaint("[[trigger]]\nname = \"a\\u001B[31mb\"\n").0;
    assert!(!hostile.contains('\u{1b}') && hostile.contains("a␛[31mb"), "{hostile:?}");
}

#[test]
fn entries_of_the_same_name_take_the_place_of_the_built_in_ones() {
    let builtin = Rules::builtin().unwrap().iter().count();
    let off = "[[trigger]]\nname = \"No Login\"\noff = true\n";
    let rules = Rules::resolve("mine", Some(off), &[]).unwrap();
    assert_eq!(rules.iter().count(), builtin - 1);
    assert!(rules.named("no login").is_none());
    let other = rule(&[]).replace("\"quiet\"", "\"NO-LOGIN\"");
    let rules = Rules::resolve("mine", Some(&other), &[]).unwrap();
    assert_eq!(rules.iter().count(), builtin);
    // Under the name by which its alerts are known.
    assert_eq!(&*rules.named("no login").unwrap().name, "no login");
    // Playbooks stand in the same document and are read elsewhere.
    assert!(Rules::resolve("mine", Some("[[playbook]]\nanything = 1\n"), &[]).is_ok());
}

#[test]
fn every_playbook_that_a_built_in_rule_proposes_is_there() {
    let library = mainstay::playbook::Library::new(None).unwrap();
    for rule in Rules::builtin().unwrap().iter() {
        if let Some(play) = &rule.play {
            assert!(library.named(play).is_some(), "{} proposes {play}", rule.name);
        }
    }
}
