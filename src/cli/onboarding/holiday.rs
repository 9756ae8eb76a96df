//! `onboarding holiday add|remove`: the days on which no step falls.

use serde_json::json;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor};
use super::super::json::iso;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::Holiday as Command;
use crate::domain::Result;
use crate::edit::day::{Side, parse};
use crate::edit::onboarding::ChangeHoliday;
use crate::store::onboarding as book;

/// `onboarding holiday ...`
pub fn run(command: Option<&Command>, context: &Context, out: &mut Out) -> Result<()> {
    let change = match command {
        None => return list(context, out),
        Some(Command::Add { day, name }) => {
            ChangeHoliday { on: parse(day, context.day(), Side::Ahead)?, name: Some(name.join(" ")) }
        }
        Some(Command::Remove { day }) => {
            ChangeHoliday { on: parse(day, context.day(), Side::Ahead)?, name: None }
        }
    };
    let mut editor = Editor::open(context.for_writing()?)?;
    let label = change.label();
    let changed = editor.write(&label, |tx| change.apply(tx))?;
    editor.tell(&Done { label, id: None, changed: Vec::new(), nothing: !changed }, out)
}

fn list(context: &Context, out: &mut Out) -> Result<()> {
    let holidays = book::holidays(context.view()?.reader())?;
    if context.format == Format::Json {
        let lines: Vec<_> =
            holidays.iter().map(|(day, name)| json!({ "date": iso(*day), "name": name })).collect();
        return out.json(&lines);
    }
    let mut table = Table::new([Column::Word("date"), Column::Text("name")]);
    for (day, name) in holidays {
        table.push(vec![iso(day), name.unwrap_or_default()]);
    }
    table.write(context.format, out)
}
