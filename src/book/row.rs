//! A row of the board.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::{Band, Currency, Day, Money, Stage};
use crate::health::facts::{AccountId, SegmentId};
use crate::health::{Cap, Measure};
pub use crate::health::{Tenths, WEEKS};

/// A name that the program itself has, of a measure or a cap. By another name than its type, or what reads rows would
/// take it for borrowed from what is read.
pub type OwnName = &'static str;

/// One account as lists show it: small, since every account of a book is in memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub id: AccountId,
    pub external_id: Option<Box<str>>,
    /// As stored: clean it (`domain::text`) before it reaches a terminal.
    pub name: Box<str>,
    pub segment: Option<SegmentId>,
    pub csm: Option<i64>,
    pub stage: Stage,
    /// Lower case, `;` between.
    pub tags: Option<Box<str>>,
    /// Yearly amounts of the active contracts: in their currency where they share one, else in the book's.
    /// None: they cannot be added for want of a rate.
    pub arr: Option<Money>,
    /// The same in the book's currency, for totals and sorting. None: no rate.
    pub arr_book: Option<i64>,
    pub health: Option<Tenths>,
    pub band: Band,
    /// The CSM's own band, while it holds.
    pub override_band: Option<Band>,
    /// 0 to 1, after rounding to nine decimals.
    pub coverage: f64,
    pub trend_7d: Option<Tenths>,
    pub trend_28d: Option<Tenths>,
    pub trend_90d: Option<Tenths>,
    /// Earliest end after the day of a contract active on it.
    pub renewal_on: Option<Day>,
    /// The measure with the most points lost.
    #[serde(deserialize_with = "measure")]
    pub top_driver: Option<OwnName>,
    /// The cap that binds, if one does.
    #[serde(deserialize_with = "cap")]
    pub cap: Option<OwnName>,
    /// Displayed health on 26 days a week apart, the last one today; -1: none.
    pub weeks: [Tenths; WEEKS],
}

/// The name of a measure as the program has it; None: it knows no such measure.
pub fn measure_named(name: &str) -> Option<OwnName> {
    Measure::ALL.iter().map(|measure| measure.name()).find(|known| *known == name)
}

/// The name of a cap as the program has it; None: it knows no such cap.
pub fn cap_named(name: &str) -> Option<OwnName> {
    Cap::ALL.iter().map(|cap| cap.name()).find(|known| *known == name)
}

fn measure<'de, D: Deserializer<'de>>(from: D) -> Result<Option<OwnName>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.as_deref().and_then(measure_named))
}

fn cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<OwnName>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.as_deref().and_then(cap_named))
}

/// Names behind the ids of a [`Row`], and what the whole board shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lookups {
    /// (id, name), ascending by id.
    pub segments: Vec<(SegmentId, Box<str>)>,
    /// Team members: (id, name), ascending by id.
    pub team: Vec<(i64, Box<str>)>,
    /// The book's currency.
    pub currency: Currency,
    /// The day that the rows show.
    pub day: Day,
    /// Share of the policy's weights that the book can judge at all, 0 to 1.
    pub breadth: f64,
    /// The last day of which any usage is recorded.
    pub usage_on: Option<Day>,
}

impl Lookups {
    /// Name of a segment.
    pub fn segment(&self, id: Option<SegmentId>) -> Option<&str> {
        find(&self.segments, id?)
    }

    /// Name of a team member.
    pub fn member(&self, id: Option<i64>) -> Option<&str> {
        find(&self.team, id?)
    }
}

fn find(names: &[(i64, Box<str>)], id: i64) -> Option<&str> {
    let place = names.binary_search_by_key(&id, |name| name.0).ok()?;
    names.get(place).map(|name| name.1.as_ref())
}
