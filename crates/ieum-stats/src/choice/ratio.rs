//! Methods that weigh benefits against costs.

use serde::Serialize;

use super::additive::share;
use super::normalise::Normalisation;
use super::problem::{Problem, Ranking, least, most};
use crate::{Matrix, Unfit};

/// Sums of the weighted column parts of benefits and of costs.
fn split(
    problem: &Problem,
    part: impl Fn(&[f64]) -> Result<Vec<f64>, Unfit>,
) -> Result<(Vec<f64>, Vec<f64>), Unfit> {
    let rows = problem.table().rows();
    let (mut gains, mut costs) = (vec![0.0; rows], vec![0.0; rows]);
    for (column, weight, benefit) in problem.criteria() {
        let sums = if benefit { &mut gains } else { &mut costs };
        for (sum, value) in sums.iter_mut().zip(part(&column)?) {
            *sum += weight * value;
        }
    }
    Ok((gains, costs))
}

/// ARAS: the weighted sum of an alternative over that of the optimal one; `optimal` names it, or else it is the best of each criterion.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero; [`Unfit::Shape`] when `optimal` has not one number a criterion.
///
/// Source: Zavadskas and Turskis 2010, eqs 3–8.
pub fn aras(problem: &Problem, optimal: Option<&[f64]>) -> Result<Ranking, Unfit> {
    let (rows, columns) = (problem.table().rows(), problem.table().columns());
    let best: Vec<f64> = match optimal {
        Some(given) if given.len() != columns => {
            return Err(Unfit::Shape { expected: columns, found: given.len() });
        }
        Some(given) => given.to_vec(),
        None => {
            problem.criteria().map(|(x, _, benefit)| if benefit { most(&x) } else { least(&x) }).collect()
        }
    };
    let mut cells = problem.table().cells().to_vec();
    cells.extend(best);
    let wider = Matrix::new(rows + 1, columns, cells)?;
    let wider = Problem::new(wider, problem.weights().to_vec(), problem.goals().to_vec())?;
    let mut sums = wider.summed(|column, weight, benefit| {
        Ok(Normalisation::Sum.of(column, benefit)?.into_iter().map(|r| weight * r).collect())
    })?;
    let top = sums.pop().unwrap_or(f64::NAN);
    let scores = sums.into_iter().map(|sum| sum / top).collect();
    let convention = if optimal.is_some() { "given-optimum" } else { "best-of-each" };
    problem.ranked(("aras", convention, "Zavadskas & Turskis 2010, eqs 3-8"), true, scores)
}

/// What COPRAS does with costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoprasForm {
    /// S⁺ + Σ S⁻ / (S⁻ Σ 1/S⁻): costs count against an alternative.
    #[default]
    Paper,
    /// S⁺ + S⁻: costs count for an alternative. This is what the fraction comes to in pymcdm 1.4.0, whose sums are left out so that all
    /// but S⁻ cancels, and it alone gives the printed figures of Zavadskas, Kaklauskas, Peldschus and Turskis 2007 in its tests. For
    /// replication only.
    SumOfBoth,
}

/// COPRAS: significance of an alternative as a share of the best one's.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero; [`Unfit::Empty`] without any cost.
///
/// Source: Zavadskas, Kaklauskas and Šarka 1994; Zavadskas, Kaklauskas, Peldschus and Turskis 2007, eqs 1–5.
pub fn copras(problem: &Problem, form: CoprasForm) -> Result<Ranking, Unfit> {
    problem.above_zero()?;
    if (0..problem.goals().len()).all(|at| problem.is_benefit(at) || problem.weights()[at] == 0.0) {
        return Err(Unfit::Empty { name: "costs", at: 0 });
    }
    let (gains, costs) = split(problem, |column| Normalisation::Sum.of(column, true))?;
    let (all, inverse) = (costs.iter().sum::<f64>(), costs.iter().map(|cost| 1.0 / cost).sum::<f64>());
    let value = |(gain, cost): (&f64, &f64)| match form {
        CoprasForm::Paper => gain + all / (cost * inverse),
        CoprasForm::SumOfBoth => gain + cost,
    };
    let values: Vec<f64> = gains.iter().zip(&costs).map(value).collect();
    let top = most(&values);
    let scores = values.into_iter().map(|value| value / top).collect();
    let convention = match form {
        CoprasForm::Paper => "paper",
        CoprasForm::SumOfBoth => "sum-of-both",
    };
    problem.ranked(("copras", convention, "Zavadskas et al. 2007, eqs 1-5"), true, scores)
}

/// MOORA, ratio system: weighted benefits less weighted costs, each x / √Σx².
///
/// # Errors
/// [`Unfit::Constant`] for a criterion of zeros.
///
/// Source: Brauers and Zavadskas 2006, eqs 2–3.
pub fn moora(problem: &Problem) -> Result<Ranking, Unfit> {
    let (gains, costs) = split(problem, |column| Normalisation::Vector.of(column, true))?;
    let scores = gains.iter().zip(&costs).map(|(gain, cost)| gain - cost).collect();
    problem.ranked(("moora", "ratio-system", "Brauers & Zavadskas 2006, eqs 2-3"), true, scores)
}

/// RAM: (2 + benefits) to the power 1 / (2 + costs), each x / Σx.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero.
///
/// Source: Sotoudeh-Anvari 2023.
pub fn ram(problem: &Problem) -> Result<Ranking, Unfit> {
    let (gains, costs) = split(problem, |column| Normalisation::Sum.of(column, true))?;
    let scores = gains.iter().zip(&costs).map(|(gain, cost)| (2.0 + gain).powf(1.0 / (2.0 + cost)));
    problem.ranked(("ram", "sum", "Sotoudeh-Anvari 2023"), true, scores.collect())
}

/// AROMAN: costs to the power λ plus benefits to the power 1 − λ, on half the β-mean of min–max and vector normalised values.
///
/// # Errors
/// [`Unfit::OutOfRange`] unless `beta` and `lambda` lie in 0 to 1; [`Unfit::Constant`] for a criterion of zeros.
///
/// Source: Bošković, Švadlenka, Jovčić, Dobrodolac, Simić and Bacanin 2023, eqs 3–9.
pub fn aroman(problem: &Problem, beta: f64, lambda: f64) -> Result<Ranking, Unfit> {
    share("beta", beta)?;
    share("lambda", lambda)?;
    let (gains, costs) = split(problem, |column| {
        let (even, round) =
            (Normalisation::MinMax.of(column, true)?, Normalisation::Vector.of(column, true)?);
        Ok(even.iter().zip(&round).map(|(a, b)| (beta * a + (1.0 - beta) * b) / 2.0).collect())
    })?;
    let scores = gains.iter().zip(&costs).map(|(gain, cost)| cost.powf(lambda) + gain.powf(1.0 - lambda));
    problem.ranked(("aroman", "min-max-and-vector", "Bošković et al. 2023, eqs 3-9"), true, scores.collect())
}

#[cfg(test)]
mod tests {
    use super::{CoprasForm, copras};
    use crate::choice::{Goal, Problem};
    use crate::{Caution, Matrix, Unfit};

    #[test]
    fn the_two_forms_of_copras_choose_differently() {
        // Roads of Zavadskas et al. 2007; the paper's equations were worked out apart from this code.
        fn check(weights: [f64; 5], form: CoprasForm, expected: [f64; 6]) {
            let rows = "30 12.487 6.261 10.88 7.61  20 12.372 5.961 10.88 7.46  27 11.096 6.262 9.92 6.69
                18 10.982 5.962 9.92 6.54  24 11.017 6.283 9.98 7.0  16 10.903 5.983 9.98 6.85";
            let cells = rows.split_whitespace().map(|cell| cell.parse().expect("a number")).collect();
            let goals = vec![Goal::Benefit, Goal::Cost, Goal::Cost, Goal::Cost, Goal::Cost];
            let table = Matrix::new(6, 5, cells).expect("fits");
            let problem = Problem::new(table, weights.to_vec(), goals).expect("fits");
            let found = copras(&problem, form).expect("fits");
            for (score, expected) in found.scores.iter().zip(expected) {
                assert!((score - expected).abs() < 5e-5, "{:?}", found.scores);
            }
        }
        let even = [0.53, 0.1175, 0.1175, 0.1175, 0.1175];
        check(even, CoprasForm::Paper, [1.0, 0.8022, 0.9724, 0.7965, 0.9059, 0.7503]);
        check(even, CoprasForm::SumOfBoth, [1.0, 0.797, 0.9078, 0.7243, 0.8537, 0.6898]);
        let costly = [0.075, 0.7, 0.075, 0.075, 0.075];
        check(costly, CoprasForm::Paper, [0.9167, 0.8948, 1.0, 0.9838, 0.9912, 0.9782]);
        check(costly, CoprasForm::SumOfBoth, [1.0, 0.9585, 0.8984, 0.86, 0.8886, 0.8532]);
    }

    #[test]
    fn without_costs_there_is_nothing_to_hold_against() {
        let table = Matrix::new(2, 1, vec![1.0, 2.0]).expect("fits");
        let problem = Problem::new(table, vec![2.0], vec![Goal::Benefit]).expect("fits");
        let none = copras(&problem, CoprasForm::Paper);
        assert_eq!(none, Err(Unfit::Empty { name: "costs", at: 0 }));
        let found = super::ram(&problem).expect("fits");
        assert_eq!(found.cautions, [Caution::WeightsSum { sum: 2.0 }]);
    }
}
