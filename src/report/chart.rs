//! A line over time as SVG, with the lines that it is compared with.

use std::fmt::Write as _;

use super::html::escape;
use super::words::percent;
use crate::domain::Day;
use crate::plan::adoption::figure;

/// Units of the drawing: all of it, and what is left around the line.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const FOOT: f64 = 24.0;

/// Parts into which the height is divided.
const PARTS: u8 = 4;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// As they are.
    Number,
    /// Of a whole.
    Share,
}

impl Unit {
    /// A value as it is written.
    pub fn words(self, value: f64) -> String {
        match self {
            Unit::Number => figure(value),
            Unit::Share => percent(Some(value)),
        }
    }
}

/// A value over time, in equal steps from one day to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How the text of a document calls it: letters, digits and `-`.
    pub key: String,
    /// What it shows. Any text.
    pub caption: String,
    /// None: nothing is known of a step.
    pub points: Vec<Option<f64>>,
    /// What it is compared with: a name and as many points.
    pub limits: Vec<(&'static str, Vec<Option<f64>>)>,
    /// The first day and the last.
    pub days: (Day, Day),
    /// How its values are written.
    pub unit: Unit,
    /// The scale goes up to this at least.
    pub full: f64,
}

impl Chart {
    /// The drawing with its caption.
    pub fn figure(&self) -> String {
        let caption = escape(&self.caption);
        let mut key = String::new();
        for (name, _) in &self.limits {
            // Writing to a string cannot fail.
            let _ = write!(key, " · dashed: {}", escape(name));
        }
        format!("<figure><figcaption>{caption}{key}</figcaption>\n{}</figure>\n", self.svg(&caption))
    }

    fn svg(&self, title: &str) -> String {
        let lines = self.limits.iter().map(|limit| &limit.1).chain([&self.points]);
        let most =
            lines.flatten().flatten().copied().filter(|value| value.is_finite()).fold(self.full, f64::max);
        let top = round_up(most);
        let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">\n");
        for part in 0..=PARTS {
            let value = top * f64::from(part) / f64::from(PARTS);
            let y = height(value, top);
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#8884\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                y + 4.0,
                escape(&self.unit.words(value))
            );
        }
        for (_, points) in &self.limits {
            draw(&mut svg, points, top, "stroke=\"currentColor\" stroke-dasharray=\"6 4\" opacity=\".6\"");
        }
        draw(&mut svg, &self.points, top, "stroke=\"#1f6fb4\" stroke-width=\"2\"");
        let y = HEIGHT - 6.0;
        let _ = writeln!(
            svg,
            "<text x=\"{LEFT}\" y=\"{y}\">{}</text><text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>\n</svg>",
            self.days.0,
            WIDTH - RIGHT,
            self.days.1
        );
        svg
    }
}

/// How far down a value lies.
fn height(value: f64, top: f64) -> f64 {
    let room = HEIGHT - TOP - FOOT;
    TOP + room * (1.0 - (value / top).clamp(0.0, 1.0))
}

/// A line that breaks off where nothing is known; a point alone is a dot.
fn draw(svg: &mut String, points: &[Option<f64>], top: f64, style: &str) {
    // There are a few hundred points at most.
    let steps = points.len().saturating_sub(1).max(1) as f64;
    let place =
        |at: usize, value: f64| (LEFT + (WIDTH - LEFT - RIGHT) * at as f64 / steps, height(value, top));
    let known: Vec<(usize, Option<f64>)> = points.iter().copied().enumerate().collect();
    for run in known.chunk_by(|one, other| one.1.is_some() == other.1.is_some()) {
        let cells: Vec<(f64, f64)> =
            run.iter().filter_map(|(at, value)| Some(place(*at, (*value)?))).collect();
        let _ = match cells.as_slice() {
            [] => Ok(()),
            [(x, y)] => writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"none\" {style}/>"),
            many => {
                let path: Vec<String> = many.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                writeln!(svg, "<polyline points=\"{}\" fill=\"none\" {style}/>", path.join(" "))
            }
        };
    }
}

/// The next number of 1, 2, 2.5 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|step| *step >= value).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: Vec<Option<f64>>) -> Chart {
        let limits = vec![("seats", vec![Some(60.0); points.len()])];
        let days = (Day(20_000), Day(20_090));
        Chart { key: "u".into(), caption: "a<b".into(), points, limits, days, unit: Unit::Number, full: 0.0 }
    }

    #[test]
    fn a_line_breaks_off_where_nothing_is_known_and_the_scale_is_a_round_number() {
        let figure = chart(vec![Some(10.0), Some(20.0), None, Some(30.0), None]).figure();
        // Up to 60 seats: the scale ends at 100, in quarters.
        assert!(figure.contains(">100</text>") && figure.contains(">25</text>"), "{figure}");
        assert_eq!(figure.matches("<polyline").count(), 2, "the seats, and the first two points");
        assert_eq!(figure.matches("<circle").count(), 1, "30 stands alone");
        // Nothing is at the bottom, 100 at the top: 10 is a tenth of 154 units above 166.
        assert!(figure.contains("points=\"64.0,150.6 225.0,135.2\""), "{figure}");
        assert!(figure.contains("a&lt;b · dashed: seats"), "{figure}");
        assert!(figure.contains("2024-10-04") && figure.contains("2025-01-02"), "{figure}");
    }

    #[test]
    fn nothing_and_not_a_number_are_drawn_too() {
        for points in [vec![], vec![None], vec![Some(f64::NAN)], vec![Some(f64::INFINITY)], vec![Some(0.0)]] {
            let mut chart = chart(points);
            chart.limits.clear();
            assert!(chart.figure().contains("</svg>"));
        }
        assert_eq!([0.0, 1.0, 1.2, 2.1, 48.0, 0.9].map(round_up), [1.0, 1.0, 2.0, 2.5, 50.0, 1.0]);
    }
}
