//! The screen of one account.

mod facts;
mod history;
mod onboarding;
mod overview;
mod plan;
mod records;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use history::{History, stamp, who};
pub use onboarding::Checklist;
pub use plan::{PlanPage, Spot};
use records::Records;

use crate::book::{Board, Detail, Row};
use crate::domain::{Day, Error, Result, text};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::history::Entry;
use crate::tui::checklists::Checklists;
use crate::tui::paint::{Align, put, put_aligned, split_top};
use crate::tui::sheets::Sheets;
use crate::tui::source::{Record, Request};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;

/// Cells that the name of the account has in the title at least.
const LEAST_NAME: u16 = 16;

/// The pages of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tab {
    /// How healthy it is and what is known.
    Overview,
    /// How it is being onboarded.
    Onboarding,
    /// Its plan for the quarter.
    Plan,
    /// Every record, to edit.
    Records,
    /// What was changed, to take it back.
    History,
}

impl Tab {
    const ALL: &'static [(Tab, &'static str)] = &[
        (Tab::Overview, "Overview"),
        (Tab::Onboarding, "Onboarding"),
        (Tab::Plan, "Plan"),
        (Tab::Records, "Records"),
        (Tab::History, "History"),
    ];

    /// The next tab or the previous one, round and round.
    pub fn step(self, forward: bool) -> Tab {
        let count = Tab::ALL.len();
        let at = Tab::ALL.iter().position(|tab| tab.0 == self).unwrap_or(0);
        let to = if forward { at + 1 } else { at + count - 1 };
        Tab::ALL.get(to % count).map_or(self, |tab| tab.0)
    }
}

/// What the screen of an account holds.
#[derive(Clone, Debug)]
pub struct Account {
    /// Which one.
    pub id: AccountId,
    /// Read when the screen opens and whenever the account changes.
    pub known: Option<(Detail, Why)>,
    /// Why it could not be read.
    pub problem: Option<Error>,
    /// The first line of the overview that is shown.
    pub top: usize,
    /// The page that is shown.
    pub tab: Tab,
    checklist: Checklist,
    plan: PlanPage,
    records: Records,
    history: History,
}

impl Account {
    /// The screen at a page, before its account is read.
    pub fn at(id: AccountId, tab: Tab) -> Account {
        Account {
            id,
            known: None,
            problem: None,
            top: 0,
            tab,
            checklist: Checklist::default(),
            plan: PlanPage::default(),
            records: Records::default(),
            history: History::default(),
        }
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<(Detail, Why)>) {
        match read {
            Ok(known) => (self.known, self.problem) = (Some(known), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// What the page needs to be read beside the account itself.
    pub fn request(&self) -> Option<Request> {
        match self.tab {
            Tab::Overview => None,
            Tab::Onboarding => Some(Request::Checklists(self.id)),
            Tab::Plan => Some(Request::Sheets(self.id)),
            Tab::Records => Some(Request::Records(self.id)),
            Tab::History => Some(Request::History(self.id, self.history.wanted())),
        }
    }

    /// Takes in its records.
    pub fn list(&mut self, read: Result<Vec<Record>>, today: Day) {
        self.records.read(read, today);
    }

    /// Takes in its onboardings.
    pub fn onboardings(&mut self, read: Result<Checklists>, today: Day) {
        self.checklist.read(read, today);
    }

    /// The checklist, where it is the page that is shown.
    pub fn checklist(&self) -> Option<&Checklist> {
        (self.tab == Tab::Onboarding).then_some(&self.checklist)
    }

    /// Takes in its plans.
    pub fn planned(&mut self, read: Result<Sheets>, today: Day) {
        self.plan.read(read, today);
    }

    /// The plan, where it is the page that is shown.
    pub fn plan_page(&self) -> Option<&PlanPage> {
        (self.tab == Tab::Plan).then_some(&self.plan)
    }

    /// The same, to turn it.
    pub fn plan_page_mut(&mut self) -> Option<&mut PlanPage> {
        Some(&mut self.plan).filter(|_| self.tab == Tab::Plan)
    }

    /// Takes in its history.
    pub fn past(&mut self, read: Result<Vec<Entry>>) {
        self.history.read(read);
    }

    /// The history, when it is the page.
    pub fn searched(&mut self) -> Option<&mut History> {
        Some(&mut self.history).filter(|_| self.tab == Tab::History)
    }

    /// Whether keys go to what is searched for on the page.
    pub fn is_typing(&self) -> bool {
        self.tab == Tab::History && self.history.is_typing()
    }

    /// The cell of the cursor, while something is typed.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        if self.tab == Tab::History { self.history.cursor(page(area)) } else { None }
    }

    /// The older change that is selected on the page.
    pub fn change(&self) -> Option<&Entry> {
        if self.tab == Tab::History { self.history.selected() } else { None }
    }

    /// The record that is selected on the page.
    pub fn record(&self) -> Option<&Record> {
        match self.tab {
            Tab::Records => self.records.selected(),
            Tab::Plan => self.plan.record(),
            Tab::Overview | Tab::Onboarding | Tab::History => None,
        }
    }

    /// Moves down, or up where negative: the selection of a list, else the scroll.
    pub fn step(&mut self, by: isize) {
        match self.tab {
            Tab::Overview => self.top = self.top.saturating_add_signed(by),
            Tab::Onboarding => self.checklist.step(by),
            Tab::Plan => self.plan.listing().step(by),
            Tab::Records => self.records.listing().step(by),
            Tab::History => self.history.listing().step(by),
        }
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let page = page(area);
        match self.tab {
            Tab::Overview => false,
            Tab::Onboarding => self.checklist.click(page, x, y),
            Tab::Plan => self.plan.listing().click(PlanPage::list_area(page), x, y) == Some(true),
            Tab::Records => self.records.listing().click(page, x, y) == Some(true),
            Tab::History => {
                let list = self.history.areas(page).0;
                self.history.listing().click(list, x, y) == Some(true)
            }
        }
    }

    /// Brings what is selected into view.
    pub fn settle(&mut self, area: Rect) {
        self.checklist.reveal(page(area));
        self.plan.listing().reveal(PlanPage::list_area(page(area)).height);
        self.records.listing().reveal(page(area).height);
        let height = self.history.areas(page(area)).0.height;
        self.history.listing().reveal(height);
    }

    /// The page for a width.
    fn doc(&self, row: Option<&Row>, width: u16, theme: &Theme) -> Doc {
        let width = usize::from(width);
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.what, 1, width, theme.style(Role::Error));
            doc.wrapped(problem.hint.as_deref().unwrap_or(""), 1, width, theme.style(Role::Text));
            doc.gap();
        }
        if let Some((detail, why)) = &self.known {
            doc.append(overview::doc(detail, why, row, width, theme));
        }
        doc
    }

    /// How far it can scroll in an area.
    pub fn last_top(&self, area: Rect, board: &Board, theme: &Theme) -> usize {
        let body = page(area);
        self.doc(board.get(self.id), area.width, theme).last_top(body.height)
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, board: &Board, theme: &Theme) {
        let (title, body) = split_top(area, 1);
        let row = board.get(self.id);
        let stored =
            self.known.as_ref().map(|(detail, _)| detail.name.as_ref()).or(row.map(|row| row.name.as_ref()));
        let mut left = put(buffer, (title.x, title.y), title.width, " ", theme.style(Role::Text));
        // A long name gives way to the pages, down to its beginning.
        let pages = Tab::ALL.iter().map(|tab| tab_width(tab.1)).sum::<u16>();
        let name = stored.unwrap_or("Account");
        let for_name = title.right().saturating_sub(left);
        let for_name = for_name.saturating_sub(pages.saturating_add(2)).max(LEAST_NAME).min(for_name);
        let name = text::fit(name, usize::from(for_name));
        left = put(buffer, (left, title.y), for_name, &name, theme.style(Role::Title));
        let room = title.right().saturating_sub(left).saturating_sub(2);
        let day = format!("  {}", board.lookups().day);
        let for_day = u16::try_from(day.len()).unwrap_or(0);
        let has_day = room >= pages.saturating_add(for_day);
        if has_day {
            put_aligned(buffer, (left + 1, title.y), room, &day, Align::Right, theme.style(Role::Dim));
        }
        let for_pages = if has_day { room.saturating_sub(for_day) } else { room };
        self.tabs(buffer, Rect { x: left + 2, width: for_pages, ..title }, theme);
        match self.tab {
            Tab::Overview => self.doc(row, area.width, theme).draw(buffer, body, self.top),
            Tab::Onboarding => self.checklist.draw(buffer, body, theme),
            Tab::Plan => self.plan.draw(buffer, body, theme),
            Tab::Records => self.records.draw(buffer, body, theme),
            Tab::History => self.history.draw(buffer, body, theme),
        }
    }

    fn tabs(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let mut x = area.x;
        // Where they do not all fit, the one that is shown is among those that do.
        let at = Tab::ALL.iter().position(|tab| tab.0 == self.tab).unwrap_or(0);
        let width = |tabs: &[(Tab, &str)]| tabs.iter().map(|tab| tab_width(tab.1)).sum::<u16>();
        let fits = |first: &usize| Tab::ALL.get(*first..=at).is_some_and(|tabs| width(tabs) <= area.width);
        let first = (0..=at).find(fits).unwrap_or(0);
        for (tab, name) in Tab::ALL.iter().skip(first) {
            let width = tab_width(name);
            if x.saturating_add(width) > area.right() {
                return;
            }
            let role = if *tab == self.tab { Role::Selected } else { Role::Dim };
            x = put(buffer, (x, area.y), width, &format!(" {name} "), theme.style(role));
        }
    }
}

/// Cells of a page's name in the title.
fn tab_width(name: &str) -> u16 {
    u16::try_from(name.len() + 2).unwrap_or(u16::MAX)
}

/// The screen without its title.
fn page(area: Rect) -> Rect {
    split_top(area, 1).1
}
