//! The names by which a file speaks of the book: accounts, contracts, contacts, people, segments. Looked up in memory;
//! what may be made on first mention is made here.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::learn::Learnt;
use super::value::domain;
use crate::domain::text::{fit, fold};
use crate::domain::{Currency, Day, Error, Result};
use crate::store::load::names::{self, AccountName, ContactName, ContractName, Linked, Named};
use crate::store::{Tx, held};

/// Why a row cannot be taken.
#[derive(Debug)]
pub enum Trouble {
    /// The row is refused: the column of the kind ("" for the row as a whole), and why.
    Row(&'static str, String),
    /// The import as a whole fails.
    All(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::All(error)
    }
}

/// What is known by name. Everything is read when it is first asked for.
pub struct Directory<'t> {
    tx: &'t Tx<'t>,
    accounts: Option<Accounts>,
    contracts: Option<Contracts>,
    named: HashMap<Named, Names>,
    contacts: HashMap<i64, Vec<ContactName>>,
    /// Account of each row that was asked for, by table and row id.
    linked: HashMap<(Linked, i64), Option<i64>>,
    currency: Option<Currency>,
    /// Currencies of the contracts that are being imported.
    currencies: BTreeMap<Currency, i64>,
}

/// The accounts with their keys. Places in `list` are in the order of row ids.
#[derive(Default)]
pub struct Accounts {
    /// Every account, by id.
    pub list: Vec<AccountName>,
    by_id: HashMap<i64, usize>,
    by_external_id: HashMap<String, usize>,
    by_domain: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Unknown names that got suggestions: each costs a walk over all accounts.
    suggested: u32,
}

/// The contracts with their keys. Places in `list` are in the order of account and row id.
#[derive(Default)]
pub struct Contracts {
    /// Every contract.
    pub list: Vec<ContractName>,
    by_external_id: HashMap<String, usize>,
    by_id: HashMap<i64, usize>,
    /// First start and last end (None: open) an account.
    spans: HashMap<i64, (Day, Option<Day>)>,
}

/// Unknown accounts for which similar names are looked up.
const SUGGESTIONS: u32 = 50;

/// Names of a table that are made on first mention, to their row ids.
#[derive(Default)]
struct Names {
    /// To the letter: two of them may be alike.
    exact: HashMap<String, i64>,
    /// By [`key`]; also the e-mail addresses of team members.
    alike: HashMap<String, i64>,
}

impl Names {
    fn load(tx: &Tx<'_>, of: Named) -> Result<Names> {
        let mut names = Names::default();
        for (id, name, email) in names::all(tx, of)? {
            names.alike.entry(key(&name)).or_insert(id);
            if let Some(email) = email {
                names.alike.entry(key(&email)).or_insert(id);
            }
            names.exact.insert(name, id);
        }
        Ok(names)
    }
}

impl Accounts {
    fn load(tx: &Tx<'_>) -> Result<Accounts> {
        let mut accounts = Accounts::default();
        for account in names::accounts(tx)? {
            accounts.add(account);
        }
        Ok(accounts)
    }

    fn add(&mut self, account: AccountName) -> usize {
        let place = self.list.len();
        self.by_id.insert(account.id, place);
        if let Some(id) = account.external_id.as_ref().or(account.uid.as_ref()) {
            self.by_external_id.insert(id.clone(), place);
        }
        if let Some(host) = account.domain.as_deref().map(domain).filter(|host| !host.is_empty()) {
            self.by_domain.entry(host).or_default().push(place);
        }
        let name = fold(&account.name);
        if !name.is_empty() {
            self.by_name.entry(name).or_default().push(place);
        }
        self.list.push(account);
        place
    }

    /// The place of the account that a cell means: external id, then domain, then name. `Ok(None)`: unknown.
    ///
    /// # Errors
    /// It fits several; the sentence lists them.
    pub fn find(&self, text: &str) -> Result<Option<usize>, String> {
        if let Some(place) = self.by_external_id.get(text) {
            return Ok(Some(*place));
        }
        let by_domain = || if text.contains('.') { self.by_domain.get(&domain(text)) } else { None };
        match by_domain().or_else(|| self.by_name.get(&fold(text))).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([place]) => Ok(Some(*place)),
            Some(places) => {
                let candidates = places.iter().filter_map(|place| self.list.get(*place)).take(5).map(shown);
                let candidates: Vec<String> = candidates.collect();
                Err(format!("fits {} accounts: {}", places.len(), candidates.join(", ")))
            }
        }
    }

    /// The account of a row id.
    pub fn get(&self, id: i64) -> Option<&AccountName> {
        self.list.get(self.place(id)?)
    }

    /// The place in the list of the account of a row id.
    pub fn place(&self, id: i64) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Why an unknown account is refused, with the names that come nearest.
    fn unknown(&mut self, text: &str) -> String {
        const ALIKE: f64 = 0.86;
        let way_out = "import the accounts first, or make it with --create-accounts";
        if self.suggested >= SUGGESTIONS {
            return format!("is no account of the book; {way_out}");
        }
        self.suggested += 1;
        let wanted = fold(text);
        let alike = |other: &str| strsim::jaro_winkler(&wanted, &fold(other));
        let mut near: Vec<(f64, &AccountName)> = self
            .list
            .iter()
            .map(|account| {
                let by_id = account.external_id.as_deref().map_or(0.0, alike);
                (alike(&account.name).max(by_id), account)
            })
            .filter(|(score, _)| *score >= ALIKE)
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        let near: Vec<String> = near.into_iter().take(3).map(|(_, account)| shown(account)).collect();
        if near.is_empty() {
            format!("is no account of the book; {way_out}")
        } else {
            format!("is no account of the book; near it are {}", near.join(", "))
        }
    }
}

fn shown(account: &AccountName) -> String {
    match &account.external_id {
        Some(id) if *id != account.name => format!("{} ({})", fit(&account.name, 40), fit(id, 40)),
        _ => fit(&account.name, 40).into_owned(),
    }
}

impl Contracts {
    fn load(tx: &Tx<'_>) -> Result<Contracts> {
        let mut contracts = Contracts::default();
        for (place, contract) in names::contracts(tx)?.into_iter().enumerate() {
            if let Some(id) = contract.external_id.as_ref().or(contract.uid.as_ref()) {
                contracts.by_external_id.insert(id.clone(), place);
            }
            contracts.by_id.insert(contract.id, place);
            let span = contracts.spans.entry(contract.account_id).or_insert((contract.start, contract.end));
            span.0 = span.0.min(contract.start);
            span.1 = span.1.zip(contract.end).map(|(one, other)| one.max(other));
            contracts.list.push(contract);
        }
        Ok(contracts)
    }

    /// The place of the contract of an external id.
    pub fn find(&self, external_id: &str) -> Option<usize> {
        self.by_external_id.get(external_id).copied()
    }

    /// The contract of a row id.
    pub fn get(&self, id: i64) -> Option<&ContractName> {
        self.list.get(*self.by_id.get(&id)?)
    }

    /// First start and last end (None: open) of an account's contracts.
    pub fn span(&self, account: i64) -> Option<(Day, Option<Day>)> {
        self.spans.get(&account).copied()
    }
}

impl<'t> Directory<'t> {
    /// Of the book in this transaction, and of what the file says before its records are taken.
    pub fn new(tx: &'t Tx<'t>, learnt: &Learnt) -> Directory<'t> {
        Directory {
            tx,
            accounts: None,
            contracts: None,
            named: HashMap::new(),
            contacts: HashMap::new(),
            linked: HashMap::new(),
            currency: None,
            currencies: learnt.currencies.clone(),
        }
    }

    /// The accounts.
    pub fn accounts(&mut self) -> Result<&mut Accounts> {
        let accounts = match self.accounts.take() {
            Some(accounts) => accounts,
            None => Accounts::load(self.tx)?,
        };
        Ok(self.accounts.insert(accounts))
    }

    /// Forgets the accounts, since the import changed them.
    pub fn forget_accounts(&mut self) {
        self.accounts = None;
    }

    /// The contracts.
    pub fn contracts(&mut self) -> Result<&mut Contracts> {
        let contracts = match self.contracts.take() {
            Some(contracts) => contracts,
            None => Contracts::load(self.tx)?,
        };
        Ok(self.contracts.insert(contracts))
    }

    /// The row id of the account that a cell means. `Ok(None)`: unknown, but `may_create`.
    ///
    /// # Errors
    /// Unknown, or it fits several.
    pub fn account(
        &mut self,
        text: &str,
        column: &'static str,
        may_create: bool,
    ) -> Result<Option<i64>, Trouble> {
        let accounts = self.accounts()?;
        match accounts.find(text) {
            Ok(Some(place)) => Ok(accounts.list.get(place).map(|account| account.id)),
            Ok(None) if may_create => Ok(None),
            Ok(None) => Err(Trouble::Row(column, accounts.unknown(text))),
            Err(why) => Err(Trouble::Row(column, why)),
        }
    }

    /// Makes an account of which only this is known. Gives its row id.
    pub fn create_account(&mut self, text: &str) -> Result<i64> {
        let id = names::create_account(self.tx, text)?;
        let account = AccountName {
            id,
            external_id: Some(text.to_owned()),
            uid: None,
            name: text.to_owned(),
            domain: None,
            signed_on: None,
        };
        self.accounts()?.add(account);
        Ok(id)
    }

    /// The row id of the contract of an external id.
    ///
    /// # Errors
    /// Unknown.
    pub fn contract(&mut self, text: &str, column: &'static str) -> Result<i64, Trouble> {
        let contracts = self.contracts()?;
        match contracts.find(text).and_then(|place| contracts.list.get(place)) {
            Some(contract) => Ok(contract.id),
            None => Err(Trouble::Row(column, NO_CONTRACT.to_owned())),
        }
    }

    /// The row id of a row of another kind.
    ///
    /// # Errors
    /// Unknown, or it fits several.
    pub fn linked(&mut self, to: Linked, text: &str, column: &'static str) -> Result<i64, Trouble> {
        let one = to.one();
        match names::linked(self.tx, to, text)?.as_slice() {
            [(id, account)] => {
                self.linked.insert((to, *id), *account);
                Ok(*id)
            }
            [] => {
                let why = format!("is no {one} of the book; import the {one}s first");
                Err(Trouble::Row(column, why))
            }
            _ => Err(Trouble::Row(column, format!("fits several {one}s; use their ids"))),
        }
    }

    /// The account of a row that was asked for before.
    pub fn account_of(&self, of: Linked, id: i64) -> Option<i64> {
        self.linked.get(&(of, id)).copied().flatten()
    }

    /// The row id of a name that is made on first mention. `Ok(None)`: not there yet.
    pub fn named(&mut self, of: Named, text: &str) -> Result<Option<i64>> {
        let known = match self.named.entry(of) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Names::load(self.tx, of)?),
        };
        Ok(known.exact.get(text).or_else(|| known.alike.get(&key(text))).copied())
    }

    /// Makes a name, or finds it. Gives its row id.
    pub fn make(&mut self, of: Named, text: &str) -> Result<i64> {
        if let Some(id) = self.named(of, text)? {
            return Ok(id);
        }
        let id = names::create(self.tx, of, canonical(of, text))?;
        if let Some(known) = self.named.get_mut(&of) {
            known.alike.entry(key(text)).or_insert(id);
        }
        Ok(id)
    }

    /// The contact of an account that a cell means: external id, then e-mail, then name.
    pub fn contact(&mut self, account: i64, text: &str) -> Result<Option<i64>> {
        if !self.contacts.contains_key(&account) {
            self.contacts.insert(account, names::contacts(self.tx, account)?);
        }
        let contacts = self.contacts.get(&account).map(Vec::as_slice).unwrap_or_default();
        let (lower, folded) = (text.to_lowercase(), fold(text));
        let found = contacts
            .iter()
            .find(|contact| contact.external_id.as_deref() == Some(text))
            .or_else(|| contacts.iter().find(|contact| contact.uid == text))
            .or_else(|| {
                let same = |email: &String| email.to_lowercase() == lower;
                contacts.iter().find(|contact| contact.email.as_ref().is_some_and(same))
            })
            .or_else(|| contacts.iter().find(|contact| fold(&contact.name) == folded));
        Ok(found.map(|contact| contact.id))
    }

    /// The currency of amounts that name none.
    pub fn currency(&mut self) -> Result<Currency> {
        if let Some(currency) = self.currency {
            return Ok(currency);
        }
        let currency = held::currency_with(self.tx, &self.currencies)?;
        self.currency = Some(currency);
        Ok(currency)
    }
}

/// Why a contract is refused.
pub const NO_CONTRACT: &str = "is no contract of the book; import the contracts first";

/// Names are the same whatever their case, spaces, `_` and `-`.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let parts =
        lower.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|part| !part.is_empty());
    let key = parts.collect::<Vec<_>>().join(" ");
    if key.is_empty() { lower } else { key }
}

/// Names that mean something to the program keep its spelling.
const SEGMENTS: [&str; 3] = ["high-touch", "mid-touch", "tech-touch"];
const METRICS: [&str; 5] = ["active_users", "logins", "feature_events", "capacity_used", "events"];

fn canonical(of: Named, text: &str) -> &str {
    let known: &[&'static str] = match of {
        Named::Segment => &SEGMENTS,
        Named::Metric => &METRICS,
        Named::Member | Named::Feature => &[],
    };
    known.iter().find(|name| key(name) == key(text)).copied().unwrap_or(text)
}
