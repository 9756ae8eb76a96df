//! The sample book: plans in every state, and the cadence of health and of check-ins is one.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use mainstay::domain::Day;
use mainstay::engine::{Clock, View, Writer};
use mainstay::health::{Measure, State as Reads};
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::plan::State;
use mainstay::sample;
use mainstay::store::Location;
use mainstay::store::plan::{covers, of_account};

const WANTED: [&str; 12] = [
    "accounts",
    "contracts",
    "contacts",
    "features",
    "usage",
    "touchpoints",
    "goals",
    "plans",
    "plays",
    "tasks",
    "engagements",
    "asks",
];

#[test]
fn the_sample_has_plans_in_every_state_and_one_cadence_everywhere() {
    let today = Day::parse("2026-06-30").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("book"));
    let mut writer = Writer::open(&location, Clock::Fixed(today)).unwrap();
    for (kind, csv) in sample::FILES.iter().filter(|file| WANTED.contains(&file.0)) {
        let bytes = sample::dated(csv, today).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        let report = writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
    }
    drop(writer);
    let view = View::open(&location, today).unwrap();
    let all = covers(view.reader(), today, None).unwrap();
    // 43 accounts, three of them churned.
    assert_eq!(all.len(), 40);
    let states: BTreeSet<State> = all.iter().map(|cover| cover.standing.state).collect();
    for state in [State::None, State::Stale, State::Due, State::Review, State::Draft, State::Agreed] {
        assert!(states.contains(&state), "{}", state.name());
    }
    let of = |name: &str| all.iter().find(|cover| cover.name.starts_with(name)).unwrap();
    // The stories of assets/sample/README.md.
    for (name, state) in [
        ("Halvorsen", State::Stale),
        ("Pinecone", State::None),
        ("Oyelaran", State::Stale),
        ("Pacific Crest", State::Stale),
        ("Great Lakes", State::Review),
        ("Nordhafen", State::Draft),
    ] {
        assert_eq!(of(name).standing.state, state, "{name}");
    }
    assert!(of("Castellane").standing.plan.as_ref().unwrap().late > 0);
    assert!(all.iter().any(|cover| cover.goals.off_track > 0));
    // One account alone is read as it stands in the list.
    let alone = covers(view.reader(), today, Some(of("Nordhafen").account)).unwrap();
    assert_eq!(&alone[0], of("Nordhafen"));
    let plans = of_account(view.reader(), of("Nordhafen").account).unwrap();
    assert!(plans.iter().any(|plan| plan.items.iter().any(|item| item.carried_from.is_some())));
    // Overdue is what health takes points for: days since the last touch beyond the cadence.
    let mut judged = 0;
    for cover in &all {
        let why = view.why(cover.account, today - 28).unwrap();
        let touch = why.measures.iter().find(|line| line.measure == Measure::Touch).unwrap();
        if touch.reading.state != Reads::Present {
            continue;
        }
        judged += 1;
        // Never touched for a cadence has no value: then it is due, too.
        let beyond = touch.reading.value.is_none_or(|value| value > 1.0);
        assert_eq!(cover.check_in.days_late(today) > 0, beyond, "{}", cover.name);
    }
    assert!(judged > 30, "{judged}");
}
