//! Reads that take long, on a thread of their own: keys are answered meanwhile.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use tokio::sync::mpsc::UnboundedSender;

use super::desk::Event;
use super::revenue::RevenueAsk;
use super::view::View;
use crate::domain::{Day, Error, Kind, Result};
use crate::store::Location;

/// Does reads one after the other, of those that wait the last alone. The thread starts with the first and ends when
/// this is dropped.
pub struct Aside {
    place: Location,
    events: UnboundedSender<Event>,
    asked: OnceLock<Sender<(Day, RevenueAsk)>>,
}

impl Aside {
    pub fn new(place: &Location, events: UnboundedSender<Event>) -> Aside {
        Aside { place: place.clone(), events, asked: OnceLock::new() }
    }

    /// Asks for revenue as it is known on a day; the answer is an [`Event::Revenue`].
    ///
    /// # Errors
    /// The system refuses a thread, or it has ended: there will be no answer.
    pub fn ask(&self, day: Day, ask: RevenueAsk) -> Result<()> {
        let asked = match self.asked.get() {
            Some(asked) => asked,
            None => {
                let begun = self.begin()?;
                self.asked.get_or_init(|| begun)
            }
        };
        asked.send((day, ask)).map_err(|_| {
            Error::new(Kind::Storage, "nothing is read from the book any more")
                .hint("leave the dashboard and open it again")
        })
    }

    fn begin(&self) -> Result<Sender<(Day, RevenueAsk)>> {
        let (asked, given) = mpsc::channel();
        let (place, events) = (self.place.clone(), self.events.clone());
        let work = move || answer(&place, &given, &events);
        thread::Builder::new().name("aside".into()).spawn(work).map_err(|error| {
            Error::new(Kind::Storage, format!("the system refused a thread ({error})"))
                .hint("close other programs and try again")
        })?;
        Ok(asked)
    }
}

fn answer(place: &Location, given: &Receiver<(Day, RevenueAsk)>, events: &UnboundedSender<Event>) {
    let mut open: Option<View> = None;
    while let Ok(mut asked) = given.recv() {
        // Who has asked again does not look at the answer before.
        while let Ok(later) = given.try_recv() {
            asked = later;
        }
        let (day, ask) = asked;
        let view = open.take().map_or_else(|| View::open(place, day), Ok);
        let read = view.and_then(|mut view| {
            view.set_day(day);
            let read = view.revenue(ask);
            open = Some(view);
            read
        });
        // Nobody listens any more when the dashboard has closed.
        if events.send(Event::Revenue(ask, Box::new(read))).is_err() {
            return;
        }
    }
}
