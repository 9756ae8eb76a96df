//! Contracts and the rows of their renewals, put together.

use std::collections::{HashMap, HashSet};

use super::term::Dates;
use crate::domain::{Currency, Day, Forecast, Money, RenewalStage, Term};
use crate::health::facts::{AccountId, ContractId};
use crate::health::policy::RenewalRules;

/// Row id of a renewal.
pub type RenewalId = i64;

/// A contract as its renewal sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    pub id: ContractId,
    /// Its number in the billing system.
    pub number: Option<Box<str>>,
    pub term: Term,
    pub seats: Option<i64>,
    pub plan: Option<Box<str>>,
    pub auto_renew: Option<bool>,
    pub notice_days: Option<i64>,
    pub notice_given_on: Option<Day>,
}

/// The row of a renewal on which somebody works.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: RenewalId,
    pub contract: Option<ContractId>,
    pub due_on: Day,
    pub stage: RenewalStage,
    pub forecast: Option<Forecast>,
    /// Of the forecast.
    pub reason: Option<Box<str>>,
    /// Yearly amount after the renewal, in minor units.
    pub amount: Option<i64>,
    pub currency: Option<Currency>,
    pub quote_by: Option<Day>,
    pub notice_on: Option<Day>,
    /// The day it was won or lost.
    pub closed_on: Option<Day>,
    pub churn_reason: Option<Box<str>>,
    pub competitor: Option<Box<str>>,
}

/// What a renewal was until a day on which it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// The day of the change.
    pub until: Day,
    pub stage: RenewalStage,
    pub forecast: Option<Forecast>,
    pub reason: Option<Box<str>>,
    /// Yearly amount after the renewal, in minor units.
    pub amount: Option<i64>,
    pub currency: Option<Currency>,
}

impl Record {
    /// The row as it was before it changed.
    pub fn before(mut self, earlier: &Earlier) -> Record {
        self.stage = earlier.stage;
        self.forecast = earlier.forecast;
        self.reason.clone_from(&earlier.reason);
        self.amount = earlier.amount;
        self.currency = earlier.currency;
        self.open_again()
    }

    /// The row as it was on a day, where no change is noted: what was closed later was open then, by nobody knows which
    /// forecast.
    fn seen_on(mut self, day: Day) -> Record {
        if self.stage.is_closed() && self.closed_on.is_some_and(|closed| closed > day) {
            self.stage = RenewalStage::NotStarted;
            self.forecast = None;
            self.reason = None;
        }
        self.open_again()
    }

    /// Without what closing it said, where it is open.
    fn open_again(mut self) -> Record {
        if !self.stage.is_closed() {
            self.closed_on = None;
            self.churn_reason = None;
            self.competitor = None;
        }
        self
    }
}

/// The end of a contract and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewal {
    pub account: AccountId,
    /// None: a row that names no contract, such as one of a CRM.
    pub contract: Option<Contract>,
    /// None: nobody works on it yet.
    pub record: Option<Record>,
    /// The day the contract is over.
    pub due_on: Day,
    pub stage: RenewalStage,
    /// What the CSM expects; None: not said yet.
    pub call: Option<Forecast>,
    pub dates: Dates,
    /// A contract that begins about where this one ends, although nothing says that this one was won.
    pub continued: Option<ContractId>,
    /// Yearly amount that ends; None: unknown.
    pub due: Option<Money>,
    /// Yearly amount that is expected after it, or was agreed; None: unknown.
    pub expected: Option<Money>,
}

/// A start is that of the next contract up to so many days before or after an end, and a row that was closed settles
/// an end up to so many days after its own: billing systems are not exact to the day.
const NEAR: i32 = 31;

/// The renewals of an account on a day, by the day they are due. `contracts` and `records` are all of the account's, in
/// any order; `book` is the book's currency.
///
/// - A contract without an end has no renewal, nor has one that ends on its start: it is active on no day.
/// - The row with the latest due day is the contract's; what older ones tell is past. A row that names no contract is
///   that of the contract that ends on its day. What is left stands alone.
/// - An open row follows the end of its contract. A closed one settles the end that it was closed for: a contract that
///   was prolonged since by more than [`NEAR`] days is due again.
/// - Without a row, an end that another contract continues is settled ([`continued`]: contracts of one line may overlap
///   by [`NEAR`] days; an add-on of midyear is not mistaken for the next one), and so is an end longer ago than the
///   policy's `overdue_days`, of which nobody said anything.
pub fn of_account(
    account: AccountId,
    contracts: &[Contract],
    mut records: Vec<Record>,
    rules: &RenewalRules,
    (day, book): (Day, Currency),
) -> Vec<Renewal> {
    records.sort_by_key(|record| (record.due_on, record.id));
    let mut records: Vec<Record> = records.into_iter().map(|record| record.seen_on(day)).collect();
    let next = continued(contracts);
    let mut renewals = Vec::new();
    for contract in contracts {
        let Some(end) = contract.term.end.filter(|end| *end > contract.term.start) else { continue };
        let own = |record: &Record| record.contract == Some(contract.id);
        let alone = |record: &Record| record.contract.is_none() && record.due_on == end;
        let place = records.iter().rposition(own).or_else(|| records.iter().rposition(alone));
        let mut record = place.map(|place| records.remove(place));
        records.retain(|other| !own(other));
        // Prolonged since it was closed.
        record = record.filter(|record| !record.stage.is_closed() || end <= record.due_on + NEAR);
        let continued = next.get(&contract.id).copied();
        if record.is_none() && (continued.is_some() || end < day - rules.overdue_days) {
            continue;
        }
        renewals.push(Renewal::new(account, Some(contract), record, continued, rules, (day, book)));
    }
    let alone = records.into_iter().filter(|record| {
        // Of a contract that has no end any more: nothing is due.
        record.contract.is_none() || record.stage.is_closed()
    });
    renewals.extend(alone.map(|record| Renewal::new(account, None, Some(record), None, rules, (day, book))));
    renewals.sort_by_key(|renewal| (renewal.due_on, renewal.contract.as_ref().map(|contract| contract.id)));
    renewals
}

/// Which contract continues which, where one starts about where another ends, outlasts it and started later: by the
/// one that ends. A contract continues one only, so that of two lines that end together neither is taken for settled
/// by the next contract of the other; the same plan goes before the nearer start and the nearer amount.
pub fn continued(all: &[Contract]) -> HashMap<ContractId, ContractId> {
    let mut by_start: Vec<&Contract> = all.iter().collect();
    by_start.sort_by_key(|contract| contract.term.start);
    let mut pairs = Vec::new();
    for contract in all {
        let Some(end) = contract.term.end.filter(|end| *end > contract.term.start) else { continue };
        let first = by_start.partition_point(|other| other.term.start < end - NEAR);
        let near = by_start.iter().skip(first).take_while(|other| other.term.start <= end + NEAR);
        for other in near {
            let later = other.term.start > contract.term.start;
            if other.id == contract.id || !later || other.term.end.is_some_and(|over| over <= end) {
                continue;
            }
            let far = (other.term.start - end).abs();
            let dearer = other.term.yearly_minor.abs_diff(contract.term.yearly_minor);
            pairs.push((other.plan != contract.plan, far, dearer, contract.id, other.id));
        }
    }
    pairs.sort_unstable();
    let (mut next, mut taken) = (HashMap::new(), HashSet::new());
    for (_, _, _, contract, other) in pairs {
        if !next.contains_key(&contract) && taken.insert(other) {
            next.insert(contract, other);
        }
    }
    next
}

impl Renewal {
    fn new(
        account: AccountId,
        contract: Option<&Contract>,
        record: Option<Record>,
        continued: Option<ContractId>,
        rules: &RenewalRules,
        (day, book): (Day, Currency),
    ) -> Renewal {
        let closed = record.as_ref().filter(|record| record.stage.is_closed());
        let term = contract.map(|contract| contract.term);
        let due_on = match (closed, term.and_then(|term| term.end), &record) {
            (Some(closed), _, _) => closed.due_on,
            (None, Some(end), _) => end,
            (None, None, Some(record)) => record.due_on,
            (None, None, None) => Day::MAX,
        };
        let notice_days = contract.and_then(|contract| contract.notice_days);
        let mut dates = Dates::of(term.map(|term| term.start), due_on, notice_days, rules);
        if let Some(record) = &record {
            // They were given for the end as it was then: where the contract was prolonged since, they move with it.
            let moved = due_on - record.due_on;
            dates.quote_by = record.quote_by.map_or(dates.quote_by, |on| on + moved);
            dates.notice_by = record.notice_on.map_or(dates.notice_by, |on| on + moved);
        }
        let given = contract.and_then(|contract| contract.notice_given_on).is_some_and(|on| on <= day);
        let stage = match &record {
            Some(record) if record.stage != RenewalStage::NotStarted => record.stage,
            // The contract says so, nobody took it up yet.
            _ if given => RenewalStage::ChurnNotice,
            _ => RenewalStage::NotStarted,
        };
        let call = match stage {
            RenewalStage::Won => Some(Forecast::Won),
            RenewalStage::Lost => Some(Forecast::Lost),
            // Won and lost are said by closing it.
            _ => record.as_ref().and_then(|record| record.forecast),
        };
        let in_row = record.as_ref().and_then(|record| record.currency);
        let currency = in_row.or(term.and_then(|term| term.currency)).unwrap_or(book);
        let due =
            term.map(|term| Money { minor: term.yearly_minor, currency: term.currency.unwrap_or(book) });
        let said = record.as_ref().and_then(|record| record.amount);
        let expected = match said {
            _ if stage == RenewalStage::Lost => Some(Money { minor: 0, currency }),
            Some(minor) => Some(Money { minor, currency }),
            None => due.map(|due| uplifted(due, i128::from(rules.uplift_percent) * 1_000_000)),
        };
        Renewal {
            account,
            contract: contract.cloned(),
            record,
            due_on,
            stage,
            call,
            dates,
            continued,
            due,
            expected,
        }
    }

    /// Whether something is still to be done.
    pub fn is_open(&self) -> bool {
        !self.stage.is_closed()
    }
}

/// An amount raised by millionths of a percent, rounded half away from zero; never below 0.
pub fn uplifted(amount: Money, micro_percent: i128) -> Money {
    const WHOLE: i128 = 100_000_000;
    let raised = (i128::from(amount.minor) * (WHOLE + micro_percent) + WHOLE / 2).div_euclid(WHOLE);
    Money { minor: i64::try_from(raised.max(0)).unwrap_or(i64::MAX), ..amount }
}
