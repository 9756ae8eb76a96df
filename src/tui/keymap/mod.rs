//! Which key does what, where. One table; the resolver, footer, help and the README's section are read off it.

mod chord;
mod footer;
mod place;
mod table;

use std::collections::BTreeMap;

use crate::tui::term::event::KeyEvent;

pub use chord::{Chord, show};
pub use footer::{FOOTER, FOOTER_OF_A_CELL, FOOTER_OF_MARKED_CELLS, FOOTER_OF_MARKS, FOOTER_OF_QUESTIONS};
pub use place::Context;

use super::action::Action;
use crate::domain::{Error, Result, text};

/// Keys that do something in a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The place.
    pub context: Context,
    /// The keys, one after the other.
    pub keys: Vec<Chord>,
    /// What they do.
    pub action: Action,
}

/// What a key means after those that came before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// It asks for something.
    Action(Action),
    /// It begins a sequence.
    Pending,
    /// It means nothing here.
    Nothing,
}

/// Changes to the keys, as a config file has them: place -> action -> keys (an empty list removes them all).
pub type Overrides = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The keys in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The keys with a config's changes.
    ///
    /// # Errors
    /// An unknown place, action or key, and keys that are bound twice in one place: all are named.
    pub fn new(overrides: &Overrides) -> Result<Keymap> {
        let mut bindings = Vec::new();
        for (context, keys, action) in table::DEFAULT {
            bindings.push(Binding { context: *context, keys: Chord::parse_all(keys)?, action: *action });
        }
        for (place, actions) in overrides {
            let context = Context::parse(place)?;
            for (name, keys) in actions {
                let action = parse_action(name)?;
                bindings.retain(|known| (known.context, known.action) != (context, action));
                for keys in keys {
                    let keys =
                        Chord::parse_all(keys).map_err(|error| error.at(format!("keys.{place}.{name}")))?;
                    bindings.push(Binding { context, keys, action });
                }
            }
        }
        let keymap = Keymap { bindings };
        keymap.check()?;
        Ok(keymap)
    }

    /// Two bindings of one place clash when one is the beginning of the other.
    fn check(&self) -> Result<()> {
        let mut clashes = Vec::new();
        for (number, one) in self.bindings.iter().enumerate() {
            for other in self.bindings.iter().skip(number + 1).filter(|other| other.context == one.context) {
                if one.keys.starts_with(&other.keys) || other.keys.starts_with(&one.keys) {
                    clashes.push(format!(
                        "\"{}\" is {} and \"{}\" is {} ({})",
                        show(&one.keys),
                        one.action.name(),
                        show(&other.keys),
                        other.action.name(),
                        one.context.name()
                    ));
                }
            }
        }
        if clashes.is_empty() {
            return Ok(());
        }
        Err(Error::invalid(format!("keys are bound twice in the config: {}", clashes.join("; ")))
            .hint("give one of them another key, or [] for none"))
    }

    /// What a key means in a place: the first context of the chain that knows it decides.
    pub fn resolve(&self, chain: &[Context], pending: &[Chord], key: KeyEvent) -> Resolved {
        let mut keys = pending.to_vec();
        keys.push(Chord::of(key));
        for context in chain {
            let mut starts = self
                .bindings
                .iter()
                .filter(|b| b.context == *context && b.keys.starts_with(&keys))
                .peekable();
            if starts.peek().is_none() {
                continue;
            }
            return match starts.find(|binding| binding.keys == keys) {
                Some(binding) => Resolved::Action(binding.action),
                None => Resolved::Pending,
            };
        }
        Resolved::Nothing
    }

    /// What can follow keys already pressed: the rest of each sequence and its action.
    pub fn following(&self, chain: &[Context], pending: &[Chord]) -> Vec<(String, Action)> {
        let bindings = chain.iter().flat_map(|context| self.of(*context));
        bindings
            .filter_map(|b| {
                Some((show(b.keys.strip_prefix(pending).filter(|rest| !rest.is_empty())?), b.action))
            })
            .collect()
    }

    /// The bindings of a place, in order.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |binding| binding.context == context)
    }

    /// All keys of an action in a place, the first of them first.
    pub fn keys(&self, context: Context, action: Action) -> Vec<String> {
        self.of(context)
            .filter(|binding| binding.action == action)
            .map(|binding| show(&binding.keys))
            .collect()
    }

    /// The first key of an action along a chain of places.
    pub fn key(&self, chain: &[Context], action: Action) -> Option<String> {
        chain.iter().find_map(|context| self.keys(*context, action).into_iter().next())
    }

    /// The keys as a Markdown table, for the README: place, action and keys as a config names them, and the words.
    pub fn markdown(&self) -> String {
        let mut out = String::from("| place | action | keys | what it does |\n|---|---|---|---|\n");
        for context in Context::ALL {
            let mut place = context.name();
            for action in Action::ALL {
                let keys = self.keys(*context, *action);
                if !keys.is_empty() {
                    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                    let (keys, name, words) = (keys.join(" "), action.name(), action.words());
                    out.push_str(&format!("| {place} | {name} | {keys} | {words} |\n"));
                    place = "";
                }
            }
        }
        out
    }
}

fn parse_action(name: &str) -> Result<Action> {
    Action::ALL.iter().copied().find(|action| action.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        Error::invalid(format!("\"{}\" in the config's keys is not an action", text::clean(name)))
            .hint(format!("use one of {}", names.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::term::event::{KeyCode, KeyModifiers};

    fn changed(place: &str, action: &str, keys: &[&str]) -> Result<Keymap> {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        let actions = BTreeMap::from([(action.to_owned(), keys)]);
        Keymap::new(&BTreeMap::from([(place.to_owned(), actions)]))
    }

    fn press(keymap: &Keymap, pending: &[Chord], letter: char) -> Resolved {
        let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
        keymap.resolve(&[Context::Board, Context::Moves, Context::Global], pending, key)
    }

    #[test]
    fn the_default_keys_do_not_clash() {
        Keymap::new(&Overrides::new()).unwrap();
    }

    #[test]
    fn a_config_moves_and_removes_keys() {
        let keymap = changed("board", "why", &["W", "X"]).unwrap();
        assert_eq!(press(&keymap, &[], 'w'), Resolved::Nothing);
        assert_eq!(press(&keymap, &[], 'X'), Resolved::Action(Action::Why));
        let keymap = changed("board", "why", &[]).unwrap();
        assert_eq!(keymap.keys(Context::Board, Action::Why), Vec::<String>::new());
    }

    #[test]
    fn a_sequence_waits_for_its_end() {
        let keymap = Keymap::new(&Overrides::new()).unwrap();
        assert_eq!(press(&keymap, &[], 'y'), Resolved::Pending);
        let pending = Chord::parse_all("y").unwrap();
        assert_eq!(press(&keymap, &pending, 'n'), Resolved::Action(Action::CopyName));
        assert_eq!(press(&keymap, &pending, 'j'), Resolved::Nothing);
        let following = keymap.following(&[Context::Board], &pending);
        assert!(following.contains(&("n".to_owned(), Action::CopyName)), "{following:?}");
    }

    #[test]
    fn keys_bound_twice_are_named_with_both_actions() {
        let error = changed("board", "why", &["s"]).unwrap_err().to_string();
        for part in ["\"s\"", "why", "sort", "(board)"] {
            assert!(error.contains(part), "{error}");
        }
        let error = changed("board", "why", &["y"]).unwrap_err().to_string();
        assert!(error.contains("copy-name"), "a prefix of a sequence clashes too: {error}");
        assert!(changed("bored", "why", &["s"]).unwrap_err().to_string().contains("bored"));
        assert!(changed("board", "why", &["ctrl-"]).unwrap_err().to_string().contains("keys.board.why"));
        assert!(changed("board", "wy", &["s"]).unwrap_err().to_string().contains("\"wy\""));
    }

    #[test]
    fn the_readme_lists_the_keys_in_force() {
        let readme = include_str!("../../../README.md");
        let table = Keymap::new(&Overrides::new()).unwrap().markdown();
        let (_, rest) = readme.split_once("<!-- keys -->\n").unwrap();
        let (section, _) = rest.split_once("<!-- /keys -->").unwrap();
        assert_eq!(section, table, "put this between the marks in README.md:\n{table}");
    }

    #[test]
    fn no_default_key_needs_alt_or_a_function_key() {
        let keymap = Keymap::new(&Overrides::new()).unwrap();
        for binding in &keymap.bindings {
            let keys = show(&binding.keys);
            assert!(!keys.contains("alt-") && !keys.contains("ctrl-left"), "{keys}");
        }
    }
}
