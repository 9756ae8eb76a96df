//! A book that is none: what the dashboard reads where a test is about the dashboard alone.

use mainstay::assessment::{Library, Standing, Template};
use mainstay::book::Detail;
use mainstay::domain::{Currency, Day, Error, Result};
use mainstay::edit::log::By;
use mainstay::edit::{Context, Entity, Target};
use mainstay::health::facts::AccountId;
use mainstay::health::{PolicySet, Why, why};
use mainstay::store::training::{Guest, Invitee, Session};
use mainstay::tui::change::Change;
use mainstay::tui::source::{Assessments, Known, Number, Record, Source, Trainings};

use crate::dashboard::{book, detail, facts, today};

/// A source that knows one account inside out, whichever is asked for.
#[derive(Default)]
pub struct Fake {
    /// The days that it was told of.
    pub told: Vec<Day>,
}

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

    fn records(&self, _: AccountId) -> Result<Vec<Record>> {
        Ok(Vec::new())
    }

    fn tasks(&self) -> Result<Vec<Record>> {
        Ok(Vec::new())
    }

    fn contracts(&self, _: AccountId) -> Result<Vec<i64>> {
        Ok(Vec::new())
    }

    fn history(&self, _: AccountId) -> Result<Vec<mainstay::store::history::Entry>> {
        Ok(Vec::new())
    }

    fn people(&self, _: AccountId) -> Result<Vec<mainstay::edit::log::Person>> {
        Ok(Vec::new())
    }

    fn by(&self, _: i64) -> Result<Option<By>> {
        Ok(None)
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

    fn submit(&self, _: Number, _: Change) -> Result<()> {
        Ok(())
    }
}
