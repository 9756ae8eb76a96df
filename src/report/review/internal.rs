//! The page that the customer does not get to see: how the account stands, its renewal, risks, expansion.

use super::{Internal, Review};
use crate::book::row::WEEKS;
use crate::domain::Forecast;
use crate::engine::Dossier;
use crate::health::{Tenths, shown};
use crate::renewal::Flag;
use crate::report::chart::{Chart, Unit};
use crate::report::table::{Column, Table};
use crate::report::words::{band, change, displayed, health, with_distance};
use crate::report::{Sheet, items};

/// Points that are told of what moved the health: less is shown as 0.
const LEAST: f64 = 0.05;

/// Writes the page.
pub fn part(sheet: &mut Sheet, review: &Review, own: &Internal) {
    sheet.page();
    sheet.part("Internal: not for the customer");
    standing(sheet, review, own);
    renewal(sheet, review, own);
    risks(sheet, review, own);
    expansion(sheet, review, own);
    heard(sheet, review);
}

fn standing(sheet: &mut Sheet, review: &Review, own: &Internal) {
    let row = &own.row;
    let moved = &own.why.moved;
    let was = moved.from.map(|from| {
        let by = moved.to.map_or(String::new(), |to| format!(", since then {}", change(to - from)));
        format!("{} on {}{by}", displayed(from), moved.since)
    });
    sheet.below("How it stands");
    sheet.facts([
        ("ARR", own.arr.map(|arr| arr.to_string())),
        ("Health", Some(format!("{} {} on {}", health(row.health), band(row.band), review.period.to()))),
        ("Own judgement", row.override_band.map(band)),
        ("Before the quarter", was),
        ("Limited by", row.cap.map(str::to_owned)),
        ("Most lost by", row.top_driver.map(str::to_owned)),
    ]);
    let told = moved.parts.iter().filter(|part| part.points.abs() >= LEAST);
    sheet.list(told.map(|part| format!("{}: {:+.1} points", part.name.replace('_', " "), part.points)));
    let points: Vec<Option<f64>> =
        row.weeks.iter().map(|week: &Tenths| (*week >= 0).then(|| shown(*week))).collect();
    let weeks = i32::try_from(WEEKS).unwrap_or(i32::MAX).saturating_sub(1);
    sheet.chart(Chart {
        key: "health".to_owned(),
        caption: "Health, week by week".to_owned(),
        limits: vec![
            ("green from", vec![Some(own.bands.green_from); points.len()]),
            ("yellow from", vec![Some(own.bands.yellow_from); points.len()]),
        ],
        points,
        days: (review.period.to() - weeks.saturating_mul(7), review.period.to()),
        unit: Unit::Number,
        full: 100.0,
    });
}

fn renewal(sheet: &mut Sheet, review: &Review, own: &Internal) {
    sheet.below("Renewal");
    let mut blanks = Vec::new();
    if own.renewals.is_empty() {
        sheet.say("No contract has an end.");
    }
    for dossier in &own.renewals {
        one(sheet, review, dossier);
        if dossier.standing.renewal.call.is_none() {
            let due = dossier.standing.renewal.due_on;
            blanks.push(format!("what we expect of the renewal on {due}, and why"));
        }
    }
    match review.ahead.as_ref().and_then(|plan| plan.renewal_strategy.as_deref()) {
        Some(strategy) => sheet.quote(strategy),
        None if own.renewals.is_empty() => {}
        None => blanks.push("how we go into the renewal".to_owned()),
    }
    sheet.blanks(blanks);
}

fn one(sheet: &mut Sheet, review: &Review, Dossier { standing, .. }: &Dossier) {
    let renewal = &standing.renewal;
    let risk = standing.risk.as_ref();
    let factors =
        risk.map(|risk| risk.factors.iter().map(|factor| factor.words.as_str()).collect::<Vec<_>>());
    let flags: Vec<&str> = standing.flags.iter().copied().map(Flag::words).collect();
    let call = renewal.call.map_or("no forecast", Forecast::name);
    let reason = renewal.record.as_ref().and_then(|record| record.reason.as_deref());
    sheet.facts([
        ("Due", Some(with_distance(renewal.due_on, review.made_on))),
        ("ARR due", renewal.due.map(|due| due.to_string())),
        ("Expected", renewal.expected.map(|expected| expected.to_string())),
        ("Stage", Some(renewal.stage.name().to_owned())),
        ("Forecast", Some(reason.map_or_else(|| call.to_owned(), |reason| format!("{call}: {reason}")))),
        ("The rules say", standing.rules_call.map(|call| call.name().to_owned())),
        ("Risk", risk.map(|risk| risk.level.name().to_owned())),
        ("Because", factors.filter(|all| !all.is_empty()).map(|all| all.join("; "))),
        ("To do", (!flags.is_empty()).then(|| flags.join("; "))),
        ("Quote by", Some(renewal.dates.quote_by.to_string())),
        ("Last day of notice", Some(renewal.dates.notice_by.to_string())),
    ]);
}

fn risks(sheet: &mut Sheet, review: &Review, own: &Internal) {
    sheet.below("Risks");
    sheet.list(own.people.warnings().iter().map(|warning| warning.words()));
    sheet.list(own.today.signals.iter().map(|signal| {
        let text = signal.text.as_deref().map_or(String::new(), |text| format!(": {text}"));
        format!("{} {}{text}", signal.day, signal.kind)
    }));
    if let Some(plan) = &review.ahead {
        sheet.table(&items::risks(plan, review.made_on));
    }
    sheet.blanks(["the risk in one sentence, and who does what about it"]);
}

fn expansion(sheet: &mut Sheet, review: &Review, own: &Internal) {
    sheet.below("Expansion");
    let mut table = Table::new([
        Column::Text("opportunity"),
        Column::Word("kind"),
        Column::Word("stage"),
        Column::Number("worth"),
        Column::Word("by"),
    ]);
    for opportunity in &own.expansions {
        table.push(vec![
            opportunity.title.to_string(),
            opportunity.kind.as_deref().unwrap_or_default().to_owned(),
            opportunity.stage.to_string(),
            opportunity.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            opportunity.close_on.map(|on| on.to_string()).unwrap_or_default(),
        ]);
    }
    sheet.table(&table);
    let ideas = review.ahead.as_ref().map(|plan| items::ideas(plan, review.made_on)).unwrap_or_default();
    let is_nothing = table.is_empty() && ideas.is_empty();
    sheet.list(ideas);
    if is_nothing {
        sheet.say("Nothing is planned.");
    }
}

/// Everything that people said, with who and how content they are.
fn heard(sheet: &mut Sheet, review: &Review) {
    if review.voice.said.is_empty() {
        return;
    }
    sheet.below("What people said");
    for said in &review.voice.said {
        let who = said.who.as_deref().unwrap_or("somebody");
        let kind = said.kind.name().to_uppercase();
        sheet.say(&format!("{} {who}, {kind} {} of {}:", said.on, said.score, said.scale));
        sheet.quote(&said.comment);
    }
}
