//! What a filter asks of onboardings themselves: `state:stuck`, `template:core`, `training:low`. Everything else in it is
//! about their accounts.

use super::Run;
use crate::book::filter::{is_key, split, terms, tokens, unknown, values};
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};
use crate::onboarding::State;
use crate::training::Taking;

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 3] = [("state", "stuck"), ("template", "NAME"), ("training", "low")];

/// These terms, for a hint that names them before those of accounts.
fn beside() -> String {
    KEYS.iter().map(|(key, value)| format!("{key}:{value}, ")).collect()
}

/// Terms that must all hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms(Vec<(bool, Test)>);

/// What a term asks of an onboarding.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    State(Vec<State>),
    /// Parts of the name, folded.
    Template(Vec<String>),
    Training(Vec<Taking>),
}

impl Terms {
    /// Reads the terms of a filter that are about onboardings, and gives what is left of it. While it is typed (`live`)
    /// a last term that is not finished is left out.
    ///
    /// # Errors
    /// A value that is none: the term and what is allowed.
    pub fn parse(text: &str, live: bool) -> Result<(Terms, String)> {
        let mut terms = Terms::default();
        let mut rest: Vec<&str> = Vec::new();
        let all = tokens(text);
        for (place, token) in all.iter().enumerate() {
            let typing = live && place + 1 == all.len() && text.ends_with(token);
            let (negated, bare) = token.strip_prefix('!').map_or((false, *token), |bare| (true, bare));
            let test = split(bare).map_or(Ok(None), |(key, operator, value)| test(key, operator, value));
            match test.map_err(|error| error.at(format!("filter term {}", clean(token)))) {
                Ok(Some(test)) => terms.0.push((negated, test)),
                Ok(None) => rest.push(token),
                Err(_) if typing => {}
                Err(error) => return Err(error),
            }
        }
        let mut rest = rest.join(" ");
        // A space at the end says that the last word is finished.
        if text.ends_with(char::is_whitespace) {
            rest.push(' ');
        }
        Ok((terms, rest))
    }

    /// Whether an onboarding passes.
    pub fn hold(&self, run: &Run) -> bool {
        self.0.iter().all(|(negated, test)| test.holds(run) != *negated)
    }
}

/// The test of a term; None: it is about accounts.
fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let key = key.to_ascii_lowercase();
    if !KEYS.iter().any(|known| known.0 == key) {
        return if is_key(&key) { Ok(None) } else { Err(unknown(&key, &beside())) };
    }
    if operator != ":" && operator != "=" {
        return Err(Error::invalid(format!("\"{key}\" has no order")).hint(format!("write {key}:NAME")));
    }
    let values = values(value, &key).map_err(|error| error.hint(terms(&beside())))?;
    Ok(Some(match key.as_str() {
        "state" => Test::State(words(&values, &State::ALL, State::name)?),
        "template" => Test::Template(values.into_iter().map(fold).collect()),
        _ => Test::Training(words(&values, &Taking::ALL, Taking::name)?),
    }))
}

/// The words of a closed list that begin as asked.
fn words<T: Copy>(asked: &[&str], all: &[T], name: fn(T) -> &'static str) -> Result<Vec<T>> {
    let squeezed = |text: &str| fold(text).replace(' ', "");
    let one = |asked: &&str| {
        let key = squeezed(asked);
        let fits = |own: &&T| !key.is_empty() && squeezed(name(**own)).starts_with(&key);
        all.iter().find(fits).copied().ok_or_else(|| {
            let known: Vec<_> = all.iter().map(|own| name(*own).replace(' ', "-")).collect();
            Error::invalid(format!("\"{}\" is none of them", clean(asked)))
                .hint(format!("use {}", known.join(", ")))
        })
    };
    asked.iter().map(one).collect()
}

impl Test {
    fn holds(&self, run: &Run) -> bool {
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

    fn said(text: &str) -> String {
        Terms::parse(text, false).unwrap_err().to_string()
    }

    #[test]
    fn terms_of_onboardings_are_taken_out_and_the_rest_is_left() {
        let (terms, rest) =
            Terms::parse("acme state:stuck,on-track csm:ann !template:\"core 30\" ", false).unwrap();
        assert_eq!(rest, "acme csm:ann ");
        assert_eq!(
            terms.0,
            [
                (false, Test::State(vec![State::Stuck, State::OnTrack])),
                (true, Test::Template(vec!["core 30".to_owned()])),
            ]
        );
        assert_eq!(
            Terms::parse("training:low", false).unwrap().0.0,
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
        assert_eq!(Terms::parse("acme state:x", true).unwrap(), (Terms::default(), "acme".to_owned()));
        assert!(Terms::parse("state:x acme", true).is_err());
    }
}
