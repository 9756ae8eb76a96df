//! The sample book: renewals in every stage, and forecasts that changed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use mainstay::domain::RenewalStage;
use mainstay::engine::Wanted;
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;

use crate::support::{Desk, TODAY};

const WANTED: [&str; 5] = ["accounts", "contracts", "plans", "renewals", "forecasts"];

#[test]
fn every_stage_is_there_one_is_overdue_and_forecasts_moved_since_last_week() {
    let mut desk = Desk::with("DELETE FROM account; DELETE FROM team_member; DELETE FROM segment;");
    for (kind, csv) in sample::FILES.iter().filter(|file| WANTED.contains(&file.0)) {
        let bytes = sample::dated(csv, TODAY).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        let report = desk.writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
    }
    let view = desk.view(TODAY);
    let stages: BTreeSet<String> = desk.rows("SELECT DISTINCT stage FROM renewal").into_iter().collect();
    assert_eq!(stages, RenewalStage::ALL.iter().map(|stage| stage.name().to_owned()).collect());
    let survey = view.survey(Wanted::within(None, TODAY, 365), None, true).unwrap();
    let outlook = view.outlook(survey.renewals, survey.own).unwrap();
    let overdue = outlook.now.standings.iter().filter(|own| own.renewal.is_overdue(TODAY));
    assert_eq!(overdue.count(), 1, "Château Bellegrave");
    let now = outlook.now.plain();
    let moved = mainstay::renewal::changes(&outlook.week.renewals, &now);
    // Harbour & Vale up; Ironbridge, Kestrel and Rossi down: assets/sample/README.md.
    assert_eq!(moved.len(), 4, "{moved:?}");
    assert!(moved.iter().all(|change| change.reason().is_some()));
}
