//! Usage and feature uses: steady, growing, stopped at an edge, zeroes, by account or by contract.

use std::collections::BTreeSet;

use super::{Kind, Maker, Mood};
use crate::book::{Contract, Day, FeatureUse, Usage};

const HISTORY: i64 = 260;

impl Maker {
    /// What the rows of an account are keyed by: itself, each of its contracts, or now and then both.
    fn sources(&mut self, contracts: &[Contract]) -> Vec<Option<String>> {
        let by_contract = contracts.iter().map(|contract| Some(contract.external_id.clone()));
        match self.rng.between(0, 9) {
            0..5 => vec![None],
            5..9 if !contracts.is_empty() => by_contract.collect(),
            _ => std::iter::once(None).chain(by_contract).collect(),
        }
    }

    /// The days of a series: regular until an edge or until the end of the import, then perhaps a single late one.
    fn series_days(&mut self) -> Vec<Day> {
        let newest = self.last_day() - self.recipe.usage_stopped;
        let stop = if self.leaning(85, 65, 35) {
            newest
        } else {
            self.aged(&[28, 29, 30, 31, 42, 55, 56, 57, 83, 84])
        };
        let step = self.rng.pick(&[7, 7, 7, 11, 28, 30]);
        let begin =
            if self.rng.percent(80) { self.last_day() - HISTORY } else { self.aged(&[20, 27, 28, 55, 56]) };
        let mut days: Vec<Day> = (0..).map(|n| stop - n * step).take_while(|on| *on >= begin).collect();
        days.reverse();
        days.retain(|on| *on <= newest);
        days
    }

    pub(super) fn usage(&mut self, contracts: &[Contract]) -> Vec<Usage> {
        let mut rows = Vec::new();
        if self.rng.percent(6) {
            return rows;
        }
        let sources = self.sources(contracts);
        let metrics =
            [(Kind::ActiveUsers, "active_users"), (Kind::Logins, "logins"), (Kind::OtherMetrics, "exports")];
        for (kind, metric) in metrics {
            if !self.has(kind) || self.rng.percent(12) {
                continue;
            }
            let level =
                if self.mood == Mood::Ailing { self.rng.between(0, 25) } else { self.rng.between(20, 60) };
            let growth =
                if self.leaning(80, 50, 10) { self.rng.between(0, 6) } else { self.rng.between(-14, 0) };
            let zeroes_from =
                if self.rng.percent(15) { Some(self.aged(&[0, 5, 29, 30, 31, 40])) } else { None };
            for source in &sources {
                for day in self.series_days() {
                    let weeks = (day - (self.last_day() - HISTORY)) / 7;
                    let mut value = (level + level * growth * weeks / 100 + self.rng.between(0, 6)).max(0);
                    if zeroes_from.is_some_and(|from| day > from) {
                        value = 0;
                    }
                    let row = Usage { contract: source.clone(), day, metric: metric.to_owned(), value };
                    if self.rng.percent(1) {
                        // A row of the same source, day and metric: the later one counts.
                        rows.push(Usage { value: value + 100, ..row.clone() });
                    }
                    rows.push(row);
                }
            }
        }
        rows
    }

    pub(super) fn features(&mut self, contracts: &[Contract]) -> Vec<FeatureUse> {
        let mut rows = Vec::new();
        if !self.has(Kind::Features) || self.rng.percent(12) {
            return rows;
        }
        let sources = self.sources(contracts);
        for feature in ["Dashboards", "Reports", "Workflows", "Audit trail", "Forecasts", "Sandbox"] {
            if self.rng.percent(if self.mood == Mood::Thriving { 15 } else { 40 }) {
                continue;
            }
            let source = self.rng.pick(&sources);
            let often = self.rng.between(0, 6);
            let regular = self.series_days().into_iter().rev().take(24);
            let edge = self.aged(&[0, 27, 28, 29, 42, 55, 56]);
            for day in regular.chain([edge]) {
                if day > self.last_day() - self.recipe.usage_stopped {
                    continue;
                }
                let uses = self.rng.between(0, often);
                rows.push(FeatureUse { contract: source.clone(), day, feature: feature.to_owned(), uses });
                if self.rng.percent(3) {
                    // Rows of the same source, day and feature add up.
                    rows.push(FeatureUse {
                        contract: source.clone(),
                        day,
                        feature: feature.to_owned(),
                        uses: 1,
                    });
                }
            }
        }
        let days: BTreeSet<Day> = rows.iter().map(|row| row.day).collect();
        if self.rng.percent(10) {
            // Records that say that nothing was used.
            rows.iter_mut().for_each(|row| row.uses = 0);
        } else if let (true, Some(last)) = (self.rng.percent(20), days.last()) {
            rows.iter_mut().filter(|row| row.day > last - 31).for_each(|row| row.uses = 0);
        }
        rows
    }
}
