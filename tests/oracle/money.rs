//! What an account's contracts are worth on a day, and when the next one ends.

use std::collections::BTreeMap;

use crate::book::{Account, Book, Contract, Day};

/// Minor units of an amount written as "1250.5" or "1250".
fn minor(amount: &str, currency: &str) -> i64 {
    let decimals = if currency == "JPY" { 0 } else { 2 };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    format!("{whole}{fraction:0<decimals$}").parse().unwrap()
}

/// The currency that most contracts have; of equals the alphabetically first.
pub fn book_currency(book: &Book) -> Option<String> {
    let mut counts = BTreeMap::new();
    for contract in book.accounts.iter().flat_map(|account| &account.contracts) {
        if !contract.currency.is_empty() {
            *counts.entry(contract.currency.as_str()).or_insert(0) += 1;
        }
    }
    let most = counts.values().max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(currency, _)| (*currency).to_owned())
}

fn currency(book: &Book, contract: &Contract) -> String {
    if contract.currency.is_empty() { book_currency(book).unwrap() } else { contract.currency.clone() }
}

/// Yearly amounts of the contracts active on the day with their currency; `None` without any.
pub fn arr(book: &Book, account: &Account, day: Day) -> Option<(i64, String)> {
    let of_account = currency(book, account.active_contracts(day).next()?);
    let yearly = |contract: &Contract| {
        if contract.arr.is_empty() {
            12 * minor(&contract.mrr, &of_account)
        } else {
            minor(&contract.arr, &of_account)
        }
    };
    Some((account.active_contracts(day).map(yearly).sum(), of_account))
}

/// The earliest end after the day of a contract that is active on it.
pub fn renewal_date(account: &Account, day: Day) -> Option<Day> {
    account.active_contracts(day).filter_map(|contract| contract.end).min()
}
