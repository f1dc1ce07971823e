//! Several requests sent as one: all of them or none, and each of them once.

use super::policy::{Facts, Refusal, Side, refusals};
use super::request::{Ask, Request};
use super::service::{self, RequestError};
use super::state::Event;
use super::store;
use ieum_db::DbError;
use ieum_kernel::Actor;
use ieum_web::App;

/// One of several asks.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// What tells it from every other: whoever asks again with the same key gets the request that is there.
    pub key: String,
    /// What is asked.
    pub ask: Ask,
}

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum TogetherError {
    /// The rules said no to some of them.
    #[error("{} of the requests are refused", .0.len())]
    Refused(Vec<(String, Vec<Refusal>)>),
    /// As for a single one.
    #[error("cannot send the requests")]
    Request(#[from] RequestError),
    /// The database failed.
    #[error("cannot reach the requests")]
    Db(#[from] DbError),
}

/// Sends several requests in one transaction and returns them in the order asked. Those whose key is known are there
/// already and come back as they stand; `request_order_key` holds that no key makes two.
///
/// # Errors
/// [`TogetherError::Refused`] with every reason of every ask; nothing is written then.
pub async fn send_together(
    app: &App,
    actor: &Actor,
    asks: Vec<Keyed>,
) -> Result<Vec<Request>, TogetherError> {
    match written(app, actor, &asks).await {
        // Somebody pressed the same button elsewhere at this moment: what they made is what was asked for.
        Err(
            TogetherError::Request(RequestError::Db(DbError::Constraint { name }))
            | TogetherError::Db(DbError::Constraint { name }),
        ) if name == "request_order_key" => written(app, actor, &asks).await,
        done => done,
    }
}

async fn written(app: &App, actor: &Actor, asks: &[Keyed]) -> Result<Vec<Request>, TogetherError> {
    let mut completed = Vec::new();
    for one in asks {
        completed.push((one.key.as_str(), service::completed(app, actor, one.ask.clone()).await?));
    }
    let mut tx = app.db.begin().await?;
    let keys: Vec<&str> = asks.iter().map(|one| one.key.as_str()).collect();
    let known = store::of_keys(&mut tx, &keys).await?;
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    for (key, ask) in completed {
        let there = known.iter().find(|(known, _)| known == key).map(|(_, request)| request.clone());
        if let Some(request) = there.filter(|request| request.open_to(actor)) {
            made.push(request);
            continue;
        }
        let draft = service::begun(app, &mut tx, actor, ask).await?;
        let facts = Facts { request: &draft, event: &Event::Submit, sides: &[Side::Firm], now: app.now() };
        let reasons = refusals(&facts);
        if reasons.is_empty() {
            store::keep_key(&mut tx, draft.id, key).await?;
            made.push(service::apply(&mut tx, app, actor, &draft, Event::Submit).await?);
        } else {
            refused.push((key.to_owned(), reasons));
        }
    }
    if !refused.is_empty() {
        return Err(TogetherError::Refused(refused));
    }
    tx.commit().await?;
    Ok(made)
}
