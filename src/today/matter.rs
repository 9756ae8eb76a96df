//! One thing that wants something done.

use crate::domain::{Day, Level};
use crate::health::facts::{AccountId, ContractId};
use crate::health::policy::Weighed;
use crate::plan::State;
use crate::renewal::RenewalId;

/// Row id of an alert.
type AlertId = i64;

/// By what a matter is told from all others: its kind and an id.
pub type Key = (&'static str, i64);

/// What a matter is, and the rows by which it is handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A trigger fired for an account.
    Alert { id: AlertId, rule: Box<str>, severity: Level },
    /// A trigger fired for much of the book at once, for one cause.
    Flood {
        /// One an account.
        alerts: Vec<AlertId>,
        /// In the order of the alerts.
        accounts: Vec<AccountId>,
        rule: Box<str>,
        severity: Level,
        cause: Box<str>,
    },
    /// A task is due.
    Task { id: i64 },
    /// A step of an onboarding is due.
    Step { id: i64 },
    /// A renewal wants something.
    Renewal { contract: Option<ContractId>, record: Option<RenewalId>, due_on: Day, wants: Wants },
    /// The account is to be touched.
    CheckIn,
    /// The account plan is to be written or reviewed.
    Plan { id: Option<i64>, state: State },
}

/// What a renewal wants, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wants {
    /// Its contract is over: won or lost?
    Decision,
    /// The quote is late.
    Quote,
    /// The day of notice has passed, and nobody said commit or at risk.
    Notice,
    /// So near to its end the forecast is commit or at risk, and is neither.
    Forecast,
    /// It is to be prepared, and nobody began.
    Begin,
}

impl Wants {
    /// The rules of alerts that say the same.
    fn rules(self) -> &'static [&'static str] {
        match self {
            Wants::Decision => &["contract overdue"],
            Wants::Quote => &["quote late"],
            Wants::Notice => &["notice passed"],
            Wants::Forecast => &["renewal 90", "renewal 60", "renewal 30"],
            Wants::Begin => &["renewal 120", "renewal 90", "renewal 60", "renewal 30"],
        }
    }
}

impl Kind {
    /// What it is in a word.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Alert { .. } | Kind::Flood { .. } => "alert",
            Kind::Task { .. } => "task",
            Kind::Step { .. } => "step",
            Kind::Renewal { .. } => "renewal",
            Kind::CheckIn => "check-in",
            Kind::Plan { .. } => "plan",
        }
    }

    /// Every name, in the order of hints.
    pub const NAMES: [&str; 6] = ["alert", "task", "step", "renewal", "check-in", "plan"];

    /// By which weight of the policy it counts.
    pub fn weighed(&self) -> Weighed {
        match self {
            Kind::Alert { severity, .. } | Kind::Flood { severity, .. } => Weighed::Alert(*severity),
            Kind::Task { .. } => Weighed::Task,
            Kind::Step { .. } => Weighed::Step,
            Kind::Renewal { .. } => Weighed::Renewal,
            Kind::CheckIn => Weighed::CheckIn,
            Kind::Plan { .. } => Weighed::Plan,
        }
    }
}

/// One thing that wants something done.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// What it is.
    pub kind: Kind,
    /// Whose it is; None: a task of no account, or a matter of many.
    pub account: Option<AccountId>,
    /// The day by which it counts: when it is due, since when an alert is open.
    pub on: Day,
    /// The first day on which it is listed.
    pub since: Day,
    /// Why, in words without a full stop; parts of it as stored: clean it before it reaches a terminal.
    pub reason: Box<str>,
    /// The team member whose it is; None: the CSM of the account.
    pub owner: Option<i64>,
    /// The playbook that an alert suggests.
    pub play: Option<Box<str>>,
    /// Whether its row came into the book after somebody last looked.
    pub is_new_row: bool,
}

impl Matter {
    /// A matter without a row that could be new, of the account's CSM.
    pub fn new(kind: Kind, account: AccountId, on: Day, since: Day, reason: impl Into<Box<str>>) -> Matter {
        Matter {
            kind,
            account: Some(account),
            on,
            since,
            reason: reason.into(),
            owner: None,
            play: None,
            is_new_row: false,
        }
    }

    /// The same, put off until a day if there is one.
    pub fn put_off(self, until: Option<Day>) -> Matter {
        Matter { since: until.map_or(self.since, |until| self.since.max(until)), ..self }
    }

    /// By what it is told from all others.
    pub fn key(&self) -> Key {
        let id = match &self.kind {
            Kind::Alert { id, .. } | Kind::Task { id } | Kind::Step { id } => *id,
            Kind::Flood { alerts, .. } => alerts.first().copied().unwrap_or_default(),
            Kind::Renewal { contract, record, .. } => contract.or(*record).unwrap_or_default(),
            Kind::CheckIn | Kind::Plan { .. } => self.account.unwrap_or_default(),
        };
        (self.kind.name(), id)
    }

    /// Days by which it is late; negative: it is due in so many.
    pub fn days_late(&self, day: Day) -> i32 {
        day - self.on
    }

    /// Whether it was due before a day. An alert is not due: it is open since a day.
    pub fn is_late(&self, day: Day) -> bool {
        self.on < day && !matches!(self.kind, Kind::Alert { .. } | Kind::Flood { .. })
    }

    /// Whether an open alert of a rule says the same: then it is left out, so that putting the alert off or dismissing
    /// it does not bring the same matter up under another name.
    pub fn is_told_by(&self, rule: &str) -> bool {
        match &self.kind {
            Kind::Renewal { wants, .. } => wants.rules().contains(&rule),
            Kind::CheckIn => rule == "out of touch",
            Kind::Plan { state: State::None | State::Stale | State::Due, .. } => rule == "plan missing",
            Kind::Plan { .. }
            | Kind::Alert { .. }
            | Kind::Flood { .. }
            | Kind::Task { .. }
            | Kind::Step { .. } => false,
        }
    }

    /// Whether it is due on a day.
    pub fn is_due_on(&self, day: Day) -> bool {
        self.on == day && !matches!(self.kind, Kind::Alert { .. } | Kind::Flood { .. })
    }
}
