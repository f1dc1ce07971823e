//! Maximum likelihood by iteratively reweighted least squares.

use super::family::Family;
use super::separation;
use super::solve::{self, Solution, dot, least_squares};
use crate::{Matrix, Unfit};

/// Steps after which the search is given up; a sound logit needs about 8.
const MOST_STEPS: usize = 200;
/// Squared length of a step in standard errors below which the search is over.
const SETTLED: f64 = 1e-22;

/// A model at its maximum.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) eta: Vec<f64>,
    pub(crate) means: Vec<f64>,
    /// Derivative of each case's log-likelihood by its linear predictor, at dispersion 1.
    pub(crate) scores: Vec<f64>,
    /// Inverse of the expected information, at dispersion 1.
    pub(crate) inverse: Vec<f64>,
    pub(crate) deviance: f64,
    pub(crate) pearson: f64,
    pub(crate) steps: usize,
    /// (XᵀX)⁻¹ of the bare design, when the first guess computed it.
    pub(crate) design_inverse: Option<Vec<f64>>,
}

/// Cases at a point of the search.
struct Point {
    eta: Vec<f64>,
    means: Vec<f64>,
    scores: Vec<f64>,
    roots: Vec<f64>,
    deviance: f64,
}

fn point(family: Family, x: &Matrix, y: &[f64], offset: Option<&[f64]>, coefficients: &[f64]) -> Point {
    let mut eta = solve::predict(x, coefficients);
    if let Some(offset) = offset {
        eta.iter_mut().zip(offset).for_each(|(eta, known)| *eta += known);
    }
    let n = y.len();
    let (mut means, mut scores, mut roots) =
        (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    let mut deviance = 0.0;
    for (y, eta) in y.iter().zip(&eta) {
        let case = family.case(*y, *eta);
        deviance += family.deviance(*y, *eta, case.mean);
        means.push(case.mean);
        scores.push(case.score);
        roots.push(case.weight.sqrt());
    }
    Point { eta, means, scores, roots, deviance }
}

/// Fits one family.
///
/// Source: McCullagh and Nelder 1989, §2.5; a step that raises the deviance is halved (Marschner 2011, «glm2», §2).
///
/// # Errors
/// [`Unfit::Collinear`], [`Unfit::TooFew`], [`Unfit::Separated`] when the estimate runs to infinity, [`Unfit::NotSettled`].
pub(crate) fn fit(family: Family, x: &Matrix, y: &[f64], offset: Option<&[f64]>) -> Result<Fitted, Unfit> {
    let guess = first_guess(family, x, y, offset)?;
    let mut fitted = search(family, x, y, offset, guess.coefficients, true)?;
    fitted.design_inverse = Some(guess.inverse);
    Ok(fitted)
}

/// The same from a point near the maximum; the inverse of the information is computed only when `whole`.
pub(crate) fn search(
    family: Family,
    x: &Matrix,
    y: &[f64],
    offset: Option<&[f64]>,
    mut coefficients: Vec<f64>,
    whole: bool,
) -> Result<Fitted, Unfit> {
    let mut here = point(family, x, y, offset, &coefficients);
    let mut last = f64::INFINITY;
    for step in 1..=MOST_STEPS {
        let quick = solve::scoring_step(x, &here.roots, &here.scores);
        let (by, length) = match quick {
            Some((by, length)) if !over(length, last) => (by, length),
            Some(_) if !whole => return Ok(finish(family, y, here, coefficients, Vec::new(), step)),
            _ => {
                let solved = match reflected(x, &here) {
                    Ok(solved) => solved,
                    // The design itself was sound at the first guess, so vanished weights are to blame: the estimate runs away.
                    Err(refused @ Unfit::Collinear { .. }) if step > 1 => {
                        return Err(separation::at_limit(family, x, y, &here.eta).unwrap_or(refused));
                    }
                    Err(refused) => return Err(refused),
                };
                if over(solved.explained, last) {
                    return Ok(finish(family, y, here, coefficients, solved.inverse, step));
                }
                (solved.coefficients, solved.explained)
            }
        };
        last = length;
        if let Some(refused) = separation::along(family, x, y, &here.eta, &by) {
            return Err(refused);
        }
        let mut share = 1.0;
        loop {
            let there: Vec<f64> = coefficients.iter().zip(&by).map(|(at, by)| at + share * by).collect();
            let next = point(family, x, y, offset, &there);
            // Near the maximum the deviance cannot tell steps apart any more; they are taken whole.
            let slack = 1e-9 * (1.0 + here.deviance.abs());
            if next.deviance <= here.deviance + slack || share < 1e-6 {
                here = next;
                coefficients = there;
                break;
            }
            share /= 2.0;
        }
    }
    Err(separation::at_limit(family, x, y, &here.eta).unwrap_or(Unfit::NotSettled { steps: MOST_STEPS }))
}

/// Whether a step of this length ends the search; rounding keeps it from falling for ever, so when it no longer falls it is over too.
fn over(length: f64, last: f64) -> bool {
    length < SETTLED || (length < 1e-14 && length >= last)
}

/// The step by reflections, with the inverse of the information.
fn reflected(x: &Matrix, here: &Point) -> Result<Solution, Unfit> {
    let ratio = |(score, root): (&f64, &f64)| if *root > 0.0 { score / root } else { 0.0 };
    let target: Vec<f64> = here.scores.iter().zip(&here.roots).map(ratio).collect();
    least_squares(x, Some(&here.roots), &target)
}

fn first_guess(family: Family, x: &Matrix, y: &[f64], offset: Option<&[f64]>) -> Result<Solution, Unfit> {
    let mean = y.iter().sum::<f64>() / y.len().max(1) as f64;
    let target: Vec<f64> = (0..y.len())
        .map(|row| family.start(y[row], mean) - offset.map_or(0.0, |offset| offset[row]))
        .collect();
    least_squares(x, None, &target)
}

fn finish(
    family: Family,
    y: &[f64],
    at: Point,
    coefficients: Vec<f64>,
    inverse: Vec<f64>,
    steps: usize,
) -> Fitted {
    let pearson = y.iter().zip(&at.means).map(|(y, mean)| family.pearson(*y, *mean)).sum();
    let Point { eta, means, scores, deviance, .. } = at;
    Fitted { coefficients, eta, means, scores, inverse, deviance, pearson, steps, design_inverse: None }
}

/// Variance inflation factors: how many times the other columns inflate the variance of each coefficient.
///
/// From `(XᵀX)⁻¹` of the unweighted design: its diagonal times the column's squares, about the mean when there is a constant.
pub(crate) fn inflations(x: &Matrix, inverse: &[f64], constant: Option<usize>) -> Vec<f64> {
    let k = x.columns();
    let inflation = |column: usize| {
        let mut cells = x.column(column);
        if constant.is_some() {
            let mean = cells.iter().sum::<f64>() / cells.len() as f64;
            cells.iter_mut().for_each(|cell| *cell -= mean);
        }
        inverse[column * k + column] * dot(&cells, &cells)
    };
    (0..k).map(|column| if Some(column) == constant { 1.0 } else { inflation(column) }).collect()
}
