//! Why a renewal may be lost, by name: each factor of the policy with the fact behind it, and the list of what is to
//! be done. It is 2026-06-30; every account has a contract until 2026-09-01, in 63 days.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use mainstay::domain::{Band, Level};
use mainstay::engine::{Standing, Wanted};
use mainstay::health::policy::RiskFactor;
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;

use crate::support::{Desk, TODAY, day};

const FACTS: [(&str, &str); 6] = [
    // 40 of 100 seats.
    ("usage", "account,date,metric,value\nseats,2026-06-29,active_users,40\n"),
    (
        "signals",
        "external_id,account,date,kind\ns1,conditions,2026-06-20,change of use conditions\n\
         s2,budget,2026-06-21,budget cut\ns3,issue,2026-06-22,technical issue\n\
         s4,rival,2026-06-23,competitor evaluation\ns5,notice,2026-06-24,churn notice\n",
    ),
    // The sponsor left and nobody came after.
    (
        "contacts",
        "external_id,account,name,role,left_on\nc1,sponsor,Vera,executive sponsor,2026-06-01\n\
         c2,silence,Olaf,champion,\n",
    ),
    ("tickets", "external_id,account,opened_on,priority\nt1,ticket,2026-06-25,P1\n"),
    (
        "surveys",
        "external_id,account,kind,score,date\nn1,nps,nps,3,2026-06-20\nn2,csat,csat,1,2026-06-20\n\
         n3,csat,csat,2,2026-06-21\n",
    ),
    // The others were spoken to yesterday.
    ("touchpoints", "external_id,account,date,kind\np1,silence,2025-06-30,call\np2,quiet,2026-06-29,call\n"),
];

const ACCOUNTS: [&str; 11] = [
    "seats",
    "conditions",
    "budget",
    "issue",
    "rival",
    "notice",
    "sponsor",
    "ticket",
    "nps",
    "csat",
    "silence",
];

fn desk() -> Desk {
    let mut desk = Desk::new();
    let names = ACCOUNTS.iter().chain(&["quiet"]);
    let accounts = names.clone().map(|name| format!("{name},{name}\n")).collect::<String>();
    let contracts = names.map(|name| format!("k-{name},{name},2025-09-01,2026-09-01,100,100\n"));
    import(&mut desk, "accounts", format!("external_id,name\n{accounts}"));
    let contracts = contracts.collect::<String>();
    import(&mut desk, "contracts", format!("external_id,account,start,end,mrr,seats\n{contracts}"));
    for (kind, csv) in FACTS {
        import(&mut desk, kind, csv.to_owned());
    }
    desk
}

fn import(desk: &mut Desk, kind: &str, csv: String) {
    let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), csv.into_bytes());
    let report = desk.writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
}

/// The renewals by the names of their accounts.
fn standings(desk: &Desk) -> BTreeMap<String, Standing> {
    let renewals = desk.view(TODAY).renewals(Wanted::within(None, TODAY, 365)).unwrap();
    let names: BTreeMap<String, String> = desk
        .rows("SELECT id, external_id FROM account")
        .iter()
        .filter_map(|row| row.split_once('|'))
        .map(|(id, name)| (id.into(), name.into()))
        .collect();
    let named = |own: Standing| (names[&own.renewal.account.to_string()].clone(), own);
    renewals.standings.into_iter().map(named).collect()
}

fn words(standing: &Standing, factor: RiskFactor) -> Option<&str> {
    let found = standing.risk.as_ref()?.factors.iter().find(|own| own.factor == factor);
    found.map(|own| own.words.as_str())
}

#[test]
fn each_fact_is_a_factor_by_name_with_what_is_behind_it_and_nobody_elses() {
    let all = standings(&desk());
    let expected = [
        ("seats", RiskFactor::UnusedSeats, "40% of the seats are used"),
        ("conditions", RiskFactor::ChangedUse, "change of use conditions since 2026-06-20"),
        ("budget", RiskFactor::ChangedUse, "budget cut since 2026-06-21"),
        ("issue", RiskFactor::TechnicalIssue, "technical issue since 2026-06-22"),
        ("rival", RiskFactor::Competitor, "competitor evaluation since 2026-06-23"),
        ("notice", RiskFactor::ChurnNotice, "churn notice since 2026-06-24"),
        ("sponsor", RiskFactor::ContactChange, "a sponsor or champion left and was not replaced"),
        ("ticket", RiskFactor::Escalation, "a severe ticket is unresolved"),
        ("nps", RiskFactor::LowNps, "NPS answers of 3.0 on average"),
        ("csat", RiskFactor::LowCsat, "0% of the CSAT answers are good"),
        ("silence", RiskFactor::Silence, "not spoken to since 2025-06-30"),
    ];
    for (account, factor, because) in expected {
        assert_eq!(words(&all[account], factor), Some(because), "{account}");
        assert_eq!(words(&all["quiet"], factor), None, "{because}");
        let others = expected.iter().filter(|other| other.0 != account && other.1 != factor);
        for other in others.filter(|other| other.1 != RiskFactor::Silence) {
            assert_eq!(words(&all[account], other.1), None, "{account}: {}", other.2);
        }
    }
    // None of them has an account plan: that is a factor of its own.
    for standing in all.values().filter(|own| own.renewal.due_on == day("2026-09-01")) {
        assert_eq!(
            words(standing, RiskFactor::NoPlan),
            Some("no account plan up to its end in 2026-Q3"),
            "{standing:?}"
        );
    }
}

#[test]
fn the_quote_is_late_from_the_day_after_it_was_to_be_out() {
    // Sixty days before 2026-09-01.
    let desk = Desk::new();
    let late = |on: &str| {
        let standing = desk.renewals(day(on)).remove(0);
        words(&standing, RiskFactor::LateQuote).map(str::to_owned)
    };
    assert_eq!(late("2026-07-03"), None);
    assert_eq!(late("2026-07-04").as_deref(), Some("the quote was to be out by 2026-07-03"));
}

#[test]
fn points_add_up_to_the_level_that_the_policy_gives_them() {
    // Notice is 4 points, a competitor 3, a technical issue 1; nobody has a plan, which is 1, and nobody but "quiet"
    // and "silence" was ever spoken to, which is 1: medium from 2 on, high from 4.
    let all = standings(&desk());
    let told = |name: &str| {
        let risk = all[name].risk.as_ref().unwrap();
        assert_eq!(risk.points, risk.factors.iter().map(|own| own.points).sum::<i64>());
        (risk.points, risk.level)
    };
    assert_eq!(told("quiet"), (1, Level::Low));
    // Silence for a year makes it red, and so does a competitor: 3 more.
    assert_eq!((all["silence"].band, told("silence")), (Band::Red, (5, Level::High)));
    assert_eq!((all["rival"].band, told("rival")), (Band::Red, (8, Level::High)));
    assert_eq!(told("issue"), (3, Level::Medium));
    assert!(told("notice").0 >= 6);
}

#[test]
fn of_the_sample_the_band_and_the_trend_are_factors_where_they_hold_and_only_there() {
    let mut desk = Desk::with("DELETE FROM account; DELETE FROM team_member; DELETE FROM segment;");
    for (kind, csv) in sample::FILES {
        let bytes = sample::dated(csv, TODAY).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        desk.writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    let mut bands = BTreeMap::new();
    let mut declining = 0;
    for standing in standings(&desk).values().filter(|own| own.risk.is_some()) {
        for (factor, band) in [(RiskFactor::Red, Band::Red), (RiskFactor::Yellow, Band::Yellow)] {
            assert_eq!(words(standing, factor).is_some(), standing.band == band, "{standing:?}");
        }
        *bands.entry(standing.band).or_insert(0) += 1;
        declining += i32::from(words(standing, RiskFactor::Declining).is_some());
    }
    assert!(bands[&Band::Red] > 0 && bands[&Band::Yellow] > 0 && bands[&Band::Green] > 0 && declining > 0);
}

#[test]
fn the_list_of_120_90_60_and_30_days_is_due_by_its_day_and_done_by_facts() {
    let desk = Desk::new();
    let list = |on: &str| {
        let view = desk.view(day(on));
        let dossiers = view.renewals_of(&view.judge().unwrap(), 1).unwrap();
        dossiers[0].checklist.iter().map(|item| (item.at, item.what, item.due, item.done)).collect::<Vec<_>>()
    };
    // 121, 120, 90, 60 and 30 days before 2026-09-01.
    for (on, reached) in
        [("2026-05-03", 121), ("2026-05-04", 120), ("2026-06-03", 90), ("2026-07-03", 60), ("2026-08-02", 30)]
    {
        let items = list(on);
        assert!(items.iter().all(|(at, _, due, _)| *due == (*at >= reached)), "{on}: {items:?}");
        let steps: Vec<i32> = items.iter().map(|item| item.0).collect();
        assert!(steps.is_sorted_by(|a, b| a >= b) && [120, 90, 60, 30].iter().all(|at| steps.contains(at)));
    }
    let done = |what: &str| list("2026-06-30").iter().any(|item| item.1 == what && item.3);
    assert!(
        !done("a forecast was made")
            && !done("the forecast is commit or at risk")
            && !done("the quote is out")
    );
    desk.shell.said(&["renewal", "forecast", "A-1", "best case", "waits for the budget"]);
    assert!(done("a forecast was made") && !done("the forecast is commit or at risk"));
    desk.shell.said(&["renewal", "forecast", "A-1", "commit", "they signed the order form"]);
    desk.shell.said(&["renewal", "quote", "A-1"]);
    assert!(done("the forecast is commit or at risk") && done("the quote is out"));
}
