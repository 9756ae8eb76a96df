//! The onboarding of an account: how it stands, and its checklist by phase, one step of it selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::{Day, Error, Result, text};
use crate::onboarding::handoff::{Missing, told};
use crate::onboarding::{Onboarding, Settled, Standing, Step};
use crate::tui::checklists::Checklists;
use crate::tui::paint::{self, Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::doc::{Doc, wrap};
use crate::tui::widgets::headed::{Headed, Line};
use crate::tui::widgets::listing::tell;
use crate::tui::words;

/// Lines above the checklist, and below it for the selected step.
const HEAD: u16 = 6;
const FOOT: u16 = 4;
/// From this height on both are shown; lower screens show the checklist and one line.
const ROOMY: u16 = 18;
/// From this width on a step shows whose work it is, and from the other on its date beside the days.
const WITH_OWNER: u16 = 64;
const WITH_DATE: u16 = 100;
/// Cells of the owner, of when, of when with a date.
const OWNER: u16 = 16;
const WHEN: u16 = 18;
const WHEN_DATE: u16 = 32;

/// The onboardings of an account with a step of one of them selected.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    known: Option<Checklists>,
    problem: Option<Error>,
    today: Day,
    /// Where each step is: its onboarding and its place there; by onboarding and phase.
    places: Vec<(usize, usize)>,
    headings: Vec<String>,
    headed: Headed,
    selected: Option<i64>,
    cursor: usize,
    top: usize,
}

impl Checklist {
    /// Takes in what was read; on a failure what was known stays. The selection stays with its step, else where it is;
    /// at first it is the next step that is to be done.
    pub fn read(&mut self, read: Result<Checklists>, today: Day) {
        let checklists = match read {
            Ok(checklists) => checklists,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let first = self.known.is_none();
        self.places.clear();
        self.headings.clear();
        let mut starts = Vec::new();
        let several = checklists.shown().count() > 1;
        for (number, onboarding) in checklists.shown() {
            for (phase, steps) in phases(onboarding) {
                starts.push(self.places.len());
                self.headings.push(heading(onboarding, phase, &steps, several, today));
                self.places.extend(steps.iter().map(|(place, _)| (number, *place)));
            }
        }
        self.headed = Headed::new(self.places.len(), starts);
        (self.known, self.problem, self.today) = (Some(checklists), None, today);
        let next = || {
            let (_, onboarding) = self.known.as_ref()?.shown().next()?;
            onboarding.standing(today).next.map(|next| next.id)
        };
        let wanted = if first { next() } else { self.selected };
        let place = wanted.and_then(|id| {
            (0..self.places.len()).find(|place| self.at(*place).is_some_and(|(_, step)| step.id == id))
        });
        self.select(place.unwrap_or(self.cursor));
    }

    /// The step at a place of the list, and the onboarding that it is of.
    fn at(&self, place: usize) -> Option<(&Onboarding, &Step)> {
        let (number, step) = self.places.get(place)?;
        let onboarding = self.known.as_ref()?.onboardings.get(*number)?;
        Some((onboarding, onboarding.steps.get(*step)?))
    }

    /// The selected step, and the onboarding that it is of.
    pub fn selected(&self) -> Option<(&Onboarding, &Step)> {
        self.at(self.cursor)
    }

    /// What the handoff does not say yet.
    pub fn missing(&self) -> &[Missing] {
        self.known.as_ref().map_or(&[], |known| &known.missing)
    }

    /// The onboarding that is worked on: that of the selected step, else the first one.
    pub fn onboarding(&self) -> Option<&Onboarding> {
        match self.selected() {
            Some((onboarding, _)) => Some(onboarding),
            None => self.known.as_ref()?.shown().next().map(|(_, onboarding)| onboarding),
        }
    }

    fn select(&mut self, place: usize) {
        self.cursor = place.min(self.places.len().saturating_sub(1));
        self.selected = self.selected().map(|(_, step)| step.id);
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.select(self.cursor.saturating_add_signed(by));
    }

    /// Selects the step at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let list = self.areas(area).list;
        let line = self.top + usize::from(y.saturating_sub(list.y));
        let Some(Line::Item(place)) = self.headed.line(line).filter(|_| list.contains((x, y).into())) else {
            return false;
        };
        let again = place == self.cursor;
        self.select(place);
        again
    }

    /// Brings the selected step into view.
    pub fn reveal(&mut self, area: Rect) {
        self.top = self.headed.reveal(self.top, self.cursor, usize::from(self.areas(area).list.height));
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let Some(known) = &self.known else {
            tell(buffer, area, theme, self.problem.as_ref(), None);
            return;
        };
        let areas = self.areas(area);
        let Some(onboarding) = self.onboarding() else {
            tell(buffer, area, theme, self.problem.as_ref(), None);
            empty(known, self.today, usize::from(area.width), theme).draw(buffer, area, 0);
            return;
        };
        let width = usize::from(area.width);
        head(onboarding, known, self.today, width, theme).draw(buffer, areas.head, 0);
        tell(buffer, areas.head, theme, self.problem.as_ref(), None);
        for (line, area) in self.headed.on_screen(self.top, areas.list) {
            match line {
                Line::Heading(number) => {
                    let heading = self.headings.get(number).map_or("", String::as_str);
                    let room = area.width.saturating_sub(1);
                    put(buffer, (area.x + 1, area.y), room, heading, theme.style(Role::Heading));
                }
                Line::Item(place) => {
                    if let Some((_, step)) = self.at(place) {
                        self.line(buffer, area, step, place == self.cursor, theme);
                    }
                }
            }
        }
        let mut foot = Doc::default();
        foot.text(format!(" {}", "─".repeat(width.saturating_sub(2))), theme.style(Role::Dim));
        for line in self.told(width) {
            foot.text(format!(" {line}"), theme.style(Role::Dim));
        }
        foot.draw(buffer, areas.foot, 0);
    }

    /// What is told of the selected step, in lines.
    fn told(&self, width: usize) -> Vec<String> {
        match (&self.known, self.selected()) {
            (Some(known), Some(selected)) => told_of(known, selected, self.today, width),
            _ => Vec::new(),
        }
    }

    /// The parts of the page: what is told of the selected step has as many lines as it needs, up to so many.
    fn areas(&self, area: Rect) -> Areas {
        let told = u16::try_from(self.told(usize::from(area.width)).len()).unwrap_or(FOOT);
        let foot = if told == 0 { 0 } else { told.saturating_add(1).min(FOOT) };
        let (head, foot) = if area.height >= ROOMY { (HEAD, foot) } else { (1, 0) };
        let (head, rest) = split_top(area, head);
        let (list, foot) = split_bottom(rest, foot);
        Areas { head, list, foot }
    }

    /// Sign, title, when, whose.
    fn line(&self, buffer: &mut Buffer, area: Rect, step: &Step, selected: bool, theme: &Theme) {
        let styled = paint::line(buffer, area, selected, theme);
        let (sign, sign_role, title_role) = match step.settled(self.today) {
            Settled::Done(_) => ("✓", Role::Better, Role::Dim),
            Settled::Out => ("–", Role::Dim, Role::Dim),
            Settled::Open if step.days_late(self.today) > 0 => ("!", Role::Worse, Role::Text),
            Settled::Open => ("·", Role::Dim, Role::Text),
        };
        let (when, when_role) = when(step, self.today, area.width >= WITH_DATE);
        let mut end = area.right();
        if area.width >= WITH_OWNER {
            end = end.saturating_sub(OWNER);
            put(buffer, (end, area.y), OWNER, &owner(step), styled(Role::Dim));
        }
        let cells = if area.width >= WITH_DATE { WHEN_DATE } else { WHEN.min(area.width / 2) };
        end = end.saturating_sub(cells + 1);
        put_aligned(buffer, (end, area.y), cells, &when, Align::Left, styled(when_role));
        let x = put(buffer, (area.x + 1, area.y), 2, sign, styled(sign_role)) + 1;
        let x = put(buffer, (x, area.y), end.saturating_sub(x + 1), &step.title, styled(title_role)) + 2;
        put(buffer, (x, area.y), end.saturating_sub(x + 1), &kinds(step), styled(Role::Dim));
    }
}

/// The parts of the page.
struct Areas {
    head: Rect,
    list: Rect,
    foot: Rect,
}

/// A phase and its steps, each with its place in the onboarding.
type Phase<'a> = (Option<&'a str>, Vec<(usize, &'a Step)>);

/// The steps of an onboarding by phase, in the order in which the phases begin; each with its place.
fn phases(onboarding: &Onboarding) -> Vec<Phase<'_>> {
    let mut phases: Vec<Phase<'_>> = Vec::new();
    for (place, step) in onboarding.steps.iter().enumerate() {
        let phase = step.phase.as_deref();
        match phases.iter_mut().find(|known| known.0 == phase) {
            Some(known) => known.1.push((place, step)),
            None => phases.push((phase, vec![(place, step)])),
        }
    }
    phases
}

/// `Week 1  2 of 5`.
fn heading(
    onboarding: &Onboarding,
    phase: Option<&str>,
    steps: &[(usize, &Step)],
    several: bool,
    today: Day,
) -> String {
    let settled = steps.iter().filter(|(_, step)| !step.is_open(today)).count();
    let phase = phase.unwrap_or("Without a phase");
    let of =
        onboarding.template.as_deref().filter(|_| several).map_or(String::new(), |name| format!("{name} · "));
    format!("{of}{phase}  {settled} of {}", steps.len())
}

/// What is special about a step.
fn kinds(step: &Step) -> String {
    let kinds = [
        (step.milestone, "milestone"),
        (step.quick_win, "quick win"),
        (step.training, "training"),
        (!step.required, "optional"),
        (step.note.is_some(), "note"),
    ];
    kinds.into_iter().filter(|kind| kind.0).map(|kind| kind.1).collect::<Vec<_>>().join(" · ")
}

/// Whose work it is: a person, else a role.
fn owner(step: &Step) -> String {
    step.owner.as_deref().or(step.owner_role.as_deref()).unwrap_or("–").to_owned()
}

/// When it is due, or what became of it, by whom.
fn when(step: &Step, today: Day, with_date: bool) -> (String, Role) {
    let by = |who: &Option<Box<str>>| who.as_deref().map_or(String::new(), |who| format!(", {who}"));
    match step.settled(today) {
        Settled::Done(on) => (format!("{on}{}", by(&step.done_by)), Role::Dim),
        Settled::Out => {
            let when =
                step.settled_on.filter(|_| with_date).map_or(String::new(), |on| format!(" since {on}"));
            (format!("does not apply{when}"), Role::Dim)
        }
        Settled::Open => {
            let late = step.days_late(today);
            let (told, role) = if late > 0 {
                let days = words::count(usize::try_from(late).unwrap_or(0), "day");
                (format!("{days} late"), Role::Worse)
            } else {
                (words::away(step.due_on, today), Role::Text)
            };
            (if with_date { format!("{}, {told}", step.due_on) } else { told }, role)
        }
    }
}

/// How it stands: state and day, progress, what is next, the first outcome, the handoff.
fn head(onboarding: &Onboarding, known: &Checklists, today: Day, width: usize, theme: &Theme) -> Doc {
    let standing = onboarding.standing(today);
    let (sign, word, role) = words::standing(standing.state);
    let dim = theme.style(Role::Dim);
    let mut doc = Doc::default();
    let name = onboarding.template.as_deref().unwrap_or("Onboarding");
    let told = format!("  {} · {}", text::clean(name), standing.day_words());
    doc.line(vec![
        Span::styled(format!(" {sign} {word}"), theme.style(role)),
        Span::raw(text::fit(&told, width.saturating_sub(word.len() + 3)).into_owned()),
    ]);
    let (filled, rest) = bar(standing.share(), 20.min(width / 4));
    let share =
        format!(" {:.0} %  {} of {} required", standing.share() * 100.0, standing.done, standing.required);
    let room = width.saturating_sub(text::width(&filled) + text::width(&rest) + text::width(&share) + 4);
    doc.line(vec![
        Span::raw(format!(" {filled}")),
        Span::styled(rest, dim),
        Span::raw(share),
        Span::styled(format!(" · {}", text::fit(&standing.reason, room)), dim),
    ]);
    doc.line(vec![
        Span::styled(" Next milestone  ", dim),
        milestone(&standing, today, width.saturating_sub(18), theme),
    ]);
    doc.line(vec![
        Span::styled(" First outcome   ", dim),
        outcome(known, today, width.saturating_sub(18), theme),
    ]);
    doc.line(vec![Span::styled(" Handoff         ", dim), handoff(known, width.saturating_sub(18), theme)]);
    doc
}

fn milestone(standing: &Standing, today: Day, room: usize, theme: &Theme) -> Span<'static> {
    let Some(next) = &standing.milestone else {
        return Span::styled("all reached", theme.style(Role::Dim));
    };
    let when = format!("{}, {}", next.due_on, words::away(next.due_on, today));
    let title = text::fit(&next.title, room.saturating_sub(when.len() + 2));
    let role = if next.due_on < today { Role::Worse } else { Role::Text };
    Span::styled(format!("{title}  {when}"), theme.style(role))
}

fn outcome(known: &Checklists, today: Day, room: usize, theme: &Theme) -> Span<'static> {
    let Some(on) = known.outcome.on else {
        return Span::styled("not confirmed yet", theme.style(Role::Dim));
    };
    let by = known.outcome.by.as_deref().map_or(String::new(), |who| format!(", by {who}"));
    let evidence = known.outcome.evidence.as_deref().map_or(String::new(), |text| format!(": {text}"));
    let told = format!("{on}, {}{by}{evidence}", words::away(on, today));
    Span::styled(text::fit(&told, room).into_owned(), theme.style(Role::Better))
}

fn handoff(known: &Checklists, room: usize, theme: &Theme) -> Span<'static> {
    if known.missing.is_empty() {
        let accepted = known.handoff.as_ref().and_then(|handoff| handoff.accepted_on);
        let told = accepted.map_or("complete, not accepted yet".to_owned(), |on| format!("accepted {on}"));
        return Span::styled(told, theme.style(Role::Text));
    }
    Span::styled(
        text::fit(&format!("missing: {}", told(&known.missing)), room).into_owned(),
        theme.style(Role::Red),
    )
}

/// A step: what it waits for, what moves with it, what to do, what was noted.
fn told_of(
    known: &Checklists,
    (onboarding, step): (&Onboarding, &Step),
    today: Day,
    width: usize,
) -> Vec<String> {
    let obstacles = onboarding.obstacles(step, &known.missing, today);
    let waits: Vec<&str> = obstacles.steps.iter().map(|need| need.title.as_ref()).collect();
    let moves = onboarding.shift(step.id, 1, &known.calendar(onboarding), today);
    let moving = moves.map_or(0, |moves| moves.len().saturating_sub(1));
    let mut parts = Vec::new();
    if step.is_open(today) {
        if !waits.is_empty() {
            parts.push(format!("waits for {}", waits.join(", ")));
        }
        if !obstacles.handoff.is_empty() {
            parts.push("needs the handoff to be complete".to_owned());
        }
        if moving > 0 {
            parts.push(format!("> moves {} with it", words::count(moving, "step")));
        }
    }
    if let (true, Some(on)) = (step.is_open(today), step.settled_on) {
        let by = step.settled_by.as_deref().map_or(String::new(), |who| format!(" by {who}"));
        parts.push(format!("opened again on {on}{by}"));
    }
    if step.days_put_off() > 0 {
        parts.push(format!("planned for {}", step.planned_on.unwrap_or(step.due_on)));
    }
    parts.extend(step.note.as_deref().map(|note| format!("note: {note}")));
    parts.extend(step.help.as_deref().map(str::to_owned));
    wrap(&parts.join(" · "), width.saturating_sub(2)).into_iter().filter(|line| !line.is_empty()).collect()
}

/// No onboarding: how to start one, and what sales is still to hand over.
fn empty(known: &Checklists, today: Day, width: usize, theme: &Theme) -> Doc {
    let mut doc = Doc::default();
    doc.gap();
    doc.text(" No onboarding yet.", theme.style(Role::Heading));
    doc.gap();
    doc.wrapped(
        "Press o to start one: choose a template and the day it starts, look at the dates, confirm.",
        1,
        width,
        theme.style(Role::Text),
    );
    doc.gap();
    doc.line(vec![
        Span::styled(" First outcome   ", theme.style(Role::Dim)),
        outcome(known, today, width.saturating_sub(18), theme),
    ]);
    doc.line(vec![
        Span::styled(" Handoff         ", theme.style(Role::Dim)),
        handoff(known, width.saturating_sub(18), theme),
    ]);
    doc
}
