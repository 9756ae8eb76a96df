//! A source that knows one account inside out, whichever is asked for, and nothing else.

use mainstay::assessment::{Library, Standing, Template};
use mainstay::book::detail::Detail;
use mainstay::domain::{Currency, Day, Error, Period, Result};
use mainstay::edit::{Context, Entity, Target};
use mainstay::health::facts::AccountId;
use mainstay::health::{PolicySet, Why, why};
use mainstay::onboarding::{Calendar, Templates};
use mainstay::store::training::{Guest, Invitee, Session};
use mainstay::tui::change::Change;
use mainstay::tui::checklists::{Checklists, Startable};
use mainstay::tui::look::{Look, Looked};
use mainstay::tui::runs::Run;
use mainstay::tui::shelf::Shelf;
use mainstay::tui::source::{Assessments, Filed, Known, Number, Record, Source, Trainings};
use mainstay::tui::tale::{Ask, Told as Tale};

use crate::dashboard::{Fake, book, detail, facts, today};

impl Source for Fake {
    fn changed(&mut self, day: Day) {
        self.told.push(day);
    }

    fn why(&self, _: AccountId, since: Day) -> Result<Why> {
        let policies = PolicySet::builtin().unwrap();
        Ok(why(&facts(), &book(), policies.of(None), today(), since))
    }

    fn detail(&self, id: AccountId) -> Result<Detail> {
        Ok(detail(id))
    }

    fn record(&self, entity: &'static Entity, _: Target, _: Option<AccountId>) -> Result<Known> {
        Ok(Known { values: entity.fresh(today()), context: Context::new(today(), Currency::USD) })
    }

    fn records(&self, _: AccountId, _: usize) -> Result<Filed> {
        Ok(Filed::default())
    }

    fn tasks(&self) -> Result<Vec<Record>> {
        Ok(Vec::new())
    }

    fn contracts(&self, _: AccountId) -> Result<Vec<i64>> {
        Ok(Vec::new())
    }

    fn history(&self, _: AccountId, _: usize) -> Result<Vec<mainstay::store::history::Entry>> {
        Ok(Vec::new())
    }

    fn people(&self, _: AccountId) -> Result<Vec<mainstay::edit::log::Person>> {
        Ok(Vec::new())
    }

    fn runs(&self) -> Result<Vec<Run>> {
        Ok(self.runs.clone())
    }

    fn runs_of(&self, account: AccountId) -> Result<Vec<Run>> {
        Ok(self.runs.iter().filter(|run| run.account == account).cloned().collect())
    }

    fn taking(&self) -> Result<std::collections::BTreeMap<AccountId, mainstay::training::Consumption>> {
        Ok(std::collections::BTreeMap::new())
    }

    fn results(&self, from: Day, to: Day) -> Result<mainstay::onboarding::results::Results> {
        Ok(mainstay::onboarding::results::Collector::new(Period::new(from, to)?).finish())
    }

    fn checklists(&self, _: AccountId) -> Result<Checklists> {
        Ok(Checklists { day: today(), ..Checklists::default() })
    }

    fn startable(&self, _: AccountId) -> Result<Startable> {
        let templates = Templates::new(Vec::new())?;
        Ok(Startable { templates, working: Calendar::working_days([]), running: Vec::new() })
    }

    fn templates(&self) -> Result<Shelf> {
        let plans = mainstay::plan::Templates::new(Vec::new())?;
        Shelf::new(Templates::new(Vec::new())?, plans, (Library::built_in()?, Vec::new()), |_| Ok(None))
    }

    fn covers(&self, _: Option<AccountId>) -> Result<Vec<mainstay::store::plan::Cover>> {
        Ok(Vec::new())
    }

    fn sheets(&self, _: AccountId) -> Result<mainstay::tui::sheets::Sheets> {
        Ok(mainstay::tui::sheets::Sheets::default())
    }

    fn assessments(&self, _: AccountId) -> Result<Assessments> {
        let template =
            |template: &Template| Standing { template: template.clone(), taken: Vec::new(), day: today() };
        let standings = Library::built_in().unwrap().all().map(template).collect();
        Ok(Assessments { standings, team: Vec::new(), today: today() })
    }

    fn trainings(&self, _: Option<AccountId>) -> Result<Trainings> {
        Ok(Trainings { sessions: Vec::new(), low: Vec::new() })
    }

    fn session(&self, _: i64) -> Result<(Session, Vec<Invitee>)> {
        Err(Error::not_found("there is no session"))
    }

    fn guests(&self, _: i64, _: AccountId) -> Result<Vec<Guest>> {
        Ok(Vec::new())
    }

    fn tell(&self, ask: Ask) -> Tale {
        crate::story::untold(ask)
    }

    fn look(&self, look: Look) -> Looked {
        crate::renewals::unseen(look)
    }

    fn by(&self, _: i64) -> Result<Option<mainstay::edit::log::By>> {
        Ok(None)
    }

    fn try_rules(&self, _: Number, _: Option<Box<str>>) -> Result<()> {
        Ok(())
    }

    fn stop_trying(&self) {}

    fn submit(&self, _: Number, _: Change) -> Result<()> {
        Ok(())
    }
}
