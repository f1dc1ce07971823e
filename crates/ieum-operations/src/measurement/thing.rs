//! A measurement: what was done with which samples on which instrument, and what came of it.

use ieum_kernel::{
    Actor, Facility, Id, Instrument, Method, Organisation, Person, Report, Reservation, Role, Thing,
    Timestamp, UsageSession,
};
use serde::{Deserialize, Serialize};

/// 측정: one piece of measuring work and its results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasurementThing;

impl Thing for MeasurementThing {
    const PREFIX: &'static str = "mea";
}

/// One line of the results table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// What was measured.
    pub item: String,
    /// The value as it was found, with its sign of detection limit where there is one.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Limit, uncertainty or remark.
    pub note: String,
}

/// What people write about a measurement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Samples used, one a line: code and name.
    pub samples: String,
    /// Instrument settings, preparation, surroundings.
    pub conditions: String,
    /// Remarks for colleagues; not on the report.
    pub notes: String,
    /// What was asked and done, in short.
    pub summary: String,
    /// The results.
    pub results: Vec<ResultRow>,
    /// What they mean.
    pub conclusion: String,
}

/// Where a measurement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// Being done and written.
    Open,
    /// A second person reads it.
    InReview {
        /// Who handed it in.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
    /// Sent back.
    Rework {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// The customer has it.
    Released {
        /// Who released it.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// The report; nothing when only data were released.
        report: Option<Id<Report>>,
    },
    /// Taken back after release.
    Withdrawn {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl State {
    /// The word in the database and messages.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InReview { .. } => "in_review",
            Self::Rework { .. } => "rework",
            Self::Released { .. } => "released",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The tone it is shown in.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Open => "info",
            Self::InReview { .. } | Self::Rework { .. } => "warning",
            Self::Released { .. } => "success",
            Self::Withdrawn { .. } => "danger",
        }
    }

    /// Whether it can be written.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Rework { .. })
    }
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measurement {
    /// Its identity.
    pub id: Id<MeasurementThing>,
    /// The request it serves.
    pub request: Option<Id<ieum_kernel::Request>>,
    /// The reservation it was made in.
    pub reservation: Option<Id<Reservation>>,
    /// The stretch of use.
    pub usage: Option<Id<UsageSession>>,
    /// Where.
    pub facility: Id<Facility>,
    /// On what.
    pub instrument: Option<Id<Instrument>>,
    /// By which method.
    pub method: Option<Id<Method>>,
    /// Who did it.
    pub operator: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// For whom.
    pub person: Option<Id<Person>>,
    /// In a line.
    pub title: String,
    /// What was written.
    pub content: Content,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Where it stands.
    pub state: State,
    /// Counts changes.
    pub version: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// The step does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Misstep {
    /// It is with the reviewer or released.
    #[error("the measurement is not being written")]
    NotOpen,
    /// It is not with the reviewer.
    #[error("the measurement is not in review")]
    NotInReview,
    /// It has not been released.
    #[error("the measurement has not been released")]
    NotReleased,
}

impl Measurement {
    /// Hands it to the reviewer.
    pub fn submit(self, by: Id<Person>, at: Timestamp) -> Result<Self, Misstep> {
        match self.state {
            State::Open | State::Rework { .. } => Ok(Self { state: State::InReview { by, at }, ..self }),
            _ => Err(Misstep::NotOpen),
        }
    }

    /// Sends it back from review, or opens a released one for a corrected version.
    pub fn rework(self, by: Id<Person>, at: Timestamp, reason: String) -> Result<Self, Misstep> {
        match self.state {
            State::InReview { .. } | State::Released { .. } | State::Withdrawn { .. } => {
                Ok(Self { state: State::Rework { by, at, reason }, ..self })
            }
            State::Open | State::Rework { .. } => Err(Misstep::NotInReview),
        }
    }

    /// Gives it to the customer.
    pub fn release(self, by: Id<Person>, at: Timestamp, report: Option<Id<Report>>) -> Result<Self, Misstep> {
        match self.state {
            State::InReview { .. } => Ok(Self { state: State::Released { by, at, report }, ..self }),
            _ => Err(Misstep::NotInReview),
        }
    }

    /// Takes it back.
    pub fn withdraw(self, by: Id<Person>, at: Timestamp, reason: String) -> Result<Self, Misstep> {
        match self.state {
            State::Released { .. } => Ok(Self { state: State::Withdrawn { by, at, reason }, ..self }),
            _ => Err(Misstep::NotReleased),
        }
    }

    /// Whether somebody works on it for the facility.
    pub fn is_staff(&self, actor: &Actor) -> bool {
        let role = actor.is(Role::Staff) || actor.is(Role::Reviewer);
        actor.is(Role::Operator) || (role && actor.works_for(self.facility))
    }

    /// Whether somebody is its customer.
    pub fn is_customer(&self, actor: &Actor) -> bool {
        let mine = actor.person.is_some() && actor.person == self.person;
        mine || self.organisation.is_some_and(|organisation| actor.belongs_to(organisation))
    }

    /// Whether somebody may see it: who works for the facility always (as with its report), the customer once it is released.
    pub fn open_to(&self, actor: &Actor) -> bool {
        let out = matches!(self.state, State::Released { .. } | State::Withdrawn { .. });
        self.is_staff(actor) || actor.works_for(self.facility) || (out && self.is_customer(actor))
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/measurements/{}", self.id)
    }
}
