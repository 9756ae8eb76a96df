//! The loop: wait, take in everything that waits, draw once. Generic over terminal and input, so tests run this one.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, BufWriter, Stdout};
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::path::Path;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use crossterm::event::EventStream;
use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep_until};

use super::app::{App, Effect};
use super::config::Config;
use super::screens::board::columns;
use super::source::{Source, answer};
use super::still::Still;
use super::term::{self, Signal, Signals, event};
use crate::book::Board;
use crate::domain::{Day, Error, Kind, Result, text};
use crate::engine::{Board as First, Clock, Desk, Event};
use crate::store::Location;

/// How long a word at the foot of the screen stays.
const TOAST: Duration = Duration::from_secs(4);

/// What the loop asks of the terminal beside drawing.
pub trait Host {
    /// Takes or leaves the mouse.
    ///
    /// # Errors
    /// The terminal is gone.
    fn mouse(&mut self, on: bool) -> Result<()>;

    /// Copies to the clipboard.
    ///
    /// # Errors
    /// The terminal is gone.
    fn copy(&mut self, text: &str) -> Result<()>;

    /// Opens an address in the browser or the mail program.
    ///
    /// # Errors
    /// There is none.
    fn open(&mut self, address: &str) -> Result<()>;

    /// Leaves to the shell; returns when it comes back.
    ///
    /// # Errors
    /// The system has no such thing, or the terminal is gone.
    fn suspend(&mut self) -> Result<()>;

    /// Has the user write a text in their own editor; gives what they wrote.
    ///
    /// # Errors
    /// There is no editor, it failed, or the terminal is gone.
    fn write(&mut self, text: &str) -> Result<String>;

    /// Has the user change a file in their own editor, which begins at a line (from 1 on) if it can.
    ///
    /// # Errors
    /// There is no editor, it failed, or the terminal is gone.
    fn edit(&mut self, file: &Path, line: usize) -> Result<()>;

    /// Sets the modes again after a stop from outside.
    ///
    /// # Errors
    /// The terminal is gone.
    fn resume(&mut self) -> Result<()>;
}

/// Everything that wakes the loop.
pub struct Inputs<S> {
    /// Keys, mouse, paste, sizes. None: another program has the terminal.
    pub terminal: Option<S>,
    /// How to listen to the terminal again after another program had it; None: listening goes on all the time.
    pub reopen: Option<fn() -> S>,
    /// What happens to the book.
    pub book: UnboundedReceiver<Event>,
    /// What the system tells.
    pub signals: Signals,
}

/// One thing that woke the loop.
enum Wake {
    Terminal(Option<io::Result<event::Event>>),
    Book(Option<Event>),
    Signal(Option<Signal>),
    ToastOver,
}

/// Runs the dashboard on a book over the user's terminal until it is left, or the system ends it. `me`: who the user
/// is on the team.
///
/// # Errors
/// The settings have an error, the book cannot be opened, the terminal broke, or another thread panicked.
pub fn run(location: &Location, clock: Clock, as_of: Option<Day>, me: Option<&str>) -> Result<()> {
    let (width, height) = crossterm::terminal::size().map_err(broken)?;
    let day = as_of.unwrap_or_else(|| clock.today());
    // The terminal is made ready while the book is opened and its first accounts are read: a start is to take no more
    // than the longer of the two. The book stays with this thread, whose memory grows in larger steps than another's.
    // An empty frame shown meanwhile would cost more than it tells; one that is known from the last time is shown.
    let today = as_of.is_none().then(|| location.clone());
    let own = me.map(str::to_owned);
    let set = move || Stage::set(Size { width, height }, day, today.as_ref(), own.as_deref());
    let setting = thread::Builder::new().name("stage".into()).spawn(set);
    let setting = setting.map_err(|error| Error::from(error).at("starting the dashboard"))?;
    let opened = open(location, clock, as_of, columns::cards(height));
    // Joined before anything is told: whatever went wrong is said on the user's own screen.
    let stage = setting.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    // Dropped from the last to the first: while the terminal is given back signals are still heard.
    let Stage { runtime, signals, told, mut host, mut terminal, mut app } = stage;
    term::hear_faults(told);
    let (desk, book, first) = opened?;
    let mut desk = desk.of(me);
    if as_of.is_some() {
        app = app.as_of_a_past_day();
    }
    if let Some(first) = first {
        app.first(Board::first(first.rows, first.lookups, first.totals));
    }
    app.begin();
    draw(&mut terminal, &mut app)?;
    desk.start()?;
    runtime.block_on(async {
        let inputs =
            Inputs { terminal: Some(EventStream::new()), reopen: Some(EventStream::new), book, signals };
        main_loop(&mut terminal, &mut app, inputs, &mut desk, &mut host).await
    })?;
    if let Ok(size) = terminal.size() {
        desk.leave(usize::from(columns::cards(size.height)), app.into_still(me));
    }
    Ok(())
}

/// Everything that the dashboard needs beside the book.
struct Stage {
    app: App,
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    host: term::Terminal,
    signals: Signals,
    /// To the signals.
    told: UnboundedSender<Signal>,
    runtime: Runtime,
}

impl Stage {
    /// Reads the settings, takes the terminal and shows what is known of a book from the last time.
    ///
    /// # Errors
    /// The settings have an error, or the terminal refuses.
    fn set(size: Size, day: Day, book: Option<&Location>, me: Option<&str>) -> Result<Stage> {
        let config = Config::load()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::from(error).at("starting the dashboard"))?;
        // Before the terminal is taken: from then on whatever ends the program must give it back.
        let (signals, told) = {
            let _within = runtime.enter();
            term::listen()?
        };
        let host = term::Terminal::enter(config.mouse)?;
        let mut terminal = Terminal::new(term::Terminal::backend()).map_err(broken)?;
        let cards = usize::from(columns::cards(size.height));
        let known = book.and_then(|book| Desk::glance(book, day, cards));
        let still = known.as_ref().and_then(|known| known.1.as_deref());
        let still = still.and_then(|still| Still::read(still, size, &config, me));
        let mut app = App::new(config, Board::unread(day), size);
        match known {
            Some((known, _)) => {
                app.first(Board::first(known.rows, known.lookups, known.totals));
                app.begin();
                still.into_iter().for_each(|still| app.show(still));
                draw(&mut terminal, &mut app)?;
            }
            // It goes to memory alone: what draws is loaded when the accounts come.
            None => drop(app.draw(&mut Buffer::empty(Rect::from((Position::ORIGIN, size))))),
        }
        Ok(Stage { app, terminal, host, signals, told, runtime })
    }
}

/// Opens the book and reads the accounts that the first frame shows.
fn open(
    location: &Location,
    clock: Clock,
    as_of: Option<Day>,
    cards: u16,
) -> Result<(Desk, UnboundedReceiver<Event>, Option<First>)> {
    let (desk, book) = Desk::prepare(location, clock, as_of)?;
    let first = desk.first(usize::from(cards))?;
    Ok((desk, book, first))
}

fn broken(error: impl std::error::Error) -> Error {
    Error::new(Kind::Storage, format!("the terminal does not answer ({error})")).hint("open another terminal")
}

/// The error of a dashboard of which a thread panicked.
fn ended_by(fault: &str) -> Error {
    Error::new(Kind::Storage, format!("a fault of the program ended the dashboard ({})", text::clean(fault)))
        .hint("what was saved is in the book; open it again, and run mainstay doctor if it comes back")
}

/// Draws what changed, if anything did.
fn draw<B: Backend>(terminal: &mut Terminal<B>, app: &mut App) -> Result<()> {
    if !app.take_dirty() {
        return Ok(());
    }
    app.resize(terminal.size().map_err(broken)?);
    app.settle();
    // Whatever these two found new is drawn now.
    app.take_dirty();
    let drawn = terminal.draw(|frame| {
        if let Some(cursor) = app.draw(frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    });
    drawn.map(drop).map_err(broken)
}

/// The loop, until it is left or the system ends it.
///
/// # Errors
/// The terminal broke, or another thread panicked.
pub async fn main_loop<B, S, H>(
    terminal: &mut Terminal<B>,
    app: &mut App,
    mut inputs: Inputs<S>,
    source: &mut dyn Source,
    host: &mut H,
) -> Result<()>
where
    B: Backend,
    S: Stream<Item = io::Result<event::Event>> + Unpin,
    H: Host,
{
    let mut toast: Option<(String, Instant)> = None;
    loop {
        draw(terminal, app)?;
        toast = keep_toast(toast.take(), app.passing());
        let mut wake = inputs.next(toast.as_ref().map(|toast| toast.1)).await;
        loop {
            if take_in(wake, terminal, app, &mut inputs, source, host)?.is_break() {
                return Ok(());
            }
            match inputs.waiting().await {
                Some(next) => wake = next,
                None => break,
            }
        }
    }
}

/// Clears the screen, so that the next draw writes every cell. Not by `Terminal::clear`: that asks the terminal where
/// its cursor is, and the answer goes to whoever reads the keys.
fn redraw<B: Backend>(terminal: &mut Terminal<B>) -> Result<()> {
    let size = terminal.size().map_err(broken)?;
    terminal.resize(Rect::from((Position::ORIGIN, size))).map_err(broken)
}

/// The toast on screen and when it goes away; a new one has its own time.
fn keep_toast(before: Option<(String, Instant)>, shown: Option<&str>) -> Option<(String, Instant)> {
    let shown = shown?;
    match before {
        Some((text, until)) if text == shown => Some((text, until)),
        _ => Some((shown.to_owned(), Instant::now() + TOAST)),
    }
}

impl<S: Stream<Item = io::Result<event::Event>> + Unpin> Inputs<S> {
    /// Sleeps until something happens.
    async fn next(&mut self, toast_until: Option<Instant>) -> Wake {
        let toast_over = async {
            match toast_until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        let terminal = async {
            match &mut self.terminal {
                Some(terminal) => terminal.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            event = terminal => Wake::Terminal(event),
            event = self.book.recv(), if !self.book.is_closed() || !self.book.is_empty() => Wake::Book(event),
            signal = self.signals.recv() => Wake::Signal(signal),
            () = toast_over => Wake::ToastOver,
        }
    }

    /// What waits already, without sleeping. Polled with this task's own waker: the terminal's stream remembers the
    /// first waker that it is given until it has woken it.
    async fn waiting(&mut self) -> Option<Wake> {
        if let Ok(signal) = self.signals.try_recv() {
            return Some(Wake::Signal(Some(signal)));
        }
        let next = poll_fn(|context| {
            let polled = self.terminal.as_mut().map(|terminal| terminal.poll_next_unpin(context));
            match polled {
                Some(Poll::Ready(event)) => Poll::Ready(Some(Wake::Terminal(event))),
                Some(Poll::Pending) | None => Poll::Ready(None),
            }
        });
        if let Some(wake) = next.await {
            return Some(wake);
        }
        self.book.try_recv().ok().map(|event| Wake::Book(Some(event)))
    }
}

/// Takes in one thing and does what follows from it. Break: the dashboard ends.
fn take_in<B, S, H>(
    wake: Wake,
    terminal: &mut Terminal<B>,
    app: &mut App,
    inputs: &mut Inputs<S>,
    source: &mut dyn Source,
    host: &mut H,
) -> Result<ControlFlow<()>>
where
    B: Backend,
    H: Host,
{
    let effects = match wake {
        Wake::Terminal(Some(Ok(event))) => app.input(event),
        Wake::Terminal(Some(Err(error))) => return Err(broken(error)),
        // The terminal is gone, as after a hang-up.
        Wake::Terminal(None) => return Ok(ControlFlow::Break(())),
        Wake::Book(Some(event)) => app.event(event),
        Wake::Book(None) => {
            inputs.book.close();
            Vec::new()
        }
        Wake::Signal(Some(Signal::End)) => return Ok(ControlFlow::Break(())),
        Wake::Signal(Some(Signal::Continued)) => {
            host.resume()?;
            redraw(terminal)?;
            app.touch();
            Vec::new()
        }
        Wake::Signal(Some(Signal::Fault(fault))) => return Err(ended_by(&fault)),
        Wake::Signal(None) => Vec::new(),
        Wake::ToastOver => {
            app.pass();
            Vec::new()
        }
    };
    let mut effects = VecDeque::from(effects);
    while let Some(effect) = effects.pop_front() {
        let done = match effect {
            Effect::Quit => return Ok(ControlFlow::Break(())),
            Effect::Read(request) => {
                effects.extend(app.reply(answer(request, source)));
                Ok(())
            }
            Effect::Change(number, change) => {
                if let Err(error) = source.submit(number, change) {
                    effects.extend(app.event(Event::Refused { number, error }));
                }
                Ok(())
            }
            Effect::Try(number, own) => {
                if let Err(error) = source.try_rules(number, own) {
                    effects.extend(app.event(Event::Tried(number, Box::new(Err(error)))));
                }
                Ok(())
            }
            Effect::StopTrying => {
                source.stop_trying();
                Ok(())
            }
            Effect::Editor(text) => {
                // A stream that goes on listening would take the editor's keys.
                inputs.terminal.take_if(|_| inputs.reopen.is_some());
                let written = host.write(&text);
                if let Some(reopen) = inputs.reopen {
                    inputs.terminal = Some(reopen());
                }
                redraw(terminal)?;
                written.map(|text| effects.extend(app.written(&text)))
            }
            Effect::Document(papers) => {
                // As above: an editor may run.
                inputs.terminal.take_if(|_| inputs.reopen.is_some());
                let handed = papers.hand(|file, line| host.edit(file, line));
                if let Some(reopen) = inputs.reopen {
                    inputs.terminal = Some(reopen());
                }
                redraw(terminal)?;
                handed.map(|handed| app.handed(handed))
            }
            Effect::Keep(drafted) => drafted.keep().map(|file| app.kept(&file)),
            Effect::Changed(day) => {
                source.changed(day);
                Ok(())
            }
            Effect::Copy(text) => host.copy(&text),
            Effect::Link(address) => host.open(&address),
            Effect::Mouse(on) => host.mouse(on),
            Effect::Redraw => redraw(terminal),
            Effect::Suspend => host.suspend().and_then(|()| redraw(terminal)),
        };
        if let Err(error) = done {
            app.fail(&error);
        }
    }
    Ok(ControlFlow::Continue(()))
}
