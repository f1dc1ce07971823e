//! Held: published corrections of one set of p values, and the order between the methods.

use proptest::prelude::*;

use super::*;
use crate::reference::text;

fn check(name: &str, correct: fn(&[f64]) -> Result<Vec<f64>, Unfit>, reference: &serde_json::Value) {
    let list = |key: &str| -> Vec<f64> {
        reference[key].as_array().expect("a list").iter().map(|p| p.as_f64().expect("a number")).collect()
    };
    let found = correct(&list("p")).expect("chances");
    for (found, exact) in found.iter().zip(list(name)) {
        assert!((found - exact).abs() < 1e-15, "{name}: {found} {exact}");
    }
}

#[test]
fn corrections_are_those_published() {
    let Some(json) = text("data/commercial/econ/econ_reference.json") else { return };
    let reference: serde_json::Value = serde_json::from_str(&json).expect("json");
    let reference = &reference["multiple"];
    check("bonferroni", bonferroni, reference);
    check("holm", holm, reference);
    check("hommel", hommel, reference);
    check("fdr_bh", benjamini_hochberg, reference);
    check("fdr_by", benjamini_yekutieli, reference);
}

#[test]
fn missing_tests_stay_missing_and_do_not_count() {
    let corrected = holm(&[0.02, f64::NAN, 0.01]).expect("chances");
    assert_eq!((corrected[0], corrected[2]), (0.02, 0.02));
    assert!(corrected[1].is_nan());
    assert!(hommel(&[]).expect("nothing").is_empty());
    assert_eq!(holm(&[1.5]), Err(Unfit::OutOfRange { name: "p_values", value: 1.5, low: 0.0, high: 1.0 }));
}

proptest! {
    #[test]
    fn methods_keep_their_order(p_values in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
        let all = [benjamini_hochberg, hommel, hochberg, holm, bonferroni].map(|c| c(&p_values).expect("chances"));
        for at in 0..p_values.len() {
            prop_assert!(all[0][at] >= p_values[at]);
            for pair in all.windows(2) {
                prop_assert!(pair[0][at] <= pair[1][at] + 1e-15);
            }
        }
        let mut turned = p_values.clone();
        turned.reverse();
        let mut back = holm(&turned).expect("chances");
        back.reverse();
        prop_assert_eq!(&back, &all[3]);
    }
}
