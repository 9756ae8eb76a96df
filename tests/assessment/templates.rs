//! Templates that are wrong: a sentence each, with file, question and key.

use mainstay::assessment::Template;

const SOUND: &str = r#"
name = "risk"
worse = "high"
medium_from = 30
high_from = 60
stale_days = 30
[[question]]
key = "sponsor"
text = "Sponsor"
weight = 3
answers = [{ key = "good", text = "good", score = 0 }, { key = "bad", text = "bad", score = 100 }]
"#;

#[test]
fn what_is_wrong_is_named_by_file_question_and_key() {
    assert!(Template::parse("my.toml", SOUND).is_ok());
    let second = r#"
[[question]]
key = "sponsor"
text = "Again"
answers = [{ key = "a", text = "a", score = 0 }, { key = "b", text = "b", score = 1 }]
"#;
    let doubled = format!("{SOUND}{second}");
    for (toml, said) in [
        ("name = ".to_owned(), "my.toml: line 1:"),
        (SOUND.replace("name = \"risk\"\n", ""), "my.toml: name is nothing"),
        (SOUND.replace("\"risk\"", "\"  \""), "my.toml: name is \"  \""),
        (
            SOUND.replace("\"high\"", "\"up\""),
            "my.toml: worse is \"up\", where \"high\" or \"low\" is wanted",
        ),
        (
            SOUND.replace("medium_from = 30", "medium_from = 60"),
            "my.toml: high_from is 60, where a number above",
        ),
        (SOUND.replace("high_from = 60", "high_from = 160"), "my.toml: high_from is 160"),
        (SOUND.replace("stale_days = 30", "stale_days = 0"), "my.toml: stale_days is 0"),
        (SOUND.replace("stale_days", "stale"), "my.toml: stale is no key of it"),
        (
            "name = \"x\"\nworse = \"low\"\nmedium_from = 1\nhigh_from = 2\nstale_days = 1".to_owned(),
            "my.toml: question is nothing",
        ),
        (SOUND.replace("key = \"sponsor\"\n", ""), "my.toml: question 1: key is nothing"),
        (SOUND.replace("text = \"Sponsor\"\n", ""), "my.toml: question sponsor: text is nothing"),
        (SOUND.replace("weight = 3", "weight = 0"), "my.toml: question sponsor: weight is 0"),
        (SOUND.replace("weight = 3", "weigth = 3"), "my.toml: question sponsor: weigth is no key of it"),
        (
            SOUND.replace(", { key = \"bad\", text = \"bad\", score = 100 }", ""),
            "my.toml: question sponsor: answers is",
        ),
        (SOUND.replace("score = 100", "score = 101"), "my.toml: question sponsor: answer bad: score is 101"),
        (
            SOUND.replace("key = \"bad\"", "key = \"good\""),
            "my.toml: question sponsor: answer good: key stands twice",
        ),
        (SOUND.replace(", score = 100", ""), "my.toml: question sponsor: answer bad: score is nothing"),
        (
            SOUND.replace("{ key = \"bad\", text = \"bad\", score = 100 }", "7"),
            "my.toml: question sponsor: answers is",
        ),
        (doubled, "my.toml: question sponsor: key stands twice"),
    ] {
        let error = Template::parse("my.toml", &toml).unwrap_err();
        assert!(error.what.starts_with(said), "{}\nwanted: {said}", error.what);
        assert!(error.hint.is_some(), "{error}");
    }
}

#[test]
fn hostile_text_in_a_template_never_reaches_a_terminal() {
    let template = Template::parse("my.toml", &SOUND.replace("\"Sponsor\"", "\"a\\u001b[31mb\"")).unwrap();
    assert_eq!(template.questions[0].text, "a␛[31mb");
    let error = Template::parse("\u{1b}[2J", "worse = \"\\u001b[2J\"").unwrap_err();
    assert!(!error.to_string().contains('\u{1b}'));
}
