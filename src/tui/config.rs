//! The dashboard's settings: a TOML file that need not exist.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use directories::ProjectDirs;
use serde::Deserialize;

use super::app::Home;
use super::keymap::{Keymap, Overrides};
use super::theme::{MONO, THEMES, Theme};
use crate::domain::{Error, Result};

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    /// One of the themes.
    theme: Option<String>,
    /// Signs in plain ASCII characters.
    ascii: bool,
    /// Whether the mouse is the program's at start.
    mouse: Option<bool>,
    /// One of the screens.
    start: Option<String>,
    /// Place -> action -> keys.
    keys: Overrides,
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The keys.
    pub keymap: Keymap,
    /// The looks.
    pub theme: Theme,
    /// Whether the mouse is the program's at start.
    pub mouse: bool,
    /// The first screen; None: the one that fits the book.
    pub start: Option<Home>,
}

/// The environment's name for another file than the default one.
pub const FILE: &str = "MAINSTAY_CONFIG";

impl Config {
    /// Reads the user's settings, if there is such a file.
    ///
    /// # Errors
    /// The file cannot be read or has an error: the file is named.
    pub fn load() -> Result<Config> {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let named = std::env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let default = || {
            ProjectDirs::from("", "", "mainstay").map(|folders| folders.config_dir().join("dashboard.toml"))
        };
        let Some(path) = named.or_else(default) else { return Config::parse("", no_color) };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Error::from(error).at(path.display())),
        };
        Config::parse(&text, no_color).map_err(|error| error.at(path.display()))
    }

    /// Reads the settings; `no_color`: the environment asks for none, whatever theme is set.
    ///
    /// # Errors
    /// Not TOML, an unknown setting, theme, place, action or key, or keys bound twice.
    pub fn parse(text: &str, no_color: bool) -> Result<Config> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text.get(..span.start).unwrap_or("").matches('\n').count() + 1);
            Error::invalid(format!("line {line}: {}", error.message().replace('\n', " ")))
                .hint("mend the line, or take it out to have the default")
        })?;
        let default = THEMES.first().map_or(MONO, |theme| theme.0);
        let theme = if no_color { MONO } else { file.theme.as_deref().unwrap_or(default) };
        Ok(Config {
            keymap: Keymap::new(&file.keys)?,
            theme: Theme::named(theme, file.ascii)?,
            mouse: file.mouse.unwrap_or(true),
            start: file.start.as_deref().map(start).transpose()?,
        })
    }
}

/// The screen of a name.
fn start(name: &str) -> Result<Home> {
    let known = Home::NAMED.iter().find(|known| known.0 == name);
    known.map(|known| known.1).ok_or_else(|| {
        let names = Home::NAMED.map(|known| known.0).join(", ");
        Error::invalid(format!("start: there is no screen {name}")).hint(format!("it is one of {names}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Action;
    use crate::tui::keymap::Context;

    #[test]
    fn no_file_means_the_defaults() {
        let config = Config::parse("", false).unwrap();
        assert_eq!(config.theme.name(), "ansi");
        assert!(config.mouse && !config.theme.is_ascii());
        assert_eq!(config.start, None);
        assert_eq!(Config::parse("theme = \"ansi\"", true).unwrap().theme.name(), MONO);
    }

    #[test]
    fn a_file_changes_keys_looks_and_mouse() {
        let text = "theme = \"blue-orange\"\nascii = true\nmouse = false\nstart = \"board\"\n[keys.board]\nwhy = [\"W\"]\nopen = []\n";
        let config = Config::parse(text, false).unwrap();
        assert_eq!(config.theme.name(), "blue-orange");
        assert!(config.theme.is_ascii() && !config.mouse);
        assert_eq!(config.start, Some(Home::Board));
        assert_eq!(config.keymap.keys(Context::Board, Action::Why), ["W"]);
        assert!(config.keymap.keys(Context::Board, Action::Open).is_empty());
    }

    #[test]
    fn faults_name_their_line() {
        let error = Config::parse("mouse = true\ncolour = 3\n", false).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("colour"), "{error}");
        assert!(Config::parse("theme = \"neon\"", false).is_err());
        let error = Config::parse("start = \"bored\"", false).unwrap_err();
        assert!(error.hint.as_deref().is_some_and(|hint| hint.contains("today, board")), "{error:?}");
    }
}
