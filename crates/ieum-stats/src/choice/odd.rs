//! Odd tables: whatever the numbers, a finite score or a reason.

use proptest::prelude::*;

use super::*;
use crate::{Matrix, Unfit};

/// Cells that make trouble: nothing, signs, ties, and numbers at the ends of the range.
fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1.0),
        Just(-1.0),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        -10.0_f64..10.0,
        0.0_f64..10.0,
        0.0_f64..10.0,
    ]
}

fn rankings(p: &Problem) -> Vec<Result<Ranking, Unfit>> {
    let columns = p.goals().len();
    let wide = vec![Bounds { low: -1e300, high: 1e300 }; columns];
    let mut found = Vec::new();
    for normalisation in [
        Normalisation::Vector,
        Normalisation::MinMax,
        Normalisation::Sum,
        Normalisation::Linear,
        Normalisation::Max,
    ] {
        found.extend([topsis(p, normalisation), wsm(p, normalisation), wpm(p, normalisation)]);
    }
    for preference in [Preference::Usual, Preference::VShape { p: 2.0 }, Preference::Gaussian { s: 1.0 }] {
        found.push(promethee(p, &vec![preference; columns]).map(|found| found.ranking));
    }
    found.extend([
        vikor(p, 0.5).map(|found| found.ranking),
        waspas(p, 0.5),
        mabac(p),
        mairca(p),
        ocra(p),
        lmaw(p),
        aras(p, None),
        copras(p, CoprasForm::Paper),
        copras(p, CoprasForm::SumOfBoth),
        moora(p),
        ram(p),
        aroman(p, 0.5, 0.5),
        codas(p, 0.02),
        marcos(p),
        probid(p),
        sprobid(p),
        edas(p),
        cocoso(p, 0.5),
        spotis(p, &wide, None),
        rim(p, &wide, &vec![(0.0, 1.0); columns]),
        ervd(p, &vec![1.0; columns], 2.25, 0.88),
        lopm(p, &vec![Limit::Lower(1.0); columns]),
    ]);
    found
}

proptest! {
    #[test]
    fn every_score_is_a_number_or_there_is_a_reason(
        (rows, columns) in (1_usize..6, 1_usize..4),
        cells in proptest::collection::vec(cell(), 15),
        weights in proptest::collection::vec(prop_oneof![Just(0.0), 0.0_f64..1.0], 3),
        costs in proptest::collection::vec(any::<bool>(), 3),
    ) {
        let table = Matrix::new(rows, columns, cells[..rows * columns].to_vec()).expect("finite");
        let goals: Vec<Goal> =
            costs[..columns].iter().map(|cost| if *cost { Goal::Cost } else { Goal::Benefit }).collect();
        for weights in [
            entropy_weights(&table), deviation_weights(&table), variance_weights(&table), critic_weights(&table),
            merec_weights(&table, &goals), cilos_weights(&table, &goals), idocriw_weights(&table, &goals),
            angle_weights(&table), gini_weights(&table), lopcow_weights(&table, &goals),
        ].into_iter().flatten() {
            prop_assert!(weights.weights.iter().all(|weight| weight.is_finite()), "{weights:?}");
            prop_assert!((weights.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{weights:?}");
        }
        let Ok(problem) = Problem::new(table, weights[..columns].to_vec(), goals) else { return Ok(()) };
        for found in rankings(&problem).into_iter().flatten() {
            prop_assert!(found.scores.iter().all(|score| score.is_finite()), "{found:?}");
            prop_assert!(found.ranks.contains(&1) && found.ranks.iter().all(|rank| *rank <= rows));
        }
        for method in [Method::Topsis(Normalisation::Vector), Method::Wsm(Normalisation::MinMax)] {
            if let Ok(draws) = weight_draws(&problem, &method, DrawRule::Simplex, 20, 1, rows) {
                for one in draws.alternatives {
                    prop_assert!((one.rank_shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                }
            }
            if let Ok(found) = reversals(&problem, &method) {
                for turn in found.criteria.iter().flat_map(|one| [one.below, one.above]).flatten() {
                    prop_assert!((0.0..=1.0).contains(&turn.weight) && turn.winner != found.winner);
                }
            }
        }
    }
}
