//! What the dashboard does to a renewal: the acts of [`crate::edit::renewal`], from what forms and lists give.

use crate::domain::{ChurnReason, Day, Forecast, RenewalStage, Result};
use crate::edit::renewal::{Lost, Notice, Quote, SetForecast, SetStage, Target, Terms, Won};
use crate::edit::{Value, Values};
use crate::engine::Command;
use crate::store::Reads;

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewing {
    /// What is expected, from a form with `forecast` and `reason`.
    Forecast,
    /// How far it has come.
    Stage(RenewalStage),
    /// The quote is out, from a form with `amount`.
    Quote,
    /// Notice was given, from a form with `date` and `text`.
    Notice,
    /// Signed, from a form with the terms of the next contract.
    Won,
    /// It ends, from a form with `competitor`, or without any.
    Lost(ChurnReason),
}

impl Renewing {
    /// What its form is called.
    pub fn title(self) -> &'static str {
        match self {
            Renewing::Forecast => "What do you expect?",
            Renewing::Stage(_) => "How far has it come?",
            Renewing::Quote => "The quote is out: a year costs",
            Renewing::Notice => "Notice was given",
            Renewing::Won => "Won: the next contract",
            Renewing::Lost(_) => "Lost: to whom?",
        }
    }
}

/// An act on a renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct Renew {
    pub what: Renewing,
    pub of: Target,
    /// What was typed.
    pub set: Values,
}

impl Renew {
    fn value(&self, name: &str) -> Option<&Value> {
        let own = self.set.iter().find(|(field, _)| field.name == name);
        own.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.value(name).and_then(Value::text).map(str::to_owned)
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::int)
    }

    fn day(&self, name: &str) -> Option<Day> {
        self.int(name).and_then(|day| i32::try_from(day).ok()).map(Day)
    }

    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// No forecast is given; what it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        let of = self.of;
        Ok(match self.what {
            Renewing::Forecast => {
                let call = Forecast::parse(&self.text("forecast").unwrap_or_default())?;
                let act = SetForecast { of, call, reason: self.text("reason").unwrap_or_default() };
                Command::write(act.label(on)?, move |tx| act.apply(tx))
            }
            Renewing::Stage(stage) => {
                let act = SetStage { of, stage };
                Command::write(act.label(on)?, move |tx| act.apply(tx))
            }
            Renewing::Quote => {
                let act = Quote { of, amount: self.int("amount") };
                Command::write(act.label(on)?, move |tx| act.apply(tx))
            }
            Renewing::Notice => {
                let act = Notice { of, on: self.day("date").unwrap_or(today), reason: self.text("text") };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
            Renewing::Won => {
                let next = Terms {
                    amount: self.int("arr"),
                    from: self.day("start").filter(|start| *start != of.due_on),
                    until: self.day("end"),
                    seats: self.int("seats"),
                };
                let act = Won { of, on: today, next, reason: None };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
            Renewing::Lost(reason) => {
                let competitor = self.text("competitor");
                let act = Lost { of, on: today, reason, competitor, until: None };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
        })
    }
}
