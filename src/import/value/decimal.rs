//! Decimal numbers, exactly: separators, currency signs and codes, and which of `.` and `,` is the decimal point.

use crate::domain::Currency;

/// Which of `.` and `,` is the decimal point in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PointStyle {
    /// `1,234.56`
    #[default]
    Dot,
    /// `1.234,56`
    Comma,
}

/// An exact decimal number: `mantissa` / 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    decimals: u32,
}

impl Decimal {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// The number times a whole number.
    pub fn times(self, factor: i64) -> Option<Decimal> {
        Some(Decimal { mantissa: self.mantissa.checked_mul(i128::from(factor))?, ..self })
    }

    /// The number in units of 10^-`decimals`, half away from zero. None: too large.
    pub fn scaled(self, decimals: u32) -> Option<i64> {
        let units = if decimals >= self.decimals {
            self.mantissa.checked_mul(10_i128.checked_pow(decimals - self.decimals)?)?
        } else {
            let unit = 10_i128.checked_pow(self.decimals - decimals)?;
            let half = if self.mantissa < 0 { -(unit / 2) } else { unit / 2 };
            self.mantissa.checked_add(half)? / unit
        };
        i64::try_from(units).ok()
    }

    /// The nearest floating-point number.
    pub fn to_f64(self) -> f64 {
        // Through text, which is rounded once; dividing would round twice.
        format!("{}e-{}", self.mantissa, self.decimals).parse().unwrap_or(f64::INFINITY)
    }

    /// The number if it is whole.
    pub fn whole(self) -> Option<i64> {
        let unit = 10_i128.checked_pow(self.decimals)?;
        if self.mantissa % unit == 0 { i64::try_from(self.mantissa / unit).ok() } else { None }
    }
}

/// What the cells of a column tell about its decimal point.
#[derive(Clone, Copy, Debug, Default)]
pub struct PointEvidence {
    dot: bool,
    comma: bool,
    /// `1.234`: a dot before exactly three digits, and no other sign.
    dot_three: bool,
    /// Any other number.
    plain: bool,
}

impl PointEvidence {
    /// Takes a cell into account.
    pub fn see(&mut self, text: &str) {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.plain = true;
            return;
        }
        let (dots, commas) = (text.matches('.').count(), text.matches(',').count());
        let digits_after = |mark: char| {
            text.rsplit_once(mark).map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count())
        };
        match (dots, commas) {
            (0, 0) => self.plain = true,
            (1, 0) if digits_after('.') == 3 => self.dot_three = true,
            (1, 0) => self.dot = true,
            (0, 1) if digits_after(',') == 3 => {}
            (0, 1) => self.comma = true,
            (_, 0) => self.comma = true,
            (0, _) => self.dot = true,
            _ if text.rfind('.') > text.rfind(',') => self.dot = true,
            _ => self.comma = true,
        }
    }

    /// The style of the column. Money is not written with three decimals: where an amount's column holds dots before
    /// three digits alone, they part the thousands.
    pub fn style(self, money: bool) -> PointStyle {
        let thousands = money && self.dot_three && !self.dot && !self.plain;
        if !self.dot && (self.comma || thousands) { PointStyle::Comma } else { PointStyle::Dot }
    }
}

/// Whether it is a number in scientific notation as spreadsheets write it: `1.03006E+13`.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']);
    let mantissa_is_number = match mantissa.split_once(['.', ',']) {
        Some((whole, rest)) => digits(whole) && digits(rest),
        None => digits(mantissa),
    };
    // Without a sign only a fraction makes it a number for certain: 1E5 is a fine id.
    mantissa_is_number && (signed.is_some_and(digits) || (mantissa.contains(['.', ',']) && digits(exponent)))
}

/// Reads a number: `1,234.56`, `€ 1 234,56`, `(12.50)`, `USD 5`, `1.5e3`.
///
/// # Errors
/// Why it is refused, as the end of a sentence.
pub fn read(text: &str, style: PointStyle) -> Result<(Decimal, Option<Currency>), String> {
    if text.contains('%') {
        return Err("is a percentage, not a number".into());
    }
    let (number, currency) = without_currency(text);
    let not_a_number = || "is not a number".to_owned();
    let (number, negative) = match number.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => match number.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (rest.trim_start(), true),
            None => (number.strip_prefix('+').unwrap_or(number), false),
        },
    };
    // A sign may stand before or after the currency: -$5, $-5.
    let (number, inner) = without_currency(number);
    let (body, exponent) = match number.split_once(['e', 'E']) {
        Some((body, exponent)) => (body, exponent.parse::<i32>().map_err(|_| not_a_number())?),
        None => (number, 0),
    };
    let (point, group) = match style {
        PointStyle::Dot => ('.', ','),
        PointStyle::Comma => (',', '.'),
    };
    let mut mantissa: i128 = 0;
    let mut decimals: Option<i32> = None;
    let mut digits = 0_u32;
    let mut in_group: Option<u32> = None;
    for c in body.chars() {
        if let Some(digit) = c.to_digit(10) {
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(i128::from(digit)))
                .ok_or("is too large")?;
            decimals = decimals.map(|count| count + 1);
            in_group = in_group.map(|count| count + 1);
            digits += 1;
        } else if c == point && decimals.is_none() && in_group.is_none_or(|count| count == 3) {
            decimals = Some(0);
            in_group = None;
        } else if (c == group || matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\'' | '\u{2019}'))
            && decimals.is_none()
            && digits > 0
            && in_group.is_none_or(|count| count == 2 || count == 3)
        {
            in_group = Some(0);
        } else {
            return Err(not_a_number());
        }
    }
    // Groups are of three digits (of two in India, but for the last).
    if digits == 0 || in_group.is_some_and(|count| count != 3) {
        return Err(not_a_number());
    }
    let decimals = decimals.unwrap_or(0).saturating_sub(exponent);
    let (mantissa, decimals) = match u32::try_from(decimals) {
        Ok(decimals) => (Some(mantissa), decimals),
        Err(_) => {
            (10_i128.checked_pow(decimals.unsigned_abs()).and_then(|factor| mantissa.checked_mul(factor)), 0)
        }
    };
    let mantissa = mantissa.filter(|_| decimals <= 30).ok_or("is too large or too small")?;
    let mantissa = if negative { -mantissa } else { mantissa };
    Ok((Decimal { mantissa, decimals }, currency.or(inner)))
}

/// Signs of currencies. `$` says no more than that it is money: many currencies use it.
const SIGNS: [(&str, Option<&str>); 8] = [
    ("US$", Some("USD")),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("₹", Some("INR")),
    ("¥", Some("JPY")),
    ("zł", Some("PLN")),
    ("$", None),
    ("kr", None),
];

/// The text without the sign or code of a currency before or after it.
fn without_currency(text: &str) -> (&str, Option<Currency>) {
    if text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit()) {
        return (text, None);
    }
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim(), code.and_then(|code| Currency::parse(code).ok()));
        }
    }
    let is_code = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let (first, last) = (text.get(..3), text.get(text.len().saturating_sub(3)..));
    if let (Some(code), Some(rest)) = (first.filter(|code| is_code(code)), text.get(3..)) {
        return (rest.trim(), Currency::parse(code).ok());
    }
    if let (Some(code), Some(rest)) =
        (last.filter(|code| is_code(code)), text.get(..text.len().saturating_sub(3)))
    {
        return (rest.trim(), Currency::parse(code).ok());
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(text: &str, style: PointStyle) -> Option<i64> {
        read(text, style).ok().and_then(|(decimal, _)| decimal.scaled(2))
    }

    #[test]
    fn amounts_read_in_every_dress() {
        for text in
            ["1234.56", "1,234.56", "$1,234.56", "1 234.56", "USD 1'234.56", "1234.56 EUR", "+1234.56"]
        {
            assert_eq!(cents(text, PointStyle::Dot), Some(123_456), "{text}");
        }
        for text in ["1234,56", "1.234,56", "1\u{A0}234,56 €", "€1.234,56"] {
            assert_eq!(cents(text, PointStyle::Comma), Some(123_456), "{text}");
        }
        assert_eq!(cents("12,34,567.00", PointStyle::Dot), Some(123_456_700));
        for text in ["(12.50)", "-$12.50", "$-12.50"] {
            assert_eq!(cents(text, PointStyle::Dot), Some(-1_250), "{text}");
        }
        assert_eq!(cents("1.5e3", PointStyle::Dot), Some(150_000));
        for text in ["", "abc", "1,23,", "1.2.3", "12%", "1,2", "1e99", "--5", "$"] {
            assert_eq!(cents(text, PointStyle::Dot), None, "{text}");
        }
    }

    #[test]
    fn a_currency_beside_an_amount_is_kept_and_a_dollar_sign_says_nothing() {
        let code = |text| read(text, PointStyle::Dot).unwrap().1.map(|currency| currency.to_string());
        assert_eq!(code("EUR 5").as_deref(), Some("EUR"));
        assert_eq!(code("5 chf").as_deref(), Some("CHF"));
        assert_eq!(code("£5").as_deref(), Some("GBP"));
        assert_eq!(code("$5"), None);
    }

    #[test]
    fn the_column_decides_which_mark_is_the_decimal_point() {
        let style = |cells: &[&str], money| {
            let mut evidence = PointEvidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            evidence.style(money)
        };
        assert_eq!(style(&["1.234", "1.234,50"], true), PointStyle::Comma);
        assert_eq!(style(&["1,234", "1,234.50"], true), PointStyle::Dot);
        assert_eq!(style(&["12,5"], false), PointStyle::Comma);
        assert_eq!(style(&["1.234.567"], false), PointStyle::Comma);
        assert_eq!(style(&["1.234", "5.678"], true), PointStyle::Comma);
        assert_eq!(style(&["1.234", "5.678"], false), PointStyle::Dot);
        assert_eq!(style(&["1.234", "5.6"], true), PointStyle::Dot);
        assert_eq!(style(&["1,234", "5"], true), PointStyle::Dot);
    }

    #[test]
    fn rounding_is_half_away_from_zero_and_products_are_exact() {
        let decimal = |text| read(text, PointStyle::Dot).unwrap().0;
        assert_eq!(decimal("0.005").scaled(2), Some(1));
        assert_eq!(decimal("-0.005").scaled(2), Some(-1));
        assert_eq!(decimal("0.0049").scaled(2), Some(0));
        // 12 x 6184.21 = 74210.52
        assert_eq!(decimal("6184.21").times(12).and_then(|yearly| yearly.scaled(2)), Some(7_421_052));
        assert_eq!(decimal("4.0").whole(), Some(4));
        assert_eq!(decimal("4.5").whole(), None);
    }
}
