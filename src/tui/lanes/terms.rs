//! What a filter asks of renewals: `forecast:commit`, `risk:high`, `due:2026-Q4`, `todo:no-plan`. Everything else in it
//! is about their accounts.

use crate::domain::{Day, Error, Forecast, Level, Quarter, Result};
use crate::engine::Standing;
use crate::renewal::Flag;
use crate::tui::terms::{own, words};

/// The keys of these terms, with a value each for hints.
const KEYS: [(&str, &str); 4] =
    [("forecast", "commit"), ("risk", "high"), ("due", "2026-Q4"), ("todo", "no-plan")];

/// What a term asks of a renewal.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// None: nobody forecast it yet.
    Forecast(Vec<Option<Forecast>>),
    Risk(Vec<Level>),
    Due(Vec<Due>),
    Todo(Vec<Flag>),
}

/// When it is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    Overdue,
    Quarter(Quarter),
    /// Year and month.
    Month(i32, u32),
}

/// Forecasts as they are asked for: the one that is none, too.
const CALLS: [Option<Forecast>; 6] = [
    Some(Forecast::Won),
    Some(Forecast::Commit),
    Some(Forecast::BestCase),
    Some(Forecast::AtRisk),
    Some(Forecast::Lost),
    None,
];

/// What can be asked for, and as what.
const TODOS: [(&str, Flag); 6] = [
    ("overdue", Flag::Overdue),
    ("notice passed", Flag::NoticePassed),
    ("quote late", Flag::QuoteLate),
    ("undecided", Flag::Undecided),
    ("no plan", Flag::NoPlan),
    ("continued", Flag::Continued),
];

/// The test of a term; None: it is about accounts.
///
/// # Errors
/// A value that is none: what is allowed.
pub fn test(key: &str, operator: &str, value: &str) -> Result<Option<Test>> {
    let Some((key, values)) = own(key, operator, value, &KEYS)? else { return Ok(None) };
    Ok(Some(match key.as_str() {
        "forecast" => Test::Forecast(words(&values, &CALLS, |call| call.map_or("none", Forecast::name))?),
        "risk" => Test::Risk(words(&values, Level::ALL, Level::name)?),
        "todo" => {
            let found = words(&values, &TODOS, |todo| todo.0)?;
            Test::Todo(found.into_iter().map(|todo| todo.1).collect())
        }
        _ => Test::Due(values.into_iter().map(due).collect::<Result<_>>()?),
    }))
}

/// `overdue`, `2026-Q4`, `2026-11`.
fn due(value: &str) -> Result<Due> {
    if !value.is_empty() && "overdue".starts_with(&value.to_ascii_lowercase()) {
        return Ok(Due::Overdue);
    }
    if let Ok(quarter) = Quarter::parse(value) {
        return Ok(Due::Quarter(quarter));
    }
    // A month is that of its first day.
    match Day::parse(&format!("{value}-01")) {
        Ok(first) => Ok(Due::Month(first.month().year, first.month().number)),
        Err(_) => Err(Error::invalid(format!("\"{}\" is no time", crate::domain::text::clean(value)))
            .hint("write due:overdue, due:2026-Q4 or due:2026-11")),
    }
}

impl Test {
    /// Whether a renewal passes on a day.
    pub fn holds(&self, standing: &Standing, day: Day) -> bool {
        let renewal = &standing.renewal;
        match self {
            Test::Forecast(calls) => calls.contains(&renewal.call),
            Test::Risk(levels) => standing.risk.as_ref().is_some_and(|risk| levels.contains(&risk.level)),
            Test::Todo(flags) => flags.iter().any(|flag| standing.flags.contains(flag)),
            Test::Due(dues) => dues.iter().any(|due| match *due {
                Due::Overdue => renewal.is_overdue(day),
                Due::Quarter(quarter) => renewal.due_on.quarter() == quarter,
                Due::Month(year, number) => {
                    let month = renewal.due_on.month();
                    (month.year, month.number) == (year, number)
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terms::Terms;

    #[test]
    fn terms_of_renewals_are_taken_out_and_the_rest_is_left() {
        let asked = "acme forecast:none,at-risk !due:2026-Q4,2027-01,over csm:ann todo:quote risk:high";
        let (terms, rest) = Terms::parse(asked, false, test).unwrap();
        assert_eq!(rest, "acme csm:ann");
        let quarter = Quarter::parse("2026-Q4").unwrap();
        let expected = [
            (false, Test::Forecast(vec![None, Some(Forecast::AtRisk)])),
            (true, Test::Due(vec![Due::Quarter(quarter), Due::Month(2027, 1), Due::Overdue])),
            (false, Test::Todo(vec![Flag::QuoteLate])),
            (false, Test::Risk(vec![Level::High])),
        ];
        assert_eq!(terms.0, expected);
    }

    #[test]
    fn a_wrong_word_is_named_with_what_is_allowed() {
        let said = |text| Terms::parse(text, false, test).unwrap_err().to_string();
        assert!(said("forecast:sure").contains("won, commit, best-case, at-risk, lost, none"));
        assert!(said("due:soon").contains("write due:overdue, due:2026-Q4 or due:2026-11"));
        assert!(
            said("todo:all").contains("overdue, notice-passed, quote-late, undecided, no-plan, continued")
        );
    }
}
