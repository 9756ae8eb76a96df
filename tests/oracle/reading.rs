//! What the facts of an account say about a day: the rules of reading that several measures share.
//! A day window of n days ends on the day and includes it: ages 0 to n - 1.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Account, Book, Contact, Contract, Day, Onboarding, Survey, Ticket, Touchpoint, plain};

/// Whether `fact` is one of the `days` days that end on `day`.
pub fn within(fact: Day, day: Day, days: i64) -> bool {
    let age = day - fact;
    (0..days).contains(&age)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    P1,
    P2,
    Other,
}

impl Contract {
    pub fn active(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}

impl Contact {
    pub fn active(&self, day: Day) -> bool {
        self.left_on.is_none_or(|left| day < left)
    }

    pub fn is_sponsor(&self) -> bool {
        plain(&self.role) == "executivesponsor"
    }

    pub fn is_champion(&self) -> bool {
        plain(&self.role) == "champion"
    }

    /// Whether `text` is this contact's external id, e-mail or name.
    fn is_called(&self, text: &str) -> bool {
        !text.is_empty() && [&self.external_id, &self.email, &self.name].into_iter().any(|own| own == text)
    }
}

impl Touchpoint {
    pub fn is_bare_note(&self) -> bool {
        plain(&self.kind) == "note" && self.attendees.is_empty()
    }

    pub fn attended_by(&self, contact: &Contact) -> bool {
        self.attendees.iter().any(|attendee| contact.is_called(attendee))
    }
}

impl Ticket {
    /// resolved_on decides; else the hours count from 00:00 of the opening; else a status of the end means the opening.
    pub fn resolved(&self) -> Option<Day> {
        let ended = matches!(plain(&self.status).as_str(), "solved" | "closed" | "resolved");
        self.resolved_on
            .or(self.resolution_hours.map(|hours| self.opened_on + hours / 24))
            .or(ended.then_some(self.opened_on))
    }

    pub fn unresolved(&self, day: Day) -> bool {
        self.opened_on <= day && self.resolved().is_none_or(|resolved| resolved > day)
    }

    pub fn priority(&self) -> Priority {
        match plain(&self.priority).as_str() {
            "urgent" | "critical" | "blocker" | "p1" => Priority::P1,
            "high" | "p2" => Priority::P2,
            _ => Priority::Other,
        }
    }

    /// The day of the satisfaction answer.
    pub fn answered_on(&self) -> Day {
        self.resolved().unwrap_or(self.opened_on)
    }
}

/// Whether an answer is a 4 or 5 on a scale of 5.
pub fn satisfied(score: i64, scale: Option<i64>) -> bool {
    score * 5 >= 4 * scale.unwrap_or(5)
}

impl Onboarding {
    /// Open on `day`, or ended in the 90 d that begin on ended_on.
    pub fn shows(&self, day: Day) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|ended| ended > day || within(ended, day, 90))
    }
}

impl Account {
    pub fn active_contracts(&self, day: Day) -> impl Iterator<Item = &Contract> {
        self.contracts.iter().filter(move |contract| contract.active(day))
    }

    pub fn first_start(&self) -> Option<Day> {
        self.contracts.iter().map(|contract| contract.start).min()
    }

    pub fn go_live(&self) -> Option<Day> {
        self.go_live_on.or(self.signed_on).or(self.first_start())
    }

    /// The day that the account's age counts from.
    pub fn known_since(&self) -> Option<Day> {
        self.signed_on.or(self.first_start()).or(self.go_live_on)
    }

    pub fn cadence(&self) -> i64 {
        match plain(&self.segment).as_str() {
            "hightouch" => 30,
            "techtouch" => 90,
            _ => 60,
        }
    }

    pub fn first_outcome_reached(&self, day: Day) -> bool {
        self.first_outcome_on.is_some_and(|on| on <= day)
    }

    /// Days since the go-live; `None` before it, or without any date for it.
    pub fn days_live(&self, day: Day) -> Option<i64> {
        self.go_live().map(|live| day - live).filter(|days| *days >= 0)
    }

    /// The account's value of a metric on each day up to `day` on which a row says something: the sum over its sources.
    /// Of two rows of one source on one day the later one counts.
    pub fn series(&self, metric: &str, day: Day) -> BTreeMap<Day, i64> {
        let mut by_source = BTreeMap::new();
        for row in self.usage.iter().filter(|row| row.metric == metric && row.day <= day) {
            by_source.insert((row.day, &row.contract), row.value);
        }
        let mut by_day = BTreeMap::new();
        for ((on, _), value) in by_source {
            *by_day.entry(on).or_insert(0) += value;
        }
        by_day
    }

    /// The sum of the day's feature uses, for each day up to `day` with a record.
    pub fn feature_events(&self, day: Day) -> BTreeMap<Day, i64> {
        let mut by_day = BTreeMap::new();
        for row in self.features.iter().filter(|row| row.day <= day) {
            *by_day.entry(row.day).or_insert(0) += row.uses;
        }
        by_day
    }

    /// The features that count for the account, in the catalog or, without one, in the book's records.
    pub fn entitled<'a>(&self, book: &'a Book, day: Day) -> BTreeSet<&'a str> {
        if book.catalog.is_empty() {
            return book
                .accounts
                .iter()
                .flat_map(|account| &account.features)
                .filter(|row| row.day <= day)
                .map(|row| row.feature.as_str())
                .collect();
        }
        let plans: BTreeSet<String> =
            self.active_contracts(day).map(|contract| contract.plan.to_lowercase()).collect();
        book.catalog
            .iter()
            .filter(|row| row.core)
            .filter(|row| {
                row.plans.is_empty() || row.plans.iter().any(|plan| plans.contains(&plan.to_lowercase()))
            })
            .map(|row| row.feature.as_str())
            .collect()
    }

    /// Who gave an answer: a contact of the account, else a person of that name, else nobody known.
    pub fn person(&self, survey: &Survey) -> Option<Person> {
        if survey.contact.is_empty() {
            return None;
        }
        let contact = self.contacts.iter().position(|contact| contact.is_called(&survey.contact));
        Some(contact.map_or_else(|| Person::Stranger(survey.contact.clone()), Person::Contact))
    }

    /// The status of each goal that has one on `day`, with the day it holds from.
    pub fn goal_statuses(&self, day: Day) -> Vec<(String, Day)> {
        self.goals
            .iter()
            .filter(|goal| goal.started_on <= day)
            .filter_map(|goal| {
                goal.updates
                    .iter()
                    .filter(|update| !update.status.is_empty())
                    .map(|update| (plain(&update.status), update.status_on.unwrap_or(goal.started_on)))
                    .filter(|(_, on)| *on <= day)
                    .max_by_key(|(_, on)| *on)
            })
            .collect()
    }

    pub fn has_open_signal(&self, kinds: &[&str], day: Day) -> bool {
        self.signals
            .iter()
            .filter(|signal| kinds.contains(&plain(&signal.kind).as_str()))
            .any(|signal| signal.day <= day && signal.closed_on.is_none_or(|closed| closed > day))
    }

    /// The last day up to `day` with a login, an active user or a feature use above 0.
    pub fn last_use(&self, day: Day) -> Option<Day> {
        let of_metrics = ["active_users", "logins"].into_iter().flat_map(|metric| self.series(metric, day));
        let in_use = of_metrics.chain(self.feature_events(day)).filter(|(_, sum)| *sum > 0);
        in_use.map(|(on, _)| on).max()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// By its place among the account's contacts.
    Contact(usize),
    Stranger(String),
}

impl Book {
    /// The last day up to `day` of which the book holds any usage record, also one of 0.
    pub fn last_usage_record(&self, day: Day) -> Option<Day> {
        let days = |account: &Account| {
            let usage = account.usage.iter().map(|row| row.day);
            let features = account.features.iter().map(|row| row.day);
            usage.chain(features).filter(|on| *on <= day).max()
        };
        self.accounts.iter().filter_map(days).max()
    }
}
