//! Beginning and ending sessions.

use crate::secret::{key_hash, new_key};
use crate::session::store::{self, SessionRow};
use crate::session::{Caller, Session};
use crate::settings::AccountSettings;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Id, Person, Timestamp};
use ieum_web::App;

/// Begins a session under a fresh key, whatever key the visitor came with; returns the key for the cookie.
pub(crate) async fn begin(
    tx: &mut Tx,
    app: &App,
    person: Id<Person>,
    caller: &Caller,
) -> Result<String, DbError> {
    let (key, at, settings) = (new_key(), app.now(), app.settings::<AccountSettings>());
    if let Some(old) = &caller.session {
        store::end_by_key(tx, &key_hash(old)).await?;
    }
    store::sweep(tx, at, idle_limit(app)).await?;
    let row = SessionRow {
        id: app.new_id(),
        person,
        key_hash: &key_hash(&key),
        at,
        ends_at: at.plus_days(settings.session_days),
        address: &caller.address,
        agent: &caller.agent,
    };
    store::insert(tx, &row).await?;
    let thing = person.to_string();
    tx.audit(&Audit {
        actor: Some(person),
        action: "session.begin",
        thing: &thing,
        before: None,
        after: None,
        at,
    })
    .await?;
    Ok(key)
}

/// Ends the session of a key.
pub(crate) async fn end(app: &App, key: &str) -> Result<(), DbError> {
    let mut tx = app.db.begin().await?;
    if let Some(person) = store::end_by_key(&mut tx, &key_hash(key)).await? {
        note_end(&mut tx, app, person).await?;
    }
    tx.commit().await
}

/// Ends one of somebody's sessions; whether there was one.
pub(crate) async fn end_one(app: &App, person: Id<Person>, id: Id<Session>) -> Result<bool, DbError> {
    let mut tx = app.db.begin().await?;
    let ended = store::end_one(&mut tx, person, id).await? > 0;
    if ended {
        note_end(&mut tx, app, person).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Ends every session of somebody but the one they use.
pub(crate) async fn end_others(app: &App, person: Id<Person>, key: &str) -> Result<u64, DbError> {
    let mut tx = app.db.begin().await?;
    let ended = store::end_all(&mut tx, person, Some(&key_hash(key))).await?;
    if ended > 0 {
        note_end(&mut tx, app, person).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

async fn note_end(tx: &mut Tx, app: &App, person: Id<Person>) -> Result<(), DbError> {
    let (thing, at) = (person.to_string(), app.now());
    tx.audit(&Audit {
        actor: Some(person),
        action: "session.end",
        thing: &thing,
        before: None,
        after: None,
        at,
    })
    .await
}

/// Somebody's living sessions, the one in use marked.
pub(crate) async fn list(app: &App, person: Id<Person>, key: &str) -> Result<Vec<Session>, DbError> {
    store::list(&mut app.db.reader(), person, &key_hash(key), app.now(), idle_limit(app)).await
}

/// Sessions not seen since this moment are over.
pub(crate) fn idle_limit(app: &App) -> Timestamp {
    app.now().plus_minutes(-app.settings::<AccountSettings>().idle_minutes)
}
