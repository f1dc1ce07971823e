//! The same request sent twice takes effect once and gets the same answer twice.

use crate::{DbError, Tx, args};
use ieum_kernel::Timestamp;
use std::fmt::Display;

/// What a repeated request finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idempotent {
    /// First time: do the work, [`Tx::remember`] the answer, commit.
    Fresh,
    /// Done before: give the same answer and change nothing.
    Replay {
        /// The HTTP status of that answer.
        status: u16,
        /// Its body, or where it redirected to.
        body: String,
    },
    /// The key was used for another request: a mistake of the client.
    Mismatch,
}

impl Tx {
    /// Takes an idempotency key in this transaction. A second request with the same key waits for the first.
    ///
    /// `actor` is the person's or session's id, so that keys of different people never meet; `fingerprint` a hash of
    /// what is asked. Ask before anything is written: what was, is undone when the key was taken before. After
    /// [`Idempotent::Fresh`] the transaction only commits once the answer is remembered; a refused
    /// request is rolled back and its key stays free.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn idempotent(
        &mut self,
        key: &str,
        actor: impl Display + Send,
        fingerprint: &str,
        at: Timestamp,
    ) -> Result<Idempotent, DbError> {
        let actor = actor.to_string();
        let take = "INSERT INTO idempotency (key, actor, fingerprint, at) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (key, actor) DO NOTHING";
        if self.run(take, args![key, &actor, fingerprint, at]).await? == 1 {
            self.unanswered.push(key.to_owned());
            return Ok(Idempotent::Fresh);
        }
        // The first answer is not given a second time before the disk has it.
        self.only_what_is_kept().await?;
        let known = "SELECT fingerprint, status, body FROM idempotency WHERE key = $1 AND actor = $2";
        self.one(known, args![key, &actor], |row| {
            if row.get::<String>("fingerprint")? != fingerprint {
                return Ok(Idempotent::Mismatch);
            }
            Ok(Idempotent::Replay { status: row.get("status")?, body: row.get("body")? })
        })
        .await
    }

    /// Keeps the answer for a key taken in this transaction.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when the key was not taken.
    pub async fn remember(
        &mut self,
        key: &str,
        actor: impl Display + Send,
        status: u16,
        body: &str,
    ) -> Result<(), DbError> {
        let sql = "UPDATE idempotency SET status = $3, body = $4 WHERE key = $1 AND actor = $2";
        if self.run(sql, args![key, actor.to_string(), status, body]).await? == 0 {
            return Err(DbError::NotFound);
        }
        self.unanswered.retain(|waiting| waiting != key);
        Ok(())
    }

    /// Forgets keys taken before a moment; the [`Worker`](crate::Worker) does so for keys older than two days.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn purge_idempotency(&mut self, before: Timestamp) -> Result<u64, DbError> {
        self.run("DELETE FROM idempotency WHERE at < $1", args![before]).await
    }
}
