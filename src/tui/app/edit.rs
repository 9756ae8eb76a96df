//! Editing: forms opened and saved, records added and deleted, many accounts changed at once.

use super::place::Home;
use super::{App, Effect, Overlay, Screen};
use crate::domain::{Error, Result};
use crate::edit::onboarding::{ChangeStep, StepTo};
use crate::edit::{Entity, Target, entity, onboarding};
use crate::health::facts::AccountId;
use crate::store::history::Entry;
use crate::tui::board::{Cell as Column, Layout};
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::form::{About, Form};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::log::LogLine;
use crate::tui::screens::account::{Checklist, Tab, stamp, who};
use crate::tui::source::{Cell, Number, OF_ACCOUNT, Record, Request, Which};
use crate::tui::stepping::Stepping;
use crate::tui::words;
use crate::tui::work::Work;

/// Fields of an account that are changed for many at once.
const FOR_MANY: &[&str] = &["stage", "csm", "segment"];

impl App {
    /// Edits what is selected: the record, the cell, else the account.
    pub(super) fn edit(&mut self) -> Vec<Effect> {
        if let Some((account, step)) = self.step_of() {
            let about = About::row(&entity::STEP, step.id, Some(account));
            let name = step.title.to_string();
            return self.open_form(Form::new(about, &name));
        }
        if self.on_trainings() {
            return self.edit_training().unwrap_or_default();
        }
        let own = self.edit_plays().or_else(|| self.edit_plan()).or_else(|| self.edit_deal());
        if let Some(effects) = own.or_else(|| self.edit_thing()) {
            return effects;
        }
        if let Screen::Account(account) = &mut self.screen
            && self.overlays.is_empty()
            && account.want_more()
        {
            return account.request().map(Effect::Read).into_iter().collect();
        }
        if let Some(record) = self.record().filter(|record| *record.entity == entity::ASSESSMENT)
            && let Some(account) = record.account
        {
            return vec![Effect::Read(Request::Assessments(account, Some(Which::Row(record.id))))];
        }
        if let Some(record) = self.record() {
            let about = About::row(record.entity, record.id, record.account);
            let name = record.title.clone();
            return self.open_form(Form::new(about, &name));
        }
        let Some(id) = self.selected() else { return Vec::new() };
        match self.cell() {
            Some(column) => self.edit_cell(id, column),
            None => self.open_form(Form::new(self.account(id), &self.name(id))),
        }
    }

    pub(super) fn account(&self, id: AccountId) -> About {
        About::row(&entity::ACCOUNT, id, Some(id))
    }

    pub(super) fn name(&self, id: AccountId) -> String {
        self.board.get(id).map_or_else(String::new, |row| row.name.to_string())
    }

    /// The cell of the table that was chosen.
    pub(super) fn cell(&self) -> Option<Column> {
        let on_table = self.is_at(Home::Board) && self.list.layout() == Layout::Table;
        self.list.cell().filter(|_| on_table)
    }

    fn edit_cell(&mut self, id: AccountId, column: Column) -> Vec<Effect> {
        match column.contract_field() {
            Some(field) => vec![Effect::Read(Request::Contracts(id, Cell { field, by: None }))],
            None => {
                let about = self.account(id).only([column.field()]);
                self.open_form(Form::new(about, &self.name(id)))
            }
        }
    }

    pub(super) fn open_form(&mut self, form: Form) -> Vec<Effect> {
        let request = form.request();
        self.overlays.push(Overlay::Form(Box::new(form)));
        vec![Effect::Read(request)]
    }

    /// The record selected in a list of records.
    pub(super) fn record(&self) -> Option<&Record> {
        match (self.overlays.last(), &self.screen) {
            (Some(Overlay::Tasks(tasks)), _) => tasks.selected(),
            (None, Screen::Account(account)) => account.record(),
            _ => None,
        }
    }

    /// The task selected in a list of records.
    pub(super) fn task(&self) -> Option<&Record> {
        self.record().filter(|record| *record.entity == entity::TASK)
    }

    /// Asks what to add: to the account that is shown or selected, or an account.
    pub(super) fn add(&mut self) -> Vec<Effect> {
        if let Some(onboarding) = self.checklist().and_then(Checklist::onboarding) {
            let onboarding = onboarding.id;
            return self.choose_before(onboarding);
        }
        if self.on_trainings() {
            return self.add_training().unwrap_or_default();
        }
        if let Some(effects) = self.add_to_play().or_else(|| self.add_to_plan()).or_else(|| self.add_thing())
        {
            return effects;
        }
        let line = |entity: &&'static Entity| (words::capital(entity.name), Chosen::Add(entity));
        let account = (words::capital(entity::ACCOUNT.name), Chosen::Add(&entity::ACCOUNT));
        let member = ("Team member".to_owned(), Chosen::Add(&entity::MEMBER));
        let segment = ("Segment".to_owned(), Chosen::Add(&entity::SEGMENT));
        // Assessments are not filled in as a record is: A asks their questions.
        let of_account = || OF_ACCOUNT.iter().filter(|entity| ***entity != entity::ASSESSMENT);
        let (title, lines) = match (&self.screen, self.selected()) {
            (Screen::Account(shown), _) => {
                let lines = self.below().into_iter().chain(of_account().map(line)).collect();
                (format!("Add to {}", self.name(shown.id)), lines)
            }
            (_, None) => ("Add".to_owned(), vec![account, member, segment]),
            (_, Some(id)) => {
                let of_account = of_account().map(line);
                let lines = std::iter::once(account).chain(of_account).chain([member, segment]).collect();
                (format!("Add · records go to {}", self.name(id)), lines)
            }
        };
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// What can be added below the selected record, as the update of a goal.
    fn below(&self) -> Vec<(String, Chosen)> {
        let Some(record) = self.record() else { return Vec::new() };
        let is_below =
            |kind: &&&Entity| kind.parent.is_some_and(|parent| parent.entity == record.entity.name);
        let line = |kind: &&'static Entity| {
            let name = format!("{} of {}", words::capital(kind.name), record.title);
            (name, Chosen::AddBelow(kind, record.id))
        };
        entity::ALL.iter().filter(is_below).map(line).collect()
    }

    /// Asks which team member or segment to edit.
    pub(super) fn team(&mut self) {
        let lookups = self.board.lookups();
        let lines = |entity: &'static Entity, names: &[(i64, Box<str>)]| {
            let line = |(id, name): &(i64, Box<str>)| {
                (format!("{name} ({})", entity.name), Chosen::Edit(entity, *id))
            };
            names.iter().map(line).collect::<Vec<_>>()
        };
        let mut all = lines(&entity::MEMBER, &lookups.team);
        all.extend(lines(&entity::SEGMENT, &lookups.segments));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Edit a team member or a segment", all))));
    }

    /// Does what a line of a list says.
    pub(super) fn chosen(&mut self, chosen: Chosen) -> Vec<Effect> {
        let typed = match self.overlays.pop() {
            Some(Overlay::Choose(choose)) => choose.typed().to_owned(),
            _ => String::new(),
        };
        match chosen {
            Chosen::Add(entity) => {
                let account = if entity.parent.is_some() { self.selected() } else { None };
                let name = account.map_or_else(String::new, |id| self.name(id));
                self.open_form(Form::new(About::new(entity, account), &name))
            }
            Chosen::AddBelow(entity, parent) => {
                let account = self.selected();
                let target = Target::New { parent: Some(parent) };
                let about = About { entity, target, account, only: Vec::new() };
                let name = account.map_or_else(String::new, |id| self.name(id));
                self.open_form(Form::new(about, &name))
            }
            Chosen::Edit(entity, id) => {
                let lookups = self.board.lookups();
                let known = lookups.member(Some(id)).filter(|_| *entity == entity::MEMBER);
                let name = known.or(lookups.segment(Some(id))).unwrap_or_default().to_owned();
                self.open_form(Form::new(About::row(entity, id, None), &name))
            }
            Chosen::LogFor(id) => self.log_for(id),
            Chosen::AddStep { onboarding, after } => self.add_step(onboarding, after),
            Chosen::Finish { onboarding, adopt } => self.end_onboarding(onboarding, adopt),
            Chosen::WritePlan { account, quarter, begin } => self.write_plan(account, quarter, begin),
            Chosen::AddItem(section) => self.add_item(section),
            Chosen::Invite(session, whom) => self.invite(session, whom),
            Chosen::Ask(goal) => self.ask(goal),
            Chosen::Renew(what) => self.renew(what),
            Chosen::Play(does) => self.play(does),
            Chosen::Criteria(intervention) => self.criteria(intervention),
            Chosen::Draft(account, place) => self.drafting(account, crate::tui::tale::Which::Place(place)),
            Chosen::Expanding(what) => self.expanding(what),
            Chosen::Expand(goal) => self.expand(goal),
            Chosen::Replace(leaver, by) => self.replaced(leaver, by),
            Chosen::ReplaceByNew(leaver) => self.replace_by_new(leaver),
            Chosen::Kind(_) | Chosen::With(_) => {
                self.narrow(chosen);
                Vec::new()
            }
            Chosen::Link(place) => self.open_link(place),
            Chosen::Dismiss(why) => self.dismiss(why.unwrap_or(&typed)),
            Chosen::PutOff(until) => self.put_off_until(until),
            Chosen::Run(action) => self.run(action),
            Chosen::Paper(order) => self.order(order),
            Chosen::Written(go) => self.go_on(go),
            Chosen::Assess(id, which) => vec![Effect::Read(Request::Assessments(id, Some(which)))],
            Chosen::SetMany(field) => {
                let ids = self.list.chosen(&self.board);
                let name = match ids.as_slice() {
                    [one] => self.name(*one),
                    many => words::count(many.len(), "account"),
                };
                self.open_form(Form::for_many(&entity::ACCOUNT, field, ids, &name))
            }
        }
    }

    /// Begins to log a touchpoint for what is selected; where nothing is, the account is chosen first.
    pub(super) fn begin_log(&mut self) -> Vec<Effect> {
        let account = self.record().and_then(|record| record.account).or(self.selected());
        match account {
            Some(id) => self.log_for(id),
            None => {
                self.other_account();
                Vec::new()
            }
        }
    }

    /// The line for an account: a new one, or the one that is being written.
    pub(super) fn log_for(&mut self, id: AccountId) -> Vec<Effect> {
        let (name, today) = (self.name(id), self.day());
        match self.overlays.last_mut() {
            Some(Overlay::Log(line)) => line.turn_to(id, &name),
            _ => self.overlays.push(Overlay::Log(Box::new(LogLine::new(id, &name, today)))),
        }
        vec![Effect::Read(Request::People(id))]
    }

    /// Asks which account to log for.
    pub(super) fn other_account(&mut self) {
        let choose = Choose::account("Log for which account?", &self.board, Chosen::LogFor);
        self.overlays.push(Overlay::Choose(Box::new(choose)));
    }

    /// Asks before two marked accounts become one: the selected one stays, else the first.
    pub(super) fn merge(&mut self) {
        let mut marked = self.list.chosen(&self.board);
        marked.sort_by_key(|id| Some(*id) != self.list.selected());
        let [keep, gone] = marked.as_slice() else { return };
        let (kept, other) = (self.name(*keep), self.name(*gone));
        let confirm = Confirm::new(
            format!("Merge {other} into {kept}?"),
            format!(
                "{kept} stays, with the records of both; where both say something, {kept} is right. Select the other \
                 one first to have it stay. Undo brings both back."
            ),
            Change::Merge { keep: *keep, gone: *gone },
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
    }

    /// The older change that is selected in the history.
    pub(super) fn older_change(&self) -> Option<&Entry> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Account(account)) => account.change(),
            _ => None,
        }
    }

    /// Asks before an older change is taken back.
    pub(super) fn undo_this(&mut self) {
        let Some(entry) = self.older_change() else { return };
        let what = words::count(entry.changes.len(), "change");
        let confirm = Confirm::new(
            format!("Take back \"{}\"?", entry.label),
            format!(
                "{what} of {} (UTC) by {}. It is refused where something later depends on it.",
                stamp(&entry.at),
                who(entry)
            ),
            Change::UndoThis(entry.txn),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
    }

    /// Asks which field of the marked accounts to change.
    pub(super) fn set_many(&mut self) -> Vec<Effect> {
        let marked = self.list.chosen(&self.board).len();
        let line = |name: &&'static str| {
            let field = entity::ACCOUNT.field(name).map_or(*name, |field| field.label);
            (field.to_owned(), Chosen::SetMany(name))
        };
        let title = format!("Change of {}", words::count(marked, "account"));
        let choose = Choose::new(title, FOR_MANY.iter().map(line).collect());
        self.overlays.push(Overlay::Choose(Box::new(choose)));
        Vec::new()
    }

    /// Asks before anything is deleted.
    pub(super) fn delete(&mut self) -> Vec<Effect> {
        if self.on_trainings() {
            return self.delete_training().unwrap_or_default();
        }
        if let Some(effects) = self.delete_item() {
            return effects;
        }
        if self.delete_thing().or_else(|| self.delete_of_play()).is_some() {
            return Vec::new();
        }
        if let Some((_, step)) = self.step_of() {
            let removed = ChangeStep::new(step.id, StepTo::Removed);
            let confirm = Confirm::new(
                format!("Remove the step {}?", step.title),
                "What waits for it waits for what it waited for; undo brings it back.",
                Change::Onboarding(Work::Step(removed)),
            );
            self.overlays.push(Overlay::Confirm(Box::new(confirm)));
            return Vec::new();
        }
        let (question, told, records) = match self.record() {
            Some(record) => (
                format!("Delete {} {}?", record.entity.name, record.title),
                "With everything that belongs to it; undo brings it back.".to_owned(),
                vec![(record.entity, record.id)],
            ),
            None => {
                let ids = self.meant();
                let on_board = matches!(self.screen, Screen::Board);
                let marked = if on_board && !self.list.marks().is_empty() { "marked " } else { "" };
                let what = match ids.as_slice() {
                    [one] if marked.is_empty() => format!("Delete {}?", self.name(*one)),
                    [one] => format!("Delete the marked {}?", self.name(*one)),
                    many => format!("Delete {}?", words::count(many.len(), &format!("{marked}account"))),
                };
                let mut told = "With all contracts, contacts, touchpoints, tickets, usage and tasks; undo \
                                brings them back."
                    .to_owned();
                let hidden = if on_board { self.list.marked_out_of_sight(&self.board) } else { 0 };
                if hidden > 0 {
                    told.push_str(&format!(" {hidden} of them the filter does not show."));
                }
                (what, told, ids.into_iter().map(|id| (&entity::ACCOUNT, id)).collect())
            }
        };
        let confirm = Confirm::new(question, told, Change::Delete(records));
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Vec::new()
    }

    /// Yes: to the question, or to throwing the changes of a form away.
    pub(super) fn confirm(&mut self) -> Vec<Effect> {
        match self.overlays.pop() {
            Some(Overlay::Confirm(confirm)) => {
                let mut effects = Vec::new();
                if let Change::Merge { keep, .. } = confirm.what() {
                    // The marks said what to merge, and nothing more; what stays is what one goes on with.
                    self.list.unmark();
                    self.list.select_account(*keep, &self.board);
                }
                if let Change::Deed(Deed::Foresee(_)) = confirm.what() {
                    self.lanes.marks_saved();
                }
                if let Change::Delete(records) = confirm.what()
                    && let Screen::Account(account) = &self.screen
                    && records.iter().any(|(kind, id)| **kind == entity::ACCOUNT && *id == account.id)
                {
                    effects = self.leave();
                }
                effects.extend(self.send(confirm.change()));
                effects
            }
            Some(Overlay::Form(form)) if form.asks() => Vec::new(),
            Some(Overlay::Start(start)) if start.asks() => Vec::new(),
            Some(Overlay::Log(line)) if line.asks() => Vec::new(),
            Some(Overlay::Assess(form)) if form.asks() => Vec::new(),
            other => {
                self.overlays.extend(other);
                Vec::new()
            }
        }
    }

    /// The long text that is being edited.
    pub(super) fn long_text(&self) -> Option<&str> {
        match self.overlays.last() {
            Some(Overlay::Form(form)) => form.long_text(),
            _ => None,
        }
    }

    /// Hands the long text to the user's own editor.
    pub(super) fn write(&mut self) -> Vec<Effect> {
        let text = match self.overlays.last() {
            Some(Overlay::Templates(templates)) => templates.text(),
            _ => self.long_text().map(str::to_owned),
        };
        text.map(Effect::Editor).into_iter().collect()
    }

    /// Takes in what the user wrote in their own editor.
    ///
    /// A template that is sound is saved at once.
    pub fn written(&mut self, text: &str) -> Vec<Effect> {
        self.dirty = true;
        if let Some(effects) = self.rules_written(text) {
            return effects;
        }
        if let Some(Overlay::Templates(templates)) = self.overlays.last_mut() {
            return match templates.written(text) {
                Some(work) => self.send(Change::Onboarding(work)),
                None => Vec::new(),
            };
        }
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.set_long_text(text);
        }
        Vec::new()
    }

    /// Saves the form in front, which then waits for the answer.
    pub(super) fn save(&mut self) -> Vec<Effect> {
        let number = self.sent + 1;
        let change = match self.overlays.last_mut() {
            Some(Overlay::Log(line)) => {
                let account = line.account();
                line.save(number).map(|log| Change::Log { account, log: Box::new(log) })
            }
            Some(Overlay::Assess(form)) => form
                .save(number)
                .map(|(account, assess)| Change::Assess { account, assess: Box::new(assess) }),
            Some(Overlay::Form(form)) if form.saving().is_none() => match form.save(number) {
                // Nothing is wrong and nothing to save: done.
                None if form.changes() == 0 && !form.is_wrong() => {
                    self.overlays.pop();
                    None
                }
                patches => {
                    patches.map(|patches| form.change(patches)).map(|change| self.today.complete(change))
                }
            },
            Some(Overlay::Start(start)) => {
                let account = start.account();
                let act = |plan| Work::Start(Box::new(onboarding::Start { account, plan }));
                start.save(number).map(act).map(Change::Onboarding)
            }
            _ => None,
        };
        change.map_or_else(Vec::new, |change| self.send(change))
    }

    /// Sends a change under the next number.
    pub(super) fn send(&mut self, change: Change) -> Vec<Effect> {
        self.sent += 1;
        vec![Effect::Change(self.sent, change)]
    }

    /// Takes in that a change is done: what waits for it closes. After a start the new checklist is shown.
    pub(super) fn done(&mut self, number: Number, label: &str) -> Vec<Effect> {
        let started = self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Start(start) if start.saving() == Some(number) => Some(start.account()),
            _ => None,
        });
        self.overlays.retain(|overlay| overlay.waits_for() != Some(number));
        self.today.handled(number, true);
        self.rules_saved(number, None);
        let effects = started.map_or_else(Vec::new, |account| self.open(account, Tab::Onboarding));
        // Where somebody looked is nothing to be told of.
        if !label.is_empty() {
            self.say(crate::domain::text::clean(label));
        }
        effects
    }

    /// Takes in that a change could not be done: what waits for it keeps everything typed, and a form shows what is in
    /// the book now.
    pub(super) fn refused(&mut self, number: Number, error: Error) -> Vec<Effect> {
        self.today.handled(number, false);
        self.rules_saved(number, Some(&error));
        match self.overlays.iter_mut().find(|overlay| overlay.waits_for() == Some(number)) {
            Some(Overlay::Form(form)) => {
                form.fail(error);
                return vec![Effect::Read(form.request())];
            }
            Some(Overlay::Assess(form)) => {
                form.fail(error);
                return vec![Effect::Read(form.request())];
            }
            Some(Overlay::Log(line)) => line.fail(error),
            Some(Overlay::Start(start)) => start.fail(error),
            _ => self.fail(&error),
        }
        Vec::new()
    }

    /// The date or number of the cell, of all marked accounts or of the selected one, or of the selected task, some
    /// steps up or down.
    pub(super) fn step_value(&mut self, by: i32) -> Vec<Effect> {
        if let Some(task) = self.task() {
            let change = Change::Step(Stepping::one(task.entity, task.id, "due_on", by));
            return self.send(change);
        }
        let contract = self.cell().and_then(Column::contract_field);
        match (self.selected(), contract) {
            (_, Some(field)) if !self.list.marks().is_empty() => {
                let accounts = self.list.chosen(&self.board);
                self.send(Change::StepContracts { accounts, field, by })
            }
            (Some(id), Some(field)) => {
                vec![Effect::Read(Request::Contracts(id, Cell { field, by: Some(by) }))]
            }
            _ if by < 0 => self.run(crate::tui::action::Action::LastPlace),
            _ => {
                self.say(
                    "Choose a date or an amount of the table first: right and left move from cell to cell",
                );
                Vec::new()
            }
        }
    }

    /// Goes on with the contract behind a cell.
    pub(super) fn contracts(
        &mut self,
        account: AccountId,
        cell: Cell,
        read: Result<Vec<i64>>,
    ) -> Vec<Effect> {
        let contract = match read {
            Ok(found) => match found.as_slice() {
                [one] => *one,
                [] => {
                    self.say("No contract is active: open the account and add one");
                    return Vec::new();
                }
                many => {
                    let told = format!(
                        "{} are active: open the account to choose",
                        words::count(many.len(), "contract")
                    );
                    self.say(told);
                    return Vec::new();
                }
            },
            Err(error) => {
                self.fail(&error);
                return Vec::new();
            }
        };
        match cell.by {
            Some(by) => self.send(Change::Step(Stepping::one(&entity::CONTRACT, contract, cell.field, by))),
            None => {
                let about = About::row(&entity::CONTRACT, contract, Some(account)).only([cell.field]);
                self.open_form(Form::new(about, &self.name(account)))
            }
        }
    }
}
