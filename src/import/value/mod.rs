//! What a cell says: text to a value of the type that its column holds.

pub mod day;
pub mod decimal;

use std::borrow::Cow;

use crate::domain::text::{clean, fold, is_spreadsheet_error, needs_apostrophe};
use crate::domain::{
    Band, ContactRole, Currency, Error, GoalStatus, Priority, Quarter, Stage, SurveyKind, TouchpointKind,
};

use super::kind::{Codes, Holds};
use day::DayStyle;
use decimal::{Decimal, PointStyle};

/// What a cell says, before names are looked up.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// A number, a code, a row id, a day, a yes (1) or no (0).
    Int(i64),
    /// Text.
    Text(String),
    /// An exact decimal number, with the currency that stood beside it.
    Decimal(Decimal, Option<Currency>),
}

/// How the cells of one column are written, as learnt from all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Which part of `1/2/2024` is the day.
    pub day: DayStyle,
    /// Which of `.` and `,` is the decimal point.
    pub point: PointStyle,
}

/// Whether a cell says nothing.
pub fn is_nothing(text: &str) -> bool {
    text.is_empty() || text == "-"
}

/// A text as a cell from which [`literal`] or [`read`] give it back exactly: with an apostrophe in front where reading
/// would change it, or where a spreadsheet would run it as a formula.
pub fn exact(text: &str, holds: Holds) -> Cow<'_, str> {
    if needs_apostrophe_in(text, holds) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of which [`exact`] made a cell, as it is in the file. None: the cell has no apostrophe in front, or one of
/// its own.
pub fn literal(cell: &str, holds: Holds) -> Option<&str> {
    cell.strip_prefix('\'').filter(|rest| needs_apostrophe_in(rest, holds))
}

fn needs_apostrophe_in(text: &str, holds: Holds) -> bool {
    needs_apostrophe(text) || (holds.dresses() && (text.starts_with('\'') || !is_plain(text, holds)))
}

/// Whether reading a text changes nothing of it.
fn is_plain(text: &str, holds: Holds) -> bool {
    matches!(read(text, holds, Style::default()), Ok(Datum::Text(same)) if same == text)
}

/// Takes the text of a [`literal`] cell as it is.
///
/// # Errors
/// Why the cell is refused, as the end of a sentence about it.
pub fn take(text: &str, holds: Holds) -> Result<Datum, String> {
    let most = match holds {
        Holds::Text(most) | Holds::Folded(most) => most,
        Holds::Domain => 253,
        Holds::Tags | Holds::List => LONGEST_LIST,
        Holds::Id | Holds::Account | Holds::Parent | Holds::Contract => LONGEST_NAME,
        Holds::Row(_) => LONGEST_TITLE,
        Holds::Member | Holds::Segment | Holds::Feature | Holds::Metric => LONGEST_NAME,
        Holds::Names => return Ok(Datum::Text(text.to_owned())),
        _ => return read(text, holds, Style::default()),
    };
    if text.contains('\0') {
        return Err(NUL.into());
    }
    let is_text =
        matches!(holds, Holds::Text(_) | Holds::Folded(_) | Holds::Domain | Holds::Tags | Holds::List);
    if text.is_empty() && is_text {
        return Ok(Datum::Text(String::new()));
    }
    limited(text.to_owned(), most)
}

/// Most characters of a list.
const LONGEST_LIST: usize = 2_000;
/// Most characters of an id or of the name of something that is made on first mention.
const LONGEST_NAME: usize = 200;
/// Most characters of the title by which a row may be named.
const LONGEST_TITLE: usize = 2_000;
const NUL: &str = "holds a NUL character: the file is damaged here";

/// Reads a cell that says something. Names (accounts, members, ...) stay text, to be looked up.
///
/// # Errors
/// Why the cell is refused, as the end of a sentence about it.
pub fn read(text: &str, holds: Holds, style: Style) -> Result<Datum, String> {
    if text.contains('\0') {
        return Err(NUL.into());
    }
    if is_spreadsheet_error(text) {
        return Err("is an error of the spreadsheet, not a value".into());
    }
    match holds {
        Holds::Id | Holds::Account | Holds::Parent | Holds::Contract => id(text, LONGEST_NAME),
        Holds::Row(_) => id(text, LONGEST_TITLE),
        Holds::Text(most) => limited(text.to_owned(), most),
        Holds::Folded(most) => limited(fold(text), most),
        Holds::Member | Holds::Segment | Holds::Feature | Holds::Metric => {
            limited(text.to_owned(), LONGEST_NAME)
        }
        Holds::Domain => limited(domain(text), 253),
        Holds::Day => day::read(text, style.day).map(|day| Datum::Int(i64::from(day.0))),
        Holds::Amount | Holds::Decimal => {
            let (decimal, currency) = decimal::read(text, style.point)?;
            if decimal.is_negative() {
                return Err("is negative".into());
            }
            Ok(Datum::Decimal(decimal, currency))
        }
        Holds::Number => {
            let (decimal, _) = decimal::read(text, style.point)?;
            decimal.scaled(6).map(Datum::Int).ok_or_else(|| "is too large".into())
        }
        Holds::Whole(least, most) => whole(text, style, least, most),
        Holds::Flag => flag(text),
        Holds::Currency => Currency::parse(text)
            .map(|currency| Datum::Text(currency.code().to_owned()))
            .map_err(|error| sentence(&error)),
        Holds::Quarter => Quarter::parse(text)
            .map(|quarter| Datum::Text(quarter.to_string()))
            .map_err(|error| sentence(&error)),
        Holds::Tags => limited(list(&text.to_lowercase()), LONGEST_LIST),
        Holds::List => limited(list(text), LONGEST_LIST),
        Holds::Names => Ok(Datum::Text(text.to_owned())),
        Holds::Uid => match uuid::Uuid::try_parse(text) {
            Ok(_) => Ok(Datum::Text(text.to_owned())),
            Err(_) => Err("is no identity; leave it empty for a new row".into()),
        },
        Holds::Code(codes) => code(text, codes).map(Datum::Int).map_err(|error| sentence(&error)),
        Holds::Word(words) => word(text, words),
    }
}

fn limited(text: String, most: usize) -> Result<Datum, String> {
    if text.is_empty() {
        return Err("says nothing that can be kept".into());
    }
    // The count of characters is asked only where the bytes leave a doubt.
    if text.len() > most && text.chars().count() > most {
        return Err(format!("is longer than {most} characters"));
    }
    Ok(Datum::Text(text))
}

fn id(text: &str, most: usize) -> Result<Datum, String> {
    if decimal::is_scientific(text) {
        return Err("is an id that a spreadsheet turned into a number and cut off; \
                    export it again and open it with that column as text"
            .into());
    }
    limited(text.to_owned(), most)
}

fn whole(text: &str, style: Style, least: i64, most: i64) -> Result<Datum, String> {
    let (decimal, _) = decimal::read(text, style.point)?;
    match decimal.whole() {
        Some(number) if (least..=most).contains(&number) => Ok(Datum::Int(number)),
        Some(number) if number < least && least == 0 => Err("is negative".into()),
        Some(_) if most == i64::MAX => Err(format!("is below {least}")),
        Some(_) => Err(format!("is not from {least} to {most}")),
        None => Err("is not a whole number".into()),
    }
}

const YES: [&str; 12] = ["true", "1", "yes", "y", "t", "x", "on", "ja", "oui", "si", "wahr", "vrai"];
const NO: [&str; 10] = ["false", "0", "no", "n", "f", "off", "nein", "non", "falsch", "faux"];

fn flag(text: &str) -> Result<Datum, String> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match () {
        () if is(&YES) => Ok(Datum::Int(1)),
        () if is(&NO) => Ok(Datum::Int(0)),
        () => Err("is neither yes nor no".into()),
    }
}

fn code(text: &str, codes: Codes) -> Result<i64, Error> {
    match codes {
        Codes::Band => Band::parse(text).map(Band::code),
        Codes::Stage => Stage::parse(text).map(Stage::code),
        Codes::Role => ContactRole::parse(text).map(ContactRole::code),
        Codes::Touchpoint => TouchpointKind::parse(text).map(TouchpointKind::code),
        Codes::Survey => SurveyKind::parse(text).map(SurveyKind::code),
        Codes::Goal => GoalStatus::parse(text).map(GoalStatus::code),
        Codes::Priority => Priority::parse(text).map(Priority::code),
    }
}

fn word(text: &str, words: &[(&'static str, &[&'static str])]) -> Result<Datum, String> {
    let key = fold(text);
    let tight = key.replace(' ', "");
    let found = words
        .iter()
        .find(|(word, also)| word.replace(' ', "") == tight || also.iter().any(|other| *other == key));
    match found {
        Some((word, _)) => Ok(Datum::Text((*word).to_owned())),
        None => {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Err(format!("is none of {}", all.join(", ")))
        }
    }
}

/// The host of a web address or e-mail address, lower case, without `www.`.
pub fn domain(text: &str) -> String {
    let lower = text.to_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    host.strip_prefix("www.")
        .unwrap_or(host)
        .trim_start()
        .trim_end_matches(|c: char| c == '.' || c.is_whitespace())
        .to_owned()
}

/// The parts of a list, trimmed, each once, `;` between.
fn list(text: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(";")
}

/// The names of a list, `;` between. Of a name that begins with `name:` every character counts but for `\`, which takes
/// the one after it as it is; others are trimmed.
pub fn names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let Some(name) = names.last_mut() else { break };
        match c {
            ';' => names.push(String::new()),
            '\\' if name.trim_start().starts_with(NAME) => name.extend(rest.next()),
            c => name.push(c),
        }
    }
    let tidy = |name: String| {
        let begun = name.trim_start();
        if begun.starts_with(NAME) { begun.to_owned() } else { name.trim().to_owned() }
    };
    names.into_iter().map(tidy).filter(|name| !name.is_empty()).collect()
}

/// Before a name that is meant word for word, in a list.
pub const NAME: &str = "name:";

/// An error as the end of a sentence about a cell.
fn sentence(error: &Error) -> String {
    // The value itself is named by whoever reports it.
    let what = error.what.split_once("\" ").map_or(error.what.as_str(), |(_, rest)| rest);
    match &error.hint {
        Some(hint) => format!("{}; {hint}", clean(what)),
        None => clean(what).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::disarm;

    fn text(cell: &str, holds: Holds) -> Result<String, String> {
        match read(cell, holds, Style::default())? {
            Datum::Text(text) => Ok(text),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn yes_and_no_come_in_many_words() {
        let flag = |cell| read(cell, Holds::Flag, Style::default());
        for yes in ["TRUE", "1", "Yes", "ja", "x"] {
            assert_eq!(flag(yes), Ok(Datum::Int(1)), "{yes}");
        }
        for no in ["False", "0", "no", "NEIN", "non"] {
            assert_eq!(flag(no), Ok(Datum::Int(0)), "{no}");
        }
        assert!(flag("maybe").is_err());
    }

    #[test]
    fn an_id_that_a_spreadsheet_damaged_is_refused_with_the_cause() {
        let refused = text("1.03006E+13", Holds::Id).unwrap_err();
        assert!(refused.contains("spreadsheet"), "{refused}");
        for fine in ["A-1", "1E5", "0012", "12e", "E+13"] {
            assert_eq!(text(fine, Holds::Id).unwrap(), fine);
        }
    }

    #[test]
    fn a_domain_is_the_host_of_an_address() {
        for address in ["Acme.com", "https://www.acme.com/about?x=1", "jo@acme.com", "acme.com:8080"] {
            assert_eq!(text(address, Holds::Domain).unwrap(), "acme.com", "{address}");
        }
    }

    #[test]
    fn lists_and_words_ignore_dress() {
        assert_eq!(text(" VIP ; eu;vip ", Holds::Tags).unwrap(), "vip;eu");
        let words = Holds::Word(&[("use case", &["usecase"]), ("seats", &["licenses"])]);
        for cell in ["Use_Case", "use-case", "USECASE"] {
            assert_eq!(text(cell, words).unwrap(), "use case", "{cell}");
        }
        assert!(text("cows", words).unwrap_err().contains("use case, seats"));
        assert!(text("#N/A", Holds::Text(10)).is_err() && text("a\0b", Holds::Text(10)).is_err());
    }

    /// What import makes of a cell, with the white space around it as in the file.
    fn taken(cell: &str, holds: Holds) -> Result<Datum, String> {
        match literal(cell, holds) {
            Some(text) => take(text, holds),
            None => read(cell.trim(), holds, Style::default()),
        }
    }

    #[test]
    fn every_text_comes_back_exactly_from_its_cell() {
        let texts = [
            "=1+1",
            "@x",
            "+1 555",
            "-cmd",
            "\tx",
            " x",
            "x ",
            "x\n",
            "-",
            "'=1",
            "''-",
            "'",
            "''",
            "#N/A",
            "'x ",
            "'tis",
            "''x",
            "-4.1",
            "+5",
            "a=b",
            "é",
            "x\ny",
            "ACME.com",
            "'ACME.com",
            "b; a ;b",
            "1.5E+3",
            "'1.5E+3",
        ];
        let kinds = [Holds::Text(50), Holds::Domain, Holds::Tags, Holds::List, Holds::Folded(50), Holds::Id];
        for (text, holds) in texts.iter().flat_map(|text| kinds.map(|holds| (*text, holds))) {
            let cell = exact(text, holds);
            assert_eq!(taken(&cell, holds), Ok(Datum::Text(text.to_owned())), "{cell} {holds:?}");
            assert_eq!(disarm(&cell), cell, "{text}: no spreadsheet runs it");
        }
        assert_eq!(taken(&exact("", Holds::Text(9)), Holds::Text(9)), Ok(Datum::Text(String::new())));
        for plain in ["'tis", "'tis fine", "''x", "-4.1", "+5", "a=b", "é", "x\ny"] {
            assert_eq!(
                (exact(plain, Holds::Text(50)).as_ref(), literal(plain, Holds::Text(50))),
                (plain, None)
            );
        }
    }

    #[test]
    fn names_of_a_list_are_trimmed_or_meant_word_for_word() {
        assert_eq!(names(" Ann ;; bo@x.example;"), ["Ann", "bo@x.example"]);
        assert_eq!(names(r"name: A\;B\\ ;C\D"), ["name: A;B\\ ", "C\\D"]);
        assert_eq!(names("name:;name:"), ["name:", "name:"]);
    }
}
