//! Event study: effects by time since the treatment.

use serde::Serialize;

use super::absorb::Groupings;
use super::fixed::absorbed;
use super::linear::{Absorbed, Options, linear};
use crate::effects::{PreTrend, pre_trend};
use crate::glm::{Check, Coefficient, in_range};
use crate::{Caution, LeftOut, Matrix, Unfit};

/// An event study by two-way fixed effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventStudy {
    /// `event-study-twfe`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// Treated units.
    pub treated_units: usize,
    /// Units never treated.
    pub never_treated_units: usize,
    /// n minus coefficients minus absorbed effects.
    pub df_residual: usize,
    /// Degrees of freedom of the t statistics.
    pub df_t: f64,
    /// How standard errors were made, with the small-sample rule.
    pub errors: &'static str,
    /// Clusters, if errors are by cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<usize>,
    /// The time the others are compared with.
    pub reference: i64,
    /// Effects by time since the treatment, in order; the ends gather all times beyond.
    pub coefficients: Vec<EventCoefficient>,
    /// Whether treated and others moved alike before, and what could have been seen; none without a time before the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_trend: Option<PreTrend>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// The effect at one time since the treatment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventCoefficient {
    /// Periods since the treatment began; below 0 before it.
    pub event_time: i64,
    /// Cases at that time.
    pub cases: usize,
    /// The estimate.
    #[serde(flatten)]
    pub line: Coefficient,
}

/// Event study: the outcome on indicators of the time since treatment began, with effects of unit and period.
///
/// One entry a case: `unit` any label, `time` a whole number, `first` the unit's first treated period or none. The indicator of −1 is
/// left out as the reference; times at or before `-leads` and at or beyond `lags` are gathered at the ends. With treatment at
/// different times the coefficients mix effects of different groups (Sun and Abraham 2021); [`callaway_santanna`] does not.
///
/// Source: Freyaldenhoven, Hansen, Pérez and Shapiro 2021, «Visualization, identification, and estimation in the linear panel
/// event-study design», eq. 2.
///
/// # Errors
/// [`Unfit::OutOfRange`] for fewer than 2 leads or for no lags, [`Unfit::Collinear`] when no unit is untreated while others are,
/// [`Unfit::TooFew`] without treated units, [`Unfit::Shape`], [`Unfit::NotFinite`].
///
/// [`callaway_santanna`]: crate::effects::callaway_santanna
pub fn event_study(
    y: &[f64],
    unit: &[usize],
    time: &[i64],
    first: &[Option<i64>],
    (leads, lags): (i64, i64),
    options: &Options,
) -> Result<EventStudy, Unfit> {
    let n = y.len();
    for found in [unit.len(), time.len(), first.len()] {
        if found != n {
            return Err(Unfit::Shape { expected: n, found });
        }
    }
    if let Some(row) = y.iter().position(|y| !y.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    in_range(&Matrix::zeros(0, 0), y)?;
    if leads < 2 || lags < 0 {
        let (name, value, low) = if leads < 2 { ("leads", leads, 2.0) } else { ("lags", lags, 0.0) };
        return Err(Unfit::OutOfRange { name, value: value as f64, low, high: f64::INFINITY });
    }
    let since: Vec<Option<i64>> =
        time.iter().zip(first).map(|(t, g)| g.map(|g| (t - g).clamp(-leads, lags))).collect();
    let mut times: Vec<i64> = since.iter().flatten().copied().collect();
    times.sort_unstable();
    times.dedup();
    times.retain(|at| *at != -1);
    if times.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let mut x = Matrix::zeros(n, times.len());
    for (row, at) in since.iter().enumerate() {
        if let Some(column) = at.and_then(|at| times.binary_search(&at).ok()) {
            *x.at_mut(row, column) = 1.0;
        }
    }
    let period: Vec<usize> = crate::glm::solve::numbered(time).0;
    let groupings = Groupings::new(n, &[unit, &period])?;
    let (within, target) = absorbed(&x, y, &groupings)?;
    let mut warnings = Vec::new();
    let labels: [&[usize]; 2] = [unit, &period];
    let taken = Absorbed { groupings: &labels, rank: groupings.rank };
    let fitted = linear(&within, &target, taken, options, &mut warnings)?;
    let singletons = groupings.singletons();
    if singletons > 0 {
        warnings.push(Caution::LeftOut { reason: LeftOut::Singleton, cases: singletons });
    }
    let terms: Vec<String> = times.iter().map(i64::to_string).collect();
    let coefficients = fitted.table(&terms).into_iter().zip(&times).map(|(line, at)| EventCoefficient {
        event_time: *at,
        cases: since.iter().filter(|since| **since == Some(*at)).count(),
        line,
    });
    let before = times.iter().filter(|at| **at < 0).count();
    let pre_trend = match before {
        0 => None,
        _ => {
            let k = times.len();
            let block: Vec<f64> =
                (0..before).flat_map(|i| fitted.covariance[i * k..i * k + before].to_vec()).collect();
            Some(pre_trend(&times[..before], &fitted.estimates[..before], &block)?)
        }
    };
    if let Some(found) = pre_trend.as_ref().filter(|found| found.test.p < 0.05) {
        warnings.push(Caution::PreTrend { p: found.test.p });
    }
    let assumptions = pre_trend.iter().map(|found| Check {
        assumption: "parallel-before",
        statistic: found.test.statistic,
        p: Some(found.test.p),
        holds: found.test.p >= 0.05,
    });
    let units = |treated: bool| {
        let mut of: Vec<usize> =
            unit.iter().zip(first).filter(|(_, g)| g.is_some() == treated).map(|(u, _)| *u).collect();
        of.sort_unstable();
        of.dedup();
        of.len()
    };
    Ok(EventStudy {
        model: "event-study-twfe",
        n,
        treated_units: units(true),
        never_treated_units: units(false),
        df_residual: fitted.df_residual,
        df_t: fitted.df_t,
        errors: fitted.rule,
        clusters: fitted.clusters,
        reference: -1,
        coefficients: coefficients.collect(),
        assumptions: assumptions.collect(),
        pre_trend,
        source: "Freyaldenhoven, Hansen, Pérez & Shapiro 2021, eq. 2",
        warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::event_study;
    use crate::glm::reference::holds;
    use crate::panel::Options;

    #[test]
    fn with_one_date_of_treatment_the_effects_are_differences_in_differences() {
        // Two treated and two control units over four periods, treated from period 2 on.
        let outcome =
            [[1.0, 2.0, 6.0, 7.5], [2.0, 2.5, 7.0, 9.0], [0.0, 1.5, 2.0, 3.0], [1.0, 1.0, 3.0, 3.5]];
        let (mut y, mut unit, mut time, mut first) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (u, row) in outcome.iter().enumerate() {
            for (t, value) in row.iter().enumerate() {
                y.push(*value);
                unit.push(u);
                time.push(t as i64);
                first.push((u < 2).then_some(2));
            }
        }
        let found = event_study(&y, &unit, &time, &first, (3, 3), &Options::default()).expect("fits");
        let gap = |t: usize| (outcome[0][t] + outcome[1][t] - outcome[2][t] - outcome[3][t]) / 2.0;
        for line in &found.coefficients {
            let at = usize::try_from(line.event_time + 2).expect("within the panel");
            holds("event", line.line.estimate, gap(at) - gap(1), 12.0);
        }
        assert_eq!(found.coefficients.iter().map(|line| line.event_time).collect::<Vec<_>>(), [-2, 0, 1]);
        assert_eq!((found.treated_units, found.never_treated_units), (2, 2));
    }
}
