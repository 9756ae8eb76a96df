//! Metrics as bare numbers, for spreadsheets.

use super::{All, Group, beside, by_name};
use crate::cli::table::{Column, Table};
use crate::domain::{Currency, Money};
use crate::onboarding::results::Figures as Onboarding;
use crate::revenue::{Figures, Grr, Kind, Others};
use crate::store::contracts::Grouping;

/// A row a figure.
pub fn values(all: &All, grr: Grr) -> Table {
    let revenue = &all.told.revenue;
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
    for (name, value) in beside::bare(&all.beside.total, &all.onboarding.total) {
        push(name, value);
    }
    let due = &all.due.total;
    let money = |minor| Money { minor, currency: revenue.currency }.decimal();
    push("renewals_due", due.total.count.to_string());
    push("arr_due", money(due.total.due));
    push("arr_overdue", money(due.overdue.due));
    push("arr_weighted", money(due.weighted));
    push("renewals_unknown", due.unknown.to_string());
    table
}

/// A row a group.
pub fn groups(all: &All, by: Grouping, grr: Grr) -> Table {
    let currency = all.told.revenue.currency;
    let none = Onboarding::default();
    let row = |figures: &Figures, others: &Others, onboarding: Option<&Onboarding>| {
        let revenue = bare(figures, currency, grr);
        revenue.into_iter().chain(beside::bare(others, onboarding.unwrap_or(&none))).collect::<Vec<_>>()
    };
    let names = row(&Figures::default(), &Others::default(), None);
    let names = names.into_iter().map(|(name, _)| Column::Number(name));
    let columns: Vec<Column> = std::iter::once(Column::Text(by_name(by))).chain(names).collect();
    let mut table = Table::new(columns);
    for Group { name, figures, others, onboarding } in all.groups(by) {
        let values = row(&figures, &others, onboarding).into_iter().map(|(_, value)| value);
        table.push(std::iter::once(name.unwrap_or_default().to_owned()).chain(values).collect());
    }
    table
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map(|ratio| ratio.to_string()).unwrap_or_default()
}

/// The names of figures and what they are.
fn bare(figures: &Figures, currency: Currency, grr: Grr) -> [(&'static str, String); 22] {
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
        ("accounts_new", figures.moved(Kind::New).to_string()),
        ("accounts_expanded", figures.moved(Kind::Expansion).to_string()),
        ("accounts_contracted", figures.moved(Kind::Contraction).to_string()),
        ("accounts_churned", figures.moved(Kind::Churn).to_string()),
        ("accounts_reactivated", figures.moved(Kind::Reactivation).to_string()),
    ]
}
