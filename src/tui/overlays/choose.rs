//! A list to choose from by typing: what to add, what to change, which account.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, inside, panel};
use crate::book::Board;
use crate::book::timeline::What;
use crate::domain::{Day, PlanSection, Quarter};
use crate::edit::Entity;
use crate::health::facts::{AccountId, ContactId};
use crate::tui::action::Action;
use crate::tui::expand::Expanding;
use crate::tui::paint::{put, split_top};
use crate::tui::papers::{Go, Order};
use crate::tui::planning::Begin;
use crate::tui::playing;
use crate::tui::renew::Renewing;
use crate::tui::source::Which;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::options::Options;
use crate::tui::widgets::textinput::TextInput;

/// The widest panel.
const WIDEST: u16 = 56;
/// The most lines of the list.
const TALLEST: u16 = 14;
/// So many accounts are offered at once: more are told apart by typing.
const OFFERED: usize = 100;
/// Cells before what is typed.
const PROMPT: u16 = 2;

/// What a line of the list does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chosen {
    /// A form for a new record of this kind.
    Add(&'static Entity),
    /// A form for a new record below another one: the update of a goal, the step of an onboarding.
    AddBelow(&'static Entity, i64),
    /// A form for a record.
    Edit(&'static Entity, i64),
    /// This field of all marked accounts.
    SetMany(&'static str),
    /// The account that a touchpoint is logged for.
    LogFor(AccountId),
    /// A form for another step of an onboarding, that comes after this one (None: after none in particular).
    AddStep { onboarding: i64, after: Option<i64> },
    /// An onboarding is finished; `adopt`: the account's stage becomes adoption.
    Finish { onboarding: i64, adopt: bool },
    /// An assessment of an account.
    Assess(AccountId, Which),
    /// A plan of an account for a quarter.
    WritePlan { account: AccountId, quarter: Quarter, begin: Begin },
    /// A form for another item of the plan that is shown.
    AddItem(PlanSection),
    /// Contacts invited to a training.
    Invite(i64, Whom),
    /// A task to ask for a reference, after a goal.
    Ask(i64),
    /// Something becomes of the selected renewal.
    Renew(Renewing),
    /// Something is done to a play or an intervention.
    Play(playing::Does),
    /// A form for what both sides will call saved.
    Criteria(i64),
    /// The message of this place, for an account.
    Draft(AccountId, usize),
    /// Something becomes of the selected opportunity.
    Expanding(Expanding),
    /// A form for an expansion, after a goal.
    Expand(i64),
    /// Somebody leaves, and another contact takes over.
    Replace(ContactId, ContactId),
    /// Somebody leaves, and somebody new takes over.
    ReplaceByNew(ContactId),
    /// Entries of a kind, or of every kind.
    Kind(Option<What>),
    /// Entries with the person of this place, or with anybody.
    With(Option<usize>),
    /// The link of this place.
    Link(usize),
    /// The alerts that are held are dismissed for this reason; None: for the one that is typed.
    Dismiss(Option<&'static str>),
    /// What is held is put off until a day; None: one that is asked for.
    PutOff(Option<Day>),
    /// Something that can be asked for anywhere.
    Run(Action),
    /// A document about an account.
    Paper(Order),
    /// Something is done with the document that was written last.
    Written(Go),
}

/// Whom to invite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whom {
    /// One contact.
    Contact(ContactId),
    /// Everyone of an account.
    Account(AccountId),
    /// Everyone of the marked accounts.
    Marked,
    /// Everyone of the accounts that the filter leaves in the list.
    Listed,
}

/// A list with a text field above it.
#[derive(Clone, Debug)]
pub struct Choose {
    title: String,
    input: TextInput,
    options: Options,
    /// What each option does, in the order of all.
    does: Vec<Chosen>,
    /// Accounts of the board are offered as one types, and this is done with the chosen one.
    with_account: Option<fn(AccountId) -> Chosen>,
}

impl Choose {
    /// A list of names and what each does.
    pub fn new(title: impl Into<String>, lines: Vec<(String, Chosen)>) -> Choose {
        let (names, does): (Vec<String>, Vec<Chosen>) = lines.into_iter().unzip();
        Choose {
            title: title.into(),
            input: TextInput::default(),
            options: Options::new(names),
            does,
            with_account: None,
        }
    }

    /// The same, with what is typed itself to choose, behind this.
    pub fn or_typed(mut self, before: &'static str, does: Chosen) -> Choose {
        self.options = self.options.or_typed(before);
        self.does.push(does);
        self
    }

    /// What is typed.
    pub fn typed(&self) -> &str {
        self.input.text().trim()
    }

    /// The accounts of the board, of which so many are offered as the list has lines.
    pub fn account(title: impl Into<String>, board: &Board, does: fn(AccountId) -> Chosen) -> Choose {
        let mut choose = Choose { with_account: Some(does), ..Choose::new(title, Vec::new()) };
        choose.search(board);
        choose
    }

    /// The text field; [`Choose::search`] is to be called when it has changed.
    pub fn input(&mut self) -> &mut TextInput {
        &mut self.input
    }

    /// Keeps what fits the text.
    pub fn search(&mut self, board: &Board) {
        if let Some(does) = self.with_account {
            let found = board.find_named(self.input.text(), OFFERED);
            self.does = found.iter().map(|found| does(found.0)).collect();
            // They come with the best first.
            self.options = Options::new(found.into_iter().map(|found| found.1));
            return;
        }
        self.options.search(self.input.text());
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.options.step(by);
    }

    /// What the selected line does.
    pub fn choice(&self) -> Option<Chosen> {
        self.does.get(self.options.selected()?).copied()
    }

    /// Selects the line at a cell of the screen; false: there is none.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let (_, list) = split_top(inside(self.outer(area)), 1);
        let line = self.options.top(usize::from(list.height)) + usize::from(y.saturating_sub(list.y));
        list.contains((x, y).into()) && self.options.select_line(line)
    }

    fn outer(&self, area: Rect) -> Rect {
        // The panel keeps its size while letters are typed.
        let lines = match self.with_account {
            Some(_) => TALLEST,
            None => u16::try_from(self.does.len()).unwrap_or(u16::MAX).clamp(1, TALLEST),
        };
        centred(area, WIDEST, lines + 3)
    }

    /// The cell of the cursor.
    pub fn cursor(&self, area: Rect) -> (u16, u16) {
        let inner = inside(self.outer(area));
        let cells = u16::try_from(self.input.cursor_cells()).unwrap_or(u16::MAX);
        (inner.x.saturating_add(PROMPT).saturating_add(cells), inner.y)
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let outer = self.outer(area);
        let inner = panel(buffer, area, (outer.width, outer.height), &self.title, theme);
        let (top, list) = split_top(inner, 1);
        let x = put(buffer, (top.x, top.y), top.width, "> ", theme.style(Role::Key));
        put(buffer, (x, top.y), top.right().saturating_sub(x), self.input.text(), theme.style(Role::Text));
        if self.options.is_empty() {
            let told = match self.with_account {
                _ if !self.typed().is_empty() => "Nothing is called so.",
                Some(_) => "There are no accounts yet: a adds one.",
                None => "There is nothing to choose from.",
            };
            put(buffer, (list.x, list.y), list.width, told, theme.style(Role::Dim));
        }
        let first = self.options.top(usize::from(list.height));
        for ((name, selected), y) in self.options.lines().skip(first).zip(list.top()..list.bottom()) {
            let style = theme.style(if selected { Role::Selected } else { Role::Text });
            buffer.set_style(Rect { y, height: 1, ..list }.intersection(buffer.area), style);
            put(buffer, (list.x, y), list.width, name, style);
        }
    }
}
