//! What the screen of today shows: a line a customer with what it wants, the most pressing first; the selection, kept by
//! customer; marks; what was handled and is not read anew yet; the scroll.

mod held;
mod leaving;
mod news;
mod terms;

use std::collections::{BTreeSet, HashSet};

use super::arranged::{Arranged, Span};
use super::asked::Asked;
use super::look::{Look, Person};
use super::narrowed::Narrowed;
use super::source::{Number, Request};
use super::widgets::headed::Headed;
use crate::book::{Board, Row};
use crate::domain::{Band, Day, Error, Result, text};
use crate::engine::{Morning, TodayAsk, Told, judged_today, scale_today};
use crate::health::PolicySet;
use crate::health::facts::AccountId;
use crate::store::today::Coming;
use crate::today::{Customer, Judged, Mark, Matter, Scale, Seen, Turn, Whose, lines};
pub use held::Awaited;
use held::Held;
use leaving::Leaving;
pub use news::News;
use terms::Test;

/// What the list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupToday {
    #[default]
    None,
    Csm,
    Segment,
    Kind,
}

impl GroupToday {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupToday] =
        &[GroupToday::None, GroupToday::Csm, GroupToday::Segment, GroupToday::Kind];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupToday::None => "no groups",
            GroupToday::Csm => "CSM",
            GroupToday::Segment => "segment",
            GroupToday::Kind => "what comes first",
        }
    }

    fn heading(self, row: Option<&Row>, first: Option<&Matter>, board: &Board) -> String {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| {
            name.map_or_else(|| none.to_owned(), |name| text::clean(name).into_owned())
        };
        match self {
            GroupToday::None => String::new(),
            GroupToday::Csm => named(row.and_then(|row| lookups.member(row.csm)), "no CSM"),
            GroupToday::Segment => named(row.and_then(|row| lookups.segment(row.segment)), "no segment"),
            GroupToday::Kind => first.map_or("", |matter| matter.kind.name()).to_owned(),
        }
    }
}

/// What is counted of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines.
    pub customers: usize,
    /// Matters in them.
    pub matters: usize,
    /// Those that were due before the day.
    pub late: usize,
    /// Those that are new.
    pub new: usize,
    /// Customers that turned worse.
    pub worse: usize,
    /// Customers that turned better.
    pub better: usize,
}

/// What is known of the day, the list made of it, and where one is in it.
#[derive(Debug, Default)]
pub struct Today {
    matters: Vec<Matter>,
    known: bool,
    /// The last row of the journal that the last answer knew of.
    seq: i64,
    /// The numbers of the last question and of the last one that is answered.
    questions: (u64, u64),
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
    /// The list must be made anew before it is used.
    stale: bool,
    /// How many customers want something; None: they are to be counted anew.
    counted: Option<usize>,
    /// The list before it is cut into groups.
    lines: Vec<Customer>,
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
                self.questions.0 = number;
            }
            Err(problem) => self.problem = Some(problem),
        }
        self.person = Some(person);
    }

    /// Takes in an answer. Gives what is to be asked next.
    pub fn read(&mut self, ask: TodayAsk, number: u64, read: Result<Told>) -> Option<Request> {
        (self.stale, self.counted) = (true, None);
        match (ask, read) {
            (_, Err(problem)) => self.problem = Some(problem),
            (TodayAsk::Bands(day), Ok(Told::Bands(bands))) => self.news.read(day, bands),
            (TodayAsk::Matters(only), Ok(Told::Matters(morning))) => {
                self.leaving.answered(number);
                (self.questions.1, self.seq) = (number, morning.seq);
                return self.take(only, *morning);
            }
            (_, Ok(_)) => {}
        }
        None
    }

    fn take(&mut self, only: Option<AccountId>, morning: Morning) -> Option<Request> {
        self.problem = None;
        self.policies = Some(morning.policies);
        if let Some(account) = only {
            self.matters.retain(|matter| matter.account != Some(account));
            self.matters.extend(morning.matters);
            return None;
        }
        (self.matters, self.coming, self.known) = (morning.matters, morning.coming, true);
        self.seen = morning.seen;
        let mark = self.seen.as_ref().map(|seen| seen.mark)?;
        // On the day itself no band can have turned by what is dated.
        let wanted = mark.day < morning.day && !self.news.knows(mark.day);
        wanted.then_some(Request::Look(Look::Today(TodayAsk::Bands(mark.day))))
    }

    /// Takes in that accounts changed: how they stand, their names, CSMs and segments.
    pub fn touched(&mut self, board: &Board) {
        self.narrowed.reread(board.lookups());
        (self.stale, self.counted) = (true, None);
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
        let (asked, answered) = self.questions;
        (self.known && self.problem.is_none() && asked == answered).then_some(self.seq)
    }

    /// As the next start will show it, if nothing changes: everything was seen, and nothing is chosen.
    pub fn begin_anew(&mut self, board: &Board) {
        let mark = Mark { day: board.lookups().day, seq: self.seq };
        self.seen = self.person.as_ref().map(|_| Seen { mark, closed: Vec::new() });
        self.matters.iter_mut().for_each(|matter| matter.is_new_row = false);
        (self.narrowed, self.mine, self.group) = (Narrowed::default(), false, GroupToday::None);
        self.marks.clear();
        self.restart();
        (self.stale, self.counted) = (true, None);
    }

    /// How many customers want something, shown or not.
    pub fn all(&self) -> usize {
        self.counted.unwrap_or_default()
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
    pub fn get(&self, line: usize) -> Option<&Customer> {
        self.lines.get(self.list.place(line)?)
    }

    /// The position of a line by its rank, from 1 on.
    pub fn position(&self, line: usize) -> usize {
        self.list.place(line).map_or(0, |place| place + 1)
    }

    /// The lines that are shown, in the order of their ranks.
    pub fn lines(&self) -> &[Customer] {
        &self.lines
    }

    /// The line of somebody; None: there is none.
    pub fn line(&self, whose: Whose) -> Option<&Customer> {
        self.lines.iter().find(|line| line.whose == whose)
    }

    /// The position of somebody's line by its rank, from 1 on; 0: there is none.
    pub fn position_of(&self, whose: Whose) -> usize {
        self.lines.iter().position(|line| line.whose == whose).map_or(0, |place| place + 1)
    }

    /// A matter by its place among all.
    pub fn matter(&self, place: usize) -> Option<&Matter> {
        self.matters.get(place)
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
    pub fn selected(&self) -> Option<&Customer> {
        self.get(self.list.cursor())
    }

    /// The account of the selected line.
    pub fn account(&self) -> Option<AccountId> {
        self.selected().and_then(|line| line.whose.account())
    }

    /// The matter of the selected line that is meant, by its place in the line.
    pub fn place(&self) -> usize {
        self.selected().map_or(0, |line| self.place.min(line.matters.len().saturating_sub(1)))
    }

    /// The matter that is meant: one of the selected line.
    pub fn meant(&self) -> Option<&Matter> {
        self.matter(self.selected()?.matters.get(self.place())?.place)
    }

    /// The matters that are meant: the first one of every marked line, else that of the selected line.
    pub fn chosen(&self) -> Vec<&Matter> {
        if self.marks.is_empty() {
            return self.meant().into_iter().collect();
        }
        let marked = self.lines.iter().filter(|line| self.marks.contains(&line.whose));
        marked.filter_map(|line| self.matter(line.first()?)).collect()
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
    pub fn leave(&mut self, number: Number, keys: Vec<(&'static str, i64)>) {
        self.leaving.add(number, keys);
        self.marks.clear();
        self.place = 0;
        self.list.stay();
        (self.stale, self.counted) = (true, None);
    }

    /// Takes in that a change was done, or that it was refused: then what it was to handle is there again.
    pub fn handled(&mut self, number: Number, done: bool) {
        if self.leaving.handled(number, done) {
            (self.stale, self.counted) = (true, None);
        }
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
        judged_today(matter, self.policies.as_ref()?, |id| board.get(id))
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
        let day = board.lookups().day;
        let me = self.person.as_ref().and_then(|person| person.member).filter(|_| self.mine);
        let is_shown = |(_, matter): &(usize, &Matter)| {
            let row = matter.account.and_then(|id| board.get(id));
            !self.leaving.has(&matter.key())
                && me.is_none_or(|me| matter.is_of(me, row.and_then(|row| row.csm)))
                && self.narrowed.passes(matter.account.unwrap_or(i64::MIN), board, |test| {
                    test.holds(matter, row, board.lookups(), self)
                })
        };
        let shown = self.matters.iter().enumerate().filter(is_shown);
        let name =
            |whose: Whose| whose.account().and_then(|id| board.get(id)).map_or("", |row| row.name.as_ref());
        // On the letters of a filter nothing depends but what is shown.
        let counted = self.counted.unwrap_or_else(|| {
            let is_left =
                |matter: &&Matter| !self.leaving.has(&matter.key()) && self.judged(matter, board).is_some();
            self.matters.iter().filter(is_left).map(Whose::of).collect::<HashSet<_>>().len()
        });
        let made = lines(shown, &Self::scale(board), day, |matter| self.judged(matter, board), name);
        (self.lines, self.counted) = (made, Some(counted));
        let mut list = std::mem::take(&mut self.list);
        let own = &*self;
        let row = |line: &Customer| line.whose.account().and_then(|id| board.get(id));
        let entry = |(place, line): (usize, &Customer)| {
            let first = line.first().and_then(|place| own.matter(place));
            (own.group.heading(row(line), first, board), place, line.whose.id())
        };
        let entries = own.lines.iter().enumerate().map(entry).collect();
        let tally = |counts: &mut Counts, place: usize| {
            let Some(line) = own.lines.get(place) else { return };
            counts.customers += 1;
            counts.matters += line.matters.len();
            for matter in line.matters.iter().filter_map(|ranked| own.matter(ranked.place)) {
                counts.late += usize::from(matter.is_late(day));
                counts.new += usize::from(own.is_new(matter));
            }
            match row(line).and_then(|row| own.turned(row.id, row.band, day)) {
                Some(Turn::Worse) => counts.worse += 1,
                Some(Turn::Better) => counts.better += 1,
                None => {}
            }
        };
        list.arrange(entries, own.group != GroupToday::None, tally);
        self.list = list;
        if !self.marks.is_empty() {
            let there: HashSet<Whose> = self.lines.iter().map(|line| line.whose).collect();
            self.marks.retain(|whose| there.contains(whose));
        }
    }

    /// How the band of an account turned since the last look.
    pub fn turned(&self, account: AccountId, now: Band, day: Day) -> Option<Turn> {
        let mark = self.seen.as_ref()?.mark;
        if mark.day >= day { None } else { self.news.turn(mark.day, account, now) }
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
        let lines = &self.lines;
        self.list.select_place(|place| lines.get(place).is_some_and(|line| line.whose == Whose::Account(id)));
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
