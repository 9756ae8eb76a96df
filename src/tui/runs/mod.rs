//! What the onboarding screen shows: the running onboardings, their filter and groups; the selection, kept by id; the
//! scroll.

mod group;
mod terms;

pub use group::{Counts, GroupRuns};

use std::collections::BTreeMap;

use super::arranged::{Arranged, Span};
use super::asked::Asked;
use super::narrowed::Narrowed;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::Board;
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;
use crate::onboarding::{Onboarding, Standing};
use crate::training::{Consumption, Taking};
use terms::Test;

/// A running onboarding as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Row id of the onboarding.
    pub id: i64,
    /// Whose it is.
    pub account: AccountId,
    /// Name of the template it was made from, as stored.
    pub template: Option<Box<str>>,
    /// Day 0.
    pub started_on: Day,
    /// How it stands.
    pub standing: Standing,
    /// How the account takes its training; None: the book knows of none.
    pub training: Option<Consumption>,
}

impl Run {
    /// How an onboarding stands on a day, and how its account takes its training.
    pub fn of(onboarding: &Onboarding, day: Day, training: Option<Consumption>) -> Run {
        Run {
            id: onboarding.id,
            account: onboarding.account,
            template: onboarding.template.clone(),
            started_on: onboarding.started_on,
            standing: onboarding.standing(day),
            training,
        }
    }

    /// How its account takes its training, in a word.
    pub fn taking(&self) -> Taking {
        self.training.as_ref().map_or(Taking::Unknown, Consumption::taking)
    }
}

/// The list of running onboardings.
#[derive(Debug, Default)]
pub struct Runs {
    /// As they were read, the worst first.
    runs: Vec<Run>,
    known: bool,
    problem: Option<Error>,
    group: GroupRuns,
    narrowed: Narrowed<Test>,
    /// The list must be made anew before it is used.
    stale: bool,
    /// Those that are shown, by their places in `runs`.
    list: Arranged<Counts>,
    /// How many of those shown take too little training.
    low: usize,
}

impl Runs {
    /// What has to be read for the screen.
    pub fn request(&self) -> Request {
        Request::Runs
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Run>>) {
        match read {
            Ok(runs) => {
                (self.runs, self.problem, self.known) = (runs, None, true);
                self.sort();
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Takes in the running onboardings of one account, in the place of those that were known of it.
    pub fn read_of(&mut self, account: AccountId, read: Result<Vec<Run>>) {
        match read {
            Ok(runs) => {
                self.runs.retain(|run| run.account != account);
                self.runs.extend(runs);
                self.problem = None;
                self.sort();
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Takes in how their accounts take their training.
    pub fn read_taking(&mut self, read: Result<BTreeMap<AccountId, Consumption>>) {
        match read {
            Ok(taken) => {
                for run in &mut self.runs {
                    run.training = taken.get(&run.account).cloned();
                }
                (self.problem, self.stale) = (None, true);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The worst first.
    fn sort(&mut self) {
        self.runs.sort_by(|one, other| {
            let place = |run: &Run| (run.started_on, run.id);
            one.standing.rank().cmp(&other.standing.rank()).then_with(|| place(one).cmp(&place(other)))
        });
        self.stale = true;
    }

    /// Takes in that accounts changed: names, CSMs and segments are theirs.
    pub fn touched(&mut self, board: &Board) {
        self.narrowed.reread(board.lookups());
        self.stale = true;
    }

    /// Why the onboardings could not be read.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// Whether they were read at all.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// How many run, shown or not.
    pub fn all(&self) -> usize {
        self.runs.len()
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// An onboarding of the list.
    pub fn get(&self, place: usize) -> Option<&Run> {
        self.runs.get(self.list.place(place)?)
    }

    /// On which lines the headings and the onboardings stand.
    pub fn headed(&self) -> &Headed {
        self.list.headed()
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<Counts>] {
        self.list.spans()
    }

    /// How many of those shown are in each state.
    pub fn counts(&self) -> &Counts {
        self.list.counts()
    }

    /// How many of those shown take too little training.
    pub fn low(&self) -> usize {
        self.low
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        self.narrowed.asked()
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupRuns {
        self.group
    }

    /// The place of the selected onboarding in the list.
    pub fn cursor(&self) -> usize {
        self.list.cursor()
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.list.top()
    }

    /// The account of the selected onboarding.
    pub fn account(&self) -> Option<AccountId> {
        self.get(self.list.cursor()).map(|run| run.account)
    }

    /// Cuts the list into groups.
    pub fn group_by(&mut self, group: GroupRuns) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.narrowed.set(text, live, terms::test, board.lookups());
    }

    /// Forgets the selection: the first onboarding of the next list is selected.
    pub fn restart(&mut self) {
        self.list.restart();
    }

    /// Brings the list up to date. The selection stays with its onboarding, and the onboarding where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let passes = |run: &Run| self.narrowed.passes(run.account, board, |test| test.holds(run));
        let heading = |run: &Run| self.group.heading(run, board.get(run.account), board);
        let shown = self.runs.iter().enumerate().filter(|(_, run)| passes(run));
        let entries = shown.map(|(place, run)| (heading(run), place, run.id)).collect();
        let runs = &self.runs;
        // Within a group the order stays: the worst first.
        self.list.arrange(entries, self.group != GroupRuns::None, |counts, place| {
            if let Some(run) = runs.get(place) {
                counts.add(run.standing.state);
            }
        });
        self.low = (0..self.list.len())
            .filter_map(|line| runs.get(self.list.place(line)?))
            .filter(|run| run.taking() == Taking::Low)
            .count();
    }

    /// Selects a place of the list.
    pub fn select(&mut self, place: usize) {
        self.list.select(place);
    }

    /// Selects the worst onboarding of an account, if the list has one and another account is selected.
    pub fn select_account(&mut self, id: AccountId, board: &Board) {
        self.settle(board);
        if self.account() == Some(id) {
            return;
        }
        let runs = &self.runs;
        self.list.select_place(|place| runs.get(place).is_some_and(|run| run.account == id));
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.list.step(by);
    }

    /// Scrolls so that the selected onboarding is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.list.reveal(height);
    }
}
