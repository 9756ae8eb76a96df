//! The sample book: onboardings in every state, handed over more or less well.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use mainstay::edit::onboarding::missing;
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::onboarding::State;
use mainstay::sample;
use mainstay::store::onboarding as book;

use crate::support::{Desk, TODAY};

const WANTED: [&str; 5] = ["accounts", "contacts", "handoffs", "onboardings", "steps"];

#[test]
fn every_state_is_there_and_steps_wait_for_each_other() {
    let mut desk = Desk::new();
    for (kind, csv) in sample::FILES.iter().filter(|file| WANTED.contains(&file.0)) {
        let bytes = sample::dated(csv, TODAY).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        let report = desk.writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
    }
    let view = desk.view();
    let mut found: BTreeMap<State, Vec<String>> = BTreeMap::new();
    let mut lacking = 0;
    book::each_running(view.reader(), TODAY, |listed| {
        let standing = listed.onboarding.standing(TODAY);
        found.entry(standing.state).or_default().push(listed.account.to_string());
        lacking += usize::from(!missing(view.reader(), listed.onboarding.account, TODAY)?.is_empty());
        Ok(())
    })
    .unwrap();
    // The stories of assets/sample/README.md.
    let counts: Vec<(State, usize)> = found.iter().map(|(state, names)| (*state, names.len())).collect();
    assert_eq!(counts, [(State::Stuck, 2), (State::Behind, 1), (State::OnTrack, 4), (State::Done, 1)]);
    assert_eq!(found[&State::Behind], ["Kowalczyk Packaging Sp. z o.o."]);
    assert!(lacking > 0 && lacking < 8, "{lacking} of 8 handoffs lack something");
    // What a step needs is due no later than the step.
    let wrong = "SELECT s.title FROM step_dependency d JOIN step s ON s.id = d.step_id
                   JOIN step n ON n.id = d.needs_id WHERE n.due_on > s.due_on";
    assert!(desk.rows(wrong).is_empty());
    assert!(desk.rows("SELECT 1 FROM step_dependency").len() > 100);
}
