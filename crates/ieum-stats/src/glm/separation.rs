//! Separation: columns that foretell the outcome so well that the most likely estimate is infinite.
//!
//! Source: Albert and Anderson 1984, «On the existence of maximum likelihood estimates in logistic regression models», Biometrika 71,
//! definitions of complete and quasi-complete separation; for counts Santos Silva and Tenreyro 2010, Economics Letters 107.

use super::family::Family;
use super::solve::predict;
use crate::{Matrix, Unfit};

/// A linear predictor beyond this belongs to a fitted mean of 1e-9 of its limit.
const FAR: f64 = 20.0;

/// Whether the step the search wants to take leads to infinity: it still moves far predictors and takes no case the wrong way.
pub(crate) fn along(family: Family, x: &Matrix, y: &[f64], eta: &[f64], step: &[f64]) -> Option<Unfit> {
    let gone = match family {
        Family::Logit => eta.iter().any(|eta| eta.abs() > FAR),
        Family::Poisson | Family::NegativeBinomial { .. } => {
            eta.iter().zip(y).any(|(eta, y)| *y == 0.0 && *eta < -FAR)
        }
        Family::Gamma => false,
    };
    if !gone {
        return None;
    }
    let moves = predict(x, step);
    let most = moves.iter().fold(0.0_f64, |most, by| most.max(by.abs()));
    if most < 0.3 {
        return None;
    }
    let slack = 1e-4 * most;
    let wrong = |(y, by): (&f64, &f64)| match family {
        Family::Logit => (2.0 * y - 1.0) * by < -slack,
        _ => *by > slack || (*y > 0.0 && by.abs() > slack),
    };
    (!y.iter().zip(&moves).any(wrong)).then(|| Unfit::Separated { column: named(family, x, y, step) })
}

/// The same when the search ended without a step to judge by: a column that separates by itself, if predictors have run far.
pub(crate) fn at_limit(family: Family, x: &Matrix, y: &[f64], eta: &[f64]) -> Option<Unfit> {
    let gone = eta.iter().any(|eta| eta.abs() > FAR) && family != Family::Gamma;
    if !gone {
        return None;
    }
    alone(family, x, y).map(|column| Unfit::Separated { column })
}

/// The column to name: one that separates by itself, or the one with the longest part in the step.
fn named(family: Family, x: &Matrix, y: &[f64], step: &[f64]) -> usize {
    alone(family, x, y).unwrap_or_else(|| culprit(x, step))
}

/// The column with the longest part in a step, in its own standard deviations.
pub(crate) fn culprit(x: &Matrix, step: &[f64]) -> usize {
    let reach = |column: usize| {
        let cells = x.column(column);
        let mean = cells.iter().sum::<f64>() / cells.len().max(1) as f64;
        let spread: f64 = cells.iter().map(|cell| (cell - mean) * (cell - mean)).sum();
        step[column].abs() * spread.sqrt()
    };
    let mut longest = (0, -1.0);
    for column in 0..x.columns() {
        let reach = reach(column);
        if reach > longest.1 {
            longest = (column, reach);
        }
    }
    longest.0
}

/// The first column that separates the outcomes by itself beside a constant.
pub(crate) fn alone(family: Family, x: &Matrix, y: &[f64]) -> Option<usize> {
    (0..x.columns()).find(|column| {
        // Range of the column among cases without and with the event.
        let mut ranges = [(f64::INFINITY, f64::NEG_INFINITY); 2];
        for (row, y) in y.iter().enumerate() {
            let cell = x.at(row, *column);
            let range = &mut ranges[usize::from(*y > 0.0)];
            *range = (range.0.min(cell), range.1.max(cell));
        }
        let [without, with] = ranges;
        let varies = without.0.min(with.0) < without.1.max(with.1);
        let apart = match family {
            Family::Logit => with.0 >= without.1 || with.1 <= without.0,
            // Counts: every case with events at one end of the column, beyond which there are only zeros.
            _ => with.0 == with.1 && (with.0 >= without.1 || with.1 <= without.0),
        };
        varies && apart
    })
}
