//! Held: textbook tables, the figures of the seed's own counts, and what swapping rows and columns may not change.

use proptest::prelude::*;

use super::*;
use crate::reference::digits;
use crate::{Matrix, Unfit};

fn near(found: f64, printed: f64, within: f64) {
    assert!((found - printed).abs() <= within, "{found} {printed}");
}

#[test]
fn the_lady_tasting_tea() {
    // Fisher 1935, «The design of experiments», ch. II: three of four cups of each kind told rightly.
    let found = fisher_exact([3, 1, 1, 3], 0.95).expect("fits");
    near(found.p, 34.0 / 70.0, 1e-14);
    near(found.p_greater, 17.0 / 70.0, 1e-14);
    near(found.p_less, 69.0 / 70.0, 1e-14);
    // The mean count is 3 where ψ⁴ − 36 ψ² − 32 ψ − 3 = 0; the ends of the interval are where the tails
    // have 2.5 %, as fisher.test of R has them to the few digits it seeks.
    let psi = found.odds_ratio.estimate;
    near(psi.powi(4) - 36.0 * psi.powi(2) - 32.0 * psi - 3.0, 0.0, 1e-7);
    near(psi, 6.4083, 5e-5);
    near(found.odds_ratio.ci_low, 0.211_73, 1e-5);
    let psi = found.odds_ratio.ci_high;
    let rest = 1.0 + 16.0 * psi + 36.0 * psi.powi(2) + 16.0 * psi.powi(3);
    near(rest / (rest + psi.powi(4)), 0.025, 1e-12);
}

#[test]
fn tables_as_printed() {
    // Agresti 2007, «An introduction to categorical data analysis» 2, table 2.5: party by gender.
    let table = Matrix::new(2, 3, vec![762.0, 327.0, 468.0, 484.0, 239.0, 477.0]).expect("fits");
    let found = chi_square(&table, 0.95).expect("fits");
    near(found.statistic, 30.07, 0.005);
    near(found.likelihood_ratio.statistic, 30.02, 0.005);
    assert_eq!(found.df, 2);
    near(found.expected[0][0], 703.7, 0.05);
    near(found.residuals[0][0], 4.50, 0.005);
    near(found.effect.estimate, (30.070_15_f64 / 2_757.0).sqrt(), 1e-5);
    assert!(found.effect.ci_low > 0.0 && found.effect.ci_low < found.effect.estimate);
    // Agresti, table 2.3: aspirin and heart attacks.
    let found = two_by_two([189, 10_845, 104, 10_933], 0.95).expect("fits");
    near(found.odds_ratio.estimate, 1.83, 0.005);
    near(found.odds_ratio.ci_low, 1.44, 0.005);
    near(found.odds_ratio.ci_high, 2.33, 0.005);
    near(found.relative_risk.estimate, 1.82, 0.005);
    near(found.relative_risk.ci_low, 1.43, 0.005);
    near(found.relative_risk.ci_high, 2.30, 0.015);
    let shares = two_proportions((189, 11_034), (104, 11_037), 0.95).expect("fits");
    let pearson = found.chi_square.expect("margins").statistic;
    near(shares.z.expect("a spread").powi(2), pearson, 1e-9);
}

#[test]
fn wilson_as_published() {
    // Newcombe 1998, Statistics in Medicine 17, 857–872, table I: 81 of 263, 15 of 148, 0 of 20.
    for (count, n, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
    {
        let found = wilson(count, n, 0.95).expect("fits");
        near(found.ci_low, low, 5e-5);
        near(found.ci_high, high, 5e-5);
    }
    for (count, n, low, high) in [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684)]
    {
        let found = clopper_pearson(count, n, 0.95).expect("fits");
        near(found.ci_low, low, 5e-5);
        near(found.ci_high, high, 5e-5);
    }
    // Newcombe, ibid. 873–890, table II, method 10: 56/70 against 48/80.
    let found = two_proportions((56, 70), (48, 80), 0.95).expect("fits");
    near(found.ci_low, 0.0524, 5e-5);
    near(found.ci_high, 0.3339, 5e-5);
}

#[test]
fn the_decks_odds_ratios() {
    // Own money of 100 million won or more: 51 of 139 successes, 26 of 182 failures... as recomputed from the printed shares.
    let ratio = |a, b, c, d| two_by_two([a, b, c, d], 0.95).expect("fits").odds_ratio;
    let found = ratio(51, 88, 26, 156);
    near(found.estimate, 3.48, 0.005);
    near(found.ci_low, 2.03, 0.005);
    near(found.ci_high, 5.97, 0.01);
}

#[test]
fn empty_and_lopsided_tables_are_answered() {
    let zero = two_by_two([0, 10, 5, 5], 0.95).expect("fits");
    assert!(zero.halves_added && zero.odds_ratio.estimate > 0.0);
    let zero_fisher = zero.fisher.expect("few tables");
    assert_eq!((zero_fisher.odds_ratio.estimate, zero_fisher.odds_ratio.ci_low), (0.0, 0.0));
    assert_eq!(two_by_two([0, 0, 1, 2], 0.95), Err(Unfit::Empty { name: "row", at: 0 }));
    let gap = Matrix::new(3, 2, vec![5.0, 6.0, 0.0, 0.0, 7.0, 3.0]).expect("fits");
    let found = chi_square(&gap, 0.95).expect("fits");
    assert_eq!((found.df, found.empty.0.as_slice()), (1, &[1][..]));
    let flat = Matrix::new(2, 1, vec![5.0, 6.0]).expect("fits");
    assert_eq!(chi_square(&flat, 0.95), Err(Unfit::TooFew { needed: 2, found: 1 }));
    let huge = two_by_two([1 << 40, 3 << 40, 1 << 40, 2 << 40], 0.95).expect("fits");
    assert!(huge.fisher.is_none() && huge.odds_ratio.ci_high < 1.0);
    assert!(two_by_two([u64::MAX; 4], 0.95).is_err() && fisher_exact([u64::MAX; 4], 0.95).is_err());
    assert!(wilson(3, 2, 0.95).is_err() && fisher_exact([0; 4], 0.95).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn turning_a_table_turns_nothing_else(counts in prop::array::uniform4(0..60_u64)) {
        let [a, b, c, d] = counts;
        prop_assume!(a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);
        let plain = two_by_two([a, b, c, d], 0.95).expect("fits");
        let turned = two_by_two([a, c, b, d], 0.95).expect("fits");
        let swapped = two_by_two([c, d, a, b], 0.95).expect("fits");
        let exact = |table: &TwoByTwo| table.fisher.clone().expect("few tables");
        let [one, other, third] = [&plain, &turned, &swapped].map(exact);
        prop_assert!(digits(one.p, other.p) > 11.0);
        prop_assert!(digits(one.p, third.p) > 11.0);
        prop_assert!((one.p_less - third.p_greater).abs() < 1e-12);
        prop_assert!(digits(plain.odds_ratio.estimate, 1.0 / swapped.odds_ratio.estimate) > 13.0);
        let (one, other) = (plain.chi_square.expect("margins"), turned.chi_square.expect("margins"));
        prop_assert!((one.statistic - other.statistic).abs() < 1e-10 * (1.0 + one.statistic));
        let sum: f64 = one.expected.iter().flatten().sum();
        prop_assert!((sum - plain.n as f64).abs() < 1e-10);
    }
}
