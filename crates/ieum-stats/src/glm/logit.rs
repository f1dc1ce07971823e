//! Logistic regression.

use super::family::Family;
use super::fit::{self, EVENTS_A_COEFFICIENT, Fit, Options, Parts, checked_design};
use super::irls;
use super::table::{Check, Scale};
use crate::{Caution, Matrix, Unfit};

/// Logistic regression of an outcome that is 0 or 1 in every case, by maximum likelihood; ratios are odds ratios.
///
/// `x` is n × k with a constant column where one is wanted, `terms` its k names. Standard errors come from the information matrix or
/// the chosen sandwich; statistics are held against the normal distribution. With fewer than ten cases of the rarer outcome for each
/// coefficient the result carries [`Caution::FewCases`].
///
/// Source: McCullagh and Nelder 1989, ch. 4; Hosmer, Lemeshow and Sturdivant 2013, «Applied Logistic Regression», ch. 2.
///
/// # Errors
/// [`Unfit::OutOfRange`] for an outcome that is neither 0 nor 1, [`Unfit::Constant`] (column k) when all outcomes are equal,
/// [`Unfit::Separated`] naming the column when the estimate is infinite ([`firth`](super::firth) then still has one),
/// [`Unfit::Collinear`], [`Unfit::TooFew`], [`Unfit::Shape`], [`Unfit::NotFinite`].
///
/// ```
/// use ieum_stats::{Matrix, glm};
/// // 30 of 40 treated and 15 of 40 others recovered: an odds ratio of (30 · 25)/(10 · 15) = 5.
/// let row = |case: usize| [1.0, f64::from(u8::from(case < 40))];
/// let x = Matrix::new(80, 2, (0..80).flat_map(row).collect())?;
/// let recovered = |case: usize| f64::from(u8::from(case < 30 || (40..55).contains(&case)));
/// let terms = ["(Intercept)".to_owned(), "treated".to_owned()];
/// let outcome: Vec<f64> = (0..80).map(recovered).collect();
/// let fit = glm::logit(&x, &terms, &outcome, &glm::Options::default())?;
/// assert!((fit.ratios[0].ratio - 5.0).abs() < 1e-12);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn logit(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<Fit, Unfit> {
    let constant = checked_design(x, terms, y)?;
    options.checked(x.rows())?;
    let rarer = checked_outcome(x, y)?;
    let offset = options.offset.as_deref();
    let fitted = irls::fit(Family::Logit, x, y, offset)?;
    let (warnings, events) = few_events(rarer, x.columns(), constant);
    let parts = Parts {
        model: "logit",
        link: "logit",
        ratio_kind: "odds-ratio",
        source: "McCullagh & Nelder 1989, ch. 4; Hosmer, Lemeshow & Sturdivant 2013, ch. 2",
        family: Family::Logit,
        x,
        terms,
        y,
        constant,
        options,
        beside: 0,
        null: fit::null_model(Family::Logit, y, offset, constant)?,
        information: None,
        scale: Scale::normal(options.level),
        warnings,
        assumptions: vec![
            Check { assumption: "no-separation", statistic: extreme(&fitted.eta), p: None, holds: true },
            events,
        ],
    };
    fit::assemble(parts, fitted)
}

/// The cases of the rarer outcome, after refusing what is no outcome.
pub(crate) fn checked_outcome(x: &Matrix, y: &[f64]) -> Result<usize, Unfit> {
    if let Some(value) = y.iter().find(|y| **y != 0.0 && **y != 1.0) {
        return Err(Unfit::OutOfRange { name: "y", value: *value, low: 0.0, high: 1.0 });
    }
    let events = y.iter().filter(|y| **y == 1.0).count();
    let rarer = events.min(y.len() - events);
    if rarer == 0 {
        return Err(Unfit::Constant { column: x.columns() });
    }
    Ok(rarer)
}

/// The caution and the check on cases of the rarer outcome.
pub(crate) fn few_events(rarer: usize, k: usize, constant: Option<usize>) -> (Vec<Caution>, Check) {
    let slopes = k - usize::from(constant.is_some());
    let advised = EVENTS_A_COEFFICIENT * slopes;
    let mut warnings = Vec::new();
    if rarer < advised {
        warnings.push(Caution::FewCases { found: rarer, advised });
    }
    let each = rarer as f64 / slopes.max(1) as f64;
    let check =
        Check { assumption: "events-per-coefficient", statistic: each, p: None, holds: rarer >= advised };
    (warnings, check)
}

fn extreme(eta: &[f64]) -> f64 {
    eta.iter().fold(0.0_f64, |most, eta| most.max(eta.abs()))
}

/// Fitted probabilities without the tables, for methods that build on a logit.
pub(crate) struct Propensity {
    pub(crate) probabilities: Vec<f64>,
    /// Inverse of the information.
    pub(crate) inverse: Vec<f64>,
}

/// A bare logit.
pub(crate) fn propensity(x: &Matrix, y: &[f64]) -> Result<Propensity, Unfit> {
    checked_outcome(x, y)?;
    let fitted = irls::fit(Family::Logit, x, y, None)?;
    Ok(Propensity { probabilities: fitted.means, inverse: fitted.inverse })
}
