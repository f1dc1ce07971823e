//! Outlook: what the complexity within a region's reach is worth (COI), and what each absent activity would open up (COG).

use serde::Serialize;

use super::complexity::{Complexity, Spread, centre};
use super::density::{pack, packed_sums, unrelated_caution};
use super::presence::Presence;
use super::table::same_length;
use crate::{Caution, Matrix, Unfit};

/// On which scale an activity's complexity enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// The eigenvector over the spread of the regions' index, not centred (`ecomplexity`, Stata).
    Eigenvector,
    /// The published, centred index (Datawheel, R `economiccomplexity`).
    Standardised,
}

/// Which gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gain {
    /// `Σ_j φ_ij/Σ_k φ_jk (1 − M_rj) PCI_j` (`ecomplexity`, Stata, R `economiccomplexity`, which leave the second term out).
    Opened,
    /// The same less `(1 − ω_ri) PCI_i`, what the distance to the activity costs (Hausmann et al. 2013, technical box 5.4; Datawheel).
    NetOfDistance,
}

/// Density, outlook and gain of all regions.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Regions × activities, as [`super::density::density`] has it.
    pub density: Matrix,
    /// Complexity outlook index, a z value among the regions (by the spread of the complexity); `None` when nothing varies.
    pub coi: Vec<Option<f64>>,
    /// The same before standardising.
    pub raw_coi: Vec<f64>,
    /// Regions × activities: the gain of each absent activity, 0 where present.
    pub cog: Matrix,
    /// The scale of the activities' worth.
    pub worth: Worth,
    /// Which gain.
    pub gain: Gain,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// Density, `COI_r = Σ_i (1 − M_ri) ω_ri PCI_i`, and the complexity outlook gain of every absent activity.
///
/// `related` is symmetric and not negative. Activities without an index are worth nothing here and are counted in a caution. With
/// several components the indices have no common scale: see the cautions of `complexity`. Source: Hausmann et al. 2013, technical boxes
/// 5.3 and 5.4.
///
/// # Errors
/// [`Unfit::Shape`] when the arguments are not about the same activities.
pub fn outlook(
    presence: &Presence,
    related: &Matrix,
    complexity: &Complexity,
    worth: Worth,
    gain: Gain,
) -> Result<Outlook, Unfit> {
    let (regions, activities) = (presence.regions(), presence.activities());
    same_length(activities, related.rows())?;
    same_length(activities, related.columns())?;
    same_length(activities, complexity.pci.len())?;
    let (worths, without) = worths(complexity, worth);
    let sums: Vec<f64> = (0..activities).map(|row| related.row(row).iter().sum()).collect();
    let scaled: Vec<f64> =
        worths.iter().zip(&sums).map(|(worth, sum)| if *sum > 0.0 { worth / sum } else { 0.0 }).collect();
    let all: Vec<f64> = (0..activities).map(|row| super::spectrum::dot(related.row(row), &scaled)).collect();
    let mut made =
        (Matrix::zeros(regions, activities), Matrix::zeros(regions, activities), vec![0.0; regions]);
    let fill = |first: usize, packed: &mut [[f64; 16]]| {
        pack(related, first, packed);
        for (cell, scale) in packed.iter_mut().zip(&scaled) {
            for lane in 0..8 {
                cell[lane + 8] = cell[lane] * scale;
            }
        }
    };
    packed_sums(presence, activities, fill, |region, first, found: &[f64; 16]| {
        let (density, cog, coi) = &mut made;
        for lane in 0..8.min(activities - first) {
            let target = first + lane;
            let near = if sums[target] > 0.0 { found[lane] / sums[target] } else { 0.0 };
            *density.at_mut(region, target) = near;
            if !presence.has(region, target) {
                let cost = if gain == Gain::NetOfDistance { (1.0 - near) * worths[target] } else { 0.0 };
                *cog.at_mut(region, target) = all[target] - found[lane + 8] - cost;
                coi[region] += near * worths[target];
            }
        }
    });
    let (density, cog, raw_coi) = made;
    let (mean, spread) = centre(&raw_coi, complexity.scaling.spread);
    let varies = spread > 1e-14 * mean.abs();
    let coi = raw_coi.iter().map(|value| varies.then(|| (value - mean) / spread)).collect();
    let unrelated: Vec<usize> = (0..activities).filter(|at| sums[*at] <= 0.0).collect();
    let mut cautions = unrelated_caution(&unrelated);
    if without > 0 {
        cautions.push(Caution::EmptyActivities { activities: without });
    }
    Ok(Outlook { density, coi, raw_coi, cog, worth, gain, cautions })
}

/// What each activity is worth, and how many have no index.
fn worths(complexity: &Complexity, worth: Worth) -> (Vec<f64>, usize) {
    let of = |values: &[Option<f64>]| values.iter().map(|value| value.unwrap_or(0.0)).collect::<Vec<f64>>();
    let without = complexity.pci.iter().filter(|value| value.is_none()).count();
    if worth == Worth::Standardised {
        return (of(&complexity.pci), without);
    }
    let known: Vec<f64> = complexity.raw_eci.iter().filter_map(|value| *value).collect();
    let (_, spread) = centre(&known, Spread::Population);
    let scale = if spread > 0.0 { spread } else { 1.0 };
    (of(&complexity.raw_pci).iter().map(|value| value / scale).collect(), without)
}
