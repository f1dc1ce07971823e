//! Inequality, split into what lies between neighbours and what does not.

use serde::Serialize;

use super::chance::{Alternative, Chance, Permuted};
use super::global::not_negative;
use super::weights::Weights;
use crate::{Caution, Unfit};

/// The Gini coefficient and its spatial parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpatialGini {
    /// Units.
    pub n: usize,
    /// Gini coefficient: Σᵢⱼ |xᵢ − xⱼ| / (2 n² mean), without small-sample correction.
    pub gini: f64,
    /// Σᵢⱼ |xᵢ − xⱼ| over neighbours, each pair in both directions as in the formula of the coefficient.
    pub between_neighbours: f64,
    /// Σᵢⱼ |xᵢ − xⱼ| over all others, likewise.
    pub between_others: f64,
    /// What part of the coefficient lies between units that are no neighbours.
    pub share_between_others: f64,
    /// Σ over other pairs against permutations.
    pub permuted: Option<Permuted>,
    /// Which departures the p value counts.
    pub alternative: Alternative,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// The Gini coefficient split by neighbourhood: inequality between neighbours and between others.
///
/// `values`: not negative, not all zero; two units are neighbours when either counts the other.
///
/// # Errors
/// As [`super::global_g`]; equal values are allowed and give 0.
///
/// Source: Rey and Smith 2013, eqs 4, 6.
pub fn spatial_gini(
    values: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<SpatialGini, Unfit> {
    weights.check(values, 2)?;
    chance.check()?;
    not_negative(values)?;
    let total: f64 = values.iter().sum();
    if !(total * values.len() as f64).is_finite() {
        return Err(Unfit::NotFinite { row: 0, column: 0 });
    }
    if total <= 0.0 {
        return Err(Unfit::OutOfRange {
            name: "values",
            value: total,
            low: f64::MIN_POSITIVE,
            high: f64::MAX,
        });
    }
    let n = values.len() as f64;
    let mut rising = values.to_vec();
    rising.sort_by(f64::total_cmp);
    // Σ over pairs of |difference| from the order: each value counts by how many lie below it less how many above.
    let all: f64 = 2.0
        * rising.iter().enumerate().map(|(rank, value)| (2.0 * rank as f64 - (n - 1.0)) * value).sum::<f64>();
    let near = |values: &[f64]| {
        let unit = |at: usize| {
            weights
                .of(at)
                .filter(|(other, _)| at < *other || weights.between(*other, at) == 0.0)
                .map(|(other, _)| (values[at] - values[other]).abs())
                .sum::<f64>()
        };
        2.0 * (0..values.len()).map(unit).sum::<f64>()
    };
    let between_neighbours = near(values);
    let between_others = all - between_neighbours;
    Ok(SpatialGini {
        n: values.len(),
        gini: all / (2.0 * n * total),
        between_neighbours,
        between_others,
        share_between_others: if all > 0.0 { between_others / all } else { 0.0 },
        permuted: chance.permute(between_others, values, alternative, |values| all - near(values)),
        alternative,
        cautions: weights.cautions(),
        source: "Rey & Smith 2013, eqs 4, 6",
    })
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Chance, spatial_gini};
    use crate::space::Weights;

    #[test]
    fn the_parts_are_sums_over_pairs() {
        let weights = Weights::given(&[vec![(1, 1.0)], vec![], vec![(1, 2.0), (0, 1.0)], vec![(2, 1.0)]]);
        let weights = weights.expect("fits");
        let values = [1.0, 4.0, 2.0, 9.0];
        let found = spatial_gini(&values, &weights, Alternative::Greater, Chance::of(99, 2)).expect("fits");
        // Pairs: 3 1 8 2 5 7 add up to 26; neighbours 0-1, 1-2, 0-2, 2-3 to 13; both directions double them.
        assert_eq!(found.between_neighbours, 26.0);
        assert_eq!(found.between_others, 26.0);
        assert!((found.gini - 26.0 / (4.0 * 16.0)).abs() < 1e-15);
        let equal = spatial_gini(&[2.0; 4], &weights, Alternative::Greater, Chance::NONE).expect("fits");
        assert_eq!((equal.gini, equal.share_between_others), (0.0, 0.0));
        assert!(spatial_gini(&[0.0; 4], &weights, Alternative::Greater, Chance::NONE).is_err());
    }
}
