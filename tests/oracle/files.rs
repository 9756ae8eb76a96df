//! A book as native CSV files, in the order in which they are imported.

use std::path::{Path, PathBuf};

use crate::book::{Account, Book, Contract, Day, iso};

/// One file to import.
pub struct File {
    pub kind: &'static str,
    pub path: PathBuf,
    pub rows: usize,
}

struct Writer<'a> {
    folder: &'a Path,
    files: Vec<File>,
}

impl Writer<'_> {
    /// Writes a file of a kind; a kind without rows has no file.
    fn write(&mut self, kind: &'static str, header: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        let path = self.folder.join(format!("{:02}-{kind}.csv", self.files.len() + 1));
        let mut csv = csv::Writer::from_path(&path).unwrap();
        csv.write_record(header).unwrap();
        for row in rows {
            assert_eq!(row.len(), header.len(), "a row of {kind}");
            csv.write_record(row).unwrap();
        }
        csv.flush().unwrap();
        self.files.push(File { kind, path, rows: rows.len() });
    }
}

/// An account is named by its external id, domain or name, in turns.
fn named(account: &Account, turn: usize) -> String {
    match turn % 5 {
        0 if !account.domain.is_empty() => account.domain.clone(),
        1 => account.name.clone(),
        _ => account.external_id.clone(),
    }
}

/// A row for each fact of a kind, the account first named in turns.
fn rows<'a, T: 'a>(
    book: &'a Book,
    of: impl Fn(&'a Account) -> &'a [T],
    cells: impl Fn(&'a Account, String, &'a T) -> Vec<String>,
) -> Vec<Vec<String>> {
    let facts = book.accounts.iter().flat_map(|account| of(account).iter().map(move |fact| (account, fact)));
    facts.enumerate().map(|(turn, (account, fact))| cells(account, named(account, turn), fact)).collect()
}

fn opt(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn day(day: Option<Day>) -> String {
    day.map(iso).unwrap_or_default()
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

pub fn write(book: &Book, folder: &Path) -> Vec<File> {
    let mut writer = Writer { folder, files: Vec::new() };
    accounts_and_contracts(book, &mut writer);
    usage(book, &mut writer);
    people(book, &mut writer);
    work(book, &mut writer);
    writer.files
}

fn accounts_and_contracts(book: &Book, writer: &mut Writer) {
    let accounts: Vec<Vec<String>> = book
        .accounts
        .iter()
        .map(|a| {
            let texts = [&a.external_id, &a.name, &a.domain, &a.segment, &a.csm, &a.stage].map(String::clone);
            let days = [a.signed_on, a.go_live_on, a.first_outcome_on].map(day);
            texts.into_iter().chain(days).collect()
        })
        .collect();
    let header = [
        "external_id",
        "name",
        "domain",
        "segment",
        "csm",
        "stage",
        "signed_on",
        "go_live_on",
        "first_outcome_on",
    ];
    writer.write("accounts", &header, &accounts);

    let catalog: Vec<Vec<String>> = book
        .catalog
        .iter()
        .map(|row| vec![row.feature.clone(), yes(row.core), yes(row.advanced), row.plans.join(";")])
        .collect();
    writer.write("catalog", &["feature", "core", "advanced", "plans"], &catalog);

    let contracts = rows(
        book,
        |account| &account.contracts,
        |_, account, c: &Contract| {
            let (external_id, currency, plan) = (c.external_id.clone(), c.currency.clone(), c.plan.clone());
            let (mrr, arr) = (c.mrr.clone(), c.arr.clone());
            vec![external_id, account, iso(c.start), day(c.end), mrr, arr, currency, opt(c.seats), plan]
        },
    );
    let header = ["external_id", "account", "start", "end", "mrr", "arr", "currency", "seats", "plan"];
    writer.write("contracts", &header, &contracts);

    let contacts = rows(
        book,
        |account| &account.contacts,
        |_, account, c| {
            vec![
                c.external_id.clone(),
                account,
                c.name.clone(),
                c.email.clone(),
                c.role.clone(),
                day(c.left_on),
            ]
        },
    );
    writer.write("contacts", &["external_id", "account", "name", "email", "role", "left_on"], &contacts);
}

/// The rows keyed by the account in one file, those keyed by a contract in another.
fn usage(book: &Book, writer: &mut Writer) {
    let keyed = |contract: &Option<String>, account: String| {
        contract.clone().map_or((false, account), |id| (true, id))
    };
    let mut write = |kind: &'static str, columns: [&str; 3], rows: Vec<(bool, Vec<String>)>| {
        for (by_contract, key) in [(false, "account"), (true, "contract")] {
            let of_key = rows.iter().filter(|(by, _)| *by == by_contract).map(|(_, cells)| cells.clone());
            let of_key: Vec<Vec<String>> = of_key.collect();
            writer.write(kind, &[key, columns[0], columns[1], columns[2]], &of_key);
        }
    };
    let mut usage = Vec::new();
    let mut features = Vec::new();
    for (turn, account) in book.accounts.iter().enumerate() {
        for row in &account.usage {
            let (by_contract, key) = keyed(&row.contract, named(account, turn));
            usage.push((by_contract, vec![key, iso(row.day), row.metric.clone(), row.value.to_string()]));
        }
        for row in &account.features {
            let (by_contract, key) = keyed(&row.contract, named(account, turn));
            features.push((by_contract, vec![key, iso(row.day), row.feature.clone(), row.uses.to_string()]));
        }
    }
    write("usage", ["date", "metric", "value"], usage);
    write("features", ["date", "feature", "uses"], features);
}

fn people(book: &Book, writer: &mut Writer) {
    let tickets = rows(
        book,
        |account| &account.tickets,
        |_, account, t| {
            let satisfaction = [t.resolution_hours, t.satisfaction, t.satisfaction_scale].map(opt);
            let texts = [t.external_id.clone(), account, iso(t.opened_on), day(t.resolved_on)];
            let words = [t.priority.clone(), t.status.clone()];
            texts.into_iter().chain(words).chain(satisfaction).collect()
        },
    );
    let header = [
        "external_id",
        "account",
        "opened_on",
        "resolved_on",
        "priority",
        "status",
        "resolution_hours",
        "satisfaction",
        "satisfaction_scale",
    ];
    writer.write("tickets", &header, &tickets);

    let surveys = rows(
        book,
        |account| &account.surveys,
        |_, account, s| {
            let (external_id, contact, kind) = (s.external_id.clone(), s.contact.clone(), s.kind.clone());
            vec![external_id, account, contact, kind, s.score.to_string(), opt(s.scale), iso(s.day)]
        },
    );
    writer.write(
        "surveys",
        &["external_id", "account", "contact", "kind", "score", "scale", "date"],
        &surveys,
    );

    let touchpoints = rows(
        book,
        |account| &account.touchpoints,
        |_, account, t| {
            let (external_id, kind) = (t.external_id.clone(), t.kind.clone());
            vec![external_id, account, iso(t.day), kind, t.attendees.join(";"), opt(t.pulse)]
        },
    );
    writer.write(
        "touchpoints",
        &["external_id", "account", "date", "kind", "attendees", "pulse"],
        &touchpoints,
    );

    let signals = rows(
        book,
        |account| &account.signals,
        |_, account, s| vec![s.external_id.clone(), account, iso(s.day), s.kind.clone(), day(s.closed_on)],
    );
    writer.write("signals", &["external_id", "account", "date", "kind", "closed_on"], &signals);
}

fn work(book: &Book, writer: &mut Writer) {
    let mut goals = Vec::new();
    let mut onboardings = Vec::new();
    let mut steps = Vec::new();
    for (turn, account) in book.accounts.iter().enumerate() {
        for goal in &account.goals {
            for update in &goal.updates {
                let (external_id, title) = (goal.external_id.clone(), goal.title.clone());
                let (status, status_on) = (update.status.clone(), day(update.status_on));
                let account = named(account, turn);
                goals.push(vec![external_id, account, title, iso(goal.started_on), status, status_on]);
            }
        }
        for o in &account.onboardings {
            let account = named(account, turn);
            onboardings.push(vec![
                o.external_id.clone(),
                account.clone(),
                iso(o.started_on),
                day(o.ended_on),
            ]);
            for step in &o.steps {
                let required = step.required.map(yes).unwrap_or_default();
                let (title, not_applicable) = (step.title.clone(), yes(step.not_applicable));
                let (due_on, done_on) = (iso(step.due_on), day(step.done_on));
                let onboarding = o.external_id.clone();
                steps.push(vec![
                    onboarding,
                    account.clone(),
                    title,
                    required,
                    not_applicable,
                    due_on,
                    done_on,
                ]);
            }
        }
    }
    writer.write("goals", &["external_id", "account", "title", "started_on", "status", "status_on"], &goals);
    writer.write("onboardings", &["external_id", "account", "started_on", "ended_on"], &onboardings);
    let header = ["onboarding", "account", "title", "required", "not_applicable", "due_on", "done_on"];
    writer.write("steps", &header, &steps);
    let plans = rows(
        book,
        |account| &account.plans,
        |_, account, p| vec![p.external_id.clone(), account, p.quarter.clone(), iso(p.written_on)],
    );
    writer.write("plans", &["external_id", "account", "quarter", "written_on"], &plans);
}
