//! Weights from the table itself: criteria that tell alternatives apart count more.

use serde::Serialize;

use super::normalise::Normalisation;
use super::problem::{Goal, above_zero, constant, least, most};
use crate::flows::solve;
use crate::{Caution, Matrix, Unfit};

/// Weights of criteria that sum to one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriteriaWeights {
    /// Which method.
    pub method: &'static str,
    /// Alternatives.
    pub n: usize,
    /// One weight a criterion.
    pub weights: Vec<f64>,
    /// What to bear in mind; a criterion that does not vary has weight 0 and is named.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Checks the table and gives its columns.
fn columns(table: &Matrix, needed: usize) -> Result<Vec<Vec<f64>>, Unfit> {
    if table.rows() < needed {
        return Err(Unfit::TooFew { needed, found: table.rows() });
    }
    if table.columns() == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    Ok((0..table.columns()).map(|at| table.column(at)).collect())
}

fn check_goals(table: &Matrix, goals: &[Goal]) -> Result<(), Unfit> {
    let (expected, found) = (table.columns(), goals.len());
    if expected == found { Ok(()) } else { Err(Unfit::Shape { expected, found }) }
}

/// Shares of parts that are not negative.
fn shares(
    (method, source): (&'static str, &'static str),
    table: &Matrix,
    parts: Vec<f64>,
) -> Result<CriteriaWeights, Unfit> {
    let sum: f64 = parts.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return Err(Unfit::Constant { column: 0 });
    }
    let cautions = (0..table.columns())
        .filter(|at| constant(&table.column(*at)))
        .map(|column| Caution::Uninformative { column })
        .collect();
    let weights = parts.into_iter().map(|part| part / sum).collect();
    Ok(CriteriaWeights { method, n: table.rows(), weights, cautions, source })
}

/// Mean and the root of Σ(x − mean)² / (n − 1).
fn spread(column: &[f64]) -> (f64, f64) {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    (mean, (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt())
}

/// The same weight for every criterion.
///
/// # Errors
/// [`Unfit::TooFew`] without criteria.
///
/// Source: Dawes and Corrigan 1974.
pub fn equal_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let parts = columns(table, 1)?.iter().map(|_| 1.0).collect();
    shares(("equal", "Dawes & Corrigan 1974"), table, parts)
}

/// Entropy weights: 1 + Σ p ln p / ln n with p = x / Σx; a share of zero adds nothing (its limit).
///
/// # Errors
/// [`Unfit::TooFew`] below two alternatives; [`Unfit::OutOfRange`] at a negative number; [`Unfit::Empty`] for a criterion of zeros;
/// [`Unfit::Constant`] when no criterion varies.
///
/// Source: Shannon 1948; Zeleny 1982, pp. 189–193.
pub fn entropy_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let parts = entropy_parts(table)?;
    shares(("entropy", "Zeleny 1982, pp. 189-193"), table, parts)
}

fn entropy_parts(table: &Matrix) -> Result<Vec<f64>, Unfit> {
    let part = |(at, column): (usize, &Vec<f64>)| {
        if let Some(&value) = column.iter().find(|x| **x < 0.0) {
            return Err(Unfit::OutOfRange { name: "table", value, low: 0.0, high: f64::MAX });
        }
        let sum: f64 = column.iter().sum();
        if sum <= 0.0 {
            return Err(Unfit::Empty { name: "column", at });
        }
        if constant(column) {
            return Ok(0.0);
        }
        let order: f64 = column.iter().filter(|x| **x > 0.0).map(|x| x / sum * (x / sum).ln()).sum();
        Ok((1.0 + order / (column.len() as f64).ln()).max(0.0))
    };
    columns(table, 2)?.iter().enumerate().map(part).collect()
}

/// Standard deviations as weights, in the units of the table: normalise first unless the units agree.
///
/// # Errors
/// [`Unfit::TooFew`] below two alternatives; [`Unfit::Constant`] when no criterion varies.
///
/// Source: Jahan and Edwards 2013.
pub fn deviation_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let parts = columns(table, 2)?.iter().map(|column| spread(column).1).collect();
    shares(("standard-deviation", "Jahan & Edwards 2013"), table, parts)
}

/// A column put on 0 to 1; all 0 when it does not vary.
fn spanned(column: &[f64]) -> Result<Vec<f64>, Unfit> {
    if constant(column) { Ok(vec![0.0; column.len()]) } else { Normalisation::MinMax.of(column, true) }
}

/// Variances of the criteria put on 0 to 1, as weights.
///
/// # Errors
/// As [`deviation_weights`].
///
/// Source: Rao and Patel 2010.
pub fn variance_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let part = |column: &Vec<f64>| Ok(spread(&spanned(column)?).1.powi(2));
    let parts = columns(table, 2)?.iter().map(part).collect::<Result<_, Unfit>>()?;
    shares(("variance", "Rao & Patel 2010"), table, parts)
}

/// CRITIC: standard deviation of a criterion put on 0 to 1, times how little it goes with the others: Σ (1 − r).
///
/// Costs are not turned around, as in the paper's example with one direction; turning all changes nothing, turning some does.
///
/// # Errors
/// As [`deviation_weights`].
///
/// Source: Diakoulaki, Mavrotas and Papayannakis 1995, eqs 3–5.
pub fn critic_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let spans = columns(table, 2)?.iter().map(|column| spanned(column)).collect::<Result<Vec<_>, _>>()?;
    let moments: Vec<(f64, f64)> = spans.iter().map(|column| spread(column)).collect();
    let correlation = |a: usize, b: usize| {
        let ((mean_a, sd_a), (mean_b, sd_b)) = (moments[a], moments[b]);
        if a == b || sd_a == 0.0 || sd_b == 0.0 {
            // A criterion that does not vary neither supports nor contradicts another; itself it fully agrees with.
            return if a == b { 1.0 } else { 0.0 };
        }
        let joint: f64 = spans[a].iter().zip(&spans[b]).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
        joint / ((spans[a].len() as f64 - 1.0) * sd_a * sd_b)
    };
    let part = |a: usize| moments[a].1 * (0..spans.len()).map(|b| 1.0 - correlation(a, b)).sum::<f64>();
    let mut parts: Vec<f64> = (0..spans.len()).map(part).collect();
    if parts.len() == 1 {
        parts = vec![moments[0].1];
    }
    shares(("critic", "Diakoulaki, Mavrotas & Papayannakis 1995, eqs 3-5"), table, parts)
}

/// MEREC: how much the alternatives' overall performance changes when a criterion is taken away.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero; [`Unfit::Shape`]; [`Unfit::Constant`] when no criterion varies.
///
/// Source: Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene 2021, eqs 2–6.
pub fn merec_weights(table: &Matrix, goals: &[Goal]) -> Result<CriteriaWeights, Unfit> {
    check_goals(table, goals)?;
    let columns = columns(table, 2)?;
    above_zero(table.cells())?;
    // The paper puts benefits as min / x and costs as x / max: one is the worst.
    let logs: Vec<Vec<f64>> = columns
        .iter()
        .zip(goals)
        .map(|(column, goal)| {
            let (low, high) = (least(column), most(column));
            let normal = |x: &f64| if *goal == Goal::Benefit { low / x } else { x / high };
            column.iter().map(|x| normal(x).ln().abs()).collect()
        })
        .collect();
    let count = columns.len() as f64;
    let effect = |without: usize| {
        let change = |row: usize| {
            let all: f64 = logs.iter().map(|log| log[row]).sum();
            ((all - logs[without][row]) / count).ln_1p() - (all / count).ln_1p()
        };
        (0..table.rows()).map(|row| change(row).abs()).sum::<f64>()
    };
    let parts = (0..columns.len()).map(effect).collect();
    shares(("merec", "Keshavarz-Ghorabaee et al. 2021, eqs 2-6"), table, parts)
}

/// CILOS: weights that balance what the other criteria lose when each in turn is at its best.
///
/// # Errors
/// As [`merec_weights`]; [`Unfit::Singular`] when the losses leave the weights open.
///
/// Source: Zavadskas and Podvezko 2016, eqs 10–16.
pub fn cilos_weights(table: &Matrix, goals: &[Goal]) -> Result<CriteriaWeights, Unfit> {
    let parts = cilos_parts(table, goals)?;
    shares(("cilos", "Zavadskas & Podvezko 2016, eqs 10-16"), table, parts)
}

fn cilos_parts(table: &Matrix, goals: &[Goal]) -> Result<Vec<f64>, Unfit> {
    check_goals(table, goals)?;
    let columns = columns(table, 2)?;
    above_zero(table.cells())?;
    let gains: Vec<Vec<f64>> = columns
        .iter()
        .zip(goals)
        .map(|(column, goal)| {
            let low = least(column);
            let turned: Vec<f64> =
                column.iter().map(|x| if *goal == Goal::Cost { low / x } else { *x }).collect();
            let sum: f64 = turned.iter().sum();
            turned.into_iter().map(|x| x / sum).collect()
        })
        .collect();
    let count = gains.len();
    if count == 1 {
        return Ok(vec![1.0]);
    }
    // best[i] is the alternative at which criterion i is best; the first of equals.
    let best: Vec<usize> = gains
        .iter()
        .map(|column| column.iter().position(|x| *x == most(column)).unwrap_or_default())
        .collect();
    let loss = |i: usize, j: usize| {
        let top = gains[j][best[j]];
        (top - gains[j][best[i]]) / top
    };
    let mut system = Matrix::zeros(count, count);
    for j in 0..count {
        for i in (0..count).filter(|i| *i != j) {
            *system.at_mut(i, j) = loss(i, j);
            *system.at_mut(j, j) -= loss(i, j);
        }
    }
    // The columns of the system sum to nothing, so one equation says nothing new: in its place the weights sum to one.
    for j in 0..count {
        *system.at_mut(count - 1, j) = 1.0;
    }
    let mut right = vec![0.0; count];
    right[count - 1] = 1.0;
    solve(&system, &right)
}

/// IDOCRIW: entropy weights times CILOS weights.
///
/// # Errors
/// As [`entropy_weights`] and [`cilos_weights`].
///
/// Source: Zavadskas and Podvezko 2016, eq. 17.
pub fn idocriw_weights(table: &Matrix, goals: &[Goal]) -> Result<CriteriaWeights, Unfit> {
    let (entropy, cilos) = (entropy_parts(table)?, cilos_parts(table, goals)?);
    let parts = entropy.iter().zip(&cilos).map(|(a, b)| a * b).collect();
    shares(("idocriw", "Zavadskas & Podvezko 2016, eq. 17"), table, parts)
}

/// Angles between each criterion and one that does not vary.
///
/// # Errors
/// [`Unfit::TooFew`] below two alternatives; [`Unfit::OutOfRange`] at a number at or below zero; [`Unfit::Constant`] when none varies.
///
/// Source: Shuai, Zongzhun, Yongji and Lei 2012, eqs 4–6.
pub fn angle_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let columns = columns(table, 2)?;
    above_zero(table.cells())?;
    let angle = |column: &Vec<f64>| {
        if constant(column) {
            return 0.0;
        }
        let n = column.len() as f64;
        let mean = column.iter().sum::<f64>() / n;
        // The tangent keeps the digits of small angles that the cosine loses.
        let across = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>().sqrt();
        across.atan2(mean * n.sqrt())
    };
    let parts = columns.iter().map(angle).collect();
    shares(("angle", "Shuai et al. 2012, eqs 4-6"), table, parts)
}

/// Gini coefficients of the criteria as weights.
///
/// # Errors
/// As [`angle_weights`].
///
/// Source: Li, Zhang and Xiao 2009, using Gini 1912.
pub fn gini_weights(table: &Matrix) -> Result<CriteriaWeights, Unfit> {
    let columns = columns(table, 2)?;
    above_zero(table.cells())?;
    let gini = |column: &Vec<f64>| {
        let n = column.len() as f64;
        let mut rising = column.clone();
        rising.sort_by(f64::total_cmp);
        let apart: f64 = rising.iter().enumerate().map(|(rank, x)| (2.0 * rank as f64 + 1.0 - n) * x).sum();
        apart / (n * rising.iter().sum::<f64>())
    };
    let parts = columns.iter().map(gini).collect();
    shares(("gini", "Gini 1912"), table, parts)
}

/// LOPCOW: |100 ln (root mean square / standard deviation)| of the criteria put on 0 to 1. A criterion that does not vary has weight 0.
///
/// # Errors
/// [`Unfit::TooFew`] below two alternatives; [`Unfit::Shape`]; [`Unfit::Constant`] when none varies.
///
/// Source: Ecer and Pamucar 2022, eqs 2–4.
pub fn lopcow_weights(table: &Matrix, goals: &[Goal]) -> Result<CriteriaWeights, Unfit> {
    check_goals(table, goals)?;
    let part = |(column, goal): (&Vec<f64>, &Goal)| {
        if constant(column) {
            return Ok(0.0);
        }
        let normal = Normalisation::MinMax.of(column, *goal == Goal::Benefit)?;
        let root = (normal.iter().map(|r| r * r).sum::<f64>() / normal.len() as f64).sqrt();
        Ok((100.0 * (root / spread(&normal).1).ln()).abs())
    };
    let parts = columns(table, 2)?.iter().zip(goals).map(part).collect::<Result<_, Unfit>>()?;
    shares(("lopcow", "Ecer & Pamucar 2022, eqs 2-4"), table, parts)
}

#[cfg(test)]
mod tests {
    use super::{critic_weights, entropy_weights, gini_weights, variance_weights};
    use crate::{Caution, Matrix, Unfit};

    #[test]
    fn a_criterion_that_does_not_vary_weighs_nothing_and_is_named() {
        let table = Matrix::new(3, 3, vec![1.0, 5.0, 2.0, 2.0, 5.0, 1.0, 4.0, 5.0, 7.0]).expect("fits");
        for weights in [entropy_weights, critic_weights, gini_weights, variance_weights] {
            let found = weights(&table).expect("fits");
            assert!(found.weights[1].abs() < 1e-15, "{found:?}");
            assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
            assert_eq!(found.cautions, [Caution::Uninformative { column: 1 }]);
        }
        let flat = Matrix::new(2, 1, vec![3.0, 3.0]).expect("fits");
        assert_eq!(entropy_weights(&flat), Err(Unfit::Constant { column: 0 }));
    }

    #[test]
    fn a_share_of_zero_has_no_surprise() {
        let table = Matrix::new(2, 2, vec![0.0, 1.0, 1.0, 1.5]).expect("fits");
        let found = entropy_weights(&table).expect("fits");
        // The first criterion is all at one place: its entropy is nothing, its part whole.
        assert!(found.weights[0] > 0.9, "{found:?}");
    }
}
