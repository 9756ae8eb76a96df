//! The desk's thread: carries out commands, and brings to the board what other programs write and what a new day changes.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::command::{Command, run};
use super::desk::{Event, Number};
use super::view::{Board, View};
use super::{Clock, Writer, keep, thread};
use crate::book;
use crate::domain::{Day, Error, Kind, Result};
use crate::store::{Location, score};

/// How often the book is asked whether another program has written. Half of it is what one waits on average.
const POLL: Duration = Duration::from_millis(250);

/// After a failure that somebody was told of it is tried again so much later: not so soon that nothing else is heard.
const REST: Duration = Duration::from_secs(10);

/// With more changed rows than this, all are loaded anew.
const MANY: usize = 5_000;

/// How far other programs have written, and the day: what the board shows all of, or has still to take in.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Moment {
    version: i64,
    day: Day,
}

/// What the thread knows of the book.
struct Keeper {
    writer: Writer,
    view: View,
    rev: i64,
    seq: i64,
    /// What the board shows all of. None: taking it in has failed, and is owed whatever comes between.
    shown: Option<Moment>,
    events: UnboundedSender<Event>,
}

/// Loads the board, then carries out commands and looks out for other programs' writes and for midnight until the desk
/// closes.
pub(super) fn keep_fresh(
    place: &Location,
    clock: Clock,
    given: &Receiver<(Number, Command)>,
    events: &UnboundedSender<Event>,
) {
    let mut keeper = match Keeper::open(place, clock, events.clone()) {
        Ok(keeper) => keeper,
        Err(error) => return refuse_all(&error, given, events),
    };
    let mut outcome = keeper.load().and_then(|()| keeper.catch_up());
    look_after(place, events);
    loop {
        let wait = rest(outcome, events);
        outcome = match given.recv_timeout(wait) {
            Ok((number, command)) => keeper.obey(number, command),
            Err(RecvTimeoutError::Timeout) => keeper.catch_up(),
            Err(RecvTimeoutError::Disconnected) => {
                keeper.writer.book().empty_log();
                return;
            }
        };
    }
}

/// Computes the rows of a past day, whenever the book has changed, until the desk closes.
pub(super) fn keep_past(
    place: &Location,
    day: Day,
    given: &Receiver<(Number, Command)>,
    events: &UnboundedSender<Event>,
) {
    let view = match View::open(place, day) {
        Ok(view) => view,
        Err(error) => return refuse_all(&error, given, events),
    };
    let mut shown = None;
    let mut catch_up = || {
        // Before anything is read: what is written meanwhile must not be taken for known.
        let version = view.reader().data_version()?;
        if shown != Some(version) {
            let _ = events.send(Event::Working("Computing the past day"));
            let computed = view.board().map(|board| {
                let _ = events.send(loaded(board));
            });
            let _ = events.send(Event::Ready);
            computed?;
            shown = Some(version);
        }
        Ok(())
    };
    loop {
        let wait = rest(catch_up(), events);
        // A past day is asked nothing, so that there is either nothing yet or the end.
        if !matches!(given.recv_timeout(wait), Err(RecvTimeoutError::Timeout)) {
            return;
        }
    }
}

/// How long to wait after work that came out like this; tells of a failure.
fn rest(outcome: Result<()>, events: &UnboundedSender<Event>) -> Duration {
    match outcome {
        Ok(()) => POLL,
        // Somebody else holding the book is no reason to worry anyone.
        Err(error) if error.kind == Kind::Busy => POLL,
        Err(error) => {
            let _ = events.send(Event::Trouble(error));
            REST
        }
    }
}

/// Put together here, so that the screen never waits for it.
fn loaded(Board { rows, lookups, totals }: Board) -> Event {
    Event::Loaded(Box::new(book::Board::whole(rows, lookups, totals)))
}

/// Once a start, when there is time: says who else can read the book, and makes the backup of the day. On a thread of
/// its own, since a copy of a large book takes seconds, and edits do not wait for it.
fn look_after(place: &Location, events: &UnboundedSender<Event>) {
    let (place, told) = (place.clone(), events.clone());
    let work = move || {
        let backup = keep::daily(&place).err();
        for error in keep::warning(&place).into_iter().chain(backup) {
            let _ = told.send(Event::Trouble(error));
        }
    };
    if let Err(error) = thread::spawn("backup", work) {
        let _ = events.send(Event::Trouble(error));
    }
}

/// Where the book cannot be opened: says so, and refuses every command for that reason.
fn refuse_all(error: &Error, given: &Receiver<(Number, Command)>, events: &UnboundedSender<Event>) {
    let _ = events.send(Event::Trouble(error.clone()));
    for (number, _) in given {
        let _ = events.send(Event::Refused { number, error: error.clone() });
    }
}

impl Keeper {
    fn open(location: &Location, clock: Clock, events: UnboundedSender<Event>) -> Result<Keeper> {
        let view = View::open(location, clock.today())?;
        view.reader().keep_few_pages()?;
        let writer = Writer::open(location, clock)?;
        Ok(Keeper { writer, view, rev: 0, seq: 0, shown: None, events })
    }

    /// Sends every row, as it is cached.
    fn load(&mut self) -> Result<()> {
        let (_, seq) = self.view.reader().deleted_since(i64::MAX)?;
        let header = score::header(self.view.reader())?;
        if let Some(board) = self.view.cached()? {
            let _ = self.events.send(loaded(board));
        }
        self.rev = header.map_or(0, |header| header.rev);
        self.seq = seq;
        Ok(())
    }

    /// Takes in what another program has written since, and what a new day changes; what fails is owed until it is done.
    fn catch_up(&mut self) -> Result<()> {
        // Before anything is read: what is written meanwhile must not be taken for known. What is committed here changes
        // no version of its own connection, and is sent out at once.
        let version = self.writer.book().data_version()?;
        let now = Some(Moment { version, day: self.writer.day() });
        if self.shown != now {
            self.shown = None;
            self.freshen()?;
            self.shown = now;
        }
        Ok(())
    }

    /// Carries out a command, says what came of it and sends what changed. A failed command leaves nothing to send.
    fn obey(&mut self, number: Number, command: Command) -> Result<()> {
        let (label, written) = match run(&mut self.writer, command) {
            Ok(done) => done,
            Err(error) => {
                let _ = self.events.send(Event::Refused { number, error });
                return Ok(());
            }
        };
        let _ = self.events.send(Event::Done { number, label, txn: written.txn });
        let sent = if written.stale { self.freshen() } else { self.publish() };
        if sent.is_err() {
            self.shown = None;
        }
        sent
    }

    /// Scores what waits to be scored and sends what is new since the last time, whoever wrote it.
    fn freshen(&mut self) -> Result<()> {
        if self.writer.is_stale().unwrap_or(true) {
            let _ = self.events.send(Event::Working("Scoring"));
            let refreshed = self.writer.refresh();
            let _ = self.events.send(Event::Ready);
            if let Some(broken) = refreshed? {
                let _ =
                    self.events.send(Event::Trouble(broken.hint("until then the built-in policy judges")));
            }
        }
        self.publish()
    }

    fn publish(&mut self) -> Result<()> {
        self.view.set_day(self.writer.day());
        let Some(header) = score::header(self.view.reader())? else { return Ok(()) };
        let (removed, seq) = self.view.reader().deleted_since(self.seq)?;
        let lookups = score::lookups(self.view.reader(), &header)?;
        if header.rev != self.rev || !removed.is_empty() || seq != self.seq {
            let rows = score::since(self.view.reader(), self.rev)?;
            if rows.len() > MANY {
                return self.load();
            }
            let touched = self.view.reader().touched_since(self.seq)?;
            let _ = self.events.send(Event::Changed { rows, removed, touched, lookups });
        }
        self.rev = header.rev;
        self.seq = seq;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use rusqlite::Connection;
    use tempfile::TempDir;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;

    const TODAY: Day = Day(20_000);

    thread_local! {
        static DAY: Cell<Day> = const { Cell::new(TODAY) };
    }

    /// A keeper of a book with one account, all of it on the board, and another program.
    fn keeper() -> (TempDir, Keeper, Connection, UnboundedReceiver<Event>) {
        let folder = tempfile::tempdir().unwrap();
        let place = Location::at(folder.path().join("book.mainstay"));
        let (events, heard) = unbounded_channel();
        DAY.set(TODAY);
        Writer::open(&place, Clock::By(|| DAY.get())).unwrap();
        let other = Connection::open(place.path()).unwrap();
        other.execute_batch("INSERT INTO account (id, name) VALUES (1, 'Acme')").unwrap();
        let mut keeper = Keeper::open(&place, Clock::By(|| DAY.get()), events).unwrap();
        keeper.writer.book().never_wait().unwrap();
        keeper.load().unwrap();
        keeper.catch_up().unwrap();
        (folder, keeper, other, heard)
    }

    /// The last account's name and the day, as they were told last.
    fn told(heard: &mut UnboundedReceiver<Event>) -> Option<(String, Day)> {
        let mut last = None;
        while let Ok(event) = heard.try_recv() {
            last = match event {
                Event::Loaded(board) => Some((board.rows().to_vec(), board.lookups().day)),
                Event::Changed { rows, lookups, .. } => Some((rows, lookups.day)),
                _ => continue,
            };
        }
        last.and_then(|(rows, day)| Some((rows.last()?.name.to_string(), day)))
    }

    fn wrong() -> Command {
        Command::write("Wrong", |_| Err(Error::invalid("no such thing")))
    }

    #[test]
    fn what_another_program_wrote_is_owed_while_the_book_is_held_whatever_is_refused_meanwhile() {
        let (_folder, mut keeper, other, mut heard) = keeper();
        assert_eq!(told(&mut heard), Some(("Acme".into(), TODAY)));
        other.execute_batch("UPDATE account SET name = 'Acme New'; BEGIN IMMEDIATE").unwrap();
        assert_eq!(keeper.catch_up().unwrap_err().kind, Kind::Busy);
        keeper.obey(1, wrong()).unwrap();
        other.execute_batch("ROLLBACK").unwrap();
        keeper.obey(2, wrong()).unwrap();
        assert_eq!(told(&mut heard), None);
        keeper.catch_up().unwrap();
        assert_eq!(told(&mut heard), Some(("Acme New".into(), TODAY)));
        keeper.catch_up().unwrap();
        assert_eq!(told(&mut heard), None, "nothing is owed any more");
    }

    #[test]
    fn the_day_turns_though_a_command_was_refused_just_after_midnight() {
        let (_folder, mut keeper, _other, mut heard) = keeper();
        DAY.set(TODAY + 1);
        keeper.obey(1, wrong()).unwrap();
        keeper.catch_up().unwrap();
        assert_eq!(told(&mut heard), Some(("Acme".into(), TODAY + 1)));
    }
}
