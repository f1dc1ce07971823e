//! Logistic regression that stays finite under separation.

use serde::Serialize;

use super::family::Family;
use super::fit::{Options, checked_design};
use super::logit::{checked_outcome, few_events};
use super::separation;
use super::solve::{self, definite_inverse, log_determinant, quadratic, times};
use super::table::{Check, Scale, Test};
use crate::{Caution, Matrix, Unfit, tails};

const MOST_STEPS: usize = 500;

/// A penalised logistic regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Firth {
    /// `logit-firth`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// n − k.
    pub df_residual: usize,
    /// `model`: the inverse information at the estimate.
    pub errors: &'static str,
    /// `profile-penalised-likelihood`.
    pub interval: &'static str,
    /// The table: p values and intervals from the profile of the penalised likelihood.
    pub coefficients: Vec<FirthLine>,
    /// The penalised log-likelihood, ln L + ½ ln |I|.
    pub penalised_log_likelihood: f64,
    /// Penalised likelihood-ratio test of all coefficients but the constant.
    pub likelihood_ratio: Test,
    /// Steps of the search.
    pub steps: usize,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind; [`Caution::Separated`] where the plain logit has no estimate.
    pub warnings: Vec<Caution>,
}

/// One line of a penalised table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirthLine {
    /// The column's name.
    pub term: String,
    /// The penalised estimate, in log odds.
    pub estimate: f64,
    /// Its standard error from the inverse information; Wald figures from it can mislead under separation.
    pub std_error: f64,
    /// Estimate over standard error.
    pub z: f64,
    /// From the penalised likelihood ratio with this coefficient held at 0.
    pub p: f64,
    /// Lower end of the profile interval; minus infinity (null) when the profile never falls far enough.
    pub ci_low: f64,
    /// Upper end of the profile interval.
    pub ci_high: f64,
    /// Exponential of the estimate.
    pub odds_ratio: f64,
    /// Exponential of the lower end.
    pub odds_ratio_ci_low: f64,
    /// Exponential of the upper end.
    pub odds_ratio_ci_high: f64,
}

/// Logistic regression with Firth's penalty ½ ln |I(β)|: less biased in small samples and finite even when a column separates the
/// outcomes.
///
/// Arguments as for [`logit`](super::logit); [`Options::errors`] is not used. p values and intervals come from the profile of the
/// penalised likelihood, which keeps its meaning under separation.
///
/// Source: Firth 1993, Biometrika 80, eq. 1 and §3.3; Heinze and Schemper 2002, Statistics in Medicine 21, §2.
///
/// # Errors
/// Those of [`logit`](super::logit) but [`Unfit::Separated`].
pub fn firth(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<Firth, Unfit> {
    let constant = checked_design(x, terms, y)?;
    options.checked(x.rows())?;
    let rarer = checked_outcome(x, y)?;
    // A design that does not hold is refused before the search.
    solve::least_squares(x, None, y)?;
    let k = x.columns();
    let problem = Problem { x, y, offset: options.offset.as_deref() };
    let none = vec![false; k];
    let full = problem.maximum(&vec![0.0; k], &none)?;
    let scale = Scale::normal(options.level);
    let drop = tails::chi2_quantile(options.level, 1.0) / 2.0;
    let mut coefficients = Vec::with_capacity(k);
    for (column, term) in terms.iter().enumerate() {
        let estimate = full.coefficients[column];
        let error = full.inverse[column * k + column].sqrt();
        let without = problem.profile(&full, column, 0.0)?;
        let p = Test::chi_squared(2.0 * (full.value - without), 1).p;
        let reach = scale.critical() * error;
        let ci_low = problem.end(&full, column, -reach, drop)?;
        let ci_high = problem.end(&full, column, reach, drop)?;
        coefficients.push(FirthLine {
            term: term.clone(),
            estimate,
            std_error: error,
            z: estimate / error,
            p,
            ci_low,
            ci_high,
            odds_ratio: estimate.exp(),
            odds_ratio_ci_low: ci_low.exp(),
            odds_ratio_ci_high: ci_high.exp(),
        });
    }
    let held: Vec<bool> = (0..k).map(|column| Some(column) != constant).collect();
    let null = problem.maximum(&vec![0.0; k], &held)?;
    let slopes = k - usize::from(constant.is_some());
    let (mut warnings, events) = few_events(rarer, k, constant);
    let separated = match super::irls::fit(Family::Logit, x, y, options.offset.as_deref()) {
        Err(Unfit::Separated { column }) => Some(column),
        _ => separation::alone(Family::Logit, x, y),
    };
    warnings.extend(separated.map(|column| Caution::Separated { column }));
    Ok(Firth {
        model: "logit-firth",
        n: x.rows(),
        df_residual: x.rows() - k,
        errors: "model",
        interval: "profile-penalised-likelihood",
        coefficients,
        penalised_log_likelihood: full.value,
        likelihood_ratio: Test::chi_squared(2.0 * (full.value - null.value), slopes),
        steps: full.steps,
        assumptions: vec![
            Check {
                assumption: "no-separation",
                statistic: f64::from(u8::from(separated.is_some())),
                p: None,
                holds: separated.is_none(),
            },
            events,
        ],
        source: "Firth 1993, eq. 1 and §3.3; Heinze & Schemper 2002, §2",
        warnings,
    })
}

struct Problem<'a> {
    x: &'a Matrix,
    y: &'a [f64],
    offset: Option<&'a [f64]>,
}

struct Maximum {
    coefficients: Vec<f64>,
    /// The penalised log-likelihood.
    value: f64,
    /// Inverse of the full information.
    inverse: Vec<f64>,
    steps: usize,
}

struct Here {
    value: f64,
    score: Vec<f64>,
    information: Vec<f64>,
    inverse: Vec<f64>,
}

impl Problem<'_> {
    /// Value, penalised score and information at a point.
    fn at(&self, coefficients: &[f64]) -> Result<Here, Unfit> {
        let (x, k) = (self.x, self.x.columns());
        let mut information = vec![0.0; k * k];
        let mut cases = Vec::with_capacity(self.y.len());
        let mut deviance = 0.0;
        for (row, y) in self.y.iter().enumerate() {
            let cells = x.row(row);
            let eta = solve::dot(cells, coefficients) + self.offset.map_or(0.0, |offset| offset[row]);
            let case = Family::Logit.case(*y, eta);
            deviance += Family::Logit.deviance(*y, eta, case.mean);
            for i in 0..k {
                let weighted = case.weight * cells[i];
                for j in 0..=i {
                    information[i * k + j] += weighted * cells[j];
                }
            }
            cases.push(case);
        }
        for i in 0..k {
            for j in 0..i {
                information[j * k + i] = information[i * k + j];
            }
        }
        let inverse = definite_inverse(&information, k)?;
        let value = log_determinant(&information, k)? / 2.0 - deviance / 2.0;
        let mut score = vec![0.0; k];
        for (row, case) in cases.iter().enumerate() {
            let cells = x.row(row);
            let leverage = case.weight * quadratic(&inverse, cells);
            let pull = case.score + leverage * (0.5 - case.mean);
            score.iter_mut().zip(cells).for_each(|(score, cell)| *score += pull * cell);
        }
        Ok(Here { value, score, information, inverse })
    }

    /// The maximum with the `held` coefficients kept where `start` has them.
    fn maximum(&self, start: &[f64], held: &[bool]) -> Result<Maximum, Unfit> {
        let k = start.len();
        let free: Vec<usize> = (0..k).filter(|column| !held[*column]).collect();
        let mut coefficients = start.to_vec();
        let mut here = self.at(&coefficients)?;
        for steps in 0..MOST_STEPS {
            let size = free.len();
            let score: Vec<f64> = free.iter().map(|i| here.score[*i]).collect();
            let step = if size == k {
                times(&here.inverse, &score)
            } else if size == 0 {
                Vec::new()
            } else {
                let part: Vec<f64> = free
                    .iter()
                    .flat_map(|i| free.iter().map(|j| here.information[i * k + j]).collect::<Vec<_>>())
                    .collect();
                times(&definite_inverse(&part, size)?, &score)
            };
            if solve::dot(&step, &score) < 1e-24 {
                return Ok(Maximum { coefficients, value: here.value, inverse: here.inverse, steps });
            }
            // Steps no longer than five in any coefficient, halved while the value falls (Heinze and Schemper 2002).
            let longest = step.iter().fold(0.0_f64, |longest, by| longest.max(by.abs()));
            let mut share = (5.0 / longest).min(1.0);
            loop {
                let mut there = coefficients.clone();
                free.iter().zip(&step).for_each(|(column, by)| there[*column] += share * by);
                match self.at(&there) {
                    Ok(next) if next.value >= here.value - 1e-9 * (1.0 + here.value.abs()) => {
                        (here, coefficients) = (next, there);
                        break;
                    }
                    _ if share > 1e-8 => share /= 2.0,
                    _ => return Err(Unfit::NotSettled { steps }),
                }
            }
        }
        Err(Unfit::NotSettled { steps: MOST_STEPS })
    }

    /// The highest value with one coefficient held.
    fn profile(&self, full: &Maximum, column: usize, at: f64) -> Result<f64, Unfit> {
        let k = full.coefficients.len();
        let mut start = full.coefficients.clone();
        // The others move with the held one along the ridge of the quadratic approximation.
        let by = (at - start[column]) / full.inverse[column * k + column];
        for (i, cell) in start.iter_mut().enumerate() {
            *cell += by * full.inverse[i * k + column];
        }
        start[column] = at;
        let held: Vec<bool> = (0..k).map(|i| i == column).collect();
        let found = self.maximum(&start, &held);
        let found = match found {
            Ok(found) => found,
            Err(_) => {
                let mut start = vec![0.0; k];
                start[column] = at;
                self.maximum(&start, &held)?
            }
        };
        Ok(found.value)
    }

    /// Where the profile has fallen by `drop`, looking in the direction of `reach`.
    fn end(&self, full: &Maximum, column: usize, reach: f64, drop: f64) -> Result<f64, Unfit> {
        let centre = full.coefficients[column];
        let gap = |by: f64| Ok::<f64, Unfit>(full.value - self.profile(full, column, centre + by)? - drop);
        let (mut near, mut far) = ((0.0, -drop), (reach, gap(reach)?));
        let mut doubled = 0;
        while far.1 < 0.0 {
            if doubled == 12 {
                return Ok(f64::INFINITY.copysign(reach));
            }
            near = far;
            far = match gap(far.0 * 1.6) {
                Ok(value) => (far.0 * 1.6, value),
                // So far out the information vanishes: the profile is flat there.
                Err(_) => return Ok(f64::INFINITY.copysign(reach)),
            };
            doubled += 1;
        }
        for _ in 0..60 {
            let next = (near.0 * far.1 - far.0 * near.1) / (far.1 - near.1);
            let moved = (next - far.0).abs();
            let value = gap(next)?;
            if value * far.1 < 0.0 {
                near = far;
            } else {
                near.1 /= 2.0;
            }
            far = (next, value);
            if moved < 1e-11 * reach.abs() || value.abs() < 1e-12 {
                break;
            }
        }
        Ok(centre + far.0)
    }
}
