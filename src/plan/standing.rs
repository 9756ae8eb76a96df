//! How an account stands by its plans on a day, and why.

use super::sheet::Plan;
use crate::domain::{Day, PlanStatus, Quarter};

/// A plan on which nobody worked for longer than a quarter is stale: so many days.
pub const STALE_DAYS: i32 = 92;

/// How an account stands, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It never had a plan.
    None,
    /// Its last plan is of a quarter before the last one, or nobody worked on it for [`STALE_DAYS`].
    Stale,
    /// Its last plan is of the last quarter: this one's is to be written.
    Due,
    /// The day of the review has come.
    Review,
    /// It is written, and not agreed with the customer.
    Draft,
    /// The customer agreed.
    Agreed,
    /// It was reviewed.
    Reviewed,
}

impl State {
    /// Every state, the worst first.
    pub const ALL: [State; 7] =
        [State::None, State::Stale, State::Due, State::Review, State::Draft, State::Agreed, State::Reviewed];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            State::None => "no plan",
            State::Stale => "stale",
            State::Due => "to write",
            State::Review => "review due",
            State::Draft => "draft",
            State::Agreed => "agreed",
            State::Reviewed => "reviewed",
        }
    }
}

/// A plan without its texts and items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Row id.
    pub id: i64,
    /// What it is for.
    pub quarter: Quarter,
    /// When it was written.
    pub written_on: Day,
    /// How far it has come.
    pub status: PlanStatus,
    /// When the customer agreed.
    pub agreed_on: Option<Day>,
    /// When it was looked at again.
    pub reviewed_on: Option<Day>,
    /// When it is to be looked at.
    pub next_review_on: Option<Day>,
    /// Items that are to be done.
    pub open: u32,
    /// Those of them that are late.
    pub late: u32,
}

impl Head {
    /// What a list needs to know of a plan.
    pub fn of(plan: &Plan, day: Day) -> Head {
        let count = |is: &dyn Fn(&super::Item) -> bool| {
            u32::try_from(plan.items.iter().filter(|item| is(item)).count()).unwrap_or(u32::MAX)
        };
        Head {
            id: plan.id,
            quarter: plan.quarter,
            written_on: plan.written_on,
            status: plan.status,
            agreed_on: plan.agreed_on,
            reviewed_on: plan.reviewed_on,
            next_review_on: plan.next_review_on,
            open: count(&|item| item.is_open(day)),
            late: count(&|item| item.days_late(day) > 0),
        }
    }

    fn worked_on(&self) -> Day {
        [self.agreed_on, self.reviewed_on].into_iter().flatten().fold(self.written_on, Day::max)
    }

    /// The status on a day: what happened later is not known yet.
    pub fn status_on(&self, day: Day) -> PlanStatus {
        let is_past = |on: Option<Day>| on.is_none_or(|on| on <= day);
        match self.status {
            PlanStatus::Reviewed if is_past(self.reviewed_on) => PlanStatus::Reviewed,
            PlanStatus::Reviewed | PlanStatus::Agreed if is_past(self.agreed_on) => PlanStatus::Agreed,
            _ => PlanStatus::Draft,
        }
    }
}

/// How an account stands by its plans on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// By rule.
    pub state: State,
    /// Why, in words without a full stop.
    pub reason: String,
    /// The plan that counts: that of the quarter, else the next one, else the last one.
    pub plan: Option<Head>,
    /// Days by which a review is late, or since somebody worked on the plan: what sorts within a state.
    pub days: i32,
}

impl Standing {
    /// How an account with these plans stands. Plans that are written later than the day are not known yet.
    pub fn of(plans: &[Head], day: Day) -> Standing {
        let this = day.quarter();
        let mut known: Vec<&Head> = plans.iter().filter(|plan| plan.written_on <= day).collect();
        known.sort_by_key(|plan| plan.quarter);
        let Some(last) = known.last() else {
            return Standing {
                state: State::None,
                reason: "there never was a plan".into(),
                plan: None,
                days: 0,
            };
        };
        let counts = known.iter().find(|plan| plan.quarter >= this).unwrap_or(last);
        let worked_on = known.iter().map(|plan| plan.worked_on()).filter(|on| *on <= day).max();
        let rest = day - worked_on.unwrap_or(counts.written_on);
        let standing =
            |state, reason: String, days| Standing { state, reason, plan: Some((*counts).clone()), days };
        if counts.quarter + 1 < this {
            return standing(State::Stale, format!("the last plan was for {}", counts.quarter), rest);
        }
        if counts.quarter < this {
            let reason = format!("{this} is to be written, the last plan was for {}", counts.quarter);
            return standing(State::Due, reason, rest);
        }
        if rest > STALE_DAYS {
            return standing(State::Stale, format!("nobody worked on it for {rest} days"), rest);
        }
        let status = counts.status_on(day);
        let reviewed_since = |due: Day| counts.reviewed_on.is_some_and(|on| due <= on && on <= day);
        if let Some(due) = counts.next_review_on.filter(|due| *due <= day && !reviewed_since(*due)) {
            let late = day - due;
            let reason = if late == 0 {
                "the review is due today".to_owned()
            } else {
                format!("the review was due {late} {} ago", if late == 1 { "day" } else { "days" })
            };
            return standing(State::Review, reason, late);
        }
        let with = |on: Option<Day>| on.map_or(String::new(), |on| format!(" on {on}"));
        match status {
            PlanStatus::Draft => standing(
                State::Draft,
                format!("written on {}, not agreed with the customer yet", counts.written_on),
                rest,
            ),
            PlanStatus::Agreed => standing(State::Agreed, format!("agreed{}", with(counts.agreed_on)), rest),
            PlanStatus::Reviewed => {
                standing(State::Reviewed, format!("reviewed{}", with(counts.reviewed_on)), rest)
            }
        }
    }

    /// Whether there is a plan for the quarter of the day or a later one.
    pub fn is_covered(&self, day: Day) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.quarter >= day.quarter())
    }
}
