//! The overview: how healthy, what holds it down, the measures behind it, the facts, 26 weeks.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use super::facts;
use crate::book::{Detail, Row};
use crate::domain::{Level, text};
use crate::health::{Group, MeasureLine, State, Why};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme, glyph, role_of, word};
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::widgets::{bignum, chart};
use crate::tui::words;

/// From here on the facts stand beside the score instead of below it.
const TWO_COLUMNS: usize = 100;
/// Narrower than this a measure shows its figures only.
const FIGURES_ONLY: usize = 56;
/// Alerts that are told before the score.
const ALERTS: usize = 4;
/// Lines of the chart.
const CHART: usize = 6;

/// The page of an account.
pub fn doc(detail: &Detail, why: &Why, row: Option<&Row>, width: usize, theme: &Theme) -> Doc {
    let mut doc = Doc::default();
    who(&mut doc, detail, row, width, theme);
    alerts(&mut doc, detail, width, theme);
    let left = if width >= TWO_COLUMNS { width * 11 / 20 } else { width };
    let mut score = Doc::default();
    health(&mut score, why, row, left, theme);
    groups(&mut score, why, left, theme);
    measures(&mut score, why, left, theme);
    if let Some(row) = row {
        score.gap();
        score.text(" Health over 26 weeks", theme.style(Role::Heading));
        score.append(chart::chart(&row.weeks, why.day, left.saturating_sub(1), CHART, theme));
    }
    if width >= TWO_COLUMNS {
        score.beside(facts::doc(detail, why.day, width - left, theme), left);
    } else {
        score.gap();
        score.append(facts::doc(detail, why.day, width, theme));
    }
    doc.append(score);
    doc
}

/// Segment, CSM, stage, amount, tags: one line, cut at the end.
fn who(doc: &mut Doc, detail: &Detail, row: Option<&Row>, width: usize, theme: &Theme) {
    let mut parts = vec![
        detail.segment.as_deref().unwrap_or("no segment").to_owned(),
        detail.csm.as_deref().map_or("no CSM".to_owned(), |csm| format!("CSM {csm}")),
        detail.stage.name().to_owned(),
    ];
    parts.extend(row.and_then(|row| row.arr).map(|arr| format!("{} ARR", arr.short())));
    parts.extend(detail.tags.as_deref().map(|tags| tags.replace(';', ", ")));
    parts.extend(detail.external_id.as_deref().map(|id| format!("id {id}")));
    let line = text::fit(&parts.join(" · "), width.saturating_sub(1)).into_owned();
    doc.text(format!(" {line}"), theme.style(Role::Dim));
    doc.gap();
}

/// What the rules found: a line an alert, the most pressing first.
fn alerts(doc: &mut Doc, detail: &Detail, width: usize, theme: &Theme) {
    for alert in detail.alerts.iter().take(ALERTS) {
        let (sign, role) = match alert.severity {
            Level::High => ("!!", Role::Worse),
            Level::Medium => ("! ", Role::Text),
            Level::Low => ("· ", Role::Text),
        };
        let name = format!(" {sign} {}  ", text::clean(&alert.rule));
        let since = if alert.opened_on == detail.day {
            "today".to_owned()
        } else {
            format!("since {}", alert.opened_on)
        };
        let room = width.saturating_sub(text::width(&name) + 1);
        let told = text::fit(&format!("{} · {since}", alert.reason), room).into_owned();
        doc.line(vec![Span::styled(name, theme.style(role)), Span::raw(told)]);
    }
    let more = detail.alerts.len().saturating_sub(ALERTS);
    if more > 0 {
        let told = format!("    and {more} more {}", if more == 1 { "alert" } else { "alerts" });
        doc.text(told, theme.style(Role::Dim));
    }
    if !detail.alerts.is_empty() {
        doc.gap();
    }
}

/// The score, large, with band, coverage, trends; the CSM's own band; the caps.
fn health(doc: &mut Doc, why: &Why, row: Option<&Row>, width: usize, theme: &Theme) {
    let score = &why.score;
    let band = theme.style(role_of(score.band)).add_modifier(Modifier::BOLD);
    let figure = words::health(score.health);
    let dim = theme.style(Role::Dim);
    let mut beside: Vec<Vec<Span<'static>>> = Vec::new();
    let mut first = vec![Span::styled(format!("{} {}", glyph(score.band), word(score.band)), band)];
    if score.shown_uncapped != score.health
        && let Some(uncapped) = score.shown_uncapped
    {
        first.push(Span::styled(format!("  {} before caps", words::tenths(uncapped)), dim));
    }
    beside.push(first);
    beside.push(row.map_or(Vec::new(), |row| trends(row, theme)));
    beside.push(vec![Span::styled(why.coverage_note.clone(), dim)]);
    if theme.is_ascii() || width < 50 {
        doc.line(vec![Span::raw(" "), Span::styled(figure, band)]);
        for pieces in beside {
            doc.line(std::iter::once(Span::raw(" ")).chain(pieces).collect());
        }
    } else {
        for (digits, pieces) in bignum::lines(&figure).into_iter().zip(beside) {
            let large = vec![
                Span::raw(" "),
                Span::styled(digits, theme.style(role_of(score.band))),
                Span::raw("   "),
            ];
            doc.line(large.into_iter().chain(pieces).collect());
        }
    }
    doc.gap();
    if let Some(own) = &why.override_ {
        let sign = format!(" * {} {}", glyph(own.band), word(own.band));
        let until = format!(" says the CSM, until {}: {}", own.expires_on, text::clean(&own.reason));
        let room = width.saturating_sub(text::width(&sign));
        doc.line(vec![
            Span::styled(sign, theme.style(role_of(own.band))),
            Span::raw(text::fit(&until, room).into_owned()),
        ]);
    }
    for cap in &why.caps {
        let name = format!(" ! {}", words::label(cap.cap.name()));

        doc.line(vec![
            Span::styled(name, theme.style(Role::Worse)),
            Span::raw(words::limit(cap.at_most, cap.binds)),
        ]);
        doc.wrapped(&cap.reason, 3, width, dim);
    }
    doc.gap();
}

/// `7 days ↗ +5.2   28 days → +0.4   90 days ↘ -12.0`.
fn trends(row: &Row, theme: &Theme) -> Vec<Span<'static>> {
    let mut pieces = Vec::new();
    for (days, trend) in [(7, row.trend_7d), (28, row.trend_28d), (90, row.trend_90d)] {
        if !pieces.is_empty() {
            pieces.push(Span::raw("  "));
        }
        pieces.push(Span::styled(format!("{days} d "), theme.style(Role::Dim)));
        let Some(trend) = trend else {
            pieces.push(Span::styled("–", theme.style(Role::Dim)));
            continue;
        };
        let (arrow, role) = words::arrow(trend);
        // Steady is quiet on the board; here it is what is asked for.
        let role = if role == Role::Dim { Role::Text } else { role };
        pieces.push(Span::styled(format!("{arrow} {}", words::signed(trend)), theme.style(role)));
    }
    pieces
}

/// A bar a group.
fn groups(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    const NAME: usize = 12;
    const BAR: usize = 24;
    let cells = BAR.min(width.saturating_sub(NAME + 10));
    for group in Group::ALL {
        let mut name = group.name().to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let mut pieces = vec![Span::raw(" "), cell(&name, NAME, Align::Left, theme.style(Role::Text))];
        match why.score.group(group) {
            None => pieces.push(Span::styled("no data", theme.style(Role::Grey))),
            Some(score) => {
                let (filled, rest) = bar(score / 100.0, cells);
                pieces.push(Span::styled(filled, tint(score, theme)));
                pieces.push(Span::styled(rest, theme.style(Role::Dim)));
                pieces.push(cell(&words::points(score), 7, Align::Right, Style::new()));
            }
        }
        doc.line(pieces);
    }
    doc.gap();
}

/// The band colour of a score of a part, by the lines between the bands.
fn tint(score: f64, theme: &Theme) -> Style {
    theme.style(match score {
        low if low < 50.0 => Role::Red,
        middle if middle < 75.0 => Role::Yellow,
        _ => Role::Green,
    })
}

/// The measures, those that cost most first; those without a value below, those that do not apply not at all.
fn measures(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    const NAME: usize = 15;
    const FIGURE: usize = 6;
    let value = width.saturating_sub(1 + NAME + 1 + 3 * FIGURE + 1);
    let heading = theme.style(Role::Heading);
    let line = |name: &str, text: &str, figures: [&str; 3], style: Style, quiet: Style| {
        let [age, score, lost] = figures;
        let mut pieces = vec![Span::raw(" "), cell(name, NAME, Align::Left, style)];
        if width >= FIGURES_ONLY {
            pieces.extend([Span::raw(" "), cell(text, value, Align::Left, quiet)]);
        }
        pieces.push(cell(age, FIGURE, Align::Right, quiet));
        pieces.extend([score, lost].map(|figure| cell(figure, FIGURE, Align::Right, style)));
        pieces
    };
    doc.line(line("Measure", "Value", ["Age", "Score", "Lost"], heading, heading));
    let dim = theme.style(Role::Dim);
    let mut shown: Vec<&MeasureLine> =
        why.measures.iter().filter(|measure| measure.reading.state != State::NotApplicable).collect();
    // Missing ones have lost nothing: they come last.
    shown.sort_by(|a, b| b.points_lost.unwrap_or(-1.0).total_cmp(&a.points_lost.unwrap_or(-1.0)));
    for measure in shown {
        let name = words::label(measure.measure.name());
        let (Some(score), Some(lost)) = (measure.reading.score, measure.points_lost) else {
            doc.line(line(&name, &measure.note, ["", "–", "–"], dim, dim));
            continue;
        };
        let age = measure.reading.value_on.map_or(String::new(), |on| format!("{} d", why.day - on));
        let told = if measure.value_text.is_empty() { &measure.note } else { &measure.value_text };
        let figures = [age.as_str(), &words::points(score), &words::points(lost)];
        doc.line(line(&name, told, figures, Style::new(), dim));
    }
}
