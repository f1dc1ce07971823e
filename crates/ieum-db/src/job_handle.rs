//! What a handler of a job gets and what it answers.

use crate::{Db, DbError, JobId, args};
use ieum_kernel::{Clock, Timestamp};
use serde::de::DeserializeOwned;
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Why a handler did not finish. Any error becomes one that is tried again.
#[derive(Debug)]
pub struct JobFailure {
    pub(crate) why: String,
    pub(crate) again: Again,
}

/// What becomes of the job.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Again {
    Later,
    Never,
    Cancelled,
}

impl JobFailure {
    /// A failure that may pass.
    pub fn retry(why: impl Into<String>) -> Self {
        Self { why: why.into(), again: Again::Later }
    }

    /// A failure that will not pass: the job is dead at once.
    pub fn permanent(why: impl Into<String>) -> Self {
        Self { why: why.into(), again: Again::Never }
    }

    /// The handler stopped because [`JobHandle::cancelled`] said so.
    pub fn cancelled() -> Self {
        Self { why: "cancelled".to_owned(), again: Again::Cancelled }
    }
}

impl<E: std::error::Error> From<E> for JobFailure {
    fn from(error: E) -> Self {
        let mut why = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            why = format!("{why}: {inner}");
            cause = inner.source();
        }
        Self::retry(why)
    }
}

/// What a handler holds of the job it does; cheap to clone.
#[derive(Clone)]
pub struct JobHandle {
    pub(crate) inner: Arc<Held>,
}

pub(crate) struct Held {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) id: JobId,
    pub(crate) kind: String,
    pub(crate) payload: serde_json::Value,
    pub(crate) attempt: u32,
    pub(crate) max_attempts: u32,
    pub(crate) claim: String,
    pub(crate) lease: Duration,
    pub(crate) cancelled: Arc<AtomicBool>,
    pub(crate) told: Mutex<Option<Instant>>,
}

/// Progress is written at most this often, so that a handler may report every row.
const QUIET: Duration = Duration::from_millis(250);

impl JobHandle {
    /// The job's number.
    pub fn id(&self) -> JobId {
        self.inner.id
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.inner.attempt
    }

    /// The database the job lives in.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The worker's clock.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// What the job was left with, as a `T`.
    ///
    /// # Errors
    /// [`DbError::Decode`] when it is not a `T`.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, DbError> {
        T::deserialize(&self.inner.payload)
            .map_err(|source| DbError::Decode { column: "payload_json".to_owned(), source: Box::new(source) })
    }

    /// Tells how far the job is: `done` of `total` steps, `total` 0 while unknown. Call it as often as you like.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn progress(&self, done: i64, total: i64) -> Result<(), DbError> {
        let due = {
            let mut told = self.inner.told.lock().unwrap_or_else(PoisonError::into_inner);
            let due = done >= total || told.is_none_or(|at| at.elapsed() >= QUIET);
            if due {
                *told = Some(Instant::now());
            }
            due
        };
        if !due {
            return Ok(());
        }
        let mut tx = self.inner.db.begin().await?;
        let sql = "UPDATE job SET steps_done = $3, steps_total = $4, claim_until = $5
                   WHERE id = $1 AND claim = $2 AND state = 'running' RETURNING cancel_wanted";
        let held = self.inner.as_ref();
        let found = tx.maybe(sql, args![held.id, &held.claim, done, total, self.lease_end()], |row| {
            row.get("cancel_wanted")
        });
        let found: Option<bool> = found.await?;
        tx.commit().await?;
        self.note(found);
        Ok(())
    }

    /// Whether somebody asked the job to stop, or it was taken away because its worker seemed dead.
    ///
    /// A handler that sees this returns [`JobFailure::cancelled`](crate::JobFailure::cancelled) soon.
    pub fn cancelled(&self) -> bool {
        self.inner.cancelled.load(Ordering::SeqCst)
    }

    /// Keeps the claim alive and learns whether to stop.
    pub(crate) async fn beat(&self, renew: bool) -> Result<(), DbError> {
        let held = self.inner.as_ref();
        let found: Option<bool> = if renew {
            let sql = "UPDATE job SET claim_until = $3 WHERE id = $1 AND claim = $2 AND state = 'running'
                       RETURNING cancel_wanted";
            let mut tx = held.db.begin().await?;
            let values = args![held.id, &held.claim, self.lease_end()];
            let found = tx.maybe(sql, values, |row| row.get("cancel_wanted")).await?;
            tx.commit().await?;
            found
        } else {
            let sql = "SELECT cancel_wanted FROM job WHERE id = $1 AND claim = $2 AND state = 'running'";
            held.db.reader().maybe(sql, args![held.id, &held.claim], |row| row.get("cancel_wanted")).await?
        };
        self.note(found);
        Ok(())
    }

    fn note(&self, cancel_wanted: Option<bool>) {
        if cancel_wanted.unwrap_or(true) {
            self.inner.cancelled.store(true, Ordering::SeqCst);
        }
    }

    fn lease_end(&self) -> Timestamp {
        later(self.inner.clock.now(), self.inner.lease)
    }
}

/// A moment so much later; saturates.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(at.micros().saturating_add(micros))
}
