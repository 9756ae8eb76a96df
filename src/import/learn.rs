//! What the columns as a whole tell: the order of day and month, the decimal point, which columns are numbers.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::kind::{Holds, Kind};
use super::mapping::Mapping;
use super::read::Table;
use super::value::day::{DateOrder, DayEvidence};
use super::value::decimal::{self, PointEvidence};
use super::value::{Style, is_nothing};
use crate::domain::text::clean;
use crate::domain::{Currency, Error, Result};

/// What a walk over the file has told.
#[derive(Debug)]
pub struct Learnt {
    /// Records below the headers.
    pub records: u64,
    /// How each column of the kind is written.
    pub styles: Vec<Style>,
    /// For wide usage: (column of the file, how it is written).
    pub metrics: Vec<(usize, Style)>,
    /// The currencies that contracts of the file name, with how many do: they have a say in what the book's is.
    pub currencies: BTreeMap<Currency, i64>,
}

#[derive(Default)]
struct Evidence {
    day: DayEvidence,
    point: PointEvidence,
    filled: u64,
    numbers: u64,
}

/// Walks over the file once. `book` is the currency of amounts that name none.
///
/// # Errors
/// A column of dates could be day-first or month-first throughout, or is both.
pub fn learn(
    table: &Table<'_>,
    kind: &Kind,
    mapping: &Mapping,
    said: Option<DateOrder>,
    book: Currency,
) -> Result<Learnt> {
    let watched: Vec<(usize, Holds)> = kind
        .columns
        .iter()
        .enumerate()
        .filter(|(place, column)| {
            let dressed = matches!(
                column.holds,
                Holds::Day | Holds::Amount | Holds::Decimal | Holds::Number | Holds::Whole(..)
            );
            dressed && mapping.has(*place)
        })
        .map(|(place, column)| (place, column.holds))
        .collect();
    let wide: Vec<usize> = if mapping.wide {
        mapping.unused().into_iter().map(|(place, _)| place).collect()
    } else {
        Vec::new()
    };
    let currency = kind.column("currency").filter(|place| mapping.has(*place));
    let mut currencies = BTreeMap::new();
    let mut seen: Vec<Evidence> = watched.iter().map(|_| Evidence::default()).collect();
    let mut seen_wide: Vec<Evidence> = wide.iter().map(|_| Evidence::default()).collect();
    let mut records = 0;
    table.each(mapping.skip, &mut |record| {
        records += 1;
        if let Some(named) = currency.and_then(|place| Currency::parse(&mapping.text(record, place)).ok()) {
            *currencies.entry(named).or_insert(0) += 1;
        }
        for ((place, holds), evidence) in watched.iter().zip(&mut seen) {
            let text = mapping.text(record, *place);
            if is_nothing(&text) {
                continue;
            }
            match holds {
                Holds::Day => evidence.day.see(&text),
                _ => evidence.point.see(&text),
            }
        }
        for (column, evidence) in wide.iter().zip(&mut seen_wide) {
            let text = record.cell(*column);
            if is_nothing(text) {
                continue;
            }
            evidence.filled += 1;
            evidence.point.see(text);
            // Either style will do here: the question is whether it is a number at all.
            let number = |style| decimal::read(text, style).is_ok();
            if number(decimal::PointStyle::Dot) || number(decimal::PointStyle::Comma) {
                evidence.numbers += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    // A book whose own currency has three decimals, or a file of such amounts, writes thousandths.
    let thousandths =
        std::iter::once(&book).chain(currencies.keys()).any(|currency| currency.decimals() == 3);
    let mut styles = vec![Style::default(); kind.columns.len()];
    for ((place, holds), evidence) in watched.iter().zip(&seen) {
        let day = evidence.day.style(said).map_err(|why| {
            Error::invalid(format!("the column \"{}\" {why}", clean(&mapping.header(kind, *place))))
                .hint("say which comes first with --dates dmy or --dates mdy")
        })?;
        let point = evidence.point.style(*holds == Holds::Amount && !thousandths);
        if let Some(style) = styles.get_mut(*place) {
            *style = Style { day, point };
        }
    }
    let metrics = wide
        .into_iter()
        .zip(&seen_wide)
        // A stray word in a column of numbers refuses its record; a column of words is no metric.
        .filter(|(_, evidence)| evidence.filled > 0 && evidence.numbers * 10 >= evidence.filled * 9)
        .map(|(column, evidence)| (column, Style { point: evidence.point.style(false), ..Style::default() }))
        .collect();
    if kind.name != "contracts" {
        currencies.clear();
    }
    Ok(Learnt { records, styles, metrics, currencies })
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Said;
    use super::super::value::decimal::PointStyle;
    use super::*;

    #[test]
    fn three_decimals_are_thousandths_where_the_currency_has_them() {
        let style = |text: &str, book: &str| {
            let table = Table::read(text.as_bytes(), None).unwrap();
            let kind = Kind::named("contracts").unwrap();
            let mapping = Mapping::find(&table, kind, Said { source: None, map: &[], wide: false }).unwrap();
            let learnt = learn(&table, kind, &mapping, None, Currency::parse(book).unwrap()).unwrap();
            learnt.styles[kind.column("arr").unwrap()].point
        };
        let plain = "id,account,start,arr\n1,A,2026-01-01,12.345\n";
        let dinars = "id,account,start,arr,currency\n1,A,2026-01-01,12.345,KWD\n";
        assert_eq!(style(plain, "EUR"), PointStyle::Comma);
        assert_eq!(style(plain, "KWD"), PointStyle::Dot);
        assert_eq!(style(dinars, "EUR"), PointStyle::Dot);
    }
}
