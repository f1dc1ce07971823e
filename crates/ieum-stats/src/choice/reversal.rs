//! Where a ranking turns over: how far one weight must move before another alternative wins.

use serde::Serialize;

use super::draws::{Method, Parts};
use super::problem::Problem;
use crate::{Caution, Unfit};

/// A weight at which the winner changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reversal {
    /// The criterion's weight there, as a share of all; the others keep their proportions.
    pub weight: f64,
    /// Who wins beyond it, counted from 0.
    pub winner: usize,
}

/// How one criterion's weight decides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionReversals {
    /// Its weight now, as a share of all.
    pub weight: f64,
    /// The nearest change when it falls; none when the winner stays down to 0.
    pub below: Option<Reversal>,
    /// The nearest change when it rises; none when the winner stays up to 1.
    pub above: Option<Reversal>,
}

/// Where the winner changes, criterion by criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reversals {
    /// Which method.
    pub method: &'static str,
    /// Which of its conventions.
    pub convention: &'static str,
    /// Alternatives.
    pub n: usize,
    /// The winner now, counted from 0; of equals the first.
    pub winner: usize,
    /// One entry a criterion.
    pub criteria: Vec<CriterionReversals>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// The exact weights at which the winner changes, one criterion at a time, the others keeping their proportions (equal ones if all others
/// weigh nothing).
///
/// For the linear methods two alternatives draw level where two lines cross. For TOPSIS closeness rises with the ratio of squared
/// distances, which in u = (t / (1 − t))² is a ratio of lines, so they draw level at the roots of a quadratic. Nothing is searched.
///
/// # Errors
/// Those of the method.
///
/// Source: Triantaphyllou and Sánchez 1997 for the linear case; the quadratic follows from Hwang and Yoon 1981, pp. 131–132.
pub fn reversals(problem: &Problem, method: &Method) -> Result<Reversals, Unfit> {
    let ranking = method.ranking(problem)?;
    let winner = ranking.ranks.iter().position(|rank| *rank == 1).unwrap_or_default();
    let parts = method.parts(problem)?;
    let all: f64 = problem.weights().iter().sum();
    let shares: Vec<f64> = problem.weights().iter().map(|weight| weight / all).collect();
    let criteria = (0..shares.len())
        .map(|criterion| {
            let moving = Moving::new(&parts, &shares, criterion);
            let weight = shares[criterion];
            CriterionReversals {
                weight,
                below: nearest(&moving, winner, ranking.n, weight, false),
                above: nearest(&moving, winner, ranking.n, weight, true),
            }
        })
        .collect();
    Ok(Reversals {
        method: ranking.method,
        convention: ranking.convention,
        n: ranking.n,
        winner,
        criteria,
        cautions: ranking.cautions,
        source: "Triantaphyllou & Sánchez 1997",
    })
}

/// Scores while one weight t moves from 0 to 1.
enum Moving {
    /// own × t + rest × (1 − t).
    Linear { own: Vec<f64>, rest: Vec<f64> },
    /// Squared distances own × t² + rest × (1 − t)², from the best and from the worst.
    Distances { best: (Vec<f64>, Vec<f64>), worst: (Vec<f64>, Vec<f64>) },
}

impl Moving {
    fn new(parts: &Parts, shares: &[f64], criterion: usize) -> Self {
        let others = 1.0 - shares[criterion];
        let proportion = |at: usize| {
            if at == criterion {
                0.0
            } else if others > 1e-12 {
                shares[at] / others
            } else {
                1.0 / (shares.len() as f64 - 1.0)
            }
        };
        let split = |columns: &[Vec<f64>], power: i32| {
            let mut rest = vec![0.0; columns[criterion].len()];
            for (at, column) in columns.iter().enumerate().filter(|(at, _)| *at != criterion) {
                let weight = proportion(at).powi(power);
                rest.iter_mut().zip(column).for_each(|(sum, part)| *sum += weight * part);
            }
            (columns[criterion].clone(), rest)
        };
        match parts {
            Parts::Linear(columns) => {
                let (own, rest) = split(columns, 1);
                Self::Linear { own, rest }
            }
            Parts::Distances { best, worst } => {
                Self::Distances { best: split(best, 2), worst: split(worst, 2) }
            }
        }
    }

    /// Above zero when a is ahead of b at t.
    fn lead(&self, a: usize, b: usize, t: f64) -> f64 {
        let s = 1.0 - t;
        match self {
            Self::Linear { own, rest } => t * (own[a] - own[b]) + s * (rest[a] - rest[b]),
            Self::Distances { best, worst } => {
                let square = |of: &(Vec<f64>, Vec<f64>), at: usize| of.0[at] * t * t + of.1[at] * s * s;
                square(worst, a) * square(best, b) - square(worst, b) * square(best, a)
            }
        }
    }

    /// Where a and b are level, rising, within 0 to 1.
    fn level(&self, a: usize, b: usize) -> Vec<f64> {
        let mut at = match self {
            Self::Linear { own, rest } => {
                let (from, to) = (rest[a] - rest[b], own[a] - own[b]);
                vec![from / (from - to)]
            }
            Self::Distances { best: (best, best_rest), worst: (worst, worst_rest) } => {
                let high = worst[a] * best[b] - worst[b] * best[a];
                let low = worst_rest[a] * best_rest[b] - worst_rest[b] * best_rest[a];
                let middle = worst[a] * best_rest[b] + worst_rest[a] * best[b]
                    - worst[b] * best_rest[a]
                    - worst_rest[b] * best[a];
                let share = |u: f64| u.sqrt() / (1.0 + u.sqrt());
                quadratic(high, middle, low).into_iter().filter(|u| *u >= 0.0).map(share).collect()
            }
        };
        at.retain(|t| (0.0..=1.0).contains(t));
        at.sort_by(f64::total_cmp);
        at
    }
}

/// The real roots of a x² + b x + c, without cancellation (Goldberg 1991, section 1.4).
fn quadratic(a: f64, b: f64, c: f64) -> Vec<f64> {
    let under = b * b - 4.0 * a * c;
    if under < 0.0 {
        return Vec::new();
    }
    let q = -0.5 * (b + under.sqrt().copysign(b));
    [q / a, c / q].into_iter().filter(|root| root.is_finite()).collect()
}

/// How near a crossing may be to the weight itself to count as there: the alternatives are level already.
const LEVEL: f64 = 1e-12;

fn nearest(moving: &Moving, winner: usize, n: usize, weight: f64, rising: bool) -> Option<Reversal> {
    let end = if rising { 1.0 } else { 0.0 };
    let beyond = |t: f64| if rising { t >= weight - LEVEL } else { t <= weight + LEVEL };
    let mut found: Option<Reversal> = None;
    for rival in (0..n).filter(|rival| *rival != winner) {
        let mut ahead: Vec<f64> = moving.level(winner, rival).into_iter().filter(|t| beyond(*t)).collect();
        if !rising {
            ahead.reverse();
        }
        for (at, t) in ahead.iter().enumerate() {
            let next = ahead.get(at + 1).copied().unwrap_or(end);
            // The sign between two roots is the same everywhere, so one look half way tells who leads.
            if *t == end || moving.lead(winner, rival, (t + next) / 2.0) >= 0.0 {
                continue;
            }
            let nearer = |other: &Reversal| (t - weight).abs() < (other.weight - weight).abs();
            if found.as_ref().is_none_or(nearer) {
                found = Some(Reversal { weight: *t, winner: rival });
            }
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Method, quadratic, reversals};
    use crate::choice::{Goal, Normalisation, Preference, Problem};
    use crate::{Matrix, Seed};

    #[test]
    fn roots_are_those_of_the_quadratic() {
        let mut roots = quadratic(1.0, -3.0, 2.0);
        roots.sort_by(f64::total_cmp);
        assert_eq!(roots, [1.0, 2.0]);
        assert_eq!(quadratic(0.0, 2.0, -4.0), [2.0]);
        assert!(quadratic(1.0, 0.0, 1.0).is_empty());
    }

    #[test]
    fn two_lines_cross_where_they_should() {
        // Scores t and 1 − t: level at one half.
        let table = Matrix::new(2, 2, vec![1.0, 0.0, 0.0, 1.0]).expect("fits");
        let problem = Problem::new(table, vec![0.7, 0.3], vec![Goal::Benefit; 2]).expect("fits");
        for method in [Method::Wsm(Normalisation::MinMax), Method::Topsis(Normalisation::MinMax)] {
            let found = reversals(&problem, &method).expect("fits");
            assert_eq!(found.winner, 0);
            assert!(found.criteria[0].above.is_none());
            let below = found.criteria[0].below.expect("turns");
            assert!((below.weight - 0.5).abs() < 1e-15 && below.winner == 1);
            assert!((found.criteria[1].above.expect("turns").weight - 0.5).abs() < 1e-15);
        }
    }

    #[test]
    fn one_criterion_never_turns() {
        let table = Matrix::new(2, 1, vec![1.0, 2.0]).expect("fits");
        let problem = Problem::new(table, vec![1.0], vec![Goal::Cost]).expect("fits");
        let found = reversals(&problem, &Method::Wsm(Normalisation::MinMax)).expect("fits");
        assert!(found.criteria[0].below.is_none() && found.criteria[0].above.is_none());
    }

    proptest! {
        /// Just before the stated weight the winner still wins; just beyond it somebody else does.
        #[test]
        fn the_winner_changes_there_and_not_before(seed in any::<u64>(), kind in 0_usize..3) {
            let mut chance = Seed::new(seed);
            let cells: Vec<f64> = (0..24).map(|_| chance.unit() * 9.0 + 1.0).collect();
            let weights: Vec<f64> = (0..4).map(|_| chance.unit() + 0.05).collect();
            let goals = vec![Goal::Benefit, Goal::Cost, Goal::Benefit, Goal::Cost];
            let problem =
                Problem::new(Matrix::new(6, 4, cells).expect("fits"), weights.clone(), goals).expect("fits");
            let method = match kind {
                0 => Method::Topsis(Normalisation::Vector),
                1 => Method::Wsm(Normalisation::MinMax),
                _ => Method::Promethee(vec![Preference::Linear { q: 0.5, p: 4.0 }; 4]),
            };
            let found = reversals(&problem, &method).expect("fits");
            let all: f64 = weights.iter().sum();
            let best_at = |criterion: usize, t: f64| {
                let others = 1.0 - weights[criterion] / all;
                let moved = (0..4)
                    .map(|at| if at == criterion { t } else { weights[at] / all / others * (1.0 - t) })
                    .collect();
                let ranks = method.ranking(&problem.weighing(moved).expect("fits")).expect("fits").ranks;
                ranks.iter().position(|rank| *rank == 1).expect("one")
            };
            for (criterion, found_here) in found.criteria.iter().enumerate() {
                let now = weights[criterion] / all;
                for (turn, end) in [(found_here.below, 0.0), (found_here.above, 1.0)] {
                    match turn {
                        Some(turn) => {
                            let step = 1e-7 * (end - now);
                            prop_assert_eq!(best_at(criterion, turn.weight - step), found.winner);
                            let beyond = (turn.weight + step).clamp(0.0, 1.0);
                            prop_assert_ne!(best_at(criterion, beyond), found.winner);
                        }
                        None => {
                            for share in [0.1, 0.3, 0.5, 0.7, 0.9, 0.999] {
                                let t = now + (end - now) * share;
                                prop_assert_eq!(best_at(criterion, t), found.winner);
                            }
                        }
                    }
                }
            }
        }
    }
}
