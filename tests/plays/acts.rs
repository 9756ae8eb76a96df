//! What is done to plays, and that it can be taken back.

use mainstay::domain::{PlayOutcome, Result};
use mainstay::edit::play::{Finish, Resume, Start};
use mainstay::store::{Tx, play as book};

use crate::support::{Desk, TODAY};

fn start(account: i64, playbook: &str) -> Start {
    Start { account, playbook: playbook.into(), alert: None, owner: None, on: TODAY }
}

fn finish(play: i64, outcome: PlayOutcome) -> Finish {
    Finish { play, on: TODAY, outcome, note: "they moved".into(), keep_tasks: false }
}

const TASKS: &str = "SELECT t.title, date(t.due_on * 86400, 'unixepoch'), m.name FROM task t
    LEFT JOIN team_member m ON m.id = t.owner_id ORDER BY t.id";

#[test]
fn a_play_that_starts_from_an_alert_makes_tasks_with_days_and_owners() {
    let mut desk = Desk::new();
    let act = Start { alert: Some(1), ..start(1, "usage drop") };
    assert_eq!(act.label(desk.view().reader()).unwrap(), "Started the play \"Usage drop\" for Acme GmbH");
    let play = desk.write("started", |tx| act.apply(tx, TODAY)).unwrap();
    assert_eq!(
        desk.rows(TASKS),
        [
            "Check the data and look for an outage|2026-06-30|Ann Lee",
            "Call the champion and diagnose: fit, activation, value or relationship|2026-07-01|Ann Lee",
            // Nobody on the team is a training specialist.
            "Targeted session with those who stopped|2026-07-03|-",
            "Measure again|2026-07-10|Ann Lee",
            "Still flat: escalate to the lead|2026-07-21|Lea Low",
        ]
    );
    let rows = desk.rows("SELECT account_id, playbook, alert_id, owner_id, started_on, ended_on FROM play");
    assert_eq!(rows, ["1|usage drop|1|1|20634|-"]);
    let play = book::one(desk.view().reader(), play).unwrap();
    let now = play.progress(TODAY);
    assert_eq!((now.done, now.of, now.late), (0, 5, 0));
    // Three days on the first step is three days late.
    let later = play.progress(TODAY + 3);
    assert_eq!((&*later.next.unwrap().title, later.late), ("Check the data and look for an outage", 3));
}

#[test]
fn somebody_else_runs_it_and_the_lead_has_the_steps_of_a_lead() {
    let mut desk = Desk::new();
    let act = Start { owner: Some(2), on: TODAY + 1, ..start(1, "save plan") };
    desk.write("started", |tx| act.apply(tx, TODAY)).unwrap();
    let owners = desk.rows("SELECT group_concat(owner_id, ' ') FROM (SELECT owner_id FROM task ORDER BY id)");
    assert_eq!(owners, ["3 3 2 3 2 2 2 3"]);
}

#[test]
fn one_that_runs_is_not_started_again_and_another_account_is() {
    let mut desk = Desk::new();
    desk.write("started", |tx| start(1, "usage drop").apply(tx, TODAY)).unwrap();
    let again = desk.write("again", |tx| start(1, "Usage_Drop").apply(tx, TODAY)).unwrap_err();
    assert_eq!(
        again.to_string(),
        "the play \"Usage drop\" runs for Acme GmbH since 2026-06-30 already; finish that one first"
    );
    desk.write("other", |tx| start(2, "usage drop").apply(tx, TODAY)).unwrap();
    desk.write("ended", |tx| finish(1, PlayOutcome::Worked).apply(tx, TODAY)).unwrap();
    desk.write("anew", |tx| start(1, "usage drop").apply(tx, TODAY)).unwrap();
    assert_eq!(desk.rows("SELECT count(*) FROM play"), ["3"]);
}

#[test]
fn what_cannot_be_started_says_why() {
    let mut desk = Desk::new();
    let mut says = |act: Start, words: &str| {
        let error = desk.write("refused", |tx| act.apply(tx, TODAY)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(desk.rows("SELECT 1 FROM play UNION ALL SELECT 1 FROM task").is_empty());
    };
    says(start(1, "cows"), "no playbook is called \"cows\"; use one of usage drop");
    says(start(9, "usage drop"), "the account is not in the book any more");
    says(Start { alert: Some(2), ..start(1, "no login") }, "the alert is not one of Acme GmbH");
    says(start(2, "renewal 30"), "no contract of the account has an end ahead");
    says(Start { on: TODAY + 500, ..start(1, "no login") }, "too far from today");
}

#[test]
fn steps_of_a_renewal_play_count_from_the_end_of_the_contract() {
    let mut desk = Desk::new();
    desk.write("started", |tx| start(1, "renewal 120").apply(tx, TODAY)).unwrap();
    // T is Wednesday 2026-10-28: T-120 is today; T-117 Friday; T-113 Tuesday; T-110 Friday; T-100 Monday.
    let days = desk.rows("SELECT date(due_on * 86400, 'unixepoch') FROM task ORDER BY id");
    assert_eq!(days, ["2026-06-30", "2026-07-03", "2026-07-07", "2026-07-10", "2026-07-20"]);
}

#[test]
fn a_play_ends_with_its_outcome_and_its_open_tasks_go_or_stay() {
    let mut desk = Desk::with("UPDATE team_member SET active = 1;");
    for (account, keep_tasks, left) in [(1, false, "1"), (2, true, "4")] {
        let play = desk.write("started", |tx| start(account, "no login").apply(tx, TODAY)).unwrap();
        let first = format!("SELECT id FROM task WHERE play_id = {play} ORDER BY id LIMIT 1");
        let first: i64 = desk.rows(&first)[0].parse().unwrap();
        let done = mainstay::edit::Patch::row(
            &mainstay::edit::entity::TASK,
            first,
            vec![(
                mainstay::edit::entity::TASK.field("done_on").unwrap(),
                mainstay::edit::Value::Int(TODAY.0.into()),
            )],
        );
        desk.write("done", |tx| done.apply(tx)).unwrap();
        let act = Finish { keep_tasks, ..finish(play, PlayOutcome::DidNotWork) };
        assert!(act.label(desk.view().reader()).unwrap().ends_with(": did not work"));
        desk.write("ended", |tx| act.apply(tx, TODAY)).unwrap();
        assert_eq!(desk.rows(&format!("SELECT count(*) FROM task WHERE play_id = {play}")), [left]);
    }
    assert_eq!(
        desk.rows("SELECT account_id, ended_on, outcome, note FROM play ORDER BY id"),
        ["1|20634|did not work|they moved", "2|20634|did not work|they moved"]
    );
}

#[test]
fn an_end_that_cannot_be_says_why() {
    let mut desk = Desk::new();
    let play = desk.write("started", |tx| start(1, "no login").apply(tx, TODAY)).unwrap();
    let mut says = |act: Finish, words: &str| {
        let error = desk.write("refused", |tx| act.apply(tx, TODAY)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    let worked = || finish(play, PlayOutcome::Worked);
    says(Finish { on: TODAY + 1, ..worked() }, "cannot end on 2026-07-01");
    says(Finish { on: TODAY - 1, ..worked() }, "cannot end on 2026-06-29");
    says(
        Finish { note: " ".into(), ..finish(play, PlayOutcome::Cancelled) },
        "it is not said why it was cancelled",
    );
    says(finish(99, PlayOutcome::Worked), "the play is not in the book any more");
    desk.write("ended", |tx| worked().apply(tx, TODAY)).unwrap();
    let again = desk.write("again", |tx| worked().apply(tx, TODAY)).unwrap_err().to_string();
    assert!(again.contains("has ended on 2026-06-30 already"), "{again}");
}

type Act = Box<dyn Fn(&Tx<'_>) -> Result<()>>;

#[test]
fn every_act_can_be_taken_back_and_done_again() {
    let mut desk = Desk::with(
        "INSERT INTO play (id, account_id, playbook, started_on, ended_on, outcome) VALUES
           (50, 2, 'no login', 20600, 20620, 'worked'), (51, 2, 'competitor', 20630, NULL, NULL);
         INSERT INTO task (account_id, title, due_on, play_id) VALUES (2, 'Call', 20640, 51);",
    );
    let acts: Vec<(&str, Act)> = vec![
        ("started", Box::new(|tx| start(1, "usage drop").apply(tx, TODAY).map(drop))),
        ("finished", Box::new(|tx| finish(51, PlayOutcome::Worked).apply(tx, TODAY))),
        ("taken up again", Box::new(|tx| Resume { play: 50 }.apply(tx))),
    ];
    for (label, act) in acts {
        let before = desk.tables();
        desk.write(label, act).unwrap_or_else(|error| panic!("{label}: {error}"));
        let after = desk.tables();
        assert_ne!(before, after, "{label}");
        assert_eq!(desk.undo(), label);
        assert_eq!(desk.tables(), before, "undo of {label}");
        desk.writer.redo().unwrap();
        assert_eq!(desk.tables(), after, "redo of {label}");
        desk.undo();
    }
}
