//! What candidates and opportunities are cut into under headings.

use crate::book::Board;
use crate::domain::{OpportunityKind, OpportunityStage, text};
use crate::engine::Prospect;
use crate::expansion::Deal;

/// What the lists are cut into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupProspects {
    /// Candidates and those that something stands against; opportunities by stage.
    #[default]
    Stage,
    Csm,
    Segment,
    Kind,
    None,
}

/// One group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    All,
    Candidates,
    Suppressed,
    Stage(OpportunityStage),
    Csm(Option<i64>),
    Segment(Option<i64>),
    Kind(Option<OpportunityKind>),
}

impl Group {
    /// Its heading, behind what orders the groups: stages by how far they are, names by the alphabet, those without one
    /// last.
    pub fn heading(self, board: &Board) -> (usize, String) {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| match name {
            Some(name) => (0, text::clean(name).into_owned()),
            None => (1, none.to_owned()),
        };
        match self {
            Group::All => (0, String::new()),
            Group::Candidates => (0, "Candidates".to_owned()),
            Group::Suppressed => (1, "Not now".to_owned()),
            Group::Stage(stage) => {
                let place = OpportunityStage::ALL.iter().position(|own| *own == stage);
                (place.unwrap_or(0), stage.name().to_owned())
            }
            Group::Csm(id) => named(lookups.member(id), "no CSM"),
            Group::Segment(id) => named(lookups.segment(id), "no segment"),
            Group::Kind(kind) => {
                let place = kind.and_then(|kind| OpportunityKind::ALL.iter().position(|own| *own == kind));
                let name = kind.map_or("no kind", OpportunityKind::name);
                (place.unwrap_or(OpportunityKind::ALL.len()), name.to_owned())
            }
        }
    }
}

impl GroupProspects {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupProspects] = &[
        GroupProspects::Stage,
        GroupProspects::Csm,
        GroupProspects::Segment,
        GroupProspects::Kind,
        GroupProspects::None,
    ];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupProspects::Stage => "stage",
            GroupProspects::Csm => "CSM",
            GroupProspects::Segment => "segment",
            GroupProspects::Kind => "kind",
            GroupProspects::None => "no groups",
        }
    }

    /// The group of a candidate.
    pub(super) fn of_prospect(self, own: &Prospect) -> Group {
        match self {
            GroupProspects::Stage if own.finding.is_candidate() => Group::Candidates,
            GroupProspects::Stage => Group::Suppressed,
            GroupProspects::Csm => Group::Csm(own.csm),
            GroupProspects::Segment => Group::Segment(own.segment),
            GroupProspects::Kind => {
                Group::Kind(own.finding.reasons.first().map(|reason| reason.rule().suggests()))
            }
            GroupProspects::None => Group::All,
        }
    }

    /// The group of an opportunity.
    pub(super) fn of_deal(self, deal: &Deal, board: &Board) -> Group {
        let row = || board.get(deal.account);
        match self {
            GroupProspects::Stage => Group::Stage(deal.stage),
            GroupProspects::Csm => Group::Csm(row().and_then(|row| row.csm)),
            GroupProspects::Segment => Group::Segment(row().and_then(|row| row.segment)),
            GroupProspects::Kind => Group::Kind(deal.kind),
            GroupProspects::None => Group::All,
        }
    }
}
