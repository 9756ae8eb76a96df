//! The calculation itself, on figures worked out by hand: the expected value of every test is in the rules of health or
//! follows from the arithmetic beside it. Here are the facts that the tests build on, by their age on [`DAY`].

mod books;
mod caps;
mod comparison;
mod measures;
mod score;

use crate::book::*;
use crate::calc;
use crate::measures::{MEASURES, Shown, State};

pub const DAY: Day = 20_000;

pub fn book(accounts: Vec<Account>) -> Book {
    Book { accounts, catalog: Vec::new() }
}

pub fn state(book: &Book, name: &str, day: Day) -> State {
    let measure = MEASURES.iter().find(|measure| measure.name == name).unwrap();
    (measure.of)(book, &book.accounts[0], day)
}

/// Value and score of a measure of the first account, which has to be present.
pub fn value_and_score(book: &Book, name: &str) -> (f64, f64) {
    match state(book, name, DAY) {
        State::Present { value: Shown::Is(value), score, .. } => (value, score),
        other => panic!("{name} is {other:?}"),
    }
}

#[track_caller]
pub fn assert_close(got: f64, expected: f64) {
    assert!((got - expected).abs() < 1e-9, "{got} is not {expected}");
}

#[track_caller]
pub fn assert_measure(book: &Book, name: &str, value: f64, score: f64) {
    let got = value_and_score(book, name);
    assert_close(got.0, value);
    assert_close(got.1, score);
}

pub fn caps(book: &Book) -> Vec<&'static str> {
    calc::score(book, &book.accounts[0], DAY).caps.into_iter().map(|(name, _)| name).collect()
}

pub fn text(word: &str) -> String {
    word.to_owned()
}

pub fn usage(metric: &str, age: i64, value: i64) -> Usage {
    Usage { contract: None, day: DAY - age, metric: text(metric), value }
}

pub fn uses(feature: &str, age: i64, uses: i64) -> FeatureUse {
    FeatureUse { contract: None, day: DAY - age, feature: text(feature), uses }
}

pub fn contract(seats: i64) -> Contract {
    Contract { external_id: text("K"), start: DAY - 400, seats: Some(seats), ..Contract::default() }
}

pub fn contact(name: &str, role: &str, left_on: Option<Day>) -> Contact {
    Contact { name: text(name), role: text(role), left_on, ..Contact::default() }
}

pub fn touch(age: i64, kind: &str, attendees: &[&str]) -> Touchpoint {
    let attendees = attendees.iter().map(|name| text(name)).collect();
    Touchpoint { day: DAY - age, kind: text(kind), attendees, ..Touchpoint::default() }
}

pub fn ticket(age: i64, priority: &str, resolved_on: Option<Day>) -> Ticket {
    Ticket { opened_on: DAY - age, priority: text(priority), resolved_on, ..Ticket::default() }
}

pub fn survey(age: i64, kind: &str, contact: &str, score: i64) -> Survey {
    Survey { day: DAY - age, kind: text(kind), contact: text(contact), score, ..Survey::default() }
}

pub fn goal(status: &str, status_age: i64) -> Goal {
    let updates = vec![GoalUpdate { status: text(status), status_on: Some(DAY - status_age) }];
    Goal { started_on: DAY - 500, updates, ..Goal::default() }
}

pub fn step(due_age: i64, done_age: Option<i64>) -> Step {
    Step { due_on: DAY - due_age, done_on: done_age.map(|age| DAY - age), ..Step::default() }
}
