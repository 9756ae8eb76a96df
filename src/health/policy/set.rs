//! The whole policy of a book: the built-in one, what the book overrides, and what each segment does.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use toml::{Table, Value};

use super::Policy;
use super::overlay::{lay, parse};
use super::read::read;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};
use crate::health::facts::SegmentId;

/// Raised whenever the arithmetic changes, so that cached scores are not mistaken for current ones.
const ARITHMETIC: u32 = 1;

const BUILT_IN: &str = "the built-in policy";

/// A segment of the book and what it says about its own policy.
#[derive(Clone, Copy, Debug)]
pub struct SegmentPolicy<'a> {
    pub id: SegmentId,
    /// Compared with the names of `[segment.NAME]` without case, `_`, `-` and spaces.
    pub name: &'a str,
    /// Days between touchpoints, where the segment has its own.
    pub cadence_days: Option<i32>,
    /// Days from go-live to the first outcome, where the segment has its own.
    pub target_days: Option<i32>,
    /// A partial policy.
    pub toml: Option<&'a str>,
}

/// The policy of a book: one for accounts without a known segment, and one for each segment.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicySet {
    base: Policy,
    /// Ascending by id.
    segments: Vec<(SegmentId, Policy)>,
    /// The complete policy of the book, without segments.
    table: Table,
    differences: Differences,
}

/// What differs in each segment: by the name as it is compared, with the name as written.
type Differences = BTreeMap<String, (String, Table)>;

impl PolicySet {
    /// The text of the built-in policy.
    pub const DEFAULT: &str = include_str!("../../../assets/policy.toml");

    /// The built-in policy alone.
    ///
    /// # Errors
    /// None in a sound build.
    pub fn builtin() -> Result<PolicySet> {
        PolicySet::resolve(None, &[])
    }

    /// The policy of a book: what its own text and its segments override, laid over the built-in one.
    ///
    /// Later layers win: built-in, book, `[segment.NAME]` of both, the segment's own days, the segment's own text.
    ///
    /// # Errors
    /// A key that does not exist or a value that cannot be: which one, and in which of the texts.
    pub fn resolve(book_toml: Option<&str>, segments: &[SegmentPolicy<'_>]) -> Result<PolicySet> {
        PolicySet::resolve_from("the policy of the book", book_toml, segments)
    }

    /// As [`PolicySet::resolve`], where errors call the book's text by the name of its source (a file, say).
    ///
    /// # Errors
    /// As [`PolicySet::resolve`].
    pub fn resolve_from(
        source: &str,
        book_toml: Option<&str>,
        segments: &[SegmentPolicy<'_>],
    ) -> Result<PolicySet> {
        let named_in = |source: &str| clean(source).into_owned();
        let mut table = parse(PolicySet::DEFAULT).map_err(|error| error.at(BUILT_IN))?;
        let mut differences = Differences::new();
        for (name, section) in named_segments(&mut table).map_err(|error| error.at(BUILT_IN))? {
            merge(difference_of(&mut differences, &name), &section);
        }
        if let Some(text) = book_toml {
            overlay_book(&mut table, &mut differences, text).map_err(|error| error.at(named_in(source)))?;
        }
        let base = read(&table, "").map_err(|error| error.at(named_in(source)))?;
        // By name goes what the texts say; what a segment says of itself holds for that one, whatever others are called.
        let (named, mut shown) = (&differences, differences.clone());
        let mut policies = Vec::with_capacity(segments.len());
        for segment in segments {
            let place = |error: Error| error.at(format!("the policy of segment \"{}\"", clean(segment.name)));
            let own = own_difference(segment).map_err(place)?;
            let mut difference =
                named.get(&key_of(segment.name)).map(|named| named.1.clone()).unwrap_or_default();
            merge(&mut difference, &own);
            policies.push((segment.id, segment_policy(&table, &difference, "").map_err(place)?));
            merge(difference_of(&mut shown, segment.name), &own);
        }
        policies.sort_by_key(|policy| policy.0);
        Ok(PolicySet { base, segments: policies, table, differences: shown })
    }

    /// What the accounts of a segment are judged by; of None or an unknown one, the book's own policy.
    pub fn of(&self, segment: Option<SegmentId>) -> &Policy {
        segment.and_then(|id| self.place(id)).map_or(&self.base, |found| &found.1)
    }

    /// The segments that have a policy of their own here, ascending, each with it.
    pub fn segments(&self) -> &[(SegmentId, Policy)] {
        &self.segments
    }

    fn place(&self, id: SegmentId) -> Option<&(SegmentId, Policy)> {
        let place = self.segments.binary_search_by_key(&id, |segment| segment.0).ok()?;
        self.segments.get(place)
    }

    /// A number that differs whenever a score could: of the policy, its segments, and the arithmetic itself.
    /// The same on every run and platform, so that it can be kept beside cached scores.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        // Writing to a hash cannot fail.
        let _ = write!(hash, "{ARITHMETIC} {:?} {:?}", self.base, self.segments);
        hash.0
    }

    /// The policy in force as TOML, with the comments of the built-in text; it reads back as the same policy.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let mut section = String::new();
        for line in PolicySet::DEFAULT.lines().take_while(|line| !line.starts_with("[segment.")) {
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').to_string();
            }
            match line.split_once(" = ") {
                Some((key, _)) if !line.starts_with('#') => {
                    let value = find(&self.table, &section, key).map(Value::to_string).unwrap_or_default();
                    out.push_str(&format!("{key} = {value}\n"));
                }
                _ => out.push_str(&format!("{line}\n")),
            }
        }
        let named = self.differences.values().cloned();
        let segments: Table = named.map(|(name, table)| (name, Value::Table(table))).collect();
        let segments = Table::from_iter([("segment".to_string(), Value::Table(segments))]);
        out.push_str(&segments.to_string());
        out
    }
}

/// Lays a book's text over the table, its segments' sections over theirs.
fn overlay_book(table: &mut Table, differences: &mut Differences, text: &str) -> Result<()> {
    let mut over = parse(text)?;
    let segments = named_segments(&mut over)?;
    lay(table, &over, "")?;
    read(table, "")?;
    for (name, difference) in segments {
        segment_policy(table, &difference, &format!("segment.{}.", clean(&name)))?;
        merge(difference_of(differences, &name), &difference);
    }
    Ok(())
}

/// The complete policy of a segment: the book's, and what differs.
fn segment_policy(table: &Table, difference: &Table, prefix: &str) -> Result<Policy> {
    let mut whole = table.clone();
    lay(&mut whole, difference, prefix)?;
    read(&whole, prefix)
}

/// What a segment of the book says of its own policy.
fn own_difference(segment: &SegmentPolicy<'_>) -> Result<Table> {
    let mut own = Table::new();
    for (key, days) in [("cadence_days", segment.cadence_days), ("target_days", segment.target_days)] {
        if let Some(days) = days {
            own.insert(key.to_string(), Value::Integer(days.into()));
        }
    }
    if let Some(text) = segment.toml {
        merge(&mut own, &parse(text)?);
    }
    if own.contains_key("segment") {
        return Err(Error::invalid("segment is not a key of a segment's own policy")
            .hint("leave out the [segment.NAME] line"));
    }
    Ok(own)
}

/// Takes the sections `[segment.NAME]` out of a policy.
fn named_segments(table: &mut Table) -> Result<Vec<(String, Table)>> {
    let sections = match table.remove("segment") {
        None => return Ok(Vec::new()),
        Some(Value::Table(sections)) => sections,
        Some(_) => {
            return Err(
                Error::invalid("segment is not a section").hint("write [segment.NAME] and its keys below")
            );
        }
    };
    sections
        .into_iter()
        .map(|(name, section)| match section {
            Value::Table(section) => Ok((name, section)),
            _ => Err(Error::invalid(format!("segment.{} is not a section", clean(&name)))
                .hint(format!("write [segment.{}] and its keys below", clean(&name)))),
        })
        .collect()
}

/// What differs in the segment of a name; nothing yet for a new one.
fn difference_of<'a>(differences: &'a mut Differences, name: &str) -> &'a mut Table {
    &mut differences.entry(key_of(name)).or_insert_with(|| (name.to_string(), Table::new())).1
}

/// The name of a segment as it is compared.
fn key_of(name: &str) -> String {
    let key = fold(name).replace(' ', "");
    if key.is_empty() { name.to_string() } else { key }
}

/// Lays `over` on top of `base`, adding keys that it lacks.
fn merge(base: &mut Table, over: &Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Table(base)), Value::Table(over)) => merge(base, over),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

fn find<'a>(table: &'a Table, section: &str, key: &str) -> Option<&'a Value> {
    let mut table = table;
    for step in section.split('.').filter(|step| !step.is_empty()) {
        table = table.get(step)?.as_table()?;
    }
    table.get(key)
}

/// FNV-1a, 64 bits.
struct Fnv(u64);

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}
