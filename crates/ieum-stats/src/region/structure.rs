//! How specialised or how varied one region's economy is.

use serde::Serialize;

use super::table::{Table, non_negative, same_length, shares};
use crate::{Caution, Unfit};

/// Specialisation of one region against the whole table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Structure {
    /// `Σ_i |s_ri − s_i|`, 0 (as the whole) to below 2 (Krugman 1991, p. 75).
    pub krugman: f64,
    /// Half of it, 0 to 1: the share of jobs that would have to change activity (Hoover and Giarratani 1985, ch. 9).
    pub coefficient_of_specialisation: f64,
    /// `Σ_i LQ_ri s_ri`, the average quotient of the region's jobs, from 1 on (Hoover and Giarratani 1985, ch. 9).
    pub average_quotient: f64,
    /// One over it, 0 to 1, 1 = as diverse as the whole (Hachman 1995).
    pub hachman: f64,
    /// One over Krugman's index; `None` for a region exactly like the whole (Duranton and Puga 2000, eq. 4).
    pub relative_diversity: Option<f64>,
    /// Concentration of the region's own shares.
    pub concentration: Concentration,
    /// Locational Gini of the region's structure, 0 to below 1: the Lorenz curve of its activities against the whole's, by quotient.
    pub gini: f64,
}

/// How concentrated shares are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentration {
    /// Parts that are not nothing.
    pub parts: usize,
    /// `Σ s²`, 1/parts to 1 (Herfindahl 1950; Hirschman 1945).
    pub herfindahl: f64,
    /// `(H − 1/n)/(1 − 1/n)` over all n parts, nothing included; `None` with a single part.
    pub normalised_herfindahl: Option<f64>,
    /// `1/H`: that many equal parts would be as concentrated.
    pub equivalent_number: f64,
    /// `−Σ s log₂ s`, in bits (Shannon 1948; Frenken, van Oort and Verburg 2007, eq. 1).
    pub entropy: f64,
    /// Entropy over `log₂ n`, 0 to 1; `None` with a single part.
    pub evenness: Option<f64>,
}

/// Concentration of any amounts: one region's activities, one activity's regions, one market's firms.
///
/// # Errors
/// [`Unfit::OutOfRange`] and [`Unfit::NotFinite`] for amounts that are none, [`Unfit::Empty`] when they sum to nothing.
pub fn concentration(amounts: &[f64]) -> Result<Concentration, Unfit> {
    non_negative("amounts", amounts)?;
    let whole: f64 = amounts.iter().sum();
    if whole <= 0.0 {
        return Err(Unfit::Empty { name: "amounts", at: 0 });
    }
    let parts = shares(amounts, whole);
    let n = amounts.len() as f64;
    let herfindahl: f64 = parts.iter().map(|share| share * share).sum();
    let entropy = entropy_of(&parts);
    let several = amounts.len() > 1;
    Ok(Concentration {
        parts: parts.iter().filter(|share| **share > 0.0).count(),
        herfindahl,
        normalised_herfindahl: several.then(|| (herfindahl - 1.0 / n) / (1.0 - 1.0 / n)),
        equivalent_number: 1.0 / herfindahl,
        entropy,
        evenness: several.then(|| entropy / n.log2()),
    })
}

pub(crate) fn entropy_of(shares: &[f64]) -> f64 {
    shares.iter().filter(|share| **share > 0.0).map(|share| -share * share.log2()).sum()
}

/// Specialisation of every region of a table against the table as a whole; `None` for an empty region.
///
/// The region is part of the whole it is compared with, as in every source named at [`Structure`]; use [`structure`] with a benchmark
/// of one's own to leave it out. Withheld cells count as nothing (a caution says how many).
#[must_use]
pub fn structures(table: &Table) -> (Vec<Option<Structure>>, Vec<Caution>) {
    let of = |region| structure(table.values().row(region), table.activity_totals()).ok();
    ((0..table.regions()).map(of).collect(), table.cautions())
}

/// Specialisation of one region's amounts against a benchmark's, activity by activity.
///
/// Shares are of the amounts given. An activity the benchmark does not have at all but the region has makes the average quotient
/// infinite and is refused.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in length, [`Unfit::Empty`] when either sums to nothing or the benchmark lacks an activity the
/// region has, [`Unfit::OutOfRange`] and [`Unfit::NotFinite`] for amounts that are none.
pub fn structure(region: &[f64], benchmark: &[f64]) -> Result<Structure, Unfit> {
    same_length(benchmark.len(), region.len())?;
    let concentration = concentration(region)?;
    non_negative("benchmark", benchmark)?;
    if let Some(at) = (0..region.len()).find(|at| region[*at] > 0.0 && benchmark[*at] == 0.0) {
        return Err(Unfit::Empty { name: "benchmark", at });
    }
    let own = shares(region, region.iter().sum());
    let theirs = shares(benchmark, benchmark.iter().sum());
    let pairs = || own.iter().zip(&theirs);
    let krugman: f64 = pairs().map(|(s, t)| (s - t).abs()).sum();
    let average: f64 = pairs().filter(|(_, t)| **t > 0.0).map(|(s, t)| s / t * s).sum();
    Ok(Structure {
        krugman,
        coefficient_of_specialisation: krugman / 2.0,
        average_quotient: average,
        hachman: 1.0 / average,
        relative_diversity: (krugman > 0.0).then(|| 1.0 / krugman),
        concentration,
        gini: super::inequality::locational_gini(region, benchmark)?,
    })
}

/// Krugman's comparison of two regions: `Σ_i |s_ri − s_qi|`, 0 to 2 (Krugman 1991, p. 75).
///
/// # Errors
/// As [`structure`], but neither need have what the other has.
pub fn krugman_between(one: &[f64], other: &[f64]) -> Result<f64, Unfit> {
    same_length(one.len(), other.len())?;
    for (amounts, at) in [(one, 0), (other, 1)] {
        non_negative("amounts", amounts)?;
        if amounts.iter().sum::<f64>() <= 0.0 {
            return Err(Unfit::Empty { name: "row", at });
        }
    }
    let (a, b) = (shares(one, one.iter().sum()), shares(other, other.iter().sum()));
    Ok(a.iter().zip(&b).map(|(a, b)| (a - b).abs()).sum())
}

/// Variety of one region, split at a coarser classification.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variety {
    /// Entropy of the coarse shares, in bits: how spread over unlike fields.
    pub unrelated: f64,
    /// Mean entropy within the coarse fields, weighted by their shares: how spread over like activities.
    pub related: f64,
    /// Both together, the entropy of the fine shares.
    pub total: f64,
}

/// Related and unrelated variety: `H = H_between + Σ_g P_g H_g`, in bits.
///
/// `field` gives for each activity the number of its coarse field (2-digit code, say). Source: Frenken, van Oort and Verburg 2007,
/// eq. 1–3.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one field an activity, and as [`concentration`].
pub fn variety(region: &[f64], field: &[usize]) -> Result<Variety, Unfit> {
    same_length(region.len(), field.len())?;
    let total = concentration(region)?.entropy;
    let mut coarse = std::collections::BTreeMap::new();
    for (amount, field) in region.iter().zip(field) {
        *coarse.entry(*field).or_insert(0.0) += amount;
    }
    let whole: f64 = region.iter().sum();
    let unrelated = entropy_of(&shares(&coarse.values().copied().collect::<Vec<f64>>(), whole));
    let mut related = 0.0;
    for (number, amount) in coarse.iter().filter(|(_, amount)| **amount > 0.0) {
        let inside: Vec<f64> =
            region.iter().zip(field).filter(|(_, of)| *of == number).map(|(part, _)| part / amount).collect();
        related += amount / whole * entropy_of(&inside);
    }
    Ok(Variety { unrelated, related, total })
}
