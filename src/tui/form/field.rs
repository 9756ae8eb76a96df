//! One field while it is edited: what the book has, what is typed, what that means.

use crate::domain::{Error, Result};
use crate::edit::{self, Context, Field, FieldKind, LinkTo, Value};
use crate::tui::term::event::{KeyCode, KeyEvent, KeyModifiers};
use crate::tui::widgets::options::Options;
use crate::tui::widgets::textinput::TextInput;

/// A field and its text.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub field: &'static Field,
    /// What the book has.
    base: Value,
    /// That as text: as long as it stands there nothing has changed.
    base_text: String,
    /// What the book had before another change put `base` there.
    was: Option<String>,
    /// Whether it stands for several records, which may have something else each.
    mixed: bool,
    input: TextInput,
    value: Result<Value>,
    options: Option<Options>,
    /// Whether a line of the open list was chosen, and not letters typed since.
    pointed: bool,
    /// Whether the list was opened as a whole: the text is the name that stood there, and no search.
    whole: bool,
}

impl Entry {
    /// A field with what the book has.
    pub fn new(field: &'static Field, base: Value, context: &Context) -> Entry {
        let base_text = edit::show(field, &base, context);
        Entry {
            field,
            value: Ok(base.clone()),
            base,
            was: None,
            mixed: false,
            input: input(field, &base_text),
            base_text,
            options: None,
            pointed: false,
            whole: false,
        }
    }

    /// A field of several records, of which nothing is known: empty leaves them alone, and none empties them.
    pub fn mixed(field: &'static Field, context: &Context) -> Entry {
        Entry { mixed: true, ..Entry::new(field, Value::Null, context) }
    }

    /// The text as typed.
    pub fn input(&self) -> &TextInput {
        &self.input
    }

    /// To set the cursor.
    pub fn input_mut(&mut self) -> &mut TextInput {
        &mut self.input
    }

    /// What is typed means this, or is wrong so.
    pub fn value(&self) -> &Result<Value> {
        &self.value
    }

    /// What the book has.
    pub fn base(&self) -> &Value {
        &self.base
    }

    /// Whether something else is to be saved than what the book has.
    pub fn is_dirty(&self) -> bool {
        self.value.as_ref() != Ok(&self.base) || self.is_none()
    }

    /// Whether the field is to be emptied in several records.
    fn is_none(&self) -> bool {
        self.can_be_emptied() && self.input.text().trim().eq_ignore_ascii_case(NONE)
    }

    /// Whether it stands for several records and the word none empties it in all of them.
    pub fn can_be_emptied(&self) -> bool {
        self.mixed && !self.field.required && self.field.otherwise.is_null()
    }

    /// What can be chosen.
    fn choices(&self, context: &Context) -> Vec<String> {
        let mut names = choices(self.field, context);
        if self.can_be_emptied() {
            names.push(NONE.to_owned());
        }
        names
    }

    /// What another change did to the field while it was open: what was there, what is there now.
    pub fn changed_underneath(&self) -> Option<(&str, &str)> {
        self.was.as_deref().map(|was| (was, self.base_text.as_str()))
    }

    /// The list of what can be chosen, while it is open.
    pub fn options(&self) -> Option<&Options> {
        self.options.as_ref()
    }

    /// Whether the field is chosen from a list.
    pub fn is_choice(&self) -> bool {
        matches!(
            self.field.kind,
            FieldKind::Choice(_) | FieldKind::YesNo | FieldKind::Link(_) | FieldKind::Links(_)
        )
    }

    /// Whether several names may stand in it, with `;` between.
    fn is_several(&self) -> bool {
        matches!(self.field.kind, FieldKind::Links(_))
    }

    /// What is looked for in the list: of several names the last one.
    fn sought(&self) -> &str {
        let text = self.input.text();
        if self.is_several() { text.rsplit([';', ',']).next().unwrap_or(text).trim_start() } else { text }
    }

    /// Whether it holds several lines.
    pub fn is_long(&self) -> bool {
        matches!(self.field.kind, FieldKind::LongText { .. })
    }

    /// Takes a key that types, edits or chooses; false: it is none of this field's.
    pub fn key(&mut self, key: KeyEvent, context: &Context) -> bool {
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if self.is_choice() && plain && self.choose(key.code, context) {
            return true;
        }
        let before = self.input.text().to_owned();
        if !self.input.key(key) {
            return false;
        }
        if self.input.text() != before {
            self.typed(context);
        }
        true
    }

    /// Whether what it can lead to is looked up as one types, and not known beforehand.
    pub fn is_looked_up(&self) -> bool {
        self.field.kind == FieldKind::Link(LinkTo::Account)
    }

    /// The records that it leads to: in the book, and as typed.
    pub fn ids(&self) -> Vec<i64> {
        [self.base.int(), self.value.as_ref().ok().and_then(Value::int)].into_iter().flatten().collect()
    }

    /// Takes in that other names can be chosen than before.
    pub fn offered(&mut self, context: &Context) {
        if let Some(options) = &mut self.options {
            *options = Options::new(choices(self.field, context));
            options.search(if self.whole { "" } else { self.input.text() });
        }
        self.read(context);
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str, context: &Context) {
        self.input.paste(pasted);
        self.typed(context);
    }

    /// Replaces the text.
    pub fn set_text(&mut self, text: &str, context: &Context) {
        self.input = input(self.field, text);
        self.read(context);
    }

    /// Puts the value of the book back.
    pub fn reset(&mut self) {
        self.input = input(self.field, &self.base_text);
        self.value = Ok(self.base.clone());
        self.options = None;
        self.was = None;
    }

    /// Takes in what the book has now. What is typed stays; a field nobody touched shows the new value.
    pub fn refresh(&mut self, now: Value, context: &Context) {
        let now_text = edit::show(self.field, &now, context);
        if now == self.base {
            // Names of links may have changed.
            if !self.is_dirty() {
                self.input = input(self.field, &now_text);
            }
            self.base_text = now_text;
            return;
        }
        let dirty = self.is_dirty();
        let was = std::mem::replace(&mut self.base_text, now_text);
        self.was.get_or_insert(was);
        self.base = now;
        if !dirty {
            self.input = input(self.field, &self.base_text);
            self.value = Ok(self.base.clone());
        } else {
            self.read(context);
        }
    }

    /// Opens the list of what can be chosen, with the present one selected.
    fn open(&mut self, context: &Context) {
        let names = self.choices(context);
        let present = names.iter().position(|name| name == self.input.text());
        let mut options = Options::new(&names);
        options.select(present.unwrap_or(0));
        self.options = Some(options);
    }

    /// Keys of a field that is chosen from a list.
    fn choose(&mut self, code: KeyCode, context: &Context) -> bool {
        let text_is_empty = self.input.text().is_empty();
        let several = self.is_several();
        match (code, &mut self.options) {
            (KeyCode::Char(_), None) if several && !text_is_empty => return false,
            (KeyCode::Char(' '), None) => {
                self.open(context);
                (self.pointed, self.whole) = (true, true);
            }
            // The first letter begins anew: nobody wants to take the old name off letter by letter.
            (KeyCode::Char(letter), options) if options.is_none() || (self.whole && !several) => {
                self.input = TextInput::new(letter);
                self.open(context);
                self.typed(context);
            }
            (KeyCode::Down, Some(_)) => self.point(1),
            (KeyCode::Up, Some(_)) => self.point(-1),
            (KeyCode::Enter, Some(_)) => self.settle(context),
            (KeyCode::Esc, Some(_)) => {
                self.options = None;
                self.reset();
            }
            (KeyCode::Left | KeyCode::Right, None)
                if matches!(self.field.kind, FieldKind::Choice(_) | FieldKind::YesNo) =>
            {
                self.cycle(code == KeyCode::Right, context);
            }
            _ => return false,
        }
        true
    }

    /// Takes the selected line of the open list and closes it.
    pub fn settle(&mut self, context: &Context) {
        let Some(options) = self.options.take() else { return };
        if self.sought().trim().is_empty() && !self.pointed {
            // All letters were taken off: that means none, not the first of the list.
            return self.read(context);
        }
        let sought = self.sought().to_owned();
        let chosen = options.selected().and_then(|place| self.choices(context).into_iter().nth(place));
        let Some(name) = chosen else { return };
        if !self.is_several() {
            return self.set_text(&name, context);
        }
        // Somebody who is no contact may stand here too: a name is completed only where its beginning was typed.
        if self.pointed || name.to_lowercase().starts_with(&sought.trim().to_lowercase()) {
            let kept = self.input.text().strip_suffix(sought.as_str()).unwrap_or("").to_owned();
            self.set_text(&format!("{kept}{name}"), context);
        }
    }

    /// Moves the selection of the open list.
    pub fn point(&mut self, by: isize) {
        if let Some(options) = &mut self.options {
            options.step(by);
            self.pointed = true;
        }
    }

    /// Chooses a line of the open list.
    pub fn choose_line(&mut self, line: usize, context: &Context) {
        if self.options.as_mut().is_some_and(|options| options.select_line(line)) {
            self.pointed = true;
            self.settle(context);
        }
    }

    /// The next or the previous of what can be chosen.
    fn cycle(&mut self, forward: bool, context: &Context) {
        let names = choices(self.field, context);
        let present = names.iter().position(|name| name == self.input.text());
        let next = match (present, forward) {
            (None, true) => Some(0),
            (None, false) => names.len().checked_sub(1),
            (Some(place), true) => Some(place + 1),
            (Some(place), false) => place.checked_sub(1),
        };
        if let Some(name) = next.and_then(|place| names.get(place)) {
            self.set_text(name, context);
        }
    }

    fn typed(&mut self, context: &Context) {
        (self.pointed, self.whole) = (false, false);
        let sought = self.sought().to_owned();
        if self.is_choice() {
            if self.options.is_none() {
                self.open(context);
            }
            if let Some(options) = &mut self.options {
                options.search(&sought);
            }
        }
        self.read(context);
    }

    fn read(&mut self, context: &Context) {
        let text = self.input.text();
        self.value = if text == self.base_text {
            Ok(self.base.clone())
        } else if self.is_none() {
            Ok(Value::Null)
        } else {
            edit::parse(self.field, text, context).and_then(|value| needed(self.field, value))
        };
    }

    /// What is wrong with the text, as far as there is something wrong with it.
    pub fn problem(&self) -> Option<&Error> {
        self.value.as_ref().err()
    }

    /// Says that what is typed cannot stand, until something else is typed.
    pub fn refuse(&mut self, problem: Error) {
        self.value = Err(problem);
    }

    /// Looks at the field once more before it is saved: a new record has fields that nobody has touched.
    pub fn check(&mut self) {
        if let Ok(value) = &self.value {
            self.value = needed(self.field, value.clone());
        }
    }
}

/// What says that a field is to be emptied in several records.
const NONE: &str = "none";

/// The words or names that a field is chosen from.
fn choices(field: &Field, context: &Context) -> Vec<String> {
    match &field.kind {
        FieldKind::Choice(words) => words.iter().map(|word| word.1.to_owned()).collect(),
        FieldKind::YesNo => ["yes", "no"].map(str::to_owned).to_vec(),
        FieldKind::Link(to) | FieldKind::Links(to) => {
            let names = context.names.iter().filter(|names| names.0 == *to).flat_map(|names| &names.1);
            names.map(|name| name.1.clone()).collect()
        }
        _ => Vec::new(),
    }
}

fn needed(field: &Field, value: Value) -> Result<Value> {
    if field.required && value.is_null() {
        return Err(Error::invalid(format!("{} is needed", field.label)));
    }
    Ok(value)
}

fn input(field: &Field, text: &str) -> TextInput {
    match field.kind {
        FieldKind::LongText { .. } => TextInput::long(text),
        _ => TextInput::new(text),
    }
}
