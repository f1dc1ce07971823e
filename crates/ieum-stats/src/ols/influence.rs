//! What each row does to the fit.

use serde::Serialize;

use super::covariance::leverages;
use super::solve::Solution;
use crate::Caution;
use crate::dd::{Column, Dd};

/// What one row does to the fit. Source: Cook 1977, Technometrics 19, 15–18; Belsley, Kuh and Welsch 1980, «Regression diagnostics»,
/// eq. 2.7, 2.11 and 2.26. Figures that divide by 1 − leverage are none where the model must pass through the row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Influence {
    /// What the model leaves of the outcome.
    pub residual: f64,
    /// The row's share in its own fitted value, 0 to 1.
    pub leverage: f64,
    /// The residual over its own standard error (internally studentised).
    pub studentised: Option<f64>,
    /// The same with the spread estimated without the row (externally studentised); t with one degree of freedom less.
    pub deleted: Option<f64>,
    /// How far all fitted values move when the row is left out, in units of the coefficients' spread.
    pub cook: Option<f64>,
    /// How far the row's own fitted value moves, in its standard errors.
    pub dffits: Option<f64>,
}

impl Influence {
    /// With the residual in the outcome's own units.
    pub(super) fn in_units(self, unit: f64) -> Self {
        Self { residual: self.residual * unit, ..self }
    }
}

pub(super) fn influence(columns: &[&Column], solution: &Solution, variance: Dd) -> Vec<Influence> {
    let (n, k) = (solution.residuals.len(), columns.len());
    let df = (n - k) as f64;
    let each = |(residual, leverage): (Dd, Dd)| {
        let left = Dd::ONE - leverage;
        let studentised = (left.to_f64() > 1e-12 && !variance.is_zero())
            .then(|| (residual / (variance * left).sqrt()).to_f64());
        let odds = (leverage / left).to_f64();
        let deleted = studentised.and_then(|r| {
            let rest = (df - r * r) / (df - 1.0);
            (df > 1.0 && rest > 0.0).then(|| r / rest.sqrt())
        });
        Influence {
            residual: residual.to_f64(),
            leverage: leverage.to_f64(),
            studentised,
            deleted,
            cook: studentised.map(|r| r * r * odds / k as f64),
            dffits: deleted.map(|t| t * odds.sqrt()),
        }
    };
    solution.residuals.iter().zip(leverages(columns, &solution.root_inverse)).map(each).collect()
}

/// Rows that move the fit by themselves: a Cook distance over 1 (Cook and Weisberg 1982, «Residuals and influence in regression», p. 118),
/// or a leverage of 1.
pub(super) fn cautions(rows: &[Influence]) -> impl Iterator<Item = Caution> + '_ {
    rows.iter().enumerate().filter_map(|(row, influence)| match influence.cook {
        Some(distance) => (distance > 1.0).then_some(Caution::Influential { row, distance }),
        None => (influence.leverage > 1.0 - 1e-12)
            .then_some(Caution::Influential { row, distance: f64::INFINITY }),
    })
}
