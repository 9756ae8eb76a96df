//! The sample book: the customers of an invented company, as CSV in the native columns of `import`.
//!
//! Its dates are relative to the day it is opened (`T-41` is 41 days ago, `Q+1` the next quarter), so that the
//! demo is always of today. What is in it, account by account: assets/sample/README.md.

use crate::domain::{Day, Error, Result};

/// Kind of `import` and CSV text of each file of the sample, in an order in which every row finds what it names.
pub const FILES: &[(&str, &str)] = &[
    ("accounts", include_str!("../assets/sample/accounts.csv")),
    ("catalog", include_str!("../assets/sample/catalog.csv")),
    ("contracts", include_str!("../assets/sample/contracts.csv")),
    ("contacts", include_str!("../assets/sample/contacts.csv")),
    ("usage", include_str!("../assets/sample/usage.csv")),
    ("features", include_str!("../assets/sample/features.csv")),
    ("tickets", include_str!("../assets/sample/tickets.csv")),
    ("surveys", include_str!("../assets/sample/surveys.csv")),
    ("touchpoints", include_str!("../assets/sample/touchpoints.csv")),
    ("signals", include_str!("../assets/sample/signals.csv")),
    ("goals", include_str!("../assets/sample/goals.csv")),
    ("opportunities", include_str!("../assets/sample/opportunities.csv")),
    ("pipeline", include_str!("../assets/sample/pipeline.csv")),
    ("handoffs", include_str!("../assets/sample/handoffs.csv")),
    ("onboardings", include_str!("../assets/sample/onboardings.csv")),
    ("steps", include_str!("../assets/sample/steps.csv")),
    ("plans", include_str!("../assets/sample/plans.csv")),
    ("renewals", include_str!("../assets/sample/renewals.csv")),
    ("forecasts", include_str!("../assets/sample/forecasts.csv")),
    ("plays", include_str!("../assets/sample/plays.csv")),
    ("interventions", include_str!("../assets/sample/interventions.csv")),
    ("tasks", include_str!("../assets/sample/tasks.csv")),
    ("assessments", include_str!("../assets/sample/assessments.csv")),
    ("trainings", include_str!("../assets/sample/trainings.csv")),
    ("invitations", include_str!("../assets/sample/invitations.csv")),
    ("engagements", include_str!("../assets/sample/engagements.csv")),
    ("asks", include_str!("../assets/sample/asks.csv")),
];

/// The CSV with its relative cells as dates and quarters, seen from `today`.
///
/// Only a whole cell is relative: `T-41`, `T+7` (days) become `2026-03-01`, `Q-1`, `Q+0` (calendar quarters)
/// become `2026-Q1`. All other cells stay as they are.
///
/// # Errors
/// The text is not CSV, or a date lies outside the days that a book can hold.
pub fn dated(csv: &str, today: Day) -> Result<String> {
    let broken =
        |error: &dyn std::fmt::Display| Error::invalid(format!("the sample book is damaged: {error}"));
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::with_capacity(csv.len() * 5 / 4));
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row).map_err(|error| broken(&error))? {
        for cell in &row {
            match absolute(cell, today) {
                Some(date) => out.write_field(date?),
                None => out.write_field(cell),
            }
            .map_err(|error| broken(&error))?;
        }
        out.write_record(None::<&[u8]>).map_err(|error| broken(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| broken(&error))?;
    String::from_utf8(bytes).map_err(|error| broken(&error))
}

/// The date or quarter that a cell stands for; None when it is not a relative cell.
fn absolute(cell: &str, today: Day) -> Option<Result<String>> {
    if let Some(days) = offset(cell, 'T') {
        let day = today + days;
        return Some(if (Day::MIN..=Day::MAX).contains(&day) {
            Ok(day.to_string())
        } else {
            Err(Error::invalid(format!("{cell} seen from {today} is outside the days that a book can hold"))
                .hint("open the sample book on another day"))
        });
    }
    offset(cell, 'Q').map(|quarters| Ok((today.quarter() + quarters).to_string()))
}

/// The number after `letter` in a cell such as `T-41`: a sign is needed, and one to five digits.
fn offset(cell: &str, letter: char) -> Option<i32> {
    let signed = cell.strip_prefix(letter)?;
    let digits = signed.strip_prefix(['+', '-'])?;
    let short = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if short { signed.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str) -> Day {
        Day::parse(date).unwrap()
    }

    #[test]
    fn relative_cells_become_dates_and_quarters_and_nothing_else_changes() {
        let csv = "account,date,quarter,text\n\
                   a,T-1,Q+0,seen at T-1\n\
                   b,T+31,Q-1,\"Q+1, \"\"quoted\"\"\nand T+2 in a second line\"\n\
                   T-12-3,T1,Q,T-\n";
        let expected = "account,date,quarter,text\n\
                        a,2026-02-28,2026-Q1,seen at T-1\n\
                        b,2026-04-01,2025-Q4,\"Q+1, \"\"quoted\"\"\nand T+2 in a second line\"\n\
                        T-12-3,T1,Q,T-\n";
        assert_eq!(dated(csv, on("2026-03-01")).unwrap(), expected);
    }

    #[test]
    fn rows_keep_their_empty_cells_and_their_length() {
        assert_eq!(
            dated("a,b\nT-0,\n,T+0,\n", on("2024-02-29")).unwrap(),
            "a,b\n2024-02-29,\n,2024-02-29,\n"
        );
        assert_eq!(dated("a\n\"\"\nT+1\n", on("2024-02-28")).unwrap(), "a\n\"\"\n2024-02-29\n");
    }

    #[test]
    fn a_date_that_no_book_can_hold_is_an_error() {
        let error = dated("date\nT+1\n", Day::MAX).unwrap_err();
        assert!(error.what.contains("T+1 seen from 2199-12-31"), "{error}");
    }

    #[test]
    fn no_relative_cell_is_left_in_any_file_on_any_kind_of_day() {
        for today in ["2024-02-29", "2025-12-31"] {
            for (kind, csv) in FILES {
                let text = dated(csv, on(today)).unwrap();
                let mut rows = csv::Reader::from_reader(text.as_bytes());
                for row in rows.records() {
                    let row = row.unwrap_or_else(|error| panic!("{kind}: {error}"));
                    assert!(row.iter().all(|cell| absolute(cell, on(today)).is_none()), "{kind}: {row:?}");
                }
            }
        }
    }

    /// The cells of one column.
    fn column(kind: &str, name: &str) -> Vec<String> {
        let csv = FILES.iter().find(|file| file.0 == kind).unwrap().1;
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let at = rows.headers().unwrap().iter().position(|header| header == name).unwrap();
        rows.records().map(|row| row.unwrap()[at].to_string()).collect()
    }

    #[test]
    fn every_row_names_an_account_of_the_sample() {
        let accounts = column("accounts", "external_id");
        for (kind, csv) in FILES
            .iter()
            .filter(|file| !["accounts", "catalog", "steps", "forecasts", "pipeline"].contains(&file.0))
        {
            assert!(csv.contains("account"), "{kind}");
            for account in column(kind, "account") {
                // A webinar is of no account.
                let is_webinar = *kind == "trainings" && account.is_empty();
                assert!(is_webinar || accounts.contains(&account), "{kind}: {account}");
            }
        }
        let trainings = column("trainings", "external_id");
        assert!(column("invitations", "training").iter().all(|training| trainings.contains(training)));
        let onboardings = column("onboardings", "external_id");
        assert!(column("steps", "onboarding").iter().all(|onboarding| onboardings.contains(onboarding)));
        let plays: Vec<String> = column("plays", "uid").iter().map(|uid| format!("uid:{uid}")).collect();
        for kind in ["tasks", "interventions"] {
            assert!(
                column(kind, "play").iter().all(|play| play.is_empty() || plays.contains(play)),
                "{kind}"
            );
        }
        let contracts = column("contracts", "external_id");
        assert!(column("renewals", "contract").iter().all(|contract| contracts.contains(contract)));
        let renewals = column("renewals", "external_id");
        let deals = column("opportunities", "external_id");
        assert!(column("pipeline", "opportunity").iter().all(|deal| deals.contains(deal)));
        assert!(column("forecasts", "renewal").iter().all(|renewal| renewals.contains(renewal)));
        let names = column("accounts", "name");
        assert!(
            column("accounts", "parent").iter().all(|parent| parent.is_empty() || names.contains(parent))
        );
    }

    #[test]
    fn what_has_happened_lies_in_the_past() {
        for (kind, name) in [
            ("usage", "date"),
            ("features", "date"),
            ("tickets", "opened_on"),
            ("tickets", "resolved_on"),
            ("surveys", "date"),
            ("touchpoints", "date"),
            ("signals", "date"),
            ("goals", "status_on"),
            ("steps", "done_on"),
            ("plans", "written_on"),
            ("renewals", "closed_on"),
            ("forecasts", "changed_on"),
            ("pipeline", "changed_on"),
            ("opportunities", "closed_on"),
            ("opportunities", "approved_on"),
            ("tasks", "done_on"),
            ("plays", "started_on"),
            ("plays", "ended_on"),
            ("interventions", "closed_on"),
            ("interventions", "date"),
            ("assessments", "date"),
            ("invitations", "invited_on"),
        ] {
            for cell in column(kind, name) {
                assert!(
                    cell.is_empty() || offset(&cell, 'T').is_some_and(|days| days <= 0),
                    "{kind}: {cell}"
                );
            }
        }
    }
}
