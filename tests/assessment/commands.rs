//! The commands as they are typed at a shell: what they write, what they say, what they refuse.

use serde_json::Value;
use std::fs;

use crate::shell::Shell;

const FACTS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, external_id, name, csm_id, stage) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 1), (2, 'B-1', 'Borealis', 2, 2), (3, 'C-1', 'Cobalt', 2, 5);
    INSERT INTO contact (id, account_id, name, email, left_on) VALUES (1, 1, 'Dana Kim', 'dana@acme.example', NULL),
      (2, 1, 'Zoe Quist', NULL, NULL), (3, 2, 'Bo Berg', NULL, NULL), (4, 1, 'Old Hand', NULL, 20000), (5, 2, 'Dan Ek', NULL, NULL);
    INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, 20614);";

const ANSWERS: &str = "SELECT question || '=' || answer || ':' || score FROM assessment_answer ORDER BY id";

#[test]
fn an_account_is_assessed_and_answering_again_that_day_corrects_it() {
    let shell = Shell::with(FACTS);
    // (3 x 100 + 2 x 0) / 5 = 60: high from 60 on.
    let said =
        shell.said(&["assess", "Acme", "risk", "sponsor=none", "governance=agreed", "--by", "Ann Lee"]);
    assert!(said.starts_with("Assessed onboarding risk of Acme GmbH: high, 60 of 100.\n"), "{said}");
    assert!(said.contains("2 of 8 questions answered, 29% of the weight"), "{said}"); // 5 of 17
    assert_eq!(shell.rows(ANSWERS), ["sponsor=none:100", "governance=agreed:0"]);
    // What is not named stays; nothing after = takes an answer back.
    shell.said(&[
        "assess",
        "Acme",
        "risk",
        "sponsor=eng",
        "governance=",
        "rollout=late",
        "--note",
        "Call with Dana",
    ]);
    assert_eq!(shell.rows(ANSWERS), ["sponsor=engaged:0", "rollout=late:50"]);
    assert_eq!(
        shell.rows("SELECT assessed_on || ' ' || by_id || ' ' || note FROM assessment"),
        ["20634 1 Call with Dana"]
    );
    shell.said(&["undo"]);
    assert_eq!(shell.rows(ANSWERS), ["sponsor=none:100", "governance=agreed:0"]);
    shell.said(&["undo"]);
    assert_eq!(shell.rows("SELECT CAST(count(*) AS TEXT) FROM assessment"), ["0"]);
}

#[test]
fn assessments_are_listed_with_what_became_of_them() {
    let shell = Shell::with(FACTS);
    shell.said(&["assess", "A-1", "onboarding risk", "sponsor=engaged", "--on", "2026-05-01"]);
    shell.said(&["assess", "A-1", "onboarding risk", "sponsor=distant"]);
    let seen = shell.json(&["assess", "A-1"]);
    assert_eq!(seen[0]["template"], "acquisition fit");
    assert_eq!(seen[0]["total"], Value::Null);
    let risk = &seen[1];
    assert_eq!(
        (&risk["total"], &risk["level"], &risk["trend"]),
        (&70.into(), &"high".into(), &"worse".into())
    );
    assert_eq!(risk["worst"], serde_json::json!(["sponsor"]));
    assert_eq!(risk["history"].as_array().unwrap().len(), 2);
    assert_eq!(risk["history"][1]["on"], "2026-05-01");
    // Seen from the past, later ones are not there; 60 days later it is stale.
    let past = shell.json(&["assess", "A-1", "risk", "--as-of", "2026-05-02"]);
    assert_eq!((&past[0]["total"], &past[0]["stale"]), (&0.into(), &false.into()));
    assert!(shell.said(&["show", "A-1"]).contains("high, 70 of 100, today, 1 of 8 answered, worse, was 0"));
    assert!(shell.said(&["assess", "A-1", "fit"]).contains("use_case"));
}

#[test]
fn what_cannot_be_assessed_is_refused_in_words() {
    let shell = Shell::with(FACTS);
    for (code, arguments, said) in [
        (1, &["assess", "Acme", "nonsense", "a=b"][..], "no assessment is called \"nonsense\""),
        (1, &["assess", "Acme", "risk", "cows=many"], "onboarding risk does not ask about \"cows\""),
        (1, &["assess", "Acme", "risk", "sponsor=maybe"], "\"maybe\" is no answer to it"),
        (1, &["assess", "Acme", "risk", "sponsor="], "no question is answered"),
        (2, &["assess", "Acme", "risk", "sponsor"], "\"sponsor\" is no question=answer"),
        (2, &["assess", "Acme", "risk", "--note", "x"], "no question is answered"),
        (1, &["assess", "Acme", "risk", "sponsor=none", "--on", "2026-07-01"], "2026-07-01 is still to come"),
        (1, &["assess", "Acme", "risk", "sponsor=none", "--by", "Nobody"], "no member of the team is called"),
        (1, &["assess", "Zeta", "risk", "sponsor=none"], "Zeta"),
        (2, &["assess", "Acme", "risk", "sponsor=none", "--as-of", "2026-05-01"], "is past"),
    ] {
        let error = shell.complaint(code, arguments);
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(shell.rows(ANSWERS), [""; 0]);
}

#[test]
fn a_questionnaire_of_the_book_s_own_is_checked_set_and_taken_away() {
    let shell = Shell::with(FACTS);
    let file = shell.folder.path().join("mine.toml");
    let path = file.display().to_string();
    fs::write(&file, shell.said(&["assessments", "show", "risk"]).replace("weight = 3", "weight = 300"))
        .unwrap();
    let error = shell.complaint(1, &["assessments", "set", &path]);
    assert!(error.contains("mine.toml: question sponsor: weight is 300"), "{error}");
    let sound =
        shell.said(&["assessments", "show", "risk"]).replace("\"onboarding risk\"", "\"go-live check\"");
    fs::write(&file, sound).unwrap();
    shell.said(&["assessments", "check", &path]);
    shell.said(&["assessments", "set", &path]);
    assert_eq!(shell.json(&["assessments"])[1]["name"], "go-live check");
    shell.said(&["assess", "Acme", "go-live", "sponsor=none"]);
    let error = shell.complaint(1, &["assessments", "reset", "go-live check"]);
    assert!(error.contains("1 account was assessed by \"go-live check\""), "{error}");
    shell.said(&["undo"]);
    shell.said(&["assessments", "reset", "go-live check"]);
    assert_eq!(shell.json(&["assessments"]).as_array().unwrap().len(), 2);
    assert!(shell.complaint(1, &["assessments", "reset", "go-live check"]).contains("of its own"));
}

#[test]
fn a_session_and_a_webinar_are_held_and_who_takes_too_little_stands_out() {
    let shell = Shell::with(FACTS);
    // Acme is on day 21 of its onboarding. Without any training in the book nothing is said about anyone.
    assert_eq!(shell.json(&["training", "low"]), serde_json::json!([]));
    shell.said(&[
        "training",
        "add",
        "Admin",
        "training",
        "--account",
        "Acme",
        "--on",
        "2026-06-20",
        "--trainer",
        "Joe",
    ]);
    shell.said(&["training", "add", "Reporting", "--on", "2026-06-25"]);
    assert_eq!(
        shell.rows("SELECT title || ' ' || kind || ' ' || coalesce(account_id, '-') FROM training_session ORDER BY id"),
        ["Admin training training 1", "Reporting webinar -"]
    );
    // Who has left is not invited.
    assert!(shell.said(&["training", "invite", "admin"]).contains("2 invited on 2026-06-30"));
    assert!(
        shell.said(&["training", "invite", "Reporting", "--filter", "stage:adoption"]).contains("2 invited")
    );
    shell.said(&["training", "invite", "Reporting", "Dana", "--account", "Acme"]);
    assert_eq!(
        shell.json(&["training", "low"])[0]["reasons"],
        serde_json::json!(["day 21 of onboarding and no attended session", "0 of 2 live contacts trained"])
    );
    shell.said(&["training", "attend", "admin", "dana@acme.example"]);
    shell.said(&["training", "attend", "admin", "Zoe Quist", "--absent"]);
    shell.said(&["training", "attend", "reporting", "--absent"]);
    // Acme: of two who were invited one came, which is half. Borealis: none of two.
    let low = shell.json(&["training", "low"]);
    assert_eq!(low.as_array().unwrap().len(), 1);
    assert_eq!((&low[0]["account"], &low[0]["csm"]), (&"Borealis".into(), &"Joe Poe".into()));
    assert_eq!(low[0]["reasons"][0], "0 of 2 invited came in 90 days");
    let all = shell.json(&["training", "low", "--all"]);
    assert_eq!(
        (&all[1]["account"], &all[1]["low"], &all[1]["trained"]),
        (&"Acme GmbH".into(), &false.into(), &1.into())
    );
    assert!(shell.said(&["show", "Borealis"]).contains("0 of 2 invited came in 90 days"));
    assert_eq!(shell.json(&["training", "list", "Borealis"])[0]["absent"], 2);
    assert_eq!(shell.json(&["training", "show", "admin"])["invited"][0]["attended"], true);
    shell.said(&["undo"]);
    assert_eq!(
        shell.rows("SELECT CAST(count(*) AS TEXT) FROM training_invitation WHERE attended = 0"),
        ["1"]
    );
}

#[test]
fn when_training_is_low_is_said_by_the_policy_and_by_each_segment() {
    // A webinar 20 days ago: of two contacts each, one of Acme came and nobody of Borealis.
    let webinar = "
        UPDATE onboarding SET ended_on = 20620;
        INSERT INTO training_session (id, title, kind, held_on) VALUES (1, 'Basics', 'webinar', 20614);
        INSERT INTO training_invitation (training_session_id, contact_id, attended)
          VALUES (1, 1, 1), (1, 2, 0), (1, 3, 0), (1, 5, 0);";
    let low = |policies: &str| {
        let shell = Shell::with(&format!("{FACTS}{webinar}{policies}"));
        let low = shell.json(&["training", "low"]);
        low.as_array()
            .unwrap()
            .iter()
            .map(|own| own["account"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(low(""), ["Borealis"]);
    // 1 of 2 is less than 0.6, too.
    let strict = "INSERT INTO setting (name, value) VALUES ('policy', '[training]
least_attended = 0.6');";
    assert_eq!(low(strict), ["Borealis", "Acme GmbH"]);
    // A segment whose webinars are forgotten after a fortnight.
    let patient = "INSERT INTO segment (id, name, policy) VALUES (9, 'patient', '[training]
window_days = 14
least_trained = 0'); UPDATE account SET segment_id = 9 WHERE id = 2;";
    assert_eq!(low(patient), Vec::<String>::new());
}

#[test]
fn what_cannot_be_in_a_training_is_refused_in_words() {
    let shell = Shell::with(FACTS);
    shell.said(&["training", "add", "Admin training", "--account", "Acme", "--on", "2026-07-20"]);
    shell.said(&["training", "add", "Admin webinar", "--on", "2026-06-20"]);
    shell.said(&["training", "invite", "Admin training"]);
    shell.said(&["training", "invite", "Admin webinar", "--filter", "!stage:churned"]);
    for (code, arguments, said) in [
        (1, &["training", "show", "cows"][..], "no training is called \"cows\""),
        (1, &["training", "show", "admin"], "fits several trainings"),
        (1, &["training", "invite", "Admin training"], "nobody is left to invite"),
        (1, &["training", "invite", "Admin training", "--account", "Borealis"], "is of one account"),
        (2, &["training", "invite", "Admin webinar"], "a webinar is for many accounts"),
        (1, &["training", "attend", "Admin training"], "is on 2026-07-20, which is still to come"),
        (1, &["training", "attend", "Admin webinar", "nobody"], "nobody called \"nobody\" is invited"),
        (1, &["training", "attend", "Admin webinar", "Dan"], "fits several who are invited"),
    ] {
        let error = shell.complaint(code, arguments);
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}

#[test]
fn assessments_and_trainings_come_back_from_their_files() {
    let shell = Shell::with(FACTS);
    shell.said(&["assess", "Acme", "risk", "sponsor=none", "rollout=late", "--note", " spaces "]);
    shell.said(&["training", "add", "Reporting", "--on", "2026-06-25"]);
    shell.said(&["training", "invite", "Reporting", "--filter", "!stage:churned"]);
    shell.said(&["training", "attend", "Reporting", "Dana"]);
    let folder = shell.folder.path().join("files");
    shell.said(&["export", "all", "--output", &folder.display().to_string()]);
    let other = Shell { folder: tempfile::tempdir().unwrap() };
    for kind in ["team", "accounts", "contacts", "assessments", "trainings", "invitations"] {
        let file = folder.join(format!("{kind}.csv")).display().to_string();
        for line in ["created", "unchanged"] {
            let report = other.json(&["import", kind, &file]);
            assert_eq!(report["rejected"], 0, "{kind} {report}");
            assert_eq!(report[line], report["read"], "{kind} {report}");
        }
    }
    for sql in [
        ANSWERS,
        "SELECT uid || attended FROM training_invitation ORDER BY uid",
        "SELECT uid FROM assessment",
    ] {
        if !sql.contains("training_invitation") {
            assert_eq!(shell.rows(sql), other.rows(sql), "{sql}");
        }
    }
    const CAME: &str = "SELECT c.name || coalesce(attended, '?') FROM training_invitation i
        JOIN contact c ON c.id = i.contact_id ORDER BY 1";
    assert_eq!(other.rows(CAME), ["Bo Berg?", "Dan Ek?", "Dana Kim1", "Zoe Quist?"]);
}
