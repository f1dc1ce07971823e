//! Statistics and regional economics as pure functions, each with its source: no input or output, no clock, no chance that is not
//! seeded, the same digits on any number of threads.
//!
//! Every result carries its n, its degrees of freedom, its effect with an interval, the assumptions it checked and its
//! [`Caution`]s; every function says its domain, shapes, units, missing-value rule, errors and source. What cannot be computed is an
//! [`Unfit`], never a silent number. Neither holds a sentence: the reader's language is the business of whoever shows them.
#![warn(missing_docs)]
#![expect(
    clippy::indexing_slicing,
    reason = "kernels walk matrices whose shape was checked when they were made"
)]
#![expect(clippy::as_conversions, reason = "counts become f64 and back below 2^53")]

mod matrix;
#[cfg(test)]
mod reference;
mod seed;
mod unfit;

pub mod adjust;
pub mod ask;
pub mod audit;
pub mod bootstrap;
pub mod choice;
pub mod compare;
pub mod correlate;
pub mod counts;
pub mod dd;
pub mod describe;
pub mod effects;
pub mod flows;
pub mod glm;
pub mod intake;
pub mod ols;
pub mod panel;
pub mod place;
pub mod region;
pub mod space;
pub mod summary;
pub mod survival;
pub mod tails;

pub use matrix::Matrix;
pub use seed::Seed;
pub use unfit::{Caution, LeftOut, Unfit};

/// The example of the read-me, run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadMe;
