//! Figures with the names of what they are about, in the shape that programs rely on.

use serde::Serialize;

use super::complexity::{Complexity, Scaling};
use super::table::same_length;
use crate::{Caution, Unfit};

/// A region's figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfRegion<'a> {
    /// Its name.
    pub region: &'a str,
    /// The figure; `null` when there is none.
    pub value: Option<f64>,
}

/// An activity's figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfActivity<'a> {
    /// Its name.
    pub activity: &'a str,
    /// The figure; `null` when there is none.
    pub value: Option<f64>,
}

/// A connected part, by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part<'a> {
    /// Its regions.
    pub regions: Vec<&'a str>,
    /// How many activities it has.
    pub activities: usize,
    /// Eigenvalues after the trivial 1.
    pub eigenvalues: &'a [f64],
    /// The second eigenvalue less the third.
    pub spectral_gap: Option<f64>,
}

/// Complexity with names: `{eci: [{region, value}], pci: [{activity, value}], spectral_gap, components, …}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelledComplexity<'a> {
    /// Regions, most complex first; those without a figure last, in the order given.
    pub eci: Vec<OfRegion<'a>>,
    /// Activities likewise.
    pub pci: Vec<OfActivity<'a>>,
    /// Of the part with most regions.
    pub spectral_gap: Option<f64>,
    /// How many connected parts there are.
    pub components: usize,
    /// The parts themselves.
    pub parts: Vec<Part<'a>>,
    /// The conventions used.
    pub scaling: Scaling,
    /// What to bear in mind.
    pub warnings: &'a [Caution],
}

/// Names for complexity.
///
/// # Errors
/// [`Unfit::Shape`] when there is not one name a region and activity.
pub fn label_complexity<'a>(
    found: &'a Complexity,
    regions: &'a [String],
    activities: &'a [String],
) -> Result<LabelledComplexity<'a>, Unfit> {
    same_length(found.eci.len(), regions.len())?;
    same_length(found.pci.len(), activities.len())?;
    let eci = falling(&found.eci);
    let pci = falling(&found.pci);
    let parts = found.components.iter().map(|part| Part {
        regions: part.regions.iter().map(|region| regions[*region].as_str()).collect(),
        activities: part.activities.len(),
        eigenvalues: &part.eigenvalues,
        spectral_gap: part.spectral_gap,
    });
    Ok(LabelledComplexity {
        eci: eci.into_iter().map(|at| OfRegion { region: &regions[at], value: found.eci[at] }).collect(),
        pci: pci
            .into_iter()
            .map(|at| OfActivity { activity: &activities[at], value: found.pci[at] })
            .collect(),
        spectral_gap: found.spectral_gap,
        components: found.components.len(),
        parts: parts.collect(),
        scaling: found.scaling,
        warnings: &found.cautions,
    })
}

/// Places by falling figure, equal ones in order, those without one last.
fn falling(values: &[Option<f64>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let key = |at: usize| values[at].unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|a, b| key(*b).total_cmp(&key(*a)).then(a.cmp(b)));
    order
}
