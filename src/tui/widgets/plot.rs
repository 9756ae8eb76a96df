//! Values over time as bars on a scale from 0, with lines that they are to be compared with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::text;
use crate::tui::paint::{Align, put, put_aligned, split_bottom};
use crate::tui::theme::{Role, Theme};

const EIGHTHS: &[&str] = &["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Cells of the scale at the left: ` 1.2k │`.
const SCALE: u16 = 7;

/// A line across the bars: a value a bar.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'a> {
    /// Its value at each point; None: there is none.
    pub points: &'a [Option<f64>],
    /// How it looks.
    pub role: Role,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Plot<'a> {
    /// The values, the earliest first.
    pub points: &'a [Option<f64>],
    /// Lines over them.
    pub limits: &'a [Limit<'a>],
    /// How a value is written at the scale.
    pub told: fn(f64) -> String,
    /// What stands below, at the left and at the right.
    pub ends: (&'a str, &'a str),
}

impl Plot<'_> {
    /// Draws it; the last line of the area names the ends.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (bars, ends) = split_bottom(area, 1);
        let (dim, columns) = (theme.style(Role::Dim), usize::from(area.width.saturating_sub(SCALE)));
        if bars.height == 0 || columns == 0 {
            return;
        }
        let values = gathered(self.points, columns);
        let limits: Vec<(Vec<Option<f64>>, Role)> =
            self.limits.iter().map(|limit| (gathered(limit.points, columns), limit.role)).collect();
        let most = values
            .iter()
            .chain(limits.iter().flat_map(|limit| &limit.0))
            .filter_map(|value| *value)
            .fold(0.0, f64::max);
        let scale = Scale { most: if most > 0.0 { most } else { 1.0 }, lines: bars.height };
        let highs: Vec<Option<usize>> =
            values.iter().map(|value| value.map(|value| scale.eighths(value))).collect();
        for y in bars.top()..bars.bottom() {
            let line = bars.bottom() - 1 - y;
            let told = match line {
                top if top + 1 == bars.height => (self.told)(scale.most),
                0 => "0".to_owned(),
                _ => String::new(),
            };
            put_aligned(buffer, (bars.x, y), SCALE - 2, &told, Align::Right, dim);
            put(buffer, (bars.x + SCALE - 1, y), 1, "│", dim);
            for (high, x) in highs.iter().zip(bars.x + SCALE..bars.right()) {
                if let Some(sign) = high.and_then(|high| sign(high, line)) {
                    put(buffer, (x, y), 1, sign, theme.style(Role::Text));
                }
            }
        }
        for (points, role) in &limits {
            for (point, x) in points.iter().zip(bars.x + SCALE..bars.right()) {
                let Some(point) = point else { continue };
                let line = u16::try_from(scale.eighths(*point).saturating_sub(1) / 8).unwrap_or(0);
                put(buffer, (x, bars.bottom().saturating_sub(line + 1)), 1, "┄", theme.style(*role));
            }
        }
        let x = ends.x.saturating_add(SCALE);
        put(buffer, (x, ends.y), ends.right().saturating_sub(x), self.ends.0, dim);
        let used = u16::try_from(text::width(self.ends.0)).unwrap_or(u16::MAX).saturating_add(2);
        let room = ends.right().saturating_sub(x).saturating_sub(used);
        put_aligned(buffer, (x.saturating_add(used), ends.y), room, self.ends.1, Align::Right, dim);
    }
}

/// From 0 to the most, over some lines.
struct Scale {
    most: f64,
    lines: u16,
}

impl Scale {
    /// Eighths of a line that a value is high; a value above 0 has one at least.
    fn eighths(&self, value: f64) -> usize {
        let all = f64::from(self.lines) * 8.0;
        let high = (value.max(0.0) / self.most * all).round().min(all);
        let eighths = (0..=usize::from(self.lines) * 8)
            .find(|eighths| u32::try_from(*eighths).map_or(f64::MAX, f64::from) >= high);
        let eighths = eighths.unwrap_or(0);
        if value > 0.0 { eighths.max(1) } else { eighths }
    }
}

/// What a bar of some eighths shows on a line, from 0 at the bottom; None: it does not come so high.
fn sign(eighths: usize, line: u16) -> Option<&'static str> {
    let above = eighths.saturating_sub(usize::from(line) * 8);
    EIGHTHS.get(above.min(8).checked_sub(1)?).copied()
}

/// The points in as many columns: of several in one the mean, of fewer each as wide as there is room.
fn gathered(points: &[Option<f64>], columns: usize) -> Vec<Option<f64>> {
    let count = points.len();
    if count == 0 {
        return vec![None; columns];
    }
    let column = |place: usize| {
        let from = place * count / columns;
        let to = ((place + 1) * count / columns).max(from + 1);
        let known = points.get(from..to).unwrap_or_default().iter().filter_map(|point| *point);
        let (sum, number) = known.fold((0.0, 0.0), |(sum, number), value| (sum + value, number + 1.0));
        (number > 0.0).then(|| sum / number)
    };
    (0..columns).map(column).collect()
}

/// A value as a scale says it: `0.45`, `12`, `1.2k`, `3.4M`.
pub fn short(value: f64) -> String {
    let told = |value: f64, unit: &str| {
        let digits = if value.abs() < 10.0 && value.fract() != 0.0 { 1 } else { 0 };
        format!("{value:.digits$}{unit}")
    };
    match value.abs() {
        small if small < 1.0 && small > 0.0 => format!("{value:.2}"),
        small if small < 1_000.0 => told(value, ""),
        thousands if thousands < 1_000_000.0 => told(value / 1_000.0, "k"),
        _ => told(value / 1_000_000.0, "M"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[Option<f64>], limit: &[Option<f64>], (width, height): (u16, u16)) -> Vec<String> {
        let theme = Theme::named("mono", false).unwrap();
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let limits = [Limit { points: limit, role: Role::Note }];
        Plot { points, limits: &limits, told: short, ends: ("a", "z") }.draw(&mut buffer, area, &theme);
        let row = |cells: &[ratatui::buffer::Cell]| {
            cells.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
        };
        buffer.content.chunks(usize::from(width)).map(row).collect()
    }

    #[test]
    fn bars_stand_on_a_scale_from_nothing_with_a_line_over_them() {
        // Two lines, 16 eighths for 8: half of it is the lower line.
        let points = [Some(2.0), Some(4.0), None, Some(6.0), Some(0.0)];
        assert_eq!(drawn(&points, &[Some(8.0); 5], (12, 3)), ["    8 │┄┄┄┄┄", "    0 │▄█ █", "       a   z"]);
    }

    #[test]
    fn many_points_share_columns_and_few_are_wide() {
        assert_eq!(gathered(&[Some(1.0), Some(3.0), None, Some(5.0)], 2), [Some(2.0), Some(5.0)]);
        assert_eq!(gathered(&[Some(1.0), None], 4), [Some(1.0), Some(1.0), None, None]);
        assert_eq!(gathered(&[], 2), [None, None]);
    }

    #[test]
    fn scales_are_short() {
        let told = [0.0, 0.456, 4.5, 60.0, 1_234.0, 45_600.0, 7_000_000.0].map(short);
        assert_eq!(told, ["0", "0.46", "4.5", "60", "1.2k", "46k", "7M"]);
    }
}
