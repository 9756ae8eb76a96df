//! The sample book's assessments and trainings are believable: they fit their templates, and someone stands out.

use std::ops::ControlFlow;

use mainstay::assessment::Library;
use mainstay::domain::{Day, Level};
use mainstay::engine::{Clock, Writer};
use mainstay::health::PolicySet;
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::store::{Location, assessment, find, training};
use mainstay::training::Low;

#[test]
fn the_sample_shows_rising_and_falling_risks_and_who_takes_too_little_training() {
    let today = Day(20_634);
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(&Location::at(folder.path().join("book")), Clock::Fixed(today)).unwrap();
    let kinds = ["accounts", "contacts", "onboardings", "assessments", "trainings", "invitations"];
    writer
        .write("sample", |tx| {
            for (name, csv) in mainstay::sample::FILES.iter().filter(|file| kinds.contains(&file.0)) {
                let csv = mainstay::sample::dated(csv, today).unwrap();
                let request = Request::new(Kind::named(name).unwrap(), *name, csv.into_bytes());
                let report = mainstay::import::run(tx, &request, &mut |_| ControlFlow::Continue(())).unwrap();
                assert!(report.rejects.is_empty(), "{name}: {:?}", report.rejects);
            }
            Ok(())
        })
        .unwrap();
    let on = writer.book();
    let account = |id| find::by_key(on, None, Some(id)).unwrap()[0].id;
    let standing = |id, template: &str| {
        let all = assessment::standings(on, account(id), today).unwrap();
        all.into_iter().find(|own| own.template.name == template).unwrap()
    };
    let totals = |id| standing(id, "onboarding risk").totals().iter().map(|own| own.1).collect::<Vec<_>>();
    let level = |id, template| standing(id, template).latest().unwrap().1.level.unwrap();
    let [before, now] = totals("acc-011")[..] else { panic!("two assessments of Northgate") };
    assert!(now < before);
    assert_eq!(level("acc-029", "onboarding risk"), Level::High);
    assert!(standing("acc-025", "onboarding risk").is_stale());
    assert_eq!(level("acc-011", "acquisition fit"), Level::High);
    assert_eq!(level("acc-029", "acquisition fit"), Level::Low);
    // Every answer is one of its template, with its score.
    for template in Library::built_in().unwrap().all() {
        for account in assessment::latest(on, template, today).unwrap().keys() {
            for taken in assessment::taken(on, *account, today).unwrap() {
                if taken.template != template.name {
                    continue;
                }
                for answer in &taken.answers {
                    let question = template.question(&answer.question).unwrap();
                    let choice = question.choice(answer.choice.as_deref().unwrap()).unwrap();
                    assert_eq!(choice.score, answer.score, "{} {}", template.name, answer.question);
                }
            }
        }
    }
    let low = training::low(on, &PolicySet::builtin().unwrap(), today).unwrap();
    let reasons = |id| &low.iter().find(|own| own.0 == account(id)).unwrap().1.low;
    // Both contacts were invited to a webinar of the last 90 days, and neither came.
    for absent in ["acc-031", "acc-033", "acc-038"] {
        assert_eq!(reasons(absent)[0], Low::Attendance { attended: 0, invited: 2, days: 90 }, "{absent}");
    }
    for fine in ["acc-011", "acc-015", "acc-034", "acc-037"] {
        assert!(low.iter().all(|own| own.0 != account(fine)), "{fine}");
    }
}
