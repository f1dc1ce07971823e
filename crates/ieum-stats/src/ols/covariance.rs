//! How sure the coefficients are: the covariance of the estimates under five assumptions about the errors.

use super::solve::{Solution, Square, gram};
use crate::Unfit;
use crate::dd::{Column, Dd};

/// What is assumed about the errors, and so which standard errors are reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Errors<'a> {
    /// Independent and of equal spread: s² (X'X)⁻¹.
    Standard,
    /// Independent, spread free (White 1980, Econometrica 48, 817–838).
    Hc0,
    /// HC0 × n / (n − k) (`MacKinnon` and White 1985, Journal of Econometrics 29, 305–325).
    Hc1,
    /// Squares divided by 1 − leverage (the same).
    Hc2,
    /// Squares divided by (1 − leverage)² (the same, approximating the jackknife).
    Hc3,
    /// Independent between clusters only, one number per row naming its cluster: CR1, that is times G / (G − 1) × (n − 1) / (n − k), and
    /// t and F with G − 1 degrees of freedom (Liang and Zeger 1986, Biometrika 73, 13–22; Cameron and Miller 2015, Journal of Human
    /// Resources 50, 317–372, eq. 11–12).
    Cluster(&'a [usize]),
}

impl Errors<'_> {
    /// The name under which results report them.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Hc0 => "HC0",
            Self::Hc1 => "HC1",
            Self::Hc2 => "HC2",
            Self::Hc3 => "HC3",
            Self::Cluster(_) => "cluster CR1",
        }
    }
}

/// The leverage of every row: the diagonal of X (X'X)⁻¹ X'.
pub(super) fn leverages(columns: &[&Column], root_inverse: &Square) -> Vec<Dd> {
    let length = columns.first().map_or(0, |column| column.len());
    let mut leverages = vec![Dd::ZERO; length];
    let mut turned = Column::zeros(length);
    for at in 0..columns.len() {
        turned.scale(0.0);
        for (row, column) in columns.iter().enumerate().take(at + 1) {
            turned.add_multiple_within(root_inverse.at(row, at), column, 0..length);
        }
        leverages.iter_mut().zip(turned.iter()).for_each(|(leverage, part)| *leverage += part.square());
    }
    leverages
}

/// The covariance of the coefficients and the degrees of freedom of their t.
pub(super) fn covariance(
    columns: &[&Column],
    solution: &Solution,
    variance: Dd,
    errors: Errors,
) -> Result<(Square, f64), Unfit> {
    let (n, k) = (solution.residuals.len(), columns.len());
    let df = (n - k) as f64;
    let weights: Vec<Dd> = match errors {
        Errors::Standard => {
            let mut covariance = solution.inverse.clone();
            for row in 0..k {
                for column in 0..k {
                    *covariance.at_mut(row, column) *= variance;
                }
            }
            return Ok((covariance, df));
        }
        Errors::Cluster(clusters) => return clustered(columns, solution, clusters),
        Errors::Hc0 => solution.residuals.iter().collect(),
        Errors::Hc1 => {
            let scale = (Dd::from(n) / Dd::from(n - k)).sqrt();
            solution.residuals.iter().map(|residual| residual * scale).collect()
        }
        Errors::Hc2 | Errors::Hc3 => {
            let leverages = leverages(columns, &solution.root_inverse);
            let weigh = |(residual, leverage): (Dd, &Dd)| {
                let left = Dd::ONE - *leverage;
                // A row the model must pass through has no residual to learn from.
                if left.to_f64() < 1e-12 {
                    Dd::ZERO
                } else if errors == Errors::Hc2 {
                    residual / left.sqrt()
                } else {
                    residual / left
                }
            };
            solution.residuals.iter().zip(&leverages).map(weigh).collect()
        }
    };
    let scores: Vec<Column> = columns
        .iter()
        .map(|column| column.iter().zip(&weights).map(|(x, &weight)| x * weight).collect())
        .collect();
    Ok((sandwich(&scores, &solution.inverse), df))
}

fn sandwich(scores: &[Column], bread: &Square) -> Square {
    let scores: Vec<&Column> = scores.iter().collect();
    bread.times(&gram(&scores)).times(bread)
}

fn clustered(columns: &[&Column], solution: &Solution, clusters: &[usize]) -> Result<(Square, f64), Unfit> {
    let (n, k) = (solution.residuals.len(), columns.len());
    if clusters.len() != n {
        return Err(Unfit::Shape { expected: n, found: clusters.len() });
    }
    let mut names = clusters.to_vec();
    names.sort_unstable();
    names.dedup();
    let groups = names.len();
    if groups < 2 {
        return Err(Unfit::TooFew { needed: 2, found: groups });
    }
    let places: Vec<usize> = clusters.iter().filter_map(|name| names.binary_search(name).ok()).collect();
    let scores: Vec<Column> = columns
        .iter()
        .map(|column| {
            let mut sums = vec![Dd::ZERO; groups];
            for ((x, residual), &place) in column.iter().zip(solution.residuals.iter()).zip(&places) {
                sums[place] += x * residual;
            }
            Column::from(&sums[..])
        })
        .collect();
    let mut covariance = sandwich(&scores, &solution.inverse);
    let scale = Dd::from(groups) / Dd::from(groups - 1) * Dd::from(n - 1) / Dd::from(n - k);
    for row in 0..k {
        for column in 0..k {
            *covariance.at_mut(row, column) *= scale;
        }
    }
    Ok((covariance, (groups - 1) as f64))
}
