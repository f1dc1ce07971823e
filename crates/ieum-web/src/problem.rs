//! What goes wrong, said once: a page for people, `application/problem+json` (RFC 9457) for programs.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_db::DbError;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer that is not the one hoped for. The front turns it into a page or JSON in the reader's language.
#[derive(Debug, Clone)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Path of the page that explains it, such as `/rules/booking/overlap`.
    pub kind: String,
    /// Message key of the title; the sentence below it is the key with `-detail`.
    pub key: String,
    /// Variables of both messages.
    pub args: BTreeMap<String, Value>,
    /// The thing whose rules spoke, and every refusal with its parameters.
    pub refusals: Option<(String, Vec<Value>)>,
    /// Faulty fields: name, message key, variables.
    pub errors: Vec<FieldError>,
    /// Anything more the reader needs, such as both versions of a stale edit.
    pub extra: Option<Value>,
}

/// A problem in the reader's words.
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) reasons: Vec<String>,
    /// One for each faulty field.
    pub(crate) errors: Vec<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct FieldError {
    /// The field's name in the form or JSON body.
    pub field: String,
    /// Message key.
    pub key: String,
    /// Variables of the message.
    pub args: BTreeMap<String, Value>,
}

impl Problem {
    /// A problem of a status; the messages `problem-<name>` and `problem-<name>-detail` say it.
    pub fn new(status: StatusCode, name: &str) -> Self {
        Self {
            status,
            kind: format!("/rules/problem/{name}"),
            key: format!("problem-{name}"),
            args: BTreeMap::new(),
            refusals: None,
            errors: Vec::new(),
            extra: None,
        }
    }

    /// There is nothing here, or nothing one may know of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// Signed in, but this is for others.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }

    /// Signing in comes first.
    pub fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign-in")
    }

    /// The row changed since it was read. `now` is what is stored; programs get what they sent beside it.
    pub fn stale(now: impl Serialize) -> Self {
        Self { extra: Some(json!({ "now": now })), ..Self::new(StatusCode::CONFLICT, "stale") }
    }

    /// A state does not allow the step (`thing-refused-rule` names why).
    pub fn conflict(thing: &str, reason: impl Serialize) -> Self {
        Self { status: StatusCode::CONFLICT, ..Self::refused(thing, vec![reason]) }
    }

    /// The rules of a thing said no; every reason at once.
    pub fn refused<R: Serialize>(thing: &str, reasons: Vec<R>) -> Self {
        let reasons: Vec<Value> =
            reasons.iter().map(|r| serde_json::to_value(r).unwrap_or(Value::Null)).collect();
        let first = reasons.first().and_then(|r| r.get("rule")).and_then(Value::as_str).unwrap_or("rule");
        Self {
            kind: format!("/rules/{thing}/{first}"),
            refusals: Some((thing.to_owned(), reasons)),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused")
        }
    }

    /// Fields that cannot be read.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
    }

    /// A body that is not what the route takes.
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request")
    }

    /// Larger than allowed.
    pub fn too_large(limit_bytes: u64) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large")
            .with("limit", crate::format::bytes(wide(limit_bytes)))
    }

    /// The database or disk cannot be reached or is full; trying again may help.
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
    }

    /// The machine failed. The cause is logged here, once, and never shown.
    pub fn fault(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut chain = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            chain.push(cause.to_string());
            source = cause.source();
        }
        tracing::error!(cause = chain.join(": "), "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault")
    }

    /// Adds a variable for the messages.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.args.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    fn is_stale(&self) -> bool {
        self.key == "problem-stale"
    }

    /// The refusals' rules, for tests and logs.
    pub fn rules(&self) -> Vec<String> {
        let reasons = self.refusals.iter().flat_map(|(_, reasons)| reasons);
        reasons.filter_map(|r| r.get("rule").and_then(Value::as_str).map(str::to_owned)).collect()
    }

    /// The body for programs; words are filled in by the front. `yours` is what a stale change had sent.
    pub(crate) fn json(&self, told: &Told, yours: Option<Value>) -> Value {
        let Told { title, detail, reasons, errors } = told;
        let mut body = json!({
            "type": self.kind, "title": title, "status": self.status.as_u16(), "detail": detail,
        });
        if let Some(map) = body.as_object_mut() {
            if let Some((_, refusals)) = &self.refusals {
                map.insert("refusals".to_owned(), json!(refusals));
                map.insert("reasons".to_owned(), json!(reasons));
            }
            if !self.errors.is_empty() {
                let with_words = self.errors.iter().zip(errors).map(|(error, message)| {
                    json!({ "field": error.field, "key": error.key, "args": error.args, "message": message })
                });
                map.insert("errors".to_owned(), with_words.collect());
            }
            if let Some(extra) = &self.extra {
                let mut extra = extra.clone();
                if let (Some(extra), Some(yours), true) = (extra.as_object_mut(), yours, self.is_stale()) {
                    extra.insert("yours".to_owned(), yours);
                }
                map.insert("extra".to_owned(), extra);
            }
        }
        body
    }
}

#[expect(clippy::as_conversions, reason = "a size for display; a rounded last digit is fine")]
fn wide(bytes: u64) -> f64 {
    bytes as f64
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::NotFound => Self::not_found(),
            DbError::Busy | DbError::Unavailable | DbError::Full => {
                tracing::warn!(cause = %error, "database did not answer");
                Self::busy()
            }
            DbError::Constraint { name } => {
                tracing::warn!(constraint = name, "constraint refused a write that no rule had explained");
                Self::new(StatusCode::CONFLICT, "constraint").with("name", name)
            }
            _ => Self::fault(&error),
        }
    }
}
