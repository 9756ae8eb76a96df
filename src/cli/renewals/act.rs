//! `renewal forecast`, `stage`, `quote`, `notice`, `won` and `lost`.

use super::super::context::Context;
use super::super::edit::{Done, Editor, day_or_today};
use super::super::out::Out;
use super::which::Which;
use crate::domain::text::clean;
use crate::domain::{self, ChurnReason, Currency, Day, Error, Kind, Money, RenewalStage, Result};
use crate::edit::day::{Side, parse};
use crate::edit::entity::RENEWAL;
use crate::edit::{self, renewal as acts};
use crate::engine::Standing;
use crate::renewal::uplifted;
use crate::store::{Reads, held};

/// What is expected.
#[derive(Debug, clap::Args)]
pub struct Forecast {
    #[command(flatten)]
    which: Which,
    /// commit, best case, at risk or lost
    forecast: String,
    /// Why: next week it is asked for
    reason: Vec<String>,
}

/// How far it has come.
#[derive(Debug, clap::Args)]
pub struct Stage {
    #[command(flatten)]
    which: Which,
    /// not started, preparing, quoted, negotiating or verbal
    stage: String,
}

/// A quote that is out.
#[derive(Debug, clap::Args)]
pub struct Quote {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    price: Price,
}

/// What a year costs after it.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Price {
    /// What a year costs, such as 48000 or 48k
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,
    /// By how many percent the yearly amount changes, such as 5 or -10
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    uplift: Option<String>,
}

/// Notice that the customer gave.
#[derive(Debug, clap::Args)]
pub struct Notice {
    #[command(flatten)]
    which: Which,
    /// Why, as far as they said
    reason: Vec<String>,
    /// The day it was given; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

/// A renewal that is signed.
#[derive(Debug, clap::Args)]
pub struct Won {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    price: Price,
    #[command(flatten)]
    until: Until,
    /// Renewed early: the first day of the next term, on which the present contract is over
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Seats from then on
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    seats: Option<i64>,
    /// Why they pay less, such as price or "value gap"
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    /// The day it was signed; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

/// How long the next term is; as long as before where nothing is said.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Until {
    /// The day on which the next term is over
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Months of the next term, such as 36
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=600))]
    months: Option<i32>,
    /// Ends with the account's other contract that ends last
    #[arg(long)]
    co_term: bool,
}

/// A renewal that is lost.
#[derive(Debug, clap::Args)]
pub struct Lost {
    #[command(flatten)]
    which: Which,
    /// Why: product fit, onboarding failure, value gap, relationship, support, price, competitor, closure, other
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// To whom
    #[arg(long, value_name = "NAME")]
    competitor: Option<String>,
    /// The last day, where it ends earlier than agreed
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// The day it was decided; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

pub fn forecast(args: &Forecast, context: &Context, out: &mut Out) -> Result<()> {
    let call = word(domain::Forecast::parse(&args.forecast))?;
    let mut desk = Desk::open(&args.which, context)?;
    let act = acts::SetForecast { of: desk.of, call, reason: args.reason.join(" ") };
    let label = act.label(desk.book())?;
    desk.editor.write(&label, |tx| act.apply(tx))?;
    let was = desk.standing.renewal.call.map_or("none", domain::Forecast::name);
    desk.tell(label, vec![format!("was: {was}"), format!("because: {}", clean(act.reason.trim()))], out)
}

pub fn stage(args: &Stage, context: &Context, out: &mut Out) -> Result<()> {
    let stage = word(RenewalStage::parse(&args.stage))?;
    let mut desk = Desk::open(&args.which, context)?;
    let act = acts::SetStage { of: desk.of, stage };
    let label = act.label(desk.book())?;
    desk.editor.write(&label, |tx| act.apply(tx))?;
    desk.tell(label, vec![format!("was: {}", desk.standing.renewal.stage)], out)
}

pub fn quote(args: &Quote, context: &Context, out: &mut Out) -> Result<()> {
    let mut desk = Desk::open(&args.which, context)?;
    let amount = desk.amount(&args.price)?;
    let act = acts::Quote { of: desk.of, amount };
    let label = act.label(desk.book())?;
    desk.editor.write(&label, |tx| act.apply(tx))?;
    let told = amount.map(|minor| format!("a year costs {}", desk.shown(minor)));
    desk.tell(label, told.into_iter().collect(), out)
}

pub fn notice(args: &Notice, context: &Context, out: &mut Out) -> Result<()> {
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut desk = Desk::open(&args.which, context)?;
    let reason = Some(args.reason.join(" ")).filter(|reason| !reason.trim().is_empty());
    let act = acts::Notice { of: desk.of, on, reason };
    let label = act.label(desk.book())?;
    desk.editor.write(&label, |tx| act.apply(tx, context.day()))?;
    let by = desk.standing.renewal.dates.notice_by;
    let late = (on > by).then(|| format!("after {by}, the last day of notice: look at the contract"));
    let stays = format!("they stay customers until {}, and can be won back", desk.of.due_on);
    desk.tell(label, [Some(stays), late].into_iter().flatten().collect(), out)
}

pub fn won(args: &Won, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let from = args.from.as_deref().map(|from| parse(from, today, Side::Ahead)).transpose()?;
    let reason = args.reason.as_deref().map(|reason| word(ChurnReason::parse(reason))).transpose()?;
    let mut desk = Desk::open(&args.which, context)?;
    let amount = desk.amount(&args.price)?;
    let until = desk.until(&args.until, from)?;
    let next = acts::Terms { amount, from, until, seats: args.seats };
    let act = acts::Won { of: desk.of, on, next, reason };
    let label = act.label(desk.book())?;
    let next = desk.editor.write(&label, |tx| act.apply(tx, today))?;
    let yearly =
        format!("a year costs {}, before {}", desk.shown(next.yearly_minor), desk.shown(next.before_minor));
    let was_there =
        next.was_there.then(|| "the next contract was there already and is taken as it is".to_owned());
    desk.tell(label, [Some(next.words()), Some(yearly), was_there].into_iter().flatten().collect(), out)
}

pub fn lost(args: &Lost, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let until = args.until.as_deref().map(|until| parse(until, today, Side::Ahead)).transpose()?;
    let reason = word(ChurnReason::parse(&args.reason))?;
    let mut desk = Desk::open(&args.which, context)?;
    let act = acts::Lost { of: desk.of, on, reason, competitor: args.competitor.clone(), until };
    let label = act.label(desk.book())?;
    desk.editor.write(&label, |tx| act.apply(tx, today))?;
    let last = until.unwrap_or(desk.of.due_on);
    let due = desk.standing.renewal.due.map(|due| format!("{due} a year end on {last}"));
    desk.tell(label, due.into_iter().collect(), out)
}

/// A word that is no such word is wrong usage.
fn word<T>(read: Result<T>) -> Result<T> {
    read.map_err(|error| Error { kind: Kind::Usage, ..error })
}

/// A book open to change a renewal.
struct Desk<'c> {
    editor: Editor<'c>,
    standing: Standing,
    of: acts::Target,
    /// Of its amounts.
    currency: Currency,
}

impl<'c> Desk<'c> {
    fn open(which: &Which, context: &'c Context) -> Result<Desk<'c>> {
        // The writer first: it makes the book what this program expects.
        let editor = Editor::open(context)?;
        let standing = which.find(context)?;
        let of = acts::Target::of(&standing.renewal);
        let own = standing.renewal.due.or(standing.renewal.expected).map(|money| money.currency);
        let currency = match own {
            Some(currency) => currency,
            None => held::rates(editor.writer.book())?.book,
        };
        Ok(Desk { editor, standing, of, currency })
    }

    fn book(&self) -> &impl Reads {
        self.editor.writer.book()
    }

    /// The yearly amount that is meant, in minor units; None: nothing is said of it.
    fn amount(&self, price: &Price) -> Result<Option<i64>> {
        if let Some(typed) = &price.amount {
            let context = edit::Context::new(self.editor.context.day(), self.currency);
            let value = edit::parse(RENEWAL.field("amount")?, typed, &context);
            return Ok(word(value)?.int());
        }
        let Some(typed) = &price.uplift else { return Ok(None) };
        let percent = word(acts::percent(typed))?;
        let due = self.standing.renewal.due.ok_or_else(|| {
            Error::invalid("no amount is known of which that could be a share").hint("give --amount")
        })?;
        Ok(Some(uplifted(due, percent.into()).minor))
    }

    /// The day on which the next term is over; None: nothing is said of it.
    fn until(&self, until: &Until, from: Option<Day>) -> Result<Option<Day>> {
        let today = self.editor.context.day();
        if let Some(typed) = &until.until {
            return parse(typed, today, Side::Ahead).map(Some);
        }
        if let Some(months) = until.months {
            let start = from.unwrap_or(self.of.due_on);
            let end = start.months_later(months).filter(|end| *end <= Day::MAX);
            return end.map(Some).ok_or_else(|| {
                Error::invalid("the next term would end later than a book can hold").hint("give fewer months")
            });
        }
        if !until.co_term {
            return Ok(None);
        }
        let all = crate::store::renewal::of_account(self.book(), self.of.account)?.contracts;
        let others = all.iter().filter(|other| Some(other.id) != self.of.contract);
        let last = others.filter_map(|other| other.term.end).max().filter(|end| *end > self.of.due_on);
        last.map(Some).ok_or_else(|| {
            Error::invalid("no other contract of the account ends later, to end with").hint("give --until")
        })
    }

    fn shown(&self, minor: i64) -> String {
        Money { minor, currency: self.currency }.to_string()
    }

    fn tell(&self, label: String, changed: Vec<String>, out: &mut Out) -> Result<()> {
        let id = newest(self.book(), &self.of)?;
        self.editor.tell(&Done { label, id, changed, nothing: false }, out)
    }
}

/// The row of the renewal as it is after the act.
fn newest(on: &impl Reads, of: &acts::Target) -> Result<Option<i64>> {
    let records = crate::store::renewal::of_account(on, of.account)?.records;
    let own = records.iter().rev().find(|record| match of.record {
        Some(id) => record.id == id,
        None => record.contract == of.contract,
    });
    Ok(own.map(|record| record.id))
}
