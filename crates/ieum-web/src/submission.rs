//! Forms and calls that arrive twice: the second gets the first one's answer, and nothing happens twice.

use crate::visit::Visit;
use crate::{App, Fields, Problem};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use ieum_db::{DbError, args};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long an answer is kept for a repeated form, minutes.
const KEPT_MINUTES: i64 = 24 * 60;
/// After this a claim without an answer counts as abandoned, minutes.
const ABANDONED_MINUTES: i64 = 2;
/// Largest API answer that is kept, bytes.
const BODY_BYTES: usize = 1024 * 1024;

/// What came with a request: a form's text, or a program's body.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sent<'a> {
    pub(crate) form: Option<&'a str>,
    pub(crate) body: Option<&'a [u8]>,
}

pub(crate) enum Claim {
    /// No key was sent: run as it is.
    Unkeyed,
    /// First of its kind: run and settle.
    First(String),
    /// Already answered.
    Again(Response),
}

struct Earlier {
    fingerprint: String,
    status: Option<i64>,
    location: Option<String>,
    body: Option<String>,
}

pub(crate) async fn claim(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    sent: Sent<'_>,
    method: &Method,
) -> Result<Claim, Problem> {
    let header_key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).filter(|k| !k.is_empty());
    let fields = sent.form.map(Fields::parse);
    // A form with a password leaves no trace of it, not even within a fingerprint.
    let secret = fields.as_ref().is_some_and(|f| f.pairs().iter().any(|(name, _)| name.contains("password")));
    let once = fields.as_ref().filter(|_| !secret).map(|f| f.get("_once")).filter(|k| !k.is_empty());
    let Some(given) = header_key.or(once) else { return Ok(Claim::Unkeyed) };
    let who = visit.actor.person.map(|p| p.to_string()).unwrap_or_else(|| visit.csrf.clone());
    if who.is_empty() {
        // Nobody in particular: keys of strangers must not meet.
        return Ok(Claim::Unkeyed);
    }
    let (path, query) = visit.path.split_once('?').unwrap_or((&visit.path, ""));
    let form = fields.as_ref().map(meaning).unwrap_or_default();
    let body = String::from_utf8_lossy(sent.body.unwrap_or_default());
    // For a program the query is part of what is asked: a dry run and the real thing are two requests.
    let fingerprint = match sent.body {
        Some(_) => digest(&[&form, &body, query]),
        None => digest(&[&form]),
    };
    // A page sent twice has the same words; the same page sent with other words is a new form.
    let key = match header_key {
        Some(_) => digest(&[&who, method.as_str(), path, given]),
        None => digest(&[&who, path, given, &fingerprint]),
    };
    let now = app.now();
    for _ in 0..100 {
        let mut tx = app.db.begin().await?;
        let abandoned = "DELETE FROM submission WHERE key = $1 AND status IS NULL AND made_at < $2";
        tx.run(abandoned, args![&key, now.plus_minutes(-ABANDONED_MINUTES)]).await?;
        let insert = "INSERT INTO submission (key, fingerprint, made_at) VALUES ($1, $2, $3)
                      ON CONFLICT (key) DO NOTHING";
        let first = tx.run(insert, args![&key, &fingerprint, now]).await? == 1;
        tx.commit().await?;
        if first {
            return Ok(Claim::First(key));
        }
        let select = "SELECT fingerprint, status, location, body FROM submission WHERE key = $1";
        let mut reader = app.db.reader();
        let earlier = reader.maybe(select, args![&key], |row| {
            Ok(Earlier {
                fingerprint: row.get("fingerprint")?,
                status: row.get("status")?,
                location: row.get("location")?,
                body: row.get("body")?,
            })
        });
        match earlier.await? {
            Some(earlier) if earlier.fingerprint != fingerprint => {
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused"));
            }
            Some(Earlier { status: Some(status), location, body, .. }) => {
                return Ok(Claim::Again(replay(status, location, body)));
            }
            Some(_) | None => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    Err(Problem::new(StatusCode::CONFLICT, "in-progress"))
}

fn replay(status: i64, location: Option<String>, body: Option<String>) -> Response {
    let status =
        u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    let mut response = (status, body.clone().unwrap_or_default()).into_response();
    if let Some(location) = location.and_then(|l| l.parse().ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if body.is_some() {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    }
    response
}

/// Keeps the answer of a first run; a failed one and one that only shows a page free the key, so that it may come again.
pub(crate) async fn settle(app: &App, key: &str, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let location = parts.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let json = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    let failed = parts.status.is_client_error() || parts.status.is_server_error();
    // A page in answer to a form changed nothing; sent again, as by reloading, it is made again.
    let asks_again = location.is_none() && !json && parts.status != StatusCode::NO_CONTENT;
    if failed || asks_again {
        let freed = async {
            let mut tx = app.db.begin().await?;
            tx.run("DELETE FROM submission WHERE key = $1", args![key]).await?;
            tx.commit().await
        };
        report(freed.await);
        return Response::from_parts(parts, body);
    }
    let (body, kept) = if json {
        match axum::body::to_bytes(body, usize::MAX).await {
            Ok(bytes) => {
                let text = (bytes.len() <= BODY_BYTES).then(|| String::from_utf8_lossy(&bytes).into_owned());
                (Body::from(bytes), text)
            }
            Err(_) => (Body::empty(), None),
        }
    } else {
        (body, None)
    };
    let status = i64::from(parts.status.as_u16());
    let settled = async {
        let mut tx = app.db.begin().await?;
        let sql = "UPDATE submission SET status = $2, location = $3, body = $4 WHERE key = $1";
        tx.run(sql, args![key, status, location, kept]).await?;
        let old = "DELETE FROM submission WHERE made_at < $1";
        tx.run(old, args![app.now().plus_minutes(-KEPT_MINUTES)]).await?;
        tx.commit().await
    };
    report(settled.await);
    Response::from_parts(parts, body)
}

fn report(outcome: Result<(), DbError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "a form's answer was not kept; sent again it may run again");
    }
}

/// What a form says, without its own machinery.
fn meaning(fields: &Fields) -> String {
    let said = fields.pairs().iter().filter(|(n, _)| !n.starts_with('_'));
    said.map(|(n, v)| format!("{n}\u{1f}{v}\u{1e}")).collect()
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
