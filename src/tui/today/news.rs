//! How bands turned since somebody last looked.

use crate::domain::{Band, Day};
use crate::health::facts::AccountId;
use crate::today::{Bands, Turn, turn};

/// The bands of an earlier day, once they are computed.
#[derive(Debug, Default)]
pub struct News {
    then: Option<(Day, Bands)>,
}

impl News {
    /// Takes in the bands of a day.
    pub fn read(&mut self, day: Day, bands: Bands) {
        self.then = Some((day, bands));
    }

    /// Whether they are those of this day.
    pub fn knows(&self, day: Day) -> bool {
        self.then.as_ref().is_some_and(|then| then.0 == day)
    }

    /// The band of an account then.
    pub fn band(&self, account: AccountId) -> Option<Band> {
        self.then.as_ref().and_then(|then| then.1.get(&account)).copied()
    }

    /// How the band of an account turned since a day; None: it did not, or it is not known.
    pub fn turn(&self, since: Day, account: AccountId, now: Band) -> Option<Turn> {
        let (_, bands) = self.then.as_ref().filter(|then| then.0 == since)?;
        turn(*bands.get(&account)?, now)
    }
}
