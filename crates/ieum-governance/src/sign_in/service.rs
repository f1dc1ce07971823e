//! One attempt to sign in, from the count of failures to the session.

use crate::denied::Denied;
use crate::password::{self, link::Purpose, mail};
use crate::person::store as people;
use crate::secret::key_hash;
use crate::session::{self, Caller};
use crate::sign_in::policy::{FORGOTTEN_AFTER_MINUTES, counted, outcome};
use crate::sign_in::{Facts, Refusal, refusals, store};
use ieum_web::{App, Problem};

/// Signs somebody in and returns the key of their session, or says why not.
///
/// The attempt counts as failed before the password is looked at, so that a thousand attempts at once are a thousand
/// failures; a good one takes its count back.
pub(crate) async fn sign_in(
    app: &App,
    email: &str,
    words: &str,
    caller: &Caller,
) -> Result<String, Denied<Refusal>> {
    let email_key = email.trim().to_lowercase();
    let account = format!("account:{}", key_hash(&email_key));
    let address = format!("address:{}", caller.address);
    count(app, &account, &address).await?;
    let found = people::credentials(&mut app.db.reader(), &email_key).await?;
    let hash = found.as_ref().and_then(|found| found.hash.as_deref());
    let fits = password::fits(app, words, hash).await.map_err(|error| {
        tracing::error!(%error, "a password could not be judged");
        Problem::busy()
    })?;
    let confirmed = found.as_ref().is_some_and(|found| found.confirmed);
    let told = outcome(fits, confirmed);
    let mut tx = app.db.begin().await?;
    if told == Some(Refusal::Unconfirmed) {
        mail::want(&mut tx, app, Purpose::Confirm, &email_key).await?;
        tx.commit().await?;
    } else if told.is_none()
        && let Some(found) = found
    {
        store::forget(&mut tx, &account).await?;
        store::take_back(&mut tx, &address).await?;
        let key = session::service::begin(&mut tx, app, found.id, caller).await?;
        tx.commit().await?;
        return Ok(key);
    }
    Err(Denied::because(told.unwrap_or(Refusal::Mismatch)))
}

/// Counts an attempt as failed for now, unless it has to wait.
async fn count(app: &App, account: &str, address: &str) -> Result<(), Denied<Refusal>> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    store::sweep(&mut tx, now.plus_minutes(-FORGOTTEN_AFTER_MINUTES)).await?;
    let facts = Facts {
        account: store::take_turn(&mut tx, account, now).await?,
        address: store::take_turn(&mut tx, address, now).await?,
        now,
    };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(Denied::Refused(reasons));
    }
    store::set(&mut tx, account, counted(facts.account, now) + 1, now).await?;
    store::set(&mut tx, address, counted(facts.address, now) + 1, now).await?;
    tx.commit().await?;
    Ok(())
}
