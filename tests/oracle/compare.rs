//! The program's JSON beside the calculation, field by field. Differences are collected, so that one run shows them all.

use std::fmt::Debug;

use serde_json::Value;

use crate::book::{Account, Book, Day, iso, plain};
use crate::calc::{self, Scored, tenths};
use crate::explain::{self, ToGreen};
use crate::measures::{MEASURES, Shown, State};
use crate::money;

/// Unrounded figures have to agree to this.
const CLOSE: f64 = 1e-9;

pub struct Comparison {
    pub seed: u64,
    pub fields: usize,
    pub differences: Vec<String>,
    place: String,
}

impl Comparison {
    pub fn new(seed: u64) -> Self {
        Self { seed, fields: 0, differences: Vec::new(), place: String::new() }
    }

    fn check(&mut self, same: bool, field: &str, program: impl Debug, expected: impl Debug) {
        self.fields += 1;
        if !same {
            let (seed, place) = (self.seed, &self.place);
            self.differences
                .push(format!("seed {seed} {place} {field}: program {program:?}, expected {expected:?}"));
        }
    }

    fn text(&mut self, field: &str, program: &Value, expected: &str) {
        self.check(program.as_str() == Some(expected), field, program, expected);
    }

    /// Words that may be shown in another case or with other separators; an empty one may be null.
    fn word(&mut self, field: &str, program: &Value, expected: &str) {
        self.check(plain(program.as_str().unwrap_or_default()) == plain(expected), field, program, expected);
    }

    /// A value shown with one decimal, expected in tenths.
    fn displayed(&mut self, field: &str, program: &Value, expected: Option<i64>) {
        let same = match (program.as_f64(), expected) {
            (Some(program), Some(expected)) => (program * 10.0 - expected as f64).abs() < 1e-6,
            (None, None) => program.is_null(),
            _ => false,
        };
        self.check(same, field, program, expected.map(|tenths| tenths as f64 / 10.0));
    }

    fn unrounded(&mut self, field: &str, program: &Value, expected: Option<f64>) {
        let same = match (program.as_f64(), expected) {
            (Some(program), Some(expected)) => (program - expected).abs() < CLOSE,
            (None, None) => program.is_null(),
            _ => false,
        };
        self.check(same, field, program, expected);
    }

    fn day(&mut self, field: &str, program: &Value, expected: Option<Day>) {
        let expected = expected.map(iso);
        self.check(program.as_str() == expected.as_deref(), field, program, expected);
    }

    /// `accounts --format json` of a day.
    pub fn accounts(&mut self, program: &Value, book: &Book, day: Day) {
        self.place = format!("accounts of {}", iso(day));
        let rows = program.as_array().cloned().unwrap_or_default();
        self.check(rows.len() == book.accounts.len(), "rows", rows.len(), book.accounts.len());
        for account in &book.accounts {
            self.place = format!("accounts of {} {}", iso(day), account.external_id);
            let row = rows.iter().find(|row| row["external_id"] == account.external_id.as_str());
            self.check(row.is_some(), "row", row, "one");
            if let Some(row) = row {
                self.row(row, book, account, day);
            }
        }
    }

    fn row(&mut self, row: &Value, book: &Book, account: &Account, day: Day) {
        let scored = calc::score(book, account, day);
        let before = calc::score(book, account, day - 28);
        self.text("name", &row["name"], &account.name);
        self.word("segment", &row["segment"], &account.segment);
        self.word("stage", &row["stage"], &account.stage);
        self.check(row["csm"].as_str().unwrap_or_default() == account.csm, "csm", &row["csm"], &account.csm);
        match money::arr(book, account, day) {
            Some((minor, currency)) => {
                self.check(row["arr"]["minor"] == minor, "arr", &row["arr"], minor);
                self.text("currency", &row["arr"]["currency"], &currency);
            }
            // Without an active contract the documents leave open whether it is null or nothing of a currency.
            None => self.check(row["arr"].is_null() || row["arr"]["minor"] == 0, "arr", &row["arr"], "none"),
        }
        self.displayed("health", &row["health"], scored.health.map(tenths));
        self.text("band", &row["band"], scored.band);
        self.unrounded("coverage", &row["coverage"], Some(scored.coverage));
        self.displayed("trend_28d", &row["trend_28d"], calc::difference(before.health, scored.health));
        self.day("renewal_date", &row["renewal_date"], money::renewal_date(account, day));
        let top = scored.top_driver();
        self.check(row["top_driver"].as_str() == top, "top_driver", &row["top_driver"], top);
    }

    /// `why ACCOUNT --since DATE --format json` of a day.
    pub fn why(&mut self, why: &Value, book: &Book, account: &Account, since: Day, day: Day) {
        self.place = format!("why {} of {} since {}", account.external_id, iso(day), iso(since));
        let scored = calc::score(book, account, day);
        self.day("day", &why["day"], Some(day));
        self.displayed("health", &why["health"], scored.health.map(tenths));
        self.displayed("uncapped", &why["uncapped"], scored.uncapped.map(tenths));
        self.text("band", &why["band"], scored.band);
        self.unrounded("coverage", &why["coverage"], Some(scored.coverage));
        self.measures(&why["measures"], &scored);
        self.caps(&why["caps"], &scored);
        self.moved(&why["moved"], &calc::score(book, account, since), &scored, since);
        self.way_to_green(&why["to_green"], &scored);
    }

    fn measures(&mut self, program: &Value, scored: &Scored) {
        let rows = program.as_array().cloned().unwrap_or_default();
        self.check(rows.len() == MEASURES.len(), "measures", rows.len(), MEASURES.len());
        for ((measure, state), points) in MEASURES.iter().zip(&scored.states).zip(scored.points()) {
            let name = measure.name;
            let Some(row) = rows.iter().find(|row| row["measure"] == name) else {
                self.check(false, name, "no such measure", "one");
                continue;
            };
            let field = |field: &str| format!("{name}.{field}");
            self.word(&field("group"), &row["group"], measure.group);
            self.unrounded(&field("weight"), &row["weight"], Some(measure.weight));
            self.unrounded(&field("points"), &row["points"], points.map(|(points, _)| points));
            self.unrounded(&field("points_lost"), &row["points_lost"], points.map(|(_, lost)| lost));
            let word = match state {
                State::NotApplicable => "not_applicable",
                State::Missing => "missing",
                State::Present { .. } => "present",
            };
            self.text(&field("state"), &row["state"], word);
            let (value, value_on, freshness, score) = match *state {
                State::Present { value, value_on, freshness, score } => {
                    (value, value_on, freshness, Some(score))
                }
                _ => (Shown::Null, Shown::Null, 0.0, None),
            };
            self.unrounded(&field("freshness"), &row["freshness"], Some(freshness));
            self.unrounded(&field("score"), &row["score"], score);
            match value {
                Shown::Is(value) => self.unrounded(&field("value"), &row["value"], Some(value)),
                Shown::Null => self.unrounded(&field("value"), &row["value"], None),
                Shown::Open => {}
            }
            match value_on {
                Shown::Is(on) => self.day(&field("value_on"), &row["value_on"], Some(on)),
                Shown::Null => self.day(&field("value_on"), &row["value_on"], None),
                Shown::Open => {}
            }
        }
    }

    fn caps(&mut self, program: &Value, scored: &Scored) {
        let rows = program.as_array().cloned().unwrap_or_default();
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names
        };
        let names =
            sorted(rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect());
        let expected = sorted(scored.caps.iter().map(|(name, _)| (*name).to_owned()).collect());
        self.check(names == expected, "caps", &names, &expected);
        let limits: Vec<f64> = rows.iter().filter_map(|row| row["at_most"].as_f64()).collect();
        self.check(limits.is_sorted(), "order of caps", &limits, "ascending");
        for (name, at_most) in &scored.caps {
            let Some(row) = rows.iter().find(|row| row["name"] == *name) else { continue };
            self.unrounded(&format!("{name}.at_most"), &row["at_most"], Some(*at_most));
            if let Some(binds) = scored.binds(*at_most) {
                self.check(row["binds"] == binds, &format!("{name}.binds"), &row["binds"], binds);
            }
        }
    }

    /// Parts may be shown rounded, so each has to agree to half a displayed decimal, and all of them together have to
    /// add up to the difference exactly.
    fn moved(&mut self, program: &Value, from: &Scored, to: &Scored, since: Day) {
        let Some(expected) = explain::moved(from, to) else {
            let null = program.is_null() || program["from"].is_null() || program["to"].is_null();
            self.check(null, "moved", program, "null, since a day has no health");
            return;
        };
        self.day("moved.since", &program["since"], Some(since));
        self.displayed("moved.from", &program["from"], from.health.map(tenths));
        self.displayed("moved.to", &program["to"], to.health.map(tenths));
        let parts: Vec<(String, f64)> = program["parts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|part| {
                let name = part["name"].as_str().unwrap_or_default().to_owned();
                (name, part["points"].as_f64().unwrap_or(f64::NAN))
            })
            .collect();
        let of = |name: &str| parts.iter().filter(|part| part.0 == name).map(|part| part.1).sum::<f64>();
        for (name, points) in &expected.measures {
            self.check((of(name) - points).abs() <= 0.05 + CLOSE, &format!("moved.{name}"), of(name), points);
        }
        // Whatever is neither a measure nor the remainder of rounding is an effect of caps, in one part or in several.
        let is_cap = |name: &str| MEASURES.iter().all(|m| m.name != name) && !name.contains("round");
        let of_caps: f64 = parts.iter().filter(|part| is_cap(&part.0)).map(|part| part.1).sum();
        self.check((of_caps - expected.caps).abs() <= 0.05 + CLOSE, "moved caps", of_caps, expected.caps);
        let sum: f64 = parts.iter().map(|part| part.1).sum();
        let difference = calc::difference(from.health, to.health).unwrap_or(0) as f64 / 10.0;
        self.check((sum - difference).abs() < 1e-6, "sum of moved", (sum, &parts), difference);
    }

    fn way_to_green(&mut self, program: &Value, scored: &Scored) {
        let mut steps: Vec<&str> = program["steps"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|step| step["measure_or_cap"].as_str().unwrap_or_default())
            .collect();
        steps.sort_unstable();
        match explain::to_green(scored) {
            ToGreen::NotReachable => {
                self.check(program["reachable"] == false, "to_green.reachable", program, "false");
            }
            ToGreen::Steps { count, which } => {
                self.check(
                    program["reachable"] == true,
                    "to_green.reachable",
                    program,
                    ("true", count, &which),
                );
                self.check(steps.len() == count, "to_green count", &steps, (count, &which));
                if let Some(which) = which.filter(|_| steps.len() == count) {
                    self.check(steps == which, "to_green steps", &steps, &which);
                }
            }
        }
    }
}
