//! Why a score is what it is: the arithmetic, the caps, what moved it since a day, what would make it green.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use super::{inside, panel};
use crate::domain::{Error, Result, text};
use crate::health::facts::AccountId;
use crate::health::{MeasureLine, State, Why};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme, glyph, role_of, word};
use crate::tui::widgets::doc::{Doc, cell, wrap};
use crate::tui::words;

/// Narrower than this a measure's value stands below its figures.
const FIGURES_ONLY: usize = 64;

/// Days ago that a score can be compared with.
const SPANS: &[i32] = &[7, 28, 90];

/// The explanation of one account's score.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Which account.
    pub id: AccountId,
    /// Its name as stored.
    pub name: Box<str>,
    /// The score is compared with so many days ago.
    pub since: i32,
    /// Read when the overlay opens.
    pub why: Option<Why>,
    /// Why it could not be read.
    pub problem: Option<Error>,
    /// The first line shown.
    pub top: usize,
}

impl Explanation {
    /// The overlay before the explanation is read: compared with 28 days ago, as the trend is.
    pub fn new(id: AccountId, name: &str) -> Explanation {
        Explanation { id, name: name.into(), since: 28, why: None, problem: None, top: 0 }
    }

    /// Takes in what was read.
    pub fn read(&mut self, read: Result<Why>) {
        match read {
            Ok(why) => (self.why, self.problem) = (Some(why), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Compares with an earlier or later day; false: there is none.
    pub fn compare(&mut self, earlier: bool) -> bool {
        let next = if earlier {
            SPANS.iter().find(|span| **span > self.since)
        } else {
            SPANS.iter().rev().find(|span| **span < self.since)
        };
        self.since = next.copied().unwrap_or(self.since);
        next.is_some()
    }

    /// How far it can scroll in an area.
    pub fn last_top(&self, area: Rect, theme: &Theme) -> usize {
        let inner = inside(area);
        self.doc(usize::from(inner.width), theme).last_top(inner.height)
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = format!("Why · {}", text::clean(&self.name));
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        self.doc(usize::from(inner.width), theme).draw(buffer, inner, self.top);
    }

    fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.what, 0, width, theme.style(Role::Error));
            doc.wrapped(problem.hint.as_deref().unwrap_or(""), 0, width, theme.style(Role::Text));
        }
        if let Some(why) = &self.why {
            verdict(&mut doc, why, width, theme);
            to_green(&mut doc, why, width, theme);
            moved(&mut doc, why, width, theme);
            arithmetic(&mut doc, why, width, theme);
        }
        doc
    }
}

/// The score, what limits it, how much is known.
fn verdict(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    let score = &why.score;
    let band = theme.style(role_of(score.band)).add_modifier(Modifier::BOLD);
    let figure = format!("{} {} {}", glyph(score.band), words::health(score.health), word(score.band));
    let room = width.saturating_sub(text::width(&figure) + 2);
    doc.line(vec![
        Span::styled(figure, band),
        Span::styled(format!("  {}", text::fit(&why.coverage_note, room)), theme.style(Role::Dim)),
    ]);
    for cap in &why.caps {
        doc.line(vec![
            Span::styled(format!("! {}", words::label(cap.cap.name())), theme.style(Role::Worse)),
            Span::raw(words::limit(cap.at_most, cap.binds)),
        ]);
        doc.wrapped(&cap.reason, 2, width, theme.style(Role::Dim));
    }
    if let Some(own) = &why.override_ {
        let told = format!("* the CSM says {} until {}: {}", word(own.band), own.expires_on, own.reason);
        doc.wrapped(&told, 0, width, theme.style(role_of(own.band)));
    }
}

/// The fewest steps to green.
fn to_green(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    doc.gap();
    doc.text("What makes it green", theme.style(Role::Heading));
    doc.wrapped(&why.to_green.note, 0, width, theme.style(Role::Dim));
    // One act can lift a cap and better a measure: it is one step here, with both gains.
    for (number, (action, steps)) in why.to_green.deeds().into_iter().enumerate() {
        let gain = words::signed_points(steps.iter().map(|step| step.gain).sum());
        let room = width.saturating_sub(3 + 8);
        let mut lines = wrap(action, room).into_iter();
        doc.line(vec![
            Span::styled(format!("{}. ", number + 1), theme.style(Role::Dim)),
            cell(&lines.next().unwrap_or_default(), room, Align::Left, Style::new()),
            cell(&gain, 8, Align::Right, theme.style(Role::Better)),
        ]);
        for line in lines {
            doc.text(format!("   {line}"), Style::new());
        }
    }
}

/// The parts of the change since a day, the largest first.
fn moved(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    let moved = &why.moved;
    doc.gap();
    let days = why.day - moved.since;
    let title = "What moved it";
    let since = format!(" since {}, {days} days ago (+ and - change the day)", moved.since);
    doc.line(vec![
        Span::styled(title, theme.style(Role::Heading)),
        Span::styled(
            text::fit(&since, width.saturating_sub(title.len())).into_owned(),
            theme.style(Role::Dim),
        ),
    ]);
    let (Some(from), Some(to)) = (moved.from, moved.to) else {
        doc.text("No score on one of the two days.", theme.style(Role::Dim));
        return;
    };
    let change = words::signed(to.saturating_sub(from));
    doc.text(format!("{} to {}: {change} points", words::tenths(from), words::tenths(to)), Style::new());
    let mut parts: Vec<_> = moved.parts.iter().filter(|part| words::points(part.points) != "0.0").collect();
    parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    for part in parts {
        let role = if part.points < 0.0 { Role::Worse } else { Role::Better };
        doc.line(vec![
            cell(&words::signed_points(part.points), 7, Align::Right, theme.style(role)),
            Span::raw("  "),
            Span::raw(text::fit(&words::label(&part.name), width.saturating_sub(9)).into_owned()),
        ]);
    }
}

/// Every measure: value, weight, score, points; below it day, curve and notes.
fn arithmetic(doc: &mut Doc, why: &Why, width: usize, theme: &Theme) {
    const NAME: usize = 15;
    doc.gap();
    let wide = width >= FIGURES_ONLY;
    let value = width.saturating_sub(NAME + 1 + 9 + 6 + 7 + 7);
    let line = |name: &str, text: &str, figures: [&str; 4], style: Style| {
        let [weight, score, points, lost] = figures;
        let mut pieces = vec![cell(name, NAME, Align::Left, style)];
        if wide {
            let more = [cell(text, value, Align::Left, style), cell(weight, 9, Align::Right, style)];
            pieces.push(Span::raw(" "));
            pieces.extend(more);
        }
        for (figure, cells) in [(score, 6), (points, 7), (lost, 7)] {
            pieces.push(cell(figure, cells, Align::Right, style));
        }
        pieces
    };
    let heading = theme.style(Role::Heading);
    doc.line(line("Arithmetic", "Value", ["Weight", "Score", "Points", "Lost"], heading));
    let dim = theme.style(Role::Dim);
    for measure in &why.measures {
        let name = words::label(measure.measure.name());
        let style = if measure.reading.state == State::Present { Style::new() } else { dim };
        let figures = [
            weight(measure),
            measure.reading.score.map_or("–".to_owned(), words::points),
            measure.points.map_or("–".to_owned(), words::points),
            measure.points_lost.map_or("–".to_owned(), words::points),
        ];
        let told = match measure.reading.state {
            State::NotApplicable => "does not apply",
            State::Missing => "missing",
            State::Present => &measure.value_text,
        };
        doc.line(line(&name, told, figures.each_ref().map(String::as_str), style));
        if wide {
            doc.wrapped(&below(measure), NAME + 1, width, dim);
        } else {
            doc.wrapped(&format!("{told} · weight {} · {}", weight(measure), below(measure)), 2, width, dim);
        }
    }
    let sum = why.score.uncapped.map_or("–".to_owned(), words::points);
    doc.line(line("sum of points", "health before caps", ["", "", &sum, ""], heading));
}

/// `15` or, of a value that has aged, `15 × 80 %`.
fn weight(measure: &MeasureLine) -> String {
    let reading = &measure.reading;
    if reading.state != State::Present || reading.freshness >= 1.0 {
        return format!("{}", reading.weight);
    }
    format!("{} × {}", reading.weight, words::percent(reading.freshness))
}

/// What stands under a measure: its day, its curve, why it counts as it does.
fn below(measure: &MeasureLine) -> String {
    let mut parts = Vec::new();
    if measure.reading.state == State::Present {
        parts.extend(measure.reading.value_on.map(|on| format!("of {on}")));
        parts.push(format!("curve {}", measure.curve_text));
    }
    if !measure.note.is_empty() {
        parts.push(measure.note.clone());
    }
    parts.join(" · ")
}
