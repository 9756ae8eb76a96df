//! The dashboard over the real engine on a book of its own.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use mainstay::book::Board;
use mainstay::domain::Day;
use mainstay::engine::{Clock, Command, Desk, Event, Writer};
use mainstay::store::{Location, trigger};
use mainstay::tui::look::{Look, Looked};
use mainstay::tui::source::{Reply, Request, Source, answer};
use mainstay::tui::still::Still;
use mainstay::tui::{App, Config, Effect};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::keys;
use crate::shot::styled;

/// 2024-10-04, a Friday.
pub const TODAY: Day = Day(20_000);

const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (101, 'enterprise'), (102, 'small business');
    INSERT INTO team_member (id, name) VALUES (1, 'Ada Boyd'), (2, 'Jonas Weiß');
    INSERT INTO account (id, name, csm_id, segment_id, stage) VALUES (1, 'Acme', 1, 101, 2), (2, 'Borealis', 1, 101, 2),
      (3, 'Cobalt', NULL, NULL, 1);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, seats)
      VALUES (1, 'C-1', 1, 19800, 20100, 4800000, 60), (2, 'C-2', 2, 19900, 20200, 1200000, NULL);
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Ines Duarte', 1), (2, 1, 'Tom Okafor', 2);
    INSERT INTO task (id, account_id, title, owner_id, due_on) VALUES (1, 1, 'Send the quote', 1, 20003), (2, 2, 'Call back', 2, 19990);";

/// What is being read on threads of their own.
#[derive(Default)]
struct Coming {
    renewals: bool,
    /// The number of the last question about the day.
    today: Option<u64>,
}

/// The dashboard over the engine.
pub struct Bench {
    pub app: App,
    desk: Desk,
    heard: UnboundedReceiver<Event>,
    pub location: Location,
    _folder: TempDir,
    /// Effects that are done outside, in order.
    pub effects: Vec<Effect>,
    pub size: (u16, u16),
    /// The number of the last answer about the day.
    told: u64,
}

impl Bench {
    /// The small book at 80x24.
    pub fn open() -> Bench {
        Bench::at(80, 24)
    }

    /// The small book at a size, as a table.
    pub fn at(width: u16, height: u16) -> Bench {
        Bench::with("", (width, height))
    }

    /// The small book with more in it, at a size, as a table.
    pub fn with(more: &str, size: (u16, u16)) -> Bench {
        let facts =
            |_: &mut Writer, book: &Connection| book.execute_batch(&format!("{FACTS}{more}")).unwrap();
        // All have the same score, so they stand by name: Acme, Borealis, Cobalt.
        Bench::over(size, facts).press("t")
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

    /// A book that is filled by the engine or by another program.
    pub fn over((width, height): (u16, u16), fill: impl FnOnce(&mut Writer, &Connection)) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::at(folder.path().join("book.mainstay"));
        let clock = Clock::Fixed(TODAY);
        let mut writer = Writer::open(&location, clock).unwrap();
        fill(&mut writer, &Connection::open(location.path()).unwrap());
        writer.refresh().unwrap();
        drop(writer);
        let (desk, heard) = Desk::open(&location, clock, None).unwrap();
        let app = App::new(Config::parse("", false).unwrap(), Board::unread(TODAY), (width, height).into());
        let mut bench = Bench {
            app,
            desk,
            heard,
            location,
            _folder: folder,
            effects: Vec::new(),
            size: (width, height),
            told: 0,
        };
        bench.wait(|event| matches!(event, Event::Loaded(_)));
        // What is written from here on is told with its scores: the first look of the engine is over.
        bench.desk.submit(0, Command::write("", |_| Ok(()))).unwrap();
        bench.wait(|event| matches!(event, Event::Done { number: 0, .. }));
        bench
    }

    /// Leaves the dashboard and starts it again with the list of the day, up to its first frame.
    pub fn again(self) -> Bench {
        let Bench { app, desk, location, _folder, size, .. } = self;
        desk.leave(10, app.into_still(None));
        let known = Desk::glance(&location, TODAY, 10);
        let (desk, heard) = Desk::open(&location, Clock::Fixed(TODAY), None).unwrap();
        let config = Config::parse("", false).unwrap();
        let still = known.and_then(|known| known.1);
        let still = still.and_then(|still| Still::read(&still, size.into(), &config, None));
        let mut app = App::new(config, Board::unread(TODAY), size.into());
        app.begin();
        still.into_iter().for_each(|still| app.show(still));
        Bench { app, desk, heard, location, _folder, effects: Vec::new(), size, told: 0 }
    }

    /// The same, of somebody on the team.
    pub fn of(self, me: &str) -> Bench {
        Bench { desk: self.desk.of(Some(me)), ..self }
    }

    /// Takes in events until one that is waited for.
    pub fn wait(&mut self, wanted: impl Fn(&Event) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            match self.heard.try_recv() {
                Ok(event) => {
                    let last = wanted(&event);
                    if let Event::Today(_, number, _) = &event {
                        self.told = self.told.max(*number);
                    }
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
        self.wait(|event| matches!(event, Event::Done { .. } | Event::Refused { .. }));
        self
    }

    pub fn changed(mut self) -> Bench {
        self.wait(|event| matches!(event, Event::Changed { .. } | Event::Loaded(_)));
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

    /// Presses keys, and waits for nothing that is read on a thread of its own.
    pub fn begin(&mut self, keys: &str) {
        for key in keys::parse(keys) {
            let effects = self.app.input(key);
            self.carry_out(effects);
        }
    }

    pub fn follow(&mut self, effects: Vec<Effect>) {
        // What is read on a thread of its own is on screen before anything is looked at.
        let coming = self.carry_out(effects);
        if coming.renewals {
            self.wait(|event| matches!(event, Event::Renewals(..)));
        }
        while coming.today.is_some_and(|last| self.told < last) {
            self.wait(|event| matches!(event, Event::Today(..)));
        }
    }

    /// Says what is on its way.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Coming {
        let mut effects = VecDeque::from(effects);
        let mut coming = Coming::default();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Read(request) => {
                    coming.renewals |= request == Request::Look(Look::Renewals);
                    let reply = answer(request, &self.desk);
                    if let Reply::Looked(Looked::Today(Ok(number), _)) = &reply {
                        coming.today = Some(*number);
                    }
                    effects.extend(self.app.reply(reply));
                }
                Effect::Changed(day) => Source::changed(&mut self.desk, day),
                Effect::Change(number, change) => {
                    if let Err(error) = Source::submit(&self.desk, number, change) {
                        effects.extend(self.app.event(Event::Refused { number, error }));
                    }
                }
                Effect::Try(number, own) => Source::try_rules(&self.desk, number, own).unwrap(),
                Effect::StopTrying => Source::stop_trying(&self.desk),
                other => self.effects.push(other),
            }
        }
        coming
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

    /// Every row of every table that undo answers for.
    pub fn tables(&self) -> BTreeMap<String, Vec<Vec<Value>>> {
        let book = Connection::open(self.location.path()).unwrap();
        let tables = trigger::journaled().chain(["usage", "feature_use", "usage_day"]);
        // An alert that comes again is another row: they follow from the facts.
        let alerts = "(SELECT account_id, rule, severity, reason, opened_on, snoozed_until, dismissed_reason FROM alert
                       WHERE closed_on IS NULL)";
        let of = |table: &'static str| all(&book, if table == "alert" { alerts } else { table });
        tables.map(|table| (table.to_owned(), of(table))).collect()
    }

    pub fn outside(&self, sql: &str) {
        // In one transaction, so that the dashboard sees all of it or nothing.
        let book = Connection::open(self.location.path()).unwrap();
        book.execute_batch(&format!("BEGIN IMMEDIATE; {sql}; COMMIT")).unwrap();
    }
}

/// The rows of a table, sorted.
fn all(book: &Connection, table: &str) -> Vec<Vec<Value>> {
    let columns = book.prepare(&format!("SELECT * FROM {table}")).unwrap().column_count();
    let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
    let sql = format!("SELECT * FROM {table} ORDER BY {}", order.join(", "));
    let mut statement = book.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| (0..columns).map(|place| row.get(place)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}
