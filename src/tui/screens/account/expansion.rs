//! The expansion of an account: why it is a candidate or not, readiness, what it does not have, its opportunities.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Day, Error, Result, text};
use crate::engine::{AccountExpansion, Expansion, Prospect, Worked};
use crate::expansion::{Deal, DealId};
use crate::tui::paint::{self, Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::prospect::{self, verdict};
use crate::tui::words;

/// The list takes at most a third of the page.
const SHARE: u16 = 3;
/// Cells of the stage, of the amount, of the day in a line of the list.
const STAGE: u16 = 15;
const AMOUNT: u16 = 9;
const DATE: u16 = 13;

/// A line: the account itself, or one of its opportunities.
type Key = Option<DealId>;

/// The page: the account itself on top, then its opportunities, one line selected.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    known: Option<AccountExpansion>,
    problem: Option<Error>,
    today: Day,
    lines: Lines<Key>,
    headings: Vec<String>,
    top: usize,
}

impl Growth {
    /// Takes in what was read, and what others use, where that is known; on a failure what was known stays.
    pub fn read(&mut self, read: Result<AccountExpansion>, whole: Option<&Expansion>, today: Day) {
        match read {
            Err(problem) => self.problem = Some(problem),
            Ok(known) => {
                let open = known.deals.iter().filter(|own| own.deal.is_open()).count();
                let past = known.deals.len() - open;
                let groups = [(1, open, "Open"), (1 + open, past, "Closed")];
                let groups = groups.into_iter().filter(|group| group.1 > 0);
                let headed = groups.map(|(start, count, name)| (start, format!("{name}  {count}")));
                let (starts, headings) = std::iter::once((0, "Suggestion".to_owned())).chain(headed).unzip();
                let keys = std::iter::once(None).chain(known.deals.iter().map(|own| Some(own.deal.id)));
                self.lines.replace(keys.collect(), starts);
                (self.headings, self.problem, self.today) = (headings, None, today);
                self.known = Some(known);
                self.compare(whole);
            }
        }
    }

    /// Says how well what the account does not have suits it.
    pub fn compare(&mut self, whole: Option<&Expansion>) {
        if let (Some(known), Some(whole)) = (&mut self.known, whole) {
            whole.suit(known);
        }
    }

    /// What the rules found; None: not read yet.
    pub fn prospect(&self) -> Option<&Prospect> {
        self.known.as_ref().map(|known| &known.prospect)
    }

    fn worked(&self) -> Option<&Worked> {
        let id = self.lines.key().copied().flatten()?;
        self.known.as_ref()?.deals.iter().find(|own| own.deal.id == id)
    }

    /// The selected opportunity; None: the account itself is selected.
    pub fn deal(&self) -> Option<&Deal> {
        self.worked().map(|own| &own.deal)
    }

    /// Moves the selection by a line; by more it scrolls what is told of it.
    pub fn step(&mut self, by: isize) {
        if by.unsigned_abs() == 1 {
            self.lines.step(by);
            self.top = 0;
        } else {
            self.top = self.top.saturating_add_signed(by);
        }
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.lines.click(self.areas(area).0, x, y)
    }

    /// Brings the selected line into view.
    pub fn reveal(&mut self, area: Rect, theme: &Theme) {
        let (list, page) = self.areas(area);
        self.lines.reveal(list.height);
        self.top = self.top.min(self.doc(usize::from(page.width), theme).last_top(page.height));
    }

    /// The list, and what is told of the selected line.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let deals = self.known.as_ref().map_or(0, |known| known.deals.len());
        let wanted = u16::try_from(1 + deals + self.headings.len()).unwrap_or(u16::MAX);
        let list = wanted.min((area.height / SHARE).max(3));
        let (list, page) = split_top(area, list);
        (list, split_bottom(page, page.height.saturating_sub(1)).1)
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (list, page) = self.areas(area);
        let Some(known) = &self.known else {
            tell(buffer, area, theme, self.problem.as_ref(), None);
            return;
        };
        self.lines.draw(buffer, list, &self.headings, theme, |buffer, row, place, selected| {
            match place.checked_sub(1) {
                None => self.first(buffer, row, &known.prospect, selected, theme),
                Some(place) => {
                    let own = known.deals.get(place);
                    own.into_iter().for_each(|own| self.line(buffer, row, &own.deal, selected, theme));
                }
            }
        });
        tell(buffer, area, theme, self.problem.as_ref(), None);
        self.doc(usize::from(page.width), theme).draw(buffer, page, self.top);
    }

    fn first(&self, buffer: &mut Buffer, row: Rect, own: &Prospect, selected: bool, theme: &Theme) {
        let styled = paint::line(buffer, row, selected, theme);
        let (sign, word, role) = verdict(own);
        let x = put(buffer, (row.x + 1, row.y), row.width, &format!("{sign} {word}"), styled(role)) + 2;
        let ready = match own.readiness.score {
            Some(_) => format!("readiness {}", words::health(own.readiness.score)),
            None => "readiness: too little is known".to_owned(),
        };
        put(buffer, (x, row.y), row.right().saturating_sub(x), &ready, styled(Role::Dim));
    }

    fn line(&self, buffer: &mut Buffer, row: Rect, deal: &Deal, selected: bool, theme: &Theme) {
        let styled = paint::line(buffer, row, selected, theme);
        let plain = if deal.is_open() { Role::Text } else { Role::Dim };
        let (sign, role) = words::deal(deal.stage);
        let x = row.x + 1;
        put(buffer, (x, row.y), STAGE, &format!("{sign} {}", deal.stage), styled(role));
        let amount = deal.money().map_or(String::new(), |money| money.short());
        put_aligned(buffer, (x + STAGE, row.y), AMOUNT, &amount, Align::Right, styled(plain));
        let at = x + STAGE + AMOUNT + 2;
        let on = deal.closed_on.or(deal.close_on).map_or(String::new(), |on| on.to_string());
        let late = if deal.is_late(self.today) { Role::Worse } else { Role::Dim };
        put(buffer, (at, row.y), DATE, &on, styled(late));
        let rest = at + DATE;
        put(
            buffer,
            (rest, row.y),
            row.right().saturating_sub(rest),
            &text::clean(&deal.title),
            styled(plain),
        );
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        match (self.worked(), &self.known) {
            (Some(own), _) => prospect::deal(own, self.today, width, theme),
            (None, Some(known)) => prospect::doc(&known.prospect, &known.gaps, width, theme),
            (None, None) => Doc::default(),
        }
    }
}
