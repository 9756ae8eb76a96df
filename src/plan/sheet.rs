//! A plan of an account with its items, as the book holds it.

use crate::domain::{Day, Level, PlanSection, PlanStatus, Quarter};

/// The plan of an account for a quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Row id.
    pub id: i64,
    /// The account's row id.
    pub account: i64,
    /// What it is for.
    pub quarter: Quarter,
    /// When it was written.
    pub written_on: Day,
    /// How far it has come.
    pub status: PlanStatus,
    /// When the customer agreed.
    pub agreed_on: Option<Day>,
    /// With whom it was agreed.
    pub agreed_with: Option<Box<str>>,
    /// When it was looked at again.
    pub reviewed_on: Option<Day>,
    /// When it is to be looked at.
    pub next_review_on: Option<Day>,
    /// What the customer wants and why.
    pub goals: Option<Box<str>>,
    /// Who talks to whom, how often.
    pub communication: Option<Box<str>>,
    /// How the contract is to go on.
    pub renewal_strategy: Option<Box<str>>,
    /// By section, then place.
    pub items: Vec<Item>,
}

/// A line of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Row id; 0 before it is written.
    pub id: i64,
    /// The part that it belongs to.
    pub section: PlanSection,
    /// Place within the part.
    pub position: i64,
    /// What it is: of adoption the feature or the metric.
    pub title: Box<str>,
    /// What belongs to it: the action of adoption, the mitigation of a risk.
    pub detail: Option<Box<str>>,
    /// Where it stands, as somebody wrote it: of a feature or metric of the book the book says it better.
    pub current: Option<Box<str>>,
    /// Where it shall stand.
    pub target: Option<Box<str>>,
    /// Whose work it is on our side.
    pub owner: Option<Box<str>>,
    /// Whose work it is at the customer.
    pub customer_owner: Option<Box<str>>,
    /// By when.
    pub due_on: Option<Day>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// Of a risk: how likely.
    pub probability: Option<Level>,
    /// Of a risk: how bad.
    pub impact: Option<Level>,
    /// The quarter in which it was first planned, where it was carried over.
    pub carried_from: Option<Quarter>,
}

impl Item {
    /// An item with a title and nothing else.
    pub fn new(section: PlanSection, title: &str) -> Item {
        Item {
            id: 0,
            section,
            position: 0,
            title: title.into(),
            detail: None,
            current: None,
            target: None,
            owner: None,
            customer_owner: None,
            due_on: None,
            done_on: None,
            probability: None,
            impact: None,
            carried_from: None,
        }
    }

    /// Whether it is still to be done: what is done later is not done yet.
    pub fn is_open(&self, day: Day) -> bool {
        self.done_on.is_none_or(|done| done > day)
    }

    /// Days by which it is late; 0: it is done, not due yet, or has no day.
    pub fn days_late(&self, day: Day) -> i32 {
        self.due_on.filter(|_| self.is_open(day)).map_or(0, |due| (day - due).max(0))
    }

    /// How likely times how bad a risk is, each 1 to 3; None: nobody said.
    fn weight(&self) -> Option<i64> {
        Some(self.probability?.code() * self.impact?.code())
    }

    /// How heavy a risk is; None: nobody said how likely and how bad.
    pub fn risk(&self) -> Option<Risk> {
        Some(match self.weight()? {
            ..=2 => Risk::Low,
            3..=4 => Risk::Medium,
            _ => Risk::High,
        })
    }
}

/// How heavy a risk is: how likely times how bad, each 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// 1 or 2.
    Low,
    /// 3 or 4.
    Medium,
    /// 6 or 9.
    High,
}

impl Risk {
    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Risk::Low => "low",
            Risk::Medium => "medium",
            Risk::High => "high",
        }
    }
}

/// How far ahead of its plan a milestone lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Horizon {
    /// So many days from the day the plan was written, at most: one of [`Horizon::DAYS`].
    Within(i32),
    /// Later than the last of them.
    Later,
    /// Nobody said when.
    Open,
}

impl Horizon {
    /// The steps of a success plan, in days.
    pub const DAYS: [i32; 4] = [30, 90, 180, 365];

    /// The step that a day falls into.
    pub fn of(due_on: Option<Day>, written_on: Day) -> Horizon {
        let Some(due) = due_on else { return Horizon::Open };
        let days = Horizon::DAYS.into_iter().find(|days| due - written_on <= *days);
        days.map_or(Horizon::Later, Horizon::Within)
    }

    /// `within 30 days`.
    pub fn words(self) -> String {
        match self {
            Horizon::Within(days) => format!("within {days} days"),
            Horizon::Later => "later".to_owned(),
            Horizon::Open => "no date".to_owned(),
        }
    }
}

impl Plan {
    /// An item by its row id.
    pub fn item(&self, id: i64) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The items of a part: milestones by when they are due, risks the heaviest first, the others in their places.
    pub fn part(&self, section: PlanSection) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.iter().filter(|item| item.section == section).collect();
        match section {
            PlanSection::Milestone => items.sort_by_key(|item| (item.due_on.is_none(), item.due_on)),
            PlanSection::Risk => items.sort_by_key(|item| std::cmp::Reverse(item.weight())),
            PlanSection::Adoption | PlanSection::Expansion => {}
        }
        items
    }

    /// The last day on which somebody worked on it.
    pub fn worked_on(&self) -> Day {
        [self.agreed_on, self.reviewed_on].into_iter().flatten().fold(self.written_on, Day::max)
    }
}
