//! Methods that look for a compromise between the good of all criteria and the regret of the worst.

use serde::Serialize;

use super::additive::share;
use super::normalise::Normalisation;
use super::problem::{Problem, Ranking, least, most};
use crate::Unfit;

/// VIKOR's order and its compromise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Vikor {
    /// The order by Q; less is better.
    #[serde(flatten)]
    pub ranking: Ranking,
    /// Group utility S: weighted regret added up.
    pub group: Vec<f64>,
    /// Individual regret R: the largest weighted regret.
    pub regret: Vec<f64>,
    /// The compromise solution: the best by Q alone when it has an acceptable advantage and leads by S or R as well; the best two when only
    /// the second condition fails; all within the advantage when the first fails. Counted from 0, best first.
    pub compromise: Vec<usize>,
}

/// VIKOR: Q = v (S − S*) / (S⁻ − S*) + (1 − v) (R − R*) / (R⁻ − R*); a part whose range is nothing counts nothing.
///
/// `v` is the weight of the group's utility, 0.5 as a rule. A criterion that does not vary is left out.
///
/// # Errors
/// [`Unfit::OutOfRange`] unless 0 ≤ `v` ≤ 1.
///
/// Source: Opricovic and Tzeng 2004, pp. 447–448.
pub fn vikor(problem: &Problem, v: f64) -> Result<Vikor, Unfit> {
    share("v", v)?;
    let rows = problem.table().rows();
    let (mut group, mut regret) = (vec![0.0; rows], vec![0.0_f64; rows]);
    for (column, weight, benefit) in problem.criteria() {
        let (low, high) = (least(&column), most(&column));
        if low == high {
            continue;
        }
        for (row, x) in column.iter().enumerate() {
            let miss = weight * if benefit { high - x } else { x - low } / (high - low);
            group[row] += miss;
            regret[row] = regret[row].max(miss);
        }
    }
    let part = |values: &[f64], at: usize| {
        let (low, high) = (least(values), most(values));
        if high > low { (values[at] - low) / (high - low) } else { 0.0 }
    };
    let scores: Vec<f64> = (0..rows).map(|at| v * part(&group, at) + (1.0 - v) * part(&regret, at)).collect();
    let ranking = problem.ranked(("vikor", "q", "Opricovic & Tzeng 2004, pp. 447-448"), false, scores)?;
    let compromise = compromise(&ranking, &group, &regret);
    Ok(Vikor { ranking, group, regret, compromise })
}

fn compromise(ranking: &Ranking, group: &[f64], regret: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranking.n).collect();
    order.sort_by_key(|at| (ranking.ranks[*at], *at));
    if ranking.n < 2 {
        return order;
    }
    let q = |place: usize| ranking.scores[order[place]];
    let advantage = 1.0 / (ranking.n as f64 - 1.0);
    if q(1) - q(0) < advantage {
        return order.iter().copied().take_while(|at| ranking.scores[*at] - q(0) < advantage).collect();
    }
    let leads = |values: &[f64]| values[order[0]] <= least(values);
    if leads(group) || leads(regret) { vec![order[0]] } else { vec![order[0], order[1]] }
}

/// EDAS: weighted advantages over the mean and disadvantages below it, each as a share of the largest.
///
/// # Errors
/// [`Unfit::OutOfRange`] when a criterion's mean is not above zero.
///
/// Source: Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis 2015, eqs 3–14.
pub fn edas(problem: &Problem) -> Result<Ranking, Unfit> {
    let parts = |above: bool| {
        problem.summed(|column, weight, benefit| {
            let mean = column.iter().sum::<f64>() / column.len() as f64;
            if mean <= 0.0 {
                return Err(Unfit::OutOfRange {
                    name: "mean",
                    value: mean,
                    low: f64::MIN_POSITIVE,
                    high: f64::MAX,
                });
            }
            let sign = if above == benefit { 1.0 } else { -1.0 };
            Ok(column.iter().map(|x| weight * (sign * (x - mean) / mean).max(0.0)).collect())
        })
    };
    let (above, below) = (parts(true)?, parts(false)?);
    let (most_above, most_below) = (most(&above), most(&below));
    let of = |value: f64, top: f64| if top > 0.0 { value / top } else { 0.0 };
    let scores = above
        .iter()
        .zip(&below)
        .map(|(above, below)| (of(*above, most_above) + 1.0 - of(*below, most_below)) / 2.0)
        .collect();
    problem.ranked(("edas", "mean", "Keshavarz Ghorabaee et al. 2015, eqs 3-14"), true, scores)
}

/// CoCoSo: weighted sums and sums of weighted powers joined by three strategies; `lambda` balances the third (0.5 as a rule).
///
/// # Errors
/// [`Unfit::OutOfRange`] unless 0 ≤ `lambda` ≤ 1; [`Unfit::NotFinite`] when one alternative is worst in everything, as the second strategy
/// then divides by zero.
///
/// Source: Yazdani, Zarate, Zavadskas and Turskis 2019, eqs 3–9.
pub fn cocoso(problem: &Problem, lambda: f64) -> Result<Ranking, Unfit> {
    share("lambda", lambda)?;
    let part = |power: bool| {
        problem.summed(|column, weight, benefit| {
            let normal = Normalisation::MinMax.of(column, benefit)?;
            Ok(normal.into_iter().map(|r| if power { r.powf(weight) } else { weight * r }).collect())
        })
    };
    let (sums, powers) = (part(false)?, part(true)?);
    let all: f64 = sums.iter().zip(&powers).map(|(s, p)| s + p).sum();
    let top = lambda * most(&sums) + (1.0 - lambda) * most(&powers);
    let (low_sum, low_power) = (least(&sums), least(&powers));
    let score = |(s, p): (&f64, &f64)| {
        let mean = (s + p) / all;
        let relative = s / low_sum + p / low_power;
        let balanced = (lambda * s + (1.0 - lambda) * p) / top;
        (mean * relative * balanced).cbrt() + (mean + relative + balanced) / 3.0
    };
    let scores = sums.iter().zip(&powers).map(score).collect();
    problem.ranked(("cocoso", "min-max", "Yazdani et al. 2019, eqs 3-9"), true, scores)
}

#[cfg(test)]
mod tests {
    use super::vikor;
    use crate::Matrix;
    use crate::choice::{Goal, Problem};

    #[test]
    fn the_climbers_choice_is_a_compromise_of_all_paths() {
        // Opricovic and Tzeng 2004, section 5: risk and altitude of three paths; Q₂ = 0 and others 1.
        let table = Matrix::new(3, 2, vec![1.0, 3000.0, 2.0, 3750.0, 5.0, 4500.0]).expect("fits");
        let goals = vec![Goal::Cost, Goal::Benefit];
        let problem = Problem::new(table, vec![0.5, 0.5], goals).expect("fits");
        let found = vikor(&problem, 0.5).expect("fits");
        assert_eq!(found.ranking.ranks, [2, 1, 2]);
        assert_eq!(found.compromise, [1]);
        assert!(vikor(&problem, 1.5).is_err());
    }
}
