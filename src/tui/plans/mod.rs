//! What the screen of plans shows: every account and how it stands by its plans, the filter and the groups; the
//! selection, kept by account; the scroll.

mod terms;

use std::cmp::Reverse;

use super::arranged::{Arranged, Span};
use super::asked::Asked;
use super::narrowed::Narrowed;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::Board;
use crate::domain::{Day, Error, Result, text};
use crate::health::facts::AccountId;
use crate::plan::Coverage;
use crate::store::plan::Cover;
use terms::Test;

/// What the list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupPlans {
    #[default]
    None,
    State,
    Csm,
    Segment,
}

impl GroupPlans {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupPlans] =
        &[GroupPlans::None, GroupPlans::State, GroupPlans::Csm, GroupPlans::Segment];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupPlans::None => "no groups",
            GroupPlans::State => "state",
            GroupPlans::Csm => "CSM",
            GroupPlans::Segment => "segment",
        }
    }

    fn heading(self, cover: &Cover) -> String {
        let named = |of: &Option<(i64, Box<str>)>, none: &str| {
            of.as_ref().map_or(none.to_owned(), |(_, name)| text::clean(name).into_owned())
        };
        match self {
            GroupPlans::None => String::new(),
            GroupPlans::State => cover.standing.state.name().to_owned(),
            GroupPlans::Csm => named(&cover.csm, "no CSM"),
            GroupPlans::Segment => named(&cover.segment, "no segment"),
        }
    }
}

/// The list of accounts by their plans.
#[derive(Debug, Default)]
pub struct Plans {
    /// As they were read.
    covers: Vec<Cover>,
    known: bool,
    problem: Option<Error>,
    group: GroupPlans,
    narrowed: Narrowed<Test>,
    /// The list must be made anew before it is used.
    stale: bool,
    /// Those that are shown, by their places in `covers`.
    list: Arranged<Coverage>,
}

impl Plans {
    /// What has to be read for the screen.
    pub fn request(&self) -> Request {
        Request::Covers(None)
    }

    /// Takes in what was read, of one account or of all; on a failure what was known stays.
    pub fn read(&mut self, only: Option<AccountId>, read: Result<Vec<Cover>>) {
        match (only, read) {
            (_, Err(problem)) => self.problem = Some(problem),
            (None, Ok(covers)) => (self.covers, self.problem, self.known) = (covers, None, true),
            (Some(id), Ok(covers)) => {
                self.covers.retain(|cover| cover.account != id);
                self.covers.extend(covers);
                self.problem = None;
            }
        }
        self.stale = true;
    }

    /// Takes in that accounts changed: names, CSMs and segments are theirs.
    pub fn touched(&mut self, board: &Board) {
        self.narrowed.reread(board.lookups());
        self.stale = true;
    }

    /// Why they could not be read.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// Whether they were read at all.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// How many accounts there are, shown or not.
    pub fn all(&self) -> usize {
        self.covers.len()
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// An account of the list.
    pub fn get(&self, line: usize) -> Option<&Cover> {
        self.covers.get(self.list.place(line)?)
    }

    /// On which lines the headings and the accounts stand.
    pub fn headed(&self) -> &Headed {
        self.list.headed()
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<Coverage>] {
        self.list.spans()
    }

    /// How those shown stand.
    pub fn counts(&self) -> &Coverage {
        self.list.counts()
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        self.narrowed.asked()
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupPlans {
        self.group
    }

    /// The number of the selected account in the list.
    pub fn cursor(&self) -> usize {
        self.list.cursor()
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.list.top()
    }

    /// The selected account.
    pub fn account(&self) -> Option<AccountId> {
        self.get(self.list.cursor()).map(|cover| cover.account)
    }

    /// Cuts the list into groups.
    pub fn group_by(&mut self, group: GroupPlans) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.narrowed.set(text, live, terms::test, board.lookups());
    }

    /// Forgets the selection: the first account of the next list is selected.
    pub fn restart(&mut self) {
        self.list.restart();
    }

    /// Brings the list up to date: the worst state first, in it the largest accounts. The selection stays with its
    /// account, and the account where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let day: Day = board.lookups().day;
        self.covers.sort_by_cached_key(|cover| {
            let arr = board.get(cover.account).and_then(|row| row.arr_book);
            (cover.standing.state, Reverse(arr), cover.name.to_lowercase(), cover.account)
        });
        let passes =
            |cover: &Cover| self.narrowed.passes(cover.account, board, |test| test.holds(cover, day));
        let shown = self.covers.iter().enumerate().filter(|(_, cover)| passes(cover));
        let entries = shown.map(|(place, cover)| (self.group.heading(cover), place, cover.account)).collect();
        let covers = &self.covers;
        self.list.arrange(entries, self.group != GroupPlans::None, |counts, place| {
            if let Some(cover) = covers.get(place) {
                counts.add(&cover.standing, cover.goals, cover.check_in.days_late(day) > 0, day);
            }
        });
    }

    /// Selects a line.
    pub fn select(&mut self, line: usize) {
        self.list.select(line);
    }

    /// Selects an account, if the list has it.
    pub fn select_account(&mut self, id: AccountId, board: &Board) {
        self.settle(board);
        let covers = &self.covers;
        self.list.select_place(|place| covers.get(place).is_some_and(|cover| cover.account == id));
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.list.step(by);
    }

    /// Scrolls so that the selected account is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.list.reveal(height);
    }
}
