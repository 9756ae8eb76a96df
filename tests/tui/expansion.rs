//! The screen of expansion and the page of an account over a real engine: keys in, rows and screen out.

use mainstay::engine::Event;

use crate::bench::Bench;

/// On Friday 2024-10-04 (day 20000). Everyone is green by the use of their seats (80 % of them give 100 points), live and
/// past their first outcome; Eton is not.
///
/// | account | seats used | beside |
/// |---|---|---|
/// | 11 Alder | 95 of 100 | two opportunities |
/// | 12 Birch | 45 of 50 | a new department |
/// | 13 Cedar | 40 of 50 | grows, but a P1 is open |
/// | 14 Dogwood | 40 of 50 | no reason |
/// | 15 Eton | 60 of 60 | no first outcome yet |
const BOOK: &str = "
    INSERT INTO segment (id, name) VALUES (101, 'enterprise');
    INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd'), (2, 'Jonas Weiß');
    INSERT INTO setting (name, value) VALUES ('currency', 'USD');
    INSERT INTO account (id, name, csm_id, segment_id, stage, go_live_on, first_outcome_on) VALUES
      (11, 'Alder', 1, 101, 2, 19500, 19530), (12, 'Birch', 1, 101, 2, 19500, 19530),
      (13, 'Cedar', 2, 101, 2, 19500, 19530), (14, 'Dogwood', 2, NULL, 2, 19500, 19530),
      (15, 'Eton', NULL, NULL, 2, 19500, NULL);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, seats, plan) VALUES
      (1, 'A-1', 11, 19800, 20200, 9600000, 100, 'Pro'), (2, 'B-1', 12, 19800, 20200, 4800000, 50, 'Max'),
      (3, 'C-1', 13, 19800, 20200, 4800000, 50, 'Max'), (4, 'D-1', 14, 19800, 20200, 4800000, 50, 'Max'),
      (5, 'E-1', 15, 19800, 20200, 6000000, 60, 'Pro');
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 11, 'Ines Duarte', 1);
    INSERT INTO feature (id, name, in_catalog, core, advanced, plans) VALUES
      (1, 'Orders', 1, 1, 0, NULL), (2, 'Alerts', 1, 0, 1, 'Max');
    INSERT INTO metric (id, name) VALUES (1, 'active_users');
    INSERT INTO usage (account_id, metric_id, used_on, value) VALUES
      (11, 1, 19995, 95), (12, 1, 19995, 45), (13, 1, 19995, 40), (14, 1, 19995, 40), (15, 1, 19995, 60);
    INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES
      (11, 1, 19990, 5), (12, 1, 19990, 5), (13, 1, 19990, 5), (14, 1, 19990, 5), (15, 1, 19990, 5),
      (12, 2, 19990, 5), (13, 2, 19990, 5);
    INSERT INTO signal (account_id, seen_on, kind) VALUES (12, 19980, 'new department'), (13, 19970, 'growth plan');
    INSERT INTO ticket (account_id, opened_on, priority, subject) VALUES (13, 19999, 1, 'Nobody can log in');
    INSERT INTO opportunity (id, account_id, title, kind, amount_minor, seats, stage, opened_on, close_on, problem,
      unit_value_minor, unit, units_micro) VALUES
      (1, 11, 'Forty seats', 'seats', 2400000, 40, 'presented', 19950, 20030, 'People share logins', 6000, 'hours', 700000000),
      (2, 11, 'The next tier', 'feature', 1200000, NULL, 'identified', 19990, NULL, NULL, NULL, NULL, NULL);
    INSERT INTO opportunity (id, account_id, title, amount_minor, stage, opened_on, closed_on, lost_reason) VALUES
      (3, 14, 'A second site', 600000, 'lost', 19700, 19800, 'price/budget');";

fn at(width: u16, height: u16) -> Bench {
    let bench = Bench::over((width, height), |_, book| book.execute_batch(BOOK).unwrap());
    shown(bench.press("6"))
}

/// Waits for what is read on the other thread.
fn shown(mut bench: Bench) -> Bench {
    bench.wait(|event| matches!(event, Event::Expansion(..)));
    bench
}

#[test]
fn candidates_stand_by_readiness_and_below_who_is_not_to_be_asked_now_with_why() {
    let mut bench = at(120, 36);
    bench.shows("✓ 2 candidates").shows("! 2 not now");
    bench.shows("95 of 100 seats used").shows("new department since 2024-09-14");
    bench.shows("a P1 is open since 2024-10-03").shows("health is 74.0, yellow; the first");
    // 40 % of 24,000 and 10 % of 12,000 are 9,600 and 1,200. Of two proposals made none is won.
    bench.shows("2 open $36.0k, weighted $10.8k").shows("proposals won 0 of 2 (0 %)");
    let text = bench.text();
    let places: Vec<_> = ["Alder", "Birch", "Not now", "Cedar", "Eton"].map(|name| text.find(name)).into();
    assert!(places.iter().all(Option::is_some), "{text}");
    assert!(!text.contains("Dogwood"), "no reason:\n{text}");
    let mut bench = bench.press("tab");
    bench.shows("presented  1  $24.0k, weighted $9.6k").shows("lost  1  $6.0k").shows("75 %");
}

#[test]
fn why_tells_the_arithmetic_and_what_they_do_not_have() {
    let mut bench = at(120, 36);
    bench = bench.press("g w");
    let selected = bench.app.selected();
    bench.shows("Why: the expansion of").shows("Readiness").shows("Seats in use");
    // Three green customers on Max: two use alerts. Birch and Cedar have them, Alder is told of all three.
    if selected == Some(11) {
        bench.shows("2 of 3 green customers");
    }
}

#[test]
fn terms_filter_both_views_and_groups_cut_them() {
    for (filter, shown) in [
        ("reason:seats", vec!["Alder", "Eton"]),
        ("block:p1", vec!["Cedar"]),
        ("csm:ada !reason:seats", vec!["Birch"]),
        ("kind:organisation", vec!["Birch"]),
    ] {
        let mut bench = at(120, 36).press(&format!("/ \"{filter}\" enter"));
        bench.shows(&format!("{} of 4", shown.len()));
        for name in shown {
            bench.shows(name);
        }
    }
    let mut bench = at(120, 36).press("tab / \"deal:presented\" enter");
    bench.shows("1 of 3").shows("Forty seats");
    // Words are those of the account or of the title, as they stand there; both have to be in one of them.
    for (filter, shown) in
        [("forty", "1 of 3"), ("alder tier", "1 of 3"), ("!forty", "2 of 3"), ("fts", "0 of 3")]
    {
        at(120, 36).press(&format!("tab / \"{filter}\" enter")).shows(shown);
    }
    at(80, 24).press("tab /").shows("name or title, deal:proposal, kind:seats, csm:NAME").shows("3 of 3");
    at(80, 24).press("/").shows("name, reason:seats, block:p1");
    at(120, 36).press("/ \"reason:luck\" enter").shows("capacity, seats, need, goal, growth");
    let mut bench = at(120, 36).press("b j enter");
    bench.shows("Ada Boyd  2").shows("Jonas Weiß  1").shows("no CSM  1");
}

/// A candidate becomes an opportunity, which is driven to a contract; every step is taken back.
#[test]
fn from_a_candidate_to_a_contract_and_back() {
    let bench = at(120, 36);
    let before = bench.tables();
    let mut bench = bench.press("/ \"alder\" enter a");
    bench.shows("New opportunity · Alder").shows("More seats").shows("95 of 100 seats used");
    // 95 users are 80 % of 118.75: 119 seats, 19 more.
    bench.shows("19");
    let bench = bench.press("tab tab \"12k\" ctrl-s").done().changed();
    let row = "SELECT title || '|' || kind || '|' || amount_minor || '|' || seats || '|' || stage FROM opportunity WHERE id = 4";
    assert_eq!(bench.value(row), "More seats|seats|1200000|19|identified");
    let mut bench = shown(bench).press("tab / ctrl-u \"alder kind:seats\" enter g");
    bench.shows("◌ identified").shows("More seats");
    let mut bench = bench;
    for stage in ["proposal", "presented", "business case"] {
        bench = bench.press(">").done().changed();
        assert_eq!(bench.value("SELECT stage FROM opportunity WHERE id = 4"), stage);
    }
    let mut bench = bench.press(">");
    bench.shows("Who approved it?");
    let bench = bench.press("\"ines\" enter ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT stage || approved_by_id || approved_on FROM opportunity WHERE id = 4"),
        "approved120000"
    );
    let mut bench = bench.press(">");
    bench
        .shows("Won: into which contract?")
        .shows("A contract of its own, to 2025-04-22")
        .shows("Change A-1 Pro");
    let mut bench = bench.press("enter");
    bench.shows("Won: a contract of its own");
    let bench = bench.press("ctrl-s").done().changed();
    assert_eq!(
        bench.value("SELECT account_id || ' ' || start_on || ' ' || end_on || ' ' || yearly_minor || ' ' || seats FROM contract WHERE id = 6"),
        "11 20000 20200 1200000 19"
    );
    let mut bench = bench;
    for _ in 0..6 {
        bench = bench.press("u").done().changed();
    }
    let now = bench.tables();
    for table in ["contract", "opportunity", "opportunity_change"] {
        assert_eq!(before.get(table), now.get(table), "{table}");
    }
}

#[test]
fn lost_asks_why_and_a_stage_goes_back() {
    let bench = at(120, 36).press("tab / \"alder deal:presented\" enter");
    let bench = bench.press("<").done().changed();
    assert_eq!(bench.value("SELECT stage FROM opportunity WHERE id = 1"), "proposal");
    let bench = bench.press("/ ctrl-u \"alder kind:seats\" enter");
    let mut bench = bench.press("L");
    bench.shows("Lost: why?");
    let mut bench = bench.press("\"price\" enter").done().changed();
    assert_eq!(
        bench.value("SELECT stage || ' ' || lost_reason FROM opportunity WHERE id = 1"),
        "lost price/budget"
    );
    bench.shows("Lost \"Forty seats\" of Alder");
    bench.press("W").shows("it is closed; undo or history opens it");
}

#[test]
fn won_into_the_present_contract_shows_its_terms_from_then_on() {
    let mut bench = at(120, 36).press("tab / \"alder deal:presented\" enter W down enter");
    // 96,000 + 24,000 a year; 100 + 40 seats.
    bench.shows("Won: the contract from then on").shows("120000").shows("140");
    let bench = bench.press("ctrl-s").done().changed();
    let row = "SELECT start_on || ' ' || end_on || ' ' || yearly_minor || ' ' || seats || ' ' || plan FROM contract WHERE id = 6";
    assert_eq!(bench.value(row), "20000 20200 12000000 140 Pro");
    assert_eq!(bench.value("SELECT end_on FROM contract WHERE id = 1"), "20000");
}

#[test]
fn the_page_of_an_account_tells_readiness_whitespace_and_opportunities() {
    let mut bench = at(120, 36).press("/ \"alder\" enter enter");
    bench.shows("✓ a candidate").shows("What they do not have").shows("Alerts").shows("Forty seats");
    let mut bench = bench.press("j");
    // 700 hours x $60 = $42,000; less $24,000, by $24,000.
    bench.shows("return: ($42,000.00 - $24,000.00) / $24,000.00 = 75%").shows("People share logins");
    let mut bench = bench.press("e");
    bench.shows("Opportunity · Forty seats").shows("A unit is worth");
    let mut bench = bench.press("esc esc");
    bench.shows("Candidates");
}

#[test]
fn empty_lists_teach() {
    let mut bench = shown(Bench::over((80, 24), |_, _| {}).press("6"));
    bench.shows("Nobody has a reason to buy more yet").shows("seats over 90 %");
    bench.press("tab").shows("mainstay import opportunities");
    at(80, 24).press("/ \"nobody\" enter").shows("Nothing passes the filter");
}

#[test]
fn the_screens_read_at_their_sizes() {
    for (width, height) in [(80, 24), (120, 36), (40, 12)] {
        let name = |of: &str| format!("expansion_{of}_{width}x{height}");
        let mut bench = at(width, height);
        insta::assert_snapshot!(name("candidates"), bench.styled());
        let mut bench = bench.press("tab");
        insta::assert_snapshot!(name("pipeline"), bench.styled());
        let mut bench = bench.press("/ \"deal:presented\" enter enter");
        insta::assert_snapshot!(name("account"), bench.styled());
        let mut bench = bench.press("j");
        insta::assert_snapshot!(name("deal"), bench.styled());
    }
    insta::assert_snapshot!("expansion_why_120x36", at(120, 36).press("/ \"alder\" enter w").text());
}

#[test]
fn every_size_can_be_drawn() {
    let mut bench = at(80, 24);
    for keys in ["", "w", "esc tab", "enter", "j"] {
        bench = bench.press(keys);
        for (width, height) in (0..=40).flat_map(|width| (0..=40).map(move |height| (width, height))) {
            if width % 3 == 0 || height % 3 == 0 {
                bench.resize(width, height);
                bench.draw();
            }
        }
        bench.resize(80, 24);
    }
}
