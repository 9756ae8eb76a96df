//! Bad input: a sentence each.

use mainstay::domain::ChurnReason;
use mainstay::edit::renewal::{Lost, Notice, Quote, Terms, Won};
use mainstay::engine::Wanted;
use mainstay::renewal::Flag;

use crate::support::{Desk, TODAY, day};

const DUE: &str = "2026-09-01";

#[test]
fn terms_that_cannot_be_are_refused_and_nothing_is_written() {
    let mut desk = Desk::new();
    let of = desk.target(DUE);
    let terms = Terms::default();
    let cases = [
        (
            Terms { until: Some(day(DUE)), ..terms },
            "the next term would end on 2026-09-01, not after 2026-09-01",
        ),
        (
            Terms { from: Some(day("2026-09-02")), ..terms },
            "2026-09-02 is not within the present term, 2025-09-01 to 2026-09-01",
        ),
        (
            Terms { from: Some(day("2025-09-01")), ..terms },
            "2025-09-01 is not within the present term, 2025-09-01 to 2026-09-01",
        ),
        (Terms { amount: Some(0), ..terms }, "a renewal for nothing is none"),
        (
            Terms { amount: Some(-1), ..terms },
            "a year costs nothing or more, and less than a million million",
        ),
        (
            Terms { amount: Some(i64::MAX), ..terms },
            "a year costs nothing or more, and less than a million million",
        ),
    ];
    for (next, what) in cases {
        let won = Won { of, on: TODAY, next, reason: None };
        assert_eq!(desk.write(|tx| won.apply(tx, TODAY)).unwrap_err().what, what);
    }
    let ahead = Won { of, on: TODAY + 1, next: terms, reason: None };
    assert_eq!(
        desk.write(|tx| ahead.apply(tx, TODAY)).unwrap_err().what,
        "a renewal closed on 2026-07-01 is still to come"
    );
    let reason = Won { of, on: TODAY, next: terms, reason: Some(ChurnReason::Price) };
    assert_eq!(
        desk.write(|tx| reason.apply(tx, TODAY)).unwrap_err().what,
        "they do not pay less, so there is no reason for a loss to give"
    );
    let quote = Quote { of, amount: Some(-5) };
    assert!(desk.write(|tx| quote.apply(tx)).unwrap_err().hint.is_some());
    for until in ["2025-08-31", "2026-09-02"] {
        let lost =
            Lost { of, on: TODAY, reason: ChurnReason::Price, competitor: None, until: Some(day(until)) };
        let error = desk.write(|tx| lost.apply(tx, TODAY)).unwrap_err();
        assert_eq!(error.what, format!("{until} is not within the term, 2025-09-01 to 2026-09-01"));
    }
    let notice = Notice { of, on: TODAY + 1, reason: None };
    assert_eq!(
        desk.write(|tx| notice.apply(tx, TODAY)).unwrap_err().what,
        "notice on 2026-07-01 is still to come"
    );
    assert_eq!(desk.rows("SELECT count(*) FROM renewal"), ["0"]);
    assert_eq!(desk.rows("SELECT count(*) FROM contract"), ["1"]);
}

#[test]
fn notice_longer_than_the_term_is_due_on_the_first_day_and_said_so() {
    let desk = Desk::with("UPDATE contract SET start_on = {2026-08-01}, notice_days = 90;");
    let standing = &desk.renewals(TODAY)[0];
    assert_eq!(standing.renewal.dates.notice_by, day("2026-08-01"));
    assert!(standing.flags.contains(&Flag::NoticeTooLong));
}

#[test]
fn ends_before_the_start_negative_amounts_and_strange_currencies_are_refused_by_line() {
    let desk = Desk::new();
    let file = desk.shell.file(
        "c.csv",
        "external_id,account,start,end,mrr,currency\n\
         C-2,A-1,2026-05-01,2026-04-30,10,USD\n\
         C-3,A-1,2026-05-01,2027-05-01,-10,USD\n\
         C-4,A-1,2026-05-01,2027-05-01,10,Dollars\n\
         C-5,A-1,2026-05-01,2027-05-01,0,USD\n",
    );
    let told = desk.shell.json(&["import", "contracts", &file]);
    let lines: Vec<_> = told["rejects"].as_array().unwrap().iter().map(|row| row["line"].clone()).collect();
    assert_eq!(lines, [2, 3, 4]);
    let what = told["rejects"][0]["message"].as_str().unwrap();
    assert_eq!(what, "is before the start, 2026-05-01");
    // A free contract is a contract: it ends and is renewed, at nothing.
    assert_eq!(desk.rows("SELECT yearly_minor FROM contract WHERE external_id = 'C-5'"), ["0"]);
}

#[test]
fn a_term_from_29_february_ends_on_the_28th_and_stays_there() {
    let mut desk = Desk::with("UPDATE contract SET start_on = {2024-02-29}, end_on = {2027-02-28};");
    // 36 months.
    let won = Won { of: desk.target("2027-02-28"), on: TODAY, next: Terms::default(), reason: None };
    let next = desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    assert_eq!(next.words(), "same: 2027-02-28 to 2030-02-28");
    // A year that ends on the 29th.
    let mut desk = Desk::with("UPDATE contract SET start_on = {2027-02-28}, end_on = {2028-02-29};");
    let won = Won { of: desk.target("2028-02-29"), on: TODAY, next: Terms::default(), reason: None };
    assert_eq!(desk.write(|tx| won.apply(tx, TODAY)).unwrap().words(), "same: 2028-02-29 to 2029-02-28");
}

#[test]
fn overlapping_contracts_of_one_line_both_count_and_the_checkup_names_them() {
    // The next contract of Pro begins two weeks before the end, an add-on in the middle of the year.
    let desk = Desk::with(
        "INSERT INTO contract (external_id, account_id, start_on, end_on, yearly_minor, plan) VALUES
           ('C-NEXT', 1, {2026-08-18}, {2027-08-18}, 12000000, 'Pro'),
           ('C-MORE', 1, {2026-05-01}, {2027-05-01}, 120000, 'x');",
    );
    let told = desk.shell.json(&["metrics", "--from", "2026-07-31", "--to", "2026-09-30"]);
    let mrr = |month: usize| told["movements"][month]["end"]["minor"].clone();
    // 10,000 a month each, and 100 of the add-on: on the last of August both count.
    assert_eq!((mrr(0), mrr(1)), (2_010_000.into(), 1_010_000.into()));
    let found = desk.shell.json(&["doctor"])["findings"].to_string();
    let what =
        "1 contract begins before the one they go on from ends, so that both count as MRR on those days";
    assert!(found.contains(what) && found.contains("and C-NEXT until 2026-09-01"), "{found}");
    assert!(!found.contains("C-MORE"), "{found}");
}

#[test]
fn a_contract_that_ends_on_its_start_is_taken_and_makes_neither_mrr_nor_a_renewal() {
    let desk = Desk::with("UPDATE contract SET end_on = start_on;");
    assert_eq!(desk.renewals(TODAY).len(), 0);
    let told = desk.shell.json(&["metrics"]);
    assert_eq!((&told["end_mrr"]["minor"], &told["accounts_excluded"]), (&0.into(), &0.into()));
}

#[test]
fn a_currency_without_a_rate_is_left_out_of_sums_and_counted() {
    let desk = Desk::with(
        "INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency)
           VALUES (2, {2026-01-01}, {2026-08-01}, 5000000, 'EUR');
         INSERT INTO setting (name, value) VALUES ('currency', 'USD');",
    );
    let renewals = desk.view(TODAY).renewals(Wanted::within(None, TODAY, 365)).unwrap();
    let (sums, _) = renewals.sums(mainstay::renewal::By::Month);
    assert_eq!((sums.total.count, sums.total.due, sums.unknown), (1, 12_000_000, 1));
    // Of revenue the account is left out as a whole, and so it is said.
    assert_eq!(desk.shell.json(&["metrics"])["accounts_excluded"], 1);
    let page = desk.shell.run(&["metrics"]).out;
    assert!(page.contains("1 account with a contract in a currency for which the book has no exchange rate"));
}
