//! What the list of the day is cut into under headings.

use std::collections::HashMap;

use super::shown::Line;
use crate::book::{Board, Lookups, Row};
use crate::domain::text;
use crate::today::Kind;
use crate::tui::arranged::Laid;

/// What the list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupToday {
    #[default]
    None,
    Csm,
    Segment,
    Kind,
}

impl GroupToday {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupToday] =
        &[GroupToday::None, GroupToday::Csm, GroupToday::Segment, GroupToday::Kind];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupToday::None => "no groups",
            GroupToday::Csm => "CSM",
            GroupToday::Segment => "segment",
            GroupToday::Kind => "what comes first",
        }
    }
}

/// The headings that there can be, in their order, and which of them somebody stands under.
struct Headings {
    names: Vec<String>,
    places: HashMap<Option<i64>, usize>,
}

impl Headings {
    /// Those of people or segments, by name; two of one name share a heading, and so do those without one.
    fn of(known: &[(i64, Box<str>)], none: &str) -> Headings {
        let mut all: Vec<(Option<i64>, String)> =
            known.iter().map(|(id, name)| (Some(*id), text::clean(name).into_owned())).collect();
        all.push((None, none.to_owned()));
        all.sort_by_cached_key(|(_, name)| (name.to_lowercase(), name.clone()));
        let (mut names, mut places): (Vec<String>, _) = (Vec::new(), HashMap::new());
        for (id, name) in all {
            if names.last() != Some(&name) {
                names.push(name);
            }
            places.insert(id, names.len() - 1);
        }
        Headings { names, places }
    }
}

/// Of a line and the row of its account, the group: a person, a segment, a kind; None: nobody's.
type GroupOf = fn(&Line, Option<&Row>) -> Option<i64>;

/// Lays lines under their headings, in one pass; within a group they keep their order. The headings: those that have
/// lines; None: no groups.
pub fn lay<'a>(
    by: GroupToday,
    lines: impl Iterator<Item = Line<'a>>,
    board: &Board,
) -> (Vec<Laid>, Option<Vec<String>>) {
    let lines = lines.enumerate();
    let Lookups { team, segments, .. } = board.lookups();
    let kinds: Vec<(i64, Box<str>)> = (0..).zip(Kind::NAMES.map(Box::from)).collect();
    let (Headings { names, places }, of): (_, GroupOf) = match by {
        GroupToday::None => {
            return (lines.map(|(place, line)| (1, place, line.whose.id())).collect(), None);
        }
        GroupToday::Csm => (Headings::of(team, "no CSM"), |_, row| row?.csm),
        GroupToday::Segment => (Headings::of(segments, "no segment"), |_, row| row?.segment),
        GroupToday::Kind => (Headings::of(&kinds, ""), |line, _| kind(line)),
    };
    let nobody = places.get(&None).copied().unwrap_or_default();
    let mut groups: Vec<Vec<(usize, i64)>> = vec![Vec::new(); names.len()];
    for (place, line) in lines {
        let own = of(&line, line.row.and_then(|row| board.at(row)));
        if let Some(group) = groups.get_mut(places.get(&own).copied().unwrap_or(nobody)) {
            group.push((place, line.whose.id()));
        }
    }
    let (mut laid, mut headings) = (Vec::new(), Vec::new());
    for (name, own) in names.into_iter().zip(groups).filter(|(_, own)| !own.is_empty()) {
        headings.push(name);
        laid.extend(own.into_iter().map(|(place, id)| (headings.len(), place, id)));
    }
    (laid, Some(headings))
}

/// What comes first in a line, by its place among the kinds.
fn kind(line: &Line) -> Option<i64> {
    let first = line.items.first()?;
    (0..).zip(Kind::NAMES).find(|(_, name)| *name == first.kind).map(|(place, _)| place)
}
