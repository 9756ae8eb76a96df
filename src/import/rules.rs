//! What must hold within a row, what follows from it, and what is suspicious but loaded: one function a kind.

use super::directory::{Directory, Trouble};
use super::report::Report;
use super::row::{Cell, Row};
use super::value::Datum;
use super::value::decimal::Decimal;
use crate::domain::text::{clean, fold};
use crate::domain::{Band, Currency, Day, Priority, Result, SurveyKind};
use crate::store::load::names::Linked;

/// The rules of a kind.
///
/// # Errors
/// Which column is refused and why, or the book cannot be read.
pub type Check = fn(&mut Row<'_>, &mut Directory<'_>, &mut Report) -> Result<(), Trouble>;

/// Greatest amount that the book holds, in minor units.
const MOST_MINOR: i64 = 100_000_000_000_000;
/// One whole in millionths.
const ONE: i64 = 1_000_000;

/// Nothing beyond what its columns say.
pub fn none(_: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    Ok(())
}

/// Accounts.
pub fn account(row: &mut Row<'_>, _: &mut Directory<'_>, report: &mut Report) -> Result<(), Trouble> {
    if let (Some(outcome), Some(live)) = (row.day("first_outcome_on"), row.day("go_live_on"))
        && outcome < live
    {
        let message = format!("the first outcome on {outcome} is before the go-live on {live}");
        warn(row, report, "first_outcome_on", "first outcomes before the go-live", message);
    }
    Ok(())
}

/// Contracts: the yearly amount, from `arr` or 12 x `mrr`.
pub fn contract(
    row: &mut Row<'_>,
    directory: &mut Directory<'_>,
    report: &mut Report,
) -> Result<(), Trouble> {
    if let (Some(start), Some(end)) = (row.day("start"), row.day("end"))
        && end < start
    {
        return Err(Trouble::Row("end", format!("is before the start, {start}")));
    }
    let currency = currency(row, &["arr", "mrr"], directory)?;
    let monthly = row.decimal("mrr").map(|(mrr, _)| mrr.times(12));
    let monthly = monthly.map(|yearly| minor(yearly, currency, "mrr")).transpose()?;
    let yearly = row.decimal("arr").map(|(arr, _)| minor(Some(arr), currency, "arr")).transpose()?;
    if let (Some(arr), Some(mrr)) = (yearly, monthly)
        && arr.abs_diff(mrr) > 12
    {
        let message = "the yearly amount is not 12 times the monthly one; the yearly one counts".to_owned();
        warn(row, report, "arr", "yearly amounts that are not 12 times the monthly one", message);
    }
    match yearly.or(monthly) {
        Some(minor) => row.set("arr", Cell::Is(Datum::Int(minor))),
        None => return Err(Trouble::Row(if row.has("arr") { "arr" } else { "mrr" }, "is empty".to_owned())),
    }
    Ok(())
}

/// The catalog: what it lists is in it, unless it says otherwise.
pub fn catalog(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    if !row.is("in_catalog") {
        row.set("in_catalog", Cell::Is(Datum::Int(1)));
    }
    Ok(())
}

/// Tickets: priority, the day of resolution, the scale of satisfaction.
pub fn ticket(row: &mut Row<'_>, directory: &mut Directory<'_>, report: &mut Report) -> Result<(), Trouble> {
    if let Some(word) = row.text("priority") {
        let priority = Priority::parse(word).ok();
        if priority.is_none() {
            let message = format!("\"{}\" is no priority that is known; it is taken as P3", clean(word));
            warn(row, report, "priority", "unknown priorities", message);
        }
        row.set("priority", Cell::Is(Datum::Int(priority.unwrap_or(Priority::P3).code())));
    }
    let Some(opened) = row.day("opened_on") else { return Ok(()) };
    resolve(row, opened, report)?;
    if let Some(resolved) = row.day("resolved_on")
        && resolved < opened
    {
        let message = format!("the ticket was resolved on {resolved}, before it was opened on {opened}");
        warn(row, report, "resolved_on", "tickets resolved before they were opened", message);
    }
    let signed = match row.int("account") {
        Some(id) => directory.accounts()?.get(id).and_then(|account| account.signed_on),
        None => None,
    };
    if let Some(signed) = signed.filter(|signed| opened < *signed) {
        let message = format!("the ticket was opened on {opened}, before the account signed on {signed}");
        warn(row, report, "opened_on", "tickets before the account's signup", message);
    }
    let scale = row.int("satisfaction_scale").unwrap_or(5 * ONE);
    within(row, "satisfaction", scale)
}

/// The day on which a ticket was resolved: as given, else from the hours, else from the status.
fn resolve(row: &mut Row<'_>, opened: Day, report: &mut Report) -> Result<(), Trouble> {
    const DONE: [&str; 3] = ["solved", "closed", "resolved"];
    // A row of an export says all of it.
    if row.is("resolved_on")
        || row.is("uid")
        || !["resolved_on", "resolution_hours", "status"].iter().any(|name| row.has(name))
    {
        return Ok(());
    }
    let done = if let Some((hours, _)) = row.decimal("resolution_hours") {
        let too_many = || Trouble::Row("resolution_hours", "is too many hours".to_owned());
        let days = hours.scaled(6).ok_or_else(too_many)? / (24 * ONE);
        let resolved = opened + i32::try_from(days).map_err(|_| too_many())?;
        if resolved > Day::MAX {
            return Err(too_many());
        }
        Some(resolved)
    } else if row.text("status").is_some_and(|status| DONE.contains(&fold(status).as_str())) {
        let message = format!("the status says resolved but no day is given; taken as {opened}");
        warn(row, report, "status", "resolved tickets without a day of resolution", message);
        Some(opened)
    } else {
        None
    };
    row.set("resolved_on", done.map_or(Cell::Empty, |day| Cell::Is(Datum::Int(i64::from(day.0)))));
    Ok(())
}

/// Surveys: the score within its scale, and who answered.
pub fn survey(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    if row.int("kind") == Some(SurveyKind::Nps.code()) {
        if row.int("score").is_some_and(|score| !(0..=10 * ONE).contains(&score)) {
            return Err(Trouble::Row("score", "is no NPS answer, which is from 0 to 10".to_owned()));
        }
    } else {
        within(row, "score", row.int("scale").unwrap_or(5 * ONE))?;
    }
    if row.has("contact") {
        let who = row.text("contact").map(str::to_owned);
        let named = row.text("respondent_name").map(str::to_owned);
        let contact = match (&who, row.int("account")) {
            // An export has the name of who is no contact in both columns.
            (Some(who), Some(account)) if named.as_ref() != Some(who) => directory.contact(account, who)?,
            _ => None,
        };
        let name = named.or(who.filter(|_| contact.is_none()));
        row.set("contact row", contact.map_or(Cell::Empty, |id| Cell::Is(Datum::Int(id))));
        row.set("respondent_name", name.map_or(Cell::Empty, |name| Cell::Is(Datum::Text(name))));
    }
    Ok(())
}

/// Signals: the words that mean a kind.
pub fn signal(row: &mut Row<'_>, _: &mut Directory<'_>, report: &mut Report) -> Result<(), Trouble> {
    if row.text("kind") == Some("competitor") && !row.is("uid") {
        row.set("kind", Cell::Is(Datum::Text("competitor evaluation".to_owned())));
    }
    if let (Some(seen), Some(closed)) = (row.day("date"), row.day("closed_on"))
        && closed < seen
    {
        let message = format!("the signal was closed on {closed}, before it was seen on {seen}");
        warn(row, report, "closed_on", "signals closed before they were seen", message);
    }
    Ok(())
}

/// Goals.
pub fn goal(row: &mut Row<'_>, directory: &mut Directory<'_>, report: &mut Report) -> Result<(), Trouble> {
    amount(row, "value", directory)?;
    if let (Some(baseline), Some(target)) = (row.int("baseline"), row.int("target"))
        && baseline == target
    {
        let message =
            "the target is the baseline already, so no value can tell how the goal stands".to_owned();
        warn(row, report, "target", "goals whose target is their baseline", message);
    }
    if let (Some(started), Some(due)) = (row.day("started_on"), row.day("due"))
        && due < started
    {
        let message = format!("the goal is due on {due}, before it started on {started}");
        warn(row, report, "due", "goals due before they started", message);
    }
    Ok(())
}

/// Interventions: an entry has a kind and a day; one that is closed says how.
pub fn intervention(row: &mut Row<'_>, _: &mut Directory<'_>, report: &mut Report) -> Result<(), Trouble> {
    for (one, other) in [("kind", "date"), ("date", "kind"), ("note", "kind")] {
        if row.is(one) && !row.is(other) {
            return Err(Trouble::Row(other, format!("is empty, where {one} is given")));
        }
    }
    if row.is("closed_on") != row.is("outcome") && (row.has("closed_on") || row.has("outcome")) {
        let message = "closed_on and outcome say one thing and go together".to_owned();
        warn(row, report, "outcome", "interventions that are half closed", message);
    }
    Ok(())
}

/// Opportunities: the amounts, and who approved it is a contact of the account.
pub fn opportunity(
    row: &mut Row<'_>,
    directory: &mut Directory<'_>,
    report: &mut Report,
) -> Result<(), Trouble> {
    for column in ["amount", "unit_value", "cost"] {
        amount(row, column, directory)?;
    }
    let who = row.text("approved_by").map(str::to_owned);
    if let (Some(who), Some(account)) = (who, row.int("account")) {
        let contact = directory.contact(account, &who)?.ok_or_else(|| {
            Trouble::Row("approved_by", "is no contact of the account; import the contacts first".to_owned())
        })?;
        row.set("approver row", Cell::Is(Datum::Int(contact)));
    }
    if let (Some(opened), Some(close)) = (row.day("opened_on"), row.day("close_on"))
        && close < opened
    {
        let message = format!("the opportunity closes on {close}, before it was opened on {opened}");
        warn(row, report, "close_on", "opportunities closed before they were opened", message);
    }
    Ok(())
}

/// Earlier states of opportunities: the amount.
pub fn opportunity_change(
    row: &mut Row<'_>,
    directory: &mut Directory<'_>,
    _: &mut Report,
) -> Result<(), Trouble> {
    amount(row, "amount", directory)
}

/// Plans: an item has a section and a title.
pub fn plan(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    match (row.is("section"), row.is("item")) {
        (true, false) => Err(Trouble::Row("item", "is empty, but the row has a section".to_owned())),
        (false, true) => Err(Trouble::Row("section", "is empty, but the row has an item".to_owned())),
        _ => Ok(()),
    }
}

/// Onboardings.
pub fn onboarding(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    match (row.day("started_on"), row.day("ended_on")) {
        (Some(started), Some(ended)) if ended < started => {
            Err(Trouble::Row("ended_on", format!("is before the start, {started}")))
        }
        _ => Ok(()),
    }
}

/// Steps: of an onboarding of their account.
pub fn step(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    let of = row.int("onboarding").and_then(|id| directory.account_of(Linked::Onboarding, id));
    if row.int("account") != of {
        return Err(Trouble::Row("onboarding", "is an onboarding of another account".to_owned()));
    }
    Ok(())
}

/// Renewals: the amount, and a contract of their account.
pub fn renewal(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    amount(row, "amount", directory)?;
    if let Some(contract) = row.int("contract") {
        let of = directory.contracts()?.get(contract).map(|contract| contract.account_id);
        if row.int("account") != of {
            return Err(Trouble::Row("contract", "is a contract of another account".to_owned()));
        }
    }
    Ok(())
}

/// Earlier states of renewals: the amount.
pub fn renewal_change(
    row: &mut Row<'_>,
    directory: &mut Directory<'_>,
    _: &mut Report,
) -> Result<(), Trouble> {
    amount(row, "amount", directory)
}

/// Assessments: an answer has a question and a score.
pub fn assessment(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    match (row.is("question"), row.is("score")) {
        (true, false) => Err(Trouble::Row("score", "is empty, but the row has a question".to_owned())),
        (false, true) => Err(Trouble::Row("question", "is empty, but the row has a score".to_owned())),
        _ => Ok(()),
    }
}

/// Invitations: a contact of the account; and to a session of one account, a contact of that one.
pub fn invitation(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    let account = row.int("account");
    let of = row.int("training").and_then(|id| directory.account_of(Linked::Training, id));
    if of.is_some() && of != account {
        return Err(Trouble::Row("training", "is a session of another account".to_owned()));
    }
    let who = row.text("contact").map(str::to_owned);
    let contact = match (&who, account) {
        (Some(who), Some(account)) => directory.contact(account, who)?,
        _ => None,
    };
    let contact = contact.ok_or_else(|| {
        Trouble::Row("contact", "is no contact of the account; import the contacts first".to_owned())
    })?;
    row.set("contact row", Cell::Is(Datum::Int(contact)));
    Ok(())
}

/// Professional services: the amount, and no end before the start.
pub fn engagement(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    amount(row, "amount", directory)?;
    match (row.day("start_on"), row.day("end_on")) {
        (Some(start), Some(end)) if end < start => {
            Err(Trouble::Row("end_on", format!("is before the start, {start}")))
        }
        _ => Ok(()),
    }
}

/// Asks of advocacy: who was asked is a contact of the account.
pub fn ask(row: &mut Row<'_>, directory: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    let who = row.text("contact").map(str::to_owned);
    if let (Some(who), Some(account)) = (who, row.int("account")) {
        let contact = directory.contact(account, &who)?.ok_or_else(|| {
            Trouble::Row("contact", "is no contact of the account; import the contacts first".to_owned())
        })?;
        row.set("contact row", Cell::Is(Datum::Int(contact)));
    }
    Ok(())
}

/// Overrides of the health: until a day after the one they are set on, and to a colour.
pub fn health_override(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    if row.int("band") == Some(Band::Grey.code()) {
        return Err(Trouble::Row("band", "is no colour that an override can set".to_owned()));
    }
    match (row.day("set_on"), row.day("expires_on")) {
        (Some(set), Some(expires)) if expires <= set => {
            Err(Trouble::Row("expires_on", format!("is not after the day it was set, {set}")))
        }
        _ => Ok(()),
    }
}

/// Exchange rates.
pub fn rate(row: &mut Row<'_>, _: &mut Directory<'_>, _: &mut Report) -> Result<(), Trouble> {
    match row.int("rate") {
        Some(rate) if rate <= 0 => Err(Trouble::Row("rate", "is not above 0".to_owned())),
        _ => Ok(()),
    }
}

fn warn(row: &Row<'_>, report: &mut Report, column: &str, rule: &'static str, message: String) {
    report.warn(row.line, &row.header(column), rule, message);
}

/// A score from 0 to its scale, both in millionths.
fn within(row: &Row<'_>, column: &'static str, scale: i64) -> Result<(), Trouble> {
    if scale <= 0 {
        return Err(Trouble::Row(column, "has a scale that is not above 0".to_owned()));
    }
    match row.int(column) {
        Some(score) if score < 0 => Err(Trouble::Row(column, "is negative".to_owned())),
        Some(score) if score > scale => {
            let top = if scale % ONE == 0 { format!(", {}", scale / ONE) } else { String::new() };
            Err(Trouble::Row(column, format!("is above the highest answer of its scale{top}")))
        }
        _ => Ok(()),
    }
}

/// The amount of a column in minor units.
fn amount(row: &mut Row<'_>, column: &'static str, directory: &mut Directory<'_>) -> Result<(), Trouble> {
    let currency = currency(row, &[column], directory)?;
    if let Some((amount, _)) = row.decimal(column) {
        let minor = minor(Some(amount), currency, column)?;
        row.set(column, Cell::Is(Datum::Int(minor)));
    }
    Ok(())
}

/// The currency of a row: its own, else that beside its amounts (which it keeps), else the book's.
fn currency(
    row: &mut Row<'_>,
    amounts: &[&'static str],
    directory: &mut Directory<'_>,
) -> Result<Currency, Trouble> {
    let own = row.text("currency").and_then(|code| Currency::parse(code).ok());
    let mut beside = None;
    for column in amounts {
        let Some((_, Some(currency))) = row.decimal(column) else { continue };
        if let Some(other) = own.or(beside).filter(|other| *other != currency) {
            return Err(Trouble::Row(column, format!("is in {currency}, but the row says {other}")));
        }
        beside = Some(currency);
    }
    if let (None, Some(currency)) = (own, beside) {
        row.set("currency", Cell::Is(Datum::Text(currency.code().to_owned())));
    }
    match own.or(beside) {
        Some(currency) => Ok(currency),
        None => Ok(directory.currency()?),
    }
}

fn minor(amount: Option<Decimal>, currency: Currency, column: &'static str) -> Result<i64, Trouble> {
    amount
        .and_then(|amount| amount.scaled(currency.decimals()))
        .filter(|minor| *minor <= MOST_MINOR)
        .ok_or_else(|| Trouble::Row(column, "is too large an amount".to_owned()))
}
