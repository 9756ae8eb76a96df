//! Trainings: the sessions of an account or of all, and before them the accounts that take too little.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::book::Board;
use crate::domain::{Day, Result};
use crate::health::facts::AccountId;
use crate::store::training::Session;
use crate::tui::source::{Request, Trainings as Read};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// What a line is about.
const SESSION: &str = "session";
const ACCOUNT: &str = "account";

/// What is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selected {
    /// A session.
    Session(i64),
    /// An account that takes too little.
    Account(AccountId),
}

/// The list of sessions.
#[derive(Clone, Debug)]
pub struct Trainings {
    account: Option<AccountId>,
    name: String,
    sessions: Vec<Session>,
    listing: Listing,
    problem: Option<crate::domain::Error>,
    known: bool,
}

impl Trainings {
    /// Those of an account (None: of all) before they are read.
    pub fn new(account: Option<AccountId>, name: &str) -> Trainings {
        Trainings {
            account,
            name: name.to_owned(),
            sessions: Vec::new(),
            listing: Listing::default(),
            problem: None,
            known: false,
        }
    }

    /// The account whose sessions are listed.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// What has to be read, at first and whenever the book may have changed.
    pub fn request(&self) -> Request {
        Request::Trainings(self.account)
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Read>, board: &Board) {
        let read = match read {
            Ok(read) => read,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let today = board.lookups().day;
        let name = |id: AccountId| board.get(id).map_or(String::new(), |row| row.name.to_string());
        let low = read.low.iter().map(|(id, consumption)| Item {
            key: (ACCOUNT, *id),
            group: format!("Too little training  {}", read.low.len()),
            first: name(*id),
            rest: consumption.words(),
            role: Role::Worse,
        });
        let session = |session: &Session| {
            let of = session.account.filter(|_| self.account.is_none()).map(name);
            let parts = [
                Some(session.kind.clone()).filter(|kind| kind != "training"),
                of,
                Some(came(session, today)),
                session.trainer.clone(),
            ];
            Item {
                key: (SESSION, session.id),
                group: if session.on > today { "To come" } else { "Held" }.to_owned(),
                first: format!("{} {}", session.on, session.title),
                rest: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                role: if session.on > today { Role::Note } else { Role::Text },
            }
        };
        self.listing.replace(low.chain(read.sessions.iter().map(session)).collect());
        (self.sessions, self.problem, self.known) = (read.sessions, None, true);
    }

    /// What is selected.
    pub fn selected(&self) -> Option<Selected> {
        match self.listing.key()? {
            (SESSION, id) => Some(Selected::Session(id)),
            (_, id) => Some(Selected::Account(id)),
        }
    }

    /// The session that is selected.
    pub fn session(&self) -> Option<&Session> {
        let Some(Selected::Session(id)) = self.selected() else { return None };
        self.sessions.iter().find(|session| session.id == id)
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.listing.step(by);
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.listing.click(inside(area), x, y) == Some(true)
    }

    /// Brings the selected line into view.
    pub fn settle(&mut self, area: Rect) {
        self.listing.reveal(inside(area).height);
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let of = if self.name.is_empty() { "all accounts" } else { &self.name };
        let inner = panel(buffer, area, (area.width, area.height), &format!("Training · {of}"), theme);
        let empty = (self.known && self.listing.is_empty())
            .then_some("No training is recorded: a adds a session, mainstay import trainings FILE many");
        tell(buffer, inner, theme, self.problem.as_ref(), empty);
        self.listing.draw(buffer, inner, theme);
    }
}

/// How many came, in words; of a session to come how many are invited.
pub fn came(session: &Session, today: Day) -> String {
    let known = session.attended + session.absent;
    let waiting = session.invited.saturating_sub(known);
    match (session.invited, known) {
        (0, _) => "nobody invited".to_owned(),
        (invited, 0) if session.on > today => format!("{invited} invited"),
        (invited, 0) => format!("{invited} invited, not yet known who came"),
        (invited, _) if waiting == 0 => format!("{} of {invited} came", session.attended),
        (invited, _) => format!("{} of {invited} came, {waiting} not yet known", session.attended),
    }
}

/// The day of a session in words: `2026-03-01, in 4 days`.
pub fn held(session: &Session, today: Day) -> String {
    format!("{}, {}", session.on, words::away(session.on, today))
}
