//! Fixed effects within one or two groupings.

use serde::Serialize;

use super::absorb::Groupings;
use super::linear::{Absorbed, Linear, Options, checked_shapes, linear};
use crate::glm::solve::{definite_inverse, dot, quadratic};
use crate::glm::{Check, Coefficient, Test};
use crate::{Caution, LeftOut, Matrix, Unfit};

/// A fixed-effects regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixedEffects {
    /// `fixed-effects`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// Independent effects taken out.
    pub absorbed: usize,
    /// n minus coefficients minus absorbed effects.
    pub df_residual: usize,
    /// Degrees of freedom the t statistics are held against: `df_residual`, or clusters − 1.
    pub df_t: f64,
    /// How standard errors were made, with the small-sample rule.
    pub errors: &'static str,
    /// Clusters, if errors are by cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<usize>,
    /// Coefficients.
    pub coefficients: Vec<Coefficient>,
    /// Standard deviation of the residuals.
    pub residual_sd: f64,
    /// Share of the variance within the groupings that is explained.
    pub r_squared_within: f64,
    /// Share of the whole variance about the mean that coefficients and effects explain.
    pub r_squared: f64,
    /// Wald test, as F, of all coefficients by the chosen errors.
    pub f: Test,
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

/// Regression of `y` on the k columns of `x` with the effects of one or two groupings taken out, exactly also when groups are uneven.
///
/// `x` holds no constant (it is absorbed), `terms` names its columns, `effects` has one or two lists of labels, one label a case.
/// Degrees of freedom count the independent effects: levels less the connected parts of the two groupings' graph.
///
/// Source: Wooldridge 2010, §10.5; Abowd, Creecy and Kramarz 2002 on counting two-way effects; errors by cluster Cameron and Miller
/// 2015, §II.
///
/// # Errors
/// [`Unfit::Collinear`] at a column the groupings determine or that repeats others, [`Unfit::TooFew`], [`Unfit::Shape`],
/// [`Unfit::NotFinite`], [`Unfit::OutOfRange`] for a level outside (0, 1) or other than one or two groupings.
pub fn fixed_effects(
    x: &Matrix,
    terms: &[String],
    y: &[f64],
    effects: &[&[usize]],
    options: &Options,
) -> Result<FixedEffects, Unfit> {
    checked_shapes(x, terms, y)?;
    if terms.is_empty() {
        return Err(Unfit::NoTerms);
    }
    let n = x.rows();
    let groupings = Groupings::new(n, effects)?;
    let (within, target) = absorbed(x, y, &groupings)?;
    let mut warnings = Vec::new();
    let singletons = groupings.singletons();
    if singletons > 0 {
        warnings.push(Caution::LeftOut { reason: LeftOut::Singleton, cases: singletons });
    }
    let taken = Absorbed { groupings: effects, rank: groupings.rank };
    let fitted = linear(&within, &target, taken, options, &mut warnings)?;
    let inside = dot(&target, &target);
    let mean = y.iter().sum::<f64>() / n as f64;
    let total: f64 = y.iter().map(|y| (y - mean) * (y - mean)).sum();
    Ok(FixedEffects {
        model: "fixed-effects",
        n,
        absorbed: groupings.rank,
        df_residual: fitted.df_residual,
        df_t: fitted.df_t,
        errors: fitted.rule,
        clusters: fitted.clusters,
        coefficients: fitted.table(terms),
        residual_sd: (fitted.left / fitted.df_residual as f64).sqrt(),
        r_squared_within: 1.0 - fitted.left / inside,
        r_squared: 1.0 - fitted.left / total,
        f: wald(&fitted)?,
        assumptions: vec![Check {
            assumption: "variation-within-groups",
            statistic: inside / total,
            p: None,
            holds: inside > 0.0,
        }],
        source: "Wooldridge 2010, §10.5; Abowd, Creecy & Kramarz 2002; Cameron & Miller 2015, §II",
        warnings,
        covariance: fitted.covariance,
    })
}

/// Design and outcome with the groupings taken out, refusing columns of which nothing is left.
pub(crate) fn absorbed(x: &Matrix, y: &[f64], groupings: &Groupings) -> Result<(Matrix, Vec<f64>), Unfit> {
    let (n, k) = (x.rows(), x.columns());
    let mut within = Matrix::zeros(n, k);
    for column in 0..k {
        let mut cells = x.column(column);
        let before = dot(&cells, &cells);
        groupings.absorb(&mut cells);
        if dot(&cells, &cells) <= 1e-20 * before {
            return Err(Unfit::Collinear { column });
        }
        for (row, cell) in cells.into_iter().enumerate() {
            *within.at_mut(row, column) = cell;
        }
    }
    let mut target = y.to_vec();
    groupings.absorb(&mut target);
    if dot(&target, &target) <= 1e-26 * dot(y, y) {
        return Err(Unfit::Constant { column: k });
    }
    Ok((within, target))
}

/// Wald test that all coefficients are 0, as F.
pub(crate) fn wald(fitted: &Linear) -> Result<Test, Unfit> {
    let k = fitted.estimates.len();
    let inverse = definite_inverse(&fitted.covariance, k)?;
    Ok(Test::f(quadratic(&inverse, &fitted.estimates) / k.max(1) as f64, k, fitted.df_t))
}

/// A two-way fixed-effects estimate of the effect of a treatment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Twfe {
    /// The regression; its first coefficient is the treatment's.
    #[serde(flatten)]
    pub fit: FixedEffects,
    /// Treated cases.
    pub treated_cases: usize,
    /// Share of treated cases that enter with a negative weight.
    pub negative_weights: f64,
}

/// Two-way fixed-effects difference in differences: the outcome on a treatment (and columns beside it) with effects of unit and period.
///
/// `treatment` is 0 or 1 a case. When units are treated at different times the estimate mixes comparisons with units treated before,
/// and treated cases may enter with negative weight: their share is told, and cautioned about.
///
/// Source: de Chaisemartin and D'Haultfœuille 2020, AER 110, theorem 1 (weights); Goodman-Bacon 2021, J. Econometrics 225.
///
/// # Errors
/// Those of [`fixed_effects`], and [`Unfit::OutOfRange`] for a treatment that is neither 0 nor 1.
pub fn twfe(
    y: &[f64],
    treatment: &[f64],
    unit: &[usize],
    time: &[usize],
    beside: Option<(&Matrix, &[String])>,
    options: &Options,
) -> Result<Twfe, Unfit> {
    if let Some(value) = treatment.iter().find(|cell| **cell != 0.0 && **cell != 1.0) {
        return Err(Unfit::OutOfRange { name: "treatment", value: *value, low: 0.0, high: 1.0 });
    }
    let n = treatment.len();
    let mut terms = vec!["treatment".to_owned()];
    let mut cells = Vec::new();
    if let Some((columns, names)) = beside {
        if columns.rows() != n {
            return Err(Unfit::Shape { expected: n, found: columns.rows() });
        }
        terms.extend(names.iter().cloned());
    }
    for (row, treated) in treatment.iter().enumerate() {
        cells.push(*treated);
        cells.extend(beside.map_or(&[][..], |(columns, _)| columns.row(row)));
    }
    let x = Matrix::new(n, terms.len(), cells)?;
    let mut fit = fixed_effects(&x, &terms, y, &[unit, time], options)?;
    fit.model = "two-way-fixed-effects";
    let mut rest = treatment.to_vec();
    Groupings::new(n, &[unit, time])?.absorb(&mut rest);
    let treated_cases = treatment.iter().filter(|cell| **cell == 1.0).count();
    let negative =
        treatment.iter().zip(&rest).filter(|(cell, rest)| **cell == 1.0 && **rest < -1e-12).count();
    let negative_weights = negative as f64 / treated_cases.max(1) as f64;
    if negative > 0 {
        fit.warnings.push(Caution::NegativeWeights { share: negative_weights });
    }
    fit.assumptions.push(Check {
        assumption: "no-negative-weights",
        statistic: negative_weights,
        p: None,
        holds: negative == 0,
    });
    fit.source =
        "Wooldridge 2010, §10.5; de Chaisemartin & D'Haultfœuille 2020, theorem 1; Goodman-Bacon 2021";
    Ok(Twfe { fit, treated_cases, negative_weights })
}

#[cfg(test)]
mod tests {
    use super::{fixed_effects, twfe};
    use crate::glm::reference::{holds, json, sheet};
    use crate::panel::{Errors, Options, SmallSample};
    use crate::{Matrix, Unfit};

    #[test]
    fn the_training_grants_are_met_within_firms() {
        let (Some(known), Some(data)) =
            (json("commercial/econ/econ_reference.json"), sheet("commercial/econ/jtrain.csv", ','))
        else {
            return;
        };
        let (x, terms) = data.design(false, &["d88", "d89", "grant", "grant_1"]);
        let firm: Vec<usize> = data.numbers("fcode").iter().map(|code| *code as usize).collect();
        let fit =
            fixed_effects(&x, &terms, &data.numbers("lscrap"), &[&firm], &Options::default()).expect("fits");
        assert_eq!((fit.n, fit.df_residual, fit.absorbed), (162, 104, 54));
        for line in &fit.coefficients {
            let reference = &known["jtrain_fe"];
            holds(&line.term, line.estimate, reference["coef"][&line.term].as_f64().expect("known"), 10.0);
            holds(&line.term, line.std_error, reference["se"][&line.term].as_f64().expect("known"), 10.0);
        }
    }

    #[test]
    fn errors_by_every_rule_are_those_of_dummies() {
        let Some(data) = sheet("commercial/econ/jtrain.csv", ',') else { return };
        let (x, terms) = data.design(false, &["d88", "d89", "grant", "grant_1"]);
        let firm: Vec<usize> = data.numbers("fcode").iter().map(|code| *code as usize).collect();
        let check = |errors: Errors, known: [f64; 4]| {
            let options = Options { errors, ..Options::default() };
            let fit = fixed_effects(&x, &terms, &data.numbers("lscrap"), &[&firm], &options).expect("fits");
            fit.coefficients
                .iter()
                .zip(known)
                .for_each(|(line, error)| holds(&line.term, line.std_error, error, 9.0));
        };
        // statsmodels 0.15, least squares with a dummy a firm: HC1, and clusters with every dummy counted.
        check(
            Errors::Hc1,
            [
                0.103_385_076_105_696_07,
                0.174_970_973_183_472_7,
                0.137_676_745_026_918_8,
                0.252_844_236_945_454_44,
            ],
        );
        check(
            Errors::Cluster { labels: firm.clone(), small_sample: SmallSample::AllCounted },
            [
                0.120_213_463_065_739_21,
                0.241_778_861_391_357_54,
                0.176_239_394_288_840_75,
                0.347_048_930_217_693_23,
            ],
        );
    }

    #[test]
    fn the_minimum_wage_panel_is_met_with_the_named_small_sample_rule() {
        let (Some(known), Some(data)) =
            (json("region/did/mpdta_expected.json"), sheet("region/did/mpdta.csv", ','))
        else {
            return;
        };
        let (year, first) = (data.numbers("year"), data.numbers("first.treat"));
        let treated: Vec<f64> =
            year.iter().zip(&first).map(|(t, g)| f64::from(u8::from(*g > 0.0 && t >= g))).collect();
        let unit: Vec<usize> = data.numbers("countyreal").iter().map(|c| *c as usize).collect();
        let time: Vec<usize> = year.iter().map(|t| *t as usize).collect();
        let errors = Errors::Cluster { labels: unit.clone(), small_sample: SmallSample::NestedNotCounted };
        let options = Options { errors, ..Options::default() };
        let found = twfe(&data.numbers("lemp"), &treated, &unit, &time, None, &options).expect("fits");
        let line = &found.fit.coefficients[0];
        holds("twfe", line.estimate, known["twfe"]["coef"].as_f64().expect("known"), 10.0);
        holds("twfe error", line.std_error, known["twfe"]["se_crv1"].as_f64().expect("known"), 10.0);
        assert_eq!((found.fit.clusters, found.fit.errors), (Some(500), "cluster-cr1-nested-not-counted"));
    }

    #[test]
    fn a_column_the_groups_determine_is_named() {
        let x = Matrix::new(6, 2, vec![1.0, 5.0, 2.0, 5.0, 4.0, 5.0, 1.0, 7.0, 5.0, 7.0, 2.0, 7.0])
            .expect("fits");
        let terms = ["a".to_owned(), "b".to_owned()];
        let y = [1.0, 2.0, 3.0, 4.0, 5.0, 7.0];
        let refused = fixed_effects(&x, &terms, &y, &[&[0, 0, 0, 1, 1, 1]], &Options::default());
        assert_eq!(refused.expect_err("constant within groups"), Unfit::Collinear { column: 1 });
    }

    proptest::proptest! {
        /// Dummies for every unit give the same slope; so does any order of the rows, and any labels.
        #[test]
        fn effects_taken_out_are_effects_estimated(
            cells in proptest::collection::vec((-5.0..5.0_f64, -5.0..5.0_f64), 12),
            turn in 0..12_usize,
        ) {
            let unit = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
            let time = [0, 1, 2, 0, 1, 2, 0, 1, 3, 1, 2, 3];
            let y: Vec<f64> = cells.iter().map(|(_, y)| *y).collect();
            let x = Matrix::new(12, 1, cells.iter().map(|(x, _)| *x).collect()).expect("fits");
            let terms = ["x".to_owned()];
            let Ok(found) = fixed_effects(&x, &terms, &y, &[&unit, &time], &Options::default()) else { return Ok(()) };
            let mut wide = Matrix::zeros(12, 8);
            for row in 0..12 {
                *wide.at_mut(row, 0) = x.at(row, 0);
                *wide.at_mut(row, 1 + unit[row]) = 1.0;
                if time[row] > 0 {
                    *wide.at_mut(row, 4 + time[row]) = 1.0;
                }
            }
            let dummies = crate::glm::solve::least_squares(&wide, None, &y).expect("solved");
            let slope = found.coefficients[0].estimate;
            proptest::prop_assert!((slope - dummies.coefficients[0]).abs() < 1e-9 * (1.0 + slope.abs()));
            let order: Vec<usize> = (0..12).map(|row| (row * 5 + turn) % 12).collect();
            let turned = Matrix::new(12, 1, order.iter().map(|row| x.at(*row, 0)).collect()).expect("fits");
            let pick = |of: &[usize], by: usize| order.iter().map(|row| 100 - by * of[*row]).collect::<Vec<_>>();
            let again = fixed_effects(
                &turned,
                &terms,
                &order.iter().map(|row| y[*row]).collect::<Vec<_>>(),
                &[&pick(&unit, 3), &pick(&time, 7)],
                &Options::default(),
            ).expect("fits");
            let (error, by) = (found.coefficients[0].std_error, &again.coefficients[0]);
            proptest::prop_assert!((by.estimate - slope).abs() < 1e-9 * (1.0 + slope.abs()));
            proptest::prop_assert!((by.std_error - error).abs() < 1e-7 * (1.0 + error));
        }
    }
}
