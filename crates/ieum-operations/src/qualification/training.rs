//! Training: how somebody comes to a qualification, from the first wish to the result.

use super::{Level, TrainingId};
use ieum_kernel::{Facility, Id, Instrument, Organisation, Person, Timestamp};
use serde::{Deserialize, Serialize};

/// One person's training at one instrument.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Training {
    /// Its identity.
    pub id: Id<TrainingId>,
    /// At which instrument.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// Who learns.
    pub person: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// Where it stands.
    pub state: TrainingState,
    /// What the person said when asking.
    pub wish: String,
    /// Counts changes.
    pub version: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Where a training stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum TrainingState {
    /// Asked for; staff answer.
    Requested,
    /// Has its time.
    Scheduled {
        /// When it begins.
        starts: Timestamp,
        /// Who trains.
        trainer: Id<Person>,
        /// Where, and what to bring.
        note: String,
    },
    /// Done well.
    Passed {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// The level reached.
        level: Level,
    },
    /// To be done again.
    Failed {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// What was missing.
        reason: String,
    },
    /// The person did not come.
    Absent {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
    /// Staff do not train this person.
    Declined {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// The person does not want it any more.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

impl TrainingState {
    /// The name in code, database and message keys.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Scheduled { .. } => "scheduled",
            Self::Passed { .. } => "passed",
            Self::Failed { .. } => "failed",
            Self::Absent { .. } => "absent",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether something is still to come.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Requested | Self::Scheduled { .. })
    }

    /// When it takes place, once that is known.
    pub const fn starts(&self) -> Option<Timestamp> {
        match self {
            Self::Scheduled { starts, .. } => Some(*starts),
            _ => None,
        }
    }
}

/// A step of a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum TrainingStep {
    /// Staff give it a time, or another one.
    Schedule {
        /// When it begins.
        starts: Timestamp,
        /// Where, and what to bring.
        #[serde(default)]
        note: String,
    },
    /// Staff say it was done well; the qualification follows.
    Pass {
        /// The level reached; what the instrument asks when left out.
        #[serde(default)]
        level: Option<Level>,
        /// Good until; as the instrument asks when left out.
        #[serde(default)]
        valid_until: Option<Timestamp>,
    },
    /// Staff say it has to be done again.
    Fail {
        /// What was missing.
        #[serde(default)]
        reason: String,
    },
    /// The person did not come.
    Absent,
    /// Staff decline.
    Decline {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The person withdraws.
    Withdraw,
}

impl TrainingStep {
    /// The name in audit trail, events and notices.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Schedule { .. } => "scheduled",
            Self::Pass { .. } => "passed",
            Self::Fail { .. } => "failed",
            Self::Absent => "absent",
            Self::Decline { .. } => "declined",
            Self::Withdraw => "withdrawn",
        }
    }
}
