//! Events: written with the change, handed to every subscriber at least once.

use crate::{Args, DbError, JobId, NewJob, Row, Tx, args};
use futures_util::future::BoxFuture;
use ieum_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that happened, as a subscriber gets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Grows in the order of writing; the same on every delivery, so that a subscriber can skip what it knows.
    pub id: i64,
    /// What happened, such as `reservation.confirmed`.
    pub topic: String,
    /// The id of the thing it happened to.
    pub thing: String,
    /// The facts.
    pub payload: Value,
    /// When.
    pub at: Timestamp,
}

/// Most events handed out in one transaction.
pub(crate) const HANDFUL: usize = 100;

/// The kind of the job that brings events to a subscriber.
pub(crate) fn delivery(subscriber: &str) -> String {
    format!("event:{subscriber}")
}

impl Tx {
    /// Writes an event. It reaches subscribers if and only if this transaction commits.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn emit<'a>(
        &'a mut self,
        topic: &'a str,
        thing: &'a str,
        payload: &'a Value,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            let sql = "INSERT INTO outbox (topic, thing, payload_json, at) VALUES ($1, $2, $3, $4)";
            self.later(sql, args![topic, thing, payload, at]);
            self.after.leaves_work = true;
            Ok(())
        })
    }

    /// Leaves a job to be done in the background. It will be done if and only if this transaction commits.
    ///
    /// With [`NewJob::unique`], nothing is added while a job of the same kind and key is still waiting. One that is
    /// already running does not count: it may have missed what this transaction changes; the new job then waits for it
    /// to end.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn enqueue<'a>(&'a mut self, new: &'a NewJob) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            self.after.leaves_work = true;
            let sql = "INSERT INTO job (kind, payload_json, run_at, unique_key, max_attempts)
                       VALUES ($1, $2, $3, $4, $5)
                       ON CONFLICT (kind, unique_key) WHERE state = 'ready' DO NOTHING";
            self.later(sql, values(new));
            Ok(())
        })
    }

    /// Like [`Tx::enqueue`], for whoever follows the job: its number, or that of the one that is still waiting.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn enqueue_numbered<'a>(&'a mut self, new: &'a NewJob) -> BoxFuture<'a, Result<JobId, DbError>> {
        Box::pin(async move {
            self.after.leaves_work = true;
            let sql = "INSERT INTO job (kind, payload_json, run_at, unique_key, max_attempts)
                       VALUES ($1, $2, $3, $4, $5)
                       ON CONFLICT (kind, unique_key) WHERE state = 'ready' DO NOTHING RETURNING id";
            let waiting = "SELECT id FROM job WHERE kind = $1 AND unique_key = $2 AND state = 'ready'";
            // Between the two statements the waiting job may have been claimed; then the second try inserts.
            for _ in 0..3 {
                if let Some(id) = self.maybe(sql, values(new), id_of).await? {
                    return Ok(id);
                }
                if let Some(id) = self.maybe(waiting, args![&new.kind, &new.unique], id_of).await? {
                    return Ok(id);
                }
            }
            Err(DbError::Busy)
        })
    }

    /// Turns waiting events into one job for each of their subscribers; returns how many events were taken, at most
    /// [`HANDFUL`], and how many jobs they became.
    pub(crate) async fn dispatch(
        &mut self,
        subscribers: &[(String, String)],
        now: Timestamp,
    ) -> Result<(usize, usize), DbError> {
        let sql = self.twin(
            "UPDATE outbox SET dispatched_at = $1 WHERE id IN
               (SELECT id FROM outbox WHERE dispatched_at IS NULL ORDER BY id LIMIT $2)
             RETURNING id, topic, thing, payload_json, at",
            "UPDATE outbox SET dispatched_at = $1 WHERE id IN
               (SELECT id FROM outbox WHERE dispatched_at IS NULL ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
             RETURNING id, topic, thing, payload_json, at",
        );
        let mut events = self.all(sql, args![now, i64::try_from(HANDFUL).unwrap_or(100)], event).await?;
        events.sort_by_key(|event| event.id);
        let mut jobs = 0;
        for event in &events {
            for (_, name) in subscribers.iter().filter(|(prefix, _)| event.topic.starts_with(prefix.as_str()))
            {
                let payload = serde_json::to_value(event).map_err(DbError::Encode)?;
                let job =
                    NewJob { kind: delivery(name), payload, run_at: now, unique: None, max_attempts: 12 };
                self.enqueue(&job).await?;
                jobs += 1;
            }
        }
        Ok((events.len(), jobs))
    }
}

fn values(new: &NewJob) -> Args {
    let NewJob { kind, payload, run_at, unique, max_attempts } = new;
    args![kind, payload, run_at, unique, (*max_attempts).max(1)]
}

fn id_of(row: &Row) -> Result<JobId, DbError> {
    row.get("id").map(JobId)
}

fn event(row: &Row) -> Result<Event, DbError> {
    Ok(Event {
        id: row.get("id")?,
        topic: row.get("topic")?,
        thing: row.get("thing")?,
        payload: row.json("payload_json")?,
        at: row.get("at")?,
    })
}
