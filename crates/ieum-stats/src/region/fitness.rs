//! Fitness and complexity: the non-linear cousin of the eigenvector, in which one simple competitor makes an activity simple.

use serde::Serialize;

use super::presence::Presence;
use crate::{Caution, Unfit};

/// Fitness of regions and complexity of activities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitness {
    /// Of each region, mean 1 among those that have anything; `None` for an empty region.
    pub fitness: Vec<Option<f64>>,
    /// Of each activity, mean 1 among those found anywhere; `None` for an empty activity.
    pub complexity: Vec<Option<f64>>,
    /// Steps taken.
    pub steps: usize,
    /// Largest relative change of a fitness in the last step.
    pub residual: f64,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// `F_r = Σ_i M_ri Q_i`, `Q_i = [Σ_r M_ri F_r^−γ]^(−1/γ)`, both from the step before and each divided by its mean, starting from 1.
///
/// `steps` counts the updates (published «20 iterations» that count the start are 19); it stops early once no fitness changes by more
/// than `settled` relative to itself (0 to take all steps). `extremality` γ = 1 is Tacchella's; larger values weigh the least fit
/// competitor more. On matrices whose nestedness curves inwards fitness of some regions runs to 0 (Pugliese et al. 2016), for which a
/// caution stands when steps ran out. Sources: Tacchella et al. 2012, eq. 1; Mariani et al. 2015, eq. 4.
///
/// # Errors
/// [`Unfit::OutOfRange`] when `extremality` is not positive; [`Unfit::TooFew`] when nothing is present.
pub fn fitness(presence: &Presence, steps: usize, settled: f64, extremality: f64) -> Result<Fitness, Unfit> {
    if !(extremality > 0.0 && extremality.is_finite()) {
        return Err(Unfit::OutOfRange {
            name: "extremality",
            value: extremality,
            low: 0.0,
            high: f64::INFINITY,
        });
    }
    if presence.cells() == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let held = presence.diversity();
    let (regions, activities) = (held.iter().filter(|count| **count > 0).count(), presence.ubiquity());
    let found = activities.iter().filter(|count| **count > 0).count();
    let mut fit = vec![1.0_f64; held.len()];
    let mut worth = vec![1.0_f64; activities.len()];
    let (mut taken, mut residual) = (0, f64::INFINITY);
    while taken < steps && residual > settled {
        let mut next_fit = vec![0.0; fit.len()];
        let mut burden = vec![0.0; worth.len()];
        for (region, next) in next_fit.iter_mut().enumerate() {
            let weakness =
                if extremality == 1.0 { 1.0 / fit[region] } else { fit[region].powf(-extremality) };
            for activity in presence.of_region(region).iter().map(|activity| *activity as usize) {
                *next += worth[activity];
                burden[activity] += weakness;
            }
        }
        for (next, load) in worth.iter_mut().zip(&burden) {
            let inverse = if extremality == 1.0 { 1.0 / load } else { load.powf(-1.0 / extremality) };
            *next = if *load > 0.0 { inverse } else { 0.0 };
        }
        to_mean_one(&mut next_fit, regions);
        to_mean_one(&mut worth, found);
        let change = |(old, new): (&f64, &f64)| if *new > 0.0 { ((new - old) / new).abs() } else { 0.0 };
        residual = fit.iter().zip(&next_fit).map(change).fold(0.0, f64::max);
        fit = next_fit;
        taken += 1;
    }
    let mut cautions = Vec::new();
    if settled > 0.0 && residual > settled {
        cautions.push(Caution::NotSettled { residual });
    }
    if regions < held.len() {
        cautions.push(Caution::EmptyRegions { regions: held.len() - regions });
    }
    if found < activities.len() {
        cautions.push(Caution::EmptyActivities { activities: activities.len() - found });
    }
    let known = |values: Vec<f64>, counts: &[u32]| {
        values.into_iter().zip(counts).map(|(value, count)| (*count > 0).then_some(value)).collect()
    };
    Ok(Fitness {
        fitness: known(fit, &held),
        complexity: known(worth, activities),
        steps: taken,
        residual,
        cautions,
    })
}

fn to_mean_one(values: &mut [f64], count: usize) {
    let mean = values.iter().sum::<f64>() / count as f64;
    if mean > 0.0 {
        values.iter_mut().for_each(|value| *value /= mean);
    }
}
