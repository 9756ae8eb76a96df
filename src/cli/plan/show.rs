//! `plan show ACCOUNT`: a plan with its items.

use serde_json::json;

use super::super::args::Format;
use super::super::context::Context;
use super::super::json::iso;
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::words::with_distance;
use super::Which;
use crate::domain::text::fit;
use crate::domain::{Day, PlanSection, Result};
use crate::plan::adoption::{Reading, is_reached, reading};
use crate::plan::{Item, Plan};
use crate::store::edit::account_name;
use crate::store::plan as book;

/// `plan show ACCOUNT`
pub fn run(which: &Which, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let plan = which.find(on, context)?;
    let day = context.day();
    let readings = book::readings(on, plan.account, day)?;
    let name = account_name(on, plan.account)?.unwrap_or_default();
    if context.format == Format::Json {
        return out.json(&as_json(&plan, &name, &readings, day));
    }
    let mut page = Page::new(format!("Plan {} of {}", plan.quarter, fit(&name, 60)));
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let agreed = plan.agreed_on.map(|on| match plan.agreed_with.as_deref() {
        Some(with) => format!("{on} with {with}"),
        None => on.to_string(),
    });
    page.facts(
        "",
        vec![
            ("Status", Some(plan.status.name().to_owned())),
            ("Written on", Some(iso(plan.written_on))),
            ("Agreed on", agreed),
            ("Reviewed on", plan.reviewed_on.map(iso)),
            ("Next review", plan.next_review_on.map(|on| with_distance(on, day))),
            ("Goals and why", text(&plan.goals)),
            ("Communication", text(&plan.communication)),
            ("Renewal strategy", text(&plan.renewal_strategy)),
        ],
    );
    for (section, heading) in SECTIONS {
        let mut table = Table::new(columns(section)).spare(&["id", "carried from", "theirs", "ours"]);
        for item in plan.part(section) {
            table.push(cells(item, &readings, day));
        }
        page.table(heading, table);
    }
    page.write(context.format, out)
}

const SECTIONS: [(PlanSection, &str); 4] = [
    (PlanSection::Milestone, "Success plan"),
    (PlanSection::Adoption, "Adoption"),
    (PlanSection::Expansion, "Expansion ideas"),
    (PlanSection::Risk, "Risks"),
];

fn columns(section: PlanSection) -> Vec<Column> {
    let mut columns = vec![Column::Number("id"), Column::Word("state"), Column::Text("title")];
    match section {
        PlanSection::Adoption => columns.extend([Column::Text("now"), Column::Text("target")]),
        PlanSection::Risk => columns.extend([Column::Word("probability"), Column::Word("impact")]),
        PlanSection::Milestone | PlanSection::Expansion => {}
    }
    let detail = match section {
        PlanSection::Adoption => "action",
        PlanSection::Risk => "mitigation",
        PlanSection::Milestone | PlanSection::Expansion => "detail",
    };
    columns.extend([
        Column::Word("due"),
        Column::Text("ours"),
        Column::Text("theirs"),
        Column::Text(detail),
        Column::Word("carried from"),
    ]);
    columns
}

fn cells(item: &Item, readings: &[Reading], day: Day) -> Vec<String> {
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let mut cells = vec![item.id.to_string(), state(item, day), item.title.to_string()];
    match item.section {
        PlanSection::Adoption => {
            let now = reading(readings, &item.title).map(Reading::words);
            cells.extend([now.unwrap_or_else(|| text(&item.current)), text(&item.target)]);
        }
        PlanSection::Risk => {
            let levels = [item.probability, item.impact];
            cells.extend(levels.map(|level| level.map_or(String::new(), |level| level.name().to_owned())));
        }
        PlanSection::Milestone | PlanSection::Expansion => {}
    }
    cells.extend([
        item.due_on.map(iso).unwrap_or_default(),
        text(&item.owner),
        text(&item.customer_owner),
        text(&item.detail),
        item.carried_from.map_or(String::new(), |from| from.to_string()),
    ]);
    cells
}

fn state(item: &Item, day: Day) -> String {
    match (item.is_open(day), item.days_late(day)) {
        (false, _) => "done".to_owned(),
        (true, 0) => "open".to_owned(),
        (true, late) => format!("{late} d late"),
    }
}

/// A plan with its items as scripts read it.
pub fn as_json(plan: &Plan, name: &str, readings: &[Reading], day: Day) -> serde_json::Value {
    let items: Vec<_> = PlanSection::ALL
        .iter()
        .flat_map(|section| plan.part(*section))
        .map(|item| {
            let found = reading(readings, &item.title).filter(|_| item.section == PlanSection::Adoption);
            json!({
                "id": item.id, "section": item.section.name(), "title": item.title, "detail": item.detail,
                "open": item.is_open(day), "days_late": item.days_late(day), "due_on": item.due_on.map(iso),
                "done_on": item.done_on.map(iso), "owner": item.owner, "customer_owner": item.customer_owner,
                "current": found.map(|reading| reading.value),
                "current_words": found.map(Reading::words).or(item.current.as_deref().map(str::to_owned)),
                "target": item.target, "reached": is_reached(found, item.target.as_deref()),
                "probability": item.probability.map(|level| level.name()),
                "impact": item.impact.map(|level| level.name()), "risk": item.risk().map(|risk| risk.name()),
                "carried_from": item.carried_from.map(|from| from.to_string()),
            })
        })
        .collect();
    json!({
        "id": plan.id, "account_id": plan.account, "account": name, "quarter": plan.quarter.to_string(),
        "status": plan.status.name(), "written_on": iso(plan.written_on), "agreed_on": plan.agreed_on.map(iso),
        "agreed_with": plan.agreed_with, "reviewed_on": plan.reviewed_on.map(iso),
        "next_review_on": plan.next_review_on.map(iso), "goals": plan.goals,
        "communication": plan.communication, "renewal_strategy": plan.renewal_strategy, "items": items,
    })
}
