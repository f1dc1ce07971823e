//! Seeded resampling intervals.
//!
//! Every draw takes its own branch of the seed, numbered by the draw, so the figures are the same on any number of threads.

use serde::Serialize;

use crate::tails::{normal_cdf, normal_quantile};
use crate::{Seed, Unfit};

/// How to resample.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many times to draw; 2,000 and more steady the ends of a 95 % interval.
    pub draws: usize,
    /// The confidence of the interval, over 0 and under 1.
    pub confidence: f64,
    /// Where chance begins.
    pub seed: Seed,
    /// How many threads to draw on; changes the time and nothing else.
    pub threads: usize,
}

impl Plan {
    /// 2,000 draws, 95 %, on the calling thread.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        Self { draws: 2_000, confidence: 0.95, seed, threads: 1 }
    }
}

/// What resampling says about a statistic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resampled {
    /// Cases drawn from.
    pub n: usize,
    /// Draws that gave a number.
    pub draws: usize,
    /// Draws whose statistic was no number, left out.
    pub failed: usize,
    /// The statistic of the data themselves.
    pub estimate: f64,
    /// The mean of the draws less the estimate.
    pub bias: f64,
    /// The standard deviation of the draws.
    pub std_error: f64,
    /// Quantiles of the draws as they are (Efron 1979, Annals of Statistics 7, 1–26).
    pub percentile: (f64, f64),
    /// Quantiles moved for bias and acceleration (Efron 1987, Journal of the American Statistical Association 82, 171–185, eq. 2.3, with
    /// the jackknife's acceleration, eq. 6.6); none where all draws lie on one side of the estimate.
    pub bca: Option<(f64, f64)>,
    /// The confidence of both.
    pub confidence: f64,
}

/// Resamples `n` cases with replacement and takes `statistic` of each draw. `statistic` is given places in the data, counted from 0, some
/// of them more than once, and returns a number that is none where the draw does not allow one.
///
/// ```
/// use ieum_stats::Seed;
/// use ieum_stats::bootstrap::{Plan, resample};
///
/// let values = [1.0, 2.0, 4.0, 8.0, 16.0];
/// let mean = |places: &[usize]| places.iter().map(|&at| values[at]).sum::<f64>() / places.len() as f64;
/// let found = resample(values.len(), &Plan::new(Seed::new(1)), mean)?;
/// assert!(found.estimate == 6.2 && found.percentile.0 < 6.2 && 6.2 < found.percentile.1);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::TooFew`] under 2 cases, under 2 draws, or where fewer than half the draws give a number; [`Unfit::OutOfRange`] for the
/// confidence.
pub fn resample(
    n: usize,
    plan: &Plan,
    statistic: impl Fn(&[usize]) -> f64 + Sync,
) -> Result<Resampled, Unfit> {
    if !(plan.confidence > 0.0 && plan.confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: plan.confidence, low: 0.0, high: 1.0 });
    }
    if n < 2 || plan.draws < 2 {
        return Err(Unfit::TooFew { needed: 2, found: n.min(plan.draws) });
    }
    let all: Vec<usize> = (0..n).collect();
    let estimate = statistic(&all);
    let drawn = draw(n, plan, &statistic);
    let mut good: Vec<f64> = drawn.into_iter().filter(|value| value.is_finite()).collect();
    if good.len() * 2 < plan.draws || !estimate.is_finite() {
        return Err(Unfit::TooFew { needed: plan.draws.div_ceil(2), found: good.len() });
    }
    let count = good.len() as f64;
    let mean = good.iter().sum::<f64>() / count;
    let squares: f64 = good.iter().map(|value| (value - mean) * (value - mean)).sum();
    good.sort_by(f64::total_cmp);
    let tail = (1.0 - plan.confidence) / 2.0;
    Ok(Resampled {
        n,
        draws: good.len(),
        failed: plan.draws - good.len(),
        estimate,
        bias: mean - estimate,
        std_error: (squares / (count - 1.0)).sqrt(),
        percentile: (quantile(&good, tail), quantile(&good, 1.0 - tail)),
        bca: accelerated(&good, estimate, tail, n, &statistic),
        confidence: plan.confidence,
    })
}

/// The statistic of every draw, in the order of the draws.
fn draw(n: usize, plan: &Plan, statistic: &(impl Fn(&[usize]) -> f64 + Sync)) -> Vec<f64> {
    let mut values = vec![f64::NAN; plan.draws];
    let share = plan.draws.div_ceil(plan.threads.max(1));
    let fill = |first: usize, part: &mut [f64]| {
        let mut places = vec![0; n];
        for (at, value) in part.iter_mut().enumerate() {
            let mut chance = plan.seed.branch((first + at) as u64);
            places.iter_mut().for_each(|place| *place = chance.below(n));
            *value = statistic(&places);
        }
    };
    if plan.threads <= 1 {
        fill(0, &mut values);
        return values;
    }
    std::thread::scope(|scope| {
        for (piece, part) in values.chunks_mut(share).enumerate() {
            let fill = &fill;
            scope.spawn(move || fill(piece * share, part));
        }
    });
    values
}

/// Parts of the data left out one at a time.
const MOST_JACKKNIFED: usize = 1_000;

/// A quantile of sorted numbers, linear between them (Hyndman and Fan 1996, American Statistician 50, 361–365, type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below])
}

fn accelerated(
    sorted: &[f64],
    estimate: f64,
    tail: f64,
    n: usize,
    statistic: &impl Fn(&[usize]) -> f64,
) -> Option<(f64, f64)> {
    let below = sorted.iter().filter(|value| **value < estimate).count() as f64;
    let level = sorted.iter().filter(|value| **value == estimate).count() as f64;
    // Draws equal to the estimate count half on either side.
    let bias = normal_quantile((below + level / 2.0) / sorted.len() as f64);
    if !bias.is_finite() {
        return None;
    }
    // Beyond a thousand cases neighbours go together, whose joint skewness gives the same acceleration at a bounded cost.
    let blocks = n.min(MOST_JACKKNIFED);
    let mut without = Vec::with_capacity(blocks);
    for block in 0..blocks {
        let (from, to) = (block * n / blocks, (block + 1) * n / blocks);
        let places: Vec<usize> = (0..from).chain(to..n).collect();
        without.push(statistic(&places));
    }
    let mean = without.iter().sum::<f64>() / blocks as f64;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for value in &without {
        let off = mean - value;
        squares += off * off;
        cubes += off * off * off;
    }
    let acceleration = if squares > 0.0 { cubes / (6.0 * squares.powf(1.5)) } else { 0.0 };
    let moved = |p: f64| {
        let z = bias + normal_quantile(p);
        quantile(sorted, normal_cdf(bias + z / (1.0 - acceleration * z)))
    };
    let (low, high) = (moved(tail), moved(1.0 - tail));
    (acceleration.is_finite() && low.is_finite() && high.is_finite()).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::{Plan, resample};
    use crate::tails::normal_quantile;
    use crate::{Seed, Unfit};

    fn mean(values: &[f64]) -> impl Fn(&[usize]) -> f64 + Sync {
        move |places: &[usize]| places.iter().map(|&at| values[at]).sum::<f64>() / places.len() as f64
    }

    #[test]
    fn the_mean_of_many_has_the_interval_theory_gives_it() {
        let mut chance = Seed::new(3);
        let values: Vec<f64> = (0..400).map(|_| normal_quantile(chance.unit().max(1e-9))).collect();
        let found = resample(400, &Plan::new(Seed::new(5)), mean(&values)).expect("draws");
        assert!((found.std_error - 0.05).abs() < 0.005, "{}", found.std_error);
        let (low, high) = found.bca.expect("moved");
        assert!((high - low - 3.92 * found.std_error).abs() < 0.02);
        assert!(found.percentile.0 < found.estimate && found.estimate < found.percentile.1);
    }

    #[test]
    fn threads_change_nothing_and_seeds_do() {
        let values: Vec<f64> = (0..50).map(|at| f64::from(at * at)).collect();
        let with = |threads: usize, seed: u64| {
            let plan = Plan { threads, draws: 501, ..Plan::new(Seed::new(seed)) };
            resample(50, &plan, mean(&values)).expect("draws")
        };
        assert_eq!(with(1, 9), with(3, 9));
        assert_ne!(with(1, 9), with(1, 10));
        // A right-skewed sample moves the accelerated interval to the right.
        let found = with(1, 9);
        assert!(found.bca.expect("moved").1 > found.percentile.1);
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        let plan = Plan::new(Seed::new(1));
        assert_eq!(resample(1, &plan, |_| 0.0), Err(Unfit::TooFew { needed: 2, found: 1 }));
        assert!(resample(5, &plan, |_| f64::NAN).is_err());
        assert_eq!(resample(5, &plan, |_| 1.0).expect("draws").std_error, 0.0);
    }
}
