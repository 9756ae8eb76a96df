//! Random changes of every journaled table, by the front door and by other programs.

use mainstay::domain::Result;
use mainstay::edit::alert::{Dismiss, Snooze, Wake};
use mainstay::store::load::Value;
use mainstay::store::load::rows;
use mainstay::store::{Tx, alert, edit, trigger};
use proptest::prelude::*;

use crate::import::import;
use crate::support::{Desk, TODAY};

/// One change of one row; numbers choose among what is there.
#[derive(Clone, Debug)]
pub enum Change {
    Insert { table: usize, seeds: Vec<u32> },
    Update { table: usize, row: u32, columns: Vec<u32>, seeds: Vec<u32> },
    Delete { table: usize, row: u32 },
}

/// One step of a person, of another program, or back and forth.
#[derive(Clone, Debug)]
pub enum Command {
    /// Changes in one transaction.
    Write(Vec<Change>),
    /// The same by another program.
    Outside(Vec<Change>),
    /// A file of accounts, contacts or usage.
    Import {
        kind: usize,
        seeds: Vec<u32>,
    },
    /// A value of usage changed (or deleted) by another program.
    Usage {
        row: u32,
        value: Option<i32>,
    },
    /// An alert that is open put off or dismissed, or shown again.
    Alert {
        row: u32,
        act: u32,
    },
    Undo,
    Redo,
    UndoTxn(u32),
    UndoImport(u32),
}

/// But for alerts, which follow from the facts.
fn tables() -> Vec<&'static str> {
    trigger::journaled().filter(|table| *table != "alert").collect()
}

fn change() -> impl Strategy<Value = Change> {
    // Accounts and what hangs on them more often, so that there is something to cascade.
    let table = || prop_oneof![Just(2_usize), Just(3), Just(4), 0..tables().len()];
    let seeds = || prop::collection::vec(any::<u32>(), 20);
    prop_oneof![
        5 => (table(), seeds()).prop_map(|(table, seeds)| Change::Insert { table, seeds }),
        4 => (table(), any::<u32>(), prop::collection::vec(any::<u32>(), 1..4), seeds())
            .prop_map(|(table, row, columns, seeds)| Change::Update { table, row, columns, seeds }),
        2 => (table(), any::<u32>()).prop_map(|(table, row)| Change::Delete { table, row }),
    ]
}

pub fn command() -> impl Strategy<Value = Command> {
    let changes = || prop::collection::vec(change(), 1..5);
    prop_oneof![
        8 => changes().prop_map(Command::Write),
        3 => changes().prop_map(Command::Outside),
        3 => (0..3_usize, prop::collection::vec(any::<u32>(), 24))
            .prop_map(|(kind, seeds)| Command::Import { kind, seeds }),
        1 => (any::<u32>(), prop::option::of(-5..5)).prop_map(|(row, value)| Command::Usage { row, value }),
        2 => (any::<u32>(), any::<u32>()).prop_map(|(row, act)| Command::Alert { row, act }),
        3 => Just(Command::Undo),
        2 => Just(Command::Redo),
        1 => any::<u32>().prop_map(Command::UndoTxn),
        1 => any::<u32>().prop_map(Command::UndoImport),
    ]
}

/// Text that breaks what is not careful.
const TEXTS: &[&str] = &[
    "Acme",
    "O'Brien \"&\" Söhne",
    "🚀🏳️‍🌈",
    "{\"name\": null, \"a\": [1, 2.5]}",
    "'; DROP TABLE account; --",
    "tab\tline\nbreak\u{0}nul\u{1b}[31m",
    " ",
    "",
    "null",
    "9223372036854775808",
];

const NUMBERS: &[i64] =
    &[0, 1, -1, 2, 3, 5, 19_990, 20_000, 1_000_000, i64::MAX, i64::MIN, 9_007_199_254_740_993];

/// Columns of a table: name, type, whether it must hold something, the table that it refers to.
type Column = (&'static str, String, bool, Option<String>);

fn columns(desk: &Desk, table: &str) -> Vec<Column> {
    let mut statement = desk
        .conn
        .prepare(
            "SELECT c.name, c.type, c.\"notnull\", fk.\"table\" FROM pragma_table_info(?1) c
             LEFT JOIN pragma_foreign_key_list(?1) fk ON fk.\"from\" = c.name WHERE c.name NOT IN ('id', 'uid')",
        )
        .unwrap();
    let rows = statement.query_map([table], |row| {
        let name: String = row.get(0)?;
        Ok((&*Box::leak(name.into_boxed_str()), row.get(1)?, row.get(2)?, row.get(3)?))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn ids(desk: &Desk, table: &str) -> Vec<i64> {
    let mut statement = desk.conn.prepare(&format!("SELECT id FROM {table} ORDER BY id")).unwrap();
    let ids = statement.query_map([], |row| row.get(0)).unwrap();
    ids.map(Result::unwrap).collect()
}

fn pick<T: Copy>(from: &[T], seed: u32) -> Option<T> {
    from.get(seed as usize % from.len().max(1)).copied()
}

/// A value that a column often takes, and sometimes refuses.
fn value(desk: &Desk, (name, kind, must, parent): &Column, seed: u32) -> Value {
    // A policy that does not parse is refused by every change but the one that mends it: no matter of undo.
    if !must && (seed.is_multiple_of(3) || *name == "policy") {
        return Value::Null;
    }
    let seed = seed / 3;
    if let Some(parent) = parent {
        return pick(&ids(desk, parent), seed).map_or(Value::Null, Value::Int);
    }
    let odd = seed.is_multiple_of(4);
    match *name {
        // A policy that is none is refused by the engine, and replaced by the built-in one when others wrote it.
        "policy" => Value::Text(format!("cadence_days = {}", seed % 90 + 1)),
        _ if odd && kind == "TEXT" => Value::Text(format!("{}{}", pick(TEXTS, seed / 4).unwrap(), seed % 40)),
        _ if odd => Value::Int(pick(NUMBERS, seed / 4).unwrap()),
        "currency" => Value::Text(pick(&["USD", "EUR", "JPY"], seed).unwrap().into()),
        "quarter" => Value::Text(format!("202{}-Q{}", seed % 7, seed % 4 + 1)),
        "expires_on" => Value::Int(i64::from(20_010 + seed % 50)),
        "role" if kind == "TEXT" => Value::Text("lead".into()),
        "section" => Value::Text("risk".into()),
        "severity" => Value::Text("high".into()),
        _ if name.ends_with("_on") => Value::Int(i64::from(19_900 + seed % 100)),
        _ if kind == "INTEGER" => Value::Int(i64::from(seed % 3)),
        _ => Value::Text(format!("{}{}", pick(TEXTS, seed).unwrap(), seed % 40)),
    }
}

/// A change with its values chosen.
enum Chosen {
    Insert(&'static str, Vec<(&'static str, Value)>),
    Update(&'static str, i64, Vec<(&'static str, Value)>),
    Delete(&'static str, i64),
}

fn choose(desk: &Desk, change: &Change) -> Option<Chosen> {
    match change {
        Change::Insert { table, seeds } => {
            let table = tables()[*table];
            let columns = columns(desk, table);
            let cells = columns
                .iter()
                .zip(seeds.iter().cycle())
                .map(|(column, seed)| (column.0, value(desk, column, *seed)));
            Some(Chosen::Insert(table, cells.collect()))
        }
        Change::Update { table, row, columns: which, seeds } => {
            let table = tables()[*table];
            let all = columns(desk, table);
            let cells = which.iter().zip(seeds).map(|(which, seed)| {
                let column = &all[*which as usize % all.len()];
                (column.0, value(desk, column, *seed))
            });
            let mut cells: Vec<_> = cells.collect();
            cells.dedup_by_key(|cell| cell.0);
            cells.sort_by_key(|cell| cell.0);
            cells.dedup_by_key(|cell| cell.0);
            Some(Chosen::Update(table, pick(&ids(desk, table), *row)?, cells))
        }
        Change::Delete { table, row } => {
            let table = tables()[*table];
            Some(Chosen::Delete(table, pick(&ids(desk, table), *row)?))
        }
    }
}

fn apply(tx: &Tx<'_>, chosen: &[Chosen]) -> Result<()> {
    for change in chosen {
        match change {
            Chosen::Insert(table, cells) => {
                let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
                rows::insert(tx, table, &cells)?;
            }
            Chosen::Update(table, id, cells) => {
                let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
                rows::update(tx, table, *id, &cells)?;
            }
            Chosen::Delete(table, id) => edit::delete(tx, table, *id)?,
        }
    }
    Ok(())
}

/// The same in another program's own words; what the book refuses is left out.
fn outside(desk: &Desk, chosen: &[Chosen]) {
    let sql = |value: &Value| match value {
        Value::Null => rusqlite::types::Value::Null,
        Value::Int(number) => rusqlite::types::Value::Integer(*number),
        Value::Text(text) => rusqlite::types::Value::Text(text.clone()),
    };
    for change in chosen {
        // Most programs leave foreign keys off: the book's own triggers must cascade. But a reference to what is not
        // there, which only they can write, is no state that could be brought back.
        let keys = if matches!(change, Chosen::Delete(..)) { "off" } else { "on" };
        desk.conn.execute_batch(&format!("PRAGMA foreign_keys = {keys}")).unwrap();
        // Refusals are part of the game.
        let _ = match change {
            Chosen::Insert(table, cells) => {
                let names: Vec<_> = cells.iter().map(|cell| cell.0).collect();
                let marks = vec!["?"; cells.len()].join(", ");
                let sql_text = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
                desk.conn
                    .execute(&sql_text, rusqlite::params_from_iter(cells.iter().map(|cell| sql(&cell.1))))
            }
            Chosen::Update(table, id, cells) => {
                let sets: Vec<_> = cells.iter().map(|cell| format!("{} = ?", cell.0)).collect();
                let sql_text = format!("UPDATE {table} SET {} WHERE id = {id}", sets.join(", "));
                desk.conn
                    .execute(&sql_text, rusqlite::params_from_iter(cells.iter().map(|cell| sql(&cell.1))))
            }
            Chosen::Delete(table, id) => {
                desk.conn.execute(&format!("DELETE FROM {table} WHERE id = {id}"), [])
            }
        };
    }
}

/// A small file over few accounts and days, so that runs meet each other.
fn file(kind: usize, seeds: &[u32]) -> (&'static str, String) {
    let rows = seeds.chunks_exact(4);
    match kind {
        0 => {
            let rows =
                rows.map(|s| format!("A-{},Name {},Member {},{}\n", s[0] % 4, s[1] % 9, s[2] % 3, s[3] % 5));
            ("accounts", format!("external_id,name,csm,employees\n{}", rows.collect::<String>()))
        }
        1 => {
            let rows = rows.map(|s| {
                format!("P-{},A-{},Person {},p{}@x.example\n", s[0] % 4, s[1] % 4, s[2] % 5, s[3] % 5)
            });
            ("contacts", format!("external_id,account,name,email\n{}", rows.collect::<String>()))
        }
        _ => {
            let rows = rows.map(|s| {
                format!(
                    "A-{},2024-09-{:02},m{},{}\n",
                    s[0] % 4,
                    s[1] % 6 + 1,
                    s[2] % 2,
                    f64::from(s[3] % 7) / 10.0
                )
            });
            ("usage", format!("account,date,metric,value\n{}", rows.collect::<String>()))
        }
    }
}

/// Runs a command; what is refused changes nothing.
pub fn run(desk: &mut Desk, command: &Command) {
    let count = |desk: &Desk, table: &str| -> u32 {
        desk.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    let outcome = match command {
        Command::Write(changes) => {
            let chosen: Vec<_> = changes.iter().filter_map(|change| choose(desk, change)).collect();
            desk.writer.write("A change", |tx| apply(tx, &chosen)).map(drop)
        }
        Command::Outside(changes) => {
            let chosen: Vec<_> = changes.iter().filter_map(|change| choose(desk, change)).collect();
            outside(desk, &chosen);
            Ok(())
        }
        Command::Import { kind, seeds } => {
            let (kind, csv) = file(*kind, seeds);
            import(&mut desk.writer, kind, &csv).map(drop)
        }
        Command::Usage { row, value } => {
            let there = count(desk, "usage");
            let key = format!(
                "WHERE (account_id, metric_id, used_on, contract_id) = (SELECT account_id, metric_id, used_on, contract_id
                 FROM usage LIMIT 1 OFFSET {})",
                row % there.max(1)
            );
            let sql = match value {
                Some(value) => format!("UPDATE usage SET value = {} {key}", f64::from(*value) / 3.0),
                None => format!("DELETE FROM usage {key}"),
            };
            desk.conn.execute_batch(&sql).unwrap();
            Ok(())
        }
        Command::Alert { row, act } => {
            let open = alert::open(desk.writer.book(), TODAY).unwrap();
            let Some(alert) = open.get(*row as usize % open.len().max(1)) else { return };
            let alerts = vec![alert.id];
            match act % 3 {
                0 => desk.writer.write("Put off", |tx| Snooze { alerts, until: TODAY + 3 }.apply(tx, TODAY)),
                1 => {
                    desk.writer.write("Dismissed", |tx| Dismiss { alerts, reason: "known".into() }.apply(tx))
                }
                _ => desk.writer.write("Again", |tx| Wake { alerts }.apply(tx)),
            }
            .map(drop)
        }
        Command::Undo => desk.writer.undo().map(drop),
        Command::Redo => desk.writer.redo().map(drop),
        Command::UndoTxn(seed) => {
            let txn = seed % count(desk, "txn").max(1) + 1;
            desk.writer.undo_txn(txn.into()).map(drop)
        }
        Command::UndoImport(seed) => {
            let run = seed % count(desk, "import_run").max(1) + 1;
            desk.writer.undo_import(run.into()).map(drop)
        }
    };
    if let Err(error) = outcome {
        assert!(!error.what.contains("FOREIGN KEY") || matches!(command, Command::Write(_)), "{error}");
    }
    // Whatever waits to be scored, as the dashboard does.
    desk.writer.refresh().unwrap();
}
