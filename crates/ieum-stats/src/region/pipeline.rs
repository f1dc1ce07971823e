//! The whole way from a table to complexity, density and outlook in one call.

use super::complexity::{Complexity, complexity};
use super::convention::{Choices, Convention};
use super::outlook::{Outlook, outlook};
use super::presence::Presence;
use super::reflections::complexity_by_reflections;
use super::relatedness::{Normalisation, relatedness};
use super::table::Table;
use crate::{Caution, Matrix, Unfit};

/// Everything the way passes.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Which region has which activity.
    pub presence: Presence,
    /// Proximity of the activities.
    pub proximity: Matrix,
    /// Complexity of regions and activities.
    pub complexity: Complexity,
    /// Density, outlook index and gains.
    pub outlook: Outlook,
    /// What to bear in mind, the cautions of the parts included.
    pub cautions: Vec<Caution>,
}

/// Quotients → presence → proximity → complexity → density, COI and COG, by one named convention.
///
/// Sources: see the parts. Memory: about four matrices of the table's size and one of activities × activities.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a convention that has no such way: `EconGeo` has its own functions in [`super::econgeo`], `REAT` has none.
///
/// # Examples
/// ```
/// use ieum_stats::Matrix;
/// use ieum_stats::region::{convention::Convention, labelled::label_complexity, pipeline::whole, table::Table};
///
/// // Four regions by five activities: the first makes everything, the last only what everyone makes.
/// let jobs = vec![9., 8., 7., 6., 5., 9., 8., 7., 1., 0., 9., 8., 0., 0., 0., 9., 1., 0., 0., 0.];
/// let table = Table::new(Matrix::new(4, 5, jobs)?)?;
/// let found = whole(&table, Convention::Ieum)?;
/// assert_eq!(found.presence.diversity(), [3, 2, 2, 1]);
/// let names = |all: &str| all.chars().map(String::from).collect::<Vec<_>>();
/// let (regions, activities) = (names("ABCD"), names("vwxyz"));
/// let labelled = label_complexity(&found.complexity, &regions, &activities)?;
/// assert_eq!(labelled.eci[0].region, "A");
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn whole(table: &Table, convention: Convention) -> Result<Whole, Unfit> {
    if matches!(convention, Convention::Econgeo | Convention::Reat) {
        return Err(Unfit::OutOfRange { name: "convention", value: 6.0, low: 0.0, high: 4.0 });
    }
    let Choices { threshold, scaling, diagonal, worth, gain, reflections } = convention.choices();
    let presence = Presence::of_table(table, threshold);
    let proximity = relatedness(&presence, Normalisation::Proximity, diagonal);
    let complexity = match reflections {
        Some(step) => complexity_by_reflections(&presence, step, scaling),
        None => complexity(&presence, scaling),
    };
    let outlook = outlook(&presence, &proximity, &complexity, worth, gain)?;
    let mut cautions = table.cautions();
    if presence.at_threshold() > 0 {
        cautions.push(Caution::AtThreshold { cells: presence.at_threshold() });
    }
    for caution in complexity.cautions.iter().chain(&outlook.cautions) {
        if !cautions.contains(caution) {
            cautions.push(caution.clone());
        }
    }
    Ok(Whole { presence, proximity, complexity, outlook, cautions })
}
