//! What the screen of renewals shows: the renewals of the next three years, their filter and groups, how much time is
//! seen; the selection, kept by renewal; the scroll.

mod group;
mod terms;
mod time;
mod whatif;

use std::collections::{BTreeMap, BTreeSet};

use group::Group;
pub use group::GroupLanes;
use terms::Test;
pub use time::Unit;
pub use whatif::{Compared, Suppose, WhatIf};

use super::arranged::{Arranged, Laid, Span};
use super::asked::Asked;
use super::look::{Look, Looked};
use super::narrowed::Narrowed;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::Board;
use crate::domain::{Error, Result};
use crate::engine::{Number, Renewals, Standing};
use crate::health::facts::AccountId;
use crate::renewal::lanes::Zoom;
use crate::renewal::{Bucket, Coverage, Renewal, Sums};

/// How the renewals are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// A lane each, along the months.
    #[default]
    Timeline,
    /// A line each, in columns.
    Table,
}

impl View {
    /// Every view, in the order of the tabs.
    pub const ALL: &'static [View] = &[View::Timeline, View::Table];

    /// What its tab says.
    pub fn name(self) -> &'static str {
        match self {
            View::Timeline => "Timeline",
            View::Table => "Table",
        }
    }

    fn step(self, forward: bool) -> View {
        let count = View::ALL.len();
        let place = View::ALL.iter().position(|view| *view == self).unwrap_or(0);
        let next = (place + if forward { 1 } else { count - 1 }) % count;
        View::ALL.get(next).copied().unwrap_or(self)
    }
}

/// The renewals as a list.
#[derive(Debug, Default)]
pub struct Lanes {
    /// As they were read, by the day they are due.
    read: Option<Renewals>,
    /// The number of the answer that is on its way.
    awaited: Option<Number>,
    /// What each of them adds to sums.
    own: Vec<Sums>,
    problem: Option<Error>,
    view: View,
    zoom: Zoom,
    /// Months from the present one to the first that is seen.
    ahead: i32,
    group: GroupLanes,
    narrowed: Narrowed<Test>,
    /// The list must be made anew before it is used.
    stale: bool,
    /// Those that are shown, by their places in what was read.
    list: Arranged<Sums>,
    /// Sums over those shown: by month, quarter and year, overdue ones by themselves.
    sums: BTreeMap<(Unit, Bucket), Sums>,
    coverage: Coverage,
    what_if: WhatIf,
}

impl Lanes {
    /// What has to be read for the screen.
    pub fn request(&self) -> Request {
        match self.view {
            View::Timeline | View::Table => Request::Look(Look::Renewals),
        }
    }

    /// Takes in what a question was answered with; nothing where it was asked again since.
    pub fn answered(&mut self, number: Number, read: Result<Renewals>) {
        if self.awaited == Some(number) {
            self.awaited = None;
            self.take(None, read);
        }
    }

    /// Whether renewals are being read.
    pub fn is_waiting(&self) -> bool {
        self.awaited.is_some()
    }

    /// Takes in what was read beside them, or of one account; on a failure what was known stays.
    pub fn looked(&mut self, looked: Looked) {
        match looked {
            Looked::Renewals(Ok(number)) => self.awaited = Some(number),
            Looked::Renewals(Err(problem)) => self.problem = Some(problem),
            Looked::RenewalsOf(account, read) => self.take(Some(account), *read),
            Looked::Basis(read) => self.take_basis(*read),
            Looked::Revenue(_) | Looked::Plays(_) | Looked::Rules(_) | Looked::Today(..) => {}
            Looked::Expansion(_) | Looked::ExpansionOf(..) => {}
        }
    }

    fn take(&mut self, only: Option<AccountId>, read: Result<Renewals>) {
        self.problem = None;
        match (only, read, &mut self.read) {
            (_, Err(problem), _) => self.problem = Some(problem),
            (Some(account), Ok(now), Some(known)) => known.replace(account, now),
            (_, Ok(now), _) => self.read = Some(now),
        }
        self.own = self.read.as_ref().map_or_else(Vec::new, |read| {
            let sums = |own: &Standing| {
                let mut sums = Sums::default();
                sums.add(&own.renewal, &read.rates, read.rules(own.segment), read.day);
                sums
            };
            read.standings.iter().map(sums).collect()
        });
        self.begin_anew();
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

    /// What was read; None: nothing yet.
    pub fn read(&self) -> Option<&Renewals> {
        self.read.as_ref()
    }

    /// How many there are, shown or not.
    pub fn all(&self) -> usize {
        self.read.as_ref().map_or(0, |read| read.standings.len())
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A renewal of the list.
    pub fn get(&self, line: usize) -> Option<&Standing> {
        self.read.as_ref()?.standings.get(self.list.place(line)?)
    }

    /// The selected renewal.
    pub fn selected(&self) -> Option<&Standing> {
        self.get(self.list.cursor())
    }

    /// Its account.
    pub fn account(&self) -> Option<AccountId> {
        self.selected().map(|standing| standing.renewal.account)
    }

    /// On which lines the headings and the renewals stand.
    pub fn headed(&self) -> &Headed {
        self.list.headed()
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<Sums>] {
        self.list.spans()
    }

    /// Sums over those shown.
    pub fn total(&self) -> &Sums {
        self.list.counts()
    }

    /// How those shown that are to be prepared now are prepared.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        self.narrowed.asked()
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupLanes {
        self.group
    }

    /// How it is shown.
    pub fn view(&self) -> View {
        self.view
    }

    /// The number of the selected renewal in the list.
    pub fn cursor(&self) -> usize {
        self.list.cursor()
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.list.top()
    }

    /// Shows the next view, or the one before.
    pub fn turn(&mut self, forward: bool) {
        self.view = self.view.step(forward);
    }

    /// Shows a view.
    pub fn show(&mut self, view: View) {
        self.view = view;
    }

    /// Cuts the list into groups.
    pub fn group_by(&mut self, group: GroupLanes) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.narrowed.set(text, live, terms::test, board.lookups());
    }

    /// Forgets the selection: the first renewal of the next list is selected.
    pub fn restart(&mut self) {
        self.list.restart();
    }

    /// Brings the list up to date: by the day they are due, the overdue ones first. The selection stays with its
    /// renewal, and the renewal where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let Some((lines, headings)) = self.lines(board) else { return };
        let own = &self.own;
        self.list.lay(lines, Some(headings).filter(|_| self.group != GroupLanes::None), |sums, place| {
            own.get(place).into_iter().for_each(|own| sums.join(own));
        });
        self.add_up();
    }

    /// The lines of those that pass the filter, each with the number of its group, its place and its id; the headings.
    fn lines(&self, board: &Board) -> Option<(Vec<Laid>, Vec<String>)> {
        let read = self.read.as_ref()?;
        let day = read.day;
        let passes = |standing: &Standing| {
            self.narrowed.passes(standing.renewal.account, board, |test| test.holds(standing, day))
        };
        let shown = read.standings.iter().enumerate().filter(|(_, standing)| passes(standing));
        let grouped: Vec<(Group, bool, usize)> = shown
            .map(|(place, own)| (self.group.of(own, day), !own.renewal.is_overdue(day), place))
            .collect();
        // There are few groups: their names are made and compared once each.
        let groups: BTreeSet<Group> = grouped.iter().map(|line| line.0).collect();
        let mut groups: Vec<_> = groups.into_iter().map(|group| (group, group.heading(board))).collect();
        if groups.first().is_some_and(|group| group.0.is_named()) {
            groups.sort_by_cached_key(|(_, (last, heading))| (*last, heading.to_lowercase()));
        }
        let rank: BTreeMap<Group, usize> =
            groups.iter().zip(1..).map(|((group, _), rank)| (*group, rank)).collect();
        let rank = |group| rank.get(&group).copied().unwrap_or(0);
        let mut lines: Vec<_> =
            grouped.into_iter().map(|(group, settled, place)| (rank(group), settled, place)).collect();
        lines.sort_unstable();
        let key = |place: usize| read.standings.get(place).map_or(0, |own| id(&own.renewal));
        let lines = lines.into_iter().map(|(group, _, place)| (group, place, key(place)));
        Some((lines.collect(), groups.into_iter().map(|(_, (_, heading))| heading).collect()))
    }

    /// Adds up what is shown by the parts of time, and how it is prepared.
    fn add_up(&mut self) {
        let Some(read) = &self.read else { return };
        let (mut sums, mut coverage) = (BTreeMap::<_, Sums>::new(), Coverage::default());
        for place in (0..self.list.len()).filter_map(|line| self.list.place(line)) {
            let (Some(standing), Some(own)) = (read.standings.get(place), self.own.get(place)) else {
                continue;
            };
            for unit in Unit::ALL {
                sums.entry((unit, unit.bucket(&standing.renewal, read.day))).or_default().join(own);
            }
            if standing.renewal.is_in_window(read.day, read.rules(standing.segment)) {
                coverage.add(&standing.renewal, standing.planned);
            }
        }
        (self.sums, self.coverage) = (sums, coverage);
    }

    /// Selects a line.
    pub fn select(&mut self, line: usize) {
        self.list.select(line);
    }

    /// Selects the first renewal of an account, if the list has one and another account is selected.
    pub fn select_account(&mut self, account: AccountId, board: &Board) {
        self.settle(board);
        let Some(read) = self.read.as_ref().filter(|_| self.account() != Some(account)) else { return };
        let is_its = |standing: &Standing| standing.renewal.account == account;
        self.list.select_place(|place| read.standings.get(place).is_some_and(is_its));
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.list.step(by);
    }

    /// Selects the next renewal that may be lost, round and round; false: there is none.
    pub fn next_at_risk(&mut self) -> bool {
        let (count, cursor) = (self.list.len(), self.list.cursor());
        let lines = (1..=count).map(|by| (cursor + by) % count);
        let found = lines.into_iter().find(|line| self.get(*line).is_some_and(Standing::is_at_risk));
        found.into_iter().for_each(|line| self.list.select(line));
        found.is_some()
    }

    /// Scrolls so that the selected renewal is among the `height` lines shown, and the day it is due among the months.
    pub fn reveal(&mut self, height: usize) {
        self.list.reveal(height);
        self.reveal_time();
    }
}

/// By what a renewal stays the same: its contract, else its row.
fn id(renewal: &Renewal) -> i64 {
    let row = || renewal.record.as_ref().map_or(0, |record| -record.id);
    renewal.contract.as_ref().map_or_else(row, |contract| contract.id)
}
