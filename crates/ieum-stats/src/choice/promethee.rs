//! PROMETHEE: alternatives compared two by two, criterion by criterion.

use serde::Serialize;

use super::problem::{Problem, Ranking};
use crate::Unfit;

/// How much a difference d ≥ 0 in a criterion is preferred, from 0 to 1 (Brans, Vincke and Mareschal 1986, fig. 1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Preference {
    /// Any difference at all.
    Usual,
    /// Differences above `q`.
    UShape {
        /// Indifference threshold, at least 0.
        q: f64,
    },
    /// Rising evenly up to `p`.
    VShape {
        /// Preference threshold, above 0.
        p: f64,
    },
    /// Half above `q`, whole above `p`.
    Level {
        /// Indifference threshold, at least 0.
        q: f64,
        /// Preference threshold, above `q`.
        p: f64,
    },
    /// Rising evenly from `q` to `p`.
    Linear {
        /// Indifference threshold, at least 0.
        q: f64,
        /// Preference threshold, above `q`.
        p: f64,
    },
    /// 1 − exp(−d² / (2 s²)).
    Gaussian {
        /// Point of inflection, above 0.
        s: f64,
    },
}

impl Preference {
    fn check(self) -> Result<(), Unfit> {
        let (low, high) = match self {
            Self::Usual => (0.0, 1.0),
            Self::UShape { q } => (q, f64::INFINITY),
            Self::VShape { p } => (0.0, p),
            Self::Level { q, p } | Self::Linear { q, p } => (q, p),
            Self::Gaussian { s } => (0.0, s),
        };
        if low >= 0.0 && high > low && low.is_finite() {
            Ok(())
        } else {
            Err(Unfit::OutOfRange { name: "preference", value: high, low: low.max(0.0), high: f64::MAX })
        }
    }

    /// The preference for a difference; 0 for none or a negative one.
    #[must_use]
    pub fn of(self, difference: f64) -> f64 {
        if difference <= 0.0 {
            return 0.0;
        }
        let step = |over: bool| if over { 1.0 } else { 0.0 };
        match self {
            Self::Usual => 1.0,
            Self::UShape { q } => step(difference > q),
            Self::VShape { p } => (difference / p).min(1.0),
            Self::Level { q, p } => (step(difference > q) + step(difference > p)) / 2.0,
            Self::Linear { q, p } => ((difference - q) / (p - q)).clamp(0.0, 1.0),
            Self::Gaussian { s } => -(-difference * difference / (2.0 * s * s)).exp_m1(),
        }
    }
}

/// PROMETHEE's flows and order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promethee {
    /// The complete order of PROMETHEE II, by net flow.
    #[serde(flatten)]
    pub ranking: Ranking,
    /// Positive flow φ⁺: how much each is preferred to the others on average.
    pub positive: Vec<f64>,
    /// Negative flow φ⁻: how much the others are preferred to it.
    pub negative: Vec<f64>,
    /// Net flow of each criterion alone, one list a criterion; the net flow is their weighted sum.
    pub by_criterion: Vec<Vec<f64>>,
    /// Pairs (counted from 0) that PROMETHEE I leaves incomparable: one has the better φ⁺, the other the better φ⁻.
    pub incomparable: usize,
}

/// PROMETHEE II, with the flows of PROMETHEE I. Weights are used as given; they should sum to one.
///
/// `preferences`: one a criterion, thresholds in its unit. Takes time in n² for each criterion.
///
/// # Errors
/// [`Unfit::Shape`] unless there is one preference a criterion; [`Unfit::OutOfRange`] at thresholds out of order; [`Unfit::TooFew`] with a
/// single alternative.
///
/// Source: Brans and Vincke 1985, section 3; Brans, Vincke and Mareschal 1986.
pub fn promethee(problem: &Problem, preferences: &[Preference]) -> Result<Promethee, Unfit> {
    let rows = problem.table().rows();
    if preferences.len() != problem.weights().len() {
        return Err(Unfit::Shape { expected: problem.weights().len(), found: preferences.len() });
    }
    if rows < 2 {
        return Err(Unfit::TooFew { needed: 2, found: rows });
    }
    preferences.iter().try_for_each(|preference| preference.check())?;
    let others = rows as f64 - 1.0;
    let (mut positive, mut negative) = (vec![0.0; rows], vec![0.0; rows]);
    let mut by_criterion = Vec::with_capacity(preferences.len());
    for ((column, weight, benefit), preference) in problem.criteria().zip(preferences) {
        let (mut gains, mut losses) = (vec![0.0; rows], vec![0.0; rows]);
        for a in 0..rows {
            for b in a + 1..rows {
                let difference = if benefit { column[a] - column[b] } else { column[b] - column[a] };
                let preferred = preference.of(difference.abs());
                let (better, worse) = if difference > 0.0 { (a, b) } else { (b, a) };
                gains[better] += preferred;
                losses[worse] += preferred;
            }
        }
        for row in 0..rows {
            positive[row] += weight * gains[row] / others;
            negative[row] += weight * losses[row] / others;
        }
        by_criterion.push(gains.iter().zip(&losses).map(|(gain, loss)| (gain - loss) / others).collect());
    }
    let net = positive.iter().zip(&negative).map(|(plus, minus)| plus - minus).collect();
    let incomparable = (0..rows)
        .map(|a| {
            let crossed = |b: &usize| {
                let (plus, minus) = (positive[a] - positive[*b], negative[a] - negative[*b]);
                plus * minus > 0.0
            };
            (a + 1..rows).filter(crossed).count()
        })
        .sum();
    let ranking = problem.ranked(("promethee-ii", "net-flow", "Brans & Vincke 1985"), true, net)?;
    Ok(Promethee { ranking, positive, negative, by_criterion, incomparable })
}

#[cfg(test)]
mod tests {
    use super::{Preference, promethee};
    use crate::Matrix;
    use crate::choice::{Goal, Problem};

    #[test]
    fn preference_functions_have_their_shapes() {
        fn check(preference: Preference, at: [f64; 4]) {
            let found = [0.0, 1.0, 2.0, 5.0].map(|difference| preference.of(difference));
            for (found, expected) in found.iter().zip(at) {
                assert!((found - expected).abs() < 1e-15, "{preference:?} {found} {expected}");
            }
            assert_eq!(preference.of(-3.0), 0.0);
        }
        check(Preference::Usual, [0.0, 1.0, 1.0, 1.0]);
        check(Preference::UShape { q: 1.0 }, [0.0, 0.0, 1.0, 1.0]);
        check(Preference::VShape { p: 4.0 }, [0.0, 0.25, 0.5, 1.0]);
        check(Preference::Level { q: 1.0, p: 3.0 }, [0.0, 0.0, 0.5, 1.0]);
        check(Preference::Linear { q: 1.0, p: 3.0 }, [0.0, 0.0, 0.5, 1.0]);
        let half = 1.0 - (-0.5_f64).exp();
        check(Preference::Gaussian { s: 1.0 }, [0.0, half, 1.0 - (-2.0_f64).exp(), 1.0 - (-12.5_f64).exp()]);
    }

    #[test]
    fn flows_balance_and_thresholds_are_checked() {
        let table = Matrix::new(3, 2, vec![1.0, 9.0, 4.0, 2.0, 6.0, 7.0]).expect("fits");
        let problem = Problem::new(table, vec![0.4, 0.6], vec![Goal::Benefit, Goal::Cost]).expect("fits");
        let linear = Preference::Linear { q: 0.5, p: 3.0 };
        let found = promethee(&problem, &[linear, Preference::Gaussian { s: 2.0 }]).expect("fits");
        assert!(found.ranking.scores.iter().sum::<f64>().abs() < 1e-15);
        let balance: f64 = found.positive.iter().zip(&found.negative).map(|(a, b)| a - b).sum();
        assert!(balance.abs() < 1e-15);
        let upside_down = Preference::Linear { q: 3.0, p: 1.0 };
        assert!(promethee(&problem, &[upside_down, linear]).is_err());
        assert!(promethee(&problem, &[Preference::UShape { q: f64::NAN }, linear]).is_err());
        assert!(promethee(&problem, &[linear]).is_err());
    }
}
