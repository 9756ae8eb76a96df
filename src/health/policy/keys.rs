//! Reading checked values out of a complete policy table; every error names the full key.

use std::fmt;
use std::ops::RangeInclusive;

use toml::{Table, Value};

use crate::domain::text::clean;
use crate::domain::{Error, Result};
use crate::health::curve::{Curve, CurveFault};

/// The longest span that a policy may name: a hundred years.
const MOST_DAYS: i64 = 36_500;

/// A complete policy table and the words before its keys in an error (`segment.high-touch.`, or nothing).
pub(super) struct Keys<'a> {
    pub table: &'a Table,
    pub prefix: &'a str,
}

impl Keys<'_> {
    /// Whether the key exists.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// A number within a range.
    pub fn number(&self, key: &str, range: RangeInclusive<f64>) -> Result<f64> {
        let number = self.find(key).and_then(as_number);
        number.filter(|number| range.contains(number)).ok_or_else(|| {
            let (least, most) = (range.start(), range.end());
            let wanted = if *most == f64::MAX {
                format!("a number of {least} or more")
            } else {
                format!("a number from {least} to {most}")
            };
            self.wrong(key, &wanted)
        })
    }

    /// A count of days from `least` on.
    pub fn days(&self, key: &str, least: i64) -> Result<i32> {
        let days = self.find(key).and_then(Value::as_integer);
        days.filter(|days| (least..=MOST_DAYS).contains(days))
            .and_then(|days| i32::try_from(days).ok())
            .ok_or_else(|| self.wrong(key, &format!("a whole number of days from {least} to {MOST_DAYS}")))
    }

    /// A whole number within a range.
    pub fn whole(&self, key: &str, range: RangeInclusive<i64>) -> Result<i64> {
        let number = self.find(key).and_then(Value::as_integer);
        number.filter(|number| range.contains(number)).ok_or_else(|| {
            self.wrong(key, &format!("a whole number from {} to {}", range.start(), range.end()))
        })
    }

    /// One name, in lower case.
    pub fn name(&self, key: &str) -> Result<Box<str>> {
        let name = self.find(key).and_then(Value::as_str).and_then(as_name);
        name.ok_or_else(|| self.wrong(key, "a name"))
    }

    /// A list of at least one name, in lower case.
    pub fn names(&self, key: &str) -> Result<Vec<Box<str>>> {
        let list = self.find(key).and_then(Value::as_array);
        let names = list.and_then(|list| list.iter().map(|name| name.as_str().and_then(as_name)).collect());
        names
            .filter(|names: &Vec<_>| !names.is_empty())
            .ok_or_else(|| self.wrong(key, "a list of at least one name"))
    }

    /// A curve with results from 0 to `most`.
    pub fn curve(&self, key: &str, most: f64, rises: bool) -> Result<Curve> {
        let shape = "a list of [value, points]";
        let list = self.find(key).and_then(Value::as_array);
        let points: Option<Vec<(f64, f64)>> =
            list.and_then(|list| list.iter().map(|point| as_point(point.as_array()?)).collect());
        let points = points.ok_or_else(|| self.wrong(key, shape))?;
        Curve::new(points, most, rises).map_err(|fault| match fault {
            CurveFault::Empty => self.wrong(key, "a list of at least one [value, points]"),
            CurveFault::NotAscending => self.wrong(key, &format!("{shape} with ascending values")),
            CurveFault::OutOfRange => self.wrong(key, &format!("{shape} with points from 0 to {most}")),
            CurveFault::WrongWay => {
                let way = if rises { "rise" } else { "fall" };
                self.wrong(
                    key,
                    &format!("{shape} whose points only {way}, since the better value may never lose"),
                )
            }
        })
    }

    /// The error of a key whose value is not what is wanted.
    pub fn wrong(&self, key: &str, wanted: &str) -> Error {
        let found = self.find(key).map_or_else(|| "nothing".to_string(), Value::to_string);
        self.error(key, format_args!("is {}, where {wanted} is wanted", clean(&found)))
            .hint("`mainstay policy show` prints every key with its meaning")
    }

    /// The error of two keys of which the first may not be above the second, and is.
    pub fn above(&self, low: &str, high: &str) -> Error {
        let value = |key| self.find(key).map_or_else(|| "nothing".to_string(), Value::to_string);
        let (found, most) = (value(low), value(high));
        let prefix = self.prefix;
        self.error(
            low,
            format_args!("is {}, more than {prefix}{high}, which is {}", clean(&found), clean(&most)),
        )
        .hint("change one of them; what a policy does not name is as `mainstay policy show` prints it")
    }

    /// An error about a key.
    pub fn error(&self, key: &str, says: impl fmt::Display) -> Error {
        Error::invalid(format!("{}{key} {says}", self.prefix))
    }

    fn find(&self, key: &str) -> Option<&Value> {
        let (section, name) = match key.rsplit_once('.') {
            None => return self.table.get(key),
            Some(split) => split,
        };
        let mut table = self.table;
        for step in section.split('.') {
            table = table.get(step)?.as_table()?;
        }
        table.get(name)
    }
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => i32::try_from(*whole).ok().map(f64::from),
        Value::Float(number) if number.is_finite() => Some(*number),
        _ => None,
    }
}

fn as_name(text: &str) -> Option<Box<str>> {
    let name = text.trim().to_lowercase();
    (!name.is_empty()).then(|| name.into())
}

fn as_point(point: &Vec<Value>) -> Option<(f64, f64)> {
    match point.as_slice() {
        [value, points] => as_number(value).zip(as_number(points)),
        _ => None,
    }
}
