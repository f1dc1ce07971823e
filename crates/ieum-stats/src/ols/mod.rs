//! Linear regression by least squares.

pub mod formula;
