//! The real program on a book of its own: files in, JSON out.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::book::{Book, Day, iso};
use crate::files;

pub struct Program {
    folder: TempDir,
    today: Day,
}

impl Program {
    /// A new book with everything imported; every row has to be accepted.
    pub fn with(book: &Book, today: Day) -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap(), today };
        for file in files::write(book, program.folder.path()) {
            let run = program.json(None, &["import", file.kind, file.path.to_str().unwrap()]);
            let told = format!("{} of {}: {run:#}", file.kind, file.path.display());
            assert_eq!(run["rejected"], 0, "rejected rows: {told}");
            assert_eq!(run["read"], file.rows, "rows read: {told}");
        }
        program
    }

    fn book(&self) -> PathBuf {
        self.folder.path().join("oracle.book")
    }

    /// What a command prints with `--format json`, on a day of the past if one is given.
    pub fn json(&self, as_of: Option<Day>, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
        command.env_remove("MAINSTAY_BOOK").env_remove("MAINSTAY_TODAY");
        command.arg("--book").arg(self.book()).arg("--today").arg(iso(self.today));
        if let Some(day) = as_of.filter(|day| *day != self.today) {
            command.arg("--as-of").arg(iso(day));
        }
        let output = command.args(arguments).args(["--format", "json"]).output().unwrap();
        let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{command:?} failed with {}\n{out}{error}", output.status);
        serde_json::from_str(&out)
            .unwrap_or_else(|why| panic!("{command:?} printed no JSON ({why}):\n{out}{error}"))
    }
}
