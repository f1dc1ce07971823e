//! Proportional hazards (Cox).

use serde::Serialize;

use super::cases::checked;
use super::concordance::{Concordance, concordance};
use super::partial::{Partial, Risks, Ties};
use super::schoenfeld::{Hazards, TimeScale, proportional};
use crate::glm::solve::{definite_inverse, dot, numbered, predict, product, quadratic, times};
use crate::glm::{Check, Coefficient, Ratio, Scale, Test, culprit, in_range, ratios};
use crate::{Caution, Matrix, Unfit};

const MOST_STEPS: usize = 100;
const EVENTS_A_COEFFICIENT: usize = 10;
const ENOUGH_CLUSTERS: usize = 40;

/// How standard errors are made.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum CoxErrors {
    /// From the observed information.
    #[default]
    Model,
    /// Lin and Wei's sandwich.
    Robust,
    /// The same over clusters, one label a case, without a small-sample factor.
    Cluster(Vec<usize>),
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct CoxOptions {
    /// How events at the same time are treated.
    pub ties: Ties,
    /// How standard errors are made.
    pub errors: CoxErrors,
    /// Groups with a hazard of their own, one label a case.
    pub strata: Option<Vec<usize>>,
    /// On what scale of time a change of the effects is looked for.
    pub time_scale: TimeScale,
    /// Coverage of the intervals, in (0, 1).
    pub level: f64,
}

impl Default for CoxOptions {
    /// Efron's ties, errors of the model, no strata, the Kaplan-Meier scale, 95 %.
    fn default() -> Self {
        Self {
            ties: Ties::Efron,
            errors: CoxErrors::Model,
            strata: None,
            time_scale: TimeScale::KaplanMeier,
            level: 0.95,
        }
    }
}

/// A proportional-hazards regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cox {
    /// `cox`.
    pub model: &'static str,
    /// How ties were treated.
    pub ties: Ties,
    /// Cases.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Strata.
    pub strata: usize,
    /// Coefficients.
    pub df: usize,
    /// `model`, `robust` or `cluster`.
    pub errors: &'static str,
    /// Logarithms of hazard ratios.
    pub coefficients: Vec<Coefficient>,
    /// `hazard-ratio`.
    pub ratio_kind: &'static str,
    /// Hazard ratios with intervals.
    pub ratios: Vec<Ratio>,
    /// Log partial likelihood.
    pub log_likelihood: f64,
    /// The same with all coefficients 0.
    pub null_log_likelihood: f64,
    /// −2 ll + 2k.
    pub aic: f64,
    /// Likelihood-ratio test of all coefficients.
    pub likelihood_ratio: Test,
    /// Wald test of all coefficients, by the chosen errors.
    pub wald: Test,
    /// Score test of all coefficients.
    pub score: Test,
    /// Harrell's concordance.
    pub concordance: Concordance,
    /// Whether hazards stay proportional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proportional_hazards: Option<Hazards>,
    /// Steps of the search.
    pub steps: usize,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Covariance of the coefficients, row after row.
    #[serde(skip)]
    pub covariance: Vec<f64>,
}

/// Cox's regression of the hazard on the k columns of `x` (n × k, without a constant, which the hazard absorbs).
///
/// Source: Cox 1972, JRSS B 34; Efron 1977, JASA 72, and Breslow 1974, Biometrics 30, for ties; Lin and Wei 1989 for robust errors;
/// Grambsch and Therneau 1994 for the test of proportional hazards.
///
/// # Errors
/// [`Unfit::TooFew`] with no more events than coefficients, [`Unfit::Collinear`] at a column that repeats others or does not vary,
/// [`Unfit::Separated`] at a column that foretells who has the event first, so that the estimate is infinite, [`Unfit::Shape`],
/// [`Unfit::NotFinite`], [`Unfit::OutOfRange`] for a time below 0 or a level outside (0, 1), [`Unfit::NotSettled`].
pub fn cox(
    x: &Matrix,
    terms: &[String],
    time: &[f64],
    event: &[bool],
    options: &CoxOptions,
) -> Result<Cox, Unfit> {
    checked(time, event)?;
    let (n, k) = (x.rows(), x.columns());
    if k == 0 {
        return Err(Unfit::NoTerms);
    }
    let strata = options.strata.as_deref();
    let lengths = [
        (n, time.len()),
        (n, strata.map_or(n, <[usize]>::len)),
        (n, if let CoxErrors::Cluster(labels) = &options.errors { labels.len() } else { n }),
        (k, terms.len()),
    ];
    if let Some((expected, found)) = lengths.into_iter().find(|(expected, found)| expected != found) {
        return Err(Unfit::Shape { expected, found });
    }
    if !(options.level > 0.0 && options.level < 1.0) {
        return Err(Unfit::OutOfRange { name: "level", value: options.level, low: 0.0, high: 1.0 });
    }
    in_range(x, time)?;
    let events = event.iter().filter(|happened| **happened).count();
    if events <= k {
        return Err(Unfit::TooFew { needed: k + 1, found: events });
    }
    let centred = centred(x)?;
    let (of, count) = strata.map_or_else(|| (vec![0; n], 1), numbered);
    let rows: Vec<Vec<usize>> =
        (0..count).map(|stratum| (0..n).filter(|row| of[*row] == stratum).collect()).collect();
    let risks = Risks::new(&centred, time, event, &rows, options.ties);
    let null = risks.at(&vec![0.0; k]);
    let Maximum { coefficients, at, steps } = maximum(&risks, &centred, &null)?;
    let inverse = definite_inverse(&at.information, k)?;
    let mut warnings = Vec::new();
    let (covariance, errors) = covariance(&risks, &coefficients, &inverse, options, &mut warnings);
    let advised = EVENTS_A_COEFFICIENT * k;
    if events < advised {
        warnings.push(Caution::FewCases { found: events, advised });
    }
    let (statistic, df) = (quadratic(&definite_inverse(&covariance, k)?, &coefficients), k);
    let score = quadratic(&definite_inverse(&null.information, k)?, &null.score);
    let at_events = risks.at_events(&coefficients);
    let hazards = match proportional(&centred, time, event, &at_events, &inverse, options.time_scale) {
        Ok(hazards) => Some(hazards),
        // All events at one time, or at time 0 on the scale of logarithms: nothing to test.
        Err(Unfit::Constant { .. }) => None,
        Err(refused) => return Err(refused),
    };
    let mut assumptions = vec![Check {
        assumption: "events-per-coefficient",
        statistic: events as f64 / k.max(1) as f64,
        p: None,
        holds: events >= advised,
    }];
    if let Some(hazards) = &hazards {
        assumptions.push(Check {
            assumption: "proportional-hazards",
            statistic: hazards.all.statistic,
            p: Some(hazards.all.p),
            holds: hazards.all.p >= 0.05,
        });
        for (column, test) in hazards.columns.iter().enumerate().filter(|(_, test)| test.p < 0.05) {
            warnings.push(Caution::HazardsNotProportional { column, p: test.p });
        }
    }
    let table = Scale::normal(options.level).table(terms, &coefficients, &covariance);
    Ok(Cox {
        model: "cox",
        ties: options.ties,
        n,
        events,
        strata: count,
        df: k,
        errors,
        ratio_kind: "hazard-ratio",
        ratios: ratios(&table, None),
        coefficients: table,
        log_likelihood: at.log_likelihood,
        null_log_likelihood: null.log_likelihood,
        aic: 2.0 * (k as f64 - at.log_likelihood),
        likelihood_ratio: Test::chi_squared(2.0 * (at.log_likelihood - null.log_likelihood), df),
        wald: Test::chi_squared(statistic, df),
        score: Test::chi_squared(score, df),
        concordance: concordance(time, event, &predict(&centred, &coefficients)),
        proportional_hazards: hazards,
        steps,
        assumptions,
        source: "Cox 1972; Efron 1977; Breslow 1974; Lin & Wei 1989; Grambsch & Therneau 1994",
        warnings,
        covariance,
    })
}

/// Columns less their means, which changes no coefficient and keeps the sums small.
fn centred(x: &Matrix) -> Result<Matrix, Unfit> {
    let mut centred = x.clone();
    for column in 0..x.columns() {
        let cells = x.column(column);
        let mean = cells.iter().sum::<f64>() / cells.len() as f64;
        if cells.iter().all(|cell| *cell == cells[0]) {
            return Err(Unfit::Collinear { column });
        }
        for (row, cell) in cells.iter().enumerate() {
            *centred.at_mut(row, column) = cell - mean;
        }
    }
    crate::glm::solve::least_squares(&centred, None, &vec![0.0; x.rows()])?;
    Ok(centred)
}

struct Maximum {
    coefficients: Vec<f64>,
    at: Partial,
    steps: usize,
}

/// Newton's steps, halved while the likelihood falls.
fn maximum(risks: &Risks<'_>, x: &Matrix, null: &Partial) -> Result<Maximum, Unfit> {
    let k = x.columns();
    let mut coefficients = vec![0.0; k];
    let mut at = Partial {
        log_likelihood: null.log_likelihood,
        score: null.score.clone(),
        information: null.information.clone(),
    };
    let mut last = f64::INFINITY;
    for steps in 0..MOST_STEPS {
        let inverse = match definite_inverse(&at.information, k) {
            Ok(inverse) => inverse,
            // The information was sound at the start, so it vanished on the way to infinity.
            Err(Unfit::Collinear { column }) if steps > 5 => return Err(Unfit::Separated { column }),
            Err(refused) => return Err(refused),
        };
        let step = times(&inverse, &at.score);
        let length = dot(&step, &at.score);
        if length < 1e-20 || (length < 1e-14 && length >= last) {
            return Ok(Maximum { coefficients, at, steps });
        }
        last = length;
        let moves = predict(x, &step);
        let reach = moves.iter().fold(0.0_f64, |most, by| most.max(by.abs()));
        let eta = predict(x, &coefficients).iter().fold(0.0_f64, |most, eta| most.max(eta.abs()));
        // Far out, still moving, and hardly anything to gain: the likelihood flattens towards infinity.
        if eta > 15.0 && reach > 0.3 && length < 1e-3 {
            return Err(Unfit::Separated { column: culprit(x, &step) });
        }
        let mut share = 1.0;
        loop {
            let there: Vec<f64> = coefficients.iter().zip(&step).map(|(at, by)| at + share * by).collect();
            let next = risks.at(&there);
            let slack = 1e-9 * (1.0 + at.log_likelihood.abs());
            if next.log_likelihood >= at.log_likelihood - slack || share < 1e-6 {
                (coefficients, at) = (there, next);
                break;
            }
            share /= 2.0;
        }
    }
    Err(Unfit::NotSettled { steps: MOST_STEPS })
}

fn covariance(
    risks: &Risks<'_>,
    coefficients: &[f64],
    inverse: &[f64],
    options: &CoxOptions,
    warnings: &mut Vec<Caution>,
) -> (Vec<f64>, &'static str) {
    let k = coefficients.len();
    let (of, count, name) = match &options.errors {
        CoxErrors::Model => return (inverse.to_vec(), "model"),
        CoxErrors::Robust => (None, 0, "robust"),
        CoxErrors::Cluster(labels) => {
            let (of, count) = numbered(labels);
            (Some(of), count, "cluster")
        }
    };
    if of.is_some() && count < ENOUGH_CLUSTERS {
        warnings.push(Caution::FewClusters { found: count, advised: ENOUGH_CLUSTERS });
    }
    let residuals = risks.score_residuals(coefficients);
    let ones = vec![1.0; residuals.rows()];
    let meat = crate::glm::solve::meat(&residuals, &ones, of.as_deref().map(|of| (of, count)));
    (product(&product(inverse, &meat, k), inverse, k), name)
}
