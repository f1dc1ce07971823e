//! Kendall's correlation.

use super::{Correlation, Measure, interval, pairs};
use crate::dd::Dd;
use crate::tails::normal_two_sided;
use crate::{Caution, Unfit};

/// Up to this many pairs, and without ties, p is counted out.
const COUNTED_UP_TO: usize = 60;

/// Kendall's τ-b. Without ties p is exact up to 60 pairs; else it is normal with the variance that allows for ties.
///
/// # Errors
/// As [`pearson`](super::pearson).
pub fn kendall(x: &[Dd], y: &[Dd], confidence: f64) -> Result<Correlation, Unfit> {
    let (x, y, mut warnings) = pairs(x, y, confidence)?;
    let n = x.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&one, &other| x[one].total_cmp(&x[other]).then(y[one].total_cmp(&y[other])));
    let x_ties = ties(&x);
    let y_ties = ties(&y);
    let both_tied: f64 = runs(&order, |one, other| x[one] == x[other] && y[one] == y[other])
        .map(|run| run * (run - 1.0) / 2.0)
        .sum();
    let mut sorted: Vec<Dd> = order.iter().map(|&at| y[at]).collect();
    let opposite = exchanges(&mut sorted) as f64;
    let all = n as f64 * (n as f64 - 1.0) / 2.0;
    // Pairs tied in x cannot be exchanged, since their y rise; of the rest, those not tied in y are in one order or the other.
    let (x_tied, y_tied) = (pairs_of(&x_ties), pairs_of(&y_ties));
    let score = all - x_tied - y_tied + both_tied - 2.0 * opposite;
    let estimate = score / ((all - x_tied).sqrt() * (all - y_tied).sqrt());
    let tied = x_tied + y_tied > 0.0;
    let (statistic, p) = if tied || n > COUNTED_UP_TO {
        let z = score / variance(n as f64, &x_ties, &y_ties).sqrt();
        (Some(z), normal_two_sided(z))
    } else {
        (None, counted(n, opposite.min(all - opposite) as usize))
    };
    if tied {
        let cases = x_ties.iter().sum::<f64>().max(y_ties.iter().sum());
        warnings.push(Caution::Ties { cases: cases as usize });
    }
    let (ci_low, ci_high) = interval(estimate.clamp(-1.0, 1.0), 0.437 / (n as f64 - 4.0), confidence);
    Ok(Correlation {
        measure: Measure::Kendall,
        n,
        estimate: estimate.clamp(-1.0, 1.0),
        ci_low,
        ci_high,
        statistic,
        df: None,
        p,
        confidence,
        warnings,
        source: "Kendall 1945, Biometrika 33, 239-251 (tau-b); Knight 1966, JASA 61, 436-439 (exchanges); variance with ties: Kendall and \
                 Gibbons 1990, eq. 4.4; interval: Fieller, Hartley and Pearson 1957, Biometrika 44, 470-481",
    })
}

/// The sizes of groups of equal values, those of one left out.
fn ties(values: &[Dd]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    runs(&order, |one, other| values[one] == values[other]).filter(|run| *run > 1.0).collect()
}

/// The lengths of runs of neighbours that are the same.
fn runs(order: &[usize], same: impl Fn(usize, usize) -> bool) -> impl Iterator<Item = f64> {
    order
        .chunk_by(move |&one, &other| same(one, other))
        .map(|run| run.len() as f64)
        .collect::<Vec<f64>>()
        .into_iter()
}

fn pairs_of(ties: &[f64]) -> f64 {
    ties.iter().map(|size| size * (size - 1.0) / 2.0).sum()
}

/// How many pairs stand in falling order; sorts the values on the way, by merging.
fn exchanges(values: &mut [Dd]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let middle = values.len() / 2;
    let (left, right) = values.split_at_mut(middle);
    let mut count = exchanges(left) + exchanges(right);
    let mut merged = Vec::with_capacity(values.len());
    let (mut at, mut other) = (0, middle);
    while at < middle || other < values.len() {
        let take_right = at == middle
            || other < values.len() && values[other].total_cmp(&values[at]) == std::cmp::Ordering::Less;
        if take_right {
            count += (middle - at) as u64;
            merged.push(values[other]);
            other += 1;
        } else {
            merged.push(values[at]);
            at += 1;
        }
    }
    values.copy_from_slice(&merged);
    count
}

/// The variance of the score when neither order knows of the other.
fn variance(n: f64, x_ties: &[f64], y_ties: &[f64]) -> f64 {
    let sum = |ties: &[f64], term: &dyn Fn(f64) -> f64| ties.iter().map(|&size| term(size)).sum::<f64>();
    let main = |size: f64| size * (size - 1.0) * (2.0 * size + 5.0);
    let two = |size: f64| size * (size - 1.0);
    let three = |size: f64| size * (size - 1.0) * (size - 2.0);
    let first = (main(n) - sum(x_ties, &main) - sum(y_ties, &main)) / 18.0;
    let second = sum(x_ties, &three) * sum(y_ties, &three) / (9.0 * three(n));
    let third = sum(x_ties, &two) * sum(y_ties, &two) / (2.0 * two(n));
    first + second + third
}

/// The chance that at most `opposite` of the pairs of n are in opposite order, twice: counts of orders by exchanges grow by one value at a
/// time (Kendall and Gibbons 1990, 5.2), as chances so that nothing runs over.
fn counted(n: usize, opposite: usize) -> f64 {
    let mut chances = vec![1.0];
    for size in 2..=n {
        let mut next = vec![0.0; (chances.len() + size - 1).min(opposite + 1)];
        for (at, chance) in chances.iter().enumerate() {
            for more in 0..size {
                if at + more < next.len() {
                    next[at + more] += chance / size as f64;
                }
            }
        }
        chances = next;
    }
    (2.0 * chances.iter().take(opposite + 1).sum::<f64>()).min(1.0)
}
