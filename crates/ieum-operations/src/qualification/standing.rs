//! What an instrument asks for, what a person holds, and how the two compare.

use super::QualificationId;
use ieum_kernel::{Facility, Id, Instrument, Person, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// How well somebody masters an instrument; the higher includes the lower.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Has been trained and works with staff at hand.
    #[default]
    Basic,
    /// Works alone.
    Independent,
    /// Works alone, with special techniques, and may show others.
    Advanced,
}

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Independent, Self::Advanced];

    /// The name in code, database and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Independent => "independent",
            Self::Advanced => "advanced",
        }
    }
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.key() == text)
            .ok_or_else(|| format!("no such level: {text}"))
    }
}

/// What an instrument asks of those who use it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Demand {
    /// Of which instrument.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// At least this level.
    pub level: Level,
    /// How long a qualification is good for, days; 0 is without end.
    pub valid_days: i64,
    /// What the training is, for people.
    pub what: Text,
    /// Counts changes.
    pub version: i64,
}

/// What a person has shown about an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Qualification {
    /// Its identity.
    pub id: Id<QualificationId>,
    /// For which instrument.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// Whose.
    pub person: Id<Person>,
    /// How well.
    pub level: Level,
    /// Where it stands.
    pub state: State,
    /// Who granted it last.
    pub granted_by: Id<Person>,
    /// When.
    pub granted_at: Timestamp,
    /// Good until this moment; without end when nothing is said.
    pub valid_until: Option<Timestamp>,
    /// Whether its holder was told that it ends soon.
    pub told: bool,
    /// Counts changes.
    pub version: i64,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Where a qualification stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "QualificationState")]
pub enum State {
    /// It counts.
    Active,
    /// It does not count for now.
    Suspended {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Its time is over.
    Expired {
        /// Since when.
        at: Timestamp,
    },
    /// It was taken back.
    Revoked {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl State {
    /// The name in code, database and message keys.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended { .. } => "suspended",
            Self::Expired { .. } => "expired",
            Self::Revoked { .. } => "revoked",
        }
    }
}

impl Qualification {
    /// Granted again: at another level, or for longer.
    #[must_use]
    pub fn granted(
        self,
        level: Level,
        by: Id<Person>,
        at: Timestamp,
        valid_until: Option<Timestamp>,
    ) -> Self {
        let (state, told) = (State::Active, false);
        Self { level, state, granted_by: by, granted_at: at, valid_until, told, ..self }
    }

    /// Another state; [`super::refusals`] has said that it may be.
    #[must_use]
    pub fn turned(self, state: State) -> Self {
        Self { state, ..self }
    }

    /// Whether it counts at a moment.
    pub fn counts_at(&self, at: Timestamp) -> bool {
        self.state == State::Active && self.valid_until.is_none_or(|until| at < until)
    }
}

/// How what a person holds compares with what an instrument asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing is asked.
    #[default]
    NotAsked,
    /// Asked and shown, until a moment or without end.
    Yes {
        /// Good until.
        until: Option<Timestamp>,
    },
    /// Asked and not shown.
    No {
        /// The level asked for.
        needs: &'static str,
        /// `none`, `low`, `suspended`, `expired` or `revoked`.
        why: &'static str,
    },
}

/// Compares at a moment: what is over then does not count, however the row stands.
pub fn standing(
    needs: Option<Level>,
    held: Option<(Level, &str, Option<Timestamp>)>,
    now: Timestamp,
) -> Standing {
    let Some(needs) = needs else { return Standing::NotAsked };
    let no = |why| Standing::No { needs: needs.key(), why };
    match held {
        None => no("none"),
        Some((_, "suspended", _)) => no("suspended"),
        Some((_, "revoked", _)) => no("revoked"),
        Some((_, "expired", _)) => no("expired"),
        Some((.., Some(until))) if until <= now => no("expired"),
        Some((level, ..)) if level < needs => no("low"),
        Some((.., until)) => Standing::Yes { until },
    }
}
