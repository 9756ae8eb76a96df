//! The lines of the page: what stands in them, what they are about.

use super::Spot;
use crate::domain::{Day, GoalStatus, PlanSection};
use crate::edit::plan::entity_of;
use crate::edit::{Entity, entity};
use crate::health::goal::Standing;
use crate::plan::adoption::{is_reached, reading};
use crate::plan::{Horizon, Item as PlanItem, Plan, Risk};
use crate::tui::sheets::Sheets;
use crate::tui::source::Record;
use crate::tui::theme::Role;
use crate::tui::widgets::listing::Item;
use crate::tui::words;

/// A line of the page.
pub struct Line {
    pub item: Item,
    pub spot: Spot,
    /// What is said of it below the list.
    pub told: String,
}

/// The texts of a plan: their columns, what a line calls them, what stands there before anything is written.
const TEXTS: [(&str, &str, &str); 3] = [
    ("goals", "Goals and why", "nothing yet: Enter writes down what the customer wants, and why"),
    ("communication", "Communication", "nothing yet: who talks to whom, how often"),
    ("renewal_strategy", "Renewal strategy", "nothing yet: how the contract is to go on"),
];

fn line(key: (&'static str, i64), group: &str, first: String, rest: String, role: Role, spot: Spot) -> Line {
    let told = match (first.as_str(), rest.is_empty()) {
        ("–", _) => rest.clone(),
        (_, true) => first.clone(),
        (_, false) => format!("{first} · {rest}"),
    };
    Line { item: Item { key, group: group.to_owned(), first, rest, role }, spot, told }
}

/// Part by part.
pub fn by_part(sheets: &Sheets, plan: Option<&Plan>, today: Day) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(plan) = plan {
        texts(&mut lines, plan, today);
    }
    goals(&mut lines, sheets, today);
    if let Some(plan) = plan {
        for section in PlanSection::ALL {
            part(&mut lines, sheets, plan, *section, today);
        }
    }
    if let Some(cover) = &sheets.cover {
        let check_in = &cover.check_in;
        let last =
            check_in.last.map_or("never touched".to_owned(), |on| format!("last {}", words::away(on, today)));
        let rest = format!("{} · {last} · C plans the next", check_in.words(today));
        let role = if check_in.days_late(today) > 0 { Role::Worse } else { Role::Text };
        let first = format!("Every {} days", check_in.cadence_days);
        lines.push(line(("check-in", 0), "Check-ins", first, rest, role, Spot::CheckIn));
    }
    services(&mut lines, sheets, today);
    advocacy(&mut lines, sheets, today);
    lines
}

fn texts(lines: &mut Vec<Line>, plan: &Plan, today: Day) {
    let held = [&plan.goals, &plan.communication, &plan.renewal_strategy];
    for ((column, label, nothing), text) in TEXTS.into_iter().zip(held) {
        let (rest, role) = match text.as_deref() {
            Some(text) => (text.replace('\n', " "), Role::Text),
            None => (nothing.to_owned(), Role::Dim),
        };
        let spot = Spot::Field(plan.id, column);
        lines.push(line((column, plan.id), "Plan", label.to_owned(), rest, role, spot));
    }
    let (rest, role) = match plan.next_review_on {
        Some(on) if on <= today => (format!("{on}, {}", words::away(on, today)), Role::Worse),
        Some(on) => (format!("{on}, {}", words::away(on, today)), Role::Text),
        None => ("no day yet".to_owned(), Role::Dim),
    };
    let spot = Spot::Field(plan.id, "next_review_on");
    lines.push(line(("next_review_on", plan.id), "Plan", "Next review".to_owned(), rest, role, spot));
}

/// What the customer wants: the records of the account.
fn goals(lines: &mut Vec<Line>, sheets: &Sheets, today: Day) {
    let goals: &[Record] = &sheets.goals;
    let group = format!("Goals  {}", goals.len());
    for goal in goals {
        let standing = sheets.standings.get(&goal.id);
        let role = match standing.and_then(Standing::status) {
            Some(GoalStatus::OffTrack | GoalStatus::Missed) => Role::Worse,
            Some(GoalStatus::AtRisk) => Role::Yellow,
            Some(GoalStatus::Achieved) => Role::Dim,
            Some(GoalStatus::OnTrack) | None => Role::Text,
        };
        let mut parts: Vec<String> = standing.map(Standing::words).into_iter().collect();
        match (goal.field("baseline"), goal.field("target")) {
            ("", "") => {}
            ("", target) => parts.push(format!("target {target}")),
            (from, to) => parts.push(format!("{from} → {to}")),
        }
        parts.extend(Some(goal.field("metric")).filter(|metric| !metric.is_empty()).map(str::to_owned));
        parts.extend(goal.day("due").map(|due| format!("due {due}, {}", words::away(due, today))));
        let spot = Spot::Record(goal.entity, goal.id);
        let key = (goal.entity.name, goal.id);
        lines.push(line(key, &group, goal.title.clone(), parts.join(" · "), role, spot));
    }
    if goals.is_empty() {
        nothing(lines, &group, "no goal yet: a adds one", Spot::None(&entity::GOAL));
    }
}

/// A line that says that there is nothing.
fn nothing(lines: &mut Vec<Line>, group: &str, told: &str, spot: Spot) {
    let number = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    lines.push(line(("none", number), group, "–".to_owned(), told.to_owned(), Role::Dim, spot));
}

/// One part of a plan.
fn part(lines: &mut Vec<Line>, sheets: &Sheets, plan: &Plan, section: PlanSection, today: Day) {
    let items = plan.part(section);
    let done = items.iter().filter(|item| !item.is_open(today)).count();
    let title = match section {
        PlanSection::Milestone => "Success plan",
        PlanSection::Adoption => "Adoption",
        PlanSection::Expansion => "Expansion ideas",
        PlanSection::Risk => "Risks",
    };
    let heading = format!("{title}  {done} of {} done", items.len());
    if items.is_empty() {
        let entity: &'static Entity = entity_of(section);
        nothing(lines, title, &format!("no {} yet: a adds one", entity.name), Spot::Part(section));
        return;
    }
    let mut horizon = None;
    for item in items {
        // Milestones stand under how far ahead they lie.
        let own = Horizon::of(item.due_on, plan.written_on);
        let group = match section {
            PlanSection::Milestone if horizon.is_none() => format!("{heading} · {}", own.words()),
            PlanSection::Milestone => format!("{title} · {}", own.words()),
            _ => heading.clone(),
        };
        let group = match (section, horizon) {
            (PlanSection::Milestone, Some(before)) if before == own => {
                lines.last().map_or(group, |line| line.item.group.clone())
            }
            _ => group,
        };
        horizon = Some(own);
        lines.push(item_line(sheets, item, group, today));
    }
}

fn item_line(sheets: &Sheets, item: &PlanItem, group: String, today: Day) -> Line {
    let is_open = item.is_open(today);
    let sign = if is_open { "" } else { "✓ " };
    let role = match item.risk() {
        _ if !is_open => Role::Dim,
        _ if item.days_late(today) > 0 => Role::Worse,
        Some(Risk::High) => Role::Red,
        Some(Risk::Medium) => Role::Yellow,
        _ => Role::Text,
    };
    let key = (entity_of(item.section).name, item.id);
    let first = format!("{sign}{}", item.title);
    line(key, &group, first, told(sheets, item, today), role, Spot::Item(item.section, item.id))
}

/// What is said beside the title of an item.
fn told(sheets: &Sheets, item: &PlanItem, today: Day) -> String {
    let detail = item.detail.as_deref().map(|detail| detail.replace('\n', " "));
    let mut parts = Vec::new();
    if let Some(risk) = item.risk() {
        let level = |level: Option<crate::domain::Level>| level.map_or("?", |level| level.name());
        parts.push(format!(
            "{}: probability {}, impact {}",
            risk.name(),
            level(item.probability),
            level(item.impact)
        ));
    }
    // Of a risk it matters most what is done about it.
    parts.extend(detail.clone().filter(|_| item.section == PlanSection::Risk));
    if item.section == PlanSection::Adoption {
        let found = reading(&sheets.readings, &item.title);
        let current =
            found.map(crate::plan::adoption::Reading::words).or(item.current.as_deref().map(str::to_owned));
        parts.push(format!("now {}", current.as_deref().unwrap_or("unknown")));
        if let Some(target) = item.target.as_deref() {
            let reached = if is_reached(found, Some(target)) == Some(true) { ", reached" } else { "" };
            parts.push(format!("target {target}{reached}"));
        }
    }
    match (item.done_on.filter(|_| !item.is_open(today)), item.due_on) {
        (Some(done), _) => parts.push(format!("done {done}")),
        (None, Some(due)) => parts.push(format!("due {due}, {}", words::away(due, today))),
        (None, None) => {}
    }
    parts.extend(item.carried_from.map(|from| format!("carried over from {from}")));
    match (item.owner.as_deref(), item.customer_owner.as_deref()) {
        (Some(ours), Some(theirs)) => parts.push(format!("{ours} and {theirs}")),
        (Some(only), None) | (None, Some(only)) => parts.push(only.to_owned()),
        (None, None) => {}
    }
    parts.extend(detail.filter(|_| item.section != PlanSection::Risk));
    parts.join(" · ")
}

/// Professional services: paid once, apart from the ARR.
fn services(lines: &mut Vec<Line>, sheets: &Sheets, today: Day) {
    let services: &[Record] = &sheets.services;
    let sums: Vec<String> = sheets.services_total.iter().map(ToString::to_string).collect();
    let sums = if sums.is_empty() { String::new() } else { format!("  {} in all", sums.join(", ")) };
    let group = format!("Services, paid once{sums}");
    for service in services {
        let mut parts: Vec<String> = ["kind", "status"]
            .map(|name| service.field(name).to_owned())
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let amount = service.field("amount");
        if !amount.is_empty() {
            parts.push(format!("{amount} {}", service.field("currency")).trim_end().to_owned());
        }
        for (field, word) in [("start_on", "from"), ("end_on", "until")] {
            parts.extend(service.day(field).map(|on| format!("{word} {on}")));
        }
        parts.extend(Some(service.field("scope").replace('\n', " ")).filter(|scope| !scope.is_empty()));
        let is_over = ["done", "cancelled"].contains(&service.field("status"));
        let is_late = !is_over && service.day("end_on").is_some_and(|end| end < today);
        let role = match (is_over, is_late) {
            (true, _) => Role::Dim,
            (false, true) => Role::Worse,
            (false, false) => Role::Text,
        };
        let key = (service.entity.name, service.id);
        let spot = Spot::Record(service.entity, service.id);
        lines.push(line(key, &group, service.title.clone(), parts.join(" · "), role, spot));
    }
    if services.is_empty() {
        nothing(lines, &group, "no service yet: a adds one", Spot::None(&entity::ENGAGEMENT));
    }
}

/// How the account stands to speaking for us, and what it was asked for.
fn advocacy(lines: &mut Vec<Line>, sheets: &Sheets, today: Day) {
    let days: Vec<Day> = sheets.asks.iter().filter_map(|ask| ask.day("asked_on")).collect();
    let asked = crate::plan::advocacy::within_a_year(&days, today);
    let group = "Advocacy".to_owned();
    let status = sheets.advocacy.as_deref().unwrap_or("not known");
    let rest =
        format!("whether they may be asked · asked {asked} of {} times within a year", sheets.asks_a_year);
    lines.push(line(("advocacy", 0), &group, status.to_owned(), rest, Role::Text, Spot::Advocacy));
    for ask in &sheets.asks {
        let fields = ["status", "contact", "note"].map(|name| ask.field(name).replace('\n', " "));
        let rest = fields.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let is_over = ["done", "declined"].contains(&ask.field("status"));
        let role = if is_over { Role::Dim } else { Role::Text };
        let key = (ask.entity.name, ask.id);
        lines.push(line(key, &group, ask.title.clone(), rest, role, Spot::Record(ask.entity, ask.id)));
    }
}

/// Everything dated, by day.
pub fn by_day(sheets: &Sheets, plan: &Plan, today: Day) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, dated) in (0_i64..).zip(plan.dates(sheets.dates(), today)) {
        let item = dated.item.and_then(|id| plan.item(id));
        let key = item.map_or(("day", number), |item| (entity_of(item.section).name, item.id));
        let spot = item.map_or(Spot::Day, |item| Spot::Item(item.section, item.id));
        let is_late = item.is_some_and(|item| item.days_late(today) > 0);
        let role = match (dated.is_done, is_late) {
            (true, _) => Role::Dim,
            (false, true) => Role::Worse,
            (false, false) => Role::Text,
        };
        let sign = if dated.is_done && item.is_some() { "✓ " } else { "" };
        let first = format!("{}  {}", dated.on, dated.what);
        let rest = format!("{sign}{} · {}", dated.text, words::away(dated.on, today));
        let group = if dated.on < today { "Until today" } else { "From today on" };
        let rest = rest.trim_start_matches(" · ").to_owned();
        lines.push(line(key, group, first, rest, role, spot));
    }
    lines
}
