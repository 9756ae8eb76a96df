//! Figures in words, as every table shows them.

use crate::domain::{Band, Day};
use crate::health::{Tenths, shown};

/// A band as glyph and word.
pub fn band(band: Band) -> String {
    let (glyph, word) = match band {
        Band::Red => ('■', "red"),
        Band::Yellow => ('▲', "yellow"),
        Band::Green => ('●', "green"),
        Band::Grey => ('◌', "no data"),
    };
    format!("{glyph} {word}")
}

/// Tenths as displayed: 71.3.
pub fn displayed(tenths: Tenths) -> String {
    format!("{:.1}", shown(tenths))
}

/// A difference of displayed values with its sign: `+4.1`, `-0.3`, `0.0`.
pub fn change(tenths: Tenths) -> String {
    if tenths > 0 { format!("+{}", displayed(tenths)) } else { displayed(tenths) }
}

/// Health as displayed, or that there is none.
pub fn health(tenths: Option<Tenths>) -> String {
    tenths.map_or_else(|| "-".to_owned(), displayed)
}

/// A day and how far it is from another: `2026-03-01 (in 12 days)`.
pub fn with_distance(on: Day, day: Day) -> String {
    match on - day {
        0 => format!("{on} (today)"),
        1 => format!("{on} (tomorrow)"),
        -1 => format!("{on} (yesterday)"),
        ahead if ahead > 0 => format!("{on} (in {ahead} days)"),
        behind => format!("{on} ({} days ago)", behind.unsigned_abs()),
    }
}

/// `1 account`, `2 accounts`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A fraction as a percentage with one decimal; `n/a` of nothing: `97.4%`.
pub fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "n/a".to_owned(), |ratio| format!("{:.1}%", ratio * 100.0))
}
