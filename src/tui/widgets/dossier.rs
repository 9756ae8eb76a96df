//! What is told of one renewal: terms, days, what the CSM and the rules say, risk by name, checklist, what was said
//! before.

use ratatui::text::Span;

use super::doc::{Doc, cell, wrap};
use crate::domain::{Day, Money, RenewalStage, text};
use crate::engine::Dossier;
use crate::renewal::{Flag, Length, Renewal};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme};
use crate::tui::words;

/// From this width on the checklist stands beside what is said.
const WIDE: usize = 100;
/// Cells before what a line of the page says.
const LABEL: usize = 12;

/// Everything about a renewal, for a width.
pub fn doc(own: &Dossier, today: Day, width: usize, theme: &Theme) -> Doc {
    let page = Page { own, today, theme };
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

/// Number and plan of the contract.
pub fn title(renewal: &Renewal) -> String {
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
