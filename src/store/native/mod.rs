//! The book's data in native columns: what `export` writes, `import` reads and `show` prints. A statement a kind.

mod book;
mod expansion;
mod kinds;
mod onboarding;
mod services;
mod work;

use rusqlite::types::ValueRef;

use super::{Reads, held};
use crate::domain::{Currency, Day, Error, Micro, Money, Result, text};
use crate::health::facts::AccountId;
pub use kinds::KINDS;

/// A kind of rows, as `import KIND` names it.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    /// Names and forms of what `sql` selects, in order.
    pub columns: &'static [(&'static str, Form)],
    /// With `{a.external_id, a.name}` for what a row of the alias `a` is called, and `{one ~ other}` for what stands
    /// there [`Exactly`](Calling::Exactly) and [`ByName`](Calling::ByName).
    sql: &'static str,
    /// The account's id in `sql`; empty: the rows belong to no account.
    account: &'static str,
    /// The day from which a row is known; empty: always.
    dated: &'static str,
    order: &'static str,
}

/// By what rows call each other and themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calling {
    /// As people know them: the first filled one of external id, e-mail, name.
    ByName,
    /// So that import finds exactly them: external id, else `uid:` and the identity that a row keeps across books.
    Exactly,
}

impl Calling {
    /// The statement with every `{alias.column, ...}` filled in.
    fn fill(self, sql: &str) -> String {
        let mut filled = String::with_capacity(sql.len() + 256);
        let mut rest = sql;
        while let Some((before, (names, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            let alias = names.split('.').next().unwrap_or_default();
            filled.push_str(before);
            filled.push_str(&match self {
                _ if let Some((exactly, by_name)) = names.split_once('~') => match self {
                    Calling::Exactly => exactly.to_owned(),
                    Calling::ByName => by_name.to_owned(),
                },
                Calling::Exactly => format!("coalesce({alias}.external_id, 'uid:' || {alias}.uid)"),
                Calling::ByName if names.contains(',') => format!("coalesce({names})"),
                Calling::ByName => names.to_owned(),
            });
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// How a stored value reads.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    Text,
    /// The identity that a row keeps across books: for import; nothing where rows are called by name.
    Uid,
    Number,
    Day,
    YesNo,
    /// Minor units; the currency is in the column of that name.
    Amount,
    /// Millionths.
    Micro,
    /// A code of a closed list.
    Word(fn(i64) -> Option<&'static str>),
}

/// A value in a native column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Integer(i64),
    Real(f64),
    Day(Day),
    YesNo(bool),
    Money(Money),
    /// Millionths.
    Micro(i64),
}

impl std::fmt::Display for Cell {
    /// As `import` reads it: nothing for an empty one, amounts and decimals plain.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cell::Empty => Ok(()),
            Cell::Text(text) => f.write_str(text),
            Cell::Integer(number) => write!(f, "{number}"),
            // Both are read back to the last bit; this one is shorter.
            Cell::Real(number) if *number != 0.0 && !(1e-5..1e16).contains(&number.abs()) => {
                write!(f, "{number:e}")
            }
            Cell::Real(number) => write!(f, "{number}"),
            Cell::Day(day) => write!(f, "{day}"),
            Cell::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Cell::Money(money) => f.write_str(&money.decimal()),
            Cell::Micro(value) => write!(f, "{}", Micro(*value)),
        }
    }
}

/// The kind of a name.
///
/// # Errors
/// No such kind; the hint lists them.
pub fn kind(name: &str) -> Result<&'static Kind> {
    let key = text::fold(name);
    KINDS.iter().find(|kind| kind.name == key).ok_or_else(|| {
        let all: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        Error::invalid(format!("\"{}\" is no kind of data", text::clean(name)))
            .hint(format!("use one of {}", all.join(", ")))
    })
}

impl Kind {
    /// Whether its rows belong to accounts.
    pub fn of_accounts(&self) -> bool {
        !self.account.is_empty()
    }

    /// Names of its columns.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.0)
    }

    /// Every row of the kind in a fixed order: of one account, or of all; as known on a day, or all.
    ///
    /// # Errors
    /// The book cannot be read, or `take` failed.
    pub fn each(
        &self,
        on: &impl Reads,
        account: Option<AccountId>,
        day: Option<Day>,
        take: impl FnMut(&[Cell]) -> Result<()>,
    ) -> Result<()> {
        self.each_called(on, Calling::ByName, account, day, take)
    }

    /// The same, calling rows in one way or the other.
    ///
    /// # Errors
    /// As [`Kind::each`].
    pub fn each_called(
        &self,
        on: &impl Reads,
        calling: Calling,
        account: Option<AccountId>,
        day: Option<Day>,
        mut take: impl FnMut(&[Cell]) -> Result<()>,
    ) -> Result<()> {
        let book = held::rates(on)?.book;
        let mut conditions = Vec::new();
        let mut bound = Vec::new();
        if let Some(id) = account.filter(|_| self.of_accounts()) {
            bound.push(id);
            conditions.push(format!("{} = ?{}", self.account, bound.len()));
        }
        if let Some(day) = day.filter(|_| !self.dated.is_empty()) {
            bound.push(day.0.into());
            conditions.push(format!("coalesce({0}, ?{1}) <= ?{1}", self.dated, bound.len()));
        }
        let only =
            if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let sql = format!("{} {only} ORDER BY {}", calling.fill(self.sql), self.order);
        let mut statement = on.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(bound))?;
        // Of several amounts of a row one currency is said.
        let currency_at = self.names().position(|name| name == "currency");
        let mut cells = Vec::with_capacity(self.columns.len());
        while let Some(row) = rows.next()? {
            cells.clear();
            for (place, (_, form)) in self.columns.iter().enumerate() {
                let cell = match (form, row.get_ref(place)?) {
                    (Form::Amount, ValueRef::Integer(minor)) => {
                        let code: Option<String> = currency_at.map_or(Ok(None), |place| row.get(place))?;
                        let currency = code.and_then(|code| Currency::parse(&code).ok()).unwrap_or(book);
                        Cell::Money(Money { minor, currency })
                    }
                    (form, value) => form.cell(value),
                };
                cells.push(cell);
            }
            take(&cells)?;
        }
        Ok(())
    }
}

impl Form {
    /// A stored value in this form. What does not fit it, which no column of the schema can hold, stays as it is.
    fn cell(self, value: ValueRef<'_>) -> Cell {
        match (self, value) {
            (_, ValueRef::Null) => Cell::Empty,
            (Form::Day, ValueRef::Integer(day)) => {
                i32::try_from(day).map_or(Cell::Integer(day), |day| Cell::Day(Day(day)))
            }
            (Form::YesNo, ValueRef::Integer(yes)) => Cell::YesNo(yes != 0),
            (Form::Micro, ValueRef::Integer(micro)) => Cell::Micro(micro),
            (Form::Word(word), ValueRef::Integer(code)) => {
                word(code).map_or(Cell::Integer(code), |word| Cell::Text(word.into()))
            }
            (_, ValueRef::Integer(number)) => Cell::Integer(number),
            (_, ValueRef::Real(number)) => Cell::Real(number),
            (_, ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => {
                Cell::Text(String::from_utf8_lossy(bytes).into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Book, Location};

    fn book(sql: &str) -> (tempfile::TempDir, Book) {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(&Location::at(folder.path().join("book"))).unwrap();
        book.conn.execute_batch(sql).unwrap();
        (folder, book)
    }

    fn rows(book: &Book, name: &str, account: Option<i64>, day: Option<Day>) -> Vec<String> {
        let mut rows = Vec::new();
        kind(name)
            .unwrap()
            .each(book, account, day, |cells| {
                rows.push(cells.iter().map(Cell::to_string).collect::<Vec<_>>().join("|"));
                Ok(())
            })
            .unwrap();
        rows
    }

    #[test]
    fn every_kind_selects_exactly_its_columns() {
        let (_folder, book) = book("");
        for kind in KINDS {
            for calling in [Calling::ByName, Calling::Exactly] {
                let sql = format!("{} ORDER BY {}", calling.fill(kind.sql), kind.order);
                let statement = book.conn.prepare(&sql).unwrap();
                assert_eq!(statement.column_count(), kind.columns.len(), "{}", kind.name);
            }
            kind.each(&book, Some(1), Some(Day(0)), |_| Ok(())).unwrap();
        }
    }

    #[test]
    fn values_read_as_import_takes_them() {
        // Day 20000 is 2024-10-04.
        let (_folder, book) = book(
            "INSERT INTO account (id, external_id, name, stage) VALUES (1, 'A-1', 'Acme', 2), (2, NULL, 'Borealis', 5);
             INSERT INTO contract (external_id, account_id, start_on, yearly_minor, currency, auto_renew)
               VALUES ('C-1', 1, 20000, 1250005, 'USD', 1), ('C-2', 2, 20010, 900, 'JPY', NULL);
             INSERT INTO ticket (external_id, account_id, opened_on, priority, satisfaction_micro)
               VALUES ('T-1', 1, 20000, 1, 4500000);",
        );
        assert_eq!(
            rows(&book, "contracts", None, None),
            ["C-1|A-1|2024-10-04||12500.05|USD|||yes|||", "C-2|Borealis|2024-10-14||900|JPY||||||"]
        );
        assert_eq!(rows(&book, "contracts", None, Some(Day(20_009))).len(), 1);
        assert_eq!(rows(&book, "tickets", Some(1), None), ["T-1|A-1|2024-10-04||P1||||4.5||"]);
        assert!(rows(&book, "tickets", Some(2), None).is_empty());
        assert!(rows(&book, "accounts", Some(2), None).first().unwrap().starts_with("|Borealis||||churned|"));
    }

    #[test]
    fn an_unknown_kind_lists_what_there_is() {
        assert!(kind("invoices").unwrap_err().to_string().contains("accounts, catalog, contracts"));
        assert_eq!(kind("Goals").unwrap().name, "goals");
    }
}
