//! From a book to the dashboard on the user's terminal.

use std::fs;

use super::config::Config;
use super::run;
use crate::book::{Board, Lookups, Totals};
use crate::domain::{Currency, Day, Error, Kind, Result};
use crate::engine::{self, Clock, Desk};
use crate::store::Location;

/// Rows of each band in the first frame: more than the tallest terminal shows.
const FIRST: usize = 120;

/// Opens the dashboard on a book; returns its exit code when the user leaves it.
///
/// # Errors
/// The settings have an error, the book cannot be opened, or there is no terminal.
pub fn open(location: &Location, clock: Clock, as_of: Option<Day>) -> Result<u8> {
    let config = config()?;
    let (mut desk, heard) = Desk::open(location, clock, as_of)?;
    let first = if as_of.is_some() { None } else { desk.first(FIRST)? };
    let board = match first {
        Some(engine::Board { rows, lookups, totals }) => Board::first(rows, lookups, totals),
        None => Board::first(Vec::new(), nothing_yet(desk.day()), Totals::default()),
    };
    run::run(config, board, &mut desk, heard)
}

/// What stands around the rows before anything was scored.
fn nothing_yet(day: Day) -> Lookups {
    Lookups {
        segments: Vec::new(),
        team: Vec::new(),
        currency: Currency::USD,
        day,
        breadth: 0.0,
        usage_on: None,
    }
}

/// The settings: `config.toml` in the platform's folder for them, if it is there.
fn config() -> Result<Config> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let Some(dirs) = directories::ProjectDirs::from("", "", "mainstay") else {
        return Config::parse("", no_color);
    };
    let path = dirs.config_dir().join("config.toml");
    match fs::read_to_string(&path) {
        Ok(text) => Config::parse(&text, no_color).map_err(|error| error.at(path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Config::parse("", no_color),
        Err(error) => Err(Error::new(Kind::Storage, format!("the settings cannot be read ({error})"))
            .at(path.display())
            .hint("check the permissions of the file")),
    }
}
