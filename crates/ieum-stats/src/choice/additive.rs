//! Methods that add up, or multiply, what each criterion contributes.

use super::normalise::Normalisation;
use super::problem::{Problem, Ranking, least, most};
use crate::Unfit;

/// Weighted sum model: Σ w r, r being normalised.
///
/// # Errors
/// As the normalisation; [`Unfit::NotFinite`] when a score overflows.
///
/// Source: Fishburn 1967.
///
/// ```
/// use ieum_stats::{Matrix, choice::{Goal, Normalisation, Problem, wsm}};
/// let table = Matrix::new(2, 2, vec![1.0, 3000.0, 2.0, 3750.0])?;
/// let problem = Problem::new(table, vec![0.25, 0.75], vec![Goal::Cost, Goal::Benefit])?;
/// assert_eq!(wsm(&problem, Normalisation::MinMax)?.ranks, [2, 1]);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn wsm(problem: &Problem, normalisation: Normalisation) -> Result<Ranking, Unfit> {
    let scores = sums(problem, normalisation)?;
    problem.ranked(("wsm", normalisation.name(), "Fishburn 1967"), true, scores)
}

fn sums(problem: &Problem, normalisation: Normalisation) -> Result<Vec<f64>, Unfit> {
    problem.summed(|column, weight, benefit| {
        Ok(normalisation.of(column, benefit)?.into_iter().map(|r| weight * r).collect())
    })
}

fn products(problem: &Problem, normalisation: Normalisation) -> Result<Vec<f64>, Unfit> {
    let mut products = vec![1.0; problem.table().rows()];
    for (column, weight, benefit) in problem.criteria() {
        for (product, r) in products.iter_mut().zip(normalisation.of(&column, benefit)?) {
            *product *= r.powf(weight);
        }
    }
    Ok(products)
}

/// Weighted product model: Π r^w.
///
/// # Errors
/// As [`wsm`].
///
/// Source: Bridgman 1922; Miller and Starr 1969.
pub fn wpm(problem: &Problem, normalisation: Normalisation) -> Result<Ranking, Unfit> {
    let scores = products(problem, normalisation)?;
    problem.ranked(("wpm", normalisation.name(), "Miller & Starr 1969"), true, scores)
}

/// WASPAS: λ of the weighted sum and 1 − λ of the weighted product, linearly normalised.
///
/// # Errors
/// As [`wsm`]; [`Unfit::OutOfRange`] unless 0 ≤ `lambda` ≤ 1.
///
/// Source: Zavadskas, Turskis, Antucheviciene and Zakarevicius 2012, eq. 7.
pub fn waspas(problem: &Problem, lambda: f64) -> Result<Ranking, Unfit> {
    share("lambda", lambda)?;
    let (sum, product) = (sums(problem, Normalisation::Linear)?, products(problem, Normalisation::Linear)?);
    let scores = sum.iter().zip(&product).map(|(sum, product)| lambda * sum + (1.0 - lambda) * product);
    problem.ranked(("waspas", "linear", "Zavadskas et al. 2012, eq. 7"), true, scores.collect())
}

pub(super) fn share(name: &'static str, value: f64) -> Result<(), Unfit> {
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(Unfit::OutOfRange { name, value, low: 0.0, high: 1.0 })
    }
}

/// MABAC: distance of w (1 + r) from the geometric mean of its column, added up; r is min–max normalised.
///
/// # Errors
/// As [`wsm`].
///
/// Source: Pamučar and Ćirović 2015, eqs 3–11.
pub fn mabac(problem: &Problem) -> Result<Ranking, Unfit> {
    let scores = problem.summed(|column, weight, benefit| {
        let weighted: Vec<f64> =
            Normalisation::MinMax.of(column, benefit)?.into_iter().map(|r| weight * (1.0 + r)).collect();
        if weight == 0.0 {
            return Ok(weighted);
        }
        let border = (weighted.iter().map(|v| v.ln()).sum::<f64>() / weighted.len() as f64).exp();
        Ok(weighted.into_iter().map(|v| v - border).collect())
    })?;
    problem.ranked(("mabac", "min-max", "Pamučar & Ćirović 2015, eqs 3-11"), true, scores)
}

/// MAIRCA: gap between what an even chance would promise and what each alternative brings; less is better.
///
/// # Errors
/// As [`wsm`].
///
/// Source: Pamučar, Vasin and Lukovac 2014.
pub fn mairca(problem: &Problem) -> Result<Ranking, Unfit> {
    let even = 1.0 / problem.table().rows() as f64;
    let scores = problem.summed(|column, weight, benefit| {
        let normal = Normalisation::MinMax.of(column, benefit)?;
        Ok(normal.into_iter().map(|r| even * weight * (1.0 - r)).collect())
    })?;
    problem.ranked(("mairca", "min-max", "Pamučar, Vasin & Lukovac 2014"), false, scores)
}

/// OCRA: advantage in costs and in benefits over the worst alternative, as shares of the least value of each criterion.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero.
///
/// Source: Parkan 1994; Parkan and Wu 2000.
pub fn ocra(problem: &Problem) -> Result<Ranking, Unfit> {
    problem.above_zero()?;
    let over = |costs: bool| -> Result<Vec<f64>, Unfit> {
        let sums = problem.summed(|column, weight, benefit| {
            let (low, high) = (least(column), most(column));
            Ok(column
                .iter()
                .map(|x| match (benefit, costs) {
                    (false, true) => weight * (high - x) / low,
                    (true, false) => weight * (x - low) / low,
                    _ => 0.0,
                })
                .collect())
        })?;
        let floor = least(&sums);
        Ok(sums.into_iter().map(|sum| sum - floor).collect())
    };
    let (costs, benefits) = (over(true)?, over(false)?);
    let both: Vec<f64> = costs.iter().zip(&benefits).map(|(a, b)| a + b).collect();
    let floor = least(&both);
    let scores = both.into_iter().map(|sum| sum - floor).collect();
    problem.ranked(("ocra", "by-least", "Parkan & Wu 2000"), true, scores)
}

/// LMAW: logarithms of standardised values against the logarithm of their product, joined by the weights.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero.
///
/// Source: Pamučar, Žižović, Biswas and Božanić 2021, eqs 10–14.
pub fn lmaw(problem: &Problem) -> Result<Ranking, Unfit> {
    problem.above_zero()?;
    let scores = problem.summed(|column, weight, benefit| {
        let (low, high) = (least(column), most(column));
        let logs: Vec<f64> =
            column.iter().map(|x| if benefit { (x / high).ln_1p() } else { (low / x).ln_1p() }).collect();
        let all: f64 = logs.iter().sum();
        let joined = |log: f64| {
            let phi = log / all;
            let power = phi.powf(weight);
            2.0 * power / ((2.0 - phi).powf(weight) + power)
        };
        Ok(logs.into_iter().map(joined).collect())
    })?;
    problem.ranked(("lmaw", "standard", "Pamučar et al. 2021, eqs 10-14"), true, scores)
}
