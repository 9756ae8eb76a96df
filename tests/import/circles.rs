//! What a file may say that leads nowhere: circles, goals without a way. Each is told, with its line; the rest is kept.

use mainstay::import::Report;

use crate::shelf::{Shelf, counts};

/// The warnings: line, column, message.
fn warned(report: &Report) -> Vec<(u64, &str, &str)> {
    let warnings = report.warnings.iter();
    warnings.map(|warning| (warning.line, warning.column.as_str(), warning.message.as_str())).collect()
}

fn shelf() -> Shelf {
    let mut shelf = Shelf::new();
    shelf.import("accounts", "external_id,name\na-1,Acme\n");
    shelf
}

const NEEDS: &str = "SELECT s.title, n.title FROM step_dependency d JOIN step s ON s.id = d.step_id
                     JOIN step n ON n.id = d.needs_id ORDER BY s.title, n.title";

#[test]
fn steps_that_need_each_other_in_a_circle_are_told_and_the_last_of_them_does_not_close_it() {
    let mut shelf = shelf();
    shelf.import("onboardings", "external_id,account,started_on\no-1,a-1,2024-01-01\n");
    let file = "onboarding,account,title,due_on,needs\n\
                o-1,a-1,Kickoff,2024-01-02,Training\n\
                o-1,a-1,Setup,2024-01-05,Kickoff\n\
                o-1,a-1,Training,2024-01-09,Setup\n";
    let report = shelf.import("steps", file);
    assert_eq!(counts(&report), [3, 3, 0, 0, 0]);
    let told = "the steps \"Kickoff\" -> \"Training\" -> \"Setup\" -> \"Kickoff\" need each other in a circle; left out";
    assert_eq!(warned(&report), [(4, "needs", told)]);
    // Line 4, the training, would have needed the setup.
    assert_eq!(shelf.rows(NEEDS), ["Kickoff|Training", "Setup|Kickoff"]);
    // The other way round nothing is in a circle, whatever the book had before.
    let file = "onboarding,account,title,due_on,needs\n\
                o-1,a-1,Kickoff,2024-01-02,\n\
                o-1,a-1,Training,2024-01-09,Kickoff\n";
    let report = shelf.import("steps", file);
    assert_eq!(warned(&report), []);
    assert_eq!(shelf.rows(NEEDS), ["Setup|Kickoff", "Training|Kickoff"]);
    let report = shelf.import("steps", file);
    assert_eq!(counts(&report), [2, 0, 0, 2, 0]);
}

#[test]
fn a_title_with_a_semicolon_in_it_is_meant_word_for_word() {
    let mut shelf = shelf();
    shelf.import("onboardings", "external_id,account,started_on\no-1,a-1,2024-01-01\n");
    let report = shelf.import(
        "steps",
        "onboarding,account,title,due_on,needs\n\
         o-1,a-1,Import; check,2024-01-02,\n\
         o-1,a-1,Training,2024-01-09,name:Import\\; check\n",
    );
    assert_eq!(warned(&report), []);
    assert_eq!(shelf.rows(NEEDS), ["Training|Import; check"]);
}

#[test]
fn people_who_stand_above_themselves_are_kept_and_told() {
    let mut shelf = shelf();
    let report = shelf.import(
        "contacts",
        "external_id,account,name,reports_to\n\
         c-1,a-1,Ann,Cid\n\
         c-2,a-1,Bob,ann\n\
         c-3,a-1,Cid,Bob\n\
         c-4,a-1,Dee,Ann\n\
         c-5,a-1,Eve,Eve\n",
    );
    assert_eq!(counts(&report), [5, 5, 0, 0, 0]);
    let wanted = [
        (2, "reports_to", "Ann stands above themselves, through Cid, Bob"),
        (3, "reports_to", "Bob stands above themselves, through Ann, Cid"),
        (4, "reports_to", "Cid stands above themselves, through Bob, Ann"),
        (6, "reports_to", "Eve reports to themselves"),
    ];
    assert_eq!(warned(&report), wanted);
}

#[test]
fn a_goal_whose_target_is_its_baseline_is_kept_and_told() {
    let mut shelf = shelf();
    let report =
        shelf.import("goals", "account,title,baseline,target\na-1,Faster,20,20.0\na-1,Cheaper,20,10\n");
    assert_eq!(counts(&report), [2, 2, 0, 0, 0]);
    let told = "the target is the baseline already, so no value can tell how the goal stands";
    assert_eq!(warned(&report), [(2, "target", told)]);
}

#[test]
fn a_quarter_that_stands_twice_is_one_plan() {
    let mut shelf = shelf();
    let report = shelf.import(
        "plans",
        "account,quarter,written_on,goals\na-1,2024-Q1,2024-01-05,One\na-1,2024-q1,2024-01-05,Two\n",
    );
    assert_eq!(shelf.rows("SELECT quarter, goals FROM plan"), ["2024-Q1|Two"], "{:?}", report.rejects);
}

#[test]
fn somebody_who_left_is_still_who_attended() {
    let mut shelf = shelf();
    shelf.import("contacts", "external_id,account,name,left_on\nc-1,a-1,Ann,2024-01-31\n");
    let report = shelf.import(
        "touchpoints",
        "account,date,kind,attendees\na-1,2024-01-10,call,Ann\na-1,2024-02-10,call,Ann; Zoe\n",
    );
    assert_eq!(warned(&report), []);
    let who = "SELECT t.touched_on, c.name, w.name FROM touchpoint_attendee w JOIN touchpoint t ON t.id = w.touchpoint_id
               LEFT JOIN contact c ON c.id = w.contact_id ORDER BY w.id";
    // 2024-01-10 is day 19732, 2024-02-10 day 19763. The record of the call stays; health counts who is there.
    assert_eq!(shelf.rows(who), ["19732|Ann|-", "19763|Ann|-", "19763|-|Zoe"]);
}
