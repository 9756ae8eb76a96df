//! What the scorer reads: dated facts of one account, and what the whole book holds.
//!
//! Facts may lie after the day that is scored; the scorer leaves them out. Nothing here knows where they come from.

use crate::domain::{
    Band, ContactRole, Day, GoalStatus, Priority, Quarter, Stage, SurveyKind, TouchpointKind,
};

/// Row id of an account in the book.
pub type AccountId = i64;
/// Row id of a segment.
pub type SegmentId = i64;
/// Row id of a usage metric.
pub type MetricId = i64;
/// Row id of a feature.
pub type FeatureId = i64;
/// Row id of a contact.
pub type ContactId = i64;
/// Row id of a contract.
pub type ContractId = i64;

/// Everything that the scorer reads about one account. Call [`AccountFacts::finish`] after filling it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountFacts {
    pub id: AccountId,
    /// None: unknown segment, judged with the policy's default cadence and targets.
    pub segment: Option<SegmentId>,
    pub stage: Option<Stage>,
    pub signed_on: Option<Day>,
    pub go_live_on: Option<Day>,
    pub first_outcome_on: Option<Day>,
    pub contracts: Vec<ContractFacts>,
    pub contacts: Vec<ContactFacts>,
    /// One series per metric, ascending by metric; points ascending by day, one a day,
    /// each the sum over the account's contracts.
    pub usage: Vec<Series>,
    /// Feature records, ascending by day.
    pub features: Vec<FeatureUse>,
    pub tickets: Vec<TicketFacts>,
    pub surveys: Vec<SurveyFacts>,
    pub touchpoints: Vec<TouchpointFacts>,
    pub signals: Vec<SignalFacts>,
    pub goals: Vec<GoalFacts>,
    pub onboardings: Vec<OnboardingFacts>,
    pub plans: Vec<PlanFacts>,
    pub renewals: Vec<RenewalFacts>,
    pub overrides: Vec<OverrideFacts>,
}

/// A contract: active on day d when `start <= d < end`.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractFacts {
    pub id: ContractId,
    pub start: Day,
    /// None: open-ended.
    pub end: Option<Day>,
    pub seats: Option<i64>,
    /// Plan tier, as written; compared without case.
    pub plan: Option<Box<str>>,
}

impl ContractFacts {
    /// Whether the contract is active on a day.
    pub fn active_on(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}

/// A contact. Contacts are undated but for the day they left: on it they are gone.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactFacts {
    pub id: ContactId,
    pub role: ContactRole,
    pub left_on: Option<Day>,
}

impl ContactFacts {
    /// Whether the contact is still there on a day.
    pub fn active_on(&self, day: Day) -> bool {
        self.left_on.is_none_or(|left| day < left)
    }
}

/// The values of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub metric: MetricId,
    /// (day, value), ascending, one a day.
    pub points: Vec<(Day, f64)>,
}

/// One record of a feature's use (may be 0 uses).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeatureUse {
    pub day: Day,
    pub feature: FeatureId,
    pub uses: f64,
}

/// A support ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketFacts {
    pub opened_on: Day,
    pub resolved_on: Option<Day>,
    pub priority: Priority,
    /// Satisfaction answer and the scale's highest answer.
    pub satisfaction: Option<(f64, f64)>,
}

/// A survey answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyFacts {
    /// Row id: of two by one contact on one day the later row counts.
    pub row: i64,
    pub day: Day,
    pub kind: SurveyKind,
    /// Who answered: the same key is the same person; None is nobody known.
    pub respondent: Option<Respondent>,
    pub score: f64,
    /// The highest possible answer.
    pub scale: f64,
}

/// Who answered a survey.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Respondent {
    /// A contact of the account.
    Contact(ContactId),
    /// A person who is no contact, by the folded name.
    Name(Box<str>),
}

/// A touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct TouchpointFacts {
    /// Row id: of two pulses on one day the later row counts.
    pub row: i64,
    pub day: Day,
    pub kind: TouchpointKind,
    /// The CSM's own judgement, 1 to 5.
    pub pulse: Option<i64>,
    /// Whether anyone attended, known contact or not (a note without attendees is bare).
    pub attended: bool,
    /// Contacts who attended.
    pub attendees: Vec<ContactId>,
}

impl TouchpointFacts {
    /// A note without attendees: no touch.
    pub fn is_bare_note(&self) -> bool {
        self.kind == TouchpointKind::Note && !self.attended
    }
}

/// What a signal means to the scorer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalClass {
    /// "churn notice".
    ChurnNotice,
    /// "competitor evaluation", "competitor".
    Competitor,
    /// "sponsor left": rated by no measure and no cap.
    SponsorLeft,
    /// Any other: rated by no measure and no cap.
    Other,
}

/// A signal: open from `day` until `closed_on` (on which it is closed).
#[derive(Clone, Debug, PartialEq)]
pub struct SignalFacts {
    pub day: Day,
    pub closed_on: Option<Day>,
    pub class: SignalClass,
    /// Its kind, folded.
    pub kind: Box<str>,
}

impl SignalFacts {
    /// Whether the signal is open on a day.
    pub fn open_on(&self, day: Day) -> bool {
        self.day <= day && self.closed_on.is_none_or(|closed| day < closed)
    }
}

/// A goal with its dated statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalFacts {
    /// The goal counts from here on.
    pub started_on: Option<Day>,
    /// (row, day, status): the status on a day is that of the last update on or before it.
    pub updates: Vec<(i64, Day, GoalStatus)>,
}

/// An onboarding with its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct OnboardingFacts {
    /// Row id: of two started on one day the later row counts.
    pub row: i64,
    pub started_on: Day,
    pub ended_on: Option<Day>,
    pub steps: Vec<StepFacts>,
}

/// A step of an onboarding.
#[derive(Clone, Debug, PartialEq)]
pub struct StepFacts {
    pub required: bool,
    pub not_applicable: bool,
    pub due_on: Day,
    pub done_on: Option<Day>,
    /// When it was last set to done, not applicable or open again.
    pub settled_on: Option<Day>,
}

/// An account plan: which quarter it is for and when it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFacts {
    pub quarter: Quarter,
    pub written_on: Day,
}

/// A renewal that was won: it lifts `renewal_unplanned` for its contract.
#[derive(Clone, Debug, PartialEq)]
pub struct RenewalFacts {
    pub contract: ContractId,
    pub won_on: Day,
}

/// A CSM's own band, shown beside the computed one.
#[derive(Clone, Debug, PartialEq)]
pub struct OverrideFacts {
    pub band: Band,
    pub reason: Box<str>,
    pub set_on: Day,
    /// On this day it is gone.
    pub expires_on: Day,
}

impl GoalFacts {
    /// How it stands on a day, and since when; None: nobody said yet, or it has not begun.
    pub fn status_on(&self, day: Day) -> Option<(Day, GoalStatus)> {
        if self.started_on.is_some_and(|start| day < start) {
            return None;
        }
        let end = self.updates.partition_point(|update| update.1 <= day);
        self.updates.get(..end)?.last().map(|update| (update.1, update.2))
    }
}

impl AccountFacts {
    /// The values of a metric, ascending by day.
    pub fn series(&self, metric: MetricId) -> &[(Day, f64)] {
        let place = self.usage.binary_search_by_key(&metric, |series| series.metric).ok();
        place.and_then(|place| self.usage.get(place)).map_or(&[][..], |series| &series.points)
    }

    /// The last value of a metric up to a day, with its day.
    pub fn latest(&self, metric: MetricId, day: Day) -> Option<(Day, f64)> {
        let points = self.series(metric);
        let end = points.partition_point(|point| point.0 <= day);
        points.get(..end)?.last().copied()
    }

    /// The day on which the oldest P1 was opened that is not resolved on a day.
    pub fn oldest_p1(&self, day: Day) -> Option<Day> {
        let open = |ticket: &&TicketFacts| {
            ticket.priority == Priority::P1
                && ticket.opened_on <= day
                && ticket.resolved_on.is_none_or(|resolved| day < resolved)
        };
        self.tickets.iter().filter(open).map(|ticket| ticket.opened_on).min()
    }

    /// The CSM's own band on a day: the last one set, while it holds.
    pub fn override_on(&self, day: Day) -> Option<&OverrideFacts> {
        self.overrides.iter().rev().find(|set| set.set_on <= day && day < set.expires_on)
    }

    /// Puts every list into the order that the scorer relies on, whatever order the facts came in.
    pub fn finish(&mut self) {
        self.usage.sort_by_key(|series| series.metric);
        for series in &mut self.usage {
            series.points.sort_by_key(|point| point.0);
        }
        self.features.sort_by(|a, b| {
            (a.day, a.feature).cmp(&(b.day, b.feature)).then_with(|| a.uses.total_cmp(&b.uses))
        });
        self.contracts.sort_by_key(|contract| (contract.start, contract.id));
        self.contacts.sort_by_key(|contact| contact.id);
        self.tickets.sort_by_key(|ticket| (ticket.opened_on, ticket.priority));
        self.surveys.sort_by_key(|survey| (survey.day, survey.row));
        self.touchpoints.sort_by_key(|touch| (touch.day, touch.row));
        for goal in &mut self.goals {
            goal.updates.sort_by_key(|update| (update.1, update.0));
        }
        self.onboardings.sort_by_key(|onboarding| (onboarding.started_on, onboarding.row));
        self.overrides.sort_by_key(|set| set.set_on);
    }
}

/// What the whole book holds, and since when: decides which measures apply at all.
///
/// Every `Option<Day>` is the first day on which the book holds such a fact; None means never.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookFacts {
    /// Every metric with its name in lower case and the first day of which a value is recorded.
    pub metrics: Vec<MetricFacts>,
    /// Every feature ever recorded or in the catalog.
    pub features: Vec<FeatureFacts>,
    /// Whether the book has a catalog (else every recorded feature is core and entitled).
    pub has_catalog: bool,
    /// Days of which any usage or feature record exists (also one of 0), ascending, distinct.
    pub usage_days: Vec<Day>,
    /// First start of a contract with seats.
    pub contract_with_seats: Option<Day>,
    /// First `started_on` of a goal (its first update where that is missing).
    pub goal: Option<Day>,
    /// First first-outcome date of an account.
    pub first_outcome: Option<Day>,
    /// First start of an onboarding.
    pub onboarding: Option<Day>,
    /// First touchpoint that is not a bare note.
    pub touchpoint: Option<Day>,
    /// Whether there is an executive sponsor among the contacts (contacts are undated).
    pub sponsor: bool,
    /// Whether there is any contact.
    pub contact: bool,
    /// First ticket.
    pub ticket: Option<Day>,
    /// First NPS answer.
    pub nps: Option<Day>,
    /// First CSAT answer: a survey, or the satisfaction of a ticket on the day it is dated.
    pub csat: Option<Day>,
    /// First pulse.
    pub pulse: Option<Day>,
}

impl BookFacts {
    /// A metric by its name in lower case.
    pub fn metric(&self, name: &str) -> Option<MetricId> {
        self.metrics.iter().find(|metric| &*metric.name == name).map(|metric| metric.id)
    }
}

/// A metric of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFacts {
    pub id: MetricId,
    /// Lower case.
    pub name: Box<str>,
    /// First day of which the book holds a value.
    pub first_on: Option<Day>,
}

/// A feature of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureFacts {
    pub id: FeatureId,
    pub name: Box<str>,
    /// Whether the catalog lists it.
    pub in_catalog: bool,
    pub core: bool,
    pub advanced: bool,
    /// Plan tiers that are entitled to it, lower case; empty: all.
    pub plans: Vec<Box<str>>,
    /// First day of which the book holds a record (also of 0 uses).
    pub first_on: Option<Day>,
}
