//! Text search that knows documents, not instruments: Korean and English analysis, an index, ranking with reasons.
#![warn(missing_docs)]

pub mod analysis;
