//! One two-period comparison with its influence function.
//!
//! Source: Sant'Anna and Zhao 2020, «Doubly robust difference-in-differences estimators», J. Econometrics 219: eq. 2.1 (outcome
//! regression), 2.2 (weighting, normalised as Hájek's), 2.6 (doubly robust) and the influence functions of theorems A.1–A.2.

use super::callaway::Method;
use crate::glm::propensity;
use crate::glm::solve::{dot, least_squares, predict, times};
use crate::{Matrix, Unfit};

/// An effect with one influence a unit of the comparison (treated and controls together), for means over those units.
pub(crate) struct Comparison {
    pub(crate) att: f64,
    pub(crate) influence: Vec<f64>,
}

/// The effect on the treated of the change `change`; `treated` 1 or 0; `x` the units' columns with a constant first, when there are any.
pub(crate) fn compare(
    change: &[f64],
    treated: &[f64],
    x: Option<&Matrix>,
    method: Method,
) -> Result<Comparison, Unfit> {
    match x {
        None => Ok(means(change, treated)),
        Some(x) => match method {
            Method::OutcomeRegression => regression(change, treated, x),
            Method::InverseProbability => weighting(change, treated, x),
            Method::DoublyRobust => doubly_robust(change, treated, x),
        },
    }
}

fn mean(values: impl Iterator<Item = f64>, n: f64) -> f64 {
    values.sum::<f64>() / n
}

fn means(change: &[f64], treated: &[f64]) -> Comparison {
    let n = change.len() as f64;
    let side = |flag: f64| {
        let count = treated.iter().filter(|d| **d == flag).count() as f64;
        let sum: f64 = treated.iter().zip(change).filter(|(d, _)| **d == flag).map(|(_, y)| y).sum();
        (sum / count, n / count)
    };
    let (one, zero) = (side(1.0), side(0.0));
    let influence =
        |(d, y): (&f64, &f64)| if *d == 1.0 { (y - one.0) * one.1 } else { -(y - zero.0) * zero.1 };
    let influence = treated.iter().zip(change).map(influence).collect();
    Comparison { att: one.0 - zero.0, influence }
}

/// Least squares of the change among controls: what is left for all, and the inverse.
struct Outcome {
    residuals: Vec<f64>,
    /// n (XᵀX)⁻¹ over the weighted controls.
    inverse: Vec<f64>,
}

fn outcome_model(change: &[f64], treated: &[f64], x: &Matrix) -> Result<Outcome, Unfit> {
    let n = change.len() as f64;
    let k = x.columns();
    let rows: Vec<usize> = (0..change.len()).filter(|row| treated[*row] == 0.0).collect();
    let cells = rows.iter().flat_map(|row| x.row(*row).iter().copied()).collect();
    let design = Matrix::new(rows.len(), k, cells)?;
    let target: Vec<f64> = rows.iter().map(|row| change[*row]).collect();
    let solved = least_squares(&design, None, &target)?;
    let predicted = predict(x, &solved.coefficients);
    let residuals = change.iter().zip(&predicted).map(|(y, fitted)| y - fitted).collect();
    Ok(Outcome { residuals, inverse: solved.inverse.iter().map(|cell| cell * n).collect() })
}

fn column_means(x: &Matrix, weights: &[f64]) -> Vec<f64> {
    let n = x.rows() as f64;
    let mut sums = vec![0.0; x.columns()];
    for (row, weight) in weights.iter().enumerate() {
        sums.iter_mut().zip(x.row(row)).for_each(|(sum, cell)| *sum += weight * cell);
    }
    sums.iter_mut().for_each(|sum| *sum /= n);
    sums
}

fn regression(change: &[f64], treated: &[f64], x: &Matrix) -> Result<Comparison, Unfit> {
    let n = change.len() as f64;
    let outcome = outcome_model(change, treated, x)?;
    let share = mean(treated.iter().copied(), n);
    let att = mean(treated.iter().zip(&outcome.residuals).map(|(d, gap)| d * gap), n) / share;
    // How the mean prediction among the treated moves with the coefficients.
    let pull = times(&outcome.inverse, &column_means(x, treated));
    let influence = (0..change.len())
        .map(|i| {
            let own = treated[i] * (outcome.residuals[i] - att);
            let model = (1.0 - treated[i]) * outcome.residuals[i] * dot(x.row(i), &pull);
            (own - model) / share
        })
        .collect();
    Ok(Comparison { att, influence })
}

/// Odds of treatment as weights of the controls, and the influence of each unit on the logit's coefficients.
struct Odds {
    probabilities: Vec<f64>,
    weights: Vec<f64>,
    inverse: Vec<f64>,
}

fn odds(treated: &[f64], x: &Matrix) -> Result<Odds, Unfit> {
    let n = treated.len() as f64;
    let found = propensity(x, treated)?;
    let weights = found.probabilities.iter().zip(treated).map(|(p, d)| (1.0 - d) * p / (1.0 - p)).collect();
    let inverse = found.inverse.iter().map(|cell| cell * n).collect();
    Ok(Odds { probabilities: found.probabilities, weights, inverse })
}

fn weighting(change: &[f64], treated: &[f64], x: &Matrix) -> Result<Comparison, Unfit> {
    let n = change.len() as f64;
    let odds = odds(treated, x)?;
    let (one, zero) = (mean(treated.iter().copied(), n), mean(odds.weights.iter().copied(), n));
    let at_one = mean(treated.iter().zip(change).map(|(d, y)| d * y), n) / one;
    let at_zero = mean(odds.weights.iter().zip(change).map(|(w, y)| w * y), n) / zero;
    let centred: Vec<f64> = odds.weights.iter().zip(change).map(|(w, y)| w * (y - at_zero)).collect();
    let pull = times(&odds.inverse, &column_means(x, &centred));
    let influence = (0..change.len())
        .map(|i| {
            let score = (treated[i] - odds.probabilities[i]) * dot(x.row(i), &pull);
            treated[i] * (change[i] - at_one) / one - (centred[i] + score) / zero
        })
        .collect();
    Ok(Comparison { att: at_one - at_zero, influence })
}

fn doubly_robust(change: &[f64], treated: &[f64], x: &Matrix) -> Result<Comparison, Unfit> {
    let n = change.len() as f64;
    let odds = odds(treated, x)?;
    let outcome = outcome_model(change, treated, x)?;
    let (one, zero) = (mean(treated.iter().copied(), n), mean(odds.weights.iter().copied(), n));
    let gaps = &outcome.residuals;
    let at_one = mean(treated.iter().zip(gaps).map(|(d, gap)| d * gap), n) / one;
    let at_zero = mean(odds.weights.iter().zip(gaps).map(|(w, gap)| w * gap), n) / zero;
    let by_outcome_one = times(&outcome.inverse, &column_means(x, treated));
    let by_outcome_zero = times(&outcome.inverse, &column_means(x, &odds.weights));
    let centred: Vec<f64> = odds.weights.iter().zip(gaps).map(|(w, gap)| w * (gap - at_zero)).collect();
    let by_odds = times(&odds.inverse, &column_means(x, &centred));
    let influence = (0..change.len())
        .map(|i| {
            let cells = x.row(i);
            // The outcome model is fitted on controls alone, so only they move it.
            let model = (1.0 - treated[i]) * gaps[i];
            let score = treated[i] - odds.probabilities[i];
            let first = treated[i] * (gaps[i] - at_one) - model * dot(cells, &by_outcome_one);
            let second = centred[i] + score * dot(cells, &by_odds) - model * dot(cells, &by_outcome_zero);
            first / one - second / zero
        })
        .collect();
    Ok(Comparison { att: at_one - at_zero, influence })
}
