//! Regional measures: specialisation, relatedness, complexity, change.
//!
//! A [`table::Table`] holds regions × activities of one measure, with withheld cells apart from zeros. From it come quotients and their
//! intervals ([`quotient`], [`sampling`]), structure and inequality ([`structure`], [`inequality`], [`agglomeration`]), change
//! ([`shift_share`], [`dynamics`]), and through [`presence`] relatedness and complexity ([`relatedness`], [`density`], [`complexity`],
//! [`outlook`], or all at once in [`pipeline`]). Where published implementations differ the choice has a name in [`convention`].

pub mod agglomeration;
pub mod clusters;
pub mod complexity;
pub mod convention;
pub mod cooccur;
pub mod density;
pub mod dynamics;
pub mod econgeo;
pub mod fitness;
pub mod income;
pub mod inequality;
pub mod labelled;
pub mod land;
pub mod layout;
pub mod outlook;
pub mod pipeline;
pub mod presence;
pub mod projection;
pub mod quotient;
pub mod recombination;
pub mod reflections;
pub mod relatedness;
pub mod sampling;
pub mod shift_share;
mod spectrum;
pub mod structure;
pub mod table;

#[cfg(test)]
mod invariance;
#[cfg(test)]
mod references;
