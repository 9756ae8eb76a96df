//! The business review of an account: a quarter as the customer sees it, and, on a page of its own that is for nobody
//! else, what we think of it.
//!
//! A [`Review`] is everything that the document says, read once by the reads that the pages of the account use
//! themselves; so every figure in it is the one on screen. What the quarter was is told as of its last day, and what
//! comes next as of today.

mod internal;
mod page;
mod quarter;
mod support;
mod words;

pub use page::paper;
pub use quarter::to_review;
pub use support::Support;

use crate::book::goals::{Goal, delivered};
use crate::book::people::People;
use crate::book::timeline::{Entry, What};
use crate::book::usage::{Range, Usage};
use crate::book::{Detail, Row};
use crate::domain::{Day, Money, Period, PlanSection, Quarter, Result, Share};
use crate::engine::{Dossier, Judge, View};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::health::policy::Bands;
use crate::plan::adoption::Reading;
use crate::plan::{Head, Item, Plan, Standing};
use crate::revenue::Nps;
use crate::store::answers::{self, Said};
use crate::store::opportunity::{self, Opportunity};
use crate::store::{detail, goals, plan, timeline};

/// What was done with the customer, as the timeline calls it.
const TOUCHES: [What; 5] = [What::Call, What::Meeting, What::Review, What::Training, What::Email];

/// A quarter of an account.
#[derive(Clone, Debug)]
pub struct Review {
    /// The account as of the last day that is reviewed.
    pub account: Detail,
    /// The quarter that is reviewed.
    pub quarter: Quarter,
    /// Its days, up to today at the latest.
    pub period: Period,
    /// The day on which the document is made.
    pub made_on: Day,
    /// What the customer wants, as of the last day: the open ones first.
    pub goals: Vec<Goal>,
    /// How much was used, as of the last day.
    pub usage: Usage,
    /// How problems were solved.
    pub support: Support,
    /// What people answered.
    pub voice: Voice,
    /// How often we met, by kind.
    pub touches: Vec<(What, usize)>,
    /// Go-live, the first outcome, the beginning and the end of an onboarding: the earliest first.
    pub milestones: Vec<Entry>,
    /// What was done of plans, by the day.
    pub done: Vec<Item>,
    /// The plan of the next quarter, else the one that counts today.
    pub ahead: Option<Plan>,
    /// Where adoption stands today.
    pub readings: Vec<Reading>,
    /// What the customer does not get to see.
    pub internal: Option<Internal>,
}

/// What people answered in a quarter and in the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    pub nps: Nps,
    pub csat: Share,
    pub nps_before: Nps,
    pub csat_before: Share,
    /// In their own words, the latest first.
    pub said: Vec<Said>,
}

/// What we think of the account.
#[derive(Clone, Debug)]
pub struct Internal {
    /// Its row on the board as of the last day that is reviewed.
    pub row: Row,
    /// Why, and what moved it since the quarter began.
    pub why: Why,
    /// From which health on it is green, and yellow.
    pub bands: Bands,
    /// A year's worth of its contracts today.
    pub arr: Option<Money>,
    /// Its open renewals today.
    pub renewals: Vec<Dossier>,
    /// Its people today.
    pub people: People,
    /// The account as of today.
    pub today: Detail,
    /// Its open expansions today.
    pub expansions: Vec<Opportunity>,
}

impl Review {
    /// Reads what a review says of a quarter of an account, seen from the day of the view.
    ///
    /// # Errors
    /// The quarter is still to come, there is no such account, or the book cannot be read.
    pub fn read(view: &View, id: AccountId, quarter: Quarter, internal: bool) -> Result<Review> {
        let (on, made_on) = (view.reader(), view.day());
        let period = quarter::days(quarter, made_on)?;
        let last = period.to();
        let judge = Judge::load(on, last)?;
        let record = view.record(id)?;
        let policy = judge.policies.of(record.facts.segment);
        let usage = Usage::of(&record.facts, &judge.held, policy, last, Range::Half);
        let account = detail::read(on, &judge.policies, id, last)?;
        let support = Support::of(&record.facts.tickets, &account.open_tickets, period);
        let entries = timeline::of_account(on, id, last)?;
        let internal = match internal {
            true => {
                let why = judge.why(&record, period.from());
                Some(Internal::read(view, id, policy.bands, judge.row(&record), why)?)
            }
            false => None,
        };
        let plans: Vec<Plan> = known(plan::of_account(on, id)?, made_on);
        Ok(Review {
            goals: goals::of_account(on, id, last)?,
            voice: Voice::read(view, id, quarter, period)?,
            touches: touches(&entries, period),
            milestones: milestones(entries, period),
            done: done(&plans, period),
            ahead: ahead(plans, quarter, made_on),
            readings: plan::readings(on, id, made_on)?,
            account,
            quarter,
            period,
            made_on,
            usage,
            support,
            internal,
        })
    }

    /// Whether a goal was closed before the quarter began.
    pub fn is_earlier(&self, goal: &Goal) -> bool {
        goal.as_of(self.period.from()).standing(self.period.from()).is_closed()
    }

    /// What was delivered within the quarter, one amount a currency: what is delivered now, less what was before.
    pub fn delivered_in_quarter(&self) -> Vec<Money> {
        let then: Vec<Goal> = self.goals.iter().map(|goal| goal.as_of(self.period.from())).collect();
        let before = delivered(&then);
        let less = |now: Money| {
            let then = before.iter().find(|before| before.currency == now.currency);
            Money { minor: now.minor - then.map_or(0, |then| then.minor), ..now }
        };
        delivered(&self.goals).into_iter().map(less).filter(|money| money.minor != 0).collect()
    }
}

impl Voice {
    fn read(view: &View, id: AccountId, quarter: Quarter, period: Period) -> Result<Voice> {
        let on = view.reader();
        let (nps, csat) = answers::sentiment(on, period, id)?;
        let before = Period::new((quarter + -1).first_day() - 1, period.from())?;
        let (nps_before, csat_before) = answers::sentiment(on, before, id)?;
        Ok(Voice { nps, csat, nps_before, csat_before, said: answers::said(on, period, id)? })
    }
}

impl Internal {
    fn read(view: &View, id: AccountId, bands: Bands, row: Row, why: Why) -> Result<Internal> {
        let (on, day) = (view.reader(), view.day());
        let judge = view.judge()?;
        let mut renewals = view.renewals_of(&judge, id)?;
        renewals.retain(|dossier| dossier.standing.renewal.is_open());
        Ok(Internal {
            row,
            why,
            bands,
            arr: judge.row(&*view.record(id)?).arr,
            renewals,
            people: view.people(&judge, id)?,
            today: view.detail(id)?,
            expansions: opportunity::open(on, id, day)?,
        })
    }
}

/// Plans that are known on a day.
fn known(mut plans: Vec<Plan>, day: Day) -> Vec<Plan> {
    plans.retain(|plan| plan.written_on <= day);
    plans
}

/// What was done of plans in a period. What was carried over is done in the plan that it was carried to.
fn done(plans: &[Plan], period: Period) -> Vec<Item> {
    let is_meant = |item: &&Item| {
        let told = matches!(item.section, PlanSection::Milestone | PlanSection::Adoption);
        told && item.done_on.is_some_and(|on| period.contains(on))
    };
    let mut done: Vec<Item> = plans.iter().flat_map(|plan| &plan.items).filter(is_meant).cloned().collect();
    done.sort_by_key(|item| item.done_on);
    done
}

/// The plan of the quarter after the one that is reviewed, if there is something to do in it, else the one that counts
/// on a day, unless it is of an earlier quarter: what was planned then is not what comes next.
fn ahead(mut plans: Vec<Plan>, quarter: Quarter, day: Day) -> Option<Plan> {
    let heads: Vec<Head> = plans.iter().map(|plan| Head::of(plan, day)).collect();
    let counts = Standing::of(&heads, day).plan.filter(|head| head.quarter >= quarter).map(|head| head.id);
    let is_next =
        |plan: &Plan| plan.quarter == quarter + 1 && plan.items.iter().any(|item| item.is_open(day));
    let next = plans.iter().position(is_next);
    let place = next.or_else(|| plans.iter().position(|plan| Some(plan.id) == counts))?;
    Some(plans.swap_remove(place))
}

/// How many entries of a period there are of each kind of touch.
fn touches(entries: &[Entry], period: Period) -> Vec<(What, usize)> {
    let count =
        |what: What| entries.iter().filter(|entry| entry.what == what && period.contains(entry.day)).count();
    TOUCHES.into_iter().map(|what| (what, count(what))).filter(|counted| counted.1 > 0).collect()
}

fn milestones(mut entries: Vec<Entry>, period: Period) -> Vec<Entry> {
    entries.retain(|entry| entry.what == What::Onboarding && period.contains(entry.day));
    entries.sort_by_key(|entry| entry.day);
    entries
}
