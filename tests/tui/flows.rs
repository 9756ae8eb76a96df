use mainstay::book::{Row, Totals};
use mainstay::domain::{Band, Error};
use mainstay::engine::Event;
use mainstay::tui::Effect;
use mainstay::tui::term::event::{Event as Input, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::dashboard::{Desk, board_of, lookups, rows, today};

/// The names on screen, from top to bottom, of the table.
fn names(desk: &mut Desk) -> Vec<String> {
    let all = rows();
    let named =
        |line: &String| all.iter().find(|row| line.contains(&row.name[..6])).map(|row| row.name.to_string());
    desk.lines().iter().skip(3).filter_map(named).collect()
}

fn click(x: u16, y: u16) -> Input {
    pointer(MouseEventKind::Down(MouseButton::Left), x, y)
}

fn pointer(kind: MouseEventKind, column: u16, row: u16) -> Input {
    Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

fn input(desk: &mut Desk, event: Input) {
    let effects = desk.app.input(event);
    desk.follow(effects);
}

fn changed(desk: &mut Desk, rows: Vec<Row>, removed: Vec<i64>) {
    let effects = desk.app.event(Event::Changed {
        rows,
        removed,
        touched: Some(Default::default()),
        lookups: lookups(),
    });
    desk.follow(effects);
}

// Ids are places in the fixture's table: 1 Northwind (red 49.0), 2 Halcyon (red 31.2), 3 Pinnacle (red 0.0),
// 4 Tokyo (yellow), 5 Alder, 6 Quarry, 7 Brightwater, 8 Cobalt (green), 9 Evergreen, 10 Harbor, 11 Zephyr (grey).

#[test]
fn the_worst_account_is_selected_first_and_keys_move_down_the_table() {
    let desk = Desk::at(80, 24).press("t");
    assert_eq!(desk.app.selected(), Some(3));
    assert_eq!(Desk::at(80, 24).press("t j j").app.selected(), Some(1));
    assert_eq!(Desk::at(80, 24).press("t G").app.selected(), Some(11));
    assert_eq!(Desk::at(80, 24).press("t G g").app.selected(), Some(3));
    assert_eq!(Desk::at(80, 24).press("t G k pgdn end home down up").app.selected(), Some(3));
}

#[test]
fn columns_are_moved_through_sideways_at_the_same_height() {
    assert_eq!(Desk::at(80, 24).press("right").app.selected(), Some(4));
    assert_eq!(Desk::at(80, 24).press("j right").app.selected(), Some(6));
    assert_eq!(Desk::at(80, 24).press("j right right").app.selected(), Some(8));
    assert_eq!(Desk::at(80, 24).press("G right right h").app.selected(), Some(5));
    // The column ends at its last account, and the grey one is the last column.
    assert_eq!(Desk::at(80, 24).press("j j j j j").app.selected(), Some(1));
    assert_eq!(Desk::at(80, 24).press("right right right right right").app.selected(), Some(11));
}

#[test]
fn a_filter_narrows_as_it_is_typed_and_esc_brings_everything_back() {
    let mut desk = Desk::at(80, 24).press("t / \"csm:ada\"");
    assert_eq!(names(&mut desk).len(), 4);
    assert!(desk.text().contains("4 of 11"), "{}", desk.text());
    let mut desk = desk.press("\" brigh\" enter");
    assert_eq!(names(&mut desk), ["Brightwater Utilities"]);
    assert_eq!(desk.app.selected(), Some(7));
    let mut desk = desk.press("esc");
    assert_eq!(names(&mut desk).len(), 11);
    assert!(desk.text().contains("brings it back"));
    // What was thrown away is not lost.
    let desk = desk.press("/ up enter");
    assert_eq!(desk.app.list().asked().text(), "csm:ada brigh");
}

#[test]
fn esc_while_typing_selects_again_what_was_selected_before() {
    let desk = Desk::at(80, 24).press("t j j / \"cobalt\"");
    assert_eq!(desk.app.selected(), Some(8));
    assert_eq!(desk.press("esc").app.selected(), Some(1));
}

#[test]
fn keys_of_the_board_are_letters_while_a_filter_is_typed() {
    let desk = Desk::at(80, 24).press("/ \"qs\"");
    assert_eq!(desk.app.list().asked().text(), "qs");
    assert!(desk.effects.is_empty());
    // Arrows still move through what is found.
    let desk = Desk::at(80, 24).press("t / \"band:red\" down");
    assert_eq!(desk.app.selected(), Some(2));
}

#[test]
fn a_filter_that_is_none_is_explained_and_changes_nothing() {
    let mut desk = Desk::at(80, 24).press("t / \"bund:red \"");
    assert!(desk.text().contains("bund"), "{}", desk.text());
    assert_eq!(names(&mut desk).len(), 11);
    let mut desk = desk.press("enter");
    assert!(desk.text().contains("bund"), "{}", desk.text());
}

#[test]
fn churned_accounts_show_only_when_they_are_asked_for() {
    assert!(!names(&mut Desk::at(80, 24).press("t")).contains(&"Old Mill Bakery".to_owned()));
    assert_eq!(names(&mut Desk::at(80, 24).press("t / \"stage:churned\"")), ["Old Mill Bakery"]);
}

#[test]
fn sorting_keeps_the_selection_and_choosing_again_turns_it_around() {
    // The picker has name below health.
    let mut desk = Desk::at(80, 24).press("t s down enter");
    assert_eq!(
        names(&mut desk)[..3],
        ["Alder & Finch Advisory", "Brightwater Utilities", "Cobalt Logistics"]
    );
    assert_eq!(desk.app.selected(), Some(3));
    let mut desk = desk.press("s enter");
    assert_eq!(names(&mut desk)[0], "東京メディア株式会社");
    let mut desk = desk.press("S");
    assert_eq!(names(&mut desk)[0], "Alder & Finch Advisory");
}

#[test]
fn groups_have_headings_with_counts() {
    let mut desk = Desk::at(120, 40).press("b down down down enter");
    let text = desk.text();
    assert!(text.contains("Ada Boyd  4 accounts · $385.2k"), "{text}");
    assert!(text.contains("grouped by CSM"), "{text}");
}

#[test]
fn enter_opens_an_account_and_esc_goes_back_to_it() {
    let mut desk = Desk::at(140, 40).press("t j j enter");
    let text = desk.text();
    for part in [
        "Northwind Traders",
        "severe tickets",
        "Ines Duarte",
        "P1 open  at most 49.0, binds",
        "none for 2026-Q4",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let mut desk = desk.press("esc");
    assert!(desk.text().contains("Board"));
    assert_eq!(desk.app.selected(), Some(1));
    // And there again.
    assert!(desk.press("-").text().contains("Ines Duarte"));
}

#[test]
fn q_goes_one_step_back_and_quits_from_the_board_only() {
    let desk = Desk::at(80, 24).press("enter w q q");
    assert!(desk.effects.is_empty());
    assert_eq!(desk.press("q").effects, [Effect::Quit]);
    assert_eq!(Desk::at(80, 24).press("enter w ctrl-c").effects, [Effect::Quit]);
    // Esc alone never quits.
    assert!(Desk::at(80, 24).press("esc esc esc").effects.is_empty());
}

#[test]
fn the_next_account_follows_the_order_of_the_list() {
    let desk = Desk::at(80, 24).press("t enter J");
    assert_eq!(desk.app.selected(), Some(2));
    assert_eq!(desk.press("J J K").app.selected(), Some(1));
}

#[test]
fn why_explains_and_compares_with_other_days() {
    let mut desk = Desk::at(120, 60).press("t j j w");
    let text = desk.text();
    for part in [
        "What makes it green",
        "What moved it since 2026-10-24, 28 days ago",
        "40 of 60 seats",
        "sum of points",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    // 90 days before 2026-11-21 is 2026-08-23, 7 days before is 2026-11-14.
    assert!(desk.press("+").text().contains("since 2026-08-23, 90 days ago"));
    let mut desk = Desk::at(120, 60).press("w - -");
    assert!(desk.text().contains("since 2026-11-14, 7 days ago"));
    assert!(desk.text().contains("7 days ago is the latest"));
}

#[test]
fn the_help_finds_by_word_and_by_key_and_runs_what_it_finds() {
    let mut desk = Desk::at(80, 24).press("? \"columns and\"");
    assert!(desk.text().contains("Switch between columns and table"), "{}", desk.text());
    let mut desk = desk.press("enter");
    assert!(desk.text().contains("Lost most by"), "{}", desk.text());
    let desk = Desk::at(80, 24).press(": \"ctrl-l\" enter");
    assert_eq!(desk.effects, [Effect::Redraw]);
    // What cannot be run says why.
    let mut desk = Desk::at(80, 24).press("ctrl-p \"all marks\" enter");
    assert!(desk.text().contains("nothing is marked"), "{}", desk.text());
}

#[test]
fn marks_are_copied_in_the_order_of_the_list() {
    let desk = Desk::at(80, 24).press("t space space y n");
    assert_eq!(desk.effects, [Effect::Copy("Pinnacle Freight\nHalcyon Biotech".to_owned())]);
    let desk = Desk::at(80, 24).press("t j v j j v y i");
    assert_eq!(desk.effects, [Effect::Copy("A-002\nA-001\nA-004".to_owned())]);
    let desk = Desk::at(80, 24).press("t space esc y i");
    assert_eq!(
        desk.effects,
        [Effect::Copy("A-002".to_owned())],
        "esc takes marks away, the selection is copied"
    );
}

#[test]
fn a_live_change_moves_neither_selection_nor_marks() {
    let mut desk = Desk::at(80, 24).press("t j j space k");
    assert_eq!(desk.app.selected(), Some(1));
    let mut better = rows()[0].clone();
    (better.health, better.band) = (Some(990), Band::Green);
    let mut worst = rows()[9].clone();
    (worst.health, worst.band) = (Some(5), Band::Red);
    changed(&mut desk, vec![better, worst], Vec::new());
    assert_eq!(desk.app.selected(), Some(1));
    assert!(desk.app.list().marks().contains(&1));
    // Pinnacle 0.0, Harbor 0.5 now, Halcyon 31.2; Northwind is the best green.
    assert_eq!(names(&mut desk)[..3], ["Pinnacle Freight", "Harbor & Pine Interiors", "Halcyon Biotech"]);
    assert!(desk.text().contains("● 3 green"), "{}", desk.text());
    assert_eq!(desk.source.told, [today()]);
}

#[test]
fn changed_accounts_stand_where_a_new_sort_would_put_them() {
    for keys in [
        "",
        "t",
        "S",
        "t s down enter",
        "t s down down enter",
        "t b down down enter",
        "t b down down down enter",
    ] {
        let mut desk = Desk::at(120, 40).press(keys);
        let mut all = rows();
        for (number, row) in all.iter_mut().enumerate().filter(|(number, _)| number % 3 == 0) {
            (row.health, row.band) = (Some(990 - i16::try_from(number).unwrap()), Band::Green);
            (row.csm, row.name) = (Some(3), format!("Changed {number}").into());
        }
        changed(&mut desk, all.iter().step_by(3).cloned().collect(), Vec::new());
        let anew = Desk::over(board_of(all), (120, 40)).press(keys).lines();
        // Who is selected may differ; the fourth line and all below are compared by their text alone.
        assert_eq!(desk.lines(), anew, "{keys}");
    }
}

#[test]
fn a_removed_account_gives_the_selection_to_the_one_in_its_place() {
    let mut desk = Desk::at(80, 24).press("t j j space k");
    assert_eq!(desk.app.selected(), Some(1));
    changed(&mut desk, Vec::new(), vec![1]);
    assert_eq!(desk.app.selected(), Some(4));
    assert!(desk.app.list().marks().is_empty());
}

#[test]
fn the_first_rows_give_way_to_all_of_them_without_moving_the_selection() {
    let all = rows();
    let first = mainstay::book::Board::first(all[..3].to_vec(), lookups(), Totals::of(&all));
    let mut desk = Desk::over(first, (80, 24)).press("t j");
    assert!(desk.text().contains("■ 3 red $183.6k"), "{}", desk.text());
    assert!(desk.text().contains("reading the rest"));
    assert_eq!(desk.app.selected(), Some(2));
    let totals = Totals::of(&all);
    let effects =
        desk.app.event(Event::Loaded(Box::new(mainstay::book::Board::whole(all, lookups(), totals))));
    desk.follow(effects);
    assert_eq!(desk.app.selected(), Some(2));
    assert_eq!(names(&mut desk).len(), 11);
}

#[test]
fn an_open_account_is_read_again_when_it_changes() {
    let mut desk = Desk::at(80, 24).press("t enter");
    let effects = desk.app.event(Event::Changed {
        rows: vec![rows()[2].clone()],
        removed: vec![],
        touched: Some(Default::default()),
        lookups: lookups(),
    });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Read(_))), "{effects:?}");
    let effects = desk.app.event(Event::Changed {
        rows: vec![rows()[5].clone()],
        removed: vec![],
        touched: Some(Default::default()),
        lookups: lookups(),
    });
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read(_))), "{effects:?}");
}

#[test]
fn failures_stay_until_a_key_and_other_words_pass() {
    let mut desk = Desk::at(100, 24);
    let error = Error::invalid("the policy has an unknown key \"wieght\"").hint("mend it");
    let effects = desk.app.event(Event::Trouble(error));
    desk.follow(effects);
    desk.app.pass();
    assert!(desk.text().contains("wieght\"; mend it"), "{}", desk.text());
    let mut desk = desk.press("j");
    assert!(!desk.text().contains("wieght"));
    let mut desk = desk.press("M");
    assert_eq!(desk.effects, [Effect::Mouse(false)]);
    assert!(desk.app.passing().is_some());
    desk.app.pass();
    assert!(desk.app.passing().is_none());
}

#[test]
fn work_in_the_background_shows_in_the_footer() {
    let mut desk = Desk::at(80, 24);
    desk.app.event(Event::Working("Scoring"));
    assert!(desk.text().contains("Scoring…"));
    desk.app.event(Event::Ready);
    assert!(!desk.text().contains("Scoring"));
}

#[test]
fn the_mouse_selects_opens_scrolls_and_sorts() {
    let mut desk = Desk::at(80, 24).press("t");
    // Titles are on the fourth line, so the third account is on the seventh.
    input(&mut desk, click(30, 6));
    assert_eq!(desk.app.selected(), Some(1));
    input(&mut desk, pointer(MouseEventKind::ScrollDown, 30, 6));
    assert_eq!(desk.app.selected(), Some(5), "three further down: Tokyo, Quarry, Alder");
    // "Account" stands at the left of the name column.
    let column = u16::try_from(desk.lines()[3].find("Account").unwrap() - "↑".len() + 1).unwrap();
    input(&mut desk, click(column + 2, 3));
    assert_eq!(names(&mut desk)[0], "Alder & Finch Advisory");
}

#[test]
fn a_click_on_the_selected_account_opens_it() {
    let mut desk = Desk::at(80, 24);
    // Columns: titles on the fourth line, two lines an account.
    input(&mut desk, click(5, 7));
    assert_eq!(desk.app.selected(), Some(2));
    input(&mut desk, click(5, 6));
    assert!(desk.text().contains("Halcyon Biotech"));
    assert!(desk.text().contains("severe tickets"), "{}", desk.text());
}

#[test]
fn pasted_text_never_runs_as_keys() {
    let mut desk = Desk::at(80, 24);
    input(&mut desk, Input::Paste("q\u{3}jj".to_owned()));
    assert!(desk.effects.is_empty());
    assert_eq!(desk.app.selected(), Some(3));
    let mut desk = desk.press("/");
    input(&mut desk, Input::Paste("cob\u{1b}[2Jalt\n".to_owned()));
    assert_eq!(desk.app.list().asked().text(), "cob[2Jalt");
}

#[test]
fn an_empty_book_answers_every_key() {
    let keys = "j k G g l h enter w space v y n s enter b enter t / \"x\" enter esc J K - ? enter T M";
    let mut desk = Desk::over(board_of(Vec::new()), (80, 24)).press(keys);
    desk.buffer();
    assert!(!desk.effects.contains(&Effect::Quit));
}

#[test]
fn changed_keys_are_shown_and_obeyed() {
    let mut desk = Desk::with("[keys.board]\nopen = [\"O\"]\nwhy = []\n", board_of(rows()), (80, 24));
    let footer = desk.lines().pop().unwrap();
    assert!(footer.contains("O open") && !footer.contains("why"), "{footer}");
    assert!(desk.press("O").text().contains("severe tickets"));
}

#[test]
fn hostile_names_reach_no_terminal() {
    let mut all = rows();
    all[2].name = "Evil\u{1b}[2J\u{202e}Corp\nLtd".into();
    let mut desk = Desk::over(board_of(all), (80, 24));
    for keys in ["", "t", "w"] {
        desk = desk.press(keys);
        let text = desk.text();
        assert!(text.contains("Evil␛[2JCorp"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
}
