//! A touchpoint in one line: `call @ann +sponsor "renewal ok, wants SSO" pulse 4 > fri send quote`.
//!
//! The first word may be a kind (else it is a note). `@name` was there, `+role` too; `pulse 1` to `pulse 5`; `on DATE`;
//! after `>` comes a task with or without a day. Everything else, quoted or not, is what was said. Any text reads: what
//! is not understood is said by [`Span`], which a live preview shows.

mod apply;
mod by;
mod words;

use std::ops::Range;

use self::words::{Word, unquoted, words};
use super::day::{self, Side};
use crate::domain::text::{fit, fold};
use crate::domain::{ContactRole, Day, TouchpointKind};

pub use apply::{Logged, people};
pub use by::{By, by};

/// Somebody at the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Row id of the contact.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What they are to the decision.
    pub role: ContactRole,
    /// Whether they have left.
    pub left: bool,
}

/// Who was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A contact.
    Contact(i64),
    /// Somebody who is to become one.
    New { name: String, role: ContactRole },
}

/// A task that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due: Option<Day>,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How it took place.
    pub kind: TouchpointKind,
    /// What was said; may be empty.
    pub text: String,
    /// Who was there, each once.
    pub with: Vec<Who>,
    /// The CSM's judgement, 1 to 5.
    pub pulse: Option<i64>,
    /// When; None: today.
    pub on: Option<Day>,
    /// What follows.
    pub todos: Vec<Todo>,
    /// Row id of the team member whose touchpoint it is: see [`by()`]. No part of the line.
    pub by: Option<i64>,
    /// How the line was read: every word is in one span, in their order.
    pub spans: Vec<Span>,
}

/// A part of the line and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Bytes of the line.
    pub range: Range<usize>,
    /// What it is.
    pub what: What,
    /// What it means, in words: the name of the contact, the day; or why it is not understood.
    pub note: String,
}

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The kind of the touchpoint.
    Kind,
    /// A contact, or the contacts of a role.
    Contact,
    /// Somebody who is to become a contact.
    NewContact,
    /// The pulse.
    Pulse,
    /// The day.
    Day,
    /// A task.
    Task,
    /// What was said.
    Text,
    /// Not understood: the line cannot be saved like this.
    Unknown,
}

impl Log {
    /// A log without a word.
    pub fn new(kind: TouchpointKind) -> Log {
        Log {
            kind,
            text: String::new(),
            with: Vec::new(),
            pulse: None,
            on: None,
            todos: Vec::new(),
            by: None,
            spans: Vec::new(),
        }
    }

    /// Reads a line, about an account with these people.
    pub fn parse(line: &str, people: &[Person], today: Day) -> Log {
        let words = words(line);
        let mut reader = Reader { people, today, log: Log::new(TouchpointKind::Note), said: Vec::new() };
        let mut place = 0;
        while let Some(rest) = words.get(place..).filter(|rest| !rest.is_empty()) {
            place += reader.take(rest, place == 0).max(1);
        }
        reader.log.text = reader.said.join(" ");
        reader.log
    }

    /// Why the line cannot be saved as it is.
    pub fn problem(&self) -> Option<&str> {
        self.spans.iter().find(|span| span.what == What::Unknown).map(|span| span.note.as_str())
    }

    /// Whether it says that the account was touched or judged; else it holds tasks alone.
    pub fn is_touch(&self) -> bool {
        !self.text.is_empty()
            || !self.with.is_empty()
            || self.pulse.is_some()
            || self.spans.iter().any(|span| span.what == What::Kind)
            || self.todos.is_empty()
    }
}

struct Reader<'a> {
    people: &'a [Person],
    today: Day,
    log: Log,
    said: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    /// Reads what stands at the front; gives how many words that are.
    fn take(&mut self, rest: &[Word<'a>], is_first: bool) -> usize {
        let Some(first) = rest.first() else { return 0 };
        if is_first && let Ok(kind) = TouchpointKind::parse(first.text) {
            self.log.kind = kind;
            return self.span(rest, 1, What::Kind, kind.name().to_owned());
        }
        match first.text.chars().next() {
            Some('@') if first.text.len() > 1 => self.name(rest),
            Some('+') => self.role(rest).unwrap_or_else(|| self.say(rest)),
            Some('>') => self.todo(rest),
            _ => self.setting(rest).unwrap_or_else(|| self.say(rest)),
        }
    }

    fn span(&mut self, rest: &[Word<'a>], count: usize, what: What, note: String) -> usize {
        let taken = rest.get(..count).unwrap_or(rest);
        if let (Some(first), Some(last)) = (taken.first(), taken.last()) {
            self.log.spans.push(Span { range: first.at..last.at + last.text.len(), what, note });
        }
        count
    }

    fn say(&mut self, rest: &[Word<'a>]) -> usize {
        if let Some(word) = rest.first().map(|word| unquoted(word.text)).filter(|word| !word.is_empty()) {
            self.said.push(word);
        }
        self.span(rest, 1, What::Text, String::new())
    }

    fn attend(&mut self, who: Who) {
        if !self.log.with.contains(&who) {
            self.log.with.push(who);
        }
    }

    /// `@ann`, `@"Ann Lee"`, and the role of somebody new: `@"New Person" +sponsor`.
    fn name(&mut self, rest: &[Word<'a>]) -> usize {
        let word = rest.first().map(|word| word.text).unwrap_or_default();
        let asked =
            unquoted(word.get(1..).unwrap_or_default()).trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let found = find(self.people, asked);
        match found.as_slice() {
            [person] => {
                self.attend(Who::Contact(person.id));
                self.span(rest, 1, What::Contact, listed(&found))
            }
            [] => {
                let name = asked.replace(['.', '_'], " ").trim().to_owned();
                if fold(&name).is_empty() {
                    return self.span(rest, 1, What::Unknown, format!("{word} names nobody"));
                }
                let role = rest.get(1).and_then(|next| role_of(next.text));
                let note = match role {
                    Some(role) => format!("new contact {name}, {role}"),
                    None => format!("new contact {name}"),
                };
                self.attend(Who::New { name, role: role.unwrap_or(ContactRole::Unknown) });
                self.span(rest, if role.is_some() { 2 } else { 1 }, What::NewContact, note)
            }
            several => {
                let note = format!("{word} could be {}", listed(several));
                self.span(rest, 1, What::Unknown, note)
            }
        }
    }

    /// `+sponsor`: those who are still there in that role.
    fn role(&mut self, rest: &[Word<'a>]) -> Option<usize> {
        let role = role_of(rest.first()?.text)?;
        let people = self.people;
        let found: Vec<&Person> =
            people.iter().filter(|person| person.role == role && !person.left).collect();
        if found.is_empty() {
            return Some(self.span(rest, 1, What::Unknown, format!("nobody at the account is {role}")));
        }
        found.iter().for_each(|person| self.attend(Who::Contact(person.id)));
        Some(self.span(rest, 1, What::Contact, listed(&found)))
    }

    /// `pulse 4`, `on friday`.
    fn setting(&mut self, rest: &[Word<'a>]) -> Option<usize> {
        let word = rest.first()?.text;
        if word.eq_ignore_ascii_case("pulse") {
            let pulse: i64 = rest.get(1)?.text.parse().ok().filter(|pulse| (1..=5).contains(pulse))?;
            self.log.pulse = Some(pulse);
            return Some(self.span(rest, 2, What::Pulse, format!("pulse {pulse}")));
        }
        if word.eq_ignore_ascii_case("on") {
            let (day, count) = leading_day(rest.get(1..)?, self.today, Side::Behind)?;
            self.log.on = Some(day);
            return Some(self.span(rest, count + 1, What::Day, day.to_string()));
        }
        None
    }

    /// `> fri send quote`, up to the next `>`.
    fn todo(&mut self, rest: &[Word<'a>]) -> usize {
        let end = rest
            .iter()
            .skip(1)
            .position(|word| word.text.starts_with('>'))
            .map_or(rest.len(), |next| next + 1);
        let mut inner: Vec<Word<'a>> = rest.get(..end).unwrap_or(rest).to_vec();
        if let Some(first) = inner.first_mut() {
            first.text = first.text.get(1..).unwrap_or_default();
        }
        inner.retain(|word| !word.text.is_empty());
        let day = leading_day(&inner, self.today, Side::Ahead);
        let (due, skip) = day.map_or((None, 0), |(day, count)| (Some(day), count));
        let title: Vec<&str> = inner.iter().skip(skip).map(|word| unquoted(word.text)).collect();
        let title = title.join(" ").trim().to_owned();
        if title.is_empty() {
            return self.span(rest, end, What::Unknown, "what is to be done stands after the >".to_owned());
        }
        let note = match due {
            Some(day) => format!("task by {day}: {}", fit(&title, 60)),
            None => format!("task: {}", fit(&title, 60)),
        };
        self.log.todos.push(Todo { title, due });
        self.span(rest, end, What::Task, note)
    }
}

/// The day that the first one or two words say.
fn leading_day(words: &[Word<'_>], today: Day, side: Side) -> Option<(Day, usize)> {
    [2, 1].into_iter().find_map(|count| {
        let text: Vec<&str> = words.get(..count)?.iter().map(|word| word.text).collect();
        day::parse(&text.join(" "), today, side).ok().map(|day| (day, count))
    })
}

fn role_of(word: &str) -> Option<ContactRole> {
    let name = word.strip_prefix('+')?;
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    ContactRole::parse(&name.replace(['.', '_'], " ")).ok()
}

/// Whom a name means: the whole name, else the beginning of a part of it, else its letters in their order. Those who
/// have left only when nobody else fits.
fn find<'p>(people: &'p [Person], asked: &str) -> Vec<&'p Person> {
    let key = fold(asked);
    if key.is_empty() {
        return Vec::new();
    }
    let whole = |name: &str| name == key;
    let begins = |name: &str| name.starts_with(&key) || name.contains(&format!(" {key}"));
    let letters = |name: &str| {
        let mut name = name.chars();
        key.chars().filter(|c| *c != ' ').all(|wanted| name.any(|c| c == wanted))
    };
    let ways: [&dyn Fn(&str) -> bool; 3] = [&whole, &begins, &letters];
    for way in ways {
        for left in [false, true] {
            let fits = |person: &&Person| person.left == left && way(&fold(&person.name));
            let found: Vec<&Person> = people.iter().filter(fits).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Their names, and of whom has left that they have.
fn listed(people: &[&Person]) -> String {
    let told = |person: &&Person| {
        let left = if person.left { " (has left)" } else { "" };
        format!("{}{left}", fit(&person.name, 40))
    };
    people.iter().map(told).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
