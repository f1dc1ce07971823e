//! Learning how much each part of a score should count from what people chose: a pairwise model, fitted and held
//! against the formula on requests kept from it.
//!
//! Pure: what was shown goes in, weights and figures come out, the same for the same input.

mod fit;
#[cfg(test)]
mod tests;

use crate::eval::{Compared, compare};
use crate::index::{Features, Ranking};
use crate::numbers::real;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use fit::fit;

/// Judged requests from which on weights are fitted (field note on search, section 4: never on fewer than 500).
pub const ENOUGH: usize = 500;
/// One request in so many is kept from the fit and measured on.
const FOLD: u64 = 5;
/// The most that is better than chance by luck, as a probability.
const LUCK: f64 = 0.05;
/// Places of a list that count when it is measured.
const PLACES: usize = 10;
/// The least chance that a place is looked at: what is chosen far down counts at most ten times.
const LEAST_LOOK: f64 = 0.1;

/// One thing as it was shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The parts of its score.
    pub features: Features,
    /// The place it was shown at, from 1.
    pub place: usize,
    /// What came of it: 0 nothing, up to 5 a finished work.
    pub grade: u8,
}

/// One request with what was shown for it, of which something was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Names the request; says too whether it is kept from the fit.
    pub request: String,
    /// What was shown.
    pub shown: Vec<Shown>,
}

impl Judged {
    /// Whether anything can be learned from it: something was chosen before something else.
    pub fn says_something(&self) -> bool {
        let grades = || self.shown.iter().map(|one| one.grade);
        grades().max() != grades().min()
    }

    /// Whether it is kept from the fit, told from its name alone (FNV-1a), so that it stays so as requests come in.
    pub fn is_held_out(&self) -> bool {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        self.request.bytes().fold(0xcbf2_9ce4_8422_2325, mix) % FOLD == 0
    }
}

/// How likely the thing at a place, from 1, is looked at: `1 / place`, at least a tenth.
///
/// People look at the first before the second. What is chosen counts by the inverse of this chance, so that the order of
/// the past is not learned as if it were the taste of people (Joachims, Swaminathan and Schnabel 2017, "Unbiased
/// learning-to-rank with biased feedback", equations 4 and 8; clipped as there in section 5.3).
pub fn look(place: usize) -> f64 {
    (1.0 / real(place.max(1))).max(LEAST_LOOK)
}

/// How good the order of `ranking` is for a request: nDCG@10 with gains weighed by the inverse of [`look`].
pub fn goodness(judged: &Judged, ranking: &Ranking) -> f64 {
    let gain = |one: &Shown| f64::from(one.grade) / look(one.place);
    let mut order: Vec<(f64, usize, f64)> =
        judged.shown.iter().map(|one| (ranking.score(&one.features), one.place, gain(one))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let sum = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(PLACES).enumerate().map(|(place, gain)| gain / (real(place) + 2.0).log2()).sum()
    };
    let reached = sum(&mut order.iter().map(|(.., gain)| *gain));
    order.sort_by(|a, b| b.2.total_cmp(&a.2));
    let best = sum(&mut order.iter().map(|(.., gain)| *gain));
    if best > 0.0 { reached / best } else { 0.0 }
}

/// What was learned and how it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// The weights.
    pub ranking: Ranking,
    /// Judged requests there were.
    pub judged: usize,
    /// Requests it was fitted to.
    pub trained: usize,
    /// Mean goodness of these weights over the requests kept from the fit.
    pub goodness: f64,
    /// The same of the weights in force.
    pub before: f64,
    /// Paired bootstrap over the requests kept from the fit, these weights less those in force.
    pub compared: Compared,
}

impl Learned {
    /// Whether these weights may be adopted: better on the requests kept from the fit, and not by luck.
    pub fn beats(&self) -> bool {
        self.compared.difference > 0.0 && self.compared.low > 0.0 && self.compared.p < LUCK
    }
}

/// Fits weights to four fifths of the judged requests and measures them against `now` on the rest; `None` below
/// [`ENOUGH`].
pub fn learn(all: &[Judged], now: &Ranking) -> Option<Learned> {
    let judged: Vec<&Judged> = all.iter().filter(|one| one.says_something()).collect();
    if judged.len() < ENOUGH {
        return None;
    }
    let (held, trained): (Vec<&Judged>, Vec<&Judged>) = judged.iter().partition(|one| one.is_held_out());
    let ranking = fit(&trained);
    let run = |ranking: &Ranking| -> BTreeMap<String, f64> {
        held.iter().map(|one| (one.request.clone(), goodness(one, ranking))).collect()
    };
    let (ours, theirs) = (run(&ranking), run(now));
    let mean = |run: &BTreeMap<String, f64>| run.values().sum::<f64>() / real(run.len().max(1));
    Some(Learned {
        ranking,
        judged: judged.len(),
        trained: trained.len(),
        goodness: mean(&ours),
        before: mean(&theirs),
        compared: compare(&ours, &theirs),
    })
}
