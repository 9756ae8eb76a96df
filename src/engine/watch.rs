//! Alerts follow from the facts: judged with the scores, written in the same transaction, as a step of their own that
//! undo and redo pass over.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::judge::Judge;
use crate::domain::{Currency, Day, Error, Kind, Result, Stage};
use crate::health::facts::{AccountFacts, AccountId, SegmentId};
use crate::health::{Scored, Sight};
use crate::store::alert::{self as book, Raised};
use crate::store::facts::AccountRecord;
use crate::store::journal::{self, Author, Step};
use crate::store::score::Header;
use crate::store::{Reads, Tx, held, segment};
use crate::trigger::flood::{Circumstances, is_flood};
use crate::trigger::{Beside, Case, Finding, Rules, Standing, look};

pub use crate::store::play::PLAYBOOKS_SETTING as RULES_SETTING;

/// Who is named for alerts that follow from the facts.
pub const WATCH: &str = "alerts";

/// The rules of a book.
///
/// # Errors
/// The book cannot be read, or its own document has an error (named by line, rule and key).
pub fn rules(on: &impl Reads) -> Result<Rules> {
    rules_from(on, "the rules of the book", held::setting(on, RULES_SETTING)?.as_deref())
}

/// The rules that a book would have with another document of its own, which errors call by the name of its source.
///
/// # Errors
/// As [`rules`].
pub fn rules_from(on: &impl Reads, source: &str, own: Option<&str>) -> Result<Rules> {
    let segments = segment::all(on)?;
    let segments: Vec<(SegmentId, &str)> =
        segments.iter().map(|segment| (segment.id, segment.name.as_str())).collect();
    Rules::resolve(source, own, &segments)
}

/// The part of a record that rules ask for beside the facts of its health.
pub(super) fn beside(record: &AccountRecord, currency: Currency) -> Beside<'_> {
    Beside {
        contracts: &record.renewal.contracts,
        records: &record.renewal.records,
        earlier: &[],
        plans: &record.plans,
        currency,
    }
}

/// The alerts that stand when a book is judged.
pub(super) struct Watch<'a> {
    rules: &'a Rules,
    day: Day,
    currency: Currency,
    standing: HashMap<AccountId, Vec<Standing>>,
}

impl<'a> Watch<'a> {
    /// Those of every account, in one read; or of one alone.
    pub fn new(on: &impl Reads, judge: &'a Judge, only: Option<AccountId>) -> Result<Watch<'a>> {
        let mut standing: HashMap<AccountId, Vec<Standing>> = HashMap::new();
        book::standing(on, judge.day, only, |account, id, rule, (opened_on, closed_on), reason| {
            let one = Standing { id, rule, opened_on, closed_on, reason };
            standing.entry(account).or_default().push(one);
        })?;
        Ok(Watch { rules: &judge.rules, day: judge.day, currency: judge.rates.book, standing })
    }

    /// What is to be done about the alerts of an account.
    pub fn look(&self, record: &AccountRecord, sight: &Sight<'_>, scored: &Scored) -> Vec<Finding> {
        let standing = self.standing.get(&record.facts.id).map_or(&[][..], Vec::as_slice);
        let case = is_watched(&record.facts).then(|| Case::new(sight, scored, beside(record, self.currency)));
        look(self.rules, case.as_ref(), self.day, standing)
    }
}

/// Whether anybody looks after the account.
pub(super) fn is_watched(facts: &AccountFacts) -> bool {
    facts.stage != Some(Stage::Churned)
}

/// What is known of the evaluation before, for telling where a flood comes from.
pub(super) struct Before {
    header: Option<Header>,
    known: Option<Known>,
    /// Accounts with a higher id are new.
    last_account: AccountId,
}

/// The rules by which alerts were judged last, by name.
type Known = BTreeMap<String, KnownRule>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KnownRule {
    /// The first day on which it was known as it reads now.
    since: i32,
    print: u64,
}

impl Before {
    /// The last revision of the scores; 0: there was none.
    pub fn rev(&self) -> i64 {
        self.header.as_ref().map_or(0, |header| header.rev)
    }

    /// To be read before anything is scored.
    pub fn read(on: &impl Reads, header: Option<Header>) -> Result<Before> {
        // What cannot be read is as good as nothing: it is derived.
        let known = book::known_rules(on)?.and_then(|json| serde_json::from_str(&json).ok());
        Ok(Before { header, known, last_account: crate::store::score::last_account(on)? })
    }
}

/// What was found in one evaluation, and is written at its end: only then it is seen whether it is a flood.
#[derive(Default)]
pub(super) struct Found {
    findings: Vec<(AccountId, Finding)>,
}

impl Found {
    /// Adds what is to be done about an account.
    pub fn add(&mut self, account: AccountId, findings: Vec<Finding>) {
        self.findings.extend(findings.into_iter().map(|finding| (account, finding)));
    }

    /// Writes it. `change` is what history calls the change that led to it; `accounts` are those that are looked after.
    pub fn write(
        self,
        tx: &Tx<'_>,
        judge: &Judge,
        before: &Before,
        change: Option<&str>,
        accounts: u64,
    ) -> Result<()> {
        let known = self.remember(tx, judge, before)?;
        if self.findings.is_empty() {
            return Ok(());
        }
        let floods = self.floods(judge, before, &known, change, accounts);
        let mut next = book::next_id(tx)?;
        for (account, finding) in self.findings {
            match finding {
                Finding::Opens { rule: place, reason } => {
                    let Some(rule) = judge.rules.get(place) else { continue };
                    let flood = floods.get(&place).filter(|_| account <= before.last_account);
                    book::raise(
                        tx,
                        &Raised {
                            id: next,
                            account,
                            rule: &rule.name,
                            severity: rule.severity,
                            reason: &reason,
                            on: judge.day,
                            play: rule.play.as_deref(),
                            flood: flood.map(String::as_str),
                        },
                    )?;
                    next += 1;
                }
                Finding::Again { id, reason } => book::reopen(tx, id, reason.as_deref())?,
                Finding::Retold { id, reason } => book::retell(tx, id, &reason)?,
                Finding::Closes { id, on } => book::close(tx, id, on)?,
                Finding::Drops { id } => book::drop_or_close(tx, id, judge.day)?,
            }
        }
        Ok(())
    }

    /// The rules as they are known from now on.
    fn remember(&self, tx: &Tx<'_>, judge: &Judge, before: &Before) -> Result<Known> {
        let known = before.known.as_ref();
        let rule = |rule: &crate::trigger::Rule| {
            let print = rule.print();
            let own = known.and_then(|known| known.get(&*rule.name)).filter(|own| own.print == print);
            let since = own.map_or(judge.day.0, |own| own.since);
            (rule.name.to_string(), KnownRule { since, print })
        };
        let now: Known = judge.rules.iter().map(rule).collect();
        if known != Some(&now) {
            let json = serde_json::to_string(&now)
                .map_err(|error| Error::new(Kind::Storage, format!("the rules cannot be noted ({error})")))?;
            book::note_rules(tx, &json)?;
        }
        Ok(now)
    }

    /// The cause of each rule that floods, by its place.
    fn floods(
        &self,
        judge: &Judge,
        before: &Before,
        known: &Known,
        change: Option<&str>,
        accounts: u64,
    ) -> HashMap<usize, String> {
        let mut fired: HashMap<usize, u64> = HashMap::new();
        for (account, finding) in &self.findings {
            if let Finding::Opens { rule, .. } = finding
                && *account <= before.last_account
            {
                *fired.entry(*rule).or_default() += 1;
            }
        }
        let policy_of = |fingerprint: &str| fingerprint.get(..16).map(str::to_owned);
        let header = before.header.as_ref();
        let is_policy_new =
            header.is_some_and(|header| policy_of(&header.fingerprint) != policy_of(&judge.fingerprint()));
        let cause = |(place, fired): (usize, u64)| {
            let rule = judge.rules.get(place)?;
            let since = known.get(&*rule.name).map_or(judge.day.0, |own| own.since);
            // On the first day of a book or a rule what holds is no news.
            let is_first_day = since >= judge.day.0;
            if !is_flood(fired, accounts, is_first_day) {
                return None;
            }
            let circumstances = Circumstances {
                day: judge.day,
                change: change.map(str::to_owned),
                is_policy_new,
                is_rule_new: is_first_day,
                usage_on: judge.held.usage_days.iter().rev().find(|on| **on <= judge.day).copied(),
                judged_before: header.map(|header| header.day),
                asks_for_usage: rule.asks_for_usage(),
            };
            Some((place, circumstances.cause(fired, accounts)))
        };
        fired.into_iter().filter_map(cause).collect()
    }
}

/// Gives what was journaled since a place, all of which are alerts, a step of its own.
///
/// # Errors
/// The book cannot be written.
pub(super) fn record(tx: &Tx<'_>, since: i64, at: &str, host: &str) -> Result<()> {
    if journal::last_seq(tx)? == since {
        return Ok(());
    }
    let counts = book::changed_since(tx, since)?;
    let told = [(counts.opened, "opened"), (counts.closed, "closed")];
    let told: Vec<String> =
        told.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let label =
        if told.is_empty() { "Alerts: told anew".to_owned() } else { format!("Alerts: {}", told.join(", ")) };
    let author = Author { actor: WATCH.into(), host: host.into() };
    journal::record(tx, since, at, &author, &label, Step::Derived)?;
    Ok(())
}
