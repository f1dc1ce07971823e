//! Synthetic control and synthetic difference in differences.

use serde::Serialize;

use super::block::Panel;
use super::panel::Outcomes;
use crate::glm::{Check, Coefficient, Scale};
use crate::{Caution, Unfit};

/// Periods before the treatment below which a good fit promises little (Abadie 2021, J. Economic Literature 59, §4).
const ENOUGH_PERIODS: usize = 8;
/// The gap before the treatment, in standard deviations of the treated series, above which the fit is poor.
const POOR_FIT: f64 = 0.5;

/// How controls and periods are weighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SyntheticKind {
    /// Controls weighted to meet the treated before the treatment (Abadie, Diamond and Hainmueller 2010, on outcomes alone).
    SyntheticControl,
    /// Controls weighted to move with the treated, periods to foretell the time after (Arkhangelsky and others 2021).
    SyntheticDid,
    /// All controls and periods alike: the plain difference in differences of a block of treated cells.
    BlockDid,
}

/// How the standard error is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inference {
    /// None.
    None,
    /// The spread of effects found where nothing happened: every control in turn with one treated unit, else seeded draws of as many
    /// controls as there are treated units.
    Placebo {
        /// Draws, when they are drawn.
        draws: usize,
        /// The seed.
        seed: u64,
    },
    /// Each unit left out in turn with the weights kept; needs two treated units.
    Jackknife,
}

/// How weights are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// As the authors' program does, which stops a little before the minimum: its printed figures come out.
    #[default]
    AsPublished,
    /// The exact minimum.
    Exact,
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntheticOptions {
    /// How weights are searched for.
    pub solver: Solver,
    /// Coverage of the interval, in (0, 1).
    pub level: f64,
    /// How the standard error is made.
    pub inference: Inference,
}

impl Default for SyntheticOptions {
    /// Weights as published, 95 %, placebo with 200 draws of seed 1.
    fn default() -> Self {
        Self {
            solver: Solver::AsPublished,
            level: 0.95,
            inference: Inference::Placebo { draws: 200, seed: 1 },
        }
    }
}

/// An effect found by weighting controls.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SyntheticResult {
    /// How controls and periods were weighted.
    pub model: SyntheticKind,
    /// How weights were searched for.
    pub solver: Solver,
    /// Units.
    pub n: usize,
    /// Treated units.
    pub treated: usize,
    /// Periods before the treatment.
    pub periods_before: usize,
    /// Periods from the treatment on.
    pub periods_after: usize,
    /// The mean effect on the treated after the treatment; error and interval are not numbers without inference.
    pub effect: Coefficient,
    /// `placebo-every-control`, `placebo-drawn`, `jackknife` or `none`.
    pub errors: &'static str,
    /// Controls with a weight, heaviest first.
    pub unit_weights: Vec<UnitWeight>,
    /// Weights of the periods before the treatment that have one.
    pub time_weights: Vec<PeriodWeight>,
    /// Treated mean, its synthetic counterpart and their gap, period by period.
    pub path: Vec<PathPoint>,
    /// Root mean squared gap before the treatment.
    pub gap_before: f64,
    /// Placebo effects and ranks, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placebo: Option<Placebo>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// A control with its weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UnitWeight {
    /// The unit's label.
    pub unit: usize,
    /// Its weight, in (0, 1].
    pub weight: f64,
}

/// A period with its weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PeriodWeight {
    /// The period.
    pub period: i64,
    /// Its weight, in (0, 1].
    pub weight: f64,
}

/// One period of the treated and their counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PathPoint {
    /// The period.
    pub period: i64,
    /// Mean outcome of the treated.
    pub treated: f64,
    /// The weighted controls, moved to the level of the treated where the method does so.
    pub synthetic: f64,
    /// Treated less synthetic: the effect in that period, from the treatment on.
    pub gap: f64,
}

/// Effects where nothing happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placebo {
    /// Placebos.
    pub count: usize,
    /// Their effects, in rising order.
    pub effects: Vec<f64>,
    /// (1 + placebos with an effect as large, either sign) / (1 + placebos).
    pub p_effect: f64,
    /// The same by the ratio of the gap after to the gap before (Abadie and others 2010, §III.C).
    pub p_ratio: f64,
}

/// The effect of a treatment that begins for all `treated` units in period `start`, by weighted controls.
///
/// `outcomes` is a balanced panel ([`balanced`](super::balanced)), `treated` one flag a unit. The synthetic control weighs on levels with
/// a vanishing ridge (10⁻⁶ of the noise, so that there is one minimum), the synthetic difference in differences with a free level and
/// the ridge ζ of its eq. 2.2. [`Solver`] says how close to the minimum the search goes; placebos are weighed afresh in the same way.
///
/// Source: Abadie, Diamond and Hainmueller 2010, JASA 105, §II; Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, AER 111,
/// algorithm 1 (estimate), 3 (jackknife) and 4 (placebo).
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::Empty`] without treated (group 1) or control units (group 0) or without a period after (name `period`);
/// [`Unfit::TooFew`] with fewer than two periods before, with no more controls than treated units for a placebo, or with one treated
/// unit for the jackknife; [`Unfit::OutOfRange`] for the level.
pub fn synthetic(
    outcomes: &Outcomes,
    treated: &[bool],
    start: i64,
    kind: SyntheticKind,
    options: &SyntheticOptions,
) -> Result<SyntheticResult, Unfit> {
    let panel = Panel::new(outcomes, treated, start, options)?;
    let found = panel.weigh(kind)?;
    let (path, gap_before, ratio) = panel.path(kind, &found);
    let scale = Scale::normal(options.level);
    let mut warnings = outcomes.warnings.clone();
    if panel.before < ENOUGH_PERIODS {
        warnings.push(Caution::FewPeriods { found: panel.before, advised: ENOUGH_PERIODS });
    }
    if panel.treated.len() == 1 {
        warnings.push(Caution::OneTreatedUnit);
    }
    if ratio > POOR_FIT {
        warnings.push(Caution::PoorFit { ratio });
    }
    let (error, errors, placebo) = match options.inference {
        Inference::None => (f64::NAN, "none", None),
        Inference::Jackknife => (panel.jackknife(&found)?, "jackknife", None),
        Inference::Placebo { draws, seed } => {
            let (error, placebo) = panel.placebos(kind, &found, draws, seed)?;
            let rule = if panel.treated.len() == 1 { "placebo-every-control" } else { "placebo-drawn" };
            (error, rule, Some(placebo))
        }
    };
    let mut unit_weights: Vec<UnitWeight> = panel
        .controls
        .iter()
        .zip(&found.units)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(row, weight)| UnitWeight { unit: outcomes.units[*row], weight: *weight })
        .collect();
    unit_weights.sort_by(|one, two| two.weight.total_cmp(&one.weight).then(one.unit.cmp(&two.unit)));
    let time_weights = outcomes
        .periods
        .iter()
        .zip(&found.times)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(period, weight)| PeriodWeight { period: *period, weight: *weight })
        .collect();
    Ok(SyntheticResult {
        model: kind,
        solver: options.solver,
        n: outcomes.units.len(),
        treated: panel.treated.len(),
        periods_before: panel.before,
        periods_after: outcomes.periods.len() - panel.before,
        effect: scale.coefficient("att", found.estimate, error),
        errors,
        unit_weights,
        time_weights,
        path,
        gap_before,
        placebo,
        assumptions: vec![Check {
            assumption: "controls-follow-the-treated-before",
            statistic: ratio,
            p: None,
            holds: ratio <= POOR_FIT,
        }],
        source: match kind {
            SyntheticKind::SyntheticControl => "Abadie, Diamond & Hainmueller 2010, §II",
            SyntheticKind::SyntheticDid => {
                "Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, algorithms 1, 3, 4"
            }
            SyntheticKind::BlockDid => "Angrist & Pischke 2009, §5.2",
        },
        warnings,
    })
}
