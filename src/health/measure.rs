//! The fourteen measures, their groups, and what became of a measure on a day.

/// How many measures there are.
pub const MEASURES: usize = 14;

/// What measures are about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Group {
    Usage,
    Outcomes,
    Engagement,
    Support,
    Sentiment,
}

impl Group {
    /// Every group, in policy order.
    pub const ALL: [Group; 5] =
        [Group::Usage, Group::Outcomes, Group::Engagement, Group::Support, Group::Sentiment];

    /// The name in the policy and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Group::Usage => "usage",
            Group::Outcomes => "outcomes",
            Group::Engagement => "engagement",
            Group::Support => "support",
            Group::Sentiment => "sentiment",
        }
    }
}

/// One measure of health. Ascending order is policy order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Measure {
    /// Active users / seats.
    LicenceUtilisation,
    /// Core features used / entitled.
    FeatureAdoption,
    /// Change of the key metric against the window before.
    UsageTrend,
    /// Mean over the goals.
    Goals,
    /// Reached, or how far past go-live.
    FirstOutcome,
    /// Required steps done / due.
    Onboarding,
    /// Days since the last touchpoint / cadence.
    Touch,
    /// Days since the executive sponsor was met.
    Sponsor,
    /// Contacts met lately.
    LiveContacts,
    /// Age of the oldest severe ticket.
    SevereAge,
    /// Old unresolved tickets / tickets opened.
    Backlog,
    /// Mean of the 0-10 answers.
    Nps,
    /// Share of good answers.
    Csat,
    /// The CSM's own judgement.
    Pulse,
}

impl Measure {
    /// Every measure, in policy order.
    pub const ALL: [Measure; MEASURES] = [
        Measure::LicenceUtilisation,
        Measure::FeatureAdoption,
        Measure::UsageTrend,
        Measure::Goals,
        Measure::FirstOutcome,
        Measure::Onboarding,
        Measure::Touch,
        Measure::Sponsor,
        Measure::LiveContacts,
        Measure::SevereAge,
        Measure::Backlog,
        Measure::Nps,
        Measure::Csat,
        Measure::Pulse,
    ];

    /// The name in the policy and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Measure::LicenceUtilisation => "licence_utilisation",
            Measure::FeatureAdoption => "feature_adoption",
            Measure::UsageTrend => "usage_trend",
            Measure::Goals => "goals",
            Measure::FirstOutcome => "first_outcome",
            Measure::Onboarding => "onboarding",
            Measure::Touch => "touch",
            Measure::Sponsor => "sponsor",
            Measure::LiveContacts => "live_contacts",
            Measure::SevereAge => "severe_age",
            Measure::Backlog => "backlog",
            Measure::Nps => "nps",
            Measure::Csat => "csat",
            Measure::Pulse => "pulse",
        }
    }

    /// The group that it belongs to.
    pub fn group(self) -> Group {
        match self {
            Measure::LicenceUtilisation | Measure::FeatureAdoption | Measure::UsageTrend => Group::Usage,
            Measure::Goals | Measure::FirstOutcome | Measure::Onboarding => Group::Outcomes,
            Measure::Touch | Measure::Sponsor | Measure::LiveContacts => Group::Engagement,
            Measure::SevereAge | Measure::Backlog => Group::Support,
            Measure::Nps | Measure::Csat | Measure::Pulse => Group::Sentiment,
        }
    }

    /// What the book must hold for this measure to apply to anyone, in words.
    pub fn needs(self) -> &'static str {
        match self {
            Measure::LicenceUtilisation => "active users and a contract with seats",
            Measure::FeatureAdoption => "a record of a feature's use",
            Measure::UsageTrend => "a value of a key metric",
            Measure::Goals => "a goal",
            Measure::FirstOutcome => "a first-outcome date",
            Measure::Onboarding => "an onboarding",
            Measure::Touch => "a touchpoint",
            Measure::Sponsor => "an executive sponsor and a touchpoint",
            Measure::LiveContacts => "a contact and a touchpoint",
            Measure::SevereAge | Measure::Backlog => "a ticket",
            Measure::Nps => "an nps answer",
            Measure::Csat => "a csat answer",
            Measure::Pulse => "a pulse",
        }
    }

    /// Whether a higher raw value is the better one.
    pub(super) fn rises(self) -> bool {
        !matches!(self, Measure::Touch | Measure::Sponsor | Measure::SevereAge | Measure::Backlog)
    }

    /// This measure's own in a list of one for each.
    pub(super) fn of<T>(self, list: &[T; MEASURES]) -> &T {
        #[allow(clippy::indexing_slicing)] // the discriminants are 0 to MEASURES - 1
        &list[self as usize]
    }
}

/// What became of a measure on a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// It has a score and counts.
    Present,
    /// It applies, but there is no value, or one too old to count: coverage falls.
    Missing,
    /// It does not apply to the account, or to no one in this book.
    NotApplicable,
}

impl State {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::Present => "present",
            State::Missing => "missing",
            State::NotApplicable => "not_applicable",
        }
    }
}

/// What a measure reads from the facts, before the policy's curve and freshness.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Raw {
    /// Does not apply to this account, and why.
    NotApplicable(&'static str),
    /// Applies, but there is nothing to judge, and why.
    Missing(&'static str),
    /// No value, and that is the worst there is: 0 points, and why.
    Worst(&'static str),
    /// A value of the day itself.
    Value(f64),
    /// A value of an earlier day, which loses weight with age.
    Dated(f64, crate::domain::Day),
}
