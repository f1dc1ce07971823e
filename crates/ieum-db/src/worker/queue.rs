//! The queue as the worker sees it: taking a job, giving it back, writing down how it ended.
//!
//! A claim is a text of its own for every attempt; whoever lost it cannot write the job's end.

use super::{Worker, backoff, lock};
use crate::{
    Args, DbError, JobId, JobState, Tx, args,
    job_handle::{Held, later},
};
use ieum_kernel::Timestamp;
use std::sync::{PoisonError, atomic::Ordering};

/// A job this worker may do until its lease ends.
pub(super) struct Claimed {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) payload: serde_json::Value,
    pub(super) attempt: u32,
    pub(super) max_attempts: u32,
    pub(super) claim: String,
}

const END: &str =
    "UPDATE job SET state = $3, run_at = coalesce($4, run_at), finished_at = $5, last_error = $6,
                          steps_done = $7, steps_total = $8,
                          claim = NULL, claim_until = NULL
                   WHERE id = $1 AND claim = $2 AND state = 'running'";

impl Worker {
    /// Makes jobs of workers that gave no sign of life ready again.
    pub(super) async fn take_back(&self, now: Timestamp) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        // A job of this very worker is not lost: its heart could not beat while the database was busy, perhaps with
        // the job's own long transaction.
        let held: Vec<(i64, String)> =
            lock(&self.held).iter().map(|(id, claim)| (*id, claim.clone())).collect();
        for (id, claim) in held {
            let renew = "UPDATE job SET claim_until = $3 WHERE id = $1 AND claim = $2 AND state = 'running'";
            tx.run(renew, args![id, claim, later(now, self.lease)]).await?;
        }
        let superseded = "UPDATE job SET state = 'done', claim = NULL, finished_at = $1, last_error = 'superseded'
             WHERE state = 'running' AND claim_until < $1 AND EXISTS
               (SELECT 1 FROM job n WHERE n.state = 'ready' AND n.kind = job.kind AND n.unique_key = job.unique_key)";
        tx.run(superseded, args![now]).await?;
        let lost = "UPDATE job SET claim = NULL, run_at = $1, last_error = 'the worker was lost',
               finished_at = CASE WHEN cancel_wanted OR attempts >= max_attempts THEN $1 END,
               state = CASE WHEN cancel_wanted THEN 'cancelled' WHEN attempts >= max_attempts THEN 'dead'
                            ELSE 'ready' END
             WHERE state = 'running' AND claim_until < $1";
        let count = tx.run(lost, args![now]).await?;
        tx.commit().await?;
        if count > 0 {
            tracing::warn!(count, "took jobs back from a lost worker");
        }
        Ok(())
    }

    /// Once an hour: forgets finished jobs after 30 days (dead ones after 180), events after 7, keys after 2.
    pub(super) async fn sweep(&self, now: Timestamp) -> Result<(), DbError> {
        {
            let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
            if swept.is_some_and(|at| now.minutes_since(at) < 60) {
                return Ok(());
            }
            *swept = Some(now);
        }
        let mut tx = self.db.begin().await?;
        let jobs = "DELETE FROM job WHERE (state IN ('done', 'cancelled') AND finished_at < $1)
                                       OR (state = 'dead' AND finished_at < $2)";
        tx.run(jobs, args![now.plus_days(-30), now.plus_days(-180)]).await?;
        tx.run("DELETE FROM outbox WHERE dispatched_at < $1", args![now.plus_days(-7)]).await?;
        tx.purge_idempotency(now.plus_days(-2)).await?;
        tx.commit().await
    }

    pub(super) async fn claim(&self) -> Result<Option<Claimed>, DbError> {
        let now = self.clock.now();
        let claim = format!("{}:{}", self.name, self.claims.fetch_add(1, Ordering::SeqCst));
        let mut kinds = String::from("|");
        for kind in self.handlers.keys() {
            kinds.push_str(kind);
            kinds.push('|');
        }
        let mut tx = self.db.begin().await?;
        let sql = tx.twin(
            "UPDATE job SET state = 'running', attempts = attempts + 1, claim = $1, claim_until = $2
             WHERE id = (SELECT j.id FROM job j
                         WHERE j.state = 'ready' AND j.run_at <= $3 AND replace($4, '|' || j.kind || '|', '') <> $4
                           AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.kind = j.kind
                                             AND r.unique_key = j.unique_key)
                         ORDER BY j.run_at, j.id LIMIT 1)
             RETURNING id, kind, payload_json, attempts, max_attempts",
            "UPDATE job SET state = 'running', attempts = attempts + 1, claim = $1, claim_until = $2
             WHERE id = (SELECT j.id FROM job j
                         WHERE j.state = 'ready' AND j.run_at <= $3 AND replace($4, '|' || j.kind || '|', '') <> $4
                           AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.kind = j.kind
                                             AND r.unique_key = j.unique_key)
                         ORDER BY j.run_at, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED)
             RETURNING id, kind, payload_json, attempts, max_attempts",
        );
        let values = args![&claim, later(now, self.lease), now, kinds];
        let claimed = tx
            .maybe(sql, values, |row| {
                Ok(Claimed {
                    id: row.get("id")?,
                    kind: row.get("kind")?,
                    payload: row.json("payload_json")?,
                    attempt: row.get("attempts")?,
                    max_attempts: row.get("max_attempts")?,
                    claim: claim.clone(),
                })
            })
            .await?;
        tx.commit().await?;
        Ok(claimed)
    }

    pub(super) async fn write_end(
        &self,
        held: &Held,
        state: JobState,
        error: Option<&str>,
    ) -> Result<(), DbError> {
        let now = self.clock.now();
        let wait = backoff(held.attempt, (self.jitter)(held.id, held.attempt));
        let run_at = if state == JobState::Ready { Some(later(now, wait)) } else { None };
        let finished_at = state.is_over().then_some(now);
        let mut tx = self.db.begin().await?;
        let (done, total) = held.live.progress();
        let values = args![held.id, &held.claim, state.name(), run_at, finished_at, error, done, total];
        match tx.try_run(END, values).await {
            Err(refused) if refused.is_constraint("job_once") => {
                // A newer job of the same key waits already and will do the work.
                let values: Args = args![
                    held.id,
                    &held.claim,
                    JobState::Done.name(),
                    None::<Timestamp>,
                    Some(now),
                    "superseded",
                    done,
                    total,
                ];
                tx.run(END, values).await?;
            }
            other => drop(other?),
        }
        tx.commit().await
    }

    /// Makes the jobs still held ready again, without counting the attempt.
    pub(super) async fn let_go(&self) {
        let held: Vec<(i64, String)> = lock(&self.held).drain().collect();
        for (id, claim) in held {
            lock(&self.db.shared.live).remove(&id);
            let released = async {
                let mut tx: Tx = self.db.begin().await?;
                let sql = "UPDATE job SET state = 'ready', claim = NULL, attempts = attempts - 1
                           WHERE id = $1 AND claim = $2 AND state = 'running'";
                tx.run(sql, args![id, claim]).await?;
                tx.commit().await
            };
            if let Err(error) = released.await {
                tracing::warn!(job = id, error = %error, "left a job to its lease");
            }
        }
    }
}
