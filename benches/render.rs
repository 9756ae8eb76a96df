//! A frame of the board at 200x60 with 100,000 accounts, from the key to the bytes, beside a bare ratatui table of the
//! same rows.

use std::hint::black_box;
use std::io::{self, Write};

use criterion::{Criterion, criterion_group, criterion_main};
use mainstay::book::row::WEEKS;
use mainstay::book::{Board, Lookups, Row, Totals};
use mainstay::domain::{Band, Currency, Day, Money, Result, Stage};
use mainstay::engine::Event;
use mainstay::tui::term::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use mainstay::tui::{App, Config};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Cell, Row as Line, Table};
use ratatui::{Terminal, TerminalOptions, Viewport};

const ACCOUNTS: i64 = 100_000;
const AREA: Rect = Rect::new(0, 0, 200, 60);

/// Takes what a terminal would.
struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(black_box(bytes).len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn rows() -> Vec<Row> {
    let names =
        ["Quartz Robotics Holdings", "Nova Labs Inc", "Green Payments GmbH", "Alder & Finch Advisory"];
    (0..ACCOUNTS)
        .zip(names.iter().cycle())
        .map(|(id, name)| {
            // Every tenth of a point once and again; a prime step spreads them over the ids.
            let health = i16::try_from(id * 7_919 % 1_001).unwrap_or(0);
            Row {
                id,
                external_id: None,
                name: format!("{name} {id}").into(),
                segment: Some(id % 3 + 1),
                csm: Some(id % 40 + 1),
                stage: Stage::Adoption,
                tags: None,
                arr: Some(Money { minor: id * 1_000, currency: Currency::USD }),
                arr_book: Some(id * 1_000),
                health: Some(health),
                band: match health {
                    ..500 => Band::Red,
                    500..750 => Band::Yellow,
                    _ => Band::Green,
                },
                override_band: None,
                coverage: 0.9,
                trend_7d: Some(0),
                trend_28d: Some(health / 10 - 50),
                trend_90d: None,
                renewal_on: Some(Day(20_000 + i32::try_from(id % 365).unwrap_or(0))),
                top_driver: Some("licence_utilisation"),
                cap: None,
                weeks: [health; WEEKS],
            }
        })
        .collect()
}

fn lookups() -> Lookups {
    Lookups {
        segments: (1..=3).map(|id| (id, format!("segment {id}").into())).collect(),
        team: (1..=40).map(|id| (id, format!("Member {id}").into())).collect(),
        currency: Currency::USD,
        day: Day(20_000),
        breadth: 1.0,
        usage_on: Some(Day(19_999)),
    }
}

fn terminal() -> io::Result<Terminal<CrosstermBackend<Sink>>> {
    Terminal::with_options(CrosstermBackend::new(Sink), TerminalOptions { viewport: Viewport::Fixed(AREA) })
}

fn app() -> Result<App> {
    let rows = rows();
    let totals = Totals::of(&rows);
    Ok(App::new(Config::parse("", false)?, Board::whole(rows, lookups(), totals), AREA.as_size()))
}

fn press(app: &mut App, letter: char) {
    app.input(Input::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
}

fn draw(app: &mut App, terminal: &mut Terminal<CrosstermBackend<Sink>>) {
    app.settle();
    let drawn = terminal.draw(|frame| {
        app.draw(frame.buffer_mut());
    });
    assert!(drawn.is_ok(), "a sink takes everything");
}

/// Presses keys round and round, a frame each.
fn keys(criterion: &mut Criterion, name: &str, first: &str, round: &str) {
    let (Ok(mut app), Ok(mut terminal)) = (app(), terminal()) else { return };
    first.chars().for_each(|letter| press(&mut app, letter));
    let mut round = round.chars().cycle();
    criterion.bench_function(name, |bench| {
        bench.iter(|| {
            round.by_ref().take(1).for_each(|letter| press(&mut app, letter));
            draw(&mut app, &mut terminal);
        });
    });
}

fn board(criterion: &mut Criterion) {
    keys(criterion, "table: selection moves", "t", "jjjjjjjjjjjjjjjjjjjjjjjjjkkkkkkkkkkkkkkkkkkkkkkkkk");
    keys(criterion, "table: last row, first row", "t", "Gg");
    keys(criterion, "columns: selection moves", "", "jjjjjjjjjjkkkkkkkkkk");
    keys(criterion, "toggle columns and table", "", "t");
    keys(criterion, "turn the order around", "t", "S");
    changes(criterion);
    bare(criterion);
}

/// A letter of a filter, from nothing to the first, and a change of one account.
fn changes(criterion: &mut Criterion) {
    let (Ok(mut app), Ok(mut terminal)) = (app(), terminal()) else { return };
    let erase = || Input::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
    press(&mut app, 't');
    press(&mut app, '/');
    criterion.bench_function("filter: the first letter, and without it", |bench| {
        bench.iter(|| {
            press(&mut app, 'a');
            draw(&mut app, &mut terminal);
            app.input(erase());
            draw(&mut app, &mut terminal);
        });
    });
    let Some(row) = rows().into_iter().nth(500) else { return };
    criterion.bench_function("one account changed", |bench| {
        bench.iter(|| {
            app.event(Event::Changed {
                rows: vec![row.clone()],
                removed: Vec::new(),
                touched: Some(Default::default()),
                lookups: lookups(),
            });
            draw(&mut app, &mut terminal);
        });
    });
}

/// The least that a ratatui program does for the same: the widget over the rows on screen.
fn bare(criterion: &mut Criterion) {
    let Ok(mut terminal) = terminal() else { return };
    let rows = rows();
    let widths = [8, 7, 6, 28, 10, 8, 12, 10].map(Constraint::Length);
    let mut selected = 0;
    criterion.bench_function("bare ratatui table: selection moves", |bench| {
        bench.iter(|| {
            selected = (selected + 1) % 50;
            let lines = rows.iter().take(59).enumerate().map(|(number, row)| {
                let cells = [
                    row.band.name().to_owned(),
                    row.health.unwrap_or(0).to_string(),
                    row.trend_28d.unwrap_or(0).to_string(),
                    row.name.to_string(),
                    row.arr.map_or(String::new(), |arr| arr.short()),
                    row.renewal_on.map_or(String::new(), |on| (on - Day(20_000)).to_string()),
                    row.top_driver.unwrap_or("").to_owned(),
                    row.stage.name().to_owned(),
                ];
                let line = Line::new(cells.map(Cell::new));
                if number == selected { line.style(ratatui::style::Modifier::REVERSED) } else { line }
            });
            let table = Table::new(lines, widths);
            let drawn = terminal.draw(|frame| frame.render_widget(table, AREA));
            assert!(drawn.is_ok(), "a sink takes everything");
        });
    });
}

criterion_group!(benches, board);
criterion_main!(benches);
