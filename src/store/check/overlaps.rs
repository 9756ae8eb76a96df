//! Contracts that begin before the one they go on from ends.
//!
//! They are taken as they are: MRR of a day is the sum of all that is active on it, so that on these days both count,
//! as an expansion when the later one begins and as a contraction when the earlier one ends. Which of the two days is
//! wrong, or whether both were really paid for, only people know: they are told.

use super::Finding;
use crate::domain::{Day, Result};
use crate::renewal::{Contract, continued};
use crate::store::{Reads, renewal};

/// So many are named.
const NAMED: usize = 3;

/// What to look at; None: no contract does.
pub(super) fn note(on: &impl Reads) -> Result<Option<Finding>> {
    let (mut count, mut named) = (0, Vec::new());
    renewal::each(on, |_, parts| {
        for (before, after, until) in overlapping(&parts.contracts) {
            count += 1;
            if named.len() < NAMED {
                named.push(format!("{} and {} until {until}", name(before), name(after)));
            }
        }
    })?;
    let Some(rest) = usize::checked_sub(count, 1) else { return Ok(None) };
    let (begin, more) = match rest {
        0 => ("1 contract begins", ""),
        _ if count > named.len() => ("contracts begin", " and others"),
        _ => ("contracts begin", ""),
    };
    let many = if rest == 0 { String::new() } else { format!("{count} ") };
    Ok(Some(Finding::note(
        format!(
            "{many}{begin} before the one they go on from ends, so that both count as MRR on those days: {}{more}",
            named.join(", ")
        ),
        None,
    )))
}

/// The contracts that overlap the next one of their line, each with that one and its own end.
fn overlapping(contracts: &[Contract]) -> Vec<(&Contract, &Contract, Day)> {
    let next = continued(contracts);
    let found = contracts.iter().filter_map(|before| {
        let after = contracts.iter().find(|other| Some(&other.id) == next.get(&before.id))?;
        let end = before.term.end.filter(|end| after.term.start < *end)?;
        Some((before, after, end))
    });
    found.collect()
}

fn name(contract: &Contract) -> String {
    contract.number.as_deref().map_or_else(|| format!("contract {}", contract.id), str::to_owned)
}
