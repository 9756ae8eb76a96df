//! What the page of revenue shows: the period, whose accounts, the figures, who moved.

mod explain;
mod spot;
mod window;

pub use explain::explain;
pub use spot::{Ratio, Section, Spot};
pub use window::Window;

use std::cmp::Reverse;
use std::sync::Arc;

use super::widgets::lines::Lines;
use crate::book::Board;
use crate::domain::{Day, Error, Result};
pub use crate::engine::Retention as Retained;
use crate::engine::{Mover, Revenue, RevenueAsk};
use crate::health::facts::AccountId;
use crate::revenue::{GroupId, Stage};
use crate::store::contracts::Grouping;

/// What the accounts can be grouped by, in the order of the picker.
pub const GROUPINGS: [(Option<Grouping>, &str); 3] =
    [(None, "no groups"), (Some(Grouping::Csm), "CSM"), (Some(Grouping::Segment), "segment")];

/// What accounts are behind.
#[derive(Clone, PartialEq, Debug)]
pub enum Behind {
    /// A step of the way from start to end.
    Step(Stage),
    /// What was lost for a reason; None: none was given.
    Reason(Option<Arc<str>>),
}

impl Behind {
    /// What an account adds to it, in minor units; 0: nothing.
    pub fn amount(&self, own: &Mover) -> i64 {
        match self {
            Behind::Step(Stage::Start) => own.start_mrr,
            Behind::Step(Stage::Moved(kind)) => own.movements.of(*kind),
            Behind::Step(Stage::End) => own.end_mrr,
            Behind::Reason(reason) => {
                own.lost.iter().filter(|lost| lost.reason == *reason).map(|lost| lost.mrr).sum()
            }
        }
    }
}

/// The accounts behind a figure.
#[derive(Clone, Debug)]
pub struct Listed {
    pub behind: Behind,
    /// The largest amount first.
    pub accounts: Vec<Mover>,
    /// Their ids, one of them selected.
    pub lines: Lines<AccountId>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    window: Window,
    grouping: Option<Grouping>,
    /// The accounts of one group alone.
    only: Option<Option<GroupId>>,
    /// What was read last, and what it answers.
    read: Option<(RevenueAsk, Box<Revenue>)>,
    problem: Option<Error>,
    lines: Lines<Spot>,
    sections: Vec<Section>,
    listed: Option<Listed>,
    /// Whether the selected figure is explained.
    pub explained: bool,
}

impl Page {
    /// What has to be read for it on a day.
    ///
    /// # Errors
    /// The calendar does not go so far back.
    pub fn ask(&self, today: Day) -> Result<RevenueAsk> {
        let period = self.window.period(today)?;
        Ok(RevenueAsk { period, grouping: self.grouping, only: self.only })
    }

    /// Takes in an answer, unless something else was asked meanwhile; on a failure what was known stays.
    pub fn take(&mut self, ask: RevenueAsk, read: Result<Revenue>, today: Day) {
        if self.ask(today).ok() != Some(ask) {
            return;
        }
        match read {
            Ok(read) => {
                let (spots, starts) = spot::lines(&read);
                self.sections = starts.iter().map(|start| start.1).collect();
                self.lines.replace(spots, starts.into_iter().map(|start| start.0).collect());
                (self.read, self.problem) = (Some((ask, Box::new(read))), None);
                if let Some(listed) = self.listed.take() {
                    self.listed = Some(self.list(listed.behind, Some(listed.lines)));
                }
            }
            Err(problem) => self.fail(problem),
        }
    }

    /// Says why nothing could be read.
    pub fn fail(&mut self, problem: Error) {
        self.problem = Some(problem);
    }

    /// What was read; None: nothing yet.
    pub fn read(&self) -> Option<&Revenue> {
        self.read.as_ref().map(|read| read.1.as_ref())
    }

    /// Whether what is shown answers something else than what is asked now.
    pub fn is_waiting(&self, today: Day) -> bool {
        let asked = self.ask(today).ok();
        self.problem.is_none() && self.read.as_ref().map(|read| read.0) != asked
    }

    /// Why it could not be read.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// The period by its name.
    pub fn window(&self) -> Window {
        self.window
    }

    /// What the accounts are grouped by.
    pub fn grouping(&self) -> Option<Grouping> {
        self.grouping
    }

    /// Whose accounts alone are shown, by name; None: all.
    pub fn only<'a>(&self, board: &'a Board) -> Option<&'a str> {
        let (group, lookups) = (self.only?, board.lookups());
        Some(match self.grouping {
            Some(Grouping::Segment) => lookups.segment(group).unwrap_or("no segment"),
            _ => lookups.member(group).unwrap_or("no CSM"),
        })
    }

    /// A longer period or a shorter one; false: there is none.
    pub fn turn(&mut self, forward: bool) -> bool {
        let next = self.window.step(forward);
        self.window = next.unwrap_or(self.window);
        self.listed = self.listed.take().filter(|_| next.is_none());
        next.is_some()
    }

    /// Groups the accounts; those of one group alone are all again.
    pub fn group_by(&mut self, grouping: Option<Grouping>) {
        (self.grouping, self.only, self.listed) = (grouping, None, None);
    }

    /// The figures, one of them selected.
    pub fn lines(&self) -> &Lines<Spot> {
        &self.lines
    }

    /// The sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The accounts behind a movement, where they are listed.
    pub fn listed(&self) -> Option<&Listed> {
        self.listed.as_ref()
    }

    /// The selected account of that list.
    pub fn account(&self) -> Option<AccountId> {
        self.listed.as_ref()?.lines.key().copied()
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        match &mut self.listed {
            Some(listed) => listed.lines.step(by),
            None => self.lines.step(by),
        }
    }

    /// Brings the selected line into view.
    pub fn reveal(&mut self, height: u16) {
        match &mut self.listed {
            Some(listed) => listed.lines.reveal(height),
            None => self.lines.reveal(height),
        }
    }

    /// Selects the line at a cell of the list's area; true: it was selected already.
    pub fn click(&mut self, area: ratatui::layout::Rect, (x, y): (u16, u16)) -> bool {
        match &mut self.listed {
            Some(listed) => listed.lines.click(area, x, y),
            None => self.lines.click(area, x, y),
        }
    }

    /// What is behind the selected line comes up: the accounts of a movement, a group alone. None: nothing is behind
    /// it; true: it has to be read.
    pub fn enter(&mut self) -> Option<bool> {
        match *self.lines.key()? {
            Spot::Step(stage) => {
                self.listed = Some(self.list(Behind::Step(stage), None));
                Some(false)
            }
            Spot::Reason(place) => {
                let reason = self.read()?.measured.revenue.reasons.get(place)?.reason.clone();
                self.listed = Some(self.list(Behind::Reason(reason), None));
                Some(false)
            }
            Spot::Group(group) if self.only.is_none() => {
                self.only = Some(group);
                Some(true)
            }
            _ => None,
        }
    }

    /// One step back within the page; None: there is none. True: it has to be read.
    pub fn back(&mut self) -> Option<bool> {
        if self.listed.take().is_some() || std::mem::take(&mut self.explained) {
            return Some(false);
        }
        self.only.take().map(|_| true)
    }

    /// The accounts behind a figure; the selection of the list before stays.
    fn list(&self, behind: Behind, before: Option<Lines<AccountId>>) -> Listed {
        let all = self.read().map_or(&[][..], |read| &read.accounts);
        let mut accounts: Vec<Mover> = all.iter().filter(|own| behind.amount(own) != 0).cloned().collect();
        accounts.sort_by_key(|own| (Reverse(behind.amount(own).abs()), own.account));
        let mut lines = before.unwrap_or_default();
        lines.replace(accounts.iter().map(|own| own.account).collect(), Vec::new());
        Listed { behind, accounts, lines }
    }
}
