//! How firm weights from judgements are when the judgements are not.

use serde::Serialize;

use super::ahp::{RandomIndex, ahp, from_upper};
use crate::{Matrix, Seed, Unfit};

/// What the draws say of one criterion's weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeightRange {
    /// The weight that 5 % of the draws do not exceed.
    pub low: f64,
    /// The weight that 95 % of the draws do not exceed.
    pub high: f64,
    /// The share of draws in which it is the largest weight.
    pub first: f64,
}

/// Weights when each judgement may be up to `spread` times larger or smaller, evenly on the scale of its logarithm.
///
/// `judgements` as for [`ahp`]; the counterpart below the diagonal follows the judgement above it. Draw number i comes from branch i of
/// the seed. One entry a criterion.
///
/// # Errors
/// Those of [`ahp`]; [`Unfit::OutOfRange`] unless there are 1 to 10⁶ draws and a spread from 1 to 9.
///
/// Source: Saaty and Vargas 1987, «Uncertainty and rank order in the analytic hierarchy process», European Journal of Operational
/// Research 32, 107–117.
///
/// ```
/// use ieum_stats::choice::{from_upper, judgement_draws};
/// let found = judgement_draws(&from_upper(3, &[2.0, 6.0, 3.0])?, 1.2, 200, 1)?;
/// assert!(found[0].low < 0.6 && 0.6 < found[0].high && found[0].first == 1.0);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn judgement_draws(
    judgements: &Matrix,
    spread: f64,
    draws: usize,
    seed: u64,
) -> Result<Vec<WeightRange>, Unfit> {
    let n = judgements.rows();
    for (name, value, low, high) in [("draws", draws as f64, 1.0, 1e6), ("spread", spread, 1.0, 9.0)] {
        if !(low..=high).contains(&value) {
            return Err(Unfit::OutOfRange { name, value, low, high });
        }
    }
    // Judgements that cannot be used are refused before the first draw.
    ahp(judgements, RandomIndex::AlonsoLamata2006)?;
    let above: Vec<f64> =
        (0..n).flat_map(|row| (row + 1..n).map(move |column| judgements.at(row, column))).collect();
    let (reach, seed) = (spread.ln(), Seed::new(seed));
    let mut drawn = vec![Vec::with_capacity(draws); n];
    let mut first = vec![0_usize; n];
    for draw in 0..draws {
        let mut chance = seed.branch(draw as u64);
        let moved: Vec<f64> =
            above.iter().map(|judged| judged * (reach * (2.0 * chance.unit() - 1.0)).exp()).collect();
        let weights = ahp(&from_upper(n, &moved)?, RandomIndex::AlonsoLamata2006)?.weights;
        let most = weights.iter().copied().fold(0.0, f64::max);
        for (at, weight) in weights.into_iter().enumerate() {
            first[at] += usize::from(weight >= most);
            drawn[at].push(weight);
        }
    }
    let range = |(mut weights, first): (Vec<f64>, usize)| {
        weights.sort_by(f64::total_cmp);
        let reached = |share: f64| weights[((share * draws as f64).ceil() as usize).clamp(1, draws) - 1];
        WeightRange { low: reached(0.05), high: reached(0.95), first: first as f64 / draws as f64 }
    };
    Ok(drawn.into_iter().zip(first).map(range).collect())
}
