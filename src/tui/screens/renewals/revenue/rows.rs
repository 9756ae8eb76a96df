//! The lines of the page: a figure each, in the columns of its section.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::bars::{Scale, between, looks};
use super::{Amounts, percent};
use crate::domain::text;
use crate::engine::Revenue;
use crate::revenue::{Cohort, Figures, Grr, Kind, Stage, Step, waterfall};
use crate::store::contracts::Grouping;
use crate::tui::paint::{self, Align, put, put_aligned};
use crate::tui::revenue::{Page, Ratio, Section, Spot};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar::bar;
use crate::tui::words;

/// Cells before a label, and between columns.
const INDENT: u16 = 2;
const GAP: u16 = 1;

/// From so many cells on amounts are written in full.
const WIDE: u16 = 100;

/// Cells of a bar.
const LEAST_BAR: u16 = 8;
const LONGEST_BAR: u16 = 60;

/// A figure in its column, at the right of it.
struct Cell {
    text: String,
    width: u16,
    role: Role,
}

/// What stands behind the figures, where there is room.
enum Tail {
    Nothing,
    /// Cells before the bar, its sign, its cells.
    Bar(usize, &'static str, usize, Role),
    Words(String),
}

/// A line.
struct Row {
    label: String,
    /// Cells of the label.
    wide: u16,
    cells: Vec<Cell>,
    tail: Tail,
}

fn cell(text: impl Into<String>, width: u16) -> Cell {
    Cell { text: text.into(), width, role: Role::Text }
}

fn count(number: u64) -> String {
    words::thousands(usize::try_from(number).unwrap_or(usize::MAX))
}

/// What the rows of a width are made from.
struct Made<'a> {
    read: &'a Revenue,
    amounts: Amounts,
    width: u16,
    steps: Vec<Step>,
    scale: Scale,
    grouping: Option<Grouping>,
}

/// Draws the headings and lines that are on screen.
pub fn draw(buffer: &mut Buffer, area: Rect, (page, read): (&Page, &Revenue), theme: &Theme) {
    let steps = waterfall(&read.measured.revenue.total);
    let scale = Scale::of(&steps);
    let amounts = Amounts(read.measured.revenue.currency);
    let made = Made { read, amounts, width: area.width, scale, steps, grouping: page.grouping() };
    let headings: Vec<String> = page.sections().iter().map(|section| made.heading(*section)).collect();
    let spots = page.lines();
    spots.draw(buffer, area, &headings, theme, |buffer, area, place, selected| {
        if let Some(row) = spots.get(place).and_then(|spot| made.row(*spot)) {
            one(buffer, area, &row, selected, theme);
        }
    });
}

fn one(buffer: &mut Buffer, area: Rect, row: &Row, selected: bool, theme: &Theme) {
    let styled = paint::line(buffer, area, selected, theme);
    put(buffer, (area.x + INDENT, area.y), row.wide, &row.label, styled(Role::Text));
    let mut x = area.x + INDENT + row.wide;
    for cell in &row.cells {
        if x + GAP + cell.width > area.right() {
            return;
        }
        put_aligned(buffer, (x + GAP, area.y), cell.width, &cell.text, Align::Right, styled(cell.role));
        x += GAP + cell.width;
    }
    x = x.saturating_add(2);
    let room = area.right().saturating_sub(x);
    match &row.tail {
        Tail::Nothing => {}
        Tail::Words(told) if text::width(told) <= usize::from(room) => {
            put(buffer, (x, area.y), room, told, styled(Role::Dim));
        }
        Tail::Words(_) => {}
        Tail::Bar(before, sign, cells, role) => {
            let x = x.saturating_add(u16::try_from(*before).unwrap_or(u16::MAX));
            let room = area.right().saturating_sub(x);
            put(buffer, (x, area.y), room, &sign.repeat(*cells), styled(*role));
        }
    }
}

impl Made<'_> {
    fn label(&self) -> u16 {
        match self.width {
            ..60 => 18,
            60..WIDE => 22,
            _ => 26,
        }
    }

    /// Cells of an amount.
    fn amount(&self) -> u16 {
        if self.width >= WIDE { 15 } else { 9 }
    }

    fn money(&self, minor: i64) -> String {
        if self.width >= WIDE { self.amounts.full(minor) } else { self.amounts.short(minor) }
    }

    /// Cells for a bar behind these columns.
    fn room(&self, cells: &[Cell]) -> usize {
        let used = cells.iter().map(|cell| GAP + cell.width).sum::<u16>() + INDENT + self.label() + 3;
        let room = self.width.saturating_sub(used);
        // Shorter ones would tell nothing.
        if room < LEAST_BAR { 0 } else { usize::from(room.min(LONGEST_BAR)) }
    }

    /// The title of a section, and of its columns where they stand.
    fn heading(&self, section: Section) -> String {
        let amount = self.amount();
        let title = |text: &str, width| cell(text, width);
        let (name, wide, cells) = match section {
            Section::Movements => {
                let titles = vec![title("MRR", amount), title("accounts", 8)];
                ("From start to end", self.label(), titles)
            }
            Section::Retention => ("Retention", self.label(), vec![title("", amount), title("accounts", 8)]),
            Section::Reasons => {
                let titles = vec![title("MRR", amount), title("churned", 8), title("shrank", 8)];
                ("Lost by reason", self.label(), titles)
            }
            Section::Groups => {
                let name = match self.grouping {
                    Some(Grouping::Segment) => "By segment",
                    _ => "By CSM",
                };
                let titles = ["NRR", "GRR", "logos", "accounts", "ARR", "start MRR", "end MRR"];
                (name, self.label(), titles.map(|text| title(text, GROUP)).into_iter().collect())
            }
            Section::Cohorts => {
                let longest = self.read.measured.revenue.cohorts.iter().map(|own| own.kept.len()).max();
                let first = [title("accounts", 8), title("MRR", 8)].into_iter();
                let ages = (0..longest.unwrap_or(0)).map(|age| title(&format!("Q+{age}"), COHORT));
                ("Began to pay", SHORT, first.chain(ages).collect())
            }
            Section::Months => {
                let titles = ["start", "new", "expanded", "shrank", "churned", "back", "end"];
                ("Month", SHORT, titles.map(|text| title(text, MONTH)).into_iter().collect())
            }
        };
        // A heading begins a cell before the lines below it.
        let mut line = text::fit(name, usize::from(wide)).into_owned();
        let mut end = usize::from(INDENT + wide) - 1;
        for own in cells {
            let to = end + usize::from(GAP + own.width);
            if to + 1 > usize::from(self.width) {
                return line;
            }
            line.push_str(&" ".repeat(to.saturating_sub(text::width(&line) + text::width(&own.text))));
            line.push_str(&own.text);
            end = to;
        }
        if section == Section::Movements && self.scale.from > 0 && self.width >= 72 {
            line.push_str(&format!("  bars begin at {}", self.amounts.short(self.scale.from)));
        }
        if section == Section::Retention && self.width >= 72 {
            line.push_str("  year up to each of 12 months");
        }
        line
    }

    fn row(&self, spot: Spot) -> Option<Row> {
        let revenue = &self.read.measured.revenue;
        Some(match spot {
            Spot::Step(stage) => self.step(self.steps.iter().find(|step| step.stage == stage)?),
            Spot::Ratio(ratio) => self.ratio(ratio),
            Spot::Reason(place) => self.reason(place)?,
            Spot::Group(id) => {
                let group = self.read.measured.groups.iter().find(|group| group.id == id)?;
                let name = group.name.as_deref().map_or_else(|| "unassigned".into(), text::clean);
                self.group(name.into_owned(), &group.figures)
            }
            Spot::Cohort(quarter) => {
                self.cohort(revenue.cohorts.iter().find(|cohort| cohort.quarter == quarter)?)
            }
            Spot::Month(month) => {
                let month = revenue.months.iter().find(|own| own.month == month)?;
                let moved = Kind::ALL.map(|kind| (month.movements.of(kind), true));
                let amounts = std::iter::once((month.start, false)).chain(moved).chain([(month.end, false)]);
                let cells = amounts.map(|(minor, moves)| match (minor, moves) {
                    (0, true) => Cell { role: Role::Dim, ..cell("–", MONTH) },
                    _ => cell(self.amounts.short(minor), MONTH),
                });
                Row {
                    label: month.month.to_string(),
                    wide: SHORT,
                    cells: cells.collect(),
                    tail: Tail::Nothing,
                }
            }
        })
    }

    fn step(&self, step: &Step) -> Row {
        let period = self.read.measured.revenue.period;
        let label = match step.stage {
            Stage::Start => format!("  Start {}", period.from()),
            Stage::Moved(kind) => {
                let sign = if matches!(kind, Kind::Contraction | Kind::Churn) { "-" } else { "+" };
                format!("{sign} {}", words::capital(kind.name()))
            }
            Stage::End => format!("= End {}", period.to()),
        };
        let (sign, role) = looks(step);
        let moved = matches!(step.stage, Stage::Moved(_));
        let told = match moved {
            true => self.amounts.signed(step.amount, self.width >= WIDE),
            false => self.money(step.amount),
        };
        let own = if moved && step.amount != 0 { role } else { Role::Text };
        let cells = vec![Cell { role: own, ..cell(told, self.amount()) }, cell(count(step.accounts), 8)];
        let (before, filled) = self.scale.cells(step.bar, self.room(&cells));
        Row { label, wide: self.label(), tail: Tail::Bar(before, sign, filled, role), cells }
    }

    fn ratio(&self, ratio: Ratio) -> Row {
        let total = &self.read.measured.revenue.total;
        let cells = vec![cell(percent(ratio.of(total)), self.amount()), cell(count(total.logos.of), 8)];
        let tail = ratio.followed().map_or(Tail::Nothing, |of| {
            let values: Vec<Option<f64>> = self.read.followed.iter().map(of).collect();
            let (first, last) = (values.first().copied().flatten(), values.last().copied().flatten());
            Tail::Words(format!("{} {} {}", percent(first), between(&values), percent(last)))
        });
        Row { label: ratio.name().to_owned(), wide: self.label(), cells, tail }
    }

    fn reason(&self, place: usize) -> Option<Row> {
        let reasons = &self.read.measured.revenue.reasons;
        let reason = reasons.get(place)?;
        let lost = reason.lost();
        let all: i64 = reasons.iter().map(|own| own.lost()).sum();
        let label = reason.reason.as_deref().map_or_else(|| "none given".into(), text::clean).into_owned();
        let cells = vec![
            cell(self.money(lost), self.amount()),
            cell(count(reason.churns), 8),
            cell(count(reason.contractions), 8),
        ];
        let share = if all == 0 { 0.0 } else { lost as f64 / all as f64 };
        let room = self.room(&cells);
        let filled = bar(share, room).0.chars().count().max(1).min(room);
        Some(Row { label, wide: self.label(), cells, tail: Tail::Bar(0, "░", filled, Role::Worse) })
    }

    fn group(&self, label: String, figures: &Figures) -> Row {
        let ratios = [figures.nrr(), figures.grr(Grr::Endpoint), figures.logo_retention()].map(percent);
        let amounts =
            [figures.end_arr, figures.start_mrr, figures.end_mrr].map(|minor| self.amounts.short(minor));
        let cells = ratios.into_iter().chain([count(figures.accounts_at_end)]).chain(amounts);
        let cells = cells.map(|text| cell(text, GROUP)).collect();
        Row { label, wide: self.label(), cells, tail: Tail::Nothing }
    }

    /// Each quarter in percent of the MRR that they began with, and the accounts that still pay.
    fn cohort(&self, cohort: &Cohort) -> Row {
        let first = [cell(count(cohort.accounts), 8), cell(self.amounts.short(cohort.mrr), 8)];
        let kept = cohort.kept.iter().map(|kept| {
            let ratio = (cohort.mrr > 0).then(|| kept.mrr as f64 / cohort.mrr as f64);
            cell(format!("{} ({})", percent(ratio), count(kept.accounts)), COHORT)
        });
        let cells = first.into_iter().chain(kept).collect();
        Row { label: cohort.quarter.to_string(), wide: SHORT, cells, tail: Tail::Nothing }
    }
}

/// Cells of a quarter or a month as a label, and of the columns of groups, cohorts and months.
const SHORT: u16 = 12;
const GROUP: u16 = 9;
const COHORT: u16 = 12;
const MONTH: u16 = 8;
