//! The parts of a score that a region may weigh anew, and their weights.

use super::plan::Plan;
use super::{FieldName, Via};
use serde::{Deserialize, Serialize};

/// How many parts a score has: the text of the question's own words by field, other ways to say them, and facts.
pub const PARTS: usize = 12;

/// The place of the facts among the parts.
pub const FACTS: usize = 11;

/// The parts of one hit's score, in the order of [`Ranking::KEYS`].
///
/// Each is its part of the text score over the text score of the best hit in the same answer, so that parts of different
/// questions can be compared; the facts are the document's boost times its text score over the same.
pub type Features = [f64; PARTS];

/// How much each part of a score counts: the score is the sum of the parts times their weights.
///
/// All weights 1, and that of the facts as in [`super::Weights::boost`], is the formula itself. Weights are never below
/// nothing: a word that is found never speaks against a document, and facts never bury what the words say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The weights, in the order of [`Ranking::KEYS`].
    pub weights: Features,
}

impl Ranking {
    /// What the parts are called.
    pub const KEYS: [&'static str; PARTS] = [
        "name",
        "alias",
        "method",
        "test-item",
        "spec",
        "description",
        "organisation",
        "synonym",
        "translation",
        "solution",
        "guess",
        "facts",
    ];

    /// The formula: every word counts as it is found, and facts as much as `boost`.
    pub const fn formula(boost: f64) -> Self {
        let mut weights = [1.0; PARTS];
        weights[FACTS] = boost;
        Self { weights }
    }

    /// The least and the most a part may count: a quarter to four times for words, nothing to a half for facts.
    pub const fn bounds(part: usize) -> (f64, f64) {
        if part == FACTS { (0.0, 0.5) } else { (0.25, 4.0) }
    }

    /// The same with every weight within its bounds; what is no number counts as in the formula.
    #[must_use]
    pub fn bounded(self) -> Self {
        let usual = Self::default().weights;
        let mut weights = self.weights;
        for (part, (weight, usual)) in weights.iter_mut().zip(usual).enumerate() {
            let (least, most) = Self::bounds(part);
            *weight = if weight.is_finite() { weight.clamp(least, most) } else { usual };
        }
        Self { weights }
    }

    /// The score of these parts.
    pub fn score(&self, features: &Features) -> f64 {
        self.weights.iter().zip(features).map(|(weight, part)| weight * part).sum()
    }
}

impl Default for Ranking {
    fn default() -> Self {
        Self::formula(super::Weights::default().boost)
    }
}

/// The part that a term, come by this way, brings to this field.
pub(crate) fn part_of(plan: &Plan, via: usize, field: FieldName) -> usize {
    match plan.vias.get(via) {
        None | Some(Via::Direct) => FieldName::ALL.iter().position(|own| *own == field).unwrap_or(0),
        Some(Via::Synonym { .. }) => 7,
        Some(Via::Translation { .. } | Via::Sound { .. }) => 8,
        Some(Via::Solution { .. }) => 9,
        Some(Via::Fuzzy { .. } | Via::Related | Via::Meaning) => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stay_within_their_bounds() {
        let mut wild = Ranking { weights: [100.0; PARTS] };
        wild.weights[0] = -3.0;
        wild.weights[1] = f64::NAN;
        let tame = wild.bounded().weights;
        assert_eq!((tame[0], tame[1], tame[2], tame[FACTS]), (0.25, 1.0, 4.0, 0.5));
        assert_eq!(Ranking::default().bounded(), Ranking::default());
    }
}
