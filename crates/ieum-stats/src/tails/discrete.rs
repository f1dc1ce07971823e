//! Binomial, Poisson and hypergeometric tails.

use super::beta::beta_tails;
use super::gamma::gamma_tails;

/// The chance of at most `k` successes in `n` trials of chance `p`, 0 ≤ `p` ≤ 1.
///
/// Source: DLMF 8.17.5.
#[must_use]
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return if (0.0..=1.0).contains(&p) { 1.0 } else { f64::NAN };
    }
    beta_tails(k as f64 + 1.0, (n - k) as f64, p).1
}

/// The chance of more than `k` successes in `n` trials of chance `p`, 0 ≤ `p` ≤ 1.
#[must_use]
pub fn binomial_sf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return if (0.0..=1.0).contains(&p) { 0.0 } else { f64::NAN };
    }
    beta_tails(k as f64 + 1.0, (n - k) as f64, p).0
}

/// The chance of at most `k` events where `mean` ≥ 0 are expected (Poisson).
///
/// Source: DLMF 8.4.10 with 8.2.5.
#[must_use]
pub fn poisson_cdf(k: u64, mean: f64) -> f64 {
    gamma_tails(k as f64 + 1.0, mean).1
}

/// The chance of more than `k` events where `mean` ≥ 0 are expected (Poisson).
#[must_use]
pub fn poisson_sf(k: u64, mean: f64) -> f64 {
    gamma_tails(k as f64 + 1.0, mean).0
}

/// The chances of every number of marked ones among `drawn` from a box of `size` with `marked`: the least possible number, and the
/// chances from it upward, summing to 1. Arguments that no box allows (`marked` or `drawn` over `size`) give an empty list.
///
/// The ratio of neighbours carries the weights outward from the most likely number, so no factorial is ever formed and each keeps its
/// digits. Source: Feller, «An introduction to probability theory» 1, II.6.
#[must_use]
pub fn hypergeometric_weights(size: u64, marked: u64, drawn: u64) -> (u64, Vec<f64>) {
    if marked > size || drawn > size {
        return (0, Vec::new());
    }
    let least = (marked + drawn).saturating_sub(size);
    let most = marked.min(drawn);
    let mode =
        (((drawn as f64 + 1.0) * (marked as f64 + 1.0) / (size as f64 + 2.0)) as u64).clamp(least, most);
    // What the weight of `x` + 1 is to that of `x`; all four factors are whole and not negative.
    let ratio = |x: u64| {
        (marked - x) as f64 * (drawn - x) as f64
            / ((x + 1) as f64 * (size as f64 - marked as f64 - drawn as f64 + x as f64 + 1.0))
    };
    let mut weights = vec![1.0; (most - least + 1) as usize];
    let at_mode = (mode - least) as usize;
    for x in mode..most {
        let at = (x - least) as usize;
        weights[at + 1] = weights[at] * ratio(x);
    }
    for x in (least..mode).rev() {
        let at = (x - least) as usize;
        weights[at] = weights[at + 1] / ratio(x);
    }
    debug_assert!(weights[at_mode] == 1.0);
    let mut ordered = weights.clone();
    ordered.sort_by(f64::total_cmp);
    let total: f64 = ordered.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    (least, weights)
}
