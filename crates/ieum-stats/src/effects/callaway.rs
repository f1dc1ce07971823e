//! Group-time effects (Callaway and Sant'Anna).

use serde::Serialize;

use super::attgt::compare;
use super::bootstrap::{Band, BootstrapOptions, band};
use super::panel::Outcomes;
use crate::glm::solve::definite_inverse;
use crate::glm::{Check, Coefficient, Scale, Test};
use crate::{Caution, LeftOut, Matrix, Unfit};

/// Treated units a group below which its own errors are poor.
const ENOUGH_UNITS: usize = 5;

/// Whom the treated are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// Units never treated.
    #[default]
    NeverTreated,
    /// Units never treated and those not treated yet at either of the two periods compared.
    NotYetTreated,
}

/// The period before the treatment an effect is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BasePeriod {
    /// After the treatment the last period before it; before the treatment the period just before.
    #[default]
    Varying,
    /// Always the last period before the treatment.
    Universal,
}

/// How columns beside are taken into account; without columns all three are the difference of means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Outcome regression and weighting together: right if either is.
    #[default]
    DoublyRobust,
    /// Regression of the controls' change.
    OutcomeRegression,
    /// Controls weighted by their odds of treatment.
    InverseProbability,
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct CallawayOptions {
    /// Whom the treated are compared with.
    pub comparison: Comparison,
    /// The period effects are measured from.
    pub base: BasePeriod,
    /// How columns beside are taken into account.
    pub method: Method,
    /// Periods before the treatment in which it may already be felt, ≥ 0.
    pub anticipation: i64,
    /// Coverage of the intervals, in (0, 1).
    pub level: f64,
    /// A seeded multiplier bootstrap for a band that holds for all effects at once; none for pointwise intervals only.
    pub bootstrap: Option<BootstrapOptions>,
}

impl Default for CallawayOptions {
    /// Never treated, varying base, doubly robust, no anticipation, 95 %, no bootstrap.
    fn default() -> Self {
        Self {
            comparison: Comparison::NeverTreated,
            base: BasePeriod::Varying,
            method: Method::DoublyRobust,
            anticipation: 0,
            level: 0.95,
            bootstrap: None,
        }
    }
}

/// Effects by group (period of first treatment) and period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallawaySantAnna {
    /// `callaway-santanna`.
    pub model: &'static str,
    /// Units that take part.
    pub n: usize,
    /// Periods.
    pub periods: usize,
    /// Units never treated.
    pub never_treated: usize,
    /// Whom the treated were compared with.
    pub comparison: Comparison,
    /// The period effects are measured from.
    pub base: BasePeriod,
    /// How columns beside were taken into account.
    pub method: Method,
    /// `influence-function`.
    pub errors: &'static str,
    /// The effects, by group then period.
    pub att: Vec<GroupTime>,
    /// The band that holds for all effects at once, if a bootstrap was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// χ² test that all effects before the treatment are 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_trend: Option<Test>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Period of first treatment of each unit that takes part, none for never.
    #[serde(skip)]
    pub first: Vec<Option<i64>>,
    /// Influence of each unit on each effect, effects by units.
    #[serde(skip)]
    pub influence: Vec<Vec<f64>>,
    /// Coverage of the intervals.
    #[serde(skip)]
    pub level: f64,
}

/// The effect on one group in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupTime {
    /// Period of first treatment.
    pub group: i64,
    /// Period.
    pub time: i64,
    /// Treated units.
    pub treated: usize,
    /// Units they are compared with.
    pub controls: usize,
    /// The effect, with its pointwise interval.
    #[serde(flatten)]
    pub line: Coefficient,
}

/// Effects of a treatment begun at different times, group by group and period by period.
///
/// `outcomes` is a balanced panel ([`balanced`](super::balanced)), `first` the period each of its units is first treated, none for
/// never; `beside` columns known before the treatment, one row a unit, without a constant. Units treated in or before the first
/// period are left out, with a caution. Errors come from the influence functions, which treat units as the independent cases.
///
/// Source: Callaway and Sant'Anna 2021, «Difference-in-differences with multiple time periods», J. Econometrics 225, eq. 2.2–2.4 and
/// theorem 2; Sant'Anna and Zhao 2020 for columns beside.
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::TooFew`] without a treated group or comparison or with fewer than two periods; [`Unfit::Collinear`] and
/// [`Unfit::Separated`] (columns count from 1, 0 being the constant) from the models of columns beside; [`Unfit::OutOfRange`] for the
/// level or the anticipation.
pub fn callaway_santanna(
    outcomes: &Outcomes,
    first: &[Option<i64>],
    beside: Option<&Matrix>,
    options: &CallawayOptions,
) -> Result<CallawaySantAnna, Unfit> {
    let (mut warnings, study) = Study::new(outcomes, first, beside, options)?;
    let n = study.rows.len();
    let mut groups: Vec<i64> = study.first.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    let never_treated = study.first.iter().filter(|first| first.is_none()).count();
    let (mut att, mut influence) = (Vec::new(), Vec::new());
    let (mut without_base, mut without_controls) = (0, 0);
    let scale = Scale::normal(options.level);
    for group in &groups {
        let size = study.first.iter().filter(|first| **first == Some(*group)).count();
        if size < ENOUGH_UNITS {
            warnings.push(Caution::FewCases { found: size, advised: ENOUGH_UNITS });
        }
        for column in study.columns() {
            let Some(base) = study.base_column(*group, column) else {
                without_base += 1;
                continue;
            };
            if base == column {
                // The universal base itself: nothing to estimate.
                continue;
            }
            let Some(found) = study.effect(*group, column, base)? else {
                without_controls += 1;
                continue;
            };
            let error = (found.influence.iter().map(|by| by * by).sum::<f64>()).sqrt() / n as f64;
            let time = outcomes.periods[column];
            att.push(GroupTime {
                group: *group,
                time,
                treated: size,
                controls: found.controls,
                line: scale.coefficient(&format!("{group}:{time}"), found.att, error),
            });
            influence.push(found.influence);
        }
    }
    for (reason, cases) in [(LeftOut::NoBasePeriod, without_base), (LeftOut::NoControls, without_controls)] {
        if cases > 0 {
            warnings.push(Caution::LeftOut { reason, cases });
        }
    }
    if att.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let pre_trend = pre_trend(&att, &influence, options.anticipation);
    if let Some(found) = pre_trend.as_ref().filter(|found| found.p < 0.05) {
        warnings.push(Caution::PreTrend { p: found.p });
    }
    let assumptions = pre_trend.iter().map(|found| Check {
        assumption: "parallel-before",
        statistic: found.statistic,
        p: Some(found.p),
        holds: found.p >= 0.05,
    });
    let lines: Vec<&Coefficient> = att.iter().map(|effect| &effect.line).collect();
    let band = options.bootstrap.as_ref().map(|bootstrap| band(&lines, &influence, options.level, bootstrap));
    Ok(CallawaySantAnna {
        model: "callaway-santanna",
        n,
        periods: outcomes.periods.len(),
        never_treated,
        comparison: options.comparison,
        base: options.base,
        method: options.method,
        errors: "influence-function",
        band: band.transpose()?,
        assumptions: assumptions.collect(),
        att,
        pre_trend,
        source: "Callaway & Sant'Anna 2021, eq. 2.2-2.4, theorem 2; Sant'Anna & Zhao 2020",
        warnings,
        first: study.first,
        influence,
        level: options.level,
    })
}

struct Study<'a> {
    outcomes: &'a Outcomes,
    options: &'a CallawayOptions,
    /// Columns beside with a constant first.
    beside: Option<Matrix>,
    /// Rows of the panel that take part.
    rows: Vec<usize>,
    /// Their first treated period.
    first: Vec<Option<i64>>,
}

struct Effect {
    att: f64,
    influence: Vec<f64>,
    controls: usize,
}

impl<'a> Study<'a> {
    fn new(
        outcomes: &'a Outcomes,
        first: &[Option<i64>],
        beside: Option<&Matrix>,
        options: &'a CallawayOptions,
    ) -> Result<(Vec<Caution>, Self), Unfit> {
        let units = outcomes.units.len();
        for found in [first.len(), beside.map_or(units, Matrix::rows)] {
            if found != units {
                return Err(Unfit::Shape { expected: units, found });
            }
        }
        if !(options.level > 0.0 && options.level < 1.0) {
            return Err(Unfit::OutOfRange { name: "level", value: options.level, low: 0.0, high: 1.0 });
        }
        if options.anticipation < 0 {
            let value = options.anticipation as f64;
            return Err(Unfit::OutOfRange { name: "anticipation", value, low: 0.0, high: f64::INFINITY });
        }
        let [start, .., end] = outcomes.periods[..] else {
            return Err(Unfit::TooFew { needed: 2, found: outcomes.periods.len() });
        };
        // Treated after the last period is untreated throughout; treated from the first on is never seen untreated.
        let horizon = |first: Option<i64>| first.filter(|first| *first <= end + options.anticipation);
        let rows: Vec<usize> = (0..units)
            .filter(|row| first[*row].is_none_or(|first| first - options.anticipation > start))
            .collect();
        let mut warnings = outcomes.warnings.clone();
        if rows.len() < units {
            let cases = units - rows.len();
            warnings.push(Caution::LeftOut { reason: LeftOut::TreatedFromStart, cases });
        }
        let taking_part: Vec<Option<i64>> = rows.iter().map(|row| horizon(first[*row])).collect();
        if taking_part.iter().all(Option::is_none) {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        let beside = match beside {
            None => None,
            Some(columns) => {
                let cells = rows
                    .iter()
                    .flat_map(|row| std::iter::once(1.0).chain(columns.row(*row).iter().copied()))
                    .collect();
                Some(Matrix::new(rows.len(), columns.columns() + 1, cells)?)
            }
        };
        Ok((warnings, Self { outcomes, options, beside, rows, first: taking_part }))
    }

    /// The columns effects are estimated for.
    fn columns(&self) -> std::ops::Range<usize> {
        match self.options.base {
            BasePeriod::Varying => 1..self.outcomes.periods.len(),
            BasePeriod::Universal => 0..self.outcomes.periods.len(),
        }
    }

    /// The column an effect is measured from.
    fn base_column(&self, group: i64, column: usize) -> Option<usize> {
        let periods = &self.outcomes.periods;
        let untouched = group - self.options.anticipation;
        if self.options.base == BasePeriod::Varying && periods[column] < untouched {
            return column.checked_sub(1);
        }
        periods.iter().rposition(|period| *period < untouched)
    }

    fn effect(&self, group: i64, column: usize, base: usize) -> Result<Option<Effect>, Unfit> {
        let latest = self.outcomes.periods[column.max(base)];
        let is_control = |first: Option<i64>| match (first, self.options.comparison) {
            (None, _) => true,
            (Some(_), Comparison::NeverTreated) => false,
            (Some(first), Comparison::NotYetTreated) => {
                first != group && first - self.options.anticipation > latest
            }
        };
        let taking: Vec<usize> = (0..self.rows.len())
            .filter(|i| self.first[*i] == Some(group) || is_control(self.first[*i]))
            .collect();
        let treated: Vec<f64> =
            taking.iter().map(|i| f64::from(u8::from(self.first[*i] == Some(group)))).collect();
        let controls = treated.iter().filter(|d| **d == 0.0).count();
        if controls == 0 {
            return Ok(None);
        }
        let change: Vec<f64> = taking
            .iter()
            .map(|i| {
                self.outcomes.cells.at(self.rows[*i], column) - self.outcomes.cells.at(self.rows[*i], base)
            })
            .collect();
        let x = match &self.beside {
            None => None,
            Some(all) => {
                let cells = taking.iter().flat_map(|i| all.row(*i).iter().copied()).collect();
                Some(Matrix::new(taking.len(), all.columns(), cells)?)
            }
        };
        let found = compare(&change, &treated, x.as_ref(), self.options.method)?;
        // Influences are for means over all units; those of the comparison carry the whole.
        let stretch = self.rows.len() as f64 / taking.len() as f64;
        let mut influence = vec![0.0; self.rows.len()];
        for (i, by) in taking.iter().zip(&found.influence) {
            influence[*i] = by * stretch;
        }
        Ok(Some(Effect { att: found.att, influence, controls }))
    }
}

/// χ² test that the effects before the treatment are 0; none without such effects or when their covariance is singular.
fn pre_trend(att: &[GroupTime], influence: &[Vec<f64>], anticipation: i64) -> Option<Test> {
    let before: Vec<usize> =
        (0..att.len()).filter(|at| att[*at].time < att[*at].group - anticipation).collect();
    if before.is_empty() {
        return None;
    }
    let k = before.len();
    let mut covariance = vec![0.0; k * k];
    for (i, one) in before.iter().enumerate() {
        for (j, two) in before.iter().enumerate() {
            let n = influence[*one].len() as f64;
            covariance[i * k + j] = crate::glm::solve::dot(&influence[*one], &influence[*two]) / (n * n);
        }
    }
    let inverse = definite_inverse(&covariance, k).ok()?;
    let estimates: Vec<f64> = before.iter().map(|at| att[*at].line.estimate).collect();
    Some(Test::chi_squared(crate::glm::solve::quadratic(&inverse, &estimates), k))
}
