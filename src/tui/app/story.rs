//! Outcomes, people, timeline and usage of the account that is shown.

mod renewing;

use super::{App, Effect, Overlay, Screen};
use crate::domain::{Band, text};
use crate::edit::outcome::AskAdvocacy;
use crate::edit::successor::{Replace, Successor};
use crate::edit::{Entity, Target, Value, entity};
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::form::{About, Does, Form};
use crate::tui::keymap::Context;
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::screens::account::{Account, Tab};
use crate::tui::source::Request;
use crate::tui::tale::{Ask, Reach, Told};

/// So many people are offered to search for.
const OFFERED: usize = 200;

/// What is asked of somebody who takes over: the role is the leaver's.
const NEW_CONTACT: [&str; 5] = ["name", "email", "title", "influence", "sentiment"];

/// The place of a page's keys.
pub(super) fn context(tab: Tab) -> Context {
    match tab {
        Tab::Outcomes => Context::Outcomes,
        Tab::People => Context::People,
        Tab::Timeline => Context::Timeline,
        Tab::Usage => Context::Usage,
        Tab::Renewal => Context::Renewal,
        Tab::Plays => Context::Playing,
        Tab::Expansion => Context::Deals,
        _ => Context::Account,
    }
}

impl App {
    /// The account in front, at a page, with nothing over it.
    fn at_tab(&self, tab: Tab) -> Option<&Account> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Account(account)) if account.tab == tab => Some(account),
            _ => None,
        }
    }

    fn account_mut(&mut self) -> Option<&mut Account> {
        match &mut self.screen {
            Screen::Account(account) => Some(account),
            _ => None,
        }
    }

    /// What is selected on one of these pages: what it is, which one, what to call it.
    fn thing(&self) -> Option<(&'static Entity, i64, String)> {
        if let Some(goal) = self.at_tab(Tab::Outcomes).and_then(|account| account.outcomes.selected()) {
            return Some((&entity::GOAL, goal.id, goal.title.to_string()));
        }
        if let Some(person) = self.at_tab(Tab::People).and_then(|account| account.people.selected()) {
            return Some((&entity::CONTACT, person.id, person.name.to_string()));
        }
        let entry = self.at_tab(Tab::Timeline)?.story.selected()?;
        let (table, id) = entry.of?;
        let entity = entity::ALL.iter().find(|entity| entity.table == table)?;
        Some((entity, id, format!("{} {}", entry.what.name(), entry.day)))
    }

    /// Whether one of these pages is in front, where records are edited rather than the account.
    fn on_list(&self) -> bool {
        [Tab::Outcomes, Tab::People, Tab::Timeline].into_iter().any(|tab| self.at_tab(tab).is_some())
    }

    /// Edits what is selected on one of these pages; None: none is in front.
    pub(super) fn edit_thing(&mut self) -> Option<Vec<Effect>> {
        if !self.on_list() {
            return None;
        }
        let Some((entity, id, name)) = self.thing() else {
            self.say("Edit: this is told by other records");
            return Some(Vec::new());
        };
        let about = About::row(entity, id, self.selected());
        Some(self.open_form(Form::new(about, &name)))
    }

    /// Adds to the list in front; None: it takes anything.
    pub(super) fn add_thing(&mut self) -> Option<Vec<Effect>> {
        let entity = match () {
            () if self.at_tab(Tab::Outcomes).is_some() => &entity::GOAL,
            () if self.at_tab(Tab::People).is_some() => &entity::CONTACT,
            () => return None,
        };
        let id = self.selected()?;
        let form = Form::new(About::new(entity, Some(id)), &self.name(id));
        Some(self.open_form(form))
    }

    /// Asks before what is selected on one of these pages is deleted; None: none is in front.
    pub(super) fn delete_thing(&mut self) -> Option<()> {
        if self.at_tab(Tab::Records).is_some_and(|account| account.record().is_none()) {
            self.say("Delete: no record is selected");
            return Some(());
        }
        if !self.on_list() {
            return None;
        }
        let Some((entity, id, name)) = self.thing() else {
            self.say("Delete: this is told by other records");
            return Some(());
        };
        let confirm = Confirm::new(
            format!("Delete {} {name}?", entity.name),
            "With everything that belongs to it; undo brings it back.",
            Change::Delete(vec![(entity, id)]),
        );
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Some(())
    }

    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_story(&self, action: Action) -> Option<&'static str> {
        let outcomes = self.at_tab(Tab::Outcomes).map(|account| &account.outcomes);
        let entry = || self.at_tab(Tab::Timeline).and_then(|account| account.story.selected());
        match action {
            Action::UpdateGoal | Action::AfterGoal if outcomes.and_then(|page| page.selected()).is_none() => {
                Some("no goal is selected")
            }
            Action::AfterGoal if !outcomes.is_some_and(|page| page.is_reached()) => {
                Some("the goal is not reached yet")
            }
            Action::Replace if !matches!(self.thing(), Some((kind, ..)) if *kind == entity::CONTACT) => {
                Some("nobody is selected")
            }
            Action::Read if entry().is_none() => Some("no entry is selected"),
            Action::OpenLink if entry().is_none_or(|entry| entry.addresses().is_empty()) => {
                Some("there is no link in it")
            }
            _ => self.disabled_in_renewal(action),
        }
    }

    /// Runs an action of this module; None: it is none.
    pub(super) fn run_in_story(&mut self, action: Action) -> Option<Vec<Effect>> {
        Some(match action {
            Action::UpdateGoal => self.update_goal(),
            Action::AfterGoal => self.after_goal(),
            Action::Replace => self.replace(),
            Action::Tree => {
                self.account_mut().into_iter().for_each(|account| account.people.turn());
                Vec::new()
            }
            Action::Read => {
                self.account_mut().into_iter().for_each(|account| {
                    account.story.open(true);
                });
                Vec::new()
            }
            Action::Kinds | Action::With => match self.rest_of_story(Reach::WholeFor(action)) {
                Some(read) => vec![read],
                None if action == Action::Kinds => self.choose_kind(),
                None => self.choose_person(),
            },
            Action::OpenLink => self.choose_link(),
            Action::Longer | Action::Shorter => self.range(action == Action::Longer),
            Action::CopySeries => self.copy_series(),
            _ => return self.run_in_renewal(action),
        })
    }

    /// Reads everything that happened, where it is not yet known and the page needs more than it has.
    pub(super) fn more_of_story(&self) -> Vec<Effect> {
        let page = self.at_tab(Tab::Timeline).filter(|account| account.story.wanted() == Reach::Whole);
        page.and_then(|_| self.rest_of_story(Reach::Whole)).into_iter().collect()
    }

    /// Reads everything that happened; None: it is known.
    fn rest_of_story(&self, reach: Reach) -> Option<Effect> {
        let account = self.at_tab(Tab::Timeline).filter(|account| !account.story.is_whole())?;
        Some(Effect::Read(Request::Tale(Ask::Timeline(account.id, reach))))
    }

    /// A form for what is to be said about the selected goal.
    fn update_goal(&mut self) -> Vec<Effect> {
        let goal = self.at_tab(Tab::Outcomes).and_then(|account| account.outcomes.selected());
        let Some((id, name)) = goal.map(|goal| (goal.id, goal.title.to_string())) else { return Vec::new() };
        let target = Target::New { parent: Some(id) };
        let about =
            About { entity: &entity::GOAL_UPDATE, target, account: self.selected(), only: Vec::new() };
        let today = Value::Int(self.day().0.into());
        let form = Form::new(about, &name).beginning("status_on", today);
        self.open_form(form.doing(Does::UpdateGoal(id)))
    }

    /// Asks what follows from the goal that is reached.
    fn after_goal(&mut self) -> Vec<Effect> {
        let goal = self.at_tab(Tab::Outcomes).and_then(|account| account.outcomes.selected());
        let (Some(goal), Some(account)) = (goal, self.selected()) else { return Vec::new() };
        let id = goal.id;
        let green = self.board.get(account).is_some_and(|row| row.band == Band::Green);
        let expand = if green {
            "Look at an expansion".to_owned()
        } else {
            "Look at an expansion (the health is not green)".to_owned()
        };
        let lines = vec![
            ("Ask for a reference: a task in a week".to_owned(), Chosen::Ask(id)),
            (expand, Chosen::Expand(id)),
        ];
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Reached: what next?", lines))));
        Vec::new()
    }

    /// The task that asks for a reference.
    pub(super) fn ask(&mut self, goal: i64) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        self.send(Change::Deed(Deed::Ask(AskAdvocacy { account, goal })))
    }

    /// The form of an expansion that a goal leads to.
    pub(super) fn expand(&mut self, goal: i64) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let selected = self.at_tab(Tab::Outcomes).and_then(|account| account.outcomes.selected());
        let title = selected.filter(|own| own.id == goal).map_or("", |goal| &goal.title);
        let begins = Value::Text(format!("After \"{}\"", text::fit(title, 200)));
        let opened = Value::Int(self.day().0.into());
        let form = Form::new(About::new(&entity::OPPORTUNITY, Some(account)), &self.name(account));
        self.open_form(form.beginning("title", begins).beginning("opened_on", opened))
    }

    /// Asks who takes over from the selected person.
    fn replace(&mut self) -> Vec<Effect> {
        let Some(account) = self.at_tab(Tab::People) else { return Vec::new() };
        let Some(leaver) = account.people.selected() else { return Vec::new() };
        let mut lines = vec![("Somebody new".to_owned(), Chosen::ReplaceByNew(leaver.id))];
        let others = account.people.others(leaver.id).map(|person| {
            let name = format!("{} ({})", person.name, person.role);
            (name, Chosen::Replace(leaver.id, person.id))
        });
        lines.extend(others);
        let title = format!("Who takes over from {}?", text::fit(&leaver.name, 30));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// Somebody who is there takes over.
    pub(super) fn replaced(&mut self, leaver: i64, by: i64) -> Vec<Effect> {
        let replace = Replace { leaver, on: self.day(), by: Successor::Contact(by) };
        self.send(Change::Deed(Deed::Replace(replace)))
    }

    /// A form for somebody new who takes over.
    pub(super) fn replace_by_new(&mut self, leaver: i64) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let about = About::new(&entity::CONTACT, Some(account)).only(NEW_CONTACT);
        let form = Form::new(about, &self.name(account));
        self.open_form(form.doing(Does::Replace { leaver, on: self.day() }))
    }

    /// Asks which kind of entries is to be seen.
    fn choose_kind(&mut self) -> Vec<Effect> {
        let Some(account) = self.at_tab(Tab::Timeline) else { return Vec::new() };
        let kinds = account.story.kinds();
        let line = |(what, count)| {
            (format!("{}  {count}", crate::book::timeline::What::name(what)), Chosen::Kind(Some(what)))
        };
        let lines =
            std::iter::once(("everything".to_owned(), Chosen::Kind(None))).chain(kinds.into_iter().map(line));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Which entries?", lines.collect()))));
        Vec::new()
    }

    /// Asks whose entries are to be seen.
    fn choose_person(&mut self) -> Vec<Effect> {
        let Some(account) = self.at_tab(Tab::Timeline) else { return Vec::new() };
        let people = account.story.people();
        let lines = people.into_iter().take(OFFERED).enumerate();
        let line = |(place, (name, count))| (format!("{name}  {count}"), Chosen::With(Some(place)));
        let lines = std::iter::once(("everybody".to_owned(), Chosen::With(None))).chain(lines.map(line));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Entries with whom?", lines.collect()))));
        Vec::new()
    }

    /// Shows entries of a kind, or of somebody.
    pub(super) fn narrow(&mut self, chosen: Chosen) {
        let Some(account) = self.account_mut() else { return };
        match chosen {
            Chosen::Kind(what) => account.story.narrow("kind", what.map(crate::book::timeline::What::name)),
            Chosen::With(place) => {
                let people = account.story.people();
                let name = place.and_then(|place| people.get(place)).map(|person| person.0.as_str());
                account.story.narrow("with", name);
            }
            _ => {}
        }
    }

    /// Opens the only link of the entry, or asks which.
    fn choose_link(&mut self) -> Vec<Effect> {
        let entry = self.at_tab(Tab::Timeline).and_then(|account| account.story.selected());
        let addresses = entry.map(|entry| entry.addresses()).unwrap_or_default();
        if addresses.len() == 1 {
            return self.open_link(0);
        }
        let line = |(place, address): (usize, &&str)| ((*address).to_owned(), Chosen::Link(place));
        let lines = addresses.iter().enumerate().map(line).collect();
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Open which link?", lines))));
        Vec::new()
    }

    /// Opens a link of the selected entry in the browser or mail program.
    pub(super) fn open_link(&mut self, place: usize) -> Vec<Effect> {
        let entry = self.at_tab(Tab::Timeline).and_then(|account| account.story.selected());
        let address =
            entry.and_then(|entry| entry.addresses().get(place).map(|address| (*address).to_owned()));
        match address {
            Some(address) => {
                self.say(format!("Opened {}", text::fit(&address, 60)));
                vec![Effect::Link(address)]
            }
            None => Vec::new(),
        }
    }

    /// Copies what the usage page shows.
    fn copy_series(&mut self) -> Vec<Effect> {
        match self.at_tab(Tab::Usage).and_then(|account| account.usage.table()) {
            Some(table) => {
                self.say("Copied the series; mainstay usage ACCOUNT --format csv writes every day");
                vec![Effect::Copy(table)]
            }
            None => Vec::new(),
        }
    }

    /// Another range of the usage.
    fn range(&mut self, longer: bool) -> Vec<Effect> {
        if self.account_mut().is_some_and(|account| account.usage.turn(longer)) {
            return self.needed().map(Effect::Read).into_iter().collect();
        }
        self.say(if longer { "This is everything" } else { "There is no shorter range" });
        Vec::new()
    }

    /// Takes in what was read for one of these pages.
    pub(super) fn told(&mut self, ask: Ask, told: Told) -> Vec<Effect> {
        let today = self.day();
        if matches!(told, Told::Expansion(_) | Told::Winnable(..)) {
            return self.expansion_told(ask.account(), &told);
        }
        if let (Told::Renewals(read), Some(Overlay::WhyRenewal(why))) = (&told, self.overlays.last_mut())
            && why.account == ask.account()
        {
            why.read(read.clone());
            return Vec::new();
        }
        if let Told::Renewals(read) = &told
            && self.today.awaits(ask.account())
        {
            return self.act_on_renewal(read.clone());
        }
        let told = match told {
            Told::ToPlay(to, read) => return self.choose_to_play(to, read),
            Told::Letter(read) => {
                self.preview(read);
                return Vec::new();
            }
            told => told,
        };
        let Some(account) = self.account_mut().filter(|account| account.id == ask.account()) else {
            return Vec::new();
        };
        match told {
            Told::Goals(read) => account.outcomes.read(read, today),
            Told::People(read) => account.people.read(read),
            Told::Timeline(read) => {
                account.story.read(read);
                if let Ask::Timeline(_, Reach::WholeFor(action)) = ask
                    && account.story.is_whole()
                {
                    return self.run_in_story(action).unwrap_or_default();
                }
            }
            Told::Usage(read) => account.usage.read(read),
            Told::Renewals(read) => account.renewal.read(read, today),
            Told::Plays(read) => account.plays.read(read),
            Told::Paper(read) => return self.drafted(read),
            Told::ToPlay(..) | Told::Letter(_) | Told::Expansion(_) | Told::Winnable(..) => {}
        }
        Vec::new()
    }
}
