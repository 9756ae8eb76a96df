//! What must hold between the fields of a record and around it. The book would refuse it too, but not in words.

use super::entity::{
    ACCOUNT, ASK, CONTACT, CONTRACT, Entity, GOAL, INVITATION, SURVEY, TICKET, with_article,
};
use super::field::{Field, FieldKind, LinkTo, Value};
use crate::domain::reporting::{Named, above, circle};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result, SurveyKind};
use crate::health::goal::Path;
use crate::plan::advocacy;
use crate::store::Reads;
use crate::store::edit::{self as book, another, is_below};
use crate::store::load;
use crate::store::plan as plans;
use crate::store::policy::policies;

/// Where a record stands.
#[derive(Clone, Copy)]
pub struct Of {
    /// Its id; None: it is new.
    pub id: Option<i64>,
    /// The account that it belongs to.
    pub account: Option<i64>,
}

/// Days of a record that must not lie before another: (entity, earlier, later, whether they may be the same).
const ORDER: &[(&str, &str, &str, bool)] = &[
    ("contract", "start", "end", true),
    ("onboarding", "started_on", "ended_on", true),
    ("override", "set_on", "expires_on", false),
    ("signal", "date", "closed_on", true),
    ("ticket", "opened_on", "resolved_on", true),
    ("goal", "started_on", "due", true),
    ("opportunity", "opened_on", "close_on", true),
    ("opportunity", "opened_on", "closed_on", true),
    ("service", "start_on", "end_on", true),
    ("advocacy ask", "asked_on", "answered_on", true),
    ("plan", "agreed_on", "reviewed_on", true),
    ("plan", "written_on", "next_review_on", true),
];

/// Fields that no two records share: (entity, fields, whether within the account).
const UNIQUE: &[(&str, &[&str], bool)] = &[
    ("segment", &["name"], false),
    ("team member", &["name"], false),
    ("feature", &["feature"], false),
    ("plan", &["quarter"], true),
];

/// One whole in millionths.
const ONE: i64 = 1_000_000;

/// Checks a record as it would stand.
///
/// # Errors
/// What is wrong, in words; or the book cannot be read.
pub fn check(
    on: &impl Reads,
    entity: &'static Entity,
    record: &[(&'static Field, Value)],
    of: Of,
) -> Result<()> {
    let record = Record { entity, values: record };
    record.needed()?;
    record.ordered()?;
    record.scores()?;
    record.goes_somewhere()?;
    record.reports(on, of)?;
    record.unique(on, of)?;
    record.asked(on, of)?;
    record.linked(on, of)
}

struct Record<'a> {
    entity: &'static Entity,
    values: &'a [(&'static Field, Value)],
}

impl Record<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::int)
    }

    fn day(&self, name: &str) -> Option<Day> {
        self.int(name).and_then(|day| i32::try_from(day).ok()).map(Day)
    }

    fn label(&self, name: &str) -> &'static str {
        self.values.iter().find(|(field, _)| field.name == name).map_or("", |(field, _)| field.label)
    }

    fn needed(&self) -> Result<()> {
        match self.values.iter().find(|(field, value)| field.required && value.is_null()) {
            Some((field, _)) => Err(Error::invalid(format!(
                "{}: {} cannot be without one",
                field.label,
                with_article(self.entity.name)
            ))
            .hint("fill it in")),
            None => Ok(()),
        }
    }

    fn ordered(&self) -> Result<()> {
        for (_, earlier, later, same) in ORDER.iter().filter(|rule| rule.0 == self.entity.name) {
            if let (Some(first), Some(last)) = (self.day(earlier), self.day(later))
                && (last < first || (last == first && !same))
            {
                let (earlier, later) = (self.label(earlier), self.label(later));
                let before = if last == first { "the same day as" } else { "before" };
                return Err(Error::invalid(format!("{later}: {last} is {before} {earlier}, {first}"))
                    .hint("correct one of the two days"));
            }
        }
        Ok(())
    }

    fn scores(&self) -> Result<()> {
        let (score, scale) = match () {
            () if *self.entity == SURVEY => ("score", "scale"),
            () if *self.entity == TICKET => ("satisfaction", "satisfaction_scale"),
            () => return Ok(()),
        };
        let nps = *self.entity == SURVEY && self.int("kind") == Some(SurveyKind::Nps.code());
        let most = if nps { 10 * ONE } else { self.int(scale).unwrap_or(5 * ONE) };
        if most <= 0 {
            return Err(Error::invalid(format!("{}: the highest answer is above 0", self.label(scale))));
        }
        match self.int(score) {
            Some(answer) if !(0..=most).contains(&answer) => {
                let top = crate::store::native::Cell::Micro(most);
                Err(Error::invalid(format!("{}: an answer is from 0 to {top}", self.label(score)))
                    .hint("correct the answer, or the highest one"))
            }
            _ => Ok(()),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::text)
    }

    /// A goal has a way to go, in one direction.
    fn goes_somewhere(&self) -> Result<()> {
        if *self.entity != GOAL {
            return Ok(());
        }
        // Millionths of anything that is measured are far below 2^53.
        let number = |name| self.int(name).map(|micro| micro as f64 / ONE as f64);
        let down = self.text("direction").map(|direction| direction == "down");
        Path { baseline: number("baseline"), target: number("target"), down, ..Path::default() }.check()
    }

    /// Nobody stands above themselves in the end.
    fn reports(&self, on: &impl Reads, of: Of) -> Result<()> {
        let (true, Some(account), Some(name)) = (*self.entity == CONTACT, of.account, self.text("name"))
        else {
            return Ok(());
        };
        let Some(to) = self.text("reports_to") else { return Ok(()) };
        let others = book::reporting(on, account)?;
        let others = others.iter().filter(|other| Some(other.id) != of.id);
        let mut everybody: Vec<Named<'_>> = others
            .map(|other| Named {
                name: &other.name,
                email: other.email.as_deref(),
                reports_to: other.reports_to.as_deref(),
            })
            .collect();
        // Last: somebody else of the same name is meant first.
        let own = everybody.len();
        everybody.push(Named { name, email: self.text("email"), reports_to: Some(to) });
        let Some(way) = circle(&above(&everybody), own) else { return Ok(()) };
        let names: Vec<_> = way.iter().skip(1).filter_map(|place| everybody.get(*place)).collect();
        let through: Vec<_> = names.iter().map(|person| fit(person.name, 60)).collect();
        let what = match through.as_slice() {
            [] => format!("Reports to: {} would report to themselves", fit(name, 60)),
            through => {
                format!(
                    "Reports to: {} would stand above themselves, through {}",
                    fit(name, 60),
                    through.join(", ")
                )
            }
        };
        Err(Error::invalid(what).hint("choose somebody who is not below them"))
    }

    fn unique(&self, on: &impl Reads, of: Of) -> Result<()> {
        let own = UNIQUE.iter().filter(|rule| rule.0 == self.entity.name);
        let own = own.map(|rule| (rule.1, rule.2)).chain([(["external_id"].as_slice(), false)]);
        for (names, within) in own {
            let account = load::Value::from(of.account.filter(|_| within));
            let mut by = Vec::new();
            let mut said = String::new();
            for (field, value) in self.values.iter().filter(|(field, _)| names.contains(&field.name)) {
                let Value::Text(text) = value else { continue };
                said = format!("{} \"{}\"", field.label.to_lowercase(), fit(text, 60));
                by.push((field.column, load::Value::Text(text.clone())));
            }
            if by.is_empty() {
                continue;
            }
            let mut cells: Vec<_> = by.iter().map(|(column, value)| (*column, value)).collect();
            if within {
                cells.push(("account_id", &account));
            }
            // No row has the id 0.
            if another(on, self.entity.table, &cells, of.id.unwrap_or(0))? {
                return Err(Error::invalid(format!("another {} has the {said} already", self.entity.name))
                    .hint("use another one, or change that record"));
            }
        }
        Ok(())
    }

    /// Nobody is asked for favours too often, or who does not want to be.
    fn asked(&self, on: &impl Reads, of: Of) -> Result<()> {
        // What was asked already is a fact, however often it happened.
        let (true, None, Some(account), Some(day)) =
            (*self.entity == ASK, of.id, of.account, self.day("asked_on"))
        else {
            return Ok(());
        };
        let (asked, status) = plans::asked(on, account)?;
        let segment = match book::row(on, ACCOUNT.table, &["segment_id"], account)?.as_deref() {
            Some([load::Value::Int(segment)]) => Some(*segment),
            _ => None,
        };
        let most = policies(on)?.of(segment).asks_a_year;
        let name = book::account_name(on, account)?.unwrap_or_default();
        advocacy::may_ask(&name, status.as_deref(), &asked, most, day)
    }

    /// Contacts and contracts are those of the account; accounts stand above each other, never in a circle.
    fn linked(&self, on: &impl Reads, of: Of) -> Result<()> {
        for (field, value) in self.values {
            let (FieldKind::Link(to) | FieldKind::Links(to)) = field.kind else { continue };
            let table = match to {
                // Contacts of any account come to a webinar.
                LinkTo::Contact if *self.entity == INVITATION && of.account.is_none() => continue,
                LinkTo::Contact => CONTACT.table,
                LinkTo::Contract => CONTRACT.table,
                // Where a step may stand is asked of its onboarding.
                LinkTo::Segment | LinkTo::Member | LinkTo::Account | LinkTo::Step => continue,
            };
            let ids = match value {
                Value::List(values) => values.iter().filter_map(Value::int).collect(),
                value => value.int().into_iter().collect::<Vec<_>>(),
            };
            for id in ids {
                let owner = book::row(on, table, &["account_id"], id)?;
                if owner != Some(vec![load::Value::from(of.account)]) {
                    return Err(Error::invalid(format!("{}: is one of another account", field.label))
                        .hint("choose one of this account"));
                }
            }
        }
        if *self.entity == ACCOUNT
            && let (Some(id), Some(parent)) = (of.id, self.int("parent"))
            && is_below(on, parent, id)?
        {
            return Err(Error::invalid("Part of: the account would stand above itself")
                .hint("choose an account that is not below this one"));
        }
        Ok(())
    }
}
