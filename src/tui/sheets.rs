//! What the page of an account's plan shows: its plans, and what stands around them.

use std::collections::HashMap;

use crate::domain::{Day, Money, Result};
use crate::edit::entity;
use crate::engine::Desk;
use crate::health::facts::AccountId;
use crate::health::goal;
use crate::plan::adoption::Reading;
use crate::plan::{Dated, Plan};
use crate::store::goals;
use crate::store::plan::{self as book, Cover};

use super::record::{Record, listed};

/// Everything about the plans of an account.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// The day that is shown.
    pub day: Day,
    /// Its plans, the latest quarter first.
    pub plans: Vec<Plan>,
    /// How it stands by them and by its cadence; None: it is churned.
    pub cover: Option<Cover>,
    /// Where use of features and metrics stands.
    pub readings: Vec<Reading>,
    /// What the customer wants.
    pub goals: Vec<Record>,
    /// How they stand, by row id.
    pub standings: HashMap<i64, goal::Standing>,
    /// Professional services.
    pub services: Vec<Record>,
    /// What is paid once for those that were agreed, a sum a currency.
    pub services_total: Vec<Money>,
    /// What it was asked for as an advocate.
    pub asks: Vec<Record>,
    /// How often it may be asked within a year.
    pub asks_a_year: i64,
    /// How it stands to that, as the CSM knows it.
    pub advocacy: Option<String>,
    /// The ends of its contracts, with what they are called.
    pub contract_ends: Vec<(Day, Box<str>)>,
    /// Templates of plans: place, name, for whom.
    pub templates: Vec<(usize, Box<str>)>,
}

impl Sheets {
    /// As the book has it.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn read(desk: &Desk, account: AccountId) -> Result<Sheets> {
        let (on, day) = (desk.view().reader(), desk.day());
        let of_account = |entity| listed(desk, entity, Some(account), Some(account));
        let mut plans = book::of_account(on, account)?;
        plans.retain(|plan| plan.written_on <= day);
        let (_, advocacy) = book::asked(on, account)?;
        let cover = book::covers(on, day, Some(account))?.pop();
        let segment = cover.as_ref().and_then(|cover| cover.segment.as_ref()).map(|segment| segment.0);
        let stands = goals::of_account(on, account, day)?;
        let templates = book::templates(on)?.all;
        let sound = templates.into_iter().enumerate().filter(|(_, known)| known.template.is_ok());
        Ok(Sheets {
            day,
            plans,
            cover,
            readings: book::readings(on, account, day)?,
            goals: of_account(&entity::GOAL)?,
            standings: stands.into_iter().map(|goal| (goal.id, goal.standing(day))).collect(),
            services: of_account(&entity::ENGAGEMENT)?,
            services_total: book::services_total(on, account)?,
            asks: of_account(&entity::ASK)?,
            asks_a_year: desk.judged(|judge| Ok(judge.policies.of(segment).asks_a_year))?,
            advocacy,
            contract_ends: book::contract_ends(on, account, day)?,
            templates: sound.map(|(place, known)| (place, known.name)).collect(),
        })
    }

    /// The plan that is looked at unless somebody asks for another: that of the quarter of the day, else the next one,
    /// else the last.
    pub fn first(&self) -> Option<&Plan> {
        let counts = self.cover.as_ref().and_then(|cover| cover.standing.plan.as_ref());
        let own = counts.and_then(|head| self.plans.iter().find(|plan| plan.id == head.id));
        own.or_else(|| self.plans.first())
    }

    /// What is dated around a plan: ends of contracts, goals, services, check-ins.
    pub fn dates(&self) -> Vec<Dated> {
        let day = self.day;
        let mut dates: Vec<Dated> = Vec::new();
        for (on, name) in &self.contract_ends {
            dates.push(Dated::new(*on, "contract ends", name, *on <= day));
        }
        for goal in &self.goals {
            dates.extend(goal.day("due").map(|due| Dated::new(due, "goal due", &goal.title, false)));
        }
        for service in &self.services {
            let is_over = ["done", "cancelled"].contains(&service.field("status"));
            for (field, what) in [("start_on", "service starts"), ("end_on", "service ends")] {
                dates.extend(service.day(field).map(|on| Dated::new(on, what, &service.title, is_over)));
            }
        }
        if let Some(due) = self.cover.as_ref().and_then(|cover| cover.check_in.due_on) {
            dates.push(Dated::new(due, "check-in due", "", false));
        }
        dates
    }
}
