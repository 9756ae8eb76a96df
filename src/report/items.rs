//! The items of a plan as documents show them.

use crate::domain::{Day, Level, PlanSection};
use crate::plan::adoption::{Reading, is_reached, reading};
use crate::plan::{Horizon, Item, Plan, Risk};
use crate::report::table::{Column, Table};

/// What to do, what only a person can say of it.
pub struct Steps {
    /// A row an item: what, where it stands, where it shall stand, by when, who on either side.
    pub table: Table,
    /// What nobody at the customer does yet, in quotes.
    pub unowned: Vec<String>,
}

/// The open items of these parts of a plan on a day.
pub fn open<'p>(plan: &'p Plan, parts: &[PlanSection], day: Day) -> Vec<&'p Item> {
    parts.iter().flat_map(|part| plan.part(*part)).filter(|item| item.is_open(day)).collect()
}

/// Milestones and adoption, with who does what on either side.
pub fn steps<'p>(items: impl IntoIterator<Item = &'p Item>, readings: &[Reading]) -> Steps {
    let mut table = Table::new([
        Column::Text("what"),
        Column::Text("now"),
        Column::Text("target"),
        Column::Word("by"),
        Column::Text("you"),
        Column::Text("we"),
    ]);
    let mut unowned = Vec::new();
    for item in items {
        if item.customer_owner.is_none() {
            unowned.push(format!("\"{}\"", item.title));
        }
        table.push(vec![
            item.title.to_string(),
            now(item, readings),
            some(&item.target),
            date(item.due_on),
            some(&item.customer_owner),
            some(&item.owner),
        ]);
    }
    Steps { table, unowned }
}

/// Where an item of adoption stands: as the book says, else as somebody wrote.
fn now(item: &Item, readings: &[Reading]) -> String {
    let found = reading(readings, &item.title).filter(|_| item.section == PlanSection::Adoption);
    found.map_or_else(|| some(&item.current), Reading::words)
}

/// The milestones of a plan, done ones too, by how far ahead they lie.
pub fn milestones(plan: &Plan, day: Day) -> Table {
    let mut table = Table::new([
        Column::Word("when"),
        Column::Text("milestone"),
        Column::Word("by"),
        Column::Text("you"),
        Column::Text("we"),
        Column::Word("state"),
    ]);
    for item in plan.part(PlanSection::Milestone) {
        table.push(vec![
            Horizon::of(item.due_on, plan.written_on).words(),
            item.title.to_string(),
            date(item.due_on),
            some(&item.customer_owner),
            some(&item.owner),
            state(item, day),
        ]);
    }
    table
}

/// The adoption plan, done items too.
pub fn adoption(plan: &Plan, readings: &[Reading], day: Day) -> Table {
    let mut table = Table::new([
        Column::Text("what"),
        Column::Text("now"),
        Column::Text("target"),
        Column::Word("reached"),
        Column::Text("action"),
        Column::Word("by"),
        Column::Text("you"),
        Column::Text("we"),
        Column::Word("state"),
    ]);
    for item in plan.part(PlanSection::Adoption) {
        let reached = match is_reached(reading(readings, &item.title), item.target.as_deref()) {
            Some(true) => "yes",
            Some(false) => "not yet",
            None => "",
        };
        table.push(vec![
            item.title.to_string(),
            now(item, readings),
            some(&item.target),
            reached.to_owned(),
            some(&item.detail),
            date(item.due_on),
            some(&item.customer_owner),
            some(&item.owner),
            state(item, day),
        ]);
    }
    table
}

/// The open risks of a plan, the heaviest first.
pub fn risks(plan: &Plan, day: Day) -> Table {
    let mut table = Table::new([
        Column::Text("risk"),
        Column::Word("weight"),
        Column::Word("probability"),
        Column::Word("impact"),
        Column::Text("mitigation"),
        Column::Text("owner"),
        Column::Word("due"),
    ]);
    let level = |level: Option<Level>| level.map_or("", Level::name).to_owned();
    for item in open(plan, &[PlanSection::Risk], day) {
        table.push(vec![
            item.title.to_string(),
            item.risk().map_or("", Risk::name).to_owned(),
            level(item.probability),
            level(item.impact),
            some(&item.detail),
            some(&item.owner),
            date(item.due_on),
        ]);
    }
    table
}

/// The open ideas of expansion of a plan.
pub fn ideas(plan: &Plan, day: Day) -> Vec<String> {
    let line = |item: &Item| {
        let detail = item.detail.as_deref().map_or(String::new(), |detail| format!(": {detail}"));
        let due = item.due_on.map_or(String::new(), |due| format!(" (by {due})"));
        format!("{}{detail}{due}", item.title)
    };
    open(plan, &[PlanSection::Expansion], day).into_iter().map(line).collect()
}

fn state(item: &Item, day: Day) -> String {
    match (item.done_on.filter(|_| !item.is_open(day)), item.days_late(day)) {
        (Some(on), _) => format!("done {on}"),
        (None, 0) => "open".to_owned(),
        (None, late) => format!("{late} d late"),
    }
}

fn some(text: &Option<Box<str>>) -> String {
    text.as_deref().unwrap_or_default().to_owned()
}

fn date(on: Option<Day>) -> String {
    on.map(|on| on.to_string()).unwrap_or_default()
}
