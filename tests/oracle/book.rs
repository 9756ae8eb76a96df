//! A customer success book as plain data: what the files say, before anything is worked out from it.
//!
//! Texts are kept as they are written in the files (a role may be `Executive_Sponsor`, an attendee an e-mail), because
//! reading them is part of what is checked.

use chrono::{Datelike, Days, NaiveDate};

/// Days since 1970-01-01.
pub type Day = i64;

#[derive(Clone, Debug, Default)]
pub struct Book {
    pub accounts: Vec<Account>,
    /// Empty: the book has no catalog.
    pub catalog: Vec<CatalogFeature>,
}

/// An account with all of its facts, each kind in the order of its file.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub external_id: String,
    pub name: String,
    pub domain: String,
    pub segment: String,
    pub csm: String,
    pub stage: String,
    pub signed_on: Option<Day>,
    pub go_live_on: Option<Day>,
    pub first_outcome_on: Option<Day>,
    pub contracts: Vec<Contract>,
    pub contacts: Vec<Contact>,
    pub usage: Vec<Usage>,
    pub features: Vec<FeatureUse>,
    pub tickets: Vec<Ticket>,
    pub surveys: Vec<Survey>,
    pub touchpoints: Vec<Touchpoint>,
    pub signals: Vec<Signal>,
    pub goals: Vec<Goal>,
    pub onboardings: Vec<Onboarding>,
    pub plans: Vec<Plan>,
}

#[derive(Clone, Debug, Default)]
pub struct Contract {
    pub external_id: String,
    pub start: Day,
    pub end: Option<Day>,
    /// As written, in major units ("1250.50").
    pub mrr: String,
    pub arr: String,
    /// Empty: the book's.
    pub currency: String,
    pub seats: Option<i64>,
    pub plan: String,
}

#[derive(Clone, Debug, Default)]
pub struct Contact {
    pub external_id: String,
    pub name: String,
    pub email: String,
    pub role: String,
    pub left_on: Option<Day>,
}

#[derive(Clone, Debug, Default)]
pub struct CatalogFeature {
    pub feature: String,
    pub core: bool,
    pub advanced: bool,
    /// Empty: every plan.
    pub plans: Vec<String>,
}

/// `contract` is the external id of the contract that the row is keyed by; `None`: keyed by the account.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    pub contract: Option<String>,
    pub day: Day,
    pub metric: String,
    pub value: i64,
}

#[derive(Clone, Debug, Default)]
pub struct FeatureUse {
    pub contract: Option<String>,
    pub day: Day,
    pub feature: String,
    pub uses: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Ticket {
    pub external_id: String,
    pub opened_on: Day,
    pub resolved_on: Option<Day>,
    pub resolution_hours: Option<i64>,
    pub priority: String,
    pub status: String,
    pub satisfaction: Option<i64>,
    pub satisfaction_scale: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct Survey {
    pub external_id: String,
    /// External id, e-mail or name of a contact, the name of a stranger, or empty.
    pub contact: String,
    pub kind: String,
    pub score: i64,
    pub scale: Option<i64>,
    pub day: Day,
}

#[derive(Clone, Debug, Default)]
pub struct Touchpoint {
    pub external_id: String,
    pub day: Day,
    pub kind: String,
    /// Names or e-mails of contacts.
    pub attendees: Vec<String>,
    pub pulse: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct Signal {
    pub external_id: String,
    pub day: Day,
    pub kind: String,
    pub closed_on: Option<Day>,
}

/// Written as one row an update.
#[derive(Clone, Debug, Default)]
pub struct Goal {
    pub external_id: String,
    pub title: String,
    pub started_on: Day,
    pub updates: Vec<GoalUpdate>,
}

/// An empty status says nothing; a status without a day holds from the goal's start.
#[derive(Clone, Debug, Default)]
pub struct GoalUpdate {
    pub status: String,
    pub status_on: Option<Day>,
}

#[derive(Clone, Debug, Default)]
pub struct Onboarding {
    pub external_id: String,
    pub started_on: Day,
    pub ended_on: Option<Day>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Default)]
pub struct Step {
    pub title: String,
    /// `None`: the cell is empty, which means yes.
    pub required: Option<bool>,
    pub not_applicable: bool,
    pub due_on: Day,
    pub done_on: Option<Day>,
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub external_id: String,
    pub quarter: String,
    pub written_on: Day,
}

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();

pub fn date(year: i32, month: u32, day: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().signed_duration_since(EPOCH).num_days()
}

fn calendar(day: Day) -> NaiveDate {
    EPOCH.checked_add_days(Days::new(u64::try_from(day).unwrap())).unwrap()
}

/// 2026-03-01.
pub fn iso(day: Day) -> String {
    calendar(day).format("%Y-%m-%d").to_string()
}

/// The calendar quarter of a day: 2026-Q1.
pub fn quarter(day: Day) -> String {
    let date = calendar(day);
    format!("{}-Q{}", date.year(), date.month().div_ceil(3))
}

/// A word for comparing: kinds, roles, segments and stages ignore case, `_` and `-`.
pub fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}
