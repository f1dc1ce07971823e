//! What a handler of a job gets and what it answers.

use crate::{Db, DbError, JobId, args};
use ieum_kernel::{Clock, Timestamp};
use serde::de::DeserializeOwned;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
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
    pub(crate) live: Arc<Live>,
}

/// What is known of a running job in its own process.
#[derive(Debug, Default)]
pub(crate) struct Live {
    cancelled: AtomicBool,
    done: AtomicI64,
    total: AtomicI64,
}

impl Live {
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Steps done, and in all.
    pub(crate) fn progress(&self) -> (i64, i64) {
        (self.done.load(Ordering::SeqCst), self.total.load(Ordering::SeqCst))
    }
}

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

    /// Tells how far the job is: `done` of `total` steps, `total` 0 while unknown.
    ///
    /// Call it for every row if you like, also while a transaction is open: it only notes the numbers, which this
    /// process shows at once and the worker writes down about once a second.
    ///
    /// # Errors
    /// None at present.
    pub async fn progress(&self, done: i64, total: i64) -> Result<(), DbError> {
        self.inner.live.done.store(done, Ordering::SeqCst);
        self.inner.live.total.store(total, Ordering::SeqCst);
        Ok(())
    }

    /// Whether somebody asked the job to stop, or it was taken away because its worker seemed dead.
    ///
    /// A handler that sees this returns [`JobFailure::cancelled`](crate::JobFailure::cancelled) soon.
    pub fn cancelled(&self) -> bool {
        self.inner.live.cancelled.load(Ordering::SeqCst)
    }

    /// Keeps the claim alive, writes down how far the job is, and learns whether to stop.
    pub(crate) async fn beat(&self, renew: bool, written: &mut (i64, i64)) -> Result<(), DbError> {
        let held = self.inner.as_ref();
        let (done, total) = held.live.progress();
        let found: Option<bool> = if renew || (done, total) != *written {
            let sql = "UPDATE job SET claim_until = $3, steps_done = $4, steps_total = $5
                       WHERE id = $1 AND claim = $2 AND state = 'running' RETURNING cancel_wanted";
            let mut tx = held.db.begin().await?;
            let values = args![held.id, &held.claim, self.lease_end(), done, total];
            let found = tx.maybe(sql, values, |row| row.get("cancel_wanted")).await?;
            tx.commit().await?;
            *written = (done, total);
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
            self.inner.live.cancel();
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
