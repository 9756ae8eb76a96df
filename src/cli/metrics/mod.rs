//! `metrics`: what the book tells of a period.

mod beside;
mod csv;
mod json;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::args::{Format, Window};
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::table::{Column, Table};
use super::words::{count, percent};
use crate::domain::{Currency, Money, Period, Result, Share};
use crate::engine::{Beside, Due, Measured, Named, View};
use crate::onboarding::results::{self, Figures as Onboarding, Results};
use crate::revenue::{Cohort, Figures, GroupId, Grr, Others};
use crate::store::contracts::Grouping;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Metrics {
    #[command(flatten)]
    window: Window,
    /// Also a row for each CSM, or each segment, by what their accounts are today
    #[arg(long, value_parser = PossibleValuesParser::new(BY.map(|by| by.0)).map(by))]
    by: Option<Grouping>,
    /// Which of the two published forms of GRR: MRR at both ends per account, or losses month by month
    #[arg(long, value_name = "FORM", default_value = Grr::default().name(),
          value_parser = PossibleValuesParser::new(Grr::ALL.map(Grr::name)).map(form))]
    grr: Grr,
}

const BY: [(&str, Grouping); 2] = [("csm", Grouping::Csm), ("segment", Grouping::Segment)];

fn by(name: String) -> Grouping {
    BY.into_iter().find(|by| by.0 == name).map_or(Grouping::Csm, |by| by.1)
}

fn by_name(by: Grouping) -> &'static str {
    BY.into_iter().find(|known| known.1 == by).map_or("group", |known| known.0)
}

fn form(name: String) -> Grr {
    Grr::ALL.into_iter().find(|form| form.name() == name).unwrap_or_default()
}

/// Everything that is told of a period.
struct All {
    told: Measured,
    beside: Beside,
    onboarding: Results,
    due: Due,
}

/// A group with everything that is told of it.
struct Group<'a> {
    name: Option<&'a str>,
    figures: Figures,
    others: Others,
    /// None: nobody of it was onboarded.
    onboarding: Option<&'a Onboarding>,
}

impl All {
    fn read(view: &View, period: Period, by: Option<Grouping>) -> Result<All> {
        Ok(All {
            told: view.metrics(period, by)?,
            beside: view.other_metrics(period, by)?,
            onboarding: view.onboarding_results(period)?,
            due: view.due()?,
        })
    }

    /// The groups that have figures of any kind, by name; those without one last.
    fn groups(&self, by: Grouping) -> Vec<Group<'_>> {
        let by = match by {
            Grouping::Csm => results::By::Csm,
            Grouping::Segment => results::By::Segment,
        };
        let (revenue, others) = (&self.told.groups, &self.beside.groups);
        let mut named: Vec<(bool, Option<&str>, Option<GroupId>)> = revenue
            .iter()
            .map(|own| (own.id, &own.name))
            .chain(others.iter().map(|own| (own.id, &own.name)))
            .map(|(id, name)| (name.is_none(), name.as_deref(), id))
            .collect();
        named.sort_unstable();
        named.dedup();
        // Of a group that was onboarded and nothing more the name alone is known.
        for own in self.onboarding.by(by) {
            let place = (own.name.is_none(), own.name.as_deref());
            let found = named.partition_point(|other| (other.0, other.1) < place);
            if named.get(found).is_none_or(|other| (other.0, other.1) != place) {
                named.insert(found, (place.0, place.1, None));
            }
        }
        let group = |(_, name, id)| Group {
            name,
            figures: of(revenue, id, name),
            others: of(others, id, name),
            onboarding: self
                .onboarding
                .by(by)
                .iter()
                .find(|own| own.name.as_deref() == name)
                .map(|own| &own.figures),
        };
        named.into_iter().map(group).collect()
    }
}

/// The figures of a group; none where it has none of this kind.
fn of<T: Copy + Default>(groups: &[Named<T>], id: Option<GroupId>, name: Option<&str>) -> T {
    let own = groups.iter().find(|own| own.id == id && own.name.as_deref() == name);
    own.map(|own| own.figures).unwrap_or_default()
}

pub fn run(args: &Metrics, context: &Context, out: &mut Out) -> Result<()> {
    let period = args.window.period(context.day())?;
    let all = &All::read(&context.view()?, period, args.by)?;
    match (context.format, args.by) {
        (Format::Json, by) => out.json(&json::Told::new(all, by, args.grr)),
        (Format::Csv, Some(by)) => csv::groups(all, by, args.grr).write(Format::Csv, out),
        (Format::Csv, None) => csv::values(all, args.grr).write(Format::Csv, out),
        (format, by) => page(all, by, args.grr).write(format, out),
    }
}

/// Amounts of a period in words.
struct Shown(Currency);

impl Shown {
    fn money(&self, minor: i64) -> String {
        Money { minor, currency: self.0 }.to_string()
    }
}

fn page(all: &All, by: Option<Grouping>, grr: Grr) -> Page {
    let told = &all.told;
    let (period, total) = (told.revenue.period, &told.revenue.total);
    let shown = Shown(told.revenue.currency);
    let mut page = Page::new(format!("Metrics, {} to {}", period.from() + 1, period.to()));
    let excluded = told.revenue.accounts_excluded;
    let form = format!("{} ({} form)", percent(total.grr(grr)), grr.name());
    let churn = format!(
        "gross {} ({} form), net {}",
        percent(total.gross_churn(grr)),
        grr.name(),
        percent(total.net_churn())
    );
    page.facts(
        "Revenue",
        vec![
            ("MRR at the start", Some(shown.money(total.start_mrr))),
            ("MRR at the end", Some(shown.money(total.end_mrr))),
            ("ARR at the end", Some(shown.money(total.end_arr))),
            ("accounts at the start", Some(total.logos.of.to_string())),
            ("accounts at the end", Some(total.accounts_at_end.to_string())),
            ("NRR", Some(percent(total.nrr()))),
            ("GRR", Some(form)),
            ("logo retention", Some(beside::share(total.logos))),
            ("MRR churn", Some(churn)),
            ("expansion rate", Some(expansion(total))),
            ("per CSM", per_csm(told, by, &shown)),
            ("left out", (excluded > 0).then(|| left_out(excluded))),
        ],
    );
    page.facts("Beside revenue", beside::facts(&all.beside.total, &all.onboarding.total));
    page.facts("Renewals", beside::forecast(&all.due, told.revenue.currency));
    if let Some(by) = by {
        let (revenue, beside) = match by {
            Grouping::Csm => ("By CSM", "By CSM, beside revenue"),
            Grouping::Segment => ("By segment", "By segment, beside revenue"),
        };
        page.table(revenue, groups(by_name(by), told, grr));
        page.table(beside, beside_groups(by, all));
    }
    page.table("Movements by month", months(told, &shown));
    page.table("Losses by reason", reasons(told, &shown));
    page.table("By quarter of start: MRR kept, and accounts", cohorts(&told.revenue.cohorts, &shown));
    page
}

fn expansion(total: &Figures) -> String {
    let of_accounts = Share { part: total.expanded, of: total.logos.of };
    format!("{} of the accounts, {} of MRR", beside::share(of_accounts), percent(total.expansion_mrr_rate()))
}

fn left_out(accounts: u64) -> String {
    let accounts = count(usize::try_from(accounts).unwrap_or(usize::MAX), "account", "accounts");
    format!("{accounts} with a contract in a currency for which the book has no exchange rate")
}

/// A CSM is active who owns an account with MRR on the last day.
fn active_csms(told: &Measured) -> usize {
    told.groups.iter().filter(|group| group.name.is_some() && group.figures.accounts_at_end > 0).count()
}

fn per_csm(told: &Measured, by: Option<Grouping>, shown: &Shown) -> Option<String> {
    let csms = i64::try_from(active_csms(told)).ok().filter(|csms| by == Some(Grouping::Csm) && *csms > 0)?;
    let total = &told.revenue.total;
    let accounts = total.accounts_at_end as f64 / csms as f64;
    Some(format!("{accounts:.1} accounts, {} ARR ({csms} CSMs)", shown.money(total.end_arr / csms)))
}

fn groups(title: &'static str, told: &Measured, grr: Grr) -> Table {
    let shown = Shown(told.revenue.currency);
    let mut table = Table::new([
        Column::Text(title),
        Column::Number("accounts"),
        Column::Number("ARR"),
        Column::Number("start MRR"),
        Column::Number("end MRR"),
        Column::Number("NRR"),
        Column::Number("GRR"),
        Column::Number("logos"),
        Column::Number("expansion"),
    ])
    .spare(&["start MRR", "end MRR", "expansion"]);
    for Named { name, figures, .. } in &told.groups {
        table.push(vec![
            name.as_deref().unwrap_or("unassigned").to_owned(),
            figures.accounts_at_end.to_string(),
            shown.money(figures.end_arr),
            shown.money(figures.start_mrr),
            shown.money(figures.end_mrr),
            percent(figures.nrr()),
            percent(figures.grr(grr)),
            percent(figures.logo_retention()),
            percent(figures.expansion_mrr_rate()),
        ]);
    }
    table
}

fn beside_groups(by: Grouping, all: &All) -> Table {
    let mut table = Table::new([
        Column::Text(by_name(by)),
        Column::Number("NPS"),
        Column::Number("CSAT"),
        Column::Number("proposals"),
        Column::Number("licences"),
        Column::Number("features"),
        Column::Number("saved"),
        Column::Number("days to outcome"),
        Column::Number("steps done"),
    ])
    .spare(&["steps done", "proposals", "CSAT"]);
    for Group { name, others, onboarding, .. } in all.groups(by) {
        let days = onboarding.and_then(|own| own.from_go_live);
        table.push(vec![
            name.unwrap_or("unassigned").to_owned(),
            others.nps.score().map_or("n/a".into(), |score| format!("{score:.0} (n {})", others.nps.n())),
            beside::share(others.csat),
            beside::share(others.proposals),
            percent(others.utilisation.ratio()),
            percent(others.adoption.features.ratio()),
            beside::share(others.saves.saved),
            days.map_or("n/a".into(), |days| format!("{} (n {})", days.value, days.n)),
            percent(onboarding.and_then(|own| own.required.ratio())),
        ]);
    }
    table
}

fn months(told: &Measured, shown: &Shown) -> Table {
    let mut table = Table::new([
        Column::Word("month"),
        Column::Number("start"),
        Column::Number("new"),
        Column::Number("expansion"),
        Column::Number("contraction"),
        Column::Number("churn"),
        Column::Number("reactivation"),
        Column::Number("end"),
    ])
    .spare(&["start", "reactivation"]);
    for month in &told.revenue.months {
        let moved = &month.movements;
        let amounts = [
            month.start,
            moved.new,
            moved.expansion,
            moved.contraction,
            moved.churn,
            moved.reactivation,
            month.end,
        ];
        let amounts = amounts.map(|minor| shown.money(minor));
        table.push(std::iter::once(month.month.to_string()).chain(amounts).collect());
    }
    table
}

fn reasons(told: &Measured, shown: &Shown) -> Table {
    let mut table = Table::new([
        Column::Text("reason"),
        Column::Number("churned"),
        Column::Number("churned MRR"),
        Column::Number("contracted"),
        Column::Number("contracted MRR"),
    ]);
    for reason in &told.revenue.reasons {
        table.push(vec![
            reason.reason.as_deref().unwrap_or("none given").to_owned(),
            reason.churns.to_string(),
            shown.money(reason.churn),
            reason.contractions.to_string(),
            shown.money(reason.contraction),
        ]);
    }
    table
}

/// Quarters after the start that a table has room for; JSON has them all.
const QUARTERS: [&str; 8] = ["Q+0", "Q+1", "Q+2", "Q+3", "Q+4", "Q+5", "Q+6", "Q+7"];

fn cohorts(cohorts: &[Cohort], shown: &Shown) -> Table {
    let longest = cohorts.iter().map(|cohort| cohort.kept.len()).max().unwrap_or(0);
    let quarters = QUARTERS.iter().take(longest).map(|title| Column::Number(title));
    let first = [Column::Word("quarter"), Column::Number("accounts"), Column::Number("MRR")];
    let mut table = Table::new(first.into_iter().chain(quarters).collect::<Vec<_>>());
    for cohort in cohorts {
        let counts =
            [cohort.quarter.to_string(), cohort.accounts.to_string(), shown.money(cohort.mrr)].into_iter();
        let kept = (0..longest.min(QUARTERS.len())).map(|age| match cohort.kept.get(age) {
            Some(kept) => {
                let ratio = (cohort.mrr > 0).then(|| kept.mrr as f64 / cohort.mrr as f64);
                format!("{} ({})", percent(ratio), kept.accounts)
            }
            None => String::new(),
        });
        table.push(counts.chain(kept).collect());
    }
    table
}
