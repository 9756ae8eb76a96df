//! The user's own editor for long text.

use std::env;
use std::ffi::OsString;
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
        return Err(Error::new(Kind::Usage, "no editor is set").hint(
            "set the environment variable VISUAL or EDITOR to the name of one, or write the text in the form",
        ));
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
    let name = editor.get_program().to_string_lossy().into_owned();
    let ended = editor
        .arg(&path)
        .status()
        .map_err(|error| Error::from(error).at(format!("running {name}")).hint("check VISUAL and EDITOR"))?;
    if !ended.success() {
        return Err(Error::invalid(format!(
            "{name} ended with an error ({ended}), so the text is as it was"
        )));
    }
    // An editor may replace the file instead of writing into it, so it is read by its name.
    let bytes = fs::read(&path).map_err(place)?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
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
