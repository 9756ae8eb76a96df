//! What the screen of expansion shows: the candidates and those that something stands against, or the opportunities;
//! their filter and groups; the selection, kept by account and by opportunity; the scroll.

mod group;
mod terms;

use std::cmp::Reverse;
use std::collections::HashMap;

use group::Group;
pub use group::GroupProspects;
use terms::Test;

use super::arranged::{Arranged, Laid, Span};
use super::asked::Asked;
use super::look::Look;
use super::narrowed::Narrowed;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::Board;
use crate::domain::{Error, Result};
use crate::engine::{AccountExpansion, Expansion, ExpansionAsk, Prospect};
use crate::expansion::{Deal, Pipeline};
use crate::health::facts::AccountId;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// Who is ready to buy more, and those that something stands against.
    #[default]
    Candidates,
    /// The opportunities.
    Pipeline,
}

impl View {
    /// Every view, in the order of the tabs.
    pub const ALL: &'static [View] = &[View::Candidates, View::Pipeline];

    /// What its tab says.
    pub fn name(self) -> &'static str {
        match self {
            View::Candidates => "Candidates",
            View::Pipeline => "Pipeline",
        }
    }

    /// What it can be filtered by, in short.
    pub fn terms(self) -> &'static str {
        match self {
            View::Candidates => "name, reason:seats, block:p1, kind:feature, csm:NAME",
            View::Pipeline => "name or title, deal:proposal, kind:seats, csm:NAME",
        }
    }
}

/// What is counted of some lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub candidates: usize,
    pub suppressed: usize,
    pub pipeline: Pipeline,
}

/// A line of the list.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    Prospect(&'a Prospect),
    Deal(&'a Deal),
}

/// Candidates and opportunities as lists.
#[derive(Debug, Default)]
pub struct Prospects {
    read: Option<Box<Expansion>>,
    /// How many open opportunities an account has.
    open: HashMap<AccountId, usize>,
    problem: Option<Error>,
    view: View,
    group: GroupProspects,
    narrowed: Narrowed<Test>,
    /// The lists must be made anew before they are used.
    stale: bool,
    /// Those that are shown, by their places in what was read.
    candidates: Arranged<Counts>,
    deals: Arranged<Counts>,
    /// The open ones of all that pass the filter, whichever view is shown.
    counts: Counts,
}

impl Prospects {
    /// What has to be read for the screen.
    pub fn request(&self) -> Request {
        Request::Look(Look::Expansion)
    }

    /// Takes in the answer; on a failure what was known stays.
    pub fn take(&mut self, _: ExpansionAsk, read: Result<Expansion>) {
        match read {
            Ok(read) => (self.read, self.problem) = (Some(Box::new(read)), None),
            Err(problem) => self.problem = Some(problem),
        }
        self.stale = true;
    }

    /// Takes in an account as it is now.
    pub fn take_one(&mut self, account: AccountId, now: Result<AccountExpansion>) {
        match (now, &mut self.read) {
            (Ok(now), Some(read)) => read.replace(account, now),
            // It is gone: what is read of all says so.
            (Err(_), _) | (_, None) => {}
        }
        self.stale = true;
    }

    /// Says why nothing could be read.
    pub fn fail(&mut self, problem: Error) {
        self.problem = Some(problem);
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
    pub fn read(&self) -> Option<&Expansion> {
        self.read.as_deref()
    }

    /// The view that is shown.
    pub fn view(&self) -> View {
        self.view
    }

    fn list(&self) -> &Arranged<Counts> {
        match self.view {
            View::Candidates => &self.candidates,
            View::Pipeline => &self.deals,
        }
    }

    fn list_mut(&mut self) -> &mut Arranged<Counts> {
        match self.view {
            View::Candidates => &mut self.candidates,
            View::Pipeline => &mut self.deals,
        }
    }

    /// How many there are, shown or not.
    pub fn all(&self) -> usize {
        self.read.as_ref().map_or(0, |read| match self.view {
            View::Candidates => read.prospects.len(),
            View::Pipeline => read.deals.len(),
        })
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.list().len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.list().is_empty()
    }

    /// A line of the list.
    pub fn get(&self, line: usize) -> Option<Line<'_>> {
        let (read, place) = (self.read.as_ref()?, self.list().place(line)?);
        match self.view {
            View::Candidates => read.prospects.get(place).map(Line::Prospect),
            View::Pipeline => read.deals.get(place).map(Line::Deal),
        }
    }

    /// The selected line.
    pub fn selected(&self) -> Option<Line<'_>> {
        self.get(self.list().cursor())
    }

    /// The selected opportunity; None: the candidates are shown, or there is none.
    pub fn deal(&self) -> Option<&Deal> {
        match self.selected()? {
            Line::Deal(deal) => Some(deal),
            Line::Prospect(_) => None,
        }
    }

    /// What the rules found at an account; None: no reason.
    pub fn prospect(&self, account: AccountId) -> Option<&Prospect> {
        self.read.as_ref()?.prospects.iter().find(|own| own.account == account)
    }

    /// The account of the selected line.
    pub fn account(&self) -> Option<AccountId> {
        Some(match self.selected()? {
            Line::Prospect(own) => own.account,
            Line::Deal(deal) => deal.account,
        })
    }

    /// How many open opportunities an account has.
    pub fn open_deals(&self, account: AccountId) -> usize {
        self.open.get(&account).copied().unwrap_or(0)
    }

    /// On which lines the headings and the lines stand.
    pub fn headed(&self) -> &Headed {
        self.list().headed()
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<Counts>] {
        self.list().spans()
    }

    /// What is counted of all that passes the filter, in both views.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        self.narrowed.asked()
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupProspects {
        self.group
    }

    /// The number of the selected line.
    pub fn cursor(&self) -> usize {
        self.list().cursor()
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.list().top()
    }

    /// Shows the other view; the account stays.
    pub fn turn(&mut self, board: &Board) {
        let account = self.account();
        self.view = match self.view {
            View::Candidates => View::Pipeline,
            View::Pipeline => View::Candidates,
        };
        account.into_iter().for_each(|account| self.select_account(account, board));
    }

    /// Cuts the lists into groups.
    pub fn group_by(&mut self, group: GroupProspects) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.narrowed.set(text, live, terms::test, board.lookups());
    }

    /// Forgets the selection: the first line of the next list is selected.
    pub fn restart(&mut self) {
        self.list_mut().restart();
    }

    /// Brings the lists up to date: the most ready first, then by ARR; opportunities by the day they are expected. The
    /// selection stays with its line, and the line where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let Some(read) = self.read.as_deref_mut() else { return };
        read.prospects.sort_by_cached_key(|own| {
            let arr = board.get(own.account).and_then(|row| row.arr_book);
            (own.finding.is_suppressed(), Reverse(own.readiness.score), Reverse(arr), own.account)
        });
        let read = &*read;
        self.open.clear();
        for deal in read.deals.iter().filter(|deal| deal.is_open()) {
            *self.open.entry(deal.account).or_default() += 1;
        }
        let mut counts = Counts::default();
        let shown = read
            .prospects
            .iter()
            .enumerate()
            .filter(|(_, own)| self.narrowed.passes(own.account, board, |test| test.holds_of(own)));
        let mut lines = Vec::new();
        for (place, own) in shown {
            count(&mut counts, Line::Prospect(own), read, board);
            lines.push((self.group.of_prospect(own), place, own.account));
        }
        let named = self.group != GroupProspects::None;
        let (laid, headings) = laid(lines, board);
        self.candidates.lay(laid, named.then_some(headings), |sum, place| {
            let own = read.prospects.get(place).map(Line::Prospect);
            own.into_iter().for_each(|own| count(sum, own, read, board));
        });
        let passes = |deal: &Deal| {
            self.narrowed.passes_titled(deal.account, &deal.title, board, |test| test.holds(deal))
        };
        let shown = read.deals.iter().enumerate().filter(|(_, deal)| passes(deal));
        let mut lines = Vec::new();
        for (place, deal) in shown {
            count(&mut counts, Line::Deal(deal), read, board);
            lines.push((self.group.of_deal(deal, board), place, deal.id));
        }
        let (laid, headings) = self::laid(lines, board);
        self.deals.lay(laid, named.then_some(headings), |sum, place| {
            let own = read.deals.get(place).map(Line::Deal);
            own.into_iter().for_each(|own| count(sum, own, read, board));
        });
        self.counts = counts;
    }

    /// Selects a line.
    pub fn select(&mut self, line: usize) {
        self.list_mut().select(line);
    }

    /// Selects the first line of an account, if the list has one and another account is selected.
    pub fn select_account(&mut self, account: AccountId, board: &Board) {
        self.settle(board);
        if self.account() == Some(account) {
            return;
        }
        let Some(read) = self.read.as_deref() else { return };
        match self.view {
            View::Candidates => self
                .candidates
                .select_place(|place| read.prospects.get(place).is_some_and(|own| own.account == account)),
            View::Pipeline => self
                .deals
                .select_place(|place| read.deals.get(place).is_some_and(|deal| deal.account == account)),
        }
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.list_mut().step(by);
    }

    /// Scrolls so that the selected line is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.list_mut().reveal(height);
    }
}

fn count(counts: &mut Counts, line: Line<'_>, read: &Expansion, board: &Board) {
    match line {
        Line::Prospect(own) => {
            counts.candidates += usize::from(own.finding.is_candidate());
            counts.suppressed += usize::from(own.finding.is_suppressed());
        }
        Line::Deal(deal) => {
            let segment = board.get(deal.account).and_then(|row| row.segment);
            counts.pipeline.add(deal, &read.rates, read.rules(segment), read.day);
        }
    }
}

/// Lines in the order of their groups, each with the number of its group, and the headings.
fn laid(lines: Vec<(Group, usize, i64)>, board: &Board) -> (Vec<Laid>, Vec<String>) {
    let mut groups: Vec<Group> = Vec::new();
    for (group, ..) in &lines {
        if !groups.contains(group) {
            groups.push(*group);
        }
    }
    let mut headed: Vec<_> = groups.into_iter().map(|group| (group.heading(board), group)).collect();
    headed.sort_by_cached_key(|((rank, heading), _)| (*rank, heading.to_lowercase()));
    let number = |group: Group| headed.iter().position(|own| own.1 == group).map_or(0, |place| place + 1);
    let mut laid: Vec<Laid> =
        lines.into_iter().map(|(group, place, id)| (number(group), place, id)).collect();
    laid.sort_by_key(|line| line.0);
    (laid, headed.into_iter().map(|((_, heading), _)| heading).collect())
}
