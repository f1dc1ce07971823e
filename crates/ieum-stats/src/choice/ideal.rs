//! Methods that measure the distance to what would be best and worst.

use super::normalise::Normalisation;
use super::problem::{Problem, Ranking, least, most};
use crate::{Matrix, Unfit};

/// The weighted normalised table, column by column.
fn weighted(problem: &Problem, normalisation: Normalisation) -> Result<Vec<Vec<f64>>, Unfit> {
    problem
        .criteria()
        .map(|(column, weight, benefit)| {
            Ok(normalisation.of(&column, benefit)?.into_iter().map(|r| weight * r).collect())
        })
        .collect()
}

/// Squared distances of every alternative from the best (first) and worst (second) value of each criterion, unweighted, one matrix
/// column a criterion.
pub(super) fn squared_distances(
    problem: &Problem,
    normalisation: Normalisation,
) -> Result<(Matrix, Matrix), Unfit> {
    let (rows, columns) = (problem.table().rows(), problem.table().columns());
    let (mut best, mut worst) = (Matrix::zeros(rows, columns), Matrix::zeros(rows, columns));
    for (at, (column, _, benefit)) in problem.criteria().enumerate() {
        let normal = normalisation.of(&column, benefit)?;
        let (low, high) = (least(&normal), most(&normal));
        for (row, r) in normal.into_iter().enumerate() {
            *best.at_mut(row, at) = (high - r) * (high - r);
            *worst.at_mut(row, at) = (r - low) * (r - low);
        }
    }
    Ok((best, worst))
}

/// How near to the best, against how near to the worst; an alternative that is both is half way.
fn closeness(to_best: f64, to_worst: f64) -> f64 {
    if to_best + to_worst > 0.0 { to_worst / (to_best + to_worst) } else { 0.5 }
}

/// TOPSIS: distance from the worst over the sum of distances from the best and the worst (Euclidean, weighted).
///
/// The method is with [`Normalisation::Vector`]; [`Normalisation::MinMax`] is what pymcdm does unless told otherwise.
///
/// # Errors
/// As the normalisation.
///
/// Source: Hwang and Yoon 1981, pp. 128–140.
pub fn topsis(problem: &Problem, normalisation: Normalisation) -> Result<Ranking, Unfit> {
    let (best, worst) = squared_distances(problem, normalisation)?;
    let squares: Vec<f64> = problem.weights().iter().map(|weight| weight * weight).collect();
    let length = |row: &[f64]| row.iter().zip(&squares).map(|(d, w)| d * w).sum::<f64>().sqrt();
    let scores =
        (0..best.rows()).map(|row| closeness(length(best.row(row)), length(worst.row(row)))).collect();
    problem.ranked(("topsis", normalisation.name(), "Hwang & Yoon 1981, pp. 128-140"), true, scores)
}

/// CODAS: Euclidean distances from the worst compared pair by pair, with Manhattan distances where they differ by `threshold` or more.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero, or a negative threshold (0.02 is usual).
///
/// Source: Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene 2016, eqs 3–9.
pub fn codas(problem: &Problem, threshold: f64) -> Result<Ranking, Unfit> {
    if !(threshold.is_finite() && threshold >= 0.0) {
        return Err(Unfit::OutOfRange { name: "threshold", value: threshold, low: 0.0, high: f64::MAX });
    }
    let columns = weighted(problem, Normalisation::Linear)?;
    let rows = problem.table().rows();
    let (mut straight, mut around) = (vec![0.0; rows], vec![0.0; rows]);
    for column in &columns {
        let worst = least(column);
        for (row, value) in column.iter().enumerate() {
            straight[row] += (value - worst) * (value - worst);
            around[row] += (value - worst).abs();
        }
    }
    let straight: Vec<f64> = straight.into_iter().map(f64::sqrt).collect();
    let score = |a: usize| {
        let against = |b: usize| {
            let apart = straight[a] - straight[b];
            apart + if apart.abs() >= threshold { around[a] - around[b] } else { 0.0 }
        };
        (0..rows).map(against).sum::<f64>()
    };
    let scores = (0..rows).map(score).collect();
    problem.ranked(("codas", "linear", "Keshavarz Ghorabaee et al. 2016, eqs 3-9"), true, scores)
}

/// MARCOS: utility in relation to an ideal and an anti-ideal alternative.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero.
///
/// Source: Stević, Pamučar, Puška and Chatterjee 2020, eqs 2–11.
pub fn marcos(problem: &Problem) -> Result<Ranking, Unfit> {
    problem.above_zero()?;
    let (mut top, mut bottom) = (0.0, 0.0);
    let sums = problem.summed(|column, weight, benefit| {
        let (low, high) = (least(column), most(column));
        top += weight;
        bottom += weight * low / high;
        Ok(column.iter().map(|x| weight * if benefit { x / high } else { low / x }).collect())
    })?;
    let score = |sum: f64| {
        let (from_bottom, from_top) = (sum / bottom, sum / top);
        let both = from_bottom + from_top;
        let (of_top, of_bottom) = (from_bottom / both, from_top / both);
        both / (1.0 + (1.0 - of_top) / of_top + (1.0 - of_bottom) / of_bottom)
    };
    let scores = sums.into_iter().map(score).collect();
    problem.ranked(("marcos", "ratio", "Stević et al. 2020, eqs 2-11"), true, scores)
}

/// Distances of every alternative from the 1st, 2nd … best of each criterion, and from the mean.
fn ideal_distances(problem: &Problem) -> Result<(Vec<Vec<f64>>, Vec<f64>), Unfit> {
    let rows = problem.table().rows();
    let (mut squares, mut from_mean) = (vec![vec![0.0; rows]; rows], vec![0.0; rows]);
    for (column, weight, benefit) in problem.criteria() {
        let norm = Normalisation::Vector.of(&column, true)?;
        let values: Vec<f64> = norm.into_iter().map(|r| weight * r).collect();
        let mut ordered = values.clone();
        ordered.sort_by(f64::total_cmp);
        if benefit {
            ordered.reverse();
        }
        let mean = values.iter().sum::<f64>() / rows as f64;
        for (row, value) in values.iter().enumerate() {
            from_mean[row] += (value - mean) * (value - mean);
            for (square, ideal) in squares[row].iter_mut().zip(&ordered) {
                *square += (value - ideal) * (value - ideal);
            }
        }
    }
    squares.iter_mut().flatten().chain(&mut from_mean).for_each(|square| *square = square.sqrt());
    Ok((squares, from_mean))
}

fn harmonic<'a>(distances: impl Iterator<Item = &'a f64>) -> f64 {
    distances.enumerate().map(|(at, distance)| distance / (at as f64 + 1.0)).sum()
}

/// PROBID: weighed distances from the better half of ideals, from the worse half and from the mean.
///
/// # Errors
/// [`Unfit::Constant`] for a criterion of zeros; [`Unfit::NotFinite`] when all alternatives are the same.
///
/// Source: Wang, Rangaiah and Wang 2021, eqs 1–9.
pub fn probid(problem: &Problem) -> Result<Ranking, Unfit> {
    let (ideals, from_mean) = ideal_distances(problem)?;
    let rows = ideals.len();
    let half = rows.div_ceil(2);
    let score = |(distances, mean): (&Vec<f64>, &f64)| {
        let ratio = harmonic(distances[..half].iter()) / harmonic(distances[half - 1..].iter().rev());
        1.0 / (1.0 + ratio * ratio) + mean
    };
    let scores = ideals.iter().zip(&from_mean).map(score).collect();
    problem.ranked(("probid", "vector", "Wang, Rangaiah & Wang 2021, eqs 1-9"), true, scores)
}

/// sPROBID, the simple form: distances from the worst quarter of ideals over those from the best quarter. Below four alternatives the
/// best and worst ideal alone count.
///
/// # Errors
/// As [`probid`].
///
/// Source: Wang, Rangaiah and Wang 2021, eqs 10–12.
pub fn sprobid(problem: &Problem) -> Result<Ranking, Unfit> {
    let (ideals, _) = ideal_distances(problem)?;
    let quarter = (ideals.len() / 4).max(1);
    let score = |distances: &Vec<f64>| {
        harmonic(distances.iter().rev().take(quarter)) / harmonic(distances.iter().take(quarter))
    };
    let scores = ideals.iter().map(score).collect();
    problem.ranked(("sprobid", "vector", "Wang, Rangaiah & Wang 2021, eqs 10-12"), true, scores)
}
