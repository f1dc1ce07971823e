//! Held: certified regressions to 14 digits, published robust errors, and what does not change when the data are turned about.

use proptest::prelude::*;

use super::formula::{Formula, Values};
use super::*;
use crate::reference::{digits, text};
use crate::tails::normal_quantile;
use crate::{Matrix, Seed};

/// Numbers a certified file gives: coefficients and their errors, residual sd, R², F.
struct Certified {
    estimates: Vec<(f64, f64)>,
    residual_sd: f64,
    r_squared: f64,
    f: f64,
    rows: Vec<Vec<Dd>>,
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

/// Reads a certified file as published: values by their names, data between the lines its header says.
fn certified(file: &str) -> Certified {
    let lines: Vec<&str> = file.lines().collect();
    let span = lines.iter().find(|line| line.contains("Data") && line.contains("lines")).expect("a header");
    let numbers: Vec<usize> =
        span.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let parts = |line: &&str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let data = lines[numbers[0] - 1..numbers[1].min(lines.len())].iter().map(parts);
    let header: Vec<Vec<String>> = lines[..numbers[0] - 1].iter().map(parts).collect();
    let is_estimate = |cells: &&Vec<String>| {
        cells.len() == 3
            && cells[0].strip_prefix('B').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    };
    let estimates = header.iter().filter(is_estimate).map(|cells| (number(&cells[1]), number(&cells[2])));
    let after = |words: &[&str]| {
        let line = header
            .iter()
            .find(|cells| cells.len() > words.len() && cells.iter().zip(words).all(|(a, b)| a == b));
        number(&line.expect("a certified value")[words.len()])
    };
    let f = header.iter().find(|cells| cells.first().is_some_and(|c| c == "Regression")).expect("a table");
    Certified {
        estimates: estimates.collect(),
        residual_sd: after(&["Standard", "Deviation"]),
        r_squared: after(&["R-Squared"]),
        f: f[4].parse().unwrap_or(f64::INFINITY),
        rows: data
            .filter(|cells| !cells.is_empty())
            .map(|cells| cells.iter().map(|cell| cell.parse().expect("a decimal")).collect())
            .collect(),
    }
}

/// Fits a certified set and asserts its digits: 14, or for an exact fit errors of nought.
fn check(name: &str, formula: &str) {
    let Some(file) = text(&format!("data/commercial/nist/lls/{name}.dat")) else { return };
    let set = certified(&file);
    let column = |at: usize| Values::Numbers(set.rows.iter().map(|row| row[at]).collect());
    let table = |wanted: &str| if wanted == "y" { Some(column(0)) } else { Some(column(1)) };
    let design = formula.parse::<Formula>().expect("reads").design(&table).expect("has its columns");
    let fitted = fit_design(&design, Options::default()).expect("fits");
    let mut worst = 17.0_f64;
    let exact_fit = set.residual_sd == 0.0;
    let mut compare = |what: &str, found: f64, exact: f64| {
        if exact_fit && exact == 0.0 {
            assert!(found.abs() < 1e-20, "{name} {what}: {found:e}");
            return;
        }
        let reached = digits(found, exact);
        worst = worst.min(reached);
        assert!(reached >= 14.0, "{name} {what}: {found:e} against {exact:e}, {reached:.1} digits");
    };
    for (coefficient, &(estimate, error)) in fitted.coefficients.iter().zip(&set.estimates) {
        compare(&coefficient.term, coefficient.estimate, estimate);
        compare(&coefficient.term, coefficient.std_error, error);
    }
    compare("residual sd", fitted.residual_sd, set.residual_sd);
    compare("R²", fitted.r_squared, set.r_squared);
    if set.f.is_finite() {
        compare("F", fitted.f.expect("an F"), set.f);
    }
    assert_eq!(fitted.coefficients.len(), set.estimates.len());
    println!("{name}: {worst:.1} digits, residual sd {:e}", fitted.residual_sd);
}

#[test]
fn certified_sets_are_met_to_fourteen_digits() {
    let power = |to: u32| (2..=to).map(|power| format!(" + I(x^{power})")).collect::<String>();
    check("Norris", "y ~ x");
    check("Pontius", "y ~ x + I(x^2)");
    check("NoInt1", "y ~ x - 1");
    check("Filip", &format!("y ~ x{}", power(10)));
    for set in ["Wampler1", "Wampler2", "Wampler4"] {
        check(set, &format!("y ~ x{}", power(5)));
    }
}

/// Wampler's third and fifth sets are the fourth with its deviations from the polynomial a hundredth and a hundred times as large: the
/// coefficients stay 1, their errors move with the deviations. R² are NIST's certified ones.
#[test]
fn wampler_with_smaller_and_larger_deviations() {
    let Some(file) = text("data/commercial/nist/lls/Wampler4.dat") else { return };
    let set = certified(&file);
    let x: Vec<Dd> = set.rows.iter().map(|row| row[1]).collect();
    let polynomial = |x: Dd| (0..=5).map(|power| x.powi(power)).sum::<Dd>();
    for (name, times, r_squared) in
        [("Wampler3", "0.01", 0.999_995_559_025_820), ("Wampler5", "100", 0.224_668_921_574_940e-2)]
    {
        let times: Dd = times.parse().expect("a decimal");
        let y =
            set.rows.iter().map(|row| polynomial(row[1]) + (row[0] - polynomial(row[1])) * times).collect();
        let columns: Vec<Column> = (0..=5).map(|power| x.iter().map(|x| x.powi(power)).collect()).collect();
        let fitted = fit(&y, &columns, &names(6), true, Options::default()).expect("fits");
        let mut worst = digits(fitted.r_squared, r_squared);
        for (coefficient, &(_, error)) in fitted.coefficients.iter().zip(&set.estimates) {
            worst = worst.min(digits(coefficient.estimate, 1.0));
            worst = worst.min(digits(coefficient.std_error, error * times.to_f64()));
        }
        println!("{name}: {worst:.1} digits");
        assert!(worst >= 14.0, "{name}: {worst}");
    }
}

#[test]
fn three_cases_through_the_origin() {
    // NIST StRD, NoInt2, with its certified values.
    let x = Matrix::new(3, 1, vec![4.0, 5.0, 6.0]).expect("fits");
    let fitted = fit_f64(&[3.0, 4.0, 4.0], &x, &names(1), false, Options::default()).expect("fits");
    let near = |found: f64, exact: f64| assert!(digits(found, exact) > 14.0, "{found} {exact}");
    near(fitted.coefficients[0].estimate, 0.727_272_727_272_727);
    near(fitted.coefficients[0].std_error, 0.420_827_318_078_432e-1);
    near(fitted.residual_sd, 0.369_274_472_937_998);
    near(fitted.r_squared, 0.993_348_115_299_335);
    near(fitted.f.expect("an F"), 298.666_666_666_667);
    assert_eq!(fitted.r_squared_against, Against::Zero);
}

/// The figures published for Longley's data under NIST's certified file, and econometric packages for the rest.
#[test]
fn longley_with_every_kind_of_error() {
    let (Some(file), Some(json)) =
        (text("data/commercial/econ/longley.csv"), text("data/commercial/econ/econ_reference.json"))
    else {
        return;
    };
    let reference: serde_json::Value = serde_json::from_str(&json).expect("json");
    let reference = &reference["longley"];
    let heads: Vec<&str> = file.lines().next().expect("a heading").split(',').collect();
    let rows: Vec<Vec<Dd>> = file
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().expect("a decimal")).collect())
        .collect();
    let table = |name: &str| {
        let at = heads.iter().position(|head| *head == name)?;
        Some(Values::Numbers(rows.iter().map(|row| row[at]).collect()))
    };
    let formula = "TOTEMP ~ GNPDEFL + GNP + UNEMP + ARMED + POP + YEAR";
    let design = formula.parse::<Formula>().expect("reads").design(&table).expect("has its columns");
    let fitted = |errors| {
        fit_design(&design, Options { errors, influence: true, ..Options::default() }).expect("fits")
    };
    let of = |value: &serde_json::Value| value.as_f64().expect("a number");
    let near = |what: &str, found: f64, value: &serde_json::Value, least: f64| {
        let reached = digits(found, of(value));
        assert!(reached >= least, "{what}: {found} against {value}: {reached:.1} digits");
    };
    let plain = fitted(Errors::Standard);
    for coefficient in &plain.coefficients {
        let key = if coefficient.beta.is_none() { "const" } else { coefficient.term.as_str() };
        near(key, coefficient.estimate, &reference["coef"][key], 7.9);
        near(key, coefficient.std_error, &reference["se"][key], 7.9);
        near(key, coefficient.t, &reference["t"][key], 7.5);
        near(key, coefficient.p, &reference["p"][key], 7.0);
        if let (Some(beta), Some(vif)) = (coefficient.beta, coefficient.vif) {
            near("beta", beta, &reference["beta"][key], 8.0);
            near("vif", vif, &reference["vif"][key], 8.0);
        }
    }
    near("R²", plain.r_squared, &reference["r2"], 12.0);
    near("adj R²", plain.adj_r_squared, &reference["adj_r2"], 12.0);
    near("F", plain.f.expect("an F"), &reference["F"], 10.0);
    near("F p", plain.p.expect("a p"), &reference["F_p"], 9.0);
    near("DW", plain.durbin_watson.expect("a statistic"), &reference["DW"], 8.0);
    let spread = plain.checks.equal_spread.as_ref().expect("tested");
    near("Breusch-Pagan", spread.statistic, &reference["breusch_pagan"][0], 6.0);
    near("Breusch-Pagan p", spread.p, &reference["breusch_pagan"][1], 6.0);
    for (errors, key) in
        [(Errors::Hc0, "HC0"), (Errors::Hc1, "HC1"), (Errors::Hc2, "HC2"), (Errors::Hc3, "HC3")]
    {
        for coefficient in &fitted(errors).coefficients {
            let name = if coefficient.beta.is_none() { "const" } else { coefficient.term.as_str() };
            near(key, coefficient.std_error, &reference[key][name], 7.0);
        }
    }
    // NIST's certified values, as published with Longley.dat.
    assert!(digits(plain.coefficients[0].estimate, -3_482_258.634_595_82) > 14.0);
    assert!(digits(plain.coefficients[6].estimate, 1_829.151_464_613_55) > 14.0);
    assert!(digits(plain.coefficients[2].std_error, 0.334_910_077_722_432e-1) > 14.0);
    assert!(digits(plain.residual_sd, 304.854_073_561_965) > 14.0);
    assert!(digits(plain.f.expect("an F"), 330.285_339_234_588) > 14.0);
    let leverage: f64 = plain.influence.as_ref().expect("asked for").iter().map(|row| row.leverage).sum();
    assert!((leverage - 7.0).abs() < 1e-12, "leverages sum to the number of coefficients: {leverage}");
    // Every row a cluster of its own is HC1 up to the number of clusters.
    let each: Vec<usize> = (0..16).collect();
    let clustered = fitted(Errors::Cluster(&each));
    let one = fitted(Errors::Hc1);
    for (a, b) in clustered.coefficients.iter().zip(&one.coefficients) {
        assert!(digits(a.std_error, b.std_error) > 12.0);
    }
    assert!(plain.warnings.iter().any(|w| matches!(w, Caution::NearlyCollinear { column: 2, .. })));
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("x{at}")).collect()
}

fn noise(n: usize, k: usize, seed: u64) -> (Vec<f64>, Matrix) {
    let mut seed = Seed::new(seed);
    let mut normal = || normal_quantile(seed.unit().max(1e-12));
    let x = Matrix::new(n, k, (0..n * k).map(|_| normal()).collect()).expect("fits");
    let y = (0..n).map(|row| x.row(row).iter().sum::<f64>() + normal()).collect();
    (y, x)
}

#[test]
fn what_does_not_fit_is_named() {
    let fit = |y: &[f64], x: &Matrix| {
        fit_f64(y, x, &names(x.columns()), true, Options::default()).map(|fitted| fitted.n)
    };
    let line = Matrix::new(4, 1, vec![1.0, 2.0, 3.0, 4.0]).expect("fits");
    assert_eq!(fit(&[1.0, 2.0], &Matrix::zeros(2, 1)), Err(Unfit::TooFew { needed: 3, found: 2 }));
    assert_eq!(fit(&[1.0; 3], &line), Err(Unfit::Shape { expected: 3, found: 4 }));
    assert_eq!(fit(&[0.1; 4], &line), Err(Unfit::Constant { column: 2 }));
    assert_eq!(fit(&[1.0, 2.0, 4.0, f64::NAN], &line), Err(Unfit::NotFinite { row: 3, column: 2 }));
    assert_eq!(fit(&[1.0, 2.0, 4.0, 3.0], &Matrix::zeros(4, 1)), Err(Unfit::Collinear { column: 1 }));
    let (y, x) = noise(30, 2, 1);
    let mut doubled = Matrix::zeros(30, 3);
    for row in 0..30 {
        let both = [x.at(row, 0), x.at(row, 1), x.at(row, 0) / 3.0 + x.at(row, 1)];
        doubled.row_mut(row).copy_from_slice(&both);
    }
    assert_eq!(fit(&y, &doubled), Err(Unfit::Collinear { column: 3 }));
}

#[test]
fn very_large_and_very_small_numbers_keep_their_digits() {
    let (y, x) = noise(40, 2, 2);
    let small =
        Matrix::new(40, 2, x.cells().iter().map(|cell| cell * 2_f64.powi(-700)).collect()).expect("fits");
    let large: Vec<f64> = y.iter().map(|value| value * 2_f64.powi(300)).collect();
    let fit = |y: &[f64], x: &Matrix| fit_f64(y, x, &names(2), true, Options::default()).expect("fits");
    let (one, other) = (fit(&y, &x), fit(&large, &small));
    assert_eq!(one.coefficients[1].estimate * 2_f64.powi(1_000), other.coefficients[1].estimate);
    assert_eq!((one.r_squared, one.f), (other.r_squared, other.f));
}

#[test]
fn an_intercept_alone_is_the_mean() {
    let values = [1.0, 2.0, 4.0, 9.0];
    let fitted = fit_f64(&values, &Matrix::zeros(4, 0), &[], true, Options::default()).expect("fits");
    assert_eq!((fitted.coefficients[0].estimate, fitted.r_squared, fitted.f), (4.0, 0.0, None));
    assert!(digits(fitted.coefficients[0].std_error, (38.0_f64 / 12.0).sqrt()) > 15.0);
}

/// What is said about a row is what leaving it out and fitting again shows.
#[test]
fn influence_is_what_leaving_a_row_out_does() {
    let (y, x) = noise(25, 2, 11);
    let options = Options { influence: true, ..Options::default() };
    let whole = fit_f64(&y, &x, &names(2), true, options).expect("fits");
    let rows = whole.influence.as_ref().expect("asked for");
    let value = |fitted: &Regression, row: usize| -> f64 {
        let slopes = fitted.coefficients[1..].iter().zip(x.row(row)).map(|(c, x)| c.estimate * x);
        fitted.coefficients[0].estimate + slopes.sum::<f64>()
    };
    for out in [0, 7, 24] {
        let kept: Vec<usize> = (0..25).filter(|row| *row != out).collect();
        let cells = kept.iter().flat_map(|&row| x.row(row).to_vec()).collect();
        let part_y: Vec<f64> = kept.iter().map(|&row| y[row]).collect();
        let part = fit_f64(&part_y, &Matrix::new(24, 2, cells).expect("fits"), &names(2), true, options)
            .expect("fits");
        let moved: f64 = (0..25).map(|row| (value(&whole, row) - value(&part, row)).powi(2)).sum();
        let cook = moved / (3.0 * whole.residual_sd.powi(2));
        assert!(digits(rows[out].cook.expect("leverage under 1"), cook) > 9.0);
        let deleted = (y[out] - value(&part, out)) * (1.0 - rows[out].leverage).sqrt() / part.residual_sd;
        assert!(digits(rows[out].deleted.expect("leverage under 1"), deleted) > 9.0);
        let own = (value(&whole, out) - value(&part, out)) / (part.residual_sd * rows[out].leverage.sqrt());
        assert!(digits(rows[out].dffits.expect("leverage under 1"), own) > 9.0);
    }
}

#[test]
fn with_one_column_f_is_the_square_of_t_whatever_the_errors() {
    let (y, x) = noise(30, 1, 12);
    let clusters: Vec<usize> = (0..30).map(|row| row / 3).collect();
    for errors in [Errors::Standard, Errors::Hc1, Errors::Hc3, Errors::Cluster(&clusters)] {
        let fitted =
            fit_f64(&y, &x, &names(1), true, Options { errors, ..Options::default() }).expect("fits");
        let slope = &fitted.coefficients[1];
        assert!(digits(fitted.f.expect("an F"), slope.t * slope.t) > 13.0);
        assert!(digits(fitted.p.expect("a p"), slope.p) > 12.0, "{}", errors.name());
        assert!(slope.ci_low < slope.estimate && slope.estimate < slope.ci_high);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn rows_in_any_order_and_columns_in_any_units_give_the_same_fit(seed in 0..1_000_u64, unit in 1e-6..1e6_f64) {
        let (y, x) = noise(40, 3, seed);
        let fit = |y: &[f64], x: &Matrix| fit_f64(y, x, &names(3), true, Options::default()).expect("fits");
        let plain = fit(&y, &x);
        let mut order: Vec<usize> = (0..40).collect();
        Seed::new(seed).shuffle(&mut order);
        let mut turned = Matrix::zeros(40, 3);
        order.iter().enumerate().for_each(|(to, &from)| turned.row_mut(to).copy_from_slice(x.row(from)));
        let turned_y: Vec<f64> = order.iter().map(|&from| y[from]).collect();
        let again = fit(&turned_y, &turned);
        let mut scaled = x.clone();
        (0..40).for_each(|row| *scaled.at_mut(row, 1) *= unit);
        let other = fit(&y, &scaled);
        for at in 0..4 {
            let (a, b, c) = (&plain.coefficients[at], &again.coefficients[at], &other.coefficients[at]);
            prop_assert!(digits(b.estimate, a.estimate) > 15.0);
            prop_assert!(digits(b.std_error, a.std_error) > 15.0);
            prop_assert!(digits(c.t, a.t) > 12.0);
        }
        prop_assert!(digits(other.r_squared, plain.r_squared) > 12.0);
        prop_assert!((plain.ss_residual + plain.r_squared * plain.ss_total - plain.ss_total).abs() < 1e-10);
    }
}
