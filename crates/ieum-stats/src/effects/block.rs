//! A block of treated cells: its weights, its path and its placebos.

use super::panel::Outcomes;
use super::simplex::{frank_wolfe, simplex_weights};
use super::synthetic::{PathPoint, Placebo, Solver, SyntheticKind, SyntheticOptions};
use crate::{Matrix, Seed, Unfit};

/// A block of cells with the weights found for it.
pub(super) struct Weighted {
    pub(super) estimate: f64,
    pub(super) units: Vec<f64>,
    pub(super) times: Vec<f64>,
}

/// A panel with its treated and control rows and the treatment's start.
pub(super) struct Panel<'a> {
    outcomes: &'a Outcomes,
    solver: Solver,
    pub(super) treated: Vec<usize>,
    pub(super) controls: Vec<usize>,
    pub(super) before: usize,
}

impl<'a> Panel<'a> {
    pub(super) fn new(
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

    pub(super) fn weigh(&self, kind: SyntheticKind) -> Result<Weighted, Unfit> {
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
    pub(super) fn path(&self, kind: SyntheticKind, found: &Weighted) -> (Vec<PathPoint>, f64, f64) {
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

    pub(super) fn placebos(
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

    pub(super) fn jackknife(&self, found: &Weighted) -> Result<f64, Unfit> {
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
