//! What is told of the expansion of an account: why it is a candidate or not, readiness with its arithmetic, what it does
//! not have yet, an opportunity with its proposal and what it returns.

use ratatui::text::Span;

use super::doc::{Doc, cell, wrap};
use crate::domain::{Day, OpportunityKind, OpportunityStage, text};
use crate::engine::{Prospect, Worked};
use crate::expansion::{Gap, Readiness};
use crate::health::shown;
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme};
use crate::tui::words;

/// From this width on what they do not have stands beside readiness.
const WIDE: usize = 110;
/// Cells before what a line of the page says.
const LABEL: usize = 13;

/// Why an account is a candidate or not, how ready it is, and what it does not have.
pub fn doc(own: &Prospect, gaps: &[Gap], width: usize, theme: &Theme) -> Doc {
    let mut doc = Doc::default();
    let finding = &own.finding;
    let (sign, word, role) = verdict(own);
    fact(&mut doc, "suggestion", &format!("{sign} {word}"), role, width, theme);
    for reason in &finding.reasons {
        fact(&mut doc, "because", &reason.words(), Role::Text, width, theme);
    }
    for block in &finding.blocks {
        fact(&mut doc, "but", &block.words(), Role::Worse, width, theme);
    }
    if finding.reasons.is_empty() {
        let none = "80 % of the capacity with an advanced feature in use, seats over 90 %, a new department or need, \
            a goal achieved or a signal of growth would be one";
        fact(&mut doc, "a reason", none, Role::Dim, width, theme);
    }
    doc.gap();
    if width < WIDE {
        doc.append(readiness(&own.readiness, width, theme));
        doc.gap();
        doc.append(whitespace(gaps, width, theme));
        return doc;
    }
    let half = width / 2;
    let mut left = readiness(&own.readiness, half - 2, theme);
    left.beside(whitespace(gaps, width - half, theme), half);
    doc.append(left);
    doc
}

/// What the rules say of an account: sign, word, role.
pub fn verdict(own: &Prospect) -> (&'static str, &'static str, Role) {
    if own.finding.is_candidate() {
        ("✓", "a candidate", Role::Better)
    } else if own.finding.is_suppressed() {
        ("!", "not now", Role::Worse)
    } else {
        ("·", "no reason is found", Role::Dim)
    }
}

/// A label and what it says, over as many lines as it takes.
fn fact(doc: &mut Doc, label: &str, content: &str, role: Role, width: usize, theme: &Theme) {
    let mut label = format!(" {label}");
    for line in wrap(content, width.saturating_sub(LABEL + 1)) {
        doc.line(vec![
            cell(&std::mem::take(&mut label), LABEL, Align::Left, theme.style(Role::Dim)),
            Span::styled(line, theme.style(role)),
        ]);
    }
}

/// Readiness: a line a driver, value, points of its curve, weight, and its share of the whole.
fn readiness(of: &Readiness, width: usize, theme: &Theme) -> Doc {
    let (dim, plain) = (theme.style(Role::Dim), theme.style(Role::Text));
    let mut doc = Doc::default();
    let score = match of.score {
        Some(score) => format!("{:.1} of 100", shown(score)),
        None => "too little is known".to_owned(),
    };
    doc.line(vec![
        Span::styled(" Readiness  ", theme.style(Role::Heading)),
        Span::styled(score, theme.style(Role::Text)),
        Span::styled(format!("  from {} of the weights", words::percent(of.coverage)), dim),
    ]);
    let name = 25.min(width.saturating_sub(30)).max(8);
    doc.line(vec![
        cell("", name + 1, Align::Left, dim),
        cell("value", 11, Align::Right, dim),
        cell("score", 7, Align::Right, dim),
        cell("weight", 8, Align::Right, dim),
        cell("points", 8, Align::Right, dim),
    ]);
    for line in &of.lines {
        let label = cell(&format!(" {}", line.label()), name + 1, Align::Left, plain);
        let (Some(value), Some(score), Some(points)) = (line.words(), line.score, line.points) else {
            let room = width.saturating_sub(name + 3);
            let why = text::fit(line.missing, room).into_owned();
            doc.line(vec![label, Span::styled(format!("  {why}"), dim)]);
            continue;
        };
        doc.line(vec![
            label,
            cell(&value, 11, Align::Right, plain),
            cell(&format!("{score:.1}"), 7, Align::Right, plain),
            cell(&format!("{:.1}", line.weight * line.freshness), 8, Align::Right, dim),
            cell(&format!("{points:.1}"), 8, Align::Right, theme.style(Role::Better)),
        ]);
    }
    doc
}

/// What they do not have, and how well it suits.
fn whitespace(gaps: &[Gap], width: usize, theme: &Theme) -> Doc {
    let dim = theme.style(Role::Dim);
    let mut doc = Doc::default();
    doc.text(" What they do not have", theme.style(Role::Heading));
    if gaps.is_empty() {
        doc.wrapped("Nothing: import a catalog of features, and contracts with seats", 1, width, dim);
        return doc;
    }
    let name = 26.min(width * 2 / 5).max(8);
    for gap in gaps {
        let share = gap.fit().map_or_else(|| "–".to_owned(), words::percent);
        let role = if gap.is_for_sale() { Role::Text } else { Role::Dim };
        let tiers = match gap {
            Gap::Feature { plans, .. } if !plans.is_empty() => {
                let names: Vec<String> =
                    plans.iter().map(|plan| words::capital(&text::clean(plan))).collect();
                format!("; in {}", names.join(", "))
            }
            _ => String::new(),
        };
        let room = width.saturating_sub(name + 8);
        doc.line(vec![
            cell(&format!(" {}", gap.name()), name, Align::Left, theme.style(role)),
            cell(&share, 6, Align::Right, theme.style(role)),
            Span::styled(format!("  {}", text::fit(&format!("{}{tiers}", gap.words()), room)), dim),
        ]);
    }
    doc
}

/// An opportunity: how far it is, what it adds, the proposal, what it returns, what it was before.
pub fn deal(own: &Worked, today: Day, width: usize, theme: &Theme) -> Doc {
    let deal = &own.deal;
    let mut doc = Doc::default();
    doc.text(format!(" {}", "─".repeat(width.saturating_sub(2))), theme.style(Role::Dim));
    let mut fact = |label: &str, content: &str, role| fact(&mut doc, label, content, role, width, theme);
    for (label, line) in std::iter::once("stage").chain(std::iter::repeat("")).zip(track(deal.stage, width)) {
        fact(label, &line, words::deal(deal.stage).1);
    }
    // Seats say themselves what is sold.
    let kind = deal.kind.filter(|kind| *kind != OpportunityKind::Seats || deal.seats.is_none());
    let kind = kind.map(|kind| kind.to_string());
    let seats = deal.seats.map(|seats| words::count(usize::try_from(seats).unwrap_or(0), "seat"));
    let money = deal.money().map_or_else(|| "amount unknown".to_owned(), |money| format!("{money} a year"));
    let adds: Vec<String> = [Some(money), seats, kind].into_iter().flatten().collect();
    fact("adds", &adds.join(" · "), Role::Text);
    if let Some(on) = deal.close_on.filter(|_| deal.is_open()) {
        let role = if deal.is_late(today) { Role::Worse } else { Role::Text };
        fact("expected", &format!("{on}, {}", words::away(on, today)), role);
    }
    if let Some(on) = deal.closed_on {
        let reason = deal.lost_reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        fact("closed", &format!("{on}, {}{reason}", words::away(on, today)), Role::Text);
    }
    let proposal = &deal.proposal;
    let parts = [
        ("outcome", &deal.outcome),
        ("problem", &proposal.problem),
        ("solution", &proposal.solution),
        ("return", &proposal.roi),
    ];
    for (label, content) in parts {
        content.iter().for_each(|content| fact(label, content, Role::Text));
    }
    match deal.returns() {
        Some(returned) => {
            for (label, step) in ["worked out", "", "", ""].into_iter().zip(&returned.steps) {
                fact(label, step, Role::Text);
            }
        }
        None if deal.is_open() => {
            let missing = proposal.inputs.missing(deal.amount).unwrap_or("an input");
            fact("worked out", &format!("not yet: say {missing} (e)"), Role::Dim);
        }
        None => {}
    }
    proposal.timeline.iter().for_each(|content| fact("timeline", content, Role::Text));
    if let Some(by) = &deal.approved_by {
        let on = deal.approved_on.map(|on| format!(", {on}")).unwrap_or_default();
        fact("approved by", &format!("{by}{on}"), Role::Better);
    }
    for earlier in own.earlier.iter().rev() {
        let amount = earlier.amount.map(|minor| {
            let currency = earlier.currency.unwrap_or(deal.currency);
            format!(" · {}", crate::domain::Money { minor, currency })
        });
        let told = format!("until {} {}{}", earlier.until, earlier.stage, amount.unwrap_or_default());
        fact("before", &told, Role::Dim);
    }
    doc
}

/// `✓ identified  ✓ proposal  ● presented  · business case  · approved  · won`, cut between the stages.
fn track(stage: OpportunityStage, width: usize) -> Vec<String> {
    if stage == OpportunityStage::Lost {
        return vec!["✗ lost".to_owned()];
    }
    let steps = OpportunityStage::ALL.iter().filter(|step| **step != OpportunityStage::Lost);
    let sign = |step: &OpportunityStage| match step.cmp(&stage) {
        std::cmp::Ordering::Less => "✓",
        std::cmp::Ordering::Equal if stage == OpportunityStage::Won => "✓",
        std::cmp::Ordering::Equal => "●",
        std::cmp::Ordering::Greater => "·",
    };
    let mut lines: Vec<String> = Vec::new();
    for step in steps {
        let step = format!("{} {step}", sign(step));
        match lines.last_mut() {
            Some(line) if text::width(line) + text::width(&step) + LABEL + 3 <= width => {
                line.push_str(&format!(" {step}"));
            }
            _ => lines.push(step),
        }
    }
    lines
}
