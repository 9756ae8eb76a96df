//! What templates are made of, as data: a head and parts below it, key by key, so that the one form edits them.

use std::sync::OnceLock;

use crate::domain::{Level, OwnerRole, PlanSection};
use crate::edit::entity::Entity;
use crate::edit::field::{Field, FieldKind, LinkTo, Value};
use crate::import::kind::Holds;
use crate::store::template::Kind;

/// What templates of a kind are made of.
#[derive(Debug)]
pub struct Shape {
    /// What stands at the top of the text.
    pub head: Part,
    /// What stands below it, many times.
    pub part: Part,
    /// The key of the tables below: `[[step]]`.
    pub(super) list: &'static str,
    /// The key of a part under which a list shows it.
    pub(super) group: &'static str,
    /// The words of the groups in their order; none: in the order of the days.
    pub(super) groups: &'static [(i64, &'static str)],
}

/// The keys of a table.
#[derive(Debug)]
pub struct Part {
    entity: Entity,
    keys: &'static [Key],
}

impl Part {
    const fn new(name: &'static str, plural: &'static str, keys: &'static [Key]) -> Part {
        let entity = Entity {
            name,
            plural,
            table: "template",
            kind: "",
            rows: &[],
            made: OnceLock::new(),
            title: &[],
            parent: None,
            order: "id",
        };
        Part { entity, keys }
    }

    /// What the form edits it as.
    pub fn entity(&'static self) -> &'static Entity {
        self.entity.made.get_or_init(|| self.keys.iter().map(Key::field).collect());
        &self.entity
    }
}

/// A key of a table.
#[derive(Debug)]
struct Key {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    says: Says,
    needed: bool,
}

/// What a key says.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines.
    Long(usize),
    /// Whole days within bounds.
    Days(i64, i64),
    /// Yes or no; left away it is this.
    Flag(bool),
    /// One of a list.
    Word(&'static [(i64, &'static str)]),
    /// Other parts, by their keys.
    Parts,
}

impl Key {
    const fn new(name: &'static str, label: &'static str, help: &'static str, says: Says) -> Key {
        Key { name, label, help, says, needed: false }
    }

    const fn needed(mut self) -> Key {
        self.needed = true;
        self
    }

    fn field(&self) -> Field {
        let text = |word: &'static str| Value::Text(word.to_owned());
        let (kind, holds, otherwise) = match self.says {
            Says::Line(max) => (FieldKind::Text { max }, Holds::Text(max), Value::Null),
            Says::Long(max) => (FieldKind::LongText { max }, Holds::Text(max), Value::Null),
            Says::Days(min, max) => (FieldKind::Int { min, max }, Holds::Whole(min, max), Value::Null),
            Says::Flag(yes) => (FieldKind::YesNo, Holds::Flag, Value::Int(yes.into())),
            Says::Word(words) => {
                let choices = words.iter().map(|(_, word)| (text(word), *word)).collect();
                (FieldKind::Choice(choices), Holds::Text(200), Value::Null)
            }
            Says::Parts => (FieldKind::Links(LinkTo::Step), Holds::Names, Value::List(Vec::new())),
        };
        let (name, label, help, required) = (self.name, self.label, self.help, self.needed);
        Field { name, label, help, column: "", kind, required, otherwise, holds }
    }
}

/// Bounds that no day of a template is beyond: what the text allows is narrower, and says so itself.
const DAYS: Says = Says::Days(-3_650, 3_650);

const NAME: Key =
    Key::new("name", "Name", "another name makes a template of its own; this one stays", Says::Line(200))
        .needed();

static ONBOARDING: Shape = Shape {
    head: Part::new(
        "template",
        "templates",
        &[
            NAME,
            Key::new("about", "For whom", "", Says::Line(2_000)),
            Key::new("days", "Days", "the planned days until the first outcome", DAYS).needed(),
            Key::new("until", "Steps until day", "checkpoints go on after the first outcome", DAYS),
            Key::new(
                "beside",
                "Runs beside",
                "whether it may run beside a first onboarding of the account",
                Says::Flag(false),
            ),
        ],
    ),
    part: Part::new(
        "step",
        "steps",
        &[
            Key::new("title", "Title", "what is to be done", Says::Line(2_000)).needed(),
            Key::new("phase", "Phase", "the part that it belongs to", Says::Line(200)).needed(),
            Key::new("day", "Day", "days from the start; negative before it", DAYS).needed(),
            Key::new("owner", "Owner", "whose work it is", Says::Word(OwnerRole::CODES)).needed(),
            Key::new(
                "required",
                "Required",
                "whether the onboarding cannot be finished without it",
                Says::Flag(true),
            ),
            Key::new("needs", "Needs", "steps that come first, with ; between", Says::Parts),
            Key::new("milestone", "Milestone", "worth naming as the next thing to reach", Says::Flag(false)),
            Key::new("quick_win", "Quick win", "shows the customer a first use", Says::Flag(false)),
            Key::new("training", "Training", "", Says::Flag(false)),
            Key::new(
                "needs_handoff",
                "Needs handoff",
                "not to be done before the handoff from sales says everything",
                Says::Flag(false),
            ),
            Key::new("help", "Help", "what to do and how", Says::Long(10_000)),
        ],
    ),
    list: "step",
    group: "phase",
    groups: &[],
};

static PLAN: Shape = Shape {
    head: Part::new(
        "template",
        "templates",
        &[
            NAME,
            Key::new("about", "For whom", "", Says::Line(2_000)).needed(),
            Key::new("goals", "Goals", "what the customer wants, and why", Says::Long(100_000)),
            Key::new("communication", "Communication", "who talks to whom, how often", Says::Long(100_000)),
            Key::new(
                "renewal_strategy",
                "Renewal strategy",
                "how the contract is to go on",
                Says::Long(100_000),
            ),
        ],
    ),
    part: Part::new(
        "item",
        "items",
        &[
            Key::new("section", "Part", "", Says::Word(PlanSection::CODES)).needed(),
            Key::new(
                "title",
                "Title",
                "what is planned; of adoption the feature or metric",
                Says::Line(2_000),
            )
            .needed(),
            Key::new("day", "Due after", "days from the day on which the plan is written", DAYS),
            Key::new("owner", "Owner", "ours; csm is the CSM of the account", Says::Line(200)),
            Key::new(
                "customer_owner",
                "Customer's owner",
                "a role, such as champion, is the contact who has it",
                Says::Line(200),
            ),
            Key::new(
                "detail",
                "Detail",
                "the action of adoption, the mitigation of a risk",
                Says::Long(100_000),
            ),
            Key::new("target", "Target", "where adoption shall stand", Says::Line(1_000)),
            Key::new("probability", "Probability", "of a risk", Says::Word(Level::CODES)),
            Key::new("impact", "Impact", "of a risk", Says::Word(Level::CODES)),
        ],
    ),
    list: "item",
    group: "section",
    groups: PlanSection::CODES,
};

/// What templates of a kind are made of; None: they have no form.
pub fn of(kind: Kind) -> Option<&'static Shape> {
    match kind {
        Kind::Onboarding => Some(&ONBOARDING),
        Kind::Plan => Some(&PLAN),
        // The answers of a question are a list of their own.
        Kind::Assessment | Kind::Playbook | Kind::Message => None,
    }
}
