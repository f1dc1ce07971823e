//! Synthetic control and synthetic difference in differences.

use serde::Serialize;

use super::panel::Outcomes;
use super::simplex::{frank_wolfe, simplex_weights};
use crate::glm::{Check, Coefficient, Scale};
use crate::{Caution, Matrix, Seed, Unfit};

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

/// A block of cells with the weights found for it.
struct Weighted {
    estimate: f64,
    units: Vec<f64>,
    times: Vec<f64>,
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

struct Panel<'a> {
    outcomes: &'a Outcomes,
    solver: Solver,
    treated: Vec<usize>,
    controls: Vec<usize>,
    before: usize,
}

impl<'a> Panel<'a> {
    fn new(
        outcomes: &'a Outcomes,
        treated: &[bool],
        start: i64,
        SyntheticOptions { level, solver, .. }: &SyntheticOptions,
    ) -> Result<Self, Unfit> {
        let (level, solver) = (*level, *solver);
        let n = outcomes.units.len();
        if treated.len() != n {
            return Err(Unfit::Shape { expected: n, found: treated.len() });
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(Unfit::OutOfRange { name: "level", value: level, low: 0.0, high: 1.0 });
        }
        let side = |flag: bool| (0..n).filter(|row| treated[*row] == flag).collect::<Vec<_>>();
        let panel = Self {
            outcomes,
            solver,
            treated: side(true),
            controls: side(false),
            before: outcomes.periods.partition_point(|period| *period < start),
        };
        if panel.treated.is_empty() || panel.controls.is_empty() {
            return Err(Unfit::Empty { name: "group", at: usize::from(panel.treated.is_empty()) });
        }
        if panel.before < 2 {
            return Err(Unfit::TooFew { needed: 2, found: panel.before });
        }
        if panel.before == outcomes.periods.len() {
            return Err(Unfit::Empty { name: "period", at: panel.before });
        }
        Ok(panel)
    }

    /// The same panel with other rows on its sides.
    fn of(&self, treated: Vec<usize>, controls: Vec<usize>) -> Self {
        Self { outcomes: self.outcomes, solver: self.solver, treated, controls, before: self.before }
    }

    fn weights(&self, a: &Matrix, b: &[f64], zeta: f64) -> Result<Vec<f64>, Unfit> {
        let noise = self.noise();
        let ridge = (zeta * noise).powi(2) * b.len() as f64;
        match self.solver {
            Solver::Exact => simplex_weights(a, b, ridge),
            Solver::AsPublished => Ok(frank_wolfe(a, b, ridge, 1e-5 * noise)),
        }
    }

    fn cell(&self, row: usize, column: usize) -> f64 {
        self.outcomes.cells.at(row, column)
    }

    fn mean_of_treated(&self, column: usize) -> f64 {
        self.treated.iter().map(|row| self.cell(*row, column)).sum::<f64>() / self.treated.len() as f64
    }

    fn mean_after(&self, row: usize) -> f64 {
        let cells = &self.outcomes.cells.row(row)[self.before..];
        cells.iter().sum::<f64>() / cells.len() as f64
    }

    /// Standard deviation (n − 1) of the period-to-period changes of controls before the treatment (algorithm 1, σ̂).
    fn noise(&self) -> f64 {
        let changes: Vec<f64> = self
            .controls
            .iter()
            .flat_map(|row| {
                self.outcomes.cells.row(*row)[..self.before].windows(2).map(|pair| pair[1] - pair[0])
            })
            .collect();
        let n = changes.len() as f64;
        let mean = changes.iter().sum::<f64>() / n;
        (changes.iter().map(|change| (change - mean) * (change - mean)).sum::<f64>() / (n - 1.0)).sqrt()
    }

    fn weigh(&self, kind: SyntheticKind) -> Result<Weighted, Unfit> {
        let (controls, before) = (self.controls.len(), self.before);
        let alike = |count: usize| vec![1.0 / count as f64; count];
        let (units, times) = match kind {
            SyntheticKind::BlockDid => (alike(controls), alike(before)),
            SyntheticKind::SyntheticControl => (self.unit_weights(false, 1e-6)?, vec![0.0; before]),
            SyntheticKind::SyntheticDid => {
                let after = self.outcomes.periods.len() - before;
                let zeta = ((self.treated.len() * after) as f64).powf(0.25);
                (self.unit_weights(true, zeta)?, self.time_weights()?)
            }
        };
        Ok(Weighted { estimate: self.estimate(&units, &times), units, times })
    }

    /// Weights of controls; `zeta` in units of the noise.
    fn unit_weights(&self, free_level: bool, zeta: f64) -> Result<Vec<f64>, Unfit> {
        let mut a = Matrix::zeros(self.before, self.controls.len());
        for column in 0..self.before {
            for (at, row) in self.controls.iter().enumerate() {
                *a.at_mut(column, at) = self.cell(*row, column);
            }
        }
        let mut b: Vec<f64> = (0..self.before).map(|column| self.mean_of_treated(column)).collect();
        if free_level {
            centre(&mut a, &mut b);
        }
        self.weights(&a, &b, zeta)
    }

    /// Weights of the periods before: those that foretell each control's mean after, up to a level.
    fn time_weights(&self) -> Result<Vec<f64>, Unfit> {
        let mut a = Matrix::zeros(self.controls.len(), self.before);
        let mut b = Vec::with_capacity(self.controls.len());
        for (at, row) in self.controls.iter().enumerate() {
            a.row_mut(at).copy_from_slice(&self.outcomes.cells.row(*row)[..self.before]);
            b.push(self.mean_after(*row));
        }
        centre(&mut a, &mut b);
        self.weights(&a, &b, 1e-6)
    }

    /// Treated less weighted controls, after less weighted before.
    fn estimate(&self, units: &[f64], times: &[f64]) -> f64 {
        let change = |row: usize| {
            let before: f64 = times.iter().zip(self.outcomes.cells.row(row)).map(|(w, y)| w * y).sum();
            self.mean_after(row) - before
        };
        let treated = self.treated.iter().map(|row| change(*row)).sum::<f64>() / self.treated.len() as f64;
        treated - self.controls.iter().zip(units).map(|(row, w)| w * change(*row)).sum::<f64>()
    }

    /// The path, the root mean squared gap before, and that over the standard deviation of the treated before.
    fn path(&self, kind: SyntheticKind, found: &Weighted) -> (Vec<PathPoint>, f64, f64) {
        let periods = &self.outcomes.periods;
        let synthetic: Vec<f64> = (0..periods.len())
            .map(|column| {
                self.controls.iter().zip(&found.units).map(|(row, w)| w * self.cell(*row, column)).sum()
            })
            .collect();
        let treated: Vec<f64> = (0..periods.len()).map(|column| self.mean_of_treated(column)).collect();
        let level = match kind {
            SyntheticKind::SyntheticControl => 0.0,
            _ => (0..self.before)
                .map(|column| found.times[column] * (treated[column] - synthetic[column]))
                .sum(),
        };
        let points = (0..periods.len()).map(|column| PathPoint {
            period: periods[column],
            treated: treated[column],
            synthetic: synthetic[column] + level,
            gap: treated[column] - synthetic[column] - level,
        });
        let points: Vec<PathPoint> = points.collect();
        let before = self.before as f64;
        let root =
            |values: &mut dyn Iterator<Item = f64>| (values.map(|v| v * v).sum::<f64>() / before).sqrt();
        let mean = treated[..self.before].iter().sum::<f64>() / before;
        // A free level is not a gap: only how the series move apart counts.
        let shift = match kind {
            SyntheticKind::SyntheticControl => 0.0,
            _ => points[..self.before].iter().map(|point| point.gap).sum::<f64>() / before,
        };
        let gap = root(&mut points[..self.before].iter().map(|point| point.gap - shift));
        let spread = root(&mut treated[..self.before].iter().map(|value| value - mean));
        (points, gap, if spread > 0.0 { gap / spread } else { f64::INFINITY })
    }

    /// Root mean squared gap after over that before.
    fn ratio(&self, kind: SyntheticKind, found: &Weighted) -> f64 {
        let (path, before, _) = self.path(kind, found);
        let after = &path[self.before..];
        let squares = after.iter().map(|point| point.gap * point.gap).sum::<f64>();
        (squares / after.len() as f64).sqrt() / before
    }

    fn placebos(
        &self,
        kind: SyntheticKind,
        found: &Weighted,
        draws: usize,
        seed: u64,
    ) -> Result<(f64, Placebo), Unfit> {
        let (controls, treated) = (self.controls.len(), self.treated.len());
        if controls <= treated {
            return Err(Unfit::TooFew { needed: treated + 1, found: controls });
        }
        let count = if treated == 1 { controls } else { draws };
        if count < 2 {
            return Err(Unfit::TooFew { needed: 2, found: count });
        }
        let seed = Seed::new(seed);
        let (mut effects, mut ratios) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for draw in 0..count {
            let mut order = self.controls.clone();
            if treated == 1 {
                order.swap(0, draw);
            } else {
                seed.branch(draw as u64).shuffle(&mut order);
            }
            let mut rest = order.split_off(treated);
            rest.sort_unstable();
            let sham = self.of(order, rest);
            let weighed = sham.weigh(kind)?;
            ratios.push(sham.ratio(kind, &weighed));
            effects.push(weighed.estimate);
        }
        let n = count as f64;
        let mean = effects.iter().sum::<f64>() / n;
        let error = (effects.iter().map(|effect| (effect - mean) * (effect - mean)).sum::<f64>() / n).sqrt();
        let as_large = |values: &[f64], own: f64| {
            (1 + values.iter().filter(|value| value.abs() >= own.abs()).count()) as f64 / (n + 1.0)
        };
        let (p_effect, p_ratio) =
            (as_large(&effects, found.estimate), as_large(&ratios, self.ratio(kind, found)));
        effects.sort_unstable_by(f64::total_cmp);
        Ok((error, Placebo { count, effects, p_effect, p_ratio }))
    }

    fn jackknife(&self, found: &Weighted) -> Result<f64, Unfit> {
        if self.treated.len() < 2 {
            return Err(Unfit::TooFew { needed: 2, found: self.treated.len() });
        }
        let weighted = found.units.iter().filter(|weight| **weight > 0.0).count();
        if weighted < 2 {
            return Err(Unfit::TooFew { needed: 2, found: weighted });
        }
        let without = |treated: Vec<usize>, controls: Vec<usize>, units: &[f64]| {
            let sum: f64 = units.iter().sum();
            let units: Vec<f64> = units.iter().map(|weight| weight / sum).collect();
            self.of(treated, controls).estimate(&units, &found.times)
        };
        let mut estimates = Vec::with_capacity(self.outcomes.units.len());
        for gone in 0..self.treated.len() {
            let mut treated = self.treated.clone();
            treated.remove(gone);
            estimates.push(without(treated, self.controls.clone(), &found.units));
        }
        for gone in 0..self.controls.len() {
            let (mut controls, mut units) = (self.controls.clone(), found.units.clone());
            controls.remove(gone);
            units.remove(gone);
            estimates.push(without(self.treated.clone(), controls, &units));
        }
        let n = estimates.len() as f64;
        let mean = estimates.iter().sum::<f64>() / n;
        let squares: f64 = estimates.iter().map(|estimate| (estimate - mean) * (estimate - mean)).sum();
        Ok(((n - 1.0) / n * squares).sqrt())
    }
}

/// Takes the means of columns and target out: a free level.
fn centre(a: &mut Matrix, b: &mut [f64]) {
    let rows = a.rows() as f64;
    for column in 0..a.columns() {
        let mean = a.column(column).iter().sum::<f64>() / rows;
        for row in 0..a.rows() {
            *a.at_mut(row, column) -= mean;
        }
    }
    let mean = b.iter().sum::<f64>() / rows;
    b.iter_mut().for_each(|value| *value -= mean);
}
