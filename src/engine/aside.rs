//! Reads that take long, on a thread of their own: keys are answered meanwhile.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, Sender};

use tokio::sync::mpsc::UnboundedSender;

use super::desk::Event;
use super::thread;
use super::view::View;
use crate::domain::{Day, Error, Kind, Result};
use crate::store::Location;

/// How questions of a kind are answered.
pub struct Answers<Q, A> {
    /// Leaves of the questions that wait those whose answers are still wanted, in their order.
    pub still: fn(&mut Vec<Q>),
    /// Reads.
    pub read: fn(&View, &Q) -> Result<A>,
    /// The event that tells the answer.
    pub tell: fn(Q, Result<A>) -> Event,
}

impl<Q, A> Clone for Answers<Q, A> {
    fn clone(&self) -> Answers<Q, A> {
        *self
    }
}

impl<Q, A> Copy for Answers<Q, A> {}

/// Leaves the last question alone: who has asked again does not look at the answer before.
pub fn last_alone<Q>(waiting: &mut Vec<Q>) {
    let last = waiting.pop();
    waiting.clear();
    waiting.extend(last);
}

/// Does reads of a kind one after the other. The thread starts with the first and ends when this is dropped.
pub struct Aside<Q, A> {
    place: Location,
    events: UnboundedSender<Event>,
    answers: Answers<Q, A>,
    asked: OnceLock<Sender<(Day, Q)>>,
}

impl<Q: Send + 'static, A: 'static> Aside<Q, A> {
    pub fn new(place: &Location, events: UnboundedSender<Event>, answers: Answers<Q, A>) -> Aside<Q, A> {
        Aside { place: place.clone(), events, answers, asked: OnceLock::new() }
    }

    /// Asks for something as it is known on a day; the answer is an event.
    ///
    /// # Errors
    /// The system refuses a thread, or it has ended: there will be no answer.
    pub fn ask(&self, day: Day, question: Q) -> Result<()> {
        let asked = match self.asked.get() {
            Some(asked) => asked,
            None => {
                let begun = self.begin()?;
                self.asked.get_or_init(|| begun)
            }
        };
        asked.send((day, question)).map_err(|_| {
            Error::new(Kind::Storage, "nothing is read from the book any more")
                .hint("leave the dashboard and open it again")
        })
    }

    fn begin(&self) -> Result<Sender<(Day, Q)>> {
        let (asked, given) = mpsc::channel();
        let (place, events, answers) = (self.place.clone(), self.events.clone(), self.answers);
        let work = move || answer(&place, &given, answers, &events);
        thread::spawn("aside", work)?;
        Ok(asked)
    }
}

fn answer<Q, A>(
    place: &Location,
    given: &Receiver<(Day, Q)>,
    answers: Answers<Q, A>,
    events: &UnboundedSender<Event>,
) {
    let mut open: Option<View> = None;
    while let Ok((mut day, first)) = given.recv() {
        let mut waiting = vec![first];
        while let Ok((later, question)) = given.try_recv() {
            day = later;
            waiting.push(question);
        }
        (answers.still)(&mut waiting);
        for question in waiting {
            let view = open.take().map_or_else(|| View::open(place, day), Ok);
            let read = view.and_then(|mut view| {
                view.set_day(day);
                let read = (answers.read)(&view, &question);
                open = Some(view);
                read
            });
            // Nobody listens any more when the dashboard has closed.
            if events.send((answers.tell)(question, read)).is_err() {
                return;
            }
        }
    }
}
