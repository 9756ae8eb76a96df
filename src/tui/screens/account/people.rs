//! The people of an account: who is missing, who is who, who reports to whom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::book::detail::Person;
use crate::book::people::{People, Touch};
use crate::domain::reporting::{Branch, tree};
use crate::domain::{ContactRole, Error, Result};
use crate::tui::paint::{self, put, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::lines::Lines;
use crate::tui::widgets::listing::tell;
use crate::tui::words;

/// Lines below the list for the selected person.
const FOOT: u16 = 3;
/// From this height on they are shown.
const ROOMY: u16 = 16;
/// Cells of role, influence, sentiment, state and last meeting; what does not fit is left out from the middle.
const ROLE: u16 = 19;
const INFLUENCE: u16 = 8;
const SENTIMENT: u16 = 11;
const STATE: u16 = 10;
const MET: u16 = 14;
/// From these widths on they are shown.
const WITH_ROLE: u16 = 40;
const WITH_STATE: u16 = 56;
const WITH_SENTIMENT: u16 = 76;
const WITH_INFLUENCE: u16 = 90;

/// The map of stakeholders with one of them selected.
#[derive(Clone, Debug, Default)]
pub struct Map {
    known: Option<People>,
    problem: Option<Error>,
    warnings: Vec<String>,
    /// The place of the one whom each reports to.
    above: Vec<Option<usize>>,
    /// The tree, whether it is shown or not.
    tree: Vec<Branch>,
    as_tree: bool,
    lines: Lines<i64>,
    headings: Vec<String>,
}

impl Map {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<People>) {
        match read {
            Ok(people) => {
                self.warnings = people.warnings().iter().map(|warning| warning.words()).collect();
                self.above = people.above();
                self.tree = tree(&self.above);
                (self.known, self.problem) = (Some(people), None);
                self.arrange();
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn list(&self) -> &[Person] {
        self.known.as_ref().map(|people| people.list.as_slice()).unwrap_or_default()
    }

    fn arrange(&mut self) {
        let list = self.list();
        if self.as_tree {
            let order = self.tree.iter().filter_map(|branch| list.get(branch.place)).map(|person| person.id);
            let order = order.collect();
            self.headings.clear();
            self.lines.replace(order, Vec::new());
            return;
        }
        let here = list.iter().filter(|person| person.left_on.is_none()).count();
        let left = list.len() - here;
        let groups = [(0, here, "Here"), (here, left, "Left")].into_iter().filter(|group| group.1 > 0);
        let (starts, headings): (Vec<usize>, Vec<String>) =
            groups.map(|(start, count, name)| (start, format!("{name}  {count}"))).unzip();
        let ids = list.iter().map(|person| person.id).collect();
        self.headings = headings;
        self.lines.replace(ids, starts);
    }

    /// As a table, or as a tree by who reports to whom.
    pub fn turn(&mut self) {
        self.as_tree = !self.as_tree;
        self.arrange();
    }

    /// The selected person.
    pub fn selected(&self) -> Option<&Person> {
        let id = self.lines.key()?;
        self.list().iter().find(|person| person.id == *id)
    }

    /// Who could take over from somebody: those who are there.
    pub fn others(&self, leaver: i64) -> impl Iterator<Item = &Person> {
        self.list().iter().filter(move |person| person.id != leaver && person.left_on.is_none())
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.lines.step(by);
    }

    /// Warnings, list, the selected person.
    fn areas(&self, area: Rect) -> (Rect, Rect, Rect) {
        // At least half of a low screen is the list's.
        let warnings = u16::try_from(self.warnings.len()).unwrap_or(u16::MAX).min(area.height / 3);
        let gap = u16::from(warnings > 0 && area.height >= ROOMY);
        let (top, rest) = split_top(area, warnings + gap);
        let (list, foot) = split_bottom(rest, if area.height >= ROOMY { FOOT } else { 0 });
        (top, list, foot)
    }

    /// Selects the person at a cell; true: they were selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let list = self.areas(area).1;
        self.lines.click(list, x, y)
    }

    /// Brings the selected person into view.
    pub fn reveal(&mut self, area: Rect) {
        let height = self.areas(area).1.height;
        self.lines.reveal(height);
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (top, list, foot) = self.areas(area);
        for (warning, y) in self.warnings.iter().zip(top.top()..top.bottom()) {
            let x = put(buffer, (top.x + 1, y), top.width.saturating_sub(1), "! ", theme.style(Role::Worse));
            put(buffer, (x, y), top.right().saturating_sub(x), warning, theme.style(Role::Text));
        }
        let empty = self.known.is_some().then_some("a adds a contact; l logs whom you met");
        tell(buffer, list, theme, self.problem.as_ref(), empty.filter(|_| self.lines.is_empty()));
        let Some(people) = &self.known else { return };
        self.lines.draw(buffer, list, &self.headings, theme, |buffer, row, place, selected| {
            let branch = self.tree.get(place).filter(|_| self.as_tree);
            if let Some(person) = people.list.get(branch.map_or(place, |branch| branch.place)) {
                draw_person(buffer, row, people, person, branch, selected, theme);
            }
        });
        if let Some(person) = self.selected() {
            self.draw_foot(buffer, foot, people, person, theme);
        }
    }

    /// What the line does not say: title, address, whom they report to, when they are due.
    fn draw_foot(&self, buffer: &mut Buffer, area: Rect, people: &People, person: &Person, theme: &Theme) {
        if area.height == 0 {
            return;
        }
        let dim = theme.style(Role::Dim);
        put(buffer, (area.x, area.y), area.width, &"─".repeat(usize::from(area.width)), dim);
        let text =
            |label: &str, text: &Option<Box<str>>| text.as_deref().map(|text| format!("{label}{text}"));
        let due = match (people.touch(person), people.due_on(person)) {
            (Touch::Left, _) => person.left_on.map(|on| format!("left on {on}")),
            (_, Some(due)) => {
                let when = if due < people.day { "overdue since" } else { "to be met by" };
                Some(format!("{when} {due} (every {} days)", people.cadence(person)))
            }
            (_, None) => Some(format!("to be met every {} days", people.cadence(person))),
        };
        let place = people.list.iter().position(|other| other.id == person.id);
        let unknown = place.is_some_and(|place| self.above.get(place) == Some(&None));
        let outside = if unknown { ", who is no contact here" } else { "" };
        let parts = [
            text("", &person.title),
            text("", &person.email),
            text("reports to ", &person.reports_to).map(|to| format!("{to}{outside}")),
            text("influence ", &person.influence),
            text("", &person.sentiment),
            due,
        ];
        let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let lines = wrap(&told, usize::from(area.width.saturating_sub(2)));
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            put(buffer, (area.x + 1, y), area.width.saturating_sub(1), line, dim);
        }
    }
}

/// One person: in the tree below the one they report to.
fn draw_person(
    buffer: &mut Buffer,
    row: Rect,
    people: &People,
    person: &Person,
    branch: Option<&Branch>,
    selected: bool,
    theme: &Theme,
) {
    let styled = paint::line(buffer, row, selected, theme);
    let touch = people.touch(person);
    let (sign, role) = match touch {
        Touch::Active => ("●", Role::Better),
        Touch::Declining => ("▲", Role::Yellow),
        Touch::Dormant => ("■", Role::Worse),
        Touch::Never => ("◌", Role::Grey),
        Touch::Left => ("×", Role::Dim),
    };
    let text = if touch == Touch::Left { Role::Dim } else { Role::Text };
    let met = person.last_touch.map_or(String::new(), |met| words::away(met, people.day));
    let columns = [
        (WITH_ROLE, ROLE, role_of(person.role), text),
        (WITH_INFLUENCE, INFLUENCE, person.influence.as_deref().unwrap_or(""), Role::Dim),
        (WITH_SENTIMENT, SENTIMENT, person.sentiment.as_deref().unwrap_or(""), mood(person)),
        (WITH_STATE, STATE, touch.name(), role),
        (WITH_STATE, MET, &met, Role::Dim),
    ];
    let shown = || columns.iter().filter(|column| row.width >= column.0);
    let right: u16 = shown().map(|column| column.1).sum();
    let end = row.right().saturating_sub(right);
    let mut x = put(buffer, (row.x + 1, row.y), row.width.saturating_sub(1), sign, styled(role));
    x = put(buffer, (x, row.y), end.saturating_sub(x), " ", styled(text));
    if let Some(branch) = branch {
        x = put(buffer, (x, row.y), end.saturating_sub(x), &limbs(branch), styled(Role::Dim));
    }
    put(buffer, (x, row.y), end.saturating_sub(x).saturating_sub(1), &person.name, styled(text));
    let mut x = end;
    for (_, width, content, role) in shown() {
        put(buffer, (x, row.y), width.saturating_sub(1), content, styled(*role));
        x += width;
    }
}

fn role_of(role: ContactRole) -> &'static str {
    if role == ContactRole::Unknown { "" } else { role.name() }
}

fn mood(person: &Person) -> Role {
    match person.sentiment.as_deref() {
        Some("advocate" | "supporter") => Role::Better,
        Some("critic" | "detractor") => Role::Worse,
        _ => Role::Dim,
    }
}

/// Deeper levels are drawn no further to the right.
const DEEPEST: usize = 8;

/// `│  └─ `: where a line of the tree hangs.
fn limbs(branch: &Branch) -> String {
    let skipped = branch.more.len().saturating_sub(DEEPEST);
    let mut limbs = if skipped > 0 { "… ".to_owned() } else { String::new() };
    let levels = branch.more.get(skipped..).unwrap_or_default();
    for (level, more) in levels.iter().enumerate() {
        let is_own = level + 1 == levels.len();
        limbs.push_str(match (is_own, more) {
            (true, true) => "├─ ",
            (true, false) => "└─ ",
            (false, true) => "│  ",
            (false, false) => "   ",
        });
    }
    if branch.in_circle {
        limbs.push_str("↻ ");
    }
    limbs
}
