//! What the dashboard asks of the book. What the book tells it unasked are the engine's [`Event`]s.

use crate::book::Detail;
use crate::domain::{Day, Result};
use crate::engine::Desk;
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::detail;

pub use crate::engine::Event;

/// Small keyed reads, answered at once.
pub trait Source {
    /// To be called when an event said that the book changed, with the day it shows now.
    fn changed(&mut self, day: Day);

    /// The explanation of an account's score, and what moved it since a day.
    ///
    /// # Errors
    /// The account is gone, or the book cannot be read.
    fn why(&self, id: AccountId, since: Day) -> Result<Why>;

    /// What is known about an account.
    ///
    /// # Errors
    /// The account is gone, or the book cannot be read.
    fn detail(&self, id: AccountId) -> Result<Detail>;
}

impl Source for Desk {
    fn changed(&mut self, day: Day) {
        Desk::changed(self, day);
    }

    fn why(&self, id: AccountId, since: Day) -> Result<Why> {
        Desk::why(self, id, since)
    }

    fn detail(&self, id: AccountId) -> Result<Detail> {
        detail::read(self.view().reader(), id, self.day())
    }
}

/// A read that the dashboard wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Everything for the screen of an account, its score compared with a day.
    Account(AccountId, Day),
    /// The explanation of a score, compared with a day.
    Why(AccountId, Day),
}

/// The answer to a [`Request`].
#[derive(Clone, Debug)]
pub enum Reply {
    /// To [`Request::Account`].
    Account(AccountId, Box<Result<(Detail, Why)>>),
    /// To [`Request::Why`].
    Why(AccountId, Box<Result<Why>>),
}

/// Does a read.
pub fn answer(request: Request, source: &dyn Source) -> Reply {
    match request {
        Request::Account(id, since) => {
            let read = source.detail(id).and_then(|detail| Ok((detail, source.why(id, since)?)));
            Reply::Account(id, Box::new(read))
        }
        Request::Why(id, since) => Reply::Why(id, Box::new(source.why(id, since))),
    }
}
