//! Plans: written, worked on in place, agreed, reviewed; the next check-in planned.

use super::{App, Effect, Overlay, Screen};
use crate::domain::{PlanSection, PlanStatus, Quarter, Result};
use crate::edit::plan::{ItemDone, entity_of};
use crate::edit::{Target, Value, entity};
use crate::health::facts::AccountId;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::form::{About, Does, Form};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::planning::{Begin, Planning};
use crate::tui::screens::account::{PlanPage, Spot};
use crate::tui::sheets::Sheets;
use crate::tui::source::Request;
use crate::tui::words;

impl App {
    /// The page of the plan, where it is in front.
    pub(super) fn plan_page(&self) -> Option<&PlanPage> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Account(account)) => account.plan_page(),
            _ => None,
        }
    }

    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_planning(&self, action: Action) -> Option<&'static str> {
        let plan = || self.plan_page().and_then(PlanPage::plan);
        match action {
            Action::NewPlan | Action::CheckIn if self.selected().is_none() => Some("no account is selected"),
            Action::ItemDone if self.plan_page().and_then(PlanPage::item).is_none() => {
                Some("no item of the plan is selected")
            }
            Action::Progress | Action::Dates if plan().is_none() => Some("there is no plan yet"),
            Action::Delete => match self.plan_page().and_then(PlanPage::spot) {
                Some(Spot::Item(..) | Spot::Record(..)) | None => None,
                Some(_) => Some("this line is no record"),
            },
            _ => None,
        }
    }

    fn planning(&mut self, act: Planning) -> Vec<Effect> {
        self.send(Change::Planning(act))
    }

    /// Asks for what a plan can begin with; the list opens with the answer.
    pub(super) fn new_plan(&mut self) -> Vec<Effect> {
        self.selected().map(|id| Effect::Read(Request::Plannable(id))).into_iter().collect()
    }

    /// Opens the list of what a plan can begin with: for this quarter first, and what is carried over first.
    pub(super) fn choose_begin(&mut self, account: AccountId, read: Result<Sheets>) {
        let sheets = match read {
            Ok(sheets) => sheets,
            Err(error) => return self.fail(&error),
        };
        let this = sheets.day.quarter();
        let mut lines = Vec::new();
        for quarter in [this, this + 1] {
            if sheets.plans.iter().any(|plan| plan.quarter == quarter) {
                continue;
            }
            let line = |words: String, begin: Begin| (words, Chosen::WritePlan { account, quarter, begin });
            if let Some(before) = sheets.plans.iter().find(|plan| plan.quarter < quarter) {
                let open = before.items.iter().filter(|item| item.is_open(sheets.day)).count();
                let told = words::count(open, "open item");
                lines.push(line(
                    format!("{quarter} from {}, {told} carried over", before.quarter),
                    Begin::Last,
                ));
            }
            let from = |(place, name): &(usize, Box<str>)| {
                line(format!("{quarter} from the template {name}"), Begin::Template(*place))
            };
            lines.extend(sheets.templates.iter().map(from));
            lines.push(line(format!("{quarter} empty"), Begin::Nothing));
        }
        if lines.is_empty() {
            return self.say(format!("There are plans for {this} and {} already", this + 1));
        }
        let title = format!("New plan for {}", self.name(account));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
    }

    /// Writes a plan.
    pub(super) fn write_plan(&mut self, account: AccountId, quarter: Quarter, begin: Begin) -> Vec<Effect> {
        self.planning(Planning::Write { account, quarter, begin })
    }

    /// Plans the next check-in with the selected account.
    pub(super) fn check_in(&mut self) -> Vec<Effect> {
        self.selected().map_or_else(Vec::new, |id| self.planning(Planning::CheckIn(id)))
    }

    /// The selected item is done, or open again.
    pub(super) fn item_done(&mut self) -> Vec<Effect> {
        let today = self.day();
        let Some((_, item)) = self.plan_page().and_then(PlanPage::item) else { return Vec::new() };
        let on = item.is_open(today).then_some(today);
        let act = ItemDone { item: item.id, on };
        self.planning(Planning::ItemDone(act))
    }

    /// Agrees on the plan with the customer, or reviews one that is agreed.
    pub(super) fn progress(&mut self) -> Vec<Effect> {
        let today = Value::Int(self.day().0.into());
        let Some(plan) = self.plan_page().and_then(PlanPage::plan) else { return Vec::new() };
        let (account, name) = (plan.account, format!("{} of {}", plan.quarter, self.name(plan.account)));
        let about = About::row(&entity::PLAN, plan.id, Some(account));
        let form = match plan.status {
            PlanStatus::Draft => Form::new(about.only(["agreed_on", "agreed_with"]), &name)
                .beginning("agreed_on", today)
                .doing(Does::Agree(plan.id)),
            // The next review is the next plan's, unless somebody says otherwise.
            PlanStatus::Agreed | PlanStatus::Reviewed => {
                Form::new(about.only(["reviewed_on", "next_review_on"]), &name)
                    .beginning("reviewed_on", today)
                    .beginning("next_review_on", Value::Null)
                    .doing(Does::Review(plan.id))
            }
        };
        self.open_form(form)
    }

    /// Edits the line of the plan that is selected; None: the page of the plan is not in front, or the line is a record.
    pub(super) fn edit_plan(&mut self) -> Option<Vec<Effect>> {
        let page = self.plan_page()?;
        let account = self.selected()?;
        let name = self.name(account);
        Some(match page.spot()? {
            Spot::Record(..) => return None,
            Spot::Field(plan, field) => {
                let about = About::row(&entity::PLAN, plan, Some(account)).only([field]);
                self.open_form(Form::new(about, &name))
            }
            Spot::Item(section, id) => {
                let title = page.item().map_or_else(String::new, |(_, item)| item.title.to_string());
                self.open_form(Form::new(About::row(entity_of(section), id, Some(account)), &title))
            }
            Spot::Part(section) => self.add_item(section),
            Spot::None(kind) => self.open_form(Form::new(About::new(kind, Some(account)), &name)),
            Spot::Advocacy => self.open_form(Form::new(self.account(account).only(["advocacy"]), &name)),
            Spot::CheckIn => self.check_in(),
            Spot::Day => Vec::new(),
        })
    }

    /// A form for another item of the plan that is shown.
    pub(super) fn add_item(&mut self, section: PlanSection) -> Vec<Effect> {
        let Some(plan) = self.plan_page().and_then(PlanPage::plan) else { return Vec::new() };
        let kind = entity_of(section);
        let only = kind.fields().iter().map(|field| field.name).filter(|name| *name != "done_on").collect();
        let target = Target::New { parent: Some(plan.id) };
        let about = About { entity: kind, target, account: Some(plan.account), only };
        let form = Form::new(about, &format!("{} of {}", plan.quarter, self.name(plan.account)));
        self.open_form(form.doing(Does::AddItem { plan: plan.id, section }))
    }

    /// Asks what to add to the plan or beside it, what is selected first.
    pub(super) fn add_to_plan(&mut self) -> Option<Vec<Effect>> {
        let page = self.plan_page()?;
        let name = self.name(self.selected()?);
        let mut lines = Vec::new();
        if page.plan().is_some() {
            let line =
                |section: &PlanSection| (words::capital(entity_of(*section).name), Chosen::AddItem(*section));
            lines.extend(PlanSection::ALL.iter().map(line));
        }
        let records = [&entity::GOAL, &entity::ENGAGEMENT, &entity::ASK, &entity::TASK];
        lines.extend(records.map(|kind| (words::capital(kind.name), Chosen::Add(kind))));
        let here = match page.spot() {
            Some(Spot::Item(section, _) | Spot::Part(section)) => Some(Chosen::AddItem(section)),
            Some(Spot::Record(kind, _) | Spot::None(kind)) => Some(Chosen::Add(kind)),
            Some(Spot::Advocacy) => Some(Chosen::Add(&entity::ASK)),
            _ => None,
        };
        lines.sort_by_key(|line| Some(line.1) != here);
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(format!("Add to {name}"), lines))));
        Some(Vec::new())
    }

    /// Asks before an item of the plan is deleted; None: none is selected.
    pub(super) fn delete_item(&mut self) -> Option<Vec<Effect>> {
        let (_, item) = self.plan_page().and_then(PlanPage::item)?;
        let kind = entity_of(item.section);
        let confirm = Confirm::new(
            format!("Delete the {} {}?", kind.name, item.title),
            "It goes from this plan alone; undo brings it back.",
            Change::Delete(vec![(kind, item.id)]),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Some(Vec::new())
    }
}
