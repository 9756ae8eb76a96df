//! The form: every record is edited by this one, from its descriptor.
//!
//! A form is a plain state machine. It reads nothing and writes nothing: the dashboard gives it what the book has, and
//! takes from it a [`Patch`] of what changed.

mod draw;
mod field;

use std::ops::Range;

use crate::book::Board;
use crate::domain::{Currency, Day, Error, PlanSection, Result};
use crate::edit::onboarding::{AddStep, Outcome};
use crate::edit::outcome::UpdateGoal;
use crate::edit::plan::{AddItem, Agree, Review};
use crate::edit::renewal;
use crate::edit::successor::{Replace, Successor};
use crate::edit::template::{EditTemplate, Opened, Place};
use crate::edit::today::{PutOff, Rows};
use crate::edit::{Context, Entity, LinkTo, Patch, Target, Value};
use crate::expansion::DealId;
use crate::health::facts::{AccountId, ContactId};
use crate::onboarding::handoff::Missing;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::expand::{Expand, Expanding};
use crate::tui::planning::Planning;
use crate::tui::playing;
use crate::tui::renew::{Renew, Renewing};
use crate::tui::source::{Known, Number, Request};
use crate::tui::term::event::KeyEvent;
use crate::tui::work::Work;

pub use draw::Part;
use field::Entry;

/// What a form is about.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The kind of record.
    pub entity: &'static Entity,
    /// Which one, or where a new one belongs.
    pub target: Target,
    /// The account that it belongs to or is.
    pub account: Option<AccountId>,
    /// These fields alone; empty: all of them.
    pub only: Vec<&'static str>,
}

impl About {
    /// A record that is there.
    pub fn row(entity: &'static Entity, id: i64, account: Option<AccountId>) -> About {
        About { entity, target: Target::Row(id), account, only: Vec::new() }
    }

    /// A new record of an account, or a new account.
    pub fn new(entity: &'static Entity, account: Option<AccountId>) -> About {
        About { entity, target: Target::New { parent: account }, account, only: Vec::new() }
    }

    /// The same, these fields alone.
    pub fn only(self, fields: impl IntoIterator<Item = &'static str>) -> About {
        About { only: fields.into_iter().collect(), ..self }
    }
}

/// So many accounts are offered at once: more are told apart by typing.
const OFFERED: usize = 100;

/// Offers the accounts that fit what is typed now, where the list is open.
fn look_up(entry: &mut Entry, context: &mut Context, board: &Board) {
    if entry.is_looked_up() && entry.options().is_some() {
        context.offer(LinkTo::Account, board.find_named(entry.input().text(), OFFERED), &entry.ids());
        entry.offered(context);
    }
}

/// What the form is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Editing,
    /// Esc was pressed with changes in it.
    Asking,
    /// The patch is on its way, as the change of this number.
    Saving(Number),
}

/// What saving a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Does {
    /// The fields are written.
    #[default]
    Save,
    /// A step is added to an onboarding.
    AddStep { onboarding: i64 },
    /// The first outcome of an account is confirmed.
    Outcome(AccountId),
    /// Something becomes of a renewal.
    Renew(Renewing, renewal::Target),
    /// Something becomes of an opportunity.
    Expand(Expanding, DealId),
    /// A plan gets another item.
    AddItem { plan: i64, section: PlanSection },
    /// The customer agrees to a plan.
    Agree(i64),
    /// A plan is looked at again.
    Review(i64),
    /// Something is said about a goal.
    UpdateGoal(i64),
    /// What is held of the list of the day is put off until the day that is given.
    PutOff,
    /// The new contact takes over from one who leaves.
    Replace { leaver: ContactId, on: Day },
    /// Something is done to a play or an intervention.
    Play(playing::Does),
}

/// A form over a screen.
#[derive(Clone, Debug)]
pub struct Form {
    about: About,
    /// Ids of several records that all get what is saved; empty: the one it is about.
    many: Vec<i64>,
    /// The name of the record or of the account it belongs to.
    name: String,
    fields: Vec<Entry>,
    /// None until the book was read.
    context: Option<Context>,
    focus: usize,
    top: usize,
    state: State,
    problem: Option<Error>,
    /// What is still to be given: said in red below the field until it is.
    wanted: Vec<Missing>,
    /// What stands in fields of a new record to begin with, instead of what the entity says.
    begins: Vec<(&'static str, Value)>,
    does: Does,
    /// The template that it is a part of (None: a new one), and no record of the book.
    part: Option<(Opened, Option<Place>)>,
}

impl Form {
    /// A form before its record is read.
    pub fn new(about: About, name: &str) -> Form {
        Form {
            about,
            many: Vec::new(),
            name: name.to_owned(),
            fields: Vec::new(),
            context: None,
            focus: 0,
            top: 0,
            state: State::Editing,
            problem: None,
            wanted: Vec::new(),
            begins: Vec::new(),
            does: Does::Save,
            part: None,
        }
    }

    /// The same, of a part of a template (None: a new one): it is read from that text and saved into it.
    pub fn within(self, template: Opened, place: Option<Place>) -> Form {
        Form { part: Some((template, place)), ..self }
    }

    /// The part of a template that it is about.
    pub fn part(&self) -> Option<Option<Place>> {
        self.part.as_ref().map(|part| part.1)
    }

    /// The same, with something in a field of a new record to begin with.
    pub fn beginning(mut self, field: &'static str, value: Value) -> Form {
        self.begins.push((field, value));
        self
    }

    /// The same, with something else to do when it is saved.
    pub fn doing(self, does: Does) -> Form {
        Form { does, ..self }
    }

    /// The same, with what is still to be given.
    pub fn wanting(self, wanted: Vec<Missing>) -> Form {
        Form { wanted, ..self }
    }

    /// A form for one field of many records: it begins empty, and what is saved goes into all of them.
    pub fn for_many(entity: &'static Entity, field: &'static str, ids: Vec<i64>, name: &str) -> Form {
        Form { many: ids, ..Form::new(About::new(entity, None).only([field]), name) }
    }

    /// What has to be read for it, at first and whenever the book may have changed: a record, or the templates.
    pub fn request(&self) -> Request {
        match self.part {
            Some(_) => Request::Templates,
            None => Request::Record(self.about.entity, self.about.target, self.about.account),
        }
    }

    /// Takes in the template as it is now.
    pub fn reread(&mut self, template: Opened, known: Known) {
        if let Some(part) = &mut self.part {
            part.0 = template;
        }
        self.read(Ok(known));
    }

    /// Takes in what the book has, at first and whenever it may have changed.
    pub fn read(&mut self, read: Result<Known>) {
        let known = match read {
            Ok(known) => known,
            // A change may be on its way nevertheless.
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let first = self.context.is_none();
        let mut known = known;
        if let Some(before) = &self.context {
            // Names that were found since: what was chosen among them stays understood.
            known.context.keep(LinkTo::Account, before);
        }
        // Amounts are typed in the currency that a new record begins with.
        let begun =
            self.begins.iter().find(|begins| begins.0 == "currency").and_then(|begins| begins.1.text());
        if let Some(currency) = begun.and_then(|code| Currency::parse(code).ok()) {
            known.context.currency = currency;
        }
        for (field, value) in known.values {
            if !self.about.only.is_empty() && !self.about.only.contains(&field.name) {
                continue;
            }
            let begins = self.begins.iter().find(|begins| begins.0 == field.name);
            let value = begins.map_or(value, |begins| begins.1.clone());
            let value = if self.many.is_empty() { value } else { Value::Null };
            let entry = |value| match self.many.is_empty() {
                true => Entry::new(field, value, &known.context),
                false => Entry::mixed(field, &known.context),
            };
            match self.fields.iter_mut().find(|entry| entry.field.name == field.name) {
                // What a new record begins with is no change underneath.
                Some(_) if matches!(self.about.target, Target::New { .. }) => {}
                Some(entry) => entry.refresh(value, &known.context),
                None if first => self.fields.push(entry(value)),
                None => {}
            }
        }
        self.context = Some(known.context);
    }

    /// Says what went wrong; everything typed stays. What is wrong with a field is said there: one that was changed is
    /// to blame, whatever it broke.
    pub fn fail(&mut self, problem: Error) {
        self.state = State::Editing;
        let blamed = problem.field.and_then(|field| {
            let named = self.fields.iter().position(|entry| entry.field.name == field && entry.is_dirty());
            named.or_else(|| self.fields.iter().position(Entry::is_dirty))
        });
        match blamed.and_then(|place| Some((place, self.fields.get_mut(place)?))) {
            Some((place, entry)) => {
                entry.refuse(problem);
                self.focus = place;
            }
            None => self.problem = Some(problem),
        }
    }

    /// How many fields have something else than the book.
    pub fn changes(&self) -> usize {
        self.fields.iter().filter(|entry| entry.is_dirty()).count()
    }

    /// Takes a key that types or answers; false: the keymap is to be asked. Accounts are looked up on the board.
    pub fn key(&mut self, key: KeyEvent, board: &Board) -> bool {
        match self.state {
            State::Saving(_) | State::Asking => return false,
            State::Editing => {}
        }
        let (Some(entry), Some(context)) = (self.fields.get_mut(self.focus), &mut self.context) else {
            return false;
        };
        if entry.is_looked_up() && entry.options().is_none() {
            // The key may open the list of all.
            context.offer(LinkTo::Account, board.find_named("", OFFERED), &entry.ids());
        }
        let before = entry.input().text().to_owned();
        let taken = entry.key(key, context);
        if entry.input().text() != before {
            look_up(entry, context, board);
        }
        if taken {
            self.problem = None;
        }
        taken
    }

    /// Takes pasted text into the field in focus.
    pub fn paste(&mut self, text: &str, board: &Board) {
        if let (Some(entry), Some(context), State::Editing) =
            (self.fields.get_mut(self.focus), &mut self.context, self.state)
        {
            entry.paste(text, context);
            look_up(entry, context, board);
            self.problem = None;
        }
    }

    /// Moves to another field, round and round.
    pub fn step(&mut self, by: isize) {
        self.leave();
        let count = self.fields.len();
        if count > 0 {
            let to = self.focus.checked_add_signed(by).unwrap_or(count - 1);
            self.focus = to % count;
        }
    }

    /// Turns the wheel: through an open list, else from field to field.
    pub fn wheel(&mut self, by: isize) {
        match self.fields.get_mut(self.focus).filter(|entry| entry.options().is_some()) {
            Some(entry) => entry.point(by),
            None => self.step(by),
        }
    }

    /// Moves up or down: within text of several lines as far as it goes, else to the next field.
    pub fn line(&mut self, by: isize, width: u16) {
        if !self.move_in_text(by, width) {
            self.step(by);
        }
    }

    /// Moves to a field.
    fn focus_on(&mut self, place: usize) {
        if place != self.focus {
            self.leave();
            self.focus = place.min(self.fields.len().saturating_sub(1));
        }
    }

    /// What a list offers is taken when its field is left.
    fn leave(&mut self) {
        if let (Some(entry), Some(context)) = (self.fields.get_mut(self.focus), &self.context) {
            entry.settle(context);
        }
    }

    /// Puts the book's value into the field in focus.
    pub fn take_theirs(&mut self) {
        if let Some(entry) = self.fields.get_mut(self.focus) {
            entry.reset();
        }
    }

    /// The text of the field in focus, if it is one of several lines.
    pub fn long_text(&self) -> Option<&str> {
        self.fields.get(self.focus).filter(|entry| entry.is_long()).map(|entry| entry.input().text())
    }

    /// Replaces the text of the field in focus.
    pub fn set_long_text(&mut self, text: &str) {
        if let (Some(entry), Some(context)) = (self.fields.get_mut(self.focus), &self.context) {
            entry.set_text(text.trim_end(), context);
        }
    }

    /// What is to be written as the change of a number; None: nothing has changed, or a field is wrong and now in
    /// focus.
    pub fn save(&mut self, number: Number) -> Option<Vec<Patch>> {
        self.leave();
        let is_new = matches!(self.about.target, Target::New { .. });
        for entry in self.fields.iter_mut().filter(|entry| is_new || entry.is_dirty()) {
            entry.check();
        }
        if let Some(wrong) = self.fields.iter().position(|entry| entry.problem().is_some()) {
            self.focus = wrong;
            return None;
        }
        // What such a form begins with is what it is for.
        let is_act = matches!(self.does, Does::Agree(_) | Does::Review(_));
        if self.changes() == 0 && !is_act && !(is_new && self.many.is_empty()) {
            return None;
        }
        if let Some(missing) = self.lacking() {
            self.focus = self.fields.iter().position(|entry| entry.field.name == missing.field).unwrap_or(0);
            self.problem = Some(Outcome::lacks(&missing));
            return None;
        }
        // A new record gets what it began with as well.
        let written = |entry: &&Entry| entry.is_dirty() || is_new && !entry.base().is_null();
        let entries = || self.fields.iter().filter(written);
        let set: Vec<_> =
            entries().filter_map(|entry| Some((entry.field, entry.value().clone().ok()?))).collect();
        let expected: Vec<_> = entries().map(|entry| (entry.field, entry.base().clone())).collect();
        let entity = self.about.entity;
        let patches = match self.about.target {
            _ if !self.many.is_empty() => {
                self.many.iter().map(|id| Patch::row(entity, *id, set.clone())).collect()
            }
            Target::Row(id) => vec![Patch::row(entity, id, set).expecting(expected)],
            Target::New { parent } => vec![Patch::new(entity, parent, set)],
        };
        self.state = State::Saving(number);
        self.problem = None;
        Some(patches)
    }

    /// What is typed into a field; None: nothing, or nothing sound.
    fn value(&self, name: &str) -> Option<&Value> {
        let entry = self.fields.iter().find(|entry| entry.field.name == name)?;
        entry.value().as_ref().ok().filter(|value| !value.is_null())
    }

    /// What the confirmation of a first outcome lacks. One that says nothing at all is taken back.
    fn lacking(&self) -> Option<Missing> {
        let given = |needed: &Missing| self.value(needed.field).is_some();
        let is_one = matches!(self.does, Does::Outcome(_)) && Outcome::NEEDED.iter().any(given);
        Outcome::NEEDED.into_iter().filter(|_| is_one).find(|needed| !given(needed))
    }

    /// What is to be done with what [`Form::save`] gave.
    pub fn change(&self, mut patches: Vec<Patch>) -> Change {
        if let Some((template, place)) = &self.part {
            let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
            return Change::Onboarding(Work::EditTemplate(EditTemplate::fields(
                template.clone(),
                *place,
                set,
            )));
        }
        let text = |name| self.value(name).and_then(Value::text).unwrap_or_default().to_owned();
        let day = |value: &Value| value.int().and_then(|day| i32::try_from(day).ok()).map(Day);
        let [on, evidence, by] = Outcome::NEEDED.map(|needed| needed.field);
        match (self.does, self.value(on).and_then(day)) {
            (Does::AddStep { onboarding }, _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Onboarding(Work::AddStep(AddStep { onboarding, set }))
            }
            (Does::AddItem { plan, section }, _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Planning(Planning::AddItem(AddItem { plan, section, set }))
            }
            (Does::Agree(plan), _) => {
                let on = self.value("agreed_on").and_then(day).unwrap_or_default();
                Change::Planning(Planning::Agree(Agree { plan, on, with: text("agreed_with") }))
            }
            (Does::Review(plan), _) => {
                let on = self.value("reviewed_on").and_then(day).unwrap_or_default();
                let review = Review::of(plan, on, self.value("next_review_on"));
                Change::Planning(Planning::Review(review))
            }
            (Does::Outcome(account), Some(on)) => {
                let outcome = Outcome { account, on, evidence: text(evidence), by: text(by) };
                Change::Onboarding(Work::Outcome(outcome))
            }
            (Does::Renew(what, of), _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Deed(Deed::Renew(Renew { what, of, set }))
            }
            (Does::Expand(what, id), _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Deed(Deed::Expand(Expand { what, id, set }))
            }
            (Does::UpdateGoal(goal), _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Deed(Deed::UpdateGoal(UpdateGoal { goal, set }))
            }
            (Does::PutOff, _) => {
                let until = self.value("snoozed_until").and_then(day).unwrap_or_default();
                Change::PutOff(Box::new(PutOff { rows: Rows::default(), until }))
            }
            (Does::Play(does), _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Deed(Deed::Play(playing::Act { does, set }))
            }
            (Does::Replace { leaver, on }, _) => {
                let set = patches.pop().map(|patch| patch.set).unwrap_or_default();
                Change::Deed(Deed::Replace(Replace { leaver, on, by: Successor::New(set) }))
            }
            (Does::Save | Does::Outcome(_), _) => Change::Save(patches),
        }
    }

    /// The number of the change that is on its way.
    pub fn saving(&self) -> Option<Number> {
        match self.state {
            State::Saving(number) => Some(number),
            State::Editing | State::Asking => None,
        }
    }

    /// One step back. True: the form closes. With changes in it it asks first, and goes on when asked again.
    pub fn back(&mut self) -> bool {
        match self.state {
            State::Asking => self.state = State::Editing,
            State::Editing if self.changes() > 0 => self.state = State::Asking,
            State::Editing => return true,
            // What is being written cannot be called back; undo can.
            State::Saving(_) => {}
        }
        false
    }

    /// Whether a field is wrong, so that nothing can be saved.
    pub fn is_wrong(&self) -> bool {
        self.fields.iter().any(|entry| entry.problem().is_some())
    }

    /// Whether it asks if the changes are to be thrown away.
    pub fn asks(&self) -> bool {
        self.state == State::Asking
    }

    /// The lines of an entry in the form's page.
    fn lines_of(&self, place: usize, width: u16) -> Range<usize> {
        let rows = self.page(width);
        let mine = |row: &Part| row.place() == place;
        let start = rows.iter().position(mine).unwrap_or(0);
        start..rows.iter().rposition(mine).map_or(start, |last| last + 1)
    }
}
