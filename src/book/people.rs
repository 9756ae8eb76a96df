//! The map of stakeholders of an account: who is who, who was met when, who reports to whom, and who is missing.

use super::detail::Person;
use crate::domain::reporting::{Named, above};
use crate::domain::{ContactRole, Day};
use crate::health::facts::ContactFacts;
use crate::health::people::{is_live, lost_roles};
use crate::health::policy::EngagementRules;

/// The people of an account on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// The day.
    pub day: Day,
    /// Those who are there first, sponsors and champions on top.
    pub list: Vec<Person>,
    /// What the policy of the account's segment says about meeting people.
    pub rules: EngagementRules,
}

/// How the contact to somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Met within the cadence of their role.
    Active,
    /// Overdue, by no more than the cadence again.
    Declining,
    /// Overdue by more than that.
    Dormant,
    /// Never met.
    Never,
    /// Not there any more.
    Left,
}

impl Touch {
    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Touch::Active => "active",
            Touch::Declining => "declining",
            Touch::Dormant => "dormant",
            Touch::Never => "never met",
            Touch::Left => "left",
        }
    }
}

/// What is wrong with the people at an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// No contact at all.
    Nobody,
    /// The last one of a role left, and nobody has it now.
    Lost { role: ContactRole, name: String, on: Day },
    /// No executive sponsor.
    NoSponsor,
    /// The sponsor, of several the one met last, was not met within the cadence; None: never.
    SponsorSilent { name: String, days: Option<i32>, cadence: i32 },
    /// Nobody who holds the budget.
    NoBuyer,
    /// So few were met in so many days.
    SingleThreaded { live: usize, days: i32 },
}

impl Warning {
    /// The sentence.
    pub fn words(&self) -> String {
        match self {
            Warning::Nobody => "nobody is known here: add who decides, who pays, who uses it".to_owned(),
            Warning::Lost { role, name, on } => {
                format!("the {role} {name} left on {on} and has no successor")
            }
            Warning::NoSponsor => "no executive sponsor".to_owned(),
            Warning::SponsorSilent { name, days: Some(days), cadence } => {
                format!("the sponsor {name} was not met for {days} days (cadence {cadence})")
            }
            Warning::SponsorSilent { name, days: None, .. } => format!("the sponsor {name} was never met"),
            Warning::NoBuyer => "no economic buyer".to_owned(),
            Warning::SingleThreaded { live: 0, days } => {
                format!("single-threaded: nobody was met in {days} days")
            }
            Warning::SingleThreaded { live, days } => {
                format!("single-threaded: only {live} of them was met in {days} days")
            }
        }
    }

    /// The short name, for scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Warning::Nobody => "nobody",
            Warning::Lost { .. } => "lost_role",
            Warning::NoSponsor => "no_sponsor",
            Warning::SponsorSilent { .. } => "sponsor_silent",
            Warning::NoBuyer => "no_economic_buyer",
            Warning::SingleThreaded { .. } => "single_threaded",
        }
    }
}

/// Fewer live contacts than this are a single thread.
const THREADS: usize = 2;

impl People {
    /// Days between touchpoints with somebody.
    pub fn cadence(&self, person: &Person) -> i32 {
        self.rules.cadence_of(person.role)
    }

    /// Since when somebody should have been met again; in the future: by when.
    pub fn due_on(&self, person: &Person) -> Option<Day> {
        person.last_touch.map(|met| met + self.cadence(person))
    }

    /// How the contact to somebody stands.
    pub fn touch(&self, person: &Person) -> Touch {
        let cadence = self.cadence(person);
        match (person.left_on, person.last_touch.map(|met| self.day - met)) {
            (Some(_), _) => Touch::Left,
            (None, None) => Touch::Never,
            (None, Some(days)) if days <= cadence => Touch::Active,
            (None, Some(days)) if days <= cadence.saturating_mul(2) => Touch::Declining,
            (None, Some(_)) => Touch::Dormant,
        }
    }

    fn here(&self) -> impl Iterator<Item = &Person> {
        self.list.iter().filter(|person| person.left_on.is_none())
    }

    /// Contacts who are there and were met lately.
    pub fn live(&self) -> usize {
        self.here().filter(|person| is_live(person.last_touch, self.day, self.rules.live_days)).count()
    }

    /// What is wrong, the worst first.
    pub fn warnings(&self) -> Vec<Warning> {
        if self.list.is_empty() {
            return vec![Warning::Nobody];
        }
        let facts =
            |person: &Person| ContactFacts { id: person.id, role: person.role, left_on: person.left_on };
        let contacts: Vec<ContactFacts> = self.list.iter().map(facts).collect();
        let mut warnings = Vec::new();
        for (role, on) in lost_roles(&contacts, self.day) {
            let last = self.list.iter().find(|person| person.role == role && person.left_on == Some(on));
            let name = last.map_or_else(String::new, |person| person.name.to_string());
            warnings.push(Warning::Lost { role, name, on });
        }
        let lost_sponsor = warnings
            .iter()
            .any(|warning| matches!(warning, Warning::Lost { role: ContactRole::ExecutiveSponsor, .. }));
        let has = |role| self.here().any(|person| person.role == role);
        let sponsors = || self.here().filter(|person| person.role == ContactRole::ExecutiveSponsor);
        match sponsors().max_by_key(|person| person.last_touch) {
            None if lost_sponsor => {}
            None => warnings.push(Warning::NoSponsor),
            Some(sponsor) => {
                let days = sponsor.last_touch.map(|met| self.day - met);
                let cadence = self.cadence(sponsor);
                if days.is_none_or(|days| days > cadence) {
                    let name = sponsor.name.to_string();
                    warnings.push(Warning::SponsorSilent { name, days, cadence });
                }
            }
        }
        if !has(ContactRole::EconomicBuyer) {
            warnings.push(Warning::NoBuyer);
        }
        let live = self.live();
        if live < THREADS {
            warnings.push(Warning::SingleThreaded { live, days: self.rules.live_days });
        }
        warnings
    }

    /// The place of the one whom each reports to; None: nobody in the list.
    pub fn above(&self) -> Vec<Option<usize>> {
        let named = self.list.iter().map(|person| Named {
            name: &person.name,
            email: person.email.as_deref(),
            reports_to: person.reports_to.as_deref(),
        });
        above(&named.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = Day(20_000);

    fn person(id: i64, name: &str, role: ContactRole, met_days_ago: Option<i32>, left: bool) -> Person {
        Person {
            id,
            name: name.into(),
            email: None,
            title: None,
            role,
            influence: None,
            sentiment: None,
            reports_to: None,
            left_on: left.then_some(TODAY - 10),
            last_touch: met_days_ago.map(|days| TODAY - days),
        }
    }

    fn people(list: Vec<Person>) -> People {
        let mut rules = EngagementRules { live_days: 90, ..EngagementRules::default() };
        rules.cadence = [90; ContactRole::ALL.len()];
        People { day: TODAY, list, rules }
    }

    fn names(people: &People) -> Vec<&'static str> {
        people.warnings().iter().map(Warning::name).collect()
    }

    use ContactRole::{Champion, EconomicBuyer, ExecutiveSponsor, Unknown};

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(names(&people(Vec::new())), ["nobody"]);
        let one = people(vec![person(1, "Ann", Unknown, Some(89), false)]);
        assert_eq!(names(&one), ["no_sponsor", "no_economic_buyer", "single_threaded"]);
        let well = people(vec![
            person(1, "Ann", ExecutiveSponsor, Some(90), false),
            person(2, "Bob", EconomicBuyer, Some(89), false),
            person(3, "Cleo", Champion, Some(0), false),
        ]);
        // Met 90 days ago is not silent yet, but not live any more: Bob and Cleo are two threads.
        assert_eq!((names(&well), well.live()), (Vec::new(), 2));
    }

    #[test]
    fn of_two_sponsors_the_one_met_last_counts() {
        let mut two = people(vec![
            person(1, "Ann", ExecutiveSponsor, None, false),
            person(2, "Bob", ExecutiveSponsor, Some(91), false),
            person(3, "Cleo", EconomicBuyer, Some(1), false),
            person(4, "Dan", Unknown, Some(1), false),
        ]);
        assert_eq!(
            two.warnings(),
            [Warning::SponsorSilent { name: "Bob".into(), days: Some(91), cadence: 90 }]
        );
        two.list[0].last_touch = Some(TODAY - 5);
        assert_eq!(two.warnings(), []);
    }

    #[test]
    fn a_champion_who_left_is_a_warning_until_there_is_a_successor() {
        let mut gone = people(vec![
            person(1, "Ann", ExecutiveSponsor, Some(1), false),
            person(2, "Bob", EconomicBuyer, Some(1), false),
            person(3, "Cleo", Champion, Some(400), true),
        ]);
        let lost = Warning::Lost { role: Champion, name: "Cleo".into(), on: TODAY - 10 };
        assert_eq!(gone.warnings(), [lost]);
        gone.list.push(person(4, "Dan", Champion, None, false));
        assert_eq!(gone.warnings(), []);
        // A sponsor who left is one warning, not two.
        gone.list[0].left_on = Some(TODAY - 10);
        assert_eq!(names(&gone), ["lost_role", "single_threaded"]);
    }

    #[test]
    fn the_contact_declines_after_the_cadence_and_is_dormant_after_two() {
        let people = people(Vec::new());
        let touch = |days| people.touch(&person(1, "Ann", Unknown, days, false));
        let days = [None, Some(90), Some(91), Some(180), Some(181)].map(touch);
        assert_eq!(days, [Touch::Never, Touch::Active, Touch::Declining, Touch::Declining, Touch::Dormant]);
        assert_eq!(people.touch(&person(1, "Ann", Unknown, Some(1), true)), Touch::Left);
    }
}
