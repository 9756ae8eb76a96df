//! The many rows: usage, long and wide, and feature uses. A million of them must not take long, so a record becomes a
//! small number-only row, all rows are sorted in memory, and the book is written in its own order.

use std::collections::{HashMap, VecDeque};
use std::ops::{ControlFlow, Range};

use super::directory::{Accounts, Contracts, Directory, NO_CONTRACT, Trouble};
use super::kind::{Holds, Kind, Shape};
use super::learn::Learnt;
use super::mapping::{Given, Mapping};
use super::progress::{Step, Watch};
use super::read::{Record, Table};
use super::records::extra_cells;
use super::report::{Reject, Report, to_u64};
use super::value::decimal::PointStyle;
use super::value::{Datum, Style, day, decimal, is_nothing};
use crate::domain::text::clean;
use crate::domain::{Day, Error, Result};
use crate::store::Tx;
use crate::store::load::names::Named;
use crate::store::load::uses::{Outcome, Series, Use, Writer};

/// What an import of many rows needs at hand.
pub struct Job<'a, 't> {
    /// The open transaction.
    pub tx: &'t Tx<'t>,
    /// The kind.
    pub kind: &'static Kind,
    /// The import.
    pub run: i64,
    /// The file.
    pub table: &'a Table<'a>,
    /// What its columns mean.
    pub mapping: &'a Mapping,
    /// How they are written.
    pub learnt: &'a Learnt,
    /// Whether unknown accounts are made.
    pub create_accounts: bool,
}

/// A row in numbers alone. Its order is that of the book.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Small {
    /// Place of the account among all, by row id.
    account: u32,
    /// Place of the metric or feature, by row id.
    subject: u32,
    day: Day,
    /// Place of the contract among all, by account and row id, from 1; 0: none.
    contract: u32,
    /// Number of the record among those taken.
    record: u32,
    value: f64,
}

impl Small {
    fn key(&self) -> (u32, u32, Day, u32) {
        (self.account, self.subject, self.day, self.contract)
    }
}

/// What an account or contract cell means.
#[derive(Clone, Copy)]
struct Owner {
    account: u32,
    contract: u32,
    /// First start and last end of what it is about.
    span: Option<(Day, Option<Day>)>,
}

/// Where the columns of the kind are.
struct Places {
    account: usize,
    contract: usize,
    date: usize,
    subject: usize,
    value: usize,
    id: usize,
}

impl Places {
    fn of(kind: &Kind) -> Result<Places> {
        let place = |name: &str| {
            kind.column(name)
                .ok_or_else(|| Error::invalid(format!("the kind {} has no column {name}", kind.name)))
        };
        let (subject, value) = match kind.shape {
            Shape::Features => ("feature", "uses"),
            Shape::Usage | Shape::Records(_) => ("metric", "value"),
        };
        Ok(Places {
            account: place("account")?,
            contract: place("contract")?,
            date: place("date")?,
            subject: place(subject)?,
            value: place(value)?,
            id: place("id")?,
        })
    }
}

/// Imports the records of a file.
///
/// # Errors
/// Cancelled, or the book cannot be read or written.
pub fn run(job: &Job<'_, '_>, report: &mut Report, watch: &mut Watch<'_>) -> Result<()> {
    let series = if matches!(job.kind.shape, Shape::Features) { Series::Features } else { Series::Usage };
    let mut directory = Directory::new(job.tx, job.learnt);
    directory.accounts()?;
    directory.contracts()?;
    let mut reader = Reader {
        job,
        series,
        places: Places::of(job.kind)?,
        directory,
        by_account: HashMap::new(),
        by_contract: HashMap::new(),
        subjects: Subjects::default(),
        wide: Vec::new(),
        ids: HashMap::new(),
        rows: Vec::with_capacity(usize::try_from(job.learnt.records).unwrap_or(0).min(16_000_000)),
        lines: Vec::new(),
    };
    reader.name_metrics()?;
    watch.begin(Step::Reading, job.learnt.records)?;
    job.table.each(job.mapping.skip, &mut |record| {
        watch.step()?;
        report.read += 1;
        match reader.take(record, report) {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(Trouble::Row(column, message)) => {
                report.rejects.push(reader.reject(record, column, message));
                Ok(ControlFlow::Continue(()))
            }
            Err(Trouble::All(error)) => Err(error),
        }
    })?;
    reader.write(report, watch)
}

struct Reader<'j, 'a, 't> {
    job: &'j Job<'a, 't>,
    series: Series,
    places: Places,
    directory: Directory<'t>,
    /// What the cells of each column mean, once looked up.
    by_account: HashMap<Box<str>, Owner>,
    by_contract: HashMap<Box<str>, Owner>,
    subjects: Subjects,
    /// Metrics of a wide file: (column of the file, place of the metric, style).
    wide: Vec<(usize, u32, Style)>,
    /// Ids that were seen, with their line.
    ids: HashMap<Box<str>, u64>,
    rows: Vec<Small>,
    /// First line of every record taken.
    lines: Vec<u64>,
}

/// Metrics or features by the words of the file, as places in a list that is put in order of row ids before writing.
#[derive(Default)]
struct Subjects {
    by_text: HashMap<Box<str>, u32>,
    names: Vec<String>,
}

impl Subjects {
    fn place(&mut self, given: &Given<'_>) -> Result<u32, String> {
        let text = given.text();
        if let Some(place) = self.by_text.get(text) {
            return Ok(*place);
        }
        // Validated once a name.
        let Datum::Text(name) = given.read(Holds::Metric, Style::default())? else {
            return Err("is not a name".to_owned());
        };
        let place = u32::try_from(self.names.len()).map_err(|_| "is one name too many".to_owned())?;
        self.by_text.insert(text.into(), place);
        self.names.push(name);
        Ok(place)
    }
}

impl Reader<'_, '_, '_> {
    fn named(&self) -> Named {
        match self.series {
            Series::Usage => Named::Metric,
            Series::Features => Named::Feature,
        }
    }

    /// The metrics of a wide file are its headers.
    fn name_metrics(&mut self) -> Result<()> {
        for (column, style) in &self.job.learnt.metrics {
            let header = self.job.mapping.headers.get(*column).map(String::as_str).unwrap_or_default();
            let place = self.subjects.place(&Given::Dressed(header.into())).map_err(|why| {
                Error::invalid(format!("the column \"{}\" cannot be a metric: its name {why}", clean(header)))
            })?;
            self.wide.push((*column, place, *style));
        }
        if self.job.mapping.wide && self.wide.is_empty() {
            return Err(Error::invalid("has no column of numbers beside the account and the date")
                .hint("a wide file has a column a metric; leave --wide out for one value a row"));
        }
        Ok(())
    }

    /// Takes a record as one row, or as one a metric.
    fn take(&mut self, record: &Record<'_>, report: &mut Report) -> Result<(), Trouble> {
        if let Some(fault) = record.fault {
            return Err(Trouble::Row("", fault.to_owned()));
        }
        let mapping = self.job.mapping;
        let day = self.day(record)?;
        let number = u32::try_from(self.lines.len()).map_err(|_| {
            Error::invalid("has more records than can be imported at once").hint("split the file")
        })?;
        let first = self.rows.len();
        let row =
            |subject: u32, value: f64| Small { account: 0, subject, day, contract: 0, record: number, value };
        if mapping.wide {
            for (column, subject, style) in &self.wide {
                let text = record.cell(*column);
                if is_nothing(text) {
                    continue;
                }
                match number_of(text, *style) {
                    Ok(value) => self.rows.push(row(*subject, value)),
                    Err(why) => {
                        self.rows.truncate(first);
                        let header =
                            mapping.headers.get(*column).map(|header| clean(header)).unwrap_or_default();
                        return Err(Trouble::Row("", format!("{header} \"{}\" {why}", clean(text))));
                    }
                }
            }
        } else {
            let (name, value_name) = match self.series {
                Series::Usage => ("metric", "value"),
                Series::Features => ("feature", "uses"),
            };
            let text = mapping.text(record, self.places.value);
            if is_nothing(&text) {
                return Err(Trouble::Row(value_name, "is empty".to_owned()));
            }
            let style = self.job.learnt.styles.get(self.places.value).copied().unwrap_or_default();
            let value = number_of(&text, style).map_err(|why| Trouble::Row(value_name, why))?;
            if value < 0.0 && self.series == Series::Features {
                return Err(Trouble::Row(value_name, "is negative".to_owned()));
            }
            let Some(given) = mapping.given(record, self.places.subject, Holds::Metric) else {
                return Err(Trouble::Row(name, "is empty".to_owned()));
            };
            let subject = self.subjects.place(&given).map_err(|why| Trouble::Row(name, why))?;
            self.rows.push(row(subject, value));
        }
        // Last, since it may make the account.
        let owner = match self.owner(record) {
            Ok(owner) => owner,
            Err(trouble) => {
                self.rows.truncate(first);
                return Err(trouble);
            }
        };
        for row in self.rows.iter_mut().skip(first) {
            row.account = owner.account;
            row.contract = owner.contract;
        }
        self.lines.push(record.line);
        self.warn(record, day, owner, report);
        Ok(())
    }

    fn day(&self, record: &Record<'_>) -> Result<Day, Trouble> {
        let text = self.job.mapping.text(record, self.places.date);
        if let Some(day) = day::iso(text.as_bytes()).filter(|day| (Day::MIN..=Day::MAX).contains(day)) {
            return Ok(day);
        }
        if is_nothing(&text) {
            return Err(Trouble::Row("date", "is empty".to_owned()));
        }
        let style = self.job.learnt.styles.get(self.places.date).copied().unwrap_or_default();
        day::read(&text, style.day).map_err(|why| Trouble::Row("date", why))
    }

    /// Whose row it is: the contract's where one is named, else the account's.
    fn owner(&mut self, record: &Record<'_>) -> Result<Owner, Trouble> {
        let mapping = self.job.mapping;
        let account = mapping.given(record, self.places.account, Holds::Account);
        let Some(contract) = mapping.given(record, self.places.contract, Holds::Contract) else {
            let Some(account) = account else {
                let column = if mapping.has(self.places.account) { "account" } else { "contract" };
                return Err(Trouble::Row(column, "is empty".to_owned()));
            };
            return self.of_account(&account);
        };
        let owner = self.of_contract(&contract)?;
        if let Some(account) = account
            && self.of_account(&account)?.account != owner.account
        {
            return Err(Trouble::Row("contract", "is a contract of another account".to_owned()));
        }
        Ok(owner)
    }

    fn of_contract(&mut self, given: &Given<'_>) -> Result<Owner, Trouble> {
        let text = given.text();
        if let Some(owner) = self.by_contract.get(text) {
            return Ok(*owner);
        }
        let refused = |why: String| Trouble::Row("contract", why);
        given.read(Holds::Contract, Style::default()).map_err(refused)?;
        let contracts: &Contracts = self.directory.contracts()?;
        let place = contracts.find(text).ok_or_else(|| refused(NO_CONTRACT.to_owned()))?;
        let Some(contract) = contracts.list.get(place).cloned() else {
            return Err(refused(NO_CONTRACT.to_owned()));
        };
        let owner = Owner {
            account: self.account_place(contract.account_id)?,
            contract: small(place + 1)?,
            span: Some((contract.start, contract.end)),
        };
        self.by_contract.insert(text.into(), owner);
        Ok(owner)
    }

    fn of_account(&mut self, given: &Given<'_>) -> Result<Owner, Trouble> {
        let text = given.text();
        if let Some(owner) = self.by_account.get(text) {
            return Ok(*owner);
        }
        given.read(Holds::Account, Style::default()).map_err(|why| Trouble::Row("account", why))?;
        let id = match self.directory.account(text, "account", self.job.create_accounts)? {
            Some(id) => id,
            None => self.directory.create_account(text)?,
        };
        let span = self.directory.contracts()?.span(id);
        let owner = Owner { account: self.account_place(id)?, contract: 0, span };
        self.by_account.insert(text.into(), owner);
        Ok(owner)
    }

    fn account_place(&mut self, id: i64) -> Result<u32, Trouble> {
        let accounts: &Accounts = self.directory.accounts()?;
        match accounts.place(id) {
            Some(place) => Ok(small(place)?),
            None => Err(Trouble::Row("account", "has gone from the book".to_owned())),
        }
    }

    /// What is suspicious about a record that was taken.
    fn warn(&mut self, record: &Record<'_>, day: Day, owner: Owner, report: &mut Report) {
        let (line, mapping, kind) = (record.line, self.job.mapping, self.job.kind);
        if let Some((start, end)) = owner.span {
            let whose = if owner.contract == 0 { "the account's first contract" } else { "the contract" };
            if day < start {
                let message = format!("used on {day}, before {whose} began on {start}");
                report.warn(
                    line,
                    &mapping.header(kind, self.places.date),
                    "uses before the contract began",
                    message,
                );
            } else if let Some(end) = end.filter(|end| day > *end) {
                let message = format!("used on {day}, after the contract ended on {end}");
                report.warn(
                    line,
                    &mapping.header(kind, self.places.date),
                    "uses after the contract ended",
                    message,
                );
            }
        }
        if mapping.has(self.places.id) {
            let id = mapping.text(record, self.places.id);
            if let Some(earlier) = self.ids.get(id.as_ref()) {
                let message = format!("the id \"{}\" stands in line {earlier} already", clean(&id));
                report.warn(
                    line,
                    &mapping.header(kind, self.places.id),
                    "ids that stand twice in the file",
                    message,
                );
            } else if !is_nothing(&id) {
                self.ids.insert(id.into(), line);
            }
        }
        if extra_cells(record, mapping) {
            let message = "the record has more cells than there are columns; the extra ones were left out";
            report.warn(line, "", "records with more cells than columns", message.to_owned());
        }
    }

    fn reject(&self, record: &Record<'_>, column: &'static str, message: String) -> Reject {
        let (mapping, kind) = (self.job.mapping, self.job.kind);
        let place = kind.column(column);
        Reject {
            line: record.line,
            column: place.map(|place| mapping.header(kind, place)).unwrap_or_default(),
            value: place.map(|place| mapping.text(record, place).into_owned()).unwrap_or_default(),
            message,
            record: record.to_vec(),
        }
    }

    /// Sorts the rows, puts those of one key together, and merges them with the book.
    fn write(mut self, report: &mut Report, watch: &mut Watch<'_>) -> Result<()> {
        let subjects = self.order_subjects()?;
        let accounts: Vec<i64> = self.directory.accounts()?.list.iter().map(|account| account.id).collect();
        let contracts: Vec<i64> =
            self.directory.contracts()?.list.iter().map(|contract| contract.id).collect();
        self.rows
            .sort_unstable_by(|one, other| one.key().cmp(&other.key()).then(one.record.cmp(&other.record)));
        watch.begin(Step::Writing, to_u64(self.rows.len()))?;
        let mut writer = Writer::new(self.job.tx, self.job.run, self.series)?;
        let mut outcomes = vec![Outcome::Unchanged; self.lines.len()];
        let mut waiting: VecDeque<Range<usize>> = VecDeque::new();
        let mut told = |outcome: Outcome, waiting: &mut VecDeque<Range<usize>>| {
            let Some(range) = waiting.pop_front() else { return };
            for row in self.rows.get(range).unwrap_or_default() {
                let place = usize::try_from(row.record).ok();
                if let Some(slot) = place.and_then(|place| outcomes.get_mut(place)) {
                    *slot = (*slot).max(outcome);
                }
            }
        };
        let mut start = 0;
        for same in self.rows.chunk_by(|one, other| one.key() == other.key()) {
            let end = start + same.len();
            let Some(last) = same.last() else { continue };
            let mut range = start..end;
            let mut value = last.value;
            if same.len() > 1 {
                match self.series {
                    Series::Features => value = same.iter().map(|row| row.value).sum(),
                    Series::Usage => {
                        // Only the last record of a key says something.
                        range = end - 1..end;
                        for pair in same.windows(2) {
                            let [earlier, later] = pair else { continue };
                            self.warn_replaced(*earlier, *later, report);
                        }
                    }
                }
            }
            start = end;
            let id = |ids: &[i64], place: u32| {
                usize::try_from(place).ok().and_then(|place| ids.get(place)).copied().unwrap_or(0)
            };
            let next = Use {
                account: id(&accounts, last.account),
                subject: id(&subjects, last.subject),
                day: last.day,
                contract: if last.contract == 0 { 0 } else { id(&contracts, last.contract - 1) },
                value,
            };
            writer.push(next, &mut |outcome| told(outcome, &mut waiting))?;
            waiting.push_back(range);
            watch.step()?;
        }
        writer.finish(&mut |outcome| told(outcome, &mut waiting))?;
        outcomes.into_iter().for_each(|outcome| report.count(outcome));
        Ok(())
    }

    /// Makes the metrics or features of the rows, and renumbers the rows by row id. Gives the ids in that order.
    fn order_subjects(&mut self) -> Result<Vec<i64>> {
        let mut used = vec![false; self.subjects.names.len()];
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        for row in &self.rows {
            if let Some(slot) = used.get_mut(at(row.subject)) {
                *slot = true;
            }
        }
        let named = self.named();
        let mut ids = Vec::with_capacity(used.len());
        for (name, used) in self.subjects.names.iter().zip(&used) {
            ids.push(if *used { self.directory.make(named, name)? } else { 0 });
        }
        let mut ordered: Vec<i64> = ids.iter().copied().filter(|id| *id != 0).collect();
        ordered.sort_unstable();
        ordered.dedup();
        let ranks: Vec<u32> = ids
            .iter()
            .map(|id| ordered.binary_search(id).ok().and_then(|rank| u32::try_from(rank).ok()).unwrap_or(0))
            .collect();
        for row in &mut self.rows {
            row.subject = ranks.get(at(row.subject)).copied().unwrap_or(0);
        }
        Ok(ordered)
    }

    fn warn_replaced(&self, earlier: Small, later: Small, report: &mut Report) {
        let line = |row: Small| {
            usize::try_from(row.record).ok().and_then(|place| self.lines.get(place)).copied().unwrap_or(0)
        };
        let message = format!(
            "line {} has a value for the same metric and day ({}) already; this one replaces it",
            line(earlier),
            later.day
        );
        report.warn(line(later), "", "values that replace an earlier one of the file", message);
    }
}

fn small(place: usize) -> Result<u32> {
    u32::try_from(place).map_err(|_| Error::invalid("the book has too many accounts to import usage"))
}

/// A number for the book, to the last bit where a program wrote it (`0.30000000000000004`, `1e300`).
fn number_of(text: &str, style: Style) -> Result<f64, String> {
    let plain = style.point == PointStyle::Dot
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = if plain { text.parse().ok() } else { None };
    let number = match number {
        Some(number) => number,
        None => {
            let (decimal, _) = decimal::read(text, style.point)?;
            decimal.to_f64()
        }
    };
    if number.is_finite() { Ok(number) } else { Err("is too large".to_owned()) }
}
