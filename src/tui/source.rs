//! What the dashboard asks of the book. What the book tells it unasked are the engine's [`Event`]s.

use std::collections::BTreeMap;

use crate::assessment::Standing;
use crate::book::Detail;
use crate::domain::{Day, Period, Result};
use crate::edit::log::{self, By, Person};
use crate::edit::{self, Context, Entity, LinkTo, Target, Values, entity};
use crate::engine::Desk;
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::onboarding::handoff::missing;
use crate::onboarding::results::Results;
use crate::store::history::{self, Entry, Filter};
use crate::store::plan::{self, Cover};
use crate::store::training::{self, Guest, Invitee, Of, Session};
use crate::store::{assessment, onboarding};
use crate::training::Consumption;

use super::change::Change;
use super::checklists::{Checklists, Outcome, Startable};
use super::look::{self, Look, Looked};
use super::runs::Run;
use super::sheets::Sheets;
use super::shelf::Shelf;
use super::tale::{self, Ask, Told};

use super::record::open_tasks;
pub use super::record::{Filed, Record};
pub use crate::engine::{Event, Number};

/// What the book has of one record, and what is needed to read and show its fields.
#[derive(Clone, Debug)]
pub struct Known {
    /// A value a field.
    pub values: Values,
    /// The day, the currency, the names behind links.
    pub context: Context,
}

/// How an account stands by every assessment, and who can assess.
#[derive(Clone, Debug)]
pub struct Assessments {
    /// By template, by name.
    pub standings: Vec<Standing>,
    /// Ids and names of the team.
    pub team: Vec<(i64, String)>,
    /// The day.
    pub today: Day,
}

/// Which assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// A new one by the template of this place, by name.
    Template(usize),
    /// The one of this id.
    Row(i64),
}

impl Assessments {
    /// How the account stands by the template of an assessment; None: that is gone.
    pub fn standing(self, which: Which) -> Option<Standing> {
        let mut standings = self.standings.into_iter();
        match which {
            Which::Template(place) => standings.nth(place),
            Which::Row(id) => {
                standings.find(|standing| standing.taken.iter().any(|taken| taken.id == Some(id)))
            }
        }
    }
}

/// The sessions of an account, or of all with the accounts that take too little.
#[derive(Clone, Debug)]
pub struct Trainings {
    /// Those to come, then those held, the latest first.
    pub sessions: Vec<Session>,
    /// Of all: who takes too little, the worst first.
    pub low: Vec<(AccountId, Consumption)>,
}

/// Small keyed reads, answered at once, and the way in for changes.
pub trait Source {
    /// To be called when an event said that the book changed, with the day it shows now.
    fn changed(&mut self, day: Day);

    /// The explanation of an account's score, and what moved it since a day.
    ///
    /// # Errors
    /// The account is gone, or the book cannot be read.
    fn why(&self, id: AccountId, since: Day) -> Result<Why>;

    /// What is known about an account.
    ///
    /// # Errors
    /// The account is gone, or the book cannot be read.
    fn detail(&self, id: AccountId) -> Result<Detail>;

    /// What a form needs of a record; of a new one what stands in it to begin with.
    ///
    /// # Errors
    /// The record is gone, or the book cannot be read.
    fn record(&self, entity: &'static Entity, target: Target, account: Option<AccountId>) -> Result<Known>;

    /// The records of an account that can be edited, kind by kind.
    ///
    /// # Errors
    /// The book cannot be read.
    fn records(&self, account: AccountId, most: usize) -> Result<Filed>;

    /// The tasks of the whole book that are not done, by due date.
    ///
    /// # Errors
    /// The book cannot be read.
    fn tasks(&self) -> Result<Vec<Record>>;

    /// The contracts of an account that are active on the day.
    ///
    /// # Errors
    /// The book cannot be read.
    fn contracts(&self, account: AccountId) -> Result<Vec<i64>>;

    /// What was changed about an account, the latest first, at most so many.
    ///
    /// # Errors
    /// The book cannot be read.
    fn history(&self, account: AccountId, most: usize) -> Result<Vec<Entry>>;

    /// The contacts of an account.
    ///
    /// # Errors
    /// The book cannot be read.
    fn people(&self, account: AccountId) -> Result<Vec<Person>>;

    /// The onboardings that run.
    ///
    /// # Errors
    /// The book cannot be read.
    fn runs(&self) -> Result<Vec<Run>>;

    /// Those of one account.
    ///
    /// # Errors
    /// The book cannot be read.
    fn runs_of(&self, account: AccountId) -> Result<Vec<Run>>;

    /// How the accounts that are being onboarded take their training.
    ///
    /// # Errors
    /// The book cannot be read.
    fn taking(&self) -> Result<BTreeMap<AccountId, Consumption>>;

    /// How onboarding went after one day and up to another.
    ///
    /// # Errors
    /// The book cannot be read.
    fn results(&self, from: Day, to: Day) -> Result<Results>;

    /// The onboardings of an account, and what belongs to them.
    ///
    /// # Errors
    /// The account is gone, or the book cannot be read.
    fn checklists(&self, account: AccountId) -> Result<Checklists>;

    /// What can be started for an account.
    ///
    /// # Errors
    /// The book cannot be read.
    fn startable(&self, account: AccountId) -> Result<Startable>;

    /// The templates of onboardings and assessments.
    ///
    /// # Errors
    /// The book cannot be read.
    fn templates(&self) -> Result<Shelf>;

    /// How accounts stand by their plans: one, or all that are not churned.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    fn covers(&self, only: Option<AccountId>) -> Result<Vec<Cover>>;

    /// The plans of an account, and what stands around them.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    fn sheets(&self, account: AccountId) -> Result<Sheets>;

    /// How an account stands by every assessment.
    ///
    /// # Errors
    /// The book cannot be read.
    fn assessments(&self, account: AccountId) -> Result<Assessments>;

    /// The trainings of an account, or of all.
    ///
    /// # Errors
    /// The book cannot be read.
    fn trainings(&self, account: Option<AccountId>) -> Result<Trainings>;

    /// A session and who is invited to it.
    ///
    /// # Errors
    /// It is gone, or the book cannot be read.
    fn session(&self, id: i64) -> Result<(Session, Vec<Invitee>)>;

    /// The contacts of an account who can be invited to a session.
    ///
    /// # Errors
    /// The book cannot be read.
    fn guests(&self, session: i64, account: AccountId) -> Result<Vec<Guest>>;

    /// What a page of an account asks.
    fn tell(&self, ask: Ask) -> Told;

    /// What a screen over the renewals of the whole book asks.
    fn look(&self, look: Look) -> Looked;

    /// Whose a touchpoint with an account is, unless something else is said.
    ///
    /// # Errors
    /// Who the user says to be is nobody of the team, or the book cannot be read.
    fn by(&self, account: AccountId) -> Result<Option<By>>;

    /// Has another document of rules tried. What comes of it is told by an event that bears its number.
    ///
    /// # Errors
    /// It cannot be tried.
    fn try_rules(&self, number: Number, own: Option<Box<str>>) -> Result<()>;

    /// Nobody waits for what is being tried.
    fn stop_trying(&self);

    /// Has a change done. What comes of it is told by an event that bears its number.
    ///
    /// # Errors
    /// The book is shown as of a past day, or is not open for writing.
    fn submit(&self, number: Number, change: Change) -> Result<()>;
}

/// Sessions of so many days are listed; `training list` on the command line tells all.
const SESSIONS_OF_DAYS: i32 = 365;

/// The kinds of records of an account, in the order in which they are listed.
pub const OF_ACCOUNT: &[&Entity] = &[
    &entity::CONTRACT,
    &entity::CONTACT,
    &entity::TASK,
    &entity::TOUCHPOINT,
    &entity::SIGNAL,
    &entity::GOAL,
    &entity::TICKET,
    &entity::SURVEY,
    &entity::RENEWAL,
    &entity::OPPORTUNITY,
    &entity::PLAN,
    &entity::ONBOARDING,
    &entity::ASSESSMENT,
    &entity::TRAINING,
    &entity::OVERRIDE,
    &entity::ENGAGEMENT,
    &entity::ASK,
];

impl Source for Desk {
    fn changed(&mut self, day: Day) {
        Desk::changed(self, day);
    }

    fn why(&self, id: AccountId, since: Day) -> Result<Why> {
        Desk::why(self, id, since)
    }

    fn detail(&self, id: AccountId) -> Result<Detail> {
        self.judged(|judge| self.view().detail_by(&judge.policies, id))
    }

    fn record(&self, entity: &'static Entity, target: Target, account: Option<AccountId>) -> Result<Known> {
        let on = self.view().reader();
        let values = match target {
            Target::Row(id) => edit::read(on, entity, id)?,
            Target::New { .. } => entity.fresh(self.day()),
        };
        let mut context = Context::of_values(on, &values, account, self.day())?;
        if *entity == entity::STEP {
            context.offer(LinkTo::Step, edit::onboarding::needable(on, target)?, &[]);
        }
        Ok(Known { values, context })
    }

    fn records(&self, account: AccountId, most: usize) -> Result<Filed> {
        Filed::read(self, account, most)
    }

    fn tasks(&self) -> Result<Vec<Record>> {
        open_tasks(self)
    }

    fn contracts(&self, account: AccountId) -> Result<Vec<i64>> {
        let day = self.day();
        let contracts = self.view().detail(account)?.contracts;
        Ok(contracts.iter().filter(|contract| contract.active_on(day)).map(|contract| contract.id).collect())
    }

    fn history(&self, account: AccountId, most: usize) -> Result<Vec<Entry>> {
        let filter = Filter { account: Some(account), ..Filter::default() };
        history::history(self.view().reader(), &filter, most, None)
    }

    fn people(&self, account: AccountId) -> Result<Vec<Person>> {
        log::people(self.view().reader(), account)
    }

    fn runs(&self) -> Result<Vec<Run>> {
        let (on, day) = (self.view().reader(), self.day());
        let taken = self.taking()?;
        let mut runs = Vec::new();
        onboarding::each_running(on, day, |listed| {
            let training = taken.get(&listed.onboarding.account).cloned();
            runs.push(Run::of(&listed.onboarding, day, training));
            Ok(())
        })?;
        Ok(runs)
    }

    fn runs_of(&self, account: AccountId) -> Result<Vec<Run>> {
        let (on, day) = (self.view().reader(), self.day());
        let taken = self.view().training(Of::Account(account))?;
        let mut runs = onboarding::of_account(on, account)?;
        runs.retain(|onboarding| onboarding.is_running(day));
        Ok(runs.iter().map(|onboarding| Run::of(onboarding, day, taken.get(&account).cloned())).collect())
    }

    fn taking(&self) -> Result<BTreeMap<AccountId, Consumption>> {
        self.view().training(Of::Onboarding)
    }

    fn results(&self, from: Day, to: Day) -> Result<Results> {
        self.view().onboarding_results(Period::new(from, to)?)
    }

    fn checklists(&self, account: AccountId) -> Result<Checklists> {
        let (on, day) = (self.view().reader(), self.day());
        let mut onboardings = onboarding::of_account(on, account)?;
        onboardings.sort_by_key(|onboarding| !onboarding.is_running(day));
        let handoff = onboarding::handoff(on, account)?;
        let missing = missing(handoff.as_ref(), &onboarding::contact_roles(on, account, day)?);
        let working = onboarding::calendar(on, true)?;
        let outcome = Outcome::of(&edit::read(on, &entity::ACCOUNT, account)?);
        Ok(Checklists { day, onboardings, outcome, handoff, missing, working })
    }

    fn startable(&self, account: AccountId) -> Result<Startable> {
        let (on, day) = (self.view().reader(), self.day());
        let mut running = onboarding::of_account(on, account)?;
        running.retain(|onboarding| onboarding.is_running(day));
        Ok(Startable {
            templates: onboarding::templates(on)?,
            working: onboarding::calendar(on, true)?,
            running,
        })
    }

    fn templates(&self) -> Result<Shelf> {
        let on = self.view().reader();
        let used_by = |name: &str| edit::onboarding::used_by(on, name);
        Shelf::new(onboarding::templates(on)?, plan::templates(on)?, assessment::library(on)?, used_by)
    }

    fn covers(&self, only: Option<AccountId>) -> Result<Vec<Cover>> {
        plan::covers(self.view().reader(), self.day(), only)
    }

    fn sheets(&self, account: AccountId) -> Result<Sheets> {
        Sheets::read(self, account)
    }

    fn assessments(&self, account: AccountId) -> Result<Assessments> {
        let on = self.view().reader();
        Ok(Assessments {
            standings: assessment::standings(on, account, self.day())?,
            team: edit::links(on, LinkTo::Member, None)?,
            today: self.day(),
        })
    }

    fn trainings(&self, account: Option<AccountId>) -> Result<Trainings> {
        let on = self.view().reader();
        let low = match account {
            Some(_) => Vec::new(),
            None => self.view().low_training()?,
        };
        Ok(Trainings { sessions: training::sessions(on, account, self.day() - SESSIONS_OF_DAYS)?, low })
    }

    fn session(&self, id: i64) -> Result<(Session, Vec<Invitee>)> {
        let on = self.view().reader();
        Ok((edit::training::session(on, id)?, training::invitees(on, id)?))
    }

    fn guests(&self, session: i64, account: AccountId) -> Result<Vec<Guest>> {
        training::guests(self.view().reader(), session, account, self.day())
    }

    fn tell(&self, ask: Ask) -> Told {
        tale::tell(self, ask)
    }

    fn look(&self, look: Look) -> Looked {
        look::look(self, look)
    }

    fn by(&self, account: AccountId) -> Result<Option<By>> {
        log::by(self.view().reader(), account, self.me())
    }

    fn try_rules(&self, number: Number, own: Option<Box<str>>) -> Result<()> {
        Desk::try_rules(self, number, own)
    }

    fn stop_trying(&self) {
        Desk::stop_trying(self);
    }

    fn submit(&self, number: Number, change: Change) -> Result<()> {
        Desk::submit(self, number, change.command(self.view().reader(), self.day())?)
    }
}

/// A read that the dashboard wants done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Request {
    /// Everything for the screen of an account, its score compared with a day.
    Account(AccountId, Day),
    /// The explanation of a score, compared with a day.
    Why(AccountId, Day),
    /// What a form needs.
    Record(&'static Entity, Target, Option<AccountId>),
    /// The records of an account.
    Records(AccountId, usize),
    /// The open tasks.
    Tasks,
    /// The active contracts of an account, to do something with the only one.
    Contracts(AccountId, Cell),
    /// The contacts of an account, and whose a touchpoint with it is.
    People(AccountId),
    /// The newest changes of an account, so many of them.
    History(AccountId, usize),
    /// The onboardings that run.
    Runs,
    /// Those of one account.
    RunsOf(AccountId),
    /// How the accounts of those that run take their training.
    Taking,
    /// The results of onboarding after one day and up to another.
    Results(Day, Day),
    /// The onboardings of an account.
    Checklists(AccountId),
    /// What sales handed over, to open its form.
    Handoff(AccountId),
    /// What can be started for an account.
    Startable(AccountId),
    /// The templates of onboardings.
    Templates,
    /// How an account stands by its plans, or all.
    Covers(Option<AccountId>),
    /// The plans of an account.
    Sheets(AccountId),
    /// The same, to write one.
    Plannable(AccountId),
    /// How an account stands by its assessments, to choose one (None) or to answer it.
    Assessments(AccountId, Option<Which>),
    /// The trainings of an account, or of all.
    Trainings(Option<AccountId>),
    /// A training session and who is invited.
    Session(i64),
    /// Who of an account can be invited to a session.
    Guests(i64, AccountId),
    /// What a page of an account asks.
    Tale(Ask),
    /// What a screen over all renewals asks.
    Look(Look),
}

/// What is to be done with a field of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The field.
    pub field: &'static str,
    /// So many steps up or down; None: it is to be typed.
    pub by: Option<i32>,
}

/// The answer to a [`Request`].
#[derive(Clone, Debug)]
pub enum Reply {
    /// To [`Request::Account`].
    Account(AccountId, Box<Result<(Detail, Why)>>),
    /// To [`Request::Why`].
    Why(AccountId, Box<Result<Why>>),
    /// To [`Request::Record`].
    Record(Request, Box<Result<Known>>),
    /// To [`Request::Records`].
    Records(AccountId, Result<Filed>),
    /// To [`Request::Tasks`].
    Tasks(Result<Vec<Record>>),
    /// To [`Request::Contracts`].
    Contracts(AccountId, Cell, Result<Vec<i64>>),
    /// To [`Request::People`]: they, and whose the touchpoint is.
    People(AccountId, Result<Vec<Person>>, Result<Option<By>>),
    /// To [`Request::History`].
    History(AccountId, Result<Vec<Entry>>),
    /// To [`Request::Runs`].
    Runs(Result<Vec<Run>>),
    /// To [`Request::RunsOf`].
    RunsOf(AccountId, Result<Vec<Run>>),
    /// To [`Request::Taking`].
    Taking(Result<BTreeMap<AccountId, Consumption>>),
    /// To [`Request::Results`].
    Results(Box<Result<Results>>),
    /// To [`Request::Checklists`].
    Checklists(AccountId, Box<Result<Checklists>>),
    /// To [`Request::Handoff`].
    Handoff(AccountId, Box<Result<Checklists>>),
    /// To [`Request::Startable`].
    Startable(AccountId, Box<Result<Startable>>),
    /// To [`Request::Templates`].
    Templates(Box<Result<Shelf>>),
    /// To [`Request::Covers`].
    Covers(Option<AccountId>, Result<Vec<Cover>>),
    /// To [`Request::Sheets`].
    Sheets(AccountId, Box<Result<Sheets>>),
    /// To [`Request::Plannable`].
    Plannable(AccountId, Box<Result<Sheets>>),
    /// To [`Request::Assessments`].
    Assessments(AccountId, Option<Which>, Result<Assessments>),
    /// To [`Request::Trainings`].
    Trainings(Option<AccountId>, Result<Trainings>),
    /// To [`Request::Session`].
    Session(i64, Result<(Session, Vec<Invitee>)>),
    /// To [`Request::Guests`].
    Guests(AccountId, Result<Vec<Guest>>),
    /// To [`Request::Tale`].
    Tale(Ask, Box<Told>),
    /// To [`Request::Look`].
    Looked(Looked),
}

/// Does a read.
pub fn answer(request: Request, source: &dyn Source) -> Reply {
    match request {
        Request::Account(id, since) => {
            let read = source.detail(id).and_then(|detail| Ok((detail, source.why(id, since)?)));
            Reply::Account(id, Box::new(read))
        }
        Request::Why(id, since) => Reply::Why(id, Box::new(source.why(id, since))),
        Request::Record(entity, target, account) => {
            Reply::Record(request, Box::new(source.record(entity, target, account)))
        }
        Request::Records(id, most) => Reply::Records(id, source.records(id, most)),
        Request::Tasks => Reply::Tasks(source.tasks()),
        Request::Contracts(account, cell) => Reply::Contracts(account, cell, source.contracts(account)),
        Request::Assessments(account, which) => {
            Reply::Assessments(account, which, source.assessments(account))
        }
        Request::Trainings(account) => Reply::Trainings(account, source.trainings(account)),
        Request::Session(id) => Reply::Session(id, source.session(id)),
        Request::Guests(session, account) => Reply::Guests(account, source.guests(session, account)),
        Request::Look(look) => Reply::Looked(source.look(look)),
        Request::Tale(ask) => Reply::Tale(ask, Box::new(source.tell(ask))),
        Request::History(account, most) => Reply::History(account, source.history(account, most)),
        Request::Runs => Reply::Runs(source.runs()),
        Request::Taking => Reply::Taking(source.taking()),
        Request::RunsOf(account) => Reply::RunsOf(account, source.runs_of(account)),
        Request::Results(from, to) => Reply::Results(Box::new(source.results(from, to))),
        Request::Checklists(account) => Reply::Checklists(account, Box::new(source.checklists(account))),
        Request::Handoff(account) => Reply::Handoff(account, Box::new(source.checklists(account))),
        Request::Covers(only) => Reply::Covers(only, source.covers(only)),
        Request::Sheets(account) => Reply::Sheets(account, Box::new(source.sheets(account))),
        Request::Plannable(account) => Reply::Plannable(account, Box::new(source.sheets(account))),
        Request::Startable(account) => Reply::Startable(account, Box::new(source.startable(account))),
        Request::Templates => Reply::Templates(Box::new(source.templates())),
        Request::People(account) => Reply::People(account, source.people(account), source.by(account)),
    }
}
