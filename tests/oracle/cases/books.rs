//! That the made books reach every edge.

use std::collections::BTreeSet;

use super::*;
use crate::explain::{self, ToGreen};
use crate::{generate, money};

/// What the made books contain, as words that the test below asks for.
fn seen(seeds: u64) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for seed in 0..seeds {
        let made = generate::make(seed);
        for (account, day) in
            made.days.iter().flat_map(|day| made.book.accounts.iter().map(move |a| (a, *day)))
        {
            let scored = calc::score(&made.book, account, day);
            for (measure, state) in MEASURES.iter().zip(&scored.states) {
                let state = match state {
                    State::NotApplicable => "not applicable",
                    State::Missing => "missing",
                    State::Present { score, .. } if *score == 0.0 => "at 0",
                    State::Present { score, .. } if *score == 100.0 => "at 100",
                    State::Present { .. } => "between",
                };
                seen.insert(format!("{} {state}", measure.name));
            }
            for (name, at_most) in &scored.caps {
                seen.insert(format!("{name} binds {:?}", scored.binds(*at_most)));
            }
            seen.insert(format!(
                "{} {}",
                scored.band,
                if scored.caps.is_empty() { "free" } else { "capped" }
            ));
            if scored.coverage < 0.5 && scored.band == "red" {
                seen.insert(text("red without coverage"));
            }
            if scored.health.is_none() && scored.band == "red" {
                seen.insert(text("red without health"));
            }
            seen.insert(match explain::to_green(&scored) {
                ToGreen::NotReachable => text("green not reachable"),
                ToGreen::Steps { count, .. } => format!("green in {count}"),
            });
            seen.insert(format!("health is null: {}", scored.health.is_none()));
            seen.insert(format!("arr is none: {}", money::arr(&made.book, account, day).is_none()));
        }
    }
    seen
}

#[test]
fn the_made_books_reach_every_state_cap_and_band() {
    let seen = seen(6);
    // These three have a value wherever they apply.
    let never = ["first_outcome missing", "severe_age missing", "backlog missing"];
    for measure in &MEASURES {
        for state in ["not applicable", "missing", "at 0", "at 100", "between"] {
            let word = format!("{} {state}", measure.name);
            assert!(seen.contains(&word) != never.contains(&word.as_str()), "{word}");
        }
    }
    for cap in [
        "churn_notice",
        "p1_open",
        "silent",
        "competitor",
        "sponsor_left",
        "first_outcome_overdue",
        "renewal_unplanned",
    ] {
        let word = format!("{cap} binds Some(true)");
        assert!(seen.contains(&word), "{word}");
    }
    for cap in ["sponsor_left", "first_outcome_overdue", "renewal_unplanned"] {
        let word = format!("{cap} binds Some(false)");
        assert!(seen.contains(&word), "{word}");
    }
    for word in [
        "green free",
        "yellow free",
        "yellow capped",
        "red free",
        "red capped",
        "grey free",
        "grey capped",
        "red without coverage",
        "red without health",
        "green not reachable",
        "green in 0",
        "green in 1",
        "green in 2",
        "green in 3",
        "health is null: true",
        "health is null: false",
        "arr is none: true",
        "arr is none: false",
    ] {
        assert!(seen.contains(word), "{word} is not among {seen:?}");
    }
}
