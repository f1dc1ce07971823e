//! Land for business: the yearly demand of a region by GIFPRO.

use serde::Serialize;

use super::sampling::within;
use super::table::{non_negative, same_length};
use crate::Unfit;

/// What GIFPRO assumes of one group of activities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Assumption {
    /// Share of the jobs that sit on business land, 0 to 1.
    pub on_business_land: f64,
    /// Newcomers a year per job there is, 0 to 1 (0.0015 = 15 jobs in new settlements per 10 000).
    pub settling: f64,
    /// Jobs moving within the region a year per job there is, 0 to 1.
    pub moving: f64,
    /// Share of the land left behind that is used again for business, 0 to 1.
    pub reused: f64,
    /// Land a job takes, in m².
    pub square_metres: f64,
}

/// Yearly demand for business land.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LandDemand {
    /// Of each group, m² a year.
    pub by_group: Vec<f64>,
    /// In all, m² a year.
    pub yearly: f64,
    /// In all over the years asked for, m².
    pub total: f64,
}

/// `area_i = jobs_i · a_i · (settling_i + moving_i) · (1 − reused_i) · m²_i` a year, summed over groups and years.
///
/// `jobs` has one entry a group, none negative. The rates are the planner's own; the classic values (settling 0.0015, moving 0.0025 to
/// 0.007 a year, 225 m² a job) are conventions of the 1970s, not measurements. Source: Stark, Velsinger, Bauer and Bonny 1981; Bonny and
/// Kahnert 2005, p. 234; Vallée, Witte, Brandt and Bischof 2012.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one assumption a group, [`Unfit::OutOfRange`] and [`Unfit::NotFinite`] otherwise.
pub fn land_demand(jobs: &[f64], assumptions: &[Assumption], years: f64) -> Result<LandDemand, Unfit> {
    same_length(jobs.len(), assumptions.len())?;
    non_negative("jobs", jobs)?;
    within("years", years, 0.0, 1_000.0)?;
    let mut by_group = Vec::with_capacity(jobs.len());
    for (count, assumed) in jobs.iter().zip(assumptions) {
        for (name, value) in [
            ("on_business_land", assumed.on_business_land),
            ("settling", assumed.settling),
            ("moving", assumed.moving),
            ("reused", assumed.reused),
        ] {
            within(name, value, 0.0, 1.0)?;
        }
        within("square_metres", assumed.square_metres, 0.0, 1e9)?;
        let moving = count * assumed.on_business_land * (assumed.settling + assumed.moving);
        by_group.push(moving * (1.0 - assumed.reused) * assumed.square_metres);
    }
    let yearly: f64 = by_group.iter().sum();
    Ok(LandDemand { by_group, yearly, total: yearly * years })
}

#[cfg(test)]
mod tests {
    use super::{Assumption, land_demand};

    #[test]
    fn demand_is_the_product_of_its_assumptions() {
        let classic = Assumption {
            on_business_land: 0.8,
            settling: 0.0015,
            moving: 0.0025,
            reused: 0.25,
            square_metres: 225.0,
        };
        let demand = land_demand(&[10_000.0, 0.0], &[classic, classic], 15.0).expect("assumptions hold");
        // 10 000 · 0.8 · 0.004 = 32 jobs a year; three quarters of them need new land of 225 m² each.
        assert!((demand.yearly - 5_400.0).abs() < 1e-9, "{demand:?}");
        assert!((demand.total - 81_000.0).abs() < 1e-8);
        assert!(land_demand(&[1.0], &[Assumption { reused: 1.2, ..classic }], 1.0).is_err());
    }
}
