//! Making and revoking tokens.

use crate::secret::{key_hash, new_key};
use crate::token::{ApiToken, store};
use ieum_db::{Audit, DbError};
use ieum_kernel::{Id, Person};
use ieum_web::{App, Problem};
use serde_json::json;

/// What every key begins with, so that a leaked one is recognised as ours.
const BEGINNING: &str = "ieum_";

/// Makes a token with all rights of its owner; returns the key, which is kept nowhere.
///
/// # Errors
/// Faults of the database.
pub async fn create_token(app: &App, person: Id<Person>, name: &str) -> Result<String, DbError> {
    let key = format!("{BEGINNING}{}", new_key());
    let token = ApiToken {
        id: app.new_id(),
        name: name.to_owned(),
        beginning: key.chars().take(BEGINNING.len() + 4).collect(),
        made_at: app.now(),
        used_at: None,
    };
    let mut tx = app.db.begin().await?;
    store::insert(&mut tx, person, &token, &key_hash(&key)).await?;
    let thing = token.id.to_string();
    let after = Some(json!({ "name": name, "beginning": token.beginning }));
    let entry = Audit {
        actor: Some(person),
        action: "token.create",
        thing: &thing,
        before: None,
        after,
        at: token.made_at,
    };
    tx.audit(&entry).await?;
    tx.commit().await?;
    Ok(key)
}

/// Ends a token at once; 404 when it is not theirs.
pub(crate) async fn revoke(app: &App, person: Id<Person>, id: Id<ApiToken>) -> Result<(), Problem> {
    let (mut tx, at) = (app.db.begin().await?, app.now());
    if store::revoke(&mut tx, person, id, at).await? == 0 {
        return Err(Problem::not_found());
    }
    let thing = id.to_string();
    let entry =
        Audit { actor: Some(person), action: "token.revoke", thing: &thing, before: None, after: None, at };
    tx.audit(&entry).await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn list(app: &App, person: Id<Person>) -> Result<Vec<ApiToken>, DbError> {
    store::list(&mut app.db.reader(), person).await
}
