//! Completions and the manual page, made from the definition of the command line.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Args;
use super::out::{Out, unwritable};
use crate::domain::Result;

/// Completions for a shell.
pub fn completions(shell: Shell, out: &mut Out) -> Result<()> {
    // Into memory first: the generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "mainstay", &mut script);
    out.write_all(&script).map_err(unwritable)
}

/// The manual page.
pub fn man(out: &mut Out) -> Result<()> {
    clap_mangen::Man::new(Args::command()).render(out).map_err(unwritable)
}
