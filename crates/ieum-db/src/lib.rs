//! One SQL text for SQLite and PostgreSQL: databases, transactions, rows, migrations, outbox, jobs, backup.
//!
//! A room writes plain SQL with `$1` placeholders, binds with [`args!`] and reads rows by column name; the same text
//! runs on both engines. Every change goes through a [`Tx`], together with its audit entry and its events.
#![warn(missing_docs)]

mod audit;
mod backup;
mod catalogue;
mod db;
mod engine_io;
mod error;
mod idempotency;
mod job;
mod job_handle;
mod lane;
mod migrate;
mod outbox;
mod reads;
mod row;
mod setting;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
mod together;
mod tx;
mod value;
mod worker;

pub use audit::{Audit, AuditEntry, audit_of};
pub use backup::{dump, load};
pub use db::{Db, DbOptions, Engine};
pub use error::DbError;
pub use idempotency::Idempotent;
pub use job::{JobId, JobState, JobStatus, NewJob, recent_jobs};
pub use job_handle::{JobFailure, JobHandle};
pub use migrate::{MigrationSet, migrations};
pub use outbox::Event;
pub use reads::{Reader, Reads, Sink};
pub use row::{Cell, CellError, FromColumn, Row};
pub use setting::setting;
pub use sql::{Query, Sql};
pub use together::Question;
pub use tx::Tx;
pub use value::{Args, IntoValue, Kind, Value, to_json};
pub use worker::Worker;
