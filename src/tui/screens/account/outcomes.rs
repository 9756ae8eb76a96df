//! What the customer wants and how far it is: goals, the line that each is to follow, what was said about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::book::goals::{Goal, counted, delivered};
use crate::domain::{Day, Error, GoalStatus, Micro, Money, Result, text};
use crate::health::goal::Verdict;
use crate::tui::paint::{self, Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::doc::{Doc, wrap};
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::words;

/// From this height on the selected goal is told below the list.
const ROOMY: u16 = 14;
/// Cells of the status, of the figures, of the due date.
const STATUS: u16 = 11;
const FIGURES: u16 = 20;
const DUE: u16 = 14;
/// From these widths on they are shown.
const WITH_DUE: u16 = 60;
const WITH_FIGURES: u16 = 44;
/// Updates told of a goal.
const UPDATES: usize = 30;

/// The goals of an account with one of them selected.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    goals: Vec<Goal>,
    known: bool,
    problem: Option<Error>,
    today: Day,
    lines: Lines<i64>,
    headings: Vec<String>,
}

impl Outcomes {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Goal>>, today: Day) {
        match read {
            Ok(goals) => {
                let open = goals.iter().filter(|goal| !goal.standing(today).is_closed()).count();
                let groups = [(0, open, "Open"), (open, goals.len() - open, "Closed")];
                let (starts, headings): (Vec<usize>, Vec<String>) = groups
                    .into_iter()
                    .filter(|group| group.1 > 0)
                    .map(|(start, count, name)| (start, format!("{name}  {count}")))
                    .unzip();
                self.lines.replace(goals.iter().map(|goal| goal.id).collect(), starts);
                (self.goals, self.headings) = (goals, headings);
                (self.known, self.problem, self.today) = (true, None, today);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The selected goal.
    pub fn selected(&self) -> Option<&Goal> {
        self.goals.get(self.lines.cursor())
    }

    /// Whether the selected goal is reached, so that something follows from it.
    pub fn is_reached(&self) -> bool {
        let standing = self.selected().map(|goal| goal.standing(self.today));
        standing.is_some_and(|standing| {
            [standing.status(), standing.by_values.status].contains(&Some(GoalStatus::Achieved))
        })
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.lines.step(by);
    }

    /// The sum, the list, the selected goal.
    fn areas(&self, area: Rect) -> (Rect, Rect, Rect) {
        let (top, rest) = split_top(area, u16::from(!self.goals.is_empty()));
        let shown = u16::try_from(self.lines.len() + self.headings.len()).unwrap_or(u16::MAX);
        // The list takes what it needs, up to half.
        let list = if rest.height >= ROOMY { shown.min(rest.height / 2) } else { rest.height };
        let (list, foot) = split_bottom(rest, rest.height - list);
        (top, list, foot)
    }

    /// Selects the goal at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let list = self.areas(area).1;
        self.lines.click(list, x, y)
    }

    /// Brings the selected goal into view.
    pub fn reveal(&mut self, area: Rect) {
        let height = self.areas(area).1.height;
        self.lines.reveal(height);
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (top, list, foot) = self.areas(area);
        if !self.goals.is_empty() {
            put(buffer, (top.x + 1, top.y), top.width.saturating_sub(1), &self.sum(), theme.style(Role::Dim));
        }
        let empty = self.known.then_some("No goal yet: a adds what the customer wants");
        tell(buffer, list, theme, self.problem.as_ref(), empty.filter(|_| self.goals.is_empty()));
        self.lines.draw(buffer, list, &self.headings, theme, |buffer, row, place, selected| {
            if let Some(goal) = self.goals.get(place) {
                self.draw_goal(buffer, row, goal, selected, theme);
            }
        });
        if let Some(goal) = self.selected().filter(|_| foot.height > 0) {
            told(goal, self.today, usize::from(foot.width), theme).draw(buffer, foot, 0);
        }
    }

    /// `4 goals · 2 on track · 1 off track · value delivered $120k`.
    fn sum(&self) -> String {
        let mut parts = vec![words::count(self.goals.len(), "goal")];
        for (status, count) in counted(&self.goals, self.today) {
            parts.push(format!("{count} {}", status.map_or("not judged", GoalStatus::name)));
        }
        let value: Vec<String> = delivered(&self.goals).iter().map(Money::short).collect();
        if !value.is_empty() {
            parts.push(format!("value delivered {}", value.join(" + ")));
        }
        parts.join(" · ")
    }

    fn draw_goal(&self, buffer: &mut Buffer, row: Rect, goal: &Goal, selected: bool, theme: &Theme) {
        let styled = paint::line(buffer, row, selected, theme);
        let standing = goal.standing(self.today);
        let (sign, word, role) = status(standing.status());
        let dim = standing.is_closed();
        let due = if row.width >= WITH_DUE { DUE } else { 0 };
        let figures = if row.width >= WITH_FIGURES { FIGURES } else { 0 };
        let end = row.right().saturating_sub(due + figures);
        let x = put(buffer, (row.x + 1, row.y), STATUS, &format!("{sign} {word}"), styled(role));
        let x = x.max(row.x + 1 + STATUS) + 1;
        let title = if dim { Role::Dim } else { Role::Text };
        put(buffer, (x, row.y), end.saturating_sub(x + 1), &goal.title, styled(title));
        if figures > 0 {
            let told = figures_of(goal);
            put_aligned(buffer, (end, row.y), figures, &told, Align::Right, styled(Role::Dim));
        }
        if let (Some(on), true) = (goal.due, due > 0) {
            let overdue = on < self.today && !dim;
            let role = if overdue { Role::Worse } else { Role::Dim };
            let told = words::away(on, self.today);
            put_aligned(buffer, (end + figures, row.y), due, &told, Align::Right, styled(role));
        }
    }
}

/// The sign of a status, its word, and how they look.
pub fn status(status: Option<GoalStatus>) -> (&'static str, &'static str, Role) {
    match status {
        Some(GoalStatus::Achieved) => ("✓", "achieved", Role::Green),
        Some(GoalStatus::OnTrack) => ("●", "on track", Role::Green),
        Some(GoalStatus::AtRisk) => ("▲", "at risk", Role::Yellow),
        Some(GoalStatus::OffTrack) => ("■", "off track", Role::Red),
        Some(GoalStatus::Missed) => ("×", "missed", Role::Red),
        None => ("◌", "not judged", Role::Grey),
    }
}

/// `25 of 18`: the last value and the target.
fn figures_of(goal: &Goal) -> String {
    let current = goal.values().next_back().map(|(_, value)| value);
    match (current, goal.target) {
        (Some(current), Some(target)) => format!("{current} of {target}"),
        (Some(current), None) => current.to_string(),
        (None, Some(target)) => format!("– of {target}"),
        (None, None) => String::new(),
    }
}

/// Everything about a goal: its way, what the values and the manager say, what it is worth, what was said when.
fn told(goal: &Goal, today: Day, width: usize, theme: &Theme) -> Doc {
    let dim = theme.style(Role::Dim);
    let mut doc = Doc::default();
    doc.text("─".repeat(width), dim);
    doc.line(vec![
        Span::raw(" "),
        Span::styled(text::fit(&goal.title, width.saturating_sub(2)).into_owned(), theme.style(Role::Title)),
    ]);
    let from = |value: Option<Micro>| value.map_or("?".to_owned(), |value| value.to_string());
    let way = [
        goal.kind.as_deref().map(|kind| format!("{kind} goal")),
        goal.metric.as_deref().map(str::to_owned),
        (goal.baseline.is_some() || goal.target.is_some())
            .then(|| format!("from {} to {}", from(goal.baseline), from(goal.target))),
        goal.due.map(|due| format!("by {due}")),
    ];
    doc.wrapped(&way.into_iter().flatten().collect::<Vec<_>>().join(" · "), 1, width, dim);
    let standing = goal.standing(today);
    let verdict = &standing.by_values;
    doc.line(progress(verdict, width, theme));
    line(&mut doc, "By the values", status(verdict.status), &verdict.reason, width, theme);
    match standing.said {
        Some((judged, on)) => {
            let since = on.map_or(String::new(), |on| format!("since {on}"));
            let note =
                if standing.other().is_some() { format!("{since}; the values say otherwise") } else { since };
            line(&mut doc, "The CSM says", status(Some(judged)), &note, width, theme);
        }
        None => line(&mut doc, "The CSM says", ("–", "nothing yet", Role::Dim), "", width, theme),
    }
    if let Some(value) = goal.value() {
        doc.text(format!(" Value delivered  {value}"), theme.style(Role::Better));
    }
    if let Some(role) = &goal.our_role {
        doc.wrapped(&format!("Our part: {role}"), 1, width, theme.style(Role::Text));
    }
    if standing.status() == Some(GoalStatus::Achieved) {
        doc.wrapped(
            "Reached: o asks for a reference, or looks at an expansion.",
            1,
            width,
            theme.style(Role::Note),
        );
    }
    for update in goal.updates.iter().rev().take(UPDATES) {
        let on = update.on.or(goal.started_on).map_or("at first".to_owned(), |on| on.to_string());
        let parts = [
            update.status.map(|status| status.name().to_owned()),
            update.current.map(|value| value.to_string()),
            update.value.map(|value| format!("worth {}", value.short())),
            update.note.as_deref().map(str::to_owned),
        ];
        let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let mut lines = wrap(&told, width.saturating_sub(13)).into_iter();
        doc.line(vec![Span::styled(format!(" {on:<11} "), dim), Span::raw(lines.next().unwrap_or_default())]);
        for more in lines {
            doc.text(format!("{}{more}", " ".repeat(13)), theme.style(Role::Text));
        }
    }
    doc
}

/// A bar of the way done, and how much of it was to be done.
fn progress(verdict: &Verdict, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let dim = theme.style(Role::Dim);
    let Some(done) = verdict.done else { return vec![Span::styled(" no way to measure", dim)] };
    let (filled, rest) = bar(done.clamp(0.0, 1.0), 24.min(width / 3));
    let wanted =
        verdict.wanted.map_or(String::new(), |wanted| format!(", {} to be done", words::percent(wanted)));
    vec![
        Span::raw(format!(" {filled}")),
        Span::styled(rest, dim),
        Span::raw(format!(" {} of the way", words::percent(done))),
        Span::styled(wanted, dim),
    ]
}

fn line(
    doc: &mut Doc,
    label: &str,
    (sign, word, role): (&'static str, &'static str, Role),
    reason: &str,
    width: usize,
    theme: &Theme,
) {
    let head = format!(" {label:<14} ");
    let room = width.saturating_sub(text::width(&head) + word.len() + 4);
    doc.line(vec![
        Span::styled(head, theme.style(Role::Dim)),
        Span::styled(format!("{sign} {word}  "), theme.style(role)),
        Span::styled(text::fit(reason, room).into_owned(), theme.style(Role::Dim)),
    ]);
}
