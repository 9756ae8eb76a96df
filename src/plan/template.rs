//! Templates of plans, as TOML that is checked.

use serde::Deserialize;

use crate::domain::shelf::{self, Sheet, given};
use crate::domain::text::clean;
use crate::domain::{Error, Level, PlanSection, Result};

/// Every template that can be chosen.
pub type Templates = shelf::Shelf<Template>;

/// The most items of a template.
const MOST_ITEMS: usize = 200;
/// The furthest day of an item, either way.
const FAR_DAYS: i32 = 3_650;

/// A template that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// By this name it is chosen.
    pub name: Box<str>,
    /// For whom it is, in a sentence.
    pub about: Box<str>,
    /// What the customer wants and why.
    pub goals: Option<Box<str>>,
    /// Who talks to whom, how often.
    pub communication: Option<Box<str>>,
    /// How the contract is to go on.
    pub renewal_strategy: Option<Box<str>>,
    /// What is planned.
    pub items: Vec<TemplateItem>,
}

/// An item of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateItem {
    /// The part that it belongs to.
    pub section: PlanSection,
    /// What it is.
    pub title: Box<str>,
    /// What belongs to it.
    pub detail: Option<Box<str>>,
    /// Where it shall stand.
    pub target: Option<Box<str>>,
    /// Whose work it is on our side: `csm` is the CSM of the account.
    pub owner: Option<Box<str>>,
    /// Whose work it is at the customer: a role stands for the contact who has it.
    pub customer_owner: Option<Box<str>>,
    /// Due so many days from the day of writing.
    pub day: Option<i32>,
    /// Of a risk: how likely.
    pub probability: Option<Level>,
    /// Of a risk: how bad.
    pub impact: Option<Level>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    about: String,
    goals: Option<String>,
    communication: Option<String>,
    renewal_strategy: Option<String>,
    #[serde(default)]
    item: Vec<ItemText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemText {
    section: String,
    title: String,
    detail: Option<String>,
    target: Option<String>,
    owner: Option<String>,
    customer_owner: Option<String>,
    day: Option<i32>,
    probability: Option<String>,
    impact: Option<String>,
}

impl Sheet for Template {
    const BUILT_IN: &'static [(&'static str, &'static str)] = &[
        ("standard.toml", include_str!("../../assets/plans/standard.toml")),
        ("renewal.toml", include_str!("../../assets/plans/renewal.toml")),
        ("growth.toml", include_str!("../../assets/plans/growth.toml")),
        ("light.toml", include_str!("../../assets/plans/light.toml")),
    ];

    fn parse(source: &str, text: &str) -> Result<Template> {
        read(text).map_err(|error| error.at(clean(source)))
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn renamed(self, name: &str) -> Template {
        Template { name: name.into(), ..self }
    }
}

fn read(text: &str) -> Result<Template> {
    let text: Text = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map(|before| before.matches('\n').count() + 1);
        let place = line.map_or(String::new(), |line| format!("line {line}: "));
        Error::invalid(format!("{place}{}", clean(error.message().trim())))
            .hint("`mainstay plan template standard` prints a template with every key")
    })?;
    let name = needed("name", Some(text.name), 200)?;
    if text.item.len() > MOST_ITEMS {
        return Err(Error::invalid(format!(
            "the template has {} items, more than {MOST_ITEMS}",
            text.item.len()
        ))
        .hint("make several templates of it"));
    }
    let items = (1..).zip(text.item).map(|(number, item)| {
        let place = format!("item {number}");
        one(item).map_err(|error| error.at(place))
    });
    Ok(Template {
        name,
        about: needed("about", Some(text.about), 2_000)?,
        goals: given("goals", text.goals, 100_000)?,
        communication: given("communication", text.communication, 100_000)?,
        renewal_strategy: given("renewal_strategy", text.renewal_strategy, 100_000)?,
        items: items.collect::<Result<_>>()?,
    })
}

fn one(item: ItemText) -> Result<TemplateItem> {
    let section = PlanSection::parse(&item.section).map_err(|error| error.of("section"))?;
    let level = |key: &'static str, word: Option<String>| match word {
        Some(_) if section != PlanSection::Risk => {
            Err(Error::invalid(format!("{key} belongs to risks alone")).hint("leave it away").of(key))
        }
        word => word.as_deref().map(Level::parse).transpose().map_err(|error| error.at(key).of(key)),
    };
    if let Some(day) = item.day.filter(|day| day.abs() > FAR_DAYS) {
        return Err(Error::invalid(format!("day is {day}, more than {FAR_DAYS} days away"))
            .hint("days count from the day on which the plan is written")
            .of("day"));
    }
    Ok(TemplateItem {
        section,
        title: needed("title", Some(item.title), 2_000)?,
        detail: given("detail", item.detail, 100_000)?,
        target: given("target", item.target, 1_000)?,
        owner: given("owner", item.owner, 200)?,
        customer_owner: given("customer_owner", item.customer_owner, 200)?,
        day: item.day,
        probability: level("probability", item.probability)?,
        impact: level("impact", item.impact)?,
    })
}

fn needed(key: &'static str, text: Option<String>, most: usize) -> Result<Box<str>> {
    given(key, text, most)?
        .ok_or_else(|| Error::invalid(format!("{key} is empty")).hint("say what it is").of(key))
}
