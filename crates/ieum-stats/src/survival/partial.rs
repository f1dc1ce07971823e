//! The partial likelihood of Cox, its derivatives and what each case adds to them.

use super::cases::{Moment, moments};
use crate::Matrix;
use crate::glm::solve::predict;

/// How events at the same time are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// Efron 1977: each of them sees the others partly gone; close to exact.
    #[default]
    Efron,
    /// Breslow 1974: each of them sees all of them at risk.
    Breslow,
}

/// The log partial likelihood with its derivatives.
pub(crate) struct Partial {
    pub(crate) log_likelihood: f64,
    pub(crate) score: Vec<f64>,
    /// Observed information, k × k.
    pub(crate) information: Vec<f64>,
}

/// What was at risk when one event happened.
pub(crate) struct AtEvent {
    /// Row with the event.
    pub(crate) row: usize,
    pub(crate) time: f64,
    /// Mean of the columns over those at risk, by their hazards.
    pub(crate) means: Vec<f64>,
}

/// Cases by stratum, in the order of time.
pub(crate) struct Risks<'a> {
    x: &'a Matrix,
    strata: Vec<Vec<Moment>>,
    ties: Ties,
}

/// Sums over those at risk: hazards, hazards times columns, and times pairs of columns.
struct Pool {
    hazard: f64,
    columns: Vec<f64>,
    pairs: Vec<f64>,
}

impl Pool {
    fn empty(k: usize) -> Self {
        Self { hazard: 0.0, columns: vec![0.0; k], pairs: vec![0.0; k * k] }
    }

    fn add(&mut self, cells: &[f64], hazard: f64) {
        let k = cells.len();
        self.hazard += hazard;
        for i in 0..k {
            let weighted = hazard * cells[i];
            self.columns[i] += weighted;
            for (pair, cell) in self.pairs[i * k..].iter_mut().zip(&cells[..=i]) {
                *pair += weighted * cell;
            }
        }
    }
}

impl<'a> Risks<'a> {
    pub(crate) fn new(
        x: &'a Matrix,
        time: &[f64],
        event: &[bool],
        strata: &[Vec<usize>],
        ties: Ties,
    ) -> Self {
        Self { x, strata: strata.iter().map(|rows| moments(time, event, rows)).collect(), ties }
    }

    /// Linear predictors, moved so that the largest hazard is 1: the partial likelihood does not mind.
    fn hazards(&self, coefficients: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let eta = predict(self.x, coefficients);
        let most = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let eta: Vec<f64> = eta.into_iter().map(|eta| eta - most).collect();
        let hazards = eta.iter().map(|eta| eta.exp()).collect();
        (eta, hazards)
    }

    /// Value and derivatives; `each` is told of every event with the share of the tied that its denominator leaves out.
    fn walk(&self, coefficients: &[f64], mut each: impl FnMut(&Moment, f64, f64, &[f64], &[f64])) -> f64 {
        let k = self.x.columns();
        let (eta, hazards) = self.hazards(coefficients);
        let mut log_likelihood = 0.0;
        for moments in &self.strata {
            let mut pool = Pool::empty(k);
            // From the last time back, so that those at risk are only ever added.
            for moment in moments.iter().rev() {
                for row in moment.censored.iter().chain(&moment.events) {
                    pool.add(self.x.row(*row), hazards[*row]);
                }
                let tied = moment.events.len();
                if tied == 0 {
                    continue;
                }
                let mut leaving = Pool::empty(k);
                if self.ties == Ties::Efron && tied > 1 {
                    moment.events.iter().for_each(|row| leaving.add(self.x.row(*row), hazards[*row]));
                }
                log_likelihood += moment.events.iter().map(|row| eta[*row]).sum::<f64>();
                let (mut means, mut pairs) = (vec![0.0; k], vec![0.0; k * k]);
                for turn in 0..tied {
                    let share = match self.ties {
                        Ties::Efron => turn as f64 / tied as f64,
                        Ties::Breslow => 0.0,
                    };
                    let hazard = pool.hazard - share * leaving.hazard;
                    log_likelihood -= hazard.ln();
                    for i in 0..k {
                        means[i] = (pool.columns[i] - share * leaving.columns[i]) / hazard;
                        for j in 0..=i {
                            pairs[i * k + j] =
                                (pool.pairs[i * k + j] - share * leaving.pairs[i * k + j]) / hazard;
                        }
                    }
                    each(moment, share, hazard, &means, &pairs);
                }
            }
        }
        log_likelihood
    }

    pub(crate) fn at(&self, coefficients: &[f64]) -> Partial {
        let k = self.x.columns();
        let (mut score, mut information) = (vec![0.0; k], vec![0.0; k * k]);
        let mut tied_left = 0;
        let log_likelihood = self.walk(coefficients, |moment, _, _, means, pairs| {
            if tied_left == 0 {
                tied_left = moment.events.len();
                for row in &moment.events {
                    score.iter_mut().zip(self.x.row(*row)).for_each(|(score, cell)| *score += cell);
                }
            }
            tied_left -= 1;
            for i in 0..k {
                score[i] -= means[i];
                for j in 0..=i {
                    information[i * k + j] += pairs[i * k + j] - means[i] * means[j];
                }
            }
        });
        for i in 0..k {
            for j in 0..i {
                information[j * k + i] = information[i * k + j];
            }
        }
        Partial { log_likelihood, score, information }
    }

    /// For each event the mean of those at risk; for tied events the mean over their denominators.
    pub(crate) fn at_events(&self, coefficients: &[f64]) -> Vec<AtEvent> {
        let k = self.x.columns();
        let mut found: Vec<AtEvent> = Vec::new();
        let (mut sum, mut turn) = (vec![0.0; k], 0);
        self.walk(coefficients, |moment, _, _, means, _| {
            sum.iter_mut().zip(means).for_each(|(sum, mean)| *sum += mean);
            turn += 1;
            if turn == moment.events.len() {
                let means: Vec<f64> = sum.iter().map(|sum| sum / turn as f64).collect();
                for row in &moment.events {
                    found.push(AtEvent { row: *row, time: moment.time, means: means.clone() });
                }
                sum.fill(0.0);
                turn = 0;
            }
        });
        found.sort_by(|one, two| one.time.total_cmp(&two.time).then(one.row.cmp(&two.row)));
        found
    }

    /// Score residuals: what each case adds to the score, rows × columns.
    ///
    /// Source: Lin and Wei 1989, JASA 84, eq. 2.4; for Efron's ties Therneau and Grambsch 2000, «Modeling Survival Data», §7.1.
    pub(crate) fn score_residuals(&self, coefficients: &[f64]) -> Matrix {
        let (n, k) = (self.x.rows(), self.x.columns());
        let (_, hazards) = self.hazards(coefficients);
        let mut residuals = Matrix::zeros(n, k);
        for moments in &self.strata {
            // Hazards are moved by the same amount in every stratum, as all rows of the design take part in the largest.
            let one = Risks { x: self.x, strata: vec![moments.clone()], ties: self.ties };
            let mut steps: Vec<Step> = Vec::new();
            one.walk(coefficients, |moment, share, hazard, means, _| {
                steps.push(Step { time: moment.time, share, hazard, means: means.to_vec() });
            });
            // Sums over all denominators up to a time: 1/total, and mean/total.
            let (mut sum, mut sums) = (0.0, vec![0.0; k]);
            for moment in moments {
                let (mut own, mut owns) = (0.0, vec![0.0; k]);
                let (mut part, mut parts) = (0.0, vec![0.0; k]);
                let mut means = vec![0.0; k];
                while let Some(step) = steps.pop_if(|step| step.time <= moment.time) {
                    own += 1.0 / step.hazard;
                    // A case with the event is partly gone from the later denominators of its own time.
                    part += (1.0 - step.share) / step.hazard;
                    for (i, mean) in step.means.iter().enumerate() {
                        owns[i] += mean / step.hazard;
                        parts[i] += (1.0 - step.share) * mean / step.hazard;
                        means[i] += mean / moment.events.len() as f64;
                    }
                }
                for row in &moment.events {
                    let cells = self.x.row(*row);
                    for (i, into) in residuals.row_mut(*row).iter_mut().enumerate() {
                        let expected = cells[i] * (sum + part) - (sums[i] + parts[i]);
                        *into = cells[i] - means[i] - hazards[*row] * expected;
                    }
                }
                sum += own;
                sums.iter_mut().zip(&owns).for_each(|(sum, own)| *sum += own);
                for row in &moment.censored {
                    let cells = self.x.row(*row);
                    for (i, into) in residuals.row_mut(*row).iter_mut().enumerate() {
                        *into = -hazards[*row] * (cells[i] * sum - sums[i]);
                    }
                }
            }
        }
        residuals
    }
}

/// One denominator of the partial likelihood.
struct Step {
    time: f64,
    /// The share of the tied events it leaves out.
    share: f64,
    /// Hazards of those at risk.
    hazard: f64,
    /// Means of the columns over them.
    means: Vec<f64>,
}
