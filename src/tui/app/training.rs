//! Trainings: the sessions, who is invited, who came.

use super::{App, Effect, Overlay, Screen};
use crate::domain::Result;
use crate::edit::entity::TRAINING;
use crate::edit::training::{Attendance, Guests};
use crate::health::facts::AccountId;
use crate::store::training::{Guest, Invitee};
use crate::tui::change::Change;
use crate::tui::form::{About, Form};
use crate::tui::overlays::choose::{Choose, Chosen, Whom};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::session::Invited;
use crate::tui::overlays::trainings::{Selected, Trainings};
use crate::tui::screens::account::Tab;
use crate::tui::source::Request;
use crate::tui::words;

impl App {
    /// The trainings over whatever is shown: those of the account, on the board those of all.
    pub(super) fn trainings(&mut self) -> Vec<Effect> {
        let account = match &self.screen {
            Screen::Account(account) => Some(account.id),
            _ => None,
        };
        let name = account.map_or_else(String::new, |id| self.name(id));
        let overlay = Trainings::new(account, &name);
        let request = overlay.request();
        self.overlays.push(Overlay::Trainings(Box::new(overlay)));
        vec![Effect::Read(request)]
    }

    /// Whether a list of trainings or of invited contacts is in front.
    pub(super) fn on_trainings(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Trainings(_) | Overlay::Invited(_)))
    }

    /// Opens what is selected among the trainings: who is invited, or the account that takes too little.
    pub(super) fn open_training(&mut self) -> Vec<Effect> {
        let Some(Overlay::Trainings(trainings)) = self.overlays.last() else { return Vec::new() };
        match trainings.selected() {
            Some(Selected::Session(id)) => {
                let overlay = Invited::new(id, self.day());
                let request = overlay.request();
                self.overlays.push(Overlay::Invited(Box::new(overlay)));
                vec![Effect::Read(request)]
            }
            Some(Selected::Account(id)) => self.open(id, Tab::Overview),
            None => Vec::new(),
        }
    }

    /// A form for the session that is selected or shown.
    pub(super) fn edit_training(&mut self) -> Option<Vec<Effect>> {
        let session = match self.overlays.last()? {
            Overlay::Trainings(trainings) => trainings.session(),
            Overlay::Invited(invited) => invited.session(),
            _ => return None,
        };
        let (id, account, title) = session.map(|own| (own.id, own.account, own.title.clone()))?;
        Some(self.open_form(Form::new(About::row(&TRAINING, id, account), &title)))
    }

    /// A form for a new session: of the account, on the board a webinar for many.
    pub(super) fn add_training(&mut self) -> Option<Vec<Effect>> {
        let Overlay::Trainings(trainings) = self.overlays.last()? else { return None };
        let account = trainings.account();
        let name = account.map_or_else(|| "for many accounts".to_owned(), |id| self.name(id));
        Some(self.open_form(Form::new(About::new(&TRAINING, account), &name)))
    }

    /// Asks before a session or an invitation is deleted.
    pub(super) fn delete_training(&mut self) -> Option<Vec<Effect>> {
        let confirm = match self.overlays.last()? {
            Overlay::Trainings(trainings) => {
                let session = trainings.session()?;
                Confirm::new(
                    format!("Delete training {}?", session.title),
                    "With all invitations to it; undo brings it back.",
                    Change::Delete(vec![(&TRAINING, session.id)]),
                )
            }
            Overlay::Invited(invited) => {
                let invitee = invited.selected()?;
                Confirm::new(
                    format!("Take the invitation of {} back?", invitee.name),
                    "Also whether they came; undo brings it back.",
                    Change::Uninvite { session: invited.id(), invitation: invitee.id },
                )
            }
            _ => return None,
        };
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Some(Vec::new())
    }

    /// The contact that is selected among the invited.
    pub(super) fn invitee(&self) -> Option<&Invitee> {
        match self.overlays.last() {
            Some(Overlay::Invited(invited)) => invited.selected(),
            _ => None,
        }
    }

    /// Notes whether the selected contact came, and goes on to the next; the same key again takes it back.
    pub(super) fn attended(&mut self, came: bool) -> Vec<Effect> {
        let Some(Overlay::Invited(invited)) = self.overlays.last_mut() else { return Vec::new() };
        let Some(invitee) = invited.selected() else { return Vec::new() };
        let attended = Some(came).filter(|came| invitee.attended != Some(*came));
        let attendance = Attendance { session: invited.id(), who: Some(vec![invitee.id]), attended };
        if attended.is_some() {
            invited.step(1);
        }
        self.send(Change::Attend(attendance))
    }

    /// Notes that all came of whom it is not yet known.
    pub(super) fn all_attended(&mut self) -> Vec<Effect> {
        let Some(Overlay::Invited(invited)) = self.overlays.last() else { return Vec::new() };
        let attendance = Attendance { session: invited.id(), who: None, attended: Some(true) };
        self.send(Change::Attend(attendance))
    }

    /// Asks whom to invite: the contacts of the account; to a webinar those of many.
    pub(super) fn begin_invite(&mut self) -> Vec<Effect> {
        let Some(Overlay::Invited(invited)) = self.overlays.last() else { return Vec::new() };
        let account = invited.session().and_then(|session| session.account);
        match account.or(self.selected()) {
            Some(id) => vec![Effect::Read(Request::Guests(invited.id(), id))],
            None => {
                self.choose_guests(None, Vec::new());
                Vec::new()
            }
        }
    }

    /// Takes in who can be invited of an account.
    pub(super) fn guests(&mut self, account: AccountId, read: Result<Vec<Guest>>) {
        match read {
            Ok(guests) => self.choose_guests(Some(account), guests),
            Err(error) => self.fail(&error),
        }
    }

    fn choose_guests(&mut self, account: Option<AccountId>, guests: Vec<Guest>) {
        let Some(Overlay::Invited(invited)) = self.overlays.last() else { return };
        let Some(session) = invited.session() else { return };
        let (id, is_webinar, title) = (session.id, session.account.is_none(), session.title.clone());
        let line = |told: String, whom: Whom| (told, Chosen::Invite(id, whom));
        let mut lines = Vec::new();
        if let Some(account) = account.filter(|_| guests.len() > 1) {
            let told = format!("All {} of {}", words::count(guests.len(), "contact"), self.name(account));
            lines.push(line(told, Whom::Account(account)));
        }
        let marked = self.list.marks().len();
        if is_webinar && marked > 0 {
            let told = format!("All contacts of the {} marked", words::count(marked, "account"));
            lines.push(line(told, Whom::Marked));
        }
        if is_webinar {
            let listed = words::count(self.list.view().len(), "account");
            lines.push(line(format!("All contacts of the {listed} in the list"), Whom::Listed));
        }
        lines.extend(guests.into_iter().map(|guest| line(guest.name, Whom::Contact(guest.contact))));
        if lines.is_empty() {
            self.say("Everybody of the account is invited already");
            return;
        }
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(format!("Invite to {title}"), lines))));
    }

    /// Invites whom a line of the list says.
    pub(super) fn invite(&mut self, session: i64, whom: Whom) -> Vec<Effect> {
        let guests = match whom {
            Whom::Contact(contact) => Guests::Contacts(vec![contact]),
            Whom::Account(account) => Guests::Accounts(vec![account]),
            Whom::Marked => Guests::Accounts(self.list.chosen(&self.board)),
            Whom::Listed => {
                let view = self.list.view();
                let row = |index| Some(self.board.at(view.place(index)?)?.id);
                Guests::Accounts((0..view.len()).filter_map(row).collect())
            }
        };
        self.send(Change::Invite { session, guests })
    }
}
