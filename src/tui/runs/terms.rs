//! What a filter asks of onboardings themselves: `state:stuck`, `template:core`, `training:low`. Everything else in it is
//! about their accounts.

use super::Run;
use crate::domain::Result;
use crate::domain::text::fold;
use crate::onboarding::State;
use crate::training::Taking;
use crate::tui::terms::{own, words};

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 3] = [("state", "stuck"), ("template", "NAME"), ("training", "low")];

/// What a term asks of an onboarding.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    State(Vec<State>),
    /// Parts of the name, folded.
    Template(Vec<String>),
    Training(Vec<Taking>),
}

/// The test of a term; None: it is about accounts.
///
/// # Errors
/// A value that is none: what is allowed.
pub fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let Some((key, values)) = own(key, operator, value, &KEYS)? else { return Ok(None) };
    Ok(Some(match key.as_str() {
        "state" => Test::State(words(&values, &State::ALL, State::name)?),
        "template" => Test::Template(values.into_iter().map(fold).collect()),
        _ => Test::Training(words(&values, &Taking::ALL, Taking::name)?),
    }))
}

impl Test {
    /// Whether an onboarding passes.
    pub fn holds(&self, run: &Run) -> bool {
        match self {
            Test::State(states) => states.contains(&run.standing.state),
            Test::Template(names) => {
                let own = run.template.as_deref().map(fold).unwrap_or_default();
                names.iter().any(|name| if name == "none" { own.is_empty() } else { own.contains(name) })
            }
            Test::Training(takings) => takings.contains(&run.taking()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terms::Terms;

    fn said(text: &str) -> String {
        Terms::parse(text, false, test).unwrap_err().to_string()
    }

    #[test]
    fn terms_of_onboardings_are_taken_out_and_the_rest_is_left() {
        let (terms, rest) =
            Terms::parse("acme state:stuck,on-track csm:ann !template:\"core 30\" ", false, test).unwrap();
        assert_eq!(rest, "acme csm:ann ");
        assert_eq!(
            terms.0,
            [
                (false, Test::State(vec![State::Stuck, State::OnTrack])),
                (true, Test::Template(vec!["core 30".to_owned()])),
            ]
        );
        assert_eq!(
            Terms::parse("training:low", false, test).unwrap().0.0,
            [(false, Test::Training(vec![Taking::Low]))]
        );
    }

    #[test]
    fn a_wrong_word_is_named_with_what_is_allowed() {
        assert!(said("state:late").starts_with("filter term state:late: \"late\" is none of them"));
        assert!(said("state:late").contains("stuck, behind, on-track, done"));
        assert!(said("training>low").contains("has no order"));
        assert!(said("training:some").contains("low, well, unknown"));
        assert!(said("state:").contains("use state:stuck, template:NAME, training:low, band:red"));
    }

    #[test]
    fn the_hint_about_an_unknown_key_names_those_of_onboardings_and_of_accounts() {
        let error = said("stat:stuck");
        assert!(error.contains("\"stat\" is nothing to filter by"), "{error}");
        assert!(
            error.contains("use state:stuck, template:NAME, training:low, band:red, csm:NAME"),
            "{error}"
        );
    }

    #[test]
    fn what_is_being_typed_is_not_wrong_yet() {
        assert_eq!(Terms::parse("acme state:x", true, test).unwrap(), (Terms::default(), "acme".to_owned()));
        assert!(Terms::parse("state:x acme", true, test).is_err());
    }
}
