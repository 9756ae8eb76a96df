//! Which screen is shown, how to get there and back.

use super::{App, Effect, Overlay, Screen};
use crate::health::facts::AccountId;
use crate::tui::screens::account::{Account, Tab};
use crate::tui::source::Request;

/// A screen that a number key leads to. An account that is opened from it goes back there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    /// What needs one today.
    Today,
    Board,
    Onboarding,
    Plans,
    Renewals,
    Revenue,
    Expansion,
}

impl Home {
    /// Those that a dashboard can begin with, as settings call them.
    pub const NAMED: [(&str, Home); 6] = [
        ("today", Home::Today),
        ("board", Home::Board),
        ("onboarding", Home::Onboarding),
        ("plans", Home::Plans),
        ("renewals", Home::Renewals),
        ("expansion", Home::Expansion),
    ];

    /// The first screen of a book with so many accounts, unless one was `wanted`. What needs one today is for the eyes of
    /// those who do it, a few hundred accounts each. Of many thousands it would be read for a while and take several
    /// times the room of all else, so there the board comes first.
    fn first(wanted: Option<Home>, accounts: u32) -> Home {
        wanted.unwrap_or(if accounts <= BOOK_OF_A_TEAM { Home::Today } else { Home::Board })
    }

    fn screen(self) -> Screen {
        match self {
            Home::Today => Screen::Today,
            Home::Board => Screen::Board,
            Home::Onboarding => Screen::Onboarding,
            Home::Plans => Screen::Plans,
            Home::Renewals => Screen::Renewals,
            Home::Revenue => Screen::Revenue,
            Home::Expansion => Screen::Expansion,
        }
    }
}

/// So many accounts a team has, and not a whole company.
const BOOK_OF_A_TEAM: u32 = 2_000;

/// Where somebody is or was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Home(Home),
    Account(AccountId, Tab),
}

impl App {
    /// The screen that a dashboard over this book begins with.
    pub(super) fn first_home(&self) -> Home {
        Home::first(self.config.start, self.board.totals().accounts())
    }

    /// Goes to the screen that the dashboard begins with. What it shows is asked for when the accounts are loaded.
    pub fn begin(&mut self) {
        self.home = self.first_home();
        self.screen = self.home.screen();
        self.dirty = true;
    }

    /// Where one is.
    pub(super) fn place(&self) -> Place {
        match &self.screen {
            Screen::Today => Place::Home(Home::Today),
            Screen::Board => Place::Home(Home::Board),
            Screen::Onboarding => Place::Home(Home::Onboarding),
            Screen::Plans => Place::Home(Home::Plans),
            Screen::Renewals => Place::Home(Home::Renewals),
            Screen::Revenue => Place::Home(Home::Revenue),
            Screen::Expansion => Place::Home(Home::Expansion),
            Screen::Account(account) => Place::Account(account.id, account.tab),
        }
    }

    /// The screen that is shown or that the account was opened from.
    pub(super) fn home(&self) -> Home {
        self.home
    }

    /// Whether a screen is in front, with nothing over it.
    pub(super) fn is_at(&self, home: Home) -> bool {
        self.overlays.is_empty() && self.place() == Place::Home(home)
    }

    /// Goes to a screen; its selection goes to the account that was open.
    pub(super) fn go(&mut self, home: Home) -> Vec<Effect> {
        self.overlays.clear();
        let from = self.place();
        if from == Place::Home(home) {
            return Vec::new();
        }
        self.close_filter();
        self.last = Some(from);
        let mut effects = self.leave_today(home);
        self.home = home;
        self.screen = home.screen();
        if let Place::Account(id, _) = from {
            self.select_account(home, id);
        }
        effects.extend(self.needed().map(Effect::Read));
        effects
    }

    /// Selects an account in the list of a screen.
    fn select_account(&mut self, home: Home, id: AccountId) {
        match home {
            Home::Today => self.today.select_account(id, &self.board),
            Home::Board => self.list.select_account(id, &self.board),
            Home::Onboarding => self.runs.select_account(id, &self.board),
            Home::Plans => self.plans.select_account(id, &self.board),
            Home::Renewals => self.lanes.select_account(id, &self.board),
            Home::Revenue => {}
            Home::Expansion => self.prospects.select_account(id, &self.board),
        }
    }

    /// Back from an account to the screen that it was opened from.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.go(self.home)
    }

    /// Opens an account at a page.
    pub(super) fn open(&mut self, id: AccountId, tab: Tab) -> Vec<Effect> {
        self.overlays.clear();
        self.close_filter();
        self.list.select_account(id, &self.board);
        self.today.select_account(id, &self.board);
        self.runs.select_account(id, &self.board);
        self.plans.select_account(id, &self.board);
        self.lanes.select_account(id, &self.board);
        self.prospects.select_account(id, &self.board);
        // From account to account one is still in the same place.
        if !matches!(self.screen, Screen::Account(_)) {
            self.last = Some(self.place());
        }
        let mut account = Account::at(id, tab);
        let chosen =
            self.lanes.selected().filter(|own| self.home == Home::Renewals && own.renewal.account == id);
        if let Some(standing) = chosen {
            account.renewal.want(&standing.renewal);
        }
        let page = account.request();
        self.screen = Screen::Account(Box::new(account));
        let read = Request::Account(id, self.day() - 28);
        std::iter::once(read).chain(page).map(Effect::Read).collect()
    }

    /// Opens what is selected: from the onboardings at the page that is about them.
    pub(super) fn open_selected(&mut self) -> Vec<Effect> {
        let tab = match self.home {
            Home::Today => return self.open_of_today(),
            Home::Board => Tab::Overview,
            Home::Onboarding => Tab::Onboarding,
            Home::Plans => Tab::Plan,
            Home::Renewals => Tab::Renewal,
            Home::Revenue => return self.open_in_revenue(),
            Home::Expansion => Tab::Expansion,
        };
        self.selected().map_or(Vec::new(), |id| self.open(id, tab))
    }

    /// The account beside this one in the list that it was opened from; the page stays.
    pub(super) fn neighbour(&mut self, by: isize) -> Vec<Effect> {
        let Screen::Account(account) = &self.screen else { return Vec::new() };
        let tab = account.tab;
        let next = match self.home {
            Home::Today => {
                self.today.step(by, &self.board);
                self.today.account()
            }
            Home::Board => {
                self.list.step_anywhere(by, &self.board);
                self.list.selected()
            }
            Home::Onboarding => {
                self.runs.step(by, &self.board);
                self.runs.account()
            }
            Home::Plans => {
                self.plans.step(by, &self.board);
                self.plans.account()
            }
            Home::Renewals => {
                self.lanes.step(by, &self.board);
                self.lanes.account()
            }
            Home::Revenue => {
                self.revenue.step(by);
                self.revenue.account()
            }
            Home::Expansion => {
                self.prospects.step(by, &self.board);
                self.prospects.account()
            }
        };
        next.map_or(Vec::new(), |id| self.open(id, tab))
    }

    /// Where one was before, and the other way round.
    pub(super) fn last_place(&mut self) -> Vec<Effect> {
        match self.last {
            Some(Place::Home(home)) => self.go(home),
            Some(Place::Account(id, tab)) => self.open(id, tab),
            None => Vec::new(),
        }
    }

    /// One step back: the front overlay, the filter's field, the account, marks, the filter.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Form(form)) = self.overlays.last_mut()
            && !form.back()
        {
            return Vec::new();
        }
        if let Some(Overlay::Assess(form)) = self.overlays.last_mut()
            && !form.back()
        {
            return Vec::new();
        }
        if let Some(Overlay::Log(line)) = self.overlays.last_mut()
            && !line.back()
        {
            return Vec::new();
        }
        if let Some(Overlay::Start(start)) = self.overlays.last_mut()
            && !start.back()
        {
            return Vec::new();
        }
        if let Some(closed) = self.overlays.pop() {
            return match (closed, self.overlays.last()) {
                // Not read while the contacts of one of them were in front: see `refreshed`.
                (Overlay::Invited(_), Some(Overlay::Trainings(list))) => {
                    let list = list.request();
                    self.needed_after(Some(&[]), None).into_iter().chain([list]).map(Effect::Read).collect()
                }
                _ => Vec::new(),
            };
        }
        if self.end_amount() {
            return Vec::new();
        }
        if self.is_at(Home::Revenue) {
            return self.back_in_revenue();
        }
        if let Some(typing) = self.typing.take() {
            self.clear_filter();
            if let Some(id) = typing.before {
                self.select_account(self.home, id);
            }
        } else if let Screen::Account(account) = &mut self.screen {
            if !account.end_search() {
                return self.leave();
            }
        } else if self.leave_what_if() {
        } else if !self.clear_filter() {
            // Marks are gathered filter by filter: they go last.
            match self.home {
                Home::Today => self.today.unmark(),
                _ => self.list.unmark(),
            };
        }
        Vec::new()
    }

    /// Leaves the program from a screen of a number key, else one step back.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        if self.overlays.is_empty() && !matches!(self.screen, Screen::Account(_)) {
            return self.quit_now();
        }
        self.back()
    }

    /// Leaves the program from wherever one is.
    pub(super) fn quit_now(&mut self) -> Vec<Effect> {
        let mut effects = if self.home == Home::Today { self.note_look() } else { Vec::new() };
        effects.push(Effect::Quit);
        effects
    }

    /// How many accounts are in the list that the account was opened from.
    pub(super) fn in_list(&self) -> usize {
        match self.home {
            Home::Today => self.today.len(),
            Home::Board => self.list.view().len(),
            Home::Onboarding => self.runs.len(),
            Home::Plans => self.plans.len(),
            Home::Renewals => self.lanes.len(),
            Home::Revenue => self.revenue.listed().map_or(0, |listed| listed.accounts.len()),
            Home::Expansion => self.prospects.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashboard_begins_with_today_unless_the_book_is_a_whole_company_or_another_screen_is_wanted() {
        for (wanted, accounts, first) in [
            (None, 0, Home::Today),
            (None, 2_000, Home::Today),
            (None, 2_001, Home::Board),
            (Some(Home::Today), 100_000, Home::Today),
            (Some(Home::Renewals), 12, Home::Renewals),
        ] {
            assert_eq!(Home::first(wanted, accounts), first, "{wanted:?}, {accounts} accounts");
        }
    }
}
