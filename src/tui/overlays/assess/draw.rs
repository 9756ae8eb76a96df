//! How an assessment looks: the questions, below them what can be answered, at the foot what it adds up to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Assessing, Beside, Focus, State};
use crate::assessment::Question;
use crate::domain::text;
use crate::tui::overlays::{centred, inside, panel};
use crate::tui::paint::{put, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::words;

/// The widest panel.
const WIDEST: u16 = 108;
/// Cells of a label where there is room, and where there is little.
const LABEL: u16 = 26;
const LABEL_NARROW: u16 = 14;
/// From this width on the last answers stand beside the new ones.
const ROOMY: u16 = 60;
/// Lines of a help.
const HELP: usize = 2;

/// Where things are.
struct Areas {
    outer: Rect,
    list: Rect,
    detail: Rect,
    foot: Rect,
    /// The first line of the list that is shown.
    top: usize,
}

/// A line about what is in front: words, role, the answer that a click on it chooses.
type Detail = (String, Role, Option<usize>);

impl Assessing {
    fn areas(&self, area: Rect) -> Areas {
        let width = WIDEST.min(area.width);
        let inside_width = usize::from(width.saturating_sub(4));
        // As many lines as the longest question needs, so that nothing moves when the next one is in front.
        let needs = |question: &Question| {
            wrap(&question.help, inside_width).len().min(HELP) + question.answers.len() + 1
        };
        let needed = self.questions().iter().map(needs).max().unwrap_or(0);
        let lines = self.lines();
        let height = u16::try_from(lines + needed + 5).unwrap_or(u16::MAX);
        let outer = centred(area, width, height);
        let (body, foot) = split_bottom(inside(outer), 1);
        let room = usize::from(body.height);
        let air = usize::from(room > lines + needed + 1);
        // Where there is too little room the list gives way, but never below its half.
        let detail = needed.min(room.saturating_sub(lines).max(room / 2)).min(room.saturating_sub(1));
        let shown = room.saturating_sub(detail + 2 * air).min(lines);
        let (list, rest) = split_top(body, u16::try_from(shown).unwrap_or(u16::MAX));
        let (_, detail) = split_top(rest, u16::try_from(air).unwrap_or(0));
        let top = (self.focus + 1).saturating_sub(shown).min(lines.saturating_sub(shown));
        Areas { outer, list, detail, foot, top }
    }

    /// Cells of the label, of the answer, of the last answer.
    fn columns(width: u16) -> (u16, u16, u16) {
        let label = if width >= ROOMY { LABEL } else { LABEL_NARROW };
        let rest = width.saturating_sub(label + 1);
        if width < ROOMY { (label, rest, 0) } else { (label, rest * 11 / 20, rest - rest * 11 / 20) }
    }

    /// What is said about the line in front; where there is too little room the answers come before the help.
    fn detail(&self, Rect { width, height, .. }: Rect) -> Vec<Detail> {
        let mut lines: Vec<Detail> = Vec::new();
        let Some(question) = self.question() else {
            let told = match self.at(self.focus) {
                Focus::Beside(Beside::Note) => "what is to be remarked",
                Focus::Beside(Beside::Date) => {
                    "such as 2026-03-01, yesterday, fri; answering again on a day corrects that day"
                }
                _ => "left and right turn, a letter goes to a name",
            };
            lines.extend(wrap(told, usize::from(width)).into_iter().map(|line| (line, Role::Dim, None)));
            return lines;
        };
        let room = usize::from(height).saturating_sub(question.answers.len() + 1).min(HELP);
        let help = wrap(&question.help, usize::from(width)).into_iter().take(room);
        lines.extend(help.map(|line| (line, Role::Dim, None)));
        let chosen = self.answer(question).and_then(|answer| answer.choice);
        for (place, choice) in question.answers.iter().enumerate() {
            let is_chosen = Some(&choice.key) == chosen.as_ref();
            let role = if is_chosen { Role::Selected } else { Role::Text };
            lines.push((format!(" {} {} ", place + 1, choice.text), role, Some(place)));
        }
        let told = match self.last(question) {
            Some((on, answer)) => {
                format!("last: {}, {} (= takes it)", question.words(answer), words::away(on, self.today))
            }
            None => "never answered before".to_owned(),
        };
        lines.push((told, Role::Dim, None));
        lines
    }

    /// What the answers add up to, or what is wrong.
    fn foot(&self) -> (String, Role) {
        if let Some(problem) = &self.problem {
            return (problem.to_string(), Role::Error);
        }
        match self.state {
            State::Asking => {
                return (format!("Throw {} away?", words::count(self.changes(), "change")), Role::Worse);
            }
            State::Saving(_) => return ("Saving…".to_owned(), Role::Note),
            State::Answering => {}
        }
        let outcome = self.outcome();
        let mut parts = Vec::new();
        let mut role = Role::Text;
        match (outcome.level, outcome.total) {
            (Some(level), Some(total)) => {
                parts.push(format!("{level}, {total} of 100"));
                if self.standing.template.is_bad(level) {
                    role = Role::Worse;
                }
            }
            _ => parts.push("a number answers, and goes on".to_owned()),
        }
        parts.push(format!("{} of {} answered", outcome.answered, outcome.asked));
        let own = self.base().map(|taken| taken.on);
        let before: Vec<String> = self
            .standing
            .totals()
            .iter()
            .filter(|(on, _)| Some(*on) != own)
            .map(|(_, total)| total.to_string())
            .collect();
        if let Some(from) = before.len().checked_sub(4.min(before.len())).filter(|_| !before.is_empty()) {
            let last: Vec<&str> = before.iter().skip(from).map(String::as_str).collect();
            parts.push(format!("before: {}", last.join(", ")));
        }
        (parts.join(" · "), role)
    }

    /// The cell of the cursor: in the lines that are typed.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let Focus::Beside(of @ (Beside::Note | Beside::Date)) = self.at(self.focus) else { return None };
        let areas = self.areas(area);
        let line = self.focus.checked_sub(areas.top)?;
        let y = u16::try_from(line).ok().filter(|line| *line < areas.list.height)?;
        let (label, ..) = Self::columns(areas.list.width);
        let room = areas.list.width.saturating_sub(label + 1);
        let input = self.typed(of);
        let cells = input.cursor_cells() - scrolled(input.cursor_cells(), room);
        let x = u16::try_from(cells).ok()?.min(room.saturating_sub(1));
        (self.state == State::Answering).then_some((areas.list.x + label + 1 + x, areas.list.y + y))
    }

    /// A click: goes to the line, or chooses the answer.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) {
        let areas = self.areas(area);
        if self.state != State::Answering {
            return;
        }
        if areas.list.contains((x, y).into()) {
            self.focus = (areas.top + usize::from(y - areas.list.y)).min(self.lines().saturating_sub(1));
        } else if areas.detail.contains((x, y).into()) {
            let line = usize::from(y - areas.detail.y);
            let place = self.detail(areas.detail).get(line).and_then(|detail| detail.2);
            if let Some(question) = self.question().cloned()
                && let Some(choice) = place.and_then(|place| question.answers.get(place))
            {
                self.choose(&question, choice);
            }
        }
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let areas = self.areas(area);
        let title = format!("{} · {}", words::capital(&self.standing.template.name), text::clean(&self.name));
        panel(buffer, area, (areas.outer.width, areas.outer.height), &title, theme);
        let (label, answer, last) = Self::columns(areas.list.width);
        for (line, y) in (areas.top..self.lines()).zip(areas.list.top()..areas.list.bottom()) {
            let focused = line == self.focus;
            let (name, value, before) = self.line(line);
            let x = areas.list.x;
            let changed = self.is_changed(line);
            let role = if focused { Role::Heading } else { Role::Dim };
            let sign = if changed { "*" } else { " " };
            put(buffer, (x, y), label, sign, theme.style(Role::Marked));
            put(buffer, (x + 1, y), label.saturating_sub(1), &name, theme.style(role));
            let x = x + label + 1;
            if let Focus::Beside(of @ (Beside::Note | Beside::Date)) = self.at(line) {
                // A text goes to the right edge, and with its cursor.
                let room = areas.list.right().saturating_sub(x);
                let input = self.typed(of);
                let skip = if focused { scrolled(input.cursor_cells(), room) } else { 0 };
                let shown: String = text::clean(input.text()).chars().skip(skip).collect();
                put(buffer, (x, y), room, &shown, theme.style(Role::Text));
                continue;
            }
            let role = if focused { Role::Selected } else { Role::Text };
            let shown = if value.is_empty() { "–" } else { value.as_str() };
            put(buffer, (x, y), answer.saturating_sub(1), shown, theme.style(role));
            put(buffer, (x + answer, y), last, &before, theme.style(Role::Dim));
        }
        let lines = self.detail(areas.detail);
        for ((words, role, _), y) in lines.iter().zip(areas.detail.top()..areas.detail.bottom()) {
            put(buffer, (areas.detail.x, y), areas.detail.width, words, theme.style(*role));
        }
        let (words, role) = self.foot();
        put(buffer, (areas.foot.x, areas.foot.y), areas.foot.width, &words, theme.style(role));
    }

    /// Label, value and last answer of a line.
    fn line(&self, line: usize) -> (String, String, String) {
        match self.at(line) {
            Focus::Question(place) => {
                let Some(question) = self.questions().get(place) else { return Default::default() };
                let value = self.answer(question).map(|answer| question.words(&answer));
                let before = self
                    .last(question)
                    .map(|(on, answer)| format!("{} d · {}", self.today - on, question.words(answer)));
                (question.text.clone(), value.unwrap_or_default(), before.unwrap_or_default())
            }
            Focus::Beside(Beside::Note) => ("Note".to_owned(), String::new(), String::new()),
            Focus::Beside(Beside::Date) => ("Date".to_owned(), String::new(), String::new()),
            Focus::Beside(Beside::By) => ("By".to_owned(), self.by_name().to_owned(), String::new()),
        }
    }

    fn is_changed(&self, line: usize) -> bool {
        match self.at(line) {
            Focus::Question(place) => {
                self.questions().get(place).is_some_and(|question| self.given.contains_key(&question.key))
            }
            Focus::Beside(Beside::Note) => self.note.is_some(),
            Focus::Beside(Beside::Date) => self.date.is_some(),
            Focus::Beside(Beside::By) => self.by.is_some(),
        }
    }
}

/// Cells that a text is scrolled by, so that its cursor is in sight.
fn scrolled(cursor: usize, room: u16) -> usize {
    (cursor + 1).saturating_sub(usize::from(room))
}
