//! Held: 12 digits against figures computed with 400, and the laws tails obey.

use proptest::prelude::*;

use super::*;
use crate::reference::{digits, text};

/// Asserts a tail against its reference: 12 digits where a double can hold them at all.
fn check(name: &str, found: f64, exact: &str, worst: &mut f64) {
    let exact: f64 = exact.parse().expect("a number");
    if exact < f64::MIN_POSITIVE {
        assert!(found < 1e-300, "{name}: {found:e}");
        return;
    }
    let reached = digits(found, exact);
    assert!(reached >= 12.5, "{name}: {found:e} against {exact:e}: {reached} digits");
    *worst = worst.min(reached);
}

#[test]
fn tails_keep_their_digits() {
    let Some(table) = text("data/commercial/nist/dist_reference.csv") else { return };
    let mut worst = 17.0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<f64>().unwrap_or(f64::NAN);
        let (d1, d2, x) = (number(1), number(2), number(3));
        let (cdf, sf) = match cells[0] {
            "t" => (t_cdf(x, d1), t_sf(x, d1)),
            "F" => (f_cdf(x, d1, d2), f_sf(x, d1, d2)),
            "chi2" => (chi2_cdf(x, d1), chi2_sf(x, d1)),
            _ => (normal_cdf(x), normal_sf(x)),
        };
        check(&format!("{line} cdf"), cdf, cells[4], &mut worst);
        check(&format!("{line} sf"), sf, cells[5], &mut worst);
    }
    println!("worst of the tails: {worst:.2} digits");
}

#[test]
fn quantiles_are_those_of_the_tables() {
    // Printed tables: Pearson and Hartley 1966; Abramowitz and Stegun, tables 26.8 to 26.10.
    let near =
        |found: f64, printed: f64| assert!((found - printed).abs() < 6e-4 * printed, "{found} {printed}");
    near(normal_quantile(0.975), 1.959_964);
    near(t_quantile(0.975, 10.0), 2.228);
    near(t_quantile(0.995, 1.0), 63.657);
    near(f_quantile(0.95, 3.0, 20.0), 3.10);
    near(chi2_quantile(0.95, 1.0), 3.841);
    near(chi2_quantile(0.05, 10.0), 3.940);
    assert_eq!(t_quantile(0.5, 3.0), 0.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert!(
        f_quantile(1.5, 1.0, 1.0).is_nan() && t_sf(1.0, -1.0).is_nan() && chi2_sf(f64::NAN, 1.0).is_nan()
    );
}

#[test]
fn gamma_is_a_factorial() {
    let mut factorial = 1.0;
    for n in 1..20_u32 {
        factorial *= f64::from(n);
        assert!((ln_gamma(f64::from(n) + 1.0) - factorial.ln()).abs() < 2e-14, "{n}");
    }
    assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 4e-15);
}

#[test]
fn discrete_tails_are_sums() {
    let (least, weights) = hypergeometric_weights(10, 5, 4);
    let exact = [5.0, 50.0, 100.0, 50.0, 5.0].map(|count| count / 210.0);
    assert_eq!(least, 0);
    assert!(weights.iter().zip(exact).all(|(found, exact)| (found - exact).abs() < 1e-15), "{weights:?}");
    assert!((binomial_cdf(2, 5, 0.3) - 0.836_92).abs() < 1e-14);
    assert!((binomial_cdf(2, 5, 0.3) + binomial_sf(2, 5, 0.3) - 1.0).abs() < 1e-15);
    assert!((poisson_cdf(1, 2.0) - 3.0 * (-2.0_f64).exp()).abs() < 1e-15);
    assert!((poisson_cdf(1, 2.0) + poisson_sf(1, 2.0) - 1.0).abs() < 1e-15);
}

proptest! {
    #[test]
    fn quantiles_undo_tails(p in 1e-12..0.999_f64, df in 0.5..2_000.0_f64, other in 0.5..2_000.0_f64) {
        let near = |found: f64| digits(found, p) > 12.0;
        prop_assert!(near(normal_cdf(normal_quantile(p))));
        prop_assert!(near(t_cdf(t_quantile(p, df), df)), "t {p} {df}");
        prop_assert!(near(chi2_cdf(chi2_quantile(p, df), df)), "chi2 {p} {df}");
        prop_assert!(near(chi2_sf(chi2_upper_quantile(p, df), df)), "chi2 {p} {df}");
        prop_assert!(near(f_cdf(f_quantile(p, df, other), df, other)), "f {p} {df} {other}");
        prop_assert!(near(f_sf(f_upper_quantile(p, df, other), df, other)), "f {p} {df} {other}");
    }

    #[test]
    fn tails_fall_and_sum_to_one(x in 1e-3..50.0_f64, df in 0.5..500.0_f64, other in 0.5..500.0_f64) {
        prop_assert!((f_cdf(x, df, other) + f_sf(x, df, other) - 1.0).abs() < 1e-14);
        prop_assert!(t_sf(x * 1.001, df) <= t_sf(x, df) * (1.0 + 1e-14));
        prop_assert!(f_sf(x * 1.001, df, other) <= f_sf(x, df, other) * (1.0 + 1e-14));
        prop_assert!(chi2_sf(x * 1.001, df) <= chi2_sf(x, df) * (1.0 + 1e-14));
        // T² is F with 1 degree above, and 1 / F is F with its degrees changed over.
        prop_assert!(digits(t_two_sided(x, df), f_sf(x * x, 1.0, df)) > 11.5);
        prop_assert!(digits(f_sf(x, df, other), f_cdf(1.0 / x, other, df)) > 11.0);
    }
}
