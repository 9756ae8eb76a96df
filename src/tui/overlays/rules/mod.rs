//! When alerts are raised, and the playbooks: looked at, written as TOML in the user's own editor, tried on the last
//! days before they count.

mod page;

use page::{of_playbook, of_rule};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::domain::shelf::{Origin, same};
use crate::domain::{Error, Result};
use crate::engine::{KnownPlaybook, KnownRule, Number, Rulebook, SetRules, Tried};
use crate::playbook::Figures;
use crate::trigger::outline::{Sort, entries, without};
use crate::trigger::{DAYS, Rules as Known};
use crate::tui::paint::split_top;
use crate::tui::theme::Theme;
use crate::tui::widgets::listing::{Listing, tell};

/// Cells of the names at the left.
const NAMES: u16 = 36;
/// From this width on the page stands beside the names, else below them.
const BESIDE: u16 = 70;
/// Lines of the names where the page stands below.
const LIST: u16 = 8;

/// What the document of a book begins with where it has none yet.
const HEAD: &str = "# Rules and playbooks of this book. An entry takes the place of the built-in one of the same name; another name adds one;
# off = true below a name switches one off. The words of conditions: mainstay rules words.
# Save and leave the editor: what the rules would have found over the last 90 days is shown before they count.
";

/// What becomes of a document that was written.
#[derive(Clone, Debug)]
enum Trial {
    /// It is being tried: the number of the question, and how many accounts are done.
    Running(Number, u64),
    /// It is to be saved or not.
    Asked(Box<Tried>),
    /// It is being saved, as the change of this number.
    Saving(Number, Box<Tried>),
}

/// The rules and playbooks.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    known: Option<Rulebook>,
    /// How well each playbook works.
    figures: Vec<Figures>,
    listing: Listing,
    /// The first line of the page that is shown, and whether it has the whole area.
    top: usize,
    whole: bool,
    /// The text that was handed to the editor.
    handed: String,
    /// What was written by hand and is not saved: it is not lost.
    kept: Option<String>,
    /// What a key wrote: it is asked for, or forgotten.
    made: Option<String>,
    /// Whether somebody who leaves knows that it will be.
    warned: bool,
    problem: Option<Error>,
    trial: Option<Trial>,
}

/// What is selected.
enum Chosen<'a> {
    Rule(&'a KnownRule),
    Playbook(&'a KnownPlaybook),
}

impl Chosen<'_> {
    fn sort(&self) -> Sort {
        match self {
            Chosen::Rule(_) => Sort::Rule,
            Chosen::Playbook(_) => Sort::Playbook,
        }
    }

    fn name(&self) -> &str {
        match self {
            Chosen::Rule(own) => &own.name,
            Chosen::Playbook(own) => &own.name,
        }
    }

    fn origin(&self) -> Origin {
        match self {
            Chosen::Rule(own) => own.origin,
            Chosen::Playbook(own) => own.origin,
        }
    }

    fn is_off(&self) -> bool {
        match self {
            Chosen::Rule(own) => own.rule.is_none(),
            Chosen::Playbook(own) => own.playbook.is_none(),
        }
    }
}

impl Rules {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Rulebook>) {
        match read {
            Ok(known) => {
                let rules = known.rules.iter().enumerate().map(|(place, own)| of_rule(place, own));
                let books = known.playbooks.iter().enumerate();
                let books = books.map(|(place, own)| of_playbook(place, own, self.worked(&own.name)));
                self.listing.replace(rules.chain(books).collect());
                self.known = Some(known);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Takes in how well each playbook works.
    pub fn figures(&mut self, figures: Vec<Figures>) {
        self.figures = figures;
        if let Some(known) = self.known.take() {
            self.read(Ok(known));
        }
    }

    fn worked(&self, playbook: &str) -> Option<&Figures> {
        self.figures.iter().find(|own| same(&own.playbook, playbook))
    }

    /// Says why something could not be done.
    pub fn fail(&mut self, problem: Error) {
        (self.trial, self.made) = (None, None);
        self.problem = Some(problem);
    }

    fn chosen(&self) -> Option<Chosen<'_>> {
        let (kind, place) = self.listing.key()?;
        let (known, place) = (self.known.as_ref()?, usize::try_from(place).ok()?);
        match kind {
            "rule" => known.rules.get(place).map(Chosen::Rule),
            _ => known.playbooks.get(place).map(Chosen::Playbook),
        }
    }

    /// Moves the selection; where the page has the whole area, or something is asked, scrolls it.
    pub fn step(&mut self, by: isize) {
        if self.whole || self.trial.is_some() {
            self.scroll(by);
        } else {
            self.listing.step(by);
            self.top = 0;
        }
    }

    /// Scrolls the page.
    pub fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// Gives the page the whole area, or takes it back.
    pub fn turn(&mut self) {
        self.whole = !self.whole && self.chosen().is_some();
        self.top = 0;
    }

    /// Whether it is asked if what was tried is to be saved.
    pub fn asks(&self) -> bool {
        matches!(self.trial, Some(Trial::Asked(_)))
    }

    /// Whether a document is being tried.
    pub fn is_trying(&self) -> bool {
        matches!(self.trial, Some(Trial::Running(..)))
    }

    /// One step back; false: there is none, and it closes.
    pub fn back(&mut self) -> bool {
        if self.trial.take().is_some() || self.whole {
            (self.whole, self.top, self.made) = (false, 0, None);
            return true;
        }
        if self.kept.is_some() && !self.warned {
            self.warned = true;
            return true;
        }
        false
    }

    /// The text to write on: the book's own document, with the selected entry in it; or what was written and is not
    /// saved yet.
    pub fn text(&mut self) -> Option<String> {
        let known = self.known.as_ref()?;
        let text = match &self.kept {
            Some(kept) => kept.clone(),
            None => {
                let own = known.own.as_deref().unwrap_or(HEAD).trim_end();
                match self.chosen().and_then(|chosen| built_in(&chosen)) {
                    Some(entry) => format!("{own}\n\n{entry}"),
                    None => format!("{own}\n"),
                }
            }
        };
        (self.handed, self.warned, self.problem) = (text.clone(), false, None);
        Some(text)
    }

    /// Takes in what was written: whether it is to be tried.
    pub fn written(&mut self, text: &str) -> bool {
        let known = self.known.as_ref().and_then(|known| known.own.as_deref());
        let is_same = known == Some(text) || (self.kept.is_none() && text == self.handed);
        if is_same {
            self.kept = None;
            return false;
        }
        self.kept = Some(text.to_owned());
        true
    }

    /// What is to be tried, as the book's own document: of nothing but remarks there is none.
    pub fn document(&self) -> Option<Box<str>> {
        let text = self.made.as_deref().or(self.kept.as_deref())?;
        let any = text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        any.then(|| text.into())
    }

    /// Why the selected entry cannot be taken back to the built-in one or out of the book.
    pub fn cannot_reset(&self) -> Option<&'static str> {
        match self.chosen().map(|chosen| chosen.origin()) {
            _ if self.kept.is_some() => self.cannot_switch(),
            None => Some("nothing is selected"),
            Some(Origin::BuiltIn) => Some("it is the built-in one"),
            Some(Origin::Book | Origin::Changed) => None,
        }
    }

    /// Why the selected entry cannot be switched off or on.
    pub fn cannot_switch(&self) -> Option<&'static str> {
        match self.chosen() {
            _ if self.kept.is_some() => Some("what you wrote is not saved yet; e goes on with it"),
            None => Some("nothing is selected"),
            Some(_) => None,
        }
    }

    /// Writes the document without the selected entry.
    ///
    /// # Errors
    /// The document cannot be read.
    pub fn reset(&mut self) -> Result<()> {
        let Some(chosen) = self.chosen() else { return Ok(()) };
        let own = self.known.as_ref().and_then(|known| known.own.as_deref()).unwrap_or_default();
        let left = without(own, chosen.sort(), chosen.name())?;
        self.made = Some(left.unwrap_or_default());
        Ok(())
    }

    /// Writes the document with the selected entry switched off, or as it was before where it is off.
    ///
    /// # Errors
    /// The document cannot be read.
    pub fn switch(&mut self) -> Result<()> {
        let Some(chosen) = self.chosen() else { return Ok(()) };
        if chosen.is_off() {
            return self.reset();
        }
        let (sort, name) = (chosen.sort(), chosen.name().to_owned());
        self.reset()?;
        let left = self.made.take().unwrap_or_default();
        let head = if left.trim().is_empty() { HEAD } else { left.trim_end() };
        let key = if sort == Sort::Rule { "trigger" } else { "playbook" };
        let name = toml::Value::String(name);
        self.made = Some(format!("{}\n\n[[{key}]]\nname = {name}\noff = true\n", head.trim_end()));
        Ok(())
    }

    /// Notes that what was written is being tried.
    pub fn trying(&mut self, number: Number) {
        (self.trial, self.problem, self.top) = (Some(Trial::Running(number, 0)), None, 0);
    }

    /// Takes in how far that is.
    pub fn tried_so_far(&mut self, number: Number, done: u64) {
        if let Some(Trial::Running(own, so_far)) = &mut self.trial
            && *own == number
        {
            *so_far = done;
        }
    }

    /// Takes in what came of it.
    pub fn tried(&mut self, number: Number, tried: Result<Tried>) {
        if !matches!(self.trial, Some(Trial::Running(own, _)) if own == number) {
            return;
        }
        match tried {
            Ok(tried) => self.trial = Some(Trial::Asked(Box::new(tried))),
            Err(problem) => self.fail(problem),
        }
    }

    /// What is to be saved, as the change of a number.
    pub fn save(&mut self, number: Number) -> Option<SetRules> {
        match self.trial.take() {
            Some(Trial::Asked(tried)) => {
                let own = tried.own.clone();
                self.trial = Some(Trial::Saving(number, tried));
                Some(SetRules { own })
            }
            other => {
                self.trial = other;
                None
            }
        }
    }

    /// Takes in that a change is done, or why it is not: what was written is in the book, or kept.
    pub fn saved(&mut self, number: Number, refused: Option<&Error>) {
        if matches!(self.trial, Some(Trial::Saving(own, _)) if own == number) {
            (self.trial, self.made) = (None, None);
            match refused {
                Some(error) => self.problem = Some(error.clone()),
                None => (self.kept, self.problem) = (None, None),
            }
        }
    }

    /// Where the names and the page are.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let inner = inside(area);
        if self.whole || self.trial.is_some() {
            return (Rect { height: 0, ..inner }, inner);
        }
        if inner.width >= BESIDE {
            let names = Rect { width: NAMES, ..inner };
            return (names, Rect { x: inner.x + NAMES + 2, width: inner.width - NAMES - 2, ..inner });
        }
        split_top(inner, LIST.min(inner.height / 2))
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let names = self.areas(area).0;
        match self.listing.click(names, x, y) {
            Some(again) => {
                self.top = if again { self.top } else { 0 };
                again
            }
            None => false,
        }
    }

    /// Brings the selected line into view, and no page further than it goes.
    pub fn settle(&mut self, area: Rect, theme: &Theme) {
        let (names, page) = self.areas(area);
        self.listing.reveal(names.height);
        if self.top > 0 {
            self.top = self.top.min(self.page(usize::from(page.width), theme).last_top(page.height));
        }
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = match &self.trial {
            Some(Trial::Running(..)) => "Trying the rules".to_owned(),
            Some(Trial::Asked(_)) => "Save these rules? y saves, esc does not".to_owned(),
            Some(Trial::Saving(..)) => "Saving the rules".to_owned(),
            None => format!("Rules and playbooks · fired in {DAYS} days"),
        };
        panel(buffer, area, (area.width, area.height), &title, theme);
        let (names, page) = self.areas(area);
        if self.known.is_none() {
            tell(buffer, inside(area), theme, self.problem.as_ref(), Some("Reading the rules…"));
            return;
        }
        self.listing.draw(buffer, names, theme);
        self.page(usize::from(page.width), theme).draw(buffer, page, self.top);
    }
}

/// The built-in entry that is selected, as it stands in its document; None: the book has one of its own.
fn built_in(chosen: &Chosen<'_>) -> Option<String> {
    if chosen.origin() != Origin::BuiltIn {
        return None;
    }
    let mut all = entries(Known::DEFAULT).into_iter();
    let found = all.find(|entry| entry.sort == chosen.sort() && same(&entry.name, chosen.name()))?;
    Some(format!("{}\n", found.text.trim_end()))
}
