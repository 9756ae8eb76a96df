//! What the board says of the accounts that it lists: their totals, their cards, the titles of their columns.

use std::num::NonZero;

use mainstay::book::{Row, SortKey};
use mainstay::domain::{Stage, text};

use crate::dashboard::{Desk, board_of, rows};

/// The small book at 120x40; its churned account, red, is worth $126.0k.
fn with_a_churned_account() -> Desk {
    let mut rows = rows();
    for row in rows.iter_mut().filter(|row| row.stage == Stage::Churned) {
        row.arr_book = Some(12_600_000);
    }
    Desk::over(board_of(rows), (120, 40))
}

#[test]
fn totals_and_headings_are_of_the_churned_accounts_that_are_asked_for() {
    let mut columns = with_a_churned_account().press("/ \"stage:churned\" enter");
    let screen = columns.text();
    // 11 accounts and the churned one.
    for said in ["Old Mill Bakery", "1 account $126.0k", "1 of 12", "■ red", "1 · $126.0k"] {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    assert!(!screen.contains("left out"), "{screen}");
    let grouped = columns.press("b down down enter").text();
    assert!(grouped.contains("1 account · $126.0k  ■ 1"), "{grouped}");
    assert!(grouped.contains("1 account $126.0k"), "{grouped}");
}

#[test]
fn a_name_that_only_churned_accounts_have_says_how_to_see_them() {
    let screen = with_a_churned_account().press("/ \"old mill\" enter").text();
    assert!(screen.contains("1 churned account passes: add stage:churned."), "{screen}");
    let shown = with_a_churned_account().press("/ \"old mill stage:churned\" enter").text();
    assert!(shown.contains("Old Mill Bakery"), "{shown}");
    let none = with_a_churned_account().press("/ \"xyzxyz\" enter").text();
    assert!(!none.contains("churned account"), "{none}");
}

#[test]
fn every_card_has_its_money_and_its_days_at_the_same_place() {
    for (width, column) in [(80, 25), (120, 28)] {
        let mut desk = Desk::at(width, 24);
        let lines = desk.lines();
        let cards: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
        // Of the red column, the first: the end of the amount, the end of the days.
        for (driver, money, days) in
            [("! churn", "$9.6k", "9 d"), ("licence", "$126.0k", "74 d"), ("! P1", "$48.0k", "26 d")]
        {
            let card =
                cards.iter().find(|card| card.iter().collect::<String>().trim_start().starts_with(driver));
            let card: String = card
                .unwrap_or_else(|| panic!("{driver}\n{}", lines.join("\n")))
                .iter()
                .take(column)
                .collect();
            assert!(
                card.ends_with(&format!("{money:>7} {days:>5}")),
                "{width}: {card:?}\n{}",
                lines.join("\n")
            );
        }
    }
}

#[test]
fn columns_that_a_narrow_screen_leaves_out_are_told_with_the_way_to_them() {
    let mut narrow = Desk::at(80, 24);
    assert!(narrow.text().contains("→ ◌ no data 1"), "{}", narrow.text());
    let right = narrow.press("right right right").lines()[2].clone();
    assert!(right.contains("← ■ red 3") && !right.contains('→'), "{right}");
    let wide = Desk::at(120, 40).text();
    assert!(!wide.contains("→ ◌"), "{wide}");
}

#[test]
fn the_direction_never_touches_the_next_title() {
    for size in [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40)] {
        for down in 0..SortKey::ALL.len() {
            let keys = format!("t s {} {} enter", "up ".repeat(SortKey::ALL.len()), "down ".repeat(down));
            let mut desk = Desk::at(size.0, size.1).press(&keys);
            let lines = desk.lines();
            let titles = lines.iter().find(|line| line.contains("Score")).unwrap();
            let after = titles.split(['↓', '↑']).nth(1).unwrap_or_default();
            assert!(after.is_empty() || after.starts_with(' '), "{size:?}: {titles}");
        }
    }
}

/// Names that terminals and programs disagree about, or that would steer a terminal.
const NAUGHTY: &[&str] = &[
    // Flags, halves of flags, a flag of tags.
    "\u{1F1E9}\u{1F1EA} Deutschland AG",
    "\u{1F1FF} lone",
    "\u{1F1EB}\u{1F1F7}\u{1F1EC}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} Alba",
    // Skin tones, families, professions, a heart on fire, variation selectors, key caps.
    "\u{1F44D}\u{1F3FD} Thumbs",
    "\u{1F3FF}\u{1F3FB}",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} Family",
    "\u{1F469}\u{1F3FE}\u{200D}\u{1F680} Space",
    "\u{2764}\u{FE0F}\u{200D}\u{1F525} Love",
    "\u{2764}\u{FE0E} text heart",
    "1\u{FE0F}\u{20E3} First",
    "\u{263A}\u{FE0F} Smile",
    "\u{1F600}\u{1F602}\u{1F923} Laughs",
    // Nothing that is a character.
    "a\u{FFFE}b\u{FFFF}c",
    "\u{FDD0}\u{FDEF}",
    "\u{1FFFE}\u{10FFFF}",
    "\u{E000}\u{F8FF} private",
    // Hidden, joined and turned around.
    "\u{202E}drawkcab\u{202C}",
    "\u{2066}isolate\u{2069} \u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}",
    "soft\u{AD}hyphen",
    "\u{0}\u{1}\u{7}\u{8}\u{7F}",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}",
    "\u{9b}2J\u{90}q\u{9c}",
    "tab\tline\nreturn\r\u{2028}\u{2029}\u{85}",
    // Marks upon marks.
    "Z\u{351}\u{36B}a\u{343}\u{36A}l\u{321}g\u{348}o\u{321}",
    "e\u{301}\u{301}\u{301} Cafe\u{301}",
    "\u{301}first",
    // Scripts that join, stack and take two cells.
    "العربية لا إله",
    "\u{644}\u{627}\u{644}\u{627}",
    "עִבְרִית",
    "ไทย",
    "한국어 주식회사",
    "\u{1112}\u{1161}\u{11AB}",
    "東京メディア株式会社",
    "ﾊﾝｶｸ ｶﾅ",
    "ＦＵＬＬ ｗｉｄｔｈ",
    "Ελλάδα Россия Հայաստան",
    "ქართული አማርኛ",
    "𝕸𝖆𝖙𝖍 𝒮𝒸𝓇𝒾𝓅𝓉",
    "\u{FDFA} ﷽",
    "Łódź ĳ ŉ ǅ ẞ ﬁ",
    "¯\\_(ツ)_/¯ (｡◕‿◕｡)",
    "½ ¾ ± © ™ … — ‰",
];

#[test]
fn names_that_terminals_draw_differently_leave_the_columns_where_they_are() {
    let size = |cells| NonZero::new(cells).unwrap();
    let mut kept = Vec::new();
    for (row, name) in rows().into_iter().cycle().zip(NAUGHTY) {
        let id = i64::try_from(kept.len() + 1).unwrap();
        kept.push(Row { id, name: (*name).into(), stage: Stage::Adoption, ..row });
    }
    for keys in ["t", ""] {
        let mut desk = Desk::over(board_of(kept.clone()), (120, 100)).press(keys);
        let buffer = desk.buffer();
        let mut terminal = vt100::Parser::new(size(100), size(120), 0);
        for y in 0..100_u16 {
            terminal.process(format!("\x1b[{};1H", y + 1).as_bytes());
            // As a backend writes them: the cells that a wide one hides are left out.
            let mut x = 0;
            while x < 120 {
                let symbol = buffer[(x, y)].symbol();
                assert!(symbol.chars().all(|c| !c.is_control()), "{symbol:?}");
                // This terminal leaves the sign for no character out, which others draw in one cell.
                terminal.process(symbol.replace('\u{FFFD}', "?").as_bytes());
                x += u16::try_from(text::width(symbol)).unwrap().max(1);
            }
            for x in 0..120 {
                let (shown, meant) = (terminal.screen().cell(y, x).unwrap(), buffer[(x, y)].symbol());
                if meant.is_ascii() && meant != " " {
                    assert_eq!(shown.contents(), meant, "{x},{y}: {}", terminal.screen().contents());
                }
            }
        }
    }
}

#[test]
fn a_term_that_is_not_understood_says_so_while_it_is_typed() {
    for (typed, said) in
        [("foo:bar", "\"foo\" is nothing to filter by"), ("band:blue", "blue"), ("arr>", "is not an amount")]
    {
        let mut desk = Desk::at(80, 24).press(&format!("t / \"{typed}\""));
        let line = desk.lines()[2].clone();
        assert!(line.contains("filter term") && line.contains(said), "{line}");
        // The rows stay as they are: the worst one is there.
        assert!(desk.text().contains("Pinnacle Freight"), "{}", desk.text());
    }
    let fine = Desk::at(80, 24).press("t / \"band:red\"").lines()[2].clone();
    assert!(fine.contains("3 of 11"), "{fine}");
}

#[test]
fn a_list_without_accounts_says_so_before_anything_is_typed() {
    let empty = Desk::over(board_of(Vec::new()), (80, 24)).press("l").text();
    assert!(empty.contains("There are no accounts yet: a adds one."), "{empty}");
    let typed = Desk::over(board_of(Vec::new()), (80, 24)).press("l \"x\"").text();
    assert!(typed.contains("Nothing is called so."), "{typed}");
}

#[test]
fn on_a_past_day_what_would_write_says_why_not_at_once() {
    let past = || {
        let mut desk = Desk::at(120, 24);
        desk.app = desk.app.as_of_a_past_day();
        desk.press("t")
    };
    for key in ["e", "l", "a", "c", "p", "d", "E", "o", "u"] {
        let mut desk = past().press(key);
        let screen = desk.text();
        assert!(screen.contains("a past day can only be looked at"), "{key}\n{screen}");
        assert!(desk.effects.is_empty(), "{key}");
    }
    for (key, there) in [("w", "Why · "), ("/", "band: csm:")] {
        let screen = past().press(key).text();
        assert!(screen.contains(there), "{key}\n{screen}");
    }
    let help = past().press("? \"log a\"").text();
    assert!(help.contains("a past day"), "{help}");
}
