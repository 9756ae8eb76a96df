//! `timeline ACCOUNT`: everything that happened, newest first.

use serde_json::json;

use crate::book::timeline::Search;
use crate::cli::account::resolve;
use crate::cli::args::{self, Format};
use crate::cli::context::Context;
use crate::cli::json::iso;
use crate::cli::out::Out;
use crate::cli::table::{Column, Table};
use crate::domain::{Day, Result};

/// What happened at an account.
#[derive(Debug, clap::Args)]
pub struct Timeline {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Words that all must be in an entry; kind:call,meeting and with:NAME narrow it down
    pub search: Vec<String>,
    /// Only on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = args::day)]
    pub since: Option<Day>,
    /// At most this many entries
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// `timeline ...`
pub fn run(args: &Timeline, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = resolve(view.reader(), &args.account)?;
    let search = Search::parse(&args.search.join(" "))?;
    let timeline = view.timeline(&view.judge()?, id)?;
    let found = timeline.find(&search);
    let entries = found
        .iter()
        .filter_map(|place| timeline.entries.get(*place))
        .filter(|entry| args.since.is_none_or(|since| since <= entry.day))
        .take(args.limit);
    if context.format == Format::Json {
        let entries: Vec<_> = entries
            .map(|entry| {
                json!({
                    "date": iso(entry.day), "kind": entry.what.name(), "title": entry.title, "text": entry.text,
                    "who": entry.who, "links": entry.addresses(),
                    "record": entry.of.map(|(table, id)| json!({"table": table, "id": id})),
                })
            })
            .collect();
        return out.json(&entries);
    }
    let mut table = Table::new([
        Column::Word("date"),
        Column::Word("kind"),
        Column::Text("title"),
        Column::Text("who"),
        Column::Text("text"),
    ])
    .spare(&["who"]);
    for entry in entries {
        let (title, who, text) = (entry.title.to_string(), entry.who.to_string(), entry.text.to_string());
        table.push(vec![iso(entry.day), entry.what.name().to_owned(), title, who, text]);
    }
    table.write(context.format, out)
}
