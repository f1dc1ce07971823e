//! Relatedness density: how much of what is related to an activity a region already has.

use serde::Serialize;

use super::presence::Presence;
use super::table::same_length;
use crate::{Caution, Matrix, Unfit};

/// Which neighbours of an activity count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Neighbourhood {
    /// All of them, by their relatedness (Hidalgo et al. 2007, eq. 5).
    All,
    /// The given number of most related ones, by their relatedness; of equally related ones the first in order.
    Nearest(usize),
}

/// Densities of all regions and activities.
#[derive(Debug, Clone, PartialEq)]
pub struct Density {
    /// Regions × activities, 0 to 1; 0 for an activity related to nothing.
    pub values: Matrix,
    /// Activities that are related to nothing, in order: their density is not known, rather than low.
    pub unrelated: Vec<usize>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// `ω_ri = Σ_j M_rj φ_ij / Σ_j φ_ij`: the share of an activity's relatedness that the region already has; 1 − ω is the distance.
///
/// `related` is symmetric, activities × activities, not negative; leave the diagonal out of it (`Diagonal::Zero`) to leave an activity
/// out of its own density. Source: Hidalgo et al. 2007, eq. 5; Boschma, Balland and Kogler 2015, eq. 3.
///
/// # Errors
/// [`Unfit::Shape`] when `related` is not square in the activities.
pub fn density(
    presence: &Presence,
    related: &Matrix,
    neighbourhood: Neighbourhood,
) -> Result<Density, Unfit> {
    same_length(presence.activities(), related.columns())?;
    same_length(presence.activities(), related.rows())?;
    Ok(match neighbourhood {
        Neighbourhood::All => of_targets(presence, related),
        Neighbourhood::Nearest(count) => of_targets(presence, &nearest(related, count)),
    })
}

/// Density of one kind of activity by another: what a region has of facilities or patents around each industry.
///
/// `sources` are the regions' facilities; `cross` has one row a source and one column a target, as
/// [`super::relatedness::cross_proximity`] makes it. Source: Catalán, Navarrete and Figueroa 2020, eq. 5.
///
/// # Errors
/// [`Unfit::Shape`] when `cross` does not have one row a source.
pub fn cross_density(sources: &Presence, cross: &Matrix) -> Result<Density, Unfit> {
    same_length(sources.activities(), cross.rows())?;
    Ok(of_targets(sources, &cross.transposed()))
}

/// One row a target, one column a source.
fn of_targets(presence: &Presence, weights: &Matrix) -> Density {
    let sums: Vec<f64> = (0..weights.rows()).map(|target| weights.row(target).iter().sum()).collect();
    let mut values = Matrix::zeros(presence.regions(), weights.rows());
    let fill = |first: usize, packed: &mut [[f64; 8]]| pack(weights, first, packed);
    packed_sums(presence, weights.rows(), fill, |region, first, found: &[f64; 8]| {
        let row = &mut values.row_mut(region)[first..];
        for ((cell, sum), whole) in row.iter_mut().zip(found).zip(&sums[first..]) {
            *cell = if *whole > 0.0 { sum / whole } else { 0.0 };
        }
    });
    let unrelated: Vec<usize> = (0..sums.len()).filter(|at| sums[*at] <= 0.0).collect();
    let cautions = unrelated_caution(&unrelated);
    Density { values, unrelated, cautions }
}

pub(crate) fn unrelated_caution(unrelated: &[usize]) -> Vec<Caution> {
    if unrelated.is_empty() {
        return Vec::new();
    }
    vec![Caution::Unrelated { activities: unrelated.len() }]
}

fn nearest(related: &Matrix, count: usize) -> Matrix {
    let mut kept = Matrix::zeros(related.rows(), related.columns());
    for row in 0..related.rows() {
        let cells = related.row(row);
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by(|a, b| cells[*b].total_cmp(&cells[*a]).then(a.cmp(b)));
        for column in order.into_iter().take(count) {
            *kept.at_mut(row, column) = cells[column];
        }
    }
    kept
}

/// Copies `WIDTH` targets' weights side by side, source after source; targets past the last are 0.
pub(crate) fn pack<const WIDTH: usize>(weights: &Matrix, first: usize, packed: &mut [[f64; WIDTH]]) {
    for lane in 0..WIDTH {
        if first + lane < weights.rows() {
            for (cell, weight) in packed.iter_mut().zip(weights.row(first + lane)) {
                cell[lane] = *weight;
            }
        } else {
            packed.iter_mut().for_each(|cell| cell[lane] = 0.0);
        }
    }
}

/// How many sources' weights are held in the nearest memory at once: 256 × 128 bytes.
const NEAR: usize = 256;

/// For each region the sums, over the activities it has, of weights packed eight targets at a time.
///
/// `fill(first, packed)` writes the weights of targets `first..first + 8` for every source (once more, or otherwise weighted, in the
/// second half of a row of 16); `take(region, first, sums)` gets the sums. A few sources at a time go past all regions, which is what
/// makes this quick; each region adds its sources in order, so the digits depend on nothing else.
pub(crate) fn packed_sums<const WIDTH: usize>(
    presence: &Presence,
    targets: usize,
    mut fill: impl FnMut(usize, &mut [[f64; WIDTH]]),
    mut take: impl FnMut(usize, usize, &[f64; WIDTH]),
) {
    let regions = presence.regions();
    let mut packed = vec![[0.0; WIDTH]; presence.activities()];
    let mut sums = vec![[0.0; WIDTH]; regions];
    let parts: Vec<Vec<&[u32]>> = (0..presence.activities().div_ceil(NEAR))
        .map(|part| {
            let within = |bound: usize| move |source: &u32| (*source as usize) < bound;
            (0..regions)
                .map(|region| {
                    let list = presence.of_region(region);
                    let start = list.partition_point(within(part * NEAR));
                    &list[start..list.partition_point(within((part + 1) * NEAR))]
                })
                .collect()
        })
        .collect();
    for first in (0..targets).step_by(8) {
        fill(first, &mut packed);
        sums.fill([0.0; WIDTH]);
        for (lists, near) in parts.iter().zip(packed.chunks(NEAR)) {
            for (sum, list) in sums.iter_mut().zip(lists) {
                let mut running = *sum;
                for source in *list {
                    let weights = &near[*source as usize % NEAR];
                    for lane in 0..WIDTH {
                        running[lane] += weights[lane];
                    }
                }
                *sum = running;
            }
        }
        for (region, sum) in sums.iter().enumerate() {
            take(region, first, sum);
        }
    }
}

/// The mean density of a region's activities (inside) and of those it lacks (outside), `None` when there are none.
///
/// Source: Boschma, Balland and Kogler 2015; `EconGeo`'s averages of internal and external relatedness density.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn inside_outside(presence: &Presence, density: &Matrix) -> Result<Vec<[Option<f64>; 2]>, Unfit> {
    same_length(presence.regions(), density.rows())?;
    same_length(presence.activities(), density.columns())?;
    let of = |region: usize| {
        let row = density.row(region);
        let own: f64 = presence.of_region(region).iter().map(|activity| row[*activity as usize]).sum();
        let all: f64 = row.iter().sum();
        let had = presence.of_region(region).len();
        let mean = |sum: f64, count: usize| (count > 0).then(|| sum / count as f64);
        [mean(own, had), mean(all - own, row.len() - had)]
    };
    Ok((0..presence.regions()).map(of).collect())
}

/// How much denser an absent activity is than the region's other absent ones: a z value among them (n), `None` where present.
///
/// Source: Pinheiro, Hartmann, Boschma and Hidalgo 2022, «The time and frequency of unrelated diversification», eq. 3.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn relative_density(presence: &Presence, density: &Matrix) -> Result<Vec<Option<f64>>, Unfit> {
    same_length(presence.regions(), density.rows())?;
    same_length(presence.activities(), density.columns())?;
    let mut values = vec![None; density.cells().len()];
    for region in 0..density.rows() {
        let absent: Vec<usize> =
            (0..density.columns()).filter(|activity| !presence.has(region, *activity)).collect();
        let known: Vec<f64> = absent.iter().map(|activity| density.at(region, *activity)).collect();
        let (mean, spread) = super::complexity::centre(&known, super::complexity::Spread::Population);
        if spread > 0.0 {
            for (activity, value) in absent.iter().zip(&known) {
                values[region * density.columns() + activity] = Some((value - mean) / spread);
            }
        }
    }
    Ok(values)
}
