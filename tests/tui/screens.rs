use mainstay::book::goals::{Goal, Update};
use mainstay::domain::{Day, GoalStatus, Micro};

use crate::dashboard::{Desk, board, board_of};

/// The keys that lead to each screen from the start.
const SCREENS: &[(&str, &str)] = &[
    ("columns", ""),
    ("table", "t"),
    ("table_grouped", "b down down enter"),
    ("overview", "j j enter"),
    ("why", "j j w"),
    ("help", "?"),
    ("sort", "s"),
    ("filter", "t / \"band:red,yellow nort\""),
    ("empty_filter", "/ \"stage:expansion xyz\" enter"),
    ("marks", "t space space y"),
];

const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (40, 12)];

#[test]
fn screens_look_as_they_should() {
    for (name, keys) in SCREENS {
        for (width, height) in SIZES {
            let mut desk = Desk::at(*width, *height).press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), desk.styled());
        }
    }
}

#[test]
fn an_empty_book_says_what_to_do() {
    for (width, height) in SIZES {
        let mut desk = Desk::over(board_of(Vec::new()), (*width, *height));
        insta::assert_snapshot!(format!("empty_{width}x{height}"), desk.styled());
    }
}

#[test]
fn other_themes_keep_the_words_and_the_selection() {
    for theme in ["mono", "blue-orange"] {
        let mut desk = Desk::with(&format!("theme = \"{theme}\""), board(), (80, 24)).press("t");
        insta::assert_snapshot!(format!("theme_{theme}"), desk.styled());
    }
    let mut ascii = Desk::with("ascii = true", board(), (80, 24)).press("t");
    insta::assert_snapshot!("theme_ascii", ascii.text());
}

#[test]
fn every_screen_draws_at_every_size() {
    let (one, other) = SCREENS.split_at(SCREENS.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| draw_at_every_size(one.iter().map(|screen| screen.1)));
        draw_at_every_size(other.iter().map(|screen| screen.1).chain([
            "? \"zzz\"",
            "w G",
            "enter G",
            "G right right right",
        ]));
    });
}

fn draw_at_every_size<'a>(screens: impl Iterator<Item = &'a str>) {
    for keys in screens {
        let mut desk = Desk::at(40, 40).press(keys);
        for width in 0..=40 {
            for height in 0..=40 {
                desk.resize(width, height);
                if width % 8 == 0 && height % 8 == 0 {
                    desk = desk.press("j pgdn k pgup");
                }
                desk.buffer();
            }
        }
    }
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    assert!(Desk::at(20, 5).text().contains("Too small"));
    assert!(!Desk::at(24, 6).text().contains("Too small"));
}

/// A goal half way from 6 to 2, which somebody called at risk on a day.
pub fn goal_at_risk(due: Day, on: Day) -> Goal {
    let said = Update {
        id: 1,
        on: Some(on),
        status: Some(GoalStatus::AtRisk),
        current: Some(Micro(4_000_000)),
        note: None,
        value: None,
    };
    Goal {
        title: "Close the month in two days".into(),
        baseline: Some(Micro(6_000_000)),
        target: Some(Micro(2_000_000)),
        due: Some(due),
        updates: vec![said],
        ..Goal::default()
    }
}
