//! Held to saved figures of published implementations; silent where the data folder is absent.

mod datawheel;
mod econgeo;
mod reat;
mod trade;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use super::table::Table;
use crate::Matrix;

fn bytes(name: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/region");
    let raw = std::fs::read(folder.join(name)).ok()?;
    if !name.ends_with(".gz") {
        return Some(raw);
    }
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(raw.as_slice()).read_to_end(&mut text).expect("a gzip file");
    Some(text)
}

fn text(name: &str) -> Option<String> {
    let text = String::from_utf8(bytes(name)?).expect("UTF-8");
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

/// Rows of a CSV file as maps from heading to entry; quotes may hold commas.
fn rows(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let text = text(name)?;
    let mut lines = text.lines().map(fields);
    let head = lines.next().expect("a heading");
    Some(lines.map(|line| head.iter().cloned().zip(line).collect()).collect())
}

fn fields(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for sign in line.trim_end_matches('\r').chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            other => all.last_mut().expect("one at least").push(other),
        }
    }
    all
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} is {}", row[name]))
}

/// A table from long rows, regions and activities in the order of their names, cells that are missing being 0.
fn table(rows: &[BTreeMap<String, String>], region: &str, activity: &str, value: &str) -> Named {
    let names = |of: &str| {
        let mut all: Vec<String> = rows.iter().map(|row| row[of].clone()).collect();
        all.sort();
        all.dedup();
        all
    };
    let (regions, activities) = (names(region), names(activity));
    let mut matrix = Matrix::zeros(regions.len(), activities.len());
    for row in rows {
        let at = (place(&regions, &row[region]), place(&activities, &row[activity]));
        *matrix.at_mut(at.0, at.1) += number(row, value);
    }
    Named { regions, activities, table: Table::new(matrix).expect("amounts") }
}

fn place(names: &[String], name: &str) -> usize {
    names.binary_search_by(|known| known.as_str().cmp(name)).expect("a known name")
}

struct Named {
    regions: Vec<String>,
    activities: Vec<String>,
    table: Table,
}

/// The largest difference of two lists, relative to 1 for figures above 1.
fn apart(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len(), "as many figures");
    found
        .iter()
        .zip(expected)
        .map(|(a, b)| (a - b).abs() / b.abs().max(1.0))
        .fold(0.0, |worst, next| if next.is_nan() { f64::INFINITY } else { f64::max(worst, next) })
}

fn check(name: &str, found: &[f64], expected: &[f64], least: f64) {
    let worst = apart(found, expected);
    println!("{name}: {} figures, {:.1} digits in the worst", found.len(), -worst.max(1e-17).log10());
    let at = (0..found.len()).find(|at| apart(&found[*at..=*at], &expected[*at..=*at]) == worst).unwrap_or(0);
    assert!(worst <= least, "{name} is apart by {worst:e}: {} for {}", found[at], expected[at]);
}

fn known(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.expect("a figure")).collect()
}
