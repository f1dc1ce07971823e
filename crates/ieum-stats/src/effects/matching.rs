//! Treated cases beside like controls: matching on the propensity score, and weighting by it.

use serde::Serialize;

use super::attgt::compare;
use super::callaway::Method;
use super::neighbours::{Neighbours, variances};
use crate::glm::{Check, Coefficient, Options, Scale, in_range, logit};
use crate::{Caution, LeftOut, Matrix, Unfit};

/// A standardised mean difference above which a column still differs (Austin 2011, Multivariate Behavioral Research 46).
const DIFFERS: f64 = 0.1;

/// What distance between cases is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Score {
    /// The probability of treatment.
    Probability,
    /// Its log odds.
    #[default]
    LogOdds,
}

/// How far a match may lie.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Caliper {
    /// Any distance.
    #[default]
    None,
    /// At most this on the score.
    Absolute(f64),
    /// At most this many standard deviations of the score; 0.2 of the log odds is the usual advice (Austin 2011, Pharm. Stat. 10).
    InDeviations(f64),
}

/// Whether a control may serve more than one treated case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Replacement {
    /// It may; all controls at the same distance share the place, so that the order of the rows does not matter.
    #[default]
    WithTiesShared,
    /// It may; among controls at the same distance the first in the order of the rows is taken.
    WithFirstTaken,
    /// It may not: treated cases choose in turn, the highest score first, the first control in the order of the rows among equals.
    Without,
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatchOptions {
    /// What distance is measured on.
    pub score: Score,
    /// Matches a treated case, ≥ 1.
    pub neighbours: usize,
    /// Whether controls may serve again.
    pub replacement: Replacement,
    /// How far a match may lie.
    pub caliper: Caliper,
    /// Coverage of the interval, in (0, 1).
    pub level: f64,
}

impl Default for MatchOptions {
    /// One neighbour on the log odds, with replacement and ties shared, no caliper, 95 %.
    fn default() -> Self {
        Self {
            score: Score::LogOdds,
            neighbours: 1,
            replacement: Replacement::WithTiesShared,
            caliper: Caliper::None,
            level: 0.95,
        }
    }
}

/// An effect on the treated by matching.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matched {
    /// `propensity-matching`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// Treated cases.
    pub treated: usize,
    /// Controls.
    pub controls: usize,
    /// Treated cases with a match.
    pub matched: usize,
    /// Controls that serve.
    pub controls_used: usize,
    /// What distance was measured on.
    pub score: Score,
    /// Whether controls serve again, and how ties are broken.
    pub replacement: Replacement,
    /// The caliper on the score, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caliper: Option<f64>,
    /// The mean effect on the treated that have a match.
    pub effect: Coefficient,
    /// `abadie-imbens-2006-propensity-as-known`, or `paired-differences` without replacement.
    pub errors: &'static str,
    /// The difference of means without matching.
    pub raw_difference: f64,
    /// The logit behind the score.
    pub propensity: Vec<Coefficient>,
    /// Each column before and after.
    pub balance: Vec<Balance>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// One column among treated and controls, before and after matching or weighting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// The column's name.
    pub term: String,
    /// Mean of the treated.
    pub mean_treated: f64,
    /// Mean of all controls.
    pub mean_controls: f64,
    /// Mean of the matched or weighted controls.
    pub mean_after: f64,
    /// Difference of means over the root of the mean of both variances (n − 1), before.
    pub smd_before: f64,
    /// The same difference after, over the same root.
    pub smd_after: f64,
    /// Variance of the treated over that of all controls.
    pub variance_ratio: f64,
}

/// An effect on the treated by weighting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ipw {
    /// `inverse-probability-weighting`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// Treated cases.
    pub treated: usize,
    /// Controls.
    pub controls: usize,
    /// How many equally weighted controls the weights are worth (Kish): (Σw)²/Σw².
    pub controls_effective: f64,
    /// The mean effect on the treated.
    pub effect: Coefficient,
    /// `influence-function`, which counts that the propensity is estimated.
    pub errors: &'static str,
    /// The logit behind the weights.
    pub propensity: Vec<Coefficient>,
    /// Each column before and after.
    pub balance: Vec<Balance>,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// A logit of the treatment on columns, with what both methods need of it.
struct Scored {
    /// The columns with a constant first.
    x: Matrix,
    treatment: Vec<f64>,
    probabilities: Vec<f64>,
    propensity: Vec<Coefficient>,
    warnings: Vec<Caution>,
}

fn scored(y: &[f64], treated: &[bool], x: &Matrix, terms: &[String], level: f64) -> Result<Scored, Unfit> {
    let n = x.rows();
    for found in [y.len(), treated.len()] {
        if found != n {
            return Err(Unfit::Shape { expected: n, found });
        }
    }
    if let Some(row) = y.iter().position(|y| !y.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    in_range(x, y)?;
    let cells = (0..n).flat_map(|row| std::iter::once(1.0).chain(x.row(row).iter().copied())).collect();
    let design = Matrix::new(n, x.columns() + 1, cells)?;
    let treatment: Vec<f64> = treated.iter().map(|flag| f64::from(u8::from(*flag))).collect();
    let names: Vec<String> = std::iter::once("(Intercept)".to_owned()).chain(terms.iter().cloned()).collect();
    let fit = logit(&design, &names, &treatment, &Options { level, ..Options::default() })?;
    Ok(Scored {
        x: design,
        treatment,
        probabilities: fit.fitted,
        propensity: fit.coefficients,
        warnings: fit.warnings,
    })
}

/// The effect on the treated by nearest neighbours on the propensity score, with a table of balance.
///
/// `y` is the outcome, `x` the columns known before the treatment (n × k, without a constant), `terms` their names. Treated cases
/// without a control inside the caliper are left out with a caution: the effect is then that on the others.
///
/// Source: Rosenbaum and Rubin 1983, Biometrika 70; Abadie and Imbens 2006, Econometrica 74, theorem 7 (errors, with the variance of
/// each case from its two nearest of the same kind). The score is taken as known; see Abadie and Imbens 2016 for what that leaves out.
///
/// # Errors
/// Those of [`logit`](crate::glm::logit) for the score (columns count from 1, 0 being the constant), [`Unfit::TooFew`] when fewer than
/// two treated cases have a match, [`Unfit::OutOfRange`] for a level, caliper or number of neighbours outside its domain.
pub fn match_on_propensity(
    y: &[f64],
    treated: &[bool],
    x: &Matrix,
    terms: &[String],
    options: &MatchOptions,
) -> Result<Matched, Unfit> {
    let Scored { probabilities, propensity, mut warnings, .. } = scored(y, treated, x, terms, options.level)?;
    let n = y.len();
    let controls = treated.iter().filter(|flag| !**flag).count();
    let most = if options.replacement == Replacement::Without { 1 } else { controls };
    if options.neighbours == 0 || options.neighbours > most {
        let (value, high) = (options.neighbours as f64, most as f64);
        return Err(Unfit::OutOfRange { name: "neighbours", value, low: 1.0, high });
    }
    let score: Vec<f64> = match options.score {
        Score::Probability => probabilities.clone(),
        Score::LogOdds => probabilities.iter().map(|p| (p / (1.0 - p)).ln()).collect(),
    };
    let caliper = match options.caliper {
        Caliper::None => None,
        Caliper::Absolute(width) | Caliper::InDeviations(width) if !(width > 0.0 && width.is_finite()) => {
            let (low, high) = (f64::MIN_POSITIVE, f64::MAX);
            return Err(Unfit::OutOfRange { name: "caliper", value: width, low, high });
        }
        Caliper::Absolute(width) => Some(width),
        Caliper::InDeviations(width) => Some(width * deviation(&score)),
    };
    let found = Neighbours::find(&score, treated, options.neighbours, options.replacement, caliper);
    let matched = found.of.len();
    let lost = n - controls - matched;
    if lost > 0 {
        warnings.push(Caution::LeftOut { reason: LeftOut::OutsideCaliper, cases: lost });
    }
    if matched < 2 {
        return Err(Unfit::TooFew { needed: 2, found: matched });
    }
    let cases = matched as f64;
    // How often each control serves, and the sum of the squares of its shares.
    let (mut served, mut squared) = (vec![0.0; n], vec![0.0; n]);
    let mut gaps = Vec::with_capacity(matched);
    for (case, partners) in &found.of {
        let share = 1.0 / partners.len() as f64;
        let counterpart: f64 = partners.iter().map(|partner| y[*partner] * share).sum();
        for partner in partners {
            served[*partner] += share;
            squared[*partner] += share * share;
        }
        gaps.push((*case, y[*case] - counterpart));
    }
    let att = gaps.iter().map(|(_, gap)| gap).sum::<f64>() / cases;
    let between: f64 = gaps.iter().map(|(_, gap)| (gap - att) * (gap - att)).sum();
    let (variance, errors) = match options.replacement {
        Replacement::Without => (between / (cases * (cases - 1.0)), "paired-differences"),
        _ => {
            let spread = variances(&score, y, treated);
            let again: f64 = (0..n).map(|row| (served[row] * served[row] - squared[row]) * spread[row]).sum();
            ((between + again) / (cases * cases), "abadie-imbens-2006-propensity-as-known")
        }
    };
    let kept: Vec<f64> = {
        let mut kept = vec![0.0; n];
        found.of.iter().for_each(|(case, _)| kept[*case] = 1.0);
        kept
    };
    let balance = balance(x, terms, treated, &kept, &served);
    warnings.extend(unbalanced(&balance));
    Ok(Matched {
        model: "propensity-matching",
        n,
        treated: n - controls,
        controls,
        matched,
        controls_used: served.iter().filter(|served| **served > 0.0).count(),
        score: options.score,
        replacement: options.replacement,
        caliper,
        effect: Scale::normal(options.level).coefficient("att", att, variance.sqrt()),
        errors,
        raw_difference: difference(y, treated),
        propensity,
        assumptions: vec![overlap(&score, treated), balanced_after(&balance)],
        balance,
        source: "Rosenbaum & Rubin 1983; Abadie & Imbens 2006, theorem 7",
        warnings,
    })
}

/// The effect on the treated with controls weighted by their odds of treatment, weights adding up to one.
///
/// Arguments as for [`match_on_propensity`].
///
/// Source: Hirano, Imbens and Ridder 2003, Econometrica 71; errors from the influence function of Sant'Anna and Zhao 2020 with the
/// outcome in the place of its change.
///
/// # Errors
/// Those of [`logit`](crate::glm::logit) for the score (columns count from 1, 0 being the constant).
pub fn inverse_probability(
    y: &[f64],
    treated: &[bool],
    x: &Matrix,
    terms: &[String],
    level: f64,
) -> Result<Ipw, Unfit> {
    let found = scored(y, treated, x, terms, level)?;
    let Scored { x: design, treatment, probabilities, propensity, mut warnings } = found;
    let comparison = compare(y, &treatment, Some(&design), Method::InverseProbability)?;
    let n = y.len() as f64;
    let error = comparison.influence.iter().map(|by| by * by).sum::<f64>().sqrt() / n;
    let weights: Vec<f64> =
        probabilities.iter().zip(treated).map(|(p, flag)| if *flag { 0.0 } else { p / (1.0 - p) }).collect();
    let balance = balance(x, terms, treated, &treatment, &weights);
    warnings.extend(unbalanced(&balance));
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let count = treated.iter().filter(|flag| **flag).count();
    Ok(Ipw {
        model: "inverse-probability-weighting",
        n: y.len(),
        treated: count,
        controls: y.len() - count,
        controls_effective: sum * sum / squares,
        effect: Scale::normal(level).coefficient("att", comparison.att, error),
        errors: "influence-function",
        propensity,
        assumptions: vec![overlap(&probabilities, treated), balanced_after(&balance)],
        balance,
        source: "Hirano, Imbens & Ridder 2003; Sant'Anna & Zhao 2020, eq. 2.2",
        warnings,
    })
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}

fn difference(y: &[f64], treated: &[bool]) -> f64 {
    let mean = |flag: bool| {
        let side: Vec<f64> =
            y.iter().zip(treated).filter(|(_, own)| **own == flag).map(|(y, _)| *y).collect();
        side.iter().sum::<f64>() / side.len() as f64
    };
    mean(true) - mean(false)
}

/// Balance of every column: all treated and controls before, the kept treated and the weighted controls after.
fn balance(x: &Matrix, terms: &[String], treated: &[bool], kept: &[f64], weights: &[f64]) -> Vec<Balance> {
    let line = |(column, term): (usize, &String)| {
        let cells = x.column(column);
        let moments = |flag: bool| {
            let side: Vec<f64> =
                cells.iter().zip(treated).filter(|(_, own)| **own == flag).map(|(cell, _)| *cell).collect();
            (side.iter().sum::<f64>() / side.len() as f64, deviation(&side).powi(2))
        };
        let weighted = |weights: &[f64]| {
            let sum: f64 = weights.iter().sum();
            cells.iter().zip(weights).map(|(cell, w)| cell * w).sum::<f64>() / sum
        };
        let ((one, spread_one), (zero, spread_zero)) = (moments(true), moments(false));
        let root = ((spread_one + spread_zero) / 2.0).sqrt();
        let standardised = |gap: f64| if gap == 0.0 { 0.0 } else { gap / root };
        let after = weighted(weights);
        Balance {
            term: term.clone(),
            mean_treated: one,
            mean_controls: zero,
            mean_after: after,
            smd_before: standardised(one - zero),
            smd_after: standardised(weighted(kept) - after),
            variance_ratio: spread_one / spread_zero,
        }
    };
    terms.iter().enumerate().map(line).collect()
}

fn unbalanced(balance: &[Balance]) -> Vec<Caution> {
    let over = |(column, line): (usize, &Balance)| {
        let difference = line.smd_after;
        (difference.abs() > DIFFERS).then_some(Caution::Unbalanced { column, difference })
    };
    balance.iter().enumerate().filter_map(over).collect()
}

fn balanced_after(balance: &[Balance]) -> Check {
    let worst = balance.iter().fold(0.0_f64, |worst, line| worst.max(line.smd_after.abs()));
    Check { assumption: "columns-balanced-after", statistic: worst, p: None, holds: worst <= DIFFERS }
}

/// Share of treated cases whose score lies inside the range of the controls'.
fn overlap(score: &[f64], treated: &[bool]) -> Check {
    let side = |flag: bool| score.iter().zip(treated).filter(move |(_, own)| **own == flag).map(|(s, _)| *s);
    let (low, high) =
        side(false).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), s| (low.min(s), high.max(s)));
    let inside = side(true).filter(|s| (low..=high).contains(s)).count() as f64;
    let share = inside / side(true).count().max(1) as f64;
    Check { assumption: "treated-inside-range-of-controls", statistic: share, p: None, holds: share >= 0.95 }
}
