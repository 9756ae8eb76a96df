//! The dashboard's side of the engine: reads at once, commands in, changes as events.

use std::cell::{Cell, RefCell};
use std::sync::mpsc;
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::Clock;
use super::aside::Aside;
use super::command::Command;
use super::expansion::{self, Expansion, ExpansionAsk};
use super::judge::Judge;
use super::keeper::{keep_fresh, keep_past};
use super::plays::{self, Plays};
use super::renewals::{self, Renewals, Wanted};
use super::revenue::{self, Revenue, RevenueAsk};
use super::rulebook::{self, Rulebook, Tried};
use super::thread;
use super::today::{self, Asked, TodayAsk, Told};
use super::trials::Trials;
use super::view::{Board, View};
use crate::book::{self, Lookups, Row};
use crate::domain::{Day, Error, Kind, Period, Result};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::glance::{self, Glance, Stamp};
use crate::store::touched::Touched;
use crate::store::{Book, Location, journal};

/// How long one who leaves waits for what is under way.
const PATIENCE: Duration = Duration::from_millis(200);

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
    /// To the thread, which ends when this is dropped.
    commands: mpsc::Sender<(Number, Command)>,
    /// A past day is shown, and nothing is ever written.
    past: bool,
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
        let (commands, given) = mpsc::channel();
        let work: Box<dyn FnOnce() + Send> = match as_of {
            None => Box::new(move || keep_fresh(&place, clock, &given, &events)),
            Some(past) => Box::new(move || keep_past(&place, past, &given, &events)),
        };
        Ok((
            Desk {
                place: location.clone(),
                view,
                judge: RefCell::new(None),
                commands,
                past: as_of.is_some(),
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
            self.thread = Some(thread::spawn("engine", work)?);
        }
        Ok(())
    }

    /// Gives the thread something to do. It begins at once, and answers with [`Event::Done`] or [`Event::Refused`] of
    /// this number, once.
    ///
    /// # Errors
    /// A past day is shown, or the thread has ended: there will be no answer.
    pub fn submit(&self, number: Number, command: Command) -> Result<()> {
        if self.past {
            return Err(Error::invalid(format!("{} is past and can only be looked at", self.day()))
                .hint("leave --as-of away to change the book"));
        }
        self.commands.send((number, command)).map_err(|_| {
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
    /// for: what it has not committed is as if it had not begun. Of a past day nothing is kept.
    pub fn leave(self, per_band: usize, still: Option<(i64, String)>) {
        let Desk { place, view, commands, past, thread, .. } = self;
        if past {
            return;
        }
        drop(commands);
        let begun = Instant::now();
        while thread.as_ref().is_some_and(|thread| !thread.is_finished()) && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(1));
        }
        // The stamp before the rows: what is written to the book from then on makes it void.
        let stamp = Stamp::of(&place, view.day());
        let (Some(stamp), Ok(Some(first))) = (stamp, view.first(per_band)) else { return };
        let Board { rows, lookups, totals } = first;
        if lookups.day == view.day() {
            let last = journal::last_seq(view.reader()).ok();
            let still = still.filter(|still| Some(still.0) == last).map(|still| still.1);
            glance::keep(&place, stamp, per_band, Glance { rows, lookups, totals, still });
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
