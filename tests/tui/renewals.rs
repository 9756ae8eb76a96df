//! The screen of renewals over a real engine: keys in, rows and screen out.

use mainstay::domain::Error;
use mainstay::tui::look::{Look, Looked};

use crate::bench::Bench;

/// What a source says that has none.
pub fn unseen(look: Look) -> Looked {
    match look {
        Look::Renewals(only) => Looked::Renewals(only, Box::new(Err(Error::not_found("there is no book")))),
        Look::Revenue(_) => Looked::Revenue(Err(Error::not_found("there is no book"))),
    }
}

/// On Friday 2024-10-04 (day 20000): the contract of Acme ends on 2025-01-12 (day 20100), that of Borealis on 2025-04-22.
#[test]
fn what_ends_stands_along_the_months_and_is_opened() {
    let mut bench = Bench::at(120, 36).press("5");
    // 48,000 and 12,000 dollars a year.
    bench.shows("2 due $60.0k").shows("2025-Q1  1 due $48.0k").shows("2025-Q2  1 due $12.0k");
    let mut bench = bench.press("t");
    bench.shows("Forecast").shows("2025-01-12");
    let mut bench = bench.press("enter");
    bench.shows("Days before the end");
}
