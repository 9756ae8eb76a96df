//! Documents of rules that are tried on a thread of their own, one at a time, until nobody waits for them any more.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc::UnboundedSender;

use super::aside::Aside;
use super::desk::{Event, Number};
use super::rulebook::{TRYING, Trial, Tried};
use crate::domain::{Day, Result};
use crate::store::Location;

/// What is being tried.
pub struct Trials {
    aside: Aside<Trial, Tried>,
    events: UnboundedSender<Event>,
    /// Of the last one.
    stop: RefCell<Arc<AtomicBool>>,
}

impl Trials {
    pub fn new(place: &Location, events: UnboundedSender<Event>) -> Trials {
        Trials { aside: Aside::new(place, events.clone(), TRYING), events, stop: RefCell::default() }
    }

    /// Tries a document on the days up to one; what was tried before stops.
    ///
    /// # Errors
    /// The system refuses a thread, or it has ended: there will be no answer.
    pub fn ask(&self, day: Day, number: Number, own: Option<Box<str>>) -> Result<()> {
        let stop = Arc::new(AtomicBool::new(false));
        self.stop.replace(Arc::clone(&stop)).store(true, Ordering::Relaxed);
        self.aside.ask(day, Trial { number, own, stop, events: self.events.clone() })
    }

    /// Stops what is being tried.
    pub fn stop(&self) {
        self.stop.borrow().store(true, Ordering::Relaxed);
    }
}

impl Drop for Trials {
    fn drop(&mut self) {
        self.stop();
    }
}
