//! The sample book has plays that run, plays that are over, and what is done about an account at risk.

use std::ops::ControlFlow;

use mainstay::domain::{Day, InterventionOutcome, InterventionStep, Period, Share};
use mainstay::engine::{Clock, View, Writer};
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;
use mainstay::store::{Location, intervention};

#[test]
fn the_sample_shows_which_plays_work_and_a_save_that_is_under_way() {
    let today = Day::parse("2026-06-30").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("book"));
    let mut writer = Writer::open(&location, Clock::Fixed(today)).unwrap();
    for (kind, csv) in sample::FILES {
        let bytes = sample::dated(csv, today).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        let report = writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
    }
    writer.refresh().unwrap();
    drop(writer);
    let view = View::open(&location, today).unwrap();
    let plays = view.plays(Period::new(today - 365, today).unwrap()).unwrap();
    // Of the five that run, each has a step that is done and one that is not; one is late.
    assert_eq!(plays.running.len(), 5);
    let progress: Vec<_> = plays.running.iter().map(|own| own.play.progress(today)).collect();
    assert!(progress.iter().all(|own| 0 < own.done && own.done < own.of), "{progress:?}");
    assert_eq!(progress.iter().filter(|own| own.late > 0).count(), 1, "{progress:?}");
    // Castellane's runs; of Łódź, Madrona and Coral Bay one is lost.
    let save = plays.figures.iter().find(|own| &*own.playbook == "save plan").unwrap();
    assert_eq!((save.started, save.finished, save.worked), (4, 3, Share { part: 2, of: 3 }));
    // One that was cancelled neither worked nor did not.
    let drop = plays.figures.iter().find(|own| &*own.playbook == "usage drop").unwrap();
    assert_eq!((drop.finished, drop.cancelled, drop.worked.of), (2, 2, 0));
    let open = intervention::open(view.reader(), today).unwrap();
    let [own] = open.as_slice() else { panic!("{open:?}") };
    assert_eq!(own.next_step(), Some(InterventionStep::Executed));
    assert!(own.review_due() > today, "{}", own.review_due());
    let before = intervention::open(view.reader(), today - 130).unwrap();
    assert_eq!(before[0].outcome, Some(InterventionOutcome::Saved));
    assert_eq!(before[0].next_step(), None);
}
