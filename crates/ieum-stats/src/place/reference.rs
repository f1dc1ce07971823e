//! Published and peers' optima.

use std::fs;
use std::path::PathBuf;

use super::{Effort, max_cover, p_median};
use crate::Matrix;

fn data(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/region/spopt").join(name);
    fs::read_to_string(path).ok()
}

/// 205 census tracts and 16 stores of San Francisco: distances by road, and people, both in the order of names.
fn san_francisco() -> Option<(Matrix, Vec<f64>)> {
    let text = data("SF_network_distance_candidateStore_16_censusTract_205_new.csv")?;
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let names = |column: usize| {
        let mut names: Vec<&str> = rows.iter().map(|row| row[column]).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let (stores, tracts) = (names(1), names(2));
    let mut distances = Matrix::zeros(tracts.len(), stores.len());
    for row in &rows {
        let place = tracts.binary_search(&row[2]).expect("known");
        let site = stores.binary_search(&row[1]).expect("known");
        *distances.at_mut(place, site) = row[0].parse().expect("a number");
    }
    let people = data("SF_demand_205_centroid_uniform_weight.csv")?;
    let mut people: Vec<(String, f64)> = people
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
            (cells[3].to_owned(), cells[6].parse().expect("a number"))
        })
        .collect();
    people.sort_by(|a, b| a.0.cmp(&b.0));
    Some((distances, people.into_iter().map(|(_, people)| people).collect()))
}

#[test]
fn san_franciscos_four_stores_are_proven_best() {
    let Some((distances, people)) = san_francisco() else { return };
    assert_eq!((distances.rows(), distances.columns()), (205, 16));
    let found = p_median(&distances, &people, 4, &[], Effort::default()).expect("fits");
    println!("{} {:?} gap {}", found.objective, found.open, found.gap);
    assert_eq!(found.open, [1, 2, 5, 10]);
    assert!((found.objective / 2_848_268_129.714_510_4 - 1.0).abs() < 1e-12, "{}", found.objective);
    assert!((found.mean_cost.expect("people") - 2_982.126_857_989_065_7).abs() < 1e-9);
    assert_eq!(found.gap, 0.0);
}

#[test]
fn san_franciscos_stores_within_reach() {
    let Some((distances, people)) = san_francisco() else { return };
    let found = max_cover(&distances, &people, 5000.0, 4, &[], Effort::default()).expect("fits");
    println!("{} of {} gap {}", found.covered, people.iter().sum::<f64>(), found.gap);
    assert!(found.gap < 0.01, "{}", found.gap);
}

/// A synthetic town of 250 places that are sites as well; its optimum is CBC's and HiGHS's.
#[test]
fn a_town_of_250_is_solved_to_the_known_best() {
    let town = include_str!("town_250.csv");
    let numbers: Vec<Vec<f64>> = town
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    let cells = numbers
        .iter()
        .flat_map(|from| numbers.iter().map(|to| (from[0] - to[0]).hypot(from[1] - to[1])))
        .collect();
    let costs = Matrix::new(250, 250, cells).expect("fits");
    let demands: Vec<f64> = numbers.iter().map(|row| row[2]).collect();
    let found = p_median(&costs, &demands, 10, &[], Effort::default()).expect("fits");
    println!(
        "{} {:?} gap {} in {} steps, {} branches",
        found.objective, found.open, found.gap, found.steps, found.branches
    );
    assert!((found.objective - 998_354.751_005_786_5).abs() < 1e-6, "{}", found.objective);
    assert_eq!(found.open, [39, 59, 107, 119, 128, 162, 173, 197, 215, 229]);
    assert!(found.gap <= 0.01, "{}", found.gap);
}
