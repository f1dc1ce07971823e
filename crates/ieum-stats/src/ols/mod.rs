//! Linear regression by least squares.
//!
//! [`fit`] takes columns in double-double, so that decimal data keep their digits; [`fit_f64`] takes doubles; [`fit_design`] takes what
//! a [`formula::Formula`] makes of a table. All three are the same arithmetic.

mod checks;
mod covariance;
pub mod formula;
mod influence;
mod prepare;
pub(crate) mod solve;

use serde::Serialize;

use crate::dd::{Column, Dd};
use crate::tails::{f_sf, t_two_sided, t_two_sided_quantile};
use crate::{Caution, Matrix, Unfit};
use formula::Design;
use prepare::Prepared;
use solve::{Solution, Square, least_squares};

pub use checks::{Checks, Test};
pub use covariance::Errors;
pub use influence::Influence;

/// How a regression is to be reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// Which standard errors.
    pub errors: Errors<'a>,
    /// The confidence of the intervals, over 0 and under 1.
    pub confidence: f64,
    /// Whether to report what each row does to the fit.
    pub influence: bool,
}

impl Default for Options<'_> {
    /// Standard errors, 95 %, no influence.
    fn default() -> Self {
        Self { errors: Errors::Standard, confidence: 0.95, influence: false }
    }
}

/// What R² and F measure the fit against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The outcome's mean: the model has an intercept.
    Mean,
    /// Nought: the model has none, and R² is 1 − Σe² / Σy². Not to be compared with one against the mean.
    Zero,
}

/// One coefficient of a regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// The column's name.
    pub term: String,
    /// In units of the outcome per unit of the column.
    pub estimate: f64,
    /// Of the estimate.
    pub std_error: f64,
    /// Estimate over its standard error.
    pub t: f64,
    /// Two-sided.
    pub p: f64,
    /// Where the interval begins.
    pub ci_low: f64,
    /// Where the interval ends.
    pub ci_high: f64,
    /// In standard deviations of the outcome per standard deviation of the column; about nought in a model without an intercept. None
    /// for the intercept.
    pub beta: Option<f64>,
    /// Variance inflation factor, 1 / (1 − R² of this column on the others); none for the intercept.
    pub vif: Option<f64>,
}

/// A linear regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regression {
    /// Rows used.
    pub n: usize,
    /// Columns without the intercept.
    pub df_model: usize,
    /// n less the number of coefficients.
    pub df_residual: usize,
    /// In the order of the columns.
    pub coefficients: Vec<Coefficient>,
    /// √(Σe² / `df_residual`).
    pub residual_sd: f64,
    /// Σe².
    pub ss_residual: f64,
    /// Squares of the outcome about its mean, or about nought without an intercept.
    pub ss_total: f64,
    /// 1 − `ss_residual` / `ss_total`.
    pub r_squared: f64,
    /// What R² measures against.
    pub r_squared_against: Against,
    /// R² with both sums divided by their degrees of freedom.
    pub adj_r_squared: f64,
    /// Of all coefficients but the intercept being nought; from the covariance named by `errors`. None without such coefficients, or
    /// where there are fewer clusters than coefficients.
    pub f: Option<f64>,
    /// Of that F.
    pub p: Option<f64>,
    /// The degrees of freedom below F and of each t.
    pub df_errors: f64,
    /// Of normal errors at their most likely spread.
    pub log_likelihood: f64,
    /// −2 log likelihood + 2 (coefficients + 1, for the spread).
    pub aic: f64,
    /// −2 log likelihood + ln n (coefficients + 1).
    pub bic: f64,
    /// Σ(eᵢ − eᵢ₋₁)² / Σe² in the order of the rows (Durbin and Watson 1950, Biometrika 37, 409–428); none for an exact fit.
    pub durbin_watson: Option<f64>,
    /// Which standard errors.
    pub errors: &'static str,
    /// Of the intervals.
    pub confidence: f64,
    /// What the method assumes, tested.
    pub checks: Checks,
    /// Per row, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub influence: Option<Vec<Influence>>,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

const SOURCE: &str = "Least squares in double-double. Estimates, s², R², F: Draper and Smith 1998, «Applied regression analysis» 3, ch. 2, 6; \
                      beta: Cohen, Cohen, West and Aiken 2003, eq. 3.2.4; VIF: Marquardt 1970, Technometrics 12, 591–612; robust errors: \
                      White 1980, MacKinnon and White 1985, Liang and Zeger 1986";

/// Explains `outcome` by `columns` with least squares.
///
/// `terms` names the columns; with `intercept` the first column is the intercept, all ones. No value may be missing. Needs more rows
/// than columns.
///
/// # Errors
/// [`Unfit::Shape`] where lengths differ; [`Unfit::TooFew`] rows; [`Unfit::NotFinite`] at a cell, the outcome being the column after the
/// last; [`Unfit::Constant`] for an outcome that does not vary; [`Unfit::Collinear`] at the first column that is a combination of those
/// before it; [`Unfit::OutOfRange`] for a confidence outside 0 to 1.
pub fn fit(
    outcome: &Column,
    columns: &[Column],
    terms: &[String],
    intercept: bool,
    options: Options,
) -> Result<Regression, Unfit> {
    if terms.len() != columns.len() {
        return Err(Unfit::Shape { expected: columns.len(), found: terms.len() });
    }
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: options.confidence, low: 0.0, high: 1.0 });
    }
    let prepared = Prepared::of(outcome, columns)?;
    let kept: Vec<&Column> = prepared.columns.iter().map(AsRef::as_ref).collect();
    let solution = least_squares(&kept, &prepared.outcome)?;
    Fitted { prepared: &prepared, columns: &kept, solution: &solution, intercept, options }.report(terms)
}

/// [`fit`] for doubles: `x` without an intercept column, which is put first when `intercept` asks for it.
///
/// ```
/// use ieum_stats::Matrix;
/// use ieum_stats::ols::{Options, fit_f64};
///
/// let x = Matrix::new(4, 1, vec![1.0, 2.0, 3.0, 4.0])?;
/// let found = fit_f64(&[2.0, 3.0, 5.0, 6.0], &x, &["x".to_owned()], true, Options::default())?;
/// assert_eq!((found.coefficients[1].estimate, found.df_residual), (1.4, 2));
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// As [`fit`]; columns count from 0 with the intercept as the first.
pub fn fit_f64(
    y: &[f64],
    x: &Matrix,
    terms: &[String],
    intercept: bool,
    options: Options,
) -> Result<Regression, Unfit> {
    let mut columns: Vec<Column> = Vec::with_capacity(x.columns() + 1);
    let mut named = Vec::with_capacity(x.columns() + 1);
    if intercept {
        columns.push(Column::from(&vec![1.0; y.len()][..]));
        named.push(formula::INTERCEPT.to_owned());
    }
    columns.extend((0..x.columns()).map(|at| Column::from(&x.column(at)[..])));
    named.extend_from_slice(terms);
    fit(&Column::from(y), &columns, &named, intercept, options)
}

/// [`fit`] for what a formula makes of a table; rows left out become a [`Caution::Dropped`].
///
/// # Errors
/// As [`fit`]. Clusters in `options` are one per row of the design.
pub fn fit_design(design: &Design, options: Options) -> Result<Regression, Unfit> {
    let mut fitted = fit(&design.outcome, &design.columns, &design.terms, design.intercept, options)?;
    if design.dropped > 0 {
        fitted.warnings.insert(0, Caution::Dropped { cases: design.dropped });
    }
    Ok(fitted)
}

struct Fitted<'a> {
    prepared: &'a Prepared<'a>,
    columns: &'a [&'a Column],
    solution: &'a Solution,
    intercept: bool,
    options: Options<'a>,
}

impl Fitted<'_> {
    fn report(&self, terms: &[String]) -> Result<Regression, Unfit> {
        let (n, k) = (self.prepared.outcome.len(), self.columns.len());
        let residuals = &self.solution.residuals;
        let left = residuals.dot(residuals);
        let df = Dd::from(n - k);
        let variance = left / df;
        let whole = about(&self.prepared.outcome, self.intercept);
        if whole.is_zero() {
            return Err(Unfit::Constant { column: k });
        }
        let df_model = k - usize::from(self.intercept);
        let (covariance, df_errors) =
            covariance::covariance(self.columns, self.solution, variance, self.options.errors)?;
        let f = match self.options.errors {
            Errors::Standard if df_model > 0 => Some((whole - left) / Dd::from(df_model) / variance),
            Errors::Standard => None,
            _ => self.wald(&covariance),
        }
        .map(Dd::to_f64);
        let share = left / whole;
        let total_df = Dd::from(n - usize::from(self.intercept));
        let per_case = self.prepared.in_units(left / Dd::from(n));
        let likelihood = -0.5 * n as f64 * ((std::f64::consts::TAU * per_case).ln() + 1.0);
        let parameters = k as f64 + 1.0;
        let jumps: Dd = (1..n).map(|row| (residuals.at(row) - residuals.at(row - 1)).square()).sum();
        let coefficients = self.coefficients(terms, &covariance, df_errors, whole);
        let checks = Checks::of(self.columns, self.solution, self.intercept);
        let mut warnings = self.warnings(&coefficients, &checks);
        let influence = self.options.influence.then(|| {
            let influence = influence::influence(self.columns, self.solution, variance);
            warnings.extend(influence::cautions(&influence));
            let unit = self.prepared.unit();
            influence.into_iter().map(|row| row.in_units(unit)).collect()
        });
        Ok(Regression {
            n,
            df_model,
            df_residual: n - k,
            coefficients,
            residual_sd: variance.sqrt().to_f64() * self.prepared.unit(),
            ss_residual: self.prepared.in_units(left),
            ss_total: self.prepared.in_units(whole),
            r_squared: (Dd::ONE - share).to_f64(),
            r_squared_against: if self.intercept { Against::Mean } else { Against::Zero },
            adj_r_squared: (Dd::ONE - share * total_df / df).to_f64(),
            f,
            p: f.map(|f| f_sf(f, df_model as f64, df_errors)),
            df_errors,
            log_likelihood: likelihood,
            aic: 2.0 * (parameters - likelihood),
            bic: (n as f64).ln() * parameters - 2.0 * likelihood,
            durbin_watson: (!left.is_zero()).then(|| (jumps / left).to_f64()),
            errors: self.options.errors.name(),
            confidence: self.options.confidence,
            checks,
            influence,
            warnings,
            source: SOURCE,
        })
    }

    /// b' V⁻¹ b / q over the coefficients without the intercept.
    fn wald(&self, covariance: &Square) -> Option<Dd> {
        let first = usize::from(self.intercept);
        let size = covariance.size() - first;
        let mut part = Square::zeros(size);
        for row in 0..size {
            for column in 0..size {
                *part.at_mut(row, column) = covariance.at(row + first, column + first);
            }
        }
        let slopes = &self.solution.coefficients[first..];
        let turned = part.symmetric_inverse()?.apply(slopes);
        let square: Dd = slopes.iter().zip(turned).map(|(&slope, turned)| slope * turned).sum();
        (size > 0).then(|| square / Dd::from(size))
    }

    fn coefficients(&self, terms: &[String], covariance: &Square, df: f64, whole: Dd) -> Vec<Coefficient> {
        let times = t_two_sided_quantile(1.0 - self.options.confidence, df);
        let each = |(at, term): (usize, &String)| {
            let unit = self.prepared.unit() / self.prepared.scales[at];
            let estimate = self.solution.coefficients[at];
            let error = covariance.at(at, at).sqrt();
            let t = (estimate / error).to_f64();
            let is_intercept = self.intercept && at == 0;
            let spread = (!is_intercept).then(|| about(self.columns[at], self.intercept));
            Coefficient {
                term: term.clone(),
                estimate: estimate.to_f64() * unit,
                std_error: error.to_f64() * unit,
                t,
                p: t_two_sided(t, df),
                ci_low: (estimate - error * times).to_f64() * unit,
                ci_high: (estimate + error * times).to_f64() * unit,
                beta: spread.map(|spread| (estimate * (spread / whole).sqrt()).to_f64()),
                vif: spread.map(|spread| (spread * self.solution.inverse.at(at, at)).to_f64()),
            }
        };
        terms.iter().enumerate().map(each).collect()
    }

    fn warnings(&self, coefficients: &[Coefficient], checks: &Checks) -> Vec<Caution> {
        let (n, k) = (self.prepared.outcome.len(), self.columns.len());
        let mut warnings = Vec::new();
        // Ten cases a coefficient: Harrell, Lee and Mark 1996, Statistics in Medicine 15, 361–387.
        if n < 10 * k {
            warnings.push(Caution::FewCases { found: n, advised: 10 * k });
        }
        for (column, coefficient) in coefficients.iter().enumerate() {
            match coefficient.vif {
                Some(inflation) if inflation > 10.0 => {
                    warnings.push(Caution::NearlyCollinear { column, inflation });
                }
                _ => {}
            }
        }
        if let (Some(test), Errors::Standard) = (&checks.equal_spread, self.options.errors)
            && test.p < 0.05
        {
            warnings.push(Caution::UnequalSpread { p: test.p });
        }
        if let Some(test) = &checks.normal_residuals
            && test.p < 0.05
        {
            warnings.push(Caution::NotNormal { p: test.p });
        }
        warnings
    }
}

/// The squares of a column about its mean, or about nought.
fn about(column: &Column, mean: bool) -> Dd {
    if !mean {
        return column.dot(column);
    }
    let centre = column.sum() / Dd::from(column.len());
    let mut squares = Dd::ZERO;
    for value in column.iter() {
        squares += (value - centre).square();
    }
    // All equal: whatever is left is the rounding of the mean.
    let least = column.rounded().iter().fold(f64::INFINITY, |least, &value| least.min(value));
    let most = column.rounded().iter().fold(f64::NEG_INFINITY, |most, &value| most.max(value));
    if least == most && column.iter().all(|value| value == column.at(0)) { Dd::ZERO } else { squares }
}

#[cfg(test)]
mod tests;
