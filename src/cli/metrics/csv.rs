//! Metrics as bare numbers, for spreadsheets.

use super::by_name;
use crate::cli::table::{Column, Table};
use crate::domain::{Currency, Money};
use crate::engine::{Measured, Named};
use crate::revenue::{Figures, Grr, Others};
use crate::store::contracts::Grouping;

/// A row a figure.
pub fn values(told: &Measured, others: &Others, grr: Grr) -> Table {
    let revenue = &told.revenue;
    let mut table = Table::new([Column::Word("metric"), Column::Number("value")]);
    let mut push = |name: &str, value: String| table.push(vec![name.to_owned(), value]);
    push("from", revenue.period.from().to_string());
    push("to", revenue.period.to().to_string());
    push("currency", revenue.currency.to_string());
    for (name, value) in bare(&revenue.total, revenue.currency, grr) {
        push(name, value);
    }
    push("grr_method", grr.name().to_owned());
    push("accounts_excluded", revenue.accounts_excluded.to_string());
    push("nps", ratio(others.nps.score()));
    push("nps_n", others.nps.n().to_string());
    push("csat", ratio(others.csat.ratio()));
    push("csat_n", others.csat.of.to_string());
    push("proposal_success", ratio(others.proposals.ratio()));
    push("proposals", others.proposals.of.to_string());
    push("licence_utilisation", ratio(others.utilisation.ratio()));
    table
}

/// A row a group.
pub fn groups(told: &Measured, by: Grouping, grr: Grr) -> Table {
    let currency = told.revenue.currency;
    let names = bare(&Figures::default(), currency, grr).map(|(name, _)| Column::Number(name));
    let columns: Vec<Column> = std::iter::once(Column::Text(by_name(by))).chain(names).collect();
    let mut table = Table::new(columns);
    for Named { name, figures } in &told.groups {
        let values = bare(figures, currency, grr).map(|(_, value)| value);
        let name = name.as_deref().unwrap_or_default().to_owned();
        table.push(std::iter::once(name).chain(values).collect());
    }
    table
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map(|ratio| ratio.to_string()).unwrap_or_default()
}

/// The names of figures and what they are.
fn bare(figures: &Figures, currency: Currency, grr: Grr) -> [(&'static str, String); 17] {
    let money = |minor| Money { minor, currency }.decimal();
    let moved = &figures.movements;
    [
        ("start_mrr", money(figures.start_mrr)),
        ("end_mrr", money(figures.end_mrr)),
        ("end_arr", money(figures.end_arr)),
        ("accounts_at_start", figures.logos.of.to_string()),
        ("accounts_at_end", figures.accounts_at_end.to_string()),
        ("nrr", ratio(figures.nrr())),
        ("grr", ratio(figures.grr(grr))),
        ("logo_retention", ratio(figures.logo_retention())),
        ("gross_churn", ratio(figures.gross_churn(grr))),
        ("net_churn", ratio(figures.net_churn())),
        ("expansion_rate", ratio(figures.expansion_rate())),
        ("expansion_mrr_rate", ratio(figures.expansion_mrr_rate())),
        ("new", money(moved.new)),
        ("expansion", money(moved.expansion)),
        ("contraction", money(moved.contraction)),
        ("churn", money(moved.churn)),
        ("reactivation", money(moved.reactivation)),
    ]
}
