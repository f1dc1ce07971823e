//! Whether an industry's establishments sit together more than chance would have it.

use serde::Serialize;

use super::table::{non_negative, same_length, shares};
use crate::Unfit;

/// Ellison and Glaeser's index of one industry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EllisonGlaeser {
    /// `(G − (1 − Σx²) H) / ((1 − Σx²)(1 − H))`: 0 as darts would fall, above it together, below it apart.
    pub gamma: f64,
    /// `Σ_r (s_r − x_r)²`, raw concentration.
    pub g: f64,
    /// `Σ z²` of the establishments' shares of the industry.
    pub herfindahl: f64,
    /// `(G − E G)/√Var G` under chance; `None` when chance leaves no spread.
    pub z: Option<f64>,
    /// Establishments with anyone in them.
    pub establishments: usize,
}

/// Ellison and Glaeser's γ of one industry.
///
/// `sizes` are the establishments' employment, `places` their regions (rows of `regions`, counted from 0), `regions` all employment of
/// each region. Source: Ellison and Glaeser 1997, eq. 5, and p. 897 for the variance.
///
/// # Errors
/// [`Unfit::Shape`] when the lengths differ, [`Unfit::OutOfRange`] for a place that is no region, [`Unfit::Empty`] when nobody works,
/// [`Unfit::Constant`] with a single establishment or a single region, for which γ does not exist.
pub fn ellison_glaeser(sizes: &[f64], places: &[usize], regions: &[f64]) -> Result<EllisonGlaeser, Unfit> {
    let (of_region, herfindahl, whole) = gathered(sizes, places, regions.len())?;
    let everyone = checked(regions)?;
    let x = shares(regions, everyone);
    let power = |exponent: i32| x.iter().map(|share| share.powi(exponent)).sum::<f64>();
    let (squares, cubes) = (power(2), power(3));
    let g: f64 = of_region.iter().zip(&x).map(|(own, share)| (own / whole - share).powi(2)).sum();
    let open = 1.0 - squares;
    if open <= 0.0 || herfindahl >= 1.0 {
        return Err(Unfit::Constant { column: 0 });
    }
    let fourth: f64 = sizes.iter().map(|size| (size / whole).powi(4)).sum();
    let variance = 2.0
        * (herfindahl.powi(2) * (squares - 2.0 * cubes + squares.powi(2))
            - fourth * (squares - 4.0 * cubes + 3.0 * squares.powi(2)));
    Ok(EllisonGlaeser {
        gamma: (g - open * herfindahl) / (open * (1.0 - herfindahl)),
        g,
        herfindahl,
        z: (variance > 0.0).then(|| (g - open * herfindahl) / variance.sqrt()),
        establishments: sizes.iter().filter(|size| **size > 0.0).count(),
    })
}

/// One industry of a group for [`coagglomeration`].
#[derive(Debug, Clone, Copy)]
pub struct Industry<'a> {
    /// Establishments' employment.
    pub sizes: &'a [f64],
    /// Their regions, counted from 0.
    pub places: &'a [usize],
}

/// Ellison and Glaeser's coagglomeration of a group of industries:
/// `γc = [G/(1 − Σx²) − H − Σ w² γ_j (1 − H_j)] / (1 − Σ w²)`, with `w` each industry's share of the group and `H = Σ w² H_j`.
///
/// 0 when being in the group adds nothing to where an industry sits. `REAT`'s `ellison.c` gives 12.07 on its own example, outside any
/// possible range, and is deliberately not repeated. Source: Ellison and Glaeser 1997, eq. 8.
///
/// # Errors
/// As [`ellison_glaeser`]; [`Unfit::TooFew`] below two industries.
pub fn coagglomeration(industries: &[Industry<'_>], regions: &[f64]) -> Result<f64, Unfit> {
    if industries.len() < 2 {
        return Err(Unfit::TooFew { needed: 2, found: industries.len() });
    }
    let x = shares(regions, checked(regions)?);
    let open = 1.0 - x.iter().map(|share| share * share).sum::<f64>();
    let mut group = vec![0.0; regions.len()];
    let mut each = Vec::new();
    for industry in industries {
        let (of_region, _, whole) = gathered(industry.sizes, industry.places, regions.len())?;
        group.iter_mut().zip(&of_region).for_each(|(sum, own)| *sum += own);
        each.push((ellison_glaeser(industry.sizes, industry.places, regions)?, whole));
    }
    let all: f64 = group.iter().sum();
    let g: f64 = group.iter().zip(&x).map(|(own, share)| (own / all - share).powi(2)).sum();
    let squares: f64 = each.iter().map(|(_, whole)| (whole / all).powi(2)).sum();
    let plants: f64 = each.iter().map(|(index, whole)| (whole / all).powi(2) * index.herfindahl).sum();
    let own: f64 = each
        .iter()
        .map(|(index, whole)| (whole / all).powi(2) * index.gamma * (1.0 - index.herfindahl))
        .sum();
    Ok((g / open - plants - own) / (1.0 - squares))
}

/// Howard's co-location of two industries: the share of pairs of establishments, one of each, that sit in the same region.
///
/// Source: Howard, Newman and Tarp 2016, eq. 2.
///
/// # Errors
/// [`Unfit::Empty`] when either industry has no establishment.
pub fn colocation(one: &[usize], other: &[usize]) -> Result<f64, Unfit> {
    if one.is_empty() || other.is_empty() {
        return Err(Unfit::Empty { name: "group", at: usize::from(!one.is_empty()) });
    }
    let together: usize =
        one.iter().map(|place| other.iter().filter(|theirs| *theirs == place).count()).sum();
    Ok(together as f64 / (one.len() * other.len()) as f64)
}

/// What a cluster index needs to know of an industry in a region, and of both everywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterFacts {
    /// Employment of the industry in the region and everywhere.
    pub employment: [f64; 2],
    /// Establishments of the industry in the region and everywhere.
    pub establishments: [f64; 2],
    /// Area of the region and of everything.
    pub area: [f64; 2],
    /// People in the region and everywhere.
    pub people: [f64; 2],
}

/// A cluster index and its three parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterIndex {
    /// Concentration × specialisation ÷ relative size, 0 to ∞; above 4 (2 × 2 ÷ 1) the authors speak of a cluster.
    pub index: f64,
    /// `(e/E)/(a/A)`: density of the industry's jobs on the land.
    pub concentration: f64,
    /// `(e/E)/(p/P)`: its jobs per head.
    pub specialisation: f64,
    /// `(e/b)/(E/B)`: size of its establishments, large ones counting against a cluster.
    pub size: f64,
}

/// The cluster index of Litzenberger and Sternberg 2006, eq. 1 (also Sternberg and Litzenberger 2004).
///
/// # Errors
/// [`Unfit::OutOfRange`] when a total, an area, a number of people or of establishments is not positive; an industry without
/// employment in the region is not refused: its index is 0 and its size 0.
pub fn cluster_index(facts: &ClusterFacts) -> Result<ClusterIndex, Unfit> {
    let ClusterFacts {
        employment: [e, all],
        establishments: [b, all_b],
        area: [a, land],
        people: [p, everyone],
    } = *facts;
    non_negative("employment", &[e, b])?;
    for (name, value) in [
        ("employment", all),
        ("establishments", all_b),
        ("area", a),
        ("area", land),
        ("people", p),
        ("people", everyone),
    ] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Unfit::OutOfRange { name, value, low: f64::MIN_POSITIVE, high: f64::INFINITY });
        }
    }
    let share = e / all;
    let (concentration, specialisation) = (share / (a / land), share / (p / everyone));
    if e == 0.0 {
        return Ok(ClusterIndex { index: 0.0, concentration, specialisation, size: 0.0 });
    }
    if b == 0.0 {
        return Err(Unfit::OutOfRange {
            name: "establishments",
            value: b,
            low: f64::MIN_POSITIVE,
            high: all_b,
        });
    }
    let size = (e / b) / (all / all_b);
    Ok(ClusterIndex { index: concentration * specialisation / size, concentration, specialisation, size })
}

fn checked(regions: &[f64]) -> Result<f64, Unfit> {
    non_negative("regions", regions)?;
    let everyone: f64 = regions.iter().sum();
    if everyone > 0.0 { Ok(everyone) } else { Err(Unfit::Empty { name: "row", at: 0 }) }
}

/// Employment by region, the establishments' Herfindahl index, and employment in all.
fn gathered(sizes: &[f64], places: &[usize], regions: usize) -> Result<(Vec<f64>, f64, f64), Unfit> {
    same_length(sizes.len(), places.len())?;
    non_negative("sizes", sizes)?;
    let whole: f64 = sizes.iter().sum();
    if whole <= 0.0 {
        return Err(Unfit::Empty { name: "group", at: 0 });
    }
    let mut of_region = vec![0.0; regions];
    for (size, place) in sizes.iter().zip(places) {
        let Some(sum) = of_region.get_mut(*place) else {
            let (value, high) = (*place as f64, regions as f64 - 1.0);
            return Err(Unfit::OutOfRange { name: "places", value, low: 0.0, high });
        };
        *sum += size;
    }
    Ok((of_region, sizes.iter().map(|size| (size / whole).powi(2)).sum(), whole))
}
