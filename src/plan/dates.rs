//! Everything dated in a plan, in one list.

use super::sheet::Plan;
use crate::domain::{Day, PlanSection};

/// Something that falls on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// The day.
    pub on: Day,
    /// What it is, in a word or two.
    pub what: &'static str,
    /// What it is about, as stored.
    pub text: Box<str>,
    /// Whether it is over: done, or a day that has passed.
    pub is_done: bool,
    /// The item of the plan that it is, if it is one.
    pub item: Option<i64>,
}

impl Dated {
    /// Something beside the items of a plan.
    pub fn new(on: Day, what: &'static str, text: &str, is_done: bool) -> Dated {
        Dated { on, what, text: text.into(), is_done, item: None }
    }
}

/// The word for an item of a part.
pub fn word(section: PlanSection) -> &'static str {
    match section {
        PlanSection::Milestone => "milestone",
        PlanSection::Adoption => "adoption",
        PlanSection::Expansion => "expansion",
        PlanSection::Risk => "risk",
    }
}

impl Plan {
    /// Everything dated in it by day: its own days and those of its items. `more` goes with it, such as ends of contracts.
    pub fn dates(&self, more: impl IntoIterator<Item = Dated>, today: Day) -> Vec<Dated> {
        let own = [
            (Some(self.written_on), "written", true),
            (self.agreed_on, "agreed", true),
            (self.reviewed_on, "reviewed", true),
            (self.next_review_on, "review", self.reviewed_on.is_some()),
            (Some(self.quarter.last_day()), "quarter ends", self.quarter.last_day() < today),
        ];
        let text = self.quarter.to_string();
        let own = own.into_iter().filter_map(|(on, what, done)| Some(Dated::new(on?, what, &text, done)));
        let items = self.items.iter().filter_map(|item| {
            Some(Dated {
                on: item.done_on.or(item.due_on)?,
                what: word(item.section),
                text: item.title.clone(),
                is_done: !item.is_open(today),
                item: Some(item.id),
            })
        });
        let mut all: Vec<Dated> = own.chain(items).chain(more).collect();
        all.sort_by_key(|dated| dated.on);
        all
    }
}
