//! Everything that happened at an account, searched as one types, the selected entry to be read beside or below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::book::timeline::{Entry, Of, Search, Timeline, What};
use crate::domain::{Day, Error, Result, text};
use crate::tui::paint::{self, put, split_bottom};
use crate::tui::tale::Reach;
use crate::tui::theme::{Role, Theme, glyph, role_of};
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::widgets::markdown::markdown;
use crate::tui::widgets::search::SearchLine;
use crate::tui::words;

/// From this width on the entry is read beside the list.
const WIDE: u16 = 100;
/// From this height on it is read below.
const TALL: u16 = 18;
/// Lines of it below the list.
const BELOW: u16 = 8;
/// Cells of the kind, with its air.
const KIND: u16 = 11;
/// Cells of the day within its month.
const DAY: u16 = 3;
/// About so many entries of each kind of record are read at first, the newest.
const AT_FIRST: usize = 400;
/// With so few of them below the selected one the others are read, too.
const LEFT: usize = 60;
/// What can be searched for.
const HELP: &str = "words, kind:call, with:name, 2025-11";

/// What an entry is known by: its day and what it tells of.
type Key = (Day, What, Option<Of>);

/// The list with an entry selected.
#[derive(Clone, Debug, Default)]
pub struct Story {
    known: Option<Timeline>,
    problem: Option<Error>,
    search: SearchLine,
    /// Why what is typed cannot be searched for.
    wrong: Option<Error>,
    /// The places of what is found.
    found: Vec<usize>,
    headings: Vec<String>,
    lines: Lines<Key>,
    /// The first line of the entry that is shown, and whether it has the whole page.
    top: usize,
    reading: bool,
    /// The last entry is to be selected as soon as it is read.
    to_end: bool,
}

impl Story {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Timeline>) {
        match read {
            Ok(timeline) => {
                (self.known, self.problem) = (Some(timeline), None);
                self.search();
                if std::mem::take(&mut self.to_end) {
                    self.lines.step(isize::MAX);
                }
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// How much it needs: the newest, until what is searched for or read on may lie before them.
    pub fn wanted(&self) -> Reach {
        let all = self.search.is_shown() || self.to_end || self.is_near_the_end();
        if all || self.known.is_some() && self.is_whole() { Reach::Whole } else { Reach::Newest(AT_FIRST) }
    }

    /// Whether everything is known that happened.
    pub fn is_whole(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.from.is_none())
    }

    /// Whether few entries follow on the selected one.
    fn is_near_the_end(&self) -> bool {
        !self.lines.is_empty() && self.lines.cursor().saturating_add(LEFT) >= self.lines.len()
    }

    /// Lists what fits what is searched for, by month.
    pub fn search(&mut self) {
        let Some(timeline) = &self.known else { return };
        match Search::parse(self.search.text()) {
            Ok(search) => {
                self.found = timeline.find(&search);
                self.wrong = None;
            }
            // What fitted before stays on screen.
            Err(wrong) => self.wrong = Some(wrong),
        }
        let entries = || self.found.iter().filter_map(|place| timeline.entries.get(*place));
        let (mut starts, mut headings, mut last) = (Vec::new(), Vec::new(), None);
        for (number, entry) in entries().enumerate() {
            let month = entry.day.month();
            if last != Some(month) {
                starts.push(number);
                headings.push(month.to_string());
                last = Some(month);
            }
        }
        let keys = entries().map(|entry| (entry.day, entry.what, entry.of)).collect();
        self.headings = headings;
        self.lines.replace(keys, starts);
        self.top = 0;
    }

    /// What is searched for.
    pub fn line(&mut self) -> &mut SearchLine {
        &mut self.search
    }

    /// Whether it is being typed.
    pub fn is_typing(&self) -> bool {
        self.search.is_typing()
    }

    /// The cell of the cursor while typing.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        self.search.cursor(area)
    }

    /// The kinds of entries there are, each with their number.
    pub fn kinds(&self) -> Vec<(What, usize)> {
        self.known.as_ref().map(Timeline::kinds).unwrap_or_default()
    }

    /// The people in the entries, each with the number of theirs.
    pub fn people(&self) -> Vec<(String, usize)> {
        self.known.as_ref().map(Timeline::people).unwrap_or_default()
    }

    /// Searches for a term beside the words that are searched for; one of the same name gives way. None: without it.
    pub fn narrow(&mut self, name: &str, value: Option<&str>) {
        let start = format!("{name}:");
        let kept = self.search.text().split_whitespace().filter(|word| !word.starts_with(&start));
        let term = value.map(|value| format!("{start}{}", value.replace(' ', "_")));
        let text: Vec<&str> = kept.chain(term.as_deref()).collect();
        let text = text.join(" ");
        self.search.set(&text);
        self.search();
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<&Entry> {
        let place = self.found.get(self.lines.cursor())?;
        self.known.as_ref()?.entries.get(*place)
    }

    /// Moves the selection; where an entry has the page, scrolls it.
    pub fn step(&mut self, by: isize) {
        if self.reading {
            self.top = self.top.saturating_add_signed(by);
        } else {
            self.lines.step(by);
            self.top = 0;
            self.to_end = by == isize::MAX && self.known.is_some() && !self.is_whole();
        }
    }

    /// Gives the entry the whole page, or takes it back; true: it has it now.
    pub fn open(&mut self, whole: bool) -> bool {
        self.reading = whole && self.selected().is_some();
        self.top = 0;
        self.reading
    }

    /// Whether an entry has the whole page.
    pub fn is_reading(&self) -> bool {
        self.reading
    }

    /// The line of the search, the list, the entry.
    fn areas(&self, area: Rect) -> (Rect, Rect, Rect) {
        let (line, rest) = self.search.split(area);
        if self.reading {
            return (line, Rect { height: 0, ..rest }, rest);
        }
        if rest.width >= WIDE {
            let list = Rect { width: rest.width / 2, ..rest };
            return (line, list, Rect { x: list.right() + 1, width: rest.width - list.width - 1, ..rest });
        }
        let (list, entry) = split_bottom(rest, if rest.height >= TALL { BELOW } else { 0 });
        (line, list, entry)
    }

    /// Selects the entry at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let list = self.areas(area).1;
        self.lines.click(list, x, y)
    }

    /// Brings the selected entry into view, and no page further than it goes.
    pub fn reveal(&mut self, area: Rect, theme: &Theme) {
        let (_, list, entry) = self.areas(area);
        self.lines.reveal(list.height);
        if self.top > 0
            && let Some(selected) = self.selected()
        {
            self.top = self.top.min(page(selected, entry.width, theme).last_top(entry.height));
        }
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (line, list, entry) = self.areas(area);
        let all = self.known.as_ref().map_or(0, |known| known.entries.len());
        let found = format!("{} of {}", words::thousands(self.found.len()), words::thousands(all));
        let said = self.wrong.as_ref().map_or(found, ToString::to_string);
        self.search.draw(buffer, line, &said, HELP, theme);
        let empty = match &self.known {
            Some(known) if known.entries.is_empty() => Some("Nothing happened yet: l logs a touchpoint"),
            Some(_) if self.found.is_empty() => Some("Nothing has all of these words"),
            _ => None,
        };
        if !self.reading {
            tell(buffer, list, theme, self.problem.as_ref(), empty);
        }
        let Some(known) = &self.known else { return };
        self.lines.draw(buffer, list, &self.headings, theme, |buffer, row, place, selected| {
            if let Some(shown) = self.found.get(place).and_then(|place| known.entries.get(*place)) {
                draw_entry(buffer, row, shown, selected, theme);
            }
        });
        let Some(selected) = self.selected().filter(|_| entry.height > 0) else { return };
        let dim = theme.style(Role::Dim);
        let inner = if self.reading {
            Rect { x: entry.x + 1, width: entry.width.saturating_sub(1), ..entry }
        } else if entry.x > list.x {
            for y in entry.top()..entry.bottom() {
                put(buffer, (entry.x - 1, y), 1, "│", dim);
            }
            Rect { x: entry.x + 1, width: entry.width.saturating_sub(1), ..entry }
        } else {
            put(buffer, (entry.x, entry.y), entry.width, &"─".repeat(usize::from(entry.width)), dim);
            let (_, below) = paint::split_top(entry, 1);
            Rect { x: below.x + 1, width: below.width.saturating_sub(1), ..below }
        };
        page(selected, inner.width, theme).draw(buffer, inner, self.top);
    }
}

/// Sign and look of a kind.
fn sign(entry: &Entry) -> (&'static str, Role) {
    match (entry.what, entry.band) {
        (_, Some(band)) => (glyph(band), role_of(band)),
        (What::Call | What::Meeting | What::Email | What::Review | What::Training, _) => ("•", Role::Better),
        (What::Ticket, _) if entry.title.starts_with("P1") || entry.title.starts_with("P2") => {
            ("!", Role::Worse)
        }
        (What::Signal, _) => ("!", Role::Worse),
        (What::Save, _) if &*entry.title == "lost" => ("!", Role::Worse),
        (What::Play | What::Save, _) => ("*", Role::Better),
        (What::Goal | What::Onboarding | What::Plan | What::Contract, _) => ("*", Role::Note),
        _ => ("·", Role::Dim),
    }
}

fn draw_entry(buffer: &mut Buffer, row: Rect, entry: &Entry, selected: bool, theme: &Theme) {
    let styled = paint::line(buffer, row, selected, theme);
    let (sign, role) = sign(entry);
    let day = entry.day.date().format("%d").to_string();
    let mut x = put(buffer, (row.x + 1, row.y), DAY, &day, styled(Role::Dim)) + 1;
    put(buffer, (x, row.y), 2, sign, styled(role));
    put(buffer, (x + 2, row.y), KIND.saturating_sub(2), entry.what.name(), styled(Role::Text));
    x = (x + KIND + 1).min(row.right());
    let mut write = |content: &str, role| {
        x = put(buffer, (x, row.y), row.right().saturating_sub(x), content, styled(role));
    };
    // What was said counts, then who said it; what else there is comes last.
    let first = first_line(&entry.text);
    let parts = match entry.what {
        What::Note | What::Call | What::Meeting | What::Email | What::Review => {
            [&*entry.who, first, &entry.title]
        }
        _ => [&*entry.title, &*entry.who, first],
    };
    let mut any = false;
    for (number, part) in parts.into_iter().filter(|part| !part.is_empty()).enumerate() {
        if any {
            write(" · ", Role::Dim);
        }
        write(part, if number == 0 { Role::Text } else { Role::Dim });
        any = true;
    }
}

/// The first line that says something, without the signs of a heading or a list.
fn first_line(text: &str) -> &str {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.trim_start_matches(['#', '-', '*', '>']).trim_start()
}

/// The entry to be read.
fn page(entry: &Entry, width: u16, theme: &Theme) -> Doc {
    let (width, dim) = (usize::from(width), theme.style(Role::Dim));
    let mut doc = Doc::default();
    let head = format!("{} {}", entry.day, entry.what.name());
    doc.text(text::fit(&head, width).into_owned(), theme.style(Role::Title));
    for line in [&entry.title, &entry.who] {
        doc.wrapped(line, 0, width, dim);
    }
    if !entry.text.trim().is_empty() {
        doc.gap();
        doc.append(markdown(&entry.text, width, theme));
    }
    let addresses = entry.addresses();
    if !addresses.is_empty() {
        doc.gap();
        for address in addresses {
            doc.wrapped(address, 0, width, theme.style(Role::Key));
        }
    }
    doc
}
