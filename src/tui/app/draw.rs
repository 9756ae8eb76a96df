//! The whole screen: the place, what lies over it, the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;
use ratatui::widgets::{Block, Widget};

use super::place::Home;
use super::{App, Overlay, Screen};
use crate::domain::text;
use crate::tui::keymap::{
    Context, FOOTER, FOOTER_OF_A_CELL, FOOTER_OF_MARKED_CELLS, FOOTER_OF_MARKS, FOOTER_OF_QUESTIONS, show,
};
use crate::tui::paint::{Align, clear, put, put_aligned, split_bottom};
use crate::tui::screens::board::{self, Scene};
use crate::tui::screens::{expansion, onboarding, plans, renewals, today};
use crate::tui::theme::Role;
use crate::tui::widgets::doc::wrap;

/// The least screen on which anything can be read.
pub const LEAST: Size = Size::new(24, 6);

/// The most lines of a word at the foot of the screen.
const TALLEST_TOAST: usize = 3;

/// The screen's body and the footer's line.
pub(super) fn areas(size: Size) -> (Rect, Rect) {
    split_bottom(Rect::from((Position::ORIGIN, size)), 1)
}

impl App {
    /// Draws everything; returns where the cursor blinks, if it does.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        if self.size.width < LEAST.width || self.size.height < LEAST.height {
            self.too_small(buffer);
            return None;
        }
        if let Some(still) = self.still() {
            still.draw(buffer);
            return None;
        }
        let (body, footer) = areas(self.size);
        match &self.screen {
            Screen::Board => {
                let mut letters = std::mem::take(&mut self.letters);
                board::draw(buffer, body, &self.scene(), &mut letters);
                self.letters = letters;
            }
            Screen::Onboarding => {
                let mut letters = std::mem::take(&mut self.letters);
                onboarding::draw(buffer, body, &self.onboardings(), &mut letters);
                self.letters = letters;
            }
            Screen::Today => {
                let mut letters = std::mem::take(&mut self.letters);
                today::draw(buffer, body, &self.todays(), &mut letters);
                self.letters = letters;
            }
            Screen::Plans => {
                let mut letters = std::mem::take(&mut self.letters);
                plans::draw(buffer, body, &self.planned(), &mut letters);
                self.letters = letters;
            }
            Screen::Renewals => {
                let mut letters = std::mem::take(&mut self.letters);
                renewals::draw(buffer, body, &self.renewals(), &mut letters);
                self.letters = letters;
            }
            Screen::Expansion => {
                let mut letters = std::mem::take(&mut self.letters);
                expansion::draw(buffer, body, &self.expansion_scene(), &mut letters);
                self.letters = letters;
            }
            Screen::Revenue => renewals::revenue::draw(buffer, body, &self.revenue_scene()),
            Screen::Account(account) => account.draw(buffer, body, &self.board, &self.config.theme),
        }
        for overlay in &self.overlays {
            match overlay {
                Overlay::Why(why) => why.draw(buffer, body, &self.config.theme),
                Overlay::WhyRenewal(why) => why.draw(buffer, body, &self.config.theme),
                Overlay::Day(page) => page.draw(buffer, body, &self.day_scene()),
                Overlay::WhyExpansion(why) => why.draw(buffer, body, &self.config.theme),
                Overlay::Help(help) => help.draw(buffer, body, &self.config.theme),
                Overlay::Picker(picker) => picker.draw(buffer, body, &self.config.theme),
                Overlay::Form(form) => form.draw(buffer, body, &self.config.theme),
                Overlay::Confirm(confirm) => confirm.draw(buffer, body, &self.config.theme),
                Overlay::Choose(choose) => choose.draw(buffer, body, &self.config.theme),
                Overlay::Log(line) => line.draw(buffer, body, &self.config.theme),
                Overlay::Tasks(tasks) => tasks.draw(buffer, body, &self.config.theme),
                Overlay::Start(start) => start.draw(buffer, body, &self.config.theme),
                Overlay::Templates(templates) => templates.draw(buffer, body, &self.config.theme),
                Overlay::Parts(parts) => parts.draw(buffer, body, &self.config.theme),
                Overlay::Assess(form) => form.draw(buffer, body, &self.config.theme),
                Overlay::Trainings(list) => list.draw(buffer, body, &self.config.theme),
                Overlay::Invited(list) => list.draw(buffer, body, &self.config.theme),
                Overlay::Plays(list) => list.draw(buffer, body, &self.config.theme),
                Overlay::Rules(rules) => rules.draw(buffer, body, &self.config.theme),
                Overlay::Letter(letter) => letter.draw(buffer, body, &self.config.theme),
            }
        }
        self.footer(buffer, footer);
        self.following(buffer, body);
        self.config.theme.finish(buffer);
        self.cursor(body).map(Position::from)
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            board: &self.board,
            list: &self.list,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn onboardings(&self) -> onboarding::Scene<'_> {
        onboarding::Scene {
            board: &self.board,
            runs: &self.runs,
            results: &self.results,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn todays(&self) -> today::Scene<'_> {
        today::Scene {
            board: &self.board,
            today: &self.today,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn planned(&self) -> plans::Scene<'_> {
        plans::Scene {
            board: &self.board,
            plans: &self.plans,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn renewals(&self) -> renewals::Scene<'_> {
        renewals::Scene {
            board: &self.board,
            lanes: &self.lanes,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn expansion_scene(&self) -> expansion::Scene<'_> {
        expansion::Scene {
            board: &self.board,
            prospects: &self.prospects,
            typing: self.typing.as_ref().map(|typing| &typing.input),
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn revenue_scene(&self) -> renewals::revenue::Scene<'_> {
        renewals::revenue::Scene {
            board: &self.board,
            page: &self.revenue,
            theme: &self.config.theme,
            past: self.past,
        }
    }

    fn cursor(&self, body: Rect) -> Option<(u16, u16)> {
        match self.overlays.last() {
            Some(Overlay::Help(help)) => Some(help.cursor(body)),
            Some(Overlay::Form(form)) => form.cursor(body),
            Some(Overlay::Assess(form)) => form.cursor(body),
            Some(Overlay::Log(line)) => line.cursor(body),
            Some(Overlay::Choose(choose)) => Some(choose.cursor(body)),
            Some(Overlay::Start(start)) => start.cursor(body),
            Some(_) => None,
            None if self.is_at(Home::Onboarding) => onboarding::cursor(body, &self.onboardings()),
            None if self.is_at(Home::Today) => today::cursor(body, &self.todays()),
            None if self.is_at(Home::Plans) => plans::cursor(body, &self.planned()),
            None if self.is_at(Home::Revenue) => None,
            None if self.at_expansion() => expansion::cursor(body, &self.expansion_scene()),
            None if self.is_at(Home::Renewals) => renewals::cursor(body, &self.renewals()),
            None => match &self.screen {
                Screen::Account(account) => account.cursor(body),
                _ => board::cursor(body, &self.scene()),
            },
        }
    }

    fn too_small(&self, buffer: &mut Buffer) {
        let told = format!("Too small: {} by {} needed", LEAST.width, LEAST.height);
        let lines = wrap(&told, usize::from(self.size.width));
        for (line, y) in lines.iter().zip(0..self.size.height) {
            put(buffer, (0, y), self.size.width, line, Style::new());
        }
    }

    /// What happened, or the keys of the place; at the right what is being worked on.
    fn footer(&self, buffer: &mut Buffer, area: Rect) {
        let theme = &self.config.theme;
        let dim = theme.style(Role::Dim);
        let mut end = area.right();
        if let Some(working) = self.working {
            let told = format!(" {working}… ");
            let width = u16::try_from(text::width(&told)).unwrap_or(u16::MAX).min(area.width);
            end = area.right().saturating_sub(width);
            put_aligned(buffer, (end, area.y), width, &told, Align::Right, theme.style(Role::Note));
        }
        if let Some(toast) = &self.toast {
            let style = theme.style(if toast.is_error { Role::Error } else { Role::Note });
            let lines = wrap(&toast.text, usize::from(end.saturating_sub(area.x + 1)));
            let lines = lines.get(..TALLEST_TOAST.min(lines.len())).unwrap_or_default();
            // What does not fit into one line grows upwards.
            for (line, y) in lines.iter().rev().zip((0..=area.y).rev()) {
                clear(buffer, Rect { y, height: 1, width: end - area.x, ..area });
                put(buffer, (area.x + 1, y), end.saturating_sub(area.x + 1), line, style);
            }
            return;
        }
        let chain = self.chain();
        let front = chain.first().copied().unwrap_or(Context::Global);
        let steps = || self.cell().is_some_and(|cell| cell.contract_field().is_some());
        let actions = match front {
            Context::Board if !self.list.marks().is_empty() && steps() => FOOTER_OF_MARKED_CELLS,
            Context::Board if !self.list.marks().is_empty() || self.list.in_range() => FOOTER_OF_MARKS,
            Context::Form if matches!(self.overlays.last(), Some(Overlay::Assess(_))) => FOOTER_OF_QUESTIONS,
            Context::Board if self.cell().is_some() => FOOTER_OF_A_CELL,
            _ => FOOTER.iter().find(|place| place.0 == front).map_or(&[][..], |place| place.1),
        };
        let mut x = area.x + 1;
        for action in actions {
            let Some(key) = self.config.keymap.key(&chain, *action) else { continue };
            let width = u16::try_from(text::width(&key) + 1 + action.short().len()).unwrap_or(u16::MAX);
            if x.saturating_add(width) > end {
                continue;
            }
            let key_style = if self.disabled(*action).is_some() { dim } else { theme.style(Role::Key) };
            x = put(buffer, (x, area.y), width, &key, key_style);
            x = put(buffer, (x + 1, area.y), width, action.short(), dim).saturating_add(2);
        }
    }

    /// After the first key of a sequence: what can follow.
    fn following(&self, buffer: &mut Buffer, body: Rect) {
        let lines = self.config.keymap.following(&self.chain(), &self.pending);
        if self.pending.is_empty() || lines.is_empty() {
            return;
        }
        let theme = &self.config.theme;
        let wide = lines
            .iter()
            .map(|(keys, action)| text::width(keys) + 2 + action.words().len())
            .max()
            .unwrap_or(0);
        let width = u16::try_from(wide + 4).unwrap_or(u16::MAX).min(body.width);
        let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(body.height);
        let area = Rect { x: body.right() - width, y: body.bottom() - height, width, height };
        clear(buffer, area);
        Block::bordered().border_style(theme.style(Role::Dim)).render(area, buffer);
        let title = format!(" {} ", show(&self.pending));
        put(buffer, (area.x + 2, area.y), width.saturating_sub(4), &title, theme.style(Role::Title));
        for ((keys, action), y) in lines.iter().zip(area.y + 1..area.bottom().saturating_sub(1)) {
            let room = width.saturating_sub(4);
            let x = put(buffer, (area.x + 2, y), room, keys, theme.style(Role::Key)) + 2;
            put(buffer, (x, y), area.right().saturating_sub(x + 2), action.words(), theme.style(Role::Text));
        }
    }
}
