//! A piecewise-linear curve: from a raw value to points.

use std::fmt;

/// Points (value, result) with ascending values: straight lines between, constant outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve(Box<[(f64, f64)]>);

/// What is wrong with a list of points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CurveFault {
    Empty,
    NotAscending,
    OutOfRange,
    WrongWay,
}

impl Curve {
    /// Checks the points: values ascending, results within `0..=most` and never turning against
    /// the direction (`rises`: a higher value is never worse).
    pub(super) fn new(points: Vec<(f64, f64)>, most: f64, rises: bool) -> Result<Curve, CurveFault> {
        if points.is_empty() {
            return Err(CurveFault::Empty);
        }
        if !points.iter().all(|&(x, y)| x.is_finite() && (0.0..=most).contains(&y)) {
            return Err(CurveFault::OutOfRange);
        }
        let steps = || points.iter().zip(points.iter().skip(1));
        if !steps().all(|(left, right)| left.0 < right.0) {
            return Err(CurveFault::NotAscending);
        }
        if !steps().all(|(left, right)| if rises { left.1 <= right.1 } else { left.1 >= right.1 }) {
            return Err(CurveFault::WrongWay);
        }
        Ok(Curve(points.into()))
    }

    /// The result at a value.
    pub fn at(&self, x: f64) -> f64 {
        let mut left: Option<(f64, f64)> = None;
        for &(x1, y1) in &self.0 {
            if x <= x1 {
                return left.map_or(y1, |(x0, y0)| y0 + (x - x0) / (x1 - x0) * (y1 - y0));
            }
            left = Some((x1, y1));
        }
        left.map_or(0.0, |(_, y)| y)
    }

    /// The value of the last point, from which on the curve is constant.
    pub fn last_value(&self) -> f64 {
        self.0.last().map_or(0.0, |point| point.0)
    }
}

impl fmt::Display for Curve {
    /// `0:0 0.5:50 0.8:100`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (x, y)) in self.0.iter().enumerate() {
            let gap = if place > 0 { " " } else { "" };
            write!(f, "{gap}{x}:{y}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_straight_between_its_points_and_constant_outside() {
        let curve = Curve::new(vec![(0.0, 0.0), (0.5, 50.0), (0.8, 100.0)], 100.0, true).unwrap();
        assert_eq!(curve.at(-1.0), 0.0);
        assert_eq!(curve.at(0.25), 25.0);
        assert_eq!(curve.at(0.5), 50.0);
        assert!((curve.at(0.65) - 75.0).abs() < 1e-9); // half way from 0.5 to 0.8: 50 + 50 / 2
        assert_eq!(curve.at(0.8), 100.0);
        assert_eq!(curve.at(7.0), 100.0);
        assert_eq!(curve.to_string(), "0:0 0.5:50 0.8:100");
    }

    #[test]
    fn a_curve_that_turns_or_leaves_its_range_is_refused() {
        let fault = |points: &[(f64, f64)], rises| Curve::new(points.to_vec(), 100.0, rises).unwrap_err();
        assert_eq!(fault(&[], true), CurveFault::Empty);
        assert_eq!(fault(&[(0.0, 0.0), (0.0, 5.0)], true), CurveFault::NotAscending);
        assert_eq!(fault(&[(0.0, 101.0)], true), CurveFault::OutOfRange);
        assert_eq!(fault(&[(f64::NAN, 1.0)], true), CurveFault::OutOfRange);
        assert_eq!(fault(&[(0.0, 5.0), (1.0, 0.0)], true), CurveFault::WrongWay);
        assert_eq!(fault(&[(0.0, 0.0), (1.0, 5.0)], false), CurveFault::WrongWay);
    }
}
