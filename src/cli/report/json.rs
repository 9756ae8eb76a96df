//! The documents about an account as scripts read them: the same figures, by the names that the other commands use.

use serde_json::{Value, json};

use crate::book::detail::Ticket;
use crate::book::usage::Metric;
use crate::cli::json::{Account, Amount, Fraction, iso};
use crate::cli::renewals::Told;
use crate::cli::{plan as plans, story};
use crate::domain::{Error, Kind, Money, Result};
use crate::engine::View;
use crate::health::shown;
use crate::plan::Plan;
use crate::plan::adoption::Reading;
use crate::report::Paper;
use crate::report::plan::AccountPlan;
use crate::report::review::{Internal, Review, Voice};
use crate::revenue::Nps;
use crate::store::opportunity::Opportunity;
use crate::store::score;

/// A review.
///
/// # Errors
/// The book cannot be read.
pub fn review(view: &View, review: &Review, paper: &Paper) -> Result<Value> {
    let account = &review.account;
    let metrics: Vec<&Metric> = review.usage.metrics.iter().collect();
    let touches: serde_json::Map<String, Value> =
        review.touches.iter().map(|(what, number)| (what.name().to_owned(), json!(number))).collect();
    let milestones: Vec<Value> = review
        .milestones
        .iter()
        .map(|entry| json!({"on": iso(entry.day), "title": entry.title, "text": entry.text}))
        .collect();
    let done: Vec<Value> = review
        .done
        .iter()
        .map(|item| json!({"on": item.done_on.map(iso), "section": item.section.name(), "title": item.title}))
        .collect();
    let in_quarter: Vec<Amount> = review.delivered_in_quarter().into_iter().map(Amount::from).collect();
    let ahead = review.ahead.as_ref();
    Ok(json!({
        "account": {"id": account.id, "external_id": account.external_id, "name": account.name},
        "quarter": review.quarter.to_string(),
        "from": iso(review.period.from() + 1), "to": iso(review.period.to()), "made_on": iso(review.made_on),
        "outcomes": story::goal::as_json(&review.goals, review.period.to()),
        "value_in_quarter": in_quarter,
        "usage": story::usage::as_json(&review.usage, &metrics),
        "support": {
            "opened": review.support.opened, "resolved": review.support.resolved,
            "days_to_resolve": review.support.days.map(|days| json!({"median": days.value, "n": days.n})),
            "open": review.support.open.iter().map(ticket).collect::<Vec<_>>(),
            "escalated": review.support.escalated(),
        },
        "sentiment": voice(&review.voice),
        "touches": touches, "milestones": milestones, "done": done,
        "plan": ahead.map(|plan| self::ahead(plan, &account.name, &review.readings, review)),
        "internal": review.internal.as_ref().map(|own| internal(view, own, review)).transpose()?,
        "blanks": blanks(paper),
    }))
}

/// The plan of an account.
pub fn plan(plan: &AccountPlan, paper: &Paper) -> Value {
    let (account, day) = (&plan.account, plan.made_on);
    json!({
        "account": {"id": account.id, "external_id": account.external_id, "name": account.name},
        "made_on": iso(day),
        "plan": plans::as_json(&plan.plan, &account.name, &plan.readings, day),
        "outcomes": story::goal::as_json(&plan.goals, day),
        "internal": plan.internal.then(|| json!({
            "arr": plan.row.arr.map(amount), "health": plan.row.health.map(shown), "band": plan.row.band.name(),
            "people": story::people::as_json(&plan.people),
            "expansions": plan.expansions.iter().map(expansion).collect::<Vec<_>>(),
        })),
        "blanks": blanks(paper),
    })
}

fn amount(money: Money) -> Value {
    json!({"minor": money.minor, "currency": money.currency.code()})
}

fn blanks(paper: &Paper) -> Vec<Value> {
    paper.blanks().iter().map(|blank| json!({"line": blank.line, "words": blank.words})).collect()
}

fn ahead(plan: &Plan, account: &str, readings: &[Reading], review: &Review) -> Value {
    plans::as_json(plan, account, readings, review.made_on)
}

fn ticket(ticket: &Ticket) -> Value {
    json!({"id": ticket.external_id, "priority": ticket.priority.name(), "opened_on": iso(ticket.opened_on),
           "subject": ticket.subject, "escalated": ticket.escalated})
}

fn voice(voice: &Voice) -> Value {
    let nps = |nps: Nps| {
        json!({"score": nps.score(), "n": nps.n(), "promoters": nps.promoters, "passives": nps.passives,
               "detractors": nps.detractors, "few": nps.is_few()})
    };
    let said: Vec<Value> = voice
        .said
        .iter()
        .map(|said| {
            json!({"on": iso(said.on), "kind": said.kind.name(), "score": said.score.value(),
                   "scale": said.scale.value(), "comment": said.comment, "who": said.who})
        })
        .collect();
    json!({
        "nps": nps(voice.nps), "nps_before": nps(voice.nps_before),
        "csat": Fraction::from(voice.csat), "csat_before": Fraction::from(voice.csat_before), "said": said,
    })
}

fn expansion(own: &Opportunity) -> Value {
    json!({"title": own.title, "kind": own.kind, "stage": own.stage, "close_on": own.close_on.map(iso),
           "amount": own.amount.map(amount)})
}

fn internal(view: &View, own: &Internal, review: &Review) -> Result<Value> {
    let lookups = score::lookups(view.reader(), &view.judge()?.header(0, Default::default()))?;
    let renewals = view.judged(own.renewals.iter().map(|dossier| dossier.standing.clone()).collect())?;
    let told: Vec<Told> = renewals
        .standings
        .iter()
        .map(|standing| Told::new(standing, &review.account.name, &lookups, &renewals))
        .collect();
    let moved = &own.why.moved;
    let unwritable =
        |error| Error::new(Kind::Storage, format!("the review cannot be written as JSON ({error})"));
    Ok(json!({
        "account": serde_json::to_value(Account::new(&own.row, &lookups)).map_err(unwritable)?,
        "arr": own.arr.map(amount),
        "moved": {
            "since": iso(moved.since), "from": moved.from.map(shown), "to": moved.to.map(shown),
            "parts": moved.parts.iter().map(|part| json!({"name": part.name, "points": part.points})).collect::<Vec<_>>(),
        },
        "renewals": serde_json::to_value(told).map_err(unwritable)?,
        "people": story::people::as_json(&own.people),
        "signals": own.today.signals.iter()
            .map(|signal| json!({"date": iso(signal.day), "kind": signal.kind, "text": signal.text}))
            .collect::<Vec<_>>(),
        "expansions": own.expansions.iter().map(expansion).collect::<Vec<_>>(),
    }))
}
