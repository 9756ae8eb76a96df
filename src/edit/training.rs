//! Who is invited to a training and who came, as changes of the book.

use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::health::facts::{AccountId, ContactId};
use crate::store::training::{self as book, Invitee, Session};
use crate::store::{Reads, Tx};

/// Who is to be invited.
#[derive(Clone, Debug, PartialEq)]
pub enum Guests {
    /// These contacts.
    Contacts(Vec<ContactId>),
    /// Everyone of these accounts who is there and not yet invited.
    Accounts(Vec<AccountId>),
}

/// The session of an id.
///
/// # Errors
/// There is none any more, or the book cannot be read.
pub fn session(on: &impl Reads, id: i64) -> Result<Session> {
    book::session(on, id)?.ok_or_else(|| Error::not_found("the training is not in the book any more"))
}

/// What the journal says of inviting: `Invited 3 contacts to Admin training`.
///
/// # Errors
/// There is no such session, or the book cannot be read.
pub fn invite_label(on: &impl Reads, id: i64, guests: &Guests) -> Result<String> {
    let title = session(on, id)?.title;
    let whom = match guests {
        Guests::Contacts(contacts) => counted(contacts.len(), "contact"),
        Guests::Accounts(accounts) => format!("the contacts of {}", counted(accounts.len(), "account")),
    };
    Ok(format!("Invited {whom} to {}", fit(&title, 60)))
}

fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// Invites guests on a day. Gives how many were not invited before.
///
/// # Errors
/// A session of one account to which somebody of another is invited, nobody who could be invited, or the book cannot be
/// written.
pub fn invite(tx: &Tx<'_>, id: i64, guests: &Guests, today: Day) -> Result<usize> {
    let session = session(tx, id)?;
    let contacts: Vec<ContactId> = match guests {
        Guests::Contacts(contacts) => contacts.clone(),
        Guests::Accounts(accounts) => {
            let mut all = Vec::new();
            for account in accounts {
                all.extend(book::guests(tx, id, *account, today)?.into_iter().map(|guest| guest.contact));
            }
            all
        }
    };
    let mut invited = 0;
    for contact in contacts {
        let of = book::account_of_contact(tx, contact)?;
        if of.is_none() || session.account.is_some_and(|own| of != Some(own)) {
            return Err(Error::invalid(format!(
                "{} is of one account, and a contact of another cannot be invited",
                fit(&session.title, 60)
            ))
            .hint("invite them to a webinar, which is for many accounts"));
        }
        invited += usize::from(book::invite(tx, id, contact, today)?);
    }
    if invited == 0 {
        return Err(Error::invalid("nobody is left to invite").hint("add contacts to the account first"));
    }
    Ok(invited)
}

/// Whether invited contacts came.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    /// The session.
    pub session: i64,
    /// The invitations; None: all of which it is not yet known.
    pub who: Option<Vec<i64>>,
    /// None: not yet known.
    pub attended: Option<bool>,
}

impl Attendance {
    /// The invitations that it is about.
    fn invitees(&self, on: &impl Reads) -> Result<Vec<Invitee>> {
        let mut invitees = book::invitees(on, self.session)?;
        invitees.retain(|own| match &self.who {
            Some(ids) => ids.contains(&own.id),
            None => own.attended.is_none(),
        });
        Ok(invitees)
    }

    /// What the journal says of it: `Dana Kim attended Admin training`.
    ///
    /// # Errors
    /// There is no such session, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let title = session(on, self.session)?.title;
        let title = fit(&title, 60);
        let who = match self.invitees(on)?.as_slice() {
            [one] => fit(&one.name, 60).into_owned(),
            many => counted(many.len(), "contact"),
        };
        Ok(match self.attended {
            Some(true) => format!("{who} attended {title}"),
            Some(false) => format!("{who} did not attend {title}"),
            None => format!("{who}: not yet known whether they attended {title}"),
        })
    }

    /// Writes it. Gives how many changed.
    ///
    /// # Errors
    /// A session that is still to come, nobody whom it is about, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<usize> {
        let session = session(tx, self.session)?;
        if self.attended.is_some() && session.on > today {
            return Err(Error::invalid(format!(
                "{} is on {}, which is still to come",
                fit(&session.title, 60),
                session.on
            ))
            .hint("note who came when it was held, or correct its day"));
        }
        let invitees = self.invitees(tx)?;
        if invitees.is_empty() {
            return Err(Error::not_found("nobody of those is invited (any more)").hint("invite them first"));
        }
        let mut changed = 0;
        for invitee in invitees {
            changed += usize::from(book::attend(tx, invitee.id, self.attended)?);
        }
        Ok(changed)
    }
}

/// Takes an invitation back.
///
/// # Errors
/// There is none any more, or the book cannot be written.
pub fn uninvite(tx: &Tx<'_>, invitation: i64) -> Result<()> {
    if book::uninvite(tx, invitation)? {
        return Ok(());
    }
    Err(Error::not_found("the invitation is not in the book any more"))
}

/// What the journal says of taking an invitation back.
///
/// # Errors
/// There is no such session or invitation, or the book cannot be read.
pub fn uninvite_label(on: &impl Reads, id: i64, invitation: i64) -> Result<String> {
    let title = session(on, id)?.title;
    let invitees = book::invitees(on, id)?;
    let invitee = invitees.iter().find(|own| own.id == invitation);
    let invitee = invitee.ok_or_else(|| Error::not_found("the invitation is not in the book any more"))?;
    Ok(format!("{} is no longer invited to {}", fit(&invitee.name, 60), fit(&title, 60)))
}
