//! Every editor by its keys at 80x24: a record is made, changed, both taken back, and what the book had before is there.

use mainstay::tui::term::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::bench::Bench;

/// An editor: how a record is made and changed by keys from the table, and what the book has then.
struct Editor {
    name: &'static str,
    /// To the open form.
    open: &'static str,
    /// The title of the form.
    title: &'static str,
    /// What is typed into it.
    fill: &'static str,
    /// What is asked of the book, and what it answers.
    asked: &'static str,
    made: &'static str,
    /// From the account (of a segment or a member: from the table) to the changed record, saved.
    change: &'static str,
    changed: &'static str,
}

const EDITORS: &[Editor] = &[
    Editor {
        name: "account",
        open: "a \"account\" enter",
        title: "New account",
        fill: "\"Delta Corp\" tab tab tab \"small\" enter tab \"ada\" enter tab \"onb\" enter tab ctrl-u \"1 sep\" ctrl-s",
        asked: "SELECT a.name || '|' || s.name || '|' || m.name || '|' || stage || '|' || date(signed_on * 86400, 'unixepoch')
                || '|' || coalesce(domain, '-')
                FROM account a JOIN segment s ON s.id = segment_id JOIN team_member m ON m.id = csm_id WHERE a.name LIKE 'Delta%'",
        // Stage 1 is onboarding.
        made: "Delta Corp|small business|Ada Boyd|1|2024-09-01|-",
        change: "2 / \"delta\" enter e tab tab \"delta.example\" enter",
        changed: "Delta Corp|small business|Ada Boyd|1|2024-09-01|delta.example",
    },
    Editor {
        name: "contract",
        open: "enter a \"contract\" enter",
        title: "New contract · Acme",
        fill: "\"C-9\" tab tab \"+1y\" tab \"60k\" tab tab \"25\" tab \"pro\" tab \"y\" enter tab \"60\" ctrl-s",
        asked: "SELECT external_id || '|' || date(start_on * 86400, 'unixepoch') || '|' || date(end_on * 86400, 'unixepoch')
                || '|' || yearly_minor || '|' || seats || '|' || plan || '|' || auto_renew || '|' || notice_days
                FROM contract WHERE account_id = 1 AND id <> 1",
        // It begins today, 2024-10-04, unless something else is typed.
        made: "C-9|2024-10-04|2025-10-04|6000000|25|pro|1|60",
        change: "shift-tab shift-tab g enter tab tab ctrl-u \"2025-12-31\" enter",
        changed: "C-9|2024-10-04|2025-12-31|6000000|25|pro|1|60",
    },
    Editor {
        name: "contact",
        open: "enter a \"contact\" enter",
        title: "New contact · Acme",
        fill: "\"Zoe Zimmer\" tab \"zoe@acme.example\" tab \"CFO\" tab \"econ\" enter tab \"high\" enter tab tab \"Ines Duarte\" ctrl-s",
        asked: "SELECT name || '|' || email || '|' || title || '|' || role || '|' || influence || '|' || coalesce(left_on, '-')
                FROM contact WHERE id > 2",
        // Role 2 is the economic buyer.
        made: "Zoe Zimmer|zoe@acme.example|CFO|2|high|-",
        // Below the contract and two others; 20000 is today.
        change: "shift-tab shift-tab g j j j enter tab tab tab tab tab tab tab \"today\" enter",
        changed: "Zoe Zimmer|zoe@acme.example|CFO|2|high|20000",
    },
    Editor {
        name: "ticket",
        open: "enter a \"ticket\" enter",
        title: "New ticket · Acme",
        fill: "\"Export fails\" tab \"p1\" enter tab ctrl-u \"yesterday\" tab tab \"open\" tab \"y\" enter ctrl-s",
        asked: "SELECT subject || '|' || priority || '|' || opened_on || '|' || status || '|' || escalated || '|' || coalesce(resolved_on, '-')
                FROM ticket",
        made: "Export fails|1|19999|open|1|-",
        change: "shift-tab shift-tab G enter tab tab tab \"today\" enter",
        changed: "Export fails|1|19999|open|1|20000",
    },
    Editor {
        name: "survey",
        open: "enter a \"survey\" enter",
        title: "New survey · Acme",
        fill: "\"nps\" enter tab tab \"9\" tab tab \"ines\" enter tab \"Good, but slow\" enter \"at month's end\" ctrl-s",
        asked: "SELECT kind || '|' || score_micro || '|' || answered_on || '|' || contact_id || '|' || comment FROM survey",
        made: "0|9000000|20000|1|Good, but slow\nat month's end",
        change: "shift-tab shift-tab G enter tab tab ctrl-u \"7\" enter",
        changed: "0|7000000|20000|1|Good, but slow\nat month's end",
    },
    Editor {
        name: "touchpoint",
        open: "enter a \"touch\" enter",
        title: "New touchpoint · Acme",
        // Wednesday is the one that has passed: 2024-10-02.
        fill: "\"call\" enter tab ctrl-u \"wed\" tab \"in\" enter tab \"They want SSO\" tab \"4\" tab \"jon\" enter ctrl-s",
        asked: "SELECT kind || '|' || date(touched_on * 86400, 'unixepoch') || '|' || text || '|' || pulse || '|' || by_id || '|' ||
                (SELECT group_concat(contact_id) FROM touchpoint_attendee WHERE touchpoint_id = t.id) FROM touchpoint t",
        made: "1|2024-10-02|They want SSO|4|2|1",
        change: "shift-tab shift-tab G enter tab tab \"; tom\" enter tab tab ctrl-u \"2\" enter",
        changed: "1|2024-10-02|They want SSO|2|2|1,2",
    },
    Editor {
        name: "signal",
        open: "enter a \"signal\" enter",
        title: "New signal · Acme",
        fill: "\"Budget cut\" tab tab \"A fifth less next year\" ctrl-s",
        asked: "SELECT kind || '|' || seen_on || '|' || text || '|' || coalesce(closed_on, '-') FROM signal",
        made: "budget cut|20000|A fifth less next year|-",
        change: "shift-tab shift-tab G enter tab tab tab \"today\" enter",
        changed: "budget cut|20000|A fifth less next year|20000",
    },
    Editor {
        name: "goal",
        open: "enter a \"goal\" enter",
        title: "New goal · Acme",
        fill: "\"Close in two days\" tab \"cost\" enter tab \"days to close\" tab \"9\" tab \"2\" tab tab tab \"+3m\" ctrl-s",
        asked: "SELECT title || '|' || kind || '|' || metric || '|' || baseline_micro || '|' || target_micro || '|' ||
                date(due_on * 86400, 'unixepoch') FROM goal",
        made: "Close in two days|cost|days to close|9000000|2000000|2025-01-04",
        change: "shift-tab shift-tab G enter tab tab tab tab ctrl-u \"2.5\" enter",
        changed: "Close in two days|cost|days to close|9000000|2500000|2025-01-04",
    },
    Editor {
        name: "goal update",
        open: "enter shift-tab shift-tab G a enter",
        title: "New goal update · Acme",
        fill: "\"5\" tab \"at risk\" enter tab ctrl-u \"today\" tab tab tab \"Their data comes late\" ctrl-s",
        asked: "SELECT goal_id || '|' || coalesce(updated_on, '-') || '|' || status || '|' || current_micro || '|' || note FROM goal_update",
        made: "1|20000|1|5000000|Their data comes late",
        change: "G enter ctrl-u \"4\" enter",
        changed: "1|20000|1|4000000|Their data comes late",
    },
    Editor {
        name: "task",
        open: "enter a \"task\" enter",
        title: "New task · Acme",
        fill: "\"Prepare the review\" tab \"jon\" enter tab \"fri\" ctrl-s",
        asked: "SELECT title || '|' || owner_id || '|' || date(due_on * 86400, 'unixepoch') || '|' || coalesce(done_on, '-') FROM task WHERE id > 2",
        // Today is a Friday: it is the next one.
        made: "Prepare the review|2|2024-10-11|-",
        change: "shift-tab shift-tab g j j j j x",
        changed: "Prepare the review|2|2024-10-11|20000",
    },
    Editor {
        name: "segment",
        open: "a \"segment\" enter",
        title: "New segment",
        fill: "\"mid market\" tab \"30\" tab \"45\" ctrl-s",
        asked: "SELECT name || '|' || cadence_days || '|' || target_days FROM segment WHERE name LIKE 'mid%' AND id > 102",
        made: "mid market|30|45",
        change: "E \"mid mar\" enter tab ctrl-u \"14\" enter",
        changed: "mid market|14|45",
    },
    Editor {
        name: "team member",
        open: "a \"team\" enter",
        title: "New team member",
        fill: "\"Kim Park\" tab \"kim@us.example\" tab \"lead\" enter ctrl-s",
        asked: "SELECT name || '|' || email || '|' || role || '|' || active FROM team_member WHERE id > 2",
        made: "Kim Park|kim@us.example|lead|1",
        change: "E \"kim\" enter tab tab tab \"n\" enter enter",
        changed: "Kim Park|kim@us.example|lead|0",
    },
];

#[test]
fn every_editor_makes_and_changes_a_record_and_undo_takes_both_back() {
    for editor in EDITORS {
        let mut bench = Bench::open();
        if editor.name == "goal update" {
            bench.outside("INSERT INTO goal (id, account_id, title) VALUES (1, 1, 'Close in two days')");
            bench = bench.changed();
        }
        let start = bench.tables();
        let mut bench = bench.press(editor.open);
        bench.shows(editor.title).shows("enter save");
        let mut bench = bench.press(editor.fill).done();
        let text = bench.text();
        assert!(!text.contains("not saved yet"), "{}: the form is still there\n{text}", editor.name);
        assert_eq!(bench.value(editor.asked), editor.made, "{}, made", editor.name);
        bench.shows(&format!("New {}", editor.name));
        let mut bench = bench.changed().press(editor.change).done();
        assert_eq!(bench.value(editor.asked), editor.changed, "{}, changed\n{}", editor.name, bench.text());
        let mut bench = bench.changed().press("u").done().changed();
        assert_eq!(bench.value(editor.asked), editor.made, "{}, the change taken back", editor.name);
        bench = bench.press("u").done().changed();
        bench.shows("Took back: New");
        assert!(bench.tables() == start, "{}: the book is not as it was", editor.name);
    }
}

fn mouse(bench: &mut Bench, kind: MouseEventKind, (column, row): (u16, u16)) {
    let effects =
        bench.app.input(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    bench.follow(effects);
}

fn click(bench: &mut Bench, at: (u16, u16)) {
    mouse(bench, MouseEventKind::Down(MouseButton::Left), at);
}

/// The cell where words begin on screen.
fn place(bench: &mut Bench, words: &str) -> (u16, u16) {
    let text = bench.text();
    let found = text
        .lines()
        .enumerate()
        .find_map(|(row, line)| Some((line.split_once(words)?.0.chars().count(), row)));
    let (column, row) = found.unwrap_or_else(|| panic!("\"{words}\" is not on screen:\n{text}"));
    (column.try_into().unwrap(), row.try_into().unwrap())
}

#[test]
fn a_click_goes_to_a_field_and_to_the_letter_that_it_is_on() {
    let mut bench = Bench::open().press("e");
    // On the second letter of "Acme", and on the label of another field.
    let (column, row) = place(&mut bench, "Acme  ");
    click(&mut bench, (column + 1, row));
    let mut bench = bench.press("\"X\"");
    bench.shows("AXcme");
    let industry = place(&mut bench, "Industry");
    click(&mut bench, industry);
    let mut bench = bench.press("\"Steel\"");
    bench.shows("* Industry").shows("Steel").shows("2 changes not saved yet");
    // Beside the fields nothing happens, and nothing behind the form is touched.
    for at in [(0, 0), (79, 23), (2, 22)] {
        click(&mut bench, at);
    }
    bench.shows("2 changes not saved yet");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT name || ' ' || industry FROM account WHERE id = 1"), "AXcme Steel");
}

#[test]
fn a_click_chooses_from_an_open_list_and_the_wheel_goes_from_field_to_field() {
    let mut bench = Bench::open().press("e");
    // Name, id, domain, segment, CSM.
    for _ in 0..4 {
        mouse(&mut bench, MouseEventKind::ScrollDown, (10, 10));
    }
    let mut bench = bench.press("space");
    let jonas = place(&mut bench, "Jonas Weiß");
    click(&mut bench, jonas);
    bench.shows("* CSM").shows("1 change not saved yet");
    mouse(&mut bench, MouseEventKind::ScrollUp, (10, 10));
    let mut bench = bench.press("\"small\" enter");
    bench.shows("* Segment").shows("small business");
    let bench = bench.press("ctrl-s").done();
    assert_eq!(bench.value("SELECT csm_id || ' ' || segment_id FROM account WHERE id = 1"), "2 102");
}

#[test]
fn while_a_list_is_open_the_wheel_moves_in_it() {
    let mut bench = Bench::open().press("e tab tab tab tab space");
    bench.shows("Jonas Weiß");
    mouse(&mut bench, MouseEventKind::ScrollDown, (10, 10));
    let mut bench = bench.press("enter");
    bench.shows("* CSM");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT csm_id FROM account WHERE id = 1"), "2");
}

#[test]
fn letters_typed_into_an_opened_list_look_for_another_name() {
    let mut bench = Bench::open().press("e tab tab tab tab space \"jon\" enter");
    bench.shows("* CSM").shows("Jonas Weiß");
}
