//! How much the account uses: metrics as charts beside seats and capacity, features in use and not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::book::usage::{Feature, Metric, Range, Usage};
use crate::domain::{Error, Result, text};
use crate::health::{Group, Measure, Why};
use crate::tui::paint::{Align, put, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::plot::{Limit, Plot, short};
use crate::tui::words;

/// Lines of a chart: its title, its bars, its days.
const CHART: u16 = 9;
/// From this width on features stand beside the charts.
const WIDE: u16 = 100;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Use {
    known: Option<Usage>,
    problem: Option<Error>,
    range: Range,
    top: usize,
}

impl Use {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Usage>) {
        match read {
            Ok(usage) => (self.known, self.problem) = (Some(usage), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The range that is wanted.
    pub fn range(&self) -> Range {
        self.range
    }

    /// Wants a longer range, or a shorter one; false: there is none.
    pub fn turn(&mut self, longer: bool) -> bool {
        let next = self.range.step(longer);
        self.range = next.unwrap_or(self.range);
        next.is_some()
    }

    /// What is shown, as text for a sheet.
    pub fn table(&self) -> Option<String> {
        let lines: Vec<String> = self.known.as_ref()?.table().iter().map(|line| line.join("\t")).collect();
        Some(text_lines(&lines))
    }

    /// Scrolls.
    pub fn step(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// Goes no further than there is something.
    pub fn reveal(&mut self, area: Rect, why: Option<&Why>, theme: &Theme) {
        let Some(known) = &self.known else { return };
        let (_, charts, features) = areas(area);
        let page = match features {
            Some(features) => {
                let below = usize::from(CHART) * known.metrics.len();
                let charts = below.saturating_sub(usize::from(charts.height));
                charts.max(told(known, features.width, theme).last_top(features.height))
            }
            None => {
                let all = usize::from(CHART) * known.metrics.len()
                    + told(known, charts.width, theme).last_top(0)
                    + head(known, why, charts.width, theme).last_top(0);
                all.saturating_sub(usize::from(area.height))
            }
        };
        self.top = self.top.min(page);
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, why: Option<&Why>, theme: &Theme) {
        let Some(known) = &self.known else {
            tell(buffer, area, theme, self.problem.as_ref(), None);
            return;
        };
        if known.metrics.is_empty() && known.features.iter().all(|feature| feature.standing.last_on.is_none())
        {
            let empty = "No usage is recorded: mainstay import usage FILE brings it in";
            tell(buffer, area, theme, self.problem.as_ref(), Some(empty));
            return;
        }
        let head = head(known, why, area.width, theme);
        let lines = u16::try_from(head.last_top(0)).unwrap_or(u16::MAX);
        let (_, charts, features) = areas(area);
        match features {
            Some(beside) => {
                let (title, _) = split_top(area, lines);
                head.draw(buffer, title, 0);
                let (_, left) = split_top(charts, lines);
                let (_, right) = split_top(beside, lines);
                self.draw_charts(buffer, left, known, self.top, theme);
                told(known, right.width, theme).draw(buffer, right, self.top);
            }
            None => {
                // One page: the head, the charts, the features.
                head.draw(buffer, area, self.top);
                let hidden = self.top.saturating_sub(usize::from(lines));
                let shown = lines.saturating_sub(u16::try_from(self.top).unwrap_or(u16::MAX));
                let (_, rest) = split_top(area, shown);
                self.draw_charts(buffer, rest, known, hidden, theme);
                let all = usize::from(CHART) * known.metrics.len();
                let above = u16::try_from(all.saturating_sub(hidden)).unwrap_or(u16::MAX);
                let (_, below) = split_top(rest, above);
                told(known, below.width, theme).draw(buffer, below, hidden.saturating_sub(all));
            }
        }
        tell(buffer, area, theme, self.problem.as_ref(), None);
    }

    /// The charts from a line on: those that do not begin above it.
    fn draw_charts(&self, buffer: &mut Buffer, area: Rect, usage: &Usage, hidden: usize, theme: &Theme) {
        let chart = usize::from(CHART);
        for (number, metric) in usage.metrics.iter().enumerate() {
            let Some(down) = (number * chart).checked_sub(hidden) else { continue };
            let y = area.y.saturating_add(u16::try_from(down).unwrap_or(u16::MAX));
            if y >= area.bottom() {
                return;
            }
            let height = CHART.min(area.bottom() - y);
            draw_chart(buffer, Rect { y, height, ..area }, usage, metric, theme);
        }
    }
}

fn text_lines(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        // Tabs are wanted, everything else hostile is not.
        let cells: Vec<_> = line.split('\t').map(|cell| text::clean(cell).into_owned()).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// The whole, the charts, and beside them the features where there is room.
fn areas(area: Rect) -> (Rect, Rect, Option<Rect>) {
    if area.width < WIDE {
        return (area, area, None);
    }
    let charts = Rect { width: area.width * 11 / 20, ..area };
    let beside = Rect { x: charts.right() + 2, width: area.width - charts.width - 2, ..area };
    (area, charts, Some(beside))
}

/// The measures of the health, licences, the range.
fn head(usage: &Usage, why: Option<&Why>, width: u16, theme: &Theme) -> Doc {
    let width = usize::from(width);
    let dim = theme.style(Role::Dim);
    let mut doc = Doc::default();
    let part = match usage.cut.days {
        1 => "day by day".to_owned(),
        days if days % 7 == 0 => {
            format!("means of {}", words::count(usize::try_from(days / 7).unwrap_or(1), "week"))
        }
        days => format!("means of {days} days"),
    };
    doc.line(vec![
        Span::styled(format!(" Usage over {}", usage.range.name()), theme.style(Role::Heading)),
        Span::styled(format!("  {part}; + longer, - shorter"), dim),
    ]);
    match (&usage.licences, usage.unused_seats()) {
        (Ok(licences), Some(unused)) => {
            // Seats are far below 2^53.
            let share = licences.users / (licences.seats as f64);
            let over = licences.users > licences.seats as f64;
            let role = if over { Role::Note } else { Role::Text };
            let rest = if over { "over licence".to_owned() } else { format!("{} unused", short(unused)) };
            doc.line(vec![
                cell(" Licences", 15, Align::Left, dim),
                Span::styled(
                    format!(
                        "{} of {} seats in use ({})",
                        short(licences.users),
                        licences.seats,
                        words::percent(share)
                    ),
                    theme.style(role),
                ),
                Span::styled(format!(" · {rest} · of {}", licences.on), dim),
            ]);
        }
        (Err(reason), _) => {
            doc.line(vec![cell(" Licences", 15, Align::Left, dim), Span::styled(*reason, dim)])
        }
        (Ok(_), None) => {}
    }
    let measures = why.into_iter().flat_map(|why| &why.measures);
    // The licences have a line of their own, unless nothing is known of them.
    let is_told = |measure: Measure| measure == Measure::LicenceUtilisation && usage.licences.is_ok();
    for measure in measures.filter(|line| line.group == Group::Usage && !is_told(line.measure)) {
        let name = words::capital(&words::label(measure.measure.name()));
        let told = if measure.value_text.is_empty() { &measure.note } else { &measure.value_text };
        let score = measure.reading.score.map_or("–".to_owned(), words::points);
        doc.line(vec![
            cell(&format!(" {name}"), 15, Align::Left, dim),
            cell(told, width.saturating_sub(28), Align::Left, theme.style(Role::Text)),
            Span::styled(format!(" score {score}"), dim),
        ]);
    }
    doc.line(Vec::new());
    doc
}

fn draw_chart(buffer: &mut Buffer, area: Rect, usage: &Usage, metric: &Metric, theme: &Theme) {
    let (title, rest) = split_top(area, 1);
    let dim = theme.style(Role::Dim);
    let told: fn(f64) -> String = if metric.is_capacity() { words::percent } else { short };
    let mut x = put(
        buffer,
        (title.x + 1, title.y),
        title.width,
        &metric.name.replace('_', " "),
        theme.style(Role::Heading),
    );
    let mut write = |content: &str, style| {
        x = put(buffer, (x, title.y), title.right().saturating_sub(x), content, style);
    };
    write(&format!("  {}", told(metric.latest.1)), theme.style(Role::Text));
    write(&format!(" on {}", metric.latest.0), dim);
    if let Some(change) = metric.change() {
        let (arrow, role) = match change {
            more if more > 0.05 => ("↗", Role::Better),
            less if less < -0.05 => ("↘", Role::Worse),
            _ => ("→", Role::Dim),
        };
        let sign = if change > 0.0 { "+" } else { "" };
        write(&format!("  {arrow} {sign}{}", words::percent(change)), theme.style(role));
        write(&format!(" in {} days", usage.trend_days), dim);
    }
    let constant = |value: f64| vec![Some(value); metric.points.len()];
    let (full, most) = (metric.full_from.map(constant), constant(1.0));
    let mut limits = Vec::new();
    if metric.is_licence && usage.seats.iter().any(Option::is_some) {
        limits.push(Limit { points: &usage.seats, role: Role::Note });
        write("  ┄ seats", theme.style(Role::Note));
    }
    if let (Some(full), Some(from)) = (&full, metric.full_from) {
        limits.push(Limit { points: full, role: Role::Note });
        limits.push(Limit { points: &most, role: Role::Worse });
        write(&format!("  ┄ {} and all of the plan", words::percent(from)), theme.style(Role::Note));
    }
    let (first, last) = (usage.cut.from.to_string(), usage.cut.to.to_string());
    let plot = Plot { points: &metric.points, limits: &limits, told, ends: (&first, &last) };
    // A line of air below.
    let bars = Rect { height: rest.height.saturating_sub(u16::from(rest.height > 3)), ..rest };
    plot.draw(buffer, bars, theme);
}

/// The features: the gaps first.
fn told(usage: &Usage, width: u16, theme: &Theme) -> Doc {
    let width = usize::from(width);
    let mut doc = Doc::default();
    let gaps = usage.gaps().count();
    let used = usage.features.iter().filter(|feature| feature.standing.used).count();
    let dim = theme.style(Role::Dim);
    doc.line(vec![
        Span::styled(" Features", theme.style(Role::Heading)),
        Span::styled(format!("  {used} used in {} days, {gaps} not", usage.adoption_days), dim),
    ]);
    if usage.features.is_empty() {
        doc.wrapped("None is known: import the catalog, or features", 1, width, dim);
    }
    for feature in &usage.features {
        doc.line(feature_line(feature, usage, width, theme));
    }
    doc
}

fn feature_line(feature: &Feature, usage: &Usage, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let standing = &feature.standing;
    let (sign, role) = match (standing.used, standing.entitled) {
        (true, _) => ("●", Role::Green),
        (false, true) => ("◌", Role::Yellow),
        (false, false) => ("·", Role::Dim),
    };
    let told = match (standing.used, standing.last_on) {
        (true, _) => format!("{} uses", short(standing.uses)),
        (false, None) => "never used".to_owned(),
        (false, Some(on)) => words::away(on, usage.day),
    };
    let kind = match (standing.entitled, feature.advanced, standing.counts) {
        (false, _, _) => "not in plan",
        (true, true, _) => "advanced",
        (true, false, true) => "core",
        (true, false, false) => "",
    };
    let (wide, kinds) = (14.min(width / 3), if width >= 40 { 12 } else { 0 });
    let name = width.saturating_sub(wide + kinds + 4);
    vec![
        Span::raw(" "),
        Span::styled(sign, theme.style(role)),
        Span::raw(" "),
        cell(&feature.name, name, Align::Left, theme.style(if standing.used { Role::Text } else { role })),
        Span::raw(" "),
        cell(kind, kinds, Align::Left, theme.style(Role::Dim)),
        cell(&told, wide, Align::Right, theme.style(Role::Dim)),
    ]
}
