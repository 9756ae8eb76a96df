//! The renewal page of an account over a real engine: keys in, rows and screen out.

use crate::bench::Bench;

/// On Friday 2024-10-04 (day 20000): Acme pays $48,000 a year for 60 seats until 2025-01-12 (day 20100) and had one
/// term of 300 days before; the sensors of it were lost. What was said of the renewal changed 10 days ago.
const RENEWALS: &str = "
    UPDATE contract SET plan = 'Pro', auto_renew = 1, notice_days = 90 WHERE id = 1;
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, plan) VALUES
      (3, 'C-0', 1, 19500, 19800, 4000000, 'Pro'), (4, 'S-1', 1, 19500, 19865, 600000, 'Sensors');
    INSERT INTO renewal (id, account_id, contract_id, due_on, stage, forecast, reason, amount_minor, closed_on, churn_reason,
      competitor) VALUES (1, 1, 3, 19800, 'won', 'won', NULL, 4800000, 19790, NULL, NULL),
      (2, 1, 4, 19865, 'lost', 'lost', NULL, NULL, 19850, 'competitor', 'Rival Sensors'),
      (3, 1, 1, 20100, 'preparing', 'best case', 'Ines likes it, but Tom asks for a second offer before he signs', 5040000,
       NULL, NULL, NULL);
    INSERT INTO renewal_change (renewal_id, changed_on, stage, forecast, reason)
      VALUES (3, 19990, 'not started', 'commit', 'They renewed in a day last time');
    INSERT INTO signal (account_id, seen_on, kind) VALUES (1, 19995, 'competitor evaluation');";

/// At the renewals of Acme.
fn at(size: (u16, u16), more: &str) -> Bench {
    Bench::with(&format!("{RENEWALS}{more}"), size).press("enter shift-tab shift-tab shift-tab shift-tab")
}

const ROW: &str = "SELECT stage || '|' || coalesce(forecast, '') || '|' || coalesce(reason, '') || '|' ||
    coalesce(amount_minor, '') FROM renewal WHERE id = 3";

#[test]
fn the_page_says_when_it_ends_what_is_expected_and_what_became_of_the_others() {
    let mut bench = at((120, 36), "");
    bench.shows("Open  1").shows("2025-01-12 in 100 days").shows("◐ best case").shows("Past  2");
    // 90 days before 2025-01-12 is 2024-10-14; the quote by the policy 60 days before.
    bench.shows("notice by  2024-10-14, in 10 days").shows("quote by   2024-11-13, in 40 days");
    bench.shows("$48,000.00, expected $50,400.00").shows("renews by itself");
    // A competitor alone is 3 points, no plan 1: high from 4 on.
    bench.shows("competitor evaluation since 2024-09-29").shows("until 2024-09-24 ● commit");
    let mut bench = bench.press("j");
    bench.shows("competitor, to Rival Sensors").shows("closed     2024-05-07");
}

#[test]
fn a_forecast_changes_with_its_reason_and_undo_brings_the_old_one_back() {
    let mut bench = at((80, 24), "").press("c");
    bench.shows("What do you expect?");
    let mut bench = bench.press("\"at risk\" tab ctrl-s").done();
    bench.shows("it is not said why the forecast changes");
    let mut bench = bench.press("\"Tom went quiet\" ctrl-s").done();
    bench.shows("Forecast at risk for the renewal of Acme on 2025-01-12");
    assert_eq!(bench.value(ROW), "preparing|at risk|Tom went quiet|5040000");
    assert_eq!(bench.value("SELECT count(*) FROM renewal_change WHERE changed_on = 20000"), "1");
    let mut bench = bench.changed().press("u").done().changed();
    assert_eq!(
        bench.value(ROW),
        "preparing|best case|Ines likes it, but Tom asks for a second offer before he signs|5040000"
    );
    assert_eq!(bench.value("SELECT count(*) FROM renewal_change"), "1");
    bench.shows("◐ best case");
}

#[test]
fn it_is_quoted_comes_further_and_is_won_with_the_terms_that_were_agreed() {
    let bench = at((120, 36), "").press("O ctrl-s").done().changed();
    assert_eq!(bench.value(ROW).split('|').next(), Some("quoted"));
    let bench = bench.press("s \"verb\" enter").done().changed();
    assert_eq!(bench.value(ROW).split('|').next(), Some("verbal"));
    let mut bench = bench.press("W");
    // As long as before, at what was expected.
    bench.shows("Won: the next contract").shows("2025-01-12").shows("2025-11-08").shows("50400.00");
    let mut bench = bench.press("ctrl-s").done().changed();
    bench.shows("Past  3").shows("2025-11-08");
    assert_eq!(
        bench.value("SELECT start_on || '|' || end_on || '|' || yearly_minor || '|' || seats || '|' || plan || '|' || notice_days FROM contract WHERE id = 5"),
        "20100|20400|5040000|60|Pro|90"
    );
    let bench = bench.press("u").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "4");
    assert_eq!(bench.value(ROW).split('|').next(), Some("verbal"));
}

#[test]
fn it_is_lost_for_a_reason_and_to_somebody() {
    let mut bench = at((80, 24), "").press("L");
    bench.shows("Lost: why?").shows("Value gap");
    let bench = bench.press("\"value\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT stage || '|' || churn_reason || '|' || closed_on FROM renewal WHERE id = 3"),
        "lost|value gap|20000"
    );
    let mut bench = bench.press("u").done().changed().press("L \"compet\" enter");
    bench.shows("Lost: to whom?");
    let mut bench = bench.press("\"Rival\" ctrl-s").done();
    bench.shows("Lost the renewal of Acme on 2025-01-12 to Rival: competitor");
}

#[test]
fn notice_marks_the_contract_and_what_is_closed_cannot_be_worked_on() {
    let bench = at((80, 24), "").press("N tab \"budget\" ctrl-s").done().changed();
    assert_eq!(bench.value("SELECT notice_given_on FROM contract WHERE id = 1"), "20000");
    assert_eq!(bench.value("SELECT kind FROM signal WHERE seen_on = 20000"), "churn notice");
    let mut bench = bench.press("j c");
    bench.shows("it is closed");
}

#[test]
fn a_next_contract_that_is_there_is_taken_after_a_question() {
    let next = "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, plan)
      VALUES (9, 'C-9', 1, 20100, 20465, 5000000, 'Pro');";
    let mut bench = at((120, 36), next);
    bench.shows("a next contract is there");
    let mut bench = bench.press("W");
    bench.shows("Close it as won?");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value(ROW).split('|').next(), Some("won"));
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "5");
}

#[test]
fn it_looks_as_it_did() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut bench = at((width, height), "");
        insta::assert_snapshot!(format!("renewals_{width}x{height}"), bench.styled());
    }
    let mut bench = at((120, 40), "").press("c");
    insta::assert_snapshot!("forecast_120x40", bench.text());
}
