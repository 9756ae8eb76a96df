//! History in words.

use mainstay::domain::Day;
use mainstay::engine::View;
use mainstay::store::history::{Filter, What, history};

use crate::support::{Desk, int, text};

fn told(view: &View, filter: &Filter) -> Vec<String> {
    let entries = history(view.reader(), filter, 50, None).unwrap();
    // Alerts follow from the facts, and have steps of their own: not what is asked here.
    let entries = entries.into_iter().map(|mut entry| {
        entry.changes.retain(|change| !change.row.starts_with("alert "));
        entry
    });
    let entries: Vec<_> = entries.collect();
    let lines = entries.iter().flat_map(|entry| {
        entry.changes.iter().map(move |change| match &change.what {
            What::Made => format!("{}: {} made", entry.label, change.row),
            What::Deleted => format!("{}: {} deleted", entry.label, change.row),
            What::Changed { field, from, to } => {
                format!("{}: {} {field} \"{from}\" -> \"{to}\"", entry.label, change.row)
            }
        })
    });
    lines.collect()
}

#[test]
fn changes_are_told_in_words_newest_first_also_of_rows_that_are_gone() {
    let mut desk = Desk::empty();
    let csm = desk.insert("Team", "team_member", &[("name", text("Ann Lee"))]);
    let id = desk.insert("New", "account", &[("name", text("Acme"))]);
    let contract = desk.insert(
        "Contract",
        "contract",
        &[
            ("external_id", text("C-12")),
            ("account_id", int(id)),
            ("start_on", int(19_000)),
            ("yearly_minor", int(1_250_000)),
            ("currency", text("EUR")),
        ],
    );
    desk.update(
        "Terms",
        "contract",
        contract,
        &[("yearly_minor", int(1_300_050)), ("end_on", int(20_000)), ("auto_renew", int(1))],
    );
    desk.update("CSM", "account", id, &[("csm_id", int(csm)), ("stage", int(4))]);
    desk.delete("Gone", "account", id);
    let view = desk.view();
    let all = told(&view, &Filter::default());
    assert_eq!(
        all,
        [
            "Gone: contract C-12 of Acme deleted",
            "Gone: account Acme deleted",
            "CSM: account Acme CSM \"\" -> \"Ann Lee\"",
            "CSM: account Acme stage \"adoption\" -> \"renewal\"",
            "Terms: contract C-12 of Acme end on \"\" -> \"2024-10-04\"",
            "Terms: contract C-12 of Acme ARR \"€12,500.00\" -> \"€13,000.50\"",
            "Terms: contract C-12 of Acme auto renew \"\" -> \"yes\"",
            "Contract: contract C-12 of Acme made",
            "New: account Acme made",
            "Team: team member Ann Lee made",
        ]
    );
    let of_acme = told(&view, &Filter { account: Some(id), ..Filter::default() });
    assert_eq!(of_acme.len(), all.len() - 1);
    for field in ["csm", "CSM", "csm_id"] {
        let of_field = told(&view, &Filter { field: Some(field.into()), ..Filter::default() });
        assert_eq!(of_field, ["CSM: account Acme CSM \"\" -> \"Ann Lee\""], "{field}");
    }
    assert!(told(&view, &Filter { actor: Some("nobody".into()), ..Filter::default() }).is_empty());
    assert!(told(&view, &Filter { to: Some(Day(18_000)), ..Filter::default() }).is_empty());
    assert_eq!(told(&view, &Filter { from: Some(Day(18_000)), ..Filter::default() }).len(), all.len());
    let table = Filter { table: Some("contract".into()), ..Filter::default() };
    assert_eq!(told(&view, &table).len(), 5);
}

#[test]
fn pages_follow_each_other_and_say_what_is_taken_back() {
    let mut desk = Desk::empty();
    let id = desk.insert("One", "account", &[("name", text("Acme"))]);
    desk.update("Two", "account", id, &[("stage", int(4))]);
    desk.writer.undo().unwrap();
    let view = desk.view();
    let labels = |before| -> Vec<(String, bool)> {
        let page = history(view.reader(), &Filter::default(), 2, before).unwrap();
        page.into_iter().map(|entry| (entry.label, entry.undone)).collect()
    };
    assert_eq!(labels(None), [("Undo: Two".into(), false), ("Two".into(), true)]);
    assert_eq!(labels(Some(2)), [("One".into(), false)]);
}
