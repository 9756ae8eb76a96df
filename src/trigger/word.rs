//! The words that a condition may use: one table.

use super::case::Case;
use super::reading as read;
use crate::domain::{Band, Error, Result};

/// What a word is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days, written `"30 d"`.
    Days,
    /// A share, written `"30 %"`.
    Percent,
    /// Points of health or of an answer, written `5`.
    Points,
    /// A count, written `3`.
    Count,
    /// Yes or no, written `true` or `false`.
    YesNo,
    /// A band, written `"red"`.
    Band,
}

impl Unit {
    /// How a value of it is written, in words.
    pub fn written(self) -> &'static str {
        match self {
            Unit::Days => "days, such as \"30 d\"",
            Unit::Percent => "a share, such as \"30 %\"",
            Unit::Points => "a number, such as 5",
            Unit::Count => "a whole number, such as 3",
            Unit::YesNo => "true or false",
            Unit::Band => "a band: red, yellow, green or grey",
        }
    }

    /// Whether its values are a list of words and no scale.
    pub fn is_list(self) -> bool {
        matches!(self, Unit::YesNo | Unit::Band)
    }

    /// A value as people read it: `34 days`, `20 %`.
    pub fn told(self, value: f64) -> String {
        match self {
            Unit::Days if value == 1.0 => "1 day".to_owned(),
            Unit::Days => format!("{value:.0} days"),
            Unit::Percent => format!("{} %", trimmed(value)),
            Unit::Points => trimmed(value),
            Unit::Count => format!("{value:.0}"),
            Unit::YesNo => if value == 0.0 { "no" } else { "yes" }.to_owned(),
            Unit::Band => band(value).map_or_else(String::new, |band| band.name().to_owned()),
        }
    }
}

/// One decimal, where it is none of zero.
fn trimmed(value: f64) -> String {
    let shown = format!("{value:.1}");
    shown.strip_suffix(".0").map_or(shown.clone(), str::to_owned)
}

/// The band of a value.
pub(super) fn band(value: f64) -> Option<Band> {
    Band::ALL.iter().copied().find(|band| code(*band) == value)
}

/// The value of a band.
pub(super) fn code(band: Band) -> f64 {
    f64::from(band as u8)
}

/// What a word may be: the ends of its range, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowed {
    pub least: f64,
    pub most: f64,
}

/// A word of the conditions.
#[derive(Debug)]
pub struct Word {
    pub name: &'static str,
    pub unit: Unit,
    pub range: Allowed,
    /// What it means, in a sentence without a full stop.
    pub about: &'static str,
    /// What it stands for on a day; None: there is nothing to compare with, and no rule that asks for it fires.
    pub(super) read: fn(&Case<'_>) -> Option<f64>,
    /// How a reason tells it, where that is more than the value.
    pub(super) tell: Option<fn(&Case<'_>) -> Option<String>>,
}

/// The place of a word in [`WORDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub(super) usize);

impl WordId {
    /// The word.
    pub fn word(self) -> &'static Word {
        // Made by `find` alone; the first word stands for none that is not there.
        WORDS.get(self.0).unwrap_or(&FIRST)
    }

    /// The word of a name.
    ///
    /// # Errors
    /// There is none; the hint has the words that exist, the nearest first.
    pub(super) fn find(name: &str) -> Result<WordId> {
        let place = WORDS.iter().position(|word| word.name == name);
        place.map(WordId).ok_or_else(|| {
            let mut known: Vec<&str> = WORDS.iter().map(|word| word.name).collect();
            let likeness = |word: &str| strsim::normalized_damerau_levenshtein(name, word);
            known.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
            Error::invalid("is no word that a condition knows")
                .hint(format!("use one of {}", known.join(", ")))
        })
    }
}

const fn days(least: f64) -> Allowed {
    Allowed { least, most: 36_500.0 }
}

const fn up_to(most: f64) -> Allowed {
    Allowed { least: 0.0, most }
}

const FIRST: Word = Word {
    name: "health",
    unit: Unit::Points,
    range: up_to(100.0),
    about: "the health as displayed, 0 to 100",
    read: read::health,
    tell: None,
};

/// A word that a reason tells by its value.
macro_rules! word {
    ($name:ident, $unit:expr, $range:expr, $about:literal) => {
        Word {
            name: stringify!($name),
            unit: $unit,
            range: $range,
            about: $about,
            read: read::$name,
            tell: None,
        }
    };
    ($name:ident, $unit:expr, $range:expr, $about:literal, $tell:expr) => {
        Word {
            name: stringify!($name),
            unit: $unit,
            range: $range,
            about: $about,
            read: read::$name,
            tell: Some($tell),
        }
    };
}

use Unit::{Count, Days, Percent, Points, YesNo};

const ANSWER: Allowed = up_to(1.0);
const MANY: Allowed = up_to(1e6);

/// Every word that a condition may use.
pub const WORDS: &[Word] = &[
    FIRST,
    word!(band, Unit::Band, up_to(3.0), "the band: red, yellow, green or grey"),
    word!(
        health_fall,
        Percent,
        Allowed { least: -1_000_000.0, most: 100.0 },
        "by how much of it the health fell against 7 days ago; below 0: it rose",
        read::tell_health_fall
    ),
    word!(
        health_fall_points,
        Points,
        Allowed { least: -100.0, most: 100.0 },
        "by how many points the health fell against 7 days ago; below 0: it rose",
        read::tell_health_fall
    ),
    word!(
        band_fall,
        Count,
        Allowed { least: -2.0, most: 2.0 },
        "by how many bands it is worse than 7 days ago; below 0: it is better",
        read::tell_band_fall
    ),
    word!(
        health_fall_28d,
        Points,
        Allowed { least: -100.0, most: 100.0 },
        "by how many points the health fell against 28 days ago; below 0: it rose"
    ),
    word!(green_days, Days, up_to(175.0), "since how long it is green without a break, judged week by week"),
    word!(
        no_login_days,
        Days,
        days(0.0),
        "days since the last use, up to the last day of which the book holds any usage",
        read::tell_no_login
    ),
    word!(
        usage_fall,
        Percent,
        Allowed { least: -1e9, most: 100.0 },
        "by how much use fell in 28 days against the 28 days before; below 0: it rose",
        read::tell_usage_fall
    ),
    word!(
        capacity_used,
        Percent,
        up_to(1e9),
        "how much of the tier is filled: the metric capacity_used, or users of the seats, whichever is more"
    ),
    word!(advanced_features, Count, MANY, "features that the catalog calls advanced and that are in use"),
    word!(
        expansion,
        YesNo,
        ANSWER,
        "the rules of expansion give a reason to suggest one, and nothing stands against it",
        read::tell_expansion
    ),
    word!(
        sponsor_left,
        YesNo,
        ANSWER,
        "an executive sponsor or champion left and nobody has the role, or a signal \"sponsor left\" is open",
        read::tell_sponsor_left
    ),
    word!(p1_tickets, Count, MANY, "unresolved P1 tickets", read::tell_p1),
    word!(p2_age, Days, days(0.0), "age of the oldest unresolved P2 ticket; 0: there is none", read::tell_p2),
    word!(
        nps_lowest,
        Points,
        up_to(10.0),
        "the lowest NPS answer of the last 30 days that nobody took back by a later one",
        read::tell_nps_lowest
    ),
    word!(nps_best, Points, up_to(10.0), "the best NPS answer of the last 365 days"),
    word!(
        csat_lowest,
        Points,
        up_to(5.0),
        "the lowest CSAT answer of the last 30 days, on a scale of 5",
        read::tell_csat_lowest
    ),
    word!(competitor, YesNo, ANSWER, "a signal \"competitor\" is open", read::tell_competitor),
    word!(
        churn_notice,
        YesNo,
        ANSWER,
        "a signal \"churn notice\" is open, or notice is noted with a renewal",
        read::tell_churn_notice
    ),
    word!(goals_off_track, Count, MANY, "open goals that are off track"),
    word!(goals_achieved, Count, MANY, "goals that were achieved in the last 365 days"),
    word!(first_outcome, YesNo, ANSWER, "the first outcome is reached"),
    word!(
        onboarding_late,
        Days,
        days(0.0),
        "days by which the most overdue required step of an onboarding is late; 0: none is"
    ),
    word!(onboarding_idle, Days, days(0.0), "days without progress of the onboarding that is latest"),
    word!(
        touch_late,
        Days,
        days(0.0),
        "days by which a touchpoint is overdue by the cadence of the segment; 0: none is",
        read::tell_touch_late
    ),
    word!(
        plan_missing,
        YesNo,
        ANSWER,
        "a customer for more than a quarter without an account plan, or the plan is stale",
        read::tell_plan_missing
    ),
    word!(
        renewal_days,
        Days,
        days(0.0),
        "days until the next contract ends whose renewal is open",
        read::tell_renewal_days
    ),
    word!(
        quote_late,
        YesNo,
        ANSWER,
        "the day has passed by which the quote of an open renewal was to be out",
        read::tell_quote_late
    ),
    word!(
        notice_passed,
        YesNo,
        ANSWER,
        "the last day to give notice has passed of a contract whose renewal is open",
        read::tell_notice_passed
    ),
    word!(
        contract_overdue,
        YesNo,
        ANSWER,
        "a contract is over and nobody said what becomes of it",
        read::tell_overdue
    ),
];
