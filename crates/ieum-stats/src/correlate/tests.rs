//! Held: printed correlations, exact chances, and what monotone changes may not touch.

use proptest::prelude::*;

use super::*;
use crate::reference::digits;

fn exact(values: &[f64]) -> Vec<Dd> {
    values.iter().copied().map(Dd::from).collect()
}

#[test]
fn correlations_as_printed() {
    // Anscombe 1973, American Statistician 27, 17–21: r = .816 in each of his four sets.
    let x = exact(&[10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0]);
    let y = exact(&[8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]);
    let found = pearson(&x, &y, 0.95).expect("fits");
    assert!(
        (found.estimate - 0.816_420_5).abs() < 1e-7 && (found.p - 0.002_169_629).abs() < 1e-9,
        "{found:?}"
    );
    assert!((found.ci_low.expect("there") - 0.424_391_2).abs() < 1e-7, "{found:?}");
    assert_eq!(pearson_of(product_moment(&x, &y), 11, 0.95).expect("fits").p, found.p);
    // Hollander and Wolfe 1973, p. 187: tau 0.4444, p 0.1194 exactly.
    let x = exact(&[44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]);
    let y = exact(&[2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]);
    let found = kendall(&x, &y, 0.95).expect("fits");
    assert!((found.estimate - 4.0 / 9.0).abs() < 1e-15 && (found.p - 0.119_4).abs() < 5e-5, "{found:?}");
    let found = spearman(&x, &y, 0.95).expect("fits");
    assert!((found.estimate - 0.6).abs() < 1e-14, "{found:?}");
}

#[test]
fn ties_are_allowed_for() {
    // Kendall and Gibbons 1990, 3.3: ranks with ties, tau-b by hand.
    let x = exact(&[1.0, 2.0, 2.0, 4.0, 5.0]);
    let y = exact(&[1.0, 3.0, 2.0, 2.0, 5.0]);
    let found = kendall(&x, &y, 0.95).expect("fits");
    // Ten pairs, one tied in x, one tied in y, seven in order, one against it.
    assert!((found.estimate - 6.0 / 9.0).abs() < 1e-15, "{found:?}");
    assert_eq!(ranks(&x), (vec![1.0, 2.5, 2.5, 4.0, 5.0], 2));
    assert!(found.warnings.contains(&Caution::Ties { cases: 2 }));
    // giddy and SciPy 1.17: ties on both sides. giddy's p leaves the ties out of the variance; SciPy's, as ours, counts them.
    let x = exact(&[12.0, 2.0, 1.0, 12.0, 2.0]);
    let y = exact(&[1.0, 4.0, 7.0, 1.0, 0.0]);
    let found = kendall(&x, &y, 0.95).expect("fits");
    assert!((found.estimate - -0.471_404_520_791_031_7).abs() < 1e-15, "{found:?}");
    assert!((found.p - 0.282_745_459_932_774_8).abs() < 1e-12, "{found:?}");
}

#[test]
fn what_cannot_be_correlated_is_named() {
    let line = exact(&[1.0, 2.0, 3.0]);
    assert_eq!(pearson(&line, &line[..2], 0.95), Err(Unfit::Shape { expected: 3, found: 2 }));
    assert_eq!(pearson(&line, &exact(&[1.0; 3]), 0.95), Err(Unfit::Constant { column: 1 }));
    assert_eq!(
        spearman(&line, &exact(&[1.0, f64::NAN, 2.0]), 0.95),
        Err(Unfit::TooFew { needed: 3, found: 2 })
    );
    assert_eq!(
        kendall(&line, &exact(&[1.0, f64::INFINITY, 2.0]), 0.95),
        Err(Unfit::NotFinite { row: 1, column: 1 })
    );
    let perfect = pearson(&line, &line, 0.95).expect("fits");
    assert_eq!((perfect.estimate, perfect.p, perfect.ci_low), (1.0, 0.0, Some(1.0)));
}

proptest! {
    #[test]
    fn order_sign_and_monotone_changes(pairs in prop::collection::vec((-20..20_i32, -20..20_i32), 5..40)) {
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
        let (x, y) = (exact(&x), exact(&y));
        prop_assume!(pearson(&x, &y, 0.95).is_ok());
        let cubes: Vec<Dd> = x.iter().map(|x| x.powi(3) + 7.0).collect();
        let minus: Vec<Dd> = y.iter().map(|&y| -y).collect();
        for measure in [spearman, kendall] {
            let plain = measure(&x, &y, 0.95).expect("fits");
            prop_assert!((measure(&cubes, &y, 0.95).expect("fits").estimate - plain.estimate).abs() < 1e-14);
            prop_assert!((measure(&x, &minus, 0.95).expect("fits").estimate + plain.estimate).abs() < 1e-14);
            prop_assert!((measure(&y, &x, 0.95).expect("fits").p - plain.p).abs() < 1e-12);
        }
        // The slow count of pairs.
        let mut score = 0.0;
        for one in 0..x.len() {
            for other in 0..one {
                score += ((x[one] - x[other]).to_f64() * (y[one] - y[other]).to_f64()).signum()
                    * f64::from(u8::from(x[one] != x[other] && y[one] != y[other]));
            }
        }
        let tied = |v: &[Dd]| (0..v.len()).map(|a| (0..a).filter(|&b| v[a] == v[b]).count()).sum::<usize>() as f64;
        let all = (x.len() * (x.len() - 1) / 2) as f64;
        let slow = score / ((all - tied(&x)).sqrt() * (all - tied(&y)).sqrt());
        let found = kendall(&x, &y, 0.95).expect("fits");
        prop_assert!(score == 0.0 && found.estimate == 0.0 || digits(found.estimate, slow) > 13.0);
    }
}
