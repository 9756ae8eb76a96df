//! Days as people and programs write them, cut from date-times, with the order of day and month learnt per column.

use crate::domain::Day;

/// In which order the numbers of `1/2/2024` stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

impl DateOrder {
    /// Reads `dmy` or `mdy`.
    ///
    /// # Errors
    /// Neither.
    pub fn parse(text: &str) -> crate::domain::Result<DateOrder> {
        match text.trim().to_ascii_lowercase().as_str() {
            "dmy" => Ok(DateOrder::Dmy),
            "mdy" => Ok(DateOrder::Mdy),
            _ => Err(crate::domain::Error::invalid(format!(
                "\"{}\" is no order of day and month",
                crate::domain::text::clean(text)
            ))
            .hint("use dmy or mdy")),
        }
    }
}

/// How a column writes its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayStyle {
    /// The order where it matters. None: no cell needs it.
    pub order: Option<DateOrder>,
}

/// What the cells of a column tell about its order.
#[derive(Clone, Debug, Default)]
pub struct DayEvidence {
    /// The first cell that can only be day-first, month-first.
    dmy: Option<String>,
    mdy: Option<String>,
    /// The first cell that could be either, with its two readings.
    either: Option<(String, Day, Day)>,
}

impl DayEvidence {
    /// Takes a cell into account.
    pub fn see(&mut self, text: &str) {
        if iso(text.as_bytes()).is_some() {
            return;
        }
        let Some(Parts::Numbers(first, second, year)) = parts(text) else { return };
        let dmy = Day::from_ymd(year, second, first);
        let mdy = Day::from_ymd(year, first, second);
        match (dmy, mdy) {
            (Some(_), None) if self.dmy.is_none() => self.dmy = Some(text.to_owned()),
            (None, Some(_)) if self.mdy.is_none() => self.mdy = Some(text.to_owned()),
            (Some(one), Some(other)) if one != other && self.either.is_none() => {
                self.either = Some((text.to_owned(), one, other));
            }
            _ => {}
        }
    }

    /// The style of the column; `said` is what the user said about it.
    ///
    /// # Errors
    /// It could be either throughout, or it is both: as the end of a sentence about the column.
    pub fn style(&self, said: Option<DateOrder>) -> Result<DayStyle, String> {
        let order = match (said, &self.dmy, &self.mdy, &self.either) {
            (Some(order), ..) => Some(order),
            (None, Some(dmy), Some(mdy), _) => {
                return Err(format!("holds day-first and month-first dates (\"{dmy}\", \"{mdy}\")"));
            }
            (None, Some(_), None, _) => Some(DateOrder::Dmy),
            (None, None, Some(_), _) => Some(DateOrder::Mdy),
            (None, None, None, Some((text, dmy, mdy))) => {
                return Err(format!("could be day-first or month-first: \"{text}\" is {dmy} or {mdy}"));
            }
            // Every such cell reads the same both ways.
            (None, None, None, None) => None,
        };
        Ok(DayStyle { order })
    }
}

/// Reads a day; the time of a date-time is cut off.
///
/// # Errors
/// Why it is refused, as the end of a sentence.
pub fn read(text: &str, style: DayStyle) -> Result<Day, String> {
    let found = match iso(text.as_bytes()) {
        Some(day) => Some(day),
        None => match parts(text) {
            Some(Parts::Day(day)) => Some(day),
            Some(Parts::Numbers(first, second, year)) => match style.order {
                Some(DateOrder::Mdy) => Day::from_ymd(year, first, second),
                Some(DateOrder::Dmy) | None => Day::from_ymd(year, second, first),
            },
            None => None,
        },
    };
    match found {
        Some(day) if (Day::MIN..=Day::MAX).contains(&day) => Ok(day),
        Some(_) => Err("is not between 1900 and 2199".into()),
        None if is_serial(text) => {
            Err("looks like a spreadsheet's day number; format that column as a date and export it again"
                .into())
        }
        None => Err("is not a date; write it as year-month-day, such as 2026-03-01".into()),
    }
}

/// `YYYY-MM-DD` alone, without any allocation: what nearly every cell of a large file is.
pub fn iso(text: &[u8]) -> Option<Day> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|byte| u32::from(byte - b'0'));
    let year = i32::try_from(y1 * 1000 + y2 * 100 + y3 * 10 + y4).ok()?;
    Day::from_ymd(year, m1 * 10 + m2, d1 * 10 + d2)
}

enum Parts {
    /// It can be but one day.
    Day(Day),
    /// Two numbers whose order the column decides, and the year.
    Numbers(u32, u32, i32),
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn parts(text: &str) -> Option<Parts> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && let Some(day) = stamp(text)
    {
        return Some(Parts::Day(day));
    }
    let mut rest = text;
    let mut tokens: [&str; 3] = [""; 3];
    let mut filled = 0;
    while filled < tokens.len() {
        let (gap, token, after) = token(rest)?;
        let lower = token.to_ascii_lowercase();
        let is_first = filled == 0;
        // What stands between the parts of a date; a colon would make it a time.
        if !gap.chars().all(|c| matches!(c, '-' | '/' | '.' | ',' | ' ')) || (is_first && !gap.is_empty()) {
            return None;
        }
        rest = after;
        let weekday = is_first && WEEKDAYS.iter().any(|name| lower.starts_with(name));
        if weekday {
            rest = rest.trim_start_matches([',', ' ', '.']);
        } else if is_first || !matches!(lower.as_str(), "st" | "nd" | "rd" | "th") {
            *tokens.get_mut(filled)? = token;
            filled += 1;
        }
    }
    // What follows is nothing, or a time.
    let time = rest.trim_start_matches([' ', ',', 'T', 't']);
    let is_time =
        time.len() < rest.len() && time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit());
    if !(rest.trim_matches(['.', ' ', 'Z']).is_empty() || is_time) {
        return None;
    }
    let number = |token: &str| token.parse::<u32>().ok();
    let [first, second, third] = tokens;
    match (number(first), number(second), number(third)) {
        (Some(year), Some(month), Some(day)) if first.len() == 4 => {
            Day::from_ymd(i32::try_from(year).ok()?, month, day).map(Parts::Day)
        }
        (Some(one), Some(two), Some(_)) => Some(Parts::Numbers(one, two, year(third)?)),
        (Some(year), None, Some(day)) if first.len() == 4 => {
            Day::from_ymd(i32::try_from(year).ok()?, month(second)?, day).map(Parts::Day)
        }
        (Some(day), None, Some(_)) => Day::from_ymd(year(third)?, month(second)?, day).map(Parts::Day),
        (None, Some(day), Some(_)) => Day::from_ymd(year(third)?, month(first)?, day).map(Parts::Day),
        _ => None,
    }
}

/// What stands before the next run of digits or of letters, the run, and the rest.
fn token(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(|c: char| c.is_alphanumeric())?;
    let (gap, body) = text.split_at_checked(start)?;
    let digits = body.starts_with(|c: char| c.is_ascii_digit());
    let end = body
        .find(|c: char| if digits { !c.is_ascii_digit() } else { !c.is_alphabetic() })
        .unwrap_or(body.len());
    let (token, rest) = body.split_at_checked(end)?;
    Some((gap, token, rest)).filter(|_| !token.is_empty())
}

/// A year of four digits, or of two (1970 to 2069).
fn year(token: &str) -> Option<i32> {
    let number: i32 = token.parse().ok()?;
    match token.len() {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn month(token: &str) -> Option<u32> {
    let lower = token.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| lower.starts_with(month))?;
    u32::try_from(place + 1).ok()
}

const SECONDS_A_DAY: i64 = 86_400;

/// Digits alone: `YYYYMMDD`, or seconds, milliseconds or microseconds since 1970.
fn stamp(text: &str) -> Option<Day> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = whole.parse().ok()?;
    if whole.len() == 8 && whole.len() == text.len() {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        return Day::from_ymd(
            i32::try_from(year).ok()?,
            u32::try_from(month).ok()?,
            u32::try_from(day).ok()?,
        );
    }
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        15 | 16 => number / 1_000_000,
        _ => return None,
    };
    i32::try_from(seconds / SECONDS_A_DAY).ok().map(Day)
}

/// Whether it is what a date looks like where a spreadsheet forgot that it is one: 45631 is 2024-12-05.
fn is_serial(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| (20_000.0..80_000.0).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, order: Option<DateOrder>) -> Option<String> {
        read(text, DayStyle { order }).ok().map(|day| day.to_string())
    }

    #[test]
    fn days_read_in_every_dress() {
        for text in [
            "2024-10-16",
            "2024/10/16",
            "2024.10.16",
            "20241016",
            "2024-10-16 3:00",
            "2024-10-16T23:59:59.999Z",
            "2024-10-16 10:00:00+02:00",
            "16 Oct 2024",
            "16-Oct-24",
            "Oct 16, 2024",
            "October 16th, 2024 9:05 PM",
            "Wed, 16 Oct 2024 10:00:00 GMT",
            "2024-Oct-16",
            "1729036800",
            "1729036800000",
            "1729036800.25",
        ] {
            // 1729036800 = 20012 days of 86400 s, and 20012 days after 1970-01-01 is 2024-10-16.
            assert_eq!(day(text, None).as_deref(), Some("2024-10-16"), "{text}");
        }
        for text in
            ["", "x", "12:30:45", "4.5", "2024-13-01", "2024-02-30", "1.5.2", "16-10-2024 junk", "45631.0"]
        {
            assert_eq!(day(text, None), None, "{text}");
        }
        assert!(read("45631", DayStyle::default()).unwrap_err().contains("spreadsheet"));
    }

    #[test]
    fn the_order_of_day_and_month_comes_from_the_whole_column() {
        let style = |cells: &[&str]| {
            let mut evidence = DayEvidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            evidence.style(None).map(|style| style.order)
        };
        assert_eq!(style(&["01/02/2024", "16/10/2024"]), Ok(Some(DateOrder::Dmy)));
        assert_eq!(style(&["01/02/2024", "10-16-2024 3:00"]), Ok(Some(DateOrder::Mdy)));
        assert_eq!(style(&["2024-01-02", "01/01/2024"]), Ok(None));
        let either = style(&["01/02/2024", "03/04/2024"]).unwrap_err();
        assert!(either.contains("2024-02-01") && either.contains("2024-01-02"), "{either}");
        assert!(style(&["16/10/2024", "10/16/2024"]).unwrap_err().contains("day-first and month-first"));
        assert_eq!(day("01/02/2024", Some(DateOrder::Mdy)).as_deref(), Some("2024-01-02"));
        assert_eq!(day("01/02/24", Some(DateOrder::Dmy)).as_deref(), Some("2024-02-01"));
    }
}
