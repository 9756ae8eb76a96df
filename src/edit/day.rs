//! Days as people type them: `2026-03-01`, `today`, `+2w`, `-3d`, `fri`, `1 mar`. Always a whole entry, never a part.

use chrono::Datelike;

use crate::domain::{Day, Error, Result, text::clean};
use crate::import::value::day::{DayEvidence, DayStyle, read};

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// On which side of today a weekday lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is to be done: `fri` is the next Friday, never today.
    Ahead,
    /// What has happened: `fri` is the last Friday, today if it is one.
    Behind,
}

/// Reads a day.
///
/// # Errors
/// Not a day; or one that reads two ways; or outside of what a book can hold.
pub fn parse(text: &str, today: Day, side: Side) -> Result<Day> {
    let entry = text.trim().to_lowercase();
    let bad = |why: &str| Error::invalid(format!("\"{}\" {why}", clean(text.trim())));
    let day = match entry.as_str() {
        "today" | "now" => Some(today),
        "tomorrow" => Some(today + 1),
        "yesterday" => Some(today - 1),
        _ => distance(&entry, today).or_else(|| weekday(&entry, today, side)),
    };
    if let Some(day) = day {
        let kept = Some(day).filter(|day| (Day::MIN..=Day::MAX).contains(day));
        return kept.ok_or_else(|| bad("is not between 1900 and 2199"));
    }
    if let Some(day) = without_year(&entry, today) {
        return Ok(day);
    }
    let mut evidence = DayEvidence::default();
    evidence.see(&entry);
    let style = evidence.style(None).map_err(|why| bad(&why).hint("write it as year-month-day"))?;
    read(&entry, style).map_err(|_| {
        bad("is not a date").hint("write it as 2026-03-01, 1 mar, fri, today, +2w (weeks; d days, m months)")
    })
}

/// `+2w`, `-3d`, `+1m`, `+1y`.
fn distance(entry: &str, today: Day) -> Option<Day> {
    let ahead = match entry.chars().next()? {
        '+' => true,
        '-' => false,
        _ => return None,
    };
    let rest = entry.get(1..)?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = rest.get(..digits)?.parse().ok().filter(|number| *number < 100_000)?;
    let signed = if ahead { number } else { -number };
    match rest.get(digits..)?.trim() {
        "" | "d" | "day" | "days" => Some(today + signed),
        "w" | "week" | "weeks" => Some(today + signed.saturating_mul(7)),
        "m" | "month" | "months" => today.months_later(signed),
        "y" | "year" | "years" => today.months_later(signed.saturating_mul(12)),
        _ => None,
    }
}

fn weekday(entry: &str, today: Day, side: Side) -> Option<Day> {
    let entry = entry.strip_prefix("next ").unwrap_or(entry);
    if entry.len() < 3 {
        return None;
    }
    let wanted = WEEKDAYS.iter().position(|name| name.starts_with(entry))?;
    let wanted = i32::try_from(wanted).ok()?;
    let present = i32::try_from(today.date().weekday().num_days_from_monday()).ok()?;
    Some(match side {
        Side::Ahead => today + ((wanted - present - 1).rem_euclid(7) + 1),
        Side::Behind => today - (present - wanted).rem_euclid(7),
    })
}

/// `1 mar`, `mar 1`: the one that is nearest to today.
fn without_year(entry: &str, today: Day) -> Option<Day> {
    let letters = entry.chars().any(char::is_alphabetic);
    let digits = entry.chars().filter(char::is_ascii_digit).count();
    if !letters || !(1..=2).contains(&digits) {
        return None;
    }
    let year = today.date().year();
    (year - 1..=year + 1)
        .filter_map(|year| read(&format!("{entry} {year}"), DayStyle::default()).ok())
        .min_by_key(|day| (*day - today).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    const TODAY: &str = "2026-01-28";

    fn reads(text: &str, side: Side) -> String {
        match parse(text, Day::parse(TODAY).unwrap(), side) {
            Ok(day) => day.to_string(),
            Err(error) => error.what,
        }
    }

    #[test]
    fn days_are_typed_as_people_speak_of_them() {
        for (text, expected) in [
            ("2026-03-01", "2026-03-01"),
            (" Today ", "2026-01-28"),
            ("tomorrow", "2026-01-29"),
            ("+2w", "2026-02-11"),
            ("-3d", "2026-01-25"),
            ("+10", "2026-02-07"),
            ("+1m", "2026-02-28"),
            ("-1y", "2025-01-28"),
            ("fri", "2026-01-30"),
            ("wed", "2026-02-04"),
            ("next monday", "2026-02-02"),
            ("1 mar", "2026-03-01"),
            ("dec 24", "2025-12-24"),
            ("24 December 2026", "2026-12-24"),
            ("28.2.2026", "2026-02-28"),
        ] {
            assert_eq!(reads(text, Side::Ahead), expected, "{text}");
        }
    }

    #[test]
    fn weekdays_of_what_has_happened_lie_behind() {
        assert_eq!(reads("fri", Side::Behind), "2026-01-23");
        assert_eq!(reads("wed", Side::Behind), "2026-01-28");
        assert_eq!(reads("+1d", Side::Behind), "2026-01-29");
    }

    #[test]
    fn what_is_no_day_or_two_days_is_refused_in_words() {
        assert!(reads("3/4/2026", Side::Ahead).contains("day-first or month-first"));
        for text in ["", "soon", "fr", "31 feb", "+", "+w", "2026-02-30", "+99999y", "send quote", "4"] {
            assert!(reads(text, Side::Ahead).starts_with('"'), "{text}");
        }
    }
}
