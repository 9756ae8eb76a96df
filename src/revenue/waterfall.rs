//! The way from the MRR at the start to that at the end, step by step.

use super::figures::{Figures, Kind};

/// What a step is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    Start,
    Moved(Kind),
    End,
}

/// A step. Money is in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pub stage: Stage,
    /// At the start and the end what there is, else what it changes by.
    pub amount: i64,
    /// Accounts with MRR, or that moved so.
    pub accounts: u64,
    /// Between which sums its bar stands, the lower first.
    pub bar: (i64, i64),
}

/// The steps, in order; each bar begins where the one before it led.
pub fn waterfall(figures: &Figures) -> Vec<Step> {
    let whole = |stage, amount, accounts| Step { stage, amount, accounts, bar: (0, amount) };
    let mut steps = vec![whole(Stage::Start, figures.start_mrr, figures.logos.of)];
    let mut at = figures.start_mrr;
    for kind in Kind::ALL {
        let amount = figures.movements.of(kind);
        let to = at + amount;
        let bar = (at.min(to), at.max(to));
        steps.push(Step { stage: Stage::Moved(kind), amount, accounts: figures.moved(kind), bar });
        at = to;
    }
    steps.push(whole(Stage::End, figures.end_mrr, figures.accounts_at_end));
    steps
}
