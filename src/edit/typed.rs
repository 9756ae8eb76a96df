//! From what was typed to a value and back, with errors in words for validation as one types.

use super::day::{self, Side};
use super::entity::Entity;
use super::field::{Field, FieldKind, LinkTo, Value};
use super::records::links;
use crate::domain::text::{clean, fold};
use crate::domain::{Currency, Day, Error, Kind, Money, Result};
use crate::import::kind::Holds;
use crate::import::value::decimal::{self, PointEvidence};
use crate::import::value::{Datum, Style, read};
use crate::store::edit::account_name;
use crate::store::native::Cell;
use crate::store::{Reads, held};

/// What reading and showing a field depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// Today.
    pub today: Day,
    /// The currency of the row's amounts.
    pub currency: Currency,
    /// What links can lead to: id and name.
    pub names: Vec<(LinkTo, Vec<(i64, String)>)>,
}

impl Context {
    /// A context without names.
    pub fn new(today: Day, currency: Currency) -> Context {
        Context { today, currency, names: Vec::new() }
    }

    /// What the fields of an entity need. Amounts are in the currency of the row, else that of the book.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn load<'f>(
        on: &impl Reads,
        fields: impl IntoIterator<Item = &'f Field>,
        account: Option<i64>,
        today: Day,
    ) -> Result<Context> {
        let mut context = Context::new(today, held::rates(on)?.book);
        for field in fields {
            if let FieldKind::Link(to) | FieldKind::Links(to) = field.kind
                && context.names_of(to).is_none()
            {
                context.names.push((to, links(on, to, account)?));
            }
        }
        Ok(context)
    }

    /// The same for a form about these values: of the accounts, of which there may be very many, it knows those alone
    /// that the values lead to. Others are added as they are found ([`Context::offer`]).
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn of_values(
        on: &impl Reads,
        values: &[(&'static Field, Value)],
        account: Option<i64>,
        today: Day,
    ) -> Result<Context> {
        let is_account = |field: &Field| field.kind == FieldKind::Link(LinkTo::Account);
        let others = values.iter().map(|(field, _)| *field).filter(|field| !is_account(field));
        let mut context = Context::load(on, others, account, today)?;
        for id in values.iter().filter(|(field, _)| is_account(field)).filter_map(|(_, value)| value.int()) {
            let name = account_name(on, id)?.into_iter().map(|name| (id, name)).collect();
            context.offer(LinkTo::Account, name, &[]);
        }
        Ok(context.in_currency_of(values))
    }

    /// Names that links of a kind can lead to from now on; `kept` of those known before stay.
    pub fn offer(&mut self, to: LinkTo, mut names: Vec<(i64, String)>, kept: &[i64]) {
        let place = self.names.iter().position(|known| known.0 == to);
        let before = place.map_or_else(Vec::new, |place| self.names.swap_remove(place).1);
        let missing: Vec<i64> =
            kept.iter().copied().filter(|id| names.iter().all(|name| name.0 != *id)).collect();
        names.extend(before.into_iter().filter(|name| missing.contains(&name.0)));
        self.names.push((to, names));
    }

    /// Takes over what another one knows of links of a kind, where it knows more.
    pub fn keep(&mut self, to: LinkTo, from: &Context) {
        let Some(known) = from.names_of(to) else { return };
        let mut names = self.names_of(to).unwrap_or_default().to_vec();
        let new = known.iter().filter(|name| self.name_of(to, name.0).is_none()).cloned();
        names.extend(new.collect::<Vec<_>>());
        self.offer(to, names, &[]);
    }

    /// The same in the currency of a row's `currency` field, where it has one.
    pub fn in_currency_of(mut self, values: &[(&'static Field, Value)]) -> Context {
        let own =
            values.iter().find(|(field, _)| field.name == "currency").and_then(|(_, value)| value.text());
        if let Some(currency) = own.and_then(|code| Currency::parse(code).ok()) {
            self.currency = currency;
        }
        self
    }

    fn names_of(&self, to: LinkTo) -> Option<&[(i64, String)]> {
        self.names.iter().find(|names| names.0 == to).map(|names| names.1.as_slice())
    }

    fn name_of(&self, to: LinkTo, id: i64) -> Option<&str> {
        let names = self.names_of(to)?;
        names.iter().find(|name| name.0 == id).map(|name| name.1.as_str())
    }
}

/// Reads what was typed into a field; nothing is what the field holds when it is emptied.
///
/// # Errors
/// Why it cannot stand there: a sentence that names the field, and what to type instead.
pub fn parse(field: &Field, text: &str, context: &Context) -> Result<Value> {
    parse_bare(field, text, context).map_err(|error| error.at(field.label))
}

fn parse_bare(field: &Field, text: &str, context: &Context) -> Result<Value> {
    let typed = text.trim();
    if typed.is_empty() {
        if field.required && field.otherwise.is_null() {
            return Err(Error::invalid("cannot be left empty"));
        }
        return Ok(field.otherwise.clone());
    }
    let refused = |why: String| Error::invalid(format!("\"{}\" {why}", shortened(typed)));
    match &field.kind {
        FieldKind::Day => {
            // What has happened lies behind, what is to be done ahead.
            let side = if is_past(field) { Side::Behind } else { Side::Ahead };
            day::parse(typed, context.today, side).map(|day| Value::Int(day.0.into()))
        }
        FieldKind::Money => money(typed, context.currency).map_err(refused),
        FieldKind::Choice(choices) => choice(field, choices, typed).map_err(refused),
        FieldKind::Link(to) => link(typed, context.names_of(*to).unwrap_or_default(), *to),
        FieldKind::Links(to) => {
            let names = context.names_of(*to).unwrap_or_default();
            let mut values: Vec<Value> = Vec::new();
            for part in parts(typed, names) {
                let value = match link(part, names, *to) {
                    // Who is no contact was there by name.
                    Err(error) if error.kind == Kind::NotFound && *to == LinkTo::Contact => {
                        Value::Text(part.to_owned())
                    }
                    found => found?,
                };
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            Ok(Value::List(values))
        }
        FieldKind::Text { .. } => plain(field, &typed.replace(['\n', '\r', '\t'], " ")).map_err(refused),
        FieldKind::LongText { .. }
        | FieldKind::Int { .. }
        | FieldKind::Decimal
        | FieldKind::YesNo
        | FieldKind::List { .. } => plain(field, typed).map_err(refused),
    }
}

/// Whether a day of the field has usually passed when it is typed.
fn is_past(field: &Field) -> bool {
    const AHEAD: [&str; 15] = [
        "end",
        "due",
        "due_on",
        "snoozed_until",
        "close_on",
        "next_review_on",
        "quote_by_on",
        "notice_on",
        "expires_on",
        "start",
        "go_live_on",
        "first_outcome_on",
        "left_on",
        "start_on",
        "end_on",
    ];
    !AHEAD.contains(&field.name)
}

/// As import reads it.
fn plain(field: &Field, typed: &str) -> Result<Value, String> {
    let mut evidence = PointEvidence::default();
    if matches!(field.kind, FieldKind::Decimal | FieldKind::Int { .. }) {
        evidence.see(typed);
    }
    let style = Style { point: evidence.style(false), ..Style::default() };
    match read(typed, field.holds, style)? {
        Datum::Int(number) => Ok(Value::Int(number)),
        Datum::Text(text) => Ok(Value::Text(match text.as_str() {
            // The one folded kind is that of a signal, and its rules read this word so.
            "competitor" if matches!(field.holds, Holds::Folded(_)) => "competitor evaluation".to_owned(),
            _ => text,
        })),
        Datum::Decimal(decimal, _) => {
            decimal.scaled(6).map(Value::Int).ok_or_else(|| "is too large".to_owned())
        }
    }
}

/// Greatest amount that the book holds, in minor units.
pub(super) const MOST_MINOR: i64 = 100_000_000_000_000;

/// `48000`, `48,000.50`, `$48k`, `1.2m`.
fn money(typed: &str, currency: Currency) -> Result<Value, String> {
    let (number, times) = match typed.strip_suffix(['k', 'K']) {
        Some(rest) => (rest.trim_end(), 1_000),
        None => typed.strip_suffix(['m', 'M']).map_or((typed, 1), |rest| (rest.trim_end(), 1_000_000)),
    };
    let mut evidence = PointEvidence::default();
    evidence.see(number);
    let (amount, beside) = decimal::read(number, evidence.style(times == 1))?;
    if let Some(other) = beside.filter(|other| *other != currency) {
        return Err(format!("is in {other}, but the record is in {currency}"));
    }
    if amount.is_negative() {
        return Err("is negative".into());
    }
    let minor = amount.times(times).and_then(|amount| amount.scaled(currency.decimals()));
    let minor = minor.filter(|minor| *minor <= MOST_MINOR).ok_or("is too large an amount")?;
    Ok(Value::Int(minor))
}

/// A word of a list, or the beginning of one alone.
fn choice(field: &Field, choices: &[(Value, &'static str)], typed: &str) -> Result<Value, String> {
    let key = fold(typed);
    let words = || choices.iter().map(|choice| choice.1).collect::<Vec<_>>().join(", ");
    if let Some(found) = choices.iter().find(|choice| fold(choice.1) == key) {
        return Ok(found.0.clone());
    }
    // Another word for it, as files have it.
    if let Ok(value) = plain(field, typed)
        && choices.iter().any(|choice| choice.0 == value)
    {
        return Ok(value);
    }
    let begins = |choice: &&(Value, &'static str)| !key.is_empty() && fold(choice.1).starts_with(&key);
    let mut found = choices.iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.0.clone()),
        (Some(one), Some(other)) => Err(format!("could be {} or {}", one.1, other.1)),
        (None, _) => Err(format!("is none of {}", words())),
    }
}

/// A name, its beginning, or a word of it, when it means one alone.
fn link(typed: &str, names: &[(i64, String)], to: LinkTo) -> Result<Value> {
    let key = fold(typed);
    let exact = names.iter().filter(|name| name.1 == typed).map(|name| name.0).collect();
    let matching = |test: &dyn Fn(&str) -> bool| -> Vec<i64> {
        names.iter().filter(|name| test(&fold(&name.1))).map(|name| name.0).collect()
    };
    let any = !key.is_empty();
    let ways: [&dyn Fn(&str) -> bool; 3] =
        [&|name| any && name == key, &|name| any && name.starts_with(&key), &|name| {
            any && name.contains(&format!(" {key}"))
        }];
    let found =
        ways.iter().fold(exact, |found: Vec<i64>, way| if found.is_empty() { matching(way) } else { found });
    let word = match to {
        LinkTo::Segment => "segment",
        LinkTo::Member => "member of the team",
        LinkTo::Account => "account",
        LinkTo::Contact => "contact of the account",
        LinkTo::Contract => "contract of the account",
        LinkTo::Step => "other step of the onboarding",
    };
    match found.as_slice() {
        [only] => Ok(Value::Int(*only)),
        [] => Err(Error::not_found(format!("no {word} is called \"{}\"", shortened(typed)))),
        several => {
            let called = several.iter().take(5).filter_map(|id| names.iter().find(|name| name.0 == *id));
            let called: Vec<_> = called.map(|name| clean(&name.1)).collect();
            Err(Error::new(Kind::Ambiguous, format!("\"{}\" fits {}", shortened(typed), called.join(", "))))
        }
    }
}

/// The names in a text with `;` between: one that is known may have a `;` in it.
fn parts<'t>(typed: &'t str, names: &[(i64, String)]) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut rest = typed.trim();
    while !rest.is_empty() {
        let ends = rest.match_indices(';').map(|(end, _)| end).chain([rest.len()]);
        let upto = |end: usize| rest.get(..end).unwrap_or(rest);
        let mut known = ends.clone().filter(|end| names.iter().any(|name| name.1 == upto(*end).trim_end()));
        let end = known.next_back().or_else(|| ends.clone().next()).unwrap_or(rest.len());
        found.push(upto(end).trim_end());
        rest = rest.get(end..).map_or("", |rest| rest.trim_start_matches(';').trim_start());
    }
    found.retain(|part| !part.is_empty());
    found
}

/// What was typed, short enough for a sentence.
fn shortened(typed: &str) -> std::borrow::Cow<'_, str> {
    crate::domain::text::fit(typed, 40)
}

/// A value as one would type it: [`parse`] reads it back.
pub fn show(field: &Field, value: &Value, context: &Context) -> String {
    let one = |value: &Value, to: LinkTo| match value {
        Value::Int(id) => context.name_of(to, *id).map_or_else(|| format!("#{id}"), str::to_owned),
        Value::Text(name) => name.clone(),
        Value::Null | Value::List(_) => String::new(),
    };
    match (&field.kind, value) {
        (_, Value::Null) => String::new(),
        (FieldKind::Day, Value::Int(day)) => {
            i32::try_from(*day).map_or_else(|_| day.to_string(), |day| Day(day).to_string())
        }
        (FieldKind::Money, Value::Int(minor)) => {
            Money { minor: *minor, currency: context.currency }.decimal()
        }
        (FieldKind::Decimal, Value::Int(micro)) => Cell::Micro(*micro).to_string(),
        (FieldKind::YesNo, Value::Int(yes)) => (if *yes != 0 { "yes" } else { "no" }).to_owned(),
        (FieldKind::Choice(choices), value) => {
            let word = choices.iter().find(|choice| choice.0 == *value).map(|choice| choice.1);
            word.map_or_else(|| bare(value), str::to_owned)
        }
        (FieldKind::Link(to), value) => one(value, *to),
        (FieldKind::Links(to), Value::List(values)) => {
            values.iter().map(|value| one(value, *to)).collect::<Vec<_>>().join("; ")
        }
        (FieldKind::List { .. }, Value::Text(text)) => text.replace(';', "; "),
        (_, value) => bare(value),
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(values) => values.iter().map(bare).collect::<Vec<_>>().join("; "),
    }
}

/// One step up or down (`by` steps): a day, a whole number, the second figure of an amount, the next word of a list.
/// An empty day begins today, an empty number at 0. What cannot be stepped stays.
pub fn step(field: &Field, value: &Value, by: i32, context: &Context) -> Value {
    let number = value.int();
    let by_long = i64::from(by);
    match &field.kind {
        FieldKind::Day => {
            let day = number.map_or(i64::from(context.today.0), |day| day.saturating_add(by_long));
            Value::Int(day.clamp(Day::MIN.0.into(), Day::MAX.0.into()))
        }
        FieldKind::Int { min, max } => {
            Value::Int(number.unwrap_or(0).saturating_add(by_long).clamp(*min, *max))
        }
        FieldKind::Decimal => {
            let least = if matches!(field.holds, Holds::Number) { i64::MIN } else { 0 };
            Value::Int(number.unwrap_or(0).saturating_add(by_long.saturating_mul(1_000_000)).max(least))
        }
        FieldKind::Money => {
            let minor = number.unwrap_or(0);
            let mut unit = context.currency.per_major();
            while unit.saturating_mul(100) <= minor {
                unit *= 10;
            }
            Value::Int(minor.saturating_add(unit.saturating_mul(by_long)).clamp(0, MOST_MINOR))
        }
        FieldKind::YesNo => Value::Int(if number == Some(1) { 0 } else { 1 }),
        FieldKind::Choice(choices) => {
            let count = i64::try_from(choices.len()).unwrap_or(i64::MAX).max(1);
            let place = choices.iter().position(|choice| choice.0 == *value);
            let place = place.and_then(|place| i64::try_from(place).ok());
            let next = place.map_or(0, |place| place.saturating_add(by_long).rem_euclid(count));
            let next = usize::try_from(next).ok().and_then(|next| choices.get(next));
            next.map_or_else(|| value.clone(), |choice| choice.0.clone())
        }
        _ => value.clone(),
    }
}

impl Entity {
    /// The values of a new record: what stands where nothing is said, and the day of today where a day is needed.
    pub fn fresh(&'static self, today: Day) -> Vec<(&'static Field, Value)> {
        let value = |field: &'static Field| match field.kind {
            FieldKind::Day if field.required => (field, Value::Int(today.0.into())),
            _ => (field, field.otherwise.clone()),
        };
        self.fields().iter().map(value).collect()
    }
}
