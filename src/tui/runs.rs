//! What the onboarding screen shows: the running onboardings, their filter and groups; the selection, kept by id; the
//! scroll.

use std::ops::Range;

use super::asked::Asked;
use super::source::Request;
use super::widgets::headed::Headed;
use crate::book::{Board, Row};
use crate::domain::{Day, Error, Result, text};
use crate::health::facts::AccountId;
use crate::onboarding::{Onboarding, Standing, State};

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
}

impl Run {
    /// How an onboarding stands on a day.
    pub fn of(onboarding: &Onboarding, day: Day) -> Run {
        Run {
            id: onboarding.id,
            account: onboarding.account,
            template: onboarding.template.clone(),
            started_on: onboarding.started_on,
            standing: onboarding.standing(day),
        }
    }
}

/// What the list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupRuns {
    #[default]
    None,
    Template,
    Csm,
    Segment,
    Week,
}

impl GroupRuns {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupRuns] =
        &[GroupRuns::None, GroupRuns::Template, GroupRuns::Csm, GroupRuns::Segment, GroupRuns::Week];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupRuns::None => "no groups",
            GroupRuns::Template => "template",
            GroupRuns::Csm => "CSM",
            GroupRuns::Segment => "segment",
            GroupRuns::Week => "week of start",
        }
    }

    /// The heading above a run.
    fn heading(self, run: &Run, row: Option<&Row>, board: &Board) -> String {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| {
            name.map_or(none.to_owned(), |name| text::clean(name).into_owned())
        };
        match self {
            GroupRuns::None => String::new(),
            GroupRuns::Template => named(run.template.as_deref(), "no template"),
            GroupRuns::Csm => named(row.and_then(|row| lookups.member(row.csm)), "no CSM"),
            GroupRuns::Segment => named(row.and_then(|row| lookups.segment(row.segment)), "no segment"),
            GroupRuns::Week => format!("week of {}", monday(run.started_on)),
        }
    }
}

/// The Monday on or before a day. Day 0, 1970-01-01, is a Thursday.
fn monday(day: Day) -> Day {
    day - (day.0 + 3).rem_euclid(7)
}

/// Onboardings under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Their places in the list.
    pub range: Range<usize>,
    /// The heading, cleaned.
    pub heading: String,
    /// How many of each state.
    pub counts: Counts,
}

/// How many onboardings are in each state, in the order of [`State::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; State::ALL.len()]);

impl Counts {
    fn add(&mut self, state: State) {
        let place = State::ALL.iter().position(|own| *own == state);
        if let Some(count) = place.and_then(|place| self.0.get_mut(place)) {
            *count += 1;
        }
    }

    /// States and how many are in each, the worst first.
    pub fn each(&self) -> impl Iterator<Item = (State, usize)> {
        State::ALL.into_iter().zip(self.0)
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
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
    /// The list must be made anew before it is used.
    stale: bool,
    /// Places in `runs`, in the order of the list.
    shown: Vec<usize>,
    spans: Vec<Span>,
    headed: Headed,
    counts: Counts,
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
            Ok(mut runs) => {
                runs.sort_by(|one, other| {
                    (one.standing.rank(), one.started_on, one.id).cmp(&(
                        other.standing.rank(),
                        other.started_on,
                        other.id,
                    ))
                });
                (self.runs, self.problem, self.known, self.stale) = (runs, None, true, true);
            }
            Err(problem) => self.problem = Some(problem),
        }
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
        self.stale |= self.asked.set(text, live, board.lookups());
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
            filter.is_empty()
                || board.get(run.account).is_some_and(|row| filter.matches(row, board.lookups()))
        };
        let mut shown: Vec<(String, usize)> = Vec::new();
        for (place, run) in self.runs.iter().enumerate().filter(|(_, run)| passes(run)) {
            shown.push((self.group.heading(run, board.get(run.account), board), place));
        }
        // Within a group the order stays: the worst first.
        shown.sort_by_cached_key(|(heading, _)| heading.to_lowercase());
        self.counts = Counts::default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // 2024-10-04 (day 20000) was a Friday.
        assert_eq!(monday(Day(20_000)), Day(19_996));
        assert_eq!(monday(Day(19_996)), Day(19_996));
        assert_eq!(monday(Day(19_995)), Day(19_989));
        assert_eq!(monday(Day(-1)), Day(-3), "the last day of 1969 was a Wednesday");
    }
}
