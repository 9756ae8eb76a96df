//! The second page: whether onboarding works at all. The results of a period: outcomes, groups, lost time, cohorts.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::domain::{Day, Error, Median, Result, Share, text};
use crate::onboarding::results::{By, Delay, Figures, Group, Results};
use crate::tui::paint::Align;
use crate::tui::source::Request;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::words;

/// The periods that can be chosen, in days up to today.
const PERIODS: [i32; 4] = [90, 180, 365, 730];
/// Cells of a name and of a figure.
const NAME: usize = 24;
const FIGURE: usize = 12;
/// Steps of which the delay is told.
const DELAYS: usize = 12;

/// The page.
#[derive(Clone, Debug)]
pub struct ResultsPage {
    /// Whether it is the page that is shown.
    pub shown: bool,
    /// The period, by its place among those that can be chosen.
    period: usize,
    results: Option<Results>,
    problem: Option<Error>,
    /// The first line that is shown.
    pub top: usize,
}

impl Default for ResultsPage {
    fn default() -> ResultsPage {
        ResultsPage { shown: false, period: 2, results: None, problem: None, top: 0 }
    }
}

impl ResultsPage {
    /// What has to be read for it.
    pub fn request(&self, today: Day) -> Request {
        let days = PERIODS.get(self.period).copied().unwrap_or(365);
        Request::Results(today - days, today)
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Results>) {
        match read {
            Ok(results) => (self.results, self.problem) = (Some(results), None),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// A longer period or a shorter one; false: there is none.
    pub fn turn(&mut self, longer: bool) -> bool {
        let to = if longer { self.period + 1 } else { self.period.wrapping_sub(1) };
        let is_one = to < PERIODS.len();
        if is_one {
            self.period = to;
        }
        is_one
    }

    /// The page for a width.
    pub fn doc(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        if let Some(problem) = &self.problem {
            doc.wrapped(&problem.to_string(), 1, width, theme.style(Role::Error));
        }
        let Some(results) = &self.results else { return doc };
        let (from, to) = (results.period.from() + 1, results.period.to());
        let heading = format!(" Results of {from} to {to}");
        doc.line(vec![
            Span::styled(heading, theme.style(Role::Heading)),
            Span::styled("  left and right: shorter, longer", theme.style(Role::Dim)),
        ]);
        doc.gap();
        if is_empty(results) {
            doc.wrapped("No onboarding began or ended in these days.", 1, width, theme.style(Role::Text));
            return doc;
        }
        total(&mut doc, &results.total, width, theme);
        groups(&mut doc, results, width, theme);
        delays(&mut doc, &results.delays, width, theme);
        cohorts(&mut doc, results, width, theme);
        doc
    }
}

fn is_empty(results: &Results) -> bool {
    let total = &results.total;
    total.started == 0 && total.completed == 0 && total.csat.of == 0 && results.delays.is_empty()
}

/// The figures of all: one a line, its name before it.
fn total(doc: &mut Doc, total: &Figures, width: usize, theme: &Theme) {
    let overdue = if total.overdue > 0 { format!(", {} overdue", total.overdue) } else { String::new() };
    let lines = [
        ("Started, completed", format!("{}, {}", total.started, total.completed)),
        ("First outcome reached", format!("{}{overdue}", share(total.reached))),
        ("  from the signature", days(total.from_signature)),
        ("  from go-live", days(total.from_go_live)),
        ("Required steps done", share(total.required)),
        ("Onboarding CSAT", share(total.csat)),
    ];
    for (name, figure) in lines {
        doc.line(vec![
            Span::raw(" "),
            cell(name, NAME, Align::Left, theme.style(Role::Dim)),
            Span::raw(text::fit(&figure, width.saturating_sub(NAME + 1)).into_owned()),
        ]);
    }
}

/// `8 of 11 (73 %)`.
fn share(share: Share) -> String {
    share.ratio().map_or("none yet".to_owned(), |ratio| {
        format!("{} of {} ({})", share.part, share.of, words::percent(ratio))
    })
}

/// `median 36 days (n 8)`.
fn days(median: Option<Median>) -> String {
    median.map_or("none yet".to_owned(), |median| format!("median {} days (n {})", median.value, median.n))
}

/// `36 (n 8)`.
fn short(median: Option<Median>) -> String {
    median.map_or("–".to_owned(), |median| format!("{} (n {})", median.value, median.n))
}

/// `8 of 11`.
fn ratio(share: Share) -> String {
    if share.of == 0 { "–".to_owned() } else { format!("{} of {}", share.part, share.of) }
}

/// A line of a table: the name takes what the figures leave; figures that do not fit are left out from the end.
fn line(name: &str, figures: &[String], width: usize, style: Style) -> Vec<Span<'static>> {
    let fit = (width.saturating_sub(NAME / 2 + 2) / FIGURE).min(figures.len());
    let room = width.saturating_sub(2 + fit * FIGURE).min(NAME + 16);
    let mut pieces = vec![Span::raw(" "), cell(name, room, Align::Left, style)];
    pieces.extend(figures.iter().take(fit).map(|figure| cell(figure, FIGURE, Align::Right, style)));
    pieces
}

fn titles(titles: &[&str]) -> Vec<String> {
    titles.iter().map(|title| (*title).to_owned()).collect()
}

/// By template, segment and CSM.
fn groups(doc: &mut Doc, results: &Results, width: usize, theme: &Theme) {
    let columns = titles(&["started", "completed", "outcome", "overdue", "from sign.", "from live", "CSAT"]);
    for (by, heading) in By::ALL.into_iter().zip(["By template", "By segment", "By CSM"]) {
        doc.gap();
        doc.line(line(heading, &columns, width, theme.style(Role::Heading)));
        for Group { name, figures } in results.by(by) {
            let told = [
                figures.started.to_string(),
                figures.completed.to_string(),
                ratio(figures.reached),
                figures.overdue.to_string(),
                short(figures.from_signature),
                short(figures.from_go_live),
                ratio(figures.csat),
            ];
            doc.line(line(name.as_deref().unwrap_or("none"), &told, width, Style::new()));
        }
    }
}

/// Where time is lost: the steps with the longest median delay.
fn delays(doc: &mut Doc, delays: &[Delay], width: usize, theme: &Theme) {
    if delays.is_empty() {
        return;
    }
    doc.gap();
    let columns = titles(&["days late", "done", "still late"]);
    doc.line(line("Where time is lost", &columns, width, theme.style(Role::Heading)));
    for delay in delays.iter().take(DELAYS) {
        let told = [
            delay.days.map_or("–".to_owned(), |days| days.value.to_string()),
            delay.days.map_or(0, |days| days.n).to_string(),
            delay.open_late.to_string(),
        ];
        doc.line(line(&delay.title, &told, width, Style::new()));
    }
}

/// A line a month of start.
fn cohorts(doc: &mut Doc, results: &Results, width: usize, theme: &Theme) {
    if results.cohorts.is_empty() {
        return;
    }
    doc.gap();
    let columns = titles(&["started", "completed", "by day 30", "by day 60", "by day 90"]);
    doc.line(line("First outcome by month", &columns, width, theme.style(Role::Heading)));
    for cohort in &results.cohorts {
        let counts = [cohort.started.to_string(), cohort.completed.to_string()];
        let told: Vec<String> = counts.into_iter().chain(cohort.reached.map(ratio)).collect();
        doc.line(line(&cohort.month.to_string(), &told, width, Style::new()));
    }
}
