//! The pure rules: how an account stands, what is carried over, when it is to be touched, when it may be asked.

use mainstay::domain::{Day, GoalStatus, Level, PlanSection, PlanStatus, Quarter};
use mainstay::plan::adoption::{Reading, What, is_reached, reading};
use mainstay::plan::advocacy::{may_ask, within_a_year};
use mainstay::plan::{
    CheckIn, Coverage, Draft, Goals, Head, Horizon, Item, Plan, Risk, Standing, State, covers_renewal,
};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn quarter(text: &str) -> Quarter {
    Quarter::parse(text).unwrap()
}

/// A Tuesday in the middle of 2026-Q2.
fn today() -> Day {
    day("2026-05-12")
}

fn head(quarter_text: &str, written: &str, status: PlanStatus, review: Option<&str>) -> Head {
    Head {
        id: 1,
        quarter: quarter(quarter_text),
        written_on: day(written),
        status,
        agreed_on: None,
        reviewed_on: None,
        next_review_on: review.map(day),
        open: 0,
        late: 0,
    }
}

#[test]
fn an_account_stands_by_the_plan_that_counts() {
    use PlanStatus::{Agreed, Draft, Reviewed};
    let cases: [(&[Head], State, &str); 9] = [
        (&[], State::None, "there never was a plan"),
        // Q4 ended before the last quarter began.
        (&[head("2025-Q4", "2025-10-02", Agreed, None)], State::Stale, "the last plan was for 2025-Q4"),
        (
            &[head("2026-Q1", "2026-01-05", Agreed, None)],
            State::Due,
            "2026-Q2 is to be written, the last plan was for 2026-Q1",
        ),
        (
            &[head("2026-Q2", "2026-04-02", Draft, Some("2026-06-16"))],
            State::Draft,
            "written on 2026-04-02, not agreed with the customer yet",
        ),
        (&[head("2026-Q2", "2026-04-02", Agreed, Some("2026-06-16"))], State::Agreed, "agreed"),
        (
            &[head("2026-Q2", "2026-04-02", Agreed, Some("2026-05-12"))],
            State::Review,
            "the review is due today",
        ),
        (
            &[head("2026-Q2", "2026-04-02", Agreed, Some("2026-05-11"))],
            State::Review,
            "the review was due 1 day ago",
        ),
        (&[head("2026-Q2", "2026-04-02", Reviewed, None)], State::Reviewed, "reviewed"),
        // From 9 February to 12 May: 92 days; a day more is too long.
        (&[head("2026-Q2", "2026-02-08", Draft, None)], State::Stale, "nobody worked on it for 93 days"),
    ];
    for (plans, state, reason) in cases {
        let standing = Standing::of(plans, today());
        assert_eq!((standing.state, standing.reason.as_str()), (state, reason));
        assert_eq!(standing.is_covered(today()), state > State::Due || reason.contains("93"), "{reason}");
    }
    let fresh = Standing::of(&[head("2026-Q2", "2026-02-09", Draft, None)], today());
    assert_eq!(fresh.state, State::Draft);
}

#[test]
fn this_quarter_counts_before_the_next_and_work_on_any_plan_is_work() {
    let both = [
        Head { id: 2, ..head("2026-Q3", "2026-05-10", PlanStatus::Draft, None) },
        head("2026-Q2", "2026-01-02", PlanStatus::Draft, Some("2026-05-02")),
    ];
    let standing = Standing::of(&both, today());
    assert_eq!(
        (standing.plan.unwrap().id, standing.state),
        (1, State::Review),
        "not stale: the next one is fresh"
    );
    // A plan for the next quarter alone covers too; what is written later is not known yet.
    let next = Standing::of(&both[..1], today());
    assert!(next.is_covered(today()));
    assert_eq!(Standing::of(&both[..1], day("2026-05-09")).state, State::None);
    // What was agreed later was a draft on the day.
    let agreed = Head {
        agreed_on: Some(day("2026-05-20")),
        ..head("2026-Q2", "2026-05-01", PlanStatus::Agreed, None)
    };
    assert_eq!(Standing::of(std::slice::from_ref(&agreed), today()).state, State::Draft);
    assert_eq!(Standing::of(&[agreed], day("2026-05-20")).state, State::Agreed);
    // A review that took place since it was due is done.
    let reviewed = Head {
        reviewed_on: Some(day("2026-05-10")),
        ..head("2026-Q2", "2026-04-02", PlanStatus::Reviewed, Some("2026-05-09"))
    };
    assert_eq!(Standing::of(&[reviewed], today()).state, State::Reviewed);
}

fn plan(items: Vec<Item>) -> Plan {
    Plan {
        id: 7,
        account: 1,
        quarter: quarter("2026-Q1"),
        written_on: day("2026-01-05"),
        status: PlanStatus::Agreed,
        agreed_on: Some(day("2026-01-09")),
        agreed_with: Some("Dana".into()),
        reviewed_on: None,
        next_review_on: None,
        goals: Some("Fewer stops".into()),
        communication: Some("Weekly".into()),
        renewal_strategy: None,
        items,
    }
}

#[test]
fn what_is_open_is_carried_over_and_marked_with_the_quarter_it_came_from() {
    let item = |title, done: Option<&str>, from: Option<&str>| Item {
        id: 3,
        due_on: Some(day("2026-03-01")),
        done_on: done.map(day),
        carried_from: from.map(quarter),
        ..Item::new(PlanSection::Risk, title)
    };
    let before = plan(vec![
        item("Done", Some("2026-02-01"), None),
        item("Open", None, None),
        item("Older", None, Some("2025-Q3")),
        item("Done later", Some("2026-06-01"), None),
    ]);
    let draft = Draft::carried_over(&before, quarter("2026-Q2"), today());
    let carried: Vec<(&str, String)> =
        draft.items.iter().map(|item| (&*item.title, item.carried_from.unwrap().to_string())).collect();
    let expected = [("Open", "2026-Q1"), ("Older", "2025-Q3"), ("Done later", "2026-Q1")];
    assert_eq!(carried, expected.map(|(title, from)| (title, from.to_owned())));
    assert!(
        draft.items.iter().all(|item| item.id == 0 && item.days_late(today()) == 72),
        "what was late is late"
    );
    assert_eq!(
        (draft.goals.as_deref(), draft.communication.as_deref()),
        (Some("Fewer stops"), Some("Weekly"))
    );
    // Two weeks before 30 June; of a quarter that ends sooner two weeks from today.
    assert_eq!(draft.next_review_on, day("2026-06-16"));
    assert_eq!(Draft::empty(quarter("2026-Q2"), day("2026-06-25")).next_review_on, day("2026-07-09"));
}

#[test]
fn milestones_stand_by_how_far_ahead_they_lie_and_risks_by_weight() {
    let written = day("2026-01-01");
    for (ahead, expected) in [
        (30, Horizon::Within(30)),
        (31, Horizon::Within(90)),
        (180, Horizon::Within(180)),
        (365, Horizon::Within(365)),
        (366, Horizon::Later),
        (-5, Horizon::Within(30)),
    ] {
        assert_eq!(Horizon::of(Some(written + ahead), written), expected);
    }
    assert_eq!(Horizon::of(None, written), Horizon::Open);
    use Level::{High, Low, Medium};
    // 1 to 3 times 1 to 3: up to 2 low, up to 4 medium, 6 and 9 high.
    for (probability, impact, expected) in [
        (Low, Low, Risk::Low),
        (Low, Medium, Risk::Low),
        (Low, High, Risk::Medium),
        (Medium, Medium, Risk::Medium),
        (Medium, High, Risk::High),
        (High, High, Risk::High),
    ] {
        let item = Item {
            probability: Some(probability),
            impact: Some(impact),
            ..Item::new(PlanSection::Risk, "x")
        };
        assert_eq!(item.risk(), Some(expected), "{probability} {impact}");
        let turned = Item { probability: Some(impact), impact: Some(probability), ..item };
        assert_eq!(turned.risk(), Some(expected));
    }
    assert_eq!(Item { impact: Some(High), ..Item::new(PlanSection::Risk, "x") }.risk(), None);
}

#[test]
fn a_check_in_is_due_a_cadence_after_the_last_touch_else_after_becoming_a_customer() {
    let (last, since) = (Some(day("2026-04-01")), Some(day("2025-01-01")));
    let check_in = CheckIn::new(30, last, since, None);
    assert_eq!((check_in.due_on, check_in.days_late(today())), (Some(day("2026-05-01")), 11));
    assert_eq!(check_in.words(today()), "11 days late");
    assert_eq!(check_in.proposed(today()), today(), "never in the past");
    let ahead = CheckIn::new(60, last, since, Some((9, Some(day("2026-05-30")))));
    assert_eq!((ahead.days_late(today()), ahead.proposed(today())), (0, day("2026-05-31")));
    assert_eq!(ahead.words(today()), "due in 19 days, planned for 2026-05-30");
    assert_eq!(CheckIn::new(90, None, since, None).due_on, Some(day("2025-04-01")));
    assert_eq!(CheckIn::new(90, None, None, None).days_late(today()), 0);
}

#[test]
fn nobody_is_asked_more_often_than_allowed_or_who_said_no() {
    let asked = [day("2025-05-12"), day("2025-05-13"), day("2026-01-01"), day("2026-06-01")];
    // 365 days that end today: 2025-05-13 is the first of them; what is to come does not count.
    assert_eq!(within_a_year(&asked, today()), 2);
    let said =
        |status, most| may_ask("Acme", status, &asked, most, today()).map_err(|error| error.to_string());
    assert_eq!(said(None, 3), Ok(()));
    assert_eq!(said(Some("active"), 3), Ok(()));
    let full = said(None, 2).unwrap_err();
    assert!(
        full.contains("asked 2 times within a year, and the policy allows 2")
            && full.contains("from 2026-05-13 on"),
        "{full}"
    );
    // To ask again with one allowed, both must be a year old.
    assert!(said(None, 1).unwrap_err().contains("from 2027-01-01 on"));
    assert!(!said(None, 0).unwrap_err().contains("from"));
    assert!(said(Some("never"), 9).unwrap_err().contains("does not want to be asked"));
    assert!(said(Some("not now"), 9).unwrap_err().contains("asked now"));
}

#[test]
fn adoption_is_compared_with_a_number_where_the_target_is_one() {
    let known = [
        Reading { name: "Sensor alerts".into(), what: What::Feature, value: 12.0, on: today() },
        Reading { name: "capacity_used".into(), what: What::Metric, value: 0.85, on: today() },
        Reading { name: "Reports".into(), what: What::Feature, value: 0.0, on: today() },
    ];
    let found = |title| reading(&known, title);
    assert_eq!(found("sensor  ALERTS").unwrap().words(), "12 uses in 28 d");
    assert_eq!(found("Capacity used").unwrap().words(), "0.85 on 2026-05-12");
    assert_eq!(found("Reports").unwrap().words(), "not used for 28 d");
    assert!(found("Sensor").is_none(), "only by its whole name");
    for (title, target, expected) in [
        ("Sensor alerts", "12", Some(true)),
        ("Sensor alerts", "12.5 a month", Some(false)),
        ("capacity used", "85%", Some(true)),
        ("capacity used", "90 %", Some(false)),
        ("Reports", "1,000", Some(false)),
        ("Reports", "every week", None),
    ] {
        assert_eq!(is_reached(found(title), Some(target)), expected, "{title} {target}");
    }
    assert_eq!(is_reached(None, Some("3")), None);
}

#[test]
fn coverage_counts_accounts_goals_and_check_ins() {
    let mut goals = Goals::default();
    for status in GoalStatus::ALL {
        goals.count(*status);
    }
    assert_eq!((goals.open(), goals.off_track), (4, 2), "one that was due and is not reached is off track");
    let mut coverage = Coverage::default();
    let covered = Standing::of(&[head("2026-Q2", "2026-05-01", PlanStatus::Draft, None)], today());
    coverage.add(&covered, goals, true, today());
    coverage.add(&Standing::of(&[], today()), Goals::default(), false, today());
    assert_eq!(
        (coverage.share.part, coverage.share.of, coverage.late, coverage.goals.off_track),
        (1, 2, 1, 2)
    );
    let counts: Vec<_> = coverage.each().filter(|(_, count)| *count > 0).collect();
    assert_eq!(counts, [(State::None, 1), (State::Draft, 1)]);
}

#[test]
fn a_plan_covers_a_renewal_from_now_on_and_near_it_only_that_of_its_quarter() {
    let quarter = |text: &str| Quarter::parse(text).unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let covers = |plan: &str, due: &str, on: &str| covers_renewal([quarter(plan)], day(due), day(on), 60);
    // It ends on 15 November, in Q4. 92 days before, in Q3, the plan of Q3 covers the way, that of Q2 no more.
    assert!(covers("2026-Q3", "2026-11-15", "2026-08-15"));
    assert!(covers("2026-Q4", "2026-11-15", "2026-08-15"));
    assert!(!covers("2026-Q2", "2026-11-15", "2026-08-15"));
    assert!(!covers("2027-Q1", "2026-11-15", "2026-08-15"));
    // From 60 days before on it is the plan of Q4, without which the health is capped: 16 September is the 60th day.
    assert!(covers("2026-Q3", "2026-11-15", "2026-09-15"));
    assert!(!covers("2026-Q3", "2026-11-15", "2026-09-16"));
    assert!(covers("2026-Q4", "2026-11-15", "2026-09-16"));
    // One that is overdue asks for that of its own quarter too.
    assert!(covers("2026-Q4", "2026-11-15", "2027-01-10"));
    assert!(!covers("2027-Q1", "2026-11-15", "2027-01-10"));
    assert!(!covers_renewal([], day("2026-11-15"), day("2026-08-15"), 60));
}
