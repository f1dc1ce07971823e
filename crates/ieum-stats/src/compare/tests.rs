//! Held: certified analyses to 14 digits, published comparisons of pairs, and what does not depend on units or order.

use proptest::prelude::*;

use super::*;
use crate::Caution;
use crate::dd::Dd;
use crate::reference::{digits, text};

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| at.to_string()).collect()
}

fn analysed(groups: &[Vec<Dd>], methods: &[Method]) -> Anova {
    let lent: Vec<&[Dd]> = groups.iter().map(Vec::as_slice).collect();
    let options = AnovaOptions { methods: methods.to_vec(), ..AnovaOptions::default() };
    one_way(&lent, &names(groups.len()), &options).expect("fits")
}

/// Asserts a certified analysis to 14 digits in F, R² and the residual spread.
fn check(name: &str) {
    let Some(file) = text(&format!("data/commercial/nist/anova/{name}.dat")) else { return };
    let after = |start: &str, at: usize| -> f64 {
        let line = file.lines().find(|line| line.trim_start().starts_with(start)).expect("a certified line");
        line.split_whitespace().rev().nth(at).expect("a cell").parse().expect("a number")
    };
    let (f, r_squared) = (after("Between", 0), after("Certified R-Squared", 0));
    let (between, within) = (after("Between", 2), after("Within", 1));
    let mut groups: Vec<Vec<Dd>> = Vec::new();
    let data = file
        .lines()
        .skip_while(|line| !line.starts_with("Data:  Treatment") && !line.starts_with("Data:  Instrument"));
    for line in data.skip(1) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        if cells.len() < 2 {
            continue;
        }
        let at: usize = cells[0].parse().expect("a group");
        groups.resize_with(groups.len().max(at), Vec::new);
        groups[at - 1].push(cells[1].parse().expect("a decimal"));
    }
    let found = analysed(&groups, &[]);
    let reached =
        [(found.f, f), (found.r_squared, r_squared), (found.ss_between, between), (found.ss_within, within)]
            .map(|(found, exact)| digits(found, exact));
    println!("{name}: {reached:.1?} digits");
    assert!(reached.iter().all(|digits| *digits >= 14.0), "{name}: {reached:?} {found:?}");
}

#[test]
fn certified_analyses_are_met_to_fourteen_digits() {
    for name in ["AtmWtAg", "SmLs01", "SmLs02", "SmLs04", "SmLs05", "SmLs07", "SmLs08"] {
        check(name);
    }
}

fn plants() -> Option<Vec<Vec<Dd>>> {
    let file = text("data/commercial/econ/plantgrowth.csv")?;
    let of = |group: &str| -> Vec<Dd> {
        let rows = file.lines().filter_map(|line| line.split_once(',')).filter(|(_, name)| *name == group);
        rows.map(|(weight, _)| weight.parse().expect("a decimal")).collect()
    };
    Some(vec![of("ctrl"), of("trt1"), of("trt2")])
}

#[test]
fn plants_are_compared_as_published() {
    let Some(groups) = plants() else { return };
    let found = analysed(&groups, &[Method::Tukey, Method::Scheffe, Method::GamesHowell, Method::Bonferroni]);
    let near = |found: f64, exact: f64, least: f64| {
        assert!(digits(found, exact) > least, "{found} {exact}: {}", digits(found, exact));
    };
    near(found.f, 4.846_087_862_380_136, 12.0);
    near(found.p, 0.015_909_958_325_622_912, 12.0);
    let welch = found.welch.as_ref().expect("spreads");
    near(welch.f, 5.180_972_408_113_19, 12.0);
    near(welch.df_within, 17.128_418_616_644_13, 12.0);
    near(welch.p, 0.017_392_821_490_169_984, 12.0);
    near(found.brown_forsythe.as_ref().expect("values").statistic, 1.119_185_694_870_391, 10.0);
    let p = |method: Method| -> Vec<f64> {
        found.posthoc.iter().filter(|pair| pair.method == method).map(|pair| pair.p).collect()
    };
    let compare = |method: Method, exact: [f64; 3], least: f64| {
        p(method).into_iter().zip(exact).for_each(|(found, exact)| near(found, exact, least));
    };
    // The reference for Tukey carries 8 digits.
    compare(
        Method::Tukey,
        [0.390_871_144_202_105_34, 0.197_995_991_299_571_8, 0.012_006_423_979_493_142],
        7.0,
    );
    compare(
        Method::Scheffe,
        [0.424_148_611_224_096_9, 0.226_455_346_531_983_2, 0.016_294_703_704_643_723],
        12.0,
    );
    compare(
        Method::GamesHowell,
        [0.474_554_922_193_946_9, 0.112_889_176_853_829_71, 0.023_703_454_738_939_533],
        7.0,
    );
    let letters: Vec<&str> = found.letters.iter().take(3).map(|group| group.letters.as_str()).collect();
    assert_eq!(letters, ["ab", "a", "b"]);
    let eta = &found.effects[0];
    near(eta.estimate, found.r_squared, 13.0);
    assert!(eta.ci_low > 0.0 && eta.ci_low < eta.estimate && eta.estimate < eta.ci_high, "{eta:?}");
    // An interval shuts out nought exactly where p is under 5 %.
    for pair in &found.posthoc {
        assert_eq!(pair.p < 0.05, pair.ci_low > 0.0 || pair.ci_high < 0.0, "{pair:?}");
    }
}

#[test]
fn students_sleep_data_as_published() {
    // Student 1908, table of additional hours of sleep; the figures are those every textbook prints.
    let read =
        |text: &str| -> Vec<Dd> { text.split(' ').map(|cell| cell.parse().expect("a decimal")).collect() };
    let first = read("0.7 -1.6 -0.2 -1.2 -0.1 3.4 3.7 0.8 0.0 2.0");
    let second = read("1.9 0.8 1.1 0.1 -0.1 4.4 5.5 1.6 4.6 3.4");
    let options = TOptions::default();
    let pooled = two_samples(&first, &second, Kind::Pooled, options).expect("fits");
    let welch = two_samples(&first, &second, Kind::Welch, options).expect("fits");
    let pairs = paired(&first, &second, options).expect("fits");
    let near = |found: f64, printed: f64| {
        assert!((found - printed).abs() < 6e-6 * printed.abs(), "{found} {printed}")
    };
    near(pooled.t, -1.860_81);
    near(pooled.p, 0.079_186_7);
    near(welch.df, 17.776_47);
    near(welch.p, 0.079_394_14);
    near(welch.ci_low, -3.365_483);
    near(welch.ci_high, 0.205_483_2);
    near(pairs.t, -4.062_128);
    near(pairs.p, 0.002_832_89);
    near(pooled.effects[0].estimate, -0.832_181);
    let above = TOptions { alternative: Alternative::Greater, ..options };
    let one_sided = two_samples(&first, &second, Kind::Pooled, above).expect("fits");
    assert!((one_sided.p + pooled.p / 2.0 - 1.0).abs() < 1e-15);
    // Where the noncentral t, integrated by hand over its χ², has 2.5 % on either side.
    assert!((pooled.effects[0].ci_low + 1.738_817).abs() < 2e-6, "{:?}", pooled.effects);
    assert!((pooled.effects[0].ci_high - 0.095_450).abs() < 2e-6, "{:?}", pooled.effects);
    assert!(pairs.effects[0].ci_high < 0.0);
}

#[test]
fn what_cannot_be_compared_is_named() {
    let one: &[Dd] = &[Dd::ONE, Dd::from(2.0)];
    let options = AnovaOptions::default();
    let run = |groups: &[&[Dd]]| one_way(groups, &names(groups.len()), &options).map(|found| found.f);
    assert_eq!(run(&[one, &[]]), Err(Unfit::Empty { name: "group", at: 1 }));
    assert_eq!(run(&[one]), Err(Unfit::TooFew { needed: 2, found: 1 }));
    assert_eq!(run(&[&one[..1], &one[1..]]), Err(Unfit::TooFew { needed: 3, found: 2 }));
    assert_eq!(run(&[&[Dd::ONE; 3], &[Dd::ONE; 3]]), Err(Unfit::Constant { column: 0 }));
    assert_eq!(one_sample(&[Dd::ONE; 3], Dd::ZERO, TOptions::default()), Err(Unfit::Constant { column: 0 }));
    assert_eq!(run(&[one, &[Dd::from(f64::NAN)]]), Err(Unfit::NotFinite { row: 0, column: 1 }));
    let many = vec![one; 101];
    let found = one_way(&many, &names(101), &options).expect("fits");
    assert!(
        found.posthoc.is_empty()
            && found.warnings.contains(&Caution::PairsLeftOut { groups: 101, most: 100 })
    );
    // A group of one counts, but has no spread of its own.
    let lonely = one_way(
        &[one, &one[..1]],
        &names(2),
        &AnovaOptions { methods: vec![Method::GamesHowell], ..options },
    );
    assert!(lonely.is_ok_and(|found| found.welch.is_none() && found.posthoc.is_empty()));
}

#[test]
fn enormous_effects_are_answered_at_once() {
    let near: Vec<Dd> = (0..10).map(|at| Dd::of(1.0, f64::from(at % 3) * 1e-17)).collect();
    let far: Vec<Dd> = near.iter().map(|value| *value + 1.0).collect();
    let found = two_samples(&near, &far, Kind::Pooled, TOptions::default()).expect("fits");
    assert!(found.t < -1e16 && found.p < 1e-100 && found.effects[0].ci_high < 0.0, "{found:?}");
    let found = analysed(&[near, far], &[]);
    assert!(found.effects[0].ci_low > 0.999 && found.p < 1e-100);
}

/// The largest sets of Simon and Lesage's design (SmLs03, 06 and 09): nine groups of 2,001 about 1, 10⁶ and 10¹². Between groups there is
/// 2,001 × 0.08, within them 0.01 a degree of freedom, so that F is 2,001 and R² 160.08 / 340.08.
#[test]
fn the_largest_certified_designs_are_met_too() {
    for level in ["1", "1000000", "1000000000000"] {
        let group = |middle: usize| -> Vec<Dd> {
            let value = |tenth: usize| -> Dd { format!("{level}.{tenth}").parse().expect("a decimal") };
            (0..2_001).map(|row| value(if row == 0 { middle } else { middle + 1 - 2 * (row % 2) })).collect()
        };
        let groups: Vec<Vec<Dd>> = [4, 3, 5, 3, 5, 3, 5, 3, 5].map(group).into_iter().collect();
        let found = analysed(&groups, &[]);
        let reached = [(found.f, 2_001.0), (found.r_squared, 160.08 / 340.08), (found.residual_sd, 0.1)]
            .map(|(found, exact)| digits(found, exact));
        println!("2,001 each about {level}: {reached:.1?} digits");
        assert!(reached.iter().all(|digits| *digits >= 14.5), "{level}: {reached:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn letters_say_exactly_which_pairs_differ(means in prop::collection::vec(0.0..10.0_f64, 2..9), gap in 0.5..5.0_f64) {
        let differ = |one: usize, other: usize| (means[one] - means[other]).abs() > gap;
        let made = letters(&means, differ);
        for one in 0..means.len() {
            for other in 0..means.len() {
                let shared = made[one].chars().any(|letter| made[other].contains(letter));
                prop_assert_eq!(shared, one == other || !differ(one, other));
            }
        }
    }

    #[test]
    fn units_and_order_of_groups_change_nothing(
        values in prop::collection::vec(-1e3..1e3_f64, 9..30), unit in 1e-3..1e3_f64,
    ) {
        let groups = |unit: f64| -> Vec<Vec<Dd>> {
            let size = values.len() / 3;
            values.chunks(size).take(3).map(|part| part.iter().map(|v| Dd::product(*v, unit)).collect()).collect()
        };
        let plain = analysed(&groups(1.0), &[]);
        let mut turned = groups(unit);
        turned.reverse();
        turned.iter_mut().for_each(|group| group.reverse());
        let turned = analysed(&turned, &[]);
        prop_assert!(digits(turned.f, plain.f) > 12.0);
        let sum = plain.ss_between + plain.ss_within;
        prop_assert!((plain.r_squared * sum - plain.ss_between).abs() < 1e-9 * sum);
        // Two groups: F is t².
        let two = groups(1.0);
        let t = two_samples(&two[0], &two[1], Kind::Pooled, TOptions::default()).expect("fits");
        let f = analysed(&two[..2], &[Method::Scheffe, Method::Bonferroni, Method::Tukey]);
        prop_assert!(digits(f.f, t.t * t.t) > 12.0 && digits(f.p, t.p) > 11.0);
        for pair in &f.posthoc {
            prop_assert!(digits(pair.p, t.p) > 9.0, "{:?} {}", pair, t.p);
        }
    }
}
