//! The page of revenue over a real engine: figures on screen, keys in, accounts behind a movement.

use std::process::Command;

use mainstay::engine::Event;
use serde_json::Value;

use crate::bench::Bench;

/// On 2024-10-04 (day 20000); a year before is 2023-10-04 (day 19634), dollars a month:
///
/// | account | CSM | then | what happens | now |
/// |---|---|---|---|---|
/// | 11 Alder | Ada | 1,000 | 1,500 from 19800 | 1,500 |
/// | 12 Birch | Ada | 2,000 | 1,200 from 19800 | 1,200 |
/// | 13 Cedar | Jonas | 500 | ends on 19900: price/budget | 0 |
/// | 14 Dogwood | Jonas | 0 | left on 19500, back with 300 from 19850 | 300 |
/// | 15 Elder | none | 0 | 800 from 19850 | 800 |
/// | 16 Fir | Jonas | | in francs, for which there is no rate | |
const BOOK: &str = "
    INSERT INTO segment (id, name) VALUES (101, 'enterprise');
    INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd'), (2, 'Jonas Weiß');
    INSERT INTO setting (name, value) VALUES ('currency', 'USD');
    INSERT INTO account (id, name, csm_id, segment_id, stage) VALUES (11, 'Alder', 1, 101, 2), (12, 'Birch', 1, NULL, 2),
      (13, 'Cedar', 2, 101, 2), (14, 'Dogwood', 2, NULL, 2), (15, 'Elder', NULL, NULL, 2), (16, 'Fir', 2, NULL, 2);
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency) VALUES
      (11, 19000, 19800, 1200000, NULL), (11, 19800, NULL, 1800000, NULL),
      (12, 19000, 19800, 2400000, NULL), (12, 19800, NULL, 1440000, NULL),
      (13, 19000, 19900, 600000, NULL), (14, 19000, 19500, 300000, NULL), (14, 19850, NULL, 360000, NULL),
      (15, 19850, NULL, 960000, NULL), (16, 19000, NULL, 100000, 'CHF');
    INSERT INTO renewal (account_id, due_on, stage, churn_reason) VALUES (13, 19900, 'lost', 'price/budget');";

fn bench(width: u16, height: u16) -> Bench {
    let bench = Bench::over((width, height), |_, book| book.execute_batch(BOOK).unwrap());
    shown(bench.press("$"))
}

/// Waits for what was asked.
fn shown(mut bench: Bench) -> Bench {
    bench.wait(|event| matches!(event, Event::Revenue(..)));
    bench
}

#[test]
fn the_way_of_mrr_stands_step_by_step_with_amounts_and_accounts() {
    let mut bench = bench(120, 36);
    // 1,000 + 2,000 + 500; 1,500 + 1,200 + 300 + 800.
    bench.shows("MRR $3.5k → $3.8k  +$300  NRR 77.1%  GRR 62.9% endpoint form  logos 66.7%  1 left out");
    for line in ["+ New", "+$800.00", "+$500.00", "-$800.00", "-$500.00", "+$300.00"] {
        bench.shows(line);
    }
    // Lost month by month: 800 and 500 of 3,500.
    bench.shows("GRR, movements form").shows("price/budget").shows("2024-Q2");
}

#[test]
fn the_page_reads_at_every_size_and_without_colour() {
    for (width, height) in [(80, 24), (120, 36), (200, 60), (40, 12)] {
        insta::assert_snapshot!(format!("revenue_{width}x{height}"), bench(width, height).styled());
    }
}

#[test]
fn by_csm_one_sees_each_and_then_one_alone() {
    let bench = shown(bench(120, 50).press("b j enter"));
    let mut bench = bench.press("G");
    bench.shows("· by CSM").shows("unassigned");
    insta::assert_snapshot!("revenue_by_csm", bench.text());
    // Ada's is the first line below the movements, the ratios and the two reasons.
    let keys = format!("g {} enter", "j ".repeat(7 + 8 + 2));
    let mut bench = shown(bench.press(&keys));
    // 1,000 + 2,000; 1,500 + 1,200.
    bench.shows("Ada Boyd alone").shows("MRR $3.0k → $2.7k");
    let mut bench = shown(bench.press("esc"));
    bench.shows("MRR $3.5k → $3.8k");
}

#[test]
fn enter_lists_who_moved_and_opens_one_at_its_renewals() {
    // Start, new, expansion, contraction.
    let mut bench = bench(120, 36).press("j j j enter");
    bench.shows("Contraction: 1 account").shows("Birch").shows("-$800.00");
    assert!(!bench.text().contains("Alder"));
    let mut bench = bench.press("enter");
    bench.shows(" Birch   Overview").shows("No renewal: no contract has an end");
    // Back to the list, and from it to the figures.
    let mut bench = shown(bench.press("esc"));
    bench.shows("Contraction: 1 account");
    bench.press("esc").shows("Retention");
    insta::assert_snapshot!("revenue_accounts", self::bench(80, 24).press("enter").text());
}

#[test]
fn enter_on_a_reason_lists_who_was_lost_for_it() {
    // The movements are 7 lines and the ratios 8. Birch shrank by 800 for no reason; Cedar left with 500.
    let keys = format!("g {}", "j ".repeat(7 + 8));
    let mut bench = bench(120, 50).press(&format!("{keys} enter"));
    bench.shows("Lost, no reason given: 1 account").shows("Birch").shows("-$800.00");
    assert!(!bench.text().contains("Cedar"));
    let mut bench = bench.press("esc j enter");
    bench.shows("Lost, price/budget: 1 account").shows("Cedar").shows("-$500.00");
    assert!(!bench.text().contains("Birch"));
    bench.press("enter").shows(" Cedar   Overview");
}

#[test]
fn w_tells_what_a_figure_is_made_of() {
    let keys = format!("{} w", "j ".repeat(7));
    let mut bench = bench(120, 36).press(&keys);
    // 1,500 + 1,200 of 3,500.
    bench.shows("$2,700.00 / $3,500.00: MRR at the end of the 3 accounts");
    bench.shows("Left out of every figure: 1 account").shows("From contracts");
    let mut bench = bench.press("j");
    bench.shows("$2,200.00 / $3,500.00: of each account");
    let mut bench = bench.press("j");
    bench.shows("($3,500.00 - $800.00 - $500.00) / $3,500.00");
    let mut bench = bench.press("esc");
    assert!(!bench.text().contains("Never above"));
}

#[test]
fn the_period_is_chosen_and_the_tabs_go_round() {
    let mut bench = shown(bench(120, 36).press("left"));
    bench.shows("year to date").shows("2024-01-01 to 2024-10-04");
    let mut bench = shown(bench.press("left left"));
    bench.shows("this quarter").shows("2024-10-01 to 2024-10-04");
    bench = bench.press("left");
    bench.shows("This quarter is the shortest");
    let mut bench = bench.press("tab");
    bench.shows("renewal is due in the next three years");
    let mut bench = shown(bench.press("shift-tab"));
    bench.shows("From start to end");
}

#[test]
fn an_empty_book_says_what_to_do() {
    let bench = Bench::over((80, 24), |_, _| {});
    let mut bench = shown(bench.press("$"));
    bench.shows("No contract had MRR in this period.").shows("mainstay import contracts");
}

#[test]
fn a_change_anywhere_is_on_the_page() {
    let bench = bench(120, 36);
    bench.outside("UPDATE contract SET yearly_minor = 2040000 WHERE account_id = 15");
    let mut bench = shown(bench.changed());
    // 1,700 instead of 800.
    bench.shows("MRR $3.5k → $4.7k");
}

#[test]
fn the_page_tells_what_metrics_tells() {
    let mut bench = bench(200, 60);
    let out = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["--book", bench.location.path().to_str().unwrap(), "--today", "2024-10-04"])
        .args(["metrics", "--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    let screen = bench.text();
    let line = |label: &str| {
        screen.lines().find(|line| line.contains(label)).unwrap_or_else(|| panic!("{label}\n{screen}"))
    };
    let money = |value: &Value| {
        let minor = value["minor"].as_i64().unwrap();
        let (sign, minor) = if minor < 0 { ("-", -minor) } else { ("", minor) };
        let (whole, cents) = (minor / 100, minor % 100);
        let whole =
            if whole < 1000 { whole.to_string() } else { format!("{},{:03}", whole / 1000, whole % 1000) };
        format!("{sign}${whole}.{cents:02}")
    };
    for (label, key) in [
        ("  Start", "start_mrr"),
        ("+ New", "new"),
        ("+ Expansion", "expansion"),
        ("- Contraction", "contraction"),
        ("- Churn", "churn"),
        ("+ Reactivation", "reactivation"),
        ("= End", "end_mrr"),
    ] {
        assert!(line(label).contains(&money(&told[key])), "{label}: {}\n{screen}", told[key]);
    }
    for (label, key) in [
        ("NRR    ", "nrr"),
        ("GRR, endpoint form", "grr"),
        ("Logo retention", "logo_retention"),
        ("Gross MRR churn", "gross_churn"),
        ("Net MRR churn", "net_churn"),
        ("Expansion, of MRR", "expansion_mrr_rate"),
        ("Expansion, of accounts", "expansion_rate"),
    ] {
        let percent = format!("{:.1}%", told[key].as_f64().unwrap() * 100.0);
        assert!(line(label).contains(&percent), "{label}: {percent}\n{screen}");
    }
    for cohort in told["cohorts"].as_array().unwrap() {
        let kept = &cohort["kept"][0];
        let share = kept["mrr"]["minor"].as_f64().unwrap() / cohort["mrr"]["minor"].as_f64().unwrap() * 100.0;
        let cell = format!("{share:.1}% ({})", kept["accounts"]);
        assert!(line(cohort["quarter"].as_str().unwrap()).contains(&cell), "{cell}\n{screen}");
    }
}
