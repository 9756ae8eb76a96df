//! `expansion`: the candidates, the most ready first; those that something stands against; the pipeline.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::super::accounts::{matching, meant};
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::{displayed, iso};
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::words::{band, percent};
use super::Expansion as Args;
use super::json;
use crate::book::Row;
use crate::domain::{Money, OpportunityKind, Period, Result, Share};
use crate::engine::{Board, Expansion, ExpansionAsk, Prospect};
use crate::expansion::Deal;
use crate::health::facts::AccountId;

/// What was read, and the rows of its accounts.
pub struct Found {
    pub read: Expansion,
    pub board: Board,
    places: HashMap<AccountId, usize>,
}

impl Found {
    /// Reads it, and leaves what the filter asks for: the candidates with the most points first.
    fn read(args: &Args, context: &Context) -> Result<Found> {
        let view = context.view()?;
        let board = view.board()?;
        let period = Period::meant(args.from, None, context.day())?;
        let mut read = view.expansion(ExpansionAsk { period })?;
        if !args.filter.is_empty() {
            let places = matching(&args.filter, &board)?;
            let rows = places.iter().filter_map(|place| board.rows.get(usize::try_from(*place).ok()?));
            let mut ids: Vec<_> = rows.map(|row| row.id).collect();
            ids.sort_unstable();
            let is_meant = |id: AccountId| ids.binary_search(&id).is_ok();
            read.prospects.retain(|own| is_meant(own.account));
            let filter = meant(&args.filter, &board)?;
            let rows: HashMap<_, _> = board.rows.iter().map(|row| (row.id, row)).collect();
            read.deals.retain(|deal| {
                let row = rows.get(&deal.account);
                row.is_some_and(|row| filter.matches_titled(row, &board.lookups, &deal.title))
            });
        }
        let places: HashMap<_, _> =
            board.rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let arr = |id| places.get(&id).and_then(|place| board.rows.get(*place)).and_then(|row| row.arr_book);
        read.prospects
            .sort_by_key(|own| (Reverse(own.readiness.score), Reverse(arr(own.account)), own.account));
        Ok(Found { read, board, places })
    }

    /// The row of an account.
    pub fn row(&self, id: AccountId) -> Option<&Row> {
        self.board.rows.get(*self.places.get(&id)?)
    }

    /// Its name.
    pub fn name(&self, id: AccountId) -> &str {
        self.row(id).map_or("", |row| &row.name)
    }

    /// How many of its opportunities are open.
    pub fn open(&self, id: AccountId) -> usize {
        self.read.deals.iter().filter(|deal| deal.account == id && deal.is_open()).count()
    }
}

pub fn run(args: &Args, context: &Context, out: &mut Out) -> Result<()> {
    let found = Found::read(args, context)?;
    if context.format == Format::Json {
        return out.json(&json::Told::new(&found));
    }
    if args.pipeline {
        return deals(&found, context.format, |_| true).write(context.format, out);
    }
    if context.format == Format::Csv {
        return prospects(&found, context.format, |_| true).write(context.format, out);
    }
    let mut page = Page::new(format!("Expansion on {}", found.read.day));
    let none = |text: &str| vec![text.to_owned()];
    let candidates = prospects(&found, context.format, |own| own.finding.is_candidate());
    if candidates.is_empty() {
        page.lines(
            "Candidates",
            none(
                "Nobody is a candidate: a reason is 80 % of the capacity with an advanced \
            feature in use, seats over 90 %, a new department or need, a goal achieved, a signal of growth.",
            ),
        );
    }
    page.table("Candidates", candidates);
    page.table("Not now", prospects(&found, context.format, |own| own.finding.is_suppressed()));
    page.table("Pipeline", stages(&found));
    page.table("Open opportunities", deals(&found, context.format, Deal::is_open));
    page.facts("What comes of it", results(&found));
    page.write(context.format, out)
}

fn prospects(found: &Found, format: Format, is_meant: impl Fn(&Prospect) -> bool) -> Table {
    let plain = format == Format::Csv;
    let mut table = Table::new([
        Column::Number("account_id"),
        Column::Number("readiness"),
        Column::Text("account"),
        Column::Number("arr"),
        Column::Word("currency"),
        Column::Word("band"),
        Column::Text("reason"),
        Column::Text("not_now"),
        Column::Word("offer"),
        Column::Number("open"),
        Column::Text("csm"),
    ])
    .spare(&["currency", "account_id", "csm", "open", "offer", "band"]);
    for own in found.read.prospects.iter().filter(|own| is_meant(own)) {
        let row = found.row(own.account);
        let arr = row.and_then(|row| row.arr);
        let money = |money: Money| if plain { money.decimal() } else { money.short() };
        let offer = own.finding.reasons.first().map(|reason| reason.rule().suggests());
        table.push(vec![
            own.account.to_string(),
            own.readiness.score.map(displayed).unwrap_or_default(),
            found.name(own.account).to_owned(),
            arr.map(money).unwrap_or_default(),
            arr.map(|arr| arr.currency.to_string()).unwrap_or_default(),
            if plain { own.band.name().to_owned() } else { band(own.band) },
            own.finding.why(),
            own.finding.why_not(),
            offer.map_or("", OpportunityKind::name).to_owned(),
            found.open(own.account).to_string(),
            found.board.lookups.member(own.csm).unwrap_or_default().to_owned(),
        ]);
    }
    table
}

/// Amounts by stage, in the book's currency.
fn stages(found: &Found) -> Table {
    let pipeline = pipeline(found);
    let money = |minor| Money { minor, currency: found.read.rates.book }.short();
    let mut table = Table::new([
        Column::Word("stage"),
        Column::Number("count"),
        Column::Number("amount"),
        Column::Number("weighted"),
        Column::Number("without_amount"),
    ]);
    let mut push = |name: &str, sum: &crate::expansion::StageSum| {
        let cells = [sum.count.to_string(), money(sum.amount), money(sum.weighted), sum.unknown.to_string()];
        table.push([vec![name.to_owned()], cells.to_vec()].concat());
    };
    for (stage, sum) in pipeline.stages().filter(|(_, sum)| sum.count > 0) {
        push(stage.name(), sum);
    }
    if pipeline.open().count > 0 {
        push("open in all", &pipeline.open());
    }
    table
}

/// Amounts by stage, by the rules of each account's segment.
pub fn pipeline(found: &Found) -> crate::expansion::Pipeline {
    found.read.pipeline(&found.read.deals, |id| found.row(id).and_then(|row| row.segment))
}

fn deals(found: &Found, format: Format, is_meant: impl Fn(&Deal) -> bool) -> Table {
    let plain = format == Format::Csv;
    let mut table = Table::new([
        Column::Number("id"),
        Column::Word("stage"),
        Column::Text("account"),
        Column::Text("opportunity"),
        Column::Word("kind"),
        Column::Number("amount"),
        Column::Word("currency"),
        Column::Number("seats"),
        Column::Word("close_on"),
        Column::Word("closed_on"),
        Column::Number("roi"),
        Column::Text("lost_reason"),
    ])
    .spare(&["currency", "lost_reason", "seats", "closed_on", "roi", "kind", "id"]);
    for deal in found.read.deals.iter().filter(|deal| is_meant(deal)) {
        let money = deal.money();
        let returned = deal.returns().and_then(|returned| returned.ratio);
        table.push(vec![
            deal.id.to_string(),
            deal.stage.name().to_owned(),
            found.name(deal.account).to_owned(),
            deal.title.to_string(),
            deal.kind.map_or("", OpportunityKind::name).to_owned(),
            money.map(|money| if plain { money.decimal() } else { money.short() }).unwrap_or_default(),
            deal.currency.to_string(),
            deal.seats.map(|seats| seats.to_string()).unwrap_or_default(),
            deal.close_on.map(iso).unwrap_or_default(),
            deal.closed_on.map(iso).unwrap_or_default(),
            returned
                .map(|ratio| if plain { ratio.to_string() } else { percent(Some(ratio)) })
                .unwrap_or_default(),
            deal.lost_reason.map(|reason| reason.name().to_owned()).unwrap_or_default(),
        ]);
    }
    table
}

/// Proposal success and who expanded: the figures of `metrics`.
fn results(found: &Found) -> Vec<(&'static str, Option<String>)> {
    let figures = &found.read.figures;
    let of = |share: Share| format!("{} of {} ({})", share.part, share.of, percent(share.ratio()));
    let expanded = Share { part: figures.expanded, of: figures.logos.of };
    vec![
        ("proposals won", Some(of(found.read.success))),
        ("customers that expanded", Some(of(expanded))),
        ("expansion of MRR", Some(percent(figures.expansion_mrr_rate()))),
    ]
}
