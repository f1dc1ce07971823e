//! How firm a ranking is when the weights are not: thousands of seeded weights.

use serde::Serialize;

use super::ideal::squared_distances;
use super::normalise::Normalisation;
use super::problem::{Problem, Ranking};
use super::promethee::{Preference, promethee};
use super::{topsis, wsm};
use crate::{Caution, Seed, Unfit};

/// A method whose ranking is tried with other weights.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// [`topsis`].
    Topsis(Normalisation),
    /// [`wsm`].
    Wsm(Normalisation),
    /// [`promethee`], with a preference for each criterion.
    Promethee(Vec<Preference>),
}

impl Method {
    /// The ranking with the problem's own weights.
    ///
    /// # Errors
    /// Those of the method.
    pub fn ranking(&self, problem: &Problem) -> Result<Ranking, Unfit> {
        match self {
            Self::Topsis(normalisation) => topsis(problem, *normalisation),
            Self::Wsm(normalisation) => wsm(problem, *normalisation),
            Self::Promethee(preferences) => Ok(promethee(problem, preferences)?.ranking),
        }
    }

    /// What the score is made of, for any weights: for the linear methods the score of each criterion alone, for TOPSIS the squared
    /// distances from best and worst. One list a criterion.
    pub(super) fn parts(&self, problem: &Problem) -> Result<Parts, Unfit> {
        let columns = |matrix: &crate::Matrix| (0..matrix.columns()).map(|at| matrix.column(at)).collect();
        Ok(match self {
            Self::Topsis(normalisation) => {
                let (best, worst) = squared_distances(problem, *normalisation)?;
                Parts::Distances { best: columns(&best), worst: columns(&worst) }
            }
            Self::Wsm(normalisation) => Parts::Linear(
                problem
                    .criteria()
                    .map(|(column, _, benefit)| normalisation.of(&column, benefit))
                    .collect::<Result<_, Unfit>>()?,
            ),
            Self::Promethee(preferences) => Parts::Linear(promethee(problem, preferences)?.by_criterion),
        })
    }
}

pub(super) enum Parts {
    Linear(Vec<Vec<f64>>),
    Distances { best: Vec<Vec<f64>>, worst: Vec<Vec<f64>> },
}

/// From where weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum DrawRule {
    /// Every set of weights that sums to one is equally likely: nothing is known of them.
    Simplex,
    /// Each weight between 1 − `spread` and 1 + `spread` times what it is, evenly, then scaled to sum to one.
    Around {
        /// From 0 to 1.
        spread: f64,
    },
}

/// What the draws say of one alternative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlternativeDraws {
    /// Its rank with the weights as given.
    pub rank: usize,
    /// Its mean rank over the draws.
    pub mean_rank: f64,
    /// The rank that 5 % of the draws do not exceed.
    pub rank_low: usize,
    /// The rank that 95 % of the draws do not exceed.
    pub rank_high: usize,
    /// The share of draws in which it has rank 1, 2, …, as many as were asked for.
    pub rank_shares: Vec<f64>,
}

/// Ranks over many draws of the weights.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightDraws {
    /// Which method.
    pub method: &'static str,
    /// Which of its conventions.
    pub convention: &'static str,
    /// Alternatives.
    pub n: usize,
    /// Criteria.
    pub criteria: usize,
    /// How many draws.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// From where they are.
    pub rule: DrawRule,
    /// One entry an alternative.
    pub alternatives: Vec<AlternativeDraws>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the idea is from.
    pub source: &'static str,
}

/// Alternatives weighed side by side.
const SIDE: usize = 8;

/// The parts of a score in blocks of alternatives, so that all of a block are weighed at once.
struct Blocks {
    blocks: Vec<[f64; SIDE]>,
    criteria: usize,
}

impl Blocks {
    fn new(parts: &[Vec<f64>], rows: usize) -> Self {
        let mut blocks = Vec::with_capacity(rows.div_ceil(SIDE) * parts.len());
        for from in (0..rows).step_by(SIDE) {
            for column in parts {
                let mut block = [0.0; SIDE];
                let span = &column[from..(from + SIDE).min(rows)];
                block[..span.len()].copy_from_slice(span);
                blocks.push(block);
            }
        }
        Self { blocks, criteria: parts.len() }
    }

    fn weigh(&self, weights: &[f64], sums: &mut [f64]) {
        for (block, out) in self.blocks.chunks_exact(self.criteria).zip(sums.chunks_mut(SIDE)) {
            let mut sum = [0.0; SIDE];
            for (part, weight) in block.iter().zip(weights) {
                sum = std::array::from_fn(|at| sum[at] + weight * part[at]);
            }
            out.copy_from_slice(&sum[..out.len()]);
        }
    }
}

/// Draws weights again and again and counts which rank each alternative gets.
///
/// `top`: for how many of the first ranks the shares are told. Draw number i comes from branch i of the seed. In a draw equal scores share
/// the best rank among them.
///
/// # Errors
/// Those of the method; [`Unfit::OutOfRange`] unless there are 1 to 10⁷ draws, at most 10,000 alternatives and a spread from 0 to 1.
///
/// Source: Lahdelma, Hokkanen and Salminen 1998 (rank acceptability); Triantaphyllou and Sánchez 1997.
pub fn weight_draws(
    problem: &Problem,
    method: &Method,
    rule: DrawRule,
    draws: usize,
    seed: u64,
    top: usize,
) -> Result<WeightDraws, Unfit> {
    let rows = problem.table().rows();
    in_range("draws", draws as f64, 1.0, 1e7)?;
    in_range("alternatives", rows as f64, 1.0, 1e4)?;
    if let DrawRule::Around { spread } = rule {
        in_range("spread", spread, 0.0, 1.0)?;
    }
    let ranking = method.ranking(problem)?;
    let parts = method.parts(problem)?;
    let counts = count(problem, &parts, rule, draws, seed);
    let alternatives = counts
        .chunks_exact(rows)
        .zip(&ranking.ranks)
        .map(|(counts, rank)| summary(counts, *rank, draws, top.min(rows)))
        .collect();
    Ok(WeightDraws {
        method: ranking.method,
        convention: ranking.convention,
        n: rows,
        criteria: problem.weights().len(),
        draws,
        seed,
        rule,
        alternatives,
        cautions: ranking.cautions,
        source: "Lahdelma, Hokkanen & Salminen 1998",
    })
}

fn in_range(name: &'static str, value: f64, low: f64, high: f64) -> Result<(), Unfit> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(Unfit::OutOfRange { name, value, low, high }) }
}

/// How often each alternative (row) gets each rank (column).
fn count(problem: &Problem, parts: &Parts, rule: DrawRule, draws: usize, seed: u64) -> Vec<u32> {
    let rows = problem.table().rows();
    let (first, second) = match parts {
        Parts::Linear(parts) => (Blocks::new(parts, rows), None),
        Parts::Distances { best, worst } => (Blocks::new(best, rows), Some(Blocks::new(worst, rows))),
    };
    let seed = Seed::new(seed);
    let mut counts = vec![0_u32; rows * rows];
    let (mut scores, mut other) = (vec![0.0; rows], vec![0.0; rows]);
    // A score and its alternative in one number sort several times faster than in two. The alternative takes the last bits, so scores
    // that agree in their first 12 digits or so are equal: as they are in a ranking.
    let last_bits = u64::from(usize::BITS - (rows - 1).leading_zeros());
    let mut order: Vec<u64> = Vec::with_capacity(rows);
    let mut weights = vec![0.0; problem.weights().len()];
    for draw in 0..draws {
        draw_weights(&mut weights, problem.weights(), rule, seed.branch(draw as u64));
        if let Some(second) = &second {
            weights.iter_mut().for_each(|weight| *weight *= *weight);
            first.weigh(&weights, &mut scores);
            second.weigh(&weights, &mut other);
            for (score, worst) in scores.iter_mut().zip(&other) {
                // Closeness rises with this ratio, which spares two roots; who is both best and worst is half way.
                *score = if *worst + *score > 0.0 { worst / *score } else { 1.0 };
            }
        } else {
            first.weigh(&weights, &mut scores);
        }
        order.clear();
        order.extend(
            scores
                .iter()
                .enumerate()
                .map(|(at, score)| !rising(*score) >> last_bits << last_bits | at as u64),
        );
        order.sort_unstable();
        let mut rank = 0;
        let mut before = u64::MAX;
        for (place, packed) in order.iter().enumerate() {
            let score = packed >> last_bits;
            if score != before {
                (rank, before) = (place, score);
            }
            let at = (packed ^ score << last_bits) as usize;
            counts[at * rows + rank] += 1;
        }
    }
    counts
}

/// Bits that sort as the numbers do (no NaN): of positive ones the sign is set, of negative ones all bits are turned.
fn rising(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn draw_weights(weights: &mut [f64], given: &[f64], rule: DrawRule, mut chance: Seed) {
    for (weight, given) in weights.iter_mut().zip(given) {
        *weight = match rule {
            // Exponential parts make every share equally likely (Rubinstein 1982).
            DrawRule::Simplex => -(1.0 - chance.unit()).ln(),
            DrawRule::Around { spread } => given * (1.0 + spread * (2.0 * chance.unit() - 1.0)),
        };
    }
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
}

fn summary(counts: &[u32], rank: usize, draws: usize, top: usize) -> AlternativeDraws {
    let all = draws as f64;
    let total: f64 =
        counts.iter().enumerate().map(|(rank, times)| (rank as f64 + 1.0) * f64::from(*times)).sum();
    let reach = |share: f64| {
        let mut sum = 0.0;
        let past = |times: &u32| {
            sum += f64::from(*times);
            sum >= share * all
        };
        counts.iter().position(past).map_or(counts.len(), |rank| rank + 1)
    };
    AlternativeDraws {
        rank,
        mean_rank: total / all,
        rank_low: reach(0.05),
        rank_high: reach(0.95),
        rank_shares: counts[..top].iter().map(|times| f64::from(*times) / all).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DrawRule, Method, rising, weight_draws};
    use crate::Matrix;
    use crate::choice::{Goal, Normalisation, Preference, Problem};

    fn problem() -> Problem {
        let cells = vec![5.0, 5.0, 5.0, 1.0, 9.0, 2.0, 9.0, 1.0, 2.0, 0.5, 0.5, 0.5, 5.0, 5.0, 5.0];
        let table = Matrix::new(5, 3, cells).expect("fits");
        Problem::new(table, vec![0.2, 0.3, 0.5], vec![Goal::Benefit; 3]).expect("fits")
    }

    #[test]
    fn bits_sort_as_numbers() {
        let numbers = [f64::NEG_INFINITY, -2.0, -1e-300, 0.0, 1e-300, 0.5, 1.0, f64::INFINITY];
        assert!(numbers.windows(2).all(|pair| rising(pair[0]) < rising(pair[1])));
        assert_eq!(rising(-0.0), rising(0.0));
    }

    #[test]
    fn shares_of_ranks_add_up_and_the_dominated_stays_last() {
        for method in [
            Method::Topsis(Normalisation::Vector),
            Method::Wsm(Normalisation::MinMax),
            Method::Promethee(vec![Preference::Linear { q: 0.1, p: 3.0 }; 3]),
        ] {
            let found = weight_draws(&problem(), &method, DrawRule::Simplex, 2_000, 7, 5).expect("fits");
            assert_eq!(found.alternatives[3].rank_shares[4], 1.0, "{method:?}");
            for one in &found.alternatives {
                assert!((one.rank_shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                assert!(one.rank_low <= one.rank_high);
            }
            // The first and the last are the same alternative twice: they share every rank.
            assert_eq!(found.alternatives[0].rank_shares, found.alternatives[4].rank_shares);
            let again = weight_draws(&problem(), &method, DrawRule::Simplex, 2_000, 7, 5).expect("fits");
            assert_eq!(found, again);
        }
    }

    #[test]
    fn no_spread_gives_the_ranking_itself() {
        for method in [Method::Topsis(Normalisation::Vector), Method::Wsm(Normalisation::Linear)] {
            let rule = DrawRule::Around { spread: 0.0 };
            let found = weight_draws(&problem(), &method, rule, 10, 1, 1).expect("fits");
            for one in &found.alternatives {
                assert_eq!(
                    (one.rank_low, one.rank_high, one.mean_rank),
                    (one.rank, one.rank, one.rank as f64)
                );
            }
        }
        let outside = DrawRule::Around { spread: 1.5 };
        let method = Method::Wsm(Normalisation::Linear);
        assert!(weight_draws(&problem(), &method, outside, 10, 1, 1).is_err());
        assert!(weight_draws(&problem(), &method, DrawRule::Simplex, 0, 1, 1).is_err());
    }
}
