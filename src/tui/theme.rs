//! What a piece of text means -> how it looks. Screens name roles, never colours.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::domain::{Band, Error, Result};

/// Declares the roles with their names in a theme file.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal;)+) => {
        /// What a piece of text means.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Role { $($(#[$doc])* $role),+ }

        const ROLES: &[(&str, Role)] = &[$(($name, Role::$role)),+];
    };
}

roles! {
    /// Plain text.
    Text = "text";
    /// Text that matters less.
    Dim = "dim";
    /// The name of a screen.
    Title = "title";
    /// Column titles, group headings.
    Heading = "heading";
    /// A key to press.
    Key = "key";
    /// The selected line.
    Selected = "selected";
    /// The sign of a marked line.
    Marked = "marked";
    /// Letters that a filter found.
    Matched = "matched";
    /// Band red.
    Red = "red";
    /// Band yellow.
    Yellow = "yellow";
    /// Band green.
    Green = "green";
    /// No data.
    Grey = "grey";
    /// A change for the better.
    Better = "better";
    /// A change for the worse.
    Worse = "worse";
    /// Something failed.
    Error = "error";
    /// Something to know.
    Note = "note";
}

/// One role of a theme file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Spec {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    underline: bool,
    reverse: bool,
}

impl Spec {
    fn style(&self, place: &str) -> Result<Style> {
        let colour = |text: &String| {
            text.parse::<Color>().map_err(|_| {
                Error::invalid(format!("{place}: \"{text}\" is not a colour"))
                    .hint("use a name such as red, a number from 0 to 255, or #rrggbb")
            })
        };
        let mut style = Style::new();
        style.fg = self.fg.as_ref().map(colour).transpose()?;
        style.bg = self.bg.as_ref().map(colour).transpose()?;
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

/// The themes that come with the program: name and text. The first is the default.
pub const THEMES: &[(&str, &str)] = &[
    ("ansi", include_str!("../../assets/themes/ansi.toml")),
    ("blue-orange", include_str!("../../assets/themes/blue-orange.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

/// The theme for NO_COLOR.
pub const MONO: &str = "mono";

/// How each role looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    name: &'static str,
    styles: [Style; ROLES.len()],
    ascii: bool,
}

impl Theme {
    /// A theme that comes with the program; `ascii` draws its signs with plain ASCII characters.
    ///
    /// # Errors
    /// No such theme; the hint lists them.
    pub fn named(name: &str, ascii: bool) -> Result<Theme> {
        let Some(&(name, text)) = THEMES.iter().find(|theme| theme.0 == name) else {
            let names: Vec<&str> = THEMES.iter().map(|theme| theme.0).collect();
            return Err(Error::invalid(format!(
                "there is no theme \"{}\"",
                crate::domain::text::clean(name)
            ))
            .hint(format!("use one of {}", names.join(", "))));
        };
        let specs: BTreeMap<String, Spec> = toml::from_str(text)
            .map_err(|error| Error::invalid(format!("theme {name}: {}", error.message())))?;
        let mut styles = [Style::new(); ROLES.len()];
        for (style, (role, _)) in styles.iter_mut().zip(ROLES) {
            let spec =
                specs.get(*role).ok_or_else(|| Error::invalid(format!("theme {name} has no {role}")))?;
            *style = spec.style(&format!("theme {name}, {role}"))?;
        }
        Ok(Theme { name, styles, ascii })
    }

    /// The theme after this one, round and round.
    ///
    /// # Errors
    /// None of the themes that come with the program has any.
    pub fn next(&self) -> Result<Theme> {
        let names = THEMES.iter().map(|theme| theme.0);
        let next = names.clone().chain(names).skip_while(|name| *name != self.name).nth(1);
        Theme::named(next.unwrap_or(self.name), self.ascii)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether signs are drawn with plain ASCII characters.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(usize::from(role as u8)).copied().unwrap_or_default()
    }

    /// How a role looks in the line of a list. A selected line has one style throughout: colours that are turned around
    /// would tear it to pieces.
    pub fn in_line(&self, selected: bool, role: Role) -> Style {
        self.style(if selected { Role::Selected } else { role })
    }

    /// Draws our own signs with ASCII characters where the theme asks for it: the last step of a frame.
    pub fn finish(&self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in &mut buffer.content {
            if !cell.symbol().is_ascii()
                && let Some((_, ascii)) = ASCII.iter().find(|sign| sign.0 == cell.symbol())
            {
                cell.set_symbol(ascii);
            }
        }
    }
}

/// The role of a band.
pub fn role_of(band: Band) -> Role {
    match band {
        Band::Red => Role::Red,
        Band::Yellow => Role::Yellow,
        Band::Green => Role::Green,
        Band::Grey => Role::Grey,
    }
}

/// The sign of a band.
pub fn glyph(band: Band) -> &'static str {
    match band {
        Band::Red => "■",
        Band::Yellow => "▲",
        Band::Green => "●",
        Band::Grey => "◌",
    }
}

/// The word of a band on screen.
pub fn word(band: Band) -> &'static str {
    if band == Band::Grey { "no data" } else { band.name() }
}

/// Our signs and what stands for them in ASCII.
const ASCII: &[(&str, &str)] = &[
    ("■", "#"),
    ("▲", "^"),
    ("●", "o"),
    ("◌", "."),
    ("↗", "/"),
    ("↘", "\\"),
    ("→", ">"),
    ("↑", "^"),
    ("↓", "v"),
    ("✓", "+"),
    ("•", "*"),
    ("×", "x"),
    ("↻", "@"),
    ("‹", "<"),
    ("›", ">"),
    ("▁", "_"),
    ("▂", "_"),
    ("▃", "-"),
    ("▄", "-"),
    ("▅", "="),
    ("▆", "="),
    ("▇", "#"),
    ("█", "#"),
    ("▓", "+"),
    ("░", "-"),
    ("▀", "\""),
    ("▏", "|"),
    ("│", "|"),
    ("─", "-"),
    ("┄", "."),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("…", "~"),
    ("·", "-"),
    ("–", "-"),
    ("—", "-"),
    ("×", "x"),
    ("≤", "<"),
    ("≥", ">"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_reads_and_has_every_role() {
        for (name, _) in THEMES {
            Theme::named(name, false).unwrap();
        }
        assert!(Theme::named("neon", false).unwrap_err().to_string().contains("blue-orange"));
    }

    #[test]
    fn the_roles_stand_in_the_order_of_their_table() {
        for (place, (name, role)) in ROLES.iter().enumerate() {
            assert_eq!(usize::from(*role as u8), place, "{name}");
        }
    }

    #[test]
    fn no_theme_writes_white_black_or_yellow_or_paints_the_background() {
        for (name, _) in THEMES {
            for style in Theme::named(name, false).unwrap().styles {
                let bad = [
                    Color::White,
                    Color::Black,
                    Color::Yellow,
                    Color::LightYellow,
                    Color::Gray,
                    Color::DarkGray,
                ];
                assert!(!style.fg.is_some_and(|fg| bad.contains(&fg)), "{name}: {style:?}");
                assert_eq!(style.bg, None, "{name}");
            }
        }
    }

    #[test]
    fn the_theme_without_colours_has_none_and_still_shows_the_selection() {
        let mono = Theme::named(MONO, false).unwrap();
        assert!(mono.styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert!(mono.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn the_themes_go_round() {
        let first = Theme::named("ansi", true).unwrap();
        let round = first.next().unwrap().next().unwrap().next().unwrap();
        assert_eq!(round, first);
    }
}
