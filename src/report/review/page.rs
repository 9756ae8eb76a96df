//! The review as a document: what the customer gets to see.

use super::words::{change, csat, current, licences, metric, nps, number, sums, touches, unit, value};
use super::{Review, internal};
use crate::book::goals::{Goal, counted, delivered};
use crate::book::usage::{Metric, Usage};
use crate::domain::{GoalStatus, Micro, PlanSection};
use crate::plan::adoption::figure;
use crate::plan::{Item, Plan};
use crate::report::chart::Chart;
use crate::report::items::{self, Steps};
use crate::report::table::{Column, Table};
use crate::report::tickets;
use crate::report::words::count;
use crate::report::{Paper, Sheet};
use crate::store::answers::Said;

/// So many metrics are drawn: the tables have them all.
const DRAWN: usize = 6;
/// So many answers are told in people's own words.
const SAID: usize = 6;

/// The document.
pub fn paper(review: &Review) -> Paper {
    let name = &review.account.name;
    let title = format!("Business review of {name}, {}", review.quarter);
    let mut sheet = Sheet::new(&title);
    head(&mut sheet, review);
    summary(&mut sheet, review);
    goals(&mut sheet, review);
    worth(&mut sheet, review);
    usage(&mut sheet, &review.usage);
    support(&mut sheet, review);
    voice(&mut sheet, review);
    learned(&mut sheet);
    next(&mut sheet, review);
    if let Some(own) = &review.internal {
        internal::part(&mut sheet, review, own);
    }
    let what = format!("review-{}", review.quarter);
    Paper::new(name, &what, title, sheet, review.internal.is_some())
}

fn head(sheet: &mut Sheet, review: &Review) {
    let account = &review.account;
    let plans: Vec<String> = account
        .contracts
        .iter()
        .filter(|contract| contract.active_on(review.period.to()))
        .filter_map(|contract| Some(contract.plan.as_ref()?.to_string()))
        .collect();
    sheet.facts([
        ("Period", Some(format!("{} to {}", review.period.from() + 1, review.period.to()))),
        ("Customer since", account.signed_on.map(|on| on.to_string())),
        ("Plan", (!plans.is_empty()).then(|| plans.join(", "))),
        ("Your customer success manager", account.csm.as_ref().map(ToString::to_string)),
        ("Made on", Some(review.made_on.to_string())),
    ]);
    sheet.blanks(["when we meet, and who takes part on both sides"]);
}

/// `4 goals: 1 achieved, 2 on track, 1 not judged`.
fn goals_counted(review: &Review) -> String {
    let parts: Vec<String> = counted(&review.goals, review.period.to())
        .into_iter()
        .map(|(status, number)| format!("{number} {}", status.map_or("not judged", GoalStatus::name)))
        .collect();
    format!("{}: {}", count(review.goals.len(), "goal", "goals"), parts.join(", "))
}

fn summary(sheet: &mut Sheet, review: &Review) {
    sheet.part("In short");
    let users = review.usage.metrics.iter().find(|metric| metric.is_licence);
    let users = users.and_then(|own| {
        Some(format!("{} {} in {} days", metric(own), change(own)?, review.usage.trend_days))
    });
    let solved = &review.support;
    let tickets = (solved.opened + solved.resolved + solved.open.len() > 0).then(|| {
        format!(
            "{} opened, {} resolved, {} open",
            count(solved.opened, "ticket", "tickets"),
            solved.resolved,
            solved.open.len()
        )
    });
    let met: Vec<String> = review.touches.iter().map(|(what, number)| touches(*what, *number)).collect();
    sheet.facts([
        ("Goals", (!review.goals.is_empty()).then(|| goals_counted(review))),
        ("Value delivered so far", sums(&delivered(&review.goals))),
        ("Licences", review.usage.licences.is_ok().then(|| licences(&review.usage))),
        ("Trend", users),
        ("Support", tickets),
        ("NPS", nps(review.voice.nps, review.voice.nps_before)),
        ("Satisfied answers", csat(review.voice.csat, review.voice.csat_before)),
        ("We met", (!met.is_empty()).then(|| met.join(", "))),
    ]);
    sheet.blanks(["the one thing to remember of this quarter"]);
}

fn goals(sheet: &mut Sheet, review: &Review) {
    sheet.part("Goals: where we wanted to be, where we are");
    let (from, to) = (review.period.from(), review.period.to());
    let mut table = Table::new([
        Column::Text("goal"),
        Column::Text("measured by"),
        Column::Number("baseline"),
        Column::Number("before the quarter"),
        Column::Number("now"),
        Column::Number("target"),
        Column::Word("due"),
        Column::Word("status"),
    ]);
    let mut wanted: Vec<&Goal> = Vec::new();
    let mut earlier = 0;
    for goal in &review.goals {
        if review.is_earlier(goal) {
            earlier += 1;
            continue;
        }
        wanted.push(goal);
        table.push(vec![
            goal.title.to_string(),
            goal.metric.as_deref().unwrap_or_default().to_owned(),
            number(goal.baseline),
            number(current(&goal.as_of(from))),
            number(current(goal)),
            number(goal.target),
            goal.due.map(|due| due.to_string()).unwrap_or_default(),
            goal.standing(to).status().map_or("not judged", GoalStatus::name).to_owned(),
        ]);
    }
    sheet.table(&table);
    if earlier > 0 {
        sheet.say(&format!("{} closed before the quarter.", count(earlier, "goal was", "goals were")));
    }
    if wanted.is_empty() {
        sheet.blanks(["what the customer wants to reach: measured by what, from where to where, by when"]);
    }
    for goal in wanted {
        told(sheet, review, goal);
    }
}

/// What was said of a goal within the quarter.
fn told(sheet: &mut Sheet, review: &Review, goal: &Goal) {
    sheet.below(&goal.title);
    sheet.facts([
        ("How far", Some(goal.standing(review.period.to()).by_values.reason)),
        ("Value so far", goal.value().map(|value| value.to_string())),
        ("Our part", goal.our_role.as_ref().map(ToString::to_string)),
    ]);
    let mut any = false;
    for update in &goal.updates {
        let on = update.on.or(goal.started_on).filter(|on| review.period.contains(*on));
        if let (Some(on), Some(note)) = (on, &update.note) {
            any = true;
            let value = update.current.map_or(String::new(), |value: Micro| format!(", at {value}"));
            sheet.say(&format!("{on}{value}:"));
            sheet.quote(note);
        }
    }
    if !any {
        sheet.blanks([format!("what they say about \"{}\", in their own words", goal.title)]);
    }
}

fn worth(sheet: &mut Sheet, review: &Review) {
    sheet.part("Value: what changed for you");
    let to = review.period.to();
    sheet.facts([
        ("Delivered so far", sums(&delivered(&review.goals))),
        ("Of that in this quarter", sums(&review.delivered_in_quarter())),
    ]);
    let mut table = Table::new([
        Column::Text("goal"),
        Column::Number("baseline"),
        Column::Number("now"),
        Column::Number("worth"),
    ]);
    for goal in review.goals.iter().filter(|goal| goal.value().is_some()) {
        table.push(vec![
            goal.title.to_string(),
            number(goal.baseline),
            number(current(goal)),
            goal.value().map(|value| value.to_string()).unwrap_or_default(),
        ]);
    }
    sheet.table(&table);
    sheet.list(review.milestones.iter().map(|entry| {
        let more = if entry.text.is_empty() { String::new() } else { format!(": {}", entry.text) };
        format!("{} {}{more}", entry.day, entry.title)
    }));
    let achieved = |goal: &&Goal| {
        goal.standing(to).status() == Some(GoalStatus::Achieved)
            && goal.value().is_none()
            && !review.is_earlier(goal)
    };
    let blanks: Vec<String> = review
        .goals
        .iter()
        .filter(achieved)
        .map(|goal| format!("what \"{}\" is worth to them, in money or hours", goal.title))
        .collect();
    if blanks.is_empty() && delivered(&review.goals).is_empty() {
        sheet.blanks(["what is different for them now: before and after, in money or hours"]);
    }
    sheet.blanks(blanks);
    let good: Vec<&Said> = review.voice.said.iter().filter(|said| said.is_good()).take(SAID).collect();
    if !good.is_empty() {
        sheet.below("In your people's words");
    }
    for said in good {
        sheet.quote(&said.comment);
    }
}

fn usage(sheet: &mut Sheet, usage: &Usage) {
    sheet.part("Use and adoption");
    sheet.facts([("Licences", Some(licences(usage)))]);
    let mut table = Table::new([
        Column::Text("what"),
        Column::Number("now"),
        Column::Word("on"),
        Column::Number("mean"),
        Column::Number("mean before"),
        Column::Number("change"),
    ]);
    for own in &usage.metrics {
        table.push(vec![
            metric(own),
            value(own, own.latest.1),
            own.latest.0.to_string(),
            own.trend.map(|trend| value(own, trend.0)).unwrap_or_default(),
            own.trend.map(|trend| value(own, trend.1)).unwrap_or_default(),
            change(own).unwrap_or_default(),
        ]);
    }
    sheet.table(&table);
    if usage.metrics.is_empty() {
        sheet.say("No usage is recorded.");
    } else {
        let days = usage.trend_days;
        sheet.say(&format!("Means are of the last {days} days, and of the {days} days before them."));
    }
    for (place, own) in usage.metrics.iter().take(DRAWN).enumerate() {
        sheet.chart(chart(usage, own, place));
    }
    features(sheet, usage);
}

/// The line of a metric, with the seats or the capacity that it is to be compared with.
fn chart(usage: &Usage, own: &Metric, place: usize) -> Chart {
    let constant = |value: f64| vec![Some(value); own.points.len()];
    let mut limits = Vec::new();
    if own.is_licence && usage.seats.iter().any(Option::is_some) {
        limits.push(("seats", usage.seats.clone()));
    }
    if let Some(from) = own.full_from {
        limits.push(("nearly full", constant(from)));
        limits.push(("all of the plan", constant(1.0)));
    }
    let means =
        if usage.cut.days == 1 { String::new() } else { format!(", means of {} days", usage.cut.days) };
    Chart {
        key: format!("usage-{}", place + 1),
        caption: format!("{}{means}", metric(own)),
        points: own.points.clone(),
        limits,
        days: (usage.cut.from, usage.cut.to),
        unit: unit(own),
        full: 0.0,
    }
}

fn features(sheet: &mut Sheet, usage: &Usage) {
    let used: Vec<_> = usage.features.iter().filter(|feature| feature.standing.used).collect();
    let gaps: Vec<_> = usage.gaps().collect();
    if used.is_empty() && gaps.is_empty() {
        return;
    }
    sheet.say(&format!(
        "{} in use in {} days, {} of the plan not in use.",
        count(used.len(), "feature", "features"),
        usage.adoption_days,
        gaps.len()
    ));
    let mut table = Table::new([Column::Text("in use"), Column::Number("uses"), Column::Word("kind")]);
    for feature in used {
        let kind = if feature.advanced {
            "advanced"
        } else if feature.core {
            "core"
        } else {
            ""
        };
        table.push(vec![feature.name.to_string(), figure(feature.standing.uses), kind.to_owned()]);
    }
    sheet.table(&table);
    let mut table = Table::new([Column::Text("not in use"), Column::Word("last used")]);
    for feature in gaps {
        let last = feature.standing.last_on.map_or_else(|| "never".to_owned(), |on| on.to_string());
        table.push(vec![feature.name.to_string(), last]);
    }
    sheet.table(&table);
}

fn support(sheet: &mut Sheet, review: &Review) {
    let own = &review.support;
    sheet.part("Support");
    let open: Vec<String> =
        own.by_priority().into_iter().map(|(priority, number)| format!("{number} {priority}")).collect();
    let days = own.days.map(|days| format!("median {} days (n {})", days.value, days.n));
    sheet.facts([
        ("Tickets opened", Some(own.opened.to_string())),
        ("Resolved", Some(own.resolved.to_string())),
        ("From opening to resolved", days),
        ("Open", Some(if open.is_empty() { "none".to_owned() } else { open.join(", ") })),
        ("Escalated", (own.escalated() > 0).then(|| own.escalated().to_string())),
    ]);
    sheet.table(&tickets::open(&own.open, review.period.to()));
}

fn voice(sheet: &mut Sheet, review: &Review) {
    sheet.part("What your people answered");
    let own = &review.voice;
    let nobody = || Some("nobody answered in this quarter".to_owned());
    sheet.facts([
        ("NPS", nps(own.nps, own.nps_before).or_else(nobody)),
        ("Satisfied answers", csat(own.csat, own.csat_before).or_else(nobody)),
    ]);
}

fn learned(sheet: &mut Sheet) {
    sheet.part("What we learned");
    sheet.blanks(["what went well, and is kept", "what did not, and what we do differently from now on"]);
}

fn next(sheet: &mut Sheet, review: &Review) {
    sheet.part("What comes next");
    let Some(plan) = &review.ahead else {
        sheet.blanks([
            "what we want to reach next: what, by when, who does it on either side",
            "what is coming in the product that matters to them",
            "when we review again",
        ]);
        return;
    };
    sheet.say(&format!("From the plan of {}.", plan.quarter));
    if let Some(goals) = &plan.goals {
        sheet.quote(goals);
    }
    if !review.done.is_empty() {
        sheet.below("Done in the quarter");
        let line = |item: &Item| item.done_on.map(|on| format!("{on} {}", item.title));
        sheet.list(review.done.iter().filter_map(line));
    }
    let unowned = ahead(sheet, review, plan);
    let mut blanks = Vec::new();
    if !unowned.is_empty() {
        blanks.push(format!("who on their side does {}", unowned.join(", ")));
    }
    blanks.push("what is coming in the product that matters to them".to_owned());
    match plan.next_review_on.filter(|on| *on > review.made_on) {
        Some(on) => sheet.facts([("We review again on", Some(on.to_string()))]),
        None => blanks.push("when we review again".to_owned()),
    }
    sheet.blanks(blanks);
}

/// What is to be done, with who does it on either side; gives what nobody at the customer does yet.
fn ahead(sheet: &mut Sheet, review: &Review, plan: &Plan) -> Vec<String> {
    let parts = [PlanSection::Milestone, PlanSection::Adoption];
    let Steps { table, unowned } = items::steps(items::open(plan, &parts, review.made_on), &review.readings);
    if table.is_empty() {
        sheet.blanks(["what we want to reach next: what, by when, who does it on either side"]);
    }
    sheet.table(&table);
    unowned
}
