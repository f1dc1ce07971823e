//! What we keep of tokens.

use crate::token::ApiToken;
use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};

pub(crate) async fn insert(
    tx: &mut Tx,
    person: Id<Person>,
    token: &ApiToken,
    key_hash: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO api_token (id, person_id, name, key_hash, beginning, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let ApiToken { id, name, beginning, made_at, .. } = token;
    tx.run(sql, args![id, person, name, key_hash, beginning, made_at]).await.map(drop)
}

pub(crate) async fn list(reads: &mut impl Reads, person: Id<Person>) -> Result<Vec<ApiToken>, DbError> {
    let sql = "SELECT id, name, beginning, made_at, used_at FROM api_token
               WHERE person_id = $1 AND revoked_at IS NULL ORDER BY made_at DESC, id DESC LIMIT 200";
    reads
        .all(sql, args![person], |row| {
            Ok(ApiToken {
                id: row.get("id")?,
                name: row.get("name")?,
                beginning: row.get("beginning")?,
                made_at: row.get("made_at")?,
                used_at: row.get("used_at")?,
            })
        })
        .await
}

pub(crate) async fn revoke(
    tx: &mut Tx,
    person: Id<Person>,
    id: Id<ApiToken>,
    at: Timestamp,
) -> Result<u64, DbError> {
    let sql = "UPDATE api_token SET revoked_at = $3 WHERE person_id = $1 AND id = $2 AND revoked_at IS NULL";
    tx.run(sql, args![person, id, at]).await
}

pub(crate) async fn revoke_all(tx: &mut Tx, person: Id<Person>, at: Timestamp) -> Result<u64, DbError> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL";
    tx.run(sql, args![person, at]).await
}
