//! Which quarter a review is of, and which of its days have been.

use crate::domain::{Day, Error, Kind, Period, Quarter, Result};

/// The quarter that is reviewed on a day unless somebody says otherwise: the one that runs, and in its first month the
/// one before it.
pub fn to_review(day: Day) -> Quarter {
    let quarter = day.quarter();
    if day.month() == quarter.first_day().month() { quarter + -1 } else { quarter }
}

/// The days of a quarter up to a day.
///
/// # Errors
/// None of them has been.
pub fn days(quarter: Quarter, today: Day) -> Result<Period> {
    let first = quarter.first_day();
    if first > today {
        return Err(Error::new(Kind::Usage, format!("{quarter} is still to come and cannot be reviewed"))
            .hint(
                "name a quarter that has begun; what is to come is in the plan: mainstay report plan ACCOUNT",
            ));
    }
    Period::new(first - 1, quarter.last_day().min(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_its_first_month_a_quarter_waits_for_the_review_of_the_one_before() {
        let of = |day: &str| to_review(Day::parse(day).unwrap()).to_string();
        assert_eq!(
            ["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"].map(of),
            ["2026-Q2", "2026-Q2", "2026-Q2", "2026-Q3"]
        );
        assert_eq!(of("2026-01-15"), "2025-Q4");
    }

    #[test]
    fn a_quarter_is_told_up_to_today() {
        let day = |text| Day::parse(text).unwrap();
        let quarter = Quarter::parse("2026-Q2").unwrap();
        let of = |today| days(quarter, day(today)).map(|period| (period.from() + 1, period.to()));
        assert_eq!(of("2026-05-10").unwrap(), (day("2026-04-01"), day("2026-05-10")));
        assert_eq!(of("2026-09-10").unwrap(), (day("2026-04-01"), day("2026-06-30")));
        assert_eq!(of("2026-04-01").unwrap(), (day("2026-04-01"), day("2026-04-01")));
        assert!(of("2026-03-31").unwrap_err().to_string().contains("2026-Q2 is still to come"));
    }
}
