//! `EconGeo` 2.1's own figures, rounding included, to repeat a published number; for new work take the exact functions beside this one.
//!
//! It rounds *inside* its algorithms: quotients to two digits before anything built on them, the transition matrix to four before its
//! eigenvectors, density to whole percents. With 3,100 regions only 195 keep their rank in its complexity index.

use super::complexity::correlation;
use super::density::{Neighbourhood, density};
use super::dynamics::growth_between;
use super::income::{Income, by_quotients};
use super::presence::{Presence, Threshold};
use super::quotient::ratios;
use super::relatedness::{Normalisation, relatedness_of_counts};
use super::structure::structures;
use super::table::{Table, same_length};
use crate::{Matrix, Unfit};

/// R's `round(x, digits)` (4.0.0 on): the nearer of the two decimal neighbours, the even one when both are as near.
#[must_use]
pub fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    let (low, high) = ((value * scale).floor(), (value * scale).ceil());
    let (below, above) = (low / scale, high / scale);
    let (down, up) = (value - below, above - value);
    if down < up || (down == up && low % 2.0 == 0.0) { below } else { above }
}

fn rounded(mut matrix: Matrix, digits: i32) -> Matrix {
    matrix.cells_mut().iter_mut().for_each(|cell| *cell = round(*cell, digits));
    matrix
}

/// `rca`: quotients to two digits.
#[must_use]
pub fn rca(table: &Table) -> Matrix {
    rounded(ratios(table), 2)
}

/// `rca(binary = TRUE)`: presence by the rounded quotient.
#[must_use]
pub fn rca_presence(table: &Table) -> Presence {
    Presence::of_matrix(&rca(table), Threshold::AtLeast(1.0))
}

/// `entropy`: bits with 10⁻⁹ added to each share inside the logarithm, to three digits.
#[must_use]
pub fn entropy(table: &Table) -> Vec<f64> {
    let bits = |share: f64| -share * (share + 1e-9).log2();
    (0..table.regions())
        .map(|region| round(table.region_shares(region).into_iter().map(bits).sum(), 3))
        .collect()
}

/// `krugman_index` of each region, 0 for an empty one.
#[must_use]
pub fn krugman(table: &Table) -> Vec<f64> {
    structures(table).0.into_iter().map(|found| found.map_or(0.0, |of| of.krugman)).collect()
}

/// `norm_ubiquity`: the activity's share of everything over its share of all presences, to two digits; 0 for an empty activity.
#[must_use]
pub fn normalised_ubiquity(table: &Table) -> Vec<f64> {
    let presence = rca_presence(table);
    let cells = presence.cells() as f64;
    let shares = table.activity_shares();
    let pairs = shares.iter().zip(presence.ubiquity());
    pairs
        .map(|(share, count)| if *count > 0 { round(share / (f64::from(*count) / cells), 2) } else { 0.0 })
        .collect()
}

/// `inv_norm_ubiquity`: `100 ln(total + 0.001) / ubiquity`, to two digits; 0 for an empty activity.
#[must_use]
pub fn inverse_normalised_ubiquity(table: &Table) -> Vec<f64> {
    let presence = rca_presence(table);
    let pairs = table.activity_totals().iter().zip(presence.ubiquity());
    pairs
        .map(
            |(total, count)| {
                if *count > 0 { round(100.0 * (total + 0.001).ln() / f64::from(*count), 2) } else { 0.0 }
            },
        )
        .collect()
}

/// `prody` and `expy`: as [`super::income::income`], on the rounded quotients.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one income a region.
pub fn income(table: &Table, income: &[f64]) -> Result<Income, Unfit> {
    same_length(table.regions(), income.len())?;
    Ok(by_quotients(table, &rca(table), income))
}

/// `kci`: complexity of the rows. See [`second`].
///
/// # Errors
/// As [`second`].
pub fn kci(matrix: &Matrix) -> Result<Vec<f64>, Unfit> {
    let found = second(matrix)?;
    let diversity: Vec<f64> = (0..matrix.rows()).map(|row| matrix.row(row).iter().sum()).collect();
    Ok(turned(found, &diversity, 1.0))
}

/// `tci`: complexity of the columns. See [`second`].
///
/// # Errors
/// As [`second`].
pub fn tci(matrix: &Matrix) -> Result<Vec<f64>, Unfit> {
    let across = matrix.transposed();
    let found = second(&across)?;
    let ubiquity: Vec<f64> = (0..across.rows()).map(|row| across.row(row).iter().sum()).collect();
    Ok(turned(found, &ubiquity, -1.0))
}

/// Turns the index so that its rank correlation with the counts has the sign wanted; one of 0 leaves it.
fn turned(index: Vec<f64>, counts: &[f64], wanted: f64) -> Vec<f64> {
    let related = correlation(&middle_ranks(&index), &middle_ranks(counts));
    let sign = if related * wanted < 0.0 { -1.0 } else { 1.0 };
    index.into_iter().map(|value| sign * value).collect()
}

fn middle_ranks(values: &[f64]) -> Vec<f64> {
    // Values that differ by rounding alone are ties in R's output as well.
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs().max(b.abs());
    values
        .iter()
        .map(|value| {
            let ties = values.iter().filter(|other| same(**other, *value)).count() as f64;
            let below =
                values.iter().filter(|other| **other < *value && !same(**other, *value)).count() as f64;
            below + (ties + 1.0) / 2.0
        })
        .collect()
}

/// The second eigenvector of the rows' transition matrix *rounded to four digits*, divided by its own sum.
///
/// The rounded matrix is no longer similar to a symmetric one, so the eigenpair nearest to the exact second is found by inverse
/// iteration; where rounding makes that eigenvalue complex `EconGeo` takes the real part and the two cannot agree.
///
/// # Errors
/// [`Unfit::Empty`] for an empty row or column, [`Unfit::TooFew`] below two rows, [`Unfit::NotSettled`] when the iteration does not
/// settle.
pub fn second(matrix: &Matrix) -> Result<Vec<f64>, Unfit> {
    let (rows, columns) = (matrix.rows(), matrix.columns());
    if rows < 2 || columns < 2 {
        return Err(Unfit::TooFew { needed: 2, found: rows.min(columns) });
    }
    let across = matrix.transposed();
    let sums = |of: &Matrix| (0..of.rows()).map(|row| of.row(row).iter().sum::<f64>()).collect::<Vec<f64>>();
    let (own, theirs) = (sums(matrix), sums(&across));
    for (name, list) in [("row", &own), ("column", &theirs)] {
        if let Some(at) = list.iter().position(|sum| *sum <= 0.0) {
            return Err(Unfit::Empty { name, at });
        }
    }
    let mut exact = Matrix::zeros(rows, rows);
    for (one, total) in own.iter().enumerate() {
        for other in 0..rows {
            let products = matrix.row(one).iter().zip(matrix.row(other)).zip(&theirs);
            *exact.at_mut(one, other) = products.map(|((a, b), sum)| (a / total) * (b / sum)).sum::<f64>();
        }
    }
    let mut alike = exact.clone();
    for (one, total) in own.iter().enumerate() {
        for (cell, other) in alike.row_mut(one).iter_mut().zip(&own) {
            *cell *= (total / other).sqrt();
        }
    }
    let (values, _) = super::spectrum::symmetric(&alike);
    let vector = nearest_eigenvector(&rounded(exact, 4), values[1])?;
    let sum: f64 = vector.iter().sum();
    Ok(vector.into_iter().map(|value| value / sum).collect())
}

fn nearest_eigenvector(matrix: &Matrix, near: f64) -> Result<Vec<f64>, Unfit> {
    let n = matrix.rows();
    let mut vector: Vec<f64> = (0..n).map(|at| 1.0 + ((at * 7 + 3) % 11) as f64 / 11.0).collect();
    let mut shift = near;
    for step in 0..60 {
        let next = solved(matrix, shift, &vector);
        let peak = next
            .iter()
            .copied()
            .fold(0.0, |best: f64, value| if value.abs() > best.abs() { value } else { best });
        let grown: Vec<f64> = next.iter().map(|value| value / peak).collect();
        let change = grown.iter().zip(&vector).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        vector = grown;
        if change < 1e-14 {
            return Ok(vector);
        }
        // The Rayleigh quotient, once the direction is roughly right.
        if step >= 3 && change < 1e-3 {
            let image: f64 =
                (0..n).map(|row| super::spectrum::dot(matrix.row(row), &vector) * vector[row]).sum();
            shift = image / super::spectrum::dot(&vector, &vector);
        }
        if step >= 12 && change < 1e-11 {
            return Ok(vector);
        }
    }
    Err(Unfit::NotSettled { steps: 60 })
}

/// Solves (matrix − shift) x = right by elimination with row exchange; a pivot of 0 becomes the least one that can be divided by.
fn solved(matrix: &Matrix, shift: f64, right: &[f64]) -> Vec<f64> {
    let n = matrix.rows();
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|row| {
            let mut cells = matrix.row(row).to_vec();
            cells[row] -= shift;
            cells.push(right[row]);
            cells
        })
        .collect();
    for at in 0..n {
        let best =
            (at..n).fold(at, |best, row| if rows[row][at].abs() > rows[best][at].abs() { row } else { best });
        rows.swap(at, best);
        if rows[at][at].abs() < 1e-17 {
            rows[at][at] = 1e-17;
        }
        let (done, below) = rows.split_at_mut(at + 1);
        let pivot = &done[at];
        for row in below {
            let factor = row[at] / pivot[at];
            if factor != 0.0 {
                row[at..].iter_mut().zip(&pivot[at..]).for_each(|(cell, held)| *cell -= factor * held);
            }
        }
    }
    let mut answer = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|column| rows[at][column] * answer[column]).sum();
        answer[at] = (rows[at][n] - known) / rows[at][at];
    }
    answer
}

/// `relatedness_density` in percent: on links of relatedness 1 or more to whole percents, or on the weights themselves to two digits.
///
/// # Errors
/// [`Unfit::Shape`] when `counts` is not square in the activities, and as [`relatedness_of_counts`].
pub fn relatedness_density(presence: &Presence, counts: &Matrix, weighted: bool) -> Result<Matrix, Unfit> {
    let mut related = relatedness_of_counts(counts, Normalisation::Probability)?;
    if !weighted {
        related.cells_mut().iter_mut().for_each(|cell| *cell = f64::from(u8::from(*cell >= 1.0)));
    }
    let mut found = density(presence, &related, Neighbourhood::All)?.values;
    found.cells_mut().iter_mut().for_each(|cell| *cell *= 100.0);
    Ok(rounded(found, if weighted { 1 } else { 0 }))
}

/// `growth_mat`, `growth_reg`, `growth_ind` in percent to two digits, 0 where nothing became nothing and infinite from nothing.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn growth(before: &Table, after: &Table) -> Result<[Vec<f64>; 3], Unfit> {
    let found = growth_between(before, after)?;
    let all = |known: &[Option<f64>], after: &[f64]| {
        let from_nothing = |after: f64| if after > 0.0 { f64::INFINITY } else { 0.0 };
        known
            .iter()
            .zip(after)
            .map(|(value, after)| value.map_or_else(|| from_nothing(*after), |value| round(100.0 * value, 2)))
            .collect::<Vec<f64>>()
    };
    Ok([
        all(&found.cells, after.values().cells()),
        all(&found.regions, after.region_totals()),
        all(&found.activities, after.activity_totals()),
    ])
}
