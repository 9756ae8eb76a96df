//! Which column of the file fills which column of the kind: what the user said, then a preset, then the headers.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::kind::{Column, Holds, Kind, Need, Shape, header_key};
use super::read::{Record, Table};
use super::source::{self, Preset, Source};
use super::value::{self, Datum, Style, is_nothing};
use crate::domain::text::{clean, fit, fold};
use crate::domain::{Error, Kind as ErrorKind, Result};

/// Where the cells of one column of the kind come from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    /// Nowhere: the file does not say.
    Nowhere,
    /// A column of the file.
    Column(usize),
    /// The filled cells of several columns, with this between them.
    Joined(Vec<usize>, &'static str),
    /// The same on every row.
    Constant(String),
}

/// How the file fills the columns of a kind.
#[derive(Debug)]
pub struct Mapping {
    /// The header cells.
    pub headers: Vec<String>,
    /// The line of the headers.
    pub header_line: u64,
    /// Records up to and with the headers.
    pub skip: usize,
    /// Name of the source whose preset was used.
    pub source: Option<String>,
    /// Whether every other numeric column is a metric.
    pub wide: bool,
    from: Vec<Origin>,
    values: Vec<HashMap<String, String>>,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given<'r> {
    /// This, word for word.
    Exactly(&'r str),
    /// This, in whatever dress.
    Dressed(Cow<'r, str>),
}

impl Given<'_> {
    /// The text of it.
    pub fn text(&self) -> &str {
        match self {
            Given::Exactly(text) => text,
            Given::Dressed(text) => text,
        }
    }

    /// Whether it is nothing but spaces.
    pub fn is_blank(&self) -> bool {
        self.text().trim_matches(' ').is_empty()
    }

    /// As a value of what the column holds.
    ///
    /// # Errors
    /// Why it is refused, as the end of a sentence about the cell.
    pub fn read(&self, holds: Holds, style: Style) -> Result<Datum, String> {
        match self {
            Given::Exactly(text) => value::take(text, holds),
            Given::Dressed(text) => value::read(text, holds, style),
        }
    }
}

/// What the user said about the file.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// `--source`.
    pub source: Option<&'a str>,
    /// `--map field=Column`.
    pub map: &'a [(String, String)],
    /// `--wide`.
    pub wide: bool,
}

/// Records looked at to find the headers: reports begin with a title or two.
const HEAD: usize = 20;

impl Mapping {
    /// Finds the headers of a file and what they mean.
    ///
    /// # Errors
    /// No headers, no rows, a required column is missing, or what the user said does not fit the file.
    pub fn find(table: &Table<'_>, kind: &Kind, said: Said<'_>) -> Result<Mapping> {
        let sources = source::all()?;
        let head = table.head(HEAD)?;
        let Some((first_line, first)) = head.first() else {
            return Err(Error::invalid("is empty").hint("export it again; it needs a line of column names"));
        };
        check_fields(kind, said.map)?;
        let attempt = |line: u64, cells: &[String], skip: usize| -> Result<Mapping> {
            let mapping = Mapping::of(kind, sources, said, (line, cells, skip))?;
            mapping.check(kind)?;
            Ok(mapping)
        };
        let outcome = match attempt(*first_line, first, 1) {
            // Titles above the headers: fewer filled cells than the headers that fit.
            Err(error) => {
                let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
                let mut widest = filled(first);
                let mut later = None;
                for (place, (line, cells)) in head.iter().enumerate().skip(1) {
                    if filled(cells) > widest
                        && let Ok(mapping) = attempt(*line, cells, place + 1)
                    {
                        later = Some(mapping);
                        break;
                    }
                    widest = widest.max(filled(cells));
                }
                later.ok_or(error)
            }
            found => found,
        };
        let mapping = outcome?;
        if head.len() == mapping.skip {
            return Err(Error::invalid("has a line of column names and nothing below it")
                .hint("export it again with its rows"));
        }
        Ok(mapping)
    }

    /// The mapping for these headers, complete or not.
    fn of(
        kind: &Kind,
        sources: &[Source],
        said: Said<'_>,
        (header_line, headers, skip): (u64, &[String], usize),
    ) -> Result<Mapping> {
        let headers: Vec<String> = headers.iter().map(|header| header.trim().to_owned()).collect();
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let chosen = source::choose(sources, said.source, kind.name, &headers)?;
        let mut mapping = Mapping {
            header_line,
            skip,
            source: chosen.map(|(source, _)| source.name.clone()),
            wide: matches!(kind.shape, Shape::Usage)
                && (said.wide || chosen.is_some_and(|(_, preset)| preset.wide)),
            from: vec![Origin::Nowhere; kind.columns.len()],
            values: vec![HashMap::new(); kind.columns.len()],
            headers,
        };
        for (field, header) in said.map {
            let Some(place) = kind.column(field) else { continue };
            let wanted = header_key(header);
            let exact = mapping.headers.iter().position(|name| name == header.trim());
            let Some(column) = exact.or_else(|| keys.iter().position(|key| *key == wanted)) else {
                return Err(Error::invalid(format!("has no column \"{}\"", clean(header)))
                    .hint(format!("its columns are {}", listed(&mapping.headers))));
            };
            mapping.set(place, Origin::Column(column));
        }
        if let Some((_, preset)) = chosen {
            mapping.apply(kind, preset, &keys);
        }
        mapping.match_headers(kind, &keys, chosen.map(|(_, preset)| preset));
        Ok(mapping)
    }

    fn set(&mut self, place: usize, from: Origin) {
        if let Some(slot) = self.from.get_mut(place)
            && *slot == Origin::Nowhere
        {
            *slot = from;
        }
    }

    fn apply(&mut self, kind: &Kind, preset: &Preset, keys: &[String]) {
        let find = |header: &String| keys.iter().position(|key| *key == header_key(header));
        for (field, headers) in &preset.columns {
            if let Some(place) = kind.column(field)
                && let Some(column) = headers.headers().iter().find_map(find)
            {
                self.set(place, Origin::Column(column));
            }
        }
        let joined = preset.join.iter().map(|(field, headers)| (field, headers, ": "));
        for (field, headers, between) in joined.chain(preset.words.iter().map(|(f, h)| (f, h, " "))) {
            if let Some(place) = kind.column(field) {
                self.set(place, Origin::Joined(headers.iter().filter_map(find).collect(), between));
            }
        }
        for (field, constant) in &preset.constants {
            if let Some(place) = kind.column(field) {
                self.set(place, Origin::Constant(constant.clone()));
            }
        }
        for (field, words) in &preset.values {
            if let Some(slot) = kind.column(field).and_then(|place| self.values.get_mut(place)) {
                *slot = words.iter().map(|(word, ours)| (fold(word), ours.clone())).collect();
            }
        }
    }

    /// Native names first, then the other names of every column, so that none takes another's own header.
    fn match_headers(&mut self, kind: &Kind, keys: &[String], preset: Option<&Preset>) {
        let mut taken: HashSet<usize> = self.used().collect();
        for header in preset.iter().flat_map(|preset| &preset.ignore) {
            taken.extend(keys.iter().position(|key| *key == header_key(header)));
        }
        for native in [true, false] {
            for (place, column) in kind.columns.iter().enumerate().filter(|(_, column)| !column.hidden) {
                let names: &[&str] = if native { &[column.name] } else { column.also };
                let found = names
                    .iter()
                    .map(|name| header_key(name))
                    .find_map(|name| keys.iter().position(|key| *key == name))
                    .filter(|found| !taken.contains(found));
                if let Some(found) = found
                    && self.from.get(place) == Some(&Origin::Nowhere)
                {
                    self.set(place, Origin::Column(found));
                    taken.insert(found);
                }
            }
        }
    }

    /// Whether every required column has something to fill it.
    fn check(&self, kind: &Kind) -> Result<()> {
        let matched = self.from.iter().any(|from| matches!(from, Origin::Column(_) | Origin::Joined(..)));
        if !matched {
            let example = kind.columns.iter().filter(|column| column.need != Need::Never);
            let example: Vec<&str> = example.map(|column| column.name).collect();
            let first = example.first().copied().unwrap_or("account");
            return Err(Error::invalid(format!(
                "has no line of column names that fits {}: its first line is {}",
                kind.name,
                listed(&self.headers)
            ))
            .hint(format!(
                "the first line must name the columns, such as {}; if it does in other words, say which is which \
                 with --map {first}=COLUMN",
                example.join(", ")
            )));
        }
        let missing = |column: &&Column| match column.need {
            Need::Always => !self.has_or_wide(kind, column),
            Need::OneOf(group) => !kind
                .columns
                .iter()
                .any(|other| other.need == Need::OneOf(group) && self.has_or_wide(kind, other)),
            Need::Never => false,
        };
        let Some(column) = kind.columns.iter().find(missing) else { return Ok(()) };
        let wanted = match column.need {
            Need::OneOf(group) => group,
            Need::Always | Need::Never => column.name,
        };
        let wide = if matches!(kind.shape, Shape::Usage) && matches!(column.name, "metric" | "value") {
            "; if every other column is a metric, say --wide"
        } else {
            ""
        };
        Err(Error::invalid(format!("has no column for {wanted}: its columns are {}", listed(&self.headers)))
            .hint(format!("say which one it is with --map {}=COLUMN{wide}", column.name)))
    }

    fn has_or_wide(&self, kind: &Kind, column: &Column) -> bool {
        let place = kind.column(column.name);
        place.is_some_and(|place| self.has(place)) || (self.wide && matches!(column.name, "metric" | "value"))
    }

    /// Whether the file says anything about a column of the kind.
    pub fn has(&self, place: usize) -> bool {
        self.from.get(place).is_some_and(|from| *from != Origin::Nowhere)
    }

    /// The column of the file that alone fills a column of the kind.
    pub fn column(&self, place: usize) -> Option<usize> {
        match self.from.get(place) {
            Some(Origin::Column(column)) => Some(*column),
            _ => None,
        }
    }

    /// What the record says in a column of the kind; empty where it says nothing.
    pub fn text<'r>(&'r self, record: &Record<'r>, place: usize) -> Cow<'r, str> {
        let text = match self.from.get(place) {
            Some(Origin::Column(column)) => Cow::Borrowed(record.cell(*column)),
            Some(Origin::Joined(columns, between)) => {
                let cells = columns.iter().map(|column| record.cell(*column));
                Cow::Owned(cells.filter(|cell| !is_nothing(cell)).collect::<Vec<_>>().join(between))
            }
            Some(Origin::Constant(text)) => return Cow::Borrowed(text),
            Some(Origin::Nowhere) | None => return Cow::Borrowed(""),
        };
        match self.values.get(place) {
            Some(words) if !words.is_empty() => match words.get(&fold(&text)) {
                Some(ours) => Cow::Borrowed(ours),
                None => text,
            },
            _ => text,
        }
    }

    /// What the record says in a column of the kind. None: nothing.
    pub fn given<'r>(&'r self, record: &Record<'r>, place: usize, holds: Holds) -> Option<Given<'r>> {
        let raw = self.column(place).map(|column| record.raw(column));
        if let Some(text) = raw.and_then(|raw| value::literal(raw, holds)) {
            return Some(Given::Exactly(text));
        }
        Some(self.text(record, place)).filter(|text| !is_nothing(text)).map(Given::Dressed)
    }

    /// What the file calls a column of the kind.
    pub fn header(&self, kind: &Kind, place: usize) -> String {
        let header = match self.from.get(place) {
            Some(Origin::Column(column)) => self.headers.get(*column),
            Some(Origin::Joined(columns, _)) => columns.first().and_then(|column| self.headers.get(*column)),
            _ => None,
        };
        let native = || kind.columns.get(place).map(|column| column.name.to_owned()).unwrap_or_default();
        header.filter(|header| !header.is_empty()).cloned().unwrap_or_else(native)
    }

    /// Columns of the file that fill something.
    fn used(&self) -> impl Iterator<Item = usize> + '_ {
        self.from
            .iter()
            .flat_map(|from| match from {
                Origin::Column(column) => std::slice::from_ref(column),
                Origin::Joined(columns, _) => columns,
                Origin::Nowhere | Origin::Constant(_) => &[],
            })
            .copied()
    }

    /// Columns of the file that fill nothing: (place, header). Nameless ones are left out.
    pub fn unused(&self) -> Vec<(usize, &str)> {
        let used: HashSet<usize> = self.used().collect();
        let headers = self.headers.iter().enumerate().map(|(place, header)| (place, header.as_str()));
        headers.filter(|(place, header)| !header.is_empty() && !used.contains(place)).collect()
    }

    /// Headers that stand twice; only the first of each is read.
    pub fn duplicates(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let named = self.headers.iter().filter(|header| !header.is_empty());
        named.filter(|header| !seen.insert(header_key(header))).map(String::as_str).collect()
    }
}

fn check_fields(kind: &Kind, map: &[(String, String)]) -> Result<()> {
    let known = |field: &str| kind.columns.iter().any(|column| column.name == field && !column.hidden);
    for (place, (field, column)) in map.iter().enumerate() {
        if let Some((_, first)) = map.iter().take(place).find(|(other, _)| other == field) {
            let (field, first, column) = (clean(field), clean(first), clean(column));
            return Err(Error::new(
                ErrorKind::Usage,
                format!("\"{field}\" cannot be taken from \"{first}\" and from \"{column}\""),
            )
            .hint("say --map once for each field"));
        }
    }
    match map.iter().find(|(field, _)| !known(field)) {
        None => Ok(()),
        Some((field, _)) => {
            let names = kind.columns.iter().filter(|column| !column.hidden).map(|column| column.name);
            Err(Error::new(ErrorKind::Usage, format!("{} have no column \"{}\"", kind.name, clean(field)))
                .hint(format!("use one of {}", names.collect::<Vec<_>>().join(", "))))
        }
    }
}

/// Headers for a message: the first dozen, each cut to a readable length.
fn listed(headers: &[String]) -> String {
    const SHOWN: usize = 12;
    let named: Vec<&String> = headers.iter().filter(|header| !header.is_empty()).collect();
    let mut shown: Vec<String> =
        named.iter().take(SHOWN).map(|header| format!("\"{}\"", fit(header, 40))).collect();
    if let Some(rest) = named.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        shown.push(format!("and {rest} more"));
    }
    if shown.is_empty() { "empty".to_owned() } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(kind: &str, text: &str, map: &[(&str, &str)]) -> Result<Mapping> {
        let map: Vec<_> = map.iter().map(|(field, column)| ((*field).into(), (*column).into())).collect();
        let table = Table::read(text.as_bytes(), None)?;
        Mapping::find(&table, Kind::named(kind)?, Said { source: None, map: &map, wide: false })
    }

    #[test]
    fn plain_exports_need_no_preset() {
        let mapping =
            find("accounts", "Customer ID,Customer,Start,Signup Date\nA-1,Acme,x,2024-01-01\n", &[]).unwrap();
        let kind = Kind::named("accounts").unwrap();
        for (field, column) in [("external_id", 0), ("name", 1), ("signed_on", 3)] {
            assert_eq!(kind.column(field).and_then(|place| mapping.column(place)), Some(column), "{field}");
        }
        assert_eq!(mapping.unused(), [(2, "Start")]);
    }

    #[test]
    fn titles_above_the_headers_are_skipped_only_when_headers_follow() {
        let mapping = find("accounts", "Accounts of May\n\nid;name\n1;Acme\n", &[]);
        let mapping = mapping.unwrap();
        assert_eq!((mapping.skip, mapping.header_line), (2, 3));
        let error = find("accounts", "1,Acme\n2,Beta\n", &[]).unwrap_err();
        assert!(error.what.contains("no line of column names") && error.what.contains("\"Acme\""), "{error}");
    }

    #[test]
    fn a_missing_column_names_those_that_are_there_and_the_way_out() {
        let error = find("contracts", "id,account,start\n1,2,2024-01-01\n", &[]).unwrap_err();
        assert!(error.what.contains("mrr or arr") && error.what.contains("\"start\""), "{error}");
        assert!(error.hint.unwrap().contains("--map mrr="));
        let mapped = find("contracts", "id,account,start,price\n1,2,2024-01-01,5\n", &[("mrr", "Price")]);
        assert!(mapped.is_ok());
        let error = find("contracts", "id,account,start,mrr\n1,2,3,4\n", &[("mrr", "cost")]).unwrap_err();
        assert!(error.what.contains("\"cost\""), "{error}");
        let error = find("contracts", "id,account,start,mrr\n1,2,3,4\n", &[("cows", "id")]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Usage);
        let error = find("accounts", "id,name\n", &[]).unwrap_err();
        assert!(error.what.contains("nothing below"), "{error}");
    }
}
