//! The seeded multiplier bootstrap of influence functions.

use serde::Serialize;

use crate::glm::Coefficient;
use crate::{Seed, Unfit, tails};

/// What may be chosen for a bootstrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootstrapOptions {
    /// Draws; 999 or more for a band.
    pub draws: usize,
    /// The seed: the same seed gives the same band.
    pub seed: u64,
}

/// Intervals that hold for all effects at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// Draws.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// How many standard errors the band reaches.
    pub critical: f64,
    /// Standard errors from the quartiles of the draws.
    pub std_errors: Vec<f64>,
    /// Lower ends.
    pub ci_low: Vec<f64>,
    /// Upper ends.
    pub ci_high: Vec<f64>,
}

/// A band for effects with these influences (effects by units).
///
/// Multipliers are ±1 with equal chance; draw `b` takes branch `b` of the seed, so the figures do not depend on how work is shared out.
///
/// Source: Callaway and Sant'Anna 2021, algorithm 1, with Rademacher multipliers.
///
/// # Errors
/// [`Unfit::TooFew`] below 99 draws.
pub(crate) fn band(
    lines: &[&Coefficient],
    influence: &[Vec<f64>],
    level: f64,
    options: &BootstrapOptions,
) -> Result<Band, Unfit> {
    if options.draws < 99 {
        return Err(Unfit::TooFew { needed: 99, found: options.draws });
    }
    let units = influence.first().map_or(0, Vec::len);
    let seed = Seed::new(options.seed);
    let mut draws = vec![Vec::with_capacity(options.draws); influence.len()];
    let mut signs = vec![0.0; units];
    for draw in 0..options.draws {
        let mut stream = seed.branch(draw as u64);
        for signs in signs.chunks_mut(64) {
            let mut bits = stream.bits();
            for sign in signs {
                *sign = if bits & 1 == 1 { 1.0 } else { -1.0 };
                bits >>= 1;
            }
        }
        for (effect, draws) in influence.iter().zip(&mut draws) {
            draws.push(crate::glm::solve::dot(effect, &signs) / units as f64);
        }
    }
    let quartiles = tails::normal_quantile(0.75) - tails::normal_quantile(0.25);
    let std_errors: Vec<f64> = draws
        .iter()
        .map(|draws| {
            let mut sorted = draws.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            (quantile(&sorted, 0.75) - quantile(&sorted, 0.25)) / quartiles
        })
        .collect();
    let mut furthest: Vec<f64> = (0..options.draws)
        .map(|draw| {
            let reach = |(draws, error): (&Vec<f64>, &f64)| {
                if *error > 0.0 { draws[draw].abs() / error } else { 0.0 }
            };
            draws.iter().zip(&std_errors).map(reach).fold(0.0, f64::max)
        })
        .collect();
    furthest.sort_unstable_by(f64::total_cmp);
    let critical = quantile(&furthest, level);
    let end = |side: f64| {
        lines.iter().zip(&std_errors).map(|(line, error)| line.estimate + side * critical * error).collect()
    };
    Ok(Band {
        draws: options.draws,
        seed: options.seed,
        critical,
        ci_low: end(-1.0),
        ci_high: end(1.0),
        std_errors,
    })
}

/// The quantile of sorted numbers, between neighbours in proportion (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}
