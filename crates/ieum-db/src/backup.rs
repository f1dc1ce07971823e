//! Logical backup: every table as JSON lines, from one consistent state, loadable into either engine.
//!
//! The first line is a header with the migrations of the database; then each table with its rows; the last line counts
//! them, so that a cut file is noticed.

mod dump;
mod load;
mod schema;

pub use dump::dump;
pub use load::load;
pub(crate) use schema::row_counts;

/// The layout of the lines; grows when it changes.
const LAYOUT: i64 = 1;
