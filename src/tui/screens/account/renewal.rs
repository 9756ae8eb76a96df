//! The renewals of an account: countdown, what the CSM and what the rules say, checklist, risk by name, past ones.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Day, Error, Result};
use crate::engine::{Dossier, Standing};
use crate::renewal::{Renewal, RenewalId};
use crate::tui::paint::{self, Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::dossier;
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::words;

/// The list of renewals takes at most a third of the page.
const SHARE: u16 = 3;
/// Cells of the date, of the distance, of the amount, of the forecast in a line of the list.
const DATE: u16 = 11;
const AWAY: u16 = 15;
const AMOUNT: u16 = 9;
const CALL: u16 = 13;

/// By what a renewal is known: its contract, else its row.
type Key = (Option<i64>, Option<RenewalId>);

/// The renewals of an account with one of them selected.
#[derive(Clone, Debug, Default)]
pub struct Renewals {
    /// Open ones by the day they are due, then the past ones, the latest first.
    all: Vec<Dossier>,
    known: bool,
    problem: Option<Error>,
    today: Day,
    lines: Lines<Key>,
    /// What is selected as soon as it is read.
    wanted: Option<Key>,
    headings: Vec<String>,
    top: usize,
}

impl Renewals {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Dossier>>, today: Day) {
        let all = match read {
            Ok(all) => all,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let (open, mut past): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|own| own.standing.renewal.is_open());
        past.reverse();
        let groups = [(0, open.len(), "Open"), (open.len(), past.len(), "Past")];
        let groups = groups.into_iter().filter(|group| group.1 > 0);
        let (starts, headings) =
            groups.map(|(start, count, name)| (start, format!("{name}  {count}"))).unzip();
        self.all = open.into_iter().chain(past).collect();
        self.lines.replace(self.all.iter().map(|own| key(&own.standing.renewal)).collect(), starts);
        if let Some(wanted) = self.wanted.take()
            && let Some(place) = self.all.iter().position(|own| key(&own.standing.renewal) == wanted)
        {
            self.lines.select(place);
        }
        (self.headings, self.known, self.problem, self.today) = (headings, true, None, today);
    }

    /// Selects a renewal as soon as it is read.
    pub fn want(&mut self, renewal: &Renewal) {
        self.wanted = Some(key(renewal));
    }

    /// The selected one.
    pub fn selected(&self) -> Option<&Standing> {
        self.dossier().map(|own| &own.standing)
    }

    fn dossier(&self) -> Option<&Dossier> {
        self.all.get(self.lines.cursor())
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

    /// Selects the renewal at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.lines.click(self.areas(area).0, x, y)
    }

    /// Brings the selected one into view.
    pub fn reveal(&mut self, area: Rect, theme: &Theme) {
        let (list, page) = self.areas(area);
        self.lines.reveal(list.height);
        self.top = self.top.min(self.doc(usize::from(page.width), theme).last_top(page.height));
    }

    /// The list, and what is told of the selected one.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let wanted = u16::try_from(self.all.len() + self.headings.len()).unwrap_or(u16::MAX);
        let list = wanted.min((area.height / SHARE).max(2));
        let (list, page) = split_top(area, list);
        (list, split_bottom(page, page.height.saturating_sub(1)).1)
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (list, page) = self.areas(area);
        if self.all.is_empty() {
            let empty = self.known.then_some("No renewal: no contract has an end. a adds a contract");
            tell(buffer, area, theme, self.problem.as_ref(), empty);
            return;
        }
        self.lines.draw(buffer, list, &self.headings, theme, |buffer, row, place, selected| {
            if let Some(own) = self.all.get(place) {
                self.line(buffer, row, &own.standing.renewal, selected, theme);
            }
        });
        tell(buffer, area, theme, self.problem.as_ref(), None);
        self.doc(usize::from(page.width), theme).draw(buffer, page, self.top);
    }

    fn line(&self, buffer: &mut Buffer, row: Rect, renewal: &Renewal, selected: bool, theme: &Theme) {
        let styled = paint::line(buffer, row, selected, theme);
        let dim = if renewal.is_open() { Role::Text } else { Role::Dim };
        let (sign, word, role) = words::call(renewal.call);
        let x = row.x + 1;
        put(buffer, (x, row.y), DATE, &renewal.due_on.to_string(), styled(dim));
        let away = words::away(renewal.due_on, self.today);
        let late = renewal.is_overdue(self.today);
        put(buffer, (x + DATE, row.y), AWAY, &away, styled(if late { Role::Worse } else { Role::Dim }));
        put(buffer, (x + DATE + AWAY, row.y), CALL, &format!("{sign} {word}"), styled(role));
        let at = x + DATE + AWAY + CALL;
        let amount = renewal.due.or(renewal.expected).map_or(String::new(), |money| money.short());
        put_aligned(buffer, (at, row.y), AMOUNT, &amount, Align::Right, styled(dim));
        let rest = at + AMOUNT + 2;
        let told = format!("{}  {}", renewal.stage, dossier::title(renewal));
        put(buffer, (rest, row.y), row.right().saturating_sub(rest), &told, styled(Role::Dim));
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        self.dossier().map_or_else(Doc::default, |own| dossier::doc(own, self.today, width, theme))
    }
}

fn key(renewal: &Renewal) -> Key {
    (renewal.contract.as_ref().map(|own| own.id), renewal.record.as_ref().map(|own| own.id))
}
