//! `renewals --by`: what is due by forecast, weighted and by scenario, what changed, what may come of it.

use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::json::{Amount, Fraction, iso};
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::words::{count, percent};
use super::which::found;
use super::{Renewals as Args, by_name};
use crate::book::Lookups;
use crate::domain::{Currency, Forecast, Money, Result, Share};
use crate::engine::{Outlook, Renewals, Survey};
use crate::renewal::{Bucket, By, DRAWS, Part, Sums};

/// `renewals --by`
pub fn run(args: &Args, by: By, context: &Context, out: &mut Out) -> Result<()> {
    let with_rates = context.format != Format::Csv;
    let Survey { renewals, names, lookups, own } = found(args, context, with_rates)?;
    let (total, groups) = renewals.sums(by);
    let shown = Shown(renewals.rates.book);
    let named: Vec<(String, Sums)> =
        groups.into_iter().map(|(bucket, sums)| (name(bucket, by, &lookups), sums)).collect();
    if context.format == Format::Csv {
        return table(by, &named, &shown, true).write(Format::Csv, out);
    }
    let outlook = context.view()?.outlook(renewals, own)?;
    if context.format == Format::Json {
        return out.json(&told(by, &total, &named, &outlook));
    }
    let names = |id| names.get(&id).map_or("", AsRef::as_ref);
    let mut page = Page::new(format!("Renewals due by {}", outlook.now.wanted.until));
    page.facts("", facts(&total, &outlook, &shown));
    page.table("", table(by, &named, &shown, false));
    page.table("Changed since last week", changed(&outlook, names, &shown));
    page.write(context.format, out)
}

/// Amounts in the book's currency.
pub struct Shown(pub Currency);

impl Shown {
    pub fn money(&self, minor: i64) -> String {
        Money { minor, currency: self.0 }.short()
    }

    fn cell(&self, minor: i64, plain: bool) -> String {
        let money = Money { minor, currency: self.0 };
        if plain { money.decimal() } else { money.short() }
    }
}

/// A group as people call it.
pub fn name(bucket: Bucket, by: By, lookups: &Lookups) -> String {
    match (bucket, by) {
        (Bucket::Overdue, _) => "overdue".to_owned(),
        (Bucket::Month(month), _) => month.to_string(),
        (Bucket::Quarter(quarter), _) => quarter.to_string(),
        (Bucket::Of(id), By::Csm) => lookups.member(id).unwrap_or("no CSM").to_owned(),
        (Bucket::Of(id), _) => lookups.segment(id).unwrap_or("no segment").to_owned(),
    }
}

/// The figures of all of them.
pub fn facts(total: &Sums, outlook: &Outlook, shown: &Shown) -> Vec<(&'static str, Option<String>)> {
    let money = |minor| shown.money(minor);
    let spread = outlook.spread;
    let own = outlook.own.n();
    let rates = if own == 0 {
        "by the policy's chances".to_owned()
    } else {
        format!(
            "by the book's own rates where {} or more were closed (n {own}), else the policy's",
            crate::renewal::ENOUGH
        )
    };
    let coverage = outlook.now.coverage();
    let of = |share: Share| format!("{} of {} ({})", share.part, share.of, percent(share.ratio()));
    let unknown = usize::try_from(total.unknown).unwrap_or(usize::MAX);
    vec![
        ("renewals", Some(total.total.count.to_string())),
        ("ARR that ends", Some(money(total.total.due))),
        (
            "of it overdue",
            (total.overdue.count > 0).then(|| {
                format!(
                    "{} ({})",
                    money(total.overdue.due),
                    count(usize::try_from(total.overdue.count).unwrap_or(0), "renewal", "renewals")
                )
            }),
        ),
        ("weighted", Some(money(total.weighted))),
        (
            "best, likely, worst",
            Some(format!("{}, {}, {}", money(total.best), money(total.likely), money(total.worst))),
        ),
        (
            "P10, P50, P90",
            Some(format!(
                "{}, {}, {} in {DRAWS} draws {rates}",
                money(spread.p10),
                money(spread.p50),
                money(spread.p90)
            )),
        ),
        (
            "prepared",
            Some(format!(
                "plan {}, forecast {}, quote {}, all three {}",
                of(coverage.plan),
                of(coverage.call),
                of(coverage.quote),
                of(coverage.all)
            )),
        ),
        ("likely against a week ago", Some(shown.difference(outlook.week.likely, total.likely))),
        ("likely against a month ago", Some(shown.difference(outlook.month.likely, total.likely))),
        (
            "left out",
            (unknown > 0).then(|| {
                format!(
                    "{} without an amount or in a currency without a rate",
                    count(unknown, "renewal", "renewals")
                )
            }),
        ),
    ]
}

impl Shown {
    /// `$1.2M, was $1.3M (-$100.0k)`
    fn difference(&self, was: i64, now: i64) -> String {
        let sign = if now > was { "+" } else { "" };
        match now - was {
            0 => format!("{}, as then", self.money(now)),
            moved => format!("{}, was {} ({sign}{})", self.money(now), self.money(was), self.money(moved)),
        }
    }
}

/// A row a group.
pub fn table(by: By, groups: &[(String, Sums)], shown: &Shown, plain: bool) -> Table {
    let mut table = Table::new([
        Column::Text(by_name(by)),
        Column::Number("n"),
        Column::Number("arr_due"),
        Column::Number("won"),
        Column::Number("commit"),
        Column::Number("best_case"),
        Column::Number("no_call"),
        Column::Number("at_risk"),
        Column::Number("lost"),
        Column::Number("weighted"),
        Column::Number("best"),
        Column::Number("likely"),
        Column::Number("worst"),
    ])
    .spare(&["best", "worst", "lost", "no_call"]);
    for (name, sums) in groups {
        let call = |call| shown.cell(sums.call(call).due, plain);
        table.push(vec![
            name.clone(),
            sums.total.count.to_string(),
            shown.cell(sums.total.due, plain),
            call(Some(Forecast::Won)),
            call(Some(Forecast::Commit)),
            call(Some(Forecast::BestCase)),
            call(None),
            call(Some(Forecast::AtRisk)),
            call(Some(Forecast::Lost)),
            shown.cell(sums.weighted, plain),
            shown.cell(sums.best, plain),
            shown.cell(sums.likely, plain),
            shown.cell(sums.worst, plain),
        ]);
    }
    table
}

/// What is said otherwise than a week ago, with the reasons.
pub fn changed<'a>(outlook: &Outlook, name: impl Fn(i64) -> &'a str, shown: &Shown) -> Table {
    let mut table = Table::new([
        Column::Text("account"),
        Column::Word("due"),
        Column::Word("change"),
        Column::Number("was"),
        Column::Number("now"),
        Column::Text("reason"),
    ]);
    let now = outlook.now.plain();
    for change in crate::renewal::changes(&outlook.week.renewals, &now) {
        let Some(renewal) = change.now.or(change.was) else { continue };
        let money = |renewal: Option<&crate::renewal::Renewal>| {
            let amount = renewal.and_then(|renewal| renewal.expected);
            let minor = amount.and_then(|amount| outlook.now.rates.convert(amount, outlook.now.day));
            minor.map(|minor| shown.money(minor)).unwrap_or_default()
        };
        table.push(vec![
            name(renewal.account).to_owned(),
            iso(renewal.due_on),
            change.words(),
            money(change.was),
            money(change.now),
            change.reason().unwrap_or_default(),
        ]);
    }
    table
}

#[derive(Serialize)]
struct Told<'a> {
    day: String,
    until: String,
    currency: String,
    total: Figures,
    by: &'static str,
    groups: Vec<Group<'a>>,
    simulation: Simulation,
    /// By the book's own closed renewals.
    rates: Vec<Rate>,
    coverage: Coverage,
    week_ago: Then,
    month_ago: Then,
}

#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    #[serde(flatten)]
    figures: Figures,
}

/// Sums as scripts read them.
#[derive(Serialize)]
pub struct Figures {
    count: u64,
    arr_due: Amount,
    expected: Amount,
    overdue: Amount,
    won: Amount,
    commit: Amount,
    best_case: Amount,
    at_risk: Amount,
    lost: Amount,
    no_call: Amount,
    weighted: Amount,
    best: Amount,
    likely: Amount,
    worst: Amount,
    unknown: u64,
}

#[derive(Serialize)]
struct Simulation {
    draws: usize,
    p10: Amount,
    p50: Amount,
    p90: Amount,
}

#[derive(Serialize)]
struct Rate {
    forecast: Option<&'static str>,
    band: &'static str,
    renewed: Fraction,
}

#[derive(Serialize)]
struct Coverage {
    plan: Fraction,
    forecast: Fraction,
    quote: Fraction,
    all: Fraction,
}

#[derive(Serialize)]
struct Then {
    weighted: Amount,
    likely: Amount,
}

impl Figures {
    /// Sums in the book's currency.
    pub fn of(sums: &Sums, currency: Currency) -> Figures {
        let money = |minor| Amount::from(Money { minor, currency });
        let call = |call| money(sums.call(call).due);
        let Part { count, due, expected } = sums.total;
        Figures {
            count,
            arr_due: money(due),
            expected: money(expected),
            overdue: money(sums.overdue.due),
            won: call(Some(Forecast::Won)),
            commit: call(Some(Forecast::Commit)),
            best_case: call(Some(Forecast::BestCase)),
            at_risk: call(Some(Forecast::AtRisk)),
            lost: call(Some(Forecast::Lost)),
            no_call: call(None),
            weighted: money(sums.weighted),
            best: money(sums.best),
            likely: money(sums.likely),
            worst: money(sums.worst),
            unknown: sums.unknown,
        }
    }
}

fn told<'a>(by: By, total: &Sums, groups: &'a [(String, Sums)], outlook: &Outlook) -> Told<'a> {
    let now: &Renewals = &outlook.now;
    let currency = now.rates.book;
    let money = |minor| Amount::from(Money { minor, currency });
    let figures = |sums: &Sums| Figures::of(sums, currency);
    let coverage = now.coverage();
    let spread = outlook.spread;
    Told {
        day: iso(now.day),
        until: iso(now.wanted.until),
        currency: currency.to_string(),
        total: figures(total),
        by: by_name(by),
        groups: groups.iter().map(|(group, sums)| Group { group, figures: figures(sums) }).collect(),
        simulation: Simulation {
            draws: DRAWS,
            p10: money(spread.p10),
            p50: money(spread.p50),
            p90: money(spread.p90),
        },
        rates: outlook
            .own
            .by_band()
            .into_iter()
            .map(|(call, band, share)| Rate {
                forecast: call.map(Forecast::name),
                band: band.name(),
                renewed: share.into(),
            })
            .collect(),
        coverage: Coverage {
            plan: coverage.plan.into(),
            forecast: coverage.call.into(),
            quote: coverage.quote.into(),
            all: coverage.all.into(),
        },
        week_ago: Then { weighted: money(outlook.week.weighted), likely: money(outlook.week.likely) },
        month_ago: Then { weighted: money(outlook.month.weighted), likely: money(outlook.month.likely) },
    }
}
