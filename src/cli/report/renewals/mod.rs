//! `report renewals`: what is due, what is expected of it and why, as Markdown or HTML with the timeline.

mod timeline;

use crate::book::Lookups;
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::json::iso;
use crate::cli::page::Page;
use crate::cli::renewals::call;
use crate::cli::renewals::sums::{self, Shown};
use crate::cli::table::{Column, Table};
use crate::domain::text::fit;
use crate::domain::{Error, Forecast, Kind, Result};
use crate::engine::{Outlook, Standing, Survey, Wanted};
use crate::health::facts::AccountId;
use crate::renewal::{By, Flag};

/// Cells of an account's name in the drawing.
const NAME: usize = 34;

/// The report over the renewals that are due within so many days; `html`: as one file with the timeline.
///
/// # Errors
/// The format is none of a report; or the book cannot be read.
pub fn text(within: i32, html: bool, context: &Context) -> Result<String> {
    if matches!(context.format, Format::Json | Format::Csv) {
        return Err(Error::new(Kind::Usage, "this report is written as Markdown or HTML")
            .hint("for programs there is: mainstay renewals --by quarter --format json"));
    }
    let view = context.view()?;
    let survey = view.survey(Wanted::within(None, context.day(), within), None, true)?;
    let Survey { renewals, names, lookups, own } = survey;
    let name = |id: AccountId| names.get(&id).map_or("", AsRef::as_ref);
    let outlook = view.outlook(renewals, own)?;
    let page = page(&outlook, &lookups, &name);
    if !html {
        return Ok(page.markdown());
    }
    Ok(page.html(&timeline::svg(&outlook.now, |id| fit(name(id), NAME).into_owned())))
}

fn page<'a>(outlook: &Outlook, lookups: &Lookups, name: &impl Fn(AccountId) -> &'a str) -> Page {
    let now = &outlook.now;
    let shown = Shown(now.rates.book);
    let mut page = Page::new(format!("Renewals, {} to {}", now.day, now.wanted.until));
    page.facts("", sums::facts(&now.sums(By::Quarter).0, outlook, &shown));
    for (heading, by) in [
        ("By quarter", By::Quarter),
        ("By month", By::Month),
        ("By CSM", By::Csm),
        ("By segment", By::Segment),
    ] {
        let (_, groups) = now.sums(by);
        let named: Vec<_> =
            groups.into_iter().map(|(bucket, own)| (sums::name(bucket, by, lookups), own)).collect();
        page.table(heading, sums::table(by, &named, &shown, false));
    }
    page.table("Changed since last week", sums::changed(outlook, name, &shown));
    page.table("To look at", to_look_at(outlook, lookups, name));
    page.table("The book's own rates", rates(outlook));
    page
}

/// Open ones at risk, by the CSM or by the rules, and those that lack something: the largest first.
fn to_look_at<'a>(outlook: &Outlook, lookups: &Lookups, name: &impl Fn(AccountId) -> &'a str) -> Table {
    let now = &outlook.now;
    // Only open ones have flags.
    let is_meant = |standing: &&Standing| standing.is_at_risk() || !standing.flags.is_empty();
    let mut meant: Vec<&Standing> = now.standings.iter().filter(is_meant).collect();
    let amount = |standing: &Standing| {
        standing.renewal.due.and_then(|due| now.rates.convert(due, now.day)).unwrap_or(0)
    };
    meant.sort_by_key(|standing| (std::cmp::Reverse(amount(standing)), standing.renewal.due_on));
    let mut table = Table::new([
        Column::Text("account"),
        Column::Word("due"),
        Column::Number("ARR"),
        Column::Word("forecast"),
        Column::Word("rules say"),
        Column::Text("why"),
        Column::Text("to do"),
        Column::Text("CSM"),
    ]);
    for standing in meant {
        let factors = standing.risk.iter().flat_map(|risk| &risk.factors).map(|factor| factor.words.as_str());
        let flags: Vec<&str> = standing.flags.iter().copied().map(Flag::words).collect();
        table.push(vec![
            name(standing.renewal.account).to_owned(),
            iso(standing.renewal.due_on),
            standing.renewal.due.map(|due| due.short()).unwrap_or_default(),
            call(standing.renewal.call).to_owned(),
            standing.rules_call.map_or("", Forecast::name).to_owned(),
            factors.collect::<Vec<_>>().join("; "),
            flags.join("; "),
            lookups.member(standing.csm).unwrap_or_default().to_owned(),
        ]);
    }
    table
}

fn rates(outlook: &Outlook) -> Table {
    let mut table = Table::new([
        Column::Word("last forecast"),
        Column::Word("band"),
        Column::Number("renewed"),
        Column::Number("of"),
    ]);
    for (said, band, share) in outlook.own.by_band() {
        table.push(vec![
            call(said).to_owned(),
            band.to_string(),
            share.part.to_string(),
            share.of.to_string(),
        ]);
    }
    table
}
