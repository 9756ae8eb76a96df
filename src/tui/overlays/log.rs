//! A touchpoint in one line, with what was understood of it below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, inside, panel};
use crate::domain::{ContactRole, Day, Error, Result, text};
use crate::edit::log::{By, Log, Person, What, Who};
use crate::health::facts::AccountId;
use crate::tui::paint::{put, split_top};
use crate::tui::source::Number;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// The widest panel, and its lines with the border.
const WIDEST: u16 = 100;
const HEIGHT: u16 = 12;
/// Cells before what is typed.
const PROMPT: u16 = 2;
/// Cells for what a line of the preview is about.
const LABEL: u16 = 10;

/// What can stand in the line, for one who does not know.
const HELP: &[(&str, &str)] = &[
    ("call", "or meeting, email, review, training, note: how it took place"),
    ("@ines", "who was there; a name nobody has becomes a new contact"),
    ("+sponsor", "the contacts of a role were there"),
    ("\"...\"", "what was said; quotation marks may be left out"),
    ("pulse 4", "your judgement, 1 to 5"),
    ("on mon", "the day, if it was not today"),
    ("> fri send quote", "a task that follows, by a day"),
];

/// The line and its meaning.
#[derive(Clone, Debug)]
pub struct LogLine {
    account: AccountId,
    name: String,
    today: Day,
    input: TextInput,
    people: Vec<Person>,
    /// Whose the touchpoint will be.
    by: Result<Option<By>>,
    log: Log,
    problem: Option<Error>,
    asking: bool,
    /// The number of the change that is on its way.
    saving: Option<Number>,
}

impl LogLine {
    /// An empty line for an account.
    pub fn new(account: AccountId, name: &str, today: Day) -> LogLine {
        LogLine {
            account,
            name: name.to_owned(),
            today,
            input: TextInput::default(),
            people: Vec::new(),
            by: Ok(None),
            log: Log::parse("", &[], today),
            problem: None,
            asking: false,
            saving: None,
        }
    }

    /// Puts a text into the empty line.
    pub fn begin(&mut self, text: &str) {
        if self.input.text().is_empty() {
            self.input = TextInput::new(text);
            self.parse();
        }
    }

    /// The account that it is about.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The same line for another account.
    pub fn turn_to(&mut self, account: AccountId, name: &str) {
        (self.account, self.name) = (account, name.to_owned());
        self.people.clear();
        self.by = Ok(None);
        self.parse();
    }

    /// Takes in the people of the account, and whose the touchpoint will be.
    pub fn read(&mut self, read: Result<Vec<Person>>, by: Result<Option<By>>) {
        self.by = by;
        match read {
            Ok(people) => self.people = people,
            Err(problem) => self.problem = Some(problem),
        }
        self.parse();
    }

    /// The text field; [`LogLine::parse`] is to be called when it has changed.
    pub fn input(&mut self) -> &mut TextInput {
        &mut self.input
    }

    /// Reads the line anew.
    pub fn parse(&mut self) {
        self.problem = None;
        self.log = Log::parse(self.input.text(), &self.people, self.today);
    }

    /// What is to be saved as the change of a number; None: nothing is typed, or a part is not understood, as the
    /// preview says.
    pub fn save(&mut self, number: Number) -> Option<Log> {
        if self.saving.is_some() || self.input.text().trim().is_empty() || self.log.problem().is_some() {
            return None;
        }
        self.saving = Some(number);
        let by = self.by.as_ref().ok().and_then(Option::as_ref).map(|by| by.id);
        Some(Log { by, ..self.log.clone() })
    }

    /// The number of the change that is on its way into the book.
    pub fn saving(&self) -> Option<Number> {
        self.saving
    }

    /// Says what went wrong; the line stays.
    pub fn fail(&mut self, problem: Error) {
        (self.problem, self.saving) = (Some(problem), None);
    }

    /// One step back; true: it closes. With something typed it asks first.
    pub fn back(&mut self) -> bool {
        if self.asking || self.saving.is_some() {
            self.asking = false;
            return false;
        }
        self.asking = !self.input.text().trim().is_empty();
        !self.asking
    }

    /// Whether it asks if the line is to be thrown away.
    pub fn asks(&self) -> bool {
        self.asking
    }

    /// What was understood: what it is about, the words, how they look.
    fn preview(&self) -> Vec<(&'static str, String, Role)> {
        let log = &self.log;
        let mut lines = Vec::new();
        let day =
            |day: Day| format!("{}, {}", day.date().format("%a %-d %b %Y"), words::away(day, self.today));
        if log.is_touch() {
            let on = day(log.on.unwrap_or(self.today));
            lines.push(("what", format!("{} on {on}", words::capital(log.kind.name())), Role::Text));
        }
        if log.is_touch() {
            lines.extend(self.by());
        }
        for who in &log.with {
            lines.push(match who {
                Who::Contact(id) => {
                    let person = self.people.iter().find(|person| person.id == *id);
                    let told = person.map_or_else(String::new, |person| {
                        let left = if person.left { ", who has left" } else { "" };
                        format!("{}{}{left}", person.name, in_role(person.role))
                    });
                    ("with", told, Role::Text)
                }
                Who::New { name, role } => {
                    ("with", format!("{name}{}, who becomes a new contact", in_role(*role)), Role::Note)
                }
            });
        }
        if !log.text.is_empty() {
            lines.push(("said", log.text.clone(), Role::Text));
        }
        if let Some(pulse) = log.pulse {
            lines.push(("pulse", format!("{pulse} of 5"), Role::Text));
        }
        for todo in &log.todos {
            let due = todo.due.map_or("no date".to_owned(), |due| format!("due {}", day(due)));
            lines.push(("task", format!("{} · {due}", todo.title), Role::Text));
        }
        if let Some(problem) = log.problem() {
            lines.push(("unclear", problem.to_owned(), Role::Error));
        }
        lines
    }

    /// Whose the touchpoint will be, and why; or why nobody knows.
    fn by(&self) -> Option<(&'static str, String, Role)> {
        match &self.by {
            Ok(None) => None,
            Ok(Some(By { name, is_guess: true, .. })) => {
                Some(("by", format!("{name}, the CSM; --me says who you are"), Role::Dim))
            }
            Ok(Some(By { name, .. })) => Some(("by", name.clone(), Role::Text)),
            Err(problem) => Some(("by", problem.to_string(), Role::Error)),
        }
    }

    fn outer(area: Rect) -> Rect {
        centred(area, WIDEST, HEIGHT)
    }

    /// Cells that the line is scrolled by, so that the cursor is in sight.
    fn scrolled(&self, width: u16) -> usize {
        (self.input.cursor_cells() + 1).saturating_sub(usize::from(width))
    }

    /// The cell of the cursor.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let inner = inside(Self::outer(area));
        let room = inner.width.saturating_sub(PROMPT);
        let cells = self.input.cursor_cells() - self.scrolled(room);
        let cells = u16::try_from(cells).unwrap_or(u16::MAX);
        (!self.asking && self.saving.is_none())
            .then_some((inner.x.saturating_add(PROMPT).saturating_add(cells), inner.y))
    }

    /// Draws it in the middle of an area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let outer = Self::outer(area);
        let title = format!("Log · {}", text::clean(&self.name));
        let inner = panel(buffer, area, (outer.width, outer.height), &title, theme);
        let (line, rest) = split_top(inner, 2);
        put(buffer, (line.x, line.y), line.width, "> ", theme.style(Role::Key));
        self.typed(
            buffer,
            Rect { x: line.x + PROMPT, width: line.width.saturating_sub(PROMPT), ..line },
            theme,
        );
        let mut lines: Vec<(String, String, Role)> = Vec::new();
        let room = usize::from(rest.width.saturating_sub(LABEL + 1));
        if self.asking {
            lines.push(("sure?".into(), "Throw this line away?".into(), Role::Worse));
        } else if self.saving.is_some() {
            lines.push(("".into(), "Saving…".into(), Role::Note));
        } else if let Some(problem) = &self.problem {
            lines.push(("problem".into(), problem.to_string(), Role::Error));
        }
        if self.input.text().trim().is_empty() {
            let help = HELP.iter().map(|(sign, told)| ((*sign).to_owned(), (*told).to_owned(), Role::Dim));
            lines.extend(help);
        } else {
            lines
                .extend(self.preview().into_iter().map(|(label, told, role)| (label.to_owned(), told, role)));
        }
        let label_width = if self.input.text().trim().is_empty() { LABEL + 8 } else { LABEL };
        let mut y = rest.y;
        for (label, told, role) in lines {
            let width = room.saturating_sub(usize::from(label_width - LABEL));
            for (number, piece) in wrap(&told, width).iter().enumerate().take(2) {
                if y >= rest.bottom() {
                    return;
                }
                if number == 0 {
                    put(buffer, (rest.x, y), label_width, &label, theme.style(Role::Key));
                }
                let x = rest.x.saturating_add(label_width + 1);
                put(buffer, (x, y), rest.right().saturating_sub(x), piece, theme.style(role));
                y += 1;
            }
        }
    }

    /// The line as typed; what is understood as something else than text stands out, what is not, more so.
    fn typed(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let mut skip = self.scrolled(area.width);
        let (mut x, typed) = (area.x, self.input.text());
        for (at, letter) in typed.char_indices() {
            let mut bytes = [0; 4];
            let shown = letter.encode_utf8(&mut bytes);
            if skip > 0 {
                skip = skip.saturating_sub(text::width(shown));
                continue;
            }
            let span = self.log.spans.iter().find(|span| span.range.contains(&at));
            let role = match span.map(|span| span.what) {
                None | Some(What::Text) => Role::Text,
                Some(What::Unknown) => Role::Error,
                Some(What::NewContact) => Role::Note,
                Some(_) => Role::Key,
            };
            x = put(buffer, (x, area.y), area.right().saturating_sub(x), shown, theme.style(role));
        }
    }
}

/// What somebody is to the decision, where that is known.
fn in_role(role: ContactRole) -> String {
    if role == ContactRole::Unknown { String::new() } else { format!(" ({})", role.name()) }
}
