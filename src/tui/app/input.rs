//! Keys, mouse and pasted text to actions.

use super::place::Home;
use super::{App, Effect, Overlay, Screen};
use crate::tui::action::Action;
use crate::tui::board::Step;
use crate::tui::keymap::{Chord, Resolved};
use crate::tui::screens::board::{self, Hit};
use crate::tui::screens::{expansion, onboarding, plans, renewals, today};
use crate::tui::term::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind,
};
use crate::tui::widgets::search::SearchLine;

/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    /// Takes in what the terminal reports.
    pub fn input(&mut self, event: Event) -> Vec<Effect> {
        let Some(event) = self.wait(event) else { return Vec::new() };
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
            Event::Mouse(mouse) => self.pointer(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(width, height) => {
                self.resize((width, height).into());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.dirty = true;
        self.toast = None;
        if self.pending.is_empty() && self.text_key(key) {
            return Vec::new();
        }
        let chain = self.chain();
        match self.config.keymap.resolve(&chain, &self.pending, key) {
            Resolved::Action(action) => {
                self.pending.clear();
                self.run(action)
            }
            Resolved::Pending => {
                self.pending.push(Chord::of(key));
                Vec::new()
            }
            Resolved::Nothing => {
                self.pending.clear();
                Vec::new()
            }
        }
    }

    /// Gives a key to the text field in front, if one is and takes it.
    fn text_key(&mut self, key: KeyEvent) -> bool {
        if let Some(Overlay::Help(help)) = self.overlays.last_mut() {
            let taken = help.input().key(key);
            if taken {
                help.search();
            }
            return taken;
        }
        if let Some(Overlay::Choose(choose)) = self.overlays.last_mut() {
            let taken = choose.input().key(key);
            if taken {
                choose.search(&self.board);
            }
            return taken;
        }
        if let Some(Overlay::Log(line)) = self.overlays.last_mut() {
            let taken = !line.asks() && line.saving().is_none() && line.input().key(key);
            if taken {
                line.parse();
            }
            return taken;
        }
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            return form.key(key, &self.board);
        }
        if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            return start.key(key);
        }
        if let Some(Overlay::Assess(form)) = self.overlays.last_mut() {
            return form.key(key);
        }
        if !self.overlays.is_empty() {
            return false;
        }
        if let Screen::Account(account) = &mut self.screen {
            let input = account.search_line().and_then(SearchLine::input);
            let taken = input.is_some_and(|input| input.key(key));
            if taken {
                account.search();
            }
            return taken;
        }
        if let Some(input) = self.lanes.amount_input().filter(|_| matches!(self.screen, Screen::Renewals)) {
            return input.key(key);
        }
        if key.code == KeyCode::Up && self.recall_filter() {
            return true;
        }
        let taken = self.typing.as_mut().is_some_and(|typing| typing.input.key(key));
        if taken {
            self.filter_typed();
        }
        taken
    }

    /// Pasted text goes to text fields only: it never runs as keys.
    fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.dirty = true;
        if let Some(Overlay::Help(help)) = self.overlays.last_mut() {
            help.input().paste(text);
            help.search();
        } else if let Some(Overlay::Choose(choose)) = self.overlays.last_mut() {
            choose.input().paste(text);
            choose.search(&self.board);
        } else if let Some(Overlay::Log(line)) = self.overlays.last_mut() {
            line.input().paste(text);
            line.parse();
        } else if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.paste(text, &self.board);
        } else if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            start.paste(text);
        } else if let Some(Overlay::Assess(form)) = self.overlays.last_mut() {
            form.paste(text);
        } else if let Screen::Account(account) = &mut self.screen
            && self.overlays.is_empty()
            && let Some(input) = account.search_line().and_then(SearchLine::input)
        {
            input.paste(text);
            account.search();
        } else if let Some(input) = self.lanes.amount_input().filter(|_| self.overlays.is_empty()) {
            input.paste(text);
        } else if let Some(typing) = self.typing.as_mut().filter(|_| self.overlays.is_empty()) {
            typing.input.paste(text);
            self.filter_typed();
        } else {
            self.say("Pasted text goes to text fields: press / first to filter by it");
        }
        Vec::new()
    }

    fn pointer(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(WHEEL),
            MouseEventKind::ScrollUp => self.wheel(-WHEEL),
            MouseEventKind::Down(MouseButton::Left) => return self.click(mouse.column, mouse.row),
            _ => return Vec::new(),
        }
        self.dirty = true;
        self.more_of_story()
    }

    fn wheel(&mut self, by: isize) {
        let body = self.body();
        match self.overlays.last_mut() {
            Some(Overlay::Help(help)) => help.step(by, body),
            Some(Overlay::Picker(picker)) => picker.step(by.signum()),
            Some(Overlay::Why(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::WhyRenewal(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::Day(page)) => page.top = page.top.saturating_add_signed(by),
            Some(Overlay::WhyExpansion(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::Form(form)) => form.wheel(by.signum()),
            Some(Overlay::Assess(form)) => form.step(by.signum()),
            Some(Overlay::Trainings(list)) => list.step(by.signum()),
            Some(Overlay::Invited(list)) => list.step(by.signum()),
            Some(Overlay::Plays(list)) => list.step(by.signum()),
            Some(Overlay::Letter(letter)) => letter.top = letter.top.saturating_add_signed(by),
            Some(Overlay::Choose(choose)) => choose.step(by.signum()),
            Some(Overlay::Tasks(tasks)) => tasks.step(by.signum()),
            Some(Overlay::Start(start)) => start.step(by.signum()),
            Some(Overlay::Templates(templates)) => templates.scroll(by),
            Some(Overlay::Rules(rules)) => rules.scroll(by),
            Some(Overlay::Parts(parts)) => parts.step(by.signum()),
            Some(Overlay::Confirm(_) | Overlay::Log(_)) => {}
            None => match &mut self.screen {
                Screen::Today => self.today.step(by, &self.board),
                Screen::Board => self.list.step(Step::By(by), &self.board),
                Screen::Onboarding if self.results.shown => {
                    self.results.top = self.results.top.saturating_add_signed(by);
                }
                Screen::Onboarding => self.runs.step(by, &self.board),
                Screen::Plans => self.plans.step(by, &self.board),
                Screen::Renewals => self.lanes.step(by, &self.board),
                Screen::Revenue => self.revenue.step(by),
                Screen::Expansion => self.prospects.step(by, &self.board),
                Screen::Account(account) => account.step(by),
            },
        }
    }

    /// A click selects; on what is selected already it opens.
    fn click(&mut self, x: u16, y: u16) -> Vec<Effect> {
        self.dirty = true;
        self.toast = None;
        self.settle();
        let body = self.body();
        match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => {
                if picker.click(body, x, y) {
                    return self.run(Action::Accept);
                }
                return Vec::new();
            }
            Some(Overlay::Form(form)) => {
                form.click(body, x, y);
                return Vec::new();
            }
            Some(Overlay::Assess(form)) => {
                form.click(body, x, y);
                return Vec::new();
            }
            Some(Overlay::Trainings(list)) => {
                return if list.click(body, x, y) { self.run(Action::OpenTraining) } else { Vec::new() };
            }
            Some(Overlay::Invited(list)) => {
                return if list.click(body, x, y) { self.run(Action::Attended) } else { Vec::new() };
            }
            Some(Overlay::Plays(list)) => {
                return if list.click(body, x, y) { self.run(Action::Open) } else { Vec::new() };
            }
            Some(Overlay::Choose(choose)) => {
                return if choose.click(body, x, y) { self.run(Action::Accept) } else { Vec::new() };
            }
            Some(Overlay::Tasks(tasks)) => {
                return if tasks.click(body, x, y) { self.run(Action::Edit) } else { Vec::new() };
            }
            Some(Overlay::Start(start)) => {
                start.click(body, x, y);
                return Vec::new();
            }
            Some(Overlay::Rules(rules)) => {
                return if rules.click(body, x, y) { self.run(Action::Read) } else { Vec::new() };
            }
            Some(Overlay::Templates(templates)) => {
                return if templates.click(body, x, y) { self.run(Action::OpenTemplate) } else { Vec::new() };
            }
            Some(Overlay::Parts(parts)) => {
                return if parts.click(body, x, y) { self.run(Action::Edit) } else { Vec::new() };
            }
            Some(_) => return Vec::new(),
            None => {}
        }
        if let Screen::Account(account) = &mut self.screen {
            let again = account.click(body, x, y);
            let action = if account.change().is_some() { Action::UndoThis } else { Action::Edit };
            return if again { self.run(action) } else { Vec::new() };
        }
        if self.is_at(Home::Onboarding) && self.results.shown {
            return Vec::new();
        }
        if self.is_at(Home::Onboarding) {
            return match onboarding::hit(body, &self.runs, (x, y)) {
                Some(index) if index == self.runs.cursor() && self.typing.is_none() => self.run(Action::Open),
                Some(index) => {
                    self.runs.select(index);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        if self.is_at(Home::Today) {
            return match today::hit(body, &self.today, (x, y)) {
                Some(line) if line == self.today.cursor() && self.typing.is_none() => self.run(Action::Open),
                Some(line) => {
                    self.today.select(line);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        if self.is_at(Home::Plans) {
            return match plans::hit(body, &self.plans, (x, y)) {
                Some(line) if line == self.plans.cursor() && self.typing.is_none() => self.run(Action::Open),
                Some(line) => {
                    self.plans.select(line);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        if self.is_at(Home::Revenue) {
            let again = renewals::revenue::click(body, &mut self.revenue, (x, y));
            return if again { self.run(Action::Open) } else { Vec::new() };
        }
        if self.is_at(Home::Renewals) {
            return match renewals::hit(body, &self.lanes, (x, y)) {
                Some(line) if line == self.lanes.cursor() && self.typing.is_none() => self.run(Action::Open),
                Some(line) => {
                    self.lanes.select(line);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        if self.at_expansion() {
            return match expansion::hit(body, &self.prospects, (x, y)) {
                Some(line) if line == self.prospects.cursor() && self.typing.is_none() => {
                    self.run(Action::Open)
                }
                Some(line) => {
                    self.prospects.select(line);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        match board::hit(body, &self.list, &self.board, (x, y)) {
            Some(Hit::Sort(key)) => self.list.sort_by(key),
            Some(Hit::Account(index)) if index == self.list.cursor() && self.typing.is_none() => {
                return self.run(Action::Open);
            }
            Some(Hit::Account(index)) => self.list.select(index, &self.board),
            None => {}
        }
        Vec::new()
    }
}
