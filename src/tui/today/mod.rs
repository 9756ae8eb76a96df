//! What the screen of today shows: a line a customer with what it wants, the most pressing first; the selection, kept by
//! customer; marks; what was handled and is not read anew yet; the scroll.

mod around;
mod groups;
mod held;
mod kept;
mod leaving;
mod news;
mod shown;
mod terms;

use std::collections::BTreeSet;

use super::arranged::{Arranged, Span};
use super::asked::Asked;
use super::look::{Look, Person};
use super::narrowed::Narrowed;
use super::source::{Number, Request};
use super::widgets::headed::Headed;
use crate::book::{Board, Touched};
use crate::domain::{Band, Day, Error, Result};
use crate::engine::{Morning, TodayAsk, Told, scale_today};
use crate::health::PolicySet;
use crate::health::facts::AccountId;
use crate::store::today::Coming;
use crate::today::{Judged, Mark, Matter, Scale, Seen, Turn, Whose};
use around::Around;
pub use groups::GroupToday;
pub use held::Awaited;
use held::Held;
pub use kept::Item;
use kept::Kept;
use leaving::{Gone, Leaving};
pub use news::News;
use shown::Shown;
pub use shown::{Counts, Line};
use terms::Test;

/// What is known of the day, the list made of it, and where one is in it.
#[derive(Debug, Default)]
pub struct Today {
    kept: Kept,
    known: bool,
    /// The last row of the journal that the last answer knew of.
    seq: i64,
    /// The number of the last question that is answered.
    answered: u64,
    problem: Option<Error>,
    policies: Option<PolicySet>,
    coming: Option<Coming>,
    /// Who looks; None: not asked yet.
    person: Option<Person>,
    /// Only what is theirs.
    mine: bool,
    seen: Option<Seen>,
    news: News,
    group: GroupToday,
    narrowed: Narrowed<Test>,
    /// What is shown must be found anew before it is used.
    stale: bool,
    shown: Shown,
    list: Arranged<Counts>,
    /// Which of the matters of the selected line is meant.
    place: usize,
    marks: BTreeSet<Whose>,
    leaving: Leaving,
    held: Held,
}

impl Today {
    /// What has to be read for the screen.
    pub fn request(&self) -> Request {
        Request::Look(Look::Today(TodayAsk::Matters(None)))
    }

    /// Takes in that a question is on its way: its number, and who asked.
    pub fn asked_as(&mut self, asked: Result<u64>, person: Person) {
        match asked {
            Ok(number) => {
                self.leaving.asked(number);
            }
            Err(problem) => self.problem = Some(problem),
        }
        self.person = Some(person);
    }

    /// Takes in an answer. Gives what is to be asked next.
    pub fn read(&mut self, ask: TodayAsk, number: u64, read: Result<Told>) -> Option<Request> {
        self.stale = true;
        self.answered = self.answered.max(number);
        if let Ok(Told::Matters(morning)) = &read {
            self.seq = morning.seq;
        }
        match (ask, read) {
            (_, Err(problem)) => self.problem = Some(problem),
            (TodayAsk::Bands(day), Ok(Told::Bands(bands))) => {
                self.news.read(day, bands);
                self.kept.forget();
            }
            (TodayAsk::Matters(None), Ok(Told::Matters(morning))) => {
                self.leaving.answered(number, None);
                return self.take_all(*morning);
            }
            (TodayAsk::Matters(Some(account)), Ok(Told::Matters(morning))) => {
                return self.take(Whose::Account(account), number, *morning);
            }
            (TodayAsk::Apart, Ok(Told::Matters(morning))) => {
                return self.take(Whose::Nobody, number, *morning);
            }
            (_, Ok(_)) => {}
        }
        None
    }

    /// Takes in everything.
    fn take_all(&mut self, morning: Morning) -> Option<Request> {
        let Morning { day, matters, coming, policies, seen, .. } = morning;
        self.kept.take_all(matters);
        (self.policies, self.problem, self.coming, self.known) = (Some(policies), None, coming, true);
        self.seen = seen;
        let mark = self.seen.as_ref().map(|seen| seen.mark)?;
        // On the day itself no band can have turned by what is dated.
        let wanted = mark.day < day && !self.news.knows(mark.day);
        wanted.then_some(Request::Look(Look::Today(TodayAsk::Bands(mark.day))))
    }

    /// Takes in what was read of somebody: everything is asked for again where it says nothing of what comes next.
    fn take(&mut self, whose: Whose, number: u64, morning: Morning) -> Option<Request> {
        self.leaving.answered(number, Some(whose));
        let Morning { matters, coming, policies, seen, .. } = morning;
        if self.policies.as_ref() != Some(&policies) {
            self.kept.forget();
        }
        (self.policies, self.problem) = (Some(policies), None);
        self.kept.take(whose, matters);
        if let (Some(own), Some(seen)) = (&mut self.seen, seen) {
            own.closed.retain(|closed| closed.account != whose.account());
            own.closed.extend(seen.closed);
        }
        let was = self.coming.as_ref().filter(|was| was.account == whose.account());
        if was.is_some_and(|was| coming.as_ref().is_none_or(|coming| coming > was)) {
            return Some(self.request());
        }
        let known = self.coming.take();
        self.coming = [known, coming].into_iter().flatten().min();
        None
    }

    /// Takes in that accounts changed (None: any may have): how they stand, their names, CSMs and segments.
    pub fn touched(&mut self, ids: Option<&[AccountId]>, touched: &Touched, board: &Board) {
        self.stale = true;
        self.narrowed.reread(board.lookups());
        self.shown.forget();
        match ids {
            None => self.kept.forget(),
            Some(ids) => {
                if *touched == Touched::Moved {
                    self.kept.place(board);
                }
                ids.iter().for_each(|id| self.kept.renew_account(*id));
            }
        }
    }

    /// Why the day could not be read.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// Whether it was read at all.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// The last row of the journal that is known of; None: it was not read, or a question is open.
    pub fn complete_at(&self) -> Option<i64> {
        let is_open = self.leaving.last_asked() != self.answered;
        (self.known && self.problem.is_none() && !is_open).then_some(self.seq)
    }

    /// As the next start will show it, if nothing changes: everything was seen, and nothing is chosen.
    pub fn begin_anew(&mut self, board: &Board) {
        let mark = Mark { day: board.lookups().day, seq: self.seq };
        self.seen = self.person.as_ref().map(|_| Seen { mark, closed: Vec::new() });
        self.kept.see();
        (self.narrowed, self.mine, self.group) = (Narrowed::default(), false, GroupToday::None);
        self.marks.clear();
        self.restart();
        self.stale = true;
    }

    /// How many lines there are, shown or not.
    pub fn all(&self) -> usize {
        self.kept.entries().len()
    }

    /// How many lines are shown.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A line of the list.
    pub fn get(&self, line: usize) -> Option<Line<'_>> {
        self.shown.get(self.list.place(line)?, self.kept.entries())
    }

    /// The position of a line by its rank, from 1 on.
    pub fn position(&self, line: usize) -> usize {
        self.list.place(line).map_or(0, |place| place + 1)
    }

    /// The lines that are shown, in the order of their ranks.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.shown.len()).filter_map(|place| self.shown.get(place, self.kept.entries()))
    }

    /// The line of somebody, and its position by its rank, from 1 on; None: there is none.
    pub fn line(&self, whose: Whose) -> Option<(usize, Line<'_>)> {
        (1..).zip(self.lines()).find(|(_, line)| line.whose == whose)
    }

    /// The matter of an item of a line.
    pub fn matter(&self, line: &Line, item: &Item) -> Option<&Matter> {
        self.kept.matter(line.whose, item.place)
    }

    /// The matters of a line, the most pressing first.
    pub fn matters<'a>(&'a self, line: &Line<'a>) -> impl Iterator<Item = &'a Matter> + use<'a> {
        let whose = line.whose;
        line.items.iter().filter_map(move |item| self.kept.matter(whose, item.place))
    }

    /// On which lines the headings and the customers stand.
    pub fn headed(&self) -> &Headed {
        self.list.headed()
    }

    /// The groups; empty without grouping.
    pub fn spans(&self) -> &[Span<Counts>] {
        self.list.spans()
    }

    /// What is counted of those shown.
    pub fn counts(&self) -> &Counts {
        self.list.counts()
    }

    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        self.narrowed.asked()
    }

    /// What it is cut into.
    pub fn group(&self) -> GroupToday {
        self.group
    }

    /// The number of the selected line.
    pub fn cursor(&self) -> usize {
        self.list.cursor()
    }

    /// The first line that is shown.
    pub fn top(&self) -> usize {
        self.list.top()
    }

    /// The selected line.
    pub fn selected(&self) -> Option<Line<'_>> {
        self.get(self.list.cursor())
    }

    /// The account of the selected line.
    pub fn account(&self) -> Option<AccountId> {
        self.selected().and_then(|line| line.whose.account())
    }

    /// The matter of the selected line that is meant, by its place in the line.
    pub fn place(&self) -> usize {
        self.selected().map_or(0, |line| self.place.min(line.items.len().saturating_sub(1)))
    }

    /// The matter that is meant: one of the selected line.
    pub fn meant(&self) -> Option<&Matter> {
        let line = self.selected()?;
        self.matter(&line, line.items.get(self.place())?)
    }

    /// The matters that are meant: the first one of every marked line, else that of the selected line.
    pub fn chosen(&self) -> Vec<&Matter> {
        if self.marks.is_empty() {
            return self.meant().into_iter().collect();
        }
        let marked = self.lines().filter(|line| self.marks.contains(&line.whose));
        marked.filter_map(|line| self.matters(&line).next()).collect()
    }

    /// What comes first after the day.
    pub fn coming(&self) -> Option<&Coming> {
        self.coming.as_ref()
    }

    /// Who looks.
    pub fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    /// Whether only what is theirs is shown.
    pub fn is_mine(&self) -> bool {
        self.mine
    }

    /// Shows what is theirs alone, or everyone's again.
    pub fn toggle_mine(&mut self) {
        self.mine = !self.mine;
        self.stale = true;
    }

    /// What they saw when they last looked.
    pub fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }

    /// What came since, and how bands turned.
    pub fn news(&self) -> &News {
        &self.news
    }

    /// Whether a matter is new since the last look.
    pub fn is_new(&self, matter: &Matter) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.mark.is_new(matter))
    }

    /// How the band of an account turned since the last look.
    pub fn turned(&self, account: AccountId, now: Band, day: Day) -> Option<Turn> {
        around::turned(self.seen.as_ref(), &self.news, (account, now), day)
    }

    /// Whose lines are marked.
    pub fn marks(&self) -> &BTreeSet<Whose> {
        &self.marks
    }

    /// Marks the selected line or takes its mark away.
    pub fn toggle_mark(&mut self) {
        if let Some(whose) = self.selected().map(|line| line.whose)
            && !self.marks.remove(&whose)
        {
            self.marks.insert(whose);
        }
    }

    /// Takes all marks away; false: there was none.
    pub fn unmark(&mut self) -> bool {
        !std::mem::take(&mut self.marks).is_empty()
    }

    /// Takes matters off the list that a change under way handles: the selection stays where it is on screen, and so
    /// goes on to what comes next.
    pub fn leave(&mut self, number: Number, gone: Vec<Gone>) {
        gone.iter().for_each(|(whose, _)| self.kept.renew(*whose));
        self.leaving.add(number, gone);
        self.marks.clear();
        self.place = 0;
        self.list.stay();
        self.stale = true;
    }

    /// Takes in that a change was done, or that it was refused: then what it was to handle is there again.
    pub fn handled(&mut self, number: Number, done: bool) {
        if done {
            self.leaving.done(number);
            return;
        }
        let back = self.leaving.refused(number);
        self.stale |= !back.is_empty();
        back.into_iter().for_each(|whose| self.kept.renew(whose));
    }

    /// Cuts the list into groups.
    pub fn group_by(&mut self, group: GroupToday) {
        self.group = group;
        self.stale = true;
    }

    /// Filters by a text that may still be in the making.
    pub fn set_filter(&mut self, text: &str, live: bool, board: &Board) {
        self.stale |= self.narrowed.set(text, live, terms::test, board.lookups());
    }

    /// Forgets the selection: the first line of the next list is selected.
    pub fn restart(&mut self) {
        self.place = 0;
        self.list.restart();
    }

    /// How an account stands and by which rules it is ranked; None: it has left, or nothing was read.
    pub fn judged(&self, matter: &Matter, board: &Board) -> Option<Judged<'_>> {
        around::judged(self.policies.as_ref(), matter, board)
    }

    /// What ARR is measured by.
    pub fn scale(board: &Board) -> Scale {
        scale_today(board.totals(), board.lookups().currency)
    }

    /// Brings the list up to date. The selection stays with its customer, and the customer where it is on screen.
    pub fn settle(&mut self, board: &Board) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let Today { kept, policies, leaving, seen, news, .. } = self;
        let (policies, seen) = (policies.as_ref(), seen.as_ref());
        kept.settle(&Around { board, policies, leaving, seen, news });
        let me = self.person.as_ref().and_then(|person| person.member).filter(|_| self.mine);
        self.shown.fill(self.kept.entries(), &self.narrowed, me, board);
        let (shown, entries) = (&self.shown, self.kept.entries());
        let lines = (0..shown.len()).filter_map(|place| shown.get(place, entries));
        let (laid, headings) = groups::lay(self.group, lines, board);
        let count = |counts: &mut Counts, place: usize| {
            shown.get(place, entries).iter().for_each(|line| counts.add(line));
        };
        self.list.lay(laid, headings, count);
        if !self.marks.is_empty() {
            let marked = entries.iter().map(|entry| entry.whose).filter(|whose| self.marks.contains(whose));
            self.marks = marked.collect();
        }
    }

    /// Selects a line.
    pub fn select(&mut self, line: usize) {
        self.place = 0;
        self.list.select(line);
    }

    /// Selects an account, if the list has it and another one is selected.
    pub fn select_account(&mut self, id: AccountId, board: &Board) {
        self.settle(board);
        if self.account() == Some(id) {
            return;
        }
        let (shown, entries) = (&self.shown, self.kept.entries());
        let is_its = |place| shown.get(place, entries).is_some_and(|line| line.whose == Whose::Account(id));
        self.list.select_place(is_its);
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, board: &Board) {
        self.settle(board);
        self.place = 0;
        self.list.step(by);
    }

    /// Moves to the next matter of the selected line or to the one before.
    pub fn along(&mut self, forward: bool) {
        let place = self.place();
        self.place = if forward { place + 1 } else { place.saturating_sub(1) };
        self.place = self.place();
    }

    /// Scrolls so that the selected line is among the `height` lines shown.
    pub fn reveal(&mut self, height: usize) {
        self.list.reveal(height);
    }
}
