//! What matching asks of other rooms. Answered in the house's `answers/`; where nobody answers, the page says less.

use async_trait::async_trait;
use ieum_kernel::{Id, Instrument, Need, Timestamp};
use ieum_web::{App, Problem};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// When instruments are free next.
#[async_trait]
pub trait Slots: Send + Sync + 'static {
    /// The start of the first stretch of `minutes` that can be booked, for those instruments that have one.
    async fn earliest(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Timestamp>, Problem>;
}

/// What was done for a need after it was matched: requests, quotes, bookings, samples, reports, invoices, payments.
#[async_trait]
pub trait WorkSteps: Send + Sync + 'static {
    /// The steps, in any order.
    async fn steps(&self, app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem>;
}

/// One step of the work, in words of the room that did it.
#[derive(Debug, Clone, Serialize)]
pub struct WorkStep {
    /// When.
    pub at: Timestamp,
    /// Message key of the title.
    pub key: String,
    /// Variables of the message.
    pub args: Map<String, Value>,
    /// Where it can be seen; empty when nowhere.
    pub href: String,
    /// Who did it; empty when nobody in particular.
    pub who: String,
    /// `done`, `current`, `next` or `refused`.
    pub state: String,
}

/// Minutes looked for when nothing else is known.
const USUAL_MINUTES: i64 = 60;

pub(crate) async fn earliest(
    app: &App,
    instruments: &[Id<Instrument>],
) -> HashMap<Id<Instrument>, Timestamp> {
    let Some(answers) = app.ask::<dyn Slots>() else { return HashMap::new() };
    if instruments.is_empty() {
        return HashMap::new();
    }
    // A calendar that cannot be read must not keep the matches away.
    answers.earliest(app, instruments, USUAL_MINUTES).await.unwrap_or_else(|problem| {
        tracing::warn!(key = problem.key, "no free times for the matches");
        HashMap::new()
    })
}

pub(crate) async fn work_steps(app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem> {
    match app.ask::<dyn WorkSteps>() {
        Some(answers) => answers.steps(app, need).await,
        None => Ok(Vec::new()),
    }
}
