//! What `training` lists: sessions, who was invited, and who takes too little.

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::table::{Column, Table};
use super::{account, accounts, json};
use crate::book::Row;
use crate::domain::{Day, Result};
use crate::engine::Board;
use crate::store::edit::account_name;
use crate::store::training::{self as book, Invitee, Session};
use crate::training::Consumption;

#[derive(Serialize)]
struct Line {
    id: i64,
    external_id: Option<String>,
    date: String,
    title: String,
    kind: String,
    account: Option<String>,
    trainer: Option<String>,
    invited: u32,
    attended: u32,
    absent: u32,
}

/// The sessions since a day.
pub fn list(asked: Option<&str>, since: Day, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let account = asked.map(|asked| account::resolve(on, asked)).transpose()?;
    let mut lines = Vec::new();
    for session in book::sessions(on, account, since)? {
        lines.push(Line {
            account: match session.account {
                Some(id) => account_name(on, id)?,
                None => None,
            },
            id: session.id,
            external_id: session.external_id,
            date: json::iso(session.on),
            title: session.title,
            kind: session.kind,
            trainer: session.trainer,
            invited: session.invited,
            attended: session.attended,
            absent: session.absent,
        });
    }
    if context.format == Format::Json {
        return out.json(&lines);
    }
    let mut table = Table::new([
        Column::Number("id"),
        Column::Word("date"),
        Column::Text("title"),
        Column::Word("kind"),
        Column::Text("account"),
        Column::Text("trainer"),
        Column::Number("invited"),
        Column::Number("attended"),
        Column::Number("absent"),
    ])
    .spare(&["trainer", "kind"]);
    for line in lines {
        table.push(vec![
            line.id.to_string(),
            line.date,
            line.title,
            line.kind,
            line.account.unwrap_or_else(|| "many".to_owned()),
            line.trainer.unwrap_or_default(),
            line.invited.to_string(),
            line.attended.to_string(),
            line.absent.to_string(),
        ]);
    }
    table.write(context.format, out)
}

/// One session with everyone who was invited.
pub fn show(session: &Session, invitees: &[Invitee], context: &Context, out: &mut Out) -> Result<()> {
    if context.format == Format::Json {
        let invited: Vec<_> = invitees
            .iter()
            .map(|own| {
                serde_json::json!({
                    "contact": own.name, "email": own.email, "account": own.account_name,
                    "invited_on": own.invited_on.map(json::iso), "attended": own.attended,
                })
            })
            .collect();
        return out.json(&serde_json::json!({
            "id": session.id, "date": json::iso(session.on), "title": session.title, "kind": session.kind,
            "trainer": session.trainer, "invited": invited,
        }));
    }
    let mut table = Table::new([
        Column::Text("contact"),
        Column::Text("account"),
        Column::Word("attended"),
        Column::Word("invited on"),
    ]);
    for own in invitees {
        table.push(vec![
            own.name.clone(),
            own.account_name.clone(),
            own.attended.map_or("not yet known", |came| if came { "yes" } else { "no" }).to_owned(),
            own.invited_on.map(json::iso).unwrap_or_default(),
        ]);
    }
    let mut page = Page::new(session.title.clone());
    page.facts(
        "",
        vec![
            ("held on", Some(session.on.to_string())),
            ("kind", Some(session.kind.clone())),
            ("trainer", session.trainer.clone()),
            ("came", Some(format!("{} of {} invited", session.attended, session.invited))),
        ],
    );
    page.table("Invited", table);
    page.write(context.format, out)
}

#[derive(Serialize)]
struct Shape {
    id: i64,
    account: String,
    csm: Option<String>,
    segment: Option<String>,
    low: bool,
    reasons: Vec<String>,
    onboarding_day: Option<i32>,
    invited: u32,
    attended: u32,
    unknown: u32,
    trained: u32,
    live_contacts: u32,
    last_attended_on: Option<String>,
}

/// The accounts that take too little training, the worst first; with `all` also those that take enough.
pub fn low(filter: &[String], all: bool, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let day = context.day();
    let mut known = view.training(book::Of::All)?;
    let board = view.board()?;
    let places = accounts::matching(filter, &board)?;
    let row = |place: &u32| board.rows.get(usize::try_from(*place).ok()?);
    let mut found: Vec<(&Row, Consumption)> = places
        .iter()
        .filter_map(row)
        .filter_map(|row| Some((row, known.remove(&row.id)?)))
        .filter(|(_, own)| own.is_low() || (all && own.judged))
        .collect();
    found.sort_by(|(row, own), (other, theirs)| own.against(theirs).then_with(|| row.name.cmp(&other.name)));
    let shape = |(row, own): &(&Row, Consumption)| shape(row, own, &board, day);
    let lines: Vec<Shape> = found.iter().map(shape).collect();
    if context.format == Format::Json {
        return out.json(&lines);
    }
    let mut table = Table::new([
        Column::Text("account"),
        Column::Text("csm"),
        Column::Text("why"),
        Column::Number("onboarding day"),
        Column::Number("came"),
        Column::Number("trained"),
        Column::Word("last attended"),
    ])
    .spare(&["last attended", "csm"]);
    for (line, (_, own)) in lines.into_iter().zip(&found) {
        table.push(vec![
            line.account,
            line.csm.unwrap_or_default(),
            own.words(),
            line.onboarding_day.map(|day| day.to_string()).unwrap_or_default(),
            format!("{}/{}", line.attended, line.invited),
            format!("{}/{}", line.trained, line.live_contacts),
            line.last_attended_on.unwrap_or_default(),
        ]);
    }
    table.write(context.format, out)
}

fn shape(row: &Row, own: &Consumption, board: &Board, day: Day) -> Shape {
    Shape {
        id: row.id,
        account: row.name.to_string(),
        csm: board.lookups.member(row.csm).map(str::to_owned),
        segment: board.lookups.segment(row.segment).map(str::to_owned),
        low: own.is_low(),
        reasons: own.low.iter().map(|low| low.words()).collect(),
        onboarding_day: own.facts.onboarding_day(day),
        invited: own.facts.invited,
        attended: own.facts.attended,
        unknown: own.facts.unknown,
        trained: own.facts.trained,
        live_contacts: own.facts.live,
        last_attended_on: own.facts.last_attended.map(json::iso),
    }
}
