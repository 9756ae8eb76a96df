//! The user's own editor for long text.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::domain::{Error, Kind, Result};

/// The environment's names for it, the first that is set counts.
const NAMES: [&str; 2] = ["VISUAL", "EDITOR"];

/// The program and its arguments.
///
/// # Errors
/// Neither variable is set.
pub fn chosen() -> Result<Command> {
    let set = |name| env::var_os(name).filter(|value: &OsString| !value.is_empty());
    let Some(line) = NAMES.into_iter().find_map(set) else {
        return Err(Error::new(Kind::Usage, "no editor is set")
            .hint("set the environment variable VISUAL or EDITOR to the name of one"));
    };
    Ok(command(&line))
}

/// A program by its path, which may have spaces in it, else a program and its arguments.
fn command(line: &OsString) -> Command {
    let words = line.to_str().filter(|_| !Path::new(line).is_file()).map(str::split_whitespace);
    let Some((mut words, program)) = words.and_then(|mut words| words.next().map(|first| (words, first)))
    else {
        return Command::new(line);
    };
    let mut command = Command::new(program);
    command.args(&mut words);
    command
}

/// Has the user write a text: gives what they wrote. The terminal must be theirs.
///
/// # Errors
/// The text cannot be handed over, the editor does not run, or it says that it failed: what it wrote is not taken.
pub fn write(mut editor: Command, text: &str) -> Result<String> {
    let place = |error: std::io::Error| Error::from(error).at("handing the text to the editor");
    // Only its owner can read it, and it is gone when this ends.
    let mut file = tempfile::Builder::new().prefix("mainstay-").suffix(".txt").tempfile().map_err(place)?;
    file.write_all(text.as_bytes()).map_err(place)?;
    // Closed before the editor opens it: Windows lets only one have it.
    let path = file.into_temp_path();
    editor.arg(&path);
    run(editor, "the text is as it was")?;
    // An editor may replace the file instead of writing into it, so it is read by its name.
    let bytes = fs::read(&path).map_err(place)?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

/// How an editor is told on which line it begins.
#[derive(Clone, Copy, Debug)]
enum At {
    /// `+12 FILE`
    Plus,
    /// `FILE:12`
    Colon,
    /// `--goto FILE:12`
    Goto,
    /// `-l 12 FILE`, or as the option is called there
    Option(&'static str),
    /// `-n12 FILE`, or as the option is called there
    Joined(&'static str),
}

/// Editors by the name of their program. One that is not here begins where it likes.
const BEGIN: &[(&str, At)] = &[
    ("vi", At::Plus),
    ("vim", At::Plus),
    ("nvim", At::Plus),
    ("gvim", At::Plus),
    ("mvim", At::Plus),
    ("ex", At::Plus),
    ("view", At::Plus),
    ("elvis", At::Plus),
    ("nano", At::Plus),
    ("pico", At::Plus),
    ("emacs", At::Plus),
    ("emacsclient", At::Plus),
    ("mg", At::Plus),
    ("zile", At::Plus),
    ("jmacs", At::Plus),
    ("joe", At::Plus),
    ("jed", At::Plus),
    ("ne", At::Plus),
    ("mcedit", At::Plus),
    ("micro", At::Plus),
    ("kak", At::Plus),
    ("gedit", At::Plus),
    ("xed", At::Plus),
    ("pluma", At::Plus),
    ("hx", At::Colon),
    ("helix", At::Colon),
    ("subl", At::Colon),
    ("zed", At::Colon),
    ("code", At::Goto),
    ("code-insiders", At::Goto),
    ("codium", At::Goto),
    ("kate", At::Option("-l")),
    ("mate", At::Option("-l")),
    ("bbedit", At::Plus),
    ("notepad++", At::Joined("-n")),
];

/// Has the user change a file, from a line (from 1 on) where the editor can be told. The terminal must be theirs.
///
/// # Errors
/// The editor does not run, or it says that it failed: the file is as it left it.
pub fn edit(mut editor: Command, file: &Path, line: usize) -> Result<()> {
    editor.args(arguments(editor.get_program(), file, line));
    run(editor, "the file is as it left it")
}

/// What is said after the name of an editor so that it opens a file at a line.
fn arguments(program: &OsStr, file: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(program).file_stem().unwrap_or(program).to_string_lossy().to_lowercase();
    let placed = || {
        let mut placed = file.as_os_str().to_owned();
        placed.push(format!(":{line}"));
        placed
    };
    let plain = file.as_os_str().to_owned();
    match BEGIN.iter().find(|known| known.0 == name).map(|known| known.1) {
        Some(At::Plus) => vec![format!("+{line}").into(), plain],
        Some(At::Colon) => vec![placed()],
        Some(At::Goto) => vec!["--goto".into(), placed()],
        Some(At::Option(option)) => vec![option.into(), line.to_string().into(), plain],
        Some(At::Joined(option)) => vec![format!("{option}{line}").into(), plain],
        None => vec![plain],
    }
}

/// Runs an editor to its end; `left` says what became of the text if it fails.
fn run(mut editor: Command, left: &str) -> Result<()> {
    let name = editor.get_program().to_string_lossy().into_owned();
    let ended = editor
        .status()
        .map_err(|error| Error::from(error).at(format!("running {name}")).hint("check VISUAL and EDITOR"))?;
    if ended.success() {
        return Ok(());
    }
    Err(Error::invalid(format!("{name} ended with an error ({ended}), so {left}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_arguments() {
        let command = command(&OsString::from("code --wait"));
        assert_eq!(command.get_program(), "code");
        assert_eq!(command.get_args().collect::<Vec<_>>(), ["--wait"]);
    }

    #[test]
    fn editors_that_can_begin_at_a_line_are_told_which() {
        let told = |program: &str| {
            let arguments = arguments(OsStr::new(program), Path::new("a b.md"), 7);
            arguments.iter().map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told("vim"), ["+7", "a b.md"]);
        assert_eq!(told("/usr/bin/nano"), ["+7", "a b.md"]);
        assert_eq!(told("hx"), ["a b.md:7"]);
        assert_eq!(told("Code.exe"), ["--goto", "a b.md:7"]);
        assert_eq!(told("kate"), ["-l", "7", "a b.md"]);
        assert_eq!(told("notepad++.exe"), ["-n7", "a b.md"]);
        assert_eq!(told("my-own-editor"), ["a b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_the_editor_wrote_is_taken_and_what_a_failed_one_wrote_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("my editor");
        fs::write(&script, "#!/bin/sh\nprintf ' and more\\n' >> \"$1\"\n").unwrap();
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
        let written = write(command(&script.clone().into_os_string()), "a note").unwrap();
        assert_eq!(written, "a note and more\n");
        assert!(write(Command::new("false"), "a note").unwrap_err().to_string().contains("as it was"));
        assert!(write(Command::new("no-such-editor"), "a note").is_err());
    }
}
