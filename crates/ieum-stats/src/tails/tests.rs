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

/// The reference's own tolerance is 10⁻¹¹, relative or absolute.
#[test]
fn the_studentised_range_meets_its_references() {
    let Some(table) = text("data/commercial/nist/ptukey_ref.csv") else { return };
    let (mut worst, mut met) = (17.0_f64, 0);
    for line in table.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
        let (q, groups, df, exact) = (cells[0], cells[1] as usize, cells[2], cells[3]);
        let (cdf, sf) = (range_cdf(q, groups, df), range_sf(q, groups, df));
        let reached = digits(cdf, exact);
        assert!((cdf - exact).abs() < 1e-11 && (sf - (1.0 - exact)).abs() < 1e-11, "{line}: {cdf:e} {sf:e}");
        if exact > 1e-11 {
            worst = worst.min(reached);
        }
        met += usize::from(reached > 10.9);
    }
    println!("studentised range: {met} references to 11 digits, worst above 1e-11 {worst:.1} digits");
    // Some references below 10⁻²⁰ are good absolutely only, as they say themselves.
    assert!(met >= 66 && worst > 10.9, "{met} {worst}");
}

#[test]
fn studentised_range_of_two_is_a_t_and_its_quantiles_are_those_of_the_tables() {
    for (q, df) in [(0.3, 4.0), (2.0, 1.0), (5.0, 30.0), (12.0, 414.0)] {
        let two = t_two_sided(q / std::f64::consts::SQRT_2, df);
        assert!(digits(range_sf(q, 2, df), two) > 11.5, "{q} {df}: {:e} {two:e}", range_sf(q, 2, df));
        assert!(digits(range_cdf(q, 2, df), 1.0 - two) > 11.5, "{q} {df}: {:e}", range_cdf(q, 2, df));
    }
    // Two ways to the chance of so small a range of twenty, this one and Gauss-Legendre sums of the same integral.
    assert!(digits(range_cdf(0.1, 20, 10.0), 2.511_277_411_458_377_4e-24) > 11.0);
    // Pearson and Hartley 1966, table 29.
    for (groups, df, printed) in [(3, 10.0, 3.88), (5, 20.0, 4.23), (10, 60.0, 4.65), (3, 1e12, 3.31)] {
        let found = range_upper_quantile(0.05, groups, df);
        assert!((found - printed).abs() < 0.0051, "{groups} {df}: {found}");
        assert!(digits(range_sf(found, groups, df), 0.05) > 11.0);
        assert!(digits(range_quantile(0.95, groups, df), found) > 10.0);
    }
    assert!(range_cdf(1.0, 1, 3.0).is_nan() && range_sf(-1.0, 3, 3.0) == 1.0);
}

#[test]
fn noncentral_distributions_reduce_to_central_ones_and_to_each_other() {
    assert!(digits(noncentral_f_cdf(2.5, 3.0, 20.0, 0.0), f_cdf(2.5, 3.0, 20.0)) > 13.0);
    assert!(digits(noncentral_chi2_cdf(2.5, 3.0, 0.0), chi2_cdf(2.5, 3.0)) > 13.0);
    for (t, df, delta) in [(2.0, 10.0, 1.0), (3.0, 50.0, -0.5), (1.0, 7.0, 4.0), (0.4, 400.0, 2.0)] {
        let both = noncentral_t_cdf(t, df, delta) - noncentral_t_cdf(-t, df, delta);
        let square = noncentral_f_cdf(t * t, 1.0, df, delta * delta);
        assert!((both - square).abs() < 1e-13, "{t} {df} {delta}: {both} {square}");
    }
    // χ² with one degree of freedom is a squared normal value.
    let normal = normal_cdf(3.0 - 1.5) - normal_cdf(-3.0 - 1.5);
    assert!((noncentral_chi2_cdf(9.0, 1.0, 2.25) - normal).abs() < 1e-14);
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
    fn every_tail_is_a_chance(ln_x in -600.0..600.0_f64, ln_df in -5.0..18.0_f64, ln_other in -5.0..18.0_f64) {
        let (x, df, other) = (ln_x.exp(), ln_df.exp(), ln_other.exp());
        let found = [
            t_cdf(x, df), t_sf(x, df), t_cdf(-x, df), f_cdf(x, df, other), f_sf(x, df, other), chi2_cdf(x, df),
            chi2_sf(x, df), normal_cdf(x), normal_sf(x), t_two_sided(x, df),
        ];
        prop_assert!(found.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)), "{x:e} {df:e} {other:e}: {found:?}");
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
