//! Held: the way over summary figures and the way over the data meet to 10 digits and more.

use proptest::prelude::*;

use super::*;
use crate::compare::{self, Method};
use crate::correlate::pearson;
use crate::ols::{self, Options};
use crate::reference::{digits, text};
use crate::{Matrix, Seed};

fn printed(name: &str, values: &[Dd]) -> Printed {
    let moments = Moments::of(values).expect("values");
    Printed { name: name.to_owned(), n: moments.n, mean: moments.mean, sd: moments.sd() }
}

fn sample(seed: u64, n: usize) -> Vec<Dd> {
    let mut chance = Seed::new(seed);
    (0..n).map(|_| Dd::from((chance.unit() * 1e6).round()) / 100.0).collect()
}

#[test]
fn longley_from_its_correlations() {
    let Some(json) = text("data/commercial/econ/econ_reference.json") else { return };
    let reference: serde_json::Value = serde_json::from_str(&json).expect("json");
    let summary = &reference["longley_from_summary"];
    let list = |value: &serde_json::Value| -> Vec<Dd> {
        value
            .as_array()
            .expect("a list")
            .iter()
            .map(|cell| cell.to_string().parse().expect("a decimal"))
            .collect()
    };
    let correlations: Vec<Dd> = summary["corr"].as_array().expect("rows").iter().flat_map(list).collect();
    let terms: Vec<String> = (0..6).map(|at| format!("x{at}")).collect();
    let found =
        from_correlations(16, &terms, &list(&summary["means"]), &list(&summary["sds"]), &correlations, 0.95)
            .expect("fits");
    for (at, key) in ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"].into_iter().enumerate() {
        let of = |name: &str| reference["longley"][name][key].as_f64().expect("a number");
        let coefficient = &found.coefficients[at + 1];
        assert!(digits(coefficient.beta.expect("a slope"), of("beta")) > 8.0, "{key}");
        assert!(digits(coefficient.estimate, of("coef")) > 8.0, "{key}");
        assert!(digits(coefficient.std_error, of("se")) > 7.5, "{key}");
        assert!(digits(coefficient.vif.expect("a slope"), of("vif")) > 8.0, "{key}");
    }
    let constant = reference["longley"]["se"]["const"].as_f64().expect("a number");
    assert!(digits(found.coefficients[0].std_error, constant) > 7.5);
    assert!(digits(found.overall.r_squared, 0.995_479_004_577_292_1) > 13.0);
    assert!(digits(found.residual_sd, 304.854_073_561_965) > 10.0);
}

#[test]
fn the_decks_regression_as_recomputed() {
    let decimal = |text: &str| text.parse::<Dd>().expect("a decimal");
    // R² .026 with two predictors and 325 cases: F near 4.30, p near .014; three predictors and 416 cases give another.
    let found = overall(325, 2, decimal("0.026")).expect("fits");
    assert!((found.f - 4.298).abs() < 5e-3 && (found.p - 0.014).abs() < 5e-4, "{found:?}");
    assert!((r_squared_from_f(325, 2, decimal("4.300")).expect("fits") - 0.026).abs() < 5e-5);
    assert!((beta(decimal("2"), decimal("3"), decimal("12")).expect("fits") - 0.5).abs() < 1e-16);
    assert!(overall(3, 2, decimal("0.5")).is_err() && overall(30, 2, Dd::ONE).is_err());
    assert!(slope(Dd::ONE, Dd::ZERO, 3.0, 0.95).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn both_ways_meet(seed in 0..10_000_u64, n in 4..30_usize) {
        let (a, b, c) = (sample(seed, n), sample(seed + 1, n), sample(seed + 2, n + 3));
        let options = TOptions::default();
        let (first, second, third) = (printed("a", &a), printed("b", &b), printed("c", &c));
        for kind in [Kind::Pooled, Kind::Welch] {
            let raw = compare::two_samples(&a, &c, kind, options).expect("fits");
            let short = two_samples(&first, &third, kind, options).expect("fits");
            prop_assert!(digits(short.t, raw.t) > 12.0 && digits(short.p, raw.p) > 11.0);
            prop_assert!(digits(short.effects[0].ci_low, raw.effects[0].ci_low) > 9.0);
        }
        let r = pearson(&a, &b, 0.95).expect("fits");
        let exact_r = {
            let (m, o) = (first.mean, second.mean);
            let both: Dd = a.iter().zip(&b).map(|(&x, &y)| (x - m) * (y - o)).sum();
            both / (first.sd * second.sd * Dd::from(n - 1))
        };
        prop_assert!(digits(correlation(exact_r, n, 0.95).expect("fits").p, r.p) > 11.0);
        let raw = compare::paired(&a, &b, options).expect("fits");
        let short = paired(&first, &second, exact_r, options).expect("fits");
        prop_assert!(digits(short.t, raw.t) > 10.0, "{} {}", short.t, raw.t);
        let names = ["a", "b", "c"].map(str::to_owned);
        let all = AnovaOptions { methods: vec![Method::Scheffe, Method::Tukey], ..AnovaOptions::default() };
        let raw = compare::one_way(&[&a, &b, &c], &names, &all).expect("fits");
        let short = one_way(&[first, second, third], &all).expect("fits");
        prop_assert!(digits(short.f, raw.f) > 11.0 && digits(short.p, raw.p) > 10.0);
        for (one, other) in short.posthoc.iter().zip(&raw.posthoc) {
            prop_assert!(digits(one.p, other.p) > 10.0 && one.first == other.first);
        }
    }

    #[test]
    fn a_regression_from_correlations_is_the_regression(seed in 0..10_000_u64) {
        let n = 25;
        let columns: Vec<Vec<Dd>> = (0..4).map(|at| sample(seed * 7 + at, n)).collect();
        let moments: Vec<Moments> = columns.iter().map(|column| Moments::of(column).expect("values")).collect();
        let correlate = |x: usize, y: usize| -> Dd {
            let pairs = columns[x].iter().zip(&columns[y]);
            let both: Dd = pairs.map(|(&a, &b)| (a - moments[x].mean) * (b - moments[y].mean)).sum();
            both / (moments[x].squares * moments[y].squares).sqrt()
        };
        let correlations: Vec<Dd> = (0..16).map(|at| correlate(at / 4, at % 4)).collect();
        let means: Vec<Dd> = moments.iter().map(|m| m.mean).collect();
        let sds: Vec<Dd> = moments.iter().map(Moments::sd).collect();
        let terms: Vec<String> = (1..4).map(|at| format!("x{at}")).collect();
        let short = from_correlations(n, &terms, &means, &sds, &correlations, 0.95).expect("fits");
        let cells = (0..n * 3).map(|at| columns[at % 3 + 1][at / 3].to_f64()).collect();
        let y: Vec<f64> = columns[0].iter().map(|y| y.to_f64()).collect();
        let raw = ols::fit_f64(&y, &Matrix::new(n, 3, cells).expect("fits"), &terms, true, Options::default()).expect("fits");
        for (one, other) in short.coefficients.iter().zip(&raw.coefficients) {
            prop_assert!(digits(one.estimate, other.estimate) > 10.0, "{one:?} {other:?}");
            prop_assert!(digits(one.std_error, other.std_error) > 10.0);
            prop_assert_eq!(&one.term, &other.term);
        }
        prop_assert!(digits(short.overall.f, raw.f.expect("an F")) > 10.0);
        prop_assert!(digits(short.overall.adj_r_squared, raw.adj_r_squared) > 9.0);
    }
}
