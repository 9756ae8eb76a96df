//! The timeline as SVG: a lane a renewal, months across, today, the day of each, notice and quote-by marks.

use std::fmt::Write as _;

use crate::cli::html::escape;
use crate::domain::Forecast;
use crate::engine::Renewals;
use crate::health::facts::AccountId;
use crate::renewal::lanes::{Lane, Scale, Zoom};

/// Units of the drawing: of a lane, of the names at its left, of the head, of the time.
const LANE: usize = 18;
const NAMES: usize = 250;
const HEAD: usize = 24;
const TIME: u16 = 850;
/// Lanes that are drawn: who has more reads the tables.
const MOST: usize = 200;

/// Colours that differ in lightness too, so that a grey print tells them apart.
fn colour(call: Option<Forecast>) -> &'static str {
    match call {
        Some(Forecast::Won) => "#1b5e20",
        Some(Forecast::Commit) => "#43a047",
        Some(Forecast::BestCase) => "#7cb7e8",
        Some(Forecast::AtRisk) => "#ef6c00",
        Some(Forecast::Lost) => "#8e2430",
        None => "#9e9e9e",
    }
}

/// The drawing of those that are due in the next twelve months.
pub fn svg(renewals: &Renewals, name: impl Fn(AccountId) -> String) -> String {
    let scale = Scale::new(renewals.day.month(), Zoom::Year, TIME);
    let lanes: Vec<_> = renewals
        .standings
        .iter()
        .map(|standing| (standing, Lane::of(&standing.renewal, &scale)))
        .filter(|(_, lane)| lane.due.is_some())
        .take(MOST)
        .collect();
    let (width, height) = (NAMES + usize::from(TIME), HEAD + lanes.len() * LANE + 4);
    let mut text = format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Renewals of the next twelve months\">\n"
    );
    // Writing to a string cannot fail.
    for (cell, month) in scale.months() {
        let x = NAMES + usize::from(cell);
        let _ = writeln!(
            text,
            "<line x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{height}\" stroke=\"#8884\"/><text x=\"{}\" y=\"14\">{month}</text>",
            x + 3
        );
    }
    for (number, (standing, lane)) in lanes.iter().enumerate() {
        let (y, renewal) = (HEAD + number * LANE, &standing.renewal);
        let said = renewal.call.map_or("no forecast", Forecast::name);
        let title = format!("{}: due {}, {said}", name(renewal.account), renewal.due_on);
        let _ = writeln!(text, "<g><title>{}</title>", escape(&title));
        let _ = writeln!(text, "<text x=\"0\" y=\"{}\">{}</text>", y + 13, escape(&name(renewal.account)));
        let fill = colour(renewal.call);
        if let Some((from, to)) = lane.term {
            let _ = writeln!(
                text,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"8\" fill=\"{fill}\" opacity=\".35\"/>",
                NAMES + usize::from(from),
                y + 5,
                to - from
            );
        }
        let marks = [(lane.quote_by, "Q"), (lane.notice_by, "N")];
        for (cell, letter) in marks.into_iter().filter_map(|(cell, letter)| Some((cell?, letter))) {
            let x = NAMES + usize::from(cell);
            let _ = writeln!(text, "<text x=\"{x}\" y=\"{}\">{letter}</text>", y + 13);
        }
        if let Some(cell) = lane.due {
            let x = NAMES + usize::from(cell);
            let _ = writeln!(text, "<circle cx=\"{x}\" cy=\"{}\" r=\"6\" fill=\"{fill}\"/>", y + 9);
        }
        text.push_str("</g>\n");
    }
    if let Some(today) = scale.cell(renewals.day) {
        let x = NAMES + usize::from(today);
        let _ = writeln!(
            text,
            "<line x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{height}\" stroke=\"currentColor\" stroke-dasharray=\"4 3\"/>"
        );
    }
    text.push_str("</svg>\n");
    let key: Vec<String> = [
        Some(Forecast::Won),
        Some(Forecast::Commit),
        Some(Forecast::BestCase),
        Some(Forecast::AtRisk),
        Some(Forecast::Lost),
        None,
    ]
    .into_iter()
    .map(|call| {
        let word = call.map_or("no forecast", Forecast::name);
        format!("<span style=\"color:{}\">●</span> {word}", colour(call))
    })
    .collect();
    let _ = writeln!(
        text,
        "<p>{} · Q quote by · N last day of notice · the dashed line is today</p>",
        key.join(" · ")
    );
    text
}
