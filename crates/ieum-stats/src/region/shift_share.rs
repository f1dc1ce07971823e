//! Shift-share: how much of a region's growth is the country's, the mix of its activities', and its own.

use serde::Serialize;

use super::table::same_length;
use crate::{Matrix, Unfit};

/// One activity's parts, or their sum.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Parts {
    /// What was gained or lost, end less start.
    pub growth: f64,
    /// What it would have been at the rate of everything everywhere.
    pub national: f64,
    /// What the activity's own rate everywhere adds: the mix.
    pub industry_mix: f64,
    /// What the region did beyond its activities' rates. In Esteban's form for the mix of the country.
    pub regional: f64,
    /// What being specialised where it is ahead adds (Esteban's fourth part); 0 in Dunn's form.
    pub allocation: f64,
}

impl Parts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.growth += other.growth;
        self.national += other.national;
        self.industry_mix += other.industry_mix;
        self.regional += other.regional;
        self.allocation += other.allocation;
    }

    /// Growth less the national part: the total shift.
    #[must_use]
    pub fn net_shift(&self) -> f64 {
        self.growth - self.national
    }
}

/// In which form the regional part is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Three parts (Dunn 1960).
    Dunn,
    /// Four: the regional part at homothetic employment `e E_i/E`, the rest as allocation (Esteban-Marquillas 1972, eq. 5 and 6).
    Esteban,
}

/// Shift-share of one region over one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShiftShare {
    /// The form.
    pub form: Form,
    /// The whole region.
    pub total: Parts,
    /// Activity by activity; the parts sum to the total.
    pub by_activity: Vec<Parts>,
}

/// Additive shift-share of one region: growth = national + industry mix + regional (+ allocation), exactly, activity by activity.
///
/// All four lists have one entry an activity; the nation may be any benchmark, the region part of it or not. An activity that did not exist everywhere at the start has no rate; it must not exist in
/// the region at the start either, and its growth there is wholly regional. Source: Dunn 1960; Esteban-Marquillas 1972.
///
/// # Errors
/// [`Unfit::Shape`] when the lengths differ, [`Unfit::OutOfRange`] or [`Unfit::NotFinite`] at an entry that is no amount,
/// [`Unfit::Empty`] when either start sums to nothing.
pub fn shift_share(region: [&[f64]; 2], nation: [&[f64]; 2], form: Form) -> Result<ShiftShare, Unfit> {
    check(region, nation)?;
    let [start, end] = region;
    let [all_start, all_end] = nation;
    let (whole, everywhere): (f64, f64) = (start.iter().sum(), all_start.iter().sum());
    let overall = (all_end.iter().sum::<f64>() - everywhere) / everywhere;
    let mut total = Parts::default();
    let mut by_activity = Vec::with_capacity(start.len());
    for at in 0..start.len() {
        let growth = end[at] - start[at];
        let mut parts = Parts { growth, national: start[at] * overall, ..Parts::default() };
        if all_start[at] > 0.0 {
            let rate = (all_end[at] - all_start[at]) / all_start[at];
            parts.industry_mix = start[at] * (rate - overall);
            let ahead = growth - start[at] * rate;
            parts.regional = ahead;
            if form == Form::Esteban && start[at] > 0.0 {
                let homothetic = whole * all_start[at] / everywhere;
                parts.regional = homothetic * (ahead / start[at]);
                parts.allocation = ahead - parts.regional;
            }
        } else {
            parts.regional = growth;
        }
        total.add(&parts);
        by_activity.push(parts);
    }
    Ok(ShiftShare { form, total, by_activity })
}

/// Gerfin's multiplicative form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gerfin {
    /// Expected at the activities' rates over expected at the overall rate: above 1 a favourable mix.
    pub industry_mix: f64,
    /// Found over expected at the activities' rates: above 1 an advantage of place.
    pub regional: f64,
    /// Their product: the region's growth factor over the country's.
    pub net_shift: f64,
}

/// Shift-share as factors: `regional × mix = (e₁/e₀)/(E₁/E₀)` (Gerfin 1964; Schönebeck 1996).
///
/// # Errors
/// As [`shift_share`]; [`Unfit::Empty`] too when an activity that did not exist everywhere at the start exists at the end, for then no
/// expectation does, or when either end sums to nothing.
pub fn gerfin(region: [&[f64]; 2], nation: [&[f64]; 2]) -> Result<Gerfin, Unfit> {
    check(region, nation)?;
    let [start, end] = region;
    let [all_start, all_end] = nation;
    if let Some(at) = (0..start.len()).find(|at| all_start[*at] == 0.0 && all_end[*at] > 0.0) {
        return Err(Unfit::Empty { name: "column", at });
    }
    let factor = all_end.iter().sum::<f64>() / all_start.iter().sum::<f64>();
    let expected: f64 = (0..start.len())
        .filter(|at| all_start[*at] > 0.0)
        .map(|at| start[at] * (all_end[at] / all_start[at]))
        .sum();
    if !(expected > 0.0 && factor > 0.0) {
        return Err(Unfit::Empty { name: "row", at: 1 });
    }
    let industry_mix = expected / (start.iter().sum::<f64>() * factor);
    let regional = end.iter().sum::<f64>() / expected;
    Ok(Gerfin { industry_mix, regional, net_shift: industry_mix * regional })
}

/// Dynamic shift-share: each period from its own start, so that a changing mix is followed.
///
/// Rows are dates in order, columns activities. Returns one result a period and their sum. Source: Barff and Knight 1988.
///
/// # Errors
/// [`Unfit::TooFew`] below two dates, and as [`shift_share`].
pub fn dynamic(region: &Matrix, nation: &Matrix, form: Form) -> Result<(Vec<ShiftShare>, Parts), Unfit> {
    same_length(nation.rows(), region.rows())?;
    if region.rows() < 2 {
        return Err(Unfit::TooFew { needed: 2, found: region.rows() });
    }
    let mut total = Parts::default();
    let mut periods = Vec::with_capacity(region.rows() - 1);
    for date in 1..region.rows() {
        let of = |matrix: &'_ Matrix, at: usize| matrix.row(at).to_vec();
        let (a, b) = (of(region, date - 1), of(region, date));
        let (c, d) = (of(nation, date - 1), of(nation, date));
        let period = shift_share([&a, &b], [&c, &d], form)?;
        total.add(&period.total);
        periods.push(period);
    }
    Ok((periods, total))
}

/// What the region will have if the country's activities grow as foreseen and the region keeps its lead or lag in each:
/// `e_i (1 + rate_i + lead_i)`, never below 0.
///
/// `rates` are the country's foreseen growth rates of each activity; leads are those of the given period. Source: Hellman 1976; REAT's
/// `shiftp`.
///
/// # Errors
/// As [`shift_share`]; [`Unfit::Shape`] when there is not one rate an activity.
pub fn forecast(region: [&[f64]; 2], nation: [&[f64]; 2], rates: &[f64]) -> Result<Vec<f64>, Unfit> {
    same_length(region[0].len(), rates.len())?;
    let parts = shift_share(region, nation, Form::Dunn)?;
    let each = parts.by_activity.iter().zip(region[0]).zip(region[1]).zip(rates);
    Ok(each
        .map(|(((parts, start), end), rate)| {
            let lead = if *start > 0.0 { parts.regional / start } else { 0.0 };
            (end * (1.0 + rate + lead)).max(0.0)
        })
        .collect())
}

fn check(region: [&[f64]; 2], nation: [&[f64]; 2]) -> Result<(), Unfit> {
    for list in [region[1], nation[0], nation[1]] {
        same_length(region[0].len(), list.len())?;
    }
    for (own, all) in region.iter().zip(&nation) {
        super::table::non_negative("nation", all)?;
        super::table::non_negative("region", own)?;
    }
    for (at, start) in [region[0], nation[0]].iter().enumerate() {
        if start.iter().sum::<f64>() <= 0.0 {
            return Err(Unfit::Empty { name: "row", at });
        }
    }
    Ok(())
}
