//! Whether one run is better than another, question by question.

use crate::numbers::{at, real};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Resamples drawn.
const DRAWN: usize = 10_000;

/// How a run stands to a saved one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Questions that both runs answered.
    pub questions: usize,
    /// Mean difference of nDCG@10, this run less the saved one.
    pub difference: f64,
    /// Lower end of the 95 per cent interval of the difference.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How likely a difference as large, either way, is when the runs are equally good.
    pub p: f64,
    /// Questions that this run answers better, and worse.
    pub better: usize,
    /// See `better`.
    pub worse: usize,
}

/// Paired bootstrap over questions (Sakai 2006, "Evaluating evaluation metrics based on the bootstrap"): differences are
/// drawn again with replacement; for `p` they are first moved to mean 0. The draws are always the same.
pub fn compare(now: &BTreeMap<String, f64>, saved: &BTreeMap<String, f64>) -> Compared {
    let differences: Vec<f64> = now.iter().filter_map(|(id, ndcg)| Some(ndcg - saved.get(id)?)).collect();
    let count = differences.len();
    let mean = |sum: f64| sum / real(count.max(1));
    let difference = mean(differences.iter().sum());
    let mut chance = Chance(0x1e_0a);
    let mut draws: Vec<f64> = (0..DRAWN)
        .map(|_| {
            let sum = (0..count).filter_map(|_| differences.get(chance.below(count))).sum::<f64>();
            mean(sum)
        })
        .collect();
    let as_far = draws.iter().filter(|draw| (**draw - difference).abs() >= difference.abs()).count();
    draws.sort_by(f64::total_cmp);
    let quantile = |thousandths: usize| draws.get(DRAWN * thousandths / 1_000).copied().unwrap_or_default();
    Compared {
        questions: count,
        difference,
        low: quantile(25),
        high: quantile(974),
        p: if count == 0 { 1.0 } else { real(as_far) / real(DRAWN) },
        better: differences.iter().filter(|d| **d > 0.0).count(),
        worse: differences.iter().filter(|d| **d < 0.0).count(),
    }
}

/// Numbers that look drawn by lot: SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
/// generators").
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default();
        at(high) % most.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(values: &[f64]) -> BTreeMap<String, f64> {
        values.iter().enumerate().map(|(place, value)| (place.to_string(), *value)).collect()
    }

    #[test]
    fn a_run_is_no_better_than_itself() {
        let one = run(&[0.1, 0.5, 0.9]);
        let compared = compare(&one, &one);
        assert_eq!((compared.difference, compared.low, compared.high, compared.p), (0.0, 0.0, 0.0, 1.0));
        assert_eq!(compare(&one, &run(&[])).questions, 0);
    }

    #[test]
    fn a_steady_gain_is_told_from_chance() {
        let saved: Vec<f64> = (0..100).map(|i| f64::from(i % 10) / 20.0).collect();
        let better: Vec<f64> =
            saved.iter().enumerate().map(|(i, v)| v + if i % 3 == 0 { 0.1 } else { 0.02 }).collect();
        let gained = compare(&run(&better), &run(&saved));
        assert!(gained.p < 0.01 && gained.low > 0.0 && gained.low < gained.difference, "{gained:?}");
        // Half up, half down: nothing is shown. The interval of a mean of ±0.1 over 100 is about ±0.02.
        let mixed: Vec<f64> =
            saved.iter().enumerate().map(|(i, v)| v + if i % 2 == 0 { 0.1 } else { -0.1 }).collect();
        let chance = compare(&run(&mixed), &run(&saved));
        assert!(chance.p > 0.9 && (chance.high - 0.0196).abs() < 0.004, "{chance:?}");
        assert_eq!((chance.better, chance.worse), (50, 50));
    }
}
