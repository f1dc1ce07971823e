//! Whether hazards stay proportional over time.

use serde::Serialize;

use super::kaplan_meier::kaplan_meier;
use super::partial::AtEvent;
use crate::glm::Test;
use crate::glm::solve::{definite_inverse, quadratic, times};
use crate::{Matrix, Unfit};

/// On what scale of time a change of the effect is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeScale {
    /// One less the Kaplan-Meier curve just before.
    #[default]
    KaplanMeier,
    /// The rank of the event's time.
    Rank,
    /// Time itself.
    Identity,
    /// Its logarithm; times must be above 0.
    Log,
}

/// A test of proportional hazards.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hazards {
    /// The scale of time.
    pub scale: TimeScale,
    /// `grambsch-therneau-1994-average-variance`.
    pub rule: &'static str,
    /// A χ² test with one degree of freedom for each column.
    pub columns: Vec<Test>,
    /// All columns at once.
    pub all: Test,
}

/// Tests whether scaled Schoenfeld residuals drift with time.
///
/// Source: Grambsch and Therneau 1994, Biometrika 81, eq. 9–11, with the variance taken as the average over events.
pub(crate) fn proportional(
    x: &Matrix,
    time: &[f64],
    event: &[bool],
    events: &[AtEvent],
    covariance: &[f64],
    scale: TimeScale,
) -> Result<Hazards, Unfit> {
    let k = x.columns();
    let count = events.len() as f64;
    let mut clock: Vec<f64> = match scale {
        TimeScale::Identity => events.iter().map(|at| at.time).collect(),
        TimeScale::Log => events.iter().map(|at| at.time.ln()).collect(),
        TimeScale::Rank => {
            let ranks = |at: &AtEvent| {
                let below = events.iter().filter(|other| other.time < at.time).count() as f64;
                let same = events.iter().filter(|other| other.time == at.time).count() as f64;
                below + (same + 1.0) / 2.0
            };
            events.iter().map(ranks).collect()
        }
        TimeScale::KaplanMeier => {
            let curve = kaplan_meier(time, event, 0.95)?.curve;
            let before = |at: &AtEvent| {
                let place = curve.partition_point(|point| point.time < at.time);
                1.0 - place.checked_sub(1).map_or(1.0, |place| curve[place].survival)
            };
            events.iter().map(before).collect()
        }
    };
    let mean = clock.iter().sum::<f64>() / count;
    clock.iter_mut().for_each(|at| *at -= mean);
    let spread: f64 = clock.iter().map(|at| at * at).sum();
    if spread <= 0.0 || !spread.is_finite() {
        return Err(Unfit::Constant { column: 0 });
    }
    // Σ (g − ḡ) r over the events, r the Schoenfeld residual.
    let mut drift = vec![0.0; k];
    for (at, by) in events.iter().zip(&clock) {
        for ((drift, cell), mean) in drift.iter_mut().zip(x.row(at.row)).zip(&at.means) {
            *drift += by * (cell - mean);
        }
    }
    let scaled = times(covariance, &drift);
    let one = |column: usize| {
        let statistic = count * scaled[column] * scaled[column] / (covariance[column * k + column] * spread);
        Test::chi_squared(statistic, 1)
    };
    // All at once: dᵀ V d · events / spread, with V the covariance of the coefficients.
    definite_inverse(covariance, k)?;
    let all = Test::chi_squared(count * quadratic(covariance, &drift) / spread, k);
    Ok(Hazards {
        scale,
        rule: "grambsch-therneau-1994-average-variance",
        columns: (0..k).map(one).collect(),
        all,
    })
}
