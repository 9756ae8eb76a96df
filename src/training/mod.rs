//! Consumption of training: who was invited, who came, and which accounts take too little of it. Pure.
//!
//! The rule is here once; the command line, the dashboard and reports ask [`Rule::judge`].

use std::cmp::Ordering;

use crate::domain::Day;

/// When consumption is low. The figures are the policy's: `[training]` in `assets/policy.toml`, and a segment's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Sessions of the last so many days count for attendance; they end on the day and include it.
    pub window_days: i32,
    /// An onboarding without an attended session is quiet after this day of it.
    pub quiet_after: i32,
    /// Attended / invited contacts below this is low, 0 to 1.
    pub least_attended: f64,
    /// Trained / live contacts below this is low, 0 to 1.
    pub least_trained: f64,
}

/// What the book holds of one account's training, up to a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Contacts with an invitation to a session of the window of which it is known whether they came.
    pub invited: u32,
    /// Those of them who came to at least one.
    pub attended: u32,
    /// Contacts invited in the window of whom nothing is known yet: they count nowhere.
    pub unknown: u32,
    /// Contacts who have not left.
    pub live: u32,
    /// Those of them who ever attended a session.
    pub trained: u32,
    /// The last session that a contact attended.
    pub last_attended: Option<Day>,
    /// The start of the running onboarding; of several the one that started last.
    pub onboarding: Option<Day>,
}

impl Facts {
    /// The share of the invited who came; None: nobody was invited, or nothing is known yet.
    pub fn attendance(&self) -> Option<f64> {
        share(self.attended, self.invited)
    }

    /// The share of the live contacts who are trained; None: there is none.
    pub fn trained_share(&self) -> Option<f64> {
        share(self.trained, self.live)
    }

    /// Which day of its onboarding the account is on, from 1; None: none is running.
    pub fn onboarding_day(&self, day: Day) -> Option<i32> {
        self.onboarding.map(|start| day - start + 1)
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// Why consumption is low, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Low {
    /// In onboarding, and on this day of it still nobody attended a session.
    Quiet { day: i32 },
    /// Few of those who were invited to sessions of so many days came.
    Attendance { attended: u32, invited: u32, days: i32 },
    /// Few of the live contacts are trained.
    Trained { trained: u32, live: u32 },
}

impl Low {
    /// In words, with the figures.
    pub fn words(&self) -> String {
        match self {
            Low::Quiet { day } => format!("day {day} of onboarding and no attended session"),
            Low::Attendance { attended, invited, days } => {
                format!("{attended} of {invited} invited came in {days} days")
            }
            Low::Trained { trained, live } => format!("{trained} of {live} live contacts trained"),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Low::Quiet { .. } => 0,
            Low::Attendance { .. } => 1,
            Low::Trained { .. } => 2,
        }
    }

    /// The worse of two first: by kind, then the longer silence or the smaller share.
    fn against(&self, other: &Low) -> Ordering {
        let by_share = |low: &Low| match low {
            Low::Quiet { .. } => 0.0,
            Low::Attendance { attended, invited, .. } => share(*attended, *invited).unwrap_or(0.0),
            Low::Trained { trained, live } => share(*trained, *live).unwrap_or(0.0),
        };
        let by_day = |low: &Low| if let Low::Quiet { day } = low { -day } else { 0 };
        self.rank()
            .cmp(&other.rank())
            .then(by_day(self).cmp(&by_day(other)))
            .then(by_share(self).total_cmp(&by_share(other)))
    }
}

/// How an account takes what it is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Consumption {
    /// What the book holds.
    pub facts: Facts,
    /// Every reason why it is low, the gravest first; none: it is not low.
    pub low: Vec<Low>,
    /// Whether anything could be judged: an account that is neither in onboarding nor invited is neither low nor well.
    pub judged: bool,
}

/// How an account takes its training, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Too little.
    Low,
    /// Enough.
    Well,
    /// Nothing can be said: it is too early, or nothing was offered.
    Unknown,
}

impl Taking {
    /// Every one, the worst first.
    pub const ALL: [Taking; 3] = [Taking::Low, Taking::Well, Taking::Unknown];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Taking::Low => "low",
            Taking::Well => "well",
            Taking::Unknown => "unknown",
        }
    }
}

impl Consumption {
    /// In a word.
    pub fn taking(&self) -> Taking {
        match self.judged {
            _ if self.is_low() => Taking::Low,
            true => Taking::Well,
            false => Taking::Unknown,
        }
    }

    /// Whether it is low.
    pub fn is_low(&self) -> bool {
        !self.low.is_empty()
    }

    /// In words, with the figures: why it is low, else how it is.
    pub fn words(&self) -> String {
        if self.is_low() {
            return self.low.iter().map(Low::words).collect::<Vec<_>>().join("; ");
        }
        let facts = &self.facts;
        let mut parts = Vec::new();
        if facts.invited > 0 {
            parts.push(format!("{} of {} invited came", facts.attended, facts.invited));
        }
        if facts.unknown > 0 {
            parts.push(format!("{} not yet known", facts.unknown));
        }
        if facts.live > 0 && self.judged {
            parts.push(format!("{} of {} live contacts trained", facts.trained, facts.live));
        }
        if parts.is_empty() { "no training".to_owned() } else { parts.join(", ") }
    }

    /// The worse of two first; those that are not low last. Of two alike nothing is said: order them by name.
    pub fn against(&self, other: &Consumption) -> Ordering {
        match (self.low.first(), other.low.first()) {
            (Some(own), Some(theirs)) => own.against(theirs),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

impl Rule {
    /// Judges an account on a day.
    ///
    /// - In onboarding past `quiet_after` days: low when nobody attended a session since it started.
    /// - Invited in the window: low when fewer than `least_attended` of those of whom it is known came.
    /// - Trained / live below `least_trained` is low too, but not in the first days of an onboarding, and not for an
    ///   account to which no training was offered and which is not in onboarding: of that nothing is known.
    ///
    /// What is missing is left out, never counted as zero.
    pub fn judge(&self, facts: Facts, day: Day) -> Consumption {
        let mut low = Vec::new();
        let onboarding = facts.onboarding_day(day);
        if let (Some(number), Some(start)) = (onboarding, facts.onboarding)
            && number > self.quiet_after
            && facts.last_attended.is_none_or(|last| last < start)
        {
            low.push(Low::Quiet { day: number });
        }
        if let Some(attendance) = facts.attendance()
            && attendance < self.least_attended
        {
            let Facts { attended, invited, .. } = facts;
            low.push(Low::Attendance { attended, invited, days: self.window_days });
        }
        let judged = facts.invited > 0 || onboarding.is_some_and(|number| number > self.quiet_after);
        let early = onboarding.is_some_and(|number| number <= self.quiet_after);
        if let Some(trained) = facts.trained_share()
            && judged
            && !early
            && trained < self.least_trained
        {
            low.push(Low::Trained { trained: facts.trained, live: facts.live });
        }
        Consumption { facts, low, judged }
    }
}

#[cfg(test)]
mod tests;
