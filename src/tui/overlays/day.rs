//! Pages over the list of the day: why a customer stands where it does, and what is new since one last looked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{inside, panel};
use crate::book::Board;
use crate::domain::text;
use crate::health::facts::AccountId;
use crate::today::rank::{Factors, explain, figure, product};
use crate::today::{Turn, Whose};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme, glyph};
use crate::tui::today::Today;
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::words;

/// What a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The arithmetic of a line's rank.
    Rank(Whose),
    /// What is new, worse, better and closed.
    Since,
}

/// A page over the list of the day. It tells what is so when it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct DayPage {
    pub about: About,
    /// The first line shown.
    pub top: usize,
}

/// What it is drawn from.
pub struct Scene<'a> {
    pub today: &'a Today,
    pub board: &'a Board,
    pub theme: &'a Theme,
}

impl DayPage {
    /// A page from its top on.
    pub fn new(about: About) -> DayPage {
        DayPage { about, top: 0 }
    }

    fn title(&self, scene: &Scene) -> String {
        match self.about {
            About::Rank(whose) => format!("Why here: {}", name(whose, scene.board)),
            About::Since => "Since you last looked".to_owned(),
        }
    }

    fn doc(&self, width: usize, scene: &Scene) -> Doc {
        match self.about {
            About::Rank(whose) => rank(whose, width, scene),
            About::Since => since(width, scene),
        }
    }

    /// How far it can scroll in an area.
    pub fn last_top(&self, area: Rect, scene: &Scene) -> usize {
        let inner = inside(area);
        self.doc(usize::from(inner.width), scene).last_top(inner.height)
    }

    /// Draws it over an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, scene: &Scene) {
        let inner = panel(buffer, area, (area.width, area.height), &self.title(scene), scene.theme);
        self.doc(usize::from(inner.width), scene).draw(buffer, inner, self.top);
    }
}

fn name(whose: Whose, board: &Board) -> String {
    match whose {
        Whose::Account(id) => board.get(id).map_or(String::new(), |row| text::clean(&row.name).into_owned()),
        Whose::Nobody => "tasks of no account".to_owned(),
        Whose::Many(_) => "many accounts at once".to_owned(),
    }
}

/// Cells of a factor.
const FACTOR: usize = 6;
/// Cells of what it is a part of.
const PART: usize = 8;

/// The arithmetic of every matter, and of the line.
fn rank(whose: Whose, width: usize, scene: &Scene) -> Doc {
    let (today, board, theme) = (scene.today, scene.board, scene.theme);
    let mut doc = Doc::default();
    let Some((position, line)) = today.line(whose) else {
        doc.wrapped("Nothing is to be done here any more.", 1, width, theme.style(Role::Text));
        return doc;
    };
    let (scale, day) = (Today::scale(board), board.lookups().day);
    let heading = theme.style(Role::Heading);
    let dim = theme.style(Role::Dim);
    doc.line(vec![
        Span::styled(format!(" Rank {}", figure(line.rank)), heading),
        Span::styled(format!("  position {position} of {}", today.len()), dim),
    ]);
    if line.items.len() > 1 {
        let parts: Vec<String> = line
            .items
            .iter()
            .scan(1.0, |part, matter| {
                let own = if *part < 1.0 {
                    format!("{} x {}", figure(*part), figure(matter.rank))
                } else {
                    figure(matter.rank)
                };
                *part *= line.further;
                Some(own)
            })
            .collect();
        let told = format!(
            "= {}: the first counts in full, each further one {} of the one before",
            parts.join(" + "),
            figure(line.further)
        );
        doc.wrapped(&told, 1, width, dim);
    }
    for matter in today.matters(&line) {
        let Some((own, rules)) = today.judged(matter, board) else { continue };
        doc.gap();
        let reason = text::clean(&matter.reason);
        doc.wrapped(&format!("{}: {reason}", words::capital(matter.kind.name())), 1, width, heading);
        for part in explain(matter, &own, &scale, day, rules) {
            let room = width.saturating_sub(PART + FACTOR + 5);
            doc.line(vec![
                Span::raw("   "),
                cell(part.of, PART, Align::Left, dim),
                cell(&figure(part.factor), FACTOR, Align::Right, Style::new()),
                Span::styled(format!("  {}", text::fit(&part.said, room)), theme.style(Role::Text)),
            ]);
        }
        let factors = Factors::of(matter, &own, &scale, day, rules);
        doc.wrapped(&product(&factors), 3, width, theme.style(Role::Key));
    }
    doc.gap();
    doc.wrapped(
        "Risk x ARR x urgency. The weights are the section [today] of the policy. w on the board or in the account \
         explains the health.",
        1,
        width,
        dim,
    );
    doc
}

/// What is new, worse, better, closed, each with its accounts.
fn since(width: usize, scene: &Scene) -> Doc {
    let (today, board, theme) = (scene.today, scene.board, scene.theme);
    let mut doc = Doc::default();
    let dim = theme.style(Role::Dim);
    let Some(seen) = today.seen() else {
        let told = "Nobody of your name has looked before. When you leave this screen the day is noted, and from then on \
                    what came, turned and was closed since stands here.";
        doc.wrapped(told, 1, width, theme.style(Role::Text));
        return doc;
    };
    let day = board.lookups().day;
    let when = format!("{} ({})", seen.mark.day, words::away(seen.mark.day, day));
    doc.wrapped(&format!("You last left this screen on {when}."), 1, width, dim);
    let (mut new, mut worse, mut better) = (Vec::new(), Vec::new(), Vec::new());
    for line in today.lines() {
        let called = name(line.whose, board);
        for matter in today.matters(&line) {
            if today.is_new(matter) {
                new.push(format!("{called} · {}: {}", matter.kind.name(), text::clean(&matter.reason)));
            }
        }
    }
    for row in board.rows().iter().filter(|row| row.stage != crate::domain::Stage::Churned) {
        match today.turned(row.id, row.band, day) {
            Some(Turn::Worse) => worse.push(row.id),
            Some(Turn::Better) => better.push(row.id),
            None => {}
        }
    }
    part(&mut doc, "+ New", &new, width, (theme, Role::Note));
    let bands = |ids: &[AccountId]| -> Vec<String> {
        ids.iter()
            .filter_map(|id| board.get(*id))
            .map(|row| {
                let then = today.news().band(row.id).map_or("", glyph);
                format!(
                    "{} · {then} → {} {}",
                    text::clean(&row.name),
                    glyph(row.band),
                    words::health(row.health)
                )
            })
            .collect()
    };
    part(&mut doc, "↓ Worse", &bands(&worse), width, (theme, Role::Worse));
    part(&mut doc, "↑ Better", &bands(&better), width, (theme, Role::Better));
    let closed: Vec<String> = seen
        .closed
        .iter()
        .map(|closed| {
            let of =
                closed.account.map_or(String::new(), |id| format!("{} · ", name(Whose::Account(id), board)));
            format!("{of}{}: {}", closed.kind, text::clean(&closed.title))
        })
        .collect();
    part(&mut doc, "✓ Closed", &closed, width, (theme, Role::Dim));
    if new.is_empty() && worse.is_empty() && better.is_empty() && closed.is_empty() {
        doc.gap();
        doc.wrapped("Nothing came, turned or was closed since.", 1, width, theme.style(Role::Text));
    }
    doc
}

/// So many lines of a part are told.
const TOLD: usize = 50;

fn part(doc: &mut Doc, heading: &str, lines: &[String], width: usize, (theme, role): (&Theme, Role)) {
    if lines.is_empty() {
        return;
    }
    doc.gap();
    doc.text(format!(" {heading} ({})", words::thousands(lines.len())), theme.style(role));
    for line in lines.iter().take(TOLD) {
        doc.text(format!("   {}", text::fit(line, width.saturating_sub(3))), theme.style(Role::Text));
    }
    if lines.len() > TOLD {
        doc.text(format!("   and {} more", words::thousands(lines.len() - TOLD)), theme.style(Role::Dim));
    }
}
