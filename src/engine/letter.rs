//! The facts of an account that messages are filled with.

use super::judge::Judge;
use super::view::View;
use crate::book::Detail;
use crate::domain::Result;
use crate::health::facts::AccountId;
use crate::health::shown;
use crate::playbook::{Facts, Letter};
use crate::store::play as book;

impl View {
    /// The message of a name (or a part of one), filled with the facts of an account.
    ///
    /// # Errors
    /// There is no such message or account; a template of the book is broken; or the book cannot be read.
    pub fn letter(&self, judge: &Judge, account: AccountId, name: &str) -> Result<Letter> {
        let messages = book::messages(self.reader())?;
        let message = messages.find(name)?;
        Ok(message.fill(&self.letter_facts(judge, account)?))
    }

    /// What is known of an account, as messages name it.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    fn letter_facts(&self, judge: &Judge, account: AccountId) -> Result<Facts> {
        let detail = self.detail_by(&judge.policies, account)?;
        let record = self.record_of_late(account)?;
        let policy = judge.policies.of(record.facts.segment);
        let score = crate::health::score(&record.facts, &judge.held, policy, self.day());
        let mut facts = Facts::default();
        facts.know("account", &*detail.name);
        facts.know("today", self.day().to_string());
        if let Some(csm) = &detail.csm {
            facts.know("csm", &**csm);
        }
        if let Some(health) = score.health {
            facts.know("health", format!("{:.1}", shown(health)));
        }
        if let Some(answer) = book::last_answer(self.reader(), account, self.day())? {
            facts.know("answer", answer);
        }
        contracts(&detail, &policy.usage.licence_metric, &mut facts);
        people(&detail, &mut facts);
        work(&detail, &mut facts);
        Ok(facts)
    }
}

/// Terms, seats, and how many of them are in use.
fn contracts(detail: &Detail, licence_metric: &str, facts: &mut Facts) {
    let active = || detail.contracts.iter().filter(|contract| contract.active_on(detail.day));
    if let Some(end) = active().filter_map(|contract| contract.end).min() {
        facts.know("renewal", end.to_string());
        facts.know("days_to_renewal", (end - detail.day).to_string());
    }
    let currencies = active().map(|contract| contract.yearly.currency);
    // A sum over several currencies would need rates of the day.
    if let Some(first) = active().next().map(|contract| contract.yearly)
        && currencies.clone().all(|currency| currency == first.currency)
    {
        let minor = active().map(|contract| contract.yearly.minor).fold(0_i64, i64::saturating_add);
        facts.know("arr", crate::domain::Money { minor, ..first }.to_string());
    }
    let seats: i64 = active().filter_map(|contract| contract.seats).sum();
    if seats > 0 {
        facts.know("seats", seats.to_string());
    }
    let users = detail.usage.iter().find(|usage| usage.metric.eq_ignore_ascii_case(licence_metric));
    if let Some(users) = users {
        facts.know("active_users", format!("{:.0}", users.value));
        if seats > 0 {
            facts.know("seats_used", format!("{:.0} %", users.value * 100.0 / seats as f64));
        }
    }
}

/// Who could get it, those who are there.
fn people(detail: &Detail, facts: &mut Facts) {
    use crate::domain::ContactRole::ExecutiveSponsor;
    let there = detail.people.iter().filter(|person| person.left_on.is_none());
    facts.people = there
        .map(|person| (person.role, person.name.to_string(), person.email.as_deref().map(str::to_owned)))
        .collect();
    let sponsor = facts.people.iter().find(|person| person.0 == ExecutiveSponsor).map(|own| own.1.clone());
    if let Some(sponsor) = sponsor {
        facts.know("sponsor", sponsor);
    }
}

/// What was last said, the goal, the worst ticket, a competitor.
fn work(detail: &Detail, facts: &mut Facts) {
    if let Some(last) = detail.touchpoints.first() {
        facts.know("last_met", last.day.to_string());
    }
    let open = detail.goals.iter().find(|goal| !goal.standing(detail.day).is_closed());
    if let Some(goal) = open.or_else(|| detail.goals.first()) {
        facts.know("goal", &*goal.title);
        if let Some((_, value)) = goal.values().next_back() {
            facts.know("goal_now", value.to_string());
        }
        if let Some(target) = goal.target {
            facts.know("goal_target", target.to_string());
        }
    }
    if let Some(ticket) = detail.open_tickets.first() {
        let name = [ticket.external_id.as_deref(), ticket.subject.as_deref()];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { format!("your {} ticket", ticket.priority) } else { name };
        facts.know("ticket", name);
        facts.know("ticket_age", (detail.day - ticket.opened_on).to_string());
    }
    if let Some(signal) = detail.signals.iter().find(|signal| signal.kind.contains("competitor")) {
        facts.know("competitor", signal.text.as_deref().unwrap_or(&signal.kind));
    }
}
