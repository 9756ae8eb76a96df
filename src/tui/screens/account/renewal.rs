//! The renewals of an account: countdown, what the CSM and what the rules say, checklist, risk by name, past ones.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::{Day, Error, Money, RenewalStage, Result, text};
use crate::engine::{Dossier, Standing};
use crate::renewal::{Flag, Length, Renewal, RenewalId};
use crate::tui::paint::{self, Align, put, put_aligned, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell, wrap};
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::words;

/// From this width on the checklist stands beside what is said.
const WIDE: usize = 100;
/// The list of renewals takes at most a third of the page.
const SHARE: u16 = 3;
/// Cells of the date, of the distance, of the amount, of the forecast in a line of the list.
const DATE: u16 = 11;
const AWAY: u16 = 15;
const AMOUNT: u16 = 9;
const CALL: u16 = 13;
/// Cells before what a line of the page says.
const LABEL: usize = 12;

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
        (self.headings, self.known, self.problem, self.today) = (headings, true, None, today);
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
        let told = format!("{}  {}", renewal.stage, title(renewal));
        put(buffer, (rest, row.y), row.right().saturating_sub(rest), &told, styled(Role::Dim));
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let Some(own) = self.dossier() else { return Doc::default() };
        let page = Page { own, today: self.today, theme };
        if width < WIDE {
            let mut doc = page.told(width);
            doc.gap();
            doc.append(page.checklist(width));
            doc.append(page.before(width));
            return doc;
        }
        let half = width / 2;
        let mut doc = page.told(half - 2);
        let mut right = page.checklist(width - half);
        right.append(page.before(width - half));
        doc.beside(right, half);
        doc
    }
}

fn key(renewal: &Renewal) -> Key {
    (renewal.contract.as_ref().map(|own| own.id), renewal.record.as_ref().map(|own| own.id))
}

/// Number and plan of the contract.
fn title(renewal: &Renewal) -> String {
    let contract = renewal.contract.as_ref();
    let parts =
        contract.map(|own| [own.number.as_deref(), own.plan.as_deref()]).into_iter().flatten().flatten();
    parts.map(text::clean).collect::<Vec<_>>().join(" ")
}

/// What is told of one renewal.
struct Page<'a> {
    own: &'a Dossier,
    today: Day,
    theme: &'a Theme,
}

impl Page<'_> {
    /// A label and what it says, over as many lines as it takes.
    fn fact(&self, doc: &mut Doc, label: &str, content: &str, role: Role, width: usize) {
        let mut label = format!(" {label}");
        for line in wrap(content, width.saturating_sub(LABEL + 1)) {
            doc.line(vec![
                cell(&std::mem::take(&mut label), LABEL, Align::Left, self.theme.style(Role::Dim)),
                Span::styled(line, self.theme.style(role)),
            ]);
        }
    }

    /// Terms, days, what the CSM and the rules say, what is risky.
    fn told(&self, width: usize) -> Doc {
        let (standing, today) = (&self.own.standing, self.today);
        let renewal = &standing.renewal;
        let record = renewal.record.as_ref();
        let mut doc = Doc::default();
        doc.text(format!(" {}", "─".repeat(width.saturating_sub(2))), self.theme.style(Role::Dim));
        let due = format!("{}, {}", renewal.due_on, words::away(renewal.due_on, today));
        let late = if renewal.is_overdue(today) { Role::Worse } else { Role::Text };
        self.fact(&mut doc, "due", &due, late, width);
        self.fact(&mut doc, "terms", &terms(renewal), Role::Text, width);
        self.fact(&mut doc, "ARR", &amounts(renewal), Role::Text, width);
        let said =
            record.and_then(|own| own.reason.as_deref()).map_or(String::new(), |why| format!(": {why}"));
        let (sign, word, role) = words::call(renewal.call);
        let label = if renewal.is_open() { "CSM says" } else { "came out" };
        self.fact(&mut doc, label, &format!("{sign} {word}{said}"), role, width);
        if let Some(rules) = standing.rules_call {
            let (sign, word, role) = words::call(Some(rules));
            let doubt =
                if renewal.call.is_some_and(|said| said < rules) { ": less than the CSM" } else { "" };
            self.fact(&mut doc, "rules say", &format!("{sign} {word}{doubt}"), role, width);
        }
        if !renewal.is_open() {
            self.closed(&mut doc, width);
            return doc;
        }
        let out = renewal.stage.is_quoted();
        let quote = if out { "✓ out".to_owned() } else { until(renewal.dates.quote_by, today) };
        let role = if !out && renewal.is_quote_late(today) { Role::Worse } else { Role::Text };
        self.fact(&mut doc, "quote by", &quote, role, width);
        let given = renewal.contract.as_ref().and_then(|own| own.notice_given_on).filter(|on| *on <= today);
        let notice = match given {
            Some(on) => format!("given {}", until(on, today)),
            None => until(renewal.dates.notice_by, today),
        };
        let role = if given.is_some() || renewal.stage == RenewalStage::ChurnNotice {
            Role::Worse
        } else {
            Role::Text
        };
        self.fact(&mut doc, "notice by", &notice, role, width);
        let flags: Vec<&str> = standing.flags.iter().copied().map(Flag::words).collect();
        if !flags.is_empty() {
            self.fact(&mut doc, "look at", &flags.join(" · "), Role::Worse, width);
        }
        self.risk(&mut doc, width);
        doc
    }

    fn closed(&self, doc: &mut Doc, width: usize) {
        let Some(record) = self.own.standing.renewal.record.as_ref() else { return };
        if let Some(on) = record.closed_on {
            self.fact(doc, "closed", &until(on, self.today), Role::Text, width);
        }
        if let Some(why) = record.churn_reason.as_deref() {
            let to = record.competitor.as_deref().map_or(String::new(), |name| format!(", to {name}"));
            self.fact(doc, "because", &format!("{why}{to}"), Role::Text, width);
        }
    }

    fn risk(&self, doc: &mut Doc, width: usize) {
        let Some(risk) = &self.own.standing.risk else { return };
        doc.gap();
        let role = words::level(risk.level);
        let points = match risk.points {
            0 => ": nothing speaks against it".to_owned(),
            points => format!(", {points} points"),
        };
        doc.line(vec![
            Span::styled(" Risk by the rules  ", self.theme.style(Role::Heading)),
            Span::styled(format!("{}{points}", risk.level.name()), self.theme.style(role)),
        ]);
        for factor in &risk.factors {
            let words = text::fit(&factor.words, width.saturating_sub(6)).into_owned();
            doc.line(vec![
                Span::styled(format!("  {:>2}  ", factor.points), self.theme.style(Role::Dim)),
                Span::raw(words),
            ]);
        }
    }

    /// What is to be done so many days before the end.
    fn checklist(&self, width: usize) -> Doc {
        let mut doc = Doc::default();
        if !self.own.standing.renewal.is_open() {
            return doc;
        }
        doc.text(" Days before the end", self.theme.style(Role::Heading));
        let mut at = None;
        for item in &self.own.checklist {
            let (sign, role) = match (item.done, item.due) {
                (true, _) => ("✓", Role::Better),
                (false, true) => ("!", Role::Worse),
                (false, false) => ("·", Role::Dim),
            };
            let days = if at == Some(item.at) { String::new() } else { item.at.to_string() };
            at = Some(item.at);
            let what = text::fit(item.what, width.saturating_sub(9)).into_owned();
            let words = self.theme.style(if item.done || !item.due { Role::Dim } else { Role::Text });
            doc.line(vec![
                Span::styled(format!(" {days:>4} "), self.theme.style(Role::Dim)),
                Span::styled(format!("{sign} "), self.theme.style(role)),
                Span::styled(what, words),
            ]);
        }
        doc.gap();
        doc
    }

    /// What was said of it before, the latest first.
    fn before(&self, width: usize) -> Doc {
        let mut doc = Doc::default();
        if self.own.earlier.is_empty() {
            return doc;
        }
        doc.text(" Said before", self.theme.style(Role::Heading));
        for earlier in self.own.earlier.iter().rev() {
            let (sign, word, role) = words::call(earlier.forecast);
            let why = earlier.reason.as_deref().map_or(String::new(), |why| format!(": {why}"));
            let told = format!(" · {}{why}", earlier.stage);
            let head = format!(" until {} ", earlier.until);
            let room = width.saturating_sub(text::width(&head) + text::width(word) + 3);
            doc.line(vec![
                Span::styled(head, self.theme.style(Role::Dim)),
                Span::styled(format!("{sign} {word}"), self.theme.style(role)),
                Span::styled(text::fit(&told, room).into_owned(), self.theme.style(Role::Dim)),
            ]);
        }
        doc
    }
}

/// `2026-08-01, in 12 days`
fn until(on: Day, today: Day) -> String {
    format!("{on}, {}", words::away(on, today))
}

/// `ctr-7 Pro · 12 months from 2025-08-26 · 140 seats · renews by itself`
fn terms(renewal: &Renewal) -> String {
    let Some(contract) = &renewal.contract else { return "no contract".to_owned() };
    let length =
        Length::of(contract.term.start, renewal.due_on).map_or(String::new(), |own| own.words() + " ");
    let parts = [
        Some(title(renewal)).filter(|title| !title.is_empty()),
        Some(format!("{length}from {}", contract.term.start)),
        contract.seats.map(|seats| format!("{seats} seats")),
        contract
            .auto_renew
            .map(|yes| if yes { "renews by itself" } else { "does not renew by itself" }.to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `$70,560.00, expected $75,000.00`
fn amounts(renewal: &Renewal) -> String {
    let shown = |money: Option<Money>| money.map_or_else(|| "unknown".to_owned(), |money| money.to_string());
    match (renewal.due, renewal.expected) {
        (due, expected) if due == expected => shown(due),
        (due, expected) if renewal.is_open() => format!("{}, expected {}", shown(due), shown(expected)),
        (due, expected) => format!("{}, then {}", shown(due), shown(expected)),
    }
}
