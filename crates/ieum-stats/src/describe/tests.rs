//! Held: certified means, spreads and autocorrelations, the printed shape of a known sample, quartiles by name.

use proptest::prelude::*;

use super::*;
use crate::reference::{digits, text};

/// Asserts a certified set to 14 digits; values as lines of decimal text.
fn check(name: &str, certified: [f64; 3], values: &[Dd]) {
    let found = describe(values, Options::default()).expect("describes");
    let reached = [
        digits(found.mean, certified[0]),
        digits(found.sd.expect("a spread"), certified[1]),
        digits(found.lag1_autocorrelation.expect("a spread"), certified[2]),
    ];
    println!("{name}: {reached:.1?} digits");
    assert!(reached.iter().all(|digits| *digits >= 14.0), "{name}: {reached:?}");
}

#[test]
fn certified_sets_are_met_to_fourteen_digits() {
    for name in ["Lew", "Lottery", "NumAcc1", "NumAcc2", "NumAcc4"] {
        let Some(file) = text(&format!("data/commercial/nist/flat/{name}.univ")) else { return };
        let mut lines = file.lines();
        let head: Vec<f64> =
            lines.next().expect("a head").split(' ').map(|cell| cell.parse().expect("a number")).collect();
        let values: Vec<Dd> = lines.map(|line| line.trim().parse().expect("a decimal")).collect();
        check(name, [head[0], head[1], head[2]], &values);
    }
}

#[test]
fn numacc_3_as_published() {
    // 1,001 values about a million and a fifth: 1000000.2, then .1 and .3 in turn (NIST StRD, NumAcc3).
    let text = |at: usize| ["1000000.2", "1000000.1", "1000000.3"][if at == 0 { 0 } else { 2 - at % 2 }];
    let values: Vec<Dd> = (0..1_001).map(|at| text(at).parse().expect("a decimal")).collect();
    check("NumAcc3", [1_000_000.2, 0.1, -0.999], &values);
}

#[test]
fn shape_is_as_spss_prints_it() {
    let found = describe_f64(&[2.0, 8.0, 0.0, 4.0, 1.0, 9.0, 9.0, 0.0]).expect("describes");
    let near = |found: Option<f64>, exact: f64| {
        assert!(digits(found.expect("there"), exact) > 14.0, "{found:?} {exact}")
    };
    near(found.skewness, 0.330_582_180_407_974_7);
    near(found.kurtosis, -2.098_602_258_096_087);
    near(found.skewness_se, 0.752_101_433_090_354_9);
    assert_eq!((found.n, found.median, found.q1, found.q3), (8, 3.0, 0.75, 8.25));
    let by = |convention| {
        let values = [2.0, 8.0, 0.0, 4.0, 1.0, 9.0, 9.0, 0.0].map(Dd::from);
        quantiles(&values, &[0.25, 0.75], convention).expect("there")
    };
    assert_eq!(by(Convention::Weibull), [0.25, 8.75]);
    assert_eq!(by(Convention::Averaged), [0.5, 8.5]);
}

#[test]
fn few_values_say_what_they_can() {
    let one = describe_f64(&[3.0, f64::NAN]).expect("describes");
    assert_eq!((one.n, one.missing, one.mean, one.sd, one.skewness), (1, 1, 3.0, None, None));
    assert_eq!(one.warnings, [Caution::Dropped { cases: 1 }]);
    let level = describe_f64(&[0.1; 5]).expect("describes");
    assert_eq!((level.sd, level.skewness, level.lag1_autocorrelation), (Some(0.0), None, None));
    assert_eq!(describe_f64(&[]), Err(Unfit::TooFew { needed: 1, found: 0 }));
    assert_eq!(describe_f64(&[1.0, f64::INFINITY]), Err(Unfit::NotFinite { row: 1, column: 0 }));
}

proptest! {
    #[test]
    fn units_and_order_change_only_what_they_should(
        values in prop::collection::vec(-1e3..1e3_f64, 5..40), unit in 1e-3..1e3_f64, shift in -1e3..1e3_f64,
    ) {
        let plain = describe_f64(&values).expect("describes");
        let moved: Vec<Dd> = values.iter().map(|v| Dd::product(*v, unit) + shift).collect();
        let moved = describe(&moved, Options::default()).expect("describes");
        let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-11 * size.max(1.0);
        prop_assert!(close(moved.mean, plain.mean * unit + shift, 1e6));
        prop_assert!(close(moved.sd.expect("spread"), plain.sd.expect("spread") * unit, 1e6));
        prop_assert!(close(moved.skewness.expect("spread"), plain.skewness.expect("spread"), 1.0));
        prop_assert!(close(moved.kurtosis.expect("spread"), plain.kurtosis.expect("spread"), 1.0));
        prop_assert!(plain.min <= plain.q1 && plain.q1 <= plain.median && plain.median <= plain.q3 && plain.q3 <= plain.max);
        prop_assert!(close(plain.sum, plain.mean * values.len() as f64, 1e5));
        let mut turned = values.clone();
        turned.reverse();
        let turned = describe_f64(&turned).expect("describes");
        prop_assert!(close(turned.sd.expect("spread"), plain.sd.expect("spread"), 1.0));
        prop_assert_eq!(turned.median, plain.median);
    }
}
