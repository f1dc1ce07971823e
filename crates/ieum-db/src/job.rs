//! Background jobs: what is to be done, how far it is, and how to stop it.

use crate::{Cell, CellError, Db, DbError, FromColumn, IntoValue, Kind, Reads, Row, Tx, Value, args};
use ieum_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, sync::PoisonError};

/// The number of a job within its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub i64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for JobId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl IntoValue for JobId {
    const KIND: Kind = Kind::Int;

    fn into_value(self) -> Value {
        Value::Int(self.0)
    }
}

impl FromColumn for JobId {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        i64::from_cell(cell).map(Self)
    }
}

/// A job to be left for later with [`Tx::enqueue`].
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs to know.
    pub payload: serde_json::Value,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// With a key, at most one job of this kind and key waits.
    pub unique: Option<String>,
    /// How often it is tried before it is given up; at least 1.
    pub max_attempts: u32,
}

impl NewJob {
    /// A job for now, tried up to eight times (over roughly four minutes).
    pub fn new(kind: &str, payload: serde_json::Value, run_at: Timestamp) -> Self {
        Self { kind: kind.to_owned(), payload, run_at, unique: None, max_attempts: 8 }
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waiting for its moment or for a free worker.
    Ready,
    /// Being done.
    Running,
    /// Done.
    Done,
    /// Given up after its last attempt.
    Dead,
    /// Stopped because somebody asked.
    Cancelled,
}

impl JobState {
    /// The word kept in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will happen.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dead | Self::Cancelled)
    }
}

impl FromColumn for JobState {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        let name = String::from_cell(cell)?;
        [Self::Ready, Self::Running, Self::Done, Self::Dead, Self::Cancelled]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| "no such state of a job".into())
    }
}

/// A job as pages show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JobStatus {
    /// Its number.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was started.
    pub attempts: u32,
    /// How often it may be started.
    pub max_attempts: u32,
    /// Steps finished.
    pub done: i64,
    /// Steps in all; 0 while unknown.
    pub total: i64,
    /// Whether somebody asked it to stop.
    pub cancel_wanted: bool,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
}

impl Db {
    /// How a job stands, or `None` if there is none of that number (finished ones are forgotten after 30 days).
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn job_status(&self, id: JobId) -> Result<Option<JobStatus>, DbError> {
        let sql = "SELECT id, kind, state, attempts, max_attempts, steps_done, steps_total, cancel_wanted, last_error,
                          run_at, finished_at
                   FROM job WHERE id = $1";
        let mut found = self.reader().maybe(sql, args![id], status).await?;
        // A job of this process is shown as far as it is, not as far as was last written down.
        let live = self.shared.live.lock().unwrap_or_else(PoisonError::into_inner).get(&id.0).cloned();
        if let (Some(status), Some(live)) = (&mut found, live)
            && status.state == JobState::Running
        {
            (status.done, status.total) = live.progress();
        }
        Ok(found)
    }

    /// Asks a job to stop: a waiting one never starts, a running one is told. Returns whether it was not over yet.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn cancel_job(&self, id: JobId, now: Timestamp) -> Result<bool, DbError> {
        // Told first: the job may hold the very lock that writing it down waits for.
        let running = self.shared.live.lock().unwrap_or_else(PoisonError::into_inner).get(&id.0).cloned();
        let told = running.is_some();
        if let Some(job) = running {
            job.cancel();
        }
        let mut tx = self.begin().await?;
        let stopped = tx.cancel_job(id, now).await?;
        tx.commit().await?;
        // A job that was told may have ended before this was written.
        Ok(stopped || told)
    }
}

impl Tx {
    /// [`Db::cancel_job`] as part of a larger change.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn cancel_job(&mut self, id: JobId, now: Timestamp) -> Result<bool, DbError> {
        let sql = "UPDATE job SET cancel_wanted = TRUE,
                          finished_at = CASE WHEN state = 'ready' THEN $2 ELSE finished_at END,
                          state = CASE WHEN state = 'ready' THEN 'cancelled' ELSE state END
                   WHERE id = $1 AND state IN ('ready', 'running')";
        let stopped = self.run(sql, args![id, now]).await? > 0;
        let running = self.shared.live.lock().unwrap_or_else(PoisonError::into_inner).get(&id.0).cloned();
        self.after.cancelled.extend(running);
        Ok(stopped)
    }
}

/// The latest jobs, newest first, of one state or of all: for the page of the people who run the place.
///
/// # Errors
/// Faults of the database.
pub async fn recent_jobs(
    reads: &mut impl Reads,
    state: Option<JobState>,
    limit: u32,
) -> Result<Vec<JobStatus>, DbError> {
    let sql =
        "SELECT id, kind, state, attempts, max_attempts, steps_done, steps_total, cancel_wanted, last_error,
                      run_at, finished_at
               FROM job WHERE state = coalesce($1, state) ORDER BY id DESC LIMIT $2";
    reads.all(sql, args![state.map(JobState::name), limit], status).await
}

impl Tx {
    /// Forgets jobs of a kind that waited since before a moment: news of a past that was written at once. Returns how
    /// many there were.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn forget_waiting(&mut self, kind: &str, before: Timestamp) -> Result<u64, DbError> {
        let sql = "DELETE FROM job WHERE kind = $1 AND state = 'ready' AND run_at < $2";
        self.run(sql, args![kind, before]).await
    }

    /// Gives a dead job another full round of attempts. Returns whether it was dead.
    ///
    /// # Errors
    /// [`DbError::Constraint`] `job_once` when a job of the same key waits already.
    pub async fn retry_job(&mut self, id: JobId, now: Timestamp) -> Result<bool, DbError> {
        let sql = "UPDATE job SET state = 'ready', attempts = 0, run_at = $2, finished_at = NULL
                   WHERE id = $1 AND state = 'dead'";
        self.after.leaves_work = true;
        Ok(self.run(sql, args![id, now]).await? > 0)
    }
}

fn status(row: &Row) -> Result<JobStatus, DbError> {
    Ok(JobStatus {
        id: row.get("id")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        max_attempts: row.get("max_attempts")?,
        done: row.get("steps_done")?,
        total: row.get("steps_total")?,
        cancel_wanted: row.get("cancel_wanted")?,
        last_error: row.get("last_error")?,
        run_at: row.get("run_at")?,
        finished_at: row.get("finished_at")?,
    })
}
