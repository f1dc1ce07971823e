//! A wish to buy with what was found at that moment, and what was decided about it.

use super::finding::Wish;
use ieum_kernel::{Facility, Id, Person, Thing, Timestamp};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A review, for its id.
#[derive(Debug, Clone, Copy)]
pub struct PurchaseReview;

impl Thing for PurchaseReview {
    const PREFIX: &'static str = "pur";
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Use what there is.
    Share,
    /// Buy it.
    Buy,
    /// More must be known.
    More,
}

impl Decision {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Share, Self::Buy, Self::More];

    /// The word in the table, in forms and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Buy => "buy",
            Self::More => "more",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Decision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|decision| decision.key() == text);
        found.ok_or_else(|| format!("no decision: {text}"))
    }
}

/// A decision with its reason.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
}

/// A review.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// Its id.
    pub id: Id<PurchaseReview>,
    /// Its number, such as `PR-2026-0001`.
    pub number: String,
    /// What somebody wants to buy, a line each.
    pub wishes: String,
    /// Where it would stand.
    pub facility: Option<Id<Facility>>,
    /// What was found for each line when the review was made.
    pub findings: Vec<Wish>,
    /// Who asked.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
    /// What was decided; nothing while it is open.
    pub decided: Option<Decided>,
}
