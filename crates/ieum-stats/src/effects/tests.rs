//! Effects against published and independently computed figures, and what must not change a result.

use proptest::prelude::*;

use super::{
    Aggregation, BasePeriod, BootstrapOptions, Caliper, CallawayOptions, CallawaySantAnna, Comparison,
    Inference, MatchOptions, Method, Outcomes, Replacement, Score, Solver, SyntheticKind, SyntheticOptions,
    aggregate, balanced, callaway_santanna, inverse_probability, match_on_propensity, synthetic,
};
use crate::glm::Coefficient;
use crate::glm::reference::{digits, holds, json, sheet};
use crate::{Caution, LeftOut, Matrix, Seed, Unfit};

/// The minimum-wage panel: outcomes, first treated period and log population of each county.
fn minimum_wage() -> Option<(Outcomes, Vec<Option<i64>>, Matrix)> {
    let data = sheet("region/did/mpdta.csv", ',')?;
    let unit: Vec<usize> = data.numbers("countyreal").iter().map(|county| *county as usize).collect();
    let time: Vec<i64> = data.numbers("year").iter().map(|year| *year as i64).collect();
    let outcomes = balanced(&data.numbers("lemp"), &unit, &time).expect("a panel");
    let by_unit = |name: &str| -> Vec<f64> {
        let column = data.numbers(name);
        let row = |label: &usize| unit.iter().position(|unit| unit == label).expect("a county");
        outcomes.units.iter().map(|label| column[row(label)]).collect()
    };
    let first = by_unit("first.treat").iter().map(|year| (*year > 0.0).then_some(*year as i64)).collect();
    let population = Matrix::new(outcomes.units.len(), 1, by_unit("lpop")).expect("a column");
    Some((outcomes, first, population))
}

fn gathered(of: &CallawaySantAnna, how: Aggregation) -> (Coefficient, Vec<Coefficient>) {
    let found = aggregate(of, how, None).expect("effects after");
    (found.overall, found.effects)
}

#[test]
fn group_time_effects_of_the_minimum_wage_are_met() {
    let (Some(known), Some((outcomes, first, _))) = (json("region/did/mpdta_expected.json"), minimum_wage())
    else {
        return;
    };
    let found = callaway_santanna(&outcomes, &first, None, &CallawayOptions::default()).expect("fits");
    let lines = known["att_gt_varying_base"].as_array().expect("a list");
    assert_eq!((found.att.len(), lines.len(), found.n, found.never_treated), (12, 12, 500, 309));
    for (effect, line) in found.att.iter().zip(lines) {
        assert_eq!((Some(effect.group), Some(effect.time)), (line["g"].as_i64(), line["t"].as_i64()));
        holds(&effect.line.term, effect.line.estimate, line["att"].as_f64().expect("known"), 10.0);
        holds("error", effect.line.std_error, line["se_analytic"].as_f64().expect("known"), 10.0);
    }
    let check = |how, name: &str, overall: &str| {
        let (one, effects) = gathered(&found, how);
        holds(overall, one.estimate, known[overall].as_f64().expect("known"), 10.0);
        for effect in effects {
            holds(&effect.term, effect.estimate, known[name][&effect.term].as_f64().expect("known"), 10.0);
        }
    };
    check(Aggregation::Simple, "simple", "simple");
    check(Aggregation::Dynamic, "dynamic", "dynamic_overall");
    check(Aggregation::Group, "group", "group_overall");
    check(Aggregation::Calendar, "calendar", "calendar_overall");
}

#[test]
fn other_bases_and_comparisons_agree_where_they_must() {
    let Some((outcomes, first, _)) = minimum_wage() else { return };
    let fit = |options: CallawayOptions| callaway_santanna(&outcomes, &first, None, &options).expect("fits");
    let varying = fit(CallawayOptions::default());
    let universal = fit(CallawayOptions { base: BasePeriod::Universal, ..CallawayOptions::default() });
    // After the treatment both measure from the same period.
    for effect in varying.att.iter().filter(|effect| effect.time >= effect.group) {
        let twin =
            universal.att.iter().find(|other| (other.group, other.time) == (effect.group, effect.time));
        assert_eq!(twin.map(|twin| twin.line.estimate), Some(effect.line.estimate));
    }
    let waiting =
        fit(CallawayOptions { comparison: Comparison::NotYetTreated, ..CallawayOptions::default() });
    let controls = |of: &CallawaySantAnna| of.att.iter().map(|effect| effect.controls).collect::<Vec<_>>();
    assert!(controls(&waiting)[0] > controls(&varying)[0]);
    let (last, always) = (waiting.att.last().expect("effects"), varying.att.last().expect("effects"));
    assert_eq!((last.controls, last.line.estimate), (always.controls, always.line.estimate));
}

#[test]
fn columns_beside_are_taken_into_account_in_three_ways() {
    let Some((outcomes, first, population)) = minimum_wage() else { return };
    // csdid 0.4.3 with the logarithm of population: (2004, 2004), (2004, 2006), (2006, 2006), (2007, 2007), each with its error.
    let check = |method: Method, known: [(f64, f64); 4]| {
        let options = CallawayOptions { method, ..CallawayOptions::default() };
        let found = callaway_santanna(&outcomes, &first, Some(&population), &options).expect("fits");
        for (at, (estimate, error)) in [0, 2, 6, 11].into_iter().zip(known) {
            let line = &found.att[at].line;
            holds(&format!("{method:?} {}", line.term), line.estimate, estimate, 9.0);
            holds("error", line.std_error, error, 8.0);
        }
    };
    check(
        Method::DoublyRobust,
        [
            (-0.014_529_668_304_899_934, 0.022_129_157_238_335_372),
            (-0.140_448_336_810_123_4, 0.035_378_154_710_096_08),
            (0.000_960_573_746_698_787_4, 0.019_400_195_422_023_158),
            (-0.028_781_361_039_487_117, 0.016_238_952_966_184_987),
        ],
    );
    check(
        Method::OutcomeRegression,
        [
            (-0.014_911_237_790_362_165, 0.022_055_693_076_319_396),
            (-0.141_080_104_628_588_75, 0.034_836_286_953_618_18),
            (0.000_765_525_026_396_478_3, 0.019_195_907_032_878_62),
            (-0.028_789_488_193_824_84, 0.016_167_867_253_691_827),
        ],
    );
    check(
        Method::InverseProbability,
        [
            (-0.014_548_431_154_140_86, 0.022_114_533_111_436_577),
            (-0.140_464_602_655_493_04, 0.035_371_001_785_682_13),
            (0.001_208_045_239_730_906_6, 0.019_487_929_103_448_962),
            (-0.028_894_766_614_560_783, 0.016_246_409_387_179_233),
        ],
    );
}

#[test]
fn units_not_yet_treated_and_errors_of_sums_are_met() {
    let Some((outcomes, first, _)) = minimum_wage() else { return };
    let options = CallawayOptions { comparison: Comparison::NotYetTreated, ..CallawayOptions::default() };
    let waiting = callaway_santanna(&outcomes, &first, None, &options).expect("fits");
    // csdid 0.4.3.
    for (at, estimate, error) in [
        (0, -0.019_372_363_675_922_932, 0.022_310_112_883_680_434),
        (1, -0.078_319_099_062_062_77, 0.030_390_228_543_396_954),
        (6, 0.004_660_876_319_976_22, 0.016_335_584_246_823_704),
    ] {
        holds("not yet treated", waiting.att[at].line.estimate, estimate, 10.0);
        holds("error", waiting.att[at].line.std_error, error, 10.0);
    }
    let found = callaway_santanna(&outcomes, &first, None, &CallawayOptions::default()).expect("fits");
    for (how, error) in [
        (Aggregation::Simple, 0.012_034_012_770_185_417),
        (Aggregation::Dynamic, 0.019_964_989_061_849_243),
        (Aggregation::Group, 0.012_446_059_320_997_918),
        (Aggregation::Calendar, 0.015_971_851_884_559_844),
    ] {
        holds("error", gathered(&found, how).0.std_error, error, 8.0);
    }
}

#[test]
fn a_band_is_wider_than_an_interval_and_the_same_for_a_seed() {
    let Some((outcomes, first, _)) = minimum_wage() else { return };
    let bootstrap = Some(BootstrapOptions { draws: 999, seed: 42 });
    let options = CallawayOptions { bootstrap, ..CallawayOptions::default() };
    let fit = || callaway_santanna(&outcomes, &first, None, &options).expect("fits");
    let (one, two) = (fit(), fit());
    assert_eq!(one.band, two.band);
    let band = one.band.expect("asked for");
    assert!((2.4..3.2).contains(&band.critical), "{}", band.critical);
    for (effect, error) in one.att.iter().zip(&band.std_errors) {
        assert!((error / effect.line.std_error - 1.0).abs() < 0.15, "{error} {:?}", effect.line);
    }
}

#[test]
fn units_treated_from_the_start_are_left_out_by_name() {
    let y = [1.0, 2.0, 1.0, 3.0, 2.0, 2.5, 2.0, 2.0, 0.0, 9.0];
    let unit = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4];
    let time = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];
    let outcomes = balanced(&y, &unit, &time).expect("a panel");
    let first = [Some(2), Some(2), None, None, Some(1)];
    let found = callaway_santanna(&outcomes, &first, None, &CallawayOptions::default()).expect("fits");
    assert!(found.warnings.contains(&Caution::LeftOut { reason: LeftOut::TreatedFromStart, cases: 1 }));
    holds("by hand", found.att[0].line.estimate, 1.5 - 0.25, 14.0);
    let none = callaway_santanna(&outcomes, &[None; 5], None, &CallawayOptions::default());
    assert_eq!(none.expect_err("nobody is treated"), Unfit::TooFew { needed: 1, found: 0 });
}

fn tobacco() -> Option<(Outcomes, Vec<bool>, Vec<String>)> {
    let data = sheet("region/did/california_prop99.csv", ';')?;
    let names = data.words("State");
    let (unit, _) = crate::glm::solve::numbered(&names);
    let time: Vec<i64> = data.numbers("Year").iter().map(|year| *year as i64).collect();
    let outcomes = balanced(&data.numbers("PacksPerCapita"), &unit, &time).expect("a panel");
    let mut states = names;
    states.sort();
    states.dedup();
    let treated = outcomes.units.iter().map(|unit| states[*unit] == "California").collect();
    Some((outcomes, treated, states))
}

#[test]
fn the_tobacco_tax_is_met_in_three_ways() {
    let (Some(known), Some((outcomes, treated, states))) =
        (json("region/did/prop99_expected.json"), tobacco())
    else {
        return;
    };
    let check = |kind, name: &str, within: f64, error: f64| {
        let found = synthetic(&outcomes, &treated, 1989, kind, &SyntheticOptions::default()).expect("weighs");
        let reference = known[name].as_f64().expect("known");
        let placebo = found.placebo.as_ref().expect("asked for");
        let (estimate, error_found) = (found.effect.estimate, found.effect.std_error);
        let heaviest = &states[found.unit_weights[0].unit];
        println!("{name}: {estimate} ({error_found}) against {reference}, p {}, {heaviest}", placebo.p_ratio);
        assert!((found.effect.estimate - reference).abs() < within, "{name}: {}", found.effect.estimate);
        // Arkhangelsky and others 2021, table 1: 8.4, 9.9 and 17.7 by drawn placebos.
        assert!((found.effect.std_error / error - 1.0).abs() < 0.15, "{name}: {}", found.effect.std_error);
        assert_eq!(
            (found.treated, found.periods_before, found.periods_after, placebo.count),
            (1, 19, 12, 38)
        );
    };
    check(SyntheticKind::SyntheticDid, "synthdid_estimate", 1e-3, 8.4);
    check(SyntheticKind::SyntheticControl, "sc_estimate", 1e-3, 9.9);
    check(SyntheticKind::BlockDid, "did_estimate", 1e-9, 17.7);
    // The exact minimum lies close by.
    for (kind, reference) in [
        (SyntheticKind::SyntheticDid, known["synthdid_estimate"].as_f64()),
        (SyntheticKind::SyntheticControl, known["sc_estimate"].as_f64()),
    ] {
        let (solver, inference) = (Solver::Exact, Inference::None);
        let options = SyntheticOptions { solver, inference, ..SyntheticOptions::default() };
        let found = synthetic(&outcomes, &treated, 1989, kind, &options).expect("weighs").effect.estimate;
        println!("exact {kind:?}: {found}");
        assert!((found - reference.expect("known")).abs() < 0.15, "{kind:?}: {found}");
    }
}

#[test]
fn the_jackknife_needs_two_treated_units() {
    let mut seed = Seed::new(9);
    let y: Vec<f64> = (0..60).map(|_| seed.unit()).collect();
    let unit: Vec<usize> = (0..60).map(|row| row / 6).collect();
    let time: Vec<i64> = (0..60).map(|row| row % 6).collect();
    let outcomes = balanced(&y, &unit, &time).expect("a panel");
    let options = SyntheticOptions { inference: Inference::Jackknife, ..SyntheticOptions::default() };
    let fit = |treated: usize| {
        let flags: Vec<bool> = (0..10).map(|unit| unit < treated).collect();
        synthetic(&outcomes, &flags, 4, SyntheticKind::SyntheticDid, &options)
    };
    assert_eq!(fit(1).expect_err("one"), Unfit::TooFew { needed: 2, found: 1 });
    let found = fit(3).expect("weighs");
    assert!(found.effect.std_error > 0.0 && found.errors == "jackknife");
    assert!(found.warnings.contains(&Caution::FewPeriods { found: 4, advised: 8 }));
    assert_eq!(fit(0).expect_err("none"), Unfit::Empty { name: "group", at: 1 });
}

const COLUMNS: [&str; 8] = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"];

#[test]
fn the_work_demonstration_is_met() {
    let (Some(known), Some(data)) =
        (json("commercial/econ/econ_reference.json"), sheet("commercial/econ/nsw.csv", ','))
    else {
        return;
    };
    let known = &known["nsw"];
    let (x, terms) = data.design(false, &COLUMNS);
    let treated: Vec<bool> = data.numbers("treat").iter().map(|flag| *flag == 1.0).collect();
    let y = data.numbers("re78");
    let number = |name: &str| known[name].as_f64().expect("known");
    let fit =
        |options: MatchOptions| match_on_propensity(&y, &treated, &x, &terms, &options).expect("matches");
    let first = fit(MatchOptions {
        score: Score::Probability,
        replacement: Replacement::WithFirstTaken,
        ..MatchOptions::default()
    });
    // The reference was computed on single-precision numbers: 7 digits are all it has in the last place.
    holds("nearest", first.effect.estimate, number("att_nn1_replacement"), 8.0);
    holds("nearest in double precision", first.effect.estimate, 2_569.744_641_729_729_7, 12.0);
    holds("raw", first.raw_difference, number("experimental_diff"), 6.0);
    for line in &first.propensity {
        let name = if line.term == "(Intercept)" { "Intercept" } else { &line.term };
        holds(name, line.estimate, known["ps_coef"][name].as_f64().expect("known"), 6.5);
    }
    for line in first.balance.iter().filter(|line| known["smd_before"].get(&line.term).is_some()) {
        holds(&line.term, line.smd_before, known["smd_before"][&line.term].as_f64().expect("known"), 5.0);
    }
    let shared = fit(MatchOptions { score: Score::Probability, ..MatchOptions::default() });
    holds("ties shared", shared.effect.estimate, 2_639.864_564_855_855_4, 12.0);
    println!("error {} {}", first.effect.std_error, shared.effect.std_error);
    let narrow = fit(MatchOptions { caliper: Caliper::InDeviations(0.001), ..MatchOptions::default() });
    assert!(narrow.matched < 185);
    let lost = Caution::LeftOut { reason: LeftOut::OutsideCaliper, cases: 185 - narrow.matched };
    assert!(narrow.warnings.contains(&lost));
    let alone = fit(MatchOptions { replacement: Replacement::Without, ..MatchOptions::default() });
    assert_eq!((alone.matched, alone.controls_used), (185, 185));
    let weighted = inverse_probability(&y, &treated, &x, &terms, 0.95).expect("weighs");
    holds("weighted", weighted.effect.estimate, number("att_ipw"), 6.0);
    holds("weighted in double precision", weighted.effect.estimate, 1_806.416_922_259_22, 12.0);
    // Weights by the odds balance the columns of the logit.
    assert!(weighted.balance.iter().all(|line| line.smd_after.abs() < 0.03), "{:?}", weighted.balance);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    /// Order of rows and labels of units change nothing; units of the outcome change only the units of the effect.
    #[test]
    fn effects_do_not_mind_order_labels_or_scale(seed in 0..1000_u64, turn in 1..71_usize, scale in 0.01..100.0_f64) {
        let mut chance = Seed::new(seed);
        let rows = 12 * 6;
        let cells: Vec<f64> = (0..rows).map(|_| chance.unit()).collect();
        let lay = |order: &[usize], scale: f64, label: fn(usize) -> usize| {
            let y: Vec<f64> = order.iter().map(|row| cells[*row] * scale).collect();
            let unit: Vec<usize> = order.iter().map(|row| label(row / 6)).collect();
            let time: Vec<i64> = order.iter().map(|row| (row % 6) as i64).collect();
            balanced(&y, &unit, &time).expect("a panel")
        };
        let straight: Vec<usize> = (0..rows).collect();
        let turned: Vec<usize> = (0..rows).map(|row| (row * 5 + turn) % rows).collect();
        let (one, two) = (lay(&straight, 1.0, |unit| unit), lay(&turned, scale, |unit| 500 - unit));
        let start = |unit: usize| (unit < 8).then_some(3 + (unit % 2) as i64);
        let first_one: Vec<Option<i64>> = one.units.iter().map(|unit| start(*unit)).collect();
        let first_two: Vec<Option<i64>> = two.units.iter().map(|unit| start(500 - unit)).collect();
        let fit = |of: &Outcomes, first: &[Option<i64>]| {
            callaway_santanna(of, first, None, &CallawayOptions::default()).expect("fits")
        };
        let (found, again) = (fit(&one, &first_one), fit(&two, &first_two));
        for (one, two) in found.att.iter().zip(&again.att) {
            prop_assert!((one.line.estimate * scale - two.line.estimate).abs() < 1e-12 * scale);
            prop_assert!(digits(two.line.std_error, one.line.std_error * scale) > 10.0);
        }
        let flags = |first: &[Option<i64>]| first.iter().map(Option::is_some).collect::<Vec<_>>();
        let (solver, inference) = (Solver::Exact, Inference::None);
        let options = SyntheticOptions { solver, inference, ..SyntheticOptions::default() };
        let weigh = |of: &Outcomes, first: &[Option<i64>]| {
            let found = synthetic(of, &flags(first), 3, SyntheticKind::SyntheticDid, &options).expect("weighs");
            found.effect.estimate
        };
        prop_assert!((weigh(&one, &first_one) * scale - weigh(&two, &first_two)).abs() < 1e-8 * scale);
    }

    /// Matches with ties shared do not mind the order of the rows; a shift of the outcome moves no effect.
    #[test]
    fn matches_do_not_mind_order_or_level(seed in 0..1000_u64, turn in 1..79_usize, level in -50.0..50.0_f64) {
        let mut chance = Seed::new(seed);
        let n = 80;
        let cases: Vec<(f64, f64, bool)> = (0..n)
            .map(|_| {
                // Whole numbers, so that there are ties.
                let (one, two) = (chance.below(4) as f64, chance.below(3) as f64);
                (one, two, chance.unit() < 0.2 + 0.1 * one)
            })
            .collect();
        let outcomes: Vec<f64> = (0..n).map(|_| chance.unit()).collect();
        let lay = |by: usize, level: f64| {
            let order: Vec<usize> = (0..n).map(|row| (row + by) % n).collect();
            let cells = order.iter().flat_map(|row| [cases[*row].0, cases[*row].1]).collect();
            let x = Matrix::new(n, 2, cells).expect("fits");
            let treated: Vec<bool> = order.iter().map(|row| cases[*row].2).collect();
            let y: Vec<f64> = order.iter().map(|row| outcomes[*row] + level).collect();
            match_on_propensity(&y, &treated, &x, &["one".to_owned(), "two".to_owned()], &MatchOptions::default())
        };
        let (Ok(found), Ok(again)) = (lay(0, 0.0), lay(turn, level)) else { return Ok(()) };
        prop_assert!((found.effect.estimate - again.effect.estimate).abs() < 1e-10);
        prop_assert!((found.effect.std_error - again.effect.std_error).abs() < 1e-9);
        prop_assert_eq!(found.controls_used, again.controls_used);
    }
}
