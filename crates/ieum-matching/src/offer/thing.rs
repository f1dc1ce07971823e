//! An offer: an instrument for a problem, and what became of it.

use ieum_kernel::{Facility, Id, Instrument, Lang, Need, Person, Thing, Timestamp};
use serde::{Deserialize, Serialize};

/// 제안: the identity of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferThing;

impl Thing for OfferThing {
    const PREFIX: &'static str = "ofr";
}

/// An instrument offered for a problem.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "InstrumentOffer")]
pub struct Offer {
    /// Its identity.
    pub id: Id<OfferThing>,
    /// The problem.
    pub need: Id<Need>,
    /// The instrument.
    pub instrument: Id<Instrument>,
    /// The facility that runs it.
    pub facility: Id<Facility>,
    /// What was said with it.
    pub note: String,
    /// Why it was found, in both languages.
    pub why: Why,
    /// Where it stands.
    pub state: State,
    /// Who offered it.
    #[serde(skip)]
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Reasons in both languages, heaviest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "OfferWhy")]
pub struct Why {
    /// In Korean.
    pub ko: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

impl Why {
    /// The reasons in a language.
    pub fn in_lang(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

/// Where an offer stands. What is known only in one state is kept in that state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "OfferState")]
pub enum State {
    /// It waits for the one who has the problem.
    Made,
    /// It became a request.
    Accepted {
        /// Who accepted.
        by: Id<Person>,
        /// Id of the request.
        request: String,
        /// What people call it.
        number: String,
    },
    /// It was not wanted.
    Declined {
        /// Who declined.
        by: Id<Person>,
        /// Why, if they said.
        reason: String,
    },
    /// The facility took it back.
    Withdrawn {
        /// Who did.
        by: Id<Person>,
    },
}

impl State {
    /// The word kept in the database.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Id of the request it became.
    pub fn request(&self) -> Option<&str> {
        match self {
            Self::Accepted { request, .. } => Some(request),
            Self::Made | Self::Declined { .. } | Self::Withdrawn { .. } => None,
        }
    }
}

impl Offer {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/offers/{}", self.id)
    }
}
