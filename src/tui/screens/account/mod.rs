//! The screen of one account.

mod expansion;
mod facts;
mod history;
mod onboarding;
mod outcomes;
mod overview;
mod people;
mod plan;
mod plays;
mod records;
mod renewal;
mod tabs;
mod timeline;
mod usage;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use expansion::Growth;
pub use history::{History, stamp, who};
pub use onboarding::Checklist;
use outcomes::Outcomes;
use people::Map;
pub use plan::{PlanPage, Spot};
pub use plays::{PlaysPage, Spot as PlaysSpot};
use records::Records;
use renewal::Renewals;
pub use tabs::Tab;
use timeline::Story;
use usage::Use;

use crate::book::{Board, Detail, Row};
use crate::domain::{Day, Error, Result, text};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::history::Entry;
use crate::tui::checklists::Checklists;
use crate::tui::paint::{Align, put, put_aligned, split_top};
use crate::tui::sheets::Sheets;
use crate::tui::source::{Filed, Record, Request};
use crate::tui::tale::Ask;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::search::SearchLine;

/// Cells that the name of the account has in the title at least.
const LEAST_NAME: u16 = 16;

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
    /// What the customer wants.
    pub outcomes: Outcomes,
    /// Who is who.
    pub people: Map,
    /// What happened.
    pub story: Story,
    /// How much it is used.
    pub usage: Use,
    /// What comes of its contracts.
    pub renewal: Renewals,
    /// Its plays, and what is done about it where it is red.
    pub plays: PlaysPage,
    /// What more they could buy.
    pub growth: Growth,
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
            outcomes: Outcomes::default(),
            people: Map::default(),
            story: Story::default(),
            usage: Use::default(),
            renewal: Renewals::default(),
            plays: PlaysPage::default(),
            growth: Growth::default(),
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
            Tab::Overview | Tab::Plays => Some(Request::Tale(Ask::Plays(self.id))),
            Tab::Onboarding => Some(Request::Checklists(self.id)),
            Tab::Plan => Some(Request::Sheets(self.id)),
            Tab::Outcomes => Some(Request::Tale(Ask::Goals(self.id))),
            Tab::People => Some(Request::Tale(Ask::People(self.id))),
            Tab::Timeline => Some(Request::Tale(Ask::Timeline(self.id, self.story.wanted()))),
            Tab::Usage => Some(Request::Tale(Ask::Usage(self.id, self.usage.range()))),
            Tab::Renewal => Some(Request::Tale(Ask::Renewals(self.id))),
            Tab::Expansion => Some(Request::Tale(Ask::Expansion(self.id))),
            Tab::Records => Some(Request::Records(self.id, self.records.wanted())),
            Tab::History => Some(Request::History(self.id, self.history.wanted())),
        }
    }

    /// Takes in its records.
    pub fn list(&mut self, read: Result<Filed>, today: Day) {
        self.records.read(read, today);
    }

    /// Wants more records where the line is selected that stands for them; false: it is not.
    pub fn want_more(&mut self) -> bool {
        self.tab == Tab::Records && self.records.want_more()
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

    /// The plays, where they are the page that is shown.
    pub fn plays_page(&self) -> Option<&PlaysPage> {
        (self.tab == Tab::Plays).then_some(&self.plays)
    }

    /// Takes in its history.
    pub fn past(&mut self, read: Result<Vec<Entry>>) {
        self.history.read(read);
    }

    /// What is searched for on the page.
    pub fn search_line(&mut self) -> Option<&mut SearchLine> {
        match self.tab {
            Tab::Timeline if !self.story.is_reading() => Some(self.story.line()),
            Tab::History => Some(self.history.line()),
            _ => None,
        }
    }

    /// Lists what fits what is searched for.
    pub fn search(&mut self) {
        match self.tab {
            Tab::Timeline => self.story.search(),
            Tab::History => self.history.search(),
            _ => {}
        }
    }

    /// One step back within the page: an entry is closed, or nothing is searched for any more; false: there was none.
    pub fn end_search(&mut self) -> bool {
        if self.tab == Tab::Timeline && self.story.is_reading() {
            self.story.open(false);
            return true;
        }
        let any = self.search_line().is_some_and(SearchLine::end);
        self.search();
        any
    }

    /// Whether keys go to what is searched for on the page.
    pub fn is_typing(&self) -> bool {
        match self.tab {
            Tab::Timeline => self.story.is_typing(),
            Tab::History => self.history.is_typing(),
            _ => false,
        }
    }

    /// The cell of the cursor, while something is typed.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        match self.tab {
            Tab::Timeline => self.story.cursor(page(area)),
            Tab::History => self.history.cursor(page(area)),
            _ => None,
        }
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
            _ => None,
        }
    }

    /// Moves down, or up where negative: the selection of a list, else the scroll.
    pub fn step(&mut self, by: isize) {
        match self.tab {
            Tab::Overview => self.top = self.top.saturating_add_signed(by),
            Tab::Onboarding => self.checklist.step(by),
            Tab::Plan => self.plan.listing().step(by),
            Tab::Plays => self.plays.listing().step(by),
            Tab::Outcomes => self.outcomes.step(by),
            Tab::People => self.people.step(by),
            Tab::Timeline => self.story.step(by),
            Tab::Usage => self.usage.step(by),
            Tab::Renewal => self.renewal.step(by),
            Tab::Expansion => self.growth.step(by),
            Tab::Records => self.records.listing().step(by),
            Tab::History => self.history.listing().step(by),
        }
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let page = page(area);
        match self.tab {
            Tab::Overview | Tab::Usage => false,
            Tab::Plays => self.plays.listing().click(PlaysPage::list_area(page), x, y) == Some(true),
            Tab::Outcomes => self.outcomes.click(page, x, y),
            Tab::People => self.people.click(page, x, y),
            Tab::Timeline => self.story.click(page, x, y),
            Tab::Renewal => self.renewal.click(page, x, y),
            Tab::Expansion => self.growth.click(page, x, y),
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
    pub fn settle(&mut self, area: Rect, theme: &Theme) {
        match self.tab {
            Tab::Outcomes => self.outcomes.reveal(page(area)),
            Tab::People => self.people.reveal(page(area)),
            Tab::Timeline => self.story.reveal(page(area), theme),
            Tab::Renewal => self.renewal.reveal(page(area), theme),
            Tab::Expansion => self.growth.reveal(page(area), theme),
            Tab::Usage => {
                let why = self.known.as_ref().map(|known| &known.1);
                self.usage.reveal(page(area), why, theme);
            }
            _ => {}
        }
        self.checklist.reveal(page(area));
        self.plan.listing().reveal(PlanPage::list_area(page(area)).height);
        self.plays.listing().reveal(PlaysPage::list_area(page(area)).height);
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
            if let Some(of) = self.plays.known() {
                doc.append(plays::brief(of, width, theme));
            }
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
        let pages = tabs::width();
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
        tabs::draw(buffer, Rect { x: left + 2, width: for_pages, ..title }, self.tab, theme);
        match self.tab {
            Tab::Overview => self.doc(row, area.width, theme).draw(buffer, body, self.top),
            Tab::Onboarding => self.checklist.draw(buffer, body, theme),
            Tab::Plan => self.plan.draw(buffer, body, theme),
            Tab::Plays => self.plays.draw(buffer, body, theme),
            Tab::Outcomes => self.outcomes.draw(buffer, body, theme),
            Tab::People => self.people.draw(buffer, body, theme),
            Tab::Timeline => self.story.draw(buffer, body, theme),
            Tab::Renewal => self.renewal.draw(buffer, body, theme),
            Tab::Expansion => self.growth.draw(buffer, body, theme),
            Tab::Usage => {
                self.usage.draw(buffer, body, self.known.as_ref().map(|known| &known.1), theme);
            }
            Tab::Records => self.records.draw(buffer, body, theme),
            Tab::History => self.history.draw(buffer, body, theme),
        }
    }
}

/// The screen without its title.
fn page(area: Rect) -> Rect {
    split_top(area, 1).1
}
