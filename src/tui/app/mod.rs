//! The dashboard without a terminal: what is on screen, what an input does to it, what is to be done outside.
//!
//! Inputs go in, [`Effect`]s come out; nothing here reads the book, the clock or the terminal.

mod assess;
mod chain;
mod copying;
mod disabled;
mod draw;
mod edit;
mod expansion;
mod input;
mod lanes;
mod needs;
mod onboarding;
mod papers;
mod parts;
mod place;
mod planning;
mod playing;
mod revenue;
mod rules;
mod still;
mod story;
mod tasks;
mod toast;
mod today;
mod training;
mod update;

use ratatui::layout::{Rect, Size};

pub use draw::LEAST;
pub use place::Home;
use place::Place;
use still::Waiting;
use toast::Toast;

use super::board::List;
use super::change::Change;
use super::config::Config;
use super::form::Form;
use super::keymap::Chord;
use super::lanes::Lanes;
use super::letters::Drafted;
use super::look::Looked;
use super::overlays::assess::Assessing;
use super::overlays::choose::Choose;
use super::overlays::confirm::Confirm;
use super::overlays::day::DayPage;
use super::overlays::expansion::WhyExpansion;
use super::overlays::help::Help;
use super::overlays::letter::Preview;
use super::overlays::log::LogLine;
use super::overlays::parts::Parts;
use super::overlays::picker::Picker;
use super::overlays::plays::Plays as AllPlays;
use super::overlays::renewal::WhyRenewal;
use super::overlays::rules::Rules;
use super::overlays::session::Invited;
use super::overlays::start::Start;
use super::overlays::tasks::Tasks;
use super::overlays::templates::Templates;
use super::overlays::trainings::Trainings;
use super::overlays::why::Explanation;
use super::papers::{Papers, Written};
use super::plans::Plans;
use super::prospects::Prospects;
use super::revenue::Page as RevenuePage;
use super::runs::Runs;
use super::screens::account::{Account, Tab};
use super::screens::board;
use super::screens::onboarding::{self as onboardings, ResultsPage};
use super::screens::{expansion as growth, plans, renewals, today as days};
use super::source::{Event, Number, Reply, Request};
use super::today::Today;
use super::widgets::highlight::Letters;
use super::widgets::textinput::TextInput;
use crate::book::{Board, Touched};
use crate::domain::Day;
use crate::health::facts::AccountId;

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read from the book and answer with [`App::reply`].
    Read(Request),
    /// The book shows this day now and what was read of it before is old.
    Changed(Day),
    /// Have this done to the book; what comes of it is told by an event of this number.
    Change(Number, Change),
    /// Try another document of rules, the book's own or none, and answer with an event of this number.
    Try(Number, Option<Box<str>>),
    /// Nobody waits for what is being tried.
    StopTrying,
    /// Have the user write this text in their own editor, and answer with [`App::written`].
    Editor(String),
    /// Write a document or go on with one, and answer with [`App::handed`].
    Document(Box<Papers>),
    /// Write a message into a file, and answer with [`App::kept`].
    Keep(Box<Drafted>),
    /// Copy to the clipboard.
    Copy(String),
    /// Open in the browser or the mail program.
    Link(String),
    /// Whether the mouse is the program's.
    Mouse(bool),
    /// Draw every cell anew.
    Redraw,
    /// Leave to the shell until it comes back.
    Suspend,
    /// End.
    Quit,
}

/// The screen below the overlays.
#[derive(Debug)]
enum Screen {
    Today,
    Board,
    Onboarding,
    Plans,
    Renewals,
    Revenue,
    Expansion,
    Account(Box<Account>),
}

/// What lies over the screen.
#[derive(Debug)]
enum Overlay {
    Why(Box<Explanation>),
    WhyRenewal(Box<WhyRenewal>),
    Day(DayPage),
    WhyExpansion(Box<WhyExpansion>),
    Help(Box<Help>),
    Picker(Picker),
    Form(Box<Form>),
    Confirm(Box<Confirm>),
    Choose(Box<Choose>),
    Tasks(Box<Tasks>),
    Log(Box<LogLine>),
    Start(Box<Start>),
    Templates(Box<Templates>),
    Parts(Box<Parts>),
    Assess(Box<Assessing>),
    Trainings(Box<Trainings>),
    Invited(Box<Invited>),
    Plays(Box<AllPlays>),
    Letter(Box<Preview>),
    Rules(Box<Rules>),
}

impl Overlay {
    /// The number of the change that it waits for: it closes when that is done.
    fn waits_for(&self) -> Option<Number> {
        match self {
            Overlay::Form(form) => form.saving(),
            Overlay::Log(line) => line.saving(),
            Overlay::Start(start) => start.saving(),
            Overlay::Assess(form) => form.saving(),
            _ => None,
        }
    }
}

/// The filter while it is typed.
#[derive(Debug)]
struct Typing {
    input: TextInput,
    /// Which account was selected when it began.
    before: Option<AccountId>,
}

/// The dashboard.
pub struct App {
    config: Config,
    size: Size,
    board: Board,
    list: List,
    today: Today,
    runs: Runs,
    results: ResultsPage,
    plans: Plans,
    lanes: Lanes,
    revenue: RevenuePage,
    prospects: Prospects,
    screen: Screen,
    /// The screen that is shown or that the account was opened from.
    home: Home,
    /// Where `last place` goes.
    last: Option<Place>,
    overlays: Vec<Overlay>,
    /// How many changes were sent: each has its number.
    sent: Number,
    typing: Option<Typing>,
    /// The filter that Esc cleared last.
    cleared: String,
    pending: Vec<Chord>,
    toast: Option<Toast>,
    /// The document that was written last.
    written: Option<Box<Written>>,
    working: Option<&'static str>,
    /// The picture that is shown until the day is read.
    waiting: Option<Box<Waiting>>,
    letters: Letters,
    past: bool,
    /// Whether what is on screen is not what should be.
    dirty: bool,
}

impl App {
    /// The dashboard over a first board, which is shown.
    pub fn new(config: Config, board: Board, size: Size) -> App {
        let mut app = App {
            config,
            size,
            board,
            list: List::default(),
            today: Today::default(),
            runs: Runs::default(),
            results: ResultsPage::default(),
            plans: Plans::default(),
            lanes: Lanes::default(),
            revenue: RevenuePage::default(),
            prospects: Prospects::default(),
            screen: Screen::Board,
            home: Home::Board,
            last: None,
            overlays: Vec::new(),
            sent: 0,
            typing: None,
            cleared: String::new(),
            pending: Vec::new(),
            toast: None,
            written: None,
            working: None,
            waiting: None,
            letters: Letters::default(),
            past: false,
            dirty: true,
        };
        app.settle();
        app
    }

    /// The same, saying that the day shown is a past one.
    pub fn as_of_a_past_day(self) -> App {
        App { past: true, ..self }
    }

    /// Shows the first accounts of the book, which are on screen before the rest is read.
    pub fn first(&mut self, board: Board) {
        self.board = board;
        self.list.touched(&Touched::Moved, true, &self.board);
        self.dirty = true;
    }

    /// Takes in what happened to the book.
    pub fn event(&mut self, event: Event) -> Vec<Effect> {
        self.dirty = true;
        let mut effects = self.happened(event);
        effects.extend(self.catch_up());
        effects
    }

    fn happened(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Loaded(board) => {
                self.board = *board;
                self.list.touched(&Touched::Moved, true, &self.board);
                self.today.touched(None, &Touched::Moved, &self.board);
                self.runs.touched(&self.board);
                self.plans.touched(&self.board);
                self.lanes.touched(&self.board);
                self.prospects.touched(&self.board);
                self.refreshed(None, None)
            }
            Event::Changed { rows, removed, touched: about, lookups } => {
                let mut ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
                ids.extend(&removed);
                let known = self.board.lookups();
                let same_day = known.day == lookups.day;
                let renamed = known.team != lookups.team || known.segments != lookups.segments;
                let touched = self.board.change(rows, &removed, lookups);
                self.list.touched(&touched, renamed, &self.board);
                self.today.touched(Some(&ids), &touched, &self.board);
                self.runs.touched(&self.board);
                self.plans.touched(&self.board);
                self.lanes.touched(&self.board);
                self.prospects.touched(&self.board);
                self.refreshed(Some(&ids).filter(|_| same_day).map(Vec::as_slice), about.as_ref())
            }
            Event::Revenue(ask, read) => {
                self.revenue.take(ask, *read, self.board.lookups().day);
                Vec::new()
            }
            Event::Today(ask, number, told) => {
                let next = self.today.read(ask, number, *told);
                next.map(Effect::Read).into_iter().collect()
            }
            Event::Renewals(number, read) => {
                self.lanes.answered(number, *read);
                self.lanes.settle(&self.board);
                Vec::new()
            }
            event @ Event::Expansion(..) => self.expansion_read(event),
            Event::Plays(_, read) => self.all_plays_read(*read),
            event @ (Event::Rules(_) | Event::Trying(..) | Event::Tried(..)) => self.rules_heard(event),
            Event::Working(what) => {
                self.working = Some(what);
                Vec::new()
            }
            Event::Ready => {
                self.working = None;
                Vec::new()
            }
            Event::Done { number, label, .. } => self.done(number, &label),
            Event::Refused { number, error } => self.refused(number, error),
            Event::Trouble(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }

    /// Takes in what was read.
    pub fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        self.dirty = true;
        match reply {
            Reply::Account(id, read) => {
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.read(*read);
                }
            }
            Reply::Why(id, read) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Why(why) = overlay
                        && why.id == id
                    {
                        why.read((*read).clone());
                    }
                }
            }
            Reply::Record(request, read) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Form(form) = overlay
                        && form.request() == request
                    {
                        form.read((*read).clone());
                    }
                }
            }
            Reply::Records(id, read) => {
                let today = self.day();
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.list(read, today);
                }
            }
            Reply::History(id, read) => {
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.past(read);
                }
            }
            Reply::Tasks(read) => {
                let board = &self.board;
                let tasks = self.overlays.iter_mut().find_map(|overlay| match overlay {
                    Overlay::Tasks(tasks) => Some(tasks),
                    _ => None,
                });
                match (tasks, read) {
                    (Some(tasks), Ok(read)) => tasks.read(read, board),
                    (_, Err(error)) => self.fail(&error),
                    (None, Ok(_)) => {}
                }
            }
            Reply::People(id, read, by) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Log(line) = overlay
                        && line.account() == id
                    {
                        line.read(read.clone(), by.clone());
                    }
                }
            }
            Reply::Runs(read) => {
                self.runs.read(read);
                self.runs.settle(&self.board);
            }
            Reply::RunsOf(account, read) => {
                self.runs.read_of(account, read);
                self.runs.settle(&self.board);
            }
            Reply::Taking(read) => self.runs.read_taking(read),
            Reply::Results(read) => self.results.read(*read),
            Reply::Checklists(id, read) => {
                let today = self.day();
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.onboardings(*read, today);
                }
            }
            Reply::Covers(only, read) => {
                self.plans.read(only, read);
                self.plans.settle(&self.board);
            }
            Reply::Sheets(id, read) => {
                let today = self.day();
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.planned(*read, today);
                }
            }
            Reply::Plannable(id, read) => self.choose_begin(id, *read),
            Reply::Handoff(id, read) => return self.open_handoff(id, *read),
            Reply::Startable(id, read) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Start(start) = overlay
                        && start.account() == id
                    {
                        start.read((*read).clone());
                    }
                }
            }
            Reply::Templates(read) => self.shelved(&read),
            Reply::Assessments(id, which, read) => self.assessments(id, which, read),
            Reply::Guests(account, read) => self.guests(account, read),
            Reply::Trainings(account, read) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Trainings(list) = overlay
                        && list.account() == account
                    {
                        list.read(read.clone(), &self.board);
                    }
                }
            }
            Reply::Session(id, read) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Invited(list) = overlay
                        && list.id() == id
                    {
                        list.read(read.clone());
                    }
                }
            }
            Reply::Looked(Looked::Revenue(Err(error))) => self.revenue.fail(error),
            Reply::Looked(Looked::Today(asked, person)) => self.today.asked_as(asked, *person),
            Reply::Looked(Looked::Plays(Err(error)) | Looked::Rules(Err(error))) => self.fail(&error),
            Reply::Looked(Looked::Plays(Ok(())) | Looked::Rules(Ok(()))) => {}
            Reply::Looked(looked @ (Looked::Expansion(_) | Looked::ExpansionOf(..))) => {
                self.expansion_looked(looked);
            }
            Reply::Looked(looked) => {
                self.lanes.looked(looked);
                self.lanes.settle(&self.board);
            }
            Reply::Tale(ask, told) => return self.told(ask, *told),
            Reply::Contracts(account, cell, read) => return self.contracts(account, cell, read),
        }
        Vec::new()
    }

    /// Takes in another size of the screen.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.dirty = true;
    }

    /// Brings everything up to date for drawing; once before a frame, however many inputs there were.
    pub fn settle(&mut self) {
        self.settle_lists();
        let body = self.body();
        board::reveal(body, &mut self.list, &self.board);
        days::reveal(body, &mut self.today);
        onboardings::reveal(body, &mut self.runs);
        plans::reveal(body, &mut self.plans);
        renewals::reveal(body, &mut self.lanes);
        renewals::revenue::reveal(body, &mut self.revenue);
        growth::reveal(body, &mut self.prospects);
        match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Form(form)), _) => form.settle(body),
            (Some(Overlay::Tasks(tasks)), _) => tasks.settle(body),
            (Some(Overlay::Start(start)), _) => start.settle(body),
            (Some(Overlay::Templates(templates)), _) => templates.settle(body, &self.config.theme),
            (Some(Overlay::Parts(parts)), _) => parts.settle(body),
            (Some(Overlay::Trainings(list)), _) => list.settle(body),
            (Some(Overlay::Invited(list)), _) => list.settle(body),
            (Some(Overlay::Plays(list)), _) => list.settle(body, &self.config.theme),
            (Some(Overlay::Rules(rules)), _) => rules.settle(body, &self.config.theme),
            (Some(Overlay::Letter(letter)), _) => {
                letter.top = letter.top.min(letter.last_top(body, &self.config.theme));
            }
            (None, Screen::Account(account)) => account.settle(body, &self.config.theme),
            _ => {}
        }
        let last = match (self.overlays.last(), &self.screen) {
            (Some(Overlay::Why(why)), _) => Some(why.last_top(self.body(), &self.config.theme)),
            (Some(Overlay::WhyRenewal(why)), _) => Some(why.last_top(self.body(), &self.config.theme)),
            (Some(Overlay::Day(page)), _) => Some(page.last_top(self.body(), &self.day_scene())),
            (Some(Overlay::WhyExpansion(why)), _) => Some(why.last_top(self.body(), &self.config.theme)),
            (None, Screen::Account(account)) if account.tab == Tab::Overview => {
                Some(account.last_top(self.body(), &self.board, &self.config.theme))
            }
            (None, Screen::Onboarding) if self.results.shown => {
                Some(onboardings::last_top(self.body(), &self.results, &self.config.theme))
            }
            _ => None,
        };
        if let (Some(top), Some(last)) = (self.top_mut(), last) {
            *top = (*top).min(last);
        }
    }

    /// Brings the lists in use up to date.
    fn settle_lists(&mut self) {
        self.list.settle(&self.board);
        self.today.settle(&self.board);
        self.runs.settle(&self.board);
        self.plans.settle(&self.board);
        self.lanes.settle(&self.board);
        self.prospects.settle(&self.board);
    }

    /// Asks for a draw.
    pub fn touch(&mut self) {
        self.dirty = true;
    }

    /// Whether the screen has to be drawn, asked once a frame.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// The day that is shown.
    pub fn day(&self) -> Day {
        self.board.lookups().day
    }

    /// The selected account.
    pub fn selected(&self) -> Option<AccountId> {
        match &self.screen {
            Screen::Board => self.list.selected(),
            Screen::Today => self.today.account(),
            Screen::Onboarding => self.runs.account(),
            Screen::Plans => self.plans.account(),
            Screen::Renewals => self.lanes.account(),
            Screen::Revenue => self.revenue.account(),
            Screen::Expansion => self.prospects.account(),
            Screen::Account(account) => Some(account.id),
        }
    }

    /// The accounts that are meant: on the board those that are marked, if any; else the selected one.
    fn meant(&self) -> Vec<AccountId> {
        match &self.screen {
            Screen::Board => self.list.chosen(&self.board),
            _ => self.selected().into_iter().collect(),
        }
    }

    /// The list of accounts.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Whether the mouse is the program's.
    pub fn mouse(&self) -> bool {
        self.config.mouse
    }

    /// The screen without the footer.
    fn body(&self) -> Rect {
        draw::areas(self.size).0
    }

    /// The scroll of the page in front, if a page is in front.
    fn top_mut(&mut self) -> Option<&mut usize> {
        match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Why(why)), _) => Some(&mut why.top),
            (Some(Overlay::WhyRenewal(why)), _) => Some(&mut why.top),
            (Some(Overlay::Day(page)), _) => Some(&mut page.top),
            (Some(Overlay::WhyExpansion(why)), _) => Some(&mut why.top),
            (None, Screen::Account(account)) => Some(&mut account.top),
            (None, Screen::Onboarding) if self.results.shown => Some(&mut self.results.top),
            _ => None,
        }
    }
}
