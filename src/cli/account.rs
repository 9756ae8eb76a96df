//! Which account is meant by what was typed.

use std::ops::ControlFlow;

use crate::book::names;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, Result};
use crate::health::facts::AccountId;
use crate::store::Reads;
use crate::store::find::{self, Named};

/// Candidates that an error lists.
const LISTED: usize = 10;

/// How well a name answers to what was typed, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Domain,
    Name,
    /// Equal but for case, accents and punctuation.
    Folded,
    Begins,
    Holds,
}

/// The id of the account that `asked` means: an id, an external id, a domain or a name, or the beginning or a part
/// of one account's name alone. `id:7` and `external_id:7` say which.
///
/// # Errors
/// None is meant, or several: the candidates are listed.
pub fn resolve(on: &impl Reads, asked: &str) -> Result<AccountId> {
    let asked = asked.trim();
    let keyed = if let Some(id) = asked.strip_prefix("id:") {
        find::by_key(on, id.parse().ok(), None)?
    } else if let Some(external) = asked.strip_prefix("external_id:") {
        find::by_key(on, None, Some(external))?
    } else {
        find::by_key(on, asked.parse().ok(), Some(asked))?
    };
    if !keyed.is_empty() {
        return one(asked, keyed);
    }
    let asker = Asker::new(asked);
    let mut best: Option<Fit> = None;
    let mut fitting: Vec<Named> = Vec::new();
    let mut near: Vec<Named> = Vec::new();
    find::each(on, |account| {
        match asker.fit(&account) {
            Some(fit) if best.is_none_or(|best| fit < best) => {
                best = Some(fit);
                fitting = vec![account];
            }
            Some(fit) if best == Some(fit) => fitting.push(account),
            None if near.len() < LISTED && asker.resembles(&account) => near.push(account),
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    if !fitting.is_empty() {
        return one(asked, fitting);
    }
    let error = Error::not_found(format!("no account is called \"{}\"", clean(asked)));
    Err(if near.is_empty() {
        error.hint("list the accounts with: mainstay accounts")
    } else {
        error.hint(format!("did you mean one of these?\n{}", lines(&near)))
    })
}

fn one(asked: &str, candidates: Vec<Named>) -> Result<AccountId> {
    match candidates.as_slice() {
        [only] => Ok(only.id),
        several => {
            Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits {} accounts", clean(asked), several.len()))
                .hint(format!("say which by its id\n{}", lines(several))))
        }
    }
}

/// A line an account, the first few.
fn lines(accounts: &[Named]) -> String {
    let mut lines: Vec<String> = accounts
        .iter()
        .take(LISTED)
        .map(|account| {
            let keys = [account.external_id.as_deref(), account.domain.as_deref()];
            let keys: Vec<_> = keys.into_iter().flatten().map(clean).collect();
            let keys = if keys.is_empty() { String::new() } else { format!(" ({})", keys.join(", ")) };
            format!("id:{}  {}{keys}", account.id, clean(&account.name))
        })
        .collect();
    if accounts.len() > LISTED {
        lines.push(format!("and {} more", accounts.len() - LISTED));
    }
    lines.join("\n")
}

/// What was typed, in the forms that it is compared in.
struct Asker<'a> {
    exact: &'a str,
    folded: String,
    letters: String,
}

impl<'a> Asker<'a> {
    fn new(asked: &'a str) -> Asker<'a> {
        let letters = names::fold(asked).chars().filter(|c| c.is_alphanumeric()).collect();
        Asker { exact: asked, folded: plain(asked), letters }
    }

    fn fit(&self, account: &Named) -> Option<Fit> {
        if account.domain.as_deref().is_some_and(|domain| domain.eq_ignore_ascii_case(self.exact)) {
            return Some(Fit::Domain);
        }
        if *account.name == *self.exact {
            return Some(Fit::Name);
        }
        if self.folded.is_empty() {
            return None;
        }
        let name = plain(&account.name);
        if name == self.folded {
            Some(Fit::Folded)
        } else if name.starts_with(&self.folded) {
            Some(Fit::Begins)
        } else if name.contains(&self.folded) {
            Some(Fit::Holds)
        } else {
            None
        }
    }

    /// Whether the letters of what was typed stand in the name in their order.
    fn resembles(&self, account: &Named) -> bool {
        self.letters.chars().count() > 1 && names::in_order(&names::fold(&account.name), &self.letters)
    }
}

/// A name by its letters and digits, without case and accents.
fn plain(name: &str) -> String {
    names::fold(&fold(name))
}
