//! How a form looks, and where things are in it: a page of lines, as many of which are shown as fit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::field::Entry;
use super::{Does, Form, State};
use crate::domain::{Day, text};
use crate::edit::{self, FieldKind, Target, Value};
use crate::onboarding::handoff::Missing;
use crate::tui::overlays::{centred, inside, panel};
use crate::tui::paint::{put, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::longtext;
use crate::tui::words;

/// The widest panel.
const WIDEST: u16 = 88;
/// Cells for the sign of a changed field.
const SIGN: u16 = 2;
/// Cells for labels where there is room, and where there is little.
const LABEL: u16 = 19;
const LABEL_NARROW: u16 = 11;
/// From this width on there is room.
const ROOMY: u16 = 56;
/// Lines of a list that are shown at once.
const OPTIONS: usize = 6;
/// Lines for what went wrong.
const FOOT: usize = 3;
/// Lines of a long text that is not in focus.
const GLIMPSE: usize = 2;

/// A line of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A line of the text of a field.
    Text { place: usize, line: usize },
    /// A line of the open list of a field.
    Option { place: usize, line: usize },
    /// Words below a field.
    Note { place: usize, words: String, role: Role },
}

impl Part {
    /// The field that it belongs to.
    pub fn place(&self) -> usize {
        match self {
            Part::Text { place, .. } | Part::Option { place, .. } | Part::Note { place, .. } => *place,
        }
    }
}

/// Cells of the label and of the value in a panel's inside of a width.
fn columns(width: u16) -> (u16, u16) {
    let label = if width >= ROOMY { LABEL } else { LABEL_NARROW };
    (label, width.saturating_sub(SIGN + label + 1))
}

impl Form {
    /// The panel in an area of the screen: border and inside.
    fn outer(&self, area: Rect) -> Rect {
        let width = WIDEST.min(area.width);
        let inner = inside(Rect { width, ..area }).width;
        let lines = self.page(inner).len().max(1) + self.foot(0, inner).0.len();
        let height = u16::try_from(lines + 3).unwrap_or(u16::MAX);
        centred(area, width, height)
    }

    /// Where the fields are, and the lines below them.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let inner = inside(self.outer(area));
        if inner.height < 3 {
            return split_bottom(inner, inner.height.saturating_sub(1).min(1));
        }
        let lines = u16::try_from(self.foot(0, inner.width).0.len()).unwrap_or(1);
        let (page, foot) = split_bottom(inner, (lines + 1).min(inner.height - 1));
        (page, split_top(foot, 1).1)
    }

    /// Cells that a value has on a screen.
    pub fn value_width(&self, area: Rect) -> u16 {
        columns(self.areas(area).0.width).1
    }

    /// Every line of the form for a width.
    pub(super) fn page(&self, width: u16) -> Vec<Part> {
        let (_, value) = columns(width);
        let mut page = Vec::new();
        for (place, entry) in self.fields.iter().enumerate() {
            let focused = place == self.focus;
            page.extend((0..shown_lines(entry, value, focused)).map(|line| Part::Text { place, line }));
            if let Some(options) = entry.options().filter(|_| focused) {
                let top = options.top(OPTIONS);
                let last = options.len().min(top + OPTIONS);
                page.extend((top..last).map(|line| Part::Option { place, line }));
            }
            for (words, role) in self.notes(entry, focused) {
                let lines = wrap(&words, usize::from(value));
                page.extend(lines.into_iter().map(|words| Part::Note { place, words, role }));
            }
        }
        page
    }

    /// What a field is still to say. Text that is typed gives it; what other records are to say, text cannot.
    fn wanted(&self, entry: &Entry) -> Option<&Missing> {
        let missing = self.wanted.iter().find(|missing| missing.field == entry.field.name)?;
        let is_typed = entry.is_dirty() && !entry.input().text().trim().is_empty();
        (!is_typed || missing.is_elsewhere()).then_some(missing)
    }

    /// What is said below a field: what is wrong with it, what happened to it, what it means, what it is.
    fn notes(&self, entry: &Entry, focused: bool) -> Vec<(String, Role)> {
        let mut notes = Vec::new();
        if let Some(problem) = entry.problem() {
            notes.push((problem.to_string(), Role::Error));
        }
        if let Some(missing) = self.wanted(entry) {
            notes.push((format!("Still to be given: {}", missing.what), Role::Red));
        }
        if let Some((was, now)) = entry.changed_underneath() {
            let named = |text: &str| {
                if text.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", text::fit(text, 40)) }
            };
            let (was, now) = (named(was), named(now));
            notes.push(if entry.is_dirty() {
                (format!("Changed meanwhile from {was} to {now}; saving keeps yours"), Role::Worse)
            } else {
                (format!("Changed meanwhile, it was {was}"), Role::Note)
            });
        }
        if focused && entry.problem().is_none() {
            notes.extend(self.meaning(entry).map(|meaning| (meaning, Role::Note)));
            if notes.is_empty() && entry.options().is_none() {
                notes.extend(advice(entry).map(|advice| (advice, Role::Dim)));
            }
        }
        notes
    }

    /// What the text means, where it does not say so itself: the day, the whole word, the whole amount.
    fn meaning(&self, entry: &Entry) -> Option<String> {
        let context = self.context.as_ref()?;
        let value = entry.value().as_ref().ok()?;
        if let (FieldKind::Day, Value::Int(day)) = (&entry.field.kind, value) {
            let day = Day(i32::try_from(*day).ok()?);
            return Some(format!(
                "{}, {}",
                day.date().format("%a %-d %b %Y"),
                words::away(day, context.today)
            ));
        }
        let shown = edit::show(entry.field, value, context);
        (entry.is_dirty()
            && !entry.is_long()
            && entry.options().is_none()
            && !shown.is_empty()
            && shown != entry.input().text().trim())
        .then(|| format!("= {shown}"))
    }

    /// Brings the field in focus into view.
    pub fn settle(&mut self, area: Rect) {
        let (page, _) = self.areas(area);
        let (height, width) = (usize::from(page.height), page.width);
        let mut lines = self.lines_of(self.focus, width);
        if let Some(entry) = self.fields.get(self.focus).filter(|entry| entry.is_long()) {
            let (line, _) = cursor_in(entry, columns(width).1);
            lines = lines.start + line..(lines.start + line + 1).max(lines.end.min(lines.start + line + 2));
        }
        let last = self.page(width).len().saturating_sub(height);
        self.top = self.top.max(lines.end.saturating_sub(height)).min(lines.start).min(last);
    }

    /// Moves the cursor within a text of several lines; false: it is at its first or last line, or in another field.
    pub(super) fn move_in_text(&mut self, by: isize, width: u16) -> bool {
        let Some(entry) = self.fields.get_mut(self.focus).filter(|entry| entry.is_long()) else {
            return false;
        };
        let lines = longtext::lines(entry.input().text(), usize::from(width));
        let (line, cells) = longtext::place(&lines, entry.input().cursor());
        match line.checked_add_signed(by).filter(|to| *to < lines.len()) {
            Some(to) => {
                let letters = longtext::letters(&lines, to, cells);
                entry.input_mut().set_cursor(letters);
                true
            }
            None => false,
        }
    }

    /// The cell of the cursor.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        if self.state != State::Editing {
            return None;
        }
        let (page, _) = self.areas(area);
        let (label, width) = columns(page.width);
        let entry = self.fields.get(self.focus)?;
        let (line, cells) = cursor_in(entry, width);
        let row = self.lines_of(self.focus, page.width).start + line;
        let y = u16::try_from(row.checked_sub(self.top)?).ok()?;
        let x = u16::try_from(cells).ok()?.min(width.saturating_sub(1));
        (y < page.height).then_some((page.x + SIGN + label + 1 + x, page.y + y))
    }

    /// A click: goes to the field, or chooses the line of the list.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) {
        let (page, _) = self.areas(area);
        if self.state != State::Editing || !page.contains((x, y).into()) {
            return;
        }
        let row = self.top + usize::from(y - page.y);
        let Some(part) = self.page(page.width).get(row).cloned() else { return };
        let (label, width) = columns(page.width);
        match part {
            Part::Option { place, line } => {
                if let (Some(entry), Some(context)) = (self.fields.get_mut(place), &self.context) {
                    entry.choose_line(line, context);
                }
            }
            Part::Text { place, line } => {
                self.focus_on(place);
                if let Some(entry) = self.fields.get_mut(place) {
                    let cells = usize::from(x.saturating_sub(page.x + SIGN + label + 1));
                    let lines = if entry.is_long() {
                        longtext::lines(entry.input().text(), usize::from(width))
                    } else {
                        longtext::lines(entry.input().text(), usize::MAX)
                    };
                    let letters = longtext::letters(&lines, line, cells);
                    entry.input_mut().set_cursor(letters);
                }
            }
            Part::Note { place, .. } => self.focus_on(place),
        }
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let outer = self.outer(area);
        let kind = self.about.entity.name;
        let title = match (self.about.target, self.name.is_empty()) {
            _ if let Does::Renew(what, _) = self.does => {
                format!("{} · {}", what.title(), text::clean(&self.name))
            }
            _ if self.does == Does::PutOff => format!("Put off · {}", text::clean(&self.name)),
            _ if let Does::Expand(what, _) = self.does => {
                format!("{} · {}", what.title(), text::clean(&self.name))
            }
            _ if !self.many.is_empty() => text::clean(&self.name).into_owned(),
            (Target::New { .. }, true) => format!("New {kind}"),
            (Target::New { .. }, false) => format!("New {kind} · {}", text::clean(&self.name)),
            _ => format!("{} · {}", words::capital(kind), text::clean(&self.name)),
        };
        panel(buffer, area, (outer.width, outer.height), &title, theme);
        let (page, foot) = self.areas(area);
        let (label, width) = columns(page.width);
        let parts = self.page(page.width);
        for (part, y) in parts.iter().skip(self.top).zip(page.top()..page.bottom()) {
            let Some(entry) = self.fields.get(part.place()) else { continue };
            let x = page.x + SIGN + label + 1;
            match part {
                Part::Text { line, .. } => {
                    let focused = part.place() == self.focus;
                    if *line == 0 {
                        self.label(buffer, Rect { y, height: 1, ..page }, entry, focused, theme);
                    }
                    let role = if entry.problem().is_some() { Role::Error } else { Role::Text };
                    put(buffer, (x, y), width, &shown(entry, *line, width, focused), theme.style(role));
                }
                Part::Option { line, .. } => {
                    let option = entry.options().and_then(|options| options.lines().nth(*line));
                    if let Some((name, selected)) = option {
                        let role = if selected { Role::Selected } else { Role::Dim };
                        let content = format!(" {name} ");
                        put(buffer, (x, y), width, &content, theme.style(role));
                    }
                }
                Part::Note { words, role, .. } => {
                    put(buffer, (x, y), width, words, theme.style(*role));
                }
            }
        }
        let below = parts.len().saturating_sub(self.top + usize::from(page.height));
        let (lines, role) = self.foot(below, foot.width);
        for (line, y) in lines.iter().zip(foot.top()..foot.bottom()) {
            put(buffer, (foot.x, y), foot.width, line, theme.style(role));
        }
    }

    fn label(&self, buffer: &mut Buffer, line: Rect, entry: &Entry, focused: bool, theme: &Theme) {
        let (label, _) = columns(line.width);
        if entry.is_dirty() {
            put(buffer, (line.x, line.y), SIGN, "*", theme.style(Role::Marked));
        }
        let role = if focused { Role::Heading } else { Role::Dim };
        let needed = if entry.field.required { " (needed)" } else { "" };
        let told = format!("{}{needed}", entry.field.label);
        put(buffer, (line.x + SIGN, line.y), label, &told, theme.style(role));
    }

    /// The lines at the foot of the form, at least one. `below`: lines that are out of sight.
    fn foot(&self, below: usize, width: u16) -> (Vec<String>, Role) {
        let changes = self.changes();
        if let Some(problem) = &self.problem {
            let mut lines = wrap(&problem.to_string(), usize::from(width.saturating_sub(2)));
            lines.truncate(FOOT);
            return (lines, Role::Error);
        }
        let (line, role) = match self.state {
            State::Asking => (format!("Throw {} away?", words::count(changes, "change")), Role::Worse),
            State::Saving(_) => ("Saving…".to_owned(), Role::Note),
            State::Editing if self.context.is_none() => ("Reading…".to_owned(), Role::Dim),
            State::Editing => {
                let changed = match changes {
                    0 => "Nothing changed yet".to_owned(),
                    _ => format!("{} not saved yet", words::count(changes, "change")),
                };
                let more = if below > 0 { " · more below" } else { "" };
                (format!("{changed}{more}"), Role::Dim)
            }
        };
        (vec![line], role)
    }
}

/// What belongs into a field, and how it gets there.
fn advice(entry: &Entry) -> Option<String> {
    let how = match entry.field.kind {
        _ if entry.can_be_emptied() => "type letters, space for all, or none to empty it",
        _ if entry.is_choice() => "type some letters, or space for all",
        FieldKind::Day => "such as fri, +2w, 1 mar, 2026-03-01",
        FieldKind::LongText { .. } => "enter begins a new line here",
        _ => "",
    };
    let parts: Vec<&str> = [entry.field.help, how].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Line and cell of the cursor within a field.
fn cursor_in(entry: &Entry, width: u16) -> (usize, usize) {
    if entry.is_long() {
        let lines = longtext::lines(entry.input().text(), usize::from(width));
        return longtext::place(&lines, entry.input().cursor());
    }
    let cells = entry.input().cursor_cells();
    (0, cells - first_cell(entry, width))
}

/// The first cell of a line that is too long for its field: the cursor stays in sight.
fn first_cell(entry: &Entry, width: u16) -> usize {
    (entry.input().cursor_cells() + 1).saturating_sub(usize::from(width))
}

/// How many lines of a field are shown.
fn shown_lines(entry: &Entry, width: u16, focused: bool) -> usize {
    if !entry.is_long() {
        return 1;
    }
    let lines = longtext::lines(entry.input().text(), usize::from(width)).len();
    if focused { lines } else { lines.min(GLIMPSE) }
}

/// A line of a field as it is shown.
fn shown(entry: &Entry, line: usize, width: u16, focused: bool) -> String {
    let content = entry.input().text();
    if entry.is_long() {
        let lines = longtext::lines(content, usize::from(width));
        let more = if !focused && line + 1 == GLIMPSE && lines.len() > GLIMPSE { "…" } else { "" };
        return lines.get(line).map_or(String::new(), |line| format!("{}{more}", line.content));
    }
    if !focused {
        return content.to_owned();
    }
    let mut skip = first_cell(entry, width);
    let skipped = |letter: &char| {
        let wide = text::width(letter.encode_utf8(&mut [0; 4]));
        let gone = skip > 0;
        skip = skip.saturating_sub(wide);
        gone
    };
    content.chars().skip_while(skipped).collect()
}
