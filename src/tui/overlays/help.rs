//! All keys, searchable by word and by key. Enter runs the selected line, so this is the palette as well.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::panel;
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::keymap::{Context, Keymap};
use crate::tui::paint::{Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::textinput::TextInput;

/// Cells for the keys.
const KEYS: u16 = 14;
/// Cells before what is typed.
const PROMPT: u16 = 2;
/// The widest panel.
const WIDEST: u16 = 96;
/// Lines at the foot for all that the selected line says, and the least lines of a list that they are worth.
const FOOT: u16 = 2;
const WORTH: u16 = 6;

/// A line of the help.
#[derive(Clone, Debug)]
struct Entry {
    place: &'static str,
    keys: String,
    words: String,
    /// What it runs, and why it cannot be run now.
    runs: Option<(Action, Option<&'static str>)>,
}

impl Entry {
    /// What it does, and why not now.
    fn told(&self) -> String {
        match self.runs.and_then(|runs| runs.1) {
            Some(why) => format!("{} ({why})", self.words),
            None => self.words.clone(),
        }
    }
}

/// What can be said beside the keys.
const LEGEND: &[(&str, &str, &str)] = &[
    ("Signs", "■ ▲ ● ◌", "red, yellow, green, no data"),
    ("Signs", "*▲", "The CSM's own band, beside the computed one"),
    ("Signs", "! name", "A cap that limits the score"),
    ("Signs", "↗ → ↘", "Up, steady, down: by more than 5 points in 28 days"),
    ("Filter", "band:red,yellow", "The band; also band:grey"),
    ("Filter", "csm:NAME", "The CSM; csm:none for nobody. segment:, stage:, tag:, driver: work alike"),
    ("Filter", "arr>50k", "ARR; also arr<=1.2m"),
    ("Filter", "renewal<90d", "Days to the renewal"),
    ("Filter", "health<60", "Score; trend<-5 and coverage<50 work alike"),
    ("Filter", "!band:green", "Turns a term around"),
    ("Filter", "acme ind", "Other words: the name, letters may be left out"),
];

/// The help over a screen.
#[derive(Clone, Debug)]
pub struct Help {
    input: TextInput,
    entries: Vec<Entry>,
    /// The entries that the search left.
    shown: Vec<usize>,
    selected: usize,
    top: usize,
}

impl Help {
    /// The help for a place: what can be done there, along its chain, then the signs and the filter's terms.
    /// `disabled` says why an action cannot be run now.
    pub fn new(
        keymap: &Keymap,
        chain: &[Context],
        disabled: impl Fn(Action) -> Option<&'static str>,
    ) -> Help {
        let mut entries = Vec::new();
        for context in chain {
            for action in Action::ALL {
                let keys = keymap.keys(*context, *action);
                if !keys.is_empty() {
                    entries.push(Entry {
                        place: context.title(),
                        keys: keys.join("  "),
                        words: action.words().to_owned(),
                        runs: Some((*action, disabled(*action))),
                    });
                }
            }
        }
        for (place, keys, words) in LEGEND {
            entries.push(Entry { place, keys: (*keys).to_owned(), words: (*words).to_owned(), runs: None });
        }
        let shown = (0..entries.len()).collect();
        Help { input: TextInput::default(), entries, shown, selected: 0, top: 0 }
    }

    /// The text field.
    pub fn input(&mut self) -> &mut TextInput {
        &mut self.input
    }

    /// Searches for what is typed: every word must be in the keys, the words or the place.
    pub fn search(&mut self) {
        let wanted: Vec<String> = self.input.text().split_whitespace().map(str::to_lowercase).collect();
        let fits = |entry: &Entry| {
            let said = format!("{} {}", entry.place, entry.words).to_lowercase();
            let keys = entry.keys.to_lowercase();
            wanted.iter().all(|word| said.contains(word) || keys.split_whitespace().any(|key| key == word))
        };
        self.shown = (0..self.entries.len()).filter(|at| self.entries.get(*at).is_some_and(fits)).collect();
        (self.selected, self.top) = (0, 0);
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize, area: Rect) {
        self.selected = self.selected.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
        let height = usize::from(Help::parts(super::inside(Help::outer(area))).1.height);
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(height));
    }

    /// What the selected line runs, or why it cannot.
    pub fn choice(&self) -> Option<Result<Action, &'static str>> {
        let (action, disabled) = self.entries.get(*self.shown.get(self.selected)?)?.runs?;
        Some(disabled.map_or(Ok(action), Err))
    }

    /// Inside the border: what is typed, the list, the foot.
    fn parts(inner: Rect) -> (Rect, Rect, Rect) {
        let (top, rest) = split_top(inner, 2);
        let (list, foot) = split_bottom(rest, if rest.height >= WORTH + FOOT { FOOT } else { 0 });
        (top, list, foot)
    }

    fn outer(area: Rect) -> Rect {
        super::centred(area, WIDEST, area.height)
    }

    /// The cell of the cursor.
    pub fn cursor(&self, area: Rect) -> (u16, u16) {
        let inner = super::inside(Help::outer(area));
        let cells = u16::try_from(self.input.cursor_cells()).unwrap_or(u16::MAX);
        (inner.x.saturating_add(PROMPT).saturating_add(cells), inner.y)
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let inner =
            panel(buffer, area, (WIDEST, area.height), "Help · type to search, Enter runs the line", theme);
        let (top, list, foot) = Help::parts(inner);
        let x = put(buffer, (top.x, top.y), top.width, "> ", theme.style(Role::Key));
        put(buffer, (x, top.y), top.right().saturating_sub(x), self.input.text(), theme.style(Role::Text));
        if self.shown.is_empty() {
            put(buffer, (list.x, list.y), list.width, "Nothing is called so.", theme.style(Role::Dim));
        }
        let entries = self.shown.iter().enumerate().skip(self.top);
        for ((number, at), y) in entries.zip(list.top()..list.bottom()) {
            if let Some(entry) = self.entries.get(*at) {
                self.line(buffer, Rect { y, height: 1, ..list }, entry, number == self.selected, theme);
            }
        }
        if let Some(entry) = self.shown.get(self.selected).and_then(|at| self.entries.get(*at)) {
            let lines = wrap(&entry.told(), usize::from(foot.width));
            // At the bottom, so that a single line stands apart from the list.
            let top =
                foot.bottom().saturating_sub(u16::try_from(lines.len()).unwrap_or(FOOT)).max(foot.top());
            for (line, y) in lines.iter().zip(top..foot.bottom()) {
                put(buffer, (foot.x, y), foot.width, line, theme.style(Role::Note));
            }
        }
    }

    fn line(&self, buffer: &mut Buffer, area: Rect, entry: &Entry, selected: bool, theme: &Theme) {
        let disabled = entry.runs.and_then(|runs| runs.1);
        let styled = |role| match (selected, disabled) {
            (true, _) => theme.style(Role::Selected),
            (false, Some(_)) => theme.style(Role::Dim),
            (false, None) => theme.style(role),
        };
        buffer.set_style(area, if selected { theme.style(Role::Selected) } else { Style::new() });
        put(buffer, (area.x, area.y), KEYS, &entry.keys, styled(Role::Key));
        let place = u16::try_from(text::width(entry.place)).unwrap_or(0) + 1;
        let wide = area.width >= 70;
        let room = area.width.saturating_sub(KEYS + 1 + if wide { place } else { 0 });
        put(buffer, (area.x + KEYS + 1, area.y), room, &entry.told(), styled(Role::Text));
        if wide {
            let left = area.right().saturating_sub(place);
            put_aligned(buffer, (left, area.y), place, entry.place, Align::Right, styled(Role::Dim));
        }
    }
}
