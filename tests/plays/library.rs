//! Playbooks: the built-in ones, a book's own, what is wrong with one, and the dates of their steps.

use mainstay::domain::{Band, Day};
use mainstay::onboarding::Calendar;
use mainstay::playbook::{At, Exit, Library, Origin, Playbook, Seen, plan};

use crate::support::TODAY;

/// The playbooks of the design, by the names that triggers use.
const NAMES: [&str; 13] = [
    "usage drop",
    "no login",
    "sponsor left",
    "p1 ticket",
    "low answer",
    "competitor",
    "save plan",
    "expansion",
    "advocacy",
    "renewal 120",
    "renewal 90",
    "renewal 60",
    "renewal 30",
];

const ONE: &str = "
    [[playbook]]
    name = \"mine\"
    until = \"they are happy\"
    [[playbook.step]]
    title = \"Call\"
    day = 3
    owner = \"csm\"
";

fn broken(change: (&str, &str)) -> String {
    let text = ONE.replace(change.0, change.1);
    assert_ne!(text, ONE, "{change:?}");
    Library::new(Some(&text)).unwrap_err().to_string()
}

#[test]
fn every_playbook_of_the_design_is_there_with_an_exit_and_steps() {
    let library = Library::new(None).unwrap();
    let names: Vec<&str> = library.all.iter().map(|playbook| &*playbook.name).collect();
    assert_eq!(names, NAMES);
    for playbook in &library.all {
        assert!(!playbook.exit.words.is_empty() && playbook.steps.len() >= 4, "{}", playbook.name);
        assert_eq!(playbook.origin, Origin::BuiltIn);
    }
}

#[test]
fn steps_of_the_design_lie_on_their_days() {
    let library = Library::new(None).unwrap();
    let days = |name: &str| -> Vec<String> {
        library.named(name).unwrap().steps.iter().map(|step| step.at.to_string()).collect()
    };
    assert_eq!(days("usage drop"), ["day 0", "day 1", "day 3", "day 10", "day 21"]);
    assert_eq!(days("no login"), ["day 0", "day 3", "day 7", "day 14"]);
    // 48 hours are two days, 4 hours are none.
    assert_eq!(days("sponsor left"), ["day 0", "day 2", "day 5", "day 14", "day 30"]);
    assert_eq!(days("p1 ticket")[0], "day 0");
    assert_eq!(days("renewal 30"), ["T-30", "T-14", "T", "T+7"]);
}

#[test]
fn a_book_changes_adds_and_switches_off() {
    let own = format!(
        "{ONE}[[playbook]]\nname = \"Usage_Drop\"\nuntil = \"x\"\n[[playbook.step]]\ntitle = \"Look\"\nhours = 13\nowner = \"ae\"\n
        [[playbook]]\nname = \"advocacy\"\noff = true\n[[trigger]]\nname = \"read by others\"\n"
    );
    let library = Library::new(Some(&own)).unwrap();
    assert_eq!(library.all.len(), NAMES.len() - 1 + 1);
    let changed = library.named("usage drop").unwrap();
    assert_eq!(
        (changed.origin, changed.steps.len(), changed.steps[0].at),
        (Origin::Changed, 1, At::Start(1))
    );
    assert!(library.named("advocacy").is_none());
    assert_eq!(library.find("min").unwrap().origin, Origin::Book);
    let several = library.find("renewal").unwrap_err().to_string();
    assert!(several.contains("renewal 120, renewal 90, renewal 60, renewal 30"), "{several}");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let says = |change: (&str, &str), words: &[&str]| {
        let error = broken(change);
        for word in words {
            assert!(error.contains(word), "{change:?}: {error}");
        }
    };
    says(("day = 3", "dya = 3"), &["playbook \"mine\"", "step \"Call\"", "dya", "hours"]);
    says(("day = 3", ""), &["playbook \"mine\": step \"Call\": it is not said when", "hours = 48"]);
    says(("day = 3", "day = 3\nhours = 4"), &["it is not said when, or twice"]);
    says(("day = 3", "day = -1"), &["step \"Call\": day is -1", "from 0 to 3650"]);
    says(("day = 3", "renewal = 99999"), &["renewal is 99999"]);
    says(
        ("\"csm\"", "\"boss\""),
        &["step \"Call\": owner: \"boss\" is not a role of an owner", "account executive"],
    );
    says(("until = \"they are happy\"", ""), &["playbook \"mine\": until is missing"]);
    says(("until = \"they are happy\"", "until = \" \""), &["playbook \"mine\": until is empty"]);
    says(("\"they are happy\"", "\"x\"\nband = \"red\""), &["band is \"red\"", "yellow or from green"]);
    says(("name = \"mine\"", "nme = \"mine\""), &["playbook 1", "nme"]);
    says(("title = \"Call\"", "title = 7"), &["step 1", "string"]);
    says(("[[playbook]]", "[[game]]"), &["line", "game"]);
    says(
        ("name = \"mine\"", "name = \"mine\"\noff = true"),
        &["switches off a playbook that is not there", "usage drop"],
    );
    let twice = Library::new(Some(&format!("{ONE}{ONE}"))).unwrap_err().to_string();
    assert!(twice.contains("two of this name"), "{twice}");
}

fn dated(playbook: &Playbook, start: Day, renewal: Option<Day>) -> Vec<String> {
    let calendar = if playbook.working_days { Calendar::working_days([]) } else { Calendar::every_day() };
    let planned = plan(playbook, start, renewal, &calendar, TODAY).unwrap();
    planned.iter().map(|planned| planned.due_on.to_string()).collect()
}

#[test]
fn dates_of_steps_count_from_the_start_and_skip_weekends() {
    let library = Library::new(None).unwrap();
    // From Tuesday 2026-06-30: +1, +3 (Friday), +10 (Friday), +21 (Tuesday).
    let drop = library.named("usage drop").unwrap();
    assert_eq!(
        dated(drop, TODAY, None),
        ["2026-06-30", "2026-07-01", "2026-07-03", "2026-07-10", "2026-07-21"]
    );
    // From Thursday 2026-07-02: +3 is a Sunday and moves to Monday the 6th; +10 is a Sunday, to Monday the 13th.
    assert_eq!(
        dated(drop, TODAY + 2, None),
        ["2026-07-02", "2026-07-03", "2026-07-06", "2026-07-13", "2026-07-23"]
    );
    // Tickets know no weekend: the first note is due on Saturday, the root cause on Sunday.
    let ticket = library.named("p1 ticket").unwrap();
    assert_eq!(dated(ticket, TODAY + 3, None)[..3], ["2026-07-03", "2026-07-04", "2026-07-05"]);
}

#[test]
fn dates_of_renewal_plays_count_from_the_renewal_and_are_never_before_the_start() {
    let library = Library::new(None).unwrap();
    let last = library.named("renewal 30").unwrap();
    // T is Wednesday 2026-07-29: T-30 is 06-29, before the start, so the start; T-14 07-15; T; T+7 08-05.
    let renewal = Day::parse("2026-07-29").unwrap();
    assert_eq!(dated(last, TODAY, Some(renewal)), ["2026-06-30", "2026-07-15", "2026-07-29", "2026-08-05"]);
    let nothing = plan(last, TODAY, None, &Calendar::every_day(), TODAY).unwrap_err().to_string();
    assert!(nothing.contains("\"Renewal in 30 days\" counts from the renewal"), "{nothing}");
    let far = plan(last, TODAY + 400, Some(renewal), &Calendar::every_day(), TODAY).unwrap_err().to_string();
    assert!(far.contains("too far"), "{far}");
}

#[test]
fn a_play_has_done_its_work_when_its_alerts_closed_or_the_band_is_back() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).into()).collect::<Vec<Box<str>>>();
    let seen = |open: &[&str], closed: &[&str], band| Seen { open: names(open), closed: names(closed), band };
    let by_alert = Exit { words: "x".into(), closes: names(&["usage drop"]), band: None };
    assert!(!by_alert.holds(&seen(&[], &[], None)), "nothing was ever wrong");
    assert!(!by_alert.holds(&seen(&["usage drop"], &["usage drop"], None)), "it is wrong again");
    assert!(!by_alert.holds(&seen(&[], &["no login"], None)), "another one");
    assert!(by_alert.holds(&seen(&["no login"], &["Usage-Drop"], None)));
    let by_band = Exit { words: "x".into(), closes: names(&["churn notice"]), band: Some(Band::Yellow) };
    let holds = |open: &[&str], band| by_band.holds(&seen(open, &[], band));
    assert!(holds(&[], Some(Band::Yellow)) && holds(&[], Some(Band::Green)));
    assert!(!holds(&[], Some(Band::Red)) && !holds(&[], Some(Band::Grey)) && !holds(&[], None));
    assert!(!holds(&["churn notice"], Some(Band::Green)), "notice is still given");
    let by_hand = Exit { words: "x".into(), closes: Vec::new(), band: None };
    assert!(!by_hand.holds(&seen(&[], &["usage drop"], Some(Band::Green))), "the CSM says so");
}
