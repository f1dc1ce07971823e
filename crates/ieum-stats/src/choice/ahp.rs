//! Weights from judgements in pairs: «how much more does this matter than that».

use serde::Serialize;

use crate::{Caution, Matrix, Unfit};

/// Against which mean index of random judgements consistency is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RandomIndex {
    /// Saaty 1980, p. 21: up to 15 criteria.
    #[default]
    Saaty1980,
    /// Alonso and Lamata 2006, eq. 11: (2.7699 n − 4.3513 − n) / (n − 1), for any number.
    AlonsoLamata2006,
}

impl RandomIndex {
    fn of(self, criteria: usize) -> Result<f64, Unfit> {
        const SAATY: [f64; 15] =
            [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];
        let n = criteria as f64;
        match self {
            Self::Saaty1980 => SAATY.get(criteria - 1).copied().ok_or(Unfit::OutOfRange {
                name: "criteria",
                value: n,
                low: 1.0,
                high: SAATY.len() as f64,
            }),
            Self::AlonsoLamata2006 if criteria < 3 => Ok(0.0),
            Self::AlonsoLamata2006 => Ok((2.7699 * n - 4.3513 - n) / (n - 1.0)),
        }
    }
}

/// One judgement, and what the weights say in its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Judgement {
    /// The criterion judged, counted from 0.
    pub row: usize,
    /// The criterion it was held against.
    pub column: usize,
    /// How many times as important it was judged.
    pub given: f64,
    /// How many times as important its weight is.
    pub implied: f64,
}

/// Weights by the analytic hierarchy process.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ahp {
    /// Criteria.
    pub n: usize,
    /// The principal eigenvector, summing to one.
    pub weights: Vec<f64>,
    /// Geometric means of the rows, summing to one: for comparison (Crawford and Williams 1985).
    pub geometric: Vec<f64>,
    /// The principal eigenvalue λ; n when the judgements agree with one another.
    pub lambda_max: f64,
    /// (λ − n) / (n − 1).
    pub consistency_index: f64,
    /// Whose index of random judgements.
    pub random_index: RandomIndex,
    /// Its value for n criteria.
    pub random_index_value: f64,
    /// Consistency index over random index; up to 0.1 is thought tolerable. 0 below three criteria, which cannot contradict.
    pub consistency_ratio: f64,
    /// The judgement farthest from the weights, by ratio; none when all agree.
    pub farthest: Option<Judgement>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// A square matrix of judgements from those above the diagonal, row after row; the others are their inverses.
///
/// # Errors
/// [`Unfit::Shape`] unless there are n(n−1)/2 judgements; [`Unfit::OutOfRange`] at one not above zero.
pub fn from_upper(criteria: usize, judgements: &[f64]) -> Result<Matrix, Unfit> {
    let expected = criteria * criteria.saturating_sub(1) / 2;
    if judgements.len() != expected {
        return Err(Unfit::Shape { expected, found: judgements.len() });
    }
    let mut matrix = Matrix::zeros(criteria, criteria);
    let mut given = judgements.iter();
    for row in 0..criteria {
        *matrix.at_mut(row, row) = 1.0;
        for column in row + 1..criteria {
            let value = given.next().copied().unwrap_or(1.0);
            check_judgement(value)?;
            *matrix.at_mut(row, column) = value;
            *matrix.at_mut(column, row) = 1.0 / value;
        }
    }
    Ok(matrix)
}

fn check_judgement(value: f64) -> Result<(), Unfit> {
    if value.is_finite() && value > 0.0 {
        Ok(())
    } else {
        Err(Unfit::OutOfRange { name: "judgement", value, low: f64::MIN_POSITIVE, high: f64::MAX })
    }
}

/// One matrix of judgements for a group: the geometric mean of its members' (the only rule that keeps inverses; Aczél and Saaty 1983).
///
/// # Errors
/// [`Unfit::TooFew`] without members; [`Unfit::Shape`] when the matrices differ in size; [`Unfit::OutOfRange`] at a judgement not above zero.
pub fn group_judgements(members: &[Matrix]) -> Result<Matrix, Unfit> {
    let first = members.first().ok_or(Unfit::TooFew { needed: 1, found: 0 })?;
    let mut mean = Matrix::zeros(first.rows(), first.columns());
    for member in members {
        if (member.rows(), member.columns()) != (first.rows(), first.columns()) {
            return Err(Unfit::Shape { expected: first.cells().len(), found: member.cells().len() });
        }
        for (sum, value) in mean.cells_mut().iter_mut().zip(member.cells()) {
            check_judgement(*value)?;
            *sum += value.ln();
        }
    }
    mean.cells_mut().iter_mut().for_each(|sum| *sum = (*sum / members.len() as f64).exp());
    Ok(mean)
}

/// How far a judgement times its counterpart may be from one before it is named; printed thirds (0.33) stay below it.
const RECIPROCAL: f64 = 0.02;

/// Weights as the principal eigenvector of judgements in pairs.
///
/// `judgements`: square, above zero, ones on the diagonal; aᵢⱼ says how many times as important i is as j. Those above the diagonal are
/// used, those below should be their inverses and are named when they are not.
///
/// # Errors
/// [`Unfit::Shape`] unless square; [`Unfit::TooFew`] without criteria; [`Unfit::OutOfRange`] at a judgement not above zero, a diagonal
/// that is not 1, or more criteria than the random index knows; [`Unfit::NotSettled`].
///
/// Source: Saaty 1980, chapters 1 and 7.
///
/// ```
/// use ieum_stats::choice::{RandomIndex, ahp, from_upper};
/// let found = ahp(&from_upper(3, &[2.0, 6.0, 3.0])?, RandomIndex::Saaty1980)?;
/// assert!((found.weights[0] - 0.6).abs() < 1e-12 && found.consistency_ratio.abs() < 1e-12);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn ahp(judgements: &Matrix, random_index: RandomIndex) -> Result<Ahp, Unfit> {
    const TOLERABLE: f64 = 0.1;
    let n = judgements.rows();
    if n == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    if judgements.columns() != n {
        return Err(Unfit::Shape { expected: n, found: judgements.columns() });
    }
    judgements.cells().iter().try_for_each(|value| check_judgement(*value))?;
    let mut cautions = Vec::new();
    let mut upper = Vec::with_capacity(n * (n - 1) / 2);
    for row in 0..n {
        let own = judgements.at(row, row);
        if (own - 1.0).abs() > 1e-9 {
            return Err(Unfit::OutOfRange { name: "diagonal", value: own, low: 1.0, high: 1.0 });
        }
        for column in row + 1..n {
            upper.push(judgements.at(row, column));
            if (judgements.at(row, column) * judgements.at(column, row) - 1.0).abs() > RECIPROCAL {
                cautions.push(Caution::NotReciprocal { row, column });
            }
        }
    }
    let matrix = from_upper(n, &upper)?;
    let random_index_value = random_index.of(n)?;
    let (weights, lambda_max) = principal(&matrix)?;
    let consistency_index = if n > 1 { (lambda_max - n as f64) / (n as f64 - 1.0) } else { 0.0 };
    let consistency_ratio =
        if random_index_value > 0.0 { consistency_index / random_index_value } else { 0.0 };
    if consistency_ratio > TOLERABLE {
        cautions.push(Caution::Inconsistent { ratio: consistency_ratio, advised: TOLERABLE });
    }
    let rows = |row: usize| (matrix.row(row).iter().map(|value| value.ln()).sum::<f64>() / n as f64).exp();
    let means: Vec<f64> = (0..n).map(rows).collect();
    let all: f64 = means.iter().sum();
    Ok(Ahp {
        n,
        geometric: means.into_iter().map(|mean| mean / all).collect(),
        farthest: farthest(&matrix, &weights),
        weights,
        lambda_max,
        consistency_index,
        random_index,
        random_index_value,
        consistency_ratio,
        cautions,
        source: "Saaty 1980, chapters 1, 7",
    })
}

/// The principal eigenvector by repeated multiplication; a positive matrix has just one (Perron 1907).
fn principal(matrix: &Matrix) -> Result<(Vec<f64>, f64), Unfit> {
    const STEPS: usize = 10_000;
    let n = matrix.rows();
    let mut weights = vec![1.0 / n as f64; n];
    for _ in 0..STEPS {
        let product: Vec<f64> =
            (0..n).map(|row| matrix.row(row).iter().zip(&weights).map(|(a, w)| a * w).sum()).collect();
        let lambda: f64 = product.iter().sum();
        let next: Vec<f64> = product.into_iter().map(|value| value / lambda).collect();
        let moved = next.iter().zip(&weights).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs() / a));
        weights = next;
        if moved < 4.0 * f64::EPSILON {
            return Ok((weights, lambda));
        }
    }
    Err(Unfit::NotSettled { steps: STEPS })
}

fn farthest(matrix: &Matrix, weights: &[f64]) -> Option<Judgement> {
    let mut worst: Option<(f64, Judgement)> = None;
    for row in 0..weights.len() {
        for column in row + 1..weights.len() {
            let (given, implied) = (matrix.at(row, column), weights[row] / weights[column]);
            let off = (given / implied).ln().abs();
            if off > 1e-9 && worst.as_ref().is_none_or(|(most, _)| off > *most) {
                worst = Some((off, Judgement { row, column, given, implied }));
            }
        }
    }
    worst.map(|(_, judgement)| judgement)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RandomIndex, ahp, from_upper, group_judgements};
    use crate::{Caution, Matrix, Unfit};

    #[test]
    fn saatys_schools_have_the_printed_weights() {
        // Saaty 1980, p. 26 (choosing a high school): six criteria judged with little consistency.
        let upper = [
            4.0,
            3.0,
            1.0,
            3.0,
            4.0,
            7.0,
            3.0,
            1.0 / 5.0,
            1.0,
            1.0 / 5.0,
            1.0 / 5.0,
            1.0 / 6.0,
            1.0,
            1.0 / 3.0,
            3.0,
        ];
        let found = ahp(&from_upper(6, &upper).expect("fits"), RandomIndex::Saaty1980).expect("settles");
        for (weight, printed) in found.weights.iter().zip([0.32, 0.14, 0.03, 0.13, 0.24, 0.14]) {
            assert!((weight - printed).abs() < 0.006, "{:?}", found.weights);
        }
        assert!(matches!(found.cautions[..], [Caution::Inconsistent { .. }]));
    }

    #[test]
    fn four_criteria_have_numpys_eigenvector() {
        let found =
            ahp(&from_upper(4, &[3.0, 5.0, 2.0, 3.0, 0.5, 0.25]).expect("fits"), RandomIndex::Saaty1980)
                .expect("settles");
        let expected = [0.4728620025863426, 0.16990098090114977, 0.07285893166726491, 0.28437808484524285];
        let lambda = 4.051109547476948;
        for (weight, expected) in found.weights.iter().zip(expected) {
            assert!((weight - expected).abs() < 1e-14, "{:?}", found.weights);
        }
        assert!((found.lambda_max - lambda).abs() < 1e-13);
        assert!((found.consistency_ratio - (lambda - 4.0) / 3.0 / 0.9).abs() < 1e-13);
    }

    #[test]
    fn judgements_that_do_not_fit_say_why() {
        let lopsided = Matrix::new(2, 2, vec![1.0, 3.0, 0.5, 1.0]).expect("fits");
        let found = ahp(&lopsided, RandomIndex::default()).expect("settles");
        assert_eq!(found.cautions, [Caution::NotReciprocal { row: 0, column: 1 }]);
        assert!((found.weights[0] - 0.75).abs() < 1e-15);
        let thirds = Matrix::new(2, 2, vec![1.0, 3.0, 0.33, 1.0]).expect("fits");
        assert!(ahp(&thirds, RandomIndex::default()).expect("settles").cautions.is_empty());
        let negative = Matrix::new(2, 2, vec![1.0, -3.0, -0.33, 1.0]).expect("fits");
        assert!(matches!(ahp(&negative, RandomIndex::default()), Err(Unfit::OutOfRange { .. })));
        assert!(from_upper(3, &[1.0, 0.0, 2.0]).is_err() && from_upper(3, &[1.0]).is_err());
        let many = from_upper(16, &[1.0; 120]).expect("fits");
        assert!(ahp(&many, RandomIndex::Saaty1980).is_err());
        assert!(ahp(&many, RandomIndex::AlonsoLamata2006).is_ok());
        assert!(group_judgements(&[]).is_err());
        let one = ahp(&from_upper(1, &[]).expect("fits"), RandomIndex::default()).expect("settles");
        assert_eq!((one.weights[0], one.consistency_ratio), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn judgements_made_from_weights_give_them_back(
            weights in proptest::collection::vec(0.05_f64..1.0, 2..12),
        ) {
            let mut upper = Vec::new();
            for (at, a) in weights.iter().enumerate() {
                upper.extend(weights[at + 1..].iter().map(|b| a / b));
            }
            let matrix = from_upper(weights.len(), &upper).expect("fits");
            let both = group_judgements(&[matrix.clone(), matrix]).expect("fits");
            let found = ahp(&both, RandomIndex::AlonsoLamata2006).expect("settles");
            let sum: f64 = weights.iter().sum();
            for (found, weight) in found.weights.iter().zip(&weights) {
                prop_assert!((found - weight / sum).abs() < 1e-12);
            }
            prop_assert!(found.consistency_ratio.abs() < 1e-10);
        }
    }
}
