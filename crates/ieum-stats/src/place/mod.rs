//! Where to put things: p-median, maximum cover.
//!
//! Both problems are hard, so both answers come with a proven bound: [`p_median`] and [`max_cover`] say how far at most their choice is from
//! the best there is (`gap`), and 0 means that it is the best. Nothing is drawn by chance; of equals the first is taken.
//!
//! Costs and distances are a [`crate::Matrix`] with a row for each place of demand and a column for each site; all finite, so a pair that
//! cannot be travelled has a cost large enough never to be chosen.

mod branch;
mod cover;
mod interchange;
mod median;
#[cfg(test)]
mod reference;
mod relaxation;

pub use cover::{MaxCover, max_cover};
pub use median::{Effort, PMedian, p_median};

use crate::Unfit;

/// Checks demands and the number of sites; gives a mark a site for those that exist already.
fn check(
    demands: &[f64],
    places: usize,
    sites: usize,
    existing: &[usize],
    open: usize,
) -> Result<Vec<bool>, Unfit> {
    if places == 0 || sites == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    if demands.len() != places {
        return Err(Unfit::Shape { expected: places, found: demands.len() });
    }
    if let Some(row) = demands.iter().position(|demand| !demand.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    if let Some(&value) = demands.iter().find(|demand| **demand < 0.0) {
        return Err(Unfit::OutOfRange { name: "demands", value, low: 0.0, high: f64::MAX });
    }
    let mut marks = vec![false; sites];
    for &site in existing {
        if site >= sites || marks[site] {
            let high = sites as f64 - 1.0;
            return Err(Unfit::OutOfRange { name: "existing", value: site as f64, low: 0.0, high });
        }
        marks[site] = true;
    }
    let least = existing.len().max(1);
    if !(least..=sites).contains(&open) {
        let (low, high) = (least as f64, sites as f64);
        return Err(Unfit::OutOfRange { name: "open", value: open as f64, low, high });
    }
    Ok(marks)
}
