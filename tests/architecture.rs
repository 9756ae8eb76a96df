//! Who may know whom, and who may touch what: the invariants that the crate's documentation states, held by reading
//! the source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test from end to end

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and the ones it may name. One that is not listed here may not exist.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("assessment", &["domain"]),
    ("training", &["domain"]),
    ("sample", &["domain"]),
    ("health", &["domain", "training"]),
    ("onboarding", &["domain"]),
    ("plan", &["domain"]),
    ("playbook", &["domain", "health", "onboarding"]),
    ("renewal", &["domain", "health"]),
    ("expansion", &["domain", "health", "renewal"]),
    ("revenue", &["domain"]),
    ("today", &["domain", "health", "plan", "renewal"]),
    ("trigger", &["domain", "health", "expansion", "onboarding", "plan", "renewal"]),
    ("book", &["domain", "health", "assessment", "training"]),
    (
        "store",
        &[
            "domain",
            "health",
            "assessment",
            "expansion",
            "onboarding",
            "plan",
            "playbook",
            "renewal",
            "revenue",
            "today",
            "training",
            "book",
        ],
    ),
    (
        "edit",
        &[
            "domain",
            "assessment",
            "expansion",
            "store",
            "import",
            "health",
            "onboarding",
            "plan",
            "playbook",
            "renewal",
        ],
    ),
    (
        "engine",
        &[
            "domain",
            "health",
            "expansion",
            "onboarding",
            "plan",
            "playbook",
            "renewal",
            "revenue",
            "today",
            "training",
            "trigger",
            "book",
            "store",
        ],
    ),
    ("import", &["domain", "health", "onboarding", "book", "store", "engine"]),
    ("report", &["domain", "health", "onboarding", "plan", "renewal", "revenue", "book", "store", "engine"]),
    (
        "tui",
        &[
            "domain",
            "assessment",
            "training",
            "health",
            "expansion",
            "onboarding",
            "plan",
            "playbook",
            "renewal",
            "revenue",
            "today",
            "trigger",
            "book",
            "store",
            "edit",
            "engine",
            "report",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "assessment",
            "training",
            "trigger",
            "health",
            "expansion",
            "onboarding",
            "plan",
            "playbook",
            "renewal",
            "revenue",
            "today",
            "book",
            "store",
            "edit",
            "engine",
            "import",
            "report",
            "sample",
            "tui",
        ],
    ),
    ("main", &["cli"]),
];

/// What only some places may name: (the name, where it may stand, why).
const ONLY: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store/"], "only the store speaks SQL"),
    ("crossterm", &["tui/term/", "tui/run"], "only these touch the terminal"),
    ("Local::now", &["engine/clock.rs"], "only the clock knows the time"),
    ("Utc::now", &["engine/clock.rs"], "only the clock knows the time"),
    ("SystemTime::now", &["engine/clock.rs"], "only the clock knows the time"),
    ("('now'", &["store/migrate.rs"], "only the clock knows the time, not SQL; a UUIDv7 begins with it"),
    ("println!(", &[], "results go through cli::out, which knows of closed pipes"),
    ("process::exit", &["cli/cancel.rs"], "the terminal and the book are left in order on the way out"),
];

/// Lines that a file may have at most.
const LINES: usize = 600;

struct Source {
    /// With `/`, below `src`.
    path: String,
    /// Without comments, and without the tests inside.
    code: String,
}

impl Source {
    /// The module of the crate that it is part of.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.trim_end_matches(".rs")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let read = |file: &PathBuf| {
        let parts: Vec<_> =
            file.strip_prefix(&src).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().map(|line| line.split("//").next().unwrap());
        Source { path: parts.join("/"), code: lines.collect::<Vec<_>>().join("\n") }
    };
    files.iter().map(read).filter(|source| !is_test(&source.path)).collect()
}

/// Files that are part of the tests alone.
fn is_test(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "fixture.rs"))
}

/// The modules of the crate that the code names: `crate::x`, `crate::{x, y::z}`.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (place, _) in code.match_indices("crate::") {
        if code[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[place + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 1 && (c.is_alphanumeric() || c == '_' || c == ':') {
                    word.push(c);
                } else if depth <= 1 && !word.is_empty() {
                    names.insert(word.split("::").next().unwrap().to_owned());
                    word.clear();
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn the_reader_of_use_lines_reads_them() {
    let code = "use crate::domain::Day; use crate::{sample, tui::{run, term}};\n crate::health::why()";
    let expected = ["domain", "health", "sample", "tui"].map(str::to_owned);
    assert_eq!(named(code), BTreeSet::from(expected));
}

#[test]
fn every_module_knows_only_those_it_may() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path != "lib.rs") {
        let module = source.module();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|rule| rule.0 == module) else {
            wrong.push(format!("src/{}: module {module} has no rule in this test", source.path));
            continue;
        };
        for name in named(&source.code) {
            if name != module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("src/{}: {module} must not know {name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_those_who_may_name_the_book_the_terminal_and_the_clock() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, places, why) in ONLY {
            if source.code.contains(name) && !places.iter().any(|place| source.path.starts_with(place)) {
                wrong.push(format!("src/{} names {name}: {why}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_screen_names_another_screen() {
    let sources = sources();
    let screen = |source: &Source| {
        let rest = source.path.strip_prefix("tui/screens/")?;
        let name = rest.split('/').next()?.trim_end_matches(".rs");
        (name != "mod").then(|| name.to_owned())
    };
    let screens: BTreeSet<String> = sources.iter().filter_map(screen).collect();
    let mut wrong = Vec::new();
    for source in &sources {
        let Some(own) = screen(source) else { continue };
        for other in screens.iter().filter(|other| **other != own) {
            if source.code.contains(&format!("screens::{other}")) {
                wrong.push(format!("src/{} names the screen {other}; moving is an Action", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long_to_be_about_one_thing() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        rust_files(&root().join(folder), &mut files);
    }
    let long: Vec<_> = files
        .iter()
        .map(|file| (file, fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(file, lines)| format!("{}: {lines} lines, at most {LINES}", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Columns that files may have and the book does not keep: it keeps what they say (a yearly amount, a day).
const READ_ONLY: &[&str] = &["contracts.mrr", "usage.id", "features.id", "tickets.resolution_hours"];

#[test]
fn what_is_written_in_native_columns_can_be_imported() {
    let mut wrong = Vec::new();
    for kind in mainstay::store::native::KINDS {
        let Ok(import) = mainstay::import::kind::Kind::named(kind.name) else {
            wrong.push(format!("{} cannot be imported", kind.name));
            continue;
        };
        let known: BTreeSet<&str> =
            import.columns.iter().filter(|column| !column.hidden).map(|column| column.name).collect();
        let written: BTreeSet<&str> = kind.columns.iter().map(|column| column.0).collect();
        for name in written.difference(&known) {
            wrong.push(format!("{}: import does not read {name}", kind.name));
        }
        for name in known.difference(&written).map(|name| format!("{}.{name}", kind.name)) {
            if !READ_ONLY.contains(&name.as_str()) {
                wrong.push(format!("{name} is read and not written"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
