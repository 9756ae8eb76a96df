//! `export calendar`: renewals with their notice and quote-by dates, tasks and steps as iCalendar (RFC 5545).
//!
//! Every event bears the identity of what it is of, so that a calendar that takes the file again moves its events
//! instead of doubling them.

use chrono::{DateTime, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike};

use super::context::Context;
use crate::domain::text::{clean, fit};
use crate::domain::{Day, Result};
use crate::edit::log;
use crate::engine::{Standing, Survey, Wanted};
use crate::store::agenda::{self, Due};

/// Days ahead of which renewals are written.
const AHEAD: i32 = 400;
/// Cells of an event's title that are the name of an account.
const NAME: usize = 60;

/// The calendar as text: with `--me` of what is one's own.
///
/// # Errors
/// `--me` is nobody of the team, or the book cannot be read.
pub fn text(context: &Context) -> Result<String> {
    let (view, day) = (context.view()?, context.day());
    let on = view.reader();
    let me = match context.me.as_deref() {
        Some(me) => log::by(on, 0, Some(me))?.map(|by| by.id),
        None => None,
    };
    let is_mine = |owner: Option<i64>| me.is_none() || owner == me;
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Mainstay//EN"));
    calendar.append_property(("X-WR-CALNAME", "Mainstay"));
    let stamp = day.date().and_time(NaiveTime::MIN).and_utc();
    let mut add = |kind: &str, uid: &str, on: Day, title: String, more: &str| {
        calendar.push(event(&format!("{kind}-{uid}@mainstay"), on, &title, more, stamp));
    };

    let (contracts, records) = agenda::uids(on)?;
    let Survey { renewals, names, .. } = view.survey(Wanted::within(None, day, AHEAD), None, false)?;
    let mine = renewals.standings.iter().filter(|own| own.renewal.is_open() && is_mine(own.csm));
    for standing in mine {
        let renewal = &standing.renewal;
        let of_contract = renewal.contract.as_ref().and_then(|contract| contracts.get(&contract.id));
        let of_record = || renewal.record.as_ref().and_then(|record| records.get(&record.id));
        let Some(uid) = of_contract.or_else(of_record) else { continue };
        let name = fit(names.get(&renewal.account).map_or("", AsRef::as_ref), NAME).into_owned();
        let more = said(standing);
        add("renewal", uid, renewal.due_on, format!("Renewal: {name}"), &more);
        add("notice", uid, renewal.dates.notice_by, format!("Last day of notice: {name}"), &more);
        if !renewal.stage.is_quoted() {
            add("quote", uid, renewal.dates.quote_by, format!("Quote out: {name}"), &more);
        }
    }
    for (kind, word, all) in [("task", "Task", agenda::tasks(on)?), ("step", "Step", agenda::steps(on)?)] {
        for due in all.into_iter().filter(|due| is_mine(due.owner)) {
            let Due { uid, on, title, account, .. } = due;
            let of = account.map_or(String::new(), |name| format!(" ({})", fit(&name, NAME)));
            add(kind, &uid, on, format!("{word}: {}{of}", clean(&title)), "");
        }
    }
    Ok(calendar.to_string())
}

/// An event of a whole day that keeps nobody busy.
fn event(uid: &str, on: Day, title: &str, more: &str, stamp: DateTime<Utc>) -> Event {
    let mut event = Event::new();
    event.uid(uid).timestamp(stamp).all_day(on.date()).summary(title).add_property("TRANSP", "TRANSPARENT");
    if !more.is_empty() {
        event.description(more);
    }
    event.done()
}

/// `$120,000.00 a year, quoted, commit: they like it`
fn said(standing: &Standing) -> String {
    let renewal = &standing.renewal;
    let amount = renewal.due.map(|due| format!("{due} a year"));
    let call = renewal.call.map(|call| {
        let reason = renewal.record.as_ref().and_then(|record| record.reason.as_deref());
        reason.map_or_else(|| call.name().to_owned(), |reason| format!("{call}: {}", clean(reason)))
    });
    let parts = [amount, Some(renewal.stage.name().to_owned()), call];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
