//! What a figure of the page is made of: the formula, its numbers, its source.

use super::spot::{Ratio, Spot};
use crate::domain::{Currency, Money};
use crate::engine::Revenue;
use crate::revenue::{Figures, Grr, Kind, Stage};

/// Where every figure comes from.
const SOURCE: &str =
    "From contracts: their yearly amounts on the day by the book's rates, by 12, rounded once an account.";

/// A figure in words; the source stands at the end.
pub fn explain(spot: Spot, read: &Revenue) -> Vec<String> {
    let revenue = &read.measured.revenue;
    let money = |minor| Amount(revenue.currency).words(minor);
    let words = match spot {
        Spot::Step(stage) => step(stage, &revenue.total, read),
        Spot::Ratio(ratio) => formula(ratio, &revenue.total, Amount(revenue.currency)),
        Spot::Reason(_) => "MRR lost in months in which an account churned or contracted, by the reason of its renewal \
            that was due or closed then, the latest due of several. None given: no renewal of the month names one."
            .to_owned(),
        Spot::Group(_) => "The same figures of the accounts that this one owns today, whoever owned them then. Enter \
            shows these accounts alone."
            .to_owned(),
        Spot::Cohort(quarter) => format!(
            "Accounts that had their first MRR in {quarter}: what is left of it at the end of that quarter (Q+0) and of \
             each after it, in percent of the MRR they began with; behind it the accounts that still pay."
        ),
        Spot::Month(month) => {
            let found = revenue.months.iter().find(|own| own.month == month);
            let (start, net) = found.map_or((0, 0), |own| (own.start, own.movements.net()));
            format!("{month} began with {} and moved by {}, each account net over the month.", money(start), money(net))
        }
    };
    let mut lines = vec![words];
    if revenue.accounts_excluded > 0 {
        lines.push(format!(
            "Left out of every figure: {} with a contract in a currency for which the book has no exchange rate.",
            crate::tui::words::count(usize::try_from(revenue.accounts_excluded).unwrap_or(usize::MAX), "account")
        ));
    }
    lines.push(SOURCE.to_owned());
    lines
}

/// Amounts in full.
#[derive(Clone, Copy)]
struct Amount(Currency);

impl Amount {
    fn words(self, minor: i64) -> String {
        Money { minor, currency: self.0 }.to_string()
    }
}

fn step(stage: Stage, total: &Figures, read: &Revenue) -> String {
    let period = read.measured.revenue.period;
    let money = |minor| Amount(read.measured.revenue.currency).words(minor);
    match stage {
        Stage::Start => format!(
            "MRR on {}: {}, of {} accounts. A year of it is {}.",
            period.from(),
            money(total.start_mrr),
            total.logos.of,
            money(total.start_mrr.saturating_mul(12))
        ),
        Stage::End => format!(
            "MRR on {}: {}, of {} accounts; ARR {}. It is the start and the five movements, exactly.",
            period.to(),
            money(total.end_mrr),
            total.accounts_at_end,
            money(total.end_arr)
        ),
        Stage::Moved(kind) => format!(
            "{}: {} of {} accounts, month by month and net per account. {}",
            kind.name(),
            money(total.movements.of(kind)),
            total.moved(kind),
            meaning(kind)
        ),
    }
}

fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::New => {
            "They had no MRR at the month's start and none on any day before; a free contract is no MRR."
        }
        Kind::Expansion => "They had MRR at both ends of the month, and more at the later one.",
        Kind::Contraction => "They had MRR at both ends of the month, and less at the later one.",
        Kind::Churn => {
            "They had MRR at the month's start and none at its end: the last contract ended, whenever notice was given."
        }
        Kind::Reactivation => "They had none at the month's start, but had some on an earlier day.",
    }
}

fn formula(ratio: Ratio, total: &Figures, amount: Amount) -> String {
    let money = |minor| amount.words(minor);
    let start = money(total.start_mrr);
    match ratio {
        Ratio::Nrr => format!(
            "{} / {start}: MRR at the end of the {} accounts with MRR at the start, by what they had then. New accounts \
             are in neither; one that left and came back counts with what it has at the end.",
            money(total.kept_mrr),
            total.logos.of
        ),
        Ratio::Grr(Grr::Endpoint) => format!(
            "{} / {start}: of each account with MRR at the start the smaller of what it had then and has at the end. \
             Never above 100 %.",
            money(total.floor_mrr)
        ),
        Ratio::Grr(Grr::Movements) => format!(
            "({start} - {} - {}) / {start}: start less contraction and churn, month by month, of the accounts with MRR \
             at the start. At most the endpoint form; who came back or grew again does not make up for it.",
            money(-total.of_start.contraction),
            money(-total.of_start.churn)
        ),
        Ratio::Logos => format!(
            "{} / {}: accounts with MRR at the start that have some at the end, by all of them.",
            total.logos.part, total.logos.of
        ),
        Ratio::GrossChurn => "1 less GRR in its endpoint form: MRR lost, by MRR at the start.".to_owned(),
        Ratio::NetChurn => {
            "1 less NRR: MRR lost less MRR won from the same accounts, by MRR at the start; below 0 when they grew."
                .to_owned()
        }
        Ratio::ExpansionMrr => format!(
            "{} / {start}: expansion of the accounts with MRR at the start, month by month.",
            money(total.of_start.expansion)
        ),
        Ratio::ExpansionAccounts => format!(
            "{} / {}: accounts with MRR at the start that expanded in some month, by all of them.",
            total.expanded, total.logos.of
        ),
    }
}
