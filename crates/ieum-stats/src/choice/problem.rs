//! A table of alternatives by criteria, and the order a method puts them in.

use serde::Serialize;

use crate::{Caution, Matrix, Unfit};

/// Whether much or little of a criterion is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// The more the better.
    Benefit,
    /// The less the better.
    Cost,
}

/// Alternatives (rows) by criteria (columns), with a weight and a goal for each criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    table: Matrix,
    weights: Vec<f64>,
    goals: Vec<Goal>,
}

impl Problem {
    /// A problem whose parts fit together.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] without alternatives or criteria, [`Unfit::Shape`] when weights or goals are not one a criterion,
    /// [`Unfit::OutOfRange`] when a weight is negative or all are zero, [`Unfit::NotFinite`] when a weight is no number.
    pub fn new(table: Matrix, weights: Vec<f64>, goals: Vec<Goal>) -> Result<Self, Unfit> {
        if table.rows() == 0 || table.columns() == 0 {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        if goals.len() != table.columns() {
            return Err(Unfit::Shape { expected: table.columns(), found: goals.len() });
        }
        check_weights(&weights, table.columns())?;
        Ok(Self { table, weights, goals })
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Matrix {
        &self.table
    }

    /// One weight a criterion.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// One goal a criterion.
    #[must_use]
    pub fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// The same with other weights.
    ///
    /// # Errors
    /// As [`Problem::new`].
    pub fn weighing(&self, weights: Vec<f64>) -> Result<Self, Unfit> {
        check_weights(&weights, self.table.columns())?;
        Ok(Self { weights, ..self.clone() })
    }

    pub(super) fn is_benefit(&self, criterion: usize) -> bool {
        self.goals[criterion] == Goal::Benefit
    }

    /// For each criterion (column, weight, is benefit).
    pub(super) fn criteria(&self) -> impl Iterator<Item = (Vec<f64>, f64, bool)> + '_ {
        (0..self.weights.len()).map(|at| (self.table.column(at), self.weights[at], self.is_benefit(at)))
    }

    /// Adds up over the criteria what `part` gives for each column, times nothing: the part knows the weight.
    pub(super) fn summed(
        &self,
        mut part: impl FnMut(&[f64], f64, bool) -> Result<Vec<f64>, Unfit>,
    ) -> Result<Vec<f64>, Unfit> {
        let mut sums = vec![0.0; self.table.rows()];
        for (column, weight, benefit) in self.criteria() {
            for (sum, value) in sums.iter_mut().zip(part(&column, weight, benefit)?) {
                *sum += value;
            }
        }
        Ok(sums)
    }

    /// Refuses a table with a number at or below zero, for methods that divide by cells or take their logarithm.
    pub(super) fn above_zero(&self) -> Result<(), Unfit> {
        above_zero(self.table.cells())
    }

    pub(super) fn cautions(&self) -> Vec<Caution> {
        let mut cautions = Vec::new();
        let sum: f64 = self.weights.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            cautions.push(Caution::WeightsSum { sum });
        }
        cautions.extend(
            self.criteria()
                .enumerate()
                .filter(|(_, (column, _, _))| constant(column))
                .map(|(column, _)| Caution::Uninformative { column }),
        );
        cautions
    }

    /// The ranking by scores.
    ///
    /// # Errors
    /// [`Unfit::NotFinite`] when an alternative's score (its row, column 0) came out as no finite number.
    pub(super) fn ranked(
        &self,
        (method, convention, source): (&'static str, &'static str, &'static str),
        higher_is_better: bool,
        scores: Vec<f64>,
    ) -> Result<Ranking, Unfit> {
        if let Some(row) = scores.iter().position(|score| !score.is_finite()) {
            return Err(Unfit::NotFinite { row, column: 0 });
        }
        let (ranks, tied) = ranks(&scores, higher_is_better);
        let mut cautions = self.cautions();
        if tied > 0 {
            cautions.push(Caution::Ties { cases: tied });
        }
        Ok(Ranking {
            method,
            convention,
            n: scores.len(),
            criteria: self.weights.len(),
            higher_is_better,
            scores,
            ranks,
            cautions,
            source,
        })
    }
}

fn check_weights(weights: &[f64], criteria: usize) -> Result<(), Unfit> {
    if weights.len() != criteria {
        return Err(Unfit::Shape { expected: criteria, found: weights.len() });
    }
    if let Some(column) = weights.iter().position(|weight| !weight.is_finite()) {
        return Err(Unfit::NotFinite { row: 0, column });
    }
    let refused = |value| Err(Unfit::OutOfRange { name: "weights", value, low: 0.0, high: f64::MAX });
    match weights.iter().find(|weight| **weight < 0.0) {
        Some(&value) => refused(value),
        None if weights.iter().sum::<f64>() <= 0.0 => refused(0.0),
        None => Ok(()),
    }
}

pub(super) fn above_zero(cells: &[f64]) -> Result<(), Unfit> {
    match cells.iter().find(|cell| **cell <= 0.0) {
        Some(&value) => {
            Err(Unfit::OutOfRange { name: "table", value, low: f64::MIN_POSITIVE, high: f64::MAX })
        }
        None => Ok(()),
    }
}

pub(super) fn constant(column: &[f64]) -> bool {
    column.iter().all(|value| *value == column[0])
}

pub(super) fn least(column: &[f64]) -> f64 {
    column.iter().copied().fold(f64::INFINITY, f64::min)
}

pub(super) fn most(column: &[f64]) -> f64 {
    column.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Rank 1 for the best; equal scores share the best rank among them. Scores count as equal when they differ by rounding alone
/// (1e-12 of the largest). Also tells how many alternatives share a rank.
pub(super) fn ranks(scores: &[f64], higher_is_better: bool) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let sign = if higher_is_better { -1.0 } else { 1.0 };
    order.sort_by(|a, b| (sign * scores[*a]).total_cmp(&(sign * scores[*b])).then(a.cmp(b)));
    let slack = 1e-12 * scores.iter().fold(0.0_f64, |most, score| most.max(score.abs()));
    let mut ranks = vec![1; scores.len()];
    let mut tied = 0;
    let groups = order.chunk_by(|a, b| (scores[*a] - scores[*b]).abs() <= slack);
    let mut next = 1;
    for group in groups {
        group.iter().for_each(|at| ranks[*at] = next);
        next += group.len();
        tied += if group.len() > 1 { group.len() } else { 0 };
    }
    (ranks, tied)
}

/// Alternatives in the order a method puts them in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranking {
    /// Which method.
    pub method: &'static str,
    /// Which of its conventions.
    pub convention: &'static str,
    /// Alternatives.
    pub n: usize,
    /// Criteria.
    pub criteria: usize,
    /// Whether the best alternative has the highest score.
    pub higher_is_better: bool,
    /// One score an alternative.
    pub scores: Vec<f64>,
    /// One rank an alternative, 1 for the best; equals share the best rank among them.
    pub ranks: Vec<usize>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Goal, Problem, Ranking, ranks};
    use crate::choice::{
        CoprasForm, Normalisation, Preference, aras, copras, edas, mabac, mairca, marcos, moora, probid,
        promethee, topsis, vikor, waspas, wpm, wsm,
    };
    use crate::{Matrix, Seed, Unfit};

    #[test]
    fn equals_share_the_best_rank() {
        assert_eq!(ranks(&[0.1 + 0.2, 0.3, 0.9, -1.0], true), (vec![2, 2, 1, 4], 2));
        assert_eq!(ranks(&[0.1 + 0.2, 0.3, 0.9, -1.0], false), (vec![2, 2, 4, 1], 2));
        assert_eq!(ranks(&[], true), (vec![], 0));
    }

    type Rule = fn(&Problem) -> Result<Ranking, Unfit>;

    proptest! {
        /// The order of rows and the unit of a column change no ranking that claims so.
        #[test]
        fn labels_and_units_change_nothing(seed in any::<u64>(), scale in 0.01_f64..100.0) {
            let mut chance = Seed::new(seed);
            let (rows, columns) = (7, 4);
            let cells: Vec<f64> = (0..rows * columns).map(|_| 1.0 + 9.0 * chance.unit()).collect();
            let mut place: Vec<usize> = (0..rows).collect();
            chance.shuffle(&mut place);
            let mut moved = vec![0.0; cells.len()];
            for row in 0..rows {
                for column in 0..columns {
                    let unit = if column == 1 { scale } else { 1.0 };
                    moved[place[row] * columns + column] = cells[row * columns + column] * unit;
                }
            }
            let goals = vec![Goal::Benefit, Goal::Cost, Goal::Cost, Goal::Benefit];
            let problem = |cells| {
                let table = Matrix::new(rows, columns, cells).expect("fits");
                Problem::new(table, vec![0.4, 0.3, 0.2, 0.1], goals.clone()).expect("fits")
            };
            let (here, there) = (problem(cells), problem(moved));
            let methods: [Rule; 14] = [
                |p| topsis(p, Normalisation::Vector),
                |p| topsis(p, Normalisation::MinMax),
                |p| wsm(p, Normalisation::Sum),
                |p| wpm(p, Normalisation::Linear),
                |p| waspas(p, 0.5),
                |p| vikor(p, 0.5).map(|found| found.ranking),
                |p| promethee(p, &[Preference::Usual; 4]).map(|found| found.ranking),
                |p| copras(p, CoprasForm::Paper),
                |p| aras(p, None),
                moora,
                edas,
                marcos,
                mabac,
                probid,
            ];
            for method in methods {
                let (here, there) = (method(&here).expect("fits"), method(&there).expect("fits"));
                for (a, to) in here.scores.iter().zip(&place) {
                    let b = there.scores[*to];
                    prop_assert!((a - b).abs() < 1e-9, "{}: {a} {b}", here.method);
                }
            }
        }

        /// An alternative at least as good in everything never ranks behind.
        #[test]
        fn the_better_in_all_never_ranks_behind(seed in any::<u64>()) {
            let mut chance = Seed::new(seed);
            let mut cells: Vec<f64> = (0..20).map(|_| 1.0 + 9.0 * chance.unit()).collect();
            for column in 0..4 {
                // The first alternative beats the second in every column; the last column is a cost.
                let better = if column == 3 { 0.9 } else { 1.1 };
                cells[column] = cells[4 + column] * better;
            }
            let goals = vec![Goal::Benefit, Goal::Benefit, Goal::Benefit, Goal::Cost];
            let weights = vec![0.1, 0.2, 0.3, 0.4];
            let table = Matrix::new(5, 4, cells).expect("fits");
            let problem = Problem::new(table, weights, goals).expect("fits");
            let methods: [Rule; 8] = [
                |p| topsis(p, Normalisation::Vector),
                |p| wsm(p, Normalisation::MinMax),
                |p| wpm(p, Normalisation::Sum),
                |p| vikor(p, 0.5).map(|found| found.ranking),
                |p| promethee(p, &[Preference::Linear { q: 0.1, p: 2.0 }; 4]).map(|found| found.ranking),
                |p| copras(p, CoprasForm::Paper),
                marcos,
                mairca,
            ];
            for method in methods {
                let found = method(&problem).expect("fits");
                prop_assert!(found.ranks[0] <= found.ranks[1], "{}", found.method);
            }
        }
    }

    #[test]
    fn a_problem_that_does_not_fit_together_says_why() {
        fn check(weights: Vec<f64>, goals: Vec<Goal>, why: &Unfit) {
            let table = Matrix::new(1, 2, vec![1.0, 2.0]).expect("fits");
            assert_eq!(Problem::new(table, weights, goals).as_ref(), Err(why));
        }
        let both = || vec![Goal::Benefit, Goal::Cost];
        check(vec![1.0], both(), &Unfit::Shape { expected: 2, found: 1 });
        check(vec![0.5, 0.5], vec![Goal::Cost], &Unfit::Shape { expected: 2, found: 1 });
        check(vec![0.5, f64::NAN], both(), &Unfit::NotFinite { row: 0, column: 1 });
        let refused = |value| Unfit::OutOfRange { name: "weights", value, low: 0.0, high: f64::MAX };
        check(vec![1.5, -0.5], both(), &refused(-0.5));
        check(vec![0.0, 0.0], both(), &refused(0.0));
        let empty = Problem::new(Matrix::zeros(0, 2), vec![0.5, 0.5], both());
        assert_eq!(empty, Err(Unfit::TooFew { needed: 1, found: 0 }));
    }
}
