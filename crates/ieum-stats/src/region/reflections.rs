//! The method of reflections, for replication only: its steps approach the eigenvector, and with few regions do not get there.

use super::complexity::{Complexity, Scaling, Spread, centre, components};
use super::presence::Presence;
use crate::Caution;

/// All steps of the reflections.
///
/// What differs between things shrinks with each step while their common level stays, so after twenty steps plain doubles have lost
/// half their digits. The differences are therefore carried apart from the level: use them for z values and ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct Reflections {
    /// `regions[n][r]`: step n of region r, step 0 its diversity; 0 for an empty region.
    pub regions: Vec<Vec<f64>>,
    /// `activities[n][i]`: step n of activity i, step 0 its ubiquity; 0 for an empty activity.
    pub activities: Vec<Vec<f64>>,
    /// The same less a level common to the step, with all their digits; 0 for an empty region.
    pub region_differences: Vec<Vec<f64>>,
    /// Likewise for activities.
    pub activity_differences: Vec<Vec<f64>>,
}

/// `k_r,n = Σ_i M_ri k_i,n−1 / k_r,0` and `k_i,n = Σ_r M_ri k_r,n−1 / k_i,0` up to step `steps`.
///
/// On 17 regions × 500 activities twenty steps moved regions by up to 8 ranks against the eigenvector: use
/// [`super::complexity::complexity`] for figures, this to repeat someone else's. Source: Hidalgo and Hausmann 2009, eq. 1–4.
#[must_use]
pub fn reflections(presence: &Presence, steps: usize) -> Reflections {
    let diversity: Vec<f64> = presence.diversity().iter().map(|count| f64::from(*count)).collect();
    let ubiquity: Vec<f64> = presence.ubiquity().iter().map(|count| f64::from(*count)).collect();
    let mut made = Reflections {
        regions: vec![diversity.clone()],
        activities: vec![ubiquity.clone()],
        region_differences: Vec::new(),
        activity_differences: Vec::new(),
    };
    let (mut region, mut region_level) = parted(diversity.clone(), &diversity);
    let (mut activity, mut activity_level) = parted(ubiquity.clone(), &ubiquity);
    made.region_differences.push(region.clone());
    made.activity_differences.push(activity.clone());
    for _ in 0..steps {
        let mut next_region = vec![0.0; diversity.len()];
        let mut next_activity = vec![0.0; ubiquity.len()];
        for (at, next) in next_region.iter_mut().enumerate() {
            for held in presence.of_region(at).iter().map(|held| *held as usize) {
                *next += activity[held];
                next_activity[held] += region[at];
            }
        }
        divide(&mut next_region, &diversity);
        divide(&mut next_activity, &ubiquity);
        // The mean of things that share a level has that level: regions take over the activities' and the other way round.
        let (moved_region, region_rise) = parted(next_region, &diversity);
        let (moved_activity, activity_rise) = parted(next_activity, &ubiquity);
        (region_level, activity_level) = (activity_level + region_rise, region_level + activity_rise);
        (region, activity) = (moved_region, moved_activity);
        made.regions.push(raised(&region, region_level, &diversity));
        made.activities.push(raised(&activity, activity_level, &ubiquity));
        made.region_differences.push(region.clone());
        made.activity_differences.push(activity.clone());
    }
    made
}

/// Values of the things that are there less their mean, and that mean.
fn parted(mut values: Vec<f64>, counts: &[f64]) -> (Vec<f64>, f64) {
    let there = counts.iter().filter(|count| **count > 0.0).count();
    if there == 0 {
        return (values, 0.0);
    }
    let level = values.iter().sum::<f64>() / there as f64;
    for (value, _) in values.iter_mut().zip(counts).filter(|(_, count)| **count > 0.0) {
        *value -= level;
    }
    (values, level)
}

fn raised(differences: &[f64], level: f64, counts: &[f64]) -> Vec<f64> {
    differences
        .iter()
        .zip(counts)
        .map(|(value, count)| if *count > 0.0 { value + level } else { 0.0 })
        .collect()
}

fn divide(sums: &mut [f64], counts: &[f64]) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum = if *count > 0.0 { *sum / count } else { 0.0 };
    }
}

/// One step as z values among the things that are there (count > 0); `None` for the others and when nothing varies.
#[must_use]
pub fn standardised(step: &[f64], counts: &[f64], spread: Spread) -> Vec<Option<f64>> {
    let known: Vec<f64> =
        step.iter().zip(counts).filter(|(_, count)| **count > 0.0).map(|(value, _)| *value).collect();
    let (mean, size) = centre(&known, spread);
    let z = |value: f64, count: f64| (count > 0.0 && size > 0.0).then(|| (value - mean) / size);
    step.iter().zip(counts).map(|(value, count)| z(*value, *count)).collect()
}

/// An index by reflections in place of the eigenvector: step `step` (even) for regions, the next one for activities, each standardised
/// by itself.
///
/// Components are listed but not kept apart, as in the packages that do this: with more than one the figures mean little, and the
/// caution says so.
#[must_use]
pub fn complexity_by_reflections(presence: &Presence, step: usize, scaling: Scaling) -> Complexity {
    let steps = reflections(presence, step + 1);
    let (diversity, ubiquity) = (&steps.regions[0], &steps.activities[0]);
    let (own, theirs) = (&steps.region_differences[step], &steps.activity_differences[step + 1]);
    let known = |values: &[f64], counts: &[f64]| {
        values.iter().zip(counts).map(|(value, count)| (*count > 0.0).then_some(*value)).collect::<Vec<_>>()
    };
    let components = components(presence);
    let mut cautions = vec![Caution::Reflections { steps: step + 1 }];
    if components.len() > 1 {
        cautions.push(Caution::Disconnected { components: components.len() });
    }
    Complexity {
        eci: standardised(own, diversity, scaling.spread),
        pci: standardised(theirs, ubiquity, scaling.spread),
        raw_pci: known(theirs, ubiquity),
        raw_eci: known(own, diversity),
        spectral_gap: None,
        components,
        scaling,
        cautions,
    }
}

/// One step moved to 0…100, as `EconGeo` gives it from step 3 on; `None` when nothing varies.
#[must_use]
pub fn to_hundred(step: &[f64]) -> Option<Vec<f64>> {
    let low = step.iter().copied().fold(f64::INFINITY, f64::min);
    let high = step.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (high > low).then(|| step.iter().map(|value| (value - low) / (high - low) * 100.0).collect())
}
