//! Conventions by name: what each published implementation does where they differ, so that its figures can be repeated.

use serde::{Deserialize, Serialize};

use super::complexity::{ActivityScale, Scaling, Spread};
use super::outlook::{Gain, Worth};
use super::presence::Threshold;
use super::relatedness::Diagonal;

/// Whose convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Convention {
    /// Ours: exact eigenvector, thresholds that include 1, population spread, activities on the regions' scale.
    #[default]
    Ieum,
    /// `ecomplexity` for Python, version 0.5.3 (Harvard Growth Lab).
    Ecomplexity,
    /// `ecomplexity` for Stata.
    Stata,
    /// `economic-complexity` for Python, version 0.3.0 (Datawheel): 20 reflections, own scale, no diagonal, net gain.
    Datawheel,
    /// `economiccomplexity` for R, version 2.0.0.
    REconomicComplexity,
    /// `EconGeo` for R, version 2.1: rounds inside its algorithms; see [`super::econgeo`].
    Econgeo,
    /// `REAT` for R, version 3.0.3; inequality and shift-share only; see the functions that name it.
    Reat,
}

/// What a convention says at each parting of the ways.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Choices {
    /// From which quotient on something is present.
    pub threshold: Threshold,
    /// How the indices are standardised.
    pub scaling: Scaling,
    /// What stands on the diagonal of relatedness.
    pub diagonal: Diagonal,
    /// On which scale complexity enters outlook.
    pub worth: Worth,
    /// Which gain.
    pub gain: Gain,
    /// Reflections used in place of the eigenvector: the last even step for regions, the odd one after it for activities.
    pub reflections: Option<usize>,
}

impl Convention {
    /// All of them, in the order shown to people.
    pub const ALL: [Self; 7] = [
        Self::Ieum,
        Self::Ecomplexity,
        Self::Stata,
        Self::Datawheel,
        Self::REconomicComplexity,
        Self::Econgeo,
        Self::Reat,
    ];

    /// What this convention says.
    #[must_use]
    pub fn choices(self) -> Choices {
        let ours = Choices {
            threshold: Threshold::AtLeast(1.0),
            scaling: Scaling::default(),
            diagonal: Diagonal::Kept,
            worth: Worth::Eigenvector,
            gain: Gain::Opened,
            reflections: None,
        };
        let own = |spread| Scaling { spread, activities: ActivityScale::Own };
        match self {
            Self::Ieum | Self::Ecomplexity | Self::Reat => ours,
            Self::Stata => Choices {
                threshold: Threshold::Above(1.0),
                scaling: Scaling { spread: Spread::Sample, activities: ActivityScale::OfRegions },
                ..ours
            },
            Self::Datawheel => Choices {
                scaling: own(Spread::Sample),
                diagonal: Diagonal::Zero,
                worth: Worth::Standardised,
                gain: Gain::NetOfDistance,
                reflections: Some(18),
                ..ours
            },
            Self::REconomicComplexity => {
                Choices { scaling: own(Spread::Sample), worth: Worth::Standardised, ..ours }
            }
            Self::Econgeo => Choices { diagonal: Diagonal::Zero, ..ours },
        }
    }
}
