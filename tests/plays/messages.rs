//! Messages: filled with what is known, what is missing is marked, and nothing in the book can steer a mail.

use mainstay::domain::ContactRole;
use mainstay::domain::shelf::Sheet;
use mainstay::playbook::{FACTS, Facts, Library, Message, Messages};

use crate::support::Desk;

const PLAIN: &str =
    "name = \"plain\"\nabout = \"x\"\nto = [\"champion\", \"admin\"]\nsubject = \"About {account}\"
mail = \"Hello {first_name},\\n\\n{goal}: {goal_now}.\\n\"\nchat = \"Hi {first_name}\"";

fn message() -> Message {
    Message::parse("plain", PLAIN).unwrap()
}

fn facts(name: &str, email: Option<&str>) -> Facts {
    let mut facts = Facts::default();
    facts.know("account", "Acme");
    facts.know("goal", "Half the time");
    facts.people = vec![
        (ContactRole::EconomicBuyer, "Ed Buyer".into(), None),
        (ContactRole::Admin, name.into(), email.map(str::to_owned)),
    ];
    facts
}

#[test]
fn every_step_that_names_a_message_names_one_that_is_there() {
    let messages = Messages::new(Vec::new()).unwrap();
    let library = Library::new(None).unwrap();
    let named: Vec<_> = library
        .all
        .iter()
        .flat_map(|playbook| playbook.steps.iter().filter_map(|step| step.message.as_deref()))
        .collect();
    assert!(named.len() > 15);
    for name in named {
        assert!(messages.named(name).is_some(), "{name}");
    }
}

#[test]
fn a_message_is_filled_and_what_is_missing_is_marked_and_listed() {
    let letter = message().fill(&facts("Ines Duarte", Some("ines@acme.example")));
    assert_eq!(letter.subject, "About Acme");
    assert_eq!(letter.mail, "Hello Ines,\n\nHalf the time: [? the value of that goal].");
    assert_eq!(letter.chat, "Hi Ines");
    assert_eq!(letter.missing, ["the value of that goal"]);
    assert_eq!(letter.as_mail().lines().next().unwrap(), "To: Ines Duarte <ines@acme.example>");
    // The first role of the message that somebody has: there is no champion, so it is the administrator.
    assert_eq!(letter.to.as_deref(), Some("Ines Duarte"));
    let mut alone = facts("x", None);
    alone.people.clear();
    let nobody = message().fill(&alone);
    assert_eq!(nobody.to, None);
    assert!(nobody.mail.starts_with("Hello [? the first name of whom it goes to]"));
}

#[test]
fn an_unknown_fact_is_named_with_those_that_exist() {
    let error = Message::parse("mine", &PLAIN.replace("{goal_now}", "{gaol}")).unwrap_err().to_string();
    assert!(error.contains("mine: mail: {gaol} is no fact"), "{error}");
    for (name, _) in FACTS {
        assert!(error.contains(name), "{name}: {error}");
    }
    for (change, words) in [
        (("to = [\"champion\"", "to = [\"boss\""), "to: \"boss\" is not a contact role"),
        (("chat = \"Hi {first_name}\"", "chat = \" \""), "chat is empty"),
        (("subject = \"About", "subject = \"A\\nBcc: x"), "subject has more than one line"),
        (("about = \"x\"", "abuot = \"x\""), "abuot"),
    ] {
        let error = Message::parse("mine", &PLAIN.replace(change.0, change.1)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// The parts of a mailto link: the address, and (name, value) of what follows.
fn parts(link: &str) -> (String, Vec<(String, String)>) {
    let rest = link.strip_prefix("mailto:").unwrap();
    let (to, query) = rest.split_once('?').unwrap();
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap();
        (name.to_owned(), decoded(value))
    };
    (decoded(to), query.split('&').map(pair).collect())
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_mailto_link_holds_the_whole_message() {
    let letter = message().fill(&facts("Ines Duarte", Some("ines+crm@acme.example")));
    let (to, fields) = parts(&letter.mailto());
    assert_eq!(to, "ines+crm@acme.example");
    let body = letter.mail.replace('\n', "\r\n");
    assert_eq!(fields, [("subject".into(), "About Acme".into()), ("body".into(), body)]);
}

#[test]
fn hostile_names_and_addresses_add_no_header_and_no_recipient() {
    let names = [
        "Ines\r\nBcc: all@evil.example",
        "Ines&bcc=all@evil.example",
        "Ines?cc=x%0D%0ABcc:y",
        "\u{1b}[31mInes\u{202e}",
        "Ines#\"><script>",
        "{account}{csm}",
        "東京 🚀",
    ];
    let addresses = [
        "ines@acme.example\r\nBcc: all@evil.example",
        "ines@acme.example,all@evil.example",
        "ines@acme.example;all@evil.example",
        "ines@acme.example?bcc=all@evil.example",
        "ines@acme.example&bcc=x@y.z",
        "<ines@acme.example>",
        "ines%0A@acme.example",
        "ines acme",
    ];
    for name in names {
        for address in addresses {
            let letter = message().fill(&facts(name, Some(address)));
            assert_eq!(letter.address, None, "{address}");
            assert!(
                letter.missing.iter().any(|told| told.starts_with("the e-mail address of")),
                "{:?}",
                letter.missing
            );
            let link = letter.mailto();
            assert!(link.bytes().all(|byte| byte.is_ascii_graphic()), "{link}");
            assert!(!link.contains(['#', '"', '<', '>', '\\', '`']), "{link}");
            let (to, fields) = parts(&link);
            let heads: Vec<&str> = fields.iter().map(|field| field.0.as_str()).collect();
            assert_eq!((to.as_str(), heads), ("", vec!["subject", "body"]), "{name} {address}");
            // The head of the mail has two lines, whatever the name is.
            let mail = letter.as_mail();
            let head: Vec<&str> = mail.split("\n\n").next().unwrap().lines().collect();
            assert!(
                head.len() == 2 && head[0].starts_with("To: ") && head[1].starts_with("Subject: "),
                "{mail}"
            );
            assert!(!mail.contains(['\u{1b}', '\u{202e}', '\r']), "{mail:?}");
        }
    }
    // What a name says in braces is no fact.
    let letter = message().fill(&facts("{account}", None));
    assert!(letter.mail.starts_with("Hello {account},"));
}

#[test]
fn the_facts_of_an_account_are_those_of_the_book() {
    let desk = Desk::with(
        "INSERT INTO contact (account_id, name, email, role) VALUES (1, 'Dana Kim', 'dana@acme.example', 2),
           (1, 'Sam Ode', 'sam@acme.example', 1);
         INSERT INTO metric (id, name) VALUES (1, 'active_users');
         INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (1, 1, 20630, 60);
         INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 20614, 1);
         INSERT INTO survey (account_id, kind, score_micro, answered_on) VALUES (1, 0, 4000000, 20620);",
    );
    let view = desk.view();
    let quote = view.letter(&view.judge().unwrap(), 1, "quote").unwrap();
    // 120 days from 2026-06-30 is 2026-10-28; Dana holds the budget.
    assert_eq!(quote.subject, "Acme GmbH: the quote for 2026-10-28");
    assert!(quote.mail.contains("Hello Dana,") && quote.mail.contains("in 120 days"), "{}", quote.mail);
    assert!(quote.mail.contains("for 100 seats") && quote.mail.ends_with("Ann Lee"), "{}", quote.mail);
    assert!(quote.missing.is_empty(), "{:?}", quote.missing);
    let low = view.letter(&view.judge().unwrap(), 1, "low answer").unwrap();
    assert!(low.mail.contains("(NPS 4 of 10)"), "{}", low.mail);
    let growth = view.letter(&view.judge().unwrap(), 1, "expansion").unwrap();
    // 60 of 100.
    assert!(growth.mail.contains("60 of 100 seats are in use (60 %)"), "{}", growth.mail);
    assert!(growth.missing.contains(&"the first open goal".to_owned()));
    assert!(view.letter(&view.judge().unwrap(), 1, "poem").unwrap_err().to_string().contains("no template"));
}
