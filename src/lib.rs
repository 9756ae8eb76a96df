//! Mainstay: a keyboard-driven terminal workbench for customer success.
//!
//! # Bird's-eye view
//! Pure rules in the middle, one door for writing, one door for the screen. Everything a team knows about its
//! customers is in one SQLite file, the *book*. A change is written by the [`engine`] in one transaction that also
//! journals it and rescores the accounts it touched; what was touched then goes to the screen as one event.
//!
//! # Code map
//! - [`domain`]: the words of customer success as plain types. No I/O.
//! - [`health`]: the scorer, pure: facts and policy in, score and its explanation out.
//! - [`assessment`]: scored questionnaires, pure: templates and answers in, totals and levels out.
//! - [`onboarding`]: templates, plans, checklists and how they stand, results of a period, pure.
//! - [`renewal`]: the ends of contracts: stage, forecast, dates, risk, coverage, pure.
//! - [`playbook`]: playbooks, plays and how they went, pure.
//! - [`expansion`]: who is ready to buy more, what stands against it, whitespace, return, the pipeline, pure.
//! - [`plan`]: account plans by quarter, how an account stands by them, check-ins, asks of advocacy, pure.
//! - [`today`]: what needs somebody today, what of it comes first and why, what is new, pure.
//! - [`revenue`]: recurring revenue from contracts, pure: MRR, movements, retention.
//! - [`book`]: the read model: a row an account, totals, filter, sort; what the pages of an account show.
//! - [`store`]: SQLite and nothing else. The only module that names rusqlite.
//! - [`engine`]: the one door for writing, and the reading that goes with it.
//! - [`import`]: bytes to table to mapped rows to the store.
//! - [`edit`]: what can be edited, as data; values typed in words; patches; the one-line log.
//! - [`trigger`]: rules as data and what they find: alerts, floods, what a rule would have found, pure.
//! - [`training`]: who is invited to trainings and who comes, pure: the rule for low consumption.
//! - [`report`]: documents to hand on: the business review, the account plan; Markdown, HTML, charts.
//! - [`cli`]: the commands. [`tui`]: the dashboard. [`sample`]: the sample book.
//!
//! # One keystroke to disk and back
//! key -> keymap -> action -> `tui::change` -> [`engine::Command`] -> the engine's thread: one transaction in which
//! triggers journal the change and mark the accounts it touched, which are then scored and their alerts judged ->
//! commit -> [`engine::Event`] -> the board in memory is patched by id -> one draw. Another program's commit enters at "marked accounts", found by
//! a poll of the file's data version; midnight does too.
//!
//! # Invariants
//! - Only `store` names rusqlite; only `tui::term` and `tui::run` touch the terminal; only `main` and the clock ask
//!   for the time. A test reads the `use` lines and holds this (`tests/architecture.rs`).
//! - Scores are derived. The book caches them and never treats them as truth.
//! - Whether an alert is open follows from the facts, and from how it stood when the day began. The engine writes it as
//!   a step of its own, which undo passes over; people put alerts off and dismiss them.
//! - What is absent: no network, no server, no tick. At rest nothing is drawn and nothing is written.

pub mod assessment;
pub mod book;
pub mod cli;
pub mod domain;
pub mod edit;
pub mod engine;
pub mod expansion;
pub mod health;
pub mod import;
pub mod onboarding;
pub mod plan;
pub mod playbook;
pub mod renewal;
pub mod report;
pub mod revenue;
pub mod sample;
pub mod store;
pub mod today;
pub mod training;
pub mod trigger;
pub mod tui;
