//! What least squares assumes, tested on the residuals.

use serde::Serialize;

use super::solve::Solution;
use crate::dd::{Column, Dd};
use crate::tails::chi2_sf;

/// A test of one assumption.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// What is compared with its distribution.
    pub statistic: f64,
    /// Of that distribution.
    pub df: f64,
    /// The chance of such a statistic or a larger one if the assumption holds.
    pub p: f64,
}

/// The assumptions of least squares, tested where they can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checks {
    /// Equal spread of the errors: n R² of the squared residuals on the columns against χ² (Breusch and Pagan 1979, Econometrica 47,
    /// 1287–1294, studentised by Koenker 1981, Journal of Econometrics 17, 107–112). None without an intercept or for an exact fit.
    pub equal_spread: Option<Test>,
    /// Normal errors: n/6 (g₁² + g₂²/4) of the residuals against χ² with 2 degrees of freedom (Jarque and Bera 1987, International
    /// Statistical Review 55, 163–172). Conservative below some hundred rows.
    pub normal_residuals: Option<Test>,
}

impl Checks {
    pub(super) fn of(columns: &[&Column], solution: &Solution, intercept: bool) -> Self {
        let residuals = &solution.residuals;
        let squares: Column = residuals.iter().map(Dd::square).collect();
        let largest = squares.rounded().iter().fold(0.0_f64, |most, value| most.max(*value));
        let fitted = solution.coefficients.iter().zip(columns).map(|(coefficient, column)| {
            let most = column.rounded().iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            (coefficient.to_f64() * most).abs()
        });
        // Residuals that are only the rounding of an exact fit say nothing about errors.
        let size = fitted.fold(0.0, f64::max);
        if largest.sqrt() <= size * 1e-24 {
            return Self { equal_spread: None, normal_residuals: None };
        }
        Self {
            equal_spread: (intercept && columns.len() > 1)
                .then(|| spread(columns, solution, &squares))
                .flatten(),
            normal_residuals: normal(residuals, &squares),
        }
    }
}

fn spread(columns: &[&Column], solution: &Solution, squares: &Column) -> Option<Test> {
    let (n, k) = (squares.len(), columns.len());
    let mean = squares.sum() / Dd::from(n);
    let centred: Column = squares.iter().map(|square| square - mean).collect();
    let right: Vec<Dd> = columns.iter().map(|column| column.dot(&centred)).collect();
    let turned = solution.inverse.apply(&right);
    let explained: Dd = right.iter().zip(turned).map(|(&right, turned)| right * turned).sum();
    let whole = centred.dot(&centred);
    if whole.is_zero() {
        return None;
    }
    let statistic = (explained / whole * Dd::from(n)).to_f64();
    let df = (k - 1) as f64;
    Some(Test { statistic, df, p: chi2_sf(statistic, df) })
}

fn normal(residuals: &Column, squares: &Column) -> Option<Test> {
    let n = residuals.len() as f64;
    let mean = residuals.sum().to_f64() / n;
    let (mut second, mut third, mut fourth) = (0.0, 0.0, 0.0);
    let unit = (squares.sum().to_f64() / n).sqrt();
    for &residual in residuals.rounded() {
        let off = (residual - mean) / unit;
        second += off * off;
        third += off * off * off;
        fourth += off * off * off * off;
    }
    let (skewness, kurtosis) = (third / n / (second / n).powf(1.5), n * fourth / (second * second) - 3.0);
    let statistic = n / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4.0);
    statistic.is_finite().then(|| Test { statistic, df: 2.0, p: chi2_sf(statistic, 2.0) })
}
