//! How easily a technology has been combined with others, and how modular an invention is (Fleming and Sorenson 2001).

use super::presence::Presence;

/// Ease of recombination of each technology: with how many others it has appeared over in how many inventions; `None` if in none.
///
/// `presence` has technologies as rows and inventions as columns. Source: Fleming and Sorenson 2001, eq. 1.
#[must_use]
pub fn ease_of_recombination(presence: &Presence) -> Vec<Option<f64>> {
    let counts = super::cooccur::CoOccurrence::of_regions(presence);
    (0..presence.regions())
        .map(|one| {
            let others =
                (0..presence.regions()).filter(|other| *other != one && counts.at(one, *other) > 0).count();
            let inventions = counts.at(one, one);
            (inventions > 0).then(|| others as f64 / f64::from(inventions))
        })
        .collect()
}

/// Modular complexity of each invention: its number of technologies over the sum of their ease; `None` when that sum is 0.
///
/// Source: Fleming and Sorenson 2001, eq. 2.
#[must_use]
pub fn modular_complexity(presence: &Presence) -> Vec<Option<f64>> {
    let ease = ease_of_recombination(presence);
    let inventions = presence.turned();
    (0..inventions.regions())
        .map(|invention| {
            let parts = inventions.of_region(invention);
            let sum: f64 = parts.iter().filter_map(|technology| ease[*technology as usize]).sum();
            (sum > 0.0).then(|| parts.len() as f64 / sum)
        })
        .collect()
}

/// The mean modular complexity of the inventions each technology is part of; `None` if of none.
#[must_use]
pub fn mean_modular_complexity(presence: &Presence) -> Vec<Option<f64>> {
    let each = modular_complexity(presence);
    (0..presence.regions())
        .map(|technology| {
            let of = presence.of_region(technology).iter();
            let known: Vec<f64> = of.filter_map(|invention| each[*invention as usize]).collect();
            (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
        })
        .collect()
}
