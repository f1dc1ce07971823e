//! Poisson regression.

use super::family::Family;
use super::fit::{self, Fit, Options, Parts, checked_design};
use super::irls;
use super::table::{Check, Scale};
use crate::{Caution, Matrix, Unfit, tails};

/// Poisson regression of counts (or any outcome ≥ 0 with the robust errors of pseudo-likelihood), by maximum likelihood with the
/// logarithm as link; ratios are rate ratios. The logarithm of an exposure goes into [`Options::offset`].
///
/// `x` is n × k with a constant column where one is wanted, `terms` its k names. When the spread exceeds what Poisson allows (Pearson's
/// χ² at 5 %) the result carries [`Caution::Overdispersed`]: errors of the model are then too small.
///
/// Source: McCullagh and Nelder 1989, ch. 6; as pseudo-likelihood Santos Silva and Tenreyro 2006, Rev. Econ. Stat. 88.
///
/// # Errors
/// [`Unfit::OutOfRange`] for an outcome below 0, [`Unfit::Constant`] (column k) when all are 0, [`Unfit::Separated`] naming the column
/// when the estimate is infinite, [`Unfit::Collinear`], [`Unfit::TooFew`], [`Unfit::Shape`], [`Unfit::NotFinite`].
pub fn poisson(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<Fit, Unfit> {
    let constant = checked_design(x, terms, y)?;
    options.checked(x.rows())?;
    checked_counts(x, y)?;
    let offset = options.offset.as_deref();
    let fitted = irls::fit(Family::Poisson, x, y, offset)?;
    let left = x.rows() - x.columns();
    let (dispersion, p) = (fitted.pearson / left as f64, tails::chi2_sf(fitted.pearson, left as f64));
    let over = dispersion > 1.0 && p < 0.05;
    let parts = Parts {
        model: "poisson",
        link: "log",
        ratio_kind: "rate-ratio",
        source: "McCullagh & Nelder 1989, ch. 6; Santos Silva & Tenreyro 2006",
        family: Family::Poisson,
        x,
        terms,
        y,
        constant,
        options,
        beside: 0,
        null: fit::null_model(Family::Poisson, y, offset, constant)?,
        information: None,
        scale: Scale::normal(options.level),
        warnings: over.then_some(Caution::Overdispersed { ratio: dispersion }).into_iter().collect(),
        assumptions: vec![Check {
            assumption: "variance-equals-mean",
            statistic: dispersion,
            p: Some(p),
            holds: !over,
        }],
    };
    fit::assemble(parts, fitted)
}

/// Refuses what is no count model's outcome.
pub(crate) fn checked_counts(x: &Matrix, y: &[f64]) -> Result<(), Unfit> {
    if let Some(value) = y.iter().find(|y| **y < 0.0) {
        return Err(Unfit::OutOfRange { name: "y", value: *value, low: 0.0, high: f64::INFINITY });
    }
    if y.iter().all(|y| *y == 0.0) {
        return Err(Unfit::Constant { column: x.columns() });
    }
    Ok(())
}
