//! Reminding payers of what is overdue.

use super::invoice::Invoice;
use super::service::{keep, payers};
use super::store;
use ieum_db::{JobFailure, JobHandle};
use ieum_kernel::Id;
use ieum_web::{App, notices};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

/// What the job `billing.remind` was left with.
#[derive(Debug, Deserialize)]
struct Reminder {
    invoice: Id<ieum_kernel::Invoice>,
    days: i64,
}

/// Reminds the payer of an invoice that is still open so many days after it was due.
pub(super) async fn remind(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let reminder: Reminder = job.payload()?;
    let Some(seen) = store::find(&mut app.db.reader(), reminder.invoice).await? else { return Ok(()) };
    let today: Date = app.zone.day(app.now());
    if !seen.is_overdue(today) {
        return Ok(());
    }
    let people = payers(&app, &seen).await.map_err(|problem| JobFailure::retry(problem.key))?;
    let mut tx = app.db.begin().await?;
    let Some(v) = store::find(&mut tx, reminder.invoice).await? else { return Ok(()) };
    if !v.is_overdue(today) {
        return Ok(());
    }
    let (before, now) = (v.state.clone(), app.now());
    let v = Invoice { reminders: v.reminders.saturating_add(1), ..v };
    let v = keep(&mut tx, v, "reminded", None, &before, now)
        .await
        .map_err(|error| JobFailure::retry(format!("{error}: {error:?}")))?;
    let args = json!({ "number": v.number, "due": v.due(), "days": reminder.days });
    for person in people {
        notices::notify(&mut tx, app.clock(), person, "billing", "billing-notice-overdue", &args, &v.path())
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
