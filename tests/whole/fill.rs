//! Books full of odd values, made from the schema itself: a new table or column is filled without a word here, as long
//! as its checks say what it may hold.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::same::{empty_book, references, tables};

/// Numbers to decide by; nothing but 0 once they are used up, so that fewer of them make a simpler book.
pub struct Choices {
    numbers: Vec<u32>,
    used: usize,
}

impl Choices {
    pub fn new(numbers: Vec<u32>) -> Choices {
        Choices { numbers, used: 0 }
    }

    /// One of so many.
    fn of(&mut self, many: usize) -> usize {
        let number = self.numbers.get(self.used).copied().unwrap_or(0);
        self.used += 1;
        (number >> 3) as usize % many.max(1)
    }

    /// A number from 0 and below so many.
    fn below(&mut self, many: i64) -> i64 {
        i64::try_from(self.of(usize::try_from(many).unwrap())).unwrap()
    }

    fn among<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.of(all.len())]
    }

    fn is_left(&self) -> bool {
        self.used < self.numbers.len()
    }
}

/// Texts that files, spreadsheets and imports like to change.
const TEXTS: [&str; 52] = [
    "x",
    "",
    " x",
    "x ",
    "x\n",
    "\u{a0}x\u{3000}",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "-",
    "--",
    "'",
    "''",
    "'=x",
    "'tis",
    "'x ",
    "+1 555",
    "@home",
    "\t",
    "\r",
    "#N/A",
    "#NAME?",
    "a;b",
    "a\\;b",
    "b; a ;b",
    "name:x",
    "uid:x",
    "1.5E+3",
    "1e5",
    "007",
    "true",
    "\"q\"",
    "a,b\r\nc",
    "a\nb",
    "\u{1b}[31m",
    "\u{202e}x",
    "\u{feff}x",
    "東京 🚀",
    "NULL",
    "-4.1",
    "2026-01-02",
    "1/2/2026",
    "Ä",
    "ä",
    "Active_Users",
    "active users",
    "ACME.com",
    "https://www.acme.com/x",
    "X@y.example",
    "\u{1}\u{7f}",
    "|",
    "12,5",
    "ann",
];

const NUMBERS: [f64; 14] = [
    0.0,
    1.0,
    0.1 + 0.2,
    1e300,
    -1e300,
    -0.0,
    5e-324,
    1.5e-7,
    123_456_789.125,
    1e15,
    1e16,
    9_007_199_254_740_993.0,
    -3.0,
    f64::MAX,
];

/// What one column may hold.
struct Column {
    name: String,
    kind: String,
    needed: bool,
    /// The table that it names a row of.
    to: Option<String>,
    /// Its check, in lower case.
    check: String,
    words: Vec<Value>,
    between: Option<(i64, i64)>,
}

/// Fills a book.
pub fn fill(book: &Path, choices: Choices) {
    write(book, choices);
    // Alerts are those of the day, as they are in the book to which all of it is brought.
    empty_book(book).refresh().unwrap();
}

fn write(book: &Path, mut choices: Choices) {
    drop(empty_book(book));
    let conn = Connection::open(book).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    let currency = *choices.among(&["KWD", "JPY", "USD", ""]);
    if !currency.is_empty() {
        conn.execute("INSERT INTO setting (name, value) VALUES ('currency', ?)", [currency]).unwrap();
    }
    let mut order = tables(&conn);
    // A play is named by tasks, which stand before it.
    order.sort_by_key(|table| usize::from(table == "task"));
    let tables: Vec<(String, Vec<Column>)> =
        order.into_iter().map(|table| (table.clone(), described(&conn, &table))).collect();
    let mut next = 0;
    // Round by round, so that fewer choices leave no table out.
    for round in 0..24 {
        for (table, columns) in &tables {
            if round >= 2 && !choices.is_left() {
                return;
            }
            for _ in 0..4 {
                next += 1;
                if insert(&conn, table, columns, &mut choices, next) {
                    break;
                }
            }
            // Steps that need each other are no book: an import leaves out what closes the circle, and says so.
            conn.execute("DELETE FROM step_dependency WHERE needs_id >= step_id", []).unwrap();
        }
    }
}

/// The columns of a table, from its schema.
fn described(conn: &Connection, table: &str) -> Vec<Column> {
    let sql: String = conn
        .query_row("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", [table], |row| {
            row.get(0)
        })
        .unwrap();
    let to: HashMap<String, String> = references(conn, table).into_iter().collect();
    let mut statement = conn.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info(?1)").unwrap();
    let columns = statement.query_map([table], |row| {
        let name: String = row.get(0)?;
        Ok(Column {
            kind: row.get(1)?,
            needed: row.get(2)?,
            to: to.get(&name).cloned(),
            words: words(&sql, &name),
            between: between(&sql, &name),
            check: sql
                .lines()
                .find(|line| {
                    line.trim_start().starts_with(&format!("{name} ")) || line.contains(&format!("({name} "))
                })
                .unwrap_or_default()
                .to_owned(),
            name,
        })
    });
    columns.unwrap().map(Result::unwrap).collect()
}

/// What stands in `column IN (...)`.
fn words(sql: &str, column: &str) -> Vec<Value> {
    let Some((_, rest)) = sql.split_once(&format!("({column} IN (")) else { return Vec::new() };
    let list = rest.split(')').next().unwrap_or_default();
    list.split(',')
        .map(str::trim)
        .map(|word| match word.strip_prefix('\'') {
            Some(text) => Value::Text(text.trim_end_matches('\'').to_owned()),
            None => Value::Integer(word.parse().unwrap()),
        })
        .collect()
}

/// The bounds of `column BETWEEN a AND b`.
fn between(sql: &str, column: &str) -> Option<(i64, i64)> {
    let (_, rest) = sql.split_once(&format!("({column} BETWEEN "))?;
    let (least, rest) = rest.split_once(" AND ")?;
    let most: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    Some((least.trim().parse().ok()?, most.parse().ok()?))
}

/// One row; whether the book took it.
fn insert(conn: &Connection, table: &str, columns: &[Column], choices: &mut Choices, n: i64) -> bool {
    let mut row: Vec<(String, Value)> = Vec::new();
    for column in columns {
        let value = match column.name.as_str() {
            // Falling ids, so that nothing depends on the order in which rows were made.
            "id" => Value::Integer(1_000_000 - n),
            "uid" => continue,
            _ if !column.needed && choices.of(4) == 0 => Value::Null,
            _ => match value(conn, table, column, &row, choices, n) {
                Some(value) => value,
                None if column.needed => return false,
                None => Value::Null,
            },
        };
        row.push((column.name.clone(), value));
    }
    let names: Vec<&str> = row.iter().map(|cell| cell.0.as_str()).collect();
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
    // A check of several columns, or a row that is there already: another try.
    conn.execute(&sql, params_from_iter(row.into_iter().map(|cell| cell.1))).is_ok()
}

fn value(
    conn: &Connection,
    table: &str,
    column: &Column,
    row: &[(String, Value)],
    choices: &mut Choices,
    n: i64,
) -> Option<Value> {
    if let Some(to) = &column.to {
        return referred(conn, table, &column.name, to, row, choices);
    }
    if !column.words.is_empty() {
        return Some(choices.among(&column.words).clone());
    }
    match (table, column.name.as_str()) {
        // What import takes no row without: within their scale.
        (_, "score_micro" | "satisfaction_micro") => {
            return Some(Value::Integer(choices.below(5_000_001)));
        }
        (_, "scale_micro" | "satisfaction_scale_micro") => {
            return Some(Value::Integer(5_000_000 + choices.below(9_000_000)));
        }
        // Text that the program itself reads.
        ("setting", "name") => return Some(Value::Text(format!("test-{n}"))),
        ("segment", "policy") => return Some(Value::Text(format!("# {n}\n"))),
        (_, "quarter" | "carried_from") => {
            return Some(Value::Text(format!("20{}-Q{}", 10 + choices.of(20), 1 + choices.of(4))));
        }
        (_, "currency") => return Some(Value::Text((*choices.among(&["KWD", "JPY", "EUR", "USD"])).into())),
        ("touchpoint_attendee", "name")
            if row.iter().any(|cell| cell.0 == "contact_id" && cell.1 != Value::Null) =>
        {
            return None;
        }
        _ => {}
    }
    match column.kind.as_str() {
        "REAL" => {
            let number = *choices.among(&NUMBERS);
            Some(Value::Real(if column.check.contains(">= 0") { number.abs() } else { number }))
        }
        "INTEGER" => Some(Value::Integer(match column.between {
            // Days of the same few years meet each other.
            Some((least, _)) if column.name.ends_with("_on") || column.name == "snoozed_until" => {
                if choices.of(20) == 0 { least } else { 20_000 + choices.below(900) }
            }
            Some((least, most)) => match choices.of(5) {
                0 => most,
                1 => least,
                _ => least + choices.below((most - least + 1).min(1 << 20)),
            },
            None if column.check.contains(">= 0") || column.check.contains("> 0") => {
                *choices.among(&[1, 1_000_000, 12_345_678_901, i64::MAX])
            }
            None => *choices.among(&[0, 1, -1, 1_234_567, i64::MAX, i64::MIN + 1]),
        })),
        _ => {
            let text = *choices.among(&TEXTS);
            let unique = matches!(column.name.as_str(), "external_id") || column.check.contains("UNIQUE");
            let text = if unique || column.name == "name" {
                format!("{text}{}", choices.of(40))
            } else {
                text.to_owned()
            };
            Some(Value::Text(if choices.of(3) == 0 {
                format!("{text}{}", choices.among(&TEXTS))
            } else {
                text
            }))
        }
    }
}

/// A row that a column may name: of the same account, where both are of one.
fn referred(
    conn: &Connection,
    table: &str,
    column: &str,
    to: &str,
    row: &[(String, Value)],
    choices: &mut Choices,
) -> Option<Value> {
    let cell = |name: &str| row.iter().find(|cell| cell.0 == name).map(|cell| cell.1.clone());
    let (only, bound) = match (table, column) {
        (
            "survey" | "renewal" | "usage" | "feature_use" | "advocacy_ask" | "opportunity",
            "contact_id" | "contract_id" | "approved_by_id",
        ) => {
            ("account_id = ?1", cell("account_id")?)
        }
        // Nobody attends twice.
        ("touchpoint_attendee", "contact_id") => (
            "account_id = (SELECT account_id FROM touchpoint WHERE id = ?1)
             AND id NOT IN (SELECT coalesce(contact_id, 0) FROM touchpoint_attendee WHERE touchpoint_id = ?1)",
            cell("touchpoint_id")?,
        ),
        ("training_invitation", "contact_id") => (
            "account_id = coalesce((SELECT account_id FROM training_session WHERE id = ?1), account_id)",
            cell("training_session_id")?,
        ),
        ("step_dependency", "needs_id") => {
            ("onboarding_id = (SELECT onboarding_id FROM step WHERE id = ?1) AND id <> ?1", cell("step_id")?)
        }
        ("account", "parent_id") => ("id <> ?1", cell("id")?),
        _ => ("?1 IS NULL", Value::Null),
    };
    let count: i64 = conn
        .query_row(&format!("SELECT count(*) FROM {to} WHERE {only}"), [&bound], |row| row.get(0))
        .unwrap();
    let nth = choices.of(usize::try_from(count).unwrap());
    let sql = format!("SELECT id FROM {to} WHERE {only} ORDER BY id LIMIT 1 OFFSET {nth}");
    let found = conn.query_row(&sql, [bound], |row| row.get(0)).optional().unwrap();
    match found {
        None if column == "contract_id" && !["renewal", "opportunity"].contains(&table) => {
            Some(Value::Integer(0))
        }
        Some(_)
            if column == "contract_id"
                && !["renewal", "opportunity"].contains(&table)
                && choices.of(2) == 0 =>
        {
            Some(Value::Integer(0))
        }
        found => found,
    }
}
