//! Marked and unmarked units: do the marked lie together?

use serde::Serialize;

use super::chance::{Alternative, Chance, Permuted};
use super::global::Approximate;
use super::moments;
use super::weights::{Style, Weights};
use crate::{Caution, Unfit};

/// Joins of one kind, counted and set against chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Joins {
    /// How many; weights other than one add their size.
    pub count: f64,
    /// How many by chance, as many units being marked.
    pub expected: f64,
    /// Against the normal approximation of all ways to put down the marks.
    pub randomised: Option<Approximate>,
    /// Against permutations.
    pub permuted: Option<Permuted>,
}

/// Joins of marked and unmarked units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JoinCounts {
    /// Units.
    pub n: usize,
    /// Marked units.
    pub marked: usize,
    /// Weights that are not zero.
    pub links: usize,
    /// What the weights mean.
    pub weights: Style,
    /// Between two marked units (`BB`).
    pub both: Joins,
    /// Between a marked and an unmarked one (`BW`).
    pub mixed: Joins,
    /// Between two unmarked ones (`WW`).
    pub neither: Joins,
    /// Which departures the p values count.
    pub alternative: Alternative,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Counts joins: half the weights between two marked units, between a marked and an unmarked one, between two unmarked ones.
///
/// `marks`: one a unit, at least 4 units; binary weights that are symmetric count each border once. The null hypothesis puts down the
/// same number of marks anywhere (sampling without replacement).
///
/// # Errors
/// As [`super::moran`]; [`Unfit::Constant`] when all or none are marked.
///
/// Source: Moran 1948; Cliff and Ord 1981, eqs 1.34–1.39.
pub fn join_counts(
    marks: &[bool],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<JoinCounts, Unfit> {
    let values: Vec<f64> = marks.iter().map(|mark| f64::from(u8::from(*mark))).collect();
    weights.check(&values, 4)?;
    chance.check()?;
    let marked = marks.iter().filter(|mark| **mark).count();
    if marked == 0 || marked == marks.len() {
        return Err(Unfit::Constant { column: 0 });
    }
    let sums = weights.sums();
    let kinds: [fn(f64, f64) -> f64; 3] =
        [|a, b| a * b, |a, b| (a - b) * (a - b), |a, b| (1.0 - a) * (1.0 - b)];
    let [both, mixed, neither] = moments::joins(marks.len(), marked, sums);
    let joins = |kind: usize, (expected, variance): (f64, f64)| {
        let figure = |values: &[f64]| {
            let unit = |at: usize| {
                weights.of(at).map(|(other, w)| w * kinds[kind](values[at], values[other])).sum::<f64>()
            };
            (0..values.len()).map(unit).sum::<f64>() / 2.0
        };
        let count = figure(&values);
        Joins {
            count,
            expected,
            randomised: Approximate::new(count, expected, variance, alternative),
            permuted: chance.permute(count, &values, alternative, figure),
        }
    };
    Ok(JoinCounts {
        n: marks.len(),
        marked,
        links: weights.links(),
        weights: weights.style(),
        both: joins(0, both),
        mixed: joins(1, mixed),
        neither: joins(2, neither),
        alternative,
        cautions: weights.cautions(),
        source: "Cliff & Ord 1981, eqs 1.34-1.39",
    })
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Chance, join_counts};
    use crate::Unfit;
    use crate::space::Weights;

    #[test]
    fn the_moments_are_those_of_every_way_to_put_down_the_marks() {
        let weights = Weights::given(&[
            vec![(1, 1.0), (2, 0.5)],
            vec![(0, 2.0), (3, 1.0)],
            vec![(1, 0.25)],
            vec![(4, 1.0), (6, 0.75)],
            vec![(3, 1.0), (5, 3.0)],
            vec![],
            vec![(0, 1.5), (5, 1.0)],
        ])
        .expect("fits");
        for marked in 1..7_u32 {
            let ways: Vec<Vec<bool>> = (0..128_u32)
                .filter(|bits| bits.count_ones() == marked)
                .map(|bits| (0..7).map(|at| bits >> at & 1 == 1).collect())
                .collect();
            let count = |marks: &Vec<bool>| {
                join_counts(marks, &weights, Alternative::TwoSided, Chance::NONE).expect("fits")
            };
            let all: Vec<_> = ways.iter().map(count).collect();
            let kinds: [fn(&super::JoinCounts) -> super::Joins; 3] =
                [|x| x.both.clone(), |x| x.mixed.clone(), |x| x.neither.clone()];
            for kind in kinds {
                let counts: Vec<f64> = all.iter().map(|one| kind(one).count).collect();
                let mean = counts.iter().sum::<f64>() / counts.len() as f64;
                let variance =
                    counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / counts.len() as f64;
                let stated = kind(&all[0]);
                assert!((stated.expected - mean).abs() < 1e-12, "{marked} {mean} {}", stated.expected);
                let found = stated.randomised.map_or(0.0, |of| of.variance);
                assert!((found - variance).abs() < 1e-12, "{marked}: {found} {variance}");
            }
        }
    }

    #[test]
    fn marks_that_do_not_vary_are_refused() {
        let weights = Weights::blocks(&[0, 0, 0, 0]);
        for marks in [[true; 4], [false; 4]] {
            let found = join_counts(&marks, &weights, Alternative::Greater, Chance::NONE);
            assert_eq!(found, Err(Unfit::Constant { column: 0 }));
        }
    }
}
