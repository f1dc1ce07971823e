//! The 44 published cases of multi-criteria choice, each to its printed digits.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::{Matrix, Unfit};

fn cases() -> Option<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/region/mcdm/pymcdm_test_vectors.json");
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("a number")).collect()
}

fn table(case: &Value) -> Matrix {
    let rows: Vec<Vec<f64>> = case["matrix"].as_array().expect("rows").iter().map(numbers).collect();
    Matrix::new(rows.len(), rows[0].len(), rows.concat()).expect("a rectangle")
}

/// Goals of a case; without any all are benefits and the method does not look.
fn goals(case: &Value, columns: usize) -> Vec<Goal> {
    if case["types"].is_null() {
        return vec![Goal::Benefit; columns];
    }
    let goal = |sign: f64| if sign > 0.0 { Goal::Benefit } else { Goal::Cost };
    numbers(&case["types"]).into_iter().map(goal).collect()
}

fn bounds(pairs: &[(f64, f64)]) -> Vec<Bounds> {
    pairs.iter().map(|(low, high)| Bounds { low: *low, high: *high }).collect()
}

/// What our method of that name gives, with the settings the source names.
fn ours(id: &str, name: &str, problem: &Problem) -> Result<Vec<f64>, Unfit> {
    let cars = bounds(&[(70.0, 360.0), (35.0, 70.0), (2013.0, 2018.0)]);
    let wanted_car = [110.0, 45.0, 2018.0];
    let (table, goals) = (problem.table(), problem.goals());
    let ranking = match (name, id) {
        ("ARAS", "TestARAS.test_output2") => aras(problem, Some(&[15.0, 50.0, 24.5, 400.0, 0.05, 5.0])),
        ("ARAS", _) => aras(problem, None),
        ("COCOSO", _) => cocoso(problem, 0.5),
        ("CODAS", _) => codas(problem, 0.02),
        ("COMET", _) => {
            let ends = |at: usize| {
                let column = table.column(at);
                let end = |pick: fn(f64, f64) -> f64| column.iter().copied().reduce(pick).expect("some");
                vec![end(f64::min), end(f64::max)]
            };
            let spans: Vec<Vec<f64>> = (0..table.columns()).map(ends).collect();
            let signs = [1, 1, 1, 1, 1, -1, 1, 1, -1];
            let goals = signs.map(|sign| if sign > 0 { Goal::Benefit } else { Goal::Cost }).to_vec();
            comet(problem, &spans, |corners| {
                let judged = Problem::new(corners.clone(), vec![1.0 / 9.0; 9], goals)?;
                Ok(topsis(&judged, Normalisation::MinMax)?.scores)
            })
        }
        ("COPRAS", _) => copras(problem, CoprasForm::SumOfBoth),
        ("EDAS", _) => edas(problem),
        ("MABAC", _) => mabac(problem),
        ("MAIRCA", _) => mairca(problem),
        ("MARCOS", _) => marcos(problem),
        ("MOORA", _) => moora(problem),
        ("OCRA", _) => ocra(problem),
        ("PROMETHEE_II", _) => {
            promethee(problem, &vec![Preference::Usual; problem.weights().len()]).map(|found| found.ranking)
        }
        ("SPOTIS", "TestSPOTIS2.test_output") => spotis(
            problem,
            &bounds(&[(14000.0, 16000.0), (3.0, 8.0), (80.0, 140.0), (35.0, 60.0), (650.0, 1300.0)]),
            Some(&[15300.0, 4.0, 115.0, 50.0, 900.0]),
        ),
        ("SPOTIS", _) => spotis(problem, &bounds(&[(-5.0, 12.0), (-6.0, 10.0), (-8.0, 5.0)]), None),
        ("BalancedSPOTIS", "TestBalancedSPOTIS.test_output_ideal") => spotis(problem, &cars, None),
        ("BalancedSPOTIS", "TestBalancedSPOTIS.test_output_expected") => {
            spotis(problem, &cars, Some(&wanted_car))
        }
        ("BalancedSPOTIS", _) => balanced_spotis(problem, &cars, &wanted_car, 0.5),
        ("TOPSIS", _) => topsis(problem, Normalisation::MinMax),
        ("VIKOR", _) => vikor(problem, 0.5).map(|found| found.ranking),
        ("RIM", _) => rim(
            problem,
            &bounds(&[(23.0, 60.0), (0.0, 15.0), (0.0, 10.0), (1.0, 3.0), (1.0, 3.0), (1.0, 5.0)]),
            &[(30.0, 35.0), (10.0, 15.0), (0.0, 0.0), (3.0, 3.0), (3.0, 3.0), (4.0, 5.0)],
        ),
        ("RAM", _) => ram(problem),
        ("ERVD", _) => ervd(problem, &[80.0; 7], 2.25, 0.88),
        ("SPROBID", _) => sprobid(problem),
        ("WSM", _) => wsm(problem, Normalisation::Sum),
        ("WPM", _) => wpm(problem, Normalisation::Sum),
        ("WASPAS", _) => waspas(problem, 0.5),
        ("LoPM", _) => {
            use Limit::{Lower, Target, Upper};
            let limits = [Lower(10_000.0), Lower(14.0), Upper(0.0015), Upper(3.5), Target(2.3), Upper(9.0)];
            lopm(problem, &limits)
        }
        ("RAFSI", _) => rafsi(problem, &[200.0, 12.0, 10.0, 100.0, 8.0], &[120.0, 6.0, 20.0, 200.0, 2.0]),
        ("LMAW", _) => lmaw(problem),
        ("AROMAN", _) => aroman(problem, 0.5, 0.5),
        _ => {
            let weights = match name {
                "equal_weights" => equal_weights(table),
                "entropy_weights" => entropy_weights(table),
                "standard_deviation_weights" => deviation_weights(table),
                "merec_weights" => merec_weights(table, goals),
                "critic_weights" => critic_weights(table),
                "cilos_weights" => cilos_weights(table, goals),
                "idocriw_weights" => idocriw_weights(table, goals),
                "angle_weights" => angle_weights(table),
                "gini_weights" => gini_weights(table),
                "variance_weights" => variance_weights(table),
                "lopcow_weights" => lopcow_weights(table, goals),
                other => panic!("no method {other}"),
            };
            return weights.map(|found| found.weights);
        }
    };
    ranking.map(|ranking| ranking.scores)
}

/// Decimals of the longest printed number.
fn decimals(printed: &[Value]) -> usize {
    let of = |value: &Value| value.to_string().split('.').nth(1).map_or(0, str::len);
    printed.iter().map(of).max().unwrap_or_default()
}

#[test]
fn all_published_cases_come_out_to_their_printed_digits() {
    let Some(cases) = cases() else { return };
    let cases = cases["cases"].as_object().expect("cases");
    let mut wrong = Vec::new();
    let mut farthest = 0.0_f64;
    for (id, case) in cases {
        let name = case["name"].as_str().expect("a name");
        let table = table(case);
        let columns = table.columns();
        let weights = match &case["weights"] {
            Value::Array(_) => numbers(&case["weights"]),
            _ => vec![1.0; columns],
        };
        let problem = Problem::new(table, weights, goals(case, columns)).expect("fits together");
        let found = match ours(id, name, &problem) {
            Ok(found) => found,
            Err(why) => {
                wrong.push(format!("{id}: {why}"));
                continue;
            }
        };
        let printed = case["published_rounded"].as_array().expect("printed");
        let places = decimals(printed);
        for (ours, printed) in found.iter().zip(printed) {
            let printed = printed.as_f64().expect("a number");
            let rounded: f64 = format!("{ours:.places$}").parse().expect("a number");
            if (rounded - printed).abs() > 1e-12 {
                wrong.push(format!("{id}: {ours} is not {printed}"));
            }
        }
        for (ours, stored) in found.iter().zip(numbers(&case["value"])) {
            farthest = farthest.max((ours - stored).abs() / stored.abs().max(1.0));
        }
        assert_eq!(found.len(), printed.len(), "{id}");
    }
    println!("{} cases; farthest from the stored full figure: {farthest:e}", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(cases.len(), 44);
    assert!(farthest < 1e-9, "{farthest:e}");
}

#[test]
fn vector_topsis_is_not_min_max_topsis() {
    let table = Matrix::new(3, 2, vec![1.0, 3000.0, 2.0, 3750.0, 5.0, 4500.0]).expect("fits");
    let problem =
        Problem::new(table, vec![0.5, 0.5], vec![Goal::Cost, Goal::Benefit]).expect("fits together");
    // By hand: risks 1, 2, 5 over √30, altitudes over √43.3125 thousand; the least risk wins, not the middle path of min–max.
    let found = topsis(&problem, Normalisation::Vector).expect("fits");
    for (score, by_hand) in found.scores.iter().zip([0.762_141, 0.722_178, 0.237_859]) {
        assert!((score - by_hand).abs() < 1e-6, "{:?}", found.scores);
    }
    assert_eq!(found.ranks, [1, 2, 3]);
    assert_eq!(topsis(&problem, Normalisation::MinMax).expect("fits").ranks, [2, 1, 2]);
}
