//! Filter text to terms.

use std::ops::Range;

use crate::book::{Lookups, names};
use crate::domain::{Band, Currency, Day, Error, Result, Stage, text};

use super::{Compare, Filter, Ids, Term, Test, Word};

/// What can stand before `:` or a comparison, for error messages.
const TERMS: &str = "band:red, csm:NAME, segment:NAME, stage:onboarding, tag:NAME, driver:NAME, arr>50k, \
                     renewal<90d, health<60, trend<-5, coverage<50, or words of the name; ! in front turns one around";

/// The keys of terms about accounts.
const KEYS: &[&str] = &[
    "band", "csm", "segment", "stage", "tag", "driver", "cap", "arr", "renewal", "health", "trend",
    "coverage",
];

/// Whether a key is one of terms about accounts.
pub fn is_key(key: &str) -> bool {
    KEYS.contains(&key)
}

/// What can be filtered by, for a hint; `beside`: what a list knows beside its accounts, each with a comma behind it.
pub fn terms(beside: &str) -> String {
    format!("use {beside}{TERMS}")
}

/// The error of a key that is none, with those that a list has [beside its accounts](terms).
pub fn unknown(key: &str, beside: &str) -> Error {
    Error::invalid(format!("\"{}\" is nothing to filter by", text::clean(key)))
        .hint(format!("{}; quote a name that has such a sign in it", terms(beside)))
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A term that is none: it names the term and what is allowed.
    pub fn parse(input: &str, lookups: &Lookups) -> Result<Filter> {
        let mut filter = Filter::default();
        for token in tokens(input) {
            filter.add(token, lookups)?;
        }
        Ok(filter)
    }

    /// Reads a filter that is still being typed: a last term that is not understood yet (`band:`) is left out, and
    /// comes as an error beside it.
    ///
    /// # Errors
    /// As [`Filter::parse`], for every term but the one being typed.
    pub fn parse_live(input: &str, lookups: &Lookups) -> Result<(Filter, Option<Error>)> {
        let tokens = tokens(input);
        let (mut filter, mut doubt) = (Filter::default(), None);
        for (place, token) in tokens.iter().enumerate() {
            let typing = place + 1 == tokens.len() && input.ends_with(token);
            match filter.add(token, lookups) {
                Err(error) if !typing => return Err(error),
                added => doubt = added.err(),
            }
        }
        Ok((filter, doubt))
    }

    /// Adds what one token says; after an error the filter is as it was.
    fn add(&mut self, token: &str, lookups: &Lookups) -> Result<()> {
        let (negated, rest) = token.strip_prefix('!').map_or((false, token), |rest| (true, rest));
        let test = if let Some(phrase) = rest.strip_prefix('"') {
            Some(Test::Text(names::fold(phrase.strip_suffix('"').unwrap_or(phrase)).into()))
        } else if let Some((key, operator, value)) = split(rest) {
            Some(
                test(key, operator, value, lookups)
                    .map_err(|error| error.at(format!("filter term {}", text::clean(token))))?,
            )
        } else if negated {
            // As a fuzzy word would throw out nearly everything, it is taken as it stands.
            Some(Test::Text(names::fold(rest).into()))
        } else {
            None
        };
        match test {
            Some(Test::Text(text)) if text.is_empty() => {}
            Some(test) => self.terms.push(Term { negated, test }),
            None => {
                let folded = names::fold(rest);
                self.words.push(Word { letters: names::letters(&folded), text: folded.into() });
            }
        }
        Ok(())
    }
}

/// The text cut at spaces outside quotes.
pub fn tokens(input: &str) -> Vec<&str> {
    let mut quoted = false;
    input
        .split(|c: char| {
            quoted ^= c == '"';
            c.is_whitespace() && !quoted
        })
        .filter(|token| !token.is_empty())
        .collect()
}

/// Splits `key>=value`. None: a word of the name.
pub fn split(token: &str) -> Option<(&str, &str, &str)> {
    let place = token.find([':', '<', '>', '='])?;
    let (key, rest) = token.split_at_checked(place)?;
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let operator = if rest.starts_with("<=") || rest.starts_with(">=") { 0..2 } else { 0..1 };
    let Range { end, .. } = operator;
    let (operator, value) = rest.split_at_checked(end)?;
    Some((key, operator, value))
}

fn test(key: &str, operator: &str, value: &str, lookups: &Lookups) -> Result<Test> {
    let words = || match operator {
        ":" | "=" => values(value, key),
        _ => Err(Error::invalid(format!("\"{key}\" has no order")).hint(format!("write {key}:NAME"))),
    };
    let compare = || match operator {
        "<" => Compare::Less,
        "<=" => Compare::AtMost,
        ">" => Compare::More,
        ">=" => Compare::AtLeast,
        _ => Compare::Equal,
    };
    let figure = value.trim_matches('"');
    Ok(match key.to_ascii_lowercase().as_str() {
        "band" => Test::Band(words()?.into_iter().map(Band::parse).collect::<Result<_>>()?),
        "stage" => Test::Stage(words()?.into_iter().map(Stage::parse).collect::<Result<_>>()?),
        "csm" => Test::Csm(ids(&words()?, &lookups.team, "CSM")?),
        "segment" => Test::Segment(ids(&words()?, &lookups.segments, "segment")?),
        "tag" => Test::Tag(words()?.into_iter().map(|tag| tag.to_lowercase().into()).collect()),
        "driver" | "cap" => {
            Test::Driver(words()?.into_iter().map(|name| text::fold(name).replace(' ', "_").into()).collect())
        }
        "arr" => Test::Arr(compare(), amount(figure, lookups.currency)?),
        "renewal" => Test::Renewal(compare(), days(figure, lookups.day)?),
        "health" => Test::Health(compare(), number(figure, "health is a number from 0 to 100")?),
        "trend" => Test::Trend(compare(), number(figure, "a trend is in points, such as trend<-5")?),
        "coverage" => {
            let percent = figure.strip_suffix('%').unwrap_or(figure);
            Test::Coverage(compare(), number(percent, "coverage is in percent, such as coverage<50")? / 100.0)
        }
        _ => return Err(unknown(key, "")),
    })
}

/// The values between commas, without their quotes.
///
/// # Errors
/// There is none.
pub fn values<'a>(value: &'a str, key: &str) -> Result<Vec<&'a str>> {
    let mut quoted = false;
    let values: Vec<&str> = value
        .split(|c: char| {
            quoted ^= c == '"';
            c == ',' && !quoted
        })
        .map(|one| one.trim_matches('"').trim())
        .filter(|one| !one.is_empty())
        .collect();
    if values.is_empty() {
        return Err(Error::invalid(format!("{key} of what is missing")).hint(terms("")));
    }
    Ok(values)
}

/// The ids that names mean: equal, else a word that begins so, else any place in the name.
fn ids(asked: &[&str], known: &[(i64, Box<str>)], what: &str) -> Result<Ids> {
    let squeeze = |name: &str| names::fold(&text::fold(name)).replace(' ', "");
    let mut found = Ids::default();
    for name in asked {
        let key = squeeze(name);
        if key == "none" {
            found.none = true;
            continue;
        }
        let fits = |test: &dyn Fn(&str) -> bool| -> Vec<i64> {
            known.iter().filter(|(_, own)| test(own)).map(|(id, _)| *id).collect()
        };
        let begins = |own: &str| {
            let own = text::fold(own);
            squeeze(&own).starts_with(&key) || own.split(' ').any(|word| squeeze(word).starts_with(&key))
        };
        let hits =
            [fits(&|own| squeeze(own) == key), fits(&begins), fits(&|own| squeeze(own).contains(&key))]
                .into_iter()
                .find(|hits| !hits.is_empty());
        match hits {
            Some(hits) if !key.is_empty() => found.ids.extend(hits),
            _ => {
                let mut all: Vec<_> = known.iter().map(|(_, own)| text::clean(own).into_owned()).collect();
                all.truncate(12);
                all.push("none".into());
                return Err(Error::invalid(format!("no {what} is called \"{}\"", text::clean(name)))
                    .hint(format!("known are {}", all.join(", "))));
            }
        }
    }
    Ok(found)
}

fn number(value: &str, hint: &str) -> Result<f64> {
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Error::invalid(format!("\"{}\" is not a number", text::clean(value))).hint(hint)),
    }
}

/// An amount of the book's currency in minor units: `50k`, `1.2m`, `12,500`.
fn amount(value: &str, currency: Currency) -> Result<i64> {
    let bad = || {
        Error::invalid(format!("\"{}\" is not an amount", text::clean(value)))
            .hint("write it as 50k, 1.2m or 12500")
    };
    let lower = value.to_lowercase();
    let plain = lower.trim_start_matches(currency.sign().trim()).replace([',', '_'], "");
    let (digits, factor) = match plain.chars().last() {
        Some('k') => (plain.trim_end_matches('k'), 1_000_i64),
        Some('m') => (plain.trim_end_matches('m'), 1_000_000),
        Some('b') => (plain.trim_end_matches('b'), 1_000_000_000),
        _ => (plain.as_str(), 1),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if digits.is_empty() || digits == "." || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 6 {
        return Err(bad());
    }
    // In millionths, so that no float comes near money.
    let millionths: i128 = format!("{whole}{fraction:0<6}").parse().map_err(|_| bad())?;
    let minor = millionths
        .checked_mul(i128::from(factor))
        .and_then(|amount| amount.checked_mul(i128::from(currency.per_major())))
        .ok_or_else(bad)?
        / 1_000_000;
    i64::try_from(minor).map_err(|_| bad())
}

/// Days from `today`: `90d`, `12w`, `90`, or a date.
fn days(value: &str, today: Day) -> Result<i32> {
    if let Ok(day) = Day::parse(value) {
        return Ok(day - today);
    }
    let lower = value.to_ascii_lowercase();
    let (digits, factor) = match lower.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (lower.strip_suffix('d').unwrap_or(&lower), 1),
    };
    digits.parse::<i32>().ok().and_then(|count| count.checked_mul(factor)).ok_or_else(|| {
        Error::invalid(format!("\"{}\" is not a number of days", text::clean(value)))
            .hint("write it as 90d, 12w or 2026-12-31")
    })
}
