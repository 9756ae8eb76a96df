//! What the onboarding screen shows: the running onboardings, their filter and groups; the selection, kept by id; the
//! scroll.

mod group;
mod terms;

pub use group::{Counts, GroupRuns, Span};

use std::collections::BTreeMap;

use super::asked::Asked;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::Board;
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;
use crate::onboarding::{Onboarding, Standing};
use crate::training::{Consumption, Taking};
use terms::Terms;

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
    asked: Asked,
    /// What is asked of the onboardings beside their accounts.
    terms: Terms,
    /// The list must be made anew before it is used.
    stale: bool,
    /// Places in `runs`, in the order of the list.
    shown: Vec<usize>,
    spans: Vec<Span>,
    headed: Headed,
    counts: Counts,
    /// How many of those shown take too little training.
    low: usize,
    selected: Option<i64>,
    /// The place of the selected onboarding in the list.
    cursor: usize,
    top: usize,
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
        self.asked.reread(board.lookups());
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
        self.shown.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// An onboarding of the list.
    pub fn get(&self, place: usize) -> Option<&Run> {
        self.runs.get(*self.shown.get(place)?)
    }

    /// On which lines the headings and the onboardings stand.
    pub fn headed(&self) -> &Headed {
        &self.headed
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many of those shown are in each state.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// How many of those shown take too little training.
    pub fn low(&self) -> usize {
        self.low
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupRuns {
        self.group
    }

    /// The place of the selected onboarding in the list.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The account of the selected onboarding.
    pub fn account(&self) -> Option<AccountId> {
        self.get(self.cursor).map(|run| run.account)
    }

    /// Cuts the list into groups.
    pub fn group_by(&mut self, group: GroupRuns) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        match Terms::parse(text, live) {
            Ok((terms, of_accounts)) => {
                self.stale |= terms != self.terms;
                self.terms = terms;
                self.stale |= self.asked.set_part(text, &of_accounts, live, board.lookups());
            }
            Err(problem) => self.asked.refuse(text, problem),
        }
    }

    /// Forgets the selection: the first onboarding of the next list is selected.
    pub fn restart(&mut self) {
        (self.selected, self.cursor, self.top) = (None, 0, 0);
    }

    /// Brings the list up to date. The selection stays with its onboarding, and the onboarding where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let offset = self.headed.line_of(self.cursor).saturating_sub(self.top);
        let filter = self.asked.filter();
        let passes = |run: &Run| {
            let of_account =
                || board.get(run.account).is_some_and(|row| filter.matches(row, board.lookups()));
            self.terms.hold(run) && (filter.is_empty() || of_account())
        };
        let mut shown: Vec<(String, usize)> = Vec::new();
        for (place, run) in self.runs.iter().enumerate().filter(|(_, run)| passes(run)) {
            shown.push((self.group.heading(run, board.get(run.account), board), place));
        }
        // Within a group the order stays: the worst first.
        shown.sort_by_cached_key(|(heading, _)| heading.to_lowercase());
        (self.counts, self.low) = (Counts::default(), 0);
        self.spans.clear();
        self.shown.clear();
        for (heading, place) in shown {
            let Some(run) = self.runs.get(place) else { continue };
            let end = self.shown.len() + 1;
            if self.group != GroupRuns::None && self.spans.last().is_none_or(|span| span.heading != heading) {
                self.spans.push(Span { range: end - 1..end, heading, counts: Counts::default() });
            }
            if let Some(span) = self.spans.last_mut() {
                span.range.end = end;
                span.counts.add(run.standing.state);
            }
            self.counts.add(run.standing.state);
            self.low += usize::from(run.taking() == Taking::Low);
            self.shown.push(place);
        }
        self.headed = Headed::new(self.shown.len(), self.spans.iter().map(|span| span.range.start).collect());
        let is_selected = |place: &usize| self.runs.get(*place).map(|run| run.id) == self.selected;
        let kept = self.selected.and_then(|_| self.shown.iter().position(is_selected));
        self.select(kept.unwrap_or(self.cursor));
        if self.top > 0 {
            self.top = self.headed.line_of(self.cursor).saturating_sub(offset);
        }
    }

    /// Selects a place of the list.
    pub fn select(&mut self, place: usize) {
        self.cursor = place.min(self.shown.len().saturating_sub(1));
        self.selected = self.get(self.cursor).map(|run| run.id);
    }

    /// Selects the worst onboarding of an account, if the list has one and another account is selected.
    pub fn select_account(&mut self, id: AccountId, board: &Board) {
        self.settle(board);
        if self.account() == Some(id) {
            return;
        }
        let own = |place: &usize| self.runs.get(*place).is_some_and(|run| run.account == id);
        if let Some(place) = self.shown.iter().position(own) {
            self.select(place);
        }
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.select(self.cursor.saturating_add_signed(by));
    }

    /// Scrolls so that the selected onboarding is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.top = self.headed.reveal(self.top, self.cursor, height);
    }
}
