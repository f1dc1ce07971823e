//! Imports whose work is lost: its job was given up, or the program that did it ended. They must not seem to run for ever.
//!
//! A job whose process died is taken over by the next worker and goes on where it broke off; here is what remains when
//! that was tried as often as it may be, and imports from the command line, which have no job.

use super::service::{ImportError, advance};
use super::undo::KEPT_FROM;
use super::{Import, ImportId, RowFault, State, store};
use ieum_kernel::Id;
use ieum_web::App;
use std::collections::BTreeMap;

/// Number of the fault that says why the work ended: before the things that undoing left alone.
const WHY: i64 = KEPT_FROM - 1;
/// An import without a job that has not moved for so long has lost its program, minutes. A batch of rows takes seconds.
const STILL_MINUTES: i64 = 10;

/// The import as it stands; one whose work is lost is ended first, with the reason beside it.
pub(super) async fn looked_after(app: &App, import: Import) -> Result<Import, ImportError> {
    if !import.state.is_running() || !is_lost(app, &import).await? {
        return Ok(import);
    }
    let (from, id) = (import.state, import.id);
    let mut ended = import;
    ended.state = if from == State::Checking { State::Failed } else { State::Stopped };
    let why = RowFault {
        line: 0,
        heading: String::new(),
        value: String::new(),
        key: format!("import-broke-off-{}", from.key()),
        args: BTreeMap::new(),
    };
    let mut tx = app.db.begin().await?;
    match advance(&mut tx, from, &ended, app.now()).await {
        Ok(()) => {
            store::put_fault(&mut tx, id, WHY, &why).await?;
            tx.commit().await?;
            tracing::warn!(import = %id, state = from.key(), "the work on an import was lost");
            Ok(ended)
        }
        // It came to its own end meanwhile.
        Err(ImportError::Refused(_)) => {
            drop(tx);
            store::get(&mut app.db.reader(), id).await?.ok_or(ImportError::NotFound)
        }
        Err(error) => Err(error),
    }
}

async fn is_lost(app: &App, import: &Import) -> Result<bool, ImportError> {
    Ok(match import.job {
        Some(job) => app.db.job_status(job).await?.is_none_or(|status| status.state.is_over()),
        None => app.now().minutes_since(import.changed_at) > STILL_MINUTES,
    })
}

/// Message key of why the work ended, if it was lost.
pub(super) async fn reason(app: &App, id: Id<ImportId>) -> Result<Option<String>, ImportError> {
    let found = store::faults(&mut app.db.reader(), id, WHY - 1, 1).await?;
    Ok(found.into_iter().find(|(number, _)| *number == WHY).map(|(_, fault)| fault.key))
}
