//! Small values the platform keeps about itself, by name.

use crate::{DbError, Reads, Tx, args, to_json};
use ieum_kernel::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

/// The value kept under a name, if any.
///
/// # Errors
/// [`DbError::Decode`] when it is not a `T`.
pub async fn setting<T: DeserializeOwned + Send>(
    reads: &mut impl Reads,
    key: &str,
) -> Result<Option<T>, DbError> {
    let sql = "SELECT value_json FROM setting WHERE key = $1";
    reads.maybe(sql, args![key], |row| row.json("value_json")).await
}

impl Tx {
    /// Keeps a value under a name, in place of what was there.
    ///
    /// # Errors
    /// [`DbError::Encode`] when it has no JSON form.
    pub async fn set_setting<T: Serialize + Sync + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
        at: Timestamp,
    ) -> Result<(), DbError> {
        let sql = "INSERT INTO setting (key, value_json, at) VALUES ($1, $2, $3)
                   ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json, at = excluded.at";
        self.run(sql, args![key, to_json(value)?, at]).await?;
        Ok(())
    }
}
