//! What is asked, what would come of it, and why it may not come to be.

use super::policy::{Refusal, Verdict};
use super::reservation::{Misstep, Reservation};
use ieum_db::DbError;
use ieum_kernel::{Id, Instrument, Need, Person, Request, TimeSpan, Timestamp};
use ieum_web::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What somebody asks for, before any rule has spoken.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ReservationAsk")]
pub struct Ask {
    /// Which instrument.
    pub instrument: Id<Instrument>,
    /// First moment of use.
    pub starts: Timestamp,
    /// First moment after it.
    pub ends: Timestamp,
    /// What it is for.
    #[serde(default)]
    pub purpose: String,
    /// For whom, when staff book on behalf; oneself otherwise.
    #[serde(default)]
    pub holder: Option<Id<Person>>,
    /// The request it serves.
    #[serde(default)]
    pub request: Option<Id<Request>>,
    /// The problem it serves.
    #[serde(default)]
    pub need: Option<Id<Need>>,
    /// Only to hold the time for as long as the terms say, not yet to book it.
    #[serde(default)]
    pub hold: bool,
    /// Staff's reason for going ahead against the rules that may be overridden.
    #[serde(default)]
    pub insist: String,
}

/// What would happen, without doing it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ReservationForecast")]
pub struct Forecast {
    /// The verdict.
    pub verdict: Verdict,
    /// Every reason, when it is no.
    pub findings: Vec<Refusal>,
    /// The nearest times that pass, when it is no.
    pub slots: Vec<TimeSpan>,
}

/// Why a reservation was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// The rules said no, or the guard did.
    #[error("refused for {} reason(s)", .0.findings.len())]
    Refused(Forecast),
    /// The present state does not allow the step.
    #[error("the step does not fit the state")]
    Misstep(#[from] Misstep),
    /// Somebody changed it meanwhile; this is how it stands now.
    #[error("changed meanwhile")]
    Stale(Box<Reservation>),
    /// No such thing, or none this person may know of.
    #[error("no such instrument or reservation")]
    NotFound,
    /// Known, but not theirs to do.
    #[error("not theirs to do")]
    Forbidden,
    /// The machine failed.
    #[error("cannot reach the bookings")]
    Db(#[from] DbError),
    /// A question to another room failed.
    #[error("cannot ask about the booking")]
    Asked(Problem),
}

impl From<ReserveError> for Problem {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::Refused(Forecast { findings, slots, .. }) => {
                let refused = Self::refused("booking", findings);
                Self { extra: Some(json!({ "slots": slots })), ..refused }
            }
            ReserveError::Misstep(misstep) => Self::conflict("booking", misstep),
            ReserveError::Stale(now) => Self::stale(now),
            ReserveError::NotFound => Self::not_found(),
            ReserveError::Forbidden => Self::forbidden(),
            ReserveError::Db(error) => error.into(),
            ReserveError::Asked(problem) => problem,
        }
    }
}

/// What is said of a span that does not last.
pub(crate) fn backwards() -> Problem {
    let (field, key) = ("ends".to_owned(), "field-ends-before-start".to_owned());
    Problem::invalid(vec![ieum_web::FieldError { field, key, args: std::collections::BTreeMap::new() }])
}
