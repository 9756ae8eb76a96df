//! Contracts and the rows of their renewals, put together.

use super::term::Dates;
use crate::domain::{Currency, Day, Forecast, Money, RenewalStage, Term};
use crate::health::facts::{AccountId, ContractId};
use crate::health::policy::RenewalRules;

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
    pub id: i64,
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

impl Record {
    /// The row as it was on a day: what was closed later was open then, by nobody knows which forecast.
    fn seen_on(mut self, day: Day) -> Record {
        if self.stage.is_closed() && self.closed_on.is_some_and(|closed| closed > day) {
            self.stage = RenewalStage::NotStarted;
            self.forecast = None;
            self.reason = None;
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
/// - Without a row, an end that another contract continues is settled (overlapping contracts of one line: the later one
///   starts within [`NEAR`] days of the end; an add-on of midyear is not mistaken for one), and so is an end longer ago
///   than the policy's `overdue_days`, of which nobody said anything.
pub fn of_account(
    account: AccountId,
    contracts: &[Contract],
    mut records: Vec<Record>,
    rules: &RenewalRules,
    (day, book): (Day, Currency),
) -> Vec<Renewal> {
    records.sort_by_key(|record| (record.due_on, record.id));
    let mut records: Vec<Record> = records.into_iter().map(|record| record.seen_on(day)).collect();
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
        let continued = continues(contract, end, contracts);
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

/// The contract that continues one that ends.
fn continues(contract: &Contract, end: Day, all: &[Contract]) -> Option<ContractId> {
    let next = all.iter().filter(|other| {
        let start = other.term.start;
        other.id != contract.id
            && start > contract.term.start
            && (end - NEAR..=end + NEAR).contains(&start)
            && other.term.end.is_none_or(|over| over > end)
    });
    next.min_by_key(|other| ((other.term.start - end).abs(), other.id)).map(|other| other.id)
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
        dates.quote_by = record.as_ref().and_then(|record| record.quote_by).unwrap_or(dates.quote_by);
        dates.notice_by = record.as_ref().and_then(|record| record.notice_on).unwrap_or(dates.notice_by);
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
