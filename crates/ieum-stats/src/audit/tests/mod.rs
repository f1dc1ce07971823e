//! The audit against the deck's tables, against correct tables made by chance, and check by check.

mod deck;
mod each;
mod scales;
mod simulated;

use super::{Audit, audit};
use crate::intake::{Fault, Limits, Table};

fn tried(text: &str) -> Result<Audit, Vec<Fault>> {
    audit(&Table::read(text, Limits::default())?)
}

#[track_caller]
fn audited(text: &str) -> Audit {
    tried(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}
