//! What must hold for every table: order, scale and names change nothing, parts sum to wholes, odd tables have defined answers.

use proptest::prelude::*;

use super::complexity::{Scaling, complexity};
use super::convention::Convention;
use super::density::{Neighbourhood, density};
use super::dynamics::back_test;
use super::inequality::{About, atkinson, gini, locational_gini, theil, williamson};
use super::pipeline::whole;
use super::presence::{Presence, Threshold};
use super::quotient::{Form, quotients};
use super::relatedness::{Diagonal, Normalisation, relatedness};
use super::shift_share::{Form as ShiftForm, shift_share};
use super::structure::{concentration, structures, variety};
use super::table::Table;
use crate::{Caution, Matrix, Seed};

fn tables() -> impl Strategy<Value = Table> {
    (1_usize..9, 1_usize..12, any::<u64>()).prop_map(|(rows, columns, seed)| {
        let mut seed = Seed::new(seed);
        let cells = (0..rows * columns)
            .map(|_| seed.below(6).saturating_sub(2) as f64 * seed.below(90) as f64)
            .collect();
        Table::new(Matrix::new(rows, columns, cells).expect("finite")).expect("amounts")
    })
}

fn moved(table: &Table, seed: u64) -> (Table, Vec<usize>, Vec<usize>) {
    let mut seed = Seed::new(seed);
    let (mut rows, mut columns): (Vec<usize>, Vec<usize>) =
        ((0..table.regions()).collect(), (0..table.activities()).collect());
    seed.shuffle(&mut rows);
    seed.shuffle(&mut columns);
    (table.part(&rows, &columns).expect("the same cells"), rows, columns)
}

fn close(one: Option<f64>, other: Option<f64>, within: f64) -> bool {
    match (one, other) {
        (Some(a), Some(b)) => (a - b).abs() <= within * a.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// Whether presence has one component with figures, a gap wide enough for digits, and a sign that diversity settles.
fn settled(found: &super::complexity::Complexity) -> bool {
    let unsure = |caution: &Caution| {
        matches!(caution, Caution::NotUnique { .. } | Caution::SignArbitrary | Caution::NoIndex { .. })
    };
    found.spectral_gap.is_none_or(|gap| gap > 1e-4) && !found.cautions.iter().any(unsure)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn order_and_names_do_not_matter(table in tables(), seed in any::<u64>()) {
        let (other, rows, columns) = moved(&table, seed);
        for form in [Form::Ratio, Form::Difference, Form::Symmetric, Form::Logarithm, Form::Standardised] {
            let (a, b) = (quotients(&table, form), quotients(&other, form));
            for (row, from) in rows.iter().enumerate() {
                for (column, of) in columns.iter().enumerate() {
                    prop_assert!(close(b.at(row, column), a.at(*from, *of), 1e-9), "{form:?}");
                }
            }
        }
        let (a, b) = (whole(&table, Convention::Ieum).expect("a table"), whole(&other, Convention::Ieum).expect("a table"));
        // Ties at the threshold may fall either way when sums are taken in another order.
        if a.presence.cells() == b.presence.cells() && settled(&a.complexity) && settled(&b.complexity) {
            for (row, from) in rows.iter().enumerate() {
                prop_assert!(close(b.complexity.eci[row], a.complexity.eci[*from], 1e-7));
            }
            for (column, of) in columns.iter().enumerate() {
                prop_assert!(close(b.complexity.pci[column], a.complexity.pci[*of], 1e-6));
            }
        }
    }

    #[test]
    fn scale_does_not_matter(table in tables()) {
        // A power of two changes no digit, so not even ties move.
        let cells = table.values().cells().iter().map(|cell| cell * 1_024.0).collect();
        let larger = Table::new(Matrix::new(table.regions(), table.activities(), cells).expect("finite")).expect("amounts");
        prop_assert_eq!(quotients(&table, Form::Ratio), quotients(&larger, Form::Ratio));
        let (a, b) = (whole(&table, Convention::Ieum).expect("a table"), whole(&larger, Convention::Ieum).expect("a table"));
        prop_assert_eq!(a.complexity, b.complexity);
        prop_assert_eq!(a.outlook, b.outlook);
        prop_assert_eq!(structures(&table).0, structures(&larger).0);
    }

    #[test]
    fn quotients_average_to_one(table in tables()) {
        let found = quotients(&table, Form::Ratio);
        for activity in 0..table.activities() {
            if table.activity_totals()[activity] == 0.0 { continue; }
            let sum: f64 = (0..table.regions())
                .map(|region| found.at(region, activity).unwrap_or(0.0) * table.region_totals()[region])
                .sum();
            prop_assert!((sum / table.total() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn parts_sum_to_wholes(
        values in prop::collection::vec(0.1_f64..100.0, 2..40),
        seed in any::<u64>(),
    ) {
        let mut seed = Seed::new(seed);
        let weights: Vec<f64> = values.iter().map(|_| 1.0 + seed.below(50) as f64).collect();
        let group: Vec<usize> = values.iter().map(|_| seed.below(4)).collect();
        let one = vec![0; values.len()];
        let (split, plain) = (theil(&values, &weights, &group).expect("amounts"), theil(&values, &weights, &one).expect("amounts"));
        prop_assert!((split.t_between + split.t_within - plain.t).abs() < 1e-12);
        prop_assert!((split.l_between.expect("above 0") + split.l_within.expect("above 0") - plain.l.expect("above 0")).abs() < 1e-12);
        prop_assert!(split.t_between >= -1e-12 && split.t_within >= -1e-12);
        let whole = variety(&values, &group).expect("amounts");
        prop_assert!((whole.related + whole.unrelated - whole.total).abs() < 1e-12);
        prop_assert!((whole.total - concentration(&values).expect("amounts").entropy).abs() < 1e-12);

        let grown = |seed: &mut Seed| values.iter().map(|value| value * 2.0 * seed.unit()).collect::<Vec<f64>>();
        let (end, nation, nation_end) = (grown(&mut seed), grown(&mut seed), grown(&mut seed));
        for form in [ShiftForm::Dunn, ShiftForm::Esteban] {
            let found = shift_share([&values, &end], [&nation, &nation_end], form).expect("amounts");
            for parts in found.by_activity.iter().chain([&found.total]) {
                let sum = parts.national + parts.industry_mix + parts.regional + parts.allocation;
                prop_assert!((sum - parts.growth).abs() < 1e-8 * (1.0 + parts.growth.abs() + parts.regional.abs()));
            }
        }
    }

    #[test]
    fn inequality_is_that_of_ranks_and_ratios(values in prop::collection::vec(0.1_f64..100.0, 3..30), seed in any::<u64>()) {
        let mut other = values.clone();
        Seed::new(seed).shuffle(&mut other);
        let scaled: Vec<f64> = values.iter().map(|value| value * 7.0).collect();
        let ones = vec![1.0; values.len()];
        let all = |list: &[f64]| [
            gini(list, true).expect("amounts"),
            locational_gini(list, &ones).expect("amounts"),
            atkinson(list, &ones, 0.5).expect("amounts"),
            atkinson(list, &ones, 1.0).expect("amounts"),
            williamson(list, &ones, About::WeightedMean).expect("amounts"),
        ];
        for (a, (b, c)) in all(&values).iter().zip(all(&other).iter().zip(all(&scaled))) {
            prop_assert!((a - b).abs() < 1e-10 && (a - c).abs() < 1e-10);
            prop_assert!(*a >= -1e-12);
        }
        prop_assert!((all(&values)[1] - gini(&values, false).expect("amounts")).abs() < 1e-12);
        let equal = vec![3.0; values.len()];
        prop_assert!(all(&equal).iter().all(|value| value.abs() < 1e-12));
    }

    #[test]
    fn density_lies_between_none_and_all_and_rises_with_presence(table in tables(), at in any::<prop::sample::Index>()) {
        let presence = Presence::of_table(&table, Threshold::AtLeast(1.0));
        for normalisation in [Normalisation::Proximity, Normalisation::Cosine, Normalisation::Jaccard, Normalisation::Association] {
            let related = relatedness(&presence, normalisation, Diagonal::Kept);
            let found = density(&presence, &related, Neighbourhood::All).expect("fits");
            prop_assert!(found.values.cells().iter().all(|value| (0.0..=1.0 + 1e-12).contains(value)));
            let cell = at.index(table.regions() * table.activities());
            let added = Presence::from_fn(table.regions(), table.activities(), |region, activity| {
                presence.has(region, activity) || region * table.activities() + activity == cell
            });
            let more = density(&added, &related, Neighbourhood::All).expect("fits");
            for (less, more) in found.values.cells().iter().zip(more.values.cells()) {
                prop_assert!(*more >= less - 1e-15);
            }
        }
    }

    #[test]
    fn a_back_test_asks_only_for_order(table in tables(), seed in any::<u64>()) {
        let before = Presence::of_table(&table, Threshold::AtLeast(1.0));
        let mut seed = Seed::new(seed);
        let grown = Presence::from_fn(table.regions(), table.activities(), |region, activity| (region * 7 + activity * 3) % 4 == 0);
        let score: Vec<f64> = (0..table.values().cells().len()).map(|_| seed.below(10) as f64).collect();
        let of = |list: Vec<f64>| Matrix::new(table.regions(), table.activities(), list).expect("finite");
        let stretched = of(score.iter().map(|value| value.powi(3) - 5.0).collect());
        let turned = of(score.iter().map(|value| -value).collect());
        if let Ok(found) = back_test(&of(score.clone()), &before, &grown, &[1, 3]) {
            let other = back_test(&stretched, &before, &grown, &[1, 3]).expect("the same cells");
            prop_assert_eq!(&found, &other);
            let turned = back_test(&turned, &before, &grown, &[1]).expect("the same cells");
            if let (Some(area), Some(mirrored)) = (found.roc_auc, turned.roc_auc) {
                prop_assert!((area + mirrored - 1.0).abs() < 1e-12);
            }
        }
    }
}

fn presence(text: &str) -> Presence {
    let rows: Vec<&[u8]> = text.split(' ').map(str::as_bytes).collect();
    Presence::from_fn(rows.len(), rows[0].len(), |region, activity| rows[region][activity] == b'1')
}

#[test]
fn odd_tables_have_a_defined_answer_and_say_so() {
    // Two groups that share nothing, an empty region and an empty activity.
    let found = complexity(&presence("111000 110000 100000 000110 000100 000000"), Scaling::default());
    assert_eq!(found.components.len(), 2);
    assert_eq!(
        found.eci.iter().map(Option::is_some).collect::<Vec<_>>(),
        [true, true, true, true, true, false]
    );
    assert!(found.eci[0] > found.eci[1] && found.eci[1] > found.eci[2], "{:?}", found.eci);
    assert_eq!(found.pci[5], None);
    assert!(found.cautions.contains(&Caution::Disconnected { components: 2 }));
    assert!(found.cautions.contains(&Caution::EmptyRegions { regions: 1 }));
    assert!(found.cautions.contains(&Caution::EmptyActivities { activities: 1 }));
    // One region; regions all alike; nothing at all.
    for text in ["111", "111 111 111", "000 000"] {
        let found = complexity(&presence(text), Scaling::default());
        assert!(found.eci.iter().chain(&found.pci).all(Option::is_none), "{text}");
        assert!(!found.cautions.is_empty(), "{text}");
    }
    // Three alike groups in a ring: the second eigenvalue comes twice, so no order is better than another.
    let found = complexity(&presence("110 011 101"), Scaling::default());
    assert!(found.cautions.iter().any(|caution| matches!(caution, Caution::NotUnique { .. })), "{found:?}");
}

#[test]
fn a_table_of_one_region_or_with_nothing_in_it_goes_all_the_way() {
    for (rows, columns, cells) in [
        (1, 3, vec![5.0, 2.0, 0.0]),
        (3, 1, vec![5.0, 2.0, 0.0]),
        (2, 2, vec![0.0; 4]),
        (2, 2, vec![4.0, 0.0, 0.0, 4.0]),
        (3, 3, vec![2.0, 4.0, 6.0, 1.0, 2.0, 3.0, 3.0, 6.0, 9.0]),
    ] {
        let table = Table::new(Matrix::new(rows, columns, cells).expect("finite")).expect("amounts");
        for convention in [Convention::Ieum, Convention::Stata, Convention::Datawheel] {
            let found = whole(&table, convention).expect("a table");
            assert!(!found.cautions.is_empty(), "{rows} × {columns} {convention:?}");
            let outlook = found.outlook.density.cells().iter().chain(found.outlook.cog.cells());
            assert!(outlook.chain(&found.outlook.raw_coi).all(|value| value.is_finite()));
            let index = found.complexity.eci.iter().chain(&found.complexity.pci).chain(&found.outlook.coi);
            assert!(index.flatten().all(|value| value.is_finite()));
        }
        assert!(whole(&table, Convention::Econgeo).is_err());
    }
}

#[test]
fn theil_of_all_in_one_group_lies_between_the_groups() {
    // The example of inequality's own tests: half the regions have everything.
    let found = theil(&[10.0, 10.0, 0.0, 0.0], &[1.0; 4], &[0, 0, 1, 1]).expect("amounts");
    assert!((found.t - std::f64::consts::LN_2).abs() < 1e-15 && (found.t_between - found.t).abs() < 1e-15);
    assert_eq!((found.t_within, found.l), (0.0, None));
}

#[test]
fn programs_get_the_shape_they_rely_on() {
    let found = complexity(&presence("1110 1100 1000 0001"), Scaling::default());
    let names = |all: &str| all.chars().map(String::from).collect::<Vec<String>>();
    let (regions, activities) = (names("ABCD"), names("wxyz"));
    let labelled = super::labelled::label_complexity(&found, &regions, &activities).expect("names");
    let json = serde_json::to_value(&labelled).expect("JSON");
    assert_eq!(json["eci"][0]["region"], "A");
    assert!(json["eci"][0]["value"].is_f64() && json["eci"][3]["value"].is_null());
    assert_eq!(json["pci"][0]["activity"], "y");
    assert!(json["spectral_gap"].is_f64());
    assert_eq!(json["components"], 2);
    assert!(super::labelled::label_complexity(&found, &regions[1..], &activities).is_err());
}

#[test]
fn clusters_and_pictures_of_thousands_stay_within_reason() {
    let table = Table::new(
        Matrix::new(40, 300, (0..12_000_u64).map(|at| Seed::new(at).below(30) as f64).collect())
            .expect("finite"),
    )
    .expect("amounts");
    let near = super::relatedness::continuous_proximity(&table);
    assert!((0..300).all(|at| (near.at(at, at) - 1.0).abs() < 1e-12));
    let drawn =
        super::projection::projection(&near, super::projection::Beside::MeanDegree(4.0)).expect("a picture");
    assert_eq!((drawn.links.len(), drawn.components), (600, 1));
    assert_eq!(drawn.links.iter().filter(|link| link.in_tree).count(), 299);
}

#[test]
fn withheld_cells_have_no_quotient_and_no_presence() {
    let cells = [Some(30.0), None, Some(10.0), Some(10.0), Some(50.0), Some(40.0)];
    let table = Table::with_gaps(2, 3, &cells).expect("a table");
    let published =
        table.clone().with_totals(vec![90.0, 100.0], vec![40.0, 100.0, 50.0], 190.0).expect("totals");
    let found = quotients(&published, Form::Ratio);
    assert_eq!(found.at(0, 1), None);
    assert_eq!(found.at(0, 0), Some((30.0 / 90.0) / (40.0 / 190.0)));
    assert!(found.cautions.contains(&Caution::Withheld { cells: 1 }));
    assert!(!Presence::of_table(&published, Threshold::AtLeast(0.0)).has(0, 1));
}

#[test]
fn a_repeated_eigenvalue_is_seen_in_a_large_table_too() {
    // A ring of 150 regions, each sharing activities with its neighbours: every eigenvalue but the first comes twice.
    let ring = Presence::from_fn(150, 150, |region, activity| (activity + 150 - region) % 150 < 3);
    let found = complexity(&ring, Scaling::default());
    assert!(
        found.cautions.iter().any(|caution| matches!(caution, Caution::NotUnique { .. })),
        "{:?}",
        found.components[0]
    );
}

#[test]
fn large_and_whole_solutions_agree() {
    // The same nested table solved through its 60 regions (whole) and through a copy of 120 (Krylov), each region standing twice.
    let cell = |region: usize, activity: usize| {
        let mut seed = Seed::new((region * 1_000 + activity) as u64);
        seed.unit() < 1.0 / (1.0 + ((region + 2 * activity) as f64 / 60.0).powi(2)) || activity == region
    };
    let once = complexity(&Presence::from_fn(60, 300, cell), Scaling::default());
    let twice = complexity(
        &Presence::from_fn(120, 300, |region, activity| cell(region / 2, activity)),
        Scaling::default(),
    );
    for region in 0..60 {
        let (a, b) = (once.eci[region].expect("a figure"), twice.eci[2 * region + 1].expect("a figure"));
        assert!((a - b).abs() < 1e-11, "{region}: {a} {b}");
    }
    let (a, b) = (&once.components[0].eigenvalues, &twice.components[0].eigenvalues);
    assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12), "{a:?} {b:?}");
}
