//! The judge that people's decisions train: logistic regression over the finer figures.

use crate::numbers::real;
use serde::{Deserialize, Serialize};

/// Rounds of Newton's method at most; it has settled long before.
const ROUNDS: usize = 40;
/// How much large weights are held back (ridge penalties on standardised figures), the least first.
const RIDGES: [f64; 4] = [1.0, 10.0, 100.0, 1_000.0];
/// The penalty on what the untrained judge says.
const UNTRAINED_RIDGE: f64 = 1.0;
/// From so many labels on the least penalty is right and not searched for.
const MANY: usize = 2_000;
/// Labels of either kind that are needed.
const ENOUGH_OF_A_KIND: usize = 20;
/// Parts of the labels that are set aside in turn.
const FOLDS: usize = 5;
/// Places where a figure's line may bend: what 0.5 more means is not the same near 0 and near 1.
const BENDS: [f64; 3] = [0.35, 0.65, 0.85];

/// Beyond so many bits the untrained judge is certain.
const MOST_BITS: f64 = 30.0;

/// A trained judge: weights over standardised columns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Trained {
    means: Vec<f64>,
    spreads: Vec<f64>,
    /// The constant first.
    weights: Vec<f64>,
    /// Probability from which two records count as the same, where F1 was best on the labels set aside or trained on.
    pub(super) threshold: f64,
}

/// The columns a trained judge reads: what the untrained judge says first, then each figure, bent, whether it is whole, and
/// whether it is missing.
pub(super) fn columns(figures: &[Option<f64>], untrained_bits: f64) -> Vec<f64> {
    let mut out = Vec::with_capacity(figures.len() * 6 + 1);
    out.push(untrained_bits.clamp(-MOST_BITS, MOST_BITS));
    for figure in figures {
        let value = figure.unwrap_or(0.0);
        out.push(value);
        for bend in BENDS {
            out.push(if figure.is_some() { (value - bend).max(0.0) } else { 0.0 });
        }
        out.push(if value > 0.999 { 1.0 } else { 0.0 });
        out.push(if figure.is_none() { 1.0 } else { 0.0 });
    }
    out
}

impl Trained {
    /// Fits the weights by Newton's method with a ridge penalty; `None` without labels of both kinds.
    fn fit_with(rows: &[Vec<f64>], same: &[bool], ridge: f64) -> Option<Self> {
        let width = rows.first()?.len();
        let positives = same.iter().filter(|s| **s).count();
        if positives == 0 || positives == same.len() || rows.len() != same.len() {
            return None;
        }
        let count = real(rows.len());
        let mut means = vec![0.0; width];
        for row in rows {
            means.iter_mut().zip(row).for_each(|(m, x)| *m += x / count);
        }
        let mut spreads = vec![0.0; width];
        for row in rows {
            spreads
                .iter_mut()
                .zip(row.iter().zip(&means))
                .for_each(|(s, (x, m))| *s += (x - m) * (x - m) / count);
        }
        spreads.iter_mut().for_each(|s| *s = if *s > 1e-12 { s.sqrt() } else { 0.0 });
        let mut fitted = Self { means, spreads, weights: vec![0.0; width + 1], threshold: 0.5 };
        let standard: Vec<Vec<f64>> = rows.iter().map(|row| fitted.standard(row)).collect();
        for _ in 0..ROUNDS {
            let step = newton_step(&standard, same, &fitted.weights, ridge)?;
            let largest = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
            fitted.weights.iter_mut().zip(&step).for_each(|(w, s)| *w -= s);
            if largest < 1e-7 {
                break;
            }
        }
        Some(fitted)
    }

    /// Fits a judge, with the penalty under which judges trained on four fifths of the labels are least surprised by the
    /// fifth left out, and with the threshold that is best on those left out.
    ///
    /// The first column, what the untrained judge says, is hardly held back: with few labels the trained judge says what the
    /// untrained one says, and departs from it as evidence grows.
    pub(super) fn fit(rows: &[Vec<f64>], same: &[bool]) -> Option<Self> {
        if !has_both(same) {
            return None;
        }
        let ridges = if rows.len() >= MANY { RIDGES.get(..1)? } else { RIDGES.get(..)? };
        let mut best: Option<(f64, f64, Vec<f64>)> = None;
        for ridge in ridges {
            let probabilities = crossed(rows, same, *ridge)?;
            let surprise = surprise(&probabilities, same);
            if best.as_ref().is_none_or(|(least, ..)| surprise < *least) {
                best = Some((surprise, *ridge, probabilities));
            }
        }
        let (_, ridge, probabilities) = best?;
        let mut fitted = Self::fit_with(rows, same, ridge)?;
        fitted.threshold = best_threshold(&probabilities, same).0;
        Some(fitted)
    }

    /// Fits a judge with the least penalty, and with the threshold that is best on labels held back from it.
    pub(super) fn fit_held(
        rows: &[Vec<f64>],
        same: &[bool],
        held: &[Vec<f64>],
        held_same: &[bool],
    ) -> Option<Self> {
        if !has_both(same) {
            return None;
        }
        let mut fitted = Self::fit_with(rows, same, *RIDGES.first()?)?;
        let probabilities: Vec<f64> = held.iter().map(|row| fitted.probability(row)).collect();
        fitted.threshold = best_threshold(&probabilities, held_same).0;
        Some(fitted)
    }

    fn standard(&self, row: &[f64]) -> Vec<f64> {
        let scaled = row.iter().zip(self.means.iter().zip(&self.spreads));
        let scaled = scaled.map(|(x, (m, s))| if *s > 0.0 { (x - m) / s } else { 0.0 });
        std::iter::once(1.0).chain(scaled).collect()
    }

    /// The probability that a pair is the same.
    pub(super) fn probability(&self, row: &[f64]) -> f64 {
        logistic(dot(&self.standard(row), &self.weights))
    }
}

/// Whether there are enough labels of either kind: three pairs that are the same teach no threshold.
fn has_both(same: &[bool]) -> bool {
    let positives = same.iter().filter(|s| **s).count();
    positives >= ENOUGH_OF_A_KIND && same.len() - positives >= ENOUGH_OF_A_KIND
}

/// Probabilities of every label by a judge that was not trained on it.
fn crossed(rows: &[Vec<f64>], same: &[bool], ridge: f64) -> Option<Vec<f64>> {
    let mut probabilities = vec![0.5; rows.len()];
    for fold in 0..FOLDS {
        let kept = rows.iter().zip(same).enumerate().filter(|(at, _)| at % FOLDS != fold);
        let (others, other_same): (Vec<Vec<f64>>, Vec<bool>) =
            kept.map(|(_, (row, same))| (row.clone(), *same)).unzip();
        let trained = Trained::fit_with(&others, &other_same, ridge)?;
        for (probability, row) in probabilities.iter_mut().zip(rows).skip(fold).step_by(FOLDS) {
            *probability = trained.probability(row);
        }
    }
    Some(probabilities)
}

/// How surprised a judge is by the truth, in nats a label.
fn surprise(probabilities: &[f64], same: &[bool]) -> f64 {
    let of = |(p, same): (&f64, &bool)| -(if *same { *p } else { 1.0 - p }).max(1e-12).ln();
    probabilities.iter().zip(same).map(of).sum::<f64>() / real(same.len().max(1))
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

/// The step that Newton's method takes: the penalised Hessian's inverse times the gradient, by Cholesky's factors.
fn newton_step(rows: &[Vec<f64>], same: &[bool], weights: &[f64], ridge: f64) -> Option<Vec<f64>> {
    let width = weights.len();
    let held = |place: usize| match place {
        0 => 1e-9,
        1 => ridge.min(UNTRAINED_RIDGE),
        _ => ridge,
    };
    let mut gradient: Vec<f64> = weights.iter().enumerate().map(|(place, w)| w * held(place)).collect();
    let mut hessian = vec![vec![0.0; width]; width];
    for (row, same) in rows.iter().zip(same) {
        let p = logistic(dot(row, weights));
        let error = p - if *same { 1.0 } else { 0.0 };
        let curve = (p * (1.0 - p)).max(1e-9);
        gradient.iter_mut().zip(row).for_each(|(g, x)| *g += error * x);
        for (place, (line, left)) in hessian.iter_mut().zip(row).enumerate() {
            let scaled = curve * left;
            line.iter_mut().zip(row).take(place + 1).for_each(|(cell, x)| *cell += scaled * x);
        }
    }
    for (place, line) in hessian.iter_mut().enumerate() {
        if let Some(cell) = line.get_mut(place) {
            *cell += held(place);
        }
    }
    solve(hessian, gradient)
}

/// Solves a positive definite system, of which the lower half is given.
fn solve(mut lower: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let width = right.len();
    for row in 0..width {
        let (done, rest) = lower.split_at_mut(row);
        let line = rest.first_mut()?;
        for column in 0..row {
            let other = done.get(column)?;
            let sum: f64 = line.iter().zip(other).take(column).map(|(a, b)| a * b).sum();
            let pivot = *other.get(column)?;
            let cell = line.get_mut(column)?;
            *cell = (*cell - sum) / pivot;
        }
        let squares: f64 = line.iter().take(row).map(|a| a * a).sum();
        let cell = line.get_mut(row)?;
        let pivot = *cell - squares;
        if pivot <= 0.0 {
            return None;
        }
        *cell = pivot.sqrt();
    }
    for row in 0..width {
        let line = lower.get(row)?;
        let sum: f64 = line.iter().zip(&right).take(row).map(|(a, b)| a * b).sum();
        let value = (right.get(row)? - sum) / line.get(row)?;
        *right.get_mut(row)? = value;
    }
    for row in (0..width).rev() {
        let mut sum = 0.0;
        for below in row + 1..width {
            sum += lower.get(below)?.get(row)? * right.get(below)?;
        }
        let value = (right.get(row)? - sum) / lower.get(row)?.get(row)?;
        *right.get_mut(row)? = value;
    }
    Some(right)
}

/// The probability from which the judge's F1 on labelled pairs is best, and that F1.
pub(super) fn best_threshold(probabilities: &[f64], same: &[bool]) -> (f64, f64) {
    let mut order: Vec<(f64, bool)> = probabilities.iter().copied().zip(same.iter().copied()).collect();
    order.sort_by(|l, r| r.0.total_cmp(&l.0));
    let positives = real(same.iter().filter(|s| **s).count());
    let mut hits = 0.0;
    let mut best = (0.5, 0.0);
    for (place, (probability, same)) in order.iter().enumerate() {
        hits += if *same { 1.0 } else { 0.0 };
        let next = order.get(place + 1).map_or(0.0, |(p, _)| *p);
        let f1 = 2.0 * hits / (real(place + 1) + positives);
        if f1 > best.1 {
            best = ((probability + next) / 2.0, f1);
        }
    }
    best
}
