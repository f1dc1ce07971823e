//! Whether groups differ in the time until an event.

use serde::Serialize;

use super::cases::{checked, moments};
use crate::glm::solve::{definite_inverse, numbered, quadratic};
use crate::glm::{Check, Test};
use crate::tails::normal_quantile;
use crate::{Caution, Unfit};

/// Expected events a group below which χ² is a poor approximation.
const ENOUGH_EXPECTED: f64 = 5.0;

/// What weight a time has in the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// The same weight at every time: best when hazards are proportional.
    #[default]
    LogRank,
    /// Weight by the number at risk (Gehan, Breslow): early differences.
    Wilcoxon,
    /// Weight by its root (Tarone and Ware).
    TaroneWare,
    /// Weight by the curve of all just before (Peto, Prentice).
    PetoPrentice,
}

/// A comparison of groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogRank {
    /// `log-rank`.
    pub model: &'static str,
    /// What weight a time had.
    pub weighting: Weighting,
    /// Cases.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// χ² with one degree of freedom less than groups.
    #[serde(flatten)]
    pub test: Test,
    /// Each group, in the order of its label.
    pub groups: Vec<Group>,
    /// With two groups and all times weighted alike, what their hazards are to each other.
    pub peto: Option<Peto>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// One group of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Group {
    /// The label it was given.
    pub label: usize,
    /// Cases.
    pub n: usize,
    /// Events seen.
    pub observed: usize,
    /// Events expected if all groups had one hazard.
    pub expected: f64,
    /// Observed over expected: the relative hazard.
    pub ratio: f64,
}

/// The hazard of the first of two groups to that of the second, by the one step from no difference.
///
/// Source: Peto et al. 1977, British Journal of Cancer 35, 1–39, statistical note 7; Yusuf, Peto, Lewis, Collins and Sleight 1985,
/// Progress in Cardiovascular Diseases 27, 335–371, appendix: ln ratio = (O − E)/V with standard error 1/√V.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Peto {
    /// Natural logarithm of the ratio.
    pub log_ratio: f64,
    /// Its standard error.
    pub std_error: f64,
}

impl Peto {
    /// The ratio and both ends of its interval at a confidence in 0..1.
    ///
    /// # Errors
    /// [`Unfit::OutOfRange`] for the confidence.
    pub fn ratio(&self, confidence: f64) -> Result<[f64; 3], Unfit> {
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
        }
        let half = normal_quantile((1.0 + confidence) / 2.0) * self.std_error;
        Ok([self.log_ratio, self.log_ratio - half, self.log_ratio + half].map(f64::exp))
    }
}

/// The log-rank test of k groups, or one of its weighted kin; `strata`, one label a case, compares within strata only.
///
/// Source: Klein and Moeschberger 2003, «Survival Analysis», 2nd edition, §7.3, eq. 7.3.3–7.3.7; Mantel 1966.
///
/// # Errors
/// [`Unfit::TooFew`] with fewer than two groups or no event, [`Unfit::Collinear`] (the group) when a group is never at risk with another,
/// [`Unfit::Shape`], [`Unfit::NotFinite`], [`Unfit::OutOfRange`] for a time below 0.
pub fn log_rank(
    time: &[f64],
    event: &[bool],
    group: &[usize],
    strata: Option<&[usize]>,
    weighting: Weighting,
) -> Result<LogRank, Unfit> {
    checked(time, event)?;
    let n = time.len();
    for found in [group.len(), strata.map_or(n, <[usize]>::len)] {
        if found != n {
            return Err(Unfit::Shape { expected: n, found });
        }
    }
    let (of, k) = numbered(group);
    if k < 2 {
        return Err(Unfit::TooFew { needed: 2, found: k });
    }
    let events = event.iter().filter(|happened| **happened).count();
    if events == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let mut sums = Sums { gap: vec![0.0; k], covariance: vec![0.0; k * k], expected: vec![0.0; k] };
    let (strata, count) = strata.map_or_else(|| (vec![0; n], 1), numbered);
    for stratum in 0..count {
        let rows: Vec<usize> = (0..n).filter(|row| strata[*row] == stratum).collect();
        sums.add(time, event, &of, &rows, weighting);
    }
    // The last group is determined by the others.
    let less = k - 1;
    let block: Vec<f64> = (0..less).flat_map(|i| sums.covariance[i * k..i * k + less].to_vec()).collect();
    let statistic = quadratic(&definite_inverse(&block, less)?, &sums.gap[..less]);
    let groups = groups(group, &of, event, &sums.expected);
    let fewest = groups.iter().map(|group| group.expected).fold(f64::INFINITY, f64::min);
    let mut warnings = Vec::new();
    if fewest < ENOUGH_EXPECTED {
        warnings.push(Caution::FewCases { found: fewest as usize, advised: ENOUGH_EXPECTED as usize });
    }
    Ok(LogRank {
        model: "log-rank",
        weighting,
        n,
        events,
        test: Test::chi_squared(statistic, less),
        groups,
        peto: peto(&sums, k, weighting),
        assumptions: vec![Check {
            assumption: "expected-events-a-group",
            statistic: fewest,
            p: None,
            holds: fewest >= ENOUGH_EXPECTED,
        }],
        source: "Klein & Moeschberger 2003, §7.3, eq. 7.3.3-7.3.7; Mantel 1966",
        warnings,
    })
}

fn peto(sums: &Sums, groups: usize, weighting: Weighting) -> Option<Peto> {
    let spread = sums.covariance[0];
    let fits = groups == 2 && weighting == Weighting::LogRank && spread > 0.0;
    fits.then(|| Peto { log_ratio: sums.gap[0] / spread, std_error: 1.0 / spread.sqrt() })
}

struct Sums {
    gap: Vec<f64>,
    covariance: Vec<f64>,
    expected: Vec<f64>,
}

impl Sums {
    fn add(&mut self, time: &[f64], event: &[bool], of: &[usize], rows: &[usize], weighting: Weighting) {
        let k = self.gap.len();
        let mut at_risk = vec![0.0; k];
        rows.iter().for_each(|row| at_risk[of[*row]] += 1.0);
        let mut survival = 1.0;
        for moment in moments(time, event, rows) {
            let risk: f64 = at_risk.iter().sum();
            let gone = moment.events.len() as f64;
            if gone > 0.0 {
                let weight = match weighting {
                    Weighting::LogRank => 1.0,
                    Weighting::Wilcoxon => risk,
                    Weighting::TaroneWare => risk.sqrt(),
                    Weighting::PetoPrentice => survival * risk / (risk + 1.0),
                };
                survival *= 1.0 - gone / (risk + 1.0);
                moment.events.iter().for_each(|row| self.gap[of[*row]] += weight);
                let spread = if risk > 1.0 { gone * (risk - gone) / (risk - 1.0) } else { 0.0 };
                for i in 0..k {
                    let share = at_risk[i] / risk;
                    self.gap[i] -= weight * gone * share;
                    self.expected[i] += gone * share;
                    for (j, there) in at_risk.iter().enumerate() {
                        let same = if i == j { 1.0 } else { 0.0 };
                        self.covariance[i * k + j] +=
                            weight * weight * spread * share * (same - there / risk);
                    }
                }
            }
            moment.events.iter().chain(&moment.censored).for_each(|row| at_risk[of[*row]] -= 1.0);
        }
    }
}

fn groups(labels: &[usize], of: &[usize], event: &[bool], expected: &[f64]) -> Vec<Group> {
    let line = |(number, expected): (usize, &f64)| {
        let rows: Vec<usize> = (0..of.len()).filter(|row| of[*row] == number).collect();
        let observed = rows.iter().filter(|row| event[**row]).count();
        Group {
            label: rows.first().map_or(0, |row| labels[*row]),
            n: rows.len(),
            observed,
            expected: *expected,
            ratio: observed as f64 / expected,
        }
    };
    expected.iter().enumerate().map(line).collect()
}
