//! `usage ACCOUNT`: what is recorded day by day; with `--summary` licences, trends and features.

use serde_json::json;

use crate::book::usage::{Feature, Metric, Range, Usage as Known};
use crate::cli::account::resolve;
use crate::cli::args::{self, Format};
use crate::cli::context::Context;
use crate::cli::json::iso;
use crate::cli::out::Out;
use crate::cli::page::Page;
use crate::cli::table::{Column, Table};
use crate::domain::text::fold;
use crate::domain::{Day, Result};
use crate::engine::View;
use crate::health::facts::AccountId;

/// What an account uses.
#[derive(Debug, clap::Args)]
pub struct Usage {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Only this metric
    #[arg(long, value_name = "NAME")]
    pub metric: Option<String>,
    /// Only on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = args::day)]
    pub from: Option<Day>,
    /// Only on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = args::day)]
    pub to: Option<Day>,
    /// The series itself, a line a day and metric, rather than where it stands; CSV always is that
    #[arg(long)]
    pub series: bool,
}

/// `usage ...`
pub fn run(args: &Usage, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = resolve(view.reader(), &args.account)?;
    let is_series = args.series || context.format == Format::Csv || args.from.is_some() || args.to.is_some();
    if is_series { series(args, &view, id, context, out) } else { standing(args, &view, id, context, out) }
}

/// Every day of which there is a value.
fn series(args: &Usage, view: &View, id: AccountId, context: &Context, out: &mut Out) -> Result<()> {
    let (record, judge) = (view.record(id)?, view.judge()?);
    let facts = &record.facts;
    let to = args.to.unwrap_or(view.day()).min(view.day());
    let mut lines = Vec::new();
    for series in &facts.usage {
        let named = judge.held.metrics.iter().find(|metric| metric.id == series.metric);
        let Some(name) = named.map(|metric| &metric.name).filter(|name| is_wanted(args, name)) else {
            continue;
        };
        let points =
            series.points.iter().filter(|(day, _)| args.from.is_none_or(|from| from <= *day) && *day <= to);
        lines.extend(points.map(|(day, value)| (*day, name, *value)));
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    if context.format == Format::Json {
        let lines =
            lines.iter().map(|(day, name, value)| json!({"date": iso(*day), "metric": name, "value": value}));
        return out.json(&lines.collect::<Vec<_>>());
    }
    let mut table = Table::new([Column::Word("date"), Column::Text("metric"), Column::Number("value")]);
    for (day, name, value) in lines {
        table.push(vec![iso(day), name.to_string(), value.to_string()]);
    }
    table.write(context.format, out)
}

fn is_wanted(args: &Usage, name: &str) -> bool {
    args.metric.as_deref().is_none_or(|wanted| fold(wanted) == fold(name))
}

/// Where it stands: licences, metrics, features.
fn standing(args: &Usage, view: &View, id: AccountId, context: &Context, out: &mut Out) -> Result<()> {
    let usage = view.usage(&view.judge()?, id, Range::All)?;
    let metrics: Vec<&Metric> = usage.metrics.iter().filter(|metric| is_wanted(args, &metric.name)).collect();
    let licences = usage.licences.as_ref().ok();
    let unused = usage.unused_seats();
    if context.format == Format::Json {
        return out.json(&as_json(&usage, &metrics));
    }
    let mut page = Page::new("Usage");
    let told = match (licences, usage.licences.as_ref().err()) {
        (Some(own), _) => format!(
            "{} of {} seats in use on {}, {} unused",
            own.users,
            own.seats,
            own.on,
            unused.unwrap_or_default()
        ),
        (None, reason) => (*reason.unwrap_or(&"")).to_owned(),
    };
    page.facts("", vec![("licences", Some(told))]);
    let mut table = Table::new([
        Column::Text("metric"),
        Column::Number("latest"),
        Column::Word("on"),
        Column::Number("mean"),
        Column::Number("before"),
        Column::Number("change"),
    ]);
    for metric in metrics {
        let mean = |value: Option<f64>| value.map(|value| format!("{value:.1}")).unwrap_or_default();
        table.push(vec![
            metric.name.to_string(),
            metric.latest.1.to_string(),
            iso(metric.latest.0),
            mean(metric.trend.map(|trend| trend.0)),
            mean(metric.trend.map(|trend| trend.1)),
            metric.change().map(|change| format!("{:+.0}%", change * 100.0)).unwrap_or_default(),
        ]);
    }
    page.table("Metrics", table);
    let mut table = Table::new([
        Column::Text("feature"),
        Column::Word("core"),
        Column::Word("entitled"),
        Column::Word("used"),
        Column::Number("uses"),
        Column::Word("last used"),
    ]);
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    for feature in &usage.features {
        let standing = &feature.standing;
        table.push(vec![
            feature.name.to_string(),
            yes(feature.core),
            yes(standing.entitled),
            yes(standing.used),
            standing.uses.to_string(),
            standing.last_on.map(iso).unwrap_or_default(),
        ]);
    }
    page.table("Features", table);
    page.write(context.format, out)
}

/// How much an account uses, as scripts read it.
pub fn as_json(usage: &Known, metrics: &[&Metric]) -> serde_json::Value {
    let metric = |metric: &&Metric| {
        json!({"metric": metric.name, "latest": metric.latest.1, "latest_on": iso(metric.latest.0),
               "mean": metric.trend.map(|trend| trend.0), "mean_before": metric.trend.map(|trend| trend.1),
               "change": metric.change()})
    };
    let feature = |feature: &Feature| {
        let standing = &feature.standing;
        json!({"feature": feature.name, "core": feature.core, "advanced": feature.advanced,
               "entitled": standing.entitled, "used": standing.used, "uses": standing.uses,
               "last_used_on": standing.last_on.map(iso)})
    };
    json!({
        "licences": usage.licences.as_ref().ok().map(|own| json!({
            "users": own.users, "on": iso(own.on), "seats": own.seats, "unused": usage.unused_seats(),
        })),
        "trend_days": usage.trend_days,
        "metrics": metrics.iter().map(metric).collect::<Vec<_>>(),
        "adoption_days": usage.adoption_days,
        "features": usage.features.iter().map(feature).collect::<Vec<_>>(),
    })
}
