//! An assessment while it is answered: a choice a question, with the last answer beside it and the total below.
//!
//! As a form it is a plain state machine: it is given what the book has, and gives an [`Assess`] of what was answered.

mod draw;

use std::collections::BTreeMap;

use crate::assessment::{Answer, Choice, Outcome, Question, Standing, Taken};
use crate::domain::{Day, Error};
use crate::edit::assess::Assess;
use crate::edit::day::{self, Side};
use crate::health::facts::AccountId;
use crate::tui::source::{Assessments, Number, Request, Which};
use crate::tui::term::event::{KeyCode, KeyEvent, KeyModifiers};
use crate::tui::widgets::textinput::TextInput;

/// What comes after the questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Beside {
    Note,
    Date,
    By,
}

impl Beside {
    const ALL: [Beside; 3] = [Beside::Note, Beside::Date, Beside::By];
}

/// What the keys go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Focus {
    /// A question, by its place.
    Question(usize),
    Beside(Beside),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Answering,
    /// Esc was pressed with answers in it.
    Asking,
    /// It is on its way into the book.
    Saving(Number),
}

/// An assessment being answered.
#[derive(Clone, Debug)]
pub struct Assessing {
    account: AccountId,
    name: String,
    today: Day,
    which: Which,
    standing: Standing,
    /// Ids and names of the team.
    team: Vec<(i64, String)>,
    /// What was answered here: the key of the choice, None where an answer was taken back.
    given: BTreeMap<String, Option<String>>,
    note: Option<TextInput>,
    date: Option<TextInput>,
    /// Who assesses; None: nobody chose yet.
    by: Option<Option<i64>>,
    /// Who it is where nobody chose: the account's own CSM.
    csm: Option<i64>,
    focus: usize,
    state: State,
    problem: Option<Error>,
}

impl Assessing {
    /// A form for what was read; None: the template or the assessment is gone.
    pub fn new(
        account: AccountId,
        name: &str,
        which: Which,
        read: Assessments,
        csm: Option<i64>,
    ) -> Option<Assessing> {
        let (today, team) = (read.today, read.team.clone());
        let standing = read.standing(which)?;
        Some(Assessing {
            account,
            name: name.to_owned(),
            today,
            which,
            standing,
            team,
            given: BTreeMap::new(),
            note: None,
            date: None,
            by: None,
            csm,
            focus: 0,
            state: State::Answering,
            problem: None,
        })
    }

    /// What has to be read for it whenever the book may have changed.
    pub fn request(&self) -> Request {
        Request::Assessments(self.account, Some(self.which))
    }

    /// Takes in what the book has now; what was answered stays.
    pub fn read(&mut self, read: Assessments) {
        let (today, team) = (read.today, read.team.clone());
        match read.standing(self.which) {
            Some(standing) => (self.today, self.team, self.standing) = (today, team, standing),
            None => self.problem = Some(Error::not_found("the assessment is not in the book any more")),
        }
    }

    fn questions(&self) -> &[Question] {
        &self.standing.template.questions
    }

    fn lines(&self) -> usize {
        self.questions().len() + Beside::ALL.len()
    }

    fn at(&self, line: usize) -> Focus {
        match line.checked_sub(self.questions().len()) {
            None => Focus::Question(line),
            Some(place) => Focus::Beside(Beside::ALL.get(place).copied().unwrap_or(Beside::By)),
        }
    }

    fn question(&self) -> Option<&Question> {
        match self.at(self.focus) {
            Focus::Question(place) => self.questions().get(place),
            Focus::Beside(_) => None,
        }
    }

    /// The day that is typed, or stands there.
    fn day(&self) -> Result<Day, Error> {
        match &self.date {
            Some(typed) => day::parse(typed.text(), self.today, Side::Behind)
                .and_then(|day| {
                    let told = format!("{day} is still to come");
                    if day > self.today { Err(Error::invalid(told)) } else { Ok(day) }
                })
                .map_err(|error| error.at("Date")),
            None => Ok(self.corrected().map_or(self.today, |taken| taken.on)),
        }
    }

    /// The assessment that was opened to be corrected.
    fn corrected(&self) -> Option<&Taken> {
        let Which::Row(id) = self.which else { return None };
        self.standing.taken.iter().find(|taken| taken.id == Some(id))
    }

    /// What the book has already of what is being answered: that of the day counts.
    fn base(&self) -> Option<&Taken> {
        self.corrected().or_else(|| {
            let day = self.day().ok()?;
            self.standing.taken.iter().find(|taken| taken.on == day)
        })
    }

    /// The answer to a question as it stands in the form.
    fn answer(&self, question: &Question) -> Option<Answer> {
        match self.given.get(&question.key) {
            Some(given) => {
                let choice = question.answers.iter().find(|own| Some(&own.key) == given.as_ref())?;
                Some(Answer {
                    question: question.key.clone(),
                    choice: Some(choice.key.clone()),
                    score: choice.score,
                    note: None,
                })
            }
            None => self.base()?.answer(&question.key).cloned(),
        }
    }

    /// The last answer to a question before this assessment.
    fn last(&self, question: &Question) -> Option<(Day, &Answer)> {
        let but = self.base().and_then(|taken| taken.id);
        self.standing.last_answer(&question.key, self.day().unwrap_or(self.today), but)
    }

    /// What the answers add up to so far.
    fn outcome(&self) -> Outcome {
        let answers: Vec<Answer> =
            self.questions().iter().filter_map(|question| self.answer(question)).collect();
        self.standing.template.outcome(&answers)
    }

    /// Whether something was answered or changed.
    pub fn changes(&self) -> usize {
        let typed = |input: &Option<TextInput>, before: &str| {
            usize::from(input.as_ref().is_some_and(|input| input.text().trim() != before.trim()))
        };
        let note = self.base().and_then(|taken| taken.note.as_deref()).unwrap_or_default();
        let by = self.by.is_some_and(|by| by != self.base().and_then(|taken| taken.by));
        self.given.len() + typed(&self.note, note) + usize::from(self.date.is_some()) + usize::from(by)
    }

    /// Moves between the lines.
    pub fn step(&mut self, by: isize) {
        self.focus = self.focus.saturating_add_signed(by).min(self.lines().saturating_sub(1));
    }

    /// Takes a key that answers or types; false: it is none of this form's.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        if self.state != State::Answering {
            return false;
        }
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match self.at(self.focus) {
            Focus::Question(_) => plain && self.answer_key(key.code),
            Focus::Beside(Beside::By) => plain && self.by_key(key.code),
            Focus::Beside(of @ (Beside::Note | Beside::Date)) => {
                // Enter saves, as in every form.
                let mut input = self.typed(of);
                let taken = input.key(key);
                if taken {
                    self.put(of, input);
                }
                taken
            }
        }
    }

    /// The text of a line as it stands in the form.
    fn typed(&self, of: Beside) -> TextInput {
        match of {
            Beside::Note => self.note.clone().unwrap_or_else(|| {
                TextInput::new(self.base().and_then(|taken| taken.note.as_deref()).unwrap_or_default())
            }),
            Beside::Date => self.date.clone().unwrap_or_else(|| {
                TextInput::new(self.corrected().map_or(self.today, |taken| taken.on).to_string())
            }),
            Beside::By => TextInput::new(self.by_name()),
        }
    }

    fn put(&mut self, of: Beside, input: TextInput) {
        self.problem = None;
        match of {
            Beside::Note => self.note = Some(input),
            // A date that stands as it stood is no change.
            Beside::Date if self.date.is_none() && input.text() == self.typed(of).text() => {}
            Beside::Date => self.date = Some(input),
            Beside::By => {}
        }
    }

    /// Keys of a question: a number answers and goes on, arrows turn, = takes the last answer.
    fn answer_key(&mut self, code: KeyCode) -> bool {
        let Some(question) = self.question().cloned() else { return false };
        let present = self.answer(&question).and_then(|own| own.choice);
        let place = question.answers.iter().position(|own| Some(&own.key) == present.as_ref());
        let last = question.answers.len().saturating_sub(1);
        let (to, goes_on) = match code {
            KeyCode::Char(digit) if digit.is_ascii_digit() => {
                let number = digit.to_digit(10).and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                (number.checked_sub(1), true)
            }
            KeyCode::Char('=') => {
                let chosen = self.last(&question).and_then(|(_, answer)| answer.choice.clone());
                (question.answers.iter().position(|own| Some(&own.key) == chosen.as_ref()), true)
            }
            KeyCode::Right | KeyCode::Char(' ') => {
                (Some(place.map_or(0, |place| (place + 1).min(last))), false)
            }
            KeyCode::Left => (Some(place.map_or(last, |place| place.saturating_sub(1))), false),
            KeyCode::Backspace | KeyCode::Delete => {
                self.take_back(&question);
                return true;
            }
            // What is no answer does not run as a key of the screen below.
            KeyCode::Char(letter) if letter != '?' => return true,
            _ => return self.end_key(code),
        };
        if let Some(choice) = to.and_then(|place| question.answers.get(place)) {
            self.choose(&question, choice);
            if goes_on {
                self.step(1);
            }
        }
        true
    }

    /// To the first line, to the last.
    fn end_key(&mut self, code: KeyCode) -> bool {
        match code {
            KeyCode::Home => self.step(isize::MIN),
            KeyCode::End => self.step(isize::MAX),
            _ => return false,
        }
        true
    }

    fn choose(&mut self, question: &Question, choice: &Choice) {
        self.problem = None;
        self.given.insert(question.key.clone(), Some(choice.key.clone()));
    }

    fn take_back(&mut self, question: &Question) {
        // What the book has not is not taken back: it is just not answered.
        match self.base().and_then(|taken| taken.answer(&question.key)) {
            Some(_) => self.given.insert(question.key.clone(), None),
            None => self.given.remove(&question.key),
        };
    }

    fn by_id(&self) -> Option<i64> {
        self.by.unwrap_or_else(|| self.base().map_or(self.csm, |taken| taken.by))
    }

    fn by_name(&self) -> &str {
        let id = self.by_id();
        self.team.iter().find(|member| Some(member.0) == id).map_or("", |member| member.1.as_str())
    }

    /// Keys of who assesses: arrows turn, a letter goes to the next name that begins with it.
    fn by_key(&mut self, code: KeyCode) -> bool {
        let place = self.team.iter().position(|member| Some(member.0) == self.by_id());
        let next = match code {
            KeyCode::Right | KeyCode::Char(' ') => Some(place.map_or(0, |place| place + 1)),
            KeyCode::Left => place.map_or(self.team.len().checked_sub(1), |place| place.checked_sub(1)),
            KeyCode::Char(letter) => {
                let begins = |member: &(i64, String)| {
                    member.1.to_lowercase().starts_with(&letter.to_lowercase().to_string())
                };
                let from = place.map_or(0, |place| place + 1);
                let places = (from..self.team.len()).chain(0..from);
                let found = places
                    .filter(|place| self.team.get(*place).is_some_and(begins))
                    .min_by_key(|place| if *place >= from { place - from } else { self.team.len() + place });
                match found {
                    Some(found) => Some(found),
                    None => return true,
                }
            }
            KeyCode::Backspace | KeyCode::Delete => None,
            _ => return self.end_key(code),
        };
        self.by = Some(next.and_then(|place| self.team.get(place)).map(|member| member.0));
        true
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        if let Focus::Beside(of @ (Beside::Note | Beside::Date)) = self.at(self.focus) {
            let mut input = self.typed(of);
            input.paste(pasted);
            self.put(of, input);
        }
    }

    /// Puts back what the book has in the line in front.
    pub fn take_theirs(&mut self) {
        match self.at(self.focus) {
            Focus::Question(_) => {
                if let Some(key) = self.question().map(|question| question.key.clone()) {
                    self.given.remove(&key);
                }
            }
            Focus::Beside(Beside::Note) => self.note = None,
            Focus::Beside(Beside::Date) => self.date = None,
            Focus::Beside(Beside::By) => self.by = None,
        }
    }

    /// What is to be written; None: something is wrong or missing, as is said.
    pub fn save(&mut self, number: Number) -> Option<(AccountId, Assess)> {
        if self.state != State::Answering {
            return None;
        }
        let day = match self.day() {
            Ok(day) => day,
            Err(problem) => {
                self.problem = Some(problem);
                return None;
            }
        };
        if self.outcome().answered == 0 {
            self.problem = Some(Error::invalid("no question is answered").hint("a number answers one"));
            return None;
        }
        let mut assess = Assess::new(self.standing.template.clone());
        assess.id = self.base().and_then(|taken| taken.id);
        assess.on = Some(day);
        assess.by = self.by_id();
        assess.note = self.note.as_ref().map(|note| note.text().to_owned());
        for question in self.questions() {
            match self.given.get(&question.key) {
                Some(Some(_)) => assess.answers.extend(self.answer(question)),
                Some(None) => assess.cleared.push(question.key.clone()),
                None => {}
            }
        }
        self.state = State::Saving(number);
        self.problem = None;
        Some((self.account, assess))
    }

    /// The number of the change with which it is on its way into the book.
    pub fn saving(&self) -> Option<Number> {
        match self.state {
            State::Saving(number) => Some(number),
            _ => None,
        }
    }

    /// Says what went wrong; the answers stay.
    pub fn fail(&mut self, problem: Error) {
        (self.problem, self.state) = (Some(problem), State::Answering);
    }

    /// One step back. True: it closes. With answers in it it asks first.
    pub fn back(&mut self) -> bool {
        match self.state {
            State::Asking => self.state = State::Answering,
            State::Answering if self.changes() > 0 => self.state = State::Asking,
            State::Answering => return true,
            State::Saving(_) => {}
        }
        false
    }

    /// Whether it asks if the answers are to be thrown away.
    pub fn asks(&self) -> bool {
        self.state == State::Asking
    }
}
