//! One training session: who is invited and who came, a key each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::trainings::{came, held};
use super::{inside, panel};
use crate::domain::{Day, Error, Result, text};
use crate::store::training::{Invitee, Session};
use crate::tui::paint::{put, split_top};
use crate::tui::source::Request;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};

/// Lines above the invited.
const HEADER: u16 = 2;

/// A session and its invited contacts.
#[derive(Clone, Debug)]
pub struct Invited {
    id: i64,
    today: Day,
    session: Option<Session>,
    invitees: Vec<Invitee>,
    listing: Listing,
    problem: Option<Error>,
}

impl Invited {
    /// A session before it is read.
    pub fn new(id: i64, today: Day) -> Invited {
        Invited { id, today, session: None, invitees: Vec::new(), listing: Listing::default(), problem: None }
    }

    /// The session.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// What is known of the session.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What has to be read, at first and whenever the book may have changed.
    pub fn request(&self) -> Request {
        Request::Session(self.id)
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<(Session, Vec<Invitee>)>) {
        match read {
            Ok((session, invitees)) => {
                let several = session.account.is_none();
                self.listing.replace(invitees.iter().map(|own| item(own, several)).collect());
                (self.session, self.invitees, self.problem) = (Some(session), invitees, None);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The selected contact.
    pub fn selected(&self) -> Option<&Invitee> {
        let (_, id) = self.listing.key()?;
        self.invitees.iter().find(|invitee| invitee.id == id)
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.listing.step(by);
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.listing.click(split_top(inside(area), HEADER).1, x, y) == Some(true)
    }

    /// Brings the selected line into view.
    pub fn settle(&mut self, area: Rect) {
        self.listing.reveal(split_top(inside(area), HEADER).1.height);
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title =
            self.session.as_ref().map_or("Training".to_owned(), |own| text::clean(&own.title).into_owned());
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        let (header, list) = split_top(inner, HEADER);
        if let Some(session) = &self.session {
            let trainer = session.trainer.as_deref().map(|name| format!(" · {name}")).unwrap_or_default();
            let told = format!("{} · {}{trainer}", held(session, self.today), came(session, self.today));
            put(buffer, (header.x, header.y), header.width, &told, theme.style(Role::Dim));
        }
        let empty = (self.session.is_some() && self.listing.is_empty())
            .then_some("Nobody is invited yet: i invites contacts");
        tell(buffer, list, theme, self.problem.as_ref(), empty);
        self.listing.draw(buffer, list, theme);
    }
}

fn item(invitee: &Invitee, several: bool) -> Item {
    let (state, role) = match invitee.attended {
        Some(true) => ("✓ came", Role::Better),
        Some(false) => ("✗ did not come", Role::Worse),
        None => ("· not yet known", Role::Dim),
    };
    let invited = invitee.invited_on.map(|on| format!("invited {on}"));
    let parts = [Some(invitee.name.clone()), invited];
    Item {
        key: ("invitation", invitee.id),
        group: if several { invitee.account_name.clone() } else { "Invited".to_owned() },
        first: state.to_owned(),
        rest: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        role,
    }
}
