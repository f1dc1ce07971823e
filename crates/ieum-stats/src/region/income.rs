//! Income behind activities (PRODY) and behind a region's mix (EXPY).

use serde::Serialize;

use super::quotient::ratios;
use super::table::{Table, non_negative, same_length};
use crate::{Caution, Matrix, Unfit};

/// Income levels of activities and regions, in the unit of the income given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Income {
    /// Of each activity: regions' income weighted by their quotients; `None` for an empty activity.
    pub prody: Vec<Option<f64>>,
    /// Of each region: its activities' level weighted by its shares; `None` for an empty region.
    pub expy: Vec<Option<f64>>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// `PRODY_i = Σ_r LQ_ri Y_r / Σ_r LQ_ri`, `EXPY_r = Σ_i s_ri PRODY_i`.
///
/// `income` has one entry a region (GDP per head). Source: Hausmann, Hwang and Rodrik 2007, eq. 1 and 2.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one income a region, [`Unfit::OutOfRange`] and [`Unfit::NotFinite`] for one that is none.
pub fn income(table: &Table, income: &[f64]) -> Result<Income, Unfit> {
    same_length(table.regions(), income.len())?;
    non_negative("income", income)?;
    Ok(by_quotients(table, &ratios(table), income))
}

pub(crate) fn by_quotients(table: &Table, quotients: &Matrix, income: &[f64]) -> Income {
    let columns = table.activities();
    let (mut weighted, mut sums) = (vec![0.0; columns], vec![0.0; columns]);
    for (region, level) in income.iter().enumerate() {
        for (activity, quotient) in quotients.row(region).iter().enumerate() {
            weighted[activity] += quotient * level;
            sums[activity] += quotient;
        }
    }
    let prody: Vec<Option<f64>> =
        weighted.iter().zip(&sums).map(|(all, sum)| (*sum > 0.0).then(|| all / sum)).collect();
    let expy = (0..table.regions())
        .map(|region| {
            let total = table.region_totals()[region];
            let parts = table.values().row(region).iter().zip(&prody);
            (total > 0.0).then(|| parts.map(|(cell, level)| cell / total * level.unwrap_or(0.0)).sum())
        })
        .collect();
    Income { prody, expy, cautions: table.cautions() }
}

/// The mean of a figure of the activities over each region, weighted by size; `None` for an empty region.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one figure an activity.
pub fn mean_over_activities(table: &Table, figures: &[f64]) -> Result<Vec<Option<f64>>, Unfit> {
    same_length(table.activities(), figures.len())?;
    Ok((0..table.regions()).map(|region| weighted(table.values().row(region), figures)).collect())
}

/// The mean of a figure of the regions over each activity, weighted by size; `None` for an empty activity.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one figure a region.
pub fn mean_over_regions(table: &Table, figures: &[f64]) -> Result<Vec<Option<f64>>, Unfit> {
    same_length(table.regions(), figures.len())?;
    Ok((0..table.activities()).map(|activity| weighted(&table.values().column(activity), figures)).collect())
}

fn weighted(weights: &[f64], figures: &[f64]) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    (total > 0.0).then(|| weights.iter().zip(figures).map(|(w, y)| w * y).sum::<f64>() / total)
}
