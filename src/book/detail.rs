//! What is known about one account on a day: what its overview and `show` print. All text is as stored: clean it
//! (`domain::text`) before it reaches a terminal.

use crate::assessment::Standing;
use crate::book::goals::Goal;
use crate::domain::{ContactRole, Day, Level, Money, Priority, Quarter, Stage, TouchpointKind};
use crate::health::facts::{AccountId, ContactId, ContractId};
use crate::training::Consumption;

/// One account on a day. Facts dated later are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub id: AccountId,
    pub day: Day,
    pub external_id: Option<Box<str>>,
    pub name: Box<str>,
    pub domain: Option<Box<str>>,
    pub segment: Option<Box<str>>,
    pub csm: Option<Box<str>>,
    pub stage: Stage,
    pub signed_on: Option<Day>,
    pub go_live_on: Option<Day>,
    pub first_outcome_on: Option<Day>,
    pub industry: Option<Box<str>>,
    pub country: Option<Box<str>>,
    pub employees: Option<i64>,
    /// Name of the parent account.
    pub parent: Option<Box<str>>,
    /// Lower case, `;` between.
    pub tags: Option<Box<str>>,
    /// By start.
    pub contracts: Vec<Contract>,
    /// Those who are there first, sponsors and champions on top.
    pub people: Vec<Person>,
    /// Not resolved on the day, the most urgent and oldest first.
    pub open_tickets: Vec<Ticket>,
    /// The latest, newest first.
    pub touchpoints: Vec<Touchpoint>,
    /// Open on the day, newest first.
    pub signals: Vec<Signal>,
    pub goals: Vec<Goal>,
    /// The latest value of each metric.
    pub usage: Vec<Usage>,
    /// The one that started last.
    pub onboarding: Option<Onboarding>,
    /// The plan of the quarter that the day lies in.
    pub plan: Option<Plan>,
    /// By due date.
    pub renewals: Vec<Renewal>,
    /// How it stands by each assessment, by name; also by those never used.
    pub assessments: Vec<Standing>,
    /// Alerts that are listed, the most pressing first.
    pub alerts: Vec<Warning>,
    /// How it takes its training; None: the book holds no training by then, or nothing of this account.
    pub training: Option<Consumption>,
}

/// An alert about which somebody is to do something.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub severity: Level,
    pub rule: Box<str>,
    pub reason: Box<str>,
    pub opened_on: Day,
    /// The playbook that is proposed.
    pub play: Option<Box<str>>,
}

/// A contract; `end` is the first day without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    pub id: ContractId,
    pub external_id: Option<Box<str>>,
    pub start: Day,
    pub end: Option<Day>,
    /// A year's worth.
    pub yearly: Money,
    pub seats: Option<i64>,
    pub plan: Option<Box<str>>,
    pub auto_renew: Option<bool>,
    pub notice_days: Option<i64>,
    pub notice_given_on: Option<Day>,
}

impl Contract {
    /// Whether it is active on a day.
    pub fn active_on(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}

/// A contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: ContactId,
    pub name: Box<str>,
    pub email: Option<Box<str>>,
    pub title: Option<Box<str>>,
    pub role: ContactRole,
    pub influence: Option<Box<str>>,
    pub sentiment: Option<Box<str>>,
    /// Name or e-mail address, as given.
    pub reports_to: Option<Box<str>>,
    /// They are gone from this day on, which is not after the day shown.
    pub left_on: Option<Day>,
    /// The last touchpoint they attended.
    pub last_touch: Option<Day>,
}

/// A ticket that is not resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    pub external_id: Option<Box<str>>,
    pub opened_on: Day,
    pub priority: Priority,
    pub subject: Option<Box<str>>,
    pub escalated: bool,
}

/// A touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Touchpoint {
    pub day: Day,
    pub kind: TouchpointKind,
    pub text: Option<Box<str>>,
    /// Names, `, ` between.
    pub attendees: Option<Box<str>>,
    pub pulse: Option<i64>,
    pub by: Option<Box<str>>,
}

/// A signal that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    pub day: Day,
    pub kind: Box<str>,
    pub text: Option<Box<str>>,
}

/// The latest value of a metric, summed over the account's contracts.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub metric: Box<str>,
    pub day: Day,
    pub value: f64,
}

/// An onboarding and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Onboarding {
    pub template: Option<Box<str>>,
    pub started_on: Day,
    pub ended_on: Option<Day>,
    /// Required steps that apply.
    pub steps: u32,
    /// Those of them that are done.
    pub done: u32,
    /// Those of them that should be done and are not.
    pub late: u32,
    /// The first of them that is not done: title, due date.
    pub next: Option<(Box<str>, Day)>,
}

/// An account plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub quarter: Quarter,
    pub written_on: Day,
    pub status: Box<str>,
    pub goals: Option<Box<str>>,
    pub items: u32,
    pub items_done: u32,
}

/// A renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewal {
    pub due_on: Day,
    pub stage: Box<str>,
    pub forecast: Option<Box<str>>,
    pub reason: Option<Box<str>>,
    pub amount: Option<Money>,
    pub quote_by: Option<Day>,
    pub notice: Option<Day>,
}
