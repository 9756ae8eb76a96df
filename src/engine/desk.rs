//! The dashboard's side of the engine: reads at once, commands in, changes as events.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::aside::Aside;
use super::command::{Command, run};
use super::expansion::{self, Expansion, ExpansionAsk};
use super::judge::Judge;
use super::plays::{self, Plays};
use super::renewals::{self, Renewals, Wanted};
use super::revenue::{self, Revenue, RevenueAsk};
use super::rulebook::{self, Rulebook, Tried};
use super::today::{self, Asked, TodayAsk, Told};
use super::trials::Trials;
use super::view::{Board, View};
use super::{Clock, Writer, keep};
use crate::book::{self, Lookups, Row, Totals};
use crate::domain::{Day, Error, Kind, Period, Result};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::glance::{self, Glance, Stamp};
use crate::store::touched::Touched;
use crate::store::{Book, Location, journal, score};

/// How often the book is asked whether another program has written. Half of it is what one waits on average.
const POLL: Duration = Duration::from_millis(250);

/// How long one who leaves waits for what is under way.
const PATIENCE: Duration = Duration::from_millis(200);

/// With more changed rows than this, all are loaded anew.
const MANY: usize = 5_000;

/// What the dashboard hears.
#[derive(Clone, Debug)]
pub enum Event {
    /// Every row.
    Loaded(Box<book::Board>),
    /// Something changed, wherever the change came from.
    Changed {
        /// The rows that are new.
        rows: Vec<Row>,
        /// The accounts that are gone.
        removed: Vec<AccountId>,
        /// Whom the change is about, those without a new row too, as of a task; None: it may be any.
        touched: Option<Touched>,
        lookups: Lookups,
    },
    /// Long work has begun.
    Working(&'static str),
    /// It has ended.
    Ready,
    /// A [`Command`] was carried out; what it changed follows as [`Event::Changed`] or [`Event::Loaded`].
    Done {
        /// Which one.
        number: Number,
        /// What was done, as a sentence without a full stop.
        label: String,
        /// Its transaction in the journal; None: it changed nothing.
        txn: Option<i64>,
    },
    /// A [`Command`] was not carried out; the book is as it was.
    Refused {
        /// Which one.
        number: Number,
        /// Why.
        error: Error,
    },
    /// The answer to [`Desk::revenue`].
    Revenue(RevenueAsk, Box<Result<Revenue>>),
    /// The answer to the question of [`Desk::today`] with this number, and to those before it that had none.
    Today(TodayAsk, Number, Box<Result<Told>>),
    /// The answer to the question of [`Desk::renewals`] with this number.
    Renewals(Number, Box<Result<Renewals>>),
    /// The answer to [`Desk::expansion`].
    Expansion(ExpansionAsk, Box<Result<Expansion>>),
    /// The answer to [`Desk::plays`].
    Plays(Period, Box<Result<Plays>>),
    /// The answer to [`Desk::rulebook`].
    Rules(Box<Result<Rulebook>>),
    /// So many accounts were tried for the question of [`Desk::try_rules`] with this number.
    Trying(Number, u64),
    /// The answer to that question.
    Tried(Number, Box<Result<Tried>>),
    /// Something failed that nobody asked for: the backup of the day, the look at another program's changes.
    Trouble(Error),
}

/// What a submitted [`Command`] is called by, so that its answer is known among everything else that happens. Whoever
/// submits chooses it.
pub type Number = u64;

/// A book on the desk of the dashboard.
pub struct Desk {
    place: Location,
    view: View,
    /// Read once and kept until the book changes.
    judge: RefCell<Option<Judge>>,
    /// To the thread, which ends when this is dropped. None: a past day is shown, and there is no thread.
    commands: Option<mpsc::Sender<(Number, Command)>>,
    revenue: Aside<RevenueAsk, Revenue>,
    renewals: Aside<renewals::Asked, Renewals>,
    today: Aside<Asked, Told>,
    /// How many questions were numbered.
    asked: Cell<Number>,
    expansion: Aside<ExpansionAsk, Expansion>,
    plays: Aside<Period, Plays>,
    rulebook: Aside<(), Rulebook>,
    trials: Trials,
    /// Who sits at it: a team member, as they call themselves.
    me: Option<String>,
    /// What the thread will do, until it is started.
    work: Option<Box<dyn FnOnce() + Send>>,
    /// Once it is started.
    thread: Option<JoinHandle<()>>,
}

impl Desk {
    /// Opens a book, made where there is none, and starts the thread that keeps it fresh. With `as_of` the past day
    /// is computed and nothing is ever written.
    ///
    /// # Errors
    /// The book cannot be opened.
    pub fn open(
        location: &Location,
        clock: Clock,
        as_of: Option<Day>,
    ) -> Result<(Desk, UnboundedReceiver<Event>)> {
        let (mut desk, heard) = Desk::prepare(location, clock, as_of)?;
        desk.start()?;
        Ok((desk, heard))
    }

    /// As [`Desk::open`], but the thread waits for [`Desk::start`]: so that loading a large book does not compete with
    /// the first frame.
    ///
    /// # Errors
    /// The book cannot be opened.
    pub fn prepare(
        location: &Location,
        clock: Clock,
        as_of: Option<Day>,
    ) -> Result<(Desk, UnboundedReceiver<Event>)> {
        let (events, heard) = unbounded_channel();
        let day = as_of.unwrap_or_else(|| clock.today());
        if !location.exists() {
            Book::open(location)?;
        }
        let view = View::open(location, day)?;
        // The thread opens what it needs itself: the first frame waits for one connection, not for three.
        let place = location.clone();
        let revenue = Aside::new(location, events.clone(), revenue::ANSWERS);
        let renewals = Aside::new(location, events.clone(), renewals::ANSWERS);
        let today = Aside::new(location, events.clone(), today::ANSWERS);
        let expansion = Aside::new(location, events.clone(), expansion::ANSWERS);
        let plays = Aside::new(location, events.clone(), plays::ANSWERS);
        let rulebook = Aside::new(location, events.clone(), rulebook::READING);
        let trials = Trials::new(location, events.clone());
        let (commands, work): (_, Box<dyn FnOnce() + Send>) = if as_of.is_none() {
            let (commands, given) = mpsc::channel();
            let work = move || match Keeper::open(&place, clock, events.clone()) {
                Ok(keeper) => keep_fresh(keeper, clock, &given, &place),
                Err(error) => refuse_all(&error, &given, &events),
            };
            (Some(commands), Box::new(work))
        } else {
            (None, Box::new(move || load_past(&place, day, &events)))
        };
        Ok((
            Desk {
                place: location.clone(),
                view,
                judge: RefCell::new(None),
                commands,
                revenue,
                renewals,
                today,
                asked: Cell::new(0),
                expansion,
                plays,
                rulebook,
                trials,
                me: None,
                work: Some(work),
                thread: None,
            },
            heard,
        ))
    }

    /// The same desk, of somebody on the team.
    pub fn of(self, me: Option<&str>) -> Desk {
        Desk { me: me.map(str::to_owned), ..self }
    }

    /// Who sits at it, as they call themselves; None: nobody said.
    pub fn me(&self) -> Option<&str> {
        self.me.as_deref()
    }

    /// Starts the thread, once.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn start(&mut self) -> Result<()> {
        if let Some(work) = self.work.take() {
            self.thread = Some(spawn(work)?);
        }
        Ok(())
    }

    /// Gives the thread something to do. It begins at once, and answers with [`Event::Done`] or [`Event::Refused`] of
    /// this number, once.
    ///
    /// # Errors
    /// A past day is shown, or the thread has ended: there will be no answer.
    pub fn submit(&self, number: Number, command: Command) -> Result<()> {
        let Some(commands) = &self.commands else {
            return Err(Error::invalid(format!("{} is past and can only be looked at", self.day()))
                .hint("leave --as-of away to change the book"));
        };
        commands.send((number, command)).map_err(|_| {
            Error::new(Kind::Storage, "the book is not open for writing, so nothing was changed")
                .hint("leave the dashboard and open it again")
        })
    }

    /// Has revenue read on a thread of its own. It answers with [`Event::Revenue`], unless it is asked again before.
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn revenue(&self, ask: RevenueAsk) -> Result<()> {
        self.revenue.ask(self.day(), ask)
    }

    /// Has renewals read on a thread of its own. Gives the number of the question, which [`Event::Renewals`] answers,
    /// unless it is asked again before.
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn renewals(&self, wanted: Wanted) -> Result<Number> {
        let number = self.asked.get() + 1;
        self.renewals.ask(self.day(), (number, wanted))?;
        self.asked.set(number);
        Ok(number)
    }

    /// Has what needs somebody today read on a thread of its own, for a person, whose last look says what is new. Gives
    /// the number of the question, which [`Event::Today`] answers; one answer may stand for several questions that wait.
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn today(&self, ask: TodayAsk, person: String) -> Result<Number> {
        let number = self.asked.get() + 1;
        self.today.ask(self.day(), Asked { ask, person, number })?;
        self.asked.set(number);
        Ok(number)
    }

    /// Has candidates and opportunities read on a thread of its own. It answers with [`Event::Expansion`], unless it is
    /// asked again before.
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn expansion(&self, ask: ExpansionAsk) -> Result<()> {
        self.expansion.ask(self.day(), ask)
    }

    /// Has the plays that run read on a thread of its own, and of those that began in a period which ones work. It
    /// answers with [`Event::Plays`], unless it is asked again before.
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn plays(&self, period: Period) -> Result<()> {
        self.plays.ask(self.day(), period)
    }

    /// Has the rules and playbooks read on a thread of its own. It answers with [`Event::Rules`].
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn rulebook(&self) -> Result<()> {
        self.rulebook.ask(self.day(), ())
    }

    /// Has another document of rules and playbooks checked and tried on the last days, on a thread of its own; what was
    /// being tried stops. It answers with [`Event::Tried`] of this number, and on the way with [`Event::Trying`].
    ///
    /// # Errors
    /// The thread has ended, or the system refuses it: there will be no answer.
    pub fn try_rules(&self, number: Number, own: Option<Box<str>>) -> Result<()> {
        self.trials.ask(self.day(), number, own)
    }

    /// Stops what is being tried: nobody waits for it any more.
    pub fn stop_trying(&self) {
        self.trials.stop();
    }

    /// The worst accounts of every band, as they are cached: the first frame. None: nothing was scored yet.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn first(&self, per_band: usize) -> Result<Option<Board>> {
        self.view.first(per_band)
    }

    /// The first frame as it was when the dashboard was last left, if nothing has changed since. The book need not be
    /// open for it.
    pub fn glance(location: &Location, day: Day, per_band: usize) -> Option<(Board, Option<String>)> {
        let Glance { rows, lookups, totals, still } = glance::read(location, day, per_band)?;
        Some((Board { rows, lookups, totals }, still))
    }

    /// Ends the thread and keeps the first frame for the next start, see [`Desk::glance`]: the board, and a picture of
    /// another first screen if nothing was journaled after the row that comes with it. Work that takes long is not waited
    /// for: what it has not committed is as if it had not begun.
    pub fn leave(mut self, per_band: usize, still: Option<(i64, String)>) {
        // Of a past day nothing is kept.
        let Some(commands) = self.commands.take() else { return };
        drop(commands);
        let begun = Instant::now();
        while self.thread.as_ref().is_some_and(|thread| !thread.is_finished()) && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
        // The stamp before the rows: what is written to the book from then on makes it void.
        let stamp = Stamp::of(&self.place, self.day());
        let (Some(stamp), Ok(Some(first))) = (stamp, self.first(per_band)) else { return };
        let Board { rows, lookups, totals } = first;
        if lookups.day == self.day() {
            let last = journal::last_seq(self.view.reader()).ok();
            let still = still.filter(|still| Some(still.0) == last).map(|still| still.1);
            glance::keep(&self.place, stamp, per_band, Glance { rows, lookups, totals, still });
        }
    }

    /// Where the book lies.
    pub fn place(&self) -> &Location {
        &self.place
    }

    /// The day that is shown.
    pub fn day(&self) -> Day {
        self.view.day()
    }

    /// To be called when an event said that the book changed: what is kept for explanations is read anew.
    pub fn changed(&mut self, day: Day) {
        self.view.set_day(day);
        self.judge.replace(None);
    }

    /// The view, for reads of one account.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The arithmetic of one account's score, and what moved it since a day.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn why(&self, id: AccountId, since: Day) -> Result<Why> {
        self.judged(|judge| self.view.why_by(judge, id, since))
    }

    /// Reads with what scores depend on beside the account's own facts; it is kept until the book changes.
    ///
    /// # Errors
    /// That of `read`, or the book cannot be read.
    pub fn judged<T>(&self, read: impl FnOnce(&Judge) -> Result<T>) -> Result<T> {
        let mut kept = self.judge.borrow_mut();
        let judge = match kept.take() {
            Some(judge) => judge,
            None => self.view.judge()?,
        };
        let outcome = read(&judge);
        kept.replace(judge);
        outcome
    }
}

/// Put together here, so that the screen never waits for it.
fn loaded(rows: Vec<Row>, lookups: Lookups, totals: Totals) -> Event {
    Event::Loaded(Box::new(book::Board::whole(rows, lookups, totals)))
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    thread::Builder::new().name("engine".into()).spawn(work).map_err(|error| {
        Error::new(Kind::Storage, format!("the system refused a thread ({error})"))
            .hint("close other programs and try again")
    })
}

/// Computes the rows of a past day, once.
fn load_past(location: &Location, day: Day, events: &UnboundedSender<Event>) {
    let _ = events.send(Event::Working("Computing the past day"));
    let event = match View::open(location, day).and_then(|view| view.board()) {
        Ok(Board { rows, lookups, totals }) => loaded(rows, lookups, totals),
        Err(error) => Event::Trouble(error),
    };
    // Nobody listens any more when the dashboard has closed: then there is nothing left to do.
    let _ = events.send(event);
    let _ = events.send(Event::Ready);
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
    if let Err(error) = spawn(work) {
        let _ = events.send(Event::Trouble(error));
    }
}

/// Where the book cannot be opened for writing: says so, and refuses every command for that reason.
fn refuse_all(error: &Error, given: &mpsc::Receiver<(Number, Command)>, events: &UnboundedSender<Event>) {
    let _ = events.send(Event::Trouble(error.clone()));
    for (number, _) in given {
        let _ = events.send(Event::Refused { number, error: error.clone() });
    }
}

/// What the thread knows of the book.
struct Keeper {
    writer: Writer,
    view: View,
    rev: i64,
    seq: i64,
    events: UnboundedSender<Event>,
}

/// The thread: loads the board, then carries out commands and looks out for other programs' writes and for midnight
/// until the desk closes.
fn keep_fresh(mut keeper: Keeper, clock: Clock, given: &mpsc::Receiver<(Number, Command)>, place: &Location) {
    // Before anything is read: what is written while the board is loaded must not be taken for known.
    let mut version = keeper.writer.book().data_version();
    let mut outcome = keeper.load().and_then(|()| keeper.freshen());
    look_after(place, &keeper.events);
    loop {
        // Somebody else holding the book is no reason to worry anyone: it is tried again.
        let again = matches!(&outcome, Err(error) if error.kind == Kind::Busy);
        if let Err(error) = &outcome
            && !again
        {
            let _ = keeper.events.send(Event::Trouble(error.clone()));
        }
        match given.recv_timeout(POLL) {
            // What is committed here changes no version of its own connection: it is sent out at once.
            Ok((number, command)) => {
                outcome = keeper.obey(number, command);
                continue;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                keeper.writer.book().empty_log();
                return;
            }
        }
        let now = keeper.writer.book().data_version();
        outcome = if again || now != version || keeper.view.day() != clock.today() {
            version = now;
            keeper.freshen()
        } else {
            Ok(())
        };
    }
}

impl Keeper {
    fn open(location: &Location, clock: Clock, events: UnboundedSender<Event>) -> Result<Keeper> {
        let view = View::open(location, clock.today())?;
        view.reader().keep_few_pages()?;
        Ok(Keeper { writer: Writer::open(location, clock)?, view, rev: 0, seq: 0, events })
    }

    /// Sends every row, as it is cached.
    fn load(&mut self) -> Result<()> {
        let (_, seq) = self.view.reader().deleted_since(i64::MAX)?;
        let header = score::header(self.view.reader())?;
        if let Some(Board { rows, lookups, totals }) = self.view.cached()? {
            let _ = self.events.send(loaded(rows, lookups, totals));
        }
        self.rev = header.map_or(0, |header| header.rev);
        self.seq = seq;
        Ok(())
    }

    /// Carries out a command, says what came of it and sends what changed. A failed command leaves nothing to send.
    fn obey(&mut self, number: Number, command: Command) -> Result<()> {
        self.view.set_day(self.writer.day());
        let (label, written) = match run(&mut self.writer, command) {
            Ok(done) => done,
            Err(error) => {
                let _ = self.events.send(Event::Refused { number, error });
                return Ok(());
            }
        };
        let _ = self.events.send(Event::Done { number, label, txn: written.txn });
        if written.stale { self.freshen() } else { self.publish() }
    }

    /// Scores what waits to be scored and sends what is new since the last time, whoever wrote it.
    fn freshen(&mut self) -> Result<()> {
        self.view.set_day(self.writer.day());
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
