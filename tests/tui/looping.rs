//! The real loop, over a terminal and an input of the tests.

use std::io;
use std::path::Path;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use mainstay::domain::Result;
use mainstay::engine::Event;
use mainstay::tui::run::{Host, Inputs, main_loop};
use mainstay::tui::term::{Signal, event};
use mainstay::tui::{App, Config};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio::sync::mpsc::unbounded_channel;

use crate::dashboard::{Fake, board, lookups, rows};
use crate::keys;

/// What the loop asked of the terminal.
#[derive(Default)]
struct Asked(Vec<String>);

impl Host for Asked {
    fn mouse(&mut self, on: bool) -> Result<()> {
        self.0.push(format!("mouse {on}"));
        Ok(())
    }

    fn copy(&mut self, text: &str) -> Result<()> {
        self.0.push(format!("copy {text}"));
        Ok(())
    }

    fn open(&mut self, address: &str) -> Result<()> {
        self.0.push(format!("open {address}"));
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<String> {
        self.0.push(format!("write {text}"));
        Ok(text.to_uppercase())
    }

    fn edit(&mut self, file: &Path, line: usize) -> Result<()> {
        self.0.push(format!("edit {} at {line}", file.display()));
        Ok(())
    }

    fn suspend(&mut self) -> Result<()> {
        self.0.push("suspend".to_owned());
        Ok(())
    }

    fn resume(&mut self) -> Result<()> {
        self.0.push("resume".to_owned());
        Ok(())
    }
}

fn app() -> App {
    App::new(Config::parse("", false).unwrap(), board(), (80, 24).into())
}

fn screen(terminal: &Terminal<TestBackend>) -> String {
    terminal.backend().to_string()
}

#[tokio::test]
async fn the_loop_reads_asks_and_ends() {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let (_book, heard) = unbounded_channel();
    let (_system, signals) = unbounded_channel();
    let typed: Vec<io::Result<event::Event>> =
        keys::parse("t j j enter w esc y n M ctrl-z esc q").into_iter().map(Ok).collect();
    let inputs = Inputs { terminal: Some(stream::iter(typed)), reopen: None, book: heard, signals };
    let mut asked = Asked::default();
    main_loop(&mut terminal, &mut app(), inputs, &mut Fake::default(), &mut asked).await.unwrap();
    assert_eq!(asked.0, ["copy Northwind Traders", "mouse false", "suspend"]);
}

#[tokio::test(start_paused = true)]
async fn changes_of_the_book_are_drawn_and_words_pass_by_themselves() {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let (book, heard) = unbounded_channel();
    let (system, signals) = unbounded_channel();
    let mut typed = keys::parse("t M").into_iter();
    // Two keys, and then nobody types.
    let typed = stream::poll_fn(move |_| match typed.next() {
        Some(key) => std::task::Poll::Ready(Some(Ok(key))),
        None => std::task::Poll::Pending,
    });
    let inputs = Inputs { terminal: Some(typed.boxed()), reopen: None, book: heard, signals };
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut row = rows()[2].clone();
        row.name = "Renamed Freight".into();
        book.send(Event::Changed {
            rows: vec![row],
            removed: Vec::new(),
            touched: Some(Default::default()),
            lookups: lookups(),
        })
        .unwrap();
        tokio::time::sleep(Duration::from_secs(9)).await;
        system.send(Signal::End).unwrap();
    });
    let mut asked = Asked::default();
    main_loop(&mut terminal, &mut app(), inputs, &mut Fake::default(), &mut asked).await.unwrap();
    assert_eq!(asked.0, ["mouse false"]);
    assert!(screen(&terminal).contains("Renamed Freight"), "{}", screen(&terminal));
    assert!(!screen(&terminal).contains("The mouse selects text"), "{}", screen(&terminal));
}

#[tokio::test]
async fn after_a_stop_from_outside_every_cell_is_drawn_again() {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let (_book, heard) = unbounded_channel();
    let (system, signals) = unbounded_channel();
    system.send(Signal::Continued).unwrap();
    let inputs = Inputs {
        terminal: Some(stream::iter(keys::parse("q").into_iter().map(Ok))),
        reopen: None,
        book: heard,
        signals,
    };
    let mut asked = Asked::default();
    main_loop(&mut terminal, &mut app(), inputs, &mut Fake::default(), &mut asked).await.unwrap();
    assert!(asked.0.is_empty() || asked.0 == ["resume"]);
}

#[tokio::test]
async fn a_terminal_that_breaks_is_an_error_and_one_that_ends_is_not() {
    for (last, fails) in [(Some(Err(io::Error::other("gone"))), true), (None, false)] {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let (_book, heard) = unbounded_channel();
        let (_system, signals) = unbounded_channel();
        let inputs = Inputs { terminal: Some(stream::iter(last)), reopen: None, book: heard, signals };
        let outcome =
            main_loop(&mut terminal, &mut app(), inputs, &mut Fake::default(), &mut Asked::default()).await;
        assert_eq!(outcome.is_err(), fails);
    }
}
