//! A fit, and which weights were in force from when on.

use ieum_kernel::{Id, Person, Thing, Timestamp};
use ieum_search::Ranking;
use ieum_search::learn::Learned;

pub(super) use ieum_search::learn::ENOUGH;

/// A fitted set of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingFit {
    /// Its identity.
    pub id: Id<Self>,
    /// What was learned and how it did.
    pub learned: Learned,
    /// Who had it fitted.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
}

impl Thing for RankingFit {
    const PREFIX: &'static str = "rnk";
}

/// One change of the weights in force.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RankingChange {
    /// From 1.
    pub number: i64,
    /// The fit put in force; none is the formula.
    pub fit: Option<Id<RankingFit>>,
    /// Why.
    pub why: String,
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
}

/// Weights in thousandths, as they are stored and put in force.
pub(super) fn thousandths(ranking: &Ranking) -> Vec<(&'static str, i64)> {
    let whole = |weight: f64| {
        let rounded = (weight * 1_000.0).round();
        // Bounded far below what a whole number holds.
        format!("{rounded:.0}").parse::<i64>().unwrap_or_default()
    };
    Ranking::KEYS.into_iter().zip(ranking.weights).map(|(part, weight)| (part, whole(weight))).collect()
}
