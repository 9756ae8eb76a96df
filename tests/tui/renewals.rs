//! The screen of renewals over a real engine: keys in, rows and screen out.

use mainstay::domain::Error;
use mainstay::engine::Event;
use mainstay::tui::look::{Look, Looked, Person};

use crate::bench::Bench;

/// What a source says that has none.
pub fn unseen(look: Look) -> Looked {
    let error = || Error::not_found("there is no book");
    match look {
        Look::Renewals => Looked::Renewals(Err(error())),
        Look::RenewalsOf(account) => Looked::RenewalsOf(account, Box::new(Err(error()))),
        Look::Basis => Looked::Basis(Box::new(Err(error()))),
        Look::Plays => Looked::Plays(Err(error())),
        Look::Rules => Looked::Rules(Err(error())),
        Look::Expansion => Looked::Expansion(Err(error())),
        Look::ExpansionOf(id) => Looked::ExpansionOf(id, Box::new(Err(error()))),
        Look::Revenue(_) => Looked::Revenue(Err(error())),
        Look::Today(_) => {
            Looked::Today(Err(error()), Box::new(Person { name: "Ada".into(), member: None, problem: None }))
        }
    }
}

/// On Friday 2024-10-04 (day 20000), in Q4. Acme pays $48,000 until 2025-01-12, Borealis $12,000 until 2025-04-22.
/// Cobalt had $24,000 until 2024-09-24, ten days ago, and nobody closed it. Dover, Eton and Flint end on 2024-11-13,
/// 2024-12-23 and 2026-09-15: the last after two years.
const MORE: &str = "
    UPDATE account SET csm_id = 2 WHERE id = 2;
    INSERT INTO account (id, name, csm_id, segment_id, stage) VALUES (4, 'Dover', 2, 102, 2), (5, 'Eton', 1, 102, 2),
      (6, 'Flint', 1, 101, 2);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, notice_days, plan) VALUES
      (3, 'K-1', 3, 19625, 19990, 2400000, 30, 'Pro'), (4, 'D-1', 4, 19675, 20040, 3600000, 30, 'Pro'),
      (5, 'E-1', 5, 19715, 20080, 6000000, 90, 'Pro'), (6, 'F-1', 6, 19981, 20711, 9000000, NULL, 'Max');
    INSERT INTO renewal (id, account_id, contract_id, due_on, stage, forecast, reason) VALUES
      (1, 1, 1, 20100, 'preparing', 'best case', 'Ines likes it'), (2, 4, 4, 20040, 'quoted', 'commit', 'Signed by Tom'),
      (3, 5, 5, 20080, 'preparing', 'at risk', 'Budget freeze');
    INSERT INTO plan (id, account_id, quarter, written_on, status) VALUES (1, 4, '2024-Q4', 19990, 'draft');
    INSERT INTO signal (account_id, seen_on, kind) VALUES (2, 19995, 'churn notice');";

fn at(width: u16, height: u16, keys: &str) -> Bench {
    Bench::with(MORE, (width, height)).press("5").press(keys)
}

#[test]
fn what_ends_stands_by_quarter_with_the_overdue_apart() {
    let mut bench = at(120, 36, "");
    // 24 + 36 + 60 + 48 + 12 + 90 thousand.
    bench.shows("6 due $270.0k").shows("! 1 overdue $24.0k");
    // Within 120 days: Cobalt, Dover, Eton, Acme. Dover alone has a plan; Cobalt no forecast.
    bench.shows("120 days:  plan 1/4  forecast 3/4  quote 1/4  all three 1/4");
    // 90 % of 36,000 and 25 % of 60,000 are 47,400.
    bench.shows("2024-Q4  2 due $96.0k  ● commit $36.0k  ▲ at risk $60.0k  weighted $47.4k");
    bench.shows("overdue  1 due $24.0k  ◌ no forecast $24.0k").shows("2025-Q1  1 due $48.0k");
    let text = bench.text();
    let places: Vec<_> =
        ["Cobalt", "Dover", "Eton", "Acme", "Borealis", "Flint"].map(|name| text.find(name)).into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{text}");
    let mut bench = bench.press("t");
    bench.shows("2024-11-13").shows("say commit or at risk, no plan").shows("Rules say");
    let mut bench = bench.press("shift-tab");
    bench.shows("│ today");
}

#[test]
fn keys_are_answered_while_the_renewals_are_read() {
    let mut bench = Bench::with(MORE, (80, 24));
    bench.begin("5");
    bench.shows("Reading the renewals…");
    // Another screen meanwhile, and back: the answer to the first question is no longer the one that is wanted.
    bench.begin("2");
    bench.shows("Borealis");
    bench.begin("5 t");
    bench.wait(|event| matches!(event, Event::Renewals(..)));
    if bench.text().contains("Reading the renewals…") {
        bench.wait(|event| matches!(event, Event::Renewals(..)));
    }
    bench.shows("6 due $270.0k");
    assert!(!bench.text().contains("eading"), "{}", bench.text());
}

#[test]
fn enter_opens_the_renewal_that_was_chosen_and_not_the_accounts_first() {
    // Dover has another contract, that ends on 2025-06-01 (day 20240).
    let more = format!(
        "{MORE} INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, plan)
           VALUES (7, 'D-2', 4, 19875, 20240, 1200000, 'Add-on');"
    );
    let bench = Bench::with(&more, (120, 36)).press("5 t /");
    let mut bench = bench.press("\"dover\" enter j enter");
    bench.shows("Dover").shows("2024-11-13").shows("2025-06-01");
    let text = bench.styled();
    let line = text.lines().position(|line| line.contains("2025-06-01")).unwrap();
    assert!(text.contains(&format!("\n{line}: 0-119=REVERSED")), "{text}");
}

#[test]
fn an_empty_list_says_what_to_do() {
    let mut bench = Bench::over((80, 24), |_, _| {}).press("5");
    bench.shows("No renewal is due").shows("mainstay import contracts contracts.csv");
    at(80, 24, "/ \"forecast:won\" enter").shows("No renewal passes the filter forecast:won");
}

#[test]
fn one_moves_along_time_and_to_what_may_be_lost() {
    // From the overdue one to November, December, January; back; to the year after next.
    let first = |keys: &str| at(80, 24, keys).app.selected();
    assert_eq!(first(""), Some(3));
    assert_eq!(first("right"), Some(4));
    assert_eq!(first("right right right"), Some(1));
    assert_eq!(first("right right left"), Some(4));
    at(80, 24, "left").shows("Nothing is due before");
    // 23 months and 11 days ahead: what is seen of the time moves there.
    at(80, 24, "G").shows("── no forecast ─").shows("Sep");
    at(80, 24, "G right").shows("Nothing is due later");
    // At risk by the CSM is Eton, by the rules Borealis, which gave notice.
    assert_eq!(first("n"), Some(5));
    assert_eq!(first("n n"), Some(2));
    assert_eq!(first("n n n"), Some(5));
}

#[test]
fn time_is_seen_closer_and_wider() {
    at(120, 36, "").shows("year by quarter");
    let mut bench = at(120, 36, "+");
    bench.shows("quarter by quarter").shows("Oct 2024").shows("Nov").shows("Dec");
    bench.press("+").shows("A quarter is the least");
    let mut bench = at(120, 36, "- -");
    bench.shows("3 years by quarter").shows("3 years is the most");
}

#[test]
fn terms_of_renewals_filter_the_list() {
    for (filter, names) in [
        ("forecast:commit", vec!["Dover"]),
        ("forecast:at-risk,none due:2024-Q4", vec!["Eton"]),
        ("due:overdue", vec!["Cobalt"]),
        ("due:2025-01", vec!["Acme"]),
        ("todo:no-plan csm:ada", vec!["Eton", "Acme"]),
        ("!forecast:none segment:enterprise", vec!["Acme"]),
        ("risk:high", vec!["Borealis"]),
    ] {
        let mut bench = at(120, 36, &format!("/ \"{filter}\" enter"));
        bench.shows(&format!("{} of 6", names.len()));
        for name in names {
            bench.shows(name);
        }
    }
    at(120, 36, "/ \"due:soon\" enter").shows("write due:overdue, due:2026-Q4 or due:2026-11");
}

/// A CSM looks at what comes due, changes two forecasts, closes one up and one lost, and takes all of it back.
#[test]
fn the_week_of_a_csm() {
    const CALLS: &str =
        "SELECT group_concat(account_id || ' ' || stage || ' ' || coalesce(forecast, 'none') || ' ' ||
        coalesce(reason, ''), '; ' ORDER BY account_id) FROM renewal";
    let bench = at(120, 36, "/ \"csm:ada due:2024-Q4,2025-Q1\" enter");
    let before = bench.tables();
    let mut bench = bench;
    bench.shows("2 of 6").shows("Eton").shows("Acme");
    // The budget of Eton is there again, Acme looks elsewhere.
    let bench = bench.press("c \"commit\" tab ctrl-u \"The budget is back\" ctrl-s").done().changed();
    let mut bench = bench.press("j c \"at risk\" tab ctrl-u \"They compare prices\" ctrl-s").done().changed();
    bench.shows("▲ at risk").shows("at risk: They compare prices");
    assert_eq!(
        bench.value(CALLS),
        "1 preparing at risk They compare prices; 4 quoted commit Signed by Tom; 5 preparing commit The budget is back"
    );
    // Eton signs for a tenth more: 66,000 a year from the day the present term ends.
    let mut bench = bench.press("k W");
    bench.shows("Won: the next contract");
    let mut bench = bench.press("tab tab ctrl-u \"66k\" ctrl-s").done().changed();
    bench.shows("✓ won");
    assert_eq!(
        bench.value("SELECT start_on || ' ' || end_on || ' ' || yearly_minor FROM contract WHERE id = 7"),
        "20080 20445 6600000"
    );
    let mut bench = bench.press("j L \"price\" enter").done().changed();
    bench.shows("■ lost").shows("Lost the renewal of Acme");
    assert_eq!(
        bench.value("SELECT stage || ' ' || churn_reason FROM renewal WHERE id = 1"),
        "lost price/budget"
    );
    // Of 60,000 and 48,000 that end 66,000 goes on.
    bench.shows("2 due $108.0k").shows("✓ won $60.0k").shows("■ lost $48.0k");
    let mut bench = bench;
    for _ in 0..4 {
        bench = bench.press("u").done().changed();
    }
    let now = bench.tables();
    for (table, rows) in
        before.iter().filter(|(table, _)| ["contract", "renewal", "renewal_change"].contains(&&***table))
    {
        assert_eq!(Some(rows), now.get(table), "{table}");
    }
    bench.shows("best case: Ines likes it");
}

/// A lead looks at the quarter by CSM and by forecast, goes through what may be lost, and asks why.
#[test]
fn the_review_of_a_lead() {
    let mut bench = at(120, 36, "b down down enter");
    bench
        .shows("year by CSM")
        .shows("Ada Boyd  3 due $198.0k")
        .shows("Jonas Weiß  2 due $48.0k")
        .shows("no CSM  1 due");
    let mut bench = bench.press("b down down enter");
    bench.shows("year by forecast").shows("commit  1 due $36.0k").shows("no forecast  3 due $126.0k");
    let mut bench = bench.press("b home enter / \"due:2024-Q4\" enter");
    bench.shows("2 of 6").shows("2024-Q4  2 due $96.0k");
    let mut bench = bench.press("esc n w");
    bench
        .shows("Eton")
        .shows("Budget freeze")
        .shows("Risk by the rules")
        .shows("no account plan up to its end in 2024-Q4");
    let mut bench = bench.press("esc n w");
    bench.shows("churn notice since 2024-09-29");
    let mut bench = bench.press("esc enter");
    bench.shows("Borealis").shows("Days before the end");
    let mut bench = bench.press("esc");
    bench.shows("Timeline");
}

/// Eton is lost, Acme is won at 10 % more, Dover at $30,000 instead of 36,000.
const SUPPOSED: &str = "S right e \"30k\" enter right L right > >";

#[test]
fn a_what_if_shows_what_retention_would_be_and_writes_nothing() {
    let bench = at(120, 36, "");
    let before = bench.tables();
    let mut bench = bench.press(SUPPOSED);
    // 24 + 36 + 60 + 48 + 12 + 90 = 270 thousand a year are 22,500 a month, Cobalt as if it had gone on. As forecast Eton
    // is lost, the others go on: 17,500, which is 77.8 %. In a year, as supposed, Acme pays 400 more and Dover 500 less:
    // 17,400, 77.3 %; of each no more than before 17,000, 75.6 %.
    bench.shows("77.8% → 77.3%").shows("77.8% → 75.6%");
    // This quarter 96,000 end, of which 36,000 are likely, then 30,000.
    bench.shows("2024-Q4").shows("$36.0k → $30.0k").shows("won $30.0k").shows("won +10%").shows("■ lost");
    bench.shows("3 renewals marked, the others as forecast · not in the book");
    let mut bench = bench.press("c");
    bench.shows("leave the what-if first");
    let mut bench = bench.press("esc");
    bench.shows("Nothing was saved; S shows the 3 marks again").shows("▲ at risk");
    assert_eq!(bench.tables(), before);
    let mut bench = bench.press("S x");
    bench.shows("2 renewals marked");
    bench.press("X").shows("nothing is supposed yet");
}

#[test]
fn a_what_if_is_saved_as_forecasts_after_a_question_and_one_undo_takes_it_back() {
    let bench = at(80, 24, "");
    let before = bench.tables();
    let mut bench = bench.press(SUPPOSED).press("ctrl-s");
    bench
        .shows("Write these as the forecasts of 3 renewals?")
        .shows("Eton: lost")
        .shows("Dover: commit, won $30.0k");
    let mut bench = bench.press("y").done().changed();
    bench.shows("Forecast of 3 renewals, as tried out");
    assert_eq!(
        bench.value("SELECT group_concat(account_id || ' ' || forecast || ' ' || coalesce(amount_minor, '') || ' ' || reason,
            '; ' ORDER BY account_id) FROM renewal"),
        "1 commit 5280000 What-if of 2024-10-04; 4 commit 3000000 What-if of 2024-10-04; 5 lost  What-if of 2024-10-04"
    );
    let bench = bench.press("esc u").done().changed();
    assert_eq!(bench.tables()["renewal"], before["renewal"]);
}

#[test]
fn what_cannot_be_supposed_says_why() {
    at(80, 24, "S e \"cheap\" enter").shows("cheap");
    at(80, 24, "S right e \"-100%\" enter").shows("a renewal for nothing is none");
    // Borealis goes on by a contract that is there.
    let next = "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, plan)
      VALUES (9, 'C-9', 1, 20100, 20465, 5000000, 'Pro');";
    let mut bench = Bench::with(&format!("{MORE}{next}"), (80, 24)).press("5 right right right S L");
    bench.shows("a next contract is there already");
}

#[test]
fn it_draws_at_every_size() {
    for (keys, step) in [("", 1), ("S > L", 1), ("t", 3), ("w", 3), ("b end enter", 3)] {
        let mut bench = at(40, 40, keys);
        for width in (0..=40).step_by(step) {
            for height in (0..=40).step_by(step) {
                bench.resize(width, height);
                bench.draw();
            }
        }
    }
}

#[test]
fn it_looks_as_it_did() {
    for (width, height) in [(80, 24), (120, 36), (200, 60), (40, 12)] {
        for (name, keys) in [("timeline", ""), ("table", "t"), ("what_if", SUPPOSED)] {
            let mut bench = at(width, height, keys);
            insta::assert_snapshot!(format!("renewals_{name}_{width}x{height}"), bench.styled());
        }
    }
}
