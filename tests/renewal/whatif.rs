//! What if: what retention would be is what `metrics` says after the renewals were truly closed in these ways.

use mainstay::domain::{ChurnReason, Currency, Money};
use mainstay::edit::renewal::{Foresee, Foreseen, Lost, Target, Terms, Won};
use mainstay::engine::Standing;
use mainstay::renewal::Outcome;
use mainstay::revenue::{Figures, Grr};

use crate::support::{Desk, TODAY, day};

/// Beside Acme, who pays $10,000 a month until 2026-09-01: Borealis $5,000 until 2026-08-15 and at risk, Cobalt $2,000
/// until 2026-12-31, Delta $3,000 until 2026-11-15, of which nothing is forecast.
const OTHERS: &str = "
    INSERT INTO account (id, external_id, name) VALUES (3, 'K-1', 'Cobalt'), (4, 'D-1', 'Delta');
    INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor, currency) VALUES
      (2, 2, {2025-08-15}, {2026-08-15}, 6000000, 'USD'), (3, 3, {2025-12-31}, {2026-12-31}, 2400000, 'USD'),
      (4, 4, {2025-11-15}, {2026-11-15}, 3600000, 'USD');
    INSERT INTO renewal (account_id, contract_id, due_on, forecast) VALUES (2, 2, {2026-08-15}, 'at risk');";

fn dollars(whole: i64) -> Money {
    Money { minor: whole * 100, currency: Currency::USD }
}

fn all(desk: &Desk) -> Vec<Standing> {
    let wanted = mainstay::engine::Wanted::within(None, TODAY, 400);
    desk.view(TODAY).renewals(wanted).unwrap().standings
}

/// The figures of the quarter, the next one and the next twelve months, with these outcomes by account.
fn supposed(desk: &Desk, outcomes: &[(i64, Outcome)]) -> Vec<Figures> {
    let view = desk.view(TODAY);
    let basis = view.basis(&view.judge().unwrap()).unwrap();
    let all = all(desk);
    let of = |account: i64| {
        let outcome = outcomes.iter().find(|own| own.0 == account).map(|own| own.1);
        let own = all.iter().filter(move |own| own.renewal.account == account);
        (account, own.map(|own| (&own.renewal, outcome)).collect())
    };
    basis.supposed(outcomes.iter().map(|own| of(own.0)))
}

fn percent(figures: &Figures) -> (String, String) {
    let told = |share: Option<f64>| format!("{:.1}", share.unwrap() * 100.0);
    (told(figures.nrr()), told(figures.grr(Grr::Endpoint)))
}

fn pair(nrr: &str, grr: &str) -> (String, String) {
    (nrr.to_owned(), grr.to_owned())
}

#[test]
fn what_is_supposed_gives_the_figures_of_metrics_after_it_came_true() {
    let mut desk = Desk::with(OTHERS);
    // Up by a quarter, down by a fifth, lost, and at the same price.
    let outcomes = [
        (1, Outcome::Won(dollars(150_000))),
        (2, Outcome::Won(dollars(48_000))),
        (3, Outcome::Lost),
        (4, Outcome::Won(dollars(36_000))),
    ];
    let then = supposed(&desk, &outcomes);
    // $20,000 a month on the day. By the end of Q3 Acme pays 12,500 and Borealis 4,000: 21,500 in all; of each no more
    // than before 10,000 + 4,000 + 2,000 + 3,000. In a year Cobalt is gone: 19,500 and 17,000.
    let told: Vec<_> = then.iter().map(percent).collect();
    assert_eq!(told, [pair("100.0", "100.0"), pair("107.5", "95.0"), pair("97.5", "85.0")]);

    let targets: Vec<_> =
        all(&desk).iter().map(|own| (own.renewal.account, Target::of(&own.renewal))).collect();
    for (account, of) in targets {
        let outcome = outcomes.iter().find(|own| own.0 == account).unwrap().1;
        match outcome {
            Outcome::Lost => {
                let lost = Lost { of, on: TODAY, reason: ChurnReason::Price, competitor: None, until: None };
                desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
            }
            Outcome::Won(money) => {
                let next = Terms { amount: Some(money.minor), ..Terms::default() };
                let won = Won { of, on: TODAY, next, reason: None };
                desk.write(|tx| won.apply(tx, TODAY)).unwrap();
            }
        }
    }
    let truly = [("2026-03-31", "2026-06-30"), ("2026-06-30", "2026-09-30"), ("2026-06-30", "2027-06-30")];
    let truly: Vec<Figures> = truly.iter().map(|(from, to)| desk.metrics(from, to).total).collect();
    assert_eq!(then, truly);
    // What came true is the basis of the next what-if.
    assert_eq!(supposed(&desk, &[]), truly);
}

#[test]
fn what_nothing_is_supposed_of_comes_out_as_it_is_forecast() {
    let desk = Desk::with(OTHERS);
    // Borealis is at risk and ends; the others renew as they are: 15,000 of 20,000.
    let told: Vec<_> = supposed(&desk, &[]).iter().map(percent).collect();
    assert_eq!(told, [pair("100.0", "100.0"), pair("75.0", "75.0"), pair("75.0", "75.0")]);
    // Cobalt lost as well: 13,000 in a year. Its term runs to the end of the year.
    let told: Vec<_> = supposed(&desk, &[(3, Outcome::Lost)]).iter().map(percent).collect();
    assert_eq!(told, [pair("100.0", "100.0"), pair("75.0", "75.0"), pair("65.0", "65.0")]);
}

#[test]
fn what_was_supposed_is_written_as_forecasts_at_once_and_taken_back_at_once() {
    let mut desk = Desk::with(OTHERS);
    const ROWS: &str = "SELECT account_id, due_on, forecast, reason, amount_minor, currency FROM renewal ORDER BY account_id";
    let before = desk.rows(ROWS);
    let of =
        |account| Target::of(&all(&desk).iter().find(|own| own.renewal.account == account).unwrap().renewal);
    let foresee = Foresee {
        all: vec![
            Foreseen { of: of(1), call: mainstay::domain::Forecast::Commit, amount: Some(15_000_000) },
            Foreseen { of: of(2), call: mainstay::domain::Forecast::Lost, amount: None },
        ],
        reason: "What-if of 2026-06-30".to_owned(),
    };
    assert_eq!(foresee.label(desk.view(TODAY).reader()).unwrap(), "Forecast of 2 renewals, as tried out");
    desk.write(|tx| foresee.apply(tx)).unwrap();
    let row = |account, due: &str, rest: &str| format!("{account}|{}|{rest}", day(due).0);
    assert_eq!(
        desk.rows(ROWS),
        [
            row(1, "2026-09-01", "commit|What-if of 2026-06-30|15000000|USD"),
            row(2, "2026-08-15", "lost|What-if of 2026-06-30|-|-"),
        ]
    );
    desk.undo();
    assert_eq!(desk.rows(ROWS), before);
    let nothing = Foresee { all: Vec::new(), reason: "none".to_owned() };
    let said = desk.write(|tx| nothing.apply(tx)).unwrap_err().to_string();
    assert!(said.contains("nothing is supposed"), "{said}");
}
