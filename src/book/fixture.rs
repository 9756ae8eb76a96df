//! A row and its lookups, for tests of what is done with rows.

use super::row::WEEKS;
use super::{Lookups, Row};
use crate::domain::{Band, Currency, Day, Stage};

/// An account of which nothing is known.
pub fn row(id: i64, name: &str) -> Row {
    Row {
        id,
        external_id: None,
        name: name.into(),
        segment: Some(1),
        csm: Some(1),
        stage: Stage::Adoption,
        tags: None,
        arr: None,
        arr_book: None,
        health: None,
        band: Band::Grey,
        override_band: None,
        coverage: 0.0,
        trend_7d: None,
        trend_28d: None,
        trend_90d: None,
        renewal_on: None,
        top_driver: None,
        cap: None,
        weeks: [-1; WEEKS],
    }
}

/// Two segments, three people.
pub fn lookups() -> Lookups {
    Lookups {
        segments: vec![(1, "high-touch".into()), (2, "tech-touch".into())],
        team: vec![(1, "Ann Lee".into()), (2, "Joanna Dunn".into()), (3, "José Núñez".into())],
        currency: Currency::USD,
        day: Day(20_000),
        breadth: 1.0,
        usage_on: None,
    }
}
