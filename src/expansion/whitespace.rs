//! Whitespace: what an account does not have yet, and how well it would suit.
//!
//! Fit is what customers like it do: of the green customers of its segment that may use a feature, the share that does.
//! Where fewer than the policy's `least_peers` of the segment may, those of all segments tell; where these are too few,
//! nothing is told. It is counted once for the whole book, in the pass over the facts.

use std::collections::HashMap;

use super::account::Account;
use super::finding::share as seat_share;
use crate::domain::Band;
use crate::health::facts::{BookFacts, FeatureFacts, FeatureId, SegmentId};
use crate::health::usage::{is_entitled, used};

/// Of so many who may use a feature so many do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub users: u64,
    pub entitled: u64,
}

/// What green customers use, by segment and in all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peers {
    by_segment: HashMap<(Option<SegmentId>, FeatureId), Share>,
    all: HashMap<FeatureId, Share>,
}

/// How well something suits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// 0 to 1.
    pub share: f64,
    pub of: Share,
    /// Whether it is told by the account's own segment.
    pub own_segment: bool,
}

/// Something that the account does not have.
#[derive(Clone, Debug, PartialEq)]
pub enum Gap {
    /// A feature of the catalog that its contracts do not include.
    Feature {
        id: FeatureId,
        name: Box<str>,
        /// The tiers that include it.
        plans: Vec<Box<str>>,
        /// None: too few customers tell.
        fit: Option<Fit>,
        /// Whether it is used all the same: in a trial, by a contract that is over.
        tried: bool,
    },
    /// One that they have paid for and do not use: to be adopted before anything is sold.
    Unused { id: FeatureId, name: Box<str>, fit: Option<Fit> },
    /// Seats: how many users there are of how many.
    Seats { users: f64, seats: i64, fit: f64 },
}

impl Gap {
    /// How well it suits, 0 to 1; None: nothing tells.
    pub fn fit(&self) -> Option<f64> {
        match self {
            Gap::Feature { fit, .. } | Gap::Unused { fit, .. } => fit.map(|fit| fit.share),
            Gap::Seats { fit, .. } => Some(*fit),
        }
    }

    /// What it is.
    pub fn name(&self) -> &str {
        match self {
            Gap::Feature { name, .. } | Gap::Unused { name, .. } => name,
            Gap::Seats { .. } => "More seats",
        }
    }

    /// Whether it can be sold: it is not theirs already.
    pub fn is_for_sale(&self) -> bool {
        !matches!(self, Gap::Unused { .. })
    }

    /// What it rests on: `9 of 12 green customers of the segment use it`.
    pub fn words(&self) -> String {
        let fit_words = |fit: &Option<Fit>| match fit {
            None => "too few customers like it to tell".to_owned(),
            Some(Fit { of, own_segment, .. }) => {
                let whose = if *own_segment { "of the segment" } else { "of all segments" };
                format!("{} of {} green customers {whose} use it", of.users, of.entitled)
            }
        };
        match self {
            Gap::Feature { fit, tried: true, .. } => format!("{}; tried already", fit_words(fit)),
            Gap::Feature { fit, .. } => fit_words(fit),
            Gap::Unused { fit, .. } => format!("paid for and not used; {}", fit_words(fit)),
            Gap::Seats { users, seats, .. } => format!("{users:.0} of {seats} seats are used"),
        }
    }
}

/// What one customer tells: the features that it may use, and whether it does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vote {
    segment: Option<SegmentId>,
    features: Vec<(FeatureId, bool)>,
}

impl Vote {
    /// That of a green customer; of others nothing.
    pub fn of(account: &Account<'_>) -> Vote {
        if account.score.band != Band::Green || !account.is_customer() {
            return Vote::default();
        }
        let uses = used(account.facts, account.policy, account.day);
        let entitled =
            catalog(account.book).filter(|own| is_entitled(&account.facts.contracts, own, account.day));
        let features = entitled.map(|own| (own.id, uses.iter().any(|uses| uses.0 == own.id))).collect();
        Vote { segment: account.facts.segment, features }
    }
}

impl Peers {
    /// Counts what a customer tells.
    pub fn count(&mut self, vote: &Vote) {
        for (feature, is_used) in &vote.features {
            let of_segment = self.by_segment.entry((vote.segment, *feature)).or_default();
            for share in [of_segment, self.all.entry(*feature).or_default()] {
                share.users += u64::from(*is_used);
                share.entitled += 1;
            }
        }
    }

    /// How well a feature suits a customer of a segment: told by others, never by what it tells itself.
    fn fit(&self, feature: FeatureId, segment: Option<SegmentId>, own: &Vote, least: u64) -> Option<Fit> {
        let itself = own.features.iter().find(|of| of.0 == feature).map(|of| of.1);
        let others = |share: Option<&Share>| {
            let share = share.copied().unwrap_or_default();
            Share {
                users: share.users.saturating_sub(u64::from(itself == Some(true))),
                entitled: share.entitled.saturating_sub(u64::from(itself.is_some())),
            }
        };
        let told = [
            (others(self.by_segment.get(&(segment, feature))), true),
            (others(self.all.get(&feature)), false),
        ];
        let (of, own_segment) = told.into_iter().find(|(share, _)| share.entitled >= least)?;
        // Counts of customers are far below 2^53.
        Some(Fit { share: of.users as f64 / of.entitled as f64, of, own_segment })
    }

    /// Says of gaps how well they suit, and puts what suits best first and what nothing tells of last; what is theirs
    /// already stands behind. `own` is what the account itself told, of its segment.
    pub fn judge(&self, gaps: &mut [Gap], segment: Option<SegmentId>, own: &Vote, least: u64) {
        for gap in gaps.iter_mut() {
            if let Gap::Feature { id, fit, .. } | Gap::Unused { id, fit, .. } = gap {
                *fit = self.fit(*id, segment, own, least);
            }
        }
        let order = |gap: &Gap| gap.fit().unwrap_or(-1.0);
        gaps.sort_by(|a, b| {
            b.is_for_sale().cmp(&a.is_for_sale()).then_with(|| order(b).total_cmp(&order(a)))
        });
    }
}

impl Gap {
    /// What an account does not have, or has and does not use; not yet told how well it suits.
    pub fn of(account: &Account<'_>) -> Vec<Gap> {
        let uses = used(account.facts, account.policy, account.day);
        let mut gaps = Vec::new();
        for feature in catalog(account.book) {
            let tried = uses.iter().any(|own| own.0 == feature.id);
            let (id, name, fit) = (feature.id, feature.name.clone(), None);
            match is_entitled(&account.facts.contracts, feature, account.day) {
                true if tried => {}
                true => gaps.push(Gap::Unused { id, name, fit }),
                false => gaps.push(Gap::Feature { id, name, plans: feature.plans.clone(), fit, tried }),
            }
        }
        if let Ok(licence) = account.licence() {
            let (users, seats) = (licence.users, licence.seats);
            gaps.push(Gap::Seats { users, seats, fit: seat_share(licence).clamp(0.0, 1.0) });
        }
        gaps
    }
}

/// The features that can be sold.
fn catalog(book: &BookFacts) -> impl Iterator<Item = &FeatureFacts> {
    book.features.iter().filter(|feature| feature.in_catalog)
}
