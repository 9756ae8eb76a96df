//! Onboardings: started, worked on, finished; their templates.

use super::{App, Effect, Overlay, Screen};
use crate::domain::{Result, Stage};
use crate::edit::onboarding::{ChangeStep, Finish, Outcome, Resume, StepTo};
use crate::edit::{Patch, Target, Value, entity};
use crate::health::facts::AccountId;
use crate::onboarding::{Step, handoff};
use crate::store::open;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::checklists::Checklists;
use crate::tui::form::{About, Does, Form};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::start::Start;
use crate::tui::screens::account::Checklist;
use crate::tui::source::Request;
use crate::tui::words;
use crate::tui::work::Work;

/// What is asked about a new step: what has become of it comes later.
const NEW_STEP: [&str; 11] = [
    "title",
    "due_on",
    "required",
    "needs",
    "phase",
    "owner",
    "owner_role",
    "milestone",
    "quick_win",
    "training",
    "note",
];

impl App {
    /// The checklist in front.
    pub(super) fn checklist(&self) -> Option<&Checklist> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Account(account)) => account.checklist(),
            _ => None,
        }
    }

    /// The step that is selected in it, and whose it is.
    pub(super) fn step_of(&self) -> Option<(AccountId, &Step)> {
        let (onboarding, step) = self.checklist()?.selected()?;
        Some((onboarding.account, step))
    }

    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_onboarding(&self, action: Action) -> Option<&'static str> {
        let front = self.overlays.last();
        let starting = matches!(front, Some(Overlay::Start(_)));
        let step = self.step_of();
        match action {
            Action::Board | Action::Onboarding | Action::Plans | Action::LastPlace if starting => {
                Some("an onboarding is being started; Esc leaves it")
            }
            Action::Start | Action::FirstOutcome | Action::Handoff if self.selected().is_none() => {
                Some("no account is selected")
            }
            Action::NotApplicable | Action::ShiftLater | Action::ShiftEarlier if starting => None,
            Action::StepDone
            | Action::NotApplicable
            | Action::ShiftLater
            | Action::ShiftEarlier
            | Action::Note
            | Action::QuickWin
                if step.is_none() =>
            {
                Some("no step is selected")
            }
            Action::ShiftLater | Action::ShiftEarlier
                if step.is_some_and(|(_, step)| !step.is_open(self.day())) =>
            {
                Some("the step is settled; open it again first")
            }
            Action::Finish if self.checklist().and_then(Checklist::onboarding).is_none() => {
                Some("there is no onboarding")
            }
            Action::Reset => match front {
                Some(Overlay::Templates(templates)) => templates.cannot_reset(),
                _ => Some("no template is selected"),
            },
            _ => None,
        }
    }

    /// Begins to start an onboarding for the selected account.
    pub(super) fn start(&mut self) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let start = Start::new(account, &self.name(account), self.day());
        self.overlays.push(Overlay::Start(Box::new(start)));
        vec![Effect::Read(Request::Startable(account))]
    }

    /// Ticks the selected step off, or opens it again. Before what it waits for it asks.
    pub(super) fn step_done(&mut self) -> Vec<Effect> {
        let today = self.day();
        let Some((onboarding, step)) = self.checklist().and_then(Checklist::selected) else {
            return Vec::new();
        };
        if !step.is_open(today) {
            let reopened = ChangeStep::new(step.id, StepTo::Open);
            return self.work(Work::Step(reopened));
        }
        let missing = self.checklist().map_or(&[][..], Checklist::missing);
        let obstacles = onboarding.obstacles(step, missing, today);
        let to = StepTo::Done { on: today, by: Some(open::author().actor) };
        let done = ChangeStep { anyway: !obstacles.is_none(), ..ChangeStep::new(step.id, to) };
        if obstacles.is_none() {
            return self.work(Work::Step(done));
        }
        let mut told = Vec::new();
        if !obstacles.steps.is_empty() {
            let steps: Vec<&str> = obstacles.steps.iter().map(|step| step.title.as_ref()).collect();
            told.push(format!("It waits for {}.", steps.join(", ")));
        }
        if !obstacles.handoff.is_empty() {
            told.push(format!(
                "The handoff does not say {}; H fills it in.",
                handoff::told(&obstacles.handoff)
            ));
        }
        let confirm = Confirm::new(
            format!("Tick off {} before its turn?", step.title),
            told.join(" "),
            Change::Onboarding(Work::Step(done)),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Vec::new()
    }

    fn work(&mut self, work: Work) -> Vec<Effect> {
        self.send(Change::Onboarding(work))
    }

    /// The selected step does not apply, or does again. Of an onboarding to be: it is left out, or taken in.
    pub(super) fn not_applicable(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            start.leave_out();
            return Vec::new();
        }
        let Some((_, step)) = self.step_of() else { return Vec::new() };
        let to = if step.not_applicable { StepTo::Open } else { StepTo::NotApplicable };
        let change = ChangeStep::new(step.id, to);
        self.work(Work::Step(change))
    }

    /// Moves the selected step with everything that depends on it.
    pub(super) fn shift(&mut self, days: i32) -> Vec<Effect> {
        if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            match start.shift(days) {
                Ok(moved) => self.say(format!("{} moved", words::count(moved, "step"))),
                Err(error) => self.fail(&error),
            }
            return Vec::new();
        }
        let Some((_, step)) = self.step_of() else { return Vec::new() };
        let change = ChangeStep::new(step.id, StepTo::Shift(days));
        self.work(Work::Step(change))
    }

    /// Some fields of the selected step.
    pub(super) fn step_fields(&mut self, fields: &[&'static str]) -> Vec<Effect> {
        let Some((account, step)) = self.step_of() else { return Vec::new() };
        let about = About::row(&entity::STEP, step.id, Some(account)).only(fields.iter().copied());
        let name = step.title.to_string();
        self.open_form(Form::new(about, &name))
    }

    /// Asks after which step another one comes, the selected one first.
    pub(super) fn choose_before(&mut self, onboarding: i64) -> Vec<Effect> {
        let line = |step: &Step| {
            let after = Some(step.id);
            (format!("After {}", step.title), Chosen::AddStep { onboarding, after })
        };
        let mut lines =
            vec![("After none in particular".to_owned(), Chosen::AddStep { onboarding, after: None })];
        if let Some((own, selected)) = self.checklist().and_then(Checklist::selected) {
            lines.insert(0, line(selected));
            lines.extend(own.steps.iter().filter(|step| step.id != selected.id).map(line));
        }
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Add a step", lines))));
        Vec::new()
    }

    /// A form for another step, in the phase of the one that it comes after, and not due before it.
    pub(super) fn add_step(&mut self, onboarding: i64, after: Option<i64>) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let selected = self.checklist().and_then(Checklist::selected);
        let before = selected.and_then(|(own, step)| own.step(after.unwrap_or(step.id)));
        let phase = before.and_then(|step| step.phase.as_deref());
        let phase = phase.map_or(Value::Null, |phase| Value::Text(phase.to_owned()));
        let earliest = before.filter(|_| after.is_some()).map_or(self.day(), |step| step.due_on);
        let due = Value::Int(earliest.max(self.day()).0.into());
        let target = Target::New { parent: Some(onboarding) };
        let only = NEW_STEP.to_vec();
        let about = About { entity: &entity::STEP, target, account: Some(account), only };
        let needs = Value::List(after.map(Value::Int).into_iter().collect());
        let form = Form::new(about, &self.name(account)).beginning("phase", phase).beginning("due_on", due);
        self.open_form(form.beginning("needs", needs).doing(Does::AddStep { onboarding }))
    }

    /// The selected step is a quick win, or is none.
    pub(super) fn quick_win(&mut self) -> Vec<Effect> {
        let Some((_, step)) = self.step_of() else { return Vec::new() };
        let value = Value::Int(i64::from(!step.quick_win));
        match entity::STEP.field("quick_win") {
            Ok(field) => {
                let patch = Patch::row(&entity::STEP, step.id, vec![(field, value)]);
                self.send(Change::Save(vec![patch]))
            }
            Err(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }

    /// Confirms the first outcome of the account: when, by what, by whom.
    pub(super) fn first_outcome(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected() else { return Vec::new() };
        let fields = Outcome::NEEDED.map(|needed| needed.field);
        let form = Form::new(self.account(id).only(fields), &self.name(id));
        self.open_form(form.wanting(Outcome::NEEDED.to_vec()).doing(Does::Outcome(id)))
    }

    /// Asks for what sales handed over; its form opens with the answer.
    pub(super) fn handoff(&mut self) -> Vec<Effect> {
        self.selected().map(|id| Effect::Read(Request::Handoff(id))).into_iter().collect()
    }

    /// Opens the form of the handoff: what is still to be given stands in red.
    pub(super) fn open_handoff(&mut self, id: AccountId, read: Result<Checklists>) -> Vec<Effect> {
        match read {
            Ok(known) => {
                let about = match &known.handoff {
                    Some(handoff) => About::row(&entity::HANDOFF, handoff.id, Some(id)),
                    None => About::new(&entity::HANDOFF, Some(id)),
                };
                self.open_form(Form::new(about, &self.name(id)).wanting(known.missing))
            }
            Err(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }

    /// Finishes the onboarding, after asking whether the stage moves on; one that is finished is taken up again.
    pub(super) fn finish(&mut self) -> Vec<Effect> {
        let today = self.day();
        let Some(onboarding) = self.checklist().and_then(Checklist::onboarding) else { return Vec::new() };
        let id = onboarding.id;
        if !onboarding.is_running(today) {
            return self.work(Work::Resume(Resume { onboarding: id }));
        }
        let standing = onboarding.standing(today);
        let open = usize::try_from(standing.required.saturating_sub(standing.done)).unwrap_or(0);
        let name = self.name(onboarding.account);
        let stage = self.board.get(onboarding.account).map(|row| row.stage);
        let mut lines =
            vec![("Finish; the stage stays".to_owned(), Chosen::Finish { onboarding: id, adopt: false })];
        if matches!(stage, Some(Stage::Acquisition | Stage::Onboarding)) {
            let adopt = Chosen::Finish { onboarding: id, adopt: true };
            lines.insert(0, (format!("Finish; the stage becomes {}", Stage::Adoption.name()), adopt));
        }
        let title = if open == 0 {
            format!("Finish the onboarding of {name}")
        } else {
            format!("Finish with {} open", words::count(open, "required step"))
        };
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// Ends an onboarding today, with steps open or not: that was asked.
    pub(super) fn end_onboarding(&mut self, onboarding: i64, adopt: bool) -> Vec<Effect> {
        let stage = adopt.then_some(Stage::Adoption);
        self.work(Work::Finish(Finish { onboarding, on: self.day(), stage, anyway: true }))
    }

    /// Shows the templates.
    pub(super) fn templates(&mut self) -> Vec<Effect> {
        self.overlays.push(Overlay::Templates(Box::default()));
        vec![Effect::Read(Request::Templates)]
    }

    /// Asks before a template of the book goes.
    pub(super) fn reset(&mut self) {
        if let Some(Overlay::Templates(templates)) = self.overlays.last()
            && let Some(confirm) = templates.reset()
        {
            self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        }
    }
}
