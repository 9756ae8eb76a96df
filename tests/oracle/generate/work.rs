//! Contracts, plans, tickets, goals and onboardings.

use super::{Kind, Maker, Mood};
use crate::book::{Contract, Day, Goal, GoalUpdate, Onboarding, Plan, Step, Ticket, quarter};

impl Maker {
    pub(super) fn contracts(&mut self) -> Vec<Contract> {
        let count = self.rng.pick(&[0, 1, 1, 1, 1, 1, 2, 2, 3]);
        let currency =
            self.rng.pick(&[self.recipe.currency, self.recipe.currency, self.recipe.currency, "EUR", ""]);
        // A currency without minor units has to be named on the amounts that are written without any.
        let whole = currency == "JPY" || currency.is_empty();
        let number = self.number;
        let mut contracts = Vec::new();
        for n in 0..count {
            let start = match self.rng.between(0, 9) {
                0 => self.anchor() + self.rng.pick(&[0, 1]),
                1 => self.last_day() + 30,
                _ => self.last_day() - self.rng.between(130, 600),
            };
            let end = match self.rng.between(0, 9) {
                0 => None,
                1 => Some(start),
                2..7 => Some(self.anchor() + self.rng.pick(&[0, 1, 30, 59, 60, 61, 75])),
                _ => Some(self.last_day() + self.rng.between(70, 400)),
            };
            let cents =
                if whole { String::new() } else { self.rng.pick(&["", ".5", ".25", ".99"]).to_owned() };
            let monthly = self.rng.between(0, 4000);
            let (mrr, arr) = match self.rng.between(0, 2) {
                0 => (format!("{monthly}{cents}"), String::new()),
                1 => (String::new(), format!("{}{cents}", monthly * 12)),
                // With both, the yearly amount counts.
                _ => (monthly.to_string(), (monthly * 12 + 7).to_string()),
            };
            let seats = if self.has(Kind::Seats) {
                self.rng.pick(&[Some(40), Some(60), Some(100), Some(90), Some(0), None])
            } else {
                None
            };
            contracts.push(Contract {
                external_id: format!("K-{number:02}-{n}"),
                start,
                end: end.map(|end| end.max(start)),
                mrr,
                arr,
                currency: currency.to_owned(),
                seats,
                plan: self.rng.pick(&["Basic", "Pro", "pro", "ENTERPRISE", ""]).to_owned(),
            });
        }
        contracts
    }

    /// At most one plan a quarter: for the quarter of an end, or for another, written before, on and after a day.
    pub(super) fn plans(&mut self, contracts: &[Contract]) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        if !self.has(Kind::Plans) {
            return plans;
        }
        for end in contracts.iter().filter_map(|contract| contract.end) {
            let day = match self.rng.between(0, 5) {
                0 => continue,
                1 => end + 92,
                2 => end - 92,
                _ => end,
            };
            let written_on = self.aged(&[-1, 0, 10, 150]).min(self.last_day());
            let quarter = quarter(day);
            if plans.iter().all(|plan| plan.quarter != quarter) {
                let external_id = format!("L-{:02}-{}", self.number, plans.len());
                plans.push(Plan { external_id, quarter, written_on });
            }
        }
        plans
    }

    pub(super) fn tickets(&mut self) -> Vec<Ticket> {
        if !self.has(Kind::Tickets) || self.rng.percent(10) {
            return Vec::new();
        }
        (0..self.rng.between(0, 9)).map(|n| self.ticket(n)).collect()
    }

    fn ticket(&mut self, n: i64) -> Ticket {
        let priorities: &[&str] = if self.leaning(5, 15, 45) {
            &["urgent", "critical", "Blocker", "P1"]
        } else if self.leaning(10, 25, 40) {
            &["high", "High", "P2"]
        } else {
            &["normal", "medium", "low", "P3", "P4", "", "whenever"]
        };
        let opened_on = if self.rng.percent(60) {
            self.aged(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 89, 90])
        } else {
            self.last_day() - self.rng.between(0, 200)
        };
        let mut ticket = Ticket {
            external_id: format!("C-{:02}-{n}", self.number),
            opened_on,
            priority: self.rng.pick(priorities).to_owned(),
            status: "open".to_owned(),
            ..Ticket::default()
        };
        match self.rng.between(0, 9) {
            0 => {}
            1 if self.mood != Mood::Thriving => {}
            2 => ticket.resolved_on = Some(self.anchor().max(opened_on)),
            3 => ticket.resolved_on = Some((self.anchor() + 1).max(opened_on)),
            4 | 5 => ticket.resolution_hours = Some(self.rng.pick(&[0, 1, 23, 24, 25, 27, 47, 48, 72, 400])),
            6 => ticket.status = self.rng.pick(&["solved", "Closed", "resolved"]).to_owned(),
            _ => ticket.resolved_on = Some(opened_on + self.rng.between(0, 20)),
        }
        // What is resolved after the last day is not resolved yet in any export of that day.
        if ticket.resolved().is_some_and(|resolved| resolved > self.last_day()) {
            ticket.resolved_on = None;
            ticket.resolution_hours = None;
        }
        if self.has(Kind::Satisfaction) && self.rng.percent(30) {
            ticket.satisfaction_scale = self.rng.pick(&[None, Some(5), Some(10)]);
            let most = ticket.satisfaction_scale.unwrap_or(5);
            let low = if self.leaning(90, 60, 20) { most * 4 / 5 } else { 1 };
            ticket.satisfaction = Some(self.rng.between(low, most));
        }
        ticket
    }

    pub(super) fn goals(&mut self) -> Vec<Goal> {
        if !self.has(Kind::Goals) || self.rng.percent(15) {
            return Vec::new();
        }
        let number = self.number;
        let with_ids = self.rng.percent(70);
        (0..self.rng.between(0, 4))
            .map(|n| {
                let started_on = if self.rng.percent(30) {
                    self.aged(&[0, -1, 30])
                } else {
                    self.last_day() - self.rng.between(100, 500)
                };
                let started_on = started_on.min(self.last_day());
                Goal {
                    external_id: if with_ids { format!("O-{number:02}-{n}") } else { String::new() },
                    title: format!("Goal {n} of {number:02}"),
                    started_on,
                    updates: self.goal_updates(started_on),
                }
            })
            .collect()
    }

    /// Some goals have no status at first, some take it from their start, some are updated, some end.
    fn goal_updates(&mut self, started_on: Day) -> Vec<GoalUpdate> {
        let open: &[&str] =
            if self.leaning(85, 45, 15) { &["on track"] } else { &["on track", "at risk", "off track"] };
        let status = if self.rng.percent(85) { self.rng.pick(open) } else { "" };
        let mut updates = vec![GoalUpdate { status: status.to_owned(), status_on: None }];
        let mut from = started_on + 1;
        for _ in 0..self.rng.between(0, 2) {
            let status_on =
                if self.rng.percent(40) { self.aged(&[-1, 0, 1]) } else { from + self.rng.between(0, 60) };
            if status_on < from || status_on > self.last_day() {
                continue;
            }
            updates.push(GoalUpdate { status: self.rng.pick(open).to_owned(), status_on: Some(status_on) });
            from = status_on + 1;
        }
        if self.rng.percent(35) {
            let ended_on = self.aged(&[-1, 0, 1, 50, 200, 364, 365]);
            if ended_on >= from && ended_on <= self.last_day() {
                let status = if self.leaning(90, 60, 30) { "achieved" } else { "missed" };
                updates.push(GoalUpdate { status: status.to_owned(), status_on: Some(ended_on) });
            }
        }
        updates
    }

    /// None, one, or an old one and a newer one that began after it had ended.
    pub(super) fn onboardings(&mut self) -> Vec<Onboarding> {
        if !self.has(Kind::Onboardings) || self.rng.percent(35) {
            return Vec::new();
        }
        let ended_on = if self.rng.percent(60) { Some(self.aged(&[-1, 0, 88, 89, 90, 91])) } else { None };
        let started_on = match ended_on {
            Some(ended) => ended - self.rng.between(5, 60),
            None => self.aged(&[0, -1, 10, 40]),
        };
        let first =
            self.onboarding(0, started_on.min(self.last_day()), ended_on.map(|on| on.min(self.last_day())));
        let mut onboardings = vec![first];
        if let (Some(ended), true) = (onboardings[0].ended_on, self.rng.percent(25)) {
            let again = ended + self.rng.between(1, 40);
            if again <= self.last_day() {
                onboardings.push(self.onboarding(1, again, None));
            }
        }
        onboardings
    }

    fn onboarding(&mut self, n: i64, started_on: Day, ended_on: Option<Day>) -> Onboarding {
        let steps = (0..self.rng.between(0, 7))
            .map(|step| {
                let due_on = if self.rng.percent(30) {
                    self.aged(&[-1, 0, 1])
                } else {
                    started_on + self.rng.between(0, 60)
                };
                let done = match self.rng.between(0, 4) {
                    0 => None,
                    1 => Some(self.aged(&[-1, 0, 1])),
                    2 if self.mood == Mood::Ailing => None,
                    _ => Some(due_on - self.rng.between(-2, 8)),
                };
                Step {
                    title: format!("Step {step}"),
                    required: self.rng.pick(&[None, Some(true), Some(true), Some(false)]),
                    not_applicable: self.rng.percent(10),
                    due_on,
                    done_on: done.filter(|on| *on <= self.last_day()),
                }
            })
            .collect();
        Onboarding { external_id: format!("N-{:02}-{n}", self.number), started_on, ended_on, steps }
    }
}
