//! The kinds of rows that can be imported, as data: their columns, what each holds, where it goes in the book.

mod book;
mod expansion;
mod onboarding;
mod services;
mod tables;
mod work;

use super::rules::Check;
use crate::domain::text::fold;
use crate::domain::{Error, Result};
use crate::store::load::names::Linked;

pub use tables::ALL;

/// A kind of rows: one line of the table "Native columns".
#[derive(Debug)]
pub struct Kind {
    /// The word on the command line: `accounts`, `usage`, ...
    pub name: &'static str,
    /// How its rows get into the book.
    pub shape: Shape,
    /// Its columns, in the order in which they are documented. Headers are matched in this order.
    pub columns: &'static [Column],
}

/// How the rows of a kind get into the book.
#[derive(Debug)]
pub enum Shape {
    /// Row by row, journaled.
    Records(Records),
    /// Many rows at once: values of metrics.
    Usage,
    /// Many rows at once: uses of features.
    Features,
}

/// A kind whose rows are rows of one table (and perhaps of a second one below it).
#[derive(Debug)]
pub struct Records {
    /// The table in the book.
    pub table: &'static str,
    /// How a row of the file finds its row in the book.
    pub identity: Identity,
    /// The table of the parts, where a row of the file is a part of something.
    pub parts: Option<Parts>,
    /// What must hold within a row, what follows from it, and what is suspicious.
    pub check: Check,
}

/// How a row of the file finds its row in the book. A row whose `uid` is filled, and that is not found by an external id
/// or by columns that no two rows share, is the row of that identity, else a new one: never one that merely looks alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// By external id alone.
    ExternalId,
    /// By external id; a row without one by all its cells, the n-th equal row to the n-th.
    ExternalIdOrCells,
    /// By external id; a row without one by these columns of the book. Of those with one, a row of the book without an
    /// external id is taken over.
    ExternalIdOrKey(&'static [&'static str]),
    /// By external id, else by these columns, which no two rows of the book share.
    ExternalIdOrUnique(&'static [&'static str]),
    /// By these columns, which no two rows of the book share.
    Unique(&'static [&'static str]),
    /// By these columns, the n-th such row to the n-th.
    NthOf(&'static [&'static str]),
    /// As [`Identity::NthOf`], but of rows that are open (nothing in the second column) there is one of these columns.
    OneOpen(&'static [&'static str], &'static str),
}

/// Rows below a row: the updates of a goal, the items of a plan.
#[derive(Debug)]
pub struct Parts {
    /// The table in the book.
    pub table: &'static str,
    /// The column that names the row above.
    pub parent: &'static str,
    /// Columns that tell the parts of one row apart.
    pub key: &'static [&'static str],
    /// A file's row has a part when one of these is filled.
    pub when: &'static [&'static str],
}

/// A column that a kind knows.
#[derive(Debug)]
pub struct Column {
    /// The native name; also what `--map` says.
    pub name: &'static str,
    /// Whether a row needs it.
    pub need: Need,
    /// What its cells hold.
    pub holds: Holds,
    /// Where it goes.
    pub place: Place,
    /// What an empty cell stands for, where the book does not allow nothing.
    pub otherwise: Option<Filler>,
    /// Other headers by which it is known.
    pub also: &'static [&'static str],
    /// Filled by the rules of the kind, never by a file.
    pub hidden: bool,
    /// Whether a text of nothing but spaces is no value: names and titles.
    pub visible: bool,
}

/// What an empty cell stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filler {
    /// A number or a code.
    Number(i64),
    /// A word.
    Word(&'static str),
}

/// Whether a row needs a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Every row.
    Always,
    /// This one or another of the same group.
    OneOf(&'static str),
    /// No row.
    Never,
}

/// Where a column goes in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A column of the kind's table.
    Own(&'static str),
    /// A column of the table of the parts.
    Part(&'static str),
    /// Nowhere by itself: the rules of the kind use it.
    Rule,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// An id of another system: at most 200 characters, no scientific notation.
    Id,
    /// Text of at most so many characters.
    Text(usize),
    /// Text in lower case with single spaces.
    Folded(usize),
    /// An internet domain; of an address the host is taken.
    Domain,
    /// A day.
    Day,
    /// Money of any currency, not negative.
    Amount,
    /// A decimal number, kept in millionths.
    Number,
    /// A whole number within bounds.
    Whole(i64, i64),
    /// Yes or no.
    Flag,
    /// A three-letter code.
    Currency,
    /// A calendar quarter.
    Quarter,
    /// A list, `;` between; kept in lower case.
    Tags,
    /// A list, `;` between; kept as it is.
    List,
    /// Names, `;` between; see [`names`](super::value::names).
    Names,
    /// The identity that a row keeps across books.
    Uid,
    /// A word of a closed list that the book stores as a number.
    Code(Codes),
    /// A word of a closed list that the book stores as text.
    Word(&'static [(&'static str, &'static [&'static str])]),
    /// A decimal number, as text of the rules of the kind.
    Decimal,
    /// An account: external id, domain or name.
    Account,
    /// Another row of the same file, or an account that is in the book: looked up when all rows are in.
    Parent,
    /// A contract: its external id.
    Contract,
    /// A row of another kind: its external id, `uid:` and its identity, or the title that it alone has.
    Row(Linked),
    /// A team member: name or e-mail; made on first mention.
    Member,
    /// A segment; made on first mention.
    Segment,
    /// A feature; made on first mention.
    Feature,
    /// A metric; made on first mention.
    Metric,
}

impl Holds {
    /// Whether reading a text may change it: another case, no double parts.
    pub fn dresses(self) -> bool {
        matches!(
            self,
            Holds::Id
                | Holds::Folded(_)
                | Holds::Domain
                | Holds::Tags
                | Holds::List
                | Holds::Account
                | Holds::Parent
                | Holds::Contract
                | Holds::Row(_)
        )
    }
}

/// The closed lists that the book stores as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Colour of a health.
    Band,
    /// Stage of an account.
    Stage,
    /// Role of a contact.
    Role,
    /// Kind of a touchpoint.
    Touchpoint,
    /// Kind of a survey.
    Survey,
    /// Status of a goal.
    Goal,
    /// Priority of a ticket.
    Priority,
}

impl Kind {
    /// The kind of that name, ignoring case, and singular or plural.
    ///
    /// # Errors
    /// No such kind; the hint lists them.
    pub fn named(name: &str) -> Result<&'static Kind> {
        let key = fold(name);
        let same = |kind: &&Kind| kind.name == key || kind.name.strip_suffix('s') == Some(key.as_str());
        ALL.iter().find(same).ok_or_else(|| {
            Error::invalid(format!("\"{}\" is no kind of rows to import", crate::domain::text::clean(name)))
                .hint(format!(
                    "use one of {}",
                    ALL.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
                ))
        })
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl Column {
    /// A column that no row needs.
    const fn new(name: &'static str, holds: Holds, place: Place) -> Column {
        Column {
            name,
            need: Need::Never,
            holds,
            place,
            otherwise: None,
            also: &[],
            hidden: false,
            visible: false,
        }
    }

    /// A column of the kind's own table, under the same name.
    const fn own(name: &'static str, holds: Holds) -> Column {
        Column::new(name, holds, Place::Own(name))
    }

    /// A column of the parts' table, under the same name.
    const fn part(name: &'static str, holds: Holds) -> Column {
        Column::new(name, holds, Place::Part(name))
    }

    /// A column that the rules of the kind use.
    const fn rule(name: &'static str, holds: Holds) -> Column {
        Column::new(name, holds, Place::Rule)
    }

    /// ... that the book stores under another name.
    const fn stored(mut self, column: &'static str) -> Column {
        self.place = match self.place {
            Place::Part(_) => Place::Part(column),
            Place::Own(_) | Place::Rule => Place::Own(column),
        };
        self
    }

    /// ... that every row needs.
    const fn needed(mut self) -> Column {
        self.need = Need::Always;
        self.visible = true;
        self
    }

    /// ... of which a text of nothing but spaces is no value.
    const fn visible(mut self) -> Column {
        self.visible = true;
        self
    }

    /// ... of which a text of nothing but spaces, or none, is a value.
    const fn or_blank(mut self) -> Column {
        self.visible = false;
        self
    }

    /// ... of which a row needs one of a group.
    const fn one_of(mut self, group: &'static str) -> Column {
        self.need = Need::OneOf(group);
        self
    }

    /// ... of which an empty cell stands for this number.
    const fn otherwise(mut self, number: i64) -> Column {
        self.otherwise = Some(Filler::Number(number));
        self
    }

    /// ... of which an empty cell stands for this word.
    const fn otherwise_word(mut self, word: &'static str) -> Column {
        self.otherwise = Some(Filler::Word(word));
        self
    }

    /// ... that only the rules of the kind fill.
    const fn hidden(mut self) -> Column {
        self.hidden = true;
        self
    }

    /// The identity of a row, or of a part of one, which it keeps across books.
    const fn uid() -> Column {
        Column::own("uid", Holds::Uid)
    }

    /// ... also known under these headers.
    const fn also(mut self, also: &'static [&'static str]) -> Column {
        self.also = also;
        self
    }
}

/// A header as it is compared: letters and digits alone, lower case, without diacritics.
pub fn header_key(header: &str) -> String {
    header
        .chars()
        .map(nucleo_matcher::chars::normalize)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn headers_match_whatever_their_dress() {
        for header in ["account_id", "Account ID*", "\u{FEFF}ACCOUNT-ID", "  account id "] {
            assert_eq!(header_key(header), "accountid", "{header}");
        }
        assert_eq!(header_key("Société"), "societe");
    }

    #[test]
    fn no_header_means_two_columns_of_a_kind() {
        for kind in ALL {
            let mut seen: HashMap<String, &str> = HashMap::new();
            for column in kind.columns {
                for name in std::iter::once(&column.name).chain(column.also) {
                    let before = seen.insert(header_key(name), column.name);
                    assert!(before.is_none(), "{}: {name} of {}, {before:?}", kind.name, column.name);
                }
            }
        }
    }

    #[test]
    fn kinds_are_found_by_word() {
        assert_eq!(Kind::named("Accounts").unwrap().name, "accounts");
        assert_eq!(Kind::named("contract").unwrap().name, "contracts");
        assert!(Kind::named("cows").unwrap_err().to_string().contains("accounts, contracts"));
    }
}
