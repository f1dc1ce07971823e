//! Regressions from what is printed of them.

use serde::Serialize;

use crate::Unfit;
use crate::dd::Dd;
use crate::ols::formula::INTERCEPT;
use crate::ols::{Coefficient, solve::Square};
use crate::tails::{f_sf, t_two_sided, t_two_sided_quantile};

/// What R² says about a whole regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overall {
    /// Cases.
    pub n: usize,
    /// Columns without the intercept.
    pub df_model: usize,
    /// n less columns, less 1.
    pub df_residual: usize,
    /// As printed.
    pub r_squared: f64,
    /// 1 − (1 − R²)(n − 1) / `df_residual`.
    pub adj_r_squared: f64,
    /// R² / `df_model` over (1 − R²) / `df_residual`.
    pub f: f64,
    /// Of that F.
    pub p: f64,
}

fn residual_df(n: usize, predictors: usize) -> Result<usize, Unfit> {
    if predictors == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    if n < predictors + 2 {
        return Err(Unfit::TooFew { needed: predictors + 2, found: n });
    }
    Ok(n - predictors - 1)
}

/// F, its p and the adjusted R² of a regression with an intercept, from n, the number of predictors and R².
///
/// Source: Draper and Smith 1998, «Applied regression analysis» 3, eq. 5.3.3 and 6.1.2.
///
/// ```
/// let found = ieum_stats::summary::overall(325, 2, "0.026".parse().expect("a decimal"))?;
/// assert!((found.f - 4.30).abs() < 0.005 && (found.p - 0.014).abs() < 0.0005);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::TooFew`] without predictors or residual degrees of freedom, [`Unfit::OutOfRange`] for R² outside 0 to under 1.
pub fn overall(n: usize, predictors: usize, r_squared: Dd) -> Result<Overall, Unfit> {
    let df_residual = residual_df(n, predictors)?;
    if !(r_squared >= Dd::ZERO && r_squared < Dd::ONE) {
        return Err(Unfit::OutOfRange { name: "r_squared", value: r_squared.to_f64(), low: 0.0, high: 1.0 });
    }
    let left = Dd::ONE - r_squared;
    let f = (r_squared / Dd::from(predictors) / (left / Dd::from(df_residual))).to_f64();
    Ok(Overall {
        n,
        df_model: predictors,
        df_residual,
        r_squared: r_squared.to_f64(),
        adj_r_squared: (Dd::ONE - left * Dd::from(n - 1) / Dd::from(df_residual)).to_f64(),
        f,
        p: f_sf(f, predictors as f64, df_residual as f64),
    })
}

/// The R² an F stands for: F k / (F k + n − k − 1).
///
/// # Errors
/// As [`overall`], with [`Unfit::OutOfRange`] for an F below 0.
pub fn r_squared_from_f(n: usize, predictors: usize, f: Dd) -> Result<f64, Unfit> {
    let df_residual = residual_df(n, predictors)?;
    if !(f >= Dd::ZERO && f.is_finite()) {
        return Err(Unfit::OutOfRange { name: "f", value: f.to_f64(), low: 0.0, high: f64::MAX });
    }
    let explained = f * Dd::from(predictors);
    Ok((explained / (explained + Dd::from(df_residual))).to_f64())
}

/// What a coefficient and its standard error say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slope {
    /// As printed.
    pub estimate: f64,
    /// As printed.
    pub std_error: f64,
    /// Estimate over its standard error.
    pub t: f64,
    /// Of t.
    pub df: f64,
    /// Two-sided.
    pub p: f64,
    /// Where the interval begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
}

/// t, p and interval of a printed coefficient.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a standard error or degrees of freedom not over 0, or for the confidence.
pub fn slope(estimate: Dd, std_error: Dd, df: f64, confidence: f64) -> Result<Slope, Unfit> {
    let over_nought = |name: &'static str, value: f64| {
        let fits = value > 0.0 && value.is_finite();
        if fits {
            Ok(())
        } else {
            Err(Unfit::OutOfRange { name, value, low: f64::MIN_POSITIVE, high: f64::MAX })
        }
    };
    over_nought("std_error", std_error.to_f64())?;
    over_nought("df", df)?;
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    let t = (estimate / std_error).to_f64();
    let half = std_error * t_two_sided_quantile(1.0 - confidence, df);
    Ok(Slope {
        estimate: estimate.to_f64(),
        std_error: std_error.to_f64(),
        t,
        df,
        p: t_two_sided(t, df),
        ci_low: (estimate - half).to_f64(),
        ci_high: (estimate + half).to_f64(),
    })
}

/// The standardised coefficient: B × sd of the column / sd of the outcome.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a standard deviation below 0, or of the outcome not over 0.
pub fn beta(estimate: Dd, sd_column: Dd, sd_outcome: Dd) -> Result<f64, Unfit> {
    for (name, sd, least) in [("sd_column", sd_column, 0.0), ("sd_outcome", sd_outcome, f64::MIN_POSITIVE)] {
        if !(sd.to_f64() >= least && sd.is_finite()) {
            return Err(Unfit::OutOfRange { name, value: sd.to_f64(), low: least, high: f64::MAX });
        }
    }
    Ok((estimate * sd_column / sd_outcome).to_f64())
}

/// A regression put together from means, standard deviations and correlations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FromCorrelations {
    /// n, R², F and what follows from them.
    pub overall: Overall,
    /// The intercept first.
    pub coefficients: Vec<Coefficient>,
    /// √(Σe² / `df_residual`).
    pub residual_sd: f64,
}

/// The regression of the first variable on all others, from n, means, standard deviations and correlations (row after row).
///
/// The standardised coefficients solve R_xx β = r_xy (Cohen, Cohen, West and Aiken 2003, «Applied multiple regression» 3, eq. 3.5.4);
/// everything else follows. In double-double, but no better than the printed correlations: nearly collinear columns multiply their
/// rounding.
///
/// # Errors
/// [`Unfit::Shape`] where the lists do not belong together; [`Unfit::TooFew`] cases; [`Unfit::OutOfRange`] for a correlation outside −1 to 1,
/// a standard deviation not over 0, correlations no data can have (R² of 1 and more), or the confidence; [`Unfit::Collinear`] at the
/// column, counted from 1 for the first explaining one, that the columns before it determine.
pub fn from_correlations(
    n: usize,
    terms: &[String],
    means: &[Dd],
    sds: &[Dd],
    correlations: &[Dd],
    confidence: f64,
) -> Result<FromCorrelations, Unfit> {
    let count = means.len();
    for (expected, found) in
        [(count, sds.len()), (count * count, correlations.len()), (count, terms.len() + 1)]
    {
        if expected != found {
            return Err(Unfit::Shape { expected, found });
        }
    }
    let k = count - 1;
    let df_residual = residual_df(n, k)?;
    if let Some(wrong) = correlations.iter().find(|r| !(-1.0..=1.0).contains(&r.hi())) {
        return Err(Unfit::OutOfRange { name: "correlations", value: wrong.to_f64(), low: -1.0, high: 1.0 });
    }
    if let Some(wrong) = sds.iter().find(|sd| !(sd.is_finite() && **sd > Dd::ZERO)) {
        let value = wrong.to_f64();
        return Err(Unfit::OutOfRange { name: "sds", value, low: f64::MIN_POSITIVE, high: f64::MAX });
    }
    let r = |row: usize, column: usize| correlations[row * count + column];
    let mut among = Square::zeros(k);
    for row in 0..k {
        for column in 0..k {
            // The mean of both halves, should they have been rounded apart.
            *among.at_mut(row, column) = (r(row + 1, column + 1) + r(column + 1, row + 1)).scaled(0.5);
        }
    }
    if let Err(column) = among.root(1e-12) {
        return Err(Unfit::Collinear { column: column + 1 });
    }
    let inverse = among.symmetric_inverse().ok_or(Unfit::Collinear { column: k })?;
    let with_outcome: Vec<Dd> = (1..count).map(|at| (r(0, at) + r(at, 0)).scaled(0.5)).collect();
    let betas = inverse.apply(&with_outcome);
    let r_squared: Dd = betas.iter().zip(&with_outcome).map(|(&beta, &r)| beta * r).sum();
    let overall = overall(n, k, r_squared)?;
    let df = df_residual as f64;
    let left = (Dd::ONE - r_squared) / Dd::from(df_residual);
    let terms_with = |at: usize, beta: Dd| -> Result<Coefficient, Unfit> {
        let unit = sds[0] / sds[at + 1];
        let vif = inverse.at(at, at);
        let found = slope(beta * unit, (left * vif).sqrt() * unit, df, confidence)?;
        Ok(coefficient(&terms[at], &found, Some(beta.to_f64()), Some(vif.to_f64())))
    };
    let slopes: Vec<Coefficient> =
        betas.iter().enumerate().map(|(at, &beta)| terms_with(at, beta)).collect::<Result<_, _>>()?;
    // Of the intercept: s² (1/n + x̄' S⁻¹ x̄), S the sums of squares and products about the means.
    let standard: Vec<Dd> = (0..k).map(|at| means[at + 1] / sds[at + 1]).collect();
    let distance: Dd = standard.iter().zip(inverse.apply(&standard)).map(|(&a, b)| a * b).sum();
    let variance = left * Dd::from(n - 1) * sds[0].square();
    let about = Dd::ONE / Dd::from(n) + distance / Dd::from(n - 1);
    let middle: Dd = betas.iter().enumerate().map(|(at, &beta)| beta * sds[0] * standard[at]).sum();
    let found = slope(means[0] - middle, (variance * about).sqrt(), df, confidence)?;
    let mut coefficients = vec![coefficient(INTERCEPT, &found, None, None)];
    coefficients.extend(slopes);
    Ok(FromCorrelations { overall, coefficients, residual_sd: variance.sqrt().to_f64() })
}

fn coefficient(term: &str, slope: &Slope, beta: Option<f64>, vif: Option<f64>) -> Coefficient {
    Coefficient {
        term: term.to_owned(),
        estimate: slope.estimate,
        std_error: slope.std_error,
        t: slope.t,
        p: slope.p,
        ci_low: slope.ci_low,
        ci_high: slope.ci_high,
        beta,
        vif,
    }
}
