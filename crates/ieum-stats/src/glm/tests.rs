//! The models against published and independently computed figures, and what must not change a result.

use proptest::prelude::*;

use super::reference::{Sheet, digits, holds, json, sheet};
use super::{
    Coefficient, Errors, Options, firth, gamma, likelihood_ratio, log_normal, logit, negative_binomial,
    poisson,
};
use crate::{Caution, Matrix, Unfit};

fn names(terms: &[&str]) -> Vec<String> {
    terms.iter().map(|term| (*term).to_owned()).collect()
}

fn with(errors: Errors) -> Options {
    Options { errors, ..Options::default() }
}

/// Coefficients and errors against a reference in the table's order.
fn check(found: &[Coefficient], known: &[(f64, f64)], least: (f64, f64)) {
    assert_eq!(found.len(), known.len());
    for (line, (estimate, error)) in found.iter().zip(known) {
        holds(&line.term, line.estimate, *estimate, least.0);
        holds(&line.term, line.std_error, *error, least.1);
    }
}

fn check_errors(found: &[Coefficient], known: &[f64], least: f64) {
    found.iter().zip(known).for_each(|(line, error)| holds(&line.term, line.std_error, *error, least));
}

fn from_json(reference: &serde_json::Value, terms: &[&str]) -> Vec<(f64, f64)> {
    let number = |part: &str, term: &str| reference[part][term].as_f64().expect("known");
    terms.iter().map(|term| (number("coef", term), number("se", term))).collect()
}

const CRIME: [&str; 9] =
    ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"];

fn references() -> Option<(serde_json::Value, Sheet)> {
    Some((json("commercial/econ/econ_reference.json")?, sheet("commercial/econ/crime1.csv", ',')?))
}

#[test]
fn the_spector_logit_is_met() {
    let (Some(known), Some(data)) =
        (json("commercial/econ/econ_reference.json"), sheet("commercial/econ/spector.csv", ','))
    else {
        return;
    };
    let known = &known["spector_logit"];
    let (x, terms) = data.design(true, &["GPA", "TUCE", "PSI"]);
    let y = data.numbers("GRADE");
    let fit = logit(&x, &terms, &y, &Options::default()).expect("fits");
    check(&fit.coefficients, &from_json(known, &["const", "GPA", "TUCE", "PSI"]), (12.0, 10.0));
    let likelihood = &fit.likelihood;
    holds("ll", likelihood.log_likelihood, known["ll"].as_f64().expect("known"), 12.0);
    holds("ll0", likelihood.null_log_likelihood, known["ll0"].as_f64().expect("known"), 12.0);
    holds("mcfadden", likelihood.pseudo_r2.mcfadden, known["mcfadden"].as_f64().expect("known"), 11.0);
    holds("lr", likelihood.likelihood_ratio.statistic, known["lr"].as_f64().expect("known"), 11.0);
    holds("p", likelihood.likelihood_ratio.p, known["p"].as_f64().expect("known"), 10.0);
    // statsmodels 0.15: AIC, BIC and the plain sandwich.
    holds("aic", likelihood.aic, 33.779_268_444_262_826, 12.0);
    holds("bic", likelihood.bic, 39.642_212_055_461_734, 12.0);
    let alone =
        logit(&Matrix::new(32, 1, vec![1.0; 32]).expect("fits"), &terms[..1], &y, &Options::default());
    let nested = likelihood_ratio(&alone.expect("fits"), &fit).expect("one within the other");
    assert_eq!(nested.df, 3.0);
    holds("nested", nested.statistic, likelihood.likelihood_ratio.statistic, 12.0);
    assert!(likelihood_ratio(&fit, &fit).is_err());
    let robust = logit(&x, &terms, &y, &with(Errors::Hc0)).expect("fits");
    let errors =
        [5.197_585_410_299_51, 1.267_545_982_015_759_3, 0.117_922_267_749_393_07, 0.964_419_209_652_881_5];
    check_errors(&robust.coefficients, &errors, 10.0);
    assert_eq!((robust.errors, fit.n, fit.df_residual), ("hc0", 32, 28));
    assert!(fit.warnings.contains(&Caution::FewCases { found: 11, advised: 30 }), "{:?}", fit.warnings);
}

#[test]
fn arrests_by_poisson_and_negative_binomial_are_met() {
    let Some((known, data)) = references() else { return };
    let (x, terms) = data.design(true, &CRIME);
    let y = data.numbers("narr86");
    let fit = poisson(&x, &terms, &y, &Options::default()).expect("fits");
    let order: Vec<&str> = ["Intercept"].into_iter().chain(CRIME).collect();
    let reference = &known["crime1_poisson"];
    check(&fit.coefficients, &from_json(reference, &order), (10.0, 9.0));
    holds("ll", fit.likelihood.log_likelihood, reference["ll"].as_f64().expect("known"), 12.0);
    let dispersion = reference["pearson_dispersion"].as_f64().expect("known");
    holds("dispersion", fit.pearson_dispersion, dispersion, 10.0);
    assert!(fit.warnings.iter().any(|caution| matches!(caution, Caution::Overdispersed { .. })));
    // statsmodels 0.15, clusters of every fiftieth row.
    let robust = poisson(&x, &terms, &y, &with(Errors::Hc0)).expect("fits");
    let errors = [0.089_329_941_020_270_81, 0.101_143_308_882_427_88, 0.023_603_453_200_682_6];
    check_errors(&robust.coefficients, &errors, 10.0);
    let labels = (0..x.rows()).map(|row| row % 50).collect();
    let clustered = poisson(&x, &terms, &y, &with(Errors::Cluster(labels))).expect("fits");
    let errors = [0.084_163_355_430_024_66, 0.098_811_460_130_134_1, 0.024_191_232_714_558_232];
    check_errors(&clustered.coefficients, &errors, 10.0);

    let wide = negative_binomial(&x, &terms, &y, &Options::default()).expect("fits");
    // statsmodels 0.15, Newton from a point beside the maximum, and again its errors from the observed information.
    let known = [
        (-0.563_736_834_122_382_3, 0.082_712_051_754_183_5),
        (-0.477_096_303_460_614_2, 0.103_329_462_396_952_44),
        (-0.017_338_523_570_759_2, 0.026_117_139_659_721_633),
        (0.019_739_381_861_443_715, 0.019_232_518_786_905_8),
        (-0.107_399_714_168_358_54, 0.025_074_042_042_477_606),
        (-0.050_488_396_480_783_58, 0.035_185_697_887_839_16),
        (-0.007_712_602_226_640_588, 0.001_146_462_846_615_564_1),
        (0.656_040_625_162_248_8, 0.092_359_396_231_966_79),
        (0.504_846_470_851_541_2, 0.089_566_289_528_114_25),
        (-0.046_411_977_852_502_555, 0.077_638_370_010_310_4),
    ];
    check(&wide.fit.coefficients, &known, (8.0, 6.0));
    holds("alpha", wide.alpha, 0.928_772_766_847_920_8, 8.0);
    holds("alpha error", wide.alpha_std_error, 0.109_373_872_829_767_5, 6.0);
    holds("ll", wide.fit.likelihood.log_likelihood, -2_157.627_992_665_888_5, 12.0);
    holds("aic", wide.fit.likelihood.aic, 4_337.255_985_331_777, 12.0);
    holds("ll0", wide.fit.likelihood.null_log_likelihood, -2_290.690_295_721_99, 8.0);
    assert!(wide.against_poisson.p < 1e-30);
}

#[test]
fn house_prices_by_gamma_are_met() {
    let Some(data) = sheet("commercial/econ/kielmc.csv", ',') else { return };
    let (y81, near) = (data.numbers("y81"), data.numbers("nearinc"));
    let cells = y81.iter().zip(&near).flat_map(|(y, n)| [1.0, *y, *n, y * n]).collect();
    let x = Matrix::new(y81.len(), 4, cells).expect("fits");
    let terms = names(&["(Intercept)", "y81", "nearinc", "y81:nearinc"]);
    let fit = gamma(&x, &terms, &data.numbers("rprice"), &Options::default()).expect("fits");
    // statsmodels 0.15, gamma with logarithmic link.
    let known = [
        (11.320_762_370_429_3, 0.036_061_156_121_432_035),
        (0.205_153_488_777_350_68, 0.053_558_797_695_801_24),
        (-0.258_934_667_921_602_2, 0.064_472_149_242_599_4),
        (-0.101_923_285_896_984_18, 0.098_608_048_980_645_62),
    ];
    check(&fit.coefficients, &known, (10.0, 10.0));
    holds("dispersion", fit.pearson_dispersion, 0.159_950_058_640_158_27, 10.0);
    holds("deviance", fit.likelihood.deviance, 38.520_019_601_141_79, 10.0);
    // A saturated design meets the means of the cells exactly, whatever the family.
    let logs = log_normal(&x, &terms, &data.numbers("rprice"), &Options::default()).expect("fits");
    // SciPy 1.17: the likeliest gamma distribution of the prices.
    holds("null", fit.likelihood.null_log_likelihood, -3_767.365_444_781_971, 9.0);
    // statsmodels 0.15: least squares of the logarithm.
    let known = [
        (11.285_424_025_417_443, 0.030_514_459_689_138_74),
        (0.193_093_724_856_351_65, 0.045_320_725_929_692_22),
        (-0.339_923_055_426_304_47, 0.054_555_455_529_785_48),
        (-0.062_649_020_260_268_51, 0.083_440_789_460_885_41),
    ];
    check(&logs.coefficients, &known, (10.0, 10.0));
    holds("r2", logs.r_squared, 0.245_972_689_125_783_64, 11.0);
    holds("f", logs.f.statistic, 34.469_725_136_114_51, 11.0);
    holds("ll", logs.log_likelihood, -3_720.577_106_724_365, 12.0);
    assert!(logs.smearing > 1.0);
    assert_eq!((fit.df_residual, logs.df_residual), (317, 317));
}

/// Rows of a two-by-two table: (exposed, event) with its number of cases.
fn table(counts: [[usize; 2]; 2]) -> (Matrix, Vec<f64>) {
    let (mut cells, mut y) = (Vec::new(), Vec::new());
    for (exposed, row) in counts.iter().enumerate() {
        for (event, count) in row.iter().enumerate() {
            for _ in 0..*count {
                cells.extend([1.0, exposed as f64]);
                y.push(event as f64);
            }
        }
    }
    (Matrix::new(y.len(), 2, cells).expect("fits"), y)
}

#[test]
fn a_two_by_two_table_by_firth_adds_a_half_to_each_cell() {
    // Firth 1993, §3.3: in a saturated model the penalty adds ½ to every cell; so Haldane's odds ratio comes out.
    let check = |counts: [[usize; 2]; 2], separated: bool| {
        let (x, y) = table(counts);
        let fit = firth(&x, &names(&["(Intercept)", "exposed"]), &y, &Options::default()).expect("fits");
        let cell = |i: usize, j: usize| counts[i][j] as f64 + 0.5;
        let odds = |i: usize| (cell(i, 1) / cell(i, 0)).ln();
        holds("constant", fit.coefficients[0].estimate, odds(0), 10.0);
        holds("exposed", fit.coefficients[1].estimate, odds(1) - odds(0), 10.0);
        let line = &fit.coefficients[1];
        assert!(line.ci_low < line.estimate && line.estimate < line.ci_high);
        assert_eq!(fit.warnings.contains(&Caution::Separated { column: 1 }), separated, "{:?}", fit.warnings);
        // The end of the interval and the p value are of one profile: p is above 5 % exactly when 0 lies inside.
        assert_eq!(line.p > 0.05, line.ci_low < 0.0 && 0.0 < line.ci_high);
    };
    check([[12, 5], [4, 9]], false);
    check([[10, 6], [0, 8]], true);
    check([[9, 0], [0, 7]], true);
}

#[test]
fn separation_is_told_with_its_column() {
    let check = |x: &Matrix, y: &[f64], column: usize| {
        let terms: Vec<String> = (0..x.columns()).map(|c| format!("x{c}")).collect();
        let refused = logit(x, &terms, y, &Options::default());
        assert_eq!(refused.expect_err("no estimate"), Unfit::Separated { column });
    };
    let (x, y) = table([[10, 6], [0, 8]]);
    check(&x, &y, 1);
    let (x, y) = table([[9, 0], [0, 7]]);
    check(&x, &y, 1);
    // Neither column alone, but their difference: x1 > x2 exactly when the event happens. x1 reaches further.
    let mut seed = crate::Seed::new(3);
    let mut cells = Vec::new();
    let mut y = Vec::new();
    for _ in 0..60 {
        let (one, two) = (seed.unit() * 10.0, seed.unit() * 10.0);
        cells.extend([1.0, one, two]);
        y.push(f64::from(u8::from(one > two)));
    }
    let x = Matrix::new(60, 3, cells).expect("fits");
    let refused = logit(&x, &names(&["c", "one", "two"]), &y, &Options::default()).expect_err("separated");
    assert!(matches!(refused, Unfit::Separated { column: 1 | 2 }), "{refused:?}");
    assert!(firth(&x, &names(&["c", "one", "two"]), &y, &Options::default()).is_ok());
    // Counts: the exposed have none.
    let (x, y) = table([[10, 6], [8, 0]]);
    let refused = poisson(&x, &names(&["c", "exposed"]), &y, &Options::default());
    assert_eq!(refused.expect_err("no estimate"), Unfit::Separated { column: 1 });
}

#[test]
fn what_no_model_can_take_is_refused_by_name() {
    let terms = names(&["c", "a", "b"]);
    let cells = |f: fn(usize) -> [f64; 3]| Matrix::new(12, 3, (0..12).flat_map(f).collect()).expect("fits");
    let twins = cells(|row| [1.0, row as f64, 2.0 * row as f64 + 1.0]);
    let y: Vec<f64> = (0..12).map(|row| f64::from(u8::from(row % 3 == 0))).collect();
    let options = Options::default();
    assert_eq!(logit(&twins, &terms, &y, &options).expect_err("twins"), Unfit::Collinear { column: 2 });
    let sound = cells(|row| [1.0, row as f64, (row * row % 5) as f64]);
    let refused = logit(&sound, &terms, &[0.5; 12], &options).expect_err("no outcome");
    assert_eq!(refused, Unfit::OutOfRange { name: "y", value: 0.5, low: 0.0, high: 1.0 });
    assert_eq!(logit(&sound, &terms, &[1.0; 12], &options).expect_err("all"), Unfit::Constant { column: 3 });
    assert!(matches!(gamma(&sound, &terms, &y, &options).expect_err("zeros"), Unfit::OutOfRange { .. }));
    assert!(matches!(poisson(&sound, &terms, &[-1.0; 12], &options), Err(Unfit::OutOfRange { .. })));
    assert_eq!(logit(&sound, &terms, &y[..5], &options), Err(Unfit::Shape { expected: 12, found: 5 }));
    let few = Matrix::new(3, 3, vec![1.0, 2.0, 3.0, 1.0, 5.0, 1.0, 1.0, 0.0, 2.0]).expect("fits");
    assert_eq!(logit(&few, &terms, &[0.0, 1.0, 0.0], &options), Err(Unfit::TooFew { needed: 4, found: 3 }));
}

#[test]
fn counts_that_spread_no_more_than_poisson_give_poisson() {
    let y: Vec<f64> = (0..20).map(|row| f64::from(2 + row % 2)).collect();
    let x = Matrix::new(20, 2, (0..20).flat_map(|row| [1.0, f64::from(row % 5)]).collect()).expect("fits");
    let found = negative_binomial(&x, &names(&["c", "x"]), &y, &Options::default()).expect("fits");
    assert_eq!(found.alpha, 0.0);
    assert!(found.fit.warnings.contains(&Caution::NotOverdispersed));
    assert!((found.against_poisson.p - 1.0).abs() < 1e-15);
}

#[test]
fn exposure_is_an_offset() {
    // One rate for all: events over exposure.
    let exposure = [10.0, 20.0, 5.0, 40.0];
    let y = [3.0, 5.0, 2.0, 14.0];
    let x = Matrix::new(4, 1, vec![1.0; 4]).expect("fits");
    let offset = Some(exposure.iter().map(|e: &f64| e.ln()).collect());
    let options = Options { offset, ..Options::default() };
    let fit = poisson(&x, &names(&["c"]), &y, &options).expect("fits");
    holds("rate", fit.coefficients[0].estimate.exp(), 24.0 / 75.0, 14.0);
    holds("error", fit.coefficients[0].std_error, 24.0_f64.sqrt().recip(), 13.0);
}

proptest! {
    /// Whatever is given, there is an answer with finite estimates or a refusal, never a panic.
    #[test]
    fn no_numbers_bring_a_model_down(
        cells in proptest::collection::vec(
            prop_oneof![
                4 => -3.0..3.0_f64,
                1 => Just(0.0),
                1 => Just(1.0),
                1 => any::<f64>().prop_filter("finite", |cell| cell.is_finite()),
            ],
            30,
        ),
        outcome in proptest::collection::vec(prop_oneof![3 => 0..4_u8, 1 => Just(0)], 10),
    ) {
        let x = Matrix::new(10, 3, cells).expect("finite");
        let terms = names(&["a", "b", "c"]);
        let options = Options::default();
        let counts: Vec<f64> = outcome.iter().map(|y| f64::from(*y)).collect();
        let flags: Vec<f64> = outcome.iter().map(|y| f64::from(u8::from(*y > 0))).collect();
        let amounts: Vec<f64> = outcome.iter().map(|y| f64::from(*y) + 0.5).collect();
        let fits = [
            logit(&x, &terms, &flags, &options),
            poisson(&x, &terms, &counts, &options),
            gamma(&x, &terms, &amounts, &options),
            negative_binomial(&x, &terms, &counts, &options).map(|found| found.fit),
        ];
        for fit in fits.into_iter().flatten() {
            let finite = |line: &Coefficient| line.estimate.is_finite() && line.std_error.is_finite();
            prop_assert!(fit.coefficients.iter().all(finite), "{:?}", fit.coefficients);
        }
        if let Ok(found) = firth(&x, &terms, &flags, &options) {
            prop_assert!(found.coefficients.iter().all(|line| line.estimate.is_finite()));
        }
    }

    /// Order of rows, units of a column and labels of clusters change nothing but the scale.
    #[test]
    fn a_logit_does_not_mind_order_scale_or_labels(
        cases in proptest::collection::vec((-3.0..3.0_f64, 0..2_u8), 24..40),
        scale in 0.001..1000.0_f64,
        shift in 1..23_usize,
    ) {
        let n = cases.len();
        let terms = names(&["c", "x"]);
        let design = |scale: f64, order: &[usize]| {
            let cells = order.iter().flat_map(|row| [1.0, cases[*row].0 * scale]).collect();
            let y: Vec<f64> = order.iter().map(|row| f64::from(cases[*row].1)).collect();
            (Matrix::new(n, 2, cells).expect("fits"), y)
        };
        let cluster = |order: &[usize], by: usize| {
            with(Errors::Cluster(order.iter().map(|row| 1000 - by * (row % 6)).collect()))
        };
        let straight: Vec<usize> = (0..n).collect();
        let turned: Vec<usize> = (0..n).map(|row| (row + shift) % n).collect();
        let (x, y) = design(1.0, &straight);
        let Ok(first) = logit(&x, &terms, &y, &cluster(&straight, 1)) else { return Ok(()) };
        let (x, y) = design(scale, &turned);
        let again = logit(&x, &terms, &y, &cluster(&turned, 7)).expect("fits as before");
        let (one, two) = (&first.coefficients[1], &again.coefficients[1]);
        // A slope near 0 has its digits relative to its error.
        prop_assert!((one.estimate - two.estimate * scale).abs() < 1e-9 * one.std_error);
        prop_assert!(digits(two.std_error * scale, one.std_error) > 8.0);
        prop_assert!(digits(again.likelihood.log_likelihood, first.likelihood.log_likelihood) > 11.0);
    }
}
