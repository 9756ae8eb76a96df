//! Who is a candidate for an expansion, by rules with names, and what stands against it.

use super::account::Account;
use crate::domain::{Band, Day, GoalStatus, OpportunityKind};
use crate::health::{Licence, Tenths, shown};
use crate::renewal::Renewal;

/// A rule that finds candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Most of the tier is used, and an advanced feature too.
    Capacity,
    /// The seats are short.
    Seats,
    /// Somebody new needs it.
    Need,
    /// A goal is achieved.
    Goal,
    /// They grow.
    Growth,
}

impl Rule {
    /// Every rule, in the order in which reasons are told.
    pub const ALL: [Rule; 5] = [Rule::Capacity, Rule::Seats, Rule::Need, Rule::Goal, Rule::Growth];

    /// The name in filters and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Capacity => "capacity",
            Rule::Seats => "seats",
            Rule::Need => "need",
            Rule::Goal => "goal",
            Rule::Growth => "growth",
        }
    }

    /// What it suggests to offer.
    pub fn suggests(self) -> OpportunityKind {
        match self {
            Rule::Capacity => OpportunityKind::Feature,
            Rule::Seats | Rule::Growth => OpportunityKind::Seats,
            Rule::Need => OpportunityKind::Organisation,
            Rule::Goal => OpportunityKind::UseCase,
        }
    }
}

/// What is nearly full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Capacity,
    /// The capacity is not known.
    Seats,
}

/// A reason to suggest an expansion, with its figures.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A share of the tier, and the names of the advanced features in use.
    Capacity { used: f64, of: Limit, advanced: Vec<Box<str>> },
    /// More than the policy's share of the seats.
    Seats { users: f64, seats: i64 },
    /// A signal of a new department or need.
    Need { kind: Box<str>, since: Day },
    /// The day on which a goal was achieved.
    Goal { on: Day },
    /// A signal of growth.
    Growth { kind: Box<str>, since: Day },
}

impl Reason {
    /// The rule that it is of.
    pub fn rule(&self) -> Rule {
        match self {
            Reason::Capacity { .. } => Rule::Capacity,
            Reason::Seats { .. } => Rule::Seats,
            Reason::Need { .. } => Rule::Need,
            Reason::Goal { .. } => Rule::Goal,
            Reason::Growth { .. } => Rule::Growth,
        }
    }

    /// With its figures: `93% of the capacity used, and Sensor alerts`.
    pub fn words(&self) -> String {
        match self {
            Reason::Capacity { used, of, advanced } => {
                let of = if *of == Limit::Capacity { "capacity" } else { "seats" };
                let features = match advanced.as_slice() {
                    [] => "advanced features".to_owned(),
                    [one] => one.to_string(),
                    [first, second] => format!("{first} and {second}"),
                    [first, rest @ ..] => format!("{first} and {} more advanced features", rest.len()),
                };
                format!("{} of the {of} used, with {features}", percent(*used))
            }
            Reason::Seats { users, seats } => format!("{users:.0} of {seats} seats used"),
            Reason::Need { kind, since } | Reason::Growth { kind, since } => format!("{kind} since {since}"),
            Reason::Goal { on } => format!("goal achieved on {on}"),
        }
    }
}

/// What is late with a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// The contract was over on the day, and nothing was decided.
    Renewal(Day),
    /// The quote was to be out by the day.
    Quote(Day),
}

impl Late {
    /// What is late with the renewals of an account on a day.
    pub fn of(renewals: &[Renewal], day: Day) -> Vec<Late> {
        let late = |renewal: &Renewal| {
            if renewal.is_overdue(day) {
                Some(Late::Renewal(renewal.due_on))
            } else {
                renewal.is_quote_late(day).then_some(Late::Quote(renewal.dates.quote_by))
            }
        };
        renewals.iter().filter_map(late).collect()
    }
}

/// Something that stands against suggesting an expansion now.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The account is not green.
    Health { band: Band, health: Option<Tenths> },
    /// The first outcome is not reached.
    FirstOutcome,
    /// The oldest P1 that is not resolved, by the day it was opened.
    P1 { opened_on: Day },
    /// A renewal or its quote is late.
    Late(Late),
    /// A signal that something is not paid.
    Unpaid { kind: Box<str>, since: Day },
}

impl Block {
    /// The name in filters and in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Block::Health { .. } => "not_green",
            Block::FirstOutcome => "first_outcome",
            Block::P1 { .. } => "p1_open",
            Block::Late(Late::Renewal(_)) => "renewal_overdue",
            Block::Late(Late::Quote(_)) => "quote_late",
            Block::Unpaid { .. } => "unpaid",
        }
    }

    /// With its figures: `health is 63.2, yellow`.
    pub fn words(&self) -> String {
        match self {
            Block::Health { band: Band::Grey, .. } | Block::Health { health: None, .. } => {
                "too little data to judge the health".to_owned()
            }
            Block::Health { band, health: Some(health) } => {
                format!("health is {:.1}, {band}", shown(*health))
            }
            Block::FirstOutcome => "the first outcome is not reached".to_owned(),
            Block::P1 { opened_on } => format!("a P1 is open since {opened_on}"),
            Block::Late(Late::Renewal(due)) => format!("the renewal of {due} is overdue"),
            Block::Late(Late::Quote(by)) => format!("the renewal's quote was due on {by}"),
            Block::Unpaid { kind, since } => format!("{kind} since {since}"),
        }
    }
}

/// What the rules found at an account on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// In the order of [`Rule::ALL`], one a rule at most.
    pub reasons: Vec<Reason>,
    /// What stands against it; looked for only where there is a reason.
    pub blocks: Vec<Block>,
}

impl Finding {
    pub(super) fn of(account: &Account<'_>) -> Finding {
        if !account.is_customer() {
            return Finding::default();
        }
        let reasons: Vec<Reason> = Rule::ALL.into_iter().filter_map(|rule| holds(rule, account)).collect();
        let blocks = if reasons.is_empty() { Vec::new() } else { blocks(account) };
        Finding { reasons, blocks }
    }

    /// Whether an expansion is to be suggested.
    pub fn is_candidate(&self) -> bool {
        !self.reasons.is_empty() && self.blocks.is_empty()
    }

    /// Whether it would be, but for what stands against it.
    pub fn is_suppressed(&self) -> bool {
        !self.reasons.is_empty() && !self.blocks.is_empty()
    }

    /// The reasons in words, `; ` between.
    pub fn why(&self) -> String {
        self.reasons.iter().map(Reason::words).collect::<Vec<_>>().join("; ")
    }

    /// What stands against it in words, `; ` between.
    pub fn why_not(&self) -> String {
        self.blocks.iter().map(Block::words).collect::<Vec<_>>().join("; ")
    }
}

/// The reason that a rule finds, if it holds.
fn holds(rule: Rule, account: &Account<'_>) -> Option<Reason> {
    let (rules, day) = (account.rules(), account.day);
    match rule {
        Rule::Capacity => {
            let of_seats = || account.licence().ok().map(|licence| (share(licence), Limit::Seats));
            let capacity = account.capacity().map(|(_, used)| (used, Limit::Capacity));
            let (used, of) = capacity.or_else(of_seats).filter(|(used, _)| *used >= rules.capacity_from)?;
            let advanced = account.advanced().filter(|advanced| !advanced.is_empty())?;
            Some(Reason::Capacity {
                used,
                of,
                advanced: advanced.iter().map(|own| own.name.clone()).collect(),
            })
        }
        Rule::Seats => account
            .licence()
            .ok()
            .filter(|licence| share(*licence) > rules.seats_above)
            .map(|Licence { users, seats, .. }| Reason::Seats { users, seats }),
        Rule::Need => (account.signals(&rules.need_signals).next())
            .map(|signal| Reason::Need { kind: signal.kind.clone(), since: signal.day }),
        Rule::Goal => {
            let achieved = account.facts.goals.iter().filter_map(|goal| goal.status_on(day));
            let lately = achieved
                .filter(|(on, status)| *status == GoalStatus::Achieved && day - *on < rules.goal_days);
            lately.map(|(on, _)| on).max().map(|on| Reason::Goal { on })
        }
        Rule::Growth => (account.signals(&rules.growth_signals).next())
            .map(|signal| Reason::Growth { kind: signal.kind.clone(), since: signal.day }),
    }
}

/// Everything that stands against it.
fn blocks(account: &Account<'_>) -> Vec<Block> {
    let (facts, score, day) = (account.facts, account.score, account.day);
    let health =
        (score.band != Band::Green).then_some(Block::Health { band: score.band, health: score.health });
    let reached = facts.first_outcome_on.is_some_and(|on| on <= day);
    let outcome = (!reached).then_some(Block::FirstOutcome);
    let p1 = facts.oldest_p1(day).map(|opened_on| Block::P1 { opened_on });
    let late = account.late.iter().map(|late| Block::Late(*late));
    let unpaid = (account.signals(&account.rules().unpaid_signals))
        .map(|signal| Block::Unpaid { kind: signal.kind.clone(), since: signal.day });
    health.into_iter().chain(outcome).chain(p1).chain(late).chain(unpaid).collect()
}

/// Users by seats.
pub(super) fn share(licence: Licence) -> f64 {
    // Seats are far below 2^53.
    licence.users / licence.seats as f64
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
