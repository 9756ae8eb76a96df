//! What the pages outcomes, people, timeline and usage of an account ask of the book, and what it tells them.

use crate::book::goals::Goal;
use crate::book::people::People;
use crate::book::timeline::Timeline;
use crate::book::usage::{Range, Usage};
use crate::domain::Result;
use crate::engine::{AccountExpansion, Desk, Dossier, PlaysOf};
use crate::expansion::DealId;
use crate::health::facts::AccountId;
use crate::renewal::Contract;
use crate::store::{goals, renewal};

use super::action::Action;
use super::letters::{self, Drafted};
use super::papers::{Draft, Order};

/// What is asked of an account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ask {
    /// Its goals with everything said about them.
    Goals(AccountId),
    /// Its people, and how often they are to be met.
    People(AccountId),
    /// What happened.
    Timeline(AccountId, Reach),
    /// How much it used over a range.
    Usage(AccountId, Range),
    /// Its renewals.
    Renewals(AccountId),
    /// Its expansion.
    Expansion(AccountId),
    /// Its contracts, to say into which an opportunity goes.
    Winnable(AccountId, DealId),
    /// A document about it.
    Paper(Order),
    /// Its plays, and what is done about it where it is red.
    Plays(AccountId),
    /// The same, to choose what to start or to do.
    ToPlay(AccountId, To),
    /// A message, filled with what is known of it.
    Letter(AccountId, Which),
}

/// How much of what happened is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// About so many entries of each kind of record, the newest.
    Newest(usize),
    /// Everything.
    Whole,
    /// Everything, to run an action that counts it.
    WholeFor(Action),
}

/// What is to be chosen of plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Which play to start.
    Start,
    /// What to do about an account that is red.
    Intervene,
    /// Which message to draft.
    Draft,
}

/// Which message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// That of a step of a play, by the row id of its task.
    Task(i64),
    /// The one of this place.
    Place(usize),
}

impl Ask {
    /// The account that is asked about.
    pub fn account(self) -> AccountId {
        match self {
            Ask::Plays(id) | Ask::ToPlay(id, _) | Ask::Letter(id, _) => id,
            Ask::Goals(id)
            | Ask::People(id)
            | Ask::Timeline(id, _)
            | Ask::Usage(id, _)
            | Ask::Renewals(id)
            | Ask::Expansion(id)
            | Ask::Winnable(id, _) => id,
            Ask::Paper(order) => order.account,
        }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Told {
    /// To [`Ask::Goals`].
    Goals(Result<Vec<Goal>>),
    /// To [`Ask::People`].
    People(Result<People>),
    /// To [`Ask::Timeline`].
    Timeline(Result<Timeline>),
    /// To [`Ask::Usage`].
    Usage(Result<Usage>),
    /// To [`Ask::Renewals`].
    Renewals(Result<Vec<Dossier>>),
    /// To [`Ask::Expansion`].
    Expansion(Box<Result<AccountExpansion>>),
    /// To [`Ask::Winnable`].
    Winnable(DealId, Result<Vec<Contract>>),
    /// To [`Ask::Paper`].
    Paper(Result<Draft>),
    /// To [`Ask::Plays`].
    Plays(Result<PlaysOf>),
    /// To [`Ask::ToPlay`].
    ToPlay(To, Result<PlaysOf>),
    /// To [`Ask::Letter`].
    Letter(Result<Drafted>),
}

/// Does a read.
pub fn tell(desk: &Desk, ask: Ask) -> Told {
    let view = desk.view();
    match ask {
        Ask::Goals(id) => Told::Goals(goals::of_account(view.reader(), id, desk.day())),
        Ask::People(id) => Told::People(desk.judged(|judge| view.people(judge, id))),
        Ask::Timeline(id, reach) => Told::Timeline(desk.judged(|judge| match reach {
            Reach::Newest(most) => view.end_of_timeline(judge, id, most),
            Reach::Whole | Reach::WholeFor(_) => view.timeline(judge, id),
        })),
        Ask::Paper(order) => Told::Paper(order.draft(desk)),
        Ask::Plays(id) => Told::Plays(desk.judged(|judge| view.plays_of(judge, id))),
        Ask::ToPlay(id, to) => {
            let of = desk.judged(|judge| view.plays_of(judge, id));
            let with = |of| Ok(PlaysOf { messages: view.messages()?, ..of });
            Told::ToPlay(to, if to == To::Draft { of.and_then(with) } else { of })
        }
        Ask::Letter(id, which) => Told::Letter(letters::drafted(desk, id, which)),
        Ask::Renewals(id) => Told::Renewals(desk.judged(|judge| view.renewals_of(judge, id))),
        Ask::Expansion(id) => Told::Expansion(Box::new(desk.judged(|judge| view.expansion_of(judge, id)))),
        Ask::Winnable(id, deal) => {
            Told::Winnable(deal, renewal::of_account(view.reader(), id).map(|parts| parts.contracts))
        }
        Ask::Usage(id, range) => Told::Usage(desk.judged(|judge| view.usage(judge, id, range))),
    }
}
