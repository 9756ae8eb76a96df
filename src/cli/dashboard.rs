//! The dashboard, on the user's book or on a private copy of the sample.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;

use super::context::Context;
use crate::domain::{self, Error, Result};
use crate::engine::Writer;
use crate::import::kind::Kind;
use crate::import::{self, Request};
use crate::store::Location;
use crate::{sample, tui};

/// Opens the dashboard.
pub fn open(context: &Context) -> Result<()> {
    needs_terminal()?;
    tui::run(&context.location, context.clock, context.as_of, context.me.as_deref())
}

/// Opens the dashboard on a copy of the sample book that is gone afterwards; nothing of the user's is touched.
pub fn demo(context: &Context) -> Result<()> {
    needs_terminal()?;
    let folder = tempfile::Builder::new().prefix("mainstay-demo-").tempdir().map_err(|error| {
        Error::new(domain::Kind::Storage, format!("no temporary folder can be made ({error})"))
            .hint("free some space, or name another folder in TMPDIR")
    })?;
    let location = Location::at(folder.path().join("demo.mainstay"));
    fill(&location, context)?;
    let outcome = tui::run(&location, context.clock, context.as_of, context.me.as_deref());
    // Not left to the destructor, which would keep silent about a copy that stays behind.
    let removed = folder.close().map_err(|error| {
        Error::new(
            domain::Kind::Storage,
            format!("the copy of the sample book could not be removed ({error})"),
        )
    });
    outcome.and(removed)
}

/// Imports the sample, as one change.
fn fill(location: &Location, context: &Context) -> Result<()> {
    let today = context.clock.today();
    Writer::open(location, context.clock)?.write("The sample book", |tx| {
        for (kind, csv) in sample::FILES {
            let dated = sample::dated(csv, today)?;
            let request = Request::new(Kind::named(kind)?, format!("sample {kind}"), dated.into_bytes());
            import::run(tx, &request, &mut |_| ControlFlow::Continue(()))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn needs_terminal() -> Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Error::invalid("the dashboard needs a terminal")
        .hint("for scripts there are commands, such as: mainstay accounts --format json"))
}
