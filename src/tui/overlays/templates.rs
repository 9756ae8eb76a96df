//! The templates of onboardings and assessments: chosen from a list, looked at, written as TOML in the user's own editor.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::confirm::Confirm;
use super::{inside, panel};
use crate::assessment;
use crate::domain::{Error, PlanSection, Result, text};
use crate::edit::template::Opened;
use crate::onboarding::Template;
use crate::onboarding::template::Origin;
use crate::plan;
use crate::tui::change::Change;
use crate::tui::paint::{Align, put, split_top};
use crate::tui::shelf::{Says, Sheet, Shelf};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::words;
use crate::tui::work::Work;

/// Cells of the names at the left.
const NAMES: u16 = 30;
/// From this width on the template stands beside the names, else below them.
const BESIDE: u16 = 70;
/// Lines of the names where the template stands below.
const LIST: u16 = 6;

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    shelf: Option<Shelf>,
    selected: usize,
    /// The first line of the template that is shown.
    top: usize,
    /// What was written and is not sound: it is not lost.
    kept: Option<(Sheet, String)>,
    problem: Option<Error>,
}

impl Templates {
    /// Takes in the templates; the selection stays.
    pub fn read(&mut self, read: Result<Shelf>) {
        match read {
            Ok(shelf) => {
                self.selected = self.selected.min(shelf.sheets.len().saturating_sub(1));
                self.shelf = Some(shelf);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn sheets(&self) -> &[Sheet] {
        self.shelf.as_ref().map_or(&[], |shelf| &shelf.sheets)
    }

    /// The selected template.
    pub fn chosen(&self) -> Option<&Sheet> {
        self.sheets().get(self.selected)
    }

    /// The template of a name and kind as it is now.
    pub fn found(&self, of: &Opened) -> Option<Opened> {
        let mut opened = self.sheets().iter().filter_map(Sheet::opened);
        opened.find(|opened| opened.kind == of.kind && opened.name == of.name)
    }

    /// Selects another template.
    pub fn step(&mut self, by: isize) {
        let last = self.sheets().len().saturating_sub(1);
        let to = self.selected.saturating_add_signed(by).min(last);
        if to != self.selected {
            (self.selected, self.top) = (to, 0);
        }
    }

    /// Scrolls the template.
    pub fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// The text to write on: that of the template, or what was written and is not sound yet.
    pub fn text(&self) -> Option<String> {
        let chosen = self.chosen()?;
        let kept = self.kept.as_ref().filter(|kept| kept.0.is(chosen));
        Some(kept.map_or_else(|| chosen.toml.to_string(), |kept| kept.1.clone()))
    }

    /// Takes in what was written: what is to be saved; None: nothing has changed, or it is not sound and kept.
    pub fn written(&mut self, text: &str) -> Option<Work> {
        let chosen = self.chosen()?;
        if *chosen.toml == *text {
            (self.kept, self.problem) = (None, None);
            return None;
        }
        match chosen.save(text.to_owned()) {
            Ok(act) => {
                (self.kept, self.problem) = (None, None);
                Some(act)
            }
            Err(error) => {
                self.kept = Some((chosen.clone(), text.to_owned()));
                self.problem = Some(error);
                None
            }
        }
    }

    /// Why the selected template cannot be taken back to the built-in one or out of the book.
    pub fn cannot_reset(&self) -> Option<&'static str> {
        match self.chosen().map(|known| known.origin) {
            None => Some("no template is selected"),
            Some(Origin::BuiltIn) => Some("it is the built-in one"),
            Some(Origin::Book | Origin::Changed) => None,
        }
    }

    /// The question before the book's own template goes.
    pub fn reset(&self) -> Option<Confirm> {
        let known = self.chosen()?;
        let name = text::clean(&known.name);
        let (question, told) = match known.origin {
            Origin::BuiltIn => return None,
            Origin::Changed => (
                format!("Go back to the built-in template {name}?"),
                format!("Your changes to it go; undo brings them back. {}", known.kept()),
            ),
            Origin::Book => {
                let used = known.used.as_ref().map(|used| format!("{used}. ")).unwrap_or_default();
                (
                    format!("Delete the template {name}?"),
                    format!("{used}Undo brings it back. {}", known.kept()),
                )
            }
        };
        Some(Confirm::new(question, told, Change::Onboarding(known.reset())))
    }

    /// Where the names and the template are.
    fn areas(area: Rect) -> (Rect, Rect) {
        let inner = inside(area);
        if inner.width >= BESIDE {
            let names = Rect { width: NAMES, ..inner };
            return (names, Rect { x: inner.x + NAMES + 2, width: inner.width - NAMES - 2, ..inner });
        }
        split_top(inner, LIST.min(inner.height / 2))
    }

    /// Selects the template at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let (names, _) = Templates::areas(area);
        let count = self.sheets().len();
        let place = self.first(names.height) + usize::from(y.saturating_sub(names.y));
        if !names.contains((x, y).into()) || place >= count {
            return false;
        }
        let again = place == self.selected;
        (self.selected, self.top) = (place, if again { self.top } else { 0 });
        again
    }

    /// The first name that is shown.
    fn first(&self, height: u16) -> usize {
        (self.selected + 1).saturating_sub(usize::from(height))
    }

    /// Scrolls no further than the template goes.
    pub fn settle(&mut self, area: Rect, theme: &Theme) {
        let page = Templates::areas(area).1;
        self.top = self.top.min(self.page(usize::from(page.width), theme).last_top(page.height));
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        panel(buffer, area, (area.width, area.height), "Templates of onboardings, plans, assessments", theme);
        let (names, page) = Templates::areas(area);
        let known = self.sheets().iter().enumerate().skip(self.first(names.height));
        for ((place, known), y) in known.zip(names.top()..names.bottom()) {
            let style = theme.style(if place == self.selected { Role::Selected } else { Role::Text });
            let line = Rect { y, height: 1, ..names }.intersection(buffer.area);
            buffer.set_style(line, style);
            put(buffer, (names.x, y), names.width, &known.title(), style);
        }
        self.page(usize::from(page.width), theme).draw(buffer, page, self.top);
    }

    /// The selected template: what is wrong with what was written, for whom it is, its steps by phase.
    fn page(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        let wrong = |doc: &mut Doc, error: &Error| {
            doc.wrapped(&error.to_string(), 0, width, theme.style(Role::Error))
        };
        let trouble = self.shelf.as_ref().and_then(|shelf| shelf.trouble.as_ref());
        for problem in self.problem.iter().chain(trouble) {
            wrong(&mut doc, problem);
        }
        let Some(known) = self.chosen() else { return doc };
        if self.kept.as_ref().is_some_and(|kept| kept.0.is(known)) {
            doc.wrapped("What you wrote is kept: e goes on with it.", 0, width, theme.style(Role::Note));
            doc.gap();
        }
        let (about, facts) = match &known.says {
            Ok(Says::Onboarding(template)) => (
                &*template.about,
                format!("{} days · {}", template.days, words::count(template.steps.len(), "step")),
            ),
            Ok(Says::Plan(template)) => (&*template.about, words::count(template.items.len(), "item")),
            Ok(Says::Assessment(template)) => (
                template.about.as_str(),
                format!(
                    "{} · medium from {} · high from {} · stale after {} days",
                    words::count(template.questions.len(), "question"),
                    template.medium_from,
                    template.high_from,
                    template.stale_days
                ),
            ),
            Err(error) => {
                wrong(&mut doc, error);
                return doc;
            }
        };
        doc.text(text::fit(&known.name, width).into_owned(), theme.style(Role::Heading));
        doc.wrapped(about, 0, width, theme.style(Role::Text));
        let facts = format!("{} · {facts}", known.origin.name());
        doc.text(text::fit(&facts, width).into_owned(), theme.style(Role::Dim));
        match &known.says {
            Ok(Says::Onboarding(template)) => steps(&mut doc, template, width, theme),
            Ok(Says::Plan(template)) => items(&mut doc, template, width, theme),
            Ok(Says::Assessment(template)) => questions(&mut doc, template, width, theme),
            Err(_) => {}
        }
        doc
    }
}

/// The texts and the items of a plan by part: day, title, owners.
fn items(doc: &mut Doc, template: &plan::Template, width: usize, theme: &Theme) {
    let dim = theme.style(Role::Dim);
    for text in [&template.goals, &template.communication, &template.renewal_strategy].into_iter().flatten() {
        doc.gap();
        doc.wrapped(text, 0, width, theme.style(Role::Text));
    }
    for section in PlanSection::ALL {
        let own: Vec<_> = template.items.iter().filter(|item| item.section == *section).collect();
        if own.is_empty() {
            continue;
        }
        doc.gap();
        doc.text(words::capital(section.name()), theme.style(Role::Heading));
        for item in own {
            let day = item.day.map_or(String::new(), |day| format!("D{day}"));
            let owners = [item.owner.as_deref(), item.customer_owner.as_deref()];
            let owners = owners.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let shown = text::fit(&item.title, width.saturating_sub(7));
            let room = width.saturating_sub(8 + text::width(&shown));
            doc.line(vec![
                cell(&day, 5, Align::Right, dim),
                Span::raw(format!("  {shown}")),
                Span::styled(format!(" {}", text::fit(&owners, room)), dim),
            ]);
        }
    }
}

/// The questions, each with its answers and their scores.
fn questions(doc: &mut Doc, template: &assessment::Template, width: usize, theme: &Theme) {
    for question in &template.questions {
        doc.gap();
        let asked = format!("{} (weight {})", question.text, question.weight);
        doc.wrapped(&asked, 0, width, theme.style(Role::Heading));
        for answer in &question.answers {
            doc.line(vec![
                cell(&answer.score.to_string(), 5, Align::Right, theme.style(Role::Dim)),
                Span::raw(format!("  {}", text::fit(&answer.text, width.saturating_sub(7)))),
            ]);
        }
    }
}

/// The steps by phase: day, title, whose work it is.
fn steps(doc: &mut Doc, template: &Template, width: usize, theme: &Theme) {
    let dim = theme.style(Role::Dim);
    let mut phase = None;
    for step in &template.steps {
        if phase != Some(&step.phase) {
            doc.gap();
            doc.text(text::fit(&step.phase, width).into_owned(), theme.style(Role::Heading));
            phase = Some(&step.phase);
        }
        let kinds = [
            (step.milestone, "milestone"),
            (step.quick_win, "quick win"),
            (step.training, "training"),
            (!step.required, "optional"),
        ];
        let kinds: Vec<&str> = kinds.iter().filter(|kind| kind.0).map(|kind| kind.1).collect();
        let more = std::iter::once(step.owner.name()).chain(kinds).collect::<Vec<_>>().join(" · ");
        let title = step.title.len().min(width.saturating_sub(7)).max(width.saturating_sub(7) / 2);
        let shown: Cow<'_, str> = text::fit(&step.title, title);
        let room = width.saturating_sub(8 + text::width(&shown));
        doc.line(vec![
            cell(&format!("D{}", step.day), 5, Align::Right, dim),
            Span::raw(format!("  {shown}")),
            Span::styled(format!(" {}", text::fit(&more, room)), dim),
        ]);
    }
}
