//! Somebody leaves and somebody else takes over: records stay with the leaver, duties go over, in one change.

use super::entity::{CONTACT, PLAN_ITEM, STEP, TASK};
use super::field::Value;
use super::patch::Patch;
use super::records::{Values, account_of, read};
use crate::domain::reporting::{Named, above, is_above};
use crate::domain::text::fit;
use crate::domain::{ContactRole, Day, Error, Result};
use crate::store::edit::{account_name, reporting};
use crate::store::successor::{self as book, Duty};
use crate::store::{Reads, Tx};

/// Who takes over.
#[derive(Clone, Debug, PartialEq)]
pub enum Successor {
    /// A contact of the account.
    Contact(i64),
    /// Somebody who is to become one, with these fields.
    New(Values),
}

/// A leaver and a successor.
#[derive(Clone, Debug, PartialEq)]
pub struct Replace {
    /// Row id of the contact who leaves or has left.
    pub leaver: i64,
    /// The first day without them, where the book has none yet.
    pub on: Day,
    /// Who takes over.
    pub by: Successor,
}

/// A contact as this module needs it.
struct Person {
    id: i64,
    name: String,
    email: Option<String>,
    values: Values,
}

impl Person {
    fn read(on: &impl Reads, id: i64) -> Result<Person> {
        let values = read(on, &CONTACT, id)?;
        let text = |name: &str| value(&values, name).text().map(str::to_owned);
        Ok(Person { id, name: text("name").unwrap_or_default(), email: text("email"), values })
    }

    fn is_meant(&self, by: &str) -> bool {
        Named { name: &self.name, email: self.email.as_deref(), reports_to: None }.is_meant(by)
    }

    fn role(&self) -> ContactRole {
        value(&self.values, "role").int().and_then(ContactRole::from_code).unwrap_or(ContactRole::Unknown)
    }
}

fn value<'v>(values: &'v Values, name: &str) -> &'v Value {
    values.iter().find(|(field, _)| field.name == name).map_or(&Value::Null, |(_, value)| value)
}

impl Replace {
    fn account(&self, on: &impl Reads) -> Result<i64> {
        account_of(on, &CONTACT, self.leaver)?
            .ok_or_else(|| Error::not_found("the contact is not in the book any more"))
    }

    /// What the journal says of it: `Priya Nair takes over from Tom Okafor at Acme: economic buyer, 2 reports`.
    ///
    /// # Errors
    /// A contact is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let (account, leaver) = (self.account(on)?, Person::read(on, self.leaver)?);
        let name = match &self.by {
            Successor::Contact(id) => Person::read(on, *id)?.name,
            Successor::New(values) => value(values, "name").text().unwrap_or_default().to_owned(),
        };
        let mut over = Vec::new();
        if leaver.role() != ContactRole::Unknown {
            over.push(leaver.role().name().to_owned());
        }
        let counted =
            |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let reports = reporting(on, account)?;
        let below =
            reports.iter().filter(|other| other.reports_to.as_deref().is_some_and(|to| leaver.is_meant(to)));
        let duties = book::duties(on, account, leaver.id, &leaver.name, self.on)?;
        let count = |wanted: fn(&Duty) -> bool| duties.iter().filter(|duty| wanted(duty)).count();
        for (count, noun) in [
            (below.count(), "report"),
            (count(|duty| matches!(duty, Duty::Task { .. })), "task"),
            (count(|duty| matches!(duty, Duty::Step { .. })), "step"),
            (count(|duty| matches!(duty, Duty::PlanItem { .. })), "plan item"),
            (count(|duty| matches!(duty, Duty::Invitation { .. })), "invitation"),
        ] {
            if count > 0 {
                over.push(counted(count, noun));
            }
        }
        let over = if over.is_empty() { String::new() } else { format!(": {}", over.join(", ")) };
        let at = account_name(on, account)?.unwrap_or_default();
        let (name, leaver, at) = (fit(&name, 60), fit(&leaver.name, 60), fit(&at, 60));
        Ok(format!("{name} takes over from {leaver} at {at}{over}"))
    }

    /// Writes it. The successor gets the role, the place in the reporting lines and, where they have none, the
    /// influence; open tasks, steps and plan items that name the leaver name the successor, and invitations to coming
    /// trainings are theirs. What the leaver did and said stays with them. Gives the successor's row id.
    ///
    /// # Errors
    /// The successor is the leaver, of another account or has left; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let (account, leaver) = (self.account(tx)?, Person::read(tx, self.leaver)?);
        let successor = self.successor(tx, account, &leaver)?;
        if value(&leaver.values, "left_on").is_null() {
            set(tx, leaver.id, vec![("left_on", Value::Int(self.on.0.into()))])?;
        }
        self.take_over(tx, account, &leaver, &successor)?;
        let name = Value::Text(successor.name.clone());
        for other in reporting(tx, account)? {
            let reports = other.reports_to.as_deref().is_some_and(|to| leaver.is_meant(to));
            if reports && other.id != successor.id && other.id != leaver.id {
                set(tx, other.id, vec![("reports_to", name.clone())])?;
            }
        }
        for duty in book::duties(tx, account, leaver.id, &leaver.name, self.on)? {
            match duty {
                Duty::Task { id, title } => renamed(tx, &TASK, id, "title", &title, &leaver, &successor)?,
                Duty::Step { id, title } => renamed(tx, &STEP, id, "title", &title, &leaver, &successor)?,
                Duty::PlanItem { id, owner } => {
                    renamed(tx, &PLAN_ITEM, id, "customer_owner", &owner, &leaver, &successor)?;
                }
                Duty::Invitation { id } => book::hand_over(tx, id, successor.id)?,
            }
        }
        Ok(successor.id)
    }

    fn successor(&self, tx: &Tx<'_>, account: i64, leaver: &Person) -> Result<Person> {
        let id = match &self.by {
            Successor::New(values) => Patch::new(&CONTACT, Some(account), values.clone()).apply(tx)?.id,
            Successor::Contact(id) => *id,
        };
        let wrong =
            |what: String| Err(Error::invalid(what).hint("choose somebody else, or add a new contact"));
        let name = fit(&leaver.name, 60).into_owned();
        if id == leaver.id {
            return wrong(format!("{name} cannot take over from themselves"));
        }
        if account_of(tx, &CONTACT, id)? != Some(account) {
            return wrong(format!("who takes over from {name} is a contact of another account"));
        }
        let person = Person::read(tx, id)?;
        match value(&person.values, "left_on").int() {
            Some(left) if left <= self.on.0.into() => {
                wrong(format!("{} has left, too, and cannot take over from {name}", fit(&person.name, 60)))
            }
            _ => Ok(person),
        }
    }

    /// Role, influence and place in the reporting lines.
    fn take_over(&self, tx: &Tx<'_>, account: i64, leaver: &Person, successor: &Person) -> Result<()> {
        let own = |name| value(&successor.values, name);
        let theirs = |name| value(&leaver.values, name);
        let mut changes = Vec::new();
        if leaver.role() != ContactRole::Unknown {
            changes.push(("role", theirs("role").clone()));
        }
        if own("influence").is_null() {
            changes.push(("influence", theirs("influence").clone()));
        }
        // Somebody from below comes up; somebody from the side stays where they are, if they are anywhere.
        let people = reporting(tx, account)?;
        let named = people.iter().map(|person| Named {
            name: &person.name,
            email: person.email.as_deref(),
            reports_to: person.reports_to.as_deref(),
        });
        let above = above(&named.collect::<Vec<_>>());
        let place = |id| people.iter().position(|person| person.id == id);
        if let (Some(high), Some(low)) = (place(leaver.id), place(successor.id)) {
            let comes_up = is_above(&above, high, low);
            if comes_up || own("reports_to").is_null() && !is_above(&above, low, high) {
                changes.push(("reports_to", theirs("reports_to").clone()));
            }
        }
        set(tx, successor.id, changes)
    }
}

fn set(tx: &Tx<'_>, id: i64, changes: Vec<(&'static str, Value)>) -> Result<()> {
    let values = changes.into_iter().map(|(name, value)| Ok((CONTACT.field(name)?, value)));
    Patch::row(&CONTACT, id, values.collect::<Result<_>>()?).apply(tx).map(drop)
}

/// Puts the successor's name where the leaver's stands.
fn renamed(
    tx: &Tx<'_>,
    entity: &'static super::Entity,
    id: i64,
    field: &'static str,
    text: &str,
    leaver: &Person,
    successor: &Person,
) -> Result<()> {
    let new = Value::Text(text.replace(&leaver.name, &successor.name));
    Patch::row(entity, id, vec![(entity.field(field)?, new)]).apply(tx).map(drop)
}
