//! Editing over a real engine on a book of its own: keys in, rows and screen out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use mainstay::book::Board;
use mainstay::domain::Day;
use mainstay::engine::{Clock, Desk, Event, Writer};
use mainstay::store::Location;
use mainstay::tui::source::{Source, answer};
use mainstay::tui::{App, Config, Effect};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::dashboard::styled;
use crate::keys;

/// 2024-10-04, a Friday.
const TODAY: Day = Day(20_000);

const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (101, 'enterprise'), (102, 'small business');
    INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd'), (2, 'Jonas Weiß');
    INSERT INTO account (id, name, csm_id, segment_id, stage) VALUES (1, 'Acme', 1, 101, 2), (2, 'Borealis', 1, 101, 2),
      (3, 'Cobalt', NULL, NULL, 1);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, seats)
      VALUES (1, 'C-1', 1, 19800, 20100, 4800000, 60), (2, 'C-2', 2, 19900, 20200, 1200000, NULL);
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Ines Duarte', 1), (2, 1, 'Tom Okafor', 2);
    INSERT INTO task (id, account_id, title, owner_id, due_on) VALUES (1, 1, 'Send the quote', 1, 20003), (2, 2, 'Call back', 2, 19990);";

/// The dashboard over the engine.
pub struct Bench {
    pub app: App,
    desk: Desk,
    heard: UnboundedReceiver<Event>,
    location: Location,
    _folder: TempDir,
    /// Effects that are done outside, in order.
    pub effects: Vec<Effect>,
    size: (u16, u16),
}

impl Bench {
    /// The small book at 80x24.
    fn open() -> Bench {
        Bench::at(80, 24)
    }

    /// The small book at a size, as a table.
    fn at(width: u16, height: u16) -> Bench {
        Bench::with("", (width, height))
    }

    /// The small book with more in it, at a size, as a table.
    pub fn with(more: &str, (width, height): (u16, u16)) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::at(folder.path().join("book.mainstay"));
        let clock = Clock::Fixed(TODAY);
        Writer::open(&location, clock).unwrap();
        let facts = format!("{FACTS}{more}");
        Connection::open(location.path()).unwrap().execute_batch(&facts).unwrap();
        Writer::open(&location, clock).unwrap().refresh().unwrap();
        let (desk, heard) = Desk::open(&location, clock, None).unwrap();
        let app = App::new(Config::parse("", false).unwrap(), Board::unread(TODAY), (width, height).into());
        let mut bench =
            Bench { app, desk, heard, location, _folder: folder, effects: Vec::new(), size: (width, height) };
        bench.wait(|event| matches!(event, Event::Loaded { .. }));
        // All have the same score, so they stand by name: Acme, Borealis, Cobalt.
        bench.press("t")
    }

    /// Takes in events until one that is waited for.
    fn wait(&mut self, wanted: impl Fn(&Event) -> bool) {
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            match self.heard.try_recv() {
                Ok(event) => {
                    let last = wanted(&event);
                    let effects = self.app.event(event);
                    self.follow(effects);
                    if last {
                        return;
                    }
                }
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        panic!("the event did not come:\n{}", self.text());
    }

    /// Waits for what a change leads to.
    pub fn done(mut self) -> Bench {
        self.wait(|event| matches!(event, Event::Done { .. } | Event::Failed(_)));
        self
    }

    pub fn changed(mut self) -> Bench {
        self.wait(|event| matches!(event, Event::Changed { .. } | Event::Loaded { .. }));
        self
    }

    pub fn press(mut self, keys: &str) -> Bench {
        for key in keys::parse(keys) {
            let effects = self.app.input(key);
            self.follow(effects);
        }
        self.app.settle();
        self
    }

    fn follow(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Read(request) => effects.extend(self.app.reply(answer(request, &self.desk))),
                Effect::Changed(day) => Source::changed(&mut self.desk, day),
                Effect::Change(change) => {
                    if let Err(error) = Source::submit(&self.desk, change) {
                        effects.extend(self.app.refused(error));
                    }
                }
                other => self.effects.push(other),
            }
        }
    }

    /// The same dashboard on a screen of another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.app.resize(self.size.into());
    }

    /// Comes back from the editor with a text.
    pub fn write(&mut self, text: &str) {
        let effects = self.app.written(text);
        self.follow(effects);
        self.app.settle();
    }

    /// Draws a frame.
    pub fn draw(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.settle();
        self.app.draw(&mut buffer);
        buffer
    }

    /// The screen with the style of every run of cells that has one, below the text.
    pub fn styled(&mut self) -> String {
        styled(&self.draw())
    }

    pub fn text(&mut self) -> String {
        let buffer = self.draw();
        let width = usize::from(self.size.0).max(1);
        let line = |cells: &[ratatui::buffer::Cell]| {
            cells.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
        };
        buffer.content.chunks(width).map(line).collect::<Vec<_>>().join("\n")
    }

    pub fn shows(&mut self, words: &str) -> &mut Bench {
        let text = self.text();
        assert!(text.contains(words), "\"{words}\" is not on screen:\n{text}");
        self
    }

    /// One value of the book, as text.
    pub fn value(&self, sql: &str) -> String {
        let book = Connection::open(self.location.path()).unwrap();
        match book.query_row(sql, [], |row| row.get::<_, Value>(0)).unwrap() {
            Value::Null => "null".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    pub fn outside(&self, sql: &str) {
        Connection::open(self.location.path()).unwrap().execute_batch(sql).unwrap();
    }
}

#[test]
fn an_account_is_renamed_and_its_form_closes_when_it_is_in_the_book() {
    let mut bench = Bench::open().press("e ctrl-u \"Acme Group\"");
    bench.shows("* Name").shows("1 change not saved yet");
    let mut bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Group");
    bench.shows("Changed name of Acme");
    let mut bench = bench.changed();
    bench.shows("Acme Group");
    assert_eq!(bench.value("SELECT label FROM txn ORDER BY id DESC LIMIT 1"), "Changed name of Acme");
}

#[test]
fn a_field_says_in_words_what_is_wrong_and_nothing_is_saved() {
    let mut bench = Bench::open().press("e ctrl-u enter");
    bench.shows("Name: cannot be left empty");
    let mut bench = bench.press("\"Acme\" tab tab tab tab tab tab \"soon\" ctrl-s");
    bench.shows("\"soon\"");
    assert_eq!(bench.value("SELECT count(*) FROM txn WHERE actor <> 'external'"), "0");
    // Typed again as a day that people say: a week from Friday the 4th.
    let mut bench = bench.press("ctrl-u \"+1w\"");
    bench.shows("Fri 11 Oct 2024, in 7 days");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT signed_on FROM account WHERE id = 1"), "20007");
}

#[test]
fn esc_never_throws_typed_text_away_without_asking() {
    let mut bench = Bench::open().press("e \" Inc\" esc");
    bench.shows("Throw 1 change away?").shows("y yes");
    // The default keeps it.
    let mut bench = bench.press("esc");
    bench.shows("Acme Inc");
    let mut bench = bench.press("esc x enter esc");
    bench.shows("Acme Inc");
    let mut bench = bench.press("esc y");
    assert!(!bench.text().contains("Inc"), "{}", bench.text());
    // Without a change nothing is asked.
    let mut bench = bench.press("e esc");
    bench.shows("e edit");
}

#[test]
fn a_field_that_changed_underneath_shows_both_values_and_the_book_is_not_overwritten_in_secret() {
    let bench = Bench::open().press("e \" Inc\"");
    bench.outside("UPDATE account SET name = 'Acme AG', industry = 'Steel' WHERE id = 1");
    let mut bench = bench.changed();
    bench.shows("Acme Inc").shows("Changed meanwhile from \"Acme\" to \"Acme AG\"").shows("Steel");
    let bench = bench.press("ctrl-t tab esc");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme AG");
}

#[test]
fn the_cell_of_a_table_is_edited_in_place() {
    // Name, ARR, renewal, CSM, segment, stage.
    let mut bench = Bench::open().press("right right right right e");
    bench.shows("Account · Acme").shows("Ada Boyd");
    let mut bench = bench.press("\"jon\" enter");
    bench.shows("Jonas Weiß");
    let bench = bench.press("enter").done();
    assert_eq!(bench.value("SELECT csm_id FROM account WHERE id = 1"), "2");
    let bench = bench.changed().press("left left e ctrl-u \"60k\" enter").done();
    assert_eq!(bench.value("SELECT yearly_minor FROM contract WHERE id = 1"), "6000000");
    // The end of the contract a day later, and two earlier.
    let bench = bench.changed().press("right +").done().changed();
    assert_eq!(bench.value("SELECT end_on FROM contract WHERE id = 1"), "20101");
    let bench = bench.press("- -").done().done();
    assert_eq!(bench.value("SELECT end_on FROM contract WHERE id = 1"), "20099");
}

#[test]
fn all_marked_accounts_change_at_once_in_one_step() {
    let mut bench = Bench::open().press("space space c");
    bench.shows("Change of 2 accounts");
    let bench = bench.press("\"csm\" enter \"jonas\" enter enter").done();
    assert_eq!(
        bench.value("SELECT group_concat(coalesce(csm_id, 0), ' ' ORDER BY id) FROM account"),
        "2 2 0"
    );
    assert_eq!(bench.value("SELECT label FROM txn ORDER BY id DESC LIMIT 1"), "Changed CSM of 2 accounts");
}

#[test]
fn a_record_is_added_edited_and_deleted_after_a_question() {
    let mut bench = Bench::open()
        .press("enter a \"contact\" enter \"Noor Haddad\" tab tab tab \"champ\" enter enter")
        .done();
    assert_eq!(
        bench.value("SELECT account_id || ' ' || role FROM contact WHERE name = 'Noor Haddad'"),
        "1 4"
    );
    bench.shows("New contact \"Noor Haddad\" for Acme");
    let mut bench = bench.changed().press("tab tab j j");
    bench.shows("Noor Haddad");
    let mut bench = bench.press("d");
    bench.shows("Delete contact");
    // Another key than the one that asked.
    let bench = bench.press("d d enter");
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "3");
    let bench = bench.press("y").done();
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "2");
}

#[test]
fn an_account_is_deleted_with_everything() {
    let mut bench = Bench::open().press("d");
    bench.shows("Delete Acme?");
    let bench = bench.press("esc");
    assert_eq!(bench.value("SELECT count(*) FROM account"), "3");
    let mut bench = bench.press("enter d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM account"), "2");
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "1");
    bench.shows("Board");
}

#[test]
fn tasks_of_everyone_are_done_put_off_and_given_away() {
    let mut bench = Bench::open().press("? \"open tasks\" enter");
    bench.shows("Tasks · 2 open").shows("Ada Boyd").shows("due in 3 days").shows("due 10 days ago");
    // Ada's first: a day later, then to Jonas.
    let bench = bench.press("+").done().changed();
    assert_eq!(bench.value("SELECT due_on FROM task WHERE id = 1"), "20004");
    let bench = bench.press("o \"jonas\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT owner_id FROM task WHERE id = 1"), "2");
    let bench = bench.press("z \"mon\" enter").done().changed();
    assert_eq!(bench.value("SELECT snoozed_until FROM task WHERE id = 1"), "20003");
    let mut bench = bench.press("d").done().changed();
    assert_eq!(bench.value("SELECT done_on FROM task WHERE id = 1"), "20000");
    bench.shows("Tasks · 1 open");
}

#[test]
fn pasted_text_goes_into_the_field_and_never_runs_as_keys() {
    let mut bench = Bench::open().press("e ctrl-u");
    let effects = bench.app.input(mainstay::tui::term::event::Event::Paste("q\ny\u{1b}[31m".to_owned()));
    bench.follow(effects);
    bench.shows("q y[31m");
}

#[test]
fn every_change_is_taken_back_and_done_again() {
    let mut bench = Bench::open().press("e ctrl-u \"Acme Group\" enter").done().changed().press("u").done();
    bench.shows("Took back: Changed name of Acme");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme");
    let mut bench = bench.changed().press("ctrl-r").done();
    bench.shows("Done again");
    assert_eq!(bench.value("SELECT name FROM account WHERE id = 1"), "Acme Group");
    // A deleted account comes back with everything.
    let bench = bench.changed().press("d y").done().changed();
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "1");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT count(*) FROM contract"), "2");
}

#[test]
fn a_touchpoint_is_logged_in_one_line_with_what_follows() {
    let mut bench = Bench::open().press("l");
    bench.shows("Log · Acme").shows("quotation marks may be left out");
    let mut bench = bench.press("\"call @ines @Zoe +champion wants SSO pulse 4 > fri send quote\"");
    bench
        .shows("Call on Fri 4 Oct 2024, today")
        .shows("Ines Duarte (executive sponsor)")
        .shows("Zoe (champion), who becomes a new contact")
        .shows("4 of 5")
        .shows("send quote");
    // Esc keeps the line unless told otherwise.
    let mut bench = bench.press("esc");
    bench.shows("Throw this line away?");
    let bench = bench.press("esc enter").done();
    assert_eq!(bench.value("SELECT account_id || ' ' || kind || ' ' || pulse FROM touchpoint"), "1 1 4");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint_attendee"), "2");
    assert_eq!(bench.value("SELECT title FROM task WHERE id = 3"), "send quote");
    assert_eq!(bench.value("SELECT name FROM contact WHERE id = 3"), "Zoe");
    // One step takes all of it back.
    let mut bench = bench.changed().press("u").done();
    bench.shows("Took back: Logged a call with Acme");
    assert_eq!(bench.value("SELECT count(*) FROM touchpoint"), "0");
    assert_eq!(bench.value("SELECT count(*) FROM contact"), "2");
}

#[test]
fn another_account_can_be_logged_for() {
    let bench = Bench::open().press("l \"note hello\" tab \"bor\" enter enter").done();
    assert_eq!(bench.value("SELECT account_id || text FROM touchpoint"), "2hello");
}

#[test]
fn two_marked_accounts_become_one_and_two_again() {
    let mut bench = Bench::open().press("D");
    bench.shows("mark two accounts first");
    let mut bench = bench.press("space space k D");
    bench.shows("Merge Acme into Borealis?");
    let bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT group_concat(name) FROM account"), "Borealis,Cobalt");
    assert_eq!(bench.value("SELECT count(*) FROM contract WHERE account_id = 2"), "2");
    let bench = bench.press("u").done();
    assert_eq!(bench.value("SELECT group_concat(name) FROM account"), "Acme,Borealis,Cobalt");
    assert_eq!(bench.value("SELECT count(*) FROM contract WHERE account_id = 2"), "1");
}

#[test]
fn the_history_says_who_changed_what_and_takes_an_older_change_back() {
    let bench = Bench::open().press("e ctrl-u \"Acme Group\" enter").done().changed();
    let bench = bench.press("e tab tab tab tab tab \"ren\" enter enter").done().changed();
    let mut bench = bench.press("enter tab tab tab");
    bench.shows("Changed stage of Acme Group: adoption → renewal").shows("Acme → Acme Group");
    let mut bench = bench.press("j enter");
    bench.shows("Take back \"Changed name of Acme\"?");
    let mut bench = bench.press("y").done().changed();
    assert_eq!(bench.value("SELECT name || stage FROM account WHERE id = 1"), "Acme4");
    bench.shows("(taken back)");
}

#[test]
fn a_goal_gets_an_update_and_a_segment_is_edited() {
    let bench = Bench::open().press("enter a \"goal\" enter \"Close in two days\" enter").done().changed();
    let mut bench = bench.press("tab tab G a");
    bench.shows("Goal update of Close in two days");
    let bench = bench.press("enter tab \"at risk\" enter enter").done().changed();
    assert_eq!(bench.value("SELECT goal_id || ' ' || status FROM goal_update"), "1 1");
    let mut bench = bench;
    bench.shows("Goal updates  1");
    let bench = bench.press("2 E \"enterp\" enter \" plus\" enter").done();
    assert_eq!(bench.value("SELECT name FROM segment WHERE id = 101"), "enterprise plus");
}

/// The keys that lead to each screen from the table.
const SCREENS: &[(&str, &str)] = &[
    ("form", "e \" Inc\" tab tab tab tab \"jo\""),
    ("form_wrong", "e ctrl-u tab tab tab tab tab tab \"next week\""),
    ("form_asks", "e \" Inc\" esc"),
    (
        "form_touchpoint",
        "a \"touch\" enter tab tab \"in\" enter tab \"They want SSO before they renew, and a date for it.\" enter \"Next: security review\"",
    ),
    ("cell", "right right right right e"),
    ("add", "a"),
    ("change_marked", "space space c"),
    ("records", "enter tab tab j"),
    ("delete", "enter tab tab j d"),
    ("tasks", "? \"open tasks\" enter"),
    ("log_empty", "l"),
    ("log", "l \"call @ines @Zoe +champion wants SSO pulse 4 > fri send quote\""),
    ("log_unclear", "l \"call pulse 9\""),
    ("merge", "space space D"),
];

#[test]
fn editing_looks_as_it_should() {
    for (width, height) in [(80, 24), (120, 40)] {
        for (name, keys) in SCREENS {
            let mut bench = Bench::at(width, height).press(keys);
            insta::assert_snapshot!(format!("edit_{name}_{width}x{height}"), bench.text());
        }
        // The times of changes are those of the clock, so they are left out.
        let mut bench = Bench::at(width, height).press("e ctrl-u \"Acme Group\" enter").done().changed();
        bench = bench.press("enter tab tab tab");
        let text = bench.text();
        let shown = text.lines().filter(|line| line.contains('→') || line.contains('─')).count();
        assert!(shown >= 3, "{text}");
    }
}

#[test]
fn every_editor_draws_at_every_size() {
    for keys in SCREENS.iter().map(|screen| screen.1).chain(["enter tab tab tab"]) {
        let mut bench = Bench::at(40, 40).press(keys);
        for width in 0..=40 {
            // Every other size, like a chessboard: a form has many lines to lay out.
            for height in (width % 2..=40).step_by(2) {
                bench.resize(width, height);
                if width % 8 == 0 && height % 8 == 0 {
                    bench = bench.press("down pgdn up tab");
                }
                bench.text();
            }
        }
    }
}
