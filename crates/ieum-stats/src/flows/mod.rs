//! Input–output tables: multipliers and linkages.
//!
//! - An [`InputOutput`] table (who sells how much to whom) gives [`leontief`] and [`ghosh`] inverses, [`impact`] of a new demand,
//!   [`multipliers`] of output, jobs or income, and [`linkages`] of each sector.
//! - [`ras`] fits a table to new margins; [`regional_coefficients`] cuts national coefficients down to a region by location quotients.
//!
//! Money is in one unit throughout; sectors are in one order throughout. A missing flow is a zero only if it is known to be none.

mod inverse;
mod linkages;
mod multipliers;
mod ras;
mod regional;
pub(crate) mod solve;
mod table;

pub use inverse::{Ghosh, Leontief, ghosh, impact, leontief};
pub use linkages::{Forward, Linkage, Linkages, SectorKind, linkages};
pub use multipliers::{Households, Multiplier, Multipliers, multipliers};
pub use ras::{Ras, ras};
pub use regional::{Quotient, RegionalCoefficients, regional_coefficients};
pub(crate) use solve::solve;
pub use table::InputOutput;
