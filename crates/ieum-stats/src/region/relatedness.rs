//! How related two activities are: co-occurrence, freed of how common each is.

use serde::Serialize;

use super::cooccur::{CoOccurrence, each_row};
use super::presence::Presence;
use super::table::{Table, non_negative, same_length};
use crate::{Matrix, Unfit};

/// How co-occurrence is freed of ubiquity. `C` joint counts, `k` own counts, `n` regions; `s` sums of joint counts, `T` their total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalisation {
    /// `C / max(k_i, k_j)`, the smaller of the two conditional probabilities, 0 to 1 (Hidalgo et al. 2007, eq. 1).
    Proximity,
    /// Observed over expected, `C n / (k_i k_j)`, 0 to ∞ with 1 = by chance (van Eck and Waltman 2009, eq. 6).
    Association,
    /// `C / √(k_i k_j)`, 0 to 1 (van Eck and Waltman 2009, eq. 3).
    Cosine,
    /// `C / (k_i + k_j − C)`, 0 to 1 (Jaccard 1912; van Eck and Waltman 2009, eq. 5).
    Jaccard,
    /// Observed over expected when the second partner is drawn from what the first leaves,
    /// `C / {[s_i/T · s_j/(T − s_i) + s_j/T · s_i/(T − s_j)] T/2}` on sums of joint counts (Steijn 2017, eq. 8).
    Probability,
    /// `(C − μ) / σ` with `μ = k_i k_j / n`, `σ² = μ (n − k_i)/n · (n − k_j)/(n − 1)` (Teece et al. 1994, eq. 1–3).
    ZScore,
}

/// What stands on the diagonal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Diagonal {
    /// What the formula gives for a thing with itself.
    Kept,
    /// 0 (Datawheel, `EconGeo`).
    Zero,
}

/// Relatedness of every pair of activities, from presence.
///
/// Symmetric, activities × activities. A pair with an activity found nowhere has 0, and so has a z score without spread. For the
/// relatedness of regions turn the presence first. Sources: see [`Normalisation`].
#[must_use]
pub fn relatedness(presence: &Presence, normalisation: Normalisation, diagonal: Diagonal) -> Matrix {
    let (size, regions) = (presence.activities(), presence.regions() as f64);
    let own: Vec<f64> = presence.ubiquity().iter().map(|count| f64::from(*count)).collect();
    if normalisation == Normalisation::Probability {
        let counted = CoOccurrence::of_activities(presence).to_matrix(false);
        return by_sums(&counted, normalisation);
    }
    let mut related = Matrix::zeros(size, size);
    let mut both = BothSides::new(related.cells_mut(), size);
    each_row(presence, |one, counts| {
        let a = own[one];
        let row = both.next(counts.len());
        if a == 0.0 {
            row.fill(0.0);
        } else if normalisation == Normalisation::Proximity {
            // By far the most used, so it has a loop without a branch; a count with an absent activity is 0 anyway.
            for ((cell, count), b) in row.iter_mut().zip(counts).zip(&own) {
                *cell = f64::from(*count) / a.max(*b);
            }
        } else {
            for ((cell, count), b) in row.iter_mut().zip(counts).zip(&own) {
                *cell =
                    if *b > 0.0 { normalised(f64::from(*count), a, *b, regions, normalisation) } else { 0.0 };
            }
        }
        if diagonal == Diagonal::Zero {
            row[one] = 0.0;
        }
    });
    both.settle();
    related
}

/// A symmetric matrix filled from its lower rows: they are gathered a few at a time and written to both sides of the diagonal while
/// they are still in near memory.
struct BothSides<'a> {
    cells: &'a mut [f64],
    size: usize,
    /// Between rows of `block`; odd in cache lines, so that rows do not fall on one another.
    stride: usize,
    block: Vec<f64>,
    first: usize,
    held: usize,
}

impl<'a> BothSides<'a> {
    const ROWS: usize = 32;
    const TILE: usize = 8;

    fn new(cells: &'a mut [f64], size: usize) -> Self {
        let stride = ((size / Self::TILE) | 1) * Self::TILE + 2 * Self::TILE;
        Self { cells, size, stride, block: vec![0.0; stride * Self::ROWS], first: 0, held: 0 }
    }

    /// The next row, up to the diagonal.
    fn next(&mut self, length: usize) -> &mut [f64] {
        if self.held == Self::ROWS {
            self.settle();
        }
        self.held += 1;
        let start = (self.held - 1) * self.stride;
        &mut self.block[start..start + length]
    }

    /// Writes the rows gathered.
    fn settle(&mut self) {
        let (first, held, size) = (self.first, self.held, self.size);
        for (row, line) in self.block.chunks_exact(self.stride).take(held).enumerate() {
            let own = first + row;
            self.cells[own * size..=own * size + own].copy_from_slice(&line[..=own]);
        }
        for left in (0..first + held).step_by(Self::TILE) {
            let right = (left + Self::TILE).min(first + held);
            for (row, line) in self.block.chunks_exact(self.stride).take(held).enumerate() {
                let own = first + row;
                let mirrored = line.iter().enumerate().take(right.min(own)).skip(left);
                mirrored.for_each(|(other, value)| self.cells[other * size + own] = *value);
            }
        }
        (self.first, self.held) = (first + held, 0);
    }
}

fn normalised(count: f64, a: f64, b: f64, regions: f64, normalisation: Normalisation) -> f64 {
    match normalisation {
        Normalisation::Proximity => count / a.max(b),
        Normalisation::Association | Normalisation::Probability => count * regions / (a * b),
        Normalisation::Cosine => count / (a * b).sqrt(),
        Normalisation::Jaccard => count / (a + b - count),
        Normalisation::ZScore => z_score(count, a, b, regions),
    }
}

/// Relatedness from joint counts alone, whatever was counted: patents, people changing jobs, co-exports.
///
/// `counts` is square, symmetric and not negative; its diagonal is not looked at and is 0 in the answer. The sums of each row stand in
/// for own counts, as in `EconGeo`; [`Normalisation::ZScore`] needs own counts and is refused. Rows without counts have 0.
///
/// # Errors
/// [`Unfit::Shape`] unless square, [`Unfit::OutOfRange`] when negative, not symmetric, or with [`Normalisation::ZScore`].
pub fn relatedness_of_counts(counts: &Matrix, normalisation: Normalisation) -> Result<Matrix, Unfit> {
    same_length(counts.rows(), counts.columns())?;
    non_negative("counts", counts.cells())?;
    for row in 0..counts.rows() {
        for column in 0..row {
            let (one, other) = (counts.at(row, column), counts.at(column, row));
            if one != other {
                return Err(Unfit::OutOfRange { name: "counts", value: one, low: other, high: other });
            }
        }
    }
    if normalisation == Normalisation::ZScore {
        return Err(Unfit::OutOfRange { name: "normalisation", value: 0.0, low: 1.0, high: 1.0 });
    }
    Ok(by_sums(counts, normalisation))
}

fn by_sums(counts: &Matrix, normalisation: Normalisation) -> Matrix {
    let size = counts.rows();
    let sums: Vec<f64> =
        (0..size).map(|row| counts.row(row).iter().sum::<f64>() - counts.at(row, row)).collect();
    let total: f64 = sums.iter().sum();
    let mut related = Matrix::zeros(size, size);
    for one in 0..size {
        for other in (0..size).filter(|other| *other != one) {
            let (count, a, b) = (counts.at(one, other), sums[one], sums[other]);
            if a == 0.0 || b == 0.0 {
                continue;
            }
            *related.at_mut(one, other) = match normalisation {
                Normalisation::Proximity => count / a.max(b),
                Normalisation::Association => count * total / (a * b),
                Normalisation::Cosine => count / (a * b).sqrt(),
                Normalisation::Jaccard => count / (a + b - count),
                Normalisation::Probability | Normalisation::ZScore => {
                    let expected =
                        (a / total * (b / (total - a)) + b / total * (a / (total - b))) * total / 2.0;
                    count / expected
                }
            };
        }
    }
    related
}

/// Teece's z for every pair from presence, the joint count of a thing with itself taken as 0, as `EconGeo`'s `z_score` has it.
#[must_use]
pub fn z_scores_without_diagonal(presence: &Presence) -> Matrix {
    let mut related = relatedness(presence, Normalisation::ZScore, Diagonal::Zero);
    for (at, own) in presence.ubiquity().iter().enumerate() {
        let own = f64::from(*own);
        *related.at_mut(at, at) = z_score(0.0, own, own, presence.regions() as f64);
    }
    related
}

fn z_score(count: f64, a: f64, b: f64, n: f64) -> f64 {
    let expected = a * b / n;
    let variance = expected * ((n - a) / n) * ((n - b) / (n - 1.0));
    if variance > 0.0 { (count - expected) / variance.sqrt() } else { 0.0 }
}

/// Proximity without a threshold: `(1 + r) / 2`, with r the correlation of two activities' quotients over the regions, 0 to 1.
///
/// An activity whose quotients do not vary has ½ with all others. Source: the continuous proximity of `ecomplexity` for Python and Stata.
#[must_use]
pub fn continuous_proximity(table: &Table) -> Matrix {
    let mut related = super::clusters::location_correlation(&super::quotient::ratios(table));
    related.cells_mut().iter_mut().for_each(|cell| *cell = ((1.0 + *cell) / 2.0).clamp(0.0, 1.0));
    related
}

/// Proximity of the activities of one presence to those of another over the same regions: facilities or patents to industries.
///
/// Rows are the activities of `of`, columns those of `to`; `C / max(k, k')`. Source: Catalán, Navarrete and Figueroa 2020,
/// «The scientific and technological cross-space», eq. 3.
///
/// # Errors
/// [`Unfit::Shape`] when the regions are not the same number.
pub fn cross_proximity(of: &Presence, to: &Presence) -> Result<Matrix, Unfit> {
    same_length(of.regions(), to.regions())?;
    let mut related = Matrix::zeros(of.activities(), to.activities());
    for (one, own) in of.ubiquity().iter().enumerate().filter(|(_, own)| **own > 0) {
        for (other, theirs) in to.ubiquity().iter().enumerate().filter(|(_, own)| **own > 0) {
            let both: u32 = of.bits(one).iter().zip(to.bits(other)).map(|(a, b)| (a & b).count_ones()).sum();
            *related.at_mut(one, other) = f64::from(both) / f64::from(*own.max(theirs));
        }
    }
    Ok(related)
}
