//! The whole way from a table to complexity, density and outlook in one call.

use super::complexity::{Complexity, complexity};
use super::convention::{Choices, Convention};
use super::outlook::{Outlook, outlook};
use super::presence::Presence;
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
/// Those of the parts; none for a [`Table`] that exists.
pub fn whole(table: &Table, convention: Convention) -> Result<Whole, Unfit> {
    let Choices { threshold, scaling, diagonal, worth, gain, .. } = convention.choices();
    let presence = Presence::of_table(table, threshold);
    let proximity = relatedness(&presence, Normalisation::Proximity, diagonal);
    let complexity = complexity(&presence, scaling);
    let outlook = outlook(&presence, &proximity, &complexity, worth, gain)?;
    let mut cautions = table.cautions();
    for caution in complexity.cautions.iter().chain(&outlook.cautions) {
        if !cautions.contains(caution) {
            cautions.push(caution.clone());
        }
    }
    Ok(Whole { presence, proximity, complexity, outlook, cautions })
}
