//! What is done to a renewal: rows, movements and history as they stand after, and after undo.

use mainstay::domain::{ChurnReason, Forecast, RenewalStage};
use mainstay::edit::renewal::{Lost, Notice, Quote, SetForecast, SetStage, Terms, Won};
use mainstay::renewal::Flag;
use mainstay::revenue::Movements;

use crate::support::{Desk, TODAY, day};

const DUE: &str = "2026-09-01";

/// Everything that closing may write.
const ALL: &str = "
    SELECT 'contract', id, start_on, end_on, yearly_minor, currency, seats, plan, auto_renew, notice_days, notice_given_on,
      '', '' FROM contract
    UNION ALL SELECT 'renewal', id, due_on, contract_id, amount_minor, currency, stage, forecast, reason, closed_on,
      churn_reason, competitor, external_id FROM renewal
    UNION ALL SELECT 'signal', id, account_id, seen_on, closed_on, kind, '', '', '', '', '', '', '' FROM signal
    UNION ALL SELECT 'before', id, renewal_id, changed_on, stage, forecast, '', '', '', '', '', '', '' FROM renewal_change";

fn won(desk: &Desk, next: Terms) -> Won {
    Won { of: desk.target(DUE), on: TODAY, next, reason: None }
}

fn lost(desk: &Desk, reason: ChurnReason) -> Lost {
    Lost { of: desk.target(DUE), on: TODAY, reason, competitor: None, until: None }
}

/// Wins Acme's renewal; gives the next contract as it is told, and its row.
fn closed(desk: &mut Desk, won: &Won) -> (String, String) {
    let next = desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    let row = desk.rows(
        "SELECT account_id, start_on, end_on, yearly_minor, currency, seats, plan, auto_renew, notice_days
         FROM contract ORDER BY id DESC LIMIT 1",
    );
    (next.words(), row[0].clone())
}

#[test]
fn won_at_the_same_price_is_another_term_as_long_and_moves_nothing() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let won = won(&desk, Terms::default());
    assert_eq!(won.label(desk.view(TODAY).reader()).unwrap(), "Won the renewal of Acme GmbH on 2026-09-01");
    let (words, row) = closed(&mut desk, &won);
    assert_eq!(words, "same: 2026-09-01 to 2027-09-01");
    assert_eq!(row, format!("1|{}|{}|12000000|USD|100|Pro|1|60", day("2026-09-01").0, day("2027-09-01").0));
    assert_eq!(desk.moved("2026-08-01", "2026-10-01"), Movements::default());
    // The renewal of the next contract is there at once, and the won one in the past.
    let after = desk.renewals(TODAY);
    let told: Vec<_> = after.iter().map(|one| (one.renewal.due_on, one.renewal.stage)).collect();
    assert_eq!(told, [(day(DUE), RenewalStage::Won), (day("2027-09-01"), RenewalStage::NotStarted)]);
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn won_up_is_expansion_and_won_down_is_contraction_with_its_reason() {
    // $120,000 a year are $10,000 a month; $150,000 are $12,500; $90,000 are $7,500.
    for (yearly, words, expansion, contraction) in
        [(15_000_000, "up", 250_000, 0), (9_000_000, "down", 0, -250_000)]
    {
        let mut desk = Desk::new();
        let before = desk.rows(ALL);
        let next = Terms { amount: Some(yearly), seats: Some(70), ..Terms::default() };
        let reason = (words == "down").then_some(ChurnReason::Price);
        let won = Won { reason, ..won(&desk, next) };
        let (told, row) = closed(&mut desk, &won);
        assert_eq!(told, format!("{words}: 2026-09-01 to 2027-09-01"));
        assert!(row.contains(&format!("|{yearly}|USD|70|Pro|")), "{row}");
        let moved = Movements { expansion, contraction, ..Movements::default() };
        assert_eq!(desk.moved("2026-08-01", "2026-10-01"), moved);
        let reasons = desk.metrics("2026-08-01", "2026-10-01").reasons;
        if let Some(reason) = reason {
            assert_eq!(
                (reasons[0].reason.as_deref(), reasons[0].contraction),
                (Some(reason.name()), -250_000)
            );
        }
        desk.undo();
        assert_eq!(desk.rows(ALL), before);
    }
}

#[test]
fn won_for_a_new_term_runs_as_long_as_was_agreed() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let next = Terms { until: Some(day("2029-09-01")), ..Terms::default() };
    let won = won(&desk, next);
    let (words, _) = closed(&mut desk, &won);
    assert_eq!(words, "same, new term: 2026-09-01 to 2029-09-01");
    assert_eq!(desk.renewals(TODAY)[1].renewal.due_on, day("2029-09-01"));
    // Three years at the same price move nothing, at the old end and in between.
    assert_eq!(desk.moved("2026-08-01", "2029-08-31"), Movements::default());
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn won_to_end_with_the_other_line_both_are_due_on_one_day() {
    let mut desk = Desk::with(ADD_ON);
    let before = desk.rows(ALL);
    let next = Terms { until: Some(day("2027-01-01")), ..Terms::default() };
    let won = won(&desk, next);
    let (words, _) = closed(&mut desk, &won);
    assert_eq!(words, "same, new term: 2026-09-01 to 2027-01-01");
    let open = desk.renewals(TODAY).into_iter().filter(|own| own.renewal.is_open());
    let due: Vec<_> = open.map(|own| own.renewal.due_on).collect();
    assert_eq!(due, [day("2027-01-01"); 2]);
    assert_eq!(desk.moved("2026-08-01", "2026-12-31"), Movements::default());
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn won_early_ends_the_present_contract_on_the_day_that_the_next_one_starts() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let next = Terms { amount: Some(18_000_000), from: Some(day("2026-07-15")), ..Terms::default() };
    let won = won(&desk, next);
    let (words, _) = closed(&mut desk, &won);
    assert_eq!(words, "up: 2026-07-15 to 2027-07-15");
    assert_eq!(desk.rows("SELECT end_on FROM contract WHERE id = 1"), [day("2026-07-15").0.to_string()]);
    assert_eq!(desk.renewals(TODAY)[0].renewal.due_on, day("2026-07-15"));
    // $15,000 less $10,000, in July.
    let july = desk.metrics("2026-06-30", "2026-07-31").months[0].movements;
    assert_eq!(july, Movements { expansion: 500_000, ..Movements::default() });
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn a_next_contract_that_billing_brought_is_taken_and_not_doubled() {
    let next =
        "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, plan)
                VALUES (2, 'C-2', 1, {2026-09-02}, {2027-09-02}, 13000000, 'USD', 'Pro');";
    let mut desk = Desk::with(next);
    // Without a row the end is settled; with one somebody is still to say so.
    assert_eq!(desk.renewals(TODAY).len(), 1);
    let mut desk = {
        let row = "INSERT INTO renewal (id, account_id, contract_id, due_on, stage) VALUES (1, 1, 1, {2026-09-01}, 'quoted');";
        desk = Desk::with(&format!("{next}{row}"));
        desk
    };
    assert!(desk.renewals(TODAY)[0].flags.contains(&Flag::Continued));
    let terms = won(&desk, Terms { amount: Some(15_000_000), ..Terms::default() });
    let error = desk.write(|tx| terms.apply(tx, TODAY)).unwrap_err();
    assert_eq!(
        error.what,
        "the next contract is there already, from 2026-09-02 on, and says what was agreed"
    );
    let loss = lost(&desk, ChurnReason::Price);
    let error = desk.write(|tx| loss.apply(tx, TODAY)).unwrap_err();
    assert_eq!(error.what, "another contract goes on from 2026-09-02");
    let won = won(&desk, Terms::default());
    let (words, _) = closed(&mut desk, &won);
    assert_eq!(words, "up: 2026-09-02 to 2027-09-02");
    assert_eq!(desk.rows("SELECT count(*) FROM contract"), ["2"]);
    assert_eq!(desk.rows("SELECT stage, amount_minor FROM renewal"), ["won|13000000"]);
    desk.undo();
    assert_eq!(desk.rows("SELECT count(*) FROM contract"), ["2"], "it was there before");
    assert_eq!(desk.rows("SELECT stage, amount_minor FROM renewal"), ["quoted|-"]);
}

#[test]
fn lost_keeps_the_customer_until_the_term_is_over_and_then_counts_as_churn_for_its_reason() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let lost = Lost { competitor: Some(" Rival ".into()), ..lost(&desk, ChurnReason::Competitor) };
    assert_eq!(
        lost.label(desk.view(TODAY).reader()).unwrap(),
        "Lost the renewal of Acme GmbH on 2026-09-01 to Rival: competitor"
    );
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    assert_eq!(
        desk.rows("SELECT stage, forecast, closed_on, churn_reason, competitor, due_on FROM renewal"),
        [format!("lost|lost|20634|competitor|Rival|{}", day(DUE).0)]
    );
    assert_eq!(desk.moved("2026-06-30", "2026-08-31"), Movements::default());
    assert_eq!(
        desk.moved("2026-08-31", "2026-09-30"),
        Movements { churn: -1_000_000, ..Movements::default() }
    );
    let reasons = desk.metrics("2026-08-31", "2026-09-30").reasons;
    assert_eq!((reasons[0].reason.as_deref(), reasons[0].churn), (Some("competitor"), -1_000_000));
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn lost_before_its_time_ends_the_contract_on_that_day() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let lost = Lost { until: Some(day("2026-07-01")), ..lost(&desk, ChurnReason::Closure) };
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    assert_eq!(
        desk.moved("2026-06-30", "2026-07-31"),
        Movements { churn: -1_000_000, ..Movements::default() }
    );
    let all = desk.renewals(TODAY);
    assert_eq!((all.len(), all[0].renewal.due_on), (1, day("2026-07-01")));
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

/// A second line of Acme, $24,000 a year until 2027-01-01.
const ADD_ON: &str =
    "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, plan)
    VALUES (2, 'C-2', 1, {2026-01-01}, {2027-01-01}, 2400000, 'USD', 'Sensors');";

#[test]
fn one_of_two_contracts_lost_is_contraction_and_not_churn() {
    let mut desk = Desk::with(ADD_ON);
    let before = desk.rows(ALL);
    let lost = Lost { of: desk.target("2027-01-01"), ..lost(&desk, ChurnReason::ValueGap) };
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    // From $12,000 to $10,000 a month; the main contract was won at its price before that.
    let won = won(&desk, Terms::default());
    desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    let moved = desk.moved("2026-06-30", "2027-01-31");
    assert_eq!(moved, Movements { contraction: -200_000, ..Movements::default() });
    desk.undo();
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn notice_is_on_the_contract_in_the_forecast_and_a_signal_and_winning_takes_it_back() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let notice = Notice { of: desk.target(DUE), on: TODAY, reason: Some("budget is gone".into()) };
    desk.write(|tx| notice.apply(tx, TODAY)).unwrap();
    assert_eq!(desk.rows("SELECT notice_given_on FROM contract"), ["20634"]);
    assert_eq!(
        desk.rows("SELECT stage, forecast, reason FROM renewal"),
        ["churn notice|lost|budget is gone"]
    );
    assert_eq!(
        desk.rows("SELECT kind, seen_on, closed_on, text FROM signal"),
        ["churn notice|20634|-|budget is gone"]
    );
    assert_eq!(desk.moved("2026-06-30", "2026-08-31"), Movements::default(), "notice is no churn");
    let won = won(&desk, Terms::default());
    desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    assert_eq!(desk.rows("SELECT closed_on FROM signal"), ["20634"]);
    desk.undo();
    assert_eq!(desk.rows("SELECT closed_on FROM signal"), ["-"]);
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn of_two_contracts_under_notice_the_signal_stays_until_both_are_settled() {
    let mut desk = Desk::with(ADD_ON);
    for due in [DUE, "2027-01-01"] {
        let notice = Notice { of: desk.target(due), on: TODAY, reason: None };
        desk.write(|tx| notice.apply(tx, TODAY)).unwrap();
    }
    assert_eq!(desk.rows("SELECT count(*) FROM signal"), ["1"]);
    let won = won(&desk, Terms::default());
    desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    assert_eq!(desk.rows("SELECT closed_on FROM signal"), ["-"], "the add-on is still under notice");
    let lost = Lost { of: desk.target("2027-01-01"), ..lost_add_on(&desk) };
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    // They stay with the main contract: from the end of the add-on on nobody is leaving.
    assert_eq!(desk.rows("SELECT closed_on FROM signal"), [day("2027-01-01").0.to_string()]);
}

fn lost_add_on(desk: &Desk) -> Lost {
    Lost {
        of: desk.target("2027-01-01"),
        on: TODAY,
        reason: ChurnReason::Price,
        competitor: None,
        until: None,
    }
}

#[test]
fn a_forecast_wants_a_reason_and_a_quote_moves_the_stage_but_never_back() {
    let mut desk = Desk::new();
    let of = desk.target(DUE);
    let call = |reason: &str, call| SetForecast { of, call, reason: reason.into() };
    let error = desk.write(|tx| call("  ", Forecast::Commit).apply(tx)).unwrap_err();
    assert_eq!(error.what, "it is not said why the forecast changes");
    let error = desk.write(|tx| call("signed", Forecast::Won).apply(tx)).unwrap_err();
    assert_eq!(error.what, "won is no forecast of an open renewal");
    desk.write(|tx| call("sponsor agreed", Forecast::Commit).apply(tx)).unwrap();
    desk.write(|tx| Quote { of, amount: Some(13_000_000) }.apply(tx)).unwrap();
    let row = "SELECT stage, forecast, reason, amount_minor, currency, contract_id FROM renewal";
    assert_eq!(desk.rows(row), ["quoted|commit|sponsor agreed|13000000|USD|1"]);
    desk.write(|tx| SetStage { of, stage: RenewalStage::Verbal }.apply(tx)).unwrap();
    desk.write(|tx| Quote { of, amount: None }.apply(tx)).unwrap();
    assert_eq!(desk.rows("SELECT stage FROM renewal"), ["verbal"]);
    for (stage, hint) in [
        (RenewalStage::Won, "close it as won: that writes the next contract"),
        (RenewalStage::Lost, "close it as lost: that asks for the reason"),
        (RenewalStage::ChurnNotice, "note the notice with its day"),
    ] {
        let error = desk.write(|tx| SetStage { of, stage }.apply(tx)).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some(hint));
    }
    let won = won(&desk, Terms::default());
    desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    let again = desk.write(|tx| won.apply(tx, TODAY)).unwrap_err();
    assert_eq!(again.what, "the renewal of Acme GmbH on 2026-09-01 is won already");
}

#[test]
fn what_a_renewal_was_is_known_on_any_day_after_acts_and_after_imports() {
    let mut desk = Desk::new();
    let of = desk.target(DUE);
    let call = |call, reason: &str| SetForecast { of, call, reason: reason.into() };
    desk.on(TODAY - 20);
    desk.write(|tx| call(Forecast::BestCase, "early").apply(tx)).unwrap();
    desk.on(TODAY - 3);
    desk.write(|tx| call(Forecast::Commit, "they like it").apply(tx)).unwrap();
    // The second one of a day says nothing new of what was before.
    desk.write(|tx| call(Forecast::AtRisk, "sponsor left").apply(tx)).unwrap();
    let on = |desk: &Desk, day| {
        let renewal = &desk.renewals(day)[0].renewal;
        (renewal.call, renewal.record.as_ref().and_then(|record| record.reason.clone()))
    };
    assert_eq!(on(&desk, TODAY), (Some(Forecast::AtRisk), Some("sponsor left".into())));
    assert_eq!(on(&desk, TODAY - 4), (Some(Forecast::BestCase), Some("early".into())));
    assert_eq!(on(&desk, TODAY - 21), (None, None));
    // An import changes a renewal as well.
    let file = desk.shell.file(
        "r.csv",
        "external_id,account,contract,due_on,stage,forecast,reason,uid\n\
         ,A-1,C-1,2026-09-01,verbal,commit,they said yes,UID\n"
            .replace("UID", &desk.rows("SELECT uid FROM renewal")[0]),
    );
    desk.shell.said(&["import", "renewals", &file]);
    assert_eq!(on(&desk, TODAY), (Some(Forecast::Commit), Some("they said yes".into())));
    assert_eq!(on(&desk, TODAY - 1), (Some(Forecast::AtRisk), Some("sponsor left".into())));
    assert_eq!(desk.rows("SELECT count(*) FROM renewal_change"), ["3"]);
    desk.shell.said(&["undo"]);
    assert_eq!(on(&desk, TODAY).0, Some(Forecast::AtRisk));
    assert_eq!(desk.rows("SELECT count(*) FROM renewal_change"), ["2"]);
}

#[test]
fn a_renewal_that_was_won_since_was_open_before() {
    let mut desk = Desk::new();
    let of = desk.target(DUE);
    desk.on(TODAY - 30);
    let commit = SetForecast { of, call: Forecast::Commit, reason: "yes".into() };
    desk.write(|tx| commit.apply(tx)).unwrap();
    desk.on(TODAY);
    let won = won(&desk, Terms::default());
    desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    let before = &desk.renewals(TODAY - 1)[0].renewal;
    assert_eq!((before.is_open(), before.call), (true, Some(Forecast::Commit)));
    assert!(before.record.as_ref().unwrap().closed_on.is_none());
}
