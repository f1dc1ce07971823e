//! Survival against published and independently computed figures, and what must not change a result.

use proptest::prelude::*;

use super::{Cox, CoxErrors, CoxOptions, Ties, Weighting, cox, kaplan_meier, log_rank};
use crate::glm::Coefficient;
use crate::glm::reference::{Sheet, digits, holds, json, sheet};
use crate::{Matrix, Unfit};

const COLUMNS: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

fn rossi() -> Option<(serde_json::Value, Sheet, Vec<f64>, Vec<bool>)> {
    let known = json("commercial/econ/econ_reference.json")?;
    let data = sheet("commercial/econ/rossi.csv", ',')?;
    let (time, event) = (data.numbers("week"), data.numbers("arrest").iter().map(|a| *a == 1.0).collect());
    Some((known, data, time, event))
}

fn check(found: &[Coefficient], known: &[(f64, f64)], least: (f64, f64)) {
    assert_eq!(found.len(), known.len());
    for (line, (estimate, error)) in found.iter().zip(known) {
        holds(&line.term, line.estimate, *estimate, least.0);
        holds(&line.term, line.std_error, *error, least.1);
    }
}

#[test]
fn the_rossi_regression_is_met_with_both_rules_for_ties() {
    let Some((known, data, time, event)) = rossi() else { return };
    let (x, terms) = data.design(false, &COLUMNS);
    let fit = |options: CoxOptions| cox(&x, &terms, &time, &event, &options).expect("fits");
    let efron = fit(CoxOptions::default());
    let reference = &known["rossi"];
    let number = |part: &str, term: &str| reference[part][term].as_f64().expect("known");
    let stored: Vec<(f64, f64)> =
        COLUMNS.iter().map(|term| (number("cox_efron", term), number("se", term))).collect();
    check(&efron.coefficients, &stored, (7.2, 7.0));
    for line in &efron.coefficients {
        // The second program of the reference stopped closer to the maximum.
        holds(&line.term, line.estimate, number("statsmodels_phreg", &line.term), 9.0);
    }
    holds("ll", efron.log_likelihood, reference["ll"].as_f64().expect("known"), 12.0);
    // statsmodels 0.15, Newton to 1e-14.
    let known = [
        (-0.379_422_166_871_206_1, 0.191_379_480_712_809_14),
        (-0.057_437_743_013_761_35, 0.021_999_470_627_953_932),
        (0.313_899_785_949_290_4, 0.307_992_776_392_937_4),
        (-0.149_795_697_222_782_88, 0.212_224_296_158_163_85),
        (-0.433_703_876_690_252_84, 0.381_868_057_464_921_64),
        (-0.084_871_082_990_835_33, 0.195_756_671_920_922_97),
        (0.091_497_079_351_121_09, 0.028_648_550_073_470_582),
    ];
    check(&efron.coefficients, &known, (12.0, 11.0));
    holds("lr", efron.likelihood_ratio.statistic, 33.265_945_801_569_16, 10.0);
    holds("concordance", efron.concordance.c, 0.640_329_247_099_713_5, 12.0);
    let breslow = fit(CoxOptions { ties: Ties::Breslow, ..CoxOptions::default() });
    let known = [
        (-0.379_021_887_795_027_8, 0.191_364_425_859_019_42),
        (-0.057_245_925_363_557_69, 0.021_983_185_751_471_256),
        (0.314_129_765_068_247_86, 0.308_017_279_578_757_74),
        (-0.151_114_599_627_454_16, 0.212_123_160_796_319_5),
        (-0.432_782_572_549_051, 0.381_794_935_064_309_84),
        (-0.084_982_835_751_605_42, 0.195_748_207_323_212_05),
        (0.091_111_540_500_465_84, 0.028_631_253_066_824_854),
    ];
    check(&breslow.coefficients, &known, (12.0, 11.0));
    holds("ll", breslow.log_likelihood, -659.120_605_677_328_3, 12.0);
}

#[test]
fn robust_clustered_and_stratified_hazards_are_met() {
    let Some((_, data, time, event)) = rossi() else { return };
    let (x, terms) = data.design(false, &COLUMNS);
    // Without ties, as programs differ in how robust errors treat them.
    let apart: Vec<f64> = time.iter().enumerate().map(|(row, week)| week + row as f64 * 1e-3).collect();
    let fit = |errors: CoxErrors| -> Cox {
        cox(&x, &terms, &apart, &event, &CoxOptions { errors, ..CoxOptions::default() }).expect("fits")
    };
    let check = |found: &Cox, known: [f64; 7]| {
        found
            .coefficients
            .iter()
            .zip(known)
            .for_each(|(line, error)| holds(&line.term, line.std_error, error, 6.0));
    };
    // lifelines 0.30.3, which stops at 8 digits of the coefficients.
    check(
        &fit(CoxErrors::Robust),
        [
            0.194_736_782_619_093_25,
            0.025_256_735_337_896_99,
            0.290_541_913_718_531_16,
            0.218_137_015_802_692_3,
            0.377_777_445_923_045_74,
            0.199_694_642_389_176_8,
            0.028_584_137_718_761_997,
        ],
    );
    check(
        &fit(CoxErrors::Cluster((0..time.len()).map(|row| row % 60).collect())),
        [
            0.218_359_911_873_736_8,
            0.025_090_057_994_047_59,
            0.301_408_397_874_116_16,
            0.223_827_120_054_810_76,
            0.475_773_509_615_703_14,
            0.191_665_362_700_639_39,
            0.027_003_951_497_118_393,
        ],
    );
    let (x, terms) = data.design(false, &["fin", "wexp", "mar", "paro", "prio", "age"]);
    let strata = Some(data.numbers("race").iter().map(|race| *race as usize).collect());
    let found =
        cox(&x, &terms, &time, &event, &CoxOptions { strata, ..CoxOptions::default() }).expect("fits");
    let known = [
        (-0.378_767_373_589_644_46, 0.191_303_694_320_172_83),
        (-0.142_749_929_393_249_35, 0.212_793_770_925_467_67),
        (-0.438_816_689_199_970_3, 0.382_127_626_140_965_46),
        (-0.085_763_952_221_297_61, 0.195_807_352_839_731_72),
        (0.092_213_842_099_639_85, 0.028_726_063_690_341_492),
        (-0.057_639_742_951_986_1, 0.022_002_097_147_857_416),
    ];
    super::tests::check(&found.coefficients, &known, (6.0, 6.0));
}

#[test]
fn drifting_hazards_are_met() {
    let Some((_, data, time, event)) = rossi() else { return };
    let (x, terms) = data.design(false, &["fin", "age", "prio"]);
    let found = cox(&x, &terms, &time, &event, &CoxOptions::default()).expect("fits");
    let hazards = found.proportional_hazards.expect("events at many times");
    // Fox 2002, «Cox proportional-hazards regression for survival data», §5.1, the smaller model on the Kaplan-Meier scale.
    let found = hazards.columns.iter().map(|test| test.statistic).chain([hazards.all.statistic]);
    for (found, known) in found.zip([0.005_07, 6.541_47, 0.772_88, 7.130_46]) {
        assert!((found - known).abs() < 5e-6, "{found} {known}");
    }
}

#[test]
fn the_rossi_curve_and_its_groups_are_met() {
    let Some((known, data, time, event)) = rossi() else { return };
    let known = &known["rossi"];
    let curve = kaplan_meier(&time, &event, 0.95).expect("cases");
    for (week, share) in known["km"].as_object().expect("a table") {
        let week: f64 = week.parse().expect("a week");
        let point = curve.curve.iter().rfind(|point| point.time <= week).expect("a point");
        holds("km", point.survival, share.as_f64().expect("known"), 13.0);
    }
    let last = curve.curve.last().expect("a point");
    holds("low", last.ci_low, known["km_ci52"][0].as_f64().expect("known"), 11.0);
    holds("high", last.ci_high, known["km_ci52"][1].as_f64().expect("known"), 11.0);
    // statsmodels 0.15 and lifelines 0.30.3.
    holds("greenwood", last.std_error, 0.021_205_101_980_958_787, 12.0);
    holds("restricted mean", curve.restricted_mean, 45.854_166_666_666_65, 13.0);
    assert_eq!(curve.median.time, None);
    let fin: Vec<usize> = data.numbers("fin").iter().map(|fin| *fin as usize).collect();
    let two = log_rank(&time, &event, &fin, None, Weighting::LogRank).expect("two groups");
    holds("chi2", two.test.statistic, known["logrank_chi2"].as_f64().expect("known"), 12.0);
    holds("p", two.test.p, known["p"].as_f64().expect("known"), 11.0);
    let age: Vec<usize> = data
        .numbers("age")
        .iter()
        .map(|age| [20.0, 24.0, 30.0].iter().filter(|cut| age > cut).count())
        .collect();
    let check = |weighting: Weighting, known: f64| {
        let found = log_rank(&time, &event, &age, None, weighting).expect("four groups");
        holds("groups", found.test.statistic, known, 10.0);
        assert_eq!(found.test.df, 3.0);
        let (observed, expected) = found
            .groups
            .iter()
            .fold((0.0, 0.0), |(o, e), group| (o + group.observed as f64, e + group.expected));
        holds("events", expected, observed, 12.0);
    };
    check(Weighting::LogRank, 22.419_642_274_267_886);
    check(Weighting::Wilcoxon, 21.446_017_135_522_027);
    check(Weighting::TaroneWare, 21.970_015_053_498_113);
}

#[test]
fn a_median_is_read_off_the_curve() {
    let check = |time: &[f64], event: &[bool], median: Option<f64>| {
        assert_eq!(kaplan_meier(time, event, 0.95).expect("cases").median.time, median);
    };
    check(&[1.0, 2.0, 3.0], &[true, true, true], Some(2.0));
    check(&[1.0, 2.0, 3.0, 4.0], &[true, true, true, true], Some(2.5));
    check(&[1.0, 2.0, 3.0, 4.0], &[true, false, false, false], None);
    assert!(kaplan_meier(&[-1.0], &[true], 0.95).is_err());
    assert!(kaplan_meier(&[], &[], 0.95).is_err());
}

#[test]
fn a_column_that_tells_the_order_of_events_is_named() {
    let time: Vec<f64> = (1..=20).map(f64::from).collect();
    let event: Vec<bool> = (0..20).map(|row| row < 8).collect();
    // Only the exposed have events.
    let cells = (0..20).flat_map(|row| [f64::from(u8::from(row < 10)), f64::from(row * 7 % 5)]).collect();
    let x = Matrix::new(20, 2, cells).expect("fits");
    let terms = ["exposed".to_owned(), "other".to_owned()];
    let refused = cox(&x, &terms, &time, &event, &CoxOptions::default());
    assert_eq!(refused.expect_err("no estimate"), Unfit::Separated { column: 0 });
    let flat = Matrix::new(20, 2, (0..20).flat_map(|row| [f64::from(row % 3), 1.0]).collect()).expect("fits");
    let refused = cox(&flat, &terms, &time, &event, &CoxOptions::default());
    assert_eq!(refused.expect_err("does not vary"), Unfit::Collinear { column: 1 });
    let few = cox(&x, &terms, &time, &[false; 20], &CoxOptions::default());
    assert_eq!(few.expect_err("no events"), Unfit::TooFew { needed: 3, found: 0 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Order of rows, units of time and columns, and labels of groups change nothing but the scale.
    #[test]
    fn survival_does_not_mind_order_scale_or_labels(
        cases in proptest::collection::vec((1..15_u8, any::<bool>(), -2.0..2.0_f64, 0..3_usize), 30..50),
        turn in 1..29_usize,
        scale in 0.01..100.0_f64,
    ) {
        let n = cases.len();
        let lay = |order: &[usize], by: f64| {
            let time: Vec<f64> = order.iter().map(|row| f64::from(cases[*row].0) * by).collect();
            let event: Vec<bool> = order.iter().map(|row| cases[*row].1).collect();
            let x = Matrix::new(n, 1, order.iter().map(|row| cases[*row].2 / by).collect()).expect("fits");
            (time, event, x)
        };
        let straight: Vec<usize> = (0..n).collect();
        let turned: Vec<usize> = (0..n).map(|row| (row + turn) % n).collect();
        let ((time, event, x), (time_two, event_two, x_two)) = (lay(&straight, 1.0), lay(&turned, scale));
        let terms = ["x".to_owned()];
        let options = CoxOptions { errors: CoxErrors::Robust, ..CoxOptions::default() };
        let Ok(one) = cox(&x, &terms, &time, &event, &options) else { return Ok(()) };
        let two = cox(&x_two, &terms, &time_two, &event_two, &options).expect("fits as before");
        let (first, second) = (&one.coefficients[0], &two.coefficients[0]);
        prop_assert!((first.estimate - second.estimate / scale).abs() < 1e-8 * first.std_error);
        prop_assert!(digits(second.std_error / scale, first.std_error) > 7.0);
        prop_assert!(digits(two.concordance.c, one.concordance.c) > 12.0);
        let group: Vec<usize> = cases.iter().map(|case| case.3).collect();
        let relabelled: Vec<usize> = turned.iter().map(|row| 90 - 7 * cases[*row].3).collect();
        if let Ok(found) = log_rank(&time, &event, &group, None, Weighting::LogRank) {
            let again = log_rank(&time_two, &event_two, &relabelled, None, Weighting::LogRank).expect("as before");
            prop_assert!((found.test.statistic - again.test.statistic).abs() < 1e-9 * (1.0 + found.test.statistic));
        }
        let curve = kaplan_meier(&time, &event, 0.9).expect("cases");
        prop_assert!(curve.curve.windows(2).all(|pair| pair[1].survival <= pair[0].survival));
        prop_assert!(curve.curve.iter().all(|p| p.ci_low <= p.survival && p.survival <= p.ci_high));
    }
}
