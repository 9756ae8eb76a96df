//! The contract that follows from an act: written as the one before it, where nothing else is said.

use super::{given, on_day};
use crate::domain::{Day, Result};
use crate::health::facts::ContractId;
use crate::renewal::Contract;
use crate::store::Tx;
use crate::store::load::{Value, rows};

/// What is agreed of a contract.
pub struct NextContract<'a> {
    /// Row id of the account.
    pub account: i64,
    pub start: Day,
    /// None: it has no end.
    pub until: Option<Day>,
    /// Yearly amount, in minor units.
    pub yearly: &'a Value,
    pub currency: &'a Value,
    pub seats: Option<i64>,
    pub plan: Option<&'a str>,
}

impl NextContract<'_> {
    /// Writes it, with the automatic renewal and the days of notice of another one. Gives its row id.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn insert(&self, tx: &Tx<'_>, like: Option<&Contract>) -> Result<ContractId> {
        let auto_renew = like.and_then(|like| like.auto_renew).map(i64::from);
        let cells = [
            ("account_id", Value::Int(self.account)),
            ("start_on", on_day(self.start)),
            ("end_on", self.until.map_or(Value::Null, on_day)),
            ("yearly_minor", self.yearly.clone()),
            ("currency", self.currency.clone()),
            ("seats", Value::from(self.seats)),
            ("plan", given(self.plan)),
            ("auto_renew", Value::from(auto_renew)),
            ("notice_days", Value::from(like.and_then(|like| like.notice_days))),
        ];
        let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
        rows::insert(tx, "contract", &cells)
    }
}
