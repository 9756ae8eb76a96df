//! Files that others published: what they must give, and that a second time changes nothing.

use mainstay::domain::Day;
use mainstay::import::kind::{ALL, Kind};
use mainstay::import::{Report, Request};
use mainstay::sample::{FILES, dated};

use crate::shared::{RAVENSTACK, shared};
use crate::shelf::{Shelf, counts, warned};

/// Everything that both folders must agree on, but for the uids.
const RAVENSTACK_ROWS: [&str; 6] = [
    "SELECT id, external_id, name, signed_on, industry, country, reported_churned FROM account",
    "SELECT id, external_id, account_id, start_on, end_on, yearly_minor, seats, plan, auto_renew FROM contract",
    "SELECT account_id, feature.name, used_on, contract_id, uses FROM feature_use JOIN feature ON feature.id = feature_id",
    "SELECT id, external_id, opened_on, resolved_on, priority, escalated, satisfaction_micro FROM ticket",
    "SELECT id, external_id, account_id, seen_on, kind, text, closed_on FROM signal",
    "SELECT * FROM usage_day",
];

#[test]
fn ravenstack_gives_its_totals_and_faults_and_nothing_the_second_time() {
    let Some(folder) = shared("ravenstack/iso") else { return };
    let mut shelf = Shelf::new();
    let reports: Vec<Report> =
        RAVENSTACK.iter().map(|(kind, file)| shelf.file(kind, &folder.join(file))).collect();
    let [accounts, contracts, features, tickets, signals] = &reports[..] else { panic!() };
    assert_eq!(counts(accounts), [500, 500, 0, 0, 0]);
    assert_eq!(counts(contracts), [5000, 5000, 0, 0, 0]);
    assert_eq!(counts(features), [25_000, 25_000, 0, 0, 0]);
    assert_eq!(counts(tickets), [2000, 2000, 0, 0, 0]);
    assert_eq!(counts(signals), [600, 600, 0, 0, 0]);
    assert!(reports.iter().all(|report| report.source.as_deref() == Some("ravenstack")));
    assert_eq!(
        shelf.one("SELECT count(*), sum(yearly_minor) FROM contract WHERE end_on IS NULL"),
        "4514|12191529600"
    );
    assert_eq!(shelf.one("SELECT count(*) FROM contract WHERE yearly_minor = 0"), "778");
    assert_eq!(shelf.one("SELECT sum(uses), count(DISTINCT feature_id) FROM feature_use"), "250525|40");
    assert_eq!(
        shelf.one("SELECT group_concat(n, ' ') FROM (SELECT count(*) AS n FROM ticket GROUP BY priority ORDER BY priority)"),
        "514 510 491 485"
    );
    assert_eq!(
        shelf.one("SELECT count(*), round(avg(satisfaction_micro) / 1e6, 3) FROM ticket WHERE satisfaction_micro > 0"),
        "1175|3.981"
    );
    assert_eq!(warned(contracts, "12 times"), 0);
    assert_eq!(warned(features, "before the contract"), 19_142);
    assert_eq!(warned(features, "after the contract"), 290);
    assert_eq!(warned(features, "ids that stand twice"), 21);
    assert_eq!(warned(tickets, "before the account's signup"), 1077);
    assert_eq!(warned(signals, "contradicts"), 312);
    let journal = shelf.one("SELECT count(*) FROM journal");
    shelf.sql.execute("DELETE FROM dirty", []).unwrap();
    for ((kind, file), first) in RAVENSTACK.iter().zip(&reports) {
        let again = shelf.file(kind, &folder.join(file));
        assert_eq!(counts(&again), [first.read, 0, 0, first.read, 0], "{kind}");
    }
    assert_eq!(shelf.one("SELECT count(*) FROM journal"), journal);
    assert_eq!(shelf.one("SELECT count(*) FROM dirty"), "0");
}

#[test]
fn ravenstack_with_day_first_dates_gives_the_same_book() {
    let (Some(iso), Some(dmy)) = (shared("ravenstack/iso"), shared("ravenstack/ddmmyyyy")) else { return };
    let books = [iso, dmy].map(|folder| {
        let mut shelf = Shelf::new();
        for (kind, file) in RAVENSTACK {
            shelf.file(kind, &folder.join(file));
        }
        RAVENSTACK_ROWS.map(|sql| shelf.rows(sql))
    });
    for (one, other) in books[0].iter().zip(&books[1]) {
        let differs = one.iter().zip(other).find(|(one, other)| one != other);
        assert_eq!((one.len(), differs), (other.len(), None));
    }
}

#[test]
fn saasguard_imports_whole_and_refuses_four_tickets_of_a_customer_it_does_not_have() {
    let Some(folder) = shared("saasguard") else { return };
    let files = [
        ("accounts", "customers.csv", 1328, 0),
        ("contracts", "customers.csv", 1328, 0),
        ("usage", "usage_weekly.csv", 61_706, 0),
        ("tickets", "support_tickets.csv", 7105, 4),
        ("opportunities", "gtm_opportunities_closed_before_asof.csv", 401, 0),
    ];
    let mut shelf = Shelf::new();
    for (kind, file, read, rejected) in files {
        let report = shelf.file(kind, &folder.join(file));
        assert_eq!(counts(&report), [read, read - rejected, 0, 0, rejected], "{kind}");
        assert!(report.rejects.iter().all(|reject| reject.message.contains("no account of the book")));
        if kind == "usage" {
            // Usage of 942 account-weeks begins before the customer's contract.
            assert_eq!(warned(&report, "before the contract"), 942);
        }
    }
    assert_eq!(shelf.one("SELECT count(DISTINCT metric_id), count(*) FROM usage"), "10|617060");
    // 12 x 6184.21 = 74210.52
    let first =
        "SELECT yearly_minor FROM contract WHERE external_id = '0c0e00da-99c9-c0f5-7ce1-3176c363a9c6'";
    assert_eq!(shelf.one(first), "7421052");
    for (kind, file, read, rejected) in files {
        let again = shelf.file(kind, &folder.join(file));
        assert_eq!(counts(&again), [read, 0, 0, read - rejected, rejected], "{kind}");
    }
}

#[test]
fn deals_find_their_account_by_name() {
    let Some(folder) = shared("maven_crm") else { return };
    let mut shelf = Shelf::new();
    assert_eq!(counts(&shelf.file("accounts", &folder.join("accounts.csv"))), [85, 85, 0, 0, 0]);
    let deals = shelf.file("opportunities", &folder.join("sales_pipeline.csv"));
    assert_eq!(deals.source.as_deref(), Some("maven_crm"));
    assert_eq!(deals.read, 8800);
    // Deals without an account cannot be linked: 1425 in this file.
    assert_eq!(deals.rejected, 1425);
    assert!(
        shelf.one("SELECT count(*) FROM account WHERE parent_id IS NOT NULL").parse::<u32>().unwrap() > 0
    );
    let again = shelf.file("opportunities", &folder.join("sales_pipeline.csv"));
    assert_eq!((again.unchanged, again.updated, again.created), (8800 - 1425, 0, 0));
}

#[test]
fn every_messy_file_imports_or_is_refused_with_a_sentence() {
    let Some(folder) = shared("messy") else { return };
    let mut shelf = Shelf::new();
    let mut folders = vec![folder];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            for kind in ALL {
                let mut request = Request::new(kind, path.display().to_string(), bytes.clone());
                request.create_accounts = true;
                let before = shelf.one("SELECT count(*) FROM import_run");
                match shelf.run(&request) {
                    Ok(report) => {
                        let sum = report.created + report.updated + report.unchanged + report.rejected;
                        assert_eq!(report.read, sum, "{} {}", path.display(), kind.name);
                    }
                    Err(error) => {
                        assert!(error.hint.is_some() && error.what.starts_with('/'), "{error}");
                        assert_eq!(shelf.one("SELECT count(*) FROM import_run"), before);
                    }
                }
            }
        }
    }
    assert!(files > 100, "{files}");
}

#[test]
fn the_sample_book_imports_whole_and_only_once() {
    let mut shelf = Shelf::new();
    let today = Day::parse("2026-03-01").unwrap();
    let files: Vec<(&str, String)> =
        FILES.iter().map(|(kind, csv)| (*kind, dated(csv, today).unwrap())).collect();
    for (kind, text) in &files {
        let report = shelf.import(kind, text);
        assert_eq!((report.rejected, report.unmapped.len()), (0, 0), "{kind} {:?}", report.rejects.first());
    }
    let journal = shelf.one("SELECT count(*) FROM journal");
    for (kind, text) in &files {
        let again = shelf.import(kind, text);
        assert_eq!(counts(&again), [again.read, 0, 0, again.read, 0], "{kind}");
    }
    assert_eq!(shelf.one("SELECT count(*) FROM journal"), journal);
}

#[test]
fn exports_of_known_systems_are_recognised() {
    let Some(folder) = shared("crm_export_headers") else { return };
    let folder = folder.parent().unwrap();
    let files = [
        ("accounts", "crm_export_headers/hubspot_companies_export.csv", "hubspot", 4),
        ("accounts", "crm_export_headers/salesforce_multi_org_account_report.csv", "salesforce", 2),
        ("opportunities", "crm_export_headers/pipedrive_sample_import.csv", "pipedrive", 1),
        ("contacts", "crm_export_headers/pipedrive_sample_import.csv", "pipedrive", 1),
        ("accounts", "crm_seeds/salesforce/sf_account_data.csv", "salesforce", 10),
        ("accounts", "crm_seeds/hubspot/company_data.csv", "hubspot", 24),
        ("accounts", "crm_seeds/intercom/company_history_data.csv", "intercom", 9),
        ("accounts", "crm_seeds/zendesk/organization_data.csv", "zendesk", 10),
        ("accounts", "crm_seeds/pendo/account_history.csv", "pendo", 5),
    ];
    let mut shelf = Shelf::new();
    for (kind, file, source, created) in files {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let mut request = Request::new(Kind::named(kind).unwrap(), file, bytes);
        request.create_accounts = true;
        let report = shelf.run(&request).unwrap();
        assert_eq!(
            (report.source.as_deref(), report.created),
            (Some(source), created),
            "{file}: {:?}",
            report.rejects
        );
    }
}
