//! What a filter asks of candidates and opportunities: `reason:seats`, `block:p1`, `deal:proposal`, `kind:feature`.
//! Everything else in it is about their accounts.

use crate::domain::{OpportunityKind, OpportunityStage, Result};
use crate::engine::Prospect;
use crate::expansion::{Deal, Rule};
use crate::tui::terms::{own, words};

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 4] =
    [("reason", "seats"), ("block", "p1-open"), ("deal", "proposal"), ("kind", "feature")];

/// What stands against a candidate, by its name.
const BLOCKS: [&str; 6] =
    ["not_green", "first_outcome", "p1_open", "renewal_overdue", "quote_late", "unpaid"];

/// What a term asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Reason(Vec<Rule>),
    Block(Vec<&'static str>),
    Deal(Vec<OpportunityStage>),
    Kind(Vec<OpportunityKind>),
}

/// The test of a term; None: it is about accounts.
///
/// # Errors
/// A value that is none: what is allowed.
pub fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let Some((key, values)) = own(key, operator, value, &KEYS)? else { return Ok(None) };
    Ok(Some(match key.as_str() {
        "reason" => Test::Reason(words(&values, &Rule::ALL, Rule::name)?),
        "block" => Test::Block(words(&values, &BLOCKS, |block| block)?),
        "deal" => Test::Deal(words(&values, OpportunityStage::ALL, OpportunityStage::name)?),
        _ => Test::Kind(words(&values, OpportunityKind::ALL, OpportunityKind::name)?),
    }))
}

impl Test {
    /// Whether a candidate passes; what is asked of opportunities alone, none does.
    pub fn holds_of(&self, own: &Prospect) -> bool {
        match self {
            Test::Reason(rules) => own.finding.reasons.iter().any(|reason| rules.contains(&reason.rule())),
            Test::Block(names) => own.finding.blocks.iter().any(|block| names.contains(&block.name())),
            Test::Kind(kinds) => {
                own.finding.reasons.iter().any(|reason| kinds.contains(&reason.rule().suggests()))
            }
            Test::Deal(_) => false,
        }
    }

    /// Whether an opportunity passes.
    pub fn holds(&self, deal: &Deal) -> bool {
        match self {
            Test::Deal(stages) => stages.contains(&deal.stage),
            Test::Kind(kinds) => deal.kind.is_some_and(|kind| kinds.contains(&kind)),
            Test::Reason(_) | Test::Block(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terms::Terms;

    #[test]
    fn terms_of_expansion_are_taken_out_and_the_rest_is_left() {
        let asked = "acme reason:seats,growth !block:p1-open csm:ann deal:business-case kind:use-case";
        let (terms, rest) = Terms::parse(asked, false, test).unwrap();
        assert_eq!(rest, "acme csm:ann");
        let expected = [
            (false, Test::Reason(vec![Rule::Seats, Rule::Growth])),
            (true, Test::Block(vec!["p1_open"])),
            (false, Test::Deal(vec![OpportunityStage::BusinessCase])),
            (false, Test::Kind(vec![OpportunityKind::UseCase])),
        ];
        assert_eq!(terms.0, expected);
        let wrong = Terms::parse("reason:luck", false, test).unwrap_err().to_string();
        assert!(wrong.contains("capacity, seats, need, goal, growth"), "{wrong}");
    }
}
