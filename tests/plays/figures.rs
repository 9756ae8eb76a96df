//! Which plays work: the figures, from hand-made cases and from a book.

use mainstay::domain::{Day, Median, Period, PlayOutcome, Share};
use mainstay::health::Rescue;
use mainstay::playbook::{Case, Library, Play, figures};

use crate::support::{Desk, TODAY};

fn play(id: i64, account: i64, started: i32, ended: Option<(i32, PlayOutcome)>) -> Play {
    Play {
        id,
        account,
        playbook: "usage drop".into(),
        alert: None,
        owner: None,
        started_on: Day(started),
        ended_on: ended.map(|end| Day(end.0)),
        outcome: ended.map(|end| end.1),
        note: None,
        tasks: Vec::new(),
    }
}

#[test]
fn shares_medians_and_means_are_of_those_that_count() {
    use PlayOutcome::{Cancelled, DidNotWork, Worked};
    let case = |play, at_start, later, rescue| Case { play, at_start, later, rescue };
    let cases = [
        case(play(1, 1, 100, Some((110, Worked))), Some(400), [Some(500), Some(700)], Some(Rescue::Saved)),
        case(play(2, 2, 100, Some((130, Worked))), Some(600), [Some(620), None], Some(Rescue::Lost)),
        case(play(3, 3, 100, Some((121, DidNotWork))), None, [Some(300), None], Some(Rescue::Open)),
        case(play(4, 4, 100, Some((101, Cancelled))), Some(500), [None, None], None),
        case(play(5, 1, 150, None), Some(500), [None, None], Some(Rescue::Saved)),
    ];
    let library = Library::new(None).unwrap();
    let all = figures(&cases, &library, Day(200));
    let [own] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((&*own.title, own.started, own.finished, own.cancelled), ("Usage drop", 5, 4, 1));
    // Of the three that ended and were not cancelled two worked.
    assert_eq!(own.worked, Share { part: 2, of: 3 });
    // 10, 30 and 21 days: the middle is 21.
    assert_eq!(own.days, Some(Median { value: 21.0, n: 3 }));
    // (40.0 + 60.0 + 50.0 + 50.0) / 4 = 50.0.
    assert_eq!((own.at_start.points(), own.at_start.n), (Some(50.0), 4));
    // After 30 days: (+10.0 and +2.0) / 2 = +6.0; the one without health at the start says nothing. After 90: +30.0.
    let [month, quarter] = own.change;
    assert_eq!((month.points(), month.n), (Some(6.0), 2));
    assert_eq!((quarter.points(), quarter.n), (Some(30.0), 1));
    // Account 1 was saved once, whatever number of plays it took; 2 was lost; of 3 it is not known yet.
    assert_eq!(own.saved, Share { part: 1, of: 2 });
}

#[test]
fn figures_of_a_book_are_read_with_the_scores_of_those_days() {
    // Red by a competitor's signal from day 20504 to day 20540; Acme's play ran from 20510 to 20541.
    let desk = Desk::with(
        "INSERT INTO signal (account_id, kind, seen_on, closed_on) VALUES (1, 'competitor evaluation', 20504, 20540);
         INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, 20500, 1, 5), (1, 20530, 1, 5), (1, 20590, 1, 5);
         INSERT INTO play (id, account_id, playbook, owner_id, started_on, ended_on, outcome) VALUES
           (1, 1, 'competitor', 1, 20510, 20541, 'worked'), (2, 2, 'competitor', 2, 20620, NULL, NULL),
           (3, 2, 'no login', 2, 19000, 19010, 'worked');",
    );
    let view = desk.view();
    let plays = view.plays(Period::new(TODAY - 365, TODAY).unwrap()).unwrap();
    let names: Vec<_> = plays.figures.iter().map(|own| (&*own.title, own.started, own.finished)).collect();
    assert_eq!(names, [("Competitor", 2, 1)], "the play of day 19000 is not of this year");
    let own = &plays.figures[0];
    assert_eq!(own.worked, Share { part: 1, of: 1 });
    assert_eq!(own.days.unwrap().value, 31.0);
    // At the start the cap holds the health at 49; 30 days later, on day 20540, it is lifted.
    let judge = view.judge().unwrap();
    let facts = view.record(1).unwrap().facts.clone();
    let health =
        |day| mainstay::health::score(&facts, &judge.held, judge.policies.of(None), Day(day)).health.unwrap();
    assert_eq!(health(20_510), 490);
    assert_eq!(own.change[0].points(), Some(f64::from(health(20_540) - 490) / 10.0));
    // It was red, and 90 days after its last red week it is green: saved, by the rule of the metrics.
    assert_eq!(own.saved, Share { part: 1, of: 1 });
    let running: Vec<_> = plays.running.iter().map(|own| (&*own.account, own.owner.as_deref())).collect();
    assert_eq!(running, [("Borealis", Some("Joe Poe"))]);
}

#[test]
fn a_play_whose_alert_closed_while_it_ran_says_that_it_can_be_finished() {
    // Borealis has a P2 that is open for ten days, so that its alert is; that of Acme closed yesterday.
    let desk = Desk::with(
        "INSERT INTO ticket (account_id, opened_on, priority) VALUES (2, 20624, 2);
         INSERT INTO alert (account_id, rule, severity, reason, opened_on, closed_on) VALUES
           (1, 'p1 ticket', 'high', 'P1 ticket unresolved', 20620, 20633);
         INSERT INTO play (id, account_id, playbook, started_on) VALUES (1, 1, 'p1 ticket', 20632), (2, 2, 'p1 ticket', 20632);",
    );
    assert_eq!(
        desk.rows("SELECT rule FROM alert WHERE account_id = 2 AND rule LIKE 'p_ ticket'"),
        ["p2 ticket"]
    );
    let holds = |account| {
        let view = desk.view();
        let of = view.plays_of(&view.judge().unwrap(), account).unwrap();
        of.plays[0].holds
    };
    assert!(holds(1));
    assert!(!holds(2), "its alert is open");
    let plays = desk.view().plays(Period::new(TODAY - 365, TODAY).unwrap()).unwrap();
    let told: Vec<_> = plays.running.iter().map(|own| (own.play.id, own.holds)).collect();
    assert_eq!(told, [(1, true), (2, false)]);
}
