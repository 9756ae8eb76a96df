//! Five thousand renewals on the timeline, in a book of ten thousand accounts.

use std::time::{Duration, Instant};

use mainstay::engine::{Clock, Event, Writer, keep};
use mainstay::tui::term::event::KeyCode::{
    self, Char, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Up,
};
use rusqlite::Connection;

use super::{Dashboard, TODAY, book_in, folder_in_memory, percentile};

/// Every other contract has no end; the others end within two years, and a third of these is worked on.
const RENEWALS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann'), (2, 'Bo'), (3, 'Cy');
    UPDATE account SET csm_id = 1 + id % 3, segment_id = (SELECT id FROM segment ORDER BY id LIMIT 1 OFFSET 1);
    UPDATE contract SET end_on = NULL WHERE account_id % 2 = 0;
    INSERT INTO renewal (account_id, contract_id, due_on, stage, forecast, reason)
      SELECT account_id, id, end_on, 'preparing',
        CASE id % 4 WHEN 0 THEN 'commit' WHEN 1 THEN 'best case' WHEN 2 THEN 'at risk' END, 'As they said'
      FROM contract WHERE end_on IS NOT NULL AND id % 3 = 0;";

#[test]
#[ignore = "slow: five thousand renewals in a book of ten thousand accounts"]
fn five_thousand_renewals_scroll_and_zoom_without_a_delay_one_can_feel() {
    let (_dir, location) = book_in(folder_in_memory(), 10_000);
    Connection::open(location.path()).unwrap().execute_batch(RENEWALS).unwrap();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    keep::daily(&location).unwrap();
    let mut dashboard = Dashboard::open(&location);
    let start = Instant::now();
    dashboard.press(&[Char('5')]);
    println!("the screen opened: {:?}", start.elapsed());
    dashboard.hear(|event| matches!(event, Event::Renewals(..)));
    println!("the renewals were there: {:?}", start.elapsed());
    let screen = dashboard.terminal.backend().to_string();
    assert!(screen.contains("5,000 due"), "{screen}");
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut keys = |dashboard: &mut Dashboard, name, codes: &[KeyCode]| {
        for code in codes {
            let start = Instant::now();
            dashboard.press(&[*code]);
            times.push((name, start.elapsed()));
        }
    };
    for _ in 0..50 {
        keys(&mut dashboard, "a line", &[Down, Down, Down, Up]);
        keys(&mut dashboard, "a page", &[PageDown, PageDown, PageUp, End, Home]);
        keys(&mut dashboard, "a month", &[Right, Right, Left]);
        keys(&mut dashboard, "to what may be lost", &[Char('n')]);
        keys(&mut dashboard, "closer and wider", &[Char('+'), Char('-'), Char('-'), Char('+')]);
        keys(&mut dashboard, "another view", &[Char('t'), Char('t')]);
    }
    for filter in ["forecast:none", "account 99", "csm:bo due:overdue", "!risk:high todo:no-plan"] {
        keys(&mut dashboard, "a filter", &[Char('/')]);
        keys(&mut dashboard, "a filter", &filter.chars().map(Char).collect::<Vec<_>>());
        keys(&mut dashboard, "a filter", &[Enter, Esc]);
    }
    for group in [1, 2, 3, 4, 5, 0] {
        keys(&mut dashboard, "a group", &[Char('b'), Home]);
        keys(&mut dashboard, "a group", &vec![Down; group]);
        keys(&mut dashboard, "a group", &[Enter, Down, PageDown]);
    }
    let start = Instant::now();
    dashboard.press(&[Home, Char('S')]);
    println!("the what-if opened: {:?}", start.elapsed());
    for _ in 0..50 {
        keys(&mut dashboard, "a mark", &[Down, Char('L'), Down, Char('>'), Char('.')]);
    }
    dashboard.press(&[Char('X'), Esc]);
    let names = [
        "a line",
        "a page",
        "a month",
        "to what may be lost",
        "closer and wider",
        "another view",
        "a filter",
        "a group",
        "a mark",
    ];
    for name in names {
        let of: Vec<Duration> = times.iter().filter(|key| key.0 == name).map(|key| key.1).collect();
        println!("{name}, {} keys: p50 {:?}, p99 {:?}", of.len(), percentile(&of, 500), percentile(&of, 990));
    }
    // A stage is said, from the key until it is committed, judged and on screen.
    let mut said = Vec::new();
    for _ in 0..30 {
        dashboard.press(&[Char('s'), Down]);
        said.push(dashboard.saved(Enter));
        dashboard.press(&[Down]);
    }
    println!("a stage said: p50 {:?}, p99 {:?}", percentile(&said, 500), percentile(&said, 990));
    let all: Vec<Duration> = times.iter().map(|key| key.1).collect();
    println!("all {} keys: p50 {:?}, p99 {:?}", all.len(), percentile(&all, 500), percentile(&all, 990));
    let (tail, change) = (percentile(&all, 990), percentile(&said, 990));
    assert!(tail <= Duration::from_millis(8), "a key: {tail:?}");
    assert!(change <= Duration::from_millis(25), "a change: {change:?}");
}
