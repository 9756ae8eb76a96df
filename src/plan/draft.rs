//! A plan to be: from a template, or from the plan before it.

use super::sheet::{Item, Plan};
use super::template::Template;
use crate::domain::{Day, Quarter};

/// Days before the end of its quarter on which a plan is reviewed, and the days that it has at least until then.
const REVIEW_DAYS: i32 = 14;

/// What would be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is for.
    pub quarter: Quarter,
    /// When it is written.
    pub written_on: Day,
    /// When it is to be looked at.
    pub next_review_on: Day,
    /// What the customer wants and why.
    pub goals: Option<Box<str>>,
    /// Who talks to whom, how often.
    pub communication: Option<Box<str>>,
    /// How the contract is to go on.
    pub renewal_strategy: Option<Box<str>>,
    /// Its items, without ids.
    pub items: Vec<Item>,
}

impl Draft {
    /// An empty plan for a quarter: its review is two weeks before the quarter ends, and two weeks from now at least.
    pub fn empty(quarter: Quarter, today: Day) -> Draft {
        let review = quarter.last_day() - REVIEW_DAYS;
        Draft {
            quarter,
            written_on: today,
            next_review_on: review.max(today + REVIEW_DAYS),
            goals: None,
            communication: None,
            renewal_strategy: None,
            items: Vec::new(),
        }
    }

    /// From a template: its days count from today.
    pub fn from_template(template: &Template, quarter: Quarter, today: Day) -> Draft {
        let item = |planned: &super::template::TemplateItem| Item {
            due_on: planned.day.map(|day| today + day),
            detail: planned.detail.clone(),
            target: planned.target.clone(),
            owner: planned.owner.clone(),
            customer_owner: planned.customer_owner.clone(),
            probability: planned.probability,
            impact: planned.impact,
            ..Item::new(planned.section, &planned.title)
        };
        Draft {
            goals: template.goals.clone(),
            communication: template.communication.clone(),
            renewal_strategy: template.renewal_strategy.clone(),
            items: template.items.iter().map(item).collect(),
            ..Draft::empty(quarter, today)
        }
    }

    /// From the plan before it: its texts, and the items that are still open, each marked with the quarter in which it
    /// was first planned. Their days stay: what was late is late.
    pub fn carried_over(before: &Plan, quarter: Quarter, today: Day) -> Draft {
        let carried = |item: &Item| Item {
            id: 0,
            carried_from: Some(item.carried_from.unwrap_or(before.quarter)),
            ..item.clone()
        };
        Draft {
            goals: before.goals.clone(),
            communication: before.communication.clone(),
            renewal_strategy: before.renewal_strategy.clone(),
            items: before.items.iter().filter(|item| item.is_open(today)).map(carried).collect(),
            ..Draft::empty(quarter, today)
        }
    }
}
