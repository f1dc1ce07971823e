//! Models of positive amounts: gamma regression and regression of the logarithm.

use serde::Serialize;

use super::family::Family;
use super::fit::{self, Errors, Fit, Options, Parts, checked_design};
use super::irls;
use super::psi::{digamma, trigamma};
use super::solve::least_squares;
use super::table::{Check, Coefficient, Ratio, Scale, Test, ratios};
use crate::{Caution, Matrix, Unfit};

/// Gamma regression of amounts > 0 with the logarithm as link; ratios are ratios of means.
///
/// `x` is n × k with a constant column where one is wanted, `terms` its k names. The dispersion is Pearson's χ²/(n − k); errors of the
/// model carry it, and statistics are held against Student's t with n − k degrees of freedom (robust errors: the same). The
/// log-likelihood is at the most likely shape.
///
/// Source: McCullagh and Nelder 1989, ch. 8.
///
/// # Errors
/// [`Unfit::OutOfRange`] for an outcome that is not above 0, [`Unfit::Collinear`], [`Unfit::TooFew`], [`Unfit::Shape`],
/// [`Unfit::NotFinite`], [`Unfit::NotSettled`].
pub fn gamma(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<Fit, Unfit> {
    let constant = checked_design(x, terms, y)?;
    options.checked(x.rows())?;
    checked_amounts(y)?;
    let offset = options.offset.as_deref();
    let fitted = irls::fit(Family::Gamma, x, y, offset)?;
    let left = (x.rows() - x.columns()) as f64;
    let dispersion = fitted.pearson / left;
    let inverse = fitted.inverse.iter().map(|cell| cell * dispersion).collect();
    let scores = fitted.scores.iter().map(|score| score / dispersion).collect();
    let parts = Parts {
        model: "gamma",
        link: "log",
        ratio_kind: "mean-ratio",
        source: "McCullagh & Nelder 1989, ch. 8",
        family: Family::Gamma,
        x,
        terms,
        y,
        constant,
        options,
        beside: 1,
        null: fit::null_model(Family::Gamma, y, offset, constant)?,
        information: Some((inverse, scores)),
        scale: Scale::student(left, options.level),
        warnings: Vec::new(),
        assumptions: vec![Check {
            assumption: "amounts-above-zero",
            statistic: y.iter().copied().fold(f64::INFINITY, f64::min),
            p: None,
            holds: true,
        }],
    };
    let mut fit = fit::assemble(parts, fitted)?;
    // The dispersion is no parameter of the mean: residual degrees of freedom are n − k, as the t distribution uses.
    fit.df_residual = x.rows() - x.columns();
    Ok(fit)
}

fn checked_amounts(y: &[f64]) -> Result<(), Unfit> {
    match y.iter().find(|y| **y <= 0.0) {
        Some(value) => {
            Err(Unfit::OutOfRange { name: "y", value: *value, low: f64::MIN_POSITIVE, high: f64::INFINITY })
        }
        None => Ok(()),
    }
}

/// The shape ν at which gamma cases of mean deviance `d` are likeliest: ln ν − ψ(ν) = d/2.
///
/// Source: McCullagh and Nelder 1989, eq. 8.8; started from their eq. 8.9.
pub(crate) fn likeliest_shape(d: f64) -> f64 {
    let half = d / 2.0;
    if half <= 1e-14 {
        return f64::MAX.sqrt();
    }
    let mut shape = (3.0 - half + ((half - 3.0).powi(2) + 24.0 * half).sqrt()) / (12.0 * half);
    for _ in 0..50 {
        // Newton on ln ν keeps the shape above 0.
        let gap = shape.ln() - digamma(shape) - half;
        let slope = 1.0 - shape * trigamma(shape);
        let by = gap / slope;
        shape *= (-by).clamp(-2.0, 2.0).exp();
        if by.abs() < 1e-14 {
            break;
        }
    }
    shape
}

/// A regression of the logarithm of amounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogNormal {
    /// `log-normal`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// n − k.
    pub df_residual: usize,
    /// How standard errors were made.
    pub errors: &'static str,
    /// Coefficients on the scale of the natural logarithm.
    pub coefficients: Vec<Coefficient>,
    /// `geometric-mean-ratio`.
    pub ratio_kind: &'static str,
    /// Exponentials: how many times the typical (geometric mean) amount.
    pub ratios: Vec<Ratio>,
    /// Standard deviation of the residuals of the logarithm.
    pub residual_sd: f64,
    /// Share of the variance of the logarithm explained.
    pub r_squared: f64,
    /// F test of all coefficients but the constant.
    pub f: Test,
    /// Log-likelihood of the amounts themselves (log-normal density), comparable with that of [`gamma`].
    pub log_likelihood: f64,
    /// Mean of the exponentials of the residuals: the factor from typical to mean amounts (Duan 1983).
    pub smearing: f64,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// Linear regression of the natural logarithm of amounts > 0 by least squares.
///
/// `x` is n × k with a constant column where one is wanted, `terms` its k names. Statistics against Student's t with n − k degrees of
/// freedom. The coefficients speak of typical amounts; mean amounts are `smearing` times the exponential of the prediction.
///
/// Source: Wooldridge 2010, «Econometric Analysis», §4.2; Duan 1983, JASA 78, eq. 2.
///
/// # Errors
/// [`Unfit::OutOfRange`] for an amount that is not above 0 or an offset, [`Unfit::Constant`] (column k) when all amounts are equal,
/// [`Unfit::Collinear`], [`Unfit::TooFew`], [`Unfit::Shape`], [`Unfit::NotFinite`].
pub fn log_normal(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<LogNormal, Unfit> {
    let constant = checked_design(x, terms, y)?;
    let (n, k) = (x.rows(), x.columns());
    options.checked(n)?;
    checked_amounts(y)?;
    let logs: Vec<f64> = y
        .iter()
        .enumerate()
        .map(|(row, y)| y.ln() - options.offset.as_ref().map_or(0.0, |offset| offset[row]))
        .collect();
    let solved = least_squares(x, None, &logs)?;
    let fitted = super::solve::predict(x, &solved.coefficients);
    let residuals: Vec<f64> = logs.iter().zip(&fitted).map(|(log, fitted)| log - fitted).collect();
    let (cases, left) = (n as f64, (n - k) as f64);
    let centre = if constant.is_some() { logs.iter().sum::<f64>() / cases } else { 0.0 };
    let total: f64 = logs.iter().map(|log| (log - centre) * (log - centre)).sum();
    if total == 0.0 {
        return Err(Unfit::Constant { column: k });
    }
    let variance = solved.left / left;
    let inverse: Vec<f64> = solved.inverse.iter().map(|cell| cell * variance).collect();
    let scores: Vec<f64> = residuals.iter().map(|residual| residual / variance).collect();
    let mut warnings = Vec::new();
    let covariance = fit::covariance(&options.errors, x, &inverse, &scores, &mut warnings)?;
    let coefficients = Scale::student(left, options.level).table(terms, &solved.coefficients, &covariance);
    let df_model = k - usize::from(constant.is_some());
    let sum_logs: f64 = y.iter().map(|y| y.ln()).sum();
    let likely = solved.left / cases;
    Ok(LogNormal {
        model: "log-normal",
        n,
        df_residual: n - k,
        errors: if options.errors == Errors::Model { "classical" } else { options.errors.name() },
        ratio_kind: "geometric-mean-ratio",
        ratios: ratios(&coefficients, constant),
        coefficients,
        residual_sd: variance.sqrt(),
        r_squared: 1.0 - solved.left / total,
        f: Test::f((total - solved.left) / df_model.max(1) as f64 / variance, df_model, left),
        log_likelihood: -cases / 2.0 * ((2.0 * std::f64::consts::PI * likely).ln() + 1.0) - sum_logs,
        smearing: residuals.iter().map(|residual| residual.exp()).sum::<f64>() / cases,
        assumptions: vec![skewness_of(&residuals)],
        source: "Wooldridge 2010, §4.2; Duan 1983, eq. 2",
        warnings,
    })
}

/// Whether the residuals look normal: Jarque and Bera 1980, from their skewness and kurtosis.
fn skewness_of(residuals: &[f64]) -> Check {
    let n = residuals.len() as f64;
    let mean = residuals.iter().sum::<f64>() / n;
    let moment = |power: i32| residuals.iter().map(|r| (r - mean).powi(power)).sum::<f64>() / n;
    let spread = moment(2);
    let skewness = moment(3) / spread.powf(1.5);
    let excess = moment(4) / (spread * spread) - 3.0;
    let statistic = n / 6.0 * (skewness * skewness + excess * excess / 4.0);
    let p = Test::chi_squared(statistic, 2).p;
    Check { assumption: "normal-residuals-of-the-logarithm", statistic, p: Some(p), holds: p >= 0.05 }
}
