//! The plan of an account as a document to agree on with the customer; what is ours alone is on a page of its own.

use super::items::{self, Steps};
use super::table::{Column, Table};
use super::words::{band, health, with_distance};
use super::{Paper, Sheet};
use crate::book::goals::Goal;
use crate::book::people::People;
use crate::book::{Detail, Row};
use crate::domain::{ContactRole, Day, Error, GoalStatus, Micro, PlanSection, Quarter, Result};
use crate::engine::View;
use crate::health::facts::AccountId;
use crate::plan::adoption::Reading;
use crate::plan::{Dated, Head, Plan, Standing};
use crate::store::opportunity::{self, Opportunity};
use crate::store::{goals, plan};

/// Everything that the document says, read once.
#[derive(Clone, Debug)]
pub struct AccountPlan {
    /// The account as of today.
    pub account: Detail,
    /// Its row on the board.
    pub row: Row,
    /// The day on which the document is made.
    pub made_on: Day,
    /// The plan.
    pub plan: Plan,
    /// What the customer wants: the open ones first.
    pub goals: Vec<Goal>,
    /// Where adoption stands.
    pub readings: Vec<Reading>,
    /// Who is who.
    pub people: People,
    /// Open expansions.
    pub expansions: Vec<Opportunity>,
    /// The ends of its contracts, with what they are called.
    pub contract_ends: Vec<(Day, Box<str>)>,
    /// Whether the page that is ours alone is wanted.
    pub internal: bool,
}

impl AccountPlan {
    /// Reads the plan of a quarter of an account; without one the plan that counts on the day of the view.
    ///
    /// # Errors
    /// There is no such plan or account, or the book cannot be read.
    pub fn read(view: &View, id: AccountId, quarter: Option<Quarter>, internal: bool) -> Result<AccountPlan> {
        let (on, day) = (view.reader(), view.day());
        let account = view.detail(id)?;
        let mut plans = plan::of_account(on, id)?;
        plans.retain(|plan| plan.written_on <= day);
        let heads: Vec<Head> = plans.iter().map(|plan| Head::of(plan, day)).collect();
        let counts = Standing::of(&heads, day).plan.map(|head| head.id);
        let is_meant = |plan: &Plan| match quarter {
            Some(quarter) => plan.quarter == quarter,
            None => Some(plan.id) == counts,
        };
        let Some(place) = plans.iter().position(is_meant) else {
            let of = quarter.map_or(String::new(), |quarter| format!(" for {quarter}"));
            let name = crate::domain::text::fit(&account.name, 60);
            return Err(Error::not_found(format!("{name} has no plan{of}"))
                .hint("write one: n on the page Plan, or mainstay plan write ACCOUNT --template standard"));
        };
        Ok(AccountPlan {
            row: view.row(id)?,
            made_on: day,
            plan: plans.swap_remove(place),
            goals: goals::of_account(on, id, day)?,
            readings: plan::readings(on, id, day)?,
            people: view.people(&view.judge()?, id)?,
            expansions: opportunity::open(on, id, day)?,
            contract_ends: plan::contract_ends(on, id, day)?,
            account,
            internal,
        })
    }

    /// The document.
    pub fn paper(&self) -> Paper {
        let (name, plan) = (&self.account.name, &self.plan);
        let title = format!("Account plan of {name}, {}", plan.quarter);
        let mut sheet = Sheet::new(&title);
        self.head(&mut sheet);
        self.goals(&mut sheet);
        self.steps(&mut sheet);
        self.who(&mut sheet);
        sheet.part("How we work together");
        match &plan.communication {
            Some(communication) => sheet.quote(communication),
            None => sheet.blanks(["who talks to whom, how often"]),
        }
        self.dates(&mut sheet);
        if self.internal {
            self.ours(&mut sheet);
        }
        Paper::new(name, &format!("plan-{}", plan.quarter), title, sheet, self.internal)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (account, plan) = (&self.account, &self.plan);
        let agreed = plan.agreed_on.map(|on| match &plan.agreed_with {
            Some(with) => format!("{on} with {with}"),
            None => on.to_string(),
        });
        let not_agreed = agreed.is_none();
        sheet.facts([
            ("Quarter", Some(plan.quarter.to_string())),
            ("Status", Some(plan.status.name().to_owned())),
            ("Agreed on", agreed),
            ("Customer since", account.signed_on.map(|on| on.to_string())),
            ("Your customer success manager", account.csm.as_ref().map(ToString::to_string)),
            ("Next review", plan.next_review_on.map(|on| with_distance(on, self.made_on))),
            ("Made on", Some(self.made_on.to_string())),
        ]);
        let review = plan.next_review_on.is_none().then_some("when we look at it again");
        sheet.blanks(
            not_agreed.then_some("who agrees to it at the customer, and when").into_iter().chain(review),
        );
    }

    fn goals(&self, sheet: &mut Sheet) {
        sheet.part("Goals, and why");
        match &self.plan.goals {
            Some(text) => sheet.quote(text),
            None => sheet.blanks(["what they want, and why it matters to them now"]),
        }
        let mut table = Table::new([
            Column::Text("goal"),
            Column::Word("kind"),
            Column::Text("measured by"),
            Column::Number("baseline"),
            Column::Number("now"),
            Column::Number("target"),
            Column::Word("due"),
            Column::Word("status"),
        ]);
        let number = |value: Option<Micro>| value.map(|value| value.to_string()).unwrap_or_default();
        for goal in self.goals.iter().filter(|goal| !goal.standing(self.made_on).is_closed()) {
            table.push(vec![
                goal.title.to_string(),
                goal.kind.as_deref().unwrap_or_default().to_owned(),
                goal.metric.as_deref().unwrap_or_default().to_owned(),
                number(goal.baseline),
                number(goal.values().next_back().map(|value| value.1)),
                number(goal.target),
                goal.due.map(|due| due.to_string()).unwrap_or_default(),
                goal.standing(self.made_on).status().map_or("not judged", GoalStatus::name).to_owned(),
            ]);
        }
        if table.is_empty() {
            sheet.blanks(["what success is measured by: from where to where, by when"]);
        }
        sheet.table(&table);
    }

    fn steps(&self, sheet: &mut Sheet) {
        let day = self.made_on;
        sheet.part("Success plan");
        let milestones = items::milestones(&self.plan, day);
        if milestones.is_empty() {
            sheet.blanks([
                "the milestones within 30, 90, 180 and 365 days, with who does them on either side",
            ]);
        }
        sheet.table(&milestones);
        sheet.part("Adoption");
        let adoption = items::adoption(&self.plan, &self.readings, day);
        if adoption.is_empty() {
            sheet.blanks(["which features are to be used more, by whom, from where to where"]);
        }
        sheet.table(&adoption);
        let parts = [PlanSection::Milestone, PlanSection::Adoption];
        let Steps { unowned, .. } = items::steps(items::open(&self.plan, &parts, day), &self.readings);
        if !unowned.is_empty() {
            sheet.blanks([format!("who on their side does {}", unowned.join(", "))]);
        }
    }

    /// Names and roles: what we think of people is on our own page.
    fn who(&self, sheet: &mut Sheet) {
        sheet.part("Who is who");
        let here = || self.people.list.iter().filter(|person| person.left_on.is_none());
        let mut table = Table::new([Column::Text("name"), Column::Text("title"), Column::Word("role")]);
        for person in here().filter(|person| person.role != ContactRole::Detractor) {
            let role = if person.role == ContactRole::Unknown { "" } else { person.role.name() };
            let title = person.title.as_deref().unwrap_or_default();
            table.push(vec![person.name.to_string(), title.to_owned(), role.to_owned()]);
        }
        sheet.table(&table);
        if !here().any(|person| person.role == ContactRole::ExecutiveSponsor) {
            sheet.blanks(["who sponsors it at the customer"]);
        }
    }

    /// What falls on a day, without what is ours alone.
    fn dates(&self, sheet: &mut Sheet) {
        let is_theirs = |dated: &Dated| {
            let item = dated.item.and_then(|id| self.plan.item(id));
            item.is_none_or(|item| matches!(item.section, PlanSection::Milestone | PlanSection::Adoption))
        };
        let goals = self.goals.iter().filter(|goal| !goal.standing(self.made_on).is_closed());
        let due = goals.filter_map(|goal| Some(Dated::new(goal.due?, "goal due", &goal.title, false)));
        let mut table = Table::new([Column::Word("date"), Column::Word("what"), Column::Text("about")]);
        for dated in self.plan.dates(due, self.made_on).into_iter().filter(is_theirs) {
            let done = if dated.is_done { ", done" } else { "" };
            table.push(vec![dated.on.to_string(), dated.what.to_owned(), format!("{}{done}", dated.text)]);
        }
        sheet.part("Dates");
        sheet.table(&table);
    }

    fn ours(&self, sheet: &mut Sheet) {
        let (row, plan, day) = (&self.row, &self.plan, self.made_on);
        sheet.page();
        sheet.part("Internal: not for the customer");
        sheet.facts([
            ("ARR", row.arr.map(|arr| arr.to_string())),
            ("Health", Some(format!("{} {}", health(row.health), band(row.band)))),
            ("Segment", self.account.segment.as_ref().map(ToString::to_string)),
        ]);
        let end = |(on, name): &(Day, Box<str>)| format!("{name} ends {}", with_distance(*on, day));
        sheet.list(self.contract_ends.iter().map(end));
        sheet.below("Renewal strategy");
        match &plan.renewal_strategy {
            Some(strategy) => sheet.quote(strategy),
            None => sheet.blanks(["how the contract is to go on"]),
        }
        sheet.below("Stakeholders");
        sheet.list(self.people.warnings().iter().map(|warning| warning.words()));
        sheet.table(&self.stakeholders());
        sheet.below("Risks");
        let risks = items::risks(plan, day);
        if risks.is_empty() {
            sheet.blanks(["what can go wrong, how likely and how bad it is, what we do about it"]);
        }
        sheet.table(&risks);
        sheet.below("Expansion");
        sheet.list(self.expansions.iter().map(|own| {
            let worth = own.amount.map_or(String::new(), |amount| format!(", {amount}"));
            format!("{} ({}{worth})", own.title, own.stage)
        }));
        let ideas = items::ideas(plan, day);
        if ideas.is_empty() && self.expansions.is_empty() {
            sheet.say("Nothing is planned.");
        }
        sheet.list(ideas);
    }

    fn stakeholders(&self) -> Table {
        let mut table = Table::new([
            Column::Text("name"),
            Column::Word("role"),
            Column::Word("influence"),
            Column::Word("sentiment"),
            Column::Word("contact"),
            Column::Word("last met"),
            Column::Text("reports to"),
        ]);
        let some = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
        for person in &self.people.list {
            table.push(vec![
                person.name.to_string(),
                person.role.to_string(),
                some(&person.influence),
                some(&person.sentiment),
                self.people.touch(person).name().to_owned(),
                person.last_touch.map(|on| on.to_string()).unwrap_or_default(),
                some(&person.reports_to),
            ]);
        }
        table
    }
}
