//! A field of a record: what it is called, what it holds, where the book keeps it.

use crate::domain::{Band, ContactRole, GoalStatus, Priority, Stage, SurveyKind, TouchpointKind};
use crate::import::kind::{Codes, Filler, Holds, Kind, Need, Place};
use crate::store::load;

/// What a field holds, as the book stores it: days as day numbers, money in minor units, decimals in millionths,
/// words of closed lists as their code or word, links as the id of the row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, a day, an amount, a code, yes (1) or no (0), an id.
    Int(i64),
    /// Text.
    Text(String),
    /// Several: ids of records, or names of people who are none.
    List(Vec<Value>),
}

impl Value {
    /// Whether it holds nothing.
    pub fn is_null(&self) -> bool {
        match self {
            Value::Null => true,
            Value::List(values) => values.is_empty(),
            Value::Int(_) | Value::Text(_) => false,
        }
    }

    /// The number in it.
    pub fn int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The text in it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<load::Value> for Value {
    fn from(value: load::Value) -> Value {
        match value {
            load::Value::Null => Value::Null,
            load::Value::Int(number) => Value::Int(number),
            load::Value::Text(text) => Value::Text(text),
        }
    }
}

/// What can be linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkTo {
    /// A segment.
    Segment,
    /// A team member.
    Member,
    /// Any account.
    Account,
    /// A contact of the account.
    Contact,
    /// A contract of the account.
    Contract,
    /// A step of an onboarding of the account.
    Step,
}

/// What a field holds and how it is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of at most so many characters.
    Text { max: usize },
    /// Several lines of at most so many characters.
    LongText { max: usize },
    /// An amount in minor units of the row's currency, not negative.
    Money,
    /// A whole number within bounds.
    Int { min: i64, max: i64 },
    /// A decimal number in millionths.
    Decimal,
    /// A day.
    Day,
    /// One of these: how the book stores it, and its word.
    Choice(Vec<(Value, &'static str)>),
    /// Yes (1) or no (0).
    YesNo,
    /// A record by its id.
    Link(LinkTo),
    /// Several records by their ids, and names of people who are none.
    Links(LinkTo),
    /// Several words in one text, `;` between.
    List { max: usize },
}

/// A field of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The native name: that of the column in files and on the command line.
    pub name: &'static str,
    /// The name on screen.
    pub label: &'static str,
    /// What belongs here, in a few words; may be empty.
    pub help: &'static str,
    /// The column of the entity's table; empty for a field that is kept in a table of its own (who attended).
    pub column: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a record needs it.
    pub required: bool,
    /// What stands in a new record, and what emptying it means.
    pub otherwise: Value,
    /// How import reads it: the one description of what may stand in it.
    pub(super) holds: Holds,
}

/// A field as the tables of this module describe it: the rest is known from the columns that import knows.
pub(super) struct Row {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    /// Whether a record needs it, where import can do without.
    pub needed: bool,
    /// Where the book keeps it and what it holds, where import does not say it in this form.
    pub instead: Option<(&'static str, Instead)>,
}

/// What a field holds, where import has only a name for it.
#[derive(Clone, Copy)]
pub(super) enum Instead {
    Link(LinkTo),
    Links(LinkTo),
    Priority,
}

impl Row {
    pub const fn new(name: &'static str, label: &'static str, help: &'static str) -> Row {
        Row { name, label, help, needed: false, instead: None }
    }

    /// ... that a record needs, even if a file can do without.
    pub const fn needed(mut self) -> Row {
        self.needed = true;
        self
    }

    /// ... that the book keeps in this column, as this.
    pub const fn kept(mut self, column: &'static str, instead: Instead) -> Row {
        self.instead = Some((column, instead));
        self
    }
}

impl Field {
    /// The field of a description; None: import knows no such column.
    pub(super) fn of(kind: &Kind, row: &Row) -> Option<Field> {
        let column = kind.columns.get(kind.column(row.name)?)?;
        let (place, instead) = match (row.instead, column.place) {
            (Some((place, instead)), _) => (place, Some(instead)),
            (None, Place::Own(place) | Place::Part(place)) => (place, None),
            (None, Place::Rule) => return None,
        };
        Some(Field {
            name: row.name,
            label: row.label,
            help: row.help,
            column: place,
            kind: match instead {
                Some(Instead::Link(to)) => FieldKind::Link(to),
                Some(Instead::Links(to)) => FieldKind::Links(to),
                Some(Instead::Priority) => kind_of(PRIORITY),
                None => kind_of(column.holds),
            },
            // A file cannot do without an id of its own; a record can.
            required: row.needed || (column.need != Need::Never && column.holds != Holds::Id),
            otherwise: match column.otherwise {
                None if matches!(instead, Some(Instead::Links(_))) => Value::List(Vec::new()),
                None => Value::Null,
                Some(Filler::Number(number)) => Value::Int(number),
                Some(Filler::Word(word)) => Value::Text(word.to_owned()),
            },
            holds: if matches!(instead, Some(Instead::Priority)) { PRIORITY } else { column.holds },
        })
    }

    /// Whether the book keeps it in the entity's own table.
    pub fn is_column(&self) -> bool {
        !self.column.is_empty()
    }
}

/// Import takes any word for a priority and warns; an editor takes those that mean one.
const PRIORITY: Holds = Holds::Code(Codes::Priority);

/// Text that is longer than this gets several lines.
const ONE_LINE: usize = 2_000;

fn kind_of(holds: Holds) -> FieldKind {
    match holds {
        Holds::Text(max) | Holds::Folded(max) if max > ONE_LINE => FieldKind::LongText { max },
        Holds::Text(max) | Holds::Folded(max) => FieldKind::Text { max },
        Holds::Domain => FieldKind::Text { max: 253 },
        Holds::Currency => FieldKind::Text { max: 3 },
        Holds::Quarter => FieldKind::Text { max: 7 },
        Holds::Id | Holds::Uid | Holds::Contract | Holds::Row(_) | Holds::Feature | Holds::Metric => {
            FieldKind::Text { max: 200 }
        }
        Holds::Day => FieldKind::Day,
        Holds::Amount => FieldKind::Money,
        Holds::Number | Holds::Decimal => FieldKind::Decimal,
        Holds::Whole(min, max) => FieldKind::Int { min, max },
        Holds::Flag => FieldKind::YesNo,
        Holds::Tags | Holds::List | Holds::Names => FieldKind::List { max: 2_000 },
        Holds::Code(of) => codes(match of {
            Codes::Stage => Stage::CODES,
            Codes::Role => ContactRole::CODES,
            Codes::Touchpoint => TouchpointKind::CODES,
            Codes::Survey => SurveyKind::CODES,
            Codes::Goal => GoalStatus::CODES,
            Codes::Priority => Priority::CODES,
            // An override to grey says nothing.
            Codes::Band => Band::CODES.get(..3).unwrap_or(Band::CODES),
        }),
        Holds::Word(words) => FieldKind::Choice(
            words.iter().map(|(word, _)| (Value::Text((*word).to_owned()), *word)).collect(),
        ),
        Holds::Account | Holds::Parent => FieldKind::Link(LinkTo::Account),
        Holds::Member => FieldKind::Link(LinkTo::Member),
        Holds::Segment => FieldKind::Link(LinkTo::Segment),
    }
}

fn codes(codes: &'static [(i64, &'static str)]) -> FieldKind {
    FieldKind::Choice(codes.iter().map(|(code, word)| (Value::Int(*code), *word)).collect())
}
