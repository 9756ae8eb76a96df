//! Starting an onboarding: template, day, working days; below them the dates that come of it, to be adjusted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{inside, panel};
use crate::domain::{Day, Error, Result, text};
use crate::edit::day::{self, Side};
use crate::health::facts::AccountId;
use crate::onboarding::template::Known;
use crate::onboarding::{Calendar, Plan, Planned, plan};
use crate::tui::checklists::Startable;
use crate::tui::paint::{self, Align, put, put_aligned, put_all, split_top};
use crate::tui::source::Number;
use crate::tui::term::event::KeyEvent;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

/// Cells of the labels at the left.
const LABEL: u16 = 15;
/// Lines above the steps.
const HEAD: u16 = 6;
/// From this width on a step shows whose work it is.
const WITH_OWNER: u16 = 90;
const OWNER: u16 = 26;

/// What a key is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Focus {
    Template,
    Start,
    Working,
    Steps,
}

impl Focus {
    const ALL: [Focus; 4] = [Focus::Template, Focus::Start, Focus::Working, Focus::Steps];
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Editing,
    /// Esc was pressed with adjusted dates.
    Asking,
    /// It is on its way, as the change of this number.
    Saving(Number),
}

/// An onboarding in the making.
#[derive(Clone, Debug)]
pub struct Start {
    account: AccountId,
    name: String,
    today: Day,
    can: Option<Startable>,
    /// The template, by its place among those that can be chosen.
    template: usize,
    start: TextInput,
    working: bool,
    plan: Result<Plan>,
    /// Whether dates were moved or steps left out: the next template or day would undo that.
    adjusted: bool,
    focus: Focus,
    cursor: usize,
    top: usize,
    state: State,
    problem: Option<Error>,
}

impl Start {
    /// Before the templates are read. It begins today, on working days.
    pub fn new(account: AccountId, name: &str, today: Day) -> Start {
        Start {
            account,
            name: name.to_owned(),
            today,
            can: None,
            template: 0,
            start: TextInput::new("today"),
            working: true,
            plan: Err(Error::invalid("the templates are being read")),
            adjusted: false,
            focus: Focus::Template,
            cursor: 0,
            top: 0,
            state: State::Editing,
            problem: None,
        }
    }

    /// The account that it is for.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Takes in what can be started; what was chosen and adjusted stays.
    pub fn read(&mut self, read: Result<Startable>) {
        match read {
            Ok(can) => {
                let first = self.can.is_none();
                if first {
                    // The first one that may begin beside what runs already.
                    let may = |known: &Known| {
                        known.template.as_ref().is_ok_and(|template| can.may(template).is_ok())
                    };
                    self.template = can.templates.all.iter().position(may).unwrap_or(0);
                }
                self.can = Some(can);
                if first {
                    self.replan();
                }
            }
            Err(error) => self.problem = Some(error),
        }
    }

    fn chosen(&self) -> Option<&Known> {
        self.can.as_ref()?.templates.all.get(self.template)
    }

    /// Dates the steps anew.
    fn replan(&mut self) {
        (self.adjusted, self.problem) = (false, None);
        self.plan = self.planned();
        let last = self.plan.as_ref().map_or(0, |plan| plan.steps.len()).saturating_sub(1);
        self.cursor = self.cursor.min(last);
    }

    fn planned(&self) -> Result<Plan> {
        let (Some(can), Some(known)) = (&self.can, self.chosen()) else { return self.plan.clone() };
        let template = known.template.as_ref().map_err(Clone::clone)?;
        can.may(template)?;
        let start = day::parse(self.start.text(), self.today, Side::Ahead)?;
        let calendar = if self.working { can.working.clone() } else { Calendar::every_day() };
        plan(template, start, calendar, self.today)
    }

    /// Takes a key that types the day; false: the keymap is to be asked.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        if self.focus != Focus::Start || self.state != State::Editing {
            return false;
        }
        let before = self.start.text().to_owned();
        let taken = self.start.key(key);
        if self.start.text() != before {
            self.replan();
        }
        taken
    }

    /// Takes pasted text into the day.
    pub fn paste(&mut self, text: &str) {
        if self.focus == Focus::Start && self.state == State::Editing {
            self.start.paste(text);
            self.replan();
        }
    }

    /// Goes to the next field or the previous one, round and round.
    pub fn field(&mut self, forward: bool) {
        let count = Focus::ALL.len();
        let at = Focus::ALL.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let to = (at + if forward { 1 } else { count - 1 }) % count;
        self.focus = Focus::ALL.get(to).copied().unwrap_or(self.focus);
    }

    /// Up or down: from field to field, within the steps from step to step.
    pub fn step(&mut self, by: isize) {
        let last = self.plan.as_ref().map_or(0, |plan| plan.steps.len()).saturating_sub(1);
        match self.focus {
            Focus::Steps if by < 0 && self.cursor == 0 => self.focus = Focus::Working,
            Focus::Steps => self.cursor = self.cursor.saturating_add_signed(by).min(last),
            _ if by > 0 => self.field(true),
            Focus::Template => {}
            _ => self.field(false),
        }
    }

    /// Left or right: another template, or working days or not.
    pub fn turn(&mut self, right: bool) {
        match self.focus {
            Focus::Template => {
                let count = self.can.as_ref().map_or(0, |can| can.templates.all.len()).max(1);
                self.template = (self.template + if right { 1 } else { count - 1 }) % count;
            }
            Focus::Working => self.working = !self.working,
            Focus::Start | Focus::Steps => return,
        }
        self.replan();
    }

    /// Moves the selected step by so many days, with everything that depends on it. Gives how many moved.
    ///
    /// # Errors
    /// It would come before a step that it needs.
    pub fn shift(&mut self, by: i32) -> Result<usize> {
        self.focus = Focus::Steps;
        let Ok(plan) = &mut self.plan else { return Ok(0) };
        let before: Vec<Day> = plan.steps.iter().map(|step| step.due_on).collect();
        plan.shift(self.cursor, by)?;
        self.adjusted = true;
        Ok(plan.steps.iter().zip(before).filter(|(step, before)| step.due_on != *before).count())
    }

    /// Leaves the selected step out, or takes it in again.
    pub fn leave_out(&mut self) {
        self.focus = Focus::Steps;
        if let Ok(plan) = &mut self.plan
            && let Some(left_out) = plan.steps.get(self.cursor).map(|step| step.left_out)
        {
            plan.leave_out(self.cursor, !left_out);
            self.adjusted = true;
        }
    }

    /// What is to be written, as the change of a number; None: something is wrong, and says so.
    pub fn save(&mut self, number: Number) -> Option<Plan> {
        if self.state != State::Editing {
            return None;
        }
        match &self.plan {
            Ok(plan) => {
                self.state = State::Saving(number);
                Some(plan.clone())
            }
            Err(error) => {
                self.problem = Some(error.clone());
                None
            }
        }
    }

    /// The number of the change that is on its way.
    pub fn saving(&self) -> Option<Number> {
        match self.state {
            State::Saving(number) => Some(number),
            State::Editing | State::Asking => None,
        }
    }

    /// Says what went wrong; everything chosen stays.
    pub fn fail(&mut self, problem: Error) {
        (self.problem, self.state) = (Some(problem), State::Editing);
    }

    /// Whether it asks if the adjusted dates are to be thrown away.
    pub fn asks(&self) -> bool {
        self.state == State::Asking
    }

    /// One step back. True: it closes. With adjusted dates it asks first, and goes on when asked again.
    pub fn back(&mut self) -> bool {
        match self.state {
            State::Asking => self.state = State::Editing,
            State::Editing if self.adjusted => self.state = State::Asking,
            State::Editing => return true,
            State::Saving(_) => {}
        }
        false
    }

    /// Brings the selected step into view.
    pub fn settle(&mut self, area: Rect) {
        let height = usize::from(split_top(inside(area), HEAD).1.height);
        let steps = self.plan.as_ref().map_or(0, |plan| plan.steps.len());
        let last = steps.saturating_sub(height);
        self.top = self.top.min(self.cursor).max((self.cursor + 1).saturating_sub(height)).min(last);
    }

    /// Goes to the field or step at a cell of the screen.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) {
        let (head, list) = split_top(inside(area), HEAD);
        if list.contains((x, y).into()) {
            let place = self.top + usize::from(y - list.y);
            if self.plan.as_ref().is_ok_and(|plan| place < plan.steps.len()) {
                (self.focus, self.cursor) = (Focus::Steps, place);
            }
        } else if head.contains((x, y).into())
            && let Some(focus) =
                Focus::ALL.get(usize::from(y - head.y)).filter(|focus| **focus != Focus::Steps)
        {
            let again = *focus == self.focus;
            self.focus = *focus;
            if again {
                self.turn(true);
            }
        }
    }

    /// The cell of the cursor while the day is typed.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let head = split_top(inside(area), HEAD).0;
        let cells = u16::try_from(self.start.cursor_cells()).unwrap_or(u16::MAX);
        let at = (head.x.saturating_add(LABEL).saturating_add(cells), head.y + 1);
        Some(at).filter(|at| self.focus == Focus::Start && at.0 < head.right() && at.1 < head.bottom())
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = format!("Start onboarding · {}", text::clean(&self.name));
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        let (head, list) = split_top(inner, HEAD);
        let name = self.chosen().map_or("", |known| known.name.as_ref());
        let count = self.can.as_ref().map_or(0, |can| can.templates.all.len());
        let origin = self.chosen().map_or("", |known| known.origin.name());
        let beside = format!("{} of {count}, {origin} · left and right choose", self.template + 1);
        self.label(buffer, head, (0, Focus::Template, "Template"), name, &beside, theme);
        let meant = match &self.plan {
            Ok(plan) => format!(
                "{}, {}",
                plan.start.date().format("%a %-d %b %Y"),
                words::away(plan.start, self.today)
            ),
            Err(_) => String::new(),
        };
        self.label(buffer, head, (1, Focus::Start, "Starts"), self.start.text(), &meant, theme);
        let (working, what) = if self.working {
            ("yes", "no step on a weekend or a holiday")
        } else {
            ("no", "steps on any day")
        };
        self.label(buffer, head, (2, Focus::Working, "Working days"), working, what, theme);
        self.told(buffer, Rect { y: head.y + 3, height: head.height.saturating_sub(3), ..head }, theme);
        if let Ok(plan) = &self.plan {
            let lines = plan.steps.iter().enumerate().skip(self.top);
            for ((place, step), y) in lines.zip(list.top()..list.bottom()) {
                let selected = self.focus == Focus::Steps && place == self.cursor;
                planned(buffer, Rect { y, height: 1, ..list }, (plan.start, step), selected, theme);
            }
        }
    }

    /// A field in its line of the head.
    fn label(
        &self,
        buffer: &mut Buffer,
        head: Rect,
        (line, focus, label): (u16, Focus, &str),
        value: &str,
        beside: &str,
        theme: &Theme,
    ) {
        if line >= head.height {
            return;
        }
        let y = head.y + line;
        let in_focus = self.focus == focus;
        let role = if in_focus { Role::Key } else { Role::Dim };
        put(buffer, (head.x, y), LABEL.saturating_sub(1), label, theme.style(role));
        // The field that is typed into shows the terminal's cursor instead.
        let value_role = if in_focus && focus != Focus::Start { Role::Selected } else { Role::Text };
        let room = head.right().saturating_sub(head.x + LABEL);
        let x = put(buffer, (head.x + LABEL, y), room, value, theme.style(value_role)) + 2;
        put(buffer, (x, y), head.right().saturating_sub(x), beside, theme.style(Role::Dim));
    }

    /// What is wrong, what is asked, or what the template is for; and the titles of the steps.
    fn told(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let wrong = self.problem.as_ref().or(self.plan.as_ref().err()).filter(|_| self.can.is_some());
        let (told, role) = match (self.state, wrong, self.chosen().map(|known| &known.template)) {
            (State::Asking, ..) => ("Throw the adjusted dates away? y yes, Esc no".to_owned(), Role::Error),
            (State::Saving(_), ..) => ("Starting…".to_owned(), Role::Note),
            (_, Some(error), _) => (error.to_string(), Role::Error),
            (_, None, Some(Ok(template))) => (template.about.to_string(), Role::Dim),
            _ => (String::new(), Role::Dim),
        };
        let lines = crate::tui::widgets::doc::wrap(&told, usize::from(area.width));
        for (line, y) in lines.iter().take(2).zip(area.top()..area.bottom().saturating_sub(1)) {
            put(buffer, (area.x, y), area.width, line, theme.style(role));
        }
        if let (Ok(plan), Some(y)) = (&self.plan, area.bottom().checked_sub(1).filter(|y| *y >= area.y)) {
            let steps = words::count(plan.kept().count(), "step");
            let last = plan.kept().map(|step| step.due_on).max().unwrap_or(plan.start);
            let heading = format!("{steps}, first outcome by {}, last on {last}", plan.start + plan.days);
            put_all(buffer, Rect { y, height: 1, ..area }, &[(&heading, theme.style(Role::Heading))]);
        }
    }
}

/// Day, date, title, whose work it is; what it was moved from.
fn planned(buffer: &mut Buffer, area: Rect, (start, step): (Day, &Planned), selected: bool, theme: &Theme) {
    let styled = paint::line(buffer, area, selected, theme);
    let strong = if step.left_out { Role::Dim } else { Role::Text };
    put_aligned(
        buffer,
        (area.x, area.y),
        5,
        &format!("D{}", step.due_on - start),
        Align::Right,
        styled(Role::Dim),
    );
    let date = step.due_on.date().format("%a %Y-%m-%d").to_string();
    let x = put(buffer, (area.x + 7, area.y), area.width.saturating_sub(7), &date, styled(strong)) + 2;
    let mut end = area.right();
    if area.width >= WITH_OWNER {
        end = end.saturating_sub(OWNER);
        put(buffer, (end, area.y), OWNER, step.step.owner.name(), styled(Role::Dim));
    }
    let title =
        if step.left_out { format!("left out: {}", step.step.title) } else { step.step.title.to_string() };
    let room = end.saturating_sub(x + 1);
    let x = put(buffer, (x, area.y), room, &title, styled(strong)) + 2;
    let kind = match (step.step.milestone, step.step.required) {
        (true, _) => "milestone",
        (false, false) => "optional",
        _ => "",
    };
    put(buffer, (x, area.y), end.saturating_sub(x + 1), kind, styled(Role::Dim));
}
