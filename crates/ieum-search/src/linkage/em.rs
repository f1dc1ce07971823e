//! The judge that needs no labels: Fellegi and Sunter's weights, found by expectation and maximisation.
//!
//! Sources: I. P. Fellegi, A. B. Sunter, "A theory for record linkage", JASA 64 (1969), 1183–1210; the estimation follows
//! W. E. Winkler, "Using the EM algorithm for weight computation in the Fellegi–Sunter model", ASA 1988, and the adjustment
//! for how common the agreeing value is W. E. Winkler, "Frequency-based matching in Fellegi–Sunter model", 1989.

use super::compare::Comparison;
use super::record::{Field, FieldKind};
use crate::numbers::real;
use serde::{Deserialize, Serialize};

/// Levels of agreement: the same, nearly, alike, a little, apart.
pub(super) const LEVELS: usize = 5;
/// Rounds at most.
const ROUNDS: usize = 60;
/// Pairs that the opinion before any data weighs as much as.
const OPINION: f64 = 12.0;
/// How far a rare or common value may move the weight, in bits.
const MOST_ADJUSTED: f64 = 5.0;

/// How likely each level is among pairs that are the same thing (`m`) and among others (`u`), for one comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Odds {
    /// Among the same.
    pub m: [f64; LEVELS],
    /// Among others.
    pub u: [f64; LEVELS],
    /// How often two records drawn at random have the same value.
    pub collision: f64,
}

/// The judge.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Weights {
    /// One per part.
    pub odds: Vec<Odds>,
    /// The share of candidate pairs that are the same thing.
    pub prior: f64,
}

/// One part of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A field of the schema.
    Field(FieldKind),
    /// Model codes anywhere in the records.
    Codes,
    /// What the glossary calls the names.
    Concepts,
}

/// Where the levels begin, by what a part holds.
fn bounds(part: Part) -> [f64; LEVELS - 1] {
    match part {
        Part::Codes => [0.95, 0.8, 0.5, 0.25],
        Part::Concepts => [0.9, 0.6, 0.4, 0.1],
        Part::Field(FieldKind::Name) => [0.92, 0.7, 0.5, 0.3],
        Part::Field(FieldKind::Text) => [0.8, 0.45, 0.25, 0.1],
        Part::Field(FieldKind::Code) => [0.999, 0.8, 0.55, 0.3],
        Part::Field(FieldKind::Identifier) => [0.999, 0.998, 0.997, 0.996],
        Part::Field(FieldKind::Number) => [0.98, 0.9, 0.75, 0.5],
        Part::Field(FieldKind::Year) => [0.999, 0.5, 0.15, 0.1],
        Part::Field(FieldKind::Category) => [0.95, 0.86, 0.72, 0.5],
        Part::Field(FieldKind::People) => [0.999, 0.65, 0.45, 0.2],
    }
}

/// The level of a likeness: 0 is the same.
pub(super) fn level(part: Part, likeness: f64) -> usize {
    bounds(part).iter().position(|least| likeness >= *least).unwrap_or(LEVELS - 1)
}

/// What one expects before any data, among the same and among others.
fn opinion(part: Part) -> ([f64; LEVELS], [f64; LEVELS]) {
    match part {
        Part::Codes => ([0.62, 0.14, 0.10, 0.06, 0.08], [0.01, 0.01, 0.08, 0.20, 0.70]),
        Part::Concepts => ([0.70, 0.15, 0.08, 0.04, 0.03], [0.02, 0.03, 0.05, 0.15, 0.75]),
        Part::Field(FieldKind::Name) => ([0.40, 0.28, 0.17, 0.10, 0.05], [0.005, 0.025, 0.09, 0.28, 0.60]),
        Part::Field(FieldKind::Text) => ([0.30, 0.25, 0.22, 0.15, 0.08], [0.005, 0.02, 0.075, 0.25, 0.65]),
        Part::Field(FieldKind::Code) => ([0.80, 0.09, 0.04, 0.02, 0.05], [0.004, 0.006, 0.02, 0.07, 0.90]),
        Part::Field(FieldKind::Identifier) => {
            ([0.97, 0.001, 0.001, 0.001, 0.027], [0.0005, 0.001, 0.001, 0.001, 0.9965])
        }
        Part::Field(FieldKind::Number) => ([0.55, 0.20, 0.12, 0.08, 0.05], [0.03, 0.07, 0.15, 0.25, 0.50]),
        Part::Field(FieldKind::Year) => ([0.90, 0.05, 0.02, 0.01, 0.02], [0.10, 0.15, 0.12, 0.10, 0.53]),
        Part::Field(FieldKind::Category) => ([0.70, 0.12, 0.06, 0.04, 0.08], [0.12, 0.03, 0.05, 0.20, 0.60]),
        Part::Field(FieldKind::People) => ([0.70, 0.15, 0.08, 0.04, 0.03], [0.01, 0.01, 0.03, 0.10, 0.85]),
    }
}

/// The parts of a comparison: the fields, then the codes, then the concepts.
pub(super) fn parts(fields: &[Field]) -> Vec<Part> {
    fields.iter().map(|field| Part::Field(field.kind)).chain([Part::Codes, Part::Concepts]).collect()
}

impl Weights {
    /// The opinion before any data.
    pub(super) fn before(parts: &[Part], collisions: &[f64]) -> Self {
        let collisions = collisions.iter().copied().chain(std::iter::repeat(1.0));
        let odds = parts.iter().zip(collisions).map(|(part, collision)| {
            let (m, u) = opinion(*part);
            Odds { m, u, collision }
        });
        Self { odds: odds.collect(), prior: 0.05 }
    }

    /// Finds the weights that make the candidate pairs most likely, starting from the opinion and held to it by a few pairs'
    /// worth (maximum a posteriori), so that twenty pairs do not run away with the weights and ten thousand do not notice.
    pub(super) fn learn(&mut self, parts: &[Part], pairs: &[Comparison]) {
        let levels: Vec<Vec<Option<usize>>> = pairs.iter().map(|pair| pair_levels(parts, pair)).collect();
        for _ in 0..ROUNDS {
            let mut m = vec![[0.0; LEVELS]; parts.len()];
            let mut u = vec![[0.0; LEVELS]; parts.len()];
            let mut same = 0.0;
            for (pair, comparison) in levels.iter().zip(pairs) {
                let p = self.probability_at(parts, pair, comparison);
                same += p;
                for ((level, m), u) in pair.iter().zip(&mut m).zip(&mut u) {
                    let Some(level) = level else { continue };
                    if let (Some(m), Some(u)) = (m.get_mut(*level), u.get_mut(*level)) {
                        *m += p;
                        *u += 1.0 - p;
                    }
                }
            }
            let prior = (same + 1.0) / (real(pairs.len()) + 20.0);
            let moved = (prior - self.prior).abs();
            self.prior = prior;
            for ((odds, part), (m, u)) in self.odds.iter_mut().zip(parts).zip(m.iter().zip(&u)) {
                let (m_before, u_before) = opinion(*part);
                odds.m = settle(m, &m_before);
                odds.u = settle(u, &u_before);
            }
            if moved < 1e-7 {
                break;
            }
        }
    }

    fn probability_at(&self, parts: &[Part], levels: &[Option<usize>], pair: &Comparison) -> f64 {
        let bits: f64 = self.all_bits(parts, levels, pair).iter().sum();
        let odds = self.prior / (1.0 - self.prior) * bits.exp2();
        odds / (1.0 + odds)
    }

    /// What each part says. Names in two languages and what the glossary calls them are one witness: the one that says most
    /// for the same thing speaks. Codes found in texts speak only where the model fields do not.
    fn all_bits(&self, parts: &[Part], levels: &[Option<usize>], pair: &Comparison) -> Vec<f64> {
        let mut bits: Vec<f64> = (0..levels.len()).map(|at| self.bits(levels, pair, at)).collect();
        let named = |part: &Part| matches!(part, Part::Field(FieldKind::Name) | Part::Concepts);
        let known = |at: usize| levels.get(at).is_some_and(Option::is_some);
        let names = parts.iter().enumerate().filter(|(at, part)| named(part) && known(*at));
        let speaker = names
            .max_by(|(l, _), (r, _)| {
                let of = |at: usize| bits.get(at).copied().unwrap_or(0.0);
                // Of equals the first speaks.
                of(*l).total_cmp(&of(*r)).then(r.cmp(l))
            })
            .map(|(at, _)| at);
        let modelled =
            parts.iter().enumerate().any(|(at, part)| *part == Part::Field(FieldKind::Code) && known(at));
        for (at, (part, bits)) in parts.iter().zip(&mut bits).enumerate() {
            let silent = (named(part) && Some(at) != speaker) || (*part == Part::Codes && modelled);
            if silent {
                *bits = 0.0;
            }
        }
        bits
    }

    /// What the comparison at `at` says for the same thing, in bits: log₂ m/u, adjusted for how common the agreeing value is.
    fn bits(&self, levels: &[Option<usize>], pair: &Comparison, at: usize) -> f64 {
        let (Some(Some(level)), Some(odds)) = (levels.get(at), self.odds.get(at)) else { return 0.0 };
        let (Some(m), Some(u)) = (odds.m.get(*level), odds.u.get(*level)) else { return 0.0 };
        let plain = (m / u).log2();
        let share = pair.fields.get(at).and_then(|field| field.share).filter(|_| *level == 0);
        plain
            + share.map_or(0.0, |share| (odds.collision / share).log2().clamp(-MOST_ADJUSTED, MOST_ADJUSTED))
    }

    /// The bits of every part, and the probability that the pair is the same thing.
    pub(super) fn judge(&self, parts: &[Part], pair: &Comparison) -> (Vec<f64>, f64) {
        let levels = pair_levels(parts, pair);
        let bits = self.all_bits(parts, &levels, pair);
        (bits, self.probability_at(parts, &levels, pair))
    }
}

fn pair_levels(parts: &[Part], pair: &Comparison) -> Vec<Option<usize>> {
    let fields = pair.fields.iter().zip(parts);
    fields.map(|(field, part)| field.likeness.map(|likeness| level(*part, likeness))).collect()
}

/// Shares from counts and the opinion.
fn settle(counts: &[f64; LEVELS], before: &[f64; LEVELS]) -> [f64; LEVELS] {
    let total: f64 = counts.iter().sum::<f64>() + OPINION;
    let mut shares = [0.0; LEVELS];
    for (share, (count, before)) in shares.iter_mut().zip(counts.iter().zip(before)) {
        *share = (count + OPINION * before) / total;
    }
    shares
}
