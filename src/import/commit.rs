//! An import as one change of the book.

use std::ops::ControlFlow;

use super::{Progress, Report, Request, run};
use crate::domain::Result;
use crate::domain::text::clean;
use crate::engine::Writer;

impl Writer {
    /// Imports a file in one transaction: all of it or nothing. A dry run says what would happen.
    ///
    /// # Errors
    /// As [`run`].
    pub fn import(
        &mut self,
        request: &Request,
        dry_run: bool,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Report> {
        if dry_run {
            return self.rehearse(|tx| run(tx, request, progress));
        }
        let label = format!("Import of {} from {}", request.kind.name, clean(&request.origin));
        let (report, written) = self.write(&label, |tx| run(tx, request, progress))?;
        if written.stale {
            self.refresh()?;
        }
        Ok(report)
    }
}
