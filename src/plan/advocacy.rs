//! Asking customers to speak for us, and not too often.

use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};

/// Asks are counted over so many days, which end on the day of the next one.
pub const YEAR_DAYS: i32 = 365;

/// Asks of the year up to a day, the day itself included.
pub fn within_a_year(asked: &[Day], day: Day) -> usize {
    asked.iter().filter(|on| (0..YEAR_DAYS).contains(&(day - **on))).count()
}

/// Whether an account may be asked for another favour on a day; `status` is how it stands to being asked, as stored.
///
/// # Errors
/// It said never, or not now; or it was asked as often as the policy allows: how often, and from when on it may be again.
pub fn may_ask(name: &str, status: Option<&str>, asked: &[Day], most: i64, day: Day) -> Result<()> {
    let name = fit(name, 60);
    match status {
        Some("never") => {
            return Err(Error::invalid(format!("{name} does not want to be asked"))
                .hint("change Advocacy of the account if that is no longer so"));
        }
        Some("not now") => {
            return Err(Error::invalid(format!("{name} does not want to be asked now"))
                .hint("change Advocacy of the account when the time has come"));
        }
        _ => {}
    }
    let count = within_a_year(asked, day);
    let most = usize::try_from(most).unwrap_or(0);
    if count < most {
        return Ok(());
    }
    let mut own: Vec<Day> =
        asked.iter().copied().filter(|on| (0..YEAR_DAYS).contains(&(day - *on))).collect();
    own.sort_unstable();
    // When enough of them are a year old.
    let again = own.get(count.saturating_sub(most.max(1))).map(|on| *on + YEAR_DAYS).filter(|_| most > 0);
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let error =
        Error::invalid(format!("{name} was asked {times} within a year, and the policy allows {most}"));
    Err(match again {
        Some(on) => {
            error.hint(format!("ask again from {on} on, or raise asks_a_year under [advocacy] in the policy"))
        }
        None => error.hint("raise asks_a_year under [advocacy] in the policy"),
    })
}
