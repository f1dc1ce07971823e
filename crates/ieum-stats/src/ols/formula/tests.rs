//! Held: what formulas mean, and where one that means nothing is said to fail.

use proptest::prelude::*;

use super::{Design, Formula, Values};
use crate::Unfit;
use crate::dd::Dd;

fn design(formula: &str) -> Result<Design, Unfit> {
    let table = |name: &str| match name {
        "y" => Some(Values::from_f64(&[1.0, 2.0, 3.0, 4.0])),
        "x" => Some(Values::from_f64(&[2.0, 3.0, f64::NAN, 5.0])),
        "z" => Some(Values::from_f64(&[0.0, 1.0, 1.0, 2.0])),
        "분야" => Some(Values::from_words(&["b", "a", "a", "c"])),
        "a b" => Some(Values::from_f64(&[7.0; 4])),
        "short" => Some(Values::from_f64(&[7.0; 3])),
        _ => None,
    };
    formula.parse::<Formula>()?.design(&table)
}

fn check(formula: &str, terms: &[&str], first_row: &[f64]) {
    let design = design(formula).expect(formula);
    assert_eq!(design.terms, terms, "{formula}");
    assert_eq!(design.matrix().row(0), first_row, "{formula}");
}

#[test]
fn formulas_name_and_fill_their_columns() {
    check("y ~ x + z", &["(Intercept)", "x", "z"], &[1.0, 2.0, 0.0]);
    check("y~x-1", &["x"], &[2.0]);
    check("y ~ 0 + x", &["x"], &[2.0]);
    check("y ~ 1", &["(Intercept)"], &[1.0]);
    check("y ~ x + I( x ^ 2 ) + I(x**3)", &["(Intercept)", "x", "I(x^2)", "I(x**3)"], &[1.0, 2.0, 4.0, 8.0]);
    check("y ~ x*z - z", &["(Intercept)", "x", "x:z"], &[1.0, 2.0, 0.0]);
    check("y ~ `a b` + log(y)", &["(Intercept)", "a b", "log(y)"], &[1.0, 7.0, 0.0]);
    check("y ~ I(-(x - 1) * 2 / 4)", &["(Intercept)", "I(-(x-1)*2/4)"], &[1.0, -0.5]);
    check("y ~ 분야", &["(Intercept)", "분야[b]", "분야[c]"], &[1.0, 1.0, 0.0]);
    check("y ~ 분야 - 1", &["분야[a]", "분야[b]", "분야[c]"], &[0.0, 1.0, 0.0]);
    check("y ~ C(z)", &["(Intercept)", "z[1]", "z[2]"], &[1.0, 0.0, 0.0]);
    check("y ~ x:분야", &["(Intercept)", "x:분야[a]", "x:분야[b]", "x:분야[c]"], &[1.0, 0.0, 2.0, 0.0]);
    check(
        "y ~ x*분야 - x",
        &["(Intercept)", "분야[b]", "분야[c]", "x:분야[a]", "x:분야[b]", "x:분야[c]"],
        &[1.0, 1.0, 0.0, 0.0, 2.0, 0.0],
    );
}

#[test]
fn rows_with_missing_values_are_left_out_and_counted() {
    let design = design("log(y) ~ x").expect("reads");
    assert_eq!((design.rows.as_slice(), design.dropped), (&[0, 1, 3][..], 1));
    assert_eq!(design.outcome_name, "log(y)");
    assert_eq!(design.outcome.at(2), Dd::from(4.0).ln());
}

#[test]
fn what_cannot_be_read_or_had_is_named() {
    for (formula, at) in
        [("y ~", 3), ("y ~ x +", 7), ("y ~ x z", 6), ("y ~ I(x", 7), ("y ~ sin(x)", 4), ("y ~ 2", 4)]
    {
        assert_eq!(design(formula), Err(Unfit::Formula { at }), "{formula}");
    }
    assert!(design(&format!("y ~ I({}x", "(".repeat(5_000))).is_err());
    assert!(design(&format!("y ~ I(x{})", "+1".repeat(3_000))).is_err());
    assert!(design(&format!("y ~ I(x{})", "+1".repeat(200))).is_ok());
    assert_eq!(design("y ~ w"), Err(Unfit::NoColumn { name: "w".to_owned() }));
    assert_eq!(design("y ~ I(분야 + 1)"), Err(Unfit::NotNumbers { name: "분야".to_owned() }));
    assert_eq!(design("분야 ~ x"), Err(Unfit::NotNumbers { name: "분야".to_owned() }));
    assert_eq!(design("y ~ short"), Err(Unfit::Shape { expected: 4, found: 3 }));
    assert_eq!(design("y ~ log(z)"), Err(Unfit::NotFinite { row: 0, column: 1 }));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[yxz~+*:() ^.0-9eI`가/-]{0,40}", any in any::<String>()) {
        drop(design(&text));
        drop(design(&any));
        drop(design(&format!("y ~ {text}")));
    }
}
