//! Figures from what a paper prints, and what resampling adds.

use super::super::Family::Stats;
use super::{ask, number};
use std::fmt::Write as _;

#[test]
fn a_regression_from_printed_correlations_is_that_of_the_cases() {
    let mut seed = crate::Seed::new(416);
    let mut cases = "y,a,b\n".to_owned();
    for _ in 0..60 {
        let (a, b) = (seed.unit() * 4.0, seed.unit() * 9.0);
        writeln!(cases, "{},{a},{b}", 3.0 + 2.0 * a - b + seed.unit() * 5.0).expect("text");
    }
    let raw = ask(Stats, "ols", &cases, "formula=y ~ b + a").expect("a fit");
    let of = |name: &str| {
        let found = ask(Stats, "describe", &cases, &format!("value={name}")).expect("described");
        (number(&found, "mean"), number(&found, "sd"))
    };
    let r = |one: &str, other: &str| {
        number(
            &ask(Stats, "corr", &cases, &format!("columns={one},{other}")).expect("a correlation"),
            "estimate",
        )
    };
    let ((y, sy), (a, sa), (b, sb)) = (of("y"), of("a"), of("b"));
    let (ya, yb, ab) = (r("y", "a"), r("y", "b"), r("a", "b"));
    // The lower half without its diagonal, the upper half, and both.
    for rows in [
        format!("y,{y},{sy},,,\na,{a},{sa},{ya},,\nb,{b},{sb},{yb},{ab},\n"),
        format!("b,{b},{sb},,,1\ny,{y},{sy},1,{ya},{yb}\na,{a},{sa},,1,{ab}\n"),
        format!("y,{y},{sy},1,{ya},{yb}\na,{a},{sa},{ya},1,{ab}\nb,{b},{sb},{yb},{ab},1\n"),
    ] {
        let table = format!("name,m,s,y,a,b\n{rows}");
        let options = "formula=y ~ b + a|cases=60|variables=name|mean=m|sd=s";
        let short = ask(Stats, "ols", &table, options).expect("a fit");
        for path in ["r_squared", "adj_r_squared", "f", "p", "residual_sd", "df_residual", "n"] {
            assert!((number(&short, path) / number(&raw, path) - 1.0).abs() < 1e-9, "{path}: {short}");
        }
        for at in 0..3 {
            for part in ["estimate", "std_error", "t", "ci_low"] {
                let path = format!("coefficients.{at}.{part}");
                assert!((number(&short, &path) / number(&raw, &path) - 1.0).abs() < 1e-9, "{path}: {short}");
            }
        }
    }
    let table = format!("name,m,s,y,a\ny,{y},{sy},,\na,{a},{sa},,\n");
    let refused = |formula: &str| {
        let options = format!("formula={formula}|cases=60|variables=name|mean=m|sd=s");
        ask(Stats, "ols", &table, &options).expect_err("refused")
    };
    assert!(refused("y ~ I(a^2)").contains("formula") && refused("y ~ a - 1").contains("formula"));
    assert!(refused("y ~ zz").contains("zz"));
    assert!(refused("y ~ a").contains("line 2 lacks a"), "{}", refused("y ~ a"));
}

#[test]
fn yes_or_no_has_the_interval_of_a_share_and_resamples_repeat() {
    let table: String = "v\n".to_owned() + &"1\n".repeat(8) + &"0\n".repeat(12);
    let found = ask(Stats, "describe", &table, "value=v").expect("described");
    // Wilson's interval of 8 of 20, as textbooks print it: .219 to .613.
    assert!((number(&found, "share.ci_low") - 0.219).abs() < 5e-4, "{found}");
    assert!((number(&found, "share.ci_high") - 0.613).abs() < 5e-4, "{found}");
    assert!(found.get("bootstrap").is_none());
    let table = "v\n1\n2\n4\n8\n16\n32\n";
    let found = ask(Stats, "describe", table, "value=v|resamples=500|seed=7").expect("described");
    assert!(found.get("share").is_none());
    assert_eq!((number(&found, "bootstrap.0.estimate"), number(&found, "bootstrap.1.estimate")), (10.5, 6.0));
    assert!(number(&found, "bootstrap.0.ci_low") < 10.5 && number(&found, "bootstrap.0.ci_high") > 10.5);
    let again = ask(Stats, "describe", table, "value=v|resamples=500|seed=7").expect("described");
    assert_eq!(found, again);
    let odd = ask(Stats, "describe", "v\n3\n1\n2\n", "value=v|resamples=50").expect("described");
    assert_eq!(number(&odd, "bootstrap.1.estimate"), 2.0);
    assert!(ask(Stats, "describe", table, "value=v|resamples=99999999999").is_err());
}
