//! Economic complexity: the exact second eigenvector, per connected component, with the gap that says how far to trust it.

use serde::Serialize;

use super::presence::Presence;
use super::spectrum::{Leading, leading};
use crate::Caution;

/// By which spread the indices are standardised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// n in the denominator (Python's packages).
    Population,
    /// n − 1 (R's and Stata's).
    Sample,
}

/// By whose mean and spread the activities' index is scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActivityScale {
    /// The regions': keeps a region's index the mean of its activities' (`ecomplexity`, Stata, `ReKS`).
    OfRegions,
    /// Its own: mean 0, spread 1 (R `economiccomplexity`, Datawheel).
    Own,
}

/// The conventions of a complexity index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scaling {
    /// By which spread.
    pub spread: Spread,
    /// By whose scale the activities go.
    pub activities: ActivityScale,
}

impl Default for Scaling {
    fn default() -> Self {
        Self { spread: Spread::Population, activities: ActivityScale::OfRegions }
    }
}

/// Regions that share activities, directly or through others, and those activities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// Its regions, in order.
    pub regions: Vec<usize>,
    /// Its activities, in order.
    pub activities: Vec<usize>,
    /// The largest eigenvalues after the trivial 1, falling, at most three.
    pub eigenvalues: Vec<f64>,
    /// The second eigenvalue less the third: near 0 the index is as good as arbitrary. `None` when there is no third.
    pub spectral_gap: Option<f64>,
}

/// Complexity indices of regions and activities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Complexity {
    /// Of each region, standardised within its component; `None` for an empty region and where the component says nothing.
    pub eci: Vec<Option<f64>>,
    /// Of each activity, on the scale asked for; `None` likewise.
    pub pci: Vec<Option<f64>>,
    /// Of each activity, as the eigenvector has it before any standardisation: measures of outlook start from these.
    #[serde(skip)]
    pub raw_pci: Vec<Option<f64>>,
    /// Of each region, likewise: the mean of its activities' `raw_pci`.
    #[serde(skip)]
    pub raw_eci: Vec<Option<f64>>,
    /// The gap of the component with most regions.
    pub spectral_gap: Option<f64>,
    /// The connected components, the one with most regions first.
    pub components: Vec<Component>,
    /// The conventions used.
    pub scaling: Scaling,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// Below this gap two eigenvectors cannot be told apart to six digits in double precision.
const NARROW: f64 = 1e-8;

/// Complexity of regions (ECI) and activities (PCI): the second eigenvector of `D_r⁻¹ M D_i⁻¹ Mᵀ`.
///
/// Source: Hidalgo and Hausmann 2009; Hausmann et al. 2013, technical box 2.2; solved through the symmetric
/// `D_r^−½ M D_i⁻¹ Mᵀ D_r^−½`, whose eigenvectors are the same up to `D_r^½`. Sign: a region's index rises with its diversity within
/// the component (Pearson); should the two be unrelated, the first region that differs from 0 gets a positive index and a caution says
/// so. A connected component has its own trivial eigenvector, so each is solved and standardised by itself: figures of different
/// components cannot be compared, and a caution says that too. Components with a single region or activity have no index.
#[must_use]
pub fn complexity(presence: &Presence, scaling: Scaling) -> Complexity {
    let (regions, activities) = (presence.regions(), presence.activities());
    let mut made = Complexity {
        eci: vec![None; regions],
        pci: vec![None; activities],
        raw_pci: vec![None; activities],
        raw_eci: vec![None; regions],
        spectral_gap: None,
        components: components(presence),
        scaling,
        cautions: Vec::new(),
    };
    let mut found = std::mem::take(&mut made.components);
    for component in &mut found {
        solve(presence, component, &mut made);
    }
    made.spectral_gap = found.first().and_then(|largest| largest.spectral_gap);
    made.components = found;
    let empty = |none: usize, all: usize| all - none;
    let held_regions: usize = made.components.iter().map(|part| part.regions.len()).sum();
    let held_activities: usize = made.components.iter().map(|part| part.activities.len()).sum();
    if empty(held_regions, regions) > 0 {
        made.cautions.push(Caution::EmptyRegions { regions: regions - held_regions });
    }
    if empty(held_activities, activities) > 0 {
        made.cautions.push(Caution::EmptyActivities { activities: activities - held_activities });
    }
    if made.components.len() > 1 {
        made.cautions.push(Caution::Disconnected { components: made.components.len() });
    }
    made
}

/// The connected components of presence, most regions first (then by their first region); empty rows and columns are in none.
#[must_use]
pub fn components(presence: &Presence) -> Vec<Component> {
    let mut of_region = vec![usize::MAX; presence.regions()];
    let mut of_activity = vec![usize::MAX; presence.activities()];
    let mut count = 0;
    for start in 0..presence.regions() {
        if of_region[start] != usize::MAX || presence.of_region(start).is_empty() {
            continue;
        }
        let mut waiting = vec![start];
        of_region[start] = count;
        while let Some(region) = waiting.pop() {
            for activity in presence.of_region(region).iter().map(|activity| *activity as usize) {
                if of_activity[activity] != usize::MAX {
                    continue;
                }
                of_activity[activity] = count;
                for neighbour in presence.regions_of(activity) {
                    if of_region[neighbour] == usize::MAX {
                        of_region[neighbour] = count;
                        waiting.push(neighbour);
                    }
                }
            }
        }
        count += 1;
    }
    let empty = || Component {
        regions: Vec::new(),
        activities: Vec::new(),
        eigenvalues: Vec::new(),
        spectral_gap: None,
    };
    let mut parts: Vec<Component> = (0..count).map(|_| empty()).collect();
    for (region, part) in of_region.iter().enumerate().filter(|(_, part)| **part != usize::MAX) {
        parts[*part].regions.push(region);
    }
    for (activity, part) in of_activity.iter().enumerate().filter(|(_, part)| **part != usize::MAX) {
        parts[*part].activities.push(activity);
    }
    parts.sort_by_key(|part| (usize::MAX - part.regions.len(), part.regions[0]));
    parts
}

fn solve(presence: &Presence, component: &mut Component, made: &mut Complexity) {
    if component.regions.len() < 2 || component.activities.len() < 2 {
        made.cautions.push(Caution::NoIndex { regions: component.regions.len() });
        return;
    }
    let lists = Lists::new(presence, component);
    let (kch, kpv, found) = lists.second();
    let second = found.values.first().copied().unwrap_or(0.0);
    component.eigenvalues = found.values.iter().take(3).map(|value| value.max(0.0)).collect();
    component.spectral_gap = found.values.get(1).map(|third| second - third.max(0.0));
    if second < 1e-12 {
        made.cautions.push(Caution::NoIndex { regions: component.regions.len() });
        return;
    }
    if !found.settled {
        made.cautions.push(Caution::NotSettled { residual: 1e-12 });
    }
    if let Some(gap) = component.spectral_gap.filter(|gap| *gap < NARROW) {
        made.cautions.push(Caution::NotUnique { spectral_gap: gap });
    }
    let diversity: Vec<f64> = lists.of_region.degrees().collect();
    let related = correlation(&diversity, &kch);
    let sign = if related.abs() > 1e-10 {
        related.signum()
    } else {
        made.cautions.push(Caution::SignArbitrary);
        kch.iter().find(|value| value.abs() > 1e-12).map_or(1.0, |value| value.signum())
    };
    let (mean, spread) = centre(&kch, made.scaling.spread);
    let (own_mean, own_spread) = match made.scaling.activities {
        ActivityScale::OfRegions => (mean, spread),
        ActivityScale::Own => centre(&kpv, made.scaling.spread),
    };
    for (region, value) in component.regions.iter().zip(&kch) {
        made.eci[*region] = Some(sign * (value - mean) / spread);
        made.raw_eci[*region] = Some(sign * value);
    }
    for (activity, value) in component.activities.iter().zip(&kpv) {
        made.pci[*activity] = Some(sign * (value - own_mean) / own_spread);
        made.raw_pci[*activity] = Some(sign * value);
    }
}

/// Neighbours of each thing, one list after the other.
struct Neighbours {
    lists: Vec<u32>,
    starts: Vec<usize>,
}

impl Neighbours {
    fn of(&self, thing: usize) -> &[u32] {
        &self.lists[self.starts[thing]..self.starts[thing + 1]]
    }

    fn degrees(&self) -> impl Iterator<Item = f64> + '_ {
        self.starts.windows(2).map(|ends| (ends[1] - ends[0]) as f64)
    }
}

/// One component, renumbered, with both directions as lists.
struct Lists {
    of_region: Neighbours,
    of_activity: Neighbours,
}

impl Lists {
    fn new(presence: &Presence, component: &Component) -> Self {
        let mut place = vec![0_u32; presence.activities()];
        for (at, activity) in component.activities.iter().enumerate() {
            place[*activity] = at as u32;
        }
        let mut of_region = Neighbours { lists: Vec::new(), starts: vec![0] };
        let mut sizes = vec![0_usize; component.activities.len()];
        for region in &component.regions {
            for activity in presence.of_region(*region) {
                let at = place[*activity as usize];
                sizes[at as usize] += 1;
                of_region.lists.push(at);
            }
            of_region.starts.push(of_region.lists.len());
        }
        let mut starts = vec![0];
        starts.extend(sizes.iter().scan(0, |sum, size| {
            *sum += size;
            Some(*sum)
        }));
        let mut next = starts.clone();
        let mut lists = vec![0_u32; of_region.lists.len()];
        for region in 0..component.regions.len() {
            for activity in of_region.of(region) {
                let slot = &mut next[*activity as usize];
                lists[*slot] = region as u32;
                *slot += 1;
            }
        }
        Self { of_region, of_activity: Neighbours { lists, starts } }
    }

    /// The second eigenvector seen from both sides, unscaled, the regions' being the means of the activities'.
    fn second(&self) -> (Vec<f64>, Vec<f64>, Leading) {
        let regions_are_fewer = self.of_region.starts.len() <= self.of_activity.starts.len();
        let (near, far) = if regions_are_fewer {
            (&self.of_region, &self.of_activity)
        } else {
            (&self.of_activity, &self.of_region)
        };
        let total: f64 = near.degrees().sum();
        let known: Vec<f64> = near.degrees().map(|degree| (degree / total).sqrt()).collect();
        let near_scale: Vec<f64> = near.degrees().map(|degree| 1.0 / degree.sqrt()).collect();
        let far_scale: Vec<f64> = far.degrees().map(|degree| 1.0 / degree).collect();
        let mut scaled = vec![[0.0; 2]; known.len()];
        let mut across = vec![[0.0; 2]; far_scale.len()];
        let found = leading(&known, |given, image| {
            for (cell, (pair, scale)) in scaled.iter_mut().zip(given.iter().zip(&near_scale)) {
                *cell = [pair[0] * scale, pair[1] * scale];
            }
            gather(far, &scaled, &far_scale, &mut across);
            gather(near, &across, &near_scale, image);
        });
        let inner: Vec<f64> =
            found.vector.iter().zip(&near_scale).map(|(value, scale)| value * scale).collect();
        let outer = means(far, &inner);
        let second = found.values.first().copied().unwrap_or(0.0);
        if regions_are_fewer {
            // ECI must be the mean of PCI: the means above are that of ECI, smaller than PCI by the eigenvalue.
            let kpv = outer.iter().map(|value| if second > 0.0 { value / second } else { 0.0 }).collect();
            (inner, kpv, found)
        } else {
            (outer, inner, found)
        }
    }
}

fn gather(neighbours: &Neighbours, from: &[[f64; 2]], scale: &[f64], into: &mut [[f64; 2]]) {
    for (thing, (cell, scale)) in into.iter_mut().zip(scale).enumerate() {
        let mut sums = [[0.0; 2]; 2];
        let (pairs, rest) = neighbours.of(thing).as_chunks::<2>();
        for [one, other] in pairs {
            let (one, other) = (from[*one as usize], from[*other as usize]);
            sums =
                [[sums[0][0] + one[0], sums[0][1] + one[1]], [sums[1][0] + other[0], sums[1][1] + other[1]]];
        }
        for one in rest {
            let one = from[*one as usize];
            sums[0] = [sums[0][0] + one[0], sums[0][1] + one[1]];
        }
        *cell = [(sums[0][0] + sums[1][0]) * scale, (sums[0][1] + sums[1][1]) * scale];
    }
}

fn means(neighbours: &Neighbours, from: &[f64]) -> Vec<f64> {
    (0..neighbours.starts.len() - 1)
        .map(|thing| {
            let of = neighbours.of(thing);
            of.iter().map(|other| from[*other as usize]).sum::<f64>() / of.len() as f64
        })
        .collect()
}

pub(crate) fn centre(values: &[f64], spread: Spread) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let less = if spread == Spread::Sample { 1.0 } else { 0.0 };
    (mean, (squares / (n - less)).sqrt())
}

pub(crate) fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let ((a, _), (b, _)) = (centre(one, Spread::Population), centre(other, Spread::Population));
    let sum = |x: &[f64], mx: f64, y: &[f64], my: f64| {
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
    };
    let size = (sum(one, a, one, a) * sum(other, b, other, b)).sqrt();
    if size > 0.0 { sum(one, a, other, b) / size } else { 0.0 }
}

/// The complexity of regions of one country from activities' complexity in the world: the mean of the index over what they have.
///
/// `pci` has one entry an activity; activities without an index are passed over. `None` for a region that has none with an index.
/// Figures are means, not standardised. Source: Hausmann et al. 2013 (ECI as mean PCI); as in Datawheel's `complexity_subnational`.
///
/// # Errors
/// [`crate::Unfit::Shape`] when there is not one index an activity.
pub fn subnational(presence: &Presence, pci: &[Option<f64>]) -> Result<Vec<Option<f64>>, crate::Unfit> {
    super::table::same_length(presence.activities(), pci.len())?;
    let of = |region| {
        let known: Vec<f64> =
            presence.of_region(region).iter().filter_map(|activity| pci[*activity as usize]).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    Ok((0..presence.regions()).map(of).collect())
}
