//! What a proposal returns: from inputs that the customer can check, by arithmetic that is shown.

use crate::domain::{Currency, Micro, Money};

/// What the return is worked out from. Money is in the opportunity's currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoiInputs {
    /// What one unit is worth to them, in minor units.
    pub unit_value: Option<i64>,
    /// What a unit is: an hour saved, a stop avoided.
    pub unit: Option<Box<str>>,
    /// How many of them in the period.
    pub units: Option<Micro>,
    /// What it costs them in the period, in minor units; None: the yearly amount, as much of it as falls into the period.
    pub cost: Option<i64>,
    /// Months of the period; None: 12.
    pub months: Option<i64>,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Return {
    /// What they gain in the period, in minor units.
    pub gain: i64,
    /// What it costs them in the period.
    pub cost: i64,
    pub months: i64,
    pub currency: Currency,
    /// (gain - cost) / cost; None: it costs nothing.
    pub ratio: Option<f64>,
    /// Months until what they gain has paid what it costs; None: they gain nothing.
    pub payback: Option<f64>,
    /// The arithmetic in words, a line each.
    pub steps: Vec<String>,
}

const YEAR: i64 = 12;

impl RoiInputs {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        *self == RoiInputs::default()
    }

    /// What is missing to work it out, in words; None: nothing.
    pub fn missing(&self, amount: Option<i64>) -> Option<&'static str> {
        match (self.unit_value, self.units, self.cost.or(amount)) {
            (None, ..) => Some("what a unit is worth"),
            (_, None, _) => Some("how many units"),
            (.., None) => Some("what it costs"),
            _ => None,
        }
    }

    /// Works it out. `amount` is what the opportunity costs a year, in minor units.
    ///
    /// - gain = units x value of one, in the period
    /// - cost = as given, else yearly amount x months / 12
    /// - ROI = (gain - cost) / cost
    /// - payback = cost / (gain / months), in months
    ///
    /// Gain and cost are rounded to minor units, half away from zero. None: something is missing.
    pub fn work_out(&self, amount: Option<i64>, currency: Currency) -> Option<Return> {
        let (value, units) = (self.unit_value?, self.units?);
        let months = self.months.unwrap_or(YEAR).max(1);
        let gain = divided(i128::from(value) * i128::from(units.0), 1_000_000)?;
        let yearly = self.cost.is_none().then_some(amount).flatten();
        let cost = match self.cost {
            Some(cost) => cost,
            None => divided(i128::from(yearly?) * i128::from(months), i128::from(YEAR))?,
        };
        // Amounts are far below 2^53.
        let (earned, paid) = (gain as f64, cost as f64);
        let ratio = (cost > 0).then(|| (earned - paid) / paid);
        let payback = (gain > 0).then(|| paid / (earned / months as f64));
        let money = |minor| Money { minor, currency };
        let unit = self.unit.as_deref().unwrap_or("units");
        let mut steps =
            vec![format!("gain: {units} {unit} x {} = {} in {months} months", money(value), money(gain))];
        steps.push(match yearly {
            Some(yearly) => format!("cost: {} a year x {months} / 12 = {}", money(yearly), money(cost)),
            None => format!("cost: {} in {months} months", money(cost)),
        });
        steps.push(match ratio {
            Some(ratio) => {
                format!(
                    "return: ({} - {}) / {} = {:.0}%",
                    money(gain),
                    money(cost),
                    money(cost),
                    ratio * 100.0
                )
            }
            None => "return: it costs nothing".to_owned(),
        });
        steps.push(match payback {
            Some(payback) => {
                format!("payback: {} / ({} / {months}) = {payback:.1} months", money(cost), money(gain))
            }
            None => "payback: never, since nothing is gained".to_owned(),
        });
        Some(Return { gain, cost, months, currency, ratio, payback, steps })
    }
}

/// Divided and rounded half away from zero; None: more than an amount can be.
fn divided(number: i128, by: i128) -> Option<i64> {
    let half = if number < 0 { -by / 2 } else { by / 2 };
    i64::try_from((number + half) / by).ok()
}
