//! Space: who is whose neighbour, and whether like lies beside like.
//!
//! - [`Weights`]: neighbours from a `.gal` text, from shared borders ([`contiguity`]), from distance ([`nearest`], [`within`]) or from
//!   groups; binary or row-standardised, islands named.
//! - Global: [`moran`], [`moran_rate`], [`moran_bivariate`], [`geary`], [`global_g`], [`join_counts`], [`spatial_gini`].
//! - Local: [`lisa`] and [`local_g`], with conditional permutations and control of the false discovery rate.
//!
//! Values are finite and one for each unit; a unit without a value is left out beforehand with [`Weights::keeping`]. Permutations come
//! from a seed, one branch a permutation, so that the p values are the same on any number of threads.

mod chance;
mod contiguity;
mod gini;
mod global;
mod joins;
mod local;
mod moments;
mod points;
mod rates;
#[cfg(test)]
mod reference;
mod weights;

pub use chance::{Alternative, Chance, Permuted};
pub use contiguity::{Contact, Ring, contiguity};
pub use gini::{SpatialGini, spatial_gini};
pub use global::{Approximate, Autocorrelation, geary, global_g, moran, moran_bivariate};
pub use joins::{JoinCounts, join_counts};
pub use local::{LocalScale, LocalUnit, Locals, Quadrant, lisa, local_g};
pub use points::{Metric, nearest, within};
pub use rates::moran_rate;
pub use weights::{Style, Weights};
