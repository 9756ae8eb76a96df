//! Messages of plays: templates that are filled with the facts of an account. They are drafted, never sent.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::domain::shelf::{Sheet, Shelf};
use crate::domain::text::clean;
use crate::domain::{ContactRole, Error, Result};

/// Every message that can be drafted.
pub type Messages = Shelf<Message>;

/// A template of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Steps of playbooks name it.
    pub name: Box<str>,
    /// What it is for.
    pub about: Box<str>,
    /// Whom it goes to: the first of these roles that somebody has.
    pub to: Vec<ContactRole>,
    pub subject: Box<str>,
    pub mail: Box<str>,
    pub chat: Box<str>,
}

/// What can be filled in: its name in braces, and what it is.
pub const FACTS: &[(&str, &str)] = &[
    ("account", "the name of the account"),
    ("contact", "the name of whom it goes to"),
    ("first_name", "the first name of whom it goes to"),
    ("csm", "the name of the CSM"),
    ("sponsor", "the name of the executive sponsor"),
    ("today", "the day"),
    ("renewal", "the day on which the next contract ends"),
    ("days_to_renewal", "the days until then"),
    ("arr", "what a year costs"),
    ("seats", "the seats of the contracts"),
    ("active_users", "the active users"),
    ("seats_used", "the share of the seats that is in use"),
    ("health", "the health"),
    ("last_met", "the day of the last touchpoint"),
    ("goal", "the first open goal"),
    ("goal_now", "the value of that goal"),
    ("goal_target", "the target of that goal"),
    ("ticket", "the worst open ticket"),
    ("ticket_age", "the days for which that ticket is open"),
    ("answer", "the last answer to a survey"),
    ("competitor", "what is known of the competitor"),
];

/// What is known of an account, by the names of [`FACTS`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    known: Vec<(&'static str, String)>,
    /// Name and e-mail address of those who could get it, by role.
    pub people: Vec<(ContactRole, String, Option<String>)>,
}

impl Facts {
    /// Adds a fact. Text of the book becomes one clean line.
    pub fn know(&mut self, name: &'static str, value: impl Into<String>) {
        let value = one_line(&value.into());
        if !value.is_empty() {
            self.known.push((name, value));
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.known.iter().find(|fact| fact.0 == name).map(|fact| fact.1.as_str())
    }
}

/// A message that is ready to be looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Name of its template.
    pub name: Box<str>,
    /// Whom it goes to.
    pub to: Option<String>,
    /// Their e-mail address, where it is one.
    pub address: Option<String>,
    pub subject: String,
    pub mail: String,
    pub chat: String,
    /// What is not known, in words.
    pub missing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    about: String,
    to: Vec<String>,
    subject: String,
    mail: String,
    chat: String,
}

impl Sheet for Message {
    const BUILT_IN: &'static [(&'static str, &'static str)] = &[
        ("usage-drop.toml", include_str!("../../assets/messages/usage-drop.toml")),
        ("no-login.toml", include_str!("../../assets/messages/no-login.toml")),
        ("sponsor.toml", include_str!("../../assets/messages/sponsor.toml")),
        ("workshop.toml", include_str!("../../assets/messages/workshop.toml")),
        ("successor.toml", include_str!("../../assets/messages/successor.toml")),
        ("introduction.toml", include_str!("../../assets/messages/introduction.toml")),
        ("p1-ticket.toml", include_str!("../../assets/messages/p1-ticket.toml")),
        ("root-cause.toml", include_str!("../../assets/messages/root-cause.toml")),
        ("low-answer.toml", include_str!("../../assets/messages/low-answer.toml")),
        ("loop-closed.toml", include_str!("../../assets/messages/loop-closed.toml")),
        ("value.toml", include_str!("../../assets/messages/value.toml")),
        ("executive-call.toml", include_str!("../../assets/messages/executive-call.toml")),
        ("save-plan.toml", include_str!("../../assets/messages/save-plan.toml")),
        ("expansion.toml", include_str!("../../assets/messages/expansion.toml")),
        ("reference.toml", include_str!("../../assets/messages/reference.toml")),
        ("quote.toml", include_str!("../../assets/messages/quote.toml")),
        ("contract.toml", include_str!("../../assets/messages/contract.toml")),
        ("thanks.toml", include_str!("../../assets/messages/thanks.toml")),
    ];

    fn parse(source: &str, text: &str) -> Result<Message> {
        read(text).map_err(|error| error.at(clean(source)))
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn renamed(self, name: &str) -> Message {
        Message { name: name.into(), ..self }
    }
}

fn read(text: &str) -> Result<Message> {
    let text: Text = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        Error::invalid(format!("line {line}: {}", clean(error.message().trim())))
            .hint("a message has name, about, to, subject, mail and chat")
    })?;
    let to = text.to.iter().map(|role| ContactRole::parse(role).map_err(|error| error.at("to").of("to")));
    let to = to.collect::<Result<_>>()?;
    for (key, content) in [("subject", &text.subject), ("mail", &text.mail), ("chat", &text.chat)] {
        if content.trim().is_empty() {
            return Err(Error::invalid(format!("{key} is empty")).hint("say what is to be written").of(key));
        }
        for piece in pieces(content) {
            if let Piece::Fact(name) = piece
                && !FACTS.iter().any(|fact| fact.0 == name)
            {
                let all: Vec<&str> = FACTS.iter().map(|fact| fact.0).collect();
                return Err(Error::invalid(format!("{key}: {{{}}} is no fact", clean(name)))
                    .hint(format!("use one of {}", all.join(", ")))
                    .of(key));
            }
        }
    }
    if text.subject.contains(['\n', '\r']) {
        return Err(Error::invalid("subject has more than one line").hint("keep it on one").of("subject"));
    }
    Ok(Message {
        name: text.name.trim().into(),
        about: text.about.trim().into(),
        to,
        subject: text.subject.trim().into(),
        mail: text.mail.trim().into(),
        chat: text.chat.trim().into(),
    })
}

/// A piece of a template.
enum Piece<'a> {
    Words(&'a str),
    Fact(&'a str),
}

/// The pieces of a template: words, and the names that stand in braces.
fn pieces(content: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest) = (Vec::new(), content);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        found.extend([Piece::Words(before), Piece::Fact(name)]);
        rest = after;
    }
    found.push(Piece::Words(rest));
    found
}

impl Message {
    /// The message with the facts of an account. What is not known stands marked in it and is listed.
    pub fn fill(&self, facts: &Facts) -> Letter {
        let role = self.to.iter().find_map(|role| facts.people.iter().find(|person| person.0 == *role));
        let person = role.or_else(|| facts.people.first());
        let mut facts = facts.clone();
        let to = person.map(|person| one_line(&person.1));
        if let Some(name) = &to {
            facts.know("contact", name.as_str());
            facts.know("first_name", name.split_whitespace().next().unwrap_or_default());
        }
        let mut missing: Vec<String> = Vec::new();
        let mut filled = |content: &str| {
            let mut text = String::with_capacity(content.len());
            for piece in pieces(content) {
                match piece {
                    Piece::Words(words) => text.push_str(words),
                    Piece::Fact(name) => match facts.get(name) {
                        Some(value) => text.push_str(value),
                        None => {
                            let what = FACTS.iter().find(|fact| fact.0 == name).map_or(name, |fact| fact.1);
                            text.push_str(&format!("[? {what}]"));
                            if !missing.iter().any(|known| known == what) {
                                missing.push(what.to_owned());
                            }
                        }
                    },
                }
            }
            text
        };
        let (subject, mail, chat) = (filled(&self.subject), filled(&self.mail), filled(&self.chat));
        let address = person.and_then(|person| person.2.as_deref()).filter(|text| is_address(text));
        if let (Some(name), None) = (&to, address) {
            missing.push(format!("the e-mail address of {name}"));
        }
        let address = address.map(str::to_owned);
        Letter { name: self.name.clone(), to, address, subject, mail, chat, missing }
    }
}

impl Letter {
    /// As a mail with its head, for the clipboard or a file.
    pub fn as_mail(&self) -> String {
        let to = match (&self.to, &self.address) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (Some(name), None) => name.clone(),
            (None, _) => String::new(),
        };
        format!("To: {to}\nSubject: {}\n\n{}\n", self.subject, self.mail)
    }

    /// A link that opens the mail program with it. Whatever the book holds, it adds no recipient and no header: all but
    /// letters, digits and a few signs is percent-encoded.
    pub fn mailto(&self) -> String {
        let to = self.address.as_deref().map_or_else(String::new, |address| encoded(address, "@"));
        let body = self.mail.replace('\n', "\r\n");
        format!("mailto:{to}?subject={}&body={}", encoded(&self.subject, ""), encoded(&body, ""))
    }
}

/// Text as it may stand in a link: everything but unreserved characters, and those of `kept`, is percent-encoded.
fn encoded(text: &str, kept: &str) -> String {
    let mut link = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        let letter = char::from(byte);
        if byte.is_ascii_alphanumeric()
            || "-._~".contains(letter)
            || (byte.is_ascii() && kept.contains(letter))
        {
            link.push(letter);
        } else {
            // Writing into a String cannot fail.
            let _ = write!(link, "%{byte:02X}");
        }
    }
    link
}

/// Whether a text is one e-mail address and nothing else.
fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let sound =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-._+'".contains(c));
    sound(name) && sound(host)
}

/// Text of the book on one line, without what could steer a terminal or a mail.
fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
